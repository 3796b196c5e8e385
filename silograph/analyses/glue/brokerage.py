"""Brokerage: shares of the shortest paths between people that lead through sets of people in between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from silograph.analyses.glue.ties import Ties
from silograph.arrays import FloatArray, IntArray
from silograph.graph.paths.adjacency import sample_sources
from silograph.graph.paths.betweenness import Betweenness, betweenness
from silograph.graph.paths.brokerage import AvoidedSets, Brokerage, avoided_sets, brokerage

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
