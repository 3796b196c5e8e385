"""Who may be whom: suggestions, the file in which the analyst confirms them, and what it changes."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.cli import main
from silograph.errors import DataError
from silograph.loaders.org_chart import Identities, identities_csv, read_identities
from silograph.log.people import Roster
from silograph.log.suggestions import carry_a_known_name, suggest

PEOPLE = """person_id;name;function;email
007;Ann Lee;HR;ann.lee@x.org
008;Jean Tremblay;IT;jean.tremblay@x.org
009;Jean Tremblay;Sales;jt2@x.org
010;Bob Ray;IT;bob@x.org
011;Zoé Müller;PR;z.mueller@x.org
012;Cy Fay;PR;cy@x.org
013;Di Gee;PR;di@x.org
"""
LOG = """sent_at,sender,recipient
2024-01-01,ann.lee@x.org,bob@x.org
2024-01-02,ann.lee@home.example,bob@x.org
2024-01-03,ann.lee@home.example,jean.tremblay@x.org
2024-01-04,customer@shop.example,bob@x.org
2024-01-05,alee,bob@x.org
2024-01-06,info@x.org,bob@x.org
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def ok(*arguments: str | Path) -> Result:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result


def error(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert "@" not in result.stderr
    return result.stderr.splitlines()[-1]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    log, people = tmp_path / "log.csv", tmp_path / "people.csv"
    log.write_text(LOG, encoding="utf-8")
    people.write_text(PEOPLE, encoding="utf-8")
    return log, people


def suggested(
    *actors: tuple[str, str | None], kind: str | None = None, people: str = PEOPLE
) -> dict[str, list[tuple[str, str]]]:
    """Person and certainty for each actor."""
    table = pd.read_csv(io.StringIO(people), sep=";", dtype=str)
    known = zip(table["person_id"], table["name"], strict=True)
    aliases = dict(zip(table["email"], table["person_id"], strict=True))
    unknown = {actor: {"name": name, "actor_kind": kind} for actor, name in actors}
    found: dict[str, list[tuple[str, str]]] = {}
    for row in suggest(unknown, known, aliases).itertuples():
        found.setdefault(row.alias, []).append((row.person_id, row.certainty))
    return found


# --- suggestions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "name", "found"),
    [
        ("ann.lee@home.example", None, [("007", "possible")]),  # local part
        ("annlee@home.example", None, [("007", "possible")]),
        ("ann-lee+lists@home.example", None, [("007", "possible")]),
        ("alee@home.example", None, [("007", "possible")]),  # spelt from the name
        ("lee.ann@home.example", None, [("007", "possible")]),
        ("zoemuller@home.example", None, [("011", "possible")]),
        ("alee", None, [("007", "possible")]),  # a handle
        ("bob", None, [("010", "possible")]),
        ("U07", "Lee, Ann", [("007", "possible")]),  # the name alone
        ("ann.lee@home.example", "Ann LEE", [("007", "likely")]),  # both
        ("zoe.muller@home.example", "Zoe Muller", [("011", "likely")]),
        ("ann.lee2@x.org", "Ann Lee", [("007", "possible")]),  # she has an address there already
        ("U08", "Jean Tremblay", [("008", "several"), ("009", "several")]),
        ("jean.tremblay@home.example", "Jean Tremblay", [("008", "several"), ("009", "several")]),
        ("jtremblay@home.example", None, [("008", "several"), ("009", "several")]),
        ("bob@home.example", None, None),  # many companies have a Bob
        ("info@home.example", "Info", None),
        ("ann@home.example", None, None),
        ("12", None, None),
        ("/o=ex/cn=recipients/cn=annlee", None, None),
        ("eve@home.example", "Eve", None),
    ],
)
def test_who_it_may_be(actor: str, name: str | None, found: list[tuple[str, str]] | None) -> None:
    assert suggested((actor, name)).get(actor) == found


@pytest.mark.parametrize("kind", ["team", "list", "bot"])
def test_lists_and_teams_are_nobody(kind: str) -> None:
    assert suggested(("ann.lee@home.example", "Ann Lee"), kind=kind) == {}


def test_two_addresses_of_one_domain_are_not_both_likely() -> None:
    found = suggested(("ann.lee@home.example", "Ann Lee"), ("alee@home.example", "Ann Lee"))
    assert set(found.values().__iter__().__next__()) == {("007", "possible")}
    assert found["alee@home.example"] == [("007", "possible")]


def test_a_domain_of_known_local_parts_makes_short_ones_telling() -> None:
    old = [(f"{name}@old.example", None) for name in ("bob", "cy", "di", "new")]
    assert suggested(*old) == {
        "bob@old.example": [("010", "possible")],
        "cy@old.example": [("012", "possible")],
        "di@old.example": [("013", "possible")],
    }
    assert suggested(*old[:2]) == {}


