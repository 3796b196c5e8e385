"""The mail loader: separators, addresses, times, threads, lists, automation, and what is not mail."""

from __future__ import annotations

import email.policy
import email.utils
import gzip
import io
import mailbox
import re
import sys
import zipfile
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.loaders.files import Source
from silograph.loaders.headers import is_machine
from silograph.loaders.mail import addresses as mailaddresses
from silograph.loaders.mail import headers as mailheaders
from silograph.loaders.mail import loader as mail
from silograph.loaders.mail import mbox
from silograph.loaders.mail.addresses import Mailbox, parse_addresses
from silograph.loaders.mail.dates import parse_date
from silograph.log.batches import ReadOptions, Rejected

sys.path.insert(0, str(Path(__file__).parent))
from loaded import load, load_bytes

FIXTURES = Path(__file__).parent / "fixtures" / "mail"
PLAIN = b"""From: Ann Lee <ann@x.org>
To: bob@x.org
Date: Fri, 5 Jan 2024 10:00:00 +0000
Message-ID: <1@x.org>

Hello
"""


# Dialects of mbox


def test_takeout_labels_escapes_and_zone_before_the_year() -> None:
    loaded = load(FIXTURES / "takeout.mbox")
    assert list(loaded.messages["message_id"]) == ["a1@example.com", "a2@shop.example"]
    assert list(loaded.messages["automated"]) == [False, True]  # the second is labelled spam, in Swedish
    assert list(loaded.messages["time_quality"]) == ["exact", "assumed_zone"]
    assert loaded.messages["sent_at"][0] == datetime(2020, 1, 6, 4, 49, 45, tzinfo=UTC)
    assert loaded.system == 2  # a chat line and a draft
    assert loaded.recipients["a1@example.com"] == [("john@example.com", "to"), ("chloe@example.com", "to")]
    assert loaded.actors["chloe@example.com"]["name"] == "Müller, Chloé"
    assert loaded.actors["juergen.lee@example.com"]["name"] == "Jürgen Lée"
    assert loaded.bytes_read == (FIXTURES / "takeout.mbox").stat().st_size


def test_pipermail_addresses_and_time_of_the_separator() -> None:
    loaded = load(FIXTURES / "pipermail.mbox")
    assert list(loaded.messages["sender"]) == ["goran@domain.com", "christian@example.org"]
    assert loaded.actors["goran@domain.com"]["name"] == "Göran"
    assert list(loaded.messages["time_quality"]) == ["exact", "fallback"]
    assert loaded.messages["sent_at"][1] == datetime(2015, 1, 15, 13, 22, 25, tzinfo=UTC)
    assert list(loaded.messages["thread_id"]) == ["q1@domain.com"] * 2
    assert loaded.messages["parent_id"][1] == "q1@domain.com"
    assert loaded.messages["message_id"][1].startswith("content:")


def test_thunderbird_separators_and_a_patch_in_a_body() -> None:
    loaded = load(FIXTURES / "thunderbird.mbox", ReadOptions(timezone=ZoneInfo("Europe/Paris")))
    assert list(loaded.messages["message_id"]) == ["t1@example.com", "t2@example.com"]
    assert list(loaded.messages["time_quality"]) == ["assumed_zone", "exact"]
    assert loaded.messages["sent_at"][0] == datetime(2013, 4, 6, 18, 13, 31, tzinfo=UTC)
    assert loaded.messages["sent_at"][1] == datetime(2013, 4, 7, 1, 13, 31, tzinfo=UTC)
    assert [name for name, _ in loaded.recipients["t1@example.com"]] == [
        "team@example.com",
        "bob@example.com",
    ]
    assert [name for name, _ in loaded.recipients["t2@example.com"]] == ["ann@example.com", "cy@example.com"]
    assert loaded.messages["parent_id"][1] == "t1@example.com"
    assert loaded.messages["thread_id"][1] == "t0@example.com"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"text\nFrom ann@x.org Fri Jan  5 10:00:00 2024\nSubject: no empty line before\n", 1),
        (b"\nFrom now on it is different\nNote: it really is\n", 1),
        (b"\nFrom ann Fri Jan  5 10:00:00 2024 we met\nand no header follows\n", 1),
        (b"\nFrom 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: a@x.org\n", 1),
        (b"\nFrom ann@x.org Fri Jan  5 10:00:00 2024\nFrom: ann@x.org\nTo: b@x.org\n", 2),
        (b"\nFrom ann@x.org Fri, 5 Jan 2024 10:00:00 +0100\nFrom: ann@x.org\n", 2),
        (b"\nFrom ann@x.org\nFrom: ann@x.org\n", 2),
        (b"\nFrom ann@x.org Fri Jan  5 10:00:00 2024\n>From old@x.org Fri Jan  5 10:00:00 2024\nTo: b@x.org\n", 2),
        (b"\nFrom \nX-Mozilla-Status: 0001\nFrom: ann@x.org\n", 2),
    ],
)  # fmt: skip
def test_what_splits(body: bytes, expected: int) -> None:
    content = b"From a@x.org Fri Jan  5 10:00:00 2024\nFrom: a@x.org\n\n" + body
    for text in (content, content.replace(b"\n", b"\r\n")):
        assert len(list(mbox.split_mbox(io.BytesIO(text)))) == expected


