"""Small statistics that several analyses share: bootstrap of whole ties, intervals, adjusted p-values."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri
from scipy.stats import beta, t

from silograph.arrays import FloatArray, IntArray


def tie_multiplicities(n_ties: int, *, replicate: int, seed: int) -> IntArray:
    """How often each tie is drawn in one bootstrap replicate (resampling whole ties with replacement).

    The same `seed` and `replicate` give the same draw, so analyses that resample the same ties are
    resampled jointly. All messages of a pair stay together: messages of one pair are not independent, and
    resampling them singly is far too sure of itself.

    Reference: Davison & Hinkley (1997), Bootstrap Methods and their Application, section 3.8 (clusters).

    Examples
    --------
    >>> draw = tie_multiplicities(5, replicate=0, seed=1)
    >>> int(draw.sum()), bool((draw == tie_multiplicities(5, replicate=0, seed=1)).all())
    (5, True)
    """
    rng = np.random.default_rng([seed, replicate])
    return np.bincount(rng.integers(0, n_ties, n_ties), minlength=n_ties) if n_ties else np.zeros(0, np.int64)


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


TAIL = 10


def monte_carlo_p(observed: float, null: npt.ArrayLike) -> float:
    """Two-sided p-value against values simulated under the null hypothesis, NaN ignored.

    Twice the smaller tail, (1 + number as extreme) / (1 + number). Where fewer than ten simulated values are as
    extreme, so that counting is coarse, the tail is taken up at the tenth and falls like a normal one with the mean
    and the standard deviation of the simulated values. Below 200 values: counting only.

    References
    ----------
    Davison & Hinkley (1997), section 4.2. Knijnenburg et al. (2009), Fewer permutations, more accurate P-values,
    Bioinformatics 25, i161-i168 (the idea of a fitted tail).

    Examples
    --------
    >>> monte_carlo_p(3.0, [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
    0.75
    >>> 1e-7 < monte_carlo_p(5.0, np.random.default_rng(0).normal(size=1000)) < 3e-6
    True
    """
    values = np.asarray(null, dtype=float)
    values = values[~np.isnan(values)]
    return min(1.0, 2 * min(_upper_tail(observed, values), _upper_tail(-observed, -values)))


def _upper_tail(observed: float, values: FloatArray) -> float:
    count = int((values >= observed).sum())
    plain = (count + 1) / (len(values) + 1)
    body = values[np.isfinite(values)]
    if count >= TAIL or len(body) < 20 * TAIL:
        return plain
    anchor = np.partition(values, -TAIL)[-TAIL]
    spread = float(body.std())
    if not np.isfinite(anchor) or spread == 0:
        return plain
    falls = ndtr((body.mean() - observed) / spread) / ndtr((body.mean() - anchor) / spread)
    return float((TAIL + 1) / (len(values) + 1) * falls)


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
    trials = len(hit)
    if trials == 0:
        return 0.0, 0.0
    of_trial = np.unique(np.asarray(cluster), return_inverse=True)[1]
    share, clusters = hit.mean(), int(of_trial.max()) + 1
    if share in (0.0, 1.0) or clusters == 1:
        return float(share * clusters), float(clusters)
    excess = np.bincount(of_trial, weights=hit - share)
    effect = clusters / (clusters - 1) * (excess**2).sum() / (trials * share * (1 - share))
    return float(hit.sum() / max(effect, 1.0)), float(trials / max(effect, 1.0))


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
    nodes, weights = np.polynomial.legendre.leggauss(200)
    low, high = others.ppf(1e-13), others.ppf(1 - 1e-13)
    at = low + (high - low) * (nodes + 1) / 2
    below = beta.cdf(at, hits, trials - hits + 1)
    return float(min(1.0, (high - low) / 2 * (weights * others.pdf(at) * below).sum()))


def leave_one_out_scores(values: npt.ArrayLike, errors: npt.ArrayLike) -> FloatArray:
    """How unusual each value is among the others, on a normal scale: 0 = as usual, 2 = as rare as two deviations.

    Groups differ among themselves for many reasons; a group is unusual when it differs more than the *others* do. Each
    value is compared with the mean of the others, in units of its own standard error, the spread of the others beyond
    their standard errors (Hedges' estimate of the variance between groups) and the uncertainty of their mean. The
    ratio, about a t with (others - 1) degrees of freedom, is turned into a normal score.

    Parameters
    ----------
    values
        (..., groups); missing ones get NaN and count for nobody.
    errors
        Standard errors, broadcast to `values`.

    Returns
    -------
    ndarray
        (..., groups); 0 where fewer than two others are known.

    References
    ----------
    Hedges & Olkin (1985), Statistical Methods for Meta-Analysis, chapter 9. Cook & Weisberg (1982), Residuals and
    Influence in Regression, section 2.2 (externally studentised residuals).

    Examples
    --------
    >>> leave_one_out_scores([1.0, 1.1, 0.9, 1.0, 3.0], 0.0).round(1).tolist()
    [-0.4, -0.3, -0.5, -0.4, 3.7]
    """
    x = np.asarray(values, dtype=float)
    variance = np.broadcast_to(np.asarray(errors, dtype=float) ** 2, x.shape)
    scores = np.full(x.shape, np.nan)
    for i in range(x.shape[-1]):
        others = np.delete(x, i, axis=-1)
        noise = np.where(np.isnan(others), np.nan, np.delete(variance, i, axis=-1))
        known = np.isfinite(others).sum(axis=-1)
        count = np.maximum(known, 2)
        mean = np.nansum(others, axis=-1) / count
        spread = np.nansum((others - mean[..., None]) ** 2, axis=-1) / (count - 1)
        between = np.maximum(spread - np.nansum(noise, axis=-1) / count, 0)
        of_mean = between / count + np.nansum(noise, axis=-1) / count**2
        scale = np.sqrt(variance[..., i] + between + of_mean)
        ratio = np.divide(x[..., i] - mean, scale, out=np.zeros_like(mean), where=scale > 0)
        score = -ndtri(t.sf(np.abs(ratio), count - 1)) * np.sign(ratio)
        scores[..., i] = np.where(known < 2, 0.0, score)
    return np.where(np.isnan(x), np.nan, scores)
