"""Discourse: topics and posts as its interface gives them (JSON), or as a query of Data Explorer (CSV).

A topic is a conversation. Of texts only the accounts they name are read; who liked a post is not in these exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from silograph.errors import DataError
from silograph.loaders.chats import csv_records
from silograph.loaders.chats.fields import Record, address, ident, mapping, mappings, of_iso, text
from silograph.loaders.chats.names import named
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source, sniff_encoding
from silograph.loaders.json_records import JsonRecord, is_json_lines, json_items, json_lines, reported
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Discourse: topics or posts as JSON of its interface, or posts as CSV of Data Explorer"

_SNIFFED_FILES = 100
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$)")
_WRAPPERS = frozenset({"latest_posts", "posts", "users"})
_LISTS = frozenset({"", "latest_posts", "posts", "users"})
_TOPIC_KEYS = frozenset({"id", "archetype", "category_id", "details"})

_SAYS_POST = tuple(
    map(re.compile, (r'"topic_id"\s*:', r'"post_number"\s*:', r'"username"\s*:|"user_id"\s*:'))
)
_SAYS_USER = tuple(map(re.compile, (r'"username"\s*:', r'"email"\s*:')))
_MENTION = re.compile(r'<a [^>]{0,200}class="mention"[^>]{0,200}>@([\w.-]{1,64})<')

_WRITTEN = frozenset({"", "1", "4"})  # types of posts: regular, and whispers among staff
_PRIVATE = "private_message"
_TRUE = frozenset({"true", "t", "1"})


def recognises(source: Source) -> bool:
    """Whether every file (of a large folder: a sample of them) is of Discourse, and one holds posts."""
    try:
        entries = _files(source)
    except DataError:
        return False
    step = max(1, len(entries) // _SNIFFED_FILES)
    kinds = {_kind(entry) for entry in entries[::step]}
    return None not in kinds and "posts" in kinds


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:  # noqa: ARG001 - nothing here has to be told
    """The posts of all files."""
    builder = BatchBuilder(channel="post")
    entries = _files(source)
    known = _Known(builder)
    for entry in entries:
        known.see(entry)
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


# --- what is in a file ---------------------------------------------------------------------------------------


def _is_json(entry: Entry) -> bool:
    head = entry.head(4096)
    return head.decode(sniff_encoding(head), errors="replace").lstrip("\ufeff \r\n\t")[:1] in ("{", "[")


def _kind(entry: Entry) -> str | None:
    """``posts`` or ``users``; None for neither."""
    if not _is_json(entry):
        names = csv_records.header_of(entry)
        return "posts" if _is_posts(names) else "users" if _is_users(names) else None
    told = entry.head().decode("utf-8", errors="replace")
    if all(says.search(told) for says in _SAYS_POST):
        return "posts"
    return "users" if all(says.search(told) for says in _SAYS_USER) else None


def _is_posts(names: AbstractSet[str]) -> bool:
    return names >= {"topicid", "postnumber", "createdat"} and bool(names & {"userid", "username"})


def _is_users(names: AbstractSet[str]) -> bool:
    return names >= {"id", "username", "email"}


def _is_table(names: AbstractSet[str]) -> bool:
    return _is_posts(names) or _is_users(names)


_NAMES = {
    name.replace("_", ""): name
    for name in ("id", "topic_id", "post_number", "reply_to_post_number", "user_id", "username", "name", "email",
                 "created_at", "deleted_at", "post_type", "raw", "cooked", "archetype", "category_id")
}  # fmt: skip


def _items(entry: Entry) -> Iterator[JsonRecord]:
    """What a file holds, as it stands in it; the rows of a table by the names that JSON has."""
    if _is_json(entry):
        by_line = is_json_lines(entry, wrappers=_WRAPPERS, own="topic_id")
        yield from json_lines(entry) if by_line else json_items(entry)
        return
    for row in csv_records.rows(entry, _is_table):
        cells = {
            _NAMES[name]: cell
            for name, cell in row.cells.items()
            if name in _NAMES and cell.lower() != "null"
        }
        yield JsonRecord(row.place, "", cells, row.size, problem=row.problem)


def _records(items: Iterator[JsonRecord]) -> Iterator[JsonRecord]:
    """The posts and users of a file, also those inside a topic."""
    for item in items:
        raw = mapping(item.value)
        stream = raw if item.key == "post_stream" else mapping(raw.get("post_stream"))
        if stream:
            size = item.size
            for number, post in enumerate(mappings(stream.get("posts")), start=1):
                yield JsonRecord(f"{item.place}, post {number}", "", post, size)
                size = 0
        elif item.key in _LISTS:
            yield item


def _alias(user: str) -> str:
    """Ids of a forum are numbers, and names of accounts those of people in other sources."""
    return f"discourse:{user}"


# --- who is who, and what each topic is -----------------------------------------------------------------------


@dataclass
class _Topic:
    """What is known of a topic."""

    private: bool = False
    category: str | None = None
    members: dict[str, None] = field(default_factory=dict)


@dataclass
class _Known:
    """Accounts and topics."""

    builder: BatchBuilder
    ids: dict[str, str] = field(default_factory=dict)  # of an account's name, in lower case
    topics: dict[str, _Topic] = field(default_factory=dict)
    writers: dict[str, dict[str, None]] = field(default_factory=dict)  # of a topic

    def see(self, entry: Entry) -> None:
        """Take in what a file says of accounts and topics."""
        page: Record = {}
        for item in _items(entry):
            raw = mapping(item.value)
            if item.key in _TOPIC_KEYS:
                page[item.key] = item.value
            elif "post_stream" in raw:
                self._topic(raw)
        if page:
            self._topic(page)
        for item in _records(_items(entry)):
            self._account(mapping(item.value))

    def _topic(self, raw: Record) -> None:
        if own := ident(raw.get("id")):
            members: dict[str, None] = {}
            for allowed in mappings(mapping(raw.get("details")).get("allowed_users")):
                user = ident(allowed.get("id"))
                self._name(allowed.get("username"), user)
                if user:
                    members[_alias(user)] = None
            self.topics[own] = _Topic(
                raw.get("archetype") == _PRIVATE, ident(raw.get("category_id")), members
            )

    def _account(self, raw: Record) -> None:
        if "topic_id" not in raw:
            user = ident(raw.get("id"))
            self._name(raw.get("username"), user)
            if user:
                name = text(raw.get("name")) or text(raw.get("username"))
                self.builder.actor(
                    _alias(user), name=name, email=address(raw.get("email")), actor_kind="person"
                )
            return
        self._name(raw.get("username"), ident(raw.get("user_id")))
        topic = ident(raw.get("topic_id")) or ""
        if raw.get("archetype") == _PRIVATE:
            self.topics.setdefault(topic, _Topic()).private = True
        if (category := ident(raw.get("category_id"))) and topic not in self.topics:
            self.topics[topic] = _Topic(category=category)

    def _name(self, username: object, user: str | None) -> None:
        if name := text(username):
            if user:
                self.ids[name.lower()] = user
            else:
                self.ids.setdefault(name.lower(), name.lower())

    def author(self, raw: Record) -> str | None:
        """Who wrote a post."""
        username = text(raw.get("username"))
        user = ident(raw.get("user_id")) or (self.ids.get(username.lower(), username) if username else None)
        return _alias(user) if user else None


# --- posts ----------------------------------------------------------------------------------------------------


class _Reader:
    """Turns records into posts."""

    def __init__(self, builder: BatchBuilder, known: _Known) -> None:
        self._builder, self._known = builder, known
        self._posts = Posts(builder)

    def see(self, item: JsonRecord) -> None:
        """Remember who wrote, before anything is written."""
        told, raw = self._told(item), mapping(item.value)
        if isinstance(told, Post):
            self._posts.see(told)
            self._known.writers.setdefault(ident(raw.get("topic_id")) or "", {})[told.sender] = None
        elif told == "system" and (sender := self._known.author(raw)):
            self._posts.wrote(_id(raw, "post_number"), sender, of_iso(raw.get("created_at")))

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
        if "topic_id" not in raw or "post_number" not in raw:
            return "other" if "username" in raw else "not a post of Discourse"
        deleted = raw.get("deleted_at") or str(raw.get("user_deleted", "")).lower() in _TRUE
        if deleted or (ident(raw.get("post_type")) or "") not in _WRITTEN:
            return "system"
        sender, sent_at = self._known.author(raw), of_iso(raw.get("created_at"))
        topic, number = ident(raw.get("topic_id")), ident(raw.get("post_number"))
        if sent_at is None or not topic or not number:
            return "no usable time (created_at)" if sent_at is None else "no topic_id or post_number"
        if not sender:
            return "no author"
        # Whoever answers no post in particular answers the one that opened the topic.
        answered = None if number == "1" else ident(raw.get("reply_to_post_number")) or "1"
        is_bot = sender.startswith("discourse:-")  # accounts of the system have ids below 0
        username = text(raw.get("username"))
        self._builder.actor(
            sender, name=text(raw.get("name")) or username, actor_kind="bot" if is_bot else None
        )
        return Post(
            id=f"discourse:{topic}/{number}",
            room=self._room(topic),
            sender=sender,
            sent_at=sent_at,
            thread=f"discourse:{topic}",
            parent=f"discourse:{topic}/{answered}" if answered else None,
            is_reply=answered is not None,
            mentions=tuple(dict.fromkeys(self._mentioned(raw))),
            automated=is_bot,
            place=item.place,
        )

    def _mentioned(self, raw: Mapping[str, object]) -> Iterator[str]:
        cooked = text(raw.get("cooked")) or ""
        told = raw.get("raw") or " ".join(f"@{name}" for name in _MENTION.findall(cooked))
        for name in named(told, self._known.ids):
            yield _alias(self._known.ids[name])

    def _room(self, topic: str) -> Room:
        told = self._known.topics.get(topic, _Topic())
        if told.private:
            return Room.direct(topic, [*told.members, *self._known.writers.get(topic, {})])
        return Room(topic, f"discourse:{told.category}" if told.category else None)


def _id(raw: Record, number: str) -> str:
    return f"discourse:{ident(raw.get('topic_id'))}/{ident(raw.get(number))}"
