"""Which function should own social media, and whom to involve in every initiative?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtri

from silograph.analyses.glue import GlueResult, glue_criteria
from silograph.analyses.silos import SilosResult
from silograph.errors import NotEnoughDataError, UsageError
from silograph.network import FloatArray, IntArray, Network
from silograph.planted import ModelTies, estimate, fit_common
from silograph.results import Result
from silograph.rewiring import null_networks
from silograph.settings import Audience
from silograph.statistics import tie_multiplicities
from silograph.texts import Lang, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# Criteria by family, so that four measures of linking do not outvote one of standing. More is better in each.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "links": ("excess", "coverage", "evenness", "openness"),
    "standing": ("spread", "leaders"),
}
# Families in the order of their importance to an audience; those not named come after, in any order.
PROFILES: Mapping[str, tuple[str, ...]] = {
    "external": ("outside", "answers"),
    "internal": ("links",),
    "balanced": (),
}

MIN_CANDIDATES = 3
MIN_ACCEPTABILITY = 0.5
GATE_LEVEL = 0.95
_WEIGHTINGS = 50  # random weightings per bootstrap replicate
_Z_LIMIT = 10.0  # beyond ten standard deviations more says nothing more
# Large networks vary less, and each costs more: fewer of them are rewired, down to `_FEWEST`.
_TIES_TO_REWIRE, _FEWEST, _MOST = 4_000_000, 50, 200


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnerResult(Result):
    """The recommendation, in two parts: whom to involve, and who should own.

    Parameters
    ----------
    table
        A row per candidate: ``function people acceptability score`` and each criterion in standard deviations
        from what the common model expects of a function of its size and activity.
    recommended
        The function that should own, or None for "no clear owner".
    involve
        The functions to involve in every initiative: the glue.
    glue_found
        Whether these link the others beyond chance; if not, `involve` is the one that links most.
    acceptability
        Share of weightings and bootstrap replicates in which the best candidate is first. A share of
        weightings, not a probability of being right.
    threshold
        The score that the best function of a network without any special function exceeds in one of twenty.
    by_family
        Who would be first if only one family of criteria counted.
    """

    name: ClassVar[str] = "owner"

    recommended: str | None
    arrangement: str | None
    involve: tuple[str, ...]
    glue_found: bool
    acceptability: float
    runner_up: str | None
    score: float
    threshold: float
    by_family: Mapping[str, str]
    facts: Mapping[str, Any]

    def headline(self) -> str:
        """The recommendation in one sentence."""
        first = self.table.iloc[0]
        named = (
            f"{self.recommended} should own social media: first"
            if self.recommended
            else (f"No clear owner: {first['function']} comes first")
        )
        names = Words().series(self.involve)
        involve = (
            f"involve {names} in every initiative"
            if self.glue_found
            else (
                f"to involve somebody in every initiative, {names} links the others most, though not beyond chance"
            )
        )
        return (
            f"{named} in {self.acceptability:.0%} of the weightings, score {self.score:.1f} where chance alone reaches "
            f"{self.threshold:.1f}; {involve}."
        )

    def reasons(self, lang: Lang = "en") -> list[str]:
        """Why, in sentences with numbers."""
        return [_say(key, values, Words(lang)) for key, values in self.facts["reasons"]]

    def cautions(self, lang: Lang = "en") -> list[str]:
        """When not to trust it, in sentences."""
        return [_say(key, values, Words(lang)) for key, values in self.facts["cautions"]]

    def plot(self, ax: Axes | None = None) -> Axes:
        """Acceptability of each candidate as bars."""
        import matplotlib.pyplot as plt

        ax = ax or plt.subplots()[1]
        table = self.table.iloc[::-1]
        ax.barh(table["function"], table["acceptability"])
        ax.axvline(MIN_ACCEPTABILITY, color="black", linestyle=":")
        ax.set_xlabel("share of weightings in which the function is first")
        return ax


def owner(
    glue: GlueResult,
    silos: SilosResult,
    network: Network,
    *,
    audience: Audience = "balanced",
    simulations: int = 200,
    seed: int = 0,
) -> OwnerResult:
    """Recommend who should own social media, from what `glue` and `silos` found.

    Every criterion of a function is compared with the same function in networks rewired so that functions
    differ only in size and activity (`silograph.rewiring`): its value is given in standard deviations of these,
    which takes out size and activity. Criteria are averaged within families and families weighed by random
    weights (stochastic multicriteria acceptability analysis), jointly with the bootstrap of ties.

    A function is recommended only when there are at least three candidates and 50 rewired networks, it is first
    in at least half of the draws, it does not link clearly less than its size and activity lead to expect, and its
    score under central weights exceeds the 95th percentile of the *best* score in the
    rewired networks.

    Parameters
    ----------
    glue, silos
        Results on `network`, with the same seed and number of replicates, so that replicates are joint.
    audience
        Orders the weights of families: what matters first.
    simulations
        Rewired networks to compare with: at most 200; fewer, at least 50, beyond 20,000 ties.

    Raises
    ------
    NotEnoughDataError
        Fewer than three functions can be assessed.

    References
    ----------
    Lahdelma & Salminen (2001), SMAA-2, Operations Research 49, 444-454.
    """
    if audience not in PROFILES:
        raise UsageError(f"there is no audience {audience!r}", mend=f"it is one of {', '.join(PROFILES)}")
    names = _candidates(glue, network)
    if len(names) < MIN_CANDIDATES:
        raise NotEnoughDataError(
            f"only {len(names)} functions can be assessed, at least {MIN_CANDIDATES} are needed to choose one",
            mend="add people's functions, or lower --min-group",
        )
    criteria = _Criteria.of(network, glue, silos)
    count = min(simulations, _MOST, max(_FEWEST, _TIES_TO_REWIRE // len(network.ties)))
    null = criteria.in_null_networks(
        network, weighted=bool(glue.parameters["weighted"]), count=count, seed=seed
    )
    observed, drawn = _standardised(criteria.observed, null), _standardised(criteria.replicates, null)
    families = [family for family in criteria.families if criteria.columns(family)]
    by_family = _family_scores(observed, criteria, families)
    central = _central_weights(families, audience)
    scores = by_family @ central
    best_by_chance = (_family_scores(_standardised(null, null), criteria, families) @ central).max(axis=1)
    # "higher": with few networks the gate is strict rather than lucky
    threshold = float(np.quantile(best_by_chance, GATE_LEVEL, method="higher"))
    acceptability = _acceptability(_family_scores(drawn, criteria, families), families, audience, seed)
    table = pd.DataFrame(
        {
            "function": names,
            "people": network.people_of_functions[[network.functions.index(name) for name in names]],
            "acceptability": acceptability,
            "score": scores,
            **{f"{name}_z": observed[:, column] for column, name in enumerate(criteria.names)},
        }
    ).sort_values(["acceptability", "score"], ascending=False, ignore_index=True)
    first = table.iloc[0]
    enough = count >= _FEWEST
    links = bool(glue.table.set_index("function").loc[first["function"], "excess_high"] > 0)
    clear = enough and links and first["acceptability"] >= MIN_ACCEPTABILITY and first["score"] > threshold
    recommended = str(first["function"]) if clear else None
    involve = _to_involve(glue)
    winners = {family: names[int(by_family[:, column].argmax())] for column, family in enumerate(families)}
    return OwnerResult(
        table=table,
        parameters={"audience": audience, "simulations": count, "seed": seed, "families": families},
        caveats=("Acceptability is a share of weightings, not a probability of being right.",),
        recommended=recommended,
        arrangement="single_function" if clear else None,
        involve=involve,
        glue_found=bool(glue.glue),
        acceptability=float(first["acceptability"]),
        runner_up=str(table["function"].iloc[1]),
        score=float(first["score"]),
        threshold=threshold,
        by_family=winners,
        facts={
            "reasons": _reasons(table, glue, silos, recommended, winners, threshold),
            "cautions": _cautions(
                table, glue, silos, network, recommended, audience, families, enough=enough
            ),
        },
    )


@dataclass(frozen=True)
class _Criteria:
    """Values of the criteria: ``observed`` functions x criteria, ``replicates`` with the bootstrap in front."""

    names: tuple[str, ...]
    candidates: tuple[str, ...]
    observed: FloatArray
    replicates: FloatArray

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(FAMILIES)

    def columns(self, family: str) -> list[int]:
        """Positions of the criteria of a family that could be measured."""
        return [self.names.index(name) for name in FAMILIES[family] if name in self.names]

    @classmethod
    def of(cls, network: Network, glue: GlueResult, silos: SilosResult) -> _Criteria:
        candidates = _candidates(glue, network)
        at = [network.functions.index(name) for name in candidates]
        count = min(len(glue.replicates["excess"]), len(silos.replicates["openness"]))
        table = glue.table.set_index("function").loc[list(candidates)]
        openness = silos.table.set_index("function")["openness"].loc[list(candidates)]
        observed = {
            **{name: table[name].to_numpy(float) for name in ("excess", "coverage", "evenness")},
            "openness": _log(openness.to_numpy(float)),
            "spread": 1 - table["concentration"].to_numpy(float),
        }
        replicates = {
            **{name: glue.replicates[name][:count, at] for name in ("excess", "coverage", "evenness")},
            "openness": _log(silos.replicates["openness"][:count, at]),
            "spread": 1 - glue.replicates["concentration"][:count, at],
        }
        leaders = _leaders(network)
        if leaders is not None:
            seed = int(glue.parameters["seed"])
            observed["leaders"] = _share_to(leaders, network, candidates)
            replicates["leaders"] = np.array(
                [
                    _share_to(leaders, network, candidates, times=times)
                    for times in (
                        tie_multiplicities(len(network.ties), replicate=b, seed=seed) for b in range(count)
                    )
                ]
            )
        names = tuple(name for family in FAMILIES.values() for name in family if name in observed)
        return cls(
            names,
            candidates,
            np.column_stack([observed[name] for name in names]),
            np.stack([replicates[name] for name in names], axis=-1),
        )

    def in_null_networks(self, network: Network, *, weighted: bool, count: int, seed: int) -> FloatArray:
        """The same criteria where functions differ only in size and activity: networks x candidates x criteria."""
        leaders = _leaders(network)
        at = [network.functions.index(name) for name in self.candidates]
        fit = fit_common(network)
        rows = []
        for drawn in islice(null_networks(network, seed=seed), count):
            table = glue_criteria(drawn, weighted=weighted, null_networks=0, seed=seed, min_group=1)
            table = table.set_index("function").loc[list(self.candidates)]
            values = {
                "excess": table["brokerage"].to_numpy(float),
                **{name: table[name].to_numpy(float) for name in ("coverage", "evenness")},
                "openness": estimate(ModelTies.of(drawn), start=fit, errors=False).log_openness[at],
                "spread": 1 - table["concentration"].to_numpy(float),
            }
            if leaders is not None:
                values["leaders"] = _share_to(leaders, drawn, self.candidates)
            rows.append(np.column_stack([values[name] for name in self.names]))
        null = np.array(rows)
        excess = null[:, :, self.names.index("excess")]
        excess -= np.nanmean(excess, axis=0)  # brokerage beyond its mean over these very networks
        return null


def _log(openness: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.log(openness)


def _candidates(glue: GlueResult, network: Network) -> tuple[str, ...]:
    """The functions that can be assessed, in the order of the network's."""
    ranked = set(glue.table.loc[glue.table["rank"].notna(), "function"])
    return tuple(name for name in network.functions if name in ranked)


