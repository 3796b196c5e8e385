"""How the report shows silos: walls, who exchanges with whom, and how open each function is."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from silograph.analyses.parts.section import Show, Writer
from silograph.charts.drawing import Interval, cluster_order, heatmap
from silograph.charts.parts import Figure, Heading, Part, Text


def section(page: Writer) -> Iterator[Part]:
    """Walls, who exchanges with whom, and how open each function is."""
    found = page["silos"]
    words = page.words
    yield Text(words("silos.walls", walls=found.walls, low=found.walls_low, high=found.walls_high))
    if math.isfinite(found.walls_same_site):
        ends = {"low": found.walls_same_site_low, "high": found.walls_same_site_high}
        yield Text(words("silos.walls_same_site", walls=found.walls_same_site, **ends))
    if math.isfinite(found.modularity_z):
        yield Text(words("silos.modularity", modularity=found.modularity, z=found.modularity_z))
    yield from _heat(page)
    yield Heading(words("silos.openness"))
    yield from _openness(page)
    table = found.table
    columns: dict[str, Show] = {
        "function": page.function,
        "people": page.number("people"),
        "internal": page.number("internal"),
        "external": page.number("external"),
        "ei": page.number("ei", digits=2),
        "ei_expected": page.number("ei_expected", digits=2),
        "openness": page.with_interval("openness", page.digits(2)),
        "q_value": page.q_value,
        "verdict": page.verdict,
    }
    if found.shared:
        columns["openness_without_site"] = page.number("openness_without_site", digits=2)
    yield page.grid(table.sort_values("openness", na_position="last"), columns, marked="silo")
    if found.shared:
        shared = words.series([words(f"silos.shared.{name}") for name in found.shared])
        column = words("column.openness_without_site")
        yield Text(words("silos.without_note", shared=shared, column=column), note=True)
    if page.teams:
        yield Text(words("silos.teams", n=page.teams), note=True)
    yield from page.small_note(table)


def _openness(page: Writer) -> Iterator[Part]:
    table = page["silos"].table
    table = table[table["openness_low"].notna()].sort_values("openness")
    rows = [
        Interval(
            page.name(row["function"]),
            row["openness"],
            row["openness_low"],
            row["openness_high"],
            marked=row["verdict"] in {"silo", "open"},
        )
        for _, row in table.iterrows()
    ]
    if rows:
        yield page.chart("silos", rows, digits=2, reference=1.0, logarithmic=True)


def _heat(page: Writer) -> Iterator[Part]:
    words = page.words
    pairs = page["silos"].exchange.copy()
    names = sorted(set(pairs["function_a"]) | set(pairs["function_b"]))
    if len(names) < 2:
        return
    half = pairs.pivot_table(index="function_a", columns="function_b", values="ratio", dropna=False)
    half = half.reindex(index=names, columns=names)
    ratio = half.combine_first(half.T).loc[names, names].to_numpy(float)
    order = cluster_order(ratio)

    def show(value: float) -> str:
        """No exchange at all is told from very little."""
        return "0" if value == 0 else words.number(value, digits=1)

    chart = heatmap(
        ratio[np.ix_(order, order)],
        [page.name(names[i]) for i in order],
        describe=words("silos.heat_describe", n=len(names)),
        show=show,
        key=words("silos.heat_key"),
    )
    yield Heading(words("silos.heat"))
    yield Figure(chart, words("silos.heat_read"))
    columns: dict[str, Show] = {
        "function": lambda row: page.name(row["function_a"]),
        "other": lambda row: page.name(row["function_b"]),
        "observed": page.number("observed", digits=1),
        "expected": page.number("expected", digits=1),
        "ratio": page.number("ratio", digits=2),
    }
    yield page.grid(pairs, columns, folded=True)
