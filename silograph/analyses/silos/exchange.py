"""Who exchanges with whom, against what the common model gives: all functions equally open, sites where known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from silograph.arrays import FloatArray, IntArray
from silograph.graph.network import Network
from silograph.graph.small import known_ends, people_behind
from silograph.graph.walls_model.model import Fit

_AT_ONCE = 64  # pairs of functions


def exchange_of(network: Network, common: Fit) -> pd.DataFrame:
    """Exchange between functions, what the common model gives, and how far it is from that.

    Parameters
    ----------
    network
        The network.
    common
        The common model fitted to it.
    """
    ties = common.ties
    a, b = np.triu_indices(ties.n_functions)
    observed, expected = ties.between()[a, b], common.expected()[a, b]
    spread = np.sqrt(residual_variance(common, a, b))
    names = np.array(network.functions, dtype=object)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(expected > 0, observed / expected, np.nan)
        z = np.where(spread > 1e-6 * np.sqrt(expected), (observed - expected) / spread, np.nan)
    return pd.DataFrame(
        {
            "function_a": names[a],
            "function_b": names[b],
            "observed": observed,
            "expected": expected,
            "ratio": ratio,
            "z": z,
            "people": _people_of_pairs(network)[a, b],
        }
    )


def residual_variance(common: Fit, a: IntArray, b: IntArray) -> FloatArray:
    """Variance of observed less expected strength between functions `a` and `b`, if the common model holds.

    Ties are a Poisson number for each pair of people, whose strengths are those of the ties seen inside functions, or
    across. The fit follows the data, so that the difference varies by less than the strength itself: by what is
    left of the pairs' indicators once the model's parameters are taken out.
    """
    ties, problem, state = common.ties, common.problem, common.state
    same = ties.function[ties.source] == ties.function[ties.target]
    inside, across = _per_strength(ties.strength[same]), _per_strength(ties.strength[~same])
    variance = np.empty(len(a))
    for first in range(0, len(a), _AT_ONCE):
        chosen = slice(first, first + _AT_ONCE)
        cells = [_pairs_of(problem.home, f, g) for f, g in zip(a[chosen], b[chosen], strict=True)]
        people = np.column_stack([state.of_people(state.rate * pairs) for pairs in cells])
        beta = np.array(
            [[(mark * pairs * state.expected).sum() / 2 for pairs in cells] for mark in problem.marks]
        ).reshape(len(problem.marks), len(cells))
        on_people, on_beta = common.curvature.solve(people, beta)
        whole = np.array([(pairs * state.expected).sum() / 2 for pairs in cells])
        explained = (people * on_people).sum(axis=0) + (beta * on_beta).sum(axis=0)
        variance[chosen] = np.maximum(whole - explained, 0.0)
    return np.asarray(variance * np.where(a == b, inside, across))


def _per_strength(strength: FloatArray) -> float:
    """Variance of the sum of a Poisson number of strengths, per expected strength."""
    return float((strength**2).sum() / strength.sum()) if len(strength) else 0.0


def _pairs_of(home: IntArray, f: int, g: int) -> FloatArray:
    """(cells, cells) 1 for pairs of a cell of `f` and one of `g`, either way."""
    one, other = home == f, home == g
    return np.asarray((one[:, None] & other) | (other[:, None] & one), dtype=np.float64)


def _people_of_pairs(network: Network) -> IntArray:
    """(functions, functions) people with a tie there; its upper half."""
    a, b, tie = known_ends(network)
    k = len(network.functions)
    return people_behind(network, tie, np.minimum(a, b) * k + np.maximum(a, b), cells=k * k).reshape(k, k)
