"""The Slack loader: exports, slackdump's files, threads, mentions, reactions, and what is not a post."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.errors import DataError
from silograph.loaders import slack
from silograph.loaders.files import Source
from silograph.log.batches import ReadOptions, Rejected

EXPORT = Path(__file__).parent / "fixtures" / "slack" / "export"
ROOT = "1704067201.000200"


class Loaded(NamedTuple):
    messages: pd.DataFrame
    recipients: pd.DataFrame
    actors: pd.DataFrame
    rejected: list[Rejected]
    records: int
    system: int

    def to(self, message_id: str, *, nth: int = 0, kind: str | None = None) -> dict[str, str]:
        """Recipients and roles of a message; the nth record of this id."""
        of_id = self.messages[self.messages.message_id == message_id]
        rows = of_id[of_id.kind == kind] if kind else of_id[of_id.kind != "reaction"]
        mine = self.recipients[self.recipients.record == rows.record.iloc[nth]]
        return dict(zip(mine.recipient, mine.role, strict=True))

    def row(self, message_id: str) -> Any:
        return self.messages[self.messages.message_id == message_id].iloc[0]

    def actor(self, alias: str) -> Any:
        return self.actors[self.actors.alias == alias].iloc[0]


def load(path: Path) -> Loaded:
    batches = list(slack.read(Source(path), ReadOptions()))
    tables = [
        pa.concat_tables(getattr(batch, name) for batch in batches).to_pandas()
        for name in ("messages", "recipients", "actors")
    ]
    rejected = [reject for batch in batches for reject in batch.rejected]
    return Loaded(*tables, rejected, sum(b.records for b in batches), sum(b.system for b in batches))


def posts(log: Loaded) -> pd.DataFrame:
    return log.messages[log.messages.kind != "reaction"]


@pytest.fixture(scope="module")
def export() -> Loaded:
    return load(EXPORT)


def test_every_record_is_accounted_for(export: Loaded) -> None:
    assert export.records == len(posts(export)) + export.system + len(export.rejected)
    assert export.system == 2  # a join and a tombstone
    places = {reject.place: reject.reason for reject in export.rejected}
    assert places == {
        "general/2024-01-01.json:record 9": "no usable time (ts)",
        "general/2024-01-01.json:record 10": "no author",
        "general/2024-01-01.json:record 11": "not a message (no JSON object)",
        "general/2024-01-03.json": places["general/2024-01-03.json"],
    }
    assert places["general/2024-01-03.json"].startswith("damaged JSON")


def test_mentions_are_read_once_and_only_where_the_author_wrote_them(export: Loaded) -> None:
    assert export.to(f"C1:{ROOT}") == {"U2": "mention"}
    assert export.to("C1:1704067203.000400") == {}  # "<@U1|ann> uploaded a file"
    assert export.to("C1:1704067204.000500") == {}  # file_comment
    assert export.row("C1:1704067204.000500").sender == "U2"
    assert export.to("C1:1704067207.000800") == {"U3": "mention"}  # in blocks only
    assert export.to("C1:1704153606.000700") == {"U1": "mention"}  # a self-mention is the store's to count


def test_threads_address_the_author_then_who_took_part(export: Loaded) -> None:
    assert export.to("C1:1704067202.000300") == {"U1": "reply"}
    assert export.to("C1:1704153600.000100") == {
        "U1": "reply",
        "U2": "member",
    }  # root in the day before, no parent id
    reply = export.row("C1:1704153600.000100")
    assert (reply.kind, reply.thread_id, reply.parent_id) == ("reply", f"C1:{ROOT}", f"C1:{ROOT}")
    assert pd.isna(export.row(f"C1:{ROOT}").parent_id)
    assert export.row(f"C1:{ROOT}").thread_id == f"C1:{ROOT}"


def test_replies_without_a_root(export: Loaded) -> None:
    assert export.to("C1:1704153604.000500") == {
        "U2": "member"
    }  # the root was deleted, who answered is known
    assert export.to("C1:1704153605.000600") == {}  # nothing is known


def test_a_broadcast_reply_is_one_message(export: Loaded) -> None:
    copies = posts(export)[posts(export).message_id == "C1:1704153601.000200"]
    assert copies[["sender", "kind"]].drop_duplicates().to_numpy().tolist() == [["U2", "reply"]]
    assert export.to("C1:1704153601.000200") == export.to("C1:1704153601.000200", nth=1)
    assert export.to("C1:1704153601.000200") == {"U1": "reply", "U3": "member"}


def test_an_edit_joins_the_message_it_changes(export: Loaded) -> None:
    assert export.to("C1:1704153606.000700", nth=1) == {"U2": "mention"}


def test_reactions_are_one_per_person_and_not_records(export: Loaded) -> None:
    reactions = export.messages[export.messages.kind == "reaction"]
    assert reactions[["message_id", "sender", "time_quality"]].to_numpy().tolist() == [
        [f"C1:{ROOT}", "U2", "fallback"]
    ]
    assert export.to(f"C1:{ROOT}", kind="reaction") == {"U1": "reaction"}


def test_direct_messages_reach_their_members_and_have_no_name(export: Loaded) -> None:
    assert export.to("D0000001:1704067400.000100") == {"U2": "to"}
    assert export.to("D0000001:1704067401.000100") == {"U1": "mention"}
    assert export.to("G2:1704067500.000100") == {"U3": "mention", "U2": "member"}
    spaces = posts(export).groupby(posts(export).message_id.str.split(":").str[0]).space.first().to_dict()
    assert {channel: space for channel, space in spaces.items() if pd.notna(space)} == {
        "C1": "#general",
        "G1": "G1",
    }
    assert "raids" not in export.messages.to_csv()


def test_actors(export: Loaded) -> None:
    assert export.actor("U1").email == "ann@example.org"
    assert export.actor("U2")["name"] == "Bob Bell"
    kinds = dict(zip(export.actors.alias, export.actors.actor_kind.fillna("?"), strict=True))
    assert kinds == {"U1": "person", "U2": "person", "U3": "?", "U4": "external", "U9": "bot", "U8": "external",
                     "B7": "bot", "USLACKBOT": "bot"}  # fmt: skip
    assert export.actor("U8")["name"] == "Eve Else"
    assert export.row("C1:1704067205.000600").sender == "U9"  # the account behind the bot id
    assert export.messages[export.messages.automated].sender.tolist() == ["U9", "B7"]


def test_times_are_exact(export: Loaded) -> None:
    assert export.row("C1:1704067202.000300").sent_at == pd.Timestamp("2024-01-01T00:00:02.000300Z")


@given(seconds=st.integers(1, 9_999_999_999), micros=st.integers(0, 999_999))
def test_instant_loses_no_digit(seconds: int, micros: int) -> None:
    moment = slack.instant(f"{seconds}.{micros:06d}")
    assert moment is not None
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    exact = since.days * 86400 + since.seconds + Decimal(since.microseconds) / 1_000_000
    assert exact == Decimal(f"{seconds}.{micros:06d}")


@pytest.mark.parametrize(
    "ts", [None, "", "0", "0000000000.000000", "1.2.3", "-5", "nan", [], 1.5, "99999999999999"]
)
def test_instant_of_what_is_no_time(ts: object) -> None:
    assert slack.instant(ts) is None


def test_a_zip_reads_like_its_folder(tmp_path: Path, export: Loaded) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "export"), "zip", EXPORT.parent, "export"))
    assert slack.recognises(Source(archive))
    zipped = load(archive)
    pd.testing.assert_frame_equal(
        zipped.messages.drop(columns="record"), export.messages.drop(columns="record")
    )
    assert zipped.rejected[0].place == "export.zip!export/general/2024-01-01.json:record 9"


def test_an_export_without_lists(tmp_path: Path) -> None:
    shutil.copytree(EXPORT / "general", tmp_path / "general")
    shutil.copytree(EXPORT / "D0000001", tmp_path / "D0000001")
    assert slack.recognises(Source(tmp_path))
    log = load(tmp_path)
    assert log.to("D0000001:1704067400.000100") == {"U2": "to"}  # members are those who wrote
    assert set(log.messages.space.dropna()) == {"#general"}


def test_a_folder_the_lists_do_not_know_is_not_named(tmp_path: Path) -> None:
    shutil.copytree(EXPORT, tmp_path / "export")
    (tmp_path / "export" / "groups.json").write_text("[]")
    log = load(tmp_path / "export")
    assert "raids" not in set(log.messages.space.dropna())


@pytest.mark.parametrize("name", ["users.json", "channels.json"])
def test_a_damaged_list_is_reported_and_the_rest_is_read(tmp_path: Path, name: str, export: Loaded) -> None:
    shutil.copytree(EXPORT, tmp_path / "export")
    (tmp_path / "export" / name).write_text("[{")
    log = load(tmp_path / "export")
    assert name in {reject.place for reject in log.rejected}
    assert len(log.messages) == len(export.messages)


# --- slackdump ---


def message(ts: str, user: str, text: str = "", **more: object) -> dict[str, object]:
    return {"type": "message", "user": user, "text": text, "ts": ts, "blocks": None, "thread_ts": "", **more}


THREAD = [
    message("1704067200.000100", "U1", "who? <@U3>", thread_ts="1704067200.000100", reply_count=2),
    message("1704067201.000100", "U2", "me", thread_ts="1704067200.000100", parent_user_id="U1"),
    message("1704067202.000100", "U3", "me", thread_ts="1704067200.000100", parent_user_id="U1"),
]


def test_a_dump_holds_replies_inside_their_root(tmp_path: Path) -> None:
    root = THREAD[0] | {"slackdump_thread_replies": THREAD[1:]}
    dump = {"channel_id": "C0000007", "name": "general", "messages": [root, message("bad", "U1")]}
    (tmp_path / "C0000007.json").write_text(json.dumps(dump))
    assert slack.recognises(Source(tmp_path))
    assert slack.recognises(Source(tmp_path / "C0000007.json"))
    log = load(tmp_path)
    assert log.to("C0000007:1704067202.000100") == {"U1": "reply", "U2": "member"}
    assert log.records == 4
    assert [reject.place for reject in log.rejected] == ["C0000007.json:record 2"]
    assert set(log.messages.space) == {"C0000007"}  # a dump does not say whether the channel is public


def test_one_reply_tells_the_others_whose_lost_thread_it_is(tmp_path: Path) -> None:
    root = "1704060000.000100"  # not in the export
    replies = [
        message("1704067201.000100", "U2", thread_ts=root, parent_user_id="U9"),
        message("1704067202.000100", "U3", thread_ts=root),
    ]
    (tmp_path / "general").mkdir()
    (tmp_path / "general" / "2024-01-01.json").write_text(json.dumps(replies))
    assert load(tmp_path).to("general:1704067202.000100") == {"U9": "reply", "U2": "member"}


def archive_of(path: Path, rows: Sequence[tuple[int, dict[str, object]]]) -> Path:
    database = sqlite3.connect(path)
    database.executescript("""
        CREATE TABLE CHUNK (ID INTEGER PRIMARY KEY);
        CREATE TABLE MESSAGE (ID INTEGER, CHUNK_ID INTEGER, CHANNEL_ID TEXT, TS TEXT, DATA BLOB,
                              PRIMARY KEY (ID, CHUNK_ID));
        CREATE TABLE CHANNEL (ID TEXT, CHUNK_ID INTEGER, DATA BLOB);
        CREATE TABLE S_USER (ID TEXT, CHUNK_ID INTEGER, DATA BLOB);
        CREATE TABLE CHANNEL_USER (ID TEXT, CHUNK_ID INTEGER, CHANNEL_ID TEXT);
        CREATE TABLE WORKSPACE (USER_ID TEXT);
        INSERT INTO WORKSPACE VALUES ('U1');
    """)
    for number, (chunk, row) in enumerate(rows):
        channel = row.get("channel", "C0000007")
        values = (number, chunk, channel, row["ts"], json.dumps(row).encode())
        database.execute("INSERT INTO MESSAGE VALUES (?, ?, ?, ?, ?)", values)
    for channel in ({"id": "C0000007", "name": "general"}, {"id": "D0000001", "is_im": True, "user": "U2"}):
        database.execute(
            "INSERT INTO CHANNEL VALUES (?, 1, ?)", (channel["id"], json.dumps(channel).encode())
        )
    user = {"id": "U1", "real_name": "Ann", "profile": {"email": "ann@example.org"}}
    database.execute("INSERT INTO S_USER VALUES ('U1', 1, ?)", (json.dumps(user).encode(),))
    database.commit()
    database.close()
    return path


def test_an_archive_gives_the_newest_copy_of_each_row(tmp_path: Path) -> None:
    newer = THREAD[0] | {"text": "who?"}
    direct = message("1704067300.000100", "U1", channel="D0000001")
    path = archive_of(tmp_path / "slackdump.sqlite", [*((1, row) for row in THREAD), (2, newer), (1, direct)])
    for source in (tmp_path, path):
        assert slack.recognises(Source(source))
        log = load(source)
        assert log.records == len(log.messages) == 4
        assert log.to("C0000007:1704067200.000100") == {}  # the mention was edited away
        assert log.to("C0000007:1704067202.000100") == {"U1": "reply", "U2": "member"}
        assert log.to("D0000001:1704067300.000100") == {"U2": "to"}
        assert log.row("C0000007:1704067200.000100").space == "#general"
        assert log.actor("U1").email == "ann@example.org"


def test_an_archive_in_a_zip_says_what_to_do(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "slackdump.sqlite", [(1, THREAD[0])])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "slackdump.sqlite")
    with pytest.raises(DataError, match="unzip it first"):
        load(tmp_path / "a.zip")


# --- robustness ---

_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["U1", "1704067200.000100"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
_keys = ["ts", "thread_ts", "user", "subtype", "type", "text", "reactions", "reply_users", "reply_count", "blocks",
         "bot_id", "username", "root", "message", "comment", "user_profile", "parent_user_id"]  # fmt: skip
_record = st.dictionaries(st.sampled_from(_keys), _json, max_size=8) | _json


@given(st.lists(_record, max_size=6))
def test_no_record_breaks_the_loader_or_goes_missing(
    tmp_path_factory: pytest.TempPathFactory, records: list[object]
) -> None:
    folder = tmp_path_factory.mktemp("export")
    (folder / "general").mkdir()
    (folder / "users.json").write_text("[]")
    (folder / "channels.json").write_text("[]")
    (folder / "general" / "2024-01-01.json").write_text(json.dumps(records), encoding="utf-8")
    log = load(folder)
    assert log.records == len(records) == len(posts(log)) + log.system + len(log.rejected)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", b"person_id,function\nann,HR\n"),
        ("2024-01-01.json", b'[{"id": 1}]'),
        ("log.sqlite", b"SQLite format 3\0 and nothing else"),
        ("mail.mbox", b"From ann@example.org Mon Jan  1 00:00:00 2024\n\n"),
    ],
)
def test_other_sources_are_not_claimed(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "general").mkdir()
    (tmp_path / "general" / name).write_bytes(content)
    assert not slack.recognises(Source(tmp_path))
    assert not slack.recognises(Source(tmp_path / "general" / name))


# --- real data ---


@pytest.mark.data
def test_houstondatavis(data_dir: Path) -> None:
    """Against a count made from the raw records, with another rule for mentions: tokens left in plain texts."""
    folder = data_dir / "slack" / "houstondatavis"
    log = load(folder)
    raw = [
        record for path in sorted(folder.glob("*/*.json")) for record in json.loads(path.read_text("utf-8"))
    ]
    plain = [r for r in raw if r.get("subtype") is None]
    mentions = sum(len(set(re.findall(r"<@(U\w+)", r["text"]))) for r in plain)
    written = [
        r for r in raw if r.get("subtype") in {None, "file_share", "file_comment"}
    ]  # not the one on a join
    reactions = {
        (r["ts"], user)
        for r in written
        for x in r.get("reactions", ())
        for user in x["users"]
        if user != r.get("user")
    }
    assert log.records == len(raw) == 1382
    assert (log.system, len(log.rejected), len(posts(log))) == (351, 0, 1031)
    assert Counter(log.recipients.role) == {"mention": mentions, "reaction": len(reactions)}
    assert mentions == 153
    assert posts(log).sender.isin(log.actors.alias).all()
    assert posts(log).message_id.is_unique
    assert log.messages.space.nunique() == 15  # the sixteenth channel holds system records only
