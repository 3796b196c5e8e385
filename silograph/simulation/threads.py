"""The parts that traffic is made of: working time, conversations, messages under construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.log.schema import KINDS, ROLES
from silograph.simulation.company import CompanySpec, PairModel

EMAIL, POST, HANDOFF, MEETING = range(4)
NOBODY = -1
AS_MAIL, AS_POST, AS_REPLY, AS_REACTION, AS_HANDOFF, AS_MEETING = (
    KINDS.index(k) for k in ("mail", "post", "reply", "reaction", "handoff", "meeting")
)
TO, CC, BCC, MENTION, MEMBER = (ROLES.index(r) for r in ("to", "cc", "bcc", "mention", "member"))
REPLIED, REACTED, ASSIGNEE = (ROLES.index(r) for r in ("reply", "reaction", "assignee"))
ATTENDEE, INVITED = (ROLES.index(r) for r in ("attendee", "invited"))

BROADCAST = 51  # recipients from which a mail is one
# Working hours to hours of the day: 9:00 to 18:00, and a few messages late at night.
_DAY_AXIS, _DAY_CLOCK = (0.0, 9.0, 9.0001, 9.3), (9.0, 18.0, 22.0, 25.0)
DAY_LENGTH = _DAY_AXIS[-1]
LENGTH = 0.6  # mean of the logarithm of messages per conversation, before rounding up
DELAY_SPREAD = 1.3  # standard deviation of the logarithm of reply times


class Mark(IntEnum):
    """What a message was planted as."""

    NOTHING = 0
    RELAY = 1  # the mail room passes a question on
    HELD = 2  # a question or case that its recipient leaves as it is
    OUTSIDE = 3  # exchange with an outside contact
    COLLISION = 4  # the same, while another function serves the contact too and neither knows
    TWO_HANDED = 5  # the same, but the two functions tell each other
    CAMPAIGN = 6  # one mail to many contacts
    TOPIC = 7  # on the topic of the initiative
    STORM = 8  # mail to and fro with everybody in copy
    SPACE = 9  # in a space that is planted
    ROUND = 10  # one mail to many colleagues, answered by nobody


class Clock:
    """Working time of the company: hours from the start of the period, as they count for replies."""

    def __init__(self, spec: CompanySpec) -> None:
        first = np.datetime64(spec.start, "D")
        last = (pd.Timestamp(spec.start) + pd.DateOffset(months=spec.months)).to_datetime64()
        days = np.arange(first, last.astype("datetime64[D]"))
        self._days = days[np.is_busday(days)]
        self._zone = spec.vocabulary.timezone
        self.length = len(self._days) * DAY_LENGTH

    def utc(self, hours: FloatArray) -> IntArray:
        """Microseconds since 1970, to the second, of working hours since the start."""
        day, within = np.divmod(hours, DAY_LENGTH)
        local = self._days[day.astype(np.int64)].astype("datetime64[s]").astype(np.int64)
        local = local + np.round(np.interp(within, _DAY_AXIS, _DAY_CLOCK) * 3600).astype(np.int64)
        moments = pd.DatetimeIndex(local.astype("datetime64[s]")).tz_localize(self._zone)
        return moments.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[us]").astype(np.int64)

    def hours_until(self, day: str) -> float:
        """Working hours from the start to a day."""
        return int(np.searchsorted(self._days, np.datetime64(day, "D"))) * DAY_LENGTH

    def within_a_day(self, hours: FloatArray) -> FloatArray:
        """Working hours in the 24 hours of the calendar that follow each of these."""
        grid = np.arange(0.0, self.length, 0.1)
        times = self.utc(grid)
        last = np.searchsorted(times, self.utc(hours) + 86_400_000_000, side="right") - 1
        return np.asarray(np.maximum(grid[last] - hours, 0.0))

    def random(self, n: int, rng: np.random.Generator) -> IntArray:
        """Moments anywhere in the period."""
        return self.utc(rng.random(n) * self.length)


@dataclass(frozen=True)
class Threads:
    """Messages of conversations, in order: conversation, position in it, two ends, working hours, `Mark`."""

    conversation: IntArray
    position: IntArray
    sender: IntArray
    recipient: IntArray
    hours: FloatArray
    post: BoolArray
    mark: IntArray

    def take(self, rows: BoolArray | IntArray | slice) -> Threads:
        """Some of the messages."""
        return Threads(*(getattr(self, item.name)[rows] for item in fields(self)))

    def first_rows(self) -> IntArray:
        """Per message the row of the message that opened its conversation."""
        return np.asarray(np.searchsorted(self.conversation, self.conversation))


def concatenate(parts: Sequence[Threads]) -> Threads:
    """Conversations one after the other, numbers as they are."""
    names = [item.name for item in fields(Threads)]
    return Threads(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass
class Part:
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
    mark: IntArray
    ended_at: IntArray
    row: IntArray
    recipient: IntArray
    role: IntArray

    @classmethod
    def of(cls, sender: IntArray, sent_at: IntArray, *, channel: int, kind: int) -> Part:
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
            mark=np.zeros(n, dtype=np.int64),
            ended_at=none.copy(),
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

    def forget(self, recipients: BoolArray) -> None:
        """Take away some recipients, given as a mask over the rows of recipients."""
        self.row, self.recipient, self.role = (
            column[~recipients] for column in (self.row, self.recipient, self.role)
        )

    def copy_to_partners(
        self, mean: float, role: int, *, among: BoolArray, model: PairModel, rng: np.random.Generator
    ) -> None:
        """Add a random number of the sender's own partners as recipients of the rows `among`."""
        rows = np.repeat(np.arange(len(self)), rng.poisson(mean, len(self)) * among)
        self.address(rows, model.partners(self.sender[rows], rng), role)


def join(parts: Sequence[Part]) -> Part:
    """All parts in one; numbers of rows and conversations are moved on."""
    rows = conversations = 0
    columns: dict[str, list[npt.NDArray[Any]]] = {item.name: [] for item in fields(Part)}
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
    return Part(**{name: np.concatenate(values) for name, values in columns.items()})
