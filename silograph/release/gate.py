"""The one gate: a run, or a network, as it may leave this machine. Outputs get nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from silograph.analyses import with_needs
from silograph.analyses.glue.point_estimates import function_brokerage
from silograph.analyses.parts.result import ONE_MAILBOX, Result
from silograph.analyses.parts.settings import Settings
from silograph.analyses.trend.answer import OF_INSIDES, TrendResult, months_of
from silograph.graph.by_month import Slices, slice_network
from silograph.graph.network import Network
from silograph.language.words import People, Sentence
from silograph.log.messages import EXTERNAL, UNKNOWN
from silograph.log.notes import Note
from silograph.log.people import Roster
from silograph.log.private_words import private_words
from silograph.release.kinds import drawn, few_came_or_left, without_kinds
from silograph.release.months import period_data, untold_months
from silograph.release.nodes import released_nodes
from silograph.release.picture import MOST_PEOPLE, Picture
from silograph.release.policy import Policy, names_nobody
from silograph.release.pseudonyms import node_pseudonyms
from silograph.release.results import release_result, release_results
from silograph.run.coherence import contradictions, is_contradiction, told
from silograph.run.run import BEWARE, Analysis
from silograph.run.sensitivity import SensitivityResult
from silograph.run.summary import summarise


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What a page may draw of a network.

    Parameters
    ----------
    picture
        Functions, people and ties with their places, under new numbers.
    time
        Months and channels: see `silograph.release.months.period_data`.
    """

    picture: Picture
    time: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Released:
    """A run as it may be shown: results of the same kinds, holding only what may leave it.

    Parameters
    ----------
    results, sensitivity
        By name of the question; and what changes under other assumptions.
    summary
        The object of ``summary.json``.
    nodes
        Tables of people and of teams; empty with ``no_people``.
    settings
        The options of the run.
    functions
        Those that may be named, in the order of the network's.
    teams, teams_only
        How many nodes of the network are teams, and whether all are.
    people
        How people appear.
    named_in
        Whether the name of a file or space names somebody; with names, none is kept back for it.
    """

    results: Mapping[str, Result]
    sensitivity: SensitivityResult | None
    summary: Mapping[str, Any]
    nodes: Mapping[str, pd.DataFrame]
    settings: Settings
    functions: tuple[str, ...]
    teams: int
    teams_only: bool
    people: People
    named_in: Callable[[str], bool] = field(default=names_nobody, repr=False)
    _draw: Callable[[], Drawing] = field(repr=False)

    @cached_property
    def drawing(self) -> Drawing:
        """What the page may draw; made when first asked for."""
        return self._draw()

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of an output folder, by its name."""
        found = {name: table for result in self.results.values() for name, table in result.tables().items()}
        if self.sensitivity is not None:
            found |= self.sensitivity.tables()
        return found | dict(self.nodes)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The questions of this run; of those without a result, the data could not answer them."""
        return frozenset(with_needs(self.settings.only))

    def options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The options of a run, to repeat it, but for files whose paths name somebody, and for somebody's address."""

        def names(value: Any) -> bool:
            return self.named_in(value) if isinstance(value, str) else any(names(one) for one in value)

        return {
            key: value
            for key, value in given.items()
            if (key not in _FILES or not value or not names(value))
            and (key not in _OF_ONE or self.people == "names")
        }

    @property
    def one_mailbox(self) -> Sentence | None:
        """The doubt that comes before every answer where the log is that of one mailbox."""
        return next(
            (line for line in self.summary["warnings"] if getattr(line, "key", "") == ONE_MAILBOX), None
        )

    @property
    def beware(self) -> Sentence | None:
        """What comes before every answer: that nothing ties people here, or that it is the log of one mailbox."""
        return next((line for line in self.summary["warnings"] if getattr(line, "key", "") in BEWARE), None)

    def headlines(self) -> list[str]:
        """The answer of each question in a sentence, in the language of the run."""
        return [result.headline(self.settings.lang) for result in self.results.values()]


