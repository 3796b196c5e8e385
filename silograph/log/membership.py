"""Which function somebody belonged to at the time of a message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.schema import UNKNOWN


def valid_at(spell: str, end: str) -> str:
    """SQL condition that a spell is the one valid for an actor; a message without a time counts as the latest."""
    when = "coalesce(sent_at, TIMESTAMP '9999-01-01')"
    return (
        f"{spell}.actor_no = {end} AND ({spell}.valid_from IS NULL OR {when} >= {spell}.valid_from)"
        f" AND ({spell}.valid_to IS NULL OR {when} < {spell}.valid_to)"
    )


def lasting_functions(
    log: MessageLog, roster: Roster
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """Number of each actor's function where nobody's changes, and the functions' names."""
    functions = roster.latest["function"].reindex(log.actors["actor_id"]).fillna(UNKNOWN)
    codes, names = pd.factorize(functions.to_numpy(object))
    return codes.astype(np.int64), np.asarray(names, dtype=object)


@contextmanager
def function_spells(log: MessageLog, roster: Roster) -> Iterator[npt.NDArray[np.object_]]:
    """Make the periods of all actors the table ``spells``; gives function names by number, the last one unknown."""
    number = pd.Series(log.actors.index, index=log.actors["actor_id"])
    spells = roster.spells()
    spells = spells[spells["person_id"].isin(number.index)]
    codes, names = pd.factorize(spells["function"])
    table = pa.table(
        {
            "actor_no": pa.array(spells["person_id"].map(number), pa.int32()),
            "function_no": pa.array(codes, pa.int32()),
            "valid_from": pa.array(spells["valid_from"], pa.timestamp("us")),
            "valid_to": pa.array(spells["valid_to"], pa.timestamp("us")),
        }
    )
    log.connection.register("spells", table)
    try:
        yield np.append(np.asarray(names, dtype=object), UNKNOWN)
    finally:
        log.connection.unregister("spells")
