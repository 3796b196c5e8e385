"""Worlds: companies with more structure than functions, so that methods meet what they were not made for.

A world is a row of `WORLDS`. It decides some options (`settled`), sizes of functions, something of the plan, or where
people sit and how much likelier each pair of them exchanges (`Placement`). What is planted is planted as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.simulation.themes import Change, MailRoom, Pace, Stream

if TYPE_CHECKING:
    from silograph.simulation.company import CompanySpec, Plan

PLAIN = "plain"
ROUND_MAILS, ROUND_MAIL_TO = 2, 40
_SITES, _UNITS, _PAIRS = 3, 4, 4
_ACROSS_SITES, _ACROSS_BUILDINGS = 0.02, 0.05  # share of the exchange
_LONE_SITE, _ANNEX = (
    0.15,
    6,
)  # how often people of two sites exchange, relative to one; every sixth sits there
_UNIT, _PARTNER, _TEAM, _HYPERACTIVE = 5.0, 5.0, 8.0, 15.0  # times as often as others
_TEAM_SIZE, _HYPERACTIVE_AMONG, _LONE_PEOPLE = 6, 8, 30
_OWN_MAILBOX = 0.84  # of mails are with whose mailbox it is
_GIANT, _GIANT_OPENNESS = 0.62, 0.3
_CLOSENESS, _FEW = 0.4, 5  # log sd over pairs of functions; the fewest functions that `silos` judges
_LARGEST = 80
# Medians, working hours: at most 7 points apart within 24 hours, and 5 of the questions asked.
_TRIFLING_HOURS = (12.0, 15.0)
_SEASON = 0.7  # the busiest month against the mean, and the quietest

Names = list[str]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """People, or desks, before a world places them.

    Parameters
    ----------
    function, activity, theta
        Per node; theta is what activity becomes where nobody is to talk more for what is planted.
    rates
        (n, n) of functions and teams, 0 for a node with itself.
    desks
        Whether these are ticket queues.
    """

    spec: CompanySpec
    plan: Plan
    function: IntArray
    activity: FloatArray
    theta: FloatArray
    rates: FloatArray
    rng: np.random.Generator
    desks: bool

    @property
    def weights(self) -> FloatArray:
        """Expected exchange of each two nodes, up to a factor."""
        return np.asarray(np.outer(self.theta, self.theta) * self.rates)

    @property
    def ordinary(self) -> IntArray:
        """Functions in which nothing is planted; all, where something is planted in each."""
        plan = self.plan
        planted = {plan.silo, plan.glue, plan.mailroom, plan.giant}
        free = [f for f in range(len(plan.functions)) if f not in planted]
        return np.array(free or range(len(plan.functions)))

    def colleagues(self) -> BoolArray:
        """Which two nodes are of one function."""
        return np.asarray(self.function[:, None] == self.function)


@dataclass(frozen=True, kw_only=True)
class Placement:
    """What a world makes of a crowd.

    Parameters
    ----------
    factors
        (n, n) how many times likelier each two nodes exchange; None for no difference.
    activity
        How many times as active each node is; None for no difference.
    columns
        Columns of the people file: ``location``, ``unit``, ``team``.
    person
        Who is singled out, as a number.
    facts
        For ``truth.json``.
    """

    factors: FloatArray | None = None
    activity: FloatArray | None = None
    columns: Mapping[str, Names] = field(default_factory=dict)
    person: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def and_then(self, other: Placement) -> Placement:
        """Both at once."""
        factors = [p.factors for p in (self, other) if p.factors is not None]
        return replace(
            self,
            factors=np.prod(factors, axis=0) if factors else None,
            columns={**self.columns, **other.columns},
            facts={**self.facts, **other.facts},
        )


def _nothing(_: CompanySpec) -> dict[str, Any]:
    return {}


def _as_drawn(sizes: IntArray) -> IntArray:
    return sizes


def _as_planned(_: CompanySpec, plan: Plan) -> Plan:
    return plan


@dataclass(frozen=True, kw_only=True)
class World:
    """One world.

    Parameters
    ----------
    about
        What is true of it, in a line.
    options
        The options of `CompanySpec` that it decides.
    sizes, plan
        What it makes of the sizes of functions, and of the plan.
    place
        Where people and desks are, and what follows from it; None for nothing.
    seasons
        Whether months differ in how much is sent.
    contacts
        Whether a message is a contact and no more: no thread, no answer, nobody in copy.
    """

    about: str
    options: Callable[[CompanySpec], dict[str, Any]] = _nothing
    sizes: Callable[[IntArray], IntArray] = _as_drawn
    plan: Callable[[CompanySpec, Plan], Plan] = _as_planned
    place: Callable[[Crowd], Placement] | None = None
    seasons: bool = False
    contacts: bool = False


def settled(spec: CompanySpec) -> CompanySpec:
    """The options with those that the world decides; doing it twice changes nothing.

    Examples
    --------
    >>> from silograph.simulation import CompanySpec
    >>> settled(CompanySpec(world="tiny")).functions
    9
    """
    spec = replace(spec, **WORLDS[spec.world].options(spec))
    if spec.sizes is None:
        return spec
    return replace(spec, people=sum(spec.sizes), functions=len(spec.sizes))


# --- who is where ------------------------------------------------------------------------------------------------


def _spread(crowd: Crowd, groups: int) -> IntArray:
    """A group for each node, so that every group has the same share of every function, as far as that goes."""
    found = np.empty(len(crowd.function), dtype=np.int64)
    for function in np.unique(crowd.function):
        members = crowd.rng.permutation(np.flatnonzero(crowd.function == function))
        found[members] = (np.arange(len(members)) + crowd.rng.integers(groups)) % groups
    return found


def _with_share(crowd: Crowd, chosen: BoolArray, share: float) -> FloatArray:
    """The factor on some pairs that makes them this share of all exchange."""
    weights = crowd.weights
    theirs = float(weights[chosen].sum())
    rest = float(weights.sum()) - theirs
    factor = share / (1 - share) * rest / theirs if theirs and rest else 1.0
    return np.where(chosen, factor, 1.0)


def _keeping(crowd: Crowd, factors: FloatArray, pairs: BoolArray) -> None:
    """Scale the factors of some pairs, in place, so that together these exchange what they did."""
    weights = crowd.weights[pairs]
    changed = float((weights * factors[pairs]).sum())
    if changed:
        factors[pairs] *= float(weights.sum()) / changed


def _named_sites(crowd: Crowd, site: IntArray) -> dict[str, Names]:
    names = crowd.spec.vocabulary.sites
    return {"location": [names[s] for s in site.tolist()]}


def _sites(crowd: Crowd) -> Placement:
    return _at_sites(crowd, _spread(crowd, _SITES))


def _at_sites(crowd: Crowd, site: IntArray) -> Placement:
    return Placement(
        factors=_with_share(crowd, site[:, None] != site, _ACROSS_SITES),
        columns=_named_sites(crowd, site),
        facts={"across_sites": _ACROSS_SITES},
    )


def _buildings(crowd: Crowd) -> Placement:
    """Functions in random order fill the first building up to half of the people."""
    order = crowd.spec.generator(Stream.WORLD, 2).permutation(len(crowd.plan.functions))
    before = np.cumsum(crowd.plan.sizes[order]) - crowd.plan.sizes[order]
    of = np.empty(len(order), dtype=np.int64)
    of[order] = before >= crowd.plan.sizes.sum() / 2
    of[order[-1]] = 1
    site = of[crowd.function]
    return Placement(
        factors=_with_share(crowd, site[:, None] != site, _ACROSS_BUILDINGS),
        columns=_named_sites(crowd, site),
        facts={"across_sites": _ACROSS_BUILDINGS},
    )


def _nearest(crowd: Crowd, people: int) -> int:
    """The ordinary function of about so many people."""
    ordinary = crowd.ordinary
    return int(ordinary[np.argmin(np.abs(crowd.plan.sizes[ordinary] - people))])


def _lone_building(crowd: Crowd) -> Placement:
    lone = _nearest(crowd, _LONE_PEOPLE)
    site = np.where(crowd.function == lone, 2, _spread(crowd, _ANNEX) == 0)
    return Placement(
        factors=np.where(site[:, None] != site, _LONE_SITE, 1.0),
        columns=_named_sites(crowd, site),
        facts={"alone": crowd.plan.functions[lone]},
    )


def _units(crowd: Crowd) -> Placement:
    unit = _spread(crowd, _UNITS)
    across = ~crowd.colleagues()
    factors = np.where(across & (unit[:, None] == unit), _UNIT, 1.0)
    _keeping(crowd, factors, across)
    word = crowd.spec.vocabulary.unit
    return Placement(factors=factors, columns={"unit": [word.format("ABCD"[u]) for u in unit.tolist()]})


def _teams(crowd: Crowd, site: IntArray | None = None) -> Placement:
    """Teams of about six, each at one site; a function's inner exchange stays what it was."""
    if crowd.desks:
        return Placement(columns={"team": [""] * len(crowd.function)})
    home = crowd.function * _SITES + (0 if site is None else site)
    team = np.zeros(len(crowd.function), dtype=np.int64)
    factors, colleagues = np.ones((len(team), len(team))), crowd.colleagues()
    for function in np.unique(crowd.function):
        for here in np.unique(home[crowd.function == function]):
            members = np.flatnonzero(home == here)
            teams = max(1, round(len(members) / _TEAM_SIZE))
            team[members] = team[crowd.function == function].max() + 1
            team[members] += np.arange(len(members)) * teams // len(members)
    factors[colleagues & (team[:, None] == team)] = _TEAM
    for function in np.unique(crowd.function):
        here = crowd.function == function
        _keeping(crowd, factors, np.outer(here, here))
    named = [
        f"{crowd.plan.functions[f]} {t}" for f, t in zip(crowd.function.tolist(), team.tolist(), strict=True)
    ]
    return Placement(factors=factors, columns={"team": named})


