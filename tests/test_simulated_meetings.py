"""An invented company that meets: its calendars are read back, and what is planted is found."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import silograph as sg
from silograph.graph.network import Network, build_network
from silograph.loaders.reading import read
from silograph.simulation import Company, CompanySpec, simulate, write

SPEC = CompanySpec(people=150, messages=9000, functions=6, seed=5, world="meetings")


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(SPEC)


def ties(network: Network) -> pd.DataFrame:
    found = network.to_pandas().assign(weighty=network.weighty, met=0 if network.met is None else network.met)
    return found.sort_values(["source", "target"], ignore_index=True)


def test_half_of_what_is_sent_is_meetings_and_nothing_else_changes(company: Company) -> None:
    counts = company.truth["counts"]
    assert counts["messages"] == SPEC.messages
    assert 0.4 < counts["channels"]["meeting"] / SPEC.messages < 0.5
    usual = simulate(CompanySpec(people=40, messages=600, functions=3))
    assert "meeting" not in usual.truth["counts"]["channels"]


@pytest.mark.parametrize("rule", [sg.TieRule(), sg.TieRule(mutual=True, min_messages=2, alpha=0.5)])
def test_the_network_of_the_log_is_that_of_the_arrays(company: Company, rule: sg.TieRule) -> None:
    log, roster = company.log()
    found = ties(build_network(log, roster, tie_rule=rule))
    pd.testing.assert_frame_equal(found, ties(company.to_network(tie_rule=rule)), check_dtype=False)


def test_calendars_are_written_and_read_back(company: Company, tmp_path: Path) -> None:
    paths = write(company, tmp_path / "company")
    log, roster = read(paths["calendars"], paths["people"])
    truth = json.loads(paths["truth"].read_text(encoding="utf-8"))
    assert log.counts()["channels"] == {"meeting": truth["counts"]["channels"]["meeting"]}
    found = ties(build_network(log, roster))
    pd.testing.assert_frame_equal(found, ties(company.to_network(layer="meeting")), check_dtype=False)


def test_the_silo_is_found_in_meetings_alone(company: Company) -> None:
    table = sg.silos(company.to_network(layer="meeting")).table.set_index("function")
    assert table.loc[table["verdict"] == "silo"].index.tolist() == company.truth["silos"]
