"""What `silos` lets out: no exchange of few people, of a small function or of a pair of small functions."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.silos.answer import SilosResult, silos
from silograph.graph.network import Network
from silograph.graph.small import SMALL, merge_functions
from silograph.language.words import Words
from silograph.release.policy import Policy
from silograph.release.results import release_result

FAST = {"simulations": 3}
SIZES = {"HR": 3, "IT": 9, "Legal": 4, "Sales": 12, "PR": 8, "Ops": 10}


def company(seed: int = 0, *, across: float = 0.025) -> Network:
    """Everybody talks inside; a few across, so that many pairs of functions rest on few people."""
    rng = np.random.default_rng(seed)
    people = [(f"{name}{i}", name) for name, size in SIZES.items() for i in range(size)]
    ties = [
        (a, b, float(rng.integers(1, 9)))
        for (a, f), (b, g) in itertools.combinations(people, 2)
        if rng.random() < (0.6 if f == g else across)
    ]
    return Network.from_pandas(
        pd.DataFrame(ties, columns=["source", "target", "strength"]),
        pd.DataFrame(people, columns=["person_id", "function"]),
    )


@pytest.fixture(scope="module", params=range(3))
def released(request: pytest.FixtureRequest) -> tuple[SilosResult, SilosResult]:
    """As computed, and as it leaves a run."""
    network = company(request.param)
    result = silos(network, **FAST)
    whole = silos(merge_functions(network, min_group=5), **FAST)
    return result, release_result(result, Policy.of(network, min_group=5), whole=whole)


def test_no_function_or_pair_with_a_small_end(released):
    _, shown = released
    names = {*shown.table["function"], *shown.exchange["function_a"], *shown.exchange["function_b"]}
    assert names.isdisjoint({"HR", "Legal"})
    assert SMALL in names
    assert shown.covariance.size == 0
    assert "HR" not in shown.headline() + " ".join(shown.doubts())


def test_no_strength_rests_on_few_people(released):
    result, shown = released
    rows = result.table.merge(shown.table, on="function", suffixes=("", "_shown"))
    for figure, behind in (("internal", "insiders"), ("external", "crossing"), ("openness", "crossing")):
        few = rows[behind].between(1, 4)
        assert rows.loc[few, f"{figure}_shown"].isna().all()
        if figure == "openness":  # nor does its test, nor a verdict
            told = rows.loc[few, ["p_value_shown", "q_value_shown", "verdict_shown"]]
            assert told.isna().all(axis=None)
    pairs = result.exchange.merge(shown.exchange, on=["function_a", "function_b"], suffixes=("", "_shown"))
    few = pairs["people"].between(1, 4)
    assert few.any()
    assert pairs.loc[few, ["observed_shown", "ratio_shown", "z_shown"]].isna().all(axis=None)


def test_nothing_withheld_follows_from_sums(released):
    """The attacker knows both tables, and what is exchanged inside and across functions altogether."""
    result, shown = released
    pairs = shown.exchange.reset_index(drop=True)
    a, b = pairs["function_a"].to_numpy(object), pairs["function_b"].to_numpy(object)
    known = [*np.eye(len(pairs))[pairs["observed"].notna()], 1.0 * (a == b), 1.0 * (a != b)]
    inside, across = (
        shown.table.loc[shown.table[name].notna(), "function"] for name in ("internal", "external")
    )
    known += [1.0 * ((a == name) & (b == name)) for name in inside]
    known += [1.0 * ((a == name) ^ (b == name)) for name in across]
    matrix = np.array(known)
    told = np.isclose(np.einsum("ij,ji->i", np.linalg.pinv(matrix), matrix), 1.0)
    people = pairs.merge(result.exchange, on=["function_a", "function_b"], how="left")["people"]
    assert not told[people.between(1, 4).to_numpy()].any()


def test_what_two_small_functions_exchange_is_not_told(released):
    """Inside small functions and between them stand together: one number, in both tables."""
    _, shown = released
    one = shown.table.set_index("function").loc[SMALL, "internal"]
    pairs = shown.exchange.set_index(["function_a", "function_b"])["observed"]
    assert pairs[SMALL, SMALL] == one or (np.isnan(one) and np.isnan(pairs[SMALL, SMALL]))


def test_figures_of_the_whole_are_those_of_merged_functions():
    network = company(0)
    result, whole = (silos(one, **FAST) for one in (network, merge_functions(network, min_group=5)))
    shown = release_result(result, Policy.of(network, min_group=5), whole=whole)
    for name in ("walls", "modularity", "modularity_z", "ei", "ei_expected", "ei_z"):
        assert getattr(shown, name) == pytest.approx(getattr(whole, name), abs=0.06), name
    for name in ("modularity", "ei", "ei_expected"):
        assert getattr(shown, name) == round(getattr(whole, name), 3), name
    assert shown.modularity != round(result.modularity, 3)


def test_digits(released):
    _, shown = released
    for column, decimals in (("internal", 1), ("external", 1), ("ei", 3), ("p_value", 4)):
        values = shown.table[column].dropna().astype(float)
        assert np.allclose(values, values.round(decimals), atol=1e-12)
    assert shown.exchange["ratio"].dropna().astype(float).map(lambda one: one == round(one, 2)).all()


def test_every_column_has_its_meaning():
    for lang in ("en", "fr"):
        words = Words(lang)
        for name, table in SilosResult.declared.items():
            assert words.has(f"rows.{name}")
            ends = {end for column in table.columns for end in column.ends}
            for column in table.columns:
                assert column.name in ends or words.has(f"column.{name}.{column.name}")


def test_queues_do_not_cover_people():
    """A function of queues only has nobody: it does not make a pair of few people one of many."""
    people = pd.DataFrame(
        [(f"{name}{i}", name, kind) for name, size, kind in
         [("Ops", 8, "person"), ("IT", 8, "person"), ("Desk", 9, "team")] for i in range(size)],
        columns=["person_id", "function", "actor_kind"],
    )  # fmt: skip
    ties = pd.DataFrame(
        [("Ops0", f"Desk{i}") for i in range(9)] + [(f"Ops{i}", f"IT{i}") for i in range(8)],
        columns=["source", "target"],
    )
    found = silos(Network.from_pandas(ties, people), **FAST).exchange.set_index(["function_a", "function_b"])
    assert found["people"].to_dict() == {
        ("Desk", "Desk"): 0, ("Desk", "IT"): 0, ("Desk", "Ops"): 1,
        ("IT", "IT"): 0, ("IT", "Ops"): 16, ("Ops", "Ops"): 0,
    }  # fmt: skip


def test_what_is_usual_inside_the_hidden_does_not_follow_from_the_others() -> None:
    """The common model gives each function what it exchanges: less what it gives for the others, that is the rest.

    With small functions apart, that rest is what the model gives inside all of them together, and beside the walls it
    says how their exchange is parted among them, the better the more there is.
    """
    network = company(across=0.3)
    network = replace(network, strength=network.strength * 100)
    exact = silos(network, **FAST)
    whole = silos(merge_functions(network, min_group=5), **FAST)
    shown = release_result(exact, Policy.of(network, min_group=5), whole=whole)
    hidden = {*SIZES} - {*shown.exchange["function_a"], *shown.exchange["function_b"]}
    assert len(hidden) > 1
    told = _inside_the_rest(shown.exchange, whole.exchange)
    of_hidden = exact.exchange["function_a"].isin(hidden) & exact.exchange["function_b"].isin(hidden)
    truth = exact.exchange.loc[of_hidden, "expected"].sum()
    inside = whole.exchange.set_index(["function_a", "function_b"]).loc[(SMALL, SMALL), "expected"]
    assert truth < 0.98 * inside
    assert told == pytest.approx(inside, abs=len(SIZES) ** 2)
    parted = exact.exchange.assign(observed=np.nan)
    parted = parted[~parted["function_a"].isin(hidden) & ~parted["function_b"].isin(hidden)]
    assert _inside_the_rest(parted, whole.exchange) == pytest.approx(truth, rel=1e-6)  # what it would tell


def _inside_the_rest(expected: pd.DataFrame, observed: pd.DataFrame) -> float:
    """What the model gives inside the functions whose pairs have no row, or stand as one."""
    known = expected[(expected["function_a"] != SMALL) & (expected["function_b"] != SMALL)]
    ends = {str(one) for one in known["function_a"]}
    given = 2 * known["expected"].sum()
    all_of = dict.fromkeys((*ends, SMALL), 0.0)
    for a, b, strength in _cells(observed, "observed"):
        all_of[a] += strength
        all_of[b] += strength
    with_rest = sum(all_of[name] for name in ends) - given
    return (all_of[SMALL] - with_rest) / 2


def _cells(pairs: pd.DataFrame, column: str) -> list[tuple[str, str, float]]:
    return list(pairs[["function_a", "function_b", column]].itertuples(index=False, name=None))


def test_who_is_in_a_small_function_does_not_follow_from_ties_and_openness() -> None:
    """A page shows the ties of pseudonyms: of all ways to part those of hidden functions, none fits better."""
    network = company(across=0.1)
    functions = network.people["function"].to_numpy(object)
    policy = Policy.of(network, min_group=5)
    hidden = np.flatnonzero(np.isin(functions, [*policy.hidden]))
    rng, seen = np.random.default_rng(1), []
    for number in range(4):
        parted = functions.copy()
        parted[hidden] = functions[hidden if not number else rng.permutation(hidden)]
        guess = replace(network, people=network.people.assign(function=parted))
        exact, whole = silos(guess, **FAST), silos(merge_functions(guess, min_group=5), **FAST)
        seen.append((exact.table["openness"], release_result(exact, policy, whole=whole).table))
    (openness, shown), others = seen[0], seen[1:]
    assert shown.loc[shown["function"] != SMALL, ["openness", "p_value", "q_value"]].notna().all(axis=None)
    for other, as_shown in others:
        assert not np.allclose(openness, other, atol=1e-4)
        pd.testing.assert_frame_equal(shown, as_shown)
