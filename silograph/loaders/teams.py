"""Microsoft Teams: messages of Microsoft Graph, Defender's ``MessageEvents``, the audit log of Purview.

No text is read. Graph and Defender name a message alike, so that both together count it once; the audit log says who
wrote, and to whom only where the chat's id or its membership tells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from silograph.errors import DataError
from silograph.loaders.chats import csv_records
from silograph.loaders.chats.fields import (
    Record,
    address,
    ident,
    mapping,
    mappings,
    of_epoch,
    of_iso,
    text,
)
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source, sniff_encoding
from silograph.loaders.ical.audit import Audit, holds_chats, is_audit, is_meeting, lowered
from silograph.loaders.ical.entries import counted
from silograph.loaders.ical.meetings import Survey, Writer
from silograph.loaders.json_records import JsonRecord, is_json_lines, json_items, json_lines, reported
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Microsoft Teams: messages as Graph JSON (with users and chats), Defender MessageEvents, Purview audit log"

_SNIFFED_FILES = 50
_WRAPPERS = frozenset({"value", "@odata.context", "@odata.count", "Results", "results", "Schema", "schema"})
_LISTS = frozenset({"", "value", "Results", "results"})
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PAIR = re.compile(r"19:([^_@:]+)_([^_@:]+)@unq\.gbl\.spaces")
_MILLISECONDS = re.compile(r"\d{13}")

# Of identities; whoever else is of this company, or a guest of whom the people file has to say it.
_OUTSIDE = frozenset(
    {"federatedUser", "personalMicrosoftAccountUser", "anonymousGuest", "skypeUser", "phoneUser", "emailUser"}
)
_SENT = frozenset({"MessageSent", "MessageCreatedHasLink"})  # operations of the audit log
_JOINED = frozenset({"ChatCreated", "MemberAdded"})
_MACHINES = frozenset({"4", "5", "6", "7", "8"})  # types of users in the audit log: services and applications

_SAYS_MESSAGE = re.compile(r'"messageType"\s*:\s*"')
_SAYS_ROOM = re.compile(r'"(?:chatId|channelIdentity)"\s*:')
_SAYS_CHAT = re.compile(r'"chatType"\s*:\s*"')
_SAYS_USER = re.compile(r'"userPrincipalName"\s*:')
_SAYS_EVENT = re.compile(r'"RecipientDetails"\s*:')
_SAYS_AUDIT = re.compile(r'"Workload"+\s*:\s*"+MicrosoftTeams"')
_SAYS_SENT = re.compile(r"\b(?:MessageSent|MessageCreatedHasLink)\b")


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is of Teams, and one holds messages."""
    try:
        entries = _files(source)
    except DataError:
        return False
    step = max(1, len(entries) // _SNIFFED_FILES)
    kinds = {_kind(entry) for entry in entries[::step]}
    return None not in kinds and bool(kinds - {"people", "meetings"})


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The messages of all files, and the meetings that stand among them in an audit log."""
    builder, meetings = BatchBuilder(channel="post"), _Meetings(options)
    entries = _files(source)
    known = _Known()
    for entry in entries:
        for record in _records(_items(entry)):
            known.see(record.value)
            meetings.see(record)
    reader = _Reader(builder, known)
    for entry in entries:
        for record in _records(_items(entry)):
            reader.see(record)
    for entry in entries:
        for record in _records(reported(_items(entry), entry, builder)):
            if is_meeting(record.value):
                yield from meetings.write(record)
            else:
                reader.write(record)
            yield from builder.full()
    yield builder.take()
    yield from meetings.rest()


def _files(source: Source) -> list[Entry]:
    return [entry for entry in source.entries if not _HIDDEN.search(entry.name)]


# --- what is in a file ---------------------------------------------------------------------------------------


def _kind(entry: Entry) -> str | None:
    """``people``, ``meetings`` where only those are audited, or the sort of messages; None where it is neither."""
    head = entry.head()
    told = head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff \r\n\t")
    if not told.startswith(("{", "[")):
        return _kind_of_table(entry, told)
    if _SAYS_MESSAGE.search(told) and _SAYS_ROOM.search(told):
        return "graph"
    if _SAYS_EVENT.search(told) and '"SenderObjectId"' in told:
        return "defender"
    if _SAYS_AUDIT.search(told) and (sort := _audited(entry, told)):
        return sort
    return "people" if _SAYS_CHAT.search(told) or _SAYS_USER.search(told) else None


def _kind_of_table(entry: Entry, told: str) -> str | None:
    names = csv_records.header_of(entry)
    if _is_events(names):
        return "defender"
    return _audited(entry, told) if _is_audit(names) else None


def _audited(entry: Entry, told: str) -> str | None:
    """What an audit log of which this is the beginning holds."""
    if _SAYS_SENT.search(told):
        return "audit"
    if not is_audit(told):
        return None
    return "audit" if holds_chats(entry) else "meetings"


def _is_events(names: AbstractSet[str]) -> bool:
    return names >= {"timestamp", "recipientdetails", "threadid", "messageid"}


def _is_audit(names: AbstractSet[str]) -> bool:
    return "auditdata" in names and bool(names & {"operation", "operations"})


def _is_table(names: AbstractSet[str]) -> bool:
    return _is_events(names) or _is_audit(names)


def _items(entry: Entry) -> Iterator[JsonRecord]:
    """The records of a file, those of tables in the names that JSON has."""
    head = entry.head()
    if head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        by_line = is_json_lines(entry, wrappers=_WRAPPERS)
        yield from json_lines(entry) if by_line else json_items(entry)
        return
    for row in csv_records.rows(entry, _is_table):
        if row.problem:
            yield JsonRecord(row.place, "", None, row.size, problem=row.problem)
        elif "auditdata" in row.cells:
            yield _of_audit(row)
        else:
            yield JsonRecord(row.place, "", _named(row.cells), row.size)


def _records(items: Iterator[JsonRecord]) -> Iterator[JsonRecord]:
    """The records among what a file holds, and those inside them where replies were asked for with their root."""
    for item in items:
        if item.key in _LISTS:
            yield item
            for number, reply in enumerate(mappings(mapping(item.value).get("replies")), start=1):
                yield JsonRecord(f"{item.place}, reply {number}", "", reply, 0)


def _of_audit(row: csv_records.Row) -> JsonRecord:
    try:
        return JsonRecord(row.place, "", json.loads(row.cells["auditdata"]), row.size)
    except (ValueError, RecursionError):
        why = "damaged JSON in AuditData, as a spreadsheet leaves it"
        return JsonRecord(row.place, "", None, row.size, problem=why)


_EVENT_NAMES = (
    "Timestamp", "SenderEmailAddress", "SenderDisplayName", "SenderObjectId", "SenderType", "RecipientDetails",
    "MessageId", "ParentMessageId", "GroupId", "ThreadId", "DeliveryAction",
)  # fmt: skip


def _named(cells: Mapping[str, str]) -> Record:
    return {name: cells.get(name.lower(), "") for name in _EVENT_NAMES}


# --- who is who, and who is in which chat ---------------------------------------------------------------------


@dataclass
class _Known:
    """What lists of users, of chats and of changes of membership tell."""

    users: dict[str, Record] = field(default_factory=dict)
    members: dict[str, dict[str, None]] = field(default_factory=dict)  # of a chat
    emails: dict[str, tuple[str | None, str | None]] = field(
        default_factory=dict
    )  # name and address of a member
    account: dict[str, str] = field(default_factory=dict)  # of an address, in the audit log

    def see(self, value: object) -> None:
        """Take in a record that is no message."""
        raw = mapping(value)
        if _is_user(raw) and (user := ident(raw.get("id"))):
            self.users[user] = {
                name: raw.get(name) for name in ("displayName", "mail", "userPrincipalName", "userType")
            }
        elif _is_chat(raw) and (chat := ident(raw.get("id"))):
            for member in mappings(raw.get("members")):
                if alias := ident(member.get("userId")):
                    self.members.setdefault(chat, {})[alias] = None
                    self.emails[alias] = (text(member.get("displayName")), address(member.get("email")))
        elif "Operation" in raw:
            self._act(raw)

    def _act(self, raw: Record) -> None:
        upn = address(raw.get("UserId"))
        if upn and (key := text(raw.get("UserKey"))) and _GUID.fullmatch(key.lower()):
            self.account[upn] = key.lower()
        chat = text(raw.get("ChatThreadId"))
        if raw.get("Operation") in _JOINED and chat:
            for member in mappings(raw.get("Members")):
                if found := address(member.get("UPN")):
                    self.members.setdefault(chat, {})[found] = None


def _is_user(raw: Record) -> bool:
    return "userPrincipalName" in raw and "messageType" not in raw


def _is_chat(raw: Record) -> bool:
    return "chatType" in raw and "messageType" not in raw


class _Meetings:
    """The meetings of an audit log, known from all its records before any is written."""

    def __init__(self, options: ReadOptions) -> None:
        self._audit, self._builder = Audit(), BatchBuilder(channel="meeting")
        self._writer = Writer(self._builder, Survey(options))

    def see(self, record: JsonRecord) -> None:
        """Remember what a record tells of a meeting, if it is about one."""
        if is_meeting(record.value):
            self._audit.see(lowered(record.value))

    def write(self, record: JsonRecord) -> Iterator[Batch]:
        """Count a record about a meeting as what it is."""
        for _ in counted(self._audit.of(lowered(record.value)), self._builder, self._writer, record.place):
            yield from self._builder.full()

    def rest(self) -> Iterator[Batch]:
        """What has been collected."""
        yield self._builder.take()


# --- messages -------------------------------------------------------------------------------------------------


class _Refused(NamedTuple):
    """Why a record is no message."""

    reason: str


_SYSTEM, _OTHER = "system", "other"
_Told = Post | _Refused | str


class _Reader:
    """Turns records into posts."""

    def __init__(self, builder: BatchBuilder, known: _Known) -> None:
        self._builder, self._known = builder, known
        self._bots: set[str] = set()
        self._posts = Posts(builder, self._bots)
        self._writers: dict[str, dict[str, None]] = {}  # of a chat whose members nobody lists
        self._declared: set[str] = set()

    def see(self, record: JsonRecord) -> None:
        """Remember who wrote, before anything is written."""
        told = self._told(record)
        if isinstance(told, Post):
            self._posts.see(told)
        elif told == _SYSTEM:
            self._remember(mapping(record.value))

    def _remember(self, raw: Record) -> None:
        """A deleted message says whose answers it got."""
        room, sender, own = _room_of(raw), self._identity(raw.get("from")), ident(raw.get("id"))
        if room and sender and own:
            self._posts.wrote(f"{room}:{own}", sender, of_iso(raw.get("createdDateTime")))

    def write(self, record: JsonRecord) -> None:
        """Count a record as what it is."""
        told = self._told(record)
        if isinstance(told, _Refused):
            self._builder.reject(record.place, told.reason)
        elif isinstance(told, Post):
            self._posts.write(told)
        elif told == _SYSTEM:
            self._builder.system()
        else:
            self._builder.other()

    def _told(self, record: JsonRecord) -> _Told:
        raw = mapping(record.value)
        if "messageType" in raw:
            return self._graph(raw, record.place)
        if "RecipientDetails" in raw:
            return self._event(raw, record.place)
        if "Operation" in raw:
            return self._act(raw, record.place)
        if _is_user(raw) or _is_chat(raw):
            return _OTHER
        return _Refused("not a message of Teams")

    # Graph

    def _graph(self, raw: Record, place: str) -> _Told:
        if raw["messageType"] != "message" or raw.get("deletedDateTime"):
            return _SYSTEM
        room_id, own = _room_of(raw), ident(raw.get("id"))
        sent_at, sender = of_iso(raw.get("createdDateTime")), self._identity(raw.get("from"))
        if sent_at is None or not own:
            return _Refused("no usable time (createdDateTime)" if own else "no id")
        if not room_id or not sender:
            return _Refused("neither a chat nor a channel" if sender else "no author")
        answered = ident(raw.get("replyToId")) or _quoted(raw)
        return Post(
            id=f"{room_id}:{own}",
            room=self._room(room_id, sender, channel=raw.get("channelIdentity") is not None),
            sender=sender,
            sent_at=sent_at,
            parent=f"{room_id}:{answered}" if answered and answered != own else None,
            is_reply=bool(answered) and answered != own,
            mentions=tuple(dict.fromkeys(self._mentioned(raw))),
            reactions=self._reactions(raw),
            automated=sender in self._bots,
            place=place,
        )

    def _identity(self, raw: object) -> str | None:
        """Who an identity is, declared as it becomes known; None where it is nobody."""
        for sort in ("user", "application"):
            told = mapping(mapping(raw).get(sort))
            if alias := ident(told.get("id")):
                is_bot = sort == "application"
                if is_bot:
                    self._bots.add(alias)
                sort_of_user = text(told.get("userIdentityType"))
                kind = "bot" if is_bot else "external" if sort_of_user in _OUTSIDE else "person"
                self._declare(alias, name=text(told.get("displayName")), kind=kind)
                return alias
        return None

    def _mentioned(self, raw: Record) -> Iterator[str]:
        for mention in mappings(raw.get("mentions")):
            if alias := self._identity(mention.get("mentioned")):
                yield alias

    def _reactions(self, raw: Record) -> dict[str, datetime | None]:
        found: dict[str, datetime | None] = {}
        for reaction in mappings(raw.get("reactions")):
            if alias := self._identity(reaction.get("user")):
                at, before = of_iso(reaction.get("createdDateTime")), found.get(alias)
                found[alias] = min(at, before) if at and before else at or before
        return found

    # Defender

    def _event(self, raw: Record, place: str) -> _Told:
        if raw.get("DeliveryAction") == "Blocked":
            return _OTHER
        room_id, own = text(raw.get("ThreadId")), ident(raw.get("MessageId"))
        sender = text(raw.get("SenderObjectId")) or address(raw.get("SenderEmailAddress"))
        recorded = of_iso(raw.get("Timestamp"))
        if recorded is None or not own:
            return _Refused("no usable time (Timestamp)" if own else "no id (MessageId)")
        if not room_id or not sender:
            return _Refused("no thread (ThreadId)" if sender else "no author")
        recipients = _recipients_of(raw.get("RecipientDetails"))
        if recipients is None:
            return _Refused("damaged JSON in RecipientDetails")
        kind = "external" if raw.get("SenderType") == "Anonymous" else None
        self._declare(
            sender,
            name=text(raw.get("SenderDisplayName")),
            email=address(raw.get("SenderEmailAddress")),
            kind=kind,
        )
        for alias, (name, email) in recipients.items():
            self._declare(alias, name=name, email=email)
        answered = ident(raw.get("ParentMessageId"))
        in_channel = bool(text(raw.get("GroupId")))
        return Post(
            id=f"{room_id}:{own}",
            room=Room(room_id, room_id) if in_channel else Room.direct(room_id, [sender, *recipients]),
            sender=sender,
            sent_at=_sent(own, recorded),
            parent=f"{room_id}:{answered}" if answered and answered != own else None,
            is_reply=bool(answered) and answered != own,
            place=place,
        )

    # Purview

    def _act(self, raw: Record, place: str) -> _Told:
        if raw["Operation"] not in _SENT:
            return _SYSTEM if raw["Operation"] in _JOINED else _OTHER
        recorded, own = of_iso(raw.get("CreationTime")), ident(raw.get("MessageId"))
        sender = self._account(text(raw.get("UserId")))
        room_id = text(raw.get("ChatThreadId")) or text(raw.get("ChannelGuid"))
        if recorded is None or not own:
            return _Refused("no usable time (CreationTime)" if own else "no id (MessageId)")
        if not room_id or not sender:
            return _Refused("neither a chat nor a channel" if sender else "no author")
        is_machine = ident(raw.get("UserType")) in _MACHINES
        if is_machine:
            self._bots.add(sender)
        self._declare(sender, email=address(raw.get("UserId")), kind="bot" if is_machine else None)
        answered = ident(raw.get("ParentMessageId"))
        in_channel = bool(text(raw.get("ChannelGuid")) or text(raw.get("TeamGuid")))
        return Post(
            id=f"{room_id}:{own}",
            room=self._room(room_id, sender, channel=in_channel),
            sender=sender,
            sent_at=_sent(own, recorded),
            parent=f"{room_id}:{answered}" if answered and answered != own else None,
            is_reply=bool(answered) and answered != own,
            automated=is_machine,
            place=place,
        )

    def _account(self, user: str | None) -> str | None:
        """The id of an account whose address is known, as Graph has it."""
        upn = address(user)
        return self._known.account.get(upn, upn) if upn else user

    # Rooms and people

    def _room(self, room_id: str, sender: str, *, channel: bool) -> Room:
        """A channel, whose name nothing calls public; or a chat with those who are in it, as far as that is known."""
        if channel:
            return Room(room_id, room_id)
        if pair := _PAIR.fullmatch(room_id):
            return Room.direct(room_id, pair.groups()) if sender in pair.groups() else Room(room_id)
        listed = self._known.members.get(room_id)
        writers = self._writers.setdefault(room_id, {})
        writers[sender] = None
        members = dict.fromkeys(map(self._member, listed or {})) | writers
        return Room(
            room_id, members=tuple(members), role="member" if len(members) > 2 or not listed else "to"
        )

    def _member(self, alias: str) -> str:
        name, email = self._known.emails.get(alias, (None, None))
        found = self._known.account.get(alias, alias)
        self._declare(found, name=name, email=email or address(alias))
        return found

    def _declare(
        self, alias: str, *, name: str | None = None, email: str | None = None, kind: str | None = None
    ) -> None:
        user = self._known.users.get(alias, {})
        listed = address(user.get("mail")) or address(user.get("userPrincipalName"))
        if kind == "person" and user.get("userType") == "Guest":
            kind = None  # a guest may be a client or a freelancer: the people file decides
        self._builder.actor(
            alias, name=text(user.get("displayName")) or name, email=listed or email, actor_kind=kind
        )


def _room_of(raw: Record) -> str | None:
    return text(mapping(raw.get("channelIdentity")).get("channelId")) or text(raw.get("chatId"))


def _quoted(raw: Record) -> str | None:
    """The message that one of a chat quotes, of which nothing but the id is read."""
    for attached in mappings(raw.get("attachments")):
        if attached.get("contentType") == "messageReference":
            try:
                told = json.loads(text(attached.get("content")) or "{}")
            except (ValueError, RecursionError):
                told = {}
            return ident(mapping(told).get("messageId")) or ident(attached.get("id"))
    return None


def _recipients_of(told: object) -> dict[str, tuple[str | None, str | None]] | None:
    """Name and address of those whom Defender names; None where that cannot be read."""
    if isinstance(told, str):
        try:
            told = json.loads(told or "[]")
        except (ValueError, RecursionError):
            return None
    found: dict[str, tuple[str | None, str | None]] = {}
    for one in mappings(told):
        email = address(one.get("RecipientSmtpAddress"))
        if alias := text(one.get("RecipientObjectId")) or email:
            found[alias] = (text(one.get("RecipientDisplayName")), email)
    return found


def _sent(own: str, recorded: datetime) -> datetime:
    """When a message was sent: its id is that millisecond, also in the record of a later edit."""
    told = of_epoch(own, per_second=1000) if _MILLISECONDS.fullmatch(own) else None
    return told if told and told <= recorded + timedelta(days=1) else recorded
