"""What would change if a function left, two were merged, or a few people linked functions that lie far apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from silograph.analyses.parts import Column, Inputs, Question, Result, Table, by_name
from silograph.analyses.parts.people import fewest
from silograph.analyses.whatif.show import section
from silograph.arrays import FloatArray, IntArray
from silograph.charts.drawing import FAINT, MARKED, PLAIN, pyplot
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.igraph import AnyNetwork, as_network
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import Adjacency, adjacency, sample_sources
from silograph.graph.small import SMALL, merge_functions
from silograph.graph.walls_model.estimates import estimate, log_walls
from silograph.graph.walls_model.model import ModelTies, fit
from silograph.kernels import kernel
from silograph.language.words import Sentence, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Kind = Literal["remove", "merge", "liaison"]
Bits = npt.NDArray[np.uint64]
Hops = npt.NDArray[np.uint16]

LANES = 64  # searches that share one machine word
UNREACHABLE = 65535
LIAISON_EFFORT = 10**7
"""Candidates times people searched: beyond, only the best connected people of each function are candidates."""
LEAST_SHORTER = 0.0005  # steps on average: less is said to change next to nothing
LIAISON_SOURCES = 500  # people whose paths are looked at when choosing liaisons
_NEAR = 8  # lists of people by distance, at most
BEAM, BEAM_EFFORT = 32, 3 * 10**7
"""Choices kept at a time when choosing several liaisons, as far as candidates times people allow."""


# What goes with a function is what `silos` counts of it, and what two no longer cross when they are one
# is what passes between them.
_OF_EXCHANGE = ("silos.internal", "silos.external", "exchange.observed")
_SCENARIOS = Table(
    columns=(
        Column("scenario"),
        Column("kind", "word"),
        Column("function"),
        Column("function_b"),
        Column("people", "count", "sum"),
        # less the exchange of the function with itself and others, this is that with people of no function
        Column("exchange_lost", "strength", "sum", of=("people", *_OF_EXCHANGE), behind="exchange_people"),
        Column("exchange_lost_share", "share", "derived", of=("people", "exchange_lost")),
        Column("pairs_before", "count", "derived", of=("people",)),
        # one person who is cut off is so many pairs as there are people of other functions
        Column("pairs_cut", "count", "derived", of=("people",), behind="apart"),
        Column("pairs_joined", "count", "derived", of=("people",), behind="apart"),
        Column("path_length_before", "steps", "derived", of=("people",)),
        Column("path_length_after", "steps", "derived", of=("people",)),
        Column("path_length_change", "steps", "derived", of=("people",)),
        Column("walls_before", "factor", "derived", of=("people",)),
        Column("walls_after", "factor", "derived", of=("people", *_OF_EXCHANGE)),
        Column("cross_share_before", "share", "derived", of=("people",)),
        Column("cross_share_after", "share", "derived", of=("people", *_OF_EXCHANGE)),
        Column("within_24h_before", "share", "derived", of=("people",)),
        Column("within_24h_after", "share", "derived", of=("people",)),
        Column("pairs_error", "strength", "derived", of=("people",)),
        Column("path_length_error", "steps", "derived", of=("people",)),
    ),
    groups=("functions",),
    lines=(),
)
_LIAISONS = Table(
    source="liaisons",
    columns=(Column("function_a", "function"), Column("function_b", "function")),
    groups=("function_a", "function_b"),
    lines=(),
    written=False,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WhatifResult(Result):
    """What `whatif` found.

    Parameters
    ----------
    table
        A row per scenario: functions removed, functions merged, then the first, the first two ... liaisons. Beside
        what is written, `functions` holds the names of all functions that a scenario is about.
    openness
        ``scenario function openness_before openness_after`` for every function that is in the scenario.
    liaisons
        ``node_a node_b function_a function_b``: who would be linked, as node numbers of the network. About single
        people: not among `tables`.
    worst
        The function without which most pairs lose every path, or else paths are longest; None where none is removed.
    efficiency
        Mean of 1 / path length over pairs of people of different functions (0 where there is no path): as
        observed, then with the first, the first two ... liaisons.
    """

    name: ClassVar[str] = "whatif"
    declared: ClassVar[Mapping[str, Table]] = {"whatif": _SCENARIOS, "whatif_liaisons": _LIAISONS}
    named: ClassVar[tuple[str, ...]] = ("worst",)

    openness: pd.DataFrame
    liaisons: pd.DataFrame
    worst: str | None
    efficiency: tuple[float, ...]

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        parts = (*self._worst(), *self._best_ties())
        if not parts:
            return Sentence("said.whatif.compared", n=len(self.table))
        return Sentence("said.whatif.whole", parts=parts)

    def _worst(self) -> Iterator[Sentence]:
        gone = self.table[(self.table["kind"] == "remove") & (self.table["function"] == self.worst)]
        if gone.empty:
            return
        worst = gone.iloc[0]
        numbers = {
            "function": worst["function"],
            "cut": float(worst["pairs_cut"]),
            "pairs": float(worst["pairs_before"]),
        }
        longer = float(worst["path_length_change"])
        before = worst["path_length_before"]
        if np.isnan(numbers["cut"]):  # not to be told
            yield Sentence("said.whatif.longer", function=worst["function"], longer=longer, before=before)
        elif not numbers["cut"]:
            yield Sentence("said.whatif.nobody_cut", function=worst["function"], longer=longer, before=before)
        elif np.isfinite(longer):  # some pair keeps a path
            yield Sentence("said.whatif.without_longer", **numbers, longer=longer, before=before)
        else:
            yield Sentence("said.whatif.without", **numbers)

    def _best_ties(self) -> Iterator[Sentence]:
        linked = self.table[self.table["kind"] == "liaison"]
        if linked.empty:
            return
        last = linked.iloc[-1]
        pairs = list(self.liaisons[["function_a", "function_b"]].itertuples(index=False, name=None))
        times = Counter(map(frozenset, pairs))  # each two functions are told once, as they first come
        ends = tuple(
            Sentence("said.whatif.ends", a=a, b=b, n=times.pop(both))
            for a, b in pairs
            if (both := frozenset({a, b})) in times
        )
        gains = []
        if last["pairs_joined"] > 0:
            gains.append(Sentence("said.whatif.join", pairs=float(last["pairs_joined"])))
        if last["path_length_change"] <= -LEAST_SHORTER:
            gains.append(Sentence("said.whatif.shorten", steps=-float(last["path_length_change"])))
        if not gains:
            yield Sentence("said.whatif.nothing_gained", n=len(linked))
            return
        yield Sentence("said.whatif.ties", n=len(linked), ends=ends, gains=tuple(gains))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Mean path length between other functions as observed and without each function; pairs cut beside it."""
        plt = pyplot()

        words, rows = Words(), self.table.iloc[::-1]
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.2 + 0.32 * len(rows)), layout="constrained")
        height = np.arange(len(rows))
        before, after = (rows[f"path_length_{when}"].to_numpy(float) for when in ("before", "after"))
        ax.hlines(height, before, after, color=FAINT, linewidth=2)
        ax.scatter(before, height, color=PLAIN, zorder=3, label=words("whatif.as_observed"))
        ax.scatter(after, height, color=MARKED, zorder=3, label=words("whatif.in_scenario"))
        for y, x, cut in zip(height, np.fmax(before, after), rows["pairs_cut"], strict=True):
            if cut > 0:
                ax.annotate(f"  {words('whatif.cut_off', pairs=float(cut))}", (x, y), va="center", fontsize=8)
        ax.set_yticks(height, rows["scenario"])
        ax.set_xlabel(words("whatif.chart"))
        ax.legend(frameon=False, loc="best", fontsize=8)
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return ax


