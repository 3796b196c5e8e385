"""The `silos` analysis against hand values, brute force, other libraries, planted truth and nothing planted."""

from __future__ import annotations

from dataclasses import replace
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
from scipy.stats import bootstrap
from scipy.stats import t as student

from silograph.analyses.silos import answer
from silograph.analyses.silos.answer import SilosResult, silos
from silograph.analyses.silos.ei_index import permuted_inside
from silograph.analyses.silos.exchange import residual_variance
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import EXTERNAL, UNKNOWN, Network
from silograph.graph.walls_model.estimates import estimate
from silograph.graph.walls_model.influences import influences
from silograph.graph.walls_model.model import ModelTies, fit
from silograph.stats.intervals import bca_interval

mpl.use("Agg")
COLUMNS = (
    "function people internal external ei ei_expected openness openness_low openness_high p_value q_value verdict "
    "insiders crossing"
)
FAST = {"simulations": 5}


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

    def test_z_of_exchange_is_that_of_networks_drawn_from_the_model(self) -> None:
        """Poisson numbers of ties from the fitted rates, each with a strength seen; the model fitted anew each time."""
        network = company(2, sizes=(8, 12, 10, 9, 14), degree=10)
        ties = ModelTies.of(network)
        common, rng, drawn = fit(ties, openness=False), np.random.default_rng(0), []
        a, b = np.triu_indices(5)
        n, cell = len(network), common.problem.cell
        i, j = np.triu_indices(len(cell), 1)
        same = ties.function[ties.source] == ties.function[ties.target]
        seen = [ties.strength[same], ties.strength[~same]]
        kind = (cell[i] != cell[j]).astype(int)
        mean = np.array([one.mean() for one in seen])
        rate = (
            common.state.theta[i] * common.state.theta[j] * common.state.rate[cell[i], cell[j]] / mean[kind]
        )
        for _ in range(300):
            count = rng.poisson(rate)
            strength = np.array(
                [rng.choice(seen[k], c).sum() if c else 0.0 for k, c in zip(kind, count, strict=True)]
            )
            rows = np.flatnonzero(strength)
            people = common.person
            again = replace(
                ties, row=rows, source=people[i[rows]], target=people[j[rows]], strength=strength[rows]
            )
            drawn.append((again.between() - fit(again, openness=False).expected())[a, b])
        spread = np.sqrt(residual_variance(common, a, b))
        assert n == len(common.ties.function)
        assert spread == pytest.approx(
            np.std(drawn, axis=0), rel=0.25
        )  # 300 draws: 4 %; and the fit is not linear

    def test_covariance_is_symmetric(self) -> None:
        result = silos(company(3), **FAST)
        assert result.covariance == pytest.approx(result.covariance.T)

    def test_interval_and_p_value_by_hand(self) -> None:
        """Variances per person 12 * v borrowed as 8 against 11, then Student's t with 19 degrees.

        Pairs of functions are alike here.
        """
        network = company(3)
        result, ties = silos(network, **FAST), ModelTies.of(network)
        found = estimate(ties)
        moves = influences(found.joint, found.figures)
        variance = moves.variance_over_people(ties.strength)
        usual = np.exp(np.mean(np.log(12 * variance)))
        people = (8 * usual + 11 * 12 * variance) / 19 / 12
        error = np.sqrt(people)
        reach = student.ppf(0.975, 19) * error
        low, high = (np.log(result.table[name].to_numpy()) for name in ("openness_low", "openness_high"))
        assert high == pytest.approx(found.log_openness + reach)
        assert low == pytest.approx(found.log_openness - reach)
        p_value = 2 * student.sf(np.abs(found.log_openness) / error, 19)
        assert result.table["p_value"].to_numpy() == pytest.approx(p_value)

    def test_units_and_order_of_people_do_not_matter(self) -> None:
        network = company(4)
        scaled = Network.from_pandas(
            network.to_pandas().assign(strength=lambda ties: 0.01 * ties["strength"]), network.people
        )
        order = np.random.default_rng(0).permutation(len(network))
        for other in (scaled, network.renumbered(order)):
            first, second = silos(network, **FAST), silos(other, **FAST)
            columns = ["ei", "openness", "openness_low", "openness_high", "p_value"]
            np.testing.assert_allclose(first.table[columns], second.table[columns], rtol=1e-5)
            assert first.table["verdict"].tolist() == second.table["verdict"].tolist()
            assert (first.walls, first.walls_low) == pytest.approx((second.walls, second.walls_low), rel=1e-5)


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
            result = silos(company(seed, sizes=(25,) * 8, openness=(8.0, 8.0, 0.3), degree=80), **FAST)
            assert result.silos == ("F2",)
            assert result.table["openness"][2] == pytest.approx(0.3, rel=0.35)
            assert not result.table["verdict"][3:].isin(["silo", "open"]).any()

    def test_functions_without_any_tie_across_do_not_make_the_others_open(self) -> None:
        network = company(0, sizes=(15,) * 9, openness=(1e-9, 1e-9, 1e-9), degree=20)
        result = silos(network, **FAST)
        assert sorted(result.silos) == ["F0", "F1", "F2"]
        assert not (result.table["verdict"] == "open").any()

    def test_nothing_planted_nothing_found(self) -> None:
        found = [silos(company(seed), **FAST) for seed in range(10, 18)]
        assert all((result.table["verdict"] == "ordinary").all() for result in found)
        assert found[0].headline().startswith("No function is more closed than the others beyond chance.")
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


