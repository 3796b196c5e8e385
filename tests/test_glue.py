"""Glue: worked by hand, against networkx, on networks without and with a planted glue, and at the edges."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path

import igraph
import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silograph.analyses.glue import activity, measurement
from silograph.analyses.glue import brokerage as glue_brokerage
from silograph.analyses.glue.answer import GlueResult, glue
from silograph.analyses.glue.evenness import _two_way
from silograph.analyses.glue.lift import CRITERIA, ranks
from silograph.analyses.glue.point_estimates import function_brokerage, glue_criteria
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import adjacency
from silograph.graph.paths.brokerage import brokerage, group_sets
from silograph.graph.paths.roles import ROLES
from silograph.graph.rewiring import WallKeepingRewirer, rewired_ties

mpl.use("Agg")
QUICK = {"replicates": 20, "simulations": 4}
SIZES = (8, 12, 15, 20, 25, 40)


def company(
    *,
    seed: int,
    walls: float = 6.0,
    glue_openness: float = 1.0,
    sizes: tuple[int, ...] = SIZES,
    degree: float = 12.0,
) -> Network:
    """People of unequal activity behind equal walls; the third function may cross them more often."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    activity = np.minimum(rng.pareto(2.5, len(groups)) + 1, 6)
    same = groups[:, None] == groups
    border = ~same & ((groups == 2)[:, None] | (groups == 2))
    rate = np.outer(activity, activity) * np.where(same, walls, np.where(border, glue_openness, 1.0))
    rate *= degree * len(groups) / (rate.sum() - np.trace(rate))
    source, target = np.nonzero(np.triu(rng.random(rate.shape) < 1 - np.exp(-rate), 1))
    back = rng.random(len(source)) < 0.6
    people = pd.DataFrame(
        {"person_id": [f"p{i}" for i in range(len(groups))], "function": [f"F{g}" for g in groups]}
    )
    ends = np.concatenate([source, target[back]]), np.concatenate([target, source[back]])
    messages = rng.geometric(0.3, len(ends[0]))
    return Network(
        people=people, source=ends[0], target=ends[1], strength=messages.astype(float), messages=messages
    )


def of_edges(edges: list[tuple[str, str]]) -> Network:
    """People are named by their function and a number."""
    return Network.from_edges(edges, {name: name.rstrip("0123456789") for edge in edges for name in edge})


def value(table: pd.DataFrame, function: str, column: str) -> float:
    return float(table.set_index("function").loc[function, column])


# --- by hand ---------------------------------------------------------------------------------------------------


def test_a_star_by_hand() -> None:
    """web1 and web2 each join hr1, it1 and pr1: all three pairs pass through web, half of their paths by each."""
    table = glue_criteria(
        of_edges([(w, o) for w in ("web1", "web2") for o in ("hr1", "it1", "pr1")]), min_group=1
    )
    assert value(table, "web", "brokerage") == 1
    # Without web1, web2 still carries half.
    assert value(table, "web", "concentration") == pytest.approx(1 / 2)
    # Pairs outside hr: web1-it1, web1-pr1, web2-.. are tied; it1-pr1 has paths over web1 and web2 only.
    assert value(table, "hr", "brokerage") == 0
    assert np.isnan(value(table, "hr", "concentration"))
    # Each web person has one tie to each of three functions: 1 - 3 / 9; the others' ties all go to web: 0.
    assert value(table, "web", "participation") == pytest.approx(2 / 3)
    assert value(table, "hr", "participation") == 0


def test_evenness_by_hand() -> None:
    """web sends 3 to hr and 1 to it: entropy of (3/4, 1/4) over log 2; hr only knows web: 0."""
    ties = pd.DataFrame({"source": ["web1", "web1"], "target": ["hr1", "it1"], "strength": [3.0, 1.0]})
    people = pd.DataFrame({"person_id": ["web1", "hr1", "it1", "pr1"], "function": ["web", "hr", "it", "pr"]})
    table = glue_criteria(Network.from_pandas(ties, people), min_group=1)
    wanted = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25)) / np.log(2)
    assert value(table, "web", "evenness") == pytest.approx(wanted)
    assert value(table, "hr", "evenness") == 0
    assert np.isnan(value(table, "pr", "evenness"))  # no external tie: nothing to be even


