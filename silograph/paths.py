"""Shortest-path kernels: betweenness of people, and brokerage of groups of people.

Arrays in, arrays out; nothing here knows what a network or a function means. Two ideas carry the file:

* **Batches.** By hops, `LANES` sources advance through the graph together, so that each visit to a
  neighbour serves eight breadth-first searches with one cache line.
* **Avoided groups.** For group betweenness the share of shortest paths that *avoid* a set of nodes is wanted.
  One path count per set is pushed along the shortest-path DAG of each source, and a set's count is zeroed at its
  members: one search per source answers for hundreds of sets at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal

import numpy as np
import numpy.typing as npt
from numba import njit

from silograph.errors import UsageError
from silograph.network import FloatArray, IntArray

Scaling = Literal["plain", "linear"]

LANES = 8
"""Sources that advance together: eight float64 counts fill one cache line."""

TOLERANCE = 1e-10
"""Relative difference below which two path lengths are equal: 1/3 + 1/3 + 1/3 is not exactly 1 in floats."""

_HUGE, _SHRINK = 2.0**500, 2.0**-500

_REORDER = {"reassoc", "contract", "nsz"}
"""Sums of lanes may be added in any order; infinities and NaN keep their meaning."""


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Neighbours of each node, in compressed sparse rows: both directions of every undirected tie.

    Parameters
    ----------
    start
        (n + 1,) where each node's neighbours begin in `neighbour`.
    neighbour
        (2 x ties,) node numbers.
    length
        (2 x ties,) length of each tie, or None: every tie is one hop.
    """

    start: IntArray
    neighbour: npt.NDArray[np.int32]
    length: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.start) - 1


def adjacency(n: int, source: IntArray, target: IntArray, *, length: FloatArray | None = None) -> Adjacency:
    """Compressed sparse rows from undirected ties, each given once.

    Parameters
    ----------
    n
        Number of nodes.
    source, target
        (ties,) node numbers.
    length
        (ties,) positive lengths, for instance 1 / strength; None counts hops.

    Examples
    --------
    >>> star = adjacency(3, np.array([0, 0]), np.array([1, 2]))
    >>> star.start.tolist(), star.neighbour.tolist()
    ([0, 2, 3, 4], [1, 2, 0, 0])
    """
    if length is not None and not (np.isfinite(length).all() and (length > 0).all()):
        raise UsageError("lengths of ties must be positive and finite")
    start, neighbour, lengths = _rows(n, source, target, np.empty(0) if length is None else length)
    return Adjacency(start, neighbour, None if length is None else lengths)


@njit(cache=True)
def _rows(n, source, target, length):  # type: ignore[no-untyped-def]
    start = np.zeros(n + 1, np.int64)
    for i in range(len(source)):
        start[source[i] + 1] += 1
        start[target[i] + 1] += 1
    for v in range(n):
        start[v + 1] += start[v]
    free = start[:-1].copy()
    neighbour = np.empty(2 * len(source), np.int32)
    lengths = np.empty(2 * len(length))
    for i in range(len(source)):
        u, v = source[i], target[i]
        neighbour[free[u]], neighbour[free[v]] = v, u
        if len(length):
            lengths[free[u]] = lengths[free[v]] = length[i]
        free[u] += 1
        free[v] += 1
    return start, neighbour, lengths


def sample_sources(candidates: IntArray, limit: int, *, seed: int) -> IntArray:
    """All candidates, or a sorted random sample of `limit` of them without replacement.

    Examples
    --------
    >>> sample_sources(np.array([3, 5, 8]), 10, seed=0).tolist(), len(sample_sources(np.arange(99), 10, seed=0))
    ([3, 5, 8], 10)
    """
    if len(candidates) <= limit:
        return candidates
    return np.sort(np.random.default_rng([seed, len(candidates)]).choice(candidates, limit, replace=False))


# --- the shortest-path DAG of one source -----------------------------------------------------------------------
#
# Nodes in `order` of distance and arcs (tail, head), both in stages: everything that leads to the nodes of a stage
# comes before it. By hops a stage is a level; by length it is a single node. `stages` has a row per stage, where its
# nodes and its outgoing arcs begin, and a last row where they end.


@njit(cache=True)
def _dag_space(n, n_arcs):  # type: ignore[no-untyped-def]
    """Uninitialised room for distance, order, tail, head and stages."""
    arcs = n_arcs // 2
    room = np.empty(arcs, np.int32), np.empty(arcs, np.int32)
    return np.empty(n), np.empty(n, np.int32), room[0], room[1], np.empty((n + 2, 2), np.int64)


