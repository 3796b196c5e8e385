"""How thick the walls between functions are, and which functions are more closed or open than the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri
from scipy.stats import spearmanr

from silograph.analyses.parts.declare import Column, Table, Total
from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.analyses.silos.show import section
from silograph.arrays import FloatArray, IntArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.igraph import AnyNetwork, as_network, rewire
from silograph.graph.network import Network
from silograph.graph.partitions import modularity
from silograph.graph.small import people_behind
from silograph.graph.walls_model.estimates import Estimates, estimate, joint_openness
from silograph.graph.walls_model.model import ModelTies
from silograph.graph.walls_model.simulate import simulate_ties
from silograph.graph.walls_model.solver import NOBODY
from silograph.language.words import Sentence
from silograph.stats.intervals import bca_interval
from silograph.stats.p_values import benjamini_hochberg, monte_carlo_p
from silograph.stats.resampling import tie_multiplicities

SIGNIFICANT = 0.05
CLOSED, OPEN = 0.8, 1.25
"""Openness that an interval must lie beyond for a verdict: differences that matter, not only that exist."""
MIN_FUNCTIONS = 5
NO_EVENT = -np.log(0.025)
"""Expected number of ties at which seeing none has a probability of 2.5 %."""
MIN_USUAL = 4  # functions that define what is usual
CLEARLY = 0.01  # level at which a function is set aside when measuring the others
EXCHANGE_SIMULATIONS = 200
FEW_SIMULATIONS = 200  # below, `monte_carlo_p` only counts
MUCH_UNKNOWN = 0.1


# What is said of a function rests on those at either end of its ties, inside or across. Openness follows from what
# crosses the border; the pairs of `exchange` add up to both.
_FUNCTIONS = Table(
    columns=(
        Column("function", "function"),
        Column("people", "count", "sum"),
        Column(
            "internal", "strength", "sum", behind="insiders", total=Total("exchange", "observed", within=True)
        ),
        Column("external", "strength", "sum", behind="crossing", total=Total("exchange", "observed")),
        Column("ei", "", "derived", of=("internal", "external")),
        Column("ei_expected", "", "derived", of=("people",)),
        Column("openness", "factor", behind="crossing", joint=True),
        Column("openness_low", "factor"),
        Column("openness_high", "factor"),
        Column("p_value", "p", joint=True),
        Column("q_value", "p", joint=True),
        Column("verdict", "word"),
    ),
    groups=("function",),
    merged=True,
)
_PAIRS = Table(
    columns=(
        Column("function_a", "function"),
        Column("function_b", "function"),
        Column("observed", "strength", "sum"),
        Column("expected", "strength", "sum", joint=True),
        Column("ratio", "factor", "derived", of=("observed", "expected"), joint=True),
        Column("z", "z", "derived", of=("observed",), joint=True),
    ),
    source="exchange",
    groups=("function_a", "function_b"),
    unordered=True,
    merged=True,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SilosResult(Result):
    """What `silos` found.

    Parameters
    ----------
    table
        A row per function, as in `Network.functions`.
    exchange
        A row per unordered pair of functions, and per function with itself: ``function_a function_b observed
        expected ratio z people``; expected under the common model, walls included; `people` have a tie there.
    sizes
        Size of each function for `min_group`: see `Network.group_sizes`.
    set_aside
        Functions so different that the others, and `walls`, were measured without them; most different first.
    walls, walls_low, walls_high
        How many times likelier two people of one function exchange than two of different ones, given how active
        they are, with the 95 % interval.
    modularity, modularity_z
        Weighted modularity of the partition into functions, and its distance from degree-preserving rewirings in
        standard deviations.
    ei, ei_expected, ei_z
        E-I index of the organisation, its mean over permutations of the function labels, and the distance in
        standard deviations. Never read `ei` alone.
    replicates
        Bootstrap replicates of whole ties: ``openness`` (replicates, functions), ``walls`` (replicates,). Drawn
        jointly with other analyses of the same network and seed.
    """

    name: ClassVar[str] = "silos"
    declared: ClassVar[Mapping[str, Table]] = {"silos": _FUNCTIONS, "exchange": _PAIRS}
    figures: ClassVar[tuple[Column, ...]] = (
        Column("walls", "factor", "whole"),
        Column("modularity", "", "whole"),
        Column("modularity_z", "z", "whole"),
        Column("ei", "", "whole"),
        Column("ei_expected", "", "whole"),
        Column("ei_z", "z", "whole"),
    )
    named: ClassVar[tuple[str, ...]] = ("set_aside",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="silos",
            value="openness",
            reference=1.0,
            logarithmic=True,
            marked="silo",
            digits=2,
            ascending=True,
        ),
    )

    exchange: pd.DataFrame
    sizes: Mapping[str, int]
    set_aside: tuple[str, ...]
    walls: float
    walls_low: float
    walls_high: float
    modularity: float
    modularity_z: float
    ei: float
    ei_expected: float
    ei_z: float
    replicates: Mapping[str, FloatArray]

    @property
    def silos(self) -> tuple[str, ...]:
        """Functions with the verdict ``silo``, most closed first."""
        rows = self.table[self.table["verdict"] == "silo"].sort_values("openness")
        return tuple(rows["function"])

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        if not np.isfinite(self.walls):
            return Sentence("said.silos.no_walls")
        walls = Sentence("said.silos.walls", walls=self.walls, low=self.walls_low, high=self.walls_high)
        assessed = int(self.table["verdict"].isin(["silo", "open", "ordinary"]).sum())
        if assessed == 0:
            return Sentence("said.silos.none_assessed", walls=walls)
        found = self.table[self.table["verdict"] == "silo"].sort_values("openness")
        if found.empty:
            return Sentence("said.silos.none", walls=walls, assessed=assessed)
        silos = tuple(
            Sentence(
                "said.silos.one",
                function=row.function,
                openness=row.openness,
                low=row.openness_low,
                high=row.openness_high,
            )
            for row in found.itertuples()
        )
        return Sentence("said.silos.found", walls=walls, n=len(silos), assessed=assessed, silos=silos)


def silos(
    network: AnyNetwork,
    *,
    replicates: int = 1000,
    simulations: int = 1000,
    rewirings: int = 100,
    seed: int = 0,
    min_group: int = 5,
) -> SilosResult:
    """How closed are the functions, and which are more closed or open than this organisation's usual?

    `openness` of a function is the factor by which ties across its border are more (or less) frequent than ties
    between other functions, given how active everybody is and how thick walls are in general: ``x_F`` of the
    degree-corrected planted-partition model. A function that clearly differs is set aside when the others are
    measured, so that it does not define what is usual. Verdict ``silo`` when the adjusted p-value is below 0.05 and
    the whole 95 % interval below 0.8; ``open`` when above 1.25; else ``ordinary``. Below five functions nobody is
    usual and there is ``no_verdict``.

    Parameters
    ----------
    network
        People with functions, and their ties; a graph of networkx or igraph too (see `as_network`).
    replicates
        Bootstrap replicates of whole ties, behind the intervals.
    simulations
        Networks drawn from the common model, behind the p-values and the z of `exchange`.
    rewirings
        Degree-preserving rewirings, behind `modularity_z`.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer people (or teams, where they have teams only) are ``not_assessable``; they are computed
        with everyone, without a p-value.

    Returns
    -------
    SilosResult
        `table` has ``function people internal external ei ei_expected openness openness_low openness_high p_value
        q_value verdict insiders crossing``; `people` are persons, not teams; `internal` and `external` are strengths,
        each tie counted once; `insiders` and `crossing` are the people behind them, on both sides of the border.

    Raises
    ------
    NotEnoughDataError
        No tie between two people of known function.
    UsageError
        A number of replicates, simulations or rewirings below 1.

    References
    ----------
    Karrer & Newman (2011), Phys. Rev. E 83, 016107. Krackhardt & Stern (1988), Soc. Psychol. Q. 51, 123-140 (E-I).
    Newman (2004), Phys. Rev. E 70, 056131 (modularity). Efron (1987), J. Am. Stat. Assoc. 82, 171-185 (intervals).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> function = np.repeat(["HR", "IT", "Legal", "PR", "Sales"], 8)
    >>> rate = np.where(function[:, None] == function, 1.0, 0.2)
    >>> source, target = np.nonzero(np.triu(rng.random((40, 40)) < rate, 1))
    >>> edges = zip(source.tolist(), target.tolist())
    >>> result = silos(Network.from_edges(edges, dict(enumerate(function))), replicates=50, simulations=50)
    >>> result.silos, result.walls > 3
    ((), True)
    """
    network = as_network(network)
    for name, number in (("replicates", replicates), ("simulations", simulations), ("rewirings", rewirings)):
        if number < 1:
            raise UsageError(f"{name} must be at least 1, not {number}")
    ties = ModelTies.of(network)
    if len(ties.row) == 0:
        raise NotEnoughDataError(Sentence("lacks.no_known_tie"), mend=Sentence("mend.more_functions"))
    unusual = _unusual(ties, network.group_sizes, min_group=min_group)
    aside = unusual.functions
    usual = ties.without(aside)
    draw = _Draws(n_ties=len(network.ties), replicates=replicates, simulations=simulations, seed=seed)
    found = _assess(usual, draw)
    for function in aside:
        found = found.with_function(
            function, _assess(ties.without(set(aside) - {function}), draw, only=function)
        )
    walls_low, walls_high = bca_interval(
        found.point.log_walls, found.walls, acceleration=found.point.log_walls_acceleration
    )
    modularity, modularity_z = _modularity(ties, rewirings=rewirings, seed=seed)
    cohesion = _ei(ties, network.function_sizes)
    table = pd.DataFrame(
        {
            "function": network.functions,
            "people": network.people_of_functions,
            "internal": cohesion.internal,
            "external": cohesion.external,
            "ei": cohesion.ei,
            "ei_expected": cohesion.ei_expected,
            "openness": np.exp(found.log_openness),
            "openness_low": np.exp(found.low),
            "openness_high": np.exp(found.high),
        }
    )
    assessable = _assessable(network.group_sizes, table["openness"], min_group=min_group)
    table["p_value"] = np.where(assessable, found.p_value, np.nan)
    table["q_value"] = benjamini_hochberg(table["p_value"])
    table["verdict"] = _verdicts(table, assessable)
    table["insiders"], table["crossing"] = _people_of_functions(network)
    if unusual.more:  # nobody can say what is usual: the median function must agree
        table.loc[_contradicted(table["verdict"], unusual.jointly), "verdict"] = "ordinary"
    options = {"replicates": replicates, "simulations": simulations, "rewirings": rewirings}
    return SilosResult(
        table=table,
        exchange=_exchange(network, ties, simulations=min(simulations, EXCHANGE_SIMULATIONS), seed=seed),
        sizes=dict(zip(network.functions, network.group_sizes.tolist(), strict=True)),
        set_aside=tuple(network.functions[code] for code in aside),
        walls=float(np.exp(found.point.log_walls)),
        walls_low=float(np.exp(walls_low)),
        walls_high=float(np.exp(walls_high)),
        modularity=modularity,
        modularity_z=modularity_z,
        ei=cohesion.ei_overall,
        ei_expected=cohesion.ei_overall_expected,
        ei_z=cohesion.ei_overall_z,
        replicates={"openness": np.exp(found.boot), "walls": np.exp(found.walls)},
        parameters={**options, "seed": seed, "min_group": min_group, "tie_rule": network.tie_rule.to_dict()},
        caveats=_caveats(
            network, table, assessable, boot=found.boot, simulations=simulations, unusual=unusual
        ),
    )


class _Unusual(NamedTuple):
    """Functions that must not define what is usual, the most different first."""

    functions: tuple[int, ...]
    more: bool  # whether another one differs as clearly, but no majority of like functions would be left
    jointly: FloatArray  # log openness of all functions, estimated at once


def _unusual(ties: ModelTies, sizes: IntArray, *, min_group: int) -> _Unusual:
    """Functions so different from the rest that they are measured apart.

    One very open function takes part in everybody's ties: measured with it, ordinary functions look closed. So the
    functions farthest from the median are set aside to begin with, and come back as long as some do not clearly
    differ from those that stayed; then whoever else clearly differs follows. Who is set aside from the beginning must
    differ with everybody present too: a function is not closed because its partners were taken away. Clear cases
    only (Bonferroni at `CLEARLY`), fewer than half of the functions, for what is usual is what most do, and at least
    `MIN_USUAL` stay.
    """
    jointly = joint_openness(ties)
    large = np.flatnonzero(sizes >= min_group)
    most = _most_aside(len(large))
    if most < 1:
        return _Unusual((), more=False, jointly=jointly)
    limit = _clear(len(large))
    among_all = _deviation(ties)
    candidates = large[_agreeing(among_all, jointly, limit=limit)[large]]
    farthest = candidates[np.argsort(-np.abs(jointly[candidates]), kind="stable")][:most].tolist()
    aside = _staying_apart(ties, farthest, np.sign(among_all), limit=limit)
    while True:
        z = np.abs(_deviation(ties.without(aside)))
        z[np.setdiff1d(np.arange(len(sizes)), large)] = 0.0
        first = int(z.argmax())
        if z[first] < limit:
            return _Unusual(tuple(aside), more=False, jointly=jointly)
        if len(aside) == most:
            return _Unusual(tuple(aside), more=True, jointly=jointly)
        aside.append(first)


def _most_aside(functions: int) -> int:
    """How many of so many functions may be set aside; below 1: none."""
    return min((functions - 1) // 2, functions - MIN_USUAL)


def _clear(functions: int) -> float:
    """Standard deviations by which one of so many functions must differ: two-sided, Bonferroni at `CLEARLY`."""
    return float(-ndtri(CLEARLY / (2 * functions)))


def _agreeing(z: FloatArray, jointly: FloatArray, *, limit: float) -> npt.NDArray[np.bool_]:
    """Who clearly differs, to the side on which the log openness estimated at once lies too."""
    return np.asarray((np.abs(z) >= limit) & (np.sign(z) == np.sign(jointly)))


def _staying_apart(ties: ModelTies, aside: list[int], sign: FloatArray, *, limit: float) -> list[int]:
    """Those of `aside` that differ by at least `limit`, to the side of their `sign`, from who is not aside."""
    while aside:
        z = {one: sign[one] * _deviation(ties.without(set(aside) - {one}), only=one)[one] for one in aside}
        unclear = sorted((one for one in aside if z[one] < limit), key=z.__getitem__)
        if not unclear:
            break
        back = unclear[: (len(unclear) + 1) // 2]  # one at a time takes long with hundreds of functions
        aside = [one for one in aside if one not in back]
    return aside


def _deviation(ties: ModelTies, *, only: int = NOBODY) -> FloatArray:
    """Studentised log openness of each function; 0 where it is too small to matter, or cannot be told.

    Where nothing crosses a border, or nothing stays inside, it is the deviance
    residual of no tie where some are expected.
    """
    if len(ties.row) == 0:
        return np.zeros(ties.n_functions)
    point = estimate(ties, only=only)
    z = _studentised(point)
    expected = point.common.expected()
    inside, across = _mean_strength(ties)
    for sign, strength, mean in (
        (-1, expected.sum(axis=1) - np.diag(expected), across),
        (1, np.diag(expected), inside),
    ):
        nothing = z == sign * np.inf
        z[nothing] = sign * np.sqrt(2 * strength[nothing] / mean) if mean > 0 else 0.0
    z[np.isnan(z) | _too_near(point.log_openness)] = 0.0
    return z


def _too_near(log_openness: FloatArray) -> npt.NDArray[np.bool_]:
    """Which functions are about as open as the others: differences that do not matter."""
    return np.asarray((np.log(CLOSED) <= log_openness) & (log_openness <= np.log(OPEN)))


class _Draws(NamedTuple):
    """How often to draw, and from which seed."""

    n_ties: int
    replicates: int
    simulations: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class _Assessment:
    """Openness against one notion of usual; arrays over functions, NaN where not asked for or outside."""

    point: Estimates
    log_openness: FloatArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray
    walls: FloatArray
    boot: FloatArray

    def with_function(self, function: int, other: _Assessment) -> _Assessment:
        """The same with one function's numbers from another."""
        columns = {}
        for name in ("log_openness", "low", "high", "p_value", "boot"):
            mine = getattr(self, name).copy()
            mine[..., function] = getattr(other, name)[..., function]
            columns[name] = mine
        return replace(self, **columns)