def release(analysis: Analysis, *, people: People = "pseudonyms", key: bytes | None = None) -> Released:
    """A run as it may leave this machine.

    Parameters
    ----------
    analysis
        A finished run.
    people
        How they appear: under pseudonyms, with ids and names as given, or not at all.
    key
        Makes pseudonyms and the order of people; where None, one that is forgotten with the result.

    Examples
    --------
    >>> import silograph as sg
    >>> log, roster = sg.simulate(sg.CompanySpec(people=60, messages=1500, functions=5, seed=1)).log()
    >>> run = sg.analyze(log, roster, settings=sg.Settings(only=("communities",)))
    >>> released = release(run, people="no_people")
    >>> sorted(released.tables)
    ['communities']
    """
    secret = key if key is not None else secrets.token_bytes(32)
    named = (
        None
        if people == "names"
        else private_words(analysis.log, analysis.roster, kinds=("person",)).named_in
    )
    policy = Policy.of(analysis.network, min_group=analysis.settings.min_group, named_in=named)
    slices = cache(lambda: slice_network(analysis.log, analysis.roster, analysis.network))
    own, merged = (
        _without_months(one, analysis.network, policy, slices) for one in (analysis.results, analysis.merged)
    )
    results = release_results(own, policy, merged=merged, pairs=_untold_pairs(analysis.network, policy))
    varied = None if analysis.sensitivity is None else _varied(analysis.sensitivity, results, policy)
    exact = analysis.summary
    private = _private(analysis, policy)
    said = [
        line.general(private, few=policy.min_group) if isinstance(line, Note) else line
        for line in exact["warnings"]
        if not is_contradiction(line)
    ]
    said += [found.sentence for found in contradictions(told(results, varied))]  # release changes counts
    summary = summarise(
        results,
        counts=_counts(exact["input"], few=_few(analysis, policy.min_group)),
        parameters=_parameters(analysis, policy, named=people == "names"),
        warnings=[
            *(policy.said(line) for line in said if not policy.tells_few(line)),
            *_merged_note(policy),
        ],
        version=exact["silograph"],
        lang=analysis.settings.lang,
    )
    network = analysis.network
    kinds = network.people["actor_kind"]
    return Released(
        results=results,
        sensitivity=varied,
        summary=summary,
        nodes={} if people == "no_people" else released_nodes(analysis, policy, people=people, key=secret),
        settings=analysis.settings,
        functions=tuple(name for name in network.functions if policy.names(name)),
        teams=int((kinds == "team").sum()),
        teams_only=network.teams_only,
        people=people,
        named_in=policy.named_in,
        _draw=lambda: release_network(
            network,
            slices=slices(),
            roster=analysis.roster,
            people=people,
            min_group=policy.min_group,
            key=secret,
            changed=_month_of_change(results.get("trend")),
            withheld=_withheld_pairs(results.get("silos")),
            seed=analysis.settings.seed,
        ),
    )


def release_network(
    network: Network,
    *,
    slices: Slices | None = None,
    roster: Roster | None = None,
    people: People = "pseudonyms",
    min_group: int = 5,
    key: bytes | None = None,
    changed: str | None = None,
    withheld: frozenset[frozenset[str]] = frozenset(),
    seed: int = 0,
) -> Drawing:
    """A network as a page may draw it, its nodes in an order that says nothing about who they are.

    Numbers, places, the order of ties and of their ends follow pseudonyms, which a key new for every run makes: the
    order of ids would tell who is who to anybody with a list of addresses.

    Parameters
    ----------
    network
        The ties to draw.
    slices
        The same network by month and channel (`silograph.graph.by_month.slice_network`), for choosing among them.
    roster
        Where the names are, for ``people="names"``.
    people, min_group, key
        As in `release`.
    changed
        The month (``2024-01``) with which "after" begins, where one stands out.
    withheld
        Pairs of functions whose exchange is withheld elsewhere.
    seed
        Of the run: of whom paths are searched from in a large network.
    """
    secret = key if key is not None else secrets.token_bytes(32)
    order = np.argsort(np.array(node_pseudonyms(network, key=secret), dtype=object), kind="stable")
    whole = Picture(
        network.renumbered(order),
        show=people,
        min_group=min_group,
        key=secret,
        roster=roster,
        withheld=withheld,
    )
    slices = None if slices is None else slices.renumbered(order)
    picture, parts = _seen(whole, slices)
    known = people == "pseudonyms" and (  # of whom months would tell who they are
        drawn(whole).apart
        or (slices is not None and roster is not None and few_came_or_left(whole, slices.months, roster))
    )
    if slices is None or parts is None:
        return Drawing(picture=picture, time={})
    return Drawing(
        picture=picture,
        time=period_data(
            whole,
            slices,
            people=(picture, parts),
            by_person=not known,
            brokerage=partial(function_brokerage, seed=seed) if len(network) <= MOST_PEOPLE else None,
            split=slices.months.index(changed) if changed in slices.months[1:] else None,
        ),
    )


def _varied(
    sensitivity: SensitivityResult, results: Mapping[str, Result], policy: Policy
) -> SensitivityResult:
    """What changes under other assumptions, of the functions whose own verdict is told."""
    silos = results.get("silos")
    told = () if silos is None else silos.table.dropna(subset=["verdict"])["function"]
    return release_result(sensitivity.among(told), policy)


_OF_ONE = ("responsible",)
_FILES = ("sources", "people", "identities", "suitability", "out")


def _parameters(analysis: Analysis, policy: Policy, *, named: bool) -> dict[str, Any]:
    """The options of the run; sources have the names of their files only where people have theirs."""
    found = {name: policy.without_small(value) for name, value in analysis.summary["parameters"].items()}
    if named:
        return found
    if "sources" in found:
        kinds = analysis.log.provenance.sources["format"]
        found["sources"] = [f"source {number} ({kind})" for number, kind in enumerate(kinds, start=1)]
    for name in _FILES[1:]:
        if isinstance(found.get(name), str) and policy.named_in(found[name]):
            found[name] = None
    return found


