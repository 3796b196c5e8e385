"""Attendees of a meeting are tied with each other: what every analysis makes of a meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph import Roster, TieRule, build_network
from silograph.analyses.collisions.encounters import internal_exchange
from silograph.analyses.owner.criteria import _load
from silograph.analyses.trend.answer import _ledger
from silograph.graph.by_month import slice_network
from silograph.graph.network import Network
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import build_conversations, exchanged
from silograph.log.messages import MessageLog
from silograph.log.outside_contacts import outside_exchange
from silograph.log.schema import NOBODY
from silograph.log.store import Store

DAY = datetime(2024, 3, 4, 9, tzinfo=UTC)
ANSWERS = {"attendee": 1.0, "invited": 0.5}
PEOPLE = ["ann", "bob", "cat", "dan", "eve", "fay", "gus"]


class Met(NamedTuple):
    """A meeting as a source tells it: who called it, and how each answered."""

    organiser: str
    answers: Mapping[str, str]


def loaded(
    meetings: Sequence[Met], mails: Sequence[tuple[str, str]] = (), *, dated: bool = False
) -> tuple[MessageLog, Roster]:
    store = Store.in_memory()
    builder = BatchBuilder(channel="meeting")
    for number, one in enumerate(meetings):
        places = [(f"{who}@x.org", answer) for who, answer in one.answers.items()]
        sender = one.organiser if one.organiser == NOBODY else f"{one.organiser}@x.org"
        builder.actor(NOBODY, actor_kind="bot")
        at = DAY + timedelta(days=40 * number * dated)
        builder.message(f"meeting {number}", sender, places, sent_at=at, kind="meeting")
    mail = BatchBuilder()
    for number, (sender, to) in enumerate(mails):
        mail.message(f"mail {number}", f"{sender}@x.org", [(f"{to}@x.org", "to")], sent_at=DAY)
    store.add([builder.take(), mail.take()], name="all", loader="calendar")
    people = pd.DataFrame(
        {"person_id": PEOPLE, "email": [f"{one}@x.org" for one in PEOPLE], "function": [*"ABABABC"]}
    )
    return store.log(Roster.from_pandas(people))


def ties_of(network: Network) -> dict[tuple[str, str], tuple[float, int]]:
    ids, ties = network.people["person_id"].to_numpy(), network.ties
    rows = zip(ties.source, ties.target, ties.strength, ties.messages, strict=True)
    return {tuple(sorted((ids[a], ids[b]))): (float(w), int(m)) for a, b, w, m in rows}  # type: ignore[misc]


def expected(meetings: Sequence[Met], limit: int = 50) -> dict[tuple[str, str], tuple[float, int]]:
    """The obvious way: each meeting, each two of those who may come."""
    strength: dict[tuple[str, str], list[float]] = defaultdict(list)
    for met in meetings:
        coming = {who: ANSWERS[answer] for who, answer in met.answers.items() if answer != "declined"}
        if met.organiser != NOBODY and met.answers.get(met.organiser) != "declined":
            coming[met.organiser] = 1.0
        for (first, one), (second, other) in combinations(sorted(coming.items()), 2):
            if len(coming) - 1 <= limit:
                strength[first, second].append(min(one, other) / (len(coming) - 1))
    return {pair: (sum(found), len(found)) for pair, found in strength.items()}


def test_each_two_attendees_are_tied_by_hand() -> None:
    meeting = Met("ann", {"bob": "attendee", "cat": "invited", "dan": "declined"})
    network = build_network(*loaded([meeting]))
    assert ties_of(network) == {
        ("ann", "bob"): (0.5, 1),
        ("ann", "cat"): (0.25, 1),
        ("bob", "cat"): (0.25, 1),
    }
    assert set(network.people["person_id"]) == {"ann", "bob", "cat"}


def test_whoever_books_for_others_is_not_there() -> None:
    booked = Met("ann", {"ann": "declined", "bob": "attendee", "cat": "attendee", "dan": "attendee"})
    log, roster = loaded([booked])
    assert "ann" not in set(build_network(log, roster).people["person_id"])
    assert ties_of(build_network(log, roster)) == expected([booked])
    rows = log.to_pandas()
    assert set(rows["sender"]) == {NOBODY}
    assert set(rows["audience"]) == {2}  # each meets two others
    nobody = Met(NOBODY, {"bob": "attendee", "cat": "attendee", "dan": "attendee"})
    assert ties_of(build_network(*loaded([nobody]))) == expected([nobody])


def test_one_organiser_with_two_addresses_is_one_attendee() -> None:
    store = Store.in_memory()
    builder = BatchBuilder(channel="meeting")
    places = [("ann.b@x.org", "attendee"), ("bob@x.org", "attendee"), ("cat@x.org", "attendee")]
    builder.message("one", "ann@x.org", places, sent_at=DAY, kind="meeting")
    store.add([builder.take()], name="all", loader="calendar")
    people = {"person_id": ["ann", "bob", "cat"], "function": ["A", "B", "C"]}
    people["email"] = ["ann@x.org", "bob@x.org", "cat@x.org"]
    people["aliases"] = ["ann.b@x.org", "", ""]
    network = build_network(*store.log(Roster.from_pandas(pd.DataFrame(people))))
    assert network.ties.strength.tolist() == [0.5, 0.5, 0.5]


def test_an_answer_outweighs_none_and_declining_outweighs_being_invited_in_any_order() -> None:
    for order in ((0, 1), (1, 0)):
        store = Store.in_memory()
        copies = (
            {"bob": "invited", "cat": "declined"},
            {"bob": "attendee", "cat": "invited", "dan": "invited"},
        )
        for number in order:
            builder = BatchBuilder(channel="meeting")
            places = [(who, answer) for who, answer in copies[number].items()]
            builder.message("one", "ann", places, sent_at=DAY, kind="meeting")
            store.add([builder.take()], name=str(number), loader="calendar")
        log, _ = store.log()
        rows = log.to_pandas()
        assert dict(zip(rows["recipient"], rows["role"], strict=True)) == {
            "bob": "attendee",
            "dan": "invited",
        }
        assert log.counts()["messages"] == 1


def test_above_the_limit_a_meeting_ties_nobody_and_is_counted() -> None:
    everybody = Met("ann", dict.fromkeys(PEOPLE[1:], "attendee"))
    log, roster = loaded([everybody], [("ann", "bob")])
    rule = TieRule(max_audience=5)
    assert ties_of(build_network(log, roster, tie_rule=rule)) == {("ann", "bob"): (1.0, 1)}
    assert log.counts(max_audience=5)["broadcasts"] == 1
    assert len(exchanged(build_conversations(log, roster), max_audience=5)) == 7
    assert len(exchanged(build_conversations(log, roster), max_audience=6)) == 1 + 21


def test_a_large_meeting_answers_nobody_and_a_small_one_is_a_way() -> None:
    """A tie carries paths where both wrote, or one meeting weighs 0.1 for the two; a meeting answers no mail."""
    log, roster = loaded([Met("ann", dict.fromkeys(PEOPLE[1:], "invited"))], [("ann", "bob")])
    network = build_network(log, roster)  # each two weigh 0.5 / 6
    assert not network.answered[network.ties.strength < 0.1].any()
    assert build_network(*loaded([Met("ann", dict.fromkeys(PEOPLE[1:], "attendee"))])).answered.all()
    far = replace(network, weighty=np.zeros(len(network.source), bool))
    assert not far.answered.any()  # the mail goes one way


def test_a_meeting_is_no_message_that_somebody_has_to_read() -> None:
    mails = [("ann", "bob"), ("bob", "ann"), ("cat", "bob")]
    meeting = Met("ann", dict.fromkeys(PEOPLE[1:4], "attendee"))
    without, with_meeting = (build_network(*loaded(met, mails)) for met in ([], [meeting]))
    own = [_load(network, ["A", "B"]).estimates for network in (without, with_meeting)]
    assert own[0][1] == pytest.approx(-np.log(2))  # two mails to bob, of B
    assert own[1][1] == pytest.approx(0)  # and dan, who met, but received none


def test_mutual_and_least_messages_count_a_meeting_once_and_both_ways() -> None:
    log, roster = loaded([Met("ann", {"bob": "attendee"})], [("ann", "cat")])
    assert set(ties_of(build_network(log, roster, tie_rule=TieRule(mutual=True)))) == {("ann", "bob")}
    assert ties_of(build_network(log, roster, tie_rule=TieRule(min_messages=2))) == {}
    rule = TieRule(mutual=True)
    assert _ledger(build_conversations(log, roster), window="month", rule=rule).strength.sum() == 1.0


meetings = st.lists(
    st.builds(
        Met,
        organiser=st.sampled_from([*PEOPLE, NOBODY]),
        answers=st.dictionaries(
            st.sampled_from(PEOPLE), st.sampled_from(["attendee", "invited", "declined"]), min_size=1
        ),
    ),
    min_size=1,
    max_size=6,
)


@given(meetings=meetings, limit=st.sampled_from([3, 5, 50]))
def test_ties_are_those_of_the_obvious_way_in_the_network_its_months_and_its_trend(
    meetings: list[Met], limit: int
) -> None:
    log, roster = loaded(meetings, dated=True)
    rule, right = TieRule(max_audience=limit), expected(meetings, limit)
    network = build_network(log, roster, tie_rule=rule)
    found = ties_of(network)
    assert {pair: messages for pair, (_, messages) in found.items()} == {p: m for p, (_, m) in right.items()}
    assert [found[pair][0] for pair in right] == pytest.approx([strength for strength, _ in right.values()])
    if not right:
        return
    slices = slice_network(log, roster, network)
    assert slices.channels == ("meeting",)
    assert ties_of(slices.cut()) == found
    assert slices.strengths(slices.within()) == pytest.approx(network.ties.strength)
    assert np.bincount(slices.tie, slices.messages).tolist() == network.ties.messages.tolist()
    ledger = _ledger(build_conversations(log, roster), window="month", rule=rule)
    assert sorted(ledger.column(range(len(ledger.starts)))) == pytest.approx(sorted(network.ties.strength))
    inside = internal_exchange(build_conversations(log, roster), np.zeros(len(meetings)), max_audience=limit)
    assert len(inside) == sum(messages for _, messages in right.values())


def test_every_attendee_inside_meets_the_contact_outside() -> None:
    store = Store.in_memory()
    builder = BatchBuilder(channel="meeting")
    builder.actor("zoe@other.org", actor_kind="external")
    places = [("zoe@other.org", "attendee"), ("bob@x.org", "attendee")]
    builder.message("one", "ann@x.org", places, sent_at=DAY, kind="meeting")
    builder.message("two", "zoe@other.org", [("ann@x.org", "attendee")], sent_at=DAY, kind="meeting")
    store.add([builder.take()], name="all", loader="calendar")
    people = pd.DataFrame({"person_id": ["ann@x.org", "bob@x.org"], "function": ["A", "B"]})
    rows = outside_exchange(build_conversations(*store.log(Roster.from_pandas(people)))).rows
    assert len(rows) == 3
    assert rows["outbound"].tolist() == [True, True, False]


def test_every_channel_has_its_words_its_chip_and_its_row_of_the_sensitivity_table() -> None:
    from silograph.analyses import ANALYSES
    from silograph.language.words import TEXTS
    from silograph.log.schema import CHANNELS
    from silograph.output import page
    from silograph.run import run

    assert ANALYSES
    assert page
    assert run
    for key in (
        "page.channel_{}",
        "channel.{}",
        "assumption.without_{}",
        "note.run.no_{}",
        "because.word.{}",
    ):
        assert all(set(TEXTS[key.format(channel)]) == {"en", "fr"} for channel in CHANNELS), key
