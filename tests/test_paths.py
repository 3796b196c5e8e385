"""Shortest-path kernels: worked by hand, against networkx and against enumeration of all shortest paths."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.errors import UsageError
from silograph.graph.paths.adjacency import Adjacency, adjacency, sample_sources
from silograph.graph.paths.betweenness import betweenness, cross_pairs_without
from silograph.graph.paths.brokerage import avoided_sets, brokerage, group_sets
from silograph.graph.paths.roles import ROLES, brokerage_roles

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def arrays(graph: nx.Graph, length: str | None = None) -> Adjacency:
    ends = np.array(list(graph.edges()), dtype=np.int64).reshape(-1, 2)
    lengths = None if length is None else np.array([graph.edges[tuple(edge)][length] for edge in ends])
    return adjacency(len(graph), ends[:, 0], ends[:, 1], length=lengths)


def random_graphs(number: int) -> Iterator[tuple[nx.Graph, Ints]]:
    """Small graphs, often disconnected, with unknown people and functions without anybody."""
    rng = np.random.default_rng(7)
    for seed in range(number):
        n = int(rng.integers(2, 20))
        graph = nx.gnp_random_graph(n, rng.uniform(0.05, 0.4), seed=seed)
        for u, v in graph.edges():
            strength = rng.integers(1, 4)
            graph.edges[u, v].update(length=1.0 / strength, sixths=6 // strength)
        groups = rng.choice([-1, 0, 1, 2, 4], n)  # 3 is an empty function
        yield graph, groups.astype(np.int64)


def exactly(length: str | None) -> str | None:
    """The same lengths as whole numbers: networkx takes 1/3 + 1/3 + 1/3 and 1 for different."""
    return length and "sixths"


def shortest_paths(graph: nx.Graph, s: int, t: int, length: str | None) -> list[list[int]]:
    return (
        list(nx.all_shortest_paths(graph, s, t, weight=exactly(length))) if nx.has_path(graph, s, t) else []
    )


def enumerated(
    graph: nx.Graph, groups: Ints, sets: list[set[int]], owners: list[int], length: str | None
) -> tuple[Floats, Floats, Floats]:
    """Slow and obvious: for every pair and set, look at every shortest path."""
    through, connected, cut = np.zeros((3, len(sets)))
    for s, t in itertools.combinations(range(len(groups)), 2):
        if groups[s] < 0 or groups[t] < 0 or groups[s] == groups[t]:
            continue
        paths = shortest_paths(graph, s, t, length)
        for g, (members, owner) in enumerate(zip(sets, owners, strict=True)):
            if {s, t} & members or owner in {groups[s], groups[t]}:
                continue
            connected[g] += bool(paths)
            cut[g] += not paths
            if paths:
                through[g] += np.mean([bool(members & set(path)) for path in paths])
    return through, connected, cut


@pytest.mark.parametrize("length", [None, "length"])
def test_brokerage_equals_enumeration_of_all_shortest_paths(length: str | None) -> None:
    for graph, groups in random_graphs(200):
        codes = range(int(groups.max()) + 1)
        result = brokerage(arrays(graph, length), groups, group_sets(groups))
        own = [set(np.flatnonzero(groups == code)) for code in codes]
        through, connected, cut = enumerated(graph, groups, own, list(codes), length)
        # Both ends of a pair are sources, so each pair is counted twice.
        np.testing.assert_allclose(result.through.sum(axis=0), 2 * through, atol=1e-9)
        np.testing.assert_allclose(result.connected.sum(axis=0), 2 * connected)
        np.testing.assert_allclose((result.pairs - result.connected).sum(axis=0), 2 * cut)


def test_any_sets_can_be_avoided_whoever_owns_them() -> None:
    rng = np.random.default_rng(3)
    for graph, groups in random_graphs(40):
        people = np.arange(len(groups))
        sets = [rng.choice(people, rng.integers(0, len(people)), replace=False) for _ in range(6)]
        owners = np.sort(rng.integers(-1, max(int(groups.max()), 0) + 1, 6))
        result = brokerage(arrays(graph), groups, avoided_sets(sets, groups, owners=owners))
        wanted = enumerated(graph, groups, [set(s.tolist()) for s in sets], owners.tolist(), None)
        np.testing.assert_allclose(result.through.sum(axis=0), 2 * wanted[0], atol=1e-9)
        np.testing.assert_allclose(result.connected.sum(axis=0), 2 * wanted[1])


def test_brokerage_by_hand() -> None:
    """0(A) reaches 3(B) through 1(C) or 2(D): each carries half. 4(B) hangs on 3: the same halves again.

    Pairs outside C: 0-3, 0-4 (1/2 each), 2-0, 2-3, 2-4 (0 each): 1/5. D likewise. Pairs outside A: 1-2 has the two
    shortest paths over 0 and over 3: 1/2; 1-3, 1-4, 2-3, 2-4 avoid 0: 1/10. Pairs outside B: 0-1, 0-2, and 1-2 with
    1/2 through 3: 1/6.
    """
    groups = np.array([0, 2, 3, 1, 1])
    square = adjacency(5, np.array([0, 0, 1, 2, 3]), np.array([1, 2, 3, 3, 4]))
    share = brokerage(square, groups, group_sets(groups)).share
    np.testing.assert_allclose(share, [1 / 10, 1 / 6, 1 / 5, 1 / 5])


def test_person_betweenness_equals_networkx() -> None:
    for graph, groups in random_graphs(60):
        for length in (None, "length"):
            ours = betweenness(arrays(graph, length), groups)
            theirs = nx.betweenness_centrality(graph, weight=exactly(length))
            np.testing.assert_allclose(ours.person, [theirs[v] for v in graph], atol=1e-12)
            raw = betweenness(arrays(graph, length), groups, normalized=False).person
            theirs = nx.betweenness_centrality(graph, weight=exactly(length), normalized=False)
            np.testing.assert_allclose(raw, [theirs[v] for v in graph], atol=1e-12)


def test_person_betweenness_equals_networkx_on_a_larger_graph() -> None:
    """Several batches, levels pushed and pulled, and a tail of long paths."""
    graph = nx.disjoint_union(nx.barabasi_albert_graph(150, 6, seed=1), nx.path_graph(12))
    graph.add_edge(0, 155)
    ours = betweenness(arrays(graph), np.zeros(162, dtype=np.int64))
    theirs = nx.betweenness_centrality(graph)
    np.testing.assert_allclose(ours.person, [theirs[v] for v in graph], atol=1e-12)


def test_cross_betweenness_equals_sum_over_groups_of_networkx_subsets() -> None:
    for graph, groups in random_graphs(40):
        wanted = np.zeros(len(graph))
        for code in np.unique(groups[groups >= 0]):
            ends = np.flatnonzero(groups == code), np.flatnonzero((groups >= 0) & (groups != code))
            part = nx.betweenness_centrality_subset(graph, ends[0].tolist(), ends[1].tolist())
            wanted += [part[v] for v in graph]  # halves, and every pair is met from both its groups
        ours = betweenness(arrays(graph), groups, normalized=False)
        np.testing.assert_allclose(ours.cross, wanted, atol=1e-12)


def test_linear_scaling_from_all_sources_is_exact() -> None:
    for graph, groups in random_graphs(20):
        for length in (None, "length"):
            plain, linear = (
                betweenness(arrays(graph, length), groups, scaling=scaling) for scaling in ("plain", "linear")
            )
            np.testing.assert_allclose(plain.person, linear.person, atol=1e-12)
            np.testing.assert_allclose(plain.cross, linear.cross, atol=1e-12)


@pytest.mark.parametrize("scaling", ["plain", "linear"])
def test_sampled_betweenness_is_unbiased_and_knows_its_error(scaling: str) -> None:
    graph = arrays(nx.barabasi_albert_graph(80, 3, seed=2))
    groups = np.arange(80) % 4
    exact = betweenness(graph, groups)
    draws = [
        betweenness(graph, groups, sources=sample_sources(np.arange(80), 20, seed=s), scaling=scaling)  # type: ignore[arg-type]
        for s in range(400)
    ]
    person, error = np.array([d.person for d in draws]), np.array([d.person_error for d in draws])
    assert not draws[0].exact
    assert exact.exact
    assert exact.person_error.max() == 0
    spread = person.std(axis=0)
    np.testing.assert_array_less(np.abs(person.mean(axis=0) - exact.person), 5 * spread / 20 + 1e-12)
    mattering = exact.person > 0.01
    root_mean_square = np.sqrt((error**2).mean(axis=0))  # variances are unbiased, their roots are not
    np.testing.assert_allclose(root_mean_square[mattering], spread[mattering], rtol=0.15)


def test_sampled_brokerage_is_unbiased_and_knows_its_error() -> None:
    graph = arrays(nx.barabasi_albert_graph(90, 3, seed=5))
    groups = np.arange(90) % 5
    sets = group_sets(groups)
    exact = brokerage(graph, groups, sets)
    draws = [
        brokerage(graph, groups, sets, sources=sample_sources(np.arange(90), 30, seed=s)) for s in range(300)
    ]
    share = np.array([d.share for d in draws])
    assert exact.standard_error.max() == 0
    np.testing.assert_allclose(share.mean(axis=0), exact.share, rtol=0.02)
    np.testing.assert_allclose(
        np.mean([d.standard_error for d in draws], axis=0), share.std(axis=0), rtol=0.25
    )


def layered(width: int, depth: int) -> tuple[Adjacency, Ints]:
    """Complete layers between two ends: width ** depth shortest paths. First of each layer: group 2, else 3."""
    layers = np.arange(width * depth).reshape(depth, width) + 1
    ends = [(0, int(v)) for v in layers[0]] + [(int(v), width * depth + 1) for v in layers[-1]]
    ends += [(int(u), int(v)) for a, b in itertools.pairwise(layers) for u in a for v in b]
    groups = np.full(width * depth + 2, 3)
    groups[layers[:, 0]] = 2
    groups[0], groups[-1] = 0, 1
    pairs = np.array(ends)
    return adjacency(len(groups), pairs[:, 0], pairs[:, 1]), groups


@pytest.mark.parametrize("depth", [5, 1200])
def test_path_counts_that_overflow_floats(depth: int) -> None:
    """3 ** 1200 paths; by symmetry each node of a layer is on a third, and group 2 is avoided by (2/3) ** depth."""
    graph, groups = layered(3, depth)
    ends = np.array([0, len(groups) - 1])
    only_ends = np.where(groups < 2, groups, -1)
    first_of_each = avoided_sets([np.flatnonzero(groups == 2)], only_ends)
    result = brokerage(graph, only_ends, first_of_each, sources=ends)
    np.testing.assert_allclose(result.share, 1 - (2 / 3) ** depth, rtol=1e-9)
    between = betweenness(graph, only_ends, sources=ends, normalized=False)
    np.testing.assert_allclose(between.cross[1:-1] * 2 / len(groups), 1 / 3, rtol=1e-9)


def test_path_counts_of_a_grid() -> None:
    """All monotone paths from corner to corner: C(2k, k) of them, C(k, k/2) ** 2 through the middle."""
    side = 30
    grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(side + 1, side + 1), ordering="sorted")
    groups = np.full(len(grid), -1)
    groups[0], groups[-1] = 0, 1
    middle = avoided_sets([np.array([len(grid) // 2])], groups)
    share = math.comb(side, side // 2) ** 2 / math.comb(2 * side, side)
    np.testing.assert_allclose(brokerage(arrays(grid), groups, middle).share, share, rtol=1e-9)


def test_a_tie_of_floats_is_a_tie() -> None:
    """0 - 3 directly is 1 long, over 1 and 2 three times 1/3: equal, though not to the last bit."""
    graph = adjacency(
        4, np.array([0, 0, 1, 2]), np.array([3, 1, 2, 3]), length=np.array([1.0, 1 / 3, 1 / 3, 1 / 3])
    )
    groups = np.array([0, 2, 2, 1])
    np.testing.assert_allclose(brokerage(graph, groups, group_sets(groups)).share[2], 1 / 2)
    nudged = adjacency(
        4, np.array([0, 0, 1, 2]), np.array([3, 1, 2, 3]), length=np.array([1.0, 1 / 3, 1 / 3, 0.334])
    )
    np.testing.assert_allclose(brokerage(nudged, groups, group_sets(groups)).share[2], 0)


def test_a_tie_far_shorter_than_the_tolerance_makes_no_cycle() -> None:
    graph = adjacency(4, np.array([0, 1, 2]), np.array([1, 2, 3]), length=np.array([1.0, 1e-13, 1.0]))
    groups = np.array([0, 2, 3, 1])
    np.testing.assert_allclose(brokerage(graph, groups, group_sets(groups)).share, [0, 0, 2 / 3, 2 / 3])
    assert betweenness(graph, groups).person[1] == pytest.approx(2 / 3)


def test_five_roles_by_counting_directed_two_step_paths() -> None:
    rng = np.random.default_rng(11)
    for _ in range(20):
        n = 14
        ties = rng.random((n, n)) < 0.25
        np.fill_diagonal(ties, val=False)
        groups = rng.integers(-1, 3, n)
        wanted = np.zeros((n, 5), dtype=int)
        for a, b, c in itertools.permutations(range(n), 3):
            if ties[a, b] and ties[b, c] and not ties[a, c] and min(groups[[a, b, c]]) >= 0:
                same = (groups[a] == groups[b], groups[b] == groups[c], groups[a] == groups[c])
                role = {
                    (True, True, True): "coordinator",
                    (False, False, True): "consultant",
                    (False, True, False): "gatekeeper",
                    (True, False, False): "representative",
                    (False, False, False): "liaison",
                }[same]
                wanted[b, ROLES.index(role)] += 1
        np.testing.assert_array_equal(brokerage_roles(n, *np.nonzero(ties), groups), wanted)


def test_nothing_to_search() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    empty = adjacency(0, nobody, nobody)
    assert len(betweenness(empty, nobody).person) == 0
    assert len(brokerage(empty, nobody, group_sets(nobody)).share) == 0
    lonely = adjacency(3, nobody, nobody)
    result = brokerage(lonely, np.array([0, 1, 2]), group_sets(np.array([0, 1, 2])))
    assert np.isnan(result.share).all()
    assert (result.unreachable == 1).all()
    assert (betweenness(lonely, np.array([0, 1, 2])).person == 0).all()


def test_errors_are_one_clear_line() -> None:
    one = np.array([0]), np.array([1])
    with pytest.raises(UsageError, match="positive"):
        adjacency(2, *one, length=np.array([0.0]))
    with pytest.raises(UsageError, match="known groups"):
        brokerage(adjacency(2, *one), np.array([-1, 0]), group_sets(np.array([-1, 0])), sources=np.array([0]))
    with pytest.raises(UsageError, match="must not decrease"):
        avoided_sets([one[0], one[1]], np.array([0, 1]), owners=np.array([1, 0]))


@st.composite
def labelled_graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[int]]:
    n = draw(st.integers(3, 12))
    pairs = list(itertools.combinations(range(n), 2))
    ties = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30))
    return n, ties, draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n))


@given(labelled_graphs(), st.randoms(use_true_random=False))
def test_brokerage_is_a_share_and_names_do_not_matter(
    graph: tuple[int, list[tuple[int, int]], list[int]], random: object
) -> None:
    n, ties, labels = graph
    groups = np.array(labels)
    ends = np.array(ties, dtype=np.int64).reshape(-1, 2)
    share = brokerage(adjacency(n, ends[:, 0], ends[:, 1]), groups, group_sets(groups)).share
    known = share[~np.isnan(share)]
    assert ((known >= 0) & (known <= 1)).all()
    for code in range(len(share)):
        if not np.isin(ends[groups[ends[:, 0]] != groups[ends[:, 1]]], np.flatnonzero(groups == code)).any():
            assert np.isnan(share[code]) or share[code] == pytest.approx(0, abs=1e-12)
    order = list(range(n))
    random.shuffle(order)  # type: ignore[attr-defined]
    new = np.array(order)
    moved = np.empty_like(groups)
    moved[new] = groups
    again = brokerage(adjacency(n, new[ends[:, 1]], new[ends[:, 0]]), moved, group_sets(moved)).share
    np.testing.assert_allclose(again, share, atol=1e-12)


@given(labelled_graphs())
def test_pairs_without_a_node(graph: tuple[int, list[tuple[int, int]], list[int]]) -> None:
    groups = np.array(graph[2])
    wanted = [
        sum(
            groups[s] >= 0 and groups[t] >= 0 and groups[s] != groups[t]
            for s, t in itertools.combinations(np.delete(np.arange(len(groups)), v), 2)
        )
        for v in range(len(groups))
    ]
    assert cross_pairs_without(groups).tolist() == wanted
