"""The groups people really form, whatever the organisation chart says, and how they match the functions.

Leiden runs over a range of resolutions give candidates; the candidate that describes the ties in the fewest words sets
the scale (``description``); a consensus of many runs at that scale is the best grouping (``search``); and rewired
networks, put through the same search, say which of its people and communities chance would not also give
(``support``). No step sees a function before the answer stands; only then are they compared (``members``).
How the rules were chosen, on planted networks only, is told in ``docs/questions/communities.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.communities.members import (
    NO_COMMUNITY,
    agreement,
    community_table,
    overlap_table,
    people_table,
    persons_in_and_out,
)
from silograph.analyses.communities.search import (
    FINE,
    Scale,
    Search,
    Trial,
    co_membership,
    numbered_by_size,
)
from silograph.analyses.communities.show import section
from silograph.analyses.communities.support import Evidence, Support, find_support
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.public_logs import recognised
from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import FloatArray, IntArray
from silograph.charts.drawing import pyplot
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph import igraph as engine
from silograph.graph.network import Network
from silograph.graph.order import own_order
from silograph.graph.partitions import adjusted_mutual_information, modularity
from silograph.language.words import Persons, Sentence
from silograph.log.schema import UNKNOWN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL_COMMUNITIES = "(small communities)"
SEARCH = 0  # seed of the search of the network itself: a verdict must not hang on the seed
_UNSTABLE = "note.communities.unstable"
MANY_UNANSWERED = 0.1  # share of ties that no search saw: worth saying
UNSTABLE = 0.7  # single runs agree with the groups less than that (AMI): borders are not to be read


@dataclass(frozen=True, eq=False)
class Partition:
    """Who belongs together, and how that was found.

    Parameters
    ----------
    labels
        Community of each node, numbered by size (0 is the largest; equal ones in an order that follows from the
        ties); -1 for people in none.
    method, parameters, seed
        How to find it again.
    quality
        Nats by which the communities shorten the description of the ties, against one single community.
    stability
        Mean agreement (AMI) of single runs with these labels; 1 = every run says the same.
    """

    labels: IntArray
    method: str
    parameters: Mapping[str, Any]
    seed: int
    quality: float
    stability: float

    def __len__(self) -> int:
        """Number of communities."""
        return int(self.labels.max(initial=NO_COMMUNITY)) + 1


# Of purity, a person or two of another function would follow from the number of people; so would those of the largest
# one who are elsewhere.
_COMMUNITIES = Table(
    columns=(
        Column("community", "number"),
        Column("people", "count", "sum"),
        Column("largest_function", "function"),
        Column("purity", "share", behind="smallest_part"),
        Column("cohesion", "share", behind="smallest_side"),
        Column("confidence", "share"),
    ),
    behind="persons",
    describes=("largest_function",),
    made_of=("purity",),
    merged=True,
    rest=("community", SMALL_COMMUNITIES),
    left_out=("persons_in_none",),
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CommunitiesResult(Result):
    """What `communities` found.

    Parameters
    ----------
    table
        A row per community that chance would not also give: ``community people largest_function purity cohesion
        confidence``. `purity` is the largest function's share of members whose function is known; `cohesion` the share
        of members' strength that stays inside. Then the persons behind: ``persons`` of the row (its teams where it has
        teams only), ``smallest_part`` of its purity and ``smallest_side`` of its cohesion, that have any; and
        ``persons_in_none`` of the communities.
    people
        A row per node: ``person_id function community confidence function_of_community elsewhere``. Community -1 is
        none: no tie, or no group that chance would not also give. A community is a function's own when more than half
        of its members of known function are of that function; `elsewhere` marks people in another function's community.
    number
        How many communities there are.
    supported_share
        Share of the people with ties whom they hold.
    fewest
        The persons in them or in none, whichever are fewer (but some).
    partition
        The answer, with -1 for everybody in no community.
    candidate
        The best grouping of everybody, whatever chance would give.
    agreement
        ``ami ari nmi`` of communities and functions, over the ``people`` with ties whose function is known; those in
        no community count once as one group, once as a group each, and the lower value is given.
    overlap
        People of each function (columns) in each community (rows).
    verdict
        ``communities`` or ``none``.
    too_little
        ``mailbox`` where one person has a part in more than half of the exchange, which leaves no verdict; else empty.
    p_value
        How often a rewired network gives a community as supported as the most supported one here.
    modularity
        That of the best grouping at resolution 1, on strengths as they are: what the literature calls modularity.
    sweep
        A row per resolution tried: ``resolution communities description_length``.
    """

    name: ClassVar[str] = "communities"
    declared: ClassVar[Mapping[str, Table]] = {"communities": _COMMUNITIES}
    compared: ClassVar[Mapping[str, str]] = {"modularity": "modularity"}
    figures: ClassVar[tuple[Column, ...]] = (
        Column("number", "count"),
        Column("supported_share", "share", behind="fewest", of=("communities.people",)),
        Column("agreement", "share", "whole", of=("ami", "ari", "nmi")),
        Column("p_value", "p"),
        Column("modularity"),
    )
    kept: ClassVar[tuple[str, ...]] = ("verdict", "too_little")

    people: pd.DataFrame
    number: int
    supported_share: float
    fewest: int
    partition: Partition
    candidate: Partition
    agreement: Mapping[str, float]
    overlap: pd.DataFrame
    verdict: str
    too_little: str
    p_value: float
    modularity: float
    sweep: pd.DataFrame

    def answer(self) -> Sentence:
        """The answer in one sentence; of what leaves a run, also how many groups are too small for it."""
        if self.too_little:
            return Sentence("said.communities.mailbox")
        listed = int(self.table["community"].astype(str).str.fullmatch(r"\d+").sum())
        if self.verdict != "none" and listed < self.number:
            return Sentence("said.communities.listed", said=self._found(), n=self.number - listed)
        return self._found()

    def _found(self) -> Sentence:
        if self.verdict == "none":
            return Sentence("said.communities.none")
        if np.isnan(self.supported_share):  # withheld
            return Sentence("said.communities.some", n=self.number)
        if any(isinstance(note, Sentence) and note.key == _UNSTABLE for note in self.caveats):
            return Sentence("said.communities.unsure", n=self.number, share=self.supported_share)
        key = "said.communities.all" if self.supported_share == 1 else "said.communities.found"
        return Sentence(key, n=self.number, share=self.supported_share)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share of each community's members by function; sizes alone where no function is known."""
        plt = pyplot()

        if ax is None:
            height = 2.5 + 0.3 * min(len(self.overlap), 20)
            ax = plt.subplots(figsize=(8, height), layout="constrained")[1]
        axes = ax
        if not self.number:
            axes.text(0.5, 0.5, "no community beyond chance", ha="center", va="center")
            axes.set_axis_off()
            return axes
        if self.overlap.empty:
            axes.bar(self.table["community"], self.table["people"])
            axes.set(xlabel="community", ylabel="people")
            return axes
        share = self.overlap.div(self.overlap.sum(axis=1).clip(lower=1), axis=0)
        image = axes.imshow(share, aspect="auto", cmap="Blues", vmin=0, vmax=1)
        axes.set(xlabel="function", ylabel="community", title="Who the communities are made of")
        axes.set_xticks(range(share.shape[1]), share.columns, rotation=90)
        axes.set_yticks(range(share.shape[0]), [str(label) for label in share.index])
        axes.figure.colorbar(image, ax=axes, label="share of the community")
        return axes


