"""Rocket.Chat: collections and pages, threads, direct messages by their id, visitors, what is no message."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from tests.read_chats import Loaded, milliseconds, put
from tests.read_chats import load as load_as

ANN, BOB, CY = "annannannannannan", "bobbobbobbobbobbo", "cycycycycycycycyc"


def load(*paths: Path) -> Loaded:
    return load_as("rocketchat", *paths)


def name_of(user: str) -> str:
    return {ANN: "ann", BOB: "bob", CY: "cy"}.get(user, user)


def said(own: str, user: str, minute: int, room: str = "r1", **more: object) -> dict[str, object]:
    return {"_id": own, "rid": room, "msg": "a secret for @cy", "ts": f"2024-01-01T10:{minute:02}:00.000Z",
            "u": {"_id": user, "username": name_of(user), "name": name_of(user).title()}, "mentions": [],
            "channels": [], "_updatedAt": "2024-05-01T00:00:00.000Z", **more}  # fmt: skip


def user(own: str, **more: object) -> dict[str, object]:
    return {"_id": own, "username": name_of(own), "name": name_of(own).title(), "type": "user", "roles": ["user"],
            "emails": [{"address": f"{name_of(own)}@x.org", "verified": True}],
            "services": {"password": {"bcrypt": "secret"}}, **more}  # fmt: skip


USERS = [user(ANN), user(BOB), user(CY)]
ROOMS = [
    {"_id": "r1", "t": "c", "name": "general", "usersCount": 3},
    {"_id": "r2", "t": "p", "name": "hush", "usersCount": 2},
    {"_id": "d1", "t": "d", "usernames": ["ann", "bob", "cy"], "uids": [ANN, BOB, CY], "usersCount": 3},
    {"_id": "v1", "t": "l", "usersCount": 2},
]


def lines(*records: object) -> str:
    return "\n".join(map(json.dumps, records)) + "\n"


def export(folder: Path, *messages: object, **more: str) -> Path:
    files = {"rocketchat_message.json": lines(*messages), "users.json": lines(*USERS),
             "rocketchat_room.json": lines(*ROOMS)}  # fmt: skip
    return put(folder, {**files, **more})


def rc(*ids: str) -> list[str]:
    return [f"rocketchat:{own}" for own in ids]


ann, bob, cy = rc(ANN, BOB, CY)


def test_threads_newest_first(tmp_path: Path) -> None:
    log = load(export(tmp_path, said("m3", CY, 9, tmid="m1"), said("m2", BOB, 5, tmid="m1", tshow=True),
                      said("m1", ANN, 1, tcount=2, replies=[BOB, CY]), said("m4", CY, 9, tmid="gone")))  # fmt: skip
    assert log.to("rocketchat:m1") == log.to("rocketchat:m4") == {}
    assert log.to("rocketchat:m2") == {ann: "reply"}
    assert log.to("rocketchat:m3") == {ann: "reply", bob: "member"}
    row = log.row("rocketchat:m3")
    assert (row["kind"], row["thread_id"], row["parent_id"]) == ("reply", *["rocketchat:m1"] * 2)
    assert row["sent_at"] == pd.Timestamp("2024-01-01 10:09")


@pytest.mark.parametrize("at", ["2024-01-01T10:00:00.000Z", {"$date": "2024-01-01T10:00:00Z"}, {"$date": 1704103200000},
                                {"$date": {"$numberLong": "1704103200000"}}])  # fmt: skip
def test_dates_as_the_tools_write_them(tmp_path: Path, at: object) -> None:
    log = load(export(tmp_path, said("m1", ANN, 1, ts=at)))
    assert log.row("rocketchat:m1")["sent_at"] == pd.Timestamp("2024-01-01 10:00")


@pytest.mark.parametrize("form", ["lines", "array", "page"])
def test_lines_arrays_and_pages(tmp_path: Path, form: str) -> None:
    told = [said("m1", ANN, 1), said("m2", BOB, 2, tmid="m1")]
    files = {
        "lines": lines(*told),
        "array": json.dumps(told, indent=1),
        "page": json.dumps({"messages": told, "count": 2, "offset": 0, "total": 2, "success": True}),
    }
    log = load(put(tmp_path, {"a.json": files[form]}))
    assert log.to("rocketchat:m2") == {ann: "reply"}
    assert (log.report.messages, log.report.rejected) == (2, 0)


def test_direct_messages(tmp_path: Path) -> None:
    pair, own = ANN + BOB, ANN + ANN
    log = load(export(tmp_path, said("m1", ANN, 1, pair), said("m2", BOB, 2, pair), said("m3", ANN, 3, "d1"),
                      said("m4", ANN, 4, own)))  # fmt: skip
    assert [log.to(one) for one in rc("m1", "m2", "m3", "m4")] == [
        {bob: "to"}, {ann: "to"}, {bob: "member", cy: "member"}, {}
    ]  # fmt: skip
    assert set(log.messages.space) == {None}


def test_a_direct_message_without_its_list(tmp_path: Path) -> None:
    rooms = lines({"_id": "x", "t": "d", "usersCount": 2})
    told = [
        {"_id": f"s{n}", "rid": "x", "u": {"_id": one, "username": name_of(one)}}
        for n, one in enumerate((ANN, CY))
    ]
    log = load(export(tmp_path, said("m1", ANN, 1, "x"),
                      **{"rocketchat_room.json": rooms, "rocketchat_subscription.json": lines(*told)}))  # fmt: skip
    assert log.to("rocketchat:m1") == {cy: "to"}
    assert log.report.other == 6


def test_mentions_and_reactions(tmp_path: Path) -> None:
    mentions = [
        {"_id": BOB, "username": "bob", "type": "user"},
        {"_id": "team1", "name": "sales", "type": "team"},
        {"_id": "all", "username": "all"},
        {"_id": BOB, "username": "bob"},
    ]
    reactions = {
        ":+1:": {"usernames": ["bob", "ann"]},
        ":tada:": {"usernames": ["bob", "left"], "names": ["Bob", "L"]},
    }
    log = load(export(tmp_path, said("m1", ANN, 1, mentions=mentions, reactions=reactions)))
    assert log.to("rocketchat:m1") == {bob: "mention"}
    reacted = log.messages[log.messages.kind == "reaction"]
    assert set(reacted.sender) == {bob, "rocketchat:left"}
    assert set(reacted.time_quality) == {"fallback"}


def test_what_is_no_message(tmp_path: Path) -> None:
    rows = [
        said("m1", ANN, 1, t="uj"),
        said("m2", ANN, 2, t="rm", editedAt="2024-01-02T00:00:00Z"),
        said("m3", BOB, 3, tmid="m2"),
        said("m4x", ANN, 4, _hidden=True, parent="m4"),
        said("m4", ANN, 4, editedAt="2024-01-02T00:00:00Z", editedBy={"_id": BOB}),
        said("m5", ANN, 5, t="e2e"),
        said("m6", ANN, 6, t="discussion-created", drid="r9"),
        said("m7", ANN, 7, ts="soon"),
        {**said("m8", ANN, 8), "u": {}},
        {"name": "secret"},
    ]
    log = load(export(tmp_path, *rows))
    assert log.to("rocketchat:m3") == {ann: "reply"}  # the deleted one still says whom it answers
    assert (log.report.messages, log.report.system, log.report.other) == (3, 4, 7)
    assert [reason for _, reason in log.rejected] == [
        "no usable time (ts)", "no author", "not a record of Rocket.Chat"
    ]  # fmt: skip


def test_a_quoted_message_is_answered(tmp_path: Path) -> None:
    link = "https://chat.x.org/channel/general?msg=m1"
    quoting = [{"text": "secret", "author_name": "ann", "message_link": link}]
    log = load(export(tmp_path, said("m1", ANN, 1), said("m2", BOB, 2, attachments=quoting)))
    assert log.to("rocketchat:m2") == {ann: "reply"}


def test_visitors_and_programs(tmp_path: Path) -> None:
    rows = [
        said("m1", "visitor", 1, "v1", token="t"),
        said("m2", ANN, 2, "v1"),
        said("m3", "rocket.cat", 3),
        said("m4", ANN, 4, bot={"i": "hook"}),
        said("m5", "robot", 5),
    ]
    users = lines(*USERS, user("robot", type="bot", emails=[]))
    log = load(export(tmp_path, *rows, **{"users.json": users}))
    assert log.to("rocketchat:m1") == {ann: "to"}
    assert log.to("rocketchat:m2") == {"rocketchat:visitor": "to"}
    assert [log.row(one)["automated"] for one in rc("m2", "m3", "m4", "m5")] == [False, True, True, True]
    kinds = {alias: actor["actor_kind"] for alias, actor in log.actors.items()}
    assert kinds["rocketchat:visitor"] == "external"
    assert kinds["rocketchat:robot"] == kinds["rocketchat:rocket.cat"] == "bot"


def test_names_of_open_channels_only(tmp_path: Path) -> None:
    rooms = [
        *ROOMS,
        {"_id": "r3", "t": "c", "name": "Xy7", "fname": "About lunch", "prid": "r1", "usersCount": 1},
    ]
    rows = [said("m1", ANN, 1), said("m2", ANN, 2, "r2"), said("m3", ANN, 3, "r3"), said("m4", ANN, 4, "r4")]
    log = load(export(tmp_path, *rows, **{"rocketchat_room.json": lines(*rooms)}))
    assert log.public == {"#general": True, "r2": False, "#About lunch": True, "r4": False}
    assert "hush" not in str(log)


def test_people_by_address_and_no_text_is_kept(tmp_path: Path) -> None:
    folder = export(tmp_path, said("m1", ANN, 1, ANN + BOB))
    people = pd.DataFrame({"person_id": ["7"], "function": ["IT"], "email": ["ann@x.org"]})
    assert sg.read(folder, people)[0].to_pandas()[["sender", "recipient"]].to_numpy().tolist() == [
        ["7", "bob@x.org"]
    ]
    assert "secret" not in str(load(folder))


users = st.sampled_from([ANN, BOB, CY])
messages = st.lists(
    st.tuples(users, st.datetimes(datetime(2016, 1, 1), datetime(2025, 12, 31)), st.none() | st.integers(0, 6),
              st.booleans(), st.sets(users), st.sets(users)), min_size=1, max_size=8
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=messages, data=st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, messages: list[Any], data: st.DataObject
) -> None:
    rows, expected = [], {}
    for number, (sender, at, answers, direct, mentions, reactors) in enumerate(messages):
        at = at.replace(microsecond=1000 * number)
        root = answers if answers is not None and answers < number and messages[answers][2] is None else None
        room = ANN + BOB if direct and sender != CY else "r1"
        more: dict[str, object] = {} if root is None else {"tmid": f"m{root}"}
        told = said(f"m{number}", sender, 0, room, **more)
        told["ts"] = {"$date": milliseconds(at)}
        told["mentions"] = [
            {"_id": one, "username": name_of(one), "type": "user"} for one in sorted(mentions)
        ]
        told["reactions"] = {":+1:": {"usernames": [name_of(one) for one in sorted(reactors)]}}
        rows.append(told)
        answered = set() if root is None else {messages[root][0]} - {sender}
        expected[f"rocketchat:m{number}"] = (
            f"rocketchat:{sender}", at, None if root is None else f"rocketchat:m{root}",
            set(rc(*(mentions - {sender}))), set(rc(*answered)), set(rc(*(reactors - {sender}))), room,
        )  # fmt: skip
    shown = data.draw(st.permutations(rows + data.draw(st.lists(st.sampled_from(rows), max_size=3))))
    log = load(export(tmp_path_factory.mktemp("log"), *shown))
    for own, (sender, at, parent, mentions, answered, reactors, room) in expected.items():
        row = log.row(own)
        assert (row["sender"], row["sent_at"].to_pydatetime(), row["parent_id"]) == (sender, at, parent)
        roles = row["recipients"]
        assert {one for one, role in roles.items() if role == "mention"} == mentions
        assert {one for one, role in roles.items() if role == "reply"} == answered - mentions
        if room != "r1":
            assert set(roles) >= {ann, bob} - {sender}
        reacted = log.messages[(log.messages.message_id == own) & (log.messages.kind == "reaction")]
        assert set(reacted.sender) == reactors
    assert (log.report.messages, log.report.rejected) == (len(rows), 0)
