"""What the header of one e-mail says: people, time, conversation, list, and whether a person wrote it.

Everything that holds RFC 822 headers (mbox, Maildir, single messages, mail inside other exports) reads them
here. Only the fields named in `_FIELDS` are looked at; bodies never are.

References
----------
RFC 5322 (messages), RFC 2047 (encoded words), RFC 2919 and 2369 (lists), RFC 3834 (automatic replies).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from silograph.log.people import normalise_alias

_FIELDS = frozenset({
    "from", "sender", "reply-to", "x-original-from", "x-original-sender", "x-from", "return-path",
    "to", "cc", "bcc", "apparently-to", "delivered-to", "date", "subject", "content-type",
    "message-id", "in-reply-to", "references", "list-id", "list-post", "x-mailing-list",
    "precedence", "auto-submitted", "x-auto-response-suppress", "x-autoreply", "x-autorespond",
    "x-gmail-labels", "x-unsent", "x-imap", "x-imapbase",
})  # fmt: skip
_REPEATED = {"to", "cc", "bcc", "delivered-to", "references"}  # a second one adds to the first
_CONTINUES = frozenset(" \t")
_LONGEST_NAME = 78
_LONGEST_CACHED = 256


class Mailbox(NamedTuple):
    """One address as it is looked up later, and the name written beside it."""

    address: str
    name: str | None = None


class Moment(NamedTuple):
    """A time as a header states it: naive where no zone is given.

    ``-0000`` is a time in UTC from a machine that does not know its zone (RFC 5322 section 3.3), so it is
    aware, with `zone_known` false.
    """

    at: datetime
    zone_known: bool


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
        date=parse_date(get("date", "")),
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
            parts = ignored
        elif name not in fields:
            parts = fields[name] = [value]
        elif name in _REPEATED:
            parts = fields[name]
            parts += [",", value]
        else:
            parts = ignored
    unfolded = {name: " ".join([part.strip() for part in parts]) for name, parts in fields.items()}
    return unfolded if block.isascii() else {name: _sniffed(value) for name, value in unfolded.items()}


def _sniffed(value: str) -> str:
    """Undeclared 8-bit text is UTF-8 where it can be, else cp1252."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return value


# Encoded words

_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*")


def decode_words(text: str) -> str:
    """Text with its RFC 2047 encoded words decoded; what cannot be decoded stays as it is.

    Examples
    --------
    >>> decode_words("=?utf-8?q?J=C3=BCrgen?= =?utf-8?b?IEzDqWU=?= (HR)")
    'Jürgen Lée (HR)'
    """
    if "=?" not in text:
        return text
    return _WORDS.sub(_decode_run, text)


def _decode_run(run: re.Match[str]) -> str:
    words = [(charset.partition("*")[0].lower(), how, data) for charset, how, data in _WORD.findall(run[0])]
    try:  # a character may be cut between two words: join the bytes first
        return "".join(
            _decode_bytes(b"".join(_word_bytes(how, data) for _, how, data in group), charset)
            for charset, group in groupby(words, key=itemgetter(0))
        )
    except (ValueError, LookupError):  # binascii.Error is a ValueError
        return run[0]


def _word_bytes(how: str, data: str) -> bytes:
    raw = data.encode("ascii", "ignore")
    return binascii.a2b_base64(raw + b"==") if how in "bB" else binascii.a2b_qp(raw, header=True)


