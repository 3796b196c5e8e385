"""Which functions are active on a topic, yet not at the table where it is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.analyses.parts import Column, Question, Result, Table, by_function, different_by, with_ends
from silograph.analyses.parts.options import number_of
from silograph.analyses.table.seats import Pool, about_both, draw_seats, pool_of, seated_in
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError
from silograph.graph.network import TieRule
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, need_messages
from silograph.stats.intervals import wilson_interval
from silograph.stats.p_values import SIGNIFICANT, benjamini_hochberg

HALF = 0.5
"""Seats, relative to those that activity would give, below which a function counts as absent."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TableResult(Result):
    """What `table` found.

    Parameters
    ----------
    table
        A row per function.
    seats
        People at the table: who wrote in the initiative or was addressed there, not only in copy.
    threads
        Threads on the topic outside of the initiative.
    writers
        People who wrote in them.
    glue_seats
        Seats of the functions that link the others, in the order given.
    """

    name: ClassVar[str] = "table"
    declared: ClassVar[Mapping[str, Table]] = {
        "table": by_function(
            Column("people", "count", "sum", among="size"),
            Column("on_topic", "count", "sum", behind="writers", left_out="writers_unknown"),
            Column(
                "in_initiative",
                "count",
                "sum",
                behind="in_initiative",
                among="people",
                left_out="in_initiative_unknown",
            ),
            Column("share_on_topic", "share", "sum", behind="writers", left_out="writers_unknown"),
            # none of how many seats has an interval that tells how many
            *with_ends(
                Column(
                    "share_in_initiative",
                    "share",
                    "derived",
                    of=("in_initiative", "seats"),
                    ends=("low", "high"),
                )
            ),
            # expected seats add up to the seats, and tell them where these may not be told
            Column("expected", "mean", "sum", behind="in_pool", left_out="in_pool_unknown", of=("seats",)),
            Column(
                "share_expected",
                "share",
                "sum",
                behind="in_pool",
                left_out="in_pool_unknown",
                of=("seats",),
            ),
            Column("ratio", "factor", "derived", of=("in_initiative", "expected")),
            Column("p_value", "p", "derived", of=("in_initiative", "expected")),
            Column("q_value", "p", "derived", of=("in_initiative", "expected"), adjusts="p_value"),
            Column("verdict", "word", behind="writers"),
        )
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("seats", "count", behind="seats", of=("table.in_initiative",)),
        Column("threads", "count", behind="writers"),
    )
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="table",
            value="share_in_initiative",
            ends=("low", "high"),
            usual="share_expected",
            where={"verdict": ("absent", "present")},
            percent=True,
            marked="absent",
        ),
    )

    seats: int
    threads: int
    writers: int
    glue_seats: Mapping[str, int]

    @property
    def absent(self) -> tuple[str, ...]:
        """Functions with the verdict ``absent``, the most seats missing first."""
        return tuple(self._absent()["function"])

    def _absent(self) -> pd.DataFrame:
        rows = self.table[self.table["verdict"] == "absent"]
        missing = rows["expected"] - rows["in_initiative"]
        return rows.loc[missing.sort_values(ascending=False).index]

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        rows = self.table.set_index("function")
        found = tuple(self._missing(str(row["function"]), row) for row in self._absent().to_dict("records"))
        judged = int(self.table["verdict"].isin(["absent", "present"]).sum())
        none = "none" if np.isfinite(self.seats) else "none_untold"
        said = (
            Sentence("said.table.absent", functions=found)
            if found
            else Sentence(f"said.table.{none}", judged=judged, seats=self.seats)
        )
        for name in list(self.parameters["glue"])[:1]:
            if name in rows.index and np.isfinite(seats := rows["in_initiative"][name]):
                key = "with_glue" if seats else "without_glue"
                return Sentence(f"said.table.{key}", said=said, function=name, n=int(seats))
        return Sentence("said.table.whole", said=said)

    def _missing(self, name: str, row: Mapping[Any, Any]) -> Sentence:
        """A function that is absent, with its numbers where they are given."""
        numbers = {"taken": row["in_initiative"], "seats": self.seats, "expected": row["expected"]}
        if not np.isfinite(list(numbers.values())).all():
            return Sentence("said.table.one_untold", function=name)
        return Sentence("said.table.one", function=name, q=row["q_value"], **numbers)


SIMULATIONS = 2000
"""Draws of the seats where none are asked for."""


