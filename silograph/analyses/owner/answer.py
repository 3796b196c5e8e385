"""Which function should own social media, and whom to involve in every initiative?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.glue.answer import GlueResult
from silograph.analyses.hourglass.answer import HourglassResult
from silograph.analyses.maturity.answer import MaturityResult
from silograph.analyses.owner.acceptability import standing_of
from silograph.analyses.owner.criteria import Findings, Links
from silograph.analyses.owner.evidence import Evidence, enough, summary_of
from silograph.analyses.owner.reasons import ARRANGEMENTS, Involved, Told, clearly_ahead
from silograph.analyses.owner.rules import DRAWS, MIN_ACCEPTABILITY, MIN_CANDIDATES
from silograph.analyses.owner.scores import Scores, flips_of
from silograph.analyses.owner.show import section
from silograph.analyses.owner.ties import leaders_reached, tie_criteria
from silograph.analyses.owner.weights import FAMILIES, PROFILES, central_weights
from silograph.analyses.ownership.answer import OwnershipResult
from silograph.analyses.parts import Claim, Column, Question, Result, Table
from silograph.analyses.parts.options import number_of, one_of
from silograph.analyses.parts.settings import Audience
from silograph.analyses.relay.answer import RelayResult
from silograph.analyses.response.answer import ResponseResult
from silograph.analyses.silos.answer import SilosResult
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError
from silograph.graph.igraph import AnyNetwork, as_network
from silograph.language.words import Lang, Sentence, Words
from silograph.log.messages import CHANNELS

_OF_TIES = ("lift", "coverage", "evenness", "openness")
_MADE_OF = {
    "coverage": ("glue.coverage",),
    "evenness": ("glue.evenness",),
    "openness": ("silos.openness",),
}
_OF_FINDINGS = ("answering", "within_24h", "load", "contacts", "presence", "dialogue")
_CANDIDATES = Table(
    columns=(
        Column("function", "function"),
        Column("people", "count", "sum"),
        # into both go ties of all functions: where some are hidden, who belongs together would follow from digits
        Column("acceptability", "share", joint=2),
        Column("score", "z", "whole"),
        Column("suitability"),
        # of ties, each tells of all functions: who belongs together, and how many
        *(Column(f"{name}_steps", "z", "whole", of=_MADE_OF.get(name, ())) for name in _OF_TIES),
        # compared with the other functions: each tells of all of them
        *(Column(f"{name}_steps", "z", "derived", behind=f"{name}_people") for name in _OF_FINDINGS),
        Column("spread_steps", "z", "single_person"),
        Column("leaders_steps", "z", "single_person", behind="leaders_people"),
    ),
    groups=("function",),
    lines=(),
    by="acceptability",
)
_FLIPS = Table(
    source="flips",
    columns=(
        Column("function", "function"),
        Column("family", "word"),
        Column("weight", "share", "whole", behind="family_people"),
    ),
    groups=("function",),
    lines=(),
    by="weight",
)
_WORTH = Table(
    source="worth",
    columns=(
        Column("function", "function"),
        *(
            Column(family, "z", "whole" if family == "links" else "derived", behind=f"{family}_people")
            for family in FAMILIES
        ),
        Column("central", "z", "whole", of=(*FAMILIES,)),
        Column("place", "rank", "whole", of=(*FAMILIES,)),
    ),
    groups=("function",),
    lines=(),
    written=False,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OwnerResult(Result):
    """The recommendation, in two parts: whom to involve, and who should own.

    Parameters
    ----------
    table
        A row per candidate: ``function people acceptability score suitability`` and each criterion in differences that
        matter from what is usual (``lift_steps`` ...), noise taken off; at most three. `suitability` is the analyst's
        own judgement, which changes nothing else. A function that routes onward is no candidate: it comes last, and its
        figures are missing.
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
        How far the first lies above what is usual under central weights, in differences that matter.
    acceptability
        Share of weightings and draws in which the best candidate is first; functions that lie behind by less than a
        difference that matters share the first place. A share of weightings, not a probability of being right.
    threshold
        The score that the best function exceeds in one of twenty organisations in which all functions are alike.
    criteria
        A row per criterion: ``family criterion known least reliability range counts why_not``: functions known, the
        smallest difference that matters, the share of the variance that is no noise, from the lowest to the highest
        function in such differences, and whether it counts or why not (``unreadable few noise alike``).
    by_family
        Who would be first if only one family of criteria counted.
    flips
        "Why not Marketing?": ``function family weight``, the weight that a family would need for this candidate to
        overtake the first; missing where no weight is enough.
    weights
        Of the families that count, in the middle of what is drawn.
    worth
        `evidence`, and beside each family (``links_people`` ...) how many people it rests on; ``central`` is the sum
        under the weights in the middle, ``place`` the order it gives.
    first
        The candidate with the best acceptability, recommended or not.
    runner_up
        The candidate with the next best acceptability; None with a single one.
    gates
        What a recommendation needs (``families weightings chance linking answers settled stable``), and whether the
        first has it: it is recommended where it has all. Without ``settled`` it is a borderline case: twenty times the
        draws leave open whether it has ``weightings`` and ``chance``. ``stable`` is there once other ways to
        count were tried.
    why, beware
        What `reasons` and `cautions` say.
    involve_without
        Functions without whose people `involve` links the others: they route onward. None where it does as things are.
    linking_known
        Whether `glue` can tell who links the others; if not, nobody is named to be involved.
    """

    name: ClassVar[str] = "owner"
    declared: ClassVar[Mapping[str, Table]] = {
        "owner": _CANDIDATES,
        "owner_flips": _FLIPS,
        "owner_worth": _WORTH,
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("acceptability", "share", joint=2),
        Column("score", "z", "whole"),
        Column("threshold", "z", "whole"),
    )
    kept: ClassVar[tuple[str, ...]] = (
        "arrangement",
        "glue_found",
        "weights",
        "gates",
        "linking_known",
    )
    named: ClassVar[tuple[str, ...]] = (
        "recommended",
        "involve",
        "first",
        "runner_up",
        "by_family",
        "involve_without",
    )
    claims: ClassVar[tuple[str, ...]] = ("why", "beware")
    untold: ClassVar[Mapping[str, str]] = {"beware": "because.withheld"}
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="owner",
            value="acceptability",
            percent=True,
            reference=100 * MIN_ACCEPTABILITY,
            marked_by="function",
            marked_from="recommended",
            ascending=None,
        ),
    )

    recommended: str | None
    arrangement: str | None
    involve: tuple[str, ...]
    glue_found: bool
    acceptability: float
    first: str | None
    runner_up: str | None
    gates: Mapping[str, bool]
    score: float
    threshold: float
    by_family: Mapping[str, str]
    flips: pd.DataFrame
    weights: Mapping[str, float]
    worth: pd.DataFrame
    why: tuple[Claim, ...]
    beware: tuple[Claim, ...]
    involve_without: tuple[str, ...] = ()
    linking_known: bool = True
    criteria: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def stable(self) -> bool:
        """Whether the same one comes first however ties are counted, as far as that was tried."""
        return self.gates.get("stable", True)

    @property
    def settled(self) -> bool:
        """Whether enough draws settle if there is an owner; if not, it is a borderline case, and there is none."""
        return self.gates.get("settled", True)

    @property
    def evidence(self) -> pd.DataFrame:
        """A row per candidate, as in `table`: ``function`` and a column per family, what the weights are put on.

        The candidates that may own are ranked by the sum of weights times evidence.
        """
        return self.worth[["function", *self.weights]]

    def answer(self) -> Sentence:
        """The recommendation in one sentence."""
        key = "involve" if self.glue_found else "involve_doubt"
        if self.glue_found and self.involve_without:
            key = "involve_without"
        if not self.involve:
            key = "involve_unnamed" if self.linking_known else "involve_untold"
        involve = Sentence(f"said.owner.{key}", functions=self.involve, without=self.involve_without)
        if self.first is None:
            return Sentence("said.owner.unnamed", involve=involve)
        numbers = {"share": self.acceptability, "score": self.score, "threshold": self.threshold}
        if not self.gates.get("families", True):
            return Sentence("said.owner.thin", involve=involve)
        if not self.stable:
            return Sentence("said.owner.unstable", involve=involve)
        key = "recommended" if self.recommended else "none" if self.settled else "borderline"
        if np.isnan(self.score):  # in what leaves a run
            return Sentence(
                f"said.owner.{key}_unscored", function=self.first, involve=involve, share=self.acceptability
            )
        return Sentence(f"said.owner.{key}", function=self.first, involve=involve, **numbers)

    def unstable(self, changes: int, of: int) -> OwnerResult:
        """The same without a recommendation, for another function comes first where ties are counted in another way.

        Parameters
        ----------
        changes, of
            Ways to count in which another function is first, and those tried.
        """
        gates = {**self.gates, "stable": changes == 0}
        if changes == 0 or self.recommended is None:
            return replace(self, gates=gates)
        told = Claim(Sentence("because.unstable", function=self.recommended, n=changes, of=of))
        why = tuple(
            one for one in self.why if one.sentence.key not in ("because.acceptability", "because.pilot")
        )
        return replace(self, recommended=None, arrangement=None, gates=gates, why=(*why, told))

    def reasons(self, lang: Lang = "en") -> list[str]:
        """The reasons, in sentences with numbers.

        Parameters
        ----------
        lang
            ``en`` or ``fr``.
        """
        return [claim.sentence.say(Words(lang)) for claim in self.why]

    def cautions(self, lang: Lang = "en") -> list[str]:
        """The cautions, in sentences: when not to trust it.

        Parameters
        ----------
        lang
            ``en`` or ``fr``.
        """
        return [claim.sentence.say(Words(lang)) for claim in self.beware]


def owner(  # noqa: PLR0913 - the answers it weighs, each by name
    network: AnyNetwork,
    *,
    glue: GlueResult,
    silos: SilosResult,
    relay: RelayResult | None = None,
    response: ResponseResult | None = None,
    hourglass: HourglassResult | None = None,
    maturity: MaturityResult | None = None,
    ownership: OwnershipResult | None = None,
    suitability: Sequence[tuple[str, str, float]] = (),
    channels: Sequence[str] = CHANNELS,
    audience: Audience = "balanced",
    samples: int | None = None,
    seed: int = 0,
) -> OwnerResult:
    """Recommend who should own social media, from what the other analyses found.

    Each criterion has estimates, standard errors over its own units, and a smallest difference that matters
    (`silograph.analyses.owner.rules.MATTERS`). It counts only if it can tell functions apart: at least half of the
    variance between functions is no noise (reliability), at least three candidates rest on 20 units each, and after its
    noise is taken off they lie further apart than what matters. Criteria that count are averaged within families and
    families weighed by random weights (stochastic multicriteria acceptability analysis), jointly with the errors of the
    criteria; functions within what matters of the best share the first place.

    A function is recommended only when there are at least three candidates, two families count and one of them is about
    conduct (answers, outside, practice), it is first in at least half of the draws, its score exceeds the 95th
    percentile of the *best* score where all functions are alike and only errors differ (both settled beyond the
    draws), it does not link clearly less than the others (clearly more, where it is the largest), and it does not
    answer less than is usual.

    A function that routes onward what it is asked is never recommended, and links are measured without its people
    (`silograph.analyses.owner.criteria.Links.without`): what is only passed on makes paths between functions that
    do not talk, and a large one of them leaves no paths to see who links the others otherwise.

    Parameters
    ----------
    network
        People with functions, and their ties.
    glue, silos
        Results on the same.
    relay, response, hourglass, maturity
        Results on the same log, as far as there are any: the families answers, outside and practice.
    ownership
        Whether another arrangement than a single function would answer more questions in time.
    suitability
        The analyst's own judgement, ``(function, criterion, value)``: shown, never weighed.
    channels
        Channels that the log has; a missing one is a caution.
    audience
        Orders the weights of families: what matters first.
    samples
        Draws of the criteria within their errors, and of organisations in which all functions are alike; up to twenty
        times as many near a limit. 2,000 where None.
    seed
        Makes every random step repeatable.

    Returns
    -------
    OwnerResult
        `recommended` (None for "no clear owner"), `involve`, and a `table` with ``function people acceptability score
        suitability`` and each criterion in differences that matter from what is usual.

    Raises
    ------
    NotEnoughDataError
        Fewer than three functions can be assessed.

    References
    ----------
    Lahdelma & Salminen (2001), SMAA-2, Operations Research 49, 444-454.
    """
    network = as_network(network)
    one_of(audience, PROFILES, name="audience")
    samples = number_of(samples, DRAWS, name="samples")
    findings = Findings(relay=relay, response=response, hourglass=hourglass, maturity=maturity)
    barred = frozenset(findings.relay.mailrooms) if findings.relay is not None else frozenset[str]()
    whole = Links(network=network, glue=glue, silos=silos)
    eligible = len(set(whole.candidates) - barred)
    if eligible < MIN_CANDIDATES:
        raise NotEnoughDataError(
            Sentence("lacks.candidates", n=eligible, least=MIN_CANDIDATES),
            mend=Sentence("mend.functions_or_lower"),
        )
    links = whole.without(barred) if barred else whole
    names = tuple(name for name in links.candidates if name not in barred)
    measured = [
        *tie_criteria(links, names), *findings.criteria(network, names), *leaders_reached(links, names)
    ]  # fmt: skip
    found = [Evidence.of(one) for one in measured]
    scores = Scores.of(found, seed=seed, draws=samples)
    central = central_weights(scores.families, audience)
    standing = standing_of(found, scores, central, audience=audience, seed=seed)
    threshold = standing.threshold
    table = pd.DataFrame(
        {
            "function": names,
            "acceptability": standing.acceptability,
            "score": scores.observed @ central,
            **{f"{name}_steps": column for name, column in scores.columns.items()},
            **{f"{one.name}_people": one.people for one in measured},
        }
    ).sort_values(["acceptability", "score"], ascending=False, ignore_index=True)
    table = _with_barred(table, whole, _judged(suitability), barred)
    first = table.iloc[0]
    gates = {
        "families": enough(scores.families),
        "weightings": bool(first["acceptability"] >= MIN_ACCEPTABILITY),
        "chance": bool(first["score"] > threshold),
        "linking": _links_enough(links, names, str(first["function"])),
        "answers": not _answers_less(findings, found, str(first["function"]), names),
    }
    gates["settled"] = _settled(gates, standing.sides(scores.observed @ central))
    recommended = str(first["function"]) if all(gates.values()) else None
    flips = flips_of(scores, central, names, first=str(first["function"]))
    involved = Involved.of(whole, links, barred)
    told = Told(table, whole, links, involved, findings, ownership, recommended, barred, gates)
    criteria = summary_of(found)
    return OwnerResult(
        table=table,
        parameters={
            "audience": audience, "samples": samples, "seed": seed, "families": scores.families,
            "criteria": list(scores.columns),
        },
        caveats=_caveats(suitability, whole.candidates),
        recommended=recommended,
        arrangement=_arrangement(recommended, ownership),
        involve=involved.functions,
        glue_found=involved.beyond_chance,
        involve_without=involved.without,
        linking_known=not glue.too_little,
        acceptability=float(first["acceptability"]),
        first=str(first["function"]),
        runner_up=str(table["function"].iloc[1]),
        gates=gates,
        score=float(first["score"]),
        threshold=threshold,
        criteria=criteria,
        by_family={
            family: names[row]
            for family, row in zip(scores.families, scores.observed.argmax(axis=0).tolist(), strict=True)
        },
        flips=flips,
        weights=dict(zip(scores.families, central.tolist(), strict=True)),
        worth=scores.worth(names, central),
        why=told.reasons(threshold, flips, scores.families),
        beware=told.cautions(audience, scores.families, channels, criteria),
    )  # fmt: skip


def _settled(gates: Mapping[str, bool], sides: tuple[int, int]) -> bool:
    """Whether enough draws settle a recommendation, where it hangs on draws: else it would be the seed's."""
    hangs_on_draws = all(passed for name, passed in gates.items() if name not in ("weightings", "chance"))
    return not hangs_on_draws or -1 in sides or 0 not in sides