@njit(cache=True)
def _hop_dag(start, neighbour, source, distance, order, tail, head, stages):  # type: ignore[no-untyped-def]
    """Breadth-first search; `distance` comes in filled with -1. Returns the number of stages.

    Each level looks for the next one from the side that has fewer ties: its own, or that of the unreached.
    """
    n = len(distance)
    order[0], distance[source] = source, 0.0
    reached, arcs, depth, first = 1, 0, 0, 0
    frontier_ties = start[source + 1] - start[source]
    unreached_ties = len(neighbour) - frontier_ties
    stages[0] = 0
    while first < reached:
        last = reached
        if frontier_ties < n + unreached_ties:
            for i in range(first, last):
                u = order[i]
                for k in range(start[u], start[u + 1]):
                    v = neighbour[k]
                    if distance[v] < 0.0:
                        distance[v] = depth + 1.0
                        order[reached] = v
                        reached += 1
                    if distance[v] == depth + 1.0:
                        tail[arcs], head[arcs] = u, v
                        arcs += 1
        elif reached < n:
            for v in range(n):
                if distance[v] < 0.0:
                    before = arcs
                    for k in range(start[v], start[v + 1]):
                        if distance[neighbour[k]] == depth:
                            tail[arcs], head[arcs] = neighbour[k], v
                            arcs += 1
                    if arcs > before:
                        order[reached] = v
                        reached += 1
            for i in range(last, reached):
                distance[order[i]] = depth + 1.0
        frontier_ties = 0
        for i in range(last, reached):
            frontier_ties += start[order[i] + 1] - start[order[i]]
        unreached_ties -= frontier_ties
        depth += 1
        first = last
        stages[depth, 0], stages[depth, 1] = first, arcs
    return depth


@njit(cache=True)
def _length_dag(start, neighbour, length, source, distance, order, tail, head, stages):  # type: ignore[no-untyped-def]
    """As `_hop_dag`, by Dijkstra. A tie belongs to the DAG if it is tight within `TOLERANCE`.

    An arc must lead from an earlier settled node to a later one, so rounding can never close a cycle.
    """
    n = len(distance)
    position = np.full(n, n, np.int64)
    tentative = np.full(n, np.inf)
    tentative[source] = 0.0
    heap = [(0.0, np.int64(source))]
    reached = 0
    while heap:
        d, u = heappop(heap)
        if position[u] < n:
            continue
        position[u], order[reached], distance[u] = reached, u, d
        reached += 1
        for k in range(start[u], start[u + 1]):
            v = np.int64(neighbour[k])
            if d + length[k] < tentative[v]:
                tentative[v] = d + length[k]
                heappush(heap, (tentative[v], v))
    arcs = 0
    for i in range(reached):
        stages[i, 0], stages[i, 1] = i, arcs
        u = order[i]
        for k in range(start[u], start[u + 1]):
            v = neighbour[k]
            if position[v] > i and distance[u] + length[k] <= distance[v] * (1.0 + TOLERANCE):
                tail[arcs], head[arcs] = u, v
                arcs += 1
    stages[reached, 0], stages[reached, 1] = reached, arcs
    return reached


@njit(cache=True)
def _count_paths(order, tail, head, stages, n_stages, set_start, set_of, count, scale):  # type: ignore[no-untyped-def]
    """Path counts along the DAG: ``count[v, g]`` avoids set g, the last column counts all paths.

    Counts grow exponentially (a long grid overflows float64), but only their ratios at one node are wanted: a
    row past `_HUGE` is multiplied by `_SHRINK`, which ``scale[v]`` counts. `scale` comes in filled with -1.
    """
    n_sets = count.shape[1] - 1
    count[order[0], :] = 1.0
    scale[order[0]] = 0
    for stage in range(n_stages):
        for i in range(stages[stage, 0], stages[stage + 1, 0]):
            u = order[i]
            if count[u, n_sets] > _HUGE:
                count[u] *= _SHRINK
                scale[u] += 1
            for k in range(set_start[u], set_start[u + 1]):
                count[u, set_of[k]] = 0.0
        for a in range(stages[stage, 1], stages[stage + 1, 1]):
            u, v = np.uint32(tail[a]), np.uint32(head[a])
            if scale[v] == scale[u]:
                for g in range(n_sets + 1):
                    count[v, g] += count[u, g]
            elif scale[v] < 0:
                scale[v] = scale[u]
                for g in range(n_sets + 1):
                    count[v, g] = count[u, g]
            else:
                _add_scaled(count[v], count[u], scale, v, u)


