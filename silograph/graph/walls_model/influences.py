"""How figures of a fit move when a tie, a person or a pair of functions changes, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.graph.walls_model.model import Fit
from silograph.graph.walls_model.solver import sum_by
from silograph.kernels import one_thread

_MOST_LEVERAGE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Influences:
    """How figures move, all (..., figures).

    Parameters
    ----------
    ties
        Derivatives by the strength of each tie.
    people
        Changes when a person is left out, for everybody in the network; 0 for who is not in the model.
    blocks
        Changes when all pairs of two functions (or of one with itself) are left out.
    """

    ties: FloatArray
    people: FloatArray
    blocks: FloatArray

    def variance_over_ties(self, strength: FloatArray) -> FloatArray:
        """Whole ties come or go (infinitesimal jackknife)."""
        return np.asarray(((self.ties * strength[:, None]) ** 2).sum(axis=0))

    def variance_over_people(self, strength: FloatArray) -> FloatArray:
        """People come or go with all their ties, which go together; never less than ties alone give.

        A jackknife over people counts what is noise of a single tie at both of its ends, so that is taken off once.

        References
        ----------
        Aronow, Samii & Assenova (2015), Cluster-robust variance estimation for dyadic data, Political Analysis
        23, 564-577.
        """
        by_tie = self.variance_over_ties(strength)
        return np.asarray(np.maximum((self.people**2).sum(axis=0) - by_tie, by_tie))

    def variance(self, strength: FloatArray) -> FloatArray:
        """The larger of two: where people vary, and where pairs of functions do.

        Pairs of functions differ in how close they are for reasons of their own: what a function has with one close
        partner, or lacks, says little of how open it is.
        """
        return np.asarray(np.maximum(self.variance_over_people(strength), (self.blocks**2).sum(axis=0)))


@one_thread
def influences(found: Fit, figures: FloatArray) -> Influences:
    """Of linear combinations of the log parameters.

    Whoever is left out takes along part of what the figure rests on, so that a first-order change falls short where
    few people (or functions) decide; it is divided by the share that stays, as the jackknife of a regression does
    (MacKinnon & White 1985, J. Econometrics 29, 305-325).

    Parameters
    ----------
    found
        The fit.
    figures
        (figures, parameters) weights on ``found.state.beta``.
    """
    ties, curve = found.ties, found.curvature
    on_beta = curve.solve_beta(figures.T)
    on_people = -curve.moved @ on_beta
    source, target = (_places(found, end) for end in (ties.source, ties.target))
    padded = np.vstack([on_people, np.zeros(len(figures))])  # for who has no tie that counts
    at_source, at_target, effect = padded[source], padded[target], _effects(found, on_beta)
    strength = ties.strength[:, None]
    seen = sum_by(
        np.concatenate([source, target]),
        np.concatenate([(at_target + effect) * strength, (at_source + effect) * strength]),
        len(padded),
    )[:-1]
    moves = at_source + at_target + effect
    seen_blocks = sum_by(
        _block_of(found, ties.function[ties.source], ties.function[ties.target]),
        moves * strength,
        len(found.limits) ** 2,
    )
    expected = _sums_over_pairs(found, on_people) + curve.columns @ on_beta
    people, blocks = np.zeros((len(ties.function), len(figures))), np.zeros_like(seen_blocks)
    for k, information in enumerate(np.einsum("kp,pk->k", figures, on_beta)):
        if information > 0:
            pairs = _Pairs(found, on_people[:, k], on_beta[:, k])
            people[found.person, k] = (expected - seen)[:, k] / _stays(pairs.of_people / information)
            gap = pairs.expected_blocks - seen_blocks[:, k]
            blocks[:, k] = gap / _stays(pairs.of_blocks / information)
    return Influences(moves, people, blocks)


def _stays(share: FloatArray) -> FloatArray:
    """What is left of the information without a share of it."""
    return np.asarray(1 - np.minimum(share, _MOST_LEVERAGE))


def _places(found: Fit, numbers: IntArray) -> IntArray:
    """Where people stand in the fit; who has no tie that counts comes last."""
    place = np.full(len(found.ties.function), len(found.person))
    place[found.person] = np.arange(len(found.person))
    return place[numbers]


def _block_of(found: Fit, f: IntArray, g: IntArray) -> IntArray:
    """Number of the pair of two functions."""
    return np.asarray(np.minimum(f, g) * len(found.limits) + np.maximum(f, g), dtype=np.int64)


def _sums_over_pairs(found: Fit, on_people: FloatArray) -> FloatArray:
    """Per person the sum of the others' values, weighted by expected strength."""
    state, cell = found.state, found.problem.cell
    own = (np.diag(state.rate)[cell] * state.theta)[:, None] * on_people
    sums = sum_by(cell, state.theta[:, None] * on_people, len(found.problem.home))
    return np.asarray(state.theta[:, None] * ((state.rate @ sums)[cell] - own))


