"""Acceptability: in which share of the weightings a candidate is first, and how many draws it takes to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from silograph.analyses.owner.evidence import Evidence, enough
from silograph.analyses.owner.rules import GATE_LEVEL, MIN_ACCEPTABILITY
from silograph.analyses.owner.scores import Scores
from silograph.analyses.owner.weights import draw_weights
from silograph.arrays import FloatArray
from silograph.stats.settling import side_of_mean, side_of_share, stages

_WEIGHTINGS = 10  # random weightings per draw of the criteria


def acceptability_of(scores: FloatArray, families: list[str], audience: str, seed: int) -> FloatArray:
    """Share of draws in which each function is first (replicates x functions x families in)."""
    return np.asarray(
        firsts_of(scores, families, audience, np.random.default_rng([seed, 0x5344])).mean(axis=0)
    )


def firsts_of(scores: FloatArray, families: list[str], audience: str, rng: np.random.Generator) -> FloatArray:
    """Per replicate the share of weightings in which each function is first (replicates x functions).

    Functions that lie behind by less than a difference that matters (1) are tied with the best, and share the draw.
    """
    weights = draw_weights(families, audience, len(scores) * _WEIGHTINGS, rng)
    weights = weights.reshape(len(scores), _WEIGHTINGS, len(families))
    totals = np.einsum("rfk,rwk->rwf", scores, weights)
    tied = totals > totals.max(axis=-1, keepdims=True) - 1
    shares = tied / tied.sum(axis=-1, keepdims=True)
    return np.asarray(shares.mean(axis=1))


@dataclass(frozen=True)
class Standing:
    """How often each candidate is first, and how far the best goes where all are alike: draw by draw.

    Parameters
    ----------
    firsts
        Per draw the share of weightings in which each candidate is first (draws x candidates).
    best
        Per organisation in which all functions are alike, the best score under central weights (draws,).
    """

    firsts: FloatArray
    best: FloatArray

    @classmethod
    def of(cls, scores: Scores, central: FloatArray, audience: str, rng: np.random.Generator) -> Standing:
        """Of one batch of draws."""
        firsts = firsts_of(scores.replicates, scores.families, audience, rng)
        return cls(firsts, (scores.null @ central).max(axis=1))

    def and_of(self, more: Standing) -> Standing:
        """Both together."""
        return Standing(np.concatenate([self.firsts, more.firsts]), np.concatenate([self.best, more.best]))

    @property
    def acceptability(self) -> FloatArray:
        """Share of draws in which each candidate is first."""
        return np.asarray(self.firsts.mean(axis=0))

    @property
    def threshold(self) -> float:
        """What the best exceeds in one of twenty organisations in which all are alike."""
        return float(np.quantile(self.best, GATE_LEVEL))

    def sides(self, observed: FloatArray) -> tuple[int, int]:
        """Whether the first is first often enough, and goes further than chance: 1, -1, or 0 where that is open."""
        first = int(np.lexsort((observed, self.acceptability))[-1])
        beyond = int((self.best >= observed[first]).sum())
        return (
            side_of_mean(self.firsts[:, first], MIN_ACCEPTABILITY),
            -side_of_share(beyond, len(self.best), 1 - GATE_LEVEL),
        )


def standing_of(
    found: Sequence[Evidence], scores: Scores, central: FloatArray, *, audience: str, seed: int
) -> Standing:
    """Of the draws of `scores`, and as many more as it takes to settle what a recommendation needs of them.

    A share that lies on a limit is never settled; after `MOST` times the draws it stays open.
    """
    drawn = len(scores.replicates)
    batches = [Standing.of(scores, central, audience, np.random.default_rng([seed, 0x5344]))]
    for stage in stages(drawn):
        for batch in range(len(batches), stage // drawn):
            more = Scores.of(found, seed=seed, draws=drawn, batch=batch)
            rng = np.random.default_rng([seed, 0x5344, batch])
            batches.append(Standing.of(more, central, audience, rng))
        together = reduce(Standing.and_of, batches)
        sides = together.sides(scores.observed @ central)
        if -1 in sides or 0 not in sides or not enough(scores.families):
            break
    return together
