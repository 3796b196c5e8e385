"""Shortest-path kernels: betweenness of people, and brokerage of groups of people.

Arrays in, arrays out; nothing here knows what a network or a function means. Two ideas carry the file:

* **Batches.** By hops, `LANES` sources advance through the graph together, so that one cache line read from a
  neighbour serves eight breadth-first searches.
* **Avoided sets.** For group betweenness the share of shortest paths that *avoid* a set of nodes is wanted. One path
  count per set is pushed along the shortest-path DAG of each source, and a set's count is zeroed at its members: one
  search per source answers for hundreds of sets at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError

NodeArray = npt.NDArray[np.int32]
Scaling = Literal["plain", "linear"]

LANES = 8
"""Sources that advance together: eight float64 counts fill one cache line."""

TOLERANCE = 1e-10
"""Relative difference below which two path lengths are equal: 1/3 + 1/3 + 1/3 is not exactly 1 in floats."""

_LINE = 8  # float64 in a cache line
_HUGE, _SHRINK = 2.0**500, 2.0**-500

_kernel = njit(cache=True, error_model="numpy")
_summing_kernel = njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})
"""May add lanes in any order; infinities and NaN keep their meaning."""


class Adjacency(NamedTuple):
    """Neighbours of each node, in compressed sparse rows: both directions of every undirected tie.

    Parameters
    ----------
    start
        (n + 1,) where each node's neighbours begin in `neighbour`.
    neighbour
        (2 x ties,) node numbers.
    length
        (2 x ties,) length of each tie; empty: every tie is one hop.
    """

    start: IntArray
    neighbour: NodeArray
    length: FloatArray


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
    lengths = np.empty(0) if length is None else np.asarray(length, dtype=np.float64)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise UsageError("lengths of ties must be positive and finite")
    return _rows(n, np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64), lengths)


@_kernel
def _rows(n: int, source: IntArray, target: IntArray, length: FloatArray) -> Adjacency:
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
        if len(length) > 0:
            lengths[free[u]] = lengths[free[v]] = length[i]
        free[u] += 1
        free[v] += 1
    return Adjacency(start, neighbour, lengths)


def without_nodes(graph: Adjacency, gone: npt.NDArray[np.bool_]) -> Adjacency:
    """The same nodes, those that are gone without ties.

    Examples
    --------
    >>> path = adjacency(3, np.array([0, 1]), np.array([1, 2]))
    >>> without_nodes(path, np.array([True, False, False])).neighbour.tolist()
    [2, 1]
    """
    row = np.repeat(np.arange(len(gone)), np.diff(graph.start))
    kept = ~(gone[row] | gone[graph.neighbour])
    start = np.concatenate([[0], np.cumsum(np.bincount(row[kept], minlength=len(gone)))]).astype(np.int64)
    return Adjacency(start, graph.neighbour[kept], graph.length[kept] if len(graph.length) else graph.length)


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


class _Dag(NamedTuple):
    """Nodes in `order` of `distance` and arcs from `tail` to `head`, both in stages.

    By hops a stage is a level, by length a single node: whatever leads to a stage comes before it. `stages` has a
    row per stage, where its nodes and its outgoing arcs begin, and a last row where they end.
    """

    distance: FloatArray
    order: NodeArray
    tail: NodeArray
    head: NodeArray
    stages: IntArray


@_kernel
def _empty_dag(graph: Adjacency) -> _Dag:
    n, arcs = len(graph.start) - 1, len(graph.neighbour) // 2
    room = np.empty(n), np.empty(n, np.int32), np.empty(arcs, np.int32), np.empty(arcs, np.int32)
    return _Dag(room[0], room[1], room[2], room[3], np.empty((n + 2, 2), np.int64))


@_kernel
def _shortest_paths(graph: Adjacency, source: int, dag: _Dag) -> int:
    """Fill `dag` for one source; unreached nodes have distance -1. Returns the number of stages."""
    dag.distance[:] = -1.0
    return _by_length(graph, source, dag) if len(graph.length) > 0 else _by_hops(graph, source, dag)


@_kernel
def _by_hops(graph: Adjacency, source: int, dag: _Dag) -> int:
    """Breadth-first search. Each level finds the next from the side with fewer ties: its own, or the unreached."""
    start, n = graph.start, len(graph.start) - 1
    dag.order[0], dag.distance[source] = source, 0.0
    depth, first, reached, arcs = 0, 0, 1, 0
    frontier_ties = start[source + 1] - start[source]
    unreached_ties = len(graph.neighbour) - frontier_ties
    dag.stages[0] = 0
    while first < reached:
        last = reached
        if frontier_ties < n + unreached_ties:
            reached, arcs = _look_down(graph, dag, depth, first, reached, arcs)
        elif reached < n:
            reached, arcs = _look_up(graph, dag, depth, reached, arcs)
        frontier_ties = 0
        for i in range(last, reached):
            frontier_ties += start[dag.order[i] + 1] - start[dag.order[i]]
        unreached_ties -= frontier_ties
        depth += 1
        first = last
        dag.stages[depth, 0], dag.stages[depth, 1] = first, arcs
    return depth


@_kernel
def _look_down(
    graph: Adjacency, dag: _Dag, depth: int, first: int, reached: int, arcs: int
) -> tuple[int, int]:
    """Reach the next level from the nodes of this one."""
    below = depth + 1.0
    for i in range(first, reached):
        u = dag.order[i]
        for k in range(graph.start[u], graph.start[u + 1]):
            v = graph.neighbour[k]
            if dag.distance[v] < 0.0:
                dag.distance[v] = below
                dag.order[reached] = v
                reached += 1
            if dag.distance[v] == below:
                dag.tail[arcs], dag.head[arcs] = u, v
                arcs += 1
    return reached, arcs


@_kernel
def _look_up(graph: Adjacency, dag: _Dag, depth: int, reached: int, arcs: int) -> tuple[int, int]:
    """Reach the next level from the nodes not reached yet."""
    last = reached
    for v in range(len(dag.distance)):
        if dag.distance[v] < 0.0:
            before = arcs
            for k in range(graph.start[v], graph.start[v + 1]):
                u = graph.neighbour[k]
                if dag.distance[u] == depth:
                    dag.tail[arcs], dag.head[arcs] = u, v
                    arcs += 1
            if arcs > before:
                dag.order[reached] = v
                reached += 1
    for i in range(last, reached):
        dag.distance[dag.order[i]] = depth + 1.0
    return reached, arcs


@_kernel
def _by_length(graph: Adjacency, source: int, dag: _Dag) -> int:
    """Dijkstra's algorithm. A tie belongs to the DAG if it is tight within `TOLERANCE`.

    An arc must lead from an earlier settled node to a later one, so rounding can never close a cycle.
    """
    n = len(graph.start) - 1
    position, tentative = np.full(n, n, np.int64), np.full(n, np.inf)
    tentative[source] = 0.0
    heap = [(0.0, np.int64(source))]
    reached = 0
    while len(heap) > 0:
        distance, u = heappop(heap)
        if position[u] < n:
            continue
        position[u], dag.order[reached], dag.distance[u] = reached, u, distance
        reached += 1
        for k in range(graph.start[u], graph.start[u + 1]):
            v = np.int64(graph.neighbour[k])
            if distance + graph.length[k] < tentative[v]:
                tentative[v] = distance + graph.length[k]
                heappush(heap, (tentative[v], v))
    arcs = 0
    for i in range(reached):
        dag.stages[i, 0], dag.stages[i, 1] = i, arcs
        u = dag.order[i]
        for k in range(graph.start[u], graph.start[u + 1]):
            v = graph.neighbour[k]
            if position[v] > i and dag.distance[u] + graph.length[k] <= dag.distance[v] * (1.0 + TOLERANCE):
                dag.tail[arcs], dag.head[arcs] = u, v
                arcs += 1
    dag.stages[reached, 0], dag.stages[reached, 1] = reached, arcs
    return reached


class _Counts(NamedTuple):
    """Path counts: ``paths[v, g]`` avoid set g, the last column counts all; shrunk ``scale[v]`` times.

    Counts grow exponentially (a long grid overflows float64), but only ratios at one node, or between the ends of an
    arc, are wanted: a row past `_HUGE` is multiplied by `_SHRINK`, and the next ones inherit its scale.
    """

    paths: FloatArray
    scale: IntArray


@_kernel
def _count_paths(dag: _Dag, n_stages: int, set_start: IntArray, set_of: NodeArray, counts: _Counts) -> None:
    paths, scale, stages = counts.paths, counts.scale, dag.stages
    columns = paths.shape[1]
    scale[:] = -1
    paths[dag.order[0], :] = 1.0
    scale[dag.order[0]] = 0
    for stage in range(n_stages):
        for i in range(stages[stage, 0], stages[stage + 1, 0]):
            u = dag.order[i]
            if paths[u, columns - 1] > _HUGE:
                paths[u] *= _SHRINK
                scale[u] += 1
            for k in range(set_start[u], set_start[u + 1]):
                paths[u, set_of[k]] = 0.0
        for a in range(stages[stage, 1], stages[stage + 1, 1]):
            u, v = np.uint32(dag.tail[a]), np.uint32(dag.head[a])
            if scale[v] == scale[u]:
                for g in range(columns):
                    paths[v, g] += paths[u, g]
            elif scale[v] < 0:
                scale[v] = scale[u]
                for g in range(columns):
                    paths[v, g] = paths[u, g]
            else:
                _add_scaled(counts, dag.tail[a], dag.head[a])


@_kernel
def _add_scaled(counts: _Counts, u: int, v: int) -> None:
    """Add the counts of `u` to those of `v` where one has been shrunk more often than the other."""
    shift = _SHRINK ** abs(counts.scale[u] - counts.scale[v])
    if counts.scale[v] < counts.scale[u]:
        counts.paths[v] *= shift
        counts.paths[v] += counts.paths[u]
        counts.scale[v] = counts.scale[u]
    else:
        counts.paths[v] += counts.paths[u] * shift


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
    n = len(graph.start) - 1
    chosen = np.arange(n) if sources is None else np.asarray(sources, dtype=np.int64)
    total, square = np.zeros((2, n)), np.zeros((2, n))
    codes = groups.astype(np.int64)
    linear = scaling == "linear"
    kernel = _betweenness_single if len(graph.length) else _betweenness_batched
    kernel(graph, codes, chosen, linear, total, square)
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


class _Batch(NamedTuple):
    """Working memory of a batch; columns are lanes, and lanes twice (all pairs, then cross-group pairs).

    ``now[u]`` holds the path counts of lanes that reached u at this level, zero elsewhere; ``share[w]`` is (weight of
    w as a target + what depends on w) / paths to w for lanes that reached w at this level. `queue` lists the nodes
    that some lane reached at each level, from ``level_start[d]``.
    """

    level: NodeArray
    sigma: FloatArray
    now: FloatArray
    after: FloatArray
    share: FloatArray
    gathered: FloatArray
    queue: NodeArray
    level_start: IntArray
    unseen: NodeArray
    mark: NodeArray


@_kernel
def _lines(rows: int, columns: int) -> FloatArray:
    """Zeros whose rows begin where a cache line does: a row across two lines is read in twice the time."""
    room = np.zeros(rows * columns + _LINE)
    first = -(room.ctypes.data // room.itemsize) % _LINE
    return room[first : first + rows * columns].reshape(rows, columns)


@_kernel
def _empty_batch(n: int) -> _Batch:
    return _Batch(
        np.empty((n, LANES), np.int32),
        _lines(n, LANES),
        _lines(n, LANES),
        _lines(n, LANES),
        _lines(n, 2 * LANES),
        _lines(n, 2 * LANES),
        np.empty(n * (LANES + 1) + LANES, np.int32),
        np.zeros(n + 2, np.int64),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
    )


@_kernel
def _betweenness_batched(
    graph: Adjacency, groups: IntArray, sources: IntArray, linear: bool, total: FloatArray, square: FloatArray
) -> None:
    """Adds each source's dependencies to `total` and their squares to `square`: row 0 all pairs, row 1 cross."""
    batch = _empty_batch(len(graph.start) - 1)
    for first in range(0, len(sources), LANES):
        chosen = sources[first : first + LANES]
        depth = _forward(graph, chosen, batch)
        if depth >= 0:
            _backward(graph, groups, chosen, linear, depth, batch, total, square)
        else:
            _betweenness_single(graph, groups, chosen, linear, total, square)


