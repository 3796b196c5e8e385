"""How much mail goes in copy, who receives it, and which threads a shared space would replace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.parts import (
    Column,
    Question,
    Result,
    Table,
    by_function,
    different_by,
    people_told_apart,
    shares_by,
    smallest,
    with_ends,
)
from silograph.analyses.parts.options import number_of
from silograph.arrays import BoolArray, FloatArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import TieRule
from silograph.language.words import Sentence
from silograph.log.conversations import NONE, Conversations, need_messages
from silograph.log.duration import weeks_of
from silograph.stats.intervals import clustered_share, percentile_interval

COPIES = ("cc", "bcc")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CopiesResult(Result):
    """What `copies` found.

    Parameters
    ----------
    table
        A row per function.
    threads
        A row per thread of `min_group` people or more: ``thread messages people functions rounds senders deliveries
        reach copies on_list should_be_post``. `thread` is its place in ``Conversations.threads``; no subjects.
    by_month
        ``month messages deliveries cc_share copies_per_week``, of the whole organisation.
    cc_share, cc_share_low, cc_share_high
        Share of copies among all deliveries, and its 95 % interval; NaN where the export does not tell copies apart.
    copies_per_week
        Copies that one person receives in a week, on average.
    broadcasts, broadcast_share
        Mails to more than `max_audience` people, and their share of all deliveries.
    post_messages, post_deliveries
        Mails and deliveries of the threads that should be posts.
    with_copies
        Whether the export tells copies apart.
    told_apart, copied, broadcasters, post_writers
        People behind these: who sent copies (or no copies, where these are fewer), received some, sent broadcasts,
        wrote in threads that should be posts.
    """

    name: ClassVar[str] = "copies"
    declared: ClassVar[Mapping[str, Table]] = {
        "copies": by_function(
            Column("people", "count", "sum", among="size"),
            Column("sent", "count", "sum", behind="senders", left_out="senders_unknown"),
            *with_ends(
                Column("cc_share", "share", "sum", behind="told_apart", left_out="told_apart_unknown")
            ),
            *with_ends(Column("copies_per_week", "rate", "sum", behind="copied", left_out="copied_unknown")),
            Column("verdict", "word"),
        ),
        "copies_threads": Table(
            by="deliveries",
            columns=(
                Column("thread", "number"),
                Column("messages", "count", "sum", behind="senders"),
                Column("people", "count"),
                Column("functions", "count"),
                Column("rounds", "count", behind="senders"),
                Column("senders", "count", behind="senders"),
                Column("deliveries", "count", "sum", behind="senders"),
                Column("reach", "share", "derived", of=("messages", "deliveries")),
                Column("copies", "count", "sum", behind="told_apart"),
                Column("on_list", "yes"),
                Column("should_be_post", "yes"),
            ),
            source="threads",
            where={"should_be_post": True},
        ),
        "copies_months": Table(
            columns=(
                Column("month", "month"),
                Column("messages", "count", "sum", left_out="senders_undated"),
                Column("deliveries", "count", "sum", left_out="senders_undated"),
                # the same people behind both: copies in a month are either times what is shown beside it
                Column("cc_share", "share", "sum", behind="told_apart", left_out="told_apart_undated"),
                Column("copies_per_week", "rate", "sum", behind="told_apart", left_out="told_apart_undated"),
            ),
            source="by_month",
            behind="senders",
        ),
    }
    compared: ClassVar[Mapping[str, str]] = {"cc_share": "cc_share"}
    figures: ClassVar[tuple[Column, ...]] = (
        Column("cc_share", "share", behind="told_apart", of=("copies.cc_share", "copies_months.cc_share")),
        Column(
            "copies_per_week",
            "rate",
            behind="copied",
            of=("copies.copies_per_week", "copies_months.copies_per_week", "cc_share"),
        ),
        Column("broadcasts", "count", behind="broadcasters"),
        Column("broadcast_share", "share", behind="broadcasters"),
        Column("post_messages", "count", behind="post_writers", of=("copies_threads.messages",)),
        Column("post_deliveries", "count", behind="post_writers", of=("copies_threads.deliveries",)),
    )
    kept: ClassVar[tuple[str, ...]] = ("with_copies",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(key="copies", value="cc_share", percent=True),
        IntervalChart(key="copies.week", value="copies_per_week", digits=1),
    )

    threads: pd.DataFrame
    by_month: pd.DataFrame
    cc_share: float
    cc_share_low: float
    cc_share_high: float
    copies_per_week: float
    broadcasts: int
    broadcast_share: float
    post_messages: int
    post_deliveries: int
    with_copies: bool
    told_apart: int
    copied: int
    broadcasters: int
    post_writers: int

    @property
    def should_be_posts(self) -> pd.DataFrame:
        """The threads that meet the rule, those with most deliveries first."""
        return self.threads[self.threads["should_be_post"]]

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        people, functions = self.parameters["people"], self.parameters["functions"]
        whom = "whom" if functions else "whom_anywhere"  # the rule goes without functions where none is known
        rule = {
            "whom": Sentence(f"said.copies.{whom}", people=people, functions=functions),
            "rounds": self.parameters["rounds"],
        }
        sums = {"messages": self.post_messages, "deliveries": self.post_deliveries}
        known = "found" if np.isfinite(list(sums.values())).all() else "found_untold"
        number = len(self.should_be_posts)
        threads = (
            Sentence(f"said.copies.{known}", n=number, **rule, **sums)
            if number
            else Sentence("said.copies.none", **rule)
        )
        if not self.with_copies:
            return Sentence("said.copies.no_cc", threads=threads)
        if not np.isfinite([self.cc_share, self.copies_per_week]).all():
            return Sentence(
                "said.copies.untold" if np.isnan(self.cc_share) else "said.copies.share",
                share=self.cc_share,
                low=self.cc_share_low,
                high=self.cc_share_high,
                threads=threads,
            )
        return Sentence(
            "said.copies.load",
            share=self.cc_share,
            low=self.cc_share_low,
            high=self.cc_share_high,
            copies=self.copies_per_week,
            threads=threads,
        )


REPLICATES = 500
"""Bootstrap replicates of people where none are asked for."""


def copies(
    conversations: Conversations,
    *,
    people: int = 8,
    functions: int = 3,
    rounds: int = 4,
    reach: float = 0.5,
    tie_rule: TieRule | None = None,
    replicates: int | None = None,
    seed: int = 0,
    min_group: int = 5,
) -> CopiesResult:
    """How much mail goes in copy, who receives it, and which threads would better be a post in a shared space?

    Parameters
    ----------
    conversations
        With e-mail; automated messages do not count, broadcasts do.
    people, functions, rounds, reach
        A thread should be a post when at least so many people of so many functions wrote or received it, the turn
        passed from one sender to another at least so many times, and each mail reached at least this share of
        the others (on average). Threads through a mailing list are already in a shared space.
    tie_rule
        Its `max_audience`: mails to more people are counted as broadcasts.
    replicates
        Bootstrap replicates of people, behind the intervals of copies per week; 500 where None.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer people are ``not_assessable`` and have no figures.

    Returns
    -------
    CopiesResult
        `table` has ``function people sent cc_share cc_share_low cc_share_high copies_per_week copies_per_week_low
        copies_per_week_high verdict``: `cc_share` of what its people send, copies per week of what they receive. The
        verdict is ``assessed`` or ``not_assessable``. Then the people on whom these rest: ``senders``, ``told_apart``
        (of these who sent copies, or no copies, whichever are fewer), and ``copied`` who received some; and
        ``NAME_unknown``, people of no known function (or teams) who do the same. Likewise in `by_month`, and
        ``NAME_undated`` in mail without a time.

    Raises
    ------
    NotEnoughDataError
        No mail between people, or neither copies nor threads in it.

    References
    ----------
    Whittaker & Sidner (1996), Email overload, CHI '96, 276-283. Clopper & Pearson (1934), Biometrika 26, 404-413.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.log.batches import BatchBuilder
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder()
    >>> for day in (1, 8):
    ...     sent_at = datetime(2024, 1, day, tzinfo=UTC)
    ...     builder.message(f"m{day}", "ann", [("bob", "to"), ("eve", "cc")], sent_at=sent_at)
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="mail", loader="mail")
    >>> found = copies(build_conversations(*store.log()))
    >>> found.cc_share, round(found.copies_per_week, 2)
    (0.5, 0.67)
    """
    need_messages(conversations)
    max_audience = (tie_rule or TieRule()).max_audience
    replicates = number_of(replicates, REPLICATES, name="replicates")
    for name, number in (("people", people), ("functions", functions)):
        if number < 1:
            raise UsageError(f"{name} must be at least 1, not {number}")
    mail = _deliveries(conversations)
    if not len(mail):
        raise NotEnoughDataError(Sentence("lacks.no_mail"), mend=Sentence("mend.add_mail"))
    told_apart = bool(mail["copy"].any())
    threads = _threads(conversations, mail)
    if not told_apart and not (threads["messages"] > 1).any():
        raise NotEnoughDataError(
            Sentence("lacks.no_copies"),
            mend=Sentence("mend.to_and_cc"),
        )
    if not conversations.functions:
        functions = 0
    rule = {"people": people, "functions": functions, "rounds": rounds, "reach": reach}
    meets = _meets(threads, rule)
    threads["should_be_post"] = meets & ~threads["on_list"]
    shown = threads[threads["people"] >= min_group].sort_values("deliveries", ascending=False)
    weeks = weeks_of(mail.drop_duplicates("message")["sent_at"])
    people_seen = len(np.unique(np.r_[mail["sender"], mail["recipient"]]))
    share = clustered_share(mail["copy"], mail["sender"]) if told_apart else (np.nan, np.nan, np.nan)
    wide = mail["audience"] > max_audience
    posts = threads[threads["should_be_post"] & (threads["people"] >= min_group)]
    is_team = conversations.is_kind("team")
    whole = _of_all(mail, is_team=is_team)
    return CopiesResult(
        table=_by_function(
            conversations,
            mail,
            weeks=weeks,
            told_apart=told_apart,
            draws=(replicates, seed),
            min_group=min_group,
        ),
        threads=shown.reset_index(drop=True),
        by_month=_by_month(mail, told_apart=told_apart, is_team=is_team),
        cc_share=share[0],
        cc_share_low=share[1],
        cc_share_high=share[2],
        copies_per_week=float(mail["copy"].sum() / people_seen / weeks) if told_apart else np.nan,
        broadcasts=mail.loc[wide, "message"].nunique(),
        broadcast_share=float(wide.mean()),
        post_messages=int(posts["messages"].sum()),
        post_deliveries=int(posts["deliveries"].sum()),
        with_copies=told_apart,
        told_apart=whole["told_apart"],
        copied=whole["copied"],
        broadcasters=mail.loc[wide, "sender"].nunique(),
        post_writers=mail.loc[mail["thread"].isin(posts["thread"]), "sender"].nunique(),
        parameters={
            **rule,
            "max_audience": max_audience,
            "replicates": replicates,
            "seed": seed,
            "min_group": min_group,
        },
        caveats=_caveats(conversations, threads, meets=meets, told_apart=told_apart, weeks=weeks),
    )


def _meets(threads: pd.DataFrame, least: Mapping[str, float]) -> pd.Series[bool]:
    """Which threads have the least of everything."""
    reached = [threads[name] >= number for name, number in least.items()]
    return pd.concat(reached, axis=1).all(axis=1)


def _deliveries(talk: Conversations) -> pd.DataFrame:
    """A row per mail and person or team who received it from one."""
    inside = talk.is_kind("person", "team")
    messages = talk.messages
    counts = (messages["channel"] == "email") & ~messages["automated"] & inside[messages["sender"]]
    rows = talk.interactions
    rows = rows[counts.to_numpy()[rows["message"]] & inside[rows["recipient"]]]
    sent = messages.loc[rows["message"], ["sender", "function", "thread", "sent_at", "audience"]].reset_index(
        drop=True
    )
    return sent.rename(columns={"function": "sender_function"}).assign(
        message=rows["message"].to_numpy(),
        recipient=rows["recipient"].to_numpy(),
        recipient_function=rows["function"].to_numpy(),
        copy=rows["role"].isin(COPIES).to_numpy(),
    )


def _behind(mail: pd.DataFrame, sent_by: str, received_by: str, *, is_team: BoolArray) -> pd.DataFrame:
    """People behind what groups send and receive: ``senders told_apart copied``.

    Parameters
    ----------
    sent_by, received_by
        Columns of the group of who sends, and of who receives.
    """
    copied = mail[mail["copy"]]
    return (
        pd.DataFrame(
            {
                "senders": different_by(mail, [sent_by], actor="sender", is_team=is_team),
                "told_apart": people_told_apart(mail, [sent_by], hit="copy", actor="sender", is_team=is_team),
                "copied": different_by(copied, [received_by], actor="recipient", is_team=is_team),
            }
        )
        .fillna(0)
        .astype(np.int64)
    )


def _of_all(mail: pd.DataFrame, *, is_team: BoolArray) -> dict[str, int]:
    """`_behind` of some mail as one."""
    people = _behind(mail.assign(all=0), "all", "all", is_team=is_team)
    return {str(name): int(number) for name, number in people.sum().items()}


def _beyond_functions(mail: pd.DataFrame, *, is_team: BoolArray) -> dict[str, int]:
    """People of no known function, and teams: they receive copies too, which are in no function's mean."""
    sent = _of_all(mail[mail["sender_function"] < 0], is_team=is_team)
    copied = mail[mail["copy"]]
    others = copied[(copied["recipient_function"] < 0) | is_team[copied["recipient"]]]
    return sent | {"copied": others["recipient"].nunique()}


