"""The documentation: its code runs, its links lead somewhere, and every command and option is in it."""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path

import pytest

from silograph.loaders import LOADERS

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
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
