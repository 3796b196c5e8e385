"""The message log: its columns, the batches that loaders hand over, and `MessageLog` itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import pyarrow as pa

from silograph.errors import UsageError

TIME_QUALITIES = ("exact", "assumed_zone", "minute", "day", "fallback", "none")
CHANNELS = ("email", "post", "handoff")
KINDS = ("mail", "post", "reply", "reaction", "mention", "handoff")
# From the strongest to the weakest: somebody in To and Cc of one message counts as To.
ROLES = ("to", "assignee", "reply", "mention", "cc", "bcc", "member", "reaction")
UNKNOWN = "(unknown)"  # function of somebody whose function is not known
EXTERNAL = "(external)"  # function of contacts outside the organisation
ACTOR_KINDS = ("person", "team", "bot", "list", "external", "unknown")

_text = pa.string()
MESSAGE_SCHEMA = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),  # number of the record within its source
        pa.field("message_id", _text, nullable=False),
        # an alias as the source has it, normalised: address, account id, team name
        pa.field("sender", _text, nullable=False),
        ("sent_at", pa.timestamp("us", tz="UTC")),
        pa.field("time_quality", _text, nullable=False),
        pa.field("channel", _text, nullable=False),
        pa.field("kind", _text, nullable=False),
        ("thread_id", _text),
        ("parent_id", _text),
        ("space", _text),
        ("audience", pa.int32()),  # only where the source states it; else counted
        pa.field("automated", pa.bool_(), nullable=False),
        ("subject", _text),  # only with ReadOptions.subjects
    ]
)
RECIPIENT_SCHEMA = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),
        pa.field("recipient", _text, nullable=False),
        pa.field("role", _text, nullable=False),
    ]
)
CASE_SCHEMA = pa.schema(
    [
        pa.field("thread_id", _text, nullable=False),
        ("opened_at", pa.timestamp("us", tz="UTC")),
        ("ended_at", pa.timestamp("us", tz="UTC")),  # when it was closed for good, else its last record
        ("closed", pa.bool_()),  # null: the export does not say
    ]
)
ACTOR_SCHEMA = pa.schema(
    [
        pa.field("alias", _text, nullable=False),
        ("name", _text),
        ("email", _text),
        ("actor_kind", _text),  # null: not known from the export
        ("function", _text),
    ]
)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a loader may be told.

    Parameters
    ----------
    timezone
        Zone of times that state none.
    subjects
        Keep subjects (needed by topic filters); off by default.
    function_attribute
        Event logs: name of the attribute that says a team's function.
    """

    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    subjects: bool = False
    function_attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not be used.

    Parameters
    ----------
    place
        Where it lies: file, and line or number of the record.
    reason
        Why it cannot be used.
    """

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Part of what a loader read.

    Parameters
    ----------
    messages, recipients
        Tables of `MESSAGE_SCHEMA` and `RECIPIENT_SCHEMA`; ``record`` joins them. Records of the same
        ``message_id`` and ``sender`` are one message whose recipients are merged.
    actors
        What the export itself says about aliases (`ACTOR_SCHEMA`).
    rejected
        Records that could not be used.
    records
        Records read, whatever became of them.
    system
        Records that are not communication (joins, topic changes).
    other
        Records that are read but say nothing about who talks to whom (an event that stays with its team).
    bytes_read
        Since the last batch, for progress.
    row_records
        True where each recipient row is a record of its own (tables of interactions), so that a repeated
        row, not a repeated message, is a duplicate.
    cases
        What event logs know of their cases (`CASE_SCHEMA`): a case may stay with one team or end long after
        its last handoff.
    """

    messages: pa.Table
    recipients: pa.Table
    actors: pa.Table
    rejected: tuple[Rejected, ...] = ()
    records: int = 0
    system: int = 0
    other: int = 0
    bytes_read: int = 0
    row_records: bool = False
    cases: pa.Table = field(default_factory=CASE_SCHEMA.empty_table)


# Numbers of records are never reused, so a loader may build the parts of a source with several builders.
_records = itertools.count(1)


