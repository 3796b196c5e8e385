"""The file in which the analyst says who is who: written with suggestions, edited, and read back.

Each row is an actor of the log whom the people file does not know, and somebody it may be. Only rows that the analyst
confirms count; nobody is merged by a suggestion.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from silograph.errors import DataError
from silograph.loaders.files import Source
from silograph.loaders.headers import plain_name
from silograph.loaders.org_chart.cells import Grid, sheets
from silograph.loaders.org_chart.rows import as_number
from silograph.log.people import normalise_alias
from silograph.log.unmatched import COLUMNS

_NEEDED = ("actor", "person_id", "confirmed")
_YES = frozenset({"yes", "y", "true", "1", "x", "oui", "o", "vrai", "ja", "j", "wahr", "ok", "✓", "✔"})
_NO = frozenset({"", "no", "n", "false", "0", "non", "faux", "nein", "falsch", "-", "?"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def identities_csv(table: pd.DataFrame) -> bytes:
    """The file as spreadsheets open it: UTF-8 with its mark, no cell that they would compute.

    Parameters
    ----------
    table
        With the columns of `COLUMNS`.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in table[list(COLUMNS)].itertuples(index=False, name=None):
        writer.writerow([_guarded(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _guarded(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return ""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


@dataclass(frozen=True)
class Identities:
    """Who is who, as the analyst has confirmed it.

    Parameters
    ----------
    persons
        ``person_id`` of each confirmed actor, in its plain spelling.
    rows
        Where each stands, for messages that name nobody.
    place
        The file.
    open
        How many rows name somebody and are not confirmed.
    """

    persons: Mapping[str, str]
    rows: Mapping[str, int]
    place: str
    open: int = 0

    def apply(self, people: pd.DataFrame) -> pd.DataFrame:
        """The people table with confirmed actors as further aliases of their person.

        Parameters
        ----------
        people
            As `Roster.from_pandas` takes it.

        Raises
        ------
        DataError
            Where a person is not in the table, or an actor is somebody else there.
        """
        ids = [str(one) for one in people["person_id"]]
        known, written = set(ids), _written(ids)
        owner = {
            alias: one
            for one, row in zip(ids, people.to_dict("records"), strict=True)
            for alias in _held(row)
        }
        further: dict[str, list[str]] = {}
        for actor, told in self.persons.items():
            person = told if told in known else _only(written.get(as_number(told), ()))
            if person is None:
                raise self._wrong(
                    actor, "names a person who is not in the people file", "correct the person_id"
                )
            if owner.get(actor, person) != person:
                raise self._wrong(
                    actor, "names an actor who is somebody else in the people file", "leave it empty"
                )
            if actor not in owner:
                further.setdefault(person, []).append(actor)
        table = people.copy()
        before = table["aliases"] if "aliases" in table else pd.Series(None, index=table.index, dtype=object)
        table["aliases"] = [
            ";".join([*([old] if isinstance(old, str) and old else []), *further.get(one, [])]) or None
            for one, old in zip(ids, before, strict=True)
        ]
        return table

    def _wrong(self, actor: str, what: str, mend: str) -> DataError:
        return DataError(f"row {self.rows[actor]} {what}", where=self.place, mend=mend)


def _written(ids: list[str]) -> dict[str, set[str]]:
    """The ids by how spreadsheets write them again."""
    found: dict[str, set[str]] = {}
    for one in ids:
        found.setdefault(as_number(one), set()).add(one)
    return found


def _only(found: set[str] | tuple[str, ...]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _held(row: Mapping[object, object]) -> Iterator[str]:
    listed = row.get("aliases")
    for alias in (
        row["person_id"],
        row.get("email"),
        *(listed.split(";") if isinstance(listed, str) else ()),
    ):
        if isinstance(alias, str) and (plain := normalise_alias(alias)):
            yield plain


def read_identities(source: Path | str) -> Identities:
    """Read the file of `silograph people` back, as CSV in any encoding, or as a workbook.

    Parameters
    ----------
    source
        The file.

    Raises
    ------
    DataError
        Where a column is missing, a row says neither yes nor no, or two rows say otherwise about one actor.
    """
    entries = Source(Path(source)).entries
    if len(entries) != 1:
        raise DataError(f"{len(entries)} files in it", where=str(source), mend="name the file itself")
    place = entries[0].place
    for grid in sheets(entries[0]):
        for i, (_, cells) in enumerate(grid.rows[:20]):
            names = [plain_name(cell) for cell in cells]
            if all(plain_name(one) in names for one in _NEEDED):
                return _read(grid, i, names, place)
    raise DataError(
        f"no columns {', '.join(_NEEDED)}",
        where=place,
        mend="write the file with silograph people, and edit that",
    )


def _read(grid: Grid, header: int, names: list[str], place: str) -> Identities:
    actor_at, person_at, confirmed_at = (names.index(plain_name(one)) for one in _NEEDED)
    persons: dict[str, str] = {}
    rows: dict[str, int] = {}
    unconfirmed = 0
    for number, cells in grid.rows[header + 1 :]:
        wide = [_unguarded(cell) for cell in [*cells, *[""] * (len(names) - len(cells))]]
        actor, person, said = normalise_alias(wide[actor_at]), wide[person_at], wide[confirmed_at].casefold()
        if said in _NO:
            unconfirmed += bool(person)
            continue
        if said not in _YES:
            raise DataError(
                f"row {number}: confirmed says neither yes nor no", where=place, mend="write yes, or nothing"
            )
        if not person or not actor or ";" in actor:
            lacking = "person_id" if actor else "actor"
            raise DataError(
                f"row {number} is confirmed without {lacking}", where=place, mend="fill it in, or write no"
            )
        if persons.setdefault(actor, person) != person:
            raise DataError(
                f"rows {rows[actor]} and {number} confirm two people for one actor",
                where=place,
                mend="confirm one of them",
            )
        rows.setdefault(actor, number)
    return Identities(persons, rows, place, unconfirmed)


def _unguarded(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