@njit(cache=True)
def _add_scaled(into, row, scale, v, u):  # type: ignore[no-untyped-def]
    """Add the row of `u` to that of `v` where one has been shrunk more often than the other."""
    shift = _SHRINK ** abs(scale[u] - scale[v])
    if scale[v] < scale[u]:
        into *= shift
        into += row
        scale[v] = scale[u]
    else:
        into += row * shift


# --- betweenness of people -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Betweenness:
    """Betweenness of every node, with its standard error where sources were sampled (else zeros).

    Parameters
    ----------
    person, person_error
        (n,) share (or number) of the shortest paths of all pairs that pass through each node.
    cross, cross_error
        (n,) the same over pairs of two different, known groups.
    sources
        How many sources were searched.
    exact
        Whether those were all nodes.
    """

    person: FloatArray
    person_error: FloatArray
    cross: FloatArray
    cross_error: FloatArray
    sources: int
    exact: bool


def betweenness(
    graph: Adjacency,
    groups: IntArray,
    *,
    sources: IntArray | None = None,
    scaling: Scaling = "plain",
    normalized: bool = True,
) -> Betweenness:
    """Betweenness of each node, over all pairs and over pairs of different groups, in one pass.

    Parameters
    ----------
    graph
        Ties; by hops, or by length where it has lengths.
    groups
        (n,) group of each node; -1 is unknown: no endpoint of a cross-group pair, but possibly between.
    sources
        Nodes to search from, a random sample without replacement; None searches from all: exact.
    scaling
        How a sample stands for all. "plain" counts what the sampled sources see; "linear" weighs a node by how
        far it lies towards the target, which stops nodes next to a sampled source from looking important, and
        ranks better. Both are unbiased; from all sources they are equal.
    normalized
        Divide by the number of pairs that a node could be between, as networkx does; False counts pairs.

    Notes
    -----
    Brandes (2001), J. Math. Sociol. 25, 163-177; Brandes & Pich (2007), Int. J. Bifurc. Chaos 17, 2303-2318
    (sampling); Geisberger, Sanders & Schultes (2008), ALENEX, 90-100 (linear scaling).

    Examples
    --------
    A path 0 - 1 - 2; the ends belong to two groups:

    >>> path = adjacency(3, np.array([0, 1]), np.array([1, 2]))
    >>> result = betweenness(path, np.array([0, 1, 2]))
    >>> result.person.tolist(), result.cross.tolist()
    ([0.0, 1.0, 0.0], [0.0, 1.0, 0.0])
    """
    n = len(graph)
    chosen = np.arange(n) if sources is None else np.asarray(sources, dtype=np.int64)
    total, square = np.zeros((2, n)), np.zeros((2, n))
    codes = groups.astype(np.int64)
    linear = scaling == "linear"
    if graph.length is None:
        _betweenness_hops(graph.start, graph.neighbour, codes, chosen, linear, total, square)
    else:
        _betweenness_single(graph.start, graph.neighbour, graph.length, codes, chosen, linear, total, square)
    # Every pair is seen from both ends: plainly scaled it counts twice, linearly the two parts add to one.
    used = max(len(chosen), 1)
    factor = np.full(n, n / used / (1.0 if linear else 2.0))
    variance = np.maximum(square / used - (total / used) ** 2, 0.0) * used / max(used - 1, 1)
    error = np.sqrt(variance * used * max(1.0 - used / max(n, 1), 0.0)) * factor
    value = total * factor
    if normalized:
        pairs = np.array([np.full(n, (n - 1) * (n - 2) / 2), cross_pairs_without(codes)])
        value, error = (np.divide(x, pairs, out=np.zeros((2, n)), where=pairs > 0) for x in (value, error))
    return Betweenness(value[0], error[0], value[1], error[1], len(chosen), len(chosen) >= n)


