"""Each among the others: who stands out from those that differ anyway."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import t

from silograph.arrays import FloatArray


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
