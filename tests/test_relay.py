"""`relay`: what becomes of items, by hand and against a slow count over threads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

import silograph as sg
from silograph.analyses.relay.answer import RelayResult, relay
from silograph.analyses.relay.items import OUTCOMES
from silograph.errors import NotEnoughDataError, UsageError
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store

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
    cases: Mapping[str, bool | None] | None = None,
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
    row = result.table.set_index("function").loc[function, list(OUTCOMES)].to_dict()
    return {str(name): int(count) for name, count in row.items() if count}


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
        assert any("does not say whether" in caveat for caveat in result.caveats) == (closed is None)

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


def slow(messages: list[Message], *, channel: str, is_open: bool = False) -> dict[str, Counter[str]]:
    """Outcomes by function, thread by thread and message by message."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for thread in {message.thread for message in messages}:
        everything = [m for m in messages if m.thread == thread]
        talk = [m for m in everything if not m.automated and (m.audience or 0) <= 50]
        last = [named for m in everything for named in reached(m, "assignee")]
        for at, message in enumerate(talk):
            giver = FUNCTIONS.get(message.sender)
            for function in {FUNCTIONS.get(who) for who in reached(message, "to", "assignee", "mention")}:
                if giver and function and giver != function and not spoken(talk[:at], {giver, function}):
                    holds = channel == "handoff" and not is_open and FUNCTIONS.get(last[-1]) == function
                    counts[function][became(talk, at, giver, function, holds=holds, channel=channel)] += 1
    return counts


def reached(message: Message, *roles: str) -> list[str]:
    pairs = [one.split(":") for one in message.recipients.split()]
    return [who for who, role in pairs if role in roles and who != message.sender]


def spoken(earlier: list[Message], pair: set[str]) -> bool:
    """Whether the two functions turned to each other before."""
    return any(
        {FUNCTIONS.get(m.sender), FUNCTIONS.get(who)} == pair
        for m in earlier
        for who in reached(m, "to", "assignee", "mention", "reply")
    )


def became(talk: list[Message], at: int, giver: str, function: str, *, holds: bool, channel: str) -> str:
    later = [(n, m) for n, m in enumerate(talk) if n > at and FUNCTIONS.get(m.sender) == function]
    for _, act in later:
        heard = reached(act, "to", "assignee", "mention", "cc", "bcc")
        if giver in map(FUNCTIONS.get, heard) or (channel == "post" and not heard):
            return "answered"
    if holds:
        return "resolved"
    for n, act in later:
        outside = [w for w in reached(act, "to", "assignee", "mention") if FUNCTIONS.get(w) != function]
        if outside:
            part = {m.sender for m in talk[:n]} | {
                w for m in talk[:n] for w in reached(m, "to", "assignee", "mention", "cc", "bcc", "reply")
            }
            new = [w for w in outside if FUNCTIONS.get(w) not in (None, giver) and w not in part]
            return "relayed" if new else "other"
    return "other" if later else "ignored"


ROLES = {"email": ["to", "cc", "bcc"], "post": ["mention", "reply", "member"], "handoff": ["assignee"]}
ACTORS = [*FUNCTIONS, "x", "y"]


def random_log(rng: np.random.Generator, channel: str) -> list[Message]:
    """Sixty threads of up to twelve messages among few people, mixed."""
    messages = []
    for _ in range(360):
        sender, *others = rng.permutation(ACTORS)
        count = 1 if channel == "handoff" else rng.integers(0, 4)
        recipients = [f"{who}:{rng.choice(ROLES[channel])}" for who in others[:count]]
        messages.append(
            Message(
                str(sender),
                " ".join(recipients),
                thread=f"t{rng.integers(60)}",
                automated=bool(rng.random() < 0.1),
                audience=60 if rng.random() < 0.1 and channel != "handoff" else None,
            )
        )
    return messages


class TestAgainstASlowCount:
    @pytest.mark.parametrize("channel", ["email", "post", "handoff"])
    @settings(max_examples=4)
    @given(st.integers(0, 10_000), st.booleans())
    def test_same_outcomes(self, channel: str, seed: int, is_open: bool) -> None:
        messages = random_log(np.random.default_rng(seed), channel)
        threads = {message.thread for message in messages}
        expected = slow(messages, channel=channel, is_open=is_open)
        cases = dict.fromkeys(threads, not is_open) if channel == "handoff" else None
        result = relay(read(messages, channel=channel, cases=cases))
        for function in set(FUNCTIONS.values()):
            assert outcome(result, function) == dict(expected[function])
        if channel == "handoff":
            straight_back = {
                one.thread
                for thread in threads
                for one, two in pairwise([m for m in messages if m.thread == thread])
                if one.sender in reached(two, "assignee") and two.sender in reached(one, "assignee")
            }
            assert result.ping_pong_cases == len(straight_back)


