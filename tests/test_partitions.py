"""How well divisions fit ties and each other: against networkx, scikit-learn and finite differences."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_mutual_info_score

from silograph.graph.partitions import adjusted_mutual_information, modularity, modularity_gradient


@given(st.integers(0, 10**6), st.floats(0.5, 3))
def test_modularity_is_that_of_networkx(seed: int, resolution: float) -> None:
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(15, 0.3, seed=seed)
    graph.add_edge(0, 1)
    for _, _, data in graph.edges(data=True):
        data["strength"] = rng.uniform(0.1, 3)
    labels = np.unique(rng.integers(0, 4, 15), return_inverse=True)[1]
    source, target = np.array(graph.edges()).T
    strength = np.array([d["strength"] for *_, d in graph.edges(data=True)])
    groups = [set(np.flatnonzero(labels == k).tolist()) for k in range(labels.max() + 1)]
    expected = nx.community.modularity(graph, groups, weight="strength", resolution=resolution)
    assert modularity(labels[source], labels[target], strength, resolution=resolution) == pytest.approx(
        expected
    )


@given(st.integers(0, 1000))
@settings(max_examples=15)
def test_gradient_of_modularity_by_finite_differences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups, strength = (rng.integers(0, 4, 30), rng.integers(0, 4, 30)), rng.exponential(1.0, 30)
    found = modularity_gradient(*groups, strength)
    for tie in range(30):
        step = 1e-5 * np.eye(30)[tie]
        slope = (modularity(*groups, strength + step) - modularity(*groups, strength - step)) / 2e-5
        assert found[tie] == pytest.approx(slope, abs=1e-8)


def test_no_modularity_where_a_group_is_unknown_or_nothing_is_tied() -> None:
    known, unknown, none = np.array([0, 1]), np.array([0, -1]), np.zeros(0, dtype=np.int64)
    assert np.isnan(modularity(known, unknown, np.ones(2)))
    assert np.isnan(modularity_gradient(known, unknown, np.ones(2))).all()
    assert np.isnan(modularity(none, none, np.zeros(0)))


@given(st.integers(0, 1000))
def test_agreement_is_that_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a = rng.integers(-1, rng.integers(2, 9), 40)
    b = np.where(rng.random(40) < 0.6, a, rng.integers(-1, 5, 40))
    both = (a >= 0) & (b >= 0)
    if len(set(a[both])) > 1 or len(set(b[both])) > 1:
        expected = adjusted_mutual_info_score(a[both], b[both])
        assert adjusted_mutual_information(a, b) == pytest.approx(expected, abs=1e-9)


def test_nothing_to_agree_on() -> None:
    same, apart, nobody = np.zeros(9, dtype=np.int64), np.arange(9), np.full(9, -1)
    assert np.isnan(adjusted_mutual_information(same, same))
    assert np.isnan(adjusted_mutual_information(same, nobody))
    assert (
        adjusted_mutual_information(same, same, undivided=1.0) == adjusted_mutual_info_score(same, same) == 1
    )
    assert adjusted_mutual_information(same, apart) == pytest.approx(0)
