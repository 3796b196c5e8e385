"""The ties of a network as the criteria count them, between whom paths lead, and which functions can be assessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError
from silograph.graph.igraph import distance
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import Adjacency, adjacency
from silograph.graph.rewiring import null_ties
from silograph.language.words import Sentence


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
