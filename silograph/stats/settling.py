"""Drawing on until other draws could hardly change what is said: no verdict hangs on the seed.

Reference: Besag & Clifford (1991), Sequential Monte Carlo p-values, Biometrika 78, 301-304.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from silograph.arrays import FloatArray
from silograph.stats.intervals import exact_interval

SURE = 0.99
"""Level of the interval that must exclude a limit: one look in a hundred takes the wrong side."""
MOST = 20
"""So many times the draws asked for at most: what is open then is called so, and no verdict is given."""
REACH = float(norm.isf((1 - SURE) / 2))


def stages(draws: int, *, factor: int = 2) -> Iterator[int]:
    """How many draws there are to be in all, stage by stage: `factor` times as many each time, at most `MOST` times.

    Examples
    --------
    >>> list(stages(100)), list(stages(100, factor=4))
    ([100, 200, 400, 800, 1600, 2000], [100, 400, 1600, 2000])
    """
    number = draws
    while number < MOST * draws:
        yield number
        number *= factor
    yield MOST * draws


def side(low: float, high: float, limit: float) -> int:
    """On which side of a limit an interval lies: -1 below, 1 at or above, 0 where that is open.

    Examples
    --------
    >>> side(0.51, 0.55, 0.5), side(0.4, 0.49, 0.5), side(0.49, 0.51, 0.5)
    (1, -1, 0)
    """
    return int(low >= limit) - int(high < limit)


def side_of_share(hits: int, draws: int, limit: float) -> int:
    """On which side of a limit a probability lies, of which so many of the draws are hits (Clopper & Pearson 1934).

    Examples
    --------
    >>> side_of_share(30, 1000, 0.05), side_of_share(45, 1000, 0.05), side_of_share(100, 1000, 0.05)
    (-1, 0, 1)
    """
    return side(*exact_interval(hits, draws, level=SURE), limit)


def side_of_mean(values: npt.ArrayLike, limit: float) -> int:
    """On which side of a limit the mean of a quantity lies that is drawn independently, (draws,).

    Examples
    --------
    >>> side_of_mean([0.0, 1.0] * 50, 0.5), side_of_mean([0.0, 1.0, 1.0] * 50, 0.5)
    (0, 1)
    """
    drawn: FloatArray = np.asarray(values, dtype=np.float64)
    reach = REACH * float(drawn.std(ddof=1)) / np.sqrt(len(drawn))
    return side(float(drawn.mean()) - reach, float(drawn.mean()) + reach, limit)
