"""E-mail as people keep it: mbox files, Maildirs, and folders or zips of single messages.

How a file is read depends on its content alone: it is an mbox where it begins with a ``From`` separator
line, an Apple ``.emlx`` where it begins with a byte count, one message where it begins with a header. Only
headers are read, and the first bytes of bodies where a message has no id of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from silograph.loaders.files import UNREADABLE, Entry, Source, why_unreadable
from silograph.loaders.headers import is_machine
from silograph.loaders.mail import headers as mailheaders
from silograph.loaders.mail.headers import Header, Mailbox, MailingList, Moment
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "e-mail: mbox, Google Takeout, Maildir, folders or zips of .eml, .emlx and MH messages, Enron"

_CHUNK = 1 << 18
_HEAD = 1 << 16
_KEPT = 1 << 22  # of one message: no header is longer
_LOOKAHEAD = 1 << 10  # a separator and the header line after it
_HASHED = 200
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_BLANK_LINE = re.compile(rb"\n\r?\n")
_HEADER_LINE = re.compile(rb"(?:>From [^\n]*\n)?[!-9;-~]{1,78}[ \t]*:")
_CLOCK = re.compile(rb"\b\d{1,2}:\d\d\b")
_YEAR = re.compile(rb"\b(?:19|20)\d\d\b")
_PATCH = re.compile(rb"From [0-9a-f]{40} Mon Sep 17 00:00:00 2001")
_BYTE_COUNT = re.compile(rb"\d{1,10}[ \t]*\r?\n")

# of the mail programs' own files; none holds a message
_BOOKKEEPING = re.compile(
    r"dovecot.*|courier.*|maildir(?:folder|size)|subscriptions|\.mh_sequences|\.ds_store|info\.plist"
    r"|table_of_contents|\.(?:uidvalidity|customflags|keywords)|.*\.(?:msf|emlxpart)"
)
_NO_ID = {"", "none", "null", "unknown", "message-id", "no-id"}
_ENRON_ID = re.compile(r"\d+\.\d+\.JavaMail\.evans@thyme")
_ENRON_COPIES = ("all_documents", "discussion_threads")
_ENRON_NOBODY = "no.address@enron.com"

# as Gmail writes its system labels, by language
_SPAM = {"spam", "junk", "skräppost", "søppelpost", "roskaposti", "spamverdacht", "спам", "迷惑メール", "스팸함",
         "垃圾邮件", "垃圾郵件"}  # fmt: skip
_CHAT = {"chat", "chats", "discussions", "chatten", "chattar", "чаты", "チャット", "채팅", "聊天"}
_DRAFT = {"drafts", "draft", "brouillons", "entwürfe", "borradores", "bozze", "rascunhos", "concepten", "utkast",
          "kladder", "luonnokset", "wersje robocze", "koncepty", "черновики", "下書き", "임시보관함",
          "草稿"}  # fmt: skip


class Piece(NamedTuple):
    """One message in a file: where it starts, and its first bytes (all of it, up to `_KEPT`)."""

    offset: int
    content: bytes


def recognises(source: Source) -> bool:
    """Whether at least half of the files, or of their bytes, are mail (a sample of large folders)."""
    files = [entry for entry in source.entries if entry.size and not _is_bookkeeping(entry)]
    sample = files[:: len(files) // 40 + 1]
    largest = max(files, key=lambda entry: entry.size, default=None)
    if largest and largest not in sample:
        sample.append(largest)
    mail = [entry for entry in sample if _format(entry.head(_HEAD))]
    return bool(mail) and (
        len(mail) * 2 >= len(sample) or _bytes(mail) * 2 >= _bytes(sample)
    )  # a Takeout has one mbox among many small files


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The messages of all files, in the order of their names."""
    reader = _Reader(options)
    delivered = _maildirs(source.entries)
    for entry in source.entries:
        if _is_bookkeeping(entry):
            reader.builder.progress(entry.size)
        elif _is_undelivered(entry, delivered):
            reader.builder.system()
            reader.builder.progress(entry.size)
        else:
            yield from reader.file(entry)
    yield reader.builder.take()


# Files


def _bytes(entries: Iterable[Entry]) -> int:
    return sum(entry.size for entry in entries)


def _is_bookkeeping(entry: Entry) -> bool:
    return _BOOKKEEPING.fullmatch(PurePosixPath(entry.name).name.lower()) is not None


def _maildirs(entries: Iterable[Entry]) -> set[PurePosixPath]:
    """The folders that hold ``cur`` or ``new``."""
    folders = {PurePosixPath(entry.name).parent for entry in entries}
    return {folder.parent for folder in folders if folder.name in {"cur", "new"}}