def test_brokerage_alone_is_that_of_the_whole_analysis() -> None:
    """Also of more people than a null network is searched from."""
    rng = np.random.default_rng(5)
    edges = {(a, int(b)) for a in range(400) for b in rng.integers(0, 400, 4) if a != b}
    network = Network.from_edges(sorted(edges), {i: f"F{i % 6 if i < 396 else 7}" for i in range(400)})
    table = glue(network, replicates=2, simulations=2).table.set_index("function")
    wanted = table["brokerage"].dropna().to_dict()
    assert "F7" not in wanted  # four people
    assert function_brokerage(network) == pytest.approx(wanted)


def test_coverage_by_hand() -> None:
    """hr and it write to each other, three pairs each way; hr writes to pr, nobody answers; it to pr only twice."""
    edges = [(f"hr{i}", f"it{i}") for i in range(3)] + [(f"it{i}", f"hr{i}") for i in range(3)]
    edges += [(f"hr{i}", f"pr{i}") for i in range(3)]
    edges += [(f"it{i}", f"pr{i}") for i in range(2)] + [(f"pr{i}", f"it{i}") for i in range(2)]
    table = glue_criteria(of_edges(edges), min_group=1)
    assert [value(table, name, "coverage") for name in ("hr", "it", "pr")] == [1 / 2, 1 / 2, 0]


def test_exchange_far_below_activity_is_noise() -> None:
    """All pairs alike are above noise; two that exchange a tenth of what their activity leads to expect are not."""
    alike = np.full((4, 4), 50.0)
    assert _two_way(alike).sum() == 12
    avoiding = alike.copy()
    avoiding[0, 1] = avoiding[1, 0] = 5
    assert (~_two_way(avoiding) == np.eye(4, dtype=bool) | (avoiding == 5)).all()
    one_way = alike.copy()
    one_way[0, 1] = 5
    assert (_two_way(one_way) == _two_way(avoiding)).all()


# --- against other implementations -----------------------------------------------------------------------------


def test_brokerage_of_the_table_is_that_of_the_kernel() -> None:
    network = company(seed=1)
    ties = network.ties
    graph = adjacency(len(network), ties.source, ties.target)
    share = brokerage(graph, network.function_codes, group_sets(network.function_codes)).share
    table = glue(network, **QUICK).table.sort_values("function")
    np.testing.assert_allclose(table["brokerage"], share)
    np.testing.assert_allclose(table["brokerage"] - table["expected"], table["excess"])
    np.testing.assert_allclose(table["brokerage"] / table["expected"], table["lift"])
    weighted = adjacency(len(network), ties.source, ties.target, length=1 / ties.strength)
    share = brokerage(weighted, network.function_codes, group_sets(network.function_codes)).share
    np.testing.assert_allclose(glue_criteria(network, weighted=True)["brokerage"], share)


def test_people_against_networkx() -> None:
    network = company(seed=2, sizes=(8, 10, 12))
    people = glue(network, **QUICK, person_measures=("constraint", "effective_size")).people
    graph = network.to_networkx()
    # With all nodes at once networkx 3.6.1 divides by the wrong node's strongest tie; node by node it does not.
    sizes = nx.effective_size(graph, nodes=list(graph), weight="strength")
    for column, measure in (
        ("betweenness", nx.betweenness_centrality(graph)),
        ("constraint", nx.constraint(graph, weight="strength")),
        ("effective_size", sizes),
    ):
        np.testing.assert_allclose(people[column], [measure[v] for v in graph], rtol=1e-9, err_msg=column)


def test_person_measures_by_hand() -> None:
    """a1 has two inside ties, a2 and a3 one: mean 4/3, sd sqrt(2)/3; a1 hears from b1 and tells a2: gatekeeper."""
    network = of_edges([("a1", "a2"), ("a1", "a3"), ("b1", "a1"), ("c1", "c2")])
    measures = ("within_module_z", "gould_fernandez")
    people = glue(network, **QUICK, min_group=1, person_measures=measures).people.set_index("person_id")
    assert people.loc["a1", "within_module_z"] == pytest.approx((2 - 4 / 3) / (np.sqrt(2) / 3))
    assert people.loc["c1", "within_module_z"] == 0
    assert people.loc["a1", "gatekeeper"] == 2
    assert not people.drop("a1")[list(ROLES)].any(axis=None)


