"""The degree-corrected planted-partition model: how much functions keep to themselves, and networks drawn from it.

Two people i < j exchange with rate ``theta_i theta_j omega_in`` when they share a function and
``theta_i theta_j omega_out`` when they do not; with one function F singled out, pairs that cross its border have
rate ``theta_i theta_j omega_out x_F``. Estimates solve the Poisson score equations, which need only that the
rates are right on average (quasi-likelihood): strengths may be any positive numbers. There are no self-pairs,
which matters in a function of six. People without a known function, and their ties, are outside the model.

The likelihood is concave in the logarithms of all parameters, so the fit is unique. Each iteration sweeps once
over people and rates (iterative proportional fitting: never loses likelihood) and then takes a Newton step.
The matrix of second derivatives is diagonal plus few terms per function, so both cost O(people + functions).

References
----------
Karrer & Newman (2011), Stochastic blockmodels and community structure in networks, Phys. Rev. E 83, 016107.
Wedderburn (1974), Quasi-likelihood functions, Biometrika 61, 439-447.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph.kernels import kernel
from silograph.graph.network import Network

INSIDE, ACROSS, BORDER = 0, 1, 2  # classes of pairs: same function, different ones, across the border of F
NOBODY = -1  # "no function singled out"

_MAX_ITERATIONS = 100
_LARGEST_FACTOR = 1e4
_SMALL_STEP = 1e-5  # Newton squares the error, so the step after one this small is below rounding
_SMALL_GAIN = 1e-13  # of the total strength; stops fits whose maximum lies at infinity
_LONGEST_STEP = 4.0  # in log units


@dataclass(frozen=True, slots=True)
class ModelTies:
    """The ties the model is about: those between two people of known function.

    `row` says which of ``network.ties`` they are; `function` is the code of every person (-1: outside the model).
    """

    row: IntArray
    source: IntArray
    target: IntArray
    strength: FloatArray
    function: IntArray
    n_functions: int

    @classmethod
    def of(cls, network: Network) -> ModelTies:
        """The ties of `network` that the model is about."""
        ties, code = network.ties, network.function_codes
        row = np.flatnonzero((code[ties.source] >= 0) & (code[ties.target] >= 0))
        return cls(row, ties.source[row], ties.target[row], ties.strength[row], code, len(network.functions))

    @property
    def arrays(self) -> tuple[IntArray, IntArray, FloatArray, IntArray, int]:
        """As the kernels take them."""
        return self.source, self.target, self.strength, self.function, self.n_functions

    def without(self, functions: Collection[int]) -> ModelTies:
        """The ties among people of the other functions; those of `functions` are outside the model."""
        if not functions:
            return self
        function = np.where(np.isin(self.function, list(functions)), NOBODY, self.function)
        keep = (function[self.source] >= 0) & (function[self.target] >= 0)
        return replace(
            self,
            row=self.row[keep],
            source=self.source[keep],
            target=self.target[keep],
            strength=self.strength[keep],
            function=function,
        )

    def between(self) -> FloatArray:
        """Strength between functions, symmetric; the diagonal counts each inside tie once."""
        a, b = self.function[self.source], self.function[self.target]
        k = self.n_functions
        cell = np.bincount(np.minimum(a, b) * k + np.maximum(a, b), weights=self.strength, minlength=k * k)
        upper = cell.reshape(k, k).astype(np.float64)
        return upper + np.triu(upper, 1).T


@dataclass(frozen=True)
class PlantedFit:
    """A fitted model.

    Parameters
    ----------
    theta
        Activity of each person; sums to 1, 0 for people without ties in the model.
    function
        Function code of each person, -1 outside the model.
    n_functions
        Number of function codes.
    omega_in, omega_out
        Rate of pairs within a function and of pairs across functions.
    openness
        ``x_F`` of the function singled out; 1 in the common model. 0 or infinite where the maximum lies there
        (nothing crosses the border, nothing stays inside), NaN where the ties say nothing about it.
    single
        Code of the function singled out, or -1.
    """

    theta: FloatArray
    function: IntArray
    n_functions: int
    omega_in: float
    omega_out: float
    openness: float = 1.0
    single: int = NOBODY

    @property
    def walls(self) -> float:
        """How many times likelier two people of one function exchange than two of different ones.

        Given how active they are; NaN where the ties cannot tell.
        """
        people = np.bincount(self.function[self.theta > 0], minlength=1)
        functions, pairs = int((people > 0).sum()), int((people > 1).sum())
        if functions < 2 or pairs == 0 or (functions == 2 and pairs == 1):
            return np.nan
        return self.omega_in / self.omega_out if self.omega_out > 0 else np.inf

    def expected(self) -> FloatArray:
        """Expected strength between functions, symmetric; the diagonal counts each pair once."""
        known = self.function >= 0
        code, theta = self.function[known], self.theta[known]
        total = np.bincount(code, weights=theta, minlength=self.n_functions)
        square = np.bincount(code, weights=theta**2, minlength=self.n_functions)
        x = np.where(np.arange(self.n_functions) == self.single, self.openness, 1.0)
        matrix = self.omega_out * np.outer(total * x, total * x)
        np.fill_diagonal(matrix, self.omega_in * (total**2 - square) / 2)
        return matrix.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Estimates:
    """The common model of one network, and the openness of every function in turn, in natural logarithms.

    ``*_error`` are standard errors by the infinitesimal jackknife over whole ties; ``*_acceleration`` is a sixth of
    the skewness, which bootstrap intervals (BCa) take into account. NaN where the estimate is not finite.
    """

    common: PlantedFit
    log_walls: float
    log_walls_error: float
    log_walls_acceleration: float
    log_openness: FloatArray
    log_openness_error: FloatArray
    log_openness_acceleration: FloatArray


def fit_common(network: Network) -> PlantedFit:
    """Fit the model in which all functions are equally open.

    Examples
    --------
    Two functions of two; everybody exchanges 2 inside and 1 with each person outside.

    >>> import pandas as pd
    >>> ties = pd.DataFrame({"source": list("acaabb"), "target": list("bdcdcd"), "strength": [2, 2, 1, 1, 1, 1]})
    >>> people = pd.DataFrame({"person_id": list("abcd"), "function": ["HR", "HR", "IT", "IT"]})
    >>> fit = fit_common(Network.from_pandas(ties, people))
    >>> round(fit.walls, 6), fit.theta.round(6).tolist()
    (2.0, [0.25, 0.25, 0.25, 0.25])
    """
    return _fit_single(ModelTies.of(network), NOBODY)


def fit_openness(network: Network, function: str) -> PlantedFit:
    """Fit the model with `function` singled out; its ``openness`` is ``x_F``.

    Raises
    ------
    UsageError
        The network has no such function.
    """
    if function not in network.functions:
        raise UsageError(
            f"no function {function!r}", mend=f"one of {', '.join(network.functions) or '(none)'}"
        )
    ties, single = ModelTies.of(network), network.functions.index(function)
    fit = _fit_single(ties, single)
    limit = float(_limits(*_sums(*ties.arrays), ties.function)[single])
    return fit if limit == 1.0 else replace(fit, openness=limit)


def estimate(
    ties: ModelTies,
    strength: FloatArray | None = None,
    *,
    start: PlantedFit | None = None,
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
    common = _as_fit(ties, theta, rate)
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
    >>> pairs = [(i, j) for i in range(18) for j in range(i)]
    >>> strength = [4 if i // 3 == j // 3 else 1 + (j < 3) for i, j in pairs]
    >>> edges = pd.DataFrame(pairs, columns=["source", "target"]).assign(strength=strength)
    >>> people = pd.DataFrame({"person_id": range(18), "function": [f"F{i // 3}" for i in range(18)]})
    >>> np.exp(joint_openness(ModelTies.of(Network.from_pandas(edges, people)))).round(3).tolist()
    [2.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    degree, inside, border = _sums(*ties.arrays)
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

    common: PlantedFit
    log_walls: float
    log_openness: FloatArray
    gradients: FloatArray


def gradients(ties: ModelTies, strength: FloatArray, *, start: PlantedFit | None = None) -> Gradients:
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
    common = _as_fit(ties, theta, rate)
    with np.errstate(divide="ignore"):
        return Gradients(common, float(np.log(common.walls)), np.log(openness), by_tie)


def simulate_common(network: Network, fit: PlantedFit, *, replicate: int, seed: int) -> Network:
    """Draw a network from the common model: the same people, the same activity and walls, nothing else.

    Pairs get a Poisson number of ties; each brings the strengths and messages, both ways, of a tie drawn from
    those observed of its kind (inside or across functions), in random orientation. So strengths are right on
    average, their spread is the observed one, and reciprocity survives; a pair drawn twice gets the sum.
    People outside the model have no ties.

    Parameters
    ----------
    network
        The network `fit` was made from.
    fit
        `fit_common(network)`.
    replicate, seed
        The same two numbers give the same network.

    Examples
    --------
    >>> edges = [(f"{a}{i}", f"{a}{j}") for a in "xy" for i in range(4) for j in range(i)]
    >>> edges += [("x0", "y0"), ("x1", "y2"), ("x3", "y1")]
    >>> network = Network.from_edges(edges, {name: name[0] for edge in edges for name in edge})
    >>> drawn = simulate_common(network, fit_common(network), replicate=0, seed=1)
    >>> len(drawn) == len(network), set(drawn.messages.tolist()) <= {1, 2, 3, 4}
    (True, True)
    """
    ties = ModelTies.of(network)
    source, target, drawn = _draw(ties, fit, np.random.default_rng([seed, replicate, 1]))
    n, row = len(network), ties.row[drawn]
    observed = network.ties.source[row], network.ties.target[row]
    place = np.r_[source * n + target, target * n + source]
    origin = np.r_[observed[0] * n + observed[1], observed[1] * n + observed[0]]
    key = network.source * n + network.target
    order = np.argsort(key)
    found = np.minimum(np.searchsorted(key, origin, sorter=order), len(key) - 1)
    directed = order[found]
    exists = key[directed] == origin
    pair, inverse = np.unique(place[exists], return_inverse=True)
    return replace(
        network,
        source=pair // n,
        target=pair % n,
        strength=np.bincount(inverse, network.strength[directed[exists]], len(pair)).astype(np.float64),
        messages=np.bincount(inverse, weights=network.messages[directed[exists]], minlength=len(pair)).astype(
            np.int64
        ),
    )


def simulate_ties(ties: ModelTies, fit: PlantedFit, *, replicate: int, seed: int) -> ModelTies:
    """The undirected ties of `simulate_common`, without the detour over a `Network`."""
    source, target, drawn = _draw(ties, fit, np.random.default_rng([seed, replicate, 1]))
    n = len(ties.function)
    pair, inverse = np.unique(
        np.minimum(source, target) * n + np.maximum(source, target), return_inverse=True
    )
    strength = np.bincount(inverse, ties.strength[drawn], len(pair)).astype(np.float64)
    return replace(ties, row=np.arange(len(pair)), source=pair // n, target=pair % n, strength=strength)


def _draw(ties: ModelTies, fit: PlantedFit, rng: np.random.Generator) -> tuple[IntArray, IntArray, IntArray]:
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


def _fit_single(ties: ModelTies, single: int) -> PlantedFit:
    theta, rate = np.zeros(len(ties.function)), np.zeros(3)
    _fit(_problem(*_sums(*ties.arrays), ties.function, single), theta, rate)
    fit = _as_fit(ties, theta, rate)
    return (
        fit if single == NOBODY else replace(fit, single=single, openness=float(rate[BORDER] / rate[ACROSS]))
    )


def _as_fit(ties: ModelTies, theta: FloatArray, rate: FloatArray) -> PlantedFit:
    total = float(theta.sum()) or 1.0
    omega_in, omega_out = (rate[[INSIDE, ACROSS]] * total**2).tolist()
    return PlantedFit(theta / total, ties.function, ties.n_functions, omega_in=omega_in, omega_out=omega_out)


# ---------------------------------------------------------------------------------------------------------------
# Kernels. `total` is the sum of theta per function, `square` that of theta squared, `grand` the sum of `total`;
# `rate` is the rate of each class of pairs. Only ratios count, so the scale of theta and rates is free here.


class _Problem(NamedTuple):
    """Sufficient statistics: strength of each person (those with 0 are skipped) and of each class of pairs."""

    degree: FloatArray
    observed: FloatArray
    function: IntArray
    n_functions: int
    single: int


@kernel
def _class_of(a: int, b: int, single: int) -> int:
    """Class of a pair of people of functions `a` and `b`."""
    if a == b:
        return INSIDE
    return BORDER if single in (a, b) else ACROSS


@kernel
def _sums(
    source: IntArray, target: IntArray, strength: FloatArray, function: IntArray, n_functions: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Strength of each person, and of the ties inside and across the border of each function."""
    degree, inside, border = np.zeros(len(function)), np.zeros(n_functions), np.zeros(n_functions)
    for t in range(len(source)):
        i, j = source[t], target[t]
        degree[i] += strength[t]
        degree[j] += strength[t]
        if function[i] == function[j]:
            inside[function[i]] += strength[t]
        else:
            border[function[i]] += strength[t]
            border[function[j]] += strength[t]
    return degree, inside, border


