"""Tables of interactions: every row is a message, a rejection with its line, or empty."""

from __future__ import annotations

import csv
import gc
import gzip
import io
import json
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silograph.errors import DataError
from silograph.loaders.files import Source
from silograph.loaders.org_chart import read_people
from silograph.loaders.tables import blocks
from silograph.loaders.tables import loader as interactions
from silograph.log.batches import ReadOptions
from silograph.log.cleaning import kind_of
from silograph.log.schema import KINDS, MESSAGE_SCHEMA, RECIPIENT_SCHEMA, ROLES


@dataclass(frozen=True)
class Read:
    messages: list[dict[str, object]]
    recipients: list[dict[str, object]]
    rejected: list[tuple[str, str]]
    records: int
    row_records: bool

    @property
    def pairs(self) -> list[tuple[object, object]]:
        sender = {message["record"]: message["sender"] for message in self.messages}
        return [(sender[row["record"]], row["recipient"]) for row in self.recipients]

    @property
    def ids(self) -> list[object]:
        return [message["message_id"] for message in self.messages]

    def column(self, name: str) -> list[object]:
        return [message[name] for message in self.messages]


def read(path: Path, **options: object) -> Read:
    batches = list(interactions.read(Source(path), ReadOptions(**options)))  # type: ignore[arg-type]
    for batch in batches:
        assert batch.messages.schema == MESSAGE_SCHEMA
        assert batch.recipients.schema == RECIPIENT_SCHEMA
    result = Read(
        messages=[row for batch in batches for row in batch.messages.to_pylist()],
        recipients=[row for batch in batches for row in batch.recipients.to_pylist()],
        rejected=[(r.place, r.reason) for batch in batches for r in batch.rejected],
        records=sum(batch.records for batch in batches),
        row_records=all(batch.row_records for batch in batches),
    )
    assert result.records == len(result.messages) + len(result.rejected)  # no row is lost
    return result


