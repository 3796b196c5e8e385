"""The invented company's log in the formats that real systems export: mbox, Slack zip, XES, people CSV."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import cached_property
from pathlib import Path
from time import asctime
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa

from silograph.log.batches import Batch
from silograph.log.schema import (
    ACTOR_SCHEMA,
    CASE_SCHEMA,
    CHANNELS,
    KINDS,
    MESSAGE_SCHEMA,
    RECIPIENT_SCHEMA,
    ROLES,
)
from silograph.simulation.company import DOMAIN, SECOND_DOMAIN, CompanySpec, Staff
from silograph.simulation.threads import ATTENDEE, EMAIL, HANDOFF, MEETING, NOBODY, POST, Mark
from silograph.simulation.traffic import Traffic

LIST_ADDRESS = f"everyone@lists.{DOMAIN}"
_BOT_ID = "B0000LOREM"
_TEAM_ID = "T0000LORV"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same company makes the same bytes
_OPENED_BEFORE = timedelta(minutes=20)  # who opens a case holds it for a while
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Exporter:
    """A company's traffic with the names, addresses and ids under which exports know it."""

    spec: CompanySpec
    staff: Staff
    traffic: Traffic

    @cached_property
    def addresses(self) -> list[str]:
        """E-mail address of each person, desk (none), the mailing list, the bot (none) and outside contact."""
        given = self.staff.table["email"].tolist()
        return [*given, LIST_ADDRESS, "", *self.staff.contacts["email"]]

    @cached_property
    def accounts(self) -> list[str]:
        """Slack id of each person (desks and outside contacts have none), the list and the bot."""
        people = self.staff.table["aliases"].iloc[: self.staff.n_people]
        desks = [""] * (len(self.staff.table) - self.staff.n_people)
        outside = [""] * len(self.staff.contacts)
        return [*(aliases.split(";")[0] for aliases in people), *desks, "", _BOT_ID, *outside]

    @cached_property
    def names(self) -> list[str]:
        """Display names, of desks and outside contacts too."""
        return [*self.staff.table["name"], LIST_ADDRESS, "lorembot", *self.staff.contacts["name"]]

    @cached_property
    def recipients(self) -> list[list[tuple[int, str]]]:
        """Per row of the traffic its recipients and their roles."""
        listed: list[list[tuple[int, str]]] = [[] for _ in self.traffic.sender]
        for row, node, role in zip(
            self.traffic.row.tolist(),
            self.traffic.recipient.tolist(),
            self.traffic.role.tolist(),
            strict=True,
        ):
            listed[row].append((node, ROLES[role]))
        return listed

    @cached_property
    def zone(self) -> ZoneInfo:
        """Time zone of the company."""
        return ZoneInfo(self.spec.vocabulary.timezone)

    def moment(self, row: int) -> datetime:
        """Local time of a row."""
        return self.local(int(self.traffic.sent_at[row]))

    def local(self, microseconds: int) -> datetime:
        """Local time of a number of microseconds since 1970."""
        return (_EPOCH + timedelta(microseconds=microseconds)).astimezone(self.zone)

    @cached_property
    def cases(self) -> list[list[int]]:
        """Rows of each case in order of time, cases in the order of their first handoff."""
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.rows(HANDOFF):
            found[int(self.traffic.thread[row])].append(row)
        return list(found.values())

    def rows(self, channel: int, *, reactions: bool = False) -> list[int]:
        """Messages of a channel in the order of time, or the reactions in it."""
        sent = self.traffic
        chosen = (sent.channel == channel) & (sent.is_message != reactions)
        return [int(row) for row in np.flatnonzero(chosen)]

    def body(self, row: int) -> str:
        """A sentence without sense; no two neighbours are alike."""
        words = self.spec.vocabulary.words
        picked = [words[(row * 7 + step * (row % 5 + 1)) % len(words)] for step in range(5 + row % 7)]
        return f"{' '.join(picked).capitalize()}."

    def subject(self, row: int) -> str:
        """Subject of a mail: answers and forwards say so, and the initiative's topic is named."""
        sent, words = self.traffic, self.spec.vocabulary
        parent, thread = int(sent.parent[row]), int(sent.thread[row])
        subject = f"{words.topics[thread % len(words.topics)]} {thread if thread != NOBODY else row}"
        if sent.mark[row] == Mark.TOPIC:
            subject = f"[{words.initiative}] {subject}"
        if sent.automated[row]:
            return f"{words.out_of_office}: {subject}"
        if parent == NOBODY:
            return subject
        answers = any(node == sent.sender[parent] for node, _ in self.recipients[row])
        return f"{'Re' if answers else 'Fwd'}: {subject}"

    def mail_id(self, row: int) -> str:
        """Message-ID without brackets."""
        return mail_id(row)

    def root_of_orphan(self, row: int) -> int:
        """When the post was written, in microseconds, that an orphaned reply belongs to: before the export began."""
        return int(self.traffic.sent_at[row]) - 200 * 86_400_000_000

    def is_answer(self, row: int) -> bool:
        """Whether a post answers another, be it lost."""
        return KINDS[self.traffic.kind[row]] == "reply"

    @cached_property
    def reactions(self) -> dict[int, list[int]]:
        """Rows of the reactions to each post, by its row."""
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.rows(POST, reactions=True):
            found[int(self.traffic.about[row])].append(row)
        return found

    @cached_property
    def conversations(self) -> dict[int, tuple[str, str]]:
        """Id and folder of the Slack conversation of each post, by row."""
        sent, spaces = self.traffic, self.traffic.spaces
        found: dict[int, tuple[str, str]] = {}
        direct: dict[tuple[int, int], str] = {}
        for row in self.rows(POST):
            if (space := int(sent.space[row])) != NOBODY:
                found[row] = (f"C{space:08d}", spaces[space])
            else:
                pair = self._pair(row)
                name = direct.setdefault(pair, f"D{len(direct):08d}")
                found[row] = (name, name)
        return found

    def _pair(self, row: int) -> tuple[int, int]:
        one, other = int(self.traffic.sender[row]), self.recipients[row][0][0]
        return min(one, other), max(one, other)

    def direct_members(self) -> dict[str, tuple[int, int]]:
        """Members of each direct message."""
        return {name: self._pair(row) for row, (name, folder) in self.conversations.items() if name == folder}