def _assess(ties: ModelTies, draw: _Draws, *, only: int = NOBODY) -> _Assessment:
    point = estimate(ties, only=only)
    walls, boot = _bootstrap(ties, point, draw, only=only)
    null = _null(ties, point, simulations=draw.simulations, seed=draw.seed, only=only)
    low, high = _interval(ties, point, boot)
    return _Assessment(point, point.log_openness, low, high, _p_values(ties, point, null), walls, boot)


class _Null(NamedTuple):
    """Per simulated network: studentised log openness (S, functions), exchange beyond expected (S, f, f)."""

    z: FloatArray
    residual: FloatArray


class _Cohesion(NamedTuple):
    internal: FloatArray
    external: FloatArray
    ei: FloatArray
    ei_expected: FloatArray
    ei_overall: float
    ei_overall_expected: float
    ei_overall_z: float


def _bootstrap(
    ties: ModelTies, point: Estimates, draw: _Draws, *, only: int
) -> tuple[FloatArray, FloatArray]:
    """Log walls (B,) and log openness (B, functions) over resamples of whole ties of the whole network."""
    walls, openness = np.empty(draw.replicates), np.empty((draw.replicates, ties.n_functions))
    for b in range(draw.replicates):
        times = tie_multiplicities(draw.n_ties, replicate=b, seed=draw.seed)[ties.row]
        drawn = estimate(ties, ties.strength * times, start=point.common, errors=False, only=only)
        walls[b], openness[b] = drawn.log_walls, drawn.log_openness
    return walls, openness