def write(folder: Path, text: str | bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


HEADER = "sent_at,sender,recipient\n"


# --- what a row becomes -------------------------------------------------------------------------------


def test_rows_of_the_same_sender_and_second_are_one_message(tmp_path: Path) -> None:
    rows = "2024-01-02 10:00:00,ann,bob\n2024-01-02 10:00:00,ann,eve\n2024-01-02 10:00:01,ann,bob\n"
    result = read(write(tmp_path, HEADER + rows))
    assert result.pairs == [("ann", "bob"), ("ann", "eve"), ("ann", "bob")]
    assert result.ids[0] == result.ids[1] != result.ids[2]
    assert result.row_records


def test_the_thread_tells_messages_of_the_same_second_apart(tmp_path: Path) -> None:
    rows = "2024-01-02 10:00:00,ann,bob,1\n2024-01-02 10:00:00,ann,eve,2\n"
    result = read(write(tmp_path, HEADER.replace("recipient", "recipient,thread_id") + rows))
    assert len(set(result.ids)) == 2


def test_the_same_instant_in_two_zones_is_one_message(tmp_path: Path) -> None:
    rows = "2024-01-02T10:00:00Z,ann,bob\n2024-01-02T11:00:00+01:00,ann,eve\n"
    assert len(set(read(write(tmp_path, HEADER + rows)).ids)) == 1


def test_all_columns(tmp_path: Path) -> None:
    header = (
        "message_id,sent_at,sender,recipient,channel,kind,role,thread_id,parent_id,space,audience,automated"
    )
    header += ",subject"
    row = "m1,2024-01-02T10:00:00Z,007, bob ,POST,Reply,mention,t,p,#general,12,yes,Hello"
    path = write(tmp_path, f"{header}\n{row}\n")
    assert read(path, subjects=True).messages == [
        {
            "record": 1, "message_id": "m1", "sender": "007", "sent_at": datetime(2024, 1, 2, 10, tzinfo=UTC),
            "time_quality": "exact", "channel": "post", "kind": "reply", "thread_id": "t", "parent_id": "p",
            "space": "#general", "audience": 12, "automated": True, "subject": "Hello",
        }
    ]  # fmt: skip
    assert read(path).recipients == [{"record": 1, "recipient": "bob", "role": "mention"}]
    assert read(path).column("subject") == [None]


@pytest.mark.parametrize(
    ("channel", "kind", "expected"),
    [
        ("", "", ("email", "mail", "to")),
        ("email", "", ("email", "mail", "to")),
        ("post", "", ("post", "post", "to")),
        ("handoff", "", ("handoff", "handoff", "assignee")),
        ("", "handoff", ("handoff", "handoff", "assignee")),
        ("", "reaction", ("post", "reaction", "reaction")),
        ("", "mention", ("post", "mention", "mention")),
        ("email", "reply", ("email", "reply", "to")),
    ],
)
def test_defaults(tmp_path: Path, channel: str, kind: str, expected: tuple[str, str, str]) -> None:
    text = f"sent_at,sender,recipient,channel,kind\n2024-01-02,ann,bob,{channel},{kind}\n"
    result = read(write(tmp_path, text))
    assert (
        result.messages[0]["channel"],
        result.messages[0]["kind"],
        result.recipients[0]["role"],
    ) == expected


def test_ids_are_kept_as_text_and_addresses_normalised(tmp_path: Path) -> None:
    rows = (
        "2024-01-02,00123,=SUM(A1)\n"
        '2024-01-02,Ann.Lee@X.org , <Bob@x.org>\n2024-01-02,"""Lee, Ann"" <Ann.Lee@x.org>",mailto:Eve@X.org\n'
        "2024-01-02,12.0,V30 2nd\n"
    )
    result = read(write(tmp_path, HEADER + rows))
    assert result.pairs == [
        ("00123", "=SUM(A1)"),
        ("ann.lee@x.org", "bob@x.org"),
        ("ann.lee@x.org", "eve@x.org"),
        ("12.0", "V30 2nd"),
    ]


def test_a_post_may_have_no_recipient_a_mail_may_not(tmp_path: Path) -> None:
    text = "sent_at,sender,recipient,channel\n2024-01-02,ann,NULL,post\n2024-01-02,ann,-,email\n2024-01-02,ann,N/A,\n"
    result = read(write(tmp_path, text))
    assert result.column("channel") == ["post"]
    assert result.recipients == []
    assert result.rejected == [("log.csv:line 3", "no recipient"), ("log.csv:line 4", "no recipient")]


def test_without_any_time_each_row_is_a_message(tmp_path: Path) -> None:
    result = read(write(tmp_path, HEADER + ",ann,bob\n,ann,eve\nNULL,ann,bob\n"))
    assert len(set(result.ids)) == 3
    assert result.column("time_quality") == ["none"] * 3
    assert result.column("sent_at") == [None] * 3


def test_rejections_say_where_and_why(tmp_path: Path) -> None:
    header = "sent_at,sender,recipient,channel,kind,role,audience,automated\n"
    rows = [
        "2024-01-02,ann,bob,email,mail,to,3,false",
        "2024-01-02,,bob,,,,,",
        "yesterday,ann,bob,,,,,",
        "2024-13-02,ann,bob,,,,,",
        "0024-01-02,ann,bob,,,,,",
        "2024-01-02,ann,bob,fax,,,,",
        "2024-01-02,ann,bob,,memo,,,",
        "2024-01-02,ann,bob,,,boss,,",
        "2024-01-02,ann,bob,,,,many,",
        "2024-01-02,ann,bob,,,,1.5,",
        "2024-01-02,ann,bob,,,,-1,",
        "2024-01-02,ann,bob,,,,,perhaps",
        "2024-01-02,ann",
        "2024-01-02,ann,bob,,,,,,,surplus",
    ]
    result = read(write(tmp_path, header + "\n".join(rows)))
    assert len(result.messages) == 1
    assert result.rejected == [
        ("log.csv:line 3", "no sender"),
        ("log.csv:line 4", "unreadable date: 9 characters, 1 word"),
        ("log.csv:line 5", "unreadable date: written like 9999-99-99"),
        ("log.csv:line 6", "a date outside 1970-2099"),
        ("log.csv:line 7", "unknown channel: 3 characters, 1 word (allowed: email, post, handoff, meeting)"),
        ("log.csv:line 8", f"unknown kind: 4 characters, 1 word (allowed: {', '.join(KINDS)})"),
        ("log.csv:line 9", f"unknown role: 4 characters, 1 word (allowed: {', '.join(ROLES)})"),
        ("log.csv:line 10", "audience is no whole number: 4 characters, 1 word"),
        ("log.csv:line 11", "audience is no whole number: written like 9.9"),
        ("log.csv:line 12", "audience is no whole number: written like -9"),
        ("log.csv:line 13", "unknown automated: 7 characters, 1 word (allowed: true, false)"),
        ("log.csv:line 14", "2 columns instead of 8"),
        ("log.csv:line 15", "10 columns instead of 8"),
    ]


# --- times --------------------------------------------------------------------------------------------

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("written", "instant", "quality"),
    [
        ("2024-07-02T10:20:30Z", "2024-07-02T10:20:30", "exact"),
        ("2024-07-02 10:20:30.25+02:00", "2024-07-02T08:20:30.250000", "exact"),
        ("2024-07-02T10:20:30+0200", "2024-07-02T08:20:30", "exact"),
        ("2024-07-02T10:20:30 +0200", "2024-07-02T08:20:30", "exact"),
        ("2024-07-02T10:20:30-05", "2024-07-02T15:20:30", "exact"),
        ("2024-07-02 10:20:30 UTC", "2024-07-02T10:20:30", "exact"),
        ("2024-07-02 10:20:30", "2024-07-02T08:20:30", "assumed_zone"),
        ("2024-01-02 10:20:30", "2024-01-02T09:20:30", "assumed_zone"),
        ("2024-07-02T10:20:30,5", "2024-07-02T08:20:30.500000", "assumed_zone"),
        ("2024-07-02 10:20", "2024-07-02T08:20:00", "minute"),
        ("2024-07-02T10:20+02:00", "2024-07-02T08:20:00", "minute"),
        ("2024-07-02", "2024-07-01T22:00:00", "day"),
        ("2024/07/02", "2024-07-01T22:00:00", "day"),
        ("20240702T102030Z", "2024-07-02T10:20:30", "exact"),
        ("1719915630", "2024-07-02T10:20:30", "exact"),
        ("910930020", "1998-11-13T04:07:00", "exact"),
        ("1719915630.5", "2024-07-02T10:20:30.500000", "exact"),
        ("1719915630250", "2024-07-02T10:20:30.250000", "exact"),
        ("02.07.2024 10:20:30", "2024-07-02T08:20:30", "assumed_zone"),
        ("2.7.24", "2024-07-01T22:00:00", "day"),
        ("31/12/2024 0:05", "2024-12-30T23:05:00", "minute"),
        ("31/12/2024 12:05:06 AM", "2024-12-30T23:05:06", "assumed_zone"),
        ("31/12/2024 1:05:06 PM", "2024-12-31T12:05:06", "assumed_zone"),
        ("31/12/2024 12:05 p.m.", "2024-12-31T11:05:00", "minute"),
        ("07/07/2024", "2024-07-06T22:00:00", "day"),
        ("Tue, 02 Jul 2024 10:20:30 +0200 (CEST)", "2024-07-02T08:20:30", "exact"),
        ("2 Jul 2024 10:20:30 GMT", "2024-07-02T10:20:30", "exact"),
        ("Tue Jul 02 10:20:30 +0000 2024", "2024-07-02T10:20:30", "exact"),
    ],
)
def test_times(tmp_path: Path, written: str, instant: str, quality: str) -> None:
    result = read(write(tmp_path, f'{HEADER}"{written}",ann,bob\n'), timezone=PARIS)
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert (result.column("sent_at"), result.column("time_quality")) == ([expected], [quality])


