"""The `silos` analysis against hand values, brute force, other libraries, planted truth and nothing planted."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import matplotlib as mpl
import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap, kstest, norm

from silograph.analyses.silos.answer import permuted_inside, silos
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import EXTERNAL, UNKNOWN, Network
from silograph.graph.walls_model.estimates import estimate
from silograph.graph.walls_model.model import ModelTies
from silograph.stats.intervals import bca_interval
from silograph.stats.p_values import monte_carlo_p
from silograph.stats.resampling import tie_multiplicities

mpl.use("Agg")
COLUMNS = (
    "function people internal external ei ei_expected openness openness_low openness_high p_value q_value verdict "
    "insiders crossing"
)
FAST = {"replicates": 200, "simulations": 200, "rewirings": 20}


def company(
    seed: int = 0,
    *,
    sizes: tuple[int, ...] = (12,) * 7,
    openness: float | tuple[float, ...] = 1.0,
    walls: float = 5.0,
    degree: float = 9.0,
) -> Network:
    """The first functions have the given openness, all others are alike; several messages per tie."""
    rng = np.random.default_rng(seed)
    code = np.repeat(np.arange(len(sizes)), sizes)
    theta = np.exp(0.6 * rng.normal(size=len(code)))
    rate = theta[:, None] * theta * np.where(code[:, None] == code, walls, 1.0)
    for planted, x in enumerate(np.atleast_1d(openness)):
        rate *= np.where((code[:, None] == planted) ^ (code == planted), x, 1.0)
    contacts = np.triu(rng.poisson(rate * degree * len(code) / rate.sum()), 1)
    source, target = np.nonzero(contacts)
    strength = contacts[source, target] * np.ceil(rng.lognormal(0, 1, len(source)))
    return Network.from_pandas(
        pd.DataFrame({"source": source, "target": target, "strength": strength}),
        pd.DataFrame({"person_id": range(len(code)), "function": [f"F{c}" for c in code]}),
    )


def without(network: Network, drop: npt.NDArray[np.bool_]) -> Network:
    """The network without some of its directed ties."""
    return Network.from_pandas(network.to_pandas()[~drop], network.people)


class TestNumbers:
    def test_strengths_and_indices_by_hand(self) -> None:
        ties = pd.DataFrame(
            {
                "source": list("abacd"),
                "target": list("bacdd"),
                "strength": [1.0, 2.0, 4.0, 5.0, 9.0],
            }  # d-d is dropped
        )
        people = pd.DataFrame({"person_id": list("abcd"), "function": ["HR", "HR", "IT", "IT"]})
        result = silos(Network.from_pandas(ties, people), **FAST)
        assert " ".join(result.table.columns) == COLUMNS
        assert result.table["internal"].tolist() == [3.0, 5.0]
        assert result.table["external"].tolist() == [4.0, 4.0]
        assert result.table["ei"].tolist() == pytest.approx([1 / 7, -1 / 9])
        assert result.table["ei_expected"].tolist() == pytest.approx([3 / 5, 3 / 5])  # 4 pairs out, 1 in
        assert result.ei == pytest.approx((4 - 8) / 12)
        assert result.ei_expected == pytest.approx(1 - 2 * 2 / 6)  # 2 of 6 pairs inside
        assert result.modularity == pytest.approx(8 / 12 - (10 / 24) ** 2 - (14 / 24) ** 2)
        assert set(result.table["verdict"]) == {"no_verdict"}

    @given(st.integers(0, 1000))
    def test_permutation_moments_by_trying_all(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        functions = rng.permutation(list("aaabbc"))
        matrix = np.triu(rng.random((6, 6)) * (rng.random((6, 6)) < 0.6), 1)
        matrix[0, 1] = 1.0
        source, target = np.nonzero(matrix)
        strength = matrix[source, target]
        network = Network.from_pandas(
            pd.DataFrame({"source": source, "target": target, "strength": strength}),
            pd.DataFrame({"person_id": range(6), "function": functions}),
        )
        tried = [
            strength[np.array(p)[source] == np.array(p)[target]].sum()
            for p in permutations(functions.tolist())
        ]
        mean, sd = permuted_inside(ModelTies.of(network), network.function_sizes)
        assert (mean, sd) == pytest.approx((np.mean(tried), np.std(tried)))

    def test_modularity_is_that_of_networkx(self) -> None:
        network = company(1)
        codes = network.function_codes
        parts = [set(np.flatnonzero(codes == code).tolist()) for code in range(7)]
        expected = nx.community.modularity(network.to_networkx(), parts, weight="strength")
        assert silos(network, **FAST).modularity == pytest.approx(expected)

    def test_exchange_adds_up(self) -> None:
        network = company(2)
        result = silos(network, **FAST)
        exchange = result.exchange
        same = exchange["function_a"] == exchange["function_b"]
        assert exchange["observed"].sum() == pytest.approx(network.ties.strength.sum())
        assert exchange["expected"].sum() == pytest.approx(exchange["observed"].sum())
        assert exchange.loc[same, "expected"].sum() == pytest.approx(exchange.loc[same, "observed"].sum())
        assert exchange.loc[same, "observed"].tolist() == result.table["internal"].tolist()
        assert 0.6 < exchange["z"].std() < 1.4  # nothing planted

    def test_replicates_are_joint(self) -> None:
        network = company(3)
        result = silos(network, seed=8, **FAST)
        ties = ModelTies.of(network).without([network.functions.index(name) for name in result.set_aside])
        times = tie_multiplicities(len(network.ties), replicate=5, seed=8)
        again = estimate(ties, ties.strength * times[ties.row])
        usual = [code for code, name in enumerate(network.functions) if name not in result.set_aside]
        assert result.replicates["openness"].shape == (200, 7)
        assert result.replicates["openness"][5][usual] == pytest.approx(
            np.exp(again.log_openness)[usual], rel=1e-6
        )
        assert result.replicates["walls"][5] == pytest.approx(again.common.walls, rel=1e-6)

    def test_units_do_not_matter_and_seeds_repeat(self) -> None:
        network = company(4)
        scaled = Network.from_pandas(
            network.to_pandas().assign(strength=lambda ties: 0.01 * ties["strength"]), network.people
        )
        first, second = silos(network, seed=1, **FAST), silos(scaled, seed=1, **FAST)
        columns = ["ei", "openness", "openness_low", "openness_high", "p_value"]
        np.testing.assert_allclose(first.table[columns], second.table[columns], rtol=1e-5)
        assert (first.walls, first.modularity_z) == pytest.approx(
            (second.walls, second.modularity_z), rel=1e-5
        )


class TestVerdicts:
    def test_planted_silo_is_found_and_nothing_else_closed(self) -> None:
        result = silos(company(0, openness=0.25, degree=14), **FAST)
        assert result.silos == ("F0",)
        row = result.table.iloc[0]
        assert row["openness_low"] < 0.25 < row["openness_high"] < 0.8
        assert "F0 (openness 0." in result.headline()

    def test_planted_open_function_is_found(self) -> None:
        result = silos(company(1, openness=4.0, degree=14), **FAST)
        assert result.table["verdict"].tolist() == ["open"] + ["ordinary"] * 6

    def test_several_unusual_functions_do_not_define_what_is_usual(self) -> None:
        """One that links, a mail room and a silo: three of eight."""
        for seed in range(3):
            network = company(seed, sizes=(25,) * 8, openness=(8.0, 8.0, 0.3), degree=80)
            result = silos(network, **FAST)
            assert result.silos == ("F2",)
            assert sorted(result.set_aside) == ["F0", "F1", "F2"]
            assert result.walls == pytest.approx(5, rel=0.35)
            assert not any("itself unusual" in caveat for caveat in result.caveats)

    def test_says_when_no_majority_is_usual(self) -> None:
        network = company(2, sizes=(40, 40, 12, 20, 20, 20), openness=(8.0, 8.0, 0.3), degree=100)
        result = silos(network, **FAST)
        assert len(result.set_aside) == 2
        assert any("the 2 that could be measured apart" in caveat for caveat in result.caveats)
        usual = result.table.set_index("function").loc[["F3", "F5"]]
        assert (usual["openness_high"] < 0.8).all()  # beside an open function that could not be set aside
        assert (usual["verdict"] == "ordinary").all()  # the median of all at once still tells
        assert result.silos == ("F2",)

    def test_functions_without_any_tie_across_do_not_make_the_others_open(self) -> None:
        network = company(0, sizes=(15,) * 9, openness=(1e-9, 1e-9, 1e-9), degree=20)
        result = silos(network, **FAST)
        assert sorted(result.silos) == ["F0", "F1", "F2"]
        assert not (result.table["verdict"] == "open").any()

    def test_nothing_planted_nothing_found(self) -> None:
        found = [silos(company(seed), **FAST) for seed in range(10, 18)]
        assert all((result.table["verdict"] == "ordinary").all() for result in found)
        assert "none of 7 functions" in found[0].headline()
        assert sum(result.walls_low < 5 < result.walls_high for result in found) >= 6

    def test_shuffled_labels_make_no_walls(self) -> None:
        scores = []
        for seed in range(8):
            network = company(seed)
            shuffled = np.random.default_rng(seed).permutation(network.people["function"])
            result = silos(
                Network.from_pandas(network.to_pandas(), network.people.assign(function=shuffled)), **FAST
            )
            scores.append((result.modularity_z, result.walls_low < 1 < result.walls_high))
        assert abs(np.mean([z for z, _ in scores])) < 1.2
        assert sum(holds for _, holds in scores) >= 6

    def test_fewer_than_five_functions(self) -> None:
        result = silos(company(0, sizes=(12,) * 4, openness=0.2), **FAST)
        assert set(result.table["verdict"]) == {"no_verdict"}
        assert "below 5" in result.caveats[0]

    def test_small_functions_are_computed_and_not_judged(self) -> None:
        result = silos(company(0, sizes=(12, 12, 12, 12, 12, 3), degree=14), **FAST)
        small = result.table.iloc[5]
        assert small["verdict"] == "not_assessable"
        assert np.isfinite(small["openness"])
        assert np.isnan(small["p_value"])
        assert (result.table["q_value"] <= 5 * result.table["p_value"] + 1e-12)[:5].all()

    def test_function_without_ties_outside(self) -> None:
        network = company(5, degree=12)
        crosses = (network.function_codes[network.source] == 0) ^ (
            network.function_codes[network.target] == 0
        )
        row = silos(without(network, crosses), **FAST).table.iloc[0]
        assert row["openness"] == row["openness_low"] == 0
        assert 0 < row["openness_high"] < 0.8
        assert row["verdict"] == "silo"

    def test_function_without_ties_inside(self) -> None:
        network = company(6, degree=12)
        inside = (network.function_codes[network.source] == 0) & (network.function_codes[network.target] == 0)
        result = silos(without(network, inside), **FAST)
        row = result.table.iloc[0]
        assert row["openness"] == row["openness_high"] == np.inf
        assert row["verdict"] == "open"
        assert row["openness_low"] > 1.25
        result.plot()

    def test_functions_of_one_and_people_without_ties_or_function(self) -> None:
        network = company(7, sizes=(1, 12, 12, 12, 12, 12))
        extra = pd.DataFrame(
            {"person_id": [900 + i for i in range(30)], "function": ["F1", *[UNKNOWN] * 20, *[EXTERNAL] * 9]}
        )
        ties = pd.concat(
            [network.to_pandas(), pd.DataFrame({"source": [901], "target": [5], "strength": [3.0]})]
        )
        result = silos(Network.from_pandas(ties, pd.concat([network.people, extra])), **FAST)
        assert np.isnan(result.table["openness"][0])
        assert result.table["verdict"][0] == "not_assessable"
        assert result.table["people"].tolist() == [1, 13, 12, 12, 12, 12]
        assert any("no known function" in caveat for caveat in result.caveats)

    def test_says_when_openness_goes_with_size(self) -> None:
        sizes = (6, 9, 13, 18, 25, 35, 50)
        code = np.repeat(np.arange(7), sizes)
        team = np.concatenate([np.arange(size) // 6 for size in sizes])
        rate = np.where(code[:, None] == code, np.where(team[:, None] == team, 0.9, 0.02), 0.02)
        source, target = np.nonzero(np.triu(np.random.default_rng(0).random(rate.shape) < rate, 1))
        edges = zip(source.tolist(), target.tolist(), strict=True)
        result = silos(Network.from_edges(edges, {i: f"F{c}" for i, c in enumerate(code)}), **FAST)
        assert any("goes with size" in caveat for caveat in result.caveats)
        assert not any("goes with size" in caveat for caveat in silos(company(11), **FAST).caveats)


class TestShape:
    def test_plot_html_frame(self) -> None:
        result = silos(company(0, openness=0.3), **FAST)
        axes = result.plot()
        assert axes.get_xscale() == "log"
        assert len(axes.get_yticklabels()) == 7
        assert "openness" in result._repr_html_()
        assert repr(result).startswith("<SilosResult: ")
        assert result.parameters["simulations"] == 200

    def test_nothing_to_go_by(self) -> None:
        with pytest.raises(NotEnoughDataError, match="no tie between two people"):
            silos(Network.from_edges([("a", "b")], {"a": "HR"}))
        with pytest.raises(UsageError, match="replicates must be at least 1"):
            silos(company(), replicates=0)

    @given(st.integers(0, 300))
    def test_scraps_do_not_break_it(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        n = int(rng.integers(2, 12))
        pairs = np.argwhere(np.triu(rng.random((n, n)) < 0.4, 1))
        if len(pairs) == 0:
            return
        functions = {i: f"F{c}" for i, c in enumerate(rng.integers(0, 6, n))}
        result = silos(
            Network.from_edges(pairs.tolist(), functions),
            replicates=5,
            simulations=5,
            rewirings=2,
            min_group=2,
        )
        low, x, high = (result.table[name] for name in ("openness_low", "openness", "openness_high"))
        known = x.notna() & low.notna()
        assert ((low <= high) | ~known).all()
        result.headline()
        result.to_html()


class TestStatistics:
    def test_bca_is_that_of_scipy(self) -> None:
        sample = np.random.default_rng(0).exponential(size=60)
        drawn = bootstrap((sample,), np.mean, n_resamples=4999, method="BCa", random_state=1, vectorized=True)
        influence = sample - sample.mean()
        acceleration = (influence**3).sum() / 6 / (influence**2).sum() ** 1.5
        low, high = bca_interval(sample.mean(), drawn.bootstrap_distribution, acceleration=acceleration)
        assert [low, high] == pytest.approx(list(drawn.confidence_interval), rel=0.01)

    def test_bca_of_columns_with_gaps(self) -> None:
        replicates = np.array([[1.0, np.nan, -np.inf], [2.0, 5.0, -np.inf], [3.0, np.nan, 0.0]])
        low, high = bca_interval([2.0, np.nan, -np.inf], replicates, acceleration=[0.0, 0.0, np.nan])
        assert np.isnan([low[1], high[1]]).all()
        assert low[2] == -np.inf
        assert low[0] <= 2 <= high[0]

    def test_p_values_are_uniform_where_nothing_is_planted(self) -> None:
        rng = np.random.default_rng(3)
        p = [monte_carlo_p(rng.normal(), rng.normal(size=400)) for _ in range(600)]
        assert kstest(p, "uniform").pvalue > 0.01

    @pytest.mark.parametrize("value", [3.0, 4.0, 5.0])
    def test_p_values_beyond_the_simulated_range(self, value: float) -> None:
        p = [monte_carlo_p(value, np.random.default_rng(r).normal(size=1000)) for r in range(50)]
        assert np.exp(np.mean(np.log(p))) == pytest.approx(2 * norm.sf(value), rel=0.35)

    def test_few_simulations_are_only_counted(self) -> None:
        assert monte_carlo_p(100.0, np.zeros(99)) == pytest.approx(0.02)


@pytest.mark.data
def test_raw_ei_misleads_on_email_eu_core(data_dir: Path) -> None:
    """Departments look open (+0.33) and are far more closed than their sizes alone would make them (+0.91)."""
    edges = pd.read_csv(data_dir / "eu-core" / "email-Eu-core.txt", sep=" ", names=["source", "target"])
    labels = pd.read_csv(
        data_dir / "eu-core" / "email-Eu-core-department-labels.txt", sep=" ", names=["person_id", "function"]
    )
    pairs = np.unique(np.sort(edges[edges["source"] != edges["target"]].to_numpy(), axis=1), axis=0)
    people = labels.assign(function=labels["function"].map("d{:02d}".format))
    network = Network.from_pandas(pd.DataFrame(pairs, columns=["source", "target"]), people)
    result = silos(network, replicates=10, simulations=10, rewirings=5)
    assert result.ei == pytest.approx(0.329, abs=5e-4)
    assert result.ei_expected == pytest.approx(0.907, abs=5e-4)
    assert result.ei_z == pytest.approx(-104, abs=1)
    assert result.modularity == pytest.approx(0.288, abs=5e-4)
    assert result.modularity_z > 100
    assert result.walls > 10
    code = network.function_codes
    rng = np.random.default_rng(0)
    tried = np.array([1 - 2 * np.equal(*rng.permutation(code)[pairs.T]).mean() for _ in range(1000)])
    assert tried.mean() == pytest.approx(result.ei_expected, abs=0.001)
    assert tried.std() == pytest.approx((result.ei - result.ei_expected) / result.ei_z, rel=0.08)
    assert tried.std() == pytest.approx(0.0055, abs=4e-4)
