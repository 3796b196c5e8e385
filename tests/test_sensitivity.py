"""Sensitivity: stable where a winner was planted, plain where there is none, and comparable row by row."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses import inputs as inputs_of
from silograph.analyses.owner.answer import OwnerResult
from silograph.errors import NotEnoughDataError
from silograph.release.gate import release
from silograph.run import sensitivity as varied
from silograph.run.run import Analysis
from silograph.run.sensitivity import SensitivityResult, sensitivity
from silograph.simulation import CompanySpec, simulate

mpl.use("Agg")

ANSWERS = ["owner", "glue", "silos"]


SPEC = CompanySpec(people=110, messages=6000, functions=6, seed=1)


@cache
def analysed(*, planted: bool = True) -> Analysis:
    log, roster = simulate(SPEC if planted else SPEC.null()).log()
    return sg.analyze(log, roster, settings=sg.Settings(only=("owner",), replicates=40, simulations=50))


def test_planted_winner_is_stable() -> None:
    run, owner = analysed(), simulate(SPEC).truth["owner"]
    found = run.sensitivity
    assert found is not None
    assert run.results["owner"].recommended == owner  # type: ignore[attr-defined]
    assert set(found.others["owner"]) == {owner}
    assert not found.others["owner_changes"].any()
    assert found.headline().startswith(
        f"{owner} stays first among the candidates under all {len(found.others)}"
    )
    assert found.headline("fr").startswith(f"{owner} reste première")
    assert (found.table["acceptability"].dropna() > 0.5).all()


def test_run_and_table_tell_one_story() -> None:
    """Whom another way to count would change is not recommended, and the first row is the run's own."""
    run, planted = analysed(), simulate(SPEC).truth["owner"]
    found, owner = run.sensitivity, run.results["owner"]
    assert found is not None
    assert isinstance(owner, OwnerResult)
    assert found.recommended == owner.recommended
    assert owner.recommended in (planted, None)
    assert owner.gates["stable"] == (found.owner_changes == 0)
    assert found.table["owner"].iloc[0] == owner.first == found.leading
    assert found.table["acceptability"].iloc[0] == owner.acceptability
    stays = f"{planted} stays first among the candidates under all {len(found.others)}"
    assert found.headline().startswith(stays if owner.recommended else "There is no winner")


def test_null_company_has_no_winner() -> None:
    run = analysed(planted=False)
    assert run.results["owner"].recommended is None  # type: ignore[attr-defined]
    assert run.sensitivity is not None
    assert run.sensitivity.headline().startswith("There is no winner")


def test_rows_are_comparable() -> None:
    run = analysed()
    assert run.sensitivity is not None
    table = run.sensitivity.table.set_index("assumption")
    assert table.index[0] == "as_analysed"
    rules = {"to_only", "cc_as_to", "alpha_0", "alpha_0.5", "mutual_only", "two_messages"}
    assert {*rules, "limit_5", "limit_20", "limit_100", "by_strength"} < {*table.index}
    assert {"without_email", "without_post", "without_handoff"} < {*table.index}
    assert not table.loc["as_analysed", [f"{name}_changes" for name in ANSWERS]].any()
    differs = {name: table[name] != table.loc["as_analysed", name] for name in ("owner", "glue")}
    assert (differs["glue"] == table["glue_changes"]).all()
    assert ((differs["owner"] & (table["acceptability"] >= 0.5)) == table["owner_changes"]).all()
    same = table[table["status"] == "same_ties"]
    assert (same[ANSWERS] == table.loc["as_analysed", ANSWERS]).all(axis=None)
    assert table.loc["as_analysed", "silos"] == "; ".join(run.results["silos"].silos)  # type: ignore[attr-defined]


def test_what_changes_no_tie_costs_nothing() -> None:
    log, roster = simulate(replace(SPEC, broadcasts=0, list_messages=0)).log()
    settings = sg.Settings(only=("owner",), replicates=20, simulations=20)
    run = sg.analyze(log.filter(channels=["email"]), roster, settings=settings)
    assert run.sensitivity is not None
    table = run.sensitivity.table.set_index("assumption")
    assert table.loc["limit_100", "status"] == "same_ties"  # no mail has that many recipients
    assert table.loc["by_strength", "status"] == "computed"
    assert not table.index.str.startswith("without_").any()  # there is only one channel


