"""A table as it may leave a run, by the rule that each of its columns declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from silograph.analyses.parts.declare import Column, Table
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.small import SMALL
from silograph.release.policy import Policy
from silograph.release.rounding import rounded
from silograph.release.withhold import told_by_total, withheld

_ORDER = "_order"


def release_table(
    table: pd.DataFrame, declared: Table, policy: Policy, *, rest: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """The table with the rows, cells and digits that may be shown.

    Parameters
    ----------
    table
        As computed.
    declared
        Its columns and their rules; others are left out.
    policy
        Who is small.
    rest
        People behind what is in no row, by the column of people behind; see `Table.rest`.

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
    table = declared.rows(table).reset_index(drop=True)
    covered, gone = _rows(table, declared, policy)
    cells = _withheld_cells(table, declared, policy, covered | gone, rest or {})
    shown = _rounded(table, columns)
    for name in shown.columns.intersection([*cells.hidden]):
        hidden = cells.hidden[name]
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
        covered, gone = np.zeros(len(table), dtype=bool), gone | covered
    if declared.behind in table and (not declared.groups or declared.behind != "people"):
        people = _people(table, declared.behind)
        gone |= (people < policy.min_group) & table[declared.behind].notna().to_numpy()
    return covered & ~gone, gone


def untold_totals(
    table: pd.DataFrame, declared: Table, policy: Policy, *, rest: Mapping[str, int] | None = None
) -> frozenset[str]:
    """The columns whose total would tell what is withheld of them.

    Parameters
    ----------
    table, declared, policy, rest
        As in `release_table`.

    Examples
    --------
    >>> columns = (Column("function", "function"), Column("seats", "count", "sum", behind="seats"))
    >>> table = pd.DataFrame({"function": ["HR", "IT"], "seats": [3, 0]})
    >>> policy = Policy(sizes={"HR": 9, "IT": 9})
    >>> untold_totals(table, Table(columns=columns, groups=("function",)), policy)
    frozenset({'seats'})
    """
    table = declared.rows(table).reset_index(drop=True)
    covered, gone = _rows(table, declared, policy)
    cells = _withheld_cells(table, declared, policy, covered | gone, rest or {})
    return frozenset(cells.untold)


class _Cells(NamedTuple):
    """What is withheld of each column, and the columns whose total is."""

    hidden: dict[str, BoolArray]
    untold: set[str]


def _withheld_cells(
    table: pd.DataFrame, declared: Table, policy: Policy, forced: BoolArray, rest: Mapping[str, int]
) -> _Cells:
    """Cells that are withheld: those with few people behind them, their cover, and what tells of these."""
    lines = _lines(table, declared)
    cells = _Cells({}, set())
    tells: dict[str, BoolArray] = {}  # rows in which something else would tell of the column
    for column in declared.columns:
        if column.rule == "sum" and column.name in table:
            gone, told = _withheld_sum(table, column, declared, policy, forced, lines, rest)
            n = len(table)
            cells.hidden[column.name], tells[column.name] = gone[:n], (gone | told)[:n]
            if told.any():
                cells.untold.add(column.name)
    for column in declared.columns:
        if column.name not in table:
            continue
        hidden = cells.hidden.get(column.name, np.zeros(len(table), dtype=bool))
        if column.rule == "derived":
            hidden = np.any([hidden, *(tells[name] for name in column.of if name in tells)], axis=0)
        elif column.of:
            hidden = hidden | bool(cells.untold & {*column.of})
        if column.rule != "sum" and column.behind:
            behind = _people(table, column.behind)
            hidden = hidden | ((behind > 0) & (behind < policy.min_group))
        cells.hidden[column.name] = hidden
        tells[column.name] = tells.get(column.name, hidden) | hidden
    for column in declared.columns:
        for end in column.ends:
            if column.name in cells.hidden and end in table:
                cells.hidden[end] = cells.hidden[column.name] | cells.hidden.get(end, False)
    return cells


def _withheld_sum(
    table: pd.DataFrame,
    column: Column,
    declared: Table,
    policy: Policy,
    forced: BoolArray,
    lines: list[IntArray],
    rest: Mapping[str, int],
) -> tuple[BoolArray, BoolArray]:
    """Cells of a column that adds up which are withheld, and cells in lines whose total would still tell them.

    Of the rows, and after them of those in no row where they are few.
    """
    name = column.behind or declared.behind
    behind, least, n = _people(table, name), policy.min_group, len(table)
    unsafe = forced | ((behind > 0) & (behind < least)) | _few_left_over(table, column, declared, policy)
    if 0 < rest.get(name, 0) < least:  # a cell of its own in every line, which is never written
        behind, unsafe = np.append(behind, float(rest[name])), np.append(unsafe, True)
        lines = [np.append(line, n) for line in lines]
    disjoint, ends = len(declared.groups) == 1, _ends(table, declared, len(behind))
    gone = withheld(behind, unsafe=unsafe, lines=lines, min_group=least, disjoint=disjoint, ends=ends)
    told = told_by_total(behind, gone=gone, lines=lines, min_group=least, disjoint=disjoint, ends=ends)
    return gone, told


def _ends(table: pd.DataFrame, declared: Table, n: int) -> IntArray | None:
    """Numbers of both functions of each row of pairs; what is in no row is of others."""
    if len(declared.groups) != 2:
        return None
    codes = np.full((n, 2), -1, dtype=np.int64)
    codes[: len(table)] = pd.factorize(table[list(declared.groups)].to_numpy(object).ravel())[0].reshape(
        -1, 2
    )
    return codes


def _few_left_over(table: pd.DataFrame, column: Column, declared: Table, policy: Policy) -> BoolArray:
    """Cells that count all but a few people of what they are among."""
    if not column.among:
        return np.zeros(len(table), dtype=bool)
    if column.among == "size":
        everybody = np.array(
            [policy.sizes.get(str(name), 0) for name in table[declared.groups[0]]], dtype=float
        )
    else:
        everybody = _people(table, column.among)
    left: FloatArray = np.abs(everybody - _people(table, column.name))
    return np.asarray((left > 0) & (left < policy.min_group), dtype=bool)


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
