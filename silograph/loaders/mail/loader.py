"""E-mail as people keep it: mbox files, Maildirs, and folders or zips of single messages.

How a file is read depends on its content alone: it is an mbox where it begins with a ``From`` separator
line, an Apple ``.emlx`` where it begins with a byte count, one message where it begins with a header. Only
headers are read, those of parts included, the calendars of invitations, and the first bytes of bodies where a message
has no id of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from silograph.loaders.files import UNREADABLE, Entry, Source, why_unreadable
from silograph.loaders.headers import is_machine
from silograph.loaders.known import known
from silograph.loaders.mail import headers as mailheaders
from silograph.loaders.mail.addresses import Mailbox, decode_words
from silograph.loaders.mail.dates import Moment, parse_date, received_date
from silograph.loaders.mail.doubts import Doubts
from silograph.loaders.mail.headers import Header, MailingList
from silograph.loaders.mail.inside import (
    attaches_messages,
    calendar_method,
    digested,
    is_calendar_answer,
    is_invitation,
    is_journal_report,
    journal_report,
    may_be_digest,
    may_hold_messages,
)
from silograph.loaders.mail.invitations import Invitations
from silograph.loaders.mail.mbox import (
    KEPT,
    LOOKAHEAD,
    Piece,
    Stream,
    format_of,
    has_end_of_header,
    header_end,
    is_mostly_text,
    skip_blank,
    split_mbox,
    split_mmdf,
    without_count,
)
from silograph.loaders.mail.msg import UnreadableMessageError, read_msg
from silograph.loaders.mail.outlook import Item
from silograph.loaders.mail.pst import UnreadableFileError, read_pst
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "e-mail: mbox, Google Takeout, Maildir, folders or zips of .eml, .emlx and MH messages, Outlook .msg and .pst"

_HEAD = 1 << 16
_HASHED = 200
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_DEEPEST = 2  # a digest in a journal report
_OF_LISTS = ("list-id", "list-post", "x-mailing-list")

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


def recognises(source: Source) -> bool:
    """Whether at least half of the files, or of their bytes, are mail (a sample of large folders)."""
    files = [entry for entry in source.entries if entry.size and not _is_bookkeeping(entry)]
    sample = files[:: len(files) // 40 + 1]
    largest = max(files, key=lambda entry: entry.size, default=None)
    if largest and largest not in sample:
        sample.append(largest)
    mail = [entry for entry in sample if _kind(entry, entry.head(_HEAD))]
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
    for note in reader.doubts.said():
        reader.builder.note(str(note), place=note.place)
    yield reader.builder.take()
    yield from reader.invitations.batches()


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


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OF_MSG = tuple(name.encode("utf-16-le") for name in ("__substg1.0_", "__properties_version1.0"))


def _kind(entry: Entry, head: bytes) -> str | None:
    """How a file is read, by its first bytes; a large .msg has the names of its streams further behind."""
    if head.startswith(b"!BDN"):
        return "pst"
    if head.startswith(_OLE):
        is_msg = any(name in head for name in _OF_MSG) or entry.name.lower().endswith(".msg")
        return "msg" if is_msg else None
    return format_of(head)


# Messages


class _Context(NamedTuple):
    """Where a message stands, and what is known of it from outside.

    `envelope` is the separator line of an mbox, `stamp` the file's own time, `reached` whom a journal report names,
    `listed` what the digest it stands in says of the list, `depth` in how many others it is packed, `size` how large it
    is where it is most of its file, `calendar` what a calendar in it is for, `met` whether the meeting in that is
    counted.
    """

    entry: Entry
    place: str
    envelope: bytes = b""
    stamp: float | None = None
    reached: tuple[tuple[str, Mailbox], ...] = ()
    listed: Mapping[str, str] = MappingProxyType({})
    depth: int = 0
    size: int | None = None
    calendar: str | None = None
    met: bool = False


class _Reader:
    """Turns files into records."""

    def __init__(self, options: ReadOptions) -> None:
        self.builder = BatchBuilder(channel="email")
        self._options = options
        self._latest = datetime.now(UTC) + timedelta(days=2)
        self._named: set[Mailbox] = set()
        self.doubts = Doubts()
        self.invitations = Invitations(options)

    def file(self, entry: Entry) -> Iterator[Batch]:
        """Read one file, whatever kind of mail it holds."""
        reported = 0
        try:
            raw = entry.open()
        except UNREADABLE as error:
            self.builder.reject(entry.place, why_unreadable(error), size=entry.size)
        else:
            with raw:
                stream = Stream(raw)
                for offset in self._pieces(entry, stream):
                    position = min(offset, entry.size)  # of gzip files the packed size is known
                    self.builder.progress(position - reported)
                    reported = position
                    yield from self.builder.full()
                if stream.damage:
                    self.builder.reject(entry.place, stream.damage, size=max(entry.size - stream.taken, 0))
        self.builder.progress(entry.size - reported)
        yield from self.builder.full()

    def _pieces(self, entry: Entry, stream: Stream) -> Iterator[int]:
        """Record the messages of a file one by one, saying how far it has been read."""
        head = stream.peek(_HEAD)
        match _kind(entry, head):
            case "pst":
                yield from self._data_file(entry)
            case "msg":
                self._outlook(entry)
            case "mbox" | "mmdf" as kind:
                yield from self._many(stream, entry, split_mbox if kind == "mbox" else split_mmdf)
            case None if head.strip():
                other = known(entry)
                reason = f"not an e-mail: {other}" if other else "not an e-mail"
                self.builder.reject(entry.place, reason, size=entry.size)
            case None:
                pass  # an empty folder of Thunderbird is an empty file
            case kind:
                self._single(stream, entry, is_emlx=kind == "emlx")

    def _many(
        self, stream: Stream, entry: Entry, split: Callable[[Stream], Iterator[Piece]]
    ) -> Iterator[int]:
        first, packed, number = None, False, 0
        for number, piece in enumerate(split(stream), start=1):
            place = f"{entry.place}:message {number} (byte {piece.offset})"
            first = first or (piece.content, place)
            if piece.unused:
                self.doubts.unused(piece.unused, place)
                self.builder.lost(piece.unread)
            size = piece.size if piece.size * 2 > entry.size else None
            packed = self._mbox_message(piece, _Context(entry, place, size=size))
            yield piece.offset
        if first and number == 1 and not packed:
            self._alone(*first, entry)

    def _data_file(self, entry: Entry) -> Iterator[int]:
        if entry.path is None:
            self.builder.reject(
                entry.place, "an Outlook data file inside a zip; unzip it, and name the folder"
            )
            return
        try:
            for number, item in enumerate(read_pst(entry.path), start=1):
                self._item(item, _Context(entry, f"{entry.place}:item {number}"))
                yield 0  # where in the file it lies is not known
        except UnreadableFileError as error:
            self.builder.reject(entry.place, str(error))

    def _outlook(self, entry: Entry) -> None:
        try:
            with entry.open() as stream:
                item = read_msg(stream)
        except UNREADABLE as error:
            self.builder.reject(entry.place, why_unreadable(error))
        except UnreadableMessageError as error:
            self.builder.reject(entry.place, str(error))
        else:
            self._item(item, _Context(entry, entry.place))

    def _item(self, item: Item | None, context: _Context) -> None:
        """Record an item of Outlook; what is no mail that was sent is the system's."""
        if item is None:
            self.builder.reject(context.place, "an item that cannot be read")
        elif item.is_mail:
            self._message(item.header(), context)
        else:
            self.builder.system()

    def _single(self, stream: Stream, entry: Entry, *, is_emlx: bool) -> None:
        content = stream.read(_HEAD)
        if not has_end_of_header(content) or may_hold_messages(content):
            while len(content) <= KEPT and (more := stream.read(KEPT)):
                content += more
        content = content[skip_blank(content) :]
        if is_emlx:
            content = without_count(content)
        stamp = entry.path.stat().st_mtime if entry.path else None
        if not self._message(content, _Context(entry, entry.place, stamp=stamp)):
            self._alone(content[:_HEAD], entry.place, entry)

    def _alone(self, content: bytes, place: str, entry: Entry) -> None:
        """Question a message that is nearly the whole of its file."""
        if more := self.doubts.alone(content, place):
            reason = f"one message is nearly the whole file, and {more} more headers stand in it, which are not read"
            self.builder.reject(place, reason, size=max(entry.size - header_end(content), 0))

    def _mbox_message(self, piece: Piece, context: _Context) -> bool:
        """Record one message of many; whether it was others that were packed into it."""
        content = piece.content[skip_blank(piece.content[:LOOKAHEAD]) :]
        line = b""
        if content.startswith(b"From") and content[4:5] in b" \r\n":  # in MMDF it may be missing
            line, _, content = content.partition(b"\n")
        content = content[skip_blank(content[:LOOKAHEAD]) :]
        if not content.endswith(b"\n") and not has_end_of_header(content):
            reason = "ends within its header: the file is incomplete"
            self.builder.reject(context.place, reason, size=context.size)
            return False
        return self._message(content, context._replace(envelope=line))

    def _message(self, content: bytes, context: _Context) -> bool:
        """Record a message, or those that are packed into it, which it answers."""
        end = header_end(content)
        if end >= KEPT:
            self.builder.reject(context.place, f"header longer than {KEPT >> 20} MB", size=context.size)
            return False
        block = content[:end]
        header = mailheaders.read_header(block)
        if context.depth < _DEEPEST and self._packed(header, content, end, context):
            return True
        labels = _labels(header.fields)
        if _is_not_sent(header, labels):
            self.builder.system()
        elif header.sender is None:
            self.builder.reject(context.place, "no sender", size=context.size)
        elif header.date is None and header.message_id is None and is_mostly_text(block):
            self.builder.reject(context.place, "text where its header should be", size=context.size)
        elif copy := _enron_copy(header, context.entry):
            self.builder.reject(context.place, f"computer-made copy ({copy})", size=0)
        else:
            sent = self._sent(header, block, context)
            if context.listed:
                header = header._replace(fields={**context.listed, **header.fields})
            body = content[end : end + _HEAD]
            if method := calendar_method(header.fields, body):
                met = self.invitations.read(header.fields, content[end:], method, context.place)
                context = context._replace(calendar=method, met=met)
            self._record(header, body, context, sent=sent, spam=bool(labels & _SPAM))
        return False

    def _packed(self, header: Header, content: bytes, end: int, context: _Context) -> bool:
        """Record the messages that machinery has packed into this one; false where it is a message itself."""
        is_report = is_journal_report(header)
        if not is_report and not may_be_digest(header, content[end : end + _HEAD]):
            return False
        body = content[end:]
        within = _Context(context.entry, context.place, depth=context.depth + 1)
        if is_report:
            if report := journal_report(header.fields, body):
                self._message(report.message, within._replace(reached=tuple(report.reached)))
            else:
                self.builder.reject(context.place, "a journal report without the message it reports")
            return True
        found = digested(header, body)
        if not found:
            return False
        listed = {name: header.fields[name] for name in _OF_LISTS if name in header.fields}
        for number, message in enumerate(found, start=1):
            place = f"{context.place}, message {number} of the digest"
            self._message(message, within._replace(place=place, listed=listed))
        return True

    def _record(
        self,
        header: Header,
        body: bytes,
        context: _Context,
        *,
        sent: tuple[datetime | None, str],
        spam: bool,
    ) -> None:
        fields = header.fields
        roles: dict[str, str] = {}
        for role, boxes in (("to", header.to), ("cc", header.cc), ("bcc", header.bcc)):
            for box in boxes:
                roles.setdefault(box.address, role)
                self._name(box)
        for role, box in context.reached:
            roles.setdefault(box.address, role)
        posted_to = mailheaders.mailing_list(fields, roles)
        sender = self._sender(header, posted_to)
        subject = decode_words(fields.get("subject", ""))
        self.doubts.invitations += is_invitation(context.calendar) and not context.met
        if sent[0]:
            self.invitations.seen(sent[0])
        self.doubts.attached += attaches_messages(fields, body)
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
            or context.met
            or is_machine(sender)
            or is_calendar_answer(header, subject, context.calendar)
            or mailheaders.is_automated(fields, posted_to_list=bool(posted_to and posted_to.address)),
            subject=subject if self._options.subjects else None,
            place=context.place,
        )

    def _content_id(self, sender: str, sent_at: datetime | None, subject: str, body: bytes) -> str:
        """An id for a message without one: the same for its copies in other mailboxes and formats.

        It rests on the first words of the message, so it is keyed: who sees it cannot try what the words may be.
        """
        start = re.sub(
            rb"^>(>*From )", rb"\1", re.sub(rb"\r+\n", b"\n", body[: 3 * _HASHED]), flags=re.M
        ).strip()
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

    def _sent(self, header: Header, block: bytes, context: _Context) -> tuple[datetime | None, str]:
        """When it was sent: by its Date or Received; where it states no time, by separator line or the file's own time.

        A Date that is not understood, or that no mail can have, is still a statement: nothing but Received replaces it.
        """
        has_date = bool(header.fields.get("date"))
        is_stated = has_date
        for moment, quality in _moments(header, block, b"" if has_date else context.envelope):
            is_stated = True
            at = self._utc(moment.at)
            if at is not None:
                return at, quality
        if context.stamp is not None and not is_stated:
            at = self._utc(datetime.fromtimestamp(context.stamp, UTC))
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
    if received := received_date(block):
        yield received, "fallback"
    if separated := parse_date(envelope.decode("ascii", "replace")):
        yield separated, "fallback"


def _labels(fields: Mapping[str, str]) -> set[str]:
    """Gmail's labels: the list is encoded as a whole."""
    written = fields.get("x-gmail-labels")
    if not written:
        return set()
    return {label.strip().strip('"').lower() for label in decode_words(written).split(",")}


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