# --- null networks ---------------------------------------------------------------------------------------------


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_rewiring_keeps_degrees_and_walls_and_nothing_twice(seed: int) -> None:
    network = company(seed=seed % 7)
    ties, codes = network.ties, network.function_codes
    rewirer = WallKeepingRewirer(ties.source, ties.target, codes, seed=seed)
    for _ in range(2):
        source, target = rewirer.draw()
        ends = np.concatenate([source, target])
        np.testing.assert_array_equal(
            np.bincount(ends, minlength=len(codes)),
            np.bincount(np.concatenate([ties.source, ties.target]), minlength=len(codes)),
        )
        pairs = {(min(a, b), max(a, b)) for a, b in zip(source.tolist(), target.tolist(), strict=True)}
        assert len(pairs) == len(ties)
        assert all(a != b for a, b in pairs)
        inside = (codes[source] == codes[target]).sum() - (codes[ties.source] == codes[ties.target]).sum()
        assert abs(inside) <= 8


def test_rewiring_visits_graphs_evenly() -> None:
    """Two ties inside each of two pairs of people can be rewired in three ways; without groups all as often."""
    rewirer = WallKeepingRewirer(np.array([0, 2]), np.array([1, 3]), np.zeros(4, dtype=np.int64), seed=1)
    seen = []
    for _ in range(3000):
        source, target = rewirer.draw()
        seen.append(frozenset(frozenset(pair) for pair in zip(source.tolist(), target.tolist(), strict=True)))
    counts = pd.Series(seen).value_counts()
    assert len(counts) == 3
    assert counts.min() > 850


def test_who_is_tied_is_found_alike_in_a_matrix_and_in_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    network = company(seed=3)
    ties, codes = network.ties, network.function_codes

    def drawn() -> list[tuple[np.ndarray, np.ndarray]]:
        rewirer = WallKeepingRewirer(ties.source, ties.target, codes, seed=1)
        return [rewirer.draw() for _ in range(3)]

    matrix = drawn()
    monkeypatch.setattr("silograph.graph.rewiring.MOST_IN_MATRIX", len(codes) - 1)
    np.testing.assert_array_equal(matrix, drawn())


def test_ties_rewired_without_walls_fall_where_degrees_put_them() -> None:
    """Ties inside functions are as many as in igraph's rewirings, and strengths are dealt out independently."""
    network = company(seed=3)
    ties, codes, n = network.ties, network.function_codes, len(network)
    inside, paired = [], []
    for source, target, strength in islice(
        rewired_ties(n, ties.source, ties.target, ties.strength, seed=2), 200
    ):
        same = codes[source] == codes[target]
        inside.append(same.mean())
        paired.append(strength[same].mean())
    igraph.set_random_number_generator(random.Random(1))
    other = []
    for _ in range(200):
        graph = igraph.Graph(n=n, edges=list(zip(ties.source.tolist(), ties.target.tolist(), strict=True)))
        graph.rewire(n=10 * len(ties))
        ends = np.array(graph.get_edgelist())
        other.append((codes[ends[:, 0]] == codes[ends[:, 1]]).mean())
    error = np.hypot(np.std(inside), np.std(other)) / np.sqrt(200)
    assert abs(np.mean(inside) - np.mean(other)) < 4 * error
    assert np.std(inside) == pytest.approx(np.std(other), rel=0.25)
    assert np.mean(paired) == pytest.approx(ties.strength.mean(), rel=0.03)


