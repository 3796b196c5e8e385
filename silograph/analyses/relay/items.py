"""Items, by which a function turns to another, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.analyses.parts.people import different, smaller
from silograph.analyses.relay.talk import Talk
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.log.conversations import NONE

OUTCOMES = ("relayed", "answered", "resolved", "ignored", "other")
DECIDED = ("relayed", "answered", "resolved")
NAMED = ("to", "assignee", "mention")
"""Roles in which somebody is meant, not merely kept informed."""
ADDRESSED = (*NAMED, "reply")
COPIED = ("cc", "bcc")


def items_of(talk: Talk) -> pd.DataFrame:
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


def outcomes(items: pd.DataFrame, talk: Talk) -> npt.NDArray[np.object_]:
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


def _answered(items: pd.DataFrame, talk: Talk) -> BoolArray:
    """Whether somebody of the function wrote to the giver's function later on.

    A post that names nobody is meant for everybody in its thread. Its role ``reply`` only says where it stands, so
    a post that names others is no answer to the thread's author.
    """
    to_giver = _last(_to_somebody(talk), items, ["thread", "giver", "function"])
    spoke = _last(_to_all(talk), items, ["thread", "function"])
    return np.asarray(np.maximum(to_giver, spoke) > items["message"].to_numpy())


def _to_somebody(talk: Talk) -> pd.DataFrame:
    """What names or copies somebody, `giver` where it answers one: ``thread giver function message sender``."""
    rows = talk.rows[talk.rows["role"].isin([*NAMED, *COPIED])]
    rows = rows.rename(columns={"function": "giver", "sender_function": "function"})
    return rows[["thread", "giver", "function", "message", "sender"]]


def _to_all(talk: Talk) -> pd.DataFrame:
    """Posts that name nobody, and so are meant for all in their thread: ``thread function message sender``."""
    naming = talk.rows.loc[talk.rows["role"].isin([*NAMED, *COPIED]), "message"]
    posts = talk.messages[(talk.messages["channel"] == "post").to_numpy()]
    to_all = posts.loc[~posts.index.isin(naming), ["thread", "function", "sender"]]
    return to_all.assign(message=to_all.index)


def _first_step_out(items: pd.DataFrame, talk: Talk) -> IntArray:
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


def _brings_in_new(items: pd.DataFrame, act: IntArray, talk: Talk) -> BoolArray:
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


# --- people behind them ---------------------------------------------------------------------------------------


def people_behind(items: pd.DataFrame, talk: Talk) -> pd.DataFrame:
    """How many people stand behind the counts of each function: of those who gave and those who acted the fewer.

    Items are decided or not, decided ones passed on or kept, kept ones answered or resolved, the others ignored or
    not: ``items_people relayed_people answered_people ignored_people`` are behind the smaller side of each.
    """
    acts = items.assign(item=range(len(items)), act=_first_step_out(items, talk))
    givers = acts[["item"]].assign(who=talk.messages["sender"].reindex(acts["message"]).to_numpy())
    doers = pd.concat(list(_doers(acts, talk)), ignore_index=True)
    outcome, n = items["outcome"].to_numpy(), len(talk.functions)

    def fewest(rows: BoolArray, *sides: pd.DataFrame) -> IntArray:
        counts = []
        for side in sides:
            item = side["item"].to_numpy(np.int64)
            function, who = acts["function"].to_numpy(np.int64)[item], side["who"].to_numpy(np.int64)
            counts.append(different(function[rows[item]], who[rows[item]], talk.team, n))
        return np.asarray(np.min(counts, axis=0))

    def split(one: Collection[str], other: Collection[str]) -> IntArray:
        sides = (fewest(np.isin(outcome, [*side]), givers, doers) for side in (one, other))
        return smaller(*sides)

    undecided = [one for one in OUTCOMES if one not in DECIDED]
    asked = fewest(np.ones(len(acts), dtype=bool), givers, _asked(acts, talk))
    return pd.DataFrame(
        {
            "items_people": np.minimum(asked, split(DECIDED, undecided)),
            "relayed_people": split(["relayed"], ["answered", "resolved"]),
            "answered_people": split(["answered"], ["resolved"]),
            "ignored_people": split(["ignored"], ["other"]),
        }
    )


def _asked(items: pd.DataFrame, talk: Talk) -> pd.DataFrame:
    """Who is named in each item: ``item who``."""
    named = talk.rows.loc[talk.rows["role"].isin(NAMED), ["message", "function", "recipient"]]
    found = items[["item", "message", "function"]].merge(named, on=["message", "function"])
    return found[["item", "recipient"]].set_axis(["item", "who"], axis=1)


def _doers(items: pd.DataFrame, talk: Talk) -> Iterator[pd.DataFrame]:
    """Who did with each item what became of it, ``item who``; who was asked where nobody did anything."""
    yield _asked(items[items["outcome"].isin(["ignored", "other"])], talk)
    relayed = items[items["outcome"] == "relayed"]
    passed_on = talk.messages["sender"].reindex(relayed["act"]).to_numpy()
    yield pd.DataFrame({"item": relayed["item"].to_numpy(), "who": passed_on})
    resolved = items[items["outcome"] == "resolved"]
    holder = talk.handoffs.groupby("thread")["recipient"].last()
    yield pd.DataFrame(
        {"item": resolved["item"].to_numpy(), "who": holder.reindex(resolved["thread"]).to_numpy()}
    )
    answered = items.loc[items["outcome"] == "answered", ["item", "thread", "giver", "function", "message"]]
    rows, posts = _to_somebody(talk), _to_all(talk)
    for said, by in ((rows, ["thread", "giver", "function"]), (posts, ["thread", "function"])):
        later = answered.merge(said.rename(columns={"message": "said"}), on=by)
        later = later[later["said"] > later["message"]]
        yield later[["item", "sender"]].set_axis(["item", "who"], axis=1).drop_duplicates()
