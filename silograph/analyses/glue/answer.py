"""Which function links the others: where a person carries more of what passes between them than elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.glue.activity import BeyondActivity, CarriedBy
from silograph.analyses.glue.brokerage import TOP_PEOPLE, person_paths, sources_of, whole_sets
from silograph.analyses.glue.brokers import Carriers, carriers, ranked_inside
from silograph.analyses.glue.evenness import with_small_as_one
from silograph.analyses.glue.introductions import COLUMNS
from silograph.analyses.glue.lift import (
    CALLED,
    CRITERIA,
    DRAWS,
    OF_TIES,
    Judged,
    LeftOut,
    Observed,
    by_rank,
    p_dealt,
    ranking,
    ranks,
    spreads,
)
from silograph.analyses.glue.person_measures import PERSON_MEASURES
from silograph.analyses.glue.reach import Reach
from silograph.analyses.glue.result import GlueResult, TooLittle
from silograph.analyses.glue.show import section
from silograph.analyses.glue.ties import Ties, assessable
from silograph.analyses.glue.without import without as left_without
from silograph.analyses.parts.question import Inputs, Question
from silograph.analyses.parts.result import doubts_of
from silograph.arrays import FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.igraph import AnyNetwork, as_network
from silograph.graph.network import Network
from silograph.graph.order import own_order
from silograph.graph.paths.adjacency import sample_sources
from silograph.graph.paths.betweenness import Betweenness
from silograph.graph.paths.brokerage import brokerage
from silograph.graph.small import people_at_borders
from silograph.language.words import Sentence

EXACT_LIMIT = 2000  # sources searched for the figures as observed
GROUP_SOURCES = 512
"""At most so many sources are searched without each group of people; what that adds to the spread is taken off."""
FEWEST = 3
"""Assessable functions: with fewer there is nobody to be compared with."""
LEANS = 0.7
"""Rank correlation of lift with size, from which a caveat says so: sizes then explain half of the order."""
ERROR = 0.05
"""Error of `beyond_activity` from finitely many random networks, from which a caveat says so."""


def glue(  # noqa: PLR0913 - the options of a public question, each by name
    network: AnyNetwork,
    *,
    weighted: bool = False,
    replicates: int = 200,
    null_networks: int = 40,
    seed: int = 0,
    min_group: int = 5,
    exact_limit: int = EXACT_LIMIT,
    person_measures: Sequence[str] = (),
    without: Sequence[str] | None = None,
    of_company: float = 0.5,
    aside: Collection[str] = (),
) -> GlueResult:
    """Which function links the others: does a person there carry more than a person elsewhere?

    Parameters
    ----------
    network
        People with functions, and their ties; a graph of networkx or igraph too (see `as_network`).
    weighted
        False: a path's length is its number of ties. True: the sum of 1 / strength over its ties.
    replicates
        Draws of all criteria together that other analyses go on with.
    null_networks
        Random networks with everybody's number of ties and the organisation's walls, behind ``beyond_activity``; 0:
        it is not asked for.
    seed
        Makes every random step repeatable. No verdict hangs on it.
    min_group
        Functions with fewer people (or teams, where they have teams only) are ``not_assessable``.
    exact_limit
        Up to so many people paths are searched from everyone; beyond, from a random sample of this size.
    person_measures
        Further columns of `people`: any of ``constraint effective_size within_module_z gould_fernandez``.
    without
        Functions to measure anew without those who carry most of their brokerage. None: the first by rank.
    of_company
        Share of the people who are to be within one step of those behind ``reach``.
    aside
        Functions that no other is compared with: those that route onward what they are asked (`RelayResult.routing`)
        carry more than anybody, and link none. A run sets them aside once it knows them.

    Returns
    -------
    GlueResult
        `table` has, per function:

        - ``people``: persons, not teams;
        - ``brokerage``: mean, over connected pairs of people of two different other functions, of the share of the
          shortest paths between them that pass through the function;
        - ``expected``: what its size alone gives, as much per head as the other functions; ``excess``: the
          difference, with a 95 % interval ``excess_low excess_high``;
        - ``lift``: brokerage over expected, with a 95 % interval ``lift_low lift_high``: how many times as much a
          person there carries; ``brokerage_z``: its logarithm in standard errors;
        - ``p_value q_value``: whether lift is above 1; ``spread``: share of the pairs of other functions between whom
          it carries more per head than those left; ``verdict``: ``glue``, ``bridge`` (the same with `spread` below
          0.9), ``ordinary``, ``not_assessable``;
        - ``beyond_activity``: lift over what its people's number of contacts explains of it, with a 95 % interval
          ``beyond_activity_low beyond_activity_high``;
        - ``rank rank_low rank_high p_first``, by lift;
        - ``coverage``: share of the other functions with exchange above noise both ways; ``evenness``: of external
          strength over the other functions, 0..1; ``participation``: mean participation coefficient of its people;
          ``concentration``: share of its brokerage that hangs on one person;
        - ``unreachable``: share of the pairs that no path connects; ``standard_error``: numerical error of
          ``brokerage`` from sampled sources; ``status``: ``assessed``, ``not_assessable``;
        - ``reach_share``: of the people behind ``reach``, those who are of the function;
        - what ties cannot tell (missing here, see `GlueResult.with_introductions`): ``brought_together introduced
          two_paths introductions introductions_low introductions_high introductions_expected``.

    Raises
    ------
    NotEnoughDataError
        With fewer than three functions, no tie between functions, or no function of `min_group` people that has
        connected pairs to stand between.
    UsageError
        An option is out of range, a person measure unknown, or a function of `without` not ranked.

    Notes
    -----
    Paths use answered ties (`Network.answered`). ``p_value`` is the larger of two: people dealt at random over
    functions of the same sizes, and t from leaving out groups of people; both must agree (Berger & Hsu 1996, Statist.
    Sci. 11, 283-319). Neither is simulated.
    Everett & Borgatti (1999), J. Math. Sociol. 23, 181-201; Guimera & Amaral (2005), Nature 433, 895-900.

    Examples
    --------
    Three teams that talk to one another only through the web team:

    >>> teams = {f"{t}{i}": t for t in ("hr", "it", "pr", "web") for i in range(5)}
    >>> inside = [(f"{t}{i}", f"{t}{j}") for t in ("hr", "it", "pr", "web") for i in range(5) for j in range(i)]
    >>> across = [(f"web{i}", f"{t}{i}") for t in ("hr", "it", "pr") for i in range(5)]
    >>> result = glue(Network.from_edges(inside + across, teams), replicates=20, null_networks=10)
    >>> result.glue, float(result.table.loc[0, "brokerage"])
    (('web',), 1.0)
    """
    options = {
        "weighted": weighted,
        "replicates": replicates,
        "null_networks": null_networks,
        "seed": seed,
        "min_group": min_group,
        "exact_limit": exact_limit,
        "person_measures": list(person_measures),
        "without": None if without is None else list(without),
        "of_company": of_company,
        "aside": sorted(aside),
    }
    _check_options(options)
    given = as_network(network)
    order = own_order(given)
    return _Found.of(given.renumbered(order), options).result(order)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """Everything measured of a network whose nodes stand in its own order."""

    network: Network
    options: Mapping[str, Any]
    ties: Ties
    between: Betweenness
    sources: IntArray
    observed: Observed
    left_out: LeftOut
    parts: Carriers
    carried_by: FloatArray
    beyond: BeyondActivity
    reach: Reach
    too_little: TooLittle

    @classmethod
    def of(cls, network: Network, options: Mapping[str, Any]) -> _Found:
        ties = Ties.of(network, weighted=options["weighted"])
        limit, seed = options["exact_limit"], options["seed"]
        between = person_paths(ties, limit=limit, seed=seed)
        sources = sources_of(ties, limit, seed=seed)
        functions = assessable(network.group_sizes, options["min_group"])
        aside = np.isin(np.array(network.functions, dtype=object)[functions], options["aside"])
        observed = Observed.of(ties, functions, cross=between.cross, sources=sources, aside=aside)
        share = observed.criteria["brokerage"]
        if np.isnan(share).all():
            raise NotEnoughDataError(Sentence("lacks.nothing_between", n=options["min_group"]))
        some = sample_sources(sources, GROUP_SOURCES, seed=seed)
        ranked = [network.functions[functions[i]] for i in by_rank(observed)]
        parts = carriers(network, ties.graph(), brokers=ranked, sources=sources)
        carried_by = CarriedBy.of(ties, functions, share, parts.share)
        return cls(
            network=network,
            options=options,
            ties=ties,
            between=between,
            sources=sources,
            observed=observed,
            left_out=LeftOut.of(ties, observed, cross=between.cross, sources=some),
            parts=parts,
            carried_by=carried_by.people,
            beyond=BeyondActivity.of(
                network, ties, carried_by, networks=options["null_networks"], seed=seed, aside=aside
            ),
            reach=Reach.of(network, options["of_company"]),
            too_little=_too_little(network, observed),
        )

    def result(self, order: IntArray) -> GlueResult:
        """With people as they were numbered."""
        network, options, functions = self.network, self.options, self.observed.functions
        drawn = max(DRAWS, options["replicates"])
        draws = self.left_out.draws(self.observed, drawn, seed=options["seed"])
        table = self.table(draws["lift"])
        people = _people(network, self.between, self.parts, options["person_measures"])
        asked = options["without"]
        left = left_without(network, self.ties, table, people, asked=asked, seed=options["seed"])
        carrying = self.parts.ties
        return GlueResult(
            table=table,
            people=people.iloc[np.argsort(order)].reset_index(drop=True),
            pairs=self.parts.pairs,
            ties=carrying.assign(
                node=order[carrying["node"].to_numpy(np.int64)],
                neighbour=order[carrying["neighbour"].to_numpy(np.int64)],
            ),
            without=left,
            teams=_teams(network),
            sizes=dict(zip(network.functions, network.group_sizes.tolist(), strict=True)),
            replicates={
                name: _placed(values[: options["replicates"]], functions, len(network.functions))
                for name, values in draws.items()
            },
            too_little=self.too_little,
            giant=_giant(network),
            reach=float(self.reach.people),
            reached=self.reach.reached,
            reach_at_least=float(self.reach.at_least),
            parameters=options,
            caveats=(*doubts_of(network), *_caveats(self, table), *_carrier_caveats(self.parts)),
        )

    def table(self, draws: FloatArray) -> pd.DataFrame:
        """The assessed functions by rank, then the others by name."""
        network, observed = self.network, self.observed
        least = self.options["min_group"]
        merged = with_small_as_one(network, self.ties, observed.functions, min_group=least)
        frame = pd.DataFrame(
            {
                **{name: observed.criteria[name] for name in ("brokerage", "excess")},
                "expected": observed.lift.expected,
                "lift": observed.lift.value,
                **self._judged(),
                "beyond_activity": self.beyond.value,
                "beyond_activity_low": self.beyond.low,
                "beyond_activity_high": self.beyond.high,
                **ranks(ranking(observed), draws),
                **{name: observed.criteria[name] for name in (*OF_TIES, "concentration")},
                "unreachable": observed.measured.unreachable,
                "standard_error": observed.measured.standard_error,
                **merged,
            },
            index=observed.functions,
        )
        if self.too_little:
            frame["verdict"] = "not_assessable"
            frame[["p_value", "q_value", "p_first"]] = np.nan
        frame = frame.reindex(range(len(network.functions)))
        frame["crossing"] = people_at_borders(network)[1]
        frame["reaching"] = self.reach.by_function
        frame["reach_share"] = frame["reaching"] / max(self.reach.people, 1)
        frame[[*COLUMNS, "introducing"]] = np.nan
        frame["function"], frame["people"] = network.functions, network.people_of_functions
        known = frame["brokerage"].notna()
        frame["status"] = np.where(known, "assessed", "not_assessable")
        frame["verdict"] = frame["verdict"].where(known, "not_assessable")
        columns = [column.name for column in GlueResult.declared["glue"].columns]
        return (
            frame[[*columns, *merged, "crossing", "reaching", "introducing"]]
            .sort_values(["rank", "function"])
            .reset_index(drop=True)
        )

    def _judged(self) -> dict[str, Any]:
        """Columns of the table that say how sure it is."""
        observed, spread = self.observed, self._spread()
        counted = np.where(self.ties.counted, self.ties.codes, -1)
        dealt = p_dealt(self.carried_by, counted, observed.functions, aside=observed.aside)
        judged = Judged.of(observed, self.left_out, dealt, spread)
        return {
            "excess_low": judged.excess_low,
            "excess_high": judged.excess_high,
            "brokerage_z": judged.z,
            "lift_low": judged.low,
            "lift_high": judged.high,
            "p_value": judged.p_value,
            "q_value": judged.q_value,
            "spread": spread,
            "verdict": judged.verdict,
        }

    def _spread(self) -> FloatArray:
        """Between how many pairs each function carries more per head than those left; NaN with too many functions."""
        observed, parts = self.observed, self.parts
        if parts.unpaired:
            return np.full(len(observed.functions), np.nan)
        through = observed.measured.counts.through[:, :: 1 + TOP_PEOPLE].sum(axis=0)
        of_pairs = np.zeros((len(observed.functions), *parts.of_pairs.shape[1:]))
        at = np.searchsorted(observed.functions, parts.paired)
        of_pairs[at] = np.nan_to_num(parts.of_pairs) * through[at][:, None, None]
        return spreads(of_pairs, observed.functions, observed.people, aside=observed.aside)


def glue_criteria(
    network: Network,
    *,
    weighted: bool = False,
    seed: int = 0,
    min_group: int = 5,
    max_sources: int = 256,
) -> pd.DataFrame:
    """The point estimates of `glue` alone: no interval, quick enough to run on hundreds of simulated networks.

    Returns
    -------
    DataFrame
        A row per function, sorted: ``function`` and ``brokerage excess lift coverage evenness participation
        concentration`` as in `glue`; NaN for functions of fewer than `min_group` people.

    Raises
    ------
    NotEnoughDataError
        As `glue`.

    Examples
    --------
    >>> triangle = Network.from_edges([("a", "b"), ("b", "c")], {"a": "HR", "b": "IT", "c": "PR"})
    >>> glue_criteria(triangle, min_group=1)[["function", "brokerage"]].values.tolist()
    [['HR', 0.0], ['IT', 1.0], ['PR', 0.0]]
    """
    _check_options({"replicates": 2, "null_networks": 0, "min_group": min_group, "exact_limit": max_sources})
    ties = Ties.of(network, weighted=weighted)
    between = person_paths(ties, limit=max_sources, seed=seed)
    functions = assessable(network.group_sizes, min_group)
    sources = sources_of(ties, max_sources, seed=seed)
    observed = Observed.of(ties, functions, cross=between.cross, sources=sources)
    values = {**observed.criteria, "lift": observed.lift.value}
    frame = pd.DataFrame(values, index=functions, columns=list(CRITERIA))
    frame = frame.reindex(range(len(network.functions)))
    frame.insert(0, "function", network.functions)
    return frame


def function_brokerage(network: Network, *, min_group: int = 5, seed: int = 0) -> dict[str, float]:
    """Brokerage alone, as `glue` has it, for the parts of a network: many of them, and nothing drawn at random.

    Returns
    -------
    dict
        The brokerage of each function of at least `min_group` people; NaN where no path joins two others.

    Raises
    ------
    NotEnoughDataError
        As `glue`.

    Examples
    --------
    >>> triangle = Network.from_edges([("a", "b"), ("b", "c")], {"a": "HR", "b": "IT", "c": "PR"})
    >>> function_brokerage(triangle, min_group=1)
    {'HR': 0.0, 'IT': 1.0, 'PR': 0.0}
    """
    ties = Ties.of(network, weighted=False)
    functions = assessable(network.group_sizes, min_group)
    sources = sources_of(ties, EXACT_LIMIT, seed=seed)
    share = brokerage(ties.graph(), ties.codes, whole_sets(ties.codes, functions), sources=sources).share
    return {network.functions[one]: float(value) for one, value in zip(functions, share, strict=True)}


def person_betweenness(network: Network, *, weighted: bool = False, seed: int = 0) -> Betweenness:
    """Betweenness of people alone, as the ``people`` of `glue` have it.

    Examples
    --------
    >>> path = Network.from_edges([("a", "b"), ("b", "c")], {"a": "HR", "b": "IT", "c": "PR"})
    >>> person_betweenness(path).cross.tolist()
    [0.0, 1.0, 0.0]
    """
    return person_paths(Ties.of(network, weighted=weighted), limit=EXACT_LIMIT, seed=seed)


def _check_options(options: Mapping[str, Any]) -> None:
    if options["replicates"] < 2 or options["null_networks"] < 0:
        raise UsageError("replicates must be at least 2, and null_networks not negative")
    if options["min_group"] < 1 or options["exact_limit"] < 2:
        raise UsageError("min_group must be at least 1, and sources searched at least 2")
    if not 0 < options.get("of_company", 0.5) <= 1:
        raise UsageError(f"of_company must be above 0 and at most 1, not {options['of_company']}")
    if unknown := set(options.get("person_measures", ())) - set(PERSON_MEASURES):
        raise UsageError(
            f"unknown person measures {sorted(unknown)}", mend=f"known: {', '.join(PERSON_MEASURES)}"
        )


def _placed(draws: FloatArray, functions: IntArray, size: int) -> FloatArray:
    full = np.full((len(draws), size), np.nan)
    full[:, functions] = draws
    return full


# --- what there is too little of, and other doubts -------------------------------------------------------------


def _too_little(network: Network, observed: Observed) -> TooLittle:
    """Why no verdict can be given."""
    if np.isfinite(observed.lift.log).sum() < FEWEST:
        return "few"
    return "mailbox" if network.one_mailbox else ""


def _giant(network: Network) -> str | None:
    """The function that has more than half of the people of known function."""
    sizes = network.group_sizes
    return network.functions[int(sizes.argmax())] if 2 * sizes.max() > sizes.sum() else None


def _caveats(found: _Found, table: pd.DataFrame) -> tuple[Sentence, ...]:
    network, options = found.network, found.options
    least = options["min_group"]
    sizes = table["function"].map(dict(zip(network.functions, network.group_sizes, strict=True)))
    small = int((sizes < least).sum())
    cut_off = tuple(table.loc[(sizes >= least) & (table["status"] != "assessed"), "function"])
    unreachable = float(table["unreachable"].max())
    unknown = float((network.function_codes < 0).mean())
    unanswered = 1 - float(network.answered.mean())
    population = int(network.function_sizes.sum())  # a person who changed function stands there once for each
    nodes = Sentence(f"note.glue.{'nodes' if _teams(network) else 'people'}")
    giant, with_size = _giant(network), _with_size(table)
    leaning = Sentence(f"note.glue.{'large' if with_size > 0 else 'small_ones'}")
    error = float(np.nanmax(np.nan_to_num(found.beyond.standard_error), initial=0.0))
    searched = {"n": len(found.sources), "of": population, "nodes": nodes}
    said = [
        (small > 0, "small", {"n": small, "least": least}),
        (len(cut_off) > 0, "cut_off", {"functions": cut_off}),
        (unreachable > 0.1, "unreachable", {"share": unreachable, "nodes": nodes}),
        (unknown > 0.2, "unknown", {"share": unknown}),
        (unanswered > 0.1, "unanswered", {"share": unanswered}),
        (len(options["aside"]) > 0, "aside", {"names": tuple(options["aside"])}),
        (giant is not None and not found.too_little, "giant", {"function": giant}),
        (abs(with_size) > LEANS, "size", {"larger": leaning}),
        (len(network.ties) == len(network.source), "one_way", {}),
        (len(found.sources) < population, "sampled", searched),
        (error > ERROR, "beyond_error", {"error": error}),
    ]
    return (
        *(Sentence(f"note.glue.{key}", **values) for holds, key, values in said if holds),
        *_other_reading(table),
        *_other_distance(network, table, options),
    )


def _with_size(table: pd.DataFrame) -> float:
    """Rank correlation of lift with size; 0 of fewer than five functions, where it says nothing."""
    known = table[table["lift"].notna()]
    if len(known) < 5 or known["lift"].nunique() < 2 or known["people"].nunique() < 2:
        return 0.0
    return float(known["lift"].rank().corr(known["people"].rank()))


def _other_reading(table: pd.DataFrame) -> tuple[Sentence, ...]:
    """Say so if another function is first when everybody's number of contacts is taken into account."""
    first, beyond = table.iloc[0], table["beyond_activity"].to_numpy(np.float64)
    if first["verdict"] not in CALLED or np.isnan(beyond).all():
        return ()
    at = int(np.nanargmax(beyond))
    if at == 0:
        return ()
    values = {"function": str(first["function"]), "other": str(table["function"].iloc[at])}
    return (Sentence("note.glue.readings", **values, x=float(beyond[at])),)


