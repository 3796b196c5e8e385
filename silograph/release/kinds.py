"""Who is of a kind that fewer people are than may be told apart: their pseudonym must not show it.

An org chart says who changed function, and who is in it at all. Of one person under pseudonym whom a page shows in two
functions, or in none, everybody with that chart knows the name. It says who came, left and changed when, too: whoever
is the only one not there in the first months is known by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.arrays import IntArray
from silograph.graph.by_month import Slices
from silograph.graph.network import Network
from silograph.log.people import Roster
from silograph.release.picture import Picture


class Drawn(NamedTuple):
    """The nodes of a network that may be drawn, as in `without_kinds`."""

    rows: IntArray
    """The node of the whole that each is."""
    ids: npt.NDArray[np.object_]
    """Who each is: one of few who changed function is another in each."""
    apart: bool
    """Whether anybody is several."""


def drawn(whole: Picture) -> Drawn:
    """Whom a page and a table of people may show under pseudonyms.

    Where fewer than ``min_group`` people changed between the same functions, nothing says that their nodes are one
    person: each is somebody else in each function. As one dot, in whichever function, what they exchanged in the other
    one would be what figures of functions have beyond the dots. Where fewer have no known function, they are left out.

    Parameters
    ----------
    whole
        The network as it is.
    """
    people = whole.network.people
    ids = people["person_id"].to_numpy(object).copy()
    several = np.bincount(whole.persons)[whole.persons] > 1
    groups = {
        person: frozenset(whole.group_of[whole.persons == person].tolist())
        for person in np.unique(whole.persons[several]).tolist()
    }
    many = Counter(groups.values())
    apart = np.array(
        [one in groups and many[groups[one]] < whole.min_group for one in whole.persons.tolist()], bool
    )
    for row in np.flatnonzero(apart).tolist():
        ids[row] = f"{ids[row]}\n{people['function'][row]}"
    unknown = (whole.group_of == whole.unknown) & ~whole.teams
    few = len(np.unique(whole.persons[unknown])) < whole.min_group
    rows = np.flatnonzero(~unknown) if few else np.arange(len(ids))
    return Drawn(rows.astype(np.int64), ids[rows], bool(apart[rows].any()))


def without_kinds(whole: Picture, slices: Slices | None) -> tuple[Network, Slices | None]:
    """The network, and its slices, in which nobody is of a kind of few: see `drawn`.

    Parameters
    ----------
    whole
        The network as it is.
    slices
        The same by month and channel.

    Examples
    --------
    >>> network = Network.from_edges([("ann", "bob"), ("bob", "eve")], {"ann": "HR", "bob": "HR"})
    >>> without_kinds(Picture(network, min_group=2), None)[0].people["person_id"].tolist()
    ['ann', 'bob']
    """
    left, ids, apart = drawn(whole)
    if len(left) == len(whole.network) and not apart:
        return whole.network, slices
    number = np.full(len(whole.network), -1, dtype=np.int64)
    number[left] = np.arange(len(left))
    network = _moved(whole.network, left, number)
    network = replace(network, people=network.people.assign(person_id=ids))
    return network, None if slices is None else _cut(slices, network, number)


def few_came_or_left(whole: Picture, months: Sequence[str], roster: Roster) -> bool:
    """Whether some, but fewer than ``min_group`` people came to a function, or left from it, in the same month.

    Of them, months in which a dot has ties tell which it is.

    Parameters
    ----------
    whole
        The network as it is.
    months
        Those of the log (``2024-01``): who came in the first or left in the last is there in all.
    roster
        Since when and until when everybody is there.
    """
    if not len(months):
        return False
    spells = roster.spells().groupby("person_id")
    came = spells["valid_from"].agg(lambda times: times.min(skipna=False))
    left = spells["valid_to"].agg(lambda times: times.max(skipna=False)) - pd.Timedelta(microseconds=1)
    people = pd.DataFrame({"who": whole.network.people["person_id"], "group": whole.group_of})[~whole.teams]
    people = people.drop_duplicates()
    for times, first, last in ((came, months[0], "9999"), (left, "", months[-1])):
        month = people["who"].map(pd.to_datetime(times).dt.strftime("%Y-%m"))
        within = month.notna() & (month > first) & (month < last)
        within &= (month >= months[0]) & (month <= months[-1])
        many = people[within].groupby(["group", month[within]])["who"].nunique()
        if (many < whole.min_group).any():
            return True
    return False


def _moved(network: Network, left: IntArray, number: IntArray) -> Network:
    """The network of the nodes that are left, and the ties among them."""
    ends = pd.DataFrame(
        {
            "source": number[network.source],
            "target": number[network.target],
            "strength": network.strength,
            "messages": network.messages,
            "met": 0 if network.met is None else network.met,
            "weighty": 1 if network.weighty is None else network.weighty.astype(np.int64),
        }
    )
    ends = ends[(ends["source"] >= 0) & (ends["target"] >= 0) & (ends["source"] != ends["target"])]
    ties = ends.groupby(["source", "target"], as_index=False).sum()
    return replace(
        network,
        people=network.people.iloc[left].reset_index(drop=True),
        source=ties["source"].to_numpy(np.int64),
        target=ties["target"].to_numpy(np.int64),
        strength=ties["strength"].to_numpy(np.float64),
        messages=ties["messages"].to_numpy(np.int64),
        weighty=None if network.weighty is None else ties["weighty"].to_numpy() > 0,
        met=None if network.met is None else ties["met"].to_numpy(np.int64),
    )


def _cut(slices: Slices, network: Network, number: IntArray) -> Slices:
    """The slices of that network."""
    old, new, n = slices.network.ties, network.ties, max(len(network), 1)
    ends = np.sort(number[np.column_stack([old.source, old.target])[slices.tie]], axis=1)
    kept = (ends[:, 0] >= 0) & (ends[:, 0] != ends[:, 1])
    rows = pd.DataFrame(
        {
            "tie": np.searchsorted(new.source * n + new.target, ends[kept, 0] * n + ends[kept, 1]),
            "month": slices.month[kept],
            "channel": slices.channel[kept],
            "strength": slices.strength[kept],
            "messages": slices.messages[kept],
        }
    )
    rows = rows.groupby(["tie", "month", "channel"], as_index=False).sum()
    return replace(
        slices,
        network=network,
        tie=rows["tie"].to_numpy(np.int64),
        month=rows["month"].to_numpy(np.int64),
        channel=rows["channel"].to_numpy(np.int64),
        strength=rows["strength"].to_numpy(np.float64),
        messages=rows["messages"].to_numpy(np.int64),
    )