def mail_id(row: int) -> str:
    """Message-ID, without brackets, of the mail in a row of the traffic."""
    return f"{row:08d}.lorem@{DOMAIN}"


def _ts(microseconds: int) -> str:
    """A time as Slack writes it."""
    return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"


# --- straight into a store --------------------------------------------------------------------------------------


def to_batch(export: Exporter) -> Batch:
    """What loaders would hand over after reading the exports, save for second addresses and duplicates."""
    sent = export.traffic
    aliases = np.array([export.addresses, export.accounts, export.names, export.addresses], dtype=object)
    ids = np.array([_message_id(export, row) for row in range(len(sent.sender))], dtype=object)
    ids = ids[sent.about]
    record = np.arange(1, len(sent.sender) + 1)
    roots = np.where(sent.parent == NOBODY, sent.about, sent.parent)  # of what is in no longer conversation
    threads = [
        None if channel == MEETING else f"message {root}" if thread == NOBODY else f"thread {thread}"
        for channel, thread, root in zip(
            sent.channel.tolist(), sent.thread.tolist(), roots.tolist(), strict=True
        )
    ]
    spaces = [None if space == NOBODY else f"#{sent.spaces[space]}" for space in sent.space.tolist()]
    parents = [None if parent == NOBODY else ids[parent] for parent in sent.parent.tolist()]
    names = {"channel": CHANNELS, "kind": KINDS, "role": ROLES}
    coded = {key: np.array(values, dtype=object) for key, values in names.items()}
    messages = {
        "record": record,
        "message_id": ids,
        "sender": aliases[sent.channel, sent.sender],
        "sent_at": pa.array(sent.sent_at, pa.timestamp("us", tz="UTC")),
        "time_quality": ["exact"] * len(record),
        "channel": coded["channel"][sent.channel],
        "kind": coded["kind"][sent.kind],
        "thread_id": threads,
        "parent_id": parents,
        "space": spaces,
        "audience": [None] * len(record),
        "automated": sent.automated,
        "subject": _subjects(export),
    }
    recipients = {
        "record": record[sent.row],
        "recipient": aliases[sent.channel[sent.row], sent.recipient],
        "role": coded["role"][sent.role],
    }
    actors = {
        "alias": [LIST_ADDRESS, _BOT_ID],
        "name": [None, "lorembot"],
        "email": [None, None],
        "actor_kind": ["list", "bot"],
        "function": [None, None],
    }
    return Batch(
        messages=pa.table(messages, schema=MESSAGE_SCHEMA),
        recipients=pa.table(recipients, schema=RECIPIENT_SCHEMA),
        actors=pa.table(actors, schema=ACTOR_SCHEMA),
        cases=_cases(export),
        records=int(sent.is_message.sum()),
    )