def test_two_walls_are_kept() -> None:
    """Ties inside both a function and a site, inside one of the two, and inside neither, stay as many."""
    network = company(seed=3)
    ties, codes = network.ties, network.function_codes
    site = np.arange(len(codes)) % 3

    def kinds(source: np.ndarray, target: np.ndarray) -> np.ndarray:
        return np.bincount(2 * (codes[source] == codes[target]) + (site[source] == site[target]), minlength=4)

    rewirer = WallKeepingRewirer(ties.source, ties.target, codes, seed=1, second=site)
    drawn = [rewirer.draw() for _ in range(5)]
    for source, target in drawn:
        assert abs(kinds(source, target) - kinds(ties.source, ties.target)).max() <= 8
        ends = np.bincount(np.r_[source, target], minlength=len(codes))
        np.testing.assert_array_equal(
            ends, np.bincount(np.r_[ties.source, ties.target], minlength=len(codes))
        )
    assert len({source.tobytes() + target.tobytes() for source, target in drawn}) == 5


def test_no_glue_in_networks_without_glue() -> None:
    found = [
        glue(company(seed=seed, walls=walls), replicates=2, simulations=0).glue
        for seed in range(10)
        for walls in (1.0, 8.0)
    ]
    assert sum(map(bool, found)) <= 2


@pytest.mark.parametrize("weighted", [False, True])
def test_a_planted_glue_is_found(weighted: bool) -> None:
    network = company(seed=4, glue_openness=5.0)
    result = glue(network, **QUICK, weighted=weighted)
    best = result.table.iloc[0]
    assert result.glue[0] == "F2"
    assert best["q_value"] < 0.05
    assert 1 < best["lift_low"] < best["lift"] < best["lift_high"]
    assert best["excess"] > 0
    assert best["rank"] == best["rank_low"] == 1
    assert best["p_first"] > 0.5
    assert best["spread"] == 1
    assert result.headline().startswith("F2 links the other functions")
    assert f"{best['lift']:.1f} times" in result.headline()


# --- the contract ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def result() -> GlueResult:
    return glue(company(seed=5, sizes=(3, 8, 12, 20)), **QUICK, min_group=5)


def test_table(result: GlueResult) -> None:
    wanted = (
        "function people brokerage expected excess excess_low excess_high brokerage_z lift lift_low lift_high spread "
        "beyond_activity p_value q_value verdict rank rank_low rank_high p_first coverage evenness participation "
        "concentration unreachable standard_error status beyond_activity_low beyond_activity_high reach_share "
        "brought_together introduced two_paths introductions introductions_low introductions_high "
        "introductions_expected coverage_merged evenness_merged participation_merged crossing reaching introducing"
    )
    assert list(result.table) == wanted.split()
    assert result.table["rank"].tolist()[:3] == [1, 2, 3]
    assert result.table["lift"].iloc[:3].is_monotonic_decreasing
    assert result.table["p_first"].sum() == pytest.approx(1)
    assert set(result.table["status"].iloc[:3]) == {"assessed"}
    small = result.table.iloc[3]
    assert (small["function"], small["people"], small["status"]) == ("F0", 3, "not_assessable")
    assert small[["brokerage", "lift", "rank", "coverage"]].isna().all()
    assert small["verdict"] == "not_assessable"
    assert any("1 function" in caveat for caveat in result.caveats)
    assert not any("F0" in caveat for caveat in result.caveats)  # nobody learns which one is small


def test_who_routes_onward_is_no_glue() -> None:
    """The figures stay, the verdict and the sentence do not; of others nothing changes."""
    result = glue(company(seed=4, glue_openness=5.0), **QUICK)
    (name,) = result.glue
    beside = result.knowing([name])
    assert (beside.glue, beside.bridges, beside.routing) == ((), (), (name,))
    assert beside.table.loc[beside.table["function"] == name, "verdict"].tolist() == ["mailroom"]
    pd.testing.assert_frame_equal(beside.table.drop(columns="verdict"), result.table.drop(columns="verdict"))
    assert beside.headline() == (
        f"No function links the others: most passes through {name}, which routes onward what it is asked."
    )
    assert "transmet" in beside.headline("fr")
    other = next(one for one in result.table["function"] if one != name)
    assert result.knowing([other]).glue == (name,)
    assert result.knowing([other]).headline() == result.headline()


