"""Beyond activity: how much of what a function carries is explained by how many contacts its people have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.stats import t

from silograph.analyses.glue.brokerage import Ties, whole_sets
from silograph.analyses.glue.lift import nan_mean
from silograph.arrays import FloatArray, IntArray
from silograph.graph.igraph import graph_from_arrays, leiden
from silograph.graph.network import Network
from silograph.graph.partitions import modularity
from silograph.graph.paths.adjacency import sample_sources
from silograph.graph.paths.brokerage import brokerage
from silograph.graph.rewiring import WallKeepingRewirer
from silograph.graph.walls_model.alike import known_of

NULL_SOURCES = 100
"""Sources searched in each random network: others in each, so that what a sample misses averages out."""
RESOLUTIONS = (
    0.3,
    0.55,
    1.0,
)  # from few large groups across functions to many: sites are a handful, units a dozen
NULLS = 10
"""Rewired networks that groups found in the ties across functions are compared with."""
LEVEL = 0.01
"""Of that comparison, for all that are compared together."""
PLACES = ("site", "unit")  # of the people file; who manages whom is what functions are made of


@dataclass(frozen=True, slots=True, eq=False)
class BeyondActivity:
    """The second reading, per assessable function; NaN where it was not asked for.

    Parameters
    ----------
    value
        Brokerage over its mean in random networks, against the same ratio of the other functions together.
    standard_error
        Of its logarithm, from finitely many random networks.
    """

    value: FloatArray
    standard_error: FloatArray

    @classmethod
    def of(
        cls, network: Network, ties: Ties, functions: IntArray, share: FloatArray, *, networks: int, seed: int
    ) -> BeyondActivity:
        """Compare with networks that keep everybody's number of ties, the walls and those between sites or groups."""
        if not networks:
            return cls(np.full(len(functions), np.nan), np.full(len(functions), np.nan))
        second, sets = crossing_groups(network, ties, seed=seed), whole_sets(ties.codes, functions)
        known = np.flatnonzero(ties.codes >= 0)
        null = np.array(
            [
                brokerage(
                    graph, ties.codes, sets, sources=sample_sources(known, NULL_SOURCES, seed=seed + i)
                ).share
                for i, graph in zip(range(networks), ties.rewired(seed=seed, second=second), strict=False)
            ]
        )
        mean = nan_mean(null, axis=0)
        others = np.nansum(null, axis=1, keepdims=True) - null
        with np.errstate(divide="ignore", invalid="ignore"):
            each = np.where((null > 0) & (others > 0), np.log(null / others), np.nan)
        error = np.sqrt(nan_mean((each - nan_mean(each, axis=0)) ** 2, axis=0) / networks)
        return cls(ratio_to_others(share, mean), error)


def ratio_to_others(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Observed over expected, against the sums of the others' observed and expected.

    Examples
    --------
    >>> ratio_to_others(np.array([0.4, 0.1, 0.1]), np.array([0.2, 0.1, 0.1])).round(3).tolist()
    [2.0, 0.6, 0.6]
    """
    known = np.isfinite(observed) & np.isfinite(expected)
    b, e = np.where(known, observed, 0.0), np.where(known, expected, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (b / e) / ((b.sum() - b) / (e.sum() - e))
    return np.where(known & np.isfinite(ratio), ratio, np.nan)


def crossing_groups(network: Network, ties: Ties, *, seed: int) -> IntArray:
    """Groups that cross functions: sites or units where they are known, else what the ties across functions fall into.

    Ties inside functions are left out, so that functions and their teams can't be mistaken for sites. Groups are
    believed when they part those ties better than they part ties rewired at random (of groups found: better than the
    same search parts those); else all are in one. Of sites and units those that part more of them are taken.

    Returns
    -------
    (n,) integers
        Group of each node; those of whom the people file doesn't say are one.
    """
    codes = ties.codes
    one, other = codes[ties.source], codes[ties.target]
    across = ties.answered & (one >= 0) & (other >= 0) & (one != other)
    source, target, n = ties.source[across], ties.target[across], len(codes)
    nothing = np.zeros(n, dtype=np.int64)
    if len(source) < 2:
        return nothing
    rewirer = WallKeepingRewirer(source, target, codes, seed=seed)
    null = [rewirer.draw() for _ in range(NULLS)]

    def believed(parts: Sequence[_Part]) -> list[tuple[float, float, IntArray]]:
        """How far beyond chance, and by how much, groups part the ties: of those that do."""
        limit, found = float(t.ppf(1 - LEVEL / max(len(parts), 1), NULLS - 1)), []
        for part in parts:
            groups, quality = part(source, target)
            by_chance = np.array([part(*drawn)[1] for drawn in null])
            if (z := _beyond(quality, by_chance)) > limit:
                found.append((z, quality - float(by_chance.mean()), groups))
        return found

    places = [partial(_told, codes + 1) for name, codes in known_of(network).items() if name in PLACES]
    if known := believed(places):
        return max(known, key=lambda one: one[1])[2]
    searched = believed([partial(_parted, n, resolution, seed) for resolution in RESOLUTIONS])
    return max(searched, key=lambda one: one[0])[2] if searched else nothing


_Part = Callable[[IntArray, IntArray], tuple[IntArray, float]]
"""Groups of people and the modularity that ties have in them."""


def _beyond(quality: float, by_chance: FloatArray) -> float:
    """How far a modularity lies beyond those of rewired ties, in standard deviations of one more of these."""
    spread = by_chance.std(ddof=1) * np.sqrt(1 + 1 / len(by_chance))
    return float((quality - by_chance.mean()) / spread) if spread > 0 else 0.0


def _told(groups: IntArray, source: IntArray, target: IntArray) -> tuple[IntArray, float]:
    """Groups as the people file has them."""
    return groups, modularity(groups[source], groups[target], np.ones(len(source)))


def _parted(
    n: int, resolution: float, seed: int, source: IntArray, target: IntArray
) -> tuple[IntArray, float]:
    """Groups that a search finds."""
    strength = np.ones(len(source))
    groups = leiden(graph_from_arrays(n, source, target), strength, resolution=resolution, seed=seed)
    return groups, modularity(groups[source], groups[target], strength, resolution=resolution)
