"""What becomes of what a function is asked: passed on, answered, resolved, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.analyses.parts import Column, Question, Result, Table, by_function, different, with_ends
from silograph.analyses.parts.options import check
from silograph.analyses.relay.items import DECIDED, OUTCOMES, items_of, outcomes, people_behind
from silograph.analyses.relay.talk import Talk
from silograph.arrays import IntArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import TieRule
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, need_messages
from silograph.stats.intervals import effective_counts, exact_interval
from silograph.stats.p_values import SIGNIFICANT, benjamini_hochberg, exact_greater

TOP = 0.75
"""Quantile of brokerage that a function must reach to be called a mail room."""
SUBSTANTIAL = 1 / 3
"""Share passed on that a mail room must reach: differences that matter, not only that exist."""
MIN_ITEMS = 10
"""Functions with fewer decided items are not assessed."""
LINKING = ("glue", "bridge")
"""Verdicts of `glue` on functions that link the others."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RelayResult(Result):
    """What `relay` found.

    Parameters
    ----------
    table
        A row per function, sorted by name. Columns that end in ``_people`` say how many people stand behind a count,
        and behind what is left of a total without it: of those who gave the items and those who did what is counted.
    relayed, decided
        Items passed on, and those passed on, answered or resolved, over all functions.
    mailroom_syndrome
        Whether there is a mail room and no function but mail rooms links the others, all of them or some, beyond
        chance. None where no function could be assessed.
    handoffs
        Handoffs of tickets seen, between whatever teams or people.
    ping_pong_cases
        Cases that went from one team to another and straight back.
    handoff_people, ping_pong_people
        How many people (or teams, where only teams did) stand behind `handoffs` and `ping_pong_cases`.
    """

    name: ClassVar[str] = "relay"
    declared: ClassVar[Mapping[str, Table]] = {
        "relay": by_function(
            Column("people", "count", "sum"),
            Column("items", "count", "sum", behind="items_people"),
            Column("relayed", "count", "sum", behind="relayed_people"),
            # what is left of the items, or of the share passed on, is the two together: neither without the other
            Column("answered", "count", "sum", of=("resolved",), behind="answered_people"),
            Column("resolved", "count", "sum", of=("answered",), behind="answered_people"),
            # without these nobody can tell what was passed on from what is left of the items
            Column("ignored", "count", "sum", of=("items", "relayed", "other"), behind="ignored_people"),
            Column("other", "count", "sum", of=("items", "relayed", "ignored"), behind="ignored_people"),
            *with_ends(
                Column("relay_share", "share", "part", of=("relayed",), behind="relayed_people"),
                of=("answered", "resolved"),
            ),
            # the share of all others together tells what the total does
            Column("relay_share_others", "share", "derived", of=("relay_share", "decided")),
            Column("p_value", "p", "derived", of=("relay_share", "decided")),
            Column("q_value", "p", "derived", of=("relay_share", "decided"), adjusts="p_value"),
            # that of `glue`, with small functions apart: beside the one with them as one, it tells their sizes
            Column("brokerage", "share", "whole"),
            Column("ping_pong", "count", "sum", behind="ping_pong_people"),
            Column("verdict", "word"),
        )
    }
    figures: ClassVar[tuple[Column, ...]] = (
        # totals of columns: they give back what is withheld there where too little covers it
        Column("relayed", "count", of=("relay.relayed",)),
        Column("decided", "count", of=("relayed", "relay.answered", "relay.resolved")),
        Column("handoffs", "count", behind="handoff_people"),
        Column("ping_pong_cases", "count", of=("relay.ping_pong",), behind="ping_pong_people"),
    )
    kept: ClassVar[tuple[str, ...]] = ("mailroom_syndrome",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="relay",
            value="relay_share",
            but={"verdict": "not_assessable"},
            percent=True,
            marked="mailroom",
        ),
    )

    relayed: int
    decided: int
    mailroom_syndrome: bool | None
    handoffs: int
    ping_pong_cases: int
    handoff_people: int
    ping_pong_people: int

    @property
    def mailrooms(self) -> tuple[str, ...]:
        """Who routes onward: functions with the verdict ``mailroom``, highest share first.

        Whatever treats a function in another way because it routes onward asks here, and nowhere else.
        """
        rows = self.table[self.table["verdict"] == "mailroom"]
        return tuple(rows.sort_values("relay_share", ascending=False)["function"])

    @property
    def routing(self) -> tuple[str, ...]:
        """The same functions."""
        return self.mailrooms

    @property
    def passing_on(self) -> tuple[str, ...]:
        """Functions that pass on clearly more than the others, on however many paths and however much that is."""
        return tuple(self.table.loc[self.table["q_value"] < SIGNIFICANT, "function"])

    def with_glue(self, glue: pd.DataFrame) -> RelayResult:
        """The same, beside another table of `glue`: one in which no function is compared with those that route onward.

        Parameters
        ----------
        glue
            As in `relay`. Only `mailroom_syndrome` reads its verdicts: the brokerage of a function hangs on no other.
        """
        return replace(self, mailroom_syndrome=_syndrome(self.table, _brokerage(glue)["verdict"]))

    def answer(self) -> Sentence:
        """Who routes onward, then the numbers."""
        overall = Sentence("said.relay.overall", relayed=self.relayed, total=self.decided)
        if not overall.known:
            overall = Sentence("said.relay.overall_few")
        assessed = self.table[self.table["verdict"] != "not_assessable"]
        if assessed.empty:
            return Sentence("said.relay.none_assessed", overall=overall)
        if not self.mailrooms:
            return Sentence("said.relay.none", overall=overall, n=len(assessed))
        found = assessed[assessed["verdict"] == "mailroom"].sort_values("relay_share", ascending=False)
        told = tuple(one for one in (_routes(row) for _, row in found.iterrows()) if one.known)
        alone = "found_alone" if self.mailroom_syndrome else "found"
        if not told:
            alone += "_only"
        return Sentence(
            f"said.relay.{alone}", n=len(found), names=self.mailrooms, mailrooms=told, overall=overall
        )