@pytest.mark.parametrize(
    "written", ["epoch", "infinity", "10:20", "2024", "32/01/2024", "2024-02-30", "12.0", "1/2"]
)
def test_what_is_no_time(tmp_path: Path, written: str) -> None:
    result = read(write(tmp_path, f"{HEADER}{written},ann,bob\n"))
    assert result.rejected == [("log.csv:line 2", f"unreadable date: {kind_of(written)}")]


def test_the_whole_column_tells_day_from_month(tmp_path: Path) -> None:
    month_first = read(write(tmp_path, HEADER + "01/02/2024,a,b\n1/2/2024 8:00,a,b\n01/13/2024,a,b\n"))
    assert [t.date() for t in month_first.column("sent_at")] == [  # type: ignore[attr-defined]
        date(2024, 1, 2), date(2024, 1, 2), date(2024, 1, 13)
    ]  # fmt: skip
    day_first = read(write(tmp_path, HEADER + "01/02/2024,a,b\n13/01/2024,a,b\n"))
    assert [t.date() for t in day_first.column("sent_at")] == [date(2024, 2, 1), date(2024, 1, 13)]  # type: ignore[attr-defined]


def test_nothing_tells_day_from_month(tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"log.csv: nothing tells whether dates like 01/02/2024 .*; write dates as"
    ):
        read(write(tmp_path, HEADER + "01/02/2024,a,b\n03/04/2024,a,b\n"))


def test_both_orders_in_one_column(tmp_path: Path) -> None:
    rows = "01/02/2024,a,b\n13/02/2024,a,b\n02/13/2024,a,b\n03/03/2024,a,b\n2024-01-01,a,b\n"
    result = read(write(tmp_path, HEADER + rows))
    assert len(result.messages) == 4
    assert result.rejected == [
        ("log.csv:line 2", "nothing tells whether the day or the month comes first: written like 99/99/9999")
    ]


def test_a_date_beside_a_time(tmp_path: Path) -> None:
    result = read(write(tmp_path, "Date;Time;From;To\n2024-01-02;10:20:30;ann;bob\n2024-01-03;;ann;bob\n"))
    assert result.column("sent_at") == [
        datetime(2024, 1, 2, 10, 20, 30, tzinfo=UTC),
        datetime(2024, 1, 3, tzinfo=UTC),
    ]
    assert result.column("time_quality") == ["assumed_zone", "day"]


# --- lists of recipients ------------------------------------------------------------------------------