def test_separators_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"".join(
        b"From a@x.org Fri Jan  5 10:00:00 2024\nSubject: %d\n\n%s\n\n" % (n, b"body\n" * (n * 37 % 1500))
        for n in range(150)
    )
    whole = list(mbox.split_mbox(io.BytesIO(content)))
    assert [piece.content for piece in whole] == re.split(rb"(?<=\n\n)(?=From )", content)
    assert b"".join(piece.content for piece in whole) == content
    for chunk in (1500, 2048, 4099):
        monkeypatch.setattr(mbox, "CHUNK", chunk)
        assert list(mbox.split_mbox(io.BytesIO(content))) == whole
    monkeypatch.setattr(mbox, "KEPT", 2000)
    cut = list(mbox.split_mbox(io.BytesIO(content)))
    assert [piece.offset for piece in cut] == [piece.offset for piece in whole]
    assert all(a.content.startswith(b.content[:2000]) for a, b in zip(whole, cut, strict=True))


_lines = st.lists(
    st.sampled_from([b"", b"From me to you", b">From me", b">>From", b"Note: this", b"word", b"From ", b"From: x@y",
                     b"From a@x Fri Jan  5 10:00:00 2024"]), max_size=12
)  # fmt: skip


@given(st.lists(_lines, min_size=1, max_size=6), st.booleans())
def test_mboxrd_gives_the_messages_back(bodies: list[list[bytes]], crlf: bool) -> None:
    messages = [
        b"From: a@x.org\nTo: b%d@x.org\n\n%s\n" % (n, b"\n".join(body)) for n, body in enumerate(bodies)
    ]
    joined = b"".join(
        b"From a@x.org Fri Jan  5 10:00:00 2024\n" + re.sub(rb"(?m)^(>*From )", rb">\1", one) + b"\n"
        for one in messages
    )
    pieces = mbox.split_mbox(io.BytesIO(joined.replace(b"\n", b"\r\n") if crlf else joined))
    found = [piece.content.replace(b"\r\n", b"\n").partition(b"\n")[2][:-1] for piece in pieces]
    assert [re.sub(rb"(?m)^>(>*From )", rb"\1", one) for one in found] == messages