def _links_enough(links: Links, names: Sequence[str], first: str) -> bool:
    """Whether a function does not link clearly less than the others; clearly more, where it is the largest."""
    rows = links.glue.table.set_index("function")
    sizes = {name: links.glue.sizes[name] for name in names}
    if sizes[first] == max(sizes.values()):
        return bool(rows["lift_low"].astype(float)[first] > 1)
    return not bool(rows["lift_high"].astype(float)[first] < 1)


def _answers_less(findings: Findings, found: Sequence[Evidence], first: str, names: Sequence[str]) -> bool:
    """Whether a function answers less than is usual, where that can be told, or passes on clearly more."""
    relay, response = findings.relay, findings.response
    if relay is not None and first in relay.passing_on:
        return True
    at = list(names).index(first)
    if any(
        one.steps[at] < 0
        for one in found
        if one.criterion.name in ("answering", "within_24h") and not one.why_not
    ):
        return True
    if response is None:
        return False
    clock = response.functions[response.functions["clock"] == "first_reply"].set_index("function")
    return first in clock.index and bool(clock["difference_high"].astype(float)[first] < 0)


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


QUESTION = Question(
    function=owner,
    result=OwnerResult,
    needs=("silos", "glue"),
    uses=("relay", "response", "ownership", "hourglass", "maturity"),
    section=section,
    expected=True,
    documented="Who should own social media, and whom to involve?",
    references=("Lahdelma & Salminen (2001), SMAA-2. Operations Research 49, 444-454.",),
)