def _null(ties: ModelTies, point: Estimates, *, simulations: int, seed: int, only: int = NOBODY) -> _Null:
    """What the estimates look like where all functions are equally open."""
    z, residual = [], []
    for s in range(simulations):
        drawn = simulate_ties(ties, point.common, replicate=s, seed=seed)
        again = estimate(drawn, start=point.common, only=only)
        z.append(_studentised(again))
        residual.append(drawn.between() - again.common.expected())
    return _Null(np.array(z), np.array(residual))


def _studentised(estimates: Estimates) -> FloatArray:
    """Log openness in standard errors; infinite where the estimate is."""
    log_openness, error = estimates.log_openness, estimates.log_openness_error
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isfinite(log_openness), log_openness / error, log_openness)


def _mean_strength(ties: ModelTies) -> tuple[float, float]:
    """Of a tie inside a function and of one across."""
    inside = ties.function[ties.source] == ties.function[ties.target]
    overall = float(ties.strength.mean())
    return tuple(float(ties.strength[k].mean()) if k.any() else overall for k in (inside, ~inside))  # type: ignore[return-value]


def _interval(ties: ModelTies, point: Estimates, boot: FloatArray) -> tuple[FloatArray, FloatArray]:
    """95 % interval of log openness.

    Where nothing crosses the border (or stays inside) resampling has nothing to vary: there the open end is where
    seeing no tie has a probability of 2.5 %. Multiplying openness by c divides the expected inside by c squared.
    """
    low, high = bca_interval(point.log_openness, boot, acceleration=point.log_openness_acceleration)
    inside, across = _mean_strength(ties)
    expected = point.common.expected()
    own = np.diag(expected)
    with np.errstate(divide="ignore"):
        none_across = np.log(NO_EVENT * across / (expected.sum(axis=1) - own))
        none_inside = np.log(own / inside / NO_EVENT) / 2
    low = np.where(np.isposinf(point.log_openness), none_inside, low)
    high = np.where(np.isneginf(point.log_openness), none_across, high)
    return low, high


