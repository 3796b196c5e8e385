"""What becomes of what a function is asked: passed on, answered, resolved, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import NONE, Conversations
from silograph.stats.intervals import effective_counts, exact_interval
from silograph.stats.p_values import benjamini_hochberg, exact_greater

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIGNIFICANT = 0.05
TOP = 0.75
"""Quantile of brokerage that a function must reach to be called a mail room."""
SUBSTANTIAL = 1 / 3
"""Share passed on that a mail room must reach: differences that matter, not only that exist."""
MIN_ITEMS = 10
"""Functions with fewer decided items are not assessed."""
OUTCOMES = ("relayed", "answered", "resolved", "ignored", "other")
DECIDED = ("relayed", "answered", "resolved")
NAMED = ("to", "assignee", "mention")
"""Roles in which somebody is meant, not merely kept informed."""
ADDRESSED = (*NAMED, "reply")
COPIED = ("cc", "bcc")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RelayResult(Result):
    """What `relay` found.

    Parameters
    ----------
    table
        A row per function, sorted by name.
    mailroom_syndrome
        Whether there is a mail room and no function but mail rooms links the others beyond chance. None where no
        function could be assessed.
    handoffs
        Handoffs of tickets seen, between whatever teams or people.
    ping_pong_cases
        Cases that went from one team to another and straight back.
    """

    name: ClassVar[str] = "relay"

    mailroom_syndrome: bool | None
    handoffs: int
    ping_pong_cases: int

    @property
    def mailrooms(self) -> tuple[str, ...]:
        """Functions with the verdict ``mailroom``, highest share first."""
        rows = self.table[self.table["verdict"] == "mailroom"]
        return tuple(rows.sort_values("relay_share", ascending=False)["function"])

    @property
    def routing(self) -> tuple[str, ...]:
        """Functions that pass on at least a third and clearly more than the others, on however many paths they are."""
        rows = self.table[(self.table["q_value"] < SIGNIFICANT) & (self.table["relay_share"] >= SUBSTANTIAL)]
        return tuple(rows["function"])

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        total = int(self.table[list(DECIDED)].to_numpy(dtype=np.int64).sum())
        overall = Sentence("said.relay.overall", relayed=int(self.table["relayed"].sum()), total=total)
        assessed = self.table[self.table["verdict"] != "not_assessable"]
        if assessed.empty:
            return Sentence("said.relay.none_assessed", overall=overall)
        if not self.mailrooms:
            return Sentence("said.relay.none", overall=overall, n=len(assessed))
        found = assessed[assessed["verdict"] == "mailroom"].sort_values("relay_share", ascending=False)
        mailrooms = tuple(
            Sentence(
                "said.relay.routes",
                function=row.function,
                share=row.relay_share,
                low=row.relay_share_low,
                high=row.relay_share_high,
            )
            for row in found.itertuples()
        )
        alone = "found_alone" if self.mailroom_syndrome else "found"
        return Sentence(f"said.relay.{alone}", mailrooms=mailrooms, overall=overall)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share passed on and its 95 % interval, a line per assessed function."""
        import matplotlib.pyplot as plt

        rows = self.table[self.table["verdict"] != "not_assessable"].sort_values("relay_share")
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.2 + 0.32 * len(rows)), layout="constrained")
        height = np.arange(len(rows))
        colours = np.where(rows["verdict"] == "mailroom", "#b3541e", "#5b6770").tolist()
        low, share, high = (100 * rows[f"relay_share{end}"].to_numpy(float) for end in ("_low", "", "_high"))
        ax.hlines(height, low, high, color=colours, linewidth=2)
        ax.scatter(share, height, color=colours, zorder=3, clip_on=False)
        ax.set_yticks(height, rows["function"])
        ax.set_xlim(left=0)
        ax.set_xlabel("passed on unanswered (% of what other functions ask, 95 % interval)")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return ax


