"""What commands say while they work, and what is left of it: exit codes, `--quiet`, `--verbose`, `--log`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import silograph.output.info
from silograph.cli import main
from silograph.doctor import examine
from silograph.journal import Journal
from silograph.simulation import CompanySpec, simulate, write

SPEC = CompanySpec(people=30, messages=600, functions=5, seed=1)
QUICK = ("--only", "silos", "--simulations", "20")


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(simulate(SPEC), tmp_path_factory.mktemp("company"))["mail"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_quiet_says_nothing_and_the_log_all(mail: Path, tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    done = run("analyze", mail, "--people", mail.with_name("people.csv"), "--out", tmp_path / "out", *QUICK,
               "--quiet", "--log", log)  # fmt: skip
    assert (done.exit_code, done.output) == (0, "")
    assert log.stat().st_mode & 0o777 == 0o600
    told = lines(log)
    assert [one["message"] for one in told if one["level"] == "step"] == ["silos"]
    assert any("are more closed" in one["message"] or "closed" in one["message"] for one in told)
    assert {"level": "end", "message": "done", "code": 0}.items() <= told[-1].items()
    assert all(one["seconds"] >= 0 and one["time"].endswith("+00:00") for one in told)


def test_verbose_says_every_step_with_its_time(mail: Path, tmp_path: Path) -> None:
    done = run(
        "analyze",
        mail,
        "--out",
        tmp_path / "out",
        "--people",
        mail.with_name("people.csv"),
        *QUICK,
        "--verbose",
    )
    assert "silograph: silos ... (" in done.stderr
    assert run("info", mail, "--quiet", "--verbose").exit_code == 2


def test_errors_are_said_and_logged(tmp_path: Path) -> None:
    for _ in range(2):  # the second run writes after the first
        done = run("info", tmp_path / "nothing.mbox", "--quiet", "--log", tmp_path / "log")
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1
    told = lines(tmp_path / "log")
    assert [(one["level"], one.get("code")) for one in told] == [("error", 2), ("end", 2)] * 2
    assert run("info", tmp_path, "--log", tmp_path / "no" / "log").exit_code == 2


def test_a_fault_of_silograph_has_a_code_of_its_own(
    mail: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> str:
        raise KeyError("ann@company.example")

    monkeypatch.setattr(silograph.output.info, "describe", fails)
    done = run("info", mail, "--log", tmp_path / "log")
    assert done.exit_code == 3
    assert "a fault of silograph" in done.stderr
    fault = next(one for one in lines(tmp_path / "log") if one["level"] == "fault")
    assert fault["message"] == "KeyError"
    assert fault["where"][-1].endswith(" fails")
    assert "ann@" not in done.output + (tmp_path / "log").read_text(encoding="utf-8")


def test_what_is_unknown_or_left_out_can_fail_a_run(mail: Path, tmp_path: Path) -> None:
    people = ("--people", mail.with_name("people.csv"))
    common = ("--out", tmp_path / "out", *QUICK, "--fail-on")
    assert run("analyze", mail, *people, *common, "unknown,left_out").exit_code == 0
    assert run("analyze", mail, *common, "unknown").exit_code == 1
    assert run("analyze", mail, *common, "left_out").exit_code == 1  # no functions, so no silos


def test_without_a_terminal_steps_are_said_once_there_is_something_to_wait_for() -> None:
    said: list[str] = []
    journal = Journal(say=said.append)
    journal.step("silos")
    assert not said
    journal.began -= 3
    journal.step("glue")
    assert said == ["silograph: glue ... (3 s)"]
    journal.step("relay", shown=True)
    assert len(said) == 1


def test_the_doctor_says_what_is_there_and_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {one.name: one for one in examine()}
    assert {
        "silograph",
        "python",
        "cores",
        "packages",
        "cache",
        "temporary",
        "browser",
        "[plot]",
    } <= found.keys()
    assert "duckdb" in found["packages"].told
    assert "matplotlib" not in found["packages"].told  # of an extra
    monkeypatch.setattr("silograph.doctor.find_spec", lambda _: None)
    monkeypatch.setattr("silograph.doctor.shutil.which", lambda _: None)
    missing = {one.name: str(one) for one in examine()}
    assert missing["[plot]"].endswith("missing; pip install 'silograph[plot]'")
    assert "none found" in missing["browser"]
    assert run("doctor").stdout.startswith("silograph")


def test_a_server_without_ipython_writes_pages(mail: Path, tmp_path: Path) -> None:
    """A server where IPython is not installed, and one where it is: it is not loaded in either."""
    script = tmp_path / "no_ipython.py"
    script.write_text(
        "import sys\n"
        "from importlib.abc import MetaPathFinder\n"
        "class Refused(MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('IPython', 'jedi', 'traitlets'):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Refused())\n"
        "from silograph.cli import main\n"
        "main(sys.argv[1:])\n",
        encoding="utf-8",
    )
    page = tmp_path / "network.html"
    done = subprocess.run(
        [sys.executable, script, "network", mail, "--people", mail.with_name("people.csv"), "--out", page],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "vis-network" in page.read_text(encoding="utf-8")
