"""Where the header of a people file is, and which column serves which field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from silograph.errors import DataError
from silograph.loaders.headers import plain_name
from silograph.loaders.org_chart.cells import Grid, value_of
from silograph.loaders.org_chart.columns import ALIASES, FIELD_OF, HEADER_ROWS, MANAGERS, known_fields
from silograph.log.cleaning import names_of_columns


def find_header(sheets: Sequence[Grid], place: str) -> Grid:
    """The first sheet with a header, and its rows below the header."""
    for sheet in sheets:
        best = max(
            range(min(HEADER_ROWS, len(sheet.rows))),
            key=lambda i: known_fields(sheet.rows[i][1]),
            default=None,
        )
        if best is None:
            continue
        header = sheet.rows[best][1]
        fields = {FIELD_OF.get(plain_name(name)) for name in header}
        if {"person_id", "email"} & fields and "function" in fields:
            return replace(sheet, header=header, rows=sheet.rows[best + 1 :])
    raise _no_header(sheets, place)


def _no_header(sheets: Sequence[Grid], place: str) -> DataError:
    rows = [row for sheet in sheets for _, row in sheet.rows[:HEADER_ROWS] if any(row)]
    best = max(rows, key=known_fields, default=[])
    found = {FIELD_OF.get(plain_name(name)) for name in best}
    lacking = [] if {"person_id", "email"} & found else ["person_id (or email)"]
    lacking += [] if "function" in found else ["function"]
    shown = names_of_columns([name for name in best if name.strip()]) or "nothing"
    return DataError(
        f"no column {' and no column '.join(lacking)}; found {shown}",
        where=place,
        mend="name the columns person_id and function (employee id, department, cost center ... are understood)",
    )


class Header:
    """Which column serves which field."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.plain = [plain_name(name) for name in names]
        self.column: dict[str, int] = {}
        for name, aliases in ALIASES.items():
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
        known = sum(plain_name(cell) in FIELD_OF for cell in cells)
        return known >= 2 and known >= len(self.column) / 2
