"""The model: the ties it is about, and its maximum-likelihood fit to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph.network import Network
from silograph.graph.walls_model.solver import (
    ACROSS,
    BORDER,
    INSIDE,
    NOBODY,
    maximise,
    openness_limits,
    problem_of,
    tie_sums,
)


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
class WallsFit:
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


def fit_common(network: Network) -> WallsFit:
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


def fit_openness(network: Network, function: str) -> WallsFit:
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
    limit = float(openness_limits(*tie_sums(*ties.arrays), ties.function)[single])
    return fit if limit == 1.0 else replace(fit, openness=limit)


def _fit_single(ties: ModelTies, single: int) -> WallsFit:
    theta, rate = np.zeros(len(ties.function)), np.zeros(3)
    maximise(problem_of(*tie_sums(*ties.arrays), ties.function, single), theta, rate)
    fit = as_fit(ties, theta, rate)
    return (
        fit if single == NOBODY else replace(fit, single=single, openness=float(rate[BORDER] / rate[ACROSS]))
    )


def as_fit(ties: ModelTies, theta: FloatArray, rate: FloatArray) -> WallsFit:
    """What the solver found, scaled so that theta sums to 1."""
    total = float(theta.sum()) or 1.0
    omega_in, omega_out = (rate[[INSIDE, ACROSS]] * total**2).tolist()
    return WallsFit(theta / total, ties.function, ties.n_functions, omega_in=omega_in, omega_out=omega_out)
