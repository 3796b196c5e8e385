"""The attacker reads stores, places, reasons and error messages: no private channel, no text, no guess confirmed."""

from __future__ import annotations

import hashlib
import json
import warnings
import zipfile
from itertools import product
from pathlib import Path

import duckdb
import pytest

from silograph.errors import DataError
from silograph.loaders import reading
from silograph.loaders.files import Source
from silograph.loaders.org_chart import read_people
from silograph.log.anonymise import pseudonymise
from silograph.log.batches import ReadOptions
from silograph.log.store import Store
from silograph.output.info import describe

PRIVATE = ("mpdm-zoe--quill-1", "merger-of-2026", "layoffs", "zoe--quill")
TEXT = "Zoe confided yesterday that pancreatic chemotherapy begins"


def load(store: Path, *paths: Path, **options: object) -> None:
    with Store.open(store, create=True) as opened:
        reading.load(opened, paths, options=ReadOptions(**options), once=False)  # type: ignore[arg-type]


def contents(store: Path) -> str:
    """Every text in a store."""
    with duckdb.connect(str(store), read_only=True) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return "\n".join(
            str(row) for (table,) in tables for row in connection.execute(f"FROM {table}").fetchall()
        )


def slack_zip(path: Path, *, lists: bool, separator: str = "/") -> Path:
    """Broken records in every sort of channel; `merger-of-2026` is listed as private, `layoffs` in no list."""
    post = {"type": "message", "user": "U1", "ts": "1704067200.000100", "text": "x"}
    records = [post, {**post, "ts": "never"}, "broken", {**post, "user": None}, {**post, "ts": "170406\0"}]
    folders = ("general", *PRIVATE[:3], "D0000007")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.json", json.dumps([{"id": "U1", "name": "zoe"}]))
        archive.writestr("channels.json", json.dumps([{"id": "C1", "name": "general"}]))
        if lists:
            group = {"id": "G1", "name": PRIVATE[1], "is_private": True, "members": ["U1"]}
            archive.writestr("groups.json", json.dumps([group]))
        for folder in folders:
            archive.writestr(separator.join([folder, "2024-01-01.json"]), json.dumps(records))
            archive.writestr(separator.join([folder, "2024-01-02.json"]), b'[{"type": ')
    return path


@pytest.mark.parametrize(("lists", "separator"), [(True, "/"), (False, "/"), (True, "\\")])
def test_private_channels_have_no_name_in_a_store(tmp_path: Path, lists: bool, separator: str) -> None:
    path = slack_zip(tmp_path / "export.zip", lists=lists, separator=separator)
    load(tmp_path / "s", path)
    log, roster = reading.read(tmp_path / "s")
    rejected = log.provenance.rejected
    assert len(rejected) >= 20
    assert rejected["place"].str.contains("general/2024-01-01.json:record 2").any()
    for said in (
        contents(tmp_path / "s"),
        rejected.to_csv(),
        log.to_pandas().to_csv(),
        describe(log, roster),
    ):
        assert not [name for name in PRIVATE if name in said]
    assert rejected["place"].str.contains("(folder ", regex=False).any()  # how its owner finds it
    assert ("G1/2024-01-01.json" in contents(tmp_path / "s")) == lists


def test_a_private_channel_cannot_be_guessed_from_its_id(tmp_path: Path) -> None:
    path = slack_zip(tmp_path / "export.zip", lists=True)
    for store in ("one", "two"):
        load(tmp_path / store, path)
    ids = [set(reading.read(tmp_path / store)[0].to_pandas()["message_id"]) for store in ("one", "two")]
    unlisted = [{name for name in found if name.startswith("private:")} for found in ids]
    assert all(unlisted)
    assert not unlisted[0] & unlisted[1]


def test_files_of_a_dump_named_after_their_channel(tmp_path: Path) -> None:
    broken = json.dumps({"channel_id": "C0000007", "messages": [{"ts": "never", "user": "U1"}, 5]})
    (tmp_path / "merger-of-2026.json").write_text(broken)
    (tmp_path / "layoffs.json").write_text(broken[:-1])
    batches = list(reading.LOADERS["slack"].read(Source(tmp_path), ReadOptions()))
    places = [one.place for batch in batches for one in batch.rejected]
    assert len(places) == 3
    assert not [place for place in places if "layoffs" in place or "merger" in place]


def test_an_encrypted_file_of_a_private_channel_is_not_named(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in PRIVATE[:2]:
            archive.writestr(f"{name}/2024-01-01.json", b"x" * 50)
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + flags] |= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match="file 1 by name: encrypted") as error:
        reading.recognise(Source(path))
    assert not [name for name in PRIVATE if name in str(error.value)]


