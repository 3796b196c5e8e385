"""A pseudonymised store: nothing in it says who is who, and every analysis gives what it gave."""

from __future__ import annotations

import json
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

from silograph.analyses.glue.answer import glue
from silograph.analyses.silos.answer import silos
from silograph.cli import main
from silograph.errors import DataError, StoreError
from silograph.graph.network import build_network
from silograph.loaders import reading
from silograph.log.anonymise import pseudonymise, read_key
from silograph.log.batches import BatchBuilder
from silograph.log.store import Store
from silograph.run.summary import input_counts

KEY = b"sixteen characters and more"


@pytest.fixture(scope="module")
def original(company_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the exports of an invented company."""
    path = tmp_path_factory.mktemp("stores") / "store.duckdb"
    with Store.open(path, create=True) as store:
        reading.load(store, [company_files / name for name in ("mail.mbox", "slack.zip", "tickets.xes.gz")])
        store.add_people(reading.read_people_table(company_files / "people.csv"))
    return path


@pytest.fixture(scope="module")
def copy(original: Path) -> Path:
    out = original.with_name("copy.duckdb")
    pseudonymise(original, out, key=KEY)
    return out


def texts(store: Path) -> dict[str, set[str]]:
    """Every text in a store, by table and column."""
    with duckdb.connect(str(store), read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        return {
            f"{table}.{column}": {
                str(value)
                for (value,) in connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
                if value is not None
            }
            for table, column in columns
        }


def secrets_of(original: Path, people: pd.DataFrame) -> set[str]:
    """Ids, addresses, names and whatever else of the original store must not be in the copy."""
    found = texts(original)
    columns = ["aliases.alias", "aliases.name", "aliases.email", "messages.message_id", "messages.thread_id",
               "people.person_id", "people.name", "people.email", "people.title", "people.location",
               "people.manager_id", "sources.name", "sources.fingerprint"]  # fmt: skip
    listed = {alias.strip() for cell in people["aliases"].dropna() for alias in cell.split(";")}
    return {text for column in columns for text in found[column]} | listed


def test_nothing_says_who_is_who(company_files: Path, original: Path, copy: Path) -> None:
    people = pd.read_csv(company_files / "people.csv", dtype=str)
    hidden = {text for text in secrets_of(original, people) if len(text) > 3}
    assert len(hidden) > 1000
    shown = {column: values for column, values in texts(copy).items() if not column.endswith("function")}
    everything = "\n".join(text for values in shown.values() for text in values).lower()
    assert not [text for text in hidden if text.lower() in everything]
    content = copy.read_bytes()
    for text in hidden:
        assert text.encode() not in content, text
    for column in ("aliases.name", "aliases.email", "messages.subject", "people.name", "people.title",
                   "people.location", "people.aliases", "people.email", "sources.fingerprint"):  # fmt: skip
        assert not shown[column], column


def test_order_tells_nothing(original: Path, copy: Path) -> None:
    with duckdb.connect(str(copy), read_only=True) as connection:
        aliases = [
            alias for (alias,) in connection.execute("SELECT alias FROM aliases ORDER BY alias_no").fetchall()
        ]
        people = [one for (one,) in connection.execute("SELECT person_id FROM people").fetchall()]
        times = [
            at for (at,) in connection.execute("SELECT sent_at FROM messages ORDER BY message_no").fetchall()
        ]
    assert aliases == sorted(aliases)
    assert people == sorted(people)
    assert times == sorted(times)


def measured(store: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is counted, and what the analyses compute without drawing at random."""
    log, roster = reading.read(store)
    network = build_network(log, roster)
    closed = silos(
        replace(network, people=network.people.drop(columns="location", errors="ignore")), simulations=2
    )
    between = glue(network, replicates=20, simulations=20).table.set_index("function").sort_index()
    table = closed.table.set_index("function")
    numbers = {
        "walls": closed.walls,
        "modularity": closed.modularity,
        **{f"openness {name}": x for name, x in table["openness"].items()},
        **{f"internal {name}": x for name, x in table["internal"].items()},
        **{f"brokerage {name}": x for name, x in between["brokerage"].items()},
        **{f"concentration {name}": x for name, x in between["concentration"].items()},
    }
    levels = sorted(network.people["level"].dropna())
    return {**input_counts(log, roster), "nodes": len(network), "levels": levels}, numbers


def test_the_numbers_are_the_same(original: Path, copy: Path) -> None:
    (counts, numbers), (counts_copy, numbers_copy) = measured(original), measured(copy)
    assert counts_copy == counts
    # The model of silos is fitted step by step, in another order of people: to 1e-8.
    assert numbers_copy == pytest.approx(numbers, rel=1e-7, nan_ok=True)


def test_the_same_key_gives_the_same_pseudonyms(original: Path, copy: Path, tmp_path: Path) -> None:
    for name, key in (("again", KEY), ("other", KEY[::-1])):
        pseudonymise(original, tmp_path / name, key=key)
    found = {name: texts(tmp_path / name) for name in ("again", "other")}
    assert found["again"] == texts(copy)
    for column in ("aliases.alias", "messages.message_id", "people.person_id"):
        assert not found["other"][column] & found["again"][column]


def test_spaces_of_few_and_spaces_named_after_somebody_lose_their_names(tmp_path: Path) -> None:
    builder = BatchBuilder(channel="post")
    everybody = [f"U{n}" for n in range(8)]
    builder.actor("U0", name="Zoe Quill")
    builder.actor("U1", name="José Ibáñez")
    builder.actor("U2", name="Mia Lee")
    spaces = {
        "#general": everybody,
        "#two": everybody[:2],
        "#quill-leaves": everybody,
        "#adios-jose": everybody,
        "#for-lee": everybody,
        "G0PRIVATE": everybody,
    }
    for number, (space, members) in enumerate(spaces.items()):
        recipients = [(one, "member") for one in members[1:]]
        builder.message(f"m{number}", members[0], recipients, sent_at=None, kind="post", space=space)
        builder.space(space, public=space.startswith("#"))
    builder.message("dm", "U1", [("U2", "to")], sent_at=None, kind="post")
    with Store.open(tmp_path / "s", create=True) as store:
        store.add([builder.take()], name="zoe.zip", loader="slack")
    with pytest.warns(UserWarning, match="holds no people file"):
        pseudonymise(tmp_path / "s", tmp_path / "t", key=KEY)
    log, _ = reading.read(tmp_path / "t")
    names = log.to_pandas().drop_duplicates("message_id")["space"]
    assert names.isna().sum() == 1
    assert {name for name in names.dropna() if not re.fullmatch(r"s[0-9a-f]{32}", name)} == {"#general"}
    assert names.nunique() == len(spaces)


def test_people_with_two_addresses_and_functions_are_one(tmp_path: Path) -> None:
    """Copies from two addresses of one person stay one message; a change of function stays one."""
    (tmp_path / "log.csv").write_text(
        "message_id,sent_at,sender,recipient\n1,2024-01-01T10:00:00Z,ann@x.org,bob@x.org\n"
        "1,2024-01-01T10:00:00Z,ann@old.org,bob@x.org\n2,2024-03-01T10:00:00Z,bob@x.org,ann@old.org\n"
        "3,2024-03-01T10:00:00Z,bob@x.org,eve+news@y.org\n4,never,bob@x.org,eve@y.org\n"
    )
    (tmp_path / "people.csv").write_text(
        "person_id,email,aliases,function,manager_id,valid_from\n7,ann@x.org,ann@old.org,HR,,2024-01-01\n"
        "7,ann@x.org,ann@old.org,IT,8,2024-02-01\n8,bob@x.org,,IT,,\n"
    )
    with Store.open(tmp_path / "s", create=True) as store:
        reading.load(store, [tmp_path / "log.csv"])
        store.add_people(reading.read_people_table(tmp_path / "people.csv"))
    pseudonymise(tmp_path / "s", tmp_path / "t", key=KEY)
    before, after = (reading.read(tmp_path / name) for name in ("s", "t"))
    assert input_counts(*after) == input_counts(*before)
    assert after[0].actors["actor_kind"].value_counts().to_dict() == {"person": 2, "external": 1}
    functions = [sorted(build_network(*pair).people["function"]) for pair in (before, after)]
    assert functions == [["HR", "IT", "IT"]] * 2
    assert after[0].provenance.rejected[["place", "reason"]].to_numpy().tolist() == [
        ["source 1", "unreadable date"]
    ]


def test_a_key_file_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key, is_new = read_key(path)
    assert is_new
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path) == (key, False)
    path.write_text("short")
    with pytest.raises(DataError, match="holds no key"):
        read_key(path)


