"""Pseudonyms that tell nothing, and functions merged so that no subtraction tells anything."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses import ANALYSES
from silograph.analyses import inputs as inputs_of
from silograph.analyses.parts.settings import Settings
from silograph.graph.network import Network
from silograph.graph.small import hidden_functions
from silograph.release.pseudonyms import node_pseudonyms, pseudonyms

MIXED = pd.DataFrame(
    {
        "person_id": ["zoe", "desk", "ann", "zoe", "help"],
        "function": ["HR", "HR", "IT", "IT", "IT"],
        "actor_kind": ["person", "team", "person", "person", "team"],
    }
)
sizes_of = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(1, 30), min_size=1, max_size=12)


def test_pseudonyms_do_not_follow_the_ids() -> None:
    ids = [f"person{i:04d}" for i in range(1500)]
    named = pseudonyms(ids, key=b"secret")
    assert sorted(named.values()) == [f"P{i:04d}" for i in range(1, 1501)]
    assert named == pseudonyms(reversed(ids), key=b"secret")
    assert named != pseudonyms(ids, key=b"other")
    assert pseudonyms(ids) != pseudonyms(ids)
    places = pd.Series([named[one] for one in ids]).rank()
    assert abs(places.corr(pd.Series(range(1500)))) < 0.1


def test_no_pseudonym_is_the_id_of_another() -> None:
    ids = [f"P{i:04d}" for i in range(1, 1201)]
    assert not set(pseudonyms(ids).values()) & set(ids)
    for one in ("P001", "P002"):  # one suffices
        assert set(pseudonyms([one, "ann"]).values()) == {"P0001", "P0002"}


def test_a_node_is_called_after_who_is_behind_it() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    network = Network(MIXED, nobody, nobody, strength=np.zeros(0), messages=nobody)
    named = node_pseudonyms(network, key=b"secret")
    assert named[0] == named[3]  # one person, two functions
    assert {named[0], named[2]} == {"P001", "P002"}
    assert {named[1], named[4]} == {"T001", "T002"}
    assert named == node_pseudonyms(network, key=b"secret")
    assert {tuple(node_pseudonyms(network, key=bytes([i]))) for i in range(20)} != {tuple(named)}
    assert {tuple(node_pseudonyms(network)) for _ in range(40)} != {tuple(named)}  # else 1 in 4^40


@given(sizes=sizes_of, min_group=st.integers(1, 8))
def test_nothing_small_can_be_worked_out(sizes: dict[str, int], min_group: int) -> None:
    hidden = hidden_functions(sizes, min_group=min_group)
    small = {name for name, n in sizes.items() if n < min_group}
    assert small <= hidden
    if small and len(sizes) > 1:
        assert len(hidden) >= 2
        assert sum(sizes[name] for name in hidden) >= min_group or hidden == set(sizes)
    else:
        assert hidden == small


@given(sizes=sizes_of, min_group=st.integers(1, 8))
def test_no_more_is_hidden_than_needed(sizes: dict[str, int], min_group: int) -> None:
    hidden = hidden_functions(sizes, min_group=min_group)
    covering = [name for name in hidden if sizes[name] >= min_group]
    if covering:
        without = hidden - {max(covering, key=lambda name: (sizes[name], name))}
        too_few = len(without) < 2 or sum(sizes[name] for name in without) < min_group
        assert too_few or sizes_follow(sizes, without, min_group)


def sizes_follow(sizes: dict[str, int], hidden: frozenset[str], min_group: int) -> bool:
    """Whether only one size of a small function fits the sum of all that are hidden, tried one after the other."""
    small = sum(1 for name in hidden if sizes[name] < min_group)
    together = sum(sizes[name] for name in hidden)
    largest = min((sizes[name] for name in sizes if name not in hidden), default=together)
    sums = {0}
    for few in (*[True] * (small - 1), *[False] * (len(hidden) - small)):
        each = range(1, min_group) if few else range(min_group, max(largest, min_group) + 1)
        sums = {one + other for one in sums for other in each}
    return small > 0 and len([size for size in range(1, min_group) if together - size in sums]) < 2


@pytest.mark.parametrize("sizes", [{"A": 2}, {"A": 2, "B": 1}])
def test_all_is_hidden_where_all_together_are_too_few(sizes: dict[str, int]) -> None:
    assert hidden_functions(sizes, min_group=5) == set(sizes)


def test_counts_of_pairs_do_not_give_small_functions_back() -> None:
    """Pairs of people of two functions, with and without a third, must not give the small ones' sizes."""
    sizes = {"HR": 3, "IT": 12, "Legal": 4, "PR": 9, "Sales": 20}
    functions = dict(enumerate(name for name, size in sizes.items() for _ in range(size)))
    edges = [(i, j) for i in functions for j in functions if i < j]
    settings = Settings(only=("whatif",), min_group=5)
    network = Network.from_edges(edges, functions)
    inputs = inputs_of(log=None, roster=None, network=network, settings=settings)  # type: ignore[arg-type]
    table = ANALYSES["whatif"].run(inputs, {}).table
    removed = table[table["kind"] == "remove"].set_index("function")["pairs_before"]
    assert set(removed.index) == {"IT", "PR", "Sales"}
    others = [12, 9, 20, 7]  # the small ones are seven people, and nothing more
    for name, size in zip(["IT", "PR", "Sales"], others, strict=False):
        rest = [other for other in others if other != size]
        assert removed[name] == (sum(rest) ** 2 - sum(other**2 for other in rest)) / 2
