"""What a function's brokerage hangs on: which functions it joins, through whom and along which ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from silograph.arrays import FloatArray, IntArray
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import Adjacency
from silograph.graph.paths.carried import Carried, carried

MOST_CELLS = 5_000_000
"""Cells of all pairs of functions of all brokers that are kept in memory; beyond, the last in rank have no pairs."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Carriers:
    """What carries the brokerage of each function; shares are of its brokerage.

    Parameters
    ----------
    pairs
        ``function function_a function_b share standard_error``: a row per two functions that `function` joins, by
        its rank, largest share first. Shares of a function add up to 1.
    ties
        ``function node neighbour neighbour_function share standard_error``: a row per tie of a person of `function`
        that such paths use; `node` and `neighbour` are rows of ``Network.people``. About single people: not to be
        shown without the care that they need.
    share, share_error
        (n,) per node, share of its own function's brokerage that passes it; NaN where that is not assessed.
    unpaired
        Functions left out of `pairs` because there are too many functions.
    paired, of_pairs
        The numbers of the others, and what `pairs` has of each: (paired, functions, functions).
    """

    pairs: pd.DataFrame
    ties: pd.DataFrame
    share: FloatArray
    share_error: FloatArray
    unpaired: tuple[str, ...]
    paired: IntArray
    of_pairs: FloatArray

    @property
    def largest_error(self) -> float:
        """Largest standard error of the share of a person; 0 where paths were searched from everyone."""
        return float(np.nanmax(self.share_error, initial=0.0))


def carriers(network: Network, graph: Adjacency, *, brokers: Sequence[str], sources: IntArray) -> Carriers:
    """Take the brokerage of functions apart.

    Parameters
    ----------
    network, graph
        People and functions, and their ties as the paths see them.
    brokers
        The functions to take apart, by rank.
    sources
        Nodes of known function to search from, a random sample or all.
    """
    codes, names = network.function_codes, network.functions
    wanted = np.array([names.index(name) for name in brokers], dtype=np.int64)
    paired = wanted[: max(MOST_CELLS // len(names) ** 2, 1)]
    found = carried(graph, codes, paired=paired, sources=sources)
    assessed = np.isin(codes, wanted)
    return Carriers(
        pairs=_pairs(found, names, paired),
        ties=_ties(found, graph, network, wanted),
        share=np.where(assessed, found.nodes, np.nan),
        share_error=np.where(assessed, found.nodes_error, np.nan),
        unpaired=tuple(brokers[len(paired) :]),
        paired=paired,
        of_pairs=found.pairs,
    )


def _pairs(found: Carried, names: Sequence[str], paired: IntArray) -> pd.DataFrame:
    row, a, b = np.nonzero(np.nan_to_num(found.pairs) > 0)
    name = np.array(names, dtype=object)
    frame = pd.DataFrame(
        {
            "function": name[paired[row]],
            "function_a": name[a],
            "function_b": name[b],
            "share": found.pairs[row, a, b],
            "standard_error": found.pairs_error[row, a, b],
        }
    )
    return frame.iloc[np.lexsort((-frame["share"].to_numpy(), row))].reset_index(drop=True)


def _ties(found: Carried, graph: Adjacency, network: Network, wanted: IntArray) -> pd.DataFrame:
    codes = network.function_codes
    node = np.repeat(np.arange(len(codes)), np.diff(graph.start))
    neighbour = graph.neighbour.astype(np.int64)
    twice = (codes[node] == codes[neighbour]) & (node > neighbour)  # inside a function, seen from both ends
    used = np.flatnonzero((np.nan_to_num(found.ties) > 0) & np.isin(codes[node], wanted) & ~twice)
    place = np.full(len(network.functions), -1)
    place[wanted] = np.arange(len(wanted))
    used = used[np.lexsort((-found.ties[used], place[codes[node[used]]]))]
    function = network.people["function"].to_numpy()
    return pd.DataFrame(
        {
            "function": function[node[used]],
            "node": node[used],
            "neighbour": neighbour[used],
            "neighbour_function": function[neighbour[used]],
            "share": found.ties[used],
            "standard_error": found.ties_error[used],
        }
    )


def ranked_inside(share: FloatArray, functions: pd.Series[str]) -> FloatArray:
    """Rank of each node by share among those of its function, equals share the better one; NaN without a share.

    Examples
    --------
    >>> ranked_inside(np.array([0.1, 0.4, np.nan, 0.1]), pd.Series(["a", "a", "a", "b"])).tolist()
    [2.0, 1.0, nan, 1.0]
    """
    by_function = pd.Series(share).groupby(functions.to_numpy(), dropna=False)
    return np.asarray(by_function.rank(method="min", ascending=False), dtype=np.float64)


def most_important(people: pd.DataFrame, function: str, number: int) -> list[Any]:
    """Ids of the persons (or teams) of a function that carry most of its brokerage; none that carries nothing."""
    own = people[(people["function"] == function) & (people["brokerage_share"] > 0)]
    ranked = own.sort_values("brokerage_share", ascending=False, kind="stable")
    return ranked["person_id"].head(number).tolist()