def test_agrees_with_the_mailbox_module_on_plain_mboxes(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for n in range(20):
        box.add(PLAIN.replace(b"<1@x.org>", b"<%d@x.org>" % n) + b"From prose\n")
    box.close()
    assert list(load(tmp_path / "box").messages["message_id"]) == [f"{n}@x.org" for n in range(20)]


# Folders and zips


def _eml(number: int) -> bytes:
    return PLAIN.replace(b"<1@x.org>", b"<%d@x.org>" % number)


def test_maildir(tmp_path: Path) -> None:
    for place, number in [("cur/1.host:2,S", 1), ("new/2.host", 2), ("tmp/3.host", 3),
                          (".Sent.2024/cur/4.host:2,RS", 4), (".Drafts/cur/5.host:2,DS", 5)]:  # fmt: skip
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(_eml(number))
    (tmp_path / "dovecot-uidlist").write_text("3 V1")
    (tmp_path / "notes.txt").write_text("not mail")
    assert mail.recognises(Source(tmp_path))
    loaded = load(tmp_path)
    assert set(loaded.messages["message_id"]) == {"1@x.org", "2@x.org", "4@x.org"}
    assert loaded.system == 2  # tmp and the draft
    assert loaded.rejected == [Rejected("notes.txt", "not an e-mail")]


def test_mh_eml_emlx_in_a_zip(tmp_path: Path) -> None:
    plist = b"<?xml version='1.0'?><plist/>"
    with zipfile.ZipFile(tmp_path / "mail.zip", "w") as archive:
        archive.writestr("inbox/1", _eml(1))
        archive.writestr("a/ä.eml", _eml(2))
        archive.writestr("b/7.emlx", b"%-10d\n" % len(_eml(3)) + _eml(3) + plist)
        archive.writestr("c/all.mbox.gz", gzip.compress(b"From a@x.org Fri Jan  5 10:00:00 2024\n" + _eml(4)))
        archive.writestr("empty.mbox", b"")
    source = Source(tmp_path / "mail.zip")
    assert mail.recognises(source)
    loaded = load(source.path)
    assert set(loaded.messages["message_id"]) == {f"{n}@x.org" for n in (1, 2, 3, 4)}
    assert loaded.bytes_read == source.size
    assert loaded.rejected == []


def test_recognises_by_content_only(tmp_path: Path) -> None:
    def claims(content: bytes, name: str = "file") -> bool:
        (tmp_path / name).write_bytes(content)
        return mail.recognises(Source(tmp_path / name))

    assert claims(PLAIN)
    assert claims(b"\xef\xbb\xbf\n" + PLAIN)
    assert claims(gzip.compress(PLAIN))
    assert claims(b"From x@y Fri Jan  5 10:00:00 2024\nFrom: x@y\n\n")
    for other in (b"", b"sender,recipient\na,b\n", b'{"from": "a"}', b"<log></log>", b"From far away we came.\nNo.\n",
                  b"name: x\nto: y\n", b"\0" * 100, b"12\nhello\n"):  # fmt: skip
        assert not claims(other, "mail.eml")


# Addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Smith, John" <j@x>', [("j@x", "Smith, John")]),
        ("Smith, John <j@x>", [("j@x", "Smith, John")]),
        ("=?utf-8?q?Smith=2C_John?= <j@x>", [("j@x", "Smith, John")]),
        ("Team: a@x, b@x;", [("a@x", None), ("b@x", None)]),
        ("undisclosed-recipients:;", []),
        ("Undisclosed recipients:", []),
        ("Undisclosed-Recipients", []),
        ("undisclosed-recipients:;@mx.x.org", []),
        ("<undisclosed-recipients:;>", []),
        ("a@x; b@x", [("a@x", None), ("b@x", None)]),
        ("A <a@x>; B, C <c@x>;", [("a@x", "A"), ("c@x", "B, C")]),
        ("</O=EXCHANGE/OU=First Group/CN=Recipients/CN=Ann>",
         [("/o=exchange/ou=first group/cn=recipients/cn=ann", None)]),
        ("IMCEAEX-_O=ORG_OU=EXCHANGE+20GROUP_CN=RECIPIENTS_CN=ann@x.org",
         [("/o=org/ou=exchange group/cn=recipients/cn=ann", None)]),
        ("John J Lavorato <John J Lavorato/ENRON@enronXgate@ENRON>",
         [("john j lavorato/enron@enronxgate@enron", "John J Lavorato")]),
        ("<mailto:a@x>", [("a@x", None)]),
        ("Ann [mailto:a@x]", [("a@x", None)]),
        ("'a@x' <a@x>", [("a@x", None)]),
        ("a\u00a0@x", [("a@x", None)]),
        ("goran at domain.com (=?ISO-8859-1?Q?G=F6ran?=)", [("goran@domain.com", "Göran")]),
        ('"user@home" <j@x>', [("j@x", "user@home")]),
        ('"Bob (HR); or, Rob" <b@x>, (a comment, with (nested) commas) c@x',
         [("b@x", "Bob (HR); or, Rob"), ("c@x", "a comment, with (nested) commas")]),
        ('"Ann \\"The Boss\\" Lee" <a@x>', [("a@x", "Ann 'The Boss' Lee")]),
        ('"john smith"@x.org', [("johnsmith@x.org", None)]),
        ("<@relay.x,@other.y:a@x>", [("a@x", None)]),
        ("a@x b@x", [("a@x", None), ("b@x", None)]),
        ("A <a@x> B <b@x>", [("a@x", "A"), ("b@x", "B")]),
        ("=?utf-8?q?Ann_=3Ca=40x=3E?=", [("a@x", "Ann")]),
        ("=?gb2312?b?1cXI/Q==?= <z@x>, =?no-such?q?A=E9?= <y@x>, =?utf-8?b?a?= <w@x>",
         [("z@x", "张三"), ("y@x", "Aé"), ("w@x", "=?utf-8?b?a?=")]),
        ("root (Cron Daemon)", [("root", None)]),
        ("root, bob@x", [("bob@x", None)]),
        ("All of us", []),
        ("<>", []),
        (",, ;", []),
        ('"unclosed <a@x>, b@x', [("a@x", "unclosed"), ("b@x", None)]),
    ],
)  # fmt: skip
def test_address_lists(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert parse_addresses(text) == [Mailbox(*one) for one in expected]


_atoms = st.from_regex(r"[a-z0-9]([a-z0-9.+_-]{0,10}[a-z0-9])?", fullmatch=True)
_addresses = st.builds("{}@{}.org".format, _atoms, _atoms)
_names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(st.lists(st.tuples(_names, _addresses), min_size=1, max_size=8), st.sampled_from([", ", ",\n ", "; "]))
def test_addresses_round_trip(boxes: list[tuple[str, str]], separator: str) -> None:
    written = separator.join(email.utils.formataddr(box) for box in boxes)
    header = mailheaders.read_header(f"From: x@y\nTo: {written}\n".encode())
    assert [box.address for box in header.to] == [address for _, address in boxes]
    assert all(box.name == name for box, (name, _) in zip(header.to, boxes, strict=True) if name.isalnum())


@given(st.text("ab@x.<>, =?utf-8Qéß\t", max_size=60))
def test_the_quick_cut_is_the_full_cut(text: str) -> None:
    quick = parse_addresses(text)
    with mock.patch.object(mailaddresses, "_NOT_PLAIN", re.compile("")):
        assert parse_addresses(text) == quick


def test_undeclared_eight_bit_names() -> None:
    header = mailheaders.read_header("From: Jürgen <j@x>\n".encode() + "To: Chloé <c@x>\n".encode("cp1252"))
    assert (header.sender, header.to[0].name) == (Mailbox("j@x", "Jürgen"), "Chloé")


# Times


@pytest.mark.parametrize(
    ("text", "expected", "zone_known"),
    [
        ("Fri, 5 Jan 2024 10:00:00 +0100", "2024-01-05T09:00:00+00:00", True),
        ("5 Jan 2024 10:00 EST", "2024-01-05T15:00:00+00:00", True),
        ("Fri, 05 Jan 24 10:00:00 GMT", "2024-01-05T10:00:00+00:00", True),
        ("Fri, 5 Jan 101 10:00:00 GMT", "2001-01-05T10:00:00+00:00", True),
        ("Fri, 5 Jan 2024 10:00:00 -0000", "2024-01-05T10:00:00+00:00", False),
        ("Fri, 5 Jan 2024 10:00:00", "2024-01-05T10:00:00", False),
        ("Fri, 5 Jan 2024 10:00:00 +9900", "2024-01-05T10:00:00", False),
        ("Fri, 5 Jan 2024 10:00:00 MEZ", "2024-01-05T09:00:00+00:00", True),
        ("ven., 5 Jan 2024 10:00:60 -0330", "2024-01-05T13:30:59+00:00", True),
        ("Fri Jan  5 10:00:00 2024", "2024-01-05T10:00:00", False),
        ("Fri Jan 05 10:00:00 +0000 2024", "2024-01-05T10:00:00+00:00", True),
        ("Fri Jan  5 10:00:00 PDT 2024", "2024-01-05T17:00:00+00:00", True),
        ("2024-01-05T10:00:00+02:00", "2024-01-05T08:00:00+00:00", True),
    ],
)
def test_dates(text: str, expected: str, zone_known: bool) -> None:
    moment = parse_date(text)
    assert moment is not None
    assert (moment.at.isoformat(), moment.zone_known) == (expected, zone_known)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "31 Feb 2024 10:00 GMT", "5 Jan 2024 25:00 GMT", "1 Jan 0000 1:00 GMT"]
)
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_dates_agree_with_the_standard_library(at: datetime, minutes: int) -> None:
    text = f"{at:%a, %d %b %Y %H:%M:%S} {'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    moment = parse_date(text)
    assert moment is not None
    assert moment.at == email.utils.parsedate_to_datetime(text).astimezone(UTC)


