"""A table as it may leave a run, by the rule that each of its columns declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from silograph.analyses.parts.declare import Column, Table
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.small import SMALL
from silograph.release.policy import Policy
from silograph.release.rounding import rounded
from silograph.release.withhold import withheld, withheld_with_totals

Cells = dict[str, BoolArray]
"""By column, which of its cells are withheld."""


def release_table(
    table: pd.DataFrame, declared: Table, policy: Policy, *, whole: pd.DataFrame | None = None
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
    whole
        The same table computed with small functions as one, where there is: what stands for them is taken from it.

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
    return release_tables({"": table}, {"": declared}, policy, whole={} if whole is None else {"": whole})[""]


def release_tables(
    tables: Mapping[str, pd.DataFrame],
    declared: Mapping[str, Table],
    policy: Policy,
    *,
    whole: Mapping[str, pd.DataFrame] | None = None,
) -> dict[str, pd.DataFrame]:
    """`release_table` of each, with what adds up in another of them withheld in both.

    Parameters
    ----------
    tables, declared
        The tables of a result and their declarations, by name.
    policy
        Who is small.
    whole
        Those computed with small functions as one.
    """
    plans = {
        name: _Plan.of(tables[name], declared[name], policy, whole=(whole or {}).get(name))
        for name in declared
        if name in tables
    }
    cells = {name: plan.withheld(policy) for name, plan in plans.items()}
    _withhold_totals(plans, cells, policy)
    return {name: plan.shown(cells[name], policy) for name, plan in plans.items()}


@dataclass(frozen=True, eq=False)
class _Plan:
    """The rows of a table that matter: `gone` ones are not shown, `covered` ones lose what adds up.

    Where small functions stand as one, their row is the last, and counts in their place.
    """

    table: pd.DataFrame
    declared: Table
    covered: BoolArray
    gone: BoolArray
    merged: BoolArray

    @classmethod
    def of(cls, table: pd.DataFrame, declared: Table, policy: Policy, *, whole: pd.DataFrame | None) -> _Plan:
        table = table.reset_index(drop=True)
        for column in declared.columns:
            if column.instead in table:
                table[column.name] = table[column.instead]
        covered, gone = _rows(table, declared, policy)
        nowhere = np.zeros(len(table), dtype=bool)
        hidden = covered | gone
        if not declared.merged or not hidden.any():
            return cls(table, declared, covered, gone, nowhere)
        standing = _standing(table[hidden], declared, policy, whole)
        if standing.empty:
            return cls(table, declared, covered, gone, nowhere)
        names = [column for column in table if column in standing]
        both = pd.concat([table[~gone].astype(object), standing[names].astype(object)], ignore_index=True)
        last = np.arange(len(both)) >= (~gone).sum()
        return cls(
            both.infer_objects(), declared, np.r_[covered[~gone], last[last] & False], last & False, last
        )

    def lines(self, *, ends: bool = True) -> list[IntArray]:
        """The rows of every line along which sums add up to something known, `ends`: over a function's pairs too."""
        table, declared = self.table, self.declared
        counted = ~(self.covered & self.merged.any())  # what is merged counts once
        found: list[IntArray] = []
        for keys in declared.lines:
            groups = (
                table.groupby(list(keys), dropna=False, sort=False).indices.values()
                if keys
                else [np.arange(len(table))]
            )
            found += [np.asarray(rows, dtype=np.int64) for rows in groups]
        if declared.unordered:
            a, b = (table[column].to_numpy(object) for column in declared.groups)
            found.append(np.flatnonzero(a == b))
            names = sorted({str(name) for name in (*a, *b)}) if ends else []
            found += [self.pairs_of(name) for name in names]
        return [rows[counted[rows]] for rows in found]

    def pairs_of(self, name: str, *, within: bool = False) -> IntArray:
        """The rows of a function's pairs with others, or with itself."""
        a, b = (self.table[column].to_numpy(object) for column in self.declared.groups)
        return np.flatnonzero((a == name) & (b == name) if within else (a == name) ^ (b == name))

    def behind(self, column: Column) -> FloatArray:
        """People behind each cell of a column."""
        return _people(self.table, column.behind or self.declared.behind)

    def unsafe(self, column: Column, policy: Policy) -> BoolArray:
        """Cells that must not be shown."""
        behind = self.behind(column)
        return np.asarray(self.covered | self.gone | ((behind > 0) & (behind < policy.min_group)))

    def withheld(self, policy: Policy) -> Cells:
        """Cells with few people behind them, and where these add up their cover."""
        lines, found = self.lines(), Cells()
        for column in self.declared.columns:
            if column.name not in self.table:
                continue
            if column.rule == "sum":
                found[column.name] = withheld(
                    self.behind(column),
                    unsafe=self.unsafe(column, policy),
                    lines=lines,
                    min_group=policy.min_group,
                    disjoint=len(self.declared.groups) == 1,
                )
            elif column.rule == "part":
                found[column.name] = self.unsafe(column, policy)
        return found

    def shown(self, cells: Cells, policy: Policy) -> pd.DataFrame:
        """The rows, cells and digits that may be shown."""
        columns = [
            column for column in self.declared.columns if column.name in self.table and column.rule != "drop"
        ]
        shown = _rounded(self.table, columns)
        for name, hidden in self._with_derived(cells).items():
            if name in shown:
                shown[name] = shown[name].astype(object).where(~hidden, np.nan).infer_objects()
        return _described(shown, self.declared, policy)[~self.gone].reset_index(drop=True)

    def _with_derived(self, cells: Cells) -> Cells:
        """With what is worked out from withheld cells, and the ends of their intervals."""
        found = dict(cells)
        for column in self.declared.columns:
            if column.rule == "derived" and column.name in self.table:
                hidden = [found[name] for name in column.of if name in found]
                found[column.name] = np.any([self.covered & False, *hidden], axis=0)
        for column in self.declared.columns:
            for end in column.ends:
                if end in self.table and column.name in found:
                    found[end] = found[column.name] | found.get(end, False)
        return found


