"""The output folder of a run: all of it is written, or an earlier folder stays as it was."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from silograph.errors import DataError
from silograph.output.page import workshop_page
from silograph.output.report import report_page
from silograph.release.gate import Released

TableFormat = Literal["csv", "parquet", "json"]

# What a run writes; a folder that holds anything else is not ours to replace.
_OURS = frozenset({"report.html", "network.html", "summary.json", "tables", "parameters.toml"})


def write(
    released: Released,
    folder: Path,
    *,
    lang: Literal["en", "fr"] = "en",
    table_format: TableFormat = "csv",
    config: Mapping[str, Any] | None = None,
) -> None:
    """Write ``report.html network.html summary.json parameters.toml tables/`` into a new folder (see `replaced`).

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


@contextmanager
def replaced(folder: Path, *, also: frozenset[str] = frozenset()) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when all went well; the old one stays otherwise.

    Parameters
    ----------
    also
        Names of further files and folders that the caller itself has written before.

    Raises
    ------
    DataError
        Where `folder` holds anything that no run wrote.
    """
    folder = folder.resolve()
    if folder.exists() and not _is_ours(folder, _OURS | also):
        raise DataError(
            "holds files that are not silograph's", where=str(folder), mend="name another --out folder"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    old = new.with_name(new.name + "-old")
    try:
        yield new
        new.chmod(0o755)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def check_replaceable(folder: Path, *, also: frozenset[str] = frozenset()) -> None:
    """Raise `DataError` where `replaced` would: before the work, not after it."""
    if folder.exists() and not _is_ours(folder, _OURS | also):
        raise DataError(
            "holds files that are not silograph's", where=str(folder), mend="name another --out folder"
        )


def _is_ours(folder: Path, names: frozenset[str]) -> bool:
    """Whether a folder is empty, or the output of a run and nothing else."""
    if not folder.is_dir():
        return False
    held = {path.name for path in folder.iterdir()}
    if not held:
        return True
    try:
        marked = "silograph" in json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return marked and held <= names


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