def whatif(
    network: AnyNetwork,
    *,
    remove: Iterable[str | Sequence[str]] | None = None,
    merge: Iterable[Sequence[str]] = (),
    liaisons: int = 3,
    response: Result | pd.DataFrame | None = None,
    exact_limit: int = 20_000,
    seed: int = 0,
    min_group: int = 5,
) -> WhatifResult:
    """What would change if a function left, functions were merged, or a few people linked functions?

    Everything is counted on the network as observed, nothing reacts: nobody takes over the ties of a function that
    leaves. So it measures what runs through a function today, and is no forecast. Counts are exact unless the network
    has more than `exact_limit` people.

    Parameters
    ----------
    network
        People with functions, and their ties; a graph of networkx or igraph too (see `as_network`).
    remove
        Functions to take away, one scenario each; several together where an entry is a list of names. By default
        every function of at least `min_group` people.
    merge
        Functions to be made one, a list of names each.
    liaisons
        How many ties between functions to add; chosen to raise the mean of 1 / path length between people of
        different functions most (beam search, then exchanged one by one as long as that helps).
    response
        Answers between functions, ``function_a function_b asked within_24h``, a row per asking and answering
        function: then the share answered within 24 hours is given for the pairs that remain. Null without it.
    exact_limit
        Beyond so many people, paths are searched from a random sample of as many of them, with standard errors.
    seed
        Makes the sample repeatable.
    min_group
        Functions with fewer people are neither removed by default nor given liaisons.

    Returns
    -------
    WhatifResult
        `table` has ``scenario kind function function_b people exchange_lost exchange_lost_share pairs_before pairs_cut
        pairs_joined path_length_before path_length_after path_length_change walls_before walls_after
        cross_share_before cross_share_after within_24h_before within_24h_after pairs_error path_length_error``.
        Pairs are unordered pairs of people of two different known functions, as the scenario has them;
        ``path_length_*`` are means of hops over the pairs connected both before and after.

    Raises
    ------
    NotEnoughDataError
        Fewer than two functions have ties.
    UsageError
        A function that is not in the network, a negative number of liaisons.

    References
    ----------
    Latora & Marchiori (2001), Efficient behavior of small-world networks, Phys. Rev. Lett. 87, 198701. Albert, Jeong
    & Barabasi (2000), Error and attack tolerance of complex networks, Nature 406, 378-382.

    Examples
    --------
    >>> edges = [("a", "b"), ("b", "c"), ("c", "d")]
    >>> chain = Network.from_edges(edges, {"a": "HR", "b": "IT", "c": "IT", "d": "PR"})
    >>> result = whatif(chain, remove=["IT"], liaisons=0)
    >>> result.table[["scenario", "pairs_before", "pairs_cut", "exchange_lost"]].values.tolist()
    [['remove IT', 1.0, 1.0, 3.0]]
    """
    network = as_network(network)
    if liaisons < 0:
        raise UsageError(f"liaisons must not be negative, not {liaisons}")
    codes, ties = network.function_codes, network.ties
    tied = np.unique(codes[np.concatenate([ties.source, ties.target])])
    if (tied >= 0).sum() < 2:
        raise NotEnoughDataError(Sentence("lacks.two_functions"), mend=Sentence("mend.more_functions"))
    sizes = zip(network.functions, network.group_sizes, strict=True)
    large = [
        name for name, size in sizes if size >= min_group and name != SMALL
    ]  # those merged are no function
    wanted = [(one,) if isinstance(one, str) else tuple(one) for one in (large if remove is None else remove)]
    scenarios = [_removed(network, names) for names in wanted]
    scenarios += [_merged(network, tuple(names)) for names in merge]
    chosen = _choose(network, liaisons, large, seed=seed)
    scenarios += [_linked(network, chosen.ends[: k + 1]) for k in range(len(chosen.ends))]
    sources = sample_sources(np.flatnonzero(codes >= 0), exact_limit, seed=seed)
    sources = np.random.default_rng([seed, 1]).permutation(
        sources
    )  # so that batches are random: see `_errors`
    answers = _final_answers(response)
    before = _Walls.of(network) if scenarios else _Walls(np.nan, {})
    measured = [_measure(network, before, scenario, sources, answers) for scenario in scenarios]
    options = {"liaisons": liaisons, "exact_limit": exact_limit, "seed": seed, "min_group": min_group}
    ends = np.array(chosen.ends, dtype=np.int64).reshape(-1, 2)
    table = pd.DataFrame([row for row, _ in measured], columns=[*COLUMNS, *_BEHIND])
    return WhatifResult(
        table=table,
        worst=_worst(table),
        openness=pd.concat([part for _, part in measured], ignore_index=True) if measured else pd.DataFrame(),
        liaisons=pd.DataFrame(
            {
                "node_a": ends[:, 0],
                "node_b": ends[:, 1],
                "function_a": [network.functions[code] for code in codes[ends[:, 0]]],
                "function_b": [network.functions[code] for code in codes[ends[:, 1]]],
            }
        ),
        efficiency=chosen.efficiency,
        parameters={
            "remove": [list(names) for names in wanted],
            "merge": [list(names) for names in merge],
            **options,
            "tie_rule": network.tie_rule.to_dict(),
        },
        caveats=_caveats(network, len(large), chosen, exact=len(sources) == (codes >= 0).sum()),
    )


