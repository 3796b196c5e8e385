"""Small statistics that several analyses share: bootstrap of whole ties, intervals, adjusted p-values."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from silograph.network import FloatArray, IntArray


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


def percentile_interval(replicates: FloatArray, *, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Lower and upper percentile of bootstrap replicates along the first axis, NaN ignored.

    Reference: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> [float(x) for x in percentile_interval(np.arange(101.0), level=0.9)]
    [5.0, 95.0]
    """
    tail = (1 - level) / 2
    low, high = np.nanquantile(replicates, [tail, 1 - tail], axis=0)
    return low, high
