"""What of the groups found chance would not also give: people and communities against rewired networks.

A search finds groups in any network. So the same search goes over networks in which everybody keeps the number and the
vigour of their ties, but no group exists; and what it finds there is the yardstick, of people and of communities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats

from silograph.analyses.communities.search import Scale, Search, co_membership
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph import igraph as engine
from silograph.stats.p_values import benjamini_hochberg

NULL_RUNS = 2  # per resolution of the ensemble of a rewired network
FEWEST = 3  # two people are a tie, no community
FALSE_PEOPLE = 0.1  # share of supported people, and of further communities, who may be there by chance
FALSE_VERDICTS = 0.05  # share of networks without groups in which some are found
SPREAD_OUT = 0.5  # p-values above are those of people whom chance puts where they are (Storey 2002)
NEARLY_SURE = 0.999  # a p-value of 1 has no normal score
SURE = 0.005  # a verdict that more draws change less often than this is settled
FAR_ABOVE = 0.2  # chance this often as good, by the spread of the draws so far, is no finding
FAR_BELOW = 0.001  # chance this seldom as good is one
MOST = 6  # times the networks asked for, where they do not settle it


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a search says of everybody in one network.

    Parameters
    ----------
    labels
        Community of each person.
    confidence
        Mean share of runs that put a person together with the others of their community; 0 for somebody alone, and
        for everybody where there is one single group.
    tied_in
        Confidence, times how far a person's strength inside their community exceeds what its size gives, in standard
        deviations, at least 0.
    """

    labels: IntArray
    confidence: FloatArray
    tied_in: FloatArray

    @classmethod
    def of(cls, search: Search, labels: IntArray, ensemble: Sequence[IntArray]) -> Evidence:
        """Of the labels and runs of a search; one single group is none."""
        if not labels.max(initial=0):
            nothing = np.zeros(search.n)
            return cls(labels, nothing, nothing)
        confidence = np.nan_to_num(co_membership(labels, ensemble))
        attached = attachment(search.n, search.source, search.target, search.strength, labels=labels)
        return cls(labels, confidence, confidence * attached)


@dataclass(frozen=True, slots=True)
class Support:
    """Who and what is supported, and how sure that is.

    Parameters
    ----------
    people
        Whether chance would not also put each of them where they are.
    communities
        Whether chance would not also give each of them.
    p_value
        Of the most supported community, against the most supported one of each rewired network.
    rewirings
        How many were drawn.
    settled
        Whether more of them could hardly change the verdict.
    """

    people: BoolArray
    communities: BoolArray
    p_value: float
    rewirings: int
    settled: bool


def attachment(
    n: int, source: IntArray, target: IntArray, strength: FloatArray, *, labels: IntArray
) -> FloatArray:
    """How far people's strength inside their community exceeds what its size gives, in standard deviations, at least 0.

    By chance each tie of a person ends in their community with the share that it has of all ends but theirs.

    Examples
    --------
    A triangle, in which each has two ties where 4 of 6 ends are, and a pair, one where 1 of 7 is:

    >>> ends = np.array([0, 0, 1, 3]), np.array([1, 2, 2, 4])
    >>> attachment(5, *ends, np.ones(4), labels=np.array([0, 0, 0, 1, 1])).round(3).tolist()
    [1.0, 1.0, 1.0, 2.449, 2.449]
    """
    ends, twice = np.r_[source, target], np.r_[strength, strength]
    same = labels[source] == labels[target]
    inside = np.bincount(ends, np.where(np.r_[same, same], twice, 0.0), n)
    total, squares = np.bincount(ends, twice, n), np.bincount(ends, twice**2, n)
    of_group = np.bincount(labels, total)[labels]
    share = (of_group - total) / np.maximum(total.sum() - total, 1e-12)
    spread = np.sqrt(np.maximum(squares * share * (1 - share), 0))
    excess = np.maximum(inside - total * share, 0)
    far = np.divide(excess, spread, out=np.zeros(n), where=spread > 1e-9)
    return np.asarray(far, dtype=np.float64)


