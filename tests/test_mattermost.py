"""Mattermost: bulk exports, in which posts have no ids, and compliance exports; who is named, answered and reached."""

from __future__ import annotations

import csv
import io
import json
import zipfile
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

START = 1531130804590
VERSION = {"type": "version", "version": 1, "info": {"generator": "mattermost-server", "version": "9.5"}}
ANN, BOB, CY, DAN = (f"mattermost:{name}" for name in ("ann", "bob.b", "cy", "dan"))


def load(*paths: Path) -> Loaded:
    return load_as("mattermost", *paths)


def said(user: str, second: int, message: str = "", **more: object) -> dict[str, object]:
    return {"user": user, "message": f"{message} secret {second}", "create_at": START + 1000 * second, **more}


def post(user: str, second: int, message: str = "", **more: object) -> dict[str, object]:
    return {"type": "post", "post": said(user, second, message, **{"team": "t", "channel": "town", **more})}


def direct(members: list[str], user: str, second: int, **more: object) -> dict[str, object]:
    return {"type": "direct_post", "direct_post": said(user, second, channel_members=members, **more)}


def bulk(*lines: object) -> str:
    return "\n".join(json.dumps(line) for line in (VERSION, *lines)) + "\n"


def user(name: str, **more: object) -> dict[str, object]:
    return {
        "type": "user",
        "user": {"username": name, "email": f"{name}@x.org", "roles": "system_user", **more},
    }


USERS = [
    user("ann", first_name="Ann", last_name="A"),
    user("bob.b"),
    user("cy", roles="system_guest"),
    user("dan"),
]


def by_second(log: Loaded, kind: str | None = None) -> dict[int, dict[str, Any]]:
    rows = log.messages[log.messages.kind == kind] if kind else log.posts()
    start = pd.Timestamp(START, unit="ms")
    return {
        round((row["sent_at"] - start).total_seconds()): {str(name): value for name, value in row.items()}
        for row in rows.to_dict("records")
    }


def test_threads_lie_inside_their_root(tmp_path: Path) -> None:
    replies = [said("dan", 9), said("bob.b", 3), said("cy", 5)]
    found = by_second(load(put(tmp_path, {"a.jsonl": bulk(*USERS, post("ann", 1, replies=replies))})))
    assert found[1]["recipients"] == {}
    assert found[3]["recipients"] == {ANN: "reply"}
    assert found[5]["recipients"] == {ANN: "reply", BOB: "member"}
    assert found[9]["recipients"] == {ANN: "reply", BOB: "member", CY: "member"}
    assert {row["thread_id"] for row in found.values()} == {found[1]["message_id"]}
    assert found[3]["parent_id"] == found[1]["message_id"]
    assert [found[second]["kind"] for second in (1, 3)] == ["post", "reply"]


def test_names_in_texts(tmp_path: Path) -> None:
    lines = [
        post("ann", 1, "(@Bob.b) @cy. mail to x@dan.org, @all @nobody @@dan @bob.b"),
        post("ann", 2, "see @bob.b... and @ann"),
    ]
    found = by_second(load(put(tmp_path, {"a.jsonl": bulk(*USERS, *lines)})))
    assert found[1]["recipients"] == {BOB: "mention", CY: "mention"}
    assert found[2]["recipients"] == {BOB: "mention"}


def test_direct_messages_and_groups(tmp_path: Path) -> None:
    lines = [direct(["ann", "bob.b"], "ann", 1), direct(["bob.b", "ann"], "bob.b", 2),
             direct(["ann", "bob.b", "cy"], "ann", 3), direct(["ann", "ann"], "ann", 4),
             direct(["ann", "bob.b"], "ann", 5, replies=[said("bob.b", 6)])]  # fmt: skip
    log = load(put(tmp_path, {"a.jsonl": bulk(*USERS, *lines)}))
    found = by_second(log)
    assert [found[second]["recipients"] for second in (1, 2, 3, 4, 6)] == [
        {BOB: "to"}, {ANN: "to"}, {BOB: "member", CY: "member"}, {}, {ANN: "reply"}
    ]  # fmt: skip
    assert set(log.messages.space) == {None}


def test_reactions_have_their_own_time(tmp_path: Path) -> None:
    reactions = [{"user": name, "emoji_name": "+1", "create_at": START + 1000 * second}
                 for name, second in (("bob.b", 9), ("bob.b", 7), ("ann", 8))]  # fmt: skip
    log = load(put(tmp_path, {"a.jsonl": bulk(*USERS, post("ann", 1, reactions=reactions))}))
    [(second, row)] = by_second(log, "reaction").items()
    assert (second, row["sender"], row["recipients"], row["time_quality"]) == (
        7,
        BOB,
        {ANN: "reaction"},
        "exact",
    )