def _routes(row: pd.Series[Any]) -> Sentence:
    """How much a function routes onward."""
    return Sentence(
        "said.relay.routes",
        function=row["function"],
        share=row["relay_share"],
        low=row["relay_share_low"],
        high=row["relay_share_high"],
    )


def relay(
    conversations: Conversations,
    *,
    glue: Result | pd.DataFrame | None = None,
    settle_days: float = 14,
    tie_rule: TieRule | None = None,
    min_group: int = 5,
) -> RelayResult:
    """Which functions pass on what they are asked instead of answering it?

    An *item* is a message (or a case handed over) by which somebody of one function turns to another function and
    opens their exchange in the thread. It is

    - ``answered`` when somebody of the function writes back, whoever else was involved;
    - ``resolved`` when it is a case that ends with the function;
    - ``relayed`` when the first step out of the function goes to somebody of a third function who is new to the
      thread, and nobody writes back;
    - ``ignored`` when no further message of the function is on record;
    - ``other`` else: discussed inside, or with people already there.

    Parameters
    ----------
    conversations
        Threads with functions.
    glue
        Brokerage: a row per function with ``function brokerage verdict``, as in the table of the analysis `glue`.
        Without it there are shares, and no verdicts.
    settle_days
        Items younger than this at the end of their source's record are left out.
    tie_rule
        Its `max_audience`: messages to more recipients are broadcasts and left out, as are automated ones.
    min_group
        Functions with fewer people (or teams, in event logs) are ``not_assessable``.

    Returns
    -------
    RelayResult
        `table` has ``function people items relayed answered resolved ignored other relay_share relay_share_low
        relay_share_high relay_share_others p_value q_value brokerage ping_pong verdict``. ``relay_share`` is relayed /
        (relayed + answered + resolved); ``relay_share_others`` that of all other functions pooled; ``p_value`` is
        one-sided, for more than these; ``ping_pong`` counts the cases that a team of the function took part in
        sending to and straight back (missing where there are no tickets). ``verdict`` is ``mailroom`` where
        brokerage is in the top quartile, q < 0.05 and at least a third is passed on, else ``ordinary`` or
        ``not_assessable``.

    Raises
    ------
    NotEnoughDataError
        Without threads, times or three functions, or where no function turns to another.
    UsageError
        `glue` lacks a column, or an option is out of range.

    Notes
    -----
    Threads are the cluster: counts are divided by their design effect (Rao & Scott 1992, Biometrics 48, 577-585)
    before Fisher's exact test and the Clopper-Pearson interval (Korn & Graubard 1998, Survey Methodology 24, 193-201).

    Examples
    --------
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.simulation import CompanySpec, simulate
    >>> from silograph.log.people import Roster
    >>> from silograph.log.store import Store
    >>> company = simulate(CompanySpec(people=60, messages=3000, functions=5, seed=1))
    >>> store = Store.in_memory()
    >>> report = store.add([company.to_batch()], name="example", loader="mail")
    >>> result = relay(build_conversations(*store.log(Roster.from_pandas(company.people))))
    >>> counts = result.table[["relayed", "answered", "resolved", "ignored", "other"]]
    >>> bool((counts.sum(axis=1) == result.table["items"]).all())
    True
    """
    need_messages(conversations)
    check({"settle_days": settle_days, "min_group": min_group})
    max_audience = (tie_rule or TieRule()).max_audience
    brokerage = _brokerage(glue.table if isinstance(glue, Result) else glue)
    if len(conversations.functions) < 3:
        raise NotEnoughDataError(
            Sentence("lacks.three_to_relay", n=len(conversations.functions)),
            mend=Sentence("mend.people_file"),
        )
    talk = Talk.of(conversations, max_audience=max_audience)
    if talk.messages.empty:
        raise NotEnoughDataError(
            Sentence("lacks.answers", channels=_named(talk.without_threads) or (Sentence("lacks.the_log"),)),
            mend=Sentence("mend.belonging"),
        )
    items = items_of(talk)
    old = items["sent_at"] + pd.Timedelta(days=settle_days) <= items["until"]
    settled = items[old].assign(outcome=outcomes(items[old], talk))
    if settled.empty:
        raise NotEnoughDataError(
            "no function turns to another by name in a thread"
            if items.empty
            else f"all {len(items)} items are younger than {settle_days:g} days at the end of the record"
        )
    table = _counts(settled, talk)
    table = table.join(_shares(settled, len(talk.functions)))
    table["people"] = conversations.function_sizes
    table["brokerage"] = table["function"].map(brokerage["brokerage"]).astype(float)
    assessable = _assessable(table, min_group=min_group)
    table.loc[~assessable, "p_value"] = np.nan
    table["q_value"] = benjamini_hochberg(table["p_value"])
    table["ping_pong"] = _ping_pong_by_function(talk)
    table["verdict"] = _verdicts(table, assessable, brokerage["brokerage"])
    behind = people_behind(settled, talk).assign(ping_pong_people=_ping_pong_people(talk))
    return RelayResult(
        table=table[list(COLUMNS)].join(behind),
        relayed=int(table["relayed"].sum()),
        decided=int(table[list(DECIDED)].to_numpy(dtype=np.int64).sum()),
        mailroom_syndrome=_syndrome(table, brokerage["verdict"]),
        handoffs=len(talk.handoffs),
        ping_pong_cases=int(talk.handoffs.loc[talk.handoffs["returns"], "thread"].nunique()),
        handoff_people=_people_of(talk.handoffs, talk),
        ping_pong_people=_people_of(talk.handoffs[talk.handoffs["returns"]], talk),
        parameters={"settle_days": settle_days, "max_audience": max_audience, "min_group": min_group},
        caveats=tuple(_caveats(table, talk, settled, young=int((~old).sum()))),
    )


