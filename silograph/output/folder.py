"""What a run writes into its output folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd

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
    for name, table in released.tables.items():
        _write_table(table, folder / "tables" / name, table_format)


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
