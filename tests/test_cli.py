"""The command line, as a person or another program uses it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from silograph.analyses import ANALYSES
from silograph.cli import main
from silograph.loaders import LOADERS
from silograph.simulation import CompanySpec, simulate, write

QUICK = ["--replicates", "20", "--simulations", "20"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def ok(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def error(*arguments: str | Path) -> str:
    """The one line a mistake is answered with."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert not result.stdout
    assert result.stderr.startswith("silograph: ")
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


@pytest.fixture(scope="module")
def exports(company_files: Path) -> list[Path]:
    return [company_files / name for name in ("mail.mbox", "slack.zip", "tickets.xes.gz")]


@pytest.fixture(scope="module")
def analysed(company_files: Path, exports: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("analysed") / "out"
    ok("analyze", *exports, "--people", company_files / "people.csv", "--out", out, "--seed", "3", *QUICK)
    return out


def test_output_folder(analysed: Path) -> None:
    written = {path.relative_to(analysed).as_posix() for path in analysed.rglob("*") if path.is_file()}
    pages = {"report.html", "network.html", "summary.json", "parameters.toml"}
    tables = {path.removeprefix("tables/").removesuffix(".csv") for path in written - pages}
    warnings = json.loads((analysed / "summary.json").read_text(encoding="utf-8"))["warnings"]
    unanswered = {line.partition(":")[0] for line in warnings} & set(ANALYSES)
    assert pages <= written
    assert tables >= (set(ANALYSES) - unanswered) | {"exchange", "people", "teams"}
    assert not tables & unanswered


def test_summary_counts_are_the_truth(analysed: Path, company_files: Path) -> None:
    summary = json.loads((analysed / "summary.json").read_text(encoding="utf-8"))
    truth = json.loads((company_files / "truth.json").read_text(encoding="utf-8"))
    for key, value in truth["counts"].items():
        assert summary["input"][key] == value, key
    assert list(summary) == [
        "silograph", "parameters", "input", "organisation", "silos", "silos2", "glue", "mailrooms", "owner",
        "answers", "warnings",
    ]  # fmt: skip
    assert set(summary["organisation"]) == {
        "walls", "walls_low", "walls_high", "modularity", "modularity_z", "communities", "supported_share", "ami",
        "layer_verdict", "mailroom_syndrome",
    }  # fmt: skip
    assert set(summary["owner"]) == {
        "recommended", "arrangement", "involve", "acceptability", "runner_up", "reasons", "cautions",
    }  # fmt: skip
    assert [row["rank"] for row in summary["glue"]] == sorted(row["rank"] for row in summary["glue"])
    assert summary["parameters"]["seed"] == 3


def test_people_carry_pseudonyms(analysed: Path, company_files: Path) -> None:
    people = pd.read_csv(company_files / "people.csv", dtype=str)
    text = "".join(path.read_text(encoding="utf-8") for path in analysed.rglob("*") if path.is_file())
    shown = pd.read_csv(analysed / "tables" / "people.csv")
    assert {"person_id", "function", "community", "betweenness"} <= set(shown.columns)
    assert shown["person_id"].str.fullmatch(r"P\d+").all()
    persons = people[people["actor_kind"] == "person"]
    for secret in [*persons["email"], *persons["name"]]:
        assert secret not in text


def test_names_and_no_people(company_files: Path, exports: list[Path], tmp_path: Path) -> None:
    shared = ["analyze", *exports, "--people", company_files / "people.csv", "--only", "communities"]
    ok(*shared, "--out", tmp_path / "names", "--names")
    ok(*shared, "--out", tmp_path / "none", "--no-people")
    people = pd.read_csv(company_files / "people.csv", dtype=str).set_index("person_id")
    shown = pd.read_csv(tmp_path / "names" / "tables" / "people.csv", dtype=str).set_index("person_id")
    assert shown["name"].to_dict() == people.loc[shown.index, "name"].to_dict()
    assert not (tmp_path / "none" / "tables" / "people.csv").exists()
    assert "exclude each other" in error(*shared, "--out", tmp_path / "x", "--names", "--no-people")


@pytest.mark.parametrize(
    "names",
    [
        ("silos", "glue", "communities"),
        pytest.param(("owner", "ownership", "whatif"), marks=pytest.mark.slow),
    ],
)
def test_parameters_run_it_again(analysed: Path, tmp_path: Path, names: tuple[str, ...]) -> None:
    noted = tomllib.loads((analysed / "parameters.toml").read_text(encoding="utf-8"))
    sources = noted.pop("sources")
    noted.pop("out")
    config = tmp_path / "silograph.toml"
    config.write_text((analysed / "parameters.toml").read_text(encoding="utf-8"), encoding="utf-8")
    ok("analyze", *sources, "--out", tmp_path / "again", "--config", config, "--only", ",".join(names))
    for name in names:
        first, again = (folder / "tables" / f"{name}.csv" for folder in (analysed, tmp_path / "again"))
        assert first.read_text(encoding="utf-8") == again.read_text(encoding="utf-8"), name


def test_a_store_gives_the_same_as_the_exports(
    company_files: Path, exports: list[Path], tmp_path: Path
) -> None:
    store = tmp_path / "s.duckdb"
    first = ok("load", exports[0], "--store", store, "--people", company_files / "people.csv")
    assert "mail.mbox (mail)" in first
    ok("load", *exports[1:], "--store", store)
    before = ok("info", store, "--format", "json")
    assert "nothing changed" in ok("load", exports[0], "--store", store)
    assert ok("info", store, "--format", "json") == before
    assert before == ok("info", *exports, "--people", company_files / "people.csv", "--format", "json")


def test_a_folder_of_exports_is_read_whole(company_files: Path, exports: list[Path]) -> None:
    whole = json.loads(
        ok("info", company_files, "--people", company_files / "people.csv", "--format", "json")
    )
    parts = json.loads(ok("info", *exports, "--people", company_files / "people.csv", "--format", "json"))
    assert whole == parts


def test_period_and_channel(exports: list[Path]) -> None:
    counts = json.loads(ok("info", *exports, "--channel", "post", "--format", "json"))
    assert list(counts["channels"]) == ["post"]
    part = json.loads(
        ok("info", *exports, "--since", "2024-02-01", "--until", "2024-03-01", "--format", "json")
    )
    assert part["period"][0] >= "2024-02-01"
    assert part["period"][1] < "2024-03-01"


def one_mail(folder: Path) -> Path:
    path = folder / "log.csv"
    path.write_text("sent_at,sender,recipient\n2024-01-02T10:00:00,a@x.org,b@x.org\n")
    return path


@pytest.mark.parametrize(
    "told", ["03/04/2024", "3.4.2024", "Mar 4 2024", "2024-02-30", "2024-3-4", "now", "nat"]
)
@pytest.mark.parametrize("option", ["--since", "--until"])
def test_days_of_a_period_are_iso_dates_only(tmp_path: Path, option: str, told: str) -> None:
    line = error("info", one_mail(tmp_path), option, told)
    assert line == f"silograph: {option}: {told!r} is not a date; write it as 2024-01-31\n"


def test_a_period_of_no_day_is_refused(tmp_path: Path) -> None:
    line = error("info", one_mail(tmp_path), "--since", "2024-03-01", "--until", "2024-02")
    assert "--since: not before --until, so that no day is left; put the earlier day first" in line


def test_a_source_of_which_nothing_is_read_has_no_actors(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text("From - Tue Jan  2 09:00:00 2024\nSubject: x\n\nhi\n")
    lines = ok("info", tmp_path / "a.mbox").splitlines()
    assert "actors: none" in lines
    assert any("(mail)  1 record from " in line for line in lines)
    assert all(not line.endswith(": ") for line in lines)


def test_info_in_words(exports: list[Path]) -> None:
    text = ok("info", *exports)
    assert "messages (distinct)" in text
    assert "no org chart" in text


def test_a_people_file_of_somebody_else_is_noticed(exports: list[Path], tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("person_id,function\nnobody@elsewhere.org,HR\n", encoding="utf-8")
    text = ok("info", exports[0], "--people", people)
    assert "nobody in the people file is in the messages" in text
    assert "no org chart" not in text


def test_functions_from_an_event_log_need_no_org_chart(exports: list[Path]) -> None:
    assert "no org chart" in ok("info", exports[2])
    assert "no org chart" not in ok("info", exports[2], "--function-attribute", "function")


def test_rejected_records_are_said_beside_the_answer(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = [f"2024-01-0{day},{a},{b}" for day in range(1, 8) for a in "abc" for b in "bcd" if a != b]
    log.write_text("\n".join(["sent_at,sender,recipient", *rows, "yesterday,a,b"]), encoding="utf-8")
    text = ok("analyze", log, "--out", tmp_path / "o", "--only", "communities")
    assert f"1 of {len(rows) + 1} records could not be used" in text


def test_a_folder_of_one_export_and_its_people_file(company_files: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "log.csv").write_text("From,To,Date\na@x.org,b@x.org,2024-01-02 10:00:00\n", encoding="utf-8")
    (folder / "people.csv").write_bytes((company_files / "people.csv").read_bytes())
    result = run("info", folder, "--format", "json")
    assert json.loads(result.stdout)["messages"] == 1
    assert "people.csv: an org chart, which is read only as --people" in result.stderr


def test_a_source_without_messages_is_not_blamed_on_the_period(tmp_path: Path) -> None:
    empty = tmp_path / "empty.mbox"
    empty.write_bytes(b"")
    assert "empty.mbox: holds no record" in error("analyze", empty, "--as", "mail", "--out", tmp_path / "o")


def test_formats_lists_every_loader() -> None:
    assert [line.split()[0] for line in ok("formats").splitlines()] == list(LOADERS)


def test_network_page(exports: list[Path], tmp_path: Path) -> None:
    ok("network", *exports, "--out", tmp_path / "n.html")
    assert "<html" in (tmp_path / "n.html").read_text(encoding="utf-8")


def test_table_formats(exports: list[Path], company_files: Path, tmp_path: Path) -> None:
    ok("analyze", *exports, "--people", company_files / "people.csv", "--out", tmp_path / "o", "--only", "communities",
       "--format", "parquet")  # fmt: skip
    assert "community" in pd.read_parquet(tmp_path / "o" / "tables" / "people.parquet")


def test_fail_on(exports: list[Path], company_files: Path, tmp_path: Path) -> None:
    shared = ["analyze", *exports, "--people", company_files / "people.csv", "--out", tmp_path / "o", *QUICK]
    alike = write(
        simulate(CompanySpec(people=60, messages=1500, functions=5, seed=3).null()), tmp_path / "alike"
    )
    of_alike = ["analyze", alike["mail"], "--people", alike["people"], "--out", tmp_path / "p", *QUICK]
    assert run(*of_alike, "--fail-on", "no_clear_owner").exit_code == 1
    assert run(*shared, "--only", "silos", "--fail-on", "rejected").exit_code == 0
    assert "needs the analysis owner" in run(*shared, "--only", "silos", "--fail-on", "no_clear_owner").stderr


def test_nothing_that_is_read_may_lie_in_the_output_folder(tmp_path: Path) -> None:
    data = tmp_path / "project" / "data"
    data.mkdir(parents=True)
    log = data / "log.csv"
    log.write_text("sent_at,sender,recipient\n2024-01-01,a,b\n2024-01-02,b,a\n", encoding="utf-8")
    assert "lies in the --out folder" in error("analyze", log, "--out", tmp_path / "project")
    ok("info", log)
    assert "not silograph's" in error("analyze", exports_elsewhere(tmp_path), "--out", tmp_path / "project")
    assert log.exists()


def exports_elsewhere(folder: Path) -> Path:
    path = folder / "other.csv"
    path.write_text("sent_at,sender,recipient\n2024-01-01,a,b\n2024-01-02,b,c\n", encoding="utf-8")
    return path


def test_small_functions_cannot_be_worked_out(tmp_path: Path) -> None:
    """Four people of HR: no table, alone or beside another, gives their number or names their function."""
    names = [f"{function}{number}" for function, size in SIZES.items() for number in range(size)]
    rng = np.random.default_rng(0)
    pairs = rng.choice(names, (3000, 2))
    log = pd.DataFrame({"sent_at": "2024-01-01T00:00:00Z", "sender": pairs[:, 0], "recipient": pairs[:, 1]})
    log["message_id"] = [f"m{number}" for number in range(len(log))]
    log.to_csv(tmp_path / "log.csv", index=False)
    people = pd.DataFrame({"person_id": names, "function": [name.rstrip("0123456789") for name in names]})
    people.to_csv(tmp_path / "people.csv", index=False)
    ok("analyze", tmp_path / "log.csv", "--people", tmp_path / "people.csv", "--out", tmp_path / "o",
       "--replicates", "20", "--simulations", "50")  # fmt: skip
    tables = {path.stem: pd.read_csv(path) for path in (tmp_path / "o" / "tables").glob("*.csv")}
    for name, table in tables.items():
        assert not table.astype(str).isin(["HR"]).to_numpy().any(), name
        if "function" in table and "people" in table:
            shown = table.set_index("function")["people"]
            assert "IT" not in shown or np.isnan(shown["IT"]), name  # IT covers for HR
            hidden = shown.get("(small functions)", np.nan)
            assert np.isnan(hidden) or hidden == SIZES["HR"] + SIZES["IT"], name
        if name == "communities":
            assert (table["people"] >= 5).all() or "(small communities)" in set(table["community"])
    assert "HR" not in (tmp_path / "o" / "summary.json").read_text(encoding="utf-8").replace(
        "--people HR", ""
    )
    declared = {name: table for one in ANALYSES.values() for name, table in one.result.declared.items()}
    beside_nothing = 0
    for name in (
        declared.keys() & tables.keys()
    ):  # whole numbers are written as such, beside withheld cells too
        written = pd.read_csv(tmp_path / "o" / "tables" / f"{name}.csv", dtype=str)
        for column in declared[name].columns:
            if column.unit in ("count", "rank", "number") and column.name in written:
                cells = written[column.name]
                assert not cells.dropna().str.endswith(".0").any(), (name, column.name)
                beside_nothing += cells.isna().any() and cells.notna().any()
    assert beside_nothing


SIZES = {"HR": 4, "IT": 6, "Sales": 14, "Legal": 12, "Web": 11, "Finance": 13, "Production": 20}


def test_a_failed_run_leaves_the_earlier_folder(exports: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "o"
    ok("analyze", *exports, "--out", out, "--only", "communities")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    error("analyze", tmp_path / "absent.mbox", "--out", out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    (out / "mine.txt").write_text("keep me", encoding="utf-8")
    assert "not silograph's" in error("analyze", *exports, "--out", out, "--only", "communities")
    assert (out / "mine.txt").exists()


def test_without_functions_there_is_no_answer_but_a_reason(exports: list[Path], tmp_path: Path) -> None:
    ok("analyze", exports[0], "--out", tmp_path / "o", *QUICK)
    summary = json.loads((tmp_path / "o" / "summary.json").read_text(encoding="utf-8"))
    assert summary["owner"]["recommended"] is None
    assert summary["silos"] is None  # not computed; [] would say that there are none
    assert any("--people" in line for line in summary["warnings"])
    assert summary["organisation"]["communities"] is not None


def bad(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        bad("empty.mbox", b""),
        bad("noise.bin", bytes(range(256)) * 40),
        bad("cut.zip", b"PK\x03\x04" + b"\0" * 100),
        bad("cut.gz", b"\x1f\x8b\x08\0\0\0"),
        bad("header-only.csv", b"sent_at,sender,recipient\n"),
        bad("no-sender.csv", b"sent_at,recipient\n2024-01-01,b\n"),
        bad("fake.duckdb", b"\0" * 8 + b"DUCK" + b"\0" * 200),
    ],
)
def test_unusable_input_is_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error("analyze", path, "--out", tmp_path / "o")
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "x", "--out", "o", "--audience", "aliens"],
        ["analyze", "x", "--out", "o", "--fail-on", "rain"],
        ["analyze", "x", "--out", "o", "--config", "absent.toml"],
        ["info", "absent.mbox"],
        ["info", "tests", "--timezone", "Mars/Olympus"],
        ["info", "tests", "--as", "papyrus"],
        ["info", "tests", "--former-domain", "old.example"],
        ["nonsense"],
    ],
)
def test_usage_errors_are_one_line(arguments: Sequence[str]) -> None:
    error(*arguments)


def test_an_unwieldy_zip(tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil.mbox", "From x\n")
        archive.writestr("/abs.mbox", "From x\n")
    error("info", path)


def test_a_run_is_repeated_from_any_folder(
    company_files: Path, exports: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(company_files)
    ok("analyze", *(path.name for path in exports), "--people", "people.csv", "--out", tmp_path / "o",
       "--only", "communities")  # fmt: skip
    before = (tmp_path / "o" / "tables" / "communities.csv").read_bytes()
    (tmp_path / "o" / "parameters.toml").rename(tmp_path / "again.toml")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    ok("analyze", "--config", tmp_path / "again.toml")
    assert (tmp_path / "o" / "tables" / "communities.csv").read_bytes() == before


def test_paths_in_a_config_count_from_its_folder(
    company_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in ("mail.mbox", "people.csv"):
        (folder / name).write_bytes((company_files / name).read_bytes())
    (folder / "info.toml").write_text('sources = ["mail.mbox"]\npeople = "people.csv"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = json.loads(ok("info", "--config", folder / "info.toml", "--format", "json"))
    assert found["functions"] == 6


@pytest.fixture(scope="module")
def store(company_files: Path, exports: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "company.duckdb"
    ok("load", *exports, "--store", path, "--people", company_files / "people.csv")
    return path


@pytest.mark.parametrize(
    "option",
    [
        ("--as", "mail"),
        ("--timezone", "Europe/Paris"),
        ("--function-attribute", "function"),
        ("--dates", "mdy"),
    ],
)
def test_options_of_loading_come_too_late_for_a_store(store: Path, option: tuple[str, str]) -> None:
    line = error("info", store, *option)
    assert f"{option[0]} says how to read exports, and company.duckdb is a store" in line


def test_days_of_a_store_begin_in_the_zone_asked_for(store: Path) -> None:
    shared = ["info", store, "--since", "2024-02-01", "--format", "json"]
    assert (
        json.loads(ok(*shared, "--timezone", "Asia/Tokyo"))["messages"] >= json.loads(ok(*shared))["messages"]
    )


def test_former_domains_of_a_store(tmp_path: Path) -> None:
    log, people = tmp_path / "log.csv", tmp_path / "people.csv"
    log.write_text("sent_at,sender,recipient\n2024-01-01,a@old.example,b@new.example\n", encoding="utf-8")
    people.write_text("person_id,function,email\n1,HR,a@new.example\n2,IT,b@new.example\n", encoding="utf-8")
    kept, asked = tmp_path / "kept.duckdb", tmp_path / "asked.duckdb"
    domain = ["--former-domain", "old.example=new.example"]
    ok("load", log, "--store", kept, "--people", people, *domain)
    ok("load", log, "--store", asked, "--people", people)
    for given in (["info", kept], ["info", asked, *domain], ["info", kept, "--people", people]):
        assert json.loads(ok(*given, "--format", "json"))["functions"] == 2
    assert json.loads(ok("info", asked, "--format", "json"))["functions"] == 1


def test_a_failed_first_load_leaves_no_store(
    company_files: Path, exports: list[Path], tmp_path: Path
) -> None:
    new = tmp_path / "new.duckdb"
    junk = tmp_path / "junk.csv"
    junk.write_text("sent_at,sender,recipient\nnever,,\n", encoding="utf-8")
    assert "no such file" in error("load", tmp_path / "nope.csv", "--store", new)
    assert "no such file" in error("load", exports[0], "--store", new, "--people", tmp_path / "nope.csv")
    error("load", exports[0], tmp_path / "nope.csv", "--store", new)
    error("load", junk, "--as", "papyrus", "--store", new)
    error("load", exports[1], "--as", "eventlog", "--store", new)
    assert not list(tmp_path.glob("new.duckdb*"))
    ok("load", exports[0], "--store", new)
    before = ok("info", new, "--format", "json")
    error("load", exports[1], "--as", "eventlog", "--store", new)
    assert ok("info", new, "--format", "json") == before


def test_a_load_that_stops_says_what_it_added(exports: list[Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv.gz"
    rows = "".join(f"2024-01-01,a{i}@x.org,b{i * i}@x.org\n" for i in range(20_000))
    cut.write_bytes(gzip.compress(f"sent_at,sender,recipient\n{rows}".encode(), mtime=0)[:-2000])
    result = run("load", exports[0], cut, "--store", tmp_path / "new.duckdb")
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{exports[0].name} (mail): ")
    assert "already in the store" in ok("load", exports[0], "--store", tmp_path / "new.duckdb")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "an empty file"),
        ("a.csv.gz", gzip.compress(b"", mtime=0), "an empty file"),
        ("a.csv", b"sent_at,recipient\n2024-01-01,b\n", "no column sender; found 'sent_at', 'recipient'"),
        (
            "a.csv",
            b"a;b\n1;2\n",
            "no column sent_at and no column sender and no column recipient; found 'a', 'b'",
        ),
        ("a.csv.gz", b"\x1f\x8b\x08\0\0\0", "a.csv.gz: damaged or cut off; export or copy it again"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 90, "a.zip: damaged or cut-off zip"),
        ("a.bin", bytes(range(256)) * 9, "no loader recognises this"),
        (
            "staff.csv",
            b"id;name;department\n1;Ann;HR\n",
            "an org chart, which holds no messages; give it with --people",
        ),
    ],
)
def test_why_nobody_recognises_a_source(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in error("info", tmp_path / name)


def test_without_a_command_the_help_is_shown() -> None:
    assert ok().startswith("Usage: ")
    assert "Commands:" in ok()


def test_help_does_not_import_pandas() -> None:
    code = (
        "import sys; from silograph.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('pandas', 'numpy', 'networkx', 'igraph', 'duckdb')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_python_m_silograph() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "silograph", "--version"], capture_output=True, text=True, check=True
    )
    assert "silograph" in done.stdout
