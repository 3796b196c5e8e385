"""Shares of a two-way table whose rows and columns both matter and whose cells are sparse: who asks, who answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import betaln, expit

from silograph.arrays import FloatArray, IntArray

LEVEL_SD, EFFECT_SD = 2.0, 1.0
"""Standard deviations, in logits, of the level and of the effects of rows and columns: from 2 % to 98 %, and from a
quarter to three quarters about a half, is quite believable. The latter is not found from the data: most of a dozen
rows are often alike, and would draw the one that is not towards them."""
STRENGTHS = np.geomspace(0.5, 256, 19)
"""Tried: what rows and columns say of a cell is worth so many observations of the cell itself."""
_STEPS, _LONGEST_STEP, _STEEPEST = 8, 2.0, 12.0
_AT_ONCE = 4_000_000  # numbers in the matrices that are solved together
_NEVER = 1e-6


@dataclass(frozen=True, eq=False)
class Crossed:
    """Cells of a table of rows by columns; logit of a cell's share = level + its row's effect + its column's effect.

    Effects are normal about 0, weakly: few observations are drawn to the level, many speak for themselves. Cells vary
    about what their row and column say (beta-binomial); how much is found from the data (`believed`).

    Parameters
    ----------
    row, column
        Place of each cell that was observed, (C,).
    n_rows, n_columns
        Size of the table; rows and columns without a cell have effect 0, give or take.

    References
    ----------
    Breslow & Clayton (1993), Approximate inference in generalized linear mixed models, J. Am. Stat. Assoc. 88, 9-25.

    Examples
    --------
    The second row succeeds more often, in every column; its last cell was never observed.

    >>> table = Crossed(np.array([0, 0, 0, 1, 1]), np.array([0, 1, 2, 0, 1]), 2, 3)
    >>> n, share = np.full(5, 100.0), np.array([0.2, 0.3, 0.4, 0.5, 0.6])
    >>> odds = table.believed(n, share)
    >>> table.expected(n, share, odds, row=np.array([1]), column=np.array([2])).round(2).tolist()
    [0.67]
    """

    row: IntArray
    column: IntArray
    n_rows: int
    n_columns: int

    @property
    def size(self) -> int:
        """Number of effects, the level included."""
        return 1 + self.n_rows + self.n_columns

    @cached_property
    def precision(self) -> FloatArray:
        """Of level, rows and columns before anything is observed, (effects,)."""
        return np.asarray(np.r_[LEVEL_SD, np.full(self.n_rows + self.n_columns, EFFECT_SD)] ** -2.0)

    def effects(
        self, n: FloatArray, share: FloatArray, strength: FloatArray, *, centre: FloatArray | None = None
    ) -> FloatArray:
        """Level, row effects and column effects, (R, effects): penalised quasi-likelihood.

        Parameters
        ----------
        n, share
            Observations of each cell, and the share of successes; (C,) or (R, C).
        strength
            What row and column are worth to a cell, (R,): the less, the more single cells vary and the less each tells.
        centre
            What effects are drawn to, 0 by default; (R, effects).
        """
        shape = (len(strength), len(self.row))
        weight = np.broadcast_to(_weight(n, strength), shape)
        share = np.broadcast_to(share, shape)
        aim = np.zeros((len(strength), self.size)) if centre is None else centre
        found = aim.copy()
        for part in self._portions(len(strength)):
            found[part] = self._solved(weight[part], share[part], aim[part])
        return found

    def _portions(self, many: int) -> list[slice]:
        step = max(1, _AT_ONCE // self.size**2)
        return [slice(first, first + step) for first in range(0, many, step)]

    def _solved(self, weight: FloatArray, share: FloatArray, aim: FloatArray) -> FloatArray:
        """Newton's method, with steps that are not too long."""
        effects = np.clip(aim, -1.0, 1.0)
        for _ in range(_STEPS):
            guess = self.shares(effects, self.row, self.column)
            slope = weight * (share - guess) @ self._membership - self.precision * (effects - aim)
            step = np.linalg.solve(self._curvature(weight * guess * (1 - guess)), slope[..., None])[..., 0]
            effects = effects + np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
            if np.abs(step).max(initial=0.0) < 1e-6:
                break
        return effects

    def shares(self, effects: FloatArray, row: IntArray, column: IntArray) -> FloatArray:
        """Shares that effects let expect in these cells, (R, cells)."""
        logit = effects[:, :1] + effects[:, 1 + row] + effects[:, 1 + self.n_rows + column]
        return np.asarray(expit(np.clip(logit, -_STEEPEST, _STEEPEST)))

    @cached_property
    def _membership(self) -> FloatArray:
        """Which effects enter each cell, (C, effects)."""
        cells = np.arange(len(self.row))
        design = np.zeros((len(cells), self.size))
        design[:, 0] = 1
        design[cells, 1 + self.row] = 1
        design[cells, 1 + self.n_rows + self.column] = 1
        return design

    def _curvature(self, information: FloatArray) -> FloatArray:
        """Second derivatives, (R, effects, effects)."""
        sums = information @ self._membership
        each, rows, columns = np.arange(self.size), 1 + self.row, 1 + self.n_rows + self.column
        found = np.zeros((len(information), self.size, self.size))
        found[:, rows, columns] = found[:, columns, rows] = information
        found[:, 0, :] = found[:, :, 0] = sums
        found[:, each, each] = sums + self.precision
        return found

    def believed(self, n: FloatArray, share: FloatArray) -> FloatArray:
        """How believable each of `STRENGTHS` is: Laplace approximation, flat before in the logarithm; sums to 1."""
        effects = self.effects(n, share, STRENGTHS)
        expected = np.clip(self.shares(effects, self.row, self.column), _NEVER, 1 - _NEVER)
        before, after = STRENGTHS[:, None] * expected, STRENGTHS[:, None] * (1 - expected)
        fits = (betaln(before + n * share, after + n * (1 - share)) - betaln(before, after)).sum(axis=1)
        curvature = _weight(n, STRENGTHS) * expected * (1 - expected)
        volume = [
            np.linalg.slogdet(self._curvature(curvature[part])).logabsdet
            for part in self._portions(len(fits))
        ]
        evidence = fits - ((effects**2) @ self.precision + np.concatenate(volume)) / 2
        odds = np.exp(evidence - evidence.max())
        return np.asarray(odds / odds.sum())

    def expected(
        self, n: FloatArray, share: FloatArray, odds: FloatArray, *, row: IntArray, column: IntArray
    ) -> FloatArray:
        """Shares that rows and columns let expect in these cells, observed or not, averaged over `STRENGTHS`."""
        return np.asarray(odds @ self.shares(self.effects(n, share, STRENGTHS), row, column))

    def drawn(
        self,
        n: FloatArray,
        share: FloatArray,
        strength: FloatArray,
        *,
        expected: FloatArray,
        rng: np.random.Generator,
    ) -> FloatArray:
        """Effects drawn from what is believed, given observations that were resampled; (R, effects).

        Perturb and maximise: what effects are drawn to, and by how much cells depart from their row and column, is
        drawn from the prior, then the effects are found as ever. With normal observations that is the posterior.

        Parameters
        ----------
        n, share
            Observations resampled, (R, C).
        strength
            One for each resample, (R,).
        expected
            Shares about which cells depart, (C,).
        rng
            Source of randomness.

        References
        ----------
        Papandreou & Yuille (2010), Gaussian sampling by local perturbations, NIPS 23. Newton, Polson & Xu (2021),
        Weighted Bayesian bootstrap for scalable posterior distributions, Can. J. Stat. 49, 421-437.
        """
        middle = np.clip(expected, _NEVER, 1 - _NEVER)
        departs = rng.beta(strength[:, None] * middle, strength[:, None] * (1 - middle)) - middle
        centre = rng.normal(size=(len(strength), self.size)) / np.sqrt(self.precision)
        return self.effects(n, share - departs, strength, centre=centre)


def _weight(n: FloatArray, strength: FloatArray) -> FloatArray:
    """What cells of so many observations are worth to effects, (R, C): never more than `strength` + 1."""
    return np.asarray(n * (strength[:, None] + 1) / (strength[:, None] + n))
