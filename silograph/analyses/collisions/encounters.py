"""When two functions meet at an outside contact (an encounter), and whether they had exchanged anything about it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.parts.people import different_by, smallest
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.log.conversations import NONE, Conversations, exchanged


def seconds_of(conversations: Conversations) -> FloatArray:
    """Time of each message in seconds since 1970; NaN where there is none."""
    sent = conversations.messages["sent_at"]
    epoch = pd.Timestamp(0, tz="UTC").as_unit("us")  # nanoseconds end in 2262
    since = (sent - epoch) / pd.Timedelta(seconds=1)
    return np.asarray(since, dtype=np.float64)


def services_of(conversations: Conversations, served: pd.DataFrame, seconds: FloatArray) -> pd.DataFrame:
    """Messages of known functions to contacts: ``contact function person thread time``."""
    message = served["message"].to_numpy()
    return pd.DataFrame(
        {
            "contact": served["contact"].to_numpy(),
            "function": served["function"].to_numpy(),
            "person": served["person"].to_numpy(),
            "thread": _thread(conversations)[message],
            "time": seconds[message],
        }
    )


def _thread(conversations: Conversations) -> IntArray:
    """Thread of each message; a message outside threads is one of its own."""
    thread = conversations.messages["thread"].to_numpy(dtype=np.int64)
    alone = len(conversations.threads) + np.arange(len(thread))
    return np.where(thread == NONE, alone, thread)


def cells_of(services: pd.DataFrame) -> pd.DataFrame:
    """For each contact and each two functions that wrote to it, all their messages, by cell and time.

    Columns ``cell a b`` (the two functions) and those of `services`.
    """
    present = services[["contact", "function"]].drop_duplicates()
    pairs = present.merge(present, on="contact", suffixes=("", "_b")).rename(columns={"function": "a"})
    pairs = pairs.rename(columns={"function_b": "b"})
    pairs = pairs[pairs["a"] < pairs["b"]]
    pairs = pairs.assign(cell=np.arange(len(pairs), dtype=np.int64))
    sides = [
        pairs.assign(function=pairs[side]).merge(services, on=["contact", "function"]) for side in ("a", "b")
    ]
    rows = pd.concat(sides, ignore_index=True)
    return rows.sort_values(["cell", "time", "function", "person", "thread"], ignore_index=True)


def encounters_of(rows: pd.DataFrame, *, window: float) -> IntArray:
    """Number of the meeting each row belongs to, -1 for none.

    A meeting begins with a message that one of the other function follows within the window, and takes in whatever
    is within the window from its beginning; then the next may begin.
    """
    cell, time, function = (rows[name].to_numpy() for name in ("cell", "time", "function"))
    begins = _other_soon(cell, time, function, window=window)
    meeting = np.full(len(rows), -1, dtype=np.int64)
    number, current, until = -1, -1, -np.inf
    for i, (c, moment, starts) in enumerate(zip(cell.tolist(), time.tolist(), begins.tolist(), strict=True)):
        if c != current or moment > until:
            current, until = c, -np.inf
            if starts:
                number, until = number + 1, moment + window
        if moment <= until:
            meeting[i] = number
    return meeting


def _other_soon(cell: IntArray, time: FloatArray, function: IntArray, *, window: float) -> BoolArray:
    """Whether the next message of the cell's other function comes within the window."""
    n = len(cell)
    changes = np.ones(n, dtype=bool)
    changes[:-1] = (cell[1:] != cell[:-1]) | (function[1:] != function[:-1])
    ends = np.flatnonzero(changes)  # last row of each run of one function
    following = ends[np.searchsorted(ends, np.arange(n))] + 1
    found = following < n
    following = np.minimum(following, n - 1)
    return found & (cell[following] == cell) & (time[following] - time <= window) if n else found


def internal_exchange(
    conversations: Conversations, seconds: FloatArray, *, max_audience: int
) -> pd.DataFrame:
    """Messages between two people inside, as ``low high`` (actors) ``function_low function_high thread time``."""
    sent, reached = conversations.messages, exchanged(conversations, max_audience=max_audience)
    message = reached["message"].to_numpy()
    inside = conversations.is_kind("person", "team")
    keep = ~sent["automated"].to_numpy(dtype=bool) & (sent["audience"].to_numpy() <= max_audience)
    kept = keep[message] & inside[reached["sender"]] & inside[reached["recipient"]]
    message, reached = message[kept], reached[kept]
    ends = [reached[end].to_numpy() for end in ("sender", "recipient")]
    functions = [reached[f"{end}_function"].to_numpy() for end in ("sender", "recipient")]
    return pd.DataFrame(
        {
            "low": np.minimum(*ends),
            "high": np.maximum(*ends),
            "a": np.minimum(*functions),
            "b": np.maximum(*functions),
            "thread": _thread(conversations)[message],
            "time": seconds[message],
        }
    )