@pytest.mark.parametrize("column", ["sent_at", "channel", "kind", "role", "audience", "automated"])
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_mis_mapped_column_leaves_no_text_in_a_store(tmp_path: Path, column: str, suffix: str) -> None:
    row = {"sent_at": "2024-01-02T10:00:00Z", "sender": "ann@x.org", "recipient": "bob@x.org"}
    rows = [row, *({**row, column: text} for text in (TEXT, "Zoe", "0171 5550123", f"{TEXT}, {TEXT}"))]
    path = tmp_path / f"log.{suffix}"
    if suffix == "csv":
        names = list({**row, column: ""})
        lines = [",".join(f'"{one.get(name, "")}"' for name in names) for one in rows]
        path.write_text("\n".join([",".join(names), *lines]))
    else:
        path.write_text("\n".join(map(json.dumps, rows)))
    load(tmp_path / "s", path)
    log, roster = reading.read(tmp_path / "s")
    reasons = log.provenance.rejected["reason"]
    assert len(reasons) == 4
    assert reasons.str.contains(f"{len(TEXT)} characters, {len(TEXT.split())} words").any()
    said = (contents(tmp_path / "s") + describe(log, roster)).lower()
    assert not [word for word in [*TEXT.lower().split(), "0171", "5550123"] if len(word) > 4 and word in said]
    assert "zoe" not in said


def test_errors_do_not_quote_a_first_line_of_values(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"2024-01-02,ann@x.org,bob@x.org,{TEXT}\n2024-01-03,ann@x.org,bob@x.org,{TEXT}\n")
    for fails in (
        lambda: reading.recognise(Source(path)),
        lambda: list(reading.LOADERS["interactions"].read(Source(path), ReadOptions())),
        lambda: read_people(path),
    ):
        with pytest.raises(DataError, match="4 values where the names of columns should be") as error:
            fails()
        assert "ann@x" not in str(error.value)
        assert TEXT[:10] not in str(error.value)


def test_a_people_file_whose_columns_are_mixed_up(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"person_id,function,actor_kind,valid_from\n1,HR,{TEXT},\n2,HR,,{TEXT}\n3,HR,,\n")
    file = read_people(path)
    said = str(file.rejected) + str(file.notes)
    assert len(file.rejected) == 1
    assert not [word for word in TEXT.split() if len(word) > 4 and word in said]


MAIL = "From: ann@x.org\nTo: bob@x.org\nDate: Fri, 5 Jan 2024 10:00:00 +0000\nSubject: {subject}\n\n{body}\n"


def test_a_guessed_mail_cannot_be_confirmed(tmp_path: Path) -> None:
    """Who has the ids (a table, a copy of the store) and guesses subject and text computes nothing that matches."""
    subjects, bodies = ("Your notice", "Lunch"), ("You are dismissed.", "See you at noon")
    (tmp_path / "one.eml").write_text(MAIL.format(subject=subjects[0], body=bodies[0]))
    load(tmp_path / "s", tmp_path / "one.eml")
    pseudonymise_without_people(tmp_path / "s", tmp_path / "copy")
    [found] = reading.read(tmp_path / "s")[0].to_pandas()["message_id"]
    digest = found.removeprefix("content:")
    assert len(digest) == 32
    for subject, body in product(subjects, bodies):  # the hash of the version before, and its like
        for text in (body.encode(), f"{body}\n".encode()):
            said = f"ann@x.org\0{'2024-01-05T10:00:00+00:00'}\0{subject}\0".encode() + text
            for hashed in (
                hashlib.blake2b(said, digest_size=16),
                hashlib.md5(said, usedforsecurity=False),
                hashlib.sha256(said),
            ):
                assert hashed.hexdigest()[:32] != digest
        guess = tmp_path / "guess.eml"
        guess.write_text(MAIL.format(subject=subject, body=body))
        for options in (ReadOptions(), ReadOptions(key=b""), ReadOptions(key=b"\0" * 16)):
            [batch] = reading.LOADERS["mail"].read(Source(guess), options)
            assert batch.messages["message_id"].to_pylist() != [found]
        assert found not in contents(tmp_path / "copy")
    with Store.open(tmp_path / "s") as store:
        assert store.identity_key().hex() not in contents(tmp_path / "copy")


def pseudonymise_without_people(store: Path, out: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pseudonymise(store, out, key=b"sixteen characters and more")


def test_a_mail_in_two_mailboxes_is_one_however_they_are_loaded(tmp_path: Path) -> None:
    mail = MAIL.format(subject="s", body="same")
    (tmp_path / "ann.mbox").write_text(f"From ann@x.org Fri Jan  5 10:00:00 2024\n{mail}\n")
    (tmp_path / "bob.eml").write_text(mail.replace("To: bob@x.org", "To: bob@x.org\nCc: eve@x.org"))
    (tmp_path / "eve.eml").write_text(MAIL.format(subject="s", body="other"))
    load(tmp_path / "s", tmp_path / "ann.mbox", tmp_path / "bob.eml")
    load(tmp_path / "s", tmp_path / "eve.eml")  # opened again: the key is the store's
    load(tmp_path / "s", tmp_path / "bob.eml")
    log, _ = reading.read(tmp_path / "s")
    assert log.counts()["messages"] == 2
    assert log.provenance.total("duplicates") == 2
    at_once, _ = reading.read([tmp_path / name for name in ("ann.mbox", "bob.eml", "eve.eml")])
    assert at_once.counts()["messages"] == 2
