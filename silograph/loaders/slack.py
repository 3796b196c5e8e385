"""Slack: official exports, and the exports, dumps and SQLite archives that slackdump writes.

Slack keeps no list of recipients. What is certain is used: mentions, the author of the post that is answered,
the members of a direct message. Earlier participants of a thread count as ``member``; members of a channel
who said nothing are not recipients. The time is the record's ``ts``, never the name of its day file, whose
day is cut in the exporter's time zone.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from urllib.parse import quote

from silograph.errors import DataError
from silograph.loaders.chats.fields import Record, mapping, mappings, text, texts
from silograph.loaders.chats.posts import Post, Room, Thread, write
from silograph.loaders.files import UNREADABLE, Entry, Source, why_unreadable
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Slack export (folder or zip); slackdump export, dump or slackdump.sqlite"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TS = re.compile(r"(\d{1,11})(?:\.(\d{1,6}))?")
_DAY_FILE = re.compile(r"(?:.*/)?[^/]+/\d{4}-\d\d-\d\d\.json")
_MENTION = re.compile(r"<@([UWB][A-Z0-9]+)(?:\|[^>]*)?>")
_DIRECT_ID = re.compile(r"D[A-Z0-9]{6,}")
_GROUP_NAME = re.compile(r"mpdm-(.+?)(?:-\d+)?")  # mpdm-ann--bob--cy-1
_OPAQUE_ID = re.compile(r"[CDG][A-Z0-9]+(?:-[\d.]+)?")  # of a channel, or of a thread in it

_USER_FILES = {"users.json", "org_users.json"}
_CHANNEL_FILES = {"channels.json": "public", "groups.json": "private", "dms.json": "im", "mpims.json": "mpim"}

# Everything else Slack writes into a channel (joins, topics, pins, reminders, calls ...) is the system speaking.
_POSTS = {
    None, "me_message", "file_share", "file_comment", "file_mention", "thread_broadcast", "reply_broadcast",
    "bot_message", "slackbot_response",
}  # fmt: skip
# Slack composes these texts: "<@U1|ann> uploaded a file" names the author, it mentions nobody.
_COMPOSED = {"file_share", "file_comment", "file_mention"}
_SLACKBOT = "USLACKBOT"

_SAYS_TS = re.compile(rb'"ts"\s*:\s*"?\d{9,}\.\d')
_SAYS_DUMP = re.compile(rb'\s*\{.{0,400}?"channel_id"\s*:\s*"[A-Z0-9]+".{0,400}?"messages"\s*:', re.DOTALL)
_SAYS_SQLITE = b"SQLite format 3\0"
_SNIFFED_FILES = 50
_LARGEST_FILE = 1 << 28  # bytes: of a day, a list or a dump, which is read as one


def recognises(source: Source) -> bool:
    """Whether this is a Slack export, or something slackdump wrote."""
    return _is_export(source) or _archive(source) is not None or bool(_dumps(source, limit=_SNIFFED_FILES))


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Posts, replies and reactions, channel by channel."""
    builder = BatchBuilder(channel="post")
    people = _People(builder)
    archive = _archive(source)
    if archive:
        conversations = _archived(archive, people)
    elif _is_export(source):
        conversations = _exported(source, people, options)
    else:
        conversations = _dumped(source, people, options)
    for channel, records in conversations:
        if channel.space:
            builder.space(channel.space, public=channel.kind == "public")
        reader = _ChannelReader(builder, people, channel)
        for place, record in records:
            reader.add(place, record)
            yield from builder.full()
    yield builder.take()


