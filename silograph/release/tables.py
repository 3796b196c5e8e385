"""A table as it may leave a run, by the rule that each of its columns declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

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
    return release_tables({"": table}, {"": declared}, policy)[""]


def release_tables(
    tables: Mapping[str, pd.DataFrame], declared: Mapping[str, Table], policy: Policy
) -> dict[str, pd.DataFrame]:
    """`release_table` of the tables of one result; what adds up from one to the other is withheld in both.

    Parameters
    ----------
    tables, declared
        By name; a table that is not declared is left out.
    policy
        Who is small.
    """
    linked = {
        name: _Rows.of(tables[name].reset_index(drop=True), declared[name], policy)
        for name in declared
        if name in tables
    }
    cells = _withheld_cells({name: rows for name, rows in linked.items() if len(rows.table)}, policy)
    return {name: _shown(rows, cells.get(name, {}), policy) for name, rows in linked.items()}


class _Rows(NamedTuple):
    """A table, and which of its rows only cover others (they lose what adds up) or are left out."""

    table: pd.DataFrame
    declared: Table
    covered: BoolArray
    gone: BoolArray

    @classmethod
    def of(cls, table: pd.DataFrame, declared: Table, policy: Policy) -> _Rows:
        return cls(table, declared, *_rows(table, declared, policy))

    @property
    def sums(self) -> list[Column]:
        """Columns that add up over rows."""
        return [one for one in self.declared.columns if one.rule == "sum" and one.name in self.table]

    @property
    def released(self) -> list[Column]:
        return [one for one in self.declared.columns if one.name in self.table and one.rule != "drop"]


def _shown(rows: _Rows, cells: Mapping[str, BoolArray], policy: Policy) -> pd.DataFrame:
    table, declared, covered, gone = rows
    columns = rows.released
    groups = [name for name in declared.groups if name in table and name not in declared.names]
    if table.empty:
        return table[[*(column.name for column in columns), *groups]].copy()
    shown = _rounded(table, columns).assign(**{name: table[name] for name in groups})
    for name, hidden in cells.items():
        if name in shown:
            shown[name] = shown[name].astype(object).where(~hidden, np.nan).infer_objects()
    shown = _named(_described(shown, table, declared, policy), declared, policy)[~gone]
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
        gone |= known & ~names.map(lambda one: _all(policy.names, one)).to_numpy(bool)
        covered |= known & ~names.map(lambda one: _all(policy.shows, one)).to_numpy(bool)
    if len(declared.groups) > 1:  # pairs: what is withheld of a function is withheld of its pairs
        return np.zeros(len(table), dtype=bool), gone | covered
    if not declared.groups and declared.behind in table:
        gone |= (_people(table, declared.behind) < policy.min_group) & table[
            declared.behind
        ].notna().to_numpy()
    return covered & ~gone, gone


def _all(allowed: Callable[[str], bool], names: Any) -> bool:
    """Whether a function, or all of several, may be shown."""
    return all(allowed(str(one)) for one in (names if isinstance(names, tuple) else (names,)))


def _withheld_cells(linked: Mapping[str, _Rows], policy: Policy) -> dict[str, dict[str, BoolArray]]:
    """Cells that are withheld, by table and column: sums with few people, their cover, and what tells of these."""
    place: dict[tuple[str, str], IntArray] = {}
    behind, unsafe = np.empty(0), np.empty(0, dtype=bool)
    for name, rows in linked.items():
        for column in rows.sums:
            people = _people(rows.table, column.behind or rows.declared.behind)
            place[name, column.name] = len(behind) + np.arange(len(people))
            few = (people > 0) & (people < policy.min_group)
            behind, unsafe = np.r_[behind, people], np.r_[unsafe, rows.covered | rows.gone | few]
    lines = [
        *_lines_of_sums(linked, place),
        *(_Line(line) for line in _lines_within_rows(linked, place)),
        *(_Line(line) for line in _lines_of_totals(linked, place)),
    ]
    few = np.array([one.left_out for one in lines if 0 < one.left_out < policy.min_group])
    numbers = iter(range(len(behind), len(behind) + len(few)))
    gone = withheld(
        np.r_[behind, few],
        unsafe=np.r_[unsafe, np.ones(len(few), dtype=bool)],
        lines=[
            np.r_[one.cells, next(numbers)] if 0 < one.left_out < policy.min_group else one.cells
            for one in lines
        ],
        min_group=policy.min_group,
        disjoint=[one.apart for one in lines],
    )
    found: dict[str, dict[str, BoolArray]] = {name: {} for name in linked}
    for (name, one), cells in place.items():
        found[name][one] = gone[cells]
    return {
        name: _with_derived(found[name], rows, min_group=policy.min_group) for name, rows in linked.items()
    }


class _Line(NamedTuple):
    """Cells that add up to something known, whether different people stand behind them, and people behind the rest."""

    cells: IntArray
    apart: bool = False
    left_out: float = 0.0


def _with_derived(found: dict[str, BoolArray], rows: _Rows, *, min_group: int) -> dict[str, BoolArray]:
    """Also what is worked out from withheld cells, what rests on few people, and the ends of intervals."""
    sums = dict(found)
    for column in rows.declared.columns:
        if column.name in rows.table and (column.of or column.behind or column.rule in ("sum", "derived")):
            hidden = [sums[name] for name in (column.name, *column.of) if name in sums]
            if column.behind and column.rule != "sum":
                people = _people(rows.table, column.behind)
                hidden.append((people > 0) & (people < min_group))
            found[column.name] = np.any([np.zeros(len(rows.table), dtype=bool), *hidden], axis=0)
            found |= {end: found[column.name] for end in column.ends if end in rows.table}
    return found


def _lines_of_sums(linked: Mapping[str, _Rows], place: Mapping[tuple[str, str], IntArray]) -> Iterator[_Line]:
    """Over rows of one table."""
    for name, rows in linked.items():
        apart = len(rows.declared.groups) == 1 and not rows.declared.overlapping
        lines = _lines(rows.table, rows.declared) if rows.sums else []
        yield from (
            _Line(place[name, column.name][line], apart, people)
            for column in rows.sums
            for line, people in lines
        )


def _lines_within_rows(
    linked: Mapping[str, _Rows], place: Mapping[tuple[str, str], IntArray]
) -> Iterator[IntArray]:
    for name, rows in linked.items():
        for total, parts in rows.declared.parts.items():
            columns = [place[name, one] for one in (total, *parts) if (name, one) in place]
            yield from np.stack(columns, axis=1) if columns else ()


def _lines_of_totals(
    linked: Mapping[str, _Rows], place: Mapping[tuple[str, str], IntArray]
) -> Iterator[IntArray]:
    """Rows of one table, and the row of another in which they are added up."""
    for name, rows in linked.items():
        for other, keys in rows.declared.totals.items():
            if other not in linked:
                continue
            of = _places(rows.table, list(keys))
            wanted = linked[other].table[list(keys.values())].itertuples(index=False, name=None)
            pairs = [(row, of[key]) for row, key in enumerate(wanted) if key in of]
            shared = [one.name for one in rows.sums if (other, one.name) in place]
            for column in shared:
                mine, total = place[name, column], place[other, column]
                yield from (np.r_[total[row], mine[cells]] for row, cells in pairs)


def _places(table: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], IntArray]:
    """The rows with each combination of values."""
    found = table.groupby(keys, sort=False).indices
    return {key if isinstance(key, tuple) else (key,): np.asarray(rows) for key, rows in found.items()}


def _people(table: pd.DataFrame, name: str) -> FloatArray:
    """People behind each row; as many as one likes where that is not known."""
    if name not in table:
        return np.full(len(table), np.inf)
    return pd.to_numeric(table[name], errors="coerce").fillna(0).to_numpy(float)


def _lines(table: pd.DataFrame, declared: Table) -> list[tuple[IntArray, float]]:
    """The rows of every line along which sums add up to something known, and the people who are in no row of it."""
    found: list[tuple[IntArray, float]] = []
    for keys, rest in zip_longest(declared.lines, declared.left_out[: len(declared.lines)], fillvalue=""):
        groups = (
            table.groupby(list(keys), dropna=False, sort=False).indices.values()
            if keys
            else [np.arange(len(table))]
        )
        people = _people(table, rest) if rest in table else np.zeros(len(table))
        found += [(np.asarray(rows, dtype=np.int64), float(people[rows].max(initial=0))) for rows in groups]
    if declared.unordered:
        ends = [table[column].to_numpy(object) for column in declared.groups]
        names = sorted({str(name) for end in ends for name in end})
        found += [(np.flatnonzero((ends[0] == name) | (ends[1] == name)), 0.0) for name in names]
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


def _described(shown: pd.DataFrame, table: pd.DataFrame, declared: Table, policy: Policy) -> pd.DataFrame:
    """Functions that only describe a row lose their name where they are not shown, and what tells their number."""
    for column in declared.describes:
        if column not in table:
            continue
        unseen = table[column].notna() & ~table[column].map(lambda one: _all(policy.shows, one)).astype(bool)
        if column in shown:
            shown[column] = shown[column].astype(object).where(~unseen, SMALL)
        for name in declared.made_of:
            if name in shown:
                shown[name] = shown[name].where(~unseen)
    return shown


def _named(shown: pd.DataFrame, declared: Table, policy: Policy) -> pd.DataFrame:
    """Functions that stand anywhere else lose their name where they are never named."""
    for column in declared.columns:
        if column.name not in shown or column.name in (*declared.groups, *declared.describes):
            continue
        if column.unit == "function":
            shown[column.name] = policy.masked(shown[column.name])
        elif column.unit == "functions":
            shown[column.name] = shown[column.name].map(
                lambda names: (
                    "; ".join(dict.fromkeys(policy.masked(pd.Series(names.split("; "))))) if names else names
                )
            )
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
