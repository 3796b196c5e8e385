"""How the report shows the 24-hour test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from silograph.analyses.ownership.arrangements import UNNAMED
from silograph.analyses.parts.section import Show, Writer
from silograph.charts.parts import Part, Text


def section(page: Writer) -> Iterator[Part]:
    """The 24-hour test."""
    found = page["ownership"]
    yield Text(page.answer(found))
    yield Text(page.words("ownership.lead"))
    table = _judged(found.table)
    label = partial(_arrangement, page, dict(zip(table["arrangement"], table["members"], strict=True)))
    yield from page.declared(found.charts[0], found, label=label)
    columns: dict[str, Show] = {
        "arrangement": lambda row: label(row["arrangement"]),
        "within_24h": page.with_interval("within_24h", page.words.percent),
        "median_hours": page.number("median_hours", digits=1),
        "handoffs": page.number("handoffs", digits=2),
        "load": page.number("load", digits=2),
        "verdict": page.verdict,
    }
    yield page.grid(table, columns, marked="ahead")


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    """The arrangements that could be judged."""
    shown: pd.DataFrame = table[table["within_24h"].notna()]
    return shown


def _arrangement(page: Writer, members: Mapping[str, tuple[str, ...]], name: str) -> str:
    """What an arrangement is called: the functions it is about, or what is no function's name."""
    if name in UNNAMED:
        return page.words(f"said.ownership.{UNNAMED[name]}")
    return " + ".join(page.name(one) for one in members[name])
