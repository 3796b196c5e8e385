"""All shortest paths from one node: a directed graph of them, and how many there are.

For group betweenness the number of shortest paths that *avoid* a set of nodes is wanted. One path count per set is
pushed along the graph of each source, and a set's count is zeroed at its members: one search per source answers for
hundreds of sets at once.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.graph.paths.adjacency import Adjacency, NodeArray
from silograph.kernels import kernel

TOLERANCE = 1e-10
"""Relative difference below which two path lengths are equal: 1/3 + 1/3 + 1/3 is not exactly 1 in floats."""

HUGE, SHRINK = 2.0**500, 2.0**-500
"""A path count past the first is multiplied by the second (see `Counts`)."""


class Dag(NamedTuple):
    """Nodes in `order` of `distance` and arcs from `tail` to `head`, both in stages.

    By hops a stage is a level, by length a single node: whatever leads to a stage comes before it. `stages` has a
    row per stage, where its nodes and its outgoing arcs begin, and a last row where they end.
    """

    distance: FloatArray
    order: NodeArray
    tail: NodeArray
    head: NodeArray
    stages: IntArray


@kernel
def empty_dag(graph: Adjacency) -> Dag:
    """Room for the shortest paths of any source."""
    n, arcs = len(graph.start) - 1, len(graph.neighbour) // 2
    room = np.empty(n), np.empty(n, np.int32), np.empty(arcs, np.int32), np.empty(arcs, np.int32)
    return Dag(room[0], room[1], room[2], room[3], np.empty((n + 2, 2), np.int64))


@kernel
def shortest_paths(graph: Adjacency, source: int, dag: Dag) -> int:
    """Fill `dag` for one source; unreached nodes have distance -1. Returns the number of stages."""
    dag.distance[:] = -1.0
    return _by_length(graph, source, dag) if len(graph.length) > 0 else _by_hops(graph, source, dag)


@kernel
def _by_hops(graph: Adjacency, source: int, dag: Dag) -> int:
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


@kernel
def _look_down(
    graph: Adjacency, dag: Dag, depth: int, first: int, reached: int, arcs: int
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


@kernel
def _look_up(graph: Adjacency, dag: Dag, depth: int, reached: int, arcs: int) -> tuple[int, int]:
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


@kernel
def _by_length(graph: Adjacency, source: int, dag: Dag) -> int:
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


class Counts(NamedTuple):
    """Path counts: ``paths[v, g]`` avoid set g, the last column counts all; shrunk ``scale[v]`` times.

    Counts grow exponentially (a long grid overflows float64), but only ratios at one node, or between the ends of an
    arc, are wanted: a row past `HUGE` is multiplied by `SHRINK`, and the next ones inherit its scale.
    """

    paths: FloatArray
    scale: IntArray


@kernel
def count_paths(dag: Dag, n_stages: int, set_start: IntArray, set_of: NodeArray, counts: Counts) -> None:
    """Fill `counts` along the stages; node v is in the sets ``set_of[set_start[v]:set_start[v + 1]]``."""
    paths, scale, stages = counts.paths, counts.scale, dag.stages
    columns = paths.shape[1]
    scale[:] = -1
    paths[dag.order[0], :] = 1.0
    scale[dag.order[0]] = 0
    for stage in range(n_stages):
        for i in range(stages[stage, 0], stages[stage + 1, 0]):
            u = dag.order[i]
            if paths[u, columns - 1] > HUGE:
                paths[u] *= SHRINK
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


@kernel
def _add_scaled(counts: Counts, u: int, v: int) -> None:
    """Add the counts of `u` to those of `v` where one has been shrunk more often than the other."""
    shift = SHRINK ** abs(counts.scale[u] - counts.scale[v])
    if counts.scale[v] < counts.scale[u]:
        counts.paths[v] *= shift
        counts.paths[v] += counts.paths[u]
        counts.scale[v] = counts.scale[u]
    else:
        counts.paths[v] += counts.paths[u] * shift
