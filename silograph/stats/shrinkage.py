"""Rates of groups drawn to the rate of all, as far as groups hardly differ: few observations say little."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from silograph.arrays import FloatArray

LEAST_WORTH = 1.0
"""In observations, for which the rate of all counts in that of a group: where groups differ a lot."""
LEAST_SPREAD = 0.05
"""Standard deviation of rates between groups that is always believed possible: no two functions are quite alike."""


def pooled_worth(hits: npt.ArrayLike, trials: npt.ArrayLike) -> float:
    """For how many observations the rate of all counts in that of a group: m of (x + m p) / (n + m).

    m = 1 / rho - 1, where rho is the share of the variance of single observations that lies between groups (moments of
    the beta-binomial): the less groups differ beyond chance, the larger. Never below 1, nor above what groups that
    differ with a standard deviation of 5 points give.

    Parameters
    ----------
    hits, trials
        Of each group; groups without trials tell nothing.

    References
    ----------
    Kleinman (1973), Proportions with extraneous variance, J. Am. Stat. Assoc. 68, 46-54.

    Examples
    --------
    Two groups of 100 with 30 and 50 hits: rho is .074, so the rate of both counts for 12.5 observations.

    >>> round(pooled_worth([30, 50], [100, 100]), 1)
    12.5
    """
    x, n = (np.asarray(values, dtype=float) for values in (hits, trials))
    x, n = x[n > 0], n[n > 0]
    total = n.sum()
    level = x.sum() / total if total else 0.0
    alone = level * (1 - level)
    if len(n) < 2 or alone <= 0:
        return LEAST_WORTH
    most = max(alone / LEAST_SPREAD**2 - 1, LEAST_WORTH)
    between = float((n * (x / n - level) ** 2).sum()) / alone - (len(n) - 1)
    room = float(total - (n**2).sum() / total - (len(n) - 1))
    if between <= 0 or room <= 0:
        return float(most)
    return float(np.clip(room / between - 1, LEAST_WORTH, most))


def shrunk(hits: npt.ArrayLike, trials: npt.ArrayLike, *, level: npt.ArrayLike, worth: float) -> FloatArray:
    """Rates (x + m p) / (n + m) of groups, for the rate p of all, worth m observations.

    Examples
    --------
    >>> shrunk([5, 50], [5, 100], level=0.5, worth=20).tolist()
    [0.6, 0.5]
    """
    x, n = (np.asarray(values, dtype=float) for values in (hits, trials))
    return np.asarray((x + worth * np.asarray(level, dtype=float)) / (n + worth))
