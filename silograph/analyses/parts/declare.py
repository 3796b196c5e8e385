"""What a result declares: its tables and columns, what they mean, and what of them may leave a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from silograph.language.words import Sentence

Unit = Literal[
    "", "function", "functions", "space", "word", "number", "month", "count", "share", "factor", "strength", "hours",
    "steps", "p", "z", "rank", "level", "rate", "mean", "yes",
]  # fmt: skip
"""What a column measures; it decides how a number is rounded where no interval does, and how it is written.

``function`` a function's name; ``functions`` several, parted by "; "; ``space`` the name of a space, which may be after
somebody; ``word`` a verdict or kind; ``number`` an
identifier; ``yes`` true or false; ``rate`` per person and week and the like; ``mean`` a mean number of things; ``z``
standard deviations; the others as they say.
"""

Rule = Literal["keep", "sum", "part", "derived", "whole", "single_person", "drop"]
"""What may leave a run.

``keep``
    wherever its row is shown.
``sum``
    adds up over rows: withheld where fewer than `min_group` people stand behind it, and then in as many other rows
    as it takes that no subtraction gives it back.
``part``
    a share, which adds up to nothing over rows: withheld where its smallest part has fewer than `min_group` people, but
    not none.
``derived``
    worked out from columns that are: withheld where one of them is.
``whole``
    a figure of the whole that hangs on who is in which small function: given for the network in which small
    functions are one.
``single_person``
    hangs on one person: given in tenths.
``drop``
    never.
"""


@dataclass(frozen=True, slots=True)
class Total:
    """What a column adds up in another table of the same result: the two are withheld together.

    Parameters
    ----------
    table, column
        A table of pairs of functions, and its column.
    within
        Whether it is that of a function's pair with itself, or of all its pairs with others.
    """

    table: str
    column: str
    within: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a single figure of a result.

    Parameters
    ----------
    name, unit, rule
        Its name, what it measures, and what may leave a run.
    of
        The columns it is worked out from: it is withheld where one of them is, also a ``sum``; ``TABLE.COLUMN`` for
        that of the same function in another table, of other results too (there, of any pair of the row's function; of a
        row about several functions, of any among them; about none by name, of any that is shown); a figure, for it goes
        everywhere where that is withheld. Of a figure: figures it is worked out from, and ``TABLE.COLUMN`` for what it
        is the total of, withheld where too little covers what is withheld of that. Of a figure that is a mapping: the
        keys that leave.
    of_all
        The columns of which the cells of all rows go into it (what is usual among the others, a sum over functions):
        all of it is withheld where any cell of these is, for beside the cells that are shown it is an equation for
        those that are not. Of a figure: ``TABLE.COLUMN``.
    adjusts
        The column of p-values that it adjusts together: it is withheld, too, in rows that have its value in common with
        one of which that is withheld, for it is the larger p-value's.
    behind
        The column (of a figure: attribute) with the number of people it rests on: it is withheld where these are
        fewer than `min_group`, though not nobody. Of a ``sum``, that of the table where empty. Of a ``part``: the
        people of the smallest part that has any.
    among
        Of a ``sum`` that counts people: the column with the number of all of whom it counts some, or ``size`` for the
        size of the function: it is withheld, too, where fewer than `min_group` are left over.
    left_out
        Of a ``sum``: the column with the number of people behind it who are in no row, though its total counts them;
        that of the table where empty, or where none is.
    lines
        Of a ``sum``: `Table.lines` of it alone.
    ends
        Columns with the ends of its 95 % interval; ``NAME_low`` and ``NAME_high`` where there are such.
    instead
        Column whose values leave in its place: the same figure with small functions as one.
    total
        Of a ``sum``: what it adds up in another table.
    units
        The column (of a figure: attribute) with the number of single things that it tells how they are distributed
        (posts over people): all digits of that fit one distribution only, so that few units leave few digits, or none.
    joint
        Where figures of all functions are worked out at once, those of a few large ones tell how the others are parted:
        where some are hidden, it leaves with so many digits less.

    Examples
    --------
    >>> Column("openness", "factor").ends
    ('openness_low', 'openness_high')
    """

    name: str
    unit: Unit = ""
    rule: Rule = "keep"
    of: tuple[str, ...] = ()
    of_all: tuple[str, ...] = ()
    adjusts: str = ""
    behind: str = ""
    among: str = ""
    left_out: str = ""
    lines: tuple[tuple[str, ...], ...] = ()
    ends: tuple[str, str] = ("", "")
    instead: str = ""
    total: Total | None = None
    units: str = ""
    joint: int = 0

    def __post_init__(self) -> None:
        if self.ends == ("", ""):
            object.__setattr__(self, "ends", (f"{self.name}_low", f"{self.name}_high"))


