"""How thick the walls between functions are, and which functions are more closed or open than the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from silograph.analyses.parts.declare import Column, Table, Total
from silograph.analyses.parts.options import number_of
from silograph.analyses.parts.public_logs import recognised, references
from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result, doubts_of
from silograph.analyses.silos.ei_index import cohesion_of
from silograph.analyses.silos.exchange import exchange_of
from silograph.analyses.silos.modularity import modularity_of
from silograph.analyses.silos.openness import CLOSED, MIN_FUNCTIONS, OPEN, Assessed, assess
from silograph.analyses.silos.show import section
from silograph.analyses.silos.walls import Walls, walls_of
from silograph.arrays import FloatArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError
from silograph.graph.igraph import AnyNetwork, as_network
from silograph.graph.network import Network
from silograph.graph.small import people_at_borders
from silograph.graph.walls_model.alike import Alike
from silograph.graph.walls_model.model import ModelTies, fit
from silograph.language.words import Sentence
from silograph.stats.p_values import SIGNIFICANT

MUCH_UNKNOWN = 0.1  # of what is counted: a tenth can change a figure by its interval
JUDGED = ("silo", "open", "ordinary")


def highest_known_walls(*, without: str = "") -> float | None:
    """The thickest walls of the public logs; above, every function keeps to itself. None: too few to compare with.

    Parameters
    ----------
    without
        The public log that is being analysed.
    """
    return max(references("walls", without=without), default=None)


# Openness of all functions is worked out at once. With small ones apart, it tells who of the hidden people belong
# together, to anybody who sees their ties (on a page under pseudonyms): one way to part them gives all its digits.
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
        Column("openness", "factor", "whole", behind="crossing", joint=1),
        Column("openness_low", "factor", "whole"),
        Column("openness_high", "factor", "whole"),
        Column("p_value", "p", "whole", behind="crossing", joint=1),
        Column("q_value", "p", "whole", behind="crossing", adjusts="p_value", joint=1),
        Column("verdict", "word", "whole", behind="crossing"),
        Column("openness_without_site", "factor", "whole", behind="crossing", joint=1),
        Column("verdict_without_site", "word", "whole", behind="crossing"),
    ),
    groups=("function",),
    merged=True,
)
# What the model gives for all pairs of a function adds up to its exchange: with small functions apart, what it gives
# for the others tells what it gives inside the hidden ones together, and that how their exchange is parted among them.
_PAIRS = Table(
    columns=(
        Column("function_a", "function"),
        Column("function_b", "function"),
        Column("observed", "strength", "sum"),
        Column("expected", "strength", "whole", of=("observed",), joint=1),
        Column("ratio", "factor", "whole", of=("observed", "expected"), joint=1),
        Column("z", "z", "whole", of=("observed",), joint=1),
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
    shared
        What else than functions the comparison takes into account, as far as known: ``site unit manager level``.
    walls, walls_low, walls_high
        How many times likelier two people of one function exchange than two of different ones, given how active
        they are, with the 95 % interval.
    walls_same_site, walls_same_site_low, walls_same_site_high
        The same of people on one site; NaN where sites are not known.
    modularity, modularity_z
        Weighted modularity of the partition into functions, and its distance from degree-preserving rewirings in
        standard deviations.
    ei, ei_expected, ei_z
        E-I index of the organisation, its mean over permutations of the function labels, and the distance in
        standard deviations. Never read `ei` alone.
    covariance
        (functions, functions) of log openness where people vary, small functions having borrowed; NaN where it
        cannot be told.
    """

    name: ClassVar[str] = "silos"
    declared: ClassVar[Mapping[str, Table]] = {"silos": _FUNCTIONS, "exchange": _PAIRS}
    compared: ClassVar[Mapping[str, str]] = {"walls": "walls"}
    figures: ClassVar[tuple[Column, ...]] = (
        Column("walls", "factor", "whole"),
        Column("walls_same_site", "factor", "whole"),
        # beside what the functions exchange with others, an equation for what they exchange inside
        Column("modularity", "", "whole", of_all=("silos.internal", "silos.external")),
        Column("modularity_z", "z", "whole", of_all=("silos.internal", "silos.external")),
        Column("ei", "", "whole"),
        Column("ei_expected", "", "whole"),
        Column("ei_z", "z", "whole"),
    )
    kept: ClassVar[tuple[str, ...]] = ("shared",)
    listed: ClassVar[tuple[str, ...]] = ("function", "openness", "q_value")
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
    shared: tuple[str, ...]
    walls: float
    walls_low: float
    walls_high: float
    walls_same_site: float
    walls_same_site_low: float
    walls_same_site_high: float
    modularity: float
    modularity_z: float
    ei: float
    ei_expected: float
    ei_z: float
    covariance: FloatArray

    @property
    def found(self) -> pd.DataFrame:
        """Functions with the verdict ``silo``, most closed first."""
        return self.table[self.table["verdict"] == "silo"].sort_values("openness")

    @property
    def silos(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self.found["function"])

    @property
    def finding(self) -> Sentence:
        """What board members need to know, without a figure."""
        assessed = self.table["verdict"].isin(JUDGED)
        if not assessed.any():
            return Sentence("said.silos.none_assessed")
        if self.silos:
            return Sentence("said.silos.found", n=len(self.silos), names=self.silos)
        highest = highest_known_walls(without=self.public)
        if highest is not None and self.walls_low > highest:
            return Sentence("said.silos.everybody")
        beyond = self.table[assessed & (self.table["q_value"] < SIGNIFICANT)]
        unsure = tuple(beyond.loc[beyond["openness"] < CLOSED, "function"])
        if unsure:
            return Sentence("said.silos.unsure", n=len(unsure), names=unsure)
        little = beyond["openness"].between(CLOSED, OPEN).any()
        return Sentence("said.silos.slight" if little else "said.silos.none")

    def answer(self) -> Sentence:
        """The answer in one sentence, then the numbers behind it."""
        if not np.isfinite(self.walls):
            return Sentence("said.silos.no_walls")
        walls = Sentence("said.silos.walls", walls=self.walls, low=self.walls_low, high=self.walls_high)
        found = self.found
        if found.empty:
            return Sentence("said.silos.answer", finding=self.finding, walls=walls)
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
        assessed = int(self.table["verdict"].isin(JUDGED).sum())
        return Sentence(
            "said.silos.answer_found",
            finding=self.finding,
            walls=walls,
            n=len(silos),
            assessed=assessed,
            silos=silos,
        )


