"""The documentation: its code runs, its links lead somewhere, and nothing that silograph offers is missing from it."""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import os
import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpydoc.docscrape
import numpydoc.validate
import pytest

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.loaders import LOADERS

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(page for page in (ROOT / "docs").rglob("*.md") if not {"_build", "generated"} & {*page.parts}),
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
    made = re.compile(r"(?:.*/)?reference/generated/notebooks/(\w+)\.md")  # when the documentation is built
    links = [
        made.sub(f"{ROOT}/notebooks/\\1.ipynb", link)
        for link in LINK.findall(page.read_text(encoding="utf-8"))
    ]
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_page_for_agents_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "agents_page.py"))["page"]()
    assert (ROOT / "docs" / "agents.md").read_text(encoding="utf-8") == made, "run docs/agents_page.py"


def test_the_command_line_page_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "command_line.py"))["page"]()
    assert (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8") == made, "run docs/command_line.py"


def test_the_tables_page_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "tables_page.py"))["page"]()
    assert (REFERENCE / "tables.md").read_text(encoding="utf-8") == made, "run docs/tables_page.py"


def test_type_checkers_know_every_public_name() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "public_names.py"))
    for path, remade in [(Path(sg.__file__), "with_imports"), (REFERENCE / "api.rst", "with_questions")]:
        text = path.read_text(encoding="utf-8")
        assert text == made[remade](text), "run docs/public_names.py"


def test_every_loader_and_analysis_has_a_page() -> None:
    assert {f"{name}.md" for name in LOADERS} <= {page.name for page in (ROOT / "docs" / "sources").iterdir()}
    assert {f"{name}.md" for name in ANALYSES} <= {
        page.name for page in (ROOT / "docs" / "questions").iterdir()
    }


def test_the_index_of_sources_lists_the_loaders() -> None:
    """Each has its line in the table and in the table of contents; else only people, and what trackers share."""
    text = (ROOT / "docs" / "sources" / "index.md").read_text(encoding="utf-8")
    table, _, rest = text.partition("## ")
    contents = re.search(r"```\{toctree\}\n:hidden:\n(.*?)```", rest, re.DOTALL)
    assert contents
    known = {*LOADERS, "people", "trackers"}
    assert set(re.findall(r"\]\((\w+)\.md\)", table)) == known
    assert set(contents[1].split()) == known | {"viva"}  # ties, which no loader reads


# --- pages say what a run prints and writes ---------------------------------------------------------------------

REFERENCE = ROOT / "docs" / "reference"
SECTION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
CELL = re.compile(r"^\| (`[^|]*) \|", re.MULTILINE)


def _documented(text: str) -> set[str]:
    """The names in the first column of the tables of a page or section."""
    return {name for cell in CELL.findall(text) for name in re.findall(r"`([^`]+)`", cell)}


def _sections(page: str) -> dict[str, set[str]]:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return {name: _documented(section) for name, section in SECTION.findall(text)}


