"""How long a record lasts: by hand, and whatever strays are in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.log.duration import weeks_of

START = pd.Timestamp("2024-01-01", tz="UTC")


def at(*days: float) -> pd.Series[pd.Timestamp]:
    return pd.Series([START + pd.Timedelta(days=day) for day in days], dtype="datetime64[us, UTC]")


def test_from_the_first_to_the_last_message() -> None:
    assert weeks_of(at(0, 14)) == pytest.approx(2)
    assert weeks_of(at(0, 10, 14, 21)) == pytest.approx(3)


def test_at_least_a_week_and_nothing_without_times() -> None:
    assert weeks_of(at(0, 1)) == 1
    assert weeks_of(at(3)) == 1
    assert np.isnan(weeks_of(pd.Series([pd.NaT], dtype="datetime64[us, UTC]")))


def test_of_a_silence_four_weeks_count() -> None:
    # two exports of two weeks, a year apart
    days = [*range(15), *range(365, 380)]
    assert weeks_of(at(*days)) == pytest.approx(2 + 4 + 2)


@given(
    st.integers(2, 40),
    st.lists(st.floats(-20_000, -30), max_size=6),
    st.lists(st.floats(320, 20_000), max_size=6),
)
def test_strays_do_not_make_it_longer(weeks: int, before: list[float], after: list[float]) -> None:
    """Ten messages and more every day; strays are scattered, as wrong clocks leave them: fewer than seven a week."""
    regular = np.arange(0, 7 * weeks, 0.1)
    found = weeks_of(at(*regular, *before, *after))
    assert found == pytest.approx((regular[-1] - regular[0]) / 7, abs=0.3)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=50))
def test_order_and_missing_times_change_nothing(days: list[float]) -> None:
    times = at(*days)
    shuffled = times.sample(frac=1, random_state=1)
    assert weeks_of(pd.concat([shuffled, at()])) == weeks_of(times)
    assert weeks_of(times) <= max((max(days) - min(days)) / 7, 1) + 1e-9
