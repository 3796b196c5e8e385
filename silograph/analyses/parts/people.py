"""How many people stand behind a count, a share, a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from silograph.arrays import BoolArray, IntArray
from silograph.stats.intervals import clustered_share


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


def people_told_apart(
    rows: pd.DataFrame, by: Sequence[str], *, hit: str, actor: str, is_team: BoolArray
) -> pd.Series[Any]:
    """Per group how many people stand behind a share: those of the hits or of the others, whichever are fewer.

    Parameters
    ----------
    rows, by, actor, is_team
        As in `different_by`.
    hit
        Column that says whether a row is counted by the share.

    Examples
    --------
    >>> rows = pd.DataFrame({"all": 0, "who": [0, 1, 2, 2], "copy": [True, True, True, False]})
    >>> people_told_apart(rows, ["all"], hit="copy", actor="who", is_team=np.zeros(3, bool)).to_dict()
    {0: 1}
    """
    parts = (rows[rows[hit]], rows[~rows[hit]])
    return smallest(*(different_by(part, by, actor=actor, is_team=is_team) for part in parts))


def shares_by(rows: pd.DataFrame, by: str, *, hit: str, actor: str, is_team: BoolArray) -> pd.DataFrame:
    """Share of hits in each group, with its 95 % interval and with those on whom it rests.

    What one person does is one story: see `silograph.stats.intervals.effective_counts`.

    Parameters
    ----------
    rows, hit, actor, is_team
        As in `people_told_apart`.
    by
        Column of the groups.

    Returns
    -------
    DataFrame
        ``people trials share share_low share_high told_apart`` by group: different people, number of rows, the share
        with its interval, and `people_told_apart`.

    Examples
    --------
    >>> rows = pd.DataFrame({"function": "HR", "who": [0, 1, 2, 3], "copy": [True, True, False, False]})
    >>> shares_by(rows, "function", hit="copy", actor="who", is_team=np.zeros(4, bool)).round(3).loc["HR"].tolist()
    [4.0, 4.0, 0.5, 0.039, 0.961, 2.0]
    """
    groups = rows.groupby(by)
    shares = [clustered_share(part[hit], part[actor]) for _, part in groups]
    found = pd.DataFrame(
        {"people": different_by(rows, [by], actor=actor, is_team=is_team), "trials": groups.size()}
    )
    found[["share", "share_low", "share_high"]] = np.reshape(shares, (-1, 3))
    return found.assign(told_apart=people_told_apart(rows, [by], hit=hit, actor=actor, is_team=is_team))


def smallest(*parts: pd.Series[Any]) -> pd.Series[Any]:
    """`smaller` of several parts, each by group; a group that a part lacks has nobody there.

    Examples
    --------
    >>> smallest(pd.Series([0, 3, 9]), pd.Series([7, 8, 2])).tolist()
    [7, 3, 2]
    """
    together = pd.concat([part.rename(number) for number, part in enumerate(parts)], axis=1).fillna(0)
    return together.where(together > 0).min(axis=1).fillna(0).astype("int64")


def fewest(*people: float) -> int:
    """The least of several numbers of people of which each could be told from a figure; nobody tells nothing.

    A share tells of those it counts and of the others: 11 of 12 is one who is not counted.

    Parameters
    ----------
    people
        Numbers of people, such as of those who did something, and of those who did not.

    Examples
    --------
    >>> fewest(11, 1), fewest(12, 0), fewest(0, 0)
    (1, 12, 0)
    """
    return min((int(number) for number in people if number > 0), default=0)
