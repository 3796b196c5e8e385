"""Viva Engage (Yammer): the export of a network, a folder or zip of CSV files.

Of ``Messages.csv`` the text is read for nothing but the people it names. Who belongs to a group, and who liked what, is
not in the export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from silograph.errors import DataError
from silograph.loaders.chats import csv_records
from silograph.loaders.chats.fields import address, of_iso
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

READS = "Viva Engage (Yammer): network data export, a zip or folder with Messages.csv"

_SNIFFED_FILES = 200
_MENTION = re.compile(r"\[\[user:(\d{1,20})\]\]")
_USER = re.compile(r"user:(\d{1,20})")
_NOTHING = frozenset({"", "null"})  # which the export writes for cells without a value
_PROGRAMS = frozenset({"bot", "guide", "system", "application"})


def recognises(source: Source) -> bool:
    """Whether there is a table of messages of a network."""
    try:
        return bool(_tables(source)["messages"])
    except DataError:
        return False


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:  # noqa: ARG001 - nothing here has to be told
    """The messages of all networks in the export."""
    builder = BatchBuilder(channel="post")
    tables = _tables(source)
    known = _Known(builder)
    for entry in tables["groups"]:
        for row in _rows(entry, builder):
            known.group(row.cells)
    for entry in tables["users"]:
        for row in _rows(entry, builder):
            known.user(row.cells)
    reader = _Reader(builder, known)
    for entry in tables["messages"]:
        for row in csv_records.rows(entry, _is_messages):
            reader.see(row)
    for entry in tables["messages"]:
        reported = 0
        for row in csv_records.rows(entry, _is_messages):
            size = min(row.size, entry.size - reported)
            builder.progress(size)
            reported += size
            reader.write(row)
            yield from builder.full()
        builder.progress(entry.size - reported)
    yield builder.take()


# --- what is in a file ---------------------------------------------------------------------------------------


def _tables(source: Source) -> dict[str, list[Entry]]:
    """The tables of the export; its folder of attached files may hold anything."""
    found: dict[str, list[Entry]] = {"messages": [], "users": [], "groups": []}
    tables = [
        entry
        for entry in source.entries
        if entry.name.lower().endswith(".csv") and "Files" not in PurePosixPath(entry.name).parts[:-1]
    ]
    for entry in tables[:_SNIFFED_FILES]:
        names = csv_records.header_of(entry)
        # Former versions of a message have its id, and say nothing else about who reads it.
        if _is_messages(names) and "versions" not in entry.name.rpartition("/")[2].lower():
            found["messages"].append(entry)
        elif _is_users(names):
            found["users"].append(entry)
        elif _is_groups(names):
            found["groups"].append(entry)
    return found


def _is_messages(names: AbstractSet[str]) -> bool:
    return names >= {"id", "threadid", "repliedtoid", "senderid", "createdat"}


def _is_users(names: AbstractSet[str]) -> bool:
    return names >= {"id", "name", "email", "joinedat"}


def _is_groups(names: AbstractSet[str]) -> bool:
    return names >= {"id", "name", "private", "external"}


def _rows(entry: Entry, builder: BatchBuilder) -> Iterator[csv_records.Row]:
    """The rows of a list beside the messages; what is wrong with them is rejected, else they are no records."""
    for row in csv_records.rows(entry, lambda names: _is_users(names) or _is_groups(names)):
        if row.problem:
            builder.reject(row.place, row.problem)
        else:
            yield row
    builder.progress(entry.size)


def _cell(cells: Mapping[str, str], name: str) -> str:
    found = cells.get(name, "")
    return "" if found.lower() in _NOTHING else found


def _alias(user: str) -> str:
    """Ids of a network are numbers, as are ids of much else."""
    return f"engage:{user}"


# --- what it says ---------------------------------------------------------------------------------------------


@dataclass
class _Known:
    """Users and groups; lists of a range of dates hold only those who changed in it."""

    builder: BatchBuilder
    closed: set[str] = field(default_factory=set)  # groups that not all may read, or outsiders too
    bots: set[str] = field(default_factory=set)

    def group(self, cells: Mapping[str, str]) -> None:
        """Take in a row of Groups.csv."""
        if "true" in (_cell(cells, "private").lower(), _cell(cells, "external").lower()):
            self.closed.add(_cell(cells, "id"))

    def user(self, cells: Mapping[str, str]) -> None:
        """Take in a row of Users.csv."""
        if user := _cell(cells, "id"):
            self.builder.actor(
                _alias(user),
                name=_cell(cells, "name"),
                email=address(_cell(cells, "email")),
                actor_kind="person",
            )

    def sender(self, cells: Mapping[str, str]) -> str | None:
        """Who wrote a message, declared from the message itself, for the list of users need not hold them."""
        user = _cell(cells, "senderid")
        if not user:
            return None
        alias = _alias(user)
        is_bot = _cell(cells, "sendertype").lower() in _PROGRAMS
        if is_bot:
            self.bots.add(alias)
        self.builder.actor(
            alias,
            name=_cell(cells, "sendername"),
            email=address(_cell(cells, "senderemail")),
            actor_kind="bot" if is_bot else None,
        )
        return alias


class _Reader:
    """Turns rows of Messages.csv into posts."""

    def __init__(self, builder: BatchBuilder, known: _Known) -> None:
        self._builder, self._known = builder, known
        self._posts = Posts(builder, known.bots)

    def see(self, row: csv_records.Row) -> None:
        """Remember who wrote, before anything is written."""
        told = self._told(row)
        if isinstance(told, Post):
            self._posts.see(told)
        elif told is None and (sender := self._known.sender(row.cells)):
            self._posts.wrote(f"engage:{row.cells['id']}", sender, of_iso(_cell(row.cells, "createdat")))

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
        """The post; why there is none; None where it is deleted, or the system's."""
        cells = row.cells
        if row.problem:
            return row.problem
        if _cell(cells, "deletedat") or _cell(cells, "messagetype").lower() == "system":
            return None
        own, sender = _cell(cells, "id"), self._known.sender(cells)
        sent_at = of_iso(_cell(cells, "createdat"))
        if sent_at is None or not own:
            return "no usable time (created_at)" if own else "no id"
        if not sender:
            return "no author"
        thread, answered = _cell(cells, "threadid") or own, _cell(cells, "repliedtoid")
        if not answered and thread != own:
            answered = thread
        return Post(
            id=f"engage:{own}",
            room=self._room(cells, sender, thread),
            sender=sender,
            sent_at=sent_at,
            thread=f"engage:{thread}",
            parent=f"engage:{answered}" if answered else None,
            is_reply=bool(answered),
            mentions=tuple(dict.fromkeys(map(_alias, _MENTION.findall(cells.get("body", ""))))),
            automated=sender in self._known.bots,
            place=row.place,
        )

    def _room(self, cells: Mapping[str, str], sender: str, thread: str) -> Room:
        if _cell(cells, "inprivateconversation").lower() == "true":
            members = map(_alias, _USER.findall(cells.get("participants", "")))
            return Room.direct(f"engage:{thread}", dict.fromkeys([*members, sender]))
        group, name = _cell(cells, "groupid"), _cell(cells, "groupname")
        if not group:
            return Room("engage")  # written to everybody
        if _cell(cells, "inprivategroup").lower() == "false" and group not in self._known.closed and name:
            return Room(f"engage:{group}", name, public=True)
        return Room(f"engage:{group}", f"engage:{group}")