COLUMNS = [
    "scenario", "kind", "function", "function_b", "people", "exchange_lost", "exchange_lost_share", "pairs_before",
    "pairs_cut", "pairs_joined", "path_length_before", "path_length_after", "path_length_change", "walls_before",
    "walls_after", "cross_share_before", "cross_share_after", "within_24h_before", "within_24h_after", "pairs_error",
    "path_length_error",
]  # fmt: skip
_BEHIND = ["functions", "exchange_people", "apart"]
"""All functions a scenario is about, the fewest people that its exchange tells of, and who is cut off or joined; not
written."""


def _worst(table: pd.DataFrame) -> str | None:
    """Whose removal cuts most pairs off, or else lengthens paths most."""
    gone = table[(table["kind"] == "remove") & (table["pairs_before"] > 0)]
    ordered = gone.sort_values(["pairs_cut", "path_length_change"], ascending=False)
    return None if ordered.empty else str(ordered["function"].iloc[0])


class _Scenario(NamedTuple):
    """The network after, on the same nodes: whoever left has no ties and the group -1."""

    name: str
    kind: Kind
    functions: tuple[str, ...]
    groups: IntArray
    after: Network
    gone: npt.NDArray[np.bool_]
    earlier: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """All functions of it: of liaisons, also those of the ties added before the last."""
        return tuple(dict.fromkeys((*self.earlier, *self.functions)))


