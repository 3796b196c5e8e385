"""Mail as real programs write it: separators, dates, line ends, names of directories, messages inside messages.

Files of users lie in `../shared/cases`; for each kind of fault there are further inputs here, which run everywhere.
"""

from __future__ import annotations

import base64
import io
import itertools
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.loaders.files import Source
from silograph.loaders.mail import loader as mail
from silograph.loaders.mail import mbox
from silograph.loaders.mail.addresses import parse_addresses
from silograph.loaders.mail.dates import parse_date
from silograph.log.batches import ReadOptions
from silograph.log.notes import Note

sys.path.insert(0, str(Path(__file__).parent))
from loaded import Loaded, load, load_bytes

MONDAY = datetime(2024, 3, 4, 1, tzinfo=UTC)


def message(
    number: int, *more: str, sender: str = "ann@ex.org", to: str = "bob@ex.org", body: str = "hi"
) -> str:
    fields = [
        f"From: {sender}",
        f"To: {to}",
        "Date: Mon, 4 Mar 2024 01:00:00 +0000",
        f"Message-ID: <{number}@ex.org>",
        *more,
    ]
    return "\n".join([*fields, "", body, ""])


def read_quietly(folder: Path, content: str | bytes, name: str = "one.eml") -> tuple[Loaded, list[Note]]:
    """What is loaded, and what was said about it."""
    loaded = load_bytes(folder, content.encode() if isinstance(content, str) else content, name)
    return loaded, loaded.notes


def ids(loaded: Loaded) -> list[str]:
    return list(loaded.messages["message_id"])


# Separators


@pytest.mark.data
def test_a_separator_right_after_a_boundary(cases_dir: Path) -> None:
    loaded = load(cases_dir / "mail_thunderbird_separator_after_boundary.mbox")
    assert ids(loaded) == [f"{n}@ex.org" for n in range(1, 6)]
    assert list(loaded.messages["sender"]) == [f"p{n}@ex.org" for n in range(1, 6)]
    assert loaded.rejected == []


HEADER = "From: bob@ex.org\nTo: ann@ex.org\nMessage-ID: <2@ex.org>\n\nhello\n"


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        # The empty line is missing, everything else is there.
        ("hi\nFrom - Mon Mar 04 02:00:00 2024\nX-Mozilla-Status: 0001\n", 2),
        ("hi\nFrom bob@ex.org Mon Mar  4 02:00:00 2024\n", 2),
        ("hi\nFrom bob at ex.org  Mon Mar  4 02:00:00 2024\n", 2),
        ("hi\nFrom 165495@xxx Mon Mar 04 04:49:45 +0000 2024\n", 2),
        ("hi\nFrom\nX-Mozilla-Status: 0001\n", 2),
        ("hi\nFrom -\n", 2),
        ("hi\n \t\nFrom bob@ex.org Mon Mar  4 02:00:00 2024\n", 2),
        # The date is missing or unusual.
        ("hi\n\nFrom MAILER-DAEMON\n", 2),
        ("hi\n\nFrom ???@??? Mon Mar 04 02:00:00 2024\n", 2),
        ("hi\n\nFrom bob@ex.org 4 March 2024\n", 2),
        # Prose, and mail that is quoted in a body.
        ("hi\n\nFrom the desk of Bob:\n", 1),
        ("hi\nFrom Bob, Mon Mar  4 2024:\n", 1),
        ("hi\nFrom bob@ex.org\n", 1),
        ("hi\nFrom 2 to 3 we met, see the mail of 10:00 in 2024, namely\n", 1),
    ],
)
def test_one_sign_may_be_missing(between: str, expected: int) -> None:
    first = "From ann@ex.org Mon Mar  4 01:00:00 2024\nFrom: ann@ex.org\nTo: bob@ex.org\n\n"
    for text in (first + between + HEADER, (first + between + HEADER).replace("\n", "\r\n")):
        pieces = list(mbox.split_mbox(io.BytesIO(text.encode())))
        assert len(pieces) == expected