@_kernel
def _forward(graph: Adjacency, sources: IntArray, batch: _Batch) -> int:
    """Breadth-first search from a batch: levels and path counts. Returns the depth, -1 if counts got huge.

    The next level is pushed from the frontier, or pulled by the nodes that some lane has not reached, whichever has
    fewer ties to look at; reading scattered rows costs less than writing them, hence the factor.
    """
    start, queue, level_start = graph.start, batch.queue, batch.level_start
    batch.level[:], batch.sigma[:] = -1, 0.0
    batch.unseen[:], batch.mark[:] = len(sources), -1
    unseen_ties, frontier_ties, size = len(graph.neighbour), 0, 0
    for lane in range(len(sources)):
        s = sources[lane]
        batch.level[s, lane], batch.sigma[s, lane], batch.now[s, lane] = 0, 1.0, 1.0
        batch.unseen[s] -= 1
        queue[size] = s
        size += 1
        frontier_ties += start[s + 1] - start[s]
    level_start[0], level_start[1] = 0, size
    depth, largest = 0, 1.0
    while level_start[depth + 1] > level_start[depth] and largest < _HUGE:
        low, high = level_start[depth], level_start[depth + 1]
        push = 3 * frontier_ties < unseen_ties
        touched = _push(graph, batch, low, high, depth) if push else _pull(graph, batch, high)
        for i in range(low, high):
            batch.now[queue[i]] = 0.0
        frontier_ties, size = 0, high
        for i in range(high, touched):
            v = queue[i]
            fresh, most = _arrive(batch, v, depth + 1)
            largest = max(largest, most)
            if fresh > 0:
                queue[size] = v
                size += 1
                batch.unseen[v] -= fresh
                frontier_ties += start[v + 1] - start[v]
                if batch.unseen[v] == 0:
                    unseen_ties -= start[v + 1] - start[v]
        depth += 1
        level_start[depth + 1] = size
    for i in range(level_start[depth], level_start[depth + 1]):
        batch.now[queue[i]] = 0.0
    return depth - 1 if largest < _HUGE else -1


