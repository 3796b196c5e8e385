"""Tables as blocks of text cells: what the three formats share."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from silograph.errors import DataError
from silograph.loaders.files import (
    UNREADABLE,
    Entry,
    why_unreadable,
)
from silograph.loaders.tables.columns import RECIPIENTS, columns_of_fields

_BLOCK = 1 << 23
LIST_MARK = "\x1f"  # joins the items of a list that a format states as one


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file: a text column per field and ``line``; and the lines that could not be parsed."""

    cells: pa.Table
    rejected: tuple[tuple[int, str], ...] = ()
    bytes_read: int = 0


@dataclass(frozen=True)
class Table:
    """A file of interactions: its header and where each known field lies."""

    entry: Entry
    header: tuple[str, ...]

    unit = "line"

    @cached_property
    def columns(self) -> dict[str, tuple[int, ...]]:
        """Positions of each known field."""
        return columns_of_fields(self.header, self.entry.place)

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[Block]:
        """The rows, block by block, with the columns of `fields` only."""
        raise NotImplementedError


class Utf8(io.RawIOBase):
    """A file as UTF-8, counting its bytes and quotation marks; the last line always ends."""

    def __init__(self, entry: Entry, encoding: str) -> None:
        super().__init__()
        try:
            raw = entry.open()
        except UNREADABLE as error:
            raise DataError(why_unreadable(error), where=entry.place) from error
        self.quotes = 0
        self._text = None if encoding.startswith("utf-8") else _decoded(raw, encoding)
        self._raw = raw
        self._place = entry.place
        self._ended = False
        self._bytes = 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, in UTF-8."""
        size = _BLOCK if size < 0 else size
        try:
            chunk, ended = self._next(size)
        except UNREADABLE as error:
            raise DataError(why_unreadable(error), where=self._place) from error
        self._bytes += len(chunk)
        self.quotes += chunk.count(b'"')
        if ended and not self._ended:
            self._ended = True
            chunk += b"\n"
        return chunk

    def _next(self, size: int) -> tuple[bytes, bool]:
        """At most `size` bytes, and whether they are the last."""
        if self._text is None:
            chunk = self._raw.read(size - 1)
            return chunk, len(chunk) < size - 1
        wanted = max(1, size // 4 - 1)  # no character takes more than four bytes
        text = self._text.read(wanted)
        return text.encode(), len(text) < wanted

    def taken(self) -> int:
        """Bytes read since the last call."""
        taken, self._bytes = self._bytes, 0
        return taken

    def close(self) -> None:
        """Close the file."""
        (self._text or self._raw).close()
        super().close()


def _decoded(raw: BinaryIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")


def arrow_batches(
    stream: Utf8, width: int, parse: pacsv.ParseOptions, *, place: str, header: bool, preamble: int = 0
) -> Iterator[tuple[pa.RecordBatch, list[pacsv.InvalidRow]]]:
    """Batches of byte cells, each with the rows up to its end that have another number of columns."""
    waiting: deque[pacsv.InvalidRow] = deque()

    def keep(row: pacsv.InvalidRow) -> str:
        waiting.append(row)
        return "skip"

    row = 1 + header
    parse.invalid_row_handler = keep
    names = [f"c{i}" for i in range(width)]
    schema = pa.schema([(name, pa.binary()) for name in names])
    try:
        with pacsv.open_csv(
            stream,
            read_options=pacsv.ReadOptions(
                use_threads=False,  # rows of the wrong width are numbered only then
                block_size=_BLOCK,
                column_names=names,
                skip_rows=preamble,
                skip_rows_after_names=int(header),
            ),
            parse_options=parse,
            convert_options=pacsv.ConvertOptions(column_types=schema, strings_can_be_null=False),
        ) as reader:
            for batch in reader:
                # Arrow reads ahead: the rows that are numbered beyond this batch wait for a later one.
                misfits: list[pacsv.InvalidRow] = []
                while waiting and waiting[0].number < row + len(batch) + len(misfits):
                    misfits.append(waiting.popleft())
                row += len(batch) + len(misfits)
                yield batch, misfits
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error):
            raise DataError("cannot be parsed", where=place, mend="export it again") from error
        raise DataError(
            f"one record is longer than {_BLOCK >> 20} MB",
            where=place,
            mend="close the quotation mark that is left open",
        ) from error
    if waiting:
        empty = pa.record_batch([pa.array([], pa.binary())] * width, schema=schema)
        yield empty, list(waiting)


def glued(columns: Sequence[pa.Array], field: str) -> pa.Array:
    """Several columns of one field as one."""
    if len(columns) == 1:
        return columns[0]
    return pc.binary_join_element_wise(*columns, glue(field), null_handling="skip")


def glue(field: str) -> str:
    """What stands between the cells of two columns of one field."""
    return LIST_MARK if field in RECIPIENTS else " "


def text_column(column: pa.Array) -> pa.Array:
    """Bytes as text: UTF-8, and where a cell is not, cp1252."""
    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([_decode(cell) for cell in column.to_pylist()], pa.string())


def _decode(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.decode("cp1252", errors="replace")
