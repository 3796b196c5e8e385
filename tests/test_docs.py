"""The documentation: its code runs, its links lead somewhere, and nothing that silograph offers is missing from it."""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path

import pytest

import silograph as sg
from silograph.loaders import LOADERS
from silograph.simulation import Initiative, Outside

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "docs" / "_build"
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(page for page in (ROOT / "docs").rglob("*.md") if not page.is_relative_to(BUILT)),
    ]
)
CODE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


WITH_CODE = [page for page in PAGES if CODE.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", WITH_CODE, ids=_name)
def test_code_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    if "SILOGRAPH_DATA" in text:
        data = Path(os.environ.get("SILOGRAPH_DATA", ROOT.parent / "shared" / "data"))
        if not data.is_dir():
            pytest.skip(f"needs the real data; not found at {data}")
        monkeypatch.setenv("SILOGRAPH_DATA", str(data))
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in CODE.findall(text):
        exec(compile(block, _name(page), "exec"), namespace)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert not broken


def test_the_command_line_page_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "command_line.py"))["page"]()
    assert (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8") == made, "run docs/command_line.py"


def test_every_loader_and_analysis_has_a_page() -> None:
    from silograph.analyses import ANALYSES

    assert {f"{name}.md" for name in LOADERS} <= {page.name for page in (ROOT / "docs" / "sources").iterdir()}
    assert {f"{name}.md" for name in ANALYSES} <= {
        page.name for page in (ROOT / "docs" / "questions").iterdir()
    }


# --- the reference pages say what a run writes ------------------------------------------------------------------

REFERENCE = ROOT / "docs" / "reference"
SECTION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
CELL = re.compile(r"^\| (`[^|]*) \|", re.MULTILINE)


def _documented(text: str) -> set[str]:
    """The names in the first column of the tables of a page or section."""
    return {name for cell in CELL.findall(text) for name in re.findall(r"`([^`]+)`", cell)}


def _sections(page: str) -> dict[str, set[str]]:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return {name: _documented(section) for name, section in SECTION.findall(text)}


@pytest.fixture(scope="module")
def analysis() -> sg.Analysis:
    """All analyses on a company small enough to wait for, in which all of them have something to look at."""
    planned = Initiative(threads=10)
    outside = Outside(contacts=60, waist=0.6, collisions=0.15, campaigns=2)
    spec = sg.CompanySpec(
        people=80,
        messages=3000,
        functions=6,
        months=3,
        seed=2,
        copy_storms=2,
        outside=outside,
        initiative=planned,
    )
    company = sg.simulate(spec)
    truth = company.truth["initiative"]
    settings = sg.Settings(replicates=20, simulations=20, topic=truth["topic"], initiative=truth["space"])
    return sg.analyze(*company.log(), settings=settings)


def test_every_table_and_column_is_documented(analysis: sg.Analysis) -> None:
    from silograph.analyses import ANALYSES
    from silograph.output import tables

    assert set(analysis.results) == set(ANALYSES), analysis.summary["warnings"]
    written = {name: set(table.columns) for name, table in tables(analysis).items()}
    for name, table in tables(analysis, show="names").items():
        written[name] |= set(table.columns)
    assert _sections("tables.md") == written


def test_every_key_of_the_summary_is_documented(analysis: sg.Analysis) -> None:
    summary = analysis.summary
    written = {
        "parameters": set(summary["parameters"]),
        "input": set(summary["input"]),
        "organisation": set(summary["organisation"]),
        "owner": set(summary["owner"]),
        "glue": set(summary["glue"][0]),
        "silos": {"function", "openness", "q_value"},
        "silos2": {"name", "kind", "purity", "isolation_z"},
    }
    for name in ("silos", "silos2"):
        assert all(set(row) == written[name] for row in summary[name])
    assert _sections("summary.md") == written
    top, _, _ = (REFERENCE / "summary.md").read_text(encoding="utf-8").partition("\n## ")
    assert _documented(top) == set(summary)
