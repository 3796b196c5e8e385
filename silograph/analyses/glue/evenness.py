"""With whom a function exchanges, paths aside: coverage, evenness and participation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from silograph.analyses.glue.ties import Ties
from silograph.arrays import FloatArray, IntArray
from silograph.graph.network import Network
from silograph.graph.small import hidden_functions

MIN_PAIRS, MIN_RATIO = 3, 0.5
"""Exchange above noise: ties that carry it, and share of what the activity of the two functions leads to expect."""


def tie_criteria(ties: Ties, functions: IntArray) -> dict[str, FloatArray]:
    """Coverage, evenness and participation: with whom a function exchanges, over every tie."""
    k = ties.n_functions
    sender, recipient, _ = ties.directed
    sent = np.bincount(sender * k + recipient, minlength=k * k).reshape(k, k).astype(np.float64)
    alive = (sent + sent.T).sum(axis=1) > 0
    others = max(int(alive.sum()) - 1, 0)
    return {
        "coverage": (_two_way(sent).sum(axis=1) / max(others, 1))[functions],
        "evenness": _evenness(ties, others)[functions],
        "participation": _participation(ties)[functions],
    }


def _two_way(sent: FloatArray) -> npt.NDArray[np.bool_]:
    """Pairs of functions with exchange above noise in both directions; `sent` counts ties by direction."""
    across = sent * (1 - np.eye(len(sent)))
    activity = np.outer(sent.sum(axis=1), sent.sum(axis=0)) * (1 - np.eye(len(sent)))
    expected = activity * (across.sum() / activity.sum()) if activity.sum() > 0 else activity
    real = (across >= MIN_PAIRS) & (across >= MIN_RATIO * expected)
    return real & real.T


def _evenness(ties: Ties, others: int) -> FloatArray:
    """Shannon entropy of external strength over the other functions, divided by its maximum."""
    k = ties.n_functions
    one, other = ties.codes[ties.source], ties.codes[ties.target]
    external = (one >= 0) & (other >= 0) & (one != other)
    weights = ties.strength[external]
    strength = np.bincount(one[external] * k + other[external], weights=weights, minlength=k * k).reshape(
        k, k
    )
    strength = strength + strength.T
    total = strength.sum(axis=1, keepdims=True)
    share = np.divide(strength, total, out=np.zeros((k, k)), where=total > 0)
    entropy = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1)
    return np.asarray(np.where((total[:, 0] > 0) & (others > 1), entropy / np.log(max(others, 2)), np.nan))


def _participation(ties: Ties) -> FloatArray:
    """Mean participation coefficient of each function's people: 1 - sum over functions of (share of ties)^2."""
    n, k = len(ties.codes), ties.n_functions
    mine, other = np.concatenate([ties.source, ties.target]), np.concatenate([ties.target, ties.source])
    known = ties.codes[other] >= 0
    cells = mine[known] * k + ties.codes[other[known]]
    number = np.bincount(cells, minlength=n * k).reshape(n, k)
    total = number.sum(axis=1)
    with_ties = (total > 0) & (ties.codes >= 0)
    spread = 1.0 - ((number[with_ties] / total[with_ties, None]) ** 2).sum(axis=1)
    people = np.bincount(ties.codes[with_ties], minlength=k)
    summed = np.bincount(ties.codes[with_ties], weights=spread, minlength=k)
    return np.asarray(np.divide(summed, people, out=np.full(k, np.nan), where=people > 0))


def with_small_as_one(
    network: Network, ties: Ties, functions: IntArray, *, min_group: int
) -> dict[str, FloatArray]:
    """What depends on who is in which function, with small functions as one; NaN of these."""
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    hidden = np.isin(network.functions, list(hidden_functions(sizes, min_group=min_group)))
    one = np.where(hidden, hidden.argmax(), np.arange(len(hidden)))
    sender, recipient, tie = ties.directed
    merged = replace(
        ties,
        codes=np.where(ties.codes >= 0, one[ties.codes], -1),
        directed=(one[sender], one[recipient], tie),
    )
    found = tie_criteria(merged, functions)
    return {f"{name}_merged": np.where(hidden[functions], np.nan, values) for name, values in found.items()}
