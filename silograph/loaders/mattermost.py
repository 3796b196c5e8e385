"""Mattermost: the bulk export (JSON lines) and the compliance export (``posts.csv``).

The bulk export gives posts no ids: a keyed hash of what tells them apart is their id, so that two exports count a post
once. Of texts only the accounts they name are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from silograph.errors import DataError
from silograph.loaders.chats import csv_records
from silograph.loaders.chats.fields import Record, address, mapping, mappings, of_epoch, of_iso, text, texts
from silograph.loaders.chats.names import named
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source
from silograph.loaders.json_records import JsonRecord, json_lines, reported
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Mattermost: bulk export (JSON lines, also in its zip), compliance export (posts.csv)"

_SNIFFED_FILES = 200
_ATTACHED = frozenset({"data", "files"})  # folders of attached files, which may hold anything
_SAYS_BULK = re.compile(
    r'\ufeff?\s*\{(?=[^{}\[\]]{0,200}"type"\s*:\s*"version")(?=[^{}\[\]]{0,200}"version"\s*:\s*\d)'
)
_GROUPS = frozenset({"all", "channel", "here"})

_DELETED = frozenset({"deleted", "filedeleted"})  # kinds of updates in the compliance export


def recognises(source: Source) -> bool:
    """Whether there is a bulk export, or a table of posts of a compliance export."""
    try:
        bulk, tables = _files(source)
    except DataError:
        return False
    return bool(bulk or tables)


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The posts of all exports in the source."""
    builder = BatchBuilder(channel="post")
    bulk, tables = _files(source)
    known = _Known(builder)
    for entry in bulk:
        for item in json_lines(entry):
            known.see(mapping(item.value))
    for entry in tables:
        for row in csv_records.rows(entry, _is_posts):
            known.row(row.cells)
    lines = _Lines(builder, known, options)
    for entry in bulk:
        for item in reported(json_lines(entry), entry, builder):
            lines.write(item)
            yield from builder.full()
    rows = _Rows(builder, known)
    for entry in tables:
        for row in csv_records.rows(entry, _is_posts):
            rows.see(row)
    for entry in tables:
        for row in csv_records.rows(entry, _is_posts):
            rows.write(row)
            yield from builder.full()
        builder.progress(entry.size)
    yield builder.take()


def _files(source: Source) -> tuple[list[Entry], list[Entry]]:
    """The files of lines and the tables of posts."""
    bulk, tables = [], []
    outer = [entry for entry in source.entries if not _ATTACHED & set(entry.name.split("/")[:-1])]
    for entry in outer[:_SNIFFED_FILES]:
        if entry.name.lower().endswith(".csv"):
            if _is_posts(csv_records.header_of(entry)):
                tables.append(entry)
        elif _SAYS_BULK.match(entry.head(4096).decode("utf-8", errors="replace")):
            bulk.append(entry)
    return bulk, tables


def _is_posts(names: AbstractSet[str]) -> bool:
    return names >= {"postcreationtime", "channelid", "username", "postid", "posttype"}


def _alias(username: str) -> str:
    """Names of accounts are those of people in other sources, who need not be the same."""
    return f"mattermost:{username.lower()}"


# --- who is who, and which channels there are ----------------------------------------------------------------


