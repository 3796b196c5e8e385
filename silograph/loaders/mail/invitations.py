"""Meetings to which mail invites, and what calendars answered.

An invitation holds a whole calendar entry; whoever it invites answers by mail, too. All that a source says of a meeting
comes together before it is counted: later versions supersede earlier ones, and answers say who comes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from silograph.loaders.ical.entries import entries
from silograph.loaders.ical.meetings import Entry, Party, Survey, Writer
from silograph.loaders.mail.inside import calendars
from silograph.log.batches import Batch, BatchBuilder, ReadOptions

_READ = frozenset(("request", "add", "cancel", "reply"))
_Key = tuple[str, str]


class Invitations:
    """What mail says of meetings; some kilobytes are kept for each.

    Parameters
    ----------
    options
        How to read.
    """

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._survey = Survey(options)
        self._kept: dict[_Key, tuple[Entry, str]] = {}
        self._answers: dict[_Key, dict[str, tuple[int, str]]] = {}

    def read(self, fields: Mapping[str, str], body: bytes, method: str, place: str) -> bool:
        """Take in what the calendar in a message says; whether it says anything of a meeting.

        Parameters
        ----------
        fields
            Of the message's header.
        body
            Of the message.
        method
            What the calendar is for.
        place
            Where the message lies.
        """
        if method not in _READ:
            return False
        found = False
        for content in calendars(fields, body):
            for read in entries(io.BytesIO(content), subjects=self._options.subjects, method=method):
                if read.entry is None or not read.entry.uid:
                    continue
                found = True
                if read.answer:
                    self._answer(read.entry)
                else:
                    self._keep(read.entry, place)
        return found

    def seen(self, at: datetime) -> None:
        """Something in the source is from this time: as long series are followed."""
        self._survey.seen(at)

    def batches(self) -> Iterator[Batch]:
        """All meetings. What is none after all is not counted: the mail that says so is."""
        builder = BatchBuilder(channel="meeting")
        writer = Writer(builder, self._survey)
        for key, (entry, place) in self._kept.items():
            for _ in writer.write(self._answered(entry, key), place):
                yield from map(_of_meetings, builder.full())
        if self._kept:
            yield _of_meetings(builder.take())

    def _key(self, entry: Entry) -> _Key:
        return entry.uid, entry.planned.key(self._options.timezone) if entry.planned else ""

    def _keep(self, entry: Entry, place: str) -> None:
        self._survey.see(entry)
        key = self._key(entry)
        known = self._kept.get(key)
        if entry.cancelled or (known and (known[0].version or 0) > (entry.version or 0)):
            return
        if known and known[0].version == entry.version:
            entry = replace(entry, attendees=[*known[0].attendees, *entry.attendees])
            entry.attendees = list({(one.alias, one.role): one for one in entry.attendees}.values())
        self._kept[key] = entry, place

    def _answer(self, entry: Entry) -> None:
        given = self._answers.setdefault(self._key(entry), {})
        for one in entry.attendees:
            version = entry.version or 0
            if one.role and given.get(one.alias, (0, ""))[0] <= version:
                given[one.alias] = version, one.role

    def _answered(self, entry: Entry, key: _Key) -> Entry:
        given = {**self._answers.get((key[0], ""), {}), **self._answers.get(key, {})}

        def after(one: Party) -> Party:
            return (
                one._replace(role=given[one.alias][1])
                if one.role == "invited" and one.alias in given
                else one
            )

        return replace(entry, attendees=[after(one) for one in entry.attendees])


def _of_meetings(batch: Batch) -> Batch:
    return replace(batch, records=batch.records - batch.other - batch.system, other=0, system=0)