def _codes(network: Network, names: tuple[str, ...]) -> list[int]:
    unknown = set(names) - set(network.functions)
    if unknown or not names:
        raise UsageError(
            f"no function {sorted(unknown)[0]!r}" if unknown else "a scenario without a function",
            mend=f"functions are {', '.join(network.functions)}",
        )
    return [network.functions.index(name) for name in names]


def _removed(network: Network, names: tuple[str, ...]) -> _Scenario:
    gone = np.isin(network.function_codes, _codes(network, names))
    kept = ~(gone[network.source] | gone[network.target])
    columns = {name: getattr(network, name)[kept] for name in ("source", "target", "strength", "messages")}
    columns["weighty"] = None if network.weighty is None else network.weighty[kept]
    columns["met"] = None if network.met is None else network.met[kept]
    groups = np.where(gone, -1, network.function_codes)
    label = "remove " + " and ".join(names)
    return _Scenario(label, "remove", names, groups, replace(network, **columns), gone)


def _merged(network: Network, names: tuple[str, ...]) -> _Scenario:
    codes = _codes(network, names)
    if len(set(codes)) < 2:
        raise UsageError("merging needs two functions", where="merge")
    groups = np.where(np.isin(network.function_codes, codes), codes[0], network.function_codes)
    together = " + ".join(names)
    people = network.people.copy()
    people.loc[groups == codes[0], "function"] = together
    nobody = np.zeros(len(network), dtype=bool)
    return _Scenario(f"merge {together}", "merge", names, groups, replace(network, people=people), nobody)


def _linked(network: Network, ends: Sequence[tuple[int, int]]) -> _Scenario:
    """Each liaison is as strong as the median tie between functions: needed for walls, not for paths."""
    codes, ties = network.function_codes, network.ties
    across = codes[ties.source] != codes[ties.target]
    strength = float(np.median(ties.strength[across])) if across.any() else 1.0
    added = np.array(ends, dtype=np.int64)
    after = replace(
        network,
        source=np.r_[network.source, added[:, 0]],
        target=np.r_[network.target, added[:, 1]],
        strength=np.r_[network.strength, np.full(len(added), strength)],
        messages=np.r_[network.messages, np.ones(len(added), dtype=np.int64)],
        weighty=None if network.weighty is None else np.r_[network.weighty, np.ones(len(added), dtype=bool)],
        met=None if network.met is None else np.r_[network.met, np.zeros(len(added), dtype=np.int64)],
    )
    names = tuple(network.functions[code] for code in codes[added[-1]])
    label = f"{len(added)} liaison{'s' if len(added) > 1 else ''}"
    earlier = tuple(network.functions[code] for code in codes[added[:-1]].ravel())
    nobody = np.zeros(len(network), dtype=bool)
    return _Scenario(label, "liaison", names, codes, after, nobody, earlier)


def _measure(
    network: Network,
    walls_before: _Walls,
    scenario: _Scenario,
    sources: IntArray,
    response: pd.DataFrame | None,
) -> tuple[list[Any], pd.DataFrame]:
    """A row of the table, and the openness of every function."""
    ties, after = network.ties, scenario.after.ties
    total, kept = float(ties.strength.sum()), float(after.strength.sum())
    lost = total - kept if scenario.kind == "remove" else 0.0
    paths = _compare(network, scenario, sources)
    walls, openness = _openness(walls_before, scenario)
    second = " + ".join(scenario.functions[1:]) if scenario.kind != "remove" else ""
    first = scenario.functions[0] if scenario.kind != "remove" else " and ".join(scenario.functions)
    people = int(network.people_of_functions[np.isin(network.functions, scenario.functions)].sum())
    unknown = int((network.function_codes < 0).sum())
    row = [
        scenario.name, scenario.kind, first, second or None, people,
        lost, lost / total, *paths[:-2], *walls, _cross_share(network), _cross_share(scenario.after),
        *_within_24h(response, scenario), *paths[-2:], scenario.about, fewest(people, unknown),
        _apart(network, scenario),
    ]  # fmt: skip
    return row, openness


def _cross_share(network: Network) -> float:
    """Share of the strength between people of known function that crosses functions."""
    ties = ModelTies.of(network)
    across = ties.function[ties.source] != ties.function[ties.target]
    total = ties.strength.sum()
    return float(ties.strength[across].sum() / total) if total else np.nan


class _Walls(NamedTuple):
    """Of a network as it stands: walls, and openness by function."""

    walls: float
    openness: dict[str, float]

    @classmethod
    def of(cls, network: Network) -> _Walls:
        ties = ModelTies.of(network)
        walls = float(np.exp(log_walls(fit(ties.plain, openness=False))))
        opened = np.exp(estimate(ties).log_openness).tolist()
        return cls(walls, dict(zip(network.functions, opened, strict=True)))


