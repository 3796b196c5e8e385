"""What trackers know of a case: who opened it, who handed it to whom, who wrote in it.

Loaders collect what they read into `Casework`; only when all of a case is known can be said whether it passes between
teams or, where no team ever has it, between people. What was said in a case is a post in a thread of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from silograph.loaders.files import Entry
from silograph.loaders.json_records import JsonRecord, json_head, json_records, reported
from silograph.log.batches import Batch, BatchBuilder
from silograph.log.cleaning import is_usable_time

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS = 10**11  # from here on a number of seconds would lie in the year 5138
_SECONDS = re.compile(r"\d{9,10}\.\d{1,9}")
_FARTHEST = timedelta(hours=14)

Ends = tuple[str | None, str | None]  # who had it and who has it; None where nobody


def instant(value: object) -> datetime | None:
    """A time of a tracker, UTC where it states no zone; None where it cannot be used.

    Parameters
    ----------
    value
        A text in ISO 8601 (``2023-09-08T11:26:39.006-0300``, ``2024-01-02 10:00:00``), or seconds or milliseconds
        since 1970; a fraction of a second as text too (``"1492070429.5"``).

    Examples
    --------
    >>> instant("2023-09-08T11:26:39.006-0300").isoformat()
    '2023-09-08T14:26:39.006000+00:00'
    >>> instant(1492070429), instant(1492070429000) == instant(1492070429), instant("soon"), instant(True)
    (datetime.datetime(2017, 4, 13, 8, 0, 29, tzinfo=datetime.timezone.utc), True, None, None)
    """
    try:
        if isinstance(value, str):
            moment = _of_text(value.strip())
            if abs(moment.utcoffset() or timedelta()) > _FARTHEST:
                return None
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            unit = timedelta(milliseconds=1) if abs(value) >= _MILLISECONDS else timedelta(seconds=1)
            moment = _EPOCH + value * unit
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return moment if is_usable_time(moment) else None


def _of_text(text: str) -> datetime:
    """A time in ISO 8601, or seconds with a fraction, which are read as text so that they lose nothing."""
    if _SECONDS.fullmatch(text):
        return _EPOCH + timedelta(microseconds=round(Decimal(text) * 10**6))
    return datetime.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a case.

    Parameters
    ----------
    id
        Its own id: the same change in another file is the same record.
    at
        When.
    place
        Where it lies.
    team, person
        Who had the case and who has it; None where that did not change.
    done
        Whether the case is then closed; None where the change does not say.
    by_rule
        A program made it.
    quality
        How exactly the time is known.
    """

    id: str
    at: datetime
    place: str
    team: Ends | None = None
    person: Ends | None = None
    done: bool | None = None
    by_rule: bool = False
    quality: str = "exact"


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote in a case; with ``opens`` it is what opened it.

    Parameters
    ----------
    id, at, place, quality
        As of a `Change`.
    author
        Who wrote it.
    mentions
        Who is addressed by name.
    opens
        It opened the case.
    asks
        Not words, but a request to those who are named (a review).
    by_rule
        A program wrote it.
    to
        Whom it reaches and as what, where that is known: nobody else then.
    """

    id: str
    at: datetime
    place: str
    author: str
    mentions: tuple[str, ...] = ()
    opens: bool = False
    asks: bool = False
    by_rule: bool = False
    to: tuple[tuple[str, str], ...] | None = None
    quality: str = "exact"


@dataclass(slots=True)
class _Case:
    space: str | None = None
    changes: dict[str, list[Change]] = field(default_factory=dict)
    remarks: dict[str, list[Remark]] = field(default_factory=dict)


class Assigned(NamedTuple):
    """Somebody was assigned to a case, or no longer is, in trackers where several people may be."""

    id: str
    at: datetime
    place: str
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    by_rule: bool = False


class Casework:
    """Collects what is known of cases, and turns it into messages.

    Parameters
    ----------
    source
        Prefix of the accounts of the tracker: ``github:ann``.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.builder = BatchBuilder(channel="handoff")
        self._posts = BatchBuilder(channel="post")
        self._cases: dict[str, _Case] = {}
        self._bots: set[str] = set()
        self._met: set[str] = set()
        self._same: dict[str, str] = {}

    def account(self, name: str | None) -> str | None:
        """The alias of an account; None where there is none."""
        return f"{self.source}:{name}" if name else None

    def meet(
        self, alias: str | None, *, name: str | None = None, email: str | None = None, kind: str | None = None
    ) -> None:
        """Remember what the export says of somebody."""
        if alias is None:
            return
        self._met.add(alias)
        if kind == "bot":
            self._bots.add(alias)
        email = email.strip().lower() if email and "@" in email else None
        self.builder.actor(alias, name=name, email=email, actor_kind=kind)

    def same(self, alias: str | None, better: str | None) -> None:
        """Say that an account is written in two ways; what is handed over has the better one."""
        if alias and better and alias != better:
            self._same[alias] = better

    def records(self, entry: Entry, arrays: Collection[str]) -> Iterator[JsonRecord]:
        """The records of a JSON file; what cannot be read is rejected."""
        if json_head(entry):
            yield from reported(json_records(entry, arrays), entry, self.builder)
        else:
            self.builder.reject(entry.place, "not JSON")
            self.builder.progress(entry.size)

    def case(self, case: str, *, space: str | None = None) -> None:
        """Say where a case lies."""
        one = self._cases.setdefault(case, _Case())
        one.space = one.space or space

    def change(self, case: str, change: Change) -> None:
        """Add a change; the same one again is counted as a duplicate."""
        self._cases.setdefault(case, _Case()).changes.setdefault(change.id, []).append(change)

    def remark(self, case: str, remark: Remark) -> None:
        """Add what somebody wrote; the same again is counted as a duplicate."""
        self._cases.setdefault(case, _Case()).remarks.setdefault(remark.id, []).append(remark)

    def assignments(self, case: str, events: Sequence[Assigned]) -> None:
        """Add what happened to the assignees of a case, all of it at once.

        Somebody hands over who leaves: to whoever joined last and stays, else to the next who joins.
        """
        holding: list[str] = []
        last: str | None = None
        for event in sorted(events, key=lambda one: (one.at, _number(one.id))):
            ends: Ends | None = None
            for name in event.joined:
                if name not in holding:
                    if not holding and last not in {None, name}:
                        ends = (last, name)
                    elif not holding:
                        ends = (None, name)
                    holding.append(name)
            for name in event.left:
                later = holding[holding.index(name) + 1 :] if name in holding else holding
                holding = [one for one in holding if one != name]
                last = name
                if later:
                    ends = (name, later[-1])
            self.change(
                case, Change(event.id, event.at, event.place, person=ends, by_rule=event.by_rule)
            )  # fmt: skip

    def emit(self) -> Iterator[Batch]:
        """All of it, as batches."""
        for name, case in self._cases.items():
            holders = self._hand_over(name, case)
            self._speak(name, case, holders)
            yield from self.builder.full()
            yield from self._posts.full()
        yield self.builder.take()
        yield self._posts.take()

    def _is(self, alias: str | None) -> str | None:
        return self._same.get(alias, alias) if alias else None

    def _hand_over(self, name: str, case: _Case) -> list[tuple[datetime, str]]:
        """The handoffs of a case; returns since when each person had it."""
        changes = sorted(case.changes.values(), key=lambda same: (same[0].at, _number(same[0].id)))
        self._span(name, case, [same[0] for same in changes])
        by_team = any(same[0].team for same in changes)
        holders: list[tuple[datetime, str]] = []
        held: str | None = None
        for same in changes:
            change = same[0]
            if change.person and (holder := self._is(change.person[1])):
                holders.append((change.at, holder))
            giver, taker = map(self._is, (change.team if by_team else change.person) or (None, None))
            if by_team:
                for team in filter(None, (giver, taker)):
                    self.builder.actor(team, name=team, actor_kind="team")
            giver = giver or held
            for one in same:
                if giver and taker and giver != taker:
                    self._handoff(name, one, giver, taker)
                else:
                    self.builder.other()
            held = taker or giver
        return holders

    def _handoff(self, name: str, change: Change, giver: str, taker: str) -> None:
        self.builder.message(
            f"{name}:{change.id}",
            giver,
            [(taker, "assignee")],
            sent_at=change.at,
            time_quality=change.quality,
            kind="handoff",
            thread_id=name,
            automated=change.by_rule or not self._bots.isdisjoint((giver, taker)),
            place=change.place,
        )

    def _span(self, name: str, case: _Case, changes: Sequence[Change]) -> None:
        """Say when a case began and ended; one that is resolved and closed later ended when it was resolved."""
        opened = [same[0].at for same in case.remarks.values() if same[0].opens]
        times = [*opened, *(change.at for change in changes)]
        if not times:
            return
        ended, closed = max(times), None
        for change in changes:
            if change.done is not None:
                ended = change.at if change.done and not closed else ended
                closed = change.done
        self.builder.case(
            name, opened_at=min(times), ended_at=ended if closed else max(times), closed=closed
        )  # fmt: skip

    def _speak(self, name: str, case: _Case, holders: Sequence[tuple[datetime, str]]) -> None:
        """What was written in a case: it reaches those named, who opened it, and who took part before."""
        order = sorted(
            case.remarks.values(), key=lambda same: (not same[0].opens, same[0].at, _number(same[0].id))
        )
        opener = next((first for first, *_ in order if first.opens), None)
        before: dict[str, datetime] = {}
        for number, same in enumerate(order):
            remark = same[0]
            author = self._is(remark.author) or remark.author
            reached = dict.fromkeys(
                filter(None, (self._is(one) for one in remark.mentions if one in self._met)), "mention"
            )
            if remark.to is not None:
                reached = {self._is(one) or one: role for one, role in remark.to}
            elif not remark.opens and not remark.asks:
                if opener:
                    reached.setdefault(self._is(opener.author) or "", "reply")
                for one in [*before, *(who for at, who in holders if at <= remark.at)]:
                    reached.setdefault(one, "member")
            reached.pop(author, None)
            before.setdefault(author, remark.at)
            kind = "mention" if remark.asks else "reply" if number else "post"
            for again in same:
                self._posts.message(
                    f"{name}:{remark.id}",
                    author,
                    list(reached.items()),
                    sent_at=remark.at,
                    time_quality=remark.quality,
                    kind=kind,
                    thread_id=f"{name}/comments",
                    parent_id=f"{name}:{opener.id}" if opener and not remark.opens else None,
                    space=case.space,
                    automated=remark.by_rule or author in self._bots,
                    place=again.place,
                )


def _number(text: str) -> int:
    """An id that counts, as a number: events of one second stand in its order."""
    digits = text.rpartition(":")[2]
    return int(digits) if digits.isdecimal() and len(digits) < 30 else 0
