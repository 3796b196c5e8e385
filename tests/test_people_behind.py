"""Shares with those on whom they rest, against slow counting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from silograph.analyses.parts import Column, by_function, people_told_apart, shares_by, with_ends
from silograph.stats.intervals import clustered_share

TEAMS = np.array([False, False, False, True, True])
ACTS = st.lists(
    st.tuples(st.sampled_from(["HR", "IT"]), st.integers(0, 4), st.booleans()), min_size=1, max_size=25
)


def frame(acts: list[tuple[str, int, bool]]) -> pd.DataFrame:
    return pd.DataFrame(acts, columns=["function", "who", "hit"]).astype({"hit": bool})


def count(actors: set[int]) -> int:
    """Different persons; teams where there are no persons."""
    persons = {one for one in actors if not TEAMS[one]}
    return len(persons or actors)


class TestSharesBy:
    def test_by_hand(self) -> None:
        """HR: 0 and 1 hit, 2 hits once of two, so 3 of 4, on one who misses (2); IT: a team that never does."""
        rows = frame(
            [
                ("HR", 0, True),
                ("HR", 1, True),
                ("HR", 2, True),
                ("HR", 2, False),
                ("IT", 3, False),
                ("IT", 3, False),
            ]
        )
        found = shares_by(rows, "function", hit="hit", actor="who", is_team=TEAMS)
        assert found[["people", "trials", "share", "told_apart"]].to_dict("index") == {
            "HR": {"people": 3, "trials": 4, "share": 0.75, "told_apart": 1},
            "IT": {"people": 1, "trials": 2, "share": 0.0, "told_apart": 1},
        }
        # all trials of IT agree and are of one team: one trial, and an exact interval of 0 of 1
        assert found.loc["IT", ["share_low", "share_high"]].tolist() == pytest.approx([0, 0.975])

    @given(ACTS)
    def test_is_what_counting_gives(self, acts: list[tuple[str, int, bool]]) -> None:
        found = shares_by(frame(acts), "function", hit="hit", actor="who", is_team=TEAMS)
        assert [*found.index] == sorted({function for function, _, _ in acts})
        for function, row in found.iterrows():
            own = [(who, hit) for name, who, hit in acts if name == function]
            sides = [count({who for who, hit in own if hit is side}) for side in (True, False)]
            assert row["people"] == count({who for who, _ in own})
            assert row["trials"] == len(own)
            assert row["share"] == pytest.approx(np.mean([hit for _, hit in own]))
            assert row["share_low"] <= row["share"] <= row["share_high"]
            assert row["told_apart"] == min(side for side in sides if side)

    @given(ACTS, st.randoms())
    def test_order_and_names_do_not_matter(self, acts: list[tuple[str, int, bool]], random: Any) -> None:
        turned = random.sample(acts, len(acts))
        first, other = (
            shares_by(frame(one), "function", hit="hit", actor="who", is_team=TEAMS) for one in (acts, turned)
        )
        pd.testing.assert_frame_equal(first, other)

    def test_nothing(self) -> None:
        assert shares_by(frame([]), "function", hit="hit", actor="who", is_team=TEAMS).empty
        assert people_told_apart(frame([]), ["function"], hit="hit", actor="who", is_team=TEAMS).empty


class TestClusteredShare:
    def test_one_trial_each_is_clopper_pearson(self) -> None:
        """Of ten who do one thing each, the variance between them is a tenth more than that of trials: 10/9."""
        hits = [True] * 5 + [False] * 5
        low, high = (beta.ppf(q, a, b) for q, a, b in [(0.025, 4.5, 5.5), (0.975, 5.5, 4.5)])
        assert clustered_share(hits, range(10)) == pytest.approx((0.5, low, high))

    def test_nothing(self) -> None:
        assert np.isnan(clustered_share([], [])).all()


def test_columns_of_an_interval_leave_with_it() -> None:
    share, low, high = with_ends(Column("share", "share", "part", behind="people", ends=("low", "high")))
    assert share.rule == "part"
    assert {(one.name, one.unit, one.rule, one.of) for one in (low, high)} == {
        ("low", "share", "derived", ("share",)),
        ("high", "share", "derived", ("share",)),
    }
    assert {one.rule for one in with_ends(Column("walls", "factor", "whole"))} == {"whole"}


def test_a_table_by_function_is_released_by_function() -> None:
    table = by_function(Column("people", "count", "sum"))
    assert (table.names, table.groups, table.source) == (["function", "people"], ("function",), "table")