def _leaders(network: Network) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    """People of the top levels, as many levels as make up a twentieth; None where levels are mostly unknown."""
    if "level" not in network.people:
        return None
    level = pd.to_numeric(network.people["level"], errors="coerce").to_numpy(float)
    if np.isnan(level).mean() > 0.5:
        return None
    return np.asarray(level <= np.nanquantile(level, 0.05, method="inverted_cdf"))


def _share_to(
    chosen: np.ndarray[Any, np.dtype[np.bool_]],
    network: Network,
    functions: tuple[str, ...],
    *,
    times: IntArray | None = None,
) -> FloatArray:
    """Share of each function's strength to other functions that reaches the chosen people."""
    ties = network.ties
    strength = ties.strength if times is None else ties.strength * times
    codes, size = network.function_codes, len(network.functions)
    total, reached = np.zeros(size), np.zeros(size)
    for here, there in ((ties.source, ties.target), (ties.target, ties.source)):
        across = (codes[here] >= 0) & (codes[here] != codes[there])
        total += np.bincount(codes[here][across], weights=strength[across], minlength=size)
        across &= chosen[there]
        reached += np.bincount(codes[here][across], weights=strength[across], minlength=size)
    share = np.divide(reached, total, out=np.zeros(size), where=total > 0)
    return share[[network.functions.index(name) for name in functions]]


