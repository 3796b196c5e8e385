"""A table as it may leave a run, by the rule that each of its columns declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.parts.declare import Column, Table
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.small import SMALL
from silograph.release.policy import Policy
from silograph.release.rounding import rounded
from silograph.release.withhold import withheld

_ORDER = "_order"


def release_table(table: pd.DataFrame, declared: Table, policy: Policy) -> pd.DataFrame:
    """The table with the rows, cells and digits that may be shown.

    Parameters
    ----------
    table
        As computed.
    declared
        Its columns and their rules; others are left out.
    policy
        Who is small.

    Examples
    --------
    >>> columns = (Column("function", "function"), Column("people", "count", "sum"), Column("openness", "factor"))
    >>> declared = Table(columns=columns, groups=("function",), merged=True)
    >>> table = pd.DataFrame({"function": ["HR", "IT", "PR"], "people": [3, 9, 6], "openness": [0.5, 1.0, 1.234567]})
    >>> release_table(table, declared, Policy(sizes={"HR": 3, "IT": 9, "PR": 6}))
                function  people  openness
    0                 IT     9.0      1.00
    1                 PR     NaN      1.23
    2  (small functions)     9.0       NaN
    """
    columns = [column for column in declared.columns if column.name in table and column.rule != "drop"]
    if table.empty:
        return table[[column.name for column in columns]].copy()
    table = table.reset_index(drop=True)
    covered, gone = _rows(table, declared, policy)
    cells = _withheld_cells(table, declared, policy, covered | gone)
    shown = _rounded(table, columns)
    for name, hidden in cells.items():
        shown[name] = shown[name].astype(object).where(~hidden, np.nan).infer_objects()
    shown = _described(shown, declared, policy)[~gone]
    if declared.merged and (covered | gone).any():
        shown = _with_merged(shown, table[covered | gone], declared, columns, policy)
    return shown.reset_index(drop=True)


def _rows(table: pd.DataFrame, declared: Table, policy: Policy) -> tuple[BoolArray, BoolArray]:
    """Rows that only cover others (they lose what adds up), and rows that are left out."""
    covered = np.zeros(len(table), dtype=bool)
    gone = np.zeros(len(table), dtype=bool)
    for group in declared.groups:
        names = table[group].astype(object)
        known = names.notna().to_numpy()
        gone |= known & ~names.map(lambda one: policy.names(str(one))).to_numpy(bool)
        covered |= known & ~names.map(lambda one: policy.shows(str(one))).to_numpy(bool)
    if len(declared.groups) > 1:  # pairs: what is withheld of a function is withheld of its pairs
        return np.zeros(len(table), dtype=bool), gone | covered
    if not declared.groups and declared.behind in table:
        gone |= (_people(table, declared.behind) < policy.min_group) & table[
            declared.behind
        ].notna().to_numpy()
    return covered & ~gone, gone


def _withheld_cells(
    table: pd.DataFrame, declared: Table, policy: Policy, forced: BoolArray
) -> dict[str, BoolArray]:
    """Cells that are withheld, by column: sums with few people behind them, their cover, and what tells of these."""
    lines = _lines(table, declared)
    found: dict[str, BoolArray] = {}
    for column in declared.columns:
        if column.rule == "sum" and column.name in table:
            behind = _people(table, column.behind or declared.behind)
            unsafe = forced | ((behind > 0) & (behind < policy.min_group))
            found[column.name] = withheld(
                behind,
                unsafe=unsafe,
                lines=lines,
                min_group=policy.min_group,
                disjoint=len(declared.groups) == 1,
            )
    for column in declared.columns:
        if column.rule == "derived" and column.name in table:
            hidden = [found[name] for name in column.of if name in found]
            found[column.name] = np.any([forced & ~forced, *hidden], axis=0)
            for end in column.ends:
                if end in table:
                    found[end] = found[column.name]
    return found


def _people(table: pd.DataFrame, name: str) -> FloatArray:
    """People behind each row; as many as one likes where that is not known."""
    if name not in table:
        return np.full(len(table), np.inf)
    return pd.to_numeric(table[name], errors="coerce").fillna(0).to_numpy(float)


def _lines(table: pd.DataFrame, declared: Table) -> list[IntArray]:
    """The rows of every line along which sums add up to something known."""
    found: list[IntArray] = []
    for keys in declared.lines:
        groups = (
            table.groupby(list(keys), dropna=False, sort=False).indices.values()
            if keys
            else [np.arange(len(table))]
        )
        found += [np.asarray(rows, dtype=np.int64) for rows in groups]
    if declared.unordered:
        ends = [table[column].to_numpy(object) for column in declared.groups]
        names = sorted({str(name) for end in ends for name in end})
        found += [np.flatnonzero((ends[0] == name) | (ends[1] == name)) for name in names]
    return found


def _rounded(table: pd.DataFrame, columns: list[Column]) -> pd.DataFrame:
    shown = table[[column.name for column in columns]].copy()
    by_name = {column.name: column for column in columns}
    end_of = {end: column for column in columns for end in column.ends if end in by_name}
    for name, column in by_name.items():
        of = end_of.get(name, column)  # the ends of an interval have the digits of what they enclose
        low, high = (table[end] if end in table else None for end in of.ends)
        if low is None or high is None:
            shown[name] = [rounded(value, of) for value in table[name]]
        else:
            shown[name] = [
                rounded(value, of, low=a, high=b) for value, a, b in zip(table[name], low, high, strict=True)
            ]
    return shown


def _described(shown: pd.DataFrame, declared: Table, policy: Policy) -> pd.DataFrame:
    """Functions that only describe a row lose their name where they are not shown, and what tells their number."""
    for column in declared.describes:
        if column not in shown:
            continue
        unseen = shown[column].notna() & ~shown[column].map(lambda one: policy.shows(str(one)))
        shown[column] = shown[column].astype(object).where(~unseen, SMALL)
        for name in declared.made_of:
            if name in shown:
                shown[name] = shown[name].where(~unseen)
    return shown


def _with_merged(
    shown: pd.DataFrame, hidden: pd.DataFrame, declared: Table, columns: list[Column], policy: Policy
) -> pd.DataFrame:
    """The rows that are shown, and last the hidden ones as one: what adds up, where enough people stand behind it."""
    merged: dict[str, Any] = dict.fromkeys(declared.groups, SMALL)
    for column in columns:
        if (
            column.rule == "sum"
            and _people(hidden, column.behind or declared.behind).sum() >= policy.min_group
        ):
            merged[column.name] = rounded(float(hidden[column.name].sum()), column)
    return pd.DataFrame([*shown.to_dict("records"), merged], columns=shown.columns)


def release_tables(
    tables: Mapping[str, pd.DataFrame], declared: Mapping[str, Table], policy: Policy
) -> dict[str, pd.DataFrame]:
    """`release_table` of each."""
    return {name: release_table(tables[name], declared[name], policy) for name in declared if name in tables}