@dataclass
class _Known:
    """Accounts and channels."""

    builder: BatchBuilder
    names: set[str] = field(default_factory=set)
    bots: set[str] = field(default_factory=set)
    channels: dict[tuple[str, str], str] = field(default_factory=dict)  # their type
    closed: set[str] = field(default_factory=set)  # teams to which one is invited
    username: dict[str, str] = field(default_factory=dict)  # of an id, in the compliance export
    members: dict[str, dict[str, None]] = field(default_factory=dict)  # of its groups

    def see(self, raw: Record) -> None:
        """Take in a line of a bulk export."""
        told = mapping(raw.get(str(raw.get("type"))))
        match raw.get("type"):
            case "user" | "bot":
                self._account(told, is_bot=raw["type"] == "bot")
            case "team":
                if told.get("type") == "I" and (name := text(told.get("name"))):
                    self.closed.add(name)
            case "channel":
                self.channels[str(told.get("team")), str(told.get("name"))] = str(told.get("type"))
            case "post" | "direct_post":
                for one in (told, *mappings(told.get("replies"))):
                    self._named(text(one.get("user")))

    def _account(self, told: Record, *, is_bot: bool) -> None:
        username = text(told.get("username"))
        if not username:
            return
        self._named(username)
        if is_bot:
            self.bots.add(_alias(username))
        full = " ".join(texts([told.get("first_name"), told.get("last_name")]))
        names = (full, text(told.get("nickname")), text(told.get("display_name")), username)
        # A guest may be a client or a freelancer: the people file decides.
        guest = "system_guest" in (text(told.get("roles")) or "").split()
        self.builder.actor(
            _alias(username),
            name=next(filter(None, names)),
            email=address(told.get("email")),
            actor_kind="bot" if is_bot else None if guest else "person",
        )

    def _named(self, username: str | None) -> None:
        if username:
            self.names.add(username.lower())

    def row(self, cells: Mapping[str, str]) -> None:
        """Take in a row of a compliance export."""
        username, user = cells.get("username", ""), cells.get("userid", "")
        if not username:
            return
        self._named(username)
        self.username[user] = username
        self.builder.actor(_alias(username), name=username, email=address(cells.get("useremail")))
        if cells.get("channeltype") == "group":
            self.members.setdefault(cells["channelid"], {})[_alias(username)] = None

    def mentioned(self, message: object) -> tuple[str, ...]:
        """The accounts that a text names."""
        return tuple(_alias(name) for name in named(message, self.names) if name not in _GROUPS)


# --- the bulk export ------------------------------------------------------------------------------------------


class _Lines:
    """Turns lines of a bulk export into posts; all answers to a post stand in its line."""

    def __init__(self, builder: BatchBuilder, known: _Known, options: ReadOptions) -> None:
        self._builder, self._known, self._options = builder, known, options

    def write(self, item: JsonRecord) -> None:
        """Count a line as what it is."""
        raw = mapping(item.value)
        if raw.get("type") not in {"post", "direct_post"}:
            if "type" in raw:
                self._builder.other()
            else:
                self._builder.reject(item.place, "not a line of a bulk export")
        else:
            self._thread(item.place, mapping(raw.get(raw["type"])))

    def _thread(self, place: str, told: Record) -> None:
        room = self._room(told)
        root = self._post(place, told, room, parent=None)
        parent = root.id if isinstance(root, Post) else self._id(told, room, None)
        replies = [
            self._post(f"{place}, reply {number}", reply, room, parent=parent)
            for number, reply in enumerate(mappings(told.get("replies")), start=1)
        ]
        posts = Posts(self._builder, self._known.bots)
        found = [root, *replies]
        for one in found:
            if isinstance(one, Post):
                posts.see(one)
        if not isinstance(root, Post) and (user := text(told.get("user"))):
            posts.wrote(parent, _alias(user), None)
        for number, one in enumerate(found):
            if isinstance(one, Post):
                posts.write(one)
            elif one:
                self._builder.reject(f"{place}, reply {number}" if number else place, one)
            else:
                self._builder.system()

    def _post(self, place: str, told: Record, room: Room, *, parent: str | None) -> Post | str | None:
        """The post; why there is none; None where it is the system's."""
        if (text(told.get("type")) or "").startswith("system_"):
            return None
        user, sent_at = text(told.get("user")), of_epoch(told.get("create_at"), per_second=1000)
        if sent_at is None:
            return "no usable time (create_at)"
        if not user:
            return "no author"
        props = mapping(told.get("props"))
        automated = _alias(user) in self._known.bots or any(
            str(props.get(name)).lower() == "true" for name in ("from_webhook", "from_bot")
        )
        return Post(
            id=self._id(told, room, parent),
            room=room,
            sender=_alias(user),
            sent_at=sent_at,
            parent=parent,
            is_reply=parent is not None,
            mentions=self._known.mentioned(told.get("message")),
            reactions=_reactions(told),
            automated=automated,
            place=place,
        )

    def _id(self, told: Record, room: Room, parent: str | None) -> str:
        parts = (room.id, parent or "", *(str(told.get(name)) for name in ("user", "create_at", "message")))
        return f"mattermost:{self._options.hidden(*parts)}"

    def _room(self, told: Record) -> Room:
        if "channel_members" in told:
            members = [_alias(name) for name in texts(told.get("channel_members"))]
            return Room.direct(f"direct:{self._options.hidden(*sorted(members))}", members)
        team, channel = str(told.get("team")), str(told.get("channel"))
        is_open = self._known.channels.get((team, channel)) == "O" and team not in self._known.closed
        private = f"private:{self._options.hidden(team, channel)}"
        return Room(f"{team}/{channel}", f"#{team}/{channel}" if is_open else private, public=is_open)