def _by_function(
    talk: Conversations,
    mail: pd.DataFrame,
    *,
    weeks: float,
    told_apart: bool,
    draws: tuple[int, int],
    min_group: int,
) -> pd.DataFrame:
    ends = [
        mail[[end, f"{end}_function"]].set_axis(["actor", "function"], axis=1)
        for end in ("sender", "recipient")
    ]
    person = talk.is_kind("person")
    nodes = pd.concat(ends).drop_duplicates()
    nodes = nodes[(nodes["function"] >= 0) & person[nodes["actor"]]]
    received = mail.groupby(["recipient", "recipient_function"])["copy"].sum()
    nodes["copies"] = (
        received.reindex(pd.MultiIndex.from_frame(nodes[["actor", "function"]])).fillna(0).to_numpy()
    )
    is_team = talk.is_kind("team")
    shares = shares_by(mail, "sender_function", hit="copy", actor="sender", is_team=is_team).add_prefix("cc_")
    rows = []
    for code, name in enumerate(talk.functions):
        theirs = nodes.loc[nodes["function"] == code, "copies"].to_numpy(dtype=float)
        sent = mail[mail["sender_function"] == code]
        row: dict[str, Any] = {"function": name, "people": int(talk.function_sizes[code])}
        row |= {"active": len(theirs), "sent": sent["message"].nunique()}
        if told_apart and len(theirs) >= min_group:
            if code in shares.index:
                row.update(shares.loc[code, ["cc_share", "cc_share_low", "cc_share_high"]])
            low, high = _mean_interval(theirs, replicates=draws[0], seed=[draws[1], code])
            row |= {
                "copies_per_week": theirs.mean() / weeks,
                "copies_per_week_low": low / weeks,
                "copies_per_week_high": high / weeks,
            }
        rows.append(row | {"verdict": "assessed" if len(theirs) >= min_group else "not_assessable"})
    behind = _behind(mail, "sender_function", "recipient_function", is_team=is_team)
    behind = behind.reindex(range(len(talk.functions)), fill_value=0)
    others = _beyond_functions(mail, is_team=is_team)
    unknown = {f"{name}_unknown": people for name, people in others.items()}
    return pd.concat([pd.DataFrame(rows, columns=_COLUMNS), behind], axis=1).assign(**unknown)


