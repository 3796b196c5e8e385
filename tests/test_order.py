"""An order that only the network decides: ids, numbers and the order of rows change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from silograph.graph.network import Network
from silograph.graph.order import own_order


def company(seed: int, n: int = 40) -> Network:
    """Ties of many strengths, one function unknown."""
    rng = np.random.default_rng(seed)
    pairs = np.flatnonzero((rng.random(n * n) < 0.1) & (np.arange(n * n) // n != np.arange(n * n) % n))
    people = pd.DataFrame(
        {
            "person_id": [f"p{i:02d}" for i in range(n)],
            "function": rng.choice(["HR", "IT", "PR", "(unknown)"], n, p=[0.4, 0.3, 0.2, 0.1]),
        }
    )
    strength = rng.exponential(size=len(pairs))
    return Network(people, pairs // n, pairs % n, strength=strength, messages=np.ones(len(pairs), np.int64))


def renamed(network: Network) -> Network:
    """The same under ids that sort the other way round."""
    ids = [f"z{len(network) - i:02d}" for i in range(len(network))]
    return replace(network, people=network.people.assign(person_id=ids))


@given(st.integers(0, 10**6))
def test_numbers_and_names_change_nothing(seed: int) -> None:
    """Whoever stands at a place stands there in the network renumbered, renamed and with its rows shuffled."""
    rng, network = np.random.default_rng(seed), company(seed % 5)
    shuffled = rng.permutation(len(network))
    other = renamed(network.renumbered(shuffled))
    rows = rng.permutation(len(other.source))
    other = replace(
        other,
        source=other.source[rows],
        target=other.target[rows],
        strength=other.strength[rows],
        messages=other.messages[rows],
    )
    np.testing.assert_array_equal(shuffled[own_order(other)], own_order(network))


def test_functions_stand_together_and_their_names_do_not_matter() -> None:
    network = company(1)
    order = own_order(network)
    function = network.people["function"].to_numpy()[order]
    assert (function[1:] != function[:-1]).sum() == 3
    names = network.people["function"].replace({"HR": "Z", "IT": "A"})
    np.testing.assert_array_equal(
        own_order(replace(network, people=network.people.assign(function=names))), order
    )


def test_a_tie_more_or_stronger_or_the_other_way_is_another_network() -> None:
    """Signatures differ as soon as anything does; here two people who were alike are no longer."""
    twins = Network.from_edges([("a", "b"), ("a", "c")], {"a": "HR", "b": "IT", "c": "IT"})
    assert own_order(twins).tolist().index(1) < own_order(twins).tolist().index(2)  # alike: as they came
    moved = {
        tuple(own_order(replace(twins, strength=np.array([1.0, x]))).tolist()) for x in np.arange(2.0, 30.0)
    }
    assert len(moved) > 1


def test_nobody() -> None:
    empty = Network.from_edges([])
    assert own_order(empty).tolist() == []
