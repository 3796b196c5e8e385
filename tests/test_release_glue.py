"""What `glue` lets out: nothing of single people but tenths, nothing that tells small functions apart."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.glue.answer import GlueResult, glue
from silograph.graph.network import Network
from silograph.graph.small import SMALL, merge_functions
from silograph.language.words import Words
from silograph.release.policy import Policy
from silograph.release.results import release_result

SIZES = {"HR": 3, "Legal": 4, "IT": 9, "Sales": 12, "PR": 8, "Ops": 10}


def company(*, to_legal: int = 5, legal: int = SIZES["Legal"]) -> Network:
    """Ops links the others; Sales talks to small functions, of its people `to_legal` to Legal and the others to HR."""
    rng = np.random.default_rng(0)
    people = [(f"{name}{i}", name) for name, size in {**SIZES, "Legal": legal}.items() for i in range(size)]
    ties = [
        (a, b)
        for (a, f), (b, g) in itertools.combinations(people, 2)
        if rng.random() < (0.5 if f == g else 0.3 if "Ops" in (f, g) else 0.03)
    ]
    ties = [
        tie for tie in ties if not ("Sales" in "".join(tie) and {"HR", "Legal"} & {one[:-1] for one in tie})
    ]
    ties += [(f"{'Legal' if j < to_legal else 'HR'}{i}", f"Sales{j}") for i in range(3) for j in range(5)]
    rows = pd.DataFrame([*ties, *((b, a) for a, b in ties)], columns=["source", "target"]).drop_duplicates()
    return Network.from_pandas(
        rows.assign(strength=1.0), pd.DataFrame(people, columns=["person_id", "function"])
    )


@pytest.fixture(scope="module")
def released() -> tuple[GlueResult, GlueResult]:
    network = company()
    result = glue(network, replicates=3, simulations=5)
    return result, shown_of(network, result)


def shown_of(network: Network, result: GlueResult) -> GlueResult:
    """As it leaves a run, which asks once more with small functions as one."""
    whole = glue(merge_functions(network, min_group=5), replicates=3, simulations=5)
    return release_result(result, Policy.of(network, min_group=5), whole=whole)


def test_nothing_of_single_people(released):
    result, shown = released
    assert len(result.people)
    assert len(result.ties)
    for table in (shown.people, shown.ties):
        assert table.empty
    assert not shown.replicates
    assert not shown.teams
    for values in (
        shown.table["concentration"],
        *(shown.without[name] for name in ("share", "brokerage", "excess")),
    ):
        assert (values.dropna().astype(float).round(1) == values.dropna()).all()


def test_only_what_a_function_joins_is_explained(released):
    result, shown = released
    first = str(shown.table["function"].iloc[0])
    assert len(result.explain(first)) > 1
    for lang in ("en", "fr"):
        told = shown.explain(first, lang=lang)
        assert len(told) == 1
        assert "HR" not in told[0]
    assert "person" not in shown.explain(first)[0]


def test_small_functions_are_nowhere(released):
    _, shown = released
    for table in (shown.table, shown.pairs, shown.without):
        assert not table.isin(["HR", "Legal"]).any(axis=None)
    assert "HR" not in shown.headline()


def test_shares_that_add_up_give_no_hidden_pair(released):
    result, shown = released
    for function, rows in shown.pairs.groupby("function"):
        told = rows["share"].notna().sum()
        assert (result.pairs["function"] == function).sum() - told != 1


def test_a_hidden_pair_takes_another_with_it():
    result = glue(company(), replicates=3, simulations=5)
    pairs = pd.DataFrame(
        [("Ops", "IT", "PR", 0.5), ("Ops", "IT", "Sales", 0.3), ("Ops", SMALL, "IT", 0.2)],
        columns=["function", "function_a", "function_b", "share"],
    ).assign(standard_error=0.01)
    whole = replace(result, pairs=pairs)
    shown = release_result(result, Policy(sizes=SIZES), whole=whole).pairs
    assert len(shown) == 2
    assert shown["share"].notna().sum() == 1  # else the hidden pair's would be 1 less the others
    assert shown["standard_error"].isna().equals(shown["share"].isna())


def test_no_size_of_a_hidden_function_follows_from_what_size_alone_gives():
    """Whoever solves it for the sizes of HR and of Legal, its cover, finds that others give the same numbers."""
    network = company(legal=6)
    people = network.people
    moved = people["function"].where(people["person_id"] != "Legal5", "HR")
    both = [network, replace(network, people=people.assign(function=moved))]
    own = [glue(one, replicates=3, simulations=5) for one in both]
    shown = [shown_of(one, result) for one, result in zip(both, own, strict=True)]
    names = ["expected", "excess", "lift"]
    told = [one.table.set_index("function").loc[["Ops", "Sales"], names].astype(float) for one in own]
    assert not np.allclose(*told, atol=1e-3)
    for name in ("table", "without", "pairs"):
        pd.testing.assert_frame_equal(*(getattr(one, name) for one in shown))
    assert shown[0].table["lift"].notna().any()
    assert not shown[0].table["function"].isin(["HR", "Legal", SMALL]).any()


def test_nothing_is_told_of_it_where_small_functions_were_not_asked_as_one(released):
    shown = release_result(released[0], Policy(sizes=SIZES)).table
    assert (
        shown[["brokerage", "expected", "excess", "lift", "lift_low", "beyond_activity"]]
        .isna()
        .all(axis=None)
    )


def test_evenness_does_not_tell_which_small_function(released):
    """Two companies that differ only in which small function Sales talks to look the same."""
    results = [glue(company(to_legal=number), replicates=3, simulations=5) for number in (5, 3)]
    policy = Policy(sizes=SIZES)
    names = ["coverage", "evenness", "participation"]
    own, shown = (
        [one.set_index("function").loc["Sales", names].astype(float) for one in tables]
        for tables in ([one.table for one in results], [release_result(one, policy).table for one in results])
    )
    assert not np.allclose(own[0], own[1], atol=1e-3)
    assert np.allclose(shown[0], shown[1], atol=1e-3)


def test_without_small_functions_nothing_differs():
    result = glue(company(), replicates=3, simulations=5, min_group=3)
    for name in ("coverage", "evenness", "participation"):
        pd.testing.assert_series_equal(result.table[name], result.table[f"{name}_merged"], check_names=False)


def test_every_column_has_its_meaning():
    for lang in ("en", "fr"):
        words = Words(lang)
        for name, table in GlueResult.declared.items():
            assert words.has(f"rows.{name}")
            ends = {end for column in table.columns for end in column.ends}
            for column in table.columns:
                assert column.name in ends or words.has(f"column.{name}.{column.name}")
