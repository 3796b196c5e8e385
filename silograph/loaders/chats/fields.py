"""Values in the records of an export, of which nothing is certain, not even the type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

Record = dict[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE = re.compile(
    r"(\d{4})[/-](\d\d)[/-](\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,12})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?"
)


def text(value: object) -> str | None:
    """A non-empty text."""
    return value or None if isinstance(value, str) else None


def texts(value: object) -> list[str]:
    """The non-empty texts of a list."""
    return [one for one in map(text, value) if one] if isinstance(value, list) else []


def ident(value: object) -> str | None:
    """An id, which some products write as a number.

    Examples
    --------
    >>> ident(7), ident("7"), ident(""), ident(True), ident(None)
    ('7', '7', None, None, None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(value)


def mapping(value: object) -> Record:
    """An object; an empty one for whatever is none."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> Iterator[Record]:
    """The objects of a list."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def address(value: object) -> str | None:
    """A mail address in lower case; None for what is none."""
    found = text(value)
    return found.strip().lower() if found and "@" in found else None


def of_iso(value: object) -> datetime | None:
    """The time of an ISO text or what comes close to it, UTC where it names no zone; None where it is none.

    Examples
    --------
    >>> of_iso("2026-01-24T06:54:24.0000000Z ").isoformat(), of_iso("2019/01/23 13:32:50 +0200").hour
    ('2026-01-24T06:54:24+00:00', 11)
    >>> of_iso("2026-01-24 06:54:24 UTC").hour, of_iso("23/01/2019"), of_iso("yesterday")
    (6, None, None)
    """
    found = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        return None
    year, month, day, clock, zone = found.groups()
    try:
        at = datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{'' if zone == 'UTC' else zone or ''}")
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def of_epoch(value: object, *, per_second: int) -> datetime | None:
    """The time of a number since 1970, of which a second has so many; None where it is none.

    Examples
    --------
    >>> of_epoch(1531130804590, per_second=1000).isoformat()
    '2018-07-09T10:06:44.590000+00:00'
    >>> of_epoch("1531130804.59", per_second=1).microsecond, of_epoch(0, per_second=1), of_epoch("x", per_second=1)
    (590000, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    match = re.fullmatch(r"(\d{1,19})(?:\.(\d{1,9})\d*)?", str(value).strip())
    if not match or not int(match[1]):
        return None
    billionths = int(match[1]) * 10**9 + int((match[2] or "").ljust(9, "0"))
    try:
        return _EPOCH + timedelta(microseconds=billionths // (1000 * per_second))
    except OverflowError:
        return None