def _rows(table: pd.DataFrame, declared: Table, policy: Policy) -> tuple[BoolArray, BoolArray]:
    """Rows that only cover others (they lose what adds up), and rows that are left out."""
    covered = np.zeros(len(table), dtype=bool)
    gone = np.zeros(len(table), dtype=bool)
    nobody = np.ones(len(table), dtype=bool)
    for group in declared.groups:
        names = table[group].astype(object)
        known = names.notna().to_numpy()
        nobody &= ~known
        gone |= known & ~names.map(lambda one: policy.names(str(one))).to_numpy(bool)
        covered |= known & ~names.map(lambda one: policy.shows(str(one))).to_numpy(bool)
    if declared.behind in table:  # rows about no function
        few = _people(table, declared.behind) < policy.min_group
        gone |= nobody & few & table[declared.behind].notna().to_numpy()
    if len(declared.groups) > 1:  # pairs: what is withheld of a function is withheld of its pairs
        return np.zeros(len(table), dtype=bool), gone | covered
    return covered & ~gone, gone


def _standing(
    hidden: pd.DataFrame, declared: Table, policy: Policy, whole: pd.DataFrame | None
) -> pd.DataFrame:
    """What stands for hidden rows: as computed with small functions as one, or what adds up of them."""
    if not declared.groups:
        return _rest(hidden, declared, policy)
    adding = [column for column in declared.columns if column.rule in ("sum", "derived")]
    if whole is not None:
        its = whole[whole[[*declared.groups]].isin([SMALL]).any(axis=1)]
        wanted = {*declared.groups, declared.behind, *(column.name for column in adding)}
        wanted |= {column.behind for column in adding}
        return its[[name for name in its if name in wanted]].reset_index(drop=True)
    if len(declared.groups) == 1:
        return pd.DataFrame([{declared.groups[0]: SMALL, **_added(hidden, declared)}])
    ends = hidden[[*declared.groups]].astype(object).map(lambda one: one if policy.shows(str(one)) else SMALL)
    if declared.unordered:  # the merged functions come last
        ends = pd.DataFrame(
            [sorted(row, key=lambda one: (one == SMALL, one)) for row in ends.to_numpy()],
            columns=[*declared.groups],
        )
    rows = [
        {
            **dict(zip(declared.groups, ends.iloc[rows[0]], strict=True)),
            **_added(hidden.iloc[rows], declared, apart=False),
        }
        for rows in ends.groupby([*declared.groups], sort=False).indices.values()
    ]
    return pd.DataFrame(rows)


def _rest(hidden: pd.DataFrame, declared: Table, policy: Policy) -> pd.DataFrame:
    """Rows about no function as one, where at least two are and enough people stand behind them."""
    column, name = declared.rest
    if not column or len(hidden) < 2 or _people(hidden, declared.behind).sum() < policy.min_group:
        return hidden.iloc[:0]
    return pd.DataFrame([{column: name, **_added(hidden, declared)}])


def _added(hidden: pd.DataFrame, declared: Table, *, apart: bool = True) -> dict[str, float]:
    """Sums over rows, and the people behind them: `apart`, nobody stands behind two of them."""
    found = {}
    for column in declared.columns:
        if column.rule == "sum" and column.total is None and column.name in hidden:
            found[column.name] = float(hidden[column.name].sum())
            behind = column.behind or declared.behind
            if behind in hidden:
                people = _people(hidden, behind)
                found[behind] = float(people.sum() if apart else people.max())
    return found


def _withhold_totals(plans: Mapping[str, _Plan], cells: dict[str, Cells], policy: Policy) -> None:
    """Where columns add up pairs of another table: what is withheld of both, together."""
    adding: dict[tuple[str, str], list[tuple[str, Column]]] = {}
    for name, plan in plans.items():
        for column in plan.declared.columns:
            if column.total is not None and column.total.table in plans and column.name in plan.table:
                adding.setdefault((column.total.table, column.total.column), []).append((name, column))
    for (of, column_name), columns in adding.items():
        pairs = plans[of]
        column = next(one for one in pairs.declared.columns if one.name == column_name)
        lines = pairs.lines(ends=False)
        behind, places = [np.inf] * len(lines), []
        for name, one in columns:
            plan, within = plans[name], one.total is not None and one.total.within
            for row in np.flatnonzero(~plan.covered & ~plan.gone & plan.table[one.name].notna().to_numpy()):
                places.append((name, one.name, row))
                lines.append(pairs.pairs_of(str(plan.table[plan.declared.groups[0]][row]), within=within))
                behind.append(plan.behind(one)[row])
        gone, secret = withheld_with_totals(
            pairs.behind(column),
            unsafe=pairs.unsafe(column, policy),
            lines=lines,
            totals=np.array(behind),
            min_group=policy.min_group,
            disjoint=False,
        )
        cells[of][column_name] = gone
        for name, one in columns:
            cells[name][one.name] = plans[name].covered | plans[name].gone
        for (name, total, row), hidden in zip(places, secret[len(secret) - len(places) :], strict=True):
            cells[name][total][row] = hidden


def _people(table: pd.DataFrame, name: str) -> FloatArray:
    """People behind each row; as many as one likes where that is not known."""
    if name not in table:
        return np.full(len(table), np.inf)
    return pd.to_numeric(table[name], errors="coerce").fillna(0).to_numpy(float)


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
