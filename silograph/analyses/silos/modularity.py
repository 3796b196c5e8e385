"""Modularity of the functions, and how far it lies from that of rewired networks; of communities: their own room."""

from __future__ import annotations

from itertools import islice

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.graph.partitions import modularity
from silograph.graph.rewiring import rewired_ties
from silograph.graph.walls_model.model import ModelTies


def modularity_of(ties: ModelTies, *, rewirings: int) -> tuple[float, float]:
    """Of the partition into functions, and in standard deviations from rewired networks."""
    n = len(ties.function)

    def of(source: IntArray, target: IntArray, strength: FloatArray) -> float:
        return modularity(ties.function[source], ties.function[target], strength)

    observed = of(ties.source, ties.target, ties.strength)
    if rewirings < 2:  # no spread, so nothing to draw for
        return observed, float("nan")
    drawn = rewired_ties(n, ties.source, ties.target, ties.strength, seed=0)
    null = [of(*rewired) for rewired in islice(drawn, rewirings)]
    spread = float(np.std(null, ddof=1))
    return observed, (observed - float(np.mean(null))) / spread if spread > 1e-12 else float("nan")