def _subjects(export: Exporter) -> list[str | None]:
    """Subjects of mails, as readers keep them where topics are asked for: only where there is a topic to find."""
    rows, sent = range(len(export.traffic.sender)), export.traffic
    if not export.spec.initiative.threads:
        return [None for _ in rows]
    return [export.subject(row) if sent.channel[row] == EMAIL else None for row in rows]


def _cases(export: Exporter) -> pa.Table:
    sent = export.traffic
    first, last = (np.array([rows[end] for rows in export.cases], dtype=np.int64) for end in (0, -1))
    closed = sent.ended_at[last] != NOBODY
    ended = np.where(closed, sent.ended_at[last], sent.sent_at[last])
    microseconds = pa.timestamp("us", tz="UTC")
    columns = {
        "thread_id": [f"thread {thread}" for thread in sent.thread[first].tolist()],
        "opened_at": pa.array(
            sent.sent_at[first] - _OPENED_BEFORE // timedelta(microseconds=1), microseconds
        ),
        "ended_at": pa.array(ended, microseconds),
        "closed": closed,
    }
    return pa.table(columns, schema=CASE_SCHEMA)


def _message_id(export: Exporter, row: int) -> str:
    channel = int(export.traffic.channel[row])
    if channel == EMAIL:
        return export.mail_id(row)
    return f"{CHANNELS[channel]}-{row}@{DOMAIN}" if channel == MEETING else f"{CHANNELS[channel]} {row}"


# --- meetings -----------------------------------------------------------------------------------------------------


def write_calendars(export: Exporter, path: Path) -> None:
    """A zip with a calendar for everybody who called a meeting, and copies in the calendars of some guests."""
    held: dict[str, list[str]] = defaultdict(list)
    for row in export.rows(MEETING):
        owners = [int(export.traffic.sender[row])]
        owners += [export.recipients[row][0][0]] if export.traffic.twice[row] else []
        for owner in owners:
            held[export.addresses[owner]].append(_calendar_entry(export, row))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for address, entries in sorted(held.items()):
            lines = "".join(
                ["BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//silograph//EN\n", *entries, "END:VCALENDAR\n"]
            )
            info = zipfile.ZipInfo(f"{address}.ics", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(info, _folded(lines), zipfile.ZIP_DEFLATED)


def _calendar_entry(export: Exporter, row: int) -> str:
    guests = [
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={'ACCEPTED' if role == ROLES[ATTENDEE] else 'NEEDS-ACTION'}"
        f":mailto:{export.addresses[node]}"
        for node, role in export.recipients[row]
    ]
    at = export.moment(row)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_message_id(export, row)}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={export.zone.key}:{at:%Y%m%dT%H%M%S}",
        "DURATION:PT1H",
        f"SUMMARY:{export.body(row)}",
        f"ORGANIZER:mailto:{export.addresses[int(export.traffic.sender[row])]}",
        *guests,
        "END:VEVENT",
        "",
    ]
    return "\n".join(lines)


def _folded(text: str) -> str:
    """Lines of at most 75 characters that end as calendars end them."""
    pieces = (
        "\r\n ".join(line[at : at + 72] for at in range(0, len(line), 72)) for line in text.splitlines()
    )
    return "\r\n".join([*pieces, ""])


