"""What is planted in conversations before they are laid out in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.simulation.company import CompanySpec, PairModel, Plan, Staff
from silograph.simulation.themes import Stream
from silograph.simulation.threads import Mark, Threads, concatenate

Habit = Callable[[Threads], Threads]  # conversations in, conversations as the company's habits make them out
_TRIES = 50


def habits(
    spec: CompanySpec, plan: Plan, staff: Staff, *, model: PairModel, cases: bool
) -> tuple[Habit, ...]:
    """What changes conversations between people, or cases between desks."""
    function = staff.function[staff.n_people :] if cases else staff.function[: staff.n_people]
    found: list[Habit] = []
    if plan.mailroom is not None:
        relay = _Relay(
            function=function,
            mailroom=plan.mailroom,
            share=spec.mailroom.share,
            model=model,
            cases=cases,
            mails=spec.channel_shares["email"] > 0,
            rng=spec.generator(Stream.MAILROOM, int(cases)),
        )
        found.append(relay)
    if plan.unanswered.any():
        found.append(_Silence(plan.unanswered[function], spec.generator(Stream.PACE, int(cases))))
    if staff.star is not None and not cases:
        found.append(OnePerson.of(spec, plan, staff, person=staff.star))
    return tuple(found)


@dataclass(frozen=True)
class _Relay:
    """The mail room passes questions on to a third function, which answers in its place.

    Of people's conversations those it is asked first are passed on, and become mails if they were posts (who
    answers in the thread of a post answers its author); of cases all that reach it.
    """

    function: IntArray
    mailroom: int
    share: float
    model: PairModel
    cases: bool
    mails: bool
    rng: np.random.Generator

    def __call__(self, threads: Threads) -> Threads:
        f = self.function
        received = (f[threads.recipient] == self.mailroom) & (f[threads.sender] != self.mailroom)
        if not self.cases:
            received &= threads.position == 0
            received &= ~threads.post | self.mails
        rows = np.flatnonzero(received)
        _, first = np.unique(threads.conversation[rows], return_index=True)
        rows = rows[first]
        rows = rows[self.rng.random(len(rows)) < self.share]
        third = self._third(threads, rows)
        return _pass_on(threads, rows[third >= 0], third[third >= 0])

    def _third(self, threads: Threads, rows: IntArray) -> IntArray:
        """Somebody new to each conversation, neither of the mail room nor of the asker's function; -1 for nobody."""
        f, conversation, nodes = self.function, threads.conversation[rows], len(self.function)
        asker, clerk = threads.sender[rows], threads.recipient[rows]
        ends = [threads.conversation * nodes + end for end in (threads.sender, threads.recipient)]
        known = np.unique(np.concatenate(ends)[np.tile(np.isin(threads.conversation, conversation), 2)])
        third = np.full(len(rows), -1)
        left = np.arange(len(rows))
        for _ in range(_TRIES):
            if not len(left):
                break
            drawn = self.model.partners(clerk[left], self.rng)
            fine = (f[drawn] != self.mailroom) & (f[drawn] != f[asker[left]])
            fine &= ~np.isin(conversation[left] * nodes + drawn, known)
            third[left[fine]] = drawn[fine]
            left = left[~fine]
        return third


def _pass_on(threads: Threads, rows: IntArray, third: IntArray) -> Threads:
    """After each of these messages its recipient writes to a third one, who goes on with the sender."""
    last = np.append(threads.conversation[1:] != threads.conversation[:-1], True)
    threads.mark[rows] = Mark.HELD
    ends_there = threads.take(rows[last[rows]])
    threads_longer = concatenate([threads, replace(ends_there, position=ends_there.position + 1)])
    threads_longer = threads_longer.take(np.lexsort((threads_longer.position, threads_longer.conversation)))

    n = int(threads.conversation.max(initial=-1)) + 1
    at, asker, clerk, new = (np.full(n, -1) for _ in range(4))
    where = threads.conversation[rows]
    at[where], asker[where], clerk[where], new[where] = (
        threads.position[rows], threads.sender[rows], threads.recipient[rows], third,
    )  # fmt: skip
    conversation = threads_longer.conversation
    passed = at[conversation] >= 0
    step = np.where(passed, threads_longer.position - at[conversation], 0)
    asker, clerk, new = asker[conversation], clerk[conversation], new[conversation]
    steps = [step == 1, (step > 1) & (step % 2 == 0), (step > 1) & (step % 2 == 1)]
    return replace(
        threads_longer,
        sender=np.select(steps, [clerk, new, asker], threads_longer.sender),
        recipient=np.select(steps, [new, asker, new], threads_longer.recipient),
        mark=np.select([step == 1, step > 1], [Mark.RELAY, Mark.NOTHING], threads_longer.mark),
        post=threads_longer.post & ~passed,
    )


@dataclass(frozen=True)
class _Silence:
    """Some questions are never answered."""

    unanswered: FloatArray  # per node
    rng: np.random.Generator

    def __call__(self, threads: Threads) -> Threads:
        opening = threads.position == 0
        silent = opening & (self.rng.random(len(opening)) < self.unanswered[threads.recipient])
        silent &= ~_marked(threads, Mark.RELAY)
        ended = np.isin(threads.conversation, threads.conversation[silent])
        mark = np.where(silent, Mark.HELD, threads.mark)
        return replace(threads, mark=mark).take(opening | ~ended)


def _marked(threads: Threads, mark: Mark) -> BoolArray:
    """Messages of conversations in which one message carries a mark."""
    return np.isin(threads.conversation, threads.conversation[threads.mark == mark])


@dataclass(frozen=True)
class OnePerson:
    """One person of the glue talks to other functions in the place of colleagues."""

    glue: BoolArray  # per person
    person: int
    share: float  # of colleagues' exchange that the person takes over
    rng: np.random.Generator

    @classmethod
    def of(cls, spec: CompanySpec, plan: Plan, staff: Staff, *, person: int) -> OnePerson:
        """The habit that gives the person the share that is asked for; they carry some of it anyhow."""
        glue = staff.function[: staff.n_people] == plan.glue
        usual = float(staff.theta[person] / staff.theta[: staff.n_people][glue].sum())
        share = max(spec.glue_concentration - usual, 0.0) / (1 - usual)
        return cls(glue, person, share, spec.generator(Stream.GLUE))

    def __call__(self, threads: Threads) -> Threads:
        """The conversations with the person in them; what colleagues say among themselves stays theirs."""
        n = int(threads.conversation.max(initial=-1)) + 1
        taken = (self.rng.random(n) < self.share)[threads.conversation]
        taken &= self.glue[threads.sender] != self.glue[threads.recipient]
        sender, recipient = (
            np.where(taken & self.glue[end], self.person, end) for end in (threads.sender, threads.recipient)
        )
        return replace(threads, sender=sender, recipient=recipient)

    def drops(self, sender: IntArray, recipient: IntArray) -> BoolArray:
        """Which copies, mentions and reactions between colleagues and other functions do not happen."""
        crosses = self.glue[sender] != self.glue[recipient]
        crosses &= (sender != self.person) & (recipient != self.person)
        return np.asarray(crosses & (self.rng.random(len(sender)) < self.share))
