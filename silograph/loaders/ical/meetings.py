"""What the copies of a meeting say together, and the messages that become of it.

A meeting lies in the mailbox of everybody who was invited, as it stood there last. Copies unite by the id of the
calendar entry and, of repeated ones, the time at which the occurrence was planned; the newest version says when it is,
a cancellation ends it, and whatever any copy knows of an answer counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from silograph.loaders.ical.repeats import Rule
from silograph.log.batches import BatchBuilder, ReadOptions
from silograph.log.cleaning import is_usable_time
from silograph.log.people import normalise_alias
from silograph.log.schema import NOBODY

_LONGEST_SERIES = 20_000  # meetings
_MOST_PLACES = 5_000_000  # of a series: its meetings times whom it invites
_NEWEST = 1 << 31  # of versions: a cancellation that does not say which version it is about
_OUTLOOK = re.compile(r"040000008200E00074C5B7101A82E008[0-9A-F]{24,}", re.I)
_FOREIGN = "7643616C2D55696401000000"  # "vCal-Uid", 1: an id of another program, packed by Outlook
_ROOM = re.compile(r".*@resource\.calendar\.google\.com")
_GROUP_CALENDAR = re.compile(r".*@(?:group|import)\.calendar\.google\.com")


class Stamp(NamedTuple):
    """A time as a calendar writes it.

    Parameters
    ----------
    at
        Local, without a zone.
    zone
        None where it states none.
    is_day
        Whether it is a whole day.
    """

    at: datetime
    zone: tzinfo | None = None
    is_day: bool = False

    def utc(self, zone: tzinfo) -> datetime:
        """The moment; `zone` where it states none."""
        return self.at.replace(tzinfo=self.zone or zone).astimezone(UTC)

    def key(self, zone: tzinfo) -> str:
        """How the occurrence planned for this time is told from others of its series."""
        return f"{self.at:%Y%m%d}" if self.is_day else f"{self.utc(zone):%Y%m%dT%H%MZ}"


class Party(NamedTuple):
    """Who is invited, or invites.

    Parameters
    ----------
    alias
        Address, or the name where there is none.
    name
        As it is shown.
    role
        ``attendee invited declined``; None for rooms, resources, and those who are only to know of it.
    kind
        ``list`` for groups, ``external`` for guests; else None.
    """

    alias: str
    name: str = ""
    role: str | None = "invited"
    kind: str | None = None


@dataclass
class Entry:
    """One copy of a calendar entry.

    Parameters
    ----------
    uid, start
        Its id, and when it begins.
    organiser, attendees
        Who invites, None where nobody is named; who is invited.
    planned
        Of an occurrence of a series that differs from the others, when it was planned.
    rule, more, fewer
        How it repeats; further times, and those left out.
    version
        Later ones supersede earlier ones; None where the source does not say.
    cancelled
        Whether it does not take place.
    quiet
        Whether it takes nobody's time (absences that colleagues are told of).
    changed
        When the export or the entry was made.
    subject
        Only where asked for.
    attended
        Whether it is part of a record of who came, which may name one person at a time.
    """

    uid: str
    start: Stamp
    organiser: Party | None = None
    attendees: Sequence[Party] = ()
    planned: Stamp | None = None
    rule: Rule | None = None
    until: Stamp | None = None
    more: Sequence[Stamp] = ()
    fewer: Sequence[Stamp] = ()
    version: int | None = None
    cancelled: bool = False
    quiet: bool = False
    changed: datetime | None = None
    subject: str = ""
    attended: bool = False

    @property
    def is_series(self) -> bool:
        """Whether it repeats."""
        return self.rule is not None or bool(self.more)


def same_id(uid: str) -> str:
    """The id of an entry as all programs write it: Outlook's ids hold the day of an occurrence, or another's id.

    Examples
    --------
    >>> head = "040000008200E00074C5B7101A82E008"
    >>> same_id(head + "07E80116" + "0" * 32) == same_id(head + "00000000" + "0" * 32)
    True
    >>> same_id(head + "0" * 40 + "7643616C2D55696401000000" + b"x1@y".hex() + "00")
    'x1@y'
    """
    uid = uid.strip()
    if not _OUTLOOK.fullmatch(uid):
        return uid
    plain = uid.upper()
    _, foreign, packed = plain.partition(_FOREIGN)
    if foreign:
        try:
            return bytes.fromhex(packed).rstrip(b"\0").decode() or plain
        except ValueError:
            return plain
    return plain[:32] + "0" * 8 + plain[40:]


def party(address: str, name: str = "", *, role: str | None = "invited", kind: str | None = None) -> Party:
    """Somebody by the address of a calendar, ``mailto:`` and all; by name where there is none.

    Examples
    --------
    >>> party("MAILTO:Ann@X.org", "Ann").alias, party("invalid:nomail", "Bob Lee").alias
    ('ann@x.org', 'bob lee')
    """
    address = re.sub(r"^\s*mailto:", "", address, flags=re.I).strip().strip("<>")
    alias = (
        normalise_alias(address) if "@" in address or "/o=" in address.casefold() else name.strip().casefold()
    )
    if _ROOM.fullmatch(alias):
        role = None
    return Party(alias, name if "@" not in name else "", role, kind)


@dataclass
class Survey:
    """What only all copies together tell: which version is the newest, what is cancelled, which times are moved.

    Ids are kept as hashes: some 200 bytes per entry.
    """

    options: ReadOptions
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    _newest: dict[int, int] = field(default_factory=dict)
    _cancelled: dict[int, int] = field(default_factory=dict)
    _moved: set[int] = field(default_factory=set)
    _stamped: datetime | None = None
    _started: datetime | None = None

    def see(self, entry: Entry) -> None:
        """Remember what a copy tells."""
        key, version = self._key(entry), entry.version
        if entry.planned and (entry.cancelled or version is not None or entry.start.at != entry.planned.at):
            self._moved.add(key)
        if entry.cancelled:
            self._cancelled[key] = max(_NEWEST if version is None else version, self._cancelled.get(key, 0))
        elif version is not None:
            self._newest[key] = max(version, self._newest.get(key, 0))
        if entry.changed:
            self.seen(entry.changed)
        at = None if entry.is_series else utc_or_none(entry.start, self.zone)
        if at and at <= self.now:
            self._started = max(at, self._started or at)

    def seen(self, at: datetime) -> None:
        """Something in the source is from this time."""
        if at <= self.now:
            self._stamped = max(at, self._stamped or at)

    @property
    def last(self) -> datetime:
        """Until when series are followed: as late as anything in the source is from; today where nothing says when."""
        if self._stamped is None:
            return self.now
        return max(self._stamped, self._started or self._stamped)

    def is_old(self, entry: Entry) -> bool:
        """Whether there is a newer version."""
        newest = self._newest.get(self._key(entry), 0)
        return entry.version is not None and entry.version < newest

    def is_cancelled(self, entry: Entry) -> bool:
        """Whether the newest word is that it does not take place, or the series of which it is one."""
        keys = {self._key(entry), hash((entry.uid, ""))}
        return entry.cancelled or any(
            key in self._cancelled and self._cancelled[key] >= self._newest.get(key, 0) for key in keys
        )

    def is_moved(self, entry: Entry, planned: Stamp) -> bool:
        """Whether an occurrence of a series has an entry of its own."""
        return hash((entry.uid, planned.key(self.zone))) in self._moved

    @property
    def zone(self) -> tzinfo:
        """The zone of times that state none."""
        return self.options.timezone

    def _key(self, entry: Entry) -> int:
        return hash((entry.uid, entry.planned.key(self.zone) if entry.planned else ""))


def utc_or_none(stamp: Stamp, zone: tzinfo) -> datetime | None:
    """The moment; None where it lies beyond all calendars."""
    try:
        return stamp.utc(zone)
    except (ValueError, OverflowError):
        return None


class Writer:
    """Turns calendar entries into messages, one per meeting."""

    def __init__(self, builder: BatchBuilder, survey: Survey) -> None:
        self._builder, self._survey = builder, survey

    def write(self, entry: Entry, place: str) -> Iterator[None]:
        """Count an entry as what it is; says after each meeting that a batch may be taken."""
        people = [one for one in entry.attendees if one.role and one.alias]
        organiser = entry.organiser.alias if entry.organiser else ""
        at = utc_or_none(entry.start, self._survey.zone)
        if at is None or not is_usable_time(at):
            self._builder.reject(place, "a date that no meeting can have")
        elif entry.attended:
            self._meeting(entry, people, entry.start, place=place)
        elif all(one.alias == organiser for one in people) or (entry.start.is_day and entry.quiet):
            self._builder.system()
        elif self._survey.is_cancelled(entry) or self._survey.is_old(entry):
            self._builder.other()
        elif not entry.is_series:
            if at > self._survey.now:
                self._builder.other()
            else:
                self._meeting(entry, people, entry.start, place=place)
        else:
            yield from self._series(entry, people, place)

    def _series(self, entry: Entry, people: list[Party], place: str) -> Iterator[None]:
        """Every meeting of a series that took place, save those that have an entry of their own."""
        number, longest = 0, min(_LONGEST_SERIES, _MOST_PLACES // len(people))
        for start in occurrences(entry, self._survey.last, zone=self._survey.zone):
            if self._survey.is_moved(entry, start):
                continue
            number += 1
            if number > longest:
                self._builder.reject(
                    place, f"a series of more than {longest} meetings; the first are counted"
                )
                return
            self._meeting(entry, people, start, place=place, planned=start)
            yield
        if not number:
            self._builder.other()

    def _meeting(
        self, entry: Entry, people: list[Party], start: Stamp, *, place: str, planned: Stamp | None = None
    ) -> None:
        zone, options = self._survey.zone, self._survey.options
        organiser = entry.organiser if entry.organiser and entry.organiser.alias else None
        if organiser and (_GROUP_CALENDAR.fullmatch(organiser.alias) or not organiser.role):
            organiser = None
        sender = organiser.alias if organiser else NOBODY
        self._builder.actor(NOBODY, actor_kind="bot")
        for one in (*people, *([organiser] if organiser else [])):
            if one.name or one.kind:
                self._builder.actor(one.alias, name=one.name, actor_kind=one.kind)
        planned = planned or entry.planned
        own = (
            entry.uid
            or f"content:{options.hidden(sender, start.key(zone), *sorted(one.alias for one in people))}"
        )
        self._builder.message(
            f"{own} {planned.key(zone)}" if planned else own,
            sender,
            [(one.alias, one.role or "") for one in people],
            sent_at=start.utc(zone),
            time_quality="day" if start.is_day else "exact" if start.zone else "assumed_zone",
            kind="meeting",
            subject=entry.subject if options.subjects else None,
            place=place,
        )


def occurrences(entry: Entry, last: datetime, *, zone: tzinfo) -> Iterator[Stamp]:
    """The times of a series until `last`, in order, without those left out.

    Parameters
    ----------
    entry
        With a rule, or further times.
    last
        As late as is asked for, UTC.
    zone
        Of times that state none.
    """
    start = entry.start
    own = start.zone or zone
    if last < start.utc(zone):
        return
    end = last.astimezone(own).replace(tzinfo=None) + timedelta(days=1)
    gone = {one.key(zone) for one in entry.fewer}
    gone_days = {f"{one.at:%Y%m%d}" for one in entry.fewer if one.is_day}
    until = entry.until
    bound = None if until is None else until.at if until.is_day or until.zone is None else until.utc(zone)
    seen: set[str] = set()
    more = sorted(one for one in entry.more if one.utc(zone) <= last)
    ruled = entry.rule.times(start.at, end) if entry.rule else iter([start.at])
    for at in ruled:
        stamp = Stamp(at, start.zone, start.is_day)
        moment = stamp.utc(zone)
        if moment > last or (bound is not None and _is_after(stamp, bound, moment, until)):
            break
        if _kept(stamp, gone, gone_days, seen, zone):
            yield stamp
    for stamp in more:
        if _kept(stamp, gone, gone_days, seen, zone):
            yield stamp


def _is_after(stamp: Stamp, bound: datetime, moment: datetime, until: Stamp | None) -> bool:
    if bound.tzinfo:
        return moment > bound
    return stamp.at.date() > bound.date() if until and until.is_day else stamp.at > bound


def _kept(stamp: Stamp, gone: set[str], gone_days: set[str], seen: set[str], zone: tzinfo) -> bool:
    key = stamp.key(zone)
    if key in seen or key in gone or f"{stamp.at:%Y%m%d}" in gone_days:
        return False
    seen.add(key)
    return True