def test_without_empty_lines_the_cut_does_not_depend_on_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = b"".join(
        b"From - Mon Mar 04 01:00:%02d 2024\nFrom: p%d@ex.org\nTo: q@ex.org\n\n%s--b--\n"
        % (n, n, b"text\n" * (n * 97 % 2500))
        for n in range(40)
    )
    expected = list(mbox.split_mbox(io.BytesIO(whole)))
    assert len(expected) == 40
    assert b"".join(piece.content for piece in expected) == whole
    for chunk in (4500, 5003, 9000):
        monkeypatch.setattr(mbox, "CHUNK", chunk)
        assert list(mbox.split_mbox(io.BytesIO(whole))) == expected


# Is it all read?


def test_lines_like_separators_that_were_not_used_are_said(tmp_path: Path) -> None:
    text = "From a Mon Mar  4 01:00:00 2024\n" + message(
        1, body="hi\n\nFrom bob Mon Mar  4 02:00:00 2024\nno header\n"
    )
    loaded, said = read_quietly(tmp_path, text + "\nFrom c Mon Mar  4 03:00:00 2024\n" + message(2), "box")
    assert ids(loaded) == ["1@ex.org", "2@ex.org"]
    assert len(said) == 1
    assert said[0].startswith("1 line looks like the beginning of a message, but no header follows")
    assert said[0].place == "box:message 1 (byte 0)"
    assert "bob" not in said[0].full()
    assert loaded.bytes_lost == len("From bob Mon Mar  4 02:00:00 2024\nno header\n\n\n")


def test_several_messages_read_as_one_are_said(tmp_path: Path) -> None:
    loaded, said = read_quietly(tmp_path, "\n-----\n".join(message(n) for n in range(5)))
    assert len(loaded.messages) == 1
    assert [one.reason for one in loaded.rejected] == [
        "one message is nearly the whole file, and 4 more headers stand in it, which are not read"
    ]
    assert len(said) == 1
    assert said[0].startswith("one message is nearly the whole of its file, and at least 4 more headers")
    assert said[0].place == "one.eml"
    assert read_quietly(tmp_path, message(1, body="text\n" * 500))[1] == []


@pytest.mark.data
def test_a_table_with_mails_in_its_cells_is_no_mail(cases_dir: Path) -> None:
    assert not mail.recognises(Source(cases_dir / "tables" / "enron_kaggle_emails.csv"))


@pytest.mark.parametrize("first", ["message\n", "id;mail\n1;", '"body"\n"', "sep=,\n"])
def test_a_mail_begins_with_its_header(tmp_path: Path, first: str) -> None:
    (tmp_path / "a.csv").write_text(first + message(1) + message(2))
    assert not mail.recognises(Source(tmp_path / "a.csv"))


# Dates


