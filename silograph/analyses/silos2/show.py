"""How the report shows what posts do to the walls, and which spaces are closed or bridge functions."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from silograph.analyses.parts.section import Show, Writer
from silograph.charts.drawing import Interval
from silograph.charts.parts import Part, Text


def section(page: Writer) -> Iterator[Part]:
    """What posts do to the walls, and which spaces are closed or bridge functions."""
    found = page["silos2"]
    words = page.words
    yield Text(page.answer(found))
    layers = found.layers[found.layers["walls"].notna()]
    rows = [
        Interval(
            words(f"channel.{row['channel']}"),
            row["walls"],
            row["walls_low"],
            row["walls_high"],
            marked=row["channel"] == "post",
        )
        for _, row in layers.iterrows()
        if row["walls"] > 0
    ]
    if rows:
        yield page.chart("silos2", rows, digits=1, reference=1.0, logarithmic=True)
    told = found.table
    told = told[told["verdict"].isin(["silo2", "bridge_space"])]
    if told.empty:
        if (found.table["verdict"] != "not_assessable").any():
            yield Text(words("silos2.none"))
        return
    columns: dict[str, Show] = {
        "name": _space_name,
        "people": page.number("people"),
        "largest_function": lambda row: page.name(row["largest_function"]),
        "purity": page.with_interval("purity", words.percent),
        "isolation": page.with_interval("isolation", page.digits(2)),
        "verdict": page.verdict,
    }
    yield page.grid(told, columns, marked="silo2")


def _space_name(row: pd.Series) -> str:
    return str(row["name"])
