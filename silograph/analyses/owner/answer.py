"""Which function should own social media, and whom to involve in every initiative?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from silograph.analyses.glue.answer import GlueResult, glue_criteria
from silograph.analyses.owner.criteria import MIN_CANDIDATES, Evidence, Findings, Links
from silograph.analyses.owner.reasons import (
    ARRANGEMENTS,
    FEWEST,
    PROFILES,
    Involved,
    Told,
    clearly_ahead,
    say,
)
from silograph.analyses.ownership.answer import OwnershipResult
from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.analyses.parts.settings import Audience
from silograph.analyses.silos.answer import SilosResult
from silograph.arrays import FloatArray, IntArray
from silograph.charts.drawing import FAINT, MARKED, PLAIN
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.igraph import AnyNetwork, as_network
from silograph.graph.network import Network
from silograph.graph.rewiring import null_networks
from silograph.graph.walls_model.estimates import estimate
from silograph.graph.walls_model.model import ModelTies, fit_common
from silograph.language.words import Lang, Sentence, Words
from silograph.log.messages import CHANNELS
from silograph.stats.others import leave_one_out_scores
from silograph.stats.resampling import tie_multiplicities

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# Criteria by family, so that four measures of linking do not outvote one of standing. More is better in each.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "links": ("excess", "coverage", "evenness", "openness"),
    "answers": ("answering", "within_24h", "load"),
    "outside": ("contacts",),
    "practice": ("presence", "dialogue"),
    "standing": ("spread", "leaders"),
}
MIN_ACCEPTABILITY = 0.5
GATE_LEVEL = 0.95
_DRAWS = 20  # of the criteria that are compared with other functions, per rewired network
_MOST_EVIDENT = 5.0
_LEAST_SPREAD = 0.1  # of a family by chance, in standard deviations of a criterion
_WEIGHTINGS = 50  # random weightings per bootstrap replicate
_Z_LIMIT = 10.0  # beyond ten standard deviations more says nothing more
# Large networks vary less, and each costs more: fewer of them are rewired, down to `FEWEST`.
_TIES_TO_REWIRE, _MOST = 4_000_000, 200


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OwnerResult(Result):
    """The recommendation, in two parts: whom to involve, and who should own.

    Parameters
    ----------
    table
        A row per candidate: ``function people acceptability score suitability`` and each criterion in standard
        deviations from what is usual (``excess_z`` ...). `suitability` is the analyst's own judgement, which changes
        nothing else. A function that routes onward is no candidate: it comes last, and its figures are missing.
    recommended
        The function that should own, or None for "no clear owner".
    arrangement
        ``single_function``, or ``hub`` or ``own_function`` where that would clearly answer more questions in time; None
        without an owner.
    involve
        The functions to involve in every initiative: the glue.
    glue_found
        Whether these link the others beyond chance; if not, `involve` is the one that links most.
    score
        How far the first stands out under central weights, or in one family, whichever is further: in standard
        deviations of what functions show by chance.
    acceptability
        Share of weightings and bootstrap replicates in which the best candidate is first. A share of
        weightings, not a probability of being right.
    threshold
        The score that the best function of an organisation without any special function exceeds in one of twenty.
    by_family
        Who would be first if only one family of criteria counted.
    flips
        "Why not Marketing?": ``function family weight``, the weight that a family would need for this candidate to
        overtake the first; missing where no weight is enough.
    weights
        Of the families, in the middle of what is drawn.
    evidence
        A row per candidate, as in `table`: ``function`` and a column per family, what the weights are put on. The
        candidates that may own are ranked by the sum of weights times evidence.
    runner_up
        The candidate with the next best acceptability; None with a single one.
    facts
        What `reasons` and `cautions` say, as keys of texts with their numbers.
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
    flips: pd.DataFrame
    weights: Mapping[str, float]
    evidence: pd.DataFrame
    facts: Mapping[str, Any]

    def answer(self) -> Sentence:
        """The recommendation in one sentence."""
        key = "involve" if self.glue_found else "involve_doubt"
        return Sentence(
            "said.owner.recommended" if self.recommended else "said.owner.none",
            function=self.recommended or str(self.table["function"].iloc[0]),
            share=self.acceptability,
            score=self.score,
            threshold=self.threshold,
            involve=Sentence(f"said.owner.{key}", functions=self.involve),
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """`table` and `flips`."""
        return {self.name: self.table, "owner_flips": self.flips}

    def reasons(self, lang: Lang = "en") -> list[str]:
        """The reasons, in sentences with numbers.

        Parameters
        ----------
        lang
            ``en`` or ``fr``.
        """
        return [say(key, values, Words(lang)) for key, values in self.facts["reasons"]]

    def cautions(self, lang: Lang = "en") -> list[str]:
        """The cautions, in sentences: when not to trust it.

        Parameters
        ----------
        lang
            ``en`` or ``fr``.
        """
        return [say(key, values, Words(lang)) for key, values in self.facts["cautions"]]

    def plot(self, ax: Axes | None = None) -> Axes:
        """Acceptability of each candidate as bars; a recommendation is coloured, and what one needs is marked."""
        import matplotlib.pyplot as plt

        table = self.table[self.table["acceptability"].notna()].iloc[::-1]
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.2 + 0.32 * len(table)), layout="constrained")
        colours = np.where(table["function"] == self.recommended, MARKED, PLAIN).tolist()
        ax.barh(table["function"], table["acceptability"], color=colours, height=0.6)
        ax.axvline(MIN_ACCEPTABILITY, color=FAINT, linewidth=1, zorder=0)
        ax.set_xlim(0, 1)
        ax.set_xlabel(f"share of weightings in which the function is first ({MIN_ACCEPTABILITY:g} needed)")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return ax


