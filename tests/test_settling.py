"""Drawing on near a limit: on which side a share is, how many draws that takes, and what stays open."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_1samp

from silograph.analyses.owner import scores as owner_scores
from silograph.analyses.owner.acceptability import Standing, firsts_of, standing_of
from silograph.analyses.owner.answer import _settled
from silograph.analyses.owner.criteria import Criterion
from silograph.analyses.owner.evidence import Evidence
from silograph.analyses.owner.rules import MATTERS
from silograph.analyses.owner.scores import Scores
from silograph.analyses.owner.weights import central_weights
from silograph.analyses.ownership.comparison import MATTERS as POINTS
from silograph.analyses.ownership.comparison import Scores as Achieved
from silograph.analyses.ownership.comparison import _margin_ends, _simultaneous, judged
from silograph.stats.settling import MOST, side, side_of_mean, side_of_share, stages

CENTRAL = central_weights(["links", "practice"], "balanced")


@given(hits=st.integers(0, 400), draws=st.integers(1, 400), limit=st.floats(0.01, 0.99))
def test_a_share_is_on_the_side_that_its_exact_interval_says(hits: int, draws: int, limit: float) -> None:
    hits = min(hits, draws)
    interval = binomtest(hits, draws).proportion_ci(confidence_level=0.99, method="exact")
    expected = 1 if interval.low >= limit else -1 if interval.high < limit else 0
    assert side_of_share(hits, draws, limit) == expected


@given(values=st.lists(st.integers(0, 10), min_size=40, max_size=200), limit=st.floats(0.05, 9.95))
def test_a_mean_is_on_the_side_that_a_test_of_it_says(values: list[int], limit: float) -> None:
    """Student's t is a little wider than the normal: where the two may differ, nothing is said."""
    if len(set(values)) == 1:
        assert side_of_mean(values, limit) == side(values[0], values[0], limit)
        return
    p = ttest_1samp(values, limit).pvalue
    found = side_of_mean(values, limit)
    if p < 0.008:
        assert found == (1 if np.mean(values) > limit else -1)
    if p > 0.02:
        assert found == 0


@given(draws=st.integers(1, 5000))
def test_stages_double_up_to_the_most(draws: int) -> None:
    found = list(stages(draws))
    assert found[0] == draws
    assert found[-1] == MOST * draws
    assert all(later <= 2 * before for before, later in pairwise(found))
    assert found == sorted(set(found))


# --- owner ------------------------------------------------------------------------------------------------------------


def standing(share: float, beyond: float, draws: int, *, rng: np.random.Generator) -> Standing:
    """Two candidates, of whom the first is first in a share of draws; the best goes beyond 1 in another share."""
    first = rng.random(draws) < share
    return Standing(np.column_stack([first, ~first]).astype(float), (rng.random(draws) < beyond) * 2.0)


@pytest.mark.parametrize(
    ("share", "beyond", "sides"),
    [(0.6, 0.01, (1, 1)), (0.6, 0.2, (1, -1)), (0.51, 0.01, (0, 1)), (0.7, 0.05, (1, 0))],
)
def test_both_limits_of_an_owner(share: float, beyond: float, sides: tuple[int, int]) -> None:
    found = standing(share, beyond, 2000, rng=np.random.default_rng(1))
    assert found.sides(np.array([1.0, 0.0])) == sides


def test_only_what_hangs_on_draws_can_be_open() -> None:
    gates = {"families": True, "weightings": False, "chance": True, "linking": True, "answers": True}
    assert not _settled(gates, (0, 1))
    assert not _settled(gates, (1, 0))
    assert _settled(gates, (1, 1))
    assert _settled(gates, (-1, 0))  # no owner, whatever the other says
    assert _settled({**gates, "linking": False}, (0, 0))


def evidence(name: str, estimates: list[float], error: float) -> Evidence:
    family = {"lift": "links", "presence": "practice"}[name]
    values = MATTERS[name].least * np.array(estimates)
    errors = np.full(len(values), MATTERS[name].least * error)
    return Evidence.of(Criterion(family, name, values, errors, np.full(len(values), 100.0)))


def drawn(found: list[Evidence], seed: int, draws: int = 100) -> Standing:
    scores = Scores.of(found, seed=seed, draws=draws)
    assert scores.families == ["links", "practice"]
    return standing_of(found, scores, CENTRAL, audience="balanced", seed=seed)


def test_draws_go_on_where_a_limit_is_near_and_nowhere_else() -> None:
    clear = [evidence("lift", [3, 0, 0, 0], 0.3), evidence("presence", [3, 0, 0, 0], 0.3)]
    assert len(drawn(clear, 0, draws=200).best) == 200
    split = [evidence("lift", [3, 0, 0, 0], 0.3), evidence("presence", [0, 3, 0, 0], 0.3)]  # a half each
    assert len(drawn(split, 0).best) == 100 * MOST


