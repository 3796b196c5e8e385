"""Tables of an export, a row at a time, by the names of their columns."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from silograph.loaders.files import UNREADABLE, Entry, csv_rows, sniff_encoding, why_unreadable
from silograph.loaders.headers import plain_name

_ABOVE_HEADER = 5  # lines
_LARGEST_CELL = 1 << 24  # characters


class Row(NamedTuple):
    """A row, or why there is none.

    Parameters
    ----------
    place
        File and line.
    cells
        By plain names of columns; empty ones are there too.
    size
        Characters.
    problem
        Why it cannot be read.
    """

    place: str
    cells: Mapping[str, str]
    size: int
    problem: str | None = None


def header_of(entry: Entry) -> frozenset[str]:
    """The names of a table's columns, in plain names; empty for what is no table."""
    head = entry.head()
    text = head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff")
    if text.lstrip()[:1] in ("{", "["):
        return frozenset()
    first = text.splitlines()[:_ABOVE_HEADER]
    named = [_names(line, _delimiter(line)) for line in first if not line.startswith("#")]
    return max(named, key=len, default=frozenset())


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _names(line: str, delimiter: str) -> frozenset[str]:
    try:
        return frozenset(map(plain_name, next(csv.reader([line], delimiter=delimiter), [])))
    except csv.Error:
        return frozenset()


def rows(entry: Entry, is_header: Callable[[AbstractSet[str]], bool]) -> Iterator[Row]:
    """The rows of a table after its header, which may come again where files were put together.

    Parameters
    ----------
    entry
        The file.
    is_header
        Whether columns of these plain names are those of the table.
    """
    try:
        yield from _rows(entry, is_header)
    except UNREADABLE as error:
        yield Row(entry.place, {}, 0, why_unreadable(error))


def _rows(entry: Entry, is_header: Callable[[AbstractSet[str]], bool]) -> Iterator[Row]:
    head = entry.head()
    first = head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff").splitlines()[:_ABOVE_HEADER]
    headers = [line for line in first if is_header(_names(line, _delimiter(line)))]
    delimiter = _delimiter(headers[0]) if headers else ","
    names: list[str] = []
    header: list[str] = []
    line = 0
    with entry.open_text() as stream:
        found = csv_rows(stream, delimiter)
        while True:
            try:
                row = next(found)
            except StopIteration:
                break
            except csv.Error:
                yield Row(f"{entry.place}:after line {line}", {}, 0, "cannot be parsed as CSV")
                continue
            line, cells = row.line, row.cells
            if row.swallowed or row.nul:
                yield from (Row(f"{entry.place}:line {at}", {}, 0, why) for at, why in row.problems)
                continue
            if not any(cell.strip() for cell in cells) or cells == header:
                continue
            if not names:
                plain = [plain_name(cell.lstrip("\ufeff")) for cell in cells]
                if is_header(set(plain)):
                    names, header = plain, cells
                continue
            yield _row(f"{entry.place}:line {line}", cells, names)
    if not names:
        yield Row(entry.place, {}, 0, "no header of this kind of table")


def _row(place: str, cells: list[str], names: list[str]) -> Row:
    size = sum(map(len, cells)) + len(cells)
    if len(cells) != len(names):
        return Row(place, {}, size, f"{len(cells)} columns instead of {len(names)}")
    if max(map(len, cells), default=0) > _LARGEST_CELL:
        return Row(place, {}, size, "a cell too large to read")
    return Row(place, dict(zip(names, (cell.strip() for cell in cells), strict=True)), size)
