"""Viva Engage (Yammer): threads, private conversations, groups, what the lists of users lack."""

from __future__ import annotations

import csv
import io
import zipfile
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

COLUMNS = (
    "id", "replied_to_id", "parent_id", "thread_id", "conversation_id", "group_id", "group_name", "participants",
    "in_private_group", "in_private_conversation", "sender_id", "sender_type", "sender_name", "sender_email", "body",
    "delegate_id", "api_url", "attachments", "deleted_by_id", "deleted_by_type", "created_at", "deleted_at", "title",
    "html_body", "message_type", "gdpr_delete_url",
)  # fmt: skip
NAMES = {"1": "ann", "2": "bob", "3": "cy", "4": "dan"}


def load(path: Path) -> Loaded:
    return load_as("engage", path)


def row(own: int, sender: str, answers: int | None = None, **more: str) -> dict[str, str]:
    return {
        "id": str(own), "replied_to_id": "" if answers is None else str(answers), "thread_id": more.pop("thread", "1"),
        "sender_id": sender, "sender_type": "User", "sender_name": NAMES.get(sender, ""), "group_id": "g1",
        "group_name": "Ideas", "in_private_group": "false", "in_private_conversation": "false",
        "sender_email": f"{NAMES[sender].title()}@x.org" if sender in NAMES else "", "body": "a secret\\nof more",
        "attachments": 'opengraphobject:[1 : https://secret : title="a, b" : description="c"], uploadedfile:2',
        "created_at": f"2024-01-01T{own // 60:02}:{own % 60:02}:00.000Z", "deleted_at": "null",
        "message_type": "update", **more,
    }  # fmt: skip


