"""Where the header of a people file is, and which column serves which field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from silograph.errors import DataError
from silograph.loaders.org_chart.cells import Grid, some, value_of
from silograph.loaders.org_chart.columns import (
    ALIASES,
    FIELD_OF,
    HEADER_ROWS,
    MANAGERS,
    column_name,
    known_fields,
)
from silograph.log.cleaning import names_of_columns


def find_header(sheets: Sequence[Grid], place: str, *, function_column: str | None = None) -> Grid:
    """The first sheet with a header, and its rows below the header.

    Parameters
    ----------
    sheets
        Those that are to be seen.
    place
        How to name the file.
    function_column
        The column that the analyst names as the function: it need not be known otherwise.
    """
    found = [grid for sheet in sheets if (grid := _with_header(sheet, function_column))]
    if not found:
        raise _no_header(sheets, place)
    if others := [grid.name for grid in found[1:] if grid.rows]:
        note = f"sheet {found[0].name!r} is read, and not {some(others)}, which could be lists of people too"
        return replace(found[0], notes=(*found[0].notes, note))
    return found[0]


def _with_header(sheet: Grid, function_column: str | None) -> Grid | None:
    best = max(
        range(min(HEADER_ROWS, len(sheet.rows))),
        key=lambda i: known_fields(sheet.rows[i][1]),
        default=None,
    )
    if best is None:
        return None
    header = sheet.rows[best][1]
    fields = {FIELD_OF.get(column_name(name)) for name in header}
    if {"person_id", "email"} & fields and ("function" in fields or function_column):
        return replace(sheet, header=header, rows=sheet.rows[best + 1 :])
    return None


def _no_header(sheets: Sequence[Grid], place: str) -> DataError:
    rows = [row for sheet in sheets for _, row in sheet.rows[:HEADER_ROWS] if any(row)]
    best = max(rows, key=known_fields, default=[])
    found = {FIELD_OF.get(column_name(name)) for name in best}
    lacking = [] if {"person_id", "email"} & found else ["person_id (or email)"]
    lacking += [] if "function" in found else ["function"]
    shown = names_of_columns([name for name in best if name.strip()]) or "nothing"
    if any(note.startswith("hidden") for sheet in sheets for note in sheet.notes):
        shown += " (what is hidden is not read)"
    return DataError(
        f"no column {' and no column '.join(lacking)}; found {shown}",
        where=place,
        mend="name the columns person_id and function (employee id, department, cost center ... are understood)"
        + (", or give --function-column" if "function" not in found else ""),
    )


class Header:
    """Which column serves which field.

    Parameters
    ----------
    names
        The header's cells.
    function
        Position of the column that is the function; that of the first known name where not given.
    """

    def __init__(self, names: Sequence[str], *, function: int | None = None) -> None:
        self.names = names
        self.plain = [column_name(name) for name in names]
        self.column: dict[str, int] = {} if function is None else {"function": function}
        for name, aliases in ALIASES.items():
            if name in self.column:
                continue
            positions = (self.plain.index(alias) for alias in aliases if alias in self.plain)
            position = next((one for one in positions if one not in self.column.values()), None)
            if position is not None:
                self.column[name] = position
        self.managers = [i for alias in MANAGERS for i, name in enumerate(self.plain) if name == alias]
        # Other ids and addresses of the same person: object id beside employee id, login name beside mail.
        self.further = [
            i
            for i, name in enumerate(self.plain)
            if FIELD_OF.get(name) in {"aliases", "email", "person_id"} and i not in self.column.values()
        ]

    def check(self, place: str) -> None:
        """Refuse two columns of one name where one of them is needed."""
        for name, position in self.column.items():
            if (times := self.plain.count(self.plain[position])) > 1:
                raise DataError(
                    f"{times} columns are named {self.names[position]!r}",
                    where=place,
                    mend=f"keep one of them as {name}",
                )

    def title(self, name: str) -> str:
        """The header of a field as the file has it."""
        return self.names[self.column[name]]

    def get(self, cells: Sequence[str], name: str) -> str | None:
        """The cell of a field."""
        return value_of(cells[self.column[name]]) if name in self.column else None

    def is_repeated_by(self, cells: Sequence[str]) -> bool:
        """Whether a row is a second header: SuccessFactors writes system keys and then labels."""
        known = sum(column_name(cell) in FIELD_OF for cell in cells)
        key = self.column.get("person_id", self.column.get("email", 0))
        names_itself = key < len(cells) and column_name(cells[key]) in FIELD_OF
        return names_itself and known >= 2 and known >= len(self.column) / 2
