"""The social layer: who posts, behind which walls, and in which spaces of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from silograph.arrays import BoolArray, IntArray
from silograph.errors import UsageError
from silograph.simulation.company import (
    CompanySpec,
    PairModel,
    Plan,
    Staff,
    balance,
    function_of_groups,
    person_model,
)
from silograph.simulation.names import slug
from silograph.simulation.scripts import Script, Setting
from silograph.simulation.themes import Stream
from silograph.simulation.threads import Mark, Threads

_CIRCLE = 12  # people of a closed space; half of the function where that is less
_GUESTS = 2  # people per function in a bridge space
_LINGER = 6.0  # median working hours until somebody replies in a space


@dataclass(frozen=True)
class SocialPlan:
    """What is planted in posts.

    Parameters
    ----------
    posts
        Per person whether they post at all, planted spaces apart.
    group
        Per person the club that takes the place of the function; None where there are none.
    spaces
        Names of planted spaces.
    circles, bridges
        Function of each closed space; members of all spaces, circles first, then bridges.
    """

    posts: BoolArray
    group: IntArray | None
    spaces: tuple[str, ...]
    circles: tuple[int, ...]
    members: tuple[IntArray, ...]


def plan_social(spec: CompanySpec, plan: Plan, staff: Staff) -> SocialPlan:
    """Choose who posts, clubs, closed spaces and bridges."""
    social, rng, n = spec.social, spec.generator(Stream.SOCIAL), staff.n_people
    function = np.where(staff.function == staff.later, staff.function, -1)[:n]
    posts = plan.posting[staff.function[:n]] & plan.posting[staff.later[:n]]
    group = rng.permutation(np.arange(n) % social.clubs) if social.clubs else None
    stay = np.bincount(function[function >= 0], minlength=len(plan.functions))
    posting = rng.permutation(np.flatnonzero(plan.posting))
    if len(posting) < max(social.silos, 2 if social.bridges else 0):
        raise UsageError(
            f"{len(posting)} functions post: too few for {social.silos} closed spaces, {social.bridges} bridges",
            where="CompanySpec",
            mend="let more functions post or plant fewer spaces",
        )
    by_room = sorted(posting.tolist(), key=lambda f: -min(int(stay[f]), 2 * _CIRCLE))
    circles = tuple(by_room[: social.silos])
    free = posts.copy()
    members: list[IntArray] = []
    for f in circles:
        here = rng.permutation(np.flatnonzero((function == f) & free))[: min(_CIRCLE, stay[f] // 2)]
        free[here] = False
        members.append(np.sort(here))
    for _ in range(social.bridges):
        guests = [
            rng.permutation(np.flatnonzero((function == f) & free))[:_GUESTS]
            for f in range(len(plan.functions))
        ]
        members.append(np.sort(np.concatenate(guests)))
    named = [
        *(f"club-{i + 1}" for i in range(social.clubs)),
        *(f"{slug(plan.functions[f])}-circle-{i + 1}" for i, f in enumerate(circles)),
        *(f"forum-{i + 1}" for i in range(social.bridges)),
    ]
    return SocialPlan(free, group, tuple(named), circles, tuple(members))


def post_model(spec: CompanySpec, plan: Plan, staff: Staff, *, group: IntArray | None) -> PairModel:
    """The pair model of posts where it is not that of mails.

    Lower walls lower the openness of silo and glue in step (all rates are raised to the same power), so that at 1
    nobody is special; higher ones leave it. With clubs the walls are those between clubs. Nobody becomes busier, but
    the glue posts more.
    """
    ordinary, n = person_model(spec, plan, staff), staff.n_people
    activity = ordinary.activity.copy()
    if plan.glue is not None:
        activity[staff.function[:n] == plan.glue] *= spec.owner_presence
    walls = spec.walls if spec.social.walls is None else spec.social.walls
    if group is not None:
        rates = np.ones((spec.social.clubs,) * 2)
        np.fill_diagonal(rates, walls)
        of = group
    else:
        power = np.log(walls) / np.log(spec.walls) if spec.walls != 1 else 1.0
        home = function_of_groups(spec, staff)
        rates = ordinary.rates ** np.where(home[:, None] == home, power, min(power, 1.0))
        of = ordinary.group
    mass = np.asarray(np.bincount(of, activity, len(rates)), dtype=np.float64)
    return PairModel(activity * balance(rates, mass)[of], of, rates)


def play_spaces(company: Setting, social: SocialPlan, *, first_space: int) -> Script:
    """Posts in closed spaces and in bridges; `first_space` is the number of the first planted space."""
    options, rng = company.spec.social, company.spec.generator(Stream.SOCIAL, 1)
    script = Script(company)
    clubs = options.clubs
    for number, members in enumerate(social.members):
        enough = len(script) + options.posts_per_space
        while len(script) < enough:
            speakers = _speakers(company, members, mixed=number >= len(social.circles), rng=rng)
            thread = script.thread(Mark.SPACE, space=first_space + clubs + number)
            hours = float(rng.random() * company.clock.length)
            thread.say(speakers[0], speakers[1:2], hours)
            for speaker in speakers[1:]:
                hours += _LINGER * float(rng.lognormal(0.0, 1.0))
                thread.say(speaker, [], hours)
    return script


def _speakers(company: Setting, members: IntArray, *, mixed: bool, rng: np.random.Generator) -> list[int]:
    """Two to four members in random order, each of another function where functions mix."""
    order = rng.permutation(members)
    if mixed:
        _, first = np.unique(company.staff.function[order], return_index=True)
        order = rng.permutation(order[first])
    return [int(person) for person in order[: rng.integers(2, 5)]]


@dataclass(frozen=True)
class Posting:
    """A habit: who does not post writes mails instead, interns post for others, some threads get no reply."""

    social: SocialPlan
    interns: IntArray  # per person the intern who posts in their place; the person where there is none
    intern_share: float
    dialogue: float
    rng: np.random.Generator

    def __call__(self, threads: Threads) -> Threads:
        """The conversations as people of this company have them."""
        posts = self.social.posts
        outside = ~(posts[threads.sender] & posts[threads.recipient])
        banned = np.isin(threads.conversation, threads.conversation[outside & threads.post])
        threads = replace(threads, post=threads.post & ~banned)
        return self._push(self._delegate(threads))

    def _delegate(self, threads: Threads) -> Threads:
        """Each of the two people of a thread is replaced by an intern, or is not, throughout."""
        n = int(threads.conversation.max(initial=-1)) + 1
        drawn = self.rng.random((n, 2)) < self.intern_share
        first = threads.first_rows()
        opener, partner = threads.sender[first], threads.recipient[first]
        swap_opener, swap_partner = (drawn[threads.conversation] & threads.post[:, None]).T
        new_opener = np.where(swap_opener & (self.interns[opener] != partner), self.interns[opener], opener)
        new_partner = np.where(
            swap_partner & (self.interns[partner] != new_opener), self.interns[partner], partner
        )
        opens, passed_on = threads.sender == opener, ~threads.post
        return replace(
            threads,
            sender=np.select([passed_on, opens], [threads.sender, new_opener], new_partner),
            recipient=np.select([passed_on, opens], [threads.recipient, new_partner], new_opener),
        )

    def _push(self, threads: Threads) -> Threads:
        n = int(threads.conversation.max(initial=-1)) + 1
        mute = (self.rng.random(n) >= self.dialogue)[threads.conversation] & threads.post
        return threads.take(~mute | (threads.position == 0))


def posting(spec: CompanySpec, staff: Staff, social: SocialPlan, *, model: PairModel, stream: int) -> Posting:
    """The habit, where anything about posts is planted."""
    rng, n = spec.generator(Stream.SOCIAL, 2, stream), staff.n_people
    level = staff.table["level"].to_numpy()[:n]
    is_intern = (level == "4") & social.posts
    stand_in = np.arange(n)
    all_interns = np.flatnonzero(is_intern)
    if len(all_interns):
        for person in range(n):
            own = all_interns[staff.function[all_interns] == staff.function[person]]
            stand_in[person] = rng.choice(own if len(own) else all_interns)
        stand_in[is_intern] = all_interns
    usual = (
        float(model.activity[is_intern].sum() / model.activity[social.posts].sum())
        if len(all_interns)
        else 0.0
    )
    extra = max(spec.social.interns - usual, 0.0) / (1 - usual)
    return Posting(social, stand_in, extra, spec.social.dialogue, rng)


def facts(spec: CompanySpec, plan: Plan, staff: Staff, social: SocialPlan) -> dict[str, Any]:
    """What is planted in posts, for ``truth.json``."""
    ids = staff.table["person_id"].to_numpy(object)
    spaces = social.spaces[spec.social.clubs :]
    who = dict(zip(spaces, ([str(i) for i in ids[m]] for m in social.members), strict=True))
    n = len(social.circles)
    return {
        "layer_verdict": _verdict(spec, posting=int(plan.posting.sum())),
        "post_walls": spec.walls if spec.social.walls is None else spec.social.walls,
        "silos2": [f"#{space}" for space in spaces[:n]],
        "bridge_spaces": [f"#{space}" for space in spaces[n:]],
        "members": {f"#{space}": people for space, people in who.items()},
        "post_interns": spec.social.interns,
        "post_dialogue": spec.social.dialogue,
        "stage": spec.social.stage,
        "post_functions": [name for name, posts in zip(plan.functions, plan.posting, strict=True) if posts],
    }


def _verdict(spec: CompanySpec, *, posting: int) -> str | None:
    """What posts do to the walls of mail; None where the difference is too small to be called."""
    social = spec.social
    walls = spec.walls if social.walls is None else social.walls
    if posting < 2:  # posts of one function say nothing about walls between functions
        return "too_little_data"
    if social.clubs and walls > 2:
        return "new_walls"
    if walls >= spec.walls > 2:
        return "repeats_walls"
    return "opens_walls" if walls <= spec.walls / 2 else None