def cross_pairs_without(groups: IntArray) -> FloatArray:
    """Per node, the number of unordered pairs of different known groups that leave the node itself out.

    Examples
    --------
    >>> cross_pairs_without(np.array([0, 0, 1, -1])).tolist()
    [1.0, 1.0, 0.0, 2.0]
    """
    known = groups >= 0
    sizes = np.bincount(groups[known]) if known.any() else np.zeros(1, np.int64)
    people = int(sizes.sum())
    pairs = (people**2 - int((sizes**2).sum())) / 2
    return np.where(known, pairs - (people - sizes[np.maximum(groups, 0)]), pairs).astype(np.float64)


@njit(cache=True)
def _betweenness_hops(start, neighbour, groups, sources, linear, total, square):  # type: ignore[no-untyped-def]
    """Adds each source's dependencies to `total` and their squares to `square`: row 0 all pairs, row 1 cross."""
    n = len(start) - 1
    level = np.full((n, LANES), -1, np.int32)
    sigma = np.zeros((n, LANES))
    now, after = np.zeros((n, LANES)), np.zeros((n, LANES))
    share, gathered = np.zeros((n, 2 * LANES)), np.zeros((n, 2 * LANES))
    queue = np.empty(n * (LANES + 1) + LANES, np.int32)
    level_start = np.zeros(n + 2, np.int64)
    unseen, mark = np.empty(n, np.int32), np.full(n, -1, np.int32)
    no_length = np.empty(0)
    for first in range(0, len(sources), LANES):
        batch = sources[first : first + LANES]
        depth = _forward(start, neighbour, batch, level, sigma, now, after, queue, level_start, unseen, mark)
        if depth >= 0:
            _backward(start, neighbour, groups, batch, linear, depth, level, sigma, share, gathered, queue,
                      level_start, mark, total, square)
        else:
            _betweenness_single(start, neighbour, no_length, groups, batch, linear, total, square)
        level[:], sigma[:] = -1, 0.0


@njit(cache=True)
def _forward(start, neighbour, batch, level, sigma, now, after, queue, level_start, unseen, mark):  # type: ignore[no-untyped-def]
    """Breadth-first search from a batch: levels and path counts. Returns the depth, -1 if counts got huge.

    ``now[u]`` holds the counts of lanes that reached u at this level, zero elsewhere. The next level is pushed from
    the frontier or pulled by the nodes that some lane has not reached, whichever has fewer ties to look at.
    """
    lanes = len(batch)
    unseen[:], mark[:] = lanes, -1
    unseen_ties, frontier_ties = len(neighbour), 0
    size = 0
    for lane in range(lanes):
        s = batch[lane]
        level[s, lane], sigma[s, lane], now[s, lane] = 0, 1.0, 1.0
        unseen[s] -= 1
        queue[size] = s
        size += 1
        frontier_ties += start[s + 1] - start[s]
    level_start[0], level_start[1] = 0, size
    depth, huge = 0, False
    while level_start[depth + 1] > level_start[depth] and not huge:
        low, high = level_start[depth], level_start[depth + 1]
        if 3 * frontier_ties < unseen_ties:
            touched = _push(start, neighbour, queue, low, high, now, after, unseen, mark, depth)
        else:
            touched = _pull(start, neighbour, queue, high, now, after, unseen)
        for i in range(low, high):
            now[queue[i]] = 0.0
        frontier_ties, size = 0, high
        for i in range(high, touched):
            v = queue[i]
            fresh, largest = _arrive(level[v], sigma[v], now[v], after[v], depth + 1)
            huge |= largest > _HUGE
            if fresh:
                queue[size] = v
                size += 1
                unseen[v] -= fresh
                frontier_ties += start[v + 1] - start[v]
                if unseen[v] == 0:
                    unseen_ties -= start[v + 1] - start[v]
        depth += 1
        level_start[depth + 1] = size
    for i in range(level_start[depth], level_start[depth + 1]):
        now[queue[i]] = 0.0
    return -1 if huge else depth - 1


@njit(cache=True, fastmath=_REORDER)
def _arrive(level, sigma, now, after, depth):  # type: ignore[no-untyped-def]
    """Keep what came to a node in lanes that reach it for the first time. Selections, not branches: SIMD."""
    fresh, largest = 0, 0.0
    for lane in range(LANES):
        came = after[lane] if sigma[lane] == 0.0 else 0.0
        level[lane] = depth if came > 0.0 else level[lane]
        sigma[lane] += came
        now[lane] = came
        after[lane] = 0.0
        fresh += 1 if came > 0.0 else 0
        largest = max(largest, came)
    return fresh, largest


