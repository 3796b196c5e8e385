"""Is that a lot? What ships of public logs, when it is said, and when not."""

from __future__ import annotations

import math
import runpy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.analyses.copies.answer import CopiesResult
from silograph.analyses.parts.public_logs import MEASURES, PublicLog, compared, recognised, references
from silograph.analyses.parts.public_logs import comparison as public_logs
from silograph.analyses.silos.answer import SilosResult, highest_known_walls
from silograph.graph.network import Network, build_network
from silograph.language.words import Sentence, Words
from silograph.output.page.story import tell
from silograph.output.report import report_page
from silograph.release.gate import release
from silograph.run.run import Analysis
from silograph.simulation import CompanySpec, simulate

DOCS = Path(__file__).parents[1] / "docs"
SCRIPT = DOCS / "public_logs.py"


def log(name: str, **measured: float) -> PublicLog:
    return PublicLog(name=name, title=name, kind="mail", people=100, ties=1000, functions=5, **measured)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    logs = (
        log("a", walls=2.0, cc_share=0.5),
        log("b", walls=8.0, lift=3.0),
        replace(log("c", walls=20.0), kind="list"),
    )
    monkeypatch.setattr(public_logs, "public_logs", lambda: logs)


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


@cache
def analysed() -> Analysis:
    log, roster = simulate(CompanySpec(people=90, messages=4000, functions=6, seed=2)).log()
    settings = sg.Settings(replicates=20, simulations=20, only=("silos", "glue", "communities", "copies"))
    return sg.analyze(log, roster, settings=settings)


class TestTable:
    def test_every_measure_is_possible(self) -> None:
        for one in public_logs.public_logs():
            assert one.kind in {"mail", "tickets", "list", "chat"}
            values = {name: getattr(one, name) for name in MEASURES}
            for name in ("stability", "replies_24h", "cc_share"):
                assert math.isnan(values[name]) or 0 <= values[name] <= 1
            assert math.isnan(one.walls) or one.walls_low < one.walls < one.walls_high

    def test_the_invented_one_is_no_reference(self) -> None:
        names = {one.name for one in public_logs.public_logs()}
        assert names == {"enron", "manufacturing", "eu-core", "volvo", "mailing-list", "slack"}

    def test_the_page_is_made_from_it(self) -> None:
        assert (DOCS / "reference" / "public-logs.md").read_text(encoding="utf-8") == script()["page"]()

    def test_every_log_has_a_source_and_a_word_on_its_licence(self) -> None:
        about = script()["LOGS"]
        assert set(about) == {one.name for one in public_logs.public_logs()}
        assert all(one.source and one.licence and one.note for one in about.values())


@pytest.mark.usefixtures("three")
class TestComparison:
    def test_by_hand(self) -> None:
        assert references("walls") == (2.0, 8.0)  # the list is shown, and no reference
        assert compared("walls", 9.0) == (
            "Such walls are thicker than in all 2 public e-mail logs compared (2.0 to 8.0)."
        )
        assert "plus épais" in (compared("walls", 9.0) or Sentence("public.walls")).say(Words("fr"))
        assert compared("walls", 1.0) == (
            "Such walls are thinner than in all 2 public e-mail logs compared (2.0 to 8.0)."
        )
        assert compared("walls", 8.0) is None  # as thick as, is not thicker
        assert compared("walls", 9.0, low=7.9, high=11.0) is None  # not beyond doubt
        assert compared("walls", math.nan) is None

    def test_one_log_is_no_range(self) -> None:
        assert references("walls", without="a") == ()
        assert compared("walls", 99.0, without="a") is None
        assert references("cc_share") == references("lift") == ()

    @given(value=st.floats(0.1, 99), half=st.floats(0, 5))
    def test_said_only_beyond_all(self, value: float, half: float) -> None:
        said = compared("walls", value, low=value - half, high=value + half)
        assert (said is not None) == (value - half > 8.0 or value + half < 2.0)

    def test_highest_walls(self) -> None:
        assert highest_known_walls() == 8.0
        assert highest_known_walls(without="b") is None


class TestRecognised:
    def test_by_counts_not_by_name(self) -> None:
        network = Network.from_edges([("x", f"p{i}") for i in range(50)])
        known = replace(log("a"), people=51.0, ties=50.0)
        assert recognised(network, logs=[known]) == "a"
        assert recognised(network, logs=[replace(known, ties=53.0)]) == ""
        assert recognised(network, logs=[replace(known, people=60.0)]) == ""

    def test_an_invented_company_is_none(self) -> None:
        assert all(result.public == "" for result in analysed().results.values())


class TestSaid:
    def test_headline_summary_report_and_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        logs = (log("a", walls=1.1), log("b", walls=1.2))
        monkeypatch.setattr(public_logs, "public_logs", lambda: logs)
        said = "Such walls are thicker than in all 2 public e-mail logs compared (1.1 to 1.2)."
        run = analysed()
        assert run.results["silos"].headline().endswith(said)
        released = release(run)
        assert said in released.results["silos"].headline()
        report = report_page(released)
        assert said in report
        assert "Is that a lot?" in report
        assert "walls between functions" in report
        assert "Est-ce beaucoup" in report_page(released, lang="fr")

    def test_what_is_withheld_is_not_compared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        logs = (log("a", walls=1.1), log("b", walls=1.2))
        monkeypatch.setattr(public_logs, "public_logs", lambda: logs)
        result = replace(analysed().results["silos"], walls=math.nan)  # type: ignore[call-arg]
        assert result.beside() == ()

    def test_nothing_to_compare_with_is_no_section(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(public_logs, "public_logs", lambda: ())
        assert "Is that a lot?" not in report_page(release(analysed()))
        assert analysed().results["silos"].beside() == ()

    def test_where_everybody_keeps_to_themselves_none_is_never_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logs = (log("a", walls=1.1), log("b", walls=1.2))
        company = simulate(CompanySpec(people=120, messages=5000, functions=7, walls=20.0, seed=3).null())
        settings = sg.Settings(replicates=20, simulations=20, only=("silos", "glue"))
        run = sg.analyze(*company.log(), settings=settings)
        found = run.results["silos"]
        assert isinstance(found, SilosResult)
        assert not found.silos
        monkeypatch.setattr(public_logs, "public_logs", lambda: logs)
        assert found.headline().startswith("Every function keeps to itself")
        released = release(run)
        story = tell(released)
        assert "every function keeps to itself" in story.answer["en"]
        titles = {step.key: step.title["en"] for step in story.steps}
        assert titles["silos"].startswith("Every function keeps to itself")
        told = " ".join([story.answer["en"], *titles.values(), report_page(released)])
        assert "none is closed" not in told
        assert "No function is clearly more closed" not in told


@pytest.mark.data
@pytest.mark.parametrize("name", ["enron", "manufacturing", "eu-core"])
def test_real_logs_are_measured_as_shipped_and_know_themselves(
    name: str, data_dir: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("SILOGRAPH_DATA", str(data_dir))
    shipped = next(one for one in public_logs.public_logs() if one.name == name)
    network = build_network(*script()["read"](name))
    assert (len(network), len(network.ties)) == (shipped.people, shipped.ties)
    found = script()["walls"](network)
    for one, value in found.items():
        assert value == pytest.approx(getattr(shipped, one), rel=2e-3)
    assert recognised(network) == name
    assert sg.silos(network, simulations=2).public == name


def test_measures_that_results_compare_are_known() -> None:
    for result in (SilosResult, CopiesResult):
        assert set(result.compared.values()) <= set(MEASURES)
