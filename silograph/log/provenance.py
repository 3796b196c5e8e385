"""Where a log comes from: its sources and their counts, what was rejected, who is who."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Provenance:
    """What was read to make a log: the counts of `info`, and a row per source.

    Parameters
    ----------
    sources
        ``source_no name format loaded_at records messages duplicates rejected system other
        row_records``.
    rejected
        ``source place reason`` of every record that could not be used.
    identities
        ``alias actor_id evidence`` of every alias.
    suggestions
        ``alias name person_id reason certainty``: aliases that may be a known person, for the analyst to confirm.
    united
        Copies of a message sent from two addresses of one person.
    """

    sources: pd.DataFrame
    rejected: pd.DataFrame
    identities: pd.DataFrame
    suggestions: pd.DataFrame
    united: int = 0

    def total(self, column: str) -> int:
        """The sum of a count over all sources; copies that only identity resolution shows are duplicates too.

        Parameters
        ----------
        column
            One of ``records messages duplicates rejected system other``.
        """
        return int(self.sources[column].sum()) + (self.united if column == "duplicates" else 0)
