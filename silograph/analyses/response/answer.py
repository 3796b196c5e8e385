"""How long a question from one function waits for an answer from another, unanswered questions counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t as student

from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import FloatArray, IntArray
from silograph.charts.drawing import apart, logarithmic_axis
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import NONE, Conversations
from silograph.stats.intervals import percentile_interval
from silograph.stats.p_values import benjamini_hochberg
from silograph.stats.survival import Groups, aalen_johansen, cluster_weights, influence
from silograph.stats.two_way import STRENGTHS, Crossed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLOCKS = ("first_reply", "final_answer")
DEADLINE = 24.0
"""Hours after which an answer is too late."""
UNTIMED = ("day", "fallback", "none")
"""Time qualities that cannot time a reply."""
ADDRESSED = ("to", "assignee", "mention")
"""Roles of a recipient who is asked."""
ASKERS = ("person", "team", "unknown")
SIGNIFICANT, MATTERS = 0.05, 0.05
"""A verdict needs a q-value below the first and an interval of the difference beyond the second."""
CLEARLY = 0.01  # level at which a function is set aside when comparing the others
MIN_FUNCTIONS, MIN_ADDRESSEES = 3, 3
WEAK = 1.0
"""What the organisation's average weighs in the estimate of a function, in questions."""
NEARLY = 1e-4  # chance of what always or never happens
SHOWN_HOURS = (0.25, 0.5, 1, 2, 4, 8, 12, 24, 36, 48, 72, 120, 168, 240, 336, 504, 720)
MOST_STEPS = 400
NO_THREADS = Sentence("note.response.no_threads")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ResponseResult(Result):
    """What `response` found.

    Parameters
    ----------
    table
        A row per clock and ordered pair with a question: `function_a` asked `function_b`; also a function's questions
        to itself (`function_a` = `function_b`), which count in no average.
    functions
        A row per clock and answering function, over questions from all *other* functions.
    hours
        The times at which the curves are known, (k,).
    pair_curves
        By clock: cumulative incidence of an answer, (rows of `table` of that clock, k); what was borrowed is in it.
    function_curves
        By clock: the same per function, (rows of `functions` of that clock, k).
    unasked
        Ordered pairs without a question whose answering function was asked by others: ``function_a function_b``.
    unasked_curves, unasked_replicates
        By clock: what who asks and who answers let expect of them, (rows of `unasked`, k) and (replicates, rows).
    pair_replicates, function_replicates
        By clock: share answered within `deadline` hours in each bootstrap replicate, (replicates, rows of that
        clock). The same replicate weighs the same threads in every pair, function and clock.
    deadline
        The hours of ``within_24h``: 24 of the clock in use.
    set_aside
        By clock: functions so different that the others are compared without them; most different first.
    left_out
        Threads or questions that could not be used, by reason.
    """

    name: ClassVar[str] = "response"

    functions: pd.DataFrame
    hours: FloatArray
    pair_curves: Mapping[str, FloatArray]
    function_curves: Mapping[str, FloatArray]
    unasked: pd.DataFrame
    unasked_curves: Mapping[str, FloatArray]
    unasked_replicates: Mapping[str, FloatArray]
    pair_replicates: Mapping[str, FloatArray]
    function_replicates: Mapping[str, FloatArray]
    deadline: float
    set_aside: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, int]

    @property
    def curves(self) -> pd.DataFrame:
        """Cumulative incidence per ordered pair: ``function_a function_b clock hours probability``.

        The probability that a question was answered by somebody of `function_b` within so many hours, and by nobody
        else before; it need not reach 1.
        """
        return self._long(self.table, self.pair_curves, ["function_a", "function_b"])

    @property
    def margins(self) -> pd.DataFrame:
        """The same per answering function, over all other functions: ``function clock hours probability``."""
        return self._long(self.functions, self.function_curves, ["function"])

    def within(self, hours: float, *, clock: str = "final_answer") -> pd.DataFrame:
        """The share answered within so many hours per ordered pair: ``function_a function_b asked probability``.

        Parameters
        ----------
        hours
            Of the clock in use.
        clock
            ``first_reply`` or ``final_answer``.
        """
        return self._within(self.table, self.pair_curves[clock], hours, clock, ["function_a", "function_b"])

    def within_by_function(self, hours: float, *, clock: str = "final_answer") -> pd.DataFrame:
        """The share answered within so many hours per answering function: ``function asked probability``.

        Parameters
        ----------
        hours
            Of the clock in use.
        clock
            ``first_reply`` or ``final_answer``.
        """
        return self._within(self.functions, self.function_curves[clock], hours, clock, ["function"])

    def _within(
        self, table: pd.DataFrame, curves: FloatArray, hours: float, clock: str, keys: list[str]
    ) -> pd.DataFrame:
        rows = table.loc[table["clock"] == clock, [*keys, "asked"]].reset_index(drop=True)
        column = int(np.searchsorted(self.hours, hours, side="right")) - 1
        return rows.assign(probability=curves[:, column] if column >= 0 else 0.0)

    def _long(self, table: pd.DataFrame, curves: Mapping[str, FloatArray], keys: list[str]) -> pd.DataFrame:
        k = len(self.hours)
        parts = []
        for clock, values in curves.items():
            rows = table.loc[table["clock"] == clock, [*keys, "clock"]]
            part = rows.loc[rows.index.repeat(k)].reset_index(drop=True)
            parts.append(part.assign(hours=np.tile(self.hours, len(rows)), probability=values.ravel()))
        return pd.concat(parts, ignore_index=True)

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        rows = self.functions[self.functions["clock"] == "first_reply"]
        asked, answered = int(rows["asked"].sum()), int(rows["answered"].sum())
        if not asked:
            return Sentence("said.response.nothing")
        weights = rows["asked"].to_numpy(float) / asked
        low, high = percentile_interval(self.function_replicates["first_reply"] @ weights)
        start = Sentence(
            "said.response.start",
            asked=asked,
            share=float(rows["within_24h"].to_numpy(float) @ weights),
            low=low,
            high=high,
            hours=self.deadline,
            never=asked - answered,
        )
        if not rows["verdict"].isin(["slower", "faster", "ordinary"]).any():
            return Sentence("said.response.too_little", start=start)
        odd = rows[rows["verdict"].isin(["slower", "faster"])].sort_values("within_24h")
        if odd.empty:
            return Sentence("said.response.none", start=start)
        told = tuple(
            Sentence(
                f"said.response.{row.verdict}",
                function=row.function,
                share=row.within_24h,
                low=row.within_24h_low,
                high=row.within_24h_high,
                usual=row.usual_24h,
            )
            for row in odd.itertuples()
        )
        return Sentence("said.response.found", start=start, told=told)

    def tables(self) -> dict[str, pd.DataFrame]:
        """`table` and `functions`."""
        return {self.name: self.table, "response_functions": self.functions}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share with a first reply by hours since the question, a line per answering function; 24 h is marked."""
        import matplotlib.pyplot as plt

        if ax is None:
            _, ax = plt.subplots(figsize=(7, 4.5), layout="constrained")
        rows = self.functions[self.functions["clock"] == "first_reply"]
        colours = {"slower": "#b3541e", "faster": "#2f7f86"}
        heights = apart([float(curve[-1]) for curve in self.function_curves["first_reply"]], least=0.045)
        for row, curve, height in zip(
            rows.itertuples(), self.function_curves["first_reply"], heights, strict=True
        ):
            colour = colours.get(str(row.verdict), "#9aa5ab")
            ax.step(self.hours, curve, where="post", color=colour, linewidth=1.5)
            ax.annotate(f" {row.function}", (self.hours[-1], height), color=colour, va="center", fontsize=8)
        ax.axvline(self.deadline, color="#b0b0b0", linewidth=1, zorder=0)
        logarithmic_axis(ax)
        ax.set_xlim(left=max(self.hours[0], 1 / 60))
        ax.set_ylim(0, 1)
        ax.set_xlabel(f"hours since the question ({self.deadline:g} marked)")
        ax.set_ylabel("answered by the function asked")
        ax.spines[["top", "right"]].set_visible(False)
        return ax


def response(
    conversations: Conversations,
    *,
    working_hours: tuple[int, int] | None = None,
    timezone: str = "UTC",
    settle_days: float = 14,
    max_audience: int = 50,
    replicates: int = 1000,
    seed: int = 0,
    min_group: int = 5,
) -> ResponseResult:
    """How soon does a function answer the questions of another, and which functions are slower than the others?

    A question is a message that opens a thread, to each function that it addresses (``to``, a mention in a post, the
    team that a case is handed to first); automated messages and broadcasts are none. Two clocks run: to the
    `first_reply` that reaches the asker, and to the `final_answer`, after which the function was silent for
    `settle_days` (for a case of known fate: its resolution). An answer from anybody else before is a competing event,
    the end of the source's log censors.

    Parameters
    ----------
    conversations
        Messages with threads and functions.
    working_hours
        Count hours of weekdays between these two only, for example ``(9, 18)``; then 24 hours are 24 working hours.
    timezone
        Zone of `working_hours`.
    settle_days
        Days of silence after which an answer counts as final.
    max_audience
        Messages with more recipients are broadcasts.
    replicates
        Bootstrap replicates of whole threads.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer people are ``not_assessable``.

    Returns
    -------
    ResponseResult
        `table` has ``function_a function_b clock asked answered answered_elsewhere censored median_hours
        naive_median_hours within_24h within_24h_low within_24h_high borrowed``; `borrowed` is the weight, 0 to 1, in a
        pair's estimate of what its asking and its answering function let expect, with all others. `functions` has
        ``function people clock asked answered answered_elsewhere censored median_hours naive_median_hours within_24h
        within_24h_low within_24h_high usual_24h difference difference_low difference_high p_value q_value verdict``.
        `median_hours` is infinite where fewer than half are ever answered.

    Raises
    ------
    NotEnoughDataError
        Nothing says which message answers which; times too coarse; or no question between known functions.
    UsageError
        An option out of range.

    References
    ----------
    Kaplan & Meier (1958), J. Am. Stat. Assoc. 53, 457-481. Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150.
    Rubin (1981), Ann. Stat. 9, 130-134; Lo (1993), Ann. Stat. 21, 100-123 (bootstrap).

    Examples
    --------
    >>> import silograph as sg
    >>> from silograph.log.conversations import build_conversations
    >>> company = sg.simulate(sg.CompanySpec(people=80, messages=3000, functions=6, seed=4))
    >>> result = response(build_conversations(*company.log()), replicates=50)
    >>> result.functions["clock"].unique().tolist()
    ['first_reply', 'final_answer']
    """
    clock = _Clock.of(working_hours, timezone)
    _check(settle_days=settle_days, replicates=replicates, max_audience=max_audience)
    questions, left_out = _questions(conversations, max_audience=max_audience)
    if questions.empty:
        raise _nothing(conversations, left_out)
    answers = _answers(conversations, questions, max_audience=max_audience)
    pairs = _pairs(questions)
    settle = pd.Timedelta(days=settle_days)
    outcomes = {
        "first_reply": _first_replies(questions, answers),
        "final_answer": _final_answers(questions, answers, settle),
    }
    people = conversations.group_sizes(conversations.messages, conversations.interactions)
    aside: dict[str, tuple[str, ...]] = {}
    tables, margins, estimates = [], [], {}
    samples = {name: _sample(questions, outcome, clock) for name, outcome in outcomes.items()}
    hours = _steps(samples.values())
    for name in CLOCKS:
        found = estimates[name] = _estimate(samples[name], pairs, hours, replicates=replicates, seed=seed)
        tables.append(_pair_table(name, pairs, samples[name], found, hours))
        margin = _function_table(name, pairs, samples[name], found, hours)
        margin.insert(1, "people", people[margin["function"]])
        judged, apart = _judged(margin, samples[name], pairs, min_group=min_group)
        margins.append(judged)
        aside[name] = tuple(conversations.functions[code] for code in margin["function"].iloc[apart])
    functions = pd.concat(margins, ignore_index=True)
    names = np.array([*conversations.functions], dtype=object)
    table = pd.concat(tables, ignore_index=True)
    for column in ("function_a", "function_b"):
        table[column] = names[table[column]]
    functions["function"] = names[functions["function"]]
    never = dict(zip(("function_a", "function_b"), (names[codes] for codes in pairs.unasked), strict=True))
    return ResponseResult(
        table=table,
        functions=functions,
        hours=hours,
        pair_curves={name: found.pair_curves for name, found in estimates.items()},
        function_curves={name: found.function_curves for name, found in estimates.items()},
        unasked=pd.DataFrame(never),
        unasked_curves={name: found.unasked_curves for name, found in estimates.items()},
        unasked_replicates={name: found.unasked_replicates for name, found in estimates.items()},
        pair_replicates={name: found.pair_replicates for name, found in estimates.items()},
        function_replicates={name: found.function_replicates for name, found in estimates.items()},
        deadline=DEADLINE,
        set_aside=aside,
        left_out=left_out,
        parameters={
            "working_hours": working_hours,
            "timezone": timezone,
            "settle_days": settle_days,
            "max_audience": max_audience,
            "replicates": replicates,
            "seed": seed,
            "min_group": min_group,
        },
        caveats=_caveats(questions, functions, left_out, samples, aside["first_reply"]),
    )


# --- questions and answers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Clock:
    """Counts hours: of the whole day, or of weekdays between two hours in a zone."""

    hours: tuple[int, int] | None
    zone: ZoneInfo

    @classmethod
    def of(cls, hours: tuple[int, int] | None, zone: str) -> _Clock:
        if hours is not None and not 0 <= hours[0] < hours[1] <= 24:
            raise UsageError(f"working_hours {hours} are none", mend="give for example (9, 18)")
        try:
            return cls(hours, ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise UsageError(
                f"there is no time zone {zone!r}", mend="give for example Europe/Paris"
            ) from error

    def between(self, start: pd.Series[pd.Timestamp], end: pd.Series[pd.Timestamp]) -> FloatArray:
        """Hours from one time to the other, NaN where one is missing."""
        if self.hours is None:
            return np.asarray((end - start) / pd.Timedelta(hours=1), dtype=np.float64)
        return self._worked(end, *self.hours) - self._worked(start, *self.hours)

    def _worked(self, times: pd.Series[pd.Timestamp], first: int, last: int) -> FloatArray:
        """Working hours since 1970."""
        local = times.dt.tz_convert(self.zone).dt.tz_localize(None)
        known = local.notna().to_numpy()
        moment = local[known].to_numpy().astype("datetime64[us]")
        day = moment.astype("datetime64[D]")
        today = np.clip((moment - day) / np.timedelta64(1, "h") - first, 0, last - first)
        days = np.busday_count(np.datetime64("1970-01-01"), day)
        worked = np.full(len(local), np.nan)
        worked[known] = days * (last - first) + today * np.is_busday(day)
        return worked


def _questions(on: Conversations, *, max_audience: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """A row per thread and function asked, in order of time, and what was left out by reason.

    Columns: ``thread row asked_at asker function_a function_b addressee channel until closed``. `until` is the end of
    the source's log.
    """
    spoken = on.messages[(on.messages["kind"] != "reaction").to_numpy()]
    spoken = spoken.assign(row=spoken.index, lone=spoken["thread"] == NONE)
    spoken["thread"] = spoken["thread"].where(~spoken["lone"], len(on.threads) + spoken["row"])
    threaded = _threaded(spoken)
    left_out: dict[str, int] = {NO_THREADS: int((~threaded).sum())}
    spoken = spoken[threaded]
    coarse = spoken["time_quality"].isin(UNTIMED).groupby(spoken["thread"]).any()
    opening = spoken.drop_duplicates("thread").set_index("thread")
    coarse = coarse.reindex(opening.index)
    orphan = (opening["parent"] != NONE) | (opening["kind"] == "reply") | opening["parent_missing"]
    asks = (~on.is_kind("bot", "list", "external"))[opening["sender"]] & (opening["function"] >= 0)
    automatic = opening["automated"] | (opening["audience"] > max_audience)
    usable = pd.Series(True, index=opening.index)
    for reason, bad in (
        ("automatic", automatic),
        ("orphan", orphan),
        ("unknown_asker", ~asks),
        ("coarse", coarse),
    ):
        left_out[Sentence(f"note.response.{reason}")] = int((usable & bad).sum())
        usable &= ~bad
    opening = opening[usable].reset_index()
    to = on.interactions
    asked = to["role"].isin(ADDRESSED).to_numpy() & (to["function"] >= 0).to_numpy()
    asked &= (~on.is_kind("bot", "list", "external"))[to["recipient"]]
    questions = opening.merge(
        to.loc[asked, ["message", "recipient", "function"]].rename(columns={"message": "row"}),
        on="row",
        suffixes=("_a", "_b"),
    )
    questions = questions.sort_values(["row", "function_b", "recipient"])
    questions = questions.drop_duplicates(["thread", "function_b"], ignore_index=True)
    left_out[Sentence("note.response.to_nobody")] = int(len(opening) - questions["thread"].nunique())
    cases = on.cases.sort_values("ended_at").drop_duplicates("thread", keep="last").set_index("thread")
    return pd.DataFrame(
        {
            "thread": questions["thread"],
            "row": questions["row"],
            "asked_at": questions["sent_at"],
            "asker": questions["sender"],
            "function_a": questions["function_a"],
            "function_b": questions["function_b"],
            "addressee": questions["recipient"],
            "channel": questions["channel"].astype(str),
            "until": on.observed_until.reindex(questions["source"]).array,
            "closed": questions["thread"].map(cases["closed"].astype(object)),
            "ended_at": cases["ended_at"]
            .reindex(questions["thread"])
            .array,  # map fails where there are no cases
        }
    ), left_out


def _threaded(spoken: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Per message whether its source says, for its channel, which messages belong together."""
    told = (spoken["parent"] != NONE) | (spoken["channel"] == "handoff") & ~spoken["lone"]
    told |= spoken.duplicated("thread")
    place = [spoken["source"], spoken["channel"].astype(str)]
    return told.groupby(place).transform("any").to_numpy(dtype=bool)


