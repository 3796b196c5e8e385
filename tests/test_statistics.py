"""Shared statistics: by hand, against scipy, and where nothing is unusual."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact, kstest, norm, t

from silograph.statistics import effective_counts, exact_greater, exact_interval, leave_one_out_scores


class TestExact:
    @given(st.integers(1, 40), st.integers(1, 200), st.data())
    def test_fisher(self, trials: int, others: int, data: st.DataObject) -> None:
        hits, other_hits = data.draw(st.integers(0, trials)), data.draw(st.integers(0, others))
        table = np.array([[hits, trials - hits], [other_hits, others - other_hits]])
        exact = fisher_exact(table, alternative="greater").pvalue
        assert exact_greater(hits, trials, other_hits, others) == pytest.approx(exact, rel=1e-6, abs=1e-10)

    @given(st.integers(1, 60), st.data())
    def test_clopper_pearson(self, trials: int, data: st.DataObject) -> None:
        hits = data.draw(st.integers(0, trials))
        exact = binomtest(hits, trials).proportion_ci(method="exact")
        assert exact_interval(hits, trials) == pytest.approx((exact.low, exact.high))

    def test_nothing(self) -> None:
        assert effective_counts([], []) == (0.0, 0.0)
        assert np.isnan(exact_greater(0, 0, 1, 2))
        assert np.isnan(exact_interval(0, 0)).all()


class TestEffectiveCounts:
    def test_by_hand(self) -> None:
        # two clusters of two, one all hits and one none: excesses of 1 and -1, variance of the share
        # 2 / 1 * (1 + 1) / (4 * 0.25) = 4 times that of independent trials
        assert effective_counts([True, True, False, False], [0, 0, 1, 1]) == pytest.approx((0.5, 1.0))

    def test_repeating_every_trial_adds_nothing(self) -> None:
        hits = np.random.default_rng(0).random(50) < 0.3
        once = effective_counts(hits, np.arange(50))
        assert effective_counts(np.tile(hits, 4), np.tile(np.arange(50), 4)) == pytest.approx(once)


GROUPS = st.lists(st.floats(-5, 5), min_size=4, max_size=9)


class TestLeaveOneOutScores:
    def test_by_hand(self) -> None:
        # others 1, 2, 3: mean 2, variance 1 between groups, 1/3 of their mean
        found = leave_one_out_scores([1.0, 2.0, 3.0, 10.0], 0.0)
        assert found[3] == pytest.approx(norm.isf(t.sf(8 / np.sqrt(4 / 3), 2)))

    def test_by_hand_with_errors(self) -> None:
        # the others do not differ beyond their errors, so only these count: 1 of its own, 1/3 of the mean
        found = leave_one_out_scores([0.0, 0.0, 0.0, 3.0], 1.0)
        assert found[3] == pytest.approx(norm.isf(t.sf(3 / np.sqrt(4 / 3), 2)))

    @given(GROUPS, st.floats(-10, 10), st.floats(0.1, 10), st.floats(0.1, 2))
    def test_shift_and_scale(self, values: list[float], shift: float, scale: float, error: float) -> None:
        x = np.array(values)
        expected = leave_one_out_scores(x, error)
        assert leave_one_out_scores(shift + scale * x, scale * error) == pytest.approx(expected, abs=1e-6)
        assert leave_one_out_scores(-x, error) == pytest.approx(-expected, abs=1e-6)

    @given(GROUPS)
    def test_missing_groups_count_for_nobody(self, values: list[float]) -> None:
        found = leave_one_out_scores([*values, np.nan], 0.5)
        assert found[:-1] == pytest.approx(leave_one_out_scores(values, 0.5))
        assert np.isnan(found[-1])

    def test_each_row_by_itself(self) -> None:
        rows = np.random.default_rng(1).normal(size=(3, 6))
        apart = [leave_one_out_scores(row, 0.3).tolist() for row in rows]
        assert leave_one_out_scores(rows, 0.3).tolist() == apart

    def test_two_groups_have_no_usual(self) -> None:
        assert leave_one_out_scores([0.0, 9.0], 0.1).tolist() == [0.0, 0.0]
        assert leave_one_out_scores([2.0, 2.0, 2.0], 0.0).tolist() == [0.0, 0.0, 0.0]

    def test_normal_where_nobody_is_unusual(self) -> None:
        values = np.random.default_rng(2).normal(3.0, 2.0, (2000, 7))
        scores = leave_one_out_scores(values, 0.0)
        assert kstest(scores[:, 0], "norm").pvalue > 0.01

    @pytest.mark.parametrize("spread", [0.0, 0.5, 2.0])
    def test_about_normal_with_errors(self, spread: float) -> None:
        rng = np.random.default_rng(3)
        errors = np.array([0.5, 0.7, 1.0, 1.0, 1.2, 1.5, 0.8, 1.0])
        values = rng.normal(0.0, np.hypot(spread, errors), (4000, len(errors)))
        scores = leave_one_out_scores(values, errors)
        assert abs(scores.mean()) < 0.05
        assert 0.75 < scores.std() < 1.1
        assert (np.abs(scores) > norm.isf(0.025)).mean() < 0.06