def test_replicates_are_joint_and_repeatable(result: GlueResult) -> None:
    assert set(result.replicates) == set(CRITERIA)
    for name, values in result.replicates.items():
        assert values.shape == (20, 4)
        assert np.isnan(values[:, 0]).all()
        if name not in {"excess", "lift"}:
            assert ((values[:, 1:] >= 0) & (values[:, 1:] <= 1)).all()
    again = glue(company(seed=5, sizes=(3, 8, 12, 20)), **QUICK, min_group=5)
    pd.testing.assert_frame_equal(again.table, result.table)


def test_drawing_and_showing(result: GlueResult) -> None:
    axes = result.plot()
    assert [label.get_text() for label in axes.get_yticklabels()][-1] == result.table["function"].iloc[0]
    assert result.headline() in result.to_html().replace("&#x27;", "'")


def test_equal_functions_share_ranks() -> None:
    """Two are first; one draw puts the first ahead, the other ties all three."""
    drawn = np.array([[3.0, 2, 1, np.nan], [2, 2, 2, np.nan]])
    found = ranks(np.array([0.1, 0.1, 0.0, np.nan]), drawn)
    np.testing.assert_array_equal(found["rank"], [1, 1, 3, np.nan])
    np.testing.assert_allclose(found["p_first"], [2 / 3, 1 / 6, 1 / 6, np.nan])
    np.testing.assert_array_equal(found["rank_low"], [1, 1, 1, np.nan])
    np.testing.assert_array_equal(found["rank_high"], [1, 2, 3, np.nan])


def test_distance_that_changes_the_winner_is_said() -> None:
    """F2 has the most ways between the others, F4 the strong ones."""
    network = company(seed=4, glue_openness=5.0)
    codes = network.function_codes
    ends = np.column_stack([codes[network.source], codes[network.target]])
    across = ends[:, 0] != ends[:, 1]
    strength = np.select(
        [across & (ends == 2).any(axis=1), across & (ends == 4).any(axis=1)], [0.01, 50.0], 1.0
    )
    found = glue(replace(network, strength=strength), **QUICK)
    assert found.table["function"].iloc[0] == "F2"
    assert any("F4" in caveat and "depends" in caveat for caveat in found.caveats)


# --- edges -----------------------------------------------------------------------------------------------------


def test_too_few_functions() -> None:
    with pytest.raises(NotEnoughDataError, match="it needs three, and 2 are known"):
        glue(of_edges([("hr1", "it1")]))


def test_no_ties_between_functions() -> None:
    with pytest.raises(NotEnoughDataError, match="nothing stands between"):
        glue(of_edges([("hr1", "hr2"), ("it1", "it2"), ("pr1", "pr2")]))


def test_only_small_functions() -> None:
    with pytest.raises(NotEnoughDataError, match="no function has 5 people"):
        glue(of_edges([("hr1", "it1"), ("it1", "pr1")]))


def test_pairs_out_of_reach_are_left_out_and_said() -> None:
    """hr - web - it are joined, pr is an island: a third of the pairs outside web can be joined."""
    edges = [("hr1", "web1"), ("web1", "it1"), ("pr1", "pr2")]
    found = glue(of_edges(edges), **QUICK, min_group=1)
    assert value(found.table, "web", "brokerage") == 1
    assert value(found.table, "web", "unreachable") == pytest.approx(4 / 5)
    assert any("not connected" in caveat for caveat in found.caveats)


def test_a_function_that_leaves_no_connected_pair_is_not_assessable() -> None:
    """Without web's own people nobody of hr, it is joined to another function (and web's people are no endpoints)."""
    edges = [("web1", "hr1"), ("web1", "web2"), ("it1", "it2")]
    found = glue(of_edges(edges), **QUICK, min_group=1)
    assert found.table.set_index("function").loc["web", "status"] == "not_assessable"
    assert found.headline()


def test_nothing_to_stand_between() -> None:
    """The only connected pairs are hr - it, and pr, the only function that could stand between, is too small."""
    edges = [(f"{f}{i}", f"{f}{j}") for f in ("hr", "it") for i, j in combinations(range(5), 2)]
    network = of_edges([*edges, ("hr0", "it0"), ("pr1", "pr2")])
    with pytest.raises(NotEnoughDataError, match="no path joins others"):
        glue(network, **QUICK)
    assert glue_criteria(network)["lift"].isna().all()