def coordinated_encounters(
    rows: pd.DataFrame, inside: pd.DataFrame, conversations: Conversations, *, window: float
) -> BoolArray:
    """Per meeting whether the two functions exchanged something in its threads, or its people in its time."""
    count = int(rows["meeting"].max()) + 1 if len(rows) else 0
    coordinated = np.zeros(count, dtype=bool)
    threads = rows[["meeting", "thread", "a", "b"]].drop_duplicates()
    seen = threads.merge(inside[["thread", "a", "b"]].drop_duplicates(), on=["thread", "a", "b"])
    coordinated[seen["meeting"]] = True

    pairs = people_pairs(rows)
    span = rows.groupby("meeting")["time"].agg(["min", "max"])
    first = span["min"].to_numpy()[pairs["meeting"]] - window
    last = span["max"].to_numpy()[pairs["meeting"]] + window
    next_time = _next_exchange(pairs, inside, first, n_actors=len(conversations.actors))
    together = (next_time <= last) | (pairs["low"] == pairs["high"]).to_numpy()
    coordinated[pairs.loc[together, "meeting"]] = True
    return coordinated


def people_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each meeting, everybody of one function with everybody of the other: ``meeting low high``."""
    people = rows[["meeting", "function", "a", "person"]].drop_duplicates()
    of_a = people["function"] == people["a"]
    pairs = people.loc[of_a, ["meeting", "person"]].merge(
        people.loc[~of_a, ["meeting", "person"]], on="meeting", suffixes=("_a", "_b")
    )
    return pd.DataFrame(
        {
            "meeting": pairs["meeting"],
            "low": pairs[["person_a", "person_b"]].min(axis=1),
            "high": pairs[["person_a", "person_b"]].max(axis=1),
        }
    )


def _next_exchange(
    pairs: pd.DataFrame, inside: pd.DataFrame, since: FloatArray, *, n_actors: int
) -> FloatArray:
    """When the two people next exchanged a message from a time on; infinite where never."""
    timed = inside[inside["time"].notna()]
    key = timed["low"].to_numpy() * n_actors + timed["high"].to_numpy()
    order = np.lexsort((timed["time"].to_numpy(), key))
    key, time = key[order], timed["time"].to_numpy()[order]
    wanted = pairs["low"].to_numpy() * n_actors + pairs["high"].to_numpy()
    # rank the times so that one search finds pair and time together
    moments = np.unique(time)
    scale = len(moments) + 1
    place = np.searchsorted(
        key * scale + np.searchsorted(moments, time), wanted * scale + np.searchsorted(moments, since)
    )
    found = np.full(len(pairs), np.inf)
    there = place < len(key)
    there[there] = key[place[there]] == wanted[there]
    found[there] = time[place[there]]
    return found


def count_encounters(rows: pd.DataFrame, coordinated: BoolArray) -> pd.DataFrame:
    """Per pair of functions and contact: ``a b contact meetings collisions``."""
    meetings = rows.drop_duplicates("meeting")[["a", "b", "contact", "meeting"]]
    meetings = meetings.assign(collision=~coordinated[meetings["meeting"]])
    grouped = meetings.groupby(["a", "b", "contact"], as_index=False)
    return grouped.agg(meetings=("meeting", "size"), collisions=("collision", "sum"))


def people_who_met(rows: pd.DataFrame, coordinated: BoolArray, is_team: BoolArray) -> pd.DataFrame:
    """Per pair of functions, people of the function of which fewer took part: ``a b met told_apart``.

    ``met`` in any meeting; ``told_apart`` in collisions, or in the other meetings where these are fewer, though some.
    """
    seen = rows[["a", "b", "function", "person"]].assign(coordinated=coordinated[rows["meeting"]])
    collided = _fewer(seen[~seen["coordinated"]], is_team)
    spoke = _fewer(seen[seen["coordinated"]], is_team)
    found = pd.DataFrame({"met": _fewer(seen, is_team), "told_apart": smallest(collided, spoke)})
    return found.rename_axis(["a", "b"]).reset_index()


def _fewer(seen: pd.DataFrame, is_team: BoolArray) -> pd.Series[Any]:
    """People of the function of which fewer are seen, by pair."""
    people = different_by(seen, ["a", "b", "function"], actor="person", is_team=is_team)
    return people.groupby(level=["a", "b"]).min()


def encounters_apart(pairs: pd.DataFrame, some: BoolArray) -> int:
    """Meetings of which no two have a person in common, as many as are found by taking each that has none yet.

    So many people at least, or more, stand behind all of them: nobody could be left out for whom these do not count.

    Parameters
    ----------
    pairs
        Of each meeting, who met whom: ``meeting low high``.
    some
        Which meetings count.
    """
    taken: set[int] = set()
    found = 0
    for low, high in (
        pairs.loc[some[pairs["meeting"]], ["low", "high"]].drop_duplicates().itertuples(index=False)
    ):
        if low not in taken and high not in taken:
            taken |= {low, high}
            found += 1
    return found
