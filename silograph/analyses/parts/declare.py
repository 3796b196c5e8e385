"""What a result declares: its tables and columns, what they mean, and what of them may leave a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

Unit = Literal[
    "", "function", "word", "number", "month", "count", "share", "factor", "strength", "hours", "steps", "p", "z",
    "rank", "level", "rate", "mean", "yes",
]  # fmt: skip
"""What a column measures; it decides how a number is rounded where no interval does, and how it is written.

``function`` a function's name; ``word`` a verdict or kind; ``number`` an identifier; ``yes`` true or false; ``rate``
per person and week and the like; ``mean`` a mean number of things; ``z`` standard deviations; the others as they say.
"""

Rule = Literal["keep", "sum", "derived", "whole", "single_person", "drop"]
"""What may leave a run.

``keep``
    wherever its row is shown.
``sum``
    adds up over rows: withheld where fewer than `min_group` people stand behind it, and then in as many other rows
    as it takes that no subtraction gives it back.
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
class Column:
    """A column of a table, or a single figure of a result.

    Parameters
    ----------
    name, unit, rule
        Its name, what it measures, and what may leave a run.
    of
        Of a ``derived`` column: the columns it is worked out from. Of any other: those whose total it would tell, so
        that it goes where that does. Of a figure: the columns it is the total of (``TABLE.COLUMN``), or figures
        it is worked out from.
    behind
        The column (of a figure: attribute) with the number of people it rests on: it is withheld where these are
        fewer than `min_group`, though not nobody. Of a ``sum``, that of the table where empty.
    among
        Of a count of people: the column with the number of all of whom it counts some, or ``size`` for the size that
        the policy knows: it is withheld, too, where fewer than `min_group` are left over.
    ends
        Columns with the ends of its 95 % interval; ``NAME_low`` and ``NAME_high`` where there are such.

    Examples
    --------
    >>> Column("openness", "factor").ends
    ('openness_low', 'openness_high')
    """

    name: str
    unit: Unit = ""
    rule: Rule = "keep"
    of: tuple[str, ...] = ()
    behind: str = ""
    among: str = ""
    ends: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        if self.ends == ("", ""):
            object.__setattr__(self, "ends", (f"{self.name}_low", f"{self.name}_high"))


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
        Columns with the functions a row is about: the row is shown only where all of them may be.
    describes
        Columns with a function that only describes the row (a space's largest one): it loses its name where that is
        too small to show, and `made_of` with it.
    made_of
        Columns that tell how many of that function there are.
    behind
        The column with the number of people a row rests on: it is shown from `min_group` on. A row about functions has
        one only where it is named; their own size decides otherwise.
    lines
        Columns within whose equal values a ``sum`` adds up to a figure that is known elsewhere; several where it does
        so in several ways (over functions of a month, over months of a function).
    unordered
        Of pairs: whether (A, B) is (B, A), so that a function's line holds the pairs at whichever end it stands.
    merged
        Whether the rows of small functions stand as one, with what adds up.
    where
        What columns must hold for a row to be written.
    rest
        The attribute of the result that says, by the column of people behind, how many people stand behind what is in
        no row (of no known function, of no month): a few of them must not follow from what is.
    """

    columns: tuple[Column, ...]
    source: str = "table"
    groups: tuple[str, ...] = ()
    describes: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    behind: str = "people"
    lines: tuple[tuple[str, ...], ...] = ((),)
    unordered: bool = False
    merged: bool = False
    where: Mapping[str, Any] = field(default_factory=dict)
    rest: str = ""

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [column.name for column in self.columns]

    def rows(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table that are written."""
        for column, wanted in self.where.items():
            table = table[table[column] == wanted]
        return table
