"""Betweenness of people: how much of what passes between others passes through each.

By hops, `LANES` sources advance through the graph together, so that one cache line read from a neighbour serves eight
breadth-first searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.graph.paths.adjacency import Adjacency, NodeArray
from silograph.graph.paths.search import HUGE, SHRINK, Counts, count_paths, empty_dag, shortest_paths
from silograph.kernels import kernel, summing_kernel

Scaling = Literal["plain", "linear"]

LANES = 8
"""Sources that advance together: eight float64 counts fill one cache line."""

_LINE = 8  # float64 in a cache line


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

    >>> from silograph.graph.paths.adjacency import adjacency
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


@kernel
def _lines(rows: int, columns: int) -> FloatArray:
    """Zeros whose rows begin where a cache line does: a row across two lines is read in twice the time."""
    room = np.zeros(rows * columns + _LINE)
    first = -(room.ctypes.data // room.itemsize) % _LINE
    return room[first : first + rows * columns].reshape(rows, columns)


@kernel
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


@kernel
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


@kernel
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
    while level_start[depth + 1] > level_start[depth] and largest < HUGE:
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
    return depth - 1 if largest < HUGE else -1


@summing_kernel
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


@kernel
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


@kernel
def _pull(graph: Adjacency, batch: _Batch, high: int) -> int:
    """As `_push`, seen from the nodes that some lane has not reached."""
    end = high
    for v in range(len(batch.unseen)):
        if batch.unseen[v] > 0 and graph.start[v + 1] > graph.start[v]:
            batch.queue[end] = v
            end += 1
            _sum_rows(graph, v, batch.now, batch.after[v])
    return end


@kernel
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


@kernel
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


@summing_kernel
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


@kernel
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


@kernel
def _betweenness_single(
    graph: Adjacency, groups: IntArray, sources: IntArray, linear: bool, total: FloatArray, square: FloatArray
) -> None:
    """Brandes' algorithm source by source: by length, and by hops where path counts would overflow."""
    n, dag = len(graph.start) - 1, empty_dag(graph)
    counts = Counts(np.empty((n, 1)), np.empty(n, np.int64))
    no_set_start, no_set = np.zeros(n + 1, np.int64), np.empty(0, np.int32)
    delta = np.empty((2, n))
    for s in sources:
        n_stages = shortest_paths(graph, s, dag)
        count_paths(dag, n_stages, no_set_start, no_set, counts)
        delta[:] = 0.0
        for a in range(dag.stages[n_stages, 1] - 1, -1, -1):
            u, v = dag.tail[a], dag.head[a]
            unit = 1.0 / dag.distance[v] if linear else 1.0
            part = counts.paths[u, 0] / counts.paths[v, 0] * SHRINK ** (counts.scale[v] - counts.scale[u])
            differs = groups[v] >= 0 and groups[s] >= 0 and groups[v] != groups[s]
            delta[0, u] += part * (unit + delta[0, v])
            delta[1, u] += part * ((unit if differs else 0.0) + delta[1, v])
        for i in range(1, dag.stages[n_stages, 0]):
            u = dag.order[i]
            times = dag.distance[u] if linear else 1.0
            for row in range(2):
                total[row, u] += delta[row, u] * times
                square[row, u] += (delta[row, u] * times) ** 2