@pytest.mark.data
def test_localised_dates_and_clocks_of_twelve_hours(cases_dir: Path) -> None:
    loaded = load(cases_dir / "mail_localised_dates_thunderbird.mbox")
    assert list(loaded.messages["sent_at"]) == [
        datetime(2005, 5, 17, 10, 31, tzinfo=UTC),
        datetime(2005, 5, 19, 21, 13, 27, tzinfo=UTC),
    ]
    assert set(loaded.messages["time_quality"]) == {"exact"}
    loaded = load(cases_dir / "dates" / "ampm.eml")
    assert list(loaded.messages["sent_at"]) == [datetime(2015, 10, 1, 12, 40, 57, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Di, 17 Mai 2005 12:31:00 +0200", "2005-05-17T10:31:00+00:00"),
        ("Mo, 4 März 2024 10:00:00 +0100", "2024-03-04T09:00:00+00:00"),
        ("Mo, 4 M?rz 2024 10:00:00 +0100", "2024-03-04T09:00:00+00:00"),
        ("Mi., 23 Apr. 2025 09:48:37 +0200 (MESZ)", "2025-04-23T07:48:37+00:00"),
        ("mar. 28 août 2007 13:55:12 +0200", "2007-08-28T11:55:12+00:00"),
        ("lundi 4 mars 2024 10:00", "2024-03-04T10:00:00"),
        ("jue ago 30 13:55:12 2007", "2007-08-30T13:55:12"),
        ("mar ago 28 13:55:12 CEST 2007", "2007-08-28T11:55:12+00:00"),
        ("lunes, 4 de marzo de 2024 10:00 p. m.", "2024-03-04T22:00:00"),
        ("4 de março de 2024 10:00 -0300", "2024-03-04T13:00:00+00:00"),
        ("mån, 4 maj 2026 10:00:00 +0200", "2026-05-04T08:00:00+00:00"),
        ("ma, 4 marras 2024 10:00:00 +0200", "2024-11-04T08:00:00+00:00"),
        ("Пн, 4 мар 2024 10:00:00 +0300", "2024-03-04T07:00:00+00:00"),
        ("2024年3月4日 午後1:15:00", "2024-03-04T13:15:00"),
        ("月, 4 3月 2024 10:00:00 +0900", "2024-03-04T01:00:00+00:00"),
        ("星期一, 4 十一月 2024 10:00:00 +0800", "2024-11-04T02:00:00+00:00"),
        ("4 mars 2024 23 h 13", "2024-03-04T23:13:00"),
        ("2024년 3월 4일 오후 1:15", "2024-03-04T13:15:00"),
        ("Tue, Oct 17 2000 02:15:24 -0700", "2000-10-17T09:15:24+00:00"),
        ("Monday, March 4, 2024 1:05 PM", "2024-03-04T13:05:00"),
        ("Thu, 1 Oct 2015 12:40:57 a.m. +0200", "2015-09-30T22:40:57+00:00"),
        ("Thu, 1 Oct 2015 12:40:57 PM", "2015-10-01T12:40:57"),
        ("Mi, 4 Apr 2024 02:15 nachm.", "2024-04-04T14:15:00"),
        ("Fri Jan  5 10:00:00 PM 2024", "2024-01-05T22:00:00"),
        ("Mon, 4 Mar 2024 10:00:00 GMT+2", "2024-03-04T08:00:00+00:00"),
        ("Mon, 4 Mar 2024 10:00:00 CEST", "2024-03-04T08:00:00+00:00"),
        ("Thu, 27 May 2004 17:06:42 -0500 .", "2004-05-27T22:06:42+00:00"),
        ("04.03.2024 10:15", "2024-03-04T10:15:00"),
        ("2024-03-04 01:00:00 PM -0500", "2024-03-04T18:00:00+00:00"),
        # Which is the day, which the month: the weekday tells.
        ("Mon, 04/03/2024 10:15", "2024-03-04T10:15:00"),
        ("Wed, 04/03/2024 10:15", "2024-04-03T10:15:00"),
        ("13/03/2024 10:15", "2024-03-13T10:15:00"),
        # November in Polish, October in Croatian.
        ("Sat, 1 lis 2014 10:00", "2014-11-01T10:00:00"),
        ("sri, 1 lis 2014 10:00", "2014-10-01T10:00:00"),
    ],
)
def test_dates_of_other_programs(text: str, expected: str) -> None:
    moment = parse_date(text)
    assert moment is not None
    assert moment.at.isoformat() == expected
    assert moment.zone_known is ("+" in expected)


@pytest.mark.parametrize(
    "text", ["04/03/2024 10:15", "1 lis 2014 10:00", "Di, 17 Foo 2005 12:31", "31 Feb 2024 1:00 PM"]
)
def test_dates_that_nothing_settles_are_none(text: str) -> None:
    assert parse_date(text) is None


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.sampled_from(["AM", "a.m.", "am", "A.M."])
)
def test_a_clock_of_twelve_hours_is_the_same_time(at: datetime, morning: str) -> None:
    half = morning if at.hour < 12 else morning.replace("A", "P").replace("a", "p")
    moment = parse_date(f"{at:%a, %d %b %Y} {at.hour % 12 or 12}:{at:%M:%S} {half} +0000")
    assert moment is not None
    assert moment.at == at.replace(microsecond=0, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["Di, 17 Foo 2005 12:31:00 +0200", "soon", "Thu, 1 Jan 1970 00:00:00 +0000", "04/03/2024 1:00"]
)
def test_a_date_that_is_not_understood_is_replaced_by_no_other(tmp_path: Path, date: str) -> None:
    text = message(1).replace("Mon, 4 Mar 2024 01:00:00 +0000", date)
    for content in (text, "From - Wed Nov 01 11:33:16 2023\n" + text):
        loaded = load_bytes(tmp_path, content.encode())
        assert list(loaded.messages["sent_at"]) == [None]
        assert list(loaded.messages["time_quality"]) == ["none"]


# Line ends


@pytest.mark.data
def test_line_ends_of_two_returns(cases_dir: Path) -> None:
    loaded = load(cases_dir / "mail_crcrlf.eml")
    assert loaded.recipients == {"1@ex.org": [("b@ex.org", "to")]}
    assert list(loaded.messages["sender"]) == ["a@ex.org"]


