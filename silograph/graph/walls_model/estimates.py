"""Walls and openness, how sure they are, and how they move with each tie."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from silograph.arrays import FloatArray, IntArray
from silograph.graph.kernels import kernel
from silograph.graph.walls_model.model import ModelTies, WallsFit, as_fit
from silograph.graph.walls_model.solver import (
    ACROSS,
    BORDER,
    INSIDE,
    NOBODY,
    Problem,
    class_of,
    fitted_strength,
    maximise,
    openness_limits,
    problem_of,
    solve,
    tie_sums,
)

_LARGEST_FACTOR = 1e4


@dataclass(frozen=True, slots=True)
class Estimates:
    """The common model of one network, and the openness of every function in turn, in natural logarithms.

    ``*_error`` are standard errors by the infinitesimal jackknife over whole ties; ``*_acceleration`` is a sixth of
    the skewness, which bootstrap intervals (BCa) take into account. NaN where the estimate is not finite.
    """

    common: WallsFit
    log_walls: float
    log_walls_error: float
    log_walls_acceleration: float
    log_openness: FloatArray
    log_openness_error: FloatArray
    log_openness_acceleration: FloatArray


def estimate(
    ties: ModelTies,
    strength: FloatArray | None = None,
    *,
    start: WallsFit | None = None,
    errors: bool = True,
    only: int = NOBODY,
) -> Estimates:
    """Walls, and the openness of each function in turn, with standard errors.

    Parameters
    ----------
    ties
        The ties of the network.
    strength
        Their strengths where not those of `ties` (a bootstrap replicate); zeros are allowed.
    start
        A fit to a similar network, to save iterations.
    errors
        Whether to compute standard errors and accelerations too; NaN without.
    only
        Number of the one function whose openness is asked for, to save time; NaN for the others.
    """
    ties = (
        ties if strength is None else replace(ties, strength=np.ascontiguousarray(strength, dtype=np.float64))
    )
    theta = np.zeros(len(ties.function)) if start is None else start.theta.copy()
    rate, spread, openness, openness_spread = _estimate(*ties.arrays, theta, errors, only)
    common = as_fit(ties, theta, rate)
    with np.errstate(divide="ignore"):
        return Estimates(
            common=common,
            log_walls=float(np.log(common.walls)),
            log_walls_error=float(spread[0]),
            log_walls_acceleration=float(spread[1]),
            log_openness=np.log(openness),
            log_openness_error=openness_spread[0],
            log_openness_acceleration=openness_spread[1],
        )


def joint_openness(ties: ModelTies) -> FloatArray:
    """Openness of all functions at once, in natural logarithms, 0 being the median function's.

    A quick, approximate look at which functions differ, when several do: singling out one at a time takes the
    others for ordinary. Pairs of functions F and G have rate ``theta_i theta_j omega_out x_F x_G``; activity is known
    from inside, where all walls are taken to be alike (with strengths for theta where nobody is paired with
    themselves, which is off by a few percent in functions of six), and what crosses from the best product ``b_F b_G``.

    Returns
    -------
    ndarray
        (functions,); minus infinity where nothing crosses, infinity where nothing stays inside, NaN without ties.

    Examples
    --------
    Six functions of three; everybody exchanges 4 inside, and 1 with everybody else but twice that with F0.

    >>> import pandas as pd
    >>> from silograph.graph.network import Network
    >>> pairs = [(i, j) for i in range(18) for j in range(i)]
    >>> strength = [4 if i // 3 == j // 3 else 1 + (j < 3) for i, j in pairs]
    >>> edges = pd.DataFrame(pairs, columns=["source", "target"]).assign(strength=strength)
    >>> people = pd.DataFrame({"person_id": range(18), "function": [f"F{i // 3}" for i in range(18)]})
    >>> np.exp(joint_openness(ModelTies.of(Network.from_pandas(edges, people)))).round(3).tolist()
    [2.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    degree, inside, border = tie_sums(*ties.arrays)
    known = ties.function >= 0
    square = np.bincount(ties.function[known], degree[known] ** 2, minlength=ties.n_functions)
    with np.errstate(divide="ignore", invalid="ignore"):
        pairs = 1 - square / (2 * inside + border) ** 2  # nobody is paired with themselves
        log_openness = np.log(_factors(border) / np.sqrt(2 * inside / pairs))
    told = log_openness[np.isfinite(log_openness)]
    return np.asarray(log_openness - (np.median(told) if len(told) else 0.0))


def _factors(sums: FloatArray) -> FloatArray:
    """Factors b with ``b_F (sum of b - b_F) = sums_F``: a symmetric matrix without diagonal as a product.

    Each is a root of a quadratic equation in the sum of all, which one search finds; only the largest can be more
    than half of it.
    """
    largest = int(sums.argmax())
    low = 2 * np.sqrt(sums[largest])
    if low == 0:
        return np.zeros_like(sums)

    def roots(whole: float) -> FloatArray:
        return np.asarray(2 * sums / (whole + np.sqrt(np.maximum(whole**2 - 4 * sums, 0.0))))

    def missing(whole: float) -> float:
        found = roots(whole)
        rest = found.sum() - found[largest]
        return float(rest - found[largest] if dominated else rest + found[largest] - whole)

    dominated = 2 * (roots(low).sum() - roots(low)[largest]) < low
    high = _LARGEST_FACTOR * low  # where all exchange is with one function, its factor has no limit
    whole = brentq(missing, low, high) if missing(low) * missing(high) < 0 else high
    found = roots(whole)
    if dominated:
        found[largest] = whole - found[largest]
    return found


@dataclass(frozen=True, slots=True)
class Gradients:
    """The figures of `Estimates`, and how each moves with the strength of each tie.

    `gradients` is (1 + functions, ties): log walls, then the log openness of each function. NaN where the estimate
    is not finite. ``(gradients * strength) ** 2`` summed over ties is the variance over whole ties.
    """

    common: WallsFit
    log_walls: float
    log_openness: FloatArray
    gradients: FloatArray


def gradients(ties: ModelTies, strength: FloatArray, *, start: WallsFit | None = None) -> Gradients:
    """Walls and openness as `estimate` has them, with their derivatives by the strength of each tie.

    Parameters
    ----------
    ties
        The ties of the network.
    strength
        Their strengths; zeros are allowed.
    start
        A fit to a similar network, to save iterations.
    """
    ties = replace(ties, strength=np.ascontiguousarray(strength, dtype=np.float64))
    theta = np.zeros(len(ties.function)) if start is None else start.theta.copy()
    rate, openness, by_tie = _gradients(*ties.arrays, theta)
    common = as_fit(ties, theta, rate)
    with np.errstate(divide="ignore"):
        return Gradients(common, float(np.log(common.walls)), np.log(openness), by_tie)


@kernel
def _gradient(
    problem: Problem,
    ends: tuple[IntArray, IntArray],
    theta: FloatArray,
    rate: FloatArray,
    ratio: tuple[int, int],
) -> FloatArray:
    """How log(rate of the first class / rate of the second) moves with the strength of each tie."""
    right_rate = np.zeros(3)
    right_rate[ratio[0]], right_rate[ratio[1]] = 1.0, -1.0
    fitted = fitted_strength(problem, theta, rate)
    person, pair = solve(problem, theta, rate, fitted, np.zeros(len(theta)), right_rate)
    source, target = ends
    gradient = np.empty(len(source))
    for t in range(len(source)):
        i, j = source[t], target[t]
        c = class_of(problem.function[i], problem.function[j], problem.single)
        gradient[t] = person[i] + person[j] + pair[c]
    return gradient


@kernel
def _jackknife(
    problem: Problem,
    ties: tuple[IntArray, IntArray, FloatArray],
    theta: FloatArray,
    rate: FloatArray,
    ratio: tuple[int, int],
) -> FloatArray:
    """Standard error and acceleration of log(rate of the first class / rate of the second).

    Infinitesimal jackknife: how far each whole tie moves the estimate (Efron & Tibshirani 1993, chapter 21).
    """
    influence = ties[2] * _gradient(problem, ties[:2], theta, rate, ratio)
    variance = (influence**2).sum()
    return np.array([np.sqrt(variance), (influence**3).sum() / variance**1.5 / 6])


@kernel
def _gradients(
    source: IntArray,
    target: IntArray,
    strength: FloatArray,
    function: IntArray,
    n_functions: int,
    theta: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rates of the common model (theta into `theta`), openness of each function, and their gradients by tie."""
    ends = (source, target)
    degree, inside, border = tie_sums(source, target, strength, function, n_functions)
    common = problem_of(degree, inside, border, function, NOBODY)
    rate = np.zeros(3)
    maximise(common, theta, rate)
    gradients = np.full((n_functions + 1, len(source)), np.nan)
    if rate[INSIDE] > 0 and rate[ACROSS] > 0:
        gradients[0] = _gradient(common, ends, theta, rate, (INSIDE, ACROSS))
    openness = openness_limits(degree, inside, border, function)
    for f in range(n_functions):
        if openness[f] == 1.0:
            one = problem_of(degree, inside, border, function, f)
            own_theta, own_rate = theta.copy(), np.zeros(3)
            maximise(one, own_theta, own_rate)
            openness[f] = own_rate[BORDER] / own_rate[ACROSS]
            gradients[f + 1] = _gradient(one, ends, own_theta, own_rate, (BORDER, ACROSS))
    return rate, openness, gradients


@kernel
def _estimate(
    source: IntArray,
    target: IntArray,
    strength: FloatArray,
    function: IntArray,
    n_functions: int,
    theta: FloatArray,
    errors: bool,
    only: int,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """The common model (into `theta`), and the openness of each function, or of `only` one, with standard errors."""
    ties = (source, target, strength)
    degree, inside, border = tie_sums(source, target, strength, function, n_functions)
    common = problem_of(degree, inside, border, function, NOBODY)
    rate = np.zeros(3)
    maximise(common, theta, rate)
    spread = np.full(2, np.nan)
    if errors and rate[INSIDE] > 0 and rate[ACROSS] > 0:
        spread = _jackknife(common, ties, theta, rate, (INSIDE, ACROSS))
    openness = openness_limits(degree, inside, border, function)
    openness_spread = np.full((2, n_functions), np.nan)
    for f in range(n_functions):
        if only not in (NOBODY, f):
            openness[f] = np.nan
        elif openness[f] == 1.0:
            one = problem_of(degree, inside, border, function, f)
            own_theta, own_rate = theta.copy(), np.zeros(3)
            maximise(one, own_theta, own_rate)
            openness[f] = own_rate[BORDER] / own_rate[ACROSS]
            if errors:
                openness_spread[:, f] = _jackknife(one, ties, own_theta, own_rate, (BORDER, ACROSS))
    return rate, spread, openness, openness_spread