# --- e-mail -----------------------------------------------------------------------------------------------------


def write_mbox(export: Exporter, path: Path) -> None:
    """All mail in one mboxrd file: first as the senders keep it, then the second copies from other mailboxes."""
    rows = export.rows(EMAIL)
    writer = _MailWriter(export)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(writer.message(row) for row in rows)
        stream.writelines(writer.message(row, as_received=True) for row in rows if export.traffic.twice[row])


def _encoded(subject: str) -> str:
    return subject if subject.isascii() else Header(subject, "utf-8").encode()


class _MailWriter:
    """Writes messages with the traps that mail has in moderation."""

    def __init__(self, export: Exporter) -> None:
        self._export = export
        self._mailboxes: dict[str, str] = {}
        self._root: dict[int, int] = {}

    def message(self, row: int, *, as_received: bool = False) -> str:
        """One message with its separator line; a received copy names its mailbox and hides Bcc."""
        export, sent = self._export, self._export.traffic
        to, cc, bcc = ([n for n, r in export.recipients[row] if r == role] for role in ("to", "cc", "bcc"))
        address = self._sender_address(row)
        moment = export.moment(row)
        headers = [
            f"From {address} {asctime(moment.utctimetuple())}",
            *([f"Delivered-To: {export.addresses[to[0]]}"] if as_received else []),
            f"Date: {format_datetime(moment)}",
            f"From: {self._mailbox(int(sent.sender[row]), address)}",
            f"To: {self._mailboxes_of(to)}",
            *([f"Cc: {self._mailboxes_of(cc)}"] if cc else []),
            *([f"Bcc: {self._mailboxes_of(bcc)}"] if bcc and not as_received else []),
            f"Subject: {_encoded(export.subject(row))}",
            f"Message-ID: <{export.mail_id(row)}>",
            *self._thread_headers(row),
            *(["Auto-Submitted: auto-replied"] if sent.automated[row] else []),
            *(_LIST_HEADERS if to and export.addresses[to[0]] == LIST_ADDRESS else []),
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
        ]
        return "\n".join([*headers, "", self._body(row), "", ""])

    def _sender_address(self, row: int) -> str:
        """People with a second address use it for one mail in four."""
        sender = int(self._export.traffic.sender[row])
        address = self._export.addresses[sender]
        if sender >= self._export.staff.n_people or row % 4:
            return address
        aliases = str(self._export.staff.table["aliases"].iloc[sender])
        return address.replace(DOMAIN, SECOND_DOMAIN) if SECOND_DOMAIN in aliases else address

    def _mailbox(self, node: int, address: str) -> str:
        """Name and address; one person in ten is written with the family name first."""
        if address not in self._mailboxes:
            name = self._export.names[node]
            if node % 10 == 0:
                name = ", ".join(reversed(name.split(" ", 1)))
            bare = address == LIST_ADDRESS
            self._mailboxes[address] = address if bare else formataddr((name, address))
        return self._mailboxes[address]

    def _mailboxes_of(self, nodes: Sequence[int]) -> str:
        return ",\n ".join(self._mailbox(node, self._export.addresses[node]) for node in nodes)

    def _thread_headers(self, row: int) -> Iterator[str]:
        parent = int(self._export.traffic.parent[row])
        self._root.setdefault(row, self._root.get(parent, row))
        if parent != NOBODY:
            root = self._root[row]
            ids = [self._export.mail_id(r) for r in dict.fromkeys((root, parent))]
            yield f"In-Reply-To: <{self._export.mail_id(parent)}>"
            yield f"References: {' '.join(f'<{i}>' for i in ids)}"

    def _body(self, row: int) -> str:
        """One body in forty has a line that looks like a separator, escaped as mbox files do."""
        text = self._export.body(row)
        return text if row % 40 else f">From here on: {text}\n\n>From {DOMAIN} {text.lower()}"


_LIST_HEADERS = (
    f"List-Id: <{LIST_ADDRESS.replace('@', '.')}>",
    f"List-Post: <mailto:{LIST_ADDRESS}>",
    "Precedence: list",
)