_COLUMNS = [
    "function", "people", "active", "sent", "cc_share", "cc_share_low", "cc_share_high", "copies_per_week",
    "copies_per_week_low", "copies_per_week_high", "verdict",
]  # fmt: skip


def _mean_interval(values: FloatArray, *, replicates: int, seed: list[int]) -> tuple[float, float]:
    """95 % interval of a mean of skewed values: bootstrap-t of people (Davison & Hinkley 1997, section 5.2)."""
    n, mean = len(values), float(values.mean())
    if n < 2 or np.ptp(values) == 0:  # nothing tells how much people differ
        return (np.nan, np.nan) if n < 2 else (mean, mean)
    error = values.std(ddof=1) / np.sqrt(n)
    drawn = values[np.random.default_rng(seed).integers(0, n, (replicates, n))]
    errors = drawn.std(axis=1, ddof=1) / np.sqrt(n)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = (drawn.mean(axis=1) - mean) / errors
    low, high = percentile_interval(t[np.isfinite(t)])
    return max(float(mean - high * error), 0.0), float(mean - low * error)


def _by_month(mail: pd.DataFrame, *, told_apart: bool, is_team: BoolArray) -> pd.DataFrame:
    """Of the whole organisation; a month counts with the days between its first and last mail of the record."""
    timed = mail[mail["sent_at"].notna()]
    timed = timed.assign(month=timed["sent_at"].dt.strftime("%Y-%m"))
    by = timed.groupby("month")
    people = pd.concat([timed["sender"], timed["recipient"]]).nunique()
    weeks = pd.Series({month: weeks_of(times) for month, times in by["sent_at"]}, dtype=float)
    table = pd.DataFrame({"messages": by["message"].nunique(), "deliveries": by.size()})
    table["cc_share"] = by["copy"].mean() if told_apart else np.nan
    table["copies_per_week"] = by["copy"].sum() / people / weeks if told_apart else np.nan
    behind = _behind(timed, "month", "month", is_team=is_team)
    table["senders"] = behind["senders"]
    # a share of copies says what each receives, and the reverse
    table["told_apart"] = smallest(behind["told_apart"], behind["copied"])
    undated = _of_all(mail[mail["sent_at"].isna()], is_team=is_team)
    table = table.assign(
        senders_undated=undated["senders"],
        told_apart_undated=min((undated[one] for one in ("told_apart", "copied") if undated[one]), default=0),
    )
    return table.rename_axis("month").reset_index()