def _dated(date: bytes, *more: bytes) -> bytes:
    return b"\n".join([b"From: a@x.org", b"To: b@x.org", b"Message-ID: <1@x>", *more, date, b"", b"text"])


def test_times_fall_back_and_say_so(tmp_path: Path) -> None:
    hops = (
        b"Received: by c; Fri, 5 Jan 2024 10:00:09 +0000",
        b"Received: from a\n\tby b; Fri, 5 Jan 2024\n 10:00:01 +0000",
    )
    first_hop = datetime(2024, 1, 5, 10, 0, 1, tzinfo=UTC)
    for date in (
        b"X: y",
        b"Date: nonsense",
        b"Date: Thu, 1 Jan 1970 00:00:00 +0000",
        b"Date: 1 Jan 2094 00:00 GMT",
    ):
        row = load_bytes(tmp_path, _dated(date, *hops)).messages.iloc[0]
        assert (row["sent_at"], row["time_quality"]) == (first_hop, "fallback")
    row = load_bytes(tmp_path, _dated(b"Date: 1 Jan 2094 00:00 GMT")).messages.iloc[0]
    assert (row["sent_at"], row["time_quality"]) == (None, "none")
    row = load_bytes(tmp_path, _dated(b"X: y")).messages.iloc[0]  # only the file's own time is left
    assert row["time_quality"] == "fallback"
    assert abs(row["sent_at"] - datetime.now(UTC)).total_seconds() < 600
    epoch = b"From mboxrd@z Thu Jan  1 00:00:00 1970\n"
    row = load_bytes(tmp_path, epoch + _dated(b"X: y") + b"\n").messages.iloc[0]
    assert row["time_quality"] == "none"


