"""Time zones of calendars: by their IANA name, by the name Windows has for them, by what the calendar says itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from silograph.loaders.ical.lines import Component
from silograph.loaders.ical.repeats import Rule, nth_weekdays
from silograph.loaders.ical.windows import ZONES

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?")
_SHOWN = re.compile(r"^\(?(?:UTC|GMT)\s*([+-]\d\d?:?\d\d)\)?", re.I)


@lru_cache(maxsize=4096)
def named_zone(name: str) -> tzinfo | None:
    """The zone of this name; None where nobody calls one so.

    Examples
    --------
    >>> named_zone("W. Europe Standard Time"), named_zone("/freeassociation.sourceforge.net/Europe/Paris")
    (zoneinfo.ZoneInfo(key='Europe/Berlin'), zoneinfo.ZoneInfo(key='Europe/Paris'))
    >>> named_zone("UTC") is UTC, named_zone("Customized Time Zone")
    (True, None)
    """
    plain = name.strip().strip('"')
    if plain.casefold() in {
        "utc",
        "gmt",
        "z",
        "etc/utc",
        "etc/gmt",
        "coordinated universal time",
        "tzone://microsoft/utc",
    }:
        return UTC
    plain = ZONES.get(plain.casefold(), plain)
    parts = plain.split("/")
    for first in range(len(parts)):  # some programs put their own name in front
        if found := _iana("/".join(parts[first:])):
            return found
    return None


def _iana(name: str) -> tzinfo | None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*", name) or len(name) > 64:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # no such zone, or the name of a folder of them
        return None


class _Change(NamedTuple):
    """When a zone changes its offset within a year: the nth weekday of a month, and the time of day."""

    month: int
    nth: int
    weekday: int
    clock: timedelta
    offset: timedelta

    def at(self, year: int) -> datetime:
        day = nth_weekdays(year, self.month, self.nth, self.weekday)
        return datetime(year, self.month, 1) + timedelta(days=day - 1) + self.clock


class OwnZone(tzinfo):
    """A zone as a calendar describes it: one offset, or two between which it changes every year."""

    def __init__(self, standard: timedelta, changes: tuple[_Change, ...] = ()) -> None:
        self._standard, self._changes = standard, changes

    def utcoffset(self, at: datetime | None) -> timedelta:
        """The offset at a time of this zone."""
        if at is None or not self._changes:
            return self._standard
        naive = at.replace(tzinfo=None)
        found = sorted((change.at(naive.year), change.offset) for change in self._changes)
        earlier = [offset for when, offset in found if when <= naive]
        return earlier[-1] if earlier else found[-1][1]

    def dst(self, _: datetime | None) -> timedelta:
        """Not told apart."""
        return timedelta(0)

    def tzname(self, _: datetime | None) -> str:
        """Without a name."""
        return "own"


def own_zone(described: Component) -> tzinfo | None:
    """The zone that a ``VTIMEZONE`` describes; None where its offsets cannot be read."""
    standard, changes = None, []
    for part in described.parts:
        offset = _offset(part.text("TZOFFSETTO"))
        if offset is None:
            continue
        if part.kind == "STANDARD" or standard is None:
            standard = offset
        if change := _change(part, offset):
            changes.append(change)
    if standard is None:
        return None
    last = {change.month: change for change in changes}  # of old rules and new ones, the new come last
    return OwnZone(standard, tuple(last.values()) if len(last) == 2 else ())


def _offset(text: str) -> timedelta | None:
    found = _OFFSET.fullmatch(text.strip())
    if not found or int(found[2]) > 15:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -size if found[1] == "-" else size


def _change(part: Component, offset: timedelta) -> _Change | None:
    try:
        rule = Rule.of(part.text("RRULE"))
        begins = datetime.strptime(part.text("DTSTART"), "%Y%m%dT%H%M%S")  # local by definition
    except ValueError:
        return None
    if rule.every != "YEARLY" or len(rule.months) != 1 or len(rule.weekdays) != 1:
        return None
    nth, weekday = rule.weekdays[0]
    clock = timedelta(hours=begins.hour, minutes=begins.minute)
    return _Change(rule.months[0], nth or 1, weekday, clock, offset)


def zone_of(name: str, described: dict[str, tzinfo | None]) -> tzinfo | None:
    """The zone that a calendar means by a name: a known one, else what it describes, else the offset it shows."""
    if not name:
        return None
    if found := named_zone(name) or described.get(name):
        return found
    if shown := _SHOWN.match(name.strip()):
        hours, minutes = re.fullmatch(r"([+-]\d\d?):?(\d\d)", shown[1]).groups()  # type: ignore[union-attr]
        size = timedelta(hours=abs(int(hours)), minutes=int(minutes))
        return timezone(-size if hours.startswith("-") else size) if size < timedelta(hours=24) else None
    return None
