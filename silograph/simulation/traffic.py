"""What the invented people send: conversations drawn from the pair model, laid out in time, with noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.messages import KINDS, ROLES
from silograph.network import FloatArray, IntArray
from silograph.simulation.company import CompanySpec, PairModel, Plan, Staff
from silograph.simulation.names import slug

BoolArray = npt.NDArray[np.bool_]

EMAIL, POST, HANDOFF = range(3)
NOBODY = -1
_MAIL, _POST, _REPLY, _REACTION, _HANDOFF = (
    KINDS.index(k) for k in ("mail", "post", "reply", "reaction", "handoff")
)
_TO, _CC, _BCC, _MENTION = (ROLES.index(r) for r in ("to", "cc", "bcc", "mention"))
_REPLIED, _REACTED, _ASSIGNEE = (ROLES.index(r) for r in ("reply", "reaction", "assignee"))

_LONGEST = 60  # messages in one conversation
BROADCAST = 51  # recipients from which a mail is one
_CASE_FORWARDING = 0.5
# Working hours to hours of the day: 9:00 to 18:00, and a few messages late at night.
_DAY_AXIS, _DAY_CLOCK = (0.0, 9.0, 9.0001, 9.3), (9.0, 18.0, 22.0, 25.0)
_DAY_LENGTH = _DAY_AXIS[-1]
_DIRECT, _MENTIONS, _REACTIONS, _HIDDEN_COPIES = 0.2, 0.15, 0.08, 0.01  # shares of posts or mails


@dataclass(frozen=True)
class Traffic:
    """Messages in order of time (to the second), and who received them.

    The first columns have a row per message or reaction.

    Parameters
    ----------
    sender
        Node: people first, then desks, then the mailing list, then the bot.
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
    row, recipient, role
        A row per recipient: message row, node, position in `ROLES`.
    spaces
        Names of the channels of the internal network.
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
    row: IntArray
    recipient: IntArray
    role: IntArray
    spaces: tuple[str, ...]

    @property
    def audience(self) -> IntArray:
        """Recipients of each row other than the sender."""
        others = self.recipient != self.sender[self.row]
        return np.bincount(self.row[others], minlength=len(self.sender)).astype(np.int64)

    @property
    def is_message(self) -> BoolArray:
        """Rows that are messages, not reactions."""
        return np.asarray(self.kind != _REACTION)


class Clock:
    """Working time of the company: hours from the start of the period, as they count for replies."""

    def __init__(self, spec: CompanySpec) -> None:
        first = np.datetime64(spec.start, "D")
        last = (pd.Timestamp(spec.start) + pd.DateOffset(months=spec.months)).to_datetime64()
        days = np.arange(first, last.astype("datetime64[D]"))
        self._days = days[np.is_busday(days)]
        self._zone = spec.vocabulary.timezone
        self.length = len(self._days) * _DAY_LENGTH

    def utc(self, hours: FloatArray) -> IntArray:
        """Microseconds since 1970, to the second, of working hours since the start."""
        day, within = np.divmod(hours, _DAY_LENGTH)
        local = self._days[day.astype(np.int64)].astype("datetime64[s]").astype(np.int64)
        local = local + np.round(np.interp(within, _DAY_AXIS, _DAY_CLOCK) * 3600).astype(np.int64)
        moments = pd.DatetimeIndex(local.astype("datetime64[s]")).tz_localize(self._zone)
        return moments.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[us]").astype(np.int64)

    def random(self, n: int, rng: np.random.Generator) -> IntArray:
        """Moments anywhere in the period."""
        return self.utc(rng.random(n) * self.length)


@dataclass(frozen=True)
class _Threads:
    """Messages of conversations, in order: conversation, position in it, two ends, working hours."""

    conversation: IntArray
    position: IntArray
    sender: IntArray
    recipient: IntArray
    hours: FloatArray
    post: BoolArray

    def take(self, rows: BoolArray | slice) -> _Threads:
        return _Threads(*(getattr(self, item.name)[rows] for item in fields(self)))

    def first_rows(self) -> IntArray:
        """Per message the row of the message that opened its conversation."""
        return np.asarray(np.searchsorted(self.conversation, self.conversation))