def test_a_clear_recommendation_does_not_change_with_the_seed() -> None:
    """First in about 52 % of weightings: 100 draws alone say "fewer than half" now and then, enough of them never."""
    found = [evidence("lift", [2.9, 0, 0, 0], 0.5), evidence("presence", [0, 2.5, 0, 0], 0.5)]
    few, enough = [], []
    for seed in range(40):
        scores = Scores.of(found, seed=seed, draws=100)
        rng = np.random.default_rng([seed, 0x5344])
        once = firsts_of(scores.replicates, scores.families, "balanced", rng).mean(axis=0)
        few.append(bool(once[0] >= 0.5))
        settled = drawn(found, seed)
        enough.append(settled.sides(Scores.of(found, seed=0, draws=2).observed @ CENTRAL)[0])
    assert len(set(few)) == 2
    assert len(set(enough) - {0}) == 1  # never on both sides


def test_batches_are_drawn_anew_and_the_first_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [evidence("lift", [3, 0, 0, 0], 0.3), evidence("presence", [0, 3, 0, 0], 0.3)]
    asked: list[int] = []
    whole = Scores.of

    def noted(*given: Any, batch: int = 0, **options: Any) -> Scores:
        asked.append(batch)
        return whole(*given, batch=batch, **options)

    monkeypatch.setattr(owner_scores.Scores, "of", noted)
    best = drawn(found, 0).best.reshape(MOST, -1)
    assert asked == list(range(MOST))
    assert len(np.unique(best[:, 0])) == MOST


# --- ownership --------------------------------------------------------------------------------------------------------


def differences(rng: np.random.Generator, redraws: int, pairs: int = 6) -> Any:
    """Rows as redraws give them: an estimate of 0, and correlated deviations of 2 points."""
    common = rng.standard_normal((redraws, 1))
    return np.vstack([np.zeros(pairs), 0.02 * (common + rng.standard_normal((redraws, pairs))) / np.sqrt(2)])


def test_margins_lie_within_their_ends() -> None:
    """The margin of 100,000 redraws lies between the ends that 200 give, in nearly all of 200 tries and pairs."""
    rng = np.random.default_rng(5)
    truth = _simultaneous(differences(rng, 100_000))
    inside = []
    for _ in range(200):
        ends = _margin_ends(differences(rng, 200))
        assert ends is not None
        inside.append((ends[0] <= truth) & (truth <= ends[1]))
    assert np.mean(inside) > 0.98
    assert _margin_ends(np.zeros((2, 3))) is None


def achieved(gap: float, *, redraws: int, seed: int) -> tuple[pd.DataFrame, Achieved]:
    """Two functions `gap` apart, each with an error of 4 points: the margin of their difference is about 11."""
    drawn = np.random.default_rng(seed).normal(0, 0.04, (redraws, 2))
    within = np.vstack([[0.5 + gap, 0.5], 0.5 + np.array([gap, 0.0]) + drawn])
    apart = within[:, :1] - within[:, 1:]
    margin, ends = _simultaneous(apart), _margin_ends(apart)
    pairs = (np.array([0]), np.array([1]))
    scores = Achieved(within, within, pairs, apart[0], margin, ends)
    table = pd.DataFrame(
        {
            "kind": "single_function",
            "function": ["HR", "IT"],
            "final_answers": 100.0,
            "p_first": scores.first_among(np.array([True, True])),
        }
    )
    return table, scores


@pytest.mark.parametrize(
    ("gap", "verdicts"),
    [(0.2, ["ahead", "behind"]), (0.05, ["no_difference"] * 2), (-0.2, ["behind", "ahead"])],
)
def test_clear_arrangements_are_settled(gap: float, verdicts: list[str]) -> None:
    table, scores = achieved(gap, redraws=200, seed=1)
    found, used, unsure = judged(table, scores, ())
    assert found["verdict"].tolist() == verdicts
    assert unsure == 0
    assert used is scores


def test_what_redraws_leave_open_counts_as_no_difference() -> None:
    table, scores = achieved(0.111, redraws=200, seed=1)
    found, used, unsure = judged(table, scores, ())
    assert unsure == 2
    assert found["verdict"].tolist() == ["no_difference"] * 2
    assert found["better_than"].tolist() == [0, 0]
    low = used.comparisons([Named("HR"), Named("IT")])["difference_low"]  # type: ignore[list-item]
    assert (low < 0).all()  # the interval says the same as the verdict


class Named:
    """An arrangement by name."""

    def __init__(self, name: str) -> None:
        self.name = name


@pytest.mark.parametrize("gap", [0.125, 0.14, 0.16])
def test_verdicts_of_arrangements_do_not_change_with_the_seed(gap: float) -> None:
    """Where 200 redraws say now this and now that, or nothing, twenty times as many say the same for every seed."""
    assert gap > POINTS
    found = [judged(*achieved(gap, redraws=200 * MOST, seed=seed), ()) for seed in range(20)]
    assert {tuple(table["verdict"]) for table, _, _ in found} == {("ahead", "behind")}


def test_who_is_seldom_first_for_certain_only() -> None:
    """First in about half of the redraws: whether that is often enough is open, and it is not called ahead."""
    table, scores = achieved(0.2, redraws=400, seed=2)
    found, _, unsure = judged(table.assign(p_first=[0.5, 0.5]), scores, ())
    assert unsure == 1
    assert found["verdict"].tolist() == ["unsettled", "behind"]