def company(rng: np.random.Generator, shares: dict[str, float], *, items: int = 40) -> Conversations:
    """Every function gets items from random others, in threads of their own, and passes on its share of them."""
    functions = {f"{name}{n}": name for name in shares for n in range(5)}
    messages = []
    for name, share in shares.items():
        others = [other for other in shares if other != name]
        for n in range(items):
            asker, third = rng.permutation(others)[:2]
            who = [f"{one}{rng.integers(5)}" for one in (asker, name, third)]
            thread = f"{name}{n}"
            messages.append(Message(who[0], f"{who[1]}:to", thread))
            messages.append(Message(who[1], f"{who[2] if rng.random() < share else who[0]}:to", thread))
    return read(messages, functions=functions)


SHARES = dict.fromkeys(["Facilities", "HR", "IT", "Legal", "PR"], 0.1)
BRIDGES = pd.DataFrame(
    {
        "function": list(SHARES),
        "brokerage": [0.4, 0.1, 0.05, 0.08, 0.02],
        "verdict": ["glue", *["ordinary"] * 4],
    }
)


class TestVerdict:
    def test_a_bridge_that_passes_on_is_a_mail_room(self) -> None:
        talk = company(np.random.default_rng(0), SHARES | {"Facilities": 0.7})
        result = relay(talk, glue=BRIDGES)
        assert result.mailrooms == ("Facilities",)
        assert result.mailroom_syndrome is True
        assert "Facilities routes onward" in result.headline()
        assert "no other function links" in result.headline()
        assert "mail room" not in result.headline()

    def test_another_bridge_that_answers_is_a_comfort(self) -> None:
        talk = company(np.random.default_rng(0), SHARES | {"Facilities": 0.7})
        result = relay(talk, glue=BRIDGES.assign(verdict=["glue", "glue", *["ordinary"] * 3]))
        assert result.mailrooms == ("Facilities",)
        assert result.mailroom_syndrome is False

    def test_who_bridges_nothing_is_none(self) -> None:
        talk = company(np.random.default_rng(0), SHARES | {"PR": 0.7})
        result = relay(talk, glue=BRIDGES)
        row = result.table.set_index("function").loc["PR"]
        assert row["q_value"] < 0.001
        assert row["verdict"] == "ordinary"
        assert result.mailroom_syndrome is False
        # nobody is said to route onward where there is no mail room, by whatever name; it does pass on more
        assert result.routing == result.mailrooms == ()
        assert result.passing_on == ("PR",)

    def test_more_than_the_others_is_not_much(self) -> None:
        talk = company(np.random.default_rng(0), dict.fromkeys(SHARES, 0.02) | {"Facilities": 0.2}, items=80)
        row = relay(talk, glue=BRIDGES).table.set_index("function").loc["Facilities"]
        assert row["q_value"] < 0.01
        assert row["verdict"] == "ordinary"

    def test_without_brokerage_there_are_shares_and_no_verdict(self) -> None:
        result = relay(company(np.random.default_rng(0), SHARES))
        assert set(result.table["verdict"]) == {"not_assessable"}
        assert result.table["relay_share"].notna().all()
        assert result.mailroom_syndrome is None
        assert result.headline().startswith("No function can be assessed")

    def test_a_single_function_is_not_called_functions(self) -> None:
        result = relay(company(np.random.default_rng(0), SHARES), glue=BRIDGES.tail(1))
        assert result.headline().startswith("The only function that can be assessed does not")
        assert result.headline("fr").startswith("La seule fonction qui puisse être évaluée")

    def test_small_functions_and_few_items_are_not_assessed(self) -> None:
        talk = company(np.random.default_rng(0), SHARES)
        assert set(relay(talk, glue=BRIDGES, min_group=6).table["verdict"]) == {"not_assessable"}
        few = relay(company(np.random.default_rng(0), SHARES, items=5), glue=BRIDGES)
        assert set(few.table["verdict"]) == {"not_assessable"}
        assert any("5 of 5 functions" in caveat for caveat in few.caveats)

    @pytest.mark.parametrize("many", [False, True])
    def test_the_first_sentence_is_short_and_without_figures(self, many: bool) -> None:
        shares = SHARES | {"Facilities": 0.7} if many else SHARES
        result = relay(company(np.random.default_rng(0), shares), glue=BRIDGES)
        for lang in ("en", "fr"):
            first = result.headline(lang).split(". ")[0]  # type: ignore[arg-type]
            assert len(first.split()) <= 20
            assert not any(letter.isdigit() for letter in first)

    def test_plot_and_html(self) -> None:
        result = relay(company(np.random.default_rng(0), SHARES), glue=BRIDGES)
        assert len(result.plot().get_yticklabels()) == 5
        assert "relay_share" in result.to_html()


class TestMeetings:
    def test_invitations_ask_nothing_and_accepting_answers_nothing(self) -> None:
        talk = read(
            [Message("a", "f:to"), Message("f", "a:to"), Message("a", "h:to", "u"), Message("h", "a:to", "u")]
        )
        channel = talk.messages["channel"].astype(str).where(talk.messages["thread"] != 0, "meeting")
        met = replace(talk, messages=talk.messages.assign(channel=channel))
        result = relay(met)
        gone = int((channel == "meeting").sum())
        assert result.table["items"].sum() == 1
        assert any(f"{gone} meetings are left out" in caveat for caveat in result.caveats)