class TestSites:
    def lone(self, seed: int) -> Network:
        """F0 sits alone in one of three buildings, and is as open as all others to people as far away."""
        rng = np.random.default_rng(seed)
        code = np.repeat(np.arange(8), 15)
        site = np.where(code == 0, 0, 1 + rng.integers(0, 2, len(code)))
        rate = np.where(code[:, None] == code, 8.0, 1.0) * np.where(site[:, None] == site, 1.0, 0.2)
        contacts = np.triu(rng.poisson(rate * 14 * len(code) / rate.sum()), 1)
        source, target = np.nonzero(contacts)
        return Network.from_pandas(
            pd.DataFrame({"source": source, "target": target, "strength": contacts[source, target]}),
            pd.DataFrame(
                {
                    "person_id": range(len(code)),
                    "function": [f"F{c}" for c in code],
                    "location": [f"s{s}" for s in site],
                }
            ),
        )

    def test_alone_in_its_building_is_no_silo(self) -> None:
        for seed in range(4):
            network = self.lone(seed)
            result = silos(network, **FAST)
            row = result.table.iloc[0]
            assert result.shared == ("site",)
            assert (row["verdict"], row["verdict_without_site"]) == ("ordinary", "silo")
            assert row["openness_low"] < 1 < row["openness_high"]
            assert row["openness_without_site"] < 0.6
            assert any(
                text.startswith("F0 looks closed only because of its people’s site:")
                for text in result.caveats
            )
            unknown = silos(replace(network, people=network.people.drop(columns="location")), **FAST)
            assert unknown.silos == ("F0",)
            assert "openness_without_site" not in unknown.table
            assert unknown.table["openness"].tolist() == pytest.approx(
                result.table["openness_without_site"].tolist()
            )
            assert unknown.walls == pytest.approx(result.walls)
            assert np.isnan(unknown.walls_same_site)
            unit = silos(replace(network, people=network.people.rename(columns={"location": "unit"})), **FAST)
            assert unit.shared == ("unit",)
            pd.testing.assert_frame_equal(unit.table, result.table)  # a unit counts as a site does
            assert any(
                text.startswith("F0 looks closed only because of its people’s unit:") for text in unit.caveats
            )
            assert any("que par l’unité de ses membres" in doubt for doubt in unit.doubts("fr"))
            assert np.isnan(unit.walls_same_site)

    def test_walls_among_people_on_one_site(self) -> None:
        result = silos(self.lone(1), **FAST)
        assert result.walls_same_site_low < 8 < result.walls_same_site_high
        assert result.walls > 8  # who is of another function is often in another building

    def test_nobody_else_has_two_sites(self) -> None:
        network = self.lone(2)
        people = network.people.assign(location=np.where(network.people["function"] == "F0", "x", "y"))
        result = silos(replace(network, people=people), **FAST)
        assert result.table["verdict"][0] == "not_assessable"
        assert result.table["verdict_without_site"][0] == "silo"
        assert any(
            "nobody can say whether it is closed itself or only its people’s site" in text
            for text in result.caveats
        )
        assert result.table["verdict"][1:].eq("ordinary").all()


