"""Which of the three formats a file is, and whether it has the columns that messages need."""

from __future__ import annotations

from silograph.errors import DataError
from silograph.loaders.files import (
    Entry,
    sniff_encoding,
)
from silograph.loaders.tables.blocks import Table
from silograph.loaders.tables.columns import REQUIRED
from silograph.loaders.tables.csv_table import open_csv
from silograph.loaders.tables.json_lines import open_jsonl
from silograph.loaders.tables.parquet import open_parquet
from silograph.log.cleaning import names_of_columns


def checked_table(entry: Entry) -> Table:
    """The table in a file, checked for the columns it must have."""
    table = open_table(entry)
    lacking = [field for field in REQUIRED if field not in table.columns]
    if lacking:
        raise DataError(
            f"no column {' and no column '.join(lacking)} among {names_of_columns(table.header)}",
            where=entry.place,
            mend="name the columns sent_at, sender and recipient in the first line (sent_at may be left empty)",
        )
    return table


def columns_of(entry: Entry) -> tuple[str, list[str]] | None:
    """The columns of a file that could be a table, as text, and the required ones it lacks; None for other files."""
    try:
        table = open_table(entry)
        lacking = [field for field in REQUIRED if field not in table.columns]
    except DataError:
        return None
    if not lacking or len(table.header) < 2 or not all(name.isprintable() for name in table.header):
        return None
    return names_of_columns(table.header), lacking


def open_table(entry: Entry) -> Table:
    """The table in a file, whatever its format."""
    head = entry.head()
    if not head and (problem := entry.unreadable()):
        raise DataError(problem, where=entry.place)
    if not head.strip(b"\0 \r\n\t"):
        raise DataError("an empty file", where=entry.place, mend="export it again")
    if head.startswith(b"PAR1"):
        return open_parquet(entry)
    encoding = sniff_encoding(head)
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return open_jsonl(entry, text, encoding)
    return open_csv(entry, text, encoding)