def communities(
    network: engine.AnyNetwork,
    *,
    seed: int = 0,
    runs: int | None = None,
    resolutions: Sequence[float] | None = None,
    simulations: int | None = None,
) -> CommunitiesResult:
    """Which groups people really form, and whether those are the functions.

    Uses the answered ties of the undirected projection (`Network.answered`) and the square roots of their strengths;
    functions are looked at only afterwards, to compare.

    Parameters
    ----------
    network
        Also a graph of networkx or igraph (see `as_network`). People without an answered tie get community -1; parts
        of the network that are not connected are never one community.
    seed
        Of the rewired networks; the search of the network itself draws the same for every seed.
    runs
        Leiden runs per resolution, in the sweep and again at the five resolutions of the consensus. Default 4,
        less beyond 50,000 ties.
    resolutions
        Resolutions to try. By default from 0.4 upwards in steps of 25 % until descriptions only get longer.
    simulations
        Rewired networks for the verdict: from half as many to twenty times as many are drawn. Default 20, less beyond
        50,000 ties.

    Returns
    -------
    CommunitiesResult
        `table` has ``community people largest_function purity cohesion confidence``, `people` who is where,
        `agreement` how far communities are the functions.

    Raises
    ------
    NotEnoughDataError
        When the network has no ties.
    UsageError
        When an option makes no sense.

    Notes
    -----
    The scale is the resolution whose partitions have the smallest mean `description_length`. People are supported where
    their confidence lies beyond that of people in rewired networks (Benjamini-Hochberg, 10 %), or confidence and ties
    together do within their community. A community is supported where the summed evidence of its people lies 1.645
    standard deviations beyond that of the most supported community of rewired networks. The verdict is
    ``communities`` when there is one and further networks could hardly change that; they are drawn until they could
    not, and a verdict that is open after twenty times `simulations` is ``none``, called a close call.

    References
    ----------
    Traag, Waltman & van Eck (2019), Scientific Reports 9, 5233. Lancichinetti & Fortunato (2012), Consensus
    clustering in complex networks, Scientific Reports 2, 336. Newman (2016), Phys. Rev. E 94, 052315. Lancichinetti,
    Radicchi, Ramasco & Fortunato (2011), PLoS ONE 6, e18961 (significance of single communities).

    Examples
    --------
    >>> from itertools import combinations
    >>> teams = [*combinations("abcdef", 2), *combinations("uvwxyz", 2), ("f", "u")]
    >>> found = communities(Network.from_edges(teams))
    >>> found.verdict, len(found.partition)
    ('communities', 2)
    >>> found.people.groupby("community")["person_id"].sum().tolist()
    ['abcdef', 'uvwxyz']
    """
    network = engine.as_network(network)
    ties = network.ties
    if not len(ties):
        raise NotEnoughDataError(Sentence("lacks.no_ties"), mend=Sentence("mend.check_rule"))
    if not network.answered.any():
        raise NotEnoughDataError(Sentence("lacks.answered_ties"), mend=Sentence("mend.check_rule"))
    effort = Effort.for_ties(len(ties), runs=runs, simulations=simulations)
    if resolutions is not None and (not len(resolutions) or min(resolutions) <= 0):
        raise UsageError("resolutions must be positive and at least one")

    tied, source, target, strength = _in_own_order(network)
    search = Search.prepare(len(tied), source, target, strength)
    mailbox = network.one_mailbox
    found = _Found.by(search, resolutions, effort, seed=None if mailbox else seed)
    parameters = {
        "resolution": found.scale,
        "resolutions": [trial.resolution for trial in found.tried],
        "runs": effort.runs,
        "consensus_runs": len(found.ensemble),
        "simulations": found.support.rewirings,
        "layer": network.layer,
        "tie_rule": network.tie_rule.to_dict(),
        "seed": seed,
    }
    labels = _spread(found.supported, tied, len(network))
    confidence = np.full(len(network), np.nan)
    confidence[tied[found.support.people]] = found.confidence
    overlap = overlap_table(network, labels)
    people = people_table(network, labels, confidence, overlap)
    inside, outside, untied = persons_in_and_out(network, labels, tied)
    number = int(labels.max(initial=NO_COMMUNITY)) + 1
    candidate = found.partition(
        found.labels, "leiden, consensus, shortest description", parameters, place=(tied, len(network))
    )
    return CommunitiesResult(
        table=community_table(
            network, people, overlap, in_none=min(filter(None, (outside, outside + untied)), default=0)
        ),
        parameters=parameters,
        people=people,
        number=number,
        supported_share=found.support.share,
        fewest=min(filter(None, (inside, outside)), default=0),
        partition=found.partition(
            found.supported, "supported communities", parameters, place=(tied, len(network))
        ),
        candidate=candidate,
        agreement=agreement(network, labels, tied),
        overlap=overlap,
        verdict="communities" if number else "none",
        too_little="mailbox" if mailbox else "",
        p_value=found.support.p_value,
        modularity=_best_modularity(search, strength, runs=effort.runs),
        sweep=pd.DataFrame([trial.row() for trial in found.tried]).sort_values(
            "resolution", ignore_index=True
        ),
        caveats=_caveats(network, tied, candidate, found.support),
        public=recognised(network),
    )