def _standardised(values: FloatArray, null: FloatArray) -> FloatArray:
    """Standard deviations from the mean of the null networks; 0 where these all agree or nothing is known.

    An infinite value (no tie across the border at all, or none inside) gets the normal score of its rank among
    them: where a small function often has such values by chance, one more says little.

    Parameters
    ----------
    values
        (..., candidates, criteria).
    null
        (networks, candidates, criteria).
    """
    finite = np.where(np.isfinite(null), null, np.nan)
    count = np.maximum(np.isfinite(null).sum(axis=0), 1)
    centre = np.nansum(finite, axis=0) / count
    spread = np.sqrt(np.nansum((finite - centre) ** 2, axis=0) / count)
    with np.errstate(invalid="ignore"):
        z = np.divide(values - centre, spread, out=np.zeros_like(values), where=spread > 1e-12)
    for infinite in (np.inf, -np.inf):
        below, same = (null < infinite).sum(axis=0), (null == infinite).sum(axis=0)
        score = ndtri((below + same / 2 + 0.5) / (len(null) + 1))
        z = np.where(values == infinite, score, z)
    limited: FloatArray = np.clip(np.nan_to_num(z, nan=0.0), -_Z_LIMIT, _Z_LIMIT)
    return limited


def _family_scores(z: FloatArray, criteria: _Criteria, families: list[str]) -> FloatArray:
    """Mean of each family's criteria, in the last axis."""
    return np.stack([z[..., criteria.columns(family)].mean(axis=-1) for family in families], axis=-1)


