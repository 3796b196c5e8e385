"""Calendar entries from the events of iCalendar files and of invitations in mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import BinaryIO, NamedTuple

from silograph.loaders.ical.lines import Component, Property, components
from silograph.loaders.ical.meetings import Entry, Party, Stamp, Writer, party, same_id
from silograph.loaders.ical.repeats import Rule
from silograph.loaders.ical.zones import named_zone, own_zone, zone_of
from silograph.log.batches import BatchBuilder

_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", re.I
)
_ANSWERS = {
    "ACCEPTED": "attendee",
    "COMPLETED": "attendee",
    "DECLINED": "declined",
    "DELEGATED": "declined",  # somebody else comes, who is invited too
}
ANSWER_METHODS = frozenset(("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"))
_NO_PEOPLE = frozenset(("ROOM", "RESOURCE"))


class Read(NamedTuple):
    """What stands in a calendar.

    Parameters
    ----------
    entry
        A calendar entry; None where it cannot be used, or is none.
    refused
        Why it cannot be used.
    size
        Bytes read since the one before.
    number
        Of the entry in its file.
    other, system
        Whether it says nothing of a meeting, or is no communication.
    answer
        Whether it says who comes to a meeting.
    """

    entry: Entry | None = None
    refused: str | None = None
    size: int = 0
    number: int = 0
    other: bool = False
    system: bool = False
    answer: bool = False


def counted(found: Read, builder: BatchBuilder, writer: Writer, place: str) -> Iterator[None]:
    """Count what was read as what it is; says after each meeting that a batch may be taken.

    Parameters
    ----------
    found
        As it stands in a calendar or a list of who came.
    builder, writer
        Of meetings.
    place
        Where it lies.
    """
    if found.refused:
        builder.reject(place, found.refused)
    elif found.other:
        builder.other()
    elif found.system:
        builder.system()
    elif found.entry:
        yield from writer.write(found.entry, place)


def entries(stream: BinaryIO, *, subjects: bool = False, method: str = "") -> Iterator[Read]:
    """The entries of a file, in order.

    Parameters
    ----------
    stream
        The bytes of one or more calendars.
    subjects
        Whether to keep titles.
    method
        What calendars are for that do not say it.
    """
    described: dict[str, tzinfo | None] = {}
    number = 0
    for found in components(stream):
        if isinstance(found, int):
            yield Read(size=found)
        elif found.kind == "VTIMEZONE":
            if len(described) < 1000:
                described[found.text("TZID")] = own_zone(found)
        elif found.kind == "VEVENT":
            number += 1
            found.calendar = {"METHOD": method, **found.calendar}
            yield _event(found, described, subjects=subjects)._replace(number=number)
        else:
            number += 1
            yield Read(other=True, number=number)


def _event(event: Component, described: dict[str, tzinfo | None], *, subjects: bool) -> Read:
    if not event.whole:
        return Read(refused="ends within an event: the file is incomplete")
    method, cancelled = event.calendar.get("METHOD", "").upper(), event.text("STATUS").upper() == "CANCELLED"
    if method == "CANCEL" and not cancelled:
        return Read(other=True)  # some are no longer invited, and the meeting takes place
    answer = method in ANSWER_METHODS
    try:
        entry = _entry(event, _Times(event, described), cancelled=cancelled, subjects=subjects)
    except ValueError as error:
        return Read(other=True) if answer else Read(refused=str(error))
    return Read(entry, other=answer, answer=method == "REPLY")


def _entry(event: Component, times: _Times, *, cancelled: bool, subjects: bool) -> Entry:
    """An event as an entry; raises `ValueError` with the reason where that cannot be."""
    start = times.of(event.one.get("DTSTART"))
    if start is None:
        raise ValueError("no time of beginning that can be read")
    rule = Rule.of(event.text("RRULE")) if event.text("RRULE") else None
    until = times.of(Property(rule.until)) if rule and rule.until else None
    if rule and rule.until and until is None:
        raise ValueError("a rule of repetition whose end cannot be read")
    private = event.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}
    free = event.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
    organiser = event.one.get("ORGANIZER")
    return Entry(
        uid=same_id(event.text("UID")),
        start=start,
        organiser=_party(organiser, is_organiser=True) if organiser else None,
        attendees=[_party(one) for one in event.many.get("ATTENDEE", [])],
        planned=times.of(event.one.get("RECURRENCE-ID")),
        rule=rule,
        until=until,
        more=times.all("RDATE"),
        fewer=times.all("EXDATE"),
        version=_number(event.text("SEQUENCE")) if "SEQUENCE" in event.one else None,
        cancelled=cancelled,
        quiet=free or event.text("TRANSP").upper() == "TRANSPARENT",
        changed=times.latest("DTSTAMP", "CREATED", "LAST-MODIFIED"),
        subject=_unescaped(event.text("SUMMARY")) if subjects and not private else "",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], text)


def _party(told: Property, *, is_organiser: bool = False) -> Party:
    parameters = told.parameters
    address = told.value
    if "@" not in address and "@" in parameters.get("EMAIL", ""):
        address = parameters["EMAIL"]
    kind = parameters.get("CUTYPE", "").upper()
    role: str | None = (
        "attendee" if is_organiser else _ANSWERS.get(parameters.get("PARTSTAT", "").upper(), "invited")
    )
    if kind in _NO_PEOPLE or parameters.get("ROLE", "").upper() == "NON-PARTICIPANT":
        role = None
    name = parameters.get("CN", "")
    return party(address, name, role=role, kind="list" if kind == "GROUP" else None)


class _Times:
    """Reads the times of an event, in the zones of its calendar."""

    def __init__(self, event: Component, described: dict[str, tzinfo | None]) -> None:
        self._event, self._described = event, described
        self._usual = (
            named_zone(event.calendar.get("X-WR-TIMEZONE", ""))
            if event.calendar.get("X-WR-TIMEZONE")
            else None
        )

    def of(self, told: Property | None) -> Stamp | None:
        """The time; None where it is none."""
        if told is None:
            return None
        found = _TIME.fullmatch(told.value.strip().partition("/")[0])
        if not found:
            return None
        try:
            year, month, day = (int(part) for part in found.groups()[:3])
            if found[4] is None:
                return Stamp(datetime(year, month, day), is_day=True)
            at = datetime(year, month, day, int(found[4]), int(found[5]), min(int(found[6] or 0), 59))
        except ValueError:
            return None
        return Stamp(at, self._zone(found[7], told.parameters.get("TZID", "")))

    def _zone(self, offset: str | None, name: str) -> tzinfo | None:
        if offset and offset in "Zz":
            return UTC
        if offset:
            return zone_of(f"UTC{offset}", {})
        return (zone_of(name, self._described) if name else None) or self._usual

    def all(self, name: str) -> list[Stamp]:
        """All times of a property that may occur often, with several in each."""
        return [
            stamp
            for told in self._event.many.get(name, [])
            for text in told.value.split(",")
            if (stamp := self.of(told._replace(value=text)))
        ]

    def latest(self, *names: str) -> datetime | None:
        """The latest of some times that calendars write in UTC."""
        found = [stamp for name in names if (stamp := self.of(self._event.one.get(name)))]
        usable = [one.at.replace(tzinfo=UTC) for one in found if timedelta(0) < one.at - datetime(1970, 1, 1)]
        return max(usable, default=None)
