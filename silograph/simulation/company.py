"""The invented company: its functions and people, and the model of who talks to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import UsageError
from silograph.simulation.names import OUTSIDE_DOMAINS, VOCABULARIES, Vocabulary, slug
from silograph.simulation.themes import (
    Change,
    FunctionName,
    Initiative,
    MailRoom,
    Outside,
    Pace,
    Social,
    Stream,
    Theme,
)
from silograph.simulation.worlds import PLAIN, WORLDS, Crowd, Placement

SMALLEST_FUNCTION = 6
SMALLEST_SILO = 10
GLUE_SHARE = (0.07, 0.15)  # of people, where there is such a function
PEOPLE_PER_DESK = 6
CUSTOMER_FACING = (0, 1, 2, 5, 6)  # among the functions of a vocabulary
MEDIAN_HOURS = 3.0  # until a reply, working hours


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySpec:
    """What to invent. The defaults plant one closed function and one that holds the others together.

    Parameters
    ----------
    people, messages, functions
        How many; `messages` counts distinct messages of all kinds and is met exactly.
    seed
        Decides everything that is random, also which function is closed and which is the glue.
    walls
        How many times likelier two people of one function exchange than two people of different functions,
        given how active they are.
    silo_openness
        How often a pair that crosses the border of the closed function exchanges, relative to other pairs of
        different functions; 1 plants no silo.
    glue_openness
        The same for the glue; 1 plants no glue and therefore no owner. By default as large as `walls`: the glue
        treats everybody as if they were its own.
    owner_promptness
        How many times sooner the glue answers than the others.
    owner_presence
        How many times likelier (in odds) the glue is to choose a post rather than a mail.
    size_spread, activity_spread, function_activity_spread
        Standard deviation of the logarithm of function sizes, of people's activity within their function, and of
        functions' activity.
    persistence
        How much ties vary beyond chance, from 0: parameter of a log-series distribution of the conversations
        that come from one acquaintance.
    conversation_spread
        Standard deviation of the logarithm of messages per conversation.
    teams, team_walls
        Teams per function and how many times likelier people of one team exchange; 1 team switches this off.
    affinity_spread
        Standard deviation of the logarithm of a random liking between each two functions; 0 switches it off.
    channel_shares
        Shares of ordinary messages by channel: ``email post handoff``, and ``meeting`` where there are any.
    copies
        Mean number of people in copy.
    forwarding
        Share of mails that are passed on to a third person rather than answered.
    months, start, lang
        Length and first day of the period; language of names (``en`` or ``fr``).
    broadcasts, automated_share, duplicates, list_messages, self_copies, orphans
        Noise: mails to more than 50 people; share of automatic messages; mails that lie in two mailboxes; mails
        to a mailing list; senders in copy of their own mail; thread replies whose post is not in the export.
    glue_concentration
        Share of the glue's exchange with other functions that one person carries; 0 leaves it to activity.
    copy_storms
        Mail threads of a dozen people and more, of four functions and more, with everybody in copy for eight rounds
        and more.
    world
        What structure the company has beside its functions: a name of `silograph.simulation.WORLDS`. A world may
        decide some of the options above; what is planted is planted as in any other.
    outwardness
        How much people differ in looking outward (standard deviation of the logarithm), in the world of that name.
    balanced
        Whether everybody's expected exchange is their activity, whatever is planted; if not, who is open, or has
        many to talk to, talks more.
    sizes
        People of each function, in place of `people`, `functions` and `size_spread`; as small as one.
    silo_function, glue_function
        Which functions those are, by name or position; chosen by size where None.
    busy
        How many times as active some functions are, by name or position.
    mailroom, pace, outside, change, social, initiative
        What else is planted, by theme; nothing by default. Themes draw from random numbers of their own.
    """

    people: int = 300
    messages: int = 20_000
    functions: int = 10
    seed: int = 0
    walls: float = 8.0
    silo_openness: float = 0.3
    glue_openness: float = 8.0
    owner_promptness: float = 2.0
    owner_presence: float = 2.0
    size_spread: float = 0.7
    activity_spread: float = 0.7
    function_activity_spread: float = 0.3
    persistence: float = 0.6
    conversation_spread: float = 0.9
    teams: int = 1
    team_walls: float = 3.0
    affinity_spread: float = 0.0
    channel_shares: dict[str, float] = field(
        default_factory=lambda: {"email": 0.6, "post": 0.3, "handoff": 0.1}
    )
    copies: float = 0.5
    forwarding: float = 0.08
    months: int = 3
    start: str = "2024-01-08"
    lang: str = "en"
    broadcasts: int = 5
    automated_share: float = 0.01
    duplicates: int = 50
    list_messages: int = 10
    self_copies: int = 10
    orphans: int = 3
    glue_concentration: float = 0.0
    copy_storms: int = 0
    world: str = PLAIN
    outwardness: float = 0.6
    balanced: bool = True
    sizes: tuple[int, ...] | None = None
    silo_function: FunctionName | None = None
    glue_function: FunctionName | None = None
    busy: Mapping[FunctionName, float] = field(default_factory=dict)
    mailroom: MailRoom = field(default_factory=MailRoom)
    pace: Pace = field(default_factory=Pace)
    outside: Outside = field(default_factory=Outside)
    change: Change = field(default_factory=Change)
    social: Social = field(default_factory=Social)
    initiative: Initiative = field(default_factory=Initiative)

    @property
    def _themes(self) -> dict[str, Theme]:
        """The options that plant nothing by default."""
        return {name: theme for name in self.__slots__ if isinstance(theme := getattr(self, name), Theme)}

    def __post_init__(self) -> None:
        for problem, mend in self._problems():
            raise UsageError(problem, where="CompanySpec", mend=mend)

    def _problems(self) -> list[tuple[str, str]]:
        most = len(VOCABULARIES.get(self.lang, VOCABULARIES["en"]).functions)
        counts = (self.broadcasts, self.duplicates, self.list_messages, self.self_copies, self.orphans)
        spreads = (
            self.size_spread, self.activity_spread, self.function_activity_spread,
            self.conversation_spread, self.affinity_spread, self.copies,
        )  # fmt: skip
        rates = (self.walls, self.silo_openness, self.glue_openness, self.owner_promptness,
                 self.owner_presence, self.team_walls)  # fmt: skip
        checks = [
            (self.lang in VOCABULARIES, f"unknown language {self.lang!r}", "use en or fr"),
            (2 <= self.functions <= most, f"{self.functions} functions", f"use 2 to {most}"),
            (self.world in WORLDS, f"unknown world {self.world!r}", f"use one of {', '.join(WORLDS)}"),
            (self.sizes is None or min(self.sizes, default=0) > 0, "a function without people in sizes",
             "give each at least one"),
            (0 <= self.outwardness <= 1, f"outwardness is {self.outwardness}", "use 0 to 1"),
            (min(self.busy.values(), default=1) > 0, "busy must be positive", "use 1 for as active as others"),
            (self.world != "giant" or self.people >= 2 * SMALLEST_FUNCTION * self.functions,
             f"{self.people} people for {self.functions} functions, one of them a giant",
             f"use at least {2 * SMALLEST_FUNCTION} people per function"),
            (
                self.sizes is not None or self.people >= SMALLEST_FUNCTION * self.functions,
                f"{self.people} people for {self.functions} functions",
                f"use at least {SMALLEST_FUNCTION} people per function",
            ),
            (set(self.channel_shares) | {"meeting"} == {"email", "post", "handoff", "meeting"},
             "channel_shares must name three channels", "use email, post and handoff, and meeting where there are any"),
            (min(self.channel_shares.values()) >= 0 and abs(sum(self.channel_shares.values()) - 1) < 1e-9,
             "channel_shares must add up to 1", "divide them by their sum"),
            (min(counts) >= 0 and min(spreads) >= 0, "counts and spreads must not be negative", "use 0 for none"),
            (min(rates) > 0, "walls, opennesses and factors must be positive", "use 1 for none"),
            (self.silo_openness <= 1 <= self.glue_openness, "a silo is not open, a glue not closed",
             "use silo_openness up to 1 and glue_openness from 1"),
            (0 <= self.glue_concentration <= 1, "glue_concentration is a share", "use 0 for none, up to 1"),
            (self.copy_storms >= 0, "copy_storms is negative", "use 0 for none"),
            (not self.glue_concentration or self.glue_openness != 1, "glue_concentration without a glue",
             "use a glue_openness above 1"),
            (0 <= self.persistence < 1 and 0 <= self.forwarding < 1 and 0 <= self.automated_share < 1,
             "persistence, forwarding and automated_share lie in [0, 1)", "use 0 for none"),
            (self.teams >= 1 and self.months >= 1, "teams and months start at 1", "use 1"),
            (self.messages >= 2 * sum(counts) + 20, f"{self.messages} messages leave no room for the noise",
             "ask for more messages or less noise"),
            *(check for theme in self._themes.values() for check in theme.problems()),
            (self.functions >= 3 or not self.mailroom.share, "a mail room needs a third function to pass things on to",
             "ask for three functions or more"),
        ]  # fmt: skip
        return [(problem, mend) for fine, problem, mend in checks if not fine]

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the company's language."""
        return VOCABULARIES[self.lang]

    def null(self) -> CompanySpec:
        """The same company with nothing planted.

        Examples
        --------
        >>> CompanySpec(people=120).null().glue_openness
        1.0
        """
        nothing: dict[str, Any] = {name: type(theme)() for name, theme in self._themes.items()}
        nothing |= {"glue_concentration": 0.0, "copy_storms": 0}
        return replace(self, silo_openness=1.0, glue_openness=1.0, **nothing)

    def generator(self, *stream: int) -> np.random.Generator:
        """The random numbers of one theme: planting it changes no draw of anything else.

        Parameters
        ----------
        *stream
            Numbers that name the theme, and what of it is drawn.
        """
        return np.random.default_rng([self.seed, *stream])


