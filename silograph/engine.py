"""The only file that imports igraph: graphs, Leiden, rewiring, layout, and how strength becomes distance."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import igraph as ig
import numpy as np

if TYPE_CHECKING:
    from silograph.network import FloatArray, IntArray, Network


def distance(strength: FloatArray) -> FloatArray:
    """Length of a tie for shortest paths: 1 / strength (igraph and networkx read weights as lengths).

    Examples
    --------
    >>> import numpy as np
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


def leiden(
    graph: ig.Graph, strength: FloatArray, *, resolution: float, seed: int, iterations: int = 3
) -> IntArray:
    """Labels of one Leiden run that maximises modularity at a resolution; one entry per node.

    Parameters
    ----------
    graph
        As `graph_from_arrays` makes it.
    strength
        One weight per edge of `graph`, not negative.
    resolution
        1 is Newman's modularity; higher values give more, smaller communities.
    seed
        The same seed gives the same labels.
    iterations
        Passes over the network; each starts from the last one's result.

    References
    ----------
    Traag, Waltman & van Eck (2019), From Louvain to Leiden, Scientific Reports 9, 5233.

    Examples
    --------
    >>> import numpy as np
    >>> two_pairs = graph_from_arrays(4, np.array([0, 2]), np.array([1, 3]))
    >>> leiden(two_pairs, np.ones(2), resolution=1, seed=1).tolist()
    [0, 0, 1, 1]
    """
    seed_igraph(seed)
    found = graph.community_leiden(
        objective_function="modularity",  # igraph's default is another objective
        weights=strength.tolist(),
        resolution=resolution,
        n_iterations=iterations,
    )
    return np.array(found.membership, dtype=np.int64)


SWAPS_PER_TIE = 10


def rewire(
    n: int, source: IntArray, target: IntArray, strength: FloatArray, *, seed: int, replicate: int = 0
) -> tuple[IntArray, IntArray, FloatArray]:
    """Undirected ties rewired at random: everyone keeps the number of ties, nothing else is kept.

    Ten attempted swaps of the ends of two ties per tie; no self-ties and no pair twice, as in the input.
    The strengths travel with the rewired ties in random order.

    Parameters
    ----------
    n
        Number of nodes.
    source, target, strength
        One entry per tie, no pair twice.
    seed, replicate
        The same two numbers give the same network.

    References
    ----------
    Maslov & Sneppen (2002), Science 296, 910-913. Fosdick et al. (2018), SIAM Review 60, 315-355.

    Examples
    --------
    >>> import numpy as np
    >>> source, target = np.array([0, 1, 2, 3, 4, 5]), np.array([1, 2, 3, 4, 5, 0])
    >>> u, v, strength = rewire(6, source, target, np.arange(1.0, 7.0), seed=1)
    >>> np.bincount(np.r_[u, v]).tolist(), sorted(strength.tolist())
    ([2, 2, 2, 2, 2, 2], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    """
    rng = np.random.default_rng([seed, replicate])
    graph = graph_from_arrays(n, source, target)
    seed_igraph(int(rng.integers(2**32)))
    graph.rewire(n=SWAPS_PER_TIE * len(source))
    ends = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1], rng.permutation(strength)


def force_layout(
    n: int, source: IntArray, target: IntArray, strength: FloatArray, *, seed: int
) -> FloatArray:
    """Positions (n x 2) in which people with strong ties lie close, centred on 0 and within radius 1.

    Reference: Fruchterman & Reingold (1991), Software: Practice and Experience 21, 1129-1164.

    Examples
    --------
    >>> import numpy as np
    >>> ends = np.array([0, 1]), np.array([1, 2])
    >>> float(abs(force_layout(3, *ends, np.ones(2), seed=1)).max()) <= 1
    True
    """
    seed_igraph(seed)
    graph = graph_from_arrays(n, source, target, strength)
    weights = "strength" if len(source) else None
    places = np.array(graph.layout_fruchterman_reingold(weights=weights, niter=300).coords).reshape(n, 2)
    places -= places.mean(axis=0) if n else 0
    radius = np.hypot(*places.T).max(initial=0.0)
    return places / radius if radius else places
