"""Every candidate on every family of criteria, and what would put another one first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from silograph.analyses.owner.evidence import Evidence, deviates, families_that_count
from silograph.analyses.owner.rules import DRAWS
from silograph.arrays import FloatArray


@dataclass(frozen=True)
class Scores:
    """Every candidate on every family that counts, in differences that matter (*steps*) from what is usual.

    Parameters
    ----------
    families
        In the order of `FAMILIES`, those that tell functions apart.
    columns
        By criterion the steps of each candidate, whether it counts or not.
    people
        By criterion and by family, the fewest people that it rests on, where that is known.
    observed, replicates, null
        Candidates x families; as they may be within their errors, and where all functions are alike, in front.
    """

    families: list[str]
    columns: Mapping[str, FloatArray]
    observed: FloatArray
    replicates: FloatArray
    null: FloatArray
    people: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Sequence[Evidence], *, seed: int, draws: int = DRAWS, batch: int = 0) -> Scores:
        """Scores of the candidates: the mean over the criteria of a family that count; each batch draws anew."""
        rng = np.random.default_rng([seed, 0x4556, batch])
        families = families_that_count(found)
        noise, chance = (deviates(found, draws, rng=rng) for _ in range(2))
        candidates = len(found[0].known)
        observed = np.zeros((candidates, len(families)))
        replicates, null = np.zeros((2, draws, candidates, len(families)))
        for column, family in enumerate(families):
            at = [i for i, one in enumerate(found) if one.criterion.family == family and not one.why_not]
            observed[:, column] = np.mean([found[i].steps for i in at], axis=0)
            replicates[..., column] = np.mean([found[i].redrawn(noise[i]) for i in at], axis=0)
            null[..., column] = np.mean([found[i].by_chance(chance[i]) for i in at], axis=0)
        people = {one.criterion.name: one.criterion.people for one in found}
        # a family averages several criteria: in tenths it tells of a few people only where they are behind all of it
        for one in (one.criterion for one in found if one.criterion.common and not one.why_not):
            people[one.family] = min(people.get(one.family, np.inf), one.people)
        columns = {one.criterion.name: one.steps for one in found}
        return cls(families, columns, observed, replicates, null, people)

    def worth(self, names: Sequence[str], central: FloatArray) -> pd.DataFrame:
        """What weights are put on, a column per family; beside each, not written, the people it rests on.

        Then their sum under `central` weights, and the place that it gives.
        """
        values = dict(zip(self.families, self.observed.T, strict=True))
        people = {f"{family}_people": self.people.get(family, np.inf) for family in self.families}
        found = pd.DataFrame({"function": names, **values, **people, "central": self.observed @ central})
        return found.assign(place=found["central"].rank(ascending=False, method="first"))


def flips_of(
    scores: Scores,
    central: FloatArray,
    names: Sequence[str],
    *,
    first: str,
) -> pd.DataFrame:
    """For each other candidate and family the weight at which it overtakes the first.

    Raising the weight of one family from its central value to 1 lowers the others in proportion; the lead then changes
    in a straight line.
    """
    leader = names.index(first)
    value = scores.observed
    lead = (value[leader] - value) @ central
    rows = []
    for row, name in enumerate(names):
        if name == first:
            continue
        for column, family in enumerate(scores.families):
            behind = value[row, column] - value[leader, column]
            weight = np.nan
            if behind > 0:  # on this family alone the rival is ahead
                step = max(lead[row], 0.0) / (max(lead[row], 0.0) + behind)
                weight = central[column] + step * (1 - central[column])
            rows.append((name, family, weight, scores.people.get(family, np.inf)))
    table = pd.DataFrame(rows, columns=["function", "family", "weight", "family_people"])
    return table.sort_values(["weight", "function"], ignore_index=True)
