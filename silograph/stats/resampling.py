"""Drawing again from what was observed."""

from __future__ import annotations

import numpy as np

from silograph.arrays import IntArray


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
