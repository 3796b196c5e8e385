"""A table as it may leave a run, by the rule that each of its columns declares."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from silograph.analyses.parts.declare import Column, Table
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.small import SMALL
from silograph.release.policy import Policy
from silograph.release.rounding import rounded
from silograph.release.withhold import told_by_total, withheld


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
    """`release_table` of the tables of one result; what adds up from one to the other is withheld in both.

    Parameters
    ----------
    tables, declared
        By name; a table that is not declared is left out.
    policy
        Who is small.
    whole
        Those computed with small functions as one.
    """
    return release_together(tables, declared, policy, whole=whole).tables


Withheld = Mapping[str, AbstractSet[frozenset[str]]]
"""The functions of each withheld cell, by ``TABLE.COLUMN``."""


class Together(NamedTuple):
    """Tables as they may be shown, and the figures beside them that may not: they would tell what is withheld."""

    tables: dict[str, pd.DataFrame]
    untold: frozenset[str]
    gone: Withheld
    """What of the tables is withheld."""


def release_together(
    tables: Mapping[str, pd.DataFrame],
    declared: Mapping[str, Table],
    policy: Policy,
    *,
    whole: Mapping[str, pd.DataFrame] | None = None,
    figures: Sequence[Column] = (),
    few: AbstractSet[str] = frozenset(),
    others: Withheld | None = None,
) -> Together:
    """`release_tables`, and what that says about the single figures of the result.

    Parameters
    ----------
    tables, declared, policy, whole
        As in `release_tables`.
    figures
        Single figures; what they are worked out from and the total of is in `Column.of`.
    few
        Those that must not be shown anyhow.
    others
        What is withheld of other results: whatever is worked out from it or counts the same is withheld here, too.

    Examples
    --------
    >>> columns = (Column("function", "function"), Column("seats", "count", "sum", behind="seats"))
    >>> table = pd.DataFrame({"function": ["HR", "IT"], "seats": [3, 0]})
    >>> declared, policy = Table(columns=columns, groups=("function",)), Policy(sizes={"HR": 9, "IT": 9})
    >>> figures = [Column("seats", "count", of=("table.seats",)), Column("sitting", "share", of=("seats",))]
    >>> sorted(release_together({"table": table}, {"table": declared}, policy, figures=figures).untold)
    ['seats', 'sitting']
    """
    linked = {
        name: _Rows.of(tables[name], declared[name], policy, whole=(whole or {}).get(name))
        for name in declared
        if name in tables
    }
    filled = {name: rows for name, rows in linked.items() if len(rows.table)}
    sums, columns = _withheld_sums(filled, policy)
    partly = {
        f"{name}.{column}" for name, masks in sums.items() for column in _partly(masks, filled[name], policy)
    }
    told = {one.name for one in figures if partly.isdisjoint(one.of_all)}
    untold = _untold(figures, {*few} | ({one.name for one in figures} - told), columns)
    cells = _withheld_cells(sums, filled, policy, untold, others or {})
    shown = {name: _shown(rows, cells.get(name, {}), policy) for name, rows in linked.items()}
    gone = {
        f"{name}.{column}": frozenset(itertools.compress(_functions(filled[name]), mask))
        for name, masks in cells.items()
        for column, mask in masks.items()
    }
    return Together(shown, frozenset(untold), gone)


def _untold(figures: Sequence[Column], untold: set[str], columns: AbstractSet[str]) -> set[str]:
    """Figures that must not be shown: the totals of `columns`, and what is worked out from other such figures."""
    while more := {one.name for one in figures if {*one.of} & (untold | columns)} - untold:
        untold |= more
    return untold


@dataclass(frozen=True, eq=False)
class _Rows:
    """A table, and which of its rows only cover others (they lose what adds up) or are left out.

    Where small functions stand as one, their rows are the last, and what is left out is no more among them.
    """

    table: pd.DataFrame
    declared: Table
    covered: BoolArray
    gone: BoolArray
    counted: BoolArray
    """Rows that add up to what is known: not those that are counted in the rows of small functions."""

    @classmethod
    def of(
        cls, table: pd.DataFrame, declared: Table, policy: Policy, *, whole: pd.DataFrame | None = None
    ) -> _Rows:
        table = declared.rows(table).reset_index(drop=True)
        instead = {
            column.name: table[column.instead] for column in declared.columns if column.instead in table
        }
        table = table.assign(**instead)
        covered, gone = _rows(table, declared, policy)
        everyone = np.ones(len(table), dtype=bool)
        hidden = covered | gone
        if not declared.merged or not hidden.any():
            return cls(table, declared, covered, gone, everyone)
        standing = _standing(table[hidden], declared, policy, whole)
        if standing.empty:
            return cls(table, declared, covered, gone, everyone)
        standing = standing[[name for name in standing if name in table]]
        both = pd.concat([table[~gone].astype(object), standing.astype(object)], ignore_index=True)
        covered = np.r_[covered[~gone], np.zeros(len(standing), dtype=bool)]
        return cls(both.infer_objects(), declared, covered, np.zeros_like(covered), ~covered)

    @property
    def sums(self) -> list[Column]:
        """Columns that add up over rows."""
        return self._having("sum")

    @property
    def parts(self) -> list[Column]:
        """Columns of shares that rest on their smallest part."""
        return self._having("part")

    def _having(self, rule: str) -> list[Column]:
        return [one for one in self.declared.columns if one.rule == rule and one.name in self.table]

    @property
    def released(self) -> list[Column]:
        return [one for one in self.declared.columns if one.name in self.table and one.rule != "drop"]

    def people(self, column: Column) -> FloatArray:
        """People behind the cells of a column, of whom a sum of nothing has none: it covers no other.

        That a hidden function has nothing is told, too, where all others are: one stands behind it, as it were.
        """
        people = self.acting(column)
        hidden = (self.covered | self.gone) & (column.rule == "sum")
        return np.where(hidden & (people == 0), 1.0, people)

    def acting(self, column: Column) -> FloatArray:
        """The same, of hidden functions too: what nobody does goes into no figure of all."""
        people = self._behind(column)
        return np.where(self._nothing(column), 0.0, people) if column.rule == "sum" else people

    def _behind(self, column: Column) -> FloatArray:
        return _people(self.table, column.behind or self.declared.behind)

    def _nothing(self, column: Column) -> BoolArray:
        return np.asarray(_people(self.table, column.name, unknown=np.inf) == 0)

    def unsafe(self, column: Column, policy: Policy) -> BoolArray:
        """Its cells that must not be shown; a share of none says something of whoever it is a share of."""
        behind = self.people(column) if column.unit == "count" else self._behind(column)
        few = [_some(people, policy.min_group) for people in (behind, self._left_over(column, policy))]
        return np.asarray(self.covered | self.gone | few[0] | few[1])

    def _left_over(self, column: Column, policy: Policy) -> FloatArray:
        """People whom a count of people leaves over."""
        if not column.among:
            return np.zeros(len(self.table))
        if column.among == "size":
            sizes = self.table[self.declared.groups[0]].map(lambda name: policy.sizes.get(str(name), 0))
            everybody = sizes.to_numpy(float)
        else:
            everybody = _people(self.table, column.among)
        return np.asarray(np.abs(everybody - _people(self.table, column.name)))

    def pairs_of(self, name: str, *, within: bool = False) -> IntArray:
        """The rows of a function's pairs with others, or with itself."""
        a, b = (self.table[column].to_numpy(object) for column in self.declared.groups)
        return np.flatnonzero((a == name) & (b == name) if within else (a == name) ^ (b == name))


