"""Repetitions (RFC 5545, RRULE), worked out only as far as is asked, and never without end.

Each period of a rule (day, week, month, year) is looked at once, so that the work is that of the days between first and
last, whatever the rule says: rules that never come true, or every second, cost no more.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_KNOWN = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")
)
_FASTER = frozenset(("SECONDLY", "MINUTELY", "HOURLY"))
_EVERY = frozenset(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))


@dataclass(frozen=True, slots=True)
class Rule:
    """How something repeats.

    Parameters
    ----------
    every
        ``DAILY WEEKLY MONTHLY YEARLY``.
    interval
        1: every one of these.
    count, until
        How often, the first time included; until when, as written. None: without end.
    weekdays
        Pairs: the how-manieth of the month or year (0: each), and the day, from 0 for Monday.
    days, months, places
        Days of the month, negative ones from its end; months; which of a period's times.
    week_start
        Day on which weeks begin.
    """

    every: str
    interval: int = 1
    count: int | None = None
    until: str | None = None
    weekdays: tuple[tuple[int, int], ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_start: int = 0

    @classmethod
    def of(cls, text: str) -> Rule:
        """The rule that a text states.

        Raises
        ------
        ValueError
            It is none, or one that no meeting has; says why.

        Examples
        --------
        >>> Rule.of("FREQ=MONTHLY;BYDAY=-1FR").weekdays
        ((-1, 4),)
        """
        parts = dict(part.strip().upper().split("=", 1) for part in text.split(";") if part.count("=") == 1)
        every = parts.get("FREQ", "")
        if every in _FASTER:
            raise ValueError("repeats by the hour or faster")
        odd = sorted(name for name in parts if name not in _KNOWN and not name.startswith("X-"))
        if every not in _EVERY or odd:
            named = (
                odd[0] if odd and odd[0].isalpha() and odd[0].startswith("BY") and len(odd[0]) < 12 else ""
            )
            raise ValueError(f"a rule of repetition that is not understood{named and f' ({named})'}")
        try:
            rule = cls(
                every,
                interval=int(parts.get("INTERVAL", "1")),
                count=int(parts["COUNT"]) if "COUNT" in parts else None,
                until=parts.get("UNTIL"),
                weekdays=_weekdays(parts.get("BYDAY", "")),
                days=_numbers(parts.get("BYMONTHDAY", "")),
                months=_numbers(parts.get("BYMONTH", "")),
                places=_numbers(parts.get("BYSETPOS", "")),
                week_start=_DAYS.index(parts.get("WKST", "MO")),
            )
        except ValueError as error:
            raise ValueError("a rule of repetition that is not understood") from error
        if rule.interval < 1 or any(not 1 <= month <= 12 for month in rule.months):
            raise ValueError("a rule of repetition that is not understood")
        return rule

    def times(self, start: datetime, last: datetime) -> Iterator[datetime]:
        """All times from the first until `last`, in order; the end that the rule states (`until`) is the caller's.

        Parameters
        ----------
        start
            The first, local and without a zone.
        last
            How far to look.

        Examples
        --------
        >>> rule = Rule.of("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2")
        >>> [str(at.date()) for at in rule.times(datetime(2024, 1, 1, 9), datetime(2025, 1, 1))]
        ['2024-01-26', '2024-02-23']
        """
        clock = start - datetime(start.year, start.month, start.day)
        left = self.count
        for days in self._periods(start.date(), last.date()):
            chosen = _placed(sorted(set(days)), self.places) if self.places else sorted(set(days))
            for day in chosen:
                at = datetime(day.year, day.month, day.day) + clock
                if at < start:
                    continue
                if at > last or left == 0:
                    return
                left = left if left is None else left - 1
                yield at

    def _periods(self, start: date, last: date) -> Iterator[list[date]]:
        """The days of each period that the rule allows."""
        if self.every in {"DAILY", "WEEKLY"}:
            yield from self._short(start, last)
            return
        months = 12 if self.every == "YEARLY" else 1
        first = start.year * 12 + (0 if months == 12 else start.month - 1)
        for number in range(first, last.year * 12 + last.month, months * self.interval):
            year, month = number // 12, number % 12 + 1
            if year > date.max.year - 1:
                return
            if months == 1:
                yield self._of_month(year, month, start) if self._allows(month) else []
            else:
                yield list(self._of_year(year, start))

    def _short(self, start: date, last: date) -> Iterator[list[date]]:
        size = 1 if self.every == "DAILY" else 7
        begin = start - timedelta(days=(start.weekday() - self.week_start) % 7 if size == 7 else 0)
        own = {day for _, day in self.weekdays} or ({start.weekday()} if size == 7 else set(range(7)))
        for number in range(begin.toordinal(), last.toordinal() + 1, size * self.interval):
            period = [
                date.fromordinal(one) for one in range(number, min(number + size, date.max.toordinal()))
            ]
            yield [
                day
                for day in period
                if day.weekday() in own
                and self._allows(day.month)
                and (not self.days or size == 7 or _is_day(day, self.days))
            ]

    def _allows(self, month: int) -> bool:
        return not self.months or month in self.months

    def _of_month(self, year: int, month: int, start: date) -> list[date]:
        length = calendar.monthrange(year, month)[1]
        every = [date(year, month, day) for day in range(1, length + 1)]
        if not self.days and not self.weekdays:
            return [day for day in every if day.day == start.day]
        return [
            day
            for day in every
            if (not self.days or _is_day(day, self.days))
            and (not self.weekdays or self._is_weekday(day, day.day, length))
        ]

    def _of_year(self, year: int, start: date) -> Iterator[date]:
        if self.months or self.days or not self.weekdays:
            plain = not self.days and not self.weekdays
            months = self.months or ((start.month,) if plain else range(1, 13))
            for month in months:
                yield from self._of_month(year, month, start)
            return
        length = 366 if calendar.isleap(year) else 365
        for number in range(1, length + 1):
            day = date(year, 1, 1) + timedelta(days=number - 1)
            if self._is_weekday(day, number, length):
                yield day

    def _is_weekday(self, day: date, number: int, length: int) -> bool:
        """Whether a day, the `number`-th of its month or year, is one of the rule's weekdays."""
        forth, back = (number - 1) // 7 + 1, -((length - number) // 7 + 1)
        return any(day.weekday() == weekday and nth in {0, forth, back} for nth, weekday in self.weekdays)


def nth_weekdays(year: int, month: int, nth: int, weekday: int) -> int:
    """The day of the month that is its nth such weekday, the last one where it has fewer.

    Examples
    --------
    >>> nth_weekdays(2024, 3, -1, 6), nth_weekdays(2024, 11, 1, 6)
    (31, 3)
    """
    first, length = calendar.monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    return days[max(nth, -len(days))] if nth < 0 else days[min(nth, len(days)) - 1]


def _is_day(day: date, days: tuple[int, ...]) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.day in days or day.day - length - 1 in days


def _placed(days: list[date], places: tuple[int, ...]) -> list[date]:
    chosen = {days[n - 1] if n > 0 else days[n] for n in places if n and -len(days) <= n <= len(days)}
    return sorted(chosen)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part.strip())


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    found = [_BY_DAY.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    if not all(found):
        raise ValueError("no weekday")
    return tuple((int(one[1] or 0), _DAYS.index(one[2])) for one in found if one)