def table(
    conversations: Conversations,
    *,
    topic: str | None = None,
    initiative: str | None = None,
    members: Sequence[str] = (),
    glue: Any = (),
    tie_rule: TieRule | None = None,
    simulations: int | None = None,
    seed: int = 0,
    min_group: int = 5,
) -> TableResult:
    """Which functions are active on a topic but missing from the initiative that deals with it?

    *Activity* of a person: the threads on the topic, outside of the initiative, in which they wrote. *Seats*: people
    who wrote in the initiative or were addressed there (not only in copy), and its declared members. Chance gives the
    seats to the people active on the topic in proportion to their activity, nobody two; `expected` is a function's mean
    number of seats. Verdict ``absent`` when a function has fewer than in 95 % of the draws (adjusted), less than half
    of the expected, and the 95 % interval of its share of the seats lies below the expected share; ``silent`` when
    nobody of it wrote on the topic; ``present`` otherwise. A function without a seat where chance could explain it is
    ``not_assessable``.

    Parameters
    ----------
    conversations
        The log, with subjects unless the topic is a space.
    topic
        Regular expression for subjects or spaces about the topic; case does not matter. A thread with one such
        subject is about it as a whole.
    initiative
        The same for the initiative. Its threads do not count as activity on the topic.
    members
        Declared members of the initiative (``person_id``), with or instead of `initiative`.
    glue
        Functions that link the others, first the one that does most; their seats are reported.
    tie_rule
        Its `max_audience`: messages to more recipients give nobody a seat.
    simulations
        Random draws of the seats; 2,000 where None.
    seed
        Makes the draws repeatable.
    min_group
        Functions with fewer people are ``not_assessable``.

    Returns
    -------
    TableResult
        `table` has ``function people on_topic in_initiative share_on_topic share_in_initiative low high expected
        share_expected ratio p_value q_value verdict``; `on_topic` adds up people's threads. Then the people of the
        function on whom these rest: ``writers`` on the topic, and ``in_pool``: these and those who have a seat;
        and ``NAME_unknown``, people of no known function who do the same.

    Raises
    ------
    NotEnoughDataError
        No topic or initiative named, no subjects kept, or nothing found.
    UsageError
        A pattern that is no regular expression, or fewer than 1 simulation.

    References
    ----------
    Wallenius (1963), Biased Sampling, Stanford (draws without return). Efraimidis & Spirakis (2006), Information
    Processing Letters 97, 181-185 (how they are drawn). Rubin (1981), Annals of Statistics 9, 130-134 (uncertainty of
    the activity).

    Examples
    --------
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.log.batches import BatchBuilder
    >>> from silograph.log.people import Roster
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder()
    >>> for k, who in enumerate(["ann", "bob", "eve", "eve"]):
    ...     builder.message(f"m{k}", who, [("bob", "to")], sent_at=None, thread_id=f"t{k}", subject="New website")
    >>> builder.message("k", "ann", [("bob", "to")], sent_at=None, thread_id="k", subject="Steering committee")
    >>> people = pd.DataFrame({"person_id": ["ann", "bob", "eve"], "function": ["IT", "HR", "PR"]})
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="example", loader="mail")
    >>> result = table(build_conversations(*store.log(Roster.from_pandas(people))), topic="website",
    ...                initiative="steering", min_group=1)
    >>> result.table[["function", "on_topic", "in_initiative"]].values.tolist()
    [['HR', 1, 1], ['IT', 1, 1], ['PR', 2, 0]]
    """
    need_messages(conversations)
    max_audience = (tie_rule or TieRule()).max_audience
    simulations = number_of(simulations, SIMULATIONS, name="simulations")
    linking = [*getattr(glue, "glue", glue)]  # of a result, those beyond chance
    if not conversations.functions:
        raise NotEnoughDataError(Sentence("lacks.no_functions"), mend=Sentence("mend.functions"))
    on_topic, in_initiative = about_both(conversations, topic, initiative, declared=bool(members))
    pool = pool_of(conversations, on_topic & ~in_initiative)
    seated = seated_in(conversations, in_initiative, members, max_audience=max_audience)
    if seated.empty:
        raise NotEnoughDataError(Sentence("lacks.empty_initiative"), mend=Sentence("mend.check_initiative"))
    pool = pool.joined(seated)
    drawn = draw_seats(pool, len(conversations.functions), simulations=simulations, seed=seed)
    rows = _rows(conversations, pool, drawn, min_group=min_group)
    names = list(conversations.functions)
    seats = dict(zip(names, rows["in_initiative"].tolist(), strict=True))
    behind = _people_behind(pool, len(names), is_team=conversations.is_kind("team"))
    return TableResult(
        table=rows.assign(
            **{name: people[:-1] for name, people in behind.items()},
            **{f"{name}_unknown": int(people[-1]) for name, people in behind.items()},
            in_initiative_unknown=int((pool.people["function"].to_numpy()[pool.seated] < 0).sum()),
        ),
        seats=int(pool.seated.sum()),
        threads=pool.wrote.shape[1],
        writers=int((pool.activity > 0).sum()),
        glue_seats={name: int(seats.get(name, 0)) for name in linking},
        parameters={
            "topic": topic,
            "initiative": initiative,
            "members": len(members),
            "glue": linking,
            "max_audience": max_audience,
            "simulations": simulations,
            "seed": seed,
            "min_group": min_group,
        },
        caveats=_caveats(conversations, pool, min_group=min_group),
    )


