"""Brokerage without one group after the other: worked by hand, and against searching every smaller graph anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph.paths.adjacency import adjacency
from silograph.graph.paths.brokerage import AvoidedSets, Brokerage, avoided_sets, brokerage, group_sets
from silograph.graph.paths.leaving import brokerage_without

Ties = tuple[IntArray, IntArray, FloatArray | None]


def anew(ties: Ties, groups: IntArray, sets: list[IntArray], owners: IntArray, gone: IntArray) -> Brokerage:
    """The slow way: the graph without those who are gone, searched from everybody left."""
    source, target, length = ties
    away = np.isin(np.arange(len(groups)), gone)
    kept = ~(away[source] | away[target])
    graph = adjacency(
        len(groups), source[kept], target[kept], length=None if length is None else length[kept]
    )
    left = [np.setdiff1d(members, gone) for members in sets]
    codes = np.where(away, -1, groups)
    packed = avoided_sets(left, codes, owners=owners)
    return brokerage(graph, codes, packed, sources=np.flatnonzero(codes >= 0))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Ties, IntArray, list[IntArray], IntArray, IntArray]:
    """Any ties, sparse or dense, by hops or by few or many lengths; groups whole and without one person."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, k = draw(st.integers(4, 16)), draw(st.integers(2, 4))
    source, target = np.triu_indices(n, 1)
    kept = rng.random(len(source)) < draw(st.sampled_from([0.15, 0.3, 0.6]))
    source, target = source[kept], target[kept]
    kind = draw(st.sampled_from(["hops", "few", "many"]))
    lengths = {
        "hops": None,
        "few": rng.integers(1, 4, len(source)).astype(float),
        "many": rng.random(len(source)) + 0.1,
    }
    groups = np.append(rng.integers(-1, k, n - k), np.arange(k))
    sets, owners = [], []
    for code in range(k):
        own = np.flatnonzero(groups == code)
        sets += [own, own[1:]]
        owners += [code, code]
    leaving = rng.integers(-1, draw(st.integers(1, 5)), n)
    return (source, target, lengths[kind]), groups, sets, np.array(owners), leaving


@given(cases())
def test_as_searched_anew(case: tuple[Ties, IntArray, list[IntArray], IntArray, IntArray]) -> None:
    (source, target, length), groups, sets, owners, leaving = case
    graph = adjacency(len(groups), source, target, length=length)
    packed = avoided_sets(sets, groups, owners=owners)
    known = np.flatnonzero(groups >= 0)
    found = brokerage_without(graph, groups, packed, leaving, sources=known)
    assert found is not None
    for one, (through, connected) in enumerate(zip(*found, strict=True)):
        slow = anew((source, target, length), groups, sets, owners, np.flatnonzero(leaving == one))
        assert connected.tolist() == slow.connected.sum(axis=0).tolist()
        assert through == pytest.approx(slow.through.sum(axis=0), abs=1e-9)
        nothing = slow.through.sum(axis=0) < 1e-9
        assert (through[nothing] == 0).all()  # not merely next to nothing, whose logarithm would be a figure


def test_who_is_cut_off_is_reached_another_way() -> None:
    """0 - 1 - 3 is short, 0 - 2 - 4 - 3 is not: without 1, what goes to 3 passes 2 and 4."""
    source, target = np.array([0, 1, 0, 2, 4]), np.array([1, 3, 2, 4, 3])
    groups = np.array([0, 1, 2, 3, 4])
    graph = adjacency(5, source, target)
    found = brokerage_without(
        graph, groups, group_sets(groups), np.array([-1, 0, -1, -1, -1]), sources=np.array([0])
    )
    assert found is not None
    # from 0: to 2 directly, to 4 by 2, to 3 by both
    assert found.connected.tolist() == [[0.0, 3.0, 2.0, 2.0, 2.0]]
    assert found.through.tolist() == [[0.0, 0.0, 2.0, 0.0, 1.0]]


def test_more_paths_than_whole_numbers() -> None:
    """A ladder of 60 squares in a row has 2^60 shortest paths from end to end."""
    source, target = [], []
    for i in range(60):
        left, up, down, right = 3 * i, 3 * i + 1, 3 * i + 2, 3 * i + 3
        source += [left, left, up, down]
        target += [up, down, right, right]
    n = 3 * 60 + 1
    groups = np.where(np.arange(n) % 3 == 0, 0, 1)
    groups[-1] = 2
    graph = adjacency(n, np.array(source), np.array(target))
    leaving = np.where(np.arange(n) == 1, 0, -1)
    assert brokerage_without(graph, groups, group_sets(groups), leaving, sources=np.array([0])) is None


def test_sets_of_several_owners_are_refused() -> None:
    graph, groups = adjacency(2, np.array([0]), np.array([1])), np.array([0, 1])
    packed: AvoidedSets = avoided_sets([np.array([0, 1])], groups, owners=np.array([0]))
    with pytest.raises(UsageError, match="one owner"):
        brokerage_without(graph, groups, packed, np.array([0, -1]), sources=groups)