def test_a_list_makes_every_row_a_message(tmp_path: Path) -> None:
    text = (
        "From,To,Date\n"
        'A@x.org,"b@x.org, C@x.org; b@x.org",2024-01-02\n'
        "a@x.org,d@x.org,2024-01-02\n"
        "a@x.org,d@x.org,2024-01-02\n"
    )
    result = read(write(tmp_path, text))
    assert len(set(result.ids)) == 3
    assert not result.row_records
    assert sorted(result.pairs) == sorted(
        [("a@x.org", r) for r in ("b@x.org", "c@x.org", "b@x.org", "d@x.org", "d@x.org")]  # type: ignore[type-var]
    )


def test_the_comma_of_a_name_separates_nothing(tmp_path: Path) -> None:
    text = (
        HEADER
        + '2024-01-02,ann,"""Roe, Eve"" <eve@x.org>; Doe, Jo <jo@x.org>"\n2024-01-02,ann,"Sales, North"\n'
    )
    result = read(write(tmp_path, text))
    assert [recipient for _, recipient in result.pairs] == ["eve@x.org", "jo@x.org", "Sales, North"]
    single = read(write(tmp_path, HEADER + '2024-01-02,ann,"Doe, Jo <jo@x.org>"\n'))
    assert (single.row_records, single.pairs) == (True, [("ann", "jo@x.org")])


def test_copies_in_their_own_columns(tmp_path: Path) -> None:
    text = "From;To;Cc;Bcc;Date\na@x;b@x;c@x,d@x;;2024-01-02\na@x;;;e@x;2024-01-02\na@x;;;;2024-01-02\n"
    result = read(write(tmp_path, text))
    assert sorted((r["record"], r["recipient"], r["role"]) for r in result.recipients) == [  # type: ignore[type-var]
        (1, "b@x", "to"), (1, "c@x", "cc"), (1, "d@x", "cc"), (2, "e@x", "bcc"),
    ]  # fmt: skip
    assert result.rejected == [("log.csv:line 4", "no recipient")]


def test_two_columns_of_recipients(tmp_path: Path) -> None:
    result = read(write(tmp_path, "sender,to,to,date\nann,bob,eve,2024-01-02\n"))
    assert result.pairs == [("ann", "bob"), ("ann", "eve")]


# --- files --------------------------------------------------------------------------------------------

ROWS = [("2024-01-02T10:00:00Z", "Zoë", "bob"), ("2024-01-02T10:00:01Z", "Zoë", "eve")]


def as_csv(
    delimiter: str = ",", newline: str = "\n", header: Sequence[str] = ("sent_at", "sender", "recipient")
) -> str:
    return "".join(delimiter.join(row) + newline for row in [header, *ROWS])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_line_ends_and_encodings(
    tmp_path: Path, delimiter: str, newline: str, encoding: str
) -> None:
    path = write(tmp_path, as_csv(delimiter, newline).encode(encoding))
    assert interactions.recognises(Source(path))
    assert read(path).pairs == [("Zoë", "bob"), ("Zoë", "eve")]


@pytest.mark.parametrize(
    "header",
    [
        ("Sent At", "SENDER", "Recipient"), ("Date", "From", "To"), ("EventDate", "Sender", "Recipient"),
        ("timestamp", "source", "target"), ("Time", "src", "dst"), ("date", "Expéditeur", "Destinataire"),
        ("sent-on", "sender_address", "recipient.address"),
    ],
)  # fmt: skip
def test_headers(tmp_path: Path, header: tuple[str, str, str]) -> None:
    path = write(tmp_path, as_csv(header=header))
    assert interactions.recognises(Source(path))
    assert len(read(path).messages) == 2


def test_the_line_excel_writes_for_itself(tmp_path: Path) -> None:
    result = read(write(tmp_path, "sep=;\r\n" + as_csv(";", "\r\n") + "x;ann;bob\r\n"))
    assert len(result.messages) == 2
    assert result.rejected == [("log.csv:line 5", "unreadable date: 1 character, 1 word")]


def test_bytes_of_another_encoding_far_into_the_file(tmp_path: Path) -> None:
    filler = "2024-01-02,ann,bob\n" * 5000
    result = read(
        write(tmp_path, (HEADER + filler).encode() + b"2024-01-02,Zo\xeb,bob\n2024-01-02,Zo\xe9,bob\n")
    )
    assert result.column("sender")[-2:] == ["Zoë", "Zoé"]


