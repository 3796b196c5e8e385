"""Invitations in mail become meetings, and answers say who comes."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pandas as pd
import pytest

from silograph.loaders.files import Source
from silograph.loaders.mail import loader as mail
from silograph.log.batches import ReadOptions
from silograph.log.store import SourceReport, Store

sys.path.insert(0, str(Path(__file__).parent))
from calendars import ANN, BOB, CAT, event, ics, invite

ALTERNATIVE = "multipart/alternative; boundary=c"


def sent(
    number: int, sender: str, content: bytes, method: str, *, encoding: str = "7bit", day: int = 1
) -> bytes:
    body = base64.encodebytes(content) if encoding == "base64" else content.replace(b"\r\n", b"\n")
    return (
        f"From: {sender}\nTo: {BOB}, {CAT}\nDate: {day} Mar 2024 10:00:00 +0000\nMessage-ID: <{number}@x>\n"
        f"Subject: quill\nContent-Type: {ALTERNATIVE}\n\n--c\nContent-Type: text/html\n\n{'hi' * 50}\n--c\n"
        f"Content-Type: text/calendar; method={method}\nContent-Transfer-Encoding: {encoding}\n\n"
    ).encode() + body + b"\n--c--\n"  # fmt: skip


def reading(folder: Path, *mails: bytes) -> tuple[pd.DataFrame, SourceReport]:
    mbox = b"".join(b"From - Fri Mar  1 10:00:00 2024\n" + one + b"\n" for one in mails)
    (folder / "inbox.mbox").write_bytes(mbox)
    store = Store.in_memory()
    batches = mail.read(Source(folder / "inbox.mbox"), ReadOptions(key=b"k"))
    report = store.add(batches, name="m", loader="mail")
    rows = store.log()[0].to_pandas()
    return rows[rows["channel"] == "meeting"], report


def asked(*guests: str) -> list[str]:
    return [f"ORGANIZER:mailto:{ANN}", *(f"ATTENDEE;RSVP=TRUE:mailto:{guest}" for guest in guests)]


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_an_invitation_is_a_meeting_and_the_mail_is_written_by_the_calendar(
    tmp_path: Path, encoding: str
) -> None:
    invitation = sent(1, ANN, ics(event("u", ":20240304T090000Z", *asked(BOB, CAT)), head="METHOD:REQUEST"), "REQUEST",
                      encoding=encoding)  # fmt: skip
    rows, report = reading(tmp_path, invitation)
    assert set(rows["sender"]) == {ANN}
    assert dict(zip(rows["recipient"], rows["role"], strict=True)) == {BOB: "invited", CAT: "invited"}
    assert (report.records, report.messages) == (2, 2)
    whole = tmp_path / "one.eml"
    whole.write_bytes(invitation)
    [first, *_] = list(mail.read(Source(whole), ReadOptions()))
    assert first.messages["automated"].to_pylist() == [True]


def test_updates_answers_and_copies_are_one_meeting(tmp_path: Path) -> None:
    def asks(number: int, at: str, version: int) -> bytes:
        return sent(
            number, ANN, ics(event("u", at, *asked(BOB, CAT), f"SEQUENCE:{version}")), "REQUEST", day=number
        )

    def answers(number: int, who: str, said: str) -> bytes:
        told = event(
            "u",
            ":20240305T090000Z",
            f"ORGANIZER:mailto:{ANN}",
            f"ATTENDEE;PARTSTAT={said}:mailto:{who}",
            "SEQUENCE:1",
        )
        return sent(number, who, ics(told, head="METHOD:REPLY"), "REPLY", day=number)

    mails = [asks(1, ":20240304T090000Z", 0), asks(2, ":20240305T090000Z", 1), answers(3, BOB, "ACCEPTED"),
             answers(4, CAT, "DECLINED")]  # fmt: skip
    for order in (mails, mails[::-1]):
        rows, report = reading(tmp_path, *order)
        assert {f"{at:%m-%d}" for at in rows["sent_at"]} == {"03-05"}
        assert dict(zip(rows["recipient"], rows["role"], strict=True)) == {BOB: "attendee"}
        assert report.messages == 5


def test_a_cancelled_invitation_is_no_meeting_and_one_that_repeats_ends_with_the_log(tmp_path: Path) -> None:
    gone = event("u", ":20240304T090000Z", *asked(BOB), "STATUS:CANCELLED", "SEQUENCE:1")
    mails = [
        sent(1, ANN, ics(event("u", ":20240304T090000Z", *asked(BOB)), head="METHOD:REQUEST"), "REQUEST"),
        sent(2, ANN, ics(gone, head="METHOD:CANCEL"), "CANCEL", day=2),
        sent(3, ANN, ics(event("v", ":20240302T090000Z", *asked(BOB), "RRULE:FREQ=DAILY")), "REQUEST", day=5),
    ]
    rows, report = reading(tmp_path, *mails)
    assert sorted(f"{at:%d}" for at in rows["sent_at"]) == ["02", "03", "04", "05"]
    assert (report.records, report.messages) == (7, 7)


def test_the_mailbox_and_the_calendar_hold_the_same_meeting(tmp_path: Path) -> None:
    from calendars import load

    invitation = ics(event("u", ":20240304T090000Z", *asked(BOB, CAT)), head="METHOD:REQUEST")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "a.eml").write_bytes(sent(1, ANN, invitation, "REQUEST"))
    (tmp_path / "ics").mkdir()
    store = load(tmp_path / "ics", ics(event("u", ":20240304T090000Z", *invite(BOB)))).store
    report = store.add(mail.read(Source(tmp_path / "mail"), ReadOptions()), name="m", loader="mail")
    assert (report.messages, report.duplicates) == (1, 1)
    rows = store.log()[0].to_pandas()
    rows = rows[rows["channel"] == "meeting"]
    assert dict(zip(rows["recipient"], rows["role"], strict=True)) == {BOB: "attendee", CAT: "invited"}
