"""Who would answer questions from outside within 24 hours: one function, a hub, a team of its own, or everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.analyses.parts.question import Inputs, Question
from silograph.analyses.parts.result import Result
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import EXTERNAL_FUNCTION, NONE, Conversations
from silograph.stats.intervals import percentile_interval, wilson_interval
from silograph.stats.survival import kaplan_meier

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEADLINE = 24.0
"""Hours after which an answer is too late."""
HORIZON = 168.0
"""Waiting is counted up to a week: questions that are never answered would make every average infinite."""
CLOCK = (1, 2, 4, 8, 12, 24, 36, 48)
"""Hours at which `OwnershipResult.topics` says how many are answered."""
HOURS = np.unique(
    np.r_[0.0, np.geomspace(0.1, 24, 50), np.geomspace(24, HORIZON, 25), np.geomspace(HORIZON, 720, 10)]
)
MIN_FUNCTIONS = 3
OWN_FUNCTION, EVERYBODY = "(function of its own)", "(everybody)"
_UNNAMED = {OWN_FUNCTION: "own_function", EVERYBODY: "everybody"}
LEVEL = 0.95
MAX_AUDIENCE = 50
ASKED = ("to", "assignee", "mention", "reply")  # roles of those who are expected to answer
ENOUGH_QUESTIONS = 30  # from outside, to rest anything on them
WORTH = 10  # questions for which the average of all functions counts in one function's answers to outside contacts
FEW_QUESTIONS = 10  # for the check
MANY_REPLICATES = 100
MUCH_BORROWED = 0.2
NEARLY = 1e-4  # odds of what always or never happens
QUESTIONS_PER_WEEK = 20.0
COLOURS = {"single_function": "#2f7f86", "hub": "#7a5c99", "own_function": "#b3541e", "everybody": "#5b6770"}

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

    def ways(self, *, handover: Handover = "at_once") -> FloatArray:
        """The ways of an answer: the F x F pairs row by row, then the F functions by themselves; (F² + F, H).

        The diagonal of pairs is 0; so is what is never asked.

        Parameters
        ----------
        handover
            Whether passing on takes no time (``at_once``) or as long as an answer (``own_pace``).
        """
        return self._ways(_ways(self.between, self.own), handover)

    def _ways(self, ways: FloatArray, handover: Handover) -> FloatArray:
        f = len(self.functions)
        if handover == "own_pace":
            pairs, own = ways[: f * f].reshape(f, f, -1), ways[f * f :]
            return _ways(_convolve(pairs, own[:, None], self.hours), own)
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
        ways = _ways(self.between, self.own)
        drawn = [_at(ways, self.hours, DEADLINE)]
        if replicates:
            drawn += [_ways(*pair) for pair in zip(self.between_replicates, self.own_replicates, strict=True)]
        paced = [self._ways(_with_share(ways, drawn[0], share), handover) for share in drawn]
        in_time = [_at(one, self.hours, DEADLINE) for one in paced]
        return np.array(in_time), np.array([_waited(one, self.hours) for one in paced])


def _ways(between: FloatArray, own: FloatArray) -> FloatArray:
    """Pairs (F, F, ...) and functions (F, ...) one below the other; nothing on the diagonal."""
    f = len(own)
    pairs = between.reshape(f * f, *between.shape[2:]).copy()
    pairs[:: f + 1] = 0.0
    return np.asarray(np.nan_to_num(np.concatenate([pairs, own])))


def _with_share(curves: FloatArray, share: FloatArray, wanted: FloatArray) -> FloatArray:
    """Curves whose odds are multiplied so that `share`, their value at 24 hours, becomes `wanted`."""
    if np.array_equal(share, wanted):
        return curves
    p, q, known = (np.clip(x, NEARLY, 1 - NEARLY) for x in (share, wanted, curves))
    odds = (known / (1 - known)) * (q / (1 - q) * (1 - p) / p)[:, None]
    return np.asarray(odds / (1 + odds))


def _at(curves: FloatArray, hours: FloatArray, moment: float) -> FloatArray:
    """Value of piecewise linear curves (..., H) at a moment."""
    right = int(np.clip(np.searchsorted(hours, moment), 1, len(hours) - 1))
    share = (moment - hours[right - 1]) / (hours[right] - hours[right - 1])
    return np.asarray((1 - share) * curves[..., right - 1] + share * curves[..., right])


def _waited(curves: FloatArray, hours: FloatArray) -> FloatArray:
    """Mean hours of waiting, counted up to `HORIZON`: the area above the curve."""
    inside = hours < HORIZON
    grid = np.append(hours[inside], HORIZON)
    values = np.concatenate([curves[..., inside], _at(curves, hours, HORIZON)[..., None]], axis=-1)
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


def _median(curve: FloatArray, hours: FloatArray) -> float:
    """When half the questions are answered; infinite where that never happens."""
    reached = np.flatnonzero(curve >= 0.5)
    if len(reached) == 0:
        return np.inf
    k = int(reached[0])
    return float(np.interp(0.5, curve[k - 1 : k + 1], hours[k - 1 : k + 1])) if k else 0.0


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What the data do not say; every one is part of the result.

    Parameters
    ----------
    questions_per_week
        Questions from outside in a week. None: as many as are in the log, else 20.
    mix
        About which functions they are: ``uniform``, ``observed`` (the outside questions in the log), or shares by
        function. None: observed where there are at least 30, else uniform.
    staff
        People of a function of its own.
    triage_error
        Where everybody answers: the share of questions that first land with a function they are not about.
    handover
        ``at_once``: passing a question on, and the answer back, takes no time beyond the reply itself. ``own_pace``:
        it takes a function as long as answering one of its own.
    """

    questions_per_week: float | None = None
    mix: Literal["uniform", "observed"] | Mapping[str, float] | None = None
    staff: int = 5
    triage_error: float = 0.1
    handover: Handover = "at_once"

    def __post_init__(self) -> None:
        if self.questions_per_week is not None and not self.questions_per_week > 0:
            raise UsageError(f"questions per week must be above 0, not {self.questions_per_week}")
        if self.staff < 1:
            raise UsageError(f"a function of its own needs at least one person, not {self.staff}")
        if not 0 <= self.triage_error <= 1:
            raise UsageError(f"a triage error rate lies between 0 and 1, not {self.triage_error}")
        if self.handover not in ("at_once", "own_pace"):
            raise UsageError(f"handover is 'at_once' or 'own_pace', not {self.handover!r}")


