"""Survival estimates against lifelines, scipy, slow and obvious loops, and values by hand."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from scipy.stats import CensoredData, ecdf

from silograph.arrays import FloatArray, IntArray
from silograph.stats.survival import Groups, aalen_johansen, cluster_weights, influence, kaplan_meier


def times(seed: int, n: int, *, causes: int = 3, decimals: int = 1) -> tuple[FloatArray, IntArray]:
    """Times with ties; cause 0 is censored."""
    rng = np.random.default_rng(seed)
    return np.round(rng.exponential(20, n), decimals), rng.integers(0, causes, n)


def slow_incidence(hours: FloatArray, cause: IntArray, at: float) -> float:
    """Aalen-Johansen as it is defined, time by time."""
    total = 0.0
    survival = 1.0
    for time in sorted(set(hours.tolist())):
        if time > at:
            break
        at_risk = sum(h >= time for h in hours)
        wanted = sum(h == time and c == 1 for h, c in zip(hours, cause, strict=True))
        events = sum(h == time and c > 0 for h, c in zip(hours, cause, strict=True))
        total += survival * wanted / at_risk
        survival *= 1 - events / at_risk
    return total


class TestCurves:
    def test_by_hand(self) -> None:
        found = aalen_johansen([1, 1, 2, 3, 5], [1, 2, 0, 1, 0])
        assert found.hours.tolist() == [1, 3]
        assert found.at_risk.tolist() == [5, 2]
        assert found.incidence == pytest.approx([0.2, 0.2 + 0.6 / 2])
        assert found.survival == pytest.approx([0.6, 0.3])
        assert found.at([0.5, 1, 2.9, 3, 99]) == pytest.approx([0, 0.2, 0.2, 0.5, 0.5])
        assert found.quantile(0.5) == 3
        assert found.quantile(0.51) == np.inf

    @given(st.integers(0, 10_000), st.integers(1, 25), st.floats(0, 60))
    def test_slow_and_obvious(self, seed: int, n: int, at: float) -> None:
        hours, cause = times(seed, n, decimals=0)
        assert float(aalen_johansen(hours, cause).at(at)) == pytest.approx(slow_incidence(hours, cause, at))

    @given(st.integers(0, 10_000), st.integers(1, 40))
    def test_everything_adds_up_to_one(self, seed: int, n: int) -> None:
        hours, cause = times(seed, n, decimals=0)
        found = aalen_johansen(hours, cause)
        other = aalen_johansen(hours, np.where(cause == 1, 2, np.where(cause == 2, 1, 0)))
        assert found.incidence + other.incidence + found.survival == pytest.approx(np.ones(len(found.hours)))
        assert (np.diff(found.incidence) >= 0).all()

    def test_without_censoring_it_is_the_share(self) -> None:
        hours, cause = times(1, 200)
        cause += 1
        assert float(aalen_johansen(hours, cause).at(15)) == pytest.approx(
            ((hours <= 15) & (cause == 1)).mean()
        )

    def test_a_whole_weight_is_so_many_observations(self) -> None:
        hours, cause = times(2, 30)
        weight = np.random.default_rng(0).integers(0, 4, 30)
        repeated = aalen_johansen(np.repeat(hours, weight), np.repeat(cause, weight))
        at = np.linspace(0, 60, 50)
        assert aalen_johansen(hours, cause, weights=weight).at(at) == pytest.approx(repeated.at(at))

    @pytest.mark.parametrize("n", [1, 3, 50, 400])
    def test_kaplan_meier_of_scipy(self, n: int) -> None:
        hours, cause = times(n, n, causes=2)
        cause[0] = 1
        survival = ecdf(CensoredData.right_censored(hours, cause == 0)).sf
        ours = kaplan_meier(hours, cause == 1)
        assert 1 - ours.at(survival.quantiles) == pytest.approx(survival.probabilities)

    @pytest.mark.parametrize("n", [1, 3, 50, 400])
    def test_lifelines(self, n: int) -> None:
        compare(*times(n, n, decimals=1))

    def test_nothing_observed(self) -> None:
        assert aalen_johansen([], []).at(3).tolist() == 0
        assert aalen_johansen([4.0], [0]).at([3, 5]).tolist() == [0, 0]
        assert influence([], [], at=3).tolist() == []


def compare(hours: FloatArray, cause: IntArray) -> None:
    """The same curves as those of lifelines; it shifts ties of competing causes, so these are told apart for both."""
    at = np.quantile(hours, np.linspace(0, 1, 60))
    fitted = KaplanMeierFitter().fit(hours, cause > 0)
    ours = kaplan_meier(hours, cause > 0)
    assert 1 - ours.at(at) == pytest.approx(fitted.survival_function_at_times(at).to_numpy(), abs=1e-9)
    if (cause == 1).any():
        apart = hours + np.random.default_rng(0).permutation(len(hours)) * 1e-7
        curve = AalenJohansenFitter(calculate_variance=False).fit(apart, cause, event_of_interest=1)
        theirs = curve.cumulative_density_.iloc[:, 0]
        found = aalen_johansen(apart, cause).at(theirs.index.to_numpy())
        assert found == pytest.approx(theirs.to_numpy(), abs=1e-9)


class TestInfluence:
    @given(st.integers(0, 10_000), st.integers(1, 30))
    def test_it_is_the_derivative_by_the_weight(self, seed: int, n: int) -> None:
        hours, cause = times(seed, n, decimals=0)
        moved = influence(hours, cause, at=24)
        step = 1e-6
        base = float(aalen_johansen(hours, cause).at(24))
        for i in range(n):
            weights = 1.0 + step * (np.arange(n) == i)
            slope = (float(aalen_johansen(hours, cause, weights=weights).at(24)) - base) / step
            assert moved[i] == pytest.approx(slope, abs=1e-5)
        assert moved.sum() == pytest.approx(0, abs=1e-9)

    def test_its_squares_are_the_variance_over_samples(self) -> None:
        samples = [times(seed, 150) for seed in range(400)]
        estimates = [float(aalen_johansen(h, c).at(24)) for h, c in samples]
        variances = [float((influence(h, c, at=24) ** 2).sum()) for h, c in samples]
        assert np.mean(variances) == pytest.approx(np.var(estimates), rel=0.15)


class TestGroups:
    @given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 6))
    def test_each_group_for_itself(self, seed: int, n: int, n_groups: int) -> None:
        hours, cause = times(seed, n, decimals=0)
        rng = np.random.default_rng(seed)
        group, weights = rng.integers(0, n_groups, n), rng.exponential(size=n)
        found = Groups(hours, cause, group, n_groups, 24.0).incidence(weights)
        for g in range(n_groups):
            mine = group == g
            if mine.any():
                single = aalen_johansen(hours[mine], cause[mine], weights=weights[mine]).at(24)
                assert found[g] == pytest.approx(float(single), abs=1e-9)
            else:
                assert np.isnan(found[g])

    @given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 6), st.integers(0, 9))
    def test_many_sets_of_weights_at_once(self, seed: int, n: int, n_groups: int, sets: int) -> None:
        hours, cause = times(seed, n)
        rng = np.random.default_rng(seed)
        groups = Groups(hours, cause, rng.integers(0, n_groups, n), n_groups, 24.0)
        weights = rng.exponential(size=(sets, n))
        each = np.array([groups.incidence(one) for one in weights]).reshape(sets, n_groups)
        assert groups.incidences(weights) == pytest.approx(each, nan_ok=True, abs=1e-12)
        unit = rng.integers(0, 3, n)
        shared = rng.exponential(size=(sets, 3))
        assert groups.incidences(shared, unit=unit) == pytest.approx(
            groups.incidences(shared[:, unit]), nan_ok=True, abs=1e-12
        )

    def test_known_is_whose_fate_is(self) -> None:
        groups = Groups(np.array([1.0, 2, 30, 40]), np.array([1, 0, 0, 2]), np.zeros(4, dtype=int), 1, 24.0)
        assert groups.known.tolist() == [True, False, True, True]


def test_weights_of_clusters() -> None:
    assert (cluster_weights(5, replicate=3, seed=1) == cluster_weights(5, replicate=3, seed=1)).all()
    assert (cluster_weights(5, replicate=3, seed=1) != cluster_weights(5, replicate=4, seed=1)).all()
    assert cluster_weights(100_000, replicate=0, seed=0).mean() == pytest.approx(1, abs=0.02)


@pytest.mark.data
def test_real_reply_times_as_lifelines(data_dir: Path) -> None:
    """Enron: from a mail to the first one back under the same subject; open ones are censored at the end."""
    names = ["mail", "file", "sent_at", "subject", "sender"]
    folder = data_dir / "enron"
    mails = pd.read_csv(folder / "messages.tsv", sep="\t", names=names, quoting=3)
    to = pd.read_csv(folder / "recipients.tsv", sep="\t", names=["mail", "number", "recipient"])
    plain = (
        mails["subject"].fillna("").str.lower().map(lambda s: re.sub(r"^(?:\s*(?:re|fwd?):)+", "", s).strip())
    )
    rows = mails.assign(subject=plain).merge(to, on="mail").query("sender != recipient and subject != ''")
    first = rows.sort_values("sent_at").drop_duplicates(["sender", "recipient", "subject"])
    back = first.rename(columns={"sender": "recipient", "recipient": "sender", "sent_at": "back"})
    both = first.merge(back[["sender", "recipient", "subject", "back"]], how="left")
    both = both[~(both["back"] < both["sent_at"])]
    end = mails["sent_at"].max()
    hours = (both["back"].fillna(end) - both["sent_at"]).to_numpy(float) / 3600
    happened = both["back"].notna().to_numpy()
    assert happened.sum() > 300
    keep = np.random.default_rng(0).permutation(len(hours))[:4000]
    compare(hours[keep], happened[keep].astype(np.int64))
