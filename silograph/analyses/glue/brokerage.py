"""Chains of contacts through functions: the ties, the sets of people in between, and what is measured of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError
from silograph.graph.igraph import distance
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import Adjacency, adjacency, sample_sources
from silograph.graph.paths.betweenness import Betweenness, betweenness
from silograph.graph.paths.brokerage import AvoidedSets, Brokerage, avoided_sets, brokerage
from silograph.graph.paths.leaving import brokerage_without
from silograph.graph.rewiring import null_ties
from silograph.graph.small import hidden_functions
from silograph.language.words import Sentence

TOP_PEOPLE = 3
"""Members tried as "most important person": those with the highest cross-function betweenness."""
MIN_PAIRS, MIN_RATIO = 3, 0.5
"""Exchange above noise: ties that carry it, and share of what the activity of the two functions leads to expect."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """The arrays of a network that the criteria need.

    Parameters
    ----------
    codes
        (n,) function of each node, -1 unknown.
    counted
        (n,) who counts as one of their function: its people, or its queues where it has nobody else.
    n_functions
        How many functions there are.
    source, target, strength
        Of each undirected tie.
    answered
        (ties,) whether paths use it.
    directed
        Per directed tie between known functions, the sender's, the recipient's, and the number of the undirected tie
        it is part of.
    weighted
        Whether paths are short by strength rather than by steps.
    """

    codes: IntArray
    counted: BoolArray
    n_functions: int
    source: IntArray
    target: IntArray
    strength: FloatArray
    answered: BoolArray
    directed: tuple[IntArray, IntArray, IntArray]
    weighted: bool

    @classmethod
    def of(cls, network: Network, *, weighted: bool) -> Ties:
        """The ties of a network that has three functions and something between them."""
        codes, ties, n = network.function_codes, network.ties, len(network)
        if len(network.functions) < 3:
            raise NotEnoughDataError(
                Sentence("lacks.three_for_glue", n=len(network.functions)),
                mend=Sentence("mend.people_file"),
            )
        ends = codes[ties.source], codes[ties.target]
        if not ((ends[0] >= 0) & (ends[1] >= 0) & (ends[0] != ends[1]) & network.answered).any():
            raise NotEnoughDataError(Sentence("lacks.no_path_between"))
        low, high = np.minimum(network.source, network.target), np.maximum(network.source, network.target)
        number = np.searchsorted(ties.source * n + ties.target, low * n + high)
        sender, recipient = codes[network.source], codes[network.target]
        known = (sender >= 0) & (recipient >= 0)
        return cls(
            codes=codes,
            counted=_counted(network),
            n_functions=len(network.functions),
            source=ties.source,
            target=ties.target,
            strength=ties.strength,
            answered=network.answered,
            directed=(sender[known], recipient[known], number[known]),
            weighted=weighted,
        )

    @property
    def sizes(self) -> IntArray:
        """How many count in each function."""
        return np.bincount(self.codes[self.counted], minlength=self.n_functions).astype(np.int64)

    def without(self, gone: BoolArray) -> Ties:
        """The same people, those gone without ties and of no function."""
        kept = ~(gone[self.source] | gone[self.target])
        sender, recipient, tie = self.directed
        known = kept[tie]
        return replace(
            self,
            codes=np.where(gone, -1, self.codes),
            counted=self.counted & ~gone,
            source=self.source[kept],
            target=self.target[kept],
            strength=self.strength[kept],
            answered=self.answered[kept],
            directed=(sender[known], recipient[known], (np.cumsum(kept) - 1)[tie[known]]),
        )

    def graph(self) -> Adjacency:
        """What paths can use."""
        on = self.answered
        return self._graph(self.source[on], self.target[on], self.strength[on])

    def whole_graph(self) -> Adjacency:
        """Every tie, answered or not."""
        return self._graph(self.source, self.target, self.strength)

    def rewired(self, *, seed: int, second: IntArray | None = None) -> Iterator[Adjacency]:
        """Random graphs without end, with everybody's number of ties and the walls; see `null_ties`."""
        on = self.answered
        strength = self.strength[on]
        for drawn in null_ties(self.source[on], self.target[on], self.codes, seed=seed, second=second):
            yield self._graph(drawn.source, drawn.target, strength[drawn.origin])

    def _graph(self, source: IntArray, target: IntArray, strength: FloatArray) -> Adjacency:
        return adjacency(
            len(self.codes), source, target, length=distance(strength) if self.weighted else None
        )


def _counted(network: Network) -> BoolArray:
    """People of known function, and queues of functions that have no people."""
    codes, team = network.function_codes, np.zeros(len(network), dtype=bool)
    if "actor_kind" in network.people:
        team = (network.people["actor_kind"] == "team").to_numpy(dtype=bool)
    peopled = np.append(network.people_of_functions > 0, False)
    return np.asarray((codes >= 0) & ~(team & peopled[codes]))


