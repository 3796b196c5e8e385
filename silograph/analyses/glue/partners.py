"""Would a function carry as much with other functions to link? How lifts vary with whom chains lead to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t

from silograph.analyses.glue.lift import Lift
from silograph.arrays import BoolArray, FloatArray, IntArray

FEWEST_PARTNERS = 3
"""Other functions with people: with two there is one pair, and nothing to see how pairs differ by."""
BORROWED = 4
"""Degrees of freedom that all functions together lend each: beside two giants, what differs rests on two alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Partners:
    """Log lifts without the chains that lead to or from one other function after the other.

    Two functions may be close for reasons of their own; one that has two close partners then stands between them and
    the rest, and is no glue. People left out in turn cannot show that: they all are as close to those partners.

    Parameters
    ----------
    spread
        Standard error of each log lift, as the functions at the ends of chains differ; NaN where too few do.
    degrees
        How many ends that is worth, less one (a large function is at the end of most chains), and what is borrowed.
    """

    spread: FloatArray
    degrees: FloatArray

    @classmethod
    def of(
        cls, carried: FloatArray, *, functions: IntArray, people: IntArray, sizes: IntArray, aside: BoolArray
    ) -> Partners:
        """Delete-one jackknife over the functions at the ends, each as much as it weighs.

        Parameters
        ----------
        carried
            (functions, all, all) chains that lead through each between people of two others a < b.
        functions, people
            The assessable functions by number, and how many they are.
        sizes
            People of all functions.
        aside
            Assessable functions that no other is compared with.

        References
        ----------
        Arvesen (1969), Jackknifing U-statistics, Ann. Math. Statist. 40, 2076-2100. Satterthwaite (1946), Biometrics
        Bulletin 2, 110-114.
        """
        number = len(functions)
        both_ways = carried + carried.transpose(0, 2, 1)
        ends = np.flatnonzero(sizes)
        whole = _pairs(sizes, functions)
        left = both_ways.sum(axis=(1, 2)) / 2 - both_ways.sum(axis=2)[:, ends].T
        pairs = np.array(
            [_pairs(np.where(np.arange(len(sizes)) == end, 0, sizes), functions) for end in ends]
        )
        log = _log_lift(both_ways.sum(axis=(1, 2)) / 2, whole, people, aside)
        without = np.array(
            [_log_lift(*each, people, aside) for each in zip(left, pairs, strict=True)]
        ).reshape(-1, number)
        with np.errstate(divide="ignore", invalid="ignore"):
            weight = 1 - pairs / whole  # of an end: the share of the pairs that are its own
        other = ends[:, None] != functions
        moved = np.where(other, (log - without) * (1 - weight), 0.0)
        return cls(*_together(moved, np.where(other, weight, 0.0), other))

    def p_value(self, lift: FloatArray) -> FloatArray:
        """How often such a log lift would be seen, were pairs of functions close by chance; 0 where nobody can tell."""
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(self.spread > 0, lift / self.spread, np.sign(lift) * np.inf)
        asked = np.isfinite(self.spread) & np.isfinite(lift)
        return np.where(asked, t.sf(z, self.degrees), 0.0)


def _pairs(sizes: IntArray, functions: IntArray) -> FloatArray:
    """(functions,) pairs of people of two different functions, neither of them this one."""
    rest = sizes.sum() - sizes[functions]
    return np.asarray((rest**2 - ((sizes**2).sum() - sizes[functions] ** 2)) / 2, dtype=np.float64)


def _log_lift(carried: FloatArray, pairs: FloatArray, people: IntArray, aside: BoolArray) -> FloatArray:
    """Of chains carried, and of pairs that they might join."""
    at_least = np.maximum(pairs, 1.0)
    share = np.where(pairs > 0, carried / at_least, np.nan)
    return Lift.of(share, people, 0.5 / at_least, aside=aside).log


def _together(moved: FloatArray, weight: FloatArray, other: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Standard errors and degrees of freedom, from what each end (rows) moves each function (columns) by.

    An end moves a lift by its closeness times its weight. How much closeness varies is what each function shows,
    averaged with what all show.
    """
    many = other.sum(axis=0)
    moved = np.where(other, moved - moved.sum(axis=0) / np.maximum(many, 1), 0.0)
    squares = weight**2
    scale = squares.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = many / (many - 1) * (moved**2).sum(axis=0)
        degrees = np.maximum(scale**2 / (squares**2).sum(axis=0) - 1, 1.0)
    told = (many >= FEWEST_PARTNERS) & np.isfinite(variance) & (scale > 0)
    usual = variance[told].sum() / scale[told].sum() if told.any() else np.nan
    together = (degrees * variance + BORROWED * usual * scale) / (degrees + BORROWED)
    return np.where(told, np.sqrt(together), np.nan), degrees + BORROWED
