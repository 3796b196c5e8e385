"""Which function links the others: where a person carries more of what passes between them than elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.glue.brokers import Carriers, ranked_inside
from silograph.analyses.glue.caveats import carrier_caveats, caveats_of
from silograph.analyses.glue.explanation import Explanation
from silograph.analyses.glue.introductions import introductions
from silograph.analyses.glue.lift import (
    CALLED,
    DRAWS,
)
from silograph.analyses.glue.measurement import Found, TooLittle, giant_of, teams_of
from silograph.analyses.glue.person_measures import PERSON_MEASURES
from silograph.analyses.glue.point_estimates import EXACT_LIMIT, check_options
from silograph.analyses.glue.show import section
from silograph.analyses.glue.without import check_ranked, first_of
from silograph.analyses.glue.without import without as left_without
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.options import number_of
from silograph.analyses.parts.question import Inputs, Question, by_name
from silograph.analyses.parts.result import Result, doubts_of
from silograph.arrays import FloatArray, IntArray
from silograph.charts.intervals import IntervalChart
from silograph.graph.igraph import AnyNetwork, as_network
from silograph.graph.network import Network
from silograph.graph.order import own_order
from silograph.graph.paths.betweenness import Betweenness
from silograph.language.words import Lang, Sentence, Words
from silograph.log.conversations import Conversations

# With small functions apart, evenness and the exchange of all others are an equation for what each of them exchanges;
# so it is for a pair whose exchange is withheld. What size alone gives is worked out from the people and the
# brokerage of all functions: with small ones apart, it and whatever is compared with it are equations for their sizes.
_FUNCTIONS = Table(
    columns=(
        Column("function", "function"),
        Column("people", "count", "sum"),
        Column("brokerage", "share", "whole"),
        Column("expected", "share", "whole"),
        Column("excess", "share", "whole"),
        Column("excess_low", "share", "whole"),
        Column("excess_high", "share", "whole"),
        Column("brokerage_z", "z", "whole"),
        Column("lift", "factor", "whole"),
        Column("lift_low", "factor", "whole"),
        Column("lift_high", "factor", "whole"),
        Column("spread", "share"),
        Column("beyond_activity", "factor", "whole"),
        Column("p_value", "p"),
        Column("q_value", "p"),
        Column("verdict", "word"),
        Column("rank", "rank"),
        Column("rank_low", "rank"),
        Column("rank_high", "rank"),
        Column("p_first", "share"),
        Column("coverage", "share", behind="crossing", instead="coverage_merged"),
        Column(
            "evenness",
            "share",
            "derived",
            of=("exchange.observed",),
            behind="crossing",
            instead="evenness_merged",
        ),
        Column("participation", "share", behind="crossing", instead="participation_merged"),
        Column("concentration", "share", "single_person"),
        Column("unreachable", "share", "single_person"),
        Column("standard_error", "share"),
        Column("status", "word"),
        Column("beyond_activity_low", "factor", "whole"),
        Column("beyond_activity_high", "factor", "whole"),
        Column("reach_share", "share", "sum", of=("reach",), behind="reaching"),
        Column("brought_together", "count", "whole", behind="introducing"),
        Column("introduced", "count", "whole", behind="introducing"),
        Column("two_paths", "count", "whole", of=("introduced",)),
        Column("introductions", "share", "whole", of=("introduced",)),
        Column("introductions_low", "share", "whole", of=("introduced",)),
        Column("introductions_high", "share", "whole", of=("introduced",)),
        Column(
            "introductions_expected",
            "share",
            "whole",
            of=("introduced",),
            of_all=("introduced",),  # what the others do that bring others together
            ends=("introductions_low", "introductions_high"),
        ),
    ),
    groups=("function",),
)
_PAIRS = Table(
    columns=(
        Column("function", "function"),
        Column("function_a", "function"),
        Column("function_b", "function"),
        Column("share", "share", "sum"),
        Column("standard_error", "share", "whole", of=("share",)),
    ),
    source="pairs",
    groups=("function", "function_a", "function_b"),
    lines=(("function",),),
    by="share",
)
_WITHOUT = Table(
    columns=(
        Column("function", "function"),
        Column("removed", "count"),
        Column("share", "share", "single_person"),
        Column("brokerage", "share", "single_person"),
        Column("expected", "share", "single_person"),
        Column("excess", "share", "single_person"),
        Column("lift", "factor", "single_person"),
        Column("rank", "rank", "whole"),
        Column("unreachable", "share", "single_person"),
        Column("standard_error", "share", "single_person"),
    ),
    source="without",
    groups=("function",),
)


CONTENDS = 0.025
"""Share of the draws in which a function comes first that can't be told from the first: the low end of 95 %."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GlueResult(Result):
    """What `glue` found.

    Parameters
    ----------
    table
        A row per function, best rank first, then those that could not be assessed. Its last columns are for what
        leaves a run: ``coverage evenness participation`` with small functions as one, `crossing`, the people on
        both sides of its border with a tie across, `reaching`, those of `reach` who are of the function, and
        `introducing`, the people behind `introduced`.
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
        expected excess lift rank unreachable standard_error``, for 0 (as it is), 1 and 3 `removed` persons that
        together carry `share` of the brokerage. Paths find other ways.
    sizes
        Size of each function for `min_group`: see `Network.group_sizes`.
    teams
        Ids of the nodes that are teams, not persons.
    replicates
        Per criterion (draws, functions), functions as in `Network.functions`, NaN where not assessable: what other
        people might have given, drawn jointly across criteria; ``lift`` as its logarithm.
    too_little
        Why there is no verdict: ``few`` functions are large enough, or the ties are those of one ``mailbox``.
    giant
        The function that has more than half of the people.
    reach, reached
        How many people together are, or are in touch with, a share of the company (an option), and how many these are
        of all; NaN where that is not released.
    reach_at_least
        Fewer could not do it, whoever they are.
    routing
        Functions that route onward what they are asked, where `relay` could say so: see `knowing`.
    """

    name: ClassVar[str] = "glue"
    kept: ClassVar[tuple[str, ...]] = ("too_little",)
    named: ClassVar[tuple[str, ...]] = ("giant", "routing")
    declared: ClassVar[Mapping[str, Table]] = {
        "glue": _FUNCTIONS,
        "glue_pairs": _PAIRS,
        "glue_without": _WITHOUT,
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("reach", "count", behind="reach"),
        Column("reached", "share", of=("reach",)),
        Column("reach_at_least", "count", of=("reach",)),
    )
    listed: ClassVar[tuple[str, ...]] = (
        "function", "brokerage", "excess", "lift", "spread", "beyond_activity", "verdict", "rank", "p_first",
    )  # fmt: skip
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="glue",
            value="lift",
            where={"status": "assessed"},
            digits=1,
            reference=1.0,
            logarithmic=True,
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
    too_little: TooLittle = ""
    giant: str | None = None
    reach: float = float("nan")
    reached: float = float("nan")
    reach_at_least: float = float("nan")
    routing: tuple[str, ...] = ()

    def knowing(self, routing: Collection[str]) -> GlueResult:
        """The same, beside what is known of routing onward: such a function stands between the others, and links none.

        Parameters
        ----------
        routing
            Functions that route onward what they are asked, as `RelayResult.routing` has them. Their verdict becomes
            ``mailroom`` where it was ``glue`` or ``bridge``.

        Examples
        --------
        >>> teams = {f"{t}{i}": t for t in ("hr", "it", "pr", "web") for i in range(5)}
        >>> inside = [(f"{t}{i}", f"{t}{j}") for t in ("hr", "it", "pr", "web") for i in range(5) for j in range(i)]
        >>> across = [(f"web{i}", f"{t}{i}") for t in ("hr", "it", "pr") for i in range(5)]
        >>> import silograph as sg
        >>> found = sg.glue(sg.Network.from_edges(inside + across, teams), replicates=20, simulations=0)
        >>> found.glue, found.knowing(["web"]).glue
        (('web',), ())
        """
        table = self.table.copy()
        called = table["verdict"].isin(CALLED) & table["function"].isin(list(routing))
        table.loc[called, "verdict"] = "mailroom"
        return replace(
            self, table=table, routing=tuple(table.loc[table["verdict"] == "mailroom", "function"])
        )

    def with_introductions(self, conversations: Conversations) -> GlueResult:
        """The same, beside whom each function brought together who then go on without it, as far as threads are known.

        Parameters
        ----------
        conversations
            Who wrote to whom and when. In the table then are: ``brought_together``, pairs of people of two other
            functions, not in touch before, whom somebody of the function brought into one thread; ``introduced``, those
            who later write to each other or meet without the function; ``two_paths``, pairs whom somebody there could
            have introduced; ``introductions``, the share, with a 95 % interval ``introductions_low
            introductions_high``; ``introductions_expected``, the share by chance.

        Examples
        --------
        >>> import silograph as sg
        >>> from silograph.log.conversations import build_conversations
        >>> log, roster = sg.simulate(sg.CompanySpec(people=60, messages=1500, functions=5, seed=1)).log()
        >>> found = sg.glue(sg.build_network(log, roster), replicates=5, simulations=0)
        >>> known = found.with_introductions(build_conversations(log, roster)).table
        >>> bool(found.table["introduced"].isna().all()), bool((known["introduced"] <= known["two_paths"]).all())
        (True, True)
        """
        met = introductions(conversations)
        told = met.reindex(self.table["function"]).set_axis(self.table.index)
        return replace(self, table=self.table.assign(**{str(name): told[name] for name in met}))

    @property
    def found(self) -> pd.DataFrame:
        """Functions with a rank, best first."""
        return self.table[self.table["rank"].notna()]

    @property
    def glue(self) -> tuple[str, ...]:
        """The functions with the verdict ``glue``, best first."""
        return self._called("glue")

    @property
    def bridges(self) -> tuple[str, ...]:
        """The functions with the verdict ``bridge``, best first."""
        return self._called("bridge")

    @property
    def first(self) -> str:
        """Who comes first by rank, of those that the others are compared with: a mail room is not meant by it."""
        return first_of(self.table, {*self.parameters["aside"], *self.routing})

    @property
    def contenders(self) -> tuple[str, ...]:
        """Who comes first in at least 2.5 % of the draws, of those that the others are compared with.

        Everybody with a rank where no lift is known.
        """
        aside = {*self.parameters["aside"], *self.routing}
        lifts = pd.DataFrame(self.replicates["lift"], columns=list(self.sizes))
        lifts = lifts[[name for name in lifts if name not in aside]].dropna(axis="columns", how="all")
        if lifts.empty:
            return tuple(self.table.loc[self.table["rank"].notna(), "function"])
        leads = lifts.eq(lifts.max(axis="columns"), axis="index").mean()
        return tuple(leads.index[leads >= CONTENDS])

    def _called(self, verdict: str) -> tuple[str, ...]:
        return tuple(self.table.loc[self.table["verdict"] == verdict, "function"])

    def answer(self) -> Sentence:
        """The answer: who links the others, and then by how much."""
        if self.too_little:
            return Sentence(f"said.glue.{self.too_little}")
        called = self.glue or self.bridges
        if not called and self.routing:
            return Sentence("said.glue.routing", n=len(self.routing), functions=self.routing)
        if not called:
            return Sentence("said.glue.none")
        found = Sentence(f"said.glue.{'found' if self.glue else 'bridge'}", n=len(called), functions=called)
        numbers = (one for one in self._numbers(called[0]) if one.known)
        return reduce(lambda said, then: Sentence("said.glue.and", first=said, then=then), numbers, found)

    def _numbers(self, function: str) -> tuple[Sentence, ...]:
        row = dict(self.table[self.table["function"] == function].iloc[0])
        lift, beyond = float(row["lift"]), float(row["beyond_activity"])
        of_contacts = Sentence(
            "said.glue.contacts",
            contacts=lift / beyond if beyond > 0 else np.nan,
            beyond=beyond,
        )
        numbers = Sentence(
            "said.glue.numbers",
            function=function,
            x=lift,
            low=row["lift_low"],
            high=row["lift_high"],
        )
        # where one function is most of the company everybody else carries more per head than it does
        return (of_contacts, numbers) if self.giant else (numbers, of_contacts)

    def explain(self, function: str | None = None, *, names: bool = False, lang: Lang = "en") -> list[str]:
        """What a function joins, who carries it and what would be left without them, in sentences.

        Of a result that left a run, only what it joins: the others are about single people.

        Parameters
        ----------
        function
            A function with a rank; None: `first`. What would be left is known for those in `without`.
        names
            Name people by their id. False: "one person of Finance".
        lang
            Language of the sentences.

        Raises
        ------
        UsageError
            The function has no rank.
        """
        name = self.first if function is None else function
        check_ranked(self.table, [name])
        told = Explanation(
            function=name,
            pairs=self.pairs[self.pairs["function"] == name],
            people=self.people.assign(is_team=self.people["person_id"].isin(self.teams)),
            without=self.without[self.without["function"] == name],
            sizes=self.sizes,
            min_group=int(self.parameters["min_group"]),
            names=names,
            called=name in (*self.glue, *self.bridges),
        )
        return [sentence.say(Words(lang)) for sentence in told.sentences()]


