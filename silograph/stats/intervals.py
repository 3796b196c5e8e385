"""Intervals of shares."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from silograph.arrays import FloatArray


def wilson_interval(share: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Wilson's 95 % interval of a share out of `n` (effective) trials.

    Examples
    --------
    >>> low, high = wilson_interval(np.array([0.5, 0.0]), np.array([10.0, 4.0]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.24, 0.0], [0.76, 0.49])
    """
    z = float(norm.ppf(0.975))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # rounding must not push the interval off a share of 0 or 1
    return np.minimum(centre - half, share).clip(0, 1), np.maximum(centre + half, share).clip(0, 1)
