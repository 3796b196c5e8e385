"""Dates written in numbers: which part is the day, told by all dates of a column."""

from __future__ import annotations

from collections.abc import Iterable


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
