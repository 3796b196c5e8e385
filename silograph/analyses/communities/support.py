"""What of the groups found chance would not also give: people and communities against rewired networks.

A search finds groups in any network. So the same search goes over networks in which everybody keeps the number and the
vigour of their ties, but no group exists; and what it finds there is the yardstick, of people and of communities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from scipy import stats

from silograph.analyses.communities.search import Scale, Search, co_membership
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph import igraph as engine
from silograph.graph.rewiring import rewired_ties
from silograph.stats.p_values import benjamini_hochberg

NULL_RUNS = 2  # per resolution of the ensemble of a rewired network
FEWEST = 3  # two people are a tie, no community
FALSE_PEOPLE = 0.1  # share of supported people who may be there by chance
FALSE_FURTHER = 0.05  # of further communities, where one is certain
LIMIT = 1.645  # standard deviations: a normal score of a rewired network lies beyond in one case of twenty
SURE = 0.005  # chance that the standing lies on the other side of the limit, for draws that settle it
MOST = 20  # times the networks asked for, where they do not settle it
SPREAD_OUT = 0.5  # p-values above are those of people whom chance puts where they are (Storey 2002)
NEARLY_SURE = 0.999  # a p-value of 1 has no normal score
SAME = 1e-9  # scores that differ by less are equal
FARTHEST = 100.0  # a standing beyond is as good as this


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

    @classmethod
    def none(cls, labels: IntArray) -> Support:
        """Of nothing, without any comparison."""
        groups = int(labels.max(initial=-1)) + 1
        people, communities = np.zeros(len(labels), dtype=bool), np.zeros(groups, dtype=bool)
        return cls(people, communities, 1.0, rewirings=0, settled=True)

    @property
    def share(self) -> float:
        """Share of the people with ties who are supported."""
        return float(self.people.mean())


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

    Half of `rewirings` are drawn at first, and as many again as there are until the verdict is settled, up to twenty
    times `rewirings`. A verdict that is still open then is none: a margin, so that other draws do not turn it.
    """
    groups = int(observed.labels.max()) + 1
    if groups < 2:
        return Support.none(observed.labels)
    draws = _without_groups(search, scale, seed=seed)
    null: list[Evidence] = []
    compared = None
    while compared is None or not (compared.settled or len(null) >= MOST * rewirings):
        drawn = min(2 * len(null) or max(rewirings // 2, FEWEST), MOST * rewirings)
        null += islice(draws, drawn - len(null))
        compared = Comparison(observed, tuple(null))
    people = compared.members if compared.settled else np.zeros(search.n, dtype=bool)
    return Support(
        people=people,
        communities=np.bincount(observed.labels[people], minlength=groups) > 0,
        p_value=compared.p_value,
        rewirings=len(null),
        settled=compared.settled,
    )


def _without_groups(search: Search, scale: Scale, *, seed: int) -> Iterator[Evidence]:
    """What the search at the same scale finds in one network after the other in which no group exists.

    People keep the number and vigour of their ties. Each network goes on from the last: they come in this order only.
    """
    n = search.n
    active, residual = activity(n, search.source, search.target, search.strength)
    for i, (source, target, shuffled) in enumerate(
        rewired_ties(n, search.source, search.target, residual, seed=seed)
    ):
        strength = shuffled * active[source] * active[target]
        graph = engine.graph_from_arrays(n, source, target)
        null = Search(n, source, target, strength, search.alike, graph)
        runs_seed = int(np.random.default_rng([seed, 4, i]).integers(2**31))
        yield Evidence.of(null, *null.at(scale, runs=NULL_RUNS, seed=runs_seed))


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

    @cached_property
    def standing(self) -> FloatArray:
        """How far the score of each community lies beyond the best of rewired networks, in standard deviations."""
        above, spread = self._scores[0] - self.best.mean(), float(self.best.std(ddof=1))
        if spread < SAME:
            return np.where(above > SAME, np.inf, -np.inf)
        return np.asarray(above / spread, dtype=np.float64)

    @property
    def p_value(self) -> float:
        """How often one more draw gives a community as supported as the most supported one (Student's t)."""
        draws = len(self.null)
        return float(stats.t.sf(self.standing.max() / np.sqrt(1 + 1 / draws), draws - 1))

    @cached_property
    def communities(self) -> BoolArray:
        """Those whose standing is beyond the limit; if there are any, also those that few of all rewired ones match."""
        own, null = self._scores
        alone = (self.standing > LIMIT) & (own > 0)
        among = benjamini_hochberg(p_values(own, np.concatenate(null)))
        return np.asarray(alone | ((among <= FALSE_FURTHER) & (own > 0) & alone.any()), dtype=bool)

    @cached_property
    def members(self) -> BoolArray:
        """Supported people of supported communities, where there are a few."""
        return self._members(self.people)

    def _members(self, people: BoolArray) -> BoolArray:
        labels = self.observed.labels
        members = people & self.communities[labels]
        many = np.bincount(labels[members], minlength=len(self.communities)) >= FEWEST
        return np.asarray(members & many[labels], dtype=bool)

    @cached_property
    def settled(self) -> bool:
        """Whether other draws could hardly change the verdict.

        The most supported community is on one side of the limit for certain; and where that is beyond it, either half
        of the draws alone would say the same of whether it has people.
        """
        side = side_of_limit(float(self.standing.max()), draws=len(self.null))
        if side < 0 or self._scores[0].max() <= 0:
            return True
        halves = (Comparison(self.observed, self.null[start::2]).people for start in (0, 1))
        some = bool(self.members.any())
        return side > 0 and all(self._members(people).any() == some for people in halves)


def side_of_limit(standing: float, *, draws: int) -> int:
    """On which side of the limit the standing would be with any number of draws: -1, 1, or 0 where that is open.

    It is open where the 99 % interval of the standing holds the limit: mean and spread of a few draws are uncertain, so
    that ``standing * sqrt(draws)`` follows a noncentral t distribution.

    Examples
    --------
    >>> [side_of_limit(3.0, draws=10), side_of_limit(3.0, draws=20), side_of_limit(0.5, draws=10)]
    [0, 1, -1]
    """
    standing = float(np.clip(standing, 0, FARTHEST))  # what is below the mean is below the limit
    below = float(stats.nct.cdf(standing * np.sqrt(draws), draws - 1, LIMIT * np.sqrt(draws)))
    return int(below > 1 - SURE) - int(below < SURE)


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