@_summing_kernel
def _arrive(batch: _Batch, v: int, depth: int) -> tuple[int, float]:
    """Keep what came to `v` in lanes that reach it for the first time. Selections, not branches: SIMD."""
    fresh, largest = 0, 0.0
    for lane in range(LANES):
        came = batch.after[v, lane] if batch.sigma[v, lane] == 0.0 else 0.0
        batch.level[v, lane] = depth if came > 0.0 else batch.level[v, lane]
        batch.sigma[v, lane] += came
        batch.now[v, lane] = came
        batch.after[v, lane] = 0.0
        fresh += 1 if came > 0.0 else 0
        largest = max(largest, came)
    return fresh, largest


@_kernel
def _push(graph: Adjacency, batch: _Batch, low: int, high: int, depth: int) -> int:
    """Add the frontier's counts to its neighbours, and queue those. Returns the new end of the queue."""
    end = high
    for i in range(low, high):
        u = batch.queue[i]
        row = batch.now[u]
        for k in range(graph.start[u], graph.start[u + 1]):
            v = graph.neighbour[k]
            if batch.unseen[v] > 0:
                if batch.mark[v] != depth:
                    batch.mark[v] = depth
                    batch.queue[end] = v
                    end += 1
                into = batch.after[v]
                for lane in range(LANES):
                    into[lane] += row[lane]
    return end