def with_ends(column: Column, *, of: tuple[str, ...] = ()) -> tuple[Column, Column, Column]:
    """A column, and those of both ends of its interval: these leave a run where it does.

    Parameters
    ----------
    column
        Of what has an interval.
    of
        What the ends are worked out from beside it: of none and of all, they tell how many there were.

    Examples
    --------
    >>> [one.name for one in with_ends(Column("openness", "factor"))]
    ['openness', 'openness_low', 'openness_high']
    """
    rule: Rule = "whole" if column.rule == "whole" else "derived"
    low, high = (Column(end, column.unit, rule, of=(column.name, *of)) for end in column.ends)
    return column, low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that a result writes.

    Parameters
    ----------
    columns
        In the order in which they are written; what is not declared is not written.
    source
        The attribute of the result that holds it.
    groups
        Columns with the functions a row is about (a name, or a tuple of names): the row is shown only where all of
        them may be. Where such a column is not declared, it is not written, but stays in what is released.
    describes
        Columns with a function (or a tuple of them) that only describes the row (a space's largest one): it loses its
        name where that is too small to show, and `made_of` with it.
    made_of
        Columns that tell how many of that function there are.
    behind
        The column with the number of people a row rests on; rows about no function are shown from `min_group` on.
    only_many
        Whether rows about functions are, too.
    where
        What columns must hold for a row to be written.
    lines
        Columns within whose equal values a ``sum`` adds up to a figure that is known elsewhere; several where it does
        so in several ways (over functions of a month, over months of a function).
    unordered
        Of pairs: whether (A, B) is (B, A), so that a function's line holds the pairs at whichever end it stands; pairs
        of a function with itself are a line of their own.
    merged
        Whether the rows of small functions stand as one, with what adds up.
    rest
        Where rows about no function stand as one: the column that names them, and the name of what stands together.
    left_out
        Per entry of `lines` the column with the number of people who are in no row of the line, though its total
        counts them: a few of them must not follow from the rows.
    overlapping
        Whether the same people may stand behind several rows of a line: then only rows with enough people by
        themselves cover others. Where None: of pairs, they may.
    parts
        What adds up within a row: a ``sum`` and those of which it is the total; those named last are withheld first
        to cover others.
    totals
        Other tables of the result in which the rows of this one are added up: columns that must be equal, those of
        this table first. What has the same name in both is withheld in both so that neither tells the other.
    cells
        Columns with the functions of which a row gives, in other words, a cell of another result (`Column.of`), where
        they are not `groups`: it is withheld where that cell is. Of a row in which one of them is missing, all cells
        about the others go into it.
    by
        The column by whose values the rows are sorted, where it is not what they are called by: rows of which it is
        withheld come last, for a place between two numbers is a number, and rows with equal values as they are told
        stand in the order of their names, save the first of all.
    written
        Whether it is a file of its own; else it may leave a run only as part of what is drawn or said.
    """

    columns: tuple[Column, ...]
    source: str = "table"
    groups: tuple[str, ...] = ()
    describes: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    behind: str = "people"
    only_many: bool = False
    where: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[tuple[str, ...], ...] = ((),)
    unordered: bool = False
    merged: bool = False
    rest: tuple[str, str] = ("", "")
    left_out: tuple[str, ...] = ()
    overlapping: bool | None = None
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    totals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    by: str = ""
    written: bool = True

    @property
    def apart(self) -> bool:
        """Whether different people stand behind different rows of a line."""
        return len(self.groups) == 1 if self.overlapping is None else not self.overlapping

    def worth(self, column: str) -> int:
        """How late a column is withheld to cover others of its row."""
        order = [(total, *parts)[::-1] for total, parts in self.parts.items()]
        return max((names.index(column) for names in order if column in names), default=0)

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [column.name for column in self.columns]

    def rows(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table that are written."""
        for column, wanted in self.where.items():
            table = table[table[column] == wanted]
        return table


def by_function(*columns: Column) -> Table:
    """A table with a row per function, of which `function` is the first column.

    Parameters
    ----------
    columns
        The others.

    Examples
    --------
    >>> by_function(Column("openness", "factor")).names
    ['function', 'openness']
    """
    return Table(columns=(Column("function", "function"), *columns), groups=("function",))


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with numbers that a result says beside its answer, such as a reason or a caution.

    Parameters
    ----------
    sentence
        What is said.
    people
        How many people its numbers rest on: it is not said outside a run where these are few.
    rule
        ``keep``, ``single_person`` (shares are said in tenths), ``whole`` (its numbers are figures of the whole, which
        tables give with small functions as one: not said outside a run where there are any) or ``drop``.
    of, about
        What it quotes or follows from, as ``TABLE.COLUMN`` of any result, and the functions whose rows these are: it is
        not said outside a run where one of them is withheld there, if only to cover others.
    """

    sentence: Sentence
    people: float = float("inf")
    rule: Rule = "keep"
    of: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def people_behind(result: Any, column: str, *, table: str = "") -> pd.Series[Any]:
    """How many people stand behind each cell of a column: the fewest behind anything it is worked out from.

    As many as one likes where that is not declared, and where nobody stands behind it.

    Parameters
    ----------
    result
        Whose table it is.
    column
        Its name.
    table
        The name of the table; the main one where empty.
    """
    declared: Table | None = getattr(result, "declared", {}).get(table or getattr(result, "name", ""))
    rows: pd.DataFrame = result.table if declared is None else getattr(result, declared.source)
    fewest = pd.Series(np.inf, index=rows.index)
    if declared is None:
        return fewest
    columns = {one.name: one for one in declared.columns}
    left, seen = [column], set[str]()
    while left:
        name = left.pop()
        if name in seen or name not in columns:
            continue
        seen.add(name)
        one = columns[name]
        left += one.of
        behind = one.behind or (declared.behind if one.rule == "sum" else "")
        if behind in rows:
            people = pd.to_numeric(rows[behind], errors="coerce").astype(float)
            fewest = pd.concat([fewest, people.where(people > 0)], axis=1).min(axis=1)
    return fewest
