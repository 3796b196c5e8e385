"""JSON Lines: an object per line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from silograph.errors import DataError
from silograph.loaders.files import (
    Entry,
)
from silograph.loaders.tables.blocks import LIST_MARK, Block, Table, Utf8, arrow_batches, glue, text_column
from silograph.loaders.tables.columns import columns_of_fields
from silograph.loaders.tables.query import quoted


@dataclass(frozen=True)
class _Jsonl(Table):
    encoding: str = "utf-8"

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[Block]:
        """Lines split by Arrow, parsed by DuckDB; a key may turn up anywhere in the file."""
        # The unit separator never occurs in JSON, so each line is one cell.
        parse = pacsv.ParseOptions(delimiter=LIST_MARK, quote_char=False, ignore_empty_lines=False)
        line = 1
        with Utf8(self.entry, self.encoding) as stream:
            for batch, misfits in arrow_batches(stream, 1, parse, place=self.entry.place, header=False):
                spoilt = np.array([misfit.number - line for misfit in misfits], dtype=np.int64)
                lines = np.arange(line, line + len(batch) + len(misfits))
                line += len(lines)
                text = pa.table({"line": np.delete(lines, spoilt), "json": text_column(batch.column(0))})
                connection.register("text", text)
                connection.execute(_PARSE_JSON)
                bad = connection.execute("SELECT line FROM parsed WHERE NOT fine ORDER BY line").fetchall()
                cells = connection.sql(self._select(connection, fields)).to_arrow_table()
                connection.unregister("text")
                rejected = [(at, "not a JSON object") for (at,) in [*zip(lines[spoilt].tolist()), *bad]]
                yield Block(cells, tuple(sorted(rejected)), stream.taken())

    def _select(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> str:
        keys = connection.execute("SELECT DISTINCT unnest(json_keys(json)) FROM parsed WHERE fine").fetchall()
        header = tuple(dict.fromkeys([*self.header, *sorted(key for (key,) in keys)]))
        columns = columns_of_fields(header, self.entry.place)
        cells = [
            f"concat_ws({quoted(glue(f))}, {', '.join(_json_value(header[i]) for i in at)}) AS {f}"
            for f, at in columns.items()
            if f in fields
        ]
        return f"SELECT line, {', '.join(cells)} FROM parsed WHERE fine ORDER BY line"


def _json_value(key: str) -> str:
    """SQL for a value as text; a list becomes its items."""
    path = '$."' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return (
        f"CASE WHEN json_type(json, {quoted(path)}) = 'ARRAY'"
        f" THEN array_to_string(json_extract_string(json, {quoted(path + '[*]')}), {quoted(LIST_MARK)})"
        f" ELSE json_extract_string(json, {quoted(path)}) END"
    )


def open_jsonl(entry: Entry, text: str, encoding: str) -> _Jsonl:
    """The table in a file of JSON Lines: its columns are the keys of the first objects."""
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


_PARSE_JSON = """
CREATE OR REPLACE TEMP TABLE parsed AS
SELECT line, json, CASE WHEN json_valid(json) THEN json_type(json) = 'OBJECT' ELSE FALSE END AS fine
FROM text WHERE trim(json, ' ' || chr(9) || chr(13)) <> ''
"""
