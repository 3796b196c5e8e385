"""The cells of a people file: sheets, texts, and what a cell says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

import python_calamine

from silograph.errors import DataError
from silograph.loaders.encodings import decode
from silograph.loaders.files import UNREADABLE, Entry, csv_rows, why_unreadable
from silograph.loaders.org_chart.columns import HEADER_ROWS, known_fields
from silograph.loaders.org_chart.directories import as_rows
from silograph.loaders.org_chart.foreign import refuse_foreign, refuse_locked
from silograph.loaders.org_chart.layout import Layout, layouts
from silograph.log.batches import Rejected

_MISSING = {
    "", "-", "n/a", "#n/a", "na", "null", "none", "nan", "#ref!", "#value!", "no_manager", "n/d", "s/o",
    "néant", "aucun",
}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Grid:
    """Rows of text cells, each with its number as the reader of the file sees it."""

    place: str
    rows: list[tuple[int, list[str]]]
    header: list[str] = field(default_factory=list)
    workbook: bool = False
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = ""  # of the sheet


def sheets(entry: Entry) -> Iterator[Grid]:
    """The sheets of a workbook that are to be seen, or the one table of a text file."""
    head = entry.head(4096)
    if not head and (problem := entry.unreadable()):
        raise DataError(problem, where=entry.place)
    if not head.strip(b"\0 \r\n\t"):
        raise DataError("an empty file", where=entry.place, mend="export it again")
    if head.startswith((b"PK\x03\x04", _OLE)):
        yield from _workbook(entry)
    else:
        refuse_foreign(entry, head)
        yield _text_grid(entry)


def _content(entry: Entry) -> bytes:
    try:
        with entry.open() as stream:
            return stream.read()
    except UNREADABLE as error:
        raise DataError(why_unreadable(error), where=entry.place) from error


def _workbook(entry: Entry) -> Iterator[Grid]:
    content = _content(entry)
    if content.startswith(_OLE):
        refuse_locked(entry, content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible != python_calamine.SheetVisibleEnum.Visible
        ]
        notes = (f"hidden sheets are not read: {some(hidden)}",) if hidden else ()
        told = layouts(content)
        for name in workbook.sheet_names:
            if name not in hidden:
                sheet = workbook.get_sheet_by_name(name)
                layout = told.get(name, Layout())
                layout.merged += sheet.merged_cell_ranges or []
                yield _sheet(entry, sheet, layout, notes)
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError(
            "not a workbook that can be read", where=entry.place, mend="save it again as XLSX or CSV"
        ) from error


def _sheet(
    entry: Entry, sheet: python_calamine.CalamineSheet, layout: Layout, notes: tuple[str, ...]
) -> Grid:
    """A sheet as its reader sees it: merged cells filled, hidden rows left out."""
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    layout.fill(rows)
    shown = [(i + 1, row) for i, row in enumerate(rows) if not layout.hides(i)]
    left_out = sum(any(row) for row in rows) - sum(any(row) for _, row in shown)
    if left_out:
        notes = (
            *notes,
            f"hidden rows are left out: {left_out} (show them in the workbook to have them read)",
        )
    return Grid(f"{entry.place}!{sheet.name}:row", shown, workbook=True, notes=notes, name=sheet.name)


def _cell(value: object) -> str:
    """A cell as text; a whole number stays whole, so that an id is never 12.0."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _text_grid(entry: Entry) -> Grid:
    decoded = decode(_content(entry))
    text = decoded.text.replace("\0", "")
    notes = (decoded.doubt,) if decoded.doubt else ()
    if (listed := as_rows(text, entry.place)) is not None:
        return Grid(f"{entry.place}:entry", listed, notes=notes)
    declared = re.match(r"\"?sep=(.)\"?\r?\n", text)
    delimiter = declared[1] if declared else max(",;\t|", key=lambda mark: _fit(text, mark))
    rows: list[tuple[int, list[str]]] = []
    rejected: list[Rejected] = []
    for row in csv_rows(io.StringIO(text, newline=""), delimiter):
        problems = [Rejected(f"{entry.place}:line {line}", reason) for line, reason in row.problems]
        rejected += problems
        if not problems:
            rows.append((row.line, row.cells))
    return Grid(f"{entry.place}:line", rows[1:] if declared else rows, rejected=tuple(rejected), notes=notes)


def some(names: Iterable[str]) -> str:
    """The first names of a list, quoted; for columns, sheets and functions, not for people."""
    listed = [repr(name) for name in names]
    return ", ".join(listed[:3]) + (" ..." if len(listed) > 3 else "")


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    rows = list(islice(csv.reader(text[:65536].splitlines(), delimiter=delimiter), HEADER_ROWS))
    best = max(rows, key=known_fields, default=[])
    return known_fields(best), len(best)


def value_of(text: str) -> str | None:
    """The cell without spaces around it; None where it says that there is nothing."""
    bare = text.strip().strip("\u200b\ufeff\u00a0").strip()
    return None if bare.lower() in _MISSING else bare


_CODED = re.compile(r"^(?P<name>.*\S)\s*\((?P<code>[A-Za-z]{0,4}[-_]?\d[\w-]*)\)$")


def split_code(text: str) -> tuple[str, str | None]:
    """``Sales (10023)`` as name and code."""
    found = _CODED.match(text)
    return (found["name"], found["code"]) if found else (text, None)


def addresses(text: str) -> list[str]:
    """The addresses and ids in a cell; of proxyAddresses, mail and X.500 ones."""
    found = []
    for piece in re.split(r"[;,|\n]" if "@" in text else r"[;|\n]", text):
        alias = re.sub(r"^(smtp|x500|mailto):", "", piece.strip(" \t\r<>'\""), flags=re.IGNORECASE)
        if value_of(alias) and not re.match(r"(sip|x400|eum|sms|notes):", alias, flags=re.IGNORECASE):
            found.append(alias.lower() if "@" in alias else alias)
    return found