def _decode_bytes(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except LookupError:  # "unknown-8bit", "x-unknown": undeclared after all
        return _sniffed(data.decode("utf-8", "surrogateescape"))


# Addresses. A list is cut at commas and semicolons outside of quotes, comments and angle brackets; only
# then are names decoded, for a decoded name may hold a comma. Possessive quantifiers keep this linear.

_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_COMMENT = r"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)"
_ANGLE = r"<[^<>]*+>"
_NOT_PLAIN = re.compile(r'["(;:\\]|<[^<>,]*+,')
_PART = re.compile(rf'(?:[^,;"(<]++|{_QUOTED}|{_COMMENT}|{_ANGLE}|["(<])++', re.S)
_TOKEN = re.compile(rf'{_QUOTED}|{_COMMENT}|{_ANGLE}|[^"(<]++|["(<]', re.S)
_GROUP = re.compile(rf'(?:[^"<(@:]++|{_QUOTED})*+:', re.S)
_HIDDEN_AT = re.compile(r"(\S+) at (\S*\.\S+)")  # how pipermail archives write addresses
_SPACED_AT = re.compile(r"(?<!\s)\s++@\s*+|@\s++")
_LOCAL_USER = re.compile(r"(?!(?:undisclosed|unlisted|suppressed)[-_.]?recipient)[\w.+-]+", re.I)
_JUNK = " \t'\"“”‘’«»`,\\"


def parse_addresses(text: str) -> list[Mailbox]:
    r"""The mailboxes of an address list, in order.

    Groups are replaced by their members, ``;`` separates like ``,``, and text without an address is
    nobody: a surname before a comma is joined to the name that follows, a list's "undisclosed
    recipients" is empty. A single word (``root``) counts as a local user where it is all there is.

    Examples
    --------
    >>> [box.address for box in parse_addresses('Team: "Lee, Ann" <ann@x.org>, b@x.org;')]
    ['ann@x.org', 'b@x.org']
    >>> parse_addresses("Smith, John <j@x.org>"), parse_addresses("undisclosed-recipients:;")
    ([Mailbox(address='j@x.org', name='Smith, John')], [])
    """
    found: list[Mailbox] = []
    words = ""  # a part without an address: perhaps the surname of the next
    parts = _PART.findall(text) if _NOT_PLAIN.search(text) else text.split(",")
    for part in parts:
        boxes, rest = _cached_part(part) if len(part) <= _LONGEST_CACHED else _read_part(part)
        if boxes and words and boxes[0].name:
            found.append(Mailbox(boxes[0].address, f"{words}, {boxes[0].name}"))
            boxes = boxes[1:]
        found.extend(boxes)
        words = rest
    return found or _local_user(parts)


def _local_user(parts: list[str]) -> list[Mailbox]:
    """The user of a list that is one word only."""
    words = [_read_part(part)[1] for part in parts if part.strip()]
    return [Mailbox(normalise_alias(words[0]))] if len(words) == 1 and _LOCAL_USER.fullmatch(words[0]) else []


def _read_part(part: str) -> tuple[tuple[Mailbox, ...], str]:
    """The mailboxes in one part of a list, or the words it consists of."""
    if "@" not in part and "=?" in part:
        part = decode_words(part)  # against the rules, but some encode the address with the name
    if group := _GROUP.match(part):
        part = part[group.end() :]
    boxes: list[Mailbox] = []
    words, comment = "", ""
    for token in _TOKEN.findall(part):
        if token[0] == "<" and token[-1] == ">":
            boxes += _bracketed(token[1:-1], words)
            words = ""
        elif token[0] == "(" and len(token) > 1:
            comment = token[1:-1]
        else:
            words += token
    if not boxes:
        boxes, words = _unbracketed(words, comment)
    elif boxes[-1].name is None and comment:
        boxes[-1] = _mailbox(boxes[-1].address, comment) or boxes[-1]
    return tuple(boxes), "" if boxes else _clean_name(words)


_cached_part = lru_cache(maxsize=1 << 16)(_read_part)


def _bracketed(address: str, name: str) -> list[Mailbox]:
    """``Name <address>``; also the old ``<@relay:address>`` and the wrong ``<one@x, two@x>``."""
    if address.lstrip().startswith("@"):
        address = address.partition(":")[2]
    pieces = re.split("[,;]", address) if address.count("@") > 1 else [address]
    boxes = [_mailbox(piece, name) for piece in pieces] if address.strip() else [_mailbox(name, "")]
    return [box for box in boxes if box]


def _unbracketed(words: str, comment: str) -> tuple[list[Mailbox], str]:
    """``address (Name)``, several addresses with only spaces between, or no address at all."""
    if hidden := _HIDDEN_AT.fullmatch(words.strip()):
        words = f"{hidden[1]}@{hidden[2]}"
    words = _SPACED_AT.sub("@", words)
    if words.lstrip().startswith('"') and '"@' in words:
        addresses, others = [words], ""
    else:
        pieces = words.split()
        addresses = [piece for piece in pieces if "@" in piece.strip("@")]
        others = " ".join(piece for piece in pieces if "@" not in piece.strip("@"))
    if not addresses and words.lstrip().startswith("/"):
        addresses, others = [words], ""
    name = comment or others if len(addresses) == 1 else ""
    boxes = [_mailbox(address, name) for address in addresses]
    return [box for box in boxes if box], others


def _mailbox(address: str, name: str) -> Mailbox | None:
    """The mailbox, or None where the text is no address (``<>``, ``<undisclosed recipients:>``)."""
    bare = address.replace('"', "").strip(_JUNK + "<>")
    if "[" not in bare:
        bare = bare.rstrip("]")  # "[mailto:ann@x.org]"
    alias = normalise_alias(bare)
    local, at, domain = alias.rpartition("@")
    usable = (local and domain) if at else alias.startswith("/") or _LOCAL_USER.fullmatch(alias)
    if not usable:
        return None
    shown = _clean_name(name)
    return Mailbox(alias, None if shown.lower() in {"", alias, bare.lower()} else shown)


def _clean_name(text: str) -> str:
    """A name without quotes and escapes, encoded words decoded."""
    text = re.sub(r"\\(.)", r"\1", text.replace('\\"', "'").replace('"', "")) if '"' in text else text
    return " ".join(decode_words(text).split()).strip(_JUNK + "<>")


# Times

_RECEIVED = re.compile(rb"^received[ \t]*:", re.I | re.M)
_NEXT_FIELD = re.compile(rb"\n(?![ \t])")
_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
           "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_ZONES = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
          "mdt": -6, "pst": -8, "pdt": -7}  # fmt: skip
