"""What loaders say of how they read a source is there in French, word for word as they say it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import silograph
from silograph.language.notes import FRENCH, in_french
from silograph.loaders.dates import DateSurvey
from silograph.loaders.mail.doubts import Doubts
from silograph.log.batches import BatchBuilder
from silograph.log.coverage import Coverage


def said_in(folder: str) -> set[str]:
    """Every text of the code, what varies in it as braces."""
    found = set()
    for path in (Path(silograph.__file__).parent / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.add(
                    "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
                    )
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def survey(*dates: str, told: str | None = None) -> str:
    dated = DateSurvey(told)
    for date in dates:
        dated.see(date)
    assert dated.note
    return dated.note


@pytest.mark.parametrize(
    "note",
    [
        survey("01/02/2024", told="mdy"),
        survey("01/02/2024", "13/02/2024"),
        survey("01/02/2024", "02/13/2024"),
        survey("01/02/2024", "02/13/2024", "13/02/2024"),
        survey("01/02/2024"),
    ],
)
def test_how_dates_are_read(note: str) -> None:
    french = in_french(f"source 1 (interactions): {note}")
    assert french
    assert french.startswith("source 1 (interactions) : ")
    assert "01/02/2024" in french or "certaines dates" in french


def test_doubts_of_mail_and_of_one_large_record() -> None:
    doubts = Doubts()
    doubts.attached, doubts.invitations = 3, 4
    coverage = Coverage()
    builder = BatchBuilder()
    builder.message("m", "ann@x.org", [], sent_at=None)
    builder.progress(1 << 20)
    coverage.see(builder.take())
    notes = [*doubts.said(), coverage.read().doubt]
    assert len(notes) == 3
    for note in notes:
        assert in_french(note), note
    assert in_french(
        f"source 1 (mail) and 2 more: {notes[0]}",
    ).startswith("source 1 (mail) et 2 de plus : ")  # type: ignore[union-attr]


def test_every_line_that_is_translated_is_said() -> None:
    texts = "\n".join(said_in("loaders") | said_in("log"))
    for english in FRENCH:
        longest = max(english.replace("}", "{").split("{")[::2], key=len)
        assert longest[:26].strip() in texts or longest[-26:].strip() in texts, english