def table(columns: tuple[str, ...], *rows: dict[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def export(folder: Path, *rows: dict[str, str], **more: str) -> Path:
    return put(folder, {"Messages.csv": table(COLUMNS, *rows), "request.txt": "x", **more})


def ids(*users: str) -> list[str]:
    return [f"engage:{user}" for user in users]


def test_threads_whoever_comes_first_in_the_file(tmp_path: Path) -> None:
    rows = [row(3, "3", 2), row(2, "2", 1), row(1, "1"), row(9, "4", 8, thread="7")]
    log = load(export(tmp_path, *rows))
    ann, bob = ids("1", "2")
    assert log.to("engage:2") == {ann: "reply"}
    assert log.to("engage:3") == {bob: "reply", ann: "member"}
    assert log.to("engage:9") == {}  # what it answers lies before the range of dates
    found = log.row("engage:3")
    assert (found["thread_id"], found["parent_id"], found["kind"]) == ("engage:1", "engage:2", "reply")
    assert set(log.messages.channel) == {"post"}


def test_mentions_are_ids_in_the_text(tmp_path: Path) -> None:
    body = "[[user:2]] and [[user:2]], [[tag:3]], @dan, [[user:1]]"
    log = load(export(tmp_path, row(1, "1", body=body)))
    assert log.to("engage:1") == {"engage:2": "mention"}


def test_private_conversations_reach_their_participants(tmp_path: Path) -> None:
    private = {"in_private_conversation": "true", "group_id": "", "group_name": ""}
    rows = [row(1, "1", participants="user:1,user:2", **private),
            row(5, "1", participants="user:2,user:3,user:1", thread="5", **private)]  # fmt: skip
    log = load(export(tmp_path, *rows))
    assert log.to("engage:1") == {"engage:2": "to"}
    assert log.to("engage:5") == {"engage:2": "member", "engage:3": "member"}
    assert set(log.messages.space) == {None}


def test_names_only_of_groups_that_all_may_read(tmp_path: Path) -> None:
    rows = [
        row(1, "1"),
        row(2, "1", thread="2", group_id="g2", group_name="Secret", in_private_group="true"),
        row(3, "1", thread="3", group_id="g3", group_name="Partners"),
        row(4, "1", thread="4", group_id="null", group_name="null"),
    ]
    groups = table(("id", "name", "private", "external"), {"id": "g3", "name": "Partners", "private": "false",
                                                           "external": "true"})  # fmt: skip
    log = load(export(tmp_path, *rows, **{"Groups.csv": groups}))
    assert log.messages.sort_values("message_id").space.tolist() == ["Ideas", "engage:g2", "engage:g3", None]
    assert log.public == {"Ideas": True, "engage:g2": False, "engage:g3": False}


def test_what_is_no_message(tmp_path: Path) -> None:
    rows = [
        row(1, "1", deleted_at="2024-01-02T00:00:00Z", deleted_by_id="2"),
        row(2, "2", 1),
        row(3, "", thread="3"),
        row(4, "1", created_at="01/02/2024 10:00", thread="4"),
        row(5, "1", message_type="system", thread="5"),
        row(6, "9", sender_type="Bot", thread="6"),
    ]
    log = load(export(tmp_path, *rows))
    assert log.to("engage:2") == {"engage:1": "reply"}
    assert (log.report.messages, log.report.system) == (2, 2)
    assert log.rejected == [
        ("Messages.csv:line 4", "no author"),
        ("Messages.csv:line 5", "no usable time (created_at)"),
    ]
    assert log.row("engage:6")["automated"]
    assert log.actors["engage:9"]["actor_kind"] == "bot"


def test_people_from_the_list_and_from_messages(tmp_path: Path) -> None:
    listed = {"id": "2", "name": "Bob B", "email": "bob@x.org", "joined_at": "2020-01-01T00:00:00Z"}
    users = table(("id", "name", "email", "job_title", "joined_at", "deleted_at", "guid", "state"), listed)
    folder = export(tmp_path, row(1, "1", body="[[user:2]]"), **{"Users.csv": users})
    log = load(folder)
    assert {alias: actor["email"] for alias, actor in log.actors.items()} == {
        "engage:1": "ann@x.org", "engage:2": "bob@x.org"
    }  # fmt: skip
    people = pd.DataFrame(
        {"person_id": ["1", "2"], "function": ["IT", "HR"], "email": ["eve@x.org", "bob@x.org"]}
    )
    told = sg.read(folder, people)[0].to_pandas()
    assert told[["sender", "recipient"]].to_numpy().tolist() == [
        ["ann@x.org", "2"]
    ]  # ids here are no staff numbers


def test_a_zip_with_networks_versions_and_files(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for network, number in (("101", 1), ("102", 5)):
            archive.writestr(
                f"export/{network}/Messages.csv", table(COLUMNS, row(number, "1", thread=str(number)))
            )
            archive.writestr(f"export/{network}/MessageVersions.csv", table(COLUMNS, row(number, "2")))
            archive.writestr(f"export/{network}/Files/Messages.csv", table(COLUMNS, row(7, "2")))
        archive.writestr("export/Networks.csv", "id,name\n101,home\n")
    log = load(path)
    assert sorted(log.messages.message_id) == ["engage:1", "engage:5"]


def test_overlapping_exports_count_once_and_no_text_is_kept(tmp_path: Path) -> None:
    one = export(tmp_path / "a", row(1, "1"), row(2, "2", 1))
    other = export(tmp_path / "b", row(2, "2", 1), row(3, "3", 1))
    log = load_as("engage", one, other)
    assert [(report.messages, report.duplicates) for report in log.reports] == [(2, 0), (1, 1)]
    assert "secret" not in str(log)


said = st.lists(
    st.tuples(st.sampled_from("1234"), st.datetimes(datetime(2015, 1, 1), datetime(2025, 12, 31)),
              st.none() | st.integers(0, 6), st.sets(st.sampled_from("1234")), st.booleans()),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=said, date=st.sampled_from(["%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d %H:%M:%S +0000"]), data=st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, said: list[Any], date: str, data: st.DataObject
) -> None:
    rows, expected, threads = [], {}, []
    for number, (sender, at, answers, mentions, private) in enumerate(said):
        parent = answers if answers is not None and answers < number else None
        threads.append(number if parent is None else threads[parent])
        rows.append(
            row(number, sender, parent, thread=str(threads[-1]), created_at=at.strftime(date),
                body=" ".join(f"[[user:{one}]]" for one in sorted(mentions)),
                in_private_conversation=str(private).lower(), participants=f"user:{sender},user:4")
        )  # fmt: skip
        expected[f"engage:{number}"] = (sender, at.replace(microsecond=0), parent, f"engage:{threads[-1]}")
    shown = data.draw(st.permutations(rows + data.draw(st.lists(st.sampled_from(rows), max_size=3))))
    log = load(export(tmp_path_factory.mktemp("log"), *shown))
    found = {
        one["message_id"]: (
            one["sender"].removeprefix("engage:"),
            one["sent_at"].to_pydatetime(),
            None if one["parent_id"] is None else int(one["parent_id"].removeprefix("engage:")),
            one["thread_id"],
        )
        for one in log.posts().to_dict("records")
    }
    assert found == expected
    for number, (sender, _, _, mentions, private) in enumerate(said):
        reached = log.to(f"engage:{number}")
        assert {one for one, role in reached.items() if role == "mention"} == set(ids(*(mentions - {sender})))
        assert not private or sender == "4" or "engage:4" in reached
    assert (log.report.messages, log.report.rejected) == (len(rows), 0)