def test_nothing_is_overwritten_or_left_half_done(
    original: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = copy.read_bytes()
    with pytest.raises(StoreError, match="exists already"):
        pseudonymise(original, copy, key=KEY)
    assert copy.read_bytes() == before
    with pytest.raises(StoreError, match="no such store"):
        pseudonymise(tmp_path / "absent", tmp_path / "t", key=KEY)
    monkeypatch.setattr(Store, "add_people", lambda *_: (_ for _ in ()).throw(DataError("full")))
    with pytest.raises(DataError, match="full"):
        pseudonymise(original, tmp_path / "t", key=KEY)
    assert not list(tmp_path.iterdir())


def test_command(original: Path, copy: Path, tmp_path: Path) -> None:
    def run(*arguments: object) -> Any:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    shared = ["pseudonymise", original, "--key", tmp_path / "key", "--out"]
    assert (
        run("pseudonymise", tmp_path / "no", "--key", tmp_path / "key", "--out", tmp_path / "t").exit_code
        == 2
    )
    assert run(*shared, copy).exit_code == 2
    assert not (tmp_path / "key").exists()
    first = run(*shared, tmp_path / "t")
    assert first.exit_code == 0
    assert first.stdout == f"wrote {tmp_path / 't'}\n"
    assert "made the key" in first.stderr
    assert "made the key" not in run(*shared, tmp_path / "t2").stderr
    assert texts(tmp_path / "t") == texts(tmp_path / "t2")
    counts = [json.loads(run("info", store, "--format", "json").stdout) for store in (copy, tmp_path / "t")]
    assert counts[0] == counts[1]