def _other_distance(
    network: Network, table: pd.DataFrame, options: Mapping[str, Any]
) -> tuple[Sentence, ...]:
    """Say so if the other meaning of distance has another first; without a verdict there is none to depend."""
    if table["verdict"].iloc[0] not in CALLED:
        return ()
    weighted = bool(options["weighted"])
    other = glue_criteria(
        network, weighted=not weighted, seed=options["seed"], min_group=options["min_group"]
    ).set_index("function")["lift"]
    if other.isna().all():
        return ()
    here, there = str(table["function"].iloc[0]), str(other.idxmax())
    if here == there:
        return ()
    by_number, by_strength = Sentence("note.glue.by_number"), Sentence("note.glue.by_strength")
    by, other_by = (by_strength, by_number) if weighted else (by_number, by_strength)
    return (Sentence("note.glue.distance", by=by, function=here, other_by=other_by, other=there),)


def _teams(network: Network) -> frozenset[str]:
    if "actor_kind" not in network.people:
        return frozenset()
    return frozenset(network.people.loc[network.people["actor_kind"] == "team", "person_id"])


def _carrier_caveats(parts: Carriers) -> Iterator[Sentence]:
    if parts.unpaired:
        yield Sentence("note.glue.unpaired", n=len(parts.unpaired))
    if parts.largest_error > 0:
        yield Sentence("note.glue.carrier_error", error=parts.largest_error)


