"""Adding a question is a folder of two files and a line in a table: everything else follows from the declaration."""

from __future__ import annotations

import json
import re
import runpy
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.charts.intervals import IntervalChart
from silograph.graph.network import Network
from silograph.graph.small import SMALL
from silograph.language.words import TEXTS, Sentence, add_texts
from silograph.output.folder import write
from silograph.release.gate import release
from silograph.release.policy import Policy
from silograph.release.results import release_result

ROOT = Path(__file__).parents[1]

# --- what somebody writes by hand: words.py and answer.py --------------------------------------------------------

WORDS = {
    "asks.reciprocity": {"en": "Is what is written answered in kind?", "fr": "Ce qui s’écrit est-il rendu ?"},
    "said.reciprocity": {
        "en": "{share:%} of the ties go both ways; {function} gets most of its ties back.",
        "fr": "{share:%} des liens vont dans les deux sens ; {function} est la mieux payée de retour.",
    },
    "rows.reciprocity": {
        "en": "A row per function. How many of its ties go both ways?",
        "fr": "Une ligne par fonction. Combien de ses liens vont dans les deux sens ?",
    },
    "column.reciprocity.function": {"en": "name", "fr": "nom"},
    "column.reciprocity.people": {"en": "persons with a tie", "fr": "personnes qui ont un lien"},
    "column.reciprocity.ties": {"en": "ties that begin there", "fr": "liens qui y commencent"},
    "column.reciprocity.share": {
        "en": "of these, those that are returned",
        "fr": "de ceux-ci, ceux qui sont rendus",
    },
    "reciprocity.chart": {"en": "ties returned, in %", "fr": "liens rendus, en %"},
    "reciprocity.chart_read": {"en": "Each dot is a function.", "fr": "Un point par fonction."},
}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReciprocityResult(Result):
    """What `reciprocity` found."""

    name: ClassVar[str] = "reciprocity"
    declared: ClassVar = {
        "reciprocity": Table(
            columns=(
                Column("function", "function"),
                Column("people", "count", "sum"),
                Column("ties", "count", "sum"),
                Column("share", "share", "derived", of=("ties",)),
            ),
            groups=("function",),
            merged=True,
        )
    }
    figures: ClassVar = (Column("share", "share"),)
    charts: ClassVar = (IntervalChart(key="reciprocity", value="share", percent=True),)

    share: float

    def answer(self) -> Sentence:
        """The answer in one sentence."""
        first = self.table.sort_values("share", ascending=False)["function"].iloc[0]
        return Sentence("said.reciprocity", share=self.share, function=first)


def reciprocity(network: Network) -> ReciprocityResult:
    """How many ties go both ways, by function of whoever writes?"""
    n = len(network)
    there = network.source * n + network.target
    back = np.isin(network.target * n + network.source, there)
    function = pd.Series(network.people["function"].to_numpy()[network.source])
    table = pd.DataFrame({"function": function, "ties": 1, "share": back}).groupby("function", as_index=False)
    found = table.agg({"ties": "sum", "share": "mean"})
    sizes = dict(zip(network.functions, network.people_of_functions.tolist(), strict=True))
    found.insert(1, "people", found["function"].map(sizes))
    return ReciprocityResult(table=found, share=float(back.mean()))


QUESTION = Question(
    name="reciprocity",
    function=reciprocity,
    result=ReciprocityResult,
    run=lambda on, _: reciprocity(on.network),
)

# --- and what follows from it --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one line in the table, and the texts of the room."""
    monkeypatch.setattr("silograph.analyses.ANALYSES", {**ANALYSES, "reciprocity": QUESTION})
    for module in ("run.run", "output.report"):
        monkeypatch.setattr(f"silograph.{module}.ANALYSES", {**ANALYSES, "reciprocity": QUESTION})
    for key in WORDS:
        monkeypatch.delitem(TEXTS, key, raising=False)
    add_texts(WORDS)


@pytest.fixture
def run() -> sg.Analysis:
    log, roster = sg.simulate(sg.CompanySpec(people=80, messages=2500, functions=6, seed=2)).log()
    actors = roster.actors.copy()
    persons = actors["actor_kind"] == "person"
    sizes = actors.loc[persons, "function"].value_counts()
    rare = actors.index[persons & (actors["function"] == sizes.index[-1])]
    actors.loc[rare[3:], "function"] = sizes.index[0]  # one function of three
    roster = sg.Roster(actors, roster.aliases, roster.former_domains)
    return sg.analyze(log, roster, settings=sg.Settings(only=("reciprocity",), lang="fr"))


def test_it_is_public() -> None:
    assert sg.reciprocity is reciprocity
    assert "reciprocity" in dir(sg)


def test_it_is_everywhere_in_what_a_run_writes(run: sg.Analysis, tmp_path: Path) -> None:
    released = release(run)
    assert list(run.results) == ["reciprocity"]
    [said] = released.headlines()
    assert re.fullmatch(
        r"\d+\u202f% des liens vont dans les deux sens\u202f; .+ est la mieux payée de retour\.", said
    )
    write(released, tmp_path, lang="fr")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = (tmp_path / "network.html").read_text(encoding="utf-8")
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    table = pd.read_csv(tmp_path / "tables" / "reciprocity.csv")
    assert "Ce qui s’écrit est-il rendu" in report
    assert said.split("\u202f% ")[1][:30] in report
    assert "liens rendus, en\u202f%" in report
    assert json.dumps(released.results["reciprocity"].headline("en"))[1:-1] in page
    assert summary["answers"]["reciprocity"] == {
        "answer": said,
        "share": released.results["reciprocity"].share,
    }
    assert table.columns.tolist() == ["function", "people", "ties", "share"]


def test_it_is_released_by_its_rule(run: sg.Analysis) -> None:
    exact, shown = run.results["reciprocity"].table, release(run).tables["reciprocity"]
    policy = Policy.of(run.network, min_group=5)
    assert policy.small
    assert not set(shown["function"]) & policy.small
    merged = shown.set_index("function").loc[SMALL]
    assert merged["ties"] == exact.loc[exact["function"].isin(policy.hidden), "ties"].sum()
    covered = shown[shown["function"].isin(policy.hidden)]
    assert covered[["people", "ties", "share"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(shown, release_result(run.results["reciprocity"], policy).table)


def test_it_is_in_the_documentation_of_tables() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "tables_page.py"))["page"]()
    assert "## reciprocity\n\nA row per function. How many of its ties go both ways?" in made
    assert "| `share` | share | of these, those that are returned | left out where" in made