_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\.\d+)?"
_ZONE = r"(?:(?:GMT|UTC?)?(?P<offset>[+-]\d\d:?\d\d)|(?P<zone>[A-Za-z]{1,5})\b)"
_RFC_DATE = re.compile(
    rf"[^\d]{{0,20}}(?P<day>\d{{1,2}})[\s-]+(?P<month>[A-Za-z]{{3}})[a-z]{{0,6}}\.?[\s-]+"
    rf"(?P<year>\d{{2,4}}),?\s+{_CLOCK}\s*{_ZONE}?"
)
_ASCTIME = re.compile(
    rf"\b(?P<month>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+"
    rf"(?:{_ZONE}\s+)?(?P<year>\d{{4}})\b(?:\s+(?P<late>[+-]\d{{4}}))?"
)


def parse_date(text: str) -> Moment | None:
    """The time a Date field, the end of a Received field or the line ``From ... date`` states.

    Examples
    --------
    >>> parse_date("Fri, 5 Jan 2024 10:00:00 +0100 (CET)")
    Moment(at=datetime.datetime(2024, 1, 5, 9, 0, tzinfo=datetime.timezone.utc), zone_known=True)
    >>> parse_date("Fri, 31 Feb 2024 10:00") is None
    True
    """
    found = _RFC_DATE.match(text) or _ASCTIME.search(text)
    try:
        if found is None:
            return _iso(text)
        part = found.groupdict()
        month = _MONTHS[part["month"].lower()]
        second = min(int(part["second"] or 0), 59)  # leap seconds
        at = datetime(
            _full_year(part["year"]), month, int(part["day"]), int(part["hour"]), int(part["minute"]), second
        )
        offset = _offset(part["offset"] or part.get("late"), part["zone"])
        if offset is None:
            return Moment(at, zone_known=False)
        zone_known = part["offset"] not in {"-0000", "-00:00"}
        return Moment((at - timedelta(minutes=offset)).replace(tzinfo=UTC), zone_known)
    except (ValueError, KeyError, OverflowError):
        return None


def _iso(text: str) -> Moment:
    at = datetime.fromisoformat(text.strip())
    return Moment(at.astimezone(UTC), zone_known=True) if at.tzinfo else Moment(at, zone_known=False)


def _full_year(text: str) -> int:
    """Two and three digits as RFC 5322 section 4.3 says: 99 is 1999, 24 is 2024, 101 is 2001."""
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


def _offset(digits: str | None, zone: str | None) -> int | None:
    """Minutes east of UTC; None where the zone is not given or not one everybody reads the same way."""
    if digits:
        minutes = int(digits[1:3]) * 60 + int(digits[-2:])
        if minutes > 14 * 60:
            return None
        return -minutes if digits[0] == "-" else minutes
    hours = _ZONES.get(zone.lower()) if zone else None
    return None if hours is None else hours * 60


def received_date(block: bytes) -> Moment | None:
    """The time of the last Received field, the one added nearest to the sender."""
    begins = [found.end() for found in _RECEIVED.finditer(block)]
    if not begins:
        return None
    field = _NEXT_FIELD.split(block[begins[-1] :], maxsplit=1)[0]
    return parse_date(" ".join(field.decode("ascii", "replace").rpartition(";")[2].split()))


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
    return re.sub(r"\s+via\s.*", "", name).strip(_JUNK) if name else None


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
    content = get("content-type", "").lower()
    return content.startswith("multipart/report") or _is_calendar_answer(content)


def _is_calendar_answer(content_type: str) -> bool:
    """Accepting or declining a meeting is one click; the calendar writes the mail."""
    return content_type.startswith("text/calendar") and re.search(r'method="?reply', content_type) is not None
