"""How much figures vary because two functions are close, or not, for reasons of their own; and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.walls_model.influences import Influences

_TOLD = 1e-6  # a pair of functions that keeps less of its own closeness is fitted exactly: it tells nothing


class Spread(NamedTuple):
    """Variances of figures, and how many degrees of freedom each has."""

    variance: FloatArray
    degrees: FloatArray


@dataclass(frozen=True, eq=False)
class Closeness:
    """Pairs of different functions as observations of a regression: log closeness of F and G is u_F + u_G + e_FG.

    Weighted by what is expected of each pair, as the fit weighs them. S is its hat matrix; of e, residuals keep
    ``G = (I - S)(I - S)'``.

    Parameters
    ----------
    first, second
        The functions of each pair, first < second.
    weight
        Strength expected of each pair.
    bread, meat
        (functions, functions) ``(X'WX)^-1`` and ``(X'WX)^-1 X'W^2X (X'WX)^-1``.
    """

    first: IntArray
    second: IntArray
    weight: FloatArray
    bread: FloatArray
    meat: FloatArray

    @classmethod
    def of(cls, expected: FloatArray) -> Closeness:
        """Of (functions, functions) expected strength, symmetric; pairs of which nothing is expected are left out."""
        first, second = np.triu_indices(len(expected), 1)
        live = expected[first, second] > 0
        first, second = first[live], second[live]
        weight = expected[first, second]
        across = np.zeros_like(expected)
        across[first, second] = across[second, first] = weight
        bread: FloatArray = np.asarray(
            np.linalg.pinv(np.diag(across.sum(axis=1)) + across, hermitian=True), np.float64
        )
        squares = across**2
        meat = bread @ (np.diag(squares.sum(axis=1)) + squares) @ bread
        return cls(first, second, weight, bread, meat)

    @property
    def kept(self) -> FloatArray:
        """Variance of the residual of each pair, were all pairs to vary by 1: may be above 1 where it weighs little."""
        i, j = self.first, self.second
        bread, meat = (by[i, i] + by[j, j] + 2 * by[i, j] for by in (self.bread, self.meat))
        return np.asarray(np.maximum(1 - 2 * bread * self.weight + meat, 0.0))

    def squares(self) -> Iterator[tuple[IntArray, FloatArray]]:
        """Squares of G in strips: numbers of some pairs, and (these pairs, all pairs)."""
        for function in range(len(self.bread)):
            rows = np.flatnonzero(self.first == function)
            bread, meat = (self._between(by, rows) for by in (self.bread, self.meat))
            both = meat - bread * (self.weight + self.weight[rows][:, None])
            both[np.arange(len(rows)), rows] += 1
            yield rows, both**2

    def _between(self, by: FloatArray, rows: IntArray) -> FloatArray:
        left = by[self.first[rows]] + by[self.second[rows]]
        return np.asarray(left[:, self.first] + left[:, self.second])

    def degrees(self, weights: FloatArray) -> FloatArray:
        """Degrees of freedom of sums of weighted squared residuals (figures, pairs), were all pairs to vary alike.

        Those of the chi-square with the same mean and variance: with A = diag(weights), ``tr(AG)^2 / tr(AGAG)``.
        """
        total = np.zeros(len(weights))
        for rows, squares in self.squares():
            total += ((weights[:, rows] @ squares) * weights).sum(axis=1)
        mean = weights @ self.kept
        return np.asarray(np.divide(mean**2, total, out=np.zeros_like(total), where=total > 0))


def spread_of_pairs(moves: Influences, expected: FloatArray, *, usual: BoolArray, borrowed: float) -> Spread:
    """Variance of figures, one per function, over pairs of functions, and its degrees of freedom.

    The residual of a pair, times what its closeness moves a figure by, is what it adds to the figure; its square is
    divided by what residuals keep of the variance, so that the sum is right on average where all pairs vary alike. Each
    figure's own sum is then averaged with what all together give, which counts as `borrowed` degrees of freedom, and
    never as more than there are beyond its own.

    Parameters
    ----------
    moves
        Influences on the figures.
    expected
        (functions, functions) strength that the fit expects, symmetric.
    usual
        Functions that say how much pairs usually vary.
    borrowed
        Degrees of freedom.

    References
    ----------
    Satterthwaite (1946), Biometrics Bulletin 2, 110-114. Bell & McCaffrey (2002), Survey Methodology 28, 169-181.
    """
    pairs = Closeness.of(expected)
    at, kept = pairs.first * len(expected) + pairs.second, pairs.kept
    told = kept > _TOLD
    share = np.divide(1.0, kept, out=np.zeros_like(kept), where=told)
    pulls, gaps = np.where(told, moves.pulls[at].T ** 2, 0.0), moves.blocks[at].T ** 2
    own, scale = gaps @ share, pulls.sum(axis=1)
    degrees = pairs.degrees(pulls * share)
    counts = usual if scale[usual].sum() > 0 else np.ones_like(usual)
    common = own[counts].sum() / scale[counts].sum() if scale[counts].sum() > 0 else 0.0
    all_pairs = float(pairs.degrees(told[None].astype(np.float64))[0])
    lent = np.clip(all_pairs - degrees, 0.0, borrowed)
    together = degrees + lent
    mixed = degrees * own + lent * common * scale
    return Spread(np.divide(mixed, together, out=np.zeros_like(mixed), where=together > 0), together)