QUOTED = "hi\n\n-----Original-----\nFrom: wrong@ex.org\nTo: other@ex.org\nCc: quoted@ex.org\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r\r\r\n", "\r"])
def test_line_ends_do_not_matter(tmp_path: Path, end: str) -> None:
    single = message(1, "Cc: cy@ex.org,\n dan@ex.org", body=QUOTED)
    box = "".join(f"From p{n} Mon Mar  4 01:00:00 2024\n{message(n, body=QUOTED)}\n" for n in range(3))
    (tmp_path / "s").mkdir()
    assert mail.recognises(Source(tmp_path)) is False
    loaded = load_bytes(tmp_path, single.replace("\n", end).encode())
    assert loaded.recipients == {
        "1@ex.org": [("bob@ex.org", "to"), ("cy@ex.org", "cc"), ("dan@ex.org", "cc")]
    }
    loaded = load_bytes(tmp_path, box.replace("\n", end).encode(), "box")
    assert loaded.recipients == {f"{n}@ex.org": [("bob@ex.org", "to")] for n in range(3)}
    assert mail.recognises(Source(tmp_path / "box"))


def test_returns_across_chunks() -> None:
    text = "".join(
        f"From p{n} Mon Mar  4 01:00:00 2024\n{message(n, body=QUOTED)}\n" for n in range(30)
    ).encode()
    for chunk, end in itertools.product((40, 51, 4096), (b"\r", b"\r\n")):
        stream = mbox.Stream(io.BytesIO(text.replace(b"\n", end)))
        read = b"".join(iter(lambda stream=stream, chunk=chunk: stream.read(chunk), b""))
        assert read == (text if end == b"\r" else text.replace(b"\n", end))


# Names of directories


