"""Pairs of functions differ in how close they are: by hand, against dense matrices and draws, and on null companies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from silograph.analyses.silos.openness import assess, borrowed, both
from silograph.arrays import FloatArray
from silograph.graph.network import Network
from silograph.graph.walls_model.closeness import Closeness, Spread, spread_of_pairs
from silograph.graph.walls_model.estimates import estimate
from silograph.graph.walls_model.influences import Influences, influences
from silograph.graph.walls_model.model import ModelTies


def alike(functions: int, *, strength: float = 1.0) -> FloatArray:
    return np.asarray(strength * (1 - np.eye(functions)))


def uneven(functions: int, seed: int) -> FloatArray:
    drawn = np.triu(np.random.default_rng(seed).lognormal(0, 1, (functions, functions)), 1)
    return np.asarray(drawn + drawn.T)


def moved(pulls: FloatArray, gaps: FloatArray) -> Influences:
    """Of (pairs, figures) pulls and gaps; the rest is not read."""
    return Influences(np.empty((0, 0)), np.empty((0, 0)), gaps, pulls)


def company(seed: int, *, functions: int = 5, people: int = 30, closeness: float = 0.4) -> Network:
    """All functions alike but for pairs of them; each is eight times as close inside."""
    rng = np.random.default_rng([seed, functions])
    function = np.repeat(np.arange(functions), people)
    between = np.exp(np.triu(rng.normal(0, closeness, (functions, functions)), 1))
    between = np.triu(between, 1) + np.triu(between, 1).T + 8 * np.eye(functions)
    activity = np.exp(rng.normal(0, 0.4, len(function)))
    rate = 10 / people / functions * between[function][:, function] * np.outer(activity, activity)
    source, target = np.nonzero(np.triu(rng.random(rate.shape) < 1 - np.exp(-rate), 1))
    names = {i: f"F{f}" for i, f in enumerate(function.tolist())}
    return Network.from_edges(zip(source.tolist(), target.tolist(), strict=True), names)


# --- by hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("functions", "degrees"), [(3, 0), (4, 2), (5, 5), (6, 9), (10, 35)])
def test_pairs_less_functions_are_the_degrees_of_all(functions: int, degrees: int) -> None:
    """K (K - 1) / 2 pairs, K functions fitted to them: each residual keeps (K - 3) / (K - 1)."""
    pairs = Closeness.of(alike(functions, strength=7.0))
    count = functions * (functions - 1) // 2
    assert pairs.kept == pytest.approx(np.full(count, (functions - 3) / (functions - 1)), abs=1e-9)
    if degrees:
        assert pairs.degrees(np.ones((1, count))) == pytest.approx([degrees])


@pytest.mark.parametrize("functions", [4, 5, 10, 50])
def test_of_one_function_there_are_two_degrees_less_than_functions(functions: int) -> None:
    """K - 1 pairs of its own, whose residuals add up to nothing."""
    pairs = Closeness.of(alike(functions))
    own = ((pairs.first == 0) | (pairs.second == 0)).astype(float)
    assert pairs.degrees(own[None]) == pytest.approx([functions - 2])


def test_spread_by_hand() -> None:
    """Five functions, figures moved by own pairs only, by a quarter of each; all gaps 0.1 but those of the first, 0.2.

    Residuals keep a half, so that variances are 4 * 0.01 / 0.5 = 0.08, and 0.32 of the first. Its own degrees are 3;
    all pairs have 5, so that 2 are lent of what is usual.
    """
    first, second = np.triu_indices(5, 1)
    pulls, gaps = np.zeros((25, 5)), np.zeros((25, 5))
    for f in range(5):
        own = (first == f) | (second == f)
        pulls[first[own] * 5 + second[own], f] = 0.25
        gaps[first[own] * 5 + second[own], f] = 0.2 if f == 0 else 0.1
    found = spread_of_pairs(moved(pulls, gaps), alike(5), usual=np.ones(5, dtype=bool), borrowed=8)
    usual = (0.32 + 4 * 0.08) / 5
    assert found.degrees == pytest.approx(np.full(5, 5.0))
    assert found.variance == pytest.approx(
        [(3 * own + 2 * usual) / 5 for own in (0.32, 0.08, 0.08, 0.08, 0.08)]
    )
    without = np.array([False, True, True, True, True])
    found = spread_of_pairs(moved(pulls, gaps), alike(5), usual=without, borrowed=1)
    assert found.degrees == pytest.approx(np.full(5, 4.0))
    assert found.variance[0] == pytest.approx((3 * 0.32 + 0.08) / 4)


def test_of_three_functions_pairs_tell_nothing() -> None:
    """Three pairs, three functions: all is fitted, and people decide alone."""
    pulls = np.ones((9, 3))
    found = spread_of_pairs(moved(pulls, 0.1 * pulls), alike(3), usual=np.ones(3, dtype=bool), borrowed=8)
    assert found.variance.tolist() == found.degrees.tolist() == [0.0, 0.0, 0.0]


# --- against slow ways ------------------------------------------------------------------------------------------------


@given(st.integers(4, 9), st.integers(0, 10**6))
def test_residuals_against_dense_matrices(functions: int, seed: int) -> None:
    expected = uneven(functions, seed)
    first, second = np.triu_indices(functions, 1)
    n = len(first)
    weight, design = expected[first, second], np.zeros((n, functions))
    design[np.arange(n), first] = design[np.arange(n), second] = 1.0
    hat = design @ np.linalg.solve((design.T * weight) @ design, design.T * weight)
    left = np.eye(n) - hat
    pairs, both = Closeness.of(expected), left @ left.T
    np.testing.assert_allclose(pairs.kept, np.diag(both), atol=1e-7)
    weights = np.random.default_rng(seed).random((2, n))
    for one, degrees in zip(weights, pairs.degrees(weights), strict=True):
        quadratic = left.T @ np.diag(one) @ left
        assert degrees == pytest.approx(np.trace(quadratic) ** 2 / np.trace(quadratic @ quadratic), rel=1e-6)


def test_degrees_are_those_that_draws_have() -> None:
    """Twice the squared mean of a sum over its variance, where pairs are drawn, fitted and their residuals squared."""
    expected, rng = uneven(6, 3), np.random.default_rng(0)
    pairs = Closeness.of(expected)
    design = np.zeros((15, 6))
    design[np.arange(15), pairs.first] = design[np.arange(15), pairs.second] = 1.0
    root = np.sqrt(pairs.weight)
    drawn = rng.normal(size=(15, 20_000))
    fitted = design @ np.linalg.lstsq(design * root[:, None], drawn * root[:, None], rcond=None)[0]
    weights = rng.random(15)
    sums = weights @ (drawn - fitted) ** 2
    assert sums.mean() == pytest.approx(weights @ pairs.kept, rel=0.02)
    assert pairs.degrees(weights[None])[0] == pytest.approx(2 * sums.mean() ** 2 / sums.var(), rel=0.05)


def test_pulls_are_how_figures_move_with_closeness() -> None:
    """All ties of two functions a little stronger, and the model fitted anew."""
    ties = ModelTies.of(company(1))
    found = estimate(ties)
    moves = influences(found.joint, found.figures)
    ends = np.sort(np.column_stack([ties.function[ties.source], ties.function[ties.target]]), axis=1)
    for f, g in ((0, 1), (2, 4)):
        chosen, at, step = (ends == (f, g)).all(axis=1), f * 5 + g, 1e-4
        sides = []
        for sign in (1, -1):
            strength = ties.strength * np.where(chosen, np.exp(sign * step), 1.0)
            again = estimate(ModelTies(ties.row, ties.source, ties.target, strength, ties.function, 5))
            sides.append(found.figures @ again.joint.state.beta)
        moved_by = (sides[0] - sides[1]) / (2 * step)
        # what is seen of the two is what is expected of them, and what is not
        np.testing.assert_allclose(moves.pulls[at] - moves.blocks[at], moved_by, rtol=1e-3, atol=1e-5)


def test_units_and_order_do_not_matter() -> None:
    usual = np.ones(6, dtype=bool)
    order = np.random.default_rng(2).permutation(6)
    rng, expected = np.random.default_rng(1), uneven(6, 1)
    half = rng.normal(size=(2, 36, 6))
    one = spread_of_pairs(moved(*half), expected, usual=usual, borrowed=8)
    scaled = spread_of_pairs(moved(*half), 9 * expected, usual=usual, borrowed=8)
    np.testing.assert_allclose(scaled.variance, one.variance)
    first, second = np.triu_indices(6, 1)
    again = np.zeros_like(half)
    place = np.argsort(order)
    a, b = place[first], place[second]
    again[:, np.minimum(a, b) * 6 + np.maximum(a, b)] = half[:, first * 6 + second][:, :, order]
    other = spread_of_pairs(moved(*again), expected[np.ix_(order, order)], usual=usual, borrowed=8)
    np.testing.assert_allclose(other.variance, one.variance[order])
    np.testing.assert_allclose(other.degrees, one.degrees[order])


# --- how often it misleads --------------------------------------------------------------------------------------------


def test_close_partners_of_few_functions_make_nobody_open_or_closed() -> None:
    """Sixty companies of five functions alike: with degrees of freedom of people, a sixth of p-values is below .05."""
    found = [assess(ModelTies.of(one), one.group_sizes, min_group=5) for one in map(company, range(60))]
    p_values = np.concatenate([one.openness.p_value for one in found])
    assert (p_values < 0.05).mean() < 0.08
    assert sum(np.isin(one.verdict, ["silo", "open"]).any() for one in found) <= 4


def test_what_people_and_pairs_vary_by_adds_up() -> None:
    """Of twelve people a function, variances over people have 19 degrees; those over pairs of five at most five."""
    network = company(10, people=12)
    ties, sizes = ModelTies.of(network), network.group_sizes
    found, usual = assess(ties, sizes, min_group=5), np.ones(5, dtype=bool)
    moves, joint = influences(found.found.joint, found.found.figures), found.found.joint
    pairs = spread_of_pairs(moves, joint.expected(), usual=usual, borrowed=8)
    people = borrowed(moves.variance_over_people(ties.strength), sizes)
    single = borrowed(moves.variance_over_ties(ties.strength), sizes)
    beyond = [f for f in range(5) if pairs.variance[f] > single[f]]
    assert 0 < len(beyond) < 5
    for f in range(5):
        variance, degrees = people[f], 19.0
        if f in beyond:
            variance = people[f] + pairs.variance[f] - single[f]
            degrees = variance**2 / (people[f] ** 2 / 19 + pairs.variance[f] ** 2 / pairs.degrees[f])
            assert degrees < 19
        low, high = found.openness.low[f], found.openness.high[f]
        assert (high - low) / 2 == pytest.approx(student.ppf(0.975, degrees) * np.sqrt(variance))
        assert (high + low) / 2 == pytest.approx(found.openness.log_value[f])
        assert found.covariance[f, f] == pytest.approx(variance)
        t_value = abs(found.openness.log_value[f]) / np.sqrt(variance)
        assert found.openness.p_value[f] == pytest.approx(2 * student.sf(t_value, degrees))


@given(
    st.lists(st.tuples(st.floats(0.01, 9), st.floats(0, 9), st.floats(0, 1)), min_size=1, max_size=5),
    st.floats(1, 50),
    st.floats(0.5, 50),
)
def test_pairs_never_make_surer(
    drawn: list[tuple[float, float, float]], of_people: float, of_pairs: float
) -> None:
    """Pairs widen an interval or leave it; where they give nearly all, their degrees are those of the sum."""
    people, pairs, share = (np.array(column) for column in zip(*drawn, strict=True))
    found = both(
        Spread(people, np.full(len(people), of_people)),
        Spread(pairs, np.full(len(pairs), of_pairs)),
        share * people,
    )
    more = pairs > share * people
    assert (found.variance >= people).all()
    np.testing.assert_allclose(found.variance[~more], people[~more])
    np.testing.assert_allclose(found.degrees[~more], of_people)
    assert (found.degrees[more] <= of_people + of_pairs + 1e-9).all()
    lone = both(Spread(people, np.full(len(people), of_people)), Spread(1e6 * people, np.full(len(people), of_pairs)),
                0 * people)  # fmt: skip
    np.testing.assert_allclose(lone.degrees, of_pairs, rtol=1e-4)


def test_where_pairs_are_alike_people_decide() -> None:
    """Then the degrees of freedom are those of people, and nothing is lost by looking at pairs."""
    found = [
        assess(ModelTies.of(one), one.group_sizes, min_group=5)
        for one in (company(seed, closeness=0.0) for seed in range(12))
    ]
    reach = np.concatenate([one.openness.high - one.openness.log_value for one in found])
    error = np.sqrt(np.concatenate([np.diag(one.covariance) for one in found]))
    assert np.median(reach / error) < 2.1
