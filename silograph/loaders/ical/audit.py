"""Who came to meetings of Teams, from the audit log of Microsoft Purview.

Records ``MeetingDetail`` (a meeting, and who called it) and ``MeetingParticipantDetail`` (somebody joined; again after
every loss of the connection), in the CSV of an audit search (column ``AuditData``) or as JSON.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from silograph.loaders.files import UNREADABLE, csv_rows
from silograph.loaders.files import Entry as File
from silograph.loaders.headers import plain_name
from silograph.loaders.ical.entries import Read
from silograph.loaders.ical.meetings import Entry, Party, Stamp, party
from silograph.loaders.ical.objects import Found, Record, objects, rows, word

_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z?")
_OPERATIONS = ("meetingdetail", "meetingparticipantdetail")
_CHATS = tuple(
    name.encode(encoding)
    for name in ("MessageSent", "MessageCreatedHasLink")
    for encoding in ("utf-8", "utf-16-le")
)
_PIECE = 1 << 20
_NO_PEOPLE = ("bot", "application", "device", "room")


@dataclass
class Audit:
    """What all records of a source say of each meeting: who called it, when it began, and how many came."""

    _organiser: dict[str, tuple[Party, str]] = field(default_factory=dict)
    _begins: dict[str, datetime] = field(default_factory=dict)
    _joined: dict[str, set[int]] = field(default_factory=dict)

    def see(self, record: Record) -> None:
        """Remember what a record tells."""
        own = _id_of(record)
        if not own:
            return
        if _operation(record) == _OPERATIONS[0]:
            self._organiser[own] = (_user(record), word(record, "organizationid"))
            at = _moment(word(record, "starttime"))
        else:
            at = _moment(word(record, "jointime"))
            found = _joined(record)
            if found and found.role:
                self._joined.setdefault(own, set()).add(hash(found.alias))
        if at and (_operation(record) == _OPERATIONS[0] or own not in self._organiser):
            known = self._begins.get(own)
            self._begins[own] = (
                at if known is None or _operation(record) == _OPERATIONS[0] else min(known, at)
            )

    def of(self, record: Record) -> Read:
        """The part of a meeting that a record is about."""
        own, operation = _id_of(record), _operation(record)
        if operation not in _OPERATIONS:
            return Read(other=True)
        if not own:
            return Read(refused="no id of a meeting")
        if own not in self._begins:
            return Read(refused="no time of beginning that can be read")
        organiser, _ = self._organiser.get(own, (None, ""))
        came = self._joined.get(own, set())
        part = None if operation == _OPERATIONS[0] else _joined(record)
        if operation == _OPERATIONS[1] and part is None:
            return Read(refused="nobody who joined")
        if operation == _OPERATIONS[0] and organiser and hash(organiser.alias) not in came:
            part = organiser._replace(role="declined")
        if len(came) < 2 or (part and not part.role):
            return Read(system=True)
        return Read(
            Entry(
                uid=f"call:{own}",
                start=Stamp(self._begins[own].replace(tzinfo=None), UTC),
                organiser=organiser,
                attendees=[part] if part else [],
                attended=True,
            )
        )


def is_audit(text: str) -> bool:
    """Whether the beginning of a file is one of an audit log with meetings."""
    told = text.lower()
    return ("auditdata" in told or '"operation"' in told) and any(
        re.search(rf'"operation"+\s*:\s*"+{name}"', told) for name in _OPERATIONS
    )


def holds_chats(file: File) -> bool:
    """Whether an audit log has messages of chats and channels too, wherever in it they stand: who reads those reads it.

    Parameters
    ----------
    file
        An audit log.
    """
    rest = b""
    try:
        with file.open() as stream:
            while piece := stream.read(_PIECE):
                if any(sign in rest + piece for sign in _CHATS):
                    return True
                rest = piece[-64:]
    except UNREADABLE:
        return False
    return False


def is_meeting(record: object) -> bool:
    """Whether a record of an audit log, in whatever spelling, is about a meeting."""
    told = record.get("Operation") if isinstance(record, dict) else None
    return isinstance(told, str) and told.lower() in _OPERATIONS


def records(file: File, audit: Audit, *, settled: bool) -> Iterator[Read]:
    """The meetings of a file, a part per record; before all are known (`settled`) they are only remembered.

    Parameters
    ----------
    file
        CSV or JSON.
    audit
        What is known of the meetings.
    settled
        Whether all records have been seen.
    """
    for number, found in enumerate(_found(file), start=1):
        if found.record is None:
            yield Read(refused=found.refused, size=found.size, number=number)
        elif settled:
            yield audit.of(found.record)._replace(size=found.size, number=number)
        else:
            audit.see(found.record)


def _found(file: File) -> Iterator[Found]:
    head = file.head(64).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t")
    if head[:1] in {b"{", b"["}:
        for one in objects(file):
            yield _unpacked(one.record, one.size) if one.record is not None else one
        return
    with file.open_text() as stream:
        column = None
        lines = csv_rows(stream, ",")
        while True:
            try:
                row = next(lines)
            except StopIteration:
                break
            except csv.Error:
                yield Found(None, "cannot be parsed as CSV")
                continue
            size = sum(map(len, row.cells)) + len(row.cells)
            if row.swallowed or row.nul:
                yield from (Found(None, reason, 0) for _, reason in row.problems)
            elif column is None:
                names = [plain_name(cell.lstrip("\ufeff")) for cell in row.cells]
                column = names.index("auditdata") if "auditdata" in names else None
            elif any(row.cells):
                yield (
                    _unpacked({"auditdata": row.cells[column]}, size)
                    if column < len(row.cells)
                    else Found(None, f"{len(row.cells)} columns", size)
                )
    if column is None:
        yield Found(None, "no column AuditData")


def _unpacked(record: Record, size: int) -> Found:
    packed = record.get("auditdata")
    if isinstance(packed, dict):
        return Found(packed, size=size)
    if not isinstance(packed, str):
        return Found(record, size=size)
    try:
        told = json.loads(packed)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return Found(None, "no valid JSON in AuditData", size)
    return Found(lowered(told), size=size)


def lowered(told: dict[str, object]) -> Record:
    """A record with its names in small letters."""

    def small(value: object, depth: int) -> object:
        if isinstance(value, dict) and depth < 6:
            return {str(name).lower(): small(one, depth + 1) for name, one in value.items()}
        return [small(one, depth + 1) for one in value] if isinstance(value, list) and depth < 6 else value

    found = small(told, 0)
    return found if isinstance(found, dict) else {}


def _operation(record: Record) -> str:
    return word(record, "operation").lower()


def _id_of(record: Record) -> str:
    own = "id" if _operation(record) == _OPERATIONS[0] else "meetingdetailid"
    return word(record, own) if _operation(record) in _OPERATIONS else ""


def _user(record: Record) -> Party:
    return party(word(record, "userid") or word(record, "userkey"), role="attendee")


def _joined(record: Record) -> Party | None:
    """Who joined: by address, by name where they are guests; nobody of the organisation where it is another's."""
    told = next(iter(rows(record, "attendees")), None)
    if told is None:
        return None
    address, name = word(told, "upn"), word(told, "displayname")
    role = None if any(one in word(told, "recipienttype").lower() for one in _NO_PEOPLE) else "attendee"
    own, theirs = word(record, "organizationid").lower(), word(told, "organizationid").lower()
    is_guest = not address or bool(own and theirs and own != theirs)
    found = party(address, name, role=role, kind="external" if is_guest else None)
    return found if found.alias else None


def _moment(text: str) -> datetime | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    try:
        return datetime(*map(int, found.groups()), tzinfo=UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        return None
