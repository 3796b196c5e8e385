"""How many people stand behind a count."""

from __future__ import annotations

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