REPLICATES, SIMULATIONS = 200, 40
"""Draws of all criteria together, and random networks, where none are asked for."""


def glue(  # noqa: PLR0913 - the options of a public question, each by name
    network: AnyNetwork,
    *,
    weighted: bool = False,
    replicates: int | None = None,
    simulations: int | None = None,
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
        Draws of all criteria together that other analyses go on with; 200 where None.
    simulations
        Random networks with everybody's number of ties and the organisation's walls, behind ``beyond_activity``;
        40 where None, 0: it is not asked for.
    seed
        Makes every random step repeatable. No verdict hangs on it.
    min_group
        Functions with fewer people (or teams, where they have teams only) are ``not_assessable``.
    exact_limit
        Up to so many people paths are searched from everyone; beyond, from a random sample of this size.
    person_measures
        Further columns of `people`: any of ``constraint effective_size within_module_z gould_fernandez``.
    without
        Functions to measure anew without those who carry most of their brokerage. None: `GlueResult.first`.
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
    >>> result = glue(Network.from_edges(inside + across, teams), replicates=20, simulations=10)
    >>> result.glue, float(result.table.loc[0, "brokerage"])
    (('web',), 1.0)
    """
    options = {
        "weighted": weighted,
        "replicates": number_of(replicates, REPLICATES, name="replicates", least=2),
        "simulations": number_of(simulations, SIMULATIONS, name="simulations", least=0),
        "seed": seed,
        "min_group": min_group,
        "exact_limit": exact_limit,
        "person_measures": list(person_measures),
        "without": None if without is None else list(without),
        "of_company": of_company,
        "aside": sorted(aside),
    }
    check_options(options)
    given = as_network(network)
    order = own_order(given)
    return _result(Found.of(given.renumbered(order), options), order)


def _result(found: Found, order: IntArray) -> GlueResult:
    """With people as they were numbered."""
    network, options, functions = found.network, found.options, found.observed.functions
    drawn = max(DRAWS, options["replicates"])
    draws = found.left_out.draws(found.observed, drawn, seed=options["seed"])
    columns = [column.name for column in GlueResult.declared["glue"].columns]
    table = found.table(draws["lift"], columns=columns)
    people = _people(network, found.between, found.parts, options["person_measures"])
    asked = [first_of(table, options["aside"])] if options["without"] is None else options["without"]
    left = left_without(network, found.ties, table, people, asked=asked, seed=options["seed"])
    carrying = found.parts.ties
    return GlueResult(
        table=table,
        people=people.iloc[np.argsort(order)].reset_index(drop=True),
        pairs=found.parts.pairs,
        ties=carrying.assign(
            node=order[carrying["node"].to_numpy(np.int64)],
            neighbour=order[carrying["neighbour"].to_numpy(np.int64)],
        ),
        without=left,
        teams=teams_of(network),
        sizes=dict(zip(network.functions, network.group_sizes.tolist(), strict=True)),
        replicates={
            name: _placed(values[: options["replicates"]], functions, len(network.functions))
            for name, values in draws.items()
        },
        too_little=found.too_little,
        giant=giant_of(network),
        reach=float(found.reach.people),
        reached=found.reach.reached,
        reach_at_least=float(found.reach.at_least),
        parameters=options,
        caveats=(*doubts_of(network), *caveats_of(found, table), *carrier_caveats(found.parts)),
    )


def _placed(draws: FloatArray, functions: IntArray, size: int) -> FloatArray:
    full = np.full((len(draws), size), np.nan)
    full[:, functions] = draws
    return full


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


def _asked_of_a_run(on: Inputs, done: Mapping[str, Any], **options: Any) -> GlueResult:
    """On a whole log; asked again once it is known who routes onward."""
    routing = done["relay"].routing if "relay" in done else ()
    found = glue(**by_name(glue, on, done, **{"aside": routing, **options}))
    return found.with_introductions(on.conversations).knowing(routing)


QUESTION = Question(
    name="glue",
    function=glue,
    result=GlueResult,
    run=_asked_of_a_run,
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
