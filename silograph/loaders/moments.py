"""Times in tables of events: ISO, numbers in either order, words, seconds since 1970; and how exact each is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from silograph.loaders.dates import plain_date, serial_date, year_month_day
from silograph.log.cleaning import is_usable_time

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FARTHEST = timedelta(hours=14)  # no place on earth is further from UTC
_NUMERIC_DATE = re.compile(
    r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?(?:\s*([AaPp])\.?[Mm]\.?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_EPOCH_NUMBER = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


def moment_of(
    text: str | None, zone: ZoneInfo, *, order: str | None = None, serials: bool = False
) -> tuple[datetime, str] | None:
    """A time and its quality, or None where the text is none."""
    text = text.strip() if text else ""
    try:
        if _EPOCH_NUMBER.fullmatch(text):
            whole, _, fraction = text.partition(".")
            unit = timedelta(milliseconds=1) if len(whole) == 13 else timedelta(seconds=1)
            moment = _EPOCH + int(whole) * unit + timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
            return (moment, "exact") if is_usable_time(moment) else None
        if serials and (day := serial_date(text)):
            text = day
        naive = _written(text, order)
        if naive is None:
            text = plain_date(text) or ""
            naive = _written(text, order)
        if naive is None or abs(naive.utcoffset() or timedelta()) > _FARTHEST:
            return None
        moment = (naive if naive.tzinfo else naive.replace(tzinfo=zone)).astimezone(UTC)
        return (moment, _quality(text, naive)) if is_usable_time(moment) else None
    except (ValueError, OverflowError):
        return None


def _written(text: str, order: str | None) -> datetime | None:
    """A date in numbers, naive where it has no offset; None where it is not written in numbers.

    Raises
    ------
    ValueError
        A day that is in no calendar, or that can be read in two ways.
    """
    if numeric := _NUMERIC_DATE.fullmatch(text):
        return _numeric(numeric, order)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _numeric(match: re.Match[str], order: str | None) -> datetime:
    parts = match[1], match[3], match[4]
    if order == "ymd" and len(parts[0]) < 3 and len(parts[2]) < 3:
        parts = f"20{parts[0]:0>2}", parts[1], parts[2]
    day_first = order != "mdy"
    if order is None and match[2] != "." and len(parts[0]) < 3:
        first, second = int(parts[0]), int(parts[1])
        if first <= 12 and second <= 12 and first != second:
            raise ValueError
        day_first = second <= 12
    year, month, day = year_month_day(parts, day_first=day_first)
    hour = int(match[5] or 0)
    if match[9]:
        hour = hour % 12 + 12 * (match[9] in "Pp")
    clock = hour, int(match[6] or 0), int(match[7] or 0), int((match[8] or "0").ljust(6, "0"))
    zone = datetime.strptime(match[10].replace("Z", "+0000"), "%z").tzinfo if match[10] else None
    return datetime(year, month, day, *clock, tzinfo=zone)


def _quality(text: str, moment: datetime) -> str:
    if ":" not in text:
        return "day"
    if not re.search(r":\d\d:\d\d", text):
        return "minute"
    return "exact" if moment.tzinfo else "assumed_zone"
