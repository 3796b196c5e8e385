"""What became of posts and mentions: who answered, and what was left unanswered."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from silograph.log.conversations import NONE, Conversations

LATE = pd.Timedelta(days=7)  # mentions younger than this may still be answered
NEAR = pd.Timedelta(hours=24)  # a post in the same space that soon after a mention answers it


class Acts(NamedTuple):
    """What people wrote, what became of it, and the mentions of them."""

    posts: pd.DataFrame
    answered: pd.Series[bool]
    answerers: pd.DataFrame
    mentions: pd.DataFrame

    @classmethod
    def of(cls, talk: Conversations, posts: pd.DataFrame) -> Acts:
        """Of these posts."""
        return cls(posts, _answered(talk, posts), _answerers(talk, posts), _mentions(talk, posts))


def _answered(talk: Conversations, posts: pd.DataFrame) -> pd.Series[bool]:
    """Per post whether somebody else replied to it, or wrote in its thread after it."""
    in_thread = posts[posts["thread"] != NONE]
    writers = in_thread.groupby("thread")["sender"].nunique()
    others = posts["thread"].map(writers).fillna(1) > 1
    replied = talk.messages.loc[posts.index[posts["parent"] != NONE], ["parent", "sender"]]
    differs = replied["sender"].to_numpy() != talk.messages["sender"].to_numpy()[replied["parent"]]
    return others | posts.index.isin(replied.loc[differs, "parent"])


def _answerers(talk: Conversations, posts: pd.DataFrame) -> pd.DataFrame:
    """``post answerer``: who else wrote in the thread of a post that opens one, or replied to it."""
    in_thread = posts.loc[posts["thread"] != NONE, ["thread", "sender", "kind"]]
    opening = in_thread.loc[in_thread["kind"] == "post", ["thread", "sender"]].reset_index(names="post")
    others = in_thread[["thread", "sender"]].drop_duplicates().rename(columns={"sender": "answerer"})
    found = opening.merge(others, on="thread")
    replies = talk.messages.loc[posts.index[posts["parent"] != NONE], ["parent", "sender"]]
    direct = replies.rename(columns={"parent": "post", "sender": "answerer"})
    direct["sender"] = talk.messages["sender"].to_numpy()[direct["post"]]
    both = pd.concat([found, direct], ignore_index=True)
    return both.loc[both["sender"] != both["answerer"], ["post", "answerer"]].drop_duplicates()


def _mentions(talk: Conversations, posts: pd.DataFrame) -> pd.DataFrame:
    """``function answered`` of each mention of a person in a space, the last week of the record left out.

    Answered: somebody of the person's function wrote later in the thread, or the person in the same space within a day.
    """
    rows = talk.interactions[talk.interactions["role"] == "mention"]
    rows = rows[rows["message"].isin(posts.index) & talk.is_kind("person")[rows["recipient"]]]
    asked = posts.loc[rows["message"], ["thread", "space", "sent_at", "sender"]].reset_index(drop=True)
    asked["recipient"] = rows["recipient"].to_numpy()
    asked["function"] = talk.actors["function"].to_numpy()[asked["recipient"]]
    asked = asked[(asked["space"] != NONE) & (asked["sent_at"] <= posts["sent_at"].max() - LATE)]
    asked = asked.reset_index(names="mention")
    written = posts[["thread", "space", "sent_at", "sender"]].rename(
        columns={"sent_at": "then", "sender": "writer"}
    )
    written["function"] = talk.actors["function"].to_numpy()[written["writer"]]
    in_thread = asked[asked["thread"] != NONE].merge(written, on=["thread", "function"])
    later = (in_thread["then"] > in_thread["sent_at"]) & (in_thread["writer"] != in_thread["sender"])
    timed = written.dropna(subset=["then"])
    near = pd.merge_asof(
        asked,  # in order of time, as messages are
        timed[["space", "writer", "then"]],
        left_on="sent_at",
        right_on="then",
        left_by=["space", "recipient"],
        right_by=["space", "writer"],
        direction="forward",
        tolerance=NEAR,
        allow_exact_matches=False,
    )
    in_time = near.loc[near["then"].notna(), "mention"]
    asked["answered"] = asked["mention"].isin({*in_thread.loc[later, "mention"], *in_time})
    found: pd.DataFrame = asked
    return found