def _answers(on: Conversations, questions: pd.DataFrame, *, max_audience: int) -> pd.DataFrame:
    """What reached the askers: ``thread row at function resolution``; a reply in a post's thread reaches its author."""
    openings = questions.drop_duplicates("thread").set_index("thread")
    said = on.messages[
        on.messages["thread"].isin(openings.index)
        & (on.messages["kind"] != "reaction")
        & ~on.messages["automated"]
        & (on.messages["audience"] <= max_audience)
    ]
    opened = openings.reindex(said["thread"])
    asker, asking = opened["asker"].to_numpy(), opened["function_a"].to_numpy()
    row = said.index.to_numpy()
    after = (row > opened["row"].to_numpy()) & (said["sender"].to_numpy() != asker)
    post, handoff = ((said["channel"] == name).to_numpy() for name in ("post", "handoff"))
    to = on.interactions
    place = pd.Index(row).get_indexer(to["message"])
    of = place[place >= 0]
    recipient, function = to["recipient"].to_numpy()[place >= 0], to["function"].to_numpy()[place >= 0]
    reached = np.zeros(len(said), dtype=bool)
    back = (recipient == asker[of]) | (
        handoff[of] & (function == asking[of]) & (said["function"].to_numpy()[of] != asking[of])
    )
    reached[of[back]] = True
    replies = said[after & (post | reached)]
    answers = pd.DataFrame(
        {
            "thread": replies["thread"],
            "at": replies["sent_at"],
            "by": replies["sender"],
            "function": replies["function"],
            "resolution": False,
        }
    )
    return pd.concat([answers, _resolutions(on, openings)], ignore_index=True)