@njit(cache=True)
def _push(start, neighbour, queue, low, high, now, after, unseen, mark, depth):  # type: ignore[no-untyped-def]
    """Add the frontier's counts to its neighbours; queue those. Returns the new end of the queue."""
    end = high
    for i in range(low, high):
        row = now[queue[i]]
        for k in range(start[queue[i]], start[queue[i] + 1]):
            v = neighbour[k]
            if unseen[v] > 0:
                if mark[v] != depth:
                    mark[v] = depth
                    queue[end] = v
                    end += 1
                into = after[v]
                for lane in range(LANES):
                    into[lane] += row[lane]
    return end


@njit(cache=True)
def _pull(start, neighbour, queue, high, now, after, unseen):  # type: ignore[no-untyped-def]
    """As `_push`, seen from the nodes that some lane has not reached."""
    end = high
    for v in range(len(unseen)):
        if unseen[v] > 0 and start[v + 1] > start[v]:
            queue[end] = v
            end += 1
            _sum_rows(start, neighbour, v, now, after[v])
    return end


@njit(cache=True)
def _sum_rows(start, neighbour, v, rows, into):  # type: ignore[no-untyped-def]
    """Add the rows of all neighbours of `v`, four at a time: a quarter of the stores."""
    k, end = start[v], start[v + 1]
    while k + 3 < end:
        first, second = np.uint32(neighbour[k]), np.uint32(neighbour[k + 1])
        third, fourth = np.uint32(neighbour[k + 2]), np.uint32(neighbour[k + 3])
        for column in range(len(into)):
            into[column] += (rows[first, column] + rows[second, column]) + (
                rows[third, column] + rows[fourth, column]
            )
        k += 4
    while k < end:
        first = np.uint32(neighbour[k])
        for column in range(len(into)):
            into[column] += rows[first, column]
        k += 1


@njit(cache=True)
def _backward(start, neighbour, groups, batch, linear, depth, level, sigma, share, acc, queue, level_start, mark,
              total, square):  # type: ignore[no-untyped-def]
    """Brandes' accumulation, a level at a time from the farthest; columns: all pairs, then cross-group pairs.

    ``share[w]`` is (weight of w as target + what depends on w) / paths to w, for lanes that reached w at this
    level, zero elsewhere; a node's dependency is its own path count times the shares of its neighbours there.
    """
    mark[:] = -1
    wanted = np.full(LANES, -1, np.int64)
    for lane in range(len(batch)):
        wanted[lane] = groups[batch[lane]]
    for d in range(depth, 0, -1):
        low, middle, high = level_start[d - 1], level_start[d], level_start[d + 1]
        if d == depth:
            for i in range(middle, high):
                _settle(queue[i], d, groups, wanted, linear, level, sigma, share, acc, total, square)
        above = below = 0
        for i in range(low, middle):
            above += start[queue[i] + 1] - start[queue[i]]
        for i in range(middle, high):
            below += start[queue[i] + 1] - start[queue[i]]
        if above <= 3 * below:
            _gather(start, neighbour, queue, low, middle, share, acc)
        else:
            _scatter(start, neighbour, queue, low, middle, high, share, acc, mark, d)
        for i in range(middle, high):
            share[queue[i]] = 0.0
        for i in range(low, middle):
            _settle(queue[i], d - 1, groups, wanted, linear, level, sigma, share, acc, total, square)
    for i in range(level_start[0], level_start[1]):
        share[queue[i]] = 0.0


@njit(cache=True, error_model="numpy", fastmath=_REORDER)
def _settle(v, d, groups, wanted, linear, level, sigma, share, acc, total, square):  # type: ignore[no-untyped-def]
    """Turn what `v` has gathered at level `d` into its dependencies and into the share its parents gather."""
    unit = 1.0 / d if linear and d else 1.0
    times = (float(d) if linear else 1.0) if d else 0.0  # a source is not between
    person_sum = cross_sum = person_square = cross_square = 0.0
    group = groups[v]
    for lane in range(LANES):
        here = level[v, lane] == d
        paths = sigma[v, lane] if here else 1.0
        person = paths * acc[v, lane] if here else 0.0
        cross = paths * acc[v, LANES + lane] if here else 0.0
        target = unit if wanted[lane] >= 0 and wanted[lane] != group and group >= 0 else 0.0
        share[v, lane] = (unit + person) / paths if here else 0.0
        share[v, LANES + lane] = (target + cross) / paths if here else 0.0
        acc[v, lane] = acc[v, LANES + lane] = 0.0
        person_sum += person
        cross_sum += cross
        person_square += person * person
        cross_square += cross * cross
    total[0, v] += person_sum * times
    total[1, v] += cross_sum * times
    square[0, v] += person_square * times * times
    square[1, v] += cross_square * times * times


