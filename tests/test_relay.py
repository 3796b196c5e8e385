"""`relay`: what becomes of items, by hand and against a slow count over threads; exact statistics of clusters."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact

import silograph as sg
from silograph.analyses.relay import OUTCOMES, RelayResult, relay
from silograph.conversations import Conversations, build_conversations
from silograph.errors import NotEnoughDataError, UsageError
from silograph.messages import BatchBuilder
from silograph.network import build_network
from silograph.people import Roster
from silograph.statistics import effective_counts, exact_greater, exact_interval
from silograph.store import Store

FUNCTIONS = {"a": "Ask", "b": "Ask", "f": "Front", "g": "Front", "h": "HR", "i": "HR", "p": "PR"}
START = datetime(2024, 1, 1, tzinfo=UTC)
LATE = START + timedelta(days=90)


class Message(NamedTuple):
    """One message of a thread: its minute is its place in the list."""

    sender: str
    recipients: str  # like "f:to h:cc"
    thread: str = "t"
    automated: bool = False
    audience: int | None = None


def read(
    messages: list[Message],
    *,
    channel: str = "email",
    cases: dict[str, bool | None] | None = None,
    functions: dict[str, str] | None = None,
) -> Conversations:
    """The messages; long after them one that ends the record; a newsletter that makes everybody known."""
    builder = BatchBuilder(channel=channel)
    kind = {"email": "mail", "post": "post", "handoff": "handoff"}[channel]
    for number, message in enumerate(messages):
        recipients = [tuple(one.split(":")) for one in message.recipients.split()]
        builder.message(
            f"m{number}",
            message.sender,
            [(who, role) for who, role in recipients],
            sent_at=START + timedelta(minutes=number),
            kind=kind,
            thread_id=message.thread,
            automated=message.automated,
            audience=message.audience,
        )
    builder.message("end", "z", [], sent_at=LATE, kind=kind, thread_id="end")
    for case, closed in (cases or {}).items():
        builder.case(case, opened_at=START, ended_at=LATE, closed=closed)
    store = Store.in_memory()
    people = functions or FUNCTIONS
    newsletter = BatchBuilder()
    newsletter.message("n", "z", [(who, "to") for who in people], sent_at=START, automated=True)
    store.add([builder.take()], name="test", loader="mail")
    store.add([newsletter.take()], name="newsletter", loader="mail")
    frame = pd.DataFrame({"person_id": list(people), "function": list(people.values())})
    return build_conversations(*store.log(Roster.from_pandas(frame)))


def outcome(result: RelayResult, function: str = "Front") -> dict[str, int]:
    """Counts of a function that are not zero."""
    row = result.table.set_index("function").loc[function]
    return {name: int(row[name]) for name in OUTCOMES if row[name]}


class TestMailByHand:
    @pytest.mark.parametrize(
        ("messages", "expected"),
        [
            ([Message("a", "f:to"), Message("f", "a:to")], {"answered": 1}),
            ([Message("a", "f:to"), Message("f", "h:to")], {"relayed": 1}),
            # a colleague of the one asked answers a colleague of who asked
            ([Message("a", "f:to"), Message("f", "h:to"), Message("g", "b:to")], {"answered": 1}),
            (
                [Message("a", "f:to"), Message("f", "h:to a:cc")],
                {"answered": 1},
            ),  # the asker is kept informed
            ([Message("a", "f:to"), Message("f", "g:to"), Message("g", "h:to")], {"relayed": 1}),
            ([Message("a", "f:to"), Message("f", "g:to")], {"other": 1}),
            ([Message("a", "f:to h:cc"), Message("f", "h:to")], {"other": 1}),  # already there
            ([Message("a", "f:to"), Message("h", "a:to"), Message("f", "h:to")], {"other": 1}),
            # somebody else of HR is new
            ([Message("a", "f:to h:cc"), Message("f", "i:to")], {"relayed": 1}),
            # only the first step out counts
            ([Message("a", "f:to h:cc"), Message("f", "h:to"), Message("f", "p:to")], {"other": 1}),
            ([Message("a", "f:to"), Message("f", "g:to h:cc")], {"other": 1}),  # a copy is no request
            ([Message("a", "f:to"), Message("f", "b:to")], {"answered": 1}),
            ([Message("a", "f:to"), Message("h", "a:to")], {"ignored": 1}),
            ([Message("a", "f:cc h:to"), Message("f", "p:to")], {}),  # a copy asks nothing
            ([Message("f", "a:to"), Message("a", "f:to"), Message("f", "h:to")], {}),  # an answer is no item
            ([Message("a", "f:to"), Message("f", "a:to", automated=True)], {"ignored": 1}),
            ([Message("a", "f:to", automated=True), Message("f", "h:to")], {}),
            ([Message("a", "f:to", audience=60), Message("f", "h:to")], {}),
            ([Message("a", "f:to"), Message("f", "h:to", thread="another")], {"ignored": 1}),
            ([Message("x", "f:to"), Message("f", "h:to")], {}),  # asked by somebody without a function
            ([Message("a", "f:to"), Message("f", "x:to")], {"other": 1}),
        ],
    )
    def test_one_item(self, messages: list[Message], expected: dict[str, int]) -> None:
        threaded = [Message("i", "p:to", "u"), Message("p", "i:to", "u")]
        assert outcome(relay(read([*threaded, *messages]))) == expected

    def test_share_interval_and_p_value(self) -> None:
        messages = [
            message
            for n in range(30)
            for message in (
                Message("a", "f:to", f"f{n}"),
                Message("f", "h:to" if n < 24 else "a:to", f"f{n}"),
                Message("a", "p:to", f"p{n}"),
                Message("p", "h:to" if n < 6 else "a:to", f"p{n}"),
            )
        ]
        row = relay(read(messages)).table.set_index("function").loc["Front"]
        assert row["relay_share"] == pytest.approx(0.8)
        # PR relays 6 of 30; HR never answers what it gets, so nothing of it is decided
        assert row["relay_share_others"] == pytest.approx(0.2)
        exact = binomtest(24, 30).proportion_ci(method="exact")
        # 30 clusters of one: the design effect is 30/29
        assert row["relay_share_low"] == pytest.approx(exact.low, abs=0.01)
        assert row["relay_share_high"] == pytest.approx(exact.high, abs=0.01)

    def test_parents_join_what_has_no_thread(self) -> None:
        builder = BatchBuilder()
        for number, (who, to) in enumerate([("a", "f"), ("f", "h"), ("h", "f")]):
            builder.message(
                f"m{number}",
                who,
                [(to, "to")],
                sent_at=START + timedelta(hours=number),
                parent_id=f"m{number - 1}" if number else None,
            )
        builder.message("end", "z", [], sent_at=LATE)
        store = Store.in_memory()
        store.add([builder.take()], name="test", loader="mail")
        people = pd.DataFrame({"person_id": list(FUNCTIONS), "function": list(FUNCTIONS.values())})
        result = relay(build_conversations(*store.log(Roster.from_pandas(people))))
        assert outcome(result) == {"relayed": 1}
        assert outcome(result, "HR") == {"answered": 1}


class TestPostsByHand:
    @pytest.mark.parametrize(
        ("messages", "expected"),
        [
            ([Message("a", "f:mention"), Message("f", "a:reply")], {"answered": 1}),
            # in the thread of somebody else: who names nobody speaks to all
            (
                [Message("p", ""), Message("a", "f:mention p:reply"), Message("f", "p:reply")],
                {"answered": 1},
            ),
            # "@h, can you take this?" is no answer to the thread's author
            ([Message("a", "f:mention"), Message("f", "h:mention a:reply")], {"relayed": 1}),
            ([Message("a", "f:mention"), Message("f", "h:mention a:mention")], {"answered": 1}),
            # whoever follows the thread is not yet part of it
            ([Message("a", "f:mention h:member"), Message("f", "h:mention a:reply")], {"relayed": 1}),
            (
                [
                    Message("f", ""),
                    Message("a", "f:reply"),
                    Message("a", "f:mention"),
                    Message("f", "h:mention"),
                ],
                {},
            ),
        ],
    )
    def test_one_item(self, messages: list[Message], expected: dict[str, int]) -> None:
        assert outcome(relay(read(messages, channel="post"))) == expected

    def test_says_that_answers_outside_threads_are_not_seen(self) -> None:
        posts = [Message("a", "f:mention"), Message("p", "a:reply")]
        assert any("inside a thread" in caveat for caveat in relay(read(posts, channel="post")).caveats)


class TestTicketsByHand:
    @pytest.mark.parametrize(
        ("holders", "closed", "expected"),
        [
            ("a f", None, {"resolved": 1}),
            ("a f", True, {"resolved": 1}),
            ("a f", False, {"ignored": 1}),
            ("a f h", None, {"relayed": 1}),
            ("a f h", False, {"relayed": 1}),
            ("a f a", None, {"answered": 1}),
            ("a f h a", None, {"relayed": 1}),
            ("a f h f", None, {"resolved": 1}),  # comes back and ends there
            ("a f h f p", None, {"relayed": 1}),  # HR gives back what it got: no new item
            ("a f g h", None, {"relayed": 1}),
            ("h a f h", None, {"other": 1}),  # back to somebody who had it before
            ("a f h p f", None, {"resolved": 2}),  # from Ask, and from PR
        ],
    )
    def test_front(self, holders: str, closed: bool | None, expected: dict[str, int]) -> None:
        path = holders.split()
        moves = [Message(one, f"{two}:assignee") for one, two in pairwise(path)]
        result = relay(read(moves, channel="handoff", cases={"t": closed}))
        assert outcome(result) == expected
        assert any("does not say whether they are done" in caveat for caveat in result.caveats) == (
            closed is None
        )

    def test_ping_pong_is_straight_back_between_two_teams(self) -> None:
        paths = {"c1": "a f a f", "c2": "a f h a", "c3": "f g f", "c4": "h p h"}
        moves = [
            Message(one, f"{two}:assignee", case)
            for case, path in paths.items()
            for one, two in pairwise(path.split())
        ]
        result = relay(read(moves, channel="handoff"))
        assert result.ping_pong_cases == 3
        assert result.handoffs == 10
        counts = result.table.set_index("function")["ping_pong"].to_dict()
        assert counts == {"Ask": 1, "Front": 2, "HR": 1, "PR": 1}