def test_parts_in_a_folder_a_zip_and_gzip(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    write(folder, as_csv(), "1.csv")
    write(folder, gzip.compress(as_csv(";").encode()), "2.csv.gz")
    write(folder, b"\0\0", ".DS_Store")
    assert interactions.recognises(Source(folder))
    result = read(folder)
    assert result.column("record") == [1, 2, 3, 4]
    assert len(set(result.ids)) == 2  # the same messages in both parts
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("a/1.csv", as_csv())
        archive.writestr("a/2.jsonl", '{"sent_at": "2024-01-02", "sender": "ann", "recipient": ""}\n')
    assert interactions.recognises(Source(tmp_path / "export.zip"))
    zipped = read(tmp_path / "export.zip")
    assert len(zipped.messages) == 2
    assert zipped.rejected == [("export.zip!a/2.jsonl:line 1", "no recipient")]


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        '{"From": 17, "To": ["a@x", "b@x"], "Date": "2024-01-02", "channel": null}',
        "",
        '{"From": "007", "To": "c@x", "Date": "2024-01-02T10:00:00Z", "Subject": "a \\"b\\" \\u001f"}',
        '{"From": "x", "To"',
        "[1, 2]",
        "plain",
        '{"To": "c@x", "From": "eve", "Date": 1704190000, "cc": ["d@x"]}',
        "a\x1fb",
    ]
    path = write(tmp_path, "\n".join(lines), "log.jsonl")
    assert interactions.recognises(Source(path))
    result = read(path)
    expected = [("007", "c@x"), ("17", "a@x"), ("17", "b@x"), ("eve", "c@x"), ("eve", "d@x")]
    assert sorted(result.pairs) == expected  # type: ignore[type-var]
    assert [place for place, _ in result.rejected] == [f"log.jsonl:line {n}" for n in (4, 5, 6, 8)]


def test_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "sent_at": pa.array([datetime(2024, 1, 2, 10), None], pa.timestamp("ns")),
            "sender": pa.array([17.0, 8.0]),
            "recipient": pa.array([["a@x", "b@x"], None], pa.list_(pa.string())),
            "channel": pa.array(["post", "post"]).dictionary_encode(),
            "audience": pa.array([2, None], pa.int64()),
            "automated": [True, False],
        }
    )
    pq.write_table(table, tmp_path / "log.parquet")
    assert interactions.recognises(Source(tmp_path / "log.parquet"))
    result = read(tmp_path / "log.parquet")
    assert result.pairs == [("17", "a@x"), ("17", "b@x")]
    assert result.column("time_quality") == ["assumed_zone", "none"]
    assert result.column("audience") == [2, None]
    assert result.column("automated") == [True, False]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (pa.timestamp("us", tz="Europe/Paris"), ("2024-07-02T08:00:00", "exact")),
        (pa.timestamp("ms"), ("2024-07-02T10:00:00", "assumed_zone")),
        (pa.date32(), ("2024-07-02T00:00:00", "day")),
    ],
)
def test_parquet_times(tmp_path: Path, kind: pa.DataType, expected: tuple[str, str]) -> None:
    hour = 8 if pa.types.is_timestamp(kind) and kind.tz else 10
    value = date(2024, 7, 2) if pa.types.is_date(kind) else datetime(2024, 7, 2, hour)
    pq.write_table(
        pa.table({"sent_at": pa.array([value], kind), "sender": ["a"], "recipient": ["b"]}),
        tmp_path / "l.parquet",
    )
    result = read(tmp_path / "l.parquet")
    instant = datetime.fromisoformat(expected[0]).replace(tzinfo=UTC)
    assert (result.column("sent_at"), result.column("time_quality")) == ([instant], [expected[1]])


# --- broken files -------------------------------------------------------------------------------------


def test_an_empty_file(tmp_path: Path) -> None:
    path = write(tmp_path, b"")
    assert not interactions.recognises(Source(path))
    with pytest.raises(DataError, match=r"^log.csv: an empty file; export it again$"):
        read(path)


@pytest.mark.parametrize("text", ["sent_at,sender,recipient", HEADER, HEADER + "\n\n,,\n"])
def test_nothing_below_the_header(tmp_path: Path, text: str) -> None:
    assert read(write(tmp_path, text)) == Read([], [], [], 0, row_records=True)


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        (
            "when,who,whom",
            "no column sent_at and no column sender and no column recipient among 'when', 'who', 'whom'",
        ),
        ("date,from,whom", "no column recipient among 'date', 'from', 'whom'"),
        ("src,dst", "no column sent_at among 'src', 'dst'"),
    ],
)
def test_a_wrong_header(tmp_path: Path, header: str, lacking: str) -> None:
    path = write(tmp_path, f"{header}\n1,2,3\n")
    with pytest.raises(DataError, match=re.escape(f"log.csv: {lacking}; name the columns")):
        read(path)


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"2 columns are named 'Sender'; keep one of them as sender"):
        read(write(tmp_path, "date,Sender,recipient,SENDER\n2024-01-02,a,b,c\n"))


def test_line_breaks_inside_cells_move_the_lines_below(tmp_path: Path) -> None:
    text = (
        "sent_at,sender,recipient,subject\n"
        '2024-01-02,ann,bob,"two\nlines, and a comma"\n'
        "\n"
        "x,ann,bob,\n"
        '2024-01-02,ann,"b\nc"\n'
        '2024-01-02,"ann\nlee",bob,\n'
        "y,ann,bob,\n"
    )
    result = read(write(tmp_path, text))
    assert len(result.messages) == 1
    assert result.rejected == [
        ("log.csv:line 5", "unreadable date: 1 character, 1 word"),
        ("log.csv:line 6", "3 columns instead of 4"),
        ("log.csv:line 8", "a line break in the sender: a quotation mark is left open"),
        ("log.csv:line 10", "unreadable date: 1 character, 1 word"),
    ]


