"""Customer care: customers outside, agents inside, and who had the case."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from silograph.loaders import LOADERS, socialcare
from silograph.loaders.files import Source
from silograph.log.batches import Batch, ReadOptions
from silograph.log.conversations import build_conversations
from silograph.log.outside_contacts import outside_exchange

START = datetime(2024, 1, 1, 10, tzinfo=UTC)
SHAPE = (
    "case_id",
    "time",
    "id",
    "author",
    "author_is_external",
    "agent",
    "team",
    "assigned_to",
    "in_reply_to",
    "network",
)


def at(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def table(header: Sequence[str], *rows: Sequence[object], delimiter: str = ",", bom: bool = False) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


class Read(NamedTuple):
    rows: pd.DataFrame
    kinds: Mapping[str, str | None]
    batches: Sequence[Batch]

    @property
    def rejected(self) -> list[str]:
        return [one.reason for batch in self.batches for one in batch.rejected]

    def ties(self, kind: str | None = None) -> list[tuple[str, str | None, str | None]]:
        """Sender, recipient and role, in order of time."""
        rows = self.rows if kind is None else self.rows[self.rows.kind == kind]
        return list(zip(rows.sender, rows.recipient, rows.role, strict=True))


def read(folder: Path, files: Mapping[str, bytes], *, zone: str = "UTC", dates: str | None = None) -> Read:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    source = Source(folder)
    assert [key for key, loader in LOADERS.items() if loader.recognises(source)] == ["socialcare"]
    options = ReadOptions(timezone=ZoneInfo(zone), dates=dates, key=b"of this test")
    batches = list(socialcare.read(source, options))
    joined: list[Any] = []
    for batch in batches:
        joined += batch.messages.join(batch.recipients, "record").to_pylist()
    rows = pd.DataFrame(joined).astype(object)
    rows = rows.where(rows.notna(), None)
    kinds = {row["alias"]: row["actor_kind"] for batch in batches for row in batch.actors.to_pylist()}
    return Read(rows.sort_values(["sent_at", "recipient"], ignore_index=True), kinds, batches)


def test_the_documented_shape(tmp_path: Path) -> None:
    rows = [
        ("1", at(0), "m1", "zoe", "true", "", "", "", "", "twitter"),
        (
            "1",
            at(1),
            "",
            "",
            "false",
            "",
            "Social",
            "ann",
            "",
            "",
        ),  # given to a team and a person, nothing written
        ("1", at(2), "m2", "Brand", "false", "ann", "Social", "ann", "m1", ""),
        ("1", at(3), "m3", "zoe", "true", "", "", "", "", "twitter"),
        ("1", at(4), "", "", "false", "", "Billing", "bob", "", ""),
        ("1", at(5), "m4", "", "false", "bob", "Billing", "bob", "m3", ""),
        ("1", at(6), "m5", "eve", "true", "", "", "", "m4", "twitter"),  # a bystander answers
        ("2", at(7), "m6", "zoe@out.example", "true", "", "", "", "", "mail"),
        ("2", at(8), "m7", "", "maybe", "bob", "", "", "", ""),
        ("", at(8), "m8", "", "false", "bob", "", "", "", ""),
        ("2", "soon", "m9", "", "false", "bob", "", "", "", ""),
    ]
    found = read(tmp_path, {"care.csv": table(SHAPE, *rows)})
    assert found.ties("handoff") == [("Social", "Billing", "assignee")]
    posts = found.rows[found.rows.channel == "post"]
    assert list(zip(posts.sender, posts.recipient, posts.role, strict=True)) == [
        ("twitter:zoe", None, None),
        ("ann", "twitter:zoe", "reply"),
        ("twitter:zoe", "ann", "reply"),
        ("bob", "twitter:zoe", "reply"),
        ("twitter:eve", "bob", "reply"),
        ("zoe@out.example", None, None),
    ]
    assert {found.kinds[one] for one in ("twitter:zoe", "twitter:eve", "zoe@out.example")} == {"external"}
    assert (found.kinds["ann"], found.kinds["Social"]) == ("person", "team")
    assert sorted(found.rejected) == [
        "author_is_external is neither true nor false",
        "no case",
        "no usable time",
    ]


def test_a_note_among_colleagues_does_not_reach_the_customer(tmp_path: Path) -> None:
    rows = [
        {"case_id": "1", "time": at(0), "author": "zoe", "inbound": True},
        {"case_id": "1", "time": at(1), "agent": "ann", "author": "", "inbound": False, "assigned_to": "ann"},
        {"case_id": "1", "time": at(2), "agent": "cy", "author": "", "inbound": False, "internal": True},
    ]
    found = read(tmp_path, {"care.json": json.dumps(rows, indent=1).encode()})
    assert found.ties() == [("zoe", None, None), ("ann", "zoe", "reply"), ("cy", "ann", "to")]


def test_the_hourglass_sees_both_sides(tmp_path: Path) -> None:
    rows = [
        (str(case), at(10 * case + minute), "", author, outside, agent, "", "", "", "")
        for case in range(8)
        for minute, author, outside, agent in (
            (0, f"c{case}", "1", ""),
            (1, "", "0", f"agent{case % 2}"),
            (2, f"c{case}", "1", ""),
        )
    ]
    (tmp_path / "care.csv").write_bytes(table(SHAPE, *rows))
    people = pd.DataFrame({"person_id": ["agent0", "agent1"], "function": ["Care", "Sales"]})
    log, roster = sg.read(tmp_path / "care.csv", people)
    exchange = outside_exchange(build_conversations(log, roster))
    assert len(exchange.rows) == 16
    assert exchange.rows["outbound"].sum() == 8


MESSAGES = (
    "created_at", "source_id", "source_type", "source_name", "content_thread_id", "type", "id", "private_message",
    "auto_submitted", "status", "intervention_id", "creator_id", "creator_name", "author_id", "author_name",
    "in_reply_to_id", "in_reply_to_author_id", "body",
)  # fmt: skip
SEGMENTS = (
    "created_at", "updated_at", "id", "intervention_id", "foreign_id", "user_id", "user_name", "first_user_reply_in",
    "user_reply_in_average", "identity_id", "identity_name", "source_name", "thread_id", "auto_summary",
)  # fmt: skip
JOURNAL = (
    "id",
    "created_at",
    "user_id",
    "user_name",
    "name",
    "message",
    "content_thread_id",
    "intervention_id",
)
COMMENTS = (
    "created_at",
    "body",
    "created_from",
    "intervention_id",
    "id",
    "identity_id",
    "thread_id",
    "user_id",
    "user_name",
)
IDENTITIES = (
    "created_at",
    "community_type",
    "community",
    "puppet",
    "id",
    "uuid",
    "screenname",
    "firstname",
    "lastname",
    "email",
)
AGENTS = ("created_at", "id", "firstname", "lastname", "email", "role", "teams")


def message(
    when: str, number: str, creator: str, author: str, answers: str = "", auto: str = "0"
) -> tuple[object, ...]:
    return (when, "s", "Facebook", "Page", "t1", "", number, "1", auto, "", "v1", creator, creator and "Agent", author,
            "Quill", answers, "", "text\nof two lines")  # fmt: skip


@pytest.mark.parametrize("how", ["bi", "excel fr", "excel en"])
def test_ringcx(tmp_path: Path, how: str) -> None:
    form, delimiter = {
        "bi": ("%Y-%m-%dT%H:%M+00:00", ","), "excel fr": ("%d/%m/%Y %H:%M", ";"), "excel en": ("%m-%d-%Y %H:%M", ","),
    }[how]  # fmt: skip

    def when(minutes: int) -> str:
        return (datetime(2024, 1, 23, 10) + timedelta(minutes=minutes)).strftime(form)

    def made(header: Sequence[str], *rows: Sequence[object]) -> bytes:
        return table(header, *rows, delimiter=delimiter, bom=how != "bi")

    files = {
        "messages.csv": made(
            MESSAGES,
            message(when(0), "c1", "", "i1"),
            message(when(2), "c2", "a1", "brand", "c1"),
            message(when(3), "c3", "", "brand", "", "1" if how == "bi" else "vrai"),  # the page
            message(when(4), "c4", "", "i1", "c2"),
            message(when(7), "c5", "a2", "brand", "c4"),
        ),
        "interventions_segments.csv": made(
            SEGMENTS,
            (when(5), when(5), "s2", "v1", "", "a2", "Bob Bee", 1, 1, "i1", "Quill", "Page", "t1", ""),
            (when(1), when(1), "s1", "v1", "", "a1", "Ann Lee", 1, 1, "i1", "Quill", "Page", "t1", ""),
        ),
        "journal.csv": made(
            JOURNAL,
            ("j1", when(5), "a9", "Boss", "intervention.user_updated", "x", "t1", "v1"),  # who pressed the button
            ("j2", when(8), "a2", "Bob", "intervention.closed", "x", "t1", "v1"),
        ),
        "interventions_comments.csv": made(COMMENTS, (when(6), "x", "interface", "v1", "k1", "i1", "t1", "a1", "Ann")),
        "identities.csv": made(
            IDENTITIES,
            (when(0), "fb", "Page", "0", "i1", "u", "quill", "Zoe", "Quill", "Zoe@out.example"),
            (when(0), "fb", "Page", "true", "brand", "u", "Brand", "", "", ""),
        ),
        "agents.csv": made(AGENTS, (when(0), "a1", "Ann", "Lee", "ann@x.org", "Agent", "RC Paris")),
    }  # fmt: skip
    found = read(tmp_path, files)
    assert found.rejected == []
    assert found.ties("handoff") == [("engage:a1", "engage:a2", "assignee")]
    posts = found.rows[found.rows.channel == "post"]
    assert list(zip(posts.sender, posts.recipient, posts.role, posts.automated, strict=True)) == [
        ("engage:i1", None, None, False),
        ("engage:a1", "engage:i1", "reply", False),
        ("engage:brand", "engage:i1", "reply", True),
        ("engage:i1", "engage:a1", "reply", False),
        ("engage:a1", "engage:a2", "to", False),
        ("engage:a2", "engage:i1", "reply", False),
    ]
    assert found.kinds["engage:i1"] == "external"
    assert found.kinds["engage:brand"] == "team"
    assert found.rows.sent_at.min() == datetime(2024, 1, 23, 10, tzinfo=UTC)
    emails = {row["alias"]: row["email"] for batch in found.batches for row in batch.actors.to_pylist()}
    assert (emails["engage:i1"], emails["engage:a1"]) == ("zoe@out.example", "ann@x.org")
    [case] = [row for batch in found.batches for row in batch.cases.to_pylist()]
    assert case["closed"]


def test_times_without_a_zone_are_in_the_one_that_is_stated(tmp_path: Path) -> None:
    files = {
        "messages.csv": table(MESSAGES, message("23/01/2024 10:00", "c1", "", "i1"), delimiter=";", bom=True)
    }
    found = read(tmp_path, files, zone="Europe/Paris")
    assert found.rows.sent_at.tolist() == [datetime(2024, 1, 23, 9, tzinfo=UTC)]
    assert found.rows.time_quality.tolist() == ["minute"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["zoe", "eve", None]), st.sampled_from(["ann", "bob", "cy"]), st.booleans()),
    min_size=1,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cases=st.dictionaries(st.integers(1, 5), STEPS, min_size=1),
    seed=st.integers(0, 2**16),
    lines=st.booleans(),
)
def test_random_cases_are_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    cases: Mapping[int, Sequence[tuple[str | None, str, bool]]],
    seed: int,
    lines: bool,
) -> None:
    """An oracle that walks each case: who wrote to whom, and where the assignee changed."""
    rng = random.Random(seed)
    rows, expected = [], []
    for case, steps in cases.items():
        customer = next((author for author, *_ in steps if author), None)
        agent = holder = None
        for minute, (author, who, assigns) in enumerate(steps):
            stamp = START + timedelta(minutes=100 * case + minute)
            assigned = who if assigns else ""
            row = (case, stamp.strftime("%Y-%m-%dT%H:%M:%SZ"), f"{case}-{minute}", author or "Brand",
                   str(author is not None).lower(), "" if author else who, "", assigned, "", "")  # fmt: skip
            rows.append(row)
            if assigned:
                if holder and holder != assigned:
                    expected.append((stamp, holder, assigned, "assignee"))
                holder = assigned
            if author:
                reached = (agent, "reply") if agent else (holder, "to") if holder else (None, None)
                expected.append((stamp, author, *reached))
            else:
                expected.append((stamp, who, *((customer, "reply") if customer else (None, None))))
                agent = who
    rng.shuffle(rows)
    if lines:
        objects = [dict(zip(SHAPE, map(str, row), strict=True)) for row in rows]
        files = {"care.jsonl": "\n".join(map(json.dumps, objects)).encode()}
    else:
        files = {"care.csv": table(SHAPE, *rows)}
    found = read(tmp_path_factory.mktemp("care"), files)
    assert found.rejected == []
    times = [one.to_pydatetime() for one in pd.to_datetime(found.rows.sent_at)]
    got = zip(times, found.rows.sender, found.rows.recipient, found.rows.role, strict=True)
    assert sorted(got, key=str) == sorted(expected, key=str)
