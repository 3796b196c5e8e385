"""Brokerage: shares of the shortest paths between people that lead through sets of people in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from silograph.analyses.glue.ties import Ties
from silograph.arrays import FloatArray, IntArray
from silograph.graph.paths.adjacency import sample_sources
from silograph.graph.paths.betweenness import Betweenness, betweenness
from silograph.graph.paths.brokerage import AvoidedSets, Brokerage, avoided_sets, brokerage
from silograph.graph.paths.leaving import brokerage_without

TOP_PEOPLE = 3
"""Members tried as "most important person": those with the highest cross-function betweenness."""


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
