"""Logs of mail systems: who wrote to whom and when, without any content.

Exchange Online message traces (three kinds of CSV), Defender's ``EmailEvents``, the tracking logs of Exchange
servers, Google Workspace's Email Log Search and its BigQuery rows. Such logs say a message many times: per
recipient, per step of delivery, and again in the next file. All records of a message unite, within a load and across
loads; see ``docs/sources/mailtrace.md``.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from silograph.errors import DataError
from silograph.loaders.dates import told_day_first, year_month_day
from silograph.loaders.files import UNREADABLE, Entry, Source, csv_rows, sniff_encoding, why_unreadable
from silograph.loaders.headers import is_machine, plain_name, trace_format
from silograph.log.batches import Batch, BatchBuilder, ReadOptions
from silograph.log.cleaning import is_usable_time, kind_of

READS = "mail logs: Exchange message trace and tracking logs, Defender EmailEvents, Google Workspace log and BigQuery"

_SNIFFED_FILES = 50
_ABOVE_HEADER = 30  # lines
_LARGEST_ARRAY = 1 << 28  # bytes: a JSON document is read as one
_NOBODY = "<>"  # the sender of bounces

_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")
_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"']+@[^\s,;:<>()\[\]\"']+")
_SYSTEM_MAILBOX = re.compile(
    r"(?:healthmailbox|systemmailbox|discoverysearchmailbox|federatedemail\.|inboundproxy@)"
)
_EXCHANGE_ITSELF = re.compile(r"microsoftexchange[0-9a-f]{32}@")


class _Said(NamedTuple):
    """What one record says."""

    at: str = ""
    sender: str = ""
    recipients: Sequence[tuple[str, str]] = ()  # address and role; none where nothing was delivered
    lists: Sequence[str] = ()
    message_id: str = ""
    network_id: str = ""
    subject: str = ""
    name: str = ""
    refused: str | None = None
    dates: Sequence[str] = ()  # other dates of the record, which may tell the order of day and month
    zoned: bool = True  # times without a zone are UTC; else in the zone of the one who exported


class _Read(NamedTuple):
    """A record of a file, or why there is none."""

    place: str
    size: int
    said: _Said


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is a log of a mail system."""
    try:
        entries = _files(source)
    except DataError:
        return False
    step = max(1, len(entries) // _SNIFFED_FILES)
    return bool(entries) and all(_format(entry) for entry in entries[::step])


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The messages of all files; what was not delivered is counted as ``other``.

    Raises
    ------
    DataError
        Nothing in the files tells whether 11/3/2025 is in November.
    """
    entries = _files(source)
    survey = _Survey(options)
    for entry in entries:
        for record in _records(entry):
            survey.see(record.said, entry.place)
    survey.settle()
    builder = BatchBuilder(channel="email")
    writer = _Writer(builder, survey, options)
    for entry in entries:
        reported = 0
        for record in _records(entry):
            writer.write(record, entry.place, left=entry.size - reported)
            size = min(record.size, entry.size - reported)
            builder.progress(size)
            reported += size
            yield from builder.full()
        builder.progress(entry.size - reported)
    yield builder.take()


def _files(source: Source) -> list[Entry]:
    return [entry for entry in source.entries if not _HIDDEN.search(entry.name)]


# --- what is in a file ---------------------------------------------------------------------------------------


def _head(entry: Entry) -> str:
    head = entry.head()
    return head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff \r\n\t")


def _format(entry: Entry) -> str | None:
    """Which log it is, by its first lines."""
    text = _head(entry)
    if text.startswith(("{", "[")):
        return _json_format(text)
    delimiter = _delimiter(text)
    for cells in _first_rows(text, delimiter):
        if found := trace_format(_names(cells)):
            return found
    return None


def _json_format(text: str) -> str | None:
    if '"RecipientEmailAddress"' in text and '"NetworkMessageId"' in text:
        return "defender"
    return "bigquery" if '"message_info"' in text and '"event_info"' in text else None


def _first_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=delimiter)):
            if number >= _ABOVE_HEADER:
                return
            yield cells
    except csv.Error:
        return


def _delimiter(text: str) -> str:
    """What separates the cells of the header, which is the first line that is no remark."""
    lines = text.splitlines()[:_ABOVE_HEADER]
    return max(
        ",;\t|",
        key=lambda one: max((bool(trace_format(_names(line.split(one)))) for line in lines), default=False),
    )


def _names(cells: Iterable[str]) -> set[str]:
    return {_name(cell) for cell in cells}


def _name(cell: str) -> str:
    return plain_name(re.sub(r"^\s*#Fields:", "", cell.lstrip("\ufeff")))


def _records(entry: Entry) -> Iterator[_Read]:
    """The records of a file; damage is a record that says why it cannot be read."""
    try:
        text = _head(entry)
        if text.startswith(("{", "[")):
            yield from _json_records(entry, text)
        else:
            yield from _csv_records(entry, _delimiter(text))
    except UNREADABLE as error:
        yield _Read(entry.place, 0, _Said(refused=why_unreadable(error)))


def _csv_records(entry: Entry, delimiter: str) -> Iterator[_Read]:
    header: list[str] = []
    names: list[str] = []
    reads: _Reader | None = None
    line = 0
    with entry.open_text() as stream:
        rows = csv_rows(stream, delimiter)
        while True:
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error:
                yield _Read(f"{entry.place}:after line {line}", 0, _Said(refused="cannot be parsed as CSV"))
                continue
            cells, line = row.cells, row.line
            if row.swallowed or row.nul:
                for line, reason in row.problems:
                    yield _Read(f"{entry.place}:line {line}", 0, _Said(refused=reason))
                continue
            if not any(cell.strip() for cell in cells):
                continue
            first = cells[0].lstrip("\ufeff")
            again = cells == header or first.startswith("#Fields:")  # where files were put together
            if (reads is None or again) and (found := trace_format(_names(cells))):
                header, names, reads = [first, *cells[1:]], [_name(cell) for cell in cells], _READERS[found]
            elif reads and not first.startswith("#") and [first, *cells[1:]] != header:
                yield _Read(f"{entry.place}:line {row.line}", *_of_row(cells, names, reads))
    if reads is None:
        yield _Read(entry.place, 0, _Said(refused="no header of a mail log"))


def _of_row(cells: list[str], names: list[str], reads: _Reader) -> tuple[int, _Said]:
    size = sum(map(len, cells)) + len(cells)
    if len(cells) != len(names):
        return size, _Said(refused=f"{len(cells)} columns instead of {len(names)}")
    return size, reads(dict(zip(names, (cell.strip() for cell in cells), strict=True)))


def _json_records(entry: Entry, text: str) -> Iterator[_Read]:
    """Lines of objects, an array, or an answer that holds an array."""
    if _is_document(text):
        if entry.size > _LARGEST_ARRAY:
            yield _Read(entry.place, 0, _Said(refused="a JSON document too large to read; export JSON lines"))
            return
        with entry.open_text() as stream:
            try:
                rows = _rows_of(json.load(stream))
            except (ValueError, RecursionError):
                yield _Read(entry.place, 0, _Said(refused="no valid JSON"))
                return
        for number, row in enumerate(rows, start=1):
            yield _Read(f"{entry.place}:record {number}", 0, _of_object(row))
        return
    with entry.open_text() as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip("\ufeff \r\n\t"):
                yield _Read(f"{entry.place}:line {number}", len(line), _of_line(line))


def _is_document(text: str) -> bool:
    """Whether a JSON text is one document, not an object per line."""
    if text.startswith("["):
        return True
    try:
        json.loads(text.splitlines()[0])
    except (ValueError, RecursionError):
        return True
    return bool(re.match(r'\{"(?:Results|results|value|@odata\.context|Schema|schema|Stats)"', text))


def _rows_of(document: object) -> list[object]:
    if isinstance(document, dict):
        for name in ("Results", "results", "value"):
            if isinstance(document.get(name), list):
                return list(document[name])
        return [document]
    return list(document) if isinstance(document, list) else []


def _of_line(line: str) -> _Said:
    try:
        return _of_object(json.loads(line.lstrip("\ufeff")))
    except (ValueError, RecursionError):
        return _Said(refused="no valid JSON")


def _of_object(row: object) -> _Said:
    if not isinstance(row, dict):
        return _Said(refused="not a record of a mail log")
    inner = row.get("gmail")
    known = inner if isinstance(inner, dict) and "message_info" in inner else row
    if "message_info" in known:
        return _bigquery(known)
    return _defender({plain_name(str(name)): _text(value) for name, value in row.items()})


def _text(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(_text, value))
    return "" if value is None else str(value).strip()


# --- what a record says --------------------------------------------------------------------------------------

_Row = Mapping[str, str]
_Reader = Callable[[_Row], _Said]

_NOT_DELIVERED = {"failed", "filteredasspam", "quarantined", "pending", "gettingstatus", "none", ""}


def _address(text: str) -> str:
    """The (first) address in a cell, in lower case; what holds none as it is."""
    text = text.strip()
    if "@" not in text:
        return text.casefold()
    if text.count("@") == 1 and not re.search(r"[\s,;:<>()\"']", text):
        return text.casefold()
    found = _ADDRESS.search(text)
    return found[0].casefold() if found else text.casefold()


def _many(text: str) -> list[str]:
    return [address for part in text.split(";") if (address := _address(part))]


def _id(text: str) -> str:
    return text.strip().removeprefix("<").removesuffix(">")


def _to(addresses: Iterable[str]) -> list[tuple[str, str]]:
    return [(address, "to") for address in addresses if address]


def _trace(row: _Row) -> _Said:
    """``Get-MessageTrace``: a row per message and recipient."""
    status, recipient = plain_name(row.get("status", "Delivered")), _address(row["recipientaddress"])
    said = _Said(
        at=row["received"],
        sender=_address(row["senderaddress"]),
        message_id=_id(row.get("messageid", "")),
        network_id=row.get("messagetraceid", ""),
        subject=row.get("subject", ""),
        dates=(row.get("startdate", ""), row.get("enddate", "")),
    )
    if status == "expanded":
        return said._replace(lists=[recipient] if recipient else [])
    if status in {"delivered", "resolved"}:
        return said._replace(recipients=_to([recipient]))
    if status in _NOT_DELIVERED:
        return said
    return said._replace(refused=f"a delivery status that is not known ({kind_of(row['status'])})")


def _summary(row: _Row) -> _Said:
    """Historical search, one row per message: ``ann@x.org##Receive, Deliver;bob@x.org##Receive, Fail``."""
    reached: list[str] = []
    lists: list[str] = []
    for part in row["recipientstatus"].split(";"):
        address, _, steps = part.partition("##")
        said = {plain_name(step) for step in steps.split(",")}
        if said & {"expand", "expanded"}:
            lists.append(_address(address))
        elif said & {"deliver", "delivered", "send"}:
            reached.append(_address(address))
    return _Said(
        at=row.get("origintimestamputc", "") or row.get("origintimestamp", ""),
        sender=_address(row["senderaddress"]),
        recipients=_to(reached),
        lists=[one for one in lists if one],
        message_id=_id(row.get("messageid", "")),
        network_id=row.get("networkmessageid", ""),
        subject=row.get("messagesubject", ""),
    )


def _tracking(row: _Row) -> _Said:
    """A step of delivery: of Exchange's own logs, and of the extended trace."""
    event = row["eventid"].upper()
    said = _Said(
        at=row.get("datetime", "") or row.get("datetimeutc", ""),
        sender=_address(row["senderaddress"]),
        message_id=_id(row.get("messageid", "")),
        network_id=row.get("networkmessageid", ""),
        subject=row.get("messagesubject", ""),
    )
    if event in {"DELIVER", "SEND"}:
        return said._replace(recipients=_to(_many(row["recipientaddress"])))
    if event == "EXPAND":
        return said._replace(lists=_many(row.get("relatedrecipientaddress", "")))
    if event in {"RECEIVE", "SUBMIT"}:
        return said  # says when it was sent
    return _Said()


def _defender(row: _Row) -> _Said:
    """``EmailEvents``: a row per message and recipient, lists already expanded."""
    recipient = _address(row.get("recipientemailaddress", ""))
    role = "cc" if recipient and recipient in row.get("cc", "").casefold() else "to"
    action = plain_name(row.get("deliveryaction", "Delivered"))
    reached = action in {"delivered", "replaced"} and recipient
    return _Said(
        at=row.get("timestamp", ""),
        sender=_address(row.get("senderfromaddress", "") or row.get("sendermailfromaddress", "")),
        recipients=[(recipient, role)] if reached else [],
        lists=_many(row.get("distributionlist", "")) if reached else [],
        message_id=_id(row.get("internetmessageid", "")),
        network_id=row.get("networkmessageid", ""),
        subject=row.get("subject", ""),
        name=row.get("senderdisplayname", ""),
    )


def _workspace(row: _Row) -> _Said:
    """Google's Email Log Search: a row per message, recipient and stage."""
    own_id, target = _id(row.get("messageid", "")), row["eventtarget"].upper().strip()
    recipient = _address(row["recipientaddress"])
    said = _Said(
        at=row.get("startdate", ""),
        sender=_address(row["sender"]),
        message_id="" if own_id.startswith("SMTPIN_ADDED") else own_id,
        subject=row.get("subject", ""),
        dates=(row.get("enddate", ""),),
        zoned=False,
    )
    if own_id == "SMTPIN_ADDED_REJECT_SESSION" or re.search(
        "reject|bounce|fail|drop|quarantine", row.get("eventstatus", "").casefold()
    ):
        return _Said()
    if target in {"LIST_SERVER", "ARCHIVE_LIST_SERVER"}:
        return said._replace(lists=[recipient] if recipient else [])
    return said._replace(recipients=_to([recipient])) if target in {"GMAIL_INBOX", "SMTP_OUT"} else said


_SENT, _RECEIVED, _DELIVERED = "1", "2", "10"


def _bigquery(row: Mapping[str, object]) -> _Said:
    """Google's log in BigQuery: many rows per message, of which those of sending and of receiving count."""
    event, message = (row.get(name) for name in ("event_info", "message_info"))
    if not isinstance(event, dict) or not isinstance(message, dict):
        return _Said(refused="not a record of a mail log")
    source = message.get("source")
    source = source if isinstance(source, dict) else {}
    kind = _text(event.get("mail_event_type"))
    counts = kind in {_SENT, _RECEIVED} or (
        kind in {"", "0"} and _text(message.get("action_type")) == _DELIVERED
    )
    if not counts or _text(event.get("success")).casefold() == "false":
        return _Said()
    return _Said(
        at=_text(event.get("timestamp_usec")),
        sender=_address(_text(source.get("from_header_address")) or _text(source.get("address"))),
        recipients=_to(_destinations(message)),
        message_id=_id(_text(message.get("rfc2822_message_id"))),
        subject=_text(message.get("subject")),
        name=_text(source.get("from_header_displayname")),
    )


def _destinations(message: Mapping[str, object]) -> list[str]:
    listed = message.get("destination")
    if isinstance(listed, list) and listed:
        return [_address(_text(one.get("address"))) for one in listed if isinstance(one, dict)]
    flat = _text(message.get("flattened_destinations"))
    return [_address(one.rpartition(":")[2]) for one in flat.split(",")]


_READERS: Mapping[str, _Reader] = {
    "trace": _trace,
    "summary": _summary,
    "tracking": _tracking,
    "defender": _defender,
    "workspace": _workspace,
}


# --- times ---------------------------------------------------------------------------------------------------

_CLOCK = (
    r"[\sT,]+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\.?)?"
    r"\s*(?:Z|UTC|GMT)?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)?"
)
_NUMERIC = re.compile(rf"(?P<a>\d{{1,4}})(?P<mark>[/.-])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{1,4}})\.?{_CLOCK}")
_NAMED = re.compile(r"([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})(?=\D)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MICROSECONDS = re.compile(r"\d{15,16}")
_MARKS = re.compile("[\u200e\u200f]")  # of the direction of writing, which Windows puts into dates


class _Clock(NamedTuple):
    """When something was, and how exactly that is known."""

    at: datetime
    quality: str


def _parts(text: str) -> re.Match[str] | None:
    text = _MARKS.sub("", text.strip())
    if named := _NAMED.match(text):
        if named[1] not in _MONTHS:
            return None
        month = _MONTHS.index(named[1]) + 1
        text = f"{named[3]}-{month:02d}-{int(named[2]):02d}{text[named.end() :]}"
    return _NUMERIC.fullmatch(text)


def _order(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date whose order is not plain."""
    parts = _parts(text)
    if parts is None or len(parts["a"]) > 2 or parts["mark"] == ".":
        return None
    return int(parts["a"]), int(parts["b"])


def _moment(text: str, *, day_first: bool, options: ReadOptions, zoned: bool) -> _Clock | None:
    try:
        if _MICROSECONDS.fullmatch(text):
            at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(text))
            return _Clock(at, "exact")
        parts = _parts(text)
        if parts is None:
            return None
        date = (parts["a"], parts["b"], parts["c"])
        year, month, day = year_month_day(date, day_first=day_first or parts["mark"] == ".")
        hour = int(parts["hour"])
        if parts["half"]:
            hour = hour % 12 + 12 * (parts["half"] in "Pp")
        second, fraction = int(parts["second"] or 0), int((parts["fraction"] or "0")[:6].ljust(6, "0"))
        naive = datetime(year, month, day, hour, int(parts["minute"]), second, fraction)
        told = zoned or parts["offset"] or re.search("Z|UTC|GMT", text)
        zone = _zone(parts["offset"]) if told else options.timezone
        at = naive.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    quality = "minute" if parts["second"] is None else "exact" if told else "assumed_zone"
    return _Clock(at, quality)


def _zone(offset: str | None) -> timezone:
    if not offset:
        return UTC
    sign, digits = (-1 if offset[0] == "-" else 1), offset[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))


# --- what all records say together ---------------------------------------------------------------------------


@dataclass
class _Survey:
    """What only the whole load tells: the order of day and month, when a message was first seen, which ids agree.

    Ids and senders are kept as hashes: some 200 bytes per message.
    """

    options: ReadOptions
    _dates: dict[str, set[tuple[int, int]]] = field(default_factory=dict)  # by file
    _first: dict[int, list[_Clock | None]] = field(default_factory=dict)  # month first, day first
    _id_of: dict[int, int] = field(default_factory=dict)  # of a network id
    _several: dict[str, set[int]] = field(default_factory=dict)  # network ids with several message ids
    _day_first: dict[str, bool] = field(default_factory=dict)

    def see(self, said: _Said, file: str) -> None:
        """Remember what a record tells."""
        if said.refused or not said.at:
            return
        orders = self._dates.setdefault(file, set())
        orders.update(order for text in (said.at, *said.dates) if (order := _order(text)))
        known = hash(said.message_id)
        if said.network_id:
            first = self._id_of.setdefault(hash(said.network_id), known)
            if first != known:
                self._several.setdefault(said.network_id, {first}).add(known)
        both = self._first.setdefault(self._key(said, known), [None, None])
        for day_first in (False, True) if _order(said.at) else (False,):
            clock = self._clock(said, day_first=day_first)
            if clock and is_usable_time(clock.at):
                for index in (int(day_first),) if _order(said.at) else (0, 1):
                    seen = both[index]
                    both[index] = clock if seen is None else min(seen, clock)

    def settle(self) -> None:
        """Decide the order of day and month: by all dates, or file by file where files differ.

        Raises
        ------
        DataError
            Nothing tells.
        """
        every = set().union(*self._dates.values())
        told = told_day_first(every)
        for file, dates in self._dates.items():
            own = told if told is not None else told_day_first(dates)
            if own is None and dates:
                raise DataError(
                    "nothing tells whether dates like 01/02/2024 put the day or the month first",
                    where=file,
                    mend="name the folder with all files of the trace, or export in a format with the year first",
                )
            self._day_first[file] = bool(own)

    def message_id(self, said: _Said) -> str:
        """The id of its mail, as other copies of it have it too; the network's where copies differ."""
        if said.network_id and (said.network_id in self._several or not said.message_id):
            return said.network_id
        return said.message_id

    def sent(self, said: _Said, file: str) -> _Clock | None:
        """When its message was first seen; None where the record's own time cannot be used."""
        day_first = self._day_first.get(file, False)
        own = self._clock(said, day_first=day_first)
        if own is None or not is_usable_time(own.at) or not (said.message_id or said.network_id):
            return own
        ids = self._several.get(said.network_id, {hash(said.message_id)})
        seen = [self._first.get(self._key(said, known), [None, None])[day_first] for known in ids]
        return min((clock for clock in seen if clock), default=own)

    def _key(self, said: _Said, known: int) -> int:
        own = known if said.message_id else hash(said.network_id)
        return hash((own, said.sender))

    def _clock(self, said: _Said, *, day_first: bool) -> _Clock | None:
        return _moment(said.at, day_first=day_first, options=self.options, zoned=said.zoned)


class _Writer:
    """Turns records into messages."""

    def __init__(self, builder: BatchBuilder, survey: _Survey, options: ReadOptions) -> None:
        self._builder, self._survey, self._options = builder, survey, options

    def write(self, record: _Read, file: str, *, left: int) -> None:
        """Count a record as what it is; where the whole file is refused, so are the bytes that are `left` of it."""
        said = record.said
        if said.refused:
            self._builder.reject(
                record.place, said.refused, size=max(left, 0) if record.place == file else None
            )
        elif any(_SYSTEM_MAILBOX.match(one) for one in (said.sender, *(to for to, _ in said.recipients))):
            self._builder.system()
        elif not said.recipients and not said.lists:
            self._builder.other()
        elif (clock := self._survey.sent(said, file)) is None:
            self._builder.reject(record.place, f"a time that cannot be read ({kind_of(said.at)})")
        elif not said.sender:
            self._builder.reject(record.place, "no sender")
        else:
            self._message(said, clock, record.place)

    def _message(self, said: _Said, clock: _Clock, place: str) -> None:
        by_machine = (
            said.sender == _NOBODY or is_machine(said.sender) or bool(_EXCHANGE_ITSELF.match(said.sender))
        )
        if by_machine or said.name:
            self._builder.actor(said.sender, name=said.name, actor_kind="bot" if by_machine else None)
        for one in said.lists:
            self._builder.actor(one, actor_kind="list")
        at = clock.at.isoformat()
        self._builder.message(
            self._survey.message_id(said) or f"content:{self._options.hidden(said.sender, at, said.subject)}",
            said.sender,
            [*said.recipients, *_to(said.lists)],
            sent_at=clock.at,
            time_quality=clock.quality,
            automated=by_machine,
            subject=said.subject if self._options.subjects else None,
            place=place,
        )