def _p_values(ties: ModelTies, point: Estimates, null: _Null) -> FloatArray:
    """Two-sided, from the studentised log openness; where that is infinite, from the exchange beyond expected."""
    observed = _studentised(point)
    residual = ties.between() - point.common.expected()
    off = ~np.eye(ties.n_functions, dtype=bool)
    border, null_border = (residual * off).sum(axis=1), (null.residual * off).sum(axis=2)
    p = np.full(ties.n_functions, np.nan)
    for f in range(ties.n_functions):
        if np.isfinite(observed[f]):
            p[f] = monte_carlo_p(observed[f], null.z[:, f])
        elif np.isinf(observed[f]):
            p[f] = monte_carlo_p(border[f], null_border[:, f])
    return p


def _assessable(sizes: IntArray, openness: pd.Series[float], *, min_group: int) -> pd.Series[bool]:
    return pd.Series(sizes >= min_group) & openness.notna()


def _verdicts(table: pd.DataFrame, assessable: pd.Series[bool]) -> list[str]:
    if len(table) < MIN_FUNCTIONS:
        return ["no_verdict"] * len(table)
    if assessable.sum() < MIN_FUNCTIONS:
        return ["no_verdict" if one else "not_assessable" for one in assessable]
    verdict = pd.Series("ordinary", index=table.index)
    significant = table["q_value"] < SIGNIFICANT
    verdict[significant & (table["openness_high"] < CLOSED)] = "silo"
    verdict[significant & (table["openness_low"] > OPEN)] = "open"
    verdict[~assessable] = "not_assessable"
    return verdict.tolist()


