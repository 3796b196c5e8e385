"""What stands inside a message, where that says what the message is: calendar answers, and other messages.

Bodies are looked into for headers of their parts only. Where machinery has packed messages into another one (a
journal report of Exchange, a digest of a mailing list) what is inside is read in its place; where a person has
attached one, it stays inside.

References
----------
RFC 2046 (multipart, digest), RFC 1153 (digests as text), RFC 5546 (calendar methods), [MS-XJRNL] (journal reports).
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from silograph.loaders.mail.addresses import Mailbox, parse_addresses
from silograph.loaders.mail.headers import Header, read_fields, read_header
from silograph.loaders.mail.mbox import header_end, is_header, skip_blank

_DEEPEST = 5
_SEARCHED = 1 << 16  # of a body, for calendars and attached messages

_BOUNDARY = re.compile(r'boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))', re.I)
_METHOD = re.compile(rb'method\s*=\s*"?([a-z]+)|^method:([a-z]+)', re.I | re.M)
_CALENDAR = re.compile(rb"^content-type:\s*text/calendar", re.I | re.M)
_ATTACHED = re.compile(rb"^content-type:\s*message/rfc822", re.I | re.M)
_CALENDAR_WORDS = (b"text/calendar", b"Text/Calendar", b"TEXT/CALENDAR")
_ANSWERS = {"reply", "counter", "declinecounter", "refresh"}
_INVITES = {"request", "add"}
# What calendars write before the title of the meeting that is answered.
_ANSWERED = re.compile(
    r"(?:(?:tentatively )?accepted|declined|tentative|accepté|refusé|provisoire|zugesagt|angenommen|abgelehnt"
    r"|mit vorbehalt|vorläufig(?: zugesagt)?"
    r"|acept(?:ad[oa])|rechazad[oa]|provisional|accettat[oa]|rifiutat[oa]|provvisorio"
    r"|geaccepteerd|geweigerd|voorlopig|aceit[oa]|recusad[oa]|provisório|accepterat|avböjt|preliminärt|accepteret|afvist"
    r"|akseptert|avslått|hyväksytty|hylätty|zaakceptowano|odrzucono|принято|отклонено|承諾済み|承諾|辞退|已接受|已谢绝)\s?[:\uff1a]",
    re.I,
)

# Digests as text: a line of 70 dashes after the table of contents, one of 30 between messages.
_DIGEST_SUBJECT = re.compile(r"\bdigest\b", re.I)
_DIGEST_WORDS = (b"multipart/digest", b"Multipart/Digest", b"MULTIPART/DIGEST")
_PREAMBLE_ENDS = re.compile(rb"^-{60,75}[ \r]*\n", re.M)
_MESSAGE_ENDS = re.compile(rb"^-{25,35}[ \r]*(?:\n|\Z)", re.M)

_REDIRECTED = re.compile(r",\s*(?:expanded|forwarded)\s*:.*", re.I)
_REPORTED = re.compile(r"^\s*(to|cc|bcc|recipient|on-behalf-of|sender|message-id)\s*:\s*(.*?)\s*$", re.I)


class Part(NamedTuple):
    """One part of a multipart message: its type in small letters, and its bytes with their encoding undone."""

    type: str
    content: bytes
    in_digest: bool


def calendar_method(fields: Mapping[str, str], body: bytes) -> str | None:
    """What a calendar that the message carries is for: ``reply``, ``request`` ...; None without one."""
    kind = fields.get("content-type", "").lower()
    if kind.startswith("text/calendar"):
        found = _METHOD.search(kind.encode("utf-8", "replace")) or _METHOD.search(body[:_SEARCHED])
    elif kind.startswith("multipart/"):
        searched = body[:_SEARCHED]
        if not any(word in searched for word in _CALENDAR_WORDS):
            return None
        calendar, attached = _CALENDAR.search(searched), _ATTACHED.search(searched)
        if calendar is None or (attached and attached.start() < calendar.start()):
            return None  # the calendar of a message that is forwarded
        found = _METHOD.search(searched, calendar.end())
    else:
        return None
    return (found[1] or found[2]).decode().lower() if found else "publish"


def calendars(fields: Mapping[str, str], body: bytes) -> Iterator[bytes]:
    """The calendars that a message carries, their encoding undone."""
    kind = fields.get("content-type", "")
    if kind.lower().startswith("text/calendar"):
        yield _decoded(body, fields.get("content-transfer-encoding", "").strip().lower())
    else:
        yield from (part.content for part in parts(kind, body) if part.type == "text/calendar")


def is_calendar_answer(header: Header, subject: str, method: str | None) -> bool:
    """Accepting or declining a meeting is one click; the calendar writes the mail."""
    return method in _ANSWERS or (
        method not in _INVITES
        and header.parent_id is not None
        and _ANSWERED.match(subject.strip()) is not None
    )


def is_invitation(method: str | None) -> bool:
    """Whether the message invites to a meeting."""
    return method in _INVITES


def attaches_messages(fields: Mapping[str, str], body: bytes) -> bool:
    """Whether somebody has attached other messages to this one."""
    kind = fields.get("content-type", "").lower()
    return kind.startswith("message/rfc822") or (
        kind.startswith("multipart/")
        and not kind.startswith("multipart/report")
        and b"message/rfc822" in body[:_SEARCHED]
    )


# Parts


def parts(content_type: str, body: bytes, *, deepest: int = _DEEPEST) -> Iterator[Part]:
    """The parts of a multipart body, those of nested ones included."""
    found = _BOUNDARY.search(content_type)
    if not found or deepest == 0:
        return
    mark = re.escape((found[1] or found[2]).encode("utf-8", "surrogateescape"))
    pieces = re.split(rb"(?:\A|\n)--" + mark + rb"(?:--)?[ \t\r]*(?=\n|\Z)", body)
    is_digest = content_type.lower().startswith("multipart/digest")
    for piece in pieces[1:]:
        piece = piece.removeprefix(b"\n")
        if not piece.strip():
            continue
        head, content = _divided(piece)
        fields = read_fields(head)
        kind = fields.get("content-type", "message/rfc822" if is_digest else "text/plain")
        if kind.lower().startswith("multipart/"):
            yield from parts(kind, content, deepest=deepest - 1)
        else:
            encoding = fields.get("content-transfer-encoding", "").strip().lower()
            yield Part(kind.partition(";")[0].strip().lower(), _decoded(content, encoding), is_digest)


def _divided(piece: bytes) -> tuple[bytes, bytes]:
    """Header and body of a part; one that begins with an empty line has no header."""
    if piece.lstrip(b"\r").startswith(b"\n"):
        return b"", piece.lstrip(b"\r")[1:]
    end = header_end(piece)
    return piece[:end], piece[end:].lstrip(b"\r").removeprefix(b"\n")


def _decoded(content: bytes, encoding: str) -> bytes:
    try:
        if encoding == "base64":
            return base64.b64decode(re.sub(rb"[^A-Za-z0-9+/=]", b"", content) + b"==")
        return quopri.decodestring(content) if encoding == "quoted-printable" else content
    except (ValueError, binascii.Error):
        return content


# Journal reports


class Report(NamedTuple):
    """What a journal report says of the message it reports: the message itself, and who received it."""

    message: bytes
    reached: list[tuple[str, Mailbox]]


def is_journal_report(header: Header) -> bool:
    """Whether Exchange packed a message into this one for its archive."""
    fields = header.fields
    return (
        "x-ms-journal-report" in fields
        or "x-journal-report" in fields
        or (header.message_id or "").lower().endswith("@journal.report.generator")
    )


def journal_report(fields: Mapping[str, str], body: bytes) -> Report | None:
    """The message in a journal report; where it is missing or cannot be read, what the report itself says of it."""
    told: list[tuple[str, str]] = []
    message = None
    for part in parts(fields.get("content-type", ""), body):
        if part.type == "message/rfc822" and message is None:
            message = part.content[skip_blank(part.content) :]
        elif part.type == "text/plain" and not told and message is None:
            text = _text(part.content)
            told = [
                (found[1].lower(), found[2]) for line in text.splitlines() if (found := _REPORTED.match(line))
            ]
    reached = [
        ("bcc" if name == "recipient" else name, box)
        for name, value in told
        if name in {"to", "cc", "bcc", "recipient"}
        for box in parse_addresses(_REDIRECTED.sub("", value))
    ]
    if message is None or not is_header(message):
        said = [
            f"{'From' if name == 'sender' else name}: {value}"
            for name, value in told
            if name in {"sender", "message-id"}
        ]
        message = "\n".join([*said, f"Date: {fields.get('date', '')}", "", ""]).encode()
    return Report(message, reached) if read_header(message[: header_end(message)]).sender else None


def _text(content: bytes) -> str:
    """The text of a part of a report, which Exchange writes in UTF-8 or UTF-16."""
    if b"\0" in content[:200]:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16", "replace")
    return content.decode("utf-8", "replace")


# Digests


def may_be_digest(header: Header, head: bytes) -> bool:
    """Whether a look at the first bytes of a body says that it may be a digest of a mailing list."""
    kind = header.fields.get("content-type", "").lower()
    if kind.startswith("multipart/"):
        return kind.startswith("multipart/digest") or any(word in head for word in _DIGEST_WORDS)
    return _DIGEST_SUBJECT.search(header.fields.get("subject", "")) is not None


def digested(header: Header, body: bytes) -> list[bytes]:
    """The messages in a digest of a mailing list; none where this is no digest."""
    kind = header.fields.get("content-type", "")
    if kind.lower().startswith("multipart/"):
        found = [part.content for part in parts(kind, body) if part.in_digest]
    elif start := _PREAMBLE_ENDS.search(body):
        found = _MESSAGE_ENDS.split(body[start.end() :])
    else:
        return []
    messages = [one[skip_blank(one) :] for one in found]
    return [one for one in messages if is_header(one)]


def may_hold_messages(head: bytes) -> bool:
    """Whether the first bytes of a message say that all of it must be read: it may hold others, or a meeting."""
    small = head.lower()
    return b"journal" in small or b"digest" in small or b"text/calendar" in small
