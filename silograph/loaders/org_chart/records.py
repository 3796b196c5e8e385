"""Which rows of a people file are people: not totals, remarks, headers that come again, and records cut in two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from silograph.loaders.org_chart.cells import Grid, value_of
from silograph.loaders.org_chart.columns import column_name
from silograph.loaders.org_chart.headers import Header

_SUM = (
    r"(?:grand |sub|sous |report |overall )?(?:total|totals|totaux|count)|summe|zwischensumme|gesamt\w*|insgesamt"
    r"|ergebnis|anzahl|somme|nombre|nbval|effectif|moyenne|average|sum|headcount|head count|durchschnitt|mittelwert"
    r"|suma|summa|totale|totaal|razem|celkem|toplam|итого|всего"
)
_TOTAL = re.compile(rf"(?:{_SUM})\b", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:{_SUM})(?: (?:general|generale|total))?", re.IGNORECASE)
_SUBTOTAL = re.compile(rf"(?:(?:{_SUM})\s+(?P<after>.+)|(?P<before>.+?)\s+(?:{_SUM}))", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:strictly |streng |strictement )?confidenti\w*|vertraulich|internal|intern\b|interne\b|page \d|seite \d|"
    r"generated|printed|exported|created|produced|extracted|report|run (?:on|by|date)|source|as of|stand\b|erstellt|"
    r"gedruckt|exportiert|edite|imprime|genere|extrait|edition|end of|fin d|eof\b|©|\(c\)|copyright|note|filter|"
    r"criteria|number of|records?\b|rows?\b|[*=_#-]{2,}",
    re.IGNORECASE,
)
_SHARE = 0.1  # of the rows: a way of writing ids that is rarer is not the file's

Shape = tuple[bool, bool, bool, bool, bool]


class Record(NamedTuple):
    """A row that is kept, or why it is not.

    Parameters
    ----------
    number
        Of the line or row, as the reader of the file sees it.
    cells
        As many as the header has.
    reason
        Why it is left out; None where it is a person.
    repeats
        Whether it is the header once more, which is nobody's loss.
    """

    number: int
    cells: list[str]
    reason: str | None = None
    repeats: bool = False


class Records:
    """The rows below the header.

    Parameters
    ----------
    grid, header
        The sheet, and which column serves which field.
    """

    def __init__(self, grid: Grid, header: Header) -> None:
        self._grid, self._header = grid, header
        self._width = len(grid.header)
        self._rows = [(number, cells) for number, cells in grid.rows if any(map(str.strip, cells))]

    def __iter__(self) -> Iterator[Record]:
        cut = ""
        for i, (number, cells) in enumerate(self._rows):
            wide = [*cells[: self._width], *[""] * (self._width - len(cells))]
            if self._is_header(i, cells):
                yield Record(number, wide, repeats=True)
                continue
            reason = cut or self._reason(cells, wide)
            cut = self._goes_on(i) if not cut else ""
            yield Record(number, wide, cut or reason)

    def _is_header(self, i: int, cells: Sequence[str]) -> bool:
        """SuccessFactors writes system keys and then labels; printed lists say the header on every page."""
        if i == 0 and self._header.is_repeated_by(cells):
            return True
        told = [(cell, name) for cell, name in zip(cells, self._header.plain, strict=False) if cell.strip()]
        return len(told) > 1 and all(column_name(cell) == name for cell, name in told)

    def _reason(self, cells: Sequence[str], wide: Sequence[str]) -> str | None:
        if why := self._no_person(wide):
            return why
        filled = max(k + 1 for k, cell in enumerate(cells) if cell.strip())
        is_short = len(cells) < self._width and not self._grid.workbook
        if filled > self._width or (is_short and filled > 1 and not self._has_id(wide)):
            return f"{len(cells) if is_short else filled} columns instead of {self._width}"
        return None

    def _goes_on(self, i: int) -> str:
        """Whether this row is short and the next one, as short, begins with no id: a line break inside a cell."""
        if self._grid.workbook or i + 1 >= len(self._rows):
            return ""
        (_, cells), (_, rest) = self._rows[i : i + 2]
        if max(len(cells), len(rest)) >= self._width or len(cells) + len(rest) - 1 > self._width:
            return ""
        wide = [*rest, *[""] * (self._width - len(rest))]
        if self._has_id(wide) or self._no_person(wide):
            return ""
        return "a line break inside a cell cuts this record in two"

    # --- who is a person --------------------------------------------------------------------------------

    def _no_person(self, cells: Sequence[str]) -> str | None:
        """Why a row is a total or a remark; None where it may be a person."""
        told = [text for cell in cells if (text := value_of(cell))]
        if not told or any("@" in text and not re.search(r"\s", text) for text in told):
            return None
        function = self._header.get(cells, "function")
        if self._has_id(cells) and (len(told) > 1 or not self._shapes or _shape(told[0]) in self._shapes):
            return self._sum(cells, told, function)
        first = _plain(told[0])
        if self._shapes and _shape(told[0]) in self._shapes and self._header.get(cells, "person_id"):
            return None
        if _TOTAL.match(first) or _SUBTOTAL.fullmatch(first):
            return "a total, not a person"
        if _REMARK.match(first) or (len(told) == 1 and self._shapes and not function):
            return "a remark, not a person"
        return None

    def _sum(self, cells: Sequence[str], told: Sequence[str], function: str | None) -> str | None:
        """Sums whose number stands where ids stand.

        Spreadsheets write ``HR Total`` or ``Anzahl HR`` into the column they are grouped by, and the number into
        another one; a last row of nothing but the number of the others is their count.
        """
        if len(told) == 1:
            is_last = [*cells] == [*self._rows[-1][1], *[""] * (self._width - len(self._rows[-1][1]))]
            return "a total, not a person" if is_last and told[0] == str(self._people) else None
        named = any(self._header.get(cells, field) for field in ("name", "first_name", "last_name"))
        if function and named:
            return None
        for text in map(_plain, [function] if function else told):
            if _WHOLE.fullmatch(text):
                return "a total, not a person"
            if (found := _SUBTOTAL.fullmatch(text)) and (
                found["after"] or found["before"]
            ) in self._functions:
                return "a subtotal, not a person"
        return None

    def _has_id(self, cells: Sequence[str]) -> bool:
        """Whether the row has an id written as the ids of the file are, or one of figures without spaces."""
        told = self._id(cells)
        if told is None or not self._shapes or _shape(told) in self._shapes:
            return told is not None
        return any(map(str.isdigit, told)) and not any(map(str.isspace, told))

    def _id(self, cells: Sequence[str]) -> str | None:
        return self._header.get(cells, "person_id") or self._header.get(cells, "email")

    @cached_property
    def _functions(self) -> set[str]:
        position = self._header.column["function"]
        told = (value_of(cells[position]) for _, cells in self._rows if position < len(cells))
        return {_plain(text) for text in told if text}

    @cached_property
    def _people(self) -> int:
        """How many rows say more than one thing."""
        return sum(sum(value_of(cell) is not None for cell in cells) > 1 for _, cells in self._rows)

    @cached_property
    def _shapes(self) -> set[Shape]:
        """How the ids of people are written."""
        counts: dict[Shape, int] = {}
        for i, (_, cells) in enumerate(self._rows):
            if self._is_header(i, cells):
                continue
            wide = [*cells, *[""] * (self._width - len(cells))]
            told = self._id(wide)
            first = next((_plain(cell) for cell in cells if cell.strip()), "")
            is_odd = _TOTAL.match(first) or _REMARK.match(first) or _SUBTOTAL.fullmatch(first)
            if told and self._header.get(wide, "function") and not is_odd:
                counts[_shape(told)] = counts.get(_shape(told), 0) + 1
        return {shape for shape, count in counts.items() if count >= _SHARE * sum(counts.values())}


def _shape(text: str) -> Shape:
    """Of which sorts of characters it is: digits, spaces, @, letters, signs."""
    sign = any(not one.isalnum() and not one.isspace() and one != "@" for one in text)
    return (
        any(map(str.isdigit, text)),
        any(map(str.isspace, text)),
        "@" in text,
        any(map(str.isalpha, text)),
        sign,
    )


def _plain(text: str) -> str:
    """A text in small letters without accents and doubled spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("-", " ").split()) or text
