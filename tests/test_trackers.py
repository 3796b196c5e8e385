"""Histories of trackers: who handed a case to whom, by the structure that each product documents."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silograph.cli import main
from silograph.errors import FormatError
from silograph.loaders import LOADERS
from silograph.loaders.files import Source
from silograph.log.batches import ReadOptions
from silograph.log.store import SourceReport, Store

START = datetime(2024, 1, 1, 10, tzinfo=UTC)


def at(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Loaded(NamedTuple):
    report: SourceReport
    rows: pd.DataFrame
    actors: pd.DataFrame
    cases: pd.DataFrame
    notes: tuple[str, ...]

    def handoffs(self, *, automated: bool = False) -> list[tuple[str, int, str, str]]:
        """Case, minute, giver and taker."""
        rows = self.rows[(self.rows.kind == "handoff") & (self.rows.automated == automated)]
        minutes = ((rows.sent_at - START.replace(tzinfo=None)).dt.total_seconds() // 60).astype(int)
        return sorted(zip(rows.thread_id, minutes, rows.sender, rows.recipient, strict=True))

    def said(self) -> list[tuple[str, str, str | None, str | None]]:
        """Kind, author, recipient and role of what was written."""
        rows = self.rows[self.rows.channel == "post"]
        told = (
            rows[["kind", "sender", "recipient", "role"]].astype(object).where(lambda one: one.notna(), None)
        )
        return sorted(told.itertuples(index=False, name=None), key=str)


def load(name: str, folder: Path, files: Mapping[str, Any]) -> Loaded:
    for file, content in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    source = Source(folder)
    assert [key for key, loader in LOADERS.items() if loader.recognises(source)] == [name]
    store = Store.in_memory()
    batches = list(LOADERS[name].read(source, ReadOptions(key=b"of this test")))
    report = store.add(batches, name="source", loader=name)
    of = store._db.execute
    aliases = of("SELECT * FROM aliases").df().set_index("alias_no")
    rows = of("SELECT * FROM messages LEFT JOIN recipients USING (message_no)").df()
    for column in ("sender", "recipient"):
        rows[column] = rows[column].map(aliases["alias"])
    cases = of("SELECT * FROM cases").df()
    return Loaded(report, rows, aliases.set_index("alias"), cases, tuple(n for b in batches for n in b.notes))


# --- Jira -----------------------------------------------------------------------------------------------------


def jira_change(
    number: int, when: object, *items: Mapping[str, object], by: object = None
) -> dict[str, object]:
    return {"id": str(number), "author": by or {"accountId": "doer"}, "created": when, "items": list(items)}


def jira_item(field: str, was: str | None, now: str | None, *, shown: bool = False) -> dict[str, object]:
    strings = {"fromString": was and was.title(), "toString": now and now.title()} if shown else {}
    return {"field": field, "fieldtype": "jira", "fieldId": field, "from": was, "to": now, **strings}


def jira_issue(key: str, histories: Sequence[object], **fields: object) -> dict[str, object]:
    return {
        "id": "1" + key.rpartition("-")[2],
        "key": key,
        "self": f"https://x.example/rest/api/2/issue/{key}",
        "fields": {"project": {"key": key.rpartition("-")[0]}, **fields},
        "changelog": {"startAt": 0, "maxResults": 100, "total": len(histories), "histories": histories},
    }


def test_jira_hands_over_from_whom_the_first_change_names_and_over_a_gap(tmp_path: Path) -> None:
    histories = [  # newest first, as Cloud writes them; the first assignee stands only in the first change
        jira_change(3, at(30), jira_item("assignee", None, "cy")),
        jira_change(2, at(20), jira_item("assignee", "bob", None)),
        jira_change(1, "2024-01-01T07:10:00.000-0300", jira_item("assignee", "ann", "bob", shown=True)),
        jira_change(4, at(40), jira_item("summary", "a", "b")),
    ]
    loaded = load("jira", tmp_path, {"a.json": {"issues": [jira_issue("QA-1", histories)]}})
    assert loaded.handoffs() == [("QA-1", 10, "jira:ann", "jira:bob"), ("QA-1", 30, "jira:bob", "jira:cy")]
    assert loaded.actors.name["jira:ann"] == "Ann"
    assert (loaded.report.messages, loaded.report.other, loaded.report.rejected) == (2, 3, 0)


def test_jira_teams_win_over_people_and_one_save_is_one_handoff(tmp_path: Path) -> None:
    histories = [
        jira_change(
            1,
            at(1),
            jira_item("Assigned group", "desk", "network", shown=True),
            jira_item("assignee", "a", "b"),
        ),
        jira_change(2, at(2), jira_item("assignee", "b", "c")),
        jira_change(3, at(3), jira_item("Team", "7", "8", shown=False)),
    ]
    loaded = load("jira", tmp_path, {"a.json": {"issues": [jira_issue("QA-1", histories)]}})
    assert loaded.handoffs() == [("QA-1", 1, "Desk", "Network"), ("QA-1", 3, "7", "8")]
    assert set(loaded.actors.actor_kind[["Desk", "Network"]]) == {"team"}


def test_jira_pages_of_changelogs_and_epochs(tmp_path: Path) -> None:
    seconds = int(START.timestamp())
    bulk = {"issueChangeLogs": [{"issueId": "11", "changeHistories": [
        jira_change(1, seconds * 1000 + 60_000, jira_item("assignee", "a", "b")),
        jira_change(2, seconds + 120, jira_item("assignee", "b", "c")),
    ]}]}  # fmt: skip
    page = {"self": "https://x.example/rest/api/3/issue/QA-1/changelog?startAt=2", "total": 3,
            "values": [jira_change(3, at(3), jira_item("assignee", "c", "d"))]}  # fmt: skip
    issue = jira_issue("QA-1", [])
    del issue["changelog"]
    loaded = load("jira", tmp_path, {"1.json": bulk, "2.json": page, "3.json": {"issues": [issue]}})
    assert loaded.handoffs() == [
        ("QA-1", 1, "jira:a", "jira:b"), ("QA-1", 2, "jira:b", "jira:c"), ("QA-1", 3, "jira:c", "jira:d")
    ]  # fmt: skip


def test_jira_says_that_a_history_is_cut_and_when_a_case_was_done(tmp_path: Path) -> None:
    issue = jira_issue(
        "QA-1",
        [
            jira_change(
                1, at(1), jira_item("status", "Open", "Terminé"), jira_item("resolution", None, "10000")
            ),
            jira_change(2, at(9), jira_item("status", "resolved", "closed", shown=True)),
        ],
        created=at(0),
        reporter={"accountId": "eve"},
    )
    issue["changelog"]["total"] = 101  # type: ignore[index]
    loaded = load("jira", tmp_path, {"a.json": {"issues": [issue]}})
    assert loaded.notes == (
        "1 issues hold only a part of their history or comments: export all pages of them",
    )
    [case] = loaded.cases.itertuples()
    assert case.closed
    assert (case.opened_at, case.ended_at) == (
        pd.Timestamp(at(0)).tz_localize(None),
        pd.Timestamp(at(1)).tz_localize(None),
    )


def test_jira_server_knows_a_person_by_key_and_by_name(tmp_path: Path) -> None:
    ann = {"name": "ann", "key": "JIRAUSER1", "displayName": "Ann", "emailAddress": "Ann@x.org"}
    histories = [
        jira_change(1, at(1), jira_item("assignee", "ann", "bob"), by=ann),
        jira_change(2, at(2), jira_item("assignee", "bob", "JIRAUSER1"), by=ann),
    ]
    comment = {"id": "5", "author": {"key": "bob"}, "created": at(3), "body": "see [~ann] and [~cy]"}
    issue = jira_issue("QA-1", histories, comment={"comments": [comment], "total": 1})
    loaded = load("jira", tmp_path, {"a.json": issue})
    assert [row[2:] for row in loaded.handoffs()] == [
        ("jira:JIRAUSER1", "jira:bob"),
        ("jira:bob", "jira:JIRAUSER1"),
    ]
    assert loaded.actors.email["jira:JIRAUSER1"] == "ann@x.org"
    assert loaded.said() == [
        ("post", "jira:bob", "jira:JIRAUSER1", "mention"),
        ("post", "jira:bob", "jira:cy", "mention"),
    ]


def test_jira_programs_are_set_aside_and_customers_are_outside(tmp_path: Path) -> None:
    robot = {"accountId": "robot", "accountType": "app"}
    mention = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "mention", "attrs": {"id": "c"}}]}],
    }
    comments = [
        {"id": "1", "author": {"accountId": "b"}, "created": at(5), "body": mention},
        {"id": "2", "author": robot, "created": at(6), "body": "x"},
    ]
    issue = jira_issue(
        "QA-1",
        [jira_change(1, at(1), jira_item("assignee", "a", "b"), by=robot)],
        created=at(0),
        reporter={"accountId": "client", "accountType": "customer"},
        comment={"comments": comments, "total": 2},
    )
    loaded = load("jira", tmp_path, {"a.json": issue})
    assert loaded.handoffs() == []
    assert loaded.handoffs(automated=True) == [("QA-1", 1, "jira:a", "jira:b")]
    assert loaded.actors.actor_kind["jira:client"] == "external"
    assert loaded.actors.actor_kind["jira:robot"] == "bot"
    posts = loaded.rows[loaded.rows.channel == "post"]
    assert posts.groupby("sender")["automated"].first().to_dict() == {
        "jira:b": False, "jira:client": False, "jira:robot": True,
    }  # fmt: skip
    assert ("reply", "jira:b", "jira:client", "reply") in loaded.said()
    assert ("reply", "jira:b", "jira:c", "mention") in loaded.said()


# --- Zendesk --------------------------------------------------------------------------------------------------


def audit(
    number: int, when: str, author: int, *events: Mapping[str, object], channel: str = "web"
) -> dict[str, object]:
    return {"id": number, "ticket_id": 155, "created_at": when, "author_id": author, "via": {"channel": channel},
            "events": list(events)}  # fmt: skip


def field(kind: str, name: str, now: object, was: object = None, **more: object) -> dict[str, object]:
    return {"id": 1, "type": kind, "field_name": name, "value": now, "previous_value": was, **more}


def test_zendesk_values_are_texts_and_authors_numbers_and_a_cleared_assignee_is_no_second_handoff(
    tmp_path: Path,
) -> None:
    audits = [
        audit(1, at(0), 5, {"id": 2, "type": "Comment", "author_id": 5, "body": "x"}, field("Create", "group_id", "1"),
              field("Create", "status", "new")),
        audit(2, at(1), 6, field("Create", "assignee_id", "6")),
        audit(3, at(2), 6, field("Change", "group_id", "2", "1"), field("Change", "assignee_id", None, "6")),
        audit(4, at(3), 7, field("Change", "status", "solved", "open"), {"id": 9, "type": "NewKindOfEvent"}),
        audit(5, at(4), -1, field("Change", "group_id", "1", "2"), channel="rule"),
        audit(6, at(5), 6, field("Change", "group_id", "3", "1", via={"channel": "rule"})),
        audit(7, at(6), 6, {"id": 3, "type": "Comment", "author_id": 6, "body": "x"}),
    ]  # fmt: skip
    names = {
        "users": [
            {"id": 5, "name": "Zoe", "email": "Zoe@out.example", "role": "end-user"},
            {"id": 6, "role": "agent"},
        ],
        "groups": [{"id": 1, "name": "Desk"}, {"id": 2, "name": "Payroll"}],
    }
    loaded = load("zendesk", tmp_path, {"a.json": {"audits": audits}, "b.json": names})
    assert loaded.handoffs() == [("zendesk:155", 2, "Desk", "Payroll")]
    assert loaded.handoffs(automated=True) == [
        ("zendesk:155", 4, "Payroll", "Desk"), ("zendesk:155", 5, "Desk", "zendesk:group:3"),
    ]  # fmt: skip
    assert loaded.actors.actor_kind["zendesk:5"] == "external"
    assert loaded.said() == [
        ("post", "zendesk:5", None, None),
        ("reply", "zendesk:6", "zendesk:5", "reply"),
    ]
    [case] = loaded.cases.itertuples()
    assert case.closed
    assert loaded.report.rejected == 0


def test_zendesk_ticket_events_have_fields_as_keys_and_the_same_twice_counts_once(tmp_path: Path) -> None:
    def event(number: int, minute: int, *children: Mapping[str, object]) -> dict[str, object]:
        return {"id": number, "ticket_id": 9, "timestamp": int(START.timestamp()) + 60 * minute, "updater_id": 4,
                "child_events": list(children)}  # fmt: skip

    events = [
        event(1, 0, {"event_type": "Create", "assignee_id": 4}),
        event(2, 5, {"event_type": "Change", "assignee_id": 5, "previous_value": 4}),
        event(
            3,
            6,
            {"event_type": "Comment", "type": "Comment", "comment_present": True, "id": 8, "author_id": 5},
        ),
        {
            "id": 4,
            "ticket_id": 9,
            "metric": "reply_time",
            "instance_id": 1,
            "type": "activate",
            "time": at(1),
        },
    ]
    files = {
        "1.json": {"ticket_events": events},
        "2.jsonl": "\n".join(json.dumps(one) for one in events[1:3]),
    }
    loaded = load("zendesk", tmp_path, files)
    assert loaded.handoffs() == [("zendesk:9", 5, "zendesk:4", "zendesk:5")]
    assert loaded.report.duplicates == 2
    assert loaded.report.rejected == 1  # the metric, which has no time of an event


# --- ServiceNow -----------------------------------------------------------------------------------------------


def sys_audit(number: int, when: str, name: str, was: str, now: str, user: str = "ann") -> dict[str, str]:
    return {"sys_id": f"{number:032d}", "tablename": "incident", "fieldname": name, "documentkey": "d" * 32,
            "user": user, "oldvalue": was, "newvalue": now, "sys_created_on": when}  # fmt: skip


GROUPS = [{"sys_id": letter * 32, "name": name} for letter, name in (("a", "Desk"), ("b", "Network"))]


@pytest.mark.parametrize("how", ["records", "display values", "csv"])
def test_servicenow_ids_become_names(tmp_path: Path, how: str) -> None:
    rows: list[Mapping[str, Any]] = [
        sys_audit(1, "2024-01-01 10:01:00", "assignment_group", "a" * 32, "b" * 32),
        sys_audit(2, "2024-01-01 10:02:00", "assigned_to", "", "c" * 32),
        sys_audit(3, "2024-01-01 10:03:00", "assignment_group", "b" * 32, "a" * 32, user="system"),
        sys_audit(4, "2024-01-01 10:04:00", "incident_state", "2", "6"),
        sys_audit(5, "2024-01-01 10:05:00", "short_description", "x", "y"),
    ]
    journal = {"sys_id": "j", "name": "incident", "element": "work_notes", "element_id": "d" * 32,
               "sys_created_by": "cy", "sys_created_on": "2024-01-01 10:06:00", "value": "text"}  # fmt: skip
    users = [{"sys_id": "c" * 32, "user_name": "cy", "name": "Cy Young", "email": "cy@x.org"}]
    if how == "csv":
        files = {
            f"{n}.csv": pd.DataFrame(t).to_csv(index=False)
            for n, t in enumerate((rows, [journal], users, GROUPS))
        }
    else:
        if how == "display values":
            rows = [
                {key: {"value": value, "display_value": "shown"} for key, value in row.items()}
                for row in rows
            ]
        files = {"1.json": json.dumps({"records": rows}), "2.json": json.dumps({"result": [journal]}),
                 "3.json": json.dumps({"result": users}), "4.json": json.dumps({"records": GROUPS})}  # fmt: skip
    loaded = load("servicenow", tmp_path, files)
    assert loaded.handoffs() == [("d" * 32, 1, "Desk", "Network")]
    assert loaded.handoffs(automated=True) == [("d" * 32, 3, "Network", "Desk")]
    assert loaded.actors.email["servicenow:cy"] == "cy@x.org"
    assert loaded.said() == [("post", "servicenow:cy", None, None)]
    assert loaded.cases.closed.tolist() == [True]
    assert loaded.report.rejected == 0


def test_servicenow_a_list_beside_the_history_says_who_opened(tmp_path: Path) -> None:
    listed = {
        "sys_id": "d" * 32,
        "number": "INC1",
        "opened_at": "2024-01-01 10:00:00",
        "caller_id": {"value": "c" * 32},
    }
    users = [{"sys_id": "c" * 32, "user_name": "cy"}]
    rows = [sys_audit(1, "2024-01-01 10:01:00", "assigned_to", "e" * 32, "c" * 32)]
    loaded = load(
        "servicenow", tmp_path, {"1.json": {"result": rows}, "2.json": {"result": [listed, *users]}}
    )
    assert loaded.handoffs() == [("d" * 32, 1, f"servicenow:{'e' * 32}", "servicenow:cy")]
    assert loaded.said() == [("post", "servicenow:cy", None, None)]


# --- GitHub ---------------------------------------------------------------------------------------------------

API = "https://api.github.com/repos/x/y"


def github_event(number: int, minute: int, kind: str, who: str, **more: object) -> dict[str, object]:
    """In issue events the actor is the assignee, whoever pressed the button."""
    return {"id": number, "url": f"{API}/issues/events/{number}", "event": kind, "actor": {"login": who},
            "assignee": {"login": who}, "created_at": at(minute), **more}  # fmt: skip


ISSUE = {"url": f"{API}/issues/7", "number": 7, "user": {"login": "Eve"}, "created_at": at(-5)}


def test_github_the_actor_is_the_assignee_and_a_handoff_needs_somebody_who_leaves(tmp_path: Path) -> None:
    events = [
        github_event(1, 0, "assigned", "Ann", assigner={"login": "boss"}),
        github_event(
            2, 1, "assigned", "bob", assigner={"login": "Ann"}
        ),  # beside her: nothing is handed over
        github_event(3, 2, "unassigned", "ann", assigner={"login": "bob"}),
        github_event(4, 3, "unassigned", "bob"),
        github_event(5, 9, "assigned", "cy"),
        github_event(6, 10, "closed", "cy"),
    ]
    files = {"a.json": [{**one, "issue": ISSUE} for one in events[::-1]]}
    loaded = load("github", tmp_path, files)
    assert loaded.handoffs() == [
        ("github:x/y#7", 2, "github:ann", "github:bob"), ("github:x/y#7", 9, "github:bob", "github:cy"),
    ]  # fmt: skip
    assert loaded.said() == [("post", "github:eve", None, None)]
    assert loaded.cases.closed.tolist() == [True]
    assert set(loaded.rows.loc[loaded.rows.channel == "post", "space"]) == {"x/y"}


def test_github_timelines_comments_reviews_and_robots(tmp_path: Path) -> None:
    timeline = [
        github_event(1, 0, "assigned", "ann"),
        github_event(2, 1, "unassigned", "ann", performed_via_github_app={"slug": "triage"}),
        github_event(3, 1, "assigned", "bob", performed_via_github_app={"slug": "triage"}),
        {"event": "cross-referenced", "created_at": at(2), "actor": {"login": "z"},
         "source": {"issue": {"url": f"{API}/issues/99", "number": 99}}},
        {"event": "commented", "id": 4, "html_url": "https://github.com/x/y/issues/8#issuecomment-4",
         "user": {"login": "cy"}, "actor": {"login": "cy"}, "created_at": at(3),
         "body": "@bob see @media, me@ann.example, `@ann` and @nobody"},
        {"event": "committed", "sha": "1", "author": {"name": "Ann"}},
        {"event": "review_requested", "id": 5, "created_at": at(4), "actor": {"login": "ann"},
         "review_requester": {"login": "ann"}, "requested_team": {"name": "Core"}},
        {"event": "commented", "id": 6, "html_url": "https://github.com/x/y/issues/8#issuecomment-6",
         "user": {"login": "ci[bot]", "type": "Bot"}, "created_at": at(5), "body": "done"},
    ]  # fmt: skip
    loaded = load("github", tmp_path, {"8.json": json.dumps(timeline[:4]) + json.dumps(timeline[4:])})
    assert loaded.handoffs() == []
    assert loaded.handoffs(automated=True) == [("github:x/y#8", 1, "github:ann", "github:bob")]
    assert ("post", "github:cy", "github:bob", "mention") in loaded.said()
    assert not {row[2] for row in loaded.said()} & {"github:nobody", "github:media"}
    assert ("mention", "github:ann", "Core", "mention") in loaded.said()
    assert loaded.rows.loc[loaded.rows.sender == "github:ci[bot]", "automated"].all()
    assert loaded.actors.actor_kind["Core"] == "team"
    assert loaded.report.rejected == 0


# --- GitLab ---------------------------------------------------------------------------------------------------


def note(
    number: int, minute: int, body: str, who: str = "ann", *, system: bool = True, **more: object
) -> dict[str, object]:
    author = {"id": 9, "username": who, "name": "Ann"}
    return {"id": number, "body": body, "system": system, "created_at": at(minute), "noteable_type": "Issue",
            "noteable_iid": 3, "project_id": 1, "author": author, **more}  # fmt: skip


def test_gitlab_reads_what_the_system_notes_say(tmp_path: Path) -> None:
    notes = [
        note(1, 0, "assigned to @ann"),
        note(2, 1, "assigned to @bob.b and unassigned @ann"),
        note(3, 2, "unassigned @bob.b"),
        note(4, 3, "assigned to @cy, @dee and @ann"),
        note(5, 4, "moved to x/y#12"),
        note(6, 5, "requested review from @cy and @dee", noteable_type="MergeRequest"),
        note(7, 6, "assigned to @nobody in words", system=False),
        note(8, 7, "closed"),
    ]
    loaded = load("gitlab", tmp_path, {"a.json": [*notes[:4], {"id": "d", "notes": notes[4:]}]})
    assert loaded.handoffs() == [
        ("gitlab:1#3", 1, "gitlab:ann", "gitlab:bob.b"), ("gitlab:1#3", 3, "gitlab:bob.b", "gitlab:cy"),
    ]  # fmt: skip
    assert {row for row in loaded.said() if row[0] == "mention"} == {
        ("mention", "gitlab:ann", "gitlab:cy", "mention"), ("mention", "gitlab:ann", "gitlab:dee", "mention"),
    }  # fmt: skip
    assert not {row[2] for row in loaded.said()} & {"gitlab:nobody"}
    assert loaded.report.rejected == 0


def test_gitlab_export_of_a_project(tmp_path: Path) -> None:
    issue = {"iid": 5, "author_id": 2, "created_at": at(0), "notes": [
        {"note": "assigned to @ann", "system": True, "author": {"name": "Eve"}, "author_id": 2, "created_at": at(1)},
        {"note": "assigned to @bob and unassigned @ann", "system": True, "author_id": 2, "created_at": at(2)},
        {"note": "fine, @ann", "system": False, "author": {"name": "Bob"}, "author_id": 4, "created_at": at(3)},
    ]}  # fmt: skip
    members = [
        {"user": {"id": 4, "username": "bob", "public_email": "bob@x.org"}},
        {"user": {"id": 2, "username": "eve"}},
    ]
    files = {"tree/project/issues.ndjson": json.dumps(issue) + "\n",
             "tree/project/project_members.ndjson": "\n".join(json.dumps(one) for one in members)}  # fmt: skip
    loaded = load("gitlab", tmp_path, files)
    assert [row[1:] for row in loaded.handoffs()] == [(2, "gitlab:ann", "gitlab:bob")]
    assert ("reply", "gitlab:bob", "gitlab:eve", "reply") in loaded.said()
    assert ("reply", "gitlab:bob", "gitlab:ann", "mention") in loaded.said()
    assert loaded.actors.email["gitlab:bob"] == "bob@x.org"


# --- lists are refused ----------------------------------------------------------------------------------------

LISTS = {
    "jira.json": json.dumps({"issues": [{"key": "Q-1", "self": "x/rest/api/2/issue/1", "fields": {"a": "quill"}}]}),
    "jira.csv": "Summary,Issue key,Issue id,Status,Assignee\nquill,Q-1,1,Open,zoe\n",
    "zendesk.json": json.dumps({"tickets": [{"id": 1, "requester_id": 2, "assignee_id": 3, "ticket_form_id": 4}]}),
    "servicenow.json": json.dumps({"result": [{"sys_id": "1", "number": "INC1", "sys_updated_on": "2024"}]}),
    "servicenow.csv": '"number","short_description","assignment_group"\n"INC1","quill","Desk"\n',
    "github.json": json.dumps([{"number": 1, "title": "quill", "events_url": f"{API}/issues/1", "comments_url": ""}]),
    "gitlab.json": json.dumps([{"iid": 1, "project_id": 2, "web_url": "https://x", "author": {"username": "quill"}}]),
    "salesforce.csv": "Case Number,Subject,Case Owner\n1,quill,Zoe\n",
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_current_tickets_is_refused_with_what_to_export(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LISTS[name])
    result = CliRunner().invoke(main, ["info", str(tmp_path / name)])
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert "as they are now; export their history" in line
    assert "quill" not in line
    product = name.partition(".")[0]
    if product in LOADERS and name.endswith("json"):
        with pytest.raises(FormatError, match="as they are now"):
            list(LOADERS[product].read(Source(tmp_path / name), ReadOptions()))


# --- random histories, written as each product does, and read back --------------------------------------------

Step = tuple[int, str | None]  # minute, and who has the case from then on
Histories = Mapping[int, Sequence[Step]]


def expected(
    histories: Histories, named: Callable[[int], str], source: str
) -> list[tuple[str, int, str, str]]:
    """Each time somebody else has it than had it last."""
    handoffs = []
    for case, steps in histories.items():
        held = [(minute, who) for minute, who in steps if who]
        for (_, giver), (minute, taker) in pairwise(held):
            if giver != taker:
                handoffs.append((named(case), minute, f"{source}:{giver}", f"{source}:{taker}"))
    return sorted(handoffs)


def changes(histories: Histories) -> list[tuple[int, int, int, str | None, str | None]]:
    """Number, case, minute, before and after, of all changes."""
    rows = []
    for case, steps in histories.items():
        before: str | None = None
        for minute, who in steps:
            if who != before:
                rows.append((len(rows) + 1, case, minute, before, who))
            before = who
    return rows


def as_jira(histories: Histories, rng: random.Random) -> Any:
    issues = {case: jira_issue(f"QA-{case}", []) for case in histories}
    for number, case, minute, was, now in changes(histories):
        issues[case]["changelog"]["histories"].append(  # type: ignore[index]
            jira_change(number, at(minute), jira_item("assignee", was, now))
        )
    for issue in issues.values():
        rng.shuffle(issue["changelog"]["histories"])  # type: ignore[index]
    return {"issues": list(issues.values())}


def as_zendesk(histories: Histories, rng: random.Random) -> Any:
    audits = [
        {**audit(number, at(minute), 1, field("Change", "assignee_id", now, was)), "ticket_id": case}
        for number, case, minute, was, now in changes(histories)
    ]
    rng.shuffle(audits)
    return {"audits": audits}


def as_servicenow(histories: Histories, rng: random.Random) -> Any:
    rows = [
        {
            **sys_audit(number, at(minute)[:-1].replace("T", " "), "assigned_to", was or "", now or ""),
            "documentkey": str(case),
        }
        for number, case, minute, was, now in changes(histories)
    ]
    rng.shuffle(rows)
    return {"records": rows}


def as_github(histories: Histories, rng: random.Random) -> Any:
    events = []
    for number, case, minute, was, now in changes(histories):
        pair = [(kind, who) for kind, who in (("unassigned", was), ("assigned", now)) if who]
        rng.shuffle(pair)
        for count, (kind, who) in enumerate(pair):
            issue = {"url": f"{API}/issues/{case}", "number": case}
            events.append({**github_event(10 * number + count, minute, kind, who), "issue": issue})
    rng.shuffle(events)
    return events


def as_gitlab(histories: Histories, rng: random.Random) -> Any:
    notes = []
    for number, case, minute, was, now in changes(histories):
        said = " and ".join(
            part for part in (now and f"assigned to @{now}", was and f"unassigned @{was}") if part
        )
        notes.append(note(number, minute, said, noteable_iid=case))
    rng.shuffle(notes)
    return notes


WRITERS: Mapping[str, tuple[Callable[[Histories, random.Random], Any], Callable[[int], str]]] = {
    "jira": (as_jira, lambda case: f"QA-{case}"),
    "zendesk": (as_zendesk, lambda case: f"zendesk:{case}"),
    "servicenow": (as_servicenow, str),
    "github": (as_github, lambda case: f"github:x/y#{case}"),
    "gitlab": (as_gitlab, lambda case: f"gitlab:1#{case}"),
}
HISTORIES = st.dictionaries(
    st.integers(1, 9),
    st.lists(st.sampled_from(["11", "22", "33", "44", None]), min_size=1, max_size=8),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("name", WRITERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(holders=HISTORIES, seed=st.integers(0, 2**16))
def test_random_histories_are_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    holders: Mapping[int, Sequence[str | None]],
    seed: int,
) -> None:
    rng = random.Random(seed)
    histories = {
        case: list(zip(sorted(rng.sample(range(10_000), len(steps))), steps, strict=True))
        for case, steps in holders.items()
    }
    write, named = WRITERS[name]
    if not changes(histories):
        return
    path = tmp_path_factory.mktemp("tracker") / "a.json"
    path.write_text(json.dumps(write(histories, rng)))
    read = []
    for batch in LOADERS[name].read(Source(path), ReadOptions()):
        assert not batch.rejected
        joined = batch.messages.join(batch.recipients, "record", join_type="inner").to_pylist()
        read += [
            (
                one["thread_id"],
                int((one["sent_at"] - START).total_seconds()) // 60,
                one["sender"],
                one["recipient"],
            )
            for one in joined
        ]
    assert sorted(read) == expected(histories, named, name)
