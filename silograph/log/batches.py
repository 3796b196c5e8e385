"""What a loader is told and what it hands over: options, batches, and the builder that makes them."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from silograph.log.cleaning import (
    EARLIEST,
    LATEST,
    UnusableError,
    clean_id,
    is_usable_time,
    odd_ids,
    tidy,
)
from silograph.log.notes import Note
from silograph.log.schema import ACTOR_SCHEMA, CASE_SCHEMA, MESSAGE_SCHEMA, RECIPIENT_SCHEMA, SPACE_SCHEMA


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
    dates
        Order of day, month and year in dates like 01/02/2024: ``dmy``, ``mdy`` or ``ymd``; None where the dates of
        a source have to tell.
    key
        Secret under which texts are hashed that tell messages without an id apart (see `hidden`). A store has a
        key of its own, which `silograph.load` uses.
    """

    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    subjects: bool = False
    function_attribute: str | None = None
    dates: str | None = field(default=None, kw_only=True)
    key: bytes = field(
        default_factory=lambda: secrets.token_bytes(16), repr=False, compare=False, kw_only=True
    )

    def hidden(self, *parts: str | bytes) -> str:
        """An id made of texts: the same for the same key, without which nobody can try what the texts may be.

        Parameters
        ----------
        *parts
            What tells one thing from another.

        Examples
        --------
        >>> first, second = ReadOptions(key=b"secret"), ReadOptions()
        >>> first.hidden("a text") == ReadOptions(key=b"secret").hidden("a text")
        True
        >>> first.hidden("a text") == second.hidden("a text")
        False
        """
        digest = blake2b(key=self.key, digest_size=16)
        for part in parts:
            told = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(len(told).to_bytes(8, "little") + told)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not be used.

    Parameters
    ----------
    place
        Where it lies: file, and line or number of the record.
    reason
        Why it cannot be used.
    size
        Bytes it stands for, where it is no record like the others: a whole file, what is left of one cut off. None: as
        large as any other record; 0: it was read, and is left out on purpose.
    """

    place: str
    reason: str
    size: int | None = field(default=None, compare=False)


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
        Since the last batch, for progress and to compare with what became of them.
    row_records
        True where each recipient row is a record of its own (tables of interactions), so that a repeated
        row, not a repeated message, is a duplicate.
    cases
        What event logs know of their cases (`CASE_SCHEMA`): a case may stay with one team or end long after
        its last handoff.
    spaces
        Which spaces are public (`SPACE_SCHEMA`); of the others nobody knows.
    notes
        How the source was read where it could be read in several ways, and what is doubtful: kept with it, and told by
        `info` and every run.
    bytes_lost
        Of the bytes read, those that became no record although they should have, beyond those of rejected records.
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
    spaces: pa.Table = field(default_factory=SPACE_SCHEMA.empty_table)
    notes: tuple[Note, ...] = ()
    bytes_lost: int = 0


OUTSIDE = f"a date outside {EARLIEST.year}-{LATEST.year - 1}"
_ID_COLUMNS, _OPTIONAL_COLUMNS = ("message_id", "sender"), ("thread_id", "parent_id", "space")

# Numbers of records are never reused, so a loader may build the parts of a source with several builders.
_records = itertools.count(1)


class BatchBuilder:
    """Collects what a loader reads, message by message, into batches; what is the same for all is cleaned here.

    Ids lose control characters, and spaces around and between words; a record whose ids hold a NUL or half a
    character, or are longer than any id, or whose time is none that a message can have, is rejected with its place.

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

    def __init__(
        self, *, channel: str = "email", batch_size: int = 20_000, row_records: bool = False
    ) -> None:
        self._channel = channel
        self._row_records = row_records
        self._batch_size = batch_size
        self._clear()

    def _clear(self) -> None:
        self._messages: list[tuple[object, ...]] = []
        self._recipients: list[tuple[int, str, str]] = []
        self._actors: dict[str, tuple[object, ...]] = {}
        self._cases: list[tuple[object, ...]] = []
        self._spaces: dict[str, bool] = {}
        self._rejected: list[Rejected] = []
        self._notes: list[Note] = []
        self._columns: list[tuple[pa.Table, pa.Table]] = []
        self._records = self._system = self._other = self._bytes = self._lost = 0

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
        place: str | None = None,
    ) -> None:
        """Add one message; `recipients` are (alias, role) pairs and may be empty.

        `place` is where it lies, should it have to be rejected. A reaction is added with ``kind="reaction"`` and the
        `message_id` of the post it is on: it is an interaction on that message, not a record of its own.
        """
        try:
            message_id, sender = _required(message_id, "id"), _required(sender, "sender")
            recipients = [(clean_id(recipient), role) for recipient, role in recipients]
            thread_id, parent_id, space = _optional(thread_id), _optional(parent_id), _optional(space)
            if sent_at and not is_usable_time(sent_at):
                raise UnusableError(OUTSIDE)
        except UnusableError as error:
            if kind != "reaction":
                self.reject(place or f"record {self._records + 1}", str(error))
            return
        record = next(_records)
        self._records += kind != "reaction"
        self._messages.append(
            (record, message_id, sender, sent_at, time_quality if sent_at else "none", self._channel, kind,
             thread_id, parent_id, space, audience, automated, tidy(subject) if subject else subject)
        )  # fmt: skip
        self._recipients.extend((record, recipient, role) for recipient, role in recipients if recipient)

    def columns(self, messages: pa.Table, recipients: pa.Table) -> list[tuple[int, str]]:
        """Add many messages at once, each a record, in the schemas of a batch.

        Returns
        -------
        list of (int, str)
            Record and reason of each message that cannot be used, for the caller to reject with its place.
        """
        messages, refused = _cleaned(messages, (*_ID_COLUMNS, *_OPTIONAL_COLUMNS))
        recipients, unreachable = _cleaned(recipients, ("recipient",))
        recipients = recipients.filter(pc.is_valid(recipients["recipient"]))
        refused = {**unreachable, **_refused_times(messages), **refused}
        if refused:
            gone = pa.array(list(refused), pa.int64())
            messages, recipients = (
                table.filter(pc.invert(pc.is_in(table["record"], value_set=gone)))
                for table in (messages, recipients)
            )
        self._records += len(messages)
        self._columns.append((messages, recipients))
        return list(refused.items())

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
        alias, email = _if_usable(alias) or "", _if_usable(email or "")
        if not alias:
            return  # whoever cannot be named sends nothing
        name, function = tidy(name or ""), tidy(function or "")
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
        if thread := _if_usable(thread_id):
            opened_at, ended_at = (at if at and is_usable_time(at) else None for at in (opened_at, ended_at))
            self._cases.append((thread, opened_at, ended_at, closed))

    def space(self, name: str, *, public: bool) -> None:
        """Say whether everybody may read a space: only then may its name be shown to others."""
        if space := _if_usable(name):
            self._spaces[space] = public and self._spaces.get(space, True)

    def reject(self, place: str, reason: str, *, size: int | None = None) -> None:
        """Count a record that cannot be used, with its place and the reason.

        `size` is how many bytes it stands for, where it is no record like the others: see `Rejected`. A place that is
        that of a file (``entry.place``) stands for the whole file without it.
        """
        self._records += 1
        self._rejected.append(Rejected(place, reason, size))

    def system(self) -> None:
        """Count a record that is not communication."""
        self._records += 1
        self._system += 1

    def other(self) -> None:
        """Count a record that says nothing about who talks to whom."""
        self._records += 1
        self._other += 1

    def note(self, text: str, *, place: str = "") -> None:
        """Say how the source is read, where it could be read in several ways, or what is doubtful about it.

        The text may be handed on and holds nothing of a person; `place` says where to look.
        """
        self._notes.append(Note(text, place=place))

    def lost(self, size: int) -> None:
        """Say how many of the bytes read became no record although they should have."""
        self._lost += size

    def progress(self, bytes_read: int) -> None:
        """Say how many bytes were read since the last call."""
        self._bytes += bytes_read

    def full(self) -> Iterator[Batch]:
        """Yield a batch where enough has been collected: ``yield from builder.full()``."""
        many = len(self._messages) + len(self._rejected) >= self._batch_size
        if many or len(self._recipients) >= 50 * self._batch_size or self._bytes >= 1 << 24:
            yield self.take()

    def take(self) -> Batch:
        """What has been collected since the last batch."""
        columns = list(zip(*self._columns, strict=True)) or [(), ()]
        batch = Batch(
            messages=pa.concat_tables([_table(self._messages, MESSAGE_SCHEMA), *columns[0]]),
            recipients=pa.concat_tables([_table(self._recipients, RECIPIENT_SCHEMA), *columns[1]]),
            actors=_table([(alias, *known) for alias, known in self._actors.items()], ACTOR_SCHEMA),
            cases=_table(self._cases, CASE_SCHEMA),
            spaces=_table(list(self._spaces.items()), SPACE_SCHEMA),
            rejected=tuple(self._rejected),
            records=self._records,
            system=self._system,
            other=self._other,
            bytes_read=self._bytes,
            row_records=self._row_records,
            notes=tuple(self._notes),
            bytes_lost=self._lost,
        )
        self._clear()
        return batch