def _effects(found: Fit, on_beta: FloatArray) -> FloatArray:
    """(ties, figures) the part of each tie's influence that its pair of cells has."""
    ties, problem = found.ties, found.problem
    cell, openness = ties.cells.cell, _on_openness(found, on_beta)
    a, b = cell[ties.source], cell[ties.target]
    f, g = problem.home[a], problem.home[b]
    effect = np.where((f != g)[:, None], openness[f] + openness[g], 0.0)
    for mark, moves in zip(problem.marks, on_beta, strict=False):
        effect += mark[a, b][:, None] * moves
    return effect


def _on_openness(found: Fit, on_beta: FloatArray) -> FloatArray:
    """(functions, figures)."""
    openness = np.zeros((len(found.problem.border), on_beta.shape[1]))
    openness[found.problem.free] = on_beta[len(found.problem.marks) :]
    return openness


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Sums over pairs of people of one figure's influence, weighted by expected strength.

    The influence of a pair is that of both people, `on_people`, plus that of their cells. Its square times the
    expected strength is the information on the figure that lies in the pair.
    """

    found: Fit
    on_people: FloatArray
    on_beta: FloatArray

    @cached_property
    def _weights(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Rates of pairs of cells, times the influence of their cells, times its square."""
        problem, rate = self.found.problem, self.found.state.rate
        openness = _on_openness(self.found, self.on_beta[:, None])[problem.home, 0]
        effect = np.where(problem.across, openness[:, None] + openness, 0.0)
        effect = effect + np.tensordot(self.on_beta[: len(problem.marks)], problem.marks, 1)
        return rate, rate * effect, rate * effect * effect

    @cached_property
    def _sums(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Per cell the sum of activity, times people's influence, times its square."""
        problem, theta, own = self.found.problem, self.found.state.theta, self.on_people
        cells = len(problem.home)
        none, first, second = (
            np.bincount(problem.cell, theta * own**power, cells).astype(np.float64) for power in range(3)
        )
        return none, first, second

    @property
    def of_people(self) -> FloatArray:
        """Information in the pairs of each person; adds up to twice that of all, for pairs have two ends."""
        cell, theta, own = self.found.problem.cell, self.found.state.theta, self.on_people

        def among(weight: FloatArray, sums: FloatArray, self_: FloatArray) -> FloatArray:
            """Sum over everybody else."""
            return np.asarray((weight @ sums)[cell] - np.diag(weight)[cell] * theta * self_)

        (plain, once, twice), (none, first, second), one = self._weights, self._sums, np.ones_like(own)
        square = own**2 * among(plain, none, one) + among(plain, second, own**2) + among(twice, none, one)
        mixed = own * (among(once, none, one) + among(plain, first, own)) + among(once, first, own)
        return np.asarray(theta * (square + 2 * mixed))

    @property
    def expected_blocks(self) -> FloatArray:
        """(functions squared,) influence of the pairs of each two functions."""
        (plain, once, _), (none, first, _) = self._weights, self._sums
        cells = plain * (np.outer(first, none) + np.outer(none, first)) + once * np.outer(none, none)
        return self._of_functions(
            cells, 2 * np.diag(plain) * self._selves(1) + np.diag(once) * self._selves(0)
        )

    @property
    def of_blocks(self) -> FloatArray:
        """(functions squared,) information in the pairs of each two functions."""
        (plain, once, twice), (none, first, second) = self._weights, self._sums
        people = np.outer(second, none) + np.outer(none, second) + 2 * np.outer(first, first)
        mixed = np.outer(first, none) + np.outer(none, first)
        cells = plain * people + 2 * once * mixed + twice * np.outer(none, none)
        squares, values, whole = (self._selves(power) for power in (2, 1, 0))
        selves = 4 * np.diag(plain) * squares + 4 * np.diag(once) * values + np.diag(twice) * whole
        return self._of_functions(cells, selves)

    def _selves(self, power: int) -> FloatArray:
        """Per cell what people would give if they were paired with themselves."""
        problem, theta = self.found.problem, self.found.state.theta
        sums = np.bincount(problem.cell, theta**2 * self.on_people**power, len(problem.home))
        return sums.astype(np.float64)

    def _of_functions(self, cells: FloatArray, selves: FloatArray) -> FloatArray:
        """Ordered pairs of cells, less people with themselves, as pairs of functions."""
        by = self.found.problem.by_function
        both = by.T @ (cells - np.diag(selves)) @ by
        both[np.diag_indices(len(both))] /= 2
        return np.asarray(np.triu(both).ravel())