# --- Slack ------------------------------------------------------------------------------------------------------


def write_slack(export: Exporter, path: Path) -> None:
    """An official Slack export; day files are cut in the company's time zone."""
    days: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for folder, day, record in (*_joins(export), *_slack_posts(export)):
        days[folder, day].append(record)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "users.json", _slack_users(export))
        _add(archive, "channels.json", _slack_channels(export))
        _add(archive, "dms.json", _slack_direct(export))
        _add(archive, "integration_logs.json", [])
        for (folder, day), records in sorted(days.items()):
            _add(archive, f"{folder}/{day}.json", sorted(records, key=_by_time))


def _by_time(record: dict[str, Any]) -> tuple[int, str]:
    seconds, _, rest = record["ts"].partition(".")
    return int(seconds), rest


def _add(archive: zipfile.ZipFile, name: str, content: object) -> None:
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _slack_users(export: Exporter) -> list[dict[str, Any]]:
    table = export.staff.table.iloc[: export.staff.n_people]
    users = [
        {
            "id": account,
            "team_id": _TEAM_ID,
            "name": row["email"].partition("@")[0],
            "deleted": False,
            "real_name": row["name"],
            "tz": export.spec.vocabulary.timezone,
            "profile": {
                "email": row["email"],
                "title": row["title"],
                "real_name": row["name"],
                "display_name": row["name"],
            },
            "is_bot": False,
        }
        for account, row in zip(export.accounts, table.to_dict("records"), strict=False)
    ]
    bot = {
        "id": "U0000LOREM",
        "team_id": _TEAM_ID,
        "name": "lorembot",
        "deleted": False,
        "profile": {"bot_id": _BOT_ID, "real_name": "lorembot"},
        "is_bot": True,
    }
    return [*users, bot]


def _slack_channels(export: Exporter) -> list[dict[str, Any]]:
    everybody = export.accounts[: export.staff.n_people]
    n = export.staff.n_people
    functions = [
        {now, later} for now, later in zip(export.staff.function[:n], export.staff.later[:n], strict=True)
    ]
    return [
        {
            "id": f"C{space:08d}",
            "name": name,
            "created": int(_start(export).timestamp()),
            "is_archived": False,
            "members": [
                account
                for account, held in zip(everybody, functions, strict=True)
                if space >= export.spec.functions or space in held
            ],
        }
        for space, name in enumerate(export.traffic.spaces)
    ]


def _slack_direct(export: Exporter) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "created": int(_start(export).timestamp()),
            "members": [export.accounts[n] for n in pair],
        }
        for name, pair in export.direct_members().items()
    ]


def _start(export: Exporter) -> datetime:
    return datetime.fromisoformat(export.spec.start).replace(hour=8, tzinfo=export.zone)