def _required(text: str, what: str) -> str:
    if cleaned := clean_id(text):
        return cleaned
    raise UnusableError(f"no {what}")


def _optional(text: str | None) -> str | None:
    return clean_id(text) or None if text else None


def _if_usable(text: str) -> str | None:
    """The id cleaned; None where it is empty or cannot be used."""
    try:
        return clean_id(text) or None
    except UnusableError:
        return None


def _cleaned(table: pa.Table, columns: Sequence[str]) -> tuple[pa.Table, dict[int, str]]:
    """The table with these columns cleaned, and the records whose ids cannot be used, with the reason."""
    refused: dict[int, str] = {}
    for name in columns:
        positions = odd_ids(table[name])
        if not len(positions):
            continue
        texts = table[name].to_pylist()
        for position in positions.tolist():
            try:
                texts[position] = clean_id(texts[position]) or None
                if texts[position] is None and name in _ID_COLUMNS:
                    raise UnusableError(f"no {name.removeprefix('message_')}")
            except UnusableError as error:
                refused.setdefault(table["record"][position].as_py(), str(error))
                texts[position] = ""  # its record goes
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(place), pa.array(texts, pa.string()))
    return table, refused


def _refused_times(messages: pa.Table) -> dict[int, str]:
    at = messages["sent_at"]
    kind = at.type
    outside = pc.or_(pc.less(at, pa.scalar(EARLIEST, kind)), pc.greater_equal(at, pa.scalar(LATEST, kind)))
    return dict.fromkeys(messages.filter(outside)["record"].to_pylist(), OUTSIDE)


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [[] for _ in schema]
    return pa.Table.from_arrays(
        [pa.array(column, type=kind.type) for column, kind in zip(columns, schema, strict=True)],
        schema=schema,
    )