@_kernel
def _pull(graph: Adjacency, batch: _Batch, high: int) -> int:
    """As `_push`, seen from the nodes that some lane has not reached."""
    end = high
    for v in range(len(batch.unseen)):
        if batch.unseen[v] > 0 and graph.start[v + 1] > graph.start[v]:
            batch.queue[end] = v
            end += 1
            _sum_rows(graph, v, batch.now, batch.after[v])
    return end


@_kernel
def _sum_rows(graph: Adjacency, v: int, rows: FloatArray, into: FloatArray) -> None:
    """Add the rows of all neighbours of `v`, four at a time: a quarter of the stores."""
    k, end = graph.start[v], graph.start[v + 1]
    while k + 3 < end:
        first, second = np.uint32(graph.neighbour[k]), np.uint32(graph.neighbour[k + 1])
        third, fourth = np.uint32(graph.neighbour[k + 2]), np.uint32(graph.neighbour[k + 3])
        for column in range(len(into)):
            pairs = rows[first, column] + rows[second, column], rows[third, column] + rows[fourth, column]
            into[column] += pairs[0] + pairs[1]
        k += 4
    while k < end:
        first = np.uint32(graph.neighbour[k])
        for column in range(len(into)):
            into[column] += rows[first, column]
        k += 1


@_kernel
def _backward(
    graph: Adjacency, groups: IntArray, sources: IntArray, linear: bool, depth: int, batch: _Batch,
    total: FloatArray, square: FloatArray,
) -> None:  # fmt: skip
    """Brandes' accumulation, a level at a time from the farthest.

    A node's dependency is its own path count times the sum of the shares of its neighbours one level down.
    """
    start, queue = graph.start, batch.queue
    wanted = np.full(LANES, -1, np.int64)
    for lane in range(len(sources)):
        wanted[lane] = groups[sources[lane]]
    batch.mark[:] = -1
    for i in range(batch.level_start[depth], batch.level_start[depth + 1]):
        _settle(batch, queue[i], depth, groups[queue[i]], wanted, linear, total, square)
    for d in range(depth, 0, -1):
        low, middle, high = batch.level_start[d - 1], batch.level_start[d], batch.level_start[d + 1]
        above = below = 0
        for i in range(low, middle):
            above += start[queue[i] + 1] - start[queue[i]]
        for i in range(middle, high):
            below += start[queue[i] + 1] - start[queue[i]]
        if above <= 3 * below:
            for i in range(low, middle):
                _sum_rows(graph, queue[i], batch.share, batch.gathered[queue[i]])
        else:
            _scatter(graph, batch, low, middle, high, d)
        for i in range(middle, high):
            batch.share[queue[i]] = 0.0
        for i in range(low, middle):
            _settle(batch, queue[i], d - 1, groups[queue[i]], wanted, linear, total, square)
    for i in range(batch.level_start[1]):
        batch.share[queue[i]] = 0.0


