"""Who wrote to whom, when, in answer to what, and from which function: what questions about threads rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.errors import UsageError
from silograph.language.words import Acts
from silograph.log.given import need_log
from silograph.log.membership import function_spells, lasting_functions, valid_at
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.schema import CASES, CHANNELS, EXTERNAL, KINDS, MEETING, MESSAGES, ROLES, UNKNOWN

NONE = -1  # no thread, parent or space
UNKNOWN_FUNCTION = -1
EXTERNAL_FUNCTION = -2


@dataclass(frozen=True, eq=False)
class Conversations:
    """A message log as numbers, in order of time, with functions as they were when each message was sent.

    Parameters
    ----------
    messages
        A row per message (and per reaction), numbered from 0 in order of ``sent_at``; untimed ones come last.
        ``sender`` is a row of `actors`; ``function`` the sender's, a position in `functions` (or
        `UNKNOWN_FUNCTION`, `EXTERNAL_FUNCTION`); ``thread`` a number (`NONE` outside threads); ``parent`` the row
        answered or reacted to, where it is in the log, else `NONE`; ``parent_missing`` whether it names one that is
        not in the log; ``space`` a position in `spaces` or `NONE`;
        further ``sent_at`` (UTC) ``time_quality channel kind audience automated source``, and ``subject`` (missing
        unless subjects were kept).
    interactions
        A row per message and recipient other than the sender: ``message`` (row of `messages`) ``recipient
        function role``; sorted by message.
    cases
        A row per case (ticket) with a message here, where the event log says so: ``thread opened_at ended_at
        closed source``.
    functions
        Names, sorted; without ``(unknown)`` and ``(external)``.
    spaces
        Names.
    actors
        ``actor_id actor_kind function level title manager_id`` by number, as they were last.
    threads
        Ids of threads by number, for showing single threads to the analyst.
    sizes
        Of functions, where a run has counted their people: see `function_sizes`.
    """

    messages: pd.DataFrame
    interactions: pd.DataFrame
    cases: pd.DataFrame
    _: KW_ONLY
    functions: tuple[str, ...]
    spaces: tuple[str, ...]
    actors: pd.DataFrame
    threads: tuple[str, ...]
    sizes: Mapping[str, int] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"Conversations({len(self.messages)} messages, {len(self.threads)} threads)"

    @cached_property
    def observed_until(self) -> pd.Series[Any]:
        """When each source's record ends, by number of the source: what would come later is not known."""
        last = self.messages.groupby("source")["sent_at"].max()
        if len(self.cases):
            ended = self.cases.groupby("source")["ended_at"].max()
            last = pd.concat([last, ended]).groupby(level=0).max()
        return last

    def is_kind(self, *kinds: str) -> npt.NDArray[np.bool_]:
        """Whether each actor is of one of these kinds.

        Parameters
        ----------
        *kinds
            ``person``, ``team``, ``bot``, ``list``, ``external``, ``unknown``.
        """
        return self.actors["actor_kind"].isin(kinds).to_numpy(dtype=bool)

    def acts(self, senders: pd.Series[int]) -> Acts:
        """How many messages these are the senders of, and how many people they are.

        What comes from outside rests on the people inside who exchange with the outside.

        Parameters
        ----------
        senders
            The sender of each, as in `messages`.
        """
        people = self.is_kind("person", "unknown")[senders.to_numpy()]
        behind = [int(senders[people].nunique())]
        if self.is_kind("external")[senders.to_numpy()].any():
            behind.append(self._people_with_outside)
        return Acts(len(senders), people=min((one for one in behind if one), default=0))

    @cached_property
    def _people_with_outside(self) -> int:
        """How many people exchange with somebody outside."""
        outside, person = self.is_kind("external"), self.is_kind("person", "unknown")
        sender = self.messages["sender"].to_numpy()[self.interactions["message"].to_numpy()]
        recipient = self.interactions["recipient"].to_numpy()
        across = np.r_[
            sender[person[sender] & outside[recipient]], recipient[outside[sender] & person[recipient]]
        ]
        return len(np.unique(across))

    @cached_property
    def function_sizes(self) -> npt.NDArray[np.int64]:
        """People of each of `functions`, or its teams where it has teams only: one count for all tables of a run.

        That of the network of the run, which is in `sizes`; of functions that are not in it, and without a run,
        everybody who sent or was sent something. What counts fewer, such as those who write mail, is called otherwise.
        """
        own = self.group_sizes(self.messages, self.interactions)
        counted = [
            self.sizes.get(name, size) for name, size in zip(self.functions, own.tolist(), strict=True)
        ]
        return np.array(counted, dtype=np.int64)

    def group_sizes(self, messages: pd.DataFrame, interactions: pd.DataFrame) -> npt.NDArray[np.int64]:
        """The size of each of `functions` for ``min_group``: its people, or its teams where it has teams only.

        Parameters
        ----------
        messages, interactions
            The rows whose senders and recipients count, with the functions they had then; see
            `Network.group_sizes` for why teams add nothing where there are people.
        """
        ends = [messages[["sender", "function"]], interactions[["recipient", "function"]]]
        members = pd.concat([end.set_axis(["actor", "function"], axis=1) for end in ends]).drop_duplicates()
        members = members[members["function"] >= 0]

        def count(of_kind: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
            chosen = members["function"][of_kind[members["actor"]]]
            return np.bincount(chosen, minlength=len(self.functions)).astype(np.int64)

        persons = count(self.is_kind("person", "unknown"))
        return np.where(persons > 0, persons, count(self.is_kind("team")))


def exchanged(on: Conversations, *, max_audience: int) -> pd.DataFrame:
    """Who exchanges with whom: each interaction, and each two attendees of a meeting.

    Parameters
    ----------
    on
        The conversations.
    max_audience
        A meeting in which people meet more others than that ties nobody, and is left as it is.

    Returns
    -------
    DataFrame
        ``message sender sender_function recipient recipient_function role``, in order of messages; of two attendees
        the role is that of the one who is less certain to come, and who comes first is of no meaning.
    """
    rows, sent = on.interactions, on.messages
    of = rows["message"].to_numpy(np.int64)
    table = pd.DataFrame(
        {
            "message": of,
            "sender": sent["sender"].to_numpy()[of],
            "sender_function": sent["function"].to_numpy()[of],
            "recipient": rows["recipient"].to_numpy(),
            "recipient_function": rows["function"].to_numpy(),
            "role": rows["role"].array,
        }
    )
    meets = (sent["channel"] == MEETING).to_numpy() & (sent["audience"] <= max_audience).to_numpy()
    if not meets[of].any():
        return table
    table = pd.concat([table, _met(table[meets[of]])], ignore_index=True)
    return table.sort_values("message", kind="stable", ignore_index=True)


def _met(table: pd.DataFrame) -> pd.DataFrame:
    """Of meetings, each two of those whom the organiser meets: together with the given rows, each two attendees."""
    end = np.searchsorted(table["message"], table["message"], side="right")
    own = np.arange(len(table))
    times = end - own - 1
    one = np.repeat(own, times)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(times) - times, times)
    first, second = table.iloc[one].reset_index(drop=True), table.iloc[other].reset_index(drop=True)
    return pd.DataFrame(
        {
            "message": first["message"],
            "sender": first["recipient"],
            "sender_function": first["recipient_function"],
            "recipient": second["recipient"],
            "recipient_function": second["recipient_function"],
            "role": second["role"].where(first["role"] == "attendee", first["role"]),
        }
    )


