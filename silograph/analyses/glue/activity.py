"""Beyond activity: how much of what a function carries is explained by how many contacts its people have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.stats import t

from silograph.analyses.glue.brokerage import whole_sets
from silograph.analyses.glue.lift import LEAST, nan_mean
from silograph.analyses.glue.ties import Ties
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.igraph import graph_from_arrays, leiden
from silograph.graph.network import Network
from silograph.graph.partitions import modularity
from silograph.graph.paths.adjacency import sample_sources
from silograph.graph.paths.brokerage import brokerage
from silograph.graph.paths.carried import carried
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
    low, high
        Its 95 % interval, the wider of two: other people with as many contacts, and other contacts of these people.
    standard_error
        Of its logarithm, from finitely many random networks.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    standard_error: FloatArray

    @classmethod
    def of(
        cls,
        network: Network,
        ties: Ties,
        carried_by: CarriedBy,
        *,
        networks: int,
        seed: int,
        aside: BoolArray,
    ) -> BeyondActivity:
        """Compare with networks that keep everybody's number of ties, the walls and those between sites or groups."""
        functions = carried_by.functions
        if not networks:
            nothing = np.full(len(functions), np.nan)
            return cls(nothing, nothing, nothing, nothing)
        null = _Null.of(network, ties, functions, networks=networks, seed=seed)
        value = ratio_to_others(carried_by.share, nan_mean(null.share, axis=0), aside=aside)
        numerical = null.variance / networks
        of_people = people_variance(
            carried_by.people, null.people, np.where(ties.counted, ties.codes, -1), functions, aside=aside
        )
        members = np.array([(ties.counted & (ties.codes == f)).sum() for f in functions])
        reach = np.maximum(
            _t(members - 1) * np.sqrt(of_people + numerical),
            _t(np.full(len(functions), networks - 1)) * np.sqrt(null.between + numerical),
        )
        with np.errstate(divide="ignore"):
            log = np.log(value)
        log = np.where(np.isfinite(log), log, np.nan)
        return cls(value, np.exp(log - reach), np.exp(log + reach), np.sqrt(numerical))


@dataclass(frozen=True, slots=True, eq=False)
class CarriedBy:
    """What passes the assessable functions (by their numbers), and each person: shares of connected pairs."""

    functions: IntArray
    share: FloatArray
    people: FloatArray

    @classmethod
    def of(cls, ties: Ties, functions: IntArray, share: FloatArray, of_function: FloatArray) -> CarriedBy:
        """Of the brokerage of functions, and the share of it that passes each of their people."""
        full = np.full(ties.n_functions + 1, np.nan)  # the last: of unknown function
        full[functions] = share
        return cls(functions, share, np.nan_to_num(of_function * full[ties.codes]))


@dataclass(frozen=True, slots=True, eq=False)
class _Null:
    """Random networks: (networks, functions) brokerage, and (n,) the mean of what passes each person.

    `variance` is that of the logarithm of a function's brokerage against the others'; `between` is less by what comes
    from searching some sources only.
    """

    share: FloatArray
    people: FloatArray
    variance: FloatArray
    between: FloatArray

    @classmethod
    def of(cls, network: Network, ties: Ties, functions: IntArray, *, networks: int, seed: int) -> _Null:
        second, sets = crossing_groups(network, ties, seed=seed), whole_sets(ties.codes, functions)
        known, people = np.flatnonzero(ties.codes >= 0), np.zeros(len(ties.codes))
        shares, errors = [], []
        for i, graph in zip(range(networks), ties.rewired(seed=seed, second=second), strict=False):
            sources = sample_sources(known, NULL_SOURCES, seed=seed, of=(i,))
            found = brokerage(graph, ties.codes, sets, sources=sources)
            nodes = carried(graph, ties.codes, paired=np.empty(0, dtype=np.int64), sources=sources).nodes
            people += CarriedBy.of(ties, functions, found.share, nodes).people / networks
            shares.append(found.share)
            errors.append(found.standard_error)
        share = np.array(shares)
        others = np.nansum(share, axis=1, keepdims=True) - share
        with np.errstate(divide="ignore", invalid="ignore"):
            each = np.where((share > 0) & (others > 0), np.log(share / others), np.nan)
            sampled = nan_mean((np.array(errors) / share) ** 2, axis=0)
        variance = nan_mean((each - nan_mean(each, axis=0)) ** 2, axis=0)
        between = np.maximum(variance - np.nan_to_num(sampled), LEAST * variance)
        return cls(share, people, variance, between)


