"""How often people dealt at random over groups would give one group as large a sum."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln
from scipy.stats import pearson3

from silograph.arrays import FloatArray

LARGEST = 10
"""So many of the largest values are dealt exactly: one can be a group's whole sum, and no smooth tail fits that."""


def dealt_sum_p(values: FloatArray, drawn: int, sum_: float) -> float:
    """Probability that some of the values, drawn without replacement, add up to as much: nothing is simulated.

    Which of the `LARGEST` are among them is gone through case by case; the sum of the others has a gamma tail through
    its exact mean, variance and skewness in samples from a finite population.

    Parameters
    ----------
    values
        One per person.
    drawn
        How many people are drawn.
    sum_
        The sum to be reached.

    References
    ----------
    Cramer (1946), Mathematical Methods of Statistics, 25.6 (moments); Winkler et al. (2016), NeuroImage 141, 502-516
    (gamma tails of permutation distributions).

    Examples
    --------
    The largest of four is the one drawn once in four times; two of them reach 7 in one of six pairs:

    >>> four = np.array([1.0, 2.0, 3.0, 4.0])
    >>> round(dealt_sum_p(four, 1, 4.0), 6), round(dealt_sum_p(four, 2, 7.0), 6)
    (0.25, 0.166667)
    """
    ordered = np.sort(values)[::-1]
    n, k = len(ordered), min(LARGEST, len(ordered))
    chosen = (np.arange(2**k)[:, None] >> np.arange(k)) & 1
    number = chosen.sum(axis=1)
    possible = (drawn >= number) & (drawn - number <= n - k)
    chosen, number = chosen[possible], number[possible]
    weight = np.exp(_log_choose(n - k, drawn - number) - _log_choose(n, np.array(drawn)))
    tail = _tails(ordered[k:], drawn - number, sum_ - chosen @ ordered[:k])
    return float(min((weight * tail).sum(), 1.0))


def _log_choose(n: int, k: FloatArray) -> FloatArray:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _tails(values: FloatArray, drawn: FloatArray, least: FloatArray) -> FloatArray:
    """Probability that the sum of so many of the (falling) values is at least so large, case by case."""
    n = len(values)
    slack = 1e-9 * max(float(np.abs(values).sum()), 1e-300)
    up = np.concatenate([[0.0], np.cumsum(values)])
    lowest, highest = up[n] - up[n - drawn], up[drawn]
    tail = np.where(least <= lowest + slack, 1.0, 0.0)
    between = (least > lowest + slack) & (least <= highest + slack)
    if not between.any():
        return tail
    from_mean = values - values.mean()
    second, third = (from_mean**2).mean(), (from_mean**3).mean()
    m = drawn[between]
    variance = m * (n - m) / max(n - 1, 1) * second
    skewed = m * (n - m) * (n - 2 * m) / max((n - 1) * (n - 2), 1) * third
    spread = np.sqrt(variance)
    z = (least[between] - m * values.mean()) / spread
    tail[between] = pearson3.sf(z, skewed / spread**3)
    return tail
