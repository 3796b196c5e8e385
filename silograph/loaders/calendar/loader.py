"""Meetings: who met whom and when, from calendars and from lists of who came.

iCalendar files (``.ics``) of Outlook, Exchange, Google, Apple, Thunderbird and others, events of Microsoft Graph, the
audit log of Purview, attendance reports of Teams and Zoom. A meeting lies in the calendars of all who were invited;
copies unite, within a load and across loads; see ``docs/sources/calendar.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from silograph.errors import DataError
from silograph.loaders.calendar.attendance import is_attendance, meeting
from silograph.loaders.calendar.graph import events, is_graph
from silograph.loaders.dates import DateSurvey
from silograph.loaders.files import UNREADABLE, Entry, Source, sniff_encoding, why_unreadable
from silograph.loaders.ical.audit import Audit, holds_chats, is_audit, records
from silograph.loaders.ical.entries import Read, counted, entries
from silograph.loaders.ical.meetings import Survey, Writer
from silograph.loaders.ical.objects import is_json
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = (
    "meetings: iCalendar files (.ics), Graph events, Purview audit of meetings, attendance of Teams and Zoom"
)

_SNIFFED_FILES = 50
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is a calendar or a list of who came."""
    try:
        files = _files(source)
    except DataError:
        return False
    step = max(1, len(files) // _SNIFFED_FILES)
    return bool(files) and all(_format(entry) for entry in files[::step])


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The meetings of all files, read twice: which version of an entry counts, all copies tell together."""
    files, known = _files(source), _Known(options)
    for entry in files:
        for found in _reads(entry, known):
            if found.entry and not found.other:
                known.survey.see(found.entry)
    known.settled = True
    builder = BatchBuilder(channel="meeting")
    writer = Writer(builder, known.survey)
    for entry in files:
        reported = 0
        for found in _reads(entry, known):
            place = f"{entry.place}:entry {found.number}" if found.number else entry.place
            for _ in counted(found, builder, writer, place):
                yield from builder.full()
            size = min(found.size, entry.size - reported)
            builder.progress(size)
            reported += size
            yield from builder.full()
        builder.progress(entry.size - reported)
    if known.masters:
        builder.note(
            f"{known.masters} series are known by what they have in common only, and not counted: export calendarView"
        )
    if note := known.dates.note:
        builder.note(note)
    yield builder.take()


@dataclass
class _Known:
    """What all files together tell, and whether all have been seen."""

    options: ReadOptions
    settled: bool = False
    audit: Audit = field(default_factory=Audit)
    masters: int = 0

    def __post_init__(self) -> None:
        self.survey = Survey(self.options)
        self.dates = DateSurvey(self.options.dates)


def _files(source: Source) -> list[Entry]:
    return [entry for entry in source.entries if not _HIDDEN.search(entry.name)]


def _format(entry: Entry) -> str | None:
    """Which kind of calendar or list it is, by its first lines."""
    head = entry.head()
    text = head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff \r\n\t")
    if text[:20].upper().startswith("BEGIN:VCALENDAR"):
        return "ics"
    if is_audit(text):
        return None if holds_chats(entry) else "audit"
    if is_json(text):
        return "graph" if is_graph(text) else None
    return is_attendance(text)


def _reads(entry: Entry, known: _Known) -> Iterator[Read]:
    """What stands in a file; damage is a record that says why it cannot be read."""
    try:
        match _format(entry):
            case "ics":
                with entry.open() as stream:
                    yield from entries(stream, subjects=known.options.subjects)
            case "graph":
                for found in events(entry, subjects=known.options.subjects):
                    known.masters += found.other and known.settled
                    yield found
            case "audit":
                yield from records(entry, known.audit, settled=known.settled)
            case "teams" | "zoom" as kind:
                yield from meeting(entry, kind, known.dates, known.options)
            case _:
                yield Read(refused="neither a calendar nor a list of who came")
    except UNREADABLE as error:
        yield Read(refused=why_unreadable(error))