def _threads(talk: Conversations, mail: pd.DataFrame) -> pd.DataFrame:
    """A row per thread: who and how many took part, and how often the turn passed to somebody else."""
    rows = mail[mail["thread"] != NONE]
    messages = rows.drop_duplicates("message").sort_values("message")  # in order of time
    turns = messages["sender"] != messages.groupby("thread")["sender"].shift()
    by = rows.groupby("thread")
    ends = [
        rows[["thread", end, f"{end}_function"]].set_axis(["thread", "actor", "function"], axis=1)
        for end in ("sender", "recipient")
    ]
    seen = pd.concat(ends).groupby("thread")
    known = pd.concat(ends).query("function >= 0").groupby("thread")["function"].nunique()
    table = pd.DataFrame({"messages": by["message"].nunique(), "people": seen["actor"].nunique()})
    table["functions"] = known.reindex(table.index).fillna(0).astype(np.int64)
    table["rounds"] = turns.groupby(messages["thread"]).sum() - 1
    table["senders"] = by["sender"].nunique()
    table["deliveries"] = by.size()
    table["reach"] = table["deliveries"] / table["messages"] / (table["people"] - 1)
    table["copies"] = by["copy"].sum()
    copying, plain = (rows[rows["copy"] == of].groupby("thread")["sender"].nunique() for of in (True, False))
    table["told_apart"] = smallest(copying, plain).reindex(table.index, fill_value=0)
    to_list = talk.interactions.loc[talk.is_kind("list")[talk.interactions["recipient"]], "message"]
    table["on_list"] = table.index.isin(talk.messages.loc[to_list, "thread"])
    return table.rename_axis("thread").reset_index()


def _caveats(
    talk: Conversations, threads: pd.DataFrame, *, meets: pd.Series[bool], told_apart: bool, weeks: float
) -> tuple[Sentence, ...]:
    notes = []
    if not told_apart:
        notes.append(Sentence("note.copies.no_cc"))
    if not (threads["messages"] > 1).any():
        notes.append(Sentence("note.copies.no_threads"))
    if not talk.functions:
        notes.append(Sentence("note.copies.no_functions"))
    on_list = int((meets & threads["on_list"]).sum())
    if on_list:
        notes.append(Sentence("note.copies.on_list", n=on_list))
    if np.isnan(weeks):
        notes.append(Sentence("note.copies.untimed"))
    return tuple(notes)


QUESTION = Question(
    function=copies,
    result=CopiesResult,
)
