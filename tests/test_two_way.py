"""Crossed effects of who asks and who answers: against scipy's optimiser, planted effects, and scraps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, logit

from silograph.arrays import FloatArray, IntArray
from silograph.stats.two_way import STRENGTHS, Crossed


def table(rng: np.random.Generator, rows: int, columns: int, *, missing: float = 0.0) -> Crossed:
    """A table with some cells never observed."""
    row, column = (axis.ravel() for axis in np.indices((rows, columns)))
    seen = rng.random(len(row)) >= missing
    seen[0] = True
    return Crossed(row[seen], column[seen], rows, columns)


def planted(
    rng: np.random.Generator, cells: Crossed, *, n: int, rows: FloatArray, cells_sd: float = 0.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Observations, shares and true shares where rows have these effects."""
    true = expit(-0.4 + rows[cells.row] + cells_sd * rng.normal(size=len(cells.row)))
    number = rng.poisson(n, len(true)).astype(float)
    return number, rng.binomial(number.astype(int), true) / np.maximum(number, 1), true


@pytest.mark.parametrize("strength", [1.0, 20.0, 256.0])
def test_effects_are_those_of_a_general_optimiser(strength: float) -> None:
    rng = np.random.default_rng(1)
    cells = table(rng, 4, 5, missing=0.2)
    n, share, _ = planted(rng, cells, n=8, rows=np.array([0.0, 1.0, -1.0, 0.5]))
    weight = n * (strength + 1) / (strength + n)

    def loss(effects: FloatArray) -> float:
        eta = effects[0] + effects[1 + cells.row] + effects[5 + cells.column]
        return float((weight * (np.logaddexp(0, eta) - share * eta)).sum() + effects**2 @ cells.precision / 2)

    best = minimize(loss, np.zeros(cells.size), options={"gtol": 1e-8}).x
    assert cells.effects(n, share, np.array([strength]))[0] == pytest.approx(best, abs=1e-4)


def test_one_row_that_stands_out_is_not_drawn_to_the_others() -> None:
    rng = np.random.default_rng(2)
    cells = table(rng, 7, 7)
    rows = np.array([1.2, *np.zeros(6)])
    n, share, _ = planted(rng, cells, n=15, rows=rows)
    first = cells.expected(n, share, cells.believed(n, share), row=np.zeros(7, int), column=np.arange(7))
    raw = (n * share)[cells.row == 0].sum() / n[cells.row == 0].sum()
    assert first.mean() == pytest.approx(raw, abs=0.02)
    assert first.mean() == pytest.approx(expit(0.8), abs=0.1)


def test_alike_cells_say_much_of_each_other_and_others_little() -> None:
    rng = np.random.default_rng(3)
    cells = table(rng, 8, 8)
    worth = []
    for spread in (0.0, 2.0):
        n, share, _ = planted(rng, cells, n=20, rows=np.zeros(8), cells_sd=spread)
        worth.append(float(np.exp(cells.believed(n, share) @ np.log(STRENGTHS))))
    assert worth[0] > 50
    assert worth[1] < 8


def test_draws_hold_the_truth() -> None:
    """95 % intervals of what rows and columns let expect, over companies drawn from the prior; bootstrapped."""
    held = []
    for seed in range(60):
        rng = np.random.default_rng([seed, 5])
        cells = table(rng, 6, 6, missing=0.3)
        n, share, true = planted(rng, cells, n=10, rows=0.7 * rng.normal(size=6))
        odds = cells.believed(n, share)
        expected = cells.expected(n, share, odds, row=cells.row, column=cells.column)
        strength = rng.choice(STRENGTHS, size=200, p=odds)
        yes, no = (
            rng.gamma(np.maximum(n * share, 1e-9), size=(200, len(n))),
            rng.gamma(np.maximum(n * (1 - share), 1e-9), size=(200, len(n))),
        )
        drawn = cells.drawn(yes + no, yes / (yes + no), strength, expected=expected, rng=rng)
        low, high = np.quantile(cells.shares(drawn, cells.row, cells.column), [0.025, 0.975], axis=0)
        held += ((low <= true) & (true <= high)).tolist()
    assert np.mean(held) > 0.92


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 6), st.sampled_from([0.0, 0.5, 1.0]))
def test_scraps(seed: int, rows: int, columns: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    cells = table(rng, rows, columns, missing=0.5)
    n = rng.integers(0, 4, len(cells.row)).astype(float)
    odds = cells.believed(n, np.full(len(n), share))
    row: IntArray = np.arange(rows).repeat(columns)
    column: IntArray = np.tile(np.arange(columns), rows)
    found = cells.expected(n, np.full(len(n), share), odds, row=row, column=column)
    assert odds.sum() == pytest.approx(1)
    assert ((found > 0) & (found < 1)).all()
    if n.sum():
        assert np.sign(np.round(logit(found[row == cells.row[0]].mean()), 6)) in (0, np.sign(share - 0.5))