def _openness(before: _Walls, scenario: _Scenario) -> tuple[tuple[float, float], pd.DataFrame]:
    """Walls before and after, and each function's openness; a function that left has none."""
    after = _Walls.of(scenario.after)
    then, now = before.openness, after.openness
    names = [
        name
        for name in scenario.after.functions
        if scenario.kind != "remove" or name not in scenario.functions
    ]
    table = pd.DataFrame(
        {
            "scenario": scenario.name,
            "function": names,
            "openness_before": [then.get(name, np.nan) for name in names],
            "openness_after": [now[name] for name in names],
        }
    )
    return (before.walls, after.walls), table


def _within_24h(response: pd.DataFrame | None, scenario: _Scenario) -> tuple[float, float]:
    """Share of questions between functions answered within a day, over all pairs and over those that remain."""
    if response is None or scenario.kind == "liaison":  # how soon a liaison would answer is not known
        return np.nan, np.nan
    pairs = response[response["within_24h"].notna() & (response["function_a"] != response["function_b"])]
    ends = pairs[["function_a", "function_b"]].isin(scenario.functions)
    left = pairs[~(ends.any(axis=1) if scenario.kind == "remove" else ends.all(axis=1))]
    before, after = (
        float(np.average(part["within_24h"], weights=part["asked"])) if part["asked"].sum() else np.nan
        for part in (pairs, left)
    )
    return before, after


def _caveats(network: Network, assessable: int, chosen: _Liaisons, *, exact: bool) -> tuple[Sentence, ...]:
    notes = [Sentence("note.whatif.nobody"), Sentence("note.whatif.size")]
    if len(chosen.ends):
        notes.append(Sentence("note.whatif.liaisons", n=chosen.candidates))
    if left_out := len(network.functions) - assessable:
        notes.append(Sentence("note.whatif.small", n=left_out))
    if not exact:
        notes.append(Sentence("note.whatif.sampled"))
    return tuple(notes)


# --- pairs and path lengths --------------------------------------------------------------------------------------


def _compare(network: Network, scenario: _Scenario, sources: IntArray) -> tuple[float, ...]:
    """Pairs before, cut and joined, mean path length before, after, change, then the two standard errors.

    The pairs connected in the network with fewer ties are connected in the other too: those are compared.
    """
    sources = sources[scenario.groups[sources] >= 0]
    smaller, larger = scenario.after, network
    if scenario.kind == "liaison":
        smaller, larger = larger, smaller
    graphs = [adjacency(len(network), each.ties.source, each.ties.target) for each in (smaller, larger)]
    sums = _count_pairs(
        graphs[0], graphs[1], sources, scenario.groups
    )  # (batches, 4): small pairs, large pairs, hops
    population = int((scenario.groups >= 0).sum())
    scale = population / max(len(sources), 1) / 2  # every pair is met from both ends
    common, all_pairs, short, long = (sums.sum(axis=0) * [scale, scale, 1, 1]).tolist()
    met = sums[:, 0].sum()
    lengths = (short / met, long / met) if met else (np.nan, np.nan)  # in the smaller, in the larger network
    before, after = lengths if scenario.kind == "liaison" else lengths[::-1]
    cut, joined = (0.0, all_pairs - common) if scenario.kind == "liaison" else (all_pairs - common, 0.0)
    pairs_before = common if scenario.kind == "liaison" else all_pairs
    pairs_error, length_error = _errors(sums, sampled=len(sources) / max(population, 1), scale=scale)
    return pairs_before, cut, joined, before, after, after - before, pairs_error, length_error


def _apart(network: Network, scenario: _Scenario) -> int:
    """How many people have a path to most of theirs in one of the two networks only: all but each largest part."""
    smaller, larger = scenario.after, network
    if scenario.kind == "liaison":
        smaller, larger = larger, smaller
    rows = np.flatnonzero(scenario.groups >= 0)
    part, of = (_components(each)[rows] for each in (smaller, larger))
    parts = pd.DataFrame({"of": of, "part": part}).value_counts().groupby("of")
    return int((parts.sum() - parts.max()).sum())


def _components(network: Network) -> IntArray:
    """The connected part of each node."""
    n, ties = len(network), network.ties
    matrix = sparse.csr_array((np.ones(len(ties.source)), (ties.source, ties.target)), shape=(n, n))
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def _errors(sums: IntArray, *, sampled: float, scale: float) -> tuple[float, float]:
    """Standard errors of the pairs cut or joined and of the change of mean path length; 0 where all were searched.

    Batches of sources are random, so their spread tells (ratio estimator; Cochran 1977, Sampling Techniques).
    """
    if sampled >= 1 or len(sums) < 2:
        return (0.0, 0.0) if sampled >= 1 else (np.nan, np.nan)
    rest = (1 - sampled) * len(sums)
    differing = (sums[:, 1] - sums[:, 0]) * scale
    longer = sums[:, 2] - sums[:, 3]
    residual = longer - longer.sum() / sums[:, 0].sum() * sums[:, 0]
    return (
        float(np.sqrt(rest * differing.var(ddof=1))),
        float(np.sqrt(rest * residual.var(ddof=1)) / sums[:, 0].sum()),
    )