def _contradicted(verdict: pd.Series[str], jointly: FloatArray) -> npt.NDArray[np.bool_]:
    """Which verdicts the log openness estimated at once does not bear out; none where it is not known."""
    closed, opened = (verdict.eq(word).to_numpy() for word in ("silo", "open"))
    return np.asarray((closed & (jointly >= np.log(CLOSED))) | (opened & (jointly <= np.log(OPEN))))


def _ei(ties: ModelTies, sizes: IntArray) -> _Cohesion:
    """E-I indices and what permuting the function labels of people would give.

    Per function the expectation is the index of the expected strengths; over all, mean and variance are exact.
    """
    between = ties.between()
    internal = np.diag(between).copy()
    external = between.sum(axis=1) - internal
    n, everything = sizes.sum(), float(ties.strength.sum())
    pairs_in, pairs_out = sizes * (sizes - 1) / 2, sizes * (n - sizes)
    mean, sd = permuted_inside(ties, sizes)
    ei, expected = 1 - 2 * internal.sum() / everything, 1 - 2 * mean / everything
    with np.errstate(invalid="ignore", divide="ignore"):
        return _Cohesion(
            internal,
            external,
            (external - internal) / (external + internal),
            (pairs_out - pairs_in) / (pairs_out + pairs_in),
            float(ei),
            float(expected),
            float((ei - expected) / (np.divide(2 * sd, everything))),
        )