COLUMNS = (
    "function", "people", "items", *OUTCOMES, "relay_share", "relay_share_low", "relay_share_high",
    "relay_share_others", "p_value", "q_value", "brokerage", "ping_pong", "verdict",
)  # fmt: skip


def _counts(items: pd.DataFrame, talk: Talk) -> pd.DataFrame:
    counts = pd.crosstab(items["function"], items["outcome"])
    counts = counts.reindex(index=range(len(talk.functions)), columns=list(OUTCOMES), fill_value=0)
    counts.insert(0, "items", counts.sum(axis=1))
    counts.insert(0, "active", talk.people)
    counts.insert(0, "function", list(talk.functions))
    return counts.rename_axis(index=None, columns=None)


def _shares(items: pd.DataFrame, n_functions: int) -> pd.DataFrame:
    """Share passed on, its interval, that of the others, and the p-value for more than these."""
    decided = items[items["outcome"].isin(DECIDED)]
    relayed = (decided["outcome"] == "relayed").to_numpy()
    thread, function = pd.factorize(decided["thread"])[0], decided["function"].to_numpy()
    found = []
    for f in range(n_functions):
        own = function == f
        hits, trials = effective_counts(relayed[own], thread[own])
        other_hits, other_trials = effective_counts(relayed[~own], thread[~own])
        low, high = exact_interval(hits, trials)
        found.append(
            {
                "relay_share": hits / trials if trials else np.nan,
                "relay_share_low": low,
                "relay_share_high": high,
                "relay_share_others": other_hits / other_trials if other_trials else np.nan,
                "p_value": exact_greater(hits, trials, other_hits, other_trials),
            }
        )
    return pd.DataFrame(found)


