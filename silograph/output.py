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
from silograph.page import network_page
from silograph.privacy import SMALL, hidden_functions, pseudonyms
from silograph.report import report_page
from silograph.run import Analysis

Show = Literal["pseudonyms", "names", "no_people"]
TableFormat = Literal["csv", "parquet", "json"]

# What a run writes; a folder that holds anything else is not ours to replace.
_OURS = frozenset({"report.html", "network.html", "summary.json", "tables", "parameters.toml", "data"})


def write(
    analysis: Analysis,
    folder: Path,
    *,
    show: Show = "pseudonyms",
    lang: Literal["en", "fr"] = "en",
    table_format: TableFormat = "csv",
    config: Mapping[str, Any] | None = None,
) -> None:
    """Write ``report.html network.html summary.json parameters.toml tables/`` into a new folder (see `replaced`).

    Parameters
    ----------
    show
        How people appear: pseudonyms, the names and ids as given, or not at all.
    config
        Options to note in ``parameters.toml``, from which the run can be repeated.
    """
    page = network_page(
        analysis.network, roster=analysis.roster, show=show, lang=lang, min_group=analysis.settings.min_group
    )
    summary = json.dumps(analysis.summary, ensure_ascii=False, indent=2, allow_nan=False)
    files = {
        "network.html": page,
        "report.html": report_page(analysis.summary, analysis.results, lang=lang),
        "summary.json": summary + "\n",
        "parameters.toml": to_toml(config or {}),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "tables").mkdir()
    for name, table in tables(analysis, show=show).items():
        _write_table(table, folder / "tables" / name, table_format)


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when all went well; the old one stays otherwise.

    Raises
    ------
    DataError
        Where `folder` holds files that no run wrote.
    """
    if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - _OURS):
        raise DataError(
            "holds files that are not silograph's", where=str(folder), mend="name another --out folder"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield new
        new.chmod(0o755)
        old = new.with_name(new.name + "-old")
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def tables(analysis: Analysis, *, show: Show = "pseudonyms") -> dict[str, pd.DataFrame]:
    """Every table of a run, as it may be shown."""
    written = {name: table for result in analysis.results.values() for name, table in result.tables().items()}
    if show != "no_people":
        written["people"] = _people(analysis, named=show == "names")
    return written


def _people(analysis: Analysis, *, named: bool) -> pd.DataFrame:
    """A row per person; who changed function shows the one held last, measured over the whole time."""
    table = analysis.people.copy()
    latest = analysis.roster.latest["function"]
    order = (table["function"] != table["person_id"].map(latest)).to_numpy()
    table = table.iloc[order.argsort(kind="stable")].drop_duplicates("person_id").sort_values("person_id")
    if named:
        table.insert(1, "name", table["person_id"].map(analysis.roster.latest["name"]).to_numpy())
        return table
    network = analysis.network
    sizes = dict(zip(network.functions, network.function_sizes.tolist(), strict=True))
    small = hidden_functions(sizes, min_group=analysis.settings.min_group)
    table["function"] = table["function"].where(~table["function"].isin(small), SMALL)
    table["person_id"] = table["person_id"].map(pseudonyms(table["person_id"]))
    return table.sort_values("person_id")


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
