"""Network queries of Viva Insights: ties between people or between groups, already added up, without messages.

They are no source of messages, so they become tables for `Network.from_pandas`, not records; see
``docs/sources/viva.md``.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from silograph.errors import DataError
from silograph.loaders.files import UNREADABLE, Entry, Source, csv_rows, why_unreadable
from silograph.loaders.headers import plain_name, viva_query
from silograph.log.schema import UNKNOWN

_FIRST, _SECOND = "primarycollaborator", "secondarycollaborator"
_STRENGTH = {"people": "Strong_tie_score", "groups": "Group_collaboration_time_invested"}
_NOBODY = frozenset({"", "unclassified collaborators", "null", "#n/a", "n/a"})


@dataclass(frozen=True, eq=False)
class AggregatedTies:
    """Ties that were added up elsewhere, as `Network.from_pandas` takes them.

    Parameters
    ----------
    ties
        ``source target strength``: the mean over the dates of the query, from the first collaborator to the second.
    people
        ``person_id function actor_kind``: people, or groups (of kind ``team``).
    between
        ``people`` or ``groups``.
    notes
        What was set aside.
    """

    ties: pd.DataFrame
    people: pd.DataFrame
    between: str
    notes: tuple[str, ...] = ()


class _Tie(NamedTuple):
    """One row of a query."""

    source: str
    target: str
    strength: float
    functions: tuple[str, str]
    date: str


def read_viva(
    path: str | Path, *, attribute: str = "Organization", strength: str | None = None
) -> AggregatedTies:
    r"""Read a person-to-person or group-to-group query of Viva Insights.

    Parameters
    ----------
    path
        The CSV, or a folder or zip with the parts of one query.
    attribute
        The attribute of people that is their function (columns ``PrimaryCollaborator_...``); of groups the one they are
        made by.
    strength
        The measure that is the strength of a tie: ``Strong_tie_score`` of people and
        ``Group_collaboration_time_invested`` of groups where nothing is said.

    Returns
    -------
    AggregatedTies
        Tables for `Network.from_pandas`. Questions that need messages cannot be answered with them.

    Raises
    ------
    DataError
        It is no such query, lacks a column, or holds no tie.

    Examples
    --------
    >>> import tempfile
    >>> import silograph as sg
    >>> path = Path(tempfile.mkdtemp()) / "p2p.csv"
    >>> _ = path.write_text(
    ...     "PrimaryCollaborator_PersonId,SecondaryCollaborator_PersonId,MetricDate,PrimaryCollaborator_Organization,"
    ...     "SecondaryCollaborator_Organization,Strong_tie_score\n"
    ...     "a,b,01/04/2023,HR,Sales,0.5\nb,a,01/04/2023,Sales,HR,0.25\n"
    ... )
    >>> found = sg.read_viva(path)
    >>> network = sg.Network.from_pandas(found.ties, found.people)
    >>> network.people["function"].tolist(), network.strength.tolist()
    (['HR', 'Sales'], [0.5, 0.25])
    """
    source = Source(Path(path))
    between: str | None = None
    rows: list[_Tie] = []
    skipped: Counter[str] = Counter()
    for entry in source.entries:
        kind, delimiter, header = _query(entry)
        if kind is None or kind != (between or kind):
            raise DataError(
                "no query of Viva Insights, by its columns" if kind is None else "two kinds of queries",
                where=entry.place,
                mend="give one person-to-person or group-to-group query (docs, Sources, Viva Insights)",
            )
        between = kind
        layout = _Layout.of(kind, header, attribute, strength or _STRENGTH[kind], place=entry.place)
        for cells in _cells(entry, delimiter, skipped):
            tie = layout.tie(cells, skipped)
            if tie:
                rows.append(tie)
    if not rows or between is None:
        raise DataError("no tie in it", where=source.name, mend="export the query again")
    return _added_up(rows, between, skipped)


def _added_up(rows: Sequence[_Tie], between: str, skipped: Counter[str]) -> AggregatedTies:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        sums[row.source, row.target] += row.strength
        for one, function in zip((row.source, row.target), row.functions, strict=True):
            said[one][function] += function != UNKNOWN
    dates = len({row.date for row in rows})
    names = sorted(said)
    functions = [min(said[one], key=lambda name: (-said[one][name], name)) for one in names]
    people = pd.DataFrame(
        {
            "person_id": names,
            "function": functions,
            "actor_kind": "person" if between == "people" else "team",
        }
    )
    ties = pd.DataFrame(
        [(*pair, total / dates) for pair, total in sums.items()], columns=["source", "target", "strength"]
    )
    return AggregatedTies(
        ties, people, between, tuple(f"{count} rows {why}" for why, count in sorted(skipped.items()))
    )


class _Layout(NamedTuple):
    """Where a query has what: numbers of columns."""

    ends: tuple[int, int]
    functions: tuple[int, int] | None
    strength: int
    date: int

    @classmethod
    def of(
        cls, kind: str, header: Mapping[str, int], attribute: str, strength: str, *, place: str
    ) -> _Layout:
        """The layout of a header, by plain names.

        Raises
        ------
        DataError
            A column is missing.
        """
        wanted = plain_name(attribute)
        by = [f"{end}{wanted}" for end in (_FIRST, _SECOND)]
        ends = [f"{end}personid" for end in (_FIRST, _SECOND)] if kind == "people" else by
        for name, column in ((f"attribute={attribute!r}", ends[0]), (f"attribute={attribute!r}", ends[1]),
                             (f"strength={strength!r}", plain_name(strength))):  # fmt: skip
            if column not in header:
                raise DataError(f"no column for {name}", where=place, mend="name one that the query has")
        functions = (header[by[0]], header[by[1]]) if all(one in header for one in by) else None
        return cls(
            (header[ends[0]], header[ends[1]]), functions, header[plain_name(strength)], header["metricdate"]
        )

    def tie(self, cells: Sequence[str], skipped: Counter[str]) -> _Tie | None:
        """The tie of a row; None, and why is counted, where it is none."""
        if len(cells) <= max(*self.ends, *(self.functions or ()), self.strength, self.date):
            skipped["lack cells"] += 1
            return None
        source, target = (cells[end].strip() for end in self.ends)
        try:
            strength = float(cells[self.strength].strip().replace(",", ".") or 0)
        except ValueError:
            strength = float("nan")
        if source.casefold() in _NOBODY or target.casefold() in _NOBODY:
            skipped["name nobody (unclassified collaborators)"] += 1
        elif not 0 <= strength < float("inf"):
            skipped["have no strength that is a number"] += 1
        elif not strength:
            skipped["have the strength 0: no tie"] += 1
        else:
            told = [cells[one].strip() for one in self.functions or ()] or [UNKNOWN, UNKNOWN]
            first, second = (UNKNOWN if one.casefold() in _NOBODY else one for one in told)
            return _Tie(source, target, strength, (first, second), cells[self.date])
        return None


def _query(entry: Entry) -> tuple[str | None, str, Mapping[str, int]]:
    """Which query a file is, what separates its cells, and its columns."""
    try:
        with entry.open_text() as stream:
            line = stream.readline(1 << 16)
    except UNREADABLE as error:
        raise DataError(why_unreadable(error), where=entry.place) from None
    for delimiter in sorted(",;\t", key=line.count, reverse=True):
        try:
            names = [plain_name(name) for name in next(csv.reader([line], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if kind := viva_query(set(names)):
            return (
                (kind if kind in _STRENGTH else None),
                delimiter,
                {name: at for at, name in enumerate(names)},
            )
    return None, ",", {}


def _cells(entry: Entry, delimiter: str, skipped: Counter[str]) -> Iterator[list[str]]:
    with entry.open_text() as stream:
        rows = csv_rows(stream, delimiter)
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error:
                skipped["cannot be parsed as CSV"] += 1
                continue
            except UNREADABLE as error:
                raise DataError(why_unreadable(error), where=entry.place) from None
            if any(row.problems):
                skipped["are damaged"] += 1
            elif row.line > 1 and any(row.cells):
                yield row.cells