def assessable(sizes: IntArray, min_group: int) -> IntArray:
    """The functions with people enough, by number."""
    functions = np.flatnonzero(sizes >= min_group).astype(np.int64)
    if not len(functions):
        raise NotEnoughDataError(Sentence("lacks.large_enough", n=min_group), mend=Sentence("mend.lower"))
    return functions


def person_paths(ties: Ties, *, limit: int, seed: int) -> Betweenness:
    """Betweenness of each person over every tie: who stands where, answered or not."""
    sources = sample_sources(np.arange(len(ties.codes)), limit, seed=seed)
    return betweenness(ties.whole_graph(), ties.codes, sources=sources, scaling="linear")


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Brokerage of the functions asked for, what hangs on one person of each, and the counts behind both."""

    brokerage: FloatArray
    concentration: FloatArray
    counts: Brokerage

    @property
    def unreachable(self) -> FloatArray:
        """Share of the pairs that no path connects."""
        return self.counts.unreachable[:: 1 + TOP_PEOPLE]

    @property
    def standard_error(self) -> FloatArray:
        """Of brokerage, from sampled sources."""
        return self.counts.standard_error[:: 1 + TOP_PEOPLE]

    @property
    def chain(self) -> FloatArray:
        """What half a chain between two people would be of each brokerage."""
        pairs = self.counts.connected[:, :: 1 + TOP_PEOPLE].sum(axis=0)
        return np.asarray(1.0 / np.maximum(pairs, 1.0))


def measure(ties: Ties, functions: IntArray, cross: FloatArray, *, sources: IntArray) -> Measured:
    """Brokerage and concentration of functions.

    Parameters
    ----------
    functions
        Rising numbers of functions.
    cross
        Cross-function betweenness of each node, to find whose loss to try.
    sources
        Nodes of known function to search from.
    """
    sets = _with_and_without(ties.codes, functions, cross)
    counts = brokerage(ties.graph(), ties.codes, sets, sources=sources)
    share = counts.share.reshape(len(functions), 1 + TOP_PEOPLE)
    own, least = share[:, 0], share[:, 1:].min(axis=1)
    return Measured(own, np.divide(own - least, own, out=np.full(len(own), np.nan), where=own > 0), counts)


class Anew(NamedTuple):
    """What is measured without some people, as `Measured` has it of all."""

    brokerage: FloatArray
    concentration: FloatArray
    chain: FloatArray


def measure_without(
    ties: Ties, functions: IntArray, cross: FloatArray, *, group: IntArray, sources: IntArray
) -> list[Anew]:
    """`measure` without one group of people after the other.

    Parameters
    ----------
    ties, functions, cross
        As for `measure`.
    group
        (n,) group of each node, -1 in none.
    sources
        Nodes of known function to search from; without a group those of them that are left.
    """
    together = _all_without(ties, functions, cross, group=group, sources=sources)
    return together or [
        _of_measured(measure(ties.without(gone), functions, cross, sources=sources[~gone[sources]]))
        for gone in (group == one for one in range(int(group.max(initial=-1)) + 1))
    ]


def _of_measured(found: Measured) -> Anew:
    return Anew(found.brokerage, found.concentration, found.chain)


def _all_without(
    ties: Ties, functions: IntArray, cross: FloatArray, *, group: IntArray, sources: IntArray
) -> list[Anew] | None:
    """All of them from one search; None where there are too many paths for it."""
    codes, owners = ties.codes, list[int]()
    packed: list[IntArray] = []
    places: list[tuple[int, list[IntArray]]] = []
    for code in functions.tolist():
        own = np.flatnonzero(codes == code)
        tops = _tops(own, cross, group)
        tried = np.unique(np.concatenate(tops)) if tops else own[:0]
        places.append((len(packed), [len(packed) + 1 + np.searchsorted(tried, top) for top in tops]))
        packed += [own, *(own[own != person] for person in tried)]
        owners += [code] * (1 + len(tried))
    sets = avoided_sets(packed, codes, owners=np.array(owners, dtype=np.int64))
    found = brokerage_without(ties.graph(), codes, sets, group, sources=sources)
    if found is None:
        return None
    whole = np.array([place for place, _ in places])
    least = np.array(
        [
            [share[tops[one]].min(initial=np.inf) for _, tops in places]
            for one, share in enumerate(found.share)
        ]
    ).reshape(-1, len(functions))
    share, pairs = found.share[:, whole], np.maximum(found.connected[:, whole], 1.0)
    lost = np.divide(share - least, share, out=np.full(share.shape, np.nan), where=share > 0)
    return [Anew(*rows) for rows in zip(share, lost, 1.0 / pairs, strict=True)]


def _tops(own: IntArray, cross: FloatArray, group: IntArray) -> list[IntArray]:
    """The most important people of a function that are left without each group in turn."""
    ranked = own[np.argsort(-cross[own], kind="stable")]
    return [ranked[group[ranked] != one][:TOP_PEOPLE] for one in range(int(group.max(initial=-1)) + 1)]


def _with_and_without(codes: IntArray, functions: IntArray, cross: FloatArray) -> AvoidedSets:
    """Each function, whole and without one of its most important people."""
    packed = []
    for code in functions:
        own = np.flatnonzero(codes == code)
        top = own[np.argsort(-cross[own], kind="stable")[:TOP_PEOPLE]]
        packed += [own, *(own[own != person] for person in np.resize(top, TOP_PEOPLE))]
    return avoided_sets(packed, codes, owners=np.repeat(functions, 1 + TOP_PEOPLE))


def whole_sets(codes: IntArray, functions: IntArray) -> AvoidedSets:
    """Each function as a set in between."""
    return avoided_sets([np.flatnonzero(codes == one) for one in functions], codes, owners=functions)


def sources_of(ties: Ties, limit: int, *, seed: int) -> IntArray:
    """Nodes of known function to search from: all, or a random sample."""
    return sample_sources(np.flatnonzero(ties.codes >= 0), limit, seed=seed)


# --- what needs no paths ---------------------------------------------------------------------------------------


def tie_criteria(ties: Ties, functions: IntArray) -> dict[str, FloatArray]:
    """Coverage, evenness and participation: with whom a function exchanges, over every tie."""
    k = ties.n_functions
    sender, recipient, _ = ties.directed
    sent = np.bincount(sender * k + recipient, minlength=k * k).reshape(k, k).astype(np.float64)
    alive = (sent + sent.T).sum(axis=1) > 0
    others = max(int(alive.sum()) - 1, 0)
    return {
        "coverage": (_two_way(sent).sum(axis=1) / max(others, 1))[functions],
        "evenness": _evenness(ties, others)[functions],
        "participation": _participation(ties)[functions],
    }


def _two_way(sent: FloatArray) -> npt.NDArray[np.bool_]:
    """Pairs of functions with exchange above noise in both directions; `sent` counts ties by direction."""
    across = sent * (1 - np.eye(len(sent)))
    activity = np.outer(sent.sum(axis=1), sent.sum(axis=0)) * (1 - np.eye(len(sent)))
    expected = activity * (across.sum() / activity.sum()) if activity.sum() > 0 else activity
    real = (across >= MIN_PAIRS) & (across >= MIN_RATIO * expected)
    return real & real.T


def _evenness(ties: Ties, others: int) -> FloatArray:
    """Shannon entropy of external strength over the other functions, divided by its maximum."""
    k = ties.n_functions
    one, other = ties.codes[ties.source], ties.codes[ties.target]
    external = (one >= 0) & (other >= 0) & (one != other)
    weights = ties.strength[external]
    strength = np.bincount(one[external] * k + other[external], weights=weights, minlength=k * k).reshape(
        k, k
    )
    strength = strength + strength.T
    total = strength.sum(axis=1, keepdims=True)
    share = np.divide(strength, total, out=np.zeros((k, k)), where=total > 0)
    entropy = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1)
    return np.asarray(np.where((total[:, 0] > 0) & (others > 1), entropy / np.log(max(others, 2)), np.nan))


def _participation(ties: Ties) -> FloatArray:
    """Mean participation coefficient of each function's people: 1 - sum over functions of (share of ties)^2."""
    n, k = len(ties.codes), ties.n_functions
    mine, other = np.concatenate([ties.source, ties.target]), np.concatenate([ties.target, ties.source])
    known = ties.codes[other] >= 0
    cells = mine[known] * k + ties.codes[other[known]]
    number = np.bincount(cells, minlength=n * k).reshape(n, k)
    total = number.sum(axis=1)
    with_ties = (total > 0) & (ties.codes >= 0)
    spread = 1.0 - ((number[with_ties] / total[with_ties, None]) ** 2).sum(axis=1)
    people = np.bincount(ties.codes[with_ties], minlength=k)
    summed = np.bincount(ties.codes[with_ties], weights=spread, minlength=k)
    return np.asarray(np.divide(summed, people, out=np.full(k, np.nan), where=people > 0))


def with_small_as_one(
    network: Network, ties: Ties, functions: IntArray, *, min_group: int
) -> dict[str, FloatArray]:
    """What depends on who is in which function, with small functions as one; NaN of these."""
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    hidden = np.isin(network.functions, list(hidden_functions(sizes, min_group=min_group)))
    one = np.where(hidden, hidden.argmax(), np.arange(len(hidden)))
    sender, recipient, tie = ties.directed
    merged = replace(
        ties,
        codes=np.where(ties.codes >= 0, one[ties.codes], -1),
        directed=(one[sender], one[recipient], tie),
    )
    found = tie_criteria(merged, functions)
    return {f"{name}_merged": np.where(hidden[functions], np.nan, values) for name, values in found.items()}
