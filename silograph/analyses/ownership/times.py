"""How soon functions answer each other and by themselves: curves over time, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import UsageError

DEADLINE = 24.0
"""Hours after which an answer is too late."""
HORIZON = 168.0
"""Waiting is counted up to a week: questions that are never answered would make every average infinite."""
CLOCK = (1, 2, 4, 8, 12, 24, 36, 48)
"""Hours at which `OwnershipResult.topics` says how many are answered."""
HOURS = np.unique(
    np.r_[0.0, np.geomspace(0.1, 24, 50), np.geomspace(24, HORIZON, 25), np.geomspace(HORIZON, 720, 10)]
)
_AT_ONCE = 1_000_000  # points of curves: some megabytes at a time
NEARLY = 1e-4  # odds of what always or never happens

Handover = Literal["at_once", "own_pace"]


@dataclass(frozen=True, kw_only=True, eq=False)
class AnswerTimes:
    """How soon functions answer each other, and what they are asked themselves: estimates and bootstrap replicates.

    Probabilities are cumulative incidences: of the questions asked, the share answered by then. What is never
    answered keeps them below 1. Between the points of `hours` they are taken to rise evenly.

    Parameters
    ----------
    functions
        Names.
    people
        People of each function, (F,).
    hours
        Time since the question, rising from 0 to at least 168, (H,).
    between
        Answers to a function (first axis) by another (second); (F, F, H). The diagonal is not read.
    own
        A function's answers to questions on its own topics, (F, H). NaN for one that is never asked: no question is
        about it.
    between_replicates, own_replicates
        Bootstrap replicates of the shares answered within 24 hours, (B, F, F) and (B, F), drawn jointly.
    own_from
        Whose questions `own` rests on, per function: ``outside contacts``, ``outside contacts of all functions`` (too
        few of its own) or ``anyone``.
    handled
        Questions a person of each function answers in a week today, (F,); NaN where not known.
    borrowed
        Weight, 0 to 1, in `between` of what who asks and who answers let expect, averaged over questions.
    behind
        People behind the times of each pair, and on the diagonal behind a function's own, (F, F); None where not known.
    answers
        Final answers each function gave, (F,); None where not known.

    Examples
    --------
    Every question is answered in 24 hours on average, with exponential times.

    >>> hours = np.linspace(0, 168, 337)
    >>> law = 1 - np.exp(-hours / 24)
    >>> times = AnswerTimes(
    ...     functions=("HR", "IT", "PR"), people=np.array([8, 9, 7]), hours=hours,
    ...     between=np.broadcast_to(law, (3, 3, 337)), own=np.broadcast_to(law, (3, 337)),
    ...     between_replicates=np.empty((0, 3, 3)), own_replicates=np.empty((0, 3)),
    ...     own_from=("anyone",) * 3, handled=np.full(3, 2.0))
    >>> in_time, waited = times.outcomes()
    >>> in_time[0].round(3).tolist()  # the nine pairs, then the three functions by themselves
    [0.0, 0.632, 0.632, 0.632, 0.0, 0.632, 0.632, 0.632, 0.0, 0.632, 0.632, 0.632]
    """

    functions: tuple[str, ...]
    people: IntArray
    hours: FloatArray
    between: FloatArray
    own: FloatArray
    between_replicates: FloatArray
    own_replicates: FloatArray
    own_from: tuple[str, ...]
    handled: FloatArray
    borrowed: float = 0.0
    behind: IntArray | None = None
    answers: IntArray | None = None

    def __post_init__(self) -> None:
        f, h, b = len(self.functions), len(self.hours), len(self.own_replicates)
        fits = (
            self.between.shape == (f, f, h)
            and self.own.shape == (f, h)
            and self.between_replicates.shape == (b, f, f)
            and self.own_replicates.shape == (b, f)
            and len(self.people) == len(self.own_from) == len(self.handled) == f
        )
        if not fits:
            raise UsageError("answer times: shapes must be (F, F, H), (F, H), (B, F, F), (B, F) and (F,)")
        if h < 2 or self.hours[0] != 0 or (np.diff(self.hours) <= 0).any() or self.hours[-1] < HORIZON:
            raise UsageError(f"answer times: hours must rise from 0 to at least {HORIZON:.0f}")

    @property
    def asked(self) -> BoolArray:
        """Functions that are asked anything at all, (F,)."""
        return np.asarray(~np.isnan(self.own).any(axis=1))

    def people_behind(self, asker: int, answerer: int) -> float:
        """People behind the times of a pair, or of a function's own answers; infinite where not known.

        Parameters
        ----------
        asker, answerer
            Positions of the two functions; the same twice for a function's own answers.

        Returns
        -------
        float
            How many people.
        """
        return np.inf if self.behind is None else float(self.behind[asker, answerer])

    def ways(self, *, handover: Handover = "at_once") -> FloatArray:
        """The ways of an answer: the F x F pairs row by row, then the F functions by themselves; (F² + F, H).

        The diagonal of pairs is 0; so is what is never asked.

        Parameters
        ----------
        handover
            Whether passing on takes no time (``at_once``) or as long as an answer (``own_pace``).
        """
        return self._ways(as_ways(self.between, self.own), handover)

    def _ways(self, ways: FloatArray, handover: Handover) -> FloatArray:
        f = len(self.functions)
        if handover == "own_pace":
            pairs, own = ways[: f * f].reshape(f, f, -1), ways[f * f :]
            return as_ways(_convolve(pairs, own[:, None], self.hours), own)
        return ways

    def outcomes(
        self, *, handover: Handover = "at_once", replicates: bool = True
    ) -> tuple[FloatArray, FloatArray]:
        """The share answered within 24 hours, and mean hours of waiting up to a week; (1 + B, F² + F) each.

        Row 0 is the estimate. In a replicate the odds of having been answered differ from the estimate's by one factor
        at all hours, the one that gives the replicate's share at 24 hours.

        Parameters
        ----------
        handover
            Whether passing on takes no time (``at_once``) or as long as an answer (``own_pace``).
        replicates
            Whether to give the B replicates too.
        """
        share, drawn = self._shares(replicates=replicates)
        ways = as_ways(self.between, self.own)
        in_time, waited = np.empty((2, len(drawn), len(ways)))
        step = max(1, _AT_ONCE // ways.size) if handover == "at_once" else 1
        for start in range(0, len(drawn), step):
            part = slice(start, start + step)
            found = _with_share(ways, share, drawn[part])
            paced = found if handover == "at_once" else self._ways(found[0], handover)
            in_time[part] = at_hour(paced, self.hours, DEADLINE)
            waited[part] = _waited(paced, self.hours)
        return in_time, waited

    def in_time(self, *, handover: Handover = "at_once", replicates: bool = True) -> FloatArray:
        """The first of `outcomes` alone: where passing on takes no time, one point of each curve tells.

        Parameters
        ----------
        handover
            Whether passing on takes no time (``at_once``) or as long as an answer (``own_pace``).
        replicates
            Whether to give the B replicates too.
        """
        if handover == "own_pace":
            return self.outcomes(handover=handover, replicates=replicates)[0]
        share, drawn = self._shares(replicates=replicates)
        about = _around(self.hours, DEADLINE)
        near = _with_share(as_ways(self.between, self.own)[:, about], share, drawn)
        return at_hour(near, self.hours[about], DEADLINE)

    def _shares(self, *, replicates: bool) -> tuple[FloatArray, FloatArray]:
        """Of each way the share answered within 24 hours; and the same once more with its replicates below."""
        share = at_hour(as_ways(self.between, self.own), self.hours, DEADLINE)
        drawn = [share]
        if replicates:
            drawn += [
                as_ways(*pair) for pair in zip(self.between_replicates, self.own_replicates, strict=True)
            ]
        return share, np.array(drawn)


def as_ways(between: FloatArray, own: FloatArray) -> FloatArray:
    """Pairs (F, F, ...) and functions (F, ...) one below the other; nothing on the diagonal."""
    f = len(own)
    pairs = between.reshape(f * f, *between.shape[2:]).copy()
    pairs[:: f + 1] = 0.0
    return np.asarray(np.nan_to_num(np.concatenate([pairs, own])))


def _with_share(curves: FloatArray, share: FloatArray, wanted: FloatArray) -> FloatArray:
    """Curves (W, H) whose odds are multiplied so that `share`, their value at 24 hours, becomes `wanted`, (R, W)."""
    p, q, known = (np.clip(x, NEARLY, 1 - NEARLY) for x in (share, wanted, curves))
    odds = (known / (1 - known)) * (q / (1 - q) * (1 - p) / p)[..., None]
    same = (wanted == share).all(axis=-1)[:, None, None]
    return np.where(same, curves, odds / (1 + odds))


def at_hour(curves: FloatArray, hours: FloatArray, moment: float) -> FloatArray:
    """Value of piecewise linear curves (..., H) at a moment."""
    about = _around(hours, moment)
    first, last = hours[about]
    share = (moment - first) / (last - first)
    return np.asarray((1 - share) * curves[..., about.start] + share * curves[..., about.stop - 1])


def _around(hours: FloatArray, moment: float) -> slice:
    """The two points about a moment."""
    right = int(np.clip(np.searchsorted(hours, moment), 1, len(hours) - 1))
    return slice(right - 1, right + 1)


def _waited(curves: FloatArray, hours: FloatArray) -> FloatArray:
    """Mean hours of waiting, counted up to `HORIZON`: the area above the curve."""
    inside = hours < HORIZON
    grid = np.append(hours[inside], HORIZON)
    values = np.concatenate([curves[..., inside], at_hour(curves, hours, HORIZON)[..., None]], axis=-1)
    return np.asarray(np.trapezoid(1 - values, grid, axis=-1))


def _convolve(first: FloatArray, second: FloatArray, hours: FloatArray) -> FloatArray:
    """Distribution of the sum of two independent times; the steps of `second` are taken at their midpoints."""
    middle = np.append(0.0, (hours[1:] + hours[:-1]) / 2)
    steps = np.diff(second, axis=-1, prepend=0.0)
    summed = np.zeros(np.broadcast_shapes(first.shape, second.shape))
    for j in range(len(hours)):
        left = hours - middle[j]
        right = np.clip(np.searchsorted(hours, left), 1, len(hours) - 1)
        share = np.clip((left - hours[right - 1]) / (hours[right] - hours[right - 1]), 0, 1)
        delayed = (1 - share) * first[..., right - 1] + share * first[..., right]
        summed += steps[..., j, None] * np.where(left >= 0, delayed, 0.0)
    return summed


def median_hours(curve: FloatArray, hours: FloatArray) -> float:
    """When half the questions are answered; infinite where that never happens."""
    reached = np.flatnonzero(curve >= 0.5)
    if len(reached) == 0:
        return np.inf
    k = int(reached[0])
    return float(np.interp(0.5, curve[k - 1 : k + 1], hours[k - 1 : k + 1])) if k else 0.0
