"""What the header of one e-mail says: people, time, conversation, list, and whether a person wrote it.

Everything that holds RFC 822 headers (mbox, Maildir, single messages, mail inside other exports) reads them
here. Only the fields named in `_FIELDS` are looked at; bodies never are.

References
----------
RFC 5322 (messages), RFC 2047 (encoded words), RFC 2919 and 2369 (lists), RFC 3834 (automatic replies).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from silograph.loaders.mail.addresses import JUNK, Mailbox, decode_words, parse_addresses, sniffed
from silograph.loaders.mail.dates import Moment, parse_date
from silograph.log.people import normalise_alias

_FIELDS = frozenset({
    "from", "sender", "reply-to", "x-original-from", "x-original-sender", "x-from", "return-path",
    "to", "cc", "bcc", "apparently-to", "delivered-to", "date", "subject", "content-type",
    "message-id", "in-reply-to", "references", "list-id", "list-post", "x-mailing-list",
    "precedence", "auto-submitted", "x-auto-response-suppress", "x-autoreply", "x-autorespond",
    "x-gmail-labels", "x-unsent", "x-imap", "x-imapbase", "x-ms-journal-report", "x-journal-report",
    "content-transfer-encoding", ">from",
})  # fmt: skip
_REPEATED = {"to", "cc", "bcc", "delivered-to", "references"}  # a second one adds to the first
_CONTINUES = frozenset(" \t")
_NAMED = re.compile(r"[A-Za-z][!-9;-~]{0,77}[ \t]*:")
_LONGEST_NAME = 78


class Header(NamedTuple):
    """What the header of one message says; `fields` holds the unfolded values of the fields looked at."""

    sender: Mailbox | None
    to: list[Mailbox]
    cc: list[Mailbox]
    bcc: list[Mailbox]
    date: Moment | None
    message_id: str | None
    parent_id: str | None
    root_id: str | None
    fields: Mapping[str, str]


def read_header(block: bytes) -> Header:
    r"""Read the header of one message, given the bytes up to its first empty line.

    Examples
    --------
    >>> header = read_header(b"From: Ann Lee <Ann@X.org>\nTo: bob@x.org,\n cy@x.org\nMessage-ID: <1@x>\n")
    >>> header.sender, [box.address for box in header.to], header.message_id
    (Mailbox(address='ann@x.org', name='Ann Lee'), ['bob@x.org', 'cy@x.org'], '1@x')
    """
    fields = read_fields(block)
    get = fields.get
    parent, root = _ancestors(get("in-reply-to"), get("references"))
    senders = parse_addresses(get("from", "")) or parse_addresses(get("sender", ""))
    return Header(
        sender=senders[0] if senders else None,
        to=parse_addresses(get("to") or get("apparently-to", "")),
        cc=parse_addresses(get("cc", "")),
        bcc=parse_addresses(get("bcc", "")),
        date=parse_date(decode_words(get("date", ""))),
        message_id=first_id(get("message-id", "")),
        parent_id=parent,
        root_id=root,
        fields=fields,
    )


# Fields


class _FieldNames(dict[str, str | None]):
    """Field name as written -> the name in `_FIELDS`, or None; remembers the spellings it has met."""

    def __missing__(self, written: str) -> str | None:
        name = written.rstrip().lower() if len(written) <= _LONGEST_NAME else ""
        known = name if name in _FIELDS else None
        if len(self) < 10_000 and len(written) <= _LONGEST_NAME:
            self[written] = known
        return known


_FIELD_NAMES = _FieldNames()


def _lines(block: bytes) -> list[str]:
    """The lines of a header; bytes that are not UTF-8 are kept as surrogates."""
    text = block.decode("utf-8", "surrogateescape")
    return (text.replace("\0", "") if "\0" in text else text).split("\n")


def read_fields(block: bytes) -> dict[str, str]:
    """The fields silograph looks at, by lower-case name; of repeated ones the first, address lists joined."""
    fields: dict[str, list[str]] = {}
    ignored: list[str] = []
    parts = ignored  # of the field whose lines are being read
    for line in _lines(block):
        if line[:1] in _CONTINUES:
            parts.append(line)
            continue
        written, _, value = line.partition(":")
        name = _FIELD_NAMES[written]
        if name is None:
            if parts is ignored or not _goes_on(parts, line):
                parts = ignored
            else:
                parts.append(line)
        elif name not in fields:
            parts = fields[name] = [value]
        elif name in _REPEATED:
            parts = fields[name]
            parts += [",", value]
        else:
            parts = ignored
    if escaped := fields.pop(">from", None):  # as if it were the separator of an mbox
        fields.setdefault("from", escaped)
    unfolded = {name: " ".join([part.strip() for part in parts]) for name, parts in fields.items()}
    return unfolded if block.isascii() else {name: sniffed(value) for name, value in unfolded.items()}


def _goes_on(parts: list[str], line: str) -> bool:
    """Whether a line without a name of its own belongs to the list before it: somebody took away its indent."""
    open_list = parts[-1].rstrip().endswith((",", ";")) or line.startswith((",", ";"))
    return ((open_list and "@" in line) or line.startswith("<")) and not _NAMED.match(line)


# Conversations

_ID = re.compile(r"<([^<>]+)>")


def first_id(text: str) -> str | None:
    """The first message id in a field, without brackets and spaces; a comment is none.

    Examples
    --------
    >>> first_id("Your message of Monday <7@x.org>"), first_id("7@x.org"), first_id("Message from Ann")
    ('7@x.org', '7@x.org', None)
    """
    if found := _ID.search(text):
        return "".join(found[1].split()) or None
    words = text.split()
    return words[0].strip("<>") or None if len(words) == 1 else None


def _ancestors(reply_to: str | None, references: str | None) -> tuple[str | None, str | None]:
    """The message this one answers, and the one that opened the thread, as far as the header knows."""
    parent = first_id(reply_to) if reply_to else None
    root = first_id(references) if references else None
    if root and not parent and references:
        parent = first_id(references[references.rfind("<") :])
    return parent, root or parent


# Lists


class MailingList(NamedTuple):
    """The list a message went through: its address, where the header is certain of it, and its id."""

    address: str | None
    list_id: str | None


def mailing_list(fields: Mapping[str, str], recipients: Iterable[str]) -> MailingList | None:
    """The mailing list a message came through, or None.

    Its address is what List-Post or X-Mailing-List says, what ``Delivered-To: mailing list`` says, or a
    recipient spelt like the list's id (``team.x.org`` and ``team@x.org``). A newsletter has an id but no
    address to post to.
    """
    written = fields.get("list-id", "")
    inside = _ID.search(written)
    list_id = "".join((inside[1] if inside else written).lower().split()) or None
    address = next(_posting_addresses(fields), None)
    if address is None and list_id:
        address = next((alias for alias in recipients if alias.replace("@", ".", 1) == list_id), None)
    return MailingList(address, list_id) if address or list_id else None


def _posting_addresses(fields: Mapping[str, str]) -> Iterator[str]:
    if post := re.search(r"<mailto:([^<>?]+)", fields.get("list-post", ""), re.I):
        yield normalise_alias(post[1])
    if boxes := parse_addresses(fields.get("x-mailing-list", "")):
        yield boxes[0].address
    if delivered := re.search(r"mailing list (\S+@[^\s,]+)", fields.get("delivered-to", ""), re.I):
        yield normalise_alias(delivered[1])


def author(header: Header, list_address: str | None) -> Mailbox | None:
    """Who wrote the message: From, unless a list put its own address there (DMARC) and names the author."""
    sender = header.sender
    if sender is None or sender.address != list_address:
        return sender
    for field in ("x-original-from", "x-original-sender", "reply-to"):
        for box in parse_addresses(header.fields.get(field, "")):
            if box.address != list_address:
                return Mailbox(box.address, box.name or _before_via(sender.name))
    return sender


def _before_via(name: str | None) -> str | None:
    return re.sub(r"\s+via\s.*", "", name).strip(JUNK) if name else None


# Automation

_SUPPRESS = {"dr", "autoreply", "all"}


def is_automated(fields: Mapping[str, str], *, posted_to_list: bool) -> bool:
    """Whether the header marks the message as sent by a program (RFC 3834 and common practice).

    List managers put ``Precedence: bulk`` on what people write to each other, so it says nothing about a
    message that came through a list people can post to.
    """
    get = fields.get
    if get("auto-submitted", "no").partition(";")[0].strip().lower() not in {"no", ""}:
        return True
    suppressed = get("x-auto-response-suppress")
    if suppressed and _SUPPRESS & {word.strip().lower() for word in suppressed.split(",")}:
        return True
    if get("return-path") == "<>" or "x-autoreply" in fields or "x-autorespond" in fields:
        return True
    precedence = get("precedence", "").lower()
    if precedence == "auto_reply" or (precedence in {"bulk", "junk"} and not posted_to_list):
        return True
    return get("content-type", "").lower().startswith("multipart/report")