def test_one_giant_function_and_people_of_unknown_function() -> None:
    network = company(seed=6, sizes=(6, 6, 150))
    people = network.people.copy()
    people.loc[[0, 20, 40, 60], "function"] = "(unknown)"
    people.loc[[80], "function"] = "(external)"
    known = Network(
        people, network.source, network.target, strength=network.strength, messages=network.messages
    )
    found = glue(known, **QUICK)
    assert found.table["status"].eq("assessed").all()
    assert len(found.people) == len(network)


def test_sampled_sources_are_said_and_agree() -> None:
    network = company(seed=7)
    exact, sampled = glue(network, **QUICK), glue(network, **QUICK, exact_limit=60)
    assert any("60 of 120" in caveat for caveat in sampled.caveats)
    exact_share, sampled_share = (
        r.table.set_index("function")["brokerage"].sort_index() for r in (exact, sampled)
    )
    np.testing.assert_allclose(sampled_share, exact_share, atol=0.03)


def searched(monkeypatch: pytest.MonkeyPatch, *, seed: int) -> dict[str, list[list[int]]]:
    """Whom a run searches from: for the figures, without groups of people, in random networks."""
    found: dict[str, list[list[int]]] = {"brokerage": [], "without": [], "random": []}

    def noting(patch: pytest.MonkeyPatch, module: object, name: str, key: str) -> None:
        real = getattr(module, name)

        def called(*given: object, sources: np.ndarray, **named: object) -> object:
            found[key].append(sources.tolist())
            return real(*given, sources=sources, **named)

        patch.setattr(module, name, called)

    with monkeypatch.context() as patch:
        patch.setattr(measurement, "GROUP_SOURCES", 30)
        patch.setattr(activity, "NULL_SOURCES", 30)
        noting(patch, glue_brokerage, "brokerage", "brokerage")
        noting(patch, glue_brokerage, "brokerage_without", "without")
        noting(patch, activity, "brokerage", "random")
        glue(company(seed=7), **QUICK, exact_limit=60, seed=seed, without=())
    return found


def test_whom_paths_are_searched_from_follows_the_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sample: of the figures, of those that people are left out of, and another of each random network."""
    one, again, other = (searched(monkeypatch, seed=seed) for seed in (1, 1, 2))
    assert one == again
    for key, samples in one.items():
        assert samples
        assert all(len(sample) < 100 for sample in samples)
        assert not {tuple(sample) for sample in samples} & {tuple(sample) for sample in other[key]}
    assert len({tuple(sample) for sample in one["random"]}) == QUICK["simulations"]
    (figures,), (groups,) = one["brokerage"], one["without"]
    assert set(groups) < set(figures)
    spread = [glue(company(seed=7), **QUICK, exact_limit=60, seed=seed).table for seed in (1, 1, 2)]
    pd.testing.assert_frame_equal(spread[0], spread[1])
    assert (spread[0]["lift_low"] != spread[2]["lift_low"]).all()


@pytest.mark.parametrize(
    "options", [{"replicates": 1}, {"simulations": -1}, {"min_group": 0}, {"person_measures": ("beauty",)}]
)
def test_options_out_of_range(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        glue(company(seed=0), **options)  # type: ignore[arg-type]


# --- real data -------------------------------------------------------------------------------------------------


@pytest.mark.data
def test_research_institution(data_dir: Path) -> None:
    """Department 36 (22 of 1,005 people) carries by far the most: 0.31, twenty times as much per head."""
    folder = data_dir / "eu-core"
    ties = pd.read_csv(next(folder.glob("*core.txt")), sep=" ", header=None, names=["source", "target"])
    labels = pd.read_csv(
        next(folder.glob("*labels.txt")), sep=" ", header=None, names=["person_id", "function"]
    )
    labels["function"] = labels["function"].astype(str)
    table = glue_criteria(Network.from_pandas(ties, labels)).set_index("function")
    assert table["brokerage"].idxmax() == "36"
    assert table["brokerage"].max() > 0.25
    assert table["brokerage"].nlargest(2).iloc[1] < 0.1
    assert table["lift"].idxmax() == "36"
    assert table["lift"].max() > 10
