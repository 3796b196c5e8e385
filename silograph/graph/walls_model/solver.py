"""The likelihood, and the fit that maximises it.

Strengths are Poisson (or only right on average) with rate ``theta_i theta_j`` times a rate that depends on the cells
of the two people only, so all sums over pairs are sums over pairs of cells. In logarithms the likelihood is concave.
Only ratios count, so the scale of theta and rates is free here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from silograph.arrays import BoolArray, FloatArray, IntArray

_SWEEPS = 4
_MAX_STEPS = 60
_SMALL_STEP = 1e-7  # Newton squares the error, so the step after one this small is below rounding
_SMALL_GAIN = 1e-13  # of the total strength; stops fits whose maximum lies at infinity
_LONGEST_STEP = 3.0  # in log units
_RIDGE = 1e-10  # for two people who exchange with each other only: nobody can say who is the more active
_NOT_TOLD = (
    1e-9  # share of its information that a parameter keeps beside the others; below, the ties cannot tell
)


@dataclass(frozen=True, eq=False)
class Problem:
    """Sufficient statistics of the ties of one network.

    Parameters
    ----------
    degree
        Strength of each person; all are positive.
    cell
        Cell of each person.
    home
        Function of each cell.
    marks
        (factors, cells, cells) pairs of cells whose rate has the factor.
    alive
        (cells, cells) pairs of cells that exchange at all; the others have rate 0.
    observed
        Strength of the pairs that each factor marks.
    border
        Strength across the border of each function.
    free
        Functions whose openness is to be estimated; it is 1 for the others.
    """

    degree: FloatArray
    cell: IntArray
    home: IntArray
    marks: FloatArray
    alive: BoolArray
    observed: FloatArray
    border: FloatArray
    free: BoolArray

    @cached_property
    def across(self) -> BoolArray:
        """Pairs of cells of different functions."""
        return np.asarray(self.home[:, None] != self.home)

    @cached_property
    def by_function(self) -> FloatArray:
        """(cells, functions) which cell belongs to which function."""
        return np.asarray(self.home[:, None] == np.arange(len(self.border)), dtype=np.float64)

    @cached_property
    def own(self) -> IntArray:
        """Function of each person."""
        return self.home[self.cell]

    @cached_property
    def right(self) -> FloatArray:
        """What the fit must reproduce besides degrees: factors, then borders of the free functions."""
        return np.concatenate([self.observed, self.border[self.free]])


class State:
    """Rates and sums at one point; `beta` has the log factors, then the log openness of the free functions."""

    def __init__(self, problem: Problem, theta: FloatArray, beta: FloatArray) -> None:
        self.problem, self.theta, self.beta = problem, theta, beta
        factors = len(problem.marks)
        log_x = np.zeros(len(problem.border))
        log_x[problem.free] = beta[factors:]
        at = log_x[problem.home]
        log_rate = np.where(problem.across, at[:, None] + at, 0.0)
        if factors:
            log_rate = log_rate + np.tensordot(beta[:factors], problem.marks, 1)
        self.rate = np.where(problem.alive, np.exp(log_rate), 0.0)
        cells = len(problem.home)
        self.total = np.bincount(problem.cell, theta, cells)
        self.square = np.bincount(problem.cell, theta**2, cells)
        pairs = np.outer(self.total, self.total)
        pairs[np.diag_indices(cells)] -= self.square
        self.expected: FloatArray = self.rate * np.maximum(pairs, 0.0)  # ordered pairs: each counts twice

    @cached_property
    def fitted(self) -> FloatArray:
        """Fitted strength of each person."""
        return self.of_people(self.rate)

    def of_people(self, weight: FloatArray) -> FloatArray:
        """Sum over everybody else of theta_i theta_j times a weight by cells."""
        cell, theta = self.problem.cell, self.theta
        return np.asarray(theta * ((weight @ self.total)[cell] - np.diag(weight)[cell] * theta))

    @cached_property
    def sums(self) -> FloatArray:
        """Expected counterparts of ``problem.right``."""
        problem = self.problem
        marked = np.einsum("kab,ab->k", problem.marks, self.expected) / 2
        crossing = np.where(problem.across, self.expected, 0.0).sum(axis=1)
        border = np.bincount(problem.home, crossing, len(problem.border))
        return np.concatenate([marked, border[problem.free]])

    @property
    def likelihood(self) -> float:
        """Log likelihood, less what does not depend on the parameters."""
        problem = self.problem
        with np.errstate(divide="ignore"):
            score = problem.degree @ np.log(self.theta) + problem.right @ self.beta
        return float(score - self.expected.sum() / 2)


@dataclass(frozen=True, eq=False)
class Curvature:
    """Second derivatives at one point, in log theta (a diagonal plus one term per pair of cells) and beta."""

    state: State

    @cached_property
    def _people(self) -> tuple[FloatArray, Any]:
        """The diagonal, and the factors of what remains once people are taken out."""
        state, problem = self.state, self.state.problem
        own = np.diag(state.rate)[problem.cell] * state.theta**2
        diagonal = state.fitted * (1 + _RIDGE) - own
        tiny = 1e-7 * state.fitted  # half of a function's activity may be one person's
        diagonal = np.where(np.abs(diagonal) < tiny, tiny, diagonal)
        weight = np.bincount(problem.cell, state.theta**2 / diagonal, len(problem.home))
        return diagonal, lu_factor(np.eye(len(problem.home)) + weight[:, None] * state.rate)

    def solve_people(self, right: FloatArray) -> FloatArray:
        """Solve for log theta alone; columns are right-hand sides."""
        state, problem = self.state, self.state.problem
        diagonal, factors = self._people
        scaled = right * (state.theta / diagonal)[:, None]
        z = lu_solve(factors, sum_by(problem.cell, scaled, len(problem.home)))
        field = (state.rate @ z)[problem.cell]
        return np.asarray((right - state.theta[:, None] * field) / diagonal[:, None])

    @cached_property
    def columns(self) -> FloatArray:
        """(people, beta) how each person's fitted strength moves with each of beta."""
        state, problem = self.state, self.state.problem
        marked = [state.of_people(mark * state.rate) for mark in problem.marks]
        crossing = np.where(problem.across, state.rate, 0.0)
        partner = (crossing * state.total) @ problem.by_function
        partner[np.arange(len(problem.home)), problem.home] = crossing @ state.total
        openness = state.theta[:, None] * partner[problem.cell][:, problem.free]
        return np.hstack([np.reshape(marked, (len(marked), len(state.theta))).T, openness])

    @cached_property
    def _beta(self) -> FloatArray:
        """(beta, beta) with people as they are."""
        state, problem = self.state, self.state.problem
        marks, factors, free = problem.marks, len(problem.marks), problem.free
        crossing = np.where(problem.across, state.expected, 0.0)
        between = problem.by_function.T @ crossing @ problem.by_function
        between[np.diag_indices(len(between))] = between.sum(axis=1)
        size = factors + int(free.sum())
        matrix = np.zeros((size, size))
        matrix[factors:, factors:] = between[np.ix_(free, free)]
        for k in range(factors):
            marked = marks[k] * state.expected
            matrix[k, :factors] = np.einsum("kab,ab->k", marks, marked) / 2
            border = np.bincount(problem.home, np.where(problem.across, marked, 0.0).sum(axis=1), len(free))
            matrix[k, factors:] = matrix[factors:, k] = border[free]
        return matrix

    @cached_property
    def moved(self) -> FloatArray:
        """(people, beta) how log theta follows beta, with the sign turned."""
        return self.solve_people(self.columns)

    @cached_property
    def _axes(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Information on beta with people fitted: its scale, eigenvalues and eigenvectors."""
        scale = np.sqrt(np.maximum(np.diag(self._beta), 1e-300))
        information = np.nan_to_num((self._beta - self.columns.T @ self.moved) / np.outer(scale, scale))
        values, vectors = np.linalg.eigh((information + information.T) / 2)
        return scale, values, vectors

    def solve_beta(self, right: FloatArray) -> FloatArray:
        """Solve for beta once people are taken out; what the ties cannot tell stays as it is."""
        scale, values, vectors = self._axes
        told = values > _NOT_TOLD
        inverse = (vectors[:, told] / values[told]) @ vectors[:, told].T
        return np.asarray((inverse @ (right.T / scale).T).T / scale).T

    @property
    def not_told(self) -> FloatArray:
        """(beta, directions) along which the likelihood does not change; each has a largest entry of 1."""
        scale, values, vectors = self._axes
        blind = vectors[:, values <= _NOT_TOLD] / scale[:, None]
        return np.asarray(blind / np.abs(blind).max(axis=0, initial=1e-300))

    def solve(self, people: FloatArray, beta: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Solve for everything; columns are right-hand sides."""
        step = self.solve_beta(beta - self.moved.T @ people)
        return self.solve_people(people) - self.moved @ step, step


def sum_by(group: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Sums of the rows of `values` by group."""
    order = np.argsort(group, kind="stable")
    present, first = np.unique(group[order], return_index=True)
    sums = np.zeros((size, values.shape[1]))
    if len(present):
        sums[present] = np.add.reduceat(values[order], first, axis=0)
    return sums


def maximise(problem: Problem) -> State:
    """Maximum likelihood.

    Sweeps of iterative proportional fitting (each sum made right in turn), then Newton steps, shortened until they
    gain likelihood.
    """
    whole = max(float(problem.degree.sum()), 1e-300)
    state = State(problem, problem.degree / np.sqrt(whole), np.zeros(len(problem.right)))
    for _ in range(_SWEEPS):
        state = _sweep(state)
    for _ in range(_MAX_STEPS):
        state, done = _newton(state, whole)
        if done:
            break
    return state


def _sweep(state: State) -> State:
    """One round of iterative proportional fitting; square roots where a parameter counts for both ends of a pair."""
    problem = state.problem
    theta = state.theta * np.sqrt(problem.degree / np.maximum(state.fitted, 1e-300))
    state = State(problem, theta, state.beta)
    factors, ratio = len(problem.marks), problem.right / np.maximum(state.sums, 1e-300)
    power = np.where(np.arange(len(ratio)) < factors, 1.0, 0.5)
    step = np.clip(power * np.log(np.maximum(ratio, 1e-300)), -_LONGEST_STEP, _LONGEST_STEP)
    return State(problem, theta, state.beta + step)


def _newton(state: State, whole: float) -> tuple[State, bool]:
    """One Newton step, and whether nothing is left to gain."""
    problem = state.problem
    right, right_beta = problem.degree - state.fitted, problem.right - state.sums
    step, step_beta = (part[:, 0] for part in Curvature(state).solve(right[:, None], right_beta[:, None]))
    longest = float(np.abs(np.concatenate([step, step_beta])).max(initial=0.0))
    gain = float(right @ step + right_beta @ step_beta)
    if not np.isfinite(longest) or gain <= 0:
        return state, True
    length, before = min(1.0, _LONGEST_STEP / longest), state.likelihood
    for _ in range(8):
        new = State(problem, state.theta * np.exp(length * step), state.beta + length * step_beta)
        near = longest < _SMALL_STEP or gain <= _SMALL_GAIN * whole  # too near for the likelihood to tell
        if near or new.likelihood > before:
            return new, near
        length /= 4
    return state, True