def _seen(whole: Picture, slices: Slices | None) -> tuple[Picture, Slices | None]:
    """The people that are drawn: under pseudonyms, nobody is of a kind of few."""
    if whole.show != "pseudonyms":
        return whole, slices
    network, parts = without_kinds(whole, slices)
    if network is whole.network:
        return whole, slices
    order = np.argsort(np.array(node_pseudonyms(network, key=whole.key), dtype=object), kind="stable")
    seen = replace(whole, network=network.renumbered(order), whole=whole)
    return seen, None if parts is None else parts.renumbered(order)


class _Few(NamedTuple):
    """Channels, and kinds of messages, of which some people write any, but fewer than `min_group`.

    So are channels in which some, but few, exchange with the outside: what passes inside other tables count.
    """

    channels: frozenset[str]
    kinds: frozenset[str]


def _few(analysis: Analysis, min_group: int) -> _Few:
    persons = set(analysis.roster.latest.index[analysis.roster.latest["actor_kind"] == "person"])
    rule = analysis.network.tie_rule
    channels, kinds = (
        frozenset(name for name, who in writers.items() if 0 < len(who & persons) < min_group)
        for writers in (
            analysis.log.senders_by_channel(),
            analysis.log.senders_by_kind(max_audience=rule.max_audience),
        )
    )
    latest = analysis.roster.latest
    outside = latest.index[latest["actor_kind"] == "external"]
    across = analysis.log.ends_across(outside) if len(outside) else {}
    inside = [who & persons for who in across.values()]
    if 0 < len(frozenset().union(*inside)) < min_group:
        channels |= frozenset(across)
    else:
        channels |= {name for name, who in across.items() if 0 < len(who & persons) < min_group}
    return _Few(channels, kinds)


def _untold_pairs(network: Network, policy: Policy) -> frozenset[frozenset[str]]:
    """Pairs of functions whose exchange a page without people withholds by itself."""
    picture = Picture(network, show="no_people", min_group=policy.min_group)
    pairs = np.argwhere(~picture.tells)
    return frozenset(frozenset(picture.groups[i] for i in pair) for pair in pairs.tolist())


def _without_months(
    results: Mapping[str, Result], network: Network, policy: Policy, slices: Callable[[], Slices]
) -> Mapping[str, Result]:
    """Results in which sums over a month of which the page withholds a part rest on nobody that may be told."""
    found = results.get("trend")
    if not isinstance(found, TrendResult):
        return results
    gone = untold_months(Picture(network, show="no_people", min_group=policy.min_group), slices())
    table = found.table
    partly = {one for one in table["window"].unique() if gone & months_of(one, found.parameters["window"])}
    rows = table["figure"].isin(OF_INSIDES) & table["window"].isin(partly)
    few = table["active"].mask(rows & (table["active"] > 0), 1)
    return {**results, "trend": replace(found, table=table.assign(active=few))}


def _withheld_pairs(silos: Result | None) -> frozenset[frozenset[str]]:
    """Pairs of functions whose exchange the tables withhold."""
    pairs = getattr(silos, "exchange", None)
    if pairs is None:
        return frozenset()
    hidden = pairs[pairs["observed"].isna()]
    return frozenset(frozenset(pair) for pair in zip(hidden["function_a"], hidden["function_b"], strict=True))


def _private(analysis: Analysis, policy: Policy) -> Callable[[str], bool]:
    """Whether what a note quotes names somebody, or a function that is not named: too small, or not in the run."""
    known = {*analysis.roster.actors["function"].dropna().astype(str)} - {UNKNOWN, EXTERNAL}
    hidden = {name.casefold() for name in known if not policy.names(name)}

    def is_private(text: str) -> bool:
        plain = text.casefold()
        return any(name in plain for name in hidden) or policy.named_in(text)

    return is_private


def _month_of_change(trend: Result | None) -> str | None:
    """The month from which most figures changed beyond noise, where `trend` found one."""
    changes = getattr(trend, "changes", None)
    if changes is None or changes.empty:
        return None
    return str(changes["window"].mode().iloc[0])[: len("2024-01")]


def _counts(counts: Mapping[str, Any], *, few: _Few) -> dict[str, Any]:
    """What went in; not how often few people did something, nor what passes in a channel that few use.

    What passes in the other channels other tables count, month by month: of all messages together nothing is said then.
    The first and the last message are somebody's: of their times, the days are told.
    """
    share, period = counts["unknown_function_share"], counts["period"]
    told = {
        **counts,
        "unknown_function_share": None if share is None else round(share, 3),
        "period": period and [moment[: len("2024-01-31")] for moment in period],
        **dict.fromkeys(few.kinds),
    }
    channels = {name: None if name in few.channels else n for name, n in counts["channels"].items()}
    if few.channels:
        told |= {"messages": None, "interactions": None}
    if (
        few.channels
        and len(few.channels) < len(channels)
        and sum(1 for n in channels.values() if n is None) < 2
    ):
        least = min((n, name) for name, n in channels.items() if n is not None)[1]
        channels[least] = None  # whoever knows the total would have the other
    return {**told, "channels": channels}


def _merged_note(policy: Policy) -> list[Sentence]:
    """That figures of the whole are those of the company with small functions as one, where that is so."""
    return [Sentence("note.run.merged", n=policy.min_group)] if policy.hidden else []
