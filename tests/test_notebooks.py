"""The notebooks: both files of each say the same, and hold no output. ``make test`` runs them all (nbmake)."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import nbformat
import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
SOURCES = sorted(FOLDER.glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_pair_says_the_same_and_holds_no_output(source: Path) -> None:
    written = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(written)
    cells = [(cell.cell_type, cell.source) for cell in written.cells]
    expected = [(cell.cell_type, cell.source) for cell in jupytext.read(source).cells]
    assert cells == expected, "run make notebooks"
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in written.cells)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_links_between_notebooks_lead_somewhere(source: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", source.read_text(encoding="utf-8"))
    assert not [link for link in links if not (FOLDER / link).exists()]


def test_there_is_a_pair_of_each() -> None:
    assert len(SOURCES) == 6
    assert [path.stem for path in sorted(FOLDER.glob("*.ipynb"))] == [path.stem for path in SOURCES]
