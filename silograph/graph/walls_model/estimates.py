"""Walls and openness, and how they move with each tie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from silograph.arrays import BoolArray, FloatArray
from silograph.graph.walls_model.alike import INSIDE
from silograph.graph.walls_model.influences import influences
from silograph.graph.walls_model.model import Fit, ModelTies, fit
from silograph.kernels import one_thread

_TRIMMED = 0.25
"""Share of the other functions cut off at either end: a glue and a mail room are both open, and not usual."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Walls, and the openness of all functions at once, in natural logarithms.

    `common` is the model in which all are equally open, `joint` the one with an openness of each. `weights`
    (functions, functions) has in row F what the log openness of F is compared with: the other functions' weights.
    """

    common: Fit
    joint: Fit
    log_walls: float
    log_openness: FloatArray
    weights: FloatArray

    @property
    def figures(self) -> FloatArray:
        """(functions, parameters) log openness as weights on the parameters of `joint`."""
        contrasts = (np.eye(len(self.weights)) - self.weights)[:, self.joint.problem.free]
        return np.hstack([np.zeros((len(contrasts), len(self.joint.told))), contrasts])


@one_thread
def estimate(ties: ModelTies, *, usual: BoolArray | None = None) -> Estimates:
    """Walls, and the openness of each function against the trimmed mean of the others.

    Parameters
    ----------
    ties
        The ties of the network.
    usual
        Functions that say what is usual; all where None.
    """
    joint, common = fit(ties), fit(ties, openness=False)
    log_x = joint.log_openness
    weights = trimmed_weights(log_x, np.ones(len(log_x), dtype=bool) if usual is None else usual)
    with np.errstate(invalid="ignore"):
        reference = weights @ np.where(np.isfinite(log_x), log_x, 0.0)
        log_openness = np.where(weights.sum(axis=1) > 0, log_x - reference, np.nan)
    return Estimates(common, joint, log_walls(common), log_openness, weights)


def walls_weights(common: Fit) -> FloatArray | None:
    """Weights on the log factors that make log walls; None where the ties cannot tell.

    Two people of one function against two of different ones; where sites are known, both on one site.
    """
    alike, problem = common.ties.cells.with_inside(), common.problem
    functions, in_pairs = len(np.unique(problem.own)), int((np.bincount(problem.own) > 1).sum())
    if functions < 2 or in_pairs == 0 or (functions, in_pairs) == (2, 1):
        return None
    weights = np.zeros(len(alike.labels))
    weights[alike.labels.index(INSIDE)] = 1.0
    for where, sign in (("inside", 1.0), ("across", -1.0)):
        label = ("site", where, "same")
        if label in alike.labels:
            number = alike.labels.index(label)
            weights[number] = sign
            if not common.state.expected[alike.marks[number]].sum() > 0:
                return None
    return weights[common.told]


def log_walls(common: Fit) -> float:
    """Log of how many times likelier two people of one function exchange than two of different ones.

    Given how active they are, and on one site where sites are known; NaN where the ties cannot tell.
    """
    weights, ties = walls_weights(common), common.ties
    if weights is None:
        return float("nan")
    inside = ties.function[ties.source] == ties.function[ties.target]
    if inside.all() or not inside.any():
        return float("inf") if inside.all() else float("-inf")
    return float(weights @ common.state.beta)


def trimmed_weights(log_x: FloatArray, usual: BoolArray) -> FloatArray:
    """(functions, functions) weights of the trimmed mean of the other functions; rows of 0 where there are none.

    Examples
    --------
    Six functions: a quarter of five is one at either end.

    >>> trimmed_weights(np.array([0.0, 5.0, 1.0, 2.0, 3.0, 9.0]), np.ones(6, dtype=bool))[0].round(2).tolist()
    [0.0, 0.33, 0.0, 0.33, 0.33, 0.0]
    """
    weights = np.zeros((len(log_x), len(log_x)))
    order = np.argsort(log_x, kind="stable")
    order = order[np.isfinite(log_x[order]) & usual[order]]
    for f in np.flatnonzero(~np.isnan(log_x)):
        others = order[order != f]
        cut = min(int(_TRIMMED * len(others) + 0.5), (len(others) - 1) // 2)  # rounded: two of six
        kept = others[cut : len(others) - cut]
        weights[f, kept] = 1 / max(len(kept), 1)
    return weights


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Log walls, then the log openness of each function, and how they move with the strength of each tie.

    `gradients` is (1 + functions, ties); NaN where the estimate is not finite. ``(gradients * strength) ** 2`` summed
    over ties is the variance over whole ties.
    """

    log_walls: float
    log_openness: FloatArray
    gradients: FloatArray


def gradients(ties: ModelTies) -> Gradients:
    """Walls and openness as `estimate` has them, with their derivatives by the strength of each tie.

    Parameters
    ----------
    ties
        The ties of the network; strengths may be 0.
    """
    found = estimate(ties)
    moves = np.full((1 + ties.n_functions, len(ties.row)), np.nan)
    weights = walls_weights(found.common)
    if weights is not None and np.isfinite(found.log_walls):
        moves[0] = influences(found.common, weights[None]).ties[:, 0]
    known = np.flatnonzero(np.isfinite(found.log_openness))
    moves[1 + known] = influences(found.joint, found.figures[known]).ties.T
    return Gradients(found.log_walls, found.log_openness, moves)
