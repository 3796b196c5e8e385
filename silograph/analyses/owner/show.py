"""How the report shows the owner: who, why, and when to be careful."""

from __future__ import annotations

from collections.abc import Iterator

from silograph.analyses.parts.section import Show, Writer
from silograph.charts.drawing import Interval
from silograph.charts.parts import Bullets, Heading, Part, Text


def section(page: Writer) -> Iterator[Part]:
    """Who should own, why, and when to be careful."""
    found = page["owner"]
    words = page.words
    yield Text(page.answer(found))
    arrangement = found.arrangement
    if found.recommended and words.has(f"arrangement.{arrangement}"):
        key = "owner.arrangement" if arrangement == "single_function" else "owner.arrangement.shared"
        function = page.name(found.recommended)
        yield Text(words(key, name=words(f"arrangement.{arrangement}"), function=function))
    yield Text(words("owner.lead"))
    table = found.table
    rows = [
        Interval(
            page.name(row["function"]),
            100 * row["acceptability"],
            marked=row["function"] == found.recommended,
        )
        for _, row in table[table["acceptability"].notna()].iterrows()
    ]
    if rows:
        yield page.chart("owner", rows, digits=0, reference=50.0)
    columns: dict[str, Show] = {
        "function": page.function,
        "acceptability": page.percent("acceptability"),
        "score": page.number("score", digits=1),
    }
    yield page.grid(table, columns)
    flips = [claim for claim in found.why if claim.sentence.key.startswith("because.flip")]
    reasons = [claim for claim in found.why if claim not in flips]
    for key, claims in {"reasons": reasons, "flips": flips, "cautions": found.beware}.items():
        if said := [claim.sentence.say(words) for claim in claims if claim.sentence.known]:
            yield Heading(words(f"owner.{key}"))
            yield Bullets(said)
