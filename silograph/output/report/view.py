"""The results of a run as the report may show them: names, numbers, charts and tables in one language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from silograph.analyses.parts.result import Result
from silograph.charts.drawing import Interval, interval_chart
from silograph.graph.small import SMALL, hidden_functions
from silograph.language.words import Sentence, Words
from silograph.output.report.parts import Column, Figure, Grid, Row, Text
from silograph.run.sensitivity import SensitivityResult

Show = Callable[[pd.Series], str]
_WORDY = frozenset(
    {"function", "other", "verdict", "largest_function", "community", "name", "arrangement", "assumption"}
    | {"first_owner", "first_glue", "closed"}
)
_MOST_ROWS = 24  # of a chart without a table beside it


@dataclass(frozen=True)
class View:
    """What a section of the report reads, and how it writes it.

    Parameters
    ----------
    withheld
        Functions that no output names.
    """

    summary: Mapping[str, Any]
    results: Mapping[str, Any] = field(repr=False)
    words: Words
    sensitivity: SensitivityResult | None = None
    withheld: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Any:
        return self.results.get(name)

    @property
    def counts(self) -> Mapping[str, Any]:
        """What went in."""
        return self.summary.get("input") or {}

    @property
    def recommendation(self) -> Mapping[str, Any]:
        """The ``owner`` of the summary."""
        return self.summary.get("owner") or {}

    @cached_property
    def min_group(self) -> int:
        """The smallest function shown singly."""
        return int((self.summary.get("parameters") or {}).get("min_group", 5))

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Size of every function for `min_group`, from whichever result covers all."""
        for name in ("silos", "glue"):
            if self[name] is not None:
                return dict(self[name].sizes)
        return {}

    @property
    def teams(self) -> frozenset[str]:
        """The nodes of the network that are teams, not people."""
        glue = self["glue"]
        return glue.teams if glue is not None else frozenset()

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Functions whose rows and counts are not shown: small ones, and those that would give them away."""
        return hidden_functions(self.sizes, min_group=self.min_group) | self.withheld

    # --- words -----------------------------------------------------------------------------------------------------

    def too_small(self, function: str) -> bool:
        """Whether a function must not be named."""
        return function in self.withheld or self.sizes.get(function, self.min_group) < self.min_group

    def name(self, function: Any) -> str:
        """A function as it may be named, set apart so that its script cannot turn the words around it."""
        if function is None or (isinstance(function, float) and math.isnan(function)):
            return "–"
        text = self.words("group.small") if function == SMALL or self.too_small(function) else str(function)
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
            (ours if self.words.lang == "en" or isinstance(line, Sentence) else english).append(
                said.told(line)
            )
        return ours, english

    def period(self) -> str:
        """From the first to the last message."""
        period = self.counts.get("period")
        if not period:
            return ""
        first, last = (self.words.date(moment) for moment in period)
        return self.words("report.period", first=first, last=last)

    def shown(self, table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        """The rows of a table about functions that are shown."""
        keep = pd.Series(True, index=table.index)
        for column in columns or ("function",):
            names = table[column]
            keep &= names.isna() | ~names.isin(self.hidden)
            if self.sizes:
                keep &= names.isna() | names.isin(list(self.sizes))
        return table[keep]

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
        said = [
            f"{row.label} {show(row.value)}"
            + (
                f" [{show(row.low)}{words('report.between')}{show(row.high)}]"
                if math.isfinite(row.low + row.high)
                else ""
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
            between=words("report.between"),
        )
        return Figure(drawn, words(f"{name}.chart_read"))

    def shares(
        self,
        name: str,
        table: pd.DataFrame,
        columns: Sequence[str],
        *,
        label: Callable[[Any], str] | None = None,
        by: str = "function",
        marked: str = "",
    ) -> Iterable[Figure]:
        """A chart of shares in per cent, highest first; nothing where none is known.

        Parameters
        ----------
        columns
            The share and both ends of its interval.
        marked
            The verdict that stands out.
        """
        value, low, high = columns
        known = table[table[value].notna() & table[low].notna()].sort_values(value, ascending=False)
        rows = [
            Interval(
                (label or self.name)(row[by]),
                100 * row[value],
                100 * row[low],
                100 * row[high],
                marked=bool(marked) and row.get("verdict") == marked,
            )
            for _, row in known.head(_MOST_ROWS).iterrows()
        ]
        if rows:
            yield self.chart(name, rows, digits=0)

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

    def small_note(self) -> Iterable[Text]:
        """What merged rows are, where there are any."""
        if hidden_functions(self.sizes, min_group=self.min_group):
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
                return self.words("report.no_interval", value=show(value))
            return f"{show(value)} [{show(low)}{self.words('report.between')}{show(high)}]"

        return shown

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
