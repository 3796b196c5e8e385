"""What is withheld where cells add up in several ways: lines, pairs of functions, and totals in another table."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.parts.declare import Column, Table, Total
from silograph.language.words import Persons, Sentence, add_texts
from silograph.release.policy import Policy
from silograph.release.tables import release_table, release_tables
from silograph.release.withhold import withheld

TOTALS = Table(
    columns=(
        Column("function", "function"),
        Column("people", "count", "sum"),
        Column("inside", "strength", "sum", behind="insiders", total=Total("pairs", "observed", within=True)),
        Column("across", "strength", "sum", behind="crossing", total=Total("pairs", "observed")),
    ),
    groups=("function",),
    merged=True,
)
PAIRS = Table(
    columns=(
        Column("function_a", "function"),
        Column("function_b", "function"),
        Column("observed", "strength", "sum"),
        Column("expected", "strength", "sum"),
        Column("ratio", "factor", "derived", of=("observed", "expected")),
    ),
    groups=("function_a", "function_b"),
    unordered=True,
    merged=True,
)


def known(values: pd.DataFrame, totals: pd.DataFrame) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """What follows for whoever knows the released tables, and all sums over everything: pairs that are determined."""
    pairs = list(zip(values["function_a"], values["function_b"], strict=True))
    rows = [np.array([one == pair for one in pairs]) for pair in pairs]
    given = [row for row, seen in zip(rows, values["observed"].notna(), strict=True) if seen]
    for row in totals.to_dict("records"):
        mine = np.array([row["function"] in pair for pair in pairs])
        itself = np.array([a == b for a, b in pairs])
        if pd.notna(row["inside"]):
            given.append(mine & itself)
        if pd.notna(row["across"]):
            given.append(mine & ~itself)
    given += [np.array([a == b for a, b in pairs]), np.array([a != b for a, b in pairs])]
    matrix = np.array(given, dtype=float)
    inverse = np.linalg.pinv(matrix)
    return np.isclose(np.einsum("ij,ji->i", inverse, matrix), 1.0), pairs


def test_three_pairs_of_three_functions_do_not_follow_from_three_totals():
    behind = np.array([2.0, 9.0, 9.0, 9.0, 9.0, 9.0])
    pairs = list(itertools.combinations(range(4), 2))
    lines = [np.array([i for i, pair in enumerate(pairs) if one in pair]) for one in range(4)]
    gone = withheld(behind, unsafe=behind < 5, lines=lines, min_group=5, disjoint=False)
    sums = np.array([[float(i in line) for i in np.flatnonzero(gone)] for line in lines])
    assert gone[0]
    assert not np.isclose((np.linalg.pinv(sums) @ sums)[0, 0], 1.0)


def test_a_pair_that_bridges_two_cycles_is_covered_too():
    """Every line has two withheld cells, and yet the bridge is the difference of the sums of both sides."""
    a, b = ["r1", "r2", "r3", "r4"], ["c1", "c2", "c3", "c4"]
    cells = list(itertools.product(a, b))
    few = {("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"), ("r2", "c3"), ("r3", "c3"), ("r3", "c4")}
    few |= {("r4", "c3"), ("r4", "c4")}
    behind = np.array([4.0 if cell in few else 9.0 for cell in cells])
    lines = [np.array([i for i, cell in enumerate(cells) if one in cell]) for one in (*a, *b)]
    gone = withheld(behind, unsafe=behind < 5, lines=lines, min_group=5)
    sums = np.array([[float(i in line) for i in np.flatnonzero(gone)] for line in lines])
    projected = np.diag(np.linalg.pinv(sums) @ sums)
    unsafe = np.flatnonzero(behind[np.flatnonzero(gone)] < 5)
    assert (projected[unsafe] < 1 - 1e-9).all()


@pytest.mark.parametrize("seed", range(20))
def test_no_small_pair_follows_from_pairs_and_their_totals(seed):
    rng = np.random.default_rng(seed)
    names = [f"F{i}" for i in range(rng.integers(4, 9))]
    pairs = list(itertools.combinations_with_replacement(names, 2))
    people = rng.choice([0, 2, 3, 4, 6, 9, 15], len(pairs)).astype(float)
    table = pd.DataFrame(pairs, columns=["function_a", "function_b"]).assign(
        observed=np.where(people > 0, people + rng.random(len(pairs)), 0), expected=1.0, people=people
    )
    table["ratio"] = table["observed"]
    mine = [[one in pair for pair in pairs] for one in names]
    itself = np.array([a == b for a, b in pairs])
    totals = pd.DataFrame(
        {
            "function": names,
            "people": 20,
            "inside": [table.loc[m & itself, "observed"].sum() for m in mine],
            "across": [table.loc[m & ~itself, "observed"].sum() for m in mine],
            "insiders": [table.loc[m & itself, "people"].sum() for m in mine],
            "crossing": [table.loc[m & ~itself, "people"].sum() for m in mine],
        }
    )
    policy = Policy(sizes=dict.fromkeys(names, 20))
    found = release_tables({"silos": totals, "pairs": table}, {"silos": TOTALS, "pairs": PAIRS}, policy)
    assert len(found["pairs"]) == len(table)
    follows, _ = known(found["pairs"], found["silos"])
    few = (people > 0) & (people < 5)
    left = follows & few
    assert found["pairs"].loc[few, ["observed", "ratio"]].isna().all(axis=None)
    # where everything that could cover it is nobody's there is nothing left to withhold but the sum of everything
    assert not left.any() or (~few & (people > 0) & found["pairs"]["observed"].notna()).sum() == 0


def test_small_functions_stand_as_one_in_pairs():
    table = pd.DataFrame(
        [
            ("A", "A", 5.0, 4.0, 9),
            ("A", "B", 2.0, 1.0, 12),
            ("A", "S", 3.0, 1.0, 6),
            ("A", "T", 1.0, 1.0, 7),
            ("B", "B", 5.0, 4.0, 9),
            ("B", "S", 0.0, 1.0, 0),
            ("B", "T", 2.0, 1.0, 8),
            ("S", "S", 1.0, 1.0, 2),
            ("S", "T", 1.0, 1.0, 3),
            ("T", "T", 1.0, 2.0, 6),
        ],
        columns=["function_a", "function_b", "observed", "expected", "people"],
    ).assign(ratio=1.0)
    policy = Policy(sizes={"A": 10, "B": 10, "S": 3, "T": 6})
    found = release_table(table, PAIRS, policy).set_index(["function_a", "function_b"])
    assert found["observed"].to_dict() == {
        ("A", "A"): 5.0,
        ("A", "B"): 2.0,
        ("B", "B"): 5.0,
        ("A", "(small functions)"): 4.0,
        ("B", "(small functions)"): 2.0,
        ("(small functions)", "(small functions)"): 3.0,
    }
    assert found.loc[("A", "(small functions)")].isna()["ratio"]
    one = table.replace({"S": "(small functions)", "T": "(small functions)"})
    one = one.groupby(["function_a", "function_b"], as_index=False).sum()
    with_whole = release_table(table, PAIRS, policy, whole=one).set_index(["function_a", "function_b"])
    assert with_whole["observed"].to_dict() == found["observed"].to_dict()
    assert with_whole.loc[("A", "(small functions)"), "ratio"] == 2.0


@pytest.mark.parametrize(
    ("names", "few", "total"), [("ABCD", ("D", "D"), "inside"), ("ABC", ("A", "B"), "across")]
)
def test_the_total_of_a_pair_that_covers_another_goes_too(names, few, total):
    """Else whoever adds up the pairs of a function gets the cover, and then what it covers."""
    pairs = list(itertools.combinations_with_replacement(names, 2))
    people = [3 if pair == few else 20 + i for i, pair in enumerate(pairs)]
    table = pd.DataFrame(pairs, columns=["function_a", "function_b"])
    table = table.assign(observed=10.0, expected=1.0, ratio=1.0, people=people)
    totals = pd.DataFrame({"function": list(names), "people": 20, "inside": 10.0, "across": 30.0})
    totals = totals.assign(insiders=20, crossing=60)
    policy = Policy(sizes=dict.fromkeys(names, 20))
    found = release_tables({"silos": totals, "pairs": table}, {"silos": TOTALS, "pairs": PAIRS}, policy)
    gone = found["pairs"][found["pairs"]["observed"].isna()]
    lost = found["silos"][total].isna()
    assert few in set(zip(gone["function_a"], gone["function_b"], strict=True))
    follows, told = known(found["pairs"], found["silos"])
    assert not follows[told.index(few)]
    assert lost.any()


def test_a_pair_of_a_function_with_itself_is_covered_by_another_of_its_kind():
    """What all functions exchange within is known, and so is what passes between two."""
    pairs = list(itertools.combinations_with_replacement("ABCD", 2))
    people = [{("D", "D"): 3, ("A", "B"): 6}.get(pair, 20 + i) for i, pair in enumerate(pairs)]
    table = pd.DataFrame(pairs, columns=["function_a", "function_b"])
    table = table.assign(observed=10.0, expected=1.0, ratio=1.0, people=people)
    found = release_table(table, PAIRS, Policy(sizes=dict.fromkeys("ABCD", 20)))
    gone = found[found["observed"].isna()]
    assert (gone["function_a"] == gone["function_b"]).sum() == 2


def test_the_row_of_small_functions_tells_nothing_of_their_pairs():
    totals = pd.DataFrame(
        {"function": list("ABST"), "people": [10, 10, 3, 6], "inside": 10.0, "across": 30.0}
    )
    totals = totals.assign(insiders=20, crossing=60)
    policy = Policy(sizes={"A": 10, "B": 10, "S": 3, "T": 6})
    found = release_table(totals, TOTALS, policy).set_index("function").loc["(small functions)"]
    assert found["people"] == 9
    assert found[["inside", "across"]].isna().all()


def test_rows_about_no_function_are_shown_where_many_stand_behind_them():
    columns = (
        Column("function", "function"),
        Column("mails", "count", "sum"),
        Column("share", "share", "drop"),
    )
    table = pd.DataFrame(
        {"function": ["A", None, "B", None], "mails": 9, "people": [9, 5, 9, 4], "share": 0.5}
    )
    policy = Policy(sizes={"A": 9, "B": 9, "S": 3, "T": 6})
    found = release_table(table, Table(columns=columns, groups=("function",), lines=()), policy)
    assert found["function"].isna().tolist() == [False, True, False]
    assert found["mails"].tolist() == [9, 9, 9]
    assert list(found) == ["function", "mails"]


def test_a_part_is_withheld_where_few_are_in_it():
    declared = Table(
        columns=(
            Column("name", "word"),
            Column("people", "count"),
            Column("purity", "share", "part", behind="least"),
        ),
        behind="people",
    )
    table = pd.DataFrame(
        {"name": ["a", "b", "c"], "people": [20, 20, 20], "purity": [0.95, 0.5, 1.0], "least": [1, 10, 20]}
    )
    found = release_table(table, declared, Policy(sizes={}))
    assert found["purity"].isna().tolist() == [True, False, False]


def test_small_communities_stand_together_only_where_that_hides_them():
    declared = Table(
        columns=(Column("community", "number"), Column("people", "count", "sum")),
        merged=True,
        rest=("community", "(small communities)"),
    )
    table = pd.DataFrame({"community": [0, 1, 2, 3], "people": [20, 9, 3, 2]})
    found = release_table(table, declared, Policy(sizes={}))
    assert found.to_numpy().tolist() == [[0, 20.0], [1, 9.0], ["(small communities)", 5.0]]
    nowhere = release_table(table, replace(declared, rest=("", "")), Policy(sizes={}))
    assert nowhere["community"].tolist() == [0, 1]
    alone = release_table(table.head(3), declared, Policy(sizes={}))
    assert alone["community"].tolist() == [0, 1]
    assert alone["people"].isna().tolist() == [False, True]


def test_ends_go_with_what_they_enclose():
    columns = (
        Column("function", "function"),
        Column("items", "strength", "sum", ends=("from", "to")),
        Column("from", "strength"),
        Column("to", "strength"),
    )
    table = pd.DataFrame({"function": ["A", "B", "C"], "items": [1.0, 2.0, 3.0], "people": [2, 9, 20]})
    table = table.assign(**{"from": 0.0, "to": 9.0})
    found = release_table(
        table, Table(columns=columns, groups=("function",)), Policy(sizes=dict.fromkeys("ABC", 20))
    )
    assert found[["from", "to"]].isna().to_numpy().tolist() == [[True, True], [True, True], [False, False]]


def test_an_end_that_rests_on_few_stays_out_beside_what_it_encloses():
    columns = (Column("function", "function"), Column("low", "share", behind="lowest"))
    columns = (*columns, Column("share", "share", behind="people", ends=("low", "high")))
    table = pd.DataFrame({"function": ["A", "B", "C"], "share": 0.5, "low": 0.4, "high": 0.6})
    table = table.assign(people=[9, 9, 4], lowest=[2, 9, 9])
    policy = Policy(sizes=dict.fromkeys("ABC", 20))
    found = release_table(table, Table(columns=columns, groups=("function",)), policy)
    assert found["share"].isna().tolist() == [False, False, True]
    assert found["low"].isna().tolist() == [True, False, True]


def test_what_rests_on_a_number_that_is_not_known_rests_on_nobody():
    columns = (Column("function", "function"), Column("share", "share", behind="writers"))
    table = pd.DataFrame({"function": ["A", "B"], "share": [0.0, 0.5], "writers": [np.nan, 4]})
    found = release_table(
        table, Table(columns=columns, groups=("function",)), Policy(sizes=dict.fromkeys("AB", 20))
    )
    assert found["share"].isna().tolist() == [False, True]


def test_a_sentence_that_counts_few_persons_is_told():
    add_texts({"example.alone": {"en": "{n} alone", "fr": "{n} seuls"}})
    policy = Policy(sizes={})
    said = [policy.tells_few(Sentence("example.alone", n=Persons(n))) for n in (0, 1, 4, 5)]
    assert said == [False, True, True, False]
    assert not policy.tells_few(Sentence("example.alone", n=2))