# --- what a channel and its people are ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Channel:
    """A channel, private group (``private``), direct message (``im``) or group direct message (``mpim``)."""

    id: str
    name: str
    kind: str
    members: tuple[str, ...] = ()

    @property
    def space(self) -> str | None:
        """The name only of a channel known to be public; a private one keeps its opaque id."""
        if self.kind == "public":
            return f"#{self.name}"
        return self.id if self.kind == "private" else None

    @property
    def room(self) -> Room:
        """What its posts need to know of it."""
        is_direct = self.kind in {"im", "mpim"}
        role = "to" if self.kind == "im" else "member"
        return Room(self.id, self.space, members=self.members if is_direct else (), role=role)

    @classmethod
    def from_json(cls, raw: Record, *, listed_as: str) -> _Channel:
        """A channel as a list of channels describes it; its own flags win over the list it stands in."""
        flags = {"is_im": "im", "is_mpim": "mpim", "is_private": "private", "is_group": "private"}
        kind = next((kind for flag, kind in flags.items() if raw.get(flag)), listed_as)
        channel_id = text(raw.get("id")) or "?"
        members = [*texts(raw.get("members")), *texts([raw.get("user")] if kind == "im" else None)]
        return cls(channel_id, text(raw.get("name")) or channel_id, kind, tuple(dict.fromkeys(members)))

    @classmethod
    def from_folder(cls, folder: str, *, listed: bool, options: ReadOptions) -> _Channel:
        """A channel no list knows: where there are lists, nothing says that it is public."""
        if _DIRECT_ID.fullmatch(folder):
            return cls(folder, folder, "im")
        if not listed and not folder.startswith("mpdm-"):
            return cls(folder, folder, "public")
        kind = "mpim" if folder.startswith("mpdm-") else "unknown"
        return cls(f"private:{options.hidden(folder)}", folder, kind)


class _People:
    """The accounts the export knows, declared to the builder as they become known."""

    def __init__(self, builder: BatchBuilder) -> None:
        self.builder = builder
        self.known = {_SLACKBOT}
        self.bots = {_SLACKBOT}
        self._user_of_bot: dict[str, str] = {}
        self._named: dict[str, str] = {}
        builder.actor(_SLACKBOT, name="Slackbot", actor_kind="bot")

    def add(self, user: Record) -> None:
        """Take in a record of users.json."""
        alias = text(user.get("id"))
        if not alias:
            return
        profile = mapping(user.get("profile"))
        is_bot = bool(user.get("is_bot")) or alias == _SLACKBOT
        if is_bot:
            self.bots.add(alias)
            self._user_of_bot.setdefault(str(profile.get("bot_id")), alias)
        self.known.add(alias)
        if handle := text(user.get("name")):
            self._named[handle] = alias
        kind = "bot" if is_bot else _person_kind(user)
        self.builder.actor(alias, name=_name(user, profile), email=_email(profile), actor_kind=kind)

    def in_name(self, channel: str) -> list[str]:
        """The accounts that the name of a group direct message consists of, as far as they are known."""
        group = _GROUP_NAME.fullmatch(channel)
        return [self._named[one] for one in group[1].split("--") if one in self._named] if group else []

    def author(self, record: Record) -> tuple[str | None, bool]:
        """Who wrote a record, as an alias, and whether a program did."""
        user = text(record.get("user")) or text(mapping(record.get("comment")).get("user"))
        bot, username = text(record.get("bot_id")), text(record.get("username"))
        bot_name = username or text(mapping(record.get("bot_profile")).get("name"))
        if user:
            self._meet(user, record, bot_name=bot_name if bot else None)
            return user, user in self.bots or record.get("subtype") == "bot_message"
        if not bot and not username:
            return None, False
        alias = self._user_of_bot.get(bot, bot) if bot else f"bot:{username}"
        self._meet_bot(alias, bot_name)
        return alias, True

    def _meet(self, user: str, record: Record, *, bot_name: str | None) -> None:
        """Declare an author missing from users.json (other workspaces, deleted accounts) from the record itself."""
        if user in self.known:
            return
        if record.get("bot_id"):
            self._meet_bot(user, bot_name)
            return
        self.known.add(user)
        profile = mapping(record.get("user_profile"))
        kind = _person_kind(profile) if profile else None
        self.builder.actor(user, name=_name(profile, profile), actor_kind=kind)

    def _meet_bot(self, alias: str, name: str | None) -> None:
        if alias not in self.known:
            self.known.add(alias)
            self.bots.add(alias)
            self.builder.actor(alias, name=name, actor_kind="bot")


def _person_kind(user: Record) -> str | None:
    if user.get("is_stranger"):  # from another company's workspace, through a shared channel
        return "external"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return None  # a guest may be a client or an intern: the people file decides
    return "person"