def test_names_of_open_channels_only(tmp_path: Path) -> None:
    lines = [
        {"type": "team", "team": {"name": "t", "type": "O"}},
        {"type": "team", "team": {"name": "closed", "type": "I"}},
        *({"type": "channel", "channel": {"team": team, "name": name, "type": sort}}
          for team, name, sort in (("t", "town", "O"), ("t", "hush", "P"), ("closed", "town", "O"))),
        post("ann", 1), post("ann", 2, channel="hush"), post("ann", 3, team="closed"), post("ann", 4, channel="gone"),
    ]  # fmt: skip
    log = load(put(tmp_path, {"a.jsonl": bulk(*lines)}))
    spaces = [row["space"] for _, row in sorted(by_second(log).items())]
    assert spaces[0] == "#t/town"
    assert all(space.startswith("private:") for space in spaces[1:])
    assert len(set(spaces)) == 4
    assert [public for space, public in log.public.items() if public] == [True]
    assert "hush" not in str(log)


def test_what_is_no_post(tmp_path: Path) -> None:
    lines = [
        post("ann", 1, type="system_join_channel"),
        post("ann", 2, type="system_header_change", replies=[said("bob.b", 3)]),
        post("ann", 4, props={"from_webhook": "true"}),
        post("robot", 5),
        {"type": "bot", "bot": {"username": "robot", "owner": "ann", "display_name": "Robot"}},
        post("", 6),
        {"type": "post", "post": {"user": "ann", "message": "secret", "create_at": "soon"}},
        {"sort": "post"},
        post("cy", 7),
    ]
    log = load(put(tmp_path, {"a.jsonl": bulk(*USERS, *lines) + "{\n"}))
    found = by_second(log)
    assert sorted(found) == [3, 4, 5, 7]
    assert found[3]["recipients"] == {ANN: "reply"}
    assert [found[second]["automated"] for second in (3, 4, 5)] == [False, True, True]
    assert (log.report.system, log.report.other) == (2, 6)
    assert log.rejected == [
        ("a.jsonl:line 11", "no author"),
        ("a.jsonl:line 12", "no usable time (create_at)"),
        ("a.jsonl:line 13", "not a line of a bulk export"),
        ("a.jsonl:line 15", "damaged JSON"),
    ]
    assert log.actors["mattermost:robot"]["actor_kind"] == "bot"
    assert log.actors[CY]["actor_kind"] is None  # a guest: the people file decides


def test_the_same_post_in_two_exports_counts_once(tmp_path: Path) -> None:
    first, second = (
        post("ann", 1, replies=[said("bob.b", 2)]),
        post("ann", 1, replies=[said("bob.b", 2), said("cy", 3)]),
    )
    one = put(tmp_path / "one", {"a.jsonl": bulk(*USERS, first)})
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("import.jsonl", bulk(*USERS, second, second))
        archive.writestr("data/attached.jsonl", bulk(post("dan", 9)))
    log = load(one, other)
    assert [(report.messages, report.duplicates) for report in log.reports] == [(2, 0), (1, 5)]


def test_a_zip_whose_members_have_no_date(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("import.jsonl", (1980, 1, 1, 0, 0, 0)), bulk(*USERS, post("ann", 1)))
    packed = path.read_bytes()
    path.write_bytes(packed.replace((0x21).to_bytes(2, "little"), (0).to_bytes(2, "little")))  # 1980-00-00
    assert load(path).report.messages == 1


def test_people_by_address_and_no_text_is_kept(tmp_path: Path) -> None:
    folder = put(tmp_path, {"a.jsonl": bulk(*USERS, post("ann", 1, "@bob.b"))})
    people = pd.DataFrame(
        {"person_id": ["1", "dan"], "function": ["IT", "HR"], "email": ["ann@x.org", "dan@x.org"]}
    )
    assert sg.read(folder, people)[0].to_pandas()[["sender", "recipient"]].to_numpy().tolist() == [
        ["1", "bob.b@x.org"]
    ]
    log = load(folder)
    assert log.actors[ANN]["name"] == "Ann A"
    assert "secret" not in str(log)


# Compliance exports

COLUMNS = (
    "Post Creation Time", "Team Id", "Team Name", "Team Display Name", "Channel Id", "Channel Name",
    "Channel Display Name", "Channel Type", "User Id", "User Email", "Username", "Post Id", "Edited By Post Id",
    "Replied to Post Id", "Post Message", "Post Type", "Update Type",
)  # fmt: skip


def row(own: str, name: str, second: int, **more: str) -> dict[str, str]:
    told = {
        "own": own,
        "sort": "message",
        "channel": "c1",
        "kind": "public",
        "room": "town",
        "at": "",
        **more,
    }
    return {
        "Post Creation Time": told["at"] or str(START + 1000 * second), "Team Name": "t", "Channel Id": told["channel"],
        "Channel Name": told["room"], "Channel Type": told["kind"], "User Id": f"id-{name}",
        "User Email": f"{name}@x.org", "Username": name, "Post Id": own, "Edited By Post Id": told.get("edited", ""),
        "Replied to Post Id": told.get("answers", ""), "Post Message": told.get("text", "a secret\nof two lines"),
        "Post Type": told["sort"], "Update Type": told.get("update", ""),
    }  # fmt: skip


