"""Brokerage of sets of people anew without one group of people after the other, in one search per source.

Whoever leaves takes paths away and makes none: a node that some shortest path still reaches without them is as near
as before, and has as many paths as avoid them. So only what they stood on the way to is counted anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph.paths.adjacency import Adjacency
from silograph.graph.paths.brokerage import AvoidedSets, ratio
from silograph.graph.paths.search import HUGE, TOLERANCE, Counts, Dag, count_paths, empty_dag, shortest_paths
from silograph.kernels import kernel

EXACT = 2.0**52
"""Path counts below are whole numbers in floats, so that what is left of one after a subtraction is exact."""


class Without(NamedTuple):
    """What `brokerage_without` counted, summed over sources: a row per group that left, a column per set.

    Parameters
    ----------
    through, connected
        Share of the shortest paths that pass through the set, and pairs counted, both summed.
    """

    through: FloatArray
    connected: FloatArray

    @property
    def share(self) -> FloatArray:
        """Brokerage; NaN without a connected pair."""
        return ratio(self.through, self.connected)


def brokerage_without(
    graph: Adjacency, groups: IntArray, sets: AvoidedSets, leaving: IntArray, *, sources: IntArray
) -> Without | None:
    """Brokerage as `brokerage` has it of the graph without some nodes and their ties, for many such graphs at once.

    Parameters
    ----------
    graph
        Ties; by hops, or by length where it has lengths.
    groups
        (n,) group of each node, -1 unknown.
    sets
        From `avoided_sets`; each within the people of its owner.
    leaving
        (n,) with whom each node leaves, from 0; -1 stays.
    sources
        Nodes of known group to search from; in each graph those that are in it.

    Returns
    -------
    Without or None
        None where there are so many paths that differences of their numbers are not exact.

    Examples
    --------
    Two ways from 0 to 3: without the node 1 all goes through 2.

    >>> from silograph.graph.paths.adjacency import adjacency
    >>> from silograph.graph.paths.brokerage import group_sets
    >>> square = adjacency(4, np.array([0, 0, 1, 2]), np.array([1, 2, 3, 3]))
    >>> groups = np.arange(4)
    >>> found = brokerage_without(square, groups, group_sets(groups), np.array([-1, 0, -1, -1]), sources=groups)
    >>> found.share[0].tolist()
    [0.0, 0.0, 1.0, 0.0]
    """
    codes, away = groups.astype(np.int64), leaving.astype(np.int64)
    if sets.members.any() or sets.owner_start[0]:
        raise UsageError("sets must be of people of one owner each")
    shape = (int(away.max(initial=-1)) + 1, len(sets.members))
    found = Without(np.zeros(shape), np.zeros(shape))
    asked = _Asked(codes, sets, away)
    if not all(shape) or _each_source(graph, np.asarray(sources, dtype=np.int64), asked, *found):
        return found
    return None


class _Room(NamedTuple):
    """Working memory, per node; `touched` and `cut_off` hold the number of the round in which that was last so.

    ``lost[v]`` are the paths to v that are gone; of one cut off, those by another way; the last row is for what is
    left of one. `heads` lists where the arcs
    from each node lead, from ``first[v]``.
    """

    lost: FloatArray
    touched: IntArray
    cut_off: IntArray
    distance: FloatArray
    far: IntArray
    first: IntArray
    heads: IntArray


class _Sums(NamedTuple):
    """Over targets: what passes each set, through how many targets' paths anything does, and targets per group."""

    through: FloatArray
    passing: FloatArray
    reached: FloatArray


class _Asked(NamedTuple):
    """As given: group of each node, sets, and with whom each leaves."""

    groups: IntArray
    sets: AvoidedSets
    leaving: IntArray