def _ping_pong_by_function(talk: Talk) -> pd.Series[Any]:
    """Cases in which a team of the function was one of two between which the case went to and straight back."""
    if talk.handoffs.empty:
        return pd.Series(pd.NA, index=range(len(talk.functions)), dtype="Int64")
    back = talk.handoffs[talk.handoffs["returns"]]
    ends = [
        back[["thread", end]].set_axis(["thread", "function"], axis=1)
        for end in ("sender_function", "function")
    ]
    cases = pd.concat(ends).drop_duplicates()["function"].value_counts()
    return cases.reindex(range(len(talk.functions)), fill_value=0).astype("Int64")


def _ping_pong_people(talk: Talk) -> IntArray:
    """Of each function, how many different people or teams sent those cases there and back."""
    back = talk.handoffs[talk.handoffs["returns"]]
    function = np.r_[back["sender_function"], back["function"]].astype(np.int64)
    who = np.r_[back["sender"], back["recipient"]].astype(np.int64)
    known = function >= 0
    return different(function[known], who[known], talk.team, len(talk.functions))


def _people_of(handoffs: pd.DataFrame, talk: Talk) -> int:
    """How many different people passed these on or were passed them; teams where only teams did."""
    who = np.r_[handoffs["sender"], handoffs["recipient"]].astype(np.int64)
    return int(different(np.zeros(len(who), dtype=np.int64), who, talk.team, 1)[0])


def _brokerage(glue: pd.DataFrame | None) -> pd.DataFrame:
    """Brokerage and verdict by function."""
    columns = ["function", "brokerage", "verdict"]
    table = pd.DataFrame(columns=columns) if glue is None else glue
    if missing := [column for column in columns if column not in table]:
        raise UsageError(f"glue has no column {missing[0]!r}", mend="give the table of the analysis `glue`")
    return table[columns].set_index("function")


def _assessable(table: pd.DataFrame, *, min_group: int) -> pd.Series[bool]:
    """Which functions have people, decided items and a known brokerage enough."""
    many = (table["active"] >= min_group) & (table[list(DECIDED)].sum(axis=1) >= MIN_ITEMS)
    return many & table["brokerage"].notna()


def _verdicts(
    table: pd.DataFrame, assessable: pd.Series[bool], brokerage: pd.Series[Any]
) -> npt.NDArray[np.object_]:
    known = brokerage.astype(float).dropna()
    top = table["brokerage"] >= (known.quantile(TOP) if len(known) else np.inf)
    more = (table["q_value"] < SIGNIFICANT) & (table["relay_share"] >= SUBSTANTIAL)
    mailroom = assessable & top & more
    return np.select([mailroom, assessable], ["mailroom", "ordinary"], "not_assessable")


def _syndrome(table: pd.DataFrame, linking: pd.Series[Any]) -> bool | None:
    """There is a mail room, and nobody but mail rooms links the others, or some of them, beyond chance."""
    if (table["verdict"] == "not_assessable").all():
        return None
    mailrooms = table.loc[table["verdict"] == "mailroom", "function"]
    return bool(len(mailrooms)) and set(linking.index[linking.isin(LINKING)]) <= set(mailrooms)


def _named(channels: Iterable[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(f"channel.{channel}") for channel in channels)


def _caveats(table: pd.DataFrame, talk: Talk, items: pd.DataFrame, *, young: int) -> Iterable[Sentence]:
    if talk.without_threads:
        yield Sentence("note.relay.no_threads", channels=_named(talk.without_threads))
    if young:
        yield Sentence("note.relay.young", n=young)
    if talk.untimed:
        yield Sentence("note.relay.untimed", n=talk.untimed)
    if talk.meetings:
        yield Sentence("note.relay.meetings", n=talk.meetings)
    if talk.alone:
        yield Sentence("note.relay.alone", n=talk.alone)
    if talk.unsaid:
        yield Sentence("note.relay.unsaid", n=talk.unsaid)
    if ((items["channel"] == "post") & (items["outcome"] == "ignored")).any():
        yield Sentence("note.relay.posts")
    if (table["verdict"] == "not_assessable").any():
        count = int((table["verdict"] == "not_assessable").sum())
        yield Sentence("note.relay.not_assessed", n=count, of=len(table))
    mostly = table[(table["verdict"] == "mailroom") & (table["relay_share"] < 0.5)]
    for function in mostly["function"]:
        yield Sentence("note.relay.mostly_answers", function=function)


QUESTION = Question(
    function=relay,
    result=RelayResult,
    needs=("glue",),
    documented="Which functions pass on what they are asked?",
)
