"""Whether a criterion can tell functions apart by what matters, and what is then left of it after its noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from silograph.analyses.owner.criteria import Criterion
from silograph.analyses.owner.rules import (
    CONDUCT,
    FAMILIES_NEEDED,
    LEADING,
    MATTERS,
    MIN_CANDIDATES,
    MOST_STEPS,
    RELIABLE,
    UNITS,
    UNKNOWN_STEPS,
)
from silograph.analyses.owner.weights import FAMILIES
from silograph.arrays import BoolArray, FloatArray

_SURELY = 1e-3  # of what matters: nothing is known better


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One criterion, drawn to its mean as far as it is noise, in differences that matter (*steps*).

    Parameters
    ----------
    criterion
        As measured.
    known
        Functions with at least `UNITS` units, and not wholly unsure; the others count as usual.
    centre, between
        Mean of the known functions, and their variance beyond their errors.
    reliability
        1 - mean squared error / variance of the estimates, at least 0: the share of the variance that is no noise.
    """

    criterion: Criterion
    known: BoolArray
    centre: float
    between: float
    reliability: float

    @classmethod
    def of(cls, one: Criterion) -> Evidence:
        """What there is of a criterion."""
        known = np.isfinite(one.estimates) & (np.nan_to_num(one.units) >= UNITS)
        known &= np.nan_to_num(one.errors, nan=np.inf) <= UNKNOWN_STEPS * MATTERS[one.name].least
        if known.sum() < MIN_CANDIDATES:
            return cls(one, known, np.nan, 0.0, 0.0)
        values, noise = one.estimates[known], one.errors[known] ** 2
        total = float(values.var(ddof=1))
        between = max(total - float(noise.mean()), 0.0)
        whole = np.maximum(between + noise, (_SURELY * MATTERS[one.name].least) ** 2)
        centre = float(np.average(values, weights=whole.min() / whole))
        return cls(one, known, centre, between, between / total if total > 0 else 0.0)

    @property
    def matters(self) -> float:
        """The smallest difference of interest."""
        return MATTERS[self.criterion.name].least

    @property
    def drawn_in(self) -> FloatArray:
        """How much of each function's distance from the mean is kept: variance between over that and its error's."""
        error = np.where(self.known, self.criterion.errors, 0.0)
        whole = self.between + error**2
        return np.where(self.known & (whole > 0), self.between / np.where(whole > 0, whole, 1.0), 0.0)

    @property
    def steps(self) -> FloatArray:
        """Distance of each function from the mean, drawn in; 0 where not known."""
        distance = np.where(self.known, self.criterion.estimates - self.centre, 0.0)
        return self._limited(self.drawn_in * distance)

    @property
    def range(self) -> float:
        """From the lowest to the highest function known, in steps, as far as functions really differ.

        Estimates that are each drawn in as is best for that one lie too close together; with the root of it they vary
        as much as functions do (Louis 1984, J. Am. Stat. Assoc. 79, 393-398).
        """
        if not self.known.any() or np.isnan(self.centre):
            return 0.0
        distance = np.sqrt(self.drawn_in[self.known]) * (self.criterion.estimates[self.known] - self.centre)
        return float(distance.max() - distance.min()) / self.matters

    @property
    def why_not(self) -> str:
        """Why it does not count: ``unreadable few noise alike``; empty where it does."""
        if not self.criterion.readable:
            return "unreadable"
        if self.known.sum() < MIN_CANDIDATES:
            return "few"
        if self.reliability < RELIABLE:
            return "noise"
        return "" if self.range > 1 else "alike"

    def redrawn(self, noise: FloatArray) -> FloatArray:
        """Steps as they may be: drawn in, and as unsure as that leaves them; `noise` as (draws, functions) deviates."""
        distance = np.where(self.known, self.criterion.estimates - self.centre, 0.0)
        error = np.where(self.known, self.criterion.errors, 0.0)
        return self._limited(self.drawn_in * distance + np.sqrt(self.drawn_in) * error * noise)

    def by_chance(self, noise: FloatArray) -> FloatArray:
        """Steps where all functions are alike and only their errors make them differ."""
        error = np.where(self.known, self.criterion.errors, 0.0)
        return self._limited(self.drawn_in * error * noise)

    def _limited(self, distance: FloatArray) -> FloatArray:
        return np.asarray(np.clip(np.nan_to_num(distance) / self.matters, -MOST_STEPS, MOST_STEPS))


def families_that_count(found: Sequence[Evidence]) -> list[str]:
    """Families of which a criterion counts (one that leads, where the family has such), in the order of `FAMILIES`."""
    counting = {(one.criterion.family, one.criterion.name) for one in found if not one.why_not}
    return [
        family
        for family, names in FAMILIES.items()
        if any((family, name) in counting for name in LEADING.get(family, names))
    ]


def enough(families: Sequence[str]) -> bool:
    """Whether these families carry a recommendation."""
    return len(families) >= FAMILIES_NEEDED and any(family in CONDUCT for family in families)


def deviates(found: Sequence[Evidence], draws: int, *, rng: np.random.Generator) -> list[FloatArray]:
    """Standard normal deviates (draws, functions) of each criterion; those with resamples share what these share."""
    most = max(
        (len(one.criterion.deviations) for one in found if one.criterion.deviations is not None), default=0
    )
    common = rng.standard_normal((draws, most))
    noise = []
    for one in found:
        apart = one.criterion.deviations
        if apart is None:
            noise.append(rng.standard_normal((draws, len(one.known))))
            continue
        known = np.where(np.isfinite(apart), apart, 0.0)
        length = np.sqrt((known**2).sum(axis=0))
        unit = np.divide(known, length, out=np.zeros_like(known), where=length > 0)
        noise.append(np.asarray(common[:, : len(apart)] @ unit))
    return noise


def summary_of(found: Sequence[Evidence]) -> pd.DataFrame:
    """A row per criterion: ``family criterion known least reliability range counts why_not``, `range` in steps."""
    rows = [
        (
            one.criterion.family,
            one.criterion.name,
            int(one.known.sum()),
            one.matters,
            one.reliability,
            one.range,
            not one.why_not,
            one.why_not,
        )
        for one in found
    ]
    columns = ["family", "criterion", "known", "least", "reliability", "range", "counts", "why_not"]
    return pd.DataFrame(rows, columns=columns)


def people_of(found: Sequence[Evidence]) -> Mapping[str, float]:
    """By criterion the fewest people that it rests on."""
    return {one.criterion.name: one.criterion.people for one in found}