def _people(network: Network, between: Betweenness, parts: Carriers, measures: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "person_id": network.people["person_id"].to_numpy(),
            "function": network.people["function"].to_numpy(),
            "betweenness": between.person,
            "cross_function_betweenness": between.cross,
            "brokerage_share": parts.share,
            "brokerage_share_error": parts.share_error,
            "brokerage_share_rank": ranked_inside(parts.share, network.people["function"]),
        }
    )
    for name in measures:
        for column, values in PERSON_MEASURES[name](network).items():
            frame[column] = values
    return frame


def _asked_of_a_run(on: Inputs, routing: Collection[str]) -> GlueResult:
    """On a whole log; asked again once it is known who routes onward."""
    found = glue(
        on.network,
        weighted=on.settings.weighted,
        replicates=on.settings.replicates,
        seed=on.settings.seed,
        min_group=on.settings.min_group,
        aside=routing,
    )
    return found.with_introductions(on.conversations).knowing(routing)


QUESTION = Question(
    name="glue",
    function=glue,
    result=GlueResult,
    run=lambda on, done: _asked_of_a_run(on, done["relay"].routing if "relay" in done else ()),
    whole=True,
    section=section,
    expected=True,
    documented="Which function is the glue?",
    references=(
        (
            "Everett & Borgatti (1999), The centrality of groups and classes. Journal of Mathematical "
            "Sociology 23, 181-201."
        ),
    ),
)
