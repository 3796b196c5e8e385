"""Zendesk: what happened to tickets, as audits or as the incremental export of ticket events.

Names of groups and people come from ``groups`` and ``users``, in the same files or beside them. The export of tickets
holds their current state only and is refused; see ``docs/sources/zendesk.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from silograph.errors import FormatError
from silograph.loaders.casewords import is_done
from silograph.loaders.casework import Casework, Change, Ends, Remark, instant
from silograph.loaders.files import Source
from silograph.loaders.json_records import JsonRecord, json_head, record_of, records_of, text_of
from silograph.loaders.known import NOW
from silograph.log.batches import Batch, ReadOptions

READS = "Zendesk: ticket audits or incremental ticket events, with users and groups (JSON)"

_ARRAYS = {"audits", "ticket_events", "users", "groups", "tickets"}
_SNIFFED_FILES = 50
_SAYS = re.compile(r'"(?:audits|ticket_events)"\s*:\s*\[')
_KINDS = {"end-user": "external", "agent": "person", "admin": "person"}
_NOBODY = "-1"  # the author of what Zendesk itself does


def recognises(source: Source) -> bool:
    """Whether a file holds audits or events of tickets."""
    return any(_says(json_head(entry)) for entry in source.entries[:_SNIFFED_FILES])


def _says(text: str) -> bool:
    if '"ticket_id"' not in text:
        return False
    return bool(_SAYS.search(text)) or ('"via"' in text and ('"events"' in text or '"child_events"' in text))


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Handoffs and comments, ticket by ticket.

    Raises
    ------
    FormatError
        The tickets have no history.
    """
    del options  # times have zones, and subjects are not read
    reader = _Reader()
    for entry in source.entries:
        for record in reader.work.records(entry, _ARRAYS):
            reader.take(record)
            yield from reader.work.builder.full()
    if reader.tickets and not reader.audits:
        raise FormatError(NOW["zendesk"].what, where=source.name, mend=NOW["zendesk"].mend)
    yield from reader.work.emit()


@dataclass
class _Reader:
    work: Casework = field(default_factory=lambda: Casework("zendesk"))
    audits: int = 0
    tickets: int = 0
    _opened: set[str] = field(default_factory=set)

    def take(self, record: JsonRecord) -> None:
        """Take in an audit or event, or who a user or group is."""
        value = record_of(record.value)
        if record.key == "users":
            self._user(value)
        elif record.key == "groups":
            self.work.same(self._group(value.get("id")), text_of(value.get("name")))
        elif record.key == "tickets":
            self.tickets += 1
        elif ticket := text_of(value.get("ticket_id")):
            self.audits += 1
            self._audit(f"zendesk:{ticket}", value, record.place)
        else:
            self.work.builder.reject(record.place, "no event of a ticket")

    def _user(self, user: Mapping[str, Any]) -> None:
        self.work.meet(
            self.work.account(text_of(user.get("id"))),
            name=text_of(user.get("name")),
            email=text_of(user.get("email")),
            kind=_KINDS.get(str(user.get("role"))),
        )

    def _group(self, value: object) -> str | None:
        number = text_of(value)
        return self.work.account(f"group:{number}" if number else None)

    def _audit(self, ticket: str, audit: Mapping[str, Any], place: str) -> None:
        """An audit, or a ticket event, which has the same parts under other names."""
        at = instant(audit.get("created_at")) or instant(audit.get("timestamp"))
        author = self._author(audit.get("author_id", audit.get("updater_id")))
        events = records_of(audit.get("events", audit.get("child_events")))
        by_rule = author is None or _is_rule(audit)
        number = text_of(audit.get("id")) or ""
        if at is None:
            self.work.builder.reject(place, "no usable time")
            return
        comments = [one for one in events if _type(one) == "Comment" and not _is_rule(one)]
        ends = {name: _ends(events, name) for name in ("group_id", "assignee_id", "status")}
        if not comments or any(ends.values()):
            team, person, status = ends["group_id"], ends["assignee_id"], ends["status"]
            self.work.change(
                ticket,
                Change(
                    number,
                    at,
                    place,
                    team=_each(team, self._group),
                    person=_each(person, self._author),
                    done=is_done(text_of(status[1]), None) if status else None,
                    by_rule=by_rule or _by_rule(events),
                ),
            )
        for comment in comments:
            own = text_of(comment.get("id")) or number
            writer = self._author(comment.get("author_id")) or author
            if writer is None:
                self.work.builder.reject(place, "no author")
                continue
            opens = ticket not in self._opened and any(_type(one) == "Create" for one in events)
            if opens:
                self._opened.add(ticket)
            self.work.remark(
                ticket, Remark(f"comment:{own}", at, place, writer, opens=opens, by_rule=by_rule)
            )  # fmt: skip

    def _author(self, value: object) -> str | None:
        number = text_of(value)
        return self.work.account(number) if number and number != _NOBODY else None


def _type(event: Mapping[str, Any]) -> str | None:
    """What an event is: ticket events say it twice, and differently."""
    kinds = (event.get("type"), event.get("event_type"))
    return next((kind for kind in ("Comment", "Create", "Change") if kind in kinds), None)


def _is_rule(record: Mapping[str, Any]) -> bool:
    return record_of(record.get("via")).get("channel") == "rule" or record.get("via") == "Rule"


_Values = tuple[object, object]


def _ends(events: list[Mapping[str, Any]], name: str) -> _Values | None:
    """A field before the first and after the last of its changes in an audit; None where it did not change."""
    said = [_of_field(event, name) for event in events if _type(event) in {"Create", "Change"}]
    found = [one for one in said if one]
    return (found[0][0], found[-1][1]) if found else None


def _of_field(event: Mapping[str, Any], name: str) -> _Values | None:
    """Audits name the field that changed; ticket events have it as a key."""
    if event.get("field_name") == name:
        return event.get("previous_value"), event.get("value")
    return (event.get("previous_value"), event[name]) if name in event else None


def _by_rule(events: list[Mapping[str, Any]]) -> bool:
    """Whether what changed hands was changed by a trigger or automation."""
    of_hands = [one for one in events if _of_field(one, "group_id") or _of_field(one, "assignee_id")]
    return bool(of_hands) and all(map(_is_rule, of_hands))


def _each(values: _Values | None, alias: Any) -> Ends | None:
    return (alias(values[0]), alias(values[1])) if values else None
