"""The store and the message log: de-duplication, counting, filters, periods of functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.errors import StoreError
from silograph.graph.network import TieRule, build_network, participants
from silograph.loaders import reading
from silograph.log import schema
from silograph.log.batches import Batch, BatchBuilder
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.run.summary import input_counts

JANUARY = datetime(2024, 1, 10, tzinfo=UTC)
JUNE = datetime(2024, 6, 10, tzinfo=UTC)


def mails(*messages: tuple[str, str, Sequence[tuple[str, str]]], sent_at: datetime | None = JANUARY) -> Batch:
    builder = BatchBuilder()
    for message_id, sender, recipients in messages:
        builder.message(message_id, sender, recipients, sent_at=sent_at)
    return builder.take()


def log_of(*batches: Batch, roster: Roster | None = None) -> tuple[MessageLog, Roster]:
    store = Store.in_memory()
    store.add(batches, name="test", loader="mail")
    return store.log(roster)


def test_copies_of_a_message_are_one_message_with_all_recipients() -> None:
    store = Store.in_memory()
    first = store.add([mails(("m1", "a", [("b", "to"), ("c", "cc")]))], name="inbox", loader="mail")
    second = store.add(
        [mails(("m1", "a", [("b", "cc"), ("d", "bcc")]), ("m2", "b", []))], name="sent", loader="mail"
    )
    assert (first.messages, first.duplicates) == (1, 0)
    assert (second.messages, second.duplicates) == (1, 1)
    table = store.log()[0].to_pandas()
    rows = table.loc[table["message_id"] == "m1", ["recipient", "role", "audience"]]
    assert rows.to_numpy().tolist() == [["b", "to", 3], ["c", "cc", 3], ["d", "bcc", 3]]


def test_the_stronger_role_wins_whichever_copy_comes_first() -> None:
    for roles in (["to", "cc"], ["cc", "to"]):
        store = Store.in_memory()
        for role in roles:
            store.add([mails(("m", "a", [("b", role)]))], name=role, loader="mail")
        assert store.log()[0].to_pandas()["role"].tolist() == ["to"]


def test_copies_from_two_addresses_of_one_sender_are_one_message() -> None:
    people = pd.DataFrame({"person_id": ["A"], "function": ["HR"], "aliases": ["a@old.example; a@x.example"]})
    batch = mails(("m", "a@old.example", [("b", "to")]), ("m", "a@x.example", [("b", "cc"), ("c", "to")]))
    log, roster = log_of(batch, roster=Roster.from_pandas(people))
    table = log.to_pandas()
    assert table[["sender", "recipient", "role", "audience"]].to_numpy().tolist() == [
        ["A", "b", "to", 2],
        ["A", "c", "to", 2],
    ]
    counts = input_counts(log, roster)
    assert (counts["messages"], counts["interactions"], counts["duplicates"]) == (1, 2, 1)


def test_the_same_number_at_another_time_is_another_message() -> None:
    store = Store.in_memory()
    for moment in (JANUARY, JUNE):
        batch = mails(("1", "a", [("b", "to")]), sent_at=moment)
        rows = Batch(batch.messages, batch.recipients, batch.actors, records=1, row_records=True)
        assert store.add([rows], name=str(moment), loader="interactions").messages == 1
    log, _ = store.log()
    assert log.counts()["messages"] == 2
    assert len(log.filter(since="2024-02-01")) == 1


def test_ties_are_the_same_to_the_last_digit_whatever_the_order() -> None:
    rng = np.random.default_rng(0)
    messages = [
        (f"m{i}", f"p{rng.integers(9)}", [(f"p{j}", "cc") for j in rng.permutation(9)[:3]])
        for i in range(400)
    ]
    ties = []
    for order in (messages, messages[::-1]):
        network = build_network(*log_of(mails(*order)))
        ties.append(network.to_pandas().sort_values(["source", "target"], ignore_index=True))
    pd.testing.assert_frame_equal(*ties, check_exact=True)


def test_two_addresses_of_a_person_are_one_recipient() -> None:
    people = pd.DataFrame({"person_id": ["P"], "function": ["HR"], "aliases": ["p1@x.example; p2@x.example"]})
    batch = mails(("m", "q@x.example", [("p1@x.example", "cc"), ("p2@x.example", "to")]))
    table = log_of(batch, roster=Roster.from_pandas(people))[0].to_pandas()
    assert table[["recipient", "role", "audience"]].to_numpy().tolist() == [["P", "to", 1]]


def test_counts() -> None:
    crowd = [(f"p{number}", "to") for number in range(51)]
    builder = BatchBuilder()
    builder.message("m1", "a", [("b", "to"), ("a", "cc")], sent_at=JANUARY)
    builder.message("m2", "a", crowd, sent_at=JANUARY)
    builder.message("m3", "b", [("a", "to")], sent_at=None, automated=True)
    builder.message("m3", "c", [("b", "reaction")], sent_at=JANUARY, kind="reaction")
    builder.system()
    builder.reject("x:1", "no sender")
    builder.other()
    log, roster = log_of(builder.take())
    counts = input_counts(log, roster)
    assert counts["messages"] == 3
    assert counts["interactions"] == 1 + 51 + 1 + 1
    assert counts["people"] == 3 + 51
    assert (counts["self"], counts["automated"], counts["broadcasts"]) == (1, 1, 1)
    assert (counts["system"], counts["rejected"], counts["other"], counts["duplicates"]) == (1, 1, 1, 0)
    assert counts["channels"] == {"email": 3}
    assert counts["functions"] == 0
    assert counts["unknown_function_share"] == 1.0
    assert log.provenance.total("records") == 6


def test_repeated_rows_are_duplicates_where_rows_are_records() -> None:
    batch = mails(("m", "a", [("b", "to")]), ("m", "a", [("c", "to")]), ("m", "a", [("b", "to")]))
    rows = Batch(batch.messages, batch.recipients, batch.actors, records=3, row_records=True)
    report = Store.in_memory().add([rows], name="table", loader="interactions")
    assert (report.messages, report.duplicates) == (1, 1)


def test_reactions_in_a_table_are_not_negative_duplicates() -> None:
    builder = BatchBuilder(channel="post")
    builder.message("p", "a", [("b", "mention")], sent_at=JANUARY, kind="post")
    builder.message("p", "c", [("a", "reaction")], sent_at=JANUARY, kind="reaction")
    batch = builder.take()
    rows = Batch(batch.messages, batch.recipients, batch.actors, records=2, row_records=True)
    report = Store.in_memory().add([rows], name="table", loader="interactions")
    assert (report.messages, report.duplicates) == (1, 0)


def test_loading_the_same_export_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    batch = mails(("m", "a", [("b", "to")]))
    with Store.open(path, create=True) as store:
        store.add([batch], name="x", loader="mail", fingerprint="f")
        before = store.log()[0].provenance.sources
        assert store.add([batch], name="x", loader="mail", fingerprint="f").already
        pd.testing.assert_frame_equal(store.log()[0].provenance.sources, before)


def test_a_failed_load_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    def broken() -> object:
        yield mails(("m2", "a", [("b", "to")]))
        raise KeyboardInterrupt

    with Store.open(tmp_path / "s.duckdb", create=True) as store:
        store.add([mails(("m1", "a", [("b", "to")]))], name="x", loader="mail")
        with pytest.raises(KeyboardInterrupt):
            store.add(broken(), name="y", loader="mail")  # type: ignore[arg-type]
        log = store.log()[0]
        assert log.to_pandas()["message_id"].tolist() == ["m1"]
        assert log.provenance.sources["name"].tolist() == ["x"]
        store.add([mails(("m3", "a", [("b", "to")]))], name="z", loader="mail")
        assert store.log()[0].to_pandas()["message_id"].tolist() == ["m1", "m3"]


def test_incremental_loads_equal_one_load() -> None:
    batches = [mails(("m1", "a", [("b", "to")])), mails(("m2", "b", [("a", "to"), ("c", "cc")]))]
    together, apart = Store.in_memory(), Store.in_memory()
    together.add(batches, name="x", loader="mail")
    for batch in batches:
        apart.add([batch], name="x", loader="mail")
    pd.testing.assert_frame_equal(together.log()[0].to_pandas(), apart.log()[0].to_pandas())


@pytest.mark.parametrize("content", [b"", b"not a database" * 500])
def test_what_is_no_store_is_said_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.duckdb"
    path.write_bytes(content)
    with pytest.raises(StoreError) as error:
        Store.open(path)
    assert "\n" not in str(error.value)
    assert "s.duckdb" in str(error.value)


def test_filters() -> None:
    builder = BatchBuilder(channel="post")
    builder.message("p", "a", [], sent_at=JUNE, kind="post")
    log, _ = log_of(
        mails(("m1", "a", [("b", "to")])), mails(("m2", "a", [("b", "to")]), sent_at=None), builder.take()
    )
    assert set(log.filter(since="2024-02-01").to_pandas()["message_id"]) == {"p"}
    assert set(log.filter(until="2024-02-01").to_pandas()["message_id"]) == {"m1"}
    assert set(log.filter(channels=["email"]).to_pandas()["message_id"]) == {"m1", "m2"}
    assert set(log.filter(since="2024-02").to_pandas()["message_id"]) == {"p"}
    with pytest.raises(sg.SilographError, match="write it as 2024-01-31"):
        log.filter(since="02/01/2024")
    assert log.filter(since="2030").period is None


def test_an_interaction_has_the_function_valid_at_its_time() -> None:
    people = pd.DataFrame(
        {
            "person_id": ["a", "a", "b"],
            "function": ["HR", "IT", "HR"],
            "valid_from": [None, "2024-03-01", None],
            "valid_to": ["2024-03-01", None, None],
        }
    )
    log, roster = log_of(
        mails(("m1", "a", [("b", "to")])),
        mails(("m2", "b", [("a", "to")]), sent_at=JUNE),
        mails(("m3", "b", [("a", "to")]), sent_at=None),
        roster=Roster.from_pandas(people),
    )
    network = build_network(log, roster)
    nodes = network.people[["person_id", "function"]].apply(tuple, axis=1).tolist()
    assert sorted(nodes) == [("a", "HR"), ("a", "IT"), ("b", "HR")]
    # m1 while a was in HR; m2 afterwards; m3 has no time and counts as the latest
    ties = {
        (nodes[u], nodes[v]): w
        for u, v, w in zip(network.source, network.target, network.strength, strict=True)
    }
    assert ties == {(("a", "HR"), ("b", "HR")): 1.0, (("b", "HR"), ("a", "IT")): 2.0}
    taking_part = participants(log, roster)
    assert sorted(taking_part[["actor_id", "function"]].apply(tuple, axis=1)) == sorted(nodes)


ROLE = st.sampled_from(["to", "cc", "bcc", "member", "mention", "reply", "assignee"])
PERSON = st.sampled_from("abcdef")


@given(
    messages=st.lists(
        st.tuples(PERSON, st.dictionaries(PERSON, ROLE, max_size=5), st.booleans()), min_size=1, max_size=12
    ),
    alpha=st.sampled_from([0.0, 0.5, 1.0]),
    max_audience=st.sampled_from([2, 50]),
    min_messages=st.sampled_from([1, 2]),
    mutual=st.booleans(),
)
def test_ties_equal_a_slow_sum(
    messages: list[tuple[str, dict[str, str], bool]],
    alpha: float,
    max_audience: int,
    min_messages: int,
    mutual: bool,
) -> None:
    rule = TieRule(alpha=alpha, max_audience=max_audience, min_messages=min_messages, mutual=mutual)
    builder = BatchBuilder()
    expected: dict[tuple[str, str], list[float]] = {}
    for number, (sender, recipients, automated) in enumerate(messages):
        builder.message(f"m{number}", sender, list(recipients.items()), sent_at=JANUARY, automated=automated)
        others = {person: role for person, role in recipients.items() if person != sender}
        if automated or len(others) > max_audience:
            continue
        for person, role in others.items():
            expected.setdefault((sender, person), []).append(rule.weight(role, audience=len(others)))
    pair_count = {
        frozenset(pair): sum(len(v) for k, v in expected.items() if set(k) == set(pair)) for pair in expected
    }
    kept = {
        pair: sum(w)
        for pair, w in expected.items()
        if pair_count[frozenset(pair)] >= min_messages and (not mutual or pair[::-1] in expected)
    }
    network = build_network(*log_of(builder.take()), tie_rule=rule)
    found = {(row.source, row.target): row.strength for row in network.to_pandas().itertuples(index=False)}
    assert found.keys() == kept.keys()
    for pair, strength in kept.items():
        assert np.isclose(found[pair], strength)


def test_mutual_ties_by_hand() -> None:
    """a and b wrote to each other, a to c only; b answered d in copy, which counts nothing under the last rule."""
    builder = BatchBuilder()
    for number, (sender, recipient, role) in enumerate(
        [
            ("a", "b", "to"),
            ("a", "b", "to"),
            ("b", "a", "to"),
            ("a", "c", "to"),
            ("d", "b", "to"),
            ("b", "d", "cc"),
        ]
    ):
        builder.message(f"m{number}", sender, [(recipient, role)], sent_at=JANUARY)
    log, roster = log_of(builder.take())

    def pairs(rule: TieRule) -> list[tuple[str, str]]:
        found = build_network(log, roster, tie_rule=rule).to_pandas()
        return sorted(found[["source", "target"]].itertuples(index=False, name=None))

    assert pairs(TieRule(mutual=True)) == [("a", "b"), ("b", "a"), ("b", "d"), ("d", "b")]
    assert pairs(TieRule(mutual=True, min_messages=3)) == [("a", "b"), ("b", "a")]
    silent = TieRule(mutual=True, role_weights={**TieRule().role_weights, "cc": 0.0})
    assert pairs(silent) == [("a", "b"), ("b", "a")]


def test_who_changed_function_between_question_and_answer_wrote_in_both_directions() -> None:
    builder = BatchBuilder()
    builder.message("m1", "a", [("b", "to")], sent_at=JANUARY)
    builder.message("m2", "b", [("a", "to")], sent_at=JANUARY + pd.Timedelta(days=60))
    people = pd.DataFrame(
        {
            "person_id": ["a", "a", "b"],
            "function": ["HR", "IT", "HR"],
            "valid_from": [None, "2024-02-01", None],
            "valid_to": ["2024-02-01", None, None],
        }
    )
    log, roster = log_of(builder.take(), roster=Roster.from_pandas(people))
    network = build_network(log, roster, tie_rule=TieRule(mutual=True))
    assert sorted(network.people["function"]) == ["HR", "HR", "IT"]
    assert len(network.source) == 2


def test_bots_lists_and_contacts_outside_are_no_nodes() -> None:
    builder = BatchBuilder()
    recipients = [("all@firm.example", "to"), ("x@out.example", "to"), ("b@firm.example", "to")]
    builder.message("m", "a@firm.example", recipients, sent_at=JANUARY)
    builder.actor("all@firm.example", actor_kind="list")
    people = pd.DataFrame({"person_id": ["a"], "function": ["HR"], "email": ["a@firm.example"]})
    network = build_network(*log_of(builder.take(), roster=Roster.from_pandas(people)))
    assert network.people["person_id"].tolist() == ["a", "b@firm.example"]
    assert network.strength.tolist() == pytest.approx([1 / 3])


def test_a_log_holds_its_store_until_it_is_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with Store.open(path, create=True) as store:
        store.add([mails(("m", "a", [("b", "to")]))], name="one", loader="mail")
    log, _ = reading.read(path)
    with pytest.raises(StoreError, match=r"is open in this program, to be read; let go of its log first"):
        Store.open(path, create=True)
    assert len(log) == 1
    del log
    with Store.open(path, create=True) as store:
        store.add([mails(("m2", "a", [("b", "to")]))], name="two", loader="mail")
    assert len(reading.read(path)[0]) == 2


def test_tables_are_named_in_one_place() -> None:
    """A query takes the names of stored tables from the schema."""
    names = "|".join(table.name for table in schema.TABLES)
    literal = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE|DESCRIBE) (?:{names})\b")
    root = Path(sg.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if literal.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"log/schema.py"}  # an example


def test_a_store_has_the_tables_and_columns_of_the_schema(tmp_path: Path) -> None:
    Store.open(tmp_path / "s.duckdb", create=True).close()
    with duckdb.connect(str(tmp_path / "s.duckdb"), read_only=True) as connection:
        for table in schema.TABLES:
            rows = connection.execute(f"DESCRIBE {table}").fetchall()
            assert [row[0] for row in rows] == list(table.columns)


def test_a_store_of_the_version_before_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    Store.open(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"UPDATE {schema.META} SET value = '3' WHERE key = 'silograph_store'")
    with pytest.raises(StoreError) as error:
        Store.open(path)
    assert str(error.value) == (
        f"{path}: was written in another store format; this version reads 4; load the exports into a new store"
    )


def test_a_store_that_knew_fewer_columns_of_people_is_read_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    people = pd.DataFrame({"person_id": ["a"], "function": ["HR"], "unit": ["Retail"]})
    with Store.open(path, create=True) as store:
        store.add_people(people)
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"ALTER TABLE {schema.PEOPLE} DROP COLUMN unit")
    with Store.open(path, create=True) as store:
        known = store.people()
        assert known is not None
        assert Roster.from_pandas(known).actors["unit"].isna().all()
        store.add_people(people)
        again = store.people()
        assert again is not None
        assert list(again) == list(schema.PEOPLE.columns)
        assert again["unit"].tolist() == ["Retail"]


@pytest.mark.parametrize("loader", ["interactions", "mail", "a loader of tomorrow"])
def test_what_counts_is_what_a_batch_says_not_the_name_of_its_loader(loader: str) -> None:
    batch = mails(("m", "a", [("b", "to")]), ("m", "a", [("c", "to")]), ("m", "a", [("b", "to")]))
    rows = Batch(batch.messages, batch.recipients, batch.actors, records=3, row_records=True)
    store = Store.in_memory()
    assert store.add([rows], name="table", loader=loader).duplicates == 1
    people = pd.DataFrame({"person_id": ["P"], "function": ["HR"], "aliases": ["b;c"]})
    log, roster = store.log(Roster.from_pandas(people))
    assert input_counts(log, roster)["duplicates"] == 2  # the two rows reached one person


def test_no_query_asks_which_loader_it_was() -> None:
    root = Path(sg.__file__).parent / "log"
    text = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    told = r"starts_with\((?!(?:m\.)?message_id, '\{begin\}'\))"  # those of `schema.CAME`
    assert not re.search(rf"\bformat (?:=|<>|!=|IN)|{told}", text)
