"""What if: worked by hand, against networkx, against exhaustive search, and at the edges."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses.whatif.answer import WhatifResult, whatif
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network
from silograph.log.schema import UNKNOWN

mpl.use("Agg")


def of_edges(edges: list[tuple[str, str]]) -> Network:
    """People are named by their function and a number."""
    return Network.from_edges(edges, {name: name.rstrip("0123456789") for edge in edges for name in edge})


def organisation(seed: int, *, people: int = 40, functions: int = 4, degree: float = 3.0) -> Network:
    """Ties at random, five times likelier within functions; some people without a function."""
    rng = np.random.default_rng(seed)
    code = rng.integers(0, functions, people)
    rate = np.where(code[:, None] == code, 5.0, 1.0)
    rate *= degree * people / rate.sum()
    source, target = np.nonzero(np.triu(rng.random(rate.shape) < rate, 1))
    ties = pd.DataFrame({"source": source, "target": target, "strength": rng.exponential(1.0, len(source))})
    names = np.where(rng.random(people) < 0.1, UNKNOWN, np.char.add("F", code.astype(str)))
    return Network.from_pandas(ties, pd.DataFrame({"person_id": np.arange(people), "function": names}))


def by_networkx(
    before: nx.Graph, after: nx.Graph, function: dict[int, str]
) -> tuple[int, int, int, float, float]:
    """Pairs before, cut, joined and mean hops before and after, slowly."""
    hops = [dict(nx.all_pairs_shortest_path_length(graph)) for graph in (before, after)]
    counts, lengths = [0, 0, 0], []
    for a, b in combinations(function, 2):
        if function[a] != function[b]:
            x, y = hops[0].get(a, {}).get(b), hops[1].get(a, {}).get(b)
            counts[0] += x is not None
            counts[1] += x is not None and y is None
            counts[2] += x is None and y is not None
            if x is not None and y is not None:
                lengths.append((x, y))
    means = np.mean(lengths, axis=0) if lengths else (np.nan, np.nan)
    return counts[0], counts[1], counts[2], float(means[0]), float(means[1])


def efficiency(graph: nx.Graph, function: dict[int, str]) -> float:
    """Mean of 1 / hops over pairs of different functions, slowly."""
    hops = dict(nx.all_pairs_shortest_path_length(graph))
    pairs = [(a, b) for a, b in combinations(function, 2) if function[a] != function[b]]
    return sum(1 / hops[a][b] for a, b in pairs if b in hops[a]) / len(pairs)


def known(network: Network) -> dict[int, str]:
    names = network.people["function"].tolist()
    return {node: name for node, name in enumerate(names) if name in network.functions}


def row_of(result: WhatifResult, number: int = 0) -> pd.Series:
    return result.table.iloc[number]


PATHS = ["pairs_before", "pairs_cut", "pairs_joined", "path_length_before", "path_length_after"]


class TestByHand:
    def test_a_function_on_the_only_path(self) -> None:
        """hr1 - it1 - pr1, and hr1 - hr2 - pr2: without IT, hr1 and hr2 still reach pr2, nobody reaches pr1."""
        network = of_edges([("hr1", "it1"), ("it1", "pr1"), ("hr1", "hr2"), ("hr2", "pr2")])
        row = row_of(whatif(network, remove=["it"], liaisons=0))
        assert row[["pairs_before", "pairs_cut", "pairs_joined"]].tolist() == [4, 2, 0]
        assert row["path_length_before"] == row["path_length_after"] == 1.5
        assert row["exchange_lost"] == 2
        assert row["exchange_lost_share"] == 0.5
        assert row["people"] == 1

    def test_a_detour(self) -> None:
        """a1 - b1 - c1 and the long way a1 - c2 - c3 - c1: a1 to c1 takes 3 steps instead of 2 without b."""
        network = of_edges([("a1", "b1"), ("b1", "c1"), ("a1", "c2"), ("c2", "c3"), ("c3", "c1")])
        row = row_of(whatif(network, remove=["b"], liaisons=0))
        assert row[PATHS].tolist() == pytest.approx([3, 0, 0, 5 / 3, 2])
        assert row["path_length_change"] == pytest.approx(1 / 3)

    def test_merging_moves_no_path(self) -> None:
        network = of_edges([("a1", "b1"), ("b1", "c1"), ("a1", "a2"), ("b1", "b2")])
        row = row_of(whatif(network, remove=[], merge=[["a", "b"]], liaisons=0))
        assert row[["scenario", "kind", "function", "function_b"]].tolist() == [
            "merge a + b",
            "merge",
            "a",
            "b",
        ]
        assert row[PATHS].tolist() == [4, 0, 0, 2, 2]  # of a1, a2, b1, b2 to c1: 2, 3, 1, 2 steps
        assert row["exchange_lost"] == 0
        assert (row["cross_share_before"], row["cross_share_after"]) == (0.5, 0.25)

    def test_the_best_liaison_of_two_chains(self) -> None:
        """Two chains of three: joining their middles gives 1 + 4/2 + 4/3, more than any other tie."""
        network = of_edges([("a1", "a2"), ("a2", "a3"), ("b1", "b2"), ("b2", "b3")])
        result = whatif(network, remove=[], liaisons=1, min_group=3)
        ends = result.liaisons.loc[0, ["node_a", "node_b"]].tolist()
        assert network.people["person_id"].iloc[ends].tolist() == ["a2", "b2"]
        assert result.efficiency == pytest.approx((0, (1 + 4 / 2 + 4 / 3) / 9))
        assert row_of(result)["pairs_joined"] == 9
        assert "join 9 pairs" in result.headline()

    def test_share_within_a_day(self) -> None:
        network = of_edges([("a1", "b1"), ("b1", "c1"), ("c1", "a1")])
        response = pd.DataFrame(
            [
                ("a", "b", 10, 0.5),
                ("b", "c", 30, 0.9),
                ("c", "a", 10, 0.2),
                ("a", "a", 99, 0.0),
                ("b", "a", 0, np.nan),
            ],
            columns=["function_a", "function_b", "asked", "within_24h"],
        )
        result = whatif(network, remove=["b"], merge=[["b", "c"]], liaisons=0, response=response)
        assert result.table["within_24h_before"].tolist() == pytest.approx([34 / 50, 34 / 50])
        assert result.table["within_24h_after"].tolist() == pytest.approx([0.2, 7 / 20])
        assert whatif(network, liaisons=0, remove=["b"]).table["within_24h_after"].isna().all()


def test_two_functions_tied_twice_are_told_once() -> None:
    result = whatif(organisation(1, functions=3), liaisons=2)
    pairs = pd.DataFrame({"function_a": ["F0", "F1", "F0"], "function_b": ["F1", "F0", "F2"]})
    twice = replace(result, liaisons=pairs, table=result.table.assign(path_length_change=-1.0))
    assert "(2 times F0 and F1, F0 and F2)" in twice.headline()
    assert "(2 fois F0 et F1, F0 et F2)" in twice.headline("fr")


class TestOracle:
    @pytest.mark.parametrize("seed", range(6))
    def test_removals_and_merges_against_networkx(self, seed: int) -> None:
        network = organisation(seed, degree=2.0 + seed / 2)
        function, graph = known(network), network.to_networkx()
        result = whatif(network, remove=["F0", "F1", ["F2", "F3"]], merge=[["F0", "F3"]], liaisons=0)
        for number, gone in enumerate((["F0"], ["F1"], ["F2", "F3"])):
            after = graph.copy()
            after.remove_nodes_from([node for node, name in function.items() if name in gone])
            left = {node: name for node, name in function.items() if name not in gone}
            row = row_of(result, number)
            assert row[PATHS].tolist() == pytest.approx(by_networkx(graph, after, left), nan_ok=True)
            lost = graph.size("strength") - after.size("strength")
            assert row["exchange_lost"] == pytest.approx(lost)
        merged = {node: name.replace("F3", "F0") for node, name in function.items()}
        assert row_of(result, 3)[PATHS].tolist() == pytest.approx(
            by_networkx(graph, graph, merged), nan_ok=True
        )

    @pytest.mark.parametrize("seed", range(3))
    def test_liaisons_against_networkx(self, seed: int) -> None:
        network = organisation(seed, degree=1.5)
        function, graph = known(network), network.to_networkx()
        result = whatif(network, remove=[], liaisons=3, min_group=1)
        assert result.efficiency[0] == pytest.approx(efficiency(graph, function))
        after = graph.copy()
        for number, (a, b) in enumerate(result.liaisons[["node_a", "node_b"]].to_numpy()):
            assert not graph.has_edge(a, b)
            after.add_edge(a, b)
            assert result.efficiency[number + 1] == pytest.approx(efficiency(after, function))
            assert row_of(result, number)[PATHS].tolist() == pytest.approx(
                by_networkx(graph, after, function)
            )

    @pytest.mark.parametrize("seed", range(12))
    def test_liaisons_against_every_choice(self, seed: int) -> None:
        """Two ties on ten people: within 1 % of the best of all choices, in what is gained."""
        network = organisation(100 + seed, people=10, functions=3, degree=2.2)
        function, graph = known(network), network.to_networkx()
        result = whatif(network, remove=[], liaisons=2, min_group=1)
        candidates = [
            (a, b)
            for a, b in combinations(function, 2)
            if function[a] != function[b] and not graph.has_edge(a, b)
        ]
        best = 0.0
        for some in combinations(candidates, 2):
            graph.add_edges_from(some)
            best = max(best, efficiency(graph, function))
            graph.remove_edges_from(some)
        before = result.efficiency[0]
        assert result.efficiency[-1] - before >= 0.99 * (best - before)

    def test_a_sample_agrees_with_everybody(self) -> None:
        network = organisation(3, people=3000, functions=6, degree=2.2)
        exact = whatif(network, liaisons=0)
        assert (exact.table[["pairs_error", "path_length_error"]] == 0).all(axis=None)
        for seed in range(3):
            sampled = whatif(network, liaisons=0, exact_limit=1500, seed=seed)
            off = (sampled.table["pairs_cut"] - exact.table["pairs_cut"]) / sampled.table["pairs_error"]
            assert (off.abs() < 4).all()
            assert (off.abs() > 0.05).any()
            off = sampled.table["path_length_change"] - exact.table["path_length_change"]
            assert (off.abs() < 4 * sampled.table["path_length_error"]).all()
            assert any("random sample" in caveat for caveat in sampled.caveats)


class TestProperties:
    @given(st.integers(0, 400))
    def test_removing_never_helps_and_linking_never_harms(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        network = organisation(
            seed, people=int(rng.integers(4, 20)), functions=3, degree=float(rng.uniform(1, 4))
        )
        try:
            result = whatif(network, remove=network.functions, liaisons=2, min_group=1)
        except NotEnoughDataError:
            return
        table = result.table
        assert not (table["path_length_change"] < -1e-12)[table["kind"] == "remove"].any()
        assert not (table["path_length_change"] > 1e-12)[table["kind"] == "liaison"].any()
        assert (table["pairs_cut"] <= table["pairs_before"]).all()
        assert (np.diff(result.efficiency) > 0).all()
        assert (table[["pairs_before", "pairs_cut", "pairs_joined"]] % 1 == 0).all(axis=None)
        result.headline()
        result.to_html()

    def test_numbering_of_people_does_not_matter(self) -> None:
        network = organisation(5)
        order = np.random.default_rng(1).permutation(len(network))
        ties = network.to_pandas()
        other = Network.from_pandas(ties, network.people.iloc[order])
        a, b = (whatif(each, liaisons=0).table for each in (network, other))
        pd.testing.assert_frame_equal(a, b)


class TestShape:
    def test_columns_plot_and_openness(self) -> None:
        network = organisation(7, people=60, degree=5)
        result = whatif(network, merge=[["F0", "F1"]], liaisons=2)
        assert result.table["kind"].tolist() == ["remove"] * 4 + ["merge", "liaison", "liaison"]
        assert set(result.tables()) == {"whatif"}
        assert "node_a" not in result.table
        merged = result.openness[result.openness["scenario"] == "merge F0 + F1"]
        assert merged["function"].tolist() == ["F0 + F1", "F2", "F3"]
        assert "F0" not in set(result.openness.loc[result.openness["scenario"] == "remove F0", "function"])
        result.plot()
        assert "<WhatifResult" in repr(result)

    def test_small_functions_get_no_scenario(self) -> None:
        edges = [(f"a{i}", f"b{i}") for i in range(6)] + [("c1", "a1"), ("c1", "b2")]
        result = whatif(of_edges(edges))
        assert set(result.table["function"]) == {"a", "b"}
        assert any("small function" in caveat for caveat in result.caveats)

    def test_teams_are_linked_only_where_there_are_no_people(self) -> None:
        network = organisation(1, degree=2)
        people = network.people.assign(actor_kind=np.where(np.arange(len(network)) < 15, "person", "team"))
        some = Network.from_pandas(network.to_pandas(), people)
        assert (whatif(some, min_group=1).liaisons[["node_a", "node_b"]] < 15).all(axis=None)
        teams = Network.from_pandas(network.to_pandas(), people.assign(actor_kind="team"))
        assert len(whatif(teams, min_group=1).liaisons) == 3

    def test_nothing_to_go_by(self) -> None:
        with pytest.raises(NotEnoughDataError, match="fewer than two functions"):
            whatif(of_edges([("a1", "a2")]))
        network = of_edges([("a1", "b1")])
        with pytest.raises(UsageError, match="no function 'x'"):
            whatif(network, remove=["x"])
        with pytest.raises(UsageError, match="two functions"):
            whatif(network, merge=[["a"]])
        with pytest.raises(UsageError, match="negative"):
            whatif(network, liaisons=-1)


@pytest.mark.data
def test_departments_of_email_eu_core(data_dir: Path) -> None:
    """Pairs cut off on a real network, against the components of networkx."""
    edges = pd.read_csv(data_dir / "eu-core" / "email-Eu-core.txt", sep=" ", names=["source", "target"])
    labels = pd.read_csv(
        data_dir / "eu-core" / "email-Eu-core-department-labels.txt", sep=" ", names=["person_id", "function"]
    )
    network = Network.from_pandas(
        edges[edges["source"] != edges["target"]],
        labels.assign(function=labels["function"].map("d{:02d}".format)),
    )
    result = whatif(network, remove=["d36", "d04"], liaisons=0)
    graph, function = network.to_networkx(), known(network)
    after = graph.subgraph([node for node in graph if function[node] != "d36"])
    cut = sum(
        sum(function[a] != function[b] for a, b in combinations(part, 2))
        for part in nx.connected_components(after)
    )
    whole = [node for node in max(nx.connected_components(graph), key=len) if function[node] != "d36"]
    before = sum(function[a] != function[b] for a, b in combinations(whole, 2))
    assert row_of(result)[["pairs_before", "pairs_cut"]].tolist() == [before, before - cut]