def relay(
    conversations: Conversations,
    *,
    glue: pd.DataFrame | None = None,
    days: float = 14.0,
    max_audience: int = 50,
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
    days
        Items younger than this at the end of their source's record are left out.
    max_audience
        Messages to more recipients are broadcasts and left out, as are automated ones.
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
    if days < 0 or max_audience < 1 or min_group < 1:
        raise UsageError("days must not be negative, max_audience and min_group at least 1")
    brokerage = _brokerage(glue)
    if len(conversations.functions) < 3:
        raise NotEnoughDataError(
            Sentence("lacks.three_to_relay", n=len(conversations.functions)),
            mend=Sentence("mend.people_file"),
        )
    talk = _Talk.of(conversations, max_audience=max_audience)
    if talk.messages.empty:
        raise NotEnoughDataError(
            Sentence("lacks.answers", channels=_named(talk.without_threads) or (Sentence("lacks.the_log"),)),
            mend=Sentence("mend.belonging"),
        )
    items = _items(talk)
    old = items["sent_at"] + pd.Timedelta(days=days) <= items["until"]
    settled = items[old].assign(outcome=_outcomes(items[old], talk))
    if settled.empty:
        raise NotEnoughDataError(
            "no function turns to another by name in a thread"
            if items.empty
            else f"all {len(items)} items are younger than {days:g} days at the end of the record"
        )
    table = _counts(settled, talk)
    table = table.join(_shares(settled, len(talk.functions)))
    table["brokerage"] = table["function"].map(brokerage["brokerage"]).astype(float)
    assessable = _assessable(table, min_group=min_group)
    table.loc[~assessable, "p_value"] = np.nan
    table["q_value"] = benjamini_hochberg(table["p_value"])
    table["ping_pong"] = _ping_pong_by_function(talk)
    table["verdict"] = _verdicts(table, assessable, brokerage["brokerage"])
    return RelayResult(
        table=table[list(COLUMNS)],
        mailroom_syndrome=_syndrome(table, brokerage["verdict"]),
        handoffs=len(talk.handoffs),
        ping_pong_cases=int(talk.handoffs.loc[talk.handoffs["returns"], "thread"].nunique()),
        parameters={"days": days, "max_audience": max_audience, "min_group": min_group},
        caveats=tuple(_caveats(table, talk, settled, young=int((~old).sum()))),
    )


COLUMNS = (
    "function", "people", "items", *OUTCOMES, "relay_share", "relay_share_low", "relay_share_high",
    "relay_share_others", "p_value", "q_value", "brokerage", "ping_pong", "verdict",
)  # fmt: skip


# --- threads, and who was reached in them ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Talk:
    """What counts of the conversations.

    `messages` (indexed by row in `Conversations.messages`, in order of time) has ``thread sent_at until channel
    function``; `rows`, per recipient, ``message thread sender_function recipient function role``; `handoffs`, of every
    case in order, ``thread sender_function function returns``, the last being whether the case then goes straight
    back. `holder` is the function that has a case in the end, by thread, where the case is not known to be open.
    """

    functions: tuple[str, ...]
    people: IntArray
    messages: pd.DataFrame
    rows: pd.DataFrame
    handoffs: pd.DataFrame
    holder: pd.Series[Any]
    without_threads: tuple[str, ...]
    unsaid: int  # cases of which is not known whether they are done
    untimed: int
    alone: int  # messages outside any thread, in channels that have threads

    @classmethod
    def of(cls, conversations: Conversations, *, max_audience: int) -> _Talk:
        every = conversations.messages
        component = _components(conversations)
        messages = every.assign(thread=component[: len(every)])
        messages["until"] = conversations.observed_until.reindex(messages["source"]).array
        counted = (
            ~messages["automated"]
            & (messages["kind"] != "reaction")
            & (messages["audience"] <= max_audience)
            & ~conversations.is_kind("bot", "list")[messages["sender"]]
        )
        messages, timed = messages[counted], messages["sent_at"].notna()
        untimed = int((~timed[counted]).sum())
        lacking = _channels_without_threads(messages)
        messages = messages[timed[counted] & ~messages["channel"].isin(lacking)]
        alone = int((messages["thread"] == NONE).sum())
        messages = messages[messages["thread"] != NONE]
        reached = conversations.interactions
        of_people = ~conversations.is_kind("bot", "list")[reached["recipient"]]
        of_people &= ~reached["role"].isin(["member", "reaction"]).to_numpy()
        rows = reached[of_people].merge(
            messages[["thread", "sender", "function", "channel"]].rename(
                columns={"function": "sender_function"}
            ),
            left_on="message",
            right_index=True,
        )
        handoffs = _handoffs(conversations, component)
        holder, unsaid = _holders(handoffs, conversations.cases, component[len(every) :])
        return cls(
            functions=conversations.functions,
            people=conversations.group_sizes(messages[messages.index.isin(rows["message"])], rows),
            messages=messages,
            rows=rows,
            handoffs=handoffs,
            holder=holder,
            without_threads=tuple(lacking),
            unsaid=unsaid,
            untimed=untimed,
            alone=alone,
        )


def _components(conversations: Conversations) -> IntArray:
    """Thread of every message, then of every thread id: what an id or an answer joins; `NONE` for what stands alone."""
    messages = conversations.messages
    n, total = len(messages), len(messages) + len(conversations.threads)
    thread, parent = messages["thread"].to_numpy(), messages["parent"].to_numpy()
    by_id = np.flatnonzero(thread != NONE)
    answers = np.flatnonzero((parent != NONE) & (messages["kind"] != "reaction").to_numpy())
    one = np.concatenate([by_id, answers])
    other = np.concatenate([n + thread[by_id], parent[answers]])
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(total, total))
    component: IntArray = connected_components(links, directed=False)[1].astype(np.int64)
    alone = np.bincount(component, minlength=1)[component] == 1
    component[alone] = NONE
    return component