SESSIONS = runpy.run_path(str(ROOT / "docs" / "sessions.py"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The README as its commands print it now, and the folder they write: the demo asks all questions."""
    folder = tmp_path_factory.mktemp("readme")
    return SESSIONS["page"](ROOT / "README.md", folder), folder / "demo-output"


def test_the_demo_prints_what_the_readme_says(demo: tuple[str, Path]) -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8") == demo[0], "run docs/sessions.py"


def test_every_table_and_column_is_documented(demo: tuple[str, Path]) -> None:
    tables = (demo[1] / "tables").glob("*.csv")
    written = {
        path.stem: set(path.read_text(encoding="utf-8").partition("\n")[0].split(",")) for path in tables
    }
    for name in ("people", "teams"):
        written[name] |= {"name"}  # with --names
    assert _sections("tables.md") == written


def test_every_key_of_the_summary_is_documented(demo: tuple[str, Path]) -> None:
    summary = json.loads((demo[1] / "summary.json").read_text(encoding="utf-8"))
    written = {
        "parameters": set(summary["parameters"]),
        "input": set(summary["input"]),
        "organisation": set(summary["organisation"]),
        "owner": set(summary["owner"]),
        "glue": set(summary["glue"][0]),
        "silos": set(summary["silos"][0]),
        "silos2": {"name", "kind", "purity", "purity_low", "purity_high", "isolation_z"},
    }
    assert all(set(row) == written["silos2"] for row in summary["silos2"])
    assert _sections("summary.md") == written
    top, _, _ = (REFERENCE / "summary.md").read_text(encoding="utf-8").partition("\n## ")
    assert _documented(top) == set(summary)


@pytest.mark.slow  # as the demo of the README, of which it is the longer story
def test_the_tutorial_shows_what_its_commands_print(tmp_path: Path) -> None:
    page = ROOT / "docs" / "tutorial.md"
    assert page.read_text(encoding="utf-8") == SESSIONS["page"](page, tmp_path), "run docs/sessions.py"


# --- every page has its parts -----------------------------------------------------------------------------------


PARTS = ("How it is computed", "How to read it", "When not to trust it", "References")


@pytest.mark.parametrize("part", PARTS)
def test_every_question_says_how_to_read_it_and_when_not_to(part: str) -> None:
    pages = [page for page in (ROOT / "docs" / "questions").glob("*.md") if page.stem != "index"]
    assert [page.name for page in pages if f"\n## {part}" not in page.read_text(encoding="utf-8")] == []


def test_every_question_and_source_is_in_its_index() -> None:
    for folder in ("questions", "sources"):
        index = (ROOT / "docs" / folder / "index.md").read_text(encoding="utf-8")
        pages = {page.stem for page in (ROOT / "docs" / folder).glob("*.md")} - {"index"}
        assert [
            page for page in sorted(pages) if f"]({page}.md)" not in index or f"\n{page}\n" not in index
        ] == []


def test_the_false_alarms_of_the_overview_are_those_of_its_pages() -> None:
    folder = ROOT / "docs" / "calibration"
    rows = re.findall(
        r"^\| \[\w+\]\(([^)]+)\)[^|]*\| (\d+) of (\d+) \(at most ([\d.]+)%\)",
        (folder / "index.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    assert len(rows) == 14
    for page, alarms, of, bound in rows:
        text = (folder / page).read_text(encoding="utf-8").replace(" %", "%")
        counted = (
            rf"\b{alarms} of {of}\b",
            rf"\b{int(of) - int(alarms)} of {of}\b",
            rf"\b{of} \| \| {alarms}\b",
        )
        lines = [line for line in text.splitlines() if re.search("|".join(counted), line)]
        assert any(f"{bound}%" in line or f"{100 - float(bound):.1f}%" in line for line in lines), page


def test_the_picture_of_the_architecture_is_the_one_that_is_kept() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    kept = [layer.replace("silograph.", "") for layer in contracts[0]["layers"]]
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = re.findall(r"^```\n(.*?)\n```", text, re.MULTILINE | re.DOTALL)[1]
    assert [re.split(r"  +", line)[0] for line in picture.splitlines()] == kept
    rooms = {room for layer in kept for room in re.split(r" [|:] ", layer)}
    house = {path.stem for path in (ROOT / "silograph").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms == house - {"__init__", "__main__", "_version", "__pycache__"}


def test_what_the_architecture_page_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name, question in ANALYSES.items():
        for path in re.findall(r"`(silograph/[\w/.]*NAME[\w/.]*)`", text):
            assert path.endswith("show.py") or (ROOT / path.replace("NAME", name)).exists(), path
        assert question.name == question.result.name == name
        assert question.result.declared, f"{name} declares no table"
    named = set(re.findall(r"`(silograph/[\w/.]+)`", text))
    there = {path for path in named if (ROOT / path).exists() or (ROOT / f"{path}.py").exists()}
    assert {path for path in named - there if not path.endswith(("X", "NAME", "NAME/"))} - {
        path for path in named if "NAME" in path
    } == set()


def test_every_room_declares_in_its_answer() -> None:
    """Columns and rules of release, the result and the question stand in `answer.py`, texts in `words.py`."""
    declares = re.compile(
        r"\b(Column|Table|Total|by_function|with_ends|Question)\(|^class \w+\(Result\)", re.MULTILINE
    )
    for name, question in ANALYSES.items():
        room = ROOT / "silograph" / "analyses" / name
        of = {path.name: path.read_text(encoding="utf-8") for path in room.rglob("*.py")}
        assert {file for file, text in of.items() if declares.search(text)} == {"answer.py"}, name
        assert {file for file, text in of.items() if re.search("^TEXTS", text, re.MULTILINE)} == {
            "words.py"
        }, name
        assert (
            question.result.__module__ == question.function.__module__ == f"silograph.analyses.{name}.answer"
        )


def test_the_figures_of_the_architecture_page_stand_where_it_says() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| .* \| `(silograph/analyses/(\w+)/\w+\.py)`: `(\w+)` \| `(\w+)\.(\w+)` \|$", text, re.MULTILINE
    )
    assert {room for _, room, *_ in rows} >= {*ANALYSES} - {"silos2", "ownership"}
    for path, room, name, table, column in rows:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(def|class) {name}\b", source, re.MULTILINE), f"{path}: {name}"
        result = ANALYSES[room].result
        columns = {one.name for one in result.declared[table].columns} if table in result.declared else set()
        assert column in {*columns, *(one.name for one in result.figures), *result.named}, f"{table}.{column}"


# --- the public API is documented -------------------------------------------------------------------------------

LISTED = re.findall(
    r"^   (silograph\.\S+)$", (REFERENCE / "api.rst").read_text(encoding="utf-8"), re.MULTILINE
)
# Missing docstrings and summaries; sections unknown or in disorder; parameters that are missing or do not exist;
# nothing about what is given, unless the summary names it.
FAULTS = {"GL06", "GL07", "GL08", "SS01", "SS02", "PR01", "PR02", "PR03", "PR07", "PR10", "RT01", "RT03"}
NAMES_ITS_RESULT = re.compile(r"(A|An|The|What|Whether|How|Per|Fewest|Functions|Spaces) |`")


def _object(path: str) -> Any:
    """What a dotted path names."""
    module, found = path, []
    while True:
        try:
            return functools.reduce(getattr, found, importlib.import_module(module))
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            found.insert(0, last)


def _members(kind: type) -> Iterator[tuple[str, type]]:
    """The public methods and properties of a class that are ours, each with the class that first has it."""
    ours = [base for base in kind.__mro__ if base.__module__.startswith("silograph")]
    for name in sorted({name for base in ours for name in vars(base) if not name.startswith("_")}):
        value = inspect.getattr_static(kind, name)
        if inspect.isfunction(value) or isinstance(value, (property, functools.cached_property, classmethod)):
            yield name, [base for base in ours if name in vars(base)][-1]


def _faults(path: str, *, given: frozenset[str] = frozenset()) -> list[str]:
    """What numpydoc finds wrong with the docstring of a name; `given` are parameters that a base class documents."""
    found = numpydoc.validate.validate(path)
    faults = []
    for code, message in found["errors"]:
        missing = set(re.findall(r"'([^']+)'", message)) - given - {"*args", "**kwargs"}
        is_noun = NAMES_ITS_RESULT.match(_object(path).__doc__ or "")
        if code in FAULTS and not (code == "PR01" and not missing) and not (code == "RT01" and is_noun):
            faults.append(f"{path}: {message}")
    return faults


def _documented_parameters(kind: type) -> frozenset[str]:
    doc = numpydoc.docscrape.ClassDoc(kind, config={"show_class_members": False})
    return frozenset(name.strip() for entry in doc["Parameters"] for name in entry.name.split(","))


def test_everything_public_is_in_the_reference() -> None:
    assert {f"silograph.{name}" for name in sg.__all__} - {"silograph.__version__"} <= set(LISTED)
    results = [question.result for question in ANALYSES.values()]
    assert {f"{result.__module__}.{result.__qualname__}" for result in results} <= set(LISTED)


@pytest.mark.parametrize("path", LISTED)
def test_docstrings_are_complete(path: str) -> None:
    found = _object(path)
    home = f"{found.__module__}.{found.__qualname__}"
    if not isinstance(found, type):
        assert _faults(home) == []
        return
    bases = [base for base in found.__mro__[1:] if base.__module__.startswith("silograph")]
    given = frozenset[str]().union(*map(_documented_parameters, bases))
    faults = _faults(home, given=given)
    for name, first in _members(found):
        faults += _faults(f"{first.__module__}.{first.__qualname__}.{name}")
    assert faults == []


def test_calibration_that_is_older_than_the_rules_says_so() -> None:
    """At its head, and only where it is so; the script that says it knows every page."""
    folder = ROOT / "docs" / "calibration"
    script = runpy.run_path(str(folder / "tables.py"))
    assert set(script["RULES"]) == {page.stem for page in folder.glob("*.md")} - {"index"}
    for page in script["RULES"]:
        text = (folder / f"{page}.md").read_text(encoding="utf-8")
        ages = script["ages_in"](text)
        assert set(ages) == set(script["sections_in"](text)), "run python docs/calibration/age.py"
        assert text == script["aged"](text, page, ages), "run python docs/calibration/age.py"
        older = any(age.rules != script["rules_now"](page) for age in ages.values())
        assert ("\n> " in text.partition("<!-- end -->")[0]) == older


def test_which_tables_are_older_by_hand() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "calibration" / "tables.py"))
    age, now = script["Age"], script["rules_now"]("table")
    text = "# Title\n\nMade so.\n\n<!-- null -->\n| 1 of 2 |\n<!-- end -->\n\n<!-- power -->\n| 3 |\n<!-- end -->\n"
    assert script["sections_in"](text) == {"null": ["| 1 of 2 |"], "power": ["| 3 |"]}
    ages = {"null": age("2026-01-02", now), "power": age("2026-01-01", "000000000000")}
    told = script["aged"](text, "table", ages)
    assert (
        "> Tables *power* were measured on 2026-01-01. The code of the rules (`table`) has changed since"
        in told
    )
    assert script["ages_in"](told) == ages
    assert script["aged"](told, "table", ages) == told
    assert script["sections_in"](told) == script["sections_in"](text)
    assert "> " not in script["aged"](told, "table", {name: age("2026-01-02", now) for name in ages})
    rule = {
        "silograph/a/rule.py": 'X = 3  # few\n\n\ndef f():\n    """Say."""\n    return "#"\n',
        "silograph/a/words.py": "Y = 1\n",
    }
    same = {"silograph/a/rule.py": "X = 3\ndef f():\n    return '#'\n".replace("'", '"')}
    other = {"silograph/a/rule.py": same["silograph/a/rule.py"].replace("3", "4")}
    assert script["digest"](rule) == script["digest"](same) != script["digest"](other)