@dataclass(frozen=True)
class _Found:
    """What a search found among the people with ties, and what of it is supported."""

    search: Search
    tried: list[Trial]
    scale: float
    ensemble: list[IntArray]
    labels: IntArray
    supported: IntArray
    support: Support

    @classmethod
    def by(
        cls, search: Search, resolutions: Sequence[float] | None, effort: Effort, *, seed: int | None
    ) -> _Found:
        """At the scale with the shortest description; where that is coarse and shows nothing, at resolution 1 too.

        One small group in a company that has no others shortens the description only a little. Without a seed nothing
        is judged, and nobody supported.
        """
        tried = search.sweep(resolutions, runs=effort.runs, seed=SEARCH)
        scale = min(tried, key=lambda trial: trial.description_length).resolution
        found = cls.at(search, tried, scale, effort, seed=seed)
        if found.support.people.any() or scale >= FINE or resolutions is not None or seed is None:
            return found
        finer = cls.at(search, tried, FINE, effort, seed=seed)
        return finer if finer.support.people.any() or not finer.support.settled else found

    @classmethod
    def at(
        cls, search: Search, tried: list[Trial], scale: float, effort: Effort, *, seed: int | None
    ) -> _Found:
        """The consensus at a scale, and who in it is supported."""
        ensemble = search.ensemble(tried, scale, runs=effort.runs, seed=SEARCH)
        labels, consensus = search.consensus(ensemble, scale, runs=effort.runs, seed=SEARCH)
        support = Support.none(labels)
        if seed is not None:
            observed = Evidence.of(search, labels, ensemble)
            support = find_support(
                search, observed, Scale(scale, consensus), rewirings=effort.simulations, seed=seed
            )
        supported = np.full(len(labels), NO_COMMUNITY, dtype=np.int64)
        supported[support.people] = numbered_by_size(labels[support.people])
        return cls(search, tried, scale, ensemble, labels, supported, support)

    @property
    def confidence(self) -> FloatArray:
        """Of the supported people, among themselves."""
        here = self.support.people
        return co_membership(self.labels[here], [run[here] for run in self.ensemble])

    def partition(
        self, labels: IntArray, method: str, parameters: Mapping[str, Any], *, place: tuple[IntArray, int]
    ) -> Partition:
        everybody = numbered_by_size(np.where(labels < 0, labels.max() + 1, labels))
        length = self.search.description_length
        return Partition(
            labels=_spread(labels, *place),
            method=method,
            parameters=parameters,
            seed=parameters["seed"],
            quality=length(np.zeros_like(everybody)) - length(everybody),
            stability=self._stability(labels),
        )

    def _stability(self, labels: IntArray) -> float:
        here = labels != NO_COMMUNITY
        if not here.any():
            return 1.0
        return float(
            np.mean(
                [adjusted_mutual_information(labels[here], run[here], undivided=1.0) for run in self.ensemble]
            )
        )


