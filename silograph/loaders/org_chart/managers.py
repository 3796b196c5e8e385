"""Who reports to whom: which of several columns of managers agrees with the file, and where lines run in a circle.

A file may give the manager twice, as id and as name or address. Ids may be of another numbering (positions, an older
system), which nobody sees where the numbers happen to be those of other people. What tells is the file itself: whether
the two columns mean the same people, and whether their lines lead up to somebody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from silograph.loaders.org_chart.rows import Index, Row

_OTHERWISE = (
    0.5  # of the rows where two columns name somebody: where more differ, one of them is of another numbering
)
_PLACES = 3


class _Column(NamedTuple):
    """A column of managers: whom each row means, and how well that agrees with the file."""

    title: str
    found: list[str | None]
    told: int
    circular: int
    how: int  # 2: mostly addresses, 1: names, 0: ids

    @property
    def agreement(self) -> tuple[float, int]:
        """Share of the values that lead up to somebody; of equals, addresses and names are surer than numbers."""
        known = sum(one is not None for one in self.found)
        return (round((known - self.circular) / max(self.told, 1), 2), self.how)

    def words(self) -> str:
        """What of it agrees with the file."""
        known = sum(one is not None for one in self.found)
        circle = f", {self.circular} in a circle" if self.circular else ""
        return f"{self.title!r} ({known} of {self.told} in the file{circle})"


def set_managers(rows: Sequence[Row], titles: Sequence[str]) -> list[str]:
    """Give each row the id of its manager, from what the columns of these titles say; notes on what was odd."""
    index = Index(rows)
    columns = [
        _column(title, [row.told_managers[i] for row in rows], rows, index) for i, title in enumerate(titles)
    ]
    columns = [column for column in columns if column.told]
    columns, notes = _agreeing(columns)
    unfound = 0
    for i, row in enumerate(rows):
        row.manager_id = next((one for column in columns if (one := column.found[i])), None)
        unfound += row.manager_id is None and any(row.told_managers)
    if unfound:
        notes.append(f"the managers of {unfound} rows are not in the file, or their names are not unique")
    return notes + _own(rows)


def _column(title: str, told: Sequence[str | None], rows: Sequence[Row], index: Index) -> _Column:
    found = [index.find(text) if text is not None else None for text in told]
    given = [text for text in told if text is not None]
    boss = {row.person_id: one for row, one in zip(rows, found, strict=True) if one is not None}
    around = in_circles(boss)
    circular = sum(row.person_id in around and one is not None for row, one in zip(rows, found, strict=True))
    written = [
        2 if "@" in text else 1 if any(map(str.isalpha, text)) and " " in text else 0 for text in given
    ]
    return _Column(title, found, len(given), circular, max(written, key=written.count, default=0))


def _agreeing(columns: list[_Column]) -> tuple[list[_Column], list[str]]:
    """The columns to be read, the best first, without those that mostly name other people than it does."""
    if len(columns) < 2:
        return columns, []
    best = max(columns, key=lambda column: column.agreement)
    kept, notes = [best], []
    for column in (one for one in columns if one is not best):
        if not any(column.found):
            notes.append(f"managers are taken from {best.words()} and not from {column.words()}")
            continue
        both = [pair for pair in zip(best.found, column.found, strict=True) if None not in pair]
        differ = sum(a != b for a, b in both)
        if differ > _OTHERWISE * len(both):
            notes.append(
                f"managers are taken from {best.words()} and not from {column.words()}, which names others in "
                f"{differ} of {len(both)} rows: another numbering"
            )
            continue
        kept.append(column)
        if differ:
            notes.append(
                f"{column.title!r} names other managers than {best.title!r} in {differ} of {len(both)} rows; "
                f"{best.title!r} is taken there"
            )
    return kept, notes


def in_circles(boss: Mapping[str, str]) -> set[str]:
    """Who is their own manager, at once or by way of others.

    Examples
    --------
    >>> sorted(in_circles({"a": "b", "b": "a", "c": "a", "d": "d", "e": "f"}))
    ['a', 'b', 'd']
    """
    state: dict[str, int] = {}
    circular: set[str] = set()
    for number, start in enumerate(boss, start=1):
        person, line = start, []
        while person in boss and person not in state:
            state[person] = number
            line.append(person)
            person = boss[person]
        if state.get(person) == number:
            circular.update(line[line.index(person) :])
    return circular


def _own(rows: Sequence[Row]) -> list[str]:
    """Whoever is their own manager has none; a note says where."""
    own = [row for row in rows if row.manager_id == row.person_id]
    for row in own:
        row.manager_id = None
    return [f"named as their own manager, and taken as having none: {rows_of(own)}"] if own else []


def note_on_circles(rows: Sequence[Row]) -> list[str]:
    """Where reporting lines lead back to where they start; of several rows of a person the last one says it."""
    around = in_circles({row.person_id: row.manager_id for row in rows if row.manager_id is not None})
    circle = list({row.person_id: row for row in rows if row.person_id in around}.values())
    if not circle:
        return []
    return [f"reporting lines run in a circle, so that levels are not known there: {rows_of(circle)}"]


def rows_of(rows: Sequence[Row]) -> str:
    """How many rows, and the first of them: where to look, without saying who."""
    numbers = [str(row.number) for row in rows]
    listed = ", ".join(numbers[:_PLACES]) + (" ..." if len(numbers) > _PLACES else "")
    return f"row {listed}" if len(numbers) == 1 else f"{len(numbers)} rows ({listed})"
