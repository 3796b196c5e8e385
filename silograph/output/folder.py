"""What a run writes into its output folder."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from silograph.graph.small import SMALL, few_without_function, small_functions
from silograph.output.page import workshop_page
from silograph.output.report import report_page
from silograph.release.merging import merge_pairs, merge_small
from silograph.release.pseudonyms import node_pseudonyms
from silograph.run.run import Analysis

Show = Literal["pseudonyms", "names", "no_people"]
TableFormat = Literal["csv", "parquet", "json"]


def write(
    analysis: Analysis,
    folder: Path,
    *,
    show: Show = "pseudonyms",
    lang: Literal["en", "fr"] = "en",
    table_format: TableFormat = "csv",
    config: Mapping[str, Any] | None = None,
) -> None:
    """Write ``report.html network.html summary.json parameters.toml tables/`` into a new folder.

    `silograph.writing.replaced` makes such a folder, and puts it in the place of an earlier one.

    Parameters
    ----------
    show
        How people appear: pseudonyms, the names and ids as given, or not at all.
    config
        Options to note in ``parameters.toml``, from which the run can be repeated.
    """
    key = secrets.token_bytes(32)  # one run, one set of pseudonyms; nobody can undo them afterwards
    page = workshop_page(analysis, show=show, lang=lang, key=key)
    summary = json.dumps(analysis.summary, ensure_ascii=False, indent=2, allow_nan=False)
    files = {
        "network.html": page,
        "report.html": report_page(
            analysis.summary,
            analysis.results,
            sensitivity=analysis.sensitivity,
            hidden=analysis.hidden,
            lang=lang,
        ),
        "summary.json": summary + "\n",
        "parameters.toml": to_toml(config or {}),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "tables").mkdir()
    for name, table in tables(analysis, show=show, key=key).items():
        _write_table(table, folder / "tables" / name, table_format)


# Columns of counts, which add up over functions, and columns from which these could be worked out.
# Only one table of a run gives the number of people of the merged functions: tables with other rows would tell.
_SUMS: Mapping[str, tuple[str, ...]] = {
    "silos": ("people", "internal", "external"),
    "glue": (),
    "owner": (),
}
_DERIVED: Mapping[str, tuple[str, ...]] = {"silos": ("ei", "ei_expected")}
SMALL_COMMUNITIES = "(small communities)"
# What says how many people of a space are of its largest function.
_MADE_OF = ("purity", "purity_low", "purity_high", "purity_expected", "entropy", "mixing")


def tables(
    analysis: Analysis, *, show: Show = "pseudonyms", key: bytes | None = None
) -> dict[str, pd.DataFrame]:
    """Every table of a run, as it may be shown: small functions together, people as `show` says.

    Parameters
    ----------
    key
        Makes the pseudonyms; the same key gives the same ones.
    """
    network, min_group = analysis.network, analysis.settings.min_group
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    hidden = small_functions(network, min_group=min_group)
    shown = {}
    for result in analysis.results.values():
        for name, table in result.tables().items():
            if name == "exchange":
                shown[name] = _pairs(table, sizes, min_group)
            elif name in _SUMS:
                derived = _DERIVED.get(name, ("people",))
                shown[name] = merge_small(
                    table, sizes, min_group=min_group, sums=_SUMS[name], derived=derived
                )
            elif name == "communities":
                shown[name] = _communities(table, hidden, min_group)
            else:
                shown[name] = _without(table, hidden, known=network.functions)
    if analysis.sensitivity is not None:
        shown["sensitivity"] = analysis.sensitivity.table
    if show == "no_people" and "whatif" in shown and few_without_function(network, min_group=min_group):
        shown["whatif"] = shown["whatif"].assign(exchange_lost=np.nan, exchange_lost_share=np.nan)
    if show != "no_people":
        nodes = _nodes(analysis, named=show == "names", key=key)
        is_team = nodes.pop("actor_kind") == "team"
        shown["people"] = nodes[~is_team]
        if is_team.any():
            shown["teams"] = nodes[is_team]
    return shown


def _without(table: pd.DataFrame, hidden: frozenset[str], *, known: Sequence[str]) -> pd.DataFrame:
    """A table without the rows of functions that are hidden, or that nobody of the network belongs to.

    Where a function only describes the row (a space's largest one), in ``largest_function``, it loses its name.
    """
    seen = set(known) - hidden
    keep = pd.Series(True, index=table.index)
    for column in table.columns.intersection(["function", "function_a", "function_b"]):
        keep &= table[column].isna() | table[column].isin(seen)
    table = table[keep].reset_index(drop=True)
    if "largest_function" in table:
        named = table["largest_function"].astype(object)
        visible = named.isna() | named.isin(seen)
        table["largest_function"] = named.where(visible, SMALL)
        made_of = table.columns.intersection([*_MADE_OF])
        table[made_of] = table[made_of].where(visible)
    return table


def _communities(table: pd.DataFrame, hidden: frozenset[str], min_group: int) -> pd.DataFrame:
    """Communities of enough people; the others in one row, and nothing about functions that are hidden."""
    small = table["people"] < min_group
    table = table.astype({"largest_function": object, **({"community": str} if small.any() else {})})
    unseen = table["largest_function"].isin(hidden)
    table["largest_function"] = table["largest_function"].where(~unseen, SMALL)
    table["purity"] = table["purity"].where(~unseen)
    shown = table[~small]
    if not small.any():
        return shown
    merged = pd.DataFrame([{"community": SMALL_COMMUNITIES, "people": table.loc[small, "people"].sum()}])
    together: pd.DataFrame = pd.concat([shown, merged], ignore_index=True)
    return together


def _pairs(table: pd.DataFrame, sizes: Mapping[str, int], min_group: int) -> pd.DataFrame:
    """Exchange between functions; where some are merged, what does not add up is worked out again or left out."""
    merged = merge_pairs(table, sizes, min_group=min_group, sums=["observed", "expected"])
    if len(merged) == len(table):
        return table
    merged["ratio"] = merged["observed"] / merged["expected"]
    z = table.set_index(["function_a", "function_b"])["z"]
    merged["z"] = z.reindex(pd.MultiIndex.from_frame(merged[["function_a", "function_b"]])).to_numpy()
    return merged


def _nodes(analysis: Analysis, *, named: bool, key: bytes | None) -> pd.DataFrame:
    """A row per person or team; who changed function shows the one held last, measured over the whole time."""
    table = analysis.people.assign(actor_kind=analysis.network.people["actor_kind"].to_numpy())
    if named:
        table.insert(1, "name", table["person_id"].map(analysis.roster.latest["name"]).to_numpy())
    else:
        table["pseudonym"] = node_pseudonyms(analysis.network, key=key)
        small = small_functions(analysis.network, min_group=analysis.settings.min_group)
        hidden = table["function"].isin(small)
        for column in table.columns[table.columns.str.startswith("brokerage_share")]:
            table[column] = table[column].where(~hidden)
        for column in table.columns.intersection(["function", "function_of_community"]):
            table[column] = table[column].where(~table[column].isin(small), SMALL)
    latest = table["person_id"].map(analysis.roster.latest["function"]).to_numpy()
    order = (analysis.people["function"].to_numpy() != latest).argsort(kind="stable")
    table = table.iloc[order].drop_duplicates("person_id")
    if not named:
        table["person_id"] = table.pop("pseudonym")
    ordered: pd.DataFrame = table.sort_values("person_id", ignore_index=True)
    return ordered


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
