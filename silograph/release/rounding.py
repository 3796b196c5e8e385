"""Precision is part of disclosure: a number says no more than its interval supports.

Sixteen digits of a modularity are an equation in whole numbers: with two small functions merged, a single pair of
whole numbers may fit it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from silograph.analyses.parts.declare import Column, Unit

# Decimals where no interval says how many are supported. Counts, places and names are whole.
_DECIMALS: Mapping[Unit, int] = {
    "share": 3, "hours": 1, "steps": 3, "p": 4, "z": 1, "level": 1, "rate": 2, "mean": 1, "factor": 2, "strength": 1,
    "": 3,
}  # fmt: skip
_WHOLE = frozenset({"count", "rank", "number", "yes"})
_NOTHING = 1e-9  # what resampling leaves of an interval without width
_FIRST_DIGIT = 50  # units whose distribution may be told in a digit
SINGLE = 1
"""Decimals of what hangs on a single person."""


def rounded(
    value: Any,
    column: Column,
    *,
    low: Any = None,
    high: Any = None,
    units: Any = None,
    coarse: bool = False,
) -> Any:
    """A value as it leaves a run: two significant digits of half its interval, or what its unit supports.

    Parameters
    ----------
    value
        A number; anything else stays as it is.
    column
        What it measures.
    low, high
        Ends of its 95 % interval, where there is one.
    units
        How many single things it tells how they are distributed (`Column.units`): a first digit is told from 50 of
        them, a second from 5,000, for of fewer one distribution might fit.
    coarse
        Fewer digits of what is worked out for all functions at once (`Column.joint`): where functions are hidden,
        figures of the others still hang on who of the hidden people belong together, and a handful of them with all
        digits fits one way to part them.

    Examples
    --------
    >>> rounded(0.123456, Column("share", "share"), low=0.08, high=0.16), rounded(0.123456, Column("x", "share"))
    (0.123, 0.123)
    >>> rounded(8.0612, Column("walls", "factor"), low=7.1, high=8.9), rounded(12, Column("people", "count"))
    (8.06, 12)
    >>> gini = Column("gini", units="posts")
    >>> [rounded(0.4321, gini, units=posts) for posts in (20, 60, 6000)]
    [nan, 0.4, 0.43]
    """
    if not _is_number(value) or column.unit in _WHOLE:
        return value
    decimals = SINGLE if column.rule == "single_person" else _decimals(column.unit, low, high)
    if column.unit == "factor" and column.rule != "single_person":
        decimals = max(decimals, _of_a_factor(float(value)))
    if column.units and _is_number(units):
        if units < _FIRST_DIGIT:
            return math.nan
        decimals = min(decimals, 1 + int(math.log10(units / _FIRST_DIGIT) / 2))
    if coarse and column.joint:
        decimals = max(decimals - column.joint, 0)
    return round(float(value), decimals) + 0.0  # without the sign of what is rounded to nothing


def _decimals(unit: Unit, low: Any, high: Any) -> int:
    usual = _DECIMALS.get(unit, 3)
    if not (_is_number(low) and _is_number(high)) or high - low < _NOTHING:
        return usual
    half = (float(high) - float(low)) / 2
    return max(0, min(1 - math.floor(math.log10(half)), usual + 3))


def _of_a_factor(value: float) -> int:
    """Decimals of two digits of a factor, within what its unit has.

    Where an interval reaches from nothing to hundreds, half of it would leave 0 of 0.43, above 0.2 in the ranking.
    """
    return (
        min(1 - math.floor(math.log10(abs(value))), _DECIMALS["factor"])
        if math.isfinite(value) and value
        else 0
    )


def _is_number(value: Any) -> bool:
    if isinstance(value, bool | str) or value is None:
        return False
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError):
        return False
