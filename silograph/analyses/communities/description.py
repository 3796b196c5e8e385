"""How many words it takes to say who is in which community and where the ties are: what a scale is chosen by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph import igraph as engine

# Settings of the rule: each was chosen on planted networks, see docs/questions/communities.md.
EVIDENCE = 1.25  # what one effective tie counts for against the cost of one more community
DIVISION_RESOLUTIONS = (0.7, 1.0, 1.4, 2.0)  # from coarse to fine in even ratios, around the usual 1


def description_length(
    n: int, source: IntArray, target: IntArray, weight: FloatArray, *, labels: IntArray
) -> float:
    """Nats needed to say who is in which community and then, knowing that, where the ties are.

    Ties are described by the shorter of two degree-corrected models of separate groups: *planted partition*,
    where all groups are equally closed; and *own openness*, where each group has its own closedness and its own
    attraction for outside ties. Communities may form *divisions* (found by Leiden) with more ties inside a
    division than between, where saying so is worth its cost: without that, neighbouring departments would be
    merged only because they talk. Terms that are the same for every partition are left out. `weight` may be any
    positive numbers: they are divided by their dispersion sum(w^2) / sum(w) (quasi-likelihood), so that a few
    heavy ties do not pass for many observations, and multiplied by the constant ``EVIDENCE``.

    Parameters
    ----------
    n
        Number of nodes.
    source, target, weight
        One entry per undirected tie.
    labels
        Community of each node, 0, 1, ...

    References
    ----------
    Newman (2016), Equivalence between modularity optimization and maximum likelihood methods for community
    detection, Phys. Rev. E 94, 052315. Peixoto (2014), Hierarchical block structures and high-resolution model
    selection in large networks, Phys. Rev. X 4, 011047 (divisions, cost of the partition).
    Wedderburn (1974), Biometrika 61, 439-447 (quasi-likelihood).

    Examples
    --------
    >>> from itertools import combinations
    >>> clique = np.array(list(combinations(range(10), 2)))
    >>> source, target = np.r_[clique, clique + 10].T
    >>> two, one = np.arange(20) // 10, np.zeros(20, int)
    >>> lengths = [description_length(20, source, target, np.ones(90), labels=k) for k in (two, one)]
    >>> lengths[0] < lengths[1]
    True
    """
    weight = weight * (EVIDENCE * weight.sum() / (weight**2).sum())
    counts = Counts.of(n, source, target, weight, labels)
    groups = len(counts.people)
    who = _who(n, counts.people)
    if groups == 1:
        return who
    between = _between(source, target, weight, labels)
    divisions = _divisions(counts, between)
    attraction = _attraction(counts)
    equally = _equally_closed(counts) + _gain_of_divisions(counts, between, divisions, counts.volume)
    own = _own_openness(counts, attraction) + _gain_of_divisions(counts, between, divisions, attraction)
    how_closed = _log_binomial(counts.volume.sum() / 2 + groups, groups)
    return who - max(equally, own - how_closed)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a partition leaves of the ties: per community, people, strength inside, and ends of ties."""

    people: IntArray
    inside: FloatArray
    volume: FloatArray

    @property
    def outside(self) -> FloatArray:
        """Ends of ties that leave each community."""
        return np.maximum(self.volume - 2 * self.inside, 0)

    @classmethod
    def of(cls, n: int, source: IntArray, target: IntArray, weight: FloatArray, labels: IntArray) -> Counts:
        """Of labels 0, 1, ..."""
        groups = int(labels.max()) + 1
        if len(labels) != n:
            raise UsageError(f"{len(labels)} labels for {n} nodes")
        from_, to = labels[source], labels[target]
        same = from_ == to
        return cls(
            people=np.bincount(labels, minlength=groups).astype(np.int64),
            inside=np.bincount(from_[same], weight[same], groups).astype(np.float64),
            volume=(np.bincount(from_, weight, groups) + np.bincount(to, weight, groups)).astype(np.float64),
        )


def _between(
    source: IntArray, target: IntArray, weight: FloatArray, labels: IntArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Ties between communities: each pair once, with the summed weight."""
    low, high = np.minimum(labels[source], labels[target]), np.maximum(labels[source], labels[target])
    groups = int(labels.max()) + 1
    across = low != high
    pair, which = np.unique(low[across] * groups + high[across], return_inverse=True)
    summed = np.bincount(which, weight[across], len(pair)).astype(np.float64)
    return pair // groups, pair % groups, summed


def _log_binomial(n: float, k: float) -> float:
    return float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _who(n: int, sizes: IntArray) -> float:
    """Nats to say who is in which group: how many groups, how large, and which members."""
    ways = gammaln(n + 1) - gammaln(sizes + 1).sum()
    return float(np.log(n) + _log_binomial(n - 1, len(sizes) - 1) + ways)


def _equally_closed(counts: Counts) -> float:
    """Log-likelihood of the planted partition, less that of one community."""
    total = counts.volume.sum() / 2
    inside = counts.inside.sum()
    chance = (counts.volume**2).sum() / (4 * total)
    return _log_ratio(inside, chance) + _log_ratio(total - inside, total - chance)


def _log_ratio(observed: float, expected: float) -> float:
    return 0.0 if observed <= 0 else float(observed * np.log(observed / max(expected, 1e-300)))


def _own_openness(counts: Counts, attraction: FloatArray) -> float:
    """Log-likelihood with a closedness and an attraction per community, less that of one community."""
    volume, outside = counts.volume, counts.outside
    return float(
        xlogy(volume.sum() / 2, volume.sum())
        - xlogy(volume, volume).sum()
        + xlogy(counts.inside, 2 * counts.inside).sum()
        + xlogy(outside, np.maximum(attraction, 1e-300)).sum()
    )


def _attraction(counts: Counts) -> FloatArray:
    """Per community a_r with a_r (sum a - a_r) = its outside ends: expected equal observed ends."""
    attraction = np.sqrt(counts.outside + 1e-12)
    for _ in range(60):
        rest = np.maximum(attraction.sum() - attraction, 1e-12)
        attraction = np.sqrt(attraction * counts.outside / rest)  # geometric mean of old and new: converges
    return attraction


def _divisions(counts: Counts, ties: tuple[IntArray, IntArray, FloatArray]) -> list[IntArray]:
    """Ways to put communities together in divisions, from the ties between communities."""
    groups = len(counts.people)
    if groups <= 3 or not len(ties[0]):
        return []
    graph = engine.graph_from_arrays(groups, ties[0], ties[1])
    found = (engine.leiden(graph, ties[2], resolution=r, seed=0) for r in DIVISION_RESOLUTIONS)
    return [division for division in found if 1 < division.max() + 1 < groups]


def _gain_of_divisions(
    counts: Counts, ties: tuple[IntArray, IntArray, FloatArray], divisions: list[IntArray], pull: FloatArray
) -> float:
    """Nats saved by saying that ties between communities stay in divisions; 0 if none are.

    Without divisions, two communities r and s expect ties in proportion to ``pull_r pull_s``.
    """
    from_, to, weight = ties
    total = weight.sum()
    best = 0.0
    for division in divisions:
        within = weight[division[from_] == division[to]].sum()
        pairs = (np.bincount(division, pull) ** 2).sum() - (pull**2).sum()
        chance = total * pairs / (pull.sum() ** 2 - (pull**2).sum())
        gain = _log_ratio(within, chance) + _log_ratio(total - within, total - chance)
        cost = _who(len(division), np.bincount(division)) + np.log(counts.volume.sum() / 2 + 1)
        best = max(best, gain - cost)
    return best