def _name(user: Record, profile: Record) -> str | None:
    names = (user.get("real_name"), profile.get("real_name"), profile.get("display_name"), user.get("name"))
    return next(filter(None, map(text, names)), None)


def _email(profile: Record) -> str | None:
    email = text(profile.get("email"))
    return email.lower() if email and "@" in email else None


# --- one channel, in the order of time ------------------------------------------------------------------------


class _ChannelReader:
    """Turns the records of one channel into messages; remembers only its threads."""

    def __init__(self, builder: BatchBuilder, people: _People, channel: _Channel) -> None:
        self._builder, self._people, self._channel = builder, people, channel
        self._room = channel.room
        self._threads: dict[str, Thread] = {}

    def add(self, place: str, raw: object) -> None:
        """Count one record as a message, as the system's, or as rejected."""
        if not isinstance(raw, dict):
            self._builder.reject(place, "not a message (no JSON object)")
            return
        record = _current(raw)
        subtype = text(record.get("subtype"))
        sent_at = instant(record.get("ts"))
        sender, automated = self._people.author(record)
        self._note_root(record, None if subtype == "tombstone" else sender)
        if subtype not in _POSTS or record.get("type", "message") != "message":
            self._builder.system()
        elif sent_at is None:
            self._builder.reject(place, "no usable time (ts)")
        elif sender is None:
            self._builder.reject(place, "no author")
        else:
            self._post(place, record, sender, sent_at=sent_at, automated=automated)

    def _note_root(self, record: Record, author: str | None) -> None:
        """Remember who opened a thread; roots carry at least one of these keys."""
        ts, thread_ts = record.get("ts"), record.get("thread_ts")
        answered = thread_ts or record.get("reply_count") or record.get("replies")
        if ts and answered and (thread_ts or ts) == ts:
            thread = self._threads.setdefault(str(ts), Thread())
            thread.author = author
            thread.repliers = tuple(texts(record.get("reply_users")))

    def _post(self, place: str, record: Record, sender: str, *, sent_at: datetime, automated: bool) -> None:
        ts, told = str(record["ts"]), record.get("thread_ts")
        root_ts = ts if not told or told == record["ts"] or not instant(told) else str(told)
        is_reply = root_ts != ts
        thread_id = f"{self._channel.id}:{root_ts}"
        recipients: dict[str, str] = dict.fromkeys(_mentions(record), "mention")
        if is_reply:
            for alias, role in self._addressed_in_thread(record, sender, root_ts=root_ts, sent_at=sent_at):
                recipients.setdefault(alias, role)
        post = Post(
            id=f"{self._channel.id}:{ts}",
            room=self._room,
            sender=sender,
            sent_at=sent_at,
            thread=thread_id,
            parent=thread_id if is_reply else None,
            is_reply=is_reply,
            reactions=dict.fromkeys(_reactors(record)) if "reactions" in record else {},  # at a time unknown
            automated=automated,
            place=place,
        )
        write(self._builder, post, recipients, bots=self._people.bots)

    def _addressed_in_thread(
        self, record: Record, sender: str, *, root_ts: str, sent_at: datetime
    ) -> Iterator[tuple[str, str]]:
        """The author who is answered, then those who took part before; then remember the sender."""
        thread = self._threads.setdefault(root_ts, Thread())
        root = mapping(record.get("root"))
        asked = texts([record.get("parent_user_id"), thread.author, root.get("user")])
        author = next((user for user in asked if user != _SLACKBOT), None)
        thread.author = author  # some replies do not say whose thread it is; the others do
        if author and author != sender:
            yield author, "reply"
        earlier = list(thread.before(sent_at))
        if not author and not earlier:  # the root is gone; all that is left of it is who answered
            earlier = [*thread.repliers, *texts(root.get("reply_users"))]
        for user in earlier:
            if user != sender:
                yield user, "member"
        thread.joined(sender, sent_at)


def _current(record: Record) -> Record:
    """The message itself where the record is the note of an edit: same id, so it joins the original."""
    inner = record.get("message")
    return inner if record.get("subtype") == "message_changed" and isinstance(inner, dict) else record