def _teams_sites(crowd: Crowd) -> Placement:
    """Sites beside teams; the few who exchange across sites are then of two teams."""
    site = _spread(crowd, _SITES)
    teams = _teams(crowd, site)
    rates = crowd.rates if teams.factors is None else crowd.rates * teams.factors
    return teams.and_then(_at_sites(replace(crowd, rates=rates), site))


def _partners(crowd: Crowd) -> Placement:
    order = crowd.spec.generator(Stream.WORLD, 2).permutation(crowd.ordinary)
    pairs = order[: 2 * min(_PAIRS, len(order) // 2)].reshape(-1, 2)
    between = np.ones((len(crowd.plan.functions),) * 2)
    between[pairs[:, 0], pairs[:, 1]] = between[pairs[:, 1], pairs[:, 0]] = _PARTNER
    named = [[crowd.plan.functions[f] for f in pair] for pair in pairs.tolist()]
    return Placement(
        factors=between[np.ix_(crowd.function, crowd.function)],
        facts={"partners": named, "partner_factor": _PARTNER},
    )


def _closeness(crowd: Crowd) -> Placement:
    """All that crosses borders together stays what it was."""
    rng, k = crowd.spec.generator(Stream.WORLD, 2), len(crowd.plan.functions)
    drawn = np.triu(rng.normal(0.0, _CLOSENESS, (k, k)), 1)
    between = np.exp(drawn + drawn.T)
    factors = between[np.ix_(crowd.function, crowd.function)]
    _keeping(crowd, factors, ~crowd.colleagues())
    return Placement(factors=factors, facts={"closeness": _CLOSENESS})


def _outwardness(crowd: Crowd) -> Placement:
    spread = 0.0 if crowd.desks else crowd.spec.outwardness
    outward = np.exp(spread * crowd.rng.normal(size=len(crowd.function)))
    factors = np.where(crowd.colleagues(), 1.0, np.outer(outward, outward))
    return Placement(factors=factors, facts={"outwardness": crowd.spec.outwardness})


def _hyperactive(crowd: Crowd) -> Placement:
    if crowd.desks:
        return Placement()
    function = _nearest(crowd, _HYPERACTIVE_AMONG)
    person = int(crowd.rng.choice(np.flatnonzero(crowd.function == function)))
    activity = np.ones(len(crowd.function))
    activity[person] = _HYPERACTIVE * crowd.activity.mean() / crowd.activity[person]
    return Placement(activity=activity, person=person, facts={"times_as_active": _HYPERACTIVE})


def _round_mails(crowd: Crowd) -> Placement:
    if crowd.desks:
        return Placement()
    function = _nearest(crowd, 0)
    person = int(crowd.rng.choice(np.flatnonzero(crowd.function == function)))
    return Placement(person=person, facts={"round_mails": ROUND_MAILS})


def _one_mailbox(crowd: Crowd) -> Placement:
    if crowd.desks:
        return Placement()
    person = int(crowd.rng.integers(len(crowd.function)))
    theirs = np.arange(len(crowd.function)) == person
    chosen = theirs[:, None] != theirs
    return Placement(
        factors=_with_share(crowd, chosen, _OWN_MAILBOX),
        person=person,
        facts={"share_of_mailbox": _OWN_MAILBOX},
    )


# --- sizes and plans ---------------------------------------------------------------------------------------------


def _giant_sizes(sizes: IntArray) -> IntArray:
    """The largest function gets more than half of the people, the others the same each."""
    k, people = len(sizes), int(sizes.sum())
    rest = people - round(_GIANT * people)
    found = rest // (k - 1) + (np.arange(k) < rest % (k - 1)).astype(np.int64)
    giant = int(np.argmax(sizes))
    found = np.insert(found[: k - 1], giant, 0)
    found[giant] = people - found.sum()
    return found


def _giant_plan(_: CompanySpec, plan: Plan) -> Plan:
    giant = int(np.argmax(plan.sizes))
    openness = plan.openness.copy()
    openness[giant] = _GIANT_OPENNESS
    return replace(plan, giant=giant, openness=openness)


def _one_of_eight(sizes: IntArray) -> IntArray:
    """The smallest function has eight people; the largest gives or gets what that takes."""
    found = sizes.copy()
    small, large = int(np.argmin(sizes)), int(np.argmax(sizes))
    if small != large:
        found[large] += found[small] - _HYPERACTIVE_AMONG
        found[small] = _HYPERACTIVE_AMONG
    return found if found[large] >= _HYPERACTIVE_AMONG else sizes


def _up_to_eighty(sizes: IntArray) -> IntArray:
    """What a function has beyond eighty people goes to the smallest ones, where they can take it."""
    found = sizes.copy()
    while found.max() > _LARGEST and found.sum() < _LARGEST * len(found):
        found[np.argmax(found)] -= 1
        found[np.argmin(found)] += 1
    return found


def _trifling_plan(spec: CompanySpec, plan: Plan) -> Plan:
    """Reply paces that differ by less than matters; a glue is as prompt as it is asked to be."""
    hours = spec.generator(Stream.WORLD, 3).uniform(*_TRIFLING_HOURS, len(plan.functions))
    if plan.glue is not None:
        hours[plan.glue] = _TRIFLING_HOURS[0] / spec.owner_promptness
    return replace(plan, median_hours=hours)


# --- options -----------------------------------------------------------------------------------------------------

_SILENT: dict[str, Any] = {
    "broadcasts": 0, "automated_share": 0.0, "duplicates": 0, "list_messages": 0, "self_copies": 0, "orphans": 0,
}  # fmt: skip


def _only(channel: str) -> dict[str, Any]:
    """Nothing but one channel, and no noise, which is mail."""
    return {**_SILENT, "channel_shares": {"email": 0.0, "post": 0.0, "handoff": 0.0, channel: 1.0}}


def _tiny(spec: CompanySpec) -> dict[str, Any]:
    sizes = tuple(spec.generator(Stream.WORLD, 4).integers(1, 7, 9).tolist())
    return {"sizes": sizes, "messages": min(spec.messages, max(400, 20 * sum(sizes))), "balanced": False}


def _thin(spec: CompanySpec) -> dict[str, Any]:
    pace = spec.pace if spec.pace.planted else Pace(unanswered=0.7)
    return {
        **_SILENT,
        "messages": min(spec.messages, 6 * spec.people),
        "conversation_spread": 0.3,
        "pace": pace,
    }


def _seasons(spec: CompanySpec) -> dict[str, Any]:
    return {"months": max(spec.months, 12)}


def _reorganisation(spec: CompanySpec) -> dict[str, Any]:
    return {"change": spec.change if spec.change.planted else Change(share=0.25)}


def _mailroom(spec: CompanySpec) -> dict[str, Any]:
    openness = max(spec.glue_openness, spec.walls)
    return {"mailroom": spec.mailroom if spec.mailroom.share else MailRoom(share=0.8, openness=openness)}


def _same_for_all(*, balanced: bool) -> dict[str, Any]:
    return {"activity_spread": 0.0, "function_activity_spread": 0.0, "balanced": balanced}


WORLDS: Mapping[str, World] = {
    PLAIN: World(about="functions, and nothing else"),
    "sites": World(about="three sites with the same functions; 2 % of exchange goes across", place=_sites),
    "buildings": World(
        about="two sites with different functions; 5 % of exchange goes across", place=_buildings
    ),
    "lone_building": World(
        about="one function has a building to itself, and is as open as all others, a sixth of whom sit in an annex",
        place=_lone_building,
    ),
    "units": World(
        about="four product units run across functions; people of one unit are five times as close", place=_units
    ),
    "teams": World(about="tight teams of six inside functions, eight times as close", place=_teams),
    "teams_sites": World(about="tight teams, and three sites", place=_teams_sites),
    "partners": World(about="four pairs of partner functions, five times as close", place=_partners),
    "closeness": World(
        about="five functions, and pairs of them differ in how close they are (log sd 0.4)",
        options=lambda spec: {} if spec.sizes else {"functions": _FEW},
        place=_closeness,
    ),
    "outwardness": World(about="people differ in how much they look outward (log sd)", place=_outwardness),
    "hyperactive": World(
        about="one person of a function of eight is fifteen times as active as people are",
        sizes=_one_of_eight,
        place=_hyperactive,
    ),
    "round_mails": World(
        about="one person of the smallest function writes two mails to forty, whom nobody answers",
        place=_round_mails,
    ),
    "one_mailbox": World(
        about="the log is one person's mailbox: 84 % of mails are with them",
        options=lambda _: {**_only("email"), "balanced": False},
        place=_one_mailbox,
    ),
    "tiny": World(about="nine functions of one to six people", options=_tiny),
    "giant": World(
        about="one closed function has more than half of the people, the others few",
        sizes=_giant_sizes,
        plan=_giant_plan,
    ),
    "uneven": World(
        about="functions of 6 to 80 people, activity very uneven (log sd 0.9)",
        options=lambda _: {"size_spread": 0.9, "activity_spread": 0.9},
        sizes=_up_to_eighty,
    ),
    "equal": World(
        about="everybody is equally active; who has many colleagues has many contacts",
        options=lambda _: _same_for_all(balanced=False),
    ),
    "equal_contacts": World(
        about="everybody has the same expected exchange", options=lambda _: _same_for_all(balanced=True)
    ),
    "thin": World(about="six messages a person, and few answers", options=_thin),
    "tickets_only": World(about="nothing but cases between ticket queues", options=lambda _: _only("handoff")),
    "contacts_only": World(
        about="a log of contacts: no threads, no answers, nobody in copy",
        options=lambda _: {**_only("email"), "copies": 0.0, "forwarding": 0.0},
        contacts=True,
    ),
    "meetings": World(
        about="half of the exchange is in meetings",
        options=lambda _: {"channel_shares": {"email": 0.3, "post": 0.1, "handoff": 0.1, "meeting": 0.5}},
    ),
    "seasons": World(
        about="a year in which the busiest month has more than five times the messages of the quietest",
        options=_seasons,
        seasons=True,
    ),
    "reorganisation": World(about="a quarter of the people change function half-way", options=_reorganisation),
    "trifles": World(
        about="functions alike but for trifles: reply paces, sizes and activity differ a little",
        options=lambda _: {"size_spread": 0.2, "function_activity_spread": 0.1},
        plan=_trifling_plan,
    ),
    "mailroom": World(about="one open function passes on what it is asked", options=_mailroom),
}  # fmt: skip


def moments(even: FloatArray, months: int) -> FloatArray:
    """Fractions of the period, evenly spread, as they are spread where months differ in how much is sent.

    Examples
    --------
    >>> moments(np.array([0.0, 0.5, 1.0]), 12).round(2).tolist()
    [0.0, 0.5, 1.0]
    >>> early = moments(np.linspace(0, 1, 1000), 12) < 1 / 12
    >>> bool(early.mean() > 1 / 12)
    True
    """
    share = 1 + _SEASON * np.cos(2 * np.pi * (np.arange(months) + 0.5) / 12)
    ends = np.concatenate([[0.0], np.cumsum(share)])
    return np.asarray(np.interp(even, ends / ends[-1], np.linspace(0, 1, months + 1)))
