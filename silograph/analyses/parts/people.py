"""How many people stand behind a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from silograph.arrays import BoolArray, IntArray


def different(group: IntArray, who: IntArray, team: BoolArray, n: int) -> IntArray:
    """How many different people each of `n` groups has; teams where it has nothing else.

    Parameters
    ----------
    group, who
        Of every act: which group it counts for, and the actor.
    team
        Of every actor: whether it is a team.

    Examples
    --------
    >>> group, who = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 2, 3])
    >>> different(group, who, np.array([False, False, True, True]), 3).tolist()  # 3 is a team, as 2 is
    [2, 2, 0]
    """
    seen = pd.DataFrame({"group": group, "who": who}).drop_duplicates().to_numpy(np.int64).reshape(-1, 2)
    of_team = team[seen[:, 1]]
    people, teams = (np.bincount(seen[kind, 0], minlength=n) for kind in (~of_team, of_team))
    return np.where(people > 0, people, teams)


def smaller(one: IntArray, other: IntArray) -> IntArray:
    """People behind the smaller of two parts, where both are of somebody.

    Examples
    --------
    >>> smaller(np.array([3, 0, 7]), np.array([9, 4, 0])).tolist()
    [3, 4, 7]
    """
    return np.where((one > 0) & (other > 0), np.minimum(one, other), np.maximum(one, other))


def different_by(rows: pd.DataFrame, by: Sequence[str], *, actor: str, is_team: BoolArray) -> pd.Series[Any]:
    """How many different people each group has that columns name; teams where it has nothing else.

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
    >>> rows = pd.DataFrame({"function": ["HR", "HR", "HR", "IT"], "sender": [0, 0, 1, 2]})
    >>> different_by(rows, ["function"], actor="sender", is_team=np.array([False, True, True])).to_dict()
    {'HR': 1, 'IT': 1}
    """
    actors = rows.drop_duplicates([*by, actor])
    teams = pd.Series(is_team[actors[actor]], index=actors.index).groupby([actors[one] for one in by])
    everybody, persons = teams.size(), teams.size() - teams.sum()
    return persons.where(persons > 0, everybody)


def smallest(*parts: pd.Series[Any]) -> pd.Series[Any]:
    """`smaller` of several parts, each by group; a group that a part lacks has nobody there.

    Examples
    --------
    >>> smallest(pd.Series([0, 3, 9]), pd.Series([7, 8, 2])).tolist()
    [7, 3, 2]
    """
    together = pd.concat([part.rename(number) for number, part in enumerate(parts)], axis=1).fillna(0)
    return together.where(together > 0).min(axis=1).fillna(0).astype("int64")
