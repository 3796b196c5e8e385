"""Discord: channels, threads and direct messages as DiscordChatExporter writes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from tests.read_chats import Loaded, put
from tests.read_chats import load as load_as

NAMES = {301: "ann", 302: "bob", 303: "cy", 304: "dan"}
ANN, BOB, CY, DAN = (f"discord:{user}" for user in NAMES)


def load(*paths: Path) -> Loaded:
    return load_as("discord", *paths)


def who(user: int, **more: object) -> dict[str, object]:
    return {"id": str(user), "name": NAMES.get(user, "x"), "discriminator": "0000", "nickname": NAMES.get(user, "x"),
            "color": None, "isBot": False, "roles": [], "avatarUrl": "https://secret", **more}  # fmt: skip


def said(own: int, user: int, answers: int | None = None, **more: object) -> dict[str, Any]:
    reply = (
        {}
        if answers is None
        else {"type": "Reply", "reference": {"messageId": str(answers), "channelId": "5"}}
    )
    return {"id": str(own), "type": "Default", "timestamp": f"2024-01-01T10:{own % 60:02}:00+00:00",
            "timestampEdited": None, "isPinned": False, "content": "secret for @Bob", "author": who(user),
            "attachments": [], "embeds": [], "reactions": [], "mentions": [], **reply, **more}  # fmt: skip


def channel(*messages: object, own: str = "5", sort: str = "GuildTextChat") -> str:
    told = {"guild": {"id": "1", "name": "x", "iconUrl": "y"},
            "channel": {"id": own, "type": sort, "categoryId": "2", "category": "c", "name": "secret", "topic": None},
            "dateRange": {"after": None, "before": None}, "exportedAt": "2024-05-01T00:00:00+00:00",
            "messages": messages, "messageCount": len(messages)}  # fmt: skip
    return json.dumps(told, indent=2)


def test_answers_to_answers_are_one_thread(tmp_path: Path) -> None:
    log = load(
        put(tmp_path, {"a.json": channel(said(1, 301), said(2, 302, 1), said(3, 303, 2), said(4, 304, 99))})
    )
    assert log.to("discord:1") == log.to("discord:4") == {}
    assert log.to("discord:2") == {ANN: "reply"}
    assert log.to("discord:3") == {BOB: "reply", ANN: "member"}
    row = log.row("discord:3")
    assert (row["kind"], row["thread_id"], row["parent_id"]) == ("reply", "discord:1", "discord:2")
    assert log.public == {"discord:5": False}  # who may read a channel, the export does not say


def test_a_thread_belongs_to_the_message_that_opened_it(tmp_path: Path) -> None:
    files = {
        "general.json": channel(said(1, 301)),
        "thread.json": channel(said(8, 302), said(9, 303, 8), own="1", sort="GuildPublicThread"),
        "forum.json": channel(said(20, 304), said(21, 301), own="20", sort="GuildPublicThread"),
    }
    log = load(put(tmp_path, files))
    assert log.to("discord:8") == {ANN: "reply"}
    assert log.to("discord:9") == {BOB: "reply"}
    assert {log.row(f"discord:{own}")["thread_id"] for own in (1, 8, 9)} == {"discord:1"}
    assert (log.to("discord:20"), log.to("discord:21")) == ({}, {DAN: "reply"})


def test_direct_messages_and_groups(tmp_path: Path) -> None:
    files = {
        "a.json": channel(said(1, 301), said(2, 302), own="6", sort="DirectTextChat"),
        "b [part 2].json": channel(said(3, 301), own="7", sort="DirectGroupTextChat"),
        "b.json": channel(said(4, 302), said(5, 303), own="7", sort="DirectGroupTextChat"),
    }
    log = load(put(tmp_path, files))
    assert [log.to(f"discord:{own}") for own in (1, 2, 3)] == [
        {BOB: "to"}, {ANN: "to"}, {BOB: "member", CY: "member"}
    ]  # fmt: skip
    assert set(log.messages.space) == {None}


def test_mentions_reactions_and_programs(tmp_path: Path) -> None:
    reactions = [{"emoji": {"name": name}, "count": 9, "users": [who(user) for user in users]}
                 for name, users in (("a", (302, 301)), ("b", (302, 303)))]  # fmt: skip
    posts = [
        said(1, 301, mentions=[who(302), who(302), who(301)], reactions=reactions),
        said(2, 310, author=who(310, isBot=True)),
    ]
    log = load(put(tmp_path, {"a.json": channel(*posts)}))
    assert log.to("discord:1") == {BOB: "mention"}
    reacted = log.messages[log.messages.kind == "reaction"]
    assert sorted(reacted.sender) == [BOB, CY]
    assert set(reacted.time_quality) == {"fallback"}
    assert log.row("discord:2")["automated"]
    assert log.actors["discord:310"]["actor_kind"] == "bot"


def test_what_is_no_message(tmp_path: Path) -> None:
    posts = [
        said(1, 301, type="ThreadCreated"),
        said(2, 302, type="GuildMemberJoin"),
        said(3, 301, timestamp="01/02/2024"),
        said(4, 301, author={}),
        {"id": "5", "type": "Default", "timestamp": "2024-01-01T00:00:00Z"},
        said(6, 301, forwardedMessage={"content": "secret"}, reference={"type": "Forward", "messageId": "1"}),
        "text",
    ]
    log = load(put(tmp_path, {"a.json": channel(*posts)}))
    assert (log.report.messages, log.report.system) == (1, 2)
    assert log.row("discord:6")["parent_id"] is None  # forwarded, not answered
    assert [reason for _, reason in log.rejected] == [
        "no usable time (timestamp)", "no author", "no author", "no id"
    ]  # fmt: skip
    assert "secret" not in str(log)


def test_a_file_that_was_cut_off_and_files_attached(tmp_path: Path) -> None:
    whole = channel(said(1, 301), said(2, 302, 1))
    folder = put(tmp_path, {"a.json": whole[: whole.index('"id": "2"')], "a.json_Files/b.json": "{}"})
    log = load(folder)
    assert log.report.messages == 1
    assert log.rejected == [
        ("(file 1 by name):record 2", "damaged JSON")
    ]  # a file is named as its channel is


def test_parts_that_overlap_and_people_by_id(tmp_path: Path) -> None:
    one = put(tmp_path / "one", {"a.json": channel(said(1, 301), said(2, 302, 1))})
    other = put(tmp_path / "other", {"a.json": channel(said(2, 302, 1), said(3, 303))})
    log = load(one, other)
    assert [(report.messages, report.duplicates) for report in log.reports] == [(2, 0), (1, 1)]
    people = pd.DataFrame(
        {"person_id": ["7", "301"], "function": ["IT", "HR"], "aliases": ["discord:301", None]}
    )
    table = sg.read(one, people)[0].to_pandas().dropna(subset="recipient")
    assert table[["sender", "recipient"]].to_numpy().tolist() == [["discord:302", "7"]]


users = st.sampled_from(list(NAMES))
messages = st.lists(
    st.tuples(users, st.datetimes(datetime(2016, 1, 1), datetime(2025, 12, 31)), st.none() | st.integers(0, 7),
              st.sampled_from(["5", "6"]), st.sets(users), st.sets(users), st.integers(-12, 14)),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=messages, data=st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, messages: list[Any], data: st.DataObject
) -> None:
    rooms: dict[str, list[dict[str, Any]]] = {"5": [], "6": []}
    expected = {}
    for number, (user, at, answers, room, mentions, reactors, hours) in enumerate(messages):
        at = at.replace(microsecond=1000 * number, tzinfo=UTC)
        parent = answers if answers is not None and answers < number else None
        told = said(
            number, user, parent, timestamp=at.astimezone(timezone(timedelta(hours=hours))).isoformat(),
            mentions=[who(one) for one in sorted(mentions)],
            reactions=[{"emoji": {"name": "a"}, "users": [who(one)]} for one in sorted(reactors)],
        )  # fmt: skip
        rooms[room].append(told)
        expected[number] = (user, at, parent, mentions - {user}, reactors - {user})
    files = {}
    for room, sort in (("5", "GuildTextChat"), ("6", "DirectGroupTextChat")):
        shown = data.draw(st.permutations(rooms[room])) + rooms[room][:1]
        files[f"{room}.json"] = channel(*shown, own=room, sort=sort)
    log = load(put(tmp_path_factory.mktemp("log"), files))
    for number, (user, at, parent, mentions, reactors) in expected.items():
        row = log.row(f"discord:{number}")
        assert (row["sender"], row["sent_at"].replace(tzinfo=UTC)) == (f"discord:{user}", at)
        assert row["parent_id"] == (None if parent is None else f"discord:{parent}")
        roles = row["recipients"]
        assert {one for one, role in roles.items() if role == "mention"} == {
            f"discord:{one}" for one in mentions
        }
        answered = set() if parent is None else {messages[parent][0]} - {user} - mentions
        assert {one for one, role in roles.items() if role == "reply"} == {
            f"discord:{one}" for one in answered
        }
        reacted = log.messages[
            (log.messages.message_id == f"discord:{number}") & (log.messages.kind == "reaction")
        ]
        assert set(reacted.sender) == {f"discord:{one}" for one in reactors}
    assert (log.report.messages, log.report.rejected) == (len(messages), 0)
