"""Small statistics that several analyses share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from silograph.stats.intervals import wilson_interval
from silograph.stats.p_values import holm


class TestHolm:
    def test_by_hand(self) -> None:
        """0.01 x 4, 0.02 x 3, then never falling: 0.03 x 2 = 0.06, 0.9."""
        q = holm(np.array([[0.9, 0.01], [np.nan, 0.03], [0.02, np.nan]]))
        assert q == pytest.approx(np.array([[0.9, 0.04], [np.nan, 0.06], [0.06, np.nan]]), nan_ok=True)

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.001, 0.5))
    def test_rejects_what_stepping_down_rejects(self, p_values: list[float], level: float) -> None:
        """From the smallest on, reject while p <= level / hypotheses left."""
        rejected = np.zeros(len(p_values), dtype=bool)
        for step, k in enumerate(np.argsort(p_values, kind="stable")):
            if p_values[k] * (len(p_values) - step) > level:
                break
            rejected[k] = True
        assert ((holm(p_values) <= level) == rejected).all()

    def test_nothing(self) -> None:
        assert holm([]).shape == (0,)
        assert np.isnan(holm([np.nan])).all()


class TestWilsonInterval:
    @pytest.mark.parametrize("hits", [0, 1, 7, 19, 20])
    def test_is_that_of_scipy(self, hits: int) -> None:
        expected = binomtest(hits, 20).proportion_ci(method="wilson")
        assert wilson_interval(hits / 20, 20) == pytest.approx((expected.low, expected.high), abs=1e-12)

    def test_nothing_is_known_of_nobody(self) -> None:
        assert np.isnan(wilson_interval(np.array([np.nan]), np.array([0]))).all()

    @given(st.integers(1, 10**6), st.floats(0, 1))
    def test_holds_the_share_and_no_impossible_one(self, trials: int, share: float) -> None:
        low, high = wilson_interval(share, trials)
        assert 0 <= low <= share <= high <= 1