@dataclass(frozen=True)
class _Talkers:
    """Who converses, and how: a pair model with what differs by function."""

    model: PairModel
    median_hours: FloatArray  # until a reply, per node
    post_odds: FloatArray  # of opening a conversation with a post rather than a mail, per node
    forwarding: float  # share of mails or cases passed on rather than sent back
    spec: CompanySpec

    def converse(self, budget: int, clock: Clock, rng: np.random.Generator) -> _Threads:
        """Conversations of exactly `budget` messages within the period."""
        parts: list[_Threads] = []
        missing, conversations = budget, 0
        while missing > 0:
            part = self._batch(missing, clock, rng).take(slice(missing))
            parts.append(replace(part, conversation=part.conversation + conversations))
            conversations += int(part.conversation.max(initial=-1)) + 1
            missing -= len(part.sender)
        columns = [item.name for item in fields(_Threads)]
        empty = self._batch(0, clock, rng)
        return _Threads(*(np.concatenate([getattr(part, c) for part in [*parts, empty]]) for c in columns))

    def _batch(self, messages: int, clock: Clock, rng: np.random.Generator) -> _Threads:
        """Conversations of about so many messages; what falls after the end of the period is not sent."""
        spec = self.spec
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
        length = np.ceil(rng.lognormal(0.6, spec.conversation_spread, len(opener))).astype(np.int64)
        odds = self.post_odds[opener]
        post = rng.random(len(opener)) < odds / (1 + odds)
        walk = self._walk(opener, partner, length=np.minimum(length, _LONGEST), post=post, rng=rng)

        delay = self.median_hours[walk.sender] * rng.lognormal(0.0, 1.3, len(walk.sender))
        delay = np.maximum(delay, 1 / 60)
        start = rng.random(len(opener)) * clock.length
        opening = walk.position == 0
        delay[opening] = start[walk.conversation[opening]]
        since = np.cumsum(delay)
        before = (since - delay)[walk.first_rows()]
        hours = since - before
        return replace(walk, hours=hours).take(hours < clock.length)

    def _walk(
        self,
        opener: IntArray,
        partner: IntArray,
        *,
        length: IntArray,
        post: BoolArray,
        rng: np.random.Generator,
    ) -> _Threads:
        """Step by step: whoever received answers the one before, or passes the matter on to a partner.

        Both kinds of step are draws from the pair model if the first one is, so threads of any length keep
        the expected strength of every pair.
        """
        before, holder = opener.copy(), partner.copy()
        active = np.arange(len(opener))
        steps: list[tuple[IntArray, IntArray, IntArray, IntArray]] = []
        for position in range(_LONGEST):
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
        return _Threads(
            conversation,
            where[order],
            sender[order],
            recipient[order],
            np.zeros(len(order)),
            post[conversation],
        )


@dataclass
class _Part:
    """Some rows of `Traffic` under construction, numbered from 0."""

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
    row: IntArray
    recipient: IntArray
    role: IntArray

    @classmethod
    def of(cls, sender: IntArray, sent_at: IntArray, *, channel: int, kind: int) -> _Part:
        """Rows that stand alone and have no recipients yet."""
        n = len(sender)
        none, off, empty = np.full(n, NOBODY), np.zeros(n, dtype=bool), np.zeros(0, dtype=np.int64)
        return cls(
            sender=np.asarray(sender, dtype=np.int64),
            sent_at=sent_at,
            channel=np.full(n, channel),
            kind=np.full(n, kind),
            thread=none,
            parent=none.copy(),
            about=np.arange(n),
            space=none.copy(),
            automated=off,
            twice=off.copy(),
            row=empty,
            recipient=empty,
            role=empty,
        )

    def __len__(self) -> int:
        return len(self.sender)

    def address(self, rows: IntArray, recipients: IntArray, role: int | IntArray) -> None:
        """Add recipients; who is addressed already keeps the role they have."""
        row = np.concatenate([self.row, rows])
        recipient = np.concatenate([self.recipient, recipients])
        roles = np.concatenate([self.role, np.broadcast_to(role, rows.shape)])
        _, first = np.unique(row * (int(recipient.max(initial=0)) + 1) + recipient, return_index=True)
        self.row, self.recipient, self.role = row[first], recipient[first], roles[first]

    def copy_to_partners(
        self, mean: float, role: int, *, among: BoolArray, model: PairModel, rng: np.random.Generator
    ) -> None:
        """Add a random number of the sender's own partners as recipients of the rows `among`."""
        rows = np.repeat(np.arange(len(self)), rng.poisson(mean, len(self)) * among)
        self.address(rows, model.partners(self.sender[rows], rng), role)


def _join(parts: Sequence[_Part]) -> _Part:
    """All parts in one; numbers of rows and conversations are moved on."""
    rows = conversations = 0
    columns: dict[str, list[npt.NDArray[Any]]] = {item.name: [] for item in fields(_Part)}
    for part in parts:
        for name, values in columns.items():
            column = getattr(part, name)
            if name in ("parent", "about", "row"):
                column = np.where(column == NOBODY, NOBODY, column + rows)
            elif name == "thread":
                column = np.where(column == NOBODY, NOBODY, column + conversations)
            values.append(column)
        rows += len(part)
        conversations += int(part.thread.max(initial=-1)) + 1
    return _Part(**{name: np.concatenate(values) for name, values in columns.items()})


