"""Identity resolution and the roster."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.errors import DataError
from silograph.log.people import Roster, normalise_alias


def people(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def actors(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    """Aliases as exports know them: alias, name, e-mail."""
    table = pd.DataFrame(rows, columns=["alias", "name", "email"])
    return table.assign(actor_kind=None, function=None)


@pytest.fixture
def roster() -> Roster:
    return Roster.from_pandas(
        people(
            person_id=["1", "2", "3"],
            function=["HR", "IT", None],
            name=["Ann Lee", "Jean Tremblay", "Jean Tremblay"],
            email=["ann@firm.example", "jean@firm.example", "jt2@firm.example"],
            aliases=["U01; /o=Firm/cn=Recipients/cn=ann", None, None],
        )
    )


@pytest.mark.parametrize(
    ("alias", "person"),
    [
        ("1", "1"),
        ("ANN@FIRM.example ", "1"),
        ("<mailto:ann@firm.example>", "1"),
        ("ann+news@firm.example", "1"),
        ("ann\u00a0@firm.example", "1"),
        ("u01", "1"),
        ("IMCEAEX-_O=FIRM_CN=RECIPIENTS_CN=ann@firm.example", "1"),
        ("ann_firm.example#EXT#@tenant.onmicrosoft.com", "1"),
        ("a.n.n@firm.example", None),
        ("Jean Tremblay", None),
    ],
)
def test_lookup(roster: Roster, alias: str, person: str | None) -> None:
    assert roster.lookup(alias) == person


def test_former_domain() -> None:
    table = people(person_id=["1"], function=["HR"], email=["ann@new.example"])
    roster = Roster.from_pandas(table, former_domains={"Old.example": "new.example"})
    resolved = roster.resolve(actors(("ann@old.example", None, None), ("bob@old.example", None, None)))
    assert resolved.identities["actor_id"].tolist() == ["1", "bob@new.example"]
    assert resolved.roster.kinds["bob@new.example"] == "person"


def test_account_with_address_is_the_person_who_writes_from_it(roster: Roster) -> None:
    resolved = roster.resolve(
        actors(
            ("U77", "Jean T", "jean@firm.example"),
            ("U88", None, "eve@out.example"),
            ("eve@out.example", None, None),
        )
    )
    assert resolved.identities["actor_id"].tolist() == ["2", "eve@out.example", "eve@out.example"]
    assert resolved.identities["evidence"].tolist() == ["e-mail", "as written", "as written"]
    assert resolved.roster.kinds["eve@out.example"] == "external"
    assert resolved.roster.latest.loc["eve@out.example", "function"] == "(external)"


def test_names_are_only_suggested(roster: Roster) -> None:
    resolved = roster.resolve(actors(("jean.tremblay@firm.example", "Tremblay, Jean", None)))
    assert resolved.identities["actor_id"].tolist() == ["jean.tremblay@firm.example"]
    assert sorted(resolved.suggestions["person_id"]) == ["2", "3"]


def test_own_domain_without_function_is_an_unknown_person(roster: Roster) -> None:
    resolved = roster.resolve(actors(("new@firm.example", None, None), ("17", None, None)))
    assert [resolved.roster.kinds[actor] for actor in ("new@firm.example", "17")] == ["person", "person"]
    assert set(resolved.roster.latest.loc[["new@firm.example", "17"], "function"]) == {"(unknown)"}


def test_private_addresses_do_not_make_a_public_provider_part_of_the_firm() -> None:
    table = people(
        person_id=["1"], function=["HR"], email=["ann@firm.example"], aliases=["ann.lee@gmail.com"]
    )
    roster = Roster.from_pandas(table)
    resolved = roster.resolve(actors(("customer@gmail.com", None, None), ("ann.lee@gmail.com", None, None)))
    assert [resolved.roster.kinds[actor] for actor in resolved.identities["actor_id"]] == [
        "external",
        "person",
    ]


def test_function_stated_by_the_export_fills_a_gap_only() -> None:
    roster = Roster.from_pandas(people(person_id=["Desk A", "Desk B"], function=["Sales", None]))
    stated = actors(("Desk A", None, None), ("Desk B", None, None), ("Desk C", None, None))
    stated["function"] = ["X", "Service", "Finance"]
    stated["actor_kind"] = "team"
    functions = roster.resolve(stated).roster.latest["function"]
    assert functions.to_dict() == {"Desk A": "Sales", "Desk B": "Service", "Desk C": "Finance"}


def test_alias_of_two_people_is_an_error() -> None:
    table = people(person_id=["1", "2"], function=["HR", "IT"], email=["x@firm.example", "X@firm.example"])
    with pytest.raises(DataError, match="rows 1 and 2 are two people with one id, address or alias"):
        Roster.from_pandas(table)


def test_levels_follow_the_manager_chain_and_survive_circles() -> None:
    table = people(
        person_id=["ceo", "vp", "me", "a", "b"],
        function=["x"] * 5,
        manager_id=["ceo", "ceo", "vp", "b", "a"],
    )
    level = Roster.from_pandas(table).latest["level"]
    assert level[["ceo", "vp", "me"]].tolist() == [0, 1, 2]
    assert level[["a", "b"]].isna().all()


def test_two_functions_at_one_time_are_an_error() -> None:
    table = people(
        person_id=["1", "1"],
        function=["HR", "IT"],
        valid_from=[None, "2024-01-01"],
        valid_to=["2024-02-01", None],
    )
    with pytest.raises(DataError, match=r"two rows for one time \(rows 1, 2\)"):
        Roster.from_pandas(table)


def test_missing_column_says_which() -> None:
    with pytest.raises(DataError, match="function"):
        Roster.from_pandas(people(person_id=["1"]))


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise_alias(text)
    assert normalise_alias(once) == once


def aliases(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    """Aliases with the address and the kind a source states."""
    table = pd.DataFrame(rows, columns=["alias", "email", "actor_kind"])
    return table.assign(name=None, function=None)


def test_plus_tags_are_one_person_without_a_people_file() -> None:
    resolved = Roster.empty().resolve(
        aliases(
            ("ann+lists@x.org", None, None),
            ("ann@x.org", None, None),
            ("U07", "ann+chat@x.org", "person"),
            ("dev+help@x.org", None, "list"),
            ("+33612345678@sms.example", None, None),
            ("V30+2nd", None, "team"),
        )
    )
    assert resolved.identities[["actor_id", "evidence"]].to_numpy().tolist() == [
        ["ann@x.org", "plus-tag"],
        ["ann@x.org", "as written"],
        ["ann@x.org", "plus-tag"],
        ["dev+help@x.org", "as written"],
        ["+33612345678@sms.example", "as written"],
        ["V30+2nd", "as written"],
    ]
    assert resolved.roster.kinds["ann@x.org"] == "person"


def test_a_tagged_address_of_its_own_stays_apart() -> None:
    people = pd.DataFrame({"person_id": ["1", "2"], "function": "HR", "email": ["ann@x.org", "ann+b@x.org"]})
    resolved = Roster.from_pandas(people).resolve(
        aliases(("ann+b@x.org", None, None), ("ann+c@x.org", None, None))
    )
    assert resolved.identities["actor_id"].tolist() == ["2", "1"]


def test_former_domains_without_a_people_file() -> None:
    roster = Roster.empty().with_former_domains({"OLD.example": "new.example"})
    resolved = roster.resolve(
        aliases(("ann@old.example", None, None), ("ann@new.example", None, None), ("bob@y.org", None, None))
    )
    assert resolved.identities["actor_id"].tolist() == ["ann@new.example", "ann@new.example", "bob@y.org"]
    assert resolved.identities["evidence"].tolist() == ["former domain", "as written", "as written"]
    assert set(resolved.roster.kinds.values()) == {"person"}  # nothing says who is outside
