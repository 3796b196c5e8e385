"""How open each function is, how sure that is, and which differ enough to say so. Nothing here is drawn at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.walls_model.closeness import Spread, spread_of_pairs
from silograph.graph.walls_model.estimates import Estimates, estimate
from silograph.graph.walls_model.influences import influences
from silograph.graph.walls_model.model import ModelTies
from silograph.stats.p_values import SIGNIFICANT, benjamini_hochberg

CLOSED, OPEN = 0.8, 1.25
"""Openness that an interval must lie beyond for a verdict: differences that matter, not only that exist."""
MIN_FUNCTIONS = 5  # the others' usual is a trimmed mean: of fewer than four others nothing can be trimmed
BORROWED = 8
"""People's worth of variance that every function takes from the others: with fewer, functions of six are too sure."""
NO_EVENT = -np.log(0.025)
"""Expected number of ties at which seeing none has a probability of 2.5 %."""


class Interval(NamedTuple):
    """Estimates on a log scale with their 95 % intervals and two-sided p-values."""

    log_value: FloatArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """Openness of all functions: estimates, and how they vary together where people vary."""

    found: Estimates
    openness: Interval
    covariance: FloatArray
    q_value: FloatArray
    verdict: npt.NDArray[np.object_]


def assess(ties: ModelTies, sizes: IntArray, *, min_group: int) -> Assessed:
    """Openness of each function against that of the others, and a verdict on it.

    Parameters
    ----------
    ties
        Of the network, with or without what is known besides functions.
    sizes
        Size of each function for `min_group`.
    min_group
        Smaller functions get no verdict, and say nothing of what is usual as long as two others do.
    """
    large = np.asarray(sizes >= min_group)
    found = estimate(ties, usual=large if large.sum() > 2 else None)
    spread, covariance = _spread(found, sizes, usual=large)
    openness = _unbounded(found, ties, _interval(found.log_openness, spread))
    assessable = large & ~np.isnan(found.log_openness)
    p_value = np.where(assessable, openness.p_value, np.nan)
    q_value = benjamini_hochberg(p_value)
    openness = openness._replace(p_value=p_value)
    return Assessed(found, openness, covariance, q_value, _verdicts(openness, q_value, assessable))


def _spread(found: Estimates, sizes: IntArray, *, usual: BoolArray) -> tuple[Spread, FloatArray]:
    """How log openness varies, with degrees of freedom, and its covariance; NaN where it cannot be told.

    People vary, small functions having borrowed; and pairs of functions do: what a function has with one close partner,
    or lacks, says little of how open it is, and there are few partners.
    """
    moves, strength = influences(found.joint, found.figures), found.joint.ties.strength
    unknown = ~np.isfinite(found.log_openness)
    of_people, of_ties = (
        borrowed(np.where(unknown, np.nan, each(strength)), sizes)
        for each in (moves.variance_over_people, moves.variance_over_ties)
    )
    degrees = np.maximum(sizes - 1.0, 0.0) + BORROWED
    of_pairs = spread_of_pairs(moves, found.joint.expected(), usual=usual & ~unknown, borrowed=BORROWED)
    spread = both(Spread(of_people, degrees), of_pairs, of_ties)
    together = moves.people.T @ moves.people
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.sqrt(spread.variance / np.diag(together))
    together = together * np.outer(scale, scale)
    together[unknown] = together[:, unknown] = np.nan
    return spread, np.asarray(together)