@njit(cache=True)
def _gather(start, neighbour, queue, low, middle, share, acc):  # type: ignore[no-untyped-def]
    """Nodes of the upper level pull from all their neighbours."""
    for i in range(low, middle):
        _sum_rows(start, neighbour, queue[i], share, acc[queue[i]])


@njit(cache=True)
def _scatter(start, neighbour, queue, low, middle, high, share, acc, mark, d):  # type: ignore[no-untyped-def]
    """Nodes of the lower level push to those of their neighbours that are on the upper one."""
    for i in range(low, middle):
        mark[queue[i]] = d
    for i in range(middle, high):
        row = share[queue[i]]
        for k in range(start[queue[i]], start[queue[i] + 1]):
            v = neighbour[k]
            if mark[v] == d:
                into = acc[v]
                for column in range(2 * LANES):
                    into[column] += row[column]


@njit(cache=True)
def _betweenness_single(start, neighbour, length, groups, sources, linear, total, square):  # type: ignore[no-untyped-def]
    """Brandes' algorithm source by source: by length, and by hops where path counts would overflow."""
    n = len(start) - 1
    distance, order, tail, head, stages = _dag_space(n, len(neighbour))
    sigma, scale = np.empty((n, 1)), np.empty(n, np.int64)
    no_set_start, no_set = np.zeros(n + 1, np.int64), np.empty(0, np.int32)
    delta = np.empty((n, 2))
    for s in sources:
        distance[:], scale[:], delta[:] = -1.0, -1, 0.0
        if len(length):
            n_stages = _length_dag(start, neighbour, length, s, distance, order, tail, head, stages)
        else:
            n_stages = _hop_dag(start, neighbour, s, distance, order, tail, head, stages)
        _count_paths(order, tail, head, stages, n_stages, no_set_start, no_set, sigma, scale)
        for a in range(stages[n_stages, 1] - 1, -1, -1):
            u, v = tail[a], head[a]
            unit = 1.0 / distance[v] if linear else 1.0
            part = sigma[u, 0] / sigma[v, 0] * _SHRINK ** (scale[v] - scale[u])
            differs = groups[v] >= 0 and groups[s] >= 0 and groups[v] != groups[s]
            delta[u, 0] += part * (unit + delta[v, 0])
            delta[u, 1] += part * ((unit if differs else 0.0) + delta[v, 1])
        for i in range(1, stages[n_stages, 0]):
            u = order[i]
            times = distance[u] if linear else 1.0
            for row in range(2):
                total[row, u] += delta[u, row] * times
                square[row, u] += (delta[u, row] * times) ** 2


# --- brokerage of sets of nodes --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AvoidedSets:
    """Sets of nodes whose brokerage is wanted, and whose people are no endpoints for each.

    Parameters
    ----------
    start, of
        Sets that contain node v: ``of[start[v]:start[v + 1]]``.
    owner_start
        (groups + 1,) sets ``owner_start[f]`` to ``owner_start[f + 1]`` are judged on pairs outside group f, besides
        outside themselves; sets before ``owner_start[0]`` only outside themselves.
    members
        (sets, groups) people of each group in each set, its owner left out.
    """

    start: IntArray
    of: npt.NDArray[np.int32]
    owner_start: IntArray
    members: IntArray

    def __len__(self) -> int:
        return len(self.members)