def _joins(export: Exporter) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Everybody joins the general channel before the first day begins."""
    start = _start(export)
    folder = export.traffic.spaces[export.spec.functions]
    for number, account in enumerate(export.accounts[: export.staff.n_people]):
        record = {
            "type": "message",
            "subtype": "channel_join",
            "user": account,
            "text": f"<@{account}> has joined the channel",
            "ts": _ts(int(start.timestamp()) * 1_000_000 + number),
        }
        yield folder, start.date().isoformat(), record


def _slack_posts(export: Exporter) -> Iterator[tuple[str, str, dict[str, Any]]]:
    sent = export.traffic
    answers: dict[int, list[int]] = defaultdict(list)
    for row in export.rows(POST):
        if sent.parent[row] != NOBODY:
            answers[int(sent.parent[row])].append(row)
    for row, (_, folder) in export.conversations.items():
        record = _slack_post(export, row) | _slack_thread(export, row, answers.get(row, []))
        if row in export.reactions:
            users = [export.accounts[int(sent.sender[reaction])] for reaction in export.reactions[row]]
            record["reactions"] = [{"name": "clap", "users": users, "count": len(users)}]
        yield folder, export.moment(row).date().isoformat(), record


def _slack_post(export: Exporter, row: int) -> dict[str, Any]:
    sent = export.traffic
    mentions = [f"<@{export.accounts[n]}>" for n, role in export.recipients[row] if role == "mention"]
    ampersand = " R&amp;D?" if row % 50 == 0 else ""
    record: dict[str, Any] = {
        "type": "message",
        "text": " ".join([*mentions, export.body(row)]) + ampersand,
        "ts": _ts(int(sent.sent_at[row])),
    }
    if sent.sender[row] == export.staff.bot:
        return record | {"subtype": "bot_message", "bot_id": _BOT_ID, "username": "lorembot"}
    return record | {"user": export.accounts[int(sent.sender[row])], "team": _TEAM_ID}


def _slack_thread(export: Exporter, row: int, answers: Sequence[int]) -> dict[str, Any]:
    """What ties a post to its thread; an orphan's root was written before the export begins."""
    sent = export.traffic
    if export.is_answer(row):
        parent = int(sent.parent[row])
        if parent == NOBODY:
            asked, root = export.recipients[row][0][0], _ts(export.root_of_orphan(row))
        else:
            asked, root = int(sent.sender[parent]), _ts(int(sent.sent_at[parent]))
        return {"thread_ts": root, "parent_user_id": export.accounts[asked]}
    if not answers:
        return {}
    replies = [
        {"user": export.accounts[int(sent.sender[a])], "ts": _ts(int(sent.sent_at[a]))} for a in answers
    ]
    users = list(dict.fromkeys(reply["user"] for reply in replies))
    return {
        "thread_ts": _ts(int(sent.sent_at[row])),
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1]["ts"],
        "replies": replies,
    }


# --- tickets ----------------------------------------------------------------------------------------------------


def write_xes(export: Exporter, path: Path) -> None:
    """Cases as an event log: who holds a case is the team of its last row."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        stream = io.TextIOWrapper(packed, encoding="utf-8", newline="\n")
        stream.write(_XES_HEAD)
        stream.writelines(_trace(export, number, rows) for number, rows in enumerate(export.cases, start=1))
        stream.write("</log>\n")
        stream.flush()


_XES_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="event"><string key="org:group" value="UNKNOWN"/><date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>
"""  # noqa: E501


def _trace(export: Exporter, number: int, rows: Sequence[int]) -> str:
    first, last = int(export.traffic.sender[rows[0]]), export.recipients[rows[-1]][0][0]
    ended = int(export.traffic.ended_at[rows[-1]])
    events = [
        _event(export, first, export.moment(rows[0]) - _OPENED_BEFORE, activity="Accepted", number=number),
        *(
            _event(export, export.recipients[row][0][0], export.moment(row), activity="Accepted", number=row)
            for row in rows
        ),
    ]
    if ended != NOBODY:
        events.append(_event(export, last, export.local(ended), activity="Completed", number=rows[-1]))
    return f'<trace><string key="concept:name" value="case {number}"/>\n{"".join(events)}</trace>\n'


def _event(export: Exporter, desk: int, moment: datetime, *, activity: str, number: int) -> str:
    function = int(export.staff.function[desk])
    colleagues = np.flatnonzero(export.staff.function[: export.staff.n_people] == function)
    resource = export.names[int(colleagues[number % len(colleagues)])]
    texts = {
        "org:group": export.names[desk],
        "org:resource": resource,
        "function": str(export.staff.table["function"].iloc[desk]),
        "concept:name": activity,
        "lifecycle:transition": "In Progress" if activity == "Accepted" else "Closed",
    }
    attributes = "".join(f"<string key={quoteattr(k)} value={quoteattr(v)}/>" for k, v in texts.items())
    when = quoteattr(moment.isoformat(timespec="seconds"))
    return f'<event>{attributes}<date key="time:timestamp" value={when}/></event>\n'


# --- people -----------------------------------------------------------------------------------------------------


def write_people(staff: Staff, path: Path) -> None:
    """The people file: persons in the order of their ids, with a row per function held, then the ticket queues."""
    table = staff.people.sort_values("person_id", kind="stable").fillna("")
    pd.DataFrame(table).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
