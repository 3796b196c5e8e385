"""How the report shows how far posts are adopted."""

from __future__ import annotations

from collections.abc import Iterator

from silograph.analyses.parts.section import Writer
from silograph.charts.parts import Part, Text


def section(page: Writer) -> Iterator[Part]:
    """How far posts are adopted."""
    found = page["maturity"]
    yield Text(page.answer(found))
    table = found.table
    table = table[table["verdict"] != "not_assessable"]
    ends = ("participation", "participation_low", "participation_high")
    yield from page.shares("maturity", table, ends, marked="takes_part")