def _reactions(told: Record) -> dict[str, datetime | None]:
    found: dict[str, datetime | None] = {}
    for reaction in mappings(told.get("reactions")):
        if user := text(reaction.get("user")):
            at, before = of_epoch(reaction.get("create_at"), per_second=1000), found.get(_alias(user))
            found[_alias(user)] = min(at, before) if at and before else at or before
    return found


# --- the compliance export ------------------------------------------------------------------------------------


class _Rows:
    """Turns rows of a compliance export into posts."""

    def __init__(self, builder: BatchBuilder, known: _Known) -> None:
        self._builder, self._known = builder, known
        self._posts = Posts(builder, known.bots)

    def see(self, row: csv_records.Row) -> None:
        """Remember who wrote, before anything is written."""
        told = self._told(row)
        if isinstance(told, Post):
            self._posts.see(told)

    def write(self, row: csv_records.Row) -> None:
        """Count a row as what it is."""
        told = self._told(row)
        if isinstance(told, Post):
            self._posts.write(told)
        elif told is None:
            self._builder.system()
        else:
            self._builder.reject(row.place, told)

    def _told(self, row: csv_records.Row) -> Post | str | None:
        """The post; why there is none; None for files, deletions, and who came and went."""
        cells = row.cells
        if row.problem:
            return row.problem
        if cells["posttype"] != "message" or cells.get("updatetype", "").lower() in _DELETED:
            return None
        # A former version of a post has an id of its own, and names the post it became.
        own, username = cells.get("editedbypostid") or cells["postid"], cells["username"]
        told = cells["postcreationtime"]
        sent_at = of_epoch(told, per_second=1000) or of_iso(told)
        if sent_at is None or not own:
            return "no usable time (Post Creation Time)" if own else "no id (Post Id)"
        if not username:
            return "no author"
        answered = cells.get("repliedtopostid")
        return Post(
            id=f"mattermost:{own}",
            room=self._room(cells),
            sender=_alias(username),
            sent_at=sent_at,
            parent=f"mattermost:{answered}" if answered else None,
            is_reply=bool(answered),
            mentions=self._known.mentioned(cells.get("postmessage")),
            place=row.place,
        )

    def _room(self, cells: Mapping[str, str]) -> Room:
        channel, name, kind = cells["channelid"], cells.get("channelname", ""), cells.get("channeltype")
        if kind == "direct":
            users = (self._known.username.get(user, user) for user in name.split("__") if user)
            return Room.direct(channel, dict.fromkeys(map(_alias, users)))
        if kind == "group":
            members = tuple(self._known.members.get(channel, {}))
            return Room(channel, members=members)
        if kind == "public" and name:
            return Room(channel, f"#{cells.get('teamname', '')}/{name}", public=True)
        return Room(channel, channel or None)
