"""P-values by counting, and their adjustment for how many are asked."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.stats import beta

from silograph.arrays import FloatArray

SIGNIFICANT = 0.05  # chance shows as much in one of twenty companies without the effect


def benjamini_hochberg(p_values: npt.ArrayLike) -> FloatArray:
    """Adjusted p-values ("q-values") that control the false discovery rate; NaN stays NaN and is not counted.

    Reference: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p_values, dtype=float)
    q = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known])]
    raw = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def holm(p_values: npt.ArrayLike) -> FloatArray:
    """Adjusted p-values that control the family-wise error rate, any shape; NaN stays NaN and is not counted.

    Reference: Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, np.nan, 0.03]).round(3).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    p = np.asarray(p_values, dtype=float)
    flat, q = p.ravel(), np.full(p.size, np.nan)
    known = np.flatnonzero(~np.isnan(flat))
    order = known[np.argsort(flat[known], kind="stable")]
    steps = flat[order] * np.arange(len(order), 0, -1)
    q[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return q.reshape(p.shape)


def exact_greater(hits: float, trials: float, other_hits: float, other_trials: float) -> float:
    """One-sided p-value for a higher share of hits than among the others: Fisher's exact test.

    Written as the probability that one beta variable exceeds another, which is the same for whole numbers and holds
    for effective counts (see `effective_counts`) as well.

    References
    ----------
    Altham (1969), Exact Bayesian analysis of a 2 x 2 contingency table, and Fisher's "exact" significance test,
    J. R. Stat. Soc. B 31, 261-269.

    Examples
    --------
    >>> round(exact_greater(5, 6, 2, 10), 6)  # as scipy.stats.fisher_exact([[5, 1], [2, 8]], "greater")
    0.024476
    """
    if trials <= 0 or other_trials <= 0:
        return np.nan
    if hits <= 0 or other_hits >= other_trials:
        return 1.0
    others = beta(other_hits + 1, other_trials - other_hits)
    nodes, weights = _gauss(_NODES)
    low, high = others.ppf(1e-13), others.ppf(1 - 1e-13)
    at = low + (high - low) * (nodes + 1) / 2
    below = beta.cdf(at, hits, trials - hits + 1)
    return float(min(1.0, (high - low) / 2 * (weights * others.pdf(at) * below).sum()))


_NODES = 200  # a Beta of hundreds of thousands of effective trials is a narrow peak between its own quantiles


@cache
def _gauss(number: int) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights of Gauss-Legendre on [-1, 1]: finding them takes longer than all the rest of a test."""
    nodes, weights = np.polynomial.legendre.leggauss(number)
    for array in (nodes, weights):
        array.flags.writeable = False
    return nodes, weights