def _shown(rows: _Rows, cells: Mapping[str, BoolArray], policy: Policy) -> pd.DataFrame:
    table, declared = rows.table, rows.declared
    columns = rows.released
    groups = [name for name in declared.groups if name not in declared.names]
    if table.empty:
        return table[[*(column.name for column in columns), *groups]].copy()
    shown = _rounded(table, columns, coarse=policy.coarse).assign(**{name: table[name] for name in groups})
    for name, hidden in cells.items():
        if name in shown:
            shown[name] = shown[name].astype(object).where(~hidden, np.nan).infer_objects()
    shown = _named(_described(shown, table, declared, policy), declared, policy)
    return in_order(shown[~rows.gone], declared.by).reset_index(drop=True)


def in_order(shown: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows in an order that says no more than `by`, the column they are sorted by.

    Those of which it is not told stand behind the others, and of equal ones as told, too, the order is that of names;
    only who comes first of all stays there.
    """
    if by not in shown or shown.empty:
        return shown
    value = shown[by]
    names = [" ".join(map(str, row)) for row in shown.select_dtypes(exclude="number").to_numpy(object)]
    untold = value.isna().to_numpy()
    equal = np.where(untold, len(shown), (value != value.shift()).cumsum())
    later = np.arange(len(shown)) > 0
    order = pd.DataFrame({"untold": untold, "equal": equal, "later": later | untold, "name": names})
    return shown.iloc[order.sort_values([*order], kind="stable").index]


def _rows(table: pd.DataFrame, declared: Table, policy: Policy) -> tuple[BoolArray, BoolArray]:
    """Rows that only cover others (they lose what adds up), and rows that are left out."""
    covered = np.zeros(len(table), dtype=bool)
    gone = np.zeros(len(table), dtype=bool)
    nobody = np.ones(len(table), dtype=bool)
    for group in declared.groups:
        names = table[group].astype(object)
        known = names.notna().to_numpy()
        nobody &= ~known
        gone |= known & ~names.map(lambda one: _all(policy.names, one)).to_numpy(bool)
        covered |= known & ~names.map(lambda one: _all(policy.shows, one)).to_numpy(bool)
    if declared.behind in table:  # rows about no function, or all
        few = _people(table, declared.behind) < policy.min_group
        gone |= (nobody | declared.only_many) & few & table[declared.behind].notna().to_numpy()
    if len(declared.groups) > 1:  # pairs: what is withheld of a function is withheld of its pairs
        return np.zeros(len(table), dtype=bool), gone | covered
    return covered & ~gone, gone


def _all(allowed: Callable[[str], bool], names: Any) -> bool:
    """Whether a function, or all of several, may be shown."""
    return all(allowed(str(one)) for one in (names if isinstance(names, tuple) else (names,)))


# --- what stands for small functions ---------------------------------------------------------------------------


def _standing(
    hidden: pd.DataFrame, declared: Table, policy: Policy, whole: pd.DataFrame | None
) -> pd.DataFrame:
    """What stands for hidden rows: as computed with small functions as one, or what adds up of them."""
    if not declared.groups:
        return _rest(hidden, declared, policy)
    if whole is not None and whole[[*declared.groups]].isin([SMALL]).any(axis=None):
        its = whole[whole[[*declared.groups]].isin([SMALL]).any(axis=1)].reset_index(drop=True)
        adding = [
            column
            for column in declared.columns
            if column.rule in ("sum", "derived") or (column.rule == "whole" and column.of)
        ]
        wanted = {*declared.groups, declared.behind, *(column.name for column in adding)}
        return its[[name for name in its if name in wanted | {column.behind for column in adding}]]
    if len(declared.groups) == 1:
        return pd.DataFrame([{declared.groups[0]: SMALL, **_added(hidden, declared)}])
    ends = hidden[[*declared.groups]].astype(object).map(lambda one: one if policy.shows(str(one)) else SMALL)
    if declared.unordered:  # the merged functions come last
        ends = pd.DataFrame(
            [sorted(row, key=lambda one: (one == SMALL, one)) for row in ends.to_numpy()],
            columns=[*declared.groups],
        )
    return pd.DataFrame(
        [
            {**ends.iloc[rows[0]], **_added(hidden.iloc[rows], declared, apart=False)}
            for rows in ends.groupby([*declared.groups], sort=False).indices.values()
        ]
    )


def _rest(hidden: pd.DataFrame, declared: Table, policy: Policy) -> pd.DataFrame:
    """Rows about no function as one, where at least two are and enough people stand behind them."""
    column, name = declared.rest
    if not column or len(hidden) < 2 or _people(hidden, declared.behind).sum() < policy.min_group:
        return hidden.iloc[:0]
    return pd.DataFrame([{column: name, **_added(hidden, declared)}])


def _added(hidden: pd.DataFrame, declared: Table, *, apart: bool = True) -> dict[str, float]:
    """Sums over rows, and the people behind them: `apart`, nobody stands behind two of them."""
    found = {}
    apart = apart and not declared.overlapping
    adding = [
        one for one in declared.columns if one.rule == "sum" and one.total is None and one.name in hidden
    ]
    for column in adding:
        behind = column.behind or declared.behind
        if behind in hidden:
            people = _people(hidden, behind)
            found[behind] = float(people.sum() if apart else people.max())
    return found | {column.name: float(hidden[column.name].sum()) for column in adding}


# --- what is withheld ------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """Cells that add up to something known, or of which the first is the `total` of the others.

    `apart`: different people stand behind them. `left_out`: people behind what is counted in no cell.
    """

    cells: IntArray
    apart: bool = False
    of: str = ""
    """``TABLE.COLUMN`` of a line that holds a whole column."""
    total: bool = False
    left_out: float = 0.0


_Place = Mapping[tuple[str, str], IntArray]
"""Numbers of the cells of each column, by table and column."""


_Masks = dict[str, dict[str, BoolArray]]
"""Cells that are withheld, by table and column."""


def _withheld_sums(linked: Mapping[str, _Rows], policy: Policy) -> tuple[_Masks, set[str]]:
    """Cells of sums with few people, and their cover; ``TABLE.COLUMN`` of those whose total would still tell them."""
    place: dict[tuple[str, str], IntArray] = {}
    behind, worth, unsafe = np.empty(0), np.empty(0), np.empty(0, dtype=bool)
    for name, rows in linked.items():
        for column in rows.sums:
            people = rows.people(column)
            place[name, column.name] = len(behind) + np.arange(len(people))
            behind, unsafe = np.r_[behind, people], np.r_[unsafe, rows.unsafe(column, policy)]
            worth = np.r_[worth, np.full(len(people), rows.declared.worth(column.name))]
    lines = [
        *_lines_of_sums(linked, place),
        *_lines_within_rows(linked, place),
        *_lines_of_totals(linked, place),
        *_lines_of_pairs(linked, place),
    ]
    few = [
        0 < line.left_out < policy.min_group for line in lines
    ]  # what few people left out did is a cell, too
    cells = iter(range(len(behind), len(behind) + sum(few)))
    left_out = np.array([line.left_out for line, one in zip(lines, few, strict=True) if one])
    lines = [
        line._replace(cells=np.r_[line.cells, next(cells)]) if one else line
        for line, one in zip(lines, few, strict=True)
    ]
    behind = np.r_[behind, left_out]
    gone = withheld(
        behind,
        unsafe=np.r_[unsafe, np.ones(len(left_out), dtype=bool)],
        lines=[line.cells for line in lines],
        min_group=policy.min_group,
        disjoint=[line.apart for line in lines],
        totals=[line.total for line in lines],
        worth=np.r_[worth, np.zeros(len(left_out))],
    )
    found: _Masks = {name: {} for name in linked}
    for (name, one), numbers in place.items():
        found[name][one] = gone[numbers]
    told = {
        line.of
        for line in lines
        if line.of
        and told_by_total(behind, gone=gone, line=line.cells, min_group=policy.min_group, disjoint=line.apart)
    }
    return found, told


def _withheld_cells(
    sums: _Masks,
    linked: Mapping[str, _Rows],
    policy: Policy,
    untold: AbstractSet[str],
    others: Withheld,
) -> _Masks:
    """Also shares that rest on few, and what tells of what is withheld; `untold` are figures that are."""
    found = {
        name: sums[name] | {column.name: rows.unsafe(column, policy) for column in rows.parts}
        for name, rows in linked.items()
    }
    return {
        name: _with_derived(
            found[name] | _elsewhere(found, linked, rows) | _in_others(others, rows, policy),
            rows,
            policy,
            untold=untold,
        )
        for name, rows in linked.items()
    }


def _elsewhere(
    found: Mapping[str, Mapping[str, BoolArray]], linked: Mapping[str, _Rows], rows: _Rows
) -> dict[str, BoolArray]:
    """Rows about the functions of which a column of another table is withheld, by ``TABLE.COLUMN``."""
    masks: dict[str, BoolArray] = {}
    for one in {one for column in rows.declared.columns for one in column.of if "." in one}:
        table, _, name = one.partition(".")
        if name in found.get(table, {}):
            groups = list(linked[table].declared.groups)
            told = pd.MultiIndex.from_frame(
                linked[table].table.loc[found[table][name], groups].astype(object)
            )
            masks[one] = pd.MultiIndex.from_frame(rows.table[groups].astype(object)).isin(told)
    return masks


def _in_others(others: Withheld, rows: _Rows, policy: Policy) -> dict[str, BoolArray]:
    """Rows that a withheld cell of another result is about, by ``TABLE.COLUMN``.

    A row about one function, by any cell about it and perhaps another; a row about several, by any cell about none but
    them; a row about none by name (everybody), by any. Of hidden functions what goes into a row stands as one there.
    """
    names = {one for column in rows.declared.columns for one in column.of if one in others}
    shown = {one: [cell for cell in others[one] if all(map(policy.shows, cell))] for one in names}
    if rows.declared.cells:
        columns = rows.table[[*rows.declared.cells]].astype(object)
        made = [frozenset(str(one) for one in row if not pd.isna(one)) for row in columns.to_numpy()]
        single = columns.notna().all(axis=1).tolist()
        return {
            one: np.array(
                [
                    row in cells if alone else any(row <= cell for cell in cells)
                    for row, alone in zip(made, single, strict=True)
                ],
                dtype=bool,
            )
            for one, cells in shown.items()
        }
    about = _functions(rows)
    several = any(isinstance(names, tuple) for group in rows.declared.groups for names in rows.table[group])
    return {
        one: np.array(
            [
                any(cell <= row if several else cell >= row for cell in others[one])
                if row
                else bool(shown[one])
                for row in about
            ],
            dtype=bool,
        )
        for one in names
    }


def _functions(rows: _Rows) -> list[frozenset[str]]:
    """The functions that each row is about."""
    columns = [rows.table[group] for group in rows.declared.groups]
    return [
        frozenset(str(one) for names in row for one in (names if isinstance(names, tuple) else (names,)))
        for row in zip(*columns, strict=True)
    ] or [frozenset()] * len(rows.table)


def _partly(masks: Mapping[str, BoolArray], rows: _Rows, policy: Policy) -> set[str]:
    """Columns of which a cell is withheld.

    Where small functions stand as one, their row counts as any other; rows of functions that only cover them do not.
    """
    columns = {one.name: one for one in rows.declared.columns if one.name in rows.table}
    found = {
        name
        for name, column in columns.items()
        if (column.behind or column.rule in ("sum", "part"))
        and _some(rows.acting(column)[rows.gone], policy.min_group).any()
    }
    shown = ~rows.covered & ~rows.gone
    return found | {name for name, mask in masks.items() if (mask & shown & rows.table[name].notna()).any()}


def _with_derived(
    found: dict[str, BoolArray], rows: _Rows, policy: Policy, *, untold: AbstractSet[str]
) -> dict[str, BoolArray]:
    """Also what is worked out from withheld cells, what rests on few people, and the ends of intervals."""
    nothing = np.zeros(len(rows.table), dtype=bool)
    names = {*rows.declared.names}
    for column in rows.declared.columns:
        tied = column.of or column.of_all or column.adjusts or column.behind
        if column.name in rows.table and (tied or column.rule in ("sum", "part", "derived")):
            hidden = [found[name] for name in (column.name, *column.of) if name in found]
            if column.behind and column.rule not in ("sum", "part"):
                hidden.append(_some(rows.people(column), policy.min_group))
            if column.adjusts in found:
                own = rows.table[column.name]
                hidden.append(own.isin(own[found[column.adjusts]].dropna()).to_numpy(bool))
            if column.of_all:
                masks = {name: found[name] for name in column.of_all if name in found}
                hidden += [~nothing for _ in _partly(masks, rows, policy) & {*column.of_all}]
            hidden += [~nothing for name in column.of if name in untold and name not in names]
            found[column.name] = np.any([nothing, *hidden], axis=0)
            found |= {
                end: found[column.name] | found.get(end, nothing) for end in column.ends if end in rows.table
            }
    return found


def _lines_of_sums(linked: Mapping[str, _Rows], place: _Place) -> Iterator[_Line]:
    """Over rows of one table."""
    for name, rows in linked.items():
        apart = rows.declared.apart
        for column in rows.sums:
            elsewhere = [
                {*keys} for other, keys in rows.declared.totals.items() if (other, column.name) in place
            ]
            yield from (
                _Line(place[name, column.name][line], apart, f"{name}.{column.name}", left_out=people)
                for line, people in _lines(rows, but=elsewhere, left_out=column.left_out, more=column.lines)
            )
            if rows.declared.unordered and not _has_totals(linked, name, column.name):
                ends = {str(one) for group in rows.declared.groups for one in rows.table[group]}
                yield from (_Line(place[name, column.name][rows.pairs_of(one)]) for one in sorted(ends))


def _has_totals(linked: Mapping[str, _Rows], table: str, column: str) -> bool:
    """Whether another table shows what the pairs of each function add up to: it is not known otherwise."""
    return any(
        one.total is not None and (one.total.table, one.total.column) == (table, column)
        for rows in linked.values()
        for one in rows.sums
    )


def _lines_within_rows(linked: Mapping[str, _Rows], place: _Place) -> Iterator[_Line]:
    for name, rows in linked.items():
        for total, parts in rows.declared.parts.items():
            columns = [place[name, one] for one in (total, *parts) if (name, one) in place]
            cells = np.stack(columns, axis=1) if columns else ()
            yield from (_Line(line, total=(name, total) in place) for line in cells)


def _lines_of_totals(linked: Mapping[str, _Rows], place: _Place) -> Iterator[_Line]:
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
                apart = rows.declared.apart
                yield from (_Line(np.r_[total[row], mine[cells]], apart, total=True) for row, cells in pairs)


def _lines_of_pairs(linked: Mapping[str, _Rows], place: _Place) -> Iterator[_Line]:
    """A function's row, and its pairs in another table that it adds up."""
    for name, rows in linked.items():
        for column in rows.sums:
            if column.total is None or column.total.table not in linked:
                continue
            pairs, of = linked[column.total.table], place[column.total.table, column.total.column]
            told = rows.counted & rows.table[column.name].notna().to_numpy()
            for row in np.flatnonzero(told):
                function = str(rows.table[rows.declared.groups[0]][row])
                cells = of[pairs.pairs_of(function, within=column.total.within)]
                yield _Line(np.r_[place[name, column.name][row], cells], total=True)


def _places(table: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], IntArray]:
    """The rows with each combination of values."""
    found = table.groupby(keys, sort=False).indices
    return {key if isinstance(key, tuple) else (key,): np.asarray(rows) for key, rows in found.items()}


