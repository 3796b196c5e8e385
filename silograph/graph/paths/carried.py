"""Who and what carries the brokerage of a group: pairs of groups, people and ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph.paths.adjacency import Adjacency
from silograph.graph.paths.brokerage import AvoidedSets, group_sets, ratio
from silograph.graph.paths.search import SHRINK, Counts, count_paths, empty_dag, shortest_paths
from silograph.kernels import kernel


@dataclass(frozen=True, slots=True)
class Carried:
    """Shares of the brokerage of each group, by what it passes; standard errors are 0 where all sources were searched.

    A path through a group may pass several of its nodes, and passes at least two of its ties: shares of nodes and of
    ties add up to more than 1, shares of pairs to 1. NaN where nothing passes through the group.

    Parameters
    ----------
    pairs, pairs_error
        (groups asked for, groups, groups) share between people of groups a < b; 0 elsewhere.
    nodes, nodes_error
        (n,) share of its own group's brokerage that passes each node; NaN where the group is unknown.
    ties, ties_error
        (2 x ties,) share of the brokerage of a node's own group that passes along a tie of the node, in the order of
        ``Adjacency.neighbour``: every tie stands there for both its ends.
    """

    pairs: FloatArray
    pairs_error: FloatArray
    nodes: FloatArray
    nodes_error: FloatArray
    ties: FloatArray
    ties_error: FloatArray


def carried(
    graph: Adjacency, groups: IntArray, *, paired: IntArray | None = None, sources: IntArray | None = None
) -> Carried:
    """Which pairs of groups, nodes and ties the brokerage of each group is made of.

    The brokerage of a group sums, over pairs of people of two different other groups, the share of the shortest paths
    between them that pass through it (`brokerage` of `group_sets`). Here that sum is taken apart.

    Parameters
    ----------
    graph
        Ties; by hops, or by length where it has lengths.
    groups
        (n,) group of each node; -1 is unknown: never an endpoint, possibly between.
    paired
        Groups whose pairs are wanted (their number times the square of all groups is kept in memory); None: all.
    sources
        Nodes of known group to search from, a random sample without replacement; None searches from all: exact.

    Notes
    -----
    Dependencies are accumulated backwards as by Brandes (2001), J. Math. Sociol. 25, 163-177, once per group left out
    as target; ties as by Brandes (2008), Social Networks 30, 136-145. Errors are those of a ratio (Cochran 1977, 6.4).

    Examples
    --------
    Node 1 joins three others of different groups; each of its ties is part of two of the three pairs:

    >>> from silograph.graph.paths.adjacency import adjacency
    >>> star = adjacency(4, np.array([0, 1, 1]), np.array([1, 2, 3]))
    >>> found = carried(star, np.array([0, 1, 2, 3]), paired=np.array([1]))
    >>> found.pairs[0, 0, 2:].round(3).tolist(), found.nodes[1], found.ties[1:4].round(3).tolist()
    ([0.333, 0.333], np.float64(1.0), [0.667, 0.667, 0.667])
    """
    codes, n = groups.astype(np.int64), len(groups)
    known = np.flatnonzero(codes >= 0)
    chosen = known if sources is None else np.asarray(sources, dtype=np.int64)
    if (codes[chosen] < 0).any():
        raise UsageError("sources of brokerage must be of known groups")
    n_groups = int(codes.max(initial=-1)) + 1
    wanted = np.arange(n_groups) if paired is None else np.asarray(paired, dtype=np.int64)
    row = np.repeat(np.arange(n), np.diff(graph.start))
    by = np.lexsort((graph.neighbour, row))  # ties are looked up by both ends
    ordered = Adjacency(
        graph.start, graph.neighbour[by], graph.length[by] if len(graph.length) else graph.length
    )
    sums = _Sums(
        np.zeros((2, n_groups)),
        np.zeros((3, len(wanted), n_groups, n_groups)),
        np.zeros((3, n)),
        np.zeros((3, len(row))),
    )
    if n_groups:
        _carry(ordered, codes, chosen, group_sets(codes), wanted, sums)
    whole = np.concatenate([sums.whole, np.full((2, 1), np.nan)], axis=1)  # the last: of unknown group
    left = max(1.0 - len(chosen) / max(len(known), 1), 0.0) * len(chosen) / max(len(chosen) - 1, 1)
    place = np.empty(len(row), dtype=np.int64)
    place[by] = np.arange(len(row))
    return Carried(
        *_shares(sums.pairs, whole[:, wanted, None, None], left),
        *_shares(sums.nodes, whole[:, codes], left),
        *_shares(sums.ties[:, place], whole[:, codes[row]], left),
    )


class _Sums(NamedTuple):
    """Over sources: what passes a part (x), its square, and its product with what passes the whole group (y).

    `whole` holds the sums of y and of its square.
    """

    whole: FloatArray
    pairs: FloatArray
    nodes: FloatArray
    ties: FloatArray


def _shares(part: FloatArray, whole: FloatArray, left: float) -> tuple[FloatArray, FloatArray]:
    """Ratios sum x / sum y, and their standard errors from sampled sources; `left` is the share not searched."""
    y, square = np.broadcast_to(whole, (2, *part.shape[1:]))
    share = ratio(part[0], y)
    residual = np.maximum(part[1] - 2 * share * part[2] + share**2 * square, 0.0)
    return share, ratio(np.sqrt(residual * left), y)


@kernel
def _carry(
    graph: Adjacency, groups: IntArray, sources: IntArray, sets: AvoidedSets, paired: IntArray, sums: _Sums
) -> None:
    """Adds each source to the sums. ``gathered[v, f]``: what passes v or ends there, targets in group f left out."""
    n, n_groups = len(graph.start) - 1, len(sets.members)
    dag, counts = empty_dag(graph), Counts(np.empty((n, n_groups + 1)), np.empty(n, np.int64))
    gathered, through, whole = np.empty((n, n_groups)), np.empty((n_groups, n_groups)), np.empty(n_groups)
    for s in sources:
        own = groups[s]
        n_stages = shortest_paths(graph, s, dag)
        count_paths(dag, n_stages, sets.start, sets.of, counts)
        reached, arcs = dag.stages[n_stages, 0], dag.stages[n_stages, 1]
        through[:] = 0.0
        for i in range(reached):
            t = dag.order[i]
            target = groups[t] >= 0 and groups[t] != own
            gathered[t] = 1.0 if target else 0.0
            if target:
                gathered[t, groups[t]] = 0.0
                _add_through(through[groups[t]], counts.paths[t])
        _sum_pairs(through, own, whole, paired, sums)
        for a in range(arcs - 1, -1, -1):
            u, v = dag.tail[a], dag.head[a]
            part = counts.paths[u, n_groups] / counts.paths[v, n_groups]
            if counts.scale[u] != counts.scale[v]:
                part *= SHRINK ** (counts.scale[v] - counts.scale[u])
            for f in range(n_groups):
                gathered[u, f] += part * gathered[v, f]
            for one, other in ((u, v), (v, u)):
                f = groups[one]
                if f >= 0 and f != own:
                    _sum(sums.ties, _place(graph, one, other), part * gathered[v, f], whole[f])
        for i in range(1, reached):
            v = dag.order[i]
            f = groups[v]
            if f >= 0 and f != own:
                _sum(sums.nodes, v, gathered[v, f], whole[f])


@kernel
def _add_through(through: FloatArray, paths: FloatArray) -> None:
    """Add the share of the paths to one target that do not avoid each group."""
    every = paths[len(through)]
    for f in range(len(through)):
        through[f] += (every - paths[f]) / every


@kernel
def _sum_pairs(through: FloatArray, own: int, whole: FloatArray, paired: IntArray, sums: _Sums) -> None:
    """From ``through[b, f]``, paths from one source to group b through f: what passes each group, and its pairs."""
    for f in range(len(whole)):
        whole[f] = 0.0
    for b in range(len(whole)):
        for f in range(len(whole)):
            if f not in (own, b):
                whole[f] += through[b, f]
    for f in range(len(whole)):
        sums.whole[0, f] += whole[f]
        sums.whole[1, f] += whole[f] ** 2
    for p in range(len(paired)):
        f = paired[p]
        for b in range(len(whole)):
            if f not in (own, b):
                one, other = min(own, b), max(own, b)
                x = through[b, f]
                sums.pairs[0, p, one, other] += x
                sums.pairs[1, p, one, other] += x * x
                sums.pairs[2, p, one, other] += x * whole[f]


@kernel
def _sum(sums: FloatArray, place: int, x: float, y: float) -> None:
    sums[0, place] += x
    sums[1, place] += x * x
    sums[2, place] += x * y


@kernel
def _place(graph: Adjacency, u: int, v: int) -> int:
    """Where `v` stands among the sorted neighbours of `u`."""
    low, high = graph.start[u], graph.start[u + 1]
    while low < high:
        middle = (low + high) // 2
        if graph.neighbour[middle] < v:
            low = middle + 1
        else:
            high = middle
    return int(low)
