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
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsmr

from silograph.arrays import BoolArray, FloatArray, IntArray

_NOTHING = 1e-6  # what rounding leaves of sums of ones


def withheld(
    behind: FloatArray,
    *,
    unsafe: BoolArray,
    lines: Sequence[IntArray],
    min_group: int,
    disjoint: bool | Sequence[bool] = True,
    totals: Sequence[bool] = (),
    worth: FloatArray | None = None,
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
        Whether no person stands behind two cells of a line, of all lines or one by one; else the cell with most people
        must be enough alone.
    totals
        For each line, whether its first cell is the total of the others; nowhere where empty.
    worth
        (n,) what is withheld last to cover others; of equal worth, what rests on fewer people goes first.

    Returns
    -------
    BoolArray
        The unsafe cells and those that cover them: the smallest that will do.

    Examples
    --------
    >>> behind = np.array([9.0, 2.0, 6.0, 30.0])
    >>> withheld(behind, unsafe=behind < 5, lines=[np.arange(4)], min_group=5).tolist()
    [False, True, True, False]

    Each two of three functions, where the exchange of each with the others is known:

    >>> behind, lines = np.array([2.0, 6.0, 7.0]), [np.array([0, 1]), np.array([0, 2]), np.array([1, 2])]
    >>> withheld(behind, unsafe=behind < 5, lines=lines, min_group=5).tolist()
    [True, True, True]
    """
    gone = unsafe.copy()
    apart = [disjoint] * len(lines) if isinstance(disjoint, bool) else list(disjoint)
    sums = _sums(lines, totals or [False] * len(lines), len(behind))
    price = np.empty(len(behind))
    price[np.lexsort((behind, np.zeros(len(behind)) if worth is None else worth))] = np.arange(len(behind))
    while True:
        _cover(_Cells(gone, behind, price), lines, apart, min_group)
        if not _repair(_Cells(gone, behind, price), sums, unsafe):
            return gone


def told_by_total(
    behind: FloatArray, *, gone: BoolArray, line: IntArray, min_group: int, disjoint: bool
) -> bool:
    """Whether the total of a line must not be shown, for all that could cover what is withheld is too little.

    Where the same people stand behind several cells, none of which is shown, the total rests on all of them together:
    how many these are, whoever gives the total has to say.

    Parameters
    ----------
    behind, min_group, disjoint
        As in `withheld`.
    gone
        (n,) what that gave.
    line
        The cells (their numbers) of the line.

    Examples
    --------
    >>> behind = np.array([0.0, 2.0, 0.0])
    >>> told_by_total(behind, gone=behind > 0, line=np.arange(3), min_group=5, disjoint=True)
    True
    """
    if not disjoint and bool(gone[line[behind[line] > 0]].all()):
        return False
    return not _covered(behind[line[gone[line]]], min_group, disjoint)


class _Cells(NamedTuple):
    """Which cells are withheld so far, the people behind each, and what goes last."""

    gone: BoolArray
    behind: FloatArray
    price: FloatArray

    def withhold_one_of(self, cells: IntArray) -> bool:
        """Withhold the cheapest of these that are shown and rest on somebody; False where there is none."""
        others = cells[~self.gone[cells] & (self.behind[cells] > 0)]
        if len(others):
            self.gone[others[np.argmin(self.price[others])]] = True
        return bool(len(others))


def _sums(lines: Sequence[IntArray], totals: Sequence[bool], n: int) -> sparse.csr_array:
    """The lines as rows of ones, and minus one for a total."""
    row = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    column = np.concatenate([*lines, np.empty(0, dtype=np.int64)]).astype(np.int64)
    sign = np.ones(len(column))
    first = np.cumsum([0, *(len(line) for line in lines)])[:-1]
    sign[first[[i for i, total in enumerate(totals) if total and len(lines[i])]]] = -1.0
    return sparse.csr_array((sign, (row, column)), shape=(len(lines), n))


def _cover(cells: _Cells, lines: Sequence[IntArray], apart: Sequence[bool], min_group: int) -> None:
    """In every line withhold what it takes besides what is withheld already."""
    changed = True
    while changed:
        changed = False
        for line, alone in zip(lines, apart, strict=True):
            while not _covered(cells.behind[line[cells.gone[line]]], min_group, alone):
                if not cells.withhold_one_of(line):
                    break
                changed = True


def _covered(behind: FloatArray, min_group: int, disjoint: bool) -> bool:
    """Whether cells withheld together say too little of each."""
    people = behind[behind > 0]
    if not len(people):
        return True  # nothing of anybody is withheld
    if disjoint and people.sum() <= len(people):
        return False  # somebody is behind each, so that one person is
    together = people.sum() if disjoint else people.max()
    return len(people) >= 2 and bool(together >= min_group)


def _repair(cells: _Cells, sums: sparse.csr_array, unsafe: BoolArray) -> bool:
    """Withhold more where an unsafe cell still is a combination of known sums; whether anything was added.

    What is known leaves the withheld cells free to vary in the null space of `sums`: a cell is told where no
    direction in it, a random one say, moves the cell.
    """
    unknown = np.flatnonzero(cells.gone & (cells.behind > 0))
    matrix = sums[:, unknown]
    matrix = matrix[np.flatnonzero(abs(matrix).sum(axis=1))]
    kept = np.flatnonzero(abs(sums[:, unknown]).sum(axis=1))
    if not len(kept):
        return False
    anywhere = np.random.default_rng(0).standard_normal(len(unknown))
    fixed = np.abs(anywhere - _solved(matrix, matrix @ anywhere)) < _NOTHING
    added = False
    for cell in np.flatnonzero(fixed & unsafe[unknown]):
        itself = np.zeros(len(unknown))
        itself[cell] = 1.0
        telling = kept[np.abs(_solved(sparse.csr_array(matrix.T), itself)) > _NOTHING]
        added |= cells.withhold_one_of(np.unique(sums[telling].indices))
    return added


def _solved(matrix: sparse.csr_array, right: FloatArray) -> FloatArray:
    """The shortest solution."""
    steps = 20 * max(matrix.shape)
    return np.asarray(lsmr(matrix, right, atol=1e-14, btol=1e-14, conlim=0, maxiter=steps)[0])