def avoided_sets(sets: Sequence[IntArray], groups: IntArray, *, owners: IntArray | None = None) -> AvoidedSets:
    """Pack sets of node numbers for `brokerage`.

    Parameters
    ----------
    sets
        Node numbers of each set.
    groups
        (n,) group of each node, -1 unknown.
    owners
        (sets,) non-decreasing: the group that each set belongs to or stands in for, whose people are no endpoints;
        -1 or None: nobody beyond the set itself.

    Examples
    --------
    >>> avoided_sets([np.array([0, 2])], np.array([0, 0, 1])).members.tolist()
    [[1, 1]]
    """
    n, n_groups = len(groups), int(groups.max(initial=-1)) + 1
    owner = np.full(len(sets), -1, dtype=np.int64) if owners is None else np.asarray(owners, dtype=np.int64)
    if (np.diff(owner) < 0).any():
        raise UsageError("owners of avoided sets must not decrease")
    which = np.repeat(np.arange(len(sets)), [len(members) for members in sets])
    node = np.concatenate([np.asarray(members, dtype=np.int64) for members in sets]) if len(sets) else which
    by_node = np.argsort(node, kind="stable")
    counted = (groups[node] >= 0) & (groups[node] != owner[which])
    members = np.zeros((len(sets), n_groups), dtype=np.int64)
    np.add.at(members, (which[counted], groups[node[counted]]), 1)
    return AvoidedSets(
        start=np.concatenate([[0], np.cumsum(np.bincount(node, minlength=n))]).astype(np.int64),
        of=which[by_node].astype(np.int32),
        owner_start=np.searchsorted(owner, np.arange(n_groups + 1)).astype(np.int64),
        members=members,
    )


@dataclass(frozen=True, slots=True)
class Brokerage:
    """What `brokerage` counted, a row per source and a column per set; the ratios are properties.

    Parameters
    ----------
    through
        (sources, sets) summed over targets: share of the shortest paths that pass through the set.
    connected, pairs
        (sources, sets) pairs counted, and pairs there would be if everybody could reach everybody.
    population
        Nodes that could have been sources.
    """

    through: FloatArray
    connected: FloatArray
    pairs: FloatArray
    population: int

    @property
    def share(self) -> FloatArray:
        """(sets,) brokerage: mean share of shortest paths through the set; NaN without a connected pair."""
        return _ratio(self.through.sum(axis=0), self.connected.sum(axis=0))

    @property
    def unreachable(self) -> FloatArray:
        """(sets,) share of the pairs that no path connects; NaN without a pair."""
        return 1.0 - _ratio(self.connected.sum(axis=0), self.pairs.sum(axis=0))

    @property
    def standard_error(self) -> FloatArray:
        """(sets,) standard error of `share` from sampling sources; 0 where all were searched."""
        return self.error_of(np.eye(self.through.shape[1]))

    def error_of(self, contrasts: FloatArray) -> FloatArray:
        """Standard error, from sampling sources, of combinations of shares: ``contrasts @ share``.

        Linearised ratio estimator with the finite-population correction (Cochran 1977, Sampling Techniques, 6.4).
        """
        used = len(self.through)
        mean_pairs = self.connected.mean(axis=0) if used else np.zeros(self.through.shape[1])
        residual = _ratio(self.through - np.nan_to_num(self.share) * self.connected, mean_pairs)
        spread = np.nan_to_num(residual) @ contrasts.T
        left = max(1.0 - used / max(self.population, 1), 0.0)
        return np.asarray(np.sqrt((spread**2).sum(axis=0) * left / max(used * (used - 1), 1)))


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    below = np.broadcast_to(below, above.shape)
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)


def brokerage(
    graph: Adjacency, groups: IntArray, sets: AvoidedSets, *, sources: IntArray | None = None
) -> Brokerage:
    """Group betweenness of many sets at once, over pairs of people of two different groups.

    For each set: the mean, over connected pairs s, t of different known groups, both outside the set and outside its
    owner, of the share of shortest s-t paths that pass through the set. With sets that are the groups themselves
    (`group_sets`) this is the brokerage of each group between the others.

    Parameters
    ----------
    graph
        Ties; by hops, or by length where it has lengths.
    groups
        (n,) group of each node; -1 is unknown: never an endpoint, possibly between.
    sets
        From `avoided_sets` or `group_sets`.
    sources
        Nodes of known group to search from, a random sample without replacement; None searches from all: exact.

    Notes
    -----
    Group betweenness: Everett & Borgatti (1999), J. Math. Sociol. 23, 181-201.

    Examples
    --------
    On the path 0 - 1 - 2 the middle carries all that passes between the ends:

    >>> groups = np.array([0, 1, 2])
    >>> path = adjacency(3, np.array([0, 1]), np.array([1, 2]))
    >>> brokerage(path, groups, group_sets(groups)).share.tolist()
    [0.0, 1.0, 0.0]
    """
    codes = groups.astype(np.int64)
    known = np.flatnonzero(codes >= 0)
    chosen = known if sources is None else np.asarray(sources, dtype=np.int64)
    if (codes[chosen] < 0).any():
        raise UsageError("sources of brokerage must be of known groups")
    length = np.empty(0) if graph.length is None else graph.length
    shape = (len(chosen), len(sets))
    through, connected, pairs = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    if len(sets):
        _brokerage(graph.start, graph.neighbour, length, codes, chosen, sets.start, sets.of, sets.owner_start,
                   sets.members, through, connected, pairs)
    return Brokerage(through, connected, pairs, len(known))


