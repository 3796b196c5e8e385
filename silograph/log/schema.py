"""Every name in a store: its tables, their columns and types, and the words that categories may have.

Whoever queries a store takes the tables from here (``f"SELECT count(*) FROM {MESSAGES}"``). The Arrow schemas say
what loaders hand over, before people and messages have numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

FORMAT_VERSION = "4"

TIME_QUALITIES = ("exact", "assumed_zone", "minute", "day", "fallback", "none")
CHANNELS = ("email", "post", "handoff", "meeting")
KINDS = ("mail", "post", "reply", "reaction", "mention", "handoff", "meeting")
# From the strongest to the weakest: somebody in To and Cc of one message counts as To. Of a meeting, whoever came or
# accepts is an attendee; invited is who has not answered, or tentatively; who declined is kept in a store only, so that
# another copy of the meeting, which does not know it, does not bring them back.
ROLES = (
    "to",
    "assignee",
    "reply",
    "mention",
    "cc",
    "bcc",
    "member",
    "reaction",
    "attendee",
    "declined",
    "invited",
)
MEETING = "meeting"  # a channel in which nobody asks and nobody answers: accepting an invitation is no reply
# How the ids of meetings begin of which a source says who came, the surest first; calendars say who was invited.
CAME = ("call:", "attendance:")
NOBODY = "(calendar)"  # stands where a meeting has no organiser, or one who does not come
ACTOR_KINDS = ("person", "team", "bot", "list", "external", "unknown")
UNKNOWN = "(unknown)"  # function of somebody whose function is not known
EXTERNAL = "(external)"  # function of contacts outside the organisation

ENUMS: Mapping[str, tuple[str, ...]] = {
    "role": ROLES,
    "channel": CHANNELS,
    "kind": KINDS,
    "time_quality": TIME_QUALITIES,
}


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of a store; as text it is its name, so that a query can hold it.

    Parameters
    ----------
    name
        Its name in SQL.
    columns
        SQL types by name, in order.

    Examples
    --------
    >>> f"SELECT count(*) FROM {MESSAGES}"
    'SELECT count(*) FROM messages'
    >>> RECIPIENTS.create()
    'CREATE TABLE recipients (message_no BIGINT, recipient INTEGER, role role)'
    """

    name: str
    columns: Mapping[str, str]

    def __str__(self) -> str:
        return self.name

    def create(self) -> str:
        """SQL that makes the table."""
        columns = ", ".join(f"{name} {kind}" for name, kind in self.columns.items())
        return f"CREATE TABLE {self.name} ({columns})"


COUNTS = ("records", "messages", "duplicates", "rejected", "system", "other")  # of a source

META = StoredTable("meta", {"key": "VARCHAR PRIMARY KEY", "value": "VARCHAR"})
SOURCES = StoredTable(
    "sources",
    {
        "source_no": "INTEGER",
        "name": "VARCHAR",
        "format": "VARCHAR",
        "fingerprint": "VARCHAR",
        "loaded_at": "TIMESTAMP",
        **dict.fromkeys(COUNTS, "BIGINT"),
        "row_records": "BOOLEAN",  # each row with a recipient is a record of its own
        "bytes_read": "BIGINT",
        "unread": "DOUBLE",  # share that became no record
        "refusal": "VARCHAR",  # why nothing should be concluded from the rest; null where enough was read
    },
)
ALIASES = StoredTable(
    "aliases",
    {
        "alias_no": "INTEGER",
        "alias": "VARCHAR",
        "name": "VARCHAR",
        "email": "VARCHAR",
        "actor_kind": "VARCHAR",
        "function": "VARCHAR",
    },
)
MESSAGES = StoredTable(
    "messages",
    {
        "message_no": "BIGINT",
        "message_id": "VARCHAR",
        "sender": "INTEGER",
        "sent_at": "TIMESTAMP",
        "time_quality": "time_quality",
        "channel": "channel",
        "kind": "kind",
        "thread_id": "VARCHAR",
        "parent_id": "VARCHAR",
        "space": "VARCHAR",
        "audience": "INTEGER",
        "automated": "BOOLEAN",
        "subject": "VARCHAR",
        "source_no": "INTEGER",
    },
)
RECIPIENTS = StoredTable("recipients", {"message_no": "BIGINT", "recipient": "INTEGER", "role": "role"})
CASES = StoredTable(
    "cases",
    {
        "thread_id": "VARCHAR",
        "opened_at": "TIMESTAMP",
        "ended_at": "TIMESTAMP",
        "closed": "BOOLEAN",
        "source_no": "INTEGER",
    },
)
# What a source says of its spaces; of a space that a source says nothing about, nobody knows that it is public.
SPACES = StoredTable("spaces", {"source_no": "INTEGER", "space": "VARCHAR", "public": "BOOLEAN"})
REJECTED = StoredTable("rejected", {"source_no": "INTEGER", "place": "VARCHAR", "reason": "VARCHAR"})
NOTES = StoredTable("notes", {"source_no": "INTEGER", "place": "VARCHAR", "note": "VARCHAR"})
PEOPLE = StoredTable(
    "people",
    {
        "person_id": "VARCHAR",
        "function": "VARCHAR",
        "name": "VARCHAR",
        "email": "VARCHAR",
        "title": "VARCHAR",
        "level": "DOUBLE",
        "manager_id": "VARCHAR",
        "location": "VARCHAR",
        "unit": "VARCHAR",
        "actor_kind": "VARCHAR",
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "aliases": "VARCHAR",
    },
)
TABLES = (META, SOURCES, ALIASES, MESSAGES, RECIPIENTS, CASES, SPACES, REJECTED, NOTES, PEOPLE)

# --- what loaders hand over ---------------------------------------------------------------------------

_text, _time = pa.string(), pa.timestamp("us", tz="UTC")
MESSAGE_SCHEMA = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),  # number of the record within its source
        pa.field("message_id", _text, nullable=False),
        # an alias as the source has it, normalised: address, account id, team name
        pa.field("sender", _text, nullable=False),
        ("sent_at", _time),
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
        ("opened_at", _time),
        ("ended_at", _time),  # when it was closed for good, else its last record
        ("closed", pa.bool_()),  # null: the export does not say
    ]
)
SPACE_SCHEMA = pa.schema(
    [
        pa.field("space", _text, nullable=False),
        pa.field("public", pa.bool_(), nullable=False),  # everybody of the organisation may read it
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