def test_a_quotation_mark_left_open_swallows_no_record(tmp_path: Path) -> None:
    text = (
        "sent_at,sender,recipient,subject\n"
        '2024-01-02,ann,bob,"Hello\n'
        '2024-01-03,ann,bob,"World"\n'
        "2024-01-04,ann,bob,fine\n"
        '2024-01-05,"ann,bob,a\n'
        '2024-01-06,ann,bob,"b"\n'
    )
    result = read(write(tmp_path, text))
    assert len(result.messages) == 1
    assert result.records == 5
    assert [place for place, _ in result.rejected] == [f"log.csv:line {n}" for n in (2, 3, 5, 6)]


def test_a_quotation_mark_open_to_the_end(tmp_path: Path) -> None:
    rows = '2024-01-02,ann,"bob\n' + "2024-01-03,ann,bob\n" * 100
    result = read(write(tmp_path, HEADER + "2024-01-01,ann,bob\n" + rows))
    assert (len(result.messages), result.records) == (1, 102)


@pytest.mark.parametrize(
    "row",
    ['{when},ann,bob,"x', '{when},ann,"bob,x', '"{when},ann,bob,x'],
    ids=["in the last column", "in a column", "in the first column"],
)
@pytest.mark.parametrize("when", ["2024-01-02", "2 Jan 2024 10:00:00 +0000", ""])
def test_what_an_open_quotation_mark_swallows_is_counted(tmp_path: Path, row: str, when: str) -> None:
    """Also where the swallowed lines do not look like records, because their time is missing or in words."""
    fine, opened = f"{when},ann,bob,x\n", row.format(when=when) + "\n"
    result = read(write(tmp_path, "sent_at,sender,recipient,subject\n" + fine + opened + fine * 3))
    assert len(result.messages) == 1
    assert result.records == 5
    assert result.rejected == [
        ("log.csv:line 3", "a quotation mark left open runs this record together with the 3 lines after it"),
        *[(f"log.csv:line {n}", "swallowed by the quotation mark left open at line 3") for n in (4, 5, 6)],
    ]


@pytest.mark.parametrize("last", ['"two\nlines"', '"two\nlines"\n', '5" pipe\n'])
def test_closed_quotation_marks_swallow_nothing(tmp_path: Path, last: str) -> None:
    result = read(write(tmp_path, "sent_at,sender,recipient,subject\n2024-01-02,ann,bob," + last))
    assert (len(result.messages), result.rejected) == (1, [])


@pytest.mark.parametrize(
    "time",
    [
        "2024-01-31T10:00:00+99:00",
        "2024-01-31T10:00:00-14:30",
        "2024-01-31 10:00:00.123 +1500",
        "31/01/2024 10:00 +15:00",
        "Wed, 31 Jan 2024 10:00:00 +2300 (XYZ)",
        "Wed Jan 31 10:00:00 +2300 2024",
    ],
)
def test_no_place_is_further_than_14_hours_from_utc(tmp_path: Path, time: str) -> None:
    quoted = f'"{time}"'
    result = read(write(tmp_path, HEADER + f"{quoted},ann,bob\n" + "2024-01-31T10:00:00+14:00,ann,bob\n"))
    assert len(result.messages) == 1
    [(_, reason)] = result.rejected
    assert "UTC offset beyond 14 hours" in reason or "unreadable date" in reason


def test_days_are_not_taken_for_offsets(tmp_path: Path) -> None:
    times = [
        "2024-01-31",
        "2024-01-31T10:00:00",
        "2024-01-31 10:00",
        "20240131T101500",
        "31-01-2024 10:00",
        "",
    ]
    result = read(write(tmp_path, HEADER + "".join(f"{time},ann,bob\n" for time in times)))
    assert (len(result.messages), result.rejected) == (len(times), [])


