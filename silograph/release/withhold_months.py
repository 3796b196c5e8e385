"""Which exchange of functions is withheld by month, by channel, and before and after a month, and which may be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from silograph.arrays import BoolArray, IntArray
from silograph.graph.by_month import Slices
from silograph.release.picture import Picture
from silograph.release.withhold import withheld


class Told(NamedTuple):
    """Pairs of groups (k x k, symmetric) whose exchange may be told: by month, by channel, and by half of the time."""

    months: BoolArray
    channels: BoolArray
    halves: BoolArray


def told_parts(picture: Picture, slices: Slices, *, split: int | None) -> Told:
    """Which exchange of two functions may be told of a part of the log, where that of the whole is told.

    Not where fewer than ``min_group`` people stand behind it, or too few of either function are active; and as months
    add up to the whole and to both halves, channels to the whole, and pairs of a function to what it exchanges,
    nothing that is withheld follows from what is told.

    Parameters
    ----------
    split
        The month with which "after" begins; no halves are told where None.
    """
    k, months = len(picture.groups), len(slices.months)
    known = np.array(picture.known, dtype=np.int64)
    ends = [known[place] for place in np.triu_indices(len(known))]
    kinds = _kinds(picture, slices, split=split)
    behind = [kind.people[ends[0], ends[1]] for kind in kinds]
    seen = [kind.visible[ends[0]] & kind.visible[ends[1]] for kind in kinds]
    pairs = _Cells(
        ends[0], ends[1], picture.tells[ends[0], ends[1]], [part.shape[1] for part in behind], months
    )
    people = np.concatenate([part.ravel() for part in behind]).astype(np.float64)
    visible = np.concatenate([part.ravel() for part in seen]) & np.concatenate(
        [np.repeat(pairs.tells, width) for width in pairs.widths]
    )
    lines = list(pairs.lines(split))
    gone = withheld(
        people,
        unsafe=(people > 0) & (~visible | (people < picture.min_group)),
        lines=[line for line, _ in lines],
        min_group=picture.min_group,
        disjoint=False,
        totals=[total for _, total in lines],
    )
    found = []
    for kind in range(3):
        shown = np.zeros((k, k, pairs.widths[kind]), dtype=bool)
        shown[ends[0], ends[1]] = ~gone[pairs.number(kind)]
        found.append(shown | shown.transpose(1, 0, 2))
    return Told(found[0][:, :, :months], found[1], np.asarray(found[2].all(axis=2), dtype=np.bool_))


class _Kind(NamedTuple):
    """A way to part the log: people behind each pair of groups in each part, and which groups are visible there."""

    people: IntArray
    visible: BoolArray


def _kinds(picture: Picture, slices: Slices, *, split: int | None) -> list[_Kind]:
    """Months (and last what has no time), channels, and both halves."""
    months, channels = len(slices.months), len(slices.channels)
    undated = slices.month >= months
    rest = active_in(slices, undated)
    by_month = shown_parts(picture, slices.people_by_month, rest=rest)
    by_channel = shown_parts(picture, slices.people_by_channel)
    everybody = np.ones((len(picture.groups), 1), dtype=bool)
    found = [
        _Kind(
            _people(picture, slices, [*(slices.month == i for i in range(months)), undated]),
            np.column_stack([by_month, everybody]),
        ),
        _Kind(_people(picture, slices, [slices.channel == i for i in range(channels)]), by_channel),
    ]
    if split is None:
        return [*found, _Kind(_people(picture, slices, []), everybody[:, :0])]
    halves = _people(picture, slices, [slices.month < split, (slices.month >= split) & ~undated])
    shown = shown_halves(picture, slices, split=split, parts=True)
    return [*found, _Kind(halves, np.column_stack([shown, shown]))]


def _people(picture: Picture, slices: Slices, parts: list[npt.NDArray[np.bool_]]) -> IntArray:
    """Distinct persons behind each pair of groups in each part."""
    k = len(picture.groups)
    found = [picture.people_of_cells(np.unique(slices.tie[rows])) for rows in parts]
    return np.stack(found, axis=2) if found else np.zeros((k, k, 0), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class _Cells:
    """The cells of all pairs, kind by kind: a row per pair, a column per part."""

    a: IntArray
    b: IntArray
    tells: BoolArray
    widths: list[int]
    months: int

    def number(self, kind: int) -> IntArray:
        """The number of each cell of a kind."""
        first = len(self.a) * sum(self.widths[:kind])
        return first + np.arange(len(self.a) * self.widths[kind]).reshape(len(self.a), self.widths[kind])

    def lines(self, split: int | None) -> Iterator[tuple[IntArray, bool]]:
        """Cells that add up to what is known, and (True) those of which the first is the sum of the others."""
        months, channels, halves = (self.number(kind) for kind in range(3))
        for pair in np.flatnonzero(self.tells):
            yield months[pair], False
            yield channels[pair], False
            if split is not None:
                yield np.r_[halves[pair], months[pair, self.months :]], False
                yield np.r_[halves[pair, 0], months[pair, :split]], True
                yield np.r_[halves[pair, 1], months[pair, split : self.months]], True
        inside = self.a == self.b
        rows = [~inside & ((self.a == one) | (self.b == one)) for one in np.unique(self.a)]
        for part in (*months.T, *channels.T):
            for which in (*rows, inside):
                yield part[which], False


def active_in(slices: Slices, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The nodes that exchange anything in some rows."""
    active = np.zeros(len(slices.network), dtype=bool)
    for ends in (slices.network.ties.source, slices.network.ties.target):
        active[ends[slices.tie[rows]]] = True
    return active


