"""Parquet files, column by column."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from silograph.errors import DataError
from silograph.loaders.files import (
    UNREADABLE,
    Entry,
)
from silograph.loaders.tables.blocks import LIST_MARK, Block, Table, glued, text_column

_PARQUET_ROWS = 100_000


@dataclass(frozen=True)
class _Parquet(Table):
    unit = "row"

    def blocks(self, connection: duckdb.DuckDBPyConnection, fields: Collection[str]) -> Iterator[Block]:  # noqa: ARG002
        """Read by Arrow, column by column; lists of recipients are kept, whole numbers stay whole."""
        wanted = {f: at for f, at in self.columns.items() if f in fields}
        names = [self.header[i] for at in wanted.values() for i in at]
        line = 1
        with _parquet(self.entry) as file:
            share = self.entry.size / max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(batch_size=_PARQUET_ROWS, columns=names):
                cells = {
                    f: glued([_as_text(batch.column(self.header[i]), self.entry.place) for i in at], f)
                    for f, at in wanted.items()
                }
                lines = pa.array(np.arange(line, line + len(batch)))
                line += len(batch)
                yield Block(pa.table({"line": lines, **cells}), (), int(share * len(batch)))


@contextmanager
def _parquet(entry: Entry) -> Iterator[pq.ParquetFile]:
    try:
        with entry.open() as stream:
            yield pq.ParquetFile(stream)
    except (pa.ArrowInvalid, *UNREADABLE) as error:
        raise DataError("damaged Parquet file", where=entry.place, mend="export it again") from error


def open_parquet(entry: Entry) -> _Parquet:
    """The table in a Parquet file."""
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
        return pc.binary_join(column.cast(pa.list_(pa.string())), LIST_MARK)
    if pa.types.is_binary(kind):
        return text_column(column)
    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise DataError(f"cells of type {kind}", where=place, mend="store text in this column") from error