def group_sets(groups: IntArray) -> AvoidedSets:
    """Each group as an avoided set of its own."""
    codes = np.arange(int(groups.max(initial=-1)) + 1)
    return avoided_sets([np.flatnonzero(groups == code) for code in codes], groups, owners=codes)


@njit(cache=True)
def _brokerage(start, neighbour, length, groups, sources, set_start, set_of, owner_start, members,
               through, connected, pairs):  # type: ignore[no-untyped-def]
    n, n_sets, n_groups = len(start) - 1, len(members), len(owner_start) - 1
    distance, order, tail, head, stages = _dag_space(n, len(neighbour))
    count, scale = np.empty((n, n_sets + 1)), np.empty(n, np.int64)
    owner = np.full(n_sets, -1, np.int64)
    for group in range(n_groups):
        owner[owner_start[group] : owner_start[group + 1]] = group
    everyone, in_set = np.zeros(n_groups, np.int64), members.sum(axis=1)
    for v in range(n):
        if groups[v] >= 0:
            everyone[groups[v]] += 1
    missed, missed_in_set = np.empty(n_groups, np.int64), np.empty(n_sets, np.int64)
    for row in range(len(sources)):
        s = sources[row]
        distance[:], scale[:] = -1.0, -1
        if len(length):
            n_stages = _length_dag(start, neighbour, length, s, distance, order, tail, head, stages)
        else:
            n_stages = _hop_dag(start, neighbour, s, distance, order, tail, head, stages)
        _count_paths(order, tail, head, stages, n_stages, set_start, set_of, count, scale)
        reached = stages[n_stages, 0]
        # First the paths that avoid each set, then the pairs, of which those paths are the complement.
        avoiding = through[row]
        for i in range(reached):
            t = order[i]
            if groups[t] >= 0 and groups[t] != groups[s]:
                _add_shares(avoiding, count[t], owner_start[groups[t]], owner_start[groups[t] + 1])
        missed[:], missed_in_set[:] = 0, 0
        if reached < n:
            _count_missed(s, distance, groups, owner, set_start, set_of, missed, missed_in_set)
        targets, missing = everyone.sum() - everyone[groups[s]], missed.sum()
        for g in range(n_sets):
            if owner[g] == groups[s]:
                through[row, g] = 0.0
                continue
            mine = everyone[owner[g]] if owner[g] >= 0 else 0
            mine_missed = missed[owner[g]] if owner[g] >= 0 else 0
            pairs[row, g] = targets - mine - (in_set[g] - members[g, groups[s]])
            connected[row, g] = pairs[row, g] - (missing - mine_missed - missed_in_set[g])
            through[row, g] = max(connected[row, g] - through[row, g], 0.0)
        for k in range(set_start[s], set_start[s + 1]):
            through[row, set_of[k]] = connected[row, set_of[k]] = pairs[row, set_of[k]] = 0.0


@njit(cache=True)
def _add_shares(avoiding, row, skip_from, skip_to):  # type: ignore[no-untyped-def]
    """Add the share of paths that avoid each set, but for the sets whose owner the target belongs to."""
    each = 1.0 / row[len(avoiding)]
    for g in range(skip_from):
        avoiding[g] += row[g] * each
    for g in range(skip_to, len(avoiding)):
        avoiding[g] += row[g] * each


@njit(cache=True)
def _count_missed(s, distance, groups, owner, set_start, set_of, missed, missed_in_set):  # type: ignore[no-untyped-def]
    """Targets out of reach: by group, and those of them that are in each set (its owner's people apart)."""
    for t in range(len(distance)):
        if distance[t] < 0.0 and groups[t] >= 0 and groups[t] != groups[s]:
            missed[groups[t]] += 1
            for k in range(set_start[t], set_start[t + 1]):
                if owner[set_of[k]] != groups[t]:
                    missed_in_set[set_of[k]] += 1
