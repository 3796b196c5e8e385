"""A chart as data: which columns of a table make it; the same chart in reports, pages and notebooks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from silograph.charts.drawing import Interval, plot_intervals
from silograph.language.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True)
class IntervalChart:
    """A value with its 95 % interval, a line per row of a table.

    Parameters
    ----------
    key
        Its texts: ``KEY.chart`` names the axis, ``KEY.chart_read`` says how to read it where more is to be said than
        ``chart_read``.
    value
        Column of the value.
    ends
        Columns of both ends; ``VALUE_low`` and ``VALUE_high`` where empty.
    source
        Attribute of the result that holds the table.
    by
        Column of the labels, or several of them.
    usual
        Column of what is usual for the row, drawn as a stroke.
    where
        What columns must hold for a row to be drawn: a value, or one of several.
    but
        What columns must not hold.
    percent
        Shares written in per cent.
    digits
        Decimals.
    reference
        Where a line marks "nothing special".
    option
        The option of the analysis where the line stands instead, such as a share that is asked for.
    logarithmic
        For factors.
    marked, marked_by
        The verdict that stands out, and the column of verdicts.
    marked_from
        The attribute of the result that says what stands out, where that is no verdict but a name.
    worded
        Where labels are words, the key of their texts: ``channel`` for ``channel.email``.
    ascending
        Smallest first; None for the order of the table.
    most
        Lines drawn at most: the first ones.
    """

    key: str
    value: str
    ends: tuple[str, str] = ("", "")
    source: str = "table"
    by: str | tuple[str, ...] = "function"
    usual: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    but: Mapping[str, Any] = field(default_factory=dict)
    percent: bool = False
    digits: int = 0
    reference: float | None = None
    option: str = ""
    logarithmic: bool = False
    marked: str = ""
    marked_by: str = "verdict"
    marked_from: str = ""
    worded: str = ""
    ascending: bool | None = False
    most: int = 24

    def rows(self, result: Any, *, label: Callable[[Any], str] = str) -> list[Interval]:
        """The lines of the chart, from the top.

        Parameters
        ----------
        result
            Whose table is drawn.
        label
            How what stands in `by` is written.
        """
        table = self._table(getattr(result, self.source))
        low, high = (
            end or f"{self.value}_{which}" for end, which in zip(self.ends, ("low", "high"), strict=True)
        )
        marked = getattr(result, self.marked_from) if self.marked_from else self.marked
        scale = 100.0 if self.percent else 1.0
        by = (self.by,) if isinstance(self.by, str) else self.by
        return [
            Interval(
                " – ".join(label(row[column]) for column in by),
                scale * float(row[self.value]),
                scale * float(row.get(low, math.nan)),
                scale * float(row.get(high, math.nan)),
                marked=bool(marked) and row.get(self.marked_by) == marked,
                usual=scale * float(row.get(self.usual, math.nan)),
            )
            for row in table.head(self.most).to_dict("records")
        ]

    def line(self, result: Any) -> float | None:
        """Where the line stands that marks "nothing special", or what is asked for."""
        if not self.option:
            return self.reference
        return float(result.parameters[self.option]) * (100.0 if self.percent else 1.0)

    def label(self, words: Words) -> Callable[[Any], str]:
        """How labels are written in a language: as names, or as the words they are."""
        return (lambda one: words(f"{self.worded}.{one}")) if self.worded else words.name

    def _table(self, table: pd.DataFrame) -> pd.DataFrame:
        for column, wanted in self.where.items():
            table = table[table[column].isin(wanted if isinstance(wanted, tuple) else (wanted,))]
        for column, unwanted in self.but.items():
            table = table[table[column] != unwanted]
        value = table[self.value].astype(float)
        table = table[np.isfinite(value) & ((value > 0) | (not self.logarithmic))]
        if self.ascending is not None:
            table = table.sort_values(self.value, ascending=self.ascending, kind="stable")
        return table

    def plot(self, result: Any, *, words: Words | None = None, ax: Axes | None = None) -> Axes:
        """Draw it with matplotlib.

        Parameters
        ----------
        result
            Whose table is drawn.
        words
            Language of the axis; English where None.
        ax
            Where to draw; new axes where None.
        """
        words = words or Words()
        return plot_intervals(
            self.rows(result, label=self.label(words)),
            axis=words(f"{self.key}.chart"),
            reference=self.line(result),
            logarithmic=self.logarithmic,
            ax=ax,
        )
