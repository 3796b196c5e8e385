"""What `communities` lets out: no single person of another function, no small community, no digits to solve for."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses.communities.answer import SMALL_COMMUNITIES, CommunitiesResult, communities
from silograph.graph.network import Network
from silograph.graph.small import merge_functions
from silograph.language.words import Words
from silograph.release.nodes import _large_communities
from silograph.release.policy import Policy
from silograph.release.results import release_result
from silograph.run.summary import summarise


def cliques(*members: list[str]) -> Network:
    """A community per list of functions, with one tie from each large one to the next."""
    people = [(f"p{i}.{j}", function) for i, group in enumerate(members) for j, function in enumerate(group)]
    ties = [
        (f"p{i}.{j}", f"p{i}.{k}")
        for i, group in enumerate(members)
        for j, k in itertools.combinations(range(len(group)), 2)
    ]
    ties += [
        (f"p{i}.0", f"p{i + 1}.1")
        for i in range(len(members) - 1)
        if min(len(members[i]), len(members[i + 1])) > 4
    ]
    return Network.from_pandas(
        pd.DataFrame(ties, columns=["source", "target"]),
        pd.DataFrame(people, columns=["person_id", "function"]),
    )


def released(network: Network) -> tuple[CommunitiesResult, CommunitiesResult]:
    result = communities(network)
    whole = communities(merge_functions(network, min_group=5))
    return result, release_result(result, Policy.of(network, min_group=5), whole=whole)


def test_one_person_of_another_function_does_not_follow_from_purity():
    result, shown = released(
        cliques(["IT"] * 11 + ["HR"], ["HR"] * 10 + ["IT"] * 6, ["HR"] * 9, ["IT"] * 5 + ["HR"] * 5)
    )
    assert result.verdict == "communities"
    assert result.table["purity"].notna().all()
    by_size = shown.table.set_index("people")["purity"]
    assert np.isnan(by_size[12])  # 11/12 of 12
    assert by_size[16] == 0.625
    assert by_size[9] == 1.0
    assert by_size[10] == 0.5


def test_nor_from_a_function_all_of_which_but_one_is_together():
    result, shown = released(cliques(["IT"] * 11, ["HR"] * 10 + ["IT"], ["HR"] * 9))
    assert result.table.loc[result.table["people"] == 11, "purity"].eq(1).any()
    assert shown.table.loc[shown.table["largest_function"] == "IT", "purity"].isna().all()


def test_ties_of_few_people_across_do_not_follow_from_cohesion():
    _, shown = released(cliques(["IT"] * 10, ["HR"] * 10))
    assert shown.table["cohesion"].isna().all()  # a single tie between two people leaves each


def test_small_communities_stand_together():
    network = cliques(["IT"] * 12, ["HR"] * 10, ["IT"] * 9, ["IT"] * 4, ["HR"] * 4)
    result, shown = released(network)
    assert (result.table["people"] < 5).sum() == 2
    told = summarise({"communities": shown}, counts={}, parameters={}, warnings=[], version="0")
    assert told["organisation"]["communities"] == 5  # as the sentence says, not the rows that are shown
    assert '"number": 5,' in json.dumps(told)
    assert shown.table["community"].tolist()[-1] == SMALL_COMMUNITIES
    assert shown.table["people"].tolist() == [12, 10, 9, 8]
    assert shown.table.iloc[-1][["largest_function", "purity", "cohesion", "confidence"]].isna().all()


def test_one_small_community_does_not_follow_from_the_number_of_people():
    result, shown = released(cliques(["IT"] * 12, ["HR"] * 10, ["HR"] * 9, ["IT"] * 3))
    assert (result.table["people"] < 5).sum() == 1
    assert shown.table["people"].isna().sum() == 1
    assert len(shown.table) == 3


def test_the_function_of_a_community_is_named_only_where_it_may_be():
    network = cliques(["IT"] * 12, ["HR"] * 8, ["PR"] * 4 + ["HR"] * 2, ["IT"] * 9)
    _, shown = released(network)
    assert not shown.table["largest_function"].isin(["PR", "HR"]).any()
    assert shown.table.loc[shown.table["largest_function"] == "(small functions)", "purity"].isna().all()


def test_agreement_is_that_of_merged_functions_and_has_three_digits():
    network = cliques(["IT"] * 12, ["HR"] * 6 + ["PR"] * 3, ["Ops"] * 4 + ["HR"] * 6, ["IT"] * 9)
    result, shown = released(network)
    assert set(shown.agreement) == {"ami", "ari", "nmi"}
    assert shown.agreement["ami"] == round(shown.agreement["ami"], 3)
    assert shown.agreement["ami"] != pytest.approx(result.agreement["ami"], abs=0.002)
    assert shown.headline() == shown.headline()
    assert f"{result.number} communities" in shown.headline()
    assert shown.people.empty
    assert shown.overlap.empty


def test_nobody_is_counted_alone():
    network = cliques(["IT"] * 12, ["HR"] * 10)
    people = pd.concat(
        [network.people, pd.DataFrame({"person_id": ["x"], "function": ["IT"]})], ignore_index=True
    )
    ties = pd.DataFrame(
        {
            name: network.people["person_id"].to_numpy()[getattr(network.ties, name)]
            for name in ("source", "target")
        }
    )
    result, shown = released(Network.from_pandas(ties, people))
    assert any("has no tie" in line for line in result.caveats)
    assert not any("has no tie" in line for line in shown.caveats)


def test_a_few_people_in_no_community_do_not_follow():
    """Two people exchange with each other only: their number is people less those of communities."""
    network = cliques(["IT"] * 12, ["HR"] * 10, ["IT"] * 9, ["HR"] * 2)
    result, shown = released(network)
    assert (result.people["community"] == -1).sum() == 2
    assert result.fewest == 2
    assert shown.table["people"].isna().sum() == 1
    assert np.isnan(shown.supported_share)
    assert "%" not in shown.headline()
    assert "3 communities" in shown.headline()


def test_enough_people_in_no_community_are_told():
    network = cliques(["IT"] * 12, ["HR"] * 10, ["IT"] * 9, *[["HR"] * 2] * 3)
    result, shown = released(network)
    assert (result.people["community"] == -1).sum() == result.fewest == 6
    assert shown.table["people"].tolist() == [12, 10, 9]
    assert shown.supported_share == pytest.approx(31 / 37, abs=1e-3)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(0, 9))
def test_no_group_of_people_csv_is_small(sizes, in_none):
    """Neither a community nor the rest; nobody who has none is given one, and large ones stay where that is enough."""
    label = np.repeat([*range(len(sizes)), -1], [*sizes, in_none])
    table = pd.DataFrame(
        {"community": label, "person_id": np.arange(len(label)).astype(str), "actor_kind": "person"}
    )
    shown = _large_communities(table, 5).to_numpy()
    count = pd.Series(shown).value_counts()
    assert (shown[label < 0] < 0).all()
    assert ((shown == label) | (shown < 0)).all()
    assert (count.drop(-1, errors="ignore") >= 5).all()
    small = in_none + sum(size for size in sizes if size < 5)
    if not 0 < small < 5:
        assert count.get(-1, 0) == small
    elif max(sizes) >= 5:
        assert count[-1] == small + min(size for size in sizes if size >= 5)


def test_every_column_has_its_meaning():
    for lang in ("en", "fr"):
        words = Words(lang)
        for name, table in CommunitiesResult.declared.items():
            assert words.has(f"rows.{name}")
            assert all(words.has(f"column.{name}.{column.name}") for column in table.columns)
