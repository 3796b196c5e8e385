"""Random networks in which everybody keeps their number of ties and the organisation its walls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from silograph.arrays import IntArray
from silograph.kernels import kernel

BURN_IN, BETWEEN = 40, 10
"""Attempted swaps per tie before the first network, and between one and the next: at 10, ties inside each function are
correlated by 0.16 in an organisation of 1,500 with strong walls, by nothing in one of 400."""


class WallKeepingRewirer:
    """Draws networks with the same degrees and as many ties inside groups, and nothing else in common.

    Two ties a - b and c - d become a - d and c - b: nobody gains or loses a tie, no pair gets two. The number of ties
    inside groups is held at the observed one, give or take one or two, so that groups together stay as closed as they
    were; how closed each single group is, and whom it exchanges with, is left to chance. This is the degree-corrected
    planted-partition model with one wall for all, sampled given degrees and walls.

    Parameters
    ----------
    source, target
        (ties,) ends of each tie; no pair twice.
    groups
        (n,) group of each node; 0 or more for every node that has a tie.
    second
        (n,) groups that cross those, such as sites: as many ties stay inside both, and inside one of the two only.
    seed
        Makes the sequence of networks repeatable.

    Notes
    -----
    A Markov chain whose stationary distribution is uniform over simple graphs with these degrees, times
    exp(-d^2 / 2) for d ties too many or too few inside groups (with four kinds of ties: for d^2 half the sum of the
    squares); the first network comes after `BURN_IN` attempts per
    tie, the next ones after `BETWEEN`. Besag & Clifford (1989), Biometrika 76, 633-642 (tests by Markov chain);
    Karrer & Newman (2011), Phys. Rev. E 83, 016107 (the model).

    Examples
    --------
    >>> ring = WallKeepingRewirer(np.arange(6), (np.arange(6) + 1) % 6, np.zeros(6, dtype=np.int64), seed=0)
    >>> source, target = ring.draw()
    >>> np.bincount(np.r_[source, target]).tolist()
    [2, 2, 2, 2, 2, 2]
    """

    def __init__(
        self,
        source: IntArray,
        target: IntArray,
        groups: IntArray,
        *,
        seed: int,
        second: IntArray | None = None,
    ) -> None:
        self._ends = np.column_stack([source, target]).astype(np.int64)
        self._groups = groups.astype(np.int64)
        self._second = np.zeros(len(groups), dtype=np.int64) if second is None else second.astype(np.int64)
        self._slots, self._neighbour = _slots(self._ends, len(groups))
        self._rng = np.random.default_rng([seed, len(source)])
        self._surplus = np.zeros(4, dtype=np.int64)
        self._attempts = BURN_IN * len(source)

    def draw(self) -> tuple[IntArray, IntArray]:
        """Source and target of the ties of the next network; tie i keeps no meaning beyond its number."""
        walls = (self._groups, self._second)
        _swap(self._ends, self._slots, self._neighbour, walls, self._surplus, self._attempts, self._rng)
        self._attempts = BETWEEN * len(self._ends)
        return self._ends[:, 0].copy(), self._ends[:, 1].copy()


def _slots(ends: IntArray, n: int) -> tuple[IntArray, IntArray]:
    """Neighbour lists as (n + 1,) starts followed by the neighbours, and where in them each end of each tie lies."""
    start = np.concatenate([[0], np.cumsum(np.bincount(ends.ravel(), minlength=n))]) + n + 1
    place = np.empty(ends.size, dtype=np.int64)
    order = np.argsort(ends.ravel(), kind="stable")
    place[order] = np.arange(ends.size) + n + 1
    slots = place.reshape(ends.shape)
    neighbour = np.empty(n + 1 + ends.size, dtype=np.int64)
    neighbour[: n + 1] = start
    neighbour[slots[:, 0]], neighbour[slots[:, 1]] = ends[:, 1], ends[:, 0]
    return slots, neighbour


@kernel
def _tied(neighbour: IntArray, a: int, b: int) -> bool:
    if neighbour[a + 1] - neighbour[a] > neighbour[b + 1] - neighbour[b]:
        a, b = b, a
    for k in range(neighbour[a], neighbour[a + 1]):  # noqa: SIM110 - numba has no any()
        if neighbour[k] == b:
            return True
    return False


@kernel
def _kind(walls: tuple[IntArray, IntArray], a: int, b: int) -> int:
    """Inside or across each of the two walls."""
    return 2 * int(walls[0][a] == walls[0][b]) + int(walls[1][a] == walls[1][b])


@kernel
def _move(surplus: IntArray, lost: tuple[int, int], won: tuple[int, int]) -> int:
    """Two ties become others: the change of the sum of squares."""
    before = after = 0
    for kind in range(4):
        before += surplus[kind] ** 2
    for i in range(2):
        surplus[lost[i]] -= 1
        surplus[won[i]] += 1
    for kind in range(4):
        after += surplus[kind] ** 2
    return int(after - before)


@kernel
def _swap(
    ends: IntArray,
    slots: IntArray,
    neighbour: IntArray,
    walls: tuple[IntArray, IntArray],
    surplus: IntArray,
    attempts: int,
    rng: np.random.Generator,
) -> None:
    """Attempt swaps in place. `surplus` is how many ties too many there are of each kind."""
    m = len(ends)
    for _ in range(attempts if m > 1 else 0):
        one, two = int(rng.random() * m), int(rng.random() * m)
        side = int(rng.random() * 2)
        a, b, c, d = ends[one, 0], ends[one, 1], ends[two, side], ends[two, 1 - side]
        if a in (c, d) or b in (c, d):
            continue
        lost = _kind(walls, a, b), _kind(walls, c, d)
        won = _kind(walls, a, d), _kind(walls, c, b)
        worse = _move(surplus, lost, won)
        if worse > 0 and rng.random() >= np.exp(-0.25 * worse):
            _move(surplus, won, lost)
            continue
        if _tied(neighbour, a, d) or _tied(neighbour, c, b):
            _move(surplus, won, lost)
            continue
        of_b, of_d = slots[one, 1], slots[two, 1 - side]
        neighbour[slots[one, 0]], neighbour[slots[two, side]] = d, b
        neighbour[of_b], neighbour[of_d] = c, a
        ends[one, 1], ends[two, 1 - side] = d, b
        slots[one, 1], slots[two, 1 - side] = of_d, of_b


class NullTies(NamedTuple):
    """One null network: (ties,) ends, and the observed tie whose strength each one carries."""

    source: IntArray
    target: IntArray
    origin: IntArray


def null_ties(
    source: IntArray, target: IntArray, groups: IntArray, *, seed: int, second: IntArray | None = None
) -> Iterator[NullTies]:
    """Null networks without end: ties among known groups are rewired, the others stay where they are.

    Strengths are dealt out again among the ties of their kind, inside a group or across.

    Parameters
    ----------
    groups
        (n,) group of each node, -1 where unknown.
    second
        (n,) groups that cross those: see `WallKeepingRewirer`.
    """
    free = np.flatnonzero((groups[source] >= 0) & (groups[target] >= 0))
    fixed = np.setdiff1d(np.arange(len(source)), free)
    inside = groups[source[free]] == groups[target[free]]
    rewirer = WallKeepingRewirer(source[free], target[free], groups, seed=seed, second=second)
    rng = np.random.default_rng([seed, 2])
    while True:
        new_source, new_target = rewirer.draw()
        new_inside = groups[new_source] == groups[new_target]
        origin = np.empty(len(free), dtype=np.int64)
        for kind in (True, False):
            places = np.flatnonzero(new_inside == kind)
            pool = free[inside == kind] if (inside == kind).any() else free
            origin[places] = rng.choice(pool, len(places), replace=len(places) > len(pool))
        yield NullTies(
            np.concatenate([new_source, source[fixed]]),
            np.concatenate([new_target, target[fixed]]),
            np.concatenate([origin, fixed]),
        )
