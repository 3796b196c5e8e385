"""How well a division of people into groups fits their ties, and another division."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.special import entr

from silograph.arrays import FloatArray, IntArray


def modularity(a: IntArray, b: IntArray, strength: FloatArray, *, resolution: float = 1.0) -> float:
    """Share of strength inside groups, less `resolution` times what chance would put there.

    Parameters
    ----------
    a, b
        Groups of the two ends of each undirected tie.
    strength
        Of each tie.
    resolution
        1 is Newman's modularity.

    Returns
    -------
    float
        NaN without ties, and where a group is not known (-1).

    References
    ----------
    Newman & Girvan (2004), Phys. Rev. E 69, 026113. Reichardt & Bornholdt (2006), Phys. Rev. E 74, 016110.

    Examples
    --------
    >>> modularity(np.array([0, 1]), np.array([0, 1]), np.ones(2))
    0.5
    """
    if min(a.min(initial=0), b.min(initial=0)) < 0 or not len(a):
        return np.nan
    inside, volume = _shares(a, b, strength)
    return inside - resolution * float((volume**2).sum())


def modularity_gradient(a: IntArray, b: IntArray, strength: FloatArray) -> FloatArray:
    """How `modularity` (at resolution 1) moves with the strength of each tie; NaN where a group is not known (-1).

    Examples
    --------
    >>> modularity_gradient(np.array([0, 1]), np.array([0, 1]), np.array([3.0, 1.0])).tolist()
    [-0.0625, 0.1875]
    """
    if min(a.min(initial=0), b.min(initial=0)) < 0:
        return np.full(len(a), np.nan)
    inside, volume = _shares(a, b, strength)
    by_tie = (a == b) - inside - volume[a] - volume[b] + 2 * float((volume**2).sum())
    return np.asarray(by_tie / strength.sum(), dtype=np.float64)


def _shares(a: IntArray, b: IntArray, strength: FloatArray) -> tuple[float, FloatArray]:
    """Share of strength inside groups, and share of all ends that each group has."""
    total, groups = float(strength.sum()), max(a.max(initial=-1), b.max(initial=-1)) + 1
    volume = np.bincount(a, strength, groups) + np.bincount(b, strength, groups)
    return float(strength[a == b].sum()) / total, np.asarray(volume / (2 * total), dtype=np.float64)


def adjusted_mutual_information(one: IntArray, other: IntArray, *, undivided: float = np.nan) -> float:
    """Agreement of two divisions over those who have a place in both: 1 the same, 0 as much as by chance.

    As `sklearn.metrics.adjusted_mutual_info_score`, without its checks, which take most of the time on small networks.

    Parameters
    ----------
    one, other
        Group of each node; -1 has none.
    undivided
        What to return where there is nothing to agree on: neither divides anybody.

    References
    ----------
    Vinh, Epps & Bailey (2010), J. Mach. Learn. Res. 11, 2837-2854.

    Examples
    --------
    >>> round(adjusted_mutual_information(np.array([0, 0, 1, 1, -1]), np.array([5, 5, 3, 3, 3])), 6)
    1.0
    """
    from sklearn.metrics.cluster import expected_mutual_information

    both = (one >= 0) & (other >= 0)
    if not (n := int(both.sum())):
        return undivided
    (x, first), (y, second) = (np.unique(labels[both], return_inverse=True) for labels in (one, other))
    joint = np.bincount(first * len(y) + second, minlength=len(x) * len(y)).reshape(len(x), len(y))
    entropies = [float(entr(sizes / n).sum()) for sizes in (joint.sum(axis=1), joint.sum(axis=0))]
    information = sum(entropies) - float(entr(joint / n).sum())
    chance = expected_mutual_information(csr_array(joint), n)
    room = sum(entropies) / 2 - chance
    return float((information - chance) / room) if room > 1e-12 else undivided