class TestWhatIsMissing:
    def test_without_threads(self) -> None:
        messages = [Message("a", "f:to h:to", thread=f"{n}") for n in range(5)]
        with pytest.raises(NotEnoughDataError, match=r"no message in e-mail .*In-Reply-To"):
            relay(read(messages))

    def test_a_channel_without_threads_is_named(self) -> None:
        builder = BatchBuilder()
        builder.message("1", "a", [("f", "to"), ("h", "to")], sent_at=START)
        builder.message("2", "f", [("h", "to")], sent_at=LATE)
        tickets = BatchBuilder(channel="handoff")
        for number, (one, two) in enumerate([("a", "f"), ("f", "h")]):
            tickets.message(
                f"{number}", one, [(two, "assignee")], sent_at=START, kind="handoff", thread_id="c"
            )
        tickets.message("end", "f", [], sent_at=LATE, kind="handoff", thread_id="end")
        store = Store.in_memory()
        store.add([builder.take()], name="mail", loader="mail")
        store.add([tickets.take()], name="tickets", loader="eventlog")
        people = pd.DataFrame({"person_id": list(FUNCTIONS), "function": list(FUNCTIONS.values())})
        result = relay(build_conversations(*store.log(Roster.from_pandas(people))))
        assert outcome(result) == {"relayed": 1}
        assert any("Nothing is known of e-mail" in caveat for caveat in result.caveats)

    def test_messages_outside_threads_are_counted(self) -> None:
        builder = BatchBuilder()
        builder.message("1", "a", [("f", "to")], sent_at=START)
        builder.message("2", "f", [("h", "to")], sent_at=START + timedelta(hours=1), parent_id="1")
        builder.message("3", "f", [("p", "to")], sent_at=LATE)
        store = Store.in_memory()
        store.add([builder.take()], name="mail", loader="mail")
        people = pd.DataFrame({"person_id": list(FUNCTIONS), "function": list(FUNCTIONS.values())})
        result = relay(build_conversations(*store.log(Roster.from_pandas(people))))
        assert "1 message belongs to no thread; what becomes of it is not seen." in result.caveats

    def test_young_items_are_left_out(self) -> None:
        messages = [Message("a", "f:to"), Message("f", "h:to")]
        assert outcome(relay(read(messages), settle_days=89)) == {"relayed": 1}
        with pytest.raises(NotEnoughDataError, match="younger than 91 days"):
            relay(read(messages), settle_days=91)

    def test_two_functions(self) -> None:
        with pytest.raises(NotEnoughDataError, match="three functions, and 2 are known"):
            relay(read([Message("a", "f:to")], functions={"a": "Ask", "f": "Front"}))

    def test_odd_options(self) -> None:
        talk = read([Message("a", "f:to"), Message("f", "h:to")])
        with pytest.raises(UsageError, match="days must not be negative"):
            relay(talk, settle_days=-1)
        with pytest.raises(UsageError, match="no column 'brokerage'"):
            relay(talk, glue=pd.DataFrame({"function": ["HR"]}))


@pytest.mark.data
def test_incidents_of_a_support_organisation(data_dir: Path) -> None:
    """Published: 9,454 changes of team, 1,177 of 7,554 cases with A-B-A; every case and item accounted for."""
    path = data_dir / "volvo" / "bpi_challenge_2013_incidents.xes.gz"
    log, roster = sg.read(path, options=sg.ReadOptions(function_attribute="organization involved"))
    result = relay(build_conversations(log, roster))
    assert result.handoffs == 9454
    assert result.ping_pong_cases == 1177
    table = result.table.set_index("function")
    assert (table[list(OUTCOMES)].sum(axis=1) == table["items"]).all()
    assert table["ping_pong"].max() < 1177 < table["ping_pong"].sum()
    assert (table["relay_share"].dropna() < 0.3).all()


@pytest.mark.data
def test_mail_without_references_cannot_be_answered(data_dir: Path, tmp_path: Path) -> None:
    rows = pd.read_csv(
        data_dir / "enron" / "messages.tsv", sep="\t", header=None, quoting=3, dtype=str, nrows=3000
    )
    recipients = pd.read_csv(data_dir / "enron" / "recipients.tsv", sep="\t", header=None, dtype=str)
    joined = rows.set_axis(["message_id", "file", "sent_at", "subject", "sender"], axis=1).merge(
        recipients.set_axis(["message_id", "number", "recipient"], axis=1)
    )
    joined[["message_id", "sent_at", "sender", "recipient"]].to_csv(
        tmp_path / "interactions.csv", index=False
    )
    people = pd.read_csv(data_dir / "enron" / "employees.tsv", sep="\t", header=None, dtype=str)[[0, 2]]
    log, roster = sg.read(tmp_path / "interactions.csv", people.set_axis(["person_id", "function"], axis=1))
    with pytest.raises(NotEnoughDataError, match="In-Reply-To"):
        relay(build_conversations(log, roster))
