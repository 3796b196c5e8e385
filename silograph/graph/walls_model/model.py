"""The model: the ties it is about, and its maximum-likelihood fit to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.network import Network
from silograph.graph.walls_model.alike import Alike, live_pairs
from silograph.graph.walls_model.solver import Curvature, Problem, State, maximise
from silograph.kernels import one_thread


@dataclass(frozen=True, slots=True)
class ModelTies:
    """The ties the model is about: those between two people of known function.

    `row` says which of ``network.ties`` they are; `function` is the code of every person (-1: outside the model);
    `alike` what else is known of people, None for nothing.
    """

    row: IntArray
    source: IntArray
    target: IntArray
    strength: FloatArray
    function: IntArray
    n_functions: int
    alike: Alike | None = None

    @classmethod
    def of(cls, network: Network) -> ModelTies:
        """The ties of `network` that the model is about."""
        ties, code = network.ties, network.function_codes
        row = np.flatnonzero((code[ties.source] >= 0) & (code[ties.target] >= 0))
        return cls(
            row,
            ties.source[row],
            ties.target[row],
            ties.strength[row],
            code,
            len(network.functions),
            Alike.of(network),
        )

    @property
    def plain(self) -> ModelTies:
        """The same with nothing but functions known."""
        return replace(self, alike=None)

    @property
    def cells(self) -> Alike:
        """Who is alike."""
        return self.alike or Alike.by_function(self.function, self.n_functions)

    def between(self) -> FloatArray:
        """Strength between functions, symmetric; the diagonal counts each inside tie once."""
        a, b = self.function[self.source], self.function[self.target]
        k = self.n_functions
        cell = np.bincount(np.minimum(a, b) * k + np.maximum(a, b), weights=self.strength, minlength=k * k)
        upper = cell.reshape(k, k).astype(np.float64)
        return upper + np.triu(upper, 1).T


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model.

    Parameters
    ----------
    ties
        What it was fitted to.
    person
        Numbers of the people in the model: those with ties.
    state
        The rates, in the order of `person`.
    told
        Numbers of the factors that are estimated, in the order of ``state.beta``.
    limits
        Of each function 1 where its openness is estimated, else what it is: 0 where nothing crosses its border,
        infinite where nothing stays inside, NaN where the ties do not tell.
    """

    ties: ModelTies
    person: IntArray
    state: State
    told: IntArray
    limits: FloatArray

    @property
    def problem(self) -> Problem:
        """What was fitted."""
        return self.state.problem

    @cached_property
    def curvature(self) -> Curvature:
        """Second derivatives at the maximum."""
        return Curvature(self.state)

    @cached_property
    def log_openness(self) -> FloatArray:
        """Log ``x_F``, up to a constant that all share; NaN where the ties do not tell."""
        with np.errstate(divide="ignore"):
            log_x = np.log(self.limits)
        log_x[self.problem.free] = self.state.beta[len(self.told) :]
        return np.where(np.isfinite(log_x) & ~self.comparable, np.nan, log_x)

    @cached_property
    def comparable(self) -> BoolArray:
        """Functions whose openness can be compared with each other's: the most there are that can.

        One alone in its building can't be told from its building where nobody else's ties join buildings.
        """
        free = np.flatnonzero(self.problem.free)
        rows = np.round(self.curvature.not_told[len(self.told) :], 3)
        _, group, count = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
        best = np.zeros(len(self.limits), dtype=bool)
        if len(free):
            best[free] = group.reshape(-1) == count.argmax()
        return best if count.max(initial=0) >= _FEWEST else np.zeros_like(best)

    def expected(self) -> FloatArray:
        """Expected strength between functions, symmetric; the diagonal counts each pair once."""
        by = self.problem.by_function
        between: FloatArray = by.T @ self.state.expected @ by
        between[np.diag_indices(len(between))] /= 2
        return between


_FEWEST = 3  # functions, or x_F and x_G only have a product


@one_thread
def fit(ties: ModelTies, *, openness: bool = True) -> Fit:
    """Fit the model with all functions' openness at once, or the common one in which all are equally open.

    The common model has one factor more, the last: pairs within one function.

    Parameters
    ----------
    ties
        The ties; strengths may be 0.
    openness
        Whether functions may differ in it.
    """
    alike = ties.cells if openness else ties.cells.with_inside()
    ends = np.concatenate([ties.source, ties.target])
    degree = np.bincount(ends, np.tile(ties.strength, 2), len(ties.function))
    person = np.flatnonzero((degree > 0) & (alike.cell >= 0))
    observed = _between(ties, alike)
    people = np.bincount(alike.cell[person], minlength=len(alike.home))
    pairs = np.outer(people, people) - np.diag(people)
    alive, told = live_pairs(alike, pairs, observed)
    limits, border = _limits(alike, observed, pairs, functions=ties.n_functions)
    if openness:
        alive &= ~_silent(alike, limits)
    problem = Problem(
        degree=degree[person].astype(np.float64),
        cell=alike.cell[person],
        home=alike.home,
        marks=alike.marks[told].astype(np.float64),
        alive=alive,
        observed=np.einsum("kab,ab->k", alike.marks[told], observed) / 2,
        border=border,
        free=(limits == 1) & openness,
    )
    return Fit(ties, person, maximise(problem), np.flatnonzero(told), limits)


def _between(ties: ModelTies, alike: Alike) -> FloatArray:
    """(cells, cells) strength, symmetric; the diagonal counts each tie twice."""
    cells = len(alike.home)
    pair = alike.cell[ties.source] * cells + alike.cell[ties.target]
    half = np.bincount(pair, ties.strength, cells**2).reshape(cells, cells)
    return np.asarray(half + half.T)


def _limits(
    alike: Alike, observed: FloatArray, pairs: IntArray, *, functions: int
) -> tuple[FloatArray, FloatArray]:
    """Openness of each function where its maximum is not between 0 and infinity, else 1; and its border."""
    same = alike.home[:, None] == alike.home
    inside, border, couples = (
        np.bincount(alike.home, np.where(where, values, 0.0).sum(axis=1), functions)
        for where, values in ((same, observed), (~same, observed), (same, pairs))
    )
    limits = np.ones(functions)
    limits[inside == 0] = np.inf
    limits[border == 0] = 0.0
    limits[(couples == 0) | ((inside == 0) & (border == 0))] = np.nan
    return limits, border.astype(np.float64)


def _silent(alike: Alike, limits: FloatArray) -> BoolArray:
    """Pairs of cells across a border that nothing crosses, or inside functions where nothing stays."""
    same = alike.home[:, None] == alike.home
    none_across, none_inside = (limits == 0)[alike.home], np.isinf(limits)[alike.home]
    return np.asarray((~same & (none_across[:, None] | none_across)) | (same & none_inside))