@_summing_kernel
def _settle(
    batch: _Batch, v: int, d: int, group: int, wanted: IntArray, linear: bool,
    total: FloatArray, square: FloatArray,
) -> None:  # fmt: skip
    """Turn what `v` has gathered at level `d` into its dependencies, and into the share its parents gather."""
    unit = 1.0 / d if linear and d > 0 else 1.0
    times = (float(d) if linear else 1.0) if d > 0 else 0.0  # a source is not between
    person_sum = cross_sum = person_square = cross_square = 0.0
    for lane in range(LANES):
        here = batch.level[v, lane] == d
        paths = batch.sigma[v, lane] if here else 1.0
        person = paths * batch.gathered[v, lane] if here else 0.0
        cross = paths * batch.gathered[v, LANES + lane] if here else 0.0
        target = unit if wanted[lane] >= 0 and wanted[lane] != group and group >= 0 else 0.0
        batch.share[v, lane] = (unit + person) / paths if here else 0.0
        batch.share[v, LANES + lane] = (target + cross) / paths if here else 0.0
        batch.gathered[v, lane] = batch.gathered[v, LANES + lane] = 0.0
        person_sum += person
        cross_sum += cross
        person_square += person * person
        cross_square += cross * cross
    total[0, v] += person_sum * times
    total[1, v] += cross_sum * times
    square[0, v] += person_square * times * times
    square[1, v] += cross_square * times * times


