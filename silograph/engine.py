"""The only file that imports igraph: graphs, Leiden, rewiring, layout, and how strength becomes distance."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import igraph as ig

if TYPE_CHECKING:
    from silograph.network import FloatArray, IntArray, Network


def distance(strength: FloatArray) -> FloatArray:
    """Length of a tie for shortest paths: 1 / strength (igraph and networkx read weights as lengths).

    Examples
    --------
    >>> distance(np.array([0.5, 2.0])).tolist()
    [2.0, 0.5]
    """
    return 1.0 / strength


def seed_igraph(seed: int) -> None:
    """Make igraph's random steps repeatable. igraph keeps one generator per process."""
    ig.set_random_number_generator(random.Random(seed))


def graph_from_arrays(
    n: int, source: IntArray, target: IntArray, strength: FloatArray | None = None
) -> ig.Graph:
    """An undirected igraph graph on `n` nodes; edge attribute ``strength`` where given."""
    graph = ig.Graph(n=n, edges=zip(source.tolist(), target.tolist(), strict=True))
    if strength is not None:
        graph.es["strength"] = strength.tolist()
    return graph


def to_igraph(network: Network) -> ig.Graph:
    """The undirected projection of a network as an `igraph.Graph`.

    Vertices carry ``person_id`` and ``function``, edges ``strength`` and ``distance`` (1 / strength).
    """
    ties = network.ties
    graph = graph_from_arrays(len(network), ties.source, ties.target, ties.strength)
    graph.es["distance"] = distance(ties.strength).tolist()
    for column in ("person_id", "function"):
        graph.vs[column] = network.people[column].tolist()
    return graph