@kernel
def _each_source(
    graph: Adjacency, sources: IntArray, asked: _Asked, through: FloatArray, connected: FloatArray
) -> bool:
    """Adds each source to the sums. False, and they are void, where there are too many paths from one."""
    groups, sets, leaving = asked.groups, asked.sets, asked.leaving
    n, n_sets, n_groups = len(groups), len(sets.members), len(sets.owner_start) - 1
    dag, counts = empty_dag(graph), Counts(np.empty((n, n_sets + 1)), np.empty(n, np.int64))
    room = _Room(
        np.zeros((n + 1, n_sets + 1)),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        np.empty(n),
        np.empty(n, np.int64),
        np.empty(n + 1, np.int64),
        np.empty(len(graph.neighbour) // 2, np.int64),
    )
    whole = _Sums(np.empty(n_sets), np.empty(n_sets), np.empty(n_groups))
    left = _Sums(np.empty(n_sets), np.empty(n_sets), np.empty(n_groups))
    turn = 0
    for s in sources:
        n_stages = shortest_paths(graph, s, dag)
        count_paths(dag, n_stages, sets.start, sets.of, counts)
        reached = dag.stages[n_stages, 0]
        if not _sum_all(groups, s, reached, dag, counts, sets, whole):
            return False
        _sort_arcs(dag, dag.stages[n_stages, 1], room)
        for gone in range(len(through)):
            if leaving[s] == gone:
                continue
            turn += 1
            _begin(whole, left)
            many = _take_away(dag, reached, counts, asked, gone, room, turn, left)
            if not _other_ways(graph, dag, counts, asked, gone, room, turn, many, left):
                return False
            targets = left.reached.sum() - left.reached[groups[s]]
            for group in range(n_groups):
                if group != groups[s]:
                    for k in range(sets.owner_start[group], sets.owner_start[group + 1]):
                        connected[gone, k] += targets - left.reached[group]
                        if left.passing[k] > 0.0:  # else sums and differences may leave a trace of nothing
                            through[gone, k] += max(left.through[k], 0.0)
    return True


@kernel
def _begin(whole: _Sums, left: _Sums) -> None:
    """With everybody there."""
    for k in range(len(whole.through)):
        left.through[k], left.passing[k] = whole.through[k], whole.passing[k]
    for group in range(len(whole.reached)):
        left.reached[group] = whole.reached[group]


@kernel
def _sum_all(
    groups: IntArray, s: int, reached: int, dag: Dag, counts: Counts, sets: AvoidedSets, whole: _Sums
) -> bool:
    """What passes with everybody there; whether all counts are exact."""
    whole.through[:], whole.passing[:], whole.reached[:] = 0.0, 0.0, 0.0
    last = counts.paths.shape[1] - 1
    for i in range(reached):
        t = dag.order[i]
        if counts.scale[t] > 0 or counts.paths[t, last] > EXACT:
            return False
        if groups[t] >= 0:
            whole.reached[groups[t]] += 1.0
            if groups[t] != groups[s]:
                _count(whole, counts.paths, t, 1.0, sets, groups[t])
    return True


@kernel
def _count(sums: _Sums, paths: FloatArray, row: int, sign: float, sets: AvoidedSets, group: int) -> None:
    """Add, or take away, what of the paths to a target of this group does not avoid each set of the others."""
    every = paths[row, len(sums.through)]
    each = sign / every
    skip_from, skip_to = sets.owner_start[group], sets.owner_start[group + 1]
    for k in range(skip_from):
        sums.through[k] += (every - paths[row, k]) * each
        sums.passing[k] += sign if paths[row, k] < every else 0.0
    for k in range(skip_to, len(sums.through)):
        sums.through[k] += (every - paths[row, k]) * each
        sums.passing[k] += sign if paths[row, k] < every else 0.0


@kernel
def _sort_arcs(dag: Dag, arcs: int, room: _Room) -> None:
    """By the node they lead from."""
    room.first[:] = 0
    for a in range(arcs):
        room.first[dag.tail[a] + 1] += 1
    for v in range(len(room.first) - 1):
        room.first[v + 1] += room.first[v]
    free = room.far  # not needed yet
    free[:] = room.first[:-1]
    for a in range(arcs):
        tail = dag.tail[a]
        room.heads[free[tail]] = dag.head[a]
        free[tail] += 1


@kernel
def _take_away(
    dag: Dag, reached: int, counts: Counts, asked: _Asked, gone: int, room: _Room, turn: int, left: _Sums
) -> int:
    """Follow the paths that are gone, from the nearest on; how many nodes none of their shortest paths reaches."""
    many, columns = 0, counts.paths.shape[1]
    own = asked.groups[dag.order[0]]
    for i in range(1, reached):
        v = dag.order[i]
        leaves = asked.leaving[v] == gone
        if leaves:
            for k in range(columns):
                room.lost[v, k] = counts.paths[v, k]
        elif room.touched[v] == turn:
            for k in range(asked.sets.start[v], asked.sets.start[v + 1]):
                room.lost[v, asked.sets.of[k]] = 0.0
        else:
            continue
        reachable = not leaves and counts.paths[v, columns - 1] > room.lost[v, columns - 1]
        if asked.groups[v] >= 0:
            _count_again(asked, own, counts, room, v, reachable, left)
        if not leaves and not reachable:
            room.cut_off[v], room.far[many] = turn, v
            many += 1
        _pass_on(asked.leaving, gone, room, turn, v)
    return many


@kernel
def _count_again(
    asked: _Asked, own: int, counts: Counts, room: _Room, v: int, reachable: bool, left: _Sums
) -> None:
    """What is left of the paths to a target, in place of all that there were."""
    group, rest = asked.groups[v], len(asked.groups)
    if not reachable:
        left.reached[group] -= 1.0
    if group == own:
        return
    _count(left, counts.paths, v, -1.0, asked.sets, group)
    if reachable:
        for k in range(counts.paths.shape[1]):
            room.lost[rest, k] = counts.paths[v, k] - room.lost[v, k]
        _count(left, room.lost, rest, 1.0, asked.sets, group)


@kernel
def _pass_on(leaving: IntArray, gone: int, room: _Room, turn: int, v: int) -> None:
    """What is lost to a node is lost to all that its shortest paths lead on to."""
    for a in range(room.first[v], room.first[v + 1]):
        head = room.heads[a]
        if leaving[head] == gone:
            continue
        kept = 1.0 if room.touched[head] == turn else 0.0
        room.touched[head] = turn
        for k in range(room.lost.shape[1]):
            room.lost[head, k] = kept * room.lost[head, k] + room.lost[v, k]


@kernel
def _other_ways(
    graph: Adjacency, dag: Dag, counts: Counts, asked: _Asked, gone: int, room: _Room, turn: int, many: int,
    left: _Sums,
) -> bool:  # fmt: skip
    """Longer paths to those that no shortest one reaches any more, nearest first. False where counts get huge."""
    own, last = asked.groups[dag.order[0]], counts.paths.shape[1] - 1
    nearest = _tentative(graph, dag, asked.leaving, gone, room, turn, many)
    while nearest < np.inf:
        following = np.inf
        for i in range(many):
            v = room.far[i]
            if room.distance[v] > nearest:
                following = min(following, room.distance[v])
            elif room.distance[v] == nearest:
                following = min(following, _ways_to(graph, dag, counts, asked, gone, room, turn, v))
                if room.lost[v, last] > HUGE:
                    return False
                if asked.groups[v] >= 0:
                    left.reached[asked.groups[v]] += 1.0
                    if asked.groups[v] != own:
                        _count(left, room.lost, v, 1.0, asked.sets, asked.groups[v])
        nearest = following
    return True


@kernel
def _tentative(
    graph: Adjacency, dag: Dag, leaving: IntArray, gone: int, room: _Room, turn: int, many: int
) -> float:
    """How far those cut off are through one who is not; the least of it."""
    nearest = np.inf
    for i in range(many):
        v = room.far[i]
        room.distance[v] = np.inf
        for place in range(graph.start[v], graph.start[v + 1]):
            u = graph.neighbour[place]
            if leaving[u] != gone and room.cut_off[u] != turn and dag.distance[u] >= 0.0:
                room.distance[v] = min(room.distance[v], dag.distance[u] + _length(graph, place))
        nearest = min(nearest, room.distance[v])
    return nearest


@kernel
def _ways_to(
    graph: Adjacency, dag: Dag, counts: Counts, asked: _Asked, gone: int, room: _Room, turn: int, v: int
) -> float:
    """Into ``lost[v]`` the paths that lead there now. The least distance of whom it is a nearer way to."""
    here, following = room.distance[v], np.inf
    for k in range(room.lost.shape[1]):
        room.lost[v, k] = 0.0
    for place in range(graph.start[v], graph.start[v + 1]):
        u, length = graph.neighbour[place], _length(graph, place)
        if asked.leaving[u] == gone:
            continue
        cut_off = room.cut_off[u] == turn
        before = room.distance[u] if cut_off else dag.distance[u]
        if cut_off and before > here + length:
            room.distance[u] = here + length
            following = min(following, room.distance[u])
        elif 0.0 <= before < here and before + length <= here * (1.0 + TOLERANCE):
            old = 0.0 if cut_off else 1.0
            lost = 1.0 if cut_off else (-1.0 if room.touched[u] == turn else 0.0)
            for k in range(room.lost.shape[1]):
                room.lost[v, k] += old * counts.paths[u, k] + lost * room.lost[u, k]
    for k in range(asked.sets.start[v], asked.sets.start[v + 1]):
        room.lost[v, asked.sets.of[k]] = 0.0
    return following


@kernel
def _length(graph: Adjacency, place: int) -> float:
    """Of a tie; 1 by hops."""
    return graph.length[place] if len(graph.length) > 0 else 1.0
