"""How the report shows what would hurt and what would help."""

from __future__ import annotations

from collections.abc import Iterator

from silograph.analyses.parts.section import Show, Writer
from silograph.charts.parts import Part, Text


def section(page: Writer) -> Iterator[Part]:
    """What would hurt and what would help."""
    found = page["whatif"]
    words = page.words
    yield Text(page.answer(found))
    yield Text(words("whatif.lead"), note=True)
    gone = found.table[found.table["kind"] == "remove"]
    gone = gone.sort_values("path_length_change", ascending=False)
    if gone.empty:
        return
    columns: dict[str, Show] = {
        "function": page.function,
        "pairs_cut": page.number("pairs_cut"),
        "pairs_before": page.number("pairs_before"),
        "path_length_change": page.number("path_length_change", digits=3),
        "exchange_lost_share": page.percent("exchange_lost_share"),
    }
    yield page.grid(gone, columns)
