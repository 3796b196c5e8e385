"""Discourse: topics as pages, lists and tables of posts; whom a reply answers, private messages, who is named."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from tests.read_chats import Loaded, put
from tests.read_chats import load as load_as

NAMES = {201: "Ann_A", 202: "bob", 203: "cy", 204: "dan"}
ANN, BOB, CY, DAN = (f"discourse:{user}" for user in NAMES)


def load(*paths: Path) -> Loaded:
    return load_as("discourse", *paths)


def said(
    number: int, user: int, answers: int | None = None, topic: int = 9, **more: object
) -> dict[str, Any]:
    return {"id": 100 * topic + number, "topic_id": topic, "post_number": number, "reply_to_post_number": answers,
            "user_id": user, "username": NAMES.get(user, "system"), "name": NAMES.get(user, "system").title(),
            "created_at": f"2024-01-01T10:{number:02}:00.000Z", "cooked": "<p>secret</p>", "post_type": 1,
            "reply_count": 0, "deleted_at": None, "user_deleted": False, **more}  # fmt: skip


def page(*posts: object, topic: int = 9, **more: object) -> str:
    return json.dumps({"post_stream": {"posts": posts, "stream": [1]}, "id": topic, "title": "secret",
                       "archetype": "regular", "category_id": 4, "details": {"participants": []}, **more})  # fmt: skip


def test_a_reply_answers_a_post_or_the_one_that_opened_the_topic(tmp_path: Path) -> None:
    posts = [said(4, 204, 2), said(3, 203), said(2, 202, 1), said(1, 201)]
    log = load(put(tmp_path, {"9.json": page(*posts)}))
    assert log.to("discourse:9/1") == {}
    assert log.to("discourse:9/2") == {ANN: "reply"}
    assert log.to("discourse:9/3") == {ANN: "reply", BOB: "member"}
    assert log.to("discourse:9/4") == {BOB: "reply", ANN: "member", CY: "member"}
    row = log.row("discourse:9/4")
    assert (row["kind"], row["thread_id"], row["parent_id"]) == ("reply", "discourse:9", "discourse:9/2")
    assert row["sent_at"] == pd.Timestamp("2024-01-01 10:04")
    assert log.public == {"discourse:4": False}


FORMS = ["page", "list", "lines", "latest", "topics", "table"]


def written(form: str, posts: list[dict[str, Any]]) -> dict[str, str]:
    if form == "page":
        return {"9.json": page(*posts)}
    if form == "list":
        return {"posts.json": json.dumps(posts, indent=1)}
    if form == "latest":
        return {"posts.json": json.dumps({"latest_posts": posts})}
    if form == "lines":
        return {"posts.jsonl": "\n".join(map(json.dumps, posts))}
    if form == "topics":
        return {"topics.jsonl": "\n".join(page(post) for post in posts)}
    out = io.StringIO(newline="")
    names = [
        "id",
        "user_id",
        "topic_id",
        "post_number",
        "reply_to_post_number",
        "created_at",
        "post_type",
        "raw",
    ]
    writer = csv.DictWriter(out, names, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(
        {**post, "created_at": post["created_at"].replace("T", " ").replace("Z", " UTC")} for post in posts
    )
    return {"posts.csv": out.getvalue()}


@pytest.mark.parametrize("form", FORMS)
def test_pages_lists_lines_and_tables(tmp_path: Path, form: str) -> None:
    log = load(put(tmp_path, written(form, [said(2, 202, 1), said(1, 201)])))
    assert log.to("discourse:9/2") == {ANN: "reply"}
    assert (log.report.records, log.report.messages, log.report.rejected) == (2, 2, 0)


def test_names_in_raw_and_in_cooked_texts(tmp_path: Path) -> None:
    posts = [
        said(1, 201, raw="@Bob, @cy. x@dan.org @nobody @sales", topic=1),
        said(1, 202, topic=2, cooked='<a class="mention" href="/u/ann_a">@ann_a</a> <a class="mention-group">@cy</a>'),
        said(1, 203, topic=3), said(1, 204, topic=4),
    ]  # fmt: skip
    log = load(put(tmp_path, {"posts.json": json.dumps(posts)}))
    assert log.to("discourse:1/1") == {BOB: "mention", CY: "mention"}
    assert log.to("discourse:2/1") == {ANN: "mention"}


def test_private_messages_reach_those_who_are_allowed(tmp_path: Path) -> None:
    details = {"allowed_users": [{"id": user, "username": NAMES[user]} for user in (201, 202)]}
    group = {"allowed_users": [{"id": user, "username": NAMES[user]} for user in (201, 202, 203)]}
    files = {
        "7.json": page(
            said(1, 201, topic=7), topic=7, archetype="private_message", details=details, category_id=None
        ),
        "8.json": page(
            said(1, 201, topic=8), topic=8, archetype="private_message", details=group, category_id=None
        ),
    }
    log = load(put(tmp_path, files))
    assert log.to("discourse:7/1") == {BOB: "to"}
    assert log.to("discourse:8/1") == {BOB: "member", CY: "member"}
    assert set(log.messages.space) == {None}


def test_a_table_that_says_what_is_private(tmp_path: Path) -> None:
    rows = ["topic_id,post_number,username,created_at,archetype", "5,1,ann_a,2024-01-01 10:00:00,private_message",
            "5,2,bob,2024-01-01 10:01:00,private_message", "6,1,bob,2024-01-01 10:01:00,regular"]  # fmt: skip
    users = "id,username,name,email\n201,Ann_A,Ann,Ann@x.org\n202,bob,Bob,bob@x.org\n"
    log = load(put(tmp_path, {"posts.csv": "\n".join(rows), "users.csv": users}))
    assert log.to("discourse:5/1") == {BOB: "to"}
    assert log.to("discourse:5/2") == {ANN: "reply"}
    assert log.actors[ANN]["email"] == "ann@x.org"
    assert log.report.other == 2


def test_what_is_no_post(tmp_path: Path) -> None:
    posts = [
        said(1, 201, deleted_at="2024-01-02T00:00:00Z"),
        said(2, 202),
        said(3, 201, post_type=3, action_code="closed.enabled"),
        said(4, 201, post_type=4),
        said(5, -1),
        said(6, 201, created_at="01/02/2024"),
        {**said(7, 201), "user_id": None, "username": None},
        {"title": "secret"},
    ]
    log = load(put(tmp_path, {"posts.json": json.dumps(posts)}))
    assert log.to("discourse:9/2") == {ANN: "reply"}  # the deleted one still says whom it answers
    assert (log.report.messages, log.report.system) == (3, 2)
    assert log.row("discourse:9/5")["automated"]
    assert log.actors["discourse:-1"]["actor_kind"] == "bot"
    assert [reason for _, reason in log.rejected] == [
        "no usable time (created_at)", "no author", "not a post of Discourse"
    ]  # fmt: skip


def test_people_by_address_and_two_exports(tmp_path: Path) -> None:
    users = json.dumps([{"id": 201, "username": "Ann_A", "email": "ann@x.org"}, {"id": 202, "username": "bob",
                                                                                   "email": "bob@x.org"}])  # fmt: skip
    one = put(tmp_path / "one", {"9.json": page(said(1, 201), said(2, 202)), "users.json": users})
    other = put(tmp_path / "other", {"9.json": page(said(2, 202), said(3, 203)), "users.json": users})
    log = load(one, other)
    assert [(report.messages, report.duplicates) for report in log.reports] == [(2, 0), (1, 1)]
    people = pd.DataFrame(
        {"person_id": ["7", "201"], "function": ["IT", "HR"], "email": ["ann@x.org", "eve@x.org"]}
    )
    table = sg.read(one, people)[0].to_pandas().dropna(subset="recipient")
    assert table[["sender", "recipient"]].to_numpy().tolist() == [["bob@x.org", "7"]]
    assert "secret" not in str(log)


users = st.sampled_from(list(NAMES))
topics = st.lists(
    st.lists(st.tuples(users, st.datetimes(datetime(2014, 1, 1), datetime(2025, 12, 31)), st.integers(0, 5),
                       st.sets(users)), min_size=1, max_size=4), min_size=1, max_size=3
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topics=topics, form=st.sampled_from(FORMS[1:]), data=st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, topics: list[Any], form: str, data: st.DataObject
) -> None:
    posts, expected = [], {}
    for topic, entries in enumerate(topics, start=1):
        for number, (user, at, answers, mentions) in enumerate(entries, start=1):
            target = answers if 0 < answers < number else None
            at = at.replace(microsecond=1000 * (10 * topic + number))
            raw = " ".join(f"@{NAMES[one]}" for one in sorted(mentions))
            posts.append(said(number, user, target, topic, raw=raw, cooked=None,
                              created_at=at.isoformat(timespec="milliseconds") + "Z"))  # fmt: skip
            parent = None if number == 1 else target or 1
            answered = set() if parent is None else {entries[parent - 1][0]} - {user}
            expected[f"discourse:{topic}/{number}"] = (user, at, topic, parent, mentions - {user}, answered)
    everybody = [said(1, user, topic=50 + user) for user in NAMES]  # so that names are known
    shown = (
        data.draw(st.permutations(posts + data.draw(st.lists(st.sampled_from(posts), max_size=3))))
        + everybody
    )
    names = {
        "users.csv": "id,username,email\n" + "".join(f"{user},{name},\n" for user, name in NAMES.items())
    }
    log = load(put(tmp_path_factory.mktemp("log"), {**written(form, shown), **names}))
    for own, (user, at, topic, parent, mentions, answered) in expected.items():
        row = log.row(own)
        assert (row["sender"], row["sent_at"].to_pydatetime()) == (f"discourse:{user}", at)
        assert row["thread_id"] == f"discourse:{topic}"
        assert row["parent_id"] == (None if parent is None else f"discourse:{topic}/{parent}")
        roles = row["recipients"]
        assert {one for one, role in roles.items() if role == "mention"} == {
            f"discourse:{one}" for one in mentions
        }
        replied = {one for one, role in roles.items() if role == "reply"}
        assert replied == {f"discourse:{one}" for one in answered - mentions}
    assert (log.report.messages, log.report.rejected) == (len(posts) + len(NAMES), 0)