@pytest.mark.data
def test_names_of_directories_are_ids(cases_dir: Path) -> None:
    group = "/o=ex/ou=exchange administrative group (fydibohf23spdlt)/cn=recipients/cn="
    loaded = load(cases_dir / "addr" / "x500_name.eml")
    assert list(loaded.messages["sender"]) == [f"{group}1c8d-ann"]
    assert loaded.recipients["x500_name@t"] == [(f"{group}9f-bob", "to"), ("cy@ex.org", "to")]
    loaded = load(cases_dir / "addr" / "slash_notes.eml")
    assert list(loaded.messages["sender"]) == ["cn=ann lee/ou=hr/o=ex@ex"]
    assert loaded.recipients["slash_notes@t"] == [
        ("cn=bob ray/ou=it/o=ex@ex", "to"),
        ("cy fay/it/ex@ex", "to"),
    ]
    log, roster = sg.read(cases_dir / "addr" / "x500_name.eml", cases_dir / "tables" / "x500_people.csv")
    assert set(log.to_pandas()["sender"]) == {"1"}
    assert roster.lookup(f"{group}1c8d-ann") == "1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/o=Ex, Inc./ou=First (X1)/cn=Recipients/cn=ann; bob@x.org",
         [("/o=ex, inc./ou=first (x1)/cn=recipients/cn=ann", None), ("bob@x.org", None)]),
        ("/O=EX/OU=A/CN=R/CN=ANN, /O=EX/OU=A/CN=R/CN=BOB",
         [("/o=ex/ou=a/cn=r/cn=ann", None), ("/o=ex/ou=a/cn=r/cn=bob", None)]),
        ("/o=ex/ou=a/cn=r/cn=ann (Ann Lee)", [("/o=ex/ou=a/cn=r/cn=ann", "Ann Lee")]),
        ("EX:/O=EX/OU=A (B)/CN=C", [("/o=ex/ou=a (b)/cn=c", None)]),
        ("CN=Lee, Ann/OU=HR/O=Ex@EX, CN=Tom Lee/OU=HR/O=Ex@EX",
         [("cn=lee, ann/ou=hr/o=ex@ex", None), ("cn=tom lee/ou=hr/o=ex@ex", None)]),
        ("Ann Lee/HR/Ex, Tom Lee/HR/Ex", [("ann lee/hr/ex", None), ("tom lee/hr/ex", None)]),
        ("Ann Lee <Ann Lee/HR/Ex@EX>", [("ann lee/hr/ex@ex", "Ann Lee")]),
        ("IMCEANOTES-Ann+20Lee_HR_Ex+40EX@x.org", [("ann lee/hr/ex@ex", None)]),
        ("CN=Ann Lee,OU=HR,O=Ex, Bob <bob@x.org>", [("cn=ann lee,ou=hr,o=ex", None), ("bob@x.org", "Bob")]),
        ("Ann <CN=Lee\\, Ann,OU=HR,DC=ex,DC=org>", [("cn=lee\\, ann,ou=hr,dc=ex,dc=org", "Ann")]),
        ("/C=US/A=ATT/P=EX/S=LEE/G=ANN/", [("/c=us/a=att/p=ex/s=lee/g=ann/", None)]),
        # Slashes that name nobody in a directory.
        ("Ann Lee/HR <ann@x.org>", [("ann@x.org", "Ann Lee/HR")]),
        ("Ann Lee/HR ann@x.org", [("ann@x.org", "Ann Lee/HR")]),
        ('"CN=Ann Lee/O=Ex" <ann@x.org>', [("ann@x.org", "CN=Ann Lee/O=Ex")]),
        ("HR / IT / Sales", []),
        ("<http://x.org/a/b>", []),
    ],
)  # fmt: skip
def test_directory_names(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [tuple(box) for box in parse_addresses(text)] == expected


# Headers of archives


@pytest.mark.data
def test_escaped_from_fields(cases_dir: Path) -> None:
    loaded = load(cases_dir / "mail_escaped_From_header.mbox")
    assert list(loaded.messages["sender"]) == ["p1@ex.org", "p2@ex.org", "p3@ex.org"]
    assert loaded.rejected == []


def test_escaped_from_fields_anywhere(tmp_path: Path) -> None:
    text = message(1).replace("From: ann@ex.org\n", "") + ""
    loaded = load_bytes(tmp_path, text.replace("Message-ID", ">From: Ann <ann@ex.org>\nMessage-ID").encode())
    assert list(loaded.messages["sender"]) == ["ann@ex.org"]
    both = message(1).replace(
        "From: ann", ">From: old@ex.org\nFrom: ann"
    )  # the one that is not escaped counts
    assert list(load_bytes(tmp_path, both.encode()).messages["sender"]) == ["ann@ex.org"]


@pytest.mark.parametrize(
    "text",
    ["Ann Lee <ann at ex.org>", "ann at ex.org (Ann Lee)", "Ann Lee <ann(at)ex.org>", "Ann Lee <ann [at] ex [dot] org>",
     "Ann Lee <ann AT ex dot org>", "Ann Lee &lt;ann@ex.org&gt;", "&quot;Ann Lee&quot; &lt;ann&#64;ex.org&gt;"],
)  # fmt: skip
def test_hidden_addresses(text: str) -> None:
    assert [tuple(box) for box in parse_addresses(text)] == [("ann@ex.org", "Ann Lee")]
    assert [box.address for box in parse_addresses(f"{text}, bob at ex.org")] == ["ann@ex.org", "bob@ex.org"]


@pytest.mark.parametrize(
    "fields",
    [
        'To: a@ex.org,\nb@ex.org,\n"Lee: HR" <c@ex.org>\nSubject: x',
        "To: a@ex.org\n, b@ex.org\n, c@ex.org",
        "Cc: a@ex.org,\nBob <b@ex.org>,\n c@ex.org\nX-Other: d@ex.org,\nX-More: y",
    ],
)
def test_lists_that_lost_their_indent(tmp_path: Path, fields: str) -> None:
    text = f"From: x@ex.org\nMessage-ID: <1@ex.org>\nDate: Mon, 4 Mar 2024 01:00:00 +0000\n{fields}\n\nhi\n"
    loaded = load_bytes(tmp_path, text.encode())
    assert [address for address, _ in loaded.recipients["1@ex.org"]] == ["a@ex.org", "b@ex.org", "c@ex.org"]


def test_references_that_lost_their_indent(tmp_path: Path) -> None:
    loaded = load_bytes(tmp_path, message(3, "References: <1@ex.org>\n<2@ex.org>").encode())
    assert (loaded.messages["thread_id"][0], loaded.messages["parent_id"][0]) == ("1@ex.org", "2@ex.org")


# Messages inside messages


@pytest.mark.data
def test_a_journal_report_is_the_message_in_it(cases_dir: Path) -> None:
    loaded = load(cases_dir / "mail_exchange_journal.eml")
    assert loaded.recipients == {"real1@ex.org": [("bob@ex.org", "to"), ("cy@ex.org", "cc")]}
    (row,) = loaded.messages.to_dict("records")
    assert (row["sender"], row["sent_at"]) == ("ann@ex.org", datetime(2024, 3, 4, 8, 59, 58, tzinfo=UTC))


def journal(report: str, inside: str | None, *, encoding: str = "") -> str:
    parts = [f"Content-Type: text/plain\n\n{report}"]
    if inside is not None:
        if encoding:
            inside = base64.encodebytes(inside.encode()).decode()
            encoding = f"\nContent-Transfer-Encoding: {encoding}"
        parts.append(f"Content-Type: message/rfc822{encoding}\n\n{inside}")
    body = "".join(f"--b1\n{part}\n" for part in parts) + "--b1--\n"
    return (
        "From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ex.org>\nTo: journal@archive.ex.org\n"
        "Date: Mon, 4 Mar 2024 09:00:00 +0000\nMessage-ID: <j1@journal.report.generator>\nX-MS-Journal-Report:\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary="b1"\n\n{body}'
    )


REPORT = (
    "Sender: ann@ex.org\nSubject: x\nMessage-Id: <7@ex.org>\nTo: bob@ex.org\n"
    "To: cy@ex.org, Expanded: team@ex.org\nBcc: dan@ex.org\nRecipient: eve@ex.org\n"
)


@pytest.mark.parametrize("encoding", ["", "base64"])
def test_journal_reports_name_the_hidden_and_the_members_of_lists(tmp_path: Path, encoding: str) -> None:
    inside = message(7, to="bob@ex.org, team@ex.org", body="-- \n--b2\nFrom: nobody@ex.org")
    loaded = load_bytes(tmp_path, journal(REPORT, inside, encoding=encoding).encode())
    assert loaded.recipients == {
        "7@ex.org": [
            ("bob@ex.org", "to"), ("team@ex.org", "to"), ("cy@ex.org", "to"), ("dan@ex.org", "bcc"),
            ("eve@ex.org", "bcc"),
        ]
    }  # fmt: skip
    assert list(loaded.messages["sender"]) == ["ann@ex.org"]
    assert list(loaded.messages["sent_at"]) == [MONDAY]


def test_journal_reports_without_their_message(tmp_path: Path) -> None:
    loaded = load_bytes(tmp_path, journal(REPORT, None).encode())
    assert loaded.recipients["7@ex.org"][0] == ("bob@ex.org", "to")
    assert list(loaded.messages["sender"]) == ["ann@ex.org"]
    loaded = load_bytes(tmp_path, journal("nothing", None).encode())
    assert [one.reason for one in loaded.rejected] == ["a journal report without the message it reports"]


def test_journal_reports_in_an_mbox(tmp_path: Path) -> None:
    box = "".join(f"From - Mon Mar 04 01:00:00 2024\n{journal(REPORT, message(n))}\n" for n in range(3))
    assert ids(load_bytes(tmp_path, box.encode(), "box")) == ["0@ex.org", "1@ex.org", "2@ex.org"]


def test_a_digest_is_the_messages_in_it(tmp_path: Path) -> None:
    inside = "".join(
        f"--d\nContent-Type: message/rfc822\n\nMessage: {n}\n{message(n, to='team@ex.org')}\n" for n in (1, 2)
    )
    text = (
        "From: team-request@ex.org\nTo: team@ex.org\nSubject: Team Digest, Vol 1, Issue 2\n"
        "Date: Tue, 5 Mar 2024 01:00:00 +0000\n"
        "List-Id: Team <team.ex.org>\nList-Post: <mailto:team@ex.org>\nMessage-ID: <d@ex.org>\n"
        "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain\n\nToday's Topics\n"
        f"--o\nContent-Type: multipart/digest; boundary=d\n\n{inside}--d--\n--o\n\nEnd\n--o--\n"
    )
    loaded = load_bytes(tmp_path, text.encode())
    assert ids(loaded) == ["1@ex.org", "2@ex.org"]
    assert set(loaded.messages["sender"]) == {"ann@ex.org"}
    assert set(loaded.messages["space"]) == {"team@ex.org"}
    bare = text.replace(
        "Content-Type: message/rfc822\n", ""
    )  # what the parts of a digest are where nothing is said
    assert ids(load_bytes(tmp_path, bare.encode())) == ["1@ex.org", "2@ex.org"]


def test_a_digest_that_a_person_forwards_stays_inside(tmp_path: Path) -> None:
    digest = f"Content-Type: multipart/digest; boundary=d\n\n--d\n\n{message(1)}--d--\n"
    inside = message(5, "Content-Type: multipart/mixed; boundary=o", body=f"--o\n{digest}--o--\n")
    text = message(
        6,
        "Content-Type: multipart/mixed; boundary=b",
        body=f"--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\n{inside}--b--\n",
    )
    loaded, _ = read_quietly(tmp_path, text)
    assert ids(loaded) == ["6@ex.org"]


def test_a_digest_as_text(tmp_path: Path) -> None:
    inside = f"\n\n{'-' * 30}\n\n".join(f"Message: {n}\n{message(n, to='team@ex.org')}" for n in (1, 2, 3))
    text = (
        "From: team-request@ex.org\nTo: team@ex.org\nSubject: Team Digest, Vol 1, Issue 2\n"
        "Date: Tue, 5 Mar 2024 01:00:00 +0000\n"
        "Message-ID: <d@ex.org>\nContent-Type: text/plain\n\nSend Team mailing list submissions to\n"
        "\nToday's Topics:\n 1. x\n\n"
        f"{'-' * 70}\n\n{inside}\n\n{'-' * 30}\n\nSubject: Digest Footer\n\n___\nEnd of Team Digest\n"
    )
    assert ids(load_bytes(tmp_path, text.encode())) == ["1@ex.org", "2@ex.org", "3@ex.org"]
    talk = message(9, "Subject: the digest", body="I do not get it any more.\n\n" + "-" * 70 + "\nSee there")
    assert ids(load_bytes(tmp_path, talk.encode())) == ["9@ex.org"]


@pytest.mark.parametrize("head", ["", "From x Mon Mar  4 01:00:00 2024\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_mmdf(tmp_path: Path, head: str, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = "\x01" * 4 + "\n"
    text = "".join(mark + head + message(n, body="text\n" * n * 20 + QUOTED) + mark for n in range(1, 30))
    for chunk in (mbox.CHUNK, 100, 4099):
        monkeypatch.setattr(mbox, "CHUNK", chunk)
        loaded = load_bytes(tmp_path, text.replace("\n", end).encode(), "box.mmdf")
        assert ids(loaded) == [f"{n}@ex.org" for n in range(1, 30)]
        assert loaded.rejected == []
    assert mail.recognises(Source(tmp_path / "box.mmdf"))


def test_what_a_person_forwards_stays_inside(tmp_path: Path) -> None:
    inside = message(5, sender="other@ex.org")
    text = message(
        6,
        "Content-Type: multipart/mixed; boundary=b",
        body=f"--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\n{inside}--b--\n",
    )
    loaded, said = read_quietly(tmp_path, text)
    assert ids(loaded) == ["6@ex.org"]
    assert said == ["messages that carry others as attachments, which are not read: 1"]


# Calendars


def calendar(
    method: str, *, outside: str = "multipart/alternative; boundary=c", encoded: bool = False
) -> str:
    event = f"BEGIN:VCALENDAR\nMETHOD:{method}\nEND:VCALENDAR\n"
    named = f"; method={method}" if not encoded else ""
    part = f'Content-Type: text/calendar; charset="utf-8"{named}\n\n{event}'
    return message(
        1, f"Content-Type: {outside}", body=f"--c\nContent-Type: text/plain\n\nhi\n--c\n{part}--c--\n"
    )


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize(
    ("method", "automated"), [("REPLY", True), ("COUNTER", True), ("REQUEST", False), ("CANCEL", False)]
)
def test_answers_of_calendars_inside_multipart(
    tmp_path: Path, method: str, automated: bool, encoded: bool
) -> None:
    for outside in ("multipart/alternative; boundary=c", "multipart/mixed; boundary=c"):
        loaded, said = read_quietly(tmp_path, calendar(method, outside=outside, encoded=encoded))
        assert bool(loaded.messages["automated"][0]) is automated
        assert bool(said) is (method == "REQUEST")
    if said:
        assert said == ["invitations to meetings, read as mail (their calendar cannot be read): 1"]


@pytest.mark.parametrize(
    "subject", ["Accepted: Budget", "Accepté : Budget", "Zugesagt: Budget", "=?utf-8?q?Refus=C3=A9?= : x"]
)
def test_answers_of_calendars_by_their_subject(tmp_path: Path, subject: str) -> None:
    answer = message(2, f"Subject: {subject}", "In-Reply-To: <1@ex.org>")
    assert load_bytes(tmp_path, answer.encode()).messages["automated"][0]
    for person in (
        message(2, f"Subject: {subject}"),
        message(2, f"Subject: Re: {subject}", "In-Reply-To: <1@ex.org>"),
    ):
        assert not load_bytes(tmp_path, person.encode()).messages["automated"][0]


# Nobody is named


@pytest.mark.data
def test_an_answer_without_recipients_reaches_whom_it_answers(cases_dir: Path) -> None:
    path = cases_dir / "mail_no_recipients_at_all.mbox"
    for people, ann, bob in (
        (None, "ann@ex.org", "bob@ex.org"),
        (cases_dir / "mail_no_recipients_people.csv", "1", "2"),
    ):
        table = sg.read(path, people)[0].to_pandas().dropna(subset="recipient")
        assert table[["sender", "recipient", "role"]].values.tolist() == [[bob, ann, "reply"]]


def answers(*more: str) -> str:
    """The second answers the first, the third the second and its own author; none names anybody, but a fourth does."""
    rows = [(1, "ann", ""), (2, "bob", "1"), (3, "bob", "2"), (4, "cy", "1"), (5, "dan", "9")]
    nobody = [
        message(n, *([f"In-Reply-To: <{parent}@ex.org>"] if parent else []), sender=f"{name}@ex.org")
        for n, name, parent in rows
    ]
    hidden = [text.replace("To: bob@ex.org\n", "") if n != 3 else text for n, text in enumerate(nobody)]
    return "".join(f"From x Mon Mar  4 01:00:00 2024\n{text}\n" for text in [*hidden, *more])


def ties(*paths: Path) -> set[tuple[str, str, str]]:
    table = sg.read(list(paths))[0].to_pandas().dropna(subset="recipient")
    return set(table[["sender", "recipient", "role"]].itertuples(index=False, name=None))


def test_who_is_reached_does_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    expected = {("bob@ex.org", "ann@ex.org", "reply"), ("cy@ex.org", "bob@ex.org", "to")}
    whole = tmp_path / "whole.mbox"
    whole.write_text(answers())
    assert ties(whole) == expected  # 3 answers its own author, 5 what is not there
    first, later = tmp_path / "1.mbox", tmp_path / "2.mbox"
    pieces = ["From " + piece for piece in answers().split("From x")[1:]]
    first.write_text("".join(pieces[:1]).replace("From  ", "From x "))
    later.write_text("".join(pieces[1:]).replace("From  ", "From x "))
    assert ties(first, later) == ties(later, first) == expected


def test_a_copy_that_names_somebody_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_text(answers(message(2, "In-Reply-To: <1@ex.org>", sender="bob@ex.org", to="eve@ex.org")))
    assert ("bob@ex.org", "ann@ex.org", "reply") not in ties(path)
    assert ("bob@ex.org", "eve@ex.org", "to") in ties(path)


# Nothing raises


LINES = [
    "", "--b", "--b--", "-" * 70, "-" * 30, "\x01\x01\x01\x01", "From - Mon Mar 04 01:00:00 2024", "From: a@x.org",
    "To: b@x.org", "CN=A/O=B", "Sender: c@x.org", "Message-ID: <1@x>", "Date: 12/13/14 10:10 PM",
    "X-MS-Journal-Report:", "Content-Type: multipart/digest; boundary=b", 'Content-Type: multipart/mixed; boundary="b"',
    "Content-Type: message/rfc822", "Content-Type: text/calendar", "method=REPLY", "Content-Transfer-Encoding: base64",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_no_arrangement_of_parts_raises(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("mail") / "a"
    path.write_text("\n".join(lines))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for batch in mail.read(Source(path), ReadOptions()):
            assert batch.records == len(batch.messages) + batch.system + len(batch.rejected)