@kernel
def _problem(
    degree: FloatArray, inside: FloatArray, border: FloatArray, function: IntArray, single: int
) -> _Problem:
    observed = np.array([inside.sum(), border.sum() / 2, 0.0])
    if single >= 0:
        observed[BORDER] = border[single]
        observed[ACROSS] = border.sum() / 2 - border[single]
        if observed[ACROSS] < 1e-12 * observed[BORDER]:
            observed[ACROSS] = 0.0
    return _Problem(degree, observed, function, len(inside), single)


@kernel
def _totals(problem: _Problem, theta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sums of theta and of its square per function."""
    total, square = np.zeros(problem.n_functions), np.zeros(problem.n_functions)
    for i in range(len(theta)):
        if problem.degree[i] > 0:
            total[problem.function[i]] += theta[i]
            square[problem.function[i]] += theta[i] ** 2
    return total, square


@kernel
def _pair_sums(total: FloatArray, square: FloatArray, single: int) -> FloatArray:
    """Sum of theta_i theta_j over the pairs of each class."""
    grand = total.sum()
    sums = np.zeros(3)
    for g in range(len(total)):
        sums[INSIDE] += (total[g] ** 2 - square[g]) / 2
        sums[ACROSS] += total[g] * (grand - total[g]) / 2
    if single >= 0:
        sums[BORDER] = total[single] * (grand - total[single])
        sums[ACROSS] -= sums[BORDER]
    return np.maximum(sums, 0.0)


@kernel
def _fit_rates(problem: _Problem, rate: FloatArray, total: FloatArray, square: FloatArray) -> None:
    """Make every class right on average."""
    pairs = _pair_sums(total, square, problem.single)
    for c in range(3):
        rate[c] = problem.observed[c] / pairs[c] if problem.observed[c] > 0 and pairs[c] > 0 else 0.0


@kernel
def _across(g: int, total: FloatArray, grand: float, rate: FloatArray, single: int) -> float:
    """Sum of rate times `total` over the functions other than `g`."""
    if single < 0:
        return float(rate[ACROSS] * (grand - total[g]))
    if g == single:
        return float(rate[BORDER] * (grand - total[g]))
    return float(rate[ACROSS] * (grand - total[g] - total[single]) + rate[BORDER] * total[single])


@kernel
def _sweep(problem: _Problem, theta: FloatArray, rate: FloatArray) -> None:
    """One round of iterative proportional fitting: each person's theta, then the rates."""
    total, square = _totals(problem, theta)
    grand = total.sum()
    for i in range(len(theta)):
        if problem.degree[i] > 0:
            g = problem.function[i]
            field = rate[INSIDE] * (total[g] - theta[i]) + _across(g, total, grand, rate, problem.single)
            if field > 0:
                change = problem.degree[i] / field - theta[i]
                theta[i] += change
                total[g] += change
                grand += change
    total, square = _totals(problem, theta)
    _fit_rates(problem, rate, total, square)


@kernel
def _fitted(problem: _Problem, theta: FloatArray, rate: FloatArray) -> FloatArray:
    """Fitted strength of each person by class of pairs, (3, people)."""
    fitted = np.zeros((3, len(theta)))
    total, _ = _totals(problem, theta)
    grand, single = total.sum(), problem.single
    for i in range(len(theta)):
        if problem.degree[i] > 0:
            g = problem.function[i]
            fitted[INSIDE, i] = theta[i] * rate[INSIDE] * (total[g] - theta[i])
            across = theta[i] * _across(g, total, grand, rate, single)
            if g == single:
                fitted[BORDER, i] = across
            else:
                fitted[BORDER, i] = theta[i] * rate[BORDER] * total[single] if single >= 0 else 0.0
                fitted[ACROSS, i] = across - fitted[BORDER, i]
    return fitted


@kernel
def _solve_people(
    problem: _Problem, theta: FloatArray, rate: FloatArray, fitted: FloatArray, right: FloatArray
) -> FloatArray:
    """Solve H y = right, where H (second derivatives in log theta) has H_ij = fitted tie i-j, H_ii = their sum.

    H is a diagonal plus theta_i theta_j times a rate that depends on the functions only, so y follows from
    z_g, the sum of theta y over function g, and every z_g from two numbers: z of `single`, and the sum of the others.
    """
    n, k, single = len(theta), problem.n_functions, problem.single
    diagonal, c, q = np.ones(n), np.zeros(k), np.zeros(k)
    for i in range(n):
        if problem.degree[i] > 0:
            g = problem.function[i]
            diagonal[i] = fitted[i] - rate[INSIDE] * theta[i] ** 2
            if abs(diagonal[i]) < 1e-6 * fitted[i]:  # half of the function's activity is one person's
                diagonal[i] = 1e-6 * fitted[i]
            c[g] += theta[i] * right[i] / diagonal[i]
            q[g] += theta[i] ** 2 / diagonal[i]
    scale = 1.0 + q * (rate[INSIDE] - rate[ACROSS])
    weight, weight_right = q / scale, c / scale
    own = 0.0
    others_scale = 1.0 + rate[ACROSS] * (weight.sum() - (weight[single] if single >= 0 else 0.0))
    others = weight_right.sum() - (weight_right[single] if single >= 0 else 0.0)
    if single >= 0:
        own_scale = 1.0 + q[single] * rate[INSIDE]
        down = rate[BORDER] * (others_scale - 1.0) / rate[ACROSS]
        across = q[single] * rate[BORDER]
        determinant = others_scale * own_scale - down * across
        own = (others_scale * c[single] - across * others) / determinant
        others = (others - down * own) / others_scale
    else:
        others /= others_scale
    z = weight_right - weight * (rate[ACROSS] * others + rate[BORDER] * own)
    if single >= 0:
        z[single] = own
    grand = z.sum()
    y = np.zeros(n)
    for i in range(n):
        if problem.degree[i] > 0:
            g = problem.function[i]
            field = rate[INSIDE] * z[g] + _across(g, z, grand, rate, single)
            y[i] = (right[i] - theta[i] * field) / diagonal[i]
    return y


@kernel
def _solve(
    problem: _Problem,
    theta: FloatArray,
    rate: FloatArray,
    fitted: FloatArray,
    right: FloatArray,
    right_rate: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Solve the full second derivatives in (log theta, log rate) for a right-hand side.

    The rate of the heaviest class and rates that are 0 stay as they are.
    """
    everybody = fitted.sum(axis=0)
    free = problem.observed > 0
    free[np.argmax(problem.observed)] = False
    step = _solve_people(problem, theta, rate, everybody, right)
    matrix, vector = np.eye(3), np.zeros(3)
    columns = np.zeros((3, len(theta)))
    for c in range(3):
        if free[c]:
            columns[c] = _solve_people(problem, theta, rate, everybody, fitted[c])
            matrix[c, c] = fitted[c].sum() / 2
            vector[c] = right_rate[c] - (fitted[c] * step).sum()
    for c in range(3):
        for d in range(3):
            if free[c] and free[d]:
                matrix[c, d] -= (fitted[c] * columns[d]).sum()
    for c in range(3):  # Gauss-Jordan; positive definite unless the ties cannot tell: then that rate stays
        pivot = matrix[c, c] if matrix[c, c] > 0 else np.inf
        for d in range(3):
            if d != c:
                ratio = matrix[d, c] / pivot
                matrix[d] -= ratio * matrix[c]
                vector[d] -= ratio * vector[c]
        vector[c] /= pivot
        matrix[c] /= pivot
    for c in range(3):
        step -= columns[c] * vector[c]
    return step, vector


@kernel
def _newton(problem: _Problem, theta: FloatArray, rate: FloatArray) -> bool:
    """One Newton step in place, shortened until it gains likelihood; true when there is nothing left to gain."""
    fitted = _fitted(problem, theta, rate)
    right, right_rate = problem.degree - fitted.sum(axis=0), problem.observed - fitted.sum(axis=1) / 2
    step, step_rate = _solve(problem, theta, rate, fitted, right, right_rate)
    everything = problem.observed.sum()
    gain = (right * step).sum() + (right_rate * step_rate).sum()
    longest = max(np.abs(step).max(), np.abs(step_rate).max())
    if not np.isfinite(longest) or gain <= 0:
        return bool(np.abs(right).max() < _SMALL_GAIN * everything)
    if gain < _SMALL_GAIN * everything:
        return True
    slope = (problem.degree * step).sum() + (problem.observed * step_rate).sum()
    length = min(1.0, _LONGEST_STEP / longest)
    for _ in range(5):
        new_theta, new_rate = theta * np.exp(length * step), rate * np.exp(length * step_rate)
        total, square = _totals(problem, new_theta)
        new_mass = (new_rate * _pair_sums(total, square, problem.single)).sum()
        if longest < _SMALL_STEP or length * slope > new_mass - fitted.sum() / 2:
            theta[:], rate[:] = new_theta, new_rate
            break
        length /= 4
    return bool(longest < _SMALL_STEP)


@kernel
def _fit(problem: _Problem, theta: FloatArray, rate: FloatArray) -> None:
    """Maximum likelihood; `theta` comes in as a start (zeros: none) and goes out, with `rate`, as the estimate."""
    everything = problem.observed.sum()
    for i in range(len(theta)):
        if problem.degree[i] == 0:
            theta[i] = 0.0
        elif theta[i] <= 0:
            theta[i] = problem.degree[i] / (2 * everything)
    total, square = _totals(problem, theta)
    _fit_rates(problem, rate, total, square)
    if everything > 0:
        for _ in range(_MAX_ITERATIONS):
            _sweep(problem, theta, rate)
            if _newton(problem, theta, rate):
                break


@kernel
def _limits(degree: FloatArray, inside: FloatArray, border: FloatArray, function: IntArray) -> FloatArray:
    """Openness of each function where the maximum lies at 0 or infinity or nowhere (NaN); else 1."""
    n_functions = len(inside)
    people = np.zeros(n_functions, np.int64)
    for i in range(len(degree)):
        if degree[i] > 0:
            people[function[i]] += 1
    limits = np.ones(n_functions)
    for f in range(n_functions):
        elsewhere = people.copy()
        elsewhere[f] = 0
        observed = _problem(degree, inside, border, function, f).observed
        others_inside = (inside > 0).sum() - (inside[f] > 0)
        if people[f] < 2 or (elsewhere > 0).sum() < 2 or elsewhere.max() < 2:
            limits[f] = np.nan
        elif border[f] == 0:
            limits[f] = 0.0 if observed[ACROSS] > 0 else np.nan
        elif others_inside == 0:
            limits[f] = 0.0 if inside[f] > 0 and observed[ACROSS] > 0 else np.nan
        elif inside[f] == 0 or observed[ACROSS] == 0:
            limits[f] = np.inf
    return limits


@kernel
def _gradient(
    problem: _Problem,
    ends: tuple[IntArray, IntArray],
    theta: FloatArray,
    rate: FloatArray,
    ratio: tuple[int, int],
) -> FloatArray:
    """How log(rate of the first class / rate of the second) moves with the strength of each tie."""
    right_rate = np.zeros(3)
    right_rate[ratio[0]], right_rate[ratio[1]] = 1.0, -1.0
    fitted = _fitted(problem, theta, rate)
    person, pair = _solve(problem, theta, rate, fitted, np.zeros(len(theta)), right_rate)
    source, target = ends
    gradient = np.empty(len(source))
    for t in range(len(source)):
        i, j = source[t], target[t]
        c = _class_of(problem.function[i], problem.function[j], problem.single)
        gradient[t] = person[i] + person[j] + pair[c]
    return gradient


@kernel
def _jackknife(
    problem: _Problem,
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
    degree, inside, border = _sums(source, target, strength, function, n_functions)
    common = _problem(degree, inside, border, function, NOBODY)
    rate = np.zeros(3)
    _fit(common, theta, rate)
    gradients = np.full((n_functions + 1, len(source)), np.nan)
    if rate[INSIDE] > 0 and rate[ACROSS] > 0:
        gradients[0] = _gradient(common, ends, theta, rate, (INSIDE, ACROSS))
    openness = _limits(degree, inside, border, function)
    for f in range(n_functions):
        if openness[f] == 1.0:
            one = _problem(degree, inside, border, function, f)
            own_theta, own_rate = theta.copy(), np.zeros(3)
            _fit(one, own_theta, own_rate)
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
    degree, inside, border = _sums(source, target, strength, function, n_functions)
    common = _problem(degree, inside, border, function, NOBODY)
    rate = np.zeros(3)
    _fit(common, theta, rate)
    spread = np.full(2, np.nan)
    if errors and rate[INSIDE] > 0 and rate[ACROSS] > 0:
        spread = _jackknife(common, ties, theta, rate, (INSIDE, ACROSS))
    openness = _limits(degree, inside, border, function)
    openness_spread = np.full((2, n_functions), np.nan)
    for f in range(n_functions):
        if only not in (NOBODY, f):
            openness[f] = np.nan
        elif openness[f] == 1.0:
            one = _problem(degree, inside, border, function, f)
            own_theta, own_rate = theta.copy(), np.zeros(3)
            _fit(one, own_theta, own_rate)
            openness[f] = own_rate[BORDER] / own_rate[ACROSS]
            if errors:
                openness_spread[:, f] = _jackknife(one, ties, own_theta, own_rate, (BORDER, ACROSS))
    return rate, spread, openness, openness_spread
