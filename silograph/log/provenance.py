"""Where a log comes from: its sources and their counts, what was rejected, who is who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from silograph.log.notes import Note


@dataclass(frozen=True, slots=True)
class Provenance:
    """What was read to make a log: the counts of `info`, and a row per source.

    Parameters
    ----------
    sources
        ``source_no name format loaded_at records messages duplicates rejected system other
        row_records bytes_read unread refusal``: `unread` is the share that became no record, `refusal` says why nothing
        should be concluded from the rest, if so.
    rejected
        ``source place reason`` of every record that could not be used.
    identities
        ``alias actor_id evidence`` of every alias.
    suggestions
        ``alias name person_id reason certainty``: aliases that may be a known person, for the analyst to confirm.
    united
        Copies of a message sent from two addresses of one person.
    notes
        How sources and the people file were read, and what is doubtful about them.
    """

    sources: pd.DataFrame
    rejected: pd.DataFrame
    identities: pd.DataFrame
    suggestions: pd.DataFrame
    united: int = 0
    notes: tuple[Note, ...] = ()

    def noted(self, *, files: bool) -> list[Note]:
        """The notes, one line each, with what they are about; the same note on several sources is one line.

        Parameters
        ----------
        files
            Whether sources have the names of their files; else they are "source 1 (mail)", as in reports.

        Returns
        -------
        list of Note
            In the order of the sources; those on the people file first.
        """
        about: dict[Note, list[int]] = {}
        for note in self.notes:
            about.setdefault(note, []).append(note.source)
        lines = []
        for note, of in about.items():
            called = self._called(of, files=files)
            if of[0] or not note.place or not files:
                note = Note(f"{called}: {note}", place=note.place, source=of[0])
            lines.append(note)
        return lines

    def partial(self) -> list[tuple[int, float]]:
        """The sources of which most could not be read.

        Returns
        -------
        list of (int, float)
            Number of the source, and the share of it that became no record.
        """
        rows = self.sources[self.sources["refusal"].fillna("") != ""]
        return list(zip(rows["source_no"].astype(int), rows["unread"].astype(float), strict=True))

    def refused(self, *, files: bool) -> list[str]:
        """A line for each source of which most could not be read.

        Parameters
        ----------
        files
            As in `noted`.

        Returns
        -------
        list of str
            What the source is called, and why.
        """
        rows = self.sources[self.sources["refusal"].fillna("") != ""]
        told = zip(rows["source_no"], rows["refusal"], strict=True)
        return [f"{self._called([number], files=files)}: {why}" for number, why in told]

    def _called(self, numbers: Iterable[int], *, files: bool) -> str:
        first, *others = dict.fromkeys(numbers)
        more = f" and {len(others)} more" if others else ""
        row = self.sources[self.sources["source_no"] == first]
        if row.empty:
            return "people file"
        name = row["name"].iloc[0] if files else f"source {first} ({row['format'].iloc[0]})"
        return f"{name}{more}"

    def total(self, column: str) -> int:
        """The sum of a count over all sources; copies that only identity resolution shows are duplicates too.

        Parameters
        ----------
        column
            One of ``records messages duplicates rejected system other``.
        """
        return int(self.sources[column].sum()) + (self.united if column == "duplicates" else 0)