def _channels_without_threads(messages: pd.DataFrame) -> list[str]:
    """Channels in which no message says what it belongs to; a case is a thread even with one handoff."""
    joined = messages[messages["thread"] != NONE]
    longest = (
        joined.groupby(["channel", "thread"], observed=True).size().groupby("channel", observed=True).max()
    )
    return [name for name in messages["channel"].unique() if longest.get(name, 0) < 2 and name != "handoff"]


def _handoffs(conversations: Conversations, component: IntArray) -> pd.DataFrame:
    """Handoffs of all cases in order, automated ones included: they move the case as well."""
    messages = conversations.messages
    taken = messages[(messages["channel"] == "handoff").to_numpy()]
    ends = conversations.interactions[["message", "recipient", "function"]]
    moves = taken[["sender", "function", "automated"]].rename(columns={"function": "sender_function"})
    moves = moves.assign(thread=component[taken.index]).merge(ends, left_index=True, right_on="message")
    moves = moves.sort_values(["thread", "message"], kind="stable", ignore_index=True)
    later = moves.groupby("thread")[["sender", "recipient"]].shift(-1)
    moves["returns"] = (later["sender"] == moves["recipient"]) & (later["recipient"] == moves["sender"])
    return moves


def _holders(handoffs: pd.DataFrame, cases: pd.DataFrame, component: IntArray) -> tuple[pd.Series[Any], int]:
    """Function of the last holder of every case not known to be open, and how many say nothing about being done."""
    last = handoffs.groupby("thread")["function"].last()
    closed = cases.set_index(pd.Index(component[cases["thread"]], name="thread"))["closed"]
    closed = closed[~closed.index.duplicated()].reindex(last.index)
    return last[~closed.eq(False).fillna(False).to_numpy(dtype=bool)], int(closed.isna().sum())


# --- items and what became of them -----------------------------------------------------------------------------