def _is_undelivered(entry: Entry, maildirs: set[PurePosixPath]) -> bool:
    """Whether the file lies in the ``tmp`` of a Maildir, or is flagged there as a draft."""
    path = PurePosixPath(entry.name)
    if path.parent.parent not in maildirs:
        return False
    flags = re.search(r"[:;!]2,(\w*)$", path.name)
    return path.parent.name == "tmp" or (flags is not None and "D" in flags[1])


def _format(head: bytes) -> str | None:
    """What the first bytes of a file say it is: ``mbox``, ``emlx``, ``message``, or no mail."""
    start = _skip_blank(head)
    if head.startswith(b"From", start) and _is_separator(head, start):
        return "mbox"
    if count := _BYTE_COUNT.match(head, start):
        return "emlx" if _is_header(head[count.end() :]) else None
    return "message" if _is_header(head[start:]) else None


def _skip_blank(head: bytes) -> int:
    return len(head) - len(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t\0"))


_ORIGIN = {b"from", b"sender", b"x-from", b"received", b"return-path", b"message-id", b"x-gm-thrid"}
_REST = {b"to", b"cc", b"subject", b"date", b"received", b"message-id", b"mime-version", b"delivered-to"}


def _is_header(head: bytes) -> bool:
    """Whether text begins with the header of an e-mail: two of the usual fields, mostly well-formed lines."""
    lines = [line for line in head[: _header_end(head)].split(b"\n") if line[:1] not in {b" ", b"\t", b""}]
    names = [line.partition(b":")[0].strip().lower() for line in lines if _HEADER_LINE.match(line)]
    usual = _ORIGIN | _REST
    return (
        not _ORIGIN.isdisjoint(names)
        and not _REST.isdisjoint(names)
        and len(usual.intersection(names)) >= 2
        and len(names) * 2 > len(lines)
    )


def header_block(content: bytes) -> bytes:
    """The header of one message of an mbox, without the separator line."""
    start = content.find(b"\n") + 1
    return content[start : _header_end(content, start)]


def _header_end(content: bytes, start: int = 0) -> int:
    blank = _BLANK_LINE.search(content, start)
    return blank.start() + 1 if blank else len(content)


class _Stream:
    """The bytes of a file; where it is damaged it ends early and says so."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._ahead = b""
        self.damage: str | None = None

    def peek(self, size: int) -> bytes:
        """The first bytes, which stay to be read."""
        self._ahead = self.read(size)
        return self._ahead

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end."""
        if ahead := self._ahead:
            self._ahead = b""
            return ahead
        try:
            return self._raw.read(size)
        except UNREADABLE as error:
            self.damage = why_unreadable(error)
            return b""


# mbox

_FROM = re.compile(rb"\nFrom[ \r\n]")
_HEADER_FOLLOWS = re.compile(rb"[ \t\r\n]*(?:>?From [^\n]*\n)?[!-9;-~]{1,78}[ \t]*:|[ \t\r\n]*\Z")


def split_mbox(stream: BinaryIO | _Stream) -> Iterator[Piece]:
    """The messages of an mbox, each from its separator line on; memory does not grow with the file.

    A separator is a line ``From ...`` at the start or after an empty line, bare or with a date, and
    followed by a header line; so neither prose nor a patch inside a body splits a message.
    """
    buffer = stream.read(_CHUNK)
    start = searched = offset = _skip_blank(buffer[:_LOOKAHEAD])
    base = 0  # of the buffer in the file
    kept = b""  # the beginning of a message too long for the buffer
    ended = not buffer
    while True:
        limit = len(buffer) if ended else max(searched, len(buffer) - _LOOKAHEAD)
        for line_end in _FROM.finditer(buffer, searched, limit):
            found = line_end.start() + 1
            if _follows_empty_line(buffer, found) and _is_separator(buffer, found):
                yield Piece(offset, kept or buffer[start:found])
                start, offset, kept = found, base + found, b""
        if ended:
            break
        chunk = stream.read(_CHUNK)
        ended = not chunk
        if not kept and limit - start > _KEPT:
            kept = buffer[start : start + _KEPT]
        searched = max(limit - 5, 0)  # "\nFrom" may lie across the limit
        drop = max(searched - 2, 0) if kept else start
        buffer = buffer[drop:] + chunk
        base, start, searched = base + drop, max(start - drop, 0), max(searched - drop, 0)
    if kept or start < len(buffer):
        yield Piece(offset, kept or buffer[start:])


def _follows_empty_line(buffer: bytes, at: int) -> bool:
    before = buffer[max(at - 3, 0) : at]
    return before.endswith((b"\n\n", b"\n\r\n"))


def _is_separator(buffer: bytes, at: int) -> bool:
    line_end = buffer.find(b"\n", at, at + _LOOKAHEAD)
    if line_end < 0:
        line_end = min(len(buffer), at + _LOOKAHEAD)
    line = buffer[at:line_end]
    tail = line[4:].strip()
    if _PATCH.match(line) or not (
        tail in {b"", b"-"}
        or tail.startswith(b"- ")
        or (_CLOCK.search(tail) and _YEAR.search(tail))
        or (b"@" in tail and b" " not in tail)
    ):
        return False
    return _HEADER_FOLLOWS.match(buffer, line_end) is not None


# Messages


class _Reader:
    """Turns files into records."""

    def __init__(self, options: ReadOptions) -> None:
        self.builder = BatchBuilder(channel="email")
        self._options = options
        self._latest = datetime.now(UTC) + timedelta(days=2)
        self._named: set[Mailbox] = set()

    def file(self, entry: Entry) -> Iterator[Batch]:
        """Read one file, whatever kind of mail it holds."""
        reported = 0
        try:
            raw = entry.open()
        except UNREADABLE as error:
            self.builder.reject(entry.place, why_unreadable(error))
        else:
            with raw:
                for offset in self._pieces(entry, _Stream(raw)):
                    position = min(offset, entry.size)  # of gzip files the packed size is known
                    self.builder.progress(position - reported)
                    reported = position
                    yield from self.builder.full()
        self.builder.progress(entry.size - reported)
        yield from self.builder.full()

    def _pieces(self, entry: Entry, stream: _Stream) -> Iterator[int]:
        """Record the messages of a file one by one, saying how far it has been read."""
        head = stream.peek(_HEAD)
        match _format(head):
            case "mbox":
                for number, piece in enumerate(split_mbox(stream), start=1):
                    self._mbox_message(piece, f"{entry.place}:message {number} (byte {piece.offset})", entry)
                    yield piece.offset
            case None if head.strip():
                self.builder.reject(entry.place, "not an e-mail")
            case None:
                pass  # an empty folder of Thunderbird is an empty file
            case kind:
                self._single(stream, entry, is_emlx=kind == "emlx")
        if stream.damage:
            self.builder.reject(entry.place, stream.damage)

    def _single(self, stream: _Stream, entry: Entry, *, is_emlx: bool) -> None:
        content = stream.read(_HEAD)
        if not _BLANK_LINE.search(content):
            while len(content) <= _KEPT and (more := stream.read(_KEPT)):
                content += more
        content = content[_skip_blank(content) :]
        if is_emlx:
            count, _, rest = content.partition(b"\n")
            content = rest[: int(count)]
        stamp = entry.path.stat().st_mtime if entry.path else None
        self._message(content, entry.place, entry, stamp=stamp)

    def _mbox_message(self, piece: Piece, place: str, entry: Entry) -> None:
        line, _, content = piece.content.partition(b"\n")
        content = content[_skip_blank(content[:_LOOKAHEAD]) :]
        if not content.endswith(b"\n") and not _BLANK_LINE.search(content):
            self.builder.reject(place, "ends within its header: the file is incomplete")
        else:
            self._message(content, place, entry, envelope=line)

    def _message(
        self, content: bytes, place: str, entry: Entry, *, envelope: bytes = b"", stamp: float | None = None
    ) -> None:
        end = _header_end(content)
        if end >= _KEPT:
            self.builder.reject(place, f"header longer than {_KEPT >> 20} MB")
            return
        block = content[:end]
        header = mailheaders.read_header(block)
        labels = _labels(header.fields)
        if _is_not_sent(header, labels):
            self.builder.system()
        elif header.sender is None:
            self.builder.reject(place, "no sender")
        elif copy := _enron_copy(header, entry):
            self.builder.reject(place, f"computer-made copy ({copy})")
        else:
            sent = self._sent(header, block, envelope, stamp)
            body = content[end : end + 3 * _HASHED]
            self._record(header, body, sent=sent, place=place, spam=bool(labels & _SPAM))

    def _record(
        self, header: Header, body: bytes, *, sent: tuple[datetime | None, str], place: str, spam: bool
    ) -> None:
        fields = header.fields
        roles: dict[str, str] = {}
        for role, boxes in (("to", header.to), ("cc", header.cc), ("bcc", header.bcc)):
            for box in boxes:
                roles.setdefault(box.address, role)
                self._name(box)
        posted_to = mailheaders.mailing_list(fields, roles)
        sender = self._sender(header, posted_to)
        subject = mailheaders.decode_words(fields.get("subject", ""))
        own_id = header.message_id or ""
        is_enron = _is_enron(header)
        if is_enron or own_id.lower() in _NO_ID:
            own_id = self._content_id(sender, sent[0], subject, body)
        self.builder.message(
            own_id,
            sender,
            list(roles.items()),
            sent_at=sent[0],
            time_quality=sent[1],
            thread_id=None if is_enron else header.root_id or own_id,
            parent_id=header.parent_id if header.parent_id != own_id else None,
            space=(posted_to.address or posted_to.list_id) if posted_to else None,
            automated=spam
            or is_machine(sender)
            or mailheaders.is_automated(fields, posted_to_list=bool(posted_to and posted_to.address)),
            subject=subject if self._options.subjects else None,
            place=place,
        )

    def _content_id(self, sender: str, sent_at: datetime | None, subject: str, body: bytes) -> str:
        """An id for a message without one: the same for its copies in other mailboxes and formats.

        It rests on the first words of the message, so it is keyed: who sees it cannot try what the words may be.
        """
        start = re.sub(rb"^>(>*From )", rb"\1", body.replace(b"\r\n", b"\n"), flags=re.M).strip()
        time = sent_at.isoformat(timespec="seconds") if sent_at else ""
        return f"content:{self._options.hidden(sender, time, subject, start[:_HASHED])}"

    def _sender(self, header: Header, posted_to: MailingList | None) -> str:
        """The author's address; says what the header knows about them and about the list."""
        address = posted_to.address if posted_to else None
        if address:
            self._say(Mailbox(address), "list")
        sender = mailheaders.author(header, address) or Mailbox("")
        if sender.name is None and header.fields.get("x-from"):
            sender = Mailbox(sender.address, header.fields["x-from"])
        if is_machine(sender.address):
            self._say(sender, "bot")
        elif sender.address == _ENRON_NOBODY:
            self._say(Mailbox(sender.address), "unknown")
        else:
            self._name(sender)
        return sender.address

    def _name(self, box: Mailbox) -> None:
        if box.name and box not in self._named:
            self._say(box, None)

    def _say(self, box: Mailbox, kind: str | None) -> None:
        if len(self._named) > 200_000:
            self._named.clear()
        self._named.add(box)
        self.builder.actor(box.address, name=box.name, actor_kind=kind)

    def _sent(
        self, header: Header, block: bytes, envelope: bytes, stamp: float | None
    ) -> tuple[datetime | None, str]:
        """When it was sent: by its Date, else by Received, the separator line, the file's own time."""
        is_stated = False
        for moment, quality in _moments(header, block, envelope):
            is_stated = True
            at = self._utc(moment.at)
            if at is not None:
                return at, quality
        if stamp is not None and not is_stated:
            at = self._utc(datetime.fromtimestamp(stamp, UTC))
            return at, "fallback"
        return None, "none"

    def _utc(self, at: datetime) -> datetime | None:
        """The time in UTC; None where no e-mail can be from."""
        if not _EARLIEST.year <= at.year <= self._latest.year:
            return None
        if at.tzinfo is None:
            at = at.replace(tzinfo=self._options.timezone).astimezone(UTC)
        return at if _EARLIEST <= at <= self._latest else None


def _moments(header: Header, block: bytes, envelope: bytes) -> Iterator[tuple[Moment, str]]:
    if header.date:
        yield header.date, "exact" if header.date.zone_known else "assumed_zone"
    if received := mailheaders.received_date(block):
        yield received, "fallback"
    if separated := mailheaders.parse_date(envelope.decode("ascii", "replace")):
        yield separated, "fallback"


def _labels(fields: Mapping[str, str]) -> set[str]:
    """Gmail's labels: the list is encoded as a whole."""
    written = fields.get("x-gmail-labels")
    if not written:
        return set()
    return {label.strip().strip('"').lower() for label in mailheaders.decode_words(written).split(",")}


def _is_not_sent(header: Header, labels: set[str]) -> bool:
    """Drafts, old chat lines in a mail export, and the record IMAP servers keep at the start of an mbox."""
    fields = header.fields
    return (
        not labels.isdisjoint(_DRAFT)
        or fields.get("x-unsent") == "1"
        or (not labels.isdisjoint(_CHAT) and (header.sender is None or header.date is None))
        or (
            ("x-imap" in fields or "x-imapbase" in fields)
            and fields.get("subject", "").startswith("DON'T DELETE THIS MESSAGE")
        )
    )


def _is_enron(header: Header) -> bool:
    """The published Enron mail has new ids for every copy of a message."""
    return header.message_id is not None and _ENRON_ID.fullmatch(header.message_id) is not None


def _enron_copy(header: Header, entry: Entry) -> str | None:
    """The folder, where it holds copies made by the mail program (Klimt & Yang 2004)."""
    folders = entry.name.split("/") if _is_enron(header) else []
    return next((name for name in _ENRON_COPIES if name in folders), None)
