"""Since when and until when: days, placeholders, and the rows of one person in order of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from silograph.loaders.dates import told_day_first, year_month_day
from silograph.loaders.org_chart.rows import Row

_DAY = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})[-/.](\d{1,4})(?:$|[ T])")
_PLACEHOLDERS = {date(1900, 1, 1), date(1970, 1, 1), date(9999, 12, 31)}


def is_real(day: date) -> bool:
    """Whether a date is meant; systems write 1900-01-01 or 9999-12-31 where there is none."""
    return day not in _PLACEHOLDERS and 1900 < day.year < 2200


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Whether 01/02/2024 is in February, told by the whole column; None where nothing tells."""
    pairs = [
        (int(found[1]), int(found[3])) for text in texts if (found := _DAY.match(text)) and len(found[1]) < 3
        and found[2] != "."
    ]  # fmt: skip
    return told_day_first(pairs)


def parse_day(text: str, *, day_first: bool | None) -> date | None:
    """A date; None where it is none, or where day and month cannot be told apart."""
    found = _DAY.match(text)
    if not found:
        return None
    a, b = int(found[1]), int(found[3])
    order = True if found[2] == "." or a > 12 else (False if b > 12 or a == b else day_first)
    if order is None and len(found[1]) != 4:
        return None
    try:
        return date(*year_month_day((found[1], found[3], found[4]), day_first=bool(order)))
    except ValueError:
        return None


def closed_periods(rows: Sequence[Row]) -> list[Row]:
    """Rows of one person in order of time, each closed at the start of the next; equal neighbours are one."""
    periods: list[Row] = []
    for row in sorted(rows, key=lambda row: row.valid_from or date.min):
        if periods:
            last = periods[-1]
            last.valid_to = min(last.valid_to or date.max, row.valid_from or date.max)
            if last.content == row.content and last.valid_to == row.valid_from:
                last.valid_to = row.valid_to
                last.take_addresses(row)
                continue
        periods.append(row)
    return periods
