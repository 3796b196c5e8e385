"""The analyst's own judgement of functions, kept apart from what the messages show: ``suitability.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from silograph.errors import DataError

# What a team in charge of social media should bring, which no log can show.
QUALITIES = (
    "knows the products",
    "shares the values",
    "knows the customer",
    "communicates well",
    "serves",
    "knows social media",
    "passion",
    "has time",
)
COLUMNS = ("function", "criterion", "value")


def suitability_template(functions: Iterable[str]) -> pd.DataFrame:
    """A table to fill in: every function with the eight qualities, values empty.

    Parameters
    ----------
    functions
        Names of the functions to judge.

    Returns
    -------
    DataFrame
        ``function criterion value``, a row per function and quality.

    Examples
    --------
    >>> suitability_template(["HR", "IT"]).shape
    (16, 3)
    """
    rows = [(function, quality, None) for function in functions for quality in QUALITIES]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def read_suitability(path: str | Path) -> pd.DataFrame:
    """Read ``function,criterion,value`` with values from 0 (not at all) to 1 (fully); empty values are unknown.

    Any criterion may be named, not only the eight of the template.

    Parameters
    ----------
    path
        The CSV file.

    Returns
    -------
    DataFrame
        ``function criterion value``, the rows with a value.

    Raises
    ------
    DataError
        Missing columns, a value outside 0 to 1, or a function judged twice on one criterion.
    """
    name = Path(path).name
    try:
        table = pd.read_csv(
            path, dtype=str, encoding="utf-8-sig", keep_default_na=False, sep=None, engine="python"
        )
    except (OSError, ValueError, csv.Error, pd.errors.ParserError) as error:
        raise DataError(f"cannot be read: {error}", where=name, mend="write it as UTF-8 CSV") from error
    table.columns = [str(column).strip().lower() for column in table.columns]
    if missing := [column for column in COLUMNS if column not in table]:
        raise DataError(f"has no column {missing[0]!r}", where=name, mend=f"columns are {', '.join(COLUMNS)}")
    table = table[list(COLUMNS)].apply(lambda column: column.str.strip())
    table = table[table["value"] != ""].reset_index(drop=True)
    value = pd.to_numeric(table["value"].str.replace(",", ".", regex=False), errors="coerce")
    if (odd := ~value.between(0, 1)).any():
        row = int(odd.to_numpy().argmax())
        about = f"{table['function'][row]}, {table['criterion'][row]}"
        raise DataError(
            f"{table['value'][row]!r} ({about}) is no number from 0 to 1",
            where=name,
            mend="0 is not at all, 1 fully",
        )
    if (twice := table.duplicated(["function", "criterion"])).any():
        row = int(twice.to_numpy().argmax())
        raise DataError(
            f"{table['function'][row]} is judged twice on {table['criterion'][row]!r}",
            where=name,
            mend="keep one",
        )
    return pd.DataFrame({**table[["function", "criterion"]], "value": value.astype(float)})
