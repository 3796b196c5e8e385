"""The people file: an org chart exported from an HR system or a directory, as CSV, TSV, XLSX, XLS or ODS.

Which headers are recognised and what becomes of odd values is described in ``docs/sources/people.md``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from silograph.errors import DataError
from silograph.loaders.files import Entry, Source
from silograph.loaders.org_chart.cells import Grid, addresses, sheets, split_code, value_of
from silograph.loaders.org_chart.columns import COLUMNS, FIELD_OF, SNAPSHOT
from silograph.loaders.org_chart.functions import (
    function_columns,
    functions_of,
    named_column,
    note_on_alike,
    note_on_choice,
    without_codes,
    without_people,
)
from silograph.loaders.org_chart.headers import Header, find_header
from silograph.loaders.org_chart.managers import note_on_circles, rows_of, set_managers
from silograph.loaders.org_chart.periods import (
    closed_periods,
    ends_with_the_day,
    is_real,
    note_on_order,
    parse_day,
    survey,
)
from silograph.loaders.org_chart.records import Records
from silograph.loaders.org_chart.rows import Row
from silograph.log.batches import ReadOptions, Rejected
from silograph.log.cleaning import kind_of
from silograph.log.notes import Note
from silograph.log.people import normalise_alias
from silograph.log.schema import ACTOR_KINDS

READS = "people: an org chart as CSV, TSV, XLSX, XLS or ODS with person_id (or e-mail) and function"


@dataclass(frozen=True)
class PeopleFile:
    """What a people file says.

    Parameters
    ----------
    table
        A row per person and period, columns `COLUMNS`: text, save ``level`` (number) and ``valid_from``,
        ``valid_to`` (times, missing is open; the second is not included). ``aliases`` are joined by ``;``.
    rejected
        Rows that could not be used.
    notes
        What the analyst should know: columns left out, managers not found, addresses shared.
    """

    table: pd.DataFrame
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[Note, ...] = ()


def read_people(
    source: Source | Path | str,
    *,
    options: ReadOptions | None = None,
    function_column: str | None = None,
    min_group: int = 5,
) -> PeopleFile:
    r"""Read an org chart.

    Parameters
    ----------
    source
        A CSV, TSV, XLSX, XLS or ODS file (or a zip or folder with one such file in it).
    options
        The zone of dates, and their order of day and month where they do not tell.
    function_column
        Name of the column that is the function, where several could be.
    min_group
        Functions with fewer people are too small to be shown; notes count who is in them.

    Raises
    ------
    DataError
        Where no column says who a row is about, or which function they are in.
    UsageError
        Where there is no column of the name given.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "staff.csv"
    >>> _ = path.write_text("Employee ID;Name;Department;Manager\n007;Ann Lee;HR;\n008;Bob Ray;HR;Ann Lee\n")
    >>> read_people(path).table[["person_id", "function", "manager_id"]].values.tolist()
    [['007', 'HR', None], ['008', 'HR', '007']]
    """
    source = source if isinstance(source, Source) else Source(Path(source))
    entry = _only_entry(source)
    grid = find_header(list(sheets(entry)), entry.place, function_column=function_column)
    columns = function_columns(grid.header, [cells for _, cells in grid.rows])
    if function_column is not None:
        columns = [named_column(grid.header, function_column, place=entry.place)]
    file = _Reading(grid, columns, options or ReadOptions()).result(min_group)
    return replace(file, notes=(*source.notes, *file.notes))


def _only_entry(source: Source) -> Entry:
    entries = [entry for entry in source.entries if not re.search(r"(^|/)(\.|__MACOSX/)", entry.name)]
    if len(entries) != 1:
        raise DataError(f"{len(entries)} files in it", where=source.name, mend="name the people file itself")
    return entries[0]


class _Reading:
    """One people file on its way to a table; collects rejections and notes."""

    def __init__(self, grid: Grid, functions: Sequence[int], options: ReadOptions) -> None:
        self._grid = grid
        self._functions = functions
        self._options = options
        self._header = Header(grid.header, function=functions[0])
        self._rows: list[Row] = []
        self._rejected = list(grid.rejected)
        self._notes: list[str] = list(grid.notes)
        self._conflicts = 0

    def result(self, min_group: int) -> PeopleFile:
        """The finished table."""
        self._header.check(self._grid.place.rpartition(":")[0])
        self._note_unused_addresses()
        for number, cells in self._records():
            self._add(number, cells)
        self._set_functions(min_group)
        self._strip_codes()
        self._set_levels()
        self._set_periods()
        self._set_managers()
        self._unshare_addresses()
        self._unite()
        self._notes += note_on_circles(self._rows)
        table = pd.DataFrame([row.cells() for row in self._rows], columns=list(COLUMNS), dtype=object)
        table["level"] = pd.to_numeric(table["level"])
        for column in ("valid_from", "valid_to"):
            days = pd.to_datetime(table[column]).astype("datetime64[us]")
            table[column] = days.dt.tz_localize(self._options.timezone.key)
        return PeopleFile(table, tuple(self._rejected), tuple(map(Note, self._notes)))

    def _reject(self, number: int, reason: str) -> None:
        self._rejected.append(Rejected(f"{self._grid.place} {number}", reason))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are people, as wide as the header."""
        headers = []
        for record in Records(self._grid, self._header):
            if record.repeats:
                headers.append(record.number)
            elif record.reason:
                self._reject(record.number, record.reason)
            else:
                yield record.number, record.cells
        if len(headers) == 1:
            self._notes.append(f"row {headers[0]} repeats the header and is left out")
        elif headers:
            self._notes.append(f"{len(headers)} rows repeat the header and are left out")

    def _add(self, number: int, cells: Sequence[str]) -> None:
        header = self._header
        listed = addresses(header.get(cells, "email") or "")
        further = [alias for i in header.further for alias in addresses(cells[i])]
        email = next((alias for alias in [*listed, *further] if "@" in alias), None)
        person_id = header.get(cells, "person_id") or (email and normalise_alias(email))
        if not person_id:
            return self._reject(number, "neither person_id nor e-mail")
        told_kind = header.get(cells, "actor_kind") or "person"
        kind = _KINDS.get(told_kind.lower())
        if kind is None:
            reason = f"unknown actor_kind: {kind_of(told_kind)} (allowed: {', '.join(ACTOR_KINDS)})"
            return self._reject(number, reason)
        names = [part for part in (header.get(cells, "first_name"), header.get(cells, "last_name")) if part]
        row = Row(
            number=number,
            person_id=person_id,
            email=email,
            name=header.get(cells, "name") or " ".join(names) or None,
            actor_kind=kind,
            told_managers=[value_of(cells[i]) for i in header.managers],
            told_functions=[value_of(cells[i]) for i in self._functions],
            title=header.get(cells, "title"),
            location=header.get(cells, "location"),
            unit=header.get(cells, "unit"),
            told_level=header.get(cells, "level"),
            told_from=header.get(cells, "valid_from"),
            told_to=header.get(cells, "valid_to"),
            further=[
                alias for alias in dict.fromkeys([*listed, *further]) if alias not in (email, person_id)
            ],
        )
        self._rows.append(row)
        return None

    def _note_unused_addresses(self) -> None:
        """Without addresses mail cannot be matched, so a column of them under an unknown name is pointed out."""
        if "email" in self._header.column:
            return
        rows = [cells for _, cells in self._grid.rows]
        for i, name in enumerate(self._header.names):
            told = [cells[i] for cells in rows if i < len(cells) and value_of(cells[i])]
            if self._header.plain[i] not in FIELD_OF and sum("@" in cell for cell in told) * 2 > len(told):
                self._notes.append(f"{name!r} holds addresses and is not used; name it email if it is to be")

    def _set_functions(self, min_group: int) -> None:
        """The function of each row, and what the other columns that could be it would give."""
        named = [row.name for row in self._rows if row.name]
        columns = [
            without_people(functions_of([row.told_functions[k] for row in self._rows]), named)
            for k in range(len(self._functions))
        ]
        for row, function in zip(self._rows, columns[0].names, strict=True):
            row.function = function
        self._notes += columns[0].notes
        if alike := note_on_alike(row.function for row in self._rows):
            self._notes.append(alike)
        people = [i for i, row in enumerate(self._rows) if row.actor_kind == "person"]
        if len(columns) > 1 and people:
            titles = [self._grid.header[i].strip() for i in self._functions]
            told = [[column.names[i] for i in people] for column in columns]
            who = [self._rows[i].person_id for i in people]
            if choice := note_on_choice(titles, told, who, min_group):
                self._notes.append(choice)

    def _strip_codes(self) -> None:
        """``Clerk (10023)`` becomes Clerk, unless two codes share the name; names of people are not ids."""
        for column in ("title", "location", "unit", "name"):
            told = [getattr(row, column) for row in self._rows]
            plain = without_codes(told)
            for row, text, bare in zip(self._rows, told, plain, strict=True):
                setattr(row, column, split_code(text)[0] if column == "name" and text else bare)

    def _set_levels(self) -> None:
        odd = 0
        for row in self._rows:
            if row.told_level is not None:
                whole = re.fullmatch(r"(\d{1,4})(\.0+)?", row.told_level)
                row.level = int(whole[1]) if whole else None
                odd += whole is None
        if odd:
            title = self._header.title("level")
            self._notes.append(f"{odd} values of {title!r} are no whole numbers and are left out of level")

    def _set_periods(self) -> None:
        starts = self._days("valid_from", [row.told_from for row in self._rows])
        ends = self._ends(starts)
        day = next(iter(starts), None)
        if day and set(starts) == {day} and self._header.plain[self._header.column["valid_from"]] in SNAPSHOT:
            self._notes.append(f"every row is of {day}: one snapshot, taken as valid at all times")
            starts = [None] * len(starts)
        kept = []
        for row, start, end in zip(self._rows, starts, ends, strict=True):
            row.valid_from, row.valid_to = start, end
            if start and end and end <= start:
                self._reject(row.number, "the period ends before it starts")
            else:
                kept.append(row)
        self._rows = kept

    def _ends(self, starts: Sequence[date | None]) -> list[date | None]:
        """Where the periods end: a last day is followed by the end."""
        days = self._days("valid_to", [row.told_to for row in self._rows])
        if not any(days):
            return days
        ids = [row.person_id for row in self._rows]
        lasting, note = ends_with_the_day(self._header.title("valid_to"), zip(ids, starts, days, strict=True))
        if note:
            self._notes.append(note)
        return [day + timedelta(days=lasting) if day else None for day in days]

    def _days(self, name: str, texts: Sequence[str | None]) -> list[date | None]:
        """Dates of a column; placeholders are open ends."""
        if name not in self._header.column:
            return [None] * len(texts)
        title = self._header.title(name)
        dates = survey((text for text in texts if text), told=self._options.dates)
        if note := note_on_order(dates, title, self._header.plain):
            self._notes.append(note)
        days = [parse_day(text, dates) if text else None for text in texts]
        if unread := sum(bool(text) and day is None for text, day in zip(texts, days, strict=True)):
            self._notes.append(
                f"{unread} dates in {title!r} cannot be read, or nothing tells day from month; "
                "these periods are taken as open (write dates as 2024-02-01)"
            )
        return [day if day and is_real(day) else None for day in days]

    def _set_managers(self) -> None:
        """Managers given as id, address, name, ``Name (id)`` or DN become ids."""
        self._notes += set_managers(
            self._rows, [self._header.names[i].strip() for i in self._header.managers]
        )

    def _unshare_addresses(self) -> None:
        """An address that several people share does not say which of them wrote."""
        owners: dict[str, set[str]] = defaultdict(set)
        for row in self._rows:
            for alias in (row.person_id, *row.addresses):
                owners[normalise_alias(alias)].add(row.person_id)
        shared = {alias for alias, people in owners.items() if len(people) > 1}
        if not shared:
            return
        held = [row for row in self._rows if shared.intersection(map(normalise_alias, row.addresses))]
        for row in self._rows:
            if row.email and normalise_alias(row.email) in shared:
                row.email = None
            row.further = [alias for alias in row.further if normalise_alias(alias) not in shared]
        self._notes.append(
            f"{len(shared)} addresses belong to several people and are left out: {rows_of(held)}"
        )

    def _unite(self) -> None:
        """One row per person and period."""
        people: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows:
            people[row.person_id].append(row)
        kept = [self._without_repeats(rows) for rows in people.values()]
        repeated = len(self._rows) - sum(map(len, kept)) - self._conflicts
        if repeated:
            self._notes.append(f"{repeated} rows repeat another one")
        self._rows = [row for rows in kept for row in closed_periods(rows)]

    def _without_repeats(self, rows: Sequence[Row]) -> list[Row]:
        """Rows of one person that start at different times; rows that differ in addresses only are united."""
        kept: dict[date | None, Row] = {}
        for row in rows:
            first = kept.setdefault(row.valid_from, row)
            if first is row:
                continue
            if (first.content, first.valid_to) == (row.content, row.valid_to):
                first.take_addresses(row)
            else:
                self._conflicts += 1
                self._reject(row.number, f"row {first.number} says otherwise about the same person and time")
        return list(kept.values())


_KINDS = {kind: kind for kind in ACTOR_KINDS}
_KINDS |= dict.fromkeys(("member", "membre", "mitglied"), "person")
_KINDS |= dict.fromkeys(("guest", "invité", "gast"), "external")