@given(
    st.lists(st.sampled_from(["Ann Lee", "Lee, Ann", "Ann", "Bob Ray", ""]), max_size=4),
    st.sampled_from(["ann.lee@home.example", "alee", "ray.bob@home.example", "u1"]),
    st.sampled_from(["Ann Lee", "Bob Ray", None]),
)
def test_of_two_people_of_one_name_none_is_likely(names: list[str], actor: str, told: str | None) -> None:
    people = [(str(n), name or None) for n, name in enumerate(names)]
    aliases = {f"p{n}@x.org": str(n) for n in range(len(names))}
    found = suggest({actor: {"name": told, "actor_kind": None}}, people, aliases)
    assert list(found.columns) == ["alias", "name", "person_id", "reason", "certainty"]
    assert set(found["person_id"]) <= {person for person, _ in people}
    for row in found.itertuples():
        alike = [name for _, name in people if name and sorted(name.replace(",", "").split()) == sorted(
            (dict(people)[row.person_id] or "").replace(",", "").split())]  # fmt: skip
        assert row.certainty != "likely" or len(alike) == 1
        assert (row.certainty == "several") == (len(found) > 1)
    assert carry_a_known_name(found) <= 1


# --- the file -------------------------------------------------------------------------------------------


def edited(path: Path, **confirmed: str) -> None:
    """Write into confirmed for the actors named (without their domain)."""
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if text.startswith("actor;") else ","))
    for row in rows:
        row["confirmed"] = confirmed.get(row["actor"].partition("@")[0].replace(".", "_"), "")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], delimiter=";")  # as a European spreadsheet saves it
        writer.writeheader()
        writer.writerows(rows)


def test_from_suggestion_to_person(files: tuple[Path, Path], tmp_path: Path) -> None:
    log, people = files
    out = tmp_path / "identities.csv"
    said = ok("people", log, "--people", people, "--out", out).stdout
    assert said == f"wrote {out}: 3 actors that the people file does not know, 2 with suggestions\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"))))
    assert [(row["actor"], row["messages"], row["person_id"], row["certainty"]) for row in rows] == [
        ("ann.lee@home.example", "2", "007", "possible"),
        ("alee", "1", "007", "possible"),
        ("info@x.org", "1", "", "none"),
    ]
    assert rows[0]["person_name"] == "Ann Lee"
    assert rows[0]["reason"].startswith("has an address with the same part before the @")

    def knows(*options: str | Path) -> int:
        return len(sg.read(log, people, **({"identities": options[0]} if options else {}))[1])

    before = knows()
    unedited = run("info", log, "--people", people, "--identities", out, "--format", "json")
    assert "2 suggestions are not confirmed and count for nothing" in unedited.stderr
    assert (
        json.loads(unedited.stdout)["people"]
        == json.loads(ok("info", log, "--people", people, "--format", "json").stdout)["people"]
    )
    edited(out, ann_lee="Yes", alee="no")
    with pytest.warns(UserWarning, match="1 suggestions are not confirmed"):
        assert knows(out) == before - 1
    store = tmp_path / "log.duckdb"
    ok("load", log, "--store", store, "--people", people, "--identities", out)
    with pytest.warns(UserWarning, match="1 suggestions"):
        direct = sg.read(log, people, identities=out)[0].to_pandas()
    kept = sg.read(store)[0].to_pandas()
    assert kept[["sender", "recipient"]].equals(direct[["sender", "recipient"]])
    assert (kept["sender"] == "007").sum() == 3
    later = tmp_path / "later.csv"
    ok("people", store, "--out", later)
    assert "ann.lee@home.example" not in later.read_text(encoding="utf-8-sig")


def test_identities_for_a_store_that_has_its_people(files: tuple[Path, Path], tmp_path: Path) -> None:
    log, people = files
    store, out = tmp_path / "log.duckdb", tmp_path / "identities.csv"
    ok("load", log, "--store", store, "--people", people)
    ok("people", store, "--out", out)
    edited(out, ann_lee="x")
    assert "named as" not in ok("info", store, "--identities", out).stderr
    ok("load", log, "--store", store, "--identities", out)
    assert (sg.read(store)[0].to_pandas()["sender"] == "007").sum() == 3


def test_a_store_says_what_was_to_be_known_of_its_people(files: tuple[Path, Path], tmp_path: Path) -> None:
    log, people = files
    text = (
        people.read_text(encoding="utf-8")
        .replace("function;", "function;division;")
        .replace(";HR;", ";HR;Staff;")
    )
    people.write_text(
        text.replace(";IT;", ";IT;Staff;").replace(";PR;", ";PR;Staff;").replace(";Sales;", ";Sales;Front;")
    )
    store, out = tmp_path / "log.duckdb", tmp_path / "out"
    said = [
        line
        for line in ok("load", log, "--store", store, "--people", people).stderr.splitlines()
        if "people.csv" in line
    ]
    assert "the function is taken from 'function': 4 functions, with most of the people" in said[0]
    assert "'division', which 'function' divides further, would give 2 functions" in said[0]
    assert "over a third of the people are in functions of fewer than 5" in said[1]
    told = ok("people", store, "--out", out).stderr.splitlines()
    assert [line for line in told if "people.csv" in line] == said
    for command in (["info", store], ["info", log, "--people", people]):  # where they are asked for
        shown = ok(*command).stdout.splitlines()
        lines = [f"silograph: note: {line.strip()}" for line in shown if "people.csv" in line]
        assert lines == said
    kept = ok("load", log, "--store", store, "--people", people, "--function-column", "division").stderr
    assert "the function is taken" not in kept + ok("info", store).stderr
    assert json.loads(ok("info", store, "--format", "json").stdout)["functions"] == 1


