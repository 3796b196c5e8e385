"""Adding a question is CONTRIBUTING's walk of seven files: `tests/walk` is it, and everything else follows.

`reciprocity` is no question of silograph. Here it is put in its place for each test, and nothing else is told of it.
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import runpy
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

import silograph as sg
from silograph.analyses.parts import Question
from silograph.output.folder import write
from silograph.output.report import report_page
from silograph.release.gate import release
from silograph.release.policy import Policy
from silograph.release.results import release_result

ROOT = Path(__file__).parents[1]
WALK = ROOT / "tests" / "walk"
ROOM = "silograph/analyses/reciprocity"
WRITTEN = {
    f"{ROOM}/__init__.py": WALK / "reciprocity" / "__init__.py",
    f"{ROOM}/words.py": WALK / "reciprocity" / "words.py",
    f"{ROOM}/answer.py": WALK / "reciprocity" / "answer.py",
    "tests/test_reciprocity.py": WALK / "test_reciprocity.py",
    "docs/questions/reciprocity.md": WALK / "reciprocity.md",
}
ADDED = {
    "silograph/analyses/__init__.py": (
        "from silograph.analyses.reciprocity import answer as reciprocity",
        '    "reciprocity": reciprocity.QUESTION,',
    ),
    "docs/questions/index.md": (
        "| Do functions write back? | [reciprocity](reciprocity.md) | `reciprocity` |",
        "reciprocity",
    ),
}
KIT = ROOT / "tests" / "test_questions_conform.py"
OF_EACH = re.findall(
    r'@pytest.mark.parametrize\("name", ANALYSES\)\ndef (\w+)', KIT.read_text(encoding="utf-8")
)


def lines() -> dict[str, int]:
    """How many lines each file of the walk takes, blank ones too."""
    whole = {path: len(file.read_text(encoding="utf-8").splitlines()) for path, file in WRITTEN.items()}
    return whole | {path: len(added) for path, added in ADDED.items()}


# --- what is written by hand -------------------------------------------------------------------------------------


def test_the_walk_is_seven_files_and_a_hundred_and_fifty_lines() -> None:
    assert len(lines()) <= 7
    assert sum(lines().values()) <= 150
    assert {file for file in WALK.rglob("*.*") if file.suffix in (".py", ".md")} == {
        *WRITTEN.values(),
        WALK / "conftest.py",  # puts the question in its place, as the two lines of `ADDED` would
    }


def test_contributing_shows_the_walk() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `?([\w/.]+)`? +\| +(\d+) \|", text, re.MULTILINE)
    assert {path: int(number) for path, number in told} == lines() | {"together": sum(lines().values())}


def test_the_lines_to_add_are_like_those_that_are_there() -> None:
    for path, added in ADDED.items():
        there = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for line in added:
            alike = re.escape(line.replace("reciprocity", "relay")).replace(
                r"Do\ functions\ write\ back", "[^|]+"
            )
            assert any(re.match(alike, one) for one in there), line


# --- and what follows from it --------------------------------------------------------------------------------------


@lru_cache
def small_run(*, null: bool = False, again: bool = False) -> sg.Analysis:
    """The conformance kit's run, of this question alone."""
    log, roster = sg.simulate(loaded(KIT).company(null=null)).log()
    return sg.analyze(log, roster, settings=sg.Settings(only=("reciprocity",), seed=1))


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", OF_EACH)
def test_the_conformance_kit_takes_it(name: str, walked: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = loaded(KIT)
    monkeypatch.setattr(kit, "run", small_run)
    assert "reciprocity" in kit.ANALYSES
    getattr(kit, name)("reciprocity")


def test_its_page_says_what_every_page_says(walked: Question, tmp_path: Path) -> None:
    docs, page = loaded(ROOT / "tests" / "test_docs.py"), WALK / "reciprocity.md"
    text = page.read_text(encoding="utf-8")
    for part in docs.PARTS:
        assert f"\n## {part}\n" in text
    for block in docs.CODE.findall(text):
        exec(compile(block, page.name, "exec"), {"__name__": "__main__"})


@pytest.fixture
def run(walked: Question) -> sg.Analysis:
    """Of a company with a function of three."""
    log, roster = sg.simulate(sg.CompanySpec(people=80, messages=2500, functions=6, seed=2)).log()
    actors = roster.actors.copy()
    persons = actors["actor_kind"] == "person"
    sizes = actors.loc[persons, "function"].value_counts()
    rare = actors.index[persons & (actors["function"] == sizes.index[-1])]
    actors.loc[rare[3:], "function"] = sizes.index[0]
    roster = sg.Roster(actors, roster.aliases, roster.former_domains)
    return sg.analyze(log, roster, settings=sg.Settings(only=("reciprocity",), lang="fr"))


def test_it_is_public(walked: Question) -> None:
    assert inspect.unwrap(sg.reciprocity) is walked.function
    assert "reciprocity" in dir(sg)
    assert walked.name == walked.result.name == "reciprocity"
    assert [*inspect.signature(sg.reciprocity).parameters] == ["log", "roster", "tie_rule"]


def test_it_is_everywhere_in_what_a_run_writes(run: sg.Analysis, tmp_path: Path) -> None:
    released = release(run)
    assert list(run.results) == ["reciprocity"]
    [said] = released.headlines()
    assert re.fullmatch(
        r"d’une fonction à l’autre, de \d+\u202f% \(.+\) à \d+\u202f% \(.+\) des paires s’écrivent l’un à l’autre",
        said,
    )
    write(released, tmp_path, lang="fr")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = (tmp_path / "network.html").read_text(encoding="utf-8")
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    table = pd.read_csv(tmp_path / "tables" / "reciprocity.csv")
    assert "Les fonctions se répondent-elles" in report
    assert "des paires s’écrivent l’un à l’autre" in report
    assert "Paires où les deux écrivent, en\u202f%" in report
    assert "Les barres sont des intervalles à 95\u202f%." in report
    assert "des paires n’ont qu’un message" in report
    assert json.dumps(released.results["reciprocity"].headline("en"))[1:-1] in page
    assert summary["answers"]["reciprocity"] == {"answer": said}
    assert table.columns.tolist() == ["function", "people", "pairs", "share", "share_low", "share_high"]


def test_it_is_released_by_its_rule(run: sg.Analysis) -> None:
    exact, shown = run.results["reciprocity"].table, release(run).tables["reciprocity"]
    policy = Policy.of(run.network, min_group=5)
    assert policy.small
    assert set(exact["function"]) & policy.small
    assert not set(shown["function"]) & policy.small
    covered = shown["function"].isin(policy.hidden)
    assert shown.loc[covered, ["people", "pairs", "share", "share_low", "share_high"]].isna().all(axis=None)
    assert shown.loc[~covered, ["pairs", "share"]].notna().all(axis=None)
    pd.testing.assert_frame_equal(shown, release_result(run.results["reciprocity"], policy).table)


def test_where_it_cannot_be_answered_that_is_said(walked: Question) -> None:
    log, roster = sg.simulate(sg.CompanySpec(people=40, messages=500, functions=3, seed=2)).log()
    roster = sg.Roster(roster.actors.assign(function="HR"), roster.aliases, roster.former_domains)
    released = release(sg.analyze(log, roster, settings=sg.Settings(only=("reciprocity",))))
    assert not released.results
    assert [line for line in released.summary["warnings"] if "another function" in line]
    assert "Do functions write back?" in report_page(released)


def test_it_is_in_the_documentation_made_of_all_questions(walked: Question) -> None:
    tables = runpy.run_path(str(ROOT / "docs" / "tables_page.py"))["page"]()
    assert "## reciprocity\n\nA row per function." in tables
    assert "| `function` |  | name |" in tables
    assert "| `share`, `share_low`, `share_high` | share | of these, where both write |" in tables
    made = runpy.run_path(str(ROOT / "docs" / "public_names.py"))
    assert (
        "from silograph.analyses.reciprocity.answer import reciprocity as _reciprocity" in made["imports"]()
    )
    assert "silograph.analyses.reciprocity.answer.ReciprocityResult" in made["with_questions"](
        (ROOT / "docs" / "reference" / "api.rst").read_text(encoding="utf-8")
    )