def test_large_networks_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    run = analysed()
    monkeypatch.setattr("silograph.run.sensitivity.MOST_PEOPLE", 100)
    inputs = inputs_of(run.log, run.roster, run.network, run.settings)
    with pytest.raises(NotEnoughDataError, match="more than 100 people"):
        sensitivity(inputs, run.results)


def test_only_without_owner_skips_it() -> None:
    log, roster = simulate(CompanySpec(people=60, messages=1500, functions=5)).log()
    run = sg.analyze(log, roster, settings=sg.Settings(only=("copies",)))
    assert run.sensitivity is None
    assert "sensitivity" not in release(run).tables


def test_it_is_a_step_of_the_run() -> None:
    log, roster = simulate(CompanySpec(people=60, messages=1500, functions=5)).log()
    steps: list[str] = []
    settings = sg.Settings(only=("owner",), replicates=20, simulations=10)
    sg.analyze(log, roster, settings=settings, on_step=steps.append)
    assert steps[-2:] == ["owner", "sensitivity"]


def test_what_changes_no_tie_is_no_evidence() -> None:
    run = analysed()
    assert run.sensitivity is not None
    assert set(run.sensitivity.others["status"]) == {"computed"}


@pytest.mark.parametrize(
    ("recommended", "english", "french"),
    [
        (
            "IT",
            "IT stays first among the candidates under the only other assumption",
            "sous la seule autre",
        ),
        (None, "does so under the only other assumption that applies here", "sous la seule autre hypothèse"),
    ],
)
def test_one_other_assumption_is_told_as_one(recommended: str | None, english: str, french: str) -> None:
    row = {"status": "computed", "owner": "IT", "owner_changes": False, "silos_changes": False}
    found = SensitivityResult(
        table=pd.DataFrame([row | {"glue_changes": False}, row | {"glue_changes": True}]),
        recommended=recommended,
        leading="IT",
        closed={},
    )
    assert english in found.headline()
    assert "under 1 of 1 other assumptions" in found.headline()
    assert french in found.headline("fr")


def test_it_draws_and_shows_itself(tmp_path: Path) -> None:
    found = analysed().sensitivity
    assert found is not None
    labels = [text.get_text() for text in found.plot().get_yticklabels()]
    first = found.table["owner"].iloc[0]
    assert labels[-1] == f"as in this report: {first}"
    assert len(labels) == (found.table["status"] != "too_little_data").sum()
    found.show(to=tmp_path / "page.html")
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_table_is_written() -> None:
    """As it is released: names as plain words, shares rounded."""
    run = analysed()
    assert run.sensitivity is not None
    shown, exact = release(run).tables["sensitivity"], run.sensitivity.table
    assert list(shown) == list(exact)
    pd.testing.assert_frame_equal(shown, exact, check_dtype=False, rtol=0, atol=5e-4)
    assert np.isfinite(run.sensitivity.table["acceptability"]).any()


@pytest.mark.parametrize(
    ("shares", "contenders", "owner_changes", "glue"),
    [
        ([0.49, 0.41, 0.09], ("HR", "IT"), False, "IT"),  # one of many that are tied; both may link most
        ([0.51, 0.40, 0.09], ("HR",), True, "HR"),
        ([0.50, 0.10, 0.40], ("HR", "IT"), True, "IT"),
    ],
)
def test_another_first_is_told_beyond_noise_only(
    shares: list[float],
    contenders: tuple[str, ...],
    owner_changes: bool,
    glue: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """HR comes first in this row, IT in the run."""
    names = ["HR", "IT", "Sales"]
    links = SimpleNamespace(first="HR", contenders=contenders)
    found = SimpleNamespace(table=pd.DataFrame({"function": names, "acceptability": shares}))
    for name, value in (("glue", links), ("owner", found), ("silos", SimpleNamespace(silos=()))):
        monkeypatch.setattr(varied, name, lambda *_, value=value, **__: value)
    monkeypatch.setattr(varied, "_findings", lambda *_: varied.Findings())
    inputs: Any = SimpleNamespace(settings=sg.Settings(), network=None, log=SimpleNamespace(channels=()))
    as_found: Any = SimpleNamespace(first="IT", parameters={"aside": ["Post room"]})
    answer = varied._answer(inputs, None, usual=as_found)
    usual = varied._Answer(owner="IT", acceptability=0.6, glue="IT", closed=())
    row = varied._row("to_only", "computed", answer, (), usual=usual, found=())
    assert (row["owner"], row["owner_changes"]) == ("HR", owner_changes)
    assert (row["glue"], row["glue_changes"]) == (glue, glue != "IT")
