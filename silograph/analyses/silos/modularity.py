"""Modularity of the functions, and how far it lies from that of rewired networks; of communities: their own room."""

from __future__ import annotations

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.graph.igraph import rewire
from silograph.graph.partitions import modularity
from silograph.graph.walls_model.model import ModelTies


def modularity_of(ties: ModelTies, *, rewirings: int) -> tuple[float, float]:
    """Of the partition into functions, and in standard deviations from rewired networks."""
    n = len(ties.function)

    def of(source: IntArray, target: IntArray, strength: FloatArray) -> float:
        return modularity(ties.function[source], ties.function[target], strength)

    observed = of(ties.source, ties.target, ties.strength)
    null = [
        of(*rewire(n, ties.source, ties.target, ties.strength, seed=0, replicate=r)) for r in range(rewirings)
    ]
    spread = float(np.std(null, ddof=1)) if rewirings > 1 else 0.0
    return observed, (observed - float(np.mean(null))) / spread if spread > 1e-12 else float("nan")
