"""Times as headers of e-mail state them: RFC 5322, and the ways of programs that never read it.

Most dates are read by one pattern. The rest is taken apart word by word: names of months in the languages of mail
programs, clocks of twelve hours, numbers only, names of zones. What stays open (``04/03/2024``, a month's name that
means one month here and another there) is settled by the weekday beside it, or no time is read: a date that is there
but not understood is never replaced by another one.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from silograph.loaders.date_words import LANGUAGES, ZONES


class Moment(NamedTuple):
    """A time as a header states it: naive where no zone is given.

    ``-0000`` is a time in UTC from a machine that does not know its zone (RFC 5322 section 3.3), so it is
    aware, with `zone_known` false.
    """

    at: datetime
    zone_known: bool


_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\.\d+)?"
    r"(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\b\.?)?"
)
_ZONE = r"(?:(?:GMT|UTC?)?(?P<offset>[+-](?:\d\d:?\d\d|\d{1,2}(?![\d:])))|(?P<zone>[A-Za-z]{1,5})\b(?![+-]))"
_RFC_DATE = re.compile(
    rf"[^\d]{{0,20}}(?P<day>\d{{1,2}})[\s-]+(?P<month>[A-Za-z]{{3}}[a-z]{{0,6}})\.?[\s-]+"
    rf"(?P<year>\d{{2,4}}),?\s+{_CLOCK}\s*{_ZONE}?"
)
_ASCTIME = re.compile(
    rf"\b(?P<month>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+"
    rf"(?:{_ZONE}\s+)?(?P<year>\d{{4}})\b(?:\s+(?P<late>[+-]\d{{4}}))?"
)


def parse_date(text: str) -> Moment | None:
    """The time a Date field, the end of a Received field or the line ``From ... date`` states.

    Examples
    --------
    >>> parse_date("Fri, 5 Jan 2024 10:00:00 +0100 (CET)")
    Moment(at=datetime.datetime(2024, 1, 5, 9, 0, tzinfo=datetime.timezone.utc), zone_known=True)
    >>> parse_date("ven. 5 janv. 2024 10:00:00 +0100") == parse_date("Fri, 5 Jan 2024 10:00:00 AM +0100")
    True
    >>> parse_date("Fri, 31 Feb 2024 10:00") is None
    True
    """
    found = _RFC_DATE.match(text) or _ASCTIME.search(text)
    try:
        if found and (month := _english_month(found["month"])):
            moment, is_all = _by_pattern(found, month)
            return moment if is_all else _word_by_word(text) or moment
        return _iso(text) or _word_by_word(text)
    except (ValueError, OverflowError):  # a day that is in no calendar
        return None


def received_date(block: bytes) -> Moment | None:
    """The time of the last Received field, the one added nearest to the sender."""
    begins = [found.end() for found in _RECEIVED.finditer(block)]
    if not begins:
        return None
    field = _NEXT_FIELD.split(block[begins[-1] :], maxsplit=1)[0]
    return parse_date(" ".join(field.decode("ascii", "replace").rpartition(";")[2].split()))


_RECEIVED = re.compile(rb"^received[ \t]*:", re.I | re.M)
_NEXT_FIELD = re.compile(rb"\n(?![ \t])")


@lru_cache(maxsize=256)
def _english_month(word: str) -> int | None:
    months, _ = LANGUAGES["en"]
    return next((n for n, names in enumerate(months, start=1) if names[0].startswith(word.lower())), None)


def _by_pattern(found: re.Match[str], month: int) -> tuple[Moment, bool]:
    """The time, and whether nothing after it was left unread (``nachm.``, a zone in words)."""
    part = found.groupdict()
    clock = _clock(part["hour"], part["minute"], part["second"], half=(part["half"] or "").lower())
    at = datetime(_full_year(part["year"]), month, int(part["day"]), *clock)
    offset, zone = part["offset"] or part.get("late"), part["zone"]
    is_known = zone.lower() in ZONES if zone else not found.string[found.end() :].strip()
    return _moment(at, offset, zone), bool(offset) or is_known


def _clock(hour: str, minute: str, second: str | None, *, half: str) -> tuple[int, int, int]:
    """Hour, minute and second on a clock of 24 hours; `half` is ``a``, ``p`` or empty."""
    hours = int(hour)
    if half and hours <= 12:
        hours = hours % 12 + (12 if half == "p" else 0)
    return hours, int(minute), min(int(second or 0), 59)  # leap seconds


def _moment(at: datetime, offset: str | None, zone: str | None) -> Moment:
    minutes = _offset(offset, zone)
    if minutes is None:
        return Moment(at, zone_known=False)
    zone_known = offset not in {"-0000", "-00:00"}
    return Moment((at - timedelta(minutes=minutes)).replace(tzinfo=UTC), zone_known)


def _iso(text: str) -> Moment | None:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return Moment(at.astimezone(UTC), zone_known=True) if at.tzinfo else Moment(at, zone_known=False)


def _full_year(text: str) -> int:
    """Two and three digits as RFC 5322 section 4.3 says: 99 is 1999, 24 is 2024, 101 is 2001."""
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


def _offset(digits: str | None, zone: str | None) -> int | None:
    """Minutes east of UTC; None where the zone is not given or not one everybody reads the same way."""
    if digits:
        hours, rest = (digits[1:3], digits[-2:]) if len(digits) > 3 else (digits[1:], "0")
        minutes = int(hours) * 60 + int(rest)
        if minutes > 14 * 60:
            return None
        return -minutes if digits[0] == "-" else minutes
    east = ZONES.get(zone.lower()) if zone else None
    return None if east is None else east * 60


# --- word by word ---------------------------------------------------------------------------------------------

_CLOCKS = tuple(
    re.compile(rf"(?<![\d.:]){hour}(?P<minute>\d\d)(?:{mark}(?P<second>\d\d))?(?:[.,]\d+)?(?![\d:])")
    for hour, mark in ((r"(?P<hour>\d{1,2}):", ":"), (r"(?P<hour>\d{1,2})(?:\.| ?h ?)", "[.:m]"))
)
_ASIAN_CLOCK = re.compile(r"(\d{1,2}) ?[時时시点] ?(\d{1,2}) ?분?分? ?(?:(\d{1,2}) ?[秒초])?")
_HALF_WORDS = (r"(?P<a>a\.? ?m\.?|vorm\.?|上午|午前|오전|f\.m\.?|π\.?μ\.?|de\.|oo)"
               r"|(?P<p>p\.? ?m\.?|nachm\.?|下午|午後|오후|e\.m\.?|μ\.?μ\.?|du\.|os)")  # fmt: skip
_HALF_AFTER = re.compile(rf" ?(?:{_HALF_WORDS})(?!\w)")
_HALF_BEFORE = re.compile(rf"(?<![^\W\d_])(?:{_HALF_WORDS}) ?$")
_NUMERIC_ZONE = re.compile(r"(?<![\d.-])(?:gmt|utc?)? ?([+-](?:\d\d:?\d\d|\d{1,2}))(?![\d:])")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4}) ?[-/.年년] ?(\d{1,2}) ?[-/.月월] ?(\d{1,2})(?!\d) ?[日일.]?")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d\d)(?!\d)")
_NAME = r"(?P<month>[^\W\d_][^\d,]*?)"
_NAMED = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª])?[ -]+(?:d[eio]l? |of )?{_NAME}"
        r"[., -]+(?:del? |di )?'?(?P<year>\d{4}|\d\d)(?!\d)"
    ),
    re.compile(rf"(?<!\d)(?P<year>\d{{4}})[., -]+{_NAME}[. -]+(?P<day>\d{{1,2}})(?!\d)"),
    re.compile(
        r"(?<![^\W\d_])(?P<month>[^\W\d_][^\W\d]*?)[. ]+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?"
        r"[^\d]*?(?P<year>\d{4})(?!\d)"
    ),
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|['?\ufffd])*")


def _word_by_word(text: str) -> Moment | None:
    """A date in words of any language, in numbers only, or with a clock of twelve hours."""
    if len(text) > 200 or not any(letter.isdigit() for letter in text):
        return None
    plain, remarks = _plain(text)
    clock, plain = _taken_clock(plain)
    if clock is None:
        return None
    days, rest = _taken_day(plain)
    if days is None:
        return None
    offset, zone = _stated_zone(rest, remarks)
    return _moment(datetime(*days, *clock), offset, zone)


# 4 3月 2024, and months in Chinese numerals
_ASIAN_MONTH = re.compile(r"(?<!\d)(\d{1,2}) (\d{1,2}) ?[月월],? ?(\d{4})(?!\d)")
_CHINESE = tuple(
    (f"{name}月", f"{n}月")
    for n, name in enumerate(
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], start=1
    )
)


def _plain(text: str) -> tuple[str, str]:
    """Text in small letters without accents, spaces made one, and apart from it what stands in brackets."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFC", "".join(one for one in letters if not unicodedata.combining(one)))
    for name, number in reversed(_CHINESE) if "月" in plain else ():
        plain = plain.replace(name, number)
    plain = _ASIAN_MONTH.sub(r"\3-\2-\1", plain)
    remarks = " ".join(re.findall(r"\(([^()]*)\)?", plain))
    return " ".join(re.sub(r"\([^()]*\)?", " ", plain).split()), remarks


