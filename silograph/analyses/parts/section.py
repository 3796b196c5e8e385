"""How a question writes its section of the report: released results as text, charts and tables in one language."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from silograph.analyses.parts.declare import Column as Declared
from silograph.analyses.parts.declare import Table
from silograph.analyses.parts.result import Result
from silograph.charts.drawing import Interval, interval_chart
from silograph.charts.intervals import IntervalChart
from silograph.charts.parts import Column, Figure, Grid, Part, Row, Text
from silograph.graph.small import SMALL
from silograph.language.notes import in_french
from silograph.language.words import Sentence, Words

Show = Callable[[pd.Series], str]
_WORDY = frozenset(
    {"function", "other", "verdict", "largest_function", "community", "name", "arrangement", "assumption"}
    | {"first_owner", "first_glue", "closed"}
)
_NAMES = frozenset({"function", "space", "word", "month", "yes"})
# How cells are written by what they measure: see `Words.shown`.
_WRITTEN: Mapping[str, str] = {
    "share": "%",
    "p": "p",
    "count": "",
    "rank": "",
    "number": "",
    "level": ".1",
    "z": ".1",
}
_MOST_ROWS = 24  # of a chart without a table beside it


@dataclass(frozen=True, kw_only=True)
class Writer:
    """What a section of the report reads, and how it writes it: released results in one language.

    Parameters
    ----------
    results
        What may be shown, by question.
    words
        The language.
    min_group
        The smallest group shown by itself.
    teams
        How many nodes of the network are teams.
    """

    results: Mapping[str, Any] = field(repr=False)
    words: Words
    min_group: int = 5
    teams: int = 0

    def __getitem__(self, name: str) -> Any:
        return self.results.get(name)

    # --- words -----------------------------------------------------------------------------------------------------

    def name(self, function: Any) -> str:
        """A function as it may be named, set apart so that its script cannot turn the words around it."""
        if function is None or (isinstance(function, float) and math.isnan(function)):
            return "–"
        text = self.words("group.small") if function == SMALL else str(function)
        return text if text.isascii() else f"\u2068{text}\u2069"

    def answer(self, result: Result) -> str:
        """The headline of a result, without names that may not be shown."""
        return result.headline(self.words.lang, name=self.name)

    def split(
        self, lines: Iterable[str], *, name: Callable[[str], str] | None = None
    ) -> tuple[list[str], list[str]]:
        """Lines in the language of the report, and those that only exist in English.

        Parameters
        ----------
        name
            How names in them are written; functions as they may be named where None.
        """
        said = replace(self.words, name=name or self.name)
        ours: list[str] = []
        english: list[str] = []
        for line in lines:
            if self.words.lang == "fr" and (told := in_french(line)):
                ours.append(told)
            else:
                is_ours = self.words.lang == "en" or isinstance(line, Sentence)
                (ours if is_ours else english).append(said.told(line))
        return ours, english

    def points(self, share: float) -> str:
        """A difference of shares in percentage points, with its sign."""
        return self.words.shown(float(share), "+pt.1")

    # --- charts ----------------------------------------------------------------------------------------------------

    def chart(
        self,
        name: str,
        rows: Sequence[Interval],
        *,
        digits: int,
        reference: float | None = None,
        logarithmic: bool = False,
    ) -> Figure:
        """An interval chart, with its numbers as text for who cannot see it."""
        words, show = self.words, self.digits(digits)
        axis = words(f"{name}.chart")

        def with_ends(value: float, low: float, high: float) -> str:
            return self._bracketed([show(one) for one in (value, low, high)])

        said = [
            f"{row.label} "
            + (
                with_ends(row.value, row.low, row.high)
                if math.isfinite(row.low + row.high)
                else show(row.value)
            )
            for row in rows
        ]
        drawn = interval_chart(
            rows,
            axis=axis,
            describe=f"{axis}. {words.shown(tuple(said), ';')}.",
            show=show,
            reference=reference,
            logarithmic=logarithmic,
            with_ends=with_ends,
        )
        read = f"{name}.chart_read"
        return Figure(drawn, words(read if words.has(read) else "chart_read"))

    def answer_and_charts(self, result: Result) -> Iterator[Part]:
        """The headline of a result and the charts that it declares."""
        yield Text(self.answer(result))
        for chart in result.charts:
            yield from self.declared(chart, result)

    def declared(
        self, chart: IntervalChart, result: Result, *, label: Callable[[Any], str] | None = None
    ) -> Iterator[Figure]:
        """A declared chart of a result; nothing where it has no line.

        Parameters
        ----------
        label
            How its lines are called; by function where None.
        """
        if rows := chart.rows(result, label=label or self.name):
            yield self.chart(
                chart.key, rows, digits=chart.digits, reference=chart.reference, logarithmic=chart.logarithmic
            )

    # --- tables ----------------------------------------------------------------------------------------------------

    def grid(
        self, table: pd.DataFrame, columns: Mapping[str, Show], *, marked: str = "", folded: bool = False
    ) -> Grid:
        """A table with a column per entry of `columns`; rows with the verdict `marked` stand out."""
        words = self.words
        heads = [
            Column(
                words(f"column.{key}"),
                words(f"column.{key}.gloss") if words.has(f"column.{key}.gloss") else "",
                numeric=key not in _WORDY,
            )
            for key in columns
        ]
        rows = [
            Row(
                [show(row) for show in columns.values()], marked=bool(marked) and row.get("verdict") == marked
            )
            for _, row in table.iterrows()
        ]
        return Grid(heads, rows, folded)

    def declared_grid(self, name: str, table: Table, rows: pd.DataFrame) -> Grid:
        """A declared table, whole and folded: heads, meanings and cells follow from its columns.

        Parameters
        ----------
        name
            Under which it is declared.
        table
            Its declaration.
        rows
            What it holds.
        """
        shown = [column for column in table.columns if column.name in rows]
        ends = {end for column in shown for end in column.ends}
        shown = [column for column in shown if column.name not in ends]
        heads = [
            Column(
                self._head(column.name),
                self.words.meaning(name, column.name),
                numeric=column.unit not in _NAMES,
            )
            for column in shown
        ]
        cells = [
            Row([self._cell(column, row) for column in shown])
            for row in rows.head(_MOST_ROWS).to_dict("records")
        ]
        return Grid(heads, cells, folded=True)

    def _head(self, column: str) -> str:
        key = f"column.{column}"
        return self.words(key) if self.words.has(key) else column.replace("_", " ")

    def _cell(self, column: Declared, row: Mapping[Hashable, Any]) -> str:
        value = row[column.name]
        if column.unit == "function":
            return self.name(value)
        if isinstance(value, str):
            keys = (f"{kind}.{value}" for kind in ("verdict", column.name))
            return next((self.words(key) for key in keys if self.words.has(key)), value)
        if value is None or pd.isna(value):
            return "–"
        if isinstance(value, bool):
            return self.words("report.yes" if value else "report.no")
        how = _WRITTEN.get(column.unit, "g")
        text = self.words.shown(float(value), how)
        low, high = (row.get(end) for end in column.ends)
        if low is None or high is None or pd.isna(low) or pd.isna(high):
            return text
        return self._bracketed([text, *(self.words.shown(float(end), how) for end in (low, high))])

    def small_note(self, table: pd.DataFrame) -> Iterable[Text]:
        """What the row of merged functions is, where there is one."""
        if (table["function"] == SMALL).any():
            yield Text(self.words("report.small_note", n=self.min_group), note=True)

    def function(self, row: pd.Series) -> str:
        """The function of a row."""
        return self.name(row["function"])

    def digits(self, digits: int) -> Callable[[float], str]:
        """How a number with so many decimals is written."""
        return lambda value: self.words.number(value, digits=digits)

    def number(self, column: str, *, digits: int = 0) -> Show:
        """A column of numbers."""
        return lambda row: self.words.number(row[column], digits=digits)

    def percent(self, column: str) -> Show:
        """A column of shares."""
        return lambda row: self.words.percent(row[column])

    def with_interval(
        self, column: str, show: Callable[[float], str], *, ends: tuple[str, str] | None = None
    ) -> Show:
        """A value and, in brackets, both ends of its interval, or that it has none."""
        names = (column, *(ends or (f"{column}_low", f"{column}_high")))

        def shown(row: pd.Series) -> str:
            value, low, high = (float(row[name]) for name in names)
            if not math.isfinite(value):
                return "–"
            if not math.isfinite(low + high):
                return self.words("report.no_interval", value=self.words.alike([show(value)])[0])
            return self._bracketed([show(one) for one in (value, low, high)])

        return shown

    def _bracketed(self, numbers: Sequence[str]) -> str:
        """A number and, in brackets, both ends of its interval."""
        value, low, high = self.words.alike(numbers)
        return f"{value} [{low}{self.words('report.between')}{high}]"

    def q_value(self, row: pd.Series) -> str:
        """An adjusted p-value."""
        return self.words.shown(float(row["q_value"]), "p")

    def rank(self, row: pd.Series) -> str:
        """A rank with its interval."""
        if not math.isfinite(row["rank"]):
            return "–"
        low, high = int(row["rank_low"]), int(row["rank_high"])
        return f"{int(row['rank'])} ({low}–{high})"

    def verdict(self, row: pd.Series) -> str:
        """A verdict in words."""
        verdict = row["verdict"]
        if not isinstance(verdict, str):
            verdict = "not_assessable"
        return self.words(f"verdict.{verdict}") if self.words.has(f"verdict.{verdict}") else verdict
