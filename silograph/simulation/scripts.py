"""Threads that are planted message by message: exchange with outside contacts, initiatives, copy storms ..."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.simulation.company import CompanySpec, PairModel, Plan, Staff
from silograph.simulation.threads import (
    AS_MAIL,
    AS_POST,
    AS_REPLY,
    CC,
    DELAY_SPREAD,
    EMAIL,
    MEMBER,
    MENTION,
    NOBODY,
    POST,
    REPLIED,
    TO,
    Clock,
    Mark,
    Part,
)


@dataclass(frozen=True)
class Setting:
    """What scripts need to know of the company they are played in."""

    spec: CompanySpec
    plan: Plan
    staff: Staff
    model: PairModel  # of its people
    clock: Clock

    def delay(self, person: int, rng: np.random.Generator) -> float:
        """Working hours until somebody answers."""
        median = self.plan.median_hours[self.staff.function[person]]
        return max(float(median * rng.lognormal(0.0, DELAY_SPREAD)), 1 / 60)

    def people_of(self, function: int) -> IntArray:
        """Numbers of a function's people, those apart who leave it within the period."""
        stays = (self.staff.function == function) & (self.staff.later == function)
        return np.flatnonzero(stays[: self.staff.n_people])

    def member(self, function: int, rng: np.random.Generator) -> int:
        """Somebody of a function, in proportion to activity."""
        people = self.people_of(function)
        activity = self.staff.theta[people]
        return int(rng.choice(people, p=activity / activity.sum()))

    def partner(self, person: int, rng: np.random.Generator) -> int:
        """Somebody the person usually talks to."""
        return int(self.model.partners(np.array([person]), rng)[0])


@dataclass
class Silences:
    """When people exchange nothing with a function: what keeps one hand from knowing what the other does."""

    function: IntArray  # of people
    windows: dict[int, list[tuple[int, float, float]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, person: int, function: int, since: float, until: float) -> None:
        """Between two moments, in working hours, the person and the function exchange nothing."""
        self.windows[person].append((function, since, until))

    def between(self, one: int, other: int, hours: float) -> bool:
        """Whether these two are silent at a moment."""
        pairs = ((one, other), (other, one))
        return any(
            self._function_of(there) == function and since <= hours <= until
            for here, there in pairs
            for function, since, until in self.windows.get(here, ())
        )

    def _function_of(self, node: int) -> int:
        return int(self.function[node]) if node < len(self.function) else NOBODY

    def broken_by(self, sender: IntArray, recipient: IntArray, hours: FloatArray) -> BoolArray:
        """Which of these messages between people break a silence."""
        broken = np.zeros(len(sender), dtype=bool)
        for person, listed in self.windows.items():
            ends = [(sender == person, recipient), (recipient == person, sender)]
            for rows, others in ((np.flatnonzero(mine), theirs) for mine, theirs in ends):
                for function, since, until in listed:
                    at = hours[rows]
                    broken[rows] |= (self.function[others[rows]] == function) & (at >= since) & (at <= until)
        return broken


class Script:
    """Collects planted messages; what would fall after the period or break a silence is not sent."""

    def __init__(self, company: Setting, silences: Silences | None = None) -> None:
        self.company = company
        self.silences = silences or Silences(company.staff.function[: company.staff.n_people])
        self._threads = 0
        self._rows: list[tuple[int, float, int, int, int, int, int, int]] = []
        self._recipients: list[tuple[int, int, int]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def thread(self, mark: Mark, *, space: int = NOBODY) -> ScriptedThread:
        """A new thread: of mails, or of posts in a space."""
        self._threads += 1
        return ScriptedThread(self, self._threads - 1, mark, space)

    def add(
        self,
        thread: ScriptedThread,
        sender: int,
        recipients: Sequence[tuple[int, int]],
        *,
        hours: float,
        parent: int,
    ) -> int:
        """Add a message to (node, role) pairs; gives its row, or nobody where it is not sent."""
        heard = [(node, role) for node, role in recipients if not self.silences.between(sender, node, hours)]
        if not heard or hours >= self.company.clock.length:
            return NOBODY
        row, by_mail = len(self._rows), thread.space == NOBODY
        kind = AS_MAIL if by_mail else AS_POST if parent == NOBODY else AS_REPLY
        channel = EMAIL if by_mail else POST
        self._rows.append(
            (sender, hours, channel, kind, thread.number, parent, thread.space, int(thread.mark))
        )
        self._recipients.extend((row, node, role) for node, role in heard)
        return row

    def part(self) -> Part:
        """The messages, as rows of traffic."""
        columns = list(zip(*self._rows, strict=True)) or [()] * 8
        sender, hours, channel, kind, thread, parent, space, mark = columns
        ints = (
            np.array(column, dtype=np.int64)
            for column in (sender, channel, kind, thread, parent, space, mark)
        )
        sent_at = self.company.clock.utc(np.array(hours, dtype=np.float64))
        who, channels, kinds, *rest = ints
        part = Part.of(who, sent_at, channel=EMAIL, kind=AS_MAIL)
        part.channel, part.kind = channels, kinds
        part.thread, part.parent, part.space, part.mark = rest
        recipients = np.array(self._recipients, dtype=np.int64).reshape(-1, 3)
        part.address(recipients[:, 0], recipients[:, 1], recipients[:, 2])
        return part


@dataclass
class ScriptedThread:
    """One thread of a `Script`."""

    script: Script
    number: int
    mark: Mark
    space: int
    rows: list[int] = field(default_factory=list)
    spoke: list[int] = field(default_factory=list)

    def say(self, sender: int, to: Sequence[int], hours: float, *, cc: Sequence[int] = ()) -> int:
        """Answer the last message (posts: the first), or open the thread; gives the row or nobody."""
        if self.space == NOBODY:
            parent = self.rows[-1] if self.rows else NOBODY
            recipients = [*((node, TO) for node in to), *((node, CC) for node in cc if node not in to)]
        else:
            parent = self.rows[0] if self.rows else NOBODY
            recipients = self._addressed(to)
        others = [(node, role) for node, role in recipients if node != sender]
        row = self.script.add(self, sender, others, hours=hours, parent=parent)
        if row != NOBODY:
            self.rows.append(row)
            self.spoke.append(sender)
        return row

    def _addressed(self, mentioned: Sequence[int]) -> list[tuple[int, int]]:
        """A reply reaches the author, who is not mentioned besides, and everybody who replied before."""
        roles: dict[int, int] = dict.fromkeys(mentioned, MENTION)
        for author in self.spoke[:1]:
            roles[author] = REPLIED
        for replier in self.spoke[1:]:
            roles.setdefault(replier, MEMBER)
        return list(roles.items())
