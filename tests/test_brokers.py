"""Who and what carries a function's brokerage: by hand, against enumeration of all shortest paths, in words."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses.glue.answer import glue
from silograph.errors import UsageError
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import Adjacency, adjacency
from silograph.graph.paths.brokerage import brokerage, group_sets
from silograph.graph.paths.carried import Carried, carried
from silograph.simulation import CompanySpec, simulate

Ints = npt.NDArray[np.int64]


class Enumerated(NamedTuple):
    """Sums over pairs of people of two different other groups, each unordered pair once."""

    whole: npt.NDArray[np.float64]
    pairs: npt.NDArray[np.float64]
    nodes: npt.NDArray[np.float64]
    ties: dict[tuple[int, int], float]  # (node, neighbour): for the brokerage of the node's group


def enumerated(graph: nx.Graph, groups: Ints, length: str | None) -> Enumerated:
    """Slow and obvious: look at every shortest path of every pair, for every group."""
    k = int(groups.max()) + 1
    found = Enumerated(np.zeros(k), np.zeros((k, k, k)), np.zeros(len(groups)), {})
    for s, t in itertools.combinations(range(len(groups)), 2):
        a, b = sorted((int(groups[s]), int(groups[t])))
        if a < 0 or a == b or not nx.has_path(graph, s, t):
            continue
        paths = list(nx.all_shortest_paths(graph, s, t, weight=length))
        for path, f in itertools.product(paths, set(range(k)) - {a, b}):
            own = [v for v in path if groups[v] == f]
            share = bool(own) / len(paths)
            found.whole[f] += share
            found.pairs[f, a, b] += share
            for v in own:
                found.nodes[v] += share
            for u, v in itertools.pairwise(path):
                for one, other in ((u, v), (v, u)):
                    if groups[one] == f:
                        found.ties[one, other] = found.ties.get((one, other), 0.0) + share
    return found


def arrays(graph: nx.Graph, length: bool) -> Adjacency:
    """The ties in no order at all."""
    ends = np.random.default_rng(len(graph)).permutation(
        np.array(list(graph.edges()), dtype=np.int64).reshape(-1, 2)
    )
    lengths = np.array([1 / graph.edges[u, v]["strength"] for u, v in ends.tolist()])
    return adjacency(len(graph), ends[:, 0], ends[:, 1], length=lengths if length else None)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[nx.Graph, Ints]:
    """Small graphs, often disconnected, with unknown people and a group (3) without anybody."""
    n = draw(st.integers(3, 13))
    graph = nx.gnp_random_graph(n, draw(st.floats(0.1, 0.6)), seed=draw(st.integers(0, 10**6)))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    for u, v in graph.edges():
        strength = int(rng.integers(1, 4))
        # whole numbers for the oracle: there 1/3 + 1/3 + 1/3 and 1 would be different lengths
        graph.edges[u, v].update(strength=strength, sixths=6 // strength)
    return graph, rng.choice([-1, 0, 1, 2, 4], n).astype(np.int64)


@given(graphs(), st.booleans())
def test_shares_equal_enumeration_of_all_shortest_paths(
    given_graph: tuple[nx.Graph, Ints], length: bool
) -> None:
    graph, groups = given_graph
    if groups.max() < 0:
        return
    array = arrays(graph, length)
    ours, slow = carried(array, groups), enumerated(graph, groups, "sixths" if length else None)
    with np.errstate(invalid="ignore"):
        np.testing.assert_allclose(ours.pairs, slow.pairs / slow.whole[:, None, None], atol=1e-9)
        whole = np.append(slow.whole, np.nan)[groups]
        np.testing.assert_allclose(ours.nodes, slow.nodes / whole, atol=1e-9)
        row = np.repeat(np.arange(len(groups)), np.diff(array.start))
        ends = zip(row.tolist(), array.neighbour.tolist(), strict=True)
        along = np.array([slow.ties.get(one, 0.0) for one in ends])
        np.testing.assert_allclose(ours.ties, along / whole[row], atol=1e-9)
    for errors in (ours.pairs_error, ours.nodes_error, ours.ties_error):
        assert not np.nansum(errors)


def test_shares_by_hand() -> None:
    """0 (A) - 1 (F) - 2 (F) - 3 (B) and 2 - 4 (C), and 0 - 5 (D) - 3.

    Pairs outside F: 0-3 has only the path over 5 (two hops), 0-4 only 0-1-2-4 (F), 0-5 and 3-5 are tied, 3-4 only
    3-2-4 (F), 4-5 has 4-2-3-5 (F; the way over 0 is longer). F carries three pairs: A and C, B and C, C and D.
    Node 1 is on one of them, node 2 on all; the tie 2-4 is in all, 2-3 in two, 1-2 and 0-1 in one.
    """
    groups = np.array([0, 5, 5, 1, 2, 3])
    edges = np.array([(0, 1), (1, 2), (2, 3), (2, 4), (0, 5), (3, 5)])
    graph = adjacency(6, edges[:, 0], edges[:, 1])
    found = carried(graph, groups, paired=np.array([5]))
    expected = np.zeros((1, 6, 6))
    expected[0, 0, 2] = expected[0, 1, 2] = expected[0, 2, 3] = 1 / 3
    np.testing.assert_allclose(found.pairs, expected)
    np.testing.assert_allclose(found.nodes[[1, 2]], [1 / 3, 1])
    row = np.repeat(np.arange(6), np.diff(graph.start))
    ties = {(u, v): x for u, v, x in zip(row.tolist(), graph.neighbour.tolist(), found.ties, strict=True)}
    wanted = {(1, 0): 1 / 3, (1, 2): 1 / 3, (2, 1): 1 / 3, (2, 3): 2 / 3, (2, 4): 1}
    assert {ends: ties[ends] for ends in wanted} == pytest.approx(wanted)


def test_many_paths_do_not_overflow() -> None:
    """A chain of 700 diamonds has 2 ** 700 shortest paths; each side of a diamond has half of them."""
    diamonds = 700
    ends = [(3 * i + a, 3 * i + b) for i in range(diamonds) for a, b in ((0, 1), (0, 2), (1, 3), (2, 3))]
    n = 3 * diamonds + 1
    groups = np.full(n, -1)
    groups[[0, n - 1]] = 0, 1
    groups[[1, n - 3]] = 2
    source, target = np.array(ends).T
    found = carried(adjacency(n, source, target), groups)
    np.testing.assert_allclose(found.nodes[[1, n - 3]], [1 / 1.5, 1 / 1.5])


def company(seed: int) -> tuple[Adjacency, Ints]:
    rng = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(150, 600, seed=seed)
    ends = np.array(list(graph.edges()))
    return adjacency(150, ends[:, 0], ends[:, 1]), rng.integers(0, 5, 150)


def test_standard_errors_cover_the_exact_shares() -> None:
    """From a third of the sources, 95 % intervals hold the exact shares about as often."""
    graph, groups = company(1)
    exact: Carried = carried(graph, groups)
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(60):
        sources = np.sort(rng.choice(150, 50, replace=False))
        part = carried(graph, groups, sources=sources)
        first, second = np.triu_indices(5, 1)
        for mine, error, true in (
            (part.pairs[:, first, second], part.pairs_error[:, first, second], exact.pairs[:, first, second]),
            (part.nodes, part.nodes_error, exact.nodes),
        ):
            counted = true > 0.02
            inside.append(np.mean(np.abs(mine - true)[counted] <= 1.96 * error[counted]))
    assert 0.88 < np.mean(inside) < 0.98


def test_what_passes_is_the_brokerage() -> None:
    """The pairs of a group add up to 1, and one column of pairs asked for is that of all."""
    graph, groups = company(2)
    found = carried(graph, groups)
    assert (brokerage(graph, groups, group_sets(groups)).share > 0).all()
    np.testing.assert_allclose(found.pairs.sum(axis=(1, 2)), 1)
    np.testing.assert_allclose(carried(graph, groups, paired=np.array([3])).pairs[0], found.pairs[3])


def test_sources_of_unknown_group() -> None:
    graph, groups = company(3)
    with pytest.raises(UsageError, match="known groups"):
        carried(graph, np.where(np.arange(150) == 7, -1, groups), sources=np.array([7]))


# --- the result --------------------------------------------------------------------------------------------------


def teams_joined_by(web: int) -> Network:
    """hr, it, pr of four people each; all of them know web0, and the first two of each also web1, if there is one."""
    others = [f"{f}{i}" for f in ("hr", "it", "pr") for i in range(4)]
    edges = [("web0", one) for one in others]
    edges += [("web1", one) for one in others if one[-1] in "01"] if web > 1 else []
    edges += [("web0", f"web{i}") for i in range(1, web)]
    return Network.from_edges(edges, {name: name.rstrip("0123456789") for edge in edges for name in edge})


QUICK: dict[str, Any] = {"replicates": 2, "simulations": 4, "min_group": 2}


def test_the_result_by_hand() -> None:
    """48 pairs of others, all by way of web; 12 of them (the first two of each) have half their paths over web1.

    Without web0 only web1 is left, which carries all 12 pairs that still have a path, and 36 of 48 have none.
    """
    result = glue(teams_joined_by(3), **QUICK, without=("web",))
    people = result.people.set_index("person_id")
    np.testing.assert_allclose(people.loc[["web0", "web1", "web2"], "brokerage_share"], [42 / 48, 6 / 48, 0])
    assert people.loc[["web0", "web1", "web2"], "brokerage_share_rank"].tolist() == [1, 2, 3]
    pairs = result.pairs[result.pairs["function"] == "web"]
    assert list(zip(pairs["function_a"], pairs["function_b"], strict=True)) == [
        ("hr", "it"),
        ("hr", "pr"),
        ("it", "pr"),
    ]
    np.testing.assert_allclose(pairs["share"], 1 / 3)
    assert result.without["removed"].tolist() == [0, 1]  # nobody carries as the third
    np.testing.assert_allclose(result.without["share"], [0, 42 / 48])
    np.testing.assert_allclose(result.without["brokerage"], [1, 1])
    np.testing.assert_allclose(result.without["unreachable"], [0, 36 / 48])
    number = {name: i for i, name in enumerate(result.people["person_id"])}
    ties = result.ties
    tie = ties[(ties["node"] == number["web0"]) & (ties["neighbour"] == number["hr3"])]
    np.testing.assert_allclose(tie["share"], 8 / 48)  # all eight pairs of hr3
    assert set(result.tables()) == {"glue", "glue_pairs", "glue_without"}
    for table in result.tables().values():
        assert not table.isin(list(number)).any(axis=None)


def test_sentences() -> None:
    result = glue(teams_joined_by(3), **QUICK, without=("web",))
    said = result.explain("web")
    assert said[0].endswith("33% join hr and it, 33% join hr and pr and 33% join it and pr.")
    assert said[1] == "88% of these chains pass through one person of web, 13% through the next."
    assert said[2].startswith("Without that person")
    assert said[3] == "The share of pairs that no chain joins would go from 0% to 75%."
    assert not any("web0" in sentence for sentence in said)
    assert "through web0 of web" in result.explain("web", names=True)[1]
    assert "une personne de web" in result.explain("web", lang="fr")[1]
    assert result.explain("hr") == ["No shortest chain between people of other functions passes through hr."]
    with pytest.raises(UsageError, match="no function 'sales' with a rank"):
        result.explain("sales")


def test_a_rank_is_told_only_with_a_verdict() -> None:
    """Of others it may be chance."""
    result = glue(teams_joined_by(3), **QUICK, without=("web",))
    for verdict in ("ordinary", "glue", "bridge"):
        told = replace(result, table=result.table.assign(verdict=verdict)).explain("web")
        assert any("rank" in sentence for sentence in told) == (verdict != "ordinary")


def test_small_functions_are_not_named_as_joined() -> None:
    """hr (four people) and it are below six and stand together: only what joins others is told."""
    edges = [("web0", f"{f}{i}") for f, n in (("hr", 4), ("it", 4), ("pr", 8), ("rd", 8)) for i in range(n)]
    edges += [("web0", f"web{i}") for i in range(1, 7)]
    network = Network.from_edges(edges, {name: name.rstrip("0123456789") for edge in edges for name in edge})
    first = glue(network, **{**QUICK, "min_group": 6}).explain("web")[0]
    assert "pr and rd" in first
    assert " hr" not in first


def test_a_queue_is_no_person() -> None:
    network = teams_joined_by(3)
    kinds = np.where(network.people["person_id"] == "web0", "team", "person")
    result = glue(replace(network, people=network.people.assign(actor_kind=kinds)), **QUICK)
    assert "one team queue of web" in result.explain("web")[1]


def test_unknown_function_to_be_without() -> None:
    with pytest.raises(UsageError, match="no function 'sales' with a rank"):
        glue(teams_joined_by(2), **QUICK, without=("sales",))


def test_a_planted_person_is_found() -> None:
    company = simulate(CompanySpec(people=100, messages=4000, functions=6, seed=2, glue_concentration=0.8))
    planted = company.truth["glue"]
    result = glue(company.to_network(), replicates=2, simulations=10, without=(planted,))
    own = result.people[result.people["function"] == planted]
    first = own.nlargest(1, "brokerage_share").iloc[0]
    assert first["person_id"] == company.truth["glue_person"]
    assert first["brokerage_share"] > 0.7
    now, left = result.without["brokerage"].tolist()[:2]
    assert left < now / 2
    assert company.truth["glue_person"] in result.explain(planted, names=True)[1]
