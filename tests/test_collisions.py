"""The `collisions` analysis by hand, against a slow obvious count, and where nothing or something is planted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from silograph.analyses.collisions.answer import collisions
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import TieRule
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.outside_contacts import is_shared_address, outside_exchange
from silograph.log.people import Roster
from silograph.log.store import Store

mpl.use("Agg")
COLUMNS = (
    "function_a function_b contacts meetings collisions share low high expected ratio p_value q_value verdict"
)
START = datetime(2024, 1, 1, tzinfo=UTC)
Read = Callable[..., Conversations]
Pair = Callable[..., tuple[int, int]]
Campaigns = Callable[..., pd.DataFrame]
PEOPLE = {"ann": "Sales", "art": "Sales", "bob": "Service", "ben": "Service", "eve": "HR", "una": None}


@pytest.fixture(scope="module")
def pair(read: Read) -> Pair:
    """Counts the meetings and collisions of Sales and Service."""

    def count(mails: list[tuple[Any, ...]], **options: Any) -> tuple[int, int]:
        table = collisions(read(mails), min_group=1, **options).table
        rows = table[(table["function_a"] == "Sales") & (table["function_b"] == "Service")]
        return int(rows["meetings"].sum()), int(rows["collisions"].sum())

    return count


class TestByHand:
    def test_two_functions_in_a_week(self, pair: Pair) -> None:
        assert pair([(0, "ann", "c@x.org"), (6.9, "bob", "c@x.org")]) == (1, 1)
        assert pair([(0, "ann", "c@x.org"), (7.1, "bob", "c@x.org")]) == (0, 0)
        assert pair([(0, "ann", "c@x.org"), (7.1, "bob", "c@x.org")], window_days=10) == (1, 1)
        assert pair([(0, "ann", "c@x.org"), (1, "bob", "d@x.org")]) == (0, 0)
        assert pair([(0, "ann", "c@x.org"), (1, "art", "c@x.org")]) == (0, 0)

    def test_a_message_between_them_in_that_time(self, pair: Pair) -> None:
        served = [(10, "ann", "c@x.org"), (12, "bob", "c@x.org")]
        assert pair([*served, (11, "ann", "bob")]) == (1, 0)
        assert pair([*served, (3.1, "bob", "ann")]) == (1, 0)
        assert pair([*served, (18.9, "bob", "ann")]) == (1, 0)
        assert pair([*served, (2.9, "bob", "ann"), (19.1, "bob", "ann")]) == (1, 1)
        assert pair([*served, (11, "art", "bob")]) == (1, 1)  # a colleague does not know of this contact
        assert pair([*served, (11, "ann", "eve"), (11, "eve", "bob")]) == (1, 1)
        assert pair([*served, (11, "ann", "bob", None, True)]) == (1, 1)  # an automatic message

    def test_a_message_between_the_functions_in_that_thread(self, pair: Pair) -> None:
        served = [(10, "ann", "c@x.org", "t"), (12, "bob", "c@x.org", "u")]
        assert pair([*served, (40, "art", "ben", "u")]) == (1, 0)
        assert pair([*served, (40, "art", "ben", "v")]) == (1, 1)
        assert pair([*served, (40, "art", "eve", "u")]) == (1, 1)

    def test_a_copy_of_the_mail_to_the_contact(self, pair: Pair) -> None:
        assert pair([(0, "ann", "c@x.org | ben"), (1, "bob", "c@x.org")]) == (1, 0)
        assert pair([(0, "ann", "c@x.org | art"), (1, "bob", "c@x.org")]) == (1, 1)

    def test_meetings_do_not_overlap(self, pair: Pair) -> None:
        served = [(day, who, "c@x.org") for day, who in ((0, "ann"), (1, "bob"), (2, "ann"), (6, "bob"))]
        assert pair(served) == (1, 1)
        assert pair([*served, (7.5, "ann", "c@x.org"), (8, "bob", "c@x.org")]) == (2, 2)
        # the meeting begins with the first message that the other function follows in time
        assert pair([(0, "ann", "c@x.org"), (5, "ann", "c@x.org"), (9, "bob", "c@x.org")]) == (1, 1)

    def test_three_functions_make_three_pairs(self, read: Read) -> None:
        mails = [(0, "ann", "c@x.org"), (1, "bob", "c@x.org"), (2, "eve", "c@x.org"), (2, "eve", "ann")]
        table = collisions(read(mails), min_group=1).tables()["collisions"]
        assert " ".join(table.columns) == COLUMNS
        assert table[["function_a", "function_b", "collisions"]].to_numpy().tolist() == [
            ["HR", "Sales", 0],
            ["HR", "Service", 1],
            ["Sales", "Service", 1],
        ]

    def test_who_is_no_contact(self, read: Read, pair: Pair) -> None:
        for who in ("info@x.org", "no-reply@x.org"):
            mails = [(0, "ann", f"{who} c@x.org"), (1, "bob", who)]
            assert pair(mails) == (0, 0)
        assert outside_exchange(read([(0, "ann", "info@x.org c@x.org")])).shared == 1
        assert not is_shared_address("sales.jones@x.org")

    def test_what_serves_nobody(self, pair: Pair) -> None:
        crowd = " ".join(f"c{i}@x.org" for i in range(25))
        assert pair([(0, "ann", crowd), (1, "bob", "c1@x.org")]) == (0, 0)  # a mailing
        assert pair([(0, "ann", crowd), (1, "bob", "c1@x.org")], campaign_size=26) == (1, 1)
        assert pair(
            [(0, "ann", crowd), (1, "bob", "c1@x.org")], campaign_size=26, tie_rule=TieRule(max_audience=20)
        ) == (0, 0)
        assert pair([(0, "ann", "c@x.org", None, True), (1, "bob", "c@x.org")]) == (0, 0)
        assert pair([(None, "ann", "c@x.org"), (1, "bob", "c@x.org")]) == (0, 0)

    def test_the_same_person_in_two_functions_knows(self) -> None:
        people = pd.DataFrame(
            {
                "person_id": ["ann", "ann", "bob"],
                "function": ["Sales", "Service", "Service"],
                "email": ["ann@firm.example", "ann@firm.example", "bob@firm.example"],
                "valid_from": [None, "2024-01-03", None],
                "valid_to": ["2024-01-03", None, None],
            }
        )
        builder = BatchBuilder()
        for day in (0, 3):
            builder.message(
                f"{day}", "ann@firm.example", [("c@x.org", "to")], sent_at=START + timedelta(days=day)
            )
        store = Store.in_memory()
        store.add([builder.take()], name="x", loader="mail")
        result = collisions(build_conversations(*store.log(Roster.from_pandas(people))), min_group=1)
        assert (result.meetings, result.collisions) == (1, 0)


class TestMailings:
    @pytest.fixture
    def campaigns(self, read: Read) -> Campaigns:
        """The campaigns where Sales writes to five contacts on the tenth day."""

        def found(*more: tuple[Any, ...]) -> pd.DataFrame:
            crowd = " ".join(f"c{i}@x.org" for i in range(5))
            mails = [(0, "eve", "una"), *more, (10, "ann", crowd), (100, "eve", "c4@x.org")]
            return collisions(read(mails), campaign_size=5, min_group=1).campaigns

        return found

    def test_an_open_question(self, campaigns: Campaigns) -> None:
        row = campaigns((8, "c1@x.org", "bob", "q")).iloc[0]
        assert (row["function"], row["mailings"], row["reached"], row["open"]) == ("Sales", 1, 5, 1)
        assert row["expected"] == pytest.approx(
            30 / 92 / 5
        )  # one of five, 30 of the 92 days after the question
        assert row["ratio"] == pytest.approx((1 / 5) / (30 / 92 / 5))

    def test_answered_stale_or_no_question(self, campaigns: Campaigns) -> None:
        asked = (5, "c1@x.org", "bob", "q")
        assert campaigns(asked, (6, "bob", "c1@x.org", "q"))["open"].tolist() == [0]
        assert campaigns(asked, (6, "bob", "c1@x.org", "other"))["open"].tolist() == [1]
        assert campaigns((5, "c1@x.org", "bob"), (6, "ben", "c1@x.org"))["open"].tolist() == [0]
        assert campaigns((-25, "c1@x.org", "bob", "q"))["open"].tolist() == [0]
        assert campaigns((4, "bob", "c1@x.org", "q"), (5, "c1@x.org", "bob", "q"))["open"].tolist() == [0]
        assert campaigns((5, "c1@x.org", "bob", "q", True))["open"].tolist() == [0]

    def test_few_contacts_are_not_shown(self, read: Read) -> None:
        crowd = " ".join(f"c{i}@x.org" for i in range(4))
        mails = [(0, "ann", crowd), (1, "ann", "c1@x.org")]
        assert collisions(read(mails), campaign_size=4, min_group=5).campaigns.empty


def slow(mails: list[tuple[Any, ...]], window: float) -> dict[tuple[str, str], tuple[int, int]]:
    """Meetings and collisions of each pair of functions, one by one."""
    served: dict[str, list[tuple[float, str, int, Any]]] = defaultdict(list)
    inner: list[tuple[float, str, str, Any]] = []
    for number, (day, sender, recipients, thread) in enumerate(mails):
        for one in recipients.replace("|", " ").split():
            if "@" in one:
                served[one].append((day, sender, number, thread or number))
            elif one != sender:
                inner.append((day, sender, one, thread or number))
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for messages in served.values():
        for a, b in combinations(sorted({PEOPLE[m[1]] for m in messages if PEOPLE[m[1]]}), 2):
            rest = sorted((m for m in messages if PEOPLE[m[1]] in (a, b)), key=lambda m: (m[0], PEOPLE[m[1]]))
            while rest:
                first = rest[0]
                near = [m for m in rest if m[0] <= first[0] + window]
                if all(PEOPLE[m[1]] == PEOPLE[first[1]] for m in near):
                    rest = rest[1:]
                    continue
                rest = [m for m in rest if m not in near]
                of_a = [m for m in near if PEOPLE[m[1]] == a]
                of_b = [m for m in near if PEOPLE[m[1]] == b]
                start, end = min(m[0] for m in near) - window, max(m[0] for m in near) + window
                spoke = any(
                    {x, y} == {m[1], n[1]} and start <= day <= end
                    for m, n in product(of_a, of_b)
                    for day, x, y, _ in inner
                )
                threads = {m[3] for m in near}
                spoke |= any(t in threads and {PEOPLE[x], PEOPLE[y]} == {a, b} for _, x, y, t in inner)
                found[a, b].append(not spoke)
    return {key: (len(each), sum(each)) for key, each in found.items()}


@st.composite
def mailboxes(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    names = list(PEOPLE)
    mails = []
    for day in np.sort(rng.choice(400, rng.integers(2, 40), replace=False)) / 8:
        to = rng.choice([*names, "c@x.org", "c@x.org", "d@x.org"], rng.integers(1, 3), replace=True)
        thread = rng.choice([None, "t", "u", "v"], p=[0.7, 0.1, 0.1, 0.1])
        mails.append((float(day), str(rng.choice(names)), " ".join(dict.fromkeys(to)), thread))
    return mails


@given(mailboxes(), st.sampled_from([2.0, 7.0, 20.0]))
def test_against_counting_one_by_one(read: Read, mails: list[tuple[Any, ...]], window: float) -> None:
    expected = slow(mails, window)
    try:
        table = collisions(read(mails), window_days=window, min_group=1).table
    except NotEnoughDataError:
        assert not expected
        return
    got = {
        (row.function_a, row.function_b): (row.meetings, row.collisions)
        for row in table.itertuples(index=False)
    }
    assert got == expected
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


@settings(max_examples=10)
@given(mailboxes())
def test_a_word_between_all_ends_collisions(read: Read, mails: list[tuple[Any, ...]]) -> None:
    words = [(float(day), a, b, None) for day in range(0, 51, 2) for a, b in combinations(PEOPLE, 2)]
    with suppress(NotEnoughDataError):
        assert collisions(read([*mails, *words]), min_group=1).collisions == 0


def company(
    seed: int, *, contacts: int = 250, talk: float = 0.6, silent: float | None = None, spread: float = 0.0
) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """Six functions of ten; two of them serve a contact; F0 and F1 coordinate with probability `silent`."""
    rng = np.random.default_rng(seed)
    functions = {f"p{i}": f"F{i // 10}" for i in range(60)}
    mails: list[tuple[Any, ...]] = []
    logit = np.log(talk / (1 - talk)) + spread * rng.normal(size=(6, 6))
    for contact in range(contacts):
        a, b = np.sort(rng.choice(6, 2, replace=False))
        chance = 1 / (1 + np.exp(-logit[a, b]))
        if silent is not None and (a, b) == (0, 1):
            chance = silent
        for _ in range(1 + rng.poisson(0.7)):
            day = float(rng.random() * 200)
            ends = [f"p{10 * f + rng.integers(10)}" for f in (a, b)]
            mails += [
                (day, ends[0], f"c{contact}@x.org"),
                (day + 5 * rng.random(), ends[1], f"c{contact}@x.org"),
            ]
            if rng.random() < chance:
                mails.append((day + 1, ends[0], ends[1]))
    for _ in range(600):
        a, b = rng.choice(60, 2, replace=False)
        mails.append((float(rng.random() * 200), f"p{a}", f"p{b}"))
    return sorted(mails), functions


class TestVerdicts:
    def test_nothing_planted_nothing_found(self, read: Read) -> None:
        tables = [collisions(read(*company(seed))).table for seed in range(6)]
        assert sum((table["verdict"] == "collides").sum() for table in tables) == 0
        assert all((table["verdict"] == "ordinary").sum() == 15 for table in tables)

    def test_a_pair_that_does_not_talk_is_found(self, read: Read) -> None:
        result = collisions(read(*company(1, contacts=500, silent=0.02)))
        found = result.table[result.table["verdict"] == "collides"]
        assert found[["function_a", "function_b"]].to_numpy().tolist() == [["F0", "F1"]]
        assert "F0 and F1 (9" in result.headline() or "F0 and F1 (100" in result.headline()
        assert found["expected"].item() == pytest.approx(0.4, abs=0.1)

    def test_the_organisation(self, read: Read) -> None:
        result = collisions(read(*company(2)))
        assert result.low < 0.4 < result.high
        assert result.meetings == result.table["meetings"].sum()

    def test_few_contacts_or_people_are_not_judged_nor_counted(self, read: Read) -> None:
        mails = [(day, who, f"c{c}@x.org") for c in range(4) for day, who in ((0, "ann"), (1, "bob"))]
        result = collisions(read(mails), min_group=5)
        assert result.table["verdict"].tolist() == ["not_assessable"]
        assert result.table[["contacts", "meetings", "collisions", "share"]].isna().all(axis=None)
        assert result.meetings == 0  # else the total would tell
        assert "No contact" in result.headline()
        mails += [(day, who, f"c{c}@x.org") for c in range(4, 9) for day, who in ((0, "ann"), (1, "bob"))]
        result = collisions(read(mails), min_group=5)
        assert result.table["meetings"].tolist() == [9]
        assert result.table["verdict"].tolist() == ["not_assessable"]  # functions of one person
        assert np.isnan(result.table["p_value"]).all()

    def test_no_verdict_among_few_pairs(self, read: Read) -> None:
        mails = [(day, who, f"c{c}@x.org") for c in range(9) for day, who in ((0, "ann"), (1, "bob"))]
        result = collisions(read(mails), min_group=1)
        assert result.table["verdict"].tolist() == ["no_verdict"]
        assert "too few pairs" in result.headline()
        assert any("nothing is usual" in caveat for caveat in result.caveats)

    def test_interval_is_wilsons_where_every_contact_meets_once(self, read: Read) -> None:
        mails = [
            (day, who, f"c{c}@x.org")
            for c in range(20)
            for day, who in ((30 * c, "ann"), (30 * c + 1, "bob"))
        ]
        mails += [(30 * c, "ann", "bob") for c in range(12)]
        result = collisions(read(mails), min_group=1)
        interval = binomtest(8, 20).proportion_ci(method="wilson")
        assert [result.low, result.high] == pytest.approx([interval.low, interval.high])


class TestShape:
    def test_plot_html_and_privacy(self, read: Read) -> None:
        result = collisions(read(*company(3)))
        assert len(result.plot().get_yticklabels()) == 15
        assert list(result.tables()) == ["collisions", "campaigns"]
        text = result.to_html() + repr(result) + str(result.caveats)
        assert "x.org" not in text
        assert result.parameters["window_days"] == 7

    def test_what_is_missing_is_said(self, read: Read) -> None:
        with pytest.raises(NotEnoughDataError, match="no message to or from a contact outside"):
            collisions(read([(0, "ann", "bob")]))
        with pytest.raises(NotEnoughDataError, match="nobody of known function wrote to an outside contact"):
            collisions(read([(0, "una", "c@x.org")]))
        with pytest.raises(NotEnoughDataError, match="have no time"):
            collisions(read([(None, "ann", "c@x.org")]))
        with pytest.raises(UsageError, match="window_days must be positive"):
            collisions(read([(0, "ann", "c@x.org")]), window_days=0)


@pytest.mark.data
def test_mailing_list(data_dir: Path) -> None:
    """A list copies everybody: outsiders are met by dozens of employers, and nothing about them can be judged."""
    import mailbox
    from email.utils import parseaddr

    import silograph as sg

    path = data_dir / "mailing-list" / "linux-integrity-2021.mbox"
    senders = {parseaddr(str(message["From"]))[1].lower() for message in mailbox.mbox(path)}
    people = pd.DataFrame({"person_id": sorted(sender for sender in senders if "@" in sender)})
    people["function"] = people["person_id"].str.extract(r"([\w-]+\.[a-z]+)$")[0]
    result = collisions(build_conversations(*sg.read(path, people)))
    assert not (result.table["verdict"] == "collides").any()
    assert result.meetings > 1000
