"""How the report shows the owner: who, why, and when to be careful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from silograph.analyses.parts.section import Show, Writer
from silograph.charts.drawing import Interval
from silograph.charts.parts import Bullets, Heading, Part, Text


def section(page: Writer) -> Iterator[Part]:
    """Who should own, why, and when to be careful."""
    found = page["owner"]
    words = page.words
    yield Text(page.answer(found))
    arrangement = found.arrangement
    if arrangement and words.has(f"arrangement.{arrangement}"):
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
    yield page.chart("owner", rows, digits=0, reference=50.0)
    columns: dict[str, Show] = {
        "function": page.function,
        "acceptability": page.percent("acceptability"),
        "score": page.number("score", digits=1),
    }
    yield page.grid(table, columns)
    speaking_for, overtaking = _owner_notes(page, "reasons", apart="flip")
    cautions, _ = _owner_notes(page, "cautions")
    for key, sentences in {"reasons": speaking_for, "flips": overtaking, "cautions": cautions}.items():
        if sentences:
            yield Heading(words(f"owner.{key}"))
            yield Bullets(sentences)


def _owner_notes(page: Writer, key: str, *, apart: str = "") -> tuple[list[str], list[str]]:
    """Reasons or cautions, and those of one kind apart."""
    sentences: Sequence[str] = getattr(page["owner"], key)(page.words.lang)
    notes: tuple[list[str], list[str]] = ([], [])
    for sentence, (kind, _) in zip(sentences, page["owner"].facts[key], strict=True):
        notes[kind == apart].append(sentence)
    return notes
