"""Dates in tables: in numbers (which part is the day is told by all dates of a source), in words, as serials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from silograph.loaders.date_words import LANGUAGES, ZONES


def told_day_first(dates: Iterable[tuple[int, int]]) -> bool | None:
    """Whether 01/02/2024 is in February: what dates say that have a number above 12.

    Parameters
    ----------
    dates
        First and second number of each date whose year stands last.

    Returns
    -------
    bool or None
        None where nothing tells, or both orders occur.

    Examples
    --------
    >>> told_day_first([(1, 2), (13, 2)]), told_day_first([(1, 13)]), told_day_first([(1, 2)])
    (True, False, None)
    >>> told_day_first([(13, 2), (2, 13)]) is None
    True
    """
    day = month = False
    for first, second in dates:
        day |= first > 12
        month |= second > 12
    return None if day == month else day


def year_month_day(parts: tuple[str, str, str], *, day_first: bool) -> tuple[int, int, int]:
    """Year, month and day of a date in numbers; a year of two digits is of this century.

    Examples
    --------
    >>> year_month_day(("2024", "2", "1"), day_first=False), year_month_day(("1", "2", "24"), day_first=True)
    ((2024, 2, 1), (2024, 2, 1))
    """
    first, second, third = map(int, parts)
    if len(parts[0]) == 4:
        return first, second, third
    day, month = (first, second) if day_first else (second, first)
    return (third if third > 99 else 2000 + third), month, day


# --- dates in words -------------------------------------------------------------------------------------------

_SHORTEST = 3
_FILLERS = {"at", "of", "de", "del", "um", "à", "a", "le", "the", "den", "uhr", "st", "nd", "rd", "th", "er"}
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?(?:\s*([ap])\.?\s?m\b\.?)?", re.IGNORECASE
)
_OFFSET = re.compile(r"\s*(?:GMT|UTC)?\s*([+-])(\d\d?):?(\d\d)?(?![\d:])", re.IGNORECASE)
_NUMBERS_ONLY = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_DOTTED_CLOCK = re.compile(r"(?<=\d )(\d{1,2})\.(\d\d)\.(\d\d)(?=[., ]|$)")  # 02-JAN-24 10.00.00.000000 AM
_ASIAN_DAY = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_ASIAN_HALF = re.compile(r"(?:(上午|午前|오전)|下午|午後|오후) ?(\d{1,2}:\d\d(?::\d\d)?)")


@lru_cache(maxsize=1 << 16)
def plain_date(text: str) -> str | None:
    """A date with names of months or zones, or a clock of twelve hours, in numbers; None where it is none.

    A date in numbers keeps its order of day and month.

    Examples
    --------
    >>> plain_date("11/May/24 03:26 PM"), plain_date("Jan 5, 2024"), plain_date("2 janv. 2024 10:00:00 CET")
    ('2024-05-11 15:26', '2024-01-05', '2024-01-02 10:00:00+01:00')
    >>> plain_date("1/2/2024 3:26 PM UTC"), plain_date("yesterday") is None
    ('1/2/2024 15:26+00:00', True)
    """
    if len(text) > _LONGEST_DATE:
        return None
    text, remark = _REMARK.sub("", text), _REMARK.search(text)
    text = _in_common_form(text)
    found = _CLOCK.search(text)
    before, after = (text[: found.start()], text[found.end() :]) if found else (text, "")
    clock = _clock(found) if found else ""
    zone, after = _zone(after, remark[1] if remark else "") if found else ("", "")
    day = _day(f"{_DAY_END.sub('', before)} {after}".strip(" ,"))
    return None if day is None or clock is None or zone is None else f"{day}{clock}{zone}"


_LONGEST_DATE = 80
_REMARK = re.compile(r"\s*\(([^()]*)\)\s*$")
_DAY_END = re.compile(r"(?<=\d)T$")


def _in_common_form(text: str) -> str:
    """Clocks with dots and days in Chinese, Japanese and Korean as others write them."""
    if ":" not in text:
        text = _DOTTED_CLOCK.sub(r"\1:\2:\3", text)
    if not text.isascii():
        text = _ASIAN_DAY.sub(r"\1-\2-\3", text)
        text = _ASIAN_HALF.sub(lambda found: f"{found[2]} {'AM' if found[1] else 'PM'}", text)
    return text


def _clock(found: re.Match[str]) -> str | None:
    """The time of day on a clock of 24 hours; None where the clock has no such hour."""
    hour = int(found[1])
    if found[5]:
        hour = hour if hour > 12 else hour % 12 + 12 * (found[5] in "Pp")
    return _digits(found, hour) if hour < 24 else None


def _digits(found: re.Match[str], hour: int) -> str:
    second = f":{found[3]}" if found[3] else ""
    return f" {hour:02}:{found[2]}{second}{f'.{found[4]}' if found[4] else ''}"


def _zone(after: str, remark: str) -> tuple[str | None, str]:
    """The offset that stands behind a clock, empty where none does, and what else stands there."""
    if found := _OFFSET.match(after):
        hours, minutes = int(found[2]), found[3] or "00"
        return f"{found[1]}{hours:02}:{minutes}", after[found.end() :]
    words = [word for word in _TOKEN.findall(after) if not word.isdigit()]
    for word in words:
        if (east := ZONES.get(word.lower())) is not None:
            return f"{'-' if east < 0 else '+'}{abs(east):02}:00", re.sub(rf"\b{word}\b", " ", after, count=1)
    if (east := ZONES.get(remark.lower())) is not None:
        return f"{'-' if east < 0 else '+'}{abs(east):02}:00", after
    return "", after


def _day(text: str) -> str | None:
    """The day, in ISO where a month has its name; None where something else stands there too."""
    if _NUMBERS_ONLY.fullmatch(text):
        return text
    numbers, month, month_first = [], None, False
    for word in _TOKEN.findall(text):
        if word.isdigit():
            numbers.append(word)
        elif (named := month_named(word)) and (month is None or month_first):
            month, month_first = named, not numbers  # "mar. 5 mars": the first is a Tuesday
        elif word.lower() not in _FILLERS and not is_weekday(word):
            return None
    if month is None or len(numbers) != 2:
        return None
    day, year = numbers
    if len(day) == 4 and not month_first:
        day, year = year, day
    if len(day) > 2 or len(year) not in (2, 4) or not 1 <= int(day) <= 31:
        return None
    return f"{year if len(year) == 4 else '20' + year}-{month:02}-{int(day):02}"


@lru_cache(maxsize=1024)
def month_named(word: str) -> int | None:
    """Number of the month that a word is the name of, or the beginning of three letters or more.

    Examples
    --------
    >>> month_named("Jan"), month_named("juil"), month_named("Dez"), month_named("Ann"), month_named("jui")
    (1, 7, 12, None, None)
    """
    plain = _without_accents(word)
    if len(plain) < _SHORTEST:
        return None
    found = {
        (number, language)
        for language, (months, _) in LANGUAGES.items()
        for number, names in enumerate(months, start=1)
        if any(name.startswith(plain) for name in names)
    }
    english = {number for number, language in found if language == "en"}
    numbers = english or {number for number, _ in found}
    return numbers.pop() if len(numbers) == 1 else None


@lru_cache(maxsize=1024)
def is_weekday(word: str) -> bool:
    """Whether a word is the name of a weekday, or the beginning of two letters or more.

    Examples
    --------
    >>> is_weekday("Tue"), is_weekday("miércoles"), is_weekday("Ann")
    (True, True, False)
    """
    plain = _without_accents(word)
    return len(plain) > 1 and any(
        name.startswith(plain) for _, days in LANGUAGES.values() for names in days for name in names
    )


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# --- serial dates of spreadsheets -----------------------------------------------------------------------------

_FIRST_SERIAL, _LAST_SERIAL = 29221, 60000  # 1980 to 2064
_SERIAL_ZERO = datetime(1899, 12, 30)


def serial_date(text: str) -> str | None:
    """The day, and time of day, that a spreadsheet's number stands for; None where it is none.

    Examples
    --------
    >>> serial_date("45293"), serial_date("45293.4166666667"), serial_date("12")
    ('2024-01-02', '2024-01-02 10:00:00', None)
    """
    text = text.replace(",", ".")  # as spreadsheets in French and German write it
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", text) or not _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        return None
    moment = _SERIAL_ZERO + timedelta(seconds=round(float(text) * 86400))
    return f"{moment:%Y-%m-%d %H:%M:%S}" if "." in text else f"{moment:%Y-%m-%d}"


# --- the order of day and month -------------------------------------------------------------------------------

ORDERS = ("dmy", "mdy", "ymd")


@dataclass
class DateSurvey:
    """What all dates of a source say together about how they are written.

    Parameters
    ----------
    told
        The order that the user states, one of `ORDERS`; None where the dates have to tell.
    """

    told: str | None = None
    day: bool = False
    month: bool = False
    open: int = 0
    serials: int = 0
    numbers: int = 0

    def see(self, text: str) -> None:
        """Take one date into account."""
        if (text.isdigit() and len(text) < 9) or re.fullmatch(r"\d{1,8}[.,]\d+", text):
            self.numbers += 1
            self.serials += serial_date(text) is not None
            return
        found = re.match(r"(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)", text)
        if found:
            first, second = int(found[1]), int(found[3])
            self.day |= first > 12
            self.month |= second > 12
            self.open += first != second and first <= 12 and second <= 12

    @property
    def has_serials(self) -> bool:
        """Whether numbers are a spreadsheet's days: all of them can be."""
        return bool(self.serials) and self.serials == self.numbers

    @property
    def order(self) -> str | None:
        """``dmy``, ``mdy`` or ``ymd``; None where nothing tells, or both orders occur."""
        if self.told:
            return self.told
        return None if self.day == self.month else "dmy" if self.day else "mdy"

    @property
    def usual(self) -> str | None:
        """The order that logs of events have where nothing tells; none where both orders occur."""
        return None if self.day and self.month else "dmy"

    @property
    def note(self) -> str | None:
        """How dates were read that can be read in two ways, for the reader; None where there is none."""
        if self.told:
            return f"dates like 01/02/2024 are read as --dates {self.told} says"
        if not self.open:
            return None
        if self.order:
            return (
                f"dates like 01/02/2024 have the {'day' if self.day else 'month'} first, as other rows tell"
            )
        if self.day:
            return (
                "some dates have the day first and some the month: those that can be read in both ways are "
                "left out; say --dates dmy or --dates mdy"
            )
        return (
            "nothing tells whether dates like 01/02/2024 have the day or the month first: the day is taken; say "
            "--dates mdy where it is the month"
        )
