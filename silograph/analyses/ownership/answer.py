"""Who would answer questions from outside within 24 hours: one function, a hub, a team of its own, or everybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.ownership.arrangements import (
    UNNAMED,
    Arrangement,
    Assumptions,
    everybody,
    hubs,
    mix_of,
    own_function,
    per_week_of,
    single,
)
from silograph.analyses.ownership.comparison import (
    arrangement_table,
    curves_of,
    judged,
    leader,
    observed_check,
    score,
    topics_of,
    with_small,
)
from silograph.analyses.ownership.questions import OutsideQuestions, in_halves, outside_questions
from silograph.analyses.ownership.replies import WORTH, answer_times
from silograph.analyses.ownership.show import section
from silograph.analyses.ownership.times import CLOCK, AnswerTimes
from silograph.analyses.parts import Column, Inputs, Question, Result, Table, by_name, with_ends
from silograph.analyses.parts.options import number_of
from silograph.arrays import BoolArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.small import SMALL
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations
from silograph.stats.settling import MOST, stages

MIN_FUNCTIONS = 3
FEW_QUESTIONS = 10  # for the check
MANY_REPLICATES = 100
MUCH_BORROWED = 0.2
_ANSWERS = ("response_functions.within_24h",)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OwnershipResult(Result):
    """What `ownership` found.

    Parameters
    ----------
    table
        A row per arrangement, best first. `members` are the functions it is called by, `counts` those whose people are
        counted though they do not stand in its name, `topic_people` the fewest contacts outside behind what questions
        are about, `answer_people` the fewest behind how soon one of its functions answers.
    comparisons
        A row per pair: ``arrangement_a arrangement_b difference difference_low difference_high``; shares answered
        within 24 hours, a minus b, with intervals that hold for all pairs together.
    curves
        ``arrangement hours probability``: answered by then.
    topics
        A row per arrangement and function a question is about: ``arrangement topic asked within_24h within_24h_low
        within_24h_high median_hours`` and, for each of `CLOCK`, ``by_1h`` ...: the share answered by then. `asked` is
        the function that answers or passes on (missing where that is not one of today's). Hubs are chosen on the first
        half and measured on the second. `pair_people` is how many people stand behind the times of that answer.
    observed
        The check against outside questions in the log: ``kind questions answered within_24h within_24h_low
        within_24h_high median_hours predicted_within_24h predicted_own_pace``, the last one if passing on took as
        long as answering; empty where there are none.
    mix
        Share of the questions about each function.
    questions_per_week
        As assumed or observed.
    judged, ahead
        Arrangements that were compared, and those of them with the verdict ``ahead``.
    unsure
        Arrangements whose verdict hangs on how often was redrawn: borderline cases, that count as no different.
    current_owner
        Whom `waiting_hours` compares with.
    """

    name: ClassVar[str] = "ownership"
    declared: ClassVar[Mapping[str, Table]] = {
        "ownership": Table(
            columns=(
                Column("arrangement", "word"),
                Column("kind", "word"),
                Column("function", "function"),
                Column("people", "count"),
                # a mean of what is answered to the arrangement, and of its own answers
                *with_ends(Column("within_24h", "share", "whole", of=_ANSWERS, behind="answer_people")),
                Column("median_hours", "hours", "whole", of=("within_24h",), behind="answer_people"),
                Column("handoffs", "", "part", behind="topic_people"),  # tells what questions are about
                Column("load", "rate"),
                Column("handled", "rate", "drop"),  # counts answers that other tables may withhold
                Column("over_capacity", "yes"),
                Column("collisions", "rate"),
                Column("better_than", "count", "whole"),
                Column("worse_than", "count", "whole"),
                Column("p_first", "share", "whole"),
                Column("final_answers", "count", "drop"),  # other tables may withhold it
                *with_ends(
                    Column("waiting_hours", "hours", "whole", of=("within_24h",), behind="answer_people")
                ),
                Column("verdict", "word"),
            ),
            groups=("members",),
            describes=("counts",),
            made_of=("people", "load", "over_capacity"),
            by="within_24h",
        ),
        "ownership_topics": Table(
            columns=(
                Column("arrangement", "word"),
                Column("topic", "function"),
                Column("asked", "function", "whole"),
                *with_ends(
                    Column(
                        "within_24h",
                        "share",
                        "sum",
                        of=("response.within_24h", *_ANSWERS),
                        behind="pair_people",
                    )
                ),
                Column("median_hours", "hours", "derived", of=("within_24h",)),
                *(Column(f"by_{hour}h", "share", "derived", of=("within_24h",)) for hour in CLOCK),
            ),
            source="topics",
            written=False,
            groups=("members", "topic"),
            cells=("asked", "topic"),
            behind="pair_people",
            lines=(("arrangement",),),
            overlapping=False,  # who answers about one topic does not about another
        ),
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("questions_per_week", "rate"),
        Column("judged", "count", "whole"),
        Column("ahead", "count", "whole"),
    )
    named: ClassVar[tuple[str, ...]] = ("current_owner",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(key="ownership", value="within_24h", by="arrangement", percent=True, marked="ahead"),
    )

    comparisons: pd.DataFrame
    curves: pd.DataFrame
    topics: pd.DataFrame
    observed: pd.DataFrame
    mix: Mapping[str, float]
    questions_per_week: float
    judged: int
    unsure: int
    ahead: int
    current_owner: str | None

    @property
    def best(self) -> tuple[str, ...]:
        """Arrangements that are better than another one while none is better than they are, best first."""
        return tuple(self.table.loc[self.table["verdict"] == "ahead", "arrangement"])

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        rows = self.table[self.table["within_24h"].notna()].reset_index(drop=True)
        ahead = rows["verdict"] == "ahead"
        if rows.empty or (self.ahead and not ahead.any()):
            return Sentence("said.ownership.not_shown")
        at = leader(rows["within_24h"].to_numpy(float), _members(rows))
        if at is None or not ahead[at]:
            first, last = rows.iloc[0], rows.iloc[-1]
            return Sentence(
                "said.ownership.tied" if ahead.any() else "said.ownership.none",
                least=last["within_24h"],
                last=_named(last["arrangement"], last["members"]),
                most=first["within_24h"],
                first=_named(first["arrangement"], first["members"]),
                low=first["within_24h_low"],
                high=first["within_24h_high"],
            )
        row = rows.iloc[at]
        name = _named(row["arrangement"], row["members"])
        lead = Sentence(
            "said.ownership.lead",
            arrangement=name,
            share=row["within_24h"],
            low=row["within_24h_low"],
            high=row["within_24h_high"],
            better=int(row["better_than"]),
            others=self.judged - 1,
        )
        known = self.current_owner is not None and not pd.isna(row["waiting_hours"])
        if not known or row["arrangement"] == self.current_owner:
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


def _members(rows: pd.DataFrame) -> list[frozenset[str]]:
    """Whose people answer in each arrangement: those it is called by; everybody's are all of them."""
    everybody = frozenset(name for names in rows["members"] for name in names)
    return [
        everybody if kind == "everybody" else frozenset(names)
        for kind, names in zip(rows["kind"], rows["members"], strict=True)
    ]


REPLICATES = 200
"""Bootstrap replicates of threads where none are asked for."""


def compared(
    times: AnswerTimes,
    *,
    halves: tuple[AnswerTimes, AnswerTimes] | None = None,
    outside: OutsideQuestions | None = None,
    assumptions: Assumptions | None = None,
    hub_sizes: Sequence[int] = (2, 3),
    current_owner: str | None = None,
    onward: Collection[str] = (),
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
    onward
        Functions that route onward (`RelayResult.mailrooms`): passing on is not answering, and they are never first.
    min_group
        Functions with fewer people are ``not_assessable``: questions about them count, but they are no owners.

    Returns
    -------
    OwnershipResult
        `table` has ``arrangement kind function people within_24h within_24h_low within_24h_high median_hours handoffs
        load handled over_capacity collisions better_than worse_than p_first final_answers waiting_hours
        waiting_hours_low waiting_hours_high verdict``. `handoffs` is per question; `load` questions per person and
        week, `handled` the same today, and `over_capacity` whether the load alone exceeds that (missing where it does
        for all); `collisions` a week. `waiting_hours` are hours of waiting spared a week against `current_owner`, each
        question counted up to a week. Verdict ``ahead`` (better than another arrangement, none better), ``behind``
        (some better, better than none), ``between``, ``unsettled`` (a function that would be ahead, but is first among
        functions in fewer than half of the redraws, or gave fewer than 20 final answers, or routes onward),
        ``no_difference``, ``not_assessable``; better means at least ten points, and that the simultaneous 95 % interval
        of the difference lies above 0.

    Raises
    ------
    NotEnoughDataError
        Fewer than three functions with answer times.
    UsageError
        `current_owner` is not a function that can be assessed.

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
    >>> result = compared(times)
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
    mix, mix_from = mix_of(times.functions, asked, outside, assumed)
    per_week, per_week_from = per_week_of(outside, assumed)
    earlier, later = halves or (None, None)
    arrangements = [single(times, k, mix) for k in candidates.tolist()]
    if earlier is not None:
        arrangements += hubs(earlier, candidates, mix, sizes=hub_sizes, handover=assumed.handover)
    arrangements += [own_function(mix, assumed), everybody(times, mix, assumed)]
    against = names.index(current_owner) if current_owner is not None else None
    scores = score(times, later, arrangements, handover=assumed.handover, against=against)
    table = arrangement_table(times, arrangements, scores, per_week=per_week, compared=against is not None)
    table, scores, unsure = judged(table, scores, onward)
    small = [k for k in np.flatnonzero(asked).tolist() if k not in candidates]
    observed = observed_check(times, outside, assumed)
    curves, table["median_hours"] = curves_of(times, later, arrangements, assumed)
    about = _topic_people(outside) if mix_from == "observed" else np.nan
    return OwnershipResult(
        table=with_small(table, times, small).assign(topic_people=about),
        judged=len(table),
        unsure=unsure,
        ahead=int((table["verdict"] == "ahead").sum()),
        comparisons=scores.comparisons(arrangements),
        curves=curves,
        topics=topics_of(times, later, arrangements, assumed),
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
            *_other_pace(times, later, arrangements, assumed),
            *_checked(observed),
            *(
                [Sentence("note.ownership.borderline", n=unsure, draws=len(times.own_replicates))]
                if unsure
                else ()
            ),
        ),
    )


def _topic_people(outside: OutsideQuestions | None) -> float:
    """The fewest contacts behind the questions about one function."""
    if outside is None or outside.table.empty:
        return np.nan
    return float(outside.table.groupby("topic")["contact"].nunique().min())


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
    elif (table["load"] > table["handled"]).any():
        notes.append(Sentence("note.ownership.over_all"))
    if len(times.own_replicates) < MANY_REPLICATES:
        notes.append(Sentence("note.ownership.replicates", n=len(times.own_replicates)))
    return notes


def _other_pace(
    times: AnswerTimes, later: AnswerTimes | None, arrangements: Sequence[Arrangement], assumed: Assumptions
) -> list[Sentence]:
    """Whether the best arrangement depends on how long passing on takes."""
    if assumed.handover == "own_pace":
        return []
    share = score(times, later, arrangements, handover="own_pace", replicates=False).within[0]
    everybody = frozenset(times.functions)
    members = [everybody if one.kind == "everybody" else frozenset(one.about) for one in arrangements]
    first = leader(share, members)
    if first is None:
        return [Sentence("note.ownership.other_pace_none", least=share.min(), most=share.max())]
    name = _named(arrangements[first].name, arrangements[first].about)
    return [Sentence("note.ownership.other_pace", first=name, share=share[first])]


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


def _named(arrangement: str, members: tuple[str, ...]) -> str | Sentence | tuple[str, ...]:
    """An arrangement as sentences name it: a function, the members of a hub, or what is no function's name."""
    if arrangement in UNNAMED:
        return Sentence(f"said.ownership.{UNNAMED[arrangement]}")
    return members if len(members) > 1 else arrangement


def ownership(
    on: Inputs,
    *,
    response: Any,
    relay: Any = None,
    assumptions: Assumptions | None = None,
    hub_sizes: Sequence[int] = (2, 3),
    current_owner: str | None = None,
    replicates: int | None = None,
) -> OwnershipResult:
    """The 24-hour test: which arrangement would answer most questions from outside in time?

    How soon functions answer is measured in the log, on all of it and on its halves; then arrangements are compared,
    and redrawn until their verdicts are settled.

    Parameters
    ----------
    on
        A log.
    response
        How soon functions answer each other: the result of that question.
    relay
        Which functions route onward: the result of that question. Passing on is no answer, and they are never first.
    assumptions
        What the data do not say.
    hub_sizes
        Functions in a hub. They are chosen on the first half of the log and scored on the second.
    current_owner
        A function; the others' waiting is compared with its.
    replicates
        Bootstrap replicates of threads, and up to eight times as many where verdicts are open; 200 where None.

    Returns
    -------
    OwnershipResult
        `table` has ``arrangement kind function people within_24h within_24h_low within_24h_high median_hours handoffs
        load handled over_capacity collisions better_than worse_than p_first final_answers waiting_hours
        waiting_hours_low waiting_hours_high verdict``, as `silograph.analyses.ownership.answer.compared` says.

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
    >>> import silograph as sg
    >>> log, roster = sg.simulate(sg.CompanySpec(people=60, messages=2500, functions=5, seed=1)).log()
    >>> found = sg.ownership(log, roster, replicates=20)
    >>> sorted(found.table["kind"].unique())
    ['everybody', 'hub', 'own_function', 'single_function']
    """
    first, *more = stages(number_of(replicates, REPLICATES, name="replicates"), factor=MOST)
    passing = () if relay is None else relay.mailrooms
    options = {
        "assumptions": assumptions,
        "hub_sizes": hub_sizes,
        "current_owner": current_owner,
        "onward": passing,
    }
    halves = in_halves(on.conversations)
    found = _redrawn(on, response, halves, replicates=first, **options)
    for number in more:
        if not found.unsure:
            break
        again = _replies(on, on.conversations, number)
        found = _redrawn(on, again, halves, replicates=number, **options)
    return found


def _replies(on: Inputs, conversations: Conversations, replicates: int) -> Any:
    """How soon functions answer each other, redrawn so often."""
    ask = on.functions["response"]
    return ask(
        **by_name(ask, on, {}, conversations=conversations, replicates=replicates, clocks=("final_answer",))
    )


def _redrawn(
    on: Inputs, replies: Any, halves: Sequence[Conversations], *, replicates: int, **options: Any
) -> OwnershipResult:
    """With so many redraws; hubs are chosen on the first half of the log and scored on its second."""
    people = dict(zip(on.network.functions, on.network.group_sizes.tolist(), strict=True))
    if SMALL in people and options["current_owner"] not in people:
        options["current_owner"] = None  # small functions stand as one here, the owner among them
    outside = outside_questions(on.conversations)
    soon = partial(answer_times, people=people, min_group=on.settings.min_group, seed=on.settings.seed)
    times = soon(replies, outside=outside)
    parts = []
    for half in halves:
        with suppress(NotEnoughDataError):
            asked = outside_questions(half)
            found = _replies(on, half, replicates)
            parts.append(soon(found, outside=asked, like=times))
    return compared(
        times,
        halves=(parts[0], parts[1]) if len(parts) == 2 else None,
        outside=outside,
        min_group=on.settings.min_group,
        **options,
    )


QUESTION = Question(
    function=ownership,
    result=OwnershipResult,
    needs=("response",),
    uses=("relay",),
    whole=True,
    section=section,
    documented="Who would answer within 24 hours?",
)
