"""The likelihood, and the fit that maximises it.

`total` is the sum of theta per function, `square` that of theta squared, `grand` the sum of `total`; `rate` is the
rate of each class of pairs. Only ratios count, so the scale of theta and rates is free here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.graph.kernels import kernel

INSIDE, ACROSS, BORDER = 0, 1, 2  # classes of pairs: same function, different ones, across the border of F
NOBODY = -1  # "no function singled out"

_MAX_ITERATIONS = 100
_SMALL_STEP = 1e-5  # Newton squares the error, so the step after one this small is below rounding
_SMALL_GAIN = 1e-13  # of the total strength; stops fits whose maximum lies at infinity
_LONGEST_STEP = 4.0  # in log units


class Problem(NamedTuple):
    """Sufficient statistics: strength of each person (those with 0 are skipped) and of each class of pairs."""

    degree: FloatArray
    observed: FloatArray
    function: IntArray
    n_functions: int
    single: int


@kernel
def class_of(a: int, b: int, single: int) -> int:
    """Class of a pair of people of functions `a` and `b`."""
    if a == b:
        return INSIDE
    return BORDER if single in (a, b) else ACROSS


@kernel
def tie_sums(
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
def problem_of(
    degree: FloatArray, inside: FloatArray, border: FloatArray, function: IntArray, single: int
) -> Problem:
    """From `tie_sums`, with function `single` singled out."""
    observed = np.array([inside.sum(), border.sum() / 2, 0.0])
    if single >= 0:
        observed[BORDER] = border[single]
        observed[ACROSS] = border.sum() / 2 - border[single]
        if observed[ACROSS] < 1e-12 * observed[BORDER]:
            observed[ACROSS] = 0.0
    return Problem(degree, observed, function, len(inside), single)


@kernel
def _totals(problem: Problem, theta: FloatArray) -> tuple[FloatArray, FloatArray]:
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
def _fit_rates(problem: Problem, rate: FloatArray, total: FloatArray, square: FloatArray) -> None:
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
def _sweep(problem: Problem, theta: FloatArray, rate: FloatArray) -> None:
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
def fitted_strength(problem: Problem, theta: FloatArray, rate: FloatArray) -> FloatArray:
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
    problem: Problem, theta: FloatArray, rate: FloatArray, fitted: FloatArray, right: FloatArray
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
def solve(
    problem: Problem,
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
def _newton(problem: Problem, theta: FloatArray, rate: FloatArray) -> bool:
    """One Newton step in place, shortened until it gains likelihood; true when there is nothing left to gain."""
    fitted = fitted_strength(problem, theta, rate)
    right, right_rate = problem.degree - fitted.sum(axis=0), problem.observed - fitted.sum(axis=1) / 2
    step, step_rate = solve(problem, theta, rate, fitted, right, right_rate)
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
def maximise(problem: Problem, theta: FloatArray, rate: FloatArray) -> None:
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
def openness_limits(
    degree: FloatArray, inside: FloatArray, border: FloatArray, function: IntArray
) -> FloatArray:
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
        observed = problem_of(degree, inside, border, function, f).observed
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