def build_conversations(log: MessageLog, roster: Roster) -> Conversations:
    """The conversations of a log; everything is in: automated messages, broadcasts, outside contacts.

    Parameters
    ----------
    log, roster
        As `silograph.read` gives them.

    Returns
    -------
    Conversations
        Messages in order, with threads, parents and the functions people had at the time.

    Examples
    --------
    >>> from silograph.log.batches import BatchBuilder
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder()
    >>> builder.message("m1", "ann@x.org", [("bob@x.org", "to")], sent_at=None, thread_id="m1")
    >>> builder.message("m2", "bob@x.org", [("ann@x.org", "to")], sent_at=None, thread_id="m1", parent_id="m1")
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="example", loader="mail")
    >>> build_conversations(*store.log()).messages["parent"].tolist()
    [-1, 0]
    """
    need_log(log, roster, call="sg.build_conversations(log, roster)")
    rows = _interactions(log, roster)
    messages = rows.drop_duplicates("message_no", ignore_index=True)
    position = pd.Series(messages.index, index=messages["message_no"])
    ids = log.connection.execute(
        f"""SELECT message_no, message_id, thread_id, parent_id, space, subject FROM {MESSAGES}
            WHERE message_no IN (SELECT message_no FROM {log.relation}) ORDER BY message_no"""
    ).df()
    ids = ids.astype(dict.fromkeys(ids.columns[1:], "str"))  # also where all are missing
    messages = messages.merge(ids, on="message_no", how="left", validate="one_to_one")
    cases = log.connection.execute(
        f"SELECT thread_id, opened_at, ended_at, closed, source_no AS source FROM {CASES}"
    ).df()

    thread_key = messages["channel"].astype(str) + "\0" + messages["thread_id"]
    thread, threads = pd.factorize(thread_key)  # the same id in two channels is two threads
    cases["thread"] = pd.Index(threads).get_indexer("handoff\0" + cases["thread_id"])
    spaces, space_names = pd.factorize(messages["space"], sort=True)
    functions = tuple(sorted(set(rows.attrs["functions"]) - {UNKNOWN, EXTERNAL}))
    code = {UNKNOWN: UNKNOWN_FUNCTION, EXTERNAL: EXTERNAL_FUNCTION} | {f: i for i, f in enumerate(functions)}
    codes = np.array([code[name] for name in rows.attrs["functions"]], dtype=np.int64)
    parents = _parents(messages)
    has_recipient = (rows["recipient"] >= 0) & (rows["recipient"] != rows["sender"])
    reached = rows[has_recipient]
    return Conversations(
        messages=pd.DataFrame(
            {
                "sent_at": pd.to_datetime(messages["sent_at"], utc=True),
                "time_quality": messages["time_quality"],
                "channel": messages["channel"],
                "kind": messages["kind"],
                "sender": messages["sender"].astype(np.int64),
                "function": codes[messages["sender_function"]],
                "thread": thread,
                "parent": parents,
                "parent_missing": (parents == NONE) & messages["parent_id"].notna(),
                "space": spaces,
                "audience": messages["audience"].astype(np.int64),
                "automated": messages["automated"].astype(bool),
                "source": messages["source_no"].astype(np.int64),
                "subject": messages["subject"],
            }
        ),
        interactions=pd.DataFrame(
            {
                "message": position.loc[reached["message_no"]].to_numpy(np.int64),
                "recipient": reached["recipient"].to_numpy(np.int64),
                "function": codes[reached["recipient_function"]],
                "role": reached["role"].to_numpy(),
            }
        ),
        cases=cases.loc[cases["thread"] >= 0, ["thread", "opened_at", "ended_at", "closed", "source"]]
        .assign(
            opened_at=lambda table: pd.to_datetime(table["opened_at"], utc=True),
            ended_at=lambda table: pd.to_datetime(table["ended_at"], utc=True),
        )
        .reset_index(drop=True),
        functions=functions,
        spaces=tuple(map(str, space_names)),
        actors=_actors(log, roster),
        threads=tuple(str(key).partition("\0")[2] for key in threads),
    )


