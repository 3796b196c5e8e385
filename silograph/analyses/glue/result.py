"""What `glue` found: its tables, what they mean, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from silograph.analyses.glue.explanation import Explanation
from silograph.analyses.glue.introductions import introductions
from silograph.analyses.glue.lift import CALLED
from silograph.analyses.glue.without import check_ranked
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.result import Result
from silograph.arrays import FloatArray
from silograph.charts.intervals import IntervalChart
from silograph.language.words import Lang, Sentence, Words
from silograph.log.conversations import Conversations

TooLittle = Literal["", "few", "mailbox"]
"""Why there is no verdict: too few functions are large enough; the ties are those of one mailbox; or there is one."""

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
        >>> found = sg.glue(sg.Network.from_edges(inside + across, teams), replicates=20, null_networks=0)
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
        >>> found = sg.glue(sg.build_network(log, roster), replicates=5, null_networks=0)
        >>> known = found.with_introductions(build_conversations(log, roster)).table
        >>> bool(found.table["introduced"].isna().all()), bool((known["introduced"] <= known["two_paths"]).all())
        (True, True)
        """
        met = introductions(conversations)
        told = met.reindex(self.table["function"]).set_axis(self.table.index)
        return replace(self, table=self.table.assign(**{str(name): told[name] for name in met}))

    @property
    def glue(self) -> tuple[str, ...]:
        """The functions with the verdict ``glue``, best first."""
        return self._called("glue")

    @property
    def bridges(self) -> tuple[str, ...]:
        """The functions with the verdict ``bridge``, best first."""
        return self._called("bridge")

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
