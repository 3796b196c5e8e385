"""Tables of interactions: CSV, TSV, Parquet or JSON Lines with a sender, a recipient and a time.

The files are read in blocks as text, and each block is cleaned, checked and split by one DuckDB query, so
ten million rows flow in bounded memory and no Python code runs per row. How the columns are recognised and
what becomes of odd rows is described in ``docs/sources/interactions.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa

from silograph.errors import DataError
from silograph.loaders.dates import DateSurvey
from silograph.loaders.files import (
    Entry,
    Source,
)
from silograph.loaders.headers import plain_name, trace_format
from silograph.loaders.tables.blocks import Block, Table
from silograph.loaders.tables.columns import ALIASES
from silograph.loaders.tables.dated import in_numbers
from silograph.loaders.tables.opening import checked_table, open_table
from silograph.loaders.tables.query import (
    MACROS,
    MESSAGES_SQL,
    RECIPIENT_LISTS,
    RECIPIENT_ROWS,
    SPACES_SQL,
    SURVEY,
    Survey,
    step_sql,
)
from silograph.log.batches import Batch, BatchBuilder, ReadOptions
from silograph.log.schema import (
    MESSAGE_SCHEMA,
    RECIPIENT_SCHEMA,
)
from silograph.writing import scratch_folder

READS = "interactions: CSV, TSV, Parquet or JSON Lines with columns sent_at, sender, recipient (and more)"
# Said of people and of links of any sort too: believed only beside a time, and not in tables of people.
_WEAK = {"from", "to", "source", "src", "target", "dst", "de", "von", "an"}
_PEOPLE = {"personid", "employeeid", "department", "function", "jobtitle"}
_EVENTS = {"activity", "conceptname", "caseconceptname", "field", "fromstring", "tostring"}
_SURVEYED_PARTS = 50


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
    tables = [checked_table(entry) for entry in entries]
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET TimeZone = '{options.timezone.key}'; SET memory_limit = '1GB'")
        connection.execute("SET temp_directory = ?", [str(scratch_folder() / "tables")])
        connection.execute(MACROS)
        survey = _survey(tables, connection, options.dates)
        record = 0
        for table in tables:
            for block in table.blocks(connection, ALIASES):
                numbers = pa.array(np.arange(record, record + len(block.cells)) + 1, pa.int64())
                record += len(block.cells)
                cells = in_numbers(block.cells, survey.dates).append_column("record", numbers)
                yield _batch(replace(block, cells=cells), table, survey, connection, options)
        if note := _note(survey.dates):
            builder = BatchBuilder(row_records=not survey.lists)
            builder.note(note)
            yield builder.take()


def _parts(source: Source) -> list[Entry]:
    """Its files without what operating systems leave behind."""
    hidden = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")
    return [entry for entry in source.entries if not hidden.search(entry.name)]


def _is_interactions(entry: Entry) -> bool:
    try:
        header = open_table(entry).header
    except DataError:
        return False
    names = {plain_name(name) for name in header}
    used = {f: next((a for a in aliases if a in names), None) for f, aliases in ALIASES.items()}
    if not used["sender"] or not used["recipient"] or names & _EVENTS or trace_format(names):
        return False
    if {used["sender"], used["recipient"]} <= _WEAK:
        return used["sent_at"] is not None and not names & _PEOPLE
    return True


def _survey(tables: Sequence[Table], connection: duckdb.DuckDBPyConnection, told: str | None) -> Survey:
    """Read the columns of recipients and times once, because one late cell may say how to read the first."""
    lists = any(not {"cc", "bcc"}.isdisjoint(table.columns) for table in tables)
    dates, dated = DateSurvey(told), 0
    for table in tables:
        for block in table.blocks(connection, ("sent_at", "recipient")):
            connection.register("block", in_numbers(block.cells, dates))
            found = connection.execute(SURVEY).fetchall()[0]
            connection.unregister("block")
            lists, dated = lists or found[0], dated + found[1]
            dates.open += found[2]
            dates.day, dates.month = dates.day or found[3], dates.month or found[4]
            dates.numbers, dates.serials = dates.numbers + found[5], dates.serials + found[6]
    untold = not (told or dates.day or dates.month)
    if untold and dates.open and dates.open == dated:
        raise DataError(
            "nothing tells whether dates like 01/02/2024 put the day or the month first",
            where=tables[0].entry.place,
            mend="write dates as 2024-02-01, or say --dates dmy or --dates mdy",
        )
    return Survey(bool(lists), dates)


def _note(dates: DateSurvey) -> str | None:
    """How dates were read that can be read in two ways; unlike in logs of events, no order is the usual one."""
    if dates.open and dates.order is None and not dates.day:
        return (
            "nothing tells whether dates like 01/02/2024 have the day or the month first: they are left out; say "
            "--dates dmy or --dates mdy"
        )
    return dates.note


def _batch(
    block: Block,
    table: Table,
    survey: Survey,
    connection: duckdb.DuckDBPyConnection,
    options: ReadOptions,
) -> Batch:
    """Clean, check and split one block."""
    connection.register("block", block.cells)
    connection.execute(step_sql(block.cells.column_names, survey, table))
    connection.unregister("block")
    messages = connection.sql(MESSAGES_SQL.format(subject="subject" if options.subjects else "NULL::VARCHAR"))
    recipients = connection.sql(RECIPIENT_LISTS if survey.lists else RECIPIENT_ROWS)
    builder = BatchBuilder(row_records=not survey.lists)
    unusable = dict(
        builder.columns(
            messages.to_arrow_table().cast(MESSAGE_SCHEMA), recipients.to_arrow_table().cast(RECIPIENT_SCHEMA)
        )
    )
    refused = connection.execute("SELECT line, reason FROM step WHERE reason IS NOT NULL").fetchall()
    if unusable:
        line_of = dict(zip(*(block.cells[name].to_pylist() for name in ("record", "line")), strict=True))
        refused += [(line_of[record], reason) for record, reason in unusable.items()]
    for line, reason in sorted([*block.rejected, *refused]):
        builder.reject(f"{table.entry.place}:{table.unit} {line}", reason)
    for (space,) in connection.execute(SPACES_SQL).fetchall():
        builder.space(space, public=True)  # the analyst made the table, and named its spaces
    builder.progress(block.bytes_read)
    return builder.take()
