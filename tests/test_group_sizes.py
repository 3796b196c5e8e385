"""Who counts as people, and what ``min_group`` is compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses.glue.answer import glue
from silograph.analyses.silos.answer import silos
from silograph.arrays import FloatArray
from silograph.graph.network import Network
from silograph.graph.small import small_functions

QUICK = {"replicates": 20, "simulations": 20}
# Persons and teams of each function; Desk is made of queues alone.
STAFF = {
    "HR": (3, 6),
    "IT": (8, 2),
    "Legal": (7, 0),
    "PR": (9, 1),
    "Sales": (6, 0),
    "Desk": (0, 6),
    "Bot": (0, 2),
}


@pytest.fixture(scope="module")
def mixed() -> Network:
    rows = [
        (f"{function}-{kind}{i}", function, kind)
        for function, counts in STAFF.items()
        for kind, count in zip(("person", "team"), counts, strict=True)
        for i in range(count)
    ]
    rows += [("HR-person0", "IT", "person")]  # moved from HR to IT: a node in each
    people = pd.DataFrame(rows, columns=["person_id", "function", "actor_kind"])
    rng = np.random.default_rng(0)
    rate: FloatArray = np.triu(rng.random((len(people), len(people))), 1)
    source, target = np.nonzero((rate > 0) & (rate < 0.4))
    return Network(
        people, source, target, strength=np.ones(len(source)), messages=np.ones(len(source), dtype=np.int64)
    )


def test_people_are_persons_and_groups_are_people_or_teams(mixed: Network) -> None:
    persons = dict(zip(mixed.functions, mixed.people_of_functions.tolist(), strict=True))
    assert persons == {name: count for name, (count, _) in STAFF.items()} | {"IT": 9}
    sizes = dict(zip(mixed.functions, mixed.group_sizes.tolist(), strict=True))
    assert sizes == persons | {"Desk": 6, "Bot": 2}
    nodes = dict(zip(mixed.functions, mixed.function_sizes.tolist(), strict=True))
    assert nodes == {name: sum(counts) for name, counts in STAFF.items()} | {"IT": 11}


def test_tables_count_persons_and_assess_groups(mixed: Network) -> None:
    """HR is nine nodes but three people: its figures would be about them. Desk is nobody in particular.

    Two robots cover nobody: what is hidden of HR and Bot together would be HR's, so the next function joins them.
    """
    closed = silos(mixed, simulations=2).table.set_index("function")
    between = glue(mixed, replicates=20, simulations=10).table.set_index("function")
    persons = {name: count for name, (count, _) in STAFF.items()} | {"IT": 9}
    assert closed["people"].to_dict() == persons
    assert between["people"].to_dict() == persons
    assert set(closed.index[closed["verdict"] == "not_assessable"]) == {"HR", "Bot"}
    assert set(between.index[between["status"] == "not_assessable"]) == {"HR", "Bot"}
    assert small_functions(mixed, min_group=5) == {"HR", "Bot", "Sales"}


def test_an_event_log_has_teams_only_and_is_assessed(mixed: Network) -> None:
    people = mixed.people.assign(actor_kind="team")
    teams = Network(people, mixed.source, mixed.target, strength=mixed.strength, messages=mixed.messages)
    closed = silos(teams, simulations=2).table.set_index("function")
    assert (closed["people"] == 0).all()
    assert closed.loc["HR", "verdict"] != "not_assessable"
    assert closed.loc["Bot", "verdict"] == "not_assessable"


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"),
            st.sampled_from(["HR", "IT", "(unknown)"]),
            st.sampled_from(["person", "team"]),
        ),
        max_size=12,
    )
)
def test_counting_by_hand(rows: list[tuple[str, str, str]]) -> None:
    people = pd.DataFrame(rows, columns=["person_id", "function", "actor_kind"])
    nothing = np.zeros(0, dtype=np.int64)
    network = Network(people, nothing, nothing, strength=np.zeros(0), messages=nothing)
    for name, persons, size in zip(
        network.functions, network.people_of_functions, network.group_sizes, strict=True
    ):
        expected = {one for one, function, kind in rows if function == name and kind == "person"}
        assert persons == len(expected)
        assert size == (len(expected) or sum(function == name for _, function, _ in rows))