def permuted_inside(ties: ModelTies, sizes: IntArray) -> tuple[float, float]:
    """Mean and standard deviation of the strength inside functions over permutations of the labels.

    Exact, from the chances that one pair, two pairs with a person in common, and two without have people of one
    function each (Mantel 1967, Cancer Res. 27, 209-220). E-I is 1 minus twice the inside share.

    Examples
    --------
    Four people in two functions of two, one tie: inside in 1 of 3 permutations.

    >>> network = Network.from_edges([("a", "b")], {"a": "x", "b": "x", "c": "y", "d": "y"})
    >>> mean, sd = permuted_inside(ModelTies.of(network), network.function_sizes)
    >>> round(mean, 4), round(sd, 4)
    (0.3333, 0.4714)
    """
    n, size = float(sizes.sum()), sizes.astype(float)
    falling2, falling3 = size * (size - 1), size * (size - 1) * (size - 2)
    one = falling2.sum() / (n * (n - 1))
    touching = falling3.sum() / max(n * (n - 1) * (n - 2), 1)
    apart = (falling2.sum() ** 2 - (falling2**2).sum() + (falling3 * (size - 3)).sum()) / max(
        n * (n - 1) * (n - 2) * (n - 3), 1
    )
    degree = np.bincount(np.r_[ties.source, ties.target], weights=np.r_[ties.strength, ties.strength])
    everything, squares = ties.strength.sum(), (ties.strength**2).sum()
    touch = (degree**2).sum() - 2 * squares
    second = squares * one + touch * touching + (everything**2 - squares - touch) * apart
    mean = everything * one
    return float(mean), float(np.sqrt(max(second - mean**2, 0.0)))


def _modularity(ties: ModelTies, *, rewirings: int, seed: int) -> tuple[float, float]:
    """Of the partition into functions, and in standard deviations from rewired networks."""
    n = len(ties.function)

    def of(source: IntArray, target: IntArray, strength: FloatArray) -> float:
        return modularity(ties.function[source], ties.function[target], strength)

    observed = of(ties.source, ties.target, ties.strength)
    null = [
        of(*rewire(n, ties.source, ties.target, ties.strength, seed=seed, replicate=r))
        for r in range(rewirings)
    ]
    spread = float(np.std(null, ddof=1)) if rewirings > 1 else 0.0
    return observed, (observed - float(np.mean(null))) / spread if spread > 1e-12 else float("nan")


