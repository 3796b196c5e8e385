"""Every candidate on every family of criteria, how far it stands out, and what would put another one first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from silograph.analyses.owner.criteria import Criterion
from silograph.analyses.owner.ties import TieCriteria
from silograph.analyses.owner.weights import FAMILIES
from silograph.arrays import FloatArray
from silograph.stats.others import leave_one_out_scores

_DRAWS = 20  # of the criteria that are compared with other functions, per rewired network
_MOST_EVIDENT = 5.0
_LEAST_SPREAD = 0.1  # of a family by chance, in standard deviations of a criterion
_Z_LIMIT = 10.0  # beyond ten standard deviations more says nothing more


@dataclass(frozen=True)
class Scores:
    """Every candidate on every family, in standard deviations from what is usual.

    Parameters
    ----------
    families
        In the order of `FAMILIES`, as far as one of their criteria was measured.
    columns
        By criterion the observed score of each candidate.
    people
        By criterion and by family, the fewest people that it rests on, where that is known.
    observed, replicates, null
        Candidates x families; replicates, and organisations without any special function, in front.
    """

    families: list[str]
    columns: Mapping[str, FloatArray]
    observed: FloatArray
    replicates: FloatArray
    null: FloatArray
    people: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, ties: TieCriteria, null: FloatArray, measured: Sequence[Criterion], *, seed: int) -> Scores:
        """Scores of the candidates, from their ties, those of rewired networks, and what else was measured."""
        rng = np.random.default_rng([seed, 0x4556])
        n_replicates, n_candidates = ties.replicates.shape[:2]
        steps = [1 / max(ties.others, 1) if name == "coverage" else 0.0 for name in ties.names]
        here, drawn, without = (
            standardised(part, null, steps=steps) for part in (ties.observed, ties.replicates, null)
        )
        chance = np.repeat(without, _DRAWS, axis=0)
        scored = {one.name: _scored(one, n_replicates, rng) for one in measured}
        families: list[str] = []
        parts: list[tuple[FloatArray, FloatArray, FloatArray]] = []
        for family in FAMILIES:
            by_ties = [(here[:, at], drawn[..., at], chance[..., at]) for at in ties.columns(family)]
            # criteria of one family may say the same thing twice: by chance they vary together
            usual = leave_one_out_scores(rng.normal(size=(len(chance), n_candidates)), 0.0)
            by_rest = [(*scored[one.name], usual) for one in measured if one.family == family]
            if criteria := by_ties + by_rest:
                families.append(family)
                observed, replicates, without = (
                    np.mean(part, axis=0) for part in zip(*criteria, strict=True)
                )
                # the mean of four criteria varies less by chance than a single one: all families on one scale
                scale = max(float(without.std()), _LEAST_SPREAD)
                parts.append((observed / scale, replicates / scale, without / scale))
        columns = {name: here[:, column] for column, name in enumerate(ties.names)}
        columns |= {name: score for name, (score, _) in scored.items()}
        by_kind = [np.stack(part, axis=-1) for part in zip(*parts, strict=True)]
        people = {one.name: one.people for one in measured}
        # a family averages several criteria: in tenths it tells of a few people only where they are behind all of it
        for one in (one for one in measured if one.common):
            people[one.family] = min(people.get(one.family, np.inf), one.people)
        observed, replicates, without = by_kind
        return cls(families, columns, observed, replicates, without, people)

    def worth(self, names: Sequence[str], central: FloatArray) -> pd.DataFrame:
        """What weights are put on, a column per family; beside each, not written, the people it rests on.

        Then their sum under `central` weights, and the place that it gives.
        """
        evidence = as_evidence(self.observed)
        values = dict(zip(self.families, evidence.T, strict=True))
        people = {f"{family}_people": self.people.get(family, np.inf) for family in self.families}
        found = pd.DataFrame({"function": names, **values, **people, "central": evidence @ central})
        return found.assign(place=found["central"].rank(ascending=False, method="first"))


def as_evidence(scores: FloatArray) -> FloatArray:
    """Deviations z as evidence, z * |z| / 2: what weights are put on.

    The half square is the logarithm of how much likelier an outcome is under its own mean than under the usual one.
    Averaged as they are, the everyday differences of four families would outvote one function that is truly unusual in
    the fifth. Beyond five deviations more says nothing more.
    """
    limited = np.clip(scores, -_MOST_EVIDENT, _MOST_EVIDENT)
    return np.asarray(limited * np.abs(limited) / 2)


def standing_out(scores: FloatArray, central: FloatArray, *, chance: float) -> FloatArray:
    """How far a function stands out: under central weights, or in one family, whichever is further.

    Both in standard deviations of chance. Somebody who is outstanding in one family would drown in the noise of the
    others if only the mean counted; whether that is enough to own is for the weightings to say.
    """
    overall = scores @ central / max(chance, _LEAST_SPREAD)
    return np.asarray(np.maximum(overall, scores.max(axis=-1)))


def _scored(one: Criterion, n_replicates: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Scores of the candidates, and of redraws within their standard errors; what is not known counts as usual."""
    errors = np.nan_to_num(one.errors)
    redrawn = one.estimates + errors * rng.normal(size=(n_replicates, len(errors)))
    limits = -_Z_LIMIT, _Z_LIMIT
    return (
        np.clip(np.nan_to_num(leave_one_out_scores(one.estimates, errors)), *limits),
        np.clip(np.nan_to_num(leave_one_out_scores(redrawn, errors)), *limits),
    )


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
    value = as_evidence(scores.observed)
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


def standardised(values: FloatArray, null: FloatArray, *, steps: npt.ArrayLike = 0.0) -> FloatArray:
    """Standard deviations from the mean of the null networks; 0 where these all agree or nothing is known.

    An infinite value (no tie across the border at all, or none inside) gets the normal score of its rank among
    them: where a small function often has such values by chance, one more says little.

    Parameters
    ----------
    values
        (..., candidates, criteria).
    null
        (networks, candidates, criteria).
    steps
        Per criterion the smallest difference it can show: less than that is taken for no standard deviation.
    """
    finite = np.where(np.isfinite(null), null, np.nan)
    count = np.maximum(np.isfinite(null).sum(axis=0), 1)
    centre = np.nansum(finite, axis=0) / count
    spread = np.maximum(np.sqrt(np.nansum((finite - centre) ** 2, axis=0) / count), steps)
    with np.errstate(invalid="ignore"):
        z = np.divide(values - centre, spread, out=np.zeros_like(values), where=spread > 1e-12)
    for infinite in (np.inf, -np.inf):
        below, same = (null < infinite).sum(axis=0), (null == infinite).sum(axis=0)
        score = ndtri((below + same / 2 + 0.5) / (len(null) + 1))
        z = np.where(values == infinite, score, z)
    limited: FloatArray = np.clip(np.nan_to_num(z, nan=0.0), -_Z_LIMIT, _Z_LIMIT)
    return limited
