"""Times until something happens, where the log may end first or something else may come before.

Kaplan-Meier, Aalen-Johansen, the influence of single observations, and many small groups at one time point.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from silograph.arrays import FloatArray, IntArray
from silograph.kernels import kernel

_GONE = -50.0  # logarithm of a survival that is nought for every purpose, yet can be summed and subtracted


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """How many have had the event by each time: a step function, flat between `hours`.

    Parameters
    ----------
    hours
        Times at which something happened, ascending, (k,).
    incidence
        Probability that the event of interest has happened by then, (k,).
    survival
        Probability that nothing has happened by then, competing events included, (k,).
    at_risk
        Weight of those still waiting just before, (k,).
    """

    hours: FloatArray
    incidence: FloatArray
    survival: FloatArray
    at_risk: FloatArray

    def at(self, hours: npt.ArrayLike) -> FloatArray:
        """Cumulative incidence at these times; 0 before the first event, flat after the last."""
        return np.asarray(np.r_[0.0, self.incidence][np.searchsorted(self.hours, hours, side="right")])

    def quantile(self, probability: float) -> float:
        """The first time at which so many have had the event; infinite where that is never seen."""
        reached = np.flatnonzero(self.incidence >= probability - 1e-12)
        return float(self.hours[reached[0]]) if len(reached) else float("inf")


def kaplan_meier(
    hours: npt.ArrayLike, happened: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> Incidence:
    """Product-limit estimate; `Incidence.survival` is the Kaplan-Meier curve, `Incidence.incidence` 1 minus it.

    Parameters
    ----------
    hours
        Time until the event or until the observation ended, (n,).
    happened
        Whether it was the event, (n,); else censored.
    weights
        How much each observation counts, (n,); 1 by default.

    References
    ----------
    Kaplan & Meier (1958), J. Am. Stat. Assoc. 53, 457-481.

    Examples
    --------
    >>> kaplan_meier([1, 2, 3], [True, False, True]).survival.round(3).tolist()
    [0.667, 0.0]
    """
    return aalen_johansen(hours, np.asarray(happened, dtype=bool).astype(int), weights=weights)


def aalen_johansen(
    hours: npt.ArrayLike, cause: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> Incidence:
    """Cumulative incidence of one event in the presence of competing ones.

    One minus Kaplan-Meier, with the competing events taken as censored, would answer "if nothing else could
    happen" and is too high.

    Parameters
    ----------
    hours
        Time until the first event or until the observation ended, (n,), not negative.
    cause
        0 where the observation ended, 1 where the event of interest happened, other numbers for competing events.
    weights
        How much each observation counts, (n,); 1 by default.

    References
    ----------
    Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150.

    Examples
    --------
    Four questions: answered after 1 hour, answered by somebody else after 2, not answered within 3, answered after 4.

    >>> aalen_johansen([1, 2, 3, 4], [1, 2, 0, 1]).at([1, 2, 4]).tolist()
    [0.25, 0.25, 0.75]
    """
    time, why = np.asarray(hours, dtype=float), np.asarray(cause, dtype=np.int64)
    weight = np.ones(len(time)) if weights is None else np.asarray(weights, dtype=float)
    distinct, block = np.unique(time, return_inverse=True)
    leaving = np.bincount(block, weight, minlength=len(distinct))
    events = np.bincount(block, weight * (why > 0), minlength=len(distinct))
    wanted = np.bincount(block, weight * (why == 1), minlength=len(distinct))
    at_risk = np.cumsum(leaving[::-1])[::-1]
    seen = events > 0
    waiting = at_risk[seen].astype(np.float64)
    survival = np.cumprod(1 - events[seen] / waiting, dtype=np.float64)
    before = np.r_[1.0, survival[:-1]][: len(survival)]
    incidence = np.cumsum(before * wanted[seen] / waiting)
    return Incidence(distinct[seen], incidence, survival, waiting)


def influence(hours: npt.ArrayLike, cause: npt.ArrayLike, *, at: float) -> FloatArray:
    """By how much each observation moves the Aalen-Johansen estimate at one time (infinitesimal jackknife), (n,).

    They sum to 0; the sum of their squares estimates the variance, and so do, where observations hang together,
    the squares of their sums over clusters. Without censoring: (answered by then - estimate) / n.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, section 21.3. Aalen & Johansen (1978).

    Examples
    --------
    >>> influence([1, 2, 3, 4], [1, 2, 1, 1], at=3).tolist()
    [0.125, -0.125, 0.125, -0.125]
    """
    time, why = np.asarray(hours, dtype=float), np.asarray(cause, dtype=np.int64)
    distinct, block = np.unique(time, return_inverse=True)
    at_risk = np.cumsum(np.bincount(block, minlength=len(distinct))[::-1])[::-1]
    wanted = np.bincount(block, why == 1, minlength=len(distinct)) / np.maximum(at_risk, 1)
    others = np.bincount(block, why > 1, minlength=len(distinct)) / np.maximum(at_risk, 1)
    stay = 1 - wanted - others
    survival = np.cumprod(stay)
    before = np.r_[1.0, survival[:-1]][: len(distinct)]
    within = distinct <= at
    incidence = np.cumsum(before * wanted * within)
    final = incidence[-1] if len(incidence) else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        later = np.where(stay > 1e-12, (final - incidence) / stay, 0.0)
    by_wanted, by_others = (before - later) * within / at_risk, -later * within / at_risk
    while_waiting = np.cumsum(by_wanted * wanted + by_others * others)
    moved = (why == 1) * by_wanted[block] + (why > 1) * by_others[block] - while_waiting[block]
    return np.asarray(moved, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Groups:
    """Many small samples with one time point in view, arranged once and estimated again and again with new weights.

    Parameters
    ----------
    hours, cause
        As in `aalen_johansen`, (n,).
    group
        Number of the sample that each observation belongs to, (n,).
    n_groups
        How many samples there are.
    at
        The time at which the cumulative incidence is wanted.

    Examples
    --------
    >>> groups = Groups(np.array([1.0, 30, 5, 9]), np.array([1, 1, 2, 0]), np.array([0, 0, 1, 1]), 2, at=24)
    >>> groups.incidence(np.ones(4)).tolist()
    [0.5, 0.0]
    """

    hours: FloatArray
    cause: IntArray
    group: IntArray
    n_groups: int
    at: float

    @cached_property
    def _blocks(self) -> tuple[IntArray, IntArray, IntArray]:
        """Per observation its block (sample and time; one for all later than `at`); per block the sample, the first."""
        time = np.where(self.hours > self.at, np.inf, self.hours)
        order = np.lexsort((time, self.group))
        new = np.ones(len(order), dtype=bool)
        new[1:] = (np.diff(self.group[order]) != 0) | (time[order][1:] != time[order][:-1])
        block = np.empty(len(order), dtype=np.int64)
        block[order] = np.cumsum(new) - 1
        owner = self.group[order][new]
        first = np.searchsorted(owner, owner)
        return block, owner, first

    @cached_property
    def known(self) -> npt.NDArray[np.bool_]:
        """Whether what had become of each observation by `at` is known."""
        return (self.cause > 0) | (self.hours >= self.at)

    def incidence(self, weights: FloatArray) -> FloatArray:
        """Cumulative incidence at `at` per sample, (n_groups,); NaN in samples without weight."""
        block, owner, first = self._blocks
        total = np.bincount(self.group, weights, minlength=self.n_groups)
        n = len(owner)
        inside = self.hours <= self.at
        leaving = np.bincount(block, weights, minlength=n)
        events = np.bincount(block, weights * (inside & (self.cause > 0)), minlength=n)
        wanted = np.bincount(block, weights * (inside & (self.cause == 1)), minlength=n)
        left = np.r_[0.0, np.cumsum(leaving)]
        at_risk = np.maximum(total[owner] - (left[:-1] - left[first]), leaving)
        with np.errstate(divide="ignore", invalid="ignore"):
            hazard = np.where(at_risk > 0, events / at_risk, 0.0)
            share = np.where(at_risk > 0, wanted / at_risk, 0.0)
            log_stay = np.maximum(np.log1p(-np.minimum(hazard, 1.0)), _GONE)
        gone = np.r_[0.0, np.cumsum(log_stay)]
        before = np.exp(gone[:-1] - gone[first])
        result = np.bincount(owner, before * share, minlength=self.n_groups)
        return np.where(total > 0, np.clip(result, 0.0, 1.0), np.nan)

    def incidences(self, weights: FloatArray, *, unit: IntArray | None = None) -> FloatArray:
        """`incidence` of many sets of weights at once: (R, n) to (R, n_groups).

        Parameters
        ----------
        weights
            A row per set, (R, n); of units that observations share, with `unit`.
        unit
            (n,) which column of `weights` is that of each observation; None: its own.

        Examples
        --------
        >>> groups = Groups(np.array([1.0, 30, 5, 9]), np.array([1, 1, 2, 0]), np.array([0, 0, 1, 1]), 2, at=24)
        >>> groups.incidences(np.array([[1.0, 1, 1, 1], [3.0, 1, 1, 1]])).tolist()
        [[0.5, 0.0], [0.75, 0.0]]
        """
        _, owner, _ = self._blocks
        order, ends = self._in_order
        found = np.full((len(weights), self.n_groups), np.nan)
        places = order if unit is None else np.asarray(unit, dtype=np.int64)[order]
        inside = self.hours[order] <= self.at
        why = np.where(inside, self.cause[order], 0).astype(np.int64)
        _incidences(np.asarray(weights, dtype=np.float64), places, why, ends, owner, found)
        return found

    @cached_property
    def _in_order(self) -> tuple[IntArray, IntArray]:
        """The observations, block by block, and where each block ends among them."""
        block, owner, _ = self._blocks
        return np.argsort(block, kind="stable"), np.cumsum(np.bincount(block, minlength=len(owner)))


@kernel
def _incidences(
    weights: FloatArray, place: IntArray, cause: IntArray, ends: IntArray, owner: IntArray, found: FloatArray
) -> None:
    """Fill a row of `found` per row of `weights`, sample after sample, from the last of its blocks to know who waits.

    Backwards, what would become of one who waits still is ``wanted + (1 - all events) x later``: no product over all
    that came before is needed.
    """
    for row in range(len(weights)):
        at_risk, reached = 0.0, 0.0
        for block in range(len(ends) - 1, -1, -1):
            events, wanted = 0.0, 0.0
            for i in range(ends[block - 1] if block > 0 else 0, ends[block]):
                weight = weights[row, place[i]]
                at_risk += weight
                events += weight if cause[i] > 0 else 0.0
                wanted += weight if cause[i] == 1 else 0.0
            if at_risk > 0.0:
                reached = wanted / at_risk + max(1.0 - events / at_risk, 0.0) * reached
            if block == 0 or owner[block - 1] != owner[block]:
                if at_risk > 0.0:
                    found[row, owner[block]] = min(max(reached, 0.0), 1.0)
                at_risk, reached = 0.0, 0.0


def cluster_weights(n_clusters: int, *, replicate: int, seed: int) -> FloatArray:
    """Weights of the clusters in one replicate of the Bayesian bootstrap: independent exponentials of mean 1.

    Like drawing clusters with replacement, but none is lost altogether, so that an estimate from few observations
    exists in every replicate. The same `seed` and `replicate` give the same weights.

    References
    ----------
    Rubin (1981), The Bayesian bootstrap, Ann. Stat. 9, 130-134. Lo (1993), A Bayesian bootstrap for censored
    data, Ann. Stat. 21, 100-123.

    Examples
    --------
    >>> cluster_weights(3, replicate=0, seed=1).shape
    (3,)
    """
    return np.random.default_rng([seed, replicate]).exponential(size=n_clusters)