class TestWords:
    """What is said first has no number, and at most twenty words."""

    def said(self, rows: list[tuple[float, float, float, float, str]]) -> SilosResult:
        result = silos(company(0), **FAST)
        columns = ["openness", "openness_low", "openness_high", "q_value", "verdict"]
        return replace(
            result, table=result.table.assign(**dict(zip(columns, zip(*rows, strict=True), strict=True)))
        )

    ORDINARY = (1.0, 0.7, 1.4, 0.8, "ordinary")
    SILO = (0.3, 0.2, 0.5, 0.001, "silo")
    LITTLE = (0.87, 0.82, 0.95, 0.002, "ordinary")
    UNSURE = (0.5, 0.3, 0.85, 0.01, "ordinary")
    NONE = (np.nan, np.nan, np.nan, np.nan, "not_assessable")

    @pytest.mark.parametrize(
        ("rows", "begins"),
        [
            ([ORDINARY] * 7, "No function is more closed than the others beyond chance."),
            ([LITTLE] + [ORDINARY] * 6, "Some functions differ from the others, but too little to matter."),
            (
                [UNSURE, LITTLE] + [ORDINARY] * 5,
                "F0 is more closed than the others, but how much is too uncertain",
            ),
            (
                [UNSURE, UNSURE] + [ORDINARY] * 5,
                "F0 and F1 are more closed than the others, but how much is too",
            ),
            ([SILO, UNSURE] + [ORDINARY] * 5, "F0 is more closed than the other functions."),
            ([NONE] * 7, "No function can be called a silo or open here."),
        ],
    )
    def test_first_sentence(self, rows: list[tuple[float, float, float, float, str]], begins: str) -> None:
        result = self.said(rows)
        assert result.headline().startswith(begins)
        for lang in ("en", "fr"):
            first = result.headline(lang).split(". ")[0]
            assert len(first.split()) <= 20
            assert not any(one.isdigit() for one in first.replace("F0", "").replace("F1", ""))

    def test_everybody_keeps_to_themselves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        result = self.said([self.ORDINARY] * 7)
        monkeypatch.setattr(answer, "highest_known_walls", lambda **_: result.walls_low - 0.1)
        assert result.headline().startswith("Every function keeps to itself")
        monkeypatch.setattr(answer, "highest_known_walls", lambda **_: result.walls_low + 0.1)
        assert result.headline().startswith("No function is more closed")


class TestShape:
    def test_plot_html_frame(self) -> None:
        result = silos(company(0, openness=0.3), **FAST)
        axes = result.plot()
        assert axes.get_xscale() == "log"
        assert len(axes.get_yticklabels()) == 7
        assert "openness" in result._repr_html_()
        assert repr(result).startswith("<SilosResult: ")
        assert result.parameters["simulations"] == 5

    def test_nothing_to_go_by(self) -> None:
        with pytest.raises(NotEnoughDataError, match="no tie between two people"):
            silos(Network.from_edges([("a", "b")], {"a": "HR"}))
        with pytest.raises(UsageError, match="simulations must be at least 1"):
            silos(company(), simulations=0)

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
            simulations=2,
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
    result = silos(network, simulations=5)
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
