"""Adjusted p-values, tails and intervals that several analyses share, against what is worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact

from silograph.stats.intervals import effective_counts, exact_interval, wilson_interval
from silograph.stats.p_values import benjamini_hochberg, exact_greater, holm


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


class TestBenjaminiHochberg:
    def test_by_hand(self) -> None:
        """0.01 x 4/1 = 0.04; 0.03 x 4/2 = 0.06, but 0.04 x 4/3 = 0.0533 comes after it; 0.5 x 4/4."""
        q = benjamini_hochberg([0.5, 0.03, np.nan, 0.01, 0.04])
        assert q == pytest.approx([0.5, 0.16 / 3, np.nan, 0.04, 0.16 / 3], nan_ok=True, abs=1e-12)

    def test_equals_and_certainty(self) -> None:
        assert benjamini_hochberg([1.0, 1.0]).tolist() == [1.0, 1.0]
        assert benjamini_hochberg([0.2, 0.2, 0.2]) == pytest.approx([0.2] * 3)
        assert benjamini_hochberg([0.04]).tolist() == [0.04]

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.001, 0.5))
    def test_rejects_what_stepping_up_rejects(self, p_values: list[float], level: float) -> None:
        """All up to the last k with p <= k / n level."""
        ordered, n = np.sort(p_values), len(p_values)
        steps = [p * n / (k + 1) <= level for k, p in enumerate(ordered)]
        last = max((k + 1 for k, held in enumerate(steps) if held), default=0)
        assert (benjamini_hochberg(p_values) <= level).sum() == last


class TestExactInterval:
    def test_by_hand(self) -> None:
        """One of two: P(at least one) = 1 - (1 - p)^2 and P(at most one) = 1 - p^2 are 2.5 % at the ends."""
        assert exact_interval(1, 2) == pytest.approx((1 - np.sqrt(0.975), np.sqrt(0.975)), abs=1e-9)

    def test_none_and_all(self) -> None:
        assert exact_interval(0, 10) == pytest.approx((0.0, 1 - 0.025**0.1), abs=1e-9)
        assert exact_interval(10, 10) == pytest.approx((0.025**0.1, 1.0), abs=1e-9)
        assert exact_interval(1, 1, level=0.9) == pytest.approx((0.05, 1.0), abs=1e-9)

    def test_nothing_tried(self) -> None:
        assert np.isnan(exact_interval(0, 0)).all()
        assert not np.isnan(exact_interval(0, 0.5)).any()


class TestExactGreater:
    def test_the_lady_tasting_tea(self) -> None:
        """3 of 4 cups against 1 of 4: (16 + 1) / 70 by Fisher; 4 against 0: 1 / 70."""
        assert exact_greater(3, 4, 1, 4) == pytest.approx(17 / 70, abs=1e-9)
        assert exact_greater(4, 4, 0, 4) == pytest.approx(1 / 70, abs=1e-9)
        assert exact_greater(1, 1, 0, 1) == pytest.approx(1 / 2, abs=1e-9)

    @given(st.integers(1, 40), st.integers(1, 40), st.data())
    def test_equals_fisher(self, trials: int, others: int, data: st.DataObject) -> None:
        hits = data.draw(st.integers(1, trials))
        of_others = data.draw(st.integers(0, others - 1))
        table = [[hits, trials - hits], [of_others, others - of_others]]
        found = exact_greater(hits, trials, of_others, others)
        assert found == pytest.approx(fisher_exact(table, "greater").pvalue, abs=1e-9)

    def test_ends(self) -> None:
        assert exact_greater(0, 4, 1, 4) == 1.0
        assert exact_greater(2, 4, 4, 4) == 1.0
        assert np.isnan(exact_greater(0, 0, 1, 4))
        assert np.isnan(exact_greater(1, 4, 0, 0))
        assert exact_greater(1, 1, 0, 0.5) < 1


class TestEffectiveCounts:
    def test_whole_clusters_agree(self) -> None:
        """Excess +1 and -1 of two clusters: 2 / 1 x 2 / (4 x 1/4) = 4 trials tell what one does."""
        assert effective_counts([True, True, False, False], [0, 0, 1, 1]) == pytest.approx((0.5, 1.0))

    def test_three_clusters(self) -> None:
        """Share 1/2, excess 1, -1, 0: 3 / 2 x 2 / (6 x 1/4) = 2."""
        hits = [True, True, False, False, True, False]
        assert effective_counts(hits, [0, 0, 1, 1, 2, 2]) == pytest.approx((1.5, 3.0))

    def test_mixed_clusters_gain_nothing(self) -> None:
        """Clusters more alike than chance: the effect is 1, never less."""
        assert effective_counts([True, False, True, False], [0, 0, 1, 1]) == pytest.approx((2.0, 4.0))

    def test_no_spread_to_see(self) -> None:
        assert effective_counts([True, False], [3, 3]) == (0.5, 1.0)
        assert effective_counts([False, False, False], [0, 0, 1]) == (0.0, 2.0)
        assert effective_counts([], []) == (0.0, 0.0)