# Threads and ids


@pytest.mark.parametrize(
    ("fields", "parent", "root"),
    [
        (b"", None, "1@x"),
        (b"In-Reply-To: <p@x>\n", "p@x", "p@x"),
        (b"References: <r@x> <q@x>\n\t<p@x>\n", "p@x", "r@x"),
        (b"References: <r@x>\nIn-Reply-To: Your mail <p@x> of Monday\n", "p@x", "r@x"),
        (b"In-Reply-To: Message from Ann\n", None, "1@x"),
        (b"In-Reply-To: <1@x>\n", None, "1@x"),
    ],
)
def test_threads(tmp_path: Path, fields: bytes, parent: str | None, root: str) -> None:
    row = load_bytes(
        tmp_path, _dated(b"Date: 5 Jan 2024 10:00 GMT", fields.rstrip(b"\n") or b"X: y")
    ).messages.iloc[0]
    assert (row["parent_id"], row["thread_id"], row["kind"]) == (parent, root, "mail")


def test_messages_without_an_id_get_the_same_one_in_every_copy(tmp_path: Path) -> None:
    bare = PLAIN.replace(b"Message-ID: <1@x.org>\n", b"").replace(b"Hello", b"Hello\nFrom us all")
    boxed = b"From a Fri Jan  5 10:00:00 2024\n" + bare.replace(b"\nFrom us", b"\n>From us") + b"\n"
    copies = [bare, bare.replace(b"\n", b"\r\n"), boxed, bare.replace(b"Date", b"Message-Id: <>\nDate")]
    key = b"of the store"
    ids = {load_bytes(tmp_path, copy, key=key).messages["message_id"][0] for copy in copies}
    assert len(ids) == 1
    assert load_bytes(tmp_path, bare.replace(b"Hello", b"Bye"), key=key).messages["message_id"][0] not in ids