def find_support(search: Search, observed: Evidence, scale: Scale, *, rewirings: int, seed: int) -> Support:
    """Which people and communities rewired networks do not also give.

    Half of `rewirings` are drawn at first, and more where it is a close call, up to six times `rewirings`.
    """
    groups = int(observed.labels.max()) + 1
    if groups < 2:
        return Support(np.zeros(search.n, bool), np.zeros(groups, bool), 1.0, rewirings=0, settled=True)
    draw = _Rewired(search, scale, seed)
    null: list[Evidence] = []
    batch = max(rewirings // 2, FEWEST)
    while True:
        null += [draw.evidence(i) for i in range(len(null), len(null) + batch)]
        compared = Comparison(observed, tuple(null))
        if compared.settled or len(null) >= MOST * rewirings:
            break
    found = compared.communities
    people = compared.people & found[observed.labels]
    many = np.bincount(observed.labels[people], minlength=groups) >= FEWEST
    return Support(
        people=people & many[observed.labels],
        communities=found & many,
        p_value=compared.p_value,
        rewirings=len(null),
        settled=compared.settled,
    )


@dataclass(frozen=True)
class _Rewired:
    """Networks in which people keep the number and vigour of their ties, but no group exists."""

    search: Search
    scale: Scale
    seed: int

    @cached_property
    def _vigour(self) -> tuple[FloatArray, FloatArray]:
        return activity(self.search.n, self.search.source, self.search.target, self.search.strength)

    def evidence(self, replicate: int) -> Evidence:
        """What the search at the same scale finds in one of them."""
        n, (active, residual) = self.search.n, self._vigour
        source, target, shuffled = engine.rewire(
            n, self.search.source, self.search.target, residual, seed=self.seed, replicate=replicate
        )
        strength = shuffled * active[source] * active[target]
        graph = engine.graph_from_arrays(n, source, target)
        null = Search(n, source, target, strength, self.search.alike, graph)
        seed = int(np.random.default_rng([self.seed, 4, replicate]).integers(2**31))
        return Evidence.of(null, *null.at(self.scale, runs=NULL_RUNS, seed=seed))


@dataclass(frozen=True)
class Comparison:
    """A network beside networks without groups, each of which is in its turn compared with the others."""

    observed: Evidence
    null: tuple[Evidence, ...]

    @cached_property
    def _by_confidence(self) -> FloatArray:
        return p_values(self.observed.confidence, np.concatenate([one.confidence for one in self.null]))

    @cached_property
    def _by_ties(self) -> FloatArray:
        return p_values(self.observed.tied_in, np.concatenate([one.tied_in for one in self.null]))

    @cached_property
    def people(self) -> BoolArray:
        """Who is where chance would not put them: by confidence among all, or as tied in among their community."""
        among_all = benjamini_hochberg(self._by_confidence) * _share_by_chance(self._by_confidence)
        found = among_all <= FALSE_PEOPLE
        for label in range(int(self.observed.labels.max()) + 1):
            members = np.flatnonzero(self.observed.labels == label)
            found[members] |= benjamini_hochberg(self._by_ties[members]) <= FALSE_PEOPLE
        return found

    @cached_property
    def _scores(self) -> tuple[FloatArray, list[FloatArray]]:
        """Per community of this network and of each rewired one, the larger of two sums over its people.

        Each sum counts in means of the largest ones of rewired networks, so that both have a say.
        """
        confidence = np.sort(np.concatenate([one.confidence for one in self.null]))
        tied_in = np.sort(np.concatenate([one.tied_in for one in self.null]))
        null = [
            _sums(
                one.labels,
                _p_values_among_others(one.confidence, confidence),
                _p_values_among_others(one.tied_in, tied_in),
            )
            for one in self.null
        ]
        unit = np.maximum(np.mean([sums.max(axis=1) for sums in null], axis=0), 1)[:, None]
        own = _sums(self.observed.labels, self._by_confidence, self._by_ties)
        return (own / unit).max(axis=0), [(sums / unit).max(axis=0) for sums in null]

    @property
    def best(self) -> FloatArray:
        """Score of the most supported community of each rewired network; 0 where it has none."""
        return np.array([one.max(initial=0) for one in self._scores[1]])

    @property
    def p_value(self) -> float:
        """How often chance gives a community as supported as the most supported one; by Student's t where none is."""
        own = self._scores[0].max(keepdims=True)
        counted = float(p_values(own, self.best)[0])
        return min(counted, float(_beyond(own, self.best)[0])) if own > self.best.max() else counted

    @property
    def settled(self) -> bool:
        """Whether more draws could hardly change the verdict.

        Where none of them comes near, by Student's t for one more draw: counting alone would take a hundred. Else by
        the exact interval of a share.
        """
        own, null = float(self._scores[0].max()), self.best
        above, draws = int((null >= own).sum()), len(null)
        beyond = float(_beyond(own, null))
        if own <= 0 or beyond > FAR_ABOVE or (above == 0 and beyond < FAR_BELOW):
            return True
        low = stats.beta.ppf(SURE, above, draws - above + 1) if above else 0.0
        high = stats.beta.ppf(1 - SURE, above + 1, draws - above) if above < draws else 1.0
        return bool(low > FALSE_VERDICTS or high < FALSE_VERDICTS)

    @cached_property
    def communities(self) -> BoolArray:
        """Those beyond the best of nearly all rewired networks; if there are any, also those like few of all theirs."""
        own, null = self._scores
        if not self.settled:
            return np.zeros(len(own), dtype=bool)
        far = (own > self.best.max()) & (_beyond(own, self.best) < FAR_BELOW)
        alone = (far | (p_values(own, self.best) <= FALSE_VERDICTS)) & (own > 0)
        among = benjamini_hochberg(p_values(own, np.concatenate(null)))
        alike = (among <= FALSE_PEOPLE) & (own > 0) & alone.any()
        return np.asarray(alone | alike, dtype=bool)


def _beyond(values: FloatArray | float, null: FloatArray) -> FloatArray:
    """How often one more draw gives as much, by Student's t; where all draws are equal, never or always."""
    spread = float(null.std(ddof=1)) * np.sqrt(1 + 1 / len(null))
    if spread < 1e-9:
        return np.where(np.asarray(values) > null.mean() + 1e-9, 0.0, 1.0)
    return np.asarray(stats.t.sf((values - null.mean()) / spread, len(null) - 1), dtype=np.float64)


def p_values(values: FloatArray, null: FloatArray) -> FloatArray:
    """How often chance gives as much or more.

    Examples
    --------
    >>> p_values(np.array([3.0, 1.0]), np.array([1.0, 2.0, 2.0])).tolist()
    [0.25, 1.0]
    """
    at_least = len(null) - np.searchsorted(np.sort(null), values - 1e-12)
    return np.asarray((1 + at_least) / (1 + len(null)), dtype=np.float64)


def _p_values_among_others(values: FloatArray, everybody: FloatArray) -> FloatArray:
    """`p_values` among `everybody` (in order), of whom these are some, less these."""
    own = len(values) - np.searchsorted(np.sort(values), values - 1e-12)
    at_least = len(everybody) - np.searchsorted(everybody, values - 1e-12) - own
    return np.asarray((1 + at_least) / (1 + len(everybody) - len(values)), dtype=np.float64)


def _share_by_chance(p: FloatArray) -> float:
    """Share of p-values that chance made, from those that are large (Storey 2002)."""
    return float(min(1.0, (1 + (p > SPREAD_OUT).sum()) / (len(p) * (1 - SPREAD_OUT))))


def _sums(labels: IntArray, by_confidence: FloatArray, by_ties: FloatArray) -> FloatArray:
    """(2, communities) sums over their people of normal scores (many a little) and of log p-values (few, much)."""
    groups = int(labels.max()) + 1
    normal = stats.norm.isf(np.minimum(by_confidence, NEARLY_SURE))
    return np.stack([np.bincount(labels, normal, groups), np.bincount(labels, -np.log(by_ties) - 1, groups)])


def activity(
    n: int, source: IntArray, target: IntArray, strength: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Per person a factor for how strong their ties are, and per tie what remains of its strength.

    Random effects: log strength of i-j = mean + a_i + a_j + noise; the variance of a is the covariance of ties
    that share a person. Predicted effects and residuals are rescaled to the estimated variances, as in the
    bootstrap of mixed models: predictions vary too little. Rewired ties with the product of both factors times
    a shuffled residual then look like the observed ones, except that there is no group.

    Reference: Carpenter, Goldstein & Rasbash (2003), J. R. Stat. Soc. C 52, 431-443.
    """
    ends, other = np.r_[source, target], np.r_[target, source]
    log = np.log(strength)
    log -= log.mean()
    both, degree = np.r_[log, log], np.bincount(ends, minlength=n)
    total = np.bincount(ends, both, n)
    pairs = (degree * (degree - 1)).sum()
    between = (total**2 - np.bincount(ends, both**2, n)).sum() / pairs if pairs else 0.0
    if between <= 0:
        return np.ones(n), strength
    noise = max(log.var() - 2 * between, 0.01 * between)
    effect = np.zeros(n)
    for _ in range(50):
        rest = total - np.bincount(ends, effect[other], n)
        effect = (effect + rest / (degree + noise / between)) / 2  # half steps: full ones may swing
    residual = log - effect[source] - effect[target]
    effect = _with_variance(effect, between, weights=degree.astype(np.float64))
    residual = _with_variance(residual, noise, weights=np.ones(len(residual)))
    return np.exp(effect), np.exp(residual)


def _with_variance(x: FloatArray, variance: float, *, weights: FloatArray) -> FloatArray:
    spread = float(np.average((x - float(np.average(x, weights=weights))) ** 2, weights=weights))
    return x * np.sqrt(variance / spread) if spread > 0 else x
