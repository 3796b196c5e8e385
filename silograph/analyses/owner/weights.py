"""How much each family of criteria weighs: drawn at random, in the order that an audience asks for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from silograph.arrays import FloatArray

# Criteria by family, so that four measures of linking do not outvote one of standing. More is better in each.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "links": ("lift", "coverage", "evenness", "openness"),
    "answers": ("answering", "within_24h", "load"),
    "outside": ("contacts",),
    "practice": ("presence", "dialogue"),
    "standing": ("spread", "leaders"),
}
# Families in the order of their importance to an audience; those not named come after, in any order.
PROFILES: Mapping[str, tuple[str, ...]] = {
    "external": ("outside", "answers"),
    "internal": ("links",),
    "balanced": (),
}


def _ordered(families: list[str], audience: str) -> list[int]:
    """Positions of the families that the audience puts first, in its order."""
    return [families.index(family) for family in PROFILES[audience] if family in families]


def draw_weights(families: list[str], audience: str, count: int, rng: np.random.Generator) -> FloatArray:
    """Weights uniform on the simplex, under the order the audience asks for (count x families)."""
    weights = rng.dirichlet(np.ones(len(families)), count) if families else np.empty((count, 0))
    for position, first in enumerate(_ordered(families, audience)):
        rest = [
            column for column in range(len(families)) if column not in _ordered(families, audience)[:position]
        ]
        largest = np.array(rest)[weights[:, rest].argmax(axis=1)]
        rows = np.arange(count)
        weights[rows, first], weights[rows, largest] = weights[rows, largest], weights[rows, first].copy()
    return weights


def central_weights(families: list[str], audience: str) -> FloatArray:
    """The mean of the weights that are drawn for an audience, a weight per family.

    Examples
    --------
    >>> central_weights(["links", "outside"], "external").round(2).tolist()
    [0.25, 0.75]
    """
    drawn = draw_weights(families, audience, 20_000, np.random.default_rng(0))
    return np.asarray(drawn.mean(axis=0))