def _people_behind(pool: Pool, n_functions: int, *, is_team: BoolArray) -> dict[str, IntArray]:
    """People of each function, and last of no known one, on whom the columns of the table rest."""
    rows = pool.people.assign(
        function=pool.people["function"].where(pool.people["function"] >= 0, n_functions)
    )
    parts = {"writers": rows[pool.activity > 0], "in_pool": rows}
    return {
        name: different_by(part, ["function"], actor="actor", is_team=is_team)
        .reindex(range(n_functions + 1), fill_value=0)
        .to_numpy(np.int64)
        for name, part in parts.items()
    }


def _rows(conversations: Conversations, pool: Pool, drawn: IntArray, *, min_group: int) -> pd.DataFrame:
    n_functions = len(conversations.functions)
    function, activity = pool.people["function"].to_numpy(), pool.activity
    known = function >= 0
    on_topic = np.bincount(function[known], weights=activity[known], minlength=n_functions).astype(np.int64)
    sitting = np.bincount(function[known & pool.seated], minlength=n_functions)
    seats = int(pool.seated.sum())
    expected = drawn.mean(axis=0)
    sizes = conversations.function_sizes
    judged = _judged(sizes, on_topic, min_group=min_group)
    p_value = np.where(judged, _chance_of_so_few(sitting, drawn), np.nan)
    q_value = benjamini_hochberg(p_value)
    low, high = wilson_interval(sitting / seats, seats)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(expected > 0, sitting / expected, np.nan)
    rows = pd.DataFrame(
        {
            "function": list(conversations.functions),
            "people": sizes,
            "on_topic": on_topic,
            "in_initiative": sitting,
            "share_on_topic": on_topic / activity.sum(),
            "share_in_initiative": sitting / seats,
            "low": low,
            "high": high,
            "expected": expected,
            "share_expected": expected / seats,
            "ratio": ratio,
            "p_value": p_value,
            "q_value": q_value,
        }
    )
    return rows.assign(verdict=_verdicts(rows, min_group=min_group))


def _judged(sizes: IntArray, on_topic: IntArray, *, min_group: int) -> BoolArray:
    """Which functions have people enough, and wrote on the topic."""
    return np.asarray((sizes >= min_group) & (on_topic > 0))


def _chance_of_so_few(sitting: IntArray, drawn: IntArray) -> FloatArray:
    """How often chance gives a function as few seats, or fewer."""
    return np.asarray((1 + (drawn <= sitting).sum(axis=0)) / (1 + len(drawn)))


def _verdicts(rows: pd.DataFrame, *, min_group: int) -> npt.NDArray[np.object_]:
    verdict = np.full(len(rows), "present", dtype=object)
    verdict[rows["in_initiative"] == 0] = "not_assessable"
    fewer = (rows["q_value"] < SIGNIFICANT) & (rows["ratio"] < HALF)
    verdict[fewer & (rows["high"] < rows["share_expected"])] = "absent"
    verdict[rows["on_topic"] == 0] = "silent"
    verdict[rows["people"] < min_group] = "not_assessable"
    return verdict


def _caveats(conversations: Conversations, pool: Pool, *, min_group: int) -> tuple[Sentence, ...]:
    notes = [Sentence("note.table.seats")]
    unknown = pool.people["function"] < 0
    if unknown.mean() > 0.1:
        few = "_few" if unknown.sum() < min_group else ""
        notes.append(Sentence(f"note.table.unknown{few}", share=float(unknown.mean())))
    if conversations.messages["subject"].isna().all():
        notes.append(Sentence("note.table.no_subjects"))
    seats = int(pool.seated.sum())
    if seats == len(pool.people):
        notes.append(Sentence("note.table.everybody"))
    elif seats < 10:
        notes.append(Sentence("note.table.few"))
    return tuple(notes)


QUESTION = Question(
    function=table,
    result=TableResult,
)
