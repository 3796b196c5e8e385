"""Introductions: who brings two people together who then write to each other on their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.stats import norm, t

from silograph.analyses.parts.people import different, smaller
from silograph.arrays import BoolArray, IntArray
from silograph.kernels import kernel
from silograph.log.conversations import NONE, Conversations
from silograph.log.schema import MEETING
from silograph.stats.intervals import effective_sums, exact_interval

TOGETHER = 10
"""People of a message beside its sender, and first in a thread: more are a round, in which nobody is introduced."""
FEWEST_PAIRS = 20
"""Pairs brought together below which it says nothing how many go on."""
COLUMNS = (
    "brought_together", "introduced", "two_paths",
    "introductions", "introductions_low", "introductions_high", "introductions_expected",
)  # fmt: skip
_SILENT = ("bcc", "reaction")  # who is there unseen, or only nods, meets nobody
_NOBODY = -1  # a mark: no such person


def introductions(conversations: Conversations) -> pd.DataFrame:
    """How often each function brings together two people of other functions who then go on without it.

    A *two-path* is a person i of F in touch with A and B, of two different other functions, who were not in touch with
    each other when both were with i. They are *introduced* where the first thread in which both have a part is one
    to which i added one of them (or both), and some message between the two, or a meeting of both, comes later that
    nobody of F has a part in. People are in touch from the first thread or meeting on in which both have a part; only
    messages and meetings of at most `TOGETHER` others count, and the first of a thread. Meetings introduce nobody, for
    they name who booked the room. Who changed function counts where they were last.

    Two who are in one mail may find each other without anybody's doing. So the introducers are dealt at random over all
    pairs brought together, later messages left as they are: ``introductions_expected`` is the share where those whom a
    function brought together go on as often as those whom the others did. (Shares of two-paths are not to be compared
    between functions: two-paths grow with the square of contacts.)

    Returns
    -------
    DataFrame
        By function: ``brought_together``, those of the pairs who were introduced or would have been, had they gone on;
        ``introduced two_paths``, their share ``introductions`` with a 95 % interval over people, the share by chance
        (``introductions_expected``), and `introducing`, how many people stand behind it. Shares are missing with fewer
        than `FEWEST_PAIRS` pairs brought together, and all is where no message belongs to a thread with another.

    References
    ----------
    Obstfeld (2005), Social networks, the tertius iungens orientation, and involvement in innovation, Administrative
    Science Quarterly 50, 100-130. Korn & Graubard (1998), Survey Methodology 24, 193-201 (intervals).
    """
    talk = _Talk.of(conversations)
    found = pd.DataFrame(np.nan, index=pd.Index(conversations.functions, name="function"), columns=[*COLUMNS])
    found["introducing"] = 0
    if not talk.threaded:
        return found
    first, by_person = _first_contacts(talk), talk.function
    brought = first.brought(by_person)
    carried_on = first.followed(talk, brought)
    people = pd.DataFrame(
        {
            "function": by_person,
            "brought_together": np.bincount(first.broker[brought], minlength=len(by_person)),
            "introduced": np.bincount(first.broker[carried_on], minlength=len(by_person)),
            "two_paths": two_paths(first, by_person),
        }
    )
    people = people[people["function"] >= 0]
    k = len(conversations.functions)
    sums = people.groupby("function").sum().reindex(range(k), fill_value=0).set_axis(found.index)
    found[[*sums]] = sums.astype(float)
    rates = [_rate(people[people["function"] == f]) for f in range(k)]
    others = sums.sum() - sums
    with np.errstate(invalid="ignore", divide="ignore"):
        by_paths = found["brought_together"] / found["two_paths"]
        elsewhere = others["introduced"] / others["brought_together"]
    enough = (sums["brought_together"] >= FEWEST_PAIRS) & (others["brought_together"] >= FEWEST_PAIRS)
    shares = np.array(rates).reshape(-1, 3) * by_paths.to_numpy()[:, None]
    found[["introductions", "introductions_low", "introductions_high"]] = shares
    found["introductions_expected"] = (by_paths * elsewhere).where(enough)
    found["introducing"] = _people_behind(first, brought, carried_on, talk)
    return found


def _rate(people: pd.DataFrame) -> tuple[float, float, float]:
    """How many of those brought together went on, and its interval where people vary: few people count as fewer."""
    brought, introduced = people["brought_together"].to_numpy(), people["introduced"].to_numpy()
    if brought.sum() < FEWEST_PAIRS:
        return (np.nan, np.nan, np.nan)
    fewer = (norm.ppf(0.975) / t.ppf(0.975, max((brought > 0).sum() - 1, 1))) ** 2
    hits, trials = effective_sums(introduced, brought)
    return (float(introduced.sum() / brought.sum()), *exact_interval(hits * fewer, trials * fewer))


def _people_behind(first: _First, brought: BoolArray, carried_on: BoolArray, talk: _Talk) -> IntArray:
    """Of those who brought others together in each function, and of those others, the fewest: of each outcome."""
    k, team = int(talk.function.max(initial=_NOBODY)) + 1, np.zeros(len(talk.function), dtype=bool)
    fewest = np.zeros(k, dtype=np.int64)
    for outcome in (carried_on, brought & ~carried_on):
        by = talk.function[first.broker[outcome]]
        for who in ([first.broker[outcome]], [first.low[outcome], first.high[outcome]]):
            fewest = smaller(fewest, different(np.tile(by, len(who)), np.concatenate(who), team, k))
    return np.pad(fewest, (0, len(talk.functions) - k))


# --- who had a part in what ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Talk:
    """What counts of the conversations.

    `parts`, by thread and message: who (``actor``) had a part in a ``thread`` from which ``message`` on, and who
    brought them (``by``), `_NOBODY` where they came by themselves or met. `direct`: ``message low high``, each two who
    wrote to each other or met in a message. `present`: every ``message function`` that had a part in it.
    `function` of each actor, `_NOBODY` of those who don't count.
    """

    functions: tuple[str, ...]
    parts: pd.DataFrame
    direct: pd.DataFrame
    present: pd.DataFrame
    function: IntArray
    threaded: bool

    @classmethod
    def of(cls, conversations: Conversations) -> _Talk:
        every, reached = conversations.messages, conversations.interactions
        person, function = conversations.is_kind("person"), _last_function(conversations)
        known = person & (function >= 0)
        counted = (
            ~every["automated"].to_numpy(dtype=bool)
            & (every["kind"] != "reaction").to_numpy()
            & (every["audience"] <= TOGETHER).to_numpy()
            & every["sent_at"].notna().to_numpy()
        )
        thread, meeting = _threads(every), (every["channel"] == MEETING).to_numpy()
        sender = every["sender"].to_numpy(np.int64)
        at, to = reached["message"].to_numpy(np.int64), reached["recipient"].to_numpy(np.int64)
        role = reached["role"].astype(object).to_numpy()
        seen = counted[at] & known[to] & ~np.isin(role, _SILENT)
        wrote = np.flatnonzero(counted & known[sender])
        at, to, member = at[seen], to[seen], role[seen] == "member"
        brought = np.where(member | meeting[at] | ~known[sender[at]], _NOBODY, sender[at])
        parts = pd.DataFrame(
            {
                "thread": np.concatenate([thread[wrote], thread[at]]),
                "message": np.concatenate([wrote, at]),
                "actor": np.concatenate([sender[wrote], to]),
                "by": np.concatenate([np.full(len(wrote), _NOBODY), brought]),
            }
        )
        return cls(
            functions=conversations.functions,
            parts=_entries(parts),
            direct=_direct(sender, at[~member], to[~member], met=meeting[at[~member]], known=known),
            present=_present(every, reached),
            function=np.where(known, function, _NOBODY),
            threaded=_are_threads(thread[counted & ~meeting]),
        )


def _last_function(conversations: Conversations) -> IntArray:
    """Function of each actor in their last message, sent or received."""
    sent, reached = conversations.messages, conversations.interactions
    ends = pd.DataFrame(
        {
            "actor": np.concatenate([sent["sender"], reached["recipient"]]),
            "message": np.concatenate([np.arange(len(sent)), reached["message"]]),
            "function": np.concatenate([sent["function"], reached["function"]]),
        }
    )
    last = ends.sort_values("message", kind="stable").drop_duplicates("actor", keep="last")
    found = np.full(len(conversations.actors), _NOBODY, dtype=np.int64)
    found[last["actor"]] = last["function"]
    return found


def _threads(messages: pd.DataFrame) -> IntArray:
    """Thread of each message; a meeting, and a message outside threads, is one of its own."""
    thread = messages["thread"].to_numpy(np.int64)
    alone = (thread == NONE) | (messages["channel"] == MEETING).to_numpy()
    return np.where(alone, thread.max(initial=0) + 1 + np.arange(len(thread)), thread)


def _are_threads(thread: IntArray) -> bool:
    """Whether any message belongs to a thread with another."""
    return bool(len(thread)) and bool(np.bincount(thread - thread.min()).max() > 1)


def _entries(parts: pd.DataFrame) -> pd.DataFrame:
    """The first part that everybody had in each thread; of equals who wrote, then in the order of recipients."""
    own = parts.assign(came=parts["by"] != _NOBODY).sort_values(["thread", "message", "came"], kind="stable")
    first = own.drop_duplicates(["thread", "actor"])
    place = first.groupby("thread").cumcount()
    return first.loc[(place <= TOGETHER).to_numpy(), ["thread", "message", "actor", "by"]].reset_index(
        drop=True
    )


def _direct(
    sender: IntArray, at: IntArray, to: IntArray, *, met: BoolArray, known: BoolArray
) -> pd.DataFrame:
    """Each two of known function who wrote to each other, or met, in each message."""
    written = known[sender[at]]
    one, other, message = sender[at][written], to[written], at[written]
    guests = pd.DataFrame({"message": at[met], "actor": to[met]}).drop_duplicates()
    both = guests.merge(guests, on="message")
    both = both[both["actor_x"] < both["actor_y"]]
    ends = [np.concatenate([one, both["actor_x"]]), np.concatenate([other, both["actor_y"]])]
    found = pd.DataFrame(
        {
            "message": np.concatenate([message, both["message"]]),
            "low": np.minimum(*ends),
            "high": np.maximum(*ends),
        }
    )
    return found[found["low"] != found["high"]].astype(np.int64)


def _present(messages: pd.DataFrame, reached: pd.DataFrame) -> pd.DataFrame:
    """Functions that have a part in each message."""
    ends = {
        "message": np.concatenate([np.arange(len(messages)), reached["message"]]),
        "function": np.concatenate([messages["function"], reached["function"]]),
    }
    return pd.DataFrame(ends).astype(np.int64)


# --- who met whom through whom ---------------------------------------------------------------------------------


class _First(NamedTuple):
    """For each two people in touch (actors ``low < high``): since which message, and who brought them together."""

    low: IntArray
    high: IntArray
    message: IntArray
    broker: IntArray

    def brought(self, function: IntArray) -> BoolArray:
        """Which of them, of two functions, somebody of a third one brought together."""
        of = np.append(function, _NOBODY)[self.broker]  # the last: nobody's
        a, b = function[self.low], function[self.high]
        return np.asarray((of >= 0) & (a >= 0) & (b >= 0) & (a != b) & (of != a) & (of != b))

    def followed(self, talk: _Talk, brought: BoolArray) -> BoolArray:
        """Which of those brought together wrote to each other or met later, without the function that did it."""
        through = np.flatnonzero(brought)
        pairs = pd.DataFrame(
            {
                "pair": through,
                "low": self.low[through],
                "high": self.high[through],
                "since": self.message[through],
                "function": talk.function[self.broker[through]],
            }
        )
        later = pairs.merge(talk.direct, on=["low", "high"])
        later = later[later["message"] > later["since"]]
        wanted = talk.present[talk.present["message"].isin(later["message"].unique())]
        with_it = pd.MultiIndex.from_frame(later[["message", "function"]]).isin(
            pd.MultiIndex.from_frame(wanted)
        )
        found = np.zeros(len(self.low), dtype=bool)
        found[later.loc[~with_it, "pair"]] = True
        return found


def _first_contacts(talk: _Talk) -> _First:
    """The first thread or meeting of each two people: everybody of a thread with each who came later."""
    thread, message, actor, by = (
        talk.parts[name].to_numpy(np.int64) for name in ("thread", "message", "actor", "by")
    )
    rows = []
    for step in range(1, TOGETHER + 1):
        one = np.flatnonzero(thread[step:] == thread[:-step])
        rows.append(np.column_stack([actor[one], actor[one + step], message[one + step], by[one + step]]))
    found = np.concatenate(rows) if rows else np.empty((0, 4), dtype=np.int64)
    broker = np.where(
        found[:, 3] == found[:, 0], _NOBODY, found[:, 3]
    )  # who writes to somebody introduces nobody
    frame = pd.DataFrame(
        {
            "low": np.minimum(found[:, 0], found[:, 1]),
            "high": np.maximum(found[:, 0], found[:, 1]),
            "message": found[:, 2],
            "broker": broker,
        }
    )
    frame = frame.sort_values("message", kind="stable").drop_duplicates(["low", "high"])
    return _First(*(frame[name].to_numpy(np.int64) for name in ("low", "high", "message", "broker")))


def two_paths(first: _First, function: IntArray) -> IntArray:
    """How many pairs of their contacts each person stands between: of two other functions, in touch no sooner.

    Parameters
    ----------
    first
        Since when people are in touch.
    function
        (n,) of each person, -1 where it does not count.
    """
    n = len(function)
    row, column = np.r_[first.low, first.high], np.r_[first.high, first.low]
    tie = sparse.csr_array((np.tile(np.arange(len(first.low)), 2), (row, column)), shape=(n, n))
    found = np.zeros(n, dtype=np.int64)
    ends = tie.indptr.astype(np.int64), tie.indices.astype(np.int64)
    _count(*ends, first.message[tie.data], first.broker[tie.data], function, found)
    return found


@kernel
def _count(
    start: IntArray,
    neighbour: IntArray,
    since: IntArray,
    broker: IntArray,
    function: IntArray,
    found: IntArray,
) -> None:
    """Adds, for each a and each b beyond a contact i of theirs, a two-path of i.

    Where all three came together at once it is one if i made them meet.
    """
    n = len(start) - 1
    never = np.iinfo(np.int64).max
    met, by = np.full(n, never), np.full(n, -1)
    for a in range(n):
        for k in range(start[a], start[a + 1]):
            met[neighbour[k]], by[neighbour[k]] = since[k], broker[k]
        for k in range(start[a], start[a + 1]):
            i = neighbour[k]
            if function[i] >= 0 and function[a] >= 0 and function[i] != function[a]:
                for m in range(start[i], start[i + 1]):
                    b = neighbour[m]
                    apart = function[b] >= 0 and function[b] != function[i] and function[b] != function[a]
                    both = max(since[k], since[m])
                    if b > a and apart and (met[b] > both or (met[b] == both and by[b] == i)):
                        found[i] += 1
        for k in range(start[a], start[a + 1]):
            met[neighbour[k]] = never