def _people(table: pd.DataFrame, name: str, *, unknown: float = 0.0) -> FloatArray:
    """People behind each row; as many as one likes where that is not known. `unknown`: what an empty cell is."""
    if name not in table:
        return np.full(len(table), np.inf)
    people = pd.to_numeric(table[name], errors="coerce").astype(float).fillna(unknown)
    return np.asarray(people, dtype=np.float64)


def _some(people: FloatArray, min_group: int) -> BoolArray:
    """Where there are some people, but few."""
    return np.asarray((people > 0) & (people < min_group))


def _lines(
    rows: _Rows,
    *,
    but: Sequence[set[str]],
    left_out: str = "",
    more: tuple[tuple[str, ...], ...] = (),
) -> list[tuple[IntArray, float]]:
    """The rows of every line along which sums add up to something known anyhow, a function's pairs apart.

    Beside each the people who are in none of its rows. `but`: not those whose sum another table of the result shows,
    or withholds. `left_out`: the column of those of them who stand behind the column, where it is not that of the
    table; where none of few does, that none does is told, too. `more`: lines of the column alone.
    """
    table, declared = rows.table, rows.declared
    found: list[tuple[IntArray, float]] = []
    lines = [*declared.lines, *more]
    for keys, rest in zip_longest(lines, declared.left_out[: len(lines)], fillvalue=""):
        if {*keys} in but:
            continue
        groups = (
            table.groupby(list(keys), dropna=False, sort=False).indices.values()
            if keys
            else [np.arange(len(table))]
        )
        people = _people(table, rest) if rest in table else np.zeros(len(table))
        if left_out in table:
            own = _people(table, left_out)
            people = np.where(own > 0, own, people)
        found += [
            (np.asarray(group, dtype=np.int64), float(people[group].max(initial=0))) for group in groups
        ]
    if declared.unordered:
        a, b = (table[column].to_numpy(object) for column in declared.groups)
        found.append((np.flatnonzero(a == b), 0.0))
    return [(line[rows.counted[line]], people) for line, people in found]


# --- how it is written -----------------------------------------------------------------------------------------


def _rounded(table: pd.DataFrame, columns: list[Column], *, coarse: bool) -> pd.DataFrame:
    shown = table[[column.name for column in columns]].copy()
    by_name = {column.name: column for column in columns}
    end_of = {end: column for column in columns for end in column.ends if end in by_name}
    for name, column in by_name.items():
        of = end_of.get(name, column)  # the ends of an interval have the digits of what they enclose
        low, high, units = (
            table[limit] if limit in table else [None] * len(table) for limit in (*of.ends, of.units)
        )
        shown[name] = [
            rounded(value, of, low=a, high=b, units=n, coarse=coarse)
            for value, a, b, n in zip(table[name], low, high, units, strict=True)
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
            shown[column.name] = [_several(names, policy) for names in shown[column.name]]
    return shown


def _several(names: Any, policy: Policy) -> Any:
    """Several names parted by "; ", small functions once."""
    if not isinstance(names, str) or not names:
        return names
    return "; ".join(dict.fromkeys(policy.masked(pd.Series(names.split("; ")))))