def _items(talk: _Talk) -> pd.DataFrame:
    """First messages between two functions in a thread that name somebody: ``thread giver function message``.

    Where the first is an answer to a post, which names nobody, nothing was asked.
    """
    rows = talk.rows[talk.rows["role"].isin(ADDRESSED)]
    a, b = rows["sender_function"], rows["function"]
    rows = rows[(a >= 0) & (b >= 0) & (a != b)]
    a, b = rows["sender_function"], rows["function"]
    pair = [rows["thread"], np.minimum(a, b), np.maximum(a, b)]
    opening = rows["message"] == rows.groupby(pair)["message"].transform("min")
    asked = rows[opening & rows["role"].isin(NAMED)]
    items = asked[["thread", "sender_function", "function", "message"]].drop_duplicates(ignore_index=True)
    return items.rename(columns={"sender_function": "giver"}).join(
        talk.messages[["sent_at", "until", "channel"]], on="message"
    )


def _outcomes(items: pd.DataFrame, talk: _Talk) -> npt.NDArray[np.object_]:
    """One of `OUTCOMES` per item."""
    answered = _answered(items, talk)
    resolved = (items["channel"] == "handoff").to_numpy() & (
        items["thread"].map(talk.holder).to_numpy() == items["function"].to_numpy()
    )
    relayed = _brings_in_new(items, _first_step_out(items, talk), talk)
    senders = talk.messages[["thread", "function"]].assign(message=talk.messages.index)
    silent = _last(senders, items, ["thread", "function"]) <= items["message"].to_numpy()
    return np.select(
        [answered, resolved, relayed, silent], ["answered", "resolved", "relayed", "ignored"], "other"
    )


def _last(messages: pd.DataFrame, items: pd.DataFrame, by: list[str]) -> FloatArray:
    """The last of the messages with the same values as each item, -1 where there is none."""
    last = messages.groupby(by)["message"].max().rename("last")
    return items[by].join(last, on=by)["last"].fillna(-1).to_numpy(dtype=float)


def _answered(items: pd.DataFrame, talk: _Talk) -> BoolArray:
    """Whether somebody of the function wrote to the giver's function later on.

    A post that names nobody is meant for everybody in its thread. Its role ``reply`` only says where it stands, so
    a post that names others is no answer to the thread's author.
    """
    rows = talk.rows[talk.rows["role"].isin([*NAMED, *COPIED])]
    rows = rows.rename(columns={"function": "giver", "sender_function": "function"})
    to_giver = _last(rows, items, ["thread", "giver", "function"])
    naming = talk.rows.loc[talk.rows["role"].isin([*NAMED, *COPIED]), "message"]
    posts = talk.messages[(talk.messages["channel"] == "post").to_numpy()]
    to_all = posts.loc[~posts.index.isin(naming), ["thread", "function"]]
    spoke = _last(to_all.assign(message=to_all.index), items, ["thread", "function"])
    return np.asarray(np.maximum(to_giver, spoke) > items["message"].to_numpy())