class ResponseTimes(Protocol):
    """What `answer_times` needs of the result of `response`."""

    @property
    def table(self) -> pd.DataFrame:
        """A row per clock and pair: ``function_a function_b clock asked borrowed``."""

    @property
    def functions(self) -> pd.DataFrame:
        """A row per clock and answering function: ``function clock answered``."""

    @property
    def hours(self) -> FloatArray:
        """Times of the curves, (k,)."""

    @property
    def pair_curves(self) -> Mapping[str, FloatArray]:
        """By clock: (rows of `table` of that clock, k)."""

    @property
    def unasked(self) -> pd.DataFrame:
        """Pairs that never asked: ``function_a function_b``."""

    @property
    def unasked_curves(self) -> Mapping[str, FloatArray]:
        """By clock: what is expected of them, (rows of `unasked`, k)."""

    @property
    def unasked_replicates(self) -> Mapping[str, FloatArray]:
        """By clock: shares answered within 24 hours, (B, rows of `unasked`)."""

    @property
    def function_curves(self) -> Mapping[str, FloatArray]:
        """By clock: (rows of `functions` of that clock, k)."""

    @property
    def pair_replicates(self) -> Mapping[str, FloatArray]:
        """By clock: shares answered within 24 hours, (B, rows of `table`)."""

    @property
    def function_replicates(self) -> Mapping[str, FloatArray]:
        """By clock: shares answered within 24 hours, (B, rows of `functions`)."""


@dataclass(frozen=True, eq=False)
class OutsideQuestions:
    """Questions from outside contacts, as the log shows them.

    Parameters
    ----------
    table
        A row per question: ``asked_at contact front topic kind hours watched``. `contact` is a number; `front` is the
        function it reached, `topic` the other function that was brought in, else `front`; `kind` is ``direct`` or
        ``detoured``; `hours` until the last answer to the asker, missing without one; `watched` the hours the log goes
        on after it.
    weeks
        Weeks with a message.
    left_out
        Questions that reached several functions at once, or none.
    """

    table: pd.DataFrame
    weeks: int
    left_out: int = 0


def in_halves(conversations: Conversations) -> tuple[Conversations, Conversations]:
    """The threads opened in the first and in the second half of the period, each thread whole."""
    messages = conversations.messages
    opened = messages.groupby("thread")["sent_at"].transform("min").where(messages["thread"] != NONE)
    opened = opened.fillna(messages["sent_at"])
    first, last = opened.min(), opened.max()
    early = opened <= first + (last - first) / 2
    return _part(conversations, early.to_numpy()), _part(conversations, (~early & opened.notna()).to_numpy())


def _part(conversations: Conversations, keep: BoolArray) -> Conversations:
    """Some of the messages, numbered anew."""
    number = np.append(np.where(keep, np.cumsum(keep) - 1, NONE), NONE)  # the last one stands for no parent
    messages = conversations.messages[keep].reset_index(drop=True)
    messages["parent"] = number[messages["parent"]]
    reached = conversations.interactions[keep[conversations.interactions["message"]]].reset_index(drop=True)
    reached["message"] = number[reached["message"]]
    cases = conversations.cases[conversations.cases["thread"].isin(messages["thread"])].reset_index(drop=True)
    return replace(conversations, messages=messages, interactions=reached, cases=cases)