def test_former_domains_are_pointed_out(tmp_path: Path) -> None:
    log, people = tmp_path / "log.csv", tmp_path / "people.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    rows = [
        f"2024-01-0{n},{name}@old.example,ann.lee@x.org"
        for n, name in enumerate(("bob", "cy", "di"), start=1)
    ]
    log.write_text("\n".join(["sent_at,sender,recipient", *rows]), encoding="utf-8")
    said = ok("people", log, "--people", people, "--out", tmp_path / "out.csv").stdout
    assert said.splitlines()[1] == (
        "3 addresses at old.example have the same part before the @ as x.org: if it is a former domain, "
        "give --former-domain old.example=x.org"
    )


def test_mistakes_are_one_line_that_names_nobody(files: tuple[Path, Path], tmp_path: Path) -> None:
    log, people = files
    out = tmp_path / "identities.csv"
    assert "nobody is known to suggest; give the people file" in error("people", log, "--out", out)
    ok("people", log, "--people", people, "--out", out)
    assert "exists already" in error("people", log, "--people", people, "--out", out)
    assert "who of the people file is who, and there is none" in error("info", log, "--identities", out)
    assert "--function-column: says which column" in error("info", log, "--function-column", "X")
    assert "no column 'X'" in error("info", log, "--people", people, "--function-column", "X")
    given = ["info", log, "--people", people, "--identities", out]
    edited(out, ann_lee="perhaps")
    assert "row 2: confirmed says neither yes nor no; write yes, or nothing" in error(*given)
    edited(out, info="yes")
    assert "row 4 is confirmed without person_id" in error(*given)
    out.write_text("actor,person_id,confirmed\na@h.org,99,yes\n", encoding="utf-8")
    assert "row 2 names a person who is not in the people file; correct the person_id" in error(*given)
    out.write_text("actor,person_id,confirmed\nbob@x.org,007,yes\n", encoding="utf-8")
    assert "row 2 names an actor who is somebody else in the people file" in error(*given)
    out.write_text("actor,person_id,confirmed\na@h.org,007,yes\n\nA@h.org,008,ja\n", encoding="utf-8")
    assert "rows 2 and 4 confirm two people for one actor" in error(*given)
    out.write_text("who,whom\n1,2\n", encoding="utf-8")
    assert "no columns actor, person_id, confirmed" in error(*given)


def test_ids_that_a_spreadsheet_has_spoilt(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    path.write_text("actor;person_id;confirmed\n'=u1;7;oui\nu2;8.0;ja\nu3;;\n", encoding="utf-8")
    people = pd.DataFrame({"person_id": ["007", "008"], "function": ["HR", "IT"], "aliases": [None, "x"]})
    found = read_identities(path)
    assert found.persons == {"=u1": "7", "u2": "8.0"}
    roster = Roster.from_pandas(found.apply(people))
    assert [roster.lookup(one) for one in ("=u1", "U2", "x", "u3")] == ["007", "008", "008", None]


_ids = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=";'\"<>"), min_size=1
)


@given(st.dictionaries(_ids, st.sampled_from(["7", "x 8", "=9", "é"]), max_size=8))
def test_what_is_confirmed_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, confirmed: dict[str, str]
) -> None:
    persons = {sg.log.people.normalise_alias(actor): person for actor, person in confirmed.items()}
    persons = {actor: person for actor, person in persons.items() if actor and ";" not in actor}
    table = pd.DataFrame({"actor": list(persons), "person_id": list(persons.values())}).reindex(
        columns=["actor", "actor_name", "messages", "person_id", "person_name", "function", "reason", "certainty",
                 "confirmed"]
    )  # fmt: skip
    table["confirmed"] = "yes"
    path = tmp_path_factory.mktemp("ids") / "ids.csv"
    path.write_bytes(identities_csv(table))
    assert read_identities(path).persons == persons


def test_an_actor_who_is_that_person_already_changes_nothing() -> None:
    people = pd.DataFrame({"person_id": ["1"], "function": ["HR"], "email": ["a@x.org"]})
    told = Identities({"a@x.org": "1"}, {"a@x.org": 2}, "ids.csv")
    assert told.apply(people)["aliases"].tolist() == [None]
    with pytest.raises(DataError, match="row 2 names a person"):
        Identities({"a@x.org": "2"}, {"a@x.org": 2}, "ids.csv").apply(people)