def _first_step_out(items: pd.DataFrame, talk: _Talk) -> IntArray:
    """Message by which the function first turns to somebody outside it after the item, `NONE` where it never does."""
    rows = talk.rows
    outward = rows[rows["role"].isin(NAMED) & (rows["function"] != rows["sender_function"])]
    acts = outward[["thread", "sender_function", "message"]].drop_duplicates()
    group, keys = pd.factorize(pd.MultiIndex.from_frame(acts[["thread", "sender_function"]]))
    n = int(talk.messages.index.max()) + 1
    act = np.sort(group * n + acts["message"].to_numpy())
    wanted = pd.MultiIndex.from_frame(items[["thread", "function"]])
    of_item = keys.get_indexer(wanted) if len(keys) else np.full(len(items), NONE)
    place = np.searchsorted(act, of_item * n + items["message"].to_numpy(), side="right")
    found = np.append(act, -1)[place]
    return np.where((of_item != NONE) & (found // n == of_item), found % n, NONE)


def _brings_in_new(items: pd.DataFrame, act: IntArray, talk: _Talk) -> BoolArray:
    """Whether the act names somebody of a third function who had no part in the thread before."""
    spoke = talk.messages[["thread", "sender"]].set_axis(["thread", "actor"], axis=1)
    heard = talk.rows[["thread", "recipient", "message"]].set_axis(["thread", "actor", "message"], axis=1)
    seen = pd.concat([spoke.assign(message=spoke.index), heard])
    first = seen.groupby(["thread", "actor"])["message"].min().rename("first")
    rows = talk.rows[
        talk.rows["role"].isin(NAMED) & (talk.rows["function"] >= 0) & talk.rows["message"].isin(act)
    ]
    rows = rows.join(first, on=["thread", "recipient"])
    new = rows.loc[rows["first"] == rows["message"], ["message", "function"]].drop_duplicates()
    brought = pd.DataFrame(
        {"item": np.arange(len(items)), "message": act, "own": items["function"], "giver": items["giver"]}
    ).merge(new, on="message")
    third = (brought["function"] != brought["own"]) & (brought["function"] != brought["giver"])
    relayed = np.zeros(len(items), dtype=bool)
    relayed[brought.loc[third, "item"]] = True
    return relayed


# --- functions -------------------------------------------------------------------------------------------------


def _counts(items: pd.DataFrame, talk: _Talk) -> pd.DataFrame:
    counts = pd.crosstab(items["function"], items["outcome"])
    counts = counts.reindex(index=range(len(talk.functions)), columns=list(OUTCOMES), fill_value=0)
    counts.insert(0, "items", counts.sum(axis=1))
    counts.insert(0, "people", talk.people)
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


def _ping_pong_by_function(talk: _Talk) -> pd.Series[Any]:
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


def _brokerage(glue: pd.DataFrame | None) -> pd.DataFrame:
    """Brokerage and verdict by function."""
    columns = ["function", "brokerage", "verdict"]
    table = pd.DataFrame(columns=columns) if glue is None else glue
    if missing := [column for column in columns if column not in table]:
        raise UsageError(f"glue has no column {missing[0]!r}", mend="give the table of the analysis `glue`")
    return table[columns].set_index("function")


def _assessable(table: pd.DataFrame, *, min_group: int) -> pd.Series[bool]:
    """Which functions have people, decided items and a known brokerage enough."""
    many = (table["people"] >= min_group) & (table[list(DECIDED)].sum(axis=1) >= MIN_ITEMS)
    return many & table["brokerage"].notna()


def _verdicts(
    table: pd.DataFrame, assessable: pd.Series[bool], brokerage: pd.Series[Any]
) -> npt.NDArray[np.object_]:
    known = brokerage.astype(float).dropna()
    top = table["brokerage"] >= (known.quantile(TOP) if len(known) else np.inf)
    more = (table["q_value"] < SIGNIFICANT) & (table["relay_share"] >= SUBSTANTIAL)
    mailroom = assessable & top & more
    return np.select([mailroom, assessable], ["mailroom", "ordinary"], "not_assessable")


def _syndrome(table: pd.DataFrame, glue_verdict: pd.Series[Any]) -> bool | None:
    """There is a mail room, and nobody but mail rooms links the others beyond chance."""
    if (table["verdict"] == "not_assessable").all():
        return None
    mailrooms = table.loc[table["verdict"] == "mailroom", "function"]
    glue = glue_verdict.index[glue_verdict == "glue"]
    return bool(len(mailrooms)) and set(glue) <= set(mailrooms)


def _named(channels: Iterable[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(f"channel.{channel}") for channel in channels)


def _caveats(table: pd.DataFrame, talk: _Talk, items: pd.DataFrame, *, young: int) -> Iterable[Sentence]:
    if talk.without_threads:
        yield Sentence("note.relay.no_threads", channels=_named(talk.without_threads))
    if young:
        yield Sentence("note.relay.young", n=young)
    if talk.untimed:
        yield Sentence("note.relay.untimed", n=talk.untimed)
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
    name="relay",
    function=relay,
    result=RelayResult,
    run=lambda on, done: relay(
        on.conversations,
        glue=done["glue"].table,
        max_audience=on.settings.tie_rule.max_audience,
        min_group=on.settings.min_group,
    ),
    needs=("glue",),
)
