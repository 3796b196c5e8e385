"""Rocket.Chat: its collections as ``mongoexport`` writes them, or pages of its REST interface.

Of texts nothing is read: a message lists the accounts it mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from silograph.errors import DataError
from silograph.loaders.chats.fields import (
    Record,
    address,
    mapping,
    mappings,
    of_epoch,
    of_iso,
    text,
    texts,
)
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source
from silograph.loaders.json_records import JsonRecord, is_json_lines, json_items, json_lines, reported
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Rocket.Chat: messages, rooms and users as JSON (mongoexport, or pages of the REST interface)"

_SNIFFED_FILES = 100
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")
_BESIDE = (".bson", ".metadata.json", ".bson.gz")  # of a dump, without what is read here
_LISTS = frozenset({"", "messages", "users", "channels", "groups", "ims", "rooms", "update"})
_WRAPPERS = frozenset({"messages", "users", "channels", "groups", "ims", "rooms", "update", "success"})

_SAYS_MESSAGE = tuple(map(re.compile, (r'"rid"\s*:\s*"', r'"msg"\s*:', r'"u"\s*:\s*\{', r'"_id"\s*:')))
_SAYS_BESIDE = tuple(
    map(re.compile, (r'"username"\s*:', r'"usersCount"\s*:', r'"usernames"\s*:\s*\[', r'"rid"\s*:\s*"'))
)
_SAYS_RECORD = re.compile(r'\ufeff?\s*\[?\s*\{\s*"_id"\s*:')

_WRITTEN = frozenset({"e2e", "otr"})  # encrypted, but messages; every other type is the system speaking
_EVERYBODY = frozenset({"all", "here"})
_ROCKET_CAT = "rocket.cat"
_PROGRAMS = frozenset({"bot", "app"})  # types of users


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is of Rocket.Chat, and one holds messages."""
    try:
        entries = _files(source)
    except DataError:
        return False
    step = max(1, len(entries) // _SNIFFED_FILES)
    kinds = {_kind(entry) for entry in entries[::step]}
    return None not in kinds and "messages" in kinds


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:  # noqa: ARG001 - nothing here has to be told
    """The messages of all files."""
    builder = BatchBuilder(channel="post")
    entries = [entry for entry in _files(source) if not entry.name.lower().endswith(_BESIDE)]
    known = _Known(builder)
    for entry in entries:
        for item in _records(_items(entry)):
            known.see(mapping(item.value))
    known.settle()
    reader = _Reader(builder, known)
    for entry in entries:
        for item in _records(_items(entry)):
            reader.see(item)
    for entry in entries:
        for item in _records(reported(_items(entry), entry, builder)):
            reader.write(item)
            yield from builder.full()
    yield builder.take()


def _files(source: Source) -> list[Entry]:
    return [entry for entry in source.entries if not _HIDDEN.search(entry.name)]


def _kind(entry: Entry) -> str | None:
    """``messages``, or ``beside`` for what lies beside them; None for what is not of Rocket.Chat."""
    if entry.name.lower().endswith(_BESIDE):
        return "beside"
    told = entry.head().decode("utf-8", errors="replace")
    if told.lstrip("\ufeff \r\n\t")[:1] not in ("{", "["):
        return None
    if all(says.search(told) for says in _SAYS_MESSAGE):
        return "messages"
    is_record = _SAYS_RECORD.match(told) is not None
    return "beside" if is_record or any(says.search(told) for says in _SAYS_BESIDE) else None


def _items(entry: Entry) -> Iterator[JsonRecord]:
    by_line = is_json_lines(entry, wrappers=_WRAPPERS, own="_id")
    return json_lines(entry) if by_line else json_items(entry)


def _records(items: Iterator[JsonRecord]) -> Iterator[JsonRecord]:
    """The records of a file; what stands around the lists of a page is none."""
    return (item for item in items if item.key in _LISTS and (not item.key or isinstance(item.value, dict)))


def _instant(value: object) -> datetime | None:
    """The time of a date, as REST or the tools of MongoDB write it."""
    told = mapping(value).get("$date", value)
    told = mapping(told).get("$numberLong", told)
    return of_iso(told) or of_epoch(told, per_second=1000)


def _own(raw: Record) -> str | None:
    """The id of a record, which may be an id of MongoDB's own."""
    return text(raw.get("_id")) or text(mapping(raw.get("_id")).get("$oid"))


def _alias(user: str) -> str:
    return f"rocketchat:{user}"


def _is_message(raw: Record) -> bool:
    return "rid" in raw and "msg" in raw and "u" in raw


# --- who is who, and who is in which room ---------------------------------------------------------------------


@dataclass
class _Known:
    """Accounts and rooms."""

    builder: BatchBuilder
    ids: dict[str, str] = field(default_factory=dict)  # of a username
    accounts: set[str] = field(default_factory=set)
    bots: set[str] = field(default_factory=set)
    rooms: dict[str, Record] = field(default_factory=dict)
    members: dict[str, dict[str, None]] = field(default_factory=dict)  # of a room, as subscriptions say
    writers: dict[str, dict[str, None]] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)  # rooms in which a visitor wrote

    def see(self, raw: Record) -> None:
        """Take in a record."""
        own = _own(raw)
        if _is_message(raw):
            self._message(raw)
        elif "rid" in raw and "u" in raw:
            user = text(mapping(raw.get("u")).get("_id"))
            if user and (room := text(raw.get("rid"))):
                self.members.setdefault(room, {})[user] = None
        elif own and "username" in raw:
            self._user(own, raw)
        elif own and text(raw.get("t")):
            self.rooms[own] = {
                name: raw.get(name) for name in ("t", "name", "fname", "prid", "uids", "usernames")
            }

    def _user(self, own: str, raw: Record) -> None:
        self.accounts.add(own)
        username = text(raw.get("username"))
        if username:
            self.ids[username] = own
        is_bot = (
            text(raw.get("type")) in _PROGRAMS or username == _ROCKET_CAT or "bot" in texts(raw.get("roles"))
        )
        if is_bot:
            self.bots.add(own)
        emails = (address(one.get("address")) for one in mappings(raw.get("emails")))
        # A guest may be a client or a freelancer: the people file decides.
        is_guest = "guest" in texts(raw.get("roles"))
        self.builder.actor(
            _alias(own),
            name=text(raw.get("name")) or username,
            email=next(filter(None, emails), None),
            actor_kind="bot" if is_bot else None if is_guest else "person",
        )

    def _message(self, raw: Record) -> None:
        author, room = mapping(raw.get("u")), str(raw.get("rid"))
        for told in (author, *mappings(raw.get("mentions"))):
            if (user := text(told.get("_id"))) and (username := text(told.get("username"))):
                self.ids.setdefault(username, user)
        if user := text(author.get("_id")):
            self.accounts.add(user)
            is_visitor = bool(raw.get("token"))
            if is_visitor:
                self.visited.add(room)
            if author.get("username") == _ROCKET_CAT:
                self.bots.add(user)
            if is_visitor or not text(raw.get("t")) or raw.get("t") in _WRITTEN:
                self.writers.setdefault(room, {})[user] = None
            kind = "external" if is_visitor else "bot" if user in self.bots else None
            name = text(author.get("name")) or text(author.get("username"))
            self.builder.actor(_alias(user), name=name, actor_kind=kind)

    def settle(self) -> None:
        """Forget who is in channels and private groups: nobody there is addressed for being in it."""
        for room, told in self.rooms.items():
            if told["t"] not in {"d", "l"}:
                self.writers.pop(room, None)
                self.members.pop(room, None)

    def account(self, username: str) -> str:
        """The id of a username; itself where nobody says whose it is."""
        return self.ids.get(username, username)

    def room(self, own: str, sender: str) -> Room:
        """Where a message was written."""
        told = self.rooms.get(own, {})
        sort = told.get("t")
        if sort == "d":
            listed = [*texts(told.get("uids")), *map(self.account, texts(told.get("usernames")))]
            members = (
                listed or self._pair(own, sender) or [*self.members.get(own, {}), *self.writers.get(own, {})]
            )
            return Room.direct(own, dict.fromkeys(map(_alias, members)))
        if sort == "l" or own in self.visited:  # a conversation with somebody outside
            return Room.direct(own, dict.fromkeys(map(_alias, self.writers.get(own, {}))))
        if sort is None and (pair := self._pair(own, sender)):
            return Room.direct(own, dict.fromkeys(map(_alias, pair)))
        name = text(told.get("fname")) if told.get("prid") else text(told.get("name"))
        if sort == "c" and name:
            return Room(own, f"#{name}", public=True)
        return Room(own, own)

    def _pair(self, own: str, sender: str) -> list[str]:
        """The two accounts of which the id of a direct message consists."""
        for other in (own.removeprefix(sender), own.removesuffix(sender)):
            if other != own and (other in self.accounts or other == sender):
                return [sender, other]
        return []