def _ordered(families: list[str], audience: str) -> list[int]:
    """Positions of the families that the audience puts first, in its order."""
    return [families.index(family) for family in PROFILES[audience] if family in families]


def _draw_weights(families: list[str], audience: str, count: int, rng: np.random.Generator) -> FloatArray:
    """Weights uniform on the simplex, under the order the audience asks for (count x families)."""
    weights = rng.dirichlet(np.ones(len(families)), count)
    for position, first in enumerate(_ordered(families, audience)):
        rest = [
            column for column in range(len(families)) if column not in _ordered(families, audience)[:position]
        ]
        largest = np.array(rest)[weights[:, rest].argmax(axis=1)]
        rows = np.arange(count)
        weights[rows, first], weights[rows, largest] = weights[rows, largest], weights[rows, first].copy()
    return weights


def _central_weights(families: list[str], audience: str) -> FloatArray:
    """The mean of the weights that are drawn."""
    drawn = _draw_weights(families, audience, 20_000, np.random.default_rng(0))
    return np.asarray(drawn.mean(axis=0))


def _acceptability(scores: FloatArray, families: list[str], audience: str, seed: int) -> FloatArray:
    """Share of draws in which each function is first (replicates x functions x families in)."""
    rng = np.random.default_rng([seed, 0x5344])
    first = np.zeros(scores.shape[1])
    for replicate in scores:
        weights = _draw_weights(families, audience, _WEIGHTINGS, rng)
        first += np.bincount((replicate @ weights.T).argmax(axis=0), minlength=len(first))
    return np.asarray(first / first.sum())


