"""Which cells of a table are withheld, so that nothing that adds up gives a small group's figure back.

A cell is unsafe where fewer than `min_group` people stand behind it. Withheld alone, it follows from a total and the
other cells of its line. So in every line (along which cells add up to something known) at least two cells are
withheld together, and at least `min_group` people stand behind them: complementary suppression. Where cells stand in
several lines that is not enough (three pairs of three functions follow from three totals): in the end no unsafe cell
may be a combination of what is known.

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, Wiley, section 4.3. Cox (1980), Suppression methodology and
statistical disclosure control, JASA 75, 377-385.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray

_EXACT = 1e-7  # rounding of sums of zeros and ones


def withheld(
    behind: FloatArray, *, unsafe: BoolArray, lines: Sequence[IntArray], min_group: int, disjoint: bool = True
) -> BoolArray:
    """Which cells of a column are withheld.

    Parameters
    ----------
    behind
        (n,) people behind each cell; 0 where nobody is, and a cell of nobody covers no other.
    unsafe
        (n,) cells that must not be shown.
    lines
        The cells (their numbers) of each line.
    min_group
        Fewest people behind what is withheld together.
    disjoint
        Whether no person stands behind two cells of a line; else the cell with most people must be enough alone.

    Returns
    -------
    BoolArray
        The unsafe cells and those that cover them: the smallest that will do.

    Examples
    --------
    >>> behind = np.array([9.0, 2.0, 6.0, 30.0])
    >>> withheld(behind, unsafe=behind < 5, lines=[np.arange(4)], min_group=5).tolist()
    [False, True, True, False]
    """
    totals = np.full(len(lines), np.inf)
    return withheld_with_totals(
        behind, unsafe=unsafe, lines=lines, totals=totals, min_group=min_group, disjoint=disjoint
    )[0]


def withheld_with_totals(
    behind: FloatArray,
    *,
    unsafe: BoolArray,
    lines: Sequence[IntArray],
    totals: FloatArray,
    min_group: int,
    disjoint: bool = True,
) -> tuple[BoolArray, BoolArray]:
    """Which cells are withheld, and which totals that another table shows.

    Parameters
    ----------
    behind, unsafe, lines, min_group, disjoint
        As of `withheld`.
    totals
        People behind the total of each line, where a table shows it that may withhold it too; infinite where the
        total is known anyhow.

    Returns
    -------
    cells : BoolArray
    totals : BoolArray

    Examples
    --------
    Four people are behind all that the first line adds up to: neither its cells nor its total are shown.

    >>> behind, lines = np.array([3.0, 4.0, 9.0, 9.0]), [np.array([0, 1]), np.array([2, 3]), np.arange(4)]
    >>> cells, totals = withheld_with_totals(
    ...     behind, unsafe=behind < 5, lines=lines, totals=np.array([4.0, 18.0, np.inf]), min_group=5)
    >>> cells.tolist(), totals.tolist()
    ([True, True, True, True], [True, True, False])
    """
    few = (totals > 0) & (totals < min_group)
    state = _State(behind, list(lines), totals, gone=unsafe.copy(), secret=few.copy())
    while True:
        state.cover(min_group, disjoint=disjoint)
        if not state.repair(unsafe, few):
            return state.gone, state.secret


@dataclass
class _State:
    """What is withheld so far: `gone` cells, and `secret` totals of lines."""

    behind: FloatArray
    lines: list[IntArray]
    totals: FloatArray
    gone: BoolArray
    secret: BoolArray

    def cover(self, min_group: int, *, disjoint: bool) -> None:
        """In every line whose total is known, enough is withheld together."""
        changed = True
        while changed:
            changed = False
            for number, line in enumerate(self.lines):
                if len(line) == 1 and np.isfinite(self.totals[number]):  # the total is the cell
                    self.secret[number] |= self.gone[line[0]]
                    changed |= bool(self.secret[number] and not self.gone[line[0]])
                    self.gone[line[0]] |= self.secret[number]
                while not self.secret[number] and not _covered(
                    self.behind[line[self.gone[line]]], min_group, disjoint
                ):
                    others = line[~self.gone[line] & (self.behind[line] > 0)]
                    if not len(others):
                        break
                    self.gone[others[np.argmin(self.behind[others])]] = True
                    changed = True

    def repair(self, unsafe: BoolArray, few: BoolArray) -> bool:
        """Withhold one thing more where something unsafe still follows from what is known; whether that was so."""
        unknown = np.flatnonzero(self.gone & (self.behind > 0))
        known = np.flatnonzero(~self.secret)
        if not len(unknown) or not len(known):
            return False
        place = np.full(len(self.behind), -1)
        place[unknown] = np.arange(len(unknown))
        sums = np.zeros((len(self.lines), len(unknown)))
        for number, line in enumerate(self.lines):
            sums[number, place[line[place[line] >= 0]]] = 1.0
        known = known[sums[known].any(axis=1)]
        given = sums[known]
        weights = np.linalg.pinv(given @ given.T, hermitian=True) @ given  # projection on what is known
        follows = (weights * given).sum(axis=0) > 1 - _EXACT
        single = place[unsafe & (place >= 0)]
        for cell in single[follows[single]]:
            if self._withhold_more(known[np.abs(weights[:, cell]) > _EXACT]):
                return True
        for row in sums[few]:
            told = weights @ row
            follows_too = row.any() and np.abs(told @ given - row).max() < _EXACT
            if follows_too and self._withhold_more(known[np.abs(told) > _EXACT]):
                return True
        return False

    def _withhold_more(self, lines: IntArray) -> bool:
        """The smallest of the cells and totals from which something follows; False where there is none."""
        cells = np.unique(np.concatenate([self.lines[number] for number in lines]))
        cells = cells[~self.gone[cells] & (self.behind[cells] > 0)]
        shown = lines[np.isfinite(self.totals[lines])]
        if not len(cells) and not len(shown):
            return False
        smallest = min(self.behind[cells], default=np.inf)
        if min(self.totals[shown], default=np.inf) <= smallest:
            self.secret[shown[np.argmin(self.totals[shown])]] = True
        else:
            self.gone[cells[np.argmin(self.behind[cells])]] = True
        return True


def _covered(behind: FloatArray, min_group: int, disjoint: bool) -> bool:
    """Whether cells withheld together say too little of each."""
    people = behind[behind > 0]
    if not len(people):
        return True  # nothing of anybody is withheld
    together = people.sum() if disjoint else people.max()
    return len(people) >= 2 and bool(together >= min_group)
