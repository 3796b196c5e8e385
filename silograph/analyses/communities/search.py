"""The search for groups: which scale describes the ties best, and what many runs at that scale agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from silograph.analyses.communities.description import description_length
from silograph.arrays import FloatArray, IntArray
from silograph.graph import igraph as engine

# Settings of the rule: each was chosen on planted networks, see docs/questions/communities.md.
STEP = 1.25  # ratio of neighbouring resolutions
FIRST_RESOLUTION = 0.4  # where the sweep from coarse to fine begins
FINE = FIRST_RESOLUTION * STEP**4  # about 1: where a coarser scale shows nothing, this one is looked at, too
PATIENCE = 6  # the sweep ends after this many resolutions without a shorter description
ENSEMBLE = (-2, -1, 0, 1, 2)  # steps around the chosen resolution whose runs make the consensus
SECOND_SWEEP = range(-3, 5)  # steps around the chosen resolution tried on the consensus
SHARPNESS = 3  # power of the share of runs that keep a tie inside
UNANIMOUS = 1e-9  # added to it so that no tie vanishes
CHUNK = 50_000  # ties whose similarity is computed at a time


def similarity(n: int, source: IntArray, target: IntArray, strength: FloatArray) -> FloatArray:
    """How alike the circles of the two people of each tie are: cosine of their closed neighbourhoods.

    A closed neighbourhood is a person's strengths to everybody, and to themselves their mean strength. 1 means
    the same people in the same proportions. Ties inside a group score high, chance ties near 0.

    Examples
    --------
    >>> path = np.array([0, 1]), np.array([1, 2])
    >>> similarity(3, *path, np.ones(2)).round(3).tolist()
    [0.816, 0.816]
    """
    ends, other = np.r_[source, target], np.r_[target, source]
    both = np.r_[strength, strength]
    mean = np.bincount(ends, both, n) / np.maximum(np.bincount(ends, minlength=n), 1)
    matrix = sparse.csr_array((both, (ends, other)), shape=(n, n)) + sparse.diags_array(mean)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    unit = (sparse.diags_array(1 / np.where(length > 0, length, 1)) @ matrix).tocsr()
    parts = [
        np.asarray(unit[source[i : i + CHUNK]].multiply(unit[target[i : i + CHUNK]]).sum(axis=1)).ravel()
        for i in range(0, len(source), CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def co_membership(labels: IntArray, ensemble: Sequence[IntArray]) -> FloatArray:
    """Per person, how often a run puts them together with a member of their community (mean over both).

    NaN for the only member of a community.

    Examples
    --------
    >>> co_membership(np.array([0, 0, 0]), [np.array([0, 0, 0]), np.array([0, 0, 1])]).tolist()
    [0.75, 0.75, 0.5]
    """
    size = np.bincount(labels)[labels]
    together = np.zeros(len(labels))
    for run in ensemble:
        both = labels * (run.max(initial=0) + 1) + run
        _, which, count = np.unique(both, return_inverse=True, return_counts=True)
        together += count[which] - 1
    return np.where(size > 1, together / (np.maximum(size - 1, 1) * len(ensemble)), np.nan)


@dataclass(frozen=True, slots=True)
class Trial:
    """The runs at one resolution."""

    resolution: float
    runs: list[IntArray]
    description_length: float

    def row(self) -> dict[str, float]:
        """Its line of the table of resolutions tried."""
        return {
            "resolution": self.resolution,
            "communities": float(np.mean([run.max() + 1 for run in self.runs])),
            "description_length": self.description_length,
        }


@dataclass(frozen=True, slots=True)
class Search:
    """One network of people who all have ties, ready to be searched."""

    n: int
    source: IntArray
    target: IntArray
    strength: FloatArray
    alike: FloatArray
    graph: Any = field(repr=False)

    @classmethod
    def prepare(cls, n: int, source: IntArray, target: IntArray, strength: FloatArray) -> Search:
        """Strengths enter as square roots, which vary about as much for strong ties as for weak ones."""
        # a common factor of all strengths must not matter, not even by rounding
        strength = np.sqrt(strength / strength.mean()).round(12)
        alike = similarity(n, source, target, strength)
        return cls(n, source, target, strength, alike, engine.graph_from_arrays(n, source, target))

    def description_length(self, labels: IntArray) -> float:
        """Nats that say who is where and, knowing that, where the ties are."""
        return description_length(self.n, self.source, self.target, self.alike, labels=labels)

    def length_if_several(self, labels: IntArray) -> float:
        """As `description_length`; whether one community is the answer is for the rewired networks to say."""
        return self.description_length(labels) if labels.max() else np.inf

    def run(
        self, resolution: float, *, runs: int, seed: Sequence[int], weight: FloatArray | None = None
    ) -> list[IntArray]:
        """Several runs of Leiden, on `weight` in place of the strengths where given."""
        seeds = np.random.default_rng([*seed]).integers(2**32, size=runs)
        weight = self.strength if weight is None else weight
        return [engine.leiden(self.graph, weight, resolution=resolution, seed=int(s)) for s in seeds]

    def trial(self, resolution: float, *, runs: int, seed: Sequence[int]) -> Trial:
        """Runs at a resolution, and their mean description."""
        found = self.run(resolution, runs=runs, seed=seed)
        lengths = [self.length_if_several(run) for run in found]
        return Trial(resolution, found, float(np.mean(lengths)))

    def sweep(self, resolutions: Sequence[float] | None, *, runs: int, seed: int) -> list[Trial]:
        """Trials at the given resolutions, or upwards until descriptions only get longer."""
        if resolutions is not None:
            return [self.trial(r, runs=runs, seed=[seed, 0, i]) for i, r in enumerate(resolutions)]
        tried: list[Trial] = []
        best = 0
        while len(tried) - best <= PATIENCE or not np.isfinite(tried[best].description_length):
            step = len(tried)
            tried.append(self.trial(FIRST_RESOLUTION * STEP**step, runs=runs, seed=[seed, 0, step]))
            if tried[-1].description_length < tried[best].description_length:
                best = step
            if min(run.max() for run in tried[-1].runs) + 1 > self.n / 2:
                break
        return tried

    def ensemble(self, tried: Sequence[Trial], resolution: float, *, runs: int, seed: int) -> list[IntArray]:
        """Runs at a resolution and its neighbours, some of them tried already: neither seed nor scale is certain."""
        known = {round(trial.resolution, 9): trial.runs for trial in tried}
        around = [resolution * STEP**step for step in ENSEMBLE]
        found = (
            known.get(round(r, 9)) or self.run(r, runs=runs, seed=[seed, 1, i]) for i, r in enumerate(around)
        )
        return [run for runs_there in found for run in runs_there]

    def agreed(self, ensemble: Sequence[IntArray]) -> FloatArray:
        """Strength of each tie, less where few of the ensemble keep it inside: what most agree on is then sharp."""
        kept = np.mean([run[self.source] == run[self.target] for run in ensemble], axis=0)
        return np.asarray(self.strength * (kept**SHARPNESS + UNANIMOUS), dtype=np.float64)

    def consensus(
        self, ensemble: Sequence[IntArray], resolution: float, *, runs: int, seed: int
    ) -> tuple[IntArray, float]:
        """The run on the agreed strengths with the shortest description, and its resolution.

        The scale is looked for once more, around the first.
        """
        weight = self.agreed(ensemble)
        found = [
            (run, resolution * STEP**step)
            for i, step in enumerate(SECOND_SWEEP)
            for run in self.run(resolution * STEP**step, runs=runs, seed=[seed, 2, i], weight=weight)
        ]
        best, at = min(found, key=lambda pair: self.length_if_several(pair[0]))
        return numbered_by_size(best), at

    def at(self, scale: Scale, *, runs: int, seed: int) -> tuple[IntArray, list[IntArray]]:
        """Ensemble and consensus at a scale that is known: labels, and the runs behind them."""
        ensemble = self.ensemble((), scale.resolution, runs=runs, seed=seed)
        weight = self.agreed(ensemble)
        return self.run(scale.consensus, runs=1, seed=[seed, 2], weight=weight)[0], ensemble


@dataclass(frozen=True, slots=True)
class Scale:
    """The resolutions of the ensemble (the middle one) and of the consensus."""

    resolution: float
    consensus: float


def numbered_by_size(labels: npt.ArrayLike) -> IntArray:
    """The same groups numbered 0, 1, ... from the largest; equal sizes by first member."""
    _, first, group, size = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[group]