def _exchange(network: Network, ties: ModelTies, *, simulations: int, seed: int) -> pd.DataFrame:
    """Exchange between functions against the common model; z against networks simulated from it."""
    point = estimate(ties, errors=False, only=0)
    null = _null(ties, point, simulations=simulations, seed=seed, only=0)
    a, b = np.triu_indices(ties.n_functions)
    observed, expected = ties.between()[a, b], point.common.expected()[a, b]
    spread = null.residual[:, a, b].std(axis=0)
    names = np.array(network.functions, dtype=object)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(expected > 0, observed / expected, np.nan)
        z = np.where(spread > 0, (observed - expected) / spread, np.nan)
    return pd.DataFrame(
        {
            "function_a": names[a],
            "function_b": names[b],
            "observed": observed,
            "expected": expected,
            "ratio": ratio,
            "z": z,
            "people": _people_of_pairs(network)[a, b],
        }
    )


def _people_of_pairs(network: Network) -> IntArray:
    """(functions, functions) people with a tie there; its upper half."""
    a, b, tie = _known_ends(network)
    k = len(network.functions)
    return people_behind(network, tie, np.minimum(a, b) * k + np.maximum(a, b), cells=k * k).reshape(k, k)


def _people_of_functions(network: Network) -> tuple[IntArray, IntArray]:
    """Per function people with a tie inside it, and people on both sides of its border with one across."""
    a, b, tie = _known_ends(network)
    k, across = len(network.functions), a != b
    inside = people_behind(network, tie[~across], a[~across], cells=k)
    ends = np.concatenate([a[across], b[across]])
    return inside, people_behind(network, np.tile(tie[across], 2), ends, cells=k)


def _known_ends(network: Network) -> tuple[IntArray, IntArray, IntArray]:
    """Functions of both ends of the ties between people of known function, and the numbers of these ties."""
    codes, ties = network.function_codes, network.ties
    a, b = codes[ties.source], codes[ties.target]
    known = np.flatnonzero((a >= 0) & (b >= 0))
    return a[known], b[known], known


def _caveats(
    network: Network,
    table: pd.DataFrame,
    assessable: pd.Series[bool],
    *,
    boot: FloatArray,
    simulations: int,
    unusual: _Unusual,
) -> tuple[Sentence, ...]:
    notes = []
    if simulations < FEW_SIMULATIONS:
        notes.append(Sentence("note.silos.few_simulations", n=simulations, least=FEW_SIMULATIONS))
    if assessable.sum() < MIN_FUNCTIONS:
        notes.append(Sentence("note.silos.few_functions", n=int(assessable.sum()), least=MIN_FUNCTIONS))
    unknown = float((network.function_codes < 0).mean())
    if unknown > MUCH_UNKNOWN:
        notes.append(Sentence("note.silos.unknown", share=unknown))
    missing = int((~assessable).sum())
    if missing:
        notes.append(Sentence("note.silos.small", n=missing, of=len(table)))
    shaky = table.loc[assessable & (np.isfinite(boot).mean(axis=0) < 0.95), "function"].tolist()
    if shaky:
        notes.append(Sentence("note.silos.shaky", functions=tuple(shaky)))
    judged = table[assessable]
    sizes = network.function_sizes[assessable.to_numpy()]
    if len(judged) >= MIN_FUNCTIONS and np.ptp(sizes) > 0:
        trend = spearmanr(sizes, judged["openness"])
        if trend.pvalue < SIGNIFICANT:
            notes.append(Sentence("note.silos.size", correlation=float(trend.statistic)))
    if unusual.more:
        notes.append(Sentence("note.silos.no_usual", n=len(unusual.functions)))
    return tuple(notes)


QUESTION = Question(
    name="silos",
    function=silos,
    result=SilosResult,
    run=lambda on, _: silos(
        on.network,
        replicates=on.settings.replicates,
        simulations=on.settings.simulations,
        seed=on.settings.seed,
        min_group=on.settings.min_group,
    ),
    whole=True,
    section=section,
    expected=True,
    documented="Which functions are silos?",
    references=(
        (
            "Krackhardt & Stern (1988), Informal networks and organizational crises. Social Psychology "
            "Quarterly 51, 123-140."
        ),
        (
            "Karrer & Newman (2011), Stochastic blockmodels and community structure in networks. "
            "Physical Review E 83, 016107."
        ),
        (
            "Benjamini & Hochberg (1995), Controlling the false discovery rate. J. R. Stat. Soc. B 57, "
            "289-300."
        ),
    ),
)