def both(people: Spread, pairs: Spread, ties: FloatArray) -> Spread:
    """Where people vary and pairs of functions do; what single ties vary by is in either, and counts once.

    Pairs that vary no more than their ties do add nothing. Degrees of freedom are those of the sum (Satterthwaite
    1946): of the larger one where it is much larger.

    Examples
    --------
    >>> people, pairs = Spread(np.array([2.0]), np.array([19.0])), Spread(np.array([4.0]), np.array([5.0]))
    >>> [both(people, pairs, np.array([ties])).variance.tolist() for ties in (1.0, 4.0)]
    [[5.0], [2.0]]
    >>> [both(people, pairs, np.array([ties])).degrees.round(2).tolist() for ties in (1.0, 4.0)]
    [[7.33], [19.0]]
    """
    more = np.maximum(np.nan_to_num(pairs.variance - ties), 0.0)
    variance = people.variance + more
    unsure = np.divide(pairs.variance**2, pairs.degrees, out=np.zeros_like(more), where=more > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        degrees = variance**2 / (people.variance**2 / people.degrees + unsure)
    return Spread(variance, np.asarray(degrees))


def _interval(log_value: FloatArray, spread: Spread) -> Interval:
    """Interval and p-value with Student's t."""
    error = np.sqrt(spread.variance)
    reach = student.ppf(0.975, spread.degrees) * error
    with np.errstate(invalid="ignore", divide="ignore"):
        p_value = 2 * student.sf(np.abs(log_value) / error, spread.degrees)
    return Interval(log_value, log_value - reach, log_value + reach, np.asarray(p_value))


def borrowed(variance: FloatArray, sizes: IntArray) -> FloatArray:
    """Variances once each function has borrowed from the others.

    A variance that rests on six people is itself little known: each is averaged with the functions' usual one (per
    person), which counts as `BORROWED` degrees of freedom.

    Examples
    --------
    Two functions of six whose variances are 0.5 and 2: what is usual is 1, and counts 8 against 5.

    >>> borrowed(np.array([0.5, 2.0]), np.array([6, 6])).round(3).tolist()
    [0.808, 1.385]
    """
    own, per_person = np.maximum(sizes - 1.0, 0.0), sizes * variance
    known = np.isfinite(per_person) & (per_person > 0) & (own > 0)
    if not known.any():
        return np.full(len(sizes), np.nan)
    usual = np.exp(np.average(np.log(per_person[known]), weights=own[known]))
    return np.asarray((BORROWED * usual + own * per_person) / (BORROWED + own) / np.maximum(sizes, 1))


def _unbounded(found: Estimates, ties: ModelTies, given: Interval) -> Interval:
    """Where nothing crosses a border, or nothing stays inside, there is no estimate to vary.

    There the open end is where seeing no tie has a probability of 2.5 %, and the p-value twice the probability of
    seeing none in a function as open as the others. Multiplying openness by c divides the expected inside by c
    squared. Ties of one person go together, so that fewer count than there are: as many fewer as in the other
    functions.
    """
    log_x, expected = found.joint.log_openness, found.common.expected()
    low, high, p_value = given.low.copy(), given.high.copy(), given.p_value.copy()
    for f in np.flatnonzero(np.isinf(log_x)):
        own = expected[f, f]
        inside = ties.function[ties.source] == ties.function[ties.target]
        closed = log_x[f] < 0
        strength = ties.strength[~inside if closed else inside]
        ties_expected = (
            (expected[f].sum() - own if closed else own) / strength.mean() if len(strength) else 0.0
        )
        p_value[f] = min(1.0, 2 * np.exp(-ties_expected))
        with np.errstate(divide="ignore"):
            if closed:
                low[f], high[f] = -np.inf, np.log(NO_EVENT / ties_expected)
            else:
                low[f], high[f] = np.log(ties_expected / NO_EVENT) / 2, np.inf
    return Interval(given.log_value, low, high, p_value)


def _verdicts(openness: Interval, q_value: FloatArray, assessable: BoolArray) -> npt.NDArray[np.object_]:
    size = len(assessable)
    if size < MIN_FUNCTIONS:
        return np.full(size, "no_verdict", dtype=object)
    if assessable.sum() < MIN_FUNCTIONS:
        return np.where(assessable, "no_verdict", "not_assessable").astype(object)
    significant = q_value < SIGNIFICANT
    verdict = np.full(size, "ordinary", dtype=object)
    verdict[significant & (openness.high < np.log(CLOSED))] = "silo"
    verdict[significant & (openness.low > np.log(OPEN))] = "open"
    verdict[~assessable] = "not_assessable"
    return verdict
