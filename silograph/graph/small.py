"""Who is small: the functions of too few people to be told apart, and the network in which they are one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from silograph.arrays import IntArray
from silograph.graph.network import Network

SMALL = "(small functions)"  # the name under which functions too small to show stand together


def hidden_functions(
    sizes: Mapping[str, int], *, min_group: int, people: Mapping[str, int] | None = None
) -> frozenset[str]:
    """The functions whose counts are only ever shown together, as `SMALL`.

    Those with fewer than `min_group` people; where that is a single function, or all of them together still
    have fewer than `min_group` people, or their sum leaves a small one a single size, the next smallest join
    them, so that no subtraction from a total gives a small function's count back (complementary
    suppression). Equal sizes join in order of their names. Everything is hidden where even all functions
    together are too small. Functions of teams only (queues) cover no people: what they add to a count of
    people is nothing.

    Parameters
    ----------
    sizes
        People of each function, or its teams where it has teams only.
    min_group
        The smallest group that may be shown by itself.
    people
        People of each function, where some have teams only.

    Returns
    -------
    frozenset
        Names of the functions to show together.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.3 (secondary cell suppression).

    Examples
    --------
    >>> sorted(hidden_functions({"HR": 3, "IT": 9, "Legal": 6}, min_group=5))
    ['HR', 'Legal']
    >>> sorted(hidden_functions({"HR": 3, "IT": 9, "Legal": 4}, min_group=5))
    ['HR', 'Legal']
    >>> sorted(hidden_functions({"HR": 4, "IT": 9, "Legal": 4}, min_group=5))  # eight would be four and four
    ['HR', 'IT', 'Legal']
    >>> sorted(hidden_functions({"HR": 7, "IT": 9}, min_group=5))
    []
    >>> sorted(hidden_functions({"HR": 3, "IT": 9, "Queues": 6}, min_group=5, people={"HR": 3, "IT": 9}))
    ['HR', 'IT']
    """
    small = frozenset(name for name, size in sizes.items() if size < min_group)
    if not small:
        return small
    if people is not None:
        of_people = {name: size for name, size in sizes.items() if people.get(name, 0) > 0}
        small |= _with_cover(of_people, small & of_people.keys(), min_group=min_group)
        if small & of_people.keys():
            return _enough(sizes, small, min_group=min_group)
    return _with_cover(sizes, small, min_group=min_group)


def _with_cover(sizes: Mapping[str, int], small: frozenset[str], *, min_group: int) -> frozenset[str]:
    """Functions that are hidden, and as many of the next smallest as it takes to cover them."""
    covered = _enough(sizes, small, min_group=min_group)
    for name in sorted(sizes.keys() - covered, key=lambda name: (sizes[name], name)):
        if not _pinned(sizes, covered, min_group=min_group):
            break
        covered |= {name}
    return covered


def _enough(sizes: Mapping[str, int], small: frozenset[str], *, min_group: int) -> frozenset[str]:
    """The same, as far as there must be two of them, and `min_group` people together."""
    covered = set(small)
    for name in sorted(sizes, key=lambda name: (sizes[name], name)) if small else ():
        if len(covered) >= 2 and sum(sizes[one] for one in covered) >= min_group:
            break
        covered.add(name)
    return frozenset(covered)


def _pinned(sizes: Mapping[str, int], hidden: Collection[str], *, min_group: int) -> bool:
    """Whether the size of a small function follows from how many there are in all, and from this very rule.

    Who reads the outputs knows the sum, that small ones have 1 to ``min_group - 1`` people, and that those which cover
    them have at least `min_group`, but no more than the smallest function that is shown.
    """
    most = min_group - 1
    small = sum(1 for name in hidden if sizes[name] < min_group)
    cover = len(hidden) - small
    if most < 2 or not small:
        return False
    largest_cover = min((sizes[name] for name in sizes if name not in hidden), default=sum(sizes.values()))
    together = sum(sizes[name] for name in hidden)
    low = max(1, together - (small - 1) * most - cover * largest_cover)
    high = min(most, together - (small - 1) - cover * min_group)
    return low >= high


def small_functions(network: Network, *, min_group: int) -> frozenset[str]:
    """`hidden_functions` of a network.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT", 3: "IT"})
    >>> sorted(small_functions(network, min_group=2))
    ['HR', 'IT']
    """
    sizes, people = (
        dict(zip(network.functions, one.tolist(), strict=True))
        for one in (network.group_sizes, network.people_of_functions)
    )
    return hidden_functions(sizes, min_group=min_group, people=people)


def merge_functions(network: Network, *, min_group: int) -> Network:
    """The network with the functions of `small_functions` as one, named `SMALL`.

    For counts over all functions, such as pairs of people of two functions: with small functions apart, what they give
    with and without one large function would tell how small each is.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT", 3: "PR"})
    >>> merge_functions(network, min_group=2).functions
    ('(small functions)',)
    """
    functions = network.people["function"]
    hidden = small_functions(network, min_group=min_group)
    return replace(
        network, people=network.people.assign(function=functions.where(~functions.isin(hidden), SMALL))
    )


def people_behind(network: Network, tie: IntArray, cell: IntArray, *, cells: int) -> IntArray:
    """Distinct persons at either end of the ties that are counted in each cell; its teams where it has teams only.

    Parameters
    ----------
    network
        Whose ties they are.
    tie
        Numbers of ties of `Network.ties`; one may be counted in several cells.
    cell
        The cell in which each is counted.
    cells
        Number of cells.

    Examples
    --------
    >>> network = Network.from_edges([("a", "b"), ("a", "c")])
    >>> people_behind(network, np.array([0, 1, 1]), np.array([0, 0, 2]), cells=3).tolist()
    [3, 0, 2]
    """
    ends = np.concatenate([network.ties.source[tie], network.ties.target[tie]])
    found = pd.DataFrame({"cell": np.tile(cell, 2), "node": ends})
    found["who"] = pd.factorize(network.people["person_id"])[0][ends]
    team = network.is_team[ends]
    persons, teams = (
        np.bincount(found.loc[which, ["cell", "who"]].drop_duplicates()["cell"], minlength=cells)
        for which in (~team, team)
    )
    return np.where(persons > 0, persons, teams).astype(np.int64)


def people_at_borders(network: Network) -> tuple[IntArray, IntArray]:
    """Per function people with a tie inside it, and people on both sides of its border with one across.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT", 3: "IT"})
    >>> [people.tolist() for people in people_at_borders(network)]
    [[0, 2], [2, 2]]
    """
    a, b, tie = known_ends(network)
    k, across = len(network.functions), a != b
    inside = people_behind(network, tie[~across], a[~across], cells=k)
    ends = np.concatenate([a[across], b[across]])
    return inside, people_behind(network, np.tile(tie[across], 2), ends, cells=k)


def known_ends(network: Network) -> tuple[IntArray, IntArray, IntArray]:
    """Functions of both ends of the ties between people of known function, and the numbers of these ties.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT"})
    >>> [one.tolist() for one in known_ends(network)]
    [[0], [1], [0]]
    """
    codes, ties = network.function_codes, network.ties
    a, b = codes[ties.source], codes[ties.target]
    known = np.flatnonzero((a >= 0) & (b >= 0))
    return a[known], b[known], known