def _mentions(record: Record) -> Iterator[str]:
    """Accounts mentioned by the author, in the text or in the blocks of a rich text; may repeat."""
    said = record.get("text")
    if isinstance(said, str) and record.get("subtype") not in _COMPOSED:
        yield from _MENTION.findall(said)
    stack = [record.get("blocks")]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if item.get("type") == "user":
                yield from texts([item.get("user_id")])
            stack.extend(value for value in item.values() if isinstance(value, dict | list))
        elif isinstance(item, list):
            stack.extend(item)


def _reactors(record: Record) -> dict[str, None]:
    """Who reacted, each once however many emoji; Slack may list fewer than it counts."""
    reactions = mappings(record.get("reactions"))
    return dict.fromkeys(user for reaction in reactions for user in texts(reaction.get("users")))


def instant(ts: object) -> datetime | None:
    """The time of a Slack ``ts``, to the microsecond; None where it is not one.

    Examples
    --------
    >>> instant("1433558319.000002").isoformat()
    '2015-06-06T02:38:39.000002+00:00'
    >>> instant("yesterday") is None
    True
    """
    match = _TS.fullmatch(str(ts)) if isinstance(ts, str | int) else None
    if not match or not int(match[1]):
        return None
    try:
        return _EPOCH + timedelta(seconds=int(match[1]), microseconds=int((match[2] or "").ljust(6, "0")))
    except OverflowError:
        return None


# --- the three layouts ----------------------------------------------------------------------------------------

_Conversations = Iterator[tuple[_Channel, Iterable[tuple[str, object]]]]


def _is_export(source: Source) -> bool:
    days = [entry for entry in source.entries if _DAY_FILE.fullmatch(entry.name)]
    heads = (entry.head() for entry in days[:_SNIFFED_FILES])
    if any(_SAYS_TS.search(head) for head in heads):
        return True
    files = {entry.name.rpartition("/")[2] for entry in source.entries if entry.name.count("/") <= 1}
    return bool(files & _USER_FILES) and bool(files & _CHANNEL_FILES.keys())


def _exported(source: Source, people: _People, options: ReadOptions) -> _Conversations:
    """A folder per channel, a file per day; lists of channels and people beside the folders."""
    channels: dict[tuple[str, str], _Channel] = {}
    listed: set[str] = set()
    days: dict[str, list[Entry]] = {}
    for entry in source.entries:
        folder, _, file = entry.name.rpartition("/")
        if _DAY_FILE.fullmatch(entry.name):
            days.setdefault(folder, []).append(entry)
        elif file in _USER_FILES:
            for user in mappings(_list(entry, people.builder)):
                people.add(user)
        elif file in _CHANNEL_FILES:
            listed.add(_composed(folder))
            for raw in mappings(_list(entry, people.builder)):
                channel = _Channel.from_json(raw, listed_as=_CHANNEL_FILES[file])
                channels.setdefault((_composed(folder), channel.id), channel)
                channels.setdefault((_composed(folder), _composed(channel.name)), channel)
    for number, (folder, entries) in enumerate(days.items(), start=1):
        root, _, name = _composed(folder).rpartition("/")
        channel = channels.get((root, name)) or _Channel.from_folder(
            name, listed=root in listed, options=options
        )
        public = root in listed and channel.kind == "public"
        shown = _shown_name(name, channel.id, public=public, otherwise=f"(folder {number})")
        places = [
            f"{_archive_name(entry)}{root}{'/' * bool(root)}{shown}/{entry.name.rpartition('/')[2]}"
            for entry in entries
        ]
        yield (
            _with_members(channel, entries, people),
            _day_records(zip(places, entries, strict=True), people.builder),
        )


def _composed(name: str) -> str:
    """A name as JSON files write it: some systems take the accents of file names off their letters."""
    return unicodedata.normalize("NFC", name)


def _archive_name(entry: Entry) -> str:
    return f"{entry.archive.name}!" if entry.archive else ""


def _shown_name(name: str, channel_id: str, *, public: bool, otherwise: str) -> str:
    """What a place may say of a folder or file: the name that a list calls public, else an opaque id, else a number."""
    if public or _OPAQUE_ID.fullmatch(name):
        return name
    return channel_id if _OPAQUE_ID.fullmatch(channel_id) else otherwise