@_kernel
def _scatter(graph: Adjacency, batch: _Batch, low: int, middle: int, high: int, d: int) -> None:
    """Push the shares of the lower level to those of its neighbours that are on the upper one."""
    for i in range(low, middle):
        batch.mark[batch.queue[i]] = d
    for i in range(middle, high):
        w = batch.queue[i]
        row = batch.share[w]
        for k in range(graph.start[w], graph.start[w + 1]):
            v = graph.neighbour[k]
            if batch.mark[v] == d:
                into = batch.gathered[v]
                for column in range(2 * LANES):
                    into[column] += row[column]


@_kernel
def _betweenness_single(
    graph: Adjacency, groups: IntArray, sources: IntArray, linear: bool, total: FloatArray, square: FloatArray
) -> None:
    """Brandes' algorithm source by source: by length, and by hops where path counts would overflow."""
    n, dag = len(graph.start) - 1, _empty_dag(graph)
    counts = _Counts(np.empty((n, 1)), np.empty(n, np.int64))
    no_set_start, no_set = np.zeros(n + 1, np.int64), np.empty(0, np.int32)
    delta = np.empty((2, n))
    for s in sources:
        n_stages = _shortest_paths(graph, s, dag)
        _count_paths(dag, n_stages, no_set_start, no_set, counts)
        delta[:] = 0.0
        for a in range(dag.stages[n_stages, 1] - 1, -1, -1):
            u, v = dag.tail[a], dag.head[a]
            unit = 1.0 / dag.distance[v] if linear else 1.0
            part = counts.paths[u, 0] / counts.paths[v, 0] * _SHRINK ** (counts.scale[v] - counts.scale[u])
            differs = groups[v] >= 0 and groups[s] >= 0 and groups[v] != groups[s]
            delta[0, u] += part * (unit + delta[0, v])
            delta[1, u] += part * ((unit if differs else 0.0) + delta[1, v])
        for i in range(1, dag.stages[n_stages, 0]):
            u = dag.order[i]
            times = dag.distance[u] if linear else 1.0
            for row in range(2):
                total[row, u] += delta[row, u] * times
                square[row, u] += (delta[row, u] * times) ** 2


# --- brokerage of sets of nodes --------------------------------------------------------------------------------


class AvoidedSets(NamedTuple):
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
    of: NodeArray
    owner_start: IntArray
    members: IntArray


def avoided_sets(
    sets: Sequence[IntArray], groups: IntArray, *, owners: IntArray | None = None
) -> AvoidedSets:
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
        """(sets,) standard error of `share` from sampling sources; 0 where all were searched.

        Linearised ratio estimator with finite-population correction (Cochran 1977, Sampling Techniques, 6.4).
        """
        used = max(len(self.through), 1)
        residual = self.through - np.nan_to_num(self.share) * self.connected
        left = max(1.0 - used / max(self.population, 1), 0.0)
        spread = np.sqrt((residual**2).sum(axis=0) * left * used / max(used - 1, 1))
        return _ratio(spread, self.connected.sum(axis=0))


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))


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
    shape = (len(chosen), len(sets.members))
    through, connected, pairs = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    if len(sets.members):
        _brokerage(graph, codes, chosen, sets, through, connected, pairs)
    return Brokerage(through, connected, pairs, len(known))


