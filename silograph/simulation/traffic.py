"""What the invented people send: conversations drawn from the pair model, laid out in time, with noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.simulation.company import (
    CompanySpec,
    PairModel,
    Plan,
    Staff,
    desk_model,
    person_model,
    reorganised,
)
from silograph.simulation.names import slug
from silograph.simulation.planting import Habit, OnePerson, habits
from silograph.simulation.play import play
from silograph.simulation.scripts import Setting, Silences
from silograph.simulation.social import SocialPlan, plan_social, post_model, posting
from silograph.simulation.themes import Stream
from silograph.simulation.threads import (
    AS_HANDOFF,
    AS_MAIL,
    AS_MEETING,
    AS_POST,
    AS_REACTION,
    AS_REPLY,
    ASSIGNEE,
    ATTENDEE,
    BCC,
    BROADCAST,
    CC,
    DELAY_SPREAD,
    EMAIL,
    HANDOFF,
    INVITED,
    LENGTH,
    MEETING,
    MENTION,
    NOBODY,
    POST,
    REACTED,
    REPLIED,
    TO,
    Clock,
    Mark,
    Part,
    Threads,
    concatenate,
    join,
)  # fmt: skip
from silograph.simulation.worlds import WORLDS, moments

LONGEST = 60  # messages in one conversation
_CASE_FORWARDING = 0.5
_HALF_AN_HOUR = 30 * 60 * 1_000_000
_MORE_GUESTS, _UNANSWERED, _COPIED = (
    0.5,
    0.25,
    0.5,
)  # of meetings: beyond the first guest; of guests; of meetings
_DIRECT, _MENTIONS, _REACTIONS, _HIDDEN_COPIES = 0.2, 0.15, 0.08, 0.01  # shares of posts or mails


@dataclass(frozen=True)
class Traffic:
    """Messages in order of time (to the second), and who received them.

    The first columns have a row per message or reaction.

    Parameters
    ----------
    sender
        Node: people first, then desks, then the mailing list, the bot, and outside contacts.
    sent_at
        Microseconds since 1970, UTC.
    channel, kind
        Positions in `CHANNELS` and `KINDS`.
    thread, parent, about
        Number of the conversation; row of the message answered; row of the message itself or, for a
        reaction, of the post it is on. -1 is none.
    space
        Position in `spaces`; -1 outside posts and for direct messages.
    automated, twice
        Sent by a machine; lies in two mailboxes.
    mark
        What the message was planted as: a `Mark`.
    ended_at
        Microseconds since 1970 at which a case is done, at its last handoff; -1 elsewhere and where it never is.
    row, recipient, role
        A row per recipient: message row, node, position in `ROLES`.
    spaces
        Names of the channels of the internal network.
    notes
        What was played by script, for ``truth.json``.
    """

    sender: IntArray
    sent_at: IntArray
    channel: IntArray
    kind: IntArray
    thread: IntArray
    parent: IntArray
    about: IntArray
    space: IntArray
    automated: BoolArray
    twice: BoolArray
    mark: IntArray
    ended_at: IntArray
    row: IntArray
    recipient: IntArray
    role: IntArray
    spaces: tuple[str, ...]
    notes: Mapping[str, Any]

    @property
    def audience(self) -> IntArray:
        """Recipients of each row other than the sender."""
        others = self.recipient != self.sender[self.row]
        return np.bincount(self.row[others], minlength=len(self.sender)).astype(np.int64)

    @property
    def is_message(self) -> BoolArray:
        """Rows that are messages, not reactions."""
        return np.asarray(self.kind != AS_REACTION)


@dataclass(frozen=True)
class _Talkers:
    """Who converses, and how: a pair model with what differs by function."""

    model: PairModel
    median_hours: FloatArray  # until a reply, per node
    post_odds: FloatArray  # of opening a conversation with a post rather than a mail, per node
    forwarding: float  # share of mails or cases passed on rather than sent back
    era: Era
    habits: tuple[Habit, ...] = ()
    silences: Silences | None = None

    def unheard(self, sender: IntArray, recipient: IntArray, hours: FloatArray) -> BoolArray:
        """Which copies, mentions and reactions there are not, because of what is planted."""
        broken = np.zeros(len(sender), dtype=bool)
        if self.silences is not None:
            broken |= self.silences.broken_by(sender, recipient, hours)
        for habit in self.habits:
            if isinstance(habit, OnePerson):
                broken |= habit.drops(sender, recipient)
        return broken

    def converse(self, budget: int, clock: Clock, rng: np.random.Generator) -> Threads:
        """Conversations of exactly `budget` messages within the period."""
        parts: list[Threads] = []
        missing, conversations = budget, 0
        while missing > 0:
            part = self._batch(missing, clock, rng).take(slice(missing))
            parts.append(replace(part, conversation=part.conversation + conversations))
            conversations += int(part.conversation.max(initial=-1)) + 1
            missing -= len(part.sender)
        return concatenate([*parts, self._batch(0, clock, rng)])

    def _batch(self, messages: int, clock: Clock, rng: np.random.Generator) -> Threads:
        """Conversations of about so many messages; what falls after the end of the period is not sent."""
        spec, era = self.era.spec, self.era
        acquaintances = messages and messages // 4 + 4
        one, other = self.model.pairs(acquaintances, rng)
        often = (
            rng.logseries(spec.persistence, acquaintances)
            if spec.persistence
            else np.ones(acquaintances, int)
        )
        one, other = np.repeat(one, often), np.repeat(other, often)
        swap = rng.random(len(one)) < 0.5
        opener, partner = np.where(swap, other, one), np.where(swap, one, other)
        length = np.ceil(rng.lognormal(LENGTH, spec.conversation_spread, len(opener))).astype(np.int64)
        odds = self.post_odds[opener]
        post = rng.random(len(opener)) < odds / (1 + odds)
        walk = self._walk(opener, partner, length=np.minimum(length, LONGEST), post=post, rng=rng)

        for habit in self.habits:
            walk = habit(walk)

        delay = self.median_hours[walk.sender] * rng.lognormal(0.0, DELAY_SPREAD, len(walk.sender))
        delay = np.maximum(delay, 1 / 60)
        moment = rng.random(len(opener))
        if WORLDS[spec.world].seasons:
            moment = moments(moment, spec.months)
        start = era.since + moment * (era.until - era.since)
        opening = walk.position == 0
        delay[opening] = start[walk.conversation[opening]]
        since = np.cumsum(delay)
        before = (since - delay)[walk.first_rows()]
        hours = since - before
        walk = replace(walk, hours=hours).take(hours < clock.length)
        if self.silences and self.silences.windows:
            broken = self.silences.broken_by(walk.sender, walk.recipient, walk.hours)
            walk = walk.take(~np.isin(walk.conversation, walk.conversation[broken]))
        return walk

    def _walk(
        self,
        opener: IntArray,
        partner: IntArray,
        *,
        length: IntArray,
        post: BoolArray,
        rng: np.random.Generator,
    ) -> Threads:
        """Step by step: whoever received answers the one before, or passes the matter on to a partner.

        Both kinds of step are draws from the pair model if the first one is, so threads of any length keep
        the expected strength of every pair.
        """
        before, holder = opener.copy(), partner.copy()
        active = np.arange(len(opener))
        steps: list[tuple[IntArray, IntArray, IntArray, IntArray]] = []
        for position in range(LONGEST):
            active = active[length[active] > position]
            if position:
                answer = before[active]
                before[active] = holder[active]
                holder[active] = answer
                passing = active[~post[active] & (rng.random(len(active)) < self.forwarding)]
                holder[passing] = self.model.partners(before[passing], rng)
            steps.append((active, np.full(len(active), position), before[active], holder[active]))
        conversation, where, sender, recipient = (
            np.concatenate(column) for column in zip(*steps, strict=True)
        )
        order = np.lexsort((where, conversation))
        conversation = conversation[order]
        return Threads(
            conversation,
            where[order],
            sender[order],
            recipient[order],
            np.zeros(len(order)),
            post[conversation],
            np.zeros(len(order), dtype=np.int64),
        )


@dataclass(frozen=True)
class Era:
    """A part of the period in which nobody changes function, in working hours, and who talks to whom in it."""

    spec: CompanySpec
    staff: Staff
    people: PairModel
    desks: PairModel
    since: float
    until: float


def eras(spec: CompanySpec, plan: Plan, staff: Staff, clock: Clock) -> list[Era]:
    """The whole period, or what comes before and after the reorganisation."""
    people, desks = person_model(spec, plan, staff), desk_model(spec, plan, staff)
    if staff.change_on is None:
        return [Era(spec, staff, people, desks, 0.0, clock.length)]
    change = clock.hours_until(staff.change_on)
    later_spec, later_staff = reorganised(spec, plan, staff)
    later_people, later_desks = (model(later_spec, plan, later_staff) for model in (person_model, desk_model))
    return [
        Era(spec, staff, people, desks, 0.0, change),
        Era(later_spec, later_staff, later_people, later_desks, change, clock.length),
    ]


def generate(spec: CompanySpec, plan: Plan, staff: Staff, *, rng: np.random.Generator) -> Traffic:
    """Everything that is sent in the period."""
    clock = Clock(spec)
    periods = eras(spec, plan, staff, clock)
    people = periods[0].people
    social = plan_social(spec, plan, staff)
    usual = (*map(slug, plan.functions), *spec.vocabulary.spaces)
    topical = [slug(spec.vocabulary.initiative)] if spec.initiative.threads else []
    spaces = (*usual, *social.spaces, *topical)
    noise = [
        _broadcasts(spec, clock, rng),
        _list_mails(spec, staff, clock, rng),
        _orphans(spec if plan.posting.all() else replace(spec, orphans=0), plan, people, clock, rng),
    ]
    machines = round(spec.automated_share * spec.messages)
    company = Setting(spec, plan, staff, people, clock)
    budget = spec.messages - machines - sum(map(len, noise))
    scripted = play(company, social, budget=budget, first_space=len(usual))
    ordinary = budget - len(scripted.part)
    n_cases = round(spec.channel_shares["handoff"] * ordinary)
    n_meetings = round(spec.channel_shares.get("meeting", 0.0) * ordinary)
    talking = ordinary - n_cases - n_meetings

    parts: list[Part] = []
    for era, talked, handed, met in zip(
        periods, *(_shared_out(n, periods) for n in (talking, n_cases, n_meetings)), strict=True
    ):
        for talkers, share in _voices(era, plan, social, scripted.silences):
            talk = talkers.converse(round(talked * share), clock, rng)
            first = not parts
            mails = _mails(era, talk.take(~talk.post), talkers=talkers, noise=first, clock=clock, rng=rng)
            posts = _posts(
                era, talk.take(talk.post), social, talkers=talkers, home=len(usual), clock=clock, rng=rng
            )
            parts += [mails, posts]
        cases = _desk_talkers(era, plan).converse(handed, clock, rng)
        parts += [_cases(era, plan, cases, clock=clock), _meetings(era, met, clock=clock)]
    log = join([*parts, *noise, scripted.part])
    log = _with_machines(log, machines, staff, spec=spec, clock=clock, rng=rng)
    sent = _in_order(log, spaces, scripted.notes)
    return _contacts_only(sent) if WORLDS[spec.world].contacts else sent


def _contacts_only(sent: Traffic) -> Traffic:
    """The same messages without threads and answers, each to one person."""
    nothing, kept = np.full(len(sent.sender), NOBODY), sent.role == TO
    return replace(
        sent,
        thread=nothing,
        parent=nothing.copy(),
        row=sent.row[kept],
        recipient=sent.recipient[kept],
        role=sent.role[kept],
    )


def _shared_out(messages: int, periods: Sequence[Era]) -> list[int]:
    """How many messages are sent in each period; nobody becomes busier."""
    whole = periods[-1].until
    ends = [round(messages * era.until / whole) for era in periods]
    return np.diff(ends, prepend=0).tolist()


def _voices(era: Era, plan: Plan, social: SocialPlan, silences: Silences) -> list[tuple[_Talkers, float]]:
    """Who converses, and the share of each in conversations: posts are apart only where their walls differ."""
    spec, function = era.spec, era.staff.function[: era.staff.n_people]
    customs = habits(spec, plan, era.staff, model=era.people, cases=False)
    if spec.social.planted:
        customs = (posting(spec, era.staff, social, model=era.people, stream=round(era.since)), *customs)
    email, post = spec.channel_shares["email"], spec.channel_shares["post"]
    odds = np.full(len(function), post / email if email else 1e12)
    if plan.glue is not None:
        odds[function == plan.glue] *= spec.owner_presence
    talkers = _Talkers(era.people, plan.median_hours[function], odds, spec.forwarding, era, customs, silences)
    if not (post and (spec.social.walls is not None or spec.social.clubs)):
        return [(talkers, 1.0)]
    model = post_model(spec, plan, era.staff, group=social.group)
    mailing = replace(talkers, post_odds=np.zeros(len(function)))
    blogging = replace(talkers, post_odds=np.full(len(function), 1e12), model=model)
    return [(mailing, email / (email + post)), (blogging, post / (email + post))]


def _desk_talkers(era: Era, plan: Plan) -> _Talkers:
    function = era.staff.function[era.staff.n_people :]
    return _Talkers(
        era.desks,
        plan.median_hours[function],
        np.zeros(len(function)),
        _CASE_FORWARDING,
        era,
        habits(era.spec, plan, era.staff, model=era.desks, cases=True),
    )


def _mails(
    era: Era, talk: Threads, *, talkers: _Talkers, noise: bool, clock: Clock, rng: np.random.Generator
) -> Part:
    spec, model = era.spec, era.people
    n = len(talk.sender)
    part = Part.of(talk.sender, clock.utc(talk.hours), channel=EMAIL, kind=AS_MAIL)
    part.thread = talk.conversation
    part.mark = talk.mark
    part.parent = np.where(talk.position > 0, np.arange(n) - 1, NOBODY)
    everything = np.ones(n, dtype=bool)
    part.address(np.arange(n), talk.recipient, TO)
    part.copy_to_partners(spec.copies, CC, among=everything, model=model, rng=rng)
    part.copy_to_partners(_HIDDEN_COPIES, BCC, among=everything, model=model, rng=rng)
    # nobody is in copy of what the mail room passes on: it would no longer be new to them
    part.forget(
        np.isin(talk.conversation, talk.conversation[talk.mark == Mark.RELAY])[part.row] & (part.role != TO)
    )
    unheard = talkers.unheard(part.sender[part.row], part.recipient, talk.hours[part.row])
    part.forget(unheard & (part.role != TO))
    if not noise:
        return part
    own = rng.permutation(n)[: spec.self_copies]
    part.address(own, part.sender[own], CC)
    part.twice[rng.permutation(n)[: spec.duplicates]] = True
    return part


def _posts(
    era: Era,
    talk: Threads,
    social: SocialPlan,
    *,
    talkers: _Talkers,
    home: int,
    clock: Clock,
    rng: np.random.Generator,
) -> Part:
    """Threads in channels and direct messages; the second to speak answers, the first mentions who is meant."""
    spec, model = era.spec, talkers.model
    at_home = era.staff.function if social.group is None else home + social.group
    n = len(talk.sender)
    direct = (rng.random(int(talk.conversation.max(initial=0)) + 1) < _DIRECT)[talk.conversation]
    opening, first = talk.position == 0, talk.first_rows()
    part = Part.of(talk.sender, clock.utc(talk.hours), channel=POST, kind=AS_POST)
    part.thread = np.where(direct, NOBODY, talk.conversation)
    part.parent = np.where(opening | direct, NOBODY, first)
    part.mark = talk.mark
    part.kind = np.where(opening | direct, AS_POST, AS_REPLY)
    spaces = _spaces(spec, at_home[talk.sender], at_home[talk.recipient], rng)
    part.space = np.where(direct, NOBODY, spaces[first])
    answers = talk.recipient == talk.sender[first]
    part.address(np.arange(n), talk.recipient, np.where(direct, TO, np.where(answers, REPLIED, MENTION)))
    part.copy_to_partners(_MENTIONS, MENTION, among=~direct, model=model, rng=rng)
    told = part.role != np.where(direct, TO, np.where(answers, REPLIED, MENTION))[part.row]
    told |= part.recipient != talk.recipient[part.row]
    unheard = talkers.unheard(part.sender[part.row], part.recipient, talk.hours[part.row])
    part.forget(told & (unheard | ~social.posts[part.recipient]))
    liked = np.flatnonzero(~direct & (rng.random(n) < _REACTIONS))
    reactors = model.partners(part.sender[liked], rng)
    heard = social.posts[reactors] & ~talkers.unheard(part.sender[liked], reactors, talk.hours[liked])
    return _join_reactions(part, liked[heard], reactors[heard])


def _join_reactions(part: Part, rows: IntArray, reactors: IntArray) -> Part:
    """One partner of the author reacts on each of these posts."""
    reactions = Part.of(reactors, part.sent_at[rows], channel=POST, kind=AS_REACTION)
    reactions.address(np.arange(len(rows)), part.sender[rows], REACTED)
    joined = join([part, reactions])
    joined.about[len(part) :] = rows
    joined.space[len(part) :] = part.space[rows]
    joined.thread[len(part) :] = part.thread[rows]
    return joined


def _spaces(spec: CompanySpec, sender: IntArray, recipient: IntArray, rng: np.random.Generator) -> IntArray:
    """Colleagues mostly talk in the channel of their function, others mostly in channels open to all."""
    at_home = rng.random(len(sender)) < np.where(sender == recipient, 0.8, 0.3)
    return np.where(
        at_home, recipient, spec.functions + rng.integers(0, len(spec.vocabulary.spaces), len(sender))
    )


def _cases(era: Era, plan: Plan, talk: Threads, *, clock: Clock) -> Part:
    spec, staff = era.spec, era.staff
    n = len(talk.sender)
    part = Part.of(talk.sender + staff.n_people, clock.utc(talk.hours), channel=HANDOFF, kind=AS_HANDOFF)
    part.thread = talk.conversation
    part.mark = talk.mark
    part.parent = np.where(talk.position > 0, np.arange(n) - 1, NOBODY)
    part.address(np.arange(n), talk.recipient + staff.n_people, ASSIGNEE)
    last = np.append(talk.conversation[1:] != talk.conversation[:-1], True)[:n]
    done = np.flatnonzero(last & (talk.mark != Mark.HELD))
    part.ended_at[done] = part.sent_at[done] + _HALF_AN_HOUR
    if spec.pace.planted:  # who works slowly also finishes slowly
        delay = spec.generator(Stream.PACE, 2).lognormal(0.0, DELAY_SPREAD, len(done))
        end = (
            talk.hours[done]
            + delay * plan.median_hours[staff.function[staff.n_people :]][talk.recipient[done]]
        )
        in_time = end < clock.length
        part.ended_at[done] = NOBODY
        part.ended_at[done[in_time]] = np.maximum(
            clock.utc(end[in_time]), part.sent_at[done[in_time]] + 60_000_000
        )
    return part


def _meetings(era: Era, n: int, *, clock: Clock) -> Part:
    """Meetings of two people, and of some that one of these has to do with."""
    rng = era.spec.generator(Stream.MEETINGS, round(era.since))
    organiser, guest = era.people.pairs(n, rng) if n else (np.zeros(0, dtype=np.int64),) * 2
    hours = era.since + rng.random(n) * (era.until - era.since)
    part = Part.of(organiser, clock.utc(hours), channel=MEETING, kind=AS_MEETING)
    part.address(np.arange(n), guest, np.where(rng.random(n) < _UNANSWERED, INVITED, ATTENDEE))
    part.copy_to_partners(_MORE_GUESTS, ATTENDEE, among=np.ones(n, dtype=bool), model=era.people, rng=rng)
    part.twice[:] = rng.random(n) < _COPIED
    return part


def _broadcasts(spec: CompanySpec, clock: Clock, rng: np.random.Generator) -> Part:
    """Mails to more than fifty people; none in a company too small for them."""
    n = spec.broadcasts if spec.people > BROADCAST else 0
    part = Part.of(rng.integers(0, spec.people, n), clock.random(n, rng), channel=EMAIL, kind=AS_MAIL)
    for row in range(n):
        others = np.delete(np.arange(spec.people), part.sender[row])
        size = rng.integers(BROADCAST, min(len(others), 4 * BROADCAST) + 1)
        part.address(np.full(size, row), rng.choice(others, size, replace=False), TO)
    return part


def _list_mails(spec: CompanySpec, staff: Staff, clock: Clock, rng: np.random.Generator) -> Part:
    n = spec.list_messages
    part = Part.of(rng.integers(0, spec.people, n), clock.random(n, rng), channel=EMAIL, kind=AS_MAIL)
    part.address(np.arange(n), np.full(n, staff.mailing_list), TO)
    return part


def _orphans(spec: CompanySpec, plan: Plan, model: PairModel, clock: Clock, rng: np.random.Generator) -> Part:
    """Replies to posts that were written before the export begins."""
    n = spec.orphans
    one, other = model.pairs(n, rng)
    part = Part.of(one, clock.random(n, rng), channel=POST, kind=AS_REPLY)
    part.space = len(plan.functions) + rng.integers(0, len(spec.vocabulary.spaces), n)
    part.thread = np.arange(n)
    part.address(np.arange(n), other, MENTION)
    return part


def _with_machines(
    log: Part, n: int, staff: Staff, *, spec: CompanySpec, clock: Clock, rng: np.random.Generator
) -> Part:
    """Add automatic answers to mails, and posts of a bot."""
    opening = (log.channel == EMAIL) & (log.parent == NOBODY)
    direct = np.flatnonzero(opening[log.row] & (log.role == TO) & (log.recipient < staff.n_people))
    chosen = direct[rng.permutation(len(direct))[: round(0.8 * n)]]
    asked = log.row[chosen]
    answers = Part.of(log.recipient[chosen], log.sent_at[asked] + 7_000_000, channel=EMAIL, kind=AS_MAIL)
    answers.address(np.arange(len(chosen)), log.sender[asked], TO)
    answers.automated[:] = True
    n_posts = n - len(chosen)
    posts = Part.of(np.full(n_posts, staff.bot), clock.random(n_posts, rng), channel=POST, kind=AS_POST)
    posts.space = np.full(n_posts, spec.functions)
    posts.automated[:] = True
    joined = join([log, answers, posts])
    rows = slice(len(log), len(log) + len(chosen))
    joined.parent[rows], joined.thread[rows] = asked, log.thread[asked]
    return joined


def _in_order(part: Part, spaces: tuple[str, ...], notes: Mapping[str, Any]) -> Traffic:
    """Sort by time and give every post a time of its own, as their ids are made of it."""
    order = np.argsort(part.sent_at, kind="stable")
    rank = np.empty(len(order) + 1, dtype=np.int64)
    rank[order], rank[NOBODY] = np.arange(len(order)), NOBODY
    columns = {item.name: getattr(part, item.name) for item in fields(Part)}
    for name in columns.keys() - {"row", "recipient", "role"}:
        columns[name] = columns[name][order]
    about = rank[columns["about"]]
    sent_at = columns["sent_at"] + np.where(columns["channel"] == POST, np.arange(len(order)) % 1_000_000, 0)
    where = rank[columns["row"]]
    by_row = np.lexsort((columns["recipient"], columns["role"], where))
    return Traffic(
        **columns
        | {
            "sent_at": np.where(columns["kind"] == AS_REACTION, sent_at[about], sent_at),
            "parent": rank[columns["parent"]],
            "about": about,
            "row": where[by_row],
            "recipient": columns["recipient"][by_row],
            "role": columns["role"][by_row],
        },
        spaces=spaces,
        notes=notes,
    )
