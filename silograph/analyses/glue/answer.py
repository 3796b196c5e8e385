"""Which function connects the others, more than its size and its people's activity would lead to expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import pearson3, rankdata, skew

from silograph.analyses.glue.brokers import Carriers, carriers, most_important, ranked_inside
from silograph.analyses.glue.explanation import Explanation
from silograph.analyses.glue.person_measures import PERSON_MEASURES
from silograph.analyses.glue.show import section
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import FloatArray, IntArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.igraph import AnyNetwork, as_network, distance
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import Adjacency, adjacency, sample_sources, without_nodes
from silograph.graph.paths.betweenness import Betweenness, betweenness
from silograph.graph.paths.brokerage import AvoidedSets, Brokerage, avoided_sets, brokerage
from silograph.graph.rewiring import null_ties
from silograph.graph.small import hidden_functions
from silograph.language.words import Lang, Sentence, Words
from silograph.stats.intervals import percentile_interval
from silograph.stats.p_values import benjamini_hochberg
from silograph.stats.resampling import tie_multiplicities

CRITERIA = ("brokerage", "excess", "coverage", "evenness", "participation", "concentration")

SIGNIFICANT = 0.05
EXACT_LIMIT = 2000  # sources searched for the figures as observed
REPLICATE_SOURCES = 256
"""At most so many sources are searched in each bootstrap replicate and null network (a quarter in `glue_criteria`)."""
TOP_PEOPLE = 3
"""Members tried as "most important person": those with the highest cross-function betweenness."""
REMOVED = (1, 3)
"""How many of those that carry most are taken away in `GlueResult.without`, one case each."""
MEASURED = ["brokerage", "expected", "excess", "rank", "unreachable", "standard_error"]
REMOVAL_SOURCES, REMOVAL_NULLS, REMOVAL_NULL_SOURCES = 1024, 20, 128
"""Without somebody: sources searched, null networks, and sources searched in each."""
MIN_PAIRS, MIN_RATIO = 3, 0.5
"""Exchange above noise: ties that carry it, and share of what the activity of the two functions leads to expect."""


# With small functions apart, evenness and the exchange of all others are an equation for what each of them exchanges;
# so it is for a pair whose exchange is withheld.
_FUNCTIONS = Table(
    columns=(
        Column("function", "function"),
        Column("people", "count", "sum"),
        Column("brokerage", "share"),
        Column("expected", "share"),
        Column("excess", "share"),
        Column("excess_low", "share"),
        Column("excess_high", "share"),
        Column("brokerage_z", "z"),
        Column("p_value", "p"),
        Column("q_value", "p"),
        Column("verdict", "word"),
        Column("rank", "rank"),
        Column("rank_low", "rank"),
        Column("rank_high", "rank"),
        Column("p_first", "share"),
        Column("coverage", "share", instead="coverage_merged"),
        Column("evenness", "share", "derived", of=("exchange.observed",), instead="evenness_merged"),
        Column("participation", "share", instead="participation_merged"),
        Column("concentration", "share", "single_person"),
        Column("unreachable", "share", "single_person"),
        Column("standard_error", "share"),
        Column("status", "word"),
    ),
    groups=("function",),
)
_PAIRS = Table(
    columns=(
        Column("function", "function"),
        Column("function_a", "function"),
        Column("function_b", "function"),
        Column("share", "share", "sum"),
        Column("standard_error", "share", "derived", of=("share",)),
    ),
    source="pairs",
    groups=("function", "function_a", "function_b"),
    lines=(("function",),),
)
_WITHOUT = Table(
    columns=(
        Column("function", "function"),
        Column("removed", "count"),
        Column("share", "share", "single_person"),
        Column("brokerage", "share", "single_person"),
        Column("expected", "share", "single_person"),
        Column("excess", "share", "single_person"),
        Column("rank", "rank"),
        Column("unreachable", "share", "single_person"),
        Column("standard_error", "share", "single_person"),
    ),
    source="without",
    groups=("function",),
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GlueResult(Result):
    """What `glue` found.

    Parameters
    ----------
    table
        A row per function, best rank first, then those that could not be assessed. Its last columns are ``coverage
        evenness participation`` with small functions as one: for what leaves a run.
    people
        A row per person: ``person_id function betweenness cross_function_betweenness brokerage_share
        brokerage_share_error brokerage_share_rank`` and what was asked for. The three are about the brokerage of the
        person's own function: share of it that passes through the person, standard error from sampled sources, and
        rank of the person within the function. A path may pass several people: shares add up to more than 1.
    pairs
        What the brokerage of each ranked function joins: ``function function_a function_b share standard_error``.
    ties
        The ties that carry it: ``function node neighbour neighbour_function share standard_error``, nodes as rows of
        `people`. About single people: not among `tables`.
    without
        What is left without those who carry most, for the functions asked for: ``function removed share brokerage
        expected excess rank unreachable standard_error``, for 0 (as it is), 1 and 3 `removed` persons that together
        carry `share` of the brokerage. Paths find other ways, and the random networks behind what is expected lose the
        same people.
    sizes
        Size of each function for `min_group`: see `Network.group_sizes`.
    teams
        Ids of the nodes that are teams, not persons.
    replicates
        Per criterion (bootstrap replicates, functions), functions as in `Network.functions`, NaN where not
        assessable; bias-corrected, and drawn jointly across criteria and, with the same seed, across analyses.
    """

    name: ClassVar[str] = "glue"
    declared: ClassVar[Mapping[str, Table]] = {
        "glue": _FUNCTIONS,
        "glue_pairs": _PAIRS,
        "glue_without": _WITHOUT,
    }
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="glue",
            value="excess",
            where={"status": "assessed"},
            percent=True,
            digits=1,
            reference=0.0,
            marked="glue",
            ascending=None,
        ),
    )

    people: pd.DataFrame
    pairs: pd.DataFrame
    ties: pd.DataFrame
    without: pd.DataFrame
    sizes: Mapping[str, int]
    replicates: Mapping[str, FloatArray]
    teams: frozenset[str] = frozenset()

    @property
    def glue(self) -> tuple[str, ...]:
        """The functions with the verdict ``glue``, best first."""
        return tuple(self.table.loc[self.table["verdict"] == "glue", "function"])

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        best = self.table.iloc[0]
        numbers = Sentence(
            "said.glue.numbers",
            brokerage=best["brokerage"],
            expected=best["expected"],
            excess=best["excess"],
            low=best["excess_low"],
            high=best["excess_high"],
            first=best["p_first"],
        )
        key = "said.glue.found" if self.glue else "said.glue.none"
        return Sentence(key, function=str(best["function"]), numbers=numbers)

    def explain(self, function: str | None = None, *, names: bool = False, lang: Lang = "en") -> list[str]:
        """What a function joins, who carries it and what would be left without them, in sentences.

        Of a result that left a run, only what it joins: the others are about single people.

        Parameters
        ----------
        function
            A function with a rank; None: the first. What would be left is known for those in `without`.
        names
            Name people by their id. False: "one person of Finance".
        lang
            Language of the sentences.

        Raises
        ------
        UsageError
            The function has no rank.
        """
        name = str(self.table["function"].iloc[0]) if function is None else function
        _check_ranked(self.table, [name])
        told = Explanation(
            function=name,
            pairs=self.pairs[self.pairs["function"] == name],
            people=self.people.assign(is_team=self.people["person_id"].isin(self.teams)),
            without=self.without[self.without["function"] == name],
            sizes=self.sizes,
            min_group=int(self.parameters["min_group"]),
            names=names,
        )
        return [sentence.say(Words(lang)) for sentence in told.sentences()]


def glue(
    network: AnyNetwork,
    *,
    weighted: bool = False,
    replicates: int = 200,
    null_networks: int = 100,
    seed: int = 0,
    min_group: int = 5,
    exact_limit: int = EXACT_LIMIT,
    person_measures: Sequence[str] = (),
    without: Sequence[str] | None = None,
) -> GlueResult:
    """Which function connects the others beyond what its size and its people's activity explain?

    Parameters
    ----------
    network
        People with functions, and their ties; a graph of networkx or igraph too (see `as_network`).
    weighted
        False: a path's length is its number of ties. True: the sum of 1 / strength over its ties.
    replicates
        Bootstrap replicates of whole ties, behind every interval, rank interval and ``p_first``.
    null_networks
        Random networks with everybody's number of ties and the organisation's walls, behind ``expected`` and
        ``p_value``.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer people (or teams, where they have teams only) are ``not_assessable``.
    exact_limit
        Up to so many people paths are searched from everyone; beyond, from a random sample of this size.
    person_measures
        Further columns of `people`: any of ``constraint effective_size within_module_z gould_fernandez``.
    without
        Functions to measure anew without those who carry most of their brokerage. None: the first by rank.

    Returns
    -------
    GlueResult
        `table` has, per function:

        - ``people``: persons, not teams;
        - ``brokerage``: mean, over connected pairs of people of two different other functions, of the share of the
          shortest paths between them that pass through the function;
        - ``expected``: its mean over the null networks; ``excess``: the difference, with a 95 % interval
          ``excess_low excess_high``; ``brokerage_z``: in standard deviations of the null networks;
        - ``p_value q_value verdict``: whether excess is above 0; ``glue`` or ``ordinary``;
        - ``rank rank_low rank_high p_first``, by excess;
        - ``coverage``: share of the other functions with exchange above noise both ways; ``evenness``: of external
          strength over the other functions, 0..1; ``participation``: mean participation coefficient of its people;
          ``concentration``: share of its brokerage that hangs on one person;
        - ``unreachable``: share of the pairs that no path connects; ``standard_error``: numerical error of
          ``excess``, from finitely many null networks and sampled sources; ``status``: ``assessed``,
          ``not_assessable``.

    Raises
    ------
    NotEnoughDataError
        With fewer than three functions, no tie between functions, or no function of `min_group` people that has
        connected pairs to stand between.
    UsageError
        An option is out of range, a person measure unknown, or a function of `without` not ranked.

    Notes
    -----
    ``glue`` needs q < 0.05 against the null networks (is it more than size and activity?) and an interval above 0
    (would other messages of the same people have shown it?).
    Everett & Borgatti (1999), J. Math. Sociol. 23, 181-201; Guimera & Amaral (2005), Nature 433, 895-900.

    Examples
    --------
    Three teams that talk to one another only through the web team:

    >>> teams = {f"{t}{i}": t for t in ("hr", "it", "pr", "web") for i in range(5)}
    >>> inside = [(f"{t}{i}", f"{t}{j}") for t in ("hr", "it", "pr", "web") for i in range(5) for j in range(i)]
    >>> across = [(f"web{i}", f"{t}{i}") for t in ("hr", "it", "pr") for i in range(5)]
    >>> result = glue(Network.from_edges(inside + across, teams), replicates=20, null_networks=40)
    >>> result.glue, float(result.table.loc[0, "brokerage"])
    (('web',), 1.0)
    """
    network = as_network(network)
    options = {
        "weighted": weighted,
        "replicates": replicates,
        "null_networks": null_networks,
        "seed": seed,
        "min_group": min_group,
        "exact_limit": exact_limit,
        "person_measures": list(person_measures),
        "without": None if without is None else list(without),
    }
    _check_options(replicates, null_networks, min_group, exact_limit)
    unknown = set(person_measures) - set(PERSON_MEASURES)
    if unknown:
        raise UsageError(
            f"unknown person measures {sorted(unknown)}", mend=f"known: {', '.join(PERSON_MEASURES)}"
        )
    data = _Ties.of(network, weighted=weighted)
    between = _person_betweenness(data, limit=exact_limit, seed=seed)
    sets = _Sets.of(data, between, min_group=min_group, limit=exact_limit, seed=seed)
    graphs = _null_graphs(data, sets, null_networks, limit=REPLICATE_SOURCES, seed=seed)
    observed = _Observed.of(data, sets, graphs)
    if np.isnan(observed.criteria["excess"]).all():
        raise NotEnoughDataError(Sentence("lacks.nothing_between", n=min_group))
    draws = _replicates(
        data, sets.sampled(REPLICATE_SOURCES, seed), observed, replicates=replicates, seed=seed
    )
    merged = _with_small_as_one(network, data, sets.functions, min_group=min_group)
    table = _table(network, sets, observed, draws, merged)
    brokers = table.loc[table["rank"].notna(), "function"].tolist()
    parts = carriers(network, data.graph(data.once()), brokers=brokers, sources=sets.sources)
    people = _people(network, between, parts, person_measures)
    return GlueResult(
        table=table,
        people=people,
        pairs=parts.pairs,
        ties=parts.ties,
        without=_without(network, data, table, people, asked=without, seed=seed),
        teams=_teams(network),
        sizes=dict(zip(network.functions, network.group_sizes.tolist(), strict=True)),
        replicates=draws,
        parameters=options,
        caveats=(*_caveats(network, table, sets, options), *_carrier_caveats(parts)),
    )


def glue_criteria(
    network: Network,
    *,
    weighted: bool = False,
    null_networks: int = 8,
    seed: int = 0,
    min_group: int = 5,
    max_sources: int = REPLICATE_SOURCES,
) -> pd.DataFrame:
    """The point estimates of `glue` alone: no bootstrap, quick enough to run on hundreds of simulated networks.

    Returns
    -------
    DataFrame
        A row per function, sorted: ``function`` and ``brokerage excess coverage evenness participation
        concentration`` as in `glue`; NaN for functions of fewer than `min_group` people. With `null_networks` 0,
        ``excess`` is NaN.

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
    _check_options(2, null_networks or 2, min_group, max_sources)
    data = _Ties.of(network, weighted=weighted)
    between = _person_betweenness(data, limit=max_sources, seed=seed)
    sets = _Sets.of(data, between, min_group=min_group, limit=max_sources, seed=seed)
    graphs = _null_graphs(data, sets, null_networks, limit=max(max_sources // 4, 2), seed=seed)
    observed = _Observed.of(data, sets, graphs)
    frame = pd.DataFrame(observed.criteria, index=sets.functions, columns=list(CRITERIA))
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
    data = _Ties.of(network, weighted=False)
    functions = _assessable(data, min_group)
    sets = avoided_sets(
        [np.flatnonzero(data.codes == one) for one in functions], data.codes, owners=functions
    )
    sources = sample_sources(np.flatnonzero(data.codes >= 0), EXACT_LIMIT, seed=seed)
    share = brokerage(data.graph(data.once()), data.codes, sets, sources=sources).share
    return {network.functions[one]: float(value) for one, value in zip(functions, share, strict=True)}


def person_betweenness(network: Network, *, weighted: bool = False, seed: int = 0) -> Betweenness:
    """Betweenness of people alone, as the ``people`` of `glue` have it.

    Examples
    --------
    >>> path = Network.from_edges([("a", "b"), ("b", "c")], {"a": "HR", "b": "IT", "c": "PR"})
    >>> person_betweenness(path).cross.tolist()
    [0.0, 1.0, 0.0]
    """
    return _person_betweenness(_Ties.of(network, weighted=weighted), limit=EXACT_LIMIT, seed=seed)


def _check_options(replicates: int, null_networks: int, min_group: int, sources: int) -> None:
    if replicates < 2 or null_networks < 2:
        raise UsageError("replicates and null_networks must be at least 2")
    if min_group < 1 or sources < 2:
        raise UsageError("min_group must be at least 1, and sources searched at least 2")


# --- the ties: as observed, resampled, rewired -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """The arrays of a network that the criteria need.

    `directed` has, per directed tie between known functions, the sender's, the recipient's, and the number of the
    undirected tie it is part of.
    """

    codes: IntArray
    sizes: IntArray
    source: IntArray
    target: IntArray
    strength: FloatArray
    directed: tuple[IntArray, IntArray, IntArray]
    weighted: bool

    @classmethod
    def of(cls, network: Network, *, weighted: bool) -> _Ties:
        codes, ties, n = network.function_codes, network.ties, len(network)
        if len(network.functions) < 3:
            raise NotEnoughDataError(
                Sentence("lacks.three_for_glue", n=len(network.functions)),
                mend=Sentence("mend.people_file"),
            )
        ends = codes[ties.source], codes[ties.target]
        if not ((ends[0] >= 0) & (ends[1] >= 0) & (ends[0] != ends[1])).any():
            raise NotEnoughDataError(Sentence("lacks.no_path_between"))
        low, high = np.minimum(network.source, network.target), np.maximum(network.source, network.target)
        number = np.searchsorted(ties.source * n + ties.target, low * n + high)
        sender, recipient = codes[network.source], codes[network.target]
        known = (sender >= 0) & (recipient >= 0)
        directed = (sender[known], recipient[known], number[known])
        return cls(codes, network.group_sizes, ties.source, ties.target, ties.strength, directed, weighted)

    def once(self) -> IntArray:
        """Each tie drawn once: the network as observed."""
        return np.ones(len(self.source), dtype=np.int64)

    def graph(self, times: IntArray) -> Adjacency:
        """The graph when each tie is drawn `times`: never drawn is absent, drawn twice is twice as strong."""
        drawn = times > 0
        return self._graph(self.source[drawn], self.target[drawn], self.strength[drawn] * times[drawn])

    def rewired(self, *, seed: int) -> Iterator[Adjacency]:
        """Null graphs without end."""
        for drawn in null_ties(self.source, self.target, self.codes, seed=seed):
            yield self._graph(drawn.source, drawn.target, self.strength[drawn.origin])

    def _graph(self, source: IntArray, target: IntArray, strength: FloatArray) -> Adjacency:
        return adjacency(
            len(self.codes), source, target, length=distance(strength) if self.weighted else None
        )


def _assessable(data: _Ties, min_group: int) -> IntArray:
    """The functions with people enough, by number."""
    functions = np.flatnonzero(data.sizes >= min_group).astype(np.int64)
    if not len(functions):
        raise NotEnoughDataError(Sentence("lacks.large_enough", n=min_group), mend=Sentence("mend.lower"))
    return functions


def _person_betweenness(data: _Ties, *, limit: int, seed: int) -> Betweenness:
    sources = sample_sources(np.arange(len(data.codes)), limit, seed=seed)
    return betweenness(data.graph(data.once()), data.codes, sources=sources, scaling="linear")


# --- brokerage: observed, expected, resampled ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Sets:
    """The sets of people whose brokerage is counted: each assessable function, whole and without a member."""

    functions: IntArray
    whole: AvoidedSets
    packed: AvoidedSets
    sources: IntArray

    @classmethod
    def of(cls, data: _Ties, between: Betweenness, *, min_group: int, limit: int, seed: int) -> _Sets:
        functions = _assessable(data, min_group)
        whole, packed = [], []
        for code in functions:
            own = np.flatnonzero(data.codes == code)
            top = own[np.argsort(-between.cross[own], kind="stable")[:TOP_PEOPLE]]
            whole.append(own)
            packed += [own, *(own[own != person] for person in np.resize(top, TOP_PEOPLE))]
        return cls(
            functions,
            avoided_sets(whole, data.codes, owners=functions),
            avoided_sets(packed, data.codes, owners=np.repeat(functions, 1 + TOP_PEOPLE)),
            sample_sources(np.flatnonzero(data.codes >= 0), limit, seed=seed),
        )

    def sampled(self, limit: int, seed: int) -> _Sets:
        """The same sets, searched from at most `limit` of the sources."""
        return replace(self, sources=sample_sources(self.sources, limit, seed=seed))

    def measure(self, graph: Adjacency, codes: IntArray) -> tuple[FloatArray, FloatArray, Brokerage]:
        """Brokerage and concentration of each function, and the counts behind them."""
        counts = brokerage(graph, codes, self.packed, sources=self.sources)
        share = counts.share.reshape(len(self.functions), 1 + TOP_PEOPLE)
        own, least = share[:, 0], share[:, 1:].min(axis=1)
        return own, np.divide(own - least, own, out=np.full(len(own), np.nan), where=own > 0), counts


def _null_graphs(
    data: _Ties, sets: _Sets, number: int, *, limit: int, seed: int
) -> Iterator[tuple[Adjacency, IntArray]]:
    """Rewired graphs with the sources to search: others in each, so that what a sample misses averages out."""
    for i, graph in zip(range(number), data.rewired(seed=seed), strict=False):
        yield graph, sample_sources(sets.sources, limit, seed=seed + i)


@dataclass(frozen=True, slots=True, eq=False)
class _Observed:
    """The point estimates, and the brokerage of each function in the null networks."""

    criteria: dict[str, FloatArray]
    null: FloatArray
    unreachable: FloatArray
    sampling_error: FloatArray

    @classmethod
    def of(cls, data: _Ties, sets: _Sets, null_graphs: Iterable[tuple[Adjacency, IntArray]]) -> _Observed:
        own, lost, counts = sets.measure(data.graph(data.once()), data.codes)
        null = np.array(
            [
                brokerage(graph, data.codes, sets.whole, sources=sources).share
                for graph, sources in null_graphs
            ]
        ).reshape(-1, len(own))
        criteria = {
            "brokerage": own,
            "excess": own - _nanmean(null, axis=0),
            **_tie_criteria(data, data.once(), sets.functions),
            "concentration": lost,
        }
        whole = slice(None, None, 1 + TOP_PEOPLE)
        return cls(criteria, null, counts.unreachable[whole], counts.standard_error[whole])

    @property
    def standard_error(self) -> FloatArray:
        """Numerical error of excess: sampled sources, and null networks finite in number."""
        error: FloatArray = np.hypot(self.sampling_error, _spread(self.null) / np.sqrt(len(self.null)))
        return error


def _nanmean(values: FloatArray, *, axis: int) -> FloatArray:
    """Mean of what is not NaN; NaN, without a warning, where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    mean: FloatArray = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean


def _spread(values: FloatArray) -> FloatArray:
    """Standard deviation along the first axis, NaN ignored."""
    return np.asarray(np.sqrt(_nanmean((values - _nanmean(values, axis=0)) ** 2, axis=0)))


def _tie_criteria(data: _Ties, times: IntArray, functions: IntArray) -> dict[str, FloatArray]:
    """Coverage, evenness and participation when each tie is drawn `times`."""
    k = len(data.sizes)
    sender, recipient, tie = data.directed
    sent = (
        np.bincount(sender * k + recipient, weights=times[tie], minlength=k * k)
        .reshape(k, k)
        .astype(np.float64)
    )
    alive = (sent + sent.T).sum(axis=1) > 0
    others = max(int(alive.sum()) - 1, 0)
    return {
        "coverage": (_two_way(sent).sum(axis=1) / max(others, 1))[functions],
        "evenness": _evenness(data, times, others)[functions],
        "participation": _participation(data, times)[functions],
    }


def _two_way(sent: FloatArray) -> npt.NDArray[np.bool_]:
    """Pairs of functions with exchange above noise in both directions; `sent` counts ties by direction."""
    across = sent * (1 - np.eye(len(sent)))
    activity = np.outer(sent.sum(axis=1), sent.sum(axis=0)) * (1 - np.eye(len(sent)))
    expected = activity * (across.sum() / activity.sum()) if activity.sum() > 0 else activity
    real = (across >= MIN_PAIRS) & (across >= MIN_RATIO * expected)
    return real & real.T


def _evenness(data: _Ties, times: IntArray, others: int) -> FloatArray:
    """Shannon entropy of external strength over the other functions, divided by its maximum."""
    k = len(data.sizes)
    one, other = data.codes[data.source], data.codes[data.target]
    external = (one >= 0) & (other >= 0) & (one != other)
    weights = (data.strength * times)[external]
    strength = np.bincount(one[external] * k + other[external], weights=weights, minlength=k * k).reshape(
        k, k
    )
    strength = strength + strength.T
    total = strength.sum(axis=1, keepdims=True)
    share = np.divide(strength, total, out=np.zeros((k, k)), where=total > 0)
    entropy = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1)
    return np.asarray(np.where((total[:, 0] > 0) & (others > 1), entropy / np.log(max(others, 2)), np.nan))


def _participation(data: _Ties, times: IntArray) -> FloatArray:
    """Mean participation coefficient of each function's people: 1 - sum over functions of (share of ties)^2."""
    n, k = len(data.codes), len(data.sizes)
    mine, other = np.concatenate([data.source, data.target]), np.concatenate([data.target, data.source])
    known = data.codes[other] >= 0
    cells = mine[known] * k + data.codes[other[known]]
    ties = np.bincount(cells, weights=np.tile(times, 2)[known], minlength=n * k).reshape(n, k)
    total = ties.sum(axis=1)
    with_ties = (total > 0) & (data.codes >= 0)
    spread = 1.0 - ((ties[with_ties] / total[with_ties, None]) ** 2).sum(axis=1)
    people = np.bincount(data.codes[with_ties], minlength=k)
    summed = np.bincount(data.codes[with_ties], weights=spread, minlength=k)
    return np.asarray(np.divide(summed, people, out=np.full(k, np.nan), where=people > 0))


def _replicates(
    data: _Ties, sets: _Sets, observed: _Observed, *, replicates: int, seed: int
) -> dict[str, FloatArray]:
    """Bootstrap of whole ties, each criterion recentred on its point estimate.

    A replicate misses more than a third of the ties, mostly weak ones, which shifts every shortest-path measure. The
    shift from estimate to replicates stands for the one from truth to estimate, and is taken out (Efron & Tibshirani
    1993, An Introduction to the Bootstrap, chapter 10). What is expected is held fixed.
    """
    drawn = {name: np.full((replicates, len(data.sizes)), np.nan) for name in CRITERIA}
    for b in range(replicates):
        times = tie_multiplicities(len(data.source), replicate=b, seed=seed)
        own, lost, _ = sets.measure(data.graph(times), data.codes)
        values = {"brokerage": own, "excess": own, "concentration": lost}
        values |= _tie_criteria(data, times, sets.functions)
        for name in CRITERIA:
            drawn[name][b, sets.functions] = values[name]
    for name in CRITERIA:
        inside = drawn[name][:, sets.functions]
        recentred = inside - _nanmean(inside, axis=0) + observed.criteria[name]
        drawn[name][:, sets.functions] = recentred if name == "excess" else np.clip(recentred, 0.0, 1.0)
    return drawn


# --- the answer ------------------------------------------------------------------------------------------------


def _with_small_as_one(
    network: Network, data: _Ties, inside: IntArray, *, min_group: int
) -> dict[str, FloatArray]:
    """What depends on who is in which function, with small functions as one; NaN of these."""
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    hidden = np.isin(network.functions, list(hidden_functions(sizes, min_group=min_group)))
    one = np.where(hidden, hidden.argmax(), np.arange(len(hidden)))
    sender, recipient, tie = data.directed
    merged = replace(
        data,
        codes=np.where(data.codes >= 0, one[data.codes], -1),
        directed=(one[sender], one[recipient], tie),
    )
    found = _tie_criteria(merged, merged.once(), inside)
    return {f"{name}_merged": np.where(hidden[inside], np.nan, values) for name, values in found.items()}


def _table(
    network: Network,
    sets: _Sets,
    observed: _Observed,
    draws: Mapping[str, FloatArray],
    merged: Mapping[str, FloatArray],
) -> pd.DataFrame:
    """The assessed functions by rank, then the others by name."""
    values, inside = observed.criteria, sets.functions
    p_value = _p_values(values["brokerage"], observed.null)
    q_value = benjamini_hochberg(p_value)
    known = np.isfinite(values["excess"])
    low, high = (_placed(end, known) for end in percentile_interval(draws["excess"][:, inside[known]]))
    spread = _spread(observed.null)
    frame = pd.DataFrame(
        {
            "brokerage": values["brokerage"],
            "expected": values["brokerage"] - values["excess"],
            "excess": values["excess"],
            "excess_low": low,
            "excess_high": high,
            "brokerage_z": np.divide(values["excess"], spread, out=np.zeros(len(spread)), where=spread > 0),
            "p_value": p_value,
            "q_value": q_value,
            "verdict": _verdicts(q_value, low),
            **_ranks(values["excess"], draws["excess"][:, inside]),
            **{name: values[name] for name in ("coverage", "evenness", "participation", "concentration")},
            "unreachable": observed.unreachable,
            "standard_error": observed.standard_error,
            **merged,
        },
        index=inside,
    )
    frame = frame.reindex(range(len(network.functions)))
    frame.insert(0, "function", network.functions)
    frame.insert(1, "people", network.people_of_functions)
    frame["status"] = np.where(frame["excess"].notna(), "assessed", "not_assessable")
    frame["verdict"] = frame["verdict"].where(frame["excess"].notna(), None)
    frame = frame[[*frame.columns.difference([*merged], sort=False), *merged]]
    return frame.sort_values(["rank", "function"]).reset_index(drop=True)


def _verdicts(q_value: FloatArray, low: FloatArray) -> npt.NDArray[np.str_]:
    return np.where((q_value < SIGNIFICANT) & (low > 0), "glue", "ordinary")


def _p_values(brokerages: FloatArray, null: FloatArray) -> FloatArray:
    """Probability that a null network has as much: a gamma (Pearson III) tail through its first three moments.

    The plain share of a hundred networks can't fall below what survives the correction for many functions.
    Winkler et al. (2016), NeuroImage 141, 502-516.
    """
    p_values = np.ones(len(brokerages))
    for i, own in enumerate(brokerages):
        sample = null[~np.isnan(null[:, i]), i]
        if np.isnan(own) or len(sample) < 2:
            p_values[i] = np.nan
        elif own > sample.min() and sample.std() > 1e-12:
            z = (own - sample.mean()) / sample.std(ddof=1)
            p_values[i] = pearson3.sf(z, max(float(skew(sample)), 0.0))
        elif own > sample.max():
            p_values[i] = 1.0 / (1 + len(sample))
    return p_values


def _ranks(excess: FloatArray, draws: FloatArray) -> dict[str, FloatArray]:
    """Rank by excess (equals share the better one), its 95 % interval, and how often first (equals share it).

    Replicates that leave a function no connected pair say nothing about it.
    """
    known = np.isfinite(excess)
    drawn = rankdata(-draws[:, known], method="min", axis=1, nan_policy="omit")
    first = drawn[(drawn == 1).any(axis=1)] == 1
    ranks = {
        "rank": rankdata(-excess[known], method="min"),
        "rank_low": np.nanquantile(drawn, 0.025, axis=0, method="lower"),
        "rank_high": np.nanquantile(drawn, 0.975, axis=0, method="higher"),
        "p_first": (first / first.sum(axis=1, keepdims=True)).mean(axis=0),
    }
    return {name: _placed(values, known) for name, values in ranks.items()}


def _placed(values: FloatArray, where: npt.NDArray[np.bool_]) -> FloatArray:
    full = np.full(len(where), np.nan)
    full[where] = values
    return full


def _caveats(
    network: Network, table: pd.DataFrame, sets: _Sets, options: Mapping[str, Any]
) -> tuple[Sentence, ...]:
    least = options["min_group"]
    sizes = table["function"].map(dict(zip(network.functions, network.group_sizes, strict=True)))
    small = int((sizes < least).sum())
    cut_off = tuple(table.loc[(sizes >= least) & (table["status"] != "assessed"), "function"])
    unreachable = float(table["unreachable"].max())
    unknown = float((network.function_codes < 0).mean())
    population = int(network.function_sizes.sum())  # a person who changed function stands there once for each
    nodes = Sentence(f"note.glue.{'nodes' if _teams(network) else 'people'}")
    said = [
        (small > 0, "small", {"n": small, "least": least}),
        (len(cut_off) > 0, "cut_off", {"functions": cut_off}),
        (unreachable > 0.1, "unreachable", {"share": unreachable, "nodes": nodes}),
        (unknown > 0.2, "unknown", {"share": unknown}),
        (len(network.ties) == len(network.source), "one_way", {}),
        (
            len(sets.sources) < population,
            "sampled",
            {"n": len(sets.sources), "of": population, "nodes": nodes},
        ),
    ]
    return (
        *(Sentence(f"note.glue.{key}", **values) for holds, key, values in said if holds),
        *_other_distance(network, table, options),
    )


def _other_distance(
    network: Network, table: pd.DataFrame, options: Mapping[str, Any]
) -> tuple[Sentence, ...]:
    """Say so if the other meaning of distance has another winner; without a glue there is no winner to depend."""
    if table["verdict"].iloc[0] != "glue":
        return ()
    weighted = bool(options["weighted"])
    other = glue_criteria(
        network, weighted=not weighted, null_networks=20, seed=options["seed"], min_group=options["min_group"]
    ).set_index("function")["excess"]
    if other.isna().all():
        return ()
    here, there = str(table["function"].iloc[0]), str(other.idxmax())
    if here == there:
        return ()
    by_number, by_strength = Sentence("note.glue.by_number"), Sentence("note.glue.by_strength")
    by, other_by = (by_strength, by_number) if weighted else (by_number, by_strength)
    return (Sentence("note.glue.distance", by=by, function=here, other_by=other_by, other=there),)


# --- without those who carry most ------------------------------------------------------------------------------


def _check_ranked(table: pd.DataFrame, names: Sequence[str]) -> None:
    ranked = table.loc[table["rank"].notna(), "function"].tolist()
    if odd := [name for name in names if name not in ranked]:
        raise UsageError(f"no function {odd[0]!r} with a rank", mend=f"ranked are {', '.join(ranked)}")


class _Removal(NamedTuple):
    """Some people of a function taken away: they have no ties, no function (`codes` -1), and are in no set."""

    function: str
    nodes: IntArray
    gone: npt.NDArray[np.bool_]
    codes: IntArray
    sets: AvoidedSets

    def measure(self, graph: Adjacency, *, limit: int, seed: int) -> Brokerage:
        """Brokerage of every ranked function in a graph without them."""
        sources = sample_sources(np.flatnonzero(self.codes >= 0), limit, seed=seed)
        return brokerage(without_nodes(graph, self.gone), self.codes, self.sets, sources=sources)


def _removals(
    network: Network, people: pd.DataFrame, functions: Sequence[str], ranked: IntArray
) -> Iterator[_Removal]:
    """Those that carry most of each function, as long as somebody of it stays."""
    codes = network.function_codes
    for name, number in product(functions, REMOVED):
        gone = network.people["person_id"].isin(most_important(people, name, number)).to_numpy()
        own = codes == network.functions.index(name)
        if (gone & own).sum() == number and (own & ~gone).any():
            left = np.where(gone, -1, codes)
            sets = avoided_sets([np.flatnonzero(left == code) for code in ranked], left, owners=ranked)
            yield _Removal(name, np.flatnonzero(gone & own), gone, left, sets)


def _without(
    network: Network,
    data: _Ties,
    table: pd.DataFrame,
    people: pd.DataFrame,
    *,
    asked: Sequence[str] | None,
    seed: int,
) -> pd.DataFrame:
    """`GlueResult.without`: null networks lose the same people, so that no glue has no excess without them either."""
    chosen = table["function"].tolist()[:1] if asked is None else list(asked)
    _check_ranked(table, chosen)
    ranked = table[table["rank"].notna()].set_index("function")[MEASURED]
    codes = np.flatnonzero(np.isin(network.functions, ranked.index)).astype(np.int64)
    removals = list(_removals(network, people, chosen, codes))
    graph = data.graph(data.once())
    null = np.full((REMOVAL_NULLS, len(removals), len(codes)), np.nan)
    for i, rewired in zip(range(REMOVAL_NULLS), data.rewired(seed=seed), strict=False):
        for j, removal in enumerate(removals):
            null[i, j] = removal.measure(rewired, limit=REMOVAL_NULL_SOURCES, seed=seed + i).share
    rows = [{"function": name, "removed": 0, "share": 0.0, **_measured(ranked, name)} for name in chosen]
    for j, removal in enumerate(removals):
        left = _left(removal.measure(graph, limit=REMOVAL_SOURCES, seed=seed), null[:, j])
        place = int(np.searchsorted(codes, network.functions.index(removal.function)))
        rows.append(
            {
                "function": removal.function,
                "removed": len(removal.nodes),
                "share": _share_through(data, graph, removal.nodes, seed=seed),
                **_measured(left, place),
            }
        )
    frame = pd.DataFrame(rows, columns=["function", "removed", "share", *MEASURED])
    order = np.lexsort((frame["removed"], frame["function"].map({name: i for i, name in enumerate(chosen)})))
    return frame.iloc[order].reset_index(drop=True)


def _measured(table: pd.DataFrame, row: str | int) -> dict[str, float]:
    return {name: float(table[name][row]) for name in MEASURED}


def _left(now: Brokerage, null: FloatArray) -> pd.DataFrame:
    """What is measured of each ranked function after a removal; NaN where nothing can be."""
    expected = _nanmean(null, axis=0)
    excess = now.share - expected
    frame = pd.DataFrame({"brokerage": now.share, "expected": expected, "excess": excess})
    frame["rank"] = frame["excess"].rank(method="min", ascending=False)
    frame["unreachable"] = now.unreachable
    frame["standard_error"] = np.hypot(now.standard_error, _spread(null) / np.sqrt(len(null)))
    return frame


def _share_through(data: _Ties, graph: Adjacency, nodes: IntArray, *, seed: int) -> float:
    """Share of a function's brokerage that passes any of some of its people."""
    code = int(data.codes[nodes[0]])
    own = np.flatnonzero(data.codes == code)
    sets = avoided_sets([own, nodes], data.codes, owners=np.array([code, code]))
    sources = sample_sources(np.flatnonzero(data.codes >= 0), REMOVAL_SOURCES, seed=seed)
    whole, part = brokerage(graph, data.codes, sets, sources=sources).through.sum(axis=0)
    return float(part / whole)


def _teams(network: Network) -> frozenset[str]:
    if "actor_kind" not in network.people:
        return frozenset()
    return frozenset(network.people.loc[network.people["actor_kind"] == "team", "person_id"])


def _carrier_caveats(parts: Carriers) -> Iterator[Sentence]:
    if parts.unpaired:
        yield Sentence("note.glue.unpaired", n=len(parts.unpaired))
    if parts.largest_error > 0:
        yield Sentence("note.glue.carrier_error", error=parts.largest_error)


# --- people ----------------------------------------------------------------------------------------------------


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


QUESTION = Question(
    name="glue",
    function=glue,
    result=GlueResult,
    run=lambda on, _: glue(
        on.network,
        weighted=on.settings.weighted,
        replicates=on.settings.replicates,
        seed=on.settings.seed,
        min_group=on.settings.min_group,
    ),
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
