"""The planted-partition model against hand values, a general regression, and people left out for real."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from silograph.arrays import FloatArray
from silograph.graph.network import Network
from silograph.graph.walls_model.estimates import estimate, gradients, log_walls, walls_weights
from silograph.graph.walls_model.influences import influences
from silograph.graph.walls_model.model import Fit, ModelTies, fit
from silograph.graph.walls_model.solver import maximise


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


def with_places(network: Network, seed: int) -> Network:
    """The same with sites, managers and levels dealt at random."""
    rng = np.random.default_rng(seed)
    n = len(network)
    people = network.people.assign(
        location=rng.choice(["here", "there"], n),
        manager_id=rng.choice(["a", "b", "c"], n),
        level=rng.integers(0, 3, n),
    )
    return replace(network, people=people)


def regression(ties: ModelTies, *, openness: bool) -> FloatArray:
    """Log factors and log openness by Poisson regression on every pair of people, Newton's method: slow and obvious."""
    alike = ties.cells if openness else ties.cells.with_inside()
    n, cell = len(ties.function), alike.cell
    weight = np.zeros((n, n))
    weight[ties.source, ties.target] = ties.strength
    weight += weight.T
    people = [i for i in range(n) if cell[i] >= 0 and weight[i].sum() > 0]
    pairs = [(i, j) for i in people for j in people if i < j]
    design = np.zeros((len(pairs), n + len(alike.marks) + ties.n_functions * openness))
    for row, (i, j) in enumerate(pairs):
        design[row, [i, j]] = 1
        design[row, n : n + len(alike.marks)] = alike.marks[:, cell[i], cell[j]]
        if openness and ties.function[i] != ties.function[j]:
            design[row, n + len(alike.marks) + ties.function[[i, j]]] = 1
    observed = np.array([weight[i, j] for i, j in pairs])
    log_rate = np.zeros(design.shape[1])
    log_rate[people] = np.log(weight[people].sum(axis=1) / np.sqrt(weight.sum()))
    for _ in range(60):
        rate = np.exp(design @ log_rate)
        step = np.linalg.lstsq((design.T * rate) @ design, design.T @ (observed - rate), rcond=1e-11)[0]
        log_rate += step * min(1.0, 2.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-10:
            break
    return log_rate[n:]


def openness_of(ties: ModelTies) -> FloatArray:
    """Openness relative to the geometric mean, so that a common factor does not matter."""
    found = fit(ties).log_openness
    return np.asarray(found - found.mean())


def test_hand_computed() -> None:
    # inside pairs 6, across 2, border of F1 doubled to 4; of three others one is cut off at either end
    matrix, functions = blocks([3, 3, 3, 3], 6.0, 2.0)
    ties = ModelTies.of(network_of(matrix, functions))
    assert np.exp(log_walls(fit(ties, openness=False))) == pytest.approx(3.0)
    matrix[3:6, :3] = matrix[3:6, 6:] = 4.0
    matrix[:3, 3:6] = matrix[6:, 3:6] = 4.0
    found = estimate(ModelTies.of(network_of(matrix, functions)))
    assert np.exp(found.log_openness[1]) == pytest.approx(2.0)
    assert np.exp(found.log_openness[0]) == pytest.approx(1.0)
    # x^2 of an ordinary function is its rate across over that inside: log walls at usual openness
    assert np.exp(-2 * found.joint.log_openness[0]) == pytest.approx(3.0)


def test_sites_by_hand() -> None:
    """Three functions of four on two sites; twice as much on one site, inside and across; the third is half as open."""
    functions = [f"F{i // 4}" for i in range(12)]
    site = np.tile([0, 0, 1, 1], 3)
    code = np.repeat([0, 1, 2], 4)
    rate = np.where(code[:, None] == code, 8.0, 1.0) * np.where(site[:, None] == site, 2.0, 1.0)
    rate = np.where((code[:, None] == 2) ^ (code == 2), rate / 2, rate)
    network = network_of(rate, functions)
    network = replace(network, people=network.people.assign(location=np.where(site == 1, "Lyon", "Paris")))
    ties = ModelTies.of(network)
    found = fit(ties)
    assert ties.cells.names == ("site",)
    assert np.exp(found.state.beta[:2]) == pytest.approx([2.0, 2.0])
    # between the first two 1 against 8 inside, to the third a half
    assert np.exp(2 * found.log_openness) == pytest.approx([1 / 8, 1 / 8, 1 / 32])


@pytest.mark.parametrize("sizes", [(2, 3, 4), (6, 6, 6, 6, 6), (2, 30, 5, 11)])
def test_everybody_alike_means_everybody_usual(sizes: tuple[int, ...]) -> None:
    found = estimate(ModelTies.of(network_of(*blocks(list(sizes), 5.0, 2.0))))
    assert found.log_openness == pytest.approx(np.zeros(len(sizes)), abs=1e-7)
    assert found.log_walls == pytest.approx(np.log(2.5))


@given(st.lists(st.tuples(st.integers(2, 9), st.floats(0.2, 5), st.floats(0.1, 10)), min_size=3, max_size=9))
@example([(9, 5.0, 10.0), (2, 0.2, 0.1), (2, 0.2, 0.1)])
def test_openness_of_exact_rates(functions: list[tuple[int, float, float]]) -> None:
    """Whatever the sizes, activities and openness: where ties are exactly as the model has them, it is recovered."""
    sizes, activity, openness = (np.array(one) for one in zip(*functions, strict=True))
    code = np.repeat(np.arange(len(sizes)), sizes)
    rate = np.where(code[:, None] == code, 5.0, np.outer(openness, openness)[code[:, None], code])
    network = network_of(rate * np.outer(activity[code], activity[code]), [f"F{c}" for c in code])
    found = openness_of(ModelTies.of(network))
    assert found == pytest.approx(np.log(openness) - np.log(openness).mean(), abs=1e-5)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("places", [False, True])
def test_against_regression_on_all_pairs(seed: int, places: bool) -> None:
    network = random_network(seed, sizes=(5, 6, 7, 5, 6), rate=1.5)
    ties = ModelTies.of(with_places(network, seed) if places else network)
    assert len(ties.cells.marks) == (8 if places else 0)
    found, expected = fit(ties), regression(ties, openness=True)
    assert found.state.beta[: len(ties.cells.marks)] == pytest.approx(
        expected[: len(ties.cells.marks)], abs=1e-6
    )
    assert found.log_openness == pytest.approx(expected[len(ties.cells.marks) :], abs=1e-6)
    common = fit(ties, openness=False)
    assert common.state.beta == pytest.approx(regression(ties, openness=False), abs=1e-6)


def test_one_person_with_most_of_a_functions_activity() -> None:
    matrix, functions = blocks([6, 6, 6, 6], 1.0, 0.5)
    matrix[0, 1:6] = 40.0
    ties = ModelTies.of(network_of(matrix, functions))
    assert fit(ties).log_openness == pytest.approx(regression(ties, openness=True), abs=1e-5)


@given(st.integers(0, 10_000), st.booleans())
def test_fit_reproduces_strengths_and_exchange(seed: int, openness: bool) -> None:
    network = random_network(seed, rate=1.5)
    ties = ModelTies.of(network)
    found = fit(ties, openness=openness)
    between, expected = ties.between(), found.expected()
    assert np.trace(expected) == pytest.approx(np.trace(between))
    assert expected.sum() == pytest.approx(between.sum())
    assert found.state.fitted == pytest.approx(found.problem.degree, rel=1e-6)
    if openness:
        assert np.diag(expected) == pytest.approx(np.diag(between), rel=1e-6)


@given(st.integers(0, 10_000), st.floats(1e-3, 1e3), st.permutations(range(18)))
def test_names_order_and_units_do_not_matter(seed: int, scale: float, order: list[int]) -> None:
    network = with_places(random_network(seed, rate=1.5), seed)
    ties = ModelTies.of(network)
    shuffled = network.to_pandas().assign(strength=lambda ties: scale * ties["strength"])
    people = network.people.iloc[order].assign(function=lambda p: "Z" + p["function"])
    again = ModelTies.of(Network.from_pandas(shuffled, people))
    one, other = (estimate(each) for each in (ties, again))
    np.testing.assert_allclose(other.log_openness, one.log_openness, atol=1e-6)
    np.testing.assert_allclose(other.log_walls, one.log_walls, atol=1e-6)
    moves = [influences(e.joint, e.figures) for e in (one, other)]
    for found in (
        [m.variance_over_people(e.joint.ties.strength) for m, e in zip(moves, (one, other), strict=True)],
        [(m.pulls**2).sum(axis=0) for m in moves],
        [(m.blocks**2).sum(axis=0) for m in moves],
    ):
        np.testing.assert_allclose(found[1], found[0], rtol=1e-4, atol=1e-9)


def test_people_of_unknown_function_are_outside() -> None:
    known = random_network(3)
    ties = pd.concat(
        [known.to_pandas(), pd.DataFrame({"source": [0, 5], "target": ["x", "x"], "strength": [9.0, 9.0]})]
    )
    found, same = (fit(ModelTies.of(one)) for one in (Network.from_pandas(ties, known.people), known))
    assert found.log_openness == pytest.approx(same.log_openness)
    assert len(known) not in found.person


class TestInfluences:
    def test_of_ties_are_finite_differences(self) -> None:
        network = with_places(random_network(1, sizes=(12, 10, 14, 11, 9), rate=0.5), 1)
        ties = ModelTies.of(network)
        found = gradients(ties)
        for tie in range(0, len(ties.row), 17):
            step = 1e-4 * ties.strength[tie]
            ends = []
            for direction in (step, -step):
                strength = ties.strength.astype(float)
                strength[tie] += direction
                again = estimate(replace(ties, strength=strength))
                ends.append(np.array([again.log_walls, *again.log_openness]))
            assert found.gradients[:, tie] == pytest.approx(
                (ends[0] - ends[1]) / (2 * step), rel=1e-4, abs=1e-7
            )

    def test_variance_over_ties_is_that_of_leaving_ties_out(self) -> None:
        ties = ModelTies.of(random_network(1, sizes=(12, 10, 14, 11, 9), rate=0.5))
        found = estimate(ties)
        moves = influences(found.joint, found.figures)
        left_out = []
        for tie in range(len(ties.row)):
            strength = ties.strength.copy()
            strength[tie] = 0
            again = fit(replace(ties, strength=strength)).log_openness
            left_out.append(again - found.weights @ again - found.log_openness)
        spread = np.sqrt((np.array(left_out) ** 2).sum(axis=0))
        # leaving one out is the finite version of the derivative: close, and not the same
        assert np.sqrt(moves.variance_over_ties(ties.strength)) == pytest.approx(spread, rel=0.12)

    @pytest.mark.parametrize("places", [False, True])
    def test_of_people_are_about_those_of_leaving_them_out(self, places: bool) -> None:
        """Every person left out for real, and the model fitted anew to the others."""
        network = random_network(2, sizes=(6, 9, 12, 16, 10, 14), rate=0.6)
        ties = ModelTies.of(with_places(network, 1) if places else network)
        found = estimate(ties)
        moves, exact = influences(found.joint, found.figures), np.zeros((len(network), 6))
        for person in found.joint.person:
            keep = (ties.source != person) & (ties.target != person)
            again = fit(self._only(ties, keep)).log_openness
            exact[person] = again - found.weights @ again - found.log_openness
        for f in range(6):
            assert np.corrcoef(exact[:, f], moves.people[:, f])[0, 1] > 0.95
        jackknife = np.sqrt(((exact - exact.mean(axis=0)) ** 2).sum(axis=0))
        assert np.sqrt((moves.people**2).sum(axis=0)) == pytest.approx(jackknife, rel=0.3)  # first order

    def test_of_pairs_of_functions_are_about_those_of_leaving_them_out(self) -> None:
        """All pairs of two functions left out: their ties, and the model's expectation for them."""
        ties = ModelTies.of(random_network(3, sizes=(10,) * 8, rate=0.6))
        found = estimate(ties)
        moves = influences(found.joint, found.figures)
        pairs = [(a, b) for a in range(8) for b in range(a + 1, 8)]
        exact = [found.figures @ self._without(found.joint, pair) - found.log_openness for pair in pairs]
        estimated = moves.blocks.reshape(8, 8, 8)[tuple(np.transpose(pairs))]
        assert np.corrcoef(np.array(exact).ravel(), estimated.ravel())[0, 1] > 0.97
        inside = moves.blocks.reshape(8, 8, 8)[range(8), range(8)]
        assert np.abs(inside).max() < 0.1 * np.abs(moves.blocks).max()  # its sum is fitted exactly

    @given(st.integers(0, 500))
    def test_people_and_pairs_of_functions_sum_up_to_nothing(self, seed: int) -> None:
        """At the maximum nothing is left to gain: what the pairs of functions pull at adds up to nothing."""
        ties = ModelTies.of(random_network(seed, sizes=(6, 7, 8, 6), rate=1.0))
        found = fit(ties)
        shares = influences(found, np.eye(4))
        total = (shares.ties * ties.strength[:, None]).sum(axis=0)  # units do not matter
        np.testing.assert_allclose(total, np.zeros(4), atol=1e-6)

    def test_variance_is_never_below_that_of_ties(self) -> None:
        for seed in range(5):
            ties = ModelTies.of(random_network(seed, sizes=(6, 7, 8, 6, 9), rate=1.0))
            found = estimate(ties)
            moves = influences(found.joint, found.figures)
            of_ties = moves.variance_over_ties(ties.strength)
            assert (moves.variance_over_people(ties.strength) >= of_ties - 1e-12).all()

    def test_walls(self) -> None:
        ties = ModelTies.of(random_network(1, sizes=(12, 10, 14, 11, 9), rate=0.5))
        common = fit(ties, openness=False)
        weights = walls_weights(common)
        assert weights is not None
        moves = influences(common, weights[None])
        exact = np.zeros(len(ties.function))
        for person in common.person:
            keep = (ties.source != person) & (ties.target != person)
            exact[person] = log_walls(fit(self._only(ties, keep), openness=False)) - log_walls(common)
        assert np.corrcoef(exact, moves.people[:, 0])[0, 1] > 0.97

    @staticmethod
    def _only(ties: ModelTies, keep: npt.NDArray[np.bool_]) -> ModelTies:
        return replace(
            ties,
            row=ties.row[keep],
            source=ties.source[keep],
            target=ties.target[keep],
            strength=ties.strength[keep],
        )

    @staticmethod
    def _without(found: Fit, pair: tuple[int, int]) -> FloatArray:
        """The parameters where nobody of one function can exchange with anybody of the other."""
        ties, problem = found.ties, found.problem
        ends = np.sort(np.column_stack([ties.function[ties.source], ties.function[ties.target]]), axis=1)
        gone = (ends == np.sort(pair)).all(axis=1)
        lost = np.bincount(
            np.concatenate([ties.source[gone], ties.target[gone]]),
            np.tile(ties.strength[gone], 2),
            len(ties.function),
        )
        border, alive = problem.border.copy(), problem.alive.copy()
        border[list(pair)] -= ties.strength[gone].sum()
        alive[pair] = alive[pair[::-1]] = False
        changed = replace(problem, degree=problem.degree - lost[found.person], border=border, alive=alive)
        return maximise(changed).beta


class TestWithoutInformation:
    """The maximum lies at 0, at infinity, or nowhere: said so, without exceptions."""

    def test_nothing_crosses_the_border(self) -> None:
        matrix, functions = blocks([4, 4, 4, 4], 2.0, 1.0)
        matrix[:4, 4:] = 0
        found = fit(ModelTies.of(network_of(matrix, functions))).log_openness
        assert found[0] == -np.inf
        assert np.ptp(found[1:]) == pytest.approx(0, abs=1e-7)

    def test_nothing_inside(self) -> None:
        matrix, functions = blocks([4, 4, 4, 4], 2.0, 1.0)
        matrix[:4, :4] = 0
        found = fit(ModelTies.of(network_of(matrix, functions))).log_openness
        assert found[0] == np.inf
        assert np.exp(2 * found[1:]) == pytest.approx(np.full(3, 0.5))

    def test_one_person_or_two_functions_cannot_tell(self) -> None:
        found = fit(ModelTies.of(network_of(*blocks([1, 4, 4, 4], 2.0, 1.0)))).log_openness
        assert np.isnan(found).tolist() == [True, False, False, False]
        two = ModelTies.of(network_of(*blocks([4, 4], 2.0, 1.0)))
        assert np.isnan(fit(two).log_openness).all()
        assert np.exp(log_walls(fit(two, openness=False))) == pytest.approx(2)

    def test_alone_in_its_building_where_nobody_else_has_two(self) -> None:
        """Its wall may be the building's: nobody can tell. The others can be compared."""
        matrix, functions = blocks([4, 4, 4, 4], 2.0, 1.0)
        network = network_of(matrix, functions)
        apart = replace(network, people=network.people.assign(location=["x"] * 4 + ["y"] * 12))
        found = fit(ModelTies.of(apart)).log_openness
        assert np.isnan(found).tolist() == [True, False, False, False]
        third = replace(network, people=network.people.assign(location=["x"] * 4 + ["y", "y", "z", "z"] * 3))
        assert np.exp(2 * fit(ModelTies.of(third)).log_openness) == pytest.approx(np.full(4, 0.5))

    def test_no_walls_or_only_walls(self) -> None:
        def walls(sizes: list[int], inside: float, across: float) -> float:
            return log_walls(fit(ModelTies.of(network_of(*blocks(sizes, inside, across))), openness=False))

        assert walls([3, 3, 3], 0.0, 1.0) == -np.inf
        assert walls([3, 3, 3], 1.0, 0.0) == np.inf
        assert np.isnan(walls([5], 1.0, 0.0))
        assert np.isnan(walls([1, 1, 1], 1.0, 1.0))

    @given(st.integers(0, 10_000))
    def test_stars_chains_and_scraps_end(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        matrix = rng.random((14, 14)) < rng.choice([0.05, 0.1, 0.2])
        network = network_of(matrix, [f"F{c}" for c in rng.integers(0, 5, 14)])
        if len(network.ties):
            found = estimate(ModelTies.of(with_places(network, seed)))
            assert np.isfinite(found.joint.state.theta).all()
