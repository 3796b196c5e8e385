"""`copies`: by hand, against counting one by one, at the edges, and on real mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.analyses.copies.answer import CopiesResult, _mean_interval, copies
from silograph.errors import NotEnoughDataError, UsageError
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)
Mail = tuple[str, Sequence[str], Sequence[str], str | None]  # sender, to, cc, thread
FUNCTIONS = {**dict.fromkeys("abcde", "HR"), **dict.fromkeys("fghij", "IT"), **dict.fromkeys("klmno", "PR")}


def talk_of(builder: BatchBuilder, functions: Mapping[str, str] = FUNCTIONS) -> Conversations:
    store = Store.in_memory()
    store.add([builder.take()], name="mail", loader="mail")
    people = pd.DataFrame({"person_id": list(functions), "function": list(functions.values())})
    return build_conversations(*store.log(Roster.from_pandas(people)))


def mails(rows: Sequence[Mail], *, days: float = 1) -> BatchBuilder:
    builder = BatchBuilder()
    for number, (sender, to, cc, thread) in enumerate(rows):
        recipients = [*((one, "to") for one in to), *((one, "cc") for one in cc)]
        sent_at = START + timedelta(days=days * number)
        builder.message(f"m{number}", sender, recipients, sent_at=sent_at, thread_id=thread)
    return builder


def storm(everybody: str, *, rounds: int) -> list[Mail]:
    """All to all, two people taking turns."""
    pair = everybody[:2]
    return [
        (pair[number % 2], [pair[(number + 1) % 2]], list(everybody[2:]), "storm")
        for number in range(rounds + 1)
    ]


class TestByHand:
    def test_shares_and_copies_per_week(self) -> None:
        # HR (a) sends 2 mails, 1 of 4 deliveries in copy; IT (f) sends 1, all 2 in copy; PR sends nothing
        rows: list[Mail] = [
            ("a", ["b", "c"], [], None),
            ("a", ["b"], ["f"], None),
            ("f", [], ["a", "k"], None),
        ]
        found = copies(talk_of(mails(rows, days=7)), min_group=1)
        table = found.table.set_index("function")
        assert table["people"].to_dict() == {"HR": 3, "IT": 1, "PR": 1}
        assert table["sent"].to_dict() == {"HR": 2, "IT": 1, "PR": 0}
        assert table["cc_share"].iloc[:2].tolist() == [1 / 4, 1.0]
        assert np.isnan(table.loc["PR", "cc_share"])
        assert found.cc_share == pytest.approx(3 / 6)
        # two weeks; copies to a, f and k; five people
        assert table["copies_per_week"].tolist() == pytest.approx([1 / 3 / 2, 1 / 2, 1 / 2])
        assert found.copies_per_week == pytest.approx(3 / 5 / 2)

    def test_a_thread_that_should_be_a_post(self) -> None:
        everybody = "abfgklmn"
        found = copies(talk_of(mails(storm(everybody, rounds=4))))
        row = found.should_be_posts.iloc[0]
        assert row[["messages", "people", "functions", "rounds", "senders", "deliveries", "copies"]].tolist() == [
            5, 8, 3, 4, 2, 35, 30,
        ]  # fmt: skip
        assert row["reach"] == 1.0
        assert "35 deliveries" in found.headline()
        assert "5 posts" in found.headline()

    @pytest.mark.parametrize(
        ("everybody", "rounds"),
        [("abfgklm", 4), ("abcdefgh", 4), ("abfgklmn", 3)],
        ids=["people", "functions", "rounds"],
    )
    def test_just_below_the_rule(self, everybody: str, rounds: int) -> None:
        assert not len(copies(talk_of(mails(storm(everybody, rounds=rounds)))).should_be_posts)

    def test_a_long_chain_of_pairs_is_no_storm(self) -> None:
        rows: list[Mail] = [
            (one, [two], [], "chain") for one, two in zip("abfgklmna", "bfgklmnab", strict=True)
        ]
        found = copies(talk_of(mails([*rows, ("a", ["b"], ["c"], None)])))
        assert found.threads["people"].tolist() == [8]
        assert not found.threads["should_be_post"].any()

    def test_a_list_is_a_shared_space(self) -> None:
        rows = [
            (sender, [*to, "all@x.org"], cc, thread) for sender, to, cc, thread in storm("abfgklmn", rounds=6)
        ]
        builder = mails(rows)
        builder.actor("all@x.org", actor_kind="list")
        found = copies(talk_of(builder))
        assert not len(found.should_be_posts)
        assert any("mailing list" in caveat for caveat in found.caveats)
        assert found.threads["people"].tolist() == [8]


class TestAgainstCounting:
    @given(st.integers(0, 500))
    def test_any_mail(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        names = np.array(list(FUNCTIONS))
        rows: list[Mail] = []
        for _ in range(int(rng.integers(1, 25))):
            sender, *others = rng.choice(names, int(rng.integers(2, 7)), replace=False).tolist()
            cut = int(rng.integers(0, len(others) + 1))
            rows.append((sender, others[:cut], others[cut:], f"t{rng.integers(4)}"))
        if not any(row[2] for row in rows):
            return
        found = copies(talk_of(mails(rows)), people=4, functions=2, rounds=1, min_group=1, replicates=20)
        check_counts(found, rows)


def check_counts(found: CopiesResult, rows: Sequence[Mail]) -> None:
    weeks = max((len(rows) - 1) / 7, 1)
    deliveries = [
        (sender, one, role)
        for sender, to, cc, _ in rows
        for role, who in (("to", to), ("cc", cc))
        for one in who
    ]
    everybody = {who for sender, one, _ in deliveries for who in (sender, one)}
    copied = [one for _, one, role in deliveries if role == "cc"]
    assert found.cc_share == pytest.approx(len(copied) / len(deliveries))
    assert found.copies_per_week == pytest.approx(len(copied) / len(everybody) / weeks)
    for row in found.table.to_dict("records"):
        people = {who for who in everybody if FUNCTIONS[who] == row["function"]}
        assert row["people"] == len(people)
        if people:
            mine = sum(one in people for one in copied)
            assert row["copies_per_week"] == pytest.approx(mine / len(people) / weeks)
            if len(people) > 1:
                assert row["copies_per_week_low"] <= row["copies_per_week"] + 1e-12
    threads = {name: [row for row in rows if row[3] == name] for name in {row[3] for row in rows}}
    expected = []
    for part in threads.values():
        people = {who for sender, to, cc, _ in part for who in (sender, *to, *cc)}
        turns = sum(one[0] != two[0] for one, two in pairwise(part))
        count = sum(len(to) + len(cc) for _, to, cc, _ in part)
        reach = count / len(part) / (len(people) - 1)
        functions = len({FUNCTIONS[who] for who in people})
        meets = len(people) >= 4 and functions >= 2 and turns >= 1 and reach >= 0.5
        expected.append((len(part), len(people), functions, turns, count, round(reach, 9), meets))
    columns = ["messages", "people", "functions", "rounds", "deliveries", "reach", "should_be_post"]
    assert sorted(found.threads[columns].round(9).itertuples(index=False, name=None)) == sorted(expected)


class TestEdges:
    def test_automated_bots_and_outside_do_not_count_broadcasts_do(self) -> None:
        builder = mails([("a", ["b"], ["c"], None)])
        builder.message("auto", "a", [("b", "cc")], sent_at=START, automated=True)
        builder.message("bot", "robot", [("b", "cc")], sent_at=START)
        builder.message("out", "a", [("x@out.org", "cc")], sent_at=START)
        builder.message("all", "a", [("b", "to")], sent_at=START, audience=400)
        builder.actor("robot", actor_kind="bot")
        builder.actor("x@out.org", actor_kind="external")
        found = copies(talk_of(builder), min_group=1)
        assert found.cc_share == pytest.approx(1 / 3)
        assert (found.broadcasts, found.broadcast_share) == (1, pytest.approx(1 / 3))

    def test_small_functions_have_no_figures(self) -> None:
        table = copies(talk_of(mails([("a", ["b"], ["f"], None)]))).table
        assert set(table["verdict"]) == {"not_assessable"}
        assert table[["cc_share", "copies_per_week"]].isna().all(axis=None)

    def test_without_functions_the_rule_and_its_sentence_go_without_them(self) -> None:
        unplaced = copies(talk_of(mails(storm("abcdefgh", rounds=4)), functions={"a": "(unknown)"}))
        assert "1 thread reached 8 people or more" in unplaced.headline()
        assert "a touché au moins 8 personnes, de bout en bout" in unplaced.headline("fr")
        placed = copies(talk_of(mails([("a", ["b"], ["c"], "t")])))
        assert "no thread reached 8 people of 3 functions" in placed.headline()

    def test_says_what_is_missing(self) -> None:
        posts = BatchBuilder(channel="post")
        posts.message("p", "a", [], sent_at=START)
        with pytest.raises(NotEnoughDataError, match="no e-mail"):
            copies(talk_of(posts))
        with pytest.raises(NotEnoughDataError, match="role cc"):
            copies(talk_of(mails([("a", ["b"], [], None)])))
        with pytest.raises(UsageError, match="people must be at least 1"):
            copies(talk_of(mails([("a", ["b"], ["c"], None)])), people=0)
        threads_only = copies(talk_of(mails([("a", ["b"], [], "t"), ("b", ["a"], [], "t")])))
        assert np.isnan(threads_only.cc_share)
        assert "does not say who was in copy" in threads_only.headline()
        no_time = BatchBuilder()
        no_time.message("m", "a", [("b", "cc")], sent_at=None)
        assert any("No mail has a time" in caveat for caveat in copies(talk_of(no_time)).caveats)

    def test_plot_html_tables(self) -> None:
        found = copies(talk_of(mails(storm("abfgklmno", rounds=6))), min_group=1)
        assert found.plot().get_xlabel().startswith("Mail of each function")
        assert found.charts[1].plot(found).get_xlabel().startswith("Copies received")
        assert "deliveries" in found._repr_html_()
        assert set(found.tables()) == {"copies", "copies_threads", "copies_months"}
        assert "storm" not in str(found.tables()["copies_threads"].to_dict())

    def test_interval_covers_the_mean_of_skewed_copies(self) -> None:
        rng = np.random.default_rng(0)
        covered = []
        for trial in range(300):
            low, high = _mean_interval(rng.lognormal(1.0, 0.7, 15), replicates=300, seed=[trial])
            covered.append(low <= np.exp(1.0 + 0.7**2 / 2) <= high)
        assert 0.9 < np.mean(covered) < 0.99


@pytest.mark.data
def test_a_mailing_list_is_full_of_copies_and_no_storm(data_dir: Path) -> None:
    log, roster = sg.read(data_dir / "mailing-list" / "linux-integrity-2021.mbox")
    found = copies(build_conversations(log, roster))
    rows = log.to_pandas()
    kinds = roster.latest["actor_kind"]
    people = (rows["sender"].map(kinds) == "person") & (rows["recipient"].map(kinds) == "person")
    counted = rows[people & ~rows["automated"] & (rows["sender"] != rows["recipient"])]
    assert found.cc_share == pytest.approx((counted["role"] == "cc").mean())
    assert found.cc_share_low < found.cc_share < found.cc_share_high
    assert not len(found.should_be_posts)


@pytest.mark.data
def test_gastech_has_neither_copies_nor_threads(data_dir: Path) -> None:
    talk = build_conversations(
        *sg.read(data_dir / "gastech" / "email headers.csv", data_dir / "gastech" / "EmployeeRecords.xlsx")
    )
    with pytest.raises(NotEnoughDataError, match="thread_id"):
        copies(talk)
