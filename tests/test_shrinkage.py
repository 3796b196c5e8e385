"""Rates drawn to the rate of all: by hand, against a search, and what must hold of any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.stats.shrinkage import LEAST_WORTH, pooled_worth, shrunk


def test_worth_by_hand() -> None:
    # level .4, variance of single observations .24; sum n (rate - level)^2 = 2, so 2 / .24 - 1 = 7.33 beyond chance;
    # room 200 - 20000 / 200 - 1 = 99; rho = 7.33 / 99
    assert pooled_worth([30, 50], [100, 100]) == pytest.approx(99 / (2 / 0.24 - 1) - 1)


def test_functions_that_are_alike_count_as_if_they_differed_by_five_points() -> None:
    assert pooled_worth([40, 40, 40], [100, 100, 100]) == pytest.approx(0.24 / 0.05**2 - 1)
    assert pooled_worth([0, 100], [100, 100]) == LEAST_WORTH
    assert pooled_worth([5], [10]) == pooled_worth([0, 0], [10, 10]) == LEAST_WORTH


def test_drawn_by_hand() -> None:
    assert shrunk([5, 0], [5, 0], level=0.5, worth=20).tolist() == [0.6, 0.5]


def test_as_the_best_of_many_on_average() -> None:
    """Groups drawn from a beta law: the worth found is near that law's, which predicts new rates best."""
    rng = np.random.default_rng(1)
    rates = rng.beta(20 * 0.4, 20 * 0.6, 4000)
    n = rng.integers(5, 60, 4000)
    hits = rng.binomial(n, rates)
    found = pooled_worth(hits, n)
    level = hits.sum() / n.sum()
    tried = np.geomspace(2, 200, 60)
    errors = [((shrunk(hits, n, level=level, worth=m) - rates) ** 2).mean() for m in tried]
    assert found == pytest.approx(20, rel=0.15)
    assert np.log(tried[int(np.argmin(errors))] / found) == pytest.approx(0, abs=0.3)


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0, 1)), min_size=2, max_size=12), st.integers(2, 5))
def test_any(groups: list[tuple[int, float]], times: int) -> None:
    n = np.array([size for size, _ in groups], dtype=float)
    hits = np.round(n * [share for _, share in groups])
    worth = pooled_worth(hits, n)
    assert worth >= LEAST_WORTH
    assert pooled_worth(hits[::-1], n[::-1]) == pytest.approx(worth)
    level = hits.sum() / n.sum() if n.sum() else 0.5
    assert pooled_worth(n - hits, n) == pytest.approx(worth)
    found = shrunk(hits, n, level=level, worth=worth)
    own = np.divide(hits, n, out=np.full(len(n), level), where=n > 0)
    assert (np.abs(found - level) <= np.abs(own - level) + 1e-12).all()
    assert pooled_worth(times * hits, times * n) <= worth + 1e-9  # the more is known, the less is borrowed