def _interactions(log: MessageLog, roster: Roster) -> pd.DataFrame:
    """All rows of a log in order of time, with numbers of functions; their names are in ``attrs``."""
    of_message = "message_no, sent_at, time_quality, channel, kind, sender, audience, automated, source_no"
    columns = f"{of_message}, recipient, role"
    order = "ORDER BY sent_at NULLS LAST, message_no, role, recipient"
    if roster.changes_over_time:
        with function_spells(log, roster) as names:
            unknown = len(names) - 1
            frame = log.connection.execute(
                f"""SELECT {columns}, coalesce(s.function_no, {unknown}) AS sender_function,
                           coalesce(r.function_no, {unknown}) AS recipient_function
                    FROM {log.relation} LEFT JOIN spells s ON {valid_at("s", "sender")}
                         LEFT JOIN spells r ON {valid_at("r", "recipient")} {order}"""
            ).df()
        frame["recipient"] = frame["recipient"].fillna(NONE).astype(np.int64)
    else:
        frame = log.connection.execute(f"SELECT {columns} FROM {log.relation} {order}").df()
        frame["recipient"] = frame["recipient"].fillna(NONE).astype(np.int64)
        codes, names = lasting_functions(log, roster)
        for end in ("sender", "recipient"):
            frame[f"{end}_function"] = codes[frame[end]]  # without a recipient: of no consequence
    for column, values in (("channel", CHANNELS), ("kind", KINDS), ("role", ROLES)):
        frame[column] = pd.Categorical(frame[column].astype(object), categories=values)
    frame.attrs["functions"] = [str(name) for name in names]
    return frame


def _parents(messages: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Row of the message that each one answers; of a reaction, that of its post."""
    reaction = (messages["kind"] == "reaction").to_numpy()
    channel = messages["channel"].astype(str) + "\0"
    own = (channel + messages["message_id"])[~reaction].drop_duplicates()
    answered = messages["parent_id"].where(~reaction, messages["message_id"])
    found = pd.Index(own).get_indexer(pd.Index(channel + answered))
    rows = np.append(own.index.to_numpy(dtype=np.int64), NONE)  # what is not found, -1, is the last
    return rows[found]


def _actors(log: MessageLog, roster: Roster) -> pd.DataFrame:
    known = roster.latest.reindex(log.actors["actor_id"])
    return pd.DataFrame(
        {
            "actor_id": log.actors["actor_id"].to_numpy(),
            "actor_kind": log.actors["actor_kind"].to_numpy(),
            "function": known["function"].fillna(UNKNOWN).to_numpy(),
            "level": pd.to_numeric(known["level"], errors="coerce").to_numpy(np.float64),
            "title": known["title"].to_numpy(),
            "manager_id": known["manager_id"].to_numpy(),
        }
    )


def need_messages(given: object) -> None:
    """Refuse what has no messages, such as a network of ties that were added up elsewhere.

    Raises
    ------
    UsageError
        It is no `Conversations`.

    Examples
    --------
    >>> from silograph.graph.network import Network
    >>> need_messages(Network.from_edges([("ann", "bob")]))
    Traceback (most recent call last):
    silograph.errors.UsageError: ...this question needs messages, and a Network has ties only...
    """
    if not isinstance(given, Conversations):
        raise UsageError(
            f"this question needs messages, and a {type(given).__name__} has ties only",
            mend="give the log and its roster; silos, communities, glue and whatif take ties",
        )