def _resolutions(on: Conversations, openings: pd.DataFrame) -> pd.DataFrame:
    """Closed cases as answers of whoever held them last."""
    closed = openings.index[(openings["closed"] == True).to_numpy(dtype=bool)]  # noqa: E712 - may be missing
    handed = on.messages.index[on.messages["thread"].isin(closed) & (on.messages["channel"] == "handoff")]
    last = on.interactions[on.interactions["message"].isin(handed)]
    last = last.assign(thread=on.messages["thread"].to_numpy()[last["message"]]).drop_duplicates(
        "thread", keep="last"
    )
    return pd.DataFrame(
        {
            "thread": last["thread"].to_numpy(),
            "at": openings["ended_at"].reindex(last["thread"]).to_numpy(),
            "by": last["recipient"].to_numpy(),
            "function": last["function"].to_numpy(),
            "resolution": True,
        }
    ).astype({"at": "datetime64[us, UTC]"})


def _joined(questions: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """A row per question and answer in its thread: ``question at mine resolution``, in order of time."""
    joined = questions.reset_index(names="question")[
        ["question", "thread", "asker", "function_b", "asked_at"]
    ].merge(answers, on="thread")
    joined["mine"] = (joined["function"] == joined["function_b"]) & (joined["by"] != joined["asker"])
    return joined.sort_values(["question", "mine", "at"], ignore_index=True)


def _first_replies(questions: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Per question when somebody first answered: ``at cause``."""
    joined = _joined(questions, answers)
    own, others = (_earliest(joined[joined["mine"] == side], questions) for side in (True, False))
    return _outcome(own, others, until=questions["until"])


def _final_answers(questions: pd.DataFrame, answers: pd.DataFrame, settle: pd.Timedelta) -> pd.DataFrame:
    """Per question when the last word came: an answer followed by so long a silence of the same side.

    That a word was the last is known only after the silence; so the observation of a question ends that long before
    the log does. Somebody else's last word counts only where the function asked says nothing until it is settled.
    A case of known fate needs no silence: its resolution is the last word.
    """
    joined = _joined(questions, answers)
    fate = questions["closed"].notna().to_numpy()
    joined = joined[joined["resolution"] | ~fate[joined["question"]]]
    following = joined.groupby(["question", "mine"])["at"].shift(-1)
    settled = joined["resolution"] | following.isna() | (following - joined["at"] > settle)
    spoke = _earliest(joined[joined["mine"]], questions)
    own, others = (_earliest(joined[settled & (joined["mine"] == side)], questions) for side in (True, False))
    others = others.where(spoke.isna() | (spoke > others + settle))
    return _outcome(own, others, until=questions["until"].where(fate, questions["until"] - settle))


def _earliest(answers: pd.DataFrame, questions: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """Time of the first of these answers per question, missing where there is none."""
    first = answers.drop_duplicates("question").set_index("question")["at"]
    return first.reindex(questions.index).astype("datetime64[us, UTC]")


def _outcome(
    own: pd.Series[pd.Timestamp], others: pd.Series[pd.Timestamp], *, until: pd.Series[pd.Timestamp]
) -> pd.DataFrame:
    """The earlier of the answer (cause 1) and somebody else's (2), censored (0) at `until`: ``at cause``."""
    at = own.where(others.isna() | (own <= others), others)
    cause = np.where(at.isna() | (at > until), 0, np.where(at == own, 1, 2))
    return pd.DataFrame({"at": at.where(cause > 0, until), "cause": cause})


class _Pairs(NamedTuple):
    """The ordered pairs with a question: asking and answering function, and per question its pair."""

    asking: IntArray
    answering: IntArray
    of_question: IntArray

    @property
    def cross(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.asking != self.answering)

    @property
    def functions(self) -> IntArray:
        """Functions that ask or are asked."""
        return np.union1d(self.asking, self.answering)

    @property
    def answerers(self) -> IntArray:
        """Functions that another one asked."""
        return np.unique(self.answering[self.cross])

    @property
    def unasked(self) -> tuple[IntArray, IntArray]:
        """Functions that never asked, and which of `answerers` they did not."""
        every = np.array([(a, b) for a in self.functions for b in self.answerers if a != b], dtype=np.int64)
        every = every.reshape(-1, 2)
        asked = set(zip(self.asking.tolist(), self.answering.tolist(), strict=True))
        never = np.array([tuple(pair) not in asked for pair in every.tolist()], dtype=bool)
        return every[never, 0], every[never, 1]


def _pairs(questions: pd.DataFrame) -> _Pairs:
    both = questions[["function_a", "function_b"]].to_numpy(np.int64)
    found, of_question = np.unique(both, axis=0, return_inverse=True)
    return _Pairs(found[:, 0], found[:, 1], of_question.ravel())


class _Sample(NamedTuple):
    """One clock's times: a row per question that was observed at all, `question` says which."""

    hours: FloatArray
    cause: IntArray
    question: IntArray
    cluster: IntArray
    addressee: IntArray
    channel: IntArray

    def take(self, rows: IntArray) -> _Sample:
        """Some of the questions."""
        return _Sample(*(column[rows] for column in self))  # type: ignore[arg-type]


def _sample(questions: pd.DataFrame, outcome: pd.DataFrame, clock: _Clock) -> _Sample:
    hours = clock.between(questions["asked_at"], outcome["at"])
    seen = (outcome["at"] >= questions["asked_at"]).to_numpy()
    return _Sample(
        hours=np.maximum(hours[seen], 0.0),
        cause=outcome["cause"].to_numpy(np.int64)[seen],
        question=np.flatnonzero(seen),
        cluster=np.unique(questions["thread"], return_inverse=True)[1][seen],
        addressee=questions["addressee"].to_numpy(np.int64)[seen],
        channel=pd.factorize(questions["channel"])[0][seen],
    )


def _steps(samples: Iterable[_Sample]) -> FloatArray:
    """Times at which curves are kept: every answer's, or quantiles of many, and round numbers of hours."""
    times = np.unique(np.concatenate([sample.hours[sample.cause == 1] for sample in samples]))
    if len(times) > MOST_STEPS:
        times = np.quantile(times, np.linspace(0, 1, MOST_STEPS), method="nearest")
    return np.unique(np.r_[times, SHOWN_HOURS])


# --- estimates ------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """Estimates of one clock, for pairs, pairs that never asked, and the functions of `_Pairs.answerers`."""

    pair_curves: FloatArray
    borrowed: FloatArray
    pair_replicates: FloatArray
    unasked_curves: FloatArray
    unasked_replicates: FloatArray
    function_curves: FloatArray
    function_replicates: FloatArray


def _estimate(sample: _Sample, pairs: _Pairs, hours: FloatArray, *, replicates: int, seed: int) -> _Found:
    """Curves and bootstrap replicates, with what pairs borrow.

    The prior of a pair is a Dirichlet process, worth as many questions as pairs resemble what who asks and who answers
    let expect; that of a function is centred on the organisation and worth `WEAK` questions.
    """
    pair = pairs.of_question[sample.question]
    rows = np.flatnonzero(pairs.cross[pair])
    answering = np.searchsorted(pairs.answerers, pairs.answering[pair[rows]])
    by_pair = Groups(sample.hours, sample.cause, pair, len(pairs.asking), DEADLINE)
    by_function = Groups(sample.hours[rows], sample.cause[rows], answering, len(pairs.answerers), DEADLINE)
    known = np.bincount(pair, by_pair.known, minlength=len(pairs.asking)).astype(np.float64)
    model = _Expectation.of(pairs, known, np.nan_to_num(by_pair.incidence(np.ones(len(pair)))))
    borrowed = (model.odds[:, None] * STRENGTHS[:, None] / (known + STRENGTHS[:, None])).sum(axis=0)

    raw = _curves(sample.hours, sample.cause, pair, len(pairs.asking), hours)
    own = _curves(sample.hours[rows], sample.cause[rows], answering, len(pairs.answerers), hours)
    average = aalen_johansen(sample.hours[rows], sample.cause[rows]).at(hours)
    mass = np.bincount(answering, by_function.known, minlength=len(pairs.answerers))[:, None]
    own = (mass * own + WEAK * average) / (mass + WEAK)
    shape = np.concatenate([own, average[None]])[model.answering]
    lent = _with_share(shape, model.expected, day=int(np.searchsorted(hours, DEADLINE)))
    centre, unasked = lent[: len(known)], lent[len(known) :]
    curves = (1 - borrowed[:, None]) * raw + borrowed[:, None] * centre

    n_clusters = int(sample.cluster.max(initial=-1)) + 1
    asked, answered = np.empty((2, replicates, len(known)))
    of_function, in_time = np.empty((2, replicates, len(pairs.answerers)))
    for r in range(replicates):
        weight = cluster_weights(n_clusters, replicate=r, seed=seed)[sample.cluster]
        asked[r] = np.bincount(pair, weight * by_pair.known, minlength=len(known))
        answered[r] = asked[r] * np.nan_to_num(by_pair.incidence(weight))
        of_function[r] = np.bincount(
            answering, weight[rows] * by_function.known, minlength=len(pairs.answerers)
        )
        in_time[r] = of_function[r] * np.nan_to_num(by_function.incidence(weight[rows]))
    rng = np.random.default_rng([seed, 1])
    shares = model.drawn(asked, answered, rng)
    return _Found(
        pair_curves=np.maximum.accumulate(curves, axis=1),
        borrowed=borrowed,
        pair_replicates=shares[:, : len(known)],
        unasked_curves=unasked,
        unasked_replicates=shares[:, len(known) :],
        function_curves=own,
        function_replicates=_posterior(of_function, in_time, model.level, np.full(replicates, WEAK), rng),
    )


def _posterior(
    asked: FloatArray,
    answered: FloatArray,
    centre: FloatArray | float,
    strength: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Shares drawn, (R, groups): resampled questions and a prior worth `strength` questions, (R,), about `centre`."""
    centre = np.broadcast_to(np.clip(centre, NEARLY, 1 - NEARLY), asked.shape)
    yes, no = (rng.gamma(strength[:, None] * share) for share in (centre, 1 - centre))
    return np.asarray((answered + yes) / np.maximum(asked + yes + no, np.finfo(float).tiny))


@dataclass(frozen=True, eq=False)
class _Expectation:
    """What to expect by the deadline of pairs, those that never asked last, from who asks and who answers.

    A function's questions to itself are expected to be answered as those of an average other one; they teach nothing.
    """

    pairs: _Pairs
    table: Crossed
    level: float
    odds: FloatArray
    asking: IntArray
    answering: IntArray
    expected: FloatArray

    @classmethod
    def of(cls, pairs: _Pairs, known: FloatArray, share: FloatArray) -> _Expectation:
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
        return cls(pairs, table, float((n @ p + 0.5) / (n.sum() + 1)), odds, asking, answering, expected)

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
        return _posterior(np.hstack([asked, never]), np.hstack([answered, never]), centre, strength, rng)


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


# --- tables ---------------------------------------------------------------------------------------------------


def _pair_table(name: str, pairs: _Pairs, sample: _Sample, found: _Found, hours: FloatArray) -> pd.DataFrame:
    asked = np.bincount(pairs.of_question, minlength=len(pairs.asking))
    pair = pairs.of_question[sample.question]
    table = pd.DataFrame({"function_a": pairs.asking, "function_b": pairs.answering, "clock": name})
    figures = _figures(sample, pair, asked, found.pair_curves, found.pair_replicates, hours)
    return pd.concat([table, figures.assign(borrowed=found.borrowed)], axis=1)


def _function_table(
    name: str, pairs: _Pairs, sample: _Sample, found: _Found, hours: FloatArray
) -> pd.DataFrame:
    cross = pairs.cross[pairs.of_question]
    asked = np.bincount(pairs.answering[pairs.of_question[cross]])[pairs.answerers]
    pair = pairs.of_question[sample.question]
    rows = np.flatnonzero(pairs.cross[pair])
    answering = np.searchsorted(pairs.answerers, pairs.answering[pair[rows]])
    part = sample.take(rows)
    figures = _figures(part, answering, asked, found.function_curves, found.function_replicates, hours)
    return pd.concat([pd.DataFrame({"function": pairs.answerers, "clock": name}), figures], axis=1)


def _figures(
    sample: _Sample,
    group: IntArray,
    asked: IntArray,
    curves: FloatArray,
    replicates: FloatArray,
    hours: FloatArray,
) -> pd.DataFrame:
    """The columns that pairs and functions share, a row per group."""
    mine, elsewhere = (np.bincount(group[sample.cause == c], minlength=len(asked)) for c in (1, 2))
    answered = pd.Series(sample.hours[sample.cause == 1]).groupby(group[sample.cause == 1]).median()
    reached = curves >= 0.5
    low, high = percentile_interval(replicates)
    return pd.DataFrame(
        {
            "asked": asked,
            "answered": mine,
            "answered_elsewhere": elsewhere,
            "censored": asked - mine - elsewhere,
            "median_hours": np.where(reached.any(axis=1), hours[reached.argmax(axis=1)], np.inf),
            "naive_median_hours": answered.reindex(range(len(asked))).to_numpy(),
            "within_24h": curves[:, int(np.searchsorted(hours, DEADLINE))],
            "within_24h_low": low,
            "within_24h_high": high,
        }
    )


# --- verdicts -------------------------------------------------------------------------------------------------


def _judged(
    margin: pd.DataFrame, sample: _Sample, pairs: _Pairs, *, min_group: int
) -> tuple[pd.DataFrame, list[int]]:
    """The table of functions with how each compares with the others, and the verdict; rows set aside."""
    pair = pairs.of_question[sample.question]
    rows = np.flatnonzero(pairs.cross[pair])
    part = sample.take(rows)
    owner = np.searchsorted(pairs.answerers, pairs.answering[pair[rows]])
    aside = _unusual(part, owner, (margin["people"] >= min_group).to_numpy())
    usual = ~np.isin(owner, aside)
    found = [_compare(part, owner == row, usual & (owner != row)) for row in range(len(margin))]
    columns = ["usual_24h", "difference", "difference_low", "difference_high", "p_value"]
    numbers = [(one.usual, one.difference, *one.interval, one.p_value) for one in found]
    table = margin.join(pd.DataFrame(numbers, columns=columns, index=margin.index))
    assessable = (table["people"] >= min_group) & table["difference"].notna()
    table.loc[~assessable, "p_value"] = np.nan
    table["q_value"] = benjamini_hochberg(table["p_value"])
    return table.assign(verdict=_verdicts(table, assessable)), aside


def _verdicts(table: pd.DataFrame, assessable: pd.Series[bool]) -> pd.Series[str]:
    verdict = pd.Series("ordinary", index=table.index)
    significant = table["q_value"] < SIGNIFICANT
    verdict[significant & (table["difference_high"] < -MATTERS)] = "slower"
    verdict[significant & (table["difference_low"] > MATTERS)] = "faster"
    verdict[table["p_value"].isna()] = "no_verdict"
    if assessable.sum() < MIN_FUNCTIONS:
        verdict[:] = "no_verdict"
    verdict[~assessable] = "not_assessable"
    return verdict


def _unusual(sample: _Sample, owner: IntArray, large: npt.NDArray[np.bool_]) -> list[int]:
    """Functions so different from the rest that they must not define what is usual, the most different first.

    A very slow function that gets half of the questions is half of "the others" of everybody else, who would all
    look fast. As in forward selection of outliers, clear cases only (Bonferroni at `CLEARLY`), at most a third of the
    functions, and `MIN_FUNCTIONS` stay.
    """
    aside: list[int] = []
    most = _most_aside(int(large.sum()))
    while len(aside) < most:
        usual = ~np.isin(owner, aside)
        rest = [row for row in np.flatnonzero(large).tolist() if row not in aside]
        found = {row: _compare(sample, owner == row, usual & (owner != row)) for row in rest}
        apart = {row: abs(one.difference) / one.error for row, one in found.items() if one.error > 0}
        first = max(apart, key=lambda row: apart[row], default=-1)
        if first < 0 or not _clear(found[first].p_value, functions=len(rest)):
            break
        aside.append(first)
    return aside


def _most_aside(functions: int) -> int:
    """How many of so many functions may be set aside."""
    return min(functions // 3, functions - MIN_FUNCTIONS)


def _clear(p_value: float, *, functions: int) -> bool:
    """Whether the most different of so many functions clearly differs; not where its p-value is unknown."""
    return p_value < CLEARLY / functions


class _Comparison(NamedTuple):
    """Usual share, a function's difference from it with its standard error and degrees of freedom."""

    usual: float
    difference: float
    error: float
    freedom: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 %; NaN where too few people were asked."""
        reach = float(student.ppf(0.975, self.freedom)) * self.error
        return self.difference - reach, self.difference + reach

    @property
    def p_value(self) -> float:
        """Two-sided."""
        return 2 * float(student.sf(abs(self.difference) / self.error, self.freedom))


def _compare(sample: _Sample, mine: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_]) -> _Comparison:
    """A function against others by the deadline.

    Channel by channel, for a case waits differently from a mail. The unit of chance is the person or team asked, not
    the question: several questions to one slow colleague are one slow colleague.
    """
    channels = [c for c in np.unique(sample.channel[mine]) if (others & (sample.channel == c)).any()]
    here = mine & np.isin(sample.channel, channels)
    if not here.any():
        return _Comparison(np.nan, np.nan, np.nan, np.nan)
    usual = spread = 0.0
    for channel in channels:
        weight = float((sample.channel[here] == channel).mean())
        those = _share(sample, others & (sample.channel == channel))
        usual += weight * those.share
        spread += weight**2 * those.variance
    own = _share(sample, here)
    likely = (usual * own.known + 1) / (own.known + 2)  # also where none, or all, of few are answered
    error = float(np.sqrt(max(own.variance, likely * (1 - likely) / max(own.known, 1)) + spread))
    return _Comparison(
        usual, own.share - usual, error, own.units - 1 if own.units >= MIN_ADDRESSEES else np.nan
    )


class _Share(NamedTuple):
    """Answered by the deadline; its variance; number of people asked, unequal shares counted; known fates."""

    share: float
    variance: float
    units: float
    known: int


def _share(sample: _Sample, rows: npt.NDArray[np.bool_]) -> _Share:
    hours, cause = sample.hours[rows], sample.cause[rows]
    _, unit = np.unique(sample.addressee[rows], return_inverse=True)
    questions = np.bincount(unit)
    moved = np.bincount(unit, influence(hours, cause, at=DEADLINE))
    n = len(questions)
    return _Share(
        share=float(aalen_johansen(hours, cause).at(DEADLINE)),
        variance=float((moved**2).sum()) * n / max(n - 1, 1),
        units=float(questions.sum() ** 2 / (questions**2).sum()),
        known=int(((cause > 0) | (hours >= DEADLINE)).sum()),
    )


# --- what to say ----------------------------------------------------------------------------------------------


def _check(*, settle_days: float, replicates: int, max_audience: int) -> None:
    for name, number in (
        ("settle_days", settle_days),
        ("replicates", replicates),
        ("max_audience", max_audience),
    ):
        least = 0 if name == "settle_days" else 1
        if number < least:
            raise UsageError(f"{name} must be at least {least}, not {number}")


def _nothing(on: Conversations, left_out: Mapping[str, int]) -> NotEnoughDataError:
    """Why there is no question to time."""
    reasons = {reason: count for reason, count in left_out.items() if count}
    if not len(on.messages) or list(reasons) == [NO_THREADS]:
        return NotEnoughDataError(
            Sentence("lacks.not_answering"),
            mend=Sentence("mend.headers"),
        )
    if not on.functions:
        return NotEnoughDataError(Sentence("lacks.no_functions_questions"), mend=Sentence("mend.a_function"))
    told = "; ".join(f"{count:,} {reason}" for reason, count in reasons.items())
    return NotEnoughDataError(
        f"no question that can be timed: {told or 'no thread'}",
        mend=Sentence("mend.timed_threads"),
    )


def _caveats(
    questions: pd.DataFrame,
    functions: pd.DataFrame,
    left_out: Mapping[str, int],
    samples: Mapping[str, _Sample],
    aside: tuple[str, ...],
) -> tuple[Sentence, ...]:
    notes = [Sentence("note.response.news")]
    told = [Sentence("note.response.counted", n=n, reason=reason) for reason, n in left_out.items() if n]
    if told:
        notes.append(Sentence("note.response.left_out", reasons=tuple(told)))
    recent = len(questions) - len(samples["final_answer"].question)
    if recent:
        notes.append(Sentence("note.response.recent", n=recent, of=len(questions)))
    unknown = int((questions["channel"].eq("handoff") & questions["closed"].isna()).sum())
    if unknown:
        notes.append(Sentence("note.response.unclosed", n=unknown))
    if aside:
        notes.append(Sentence("note.response.aside", functions=aside))
    few = functions[(functions["clock"] == "first_reply") & (functions["verdict"] == "no_verdict")][
        "function"
    ]
    if len(few):
        notes.append(Sentence("note.response.few", functions=tuple(few)))
    return tuple(notes)


QUESTION = Question(
    name="response",
    function=response,
    result=ResponseResult,
    run=lambda on, _: response(
        on.conversations,
        max_audience=on.settings.tie_rule.max_audience,
        replicates=on.settings.replicates,
        seed=on.settings.seed,
        min_group=on.settings.min_group,
    ),
)
