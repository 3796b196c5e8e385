"""Interval charts as data: rows of pairs, what is usual, and rows left out."""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib as mpl
import pandas as pd

from silograph.charts.drawing import interval_chart
from silograph.charts.intervals import IntervalChart
from silograph.language.words import add_texts

mpl.use("Agg")
add_texts({"example.pairs.chart": {"en": "share of pairs", "fr": "part des paires"}})
RESULT = SimpleNamespace(
    table=pd.DataFrame(
        {
            "function_a": ["A", "A", "B"],
            "function_b": ["B", "C", "C"],
            "share": [0.5, 0.25, 1.0],
            "low": [0.4, 0.2, 0.8],
            "high": [0.6, 0.3, 1.0],
            "expected": [0.3, float("nan"), 0.1],
            "verdict": ["collides", "ordinary", "not_assessable"],
        }
    )
)
CHART = IntervalChart(
    key="example.pairs",
    value="share",
    ends=("low", "high"),
    by=("function_a", "function_b"),
    usual="expected",
    where={"verdict": ("collides", "ordinary")},
    percent=True,
    marked="collides",
)


def test_rows_are_named_after_both_ends_and_know_what_is_usual() -> None:
    first, second = CHART.rows(RESULT)
    assert (first.label, first.value, first.low, first.usual, first.marked) == ("A – B", 50, 40, 30, True)
    assert (second.label, second.marked) == ("A – C", False)
    assert second.ends == [25, 20, 30]


def test_what_is_usual_is_a_stroke() -> None:
    drawn = interval_chart(CHART.rows(RESULT), axis="x", describe="d", show="{:.0f}".format)
    assert drawn.count('stroke="#9AA0A6"') == 1
    assert [label.get_text() for label in CHART.plot(RESULT).get_yticklabels()] == ["A – C", "A – B"]
