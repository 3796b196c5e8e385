"""The planted-partition model against hand values, a general optimiser, and its own simulations."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import minimize

from silograph.errors import UsageError
from silograph.graph.network import Network
from silograph.graph.walls_model.estimates import estimate, gradients, joint_openness
from silograph.graph.walls_model.model import ModelTies, fit_common, fit_openness
from silograph.graph.walls_model.simulate import simulate_ties


def network_of(weights: npt.ArrayLike, functions: list[str]) -> Network:
    """A network from the upper triangle of a matrix."""
    matrix = np.triu(np.asarray(weights, dtype=float), 1)
    source, target = np.nonzero(matrix)
    ties = pd.DataFrame({"source": source, "target": target, "strength": matrix[source, target]})
    return Network.from_pandas(
        ties, pd.DataFrame({"person_id": range(len(functions)), "function": functions})
    )


def blocks(sizes: list[int], inside: float, across: float) -> tuple[npt.NDArray[np.float64], list[str]]:
    """Everybody exchanges the same, by whether they share a function."""
    code = np.repeat(np.arange(len(sizes)), sizes)
    return np.where(code[:, None] == code, inside, across).astype(float), [f"F{c}" for c in code]


def random_network(seed: int, *, sizes: tuple[int, ...] = (4, 5, 6, 3), rate: float = 0.8) -> Network:
    rng = np.random.default_rng(seed)
    matrix, functions = blocks(list(sizes), 3.0, 1.0)
    theta = np.exp(0.6 * rng.normal(size=len(functions)))
    drawn = rng.poisson(rate * theta[:, None] * theta * matrix) * rng.lognormal(0, 0.5, matrix.shape)
    return network_of(drawn, functions)


def likelihood_maximum(network: Network, single: int) -> npt.NDArray[np.float64]:
    """Log walls and log x by direct maximisation of the Poisson likelihood over all pairs, slow and obvious."""
    ties, code = network.ties, network.function_codes
    n = len(network)
    weight = np.zeros((n, n))
    weight[ties.source, ties.target] = ties.strength
    weight += weight.T
    people = np.flatnonzero((code >= 0) & (weight[:, code >= 0].sum(axis=1) > 0))
    pairs = [(i, j) for i in people for j in people if i < j]
    design = np.zeros((len(pairs), n + 2))
    for row, (i, j) in enumerate(pairs):
        design[row, [i, j]] = 1
        design[row, n] = code[i] == code[j]
        design[row, n + 1] = (code[i] == single) != (code[j] == single)
    design = design[:, [*people, n, *([n + 1] if single >= 0 else [])]]
    observed = np.array([weight[i, j] for i, j in pairs])

    def loss(log_rate: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        rate = np.exp(design @ log_rate)
        return float(rate.sum() - observed @ (design @ log_rate)), design.T @ (rate - observed)

    start = np.zeros(design.shape[1])
    found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 10_000})
    return np.asarray(found.x[len(people) :])


def test_hand_computed() -> None:
    # inside pairs 1 + 3 + 1 = 4 x 6, across 16 x 2, border of F1 doubled to 4
    matrix, functions = blocks([3, 3, 3, 3], 6.0, 2.0)
    assert fit_common(network_of(matrix, functions)).walls == pytest.approx(3.0)
    matrix[3:6, :3] = matrix[3:6, 6:] = 4.0
    matrix[:3, 3:6] = matrix[6:, 3:6] = 4.0
    fit = fit_openness(network_of(matrix, functions), "F1")
    assert fit.openness == pytest.approx(2.0)
    assert fit.walls == pytest.approx(3.0)
    assert fit.theta == pytest.approx(np.full(12, 1 / 12))
    assert fit.omega_in == pytest.approx(6.0 * 144)


@pytest.mark.parametrize("sizes", [(2, 3, 4), (6, 6, 6, 6, 6), (2, 30, 5, 11)])
def test_everybody_alike_means_everybody_usual(sizes: tuple[int, ...]) -> None:
    found = estimate(ModelTies.of(network_of(*blocks(list(sizes), 5.0, 2.0))))
    assert found.log_openness == pytest.approx(np.zeros(len(sizes)), abs=1e-7)
    assert found.log_walls == pytest.approx(np.log(2.5))


@given(st.lists(st.tuples(st.integers(2, 9), st.floats(0.2, 5), st.floats(0.1, 10)), min_size=3, max_size=9))
@example([(9, 5.0, 10.0), (2, 0.2, 0.1), (2, 0.2, 0.1)])
def test_joint_openness_of_exact_rates(functions: list[tuple[int, float, float]]) -> None:
    """Whatever the sizes, activities and openness: where ties are exactly as the model has them, it is recovered."""
    sizes, activity, openness = (np.array(one) for one in zip(*functions, strict=True))
    code = np.repeat(np.arange(len(sizes)), sizes)
    rate = np.where(code[:, None] == code, 5.0, np.outer(openness, openness)[code[:, None], code])
    network = network_of(rate * np.outer(activity[code], activity[code]), [f"F{c}" for c in code])
    found = joint_openness(ModelTies.of(network))
    expected = np.log(openness) - np.median(np.log(openness))
    assert found == pytest.approx(expected, abs=1e-3)


def test_joint_openness_of_functions_without_ties_inside_or_across() -> None:
    weights, functions = blocks([3, 3, 3, 3], 2.0, 1.0)
    weights[:3, :3] = 0.0
    weights[3:6, :] = weights[:, 3:6] = 0.0
    weights[3, 4] = 1.0
    found = joint_openness(ModelTies.of(network_of(weights, functions)))
    assert found.tolist() == pytest.approx([np.inf, -np.inf, 0, 0])


@pytest.mark.parametrize("seed", range(6))
def test_against_direct_maximisation(seed: int) -> None:
    network = random_network(seed)
    found = estimate(ModelTies.of(network))
    assert found.log_walls == pytest.approx(likelihood_maximum(network, -1)[0], abs=1e-5)
    for code in range(4):
        assert found.log_openness[code] == pytest.approx(likelihood_maximum(network, code)[1], abs=1e-5)


def test_one_person_with_most_of_a_functions_activity() -> None:
    matrix, functions = blocks([6, 6, 6, 6], 1.0, 0.5)
    matrix[0, 1:6] = 40.0
    network = network_of(matrix, functions)
    for code in range(4):
        fitted = fit_openness(network, f"F{code}").openness
        assert np.log(fitted) == pytest.approx(likelihood_maximum(network, code)[1], abs=1e-5)


@given(st.integers(0, 10_000))
def test_fit_reproduces_strengths_and_exchange(seed: int) -> None:
    network = random_network(seed, rate=1.5)
    ties, fit = ModelTies.of(network), fit_common(network)
    between, expected = ties.between(), fit.expected()
    assert np.trace(expected) == pytest.approx(np.trace(between))
    assert expected.sum() == pytest.approx(between.sum())
    # a function's strength (inside twice) is fitted too: it is the sum of its people's
    assert expected.sum(axis=1) + np.diag(expected) == pytest.approx(
        between.sum(axis=1) + np.diag(between), rel=1e-6
    )


@given(st.integers(0, 10_000), st.floats(1e-3, 1e3), st.permutations(range(18)))
def test_names_order_and_units_do_not_matter(seed: int, scale: float, order: list[int]) -> None:
    network = random_network(seed, rate=1.5)
    first = estimate(ModelTies.of(network))
    shuffled = network.to_pandas().assign(strength=lambda ties: scale * ties["strength"])
    people = network.people.iloc[order].assign(function=lambda p: "Z" + p["function"].str[::-1])
    second = estimate(ModelTies.of(Network.from_pandas(shuffled, people)))
    for one, other in zip(
        (first.log_openness, first.log_openness_error, first.log_walls, first.log_walls_error),
        (second.log_openness, second.log_openness_error, second.log_walls, second.log_walls_error),
        strict=True,
    ):
        np.testing.assert_allclose(np.atleast_1d(other), one, atol=1e-5, rtol=1e-4)


def test_people_of_unknown_function_are_outside() -> None:
    known = random_network(3)
    ties = pd.concat(
        [known.to_pandas(), pd.DataFrame({"source": [0, 5], "target": ["x", "x"], "strength": [9.0, 9.0]})]
    )
    with_unknown = Network.from_pandas(ties, known.people)
    assert fit_common(with_unknown).walls == pytest.approx(fit_common(known).walls)
    assert fit_common(with_unknown).theta[-1] == 0


def test_jackknife_error_is_that_of_leaving_ties_out() -> None:
    network = random_network(1, sizes=(12, 10, 14, 11, 9), rate=0.5)
    ties = ModelTies.of(network)
    found = estimate(ties)
    left_out = []
    for tie in range(len(ties.row)):
        strength = ties.strength.copy()
        strength[tie] = 0
        again = estimate(ties, strength)
        left_out.append([*again.log_openness, again.log_walls])
    spread = np.sqrt(((np.array(left_out) - [*found.log_openness, found.log_walls]) ** 2).sum(axis=0))
    # leaving one out is the finite version of the derivative: close, and not the same
    assert spread == pytest.approx([*found.log_openness_error, found.log_walls_error], rel=0.12)


def test_gradients_are_finite_differences_and_add_up_to_the_errors() -> None:
    ties = ModelTies.of(random_network(1, sizes=(12, 10, 14, 11, 9), rate=0.5))
    found, same = gradients(ties, ties.strength), estimate(ties)
    assert [found.log_walls, *found.log_openness] == pytest.approx([same.log_walls, *same.log_openness])
    for tie in range(0, len(ties.row), 17):
        step = 1e-4 * ties.strength[tie]
        ends = []
        for direction in (step, -step):
            strength = ties.strength.astype(float)
            strength[tie] += direction
            again = estimate(ties, strength, errors=False)
            ends.append(np.array([again.log_walls, *again.log_openness]))
        assert found.gradients[:, tie] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-4, abs=1e-7)
    errors = np.sqrt(((found.gradients * ties.strength) ** 2).sum(axis=1))
    assert errors == pytest.approx([same.log_walls_error, *same.log_openness_error])


class TestWithoutInformation:
    """The maximum lies at 0, at infinity, or nowhere: said so, without exceptions."""

    def test_nothing_crosses_the_border(self) -> None:
        matrix, functions = blocks([4, 4, 4], 2.0, 1.0)
        matrix[:4, 4:] = 0
        assert fit_openness(network_of(matrix, functions), "F0").openness == 0

    def test_nothing_inside(self) -> None:
        matrix, functions = blocks([4, 4, 4], 2.0, 1.0)
        matrix[:4, :4] = 0
        assert fit_openness(network_of(matrix, functions), "F0").openness == np.inf

    def test_one_person_or_two_functions_cannot_tell(self) -> None:
        assert np.isnan(fit_openness(network_of(*blocks([1, 4, 4], 2.0, 1.0)), "F0").openness)
        found = estimate(ModelTies.of(network_of(*blocks([4, 4], 2.0, 1.0))))
        assert np.isnan(found.log_openness).all()
        assert np.exp(found.log_walls) == pytest.approx(2)

    def test_no_walls_or_only_walls(self) -> None:
        assert fit_common(network_of(*blocks([3, 3, 3], 0.0, 1.0))).walls == 0
        assert fit_common(network_of(*blocks([3, 3, 3], 1.0, 0.0))).walls == np.inf
        assert np.isnan(fit_common(network_of(*blocks([5], 1.0, 0.0))).walls)
        assert np.isnan(fit_common(network_of(*blocks([1, 1, 1], 1.0, 1.0))).walls)

    def test_no_ties(self) -> None:
        network = network_of(np.zeros((4, 4)), ["a", "a", "b", "b"])
        assert np.isnan(fit_common(network).walls)
        assert len(simulate_ties(ModelTies.of(network), fit_common(network), replicate=0, seed=0).row) == 0

    @given(st.integers(0, 10_000))
    def test_stars_chains_and_scraps_end(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        matrix = rng.random((14, 14)) < rng.choice([0.05, 0.1, 0.2])
        found = estimate(ModelTies.of(network_of(matrix, [f"F{c}" for c in rng.integers(0, 5, 14)])))
        assert not np.isnan(found.common.theta).any()

    def test_unknown_name(self) -> None:
        with pytest.raises(UsageError, match="no function 'HR'"):
            fit_openness(random_network(0), "HR")


class TestSimulation:
    def test_means_are_the_fitted_ones(self) -> None:
        network = random_network(5, sizes=(6, 9, 7, 12), rate=0.4)
        ties, fit = ModelTies.of(network), fit_common(network)
        draws = [simulate_ties(ties, fit, replicate=r, seed=0) for r in range(3000)]
        between = np.array([drawn.between() for drawn in draws])
        error = between.std(axis=0) / np.sqrt(len(draws))
        assert (np.abs(between.mean(axis=0) - fit.expected()) < 4.5 * error).all()
        degree = np.array(
            [
                np.bincount(np.r_[d.source, d.target], np.r_[d.strength, d.strength], len(network))
                for d in draws
            ]
        )
        observed = np.bincount(
            np.r_[ties.source, ties.target], np.r_[ties.strength, ties.strength], len(network)
        )
        error = degree.std(axis=0) / np.sqrt(len(draws))
        assert (np.abs(degree.mean(axis=0) - observed) <= 4.5 * error).all()

    def test_pairs_within_a_function_follow_theta(self) -> None:
        matrix, functions = blocks([3, 3, 3], 4.0, 2.0)
        matrix[0, 1] = 40.0
        network = network_of(matrix, functions)
        ties, fit = ModelTies.of(network), fit_common(network)
        draws = [simulate_ties(ties, fit, replicate=r, seed=1) for r in range(4000)]
        mean = np.zeros((9, 9))
        for drawn in draws:
            mean[drawn.source, drawn.target] += drawn.strength / len(draws)
        code = fit.function
        rate = np.outer(fit.theta, fit.theta) * np.where(code[:, None] == code, fit.omega_in, fit.omega_out)
        assert mean[np.triu_indices(9, 1)] == pytest.approx(rate[np.triu_indices(9, 1)], rel=0.25)

    def test_repeatable(self) -> None:
        network = random_network(2)
        ties, fit = ModelTies.of(network), fit_common(network)
        first, again, other = (simulate_ties(ties, fit, replicate=r, seed=3) for r in (1, 1, 2))
        np.testing.assert_array_equal(first.strength, again.strength)
        assert first.strength.shape != other.strength.shape or (first.strength != other.strength).any()
