"""The notebooks: both files of each say the same, and running one again says what it holds."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import jupytext
import nbformat
import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
SOURCES = sorted(FOLDER.glob("*.py"))
SCRIPT = runpy.run_path(str(ROOT / "docs" / "notebook_outputs.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_pair_says_the_same(source: Path) -> None:
    written = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(written)
    cells = [(cell.cell_type, cell.source) for cell in written.cells]
    expected = [(cell.cell_type, cell.source) for cell in jupytext.read(source).cells]
    assert cells == expected, "run make notebooks"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_running_it_says_what_it_holds(source: Path) -> None:
    written = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    assert SCRIPT["told"](SCRIPT["executed"](source)) == SCRIPT["told"](written), "run make notebooks"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_it_holds_pictures_and_no_trace_of_a_machine(source: Path) -> None:
    text = source.with_suffix(".ipynb").read_text(encoding="utf-8")
    written = nbformat.reads(text, as_version=4)
    shown = [one for cell in written.cells for one in cell.get("outputs", ())]
    assert any("image/png" in one.get("data", {}) or "text/html" in one.get("data", {}) for one in shown)
    assert not re.search(r"/tmp/tmp|/home/|/work/| at 0x", text)
    assert len(text) < 400_000


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_links_between_notebooks_lead_somewhere(source: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", source.read_text(encoding="utf-8"))
    assert not [link for link in links if not (FOLDER / link).exists()]


def test_there_is_a_pair_of_each() -> None:
    assert len(SOURCES) == 6
    assert [path.stem for path in sorted(FOLDER.glob("*.ipynb"))] == [path.stem for path in SOURCES]
