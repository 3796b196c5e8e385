"""A log in one piece, to be pickled: handed to another process, or kept between two sessions of a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from silograph.log.schema import ENUMS, MESSAGES, META, PEOPLE, RECIPIENTS, TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from silograph.log.messages import MessageLog
    from silograph.log.provenance import Provenance

_RELATION = "carried_log"
_PART = (MESSAGES, RECIPIENTS)  # of which only what is in the log goes with it
_LEFT = (META, PEOPLE)  # of a store, not of a log


def carried(log: MessageLog) -> tuple[dict[str, pa.Table], pd.DataFrame, Provenance]:
    """All that a log rests on, as plain values: its messages, and the rest of its store but the people table.

    Parameters
    ----------
    log
        A whole log, or a part of one (`MessageLog.filter`).
    """
    inside = f"WHERE message_no IN (SELECT message_no FROM {log.relation})"
    queries = {
        table.name: f"SELECT * FROM {table} {inside if table in _PART else ''}"
        for table in TABLES
        if table not in _LEFT
    }
    queries[_RELATION] = f"SELECT * FROM {log.relation}"
    tables = {name: log.connection.sql(query).to_arrow_table() for name, query in queries.items()}
    return tables, log.actors, log.provenance


def restored(tables: dict[str, Any], actors: pd.DataFrame, provenance: Provenance) -> MessageLog:
    """The log of what `carried` gave, in a store of its own in memory.

    Parameters
    ----------
    tables, actors, provenance
        As given there.
    """
    from silograph.log.messages import MessageLog
    from silograph.log.store import Store

    connection = Store.in_memory().connection
    for name, rows in tables.items():
        connection.register("arriving", rows)
        if name == _RELATION:
            typed = ", ".join(f"{one}::{one} AS {one}" if one in ENUMS else one for one in rows.column_names)
            connection.execute(f"CREATE TEMP TABLE {name} AS SELECT {typed} FROM arriving")
        else:
            connection.execute(f"INSERT INTO {name} SELECT * FROM arriving")
        connection.unregister("arriving")
    return MessageLog(connection, _RELATION, actors, provenance=provenance)