def group_sets(groups: IntArray) -> AvoidedSets:
    """Each group as an avoided set of its own."""
    codes = np.arange(int(groups.max(initial=-1)) + 1)
    return avoided_sets([np.flatnonzero(groups == code) for code in codes], groups, owners=codes)


@_kernel
def _brokerage(
    graph: Adjacency, groups: IntArray, sources: IntArray, sets: AvoidedSets,
    through: FloatArray, connected: FloatArray, pairs: FloatArray,
) -> None:  # fmt: skip
    """Fills a row of the three results per source, from zeros."""
    n, n_sets, owner_start = len(graph.start) - 1, len(sets.members), sets.owner_start
    dag, counts = _empty_dag(graph), _Counts(np.empty((n, n_sets + 1)), np.empty(n, np.int64))
    people, owner, in_set = (
        np.zeros(len(owner_start), np.int64),
        np.full(n_sets, -1),
        sets.members.sum(axis=1),
    )
    for group in range(len(owner_start) - 1):
        owner[owner_start[group] : owner_start[group + 1]] = group
    for v in range(n):
        people[groups[v]] += 1
    people[-1] = 0  # the unknown, and what an owner of -1 takes away
    for row in range(len(sources)):
        s = sources[row]
        n_stages = _shortest_paths(graph, s, dag)
        _count_paths(dag, n_stages, sets.start, sets.of, counts)
        reached = dag.stages[n_stages, 0]
        avoiding = through[row]
        for i in range(reached):
            t = dag.order[i]
            if groups[t] >= 0 and groups[t] != groups[s]:
                _add_shares(avoiding, counts.paths[t], owner_start[groups[t]], owner_start[groups[t] + 1])
        missed, missed_in_set = _count_missed(s, reached, dag, groups, owner, sets)
        targets, missing = people.sum() - people[groups[s]], missed.sum()
        for g in range(n_sets):
            if owner[g] == groups[s]:
                avoiding[g] = 0.0
                continue
            pairs[row, g] = targets - people[owner[g]] - (in_set[g] - sets.members[g, groups[s]])
            connected[row, g] = pairs[row, g] - (missing - missed[owner[g]] - missed_in_set[g])
            through[row, g] = max(connected[row, g] - avoiding[g], 0.0)
        for k in range(sets.start[s], sets.start[s + 1]):
            through[row, sets.of[k]] = connected[row, sets.of[k]] = pairs[row, sets.of[k]] = 0.0


@_kernel
def _add_shares(avoiding: FloatArray, paths: FloatArray, skip_from: int, skip_to: int) -> None:
    """Add the share of paths that avoid each set, but for the sets whose owner the target belongs to."""
    each = 1.0 / paths[len(avoiding)]
    for g in range(skip_from):
        avoiding[g] += paths[g] * each
    for g in range(skip_to, len(avoiding)):
        avoiding[g] += paths[g] * each


@_kernel
def _count_missed(
    s: int, reached: int, dag: _Dag, groups: IntArray, owner: IntArray, sets: AvoidedSets
) -> tuple[IntArray, IntArray]:
    """Targets out of reach: by group (a last place stays 0), and those in each set, its owner's people apart."""
    missed, in_set = np.zeros(len(sets.owner_start), np.int64), np.zeros(len(owner), np.int64)
    if reached == len(groups):
        return missed, in_set
    for t in range(len(groups)):
        if dag.distance[t] < 0.0 and groups[t] >= 0 and groups[t] != groups[s]:
            missed[groups[t]] += 1
            for k in range(sets.start[t], sets.start[t + 1]):
                if owner[sets.of[k]] != groups[t]:
                    in_set[sets.of[k]] += 1
    return missed, in_set


