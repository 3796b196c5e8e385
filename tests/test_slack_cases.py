"""Slack exports as they arrive: names without the UTF-8 flag, direct messages without their row, posts to nobody."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import silograph as sg
from silograph.cli import main

Rows = list[tuple[str, str]]
USERS = [
    {"id": f"U000000{n}", "name": name, "profile": {"email": f"{name}@ex.org"}}
    for n, name in enumerate(("ann", "bob", "jean-luc", "dan"), start=1)
]
ANN, BOB, JEAN, DAN = (str(user["id"]) for user in USERS)


def post(number: int, user: str, text: str) -> dict[str, Any]:
    return {"type": "message", "user": user, "ts": f"17095428{number:02}.000100", "text": text}


def export(folder: Path, channels: list[dict[str, Any]], **days: Rows) -> Path:
    """An export; folders of days are named by their letters, with `__` for a dash."""
    folder.mkdir()
    (folder / "users.json").write_text(json.dumps(USERS))
    (folder / "channels.json").write_text(json.dumps(channels))
    number = 0
    for name, rows in days.items():
        place = folder / name.replace("__", "-")
        place.mkdir()
        posts = []
        for user, text in rows:
            number += 1
            posts.append(post(number, user, text))
        (place / "2024-03-04.json").write_text(json.dumps(posts))
    return folder


def ties(path: Path) -> list[tuple[str, str, str]]:
    table = sg.read(path)[0].to_pandas().dropna(subset="recipient").sort_values("sent_at", kind="stable")
    return list(table[["sender", "recipient", "role"]].itertuples(index=False, name=None))


# Names in zips


@pytest.mark.data
def test_names_without_the_flag(cases_dir: Path, tmp_path: Path) -> None:
    path = cases_dir / "slack_zip_without_utf8_flag.zip"
    spaces = sg.read(path)[0].to_pandas()["space"]
    assert sorted(spaces) == ["#café-rh", "#general", "#幹部"]
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = (
                info.orig_filename if info.filename.isascii() else info.orig_filename.encode("cp437").decode()
            )
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(archive.read(info))
    log, _ = sg.read([path, tmp_path])
    assert log.counts()["messages"] == 3
    assert sorted(set(log.to_pandas()["message_id"])) == sorted(sg.read(path)[0].to_pandas()["message_id"])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_of_folders_whose_accents_stand_apart(tmp_path: Path, form: str) -> None:
    folder = export(tmp_path / "export", [{"id": "C0000001", "name": "café-rh", "members": []}])
    day = folder / unicodedata.normalize(form, "café-rh") / "2024-03-04.json"
    day.parent.mkdir()
    day.write_text(json.dumps([post(1, ANN, f"hi <@{BOB}>")]))
    table = sg.read(folder)[0].to_pandas()
    assert list(table["space"]) == ["#café-rh"]
    assert list(table["message_id"]) == ["C0000001:1709542801.000100"]


def test_two_files_of_one_day_in_a_zip_are_both_read(tmp_path: Path) -> None:
    folder = export(
        tmp_path / "export", [{"id": "C0000001", "name": "general"}], general=[(ANN, f"<@{BOB}>")]
    )
    path = tmp_path / "export.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        for name in ("users.json", "channels.json", "general/2024-03-04.json"):
            archive.writestr(name, (folder / name).read_bytes())
        archive.writestr("general/2024-03-04.json", json.dumps([post(2, BOB, f"<@{DAN}>")]))
    assert sorted(ties(path)) == [
        ("ann@ex.org", "bob@ex.org", "mention"),
        ("bob@ex.org", "dan@ex.org", "mention"),
    ]


# Direct messages without their row


def test_direct_messages_without_their_row(tmp_path: Path) -> None:
    folder = export(
        tmp_path / "export",
        [],
        D0000001=[(ANN, f"hi <@{BOB}>")],
        D0000002=[(ANN, "hi"), (JEAN, "ho")],
        mpdm__ann____bob____jean__luc__1=[(ANN, "all")],
        mpdm__ann____ghost__1=[(ANN, "you"), (DAN, "me")],
    )
    assert ties(folder) == [
        ("ann@ex.org", "bob@ex.org", "mention"),
        ("ann@ex.org", "jean-luc@ex.org", "to"),
        ("jean-luc@ex.org", "ann@ex.org", "to"),
        ("ann@ex.org", "bob@ex.org", "member"),
        ("ann@ex.org", "jean-luc@ex.org", "member"),
        ("ann@ex.org", "dan@ex.org", "member"),
        ("dan@ex.org", "ann@ex.org", "member"),
    ]


def test_direct_messages_of_an_archive_without_their_row(tmp_path: Path) -> None:
    path = tmp_path / "slackdump.sqlite"
    database = sqlite3.connect(path)
    database.executescript("""
        CREATE TABLE MESSAGE (ID INTEGER, CHUNK_ID INTEGER, CHANNEL_ID TEXT, TS TEXT, DATA BLOB);
        CREATE TABLE CHUNK (ID INTEGER);
        CREATE TABLE CHANNEL (ID TEXT, CHUNK_ID INTEGER, DATA BLOB);
        CREATE TABLE S_USER (ID TEXT, CHUNK_ID INTEGER, DATA BLOB);
        CREATE TABLE CHANNEL_USER (ID TEXT, CHUNK_ID INTEGER, CHANNEL_ID TEXT);
        CREATE TABLE WORKSPACE (USER_ID TEXT);
    """)
    rows = [("D0000001", ANN, f"hi <@{BOB}>"), ("D0000002", ANN, "hi"), ("D0000002", DAN, "ho")]
    for number, (channel, user, text) in enumerate(rows, start=1):
        record = post(number, user, text)
        values = (number, 1, channel, record["ts"], json.dumps(record).encode())
        database.execute("INSERT INTO MESSAGE VALUES (?, ?, ?, ?, ?)", values)
    database.commit()
    database.close()
    assert ties(path) == [(ANN, BOB, "mention"), (ANN, DAN, "to"), (DAN, ANN, "to")]


def test_direct_messages_of_a_dump(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text(json.dumps(USERS))
    dump = {"channel_id": "G0000001", "name": "mpdm-ann--bob--dan-1", "messages": [post(1, ANN, "all")]}
    (tmp_path / "G0000001.json").write_text(json.dumps(dump))
    assert ties(tmp_path) == [("ann@ex.org", "bob@ex.org", "member"), ("ann@ex.org", "dan@ex.org", "member")]


# Posts that reach nobody


def test_posts_that_reach_nobody(tmp_path: Path) -> None:
    folder = export(
        tmp_path / "export", [{"id": "C0000001", "name": "general"}], general=[(ANN, "hi"), (BOB, "hi")]
    )
    people = tmp_path / "people.csv"
    people.write_text("person_id,email,function\n1,ann@ex.org,HR\n2,bob@ex.org,IT\n")
    nothing_ties(folder, tmp_path, "--people", people)
    nothing_ties(folder, tmp_path, "--people", people, "--min-group", "1", "--only", "silos")


@pytest.mark.data
def test_a_real_export_whose_posts_reach_nobody(cases_dir: Path, tmp_path: Path) -> None:
    nothing_ties(cases_dir / "slack_posts_without_mentions.zip", tmp_path)


def nothing_ties(source: Path, tmp_path: Path, *given: object) -> None:
    """What is said, by every command, of a log in which nobody reaches anybody."""
    out = tmp_path / "out"
    code, said = run("analyze", source, *given, "--out", out)
    assert code == 0
    assert "unexpected" not in said
    assert "note: nothing ties people here: no message reaches another person" in said
    assert "note: no functions known" not in said  # who has one does not show
    assert "Beware: nothing ties people here" in (out / "report.html").read_text()
    assert "nothing ties people here" in run("info", source)[1]
    assert run("network", source, "--out", tmp_path / "n.html")[0] == 0
    shown = run("analyze", source, *given, "--lang", "fr", "--out", out)
    assert "rien ne relie les personnes ici" in shown[1]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_mail_that_ties_nobody(tmp_path: Path) -> None:
    def box(name: str, to: str, *more: str) -> Path:
        path = tmp_path / name
        path.write_text("".join(
            "\n".join(["From x Mon Mar  4 01:00:00 2024", f"From: p{n}@ex.org", f"To: {to}",
                       "Date: Mon, 4 Mar 2024 01:00:00 +0000", f"Message-ID: <{n}@x>", *more, "", "hi", "", ""])
            for n in range(5)
        ))  # fmt: skip
        return path

    nothing_ties(box("hidden.mbox", "undisclosed-recipients:;"), tmp_path)
    for path in (
        box("machines.mbox", "bob@ex.org", "Auto-Submitted: auto-replied"),
        box("everybody.mbox", ", ".join(f"q{n}@ex.org" for n in range(60))),
    ):
        code, said = run("analyze", path, "--out", tmp_path / "out")
        assert code == 0
        assert (
            "nothing ties people here: every message that reaches somebody is automated, goes to more than 50"
            in said
        )
