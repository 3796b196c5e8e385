"""The only file that imports igraph: graphs, Leiden, layout, and how strength becomes distance."""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import igraph as ig
import numpy as np
import pandas as pd

from silograph.errors import DataError, UsageError
from silograph.graph.network import Network
from silograph.log.messages import UNKNOWN

if TYPE_CHECKING:
    import networkx as nx

    from silograph.arrays import FloatArray, IntArray

AnyNetwork: TypeAlias = "Network | nx.Graph | ig.Graph"
Attributes: TypeAlias = Mapping[str, Any]


def as_network(graph: AnyNetwork, *, function: str = "function", strength: str | None = None) -> Network:
    """The network in a graph of networkx or igraph; every analysis of networks takes such graphs through it.

    Edges from A to B are summed, whichever kind of graph they are in. An edge without direction is one tie, so what
    is about directions (`coverage` in `glue`) cannot be read from it.

    Parameters
    ----------
    graph
        A `Network` is given back as it is.
    function
        Node attribute with the function; nodes without it are ``(unknown)``. Further attributes that count are
        ``person_id`` (else the node itself, in igraph its ``name``), ``actor_kind`` and ``level``.
    strength
        Edge attribute with the strength, a weight of exchange and no distance; where None, ``strength`` or
        ``weight``, whichever edges have. Edges without it have strength 1. `messages` is 1 where edges do not say.

    Raises
    ------
    DataError
        Where strengths are not positive, or no node or edge has an attribute that was asked for.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.Graph([("ann", "bob", {"weight": 2.0}), ("bob", "eve", {"weight": 0.5})])
    >>> nx.set_node_attributes(graph, {"ann": "HR", "bob": "IT", "eve": "IT"}, "function")
    >>> network = as_network(graph)
    >>> network.functions, network.ties.strength.tolist()
    (('HR', 'IT'), [2.0, 0.5])
    """
    if isinstance(graph, Network):
        return graph
    nodes, edges, directed = _parts(graph)
    _require(function, default="function", what="node", among=[attributes for _, attributes in nodes])
    people = pd.DataFrame(
        {
            "person_id": pd.Series([attributes.get("person_id", node) for node, attributes in nodes]),
            "function": [_function(attributes.get(function)) for _, attributes in nodes],
            "actor_kind": [attributes.get("actor_kind") or "person" for _, attributes in nodes],
            "level": pd.to_numeric(
                pd.Series([attributes.get("level") for _, attributes in nodes], dtype=object)
            ),
        }
    )
    ties = _ties(edges, strength=strength, names=people["person_id"])
    if not directed:
        ties[["source", "target"]] = np.sort(ties[["source", "target"]].to_numpy(), axis=1)
    ties = ties.groupby(["source", "target"], as_index=False).sum()
    return Network(
        people=people,
        source=ties["source"].to_numpy(np.int64),
        target=ties["target"].to_numpy(np.int64),
        strength=ties["strength"].to_numpy(np.float64),
        messages=ties["messages"].to_numpy(np.int64),
    )


def _parts(
    graph: object,
) -> tuple[list[tuple[Hashable, Attributes]], list[tuple[int, int, Attributes]], bool]:
    """Nodes and edges (by node number) with their attributes, and whether edges have directions."""
    if isinstance(graph, ig.Graph):
        nodes = [(v.attributes().get("name", v.index), v.attributes()) for v in graph.vs]
        return nodes, [(e.source, e.target, e.attributes()) for e in graph.es], bool(graph.is_directed())
    networkx = sys.modules.get("networkx")  # whoever has such a graph has imported it
    if networkx is None or not isinstance(graph, networkx.Graph):
        raise UsageError(
            f"a {type(graph).__name__} is no network",
            mend="give a Network, or a graph of networkx or igraph; tables become one by Network.from_pandas",
        )
    number = {node: i for i, node in enumerate(graph.nodes)}
    edges = [(number[u], number[v], attributes) for u, v, attributes in graph.edges(data=True)]
    return list(graph.nodes(data=True)), edges, bool(graph.is_directed())


def _ties(
    edges: list[tuple[int, int, Attributes]], *, strength: str | None, names: pd.Series[Any]
) -> pd.DataFrame:
    """A row per edge that is no self-loop: ``source target strength messages``, checked."""
    carried = [attributes for _, _, attributes in edges]
    attribute = strength or next(
        (name for name in ("strength", "weight") if any(name in row for row in carried)), "weight"
    )
    _require(attribute, default="weight", what="edge", among=carried)
    given = [row.get(attribute, 1) for row in carried]
    ties = pd.DataFrame(
        {
            "source": np.array([source for source, _, _ in edges], dtype=np.int64),
            "target": np.array([target for _, target, _ in edges], dtype=np.int64),
            "strength": pd.to_numeric(pd.Series(given, dtype=object), errors="coerce").astype(np.float64),
            "messages": np.array([row.get("messages", 1) for row in carried], dtype=np.int64),
        }
    )
    loops = ties["source"] == ties["target"]
    wrong = ~loops & ~(np.isfinite(ties["strength"]) & (ties["strength"] > 0))
    if wrong.any():
        first = int(wrong.to_numpy().argmax())
        ends = " and ".join(repr(names[node]) for node in edges[first][:2])
        raise DataError(
            f"{wrong.sum()} of {len(ties)} edges have no positive {attribute}: the first, between {ends}, has "
            f"{given[first]!r}",
            mend="leave them out: no tie is no edge",
        )
    if loops.any():
        warnings.warn(f"{loops.sum()} edges from a node to itself are left out", stacklevel=3)
    return ties[~loops]


def _require(name: str, *, default: str, what: str, among: Sequence[Attributes]) -> None:
    """Raise where an attribute was asked for by another name than the default, and nothing has it."""
    found = {str(key) for attributes in among for key in attributes}
    if among and name not in {default, *found}:
        raise DataError(
            f"no {what} has an attribute {name!r}", mend=f"they have {', '.join(sorted(found)) or 'none'}"
        )


def _function(value: object) -> str:
    missing: object = pd.isna(value)  # type: ignore[call-overload]  # an array of answers for a list
    return UNKNOWN if missing is True else str(value)


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


def to_igraph(network: AnyNetwork) -> ig.Graph:
    """The undirected projection of a network as an `igraph.Graph`.

    Parameters
    ----------
    network
        People and ties, or a graph of networkx or igraph; both directions of a tie are summed.

    Returns
    -------
    igraph.Graph
        Vertices carry ``person_id`` and ``function``, edges ``strength`` and ``distance`` (1 / strength, which is
        what igraph's shortest paths want as weights).

    Examples
    --------
    >>> graph = to_igraph(Network.from_edges([("ann", "bob"), ("bob", "eve")]))
    >>> graph.vcount(), graph.ecount(), graph.es["distance"]
    (3, 2, [1.0, 1.0])
    """
    network = as_network(network)
    ties = network.ties
    graph = graph_from_arrays(len(network), ties.source, ties.target, ties.strength)
    graph.es["messages"] = ties.messages.tolist()
    graph.es["distance"] = distance(ties.strength).tolist()
    for column in network.people:
        graph.vs[str(column)] = network.people[column].tolist()
    return graph


def leiden(graph: ig.Graph, strength: FloatArray, *, resolution: float, seed: int) -> IntArray:
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
        n_iterations=3,  # each starts from the last one's result
    )
    return np.array(found.membership, dtype=np.int64)


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