def people_variance(
    carried_by: FloatArray,
    expected: FloatArray,
    codes: IntArray,
    functions: IntArray,
    *,
    aside: BoolArray | None = None,
) -> FloatArray:
    """Variance of the logarithm of (carried / expected) of a function over that of the others, where people vary.

    Parameters
    ----------
    carried_by, expected
        (n,) what passes each person, and what their number of contacts leads to expect.
    codes
        (n,) function of each person who counts, else -1.
    functions
        Those compared with each other.
    aside
        Those of them that none is compared with.

    Examples
    --------
    Of two who carry 3 and 1 in place of 2 and 2 the residuals are 1 and -1: 2 / 1 x 2 / 4^2; the others have none.

    >>> carried_by, expected = np.array([3.0, 1.0, 2.0, 2.0]), np.array([2.0, 2.0, 1.0, 1.0])
    >>> people_variance(carried_by, expected, np.array([0, 0, 1, 1]), np.array([0, 1])).tolist()
    [0.25, 0.25]
    """
    among = np.isin(codes, functions if aside is None else functions[~aside])
    found = [
        _of_ratio(carried_by[own], expected[own]) + _of_ratio(carried_by[others], expected[others])
        for own, others in ((codes == f, among & (codes != f)) for f in functions)
    ]
    return np.array(found)


def _of_ratio(carried_by: FloatArray, expected: FloatArray) -> float:
    """Variance of the logarithm of the ratio of two sums over people (Cochran 1977, 6.4)."""
    number, total, whole = len(carried_by), carried_by.sum(), expected.sum()
    if number < 2 or total <= 0 or whole <= 0:
        return float("nan")
    residual = carried_by - total / whole * expected
    return float(number / (number - 1) * (residual**2).sum() / total**2)


def _t(degrees: IntArray) -> FloatArray:
    """Half width of a 95 % interval in standard errors; NaN without a degree of freedom."""
    return np.where(degrees > 0, t.ppf(0.975, np.maximum(degrees, 1)), np.nan)


def ratio_to_others(
    observed: FloatArray, expected: FloatArray, *, aside: BoolArray | None = None
) -> FloatArray:
    """Observed over expected, against the sums of the others' observed and expected; none is compared with those aside.

    Examples
    --------
    >>> ratio_to_others(np.array([0.4, 0.1, 0.1]), np.array([0.2, 0.1, 0.1])).round(3).tolist()
    [2.0, 0.6, 0.6]
    """
    known = np.isfinite(observed) & np.isfinite(expected)
    b, e = np.where(known, observed, 0.0), np.where(known, expected, 0.0)
    counting = known if aside is None else known & ~aside
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (b / e) / (_others(b, counting) / _others(e, counting))
    return np.where(known & np.isfinite(ratio), ratio, np.nan)


def _others(values: FloatArray, counting: BoolArray) -> FloatArray:
    """Sum over the others that count."""
    counted = np.where(counting, values, 0.0)
    return np.asarray(counted.sum() - counted)


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
    """Groups as the people file has them, 0 where it doesn't say: ties of those tell nothing of sites.

    Queues, say, have no site, and exchange with each other.
    """
    known = (groups[source] > 0) & (groups[target] > 0)
    one, other = groups[source[known]], groups[target[known]]
    return groups, modularity(one, other, np.ones(len(one))) if len(one) else 0.0


def _parted(
    n: int, resolution: float, seed: int, source: IntArray, target: IntArray
) -> tuple[IntArray, float]:
    """Groups that a search finds."""
    strength = np.ones(len(source))
    groups = leiden(graph_from_arrays(n, source, target), strength, resolution=resolution, seed=seed)
    return groups, modularity(groups[source], groups[target], strength, resolution=resolution)