def _to_involve(glue: GlueResult) -> tuple[str, ...]:
    """The glue: functions whose excess brokerage is beyond chance, or the first in rank where none is."""
    ranked = glue.table[glue.table["rank"].notna()].sort_values("rank")
    return glue.glue or tuple(ranked["function"].head(1))


Fact = tuple[str, dict[str, Any]]


def _reasons(
    table: pd.DataFrame,
    glue: GlueResult,
    silos: SilosResult,
    recommended: str | None,
    winners: Mapping[str, str],
    threshold: float,
) -> list[Fact]:
    first = table.iloc[0]
    about = glue.table.set_index("function").loc[first["function"]]
    facts: list[Fact] = [
        (
            "brokerage",
            {
                "function": first["function"],
                "share": about["brokerage"],
                "excess": about["excess"],
                "low": about["excess_low"],
                "high": about["excess_high"],
                "rank": int(about["rank"]),
                "of": len(table),
            },
        ),
        ("coverage", {"function": first["function"], "coverage": about["coverage"]}),
    ]
    openness = silos.table.set_index("function").loc[first["function"]]
    facts.append(
        (
            "openness",
            {
                "function": first["function"],
                "x": openness["openness"],
                "low": openness["openness_low"],
                "high": openness["openness_high"],
            },
        )
    )
    key = "acceptability" if recommended else "no_clear_owner"
    facts.append(
        (
            key,
            {
                "function": first["function"],
                "share": first["acceptability"],
                "score": first["score"],
                "threshold": threshold,
            },
        )
    )
    facts.extend(
        ("flip", {"family": family, "function": winner})
        for family, winner in winners.items()
        if winner != first["function"]
    )
    return facts


def _cautions(
    table: pd.DataFrame,
    glue: GlueResult,
    silos: SilosResult,
    network: Network,
    recommended: str | None,
    audience: str,
    families: list[str],
    *,
    enough: bool,
) -> list[Fact]:
    facts: list[Fact] = []
    if not enough:
        facts.append(("few_networks", {"least": _FEWEST}))
    if not glue.glue:
        facts.append(("no_glue", {"function": _to_involve(glue)[0]}))
    name = recommended or str(table.iloc[0]["function"])
    concentration = float(glue.table.loc[glue.table["function"] == name, "concentration"].iloc[0])
    if concentration > 0.5:
        facts.append(("one_person", {"function": name, "share": concentration}))
    if silos.table.set_index("function").loc[name, "verdict"] == "silo":
        facts.append(("closed", {"function": name}))
    if silos.sizes[name] < 10:
        facts.append(("small", {"function": name}))
    unknown = float((network.function_codes < 0).mean())
    if unknown > 0.2:
        facts.append(("unknown", {"share": unknown}))
    if missing := [family for family in PROFILES[audience] if family not in families]:
        facts.append(("profile", {"audience": audience, "missing": missing}))
    return facts


_PERCENT = frozenset({"share", "coverage"})


def _say(key: str, values: Mapping[str, Any], words: Words) -> str:
    """One sentence: shares as percentages, differences of shares in points, the rest to two digits."""
    shown: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, list):
            shown[name] = words.series([words(f"because.word.{one}") for one in value])
        elif name in {"family", "audience"}:
            shown[name] = words(f"because.word.{value}")
        elif isinstance(value, str):
            shown[name] = value
        elif name in _PERCENT:
            shown[name] = words.percent(value)
        elif isinstance(value, int):
            shown[name] = words.number(value)
        else:
            in_points = key == "brokerage"
            shown[name] = words.number(100 * value if in_points else value, digits=1 if in_points else 2)
    return words(f"because.{key}", **shown)
