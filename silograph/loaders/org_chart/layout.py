"""What a workbook says beside its cells: merged cells and hidden rows.

Cells are merged where one value counts for several rows. Rows are hidden by a filter or by hand, which takes them out
of the list; those of a collapsed group are only folded away, and count.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])[^>]*>")
_NUMBER = re.compile(rb'\sr="(\d+)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_GROUPED = re.compile(rb'\soutlineLevel="[1-9]')

Corner = tuple[int, int]


@dataclass
class Layout:
    """Of one sheet, rows and columns counted from 0.

    Parameters
    ----------
    merged
        First and last cell of each merged range.
    hidden
        First and last of each run of hidden rows.
    """

    merged: list[tuple[Corner, Corner]] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)

    def hides(self, row: int) -> bool:
        """Whether a row is hidden."""
        return any(first <= row <= last for first, last in self.hidden)

    def fill(self, rows: list[list[str]]) -> None:
        """Write what a merged range says into its first column, row by row."""
        for (top, left), (bottom, _) in self.merged:
            if top < len(rows) and left < len(rows[top]):
                for row in rows[top + 1 : bottom + 1]:
                    row[left] = rows[top][left]


def layouts(content: bytes) -> Mapping[str, Layout]:
    """The layouts of a workbook by sheet, as far as its format says them outside the cells (XLSX, ODS)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return {
                    name: _of_sheet(archive.read(part)) for name, part in _sheets(archive) if part in names
                }
            if "content.xml" in names:
                return _OpenDocument(archive.read("content.xml")).layouts
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, OSError, EOFError, ValueError):
        pass  # who reads the cells says what is wrong with the file
    return {}


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet of an XLSX file."""
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    target = {
        found["Id"]: found["Target"].removeprefix("/xl/")
        for found in map(_attributes, re.findall(r"<(?:\w+:)?Relationship\s([^>]*)>", links))
        if {"Id", "Target"} <= found.keys()
    }
    listed = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    for found in map(_attributes, re.findall(r"<(?:\w+:)?sheet\s([^>]*)>", listed)):
        link = next((value for key, value in found.items() if key.endswith(":id")), "")
        if link in target and "name" in found:
            yield found["name"], f"xl/{target[link]}"


def _attributes(text: str) -> dict[str, str]:
    return {key: unescape(value) for key, value in re.findall(r'([\w:]+)="([^"]*)"', text)}


def _of_sheet(xml: bytes) -> Layout:
    """The hidden rows of a sheet; its merged cells are told with the cells."""
    layout, number = Layout(), 0
    for found in _ROW.finditer(xml):
        told = _NUMBER.search(found[0])
        number = int(told[1]) if told else number + 1
        if _HIDDEN.search(found[0]) and not _GROUPED.search(found[0]):
            layout.hidden.append((number - 1, number - 1))
    return layout


class _OpenDocument:
    """Reads the layouts of an ODS file from its content."""

    def __init__(self, xml: bytes) -> None:
        self.layouts: dict[str, Layout] = {}
        self._layout = Layout()
        self._row = self._next_row = self._column = self._groups = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(xml, True)

    def _start(self, name: str, told: dict[str, str]) -> None:
        if name == "table:table":
            self._row = self._next_row = 0
            self._layout = self.layouts.setdefault(told.get("table:name", ""), Layout())
        elif name == "table:table-row-group":
            self._groups += 1
        elif name == "table:table-row":
            self._row, self._column = self._next_row, 0
            self._next_row += int(told.get("table:number-rows-repeated", 1))
            hidden = told.get("table:visibility")
            if hidden == "filter" or (hidden == "collapse" and not self._groups):
                self._layout.hidden.append((self._row, self._next_row - 1))
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            rows = int(told.get("table:number-rows-spanned", 1))
            if rows > 1:
                columns = int(told.get("table:number-columns-spanned", 1))
                corner = self._row + rows - 1, self._column + columns - 1
                self._layout.merged.append(((self._row, self._column), corner))
            self._column += int(told.get("table:number-columns-repeated", 1))

    def _end(self, name: str) -> None:
        self._groups -= name == "table:table-row-group"