def generate(
    spec: CompanySpec,
    plan: Plan,
    staff: Staff,
    *,
    models: tuple[PairModel, PairModel],
    rng: np.random.Generator,
) -> Traffic:
    """Everything that is sent in the period; `models` are those of people and of desks."""
    people, desks = models
    clock = Clock(spec)
    spaces = (*map(slug, plan.functions), *spec.vocabulary.spaces)
    noise = [
        _broadcasts(spec, clock, rng),
        _list_mails(spec, staff, clock, rng),
        _orphans(spec, plan, people, clock, rng),
    ]
    machines = round(spec.automated_share * spec.messages)
    ordinary = spec.messages - machines - sum(map(len, noise))
    n_cases = round(spec.channel_shares["handoff"] * ordinary)

    talk = _talkers(spec, plan, staff, people).converse(ordinary - n_cases, clock, rng)
    mails = _mails(spec, talk.take(~talk.post), people, clock=clock, rng=rng)
    posts = _posts(spec, talk.take(talk.post), staff, model=people, clock=clock, rng=rng)
    handed = _desk_talkers(spec, plan, staff, desks).converse(n_cases, clock, rng)
    log = _join([mails, posts, _cases(handed, staff, clock), *noise])
    return _in_order(_with_machines(log, machines, staff, spec=spec, clock=clock, rng=rng), spaces)


def _talkers(spec: CompanySpec, plan: Plan, staff: Staff, model: PairModel) -> _Talkers:
    function = staff.function[: staff.n_people]
    email, post = spec.channel_shares["email"], spec.channel_shares["post"]
    odds = np.full(spec.people, post / email if email else 1e12)
    if plan.glue is not None:
        odds[function == plan.glue] *= spec.owner_presence
    return _Talkers(model, plan.median_hours[function], odds, spec.forwarding, spec)


def _desk_talkers(spec: CompanySpec, plan: Plan, staff: Staff, model: PairModel) -> _Talkers:
    function = staff.function[staff.n_people :]
    return _Talkers(model, plan.median_hours[function], np.zeros(len(function)), _CASE_FORWARDING, spec)


def _mails(
    spec: CompanySpec, talk: _Threads, model: PairModel, *, clock: Clock, rng: np.random.Generator
) -> _Part:
    n = len(talk.sender)
    part = _Part.of(talk.sender, clock.utc(talk.hours), channel=EMAIL, kind=_MAIL)
    part.thread = talk.conversation
    part.parent = np.where(talk.position > 0, np.arange(n) - 1, NOBODY)
    everything = np.ones(n, dtype=bool)
    part.address(np.arange(n), talk.recipient, _TO)
    part.copy_to_partners(spec.copies, _CC, among=everything, model=model, rng=rng)
    part.copy_to_partners(_HIDDEN_COPIES, _BCC, among=everything, model=model, rng=rng)
    own = rng.permutation(n)[: spec.self_copies]
    part.address(own, part.sender[own], _CC)
    part.twice[rng.permutation(n)[: spec.duplicates]] = True
    return part


def _posts(
    spec: CompanySpec,
    talk: _Threads,
    staff: Staff,
    *,
    model: PairModel,
    clock: Clock,
    rng: np.random.Generator,
) -> _Part:
    """Threads in channels and direct messages; the second to speak answers, the first mentions who is meant."""
    n = len(talk.sender)
    direct = (rng.random(int(talk.conversation.max(initial=0)) + 1) < _DIRECT)[talk.conversation]
    opening, first = talk.position == 0, talk.first_rows()
    part = _Part.of(talk.sender, clock.utc(talk.hours), channel=POST, kind=_POST)
    part.thread = np.where(direct, NOBODY, talk.conversation)
    part.parent = np.where(opening | direct, NOBODY, first)
    part.kind = np.where(opening | direct, _POST, _REPLY)
    spaces = _spaces(spec, staff.function[talk.sender], staff.function[talk.recipient], rng)
    part.space = np.where(direct, NOBODY, spaces[first])
    answers = talk.recipient == talk.sender[first]
    part.address(np.arange(n), talk.recipient, np.where(direct, _TO, np.where(answers, _REPLIED, _MENTION)))
    part.copy_to_partners(_MENTIONS, _MENTION, among=~direct, model=model, rng=rng)
    return _join_reactions(part, np.flatnonzero(~direct & (rng.random(n) < _REACTIONS)), model, rng)


