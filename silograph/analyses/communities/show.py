"""How the report shows the groups people form, against the org chart."""

from __future__ import annotations

import math
from collections.abc import Iterator

from silograph.analyses.parts.section import Show, Writer
from silograph.charts.parts import Part, Text


def section(page: Writer) -> Iterator[Part]:
    """The groups people form, against the org chart."""
    found = page["communities"]
    words = page.words
    if found.too_little:
        yield Text(words("communities.mailbox"))
        return
    rewirings = words.number(found.parameters["simulations"])
    modularity = words("communities.modularity", modularity=words.number(found.modularity, digits=2))
    if found.verdict == "none":
        yield Text(words("communities.none", rewirings=rewirings, p=words.percent(found.p_value)))
        yield Text(modularity, note=True)
        return
    yield Text(words("communities.found", rewirings=rewirings))
    agreement = {name: words.number(found.agreement.get(name), digits=2) for name in ("ami", "ari", "nmi")}
    if math.isfinite(found.agreement.get("ami", math.nan)):
        yield Text(words("communities.agreement", **agreement))
    columns: dict[str, Show] = {
        "community": lambda row: str(row["community"]),
        "people": page.number("people"),
        "largest_function": lambda row: page.name(row["largest_function"]),
        "purity": page.percent("purity"),
        "cohesion": page.percent("cohesion"),
        "confidence": page.number("confidence", digits=2),
    }
    yield page.grid(found.table, columns)
    runs = words.number(found.parameters["consensus_runs"])
    yield Text(words("communities.consensus", runs=runs), note=True)
    yield Text(modularity, note=True)
    if page.teams:
        yield Text(words("communities.teams", n=page.teams), note=True)