def posts(*rows: dict[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_a_compliance_export(tmp_path: Path) -> None:
    pair = {"channel": "d1", "kind": "direct", "room": "id-ann__id-bob.b"}
    group = {"channel": "g1", "kind": "group", "room": "0a1b"}
    rows = [
        row("", "dan", 0, sort="previously-joined", **group),
        row("p2", "bob.b", 2, answers="p1"),
        row("p1", "ann", 1, text="for @cy"),
        row("p1old", "ann", 1, edited="p1", text="was for @dan", update="EditedOriginalMsg"),
        row("p3", "ann", 3, **pair),
        row("p4", "ann", 4, **group),
        row("p4", "ann", 4, sort="attachment", **group),
        row("p5", "cy", 5, kind="private", channel="c2", room="hush"),
        row("", "cy", 6, sort="leave"),
        row("p7", "ann", 7, update="Deleted"),
        row("p8", "ann", 8, at="2018-07-09T10:06:52Z"),
        row("p9", "ann", 9, at="soon"),
    ]
    log = load(put(tmp_path, {"posts.csv": posts(*rows), "metadata.json": "{}"}))
    assert log.to("mattermost:p1") == {CY: "mention", DAN: "mention"}
    assert log.to("mattermost:p2") == {ANN: "reply"}
    assert log.to("mattermost:p3") == {BOB: "to"}
    assert log.to("mattermost:p4") == {DAN: "member"}
    assert log.row("mattermost:p8")["sent_at"] == pd.Timestamp("2018-07-09 10:06:52")
    assert log.public == {"#t/town": True, "c2": False}
    assert (log.report.messages, log.report.duplicates, log.report.system) == (6, 1, 4)
    assert [reason for _, reason in log.rejected] == ["no usable time (Post Creation Time)"]
    assert log.actors[ANN]["email"] == "ann@x.org"
    assert "secret" not in str(log)


# What is written is read back

names = st.sampled_from(["ann", "bob.b", "cy", "dan"])
one = st.tuples(
    names, st.datetimes(datetime(2015, 1, 1), datetime(2025, 12, 31)), st.sets(names), st.sets(names)
)
threads = st.lists(st.tuples(one, st.lists(one, max_size=4), st.booleans()), min_size=1, max_size=5)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(threads=threads, data=st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, threads: list[Any], data: st.DataObject
) -> None:
    lines, expected, number = [], [], 0

    def told(part: tuple[str, datetime, set[str], set[str]], room: str, parent: object) -> dict[str, object]:
        nonlocal number
        number += 1
        name, at, mentions, reactions = part
        at = at.replace(microsecond=1000 * number)
        expected.append((name, at, parent, mentions - {name}, reactions - {name}, room))
        reacted = [{"user": other, "create_at": None} for other in reactions]
        message = " ".join(f"@{other}" for other in sorted(mentions))
        return {"user": name, "message": message, "create_at": milliseconds(at), "reactions": reacted}

    for root, replies, in_channel in threads:
        room = {"team": "t", "channel": "town"} if in_channel else {"channel_members": ["ann", "dan"]}
        sort = "post" if in_channel else "direct_post"
        opened = told(root, sort, None)
        at = expected[-1][1]
        inner = [told(reply, sort, at) for reply in replies]
        lines.append({"type": sort, sort: {**room, **opened, "replies": inner}})
    shown = data.draw(st.permutations(lines + data.draw(st.lists(st.sampled_from(lines), max_size=2))))
    log = load(put(tmp_path_factory.mktemp("log"), {"a.jsonl": bulk(*USERS, *shown)}))
    rows = log.posts().to_dict("records")
    sent = {row["message_id"]: row["sent_at"].to_pydatetime() for row in rows}
    reacted = log.messages[log.messages.kind == "reaction"].groupby("message_id").sender.agg(set).to_dict()
    found = {
        (row["sender"].removeprefix("mattermost:"), sent[row["message_id"]], sent.get(row["parent_id"])): row
        for row in rows
    }
    assert set(found) == {(name, at, parent) for name, at, parent, *_ in expected}
    for name, at, parent, mentions, reactions, room in expected:
        row = found[name, at, parent]
        mentioned = {
            other.removeprefix("mattermost:")
            for other, role in row["recipients"].items()
            if role == "mention"
        }
        assert mentioned == mentions
        assert reacted.get(row["message_id"], set()) == {f"mattermost:{other}" for other in reactions}
        if room == "direct_post":
            assert set(row["recipients"]) >= {ANN, DAN} - {f"mattermost:{name}"}
    assert (log.report.messages, log.report.rejected) == (len(expected), 0)
