"""Events of Microsoft Graph: ``calendarView`` of each mailbox, as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from silograph.loaders.files import Entry as File
from silograph.loaders.ical.entries import Read
from silograph.loaders.ical.meetings import Entry, Party, Stamp, party, same_id
from silograph.loaders.ical.objects import Record, inner, objects, rows, word
from silograph.loaders.ical.zones import zone_of

_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?")
_COMES = frozenset(("accepted", "organizer"))


def events(file: File, *, subjects: bool) -> Iterator[Read]:
    """The entries of a file.

    Parameters
    ----------
    file
        JSON.
    subjects
        Whether to keep titles.
    """
    for number, found in enumerate(objects(file), start=1):
        if found.record is None:
            yield Read(refused=found.refused, size=found.size, number=number)
        else:
            yield _event(found.record, subjects=subjects)._replace(size=found.size, number=number)


def is_graph(text: str) -> bool:
    """Whether the beginning of a file is one of events."""
    names = set(re.findall(r'"([a-z@.]+)"\s*:', text[:200_000].lower()))
    return {"icaluid", "start"} <= names and not names.isdisjoint({"organizer", "attendees"})


def _event(event: Record, *, subjects: bool) -> Read:
    kind = word(event, "type").lower()
    if kind in {"seriesmaster", "3"}:
        return Read(other=True)
    if event.get("isdraft") is True:
        return Read(system=True)
    start = _stamp(inner(event, "start"), is_day=event.get("isallday") is True)
    if start is None:
        return Read(refused="no time of beginning that can be read")
    uid = same_id(word(event, "icaluid"))
    if not uid:
        return Read(refused="no iCalUId")
    planned = None
    if kind in {"occurrence", "exception", "1", "2"}:
        planned = _moment(word(event, "originalstart"), UTC) or start
        planned = planned._replace(is_day=start.is_day)
    open_to_all = word(event, "sensitivity").lower() in {"", "normal"}
    return Read(
        Entry(
            uid=uid,
            start=start,
            organiser=_party(inner(event, "organizer"), "attendee"),
            attendees=[_party(one, _role(one)) for one in rows(event, "attendees")],
            planned=planned,
            cancelled=event.get("iscancelled") is True,
            quiet=word(event, "showas").lower() == "free",
            changed=_changed(event),
            subject=word(event, "subject") if subjects and open_to_all else "",
        )
    )


def _role(attendee: Record) -> str | None:
    if word(attendee, "type").lower() == "resource":
        return None
    said = word(inner(attendee, "status"), "response").lower()
    return "attendee" if said in _COMES else "declined" if said == "declined" else "invited"


def _party(told: Record, role: str | None) -> Party:
    address = inner(told, "emailaddress")
    return party(word(address, "address"), word(address, "name"), role=role)


def _stamp(told: Record, *, is_day: bool) -> Stamp | None:
    name = word(told, "timezone")
    found = _moment(word(told, "datetime"), zone_of(name, {}) if name else None)
    return found and found._replace(is_day=is_day)


def _moment(text: str, zone: tzinfo | None) -> Stamp | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    try:
        at = datetime(*map(int, found.groups()[:6]))  # type: ignore[arg-type]
    except ValueError:
        return None
    if found[7]:
        zone = UTC if found[7] == "Z" else zone_of(f"UTC{found[7]}", {})
    return Stamp(at, zone)


def _changed(event: Record) -> datetime | None:
    found = _moment(word(event, "lastmodifieddatetime"), UTC)
    return found and found.at.replace(tzinfo=UTC)
