"""Who is active on a topic, who sits at the table, and who would if activity decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from silograph.arrays import BoolArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import NONE, Conversations

ADDRESSED = ("to", "assignee", "reply", "mention")
"""Roles of recipients that give a seat: copies and membership of a space do not."""
_AT_ONCE = 250  # simulations held in memory together


def about_both(
    conversations: Conversations, topic: str | None, initiative: str | None, *, declared: bool
) -> tuple[BoolArray, BoolArray]:
    """Per message whether it is on the topic, and whether it belongs to the initiative."""
    if topic is None:
        raise NotEnoughDataError(Sentence("lacks.no_topic"), mend=Sentence("mend.name_topic"))
    if initiative is None and not declared:
        raise NotEnoughDataError(Sentence("lacks.no_initiative"), mend=Sentence("mend.name_initiative"))
    on_topic = _about(conversations, topic, option="topic")
    in_initiative = np.zeros(len(on_topic), dtype=bool)
    if initiative is not None:
        in_initiative = _about(conversations, initiative, option="initiative")
    if not (on_topic & ~in_initiative).any():
        raise NotEnoughDataError(
            Sentence("lacks.all_initiative"),
            mend=Sentence("mend.wider_than"),
        )
    return on_topic, in_initiative


def _about(conversations: Conversations, pattern: str, *, option: str) -> BoolArray:
    """Per message whether its space, its subject, or a subject in its thread matches."""
    try:
        wanted = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise UsageError(f"{pattern!r} is no regular expression: {error}", where=f"--{option}") from error
    sent = conversations.messages
    spaces = np.array([bool(wanted.search(name)) for name in conversations.spaces] + [False])
    found: BoolArray = spaces[sent["space"].to_numpy(dtype=np.int64)]  # NONE finds the last entry
    codes, subjects = pd.factorize(sent["subject"])  # most subjects are there many times
    matches = np.array([bool(wanted.search(str(subject))) for subject in subjects] + [False])
    by_subject = matches[codes]
    thread = sent["thread"].to_numpy(dtype=np.int64)
    threads = np.zeros(len(conversations.threads) + 1, dtype=bool)
    threads[thread[by_subject]] = True
    threads[NONE] = False
    found = found | by_subject | threads[thread]
    if found.any():
        return found
    if not len(subjects):
        raise NotEnoughDataError(
            Sentence("lacks.space_match", option=option, pattern=pattern),
            mend=Sentence("mend.keep_subjects"),
        )
    raise NotEnoughDataError(
        Sentence("lacks.match", option=option, pattern=pattern), mend=Sentence("mend.pattern")
    )


class Pool(NamedTuple):
    """Who could sit at the table: people on the topic, and those who do sit there.

    Parameters
    ----------
    people
        ``actor function``, a row each.
    wrote
        (people, threads) 1 where the person wrote in the thread on the topic.
    seated
        Who has a seat.
    """

    people: pd.DataFrame
    wrote: csr_array
    seated: BoolArray

    @property
    def activity(self) -> IntArray:
        """Threads of each."""
        return np.asarray(self.wrote.sum(axis=1)).astype(np.int64).ravel()

    def joined(self, seated: pd.DataFrame) -> Pool:
        """With the people who have seats; those without activity on the topic come last."""
        key = pd.MultiIndex.from_frame(self.people)
        sits = pd.MultiIndex.from_frame(seated)
        new = seated[~sits.isin(key)]
        old = self.wrote
        ends = np.concatenate([old.indptr, np.full(len(new), old.indptr[-1])])
        return Pool(
            pd.concat([self.people, new], ignore_index=True),
            csr_array((old.data, old.indices, ends), shape=(len(ends) - 1, old.shape[1])),
            np.concatenate([key.isin(sits), np.ones(len(new), dtype=bool)]),
        )


def pool_of(conversations: Conversations, about: BoolArray) -> Pool:
    """The people and teams who wrote on the topic, and in which threads."""
    sent = conversations.messages
    writes = about & ~sent["automated"].to_numpy(dtype=bool)
    writes &= conversations.is_kind("person", "team")[sent["sender"]] & (sent["function"] > -2).to_numpy()
    rows = pd.DataFrame(
        {
            "actor": sent["sender"][writes],
            "function": sent["function"][writes],
            "thread": _occasion(conversations)[writes],
        }
    ).drop_duplicates()
    if rows.empty:
        raise NotEnoughDataError(Sentence("lacks.nobody_on_topic"), mend=Sentence("mend.wider"))
    grouped = rows.groupby(["actor", "function"])
    number, thread = grouped.ngroup().to_numpy(), pd.factorize(rows["thread"])[0]
    people = grouped.size().reset_index()[["actor", "function"]]
    wrote = csr_array((np.ones(len(rows)), (number, thread)))
    return Pool(people, wrote, np.zeros(len(people), dtype=bool))


def _occasion(conversations: Conversations) -> IntArray:
    """Thread of each message; outside threads one per space and day, so that a busy afternoon counts once."""
    sent = conversations.messages
    thread = sent["thread"].to_numpy(dtype=np.int64)
    alone = np.where(sent["space"] == NONE, np.arange(len(sent)), NONE)
    day = pd.DataFrame({"space": sent["space"], "day": sent["sent_at"].dt.floor("D"), "alone": alone})
    number = day.groupby(["space", "day", "alone"], dropna=False).ngroup().to_numpy()
    return np.where(thread == NONE, len(conversations.threads) + number, thread)


def seated_in(
    conversations: Conversations, in_initiative: BoolArray, members: Sequence[str], *, max_audience: int
) -> pd.DataFrame:
    """Who has a seat: ``actor function``."""
    sent, reached = conversations.messages, conversations.interactions
    counts = in_initiative & ~sent["automated"].to_numpy(dtype=bool)
    addressed = (counts & (sent["audience"] <= max_audience).to_numpy())[reached["message"]]
    addressed &= reached["role"].isin(ADDRESSED).to_numpy(dtype=bool)
    inside = conversations.is_kind("person", "team")
    code = {name: number for number, name in enumerate(conversations.functions)}
    declared = conversations.actors["actor_id"].isin(list(members)).to_numpy()
    found = pd.DataFrame(
        {
            "actor": np.concatenate(
                [sent["sender"][counts], reached["recipient"][addressed], np.flatnonzero(declared)]
            ),
            "function": np.concatenate(
                [
                    sent["function"][counts],
                    reached["function"][addressed],
                    conversations.actors.loc[declared, "function"].map(code).fillna(-1).astype(np.int64),
                ]
            ),
        }
    ).astype(np.int64)
    found = found[inside[found["actor"]] & (found["function"] > -2)]
    return found.drop_duplicates().sort_values(["actor", "function"], ignore_index=True)


def draw_seats(pool: Pool, n_functions: int, *, simulations: int, seed: int) -> IntArray:
    """Seats of each function when they go to people by their activity, (simulations, functions).

    Every draw weighs the threads at random, as if the topic's threads were a sample of those that might have been
    (Bayesian bootstrap), and takes the people with the smallest exponential times at rates of their activity. Who
    sits there without activity counts as active in one thread.
    """
    rng = np.random.default_rng([seed, simulations])
    idle = pool.activity == 0
    function = pool.people["function"].to_numpy()
    seats, parts = int(pool.seated.sum()), []
    for first in range(0, simulations, _AT_ONCE):
        count = min(_AT_ONCE, simulations - first)
        weights = rng.exponential(size=(pool.wrote.shape[1], count))
        rate = np.asarray(pool.wrote @ weights)
        rate[idle] = rng.exponential(size=(int(idle.sum()), count))
        time = rng.exponential(size=rate.shape) / rate
        taken = np.argpartition(time, seats - 1, axis=0)[:seats]
        of = function[taken]
        parts.append(np.stack([(of == f).sum(axis=0) for f in range(n_functions)], axis=1))
    return np.concatenate(parts)
