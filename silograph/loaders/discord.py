"""Discord: channels as DiscordChatExporter writes them, as JSON.

Of texts nothing is read: a message lists the accounts it mentions, for in its text they may stand as names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from silograph.errors import DataError
from silograph.loaders.chats.fields import Record, ident, mapping, mappings, of_iso, text
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source
from silograph.loaders.json_records import JsonRecord, json_items, reported
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Discord: channels exported as JSON by DiscordChatExporter"

_SNIFFED_FILES = 100
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")
_ASSETS = re.compile(r"_Files/")  # folders of downloaded pictures and attached files
_SAYS_GUILD = re.compile(r'\ufeff?\s*\{\s*"guild"\s*:\s*\{')
_SAYS_CHANNEL = re.compile(r'"channel"\s*:\s*\{')

_WRITTEN = frozenset({"Default", "Reply"})  # every other type is the system speaking, or a command
_DIRECT = frozenset({"DirectTextChat", "DirectGroupTextChat"})


class _Read(NamedTuple):
    """A message, and the channel it stands in."""

    channel: Record
    item: JsonRecord


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is a channel of Discord."""
    try:
        entries = _files(source)
    except DataError:
        return False
    step = max(1, len(entries) // _SNIFFED_FILES)
    return bool(entries) and all(_is_channel(entry) for entry in entries[::step])


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:  # noqa: ARG001 - nothing here has to be told
    """The messages of all channels."""
    builder = BatchBuilder(channel="post")
    entries = _files(source)
    reader = _Reader(builder)
    for entry in entries:
        for record in _records(json_items(entry)):
            reader.see(record)
    for number, entry in enumerate(entries, start=1):
        # The name of a file is that of its channel, which may be private, or of the other one of a direct message.
        items = json_items(entry, f"(file {number} by name)")
        for record in _records(reported(items, entry, builder)):
            reader.write(record)
            yield from builder.full()
    yield builder.take()


def _files(source: Source) -> list[Entry]:
    return [
        entry for entry in source.entries if not _HIDDEN.search(entry.name) and not _ASSETS.search(entry.name)
    ]


def _is_channel(entry: Entry) -> bool:
    told = entry.head(1 << 16).decode("utf-8", errors="replace")
    return _SAYS_GUILD.match(told) is not None and _SAYS_CHANNEL.search(told) is not None


def _records(items: Iterator[JsonRecord]) -> Iterator[_Read]:
    """The messages of a file, each with its channel, which stands before them."""
    channel: Record = {}
    for item in items:
        if item.key == "channel":
            channel = mapping(item.value)
        if item.key == "messages":
            yield _Read(channel, item)


def _alias(user: str) -> str:
    return f"discord:{user}"


@dataclass
class _Reader:
    """Turns messages into posts."""

    builder: BatchBuilder
    bots: set[str] = field(default_factory=set)
    writers: dict[str, dict[str, None]] = field(default_factory=dict)  # of a direct message

    def __post_init__(self) -> None:
        self._posts = Posts(self.builder, self.bots)

    def see(self, record: _Read) -> None:
        """Remember who wrote, before anything is written."""
        told = self._told(record)
        if isinstance(told, Post):
            self._posts.see(told)
            self.writers.setdefault(told.room.id, {})[told.sender] = None

    def write(self, record: _Read) -> None:
        """Count a message as what it is."""
        told = self._told(record)
        if isinstance(told, Post):
            self._posts.write(told)
        elif told is None:
            self.builder.system()
        else:
            self.builder.reject(record.item.place, told)

    def _told(self, record: _Read) -> Post | str | None:
        """The post; why there is none; None where it is the system's."""
        raw, channel = mapping(record.item.value), ident(record.channel.get("id"))
        own, sender, sent_at = (
            ident(raw.get("id")),
            self._account(raw.get("author")),
            of_iso(raw.get("timestamp")),
        )
        if text(raw.get("type")) and raw["type"] not in _WRITTEN:
            return None
        if sent_at is None or not own:
            return "no usable time (timestamp)" if own else "no id"
        if not sender or not channel:
            return "no channel" if sender else "no author"
        sort = text(record.channel.get("type")) or ""
        answered = (
            ident(mapping(raw.get("reference")).get("messageId")) if raw.get("type") == "Reply" else None
        )
        in_thread = "Thread" in sort and own != channel  # a thread has the id of the message that opened it
        parent = answered or (channel if in_thread else None)
        return Post(
            id=_alias(own),
            room=self._room(channel, sort),
            sender=sender,
            sent_at=sent_at,
            thread=_alias(channel) if "Thread" in sort else None,
            parent=_alias(parent) if parent else None,
            is_reply=parent is not None,
            mentions=tuple(dict.fromkeys(filter(None, map(self._account, mappings(raw.get("mentions")))))),
            reactions=dict.fromkeys(self._reacted(raw)),  # when, the export does not say
            automated=sender in self.bots,
            place=record.item.place,
        )

    def _account(self, told: object) -> str | None:
        """Who somebody is, declared as they become known."""
        raw = mapping(told)
        user = ident(raw.get("id"))
        if not user:
            return None
        alias, is_bot = _alias(user), raw.get("isBot") is True
        if is_bot:
            self.bots.add(alias)
        name = text(raw.get("nickname")) or text(raw.get("name"))
        self.builder.actor(alias, name=name, actor_kind="bot" if is_bot else None)
        return alias

    def _reacted(self, raw: Record) -> Iterator[str]:
        for reaction in mappings(raw.get("reactions")):
            yield from filter(None, map(self._account, mappings(reaction.get("users"))))

    def _room(self, channel: str, sort: str) -> Room:
        if sort in _DIRECT:
            role = "to" if sort == "DirectTextChat" else "member"
            return Room(channel, members=tuple(self.writers.get(channel, {})), role=role)
        return Room(channel, _alias(channel))  # who may read it, the export does not say
