"""Questions from outside contacts, as the log shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from silograph.arrays import BoolArray
from silograph.log.conversations import EXTERNAL_FUNCTION, NONE, Conversations
from silograph.log.duration import weeks_of

MAX_AUDIENCE = 50
ASKED = ("to", "assignee", "mention", "reply")  # roles of those who are expected to answer
ENOUGH_QUESTIONS = 30  # from outside, to rest anything on them


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
        How long the log lasts: see `silograph.log.duration`.
    left_out
        Questions that reached several functions at once, or none.
    """

    table: pd.DataFrame
    weeks: float
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
    return OutsideQuestions(table, weeks_of(messages["sent_at"]), left_out=len(opening) - len(table))