def test_enron(tmp_path: Path) -> None:
    def write(folder: str, number: int, sender: bytes = b"a.b@enron.com") -> None:
        path = tmp_path / "maildir" / "lee-a" / folder / f"{number}."
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            b"Message-ID: <%d.1075855378110.JavaMail.evans@thyme>\r\nDate: Mon, 14 May 2001 16:39:00 -0700 (PDT)\r\n"
            b"From: %s\r\nTo: c@enron.com\r\nSubject: \r\nCc: d@enron.com\r\nMime-Version: 1.0\r\nBcc: d@enron.com\r\n"
            b"X-From: Ann Lee\r\nX-To: C\r\n\r\nText\r\n" % (number, sender)
        )

    write("sent", 1)
    write("inbox", 2)
    write("all_documents", 3)
    write("discussion_threads", 4)
    write("inbox", 5, b"no.address@enron.com")
    assert mail.recognises(Source(tmp_path))
    loaded = load(tmp_path)
    assert loaded.messages["message_id"].nunique() == 2  # the copies in sent and inbox are one message
    assert loaded.messages["thread_id"].isna().all()
    assert loaded.actors["a.b@enron.com"]["name"] == "Ann Lee"
    assert loaded.actors["no.address@enron.com"]["actor_kind"] == "unknown"
    assert {tuple(rows[:2]) for rows in loaded.recipients.values()} == {
        (("c@enron.com", "to"), ("d@enron.com", "cc"))
    }
    assert {one.reason for one in loaded.rejected} == {
        "computer-made copy (all_documents)", "computer-made copy (discussion_threads)"}  # fmt: skip


# Automation and lists


@pytest.mark.parametrize(
    ("field", "automated"),
    [
        (b"Auto-Submitted: auto-replied (vacation)", True),
        (b"Auto-Submitted: no", False),
        (b"X-Auto-Response-Suppress: OOF, AutoReply", True),
        (b"X-Auto-Response-Suppress: None", False),
        (b"Return-Path: <>", True),
        (b"Return-Path: <a@x.org>", False),
        (b"Content-Type: multipart/report; report-type=delivery-status", True),
        (b"Content-Type: text/calendar; method=REPLY", True),
        (b"Content-Type: text/calendar; method=REQUEST", False),
        (b"Precedence: auto_reply", True),
        (b"Precedence: bulk", True),
        (b"Precedence: list", False),
        (b"List-Id: News <news.x.org>\nPrecedence: bulk", True),
        (b"List-Id: Team <team.x.org>\nList-Post: <mailto:team@x.org>\nPrecedence: bulk", False),
        (b"X-Mailing-List: team@x.org\nPrecedence: bulk", False),
        (b"List-Id: <b.x.org>\nPrecedence: bulk", False),  # b@x.org is a recipient
        (b"X-Gmail-Labels: Spam", True),
    ],
)
def test_automated(tmp_path: Path, field: bytes, automated: bool) -> None:
    loaded = load_bytes(tmp_path, _dated(b"Date: 5 Jan 2024 10:00 GMT", field))
    assert bool(loaded.messages["automated"][0]) is automated


@pytest.mark.parametrize(
    ("address", "machine"),
    [("noreply@x", True), ("no-reply+7@x", True), ("calendar-noreply@x", True), ("MAILER-DAEMON@x".lower(), True),
     ("bounces+1=2@x", True), ("postmaster@x", True), ("donotreply@x", True),
     ("reply@x", False), ("norbert.reply@x", False), ("annoreply@x", False), ("ann@bounces.x", False)],
)  # fmt: skip
def test_addresses_of_machines(address: str, machine: bool) -> None:
    assert is_machine(address) is machine


