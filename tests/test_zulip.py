"""Zulip: topics as conversations, direct messages by their recipients, whom a text names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from tests.read_chats import Loaded, put
from tests.read_chats import load as load_as

START = 1704067200
STREAM, SECRET, TO_BOB, GROUP = 51, 52, 53, 54
ANN, BOB, CY, DAN, BELL = (f"zulip:{number}" for number in (11, 12, 13, 14, 99))


def load(*paths: Path) -> Loaded:
    return load_as("zulip", *paths)


def account(own: int, name: str, **more: object) -> dict[str, object]:
    return {"id": own, "full_name": name, "delivery_email": f"{name.lower()}@x.org", "email": f"user{own}@zulip.x",
            "is_bot": False, "is_active": True, "role": 400, "is_mirror_dummy": False, **more}  # fmt: skip


ACCOUNTS = [account(11, "Ann"), account(12, "Bob"), account(13, "Cy"), account(14, "Dan")]


def realm(accounts: Sequence[object] = ACCOUNTS, **more: object) -> str:
    return json.dumps({
        "zerver_client": [], "zerver_realm": [{"id": 1}], "zerver_userprofile": accounts,
        "zerver_userprofile_crossrealm": [{"id": 99, "email": "notification-bot@zulip.com"}],
        "zerver_userprofile_mirrordummy": [account(15, "Eve", is_mirror_dummy=True, delivery_email=None)],
        "zerver_stream": [{"id": 5, "name": "general", "invite_only": False},
                          {"id": 6, "name": "secret", "invite_only": True}],
        "zerver_recipient": [
            {"id": STREAM, "type": 2, "type_id": 5}, {"id": SECRET, "type": 2, "type_id": 6},
            {"id": TO_BOB, "type": 1, "type_id": 12}, {"id": GROUP, "type": 3, "type_id": 1},
        ],
        "zerver_subscription": [
            {"recipient": room, "user_profile": user, "active": True}
            for room, user in ((GROUP, 11), (GROUP, 12), (GROUP, 13), (STREAM, 14))
        ],
        **more,
    })  # fmt: skip


def said(own: int, sender: int, second: float, recipient: int = STREAM, **more: object) -> dict[str, object]:
    return {"id": own, "sender": sender, "recipient": recipient, "subject": "lunch", "content": "secret",
            "date_sent": START + second, **more}  # fmt: skip


def part(*messages: object, received: Sequence[tuple[int, int, int]] = ()) -> str:
    rows = [{"id": n, "message": message, "user_profile": user, "flags_mask": flags}
            for n, (message, user, flags) in enumerate(received)]  # fmt: skip
    return json.dumps({"zerver_message": messages, "zerver_usermessage": rows})


def export(
    folder: Path, *messages: object, received: Sequence[tuple[int, int, int]] = (), **more: Any
) -> Path:
    return put(
        folder, {"messages-000001.json": part(*messages, received=received), "realm.json": realm(**more)}
    )


def test_a_topic_is_a_conversation(tmp_path: Path) -> None:
    later = part(
        said(4, 13, 9, subject="Lunch"), said(5, 14, 9, subject="dinner"), said(6, 14, 10, subject="")
    )
    folder = export(tmp_path, said(3, 11, 5), said(2, 12, 3), said(1, 11, 1.5))
    log = load(put(folder, {"messages-000002.json": later}))
    assert log.to("zulip:1") == {}
    assert log.to("zulip:2") == {ANN: "member"}
    assert log.to("zulip:3") == {BOB: "member"}
    assert log.to("zulip:4") == {ANN: "member", BOB: "member"}
    assert log.to("zulip:5") == log.to("zulip:6") == {}
    kinds = [log.row(f"zulip:{n}")["kind"] for n in (1, 2, 3, 4, 5, 6)]
    assert kinds == ["post", "reply", "reply", "reply", "post", "post"]
    assert log.messages.groupby("thread_id").size().sort_values().tolist() == [1, 1, 4]
    assert log.row("zulip:1")["sent_at"] == pd.Timestamp("2024-01-01 00:00:01.5")
    assert "lunch" not in str(log).lower()


def test_direct_messages(tmp_path: Path) -> None:
    log = load(export(tmp_path, said(1, 11, 1, TO_BOB, subject=""), said(2, 11, 2, GROUP, subject="\x07"),
                      said(3, 12, 3, TO_BOB, subject=""), said(4, 11, 4, 77, subject="")))  # fmt: skip
    assert log.to("zulip:1") == {BOB: "to"}
    assert log.to("zulip:2") == {BOB: "member", CY: "member"}
    assert log.to("zulip:3") == {}  # notes to oneself
    assert log.to("zulip:4") == {}  # a recipient that the export does not describe
    assert [log.row(f"zulip:{n}")["space"] for n in (1, 2, 3)] == [None] * 3


def test_who_receives_a_message_of_a_channel_is_not_addressed(tmp_path: Path) -> None:
    received = [(1, 11, 1), (1, 12, 0), (1, 13, 17)]  # read, nothing, a wildcard
    assert load(export(tmp_path, said(1, 11, 1), received=received)).to("zulip:1") == {}


def test_names_in_texts_and_the_notes_of_the_export(tmp_path: Path) -> None:
    twins = [*ACCOUNTS, account(21, "Bob B"), account(22, "bob b")]
    rows = [
        said(1, 11, 1, content="@**Bob** @**cy** x@**Dan** @_**Dan** @*team* @**all**", subject="a"),
        said(2, 11, 2, content="@**Bob B|22** and @**Former Name|14**", subject="b"),
        said(3, 11, 3, content="@**Bob B**", subject="c"),
        said(4, 11, 4, content="@**Daniel**", subject="d"),
    ]
    received = [(3, 21, 9), (3, 22, 1), (4, 14, 8), (1, 14, 8)]
    log = load(export(tmp_path, *rows, accounts=twins, received=received))
    assert log.to("zulip:1") == {BOB: "mention", CY: "mention"}  # Dan's is that of the group
    assert log.to("zulip:2") == {"zulip:22": "mention", DAN: "mention"}
    assert log.to("zulip:3") == {"zulip:21": "mention"}
    assert log.to("zulip:4") == {DAN: "mention"}


def test_spaces_programs_reactions_and_guests(tmp_path: Path) -> None:
    accounts = [*ACCOUNTS[:2], account(13, "Cy", role=600), account(14, "Dan", is_bot=True)]
    reactions = [{"message": 1, "user_profile": user, "emoji_name": name}
                 for user, name in ((12, "tada"), (12, "heart"), (11, "tada"))]  # fmt: skip
    rows = [said(1, 11, 1), said(2, 13, 2, SECRET), said(3, 14, 3), said(4, 99, 4), said(5, 15, 5)]
    log = load(export(tmp_path, *rows, accounts=accounts, zerver_reaction=reactions[:1]))
    assert log.public == {"#general": True, f"zulip:{SECRET}": False}
    assert [log.row(f"zulip:{n}")["automated"] for n in (1, 3, 4)] == [False, True, True]
    reaction = log.row("zulip:1", "reaction")
    assert (reaction["sender"], reaction["recipients"], reaction["time_quality"]) == (
        BOB,
        {ANN: "reaction"},
        "fallback",
    )
    kinds = {alias: actor["actor_kind"] for alias, actor in log.actors.items()}
    assert kinds == {ANN: "person", BOB: "person", CY: None, DAN: "bot", BELL: "bot", "zulip:15": None}
    assert log.actors["zulip:15"]["email"] is None  # user15@zulip.x stands for an address that is not told


def test_reactions_beside_the_messages(tmp_path: Path) -> None:
    reactions = [{"message": 1, "user_profile": 12}]
    beside = json.dumps({"zerver_message": [said(1, 11, 1)], "zerver_reaction": reactions})
    log = load(put(tmp_path, {"messages-000001.json": beside, "realm.json": realm()}))
    assert log.row("zulip:1", "reaction")["sender"] == BOB


def test_what_cannot_be_used(tmp_path: Path) -> None:
    rows = [said(1, 11, 1, date_sent="soon"), {**said(2, 11, 2), "sender": None}, {**said(3, 11, 3), "recipient": None},
            {**said(4, 11, 4), "date_sent": None, "pub_date": START}]  # fmt: skip
    folder = export(tmp_path, *rows)
    log = load(put(folder, {"messages-000002.json": part(said(5, 11, 5))[:-40]}))
    assert [reason for _, reason in log.rejected] == [
        "no usable time (date_sent)", "no author", "no recipient", "damaged JSON"
    ]  # fmt: skip
    assert log.row("zulip:4")["sent_at"] == pd.Timestamp("2024-01-01")


def test_files_that_were_uploaded_are_no_messages(tmp_path: Path) -> None:
    folder = export(tmp_path, said(1, 11, 1))
    put(folder, {"uploads/1/messages-000001.json": part(said(9, 11, 9)), "uploads/records.json": "[]"})
    assert load(folder).report.messages == 1


def test_people_by_address_and_two_exports(tmp_path: Path) -> None:
    one = export(tmp_path / "one", said(1, 11, 1, content="@**Bob**"))
    other = export(tmp_path / "other", said(1, 11, 1, content="@**Bob**"), said(2, 12, 2))
    log = load(one, other)
    assert [(report.messages, report.duplicates) for report in log.reports] == [(1, 0), (1, 1)]
    people = pd.DataFrame(
        {"person_id": ["7", "11"], "function": ["IT", "HR"], "email": ["ann@x.org", "eve@x.org"]}
    )
    assert sg.read(one, people)[0].to_pandas()[["sender", "recipient"]].to_numpy().tolist() == [
        ["7", "bob@x.org"]
    ]
    assert "secret" not in str(log)


users = st.sampled_from([11, 12, 13, 14])
messages = st.lists(
    st.tuples(users, st.integers(0, 10**8), st.sampled_from([STREAM, SECRET, TO_BOB, GROUP]),
              st.sampled_from(["a", "b"]), st.sets(users), st.sets(users)), min_size=1, max_size=8
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=messages, data=st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, messages: list[Any], data: st.DataObject
) -> None:
    names = {11: "Ann", 12: "Bob", 13: "Cy", 14: "Dan"}
    rows, reactions = [], []
    for own, (sender, second, recipient, topic, mentions, reactors) in enumerate(messages, start=1):
        subject = topic if recipient in {STREAM, SECRET} else ""
        content = " ".join(f"@**{names[user]}**" for user in sorted(mentions))
        rows.append(said(own, sender, second + own / 16, recipient, subject=subject, content=content))
        reactions += [{"message": own, "user_profile": user} for user in sorted(reactors)]
    shown = data.draw(st.permutations(rows + data.draw(st.lists(st.sampled_from(rows), max_size=3))))
    cut = data.draw(st.integers(0, len(shown)))
    folder = export(tmp_path_factory.mktemp("log"), *shown[:cut], zerver_reaction=reactions)
    log = load(put(folder, {"messages-000002.json": part(*shown[cut:])}))
    for own, (sender, second, recipient, topic, mentions, reactors) in enumerate(messages, start=1):
        row = log.row(f"zulip:{own}")
        assert row["sender"] == f"zulip:{sender}"
        assert row["sent_at"].replace(tzinfo=UTC) == datetime.fromtimestamp(START + second + own / 16, UTC)
        mentioned = {f"zulip:{user}" for user in mentions - {sender}}
        earlier = {
            f"zulip:{other}"
            for number, (other, at, room, subject, _, _) in enumerate(messages, start=1)
            if (room, subject) == (recipient, topic)
            and at + number / 16 < second + own / 16
            and other != sender
        }
        rest = (
            {TO_BOB: {BOB}, GROUP: {ANN, BOB, CY}}.get(recipient, earlier) - {f"zulip:{sender}"} - mentioned
        )
        role = "to" if recipient == TO_BOB else "member"
        assert row["recipients"] == dict.fromkeys(mentioned, "mention") | dict.fromkeys(rest, role)
        reacted = log.messages[
            (log.messages.message_id == f"zulip:{own}") & (log.messages.kind == "reaction")
        ]
        assert set(reacted.sender) == {f"zulip:{user}" for user in reactors - {sender}}
    assert (log.report.messages, log.report.rejected) == (len(messages), 0)
