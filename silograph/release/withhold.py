"""Which cells of a table are withheld, so that nothing that adds up gives a small group's figure back.

A cell is unsafe where fewer than `min_group` people stand behind it. Withheld alone, it follows from a total and the
other cells of its line. So in every line (along which cells add up to something known) at least two cells are
withheld together, and at least `min_group` people stand behind them: complementary suppression.

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, Wiley, section 4.3. Cox (1980), Suppression methodology and
statistical disclosure control, JASA 75, 377-385.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray


def withheld(
    behind: FloatArray, *, unsafe: BoolArray, lines: Sequence[IntArray], min_group: int, disjoint: bool = True,
    ends: IntArray | None = None,
) -> BoolArray:  # fmt: skip
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
    ends
        (n, 2) both functions of each cell of pairs: only cells without a function in common are of different people.

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
    gone = unsafe.copy()
    changed = True
    while changed:
        changed = False
        for line in lines:
            while not _covered(behind, line[gone[line]], min_group, disjoint, ends):
                others = line[~gone[line] & (behind[line] > 0)]
                if not len(others):
                    break
                gone[others[np.argmin(behind[others])]] = True
                changed = True
    return gone


def told_by_total(
    behind: FloatArray, *, gone: BoolArray, lines: Sequence[IntArray], min_group: int, disjoint: bool = True,
    ends: IntArray | None = None,
) -> BoolArray:  # fmt: skip
    """The cells of lines whose total must not be shown, for all that could cover what is withheld is too little.

    Where the same people stand behind several cells, none of which is shown, the total rests on all of them together:
    how many these are, whoever gives the total has to say.

    Parameters
    ----------
    behind, lines, min_group, disjoint, ends
        As in `withheld`.
    gone
        (n,) what that gave.

    Examples
    --------
    >>> behind = np.array([0.0, 2.0, 0.0])
    >>> told_by_total(behind, gone=behind > 0, lines=[np.arange(3)], min_group=5).tolist()
    [True, True, True]
    """
    told = np.zeros(len(behind), dtype=bool)
    for line in lines:
        alone = not disjoint and bool(gone[line[behind[line] > 0]].all())
        if not alone and not _covered(behind, line[gone[line]], min_group, disjoint, ends):
            told[line] = True
    return told


def _covered(
    behind: FloatArray, cells: IntArray, min_group: int, disjoint: bool, ends: IntArray | None
) -> bool:
    """Whether cells withheld together say too little of each."""
    cells = cells[behind[cells] > 0]
    people = behind[cells]
    if not len(people):
        return True  # nothing of anybody is withheld
    if disjoint and people.sum() <= len(people):
        return False  # somebody is behind each, so that one person is
    if ends is not None:
        together = _of_different_people(people, ends[cells])
    else:
        together = float(people.sum() if disjoint else people.max())
    return len(people) >= 2 and together >= min_group


def _of_different_people(people: FloatArray, ends: IntArray) -> float:
    """People behind cells of pairs of which no two have a function in common, the largest cells first."""
    taken: set[int] = set()
    total = 0.0
    for cell in np.argsort(-people, kind="stable").tolist():
        functions = set(ends[cell].tolist())
        if not functions & taken:
            taken |= functions
            total += float(people[cell])
    return total
