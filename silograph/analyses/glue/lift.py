"""Does a person of a function carry more than a person of the others? How much more, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata, t

from silograph.analyses.glue.brokerage import TOP_PEOPLE, Anew, Measured, measure, measure_without
from silograph.analyses.glue.evenness import tie_criteria
from silograph.analyses.glue.ties import Ties
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.stats.dealing import dealt_sum_p
from silograph.stats.p_values import SIGNIFICANT, benjamini_hochberg

GROUPS = 40
"""Groups of people left out in turn. With fewer the interval is unsure, with more it costs as much again."""
DRAWS = 2000
"""Draws from the spread of the lifts, behind ranks."""
SPREAD = 0.9
"""A glue joins nearly all pairs of other functions; one that joins fewer is a bridge."""
OF_TIES = ("coverage", "evenness", "participation")
CRITERIA = ("brokerage", "excess", "lift", *OF_TIES, "concentration")
CALLED = ("glue", "bridge")
_SHARES = ("brokerage", *OF_TIES, "concentration")
LEAST = 0.25  # of the variance, that the correction for sampled sources leaves


def nan_mean(values: FloatArray, *, axis: int) -> FloatArray:
    """Mean of what is not NaN; NaN, without a warning, where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    mean: FloatArray = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean


@dataclass(frozen=True, slots=True, eq=False)
class Lift:
    """Brokerage per head of each function over that of the others, and what size alone would give.

    Each of the others counts once, not by its people: else one that is most of the company would be all that a
    function is compared with, and every small function would carry more.

    Parameters
    ----------
    log
        Logarithm of the lift; where nothing passes through the function, or through all the others, half a chain
        stands for nothing.
    value
        The lift as shown: 0 where nothing passes.
    expected
        What of its brokerage its size alone explains: as much per head as the others on average.
    """

    log: FloatArray
    value: FloatArray
    expected: FloatArray

    @classmethod
    def of(
        cls, brokerage: FloatArray, people: IntArray, chain: FloatArray, *, aside: BoolArray | None = None
    ) -> Lift:
        """Lifts of functions among themselves.

        Parameters
        ----------
        brokerage, people
            Of each function; one whose brokerage is not known is not compared.
        chain
            What half a chain is of each brokerage.
        aside
            Functions that no other is compared with.

        Examples
        --------
        Ten people carry 20 %, ten others 10 % and twenty 20 %: 2 % a head against 1 % in both.

        >>> found = Lift.of(np.array([0.2, 0.1, 0.2]), np.array([10, 10, 20]), np.full(3, 1e-4))
        >>> float(found.value[0].round(6)), float(found.expected[0].round(6))
        (2.0, 0.1)
        """
        known = np.isfinite(brokerage) & (people > 0)
        own = np.where(known, brokerage, 0.0)
        heads = np.where(known, people, 1)
        counting = known if aside is None else known & ~aside
        elsewhere = heads * _of_others(own / heads, counting)
        half = heads * _of_others(known / heads, counting) * np.where(known, chain, 0.0)
        expected = np.where(known, elsewhere, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.log(np.where(own > 0, own, chain) / np.where(elsewhere > 0, elsewhere, half))
        log = np.where(np.isfinite(expected), log, np.nan)
        return cls(log, np.where(own > 0, np.exp(log), np.where(np.isfinite(log), 0.0, np.nan)), expected)


def _of_others(values: FloatArray, counting: BoolArray) -> FloatArray:
    """Mean over the other functions that count, each once; NaN without others. Along the last axis."""
    counted = np.where(counting, values, 0.0)
    total = counted.sum(axis=-1, keepdims=True)
    others = total - counted
    others = np.where(
        np.abs(others) > 1e-12 * np.abs(total), others, 0.0
    )  # of a difference nothing may be left
    number = counting.sum() - counting
    mean: FloatArray = np.divide(others, number, out=np.full(others.shape, np.nan), where=number > 0)
    return mean


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Each criterion without one group of people after the other: arrays (groups, functions), NaN where unknown."""

    criteria: Mapping[str, FloatArray]
    numerical: FloatArray

    @classmethod
    def of(cls, ties: Ties, observed: Observed, *, cross: FloatArray, sources: IntArray) -> LeftOut:
        """Leave every group out with its ties.

        Parameters
        ----------
        ties, observed
            As observed; who stands next to whom in the numbers of `ties.codes` decides nothing but the groups.
        cross
            Cross-function betweenness of each node.
        sources
            Nodes to search from, fewer than all in a large network.
        """
        group = dealt(ties)
        rows: dict[str, list[FloatArray]] = {name: [] for name in CRITERIA}
        every = measure_without(ties, observed.functions, cross, group=group, sources=sources)
        for one, found in enumerate(every):
            left = ties.without(group == one)
            _, criteria = _criteria(left, observed.functions, found, aside=observed.aside)
            for name in CRITERIA:
                rows[name].append(criteria[name])
        return cls(
            {name: np.array(values).reshape(-1, len(observed.functions)) for name, values in rows.items()},
            _numerical(observed, len(sources)),
        )

    def spread(self, name: str) -> FloatArray:
        """Standard error of a criterion; infinite where some group leaves nothing of it."""
        values = self.criteria[name]
        number = len(values)
        with np.errstate(invalid="ignore"):
            variance = (number - 1) / number * ((values - values.mean(axis=0)) ** 2).sum(axis=0)
        if name == "lift":
            variance = np.maximum(variance - self.numerical, LEAST * variance)
        return np.where(np.isfinite(variance), np.sqrt(variance), np.inf)

    def draws(self, observed: Observed, number: int, *, seed: int) -> dict[str, FloatArray]:
        """What other people might have given: each criterion around its estimate, all drawn together."""
        rng = np.random.default_rng([seed, 11])
        groups = len(self.criteria["lift"])
        normal = rng.standard_normal((number, groups)) * np.sqrt((groups - 1) / groups)
        drawn = {}
        for name in CRITERIA:
            values = self.criteria[name]
            centred = np.nan_to_num(values - nan_mean(values, axis=0))
            around = observed.criteria[name] + normal @ centred
            drawn[name] = np.clip(around, 0.0, 1.0) if name in _SHARES else around
        return drawn


def dealt(ties: Ties) -> IntArray:
    """Group of each node, -1 of queues beside people: in turn, so that those of a function lie far apart.

    Nodes are numbered function by function (`own_order`), in an order that says nothing about the people.
    """
    group = np.full(len(ties.codes), -1, dtype=np.int64)
    people = np.flatnonzero(ties.counted | (ties.codes < 0))
    group[people] = np.arange(len(people)) % GROUPS
    return group


def _numerical(observed: Observed, searched: int) -> FloatArray:
    """Variance of log lift that comes only from searching fewer sources for the groups than for the estimate.

    The groups are searched from the same sources, but each of them takes its own share of sources with it, so that
    what single sources differ by counts as if people did.
    """
    counts, share = observed.measured.counts, observed.criteria["brokerage"]
    rows = len(counts.through)
    if searched >= rows:
        return np.zeros(len(share))
    whole = slice(None, None, 1 + TOP_PEOPLE)
    through, connected = counts.through[:, whole], counts.connected[:, whole]
    residual = (through - np.nan_to_num(share) * connected) / np.maximum(connected.sum(axis=0), 1.0)
    heads, counting = np.maximum(observed.people, 1), np.isfinite(share) & ~observed.aside
    with np.errstate(divide="ignore", invalid="ignore"):
        of_log = residual / share - _of_others(residual / heads, counting) / _of_others(
            share / heads, counting
        )
    per_source = rows**2 / max(rows - 1, 1) * (np.nan_to_num(of_log) ** 2).sum(axis=0)
    return np.asarray(per_source * (1 / searched - 1 / rows))


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """The criteria of the assessable functions (by their numbers), and the counts behind them.

    Nobody is compared with the functions `aside`.
    """

    functions: IntArray
    aside: BoolArray
    people: IntArray
    measured: Measured
    lift: Lift
    criteria: dict[str, FloatArray]

    @classmethod
    def of(
        cls,
        ties: Ties,
        functions: IntArray,
        *,
        cross: FloatArray,
        sources: IntArray,
        aside: BoolArray | None = None,
    ) -> Observed:
        """Measure everything once."""
        found = measure(ties, functions, cross, sources=sources)
        aside = np.zeros(len(functions), dtype=bool) if aside is None else aside
        lift, criteria = _criteria(ties, functions, found, aside=aside)
        return cls(functions, aside, ties.sizes[functions], found, lift, criteria)


def _criteria(
    ties: Ties, functions: IntArray, found: Measured | Anew, *, aside: BoolArray
) -> tuple[Lift, dict[str, FloatArray]]:
    """The criteria, from what was measured of paths and from the ties."""
    lift = Lift.of(found.brokerage, ties.sizes[functions], found.chain, aside=aside)
    return lift, {
        "brokerage": found.brokerage,
        "excess": found.brokerage - lift.expected,
        "lift": lift.log,
        **tie_criteria(ties, functions),
        "concentration": found.concentration,
    }


def p_dealt(
    parts: FloatArray, codes: IntArray, functions: IntArray, *, aside: BoolArray | None = None
) -> FloatArray:
    """How often people dealt over functions of the same sizes would give a function as much.

    Square roots of the parts are dealt: what passes a person grows with about the square of their contacts, so that
    few people hold most of a plain sum, and wherever they fall decides.

    Parameters
    ----------
    parts
        (n,) what passes each person between people of two other functions.
    codes
        (n,) function of each node that counts in one of `functions`, else -1.
    aside
        Functions whose people are dealt only where they are asked about themselves.
    """
    values = np.sqrt(np.nan_to_num(parts))
    counting = functions if aside is None else functions[~aside]
    found = []
    for f in functions:
        own, among = codes == f, np.isin(codes, counting)
        found.append(dealt_sum_p(values[own | among], int(own.sum()), float(values[own].sum())))
    return np.array(found)


def p_groups(lift: FloatArray, spread: FloatArray, people: IntArray, *, groups: int = GROUPS) -> FloatArray:
    """How often a function no different from the others would have such a lift: t with a degree less than groups.

    Every group that is left out moves the lift of every function, by its own people or by those of the others. One
    person is no sample.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(spread > 0, lift / spread, np.where(lift > 0, np.inf, -np.inf))
    known = np.isfinite(lift) & (people > 1)
    return np.where(known, t.sf(z, max(groups - 1, 1)), np.where(np.isfinite(lift), 1.0, np.nan))


def interval(value: FloatArray, spread: FloatArray, *, groups: int = GROUPS) -> tuple[FloatArray, FloatArray]:
    """95 % interval, t with a degree less than groups; NaN where nothing can be said."""
    wide = t.ppf(0.975, max(groups - 1, 1)) * np.where(np.isfinite(spread), spread, np.nan)
    return value - wide, value + wide


def spreads(
    through: FloatArray, functions: IntArray, people: IntArray, *, aside: BoolArray | None = None
) -> FloatArray:
    """Share of the pairs of other functions between which a function carries more per head than those left.

    Parameters
    ----------
    through
        (functions, all functions, all functions) what passes each between two others a < b; all on one scale.
    functions, people
        The assessable functions by number, and how many they are: what the small ones carry or receive stays out.
    aside
        Functions that none is compared with.
    """
    k = len(functions)
    counting = np.ones(k, dtype=bool) if aside is None else ~aside
    part = through[:, functions[:, None], functions[None, :]]
    part = part + part.transpose(0, 2, 1)
    first, second = np.triu_indices(k, 1)
    carried, heads = part[:, first, second], people.astype(np.float64)
    found = np.full(k, np.nan)
    for f in range(k):
        others = (first != f) & (second != f)
        if not others.any():
            continue
        a, b = first[others], second[others]
        own = carried[f, others]
        rivals = counting & (np.arange(k) != f)
        left = carried[rivals][:, others].sum(axis=0)  # a function carries nothing between itself and another
        alive = np.where(counting, heads, 0.0)
        left_heads = heads[rivals].sum() - alive[a] - alive[b]
        with np.errstate(divide="ignore", invalid="ignore"):
            rest = np.where(left_heads > 0, left / left_heads, 0.0)
        found[f] = (own / heads[f] > rest * (1 + 1e-9)).mean()
    return found


def verdicts(lift: FloatArray, q_value: FloatArray, spread: FloatArray) -> npt.NDArray[np.str_]:
    """``glue``, ``bridge`` or ``ordinary``."""
    real = (q_value < SIGNIFICANT) & (lift > 0)
    return np.where(real, np.where(np.nan_to_num(spread, nan=1.0) >= SPREAD, "glue", "bridge"), "ordinary")


def ranks(lift: FloatArray, draws: FloatArray) -> dict[str, FloatArray]:
    """Rank by lift (equals share the better one), its 95 % interval, and how often first."""
    known = np.isfinite(lift)
    drawn = rankdata(-np.nan_to_num(draws[:, known]), method="min", axis=1)
    first = drawn == 1
    found = {
        "rank": rankdata(-lift[known], method="min"),
        "rank_low": np.quantile(drawn, 0.025, axis=0, method="lower"),
        "rank_high": np.quantile(drawn, 0.975, axis=0, method="higher"),
        "p_first": (first / first.sum(axis=1, keepdims=True)).mean(axis=0),
    }
    placed = {name: np.full(len(lift), np.nan) for name in found}
    for name, values in found.items():
        placed[name][known] = values
    return placed


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What is said of each assessable function's lift."""

    low: FloatArray
    high: FloatArray
    excess_low: FloatArray
    excess_high: FloatArray
    z: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    verdict: npt.NDArray[np.str_]

    @classmethod
    def of(cls, observed: Observed, left_out: LeftOut, p_people: FloatArray, spread: FloatArray) -> Judged:
        """Both tests must agree (intersection-union: Berger & Hsu 1996), so the larger p counts."""
        log, people = observed.lift.log, observed.people
        error, groups = left_out.spread("lift"), len(left_out.criteria["lift"])
        low, high = (np.exp(end) for end in interval(log, error, groups=groups))
        excess = interval(observed.criteria["excess"], left_out.spread("excess"), groups=groups)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(error > 0, log / error, 0.0)
        p_value = np.maximum(p_people, p_groups(log, error, people, groups=groups))
        q_value = benjamini_hochberg(p_value)
        return cls(low, high, *excess, z, p_value, q_value, verdicts(log, q_value, spread))


def ranking(observed: Observed) -> FloatArray:
    """What functions are ranked by: log lift, or brokerage per head where there is nothing to be compared with."""
    log = observed.lift.log
    per_head = observed.criteria["brokerage"] / np.maximum(observed.people, 1)
    return np.asarray((log if np.isfinite(log).any() else per_head).round(9))


def by_rank(observed: Observed) -> list[int]:
    """Places of the functions that have a rank, the first first."""
    values = ranking(observed)
    return [int(i) for i in np.argsort(-values, kind="stable") if np.isfinite(values[i])]