def _with_members(channel: _Channel, entries: Iterable[Entry], people: _People) -> _Channel:
    """A direct message whose members no list names was exchanged by those its name names, and those who wrote in it."""
    if channel.kind not in {"im", "mpim"} or len(channel.members) > 1:
        return channel
    authors = (record.get("user") for entry in entries for record in mappings(_list(entry)))
    return _joined(channel, [*people.in_name(channel.name), *authors])


def _joined(channel: _Channel, authors: Iterable[object]) -> _Channel:
    members = dict.fromkeys([*channel.members, *texts(list(authors))])
    return replace(channel, members=tuple(members))


def _day_records(entries: Iterable[tuple[str, Entry]], builder: BatchBuilder) -> Iterator[tuple[str, object]]:
    for place, entry in entries:  # sorted by name, so by day
        for number, record in enumerate(_list(entry, builder, place=place), start=1):
            yield f"{place}:record {number}", record


def _list(entry: Entry, builder: BatchBuilder | None = None, *, place: str = "") -> list[object]:
    """The items of a JSON file; a damaged file is one rejected record, and empty."""
    content, problem = _json(entry)
    if problem is None and not isinstance(content, list):
        problem = "not a JSON list"
    if builder:
        builder.progress(entry.size)
        if problem:
            builder.reject(place or entry.place, problem, size=entry.size)
    return content if isinstance(content, list) else []


def _json(entry: Entry) -> tuple[object, str | None]:
    """The content of a JSON file, or why it cannot be read."""
    try:
        with entry.open() as stream:
            data = stream.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            return None, "too large to read as one; export a shorter period"
        return _decoded(data), None
    except json.JSONDecodeError as error:
        return None, f"damaged JSON: {error.msg} at line {error.lineno}"
    except (ValueError, RecursionError):
        return None, "damaged JSON: nested beyond reason"
    except UNREADABLE as error:
        return None, why_unreadable(error)


def _decoded(data: bytes) -> object:
    # A ts written as a number would lose its last digits as a float.
    return json.loads(data.decode("utf-8-sig", errors="replace"), parse_float=str)


def _dumps(source: Source, *, limit: int | None = None) -> list[Entry]:
    """Files of a slackdump dump, one per channel or thread."""
    files = [entry for entry in source.entries if entry.name.lower().endswith((".json", ".json.gz"))]
    return [entry for entry in files[:limit] if _SAYS_DUMP.match(entry.head(4096))]


def _dumped(source: Source, people: _People, options: ReadOptions) -> _Conversations:
    """One file per channel; replies lie inside the record they answer."""
    for entry in source.entries:
        if entry.name.rpartition("/")[2] in _USER_FILES:
            for user in mappings(_list(entry, people.builder)):
                people.add(user)
    for number, entry in enumerate(_dumps(source), start=1):
        content, problem = _json(entry)
        dump = mapping(content)
        channel_id = text(dump.get("channel_id")) or f"private:{options.hidden(entry.name)}"
        stem = entry.name.partition(".")[0]
        shown = _shown_name(stem, channel_id, public=False, otherwise=f"(file {number})")
        place = _archive_name(entry) + shown + entry.name.removeprefix(stem)
        if problem:
            people.builder.progress(entry.size)
            people.builder.reject(place, problem, size=entry.size)
            continue
        # A dump does not say whether a channel is public, so its name is not shown.
        name = text(dump.get("name")) or ""
        kind = (
            "im" if _DIRECT_ID.fullmatch(channel_id) else "mpim" if _GROUP_NAME.fullmatch(name) else "private"
        )
        channel = _Channel(channel_id, channel_id, kind)
        records = list(_dump_records(place, dump.get("messages")))
        if kind != "private":
            authors = (mapping(record).get("user") for _, record in records)
            channel = _joined(channel, [*people.in_name(name), *authors])
        yield channel, records
        people.builder.progress(entry.size)


def _dump_records(file: str, messages: object) -> Iterator[tuple[str, object]]:
    for number, message in enumerate(messages if isinstance(messages, list) else [], start=1):
        place = f"{file}:record {number}"
        yield place, message
        replies = mapping(message).get("slackdump_thread_replies")
        for count, reply in enumerate(replies if isinstance(replies, list) else [], start=1):
            yield f"{place}, reply {count}", reply


