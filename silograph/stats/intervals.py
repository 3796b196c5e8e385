"""Intervals of estimates: from bootstrap replicates, and of shares."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri
from scipy.stats import beta

from silograph.arrays import FloatArray

Z95 = 1.959964
"""Normal quantile of a two-sided 95 % interval."""


def percentile_interval(replicates: FloatArray, *, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Lower and upper percentile of bootstrap replicates along the first axis, NaN ignored.

    Reference: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> [round(float(x), 6) for x in percentile_interval(np.arange(101.0), level=0.9)]
    [5.0, 95.0]
    """
    if not np.size(replicates):  # nanquantile loses the axis of the quantiles there
        return np.full(np.shape(replicates)[1:], np.nan), np.full(np.shape(replicates)[1:], np.nan)
    tail = (1 - level) / 2
    low, high = np.nanquantile(replicates, [tail, 1 - tail], axis=0)
    return low, high


def bca_interval(
    estimate: npt.ArrayLike, replicates: npt.ArrayLike, *, acceleration: npt.ArrayLike, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Bootstrap interval corrected for bias and skewness (BCa), NaN replicates ignored.

    Parameters
    ----------
    estimate
        The estimates, any shape (...).
    replicates
        Their bootstrap replicates, (B, ...); may be infinite.
    acceleration
        A sixth of the skewness of the estimate, (...): sum(e^3) / (6 sum(e^2)^1.5) over the influences e of
        the resampled units.
    level
        Coverage aimed at.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, J. Am. Stat. Assoc. 82, 171-185.

    Examples
    --------
    Without bias and skewness it is the percentile interval.

    >>> [float(x) for x in bca_interval(50.0, np.arange(101.0), acceleration=0.0, level=0.9)]
    [5.0, 95.0]
    """
    point, drawn = np.asarray(estimate, dtype=float), np.asarray(replicates, dtype=float)
    flat = drawn.reshape(len(drawn), -1)
    bounds = np.full((2, flat.shape[1]), np.nan)
    tails = ndtri([(1 - level) / 2, (1 + level) / 2])
    for k, (centre, a) in enumerate(np.broadcast(point, acceleration)):
        known = flat[~np.isnan(flat[:, k]), k]
        if len(known) and not np.isnan(centre):
            below = (np.sum(known < centre) + np.sum(known == centre) / 2) / len(known)
            shift = ndtri(np.clip(below, 1 / (len(known) + 1), len(known) / (len(known) + 1)))
            skewed = shift + tails
            with np.errstate(divide="ignore"):
                place = ndtr(shift + skewed / (1 - np.nan_to_num(a) * skewed))
            bounds[:, k] = np.quantile(known, place, method="nearest")
    return bounds[0].reshape(point.shape), bounds[1].reshape(point.shape)


def effective_counts(hits: npt.ArrayLike, cluster: npt.ArrayLike) -> tuple[float, float]:
    """Hits and trials, divided by the design effect of their clusters so that tests for single trials hold.

    The design effect is the variance of the share between clusters over that of independent trials, at least 1.
    Where all trials agree it cannot be estimated: then a cluster counts as one trial.

    Parameters
    ----------
    hits
        Whether each trial is a hit.
    cluster
        Number of the cluster of each trial.

    References
    ----------
    Rao & Scott (1992), A simple method for the analysis of clustered binary data, Biometrics 48, 577-585.

    Examples
    --------
    >>> effective_counts([True, False, False, True], [0, 1, 2, 3])
    (1.5, 3.0)
    >>> effective_counts([True, True, True], [0, 0, 1])
    (2.0, 2.0)
    """
    hit = np.asarray(hits, dtype=float)
    of_trial = np.unique(np.asarray(cluster), return_inverse=True)[1]
    return effective_sums(np.bincount(of_trial, weights=hit), np.bincount(of_trial))


def effective_sums(hits: npt.ArrayLike, trials: npt.ArrayLike) -> tuple[float, float]:
    """`effective_counts` of hits and trials already counted in each cluster.

    Parameters
    ----------
    hits, trials
        Of each cluster; one without a trial is none.

    Examples
    --------
    >>> effective_sums([1, 0, 0, 1], [1, 1, 1, 1]), effective_sums([2, 1], [2, 1])
    ((1.5, 3.0), (2.0, 2.0))
    """
    hit, number = (np.asarray(counts, dtype=float) for counts in (hits, trials))
    hit, number = hit[number > 0], number[number > 0]
    clusters, total = len(number), number.sum()
    if clusters == 0:
        return 0.0, 0.0
    share = hit.sum() / total
    if share in (0.0, 1.0) or clusters == 1:
        return float(share * clusters), float(clusters)
    excess = hit - share * number
    effect = clusters / (clusters - 1) * (excess**2).sum() / (total * share * (1 - share))
    return float(hit.sum() / max(effect, 1.0)), float(total / max(effect, 1.0))


def exact_interval(hits: float, trials: float, *, level: float = 0.95) -> tuple[float, float]:
    """Interval of a share that covers at least `level` (Clopper-Pearson); counts may be effective ones.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26, 404-413. Korn & Graubard (1998), Survey Methodology 24, 193-201.

    Examples
    --------
    >>> [round(end, 3) for end in exact_interval(2, 10)]
    [0.025, 0.556]
    """
    if trials <= 0:
        return np.nan, np.nan
    tail = (1 - level) / 2
    low = beta.ppf(tail, hits, trials - hits + 1) if hits > 0 else 0.0
    high = beta.ppf(1 - tail, hits + 1, trials - hits) if hits < trials else 1.0
    return float(low), float(high)


def clustered_share(hits: npt.ArrayLike, cluster: npt.ArrayLike) -> tuple[float, float, float]:
    """Share of hits with both ends of its 95 % interval; trials of one cluster resemble each other and count as fewer.

    Parameters
    ----------
    hits, cluster
        As in `effective_counts`.

    Examples
    --------
    >>> [round(number, 3) for number in clustered_share([True, False, False, True], [0, 1, 2, 3])]
    [0.5, 0.039, 0.961]
    """
    low, high = exact_interval(*effective_counts(hits, cluster))
    return float(np.asarray(hits, dtype=float).mean()) if np.size(hits) else np.nan, low, high


def wilson_interval(
    share: npt.ArrayLike, trials: npt.ArrayLike, *, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Interval of a share that covers `level` on average (Wilson); counts may be effective ones.

    Parameters
    ----------
    share
        Hits divided by trials, any shape.
    trials
        Broadcast to `share`; NaN comes out where there are none.
    level
        Coverage aimed at.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc. 22,
    209-212.

    Examples
    --------
    >>> [round(float(end), 3) for end in wilson_interval(0.2, 10)]
    [0.057, 0.51]
    """
    p, n = np.asarray(share, dtype=float), np.asarray(trials, dtype=float)
    z = float(ndtri((1 + level) / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    # rounding must not push the interval off a share of 0 or 1
    return np.minimum(centre - half, p).clip(0, 1), np.maximum(centre + half, p).clip(0, 1)