def test_a_list_is_a_space_and_an_actor(tmp_path: Path) -> None:
    loaded = load_bytes(
        tmp_path,
        b"From: 'Ann Lee' via Team <team@x.org>\nReply-To: Ann <ann@y.org>, team@x.org\nTo: Team <team@x.org>\n"
        b"List-Id: The team <team.x.org>\nList-Post: <https://x.org/team>, <mailto:team@x.org>\n"
        b"Date: 5 Jan 2024 10:00 GMT\nMessage-ID: <1@y>\n\nHello\n",
    )
    assert loaded.messages["space"][0] == "team@x.org"
    assert loaded.messages["sender"][0] == "ann@y.org"  # the list put its own address into From
    assert loaded.actors["team@x.org"]["actor_kind"] == "list"
    assert loaded.recipients["1@y"] == [("team@x.org", "to")]


# What cannot be used, and what is damaged


def test_rejected_and_empty(tmp_path: Path) -> None:
    assert load_bytes(tmp_path, b"").records == 0
    assert load_bytes(tmp_path, b"hello").rejected == [Rejected("one.eml", "not an e-mail")]
    nobody = load_bytes(tmp_path, b"From: \nTo: a@x\nDate: 5 Jan 2024 10:00 GMT\n\n")
    assert nobody.rejected == [Rejected("one.eml", "no sender")]
    alone = load_bytes(
        tmp_path, b"From: a@x\nTo: undisclosed-recipients:;\nSubject: s\nMessage-ID: <1@x>\n\n"
    )
    assert alone.recipients == {"1@x": []}


def test_subjects_only_when_asked(tmp_path: Path) -> None:
    content = PLAIN.replace(b"To:", b"Subject: =?utf-8?q?Caf=C3=A9?=\nTo:")
    assert load_bytes(tmp_path, content).messages["subject"][0] is None
    assert load_bytes(tmp_path, content, subjects=True).messages["subject"][0] == "Café"


