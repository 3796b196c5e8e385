"""Since when and until when: days, placeholders, and the rows of one person in order of time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from silograph.loaders.dates import DateSurvey, plain_date, serial_date, year_month_day
from silograph.loaders.org_chart.columns import BEFORE_THE_DAY, DAY_FIRST, VIVA, column_name
from silograph.loaders.org_chart.rows import Row

_DAY = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})[-/.](\d{1,4})(?:$|[ T])")
_COMPACT = re.compile(r"^((?:19|20|99)\d\d)(\d\d)(\d\d)$")
_LAST_SERIAL = "2958465"  # 9999-12-31 as the number of a spreadsheet
_NO_YEAR = re.compile(r"(?<!\d)(?:1900|9999)(?!\d)")
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


def survey(texts: Iterable[str], *, told: str | None) -> DateSurvey:
    """What the dates of a column say together about how they are written.

    Parameters
    ----------
    texts
        Its cells.
    told
        The order of day and month that the analyst states, if any.
    """
    dates = DateSurvey(told)
    for text in texts:
        if not _COMPACT.match(text) and text != _LAST_SERIAL:
            doubtful = dates.open
            dates.see(text)
            if _NO_YEAR.search(text):  # a placeholder may tell the order, but which it is doesn't matter
                dates.open = doubtful
    return dates


def note_on_order(dates: DateSurvey, title: str, names: Sequence[str]) -> str:
    """How dates were read that can be read in two ways; empty where there are none, or nothing tells.

    Where the dates do not tell, the file may: then its order is taken as told.

    Parameters
    ----------
    dates
        Of a column; they take the order that its file tells.
    title, names
        Of the column, and of all columns in plain letters.
    """
    if not dates.open:
        return ""
    if dates.order:
        return f"{title!r}: {dates.note}"
    if dates.day:  # both orders occur
        return ""
    always, some = VIVA
    if always <= set(names) and len(some.intersection(names)) > 1:
        dates.told, first, other, why = "mdy", "month", "dmy", "as Viva Insights asks for them"
    elif column_name(title) in DAY_FIRST:
        dates.told, first, other, why = "dmy", "day", "mdy", "as lists in French and German do"
    else:
        return ""
    return f"{title!r}: dates like 01/02/2024 have the {first} first, {why}; say --dates {other} where that is wrong"


def parse_day(text: str, dates: DateSurvey) -> date | None:
    """A date; None where it is none, or where day and month cannot be told apart.

    Parameters
    ----------
    text
        Of a cell.
    dates
        How the dates of its column are written.
    """
    if text == _LAST_SERIAL:
        return date.max
    if compact := _COMPACT.match(text):  # as SAP writes it
        text = "-".join(compact.groups())
    text = (serial_date(text) if dates.has_serials else None) or text
    found = _DAY.match(text) or _DAY.match(plain_date(text) or "")
    if not found:
        return None
    a, b = int(found[1]), int(found[3])
    day_first = {"dmy": True, "mdy": False}.get(dates.order or "")
    if dates.told == "ymd" and len(found[1]) < 3 and len(found[4]) < 3:
        return _on(2000 + a, b, int(found[4]))
    order = True if found[2] == "." or a > 12 else (False if b > 12 or a == b else day_first)
    if order is None and len(found[1]) != 4:
        return None
    return _on(*year_month_day((found[1], found[3], found[4]), day_first=bool(order)))


def _on(year: int, month: int, day: int) -> date | None:
    """The day; None where no calendar has it."""
    try:
        return date(year, month, day)
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
