"""E-I (external-internal) indices of functions and of the organisation, and what permuted labels would give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.graph.walls_model.model import ModelTies


class Cohesion(NamedTuple):
    """Strength inside and across the border of each function, and E-I indices with what chance gives."""

    internal: FloatArray
    external: FloatArray
    ei: FloatArray
    ei_expected: FloatArray
    ei_overall: float
    ei_overall_expected: float
    ei_overall_z: float


def cohesion_of(ties: ModelTies, sizes: IntArray) -> Cohesion:
    """E-I indices and what permuting the function labels of people would give.

    Per function the expectation is the index of the expected strengths; over all, mean and variance are exact.
    """
    between = ties.between()
    internal = np.diag(between).copy()
    external = between.sum(axis=1) - internal
    n, everything = sizes.sum(), float(ties.strength.sum())
    pairs_in, pairs_out = sizes * (sizes - 1) / 2, sizes * (n - sizes)
    mean, sd = permuted_inside(ties, sizes)
    ei, expected = 1 - 2 * internal.sum() / everything, 1 - 2 * mean / everything
    with np.errstate(invalid="ignore", divide="ignore"):
        return Cohesion(
            internal,
            external,
            (external - internal) / (external + internal),
            (pairs_out - pairs_in) / (pairs_out + pairs_in),
            float(ei),
            float(expected),
            float((ei - expected) / (np.divide(2 * sd, everything))),
        )


def permuted_inside(ties: ModelTies, sizes: IntArray) -> tuple[float, float]:
    """Mean and standard deviation of the strength inside functions over permutations of the labels.

    Exact, from the chances that one pair, two pairs with a person in common, and two without have people of one
    function each (Mantel 1967, Cancer Res. 27, 209-220). E-I is 1 minus twice the inside share.

    Examples
    --------
    Four people in two functions of two, one tie: inside in 1 of 3 permutations.

    >>> from silograph.graph.network import Network
    >>> network = Network.from_edges([("a", "b")], {"a": "x", "b": "x", "c": "y", "d": "y"})
    >>> mean, sd = permuted_inside(ModelTies.of(network), network.function_sizes)
    >>> round(mean, 4), round(sd, 4)
    (0.3333, 0.4714)
    """
    n, size = float(sizes.sum()), sizes.astype(float)
    falling2, falling3 = size * (size - 1), size * (size - 1) * (size - 2)
    one = falling2.sum() / (n * (n - 1))
    touching = falling3.sum() / max(n * (n - 1) * (n - 2), 1)
    apart = (falling2.sum() ** 2 - (falling2**2).sum() + (falling3 * (size - 3)).sum()) / max(
        n * (n - 1) * (n - 2) * (n - 3), 1
    )
    degree = np.bincount(np.r_[ties.source, ties.target], weights=np.r_[ties.strength, ties.strength])
    everything, squares = ties.strength.sum(), (ties.strength**2).sum()
    touch = (degree**2).sum() - 2 * squares
    second = squares * one + touch * touching + (everything**2 - squares - touch) * apart
    mean = everything * one
    return float(mean), float(np.sqrt(max(second - mean**2, 0.0)))