SIMULATIONS = 100
"""Rewired networks where none are asked for."""


def silos(network: AnyNetwork, *, simulations: int | None = None, min_group: int = 5) -> SilosResult:
    """How closed are the functions, and which are more closed or open than this organisation's usual?

    `openness` of a function is the factor by which ties across its border are more (or less) frequent than those of
    the other functions, given how active everybody is, how thick walls are in general, and who sits on one site
    or has one manager as far as the people file says so: ``x_F`` of the degree-corrected planted-partition model,
    all functions at once. Verdict ``silo`` when the adjusted p-value is below 0.05 and the whole 95 % interval
    below 0.8; ``open`` when above 1.25; else ``ordinary``. Below five functions nobody is usual and there is
    ``no_verdict``. No step is random but the rewired networks behind `modularity_z`, which are always the same.

    Parameters
    ----------
    network
        People with functions, and their ties; a graph of networkx or igraph too (see `as_network`). Columns
        ``location unit manager_id level`` of its people are taken into account where most people have them.
    simulations
        Networks rewired so that degrees stay, behind `modularity_z`; 100 where None.
    min_group
        Functions with fewer people (or teams, where they have teams only) are ``not_assessable``; they are computed
        with everyone, without a p-value.

    Returns
    -------
    SilosResult
        `table` has ``function people internal external ei ei_expected openness openness_low openness_high p_value
        q_value verdict insiders crossing``; `people` are persons, not teams; `internal` and `external` are strengths,
        each tie counted once; `insiders` and `crossing` are the people behind them, on both sides of the border.
        Where more than functions is known, also ``openness_without_site verdict_without_site``.

    Raises
    ------
    NotEnoughDataError
        No tie between two people of known function.
    UsageError
        Fewer simulations than 1.

    References
    ----------
    Karrer & Newman (2011), Phys. Rev. E 83, 016107. Krackhardt & Stern (1988), Soc. Psychol. Q. 51, 123-140 (E-I).
    Newman (2004), Phys. Rev. E 70, 056131 (modularity). Aronow, Samii & Assenova (2015), Political Analysis 23,
    564-577 (intervals).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> function = np.repeat(["HR", "IT", "Legal", "PR", "Sales"], 8)
    >>> rate = np.where(function[:, None] == function, 1.0, 0.2)
    >>> source, target = np.nonzero(np.triu(rng.random((40, 40)) < rate, 1))
    >>> edges = zip(source.tolist(), target.tolist())
    >>> result = silos(Network.from_edges(edges, dict(enumerate(function))))
    >>> result.silos, result.walls > 3
    ((), True)
    """
    network = as_network(network)
    simulations = number_of(simulations, SIMULATIONS, name="simulations")
    ties = ModelTies.of(network)
    if len(ties.row) == 0:
        raise NotEnoughDataError(Sentence("lacks.no_known_tie"), mend=Sentence("mend.more_functions"))
    sizes = network.group_sizes
    assessed = assess(ties, sizes, min_group=min_group)
    plain = assess(ties.plain, sizes, min_group=min_group) if ties.cells.names else None
    table = _table(network, ties, assessed, plain)
    modularity, modularity_z = modularity_of(ties, rewirings=simulations)
    cohesion = cohesion_of(ties, network.function_sizes)
    walls, same_site = _walls(network, ties, assessed if plain is None else plain)
    return SilosResult(
        table=table,
        exchange=exchange_of(network, assessed.found.common),
        sizes=dict(zip(network.functions, sizes.tolist(), strict=True)),
        shared=ties.cells.names,
        walls=walls.value,
        walls_low=walls.low,
        walls_high=walls.high,
        walls_same_site=same_site.value,
        walls_same_site_low=same_site.low,
        walls_same_site_high=same_site.high,
        modularity=modularity,
        modularity_z=modularity_z,
        ei=cohesion.ei_overall,
        ei_expected=cohesion.ei_overall_expected,
        ei_z=cohesion.ei_overall_z,
        covariance=assessed.covariance,
        parameters={
            "simulations": simulations,
            "min_group": min_group,
            "tie_rule": network.tie_rule.to_dict(),
        },
        caveats=(
            *doubts_of(network),
            *_caveats(network, table, assessed),
            *_explained(table, ties.cells.names),
        ),
        public=recognised(network),
    )


