"""How long a question from one function waits for an answer from another, unanswered questions counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.parts import Column, Question, Result, Table, with_ends
from silograph.analyses.parts.options import check, number_of
from silograph.analyses.response.comparison import MIN_ASKED, judged
from silograph.analyses.response.model import Estimates, estimate
from silograph.analyses.response.people_behind import Askers
from silograph.analyses.response.questions import (
    DEADLINE,
    MEETINGS,
    NO_THREADS,
    Clock,
    Times,
    answers_to,
    asked_questions,
    curve_hours,
    final_answers,
    first_replies,
    pairs_of,
    times_of,
)
from silograph.analyses.response.within_24h import function_table, pair_table
from silograph.arrays import FloatArray
from silograph.charts.drawing import FAINT, MARKED, PALETTE, QUIET, apart, logarithmic_axis, pyplot
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import TieRule
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, need_messages
from silograph.stats.intervals import percentile_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLOCKS = ("first_reply", "final_answer")
COLOURS = {"slower": MARKED, "faster": PALETTE[2]}

# What pairs and functions have in common. All of it tells of the people who asked and who answered: few of either, and
# the number is one person's. What is left of `asked` without `answered`, and of that without `answered_elsewhere`, must
# rest on enough people too: the columns of people count the smaller part.
_FIGURES = (
    Column("asked", "count", "sum", behind="asked_people"),
    Column("answered", "count", "sum", behind="answered_people"),
    Column("answered_elsewhere", "count", "sum", of=("asked", "answered", "censored"), behind="open_people"),
    Column("censored", "count", "sum", of=("asked", "answered", "answered_elsewhere"), behind="open_people"),
    Column("median_hours", "hours", "derived", of=("asked", "answered", "within_24h")),
    Column("naive_median_hours", "hours", "derived", of=("asked", "answered", "within_24h")),
    *with_ends(Column("within_24h", "share", "sum", of=("asked", "answered"), behind="in_time_people")),
)
_USUAL = ("within_24h", "share")
# the 24-hour test gives the mean over all that a function asks
_ASKING = (("clock", "function_a", "inside"),)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ResponseResult(Result):
    """What `response` found.

    Parameters
    ----------
    table
        A row per clock and ordered pair with a question: `function_a` asked `function_b`; also a function's questions
        to itself (`function_a` = `function_b`, `inside`), which count in no average. Columns that end in ``_people``
        say how many people stand behind a figure: of those who asked and those who answered (were asked, where nobody
        answered) the fewer; where a figure tells one part of the questions from another, behind the smaller part.
    functions
        A row per clock and answering function, over questions from all *other* functions.
    asked, never
        Questions to another function, and those of them without a first reply from it in the log.
    share, share_low, share_high
        Share of them with a first reply within `deadline` hours.
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
    worth
        By clock: for how many questions the average of all counts in the figures of a function.
    left_out
        Threads or questions that could not be used, by reason.
    """

    name: ClassVar[str] = "response"
    declared: ClassVar[Mapping[str, Table]] = {
        "response": Table(
            columns=(
                Column("function_a", "function"),
                Column("function_b", "function"),
                Column("clock", "word"),
                *(replace(one, lines=_ASKING) if one.name == "within_24h" else one for one in _FIGURES),
                Column("borrowed", "share", "derived", of=("asked",)),
            ),
            groups=("function_a", "function_b"),
            behind="asked_people",
            lines=(),
            overlapping=False,  # who asks one function stands behind one of its pairs
            totals={"response_functions": {"clock": "clock", "function_b": "function", "inside": "inside"}},
        ),
        "response_functions": Table(
            columns=(
                Column("function", "function"),
                Column("people", "count", "sum"),
                Column("clock", "word"),
                *_FIGURES,
                # what is usual among the others tells what the share of all does, and with it who is set aside
                Column("usual_24h", "share", "derived", of=_USUAL, of_all=("within_24h",)),
                *with_ends(Column("difference", "share", "derived", of=_USUAL, of_all=("within_24h",))),
                Column("p_value", "p", "derived", of=_USUAL, of_all=("within_24h",)),
                Column("q_value", "p", "derived", of=_USUAL, of_all=("within_24h",)),
                Column("verdict", "word", behind="asked_people"),
            ),
            source="functions",
            groups=("function",),
            lines=(("clock",),),
        ),
    }
    figures: ClassVar[tuple[Column, ...]] = (
        # totals of columns: they give back what is withheld there where too little covers it
        Column("asked", "count", of=("response_functions.asked",)),
        Column("never", "count", of=("asked", "response_functions.answered")),
        Column("share", "share", of=("asked", "response_functions.within_24h")),
    )
    kept: ClassVar[tuple[str, ...]] = ("deadline",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="response",
            value="within_24h",
            source="functions",
            where={"clock": "first_reply"},
            but={"verdict": "rarely_asked"},
            percent=True,
        ),
    )

    functions: pd.DataFrame
    asked: int
    never: int
    share: float
    share_low: float
    share_high: float
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
    worth: Mapping[str, float]
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
        if not self.asked:
            return Sentence("said.response.nothing")
        overall = self._overall()
        rows = self.functions[self.functions["clock"] == "first_reply"]
        if not rows["verdict"].isin(["slower", "faster", "ordinary"]).any():
            return Sentence("said.response.too_little", overall=overall)
        odd = rows[rows["verdict"].isin(["slower", "faster"])].sort_values("within_24h")
        if odd.empty:
            return Sentence("said.response.none", overall=overall)
        finding = tuple(
            Sentence(f"said.response.are_{verdict}", n=len(names), names=tuple(names))
            for verdict, names in odd.groupby("verdict", sort=True)["function"]
        )
        told = tuple(one for one in (_odd(row) for _, row in odd.iterrows()) if one.known)
        known = "found" if told else "found_only"
        return Sentence(f"said.response.{known}", finding=finding, told=told, overall=overall)

    def _overall(self) -> Sentence:
        """Over all functions, as far as that may be shown."""
        share = {"share": self.share, "low": self.share_low, "high": self.share_high, "hours": self.deadline}
        asked = Sentence("said.response.asked", asked=self.asked, **share)
        start = Sentence("said.response.start", asked=self.asked, never=self.never, **share)
        said = (one for one in (start, asked) if one.known)
        return next(said, Sentence("said.response.few"))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share with a first reply by hours since the question, a line per answering function; 24 h is marked."""
        plt = pyplot()

        if not len(self.hours):  # curves do not leave a run
            return super().plot(ax)
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 4.5), layout="constrained")
        rows = self.functions[self.functions["clock"] == "first_reply"]
        heights = apart([float(curve[-1]) for curve in self.function_curves["first_reply"]], least=0.045)
        for row, curve, height in zip(
            rows.itertuples(), self.function_curves["first_reply"], heights, strict=True
        ):
            colour = COLOURS.get(str(row.verdict), QUIET)
            ax.step(self.hours, curve, where="post", color=colour, linewidth=1.5)
            ax.annotate(f" {row.function}", (self.hours[-1], height), color=colour, va="center", fontsize=8)
        ax.axvline(self.deadline, color=FAINT, linewidth=1, zorder=0)
        logarithmic_axis(ax)
        ax.set_xlim(left=max(self.hours[0], 1 / 60))
        ax.set_ylim(0, 1)
        ax.set_xlabel(f"hours since the question ({self.deadline:g} marked)")
        ax.set_ylabel("answered by the function asked")
        ax.spines[["top", "right"]].set_visible(False)
        return ax