@dataclass(frozen=True)
class PairModel:
    """Who talks to whom: pairs i < j are drawn with probability proportional to ``theta_i theta_j rate[g_i, g_j]``.

    This is the degree-corrected planted partition (Karrer & Newman 2011, Phys. Rev. E 83, 016107) with one
    more factor for the border of each function. Drawing a pair costs the same in a company of any size.

    Parameters
    ----------
    theta
        Activity of each node.
    group
        Group of each node, 0 to G - 1.
    rates
        Symmetric G x G matrix.
    """

    theta: FloatArray
    group: IntArray
    rates: FloatArray

    @cached_property
    def mass(self) -> FloatArray:
        """Sum of `theta` in each group."""
        return np.asarray(np.bincount(self.group, self.theta, len(self.rates)), dtype=np.float64)

    @cached_property
    def activity(self) -> FloatArray:
        """Expected exchange of each node, up to a factor (pairs of a node with itself neglected)."""
        return np.asarray(self.theta * (self.rates @ self.mass)[self.group])

    @cached_property
    def expected(self) -> FloatArray:
        """Share of pairs drawn between each two groups: symmetric, its upper triangle sums to 1."""
        squares = np.bincount(self.group, weights=self.theta**2, minlength=len(self.rates))
        alone = np.bincount(self.group, minlength=len(self.rates)) < 2
        within = np.where(alone, 0.0, (self.mass**2 - squares) / 2)
        mass = np.outer(self.mass, self.mass)
        np.fill_diagonal(mass, within)
        weights = mass * self.rates
        return np.asarray(weights / np.triu(weights).sum())

    @cached_property
    def _by_group(self) -> IntArray:
        """Nodes in the order of their groups."""
        return np.argsort(self.group, kind="stable")

    @cached_property
    def _cumulative(self) -> FloatArray:
        return np.cumsum(self.theta[self._by_group])

    @cached_property
    def _partner_groups(self) -> FloatArray:
        """Per group the cumulative probability of a partner's group, rows shifted by their number."""
        cumulative = np.cumsum(self.rates * self.mass, axis=1)
        return np.asarray(cumulative / cumulative[:, -1:] + np.arange(len(self.rates))[:, None])

    def _member(self, group: IntArray, rng: np.random.Generator) -> IntArray:
        """A random member of each of these groups, proportionally to activity."""
        ends = np.cumsum(self.mass)
        point = ends[group] - self.mass[group] * rng.random(len(group))
        place = np.searchsorted(self._cumulative, point)
        groups = self.group[self._by_group]
        first = np.searchsorted(groups, group)
        last = np.searchsorted(groups, group, side="right") - 1
        return np.asarray(self._by_group[np.clip(place, first, last)])  # rounding at the seams

    def pairs(self, n: int, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
        """Draw `n` ordered pairs of different nodes; either is as likely to come first."""
        size = len(self.rates)
        low, high = np.triu_indices(size)
        edges = np.cumsum(self.expected[low, high])
        block = np.minimum(np.searchsorted(edges, rng.random(n) * edges[-1], side="right"), len(edges) - 1)
        one, other = self._member(low[block], rng), self._member(high[block], rng)
        while len(clash := np.flatnonzero(one == other)):
            one[clash] = self._member(low[block[clash]], rng)
            other[clash] = self._member(high[block[clash]], rng)
        swap = rng.random(n) < 0.5
        return np.where(swap, other, one), np.where(swap, one, other)

    def partners(self, nodes: IntArray, rng: np.random.Generator) -> IntArray:
        """Draw a partner of each node from the node's own conditional distribution.

        If `nodes` come from `pairs`, so do (node, partner): chains and copies drawn this way keep the
        expected strength of every pair.
        """
        chosen = np.empty(len(nodes), dtype=np.int64)
        open_ = np.arange(len(nodes))
        while len(open_):
            group = self.group[nodes[open_]]
            flat = np.searchsorted(self._partner_groups.ravel(), group + rng.random(len(open_)), side="right")
            partner = self._member(np.minimum(flat - group * len(self.rates), len(self.rates) - 1), rng)
            chosen[open_] = partner
            open_ = open_[partner == nodes[open_]]
        return chosen


@dataclass(frozen=True)
class Staff:
    """The people and desks (ticket queues) of a company; people come first, sorted by function.

    Parameters
    ----------
    table
        A row per person and then per desk: the columns of ``people.csv``.
    function
        Function number of each row.
    theta, team
        Activity and team of each row (a desk is a team of its own).
    n_people
        Rows that are people.
    contacts
        Names and addresses (``name email``) of outside contacts, who are in no people file.
    later
        Function number of each row after the reorganisation.
    change_on
        Day of the reorganisation.
    star
        Who carries the exchange of the glue, where one person does.
    placed, placed_desks
        What the world makes of people and desks.
    """

    table: pd.DataFrame
    function: IntArray
    theta: FloatArray
    team: IntArray
    n_people: int
    contacts: pd.DataFrame
    later: IntArray
    change_on: str | None = None
    star: int | None = None
    placed: Placement = field(default_factory=Placement)
    placed_desks: Placement = field(default_factory=Placement)

    @property
    def movers(self) -> IntArray:
        """Rows of people who change function."""
        return np.flatnonzero(self.function != self.later)

    @property
    def people(self) -> pd.DataFrame:
        """The people table: a row per person, or two where the function changes, and per desk."""
        if not len(self.movers):
            return self.table.copy()
        before, after = self.table.copy(), self.moved
        before.loc[self.movers, "valid_to"] = self.change_on
        return pd.concat([before, after], ignore_index=True)

    @property
    def moved(self) -> pd.DataFrame:
        """The rows of `movers` as they are after the reorganisation."""
        heads = self.table.iloc[: self.n_people]
        heads = heads[heads["level"].isin(["0", "1"])].drop_duplicates("function").set_index("function")
        after = self.table.iloc[self.movers].copy()
        names = self.table["function"].groupby(self.function).first()
        old, new = after["function"], names[self.later[self.movers]].to_numpy()
        titles = zip(after["title"], old, new, strict=True)
        after["title"] = [title.replace(was, now) for title, was, now in titles]
        after["function"], after["valid_from"] = new, self.change_on
        after["manager_id"] = heads["person_id"].reindex(new).to_numpy()
        return after

    @property
    def mailing_list(self) -> int:
        """Number of the mailing list, which follows the desks."""
        return len(self.table)

    @property
    def bot(self) -> int:
        """Number of the bot, which follows the mailing list."""
        return len(self.table) + 1

    @property
    def first_contact(self) -> int:
        """Number of the first outside contact; they come last."""
        return len(self.table) + 2


@dataclass(frozen=True)
class Plan:
    """What is planted, by function number; None where nothing is."""

    functions: tuple[str, ...]
    sizes: IntArray
    silo: int | None
    glue: int | None
    openness: FloatArray
    affinity: FloatArray
    median_hours: FloatArray  # until a reply, working hours
    unanswered: FloatArray
    posting: BoolArray
    mailroom: int | None = None
    waist: int | None = None
    absent: int | None = None
    giant: int | None = None  # a closed function that the world has, planted or not

    def rates(self, spec: CompanySpec) -> FloatArray:
        """Pair rates between functions, relative to an ordinary pair of two functions."""
        rates = np.outer(self.openness, self.openness) * self.affinity
        if self.mailroom is not None and self.glue is not None:
            # two open functions would otherwise talk to each other most of the time
            pair = [self.mailroom, self.glue]
            rates[pair, pair[::-1]] = self.openness[pair].max() * self.affinity[self.mailroom, self.glue]
        np.fill_diagonal(rates, spec.walls)
        return rates


def draw_plan(spec: CompanySpec, rng: np.random.Generator) -> Plan:
    """Choose functions, their sizes, and which are the silo and the glue."""
    k = spec.functions
    names = tuple(spec.vocabulary.functions[i] for i in sorted(rng.permutation(max(k, 12))[:k].tolist()))
    weights = rng.lognormal(0.0, spec.size_spread, k)
    drawn = spec.sizes is None
    sizes = WORLDS[spec.world].sizes(_sizes(spec.people, weights)) if drawn else np.array(spec.sizes)
    order = rng.permutation(k)
    share = sizes[order] / spec.people
    glue = silo = None
    if spec.glue_openness != 1:
        # one of a few people connects little; one that is half the company is most of what happens in it
        glue = int(order[np.argmin(np.abs(share - np.clip(share, *GLUE_SHARE)))])
        glue = glue if spec.glue_function is None else position(names, spec.glue_function)
    if spec.silo_openness != 1:
        rest = order[order != glue]
        rest = rest[rest != np.argmax(sizes)] if spec.world == "giant" else rest
        silo = int(rest[np.argmin(sizes[rest] < SMALLEST_SILO)])
        silo = silo if spec.silo_function is None else position(names, spec.silo_function)
    openness = np.ones(k)
    median_hours = MEDIAN_HOURS * rng.lognormal(0.0, 0.2, k)
    if silo is not None:
        openness[silo] = spec.silo_openness
    if glue is not None:
        openness[glue] = spec.glue_openness
        median_hours[glue] = MEDIAN_HOURS / spec.owner_promptness
    plan = Plan(
        names,
        sizes,
        silo,
        glue,
        openness,
        _affinity(spec, sizes, rng),
        median_hours,
        unanswered=np.zeros(k),
        posting=_posting(spec, names),
    )
    plan = WORLDS[spec.world].plan(spec, plan)
    return _with_absent(spec, _with_waist(spec, _with_pace(spec, _with_mailroom(spec, plan))))


def _with_mailroom(spec: CompanySpec, plan: Plan) -> Plan:
    """Choose the mail room; one of a few people would stand between nobody."""
    if not spec.mailroom.share:
        return plan
    if spec.mailroom.function is not None:
        chosen = position(plan.functions, spec.mailroom.function)
    else:
        others = [f for f in range(len(plan.functions)) if f not in (plan.silo, plan.glue)]
        least = 0 if plan.glue is None else plan.sizes[plan.glue]
        large = [f for f in others if least <= plan.sizes[f] <= 0.3 * spec.people]
        largest = max(others, key=lambda f: int(plan.sizes[f]))
        chosen = int(spec.generator(Stream.MAILROOM).choice(large or [largest]))
    openness = plan.openness.copy()
    openness[chosen] = spec.mailroom.openness
    return replace(plan, mailroom=chosen, openness=openness)


def _with_pace(spec: CompanySpec, plan: Plan) -> Plan:
    pace, k = spec.pace, len(plan.functions)
    median_hours = plan.median_hours.copy()
    if pace.spread is not None:
        median_hours = MEDIAN_HOURS * spec.generator(Stream.PACE).lognormal(0.0, pace.spread, k)
        if plan.glue is not None:
            median_hours[plan.glue] = plan.median_hours[plan.glue]
    for name, hours in pace.median_hours.items():
        median_hours[position(plan.functions, name)] = hours
    unanswered = np.zeros(k)
    if isinstance(pace.unanswered, Mapping):
        for name, share in pace.unanswered.items():
            unanswered[position(plan.functions, name)] = share
    else:
        unanswered[:] = pace.unanswered
    return replace(plan, median_hours=median_hours, unanswered=unanswered)


def _with_waist(spec: CompanySpec, plan: Plan) -> Plan:
    """Choose the function that stands between outside and inside."""
    if not (spec.outside.contacts and spec.outside.waist):
        return plan
    if spec.outside.function is not None:
        return replace(plan, waist=position(plan.functions, spec.outside.function))
    return replace(plan, waist=_ordinary(plan, spec.generator(Stream.OUTSIDE, 1)))


def _with_absent(spec: CompanySpec, plan: Plan) -> Plan:
    """Choose the function that is not at the table of the initiative."""
    if not spec.initiative.threads:
        return plan
    if spec.initiative.absent is not None:
        return replace(plan, absent=position(plan.functions, spec.initiative.absent))
    return replace(plan, absent=_ordinary(plan, spec.generator(Stream.INITIATIVE, 1)))


def _posting(spec: CompanySpec, functions: tuple[str, ...]) -> BoolArray:
    """Which functions post; a pilot and customer-facing functions there are in every company."""
    stage, k = spec.social.stage, len(functions)
    if stage in (None, "transversal"):
        return np.ones(k, dtype=bool)
    facing = [spec.vocabulary.functions[i] for i in CUSTOMER_FACING]
    order = spec.generator(Stream.SOCIAL, 3).permutation(k).tolist()
    first = sorted(order, key=lambda f: functions[f] not in facing)  # stable
    wanted = {"none": 0, "pilot": 1, "customer_facing": max(2, sum(name in facing for name in functions))}
    return np.isin(np.arange(k), first[: wanted[str(stage)]])


def _ordinary(plan: Plan, rng: np.random.Generator) -> int:
    """A random function in which nothing else is planted, if there is one left."""
    taken = {plan.silo, plan.glue, plan.mailroom, plan.waist}
    free = [f for f in range(len(plan.functions)) if f not in taken]
    return int(rng.choice(free or len(plan.functions)))


def position(functions: tuple[str, ...], function: FunctionName) -> int:
    """Position of a function given by name or position.

    Examples
    --------
    >>> position(("Audit", "Sales"), "Sales"), position(("Audit", "Sales"), 0)
    (1, 0)
    """
    if isinstance(function, str):
        if function in functions:
            return functions.index(function)
    elif 0 <= function < len(functions):
        return function
    known = ", ".join(functions)
    raise UsageError(f"no function {function!r} in this company", where="CompanySpec", mend=f"it has {known}")


def _sizes(people: int, weights: FloatArray) -> IntArray:
    """Share out people by weight, at least `SMALLEST_FUNCTION` to each function; rounding goes to the largest."""
    small = np.zeros(len(weights), dtype=bool)
    while True:
        left = people - SMALLEST_FUNCTION * int(small.sum())
        exact = np.where(small, SMALLEST_FUNCTION, left * weights / weights[~small].sum())
        if (exact >= SMALLEST_FUNCTION).all():
            break
        small |= exact < SMALLEST_FUNCTION
    sizes = np.floor(exact + 1e-9).astype(np.int64)
    sizes[np.argsort(-weights)[: people - int(sizes.sum())]] += 1
    return sizes


def _affinity(spec: CompanySpec, sizes: IntArray, rng: np.random.Generator) -> FloatArray:
    """Random liking between functions, scaled so that no function is more open than another for it."""
    noise = np.triu(rng.normal(0.0, spec.affinity_spread, (spec.functions, spec.functions)), 1)
    liking = np.exp(noise + noise.T)
    np.fill_diagonal(liking, 0.0)
    for _ in range(100):  # Sinkhorn & Knopp (1967), symmetric
        scale = np.sqrt(liking @ sizes / (sizes.sum() - sizes))
        liking /= np.outer(scale, scale)
    return liking


def team_rates(
    rates: FloatArray, staff_function: IntArray, mass: FloatArray, team_walls: float
) -> FloatArray:
    """Spread function rates over teams so that the expected exchange within each function stays what it was.

    Parameters
    ----------
    rates
        Between functions.
    staff_function, mass
        Function and activity of each team.
    team_walls
        How many times likelier people of one team exchange than of two teams of their function.
    """
    spread = rates[np.ix_(staff_function, staff_function)].copy()
    for function in range(len(rates)):
        teams = np.flatnonzero(staff_function == function)
        weights = np.outer(mass[teams], mass[teams])
        factor = np.where(np.eye(len(teams), dtype=bool), team_walls, 1.0)
        spread[np.ix_(teams, teams)] *= factor * weights.sum() / (factor * weights).sum()
    return spread


def balance(rates: FloatArray, activity: FloatArray) -> FloatArray:
    """Factors by which functions' `activity` becomes theta, so that it is what people are expected to exchange.

    What is planted then changes whom people talk to and not how much they talk: nobody is found by being busy.
    Symmetric scaling of ``rates`` (Sinkhorn & Knopp 1967); pairs of a person with themselves are neglected.

    Examples
    --------
    >>> rates, activity = np.array([[6.0, 3.0], [3.0, 6.0]]), np.array([1.0, 2.0])
    >>> scale = balance(rates, activity)
    >>> (scale * (rates @ (scale * activity))).round(6).tolist()
    [1.0, 1.0]
    """
    scale = np.ones(len(activity))
    for _ in range(500):
        scale = np.sqrt(scale / (rates @ (scale * activity)))
    return scale


def draw_staff(spec: CompanySpec, plan: Plan, rng: np.random.Generator) -> Staff:
    """Invent people with activity, team, name, title, manager, and the desks of each function."""
    n, k = spec.people, spec.functions
    function = np.repeat(np.arange(k), plan.sizes)
    rank = np.arange(n) - np.repeat(np.cumsum(plan.sizes) - plan.sizes, plan.sizes)
    team = rank * spec.teams // plan.sizes[function] + function * spec.teams
    busy = rng.lognormal(0.0, spec.function_activity_spread, k)
    for name, times in spec.busy.items():
        busy[position(plan.functions, name)] *= times
    activity = busy[function] * rng.lognormal(0.0, spec.activity_spread, n)
    scale = np.ones(k)
    if spec.balanced:
        scale = balance(plan.rates(spec), np.asarray(np.bincount(function, activity, k), dtype=np.float64))

    desks = np.maximum(1, np.round(plan.sizes / PEOPLE_PER_DESK)).astype(np.int64)
    desk_function = np.repeat(np.arange(k), desks)
    desk_theta = rng.lognormal(0.0, 0.3, len(desk_function))
    # desks hold the same share of activity in every function, so that they are neither more open nor more closed
    share = np.bincount(function, activity, k) / np.bincount(desk_function, desk_theta, k)
    table = pd.concat(
        [_people_table(spec, plan, rank, rng), _desk_table(spec, plan, desk_function)], ignore_index=True
    )
    functions = np.concatenate([function, desk_function])
    staff = Staff(
        table=table,
        function=functions,
        theta=np.concatenate([activity * scale[function], desk_theta * (share * scale)[desk_function]]),
        team=np.concatenate([team, np.arange(len(desk_function)) + k * spec.teams]),
        n_people=n,
        contacts=_contacts(spec),
        later=_later(spec, functions, np.asarray(table["level"].isin(["3", "4"]))),
        change_on=str(change_day(spec)) if spec.change.planted else None,
    )
    staff = _placed(spec, plan, staff, activity=np.concatenate([activity, desk_theta * share[desk_function]]))
    if not spec.glue_concentration:
        return staff
    stays = np.flatnonzero((staff.function[:n] == plan.glue) & (staff.later[:n] == plan.glue))
    return replace(staff, star=int(stays[np.argmax(staff.theta[stays])]))


def _placed(spec: CompanySpec, plan: Plan, staff: Staff, *, activity: FloatArray) -> Staff:
    """The staff where the world puts it, with what follows for who talks to whom."""
    if WORLDS[spec.world].place is None:
        return staff
    people, desks = (_place(spec, plan, staff, activity, desks=desks) for desks in (False, True))
    table = staff.table.copy()
    for column, values in people[0].columns.items():
        table[column] = [*values, *desks[0].columns[column]]
    return replace(
        staff,
        table=table,
        theta=np.concatenate([people[1], desks[1]]),
        placed=people[0],
        placed_desks=desks[0],
    )


def _place(
    spec: CompanySpec, plan: Plan, staff: Staff, activity: FloatArray, *, desks: bool
) -> tuple[Placement, FloatArray]:
    """What the world makes of people or desks, and their thetas.

    Shares that a world fixes depend on theta, and theta on what the world does: three rounds settle that.
    """
    place, model = WORLDS[spec.world].place, (desk_model if desks else person_model)(spec, plan, staff)
    part = slice(staff.n_people, None) if desks else slice(staff.n_people)
    rates = model.rates[np.ix_(model.group, model.group)]
    np.fill_diagonal(rates, 0.0)
    theta, activity = staff.theta[part], activity[part]
    placement = Placement()
    for _ in range(3 if spec.balanced else 1):
        crowd = Crowd(
            spec=spec, plan=plan, function=staff.function[part], activity=activity, theta=theta, rates=rates,
            rng=spec.generator(Stream.WORLD, int(desks)), desks=desks,
        )  # fmt: skip
        placement = place(crowd) if place else placement
        theta = activity if placement.activity is None else activity * placement.activity
        if spec.balanced and len(theta) > 1:
            theta = theta * balance(rates if placement.factors is None else rates * placement.factors, theta)
    return placement, theta


def change_day(spec: CompanySpec) -> np.datetime64:
    """The day of the reorganisation: the first working day from the one asked for."""
    first = np.datetime64(spec.start, "D")
    last = (
        (pd.Timestamp(spec.start) + pd.DateOffset(months=spec.months)).to_datetime64().astype("datetime64[D]")
    )
    if isinstance(spec.change.at, str):
        day = np.datetime64(spec.change.at, "D")
    else:
        day = first + np.timedelta64(round(spec.change.at * int((last - first).astype(int))), "D")
    if not first < day < last:
        raise UsageError(
            f"change.at {day} lies outside the period", where="CompanySpec", mend="name a day within it"
        )
    return np.busday_offset(day, 0, roll="forward")


def _later(spec: CompanySpec, function: IntArray, may_move: BoolArray) -> IntArray:
    """Functions after the reorganisation; no function falls below the smallest size."""
    later, rng = function.copy(), spec.generator(Stream.CHANGE)
    size = np.bincount(function[: spec.people], minlength=spec.functions)
    left, moving = size.copy(), round(spec.change.share * spec.people)
    for person in rng.permutation(np.flatnonzero(may_move)).tolist():
        old = int(function[person])
        if not moving or left[old] <= SMALLEST_FUNCTION:
            continue
        weights = np.where(np.arange(spec.functions) == old, 0, size)
        later[person] = rng.choice(spec.functions, p=weights / weights.sum())
        left[old] -= 1
        moving -= 1
    return later


def reorganised(spec: CompanySpec, plan: Plan, staff: Staff) -> tuple[CompanySpec, Staff]:
    """The company after its reorganisation: everybody is as active as before, in their new function."""
    after = spec if spec.change.walls is None else replace(spec, walls=spec.change.walls)
    n, old, new = staff.n_people, plan.rates(spec), plan.rates(after)

    def mass(function: IntArray, weights: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(function[:n], weights[:n], spec.functions), dtype=np.float64)

    team = staff.team.copy()
    team[:n] += (staff.later - staff.function)[:n] * spec.teams
    if not spec.balanced or staff.placed.factors is not None:
        return after, replace(staff, function=staff.later, team=team)
    activity = staff.theta * (old @ mass(staff.function, staff.theta))[staff.function]
    scale = balance(new, mass(staff.later, activity))
    return after, replace(staff, function=staff.later, team=team, theta=activity * scale[staff.later])


def _contacts(spec: CompanySpec) -> pd.DataFrame:
    words, rng = spec.vocabulary, spec.generator(Stream.CONTACTS)
    names, mails = [], []
    for number in range(spec.outside.contacts):
        name = f"{rng.choice(words.given_names)} {rng.choice(words.family_names)}"
        names.append(name)
        mails.append(f"{slug(name, separator='.')}{number + 1}@{rng.choice(OUTSIDE_DOMAINS)}")
    return pd.DataFrame({"name": names, "email": mails}, dtype=object)


def person_model(spec: CompanySpec, plan: Plan, staff: Staff) -> PairModel:
    """The model of people's conversations."""
    team, theta = staff.team[: staff.n_people], staff.theta[: staff.n_people]
    team_function = np.arange(spec.functions * spec.teams) // spec.teams
    mass = np.asarray(np.bincount(team, theta, len(team_function)), dtype=np.float64)
    model = PairModel(theta, team, team_rates(plan.rates(spec), team_function, mass, spec.team_walls))
    return _pair_by_pair(model, staff.placed)


def desk_model(spec: CompanySpec, plan: Plan, staff: Staff) -> PairModel:
    """The model of cases handed from desk to desk: the same rates, other nodes (numbered from 0)."""
    model = PairModel(staff.theta[staff.n_people :], staff.function[staff.n_people :], plan.rates(spec))
    return _pair_by_pair(model, staff.placed_desks)


def _pair_by_pair(model: PairModel, placement: Placement) -> PairModel:
    """The same model with a factor for each pair, where the world has any: every node is then a group."""
    if placement.factors is None:
        return model
    rates = model.rates[np.ix_(model.group, model.group)] * placement.factors
    np.fill_diagonal(rates, 0.0)
    return PairModel(model.theta, np.arange(len(model.theta)), rates)


def function_of_groups(spec: CompanySpec, staff: Staff) -> IntArray:
    """The function of each group of `person_model`: groups are teams, or people where the world has pair factors."""
    if staff.placed.factors is None:
        return np.arange(spec.functions * spec.teams) // spec.teams
    return staff.function[: staff.n_people]


def _people_table(spec: CompanySpec, plan: Plan, rank: IntArray, rng: np.random.Generator) -> pd.DataFrame:
    words, n, k = spec.vocabulary, spec.people, spec.functions
    function = np.repeat(np.arange(k), plan.sizes)
    first = np.cumsum(plan.sizes) - plan.sizes
    chief = int(first[rng.integers(k)])
    leaders = np.ceil(plan.sizes / 8).astype(np.int64)  # after the head of the function
    lead = (rank > 0) & (rank <= leaders[function])
    intern = (rank > 0) & ~lead & (rng.random(n) < 0.06)
    level = np.select([np.arange(n) == chief, rank == 0, lead, intern], [0, 1, 2, 4], default=3)
    manager = np.minimum(first[function] + 1 + (rank % leaders[function]), n - 1)
    manager = np.where(lead, first[function], np.where(rank == 0, chief, manager))
    ids = np.array([f"P{i + 1:0{max(4, len(str(n)))}d}" for i in range(n)])
    ids = ids[_unshuffled(n, rng)]
    names, mails, seconds = _identities(n, words, rng)
    slack = [f"U{code:0>8}" for code in (_base36(i) for i in rng.permutation(n) + 36**4)]
    return pd.DataFrame(
        {
            "person_id": ids,
            "function": np.array(plan.functions, dtype=object)[function],
            "name": names,
            "email": mails,
            "title": [
                words.titles[v].format(plan.functions[f]) for v, f in zip(level, function, strict=True)
            ],
            "level": level.astype(str),
            "manager_id": np.where(np.arange(n) == chief, "", ids[manager]),
            "location": rng.choice(np.array(words.locations), n),
            "actor_kind": "person",
            "valid_from": "",
            "valid_to": "",
            "aliases": [";".join(filter(None, pair)) for pair in zip(slack, seconds, strict=True)],
        }
    )


def _unshuffled(n: int, rng: np.random.Generator) -> IntArray:
    """Ids must not tell the function: number people in random order."""
    return np.asarray(rng.permutation(n), dtype=np.int64)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits


def _identities(
    n: int, words: Vocabulary, rng: np.random.Generator
) -> tuple[list[str], list[str], list[str]]:
    """Names, addresses, and second addresses of one person in twelve; persons 1 and 2 of `n` share a name."""
    given = rng.permutation(len(words.given_names) * len(words.family_names))
    names: list[str] = []
    for i in range(n):
        first, last = divmod(int(given[i % len(given)]), len(words.family_names))
        names.append(f"{words.given_names[first]} {words.family_names[last]}")
    twins = rng.choice(n, 2, replace=False)
    names[twins[1]] = names[twins[0]]
    taken: dict[str, int] = {}
    mails = []
    for name in names:
        local = slug(name, separator=".")
        taken[local] = taken.get(local, 0) + 1
        mails.append(f"{local}{taken[local] if taken[local] > 1 else ''}@{DOMAIN}")
    second = rng.random(n) < 1 / 12
    seconds = [
        mail.replace(DOMAIN, SECOND_DOMAIN) if s else "" for mail, s in zip(mails, second, strict=True)
    ]
    return names, mails, seconds


DOMAIN = "lorvane.example"
SECOND_DOMAIN = "old-lorvane.example"


def _desk_table(spec: CompanySpec, plan: Plan, desk_function: IntArray) -> pd.DataFrame:
    number = np.arange(len(desk_function)) - np.searchsorted(desk_function, desk_function)
    names = []
    for f, i in zip(desk_function.tolist(), number.tolist(), strict=True):
        desk = spec.vocabulary.desk.format(plan.functions[f])
        names.append(desk if i == 0 else f"{desk} {i + 1}")
    blank = dict.fromkeys(("email", "title", "level", "manager_id", "location", "valid_from", "valid_to"), "")
    return pd.DataFrame(
        {
            "person_id": [f"T{i + 1:03d}" for i in range(len(names))],
            "function": [plan.functions[f] for f in desk_function.tolist()],
            "name": names,
            "actor_kind": "team",
            "aliases": names,
            **blank,
        }
    )


def describe(spec: CompanySpec, plan: Plan, staff: Staff) -> dict[str, Any]:
    """What was planted, in words and numbers, for ``truth.json``."""
    model, group_function = person_model(spec, plan, staff), function_of_groups(spec, staff)
    same = group_function[:, None] == group_function
    inside = float(np.triu(model.expected * same).sum())
    person = staff.placed.person
    named = plan.functions
    glue = None if plan.glue is None else named[plan.glue]
    return {
        "silos": [named[f] for f in (plan.silo, plan.giant) if f is not None],
        "glue": glue,
        "owner": glue,
        "openness": dict(zip(named, plan.openness.tolist(), strict=True)),
        "walls": spec.walls,
        "sizes": dict(zip(named, plan.sizes.tolist(), strict=True)),
        "median_reply_working_hours": dict(zip(named, plan.median_hours.round(3).tolist(), strict=True)),
        "expected_cross_share": round(1 - inside, 4),
        "expected_ei": round(1 - 2 * inside, 4),
        "world": spec.world,
        "in_world": {
            **staff.placed.facts,
            **({} if person is None else {"person": str(staff.table["person_id"].iloc[person])}),
        },
    }