def _taken_clock(plain: str) -> tuple[tuple[int, int, int] | None, str]:
    """The time of day, and the text without it; None where there is none."""
    plain = _ASIAN_CLOCK.sub(lambda found: f"{found[1]}:{found[2]:0>2}:{found[3] or '0':0>2}", plain)
    without_day = _YEAR_LAST.sub(lambda found: "_" * len(found[0]), plain)  # 04.03.2024 has no clock in it
    without_day = _YEAR_FIRST.sub(lambda found: "_" * len(found[0]), without_day)
    found = next(filter(None, (pattern.search(without_day) for pattern in _CLOCKS)), None)
    if found is None:
        return None, plain
    before, after = plain[: found.start()], plain[found.end() :]
    half = ""
    if said := _HALF_AFTER.match(after):
        half, after = said.lastgroup or "", after[said.end() :]
    elif said := _HALF_BEFORE.search(before):
        half, before = said.lastgroup or "", before[: said.start()]
    return _clock(found["hour"], found["minute"], found["second"], half=half), f"{before} | {after}"


def _taken_day(plain: str) -> tuple[tuple[int, int, int] | None, str]:
    """Year, month and day, and the text without them."""
    joined = " ".join(plain.replace("|", " ").split())
    words = _LETTERS.findall(joined)
    day: tuple[int, int, int] | None
    if found := _YEAR_FIRST.search(plain):
        day = int(found[1]), int(found[2]), int(found[3])
    elif found := _YEAR_LAST.search(plain):
        first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
        orders = (
            {(year, second, first)} if found[2] == "." else {(year, second, first), (year, first, second)}
        )
        day = _settled({one: frozenset(LANGUAGES) for one in orders if one[1] <= 12}, words)
    else:
        tried = (one.search(joined) for one in _NAMED)
        return next(filter(None, (_settled(_days(found), words) for found in tried if found)), None), plain
    return day, plain.replace(found[0], " ")


