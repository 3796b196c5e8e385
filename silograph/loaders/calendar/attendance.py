"""Who came to one meeting: the attendance reports of Teams and the participant reports of Zoom, as CSV.

Times in them have no zone and are written as the computer of whoever exported them writes times.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from silograph.loaders.dates import DateSurvey, plain_date
from silograph.loaders.files import Entry as File
from silograph.loaders.files import csv_rows
from silograph.loaders.headers import plain_name
from silograph.loaders.ical.entries import Read
from silograph.loaders.ical.meetings import Entry, Party, Stamp, party
from silograph.log.batches import ReadOptions

_MOST = 20_000  # rows: a meeting of Teams has at most 20,000 people
_DATE = re.compile(
    r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})\.? (\d\d?):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:[+-]\d\d:\d\d)?"
)
_ORGANISERS = ("organi", "veranstalter", "gastgeber", "host")
_ZOOM_NAMES = frozenset(
    ("nameoriginalname", "nomnomdorigine", "nameursprünglichername", "nombrenombreoriginal")
)
_ORIGINAL = re.compile(r"(.+?)\s*\(([^()]+)\)")


class _Report(NamedTuple):
    """What a report says.

    Parameters
    ----------
    above
        Cells above the list of who came.
    header
        Names of its columns, plain.
    rows
        Who came; with a row for each time they joined.
    """

    above: list[list[str]]
    header: list[str]
    rows: list[list[str]]


def is_attendance(text: str) -> str | None:
    """``teams`` or ``zoom`` where the beginning of a file is one of their reports."""
    lines = [line.strip().strip('"') for line in text.splitlines()[:400]]
    told = [line for line in lines if line]
    if not told:
        return None
    if any(_zoom_header(_cells(line)) for line in told[:10]):
        return "zoom"
    numbered = re.match(r"1\.\s+\S", told[0]) and any(re.match(r"2\.\s+\S", line) for line in told)
    if (numbered or told[0].lower() == "meeting summary") and "(UPN)" in text:
        return "teams"
    return None


def _cells(line: str) -> list[str]:
    delimiter = max("\t,;", key=line.count)
    return [plain_name(cell.strip('"')) for cell in line.split(delimiter)]


def _zoom_header(names: Sequence[str]) -> bool:
    return bool(names) and names[0] in _ZOOM_NAMES and len(names) > 3


def meeting(file: File, kind: str, dates: DateSurvey, options: ReadOptions) -> Iterator[Read]:
    """The meeting of a report; before the dates of all reports are known they are only looked at.

    Parameters
    ----------
    file
        CSV or TSV.
    kind
        ``teams`` or ``zoom``.
    dates
        How all dates of the source are written.
    options
        How to read.
    """
    try:
        report = _zoom(file) if kind == "zoom" else _teams(file)
    except csv.Error:
        yield Read(refused="cannot be parsed as CSV", number=1)
        return
    if report is None or not report.rows:
        yield Read(refused="nobody who came is named", number=1)
        return
    if len(report.rows) > _MOST:
        yield Read(refused=f"more than {_MOST} rows", number=1)
        return
    starts = [text for cells in (*report.above, *report.rows) for cell in cells if (text := _dated(cell))]
    for text in starts:
        dates.see(text)
    above = next((text for cells in report.above for cell in cells if (text := _dated(cell))), None)
    start = (
        _moment(above, dates)
        if above
        else min(filter(None, (_moment(text, dates) for text in starts)), default=None)
    )
    if start is None:
        yield Read(refused="no time of beginning that can be read", number=1)
        return
    host = _host(report) if kind == "zoom" else None
    people = list(_people(report, kind))
    organiser = next((one for one, leads in people if leads), None)
    attendees = [one for one, _ in people]
    if host and organiser is None:
        organiser = host
        if host.alias not in {one.alias for one in attendees}:
            attendees.append(host._replace(role="declined"))  # opened it for others
    told = "\0".join(cell for cells in report.above[:8] for cell in cells[:2])
    yield Read(
        Entry(
            uid=f"attendance:{options.hidden(told, start.isoformat())}",
            start=Stamp(start),
            organiser=organiser,
            attendees=attendees,
        ),
        number=1,
    )


def _rows(file: File) -> Iterator[list[str]]:
    with file.open_text() as stream:
        first = [stream.readline(1 << 16) for _ in range(40)]
    delimiter = max("\t,;", key="".join(first).count)
    with file.open_text() as stream:
        for row in csv_rows(stream, delimiter):
            yield [cell.lstrip("\ufeff").strip() for cell in row.cells]


def _teams(file: File) -> _Report | None:
    """The summary, and the list of participants: the third list, of each time they joined, says nothing more."""
    above: list[list[str]] = []
    listed: list[list[str]] = []
    header: list[str] | None = None
    section = 1
    for cells in _rows(file):
        if not any(cells):
            continue
        if found := re.match(r"(\d)\.\s+\S", cells[0]):
            if int(found[1]) > 2:
                break
            section = int(found[1])
        elif header is None and any("(UPN)" in cell for cell in cells):
            header = [_column(cell) for cell in cells]
        elif header is None:
            above.append(cells)
        elif section == 2 or len(cells) > 3:
            listed.append(cells)
        if len(listed) > _MOST:
            break
    return _Report(above, header, listed) if header else None


def _column(cell: str) -> str:
    return "upn" if "(UPN)" in cell else plain_name(cell)


def _zoom(file: File) -> _Report | None:
    above: list[list[str]] = []
    listed: list[list[str]] = []
    header: list[str] | None = None
    for cells in _rows(file):
        if not any(cells):
            continue
        names = [plain_name(cell) for cell in cells]
        if header is None and _zoom_header(names):
            header = names
        elif header is None:
            above.append(cells)
        else:
            listed.append(cells)
        if len(listed) > _MOST:
            break
    return _Report(above, header, listed) if header else None


def _people(report: _Report, kind: str) -> Iterator[tuple[Party, bool]]:
    """Everybody who came, once, and whether they organise."""
    seen: dict[str, bool] = {}
    found: dict[str, Party] = {}
    for cells in report.rows:
        row = dict(zip(report.header, cells, strict=False))
        name = cells[0]
        if kind == "zoom" and (renamed := _ORIGINAL.fullmatch(name)):
            name = renamed[2]
        address = next(filter(lambda one: "@" in one, _addresses(row, cells)), "")
        is_guest = not address or plain_name(row.get("guest", "")) in {"yes", "oui", "ja", "si"}
        one = party(address, name, role="attendee", kind="external" if is_guest else None)
        if one.alias:
            found.setdefault(one.alias, one)
            leads = any(
                row.get(column, "").casefold().startswith(_ORGANISERS)
                for column in ("role", "rôle", "rolle", "rol")
            )
            seen[one.alias] = seen.get(one.alias, False) or leads
    for alias, one in found.items():
        yield one, seen[alias]


def _addresses(row: Mapping[str, str], cells: Sequence[str]) -> Iterator[str]:
    yield row.get("upn", "")
    yield from cells[1:]


def _host(report: _Report) -> Party | None:
    """Whose address stands above the list."""
    address = next(
        (cell for cells in report.above for cell in cells if re.fullmatch(r"[^\s@]+@[^\s@]+", cell)), None
    )
    return party(address, role="attendee") if address else None


def _dated(cell: str) -> str | None:
    """A cell as a date in numbers with its time; None where it is none."""
    if len(cell) > 40 or ":" not in cell or not re.search(r"\d", cell):
        return None
    text = plain_date(cell.replace("\u202f", " ").replace("\u200e", ""))
    return text if text and _DATE.fullmatch(text) else None


def _moment(text: str | None, dates: DateSurvey) -> datetime | None:
    found = _DATE.fullmatch(text or "")
    if not found:
        return None
    first, _, second, third, hour, minute, seconds = found.groups()
    order = "ymd" if len(first) == 4 else "dmy" if found[2] == "." else dates.order or dates.usual or "dmy"
    year, month, day = {
        "ymd": (first, second, third),
        "dmy": (third, second, first),
        "mdy": (third, first, second),
    }[order]
    try:
        full = int(year) if len(year) == 4 else 2000 + int(year)
        return datetime(full, int(month), int(day), int(hour), int(minute), int(seconds or 0))
    except ValueError:
        return None
