"""Introductions: by hand, against a slow count over pairs of people, and what leaves of them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.analyses.glue import introductions as module
from silograph.analyses.glue.introductions import COLUMNS, TOGETHER, introductions
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.release.gate import release
from silograph.simulation import CompanySpec, simulate

FUNCTIONS = {"a": "A", "b": "B", "f": "F", "g": "F", "h": "H", "i": "A", "z": "B"}
START = datetime(2024, 1, 1, tzinfo=UTC)


class Message(NamedTuple):
    """One message: its hour is its place in the list; without a thread, alone."""

    sender: str
    recipients: str  # like "a:to b:cc"
    thread: str | None = None
    channel: str = "email"
    automated: bool = False


def read(messages: list[Message], functions: dict[str, str] | None = None) -> Conversations:
    functions = functions or FUNCTIONS
    store, builder = Store.in_memory(), BatchBuilder()
    for number, message in enumerate(messages):
        builder.message(
            f"m{number}",
            message.sender,
            [(who, role) for who, role in (one.split(":") for one in message.recipients.split())],
            sent_at=START + timedelta(hours=number),
            thread_id=message.thread,
            automated=message.automated,
        )
    store.add([builder.take()], name="test", loader="mail")
    frame = pd.DataFrame({"person_id": list(functions), "function": list(functions.values())})
    found = build_conversations(*store.log(Roster.from_pandas(frame)))
    hour = (found.messages["sent_at"] - pd.Timestamp(START)) // pd.Timedelta(hours=1)
    channel = [messages[number].channel for number in hour]
    return replace(found, messages=found.messages.assign(channel=channel))


# --- by hand ---------------------------------------------------------------------------------------------------

BROUGHT = Message("f", "a:to b:to", "t")
OTHERS = [Message("h", "i:to", "u"), Message("i", "h:to", "u")]  # a thread, so that there are threads


@pytest.mark.parametrize(
    ("messages", "introduced", "two_paths"),
    [
        ([BROUGHT, Message("a", "b:to")], 1, 1),
        ([BROUGHT, Message("b", "a:cc h:to")], 1, 1),
        ([BROUGHT, Message("a", "b:to", "t")], 1, 1),  # in the same thread, but without f
        ([BROUGHT], 0, 1),  # they never write to each other
        ([BROUGHT, Message("a", "b:to f:cc", "t")], 0, 1),
        ([BROUGHT, Message("a", "b:to g:cc", "t")], 0, 1),  # f's colleague is there
        ([Message("a", "b:to"), BROUGHT, Message("a", "b:to")], 0, 0),  # they were in touch
        ([BROUGHT, Message("a", "b:bcc")], 0, 1),
        ([BROUGHT, Message("a", "b:to", automated=True)], 0, 1),
        # f answers a and adds b to the thread
        ([Message("a", "f:to", "t"), Message("f", "a:to b:cc", "t"), Message("b", "a:to")], 1, 1),
        ([Message("a", "f:to", "t"), Message("f", "b:to", "t"), Message("b", "a:to")], 1, 1),
        # a turns to b itself
        (
            [
                Message("a", "f:to", "t"),
                Message("a", "b:to", "t"),
                Message("f", "b:to"),
                Message("b", "a:to"),
            ],
            0,
            0,
        ),
        # and a turns to b where f can't but see it
        (
            [
                Message("a", "f:to"),
                Message("f", "b:to"),
                Message("a", "f:to b:to", "t"),
                Message("b", "a:to"),
            ],
            0,
            1,
        ),
        # both know f, from different threads: a two-path that nobody closes, or that they close by themselves
        ([Message("a", "f:to"), Message("f", "b:to")], 0, 1),
        ([Message("a", "f:to"), Message("f", "b:to"), Message("a", "b:to"), Message("b", "a:to")], 0, 1),
        # h brings them together, though both know f; h is another two-path
        (
            [
                Message("a", "f:to"),
                Message("f", "b:to"),
                Message("h", "a:to b:to", "s"),
                Message("a", "b:to"),
            ],
            0,
            1,
        ),
        # both of one function, or one of f's: no function to be linked
        ([Message("f", "a:to i:to", "t"), Message("a", "i:to")], 0, 0),
        ([Message("f", "a:to g:to", "t"), Message("a", "g:to")], 0, 0),
        # they meet later; a meeting itself introduces nobody
        ([BROUGHT, Message("a", "b:to", channel="meeting")], 1, 1),
        ([BROUGHT, Message("h", "a:to b:to", channel="meeting")], 1, 1),
        ([Message("f", "a:to b:to", channel="meeting"), Message("a", "b:to")], 0, 0),
        ([BROUGHT, Message("f", "a:to b:to", channel="meeting")], 0, 1),
    ],
)
def test_by_hand(messages: list[Message], introduced: int, two_paths: int) -> None:
    found = introductions(read([*OTHERS, *messages])).loc["F"]
    assert (found["introduced"], found["two_paths"]) == (introduced, two_paths)


def test_a_round_mail_introduces_nobody() -> None:
    functions = FUNCTIONS | {f"p{i}": "A" for i in range(TOGETHER)}
    many = " ".join(f"p{i}:to" for i in range(TOGETHER - 2))
    after = Message("a", "b:to")
    within = introductions(read([*OTHERS, Message("f", f"a:to b:to {many}", "t"), after], functions))
    beyond = introductions(read([*OTHERS, Message("f", f"a:to b:to p9:to {many}", "t"), after], functions))
    assert within.loc["F", "introduced"] == 1
    assert beyond.loc["F", "introduced"] == 0


def test_without_threads_nothing_is_said() -> None:
    found = introductions(read([BROUGHT, Message("a", "b:to")]))
    assert found[[*COLUMNS]].isna().all(axis=None)


def test_shares_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """F introduces a and b; g brings b and h together, who leave it at that; h introduces a and z.

    Others who could have been: f to h and f to z (by a), f to h, a to g and a to h (by b), and by h: i to g, b and z,
    g to a and z.
    """
    messages = [*OTHERS, BROUGHT, Message("a", "b:to"), Message("g", "h:to b:to", "v")]
    conversations = read([*messages, Message("h", "a:to z:to", "w"), Message("a", "z:to", "x")])
    few = introductions(conversations)
    assert few[["introductions", "introductions_expected"]].isna().all(axis=None)
    monkeypatch.setattr(module, "FEWEST_PAIRS", 1)
    found = introductions(conversations)
    assert found["brought_together"].to_dict() == {"A": 0, "B": 0, "F": 2, "H": 1}
    assert found["introduced"].to_dict() == {"A": 0, "B": 0, "F": 1, "H": 1}
    assert found["two_paths"].to_dict() == {"A": 2, "B": 3, "F": 2, "H": 6}
    assert found["introductions"].tolist() == pytest.approx([np.nan, np.nan, 1 / 2, 1 / 6], nan_ok=True)
    # all whom the others brought together went on; half of those whom F did
    expected = [np.nan, np.nan, (2 * 1 / 1) / 2, (1 * 1 / 2) / 6]
    assert found["introductions_expected"].tolist() == pytest.approx(expected, nan_ok=True)
    assert found.loc["F", "introductions_low"] < 0.5 < found.loc["F", "introductions_high"]
    assert found["introducing"].tolist() == [0, 0, 1, 1]


# --- against a slow count ----------------------------------------------------------------------------------------


Heard = dict[int, list[tuple[int, str]]]


def slowly(conversations: Conversations) -> dict[str, tuple[int, int, int]]:
    """Brought together, introduced and two-paths of each function, pair by pair and message by message."""
    sent = conversations.messages
    function, to = _functions_and_recipients(conversations)
    first = _first_slowly(conversations, to)
    found = {name: [0, 0, 0] for name in conversations.functions}
    for a, b in itertools.combinations(sorted(function), 2):
        together, by = first.get(frozenset((a, b)), (10**9, None))
        for i in function:
            ways = [first[frozenset((i, one))][0] for one in (a, b) if frozenset((i, one)) in first]
            if i in (a, b) or len(ways) < 2 or len({function[a], function[b], function[i]}) < 3:
                continue
            counts = found[conversations.functions[function[i]]]
            counts[2] += together > max(ways) or (together == max(ways) and by == i)
            if by == i:
                counts[0] += 1
                later = range(together + 1, len(sent))
                counts[1] += any(_later(conversations, to, m, {a, b}, function[i]) for m in later)
    return {name: (counts[0], counts[1], counts[2]) for name, counts in found.items()}


def _functions_and_recipients(conversations: Conversations) -> tuple[dict[int, int], Heard]:
    function: dict[int, int] = {}
    to: Heard = defaultdict(list)
    for row in conversations.messages.itertuples():
        function[row.sender] = row.function
    for row in conversations.interactions.itertuples():
        function[row.recipient] = row.function
        to[row.message].append((row.recipient, str(row.role)))
    return function, to


def _first_slowly(conversations: Conversations, to: Heard) -> dict[frozenset[int], tuple[int, int | None]]:
    """Since which message two are in touch, and who brought them together."""
    sent = conversations.messages
    threads: dict[object, list[int]] = defaultdict(list)
    for row in sent.itertuples():
        if not row.automated and row.audience <= TOGETHER:
            alone = row.thread == -1 or row.channel == "meeting"
            threads[("alone", row.Index) if alone else row.thread].append(row.Index)
    first: dict[frozenset[int], tuple[int, int | None]] = {}
    for messages in threads.values():
        since: dict[int, int] = {}
        for m in messages:
            sender, meeting = int(sent["sender"][m]), sent["channel"][m] == "meeting"
            for who, brought in [(sender, None)] + [(one, sender) for one, role in to[m] if role != "bcc"]:
                if who in since or len(since) > TOGETHER:
                    continue
                for other in since:
                    pair = frozenset((who, other))
                    if pair not in first or m < first[pair][0]:
                        first[pair] = (m, None if meeting or brought in pair else brought)
                since[who] = m
    return first


def _later(conversations: Conversations, to: Heard, m: int, pair: set[int], without: int) -> bool:
    row = conversations.messages.iloc[m]
    here = conversations.interactions[conversations.interactions["message"] == m]
    if row["automated"] or row["audience"] > TOGETHER or without in {row["function"], *here["function"]}:
        return False
    heard = {who for who, role in to[m] if role != "bcc"}
    wrote = row["sender"] in pair and bool((pair - {row["sender"]}) & heard)
    return bool(wrote or (row["channel"] == "meeting" and pair <= heard))


PEOPLE = "abfghiz"
MESSAGES = st.lists(
    st.builds(
        lambda sender, recipients, thread, channel: Message(
            sender,
            " ".join(f"{who}:{role}" for who, role in recipients.items() if who != sender),
            None if channel == "meeting" else thread,
            channel,
        ),
        st.sampled_from(PEOPLE),
        st.dictionaries(
            st.sampled_from(PEOPLE), st.sampled_from(["to", "cc", "to", "bcc"]), min_size=1, max_size=4
        ),
        st.sampled_from([None, "t", "u", "v", "w"]),
        st.sampled_from(["email", "email", "email", "meeting"]),
    ),
    min_size=1,
    max_size=25,
)


@given(MESSAGES)
def test_equals_a_slow_count(messages: list[Message]) -> None:
    conversations = read([*OTHERS, *messages])
    found, slow = introductions(conversations), slowly(conversations)
    counts = found[["brought_together", "introduced", "two_paths"]].astype(int)
    assert {
        str(name): tuple(row) for name, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    } == slow
    assert (found["introduced"] <= found["brought_together"]).all()
    assert (found["brought_together"] <= found["two_paths"]).all()
    assert ((found["introducing"] > 0) == (found["brought_together"] > 0)).all()


# --- chance, and what is planted ---------------------------------------------------------------------------------


def company(seed: int) -> Conversations:
    spec = CompanySpec(people=120, messages=6000, functions=6, seed=seed)
    return build_conversations(*simulate(spec.null()).log())


def introducing(conversations: Conversations, name: str, *, share: float) -> Conversations:
    """A share of those whom a function brought together and who left it at that write to each other in the end."""
    talk = module._Talk.of(conversations)
    first = module._first_contacts(talk)
    brought = first.brought(talk.function)
    silent = brought & ~first.followed(talk, brought)
    own = np.flatnonzero(silent & (talk.function[first.broker] == conversations.functions.index(name)))
    chosen = own[np.random.default_rng(0).random(len(own)) < share]
    sent, reached = conversations.messages, conversations.interactions
    low, high = first.low[chosen], first.high[chosen]
    number = len(sent) + np.arange(len(chosen))
    more = sent[sent["sent_at"].notna()].iloc[[-1] * len(chosen)].set_index(number)
    more = more.assign(
        sender=low, function=talk.function[low], audience=1, automated=False, kind="mail", thread=-1
    )
    told = pd.DataFrame({"message": number, "recipient": high, "function": talk.function[high], "role": "to"})
    timed = pd.Timestamp("2100-01-01", tz="UTC")
    return replace(
        conversations,
        messages=pd.concat([sent, more.assign(channel="email", sent_at=timed)]),
        interactions=pd.concat([reached, told], ignore_index=True),
    )


def test_chance_is_told_from_introducing() -> None:
    """Where nobody introduces, the share by chance lies in the interval; of one who does, below it, and of no other."""
    inside, found = [], []
    for seed in range(6):
        conversations = company(seed)
        table = introductions(conversations)
        low, high = table["introductions_low"], table["introductions_high"]
        inside += (
            (low <= table["introductions_expected"]) & (table["introductions_expected"] <= high)
        ).tolist()
        name = conversations.functions[seed % 6]
        planted = introductions(introducing(conversations, name, share=0.6))
        above = planted.index[planted["introductions_low"] > planted["introductions_expected"]]
        found.append((name in above, len(above)))
    assert np.mean(inside) >= 0.9
    assert sum(one for one, _ in found) >= 5
    assert sum(number for _, number in found) <= 8


# --- in the answer, and what leaves it ---------------------------------------------------------------------------


def test_it_is_in_the_table_of_a_run_and_leaves_where_many_are_behind_it() -> None:
    log, roster = simulate(CompanySpec(people=240, messages=16_000, functions=4, seed=3)).log()
    run = sg.analyze(log, roster, settings=sg.Settings(only=("glue",), replicates=5))
    table = run.results["glue"].table.set_index("function")
    direct = introductions(build_conversations(log, roster))
    pd.testing.assert_frame_equal(table[[*COLUMNS]].sort_index(), direct[[*COLUMNS]], check_names=False)
    behind = table["introducing"]
    shown = release(run).results["glue"].table.set_index("function")
    assert "introducing" not in shown
    few = behind[(behind > 0) & (behind < 5)].index
    for column in COLUMNS:
        assert shown.loc[few.intersection(shown.index), column].isna().all()
    many = behind[behind >= 5].index
    assert len(many) > 1
    assert shown.loc[many, "introduced"].tolist() == table.loc[many, "introduced"].tolist()
    told, exact = (frame.loc[many, "introductions"].tolist() for frame in (shown, table))
    assert told == pytest.approx(exact, rel=0.2)
    # it tells what the others do, few of whom are behind some
    assert shown["introductions_expected"].isna().all()
    without = sg.glue(run.network, replicates=5, simulations=0).table
    assert without[[*COLUMNS]].isna().all(axis=None)
