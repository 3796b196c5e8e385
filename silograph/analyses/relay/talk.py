"""What counts of the conversations: threads, and who was reached in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from silograph.arrays import BoolArray, IntArray
from silograph.log.conversations import NONE, Conversations
from silograph.log.schema import MEETING


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """What counts of the conversations.

    `messages` (indexed by row in `Conversations.messages`, in order of time) has ``thread sent_at until channel
    function``; `rows`, per recipient, ``message thread sender_function recipient function role``; `handoffs`, of every
    case in order, ``thread sender_function function returns``, the last being whether the case then goes straight
    back. `holder` is the function that has a case in the end, by thread, where the case is not known to be open.
    """

    functions: tuple[str, ...]
    people: IntArray
    team: BoolArray  # of every actor, whether it is a team
    messages: pd.DataFrame
    rows: pd.DataFrame
    handoffs: pd.DataFrame
    holder: pd.Series[Any]
    without_threads: tuple[str, ...]
    unsaid: int  # cases of which is not known whether they are done
    untimed: int
    alone: int  # messages outside any thread, in channels that have threads
    meetings: int

    @classmethod
    def of(cls, conversations: Conversations, *, max_audience: int) -> Talk:
        """Messages to no more recipients than that, by people and teams, in channels that have threads."""
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
        met = (messages["channel"] == MEETING).to_numpy()
        counted &= ~met
        messages, timed = messages[counted], messages["sent_at"].notna()
        untimed = conversations.acts(messages.loc[~timed[counted], "sender"])
        lacking = _channels_without_threads(messages)
        messages = messages[timed[counted] & ~messages["channel"].isin(lacking)]
        alone = conversations.acts(messages.loc[messages["thread"] == NONE, "sender"])
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
            team=conversations.is_kind("team"),
            people=conversations.group_sizes(messages[messages.index.isin(rows["message"])], rows),
            messages=messages,
            rows=rows,
            handoffs=handoffs,
            holder=holder,
            without_threads=tuple(lacking),
            unsaid=unsaid,
            untimed=untimed,
            alone=alone,
            meetings=conversations.acts(every.loc[met, "sender"]),
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