def _best_modularity(search: Search, strength: FloatArray, *, runs: int) -> float:
    """Of the best of several runs at resolution 1."""
    found = search.run(1.0, runs=runs, seed=[SEARCH, 3], weight=strength)
    return max(modularity(run[search.source], run[search.target], strength) for run in found)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to compute."""

    runs: int
    simulations: int

    @classmethod
    def for_ties(cls, ties: int, *, runs: int | None, simulations: int | None) -> Effort:
        """As asked for, or as much as a network of this size can bear."""
        small, large = ties <= 50_000, ties > 500_000
        effort = cls(
            runs=runs if runs is not None else 4 if small else 1 if large else 2,
            simulations=simulations if simulations is not None else 20 if small else 5 if large else 10,
        )
        if effort.runs < 1:
            raise UsageError("runs must be at least 1")
        if effort.simulations < 3:
            raise UsageError("simulations must be at least 3")
        return effort


def _in_own_order(network: Network) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """People with answered ties, in an order that follows from these ties alone, and the ties between them.

    What is drawn follows this order, so that neither names nor the order of people changes it. Functions are not seen.
    """
    ties, kept = network.ties, network.answered
    strength = ties.strength[kept]
    tied, ends = np.unique(np.r_[ties.source[kept], ties.target[kept]], return_inverse=True)
    both = np.r_[ends[len(strength) :], ends[: len(strength)]]
    nobody = pd.DataFrame({"person_id": np.arange(len(tied)), "function": UNKNOWN})
    vigour = np.tile((strength / strength.mean()).round(9), 2)
    order = own_order(
        Network(nobody, ends, both, strength=vigour, messages=np.ones(len(ends), dtype=np.int64))
    )
    number = np.argsort(order)
    one, other = number[ends[: len(strength)]], number[ends[len(strength) :]]
    source, target = np.minimum(one, other), np.maximum(one, other)
    place = np.lexsort((target, source))
    return tied[order], source[place], target[place], strength[place]


def _spread(labels: IntArray, tied: IntArray, n: int) -> IntArray:
    everyone = np.full(n, NO_COMMUNITY, dtype=np.int64)
    everyone[tied] = labels
    return everyone


def _caveats(
    network: Network, tied: IntArray, candidate: Partition, support: Support
) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    unanswered = 1 - float(network.answered.mean())
    if unanswered > MANY_UNANSWERED:
        notes.append(Sentence("note.communities.unanswered", share=unanswered))
    if network.one_mailbox:
        return tuple(notes)
    if not support.settled:
        notes.append(Sentence("note.communities.borderline", n=support.rewirings))
    elif not support.people.any():
        notes.append(Sentence("note.communities.none"))
    elif candidate.stability < UNSTABLE:
        notes.append(Sentence(_UNSTABLE, ami=candidate.stability))
    if len(tied) < len(network):
        notes.append(Sentence("note.communities.alone", n=Persons(len(network) - len(tied)), of=len(network)))
    if len(tied) < 30:
        notes.append(Sentence("note.communities.few", n=Persons(len(tied))))
    unknown = int((network.function_codes[tied] < 0).sum())
    if unknown and network.functions:
        notes.append(Sentence("note.communities.unknown", n=Persons(unknown)))
    return tuple(notes)


QUESTION = Question(
    name="communities",
    function=communities,
    result=CommunitiesResult,
    whole=True,
    section=section,
    expected=True,
    documented="Which groups do people really form?",
    references=(
        "Traag, Waltman & van Eck (2019), From Louvain to Leiden. Scientific Reports 9, 5233.",
        (
            "Vinh, Epps & Bailey (2010), Information theoretic measures for clusterings comparison. "
            "JMLR 11, 2837-2854."
        ),
    ),
)