def _odd(row: pd.Series[Any]) -> Sentence:
    """How soon a function answers, and the others, where that may be told."""
    return Sentence(
        "said.response.one" if np.isfinite(row["usual_24h"]) else "said.response.one_alone",
        function=row["function"],
        share=row["within_24h"],
        low=row["within_24h_low"],
        high=row["within_24h_high"],
        usual=row["usual_24h"],
    )


REPLICATES = 200
"""Bootstrap replicates of threads where none are asked for."""


def response(
    conversations: Conversations,
    *,
    working_hours: tuple[int, int] | None = None,
    timezone: str = "UTC",
    settle_days: float = 14,
    tie_rule: TieRule | None = None,
    replicates: int | None = None,
    seed: int = 0,
    min_group: int = 5,
    clocks: Sequence[str] = CLOCKS,
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
    tie_rule
        Its `max_audience`: messages with more recipients are broadcasts.
    replicates
        Bootstrap replicates of whole threads; 200 where None.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer people are ``not_assessable``.
    clocks
        Which of the two to read; a result without `first_reply` says nothing of the whole.

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
    need_messages(conversations)
    clock = Clock.of(working_hours, timezone)
    check({"settle_days": settle_days})
    max_audience = (tie_rule or TieRule()).max_audience
    replicates = number_of(replicates, REPLICATES, name="replicates")
    if not set(clocks) <= set(CLOCKS) or not clocks:
        raise UsageError(f"clocks are {' and '.join(CLOCKS)}, not {', '.join(clocks) or 'none'}")
    questions, left_out = asked_questions(conversations, max_audience=max_audience)
    if questions.empty:
        raise _nothing(conversations, left_out)
    answers = answers_to(conversations, questions, max_audience=max_audience)
    pairs = pairs_of(questions)
    settle = pd.Timedelta(days=settle_days)
    outcomes = {
        "first_reply": first_replies(questions, answers),
        "final_answer": final_answers(questions, answers, settle),
    }
    people = conversations.function_sizes
    aside: dict[str, tuple[str, ...]] = {}
    tables, margins, estimates = [], [], {}
    samples = {name: times_of(questions, outcome, clock) for name, outcome in outcomes.items()}
    hours = curve_hours(samples.values())
    team = conversations.is_kind("team")
    for name in (one for one in CLOCKS if one in clocks):
        found = estimates[name] = estimate(samples[name], pairs, hours, replicates=replicates, seed=seed)
        who = Askers.of(questions, outcomes[name], samples[name], team)
        tables.append(pair_table(name, pairs, samples[name], found, hours).join(who.behind_pairs(pairs)))
        margin = function_table(name, pairs, samples[name], found, hours)
        margin.insert(1, "people", people[margin["function"]])
        verdicts, odd = judged(margin, samples[name], pairs, min_group=min_group)
        margins.append(verdicts.join(who.behind_functions(pairs)))
        aside[name] = tuple(conversations.functions[code] for code in margin["function"].iloc[odd])
    functions = pd.concat(margins, ignore_index=True)
    names = np.array([*conversations.functions], dtype=object)
    table = pd.concat(tables, ignore_index=True)
    for column in ("function_a", "function_b"):
        table[column] = names[table[column]]
    functions["function"] = names[functions["function"]]
    never = dict(zip(("function_a", "function_b"), (names[codes] for codes in pairs.unasked), strict=True))
    return ResponseResult(
        table=table.assign(inside=table["function_a"] == table["function_b"]),
        functions=functions.assign(inside=False),
        **_overall(functions, estimates.get("first_reply")),
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
        worth={name: found.worth for name, found in estimates.items()},
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
        caveats=_caveats(questions, functions, left_out, samples, aside.get("first_reply", ())),
    )


def _overall(functions: pd.DataFrame, first_replies: Estimates | None) -> dict[str, Any]:
    """First replies over all functions: ``asked never share share_low share_high``."""
    rows = functions[functions["clock"] == "first_reply"]
    asked = int(rows["asked"].sum())
    if not asked or first_replies is None:
        return {"asked": 0, "never": 0, "share": np.nan, "share_low": np.nan, "share_high": np.nan}
    low, high = percentile_interval(first_replies.share_replicates)
    return {
        "asked": asked,
        "never": asked - int(rows["answered"].sum()),
        "share": first_replies.share,
        "share_low": float(low),
        "share_high": float(high),
    }


def _nothing(on: Conversations, left_out: Mapping[str, int]) -> NotEnoughDataError:
    """Why there is no question to time."""
    reasons = {reason: count for reason, count in left_out.items() if count}
    if not len(on.messages) or list(reasons) == [Sentence(NO_THREADS)]:
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
    samples: Mapping[str, Times],
    aside: tuple[str, ...],
) -> tuple[Sentence, ...]:
    notes = [Sentence("note.response.news")]
    if left_out.get(Sentence(MEETINGS)):
        notes.append(Sentence("note.response.meetings"))
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
    first = functions[functions["clock"] == "first_reply"]
    for verdict, key in (("no_verdict", "few"), ("rarely_asked", "rarely")):
        if len(names := tuple(first.loc[first["verdict"] == verdict, "function"])):
            notes.append(Sentence(f"note.response.{key}", functions=names, least=MIN_ASKED))
    return tuple(notes)


QUESTION = Question(
    function=response,
    result=ResponseResult,
    whole=True,  # for `ownership`, whose figures of the whole rest on it
    references=(
        "Kaplan & Meier (1958), Nonparametric estimation from incomplete observations. JASA 53, 457-481.",
        (
            "Aalen & Johansen (1978), An empirical transition matrix for non-homogeneous Markov chains "
            "based on censored observations. Scandinavian Journal of Statistics 5, 141-150."
        ),
    ),
)