# --- who and what carries the brokerage of a group -------------------------------------------------------------


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
    share = _ratio(part[0], y)
    residual = np.maximum(part[1] - 2 * share * part[2] + share**2 * square, 0.0)
    return share, _ratio(np.sqrt(residual * left), y)


@_kernel
def _carry(
    graph: Adjacency, groups: IntArray, sources: IntArray, sets: AvoidedSets, paired: IntArray, sums: _Sums
) -> None:
    """Adds each source to the sums. ``gathered[v, f]``: what passes v or ends there, targets in group f left out."""
    n, n_groups = len(graph.start) - 1, len(sets.members)
    dag, counts = _empty_dag(graph), _Counts(np.empty((n, n_groups + 1)), np.empty(n, np.int64))
    gathered, through, whole = np.empty((n, n_groups)), np.empty((n_groups, n_groups)), np.empty(n_groups)
    for s in sources:
        own = groups[s]
        n_stages = _shortest_paths(graph, s, dag)
        _count_paths(dag, n_stages, sets.start, sets.of, counts)
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
                part *= _SHRINK ** (counts.scale[v] - counts.scale[u])
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


@_kernel
def _add_through(through: FloatArray, paths: FloatArray) -> None:
    """Add the share of the paths to one target that do not avoid each group."""
    every = paths[len(through)]
    for f in range(len(through)):
        through[f] += (every - paths[f]) / every


@_kernel
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


@_kernel
def _sum(sums: FloatArray, place: int, x: float, y: float) -> None:
    sums[0, place] += x
    sums[1, place] += x * x
    sums[2, place] += x * y


@_kernel
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


# --- two-step paths --------------------------------------------------------------------------------------------

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


def brokerage_roles(n: int, source: IntArray, target: IntArray, groups: IntArray) -> IntArray:
    """How often each node relays a -> node -> c, where a has no tie to c, in each of the five `ROLES`.

    Groups of a, node, c: coordinator A A A, consultant (itinerant broker) B A B, gatekeeper B A A, representative
    A A B, liaison B A C. People of unknown group (-1) take no part.

    Returns
    -------
    (n, 5) counts.

    Notes
    -----
    Gould & Fernandez (1989), Sociol. Methodol. 19, 89-126.

    Examples
    --------
    A mail from group 1 to node 1, who passes it on inside group 0:

    >>> brokerage_roles(3, np.array([0, 1]), np.array([1, 2]), np.array([1, 0, 0]))[1].tolist()
    [0, 0, 1, 0, 0]
    """
    order = np.argsort(source, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=n))]).astype(np.int64)
    counts = np.zeros((n, len(ROLES)), dtype=np.int64)
    _brokerage_roles(start, target[order].astype(np.int64), groups.astype(np.int64), counts)
    return counts


@_kernel
def _brokerage_roles(start: IntArray, target: IntArray, groups: IntArray, counts: IntArray) -> None:
    closed = np.full(len(groups), -1, np.int64)
    for a in range(len(groups)):
        if groups[a] < 0:
            continue
        closed[a] = a
        for k in range(start[a], start[a + 1]):
            closed[target[k]] = a
        for k in range(start[a], start[a + 1]):
            b = target[k]
            for j in range(start[b], start[b + 1]):
                c = target[j]
                if groups[b] >= 0 and groups[c] >= 0 and closed[c] != a:
                    counts[b, _role(groups[a], groups[b], groups[c])] += 1


@_kernel
def _role(a: int, b: int, c: int) -> int:
    """Position in `ROLES` for a path through people of these groups."""
    if a == b:
        return 0 if b == c else 3
    if b == c:
        return 2
    return 1 if a == c else 4
