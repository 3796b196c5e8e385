"""How the report shows who routes onward what it is asked."""

from __future__ import annotations

from collections.abc import Iterator

from silograph.analyses.parts.section import Writer
from silograph.charts.parts import Part, Text


def section(page: Writer) -> Iterator[Part]:
    """Who routes onward what it is asked."""
    found = page["relay"]
    yield Text(page.answer(found))
    ends = ("relay_share", "relay_share_low", "relay_share_high")
    yield from page.shares("relay", found.table, ends, marked="mailroom")