@kernel
def _popcount(word: np.uint64) -> int:
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@kernel
def _spread(
    graph: Adjacency, sources: IntArray, counted: Bits, seen: Bits, now: Bits, new: Bits
) -> tuple[int, int]:
    """Breadth-first search from 64 sources at once, a bit each; pairs counted and the sum of their hops.

    `seen` comes out with the sources that reach each node.
    """
    seen[:], now[:] = np.uint64(0), np.uint64(0)
    for lane in range(len(sources)):
        now[sources[lane]] |= np.uint64(1) << np.uint64(lane)
        seen[sources[lane]] |= np.uint64(1) << np.uint64(lane)
    pairs, hops, depth, active = 0, 0, 0, True
    while active:
        depth += 1
        active = False
        new[:] = np.uint64(0)
        for v in range(len(now)):
            if now[v]:
                for place in range(graph.start[v], graph.start[v + 1]):
                    new[graph.neighbour[place]] |= now[v]
        for v in range(len(now)):
            now[v] = new[v] & ~seen[v]
            if now[v]:
                active = True
                seen[v] |= now[v]
                count = _popcount(now[v] & counted[v])
                pairs += count
                hops += depth * count
    return pairs, hops


@kernel
def _count_pairs(smaller: Adjacency, larger: Adjacency, sources: IntArray, groups: IntArray) -> IntArray:
    """Per batch of sources: pairs connected in the smaller and in the larger network, and over the former their hops.

    Columns ``pairs_smaller pairs_larger hops_smaller hops_larger``.
    """
    n, lanes = len(groups), 64
    sums = np.zeros((-(-len(sources) // lanes), 4), np.int64)
    of_group = np.zeros(max(groups.max() + 1, 1), np.uint64)
    counted, seen, reached = np.empty(n, np.uint64), np.empty(n, np.uint64), np.empty(n, np.uint64)
    now, new = np.empty(n, np.uint64), np.empty(n, np.uint64)
    for batch in range(len(sums)):
        some = sources[batch * lanes : (batch + 1) * lanes]
        of_group[:] = np.uint64(0)
        for lane in range(len(some)):
            of_group[groups[some[lane]]] |= np.uint64(1) << np.uint64(lane)
        for v in range(n):
            counted[v] = ~of_group[groups[v]] if groups[v] >= 0 else np.uint64(0)
        sums[batch, 0], sums[batch, 2] = _spread(smaller, some, counted, seen, now, new)
        for v in range(n):
            seen[v] &= counted[v]
        _, sums[batch, 3] = _spread(larger, some, seen.copy(), reached, now, new)
        for v in range(n):
            sums[batch, 1] += _popcount(reached[v] & counted[v])
    return sums


# --- liaisons ----------------------------------------------------------------------------------------------------


class _Liaisons(NamedTuple):
    """Ties to add, best first; efficiency before and after each; how many ties were tried."""

    ends: list[tuple[int, int]]
    efficiency: tuple[float, ...]
    candidates: int


class _Search(NamedTuple):
    """What choosing liaisons works on: hop distances from `sources` to everybody."""

    n: int
    source: IntArray
    target: IntArray
    groups: IntArray
    sources: IntArray
    candidates: IntArray
    pairs: float

    def distances(self, ends: Sequence[tuple[int, int]]) -> tuple[Hops, Hops]:
        """Hops from the sources, and from everybody who is a candidate (rows of others stay empty)."""
        added = np.array(ends, dtype=np.int64).reshape(-1, 2)
        graph = adjacency(self.n, np.r_[self.source, added[:, 0]], np.r_[self.target, added[:, 1]])
        people = np.unique(self.candidates)
        return _hops(graph, self.sources), _hops(graph, people)

    def efficiency(self, hops: Hops) -> float:
        """Mean of 1 / distance over pairs of people of different functions."""
        return float(_reciprocal_sum(hops, self.sources, self.groups) / self.pairs)

    def gains(self, ends: Sequence[tuple[int, int]]) -> tuple[float, FloatArray]:
        """Efficiency with `ends` added, and by how much each candidate would raise it further."""
        hops, people_hops = self.distances(ends)
        people = np.unique(self.candidates)
        gains = _gains(hops, people_hops, np.searchsorted(people, self.candidates), self.sources, self.groups)
        return self.efficiency(hops), gains / self.pairs


Ends = tuple[tuple[int, int], ...]


def _choose(network: Network, k: int, large: Sequence[str], *, seed: int) -> _Liaisons:
    """The `k` ties between functions that raise efficiency most: beam search, then exchanges while they help.

    Two new ties may do together what neither does alone, so the objective is not submodular: a gain computed earlier
    does not bound a later one, and lazy evaluation would not be exact. Every candidate is evaluated anew each time,
    and as many half-made choices are kept as time allows (one: plain greedy).
    """
    search = _search(network, large, seed=seed)
    if k == 0 or not len(search.candidates):
        return _Liaisons([], (), len(search.candidates))
    width = max(1, min(BEAM, BEAM_EFFORT // (len(search.candidates) * len(search.sources))))
    beam: list[Ends] = [()]
    for _ in range(k):
        beam = _extend(search, beam, width) or beam
    reached = [_exchange(search, ends) for ends in beam]
    ends = max(reached, key=lambda one: one[0])[1]
    ordered = _in_order(search, list(ends))
    steps = tuple(search.efficiency(search.distances(ordered[:i])[0]) for i in range(len(ordered) + 1))
    return _Liaisons(ordered, steps, len(search.candidates))


def _extend(search: _Search, beam: Sequence[Ends], width: int) -> list[Ends]:
    """The best `width` choices that have one tie more; none where no tie helps."""
    values: dict[Ends, float] = {}
    for ends in beam:
        value, gains = search.gains(ends)
        for place in np.argsort(-gains, kind="stable")[:width]:
            if gains[place] > 0:
                values[tuple(sorted((*ends, _pair(search, place))))] = value + gains[place]
    return sorted(values, key=lambda ends: (-round(values[ends], 12), ends))[:width]


def _pair(search: _Search, place: int) -> tuple[int, int]:
    a, b = search.candidates[place].tolist()
    return a, b


def _exchange(search: _Search, ends: Ends) -> tuple[float, Ends]:
    """Exchange one chosen tie for a better one as long as that helps; the efficiency reached and the choice."""
    value = search.efficiency(search.distances(ends)[0])
    improved = len(ends) > 1
    while improved:
        improved = False
        for i in range(len(ends)):
            others = ends[:i] + ends[i + 1 :]
            without, gains = search.gains(others)
            place = int(gains.argmax())
            if without + gains[place] > value * (1 + 1e-12):
                ends, value, improved = (*others, _pair(search, place)), float(without + gains[place]), True
    return value, ends


def _in_order(search: _Search, ends: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The chosen ties so that the first ones do most."""
    ordered: list[tuple[int, int]] = []
    left = list(ends)
    while left:
        values = [search.efficiency(search.distances([*ordered, one])[0]) for one in left]
        ordered.append(left.pop(int(np.argmax(values))))
    return ordered


def _search(network: Network, large: Sequence[str], *, seed: int) -> _Search:
    codes, ties = network.function_codes, network.ties
    sources = sample_sources(np.flatnonzero(codes >= 0), LIAISON_SOURCES, seed=seed)
    sizes = np.bincount(codes[codes >= 0], minlength=1)
    others = sizes.sum() - sizes[codes[sources]]
    return _Search(
        n=len(network),
        source=ties.source,
        target=ties.target,
        groups=codes,
        sources=sources,
        candidates=_candidates(network, large, most=max(LIAISON_EFFORT // max(len(sources), 1), 1)),
        pairs=float(max(others.sum(), 1)),
    )


def _candidates(network: Network, large: Sequence[str], *, most: int) -> IntArray:
    """Pairs of people of different assessable functions without a tie (pairs, 2); at most about `most` of them.

    Teams (queues) are linked only where the network has no people. Where there are more candidates, only the people
    with most ties of each function are kept, as many of each as allowed.
    """
    codes, ties = network.function_codes, network.ties
    degree = np.bincount(np.r_[ties.source, ties.target], minlength=len(network))
    person = (network.people["actor_kind"] == "person").to_numpy(bool)
    eligible = person if person.any() else ~person
    members = [np.flatnonzero(eligible & (codes == network.functions.index(name))) for name in large]
    members = [group[np.argsort(-degree[group], kind="stable")] for group in members]
    most_each = max(map(len, members), default=0)
    while most_each > 1 and _cross_pairs([min(len(group), most_each) for group in members]) > most:
        most_each -= max(1, most_each // 20)
    members = [np.sort(group[:most_each]) for group in members]
    parts = [
        np.stack(np.meshgrid(a, b, indexing="ij"), axis=-1).reshape(-1, 2)
        for a, b in combinations(members, 2)
    ]
    pairs = np.sort(np.concatenate([np.zeros((0, 2), dtype=np.int64), *parts]), axis=1)
    key = pairs[:, 0] * len(network) + pairs[:, 1]
    return pairs[~np.isin(key, ties.source * len(network) + ties.target)]


def _cross_pairs(sizes: Sequence[int]) -> int:
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


@kernel
def _hops(graph: Adjacency, sources: IntArray) -> Hops:
    """Hops from each source to everybody (sources, n)."""
    n = len(graph.start) - 1
    hops = np.full((len(sources), n), np.uint16(UNREACHABLE))
    queue = np.empty(n, np.int64)
    for row in range(len(sources)):
        hops[row, sources[row]] = 0
        queue[0] = sources[row]
        head, tail = 0, 1
        while head < tail:
            u = queue[head]
            head += 1
            for place in range(graph.start[u], graph.start[u + 1]):
                v = graph.neighbour[place]
                if hops[row, v] == UNREACHABLE:
                    hops[row, v] = hops[row, u] + 1
                    queue[tail] = v
                    tail += 1
    return hops


@kernel
def _reciprocal_sum(hops: Hops, sources: IntArray, groups: IntArray) -> float:
    total = 0.0
    for row in range(len(sources)):
        own = groups[sources[row]]
        for j in range(hops.shape[1]):
            if groups[j] >= 0 and groups[j] != own and hops[row, j] != UNREACHABLE:
                total += 1.0 / hops[row, j]
    return total


@kernel
def _reciprocals(hops: Hops, sources: IntArray, groups: IntArray) -> tuple[FloatArray, IntArray]:
    """1 / distance from each source to everybody, infinite within its function; and its farthest distance."""
    found, farthest = np.zeros(hops.shape), np.zeros(len(sources), np.int64)
    for row in range(len(sources)):
        own = groups[sources[row]]
        for j in range(hops.shape[1]):
            if hops[row, j] != UNREACHABLE:
                farthest[row] = max(farthest[row], int(hops[row, j]))
                found[row, j] = 1.0 / hops[row, j] if hops[row, j] > 0 else np.inf
            if groups[j] == own:
                found[row, j] = np.inf
    return found, farthest


@kernel
def _nearer(from_u: Hops, from_v: Hops, known: IntArray, near: IntArray, found: IntArray) -> None:
    """Who is two steps closer to v than to u: all in row 0, those less than L steps from v in row L."""
    found[:] = 0
    for j in known:
        beyond = int(from_v[j])
        if int(from_u[j]) - beyond >= 2:
            near[0, found[0]] = j
            found[0] += 1
            for less in range(beyond + 1, len(found)):
                near[less, found[less]] = j
                found[less] += 1


@kernel
def _gains(
    hops: Hops, people_hops: Hops, candidates: IntArray, sources: IntArray, groups: IntArray
) -> FloatArray:
    """By how much each new tie u-v raises the sum of 1 / distance from the sources to people of other functions.

    A path from i to j gets shorter through u-v only if i is at least two steps closer to u than to v, and j two
    steps closer to v than to u; and only if it is shorter than from i to the farthest whom it reaches, as long as it
    reaches v. All other pairs are left out.
    """
    n = hops.shape[1]
    gains = np.zeros(len(candidates))
    known = np.flatnonzero(groups >= 0)
    old, farthest = _reciprocals(hops, sources, groups)
    lists = max(min(farthest.max(), _NEAR), 1)
    near, found = np.empty((lists, n), np.int64), np.empty(lists, np.int64)
    for c in range(len(candidates)):
        total = 0.0
        for turn in range(2):
            from_u, from_v = people_hops[candidates[c, turn]], people_hops[candidates[c, 1 - turn]]
            _nearer(from_u, from_v, known, near, found)
            if found[0] == 0:
                continue
            for row in range(len(sources)):
                i = sources[row]
                if int(from_v[i]) - int(from_u[i]) >= 2:
                    start = int(from_u[i]) + 1
                    less = farthest[row] - start
                    if from_v[i] == UNREACHABLE or less >= lists:
                        less = 0
                    elif less <= 0:
                        continue
                    for k in range(found[less]):
                        j = near[less, k]
                        total += max(1.0 / (start + int(from_v[j])) - old[row, j], 0.0)
        gains[c] = total
    return gains


def _final_answers(response: Result | pd.DataFrame | None) -> pd.DataFrame | None:
    """Answers between functions by the clock that counts, where there are any."""
    if not isinstance(response, Result):
        return response
    return response.table[response.table["clock"] == "final_answer"]


def _asked_of_a_run(on: Inputs, done: Mapping[str, Any], **options: Any) -> WhatifResult:
    """With the functions too small to show as one, so that no scenario is about one of them."""
    told = by_name(whatif, on, done, **options)
    return whatif(**{**told, "network": merge_functions(on.network, min_group=told["min_group"])})


QUESTION = Question(
    function=whatif,
    result=WhatifResult,
    run=_asked_of_a_run,
    section=section,
    documented="What if a function left, two were merged, or liaisons were added?",
)
