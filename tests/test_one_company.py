"""Exports of all kinds are one company: people are matched across sources, and the order of loading changes nothing."""

from __future__ import annotations

import random
import runpy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from silograph.loaders import LOADERS
from silograph.loaders.files import Source
from silograph.loaders.reading import recognise
from silograph.log.batches import ReadOptions
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.store import Store

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = runpy.run_path(str(FIXTURES / "samples.py"))["SAMPLES"]

OPTIONS = ReadOptions(subjects=True, key=b"of this test")  # a store's own differs from store to store

# What systems that know no addresses call somebody stands in the people file, as people have it.
PEOPLE = pd.DataFrame(
    [
        ("1001", "Zoe Quill", "HR", "zoe.quill@x.example",
         "quill@x.example; zq@x.example; discord:301; github:quill; gitlab:quill; jira:712020:quill; quill"),
        ("1002", "Bob Ray", "IT", "bob@x.example", "discord:302; github:bob; gitlab:bob; jira:u1; U2; bob"),
        ("1003", "Eve Lind", "Sales", "eve@x.example", "github:eve; gitlab:eve; jira:u2"),
        ("1004", "Ann Gray", "Finance", "ann@x.example", "github:ann; gitlab:ann; jira:u3; ann"),
    ],
    columns=["person_id", "name", "function", "email", "aliases"],
)  # fmt: skip
ZOE, BOB, EVE, ANN = PEOPLE["person_id"]

# Who has a part in the sample of each source: people by their ids, and whoever else is there.
TRUTH: Mapping[str, set[str]] = {
    "mail": {ZOE, BOB, EVE, "team@x.example"},
    "mailtrace": {ZOE, BOB, EVE, "team@x.example", "<>"},
    "slack": {ZOE, BOB},
    "teams": {ZOE, BOB, EVE},
    "engage": {ZOE, BOB},
    "mattermost": {ZOE, BOB},
    "zulip": {ZOE, BOB},
    "rocketchat": {ZOE, BOB},
    "discourse": {ZOE, BOB},
    "discord": {ZOE, BOB},
    "calendar": {ZOE, BOB, EVE},
    "interactions": {ZOE, BOB, EVE},
    "jira": {ZOE, BOB, EVE, ANN},
    "github": {ZOE, BOB, EVE, ANN},
    "gitlab": {ZOE, BOB, EVE, ANN},
}


# The first message of the trace once more, as Zoe's mailbox has it; her calendar, in which meetings are put off.
AGAIN = {
    "again/answer.eml": b"""From: Z. Quill <Zoe.Quill@x.example>
To: bob@x.example
Date: Tue, 2 Jan 2024 09:14:58 +0000
Message-ID: <1@x>
In-Reply-To: <0@x>
Subject: chemotherapy

x
""",
    "moved/zoe.ics": SAMPLES["calendar"]()["zoe.ics"].replace(b"T090000Z", b"T110000Z"),
}


class Company:
    """All exports on disk, and the log of them in any order of loading."""

    def __init__(self, folder: Path) -> None:
        self.paths = [self._put(folder, name) for name in LOADERS]
        for name, content in AGAIN.items():
            put(folder, name, content)
            self.paths.append(folder / name)
        files = (path for path in FIXTURES.glob("*/*.*") if path.parent.name != "__pycache__")
        self.paths += [*sorted(files), FIXTURES / "slack" / "export"]

    @staticmethod
    def _put(folder: Path, name: str) -> Path:
        for file, content in SAMPLES[name]().items():
            put(folder, f"{name}/{file}", content)
        return folder / name

    def log(self, paths: Sequence[Path]) -> MessageLog:
        store = Store.in_memory()
        for path in paths:
            name, loader = recognise(Source(path))
            store.add(loader.read(Source(path), OPTIONS), name=path.name, loader=name)
        return store.log(Roster.from_pandas(PEOPLE))[0]


def put(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def log(company: Company) -> MessageLog:
    return company.log(company.paths)


def table(log: MessageLog) -> pd.DataFrame:
    """All of a log but which source a message was found in first."""
    frame = log.to_pandas().drop(columns="source")
    return frame.sort_values(list(frame), ignore_index=True)


def test_people_are_matched_across_all_sources(log: MessageLog) -> None:
    frame = log.to_pandas()
    found = {
        str(source): set(rows["sender"]) | set(rows["recipient"].dropna())
        for source, rows in frame.groupby("source")
    }
    assert set(LOADERS) <= set(found)
    assert {name: found[name] for name in TRUTH} == TRUTH
    assert all(ZOE in found[name] for name in ("servicenow", "zendesk", "socialcare"))


def orders(paths: Sequence[Path]) -> Iterator[list[Path]]:
    yield list(paths)[::-1]
    for seed in range(2):
        yield random.Random(seed).sample(list(paths), len(paths))


def test_any_order_of_loading_gives_the_same_tables(company: Company, log: MessageLog) -> None:
    expected = table(log)
    for paths in orders(company.paths):
        other = company.log(paths)
        pd.testing.assert_frame_equal(table(other), expected)
        assert other.counts() == log.counts()


def test_what_two_sources_know_of_one_message_is_kept(log: MessageLog) -> None:
    frame = log.to_pandas()
    trace = frame[(frame["message_id"] == "1@x") & (frame["channel"] == "email")]
    assert set(trace["sent_at"]) == {pd.Timestamp("2024-01-02T09:14:58Z")}
    assert set(trace["parent_id"]) == {"0@x"}  # which no trace says
    assert set(trace["recipient"]) == {BOB}
    meeting = frame[(frame["message_id"] == "1") & (frame["channel"] == "meeting")]
    assert set(meeting["sent_at"]) == {pd.Timestamp("2024-01-02T11:00:00Z")}
