"""Who is next to whom, as the kernels read it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.kernels import kernel

NodeArray = npt.NDArray[np.int32]


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


@kernel
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
