"""How many people stand behind figures: release withholds those of few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from silograph.arrays import BoolArray


def people_behind(rows: pd.DataFrame, by: Sequence[str], *, actor: str, is_team: BoolArray) -> pd.Series[Any]:
    """Different persons in the rows of each group; teams where a group has no person.

    Parameters
    ----------
    rows
        What was done, a row each.
    by
        Columns of the groups.
    actor
        Column with the number of who did it.
    is_team
        Whether each actor is a team.

    Examples
    --------
    >>> import numpy as np
    >>> rows = pd.DataFrame({"function": ["HR", "HR", "HR", "IT"], "sender": [0, 0, 1, 2]})
    >>> people_behind(rows, ["function"], actor="sender", is_team=np.array([False, True, True])).to_dict()
    {'HR': 1, 'IT': 1}
    """
    actors = rows.drop_duplicates([*by, actor])
    teams = pd.Series(is_team[actors[actor]], index=actors.index).groupby([actors[one] for one in by])
    everybody, persons = teams.size(), teams.size() - teams.sum()
    return persons.where(persons > 0, everybody)


def fewest_behind(*parts: pd.Series[Any]) -> pd.Series[Any]:
    """The fewest people behind one of several parts that tell each other, those of nobody left out.

    A share of copies tells of those who copied as of those who did not: both must be many.

    Examples
    --------
    >>> fewest_behind(pd.Series([0, 3, 9]), pd.Series([7, 8, 2])).tolist()
    [7, 3, 2]
    """
    together = pd.concat([part.rename(number) for number, part in enumerate(parts)], axis=1).fillna(0)
    return together.where(together > 0).min(axis=1).fillna(0).astype("int64")
