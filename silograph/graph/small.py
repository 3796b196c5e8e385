"""Who is small: the functions of too few people to be told apart, and the network in which they are one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from silograph.arrays import IntArray
from silograph.graph.network import Network

SMALL = "(small functions)"  # the name under which functions too small to show stand together


def hidden_functions(sizes: Mapping[str, int], *, min_group: int) -> frozenset[str]:
    """The functions whose counts are only ever shown together, as `SMALL`.

    Those with fewer than `min_group` people; where that is a single function, or all of them together still
    have fewer than `min_group` people, the next smallest join them, so that no subtraction from a total
    gives a small function's count back (complementary suppression). Equal sizes join in order of their
    names. Everything is hidden where even all functions together are too small.

    Parameters
    ----------
    sizes
        People of each function.
    min_group
        The smallest group that may be shown by itself.

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
    >>> sorted(hidden_functions({"HR": 7, "IT": 9}, min_group=5))
    []
    """
    order = sorted(sizes, key=lambda name: (sizes[name], name))
    count = sum(1 for name in order if sizes[name] < min_group)
    if not count:
        return frozenset()
    together = sum(sizes[name] for name in order[:count])
    while count < len(order) and (count < 2 or together < min_group):
        together += sizes[order[count]]
        count += 1
    return frozenset(order[:count])


def small_functions(network: Network, *, min_group: int) -> frozenset[str]:
    """`hidden_functions` of a network.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT", 3: "IT"})
    >>> sorted(small_functions(network, min_group=2))
    ['HR', 'IT']
    """
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    return hidden_functions(sizes, min_group=min_group)


def few_without_function(network: Network, *, min_group: int) -> bool:
    """Whether there are people without a known function, but fewer than `min_group`.

    What a function exchanges with everybody, less what it exchanges with functions, is then theirs.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT"})
    >>> few_without_function(network, min_group=2), few_without_function(network, min_group=1)
    (True, False)
    """
    return 0 < int((network.function_codes < 0).sum()) < min_group


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
    team = np.zeros(len(found), dtype=bool)
    if "actor_kind" in network.people:
        team = (network.people["actor_kind"] == "team").to_numpy()[ends]
    persons, teams = (
        np.bincount(found.loc[which, ["cell", "who"]].drop_duplicates()["cell"], minlength=cells)
        for which in (~team, team)
    )
    return np.where(persons > 0, persons, teams).astype(np.int64)
