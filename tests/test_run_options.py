"""Options of a run that reach one question each: the person responsible, windows, a baseline, merges, working hours."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import silograph as sg
from silograph.cli import main
from silograph.errors import NotEnoughDataError, UsageError
from silograph.release.gate import release
from silograph.simulation import Change, write

SPEC = sg.CompanySpec(people=60, messages=2500, functions=5, months=4, seed=1, change=Change(walls=1.5))


@pytest.fixture(scope="module")
def company() -> sg.Company:
    return sg.simulate(SPEC)


@pytest.fixture(scope="module")
def files(company: sg.Company, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return dict(write(company, tmp_path_factory.mktemp("company")))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_before_and_after_a_day(company: sg.Company) -> None:
    """Walls fall half-way: all windows on either side are compared, once, and that is sure."""
    found = sg.trend(*company.log(), baseline="2024-03-01", replicates=2)
    tested = found.table[found.table["q_value"].notna()]
    assert set(tested["window"]) == {"2024-03-01"}
    walls = tested[tested["figure"] == "walls"].iloc[0]
    assert (walls["mark"], walls["change"] < 0.7) == ("down", True)
    assert found.parameters["baseline"] == "2024-03-01"
    usual = sg.trend(*company.log(), replicates=2).table
    assert walls["q_value"] <= usual.loc[usual["figure"] == "walls", "q_value"].min()
    with pytest.raises(NotEnoughDataError, match="both before and from 2020-01-01 on"):
        sg.trend(*company.log(), baseline="2020-01-01", replicates=2)


def test_all_of_them_on_the_command_line_and_again(
    company: sg.Company, files: dict[str, Path], tmp_path: Path
) -> None:
    names = sorted(set(company.people["function"]))[:2]
    boss = company.people.loc[company.people["actor_kind"] == "person", "person_id"].iloc[0]
    options = ("--only", "trend,whatif,maturity,response", "--replicates", 20, "--simulations", 20)
    asked = (
        "--responsible",
        boss,
        "--window",
        "quarter",
        "--merge",
        "+".join(names),
        "--working-hours",
        "9-18",
    )
    done = run("analyze", files["mail"], files["slack"], "--people", files["people"], "--out", tmp_path / "out",
               *options, *asked, "--timezone", "Europe/Paris")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "hours are working hours, weekdays from 9 to 18 (Europe/Paris)" in done.stdout
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    told = summary["parameters"]
    expected = {"responsible": "declared", "window": "quarter", "merge": [names], "working_hours": [9, 18]}
    assert {name: told[name] for name in expected} == expected
    table = (tmp_path / "out" / "tables" / "whatif.csv").read_text(encoding="utf-8")
    assert f"merge {names[0]} and {names[1]}" in table or "merge" in table
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "The person declared responsible" in report
    kept = tomllib.loads((tmp_path / "out" / "parameters.toml").read_text(encoding="utf-8"))
    assert (kept["merge"], kept["working_hours"], "responsible" in kept) == (["+".join(names)], "9-18", False)
    again = run(
        "analyze", files["mail"], "--config", tmp_path / "out" / "parameters.toml", "--out", tmp_path / "b"
    )
    assert again.exit_code == 0, again.output


MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "no hours": (("--working-hours", "nine"), "--working-hours: 'nine' are no hours; write 9-18"),
    "hours of another day": (("--working-hours", "18-9"), "working_hours"),
    "no function": (("--merge", "HR+Hr"), "merge: there is no function"),
    "no day": (("--baseline", "March"), "baseline: 'March' is not a date; write it as 2024-01-31"),
    "nobody": (("--responsible", "nobody@x.org"), "responsible: nobody is 'nobody@x.org'"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_said_in_one_line(mistake: str, files: dict[str, Path], tmp_path: Path) -> None:
    options, told = MISTAKES[mistake]
    done = run("analyze", files["mail"], files["slack"], "--people", files["people"], "--out", tmp_path / "out",
               "--only", "maturity,response", *options)  # fmt: skip
    assert done.exit_code == 2, done.output
    assert told in done.stderr


def test_months_that_are_not_told_are_told_in_no_weeks_either(
    company: sg.Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = sg.analyze(*company.log(), settings=sg.Settings(only=("trend",), window="week", replicates=2))

    def told(*untold: str) -> set[str]:
        monkeypatch.setattr("silograph.release.gate.untold_months", lambda *_: frozenset(untold))
        table = release(analysis).results["trend"].table
        return set(table.loc[(table["figure"] == "cross_share") & table["value"].notna(), "window"])

    partly = {"2024-01-29", "2024-02-05", "2024-02-12", "2024-02-19", "2024-02-26"}
    assert told() & partly
    assert told("2024-02") == told() - partly


def test_settings_refuse_what_makes_no_sense() -> None:
    for options in ({"window": "day"}, {"baseline": "soon"}, {"merge": ("HR", "IT")}):
        with pytest.raises(UsageError):
            sg.Settings(**options)  # type: ignore[arg-type]