def _days(found: re.Match[str]) -> dict[tuple[int, int, int], frozenset[str]]:
    """The days that a date with a name in it may mean, and in which languages: the month's last word counts."""
    days: dict[tuple[int, int, int], frozenset[str]] = {}
    for word in _LETTERS.findall(found["month"])[-1:]:
        named = _named(word, part=0, least=3)
        english = [one for one in named if one[1] == "en"]  # as where the whole date is plain
        for month, language in english or named:
            day = _full_year(found["year"]), month + 1, int(found["day"])
            days[day] = days.get(day, frozenset()) | {language}
    return days


def _settled(
    days: dict[tuple[int, int, int], frozenset[str]], words: list[str]
) -> tuple[int, int, int] | None:
    """The one day that is meant: of several, the one whose weekday stands beside it in the same language."""
    if len(days) > 1:
        named = [one for word in words for one in _named(word, part=1, least=2)]
        fitting = [
            (day, language in languages)
            for day, languages in days.items()
            for weekday, language in named
            if datetime(*day).weekday() == weekday
        ]
        at_home = {day for day, same_language in fitting if same_language}
        days = dict.fromkeys(at_home or {day for day, _ in fitting}, frozenset())
    return next(iter(days)) if len(days) == 1 else None


@lru_cache(maxsize=4096)
def _named(word: str, *, part: int, least: int) -> tuple[tuple[int, str], ...]:
    """Number and language of the months (part 0) or weekdays (1) that a word, or its beginning, is the name of."""
    begins = re.compile("".join("." if one in "?\ufffd" else re.escape(one) for one in word))
    return tuple(
        (number, language)
        for language, lists in LANGUAGES.items()
        for number, names in enumerate(lists[part])
        if any(
            name == word
            or (len(word) >= least and begins.match(name))
            or (len(name) > 5 and word.startswith(name))
            for name in names
        )
    )


def _stated_zone(rest: str, remarks: str) -> tuple[str | None, str | None]:
    """Offset and name of the zone, as far as one is stated after day and clock."""
    after = rest.rpartition("|")[2]
    if found := _NUMERIC_ZONE.search(after):
        return found[1], None
    words = [*_LETTERS.findall(after), *_LETTERS.findall(remarks)]
    return None, next((word for word in words if word in ZONES), None)