class BatchBuilder:
    """Collects what a loader reads, message by message, into batches.

    Examples
    --------
    >>> from datetime import UTC
    >>> builder = BatchBuilder()
    >>> builder.message("m1", "ann@x.org", [("bob@x.org", "to")], sent_at=datetime(2024, 1, 2, tzinfo=UTC))
    >>> builder.reject("log.mbox:message 2", "no sender")
    >>> batch = builder.take()
    >>> batch.messages.num_rows, batch.recipients["role"].to_pylist(), batch.records
    (1, ['to'], 2)
    """

    def __init__(self, *, channel: str = "email", batch_size: int = 20_000) -> None:
        self._channel = channel
        self._batch_size = batch_size
        self._clear()

    def _clear(self) -> None:
        self._messages: list[tuple[object, ...]] = []
        self._recipients: list[tuple[int, str, str]] = []
        self._actors: dict[str, tuple[object, ...]] = {}
        self._cases: list[tuple[object, ...]] = []
        self._rejected: list[Rejected] = []
        self._records = self._system = self._other = self._bytes = 0

    def message(  # noqa: PLR0913 - the columns of a message
        self,
        message_id: str,
        sender: str,
        recipients: Sequence[tuple[str, str]],
        *,
        sent_at: datetime | None,
        time_quality: str = "exact",
        kind: str = "mail",
        thread_id: str | None = None,
        parent_id: str | None = None,
        space: str | None = None,
        audience: int | None = None,
        automated: bool = False,
        subject: str | None = None,
    ) -> None:
        """Add one message; `recipients` are (alias, role) pairs and may be empty.

        A reaction is added with ``kind="reaction"`` and the `message_id` of the post it is on: it is an
        interaction on that message, not a record of its own.
        """
        record = next(_records)
        self._records += kind != "reaction"
        self._messages.append(
            (record, message_id, sender, sent_at, time_quality if sent_at else "none", self._channel, kind,
             thread_id, parent_id, space, audience, automated, subject)
        )  # fmt: skip
        self._recipients.extend((record, recipient, role) for recipient, role in recipients)

    def actor(
        self,
        alias: str,
        *,
        name: str | None = None,
        email: str | None = None,
        actor_kind: str | None = None,
        function: str | None = None,
    ) -> None:
        """Say what the export knows about an alias; the first non-empty statement of a batch wins."""
        old = self._actors.get(alias, (None, None, None, None))
        new = (name, email, actor_kind, function)
        self._actors[alias] = tuple(a or b or None for a, b in zip(old, new, strict=True))

    def case(
        self,
        thread_id: str,
        *,
        opened_at: datetime | None,
        ended_at: datetime | None,
        closed: bool | None,
    ) -> None:
        """Say when a case began and ended (closed for good, or its last record); `closed`: whether done, if known."""
        self._cases.append((thread_id, opened_at, ended_at, closed))

    def reject(self, place: str, reason: str) -> None:
        """Count a record that cannot be used, with its place and the reason."""
        self._records += 1
        self._rejected.append(Rejected(place, reason))

    def system(self) -> None:
        """Count a record that is not communication."""
        self._records += 1
        self._system += 1

    def other(self) -> None:
        """Count a record that says nothing about who talks to whom."""
        self._records += 1
        self._other += 1

    def progress(self, bytes_read: int) -> None:
        """Say how many bytes were read since the last call."""
        self._bytes += bytes_read

    def full(self) -> Iterator[Batch]:
        """Yield a batch where enough has been collected: ``yield from builder.full()``."""
        if len(self._messages) + len(self._rejected) >= self._batch_size or self._bytes >= 1 << 24:
            yield self.take()

    def take(self) -> Batch:
        """What has been collected since the last batch."""
        batch = Batch(
            messages=_table(self._messages, MESSAGE_SCHEMA),
            recipients=_table(self._recipients, RECIPIENT_SCHEMA),
            actors=_table([(alias, *known) for alias, known in self._actors.items()], ACTOR_SCHEMA),
            cases=_table(self._cases, CASE_SCHEMA),
            rejected=tuple(self._rejected),
            records=self._records,
            system=self._system,
            other=self._other,
            bytes_read=self._bytes,
        )
        self._clear()
        return batch


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [[] for _ in schema]
    return pa.Table.from_arrays(
        [pa.array(column, type=kind.type) for column, kind in zip(columns, schema, strict=True)],
        schema=schema,
    )


@dataclass(frozen=True, slots=True)
class Provenance:
    """What was read to make a log: the counts of `info`, and a row per source.

    Parameters
    ----------
    sources
        ``source_no name format loaded_at records messages duplicates rejected system other``.
    rejected
        ``source place reason`` of every record that could not be used.
    identities
        ``alias actor_id evidence`` of every alias.
    suggestions
        ``alias name person_id``: aliases that may be a known person, for the analyst to confirm.
    united
        Copies of a message sent from two addresses of one person.
    """

    sources: pd.DataFrame
    rejected: pd.DataFrame
    identities: pd.DataFrame
    suggestions: pd.DataFrame
    united: int = 0

    def total(self, column: str) -> int:
        """The sum of a count over all sources; copies that only identity resolution shows are duplicates too.

        Parameters
        ----------
        column
            One of ``records messages duplicates rejected system other``.
        """
        return int(self.sources[column].sum()) + (self.united if column == "duplicates" else 0)