def _table(network: Network, ties: ModelTies, assessed: Assessed, plain: Assessed | None) -> pd.DataFrame:
    cohesion, openness = cohesion_of(ties, network.function_sizes), assessed.openness
    insiders, crossing = people_at_borders(network)
    columns = {
        "function": network.functions,
        "people": network.people_of_functions,
        "internal": cohesion.internal,
        "external": cohesion.external,
        "ei": cohesion.ei,
        "ei_expected": cohesion.ei_expected,
        "openness": np.exp(openness.log_value),
        "openness_low": np.exp(openness.low),
        "openness_high": np.exp(openness.high),
        "p_value": openness.p_value,
        "q_value": assessed.q_value,
        "verdict": assessed.verdict,
    }
    if plain is not None:
        columns["openness_without_site"] = np.exp(plain.openness.log_value)
        columns["verdict_without_site"] = plain.verdict
    return pd.DataFrame({**columns, "insiders": insiders, "crossing": crossing})


def _walls(network: Network, ties: ModelTies, plain: Assessed) -> tuple[Walls, Walls]:
    """Walls between functions, and those between people on one site."""
    walls, unknown = walls_of(plain.found.common), Walls(np.nan, np.nan, np.nan)
    if "site" not in ties.cells.names:
        return walls, unknown
    on_site = replace(ties, alike=Alike.of(network, ("site",)))
    return walls, walls_of(fit(on_site, openness=False))


def _caveats(network: Network, table: pd.DataFrame, assessed: Assessed) -> tuple[Sentence, ...]:
    notes = []
    assessable = ~np.isnan(assessed.openness.p_value)
    if assessable.sum() < MIN_FUNCTIONS:
        notes.append(Sentence("note.silos.few_functions", n=int(assessable.sum()), least=MIN_FUNCTIONS))
    unknown = float((network.function_codes < 0).mean())
    if unknown > MUCH_UNKNOWN:
        notes.append(Sentence("note.silos.unknown", share=unknown))
    missing = int((~assessable).sum())
    if missing:
        notes.append(Sentence("note.silos.small", n=missing, of=len(table)))
    judged, sizes = table[assessable], network.function_sizes[assessable]
    if len(judged) >= MIN_FUNCTIONS and np.ptp(sizes) > 0:
        trend = spearmanr(sizes, judged["openness"])
        if trend.pvalue < SIGNIFICANT:
            notes.append(Sentence("note.silos.size", correlation=float(trend.statistic)))
    return tuple(notes)


def _explained(table: pd.DataFrame, shared: tuple[str, ...]) -> list[Sentence]:
    """Functions whose verdict depends on whether sites and the like are taken into account."""
    if "verdict_without_site" not in table:
        return []
    notes, position = [], tuple(Sentence(f"silos.position.{name}") for name in shared)
    plain, full = table["verdict_without_site"], table["verdict"]
    for key, chosen in (
        ("note.silos.only_site", (plain == "silo") & (full == "ordinary")),
        ("note.silos.site_or_function", plain.isin(JUDGED) & (full == "not_assessable")),
        ("note.silos.despite_site", (plain == "ordinary") & (full == "silo")),
    ):
        names = tuple(table.loc[chosen, "function"])
        if names:
            notes.append(Sentence(key, n=len(names), names=names, shared=position))
    return notes


QUESTION = Question(
    name="silos",
    function=silos,
    result=SilosResult,
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
            "Aronow, Samii & Assenova (2015), Cluster-robust variance estimation for dyadic data. Political "
            "Analysis 23, 564-577."
        ),
        (
            "Benjamini & Hochberg (1995), Controlling the false discovery rate. J. R. Stat. Soc. B 57, "
            "289-300."
        ),
    ),
)