def owner(
    glue: GlueResult,
    silos: SilosResult,
    network: AnyNetwork,
    *,
    findings: Findings | None = None,
    ownership: OwnershipResult | None = None,
    suitability: Sequence[tuple[str, str, float]] = (),
    channels: Sequence[str] = CHANNELS,
    audience: Audience = "balanced",
    simulations: int = 200,
    seed: int = 0,
) -> OwnerResult:
    """Recommend who should own social media, from what the other analyses found.

    Criteria of links and standing are compared with the same function in networks rewired so that functions
    differ only in size and activity (`silograph.graph.rewiring`): values are standard deviations of these, which takes
    out size and activity. Criteria that rest on threads, contacts and posts are compared with the other functions
    (`silograph.stats.others.leave_one_out_scores`). Criteria are averaged within families and families weighed by
    random weights (stochastic multicriteria acceptability analysis), jointly with the uncertainty of the criteria.

    A function is recommended only when there are at least three candidates and 50 rewired networks, it is first
    in at least half of the draws, it does not link clearly less than its size and activity lead to expect, and it
    stands out: its score, overall or in its best family, exceeds the 95th percentile of the *best* score of all
    functions where none is special.

    A function that routes onward what it is asked is never recommended, and links are measured without its people
    (`silograph.analyses.owner.criteria.Links.without`): what is only passed on makes paths between functions that
    do not talk, and a large one of them leaves no paths to see who links the others otherwise.

    Parameters
    ----------
    glue, silos
        Results on `network`, with the same seed and number of replicates, so that replicates are joint.
    network
        People with functions, and their ties.
    findings
        Results of `relay`, `response`, `hourglass` and `maturity` on the same log, as far as there are any: the
        families answers, outside and practice.
    ownership
        Whether another arrangement than a single function would answer more questions in time.
    suitability
        The analyst's own judgement, ``(function, criterion, value)``: shown, never weighed.
    channels
        Channels that the log has; a missing one is a caution.
    audience
        Orders the weights of families: what matters first.
    simulations
        Rewired networks to compare with: at most 200; fewer, at least 50, beyond 20,000 ties.
    seed
        Makes every random step repeatable.

    Returns
    -------
    OwnerResult
        `recommended` (None for "no clear owner"), `involve`, and a `table` with ``function people acceptability score
        suitability`` and each criterion in standard deviations from what is usual.

    Raises
    ------
    NotEnoughDataError
        Fewer than three functions can be assessed.

    References
    ----------
    Lahdelma & Salminen (2001), SMAA-2, Operations Research 49, 444-454.
    """
    network = as_network(network)
    if audience not in PROFILES:
        raise UsageError(f"there is no audience {audience!r}", mend=f"it is one of {', '.join(PROFILES)}")
    findings = findings or Findings()
    barred = frozenset(findings.relay.routing) if findings.relay is not None else frozenset[str]()
    whole = Links(network=network, glue=glue, silos=silos)
    eligible = len(set(whole.candidates) - barred)
    if eligible < MIN_CANDIDATES:
        raise NotEnoughDataError(
            Sentence("lacks.candidates", n=eligible, least=MIN_CANDIDATES),
            mend=Sentence("mend.functions_or_lower"),
        )
    links = whole.without(barred) if barred else whole
    names = tuple(name for name in links.candidates if name not in barred)
    criteria = _Criteria.of(links, names)
    count = min(simulations, _MOST, max(FEWEST, _TIES_TO_REWIRE // len(links.network.ties)))
    null = criteria.in_null_networks(links, count=count, seed=seed)
    evidence = [*findings.evidence(network, names), *_leaders_reached(links, names)]
    scores = _Scores.of(criteria, null, evidence, seed=seed)
    central = central_weights(scores.families, audience)
    chance = float((scores.null @ central).std())
    best_by_chance = _standing_out(scores.null, central, chance=chance).max(axis=1)
    # "higher": with few networks the gate is strict rather than lucky
    threshold = float(np.quantile(best_by_chance, GATE_LEVEL, method="higher"))
    table = pd.DataFrame(
        {
            "function": names,
            "acceptability": _acceptability(_as_evidence(scores.replicates), scores.families, audience, seed),
            "score": _standing_out(scores.observed, central, chance=chance),
            **{f"{name}_z": column for name, column in scores.columns.items()},
        }
    ).sort_values(["acceptability", "score"], ascending=False, ignore_index=True)
    table = _with_barred(table, whole, _judged(suitability), barred)
    first = table.iloc[0]
    excess_high = float(links.glue.table.set_index("function").loc[first["function"], "excess_high"])
    clear = _is_clear(first, threshold, excess_high=excess_high, networks=count)
    recommended = str(first["function"]) if clear else None
    best = scores.observed.argmax(axis=0)
    flips = _flips(scores, central, names, first=str(first["function"]))
    arrangement = _arrangement(recommended, ownership)
    involved = Involved.of(whole, links, barred)
    told = Told(table, whole, links, involved, findings, ownership, recommended, barred)
    return OwnerResult(
        table=table,
        parameters={
            "audience": audience, "simulations": count, "seed": seed, "families": scores.families,
            "criteria": list(scores.columns),
        },
        caveats=_caveats(suitability, whole.candidates),
        recommended=recommended,
        arrangement=arrangement,
        involve=involved.functions,
        glue_found=involved.beyond_chance,
        acceptability=float(first["acceptability"]),
        runner_up=str(table["function"].iloc[1]),
        score=float(first["score"]),
        threshold=threshold,
        by_family={family: names[row] for family, row in zip(scores.families, best.tolist(), strict=True)},
        flips=flips,
        weights=dict(zip(scores.families, central.tolist(), strict=True)),
        evidence=scores.evidence(names),
        facts={
            "reasons": told.reasons(threshold, flips),
            "cautions": told.cautions(audience, scores.families, channels, enough=count >= FEWEST),
        },
    )  # fmt: skip


def _is_clear(first: pd.Series[Any], threshold: float, *, excess_high: float, networks: int) -> bool:
    """Whether the first is recommended: often first, beyond chance, and not one that clearly links too little."""
    often = bool(first["acceptability"] >= MIN_ACCEPTABILITY) and networks >= FEWEST
    return often and excess_high > 0 and bool(first["score"] > threshold)


def _with_barred(
    table: pd.DataFrame, whole: Links, judged: Mapping[str, float], barred: frozenset[str]
) -> pd.DataFrame:
    """Beside each function its people and what was judged of it; functions that are no candidates come last."""
    people = dict(zip(whole.network.functions, whole.network.people_of_functions.tolist(), strict=True))
    last = [name for name in whole.candidates if name in barred]
    table = table.set_index("function").reindex([*table["function"], *last]).reset_index()
    table.insert(1, "people", table["function"].map(people))
    table.insert(4, "suitability", table["function"].map(judged).astype(float))
    return table


@dataclass(frozen=True)
class _Scores:
    """Every candidate on every family, in standard deviations from what is usual.

    Parameters
    ----------
    families
        In the order of `FAMILIES`, as far as one of their criteria was measured.
    columns
        By criterion the observed score of each candidate.
    observed, replicates, null
        Candidates x families; replicates, and organisations without any special function, in front.
    """

    families: list[str]
    columns: Mapping[str, FloatArray]
    observed: FloatArray
    replicates: FloatArray
    null: FloatArray

    @classmethod
    def of(cls, ties: _Criteria, null: FloatArray, evidence: Sequence[Evidence], *, seed: int) -> _Scores:
        rng = np.random.default_rng([seed, 0x4556])
        n_replicates, n_candidates = ties.replicates.shape[:2]
        steps = [1 / max(ties.others, 1) if name == "coverage" else 0.0 for name in ties.names]
        here, drawn, without = (
            _standardised(part, null, steps=steps) for part in (ties.observed, ties.replicates, null)
        )
        chance = np.repeat(without, _DRAWS, axis=0)
        scored = {one.name: _scored(one, n_replicates, rng) for one in evidence}
        families: list[str] = []
        parts: list[tuple[FloatArray, FloatArray, FloatArray]] = []
        for family in FAMILIES:
            by_ties = [(here[:, at], drawn[..., at], chance[..., at]) for at in ties.columns(family)]
            # criteria of one family may say the same thing twice: by chance they vary together
            usual = leave_one_out_scores(rng.normal(size=(len(chance), n_candidates)), 0.0)
            by_rest = [(*scored[one.name], usual) for one in evidence if one.family == family]
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
        return cls(families, columns, *by_kind)

    def evidence(self, names: Sequence[str]) -> pd.DataFrame:
        """What weights are put on, a column per family."""
        return pd.DataFrame(
            {"function": names, **dict(zip(self.families, _as_evidence(self.observed).T, strict=True))}
        )


def _as_evidence(scores: FloatArray) -> FloatArray:
    """Deviations z as evidence, z * |z| / 2: what weights are put on.

    The half square is the logarithm of how much likelier an outcome is under its own mean than under the usual one.
    Averaged as they are, the everyday differences of four families would outvote one function that is truly unusual in
    the fifth. Beyond five deviations more says nothing more.
    """
    limited = np.clip(scores, -_MOST_EVIDENT, _MOST_EVIDENT)
    return np.asarray(limited * np.abs(limited) / 2)


def _standing_out(scores: FloatArray, central: FloatArray, *, chance: float) -> FloatArray:
    """How far a function stands out: under central weights, or in one family, whichever is further.

    Both in standard deviations of chance. Somebody who is outstanding in one family would drown in the noise of the
    others if only the mean counted; whether that is enough to own is for the weightings to say.
    """
    overall = scores @ central / max(chance, _LEAST_SPREAD)
    return np.asarray(np.maximum(overall, scores.max(axis=-1)))


def _scored(one: Evidence, n_replicates: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Scores of the candidates, and of redraws within their standard errors; what is not known counts as usual."""
    errors = np.nan_to_num(one.errors)
    redrawn = one.estimates + errors * rng.normal(size=(n_replicates, len(errors)))
    limits = -_Z_LIMIT, _Z_LIMIT
    return (
        np.clip(np.nan_to_num(leave_one_out_scores(one.estimates, errors)), *limits),
        np.clip(np.nan_to_num(leave_one_out_scores(redrawn, errors)), *limits),
    )


def _caveats(suitability: Sequence[tuple[str, str, float]], names: Sequence[str]) -> tuple[Sentence, ...]:
    notes = [Sentence("note.owner.acceptability")]
    judged = _judged(suitability)
    if odd := set(judged) - set(names):
        notes.append(Sentence("note.owner.not_candidates", n=len(odd), of=len(judged)))
    return tuple(notes)


def _judged(suitability: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    """Mean value of each function that was judged."""
    by_function: dict[str, list[float]] = {}
    for function, _, value in suitability:
        by_function.setdefault(function, []).append(value)
    return {function: float(np.mean(values)) for function, values in by_function.items()}


def _flips(
    scores: _Scores,
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
    value = _as_evidence(scores.observed)
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
            rows.append((name, family, weight))
    table = pd.DataFrame(rows, columns=["function", "family", "weight"])
    return table.sort_values(["weight", "function"], ignore_index=True)


def _arrangement(recommended: str | None, ownership: OwnershipResult | None) -> str | None:
    """A single function, unless a hub or a function of its own clearly answers more questions in time than this one.

    Everybody is never it: nobody has to pass a question on, so they are ahead wherever passing on takes time, and what
    coordinating them costs is not measured. The reasons say what they would answer.
    """
    if recommended is None:
        return None
    if ownership is None:
        return "single_function"
    kinds = ownership.table.set_index("arrangement")["kind"]
    for name in clearly_ahead(ownership, recommended):
        if kinds[name] in ARRANGEMENTS:
            return str(kinds[name])
    return "single_function"


@dataclass(frozen=True)
class _Criteria:
    """Values of the criteria: ``observed`` functions x criteria, ``replicates`` with the bootstrap in front.

    `others` are the functions that a function can exchange with.
    """

    names: tuple[str, ...]
    candidates: tuple[str, ...]
    others: int
    observed: FloatArray
    replicates: FloatArray

    def columns(self, family: str) -> list[int]:
        """Positions of the criteria of a family that could be measured."""
        return [self.names.index(name) for name in FAMILIES[family] if name in self.names]

    @classmethod
    def of(cls, links: Links, candidates: tuple[str, ...]) -> _Criteria:
        network, glue, silos = links.network, links.glue, links.silos
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
        names = tuple(name for family in FAMILIES.values() for name in family if name in observed)
        return cls(
            names,
            candidates,
            len(network.functions) - 1,
            np.column_stack([observed[name] for name in names]),
            np.stack([replicates[name] for name in names], axis=-1),
        )

    def in_null_networks(self, links: Links, *, count: int, seed: int) -> FloatArray:
        """The same criteria where functions differ only in size and activity: networks x candidates x criteria."""
        network, weighted = links.network, bool(links.glue.parameters["weighted"])
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
            rows.append(np.column_stack([values[name] for name in self.names]))
        null = np.array(rows)
        excess = null[:, :, self.names.index("excess")]
        excess -= np.nanmean(excess, axis=0)  # brokerage beyond its mean over these very networks
        return null


def _log(openness: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.log(openness)


def _leaders_reached(links: Links, candidates: Sequence[str]) -> list[Evidence]:
    """Share of each candidate's exchange across its border that is with leaders; empty where levels are unknown."""
    network, glue = links.network, links.glue
    leaders = _leaders(network)
    if leaders is None:
        return []
    count, seed = len(glue.replicates["excess"]), int(glue.parameters["seed"])
    draws = (tie_multiplicities(len(network.ties), replicate=b, seed=seed) for b in range(count))
    resampled = np.array([_share_to(leaders, network, candidates, times=times) for times in draws])
    values = _share_to(leaders, network, candidates)
    return [Evidence("standing", "leaders", values, resampled.std(axis=0, ddof=1))]


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
    functions: Sequence[str],
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


def _standardised(values: FloatArray, null: FloatArray, *, steps: npt.ArrayLike = 0.0) -> FloatArray:
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


def central_weights(families: list[str], audience: str) -> FloatArray:
    """The mean of the weights that are drawn for an audience, a weight per family.

    Examples
    --------
    >>> central_weights(["links", "outside"], "external").round(2).tolist()
    [0.25, 0.75]
    """
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


QUESTION = Question(
    name="owner",
    function=owner,
    result=OwnerResult,
    run=lambda on, done: owner(
        done["glue"],
        done["silos"],
        on.network,
        findings=Findings(
            **{name: done.get(name) for name in ("relay", "response", "hourglass", "maturity")}
        ),
        ownership=done.get("ownership"),
        suitability=on.settings.suitability,
        channels=on.log.channels,
        audience=on.settings.audience,
        simulations=on.settings.simulations,
        seed=on.settings.seed,
    ),
    needs=("silos", "glue"),
    uses=("relay", "response", "ownership", "hourglass", "maturity"),
)