@dataclass(frozen=True, eq=False)
class MessageLog:
    """Interactions after identity resolution: a row per message and recipient, held in DuckDB.

    Logs are made by `silograph.read` or by a `Store`; every method leaves the log as it is.

    Parameters
    ----------
    connection
        The DuckDB connection whose temporary tables hold the log.
    relation
        SQL name of the interactions: ``message_no sender recipient role sent_at time_quality channel kind
        audience automated source_no``, actors as numbers into `actors`.
    actors
        ``actor_id actor_kind`` by number.
    provenance
        What was read: sources, counts, rejected records, identities.
    """

    connection: duckdb.DuckDBPyConnection
    relation: str
    actors: pd.DataFrame
    _: KW_ONLY
    provenance: Provenance

    def __len__(self) -> int:
        return int(self._one(f"SELECT count(*) FROM {self.relation}")[0])

    def __repr__(self) -> str:
        first, last = self.period or (None, None)
        return f"MessageLog({len(self)} interactions, {first} to {last})"

    def _one(self, query: str) -> tuple[Any, ...]:
        rows: list[tuple[Any, ...]] = self.connection.execute(query).fetchall()
        return rows[0]

    @cached_property
    def period(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """First and last time, or None where no message has one."""
        first, last = self._one(f"SELECT min(sent_at), max(sent_at) FROM {self.relation}")
        if first is None or last is None:
            return None
        return pd.Timestamp(str(first), tz="UTC"), pd.Timestamp(str(last), tz="UTC")

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels that have messages."""
        rows = self.connection.execute(f"SELECT DISTINCT channel::VARCHAR FROM {self.relation} ORDER BY 1")
        return tuple(channel for (channel,) in rows.fetchall())

    def filter(
        self,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        channels: Sequence[str] = (),
    ) -> MessageLog:
        """The part of the log in a period and in some channels.

        Parameters
        ----------
        since, until
            From the first (included) to the second (excluded); without a zone they are UTC. Messages without a
            time drop out as soon as one is given.
        channels
            Any of ``email post handoff``; all where empty.

        Raises
        ------
        UsageError
            An unknown channel, or a text that is no date.
        """
        odd = set(channels) - set(CHANNELS)
        if odd:
            raise UsageError(f"unknown channel {sorted(odd)}", mend=f"channels are {', '.join(CHANNELS)}")
        clauses = [
            *([f"sent_at >= TIMESTAMP '{_utc(since)}'"] if since is not None else []),
            *([f"sent_at < TIMESTAMP '{_utc(until)}'"] if until is not None else []),
            *(["channel IN (" + ", ".join(f"'{channel}'" for channel in channels) + ")"] if channels else []),
        ]
        if not clauses:
            return self
        return replace(self, relation=f"(SELECT * FROM {self.relation} WHERE {' AND '.join(clauses)})")

    def to_pandas(self) -> pd.DataFrame:
        """The whole log as a table: a row per interaction, with ids.

        Columns: ``message_id sent_at time_quality channel kind role sender recipient audience thread_id parent_id
        space source automated subject``. A message with no known recipient is one row whose ``recipient`` is
        missing.
        """
        frame = self.connection.execute(
            f"""
            SELECT m.message_id, l.sent_at, l.time_quality, l.channel, l.kind, l.role, l.sender, l.recipient,
                   l.audience, m.thread_id, m.parent_id, m.space, s.name AS source, l.automated, m.subject
            FROM {self.relation} l JOIN messages m USING (message_no) JOIN sources s ON s.source_no = l.source_no
            ORDER BY l.message_no, l.recipient
            """
        ).df()
        ids = self.actors["actor_id"].to_numpy()
        frame["sender"] = ids[frame["sender"]]
        known = frame["recipient"].notna()
        recipient = pd.Series(None, index=frame.index, dtype=object)
        recipient[known] = ids[frame.loc[known, "recipient"].astype(int)]
        frame["recipient"] = recipient
        frame["sent_at"] = pd.to_datetime(frame["sent_at"], utc=True)
        return frame

    def counts(self, *, max_audience: int = 50) -> dict[str, object]:
        """The messages and interactions, counted the same way everywhere.

        Parameters
        ----------
        max_audience
            Messages to more people are broadcasts.

        Returns
        -------
        dict
            ``messages``: distinct messages after de-duplication, automated ones and broadcasts included;
            ``interactions``: their rows with a recipient other than the sender; ``channels``: messages by channel;
            ``self``: copies to oneself; ``automated`` and ``broadcasts``: messages of these kinds.
        """
        messages, automated, broadcasts, interactions, own = self._one(
            f"""
            SELECT count(DISTINCT m.message_id),
                   (SELECT count(*) FILTER (own) FROM (
                       SELECT arg_min(l.automated, l.kind = 'reaction') AS own
                       FROM {self.relation} l JOIN messages m USING (message_no) GROUP BY m.message_id)),
                   count(DISTINCT CASE WHEN l.audience > {int(max_audience)} THEN m.message_id END),
                   count(*) FILTER (l.recipient <> l.sender),
                   count(*) FILTER (l.recipient = l.sender)
            FROM {self.relation} l JOIN messages m USING (message_no)
            """
        )
        channels = self.connection.execute(
            f"""
            SELECT l.channel::VARCHAR, count(DISTINCT m.message_id)
            FROM {self.relation} l JOIN messages m USING (message_no) GROUP BY 1 ORDER BY 1
            """
        ).fetchall()
        return {
            "messages": messages,
            "interactions": interactions,
            "channels": dict(channels),
            "self": own,
            "automated": automated,
            "broadcasts": broadcasts,
        }


def _utc(moment: datetime | str) -> str:
    """A time as DuckDB reads it; without a zone it is UTC."""
    try:
        stamp = pd.Timestamp(moment)
    except ValueError as error:
        raise UsageError(f"{moment!r} is not a date", mend="write it as 2024-01-31") from error
    stamp = stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")
    return stamp.tz_localize(None).isoformat(sep=" ")