# --- messages -------------------------------------------------------------------------------------------------


class _Reader:
    """Turns messages into posts."""

    def __init__(self, builder: BatchBuilder, known: _Known) -> None:
        self._builder, self._known = builder, known
        self._bots = {_alias(user) for user in known.bots}
        self._posts = Posts(builder, self._bots)

    def see(self, item: JsonRecord) -> None:
        """Remember who wrote, before anything is written."""
        told = self._told(item)
        if isinstance(told, Post):
            self._posts.see(told)
        elif told == "system":
            raw = mapping(item.value)
            own, user = _own(raw), text(mapping(raw.get("u")).get("_id"))
            if own and user and not raw.get("_hidden"):
                self._posts.wrote(_alias(own), _alias(user), _instant(raw.get("ts")))

    def write(self, item: JsonRecord) -> None:
        """Count a record as what it is."""
        told = self._told(item)
        if isinstance(told, Post):
            self._posts.write(told)
        elif told == "system":
            self._builder.system()
        elif told == "other":
            self._builder.other()
        else:
            self._builder.reject(item.place, told)

    def _told(self, item: JsonRecord) -> Post | str:
        """The post, ``system`` or ``other``, or why there is none."""
        raw = mapping(item.value)
        if not _is_message(raw):
            return "other" if "_id" in raw else "not a record of Rocket.Chat"
        sort = raw.get("t")
        if raw.get("_hidden") or (sort and sort not in _WRITTEN):
            return "system"  # a former version of an edited message is hidden, and has an id of its own
        own, user = _own(raw), text(mapping(raw.get("u")).get("_id"))
        sent_at, room_id = _instant(raw.get("ts")), text(raw.get("rid"))
        if sent_at is None or not own:
            return "no usable time (ts)" if own else "no id"
        if not user or not room_id:
            return "no room" if user else "no author"
        answered = text(raw.get("tmid")) or _quoted(raw)
        return Post(
            id=_alias(own),
            room=self._known.room(room_id, user),
            sender=_alias(user),
            sent_at=sent_at,
            parent=_alias(answered) if answered else None,
            is_reply=bool(answered),
            mentions=tuple(dict.fromkeys(self._mentioned(raw))),
            reactions=dict.fromkeys(self._reacted(raw)),  # when, the export does not say
            automated=user in self._known.bots or bool(raw.get("bot")),
            place=item.place,
        )

    def _mentioned(self, raw: Record) -> Iterator[str]:
        for told in mappings(raw.get("mentions")):
            user = text(told.get("_id"))
            if user and user not in _EVERYBODY and told.get("type", "user") == "user":
                yield _alias(user)

    def _reacted(self, raw: Record) -> Iterator[str]:
        for told in mapping(raw.get("reactions")).values():
            for username in texts(mapping(told).get("usernames")):
                yield _alias(self._known.account(username))


def _quoted(raw: Record) -> str | None:
    """The message that is quoted with a link to it, of which nothing but the id is read."""
    for attached in mappings(raw.get("attachments")):
        if link := text(attached.get("message_link")):
            try:
                found = parse_qs(urlsplit(link).query, max_num_fields=20).get("msg")
            except ValueError:
                continue
            if found:
                return found[0]
    return None
