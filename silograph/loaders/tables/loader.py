"""Tables of interactions: CSV, TSV, Parquet or JSON Lines with a sender, a recipient and a time.

The files are read in blocks as text, and each block is cleaned, checked and split by one DuckDB query, so
ten million rows flow in bounded memory and no Python code runs per row. How the columns are recognised and
what becomes of odd rows is described in ``docs/sources/interactions.md``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import BinaryIO, TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from silograph.errors import DataError
from silograph.loaders.files import (
    UNREADABLE,
    Entry,
    Source,
    left_open,
    sniff_encoding,
    swallowed_by,
    why_unreadable,
)
from silograph.log.messages import (
    ACTOR_SCHEMA,
    CHANNELS,
    KINDS,
    MESSAGE_SCHEMA,
    RECIPIENT_SCHEMA,
    ROLES,
    Batch,
    ReadOptions,
    Rejected,
)
from silograph.writing import scratch_folder

READS = "interactions: CSV, TSV, Parquet or JSON Lines with columns sent_at, sender, recipient (and more)"

# Names of columns, compared without case, accents, spaces and punctuation; the first that occurs is used.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "sent_at": (
        "sentat", "senton", "sentdate", "datesent", "senttime", "sent", "datetime", "eventdate", "eventtime",
        "timestamp", "ts", "unixtime", "date", "time", "messagedate", "createdat", "created", "received",
        "dateenvoi", "datedenvoi", "envoyele", "datedumessage", "horodatage",
    ),
    "sender": (
        "sender", "senderid", "senderaddress", "senderemail", "from", "fromaddress", "fromemail", "fromid",
        "source", "src", "expediteur", "absender", "de", "von",
    ),
    "recipient": (
        "recipient", "recipients", "recipientid", "recipientaddress", "recipientemail", "receiver",
        "receiverid", "to", "toaddress", "toemail", "toid", "target", "dst", "destinataire", "destinataires",
        "empfanger", "an",
    ),
    "cc": ("cc", "ccrecipients"),
    "bcc": ("bcc", "bccrecipients"),
    "message_id": ("messageid", "msgid", "mid", "internetmessageid"),
    "channel": ("channel",),
    "kind": ("kind",),
    "role": ("role", "recipientrole"),
    "thread_id": ("threadid", "thread", "conversationid"),
    "parent_id": ("parentid", "inreplyto"),
    "space": ("space",),
    "audience": ("audience",),
    "automated": ("automated", "isautomated"),
    "subject": ("subject", "objet", "betreff"),
}  # fmt: skip
_REQUIRED = ("sent_at", "sender", "recipient")
_RECIPIENTS = ("recipient", "cc", "bcc")
_IDS = ("sender", *_RECIPIENTS, "message_id", "thread_id", "parent_id", "space")
# Said of people and of links of any sort too: believed only beside a time, and not in tables of people.
_WEAK = {"from", "to", "source", "src", "target", "dst", "de", "von", "an"}
_PEOPLE = {"personid", "employeeid", "department", "function", "jobtitle"}
_EVENTS = {"activity", "conceptname", "caseconceptname", "field", "fromstring", "tostring"}

T = TypeVar("T")

_BLOCK = 1 << 23
_PARQUET_ROWS = 100_000
_SURVEYED_PARTS = 50
_LIST = "\x1f"  # joins the items of a list that a format states as one


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is a table of interactions."""
    try:
        entries = _parts(source)
        step = max(1, len(entries) // _SURVEYED_PARTS)
        return bool(entries) and all(_is_interactions(entry) for entry in entries[::step])
    except (DataError, OSError):
        return False


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The rows of all files of `source`, block by block; a row that cannot be used is rejected with its line.

    Raises
    ------
    DataError
        A file has no usable header, or nothing in the files tells whether 01/02/2024 is in January.
    """
    entries = _parts(source)
    if not entries:
        raise DataError("no files in it", where=source.name, mend="name a CSV, Parquet or JSON Lines file")
    tables = [_table(entry) for entry in entries]
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET TimeZone = '{options.timezone.key}'; SET memory_limit = '1GB'")
        connection.execute("SET temp_directory = ?", [str(scratch_folder() / "tables")])
        connection.execute(_MACROS)
        survey = _survey(tables, connection)
        record = 0
        for table in tables:
            for block in table.blocks(connection, ALIASES):
                numbers = pa.array(np.arange(record, record + len(block.cells)) + 1, pa.int64())
                record += len(block.cells)
                cells = block.cells.append_column("record", numbers)
                yield _batch(replace(block, cells=cells), table, survey, connection, options)


def _parts(source: Source) -> list[Entry]:
    """Its files without what operating systems leave behind."""
    hidden = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")
    return [entry for entry in source.entries if not hidden.search(entry.name)]


# --- headers ------------------------------------------------------------------------------------------


def _plain(header: str) -> str:
    """A column's name without case, accents, spaces, punctuation and ``[remarks]``."""
    letters = unicodedata.normalize("NFKD", re.sub(r"\[[^\]]*\]", "", header)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _columns(header: Sequence[str], place: str) -> dict[str, tuple[int, ...]]:
    """Positions of each known field; several columns of recipients, and a date beside a time, are joined."""
    names = [_plain(name) for name in header]
    found: dict[str, tuple[int, ...]] = {}
    for field, aliases in ALIASES.items():
        alias = next((alias for alias in aliases if alias in names), None)
        if alias is None:
            continue
        positions = tuple(i for i, name in enumerate(names) if name == alias)
        if field == "sent_at" and alias == "date" and "time" in names:
            positions += tuple(i for i, name in enumerate(names) if name == "time")
        elif len(positions) > 1 and field not in _RECIPIENTS:
            raise DataError(
                f"{len(positions)} columns are named {header[positions[0]]!r}",
                where=place,
                mend=f"keep one of them as {field}",
            )
        found[field] = positions
    return found


def _is_interactions(entry: Entry) -> bool:
    try:
        header = _open_table(entry).header
    except DataError:
        return False
    names = {_plain(name) for name in header}
    used = {f: next((a for a in aliases if a in names), None) for f, aliases in ALIASES.items()}
    if not used["sender"] or not used["recipient"] or names & _EVENTS:
        return False
    if {used["sender"], used["recipient"]} <= _WEAK:
        return used["sent_at"] is not None and not names & _PEOPLE
    return True


# --- the three formats, each as blocks of text cells --------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    """Some rows of a file: a text column per field and ``line``; and the lines that could not be parsed."""

    cells: pa.Table
    rejected: tuple[tuple[int, str], ...] = ()
    bytes_read: int = 0


@dataclass(frozen=True)
class _Table:
    """A file of interactions: its header and where each known field lies."""

    entry: Entry
    header: tuple[str, ...]

    unit = "line"

    @cached_property
    def columns(self) -> dict[str, tuple[int, ...]]:
        """Positions of each known field."""
        return _columns(self.header, self.entry.place)

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[_Block]:
        """The rows, block by block, with the columns of `fields` only."""
        raise NotImplementedError


def _table(entry: Entry) -> _Table:
    """The table in a file, checked for the columns it must have."""
    table = _open_table(entry)
    lacking = [field for field in _REQUIRED if field not in table.columns]
    if lacking:
        raise DataError(
            f"no column {' and no column '.join(lacking)} among {_listed(table.header)}",
            where=entry.place,
            mend="name the columns sent_at, sender and recipient in the first line (sent_at may be left empty)",
        )
    return table


def columns_of(entry: Entry) -> tuple[str, list[str]] | None:
    """The columns of a file that could be a table, as text, and the required ones it lacks; None for other files."""
    try:
        table = _open_table(entry)
        lacking = [field for field in _REQUIRED if field not in table.columns]
    except DataError:
        return None
    if not lacking or len(table.header) < 2 or not all(name.isprintable() for name in table.header):
        return None
    return _listed(table.header), lacking


def _listed(header: Sequence[str]) -> str:
    return ", ".join(repr(name[:40]) for name in header[:30])


def _open_table(entry: Entry) -> _Table:
    head = entry.head()
    if not head and (problem := entry.unreadable()):
        raise DataError(problem, where=entry.place)
    if not head.strip(b"\0 \r\n\t"):
        raise DataError("an empty file", where=entry.place, mend="export it again")
    if head.startswith(b"PAR1"):
        return _open_parquet(entry)
    encoding = sniff_encoding(head)
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return _open_jsonl(entry, text, encoding)
    return _open_csv(entry, text, encoding)


class _Utf8(io.RawIOBase):
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
        return True

    def read(self, size: int = -1) -> bytes:
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
        (self._text or self._raw).close()
        super().close()


def _decoded(raw: BinaryIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")


def _arrow_batches(
    stream: _Utf8, width: int, parse: pacsv.ParseOptions, *, place: str, header: bool, preamble: int = 0
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
            raise DataError(f"cannot be parsed: {str(error)[:100]}", where=place) from error
        raise DataError(
            f"one record is longer than {_BLOCK >> 20} MB",
            where=place,
            mend="close the quotation mark that is left open",
        ) from error
    if waiting:
        empty = pa.record_batch([pa.array([], pa.binary())] * width, schema=schema)
        yield empty, list(waiting)


@dataclass(frozen=True)
class _Csv(_Table):
    delimiter: str = ","
    encoding: str = "utf-8"
    preamble: int = 0  # lines above the header
    header_lines: int = 1

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[_Block]:  # noqa: ARG002
        """Parsed by Arrow, which hands over rows of the wrong width with their number."""
        width = len(self.header)
        parse = pacsv.ParseOptions(
            delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False
        )
        line, row = self.preamble + self.header_lines + 1, 2
        with _Utf8(self.entry, self.encoding) as stream:
            batches = _arrow_batches(
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

                rejected = []
                for misfit, at in zip(misfits, lines[numbers].tolist(), strict=True):
                    unclosed = misfit.text.count('"') % 2 == 1
                    rejected += self._run_together(misfit.text, at, unclosed=unclosed) or [
                        (at, f"{misfit.actual_columns} columns instead of {width}")
                    ]
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
                cells_of = {
                    f: _glued([_text(batch.column(i)) for i in at], f)
                    for f, at in self.columns.items()
                    if f in fields
                }
                cells_table = pa.table({"line": pa.array(lines[fits]), **cells_of}).filter(pa.array(keep))
                yield _Block(cells_table, tuple(sorted(rejected)), stream.taken())

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


def _open_csv(entry: Entry, text: str, encoding: str) -> _Csv:
    preamble = 0
    delimiters = ",;\t|"
    if declared := re.match(r"sep=(.)\r?\n", text):  # what Excel writes for itself
        delimiters, preamble, text = declared[1], 1, text[declared.end() :]
    best = max(delimiters, key=lambda delimiter: _fit(text, delimiter))
    header, lines = _first_record(text, best)
    return _Csv(entry, header, best, encoding, preamble, lines)


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
    plain = {_plain(name) for name in names}
    return sum(not plain.isdisjoint(ALIASES[field]) for field in _REQUIRED), len(names)


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


def _glued(columns: Sequence[pa.Array], field: str) -> pa.Array:
    """Several columns of one field as one."""
    if len(columns) == 1:
        return columns[0]
    return pc.binary_join_element_wise(*columns, _glue(field), null_handling="skip")


def _glue(field: str) -> str:
    return _LIST if field in _RECIPIENTS else " "


def _text(column: pa.Array) -> pa.Array:
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


@dataclass(frozen=True)
class _Jsonl(_Table):
    encoding: str = "utf-8"

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[_Block]:
        """Lines split by Arrow, parsed by DuckDB; a key may turn up anywhere in the file."""
        # The unit separator never occurs in JSON, so each line is one cell.
        parse = pacsv.ParseOptions(delimiter=_LIST, quote_char=False, ignore_empty_lines=False)
        line = 1
        with _Utf8(self.entry, self.encoding) as stream:
            for batch, misfits in _arrow_batches(stream, 1, parse, place=self.entry.place, header=False):
                spoilt = np.array([misfit.number - line for misfit in misfits], dtype=np.int64)
                lines = np.arange(line, line + len(batch) + len(misfits))
                line += len(lines)
                text = pa.table({"line": np.delete(lines, spoilt), "json": _text(batch.column(0))})
                connection.register("text", text)
                connection.execute(_PARSE_JSON)
                bad = connection.execute("SELECT line FROM parsed WHERE NOT fine ORDER BY line").fetchall()
                cells = connection.sql(self._select(connection, fields)).to_arrow_table()
                connection.unregister("text")
                rejected = [(at, "not a JSON object") for (at,) in [*zip(lines[spoilt].tolist()), *bad]]
                yield _Block(cells, tuple(sorted(rejected)), stream.taken())

    def _select(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> str:
        keys = connection.execute("SELECT DISTINCT unnest(json_keys(json)) FROM parsed WHERE fine").fetchall()
        header = tuple(dict.fromkeys([*self.header, *sorted(key for (key,) in keys)]))
        columns = _columns(header, self.entry.place)
        cells = [
            f"concat_ws({_quoted(_glue(f))}, {', '.join(_json_value(header[i]) for i in at)}) AS {f}"
            for f, at in columns.items()
            if f in fields
        ]
        return f"SELECT line, {', '.join(cells)} FROM parsed WHERE fine ORDER BY line"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _json_value(key: str) -> str:
    """SQL for a value as text; a list becomes its items."""
    path = '$."' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return (
        f"CASE WHEN json_type(json, {_quoted(path)}) = 'ARRAY'"
        f" THEN array_to_string(json_extract_string(json, {_quoted(path + '[*]')}), {_quoted(_LIST)})"
        f" ELSE json_extract_string(json, {_quoted(path)}) END"
    )


def _open_jsonl(entry: Entry, text: str, encoding: str) -> _Jsonl:
    keys: dict[str, None] = {}
    lines = text.lstrip().split("\n")
    for line in lines[:-1] or lines:  # the last one may be cut off
        try:
            record = json.loads(line)
        except ValueError:
            continue
        keys |= dict.fromkeys(record if isinstance(record, dict) else ())
    if not keys:
        raise DataError(
            "no JSON object fills a line", where=entry.place, mend="write one object per line (JSON Lines)"
        )
    return _Jsonl(entry, tuple(keys), encoding)


@dataclass(frozen=True)
class _Parquet(_Table):
    unit = "row"

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[_Block]:  # noqa: ARG002
        """Read by Arrow, column by column; lists of recipients are kept, whole numbers stay whole."""
        wanted = {f: at for f, at in self.columns.items() if f in fields}
        names = [self.header[i] for at in wanted.values() for i in at]
        line = 1
        with _parquet(self.entry) as file:
            share = self.entry.size / max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(batch_size=_PARQUET_ROWS, columns=names):
                cells = {
                    f: _glued([_as_text(batch.column(self.header[i]), self.entry.place) for i in at], f)
                    for f, at in wanted.items()
                }
                lines = pa.array(np.arange(line, line + len(batch)))
                line += len(batch)
                yield _Block(pa.table({"line": lines, **cells}), (), int(share * len(batch)))


@contextmanager
def _parquet(entry: Entry) -> Iterator[pq.ParquetFile]:
    try:
        with entry.open() as stream:
            yield pq.ParquetFile(stream)
    except (pa.ArrowInvalid, *UNREADABLE) as error:
        raise DataError("damaged Parquet file", where=entry.place, mend="export it again") from error


def _open_parquet(entry: Entry) -> _Parquet:
    with _parquet(entry) as file:
        return _Parquet(entry, tuple(file.schema_arrow.names))


def _as_text(column: pa.Array, place: str) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us", tz="UTC" if kind.tz else None), safe=False).cast(pa.string())
    if pa.types.is_floating(kind):  # pandas makes whole numbers with gaps into floats
        column = pc.if_else(pc.is_finite(column), column, None)
        whole = pc.cast(pc.floor(column), pa.int64(), safe=False).cast(pa.string())
        return pc.if_else(pc.equal(column, pc.floor(column)), whole, column.cast(pa.string()))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pc.binary_join(column.cast(pa.list_(pa.string())), _LIST)
    if pa.types.is_binary(kind):
        return _text(column)
    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise DataError(f"cells of type {kind}", where=place, mend="store text in this column") from error


# --- what the whole source tells about its parts ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Survey:
    """What no single row can tell.

    Parameters
    ----------
    lists
        Some cell names several recipients, or copies have a column of their own: a row is a whole message.
    order
        Of 01/02/2024: ``day`` or ``month`` first, or ``unknown``.
    """

    lists: bool
    order: str


def _survey(tables: Sequence[_Table], connection: duckdb.DuckDBPyConnection) -> _Survey:
    """Read the columns of recipients and times once, because one late cell may say how to read the first."""
    lists = any(not {"cc", "bcc"}.isdisjoint(table.columns) for table in tables)
    dated = slashed = 0
    day = month = False
    for table in tables:
        for block in table.blocks(connection, ("sent_at", "recipient")):
            connection.register("block", block.cells)
            found = connection.execute(_SURVEY).fetchall()[0]
            connection.unregister("block")
            lists, dated, slashed = lists or found[0], dated + found[1], slashed + found[2]
            day, month = day or found[3], month or found[4]
    order = {(True, False): "day", (False, True): "month"}.get((day, month), "unknown")
    if order == "unknown" and slashed and slashed == dated and not (day or month):
        raise DataError(
            "nothing tells whether dates like 01/02/2024 put the day or the month first",
            where=tables[0].entry.place,
            mend="write dates as 2024-02-01",
        )
    return _Survey(bool(lists), order)


# --- the query ----------------------------------------------------------------------------------------


def _batch(
    block: _Block,
    table: _Table,
    survey: _Survey,
    connection: duckdb.DuckDBPyConnection,
    options: ReadOptions,
) -> Batch:
    """Clean, check and split one block."""
    connection.register("block", block.cells)
    connection.execute(_step(block.cells.column_names, survey, table))
    connection.unregister("block")
    messages = connection.sql(_MESSAGES.format(subject="subject" if options.subjects else "NULL::VARCHAR"))
    recipients = connection.sql(_RECIPIENT_LISTS if survey.lists else _RECIPIENT_ROWS)
    refused = connection.execute("SELECT line, reason FROM step WHERE reason IS NOT NULL").fetchall()
    lines = sorted([*block.rejected, *refused])
    return Batch(
        messages=messages.to_arrow_table().cast(MESSAGE_SCHEMA),
        recipients=recipients.to_arrow_table().cast(RECIPIENT_SCHEMA),
        actors=ACTOR_SCHEMA.empty_table(),
        rejected=tuple(
            Rejected(f"{table.entry.place}:{table.unit} {line}", reason) for line, reason in lines
        ),
        records=len(block.cells) + len(block.rejected),
        bytes_read=block.bytes_read,
        row_records=not survey.lists,
    )


def _step(present: Collection[str], survey: _Survey, table: _Table) -> str:
    """SQL that makes the table ``step``: the rows cleaned, each with the reason why it is refused, if any."""
    cells = ", ".join(f"clean({f}) AS {f}" if f in present else f"NULL::VARCHAR AS {f}" for f in ALIASES)
    if survey.lists:
        recipients = ", ".join(f"parts({f}) AS {f}" for f in _RECIPIENTS)
        kept, alone = ", ".join(_RECIPIENTS), "TRUE"
        nobody = " AND ".join(f"coalesce(len({f}), 0) = 0" for f in _RECIPIENTS)
    else:
        recipients = "address(recipient) AS recipient"
        kept, alone = "recipient", "moment IS NULL"
        nobody = "recipient IS NULL"
    nul = " OR ".join(f"coalesce(contains({f}, chr(0)), FALSE)" for f in _IDS if f in present)
    return f"""
    CREATE OR REPLACE TEMP TABLE step AS
    WITH cells AS (SELECT record, line, {cells} FROM block),
    dated AS (
        SELECT *, CASE WHEN regexp_matches(sent_at, '^\\d{{1,2}}[/.-]') THEN numeric_date(sent_at) END AS parts_of_date
        FROM cells),
    ordered AS (
        SELECT *, month_of(try_cast(parts_of_date.a AS INTEGER), try_cast(parts_of_date.b AS INTEGER),
                           parts_of_date.sep, '{survey.order}') AS month
        FROM dated),
    typed AS (
        SELECT record, line, sent_at AS written, parts_of_date, month, instant(sent_at, parts_of_date, month) AS moment,
               address(sender) AS sender, {recipients}, {nul} AS nul,
               message_id, lower(kind) AS kind, lower(role) AS role,
               coalesce(lower(channel), CASE WHEN lower(kind) = 'handoff' THEN 'handoff'
                   WHEN lower(kind) IN ('post', 'reaction', 'mention') THEN 'post' ELSE 'email' END) AS channel,
               thread_id, parent_id, space, audience AS told_audience, try_cast(audience AS DOUBLE) AS audience,
               automated AS told_automated, flag(automated) AS automated, subject
        FROM ordered)
    SELECT record, line, moment, quality(written, moment) AS time_quality, sender, {kept},
           channel, coalesce(kind, CASE channel WHEN 'email' THEN 'mail' ELSE channel END) AS kind,
           coalesce(role, CASE WHEN kind IN ('reaction', 'mention') THEN kind
               WHEN channel = 'handoff' THEN 'assignee' ELSE 'to' END) AS role,
           CASE WHEN message_id IS NOT NULL THEN message_id
                WHEN {alone} THEN md5(concat_ws(chr(31), {_quoted(table.entry.place)}, line, sender, written))
                ELSE md5(concat_ws(chr(31), sender, epoch_us(moment), thread_id)) END AS message_id,
           thread_id, parent_id, space, audience, coalesce(automated, FALSE) AS automated, subject,
           CASE WHEN sender IS NULL THEN 'no sender'
                WHEN nul THEN 'a NUL character in an id'
                WHEN contains(sender, chr(10)) THEN 'a line break in the sender: a quotation mark is left open'
                WHEN written IS NOT NULL AND moment IS NULL THEN bad_date(written, parts_of_date, month)
                WHEN far_offset(written) THEN 'a UTC offset beyond 14 hours: ' || shown(written)
                WHEN moment NOT BETWEEN TIMESTAMPTZ '1970-01-01 00:00:00+00' AND TIMESTAMPTZ '2100-01-01 00:00:00+00'
                    THEN 'a date outside 1970-2099: ' || shown(written)
                WHEN NOT list_contains({list(CHANNELS)}, channel)
                    THEN unknown_value('channel', channel, '{", ".join(CHANNELS)}')
                WHEN NOT list_contains({list(KINDS)}, kind)
                    THEN unknown_value('kind', kind, '{", ".join(KINDS)}')
                WHEN NOT list_contains({list(ROLES)}, role)
                    THEN unknown_value('role', role, '{", ".join(ROLES)}')
                WHEN told_automated IS NOT NULL AND automated IS NULL
                    THEN unknown_value('automated', told_automated, 'true, false')
                WHEN told_audience IS NOT NULL AND NOT coalesce(
                        audience BETWEEN 0 AND 2147483647 AND audience = floor(audience), FALSE)
                    THEN 'audience is no whole number: ' || shown(told_audience)
                WHEN channel <> 'post' AND {nobody} THEN 'no recipient' END AS reason
    FROM typed
    """


_MESSAGES = """
SELECT record, message_id, sender, moment AS sent_at, time_quality, channel, kind, thread_id, parent_id, space,
       audience::INTEGER AS audience, automated, {subject} AS subject
FROM step WHERE reason IS NULL
"""
_RECIPIENT_ROWS = "SELECT record, recipient, role FROM step WHERE reason IS NULL AND recipient IS NOT NULL"
_RECIPIENT_LISTS = """
SELECT record, unnest(recipient) AS recipient, role FROM step WHERE reason IS NULL
UNION ALL SELECT record, unnest(cc), 'cc' FROM step WHERE reason IS NULL
UNION ALL SELECT record, unnest(bcc), 'bcc' FROM step WHERE reason IS NULL
"""

_SURVEY = r"""
WITH cells AS (SELECT clean(sent_at) AS sent_at, recipient FROM block),
dated AS (
    SELECT sent_at, recipient,
           CASE WHEN sent_at[2] IN ('/', '-') OR sent_at[3] IN ('/', '-') THEN slashed(sent_at) END AS date
    FROM cells)
SELECT coalesce(bool_or(CASE WHEN separated(recipient) THEN len(parts(recipient)) > 1 ELSE FALSE END), FALSE),
       count(sent_at), count(*) FILTER (try_cast(date.a AS INTEGER) <> try_cast(date.b AS INTEGER)),
       coalesce(bool_or(try_cast(date.a AS INTEGER) > 12), FALSE),
       coalesce(bool_or(try_cast(date.b AS INTEGER) > 12), FALSE)
FROM dated
"""

_PARSE_JSON = """
CREATE OR REPLACE TEMP TABLE parsed AS
SELECT line, json, CASE WHEN json_valid(json) THEN json_type(json) = 'OBJECT' ELSE FALSE END AS fine
FROM text WHERE trim(json, ' ' || chr(9) || chr(13)) <> ''
"""

# Cells that say there is nothing; spaces, line ends, no-break and zero-width characters around a cell are no content.
_MACROS = r"""
CREATE MACRO bare(t) AS trim(t, ' ' || chr(9) || chr(10) || chr(13) || chr(0) || chr(160) || chr(8203) || chr(65279));
-- (a long IN list would be joined, for every row and branch)
CREATE MACRO unless_missing(t) AS CASE WHEN length(t) < 5
    AND regexp_full_match(t, '-?|NULL|null|#?N/A|n/a|None|NaN|nan|<NA>') THEN NULL ELSE t END;
-- trimming is dear, and few cells need it
CREATE MACRO clean(t) AS CASE WHEN t[1] BETWEEN '!' AND '~' AND t[-1] BETWEEN '!' AND '~' THEN unless_missing(t)
    ELSE unless_missing(bare(t)) END;
CREATE MACRO shown(t) AS '"' || left(replace(t, chr(10), ' '), 40) || '"';
CREATE MACRO unknown_value(field, t, allowed) AS
    'unknown ' || field || ' ' || shown(t) || ' (allowed: ' || allowed || ')';
CREATE MACRO flag(t) AS CASE WHEN list_contains(['true', 't', '1', 'yes', 'y'], lower(t)) THEN TRUE
    WHEN list_contains(['false', 'f', '0', 'no', 'n'], lower(t)) THEN FALSE END;

-- addresses: lower case and bare; other ids as they are
CREATE MACRO bracketed(t) AS coalesce(nullif(regexp_extract(t, '<([^<>]*@[^<>]*)>', 1), ''), t);
CREATE MACRO address(t) AS CASE
    WHEN NOT contains(t, '@') THEN t
    WHEN NOT regexp_matches(t, '[^!#-&(-9;=?-~]') THEN lower(t)
    ELSE regexp_replace(regexp_replace(lower(trim(bracketed(t), ' <>''"')), '^mailto:', ''), '\s', '', 'g') END;
CREATE MACRO separated(t) AS
    contains(t, ';') OR contains(t, chr(31)) OR (contains(t, '@') AND (contains(t, ',') OR contains(t, chr(10))));
CREATE MACRO pieces(t) AS CASE WHEN contains(t, '@') THEN regexp_split_to_array(t, '[;,
]')
    ELSE regexp_split_to_array(t, '[;]') END;
-- in "Doe, Jo <jo@x.org>" the comma belongs to the name
CREATE MACRO parts(t) AS CASE WHEN NOT separated(t) THEN [address(t)] ELSE list_filter(
    list_transform(pieces(t), lambda p: CASE WHEN contains(t, '<') AND NOT contains(p, '@') THEN NULL
        ELSE address(clean(p)) END),
    lambda p: p IS NOT NULL AND NOT suffix(p, ':')) END;

-- times: ISO 8601; seconds, milliseconds or microseconds since 1970; 31/12/2024 6:05 PM; as in mail headers
CREATE MACRO slashed(t) AS regexp_extract(t,
    '^(\d{1,2})([/-])(\d{1,2})[/-](\d{4}|\d{2})(?:$|[ ,T])', ['a', 'sep', 'b', 'year']);
CREATE MACRO numeric_date(t) AS regexp_extract(t,
    '^(\d\d?)([/.-])(\d\d?)[/.-](\d{4}|\d\d)(?:,?[ T]+(\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?))?' ||
    ' ?([AaPp])?\.?[Mm]?\.? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$',
    ['a', 'sep', 'b', 'year', 'clock', 'half', 'zone']);
CREATE MACRO month_of(a, b, sep, first) AS CASE WHEN sep = '.' OR a > 12 THEN b WHEN b > 12 OR a = b THEN a
    WHEN first = 'day' THEN b WHEN first = 'month' THEN a END;
CREATE MACRO on_clock(clock, half) AS CASE WHEN clock = '' THEN '00:00' WHEN half = '' THEN clock
    ELSE (try_cast(split_part(clock, ':', 1) AS INTEGER) % 12 + CASE WHEN lower(half) = 'p' THEN 12 ELSE 0 END)
        || clock[strpos(clock, ':'):] END;
CREATE MACRO from_parts(d, month) AS try_cast(
    CASE WHEN length(d.year) = 2 THEN '20' || d.year ELSE d.year END || '-' || month || '-' ||
    (try_cast(d.a AS INTEGER) + try_cast(d.b AS INTEGER) - month) || ' ' ||
    replace(on_clock(d.clock, d.half), ',', '.') || d.zone AS TIMESTAMPTZ);
CREATE MACRO is_iso(t) AS regexp_matches(t, '^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:$|[T ])');
CREATE MACRO is_epoch(t) AS regexp_full_match(t, '\d{9,10}(\.\d+)?|\d{12,13}|\d{15,16}');
CREATE MACRO instant(t, d, month) AS CASE
    WHEN t IS NULL THEN NULL
    WHEN is_iso(t) THEN coalesce(try_cast(t AS TIMESTAMPTZ),
        try_cast(regexp_replace(replace(t, ',', '.'), ' +([+-])', '\1') AS TIMESTAMPTZ))
    WHEN is_epoch(t) THEN to_timestamp(CASE WHEN contains(t, '.') OR length(t) < 11 THEN t::DOUBLE
        WHEN length(t) < 14 THEN t::DOUBLE / 1e3 ELSE t::DOUBLE / 1e6 END)
    WHEN d.a <> '' THEN from_parts(d, month)
    WHEN regexp_matches(t, '^\d{8}T\d{6}') THEN try_cast(regexp_replace(t,
        '^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)', '\1-\2-\3 \4:\5:\6') AS TIMESTAMPTZ)
    WHEN regexp_matches(t, '^[A-Z][a-z]{2},? |^\d{1,2} [A-Z]') THEN
        try_strptime(regexp_replace(regexp_replace(t, ' *\([^)]*\)$', ''), ' (GMT|UTC|Z)$', ' +0000'),
        ['%a, %d %b %Y %H:%M:%S %z', '%d %b %Y %H:%M:%S %z', '%a %b %d %H:%M:%S %z %Y']) END;
-- no place on earth is further from UTC; times without an offset are mostly 19 characters long
CREATE MACRO offset_digits(t) AS replace(regexp_extract(t,
    '(?::\d\d(?:[.,]\d+)?|T\d+) ?[AaPp]?\.?[Mm]?\.? ?(?:UTC|GMT)?[+-](\d\d:?\d\d|\d\d)' ||
    '(?: \d{4}| *\([^)]*\))?$', 1), ':', '');
CREATE MACRO far_offset(t) AS CASE WHEN length(t) < 19 OR t[-1] = 'Z' OR (length(t) = 19 AND t[17] = ':') THEN FALSE
    ELSE coalesce(try_cast(rpad(offset_digits(t), 4, '0') AS INTEGER) > 1400, FALSE) END;
CREATE MACRO quality(t, moment) AS CASE
    WHEN moment IS NULL THEN 'none'
    WHEN length(t) = 19 AND t[5] = '-' AND t[17] = ':' THEN 'assumed_zone'
    WHEN is_epoch(t) THEN 'exact'
    WHEN NOT regexp_matches(t, ':|\dT\d') THEN 'day'
    WHEN NOT regexp_matches(t, ':\d\d:\d\d|T\d{6}') THEN 'minute'
    WHEN regexp_matches(t, '(Z|UTC|GMT|[+-]\d\d(:?\d\d)?|[A-Z][A-Za-z]+/[A-Za-z_/]+|\)|[+-]\d{4} \d{4})$')
        THEN 'exact'
    ELSE 'assumed_zone' END;
CREATE MACRO bad_date(t, d, month) AS CASE WHEN d.a <> '' AND month IS NULL
    THEN 'nothing tells whether the day or the month comes first: ' ELSE 'unreadable date: ' END || shown(t);
"""
