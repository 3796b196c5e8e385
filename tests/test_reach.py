"""The fewest people within one step of a share of the company: by hand, against all sets of people, and what leaves."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses.glue.answer import glue
from silograph.analyses.glue.reach import Reach
from silograph.errors import UsageError
from silograph.graph.network import Network
from silograph.release.policy import Policy
from silograph.release.results import release_result


def random_network(seed: int, n: int, ties: float) -> Network:
    rng = np.random.default_rng(seed)
    source, target = np.triu_indices(n, 1)
    tied = rng.random(len(source)) < ties
    ones = np.ones(tied.sum())
    people = pd.DataFrame({"person_id": np.arange(n), "function": [f"F{i % 4}" for i in range(n)]})
    return Network(people, source[tied], target[tied], strength=ones, messages=ones.astype(np.int64))


def reached_by(network: Network, chosen: tuple[int, ...]) -> set[int]:
    """Slow and obvious."""
    ends = zip(network.ties.source.tolist(), network.ties.target.tolist(), strict=True)
    near = {i: {i} for i in range(len(network))}
    for a, b in ends:
        near[a].add(b)
        near[b].add(a)
    return set().union(*(near[i] for i in chosen))


def test_by_hand() -> None:
    """Two stars of 5 and 4 and one alone: ten people. 5 are half; 9 take both centres; all take the lone one too."""
    edges = [("a", one) for one in "bcde"] + [("f", one) for one in "ghi"]
    network = Network.from_edges(
        [*edges, ("j", "k")], dict.fromkeys("abcde", "HR") | dict.fromkeys("fghijk", "IT")
    )
    without = replace(network, people=network.people.assign(actor_kind=["person"] * 10 + ["team"]))
    found = [Reach.of(without, share) for share in (0.5, 0.51, 0.9, 0.91)]
    assert [one.people for one in found] == [1, 2, 2, 3]  # k is a queue: nobody reaches j but j
    assert [round(one.reached, 2) for one in found] == [0.5, 0.9, 0.9, 1.0]
    assert [one.by_function.tolist() for one in found] == [[1, 0], [1, 1], [1, 1], [1, 2]]
    assert [one.at_least for one in found] == [1, 2, 2, 3]


def test_only_answered_ties_reach_and_a_person_counts_once() -> None:
    edges = [("a", one) for one in "bcd"]
    network = Network.from_edges(edges, dict.fromkeys("abcd", "HR"))
    silent = replace(network, weighty=np.array([True, False, False]))
    assert Reach.of(network, 1.0).people == 1
    assert Reach.of(silent, 1.0).people == 3
    moved = replace(
        silent, people=silent.people.assign(person_id=["a", "b", "c", "c"], function=["HR", "HR", "HR", "IT"])
    )
    found = Reach.of(moved, 1.0)
    assert (found.people, found.reached) == (2, 1.0)  # a with b, and c who moved


@given(st.integers(0, 10_000), st.integers(3, 9), st.floats(0.05, 0.6), st.floats(0.05, 1.0))
def test_against_all_sets_of_people(seed: int, n: int, ties: float, share: float) -> None:
    network = random_network(seed, n, ties)
    found = Reach.of(network, share)
    wanted = int(np.ceil(share * n - 1e-9))
    best = {
        k: max(len(reached_by(network, chosen)) for chosen in itertools.combinations(range(n), k))
        for k in range(1, n + 1)
    }
    fewest = min(k for k, most in best.items() if most >= wanted)
    assert found.at_least <= fewest <= found.people
    assert len(reached_by(network, tuple(found.chosen))) == round(found.reached * n) >= wanted
    for k in range(1, found.people + 1):
        got = len(reached_by(network, tuple(found.chosen[:k])))
        assert got >= (1 - (1 - 1 / k) ** k) * best[k] - 1e-9  # Nemhauser, Wolsey & Fisher
        left = [len(reached_by(network, (*found.chosen[: k - 1], i))) for i in range(n)]
        assert got == max(left)  # nobody would have added more
    assert found.by_function.sum() == found.people


@given(st.integers(0, 10_000), st.floats(0.05, 0.9))
def test_more_of_the_company_takes_no_fewer(seed: int, share: float) -> None:
    network = random_network(seed, 30, 0.08)
    less, more = Reach.of(network, share), Reach.of(network, share + 0.1)
    assert less.people <= more.people
    assert more.chosen[: less.people].tolist() == less.chosen.tolist()
    assert less.at_least <= less.people


def company(seed: int = 0, n: int = 200) -> Network:
    return random_network(seed, n, 0.04)


def test_it_is_in_the_result_and_no_option_is_out_of_range() -> None:
    network = company()
    result = glue(network, replicates=2, simulations=0)
    table = result.table
    assert result.reach == table["reaching"].sum() > 5
    assert table["reach_share"].sum() == pytest.approx(1)
    assert result.reached >= 0.5
    assert 1 < result.reach_at_least <= result.reach
    more = glue(network, replicates=2, simulations=0, of_company=0.9)
    assert more.reach > result.reach
    shuffled = network.renumbered(np.random.default_rng(1).permutation(len(network)))
    again = glue(shuffled, replicates=2, simulations=0)
    assert (again.reach, again.reached) == (result.reach, result.reached)
    for wrong in (0.0, 1.1):
        with pytest.raises(UsageError, match="of_company must be above 0"):
            glue(network, of_company=wrong)


def test_few_people_are_not_told() -> None:
    """Neither that one person reaches half of the company, nor of which function they are."""
    network = company()
    policy = Policy.of(network, min_group=5)
    result = glue(network, replicates=2, simulations=0)
    shown = release_result(result, policy, whole=result)
    assert (shown.reach, shown.reach_at_least) == (result.reach, result.reach_at_least)
    few = (result.table["reaching"] > 0) & (result.table["reaching"] < 5)
    assert shown.table.loc[few.to_numpy(), "reach_share"].isna().all()
    assert "reaching" not in shown.table
    star = Network.from_edges(
        [*((i, j) for i in range(40) for j in range(i) if i % 4 == j % 4), *((0, i) for i in range(1, 40))],
        {i: f"F{i % 4}" for i in range(40)},
    )
    alone = glue(star, replicates=2, simulations=0)
    assert alone.reach == 1
    told = release_result(alone, Policy.of(star, min_group=5), whole=alone)
    assert np.isnan([told.reach, told.reached, told.reach_at_least]).all()
    assert told.table["reach_share"].isna().all()