def outside_questions(conversations: Conversations) -> OutsideQuestions:
    """Questions from outside contacts and what became of them.

    A question is a message by an outside contact that opens a thread and reaches one function; not automated, at
    most 50 recipients. It is detoured when, up to the last answer, another function writes in the thread or is asked
    there. What passes outside the thread, or by telephone, is not seen.

    Parameters
    ----------
    conversations
        The log, with people outside.

    Returns
    -------
    OutsideQuestions
        When each was asked and answered, by whom, and about which function.
    """
    messages = conversations.messages
    usable = messages["sent_at"].notna() & ~messages["automated"] & (messages["audience"] <= MAX_AUDIENCE)
    told = messages[usable & (messages["thread"] != NONE) & (messages["kind"] != "reaction")]
    opening = told.drop_duplicates("thread")
    from_outside = conversations.is_kind("external")[opening["sender"]]
    opening = opening[from_outside | (opening["function"] == EXTERNAL_FUNCTION).to_numpy()]
    reached = conversations.interactions
    asked = reached[reached["role"].isin(ASKED) & (reached["function"] >= 0)]
    fronts = (
        asked[asked["message"].isin(opening.index)].groupby("message")["function"].agg(["first", "nunique"])
    )
    fronts = fronts[fronts["nunique"] == 1]
    asking = opening.loc[fronts.index]
    question = pd.DataFrame(
        {
            "thread": asking["thread"],
            "asked_at": asking["sent_at"],
            "asker": asking["sender"],
            "front": fronts["first"],
            "end": conversations.observed_until.reindex(asking["source"]).array,
        }
    )
    inside = told.loc[told["function"] >= 0, ["thread", "sent_at", "function"]].reset_index(names="message")
    inside = inside.merge(question[["thread", "asker", "front"]], on="thread")
    question = question.set_index("thread")

    to_asker = inside.merge(reached[["message", "recipient"]], on="message")
    last = (
        to_asker[to_asker["recipient"] == to_asker["asker"]].groupby("thread")[["message", "sent_at"]].max()
    )
    hours = (last["sent_at"].reindex(question.index) - question["asked_at"]).dt.total_seconds() / 3600

    others = inside.merge(asked[["message", "function"]], on="message", how="left", suffixes=("", "_asked"))
    brought = others["function"].where(others["function"] != others["front"], others["function_asked"])
    others = others.assign(brought=brought)[brought.notna() & (brought != others["front"])]
    in_time = others["message"] <= others["thread"].map(last["message"]).fillna(np.inf)
    topic = others[in_time].sort_values("message").groupby("thread")["brought"].first()
    names = np.array(conversations.functions, dtype=object)
    topic = topic.reindex(question.index)
    table = pd.DataFrame(
        {
            "asked_at": question["asked_at"],
            "contact": question["asker"],
            "front": names[question["front"].to_numpy()],
            "topic": names[topic.fillna(question["front"]).to_numpy(np.int64)],
            "kind": np.where(topic.isna(), "direct", "detoured"),
            "hours": hours,
            "watched": (question["end"] - question["asked_at"]).dt.total_seconds() / 3600,
        }
    ).reset_index(drop=True)
    since = messages["sent_at"] - messages["sent_at"].min()
    weeks = (since.dt.days // 7).nunique()  # a few early or late strays do not make the log longer
    return OutsideQuestions(table, weeks, left_out=len(opening) - len(table))


def answer_times(
    response: ResponseTimes,
    *,
    people: Mapping[str, int],
    outside: OutsideQuestions | None = None,
    like: AnswerTimes | None = None,
    clock: str = "final_answer",
    seed: int = 0,
) -> AnswerTimes:
    """Answer times as `ownership` needs them, from the result of `response`.

    Functions that never asked one another are taken to be answered as who asks and who answers let expect, those that
    are not in this log at all as the answering function answers the others. A function's own answers are those to
    outside contacts, where at least 30 such questions were answered directly; the organisation's average counts for
    ten. Else they are those to the other functions.

    Parameters
    ----------
    response
        Its curves and replicates.
    people
        People of each function.
    outside
        Questions from outside contacts; they also give the length of the log, and with it the questions a week.
    like
        For a part of the period: the times of the whole. Functions that were asked in the whole and not in the part
        have the part's average.
    clock
        ``final_answer`` or ``first_reply``.
    seed
        Makes the draws for outside contacts repeatable.

    Returns
    -------
    AnswerTimes
        How soon each function answers by itself, and each other one.
    """
    rng = np.random.default_rng([seed, 24])
    pairs = response.table[response.table["clock"] == clock]
    margins = response.functions[response.functions["clock"] == clock]
    names = like.functions if like else tuple(sorted({*pairs["function_a"], *pairs["function_b"]}))
    f, b = len(names), len(response.function_replicates[clock])
    place = pd.Index(names).get_indexer(pd.Index(margins["function"]))
    own, own_replicates = np.full((f, len(HOURS)), np.nan), np.full((b, f), np.nan)
    own[place] = _on_grid(response.function_curves[clock], response.hours)
    own_replicates[:, place] = response.function_replicates[clock]
    if like is not None and len(place):
        unseen = np.setdiff1d(np.flatnonzero(like.asked), place)
        own[unseen], own_replicates[:, unseen] = (
            own[place].mean(axis=0),
            own_replicates[:, place].mean(axis=1)[:, None],
        )
    between = np.repeat(own[None], f, axis=0)
    drawn = np.repeat(own_replicates[:, None], f, axis=1)
    for rows, curves, replicates in (
        (pairs, response.pair_curves, response.pair_replicates),
        (response.unasked, response.unasked_curves, response.unasked_replicates),
    ):
        asker, answerer = (
            pd.Index(names).get_indexer(pd.Index(rows[end])) for end in ("function_a", "function_b")
        )
        between[asker, answerer] = _on_grid(curves[clock], response.hours)
        drawn[:, asker, answerer] = replicates[clock]
    own_from = np.full(f, "anyone", dtype=object)
    if (direct := _outside_answers(outside, names, replicates=b, rng=rng)) is not None:
        own, own_replicates, number = direct
        own_from = np.where(number >= WORTH, "outside contacts", "outside contacts of all functions")
    handled = np.full(f, np.nan)
    sizes = np.array([people.get(name, 0) for name in names], dtype=np.int64)
    if outside is not None and outside.weeks > 0:
        handled[place] = margins["answered"] / np.maximum(sizes[place], 1) / outside.weeks
        replied = outside.table.loc[outside.table["hours"].notna(), "front"].value_counts()
        handled += replied.reindex(list(names)).fillna(0.0).to_numpy() / np.maximum(sizes, 1) / outside.weeks
    return AnswerTimes(
        functions=names,
        people=sizes,
        hours=HOURS,
        between=between,
        own=own,
        between_replicates=drawn,
        own_replicates=own_replicates,
        own_from=tuple(own_from.tolist()),
        handled=handled,
        borrowed=float(np.average(pairs["borrowed"], weights=pairs["asked"])),
    )


def _on_grid(curves: FloatArray, hours: FloatArray) -> FloatArray:
    """Step functions (..., k) at `HOURS`."""
    start = np.zeros((*curves.shape[:-1], 1))
    steps = np.concatenate([start, curves], axis=-1)
    return np.asarray(steps[..., np.searchsorted(hours, HOURS, side="right")])


def _outside_answers(
    outside: OutsideQuestions | None, names: Sequence[str], *, replicates: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray, IntArray] | None:
    """Curves (F, H) and replicates (B, F) of functions' own answers to outside contacts, and their numbers (F,).

    The organisation's average counts for `WORTH` questions, so a function without outside contacts has that, with the
    spread it implies. All functions rest on outside contacts or none does: otherwise those that have any would seem
    faster, or slower, because customers are not answered as colleagues are. Contacts are resampled whole.
    """
    if outside is None:
        return None
    alone = outside.table[(outside.table["kind"] == "direct") & outside.table["front"].isin(list(names))]
    if len(alone) < ENOUGH_QUESTIONS:
        return None
    hours = alone["hours"].fillna(alone["watched"]).to_numpy(float)
    answered = alone["hours"].notna().to_numpy()
    front = pd.Index(names).get_indexer(pd.Index(alone["front"]))
    contact, contacts = pd.factorize(alone["contact"])
    average = kaplan_meier(hours, answered).at(HOURS)
    number = np.bincount(front, minlength=len(names))
    curves = np.zeros((len(names), len(HOURS)))
    weights = rng.exponential(size=(replicates, len(contacts)))[:, contact]
    pooled = np.array([_weighted_share(hours, answered, weight) for weight in weights]).clip(
        NEARLY, 1 - NEARLY
    )
    yes, no = (rng.gamma(WORTH * share, size=(len(names), replicates)).T for share in (pooled, 1 - pooled))
    known, in_time = np.zeros((replicates, len(names))), np.zeros((replicates, len(names)))
    for k in np.flatnonzero(number):
        mine = front == k
        curves[k] = kaplan_meier(hours[mine], answered[mine]).at(HOURS)
        known[:, k] = weights[:, mine].sum(axis=1)
        in_time[:, k] = [_weighted_share(hours[mine], answered[mine], weight[mine]) for weight in weights]
    curves = (number[:, None] * curves + WORTH * average) / (number[:, None] + WORTH)
    return curves, (known * in_time + yes) / (known + yes + no), number


def _weighted_share(hours: FloatArray, answered: BoolArray, weight: FloatArray) -> float:
    return float(kaplan_meier(hours, answered, weights=weight).at(DEADLINE))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OwnershipResult(Result):
    """What `ownership` found.

    Parameters
    ----------
    table
        A row per arrangement, best first.
    comparisons
        A row per pair: ``arrangement_a arrangement_b difference difference_low difference_high``; shares answered
        within 24 hours, a minus b, with intervals that hold for all pairs together.
    curves
        ``arrangement hours probability``: answered by then.
    topics
        A row per arrangement and function a question is about: ``arrangement topic asked within_24h within_24h_low
        within_24h_high median_hours`` and, for each of `CLOCK`, ``by_1h`` ...: the share answered by then. `asked` is
        the function that answers or passes on (missing where that is not one of today's). Hubs are chosen on the first
        half and measured on the second.
    observed
        The check against outside questions in the log: ``kind questions answered within_24h within_24h_low
        within_24h_high median_hours predicted_within_24h predicted_own_pace``, the last one if passing on took as
        long as answering; empty where there are none.
    mix
        Share of the questions about each function.
    questions_per_week
        As assumed or observed.
    current_owner
        Whom `waiting_hours` compares with.
    """

    name: ClassVar[str] = "ownership"

    comparisons: pd.DataFrame
    curves: pd.DataFrame
    topics: pd.DataFrame
    observed: pd.DataFrame
    mix: Mapping[str, float]
    questions_per_week: float
    current_owner: str | None

    @property
    def best(self) -> tuple[str, ...]:
        """Arrangements that are better than another one while none is better than they are, best first."""
        return tuple(self.table.loc[self.table["verdict"] == "ahead", "arrangement"])

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        rows = self.table[self.table["within_24h"].notna()]
        if not self.best:
            first, last = rows.iloc[0], rows.iloc[-1]
            return Sentence(
                "said.ownership.none",
                least=last["within_24h"],
                last=_named(last["arrangement"]),
                most=first["within_24h"],
                first=_named(first["arrangement"]),
                low=first["within_24h_low"],
                high=first["within_24h_high"],
            )
        row = rows[rows["verdict"] == "ahead"].iloc[0]
        lead = Sentence(
            "said.ownership.lead",
            arrangement=_named(row["arrangement"]),
            share=row["within_24h"],
            low=row["within_24h_low"],
            high=row["within_24h_high"],
            better=int(row["better_than"]),
            others=len(rows) - 1,
        )
        if self.current_owner is None or row["arrangement"] == self.current_owner:
            return Sentence("said.ownership.found", lead=lead)
        return Sentence(
            "said.ownership.against",
            lead=lead,
            current=self.current_owner,
            hours=row["waiting_hours"],
            low=row["waiting_hours_low"],
            high=row["waiting_hours_high"],
            questions=self.questions_per_week,
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share answered within 24 hours and its 95 % interval, a line per arrangement."""
        import matplotlib.pyplot as plt

        rows = self.table[self.table["within_24h"].notna()].iloc[::-1]
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.2 + 0.32 * len(rows)), layout="constrained")
        colours = rows["kind"].map(COLOURS).tolist()
        height = np.arange(len(rows))
        ax.hlines(height, rows["within_24h_low"], rows["within_24h_high"], color=colours, linewidth=2)
        ax.scatter(rows["within_24h"], height, color=colours, zorder=3)
        ax.set_yticks(height, rows["arrangement"])
        ax.set_xlabel("answered within 24 hours (share; 95 % interval)")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return ax


class _Arrangement(NamedTuple):
    """Who meets the customer; `weights` are the shares of questions that take each of `AnswerTimes.ways`."""

    name: str
    kind: str
    function: str | None
    members: tuple[int, ...]
    people: float
    weights: FloatArray
    collisions: float = 0.0  # share of questions with which two functions deal while none fronts all


def ownership(
    times: AnswerTimes,
    *,
    halves: tuple[AnswerTimes, AnswerTimes] | None = None,
    outside: OutsideQuestions | None = None,
    assumptions: Assumptions | None = None,
    hub_sizes: Sequence[int] = (2, 3),
    current_owner: str | None = None,
    min_group: int = 5,
) -> OwnershipResult:
    """The 24-hour test: which arrangement would answer most questions from outside in time?

    Questions are about functions (`mix`). A single owner answers those about itself with its own reply times and asks
    the function concerned for the others; a reply time is already a round trip, so that is the time the customer waits
    (with ``handover="own_pace"`` passing on costs time as well). A hub does the same for several functions; a function
    of its own asks for every answer, as soon answered as an average function; where everybody answers, a question goes
    to the function it is about, save for triage errors. Nothing is assumed to become faster by being reorganised.

    Parameters
    ----------
    times
        How soon functions answer.
    halves
        The same for the first and the second half of the period. Hubs are chosen on the first and scored on the second,
        else they would win by having been chosen; without halves there are none.
    outside
        Questions from outside in the log, for the mix, their number and the check.
    assumptions
        What the data do not say.
    hub_sizes
        Functions in a hub.
    current_owner
        A function; the others' waiting is compared with its.
    min_group
        Functions with fewer people are ``not_assessable``: questions about them count, but they are no owners.

    Returns
    -------
    OwnershipResult
        `table` has ``arrangement kind function people within_24h within_24h_low within_24h_high median_hours handoffs
        load handled over_capacity collisions better_than worse_than waiting_hours waiting_hours_low waiting_hours_high
        verdict``. `handoffs` is per question; `load` questions per person and week, `handled` the same today, and
        `over_capacity` whether the load alone exceeds that; `collisions` a week. `waiting_hours` are hours of waiting
        spared a week against `current_owner`, each question counted up to a week. Verdict ``ahead`` (better than
        another arrangement, none better), ``behind`` (some better, better than none), ``between``, ``no_difference``,
        ``not_assessable``; better means that the simultaneous 95 % interval of the difference lies above 0.

    Raises
    ------
    NotEnoughDataError
        Fewer than three functions with answer times.
    UsageError
        `current_owner` is not a function that can be assessed.

    References
    ----------
    Hsu (1996), Multiple Comparisons, chapter 5 (all pairs). Davison & Hinkley (1997), section 3.8 (clusters).

    Examples
    --------
    HR answers twice as many in a day as the others, whoever asks.

    >>> hours = np.linspace(0, 168, 337)
    >>> pace = np.array([12.0, 48.0, 48.0])  # mean hours of HR, IT, PR
    >>> own = 1 - np.exp(-hours / pace[:, None])
    >>> times = AnswerTimes(
    ...     functions=("HR", "IT", "PR"), people=np.array([8, 9, 7]), hours=hours, between=np.stack([own] * 3), own=own,
    ...     between_replicates=np.empty((0, 3, 3)), own_replicates=np.empty((0, 3)),
    ...     own_from=("anyone",) * 3, handled=np.full(3, 2.0))
    >>> result = ownership(times)
    >>> result.table["within_24h"].round(3).tolist()  # who asks makes no difference here
    [0.551, 0.551, 0.551, 0.551, 0.551]
    """
    assumed = assumptions or Assumptions()
    asked = times.asked
    candidates = np.flatnonzero((times.people >= min_group) & asked)
    if asked.sum() < MIN_FUNCTIONS or len(candidates) == 0:
        raise NotEnoughDataError(
            Sentence(
                "lacks.reply_times",
                n=int(asked.sum()),
                large=len(candidates),
                least=min_group,
                needed=MIN_FUNCTIONS,
            ),
            mend=Sentence("mend.threads_and_functions"),
        )
    names = [times.functions[k] for k in candidates]
    if current_owner is not None and current_owner not in names:
        raise UsageError(f"{current_owner!r} is not among {', '.join(names)}", where="current owner")
    mix, mix_from = _mix(times.functions, asked, outside, assumed)
    per_week, per_week_from = _per_week(outside, assumed)
    choose, score = halves or (None, None)
    arrangements = [_single(times, k, mix) for k in candidates.tolist()]
    if choose is not None:
        arrangements += _hubs(choose, candidates, mix, sizes=hub_sizes, handover=assumed.handover)
    arrangements += [_own_function(mix, assumed), _everybody(times, mix, assumed)]
    against = names.index(current_owner) if current_owner is not None else None
    scores = _score(times, score, arrangements, handover=assumed.handover, against=against or 0)
    table = _table(times, arrangements, scores, per_week=per_week, compared=against is not None)
    small = [k for k in np.flatnonzero(asked).tolist() if k not in candidates]
    observed = _observed(times, outside, assumed)
    curves, table["median_hours"] = _curves(times, score, arrangements, assumed)
    return OwnershipResult(
        table=_with_small(table, times, small),
        comparisons=scores.comparisons(arrangements),
        curves=curves,
        topics=_topics(times, score, arrangements, assumed),
        observed=observed,
        mix=dict(zip(times.functions, mix.tolist(), strict=True)),
        questions_per_week=per_week,
        current_owner=current_owner,
        parameters={
            **asdict(assumed),
            "mix": mix_from,
            "questions_per_week": per_week,
            "hub_sizes": list(hub_sizes),
            "current_owner": current_owner,
            "min_group": min_group,
            "replicates": len(times.own_replicates),
        },
        caveats=(
            *_assumptions(assumed, mix_from=mix_from, per_week=per_week, per_week_from=per_week_from),
            *_doubts(times, table, small=len(small), halves=halves is not None, asked=asked),
            *_other_pace(times, score, arrangements, assumed),
            *_checked(observed),
        ),
    )


def _mix(
    functions: Sequence[str], asked: BoolArray, outside: OutsideQuestions | None, assumed: Assumptions
) -> tuple[FloatArray, str]:
    """Share of the questions about each function, and where it is from."""
    seen = 0 if outside is None else len(outside.table)
    mix: Any = assumed.mix or ("observed" if seen >= ENOUGH_QUESTIONS else "uniform")
    if mix == "uniform":
        return asked / asked.sum(), "uniform"
    if mix == "observed":
        if outside is None or seen == 0:
            raise NotEnoughDataError(Sentence("lacks.no_outside_question"), mend=Sentence("mend.uniform"))
        counts = outside.table["topic"].value_counts()
        source = "observed"
    else:
        if odd := set(mix) - set(functions):
            raise UsageError(f"{sorted(odd)[0]!r} is not a function", where="mix")
        counts, source = pd.Series(mix, dtype=float), "given"
    shares = counts.reindex(list(functions)).fillna(0.0).to_numpy(float) * asked
    if (shares < 0).any() or shares.sum() <= 0:
        raise UsageError("no question is about a function with reply times", where="mix")
    return shares / shares.sum(), source


def _per_week(outside: OutsideQuestions | None, assumed: Assumptions) -> tuple[float, str]:
    if assumed.questions_per_week is not None:
        return float(assumed.questions_per_week), "given"
    if outside is not None and len(outside.table) and outside.weeks > 0:
        return len(outside.table) / outside.weeks, "observed"
    return QUESTIONS_PER_WEEK, "assumed"


def _single(times: AnswerTimes, owner: int, mix: FloatArray) -> _Arrangement:
    direct = np.zeros(len(mix))
    direct[owner] = mix[owner]
    passed = np.zeros((len(mix), len(mix)))
    passed[owner] = mix - direct
    name = times.functions[owner]
    return _Arrangement(
        name, "single_function", name, (owner,), float(times.people[owner]), _ways(passed, direct)
    )


def _hubs(
    times: AnswerTimes, candidates: IntArray, mix: FloatArray, *, sizes: Sequence[int], handover: Handover
) -> list[_Arrangement]:
    """Hubs of the sizes asked for, chosen greedily on these times; who asks whom is chosen here as well."""
    in_time = times.outcomes(handover=handover, replicates=False)[0][0]
    chosen: list[int] = []
    hubs = []
    for size in range(1, min(max(sizes, default=0), len(candidates) - 1) + 1):
        options = [_hub(times, (*chosen, int(k)), mix, in_time) for k in candidates if k not in chosen]
        best = max(options, key=lambda hub: float(hub.weights @ in_time))
        chosen = list(best.members)
        if size in sizes and size > 1:
            hubs.append(best)
    return hubs


def _hub(times: AnswerTimes, members: tuple[int, ...], mix: FloatArray, in_time: FloatArray) -> _Arrangement:
    """Members answer what is about them; each other question is passed on by the member who is answered best."""
    f = len(mix)
    direct, passed = np.zeros(f), np.zeros((f, f))
    inside = list(members)
    direct[inside] = mix[inside]
    asker = np.array(inside)[in_time[: f * f].reshape(f, f)[inside].argmax(axis=0)]
    passed[asker, np.arange(f)] = mix - direct
    name = " + ".join(sorted(times.functions[k] for k in members))
    return _Arrangement(name, "hub", None, members, float(times.people[inside].sum()), _ways(passed, direct))


def _own_function(mix: FloatArray, assumed: Assumptions) -> _Arrangement:
    """Asks for every answer; answered as the other functions are on average."""
    f = len(mix)
    passed = np.where(np.eye(f, dtype=bool), 0.0, mix / (f - 1))
    return _Arrangement(
        OWN_FUNCTION, "own_function", None, (), float(assumed.staff), _ways(passed, np.zeros(f))
    )


def _everybody(times: AnswerTimes, mix: FloatArray, assumed: Assumptions) -> _Arrangement:
    """Questions reach the function they are about; the misplaced ones any other, in proportion to its people."""
    f, error = len(mix), assumed.triage_error
    lands = np.where(np.eye(f, dtype=bool), 0.0, times.people[:, None].astype(float))
    weights = _ways(error * mix * lands / lands.sum(axis=0), (1 - error) * mix)
    return _Arrangement(
        EVERYBODY, "everybody", None, tuple(range(f)), float(times.people.sum()), weights, collisions=error
    )


class _Scores(NamedTuple):
    """Per arrangement (row 0 the estimate, the others replicates) and per pair of arrangements."""

    within: FloatArray  # (1 + B, A)
    spared: FloatArray  # hours of waiting per question less than with the first arrangement, (1 + B, A)
    pairs: tuple[IntArray, IntArray]
    difference: FloatArray
    margin: FloatArray  # half width of the simultaneous interval

    def comparisons(self, arrangements: Sequence[_Arrangement]) -> pd.DataFrame:
        names = np.array([arrangement.name for arrangement in arrangements], dtype=object)
        return pd.DataFrame(
            {
                "arrangement_a": names[self.pairs[0]],
                "arrangement_b": names[self.pairs[1]],
                "difference": self.difference,
                "difference_low": self.difference - self.margin,
                "difference_high": self.difference + self.margin,
            }
        )

    def better(self) -> BoolArray:
        """Whether the row's arrangement is better than the column's."""
        n = self.within.shape[1]
        better = np.zeros((n, n), dtype=bool)
        first, second = self.pairs
        better[first, second] = self.difference > self.margin
        better[second, first] = -self.difference > self.margin
        return better


def _score(
    times: AnswerTimes,
    later: AnswerTimes | None,
    arrangements: Sequence[_Arrangement],
    *,
    handover: Handover,
    against: int,
    replicates: bool = True,
) -> _Scores:
    """What arrangements achieve; whatever involves a hub is measured on the later half only."""
    weights = np.array([arrangement.weights for arrangement in arrangements])
    hub = np.array([arrangement.kind == "hub" for arrangement in arrangements])
    first, second = np.triu_indices(len(arrangements), 1)

    def achieved(period: AnswerTimes) -> tuple[FloatArray, FloatArray, FloatArray]:
        in_time, waited = (x @ weights.T for x in period.outcomes(handover=handover, replicates=replicates))
        return in_time, waited[:, [against]] - waited, in_time[:, first] - in_time[:, second]

    within, spared, differences = achieved(times)
    if later is not None and hub.any():
        with_hub = achieved(later)
        rows = min(len(within), len(with_hub[0]))
        chosen = (hub, hub, hub[first] | hub[second])
        within, spared, differences = (
            np.where(which, half[:rows], mine[:rows])
            for which, mine, half in zip(chosen, (within, spared, differences), with_hub, strict=True)
        )
    return _Scores(within, spared, (first, second), differences[0], _simultaneous(differences))


def _simultaneous(differences: FloatArray) -> FloatArray:
    """Half widths of intervals for all differences together: bootstrap of the largest studentised deviation."""
    deviation = differences[1:] - differences[0]
    if len(deviation) < 2:
        return np.full(differences.shape[1], np.inf)
    error = deviation.std(axis=0, ddof=1)
    largest = np.divide(np.abs(deviation), error, out=np.zeros_like(deviation), where=error > 0).max(axis=1)
    return np.asarray(np.quantile(largest, LEVEL) * error)


def _table(
    times: AnswerTimes,
    arrangements: Sequence[_Arrangement],
    scores: _Scores,
    *,
    per_week: float,
    compared: bool,
) -> pd.DataFrame:
    f = len(times.functions)
    low, high = _interval(scores.within)
    better = scores.better()
    load = [per_week / arrangement.people for arrangement in arrangements]
    handled = [_handled(times, arrangement) for arrangement in arrangements]
    table = pd.DataFrame(
        {
            "arrangement": [arrangement.name for arrangement in arrangements],
            "kind": [arrangement.kind for arrangement in arrangements],
            "function": [arrangement.function for arrangement in arrangements],
            "people": [arrangement.people for arrangement in arrangements],
            "within_24h": scores.within[0],
            "within_24h_low": low,
            "within_24h_high": high,
            "median_hours": np.nan,
            "handoffs": [arrangement.weights[: f * f].sum() for arrangement in arrangements],
            "load": load,
            "handled": handled,
            "over_capacity": pd.array(np.greater(load, handled), dtype="boolean"),
            "collisions": [per_week * arrangement.collisions for arrangement in arrangements],
            "better_than": better.sum(axis=1),
            "worse_than": better.sum(axis=0),
        }
    )
    table.loc[table["handled"].isna(), "over_capacity"] = pd.NA
    spared = np.full((3, len(table)), np.nan)
    if compared:
        spared = per_week * np.stack([scores.spared[0], *_interval(scores.spared)])
    for name, values in zip(("", "_low", "_high"), spared, strict=True):
        table[f"waiting_hours{name}"] = values
    table["verdict"] = _verdicts(table)
    return table


def _verdicts(table: pd.DataFrame) -> npt.NDArray[np.str_]:
    ahead, behind = table["better_than"] > 0, table["worse_than"] > 0
    return np.select([ahead & behind, ahead, behind], ["between", "ahead", "behind"], default="no_difference")


def _interval(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Percentile interval of what has its estimate in row 0; missing without replicates."""
    if len(values) < 2:
        nothing = np.full(values.shape[1], np.nan)
        return nothing, nothing
    return percentile_interval(values[1:])


def _handled(times: AnswerTimes, arrangement: _Arrangement) -> float:
    """Questions per person and week that the arrangement's people (a new team: everybody) answer today."""
    members = list(arrangement.members) or list(range(len(times.people)))
    known = [k for k in members if not np.isnan(times.handled[k])]
    return float(np.average(times.handled[known], weights=times.people[known])) if known else np.nan


def _with_small(table: pd.DataFrame, times: AnswerTimes, small: Sequence[int]) -> pd.DataFrame:
    """Best first; functions too small to be judged last, without figures."""
    table = table.sort_values("within_24h", ascending=False, kind="stable", ignore_index=True)
    table["rank"] = range(len(table))
    named = pd.DataFrame(
        {
            "arrangement": [times.functions[k] for k in small],
            "kind": "single_function",
            "function": [times.functions[k] for k in small],
            "people": [float(times.people[k]) for k in small],
            "verdict": "not_assessable",
        }
    )
    return (
        pd.concat([table, named], ignore_index=True)[table.columns.drop("rank")]
        if len(small)
        else table.drop(columns="rank")
    )


def _curves(
    times: AnswerTimes, later: AnswerTimes | None, arrangements: Sequence[_Arrangement], assumed: Assumptions
) -> tuple[pd.DataFrame, list[float]]:
    """Shares answered over time, and their medians."""
    frames, medians = [], []
    for arrangement in arrangements:
        period = later if later is not None and arrangement.kind == "hub" else times
        curve = arrangement.weights @ period.ways(handover=assumed.handover)
        medians.append(_median(curve, period.hours))
        frames.append(
            pd.DataFrame({"arrangement": arrangement.name, "hours": period.hours, "probability": curve})
        )
    return pd.concat(frames, ignore_index=True), medians


def _topics(
    times: AnswerTimes, later: AnswerTimes | None, arrangements: Sequence[_Arrangement], assumed: Assumptions
) -> pd.DataFrame:
    """What becomes of a question about each function, in each arrangement."""
    f, names = len(times.functions), times.functions
    about = np.append(np.tile(np.arange(f), f), np.arange(f))  # the topic of each way
    asked = np.append(np.repeat(np.arange(f), f), np.arange(f))
    measured = {
        hub: (period.ways(handover=assumed.handover), period.outcomes(handover=assumed.handover)[0])
        for hub, period in ((False, times), (True, later or times))
    }
    rows = []
    for arrangement in arrangements:
        ways, in_time = measured[arrangement.kind == "hub"]
        for topic in range(f):
            weights = np.where(about == topic, arrangement.weights, 0.0)
            if not weights.any():
                continue
            weights /= weights.sum()
            first = names[asked[weights.argmax()]] if arrangement.kind in ("single_function", "hub") else None
            within = (in_time @ weights)[:, None]
            (low,), (high,) = _interval(within)
            curve = weights @ ways
            by = [float(_at(curve, times.hours, hour)) for hour in CLOCK]
            median = _median(curve, times.hours)
            rows.append((arrangement.name, names[topic], first, float(within[0, 0]), low, high, median, *by))
    columns = [
        "arrangement",
        "topic",
        "asked",
        "within_24h",
        "within_24h_low",
        "within_24h_high",
        "median_hours",
    ]
    return pd.DataFrame(rows, columns=[*columns, *(f"by_{hour}h" for hour in CLOCK)])


def _observed(times: AnswerTimes, outside: OutsideQuestions | None, assumed: Assumptions) -> pd.DataFrame:
    """Outside questions in the log against what the model says of the same ones."""
    columns = ["kind", "questions", "answered", "within_24h", "within_24h_low", "within_24h_high"]
    columns += ["median_hours", "predicted_within_24h", "predicted_own_pace"]
    if outside is None or outside.table.empty:
        return pd.DataFrame(columns=columns)
    f = len(times.functions)
    paces: tuple[Handover, Handover] = (assumed.handover, "own_pace")
    shares = [np.append(times.outcomes(handover=pace, replicates=False)[0][0], np.nan) for pace in paces]
    rows = []
    for kind, group in outside.table.groupby("kind"):
        seen = group[group["watched"] >= DEADLINE]
        front, topic = (
            pd.Index(times.functions).get_indexer(pd.Index(seen[end])) for end in ("front", "topic")
        )
        way = np.where(front == topic, f * f + front, f * front + topic)
        way = np.where((front < 0) | (topic < 0), -1, way)
        in_time = int((seen["hours"] <= DEADLINE).sum())
        share_in_time = in_time / len(seen) if len(seen) else np.nan
        low, high = wilson_interval(share_in_time, len(seen))
        long_ago = group.loc[group["watched"] >= HORIZON, "hours"].fillna(np.inf)
        rows.append(
            (kind, len(seen), int(seen["hours"].notna().sum()), share_in_time,
             float(low), float(high), float(long_ago.median()) if len(long_ago) else np.nan,
             *(float(np.nanmean(share[way])) if (way >= 0).any() else np.nan for share in shares))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _assumptions(
    assumed: Assumptions, *, mix_from: str, per_week: float, per_week_from: str
) -> list[Sentence]:
    """What is taken for granted, one sentence each."""
    return [
        Sentence(f"note.ownership.{mix_from}"),
        Sentence(f"note.ownership.week_{per_week_from}", n=per_week),
        Sentence(f"note.ownership.{assumed.handover}"),
        Sentence("note.ownership.staff", n=assumed.staff),
        Sentence("note.ownership.triage", share=assumed.triage_error),
        Sentence("note.ownership.times"),
    ]


def _doubts(
    times: AnswerTimes, table: pd.DataFrame, *, asked: BoolArray, small: int, halves: bool
) -> list[Sentence]:
    """What in the data makes the result doubtful."""
    notes = []
    if small:
        notes.append(Sentence("note.ownership.small", n=small))
    if unknown := int((~asked).sum()):
        notes.append(Sentence("note.ownership.unasked", n=unknown))
    sources = np.array(times.own_from, dtype=object)[asked]
    if (sources == "anyone").all():
        notes.append(Sentence("note.ownership.anyone"))
    elif lent := int((sources != "outside contacts").sum()):
        notes.append(Sentence("note.ownership.lent", n=lent, worth=WORTH))
    if times.borrowed > MUCH_BORROWED:
        notes.append(Sentence("note.ownership.borrowed", share=times.borrowed))
    if not halves:
        notes.append(Sentence("note.ownership.no_hubs"))
    elif not (table["kind"] == "hub").any():
        notes.append(Sentence("note.ownership.too_few_for_hubs"))
    if over := int(table["over_capacity"].fillna(False).sum()):
        notes.append(Sentence("note.ownership.over", n=over))
    if len(times.own_replicates) < MANY_REPLICATES:
        notes.append(Sentence("note.ownership.replicates", n=len(times.own_replicates)))
    return notes


def _other_pace(
    times: AnswerTimes, later: AnswerTimes | None, arrangements: Sequence[_Arrangement], assumed: Assumptions
) -> list[Sentence]:
    """Whether the best arrangement depends on how long passing on takes."""
    if assumed.handover == "own_pace":
        return []
    share = _score(times, later, arrangements, handover="own_pace", against=0, replicates=False).within[0]
    single = [k for k, arrangement in enumerate(arrangements) if arrangement.kind == "single_function"]
    first, best = int(np.argmax(share)), single[int(np.argmax(share[single]))]
    return [
        Sentence(
            "note.ownership.other_pace",
            first=_named(arrangements[first].name),
            share=share[first],
            single=arrangements[best].name,
            single_share=share[best],
        )
    ]


def _checked(observed: pd.DataFrame) -> list[Sentence]:
    """Where the log's outside questions disagree with the model."""
    return [
        Sentence(
            f"note.ownership.{row['kind']}",
            n=row["questions"],
            share=row["within_24h"],
            low=row["within_24h_low"],
            high=row["within_24h_high"],
            model=row["predicted_within_24h"],
            slower=row["predicted_own_pace"],
        )
        for row in observed[observed["questions"] >= FEW_QUESTIONS].to_dict("records")
    ]


def _named(arrangement: str) -> str | Sentence | tuple[str, ...]:
    """An arrangement as sentences name it: a function, the members of a hub, or what is no function's name."""
    if arrangement in _UNNAMED:
        return Sentence(f"said.ownership.{_UNNAMED[arrangement]}")
    members = tuple(arrangement.split(" + "))
    return members if len(members) > 1 else arrangement


def _asked_of_a_run(on: Inputs, replies: Any) -> OwnershipResult:
    """The 24-hour test on a whole log; hubs are chosen on its first half and scored on its second."""
    people = dict(zip(on.network.functions, on.network.group_sizes.tolist(), strict=True))
    seed, min_group = on.settings.seed, on.settings.min_group
    outside = outside_questions(on.conversations)
    times = answer_times(replies, people=people, outside=outside, seed=seed)
    parts = []
    for half in in_halves(on.conversations):
        with suppress(NotEnoughDataError):
            asked = outside_questions(half)
            found = on.functions["response"](
                half,
                max_audience=on.settings.tie_rule.max_audience,
                replicates=on.settings.replicates,
                seed=seed,
                min_group=min_group,
            )
            parts.append(answer_times(found, people=people, outside=asked, like=times, seed=seed))
    return ownership(
        times,
        halves=(parts[0], parts[1]) if len(parts) == 2 else None,
        outside=outside,
        current_owner=on.settings.current_owner,
        min_group=min_group,
    )


QUESTION = Question(
    name="ownership",
    function=ownership,
    result=OwnershipResult,
    run=lambda on, done: _asked_of_a_run(on, done["response"]),
    needs=("response",),
)