def test_a_nul_character_inside_an_id(tmp_path: Path) -> None:
    lines = b"2024-01-02,an\0n,bob,m1\n2024-01-02,ann,b\0ob,m2\n2024-01-02,ann,bob,m\x003\n2024-01-02,ann,bob,m4\n"
    result = read(write(tmp_path, b"sent_at,sender,recipient,message_id\n" + lines))
    assert result.pairs == [("ann", "bob")]
    assert result.rejected == [(f"log.csv:line {n}", "a NUL character in an id") for n in (2, 3, 4)]


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "name", ["log.csv", "log.csv.gz", "log.jsonl", "log.parquet", "log.zip", "utf16.csv"]
)
def test_files_are_closed_in_time(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame({"sent_at": ["2024-01-02"], "sender": ["ann"], "recipient": ["bob"]})
    path = tmp_path / name
    if name.endswith("parquet"):
        frame.to_parquet(path)
    elif name.endswith("jsonl"):
        frame.to_json(path, orient="records", lines=True)
    elif name.endswith("zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("log.csv", frame.to_csv(index=False))
    else:
        frame.to_csv(path, index=False, encoding="utf-16" if name.startswith("utf16") else "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        source = Source(path)
        assert interactions.recognises(source)
        assert len(read(path).messages) == 1
        source.close()
        gc.collect()
    assert not [open_file for open_file in _open_files() if open_file.name == name]


def _open_files() -> list[Path]:
    """Files this process holds open (empty where the system does not say)."""
    folder = Path("/proc/self/fd")
    links = folder.iterdir() if folder.is_dir() else ()
    return [link.readlink() for link in links if link.is_symlink()]


def test_a_cell_of_a_megabyte(tmp_path: Path) -> None:
    body = "x, y\n" * 250_000
    text = f'sent_at,sender,recipient,body\n2024-01-02,ann,bob,"{body}"\n2024-01-02,ann,bob,\n'
    assert len(read(write(tmp_path, text)).messages) == 2


def test_a_record_beyond_all_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 1 << 20)
    path = write(tmp_path, HEADER + '2024-01-02,ann,"' + "x" * (3 << 20))
    with pytest.raises(DataError, match="one record is longer than 1 MB; close the quotation mark"):
        read(path)


def test_blocks_hang_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 1 << 10)
    rows = [f"2024-01-02 10:{i // 60 % 60:02}:{i % 60:02},p{i},q" for i in range(1000)]
    rows[500] = "x,p500,q"
    rows[700] = "2024-01-02"
    rows[900] = '2024-01-02,"p\n900",q'
    rows[999] = "y,p999,q"
    result = read(write(tmp_path, HEADER + "\n".join(rows)))
    assert len(result.messages) == 996
    assert [place for place, _ in result.rejected] == [f"log.csv:line {n}" for n in (502, 702, 902, 1002)]


def test_nul_bytes(tmp_path: Path) -> None:
    result = read(write(tmp_path, HEADER.encode() + b"2024-01-02,ann\0,bob\n\0\0\0\0\n2024-01-02,ann,bob\n"))
    assert result.pairs == [("ann", "bob")] * 2
    assert result.rejected == [("log.csv:line 3", "1 columns instead of 3")]


def test_a_gzip_cut_off(tmp_path: Path) -> None:
    path = write(
        tmp_path, gzip.compress((HEADER + "2024-01-02,ann,bob\n" * 50_000).encode())[:-2000], "log.csv.gz"
    )
    with pytest.raises(DataError, match=r"log.csv.gz: damaged or cut off; export or copy it again"):
        read(path)


def test_damaged_parquet(tmp_path: Path) -> None:
    path = write(tmp_path, b"PAR1" + b"x" * 100, "log.parquet")
    assert not interactions.recognises(Source(path))
    with pytest.raises(DataError, match="damaged Parquet file"):
        read(path)


def test_a_foreign_part_is_named(tmp_path: Path) -> None:
    write(tmp_path, as_csv(), "1.csv")
    write(tmp_path, "hello", "readme.txt")
    assert not interactions.recognises(Source(tmp_path))
    with pytest.raises(DataError, match=r"^readme.txt: no column"):
        read(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "case_id,activity,timestamp,from,to\n1,a,2024-01-02,x,y\n",
        "key,author,created,field,from,to\nA-1,ann,2024-01-02,assignee,x,y\n",
        "employee_id,department,from,to,date\n1,HR,2024-01-01,2024-02-01,2024-01-01\n",
        "source,target\n1,2\n",
        "From ann@x.org Mon Jan  1 10:00:00 2024\nFrom: ann@x.org\nTo: bob@x.org\n\nHi\n",
        '[{"sender": "a"}]',
        '{"users": [',
        "\0\1\2",
        "hello",
    ],
)
def test_what_is_left_to_others(tmp_path: Path, text: str) -> None:
    assert not interactions.recognises(Source(write(tmp_path, text)))


# --- properties ---------------------------------------------------------------------------------------

_missing = {"", "-", "NULL", "null", "N/A", "n/a", "#N/A", "None", "NaN", "nan", "<NA>"}
_ids = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"], exclude_characters="@;"
    ),
    min_size=1,
    max_size=8,
).filter(lambda text: text not in _missing)
_rows = st.lists(
    st.tuples(
        st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)).map(lambda t: t.replace(microsecond=0)),
        _ids,
        _ids,
    ),
    min_size=1,
    max_size=20,
)


def check_round_trip(path: Path, rows: Sequence[tuple[datetime, str, str]]) -> None:
    result = read(path)
    assert result.pairs == [(sender, recipient) for _, sender, recipient in rows]
    assert result.column("sent_at") == [sent_at.replace(tzinfo=UTC) for sent_at, _, _ in rows]
    assert len(set(result.ids)) == len({(sent_at, sender) for sent_at, sender, _ in rows})


