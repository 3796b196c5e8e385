"""Meetings: who met whom and when, from calendars.

iCalendar files (``.ics``) of Outlook, Exchange, Google, Apple, Thunderbird and others. A meeting lies in the calendars
of all who were invited; copies unite, within a load and across loads; see ``docs/sources/calendar.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from silograph.errors import DataError
from silograph.loaders.files import UNREADABLE, Entry, Source, sniff_encoding, why_unreadable
from silograph.loaders.ical.entries import Read, entries
from silograph.loaders.ical.meetings import Survey, Writer
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "meetings: iCalendar files (.ics)"

_SNIFFED_FILES = 50
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")

_Reader = Callable[[Entry, ReadOptions], Iterator[Read]]


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is a calendar."""
    try:
        files = _files(source)
    except DataError:
        return False
    step = max(1, len(files) // _SNIFFED_FILES)
    return bool(files) and all(_format(entry) for entry in files[::step])


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The meetings of all files, read twice: which version of an entry counts, all copies tell together."""
    files = _files(source)
    survey = Survey(options)
    for entry in files:
        for found in _entries(entry, options):
            if found.entry:
                survey.see(found.entry)
    builder = BatchBuilder(channel="meeting")
    writer = Writer(builder, survey)
    for entry in files:
        reported = 0
        for found in _entries(entry, options):
            place = f"{entry.place}:entry {found.number}" if found.number else entry.place
            if found.refused:
                builder.reject(place, found.refused)
            elif found.other:
                builder.other()
            elif found.entry:
                for _ in writer.write(found.entry, place):
                    yield from builder.full()
            size = min(found.size, entry.size - reported)
            builder.progress(size)
            reported += size
            yield from builder.full()
        builder.progress(entry.size - reported)
    yield builder.take()


def _files(source: Source) -> list[Entry]:
    return [entry for entry in source.entries if not _HIDDEN.search(entry.name)]


def _format(entry: Entry) -> str | None:
    """Which kind of calendar it is, by its first lines."""
    head = entry.head()
    text = head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff \r\n\t")
    return "ics" if text[:20].upper().startswith("BEGIN:VCALENDAR") else None


def _entries(entry: Entry, options: ReadOptions) -> Iterator[Read]:
    """The entries of a file; damage is one that says why it cannot be read."""
    try:
        reads = _READERS.get(_format(entry) or "")
        if reads is None:
            yield Read(refused="not a calendar")
            return
        yield from reads(entry, options)
    except UNREADABLE as error:
        yield Read(refused=why_unreadable(error))


def _ics(entry: Entry, options: ReadOptions) -> Iterator[Read]:
    with entry.open() as stream:
        yield from entries(stream, subjects=options.subjects)


_READERS: Mapping[str, _Reader] = {"ics": _ics}
