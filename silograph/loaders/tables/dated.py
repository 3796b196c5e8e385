"""Dates in words and serial dates of spreadsheets, written in numbers before the rows are cleaned."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from silograph.loaders.dates import DateSurvey, plain_date, serial_date

_WORDS = r"\pL{2}|[年년]|\d ?[AaPp]\.? ?[Mm]?\.?$"
# Written so often that the query reads them itself: mail headers, clocks of twelve hours.
_READ_ANYWAY = (
    r"^\s*(?:[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}|"
    r"\d\d?[/.-]\d\d?[/.-]\d{2,4},? \d\d?:\d\d(?::\d\d)? ?[AaPp][Mm])\s*$"
)
_WITHOUT_SIGNS = r"^\s*(\d{4})(\d\d)(\d\d) (\d\d?:\d\d)"  # 20240102 10:00
_SERIAL = r"^\s*\d{5}(?:[.,]\d+)?\s*$"
_YEAR_FIRST = r"^\s*(\d\d)[/.-](\d\d?)[/.-](\d\d?)($|[^\d])"


def in_numbers(cells: pa.Table, dates: DateSurvey) -> pa.Table:
    """The cells with every date in numbers, as far as it can be read.

    Parameters
    ----------
    cells
        Of a block.
    dates
        How the dates of the source are written, as far as it is known by now.
    """
    if "sent_at" not in cells.column_names:
        return cells
    column = cells["sent_at"].combine_chunks()
    odd = pc.and_not(pc.match_substring_regex(column, _WORDS), pc.match_substring_regex(column, _READ_ANYWAY))
    column = _rewritten(column, odd, plain_date)
    column = pc.replace_substring_regex(column, _WITHOUT_SIGNS, r"\1-\2-\3 \4")
    if dates.has_serials:
        column = _rewritten(column, pc.match_substring_regex(column, _SERIAL), serial_date)
    if dates.told == "ymd":
        column = pc.replace_substring_regex(column, _YEAR_FIRST, r"20\1-\2-\3\4")
    at = cells.column_names.index("sent_at")
    return cells.set_column(at, "sent_at", column)


def _rewritten(column: pa.Array, odd: pa.Array, change: Callable[[str], str | None]) -> pa.Array:
    """The column with its odd cells changed, where they can be."""
    odd = pc.fill_null(odd, False)
    if not pc.any(odd).as_py():
        return column
    texts = [
        text if text is None else change(text.strip()) or text for text in column.filter(odd).to_pylist()
    ]
    return pc.replace_with_mask(column, odd, pa.array(texts, column.type))
