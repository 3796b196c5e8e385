"""Networks that another library grows, by laws the model does not know: functions are dealt out and tell nothing."""

from __future__ import annotations

from collections.abc import Callable

import igraph as ig
import numpy as np
import pytest

from silograph.analyses.glue.answer import glue
from silograph.analyses.silos.answer import silos
from silograph.graph.igraph import seed_igraph
from silograph.graph.network import Network

SIZES = (30, 25, 20, 20, 15, 15, 15, 10)
WORLDS: dict[str, Callable[[], ig.Graph]] = {
    "near in space": lambda: ig.Graph.GRG(150, 0.17),
    "the rich get richer": lambda: ig.Graph.Barabasi(150, 4),
    "a small world": lambda: ig.Graph.Watts_Strogatz(1, 150, 4, 0.05),
    "a fire that spreads": lambda: ig.Graph.Forest_Fire(150, 0.35, 0.3),
    "heavy tails": lambda: ig.Graph.Static_Power_Law(150, 600, 2.2),
}


def grown(world: str, seed: int) -> Network:
    """150 people whose functions are dealt out at random."""
    seed_igraph(seed)
    functions = np.repeat([f"F{k}" for k in range(len(SIZES))], SIZES)
    np.random.default_rng(seed).shuffle(functions)
    edges = WORLDS[world]().simplify().get_edgelist()
    return Network.from_edges(
        [(f"p{a}", f"p{b}") for a, b in edges], {f"p{i}": str(one) for i, one in enumerate(functions)}
    )


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_is_found_where_functions_tell_nothing(world: str) -> None:
    """At most one of eight: more has a chance of 6 % where one of twenty is wrong."""
    linked = closed = 0
    for seed in range(8):
        network = grown(world, seed)
        linked += bool(glue(network, simulations=0, without=()).glue)
        verdicts = silos(network, simulations=2).table["verdict"]
        closed += bool(verdicts.isin(["silo", "open"]).any())
    assert linked <= 1
    assert closed <= 1