def test_interrupted_mbox(tmp_path: Path) -> None:
    content = (
        b"From a Fri Jan  5 10:00:00 2024\n" + _eml(1) + b"\nFrom a Fri Jan  5 10:00:00 2024\n" + _eml(2)
    )
    in_body = load_bytes(tmp_path, content[:-3], "box")
    assert len(in_body.messages) == 2
    in_header = load_bytes(tmp_path, content[:-60], "box")
    assert len(in_header.messages) == 1
    assert in_header.rejected[0].place == f"box:message 2 (byte {content.index(b'From a', 10)})"
    packed = gzip.compress(content * 2000, mtime=0)
    damaged = load_bytes(tmp_path, packed[: len(packed) // 2], "box.gz")
    assert len(damaged.messages) > 100
    assert damaged.rejected[-1].reason.startswith("damaged")


def test_damaged_zip_member(tmp_path: Path) -> None:
    path = tmp_path / "mail.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.eml", _eml(1))
        archive.writestr("b.eml", _eml(2))
    path.write_bytes(path.read_bytes().replace(b"<2@x.org>", b"<3@x.org>"))  # its checksum is now wrong
    loaded = load(path)
    assert list(loaded.messages["message_id"]) == ["1@x.org"]
    assert loaded.rejected == [Rejected("mail.zip!b.eml", "damaged or cut off; export or copy it again")]


def test_hostile_messages(tmp_path: Path) -> None:
    many = ", ".join(f"Person {n} <p{n}@x.org>" for n in range(10_000)).encode()
    loaded = load_bytes(tmp_path, PLAIN.replace(b"To: bob@x.org", b"To: " + many))
    assert len(loaded.recipients["1@x.org"]) == 10_000
    loaded = load_bytes(tmp_path, PLAIN.replace(b"Ann", b"A\0nn").replace(b"bob", b"b\0ob"))
    assert loaded.recipients["1@x.org"] == [("bob@x.org", "to")]
    for line in (b"To: " + b"(" * 10**8, b"To: " + b"a" * 10**8):
        assert load_bytes(tmp_path, line.join([b"", b"\n"]) + PLAIN, "long").records == 1
    for text in ("(" * 10**5, '"' * 10**5 + "a", "<" * 10**5, '("' * 10**5, "\\" * 10**5 + '"', ":" * 10**5,
                 "a@" * 10**5, "(a" * 10**5, "=?" * 10**5, "=?a?q?b?= " * 10**4, "at " * 10**5, " " * 10**5 + "@",
                 "jan " * 10**5, "1 " * 10**5, "a " * 10**5 + "@"):  # fmt: skip
        parse_addresses(text)
        parse_date(text)


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"From a Fri Jan  5 10:00:00 2024\n", b"From: ", b"From: a@x\nTo: "]),
)
def test_random_bytes_never_raise(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "random"
    path.write_bytes(start + content)
    mail.recognises(Source(path))
    load(path, ReadOptions(subjects=True))


_field = st.sampled_from(
    [b"From", b"To", b"Date", b"Subject", b"Message-ID", b"References", b"List-Id", b"X-Gmail-Labels"]
)
_value = st.one_of(st.binary(max_size=40), st.text('"(<>;:,@=?qbutf78-\\ +\n', max_size=40).map(str.encode))


@given(st.lists(st.tuples(_field, _value), max_size=8))
def test_random_headers_never_raise(
    tmp_path_factory: pytest.TempPathFactory, fields: list[tuple[bytes, bytes]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "random"
    path.write_bytes(b"From: a@x\n" + b"".join(b"%s: %s\n" % field for field in fields) + b"\nbody")
    load(path, ReadOptions(subjects=True))


# Real data

# newer releases answer nothing for a whole field where one address is malformed, unless told otherwise
_LENIENT = {"strict": False} if getattr(email.utils, "supports_strict_parsing", False) else {}


def _oracle_addresses(values: list[str]) -> list[tuple[str, str]]:
    return email.utils.getaddresses(values, **_LENIENT)


def _oracle_name(name: str, address: str) -> str | None:
    """The decoded name; silograph also drops quotes around it and a name that is the address again."""
    decoded = " ".join(str(make_header(decode_header(name))).split()).strip("'")
    return None if decoded.lower() in {"", address.lower()} else decoded


@pytest.mark.data
def test_a_real_list_agrees_with_the_standard_library(data_dir: Path) -> None:
    """Every address, time and id of 1,000 messages, against `email` with its own address parser."""
    path = data_dir / "mailing-list" / "linux-integrity-2021.mbox"
    assert mail.recognises(Source(path))
    loaded = load(path)
    assert (loaded.records, len(loaded.messages), loaded.rejected) == (1000, 1000, [])
    assert loaded.actors["linux-integrity@vger.kernel.org"]["actor_kind"] == "list"
    assert set(loaded.messages["space"]) == {"linux-integrity@vger.kernel.org"}
    with path.open("rb") as stream:
        for piece in mbox.split_mbox(stream):
            header = mailheaders.read_header(mbox.header_block(piece.content))
            oracle = email.message_from_bytes(piece.content.partition(b"\n")[2], policy=email.policy.compat32)
            for field, boxes in (
                ("from", [header.sender]),
                ("to", header.to),
                ("cc", header.cc),
                ("bcc", header.bcc),
            ):
                pairs = _oracle_addresses([str(value) for value in oracle.get_all(field, [])])
                assert [box.address for box in boxes if box] == [
                    address.lower() for _, address in pairs if address
                ]
            date = email.utils.parsedate_to_datetime(oracle["date"])
            assert header.date is not None
            assert header.date.at == (date if date.tzinfo else date.replace(tzinfo=UTC))
            assert header.message_id == oracle["message-id"].strip().strip("<>")
            parents = re.findall("<([^<>]+)>", str(oracle["in-reply-to"]))
            references = re.findall("<([^<>]+)>", str(oracle["references"]))
            assert header.parent_id == (parents or references[-1:] or [None])[0]
            assert header.root_id == (references or parents or [None])[0]
