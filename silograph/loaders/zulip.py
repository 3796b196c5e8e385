"""Zulip: the unpacked export of an organisation, ``realm.json`` and ``messages-000001.json`` and so on.

A topic is a conversation. Of texts only the accounts they name are read; where a name is not known, the export's own
note of who was mentioned helps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from silograph.errors import DataError
from silograph.loaders.chats.fields import Record, address, ident, mapping, of_epoch, text
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source
from silograph.loaders.json_records import JsonRecord, json_items, reported
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Zulip: organisation export, unpacked (realm.json and messages-*.json)"

_SNIFFED_FILES = 200
_UPLOADED = re.compile(r"(?:^|/)(?:uploads|avatars|emoji|realm_icons)/")
_NUMBERED = re.compile(r"(?:^|/)messages-\d+\.json$")
_SAYS_MESSAGES = re.compile(r'\ufeff?\s*\{\s*"(?:zerver_message|zerver_usermessage)"\s*:')
_SAYS_REALM = re.compile(r'\ufeff?\s*\{\s*"_?(?:zerver|analytics)_[a-z_]{1,60}"\s*:')

_USERS = frozenset({"zerver_userprofile", "zerver_userprofile_mirrordummy", "zerver_userprofile_crossrealm"})
_PERSON, _STREAM, _GROUP = "1", "2", "3"  # types of recipients
_GUEST = "600"  # of roles
_MENTIONED = 8  # bit of the flags of a received message
_NAMED = re.compile(
    r"(?<!\w)@\*\*([^*|\n]{1,200})(?:\|(\d{1,20}))?\*\*"
)  # @_** would name without telling them
_EVERYBODY = frozenset({"all", "everyone", "channel", "stream", "topic"})
_NO_ADDRESS = re.compile(r"user\d+@")  # what stands for an address that is not to be seen
_NO_TOPIC = frozenset({"", "(no topic)", "\x07"})  # the last is that of direct messages


def recognises(source: Source) -> bool:
    """Whether there are messages of an organisation's export."""
    try:
        return bool(_files(source)[1])
    except DataError:
        return False


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The messages of all files."""
    builder = BatchBuilder(channel="post")
    realms, parts = _files(source)
    known = _Known(builder)
    for entry in realms:
        for item in reported(json_items(entry), entry, builder):
            known.see(item.key, mapping(item.value))
    known.settle()
    reader = _Reader(builder, known, options)
    for entry in parts:
        for item in json_items(entry):
            reader.see(item)
    for entry in parts:
        for item in reported(json_items(entry), entry, builder):
            reader.write(item)
            yield from builder.full()
    yield builder.take()


def _files(source: Source) -> tuple[list[Entry], list[Entry]]:
    """The files that describe an organisation, and those that hold its messages."""
    realms, parts = [], []
    outer = [
        entry
        for entry in source.entries
        if entry.name.lower().endswith(".json") and not _UPLOADED.search(entry.name)
    ]
    numbered: list[Entry] = []
    others: list[Entry] = []
    for entry in outer:
        (numbered if _NUMBERED.search(entry.name) else others).append(entry)
    for entry in [*others[:_SNIFFED_FILES], *numbered]:
        head = entry.head(4096).decode("utf-8", errors="replace")
        if _SAYS_MESSAGES.match(head):
            parts.append(entry)
        elif _SAYS_REALM.match(head):
            realms.append(entry)
    return realms, parts


def _alias(user: str) -> str:
    """Ids of an organisation are numbers, as are ids of much else."""
    return f"zulip:{user}"


# --- who is who, and who gets what ----------------------------------------------------------------------------


@dataclass
class _Known:
    """Accounts, channels, and the members of direct messages."""

    builder: BatchBuilder
    names: dict[str, set[str]] = field(default_factory=dict)  # ids of a name
    accounts: set[str] = field(default_factory=set)
    bots: set[str] = field(default_factory=set)
    rooms: dict[str, Room] = field(default_factory=dict)  # of a recipient
    target: dict[str, str] = field(default_factory=dict)  # whom a recipient of the first type is
    reactions: dict[str, dict[str, None]] = field(default_factory=dict)  # who reacted to a message
    _streams: dict[str, Record] = field(default_factory=dict)
    _recipients: dict[str, tuple[str, str]] = field(default_factory=dict)
    _members: dict[str, dict[str, None]] = field(default_factory=dict)

    def see(self, table: str, raw: Record) -> None:
        """Take in a row of a table that describes the organisation."""
        own = ident(raw.get("id")) or ""
        if table in _USERS:
            self._account(own, raw, is_system=table.endswith("crossrealm"))
        elif table == "zerver_stream":
            self._streams[own] = {"name": raw.get("name"), "invite_only": raw.get("invite_only")}
        elif table == "zerver_recipient":
            self._recipients[own] = (ident(raw.get("type")) or "", ident(raw.get("type_id")) or "")
        elif table == "zerver_subscription":
            recipient, user = ident(raw.get("recipient")), ident(raw.get("user_profile"))
            if recipient and user:
                self._members.setdefault(recipient, {})[_alias(user)] = None
        elif table == "zerver_reaction":
            message, user = ident(raw.get("message")), ident(raw.get("user_profile"))
            if message and user:
                self.reactions.setdefault(message, {})[_alias(user)] = None

    def _account(self, own: str, raw: Record, *, is_system: bool) -> None:
        if not own:
            return
        self.accounts.add(own)
        is_bot = is_system or raw.get("is_bot") is True
        if is_bot:
            self.bots.add(_alias(own))
        name = text(raw.get("full_name"))
        if name:
            self.names.setdefault(name.casefold(), set()).add(own)
        email = address(raw.get("delivery_email")) or address(raw.get("email"))
        # A guest may be a client or a freelancer, and of dummies the export knows little: the people file decides.
        is_open = ident(raw.get("role")) == _GUEST or raw.get("is_mirror_dummy") is True
        self.builder.actor(
            _alias(own),
            name=name or email,
            email=None if email and _NO_ADDRESS.match(email) else email,
            actor_kind="bot" if is_bot else None if is_open else "person",
        )

    def settle(self) -> None:
        """What each recipient is, now that all tables are read."""
        for recipient, (sort, target) in self._recipients.items():
            if sort == _PERSON:
                self.target[recipient] = target
            elif sort == _STREAM:
                stream = self._streams.get(target, {})
                name = text(stream.get("name"))
                if name and stream.get("invite_only") is False:
                    self.rooms[recipient] = Room(recipient, f"#{name}", public=True)
            elif sort == _GROUP:
                self.rooms[recipient] = Room.direct(recipient, self._members.get(recipient, {}))

    def room(self, recipient: str, sender: str) -> Room:
        """Where a message was sent to."""
        if target := self.target.get(recipient):
            return Room.direct(recipient, [sender, _alias(target)])
        return self.rooms.get(recipient) or Room(recipient, f"zulip:{recipient}")

    def mentioned(self, told: object) -> tuple[dict[str, None], bool]:
        """The accounts that a text names, and whether it names somebody else too."""
        found: dict[str, None] = {}
        is_all = True
        for name, own in _NAMED.findall(told) if isinstance(told, str) else ():
            ids = {own} & self.accounts if own else self.names.get(name.casefold(), set())
            if len(ids) == 1:
                found[_alias(next(iter(ids)))] = None
            elif name.casefold() not in _EVERYBODY:
                is_all = False
        return found, is_all


# --- messages -------------------------------------------------------------------------------------------------


class _Reader:
    """Turns messages into posts."""

    def __init__(self, builder: BatchBuilder, known: _Known, options: ReadOptions) -> None:
        self._builder, self._known, self._options = builder, known, options
        self._posts = Posts(builder, known.bots)
        self._first: dict[str, tuple[int, str]] = {}  # message of a topic
        self._flagged: dict[str, dict[str, None]] = {}  # whom a message names, by the export's own note

    def see(self, item: JsonRecord) -> None:
        """Remember who wrote in which topic, and who was mentioned."""
        raw = mapping(item.value)
        if item.key == "zerver_usermessage":
            flags, message, user = (
                raw.get("flags_mask"),
                ident(raw.get("message")),
                ident(raw.get("user_profile")),
            )
            if isinstance(flags, int) and flags & _MENTIONED and message and user:
                self._flagged.setdefault(message, {})[_alias(user)] = None
        elif item.key == "zerver_reaction":  # some exports keep them beside the messages
            self._known.see(item.key, raw)
        elif item.key == "zerver_message":
            told = self._told(item)
            if isinstance(told, Post):
                self._posts.see(told)
                if told.thread:
                    key = (int(told.sent_at.timestamp() * 1000), told.id)
                    self._first[told.thread] = min(key, self._first.get(told.thread, key))

    def write(self, item: JsonRecord) -> None:
        """Count a message as what it is; the notes of who received it are no records."""
        if item.key != "zerver_message":
            return
        told = self._told(item)
        if isinstance(told, Post):
            self._posts.write(told)
        else:
            self._builder.reject(item.place, told)

    def _told(self, item: JsonRecord) -> Post | str:
        """The post, or why there is none."""
        raw = mapping(item.value)
        own, sender, recipient = (ident(raw.get(name)) for name in ("id", "sender", "recipient"))
        sent_at = of_epoch(raw.get("date_sent") or raw.get("pub_date"), per_second=1)
        if sent_at is None or not own:
            return "no usable time (date_sent)" if own else "no id"
        if not sender or not recipient:
            return "no recipient" if sender else "no author"
        alias = _alias(sender)
        room = self._known.room(recipient, alias)
        thread = self._topic(raw, room)
        named, is_all = self._known.mentioned(raw.get("content"))
        if not is_all:
            named |= self._flagged.get(own, {})
        return Post(
            id=f"zulip:{own}",
            room=room,
            sender=alias,
            sent_at=sent_at,
            thread=thread,
            is_reply=thread in self._first and self._first[thread][1] != f"zulip:{own}" if thread else False,
            mentions=tuple(named),
            reactions=dict.fromkeys(self._known.reactions.get(own, {})),  # when, the export does not say
            automated=alias in self._known.bots,
            place=item.place,
        )

    def _topic(self, raw: Record, room: Room) -> str | None:
        """The conversation that a message of a channel belongs to; what a topic is called is hidden."""
        topic = (text(raw.get("subject")) or "").strip().casefold()
        if room.members or topic in _NO_TOPIC:
            return None
        return f"zulip:{room.id}:{self._options.hidden(topic)}"
