"""Networks drawn from the model: what chance alone would look like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from silograph.arrays import IntArray
from silograph.graph.walls_model.model import ModelTies, WallsFit


def simulate_ties(ties: ModelTies, fit: WallsFit, *, replicate: int, seed: int) -> ModelTies:
    """Draw ties from the common model: the same people, the same activity and walls, nothing else.

    Pairs get a Poisson number of ties; each brings the strength of a tie drawn from those observed of its kind
    (inside or across functions). So strengths are right on average and their spread is the observed one; a pair drawn
    twice gets the sum.

    Parameters
    ----------
    ties
        The ties `fit` was made from.
    fit
        The fit of the common model.
    replicate, seed
        The same two numbers give the same ties.

    Examples
    --------
    >>> from silograph.graph.network import Network
    >>> from silograph.graph.walls_model.model import fit_common
    >>> edges = [(f"{a}{i}", f"{a}{j}") for a in "xy" for i in range(4) for j in range(i)]
    >>> edges += [("x0", "y0"), ("x1", "y2"), ("x3", "y1")]
    >>> network = Network.from_edges(edges, {name: name[0] for edge in edges for name in edge})
    >>> drawn = simulate_ties(ModelTies.of(network), fit_common(network), replicate=0, seed=1)
    >>> set(drawn.strength.tolist()) <= {1.0, 2.0, 3.0, 4.0}
    True
    """
    source, target, drawn = _draw(ties, fit, np.random.default_rng([seed, replicate, 1]))
    n = len(ties.function)
    pair, inverse = np.unique(
        np.minimum(source, target) * n + np.maximum(source, target), return_inverse=True
    )
    strength = np.bincount(inverse, ties.strength[drawn], len(pair)).astype(np.float64)
    return replace(ties, row=np.arange(len(pair)), source=pair // n, target=pair % n, strength=strength)


def _draw(ties: ModelTies, fit: WallsFit, rng: np.random.Generator) -> tuple[IntArray, IntArray, IntArray]:
    """Ends of the ties of one simulated network, oriented at random, and the observed tie whose strength each has.

    People stand in line ordered by function, each as wide as their theta. The first end is drawn with the weight
    of all its pairs of the class, the second from a stretch of the line with a gap in it: the first person's
    function without that person, or the whole line without that function. No pair is rejected.
    """
    line = np.argsort(fit.function, kind="stable")
    line = line[fit.theta[line] > 0]
    theta, function = fit.theta[line], fit.function[line]
    edge = np.r_[0.0, np.cumsum(theta)]
    own = np.bincount(function, weights=theta, minlength=fit.n_functions)[function]
    begin = edge[np.searchsorted(function, function)]
    whole, zero = np.full(len(line), edge[-1]), np.zeros(len(line))
    inside = ties.function[ties.source] == ties.function[ties.target]
    parts = [np.zeros((3, 0), dtype=np.int64)]
    for rows, omega, start, room, gap_start, gap in (
        (np.flatnonzero(inside), fit.omega_in, begin, own, edge[:-1], theta),
        (np.flatnonzero(~inside), fit.omega_out, zero, whole, begin, own),
    ):
        if len(rows):
            weight = np.cumsum(theta * (room - gap))
            count = rng.poisson(omega * weight[-1] / 2 / ties.strength[rows].mean())
            first = np.searchsorted(weight, rng.random(count) * weight[-1], side="right")
            place = start[first] + rng.random(count) * (room - gap)[first]
            place += np.where(place >= gap_start[first], gap[first], 0.0)
            second = np.minimum(np.searchsorted(edge, place, side="right") - 1, len(line) - 1)
            parts.append(np.stack([line[first], line[second], rng.choice(rows, count)]))
    source, target, row = np.hstack(parts)
    other = source != target  # rounding at the edge of a gap
    return source[other], target[other], row[other]