@settings(max_examples=12)
@given(_rows, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-16"]))
def test_what_is_written_as_csv_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[datetime, str, str]],
    delimiter: str,
    newline: str,
    encoding: str,
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    writer.writerows([("sent_at", "sender", "recipient"), *rows])
    path = write(tmp_path_factory.mktemp("csv"), buffer.getvalue().encode(encoding))
    check_round_trip(path, rows)


@settings(max_examples=12)
@given(_rows)
def test_what_is_written_as_json_lines_and_parquet_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[datetime, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("json")
    records = [dict(zip(("sent_at", "sender", "recipient"), row, strict=True)) for row in rows]
    lines = [json.dumps(record | {"sent_at": str(record["sent_at"])}) for record in records]
    check_round_trip(write(folder, "\n".join(lines), "log.jsonl"), rows)
    pd.DataFrame(records).to_parquet(folder / "log.parquet")
    check_round_trip(folder / "log.parquet", rows)


@settings(max_examples=12)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_below_a_header_are_counted(
    tmp_path_factory: pytest.TempPathFactory,
    content: bytes,
    as_json: bool,
) -> None:
    head = b'{"sent_at": "2024-01-02", "sender": "a", "recipient": "b"}\n' if as_json else HEADER.encode()
    path = write(tmp_path_factory.mktemp("bytes"), head + content)
    result = read(path)  # counts are checked there
    assert all(place.startswith("log.csv:line ") for place, _ in result.rejected)


# --- real data ----------------------------------------------------------------------------------------


DOCS = Path(__file__).parents[1] / "docs" / "sources"
BLOCKS = [
    pytest.param(block, id=f"{page}-{number}")
    for page in ("interactions", "people")
    for number, block in enumerate(
        re.findall(r"```python\n(.*?)```", (DOCS / f"{page}.md").read_text(), re.DOTALL)
    )
]
PREPARED = {  # messages and interactions in what the recipes write
    "enron": (21635, 38388), "eu-core": (25571, 25571),
}  # fmt: skip
NOTED = {  # what is to be known of the people files that the recipes write
    "manufacturing": "named as their own manager, and taken as having none: row 70",
    "mailing-list": "functions that look like one and are kept apart: 'linux-foundation.org', 'linuxfoundation.org' "
    "(write them alike if they are one)",
}


@pytest.mark.data
@pytest.mark.parametrize("block", BLOCKS)
def test_the_documented_code_runs(data_dir: Path, monkeypatch: pytest.MonkeyPatch, block: str) -> None:
    monkeypatch.setenv("SILOGRAPH_DATA", str(data_dir))
    names: dict[str, object] = {}
    exec(compile(block, "documentation", "exec"), names)
    prepared = Path(str(names.get("out"))) / "interactions.csv"
    if prepared.exists():
        result = read(prepared)
        expected = next(counts for name, counts in PREPARED.items() if name in block)
        assert (len(set(result.ids)), len(result.recipients), result.rejected) == (*expected, [])
    elif "out" in names:
        people = read_people(Path(str(names["out"])) / "people.csv")
        assert (len(people.table), people.rejected) == (len(names["people"]), ())  # type: ignore[arg-type]
        assert [note for name, note in NOTED.items() if name in block] == [*people.notes]


@pytest.mark.data
def test_gastech(data_dir: Path) -> None:
    path = data_dir / "gastech" / "email headers.csv"
    assert interactions.recognises(Source(path))
    result = read(path)
    assert (len(set(result.ids)), len(result.messages), result.rejected) == (1170, 1170, [])
    assert len(set(result.column("sender"))) == 55
    days = sorted({t.date() for t in result.column("sent_at")})  # type: ignore[attr-defined]
    assert (days[0], days[-1]) == (date(2014, 1, 6), date(2014, 1, 17))


@pytest.mark.data
def test_manufacturing(data_dir: Path) -> None:
    path = data_dir / "manufacturing" / "communication.csv"
    assert interactions.recognises(Source(path))
    result = read(path)
    assert (result.records, len(result.recipients), len(set(result.ids)), result.rejected) == (
        82927,
        82927,
        58463,
        [],
    )
    people = set(result.column("sender")) | {row["recipient"] for row in result.recipients}
    assert len(people) == 167


@pytest.mark.data
def test_other_sources_are_left_alone(data_dir: Path) -> None:
    others = [
        "gastech/EmployeeRecords.xlsx", "manufacturing/reportsto.csv", "mailing-list/linux-integrity-2021.mbox",
        "volvo/bpi_challenge_2013_incidents.xes.gz", "enron/messages.tsv", "slack/houstondatavis", "eu-core",
    ]  # fmt: skip
    assert [name for name in others if interactions.recognises(Source(data_dir / name))] == []
