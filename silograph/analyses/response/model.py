"""How soon pairs of functions answer: what is seen of a pair, and what who asks and who answers let expect of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from silograph.analyses.response.questions import DEADLINE, Pairs, Times
from silograph.arrays import FloatArray, IntArray
from silograph.stats.shrinkage import pooled_worth, shrunk
from silograph.stats.survival import Groups, aalen_johansen, cluster_weights
from silograph.stats.two_way import STRENGTHS, Crossed

ENOUGH = 20.0
"""Questions of a pair below which what its two functions let expect is worth what is lacking: five are no rate."""
NEARLY = 1e-4  # chance of what always or never happens


class Estimates(NamedTuple):
    """Estimates of one clock, for pairs, pairs that never asked, and the functions of `Pairs.answerers`."""

    pair_curves: FloatArray
    borrowed: FloatArray
    pair_replicates: FloatArray
    unasked_curves: FloatArray
    unasked_replicates: FloatArray
    function_curves: FloatArray
    function_replicates: FloatArray
    worth: float  # for how many questions the average of all counts in the figures of a function
    share: float  # of all questions answered in time
    share_replicates: FloatArray


def estimate(sample: Times, pairs: Pairs, hours: FloatArray, *, replicates: int, seed: int) -> Estimates:
    """Curves and bootstrap replicates, with what pairs borrow.

    The prior of a pair is a Dirichlet process, worth as many questions as pairs resemble what who asks and who answers
    let expect; that of a function is centred on the organisation and worth as many as functions are alike.
    """
    pair = pairs.of_question[sample.question]
    rows = np.flatnonzero(pairs.cross[pair])
    answering = np.searchsorted(pairs.answerers, pairs.answering[pair[rows]])
    by_pair = Groups(sample.hours, sample.cause, pair, len(pairs.asking), DEADLINE)
    by_function = Groups(sample.hours[rows], sample.cause[rows], answering, len(pairs.answerers), DEADLINE)
    known = np.bincount(pair, by_pair.known, minlength=len(pairs.asking)).astype(np.float64)
    model = _Expectation.of(pairs, known, np.nan_to_num(by_pair.incidence(np.ones(len(pair)))))
    strength = _at_least(STRENGTHS, known)
    borrowed = (model.odds[:, None] * strength / (known + strength)).sum(axis=0)

    raw = _curves(sample.hours, sample.cause, pair, len(pairs.asking), hours)
    own = _curves(sample.hours[rows], sample.cause[rows], answering, len(pairs.answerers), hours)
    average = aalen_johansen(sample.hours[rows], sample.cause[rows]).at(hours)
    mass = np.bincount(answering, by_function.known, minlength=len(pairs.answerers))
    day = int(np.searchsorted(hours, DEADLINE))
    worth = pooled_worth(mass * own[:, day], mass)
    own = shrunk(mass[:, None] * own, mass[:, None], level=average, worth=worth)
    shape = np.concatenate([own, average[None]])[model.answering]
    lent = _with_share(shape, model.expected, day=day)
    centre, unasked = lent[: len(known)], lent[len(known) :]
    curves = (1 - borrowed[:, None]) * raw + borrowed[:, None] * centre

    n_clusters = int(sample.cluster.max(initial=-1)) + 1
    drawn = np.array(
        [cluster_weights(n_clusters, replicate=r, seed=seed) for r in range(replicates)]
    ).reshape(replicates, n_clusters)
    asked, answered = _resampled(by_pair, drawn, sample.cluster)
    of_function, in_time = _resampled(by_function, drawn, sample.cluster[rows])
    rng = np.random.default_rng([seed, 1])
    shares = model.drawn(asked, answered, rng)
    return Estimates(
        pair_curves=np.maximum.accumulate(curves, axis=1),
        borrowed=borrowed,
        pair_replicates=shares[:, : len(known)],
        unasked_curves=unasked,
        unasked_replicates=shares[:, len(known) :],
        function_curves=own,
        function_replicates=_posterior(of_function, in_time, model.level, worth, rng),
        worth=worth,
        share=float(average[day]),
        share_replicates=in_time.sum(axis=1) / np.maximum(of_function.sum(axis=1), np.finfo(float).tiny),
    )


def _resampled(groups: Groups, drawn: FloatArray, cluster: IntArray) -> tuple[FloatArray, FloatArray]:
    """Questions of known fate of each group, and those of them answered, with resampled clusters; (R, groups) each."""
    asked = np.zeros((drawn.shape[1], groups.n_groups))
    np.add.at(asked, (cluster, groups.group), groups.known)
    known = drawn @ asked
    answered = known * np.nan_to_num(groups.incidences(drawn, unit=cluster))
    return known, answered


def _posterior(
    asked: FloatArray,
    answered: FloatArray,
    centre: FloatArray | float,
    strength: FloatArray | float,
    rng: np.random.Generator,
) -> FloatArray:
    """Shares drawn, (R, groups): resampled questions and a prior worth `strength` questions about `centre`."""
    centre = np.broadcast_to(np.clip(centre, NEARLY, 1 - NEARLY), asked.shape)
    yes, no = (rng.gamma(strength * share) for share in (centre, 1 - centre))
    return np.asarray((answered + yes) / np.maximum(asked + yes + no, np.finfo(float).tiny))


@dataclass(frozen=True, eq=False)
class _Expectation:
    """What to expect by the deadline of pairs, those that never asked last, from who asks and who answers.

    A function's questions to itself are expected to be answered as those of an average other one; they teach nothing.
    """

    pairs: Pairs
    known: FloatArray
    table: Crossed
    level: float
    odds: FloatArray
    asking: IntArray
    answering: IntArray
    expected: FloatArray

    @classmethod
    def of(cls, pairs: Pairs, known: FloatArray, share: FloatArray) -> _Expectation:
        """From pairs with `known` questions of known fate, of which `share` were answered."""
        functions, answerers, cross = pairs.functions, pairs.answerers, pairs.cross
        away, ask = pairs.unasked
        places = [np.searchsorted(functions, np.r_[pairs.asking, away]), np.r_[pairs.answering, ask]]
        asking = np.where(np.r_[cross, np.ones(len(away), bool)], places[0], len(functions))
        answering = np.searchsorted(answerers, places[1])
        answering = np.where(np.isin(places[1], answerers), answering, len(answerers))
        table = Crossed(
            asking[: len(cross)][cross],
            answering[: len(cross)][cross],
            len(functions) + 1,
            len(answerers) + 1,
        )
        n, p = known[cross], share[cross]
        odds = table.believed(n, p)
        expected = table.expected(n, p, odds, row=asking, column=answering)
        return cls(
            pairs, known, table, float((n @ p + 0.5) / (n.sum() + 1)), odds, asking, answering, expected
        )

    def drawn(self, asked: FloatArray, answered: FloatArray, rng: np.random.Generator) -> FloatArray:
        """Shares of all these pairs in each replicate, (R, pairs), given resampled questions of those that asked."""
        cross = self.pairs.cross
        strength = rng.choice(STRENGTHS, size=len(asked), p=self.odds)
        share = np.divide(answered, asked, out=np.zeros_like(asked), where=asked > 0)
        effects = self.table.drawn(
            asked[:, cross], share[:, cross], strength, expected=self.expected[: len(cross)][cross], rng=rng
        )
        centre = self.table.shares(effects, self.asking, self.answering)
        never = np.zeros((len(asked), centre.shape[1] - asked.shape[1]))
        known = np.r_[self.known, np.zeros(never.shape[1])]
        prior = _at_least(strength, known)
        return _posterior(np.hstack([asked, never]), np.hstack([answered, never]), centre, prior, rng)


def _at_least(strength: FloatArray, known: FloatArray) -> FloatArray:
    """What is expected of pairs is worth so many questions, (strengths, pairs): no fewer than they lack to `ENOUGH`."""
    return np.maximum(strength[:, None], np.where(known > 0, ENOUGH - known, 0.0))


def _with_share(curves: FloatArray, share: FloatArray, *, day: int) -> FloatArray:
    """Curves whose odds are multiplied so that their value at column `day` becomes `share`."""
    odds = np.clip(curves, 0.0, 1 - NEARLY) / (1 - np.clip(curves, 0.0, 1 - NEARLY))
    wanted = np.clip(share, NEARLY, 1 - NEARLY)
    factor = wanted / (1 - wanted) / np.maximum(odds[:, day], NEARLY)
    moved = odds * factor[:, None]
    return np.asarray(moved / (1 + moved))


def _curves(hours: FloatArray, cause: IntArray, group: IntArray, n_groups: int, at: FloatArray) -> FloatArray:
    """Cumulative incidence of each group at these times, (groups, times); 0 in groups without observations."""
    order = np.argsort(group, kind="stable")
    borders = np.searchsorted(group[order], np.arange(n_groups + 1))
    curves = np.zeros((n_groups, len(at)))
    for g in range(n_groups):
        rows = order[borders[g] : borders[g + 1]]
        if len(rows):
            curves[g] = aalen_johansen(hours[rows], cause[rows]).at(at)
    return curves
