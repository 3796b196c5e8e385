"""Beyond activity: how much of what a function carries is explained by how many contacts its people have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
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
"""Of that comparison, for the three resolutions together."""
_KNOWN = 0.8  # of the people must have a site for sites to be the second wall


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
    """Groups that cross functions: sites where they are known, else what the ties across functions fall into.

    Ties inside functions are left out, so that functions and their teams can't be mistaken for sites. Groups are
    believed when they part those ties better than ties rewired at random can be parted by the same search; else all
    are in one.

    Returns
    -------
    (n,) integers
        Group of each node.
    """
    if "site" in network.people:
        site, names = pd.factorize(network.people["site"])
        if len(names) > 1 and (site >= 0).mean() >= _KNOWN:
            return np.asarray(site, dtype=np.int64)
    codes = ties.codes
    one, other = codes[ties.source], codes[ties.target]
    across = ties.answered & (one >= 0) & (other >= 0) & (one != other)
    source, target, n = ties.source[across], ties.target[across], len(codes)
    nothing = np.zeros(n, dtype=np.int64)
    if len(source) < 2:
        return nothing
    rewirer = WallKeepingRewirer(source, target, codes, seed=seed)
    null = [rewirer.draw() for _ in range(NULLS)]
    limit = float(t.ppf(1 - LEVEL / len(RESOLUTIONS), NULLS - 1))
    best, found = limit, nothing
    for resolution in RESOLUTIONS:
        groups, quality = _parted(n, source, target, resolution, seed)
        by_chance = np.array([_parted(n, *drawn, resolution, seed)[1] for drawn in null])
        spread = by_chance.std(ddof=1) * np.sqrt(1 + 1 / NULLS)
        z = (quality - by_chance.mean()) / spread if spread > 0 else 0.0
        if z > best:
            best, found = z, groups
    return found


def _parted(
    n: int, source: IntArray, target: IntArray, resolution: float, seed: int
) -> tuple[IntArray, float]:
    """Groups of a network and their modularity."""
    strength = np.ones(len(source))
    groups = leiden(graph_from_arrays(n, source, target), strength, resolution=resolution, seed=seed)
    return groups, modularity(groups[source], groups[target], strength, resolution=resolution)
