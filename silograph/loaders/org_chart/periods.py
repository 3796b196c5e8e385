"""Since when and until when: days, placeholders, and the rows of one person in order of time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from silograph.loaders.dates import told_day_first, year_month_day
from silograph.loaders.org_chart.columns import BEFORE_THE_DAY
from silograph.loaders.org_chart.rows import Row

_DAY = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})[-/.](\d{1,4})(?:$|[ T])")
_COMPACT = re.compile(r"^((?:19|20|99)\d\d)(\d\d)(\d\d)$")
_PLACEHOLDERS = {date(1900, 1, 1), date(1970, 1, 1), date(9999, 12, 31)}


def ends_with_the_day(title: str, rows: Iterable[tuple[str, date | None, date | None]]) -> tuple[bool, str]:
    """Whether the dates of a column are last days, which still count, and a note where that isn't what its name says.

    Where people have several rows the rows say it: the next period starts the day after a last day, and on the very
    day where that is excluded. Else the name of the column does: of ``valid_to`` and ``ValidTo``, as databases write,
    the day is excluded; "Gültig bis", "End date", "Date de fin" and the like of HR systems name a last day.

    Parameters
    ----------
    title
        The column's name as the file has it.
    rows
        Person, start and end of each row.
    """
    by_person: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for person, start, end in rows:
        if start:
            by_person[person].append((start, end))
    after = same = 0
    for periods in by_person.values():
        ordered = sorted(periods, key=lambda period: period[0])
        for (_, end), (start, _) in pairwise(ordered):
            after += end is not None and start == end + timedelta(days=1)
            same += end == start
    by_name = title.strip() not in BEFORE_THE_DAY
    if after == same:
        return by_name, ""
    told = after > same
    if told == by_name:
        return told, ""
    what = "the last day, which still counts" if told else "the day after the last one"
    return told, f"{title!r} is taken as {what}: the next rows of the same people say so"


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
    if compact := _COMPACT.match(text):  # as SAP writes it
        text = "-".join(compact.groups())
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
