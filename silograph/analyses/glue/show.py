"""How the report shows glue: functions ranked, with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from silograph.analyses.parts.result import Result
from silograph.analyses.parts.section import Show, Writer
from silograph.charts.drawing import Interval
from silograph.charts.parts import Part, Text


def section(page: Writer) -> Iterator[Part]:
    """Which function links the others, ranked with intervals."""
    found = page["glue"]
    words = page.words
    yield Text(page.answer(found))
    yield Text(words("glue.lead"))
    rows = [
        Interval(
            page.name(row["function"]),
            row["lift"],
            row["lift_low"],
            row["lift_high"],
            marked=row["verdict"] == "glue",
        )
        for _, row in _ranked(found).iterrows()
    ]
    if rows:
        yield page.chart("glue", rows, digits=1, reference=1.0, logarithmic=True)
    columns: dict[str, Show] = {
        "function": page.function,
        "brokerage": lambda row: words.percent(row["brokerage"], digits=1),
        "lift": page.with_interval("lift", page.digits(1)),
        "beyond_activity": page.with_interval("beyond_activity", page.digits(1)),
        "rank": page.rank,
        "p_first": page.percent("p_first"),
        "coverage": page.percent("coverage"),
        "concentration": page.percent("concentration"),
        "q_value": page.q_value,
        "verdict": page.verdict,
    }
    table = found.table
    told = table["introductions"].notna().any() if "introductions" in table else False
    if told:
        columns["introductions"] = page.with_interval(
            "introductions", lambda share: words.percent(share, digits=2)
        )
        columns["introductions_expected"] = lambda row: words.percent(row["introductions_expected"], digits=2)
    yield page.grid(table, columns, marked="glue")
    if told:
        yield Text(words("glue.introductions"), note=True)
    if math.isfinite(found.reach):
        reach, share = int(found.reach), found.parameters["of_company"]
        yield Text(words("glue.reach", n=reach, share=share, least=int(found.reach_at_least)))


def _ranked(found: Result) -> pd.DataFrame:
    """Assessed functions, the first first."""
    assessed: pd.DataFrame = found.table[found.table["lift"].notna()].sort_values("rank")
    return assessed