def _join_reactions(part: _Part, rows: IntArray, model: PairModel, rng: np.random.Generator) -> _Part:
    """One partner of the author reacts on each of these posts."""
    reactions = _Part.of(
        model.partners(part.sender[rows], rng), part.sent_at[rows], channel=POST, kind=_REACTION
    )
    reactions.address(np.arange(len(rows)), part.sender[rows], _REACTED)
    joined = _join([part, reactions])
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


def _cases(talk: _Threads, staff: Staff, clock: Clock) -> _Part:
    n = len(talk.sender)
    part = _Part.of(talk.sender + staff.n_people, clock.utc(talk.hours), channel=HANDOFF, kind=_HANDOFF)
    part.thread = talk.conversation
    part.parent = np.where(talk.position > 0, np.arange(n) - 1, NOBODY)
    part.address(np.arange(n), talk.recipient + staff.n_people, _ASSIGNEE)
    return part


def _broadcasts(spec: CompanySpec, clock: Clock, rng: np.random.Generator) -> _Part:
    """Mails to more than fifty people; none in a company too small for them."""
    n = spec.broadcasts if spec.people > BROADCAST else 0
    part = _Part.of(rng.integers(0, spec.people, n), clock.random(n, rng), channel=EMAIL, kind=_MAIL)
    for row in range(n):
        others = np.delete(np.arange(spec.people), part.sender[row])
        size = rng.integers(BROADCAST, min(len(others), 4 * BROADCAST) + 1)
        part.address(np.full(size, row), rng.choice(others, size, replace=False), _TO)
    return part


def _list_mails(spec: CompanySpec, staff: Staff, clock: Clock, rng: np.random.Generator) -> _Part:
    n = spec.list_messages
    part = _Part.of(rng.integers(0, spec.people, n), clock.random(n, rng), channel=EMAIL, kind=_MAIL)
    part.address(np.arange(n), np.full(n, staff.mailing_list), _TO)
    return part


def _orphans(
    spec: CompanySpec, plan: Plan, model: PairModel, clock: Clock, rng: np.random.Generator
) -> _Part:
    """Replies to posts that were written before the export begins."""
    n = spec.orphans
    one, other = model.pairs(n, rng)
    part = _Part.of(one, clock.random(n, rng), channel=POST, kind=_REPLY)
    part.space = len(plan.functions) + rng.integers(0, len(spec.vocabulary.spaces), n)
    part.thread = np.arange(n)
    part.address(np.arange(n), other, _MENTION)
    return part


def _with_machines(
    log: _Part, n: int, staff: Staff, *, spec: CompanySpec, clock: Clock, rng: np.random.Generator
) -> _Part:
    """Add automatic answers to mails, and posts of a bot."""
    opening = (log.channel == EMAIL) & (log.parent == NOBODY)
    direct = np.flatnonzero(opening[log.row] & (log.role == _TO) & (log.recipient < staff.n_people))
    chosen = direct[rng.permutation(len(direct))[: round(0.8 * n)]]
    asked = log.row[chosen]
    answers = _Part.of(log.recipient[chosen], log.sent_at[asked] + 7_000_000, channel=EMAIL, kind=_MAIL)
    answers.address(np.arange(len(chosen)), log.sender[asked], _TO)
    answers.automated[:] = True
    n_posts = n - len(chosen)
    posts = _Part.of(np.full(n_posts, staff.bot), clock.random(n_posts, rng), channel=POST, kind=_POST)
    posts.space = np.full(n_posts, spec.functions)
    posts.automated[:] = True
    joined = _join([log, answers, posts])
    rows = slice(len(log), len(log) + len(chosen))
    joined.parent[rows], joined.thread[rows] = asked, log.thread[asked]
    return joined


def _in_order(part: _Part, spaces: tuple[str, ...]) -> Traffic:
    """Sort by time and give every post a time of its own, as their ids are made of it."""
    order = np.argsort(part.sent_at, kind="stable")
    rank = np.empty(len(order) + 1, dtype=np.int64)
    rank[order], rank[NOBODY] = np.arange(len(order)), NOBODY
    columns = {item.name: getattr(part, item.name) for item in fields(_Part)}
    for name in columns.keys() - {"row", "recipient", "role"}:
        columns[name] = columns[name][order]
    about = rank[columns["about"]]
    sent_at = columns["sent_at"] + np.where(columns["channel"] == POST, np.arange(len(order)) % 1_000_000, 0)
    where = rank[columns["row"]]
    by_row = np.lexsort((columns["recipient"], columns["role"], where))
    return Traffic(
        **columns
        | {
            "sent_at": np.where(columns["kind"] == _REACTION, sent_at[about], sent_at),
            "parent": rank[columns["parent"]],
            "about": about,
            "row": where[by_row],
            "recipient": columns["recipient"][by_row],
            "role": columns["role"][by_row],
        },
        spaces=spaces,
    )
