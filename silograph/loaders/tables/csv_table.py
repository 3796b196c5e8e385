"""CSV files: delimiters, quotation marks left open, rows of another width."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from silograph.loaders.files import (
    Entry,
    left_open,
    swallowed_by,
)
from silograph.loaders.headers import plain_name
from silograph.loaders.tables.blocks import Block, Table, Utf8, arrow_batches, glued, text_column
from silograph.loaders.tables.columns import ALIASES, REQUIRED

T = TypeVar("T")


@dataclass(frozen=True)
class _Csv(Table):
    delimiter: str = ","
    encoding: str = "utf-8"
    preamble: int = 0  # lines above the header
    header_lines: int = 1

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[Block]:  # noqa: ARG002
        """Parsed by Arrow, which hands over rows of the wrong width with their number."""
        width = len(self.header)
        parse = pacsv.ParseOptions(
            delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False
        )
        line, row = self.preamble + self.header_lines + 1, 2
        with Utf8(self.entry, self.encoding) as stream:
            batches = arrow_batches(
                stream, width, parse, place=self.entry.place, header=True, preamble=self.preamble
            )
            for (batch, misfits), is_last in _marking_last(batches):
                # Rows of both sorts are numbered together; a row is as many lines as it has line breaks.
                numbers = np.array([misfit.number - row for misfit in misfits], dtype=np.int64)
                breaks = np.zeros(len(batch) + len(misfits), dtype=np.int64)
                breaks[numbers] = [misfit.text.count("\n") for misfit in misfits]
                fits = np.ones(len(breaks), dtype=np.bool_)
                fits[numbers] = False
                breaks[fits] = _line_breaks(batch)
                lines = line + np.cumsum(breaks + 1) - (breaks + 1)
                line, row = line + int((breaks + 1).sum()), row + len(breaks)

                rejected, ragged = [], _Ragged()
                for misfit, at in zip(misfits, lines[numbers].tolist(), strict=True):
                    unclosed = misfit.text.count('"') % 2 == 1
                    if inner := self._run_together(misfit.text, at, unclosed=unclosed):
                        rejected += inner
                    elif whole := self._of_full_width(misfit.text):
                        ragged.add(at, whole)
                    else:
                        rejected.append((at, f"{misfit.actual_columns} columns instead of {width}"))
                keep = ~_blank(batch)
                for i in np.flatnonzero(breaks[fits]):
                    cells = (
                        str(value.as_py(), "utf-8", "replace") for value in (c[i] for c in batch.columns)
                    )
                    # Quotation marks come in pairs, save where the file ends before the second one.
                    unclosed = is_last and i == len(batch) - 1 and fits[-1] and stream.quotes % 2 == 1
                    text, at = self.delimiter.join(cells), int(lines[fits][i])
                    if inner := self._run_together(text, at, unclosed=bool(unclosed)):
                        keep[i] = False
                        rejected += inner
                cells_table = self._cells(pa.array(lines[fits]), batch.columns, fields).filter(pa.array(keep))
                if ragged.rows:
                    mended = self._cells(pa.array(ragged.lines), ragged.columns(), fields)
                    cells_table = pa.concat_tables([cells_table, mended]).sort_by("line")
                yield Block(cells_table, tuple(sorted(rejected)), stream.taken())

    def _cells(self, lines: pa.Array, columns: Sequence[pa.Array], fields: Collection[str]) -> pa.Table:
        """A text column per field, beside the lines."""
        cells = {
            f: glued([text_column(columns[i]) for i in at], f)
            for f, at in self.columns.items()
            if f in fields
        }
        return pa.table({"line": lines, **cells})

    def _of_full_width(self, text: str) -> list[str]:
        """The cells of a row of another width, where it can be read in one way only; else nothing.

        Missing last cells are empty, as long as time, sender and recipient are there; surplus cells must be empty.
        """
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter), [])
        except csv.Error:
            return []
        width = len(self.header)
        needed = [i for field in REQUIRED for i in self.columns[field]]
        if any(cell.strip() for cell in cells[width:]) or len(cells) <= max(needed):
            return []
        if any("\n" in cells[i] for i in needed):
            return []
        return (cells + [""] * width)[:width]

    def _run_together(self, text: str, at: int, *, unclosed: bool) -> list[tuple[int, str]]:
        """Line and reason of the records that one record is made of; empty where it is only itself.

        Lines inside it are records where the quotation mark is never closed, or where they look like records.
        """
        time = self.columns["sent_at"][0]
        found = []
        for line, inner in enumerate(text.rstrip("\n").split("\n")[1:], start=at + 1):
            cells = inner.replace('"', "").split(self.delimiter)
            if unclosed or (len(cells) == len(self.header) and _DATE.match(cells[time].strip())):
                found.append((line, swallowed_by(at)))
        return [(at, left_open(len(found))), *found] if found else []


class _Ragged:
    """Rows that were brought to the full width, with their lines."""

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.rows: list[list[str]] = []

    def add(self, line: int, row: list[str]) -> None:
        self.lines.append(line)
        self.rows.append(row)

    def columns(self) -> list[pa.Array]:
        return [
            pa.array([cell.encode() for cell in cells], pa.binary()) for cells in zip(*self.rows, strict=True)
        ]


def _marking_last(items: Iterable[T]) -> Iterator[tuple[T, bool]]:
    """Each item, and whether it is the last."""
    waiting: list[T] = []
    for item in items:
        if waiting:
            yield waiting.pop(), False
        waiting.append(item)
    if waiting:
        yield waiting.pop(), True


_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\d{9,10}(\d{3})?$")


def open_csv(entry: Entry, text: str, encoding: str) -> _Csv:
    """The table in a CSV file: its delimiter is the one that makes most sense of the header.

    Lines above the header (``#TYPE``, titles, the time of the export) are skipped where a later line is a header.
    """
    preamble = 0
    delimiters = ",;\t|"
    if declared := re.match(r"sep=(.)\r?\n", text):  # what Excel writes for itself
        delimiters, preamble, text = declared[1], 1, text[declared.end() :]
    above = _lines_above(text, delimiters)
    preamble, text = preamble + above, text.split("\n", above)[-1]
    best = max(delimiters, key=lambda delimiter: _fit(text, delimiter))
    header, lines = _first_record(text, best)
    return _Csv(entry, header, best, encoding, preamble, lines)


_MOST_LINES_ABOVE = 20


def _lines_above(text: str, delimiters: str) -> int:
    """How many lines stand above the header: the first line that names a sender, a recipient and a time, or most."""
    lines = text.split("\n", _MOST_LINES_ABOVE)[:_MOST_LINES_ABOVE]
    fits = [max(_fit(line, delimiter)[0] for delimiter in delimiters) for line in lines]
    best = max(fits, default=0)
    return fits.index(best) if best >= _SURE else 0


_SURE = 2  # names of fields that no row of cells has by chance


def _first_record(text: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    """The header, and how many lines it takes."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return tuple(next(reader, ())), reader.line_num
    except csv.Error:
        return (), 1


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """How much of the header a delimiter makes sense of."""
    names = _first_record(text, delimiter)[0]
    plain = {plain_name(name) for name in names}
    return sum(not plain.isdisjoint(ALIASES[field]) for field in REQUIRED), len(names)


def _line_breaks(batch: pa.RecordBatch) -> npt.NDArray[np.int64]:
    """Line breaks inside the cells of each row."""
    total = np.zeros(len(batch), dtype=np.int64)
    for column in batch.columns:
        data = column.buffers()[2]
        if data is not None and (np.frombuffer(data, np.uint8) == ord("\n")).any():
            total += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
    return total


def _blank(batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
    """Rows without any content: empty lines, and the rows of commas that spreadsheets leave behind."""
    blank = np.ones(len(batch), dtype=np.bool_)
    for column in batch.columns:
        if not blank.any():
            break
        blank &= pc.binary_length(column).to_numpy(zero_copy_only=False) == 0
    return blank