def _archive(source: Source) -> Entry | None:
    """The SQLite archive of slackdump, if the source is or holds one."""
    for entry in source.entries:
        if entry.name.lower().endswith((".sqlite", ".db")) and entry.head(16) == _SAYS_SQLITE:
            if entry.path is None:
                return entry if entry.name.endswith("slackdump.sqlite") else None
            with closing(_connect(entry)) as database:
                try:
                    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
                except sqlite3.DatabaseError:
                    continue
            if {"MESSAGE", "CHANNEL", "S_USER", "CHUNK"} <= tables:
                return entry
    return None


def _connect(entry: Entry) -> sqlite3.Connection:
    if entry.path is None:
        raise DataError("a database inside a zip cannot be read", where=entry.place, mend="unzip it first")
    return sqlite3.connect(f"file:{quote(str(entry.path.resolve()))}?mode=ro", uri=True)


# Every run of slackdump adds a chunk that may repeat rows; the newest one is the state of the row. SQLite
# takes the other columns from the row of the MAX.
_NEWEST_MESSAGES = """
    WITH newest AS (SELECT CHANNEL_ID, TS, rowid AS newest_row, MAX(CHUNK_ID) FROM MESSAGE GROUP BY CHANNEL_ID, TS)
    SELECT newest.CHANNEL_ID, newest.TS, DATA FROM newest JOIN MESSAGE ON MESSAGE.rowid = newest_row
    ORDER BY newest.CHANNEL_ID, newest.TS
"""


def _archived(entry: Entry, people: _People) -> _Conversations:
    """Rows of the archive; only the newest copy of each is read."""
    with closing(_connect(entry)) as database:
        try:
            for data, _ in database.execute("SELECT DATA, MAX(CHUNK_ID) FROM S_USER GROUP BY ID"):
                people.add(mapping(_blob(data)))
            rows = database.execute(_NEWEST_MESSAGES)
            for channel_id, messages in groupby(rows, key=itemgetter(0)):
                yield (
                    _archived_channel(database, channel_id, people),
                    _archived_records(messages, entry, people.builder),
                )
        except sqlite3.DatabaseError as error:
            mend = "run slackdump again"
            raise DataError(f"damaged archive ({error})", where=entry.place, mend=mend) from error


def _archived_channel(database: sqlite3.Connection, channel_id: str, people: _People) -> _Channel:
    row = database.execute("SELECT DATA, MAX(CHUNK_ID) FROM CHANNEL WHERE ID = ?", [channel_id]).fetchone()
    raw = mapping(_blob(row[0])) | {"id": channel_id}
    channel = _Channel.from_json(raw, listed_as="im" if _DIRECT_ID.fullmatch(channel_id) else "public")
    if len(raw) == 1 and channel.kind == "public":  # the archive holds the messages but not the channel
        channel = _Channel(channel_id, channel_id, "unknown")
    users = database.execute("SELECT DISTINCT ID FROM CHANNEL_USER WHERE CHANNEL_ID = ?", [channel_id])
    owners = database.execute("SELECT DISTINCT USER_ID FROM WORKSPACE") if channel.kind == "im" else ()
    channel = _joined(channel, (user for rows in (users, owners) for (user,) in rows))
    if channel.kind not in {"im", "mpim"} or len(channel.members) > 1:
        return channel
    written = database.execute("SELECT DATA FROM MESSAGE WHERE CHANNEL_ID = ?", [channel_id])
    authors = [mapping(_blob(data)).get("user") for (data,) in written]
    return _joined(channel, [*people.in_name(channel.name), *authors])


def _archived_records(
    rows: Iterable[tuple[str, str, bytes]], entry: Entry, builder: BatchBuilder
) -> Iterator[tuple[str, object]]:
    for channel_id, ts, data in rows:
        yield f"{entry.place}:message {channel_id}:{ts}", _blob(data)
        builder.progress(len(data))


def _blob(data: object) -> object:
    """The JSON of a database cell; None where it is none, so that the record is rejected."""
    try:
        return _decoded(data if isinstance(data, bytes) else str(data).encode())
    except (ValueError, RecursionError):
        return None
