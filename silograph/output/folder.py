"""What a run writes into its output folder."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from silograph.analyses.parts.declare import Unit
from silograph.output.page import workshop_page
from silograph.output.report import report_page
from silograph.release.gate import Released

TableFormat = Literal["csv", "parquet", "json"]


def write(
    released: Released,
    folder: Path,
    *,
    lang: Literal["en", "fr"] = "en",
    table_format: TableFormat = "csv",
    config: Mapping[str, Any] | None = None,
) -> None:
    """Write ``report.html network.html summary.json parameters.toml tables/`` into a new folder.

    `silograph.writing.replaced` makes such a folder, and puts it in the place of an earlier one.

    Parameters
    ----------
    config
        Options to note in ``parameters.toml``, from which the run can be repeated.
    """
    summary = json.dumps(released.summary, ensure_ascii=False, indent=2, allow_nan=False)
    files = {
        "network.html": workshop_page(released, lang=lang),
        "report.html": report_page(released, lang=lang),
        "summary.json": summary + "\n",
        "parameters.toml": to_toml(config or {}),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "tables").mkdir()
    whole = _whole_columns(released)
    for name, table in released.tables.items():
        written = with_whole_numbers(table, whole.get(name, _WHOLE_OF_NODES))
        _write_table(written, folder / "tables" / name, table_format)


_WHOLE: Collection[Unit] = ("count", "rank", "number")
_WHOLE_OF_NODES = ("community", "brokerage_share_rank")


def _whole_columns(released: Released) -> dict[str, list[str]]:
    """The columns of each declared table that count or number something."""
    results = [*released.results.values(), *([released.sensitivity] if released.sensitivity else [])]
    return {
        name: [column.name for column in table.columns if column.unit in _WHOLE]
        for result in results
        for name, table in result.declared.items()
    }


def with_whole_numbers(table: pd.DataFrame, columns: Collection[str]) -> pd.DataFrame:
    """The table with whole numbers written as such: beside an empty cell pandas makes of 6 a 6.0.

    Parameters
    ----------
    columns
        Those that hold whole numbers; one that does not after all stays as it is.

    Examples
    --------
    >>> table = pd.DataFrame({"people": [6, None], "share": [1.0, 0.5]})
    >>> print(with_whole_numbers(table, ["people"]).to_csv(index=False), end="")
    people,share
    6,1.0
    ,0.5
    """
    floats = table.select_dtypes("float")
    whole = [name for name in columns if name in floats and (floats[name].dropna() % 1 == 0).all()]
    return table.astype(dict.fromkeys(whole, "Int64"))


def _write_table(table: pd.DataFrame, stem: Path, table_format: TableFormat) -> None:
    path = stem.with_suffix(f".{table_format}")
    if table_format == "csv":
        table.map(_harmless).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    elif table_format == "parquet":
        table.to_parquet(path, index=False)
    else:
        table.to_json(path, orient="records", force_ascii=False, indent=1)


def _harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"} else value


def to_toml(values: Mapping[str, Any]) -> str:
    """Plain values as TOML; whatever is None is left out.

    Examples
    --------
    >>> print(to_toml({"seed": 1, "names": True, "channel": ["email"], "people": None}), end="")
    seed = 1
    names = true
    channel = ["email"]
    """
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in values.items()
        if value is not None
    )