def shown_parts(
    picture: Picture, active: npt.NDArray[np.bool_], *, rest: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.bool_]:
    """Groups x parts: whether a group's figures of that month or channel may be shown.

    Not where fewer than ``min_group`` of its people are active; and as the parts add up to a whole that is shown,
    what is left out together has at least ``min_group`` active people too: where it has fewer, the part with the
    next fewest is left out as well.

    Parameters
    ----------
    active
        Nodes x parts: who exchanges anything in which part.
    rest
        Who exchanges anything in what belongs to no part and is never shown: messages without a time.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.3 (secondary cell suppression).
    """
    visible = np.ones((len(picture.groups), active.shape[1]), dtype=bool)
    if not active.shape[1]:  # nobody wrote to anybody, at no time
        return visible
    counts = np.column_stack([picture.people_in(column) for column in active.T])
    for group in picture.known:
        order = np.argsort(counts[group], kind="stable")
        hidden = [int(i) for i in order if 0 < counts[group, i] < picture.min_group]
        others = [int(i) for i in order if counts[group, i] >= picture.min_group]
        left_out = _any(active[:, hidden])
        if rest is not None:
            left_out |= rest
        while others and not _enough(picture, left_out)[group]:
            hidden.append(others.pop(0))
            left_out |= active[:, hidden[-1]]
        visible[group, hidden] = False
    return visible


def _any(active: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The nodes active in any of some parts."""
    return np.asarray(active.any(axis=1), dtype=np.bool_)


def _enough(picture: Picture, active: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Per group, whether nobody is active or enough people are."""
    people = picture.people_in(active)
    return np.asarray((people == 0) | (people >= picture.min_group), dtype=np.bool_)


def shown_halves(
    picture: Picture, slices: Slices, *, split: int, parts: bool = False
) -> npt.NDArray[np.bool_]:
    """Per group, whether its figures before and after a month may be shown, where its whole is.

    Parameters
    ----------
    parts
        Whether single months are shown too: then what a half has beyond its months that are shown must not be of
        few people either.
    """
    active, rest = slices.people_by_month, active_in(slices, slices.month >= len(slices.months))
    halves = (active[:, :split], active[:, split:])
    shown = _enough(picture, rest)
    for half in halves:
        shown &= picture.people_in(_any(half)) >= picture.min_group
    if parts:
        visible = shown_parts(picture, active, rest=rest)
        for half, seen in zip(halves, (visible[:, :split], visible[:, split:]), strict=True):
            for group in picture.known:
                shown[group] &= _enough(picture, _any(half[:, ~seen[group]]))[group]
    return shown
