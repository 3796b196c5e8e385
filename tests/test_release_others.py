"""What tells of withheld cells beside the cells: figures of the others, of all, their order, and their digits."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses import ANALYSES
from silograph.analyses.collisions.answer import _against_usual, collisions
from silograph.analyses.hourglass.answer import HourglassResult, hourglass
from silograph.analyses.parts import Column, Table
from silograph.analyses.silos.answer import silos
from silograph.graph.network import Network
from silograph.language.words import LANGUAGES
from silograph.log.conversations import Conversations
from silograph.release.policy import Policy
from silograph.release.results import release_result, release_results
from silograph.release.rounding import rounded
from silograph.release.tables import release_table
from silograph.stats.p_values import benjamini_hochberg

Read = Callable[..., Conversations]
POLICY = Policy(sizes={"A": 20, "B": 20, "C": 20, "D": 20})
OTHERS = Table(
    columns=(
        Column("function", "function"),
        Column("asked", "count", "sum", behind="who"),
        Column("usual", "share", of_all=("asked",)),
        Column("ratio", "factor", "derived", of=("usual",)),
    ),
    groups=("function",),
)


def table(*who: int) -> pd.DataFrame:
    names = list("ABCD")
    return pd.DataFrame({"function": names, "asked": [9, 8, 7, 6], "usual": 0.5, "ratio": 1.5, "who": who})


class TestOfTheOthers:
    def test_all_of_it_goes_where_one_cell_is_withheld(self) -> None:
        shown = release_table(table(9, 2, 9, 9), OTHERS, POLICY)
        assert 0 < shown["asked"].isna().sum() < 4
        assert shown[["usual", "ratio"]].isna().all(axis=None)

    def test_nothing_goes_where_none_is(self) -> None:
        assert release_table(table(9, 5, 9, 0), OTHERS, POLICY).notna().all(axis=None)

    def test_so_it_does_where_the_cell_is_of_a_function_that_is_not_shown(self) -> None:
        small = Policy(sizes={"A": 20, "B": 20, "C": 3, "D": 4})
        assert release_table(table(9, 9, 3, 4), OTHERS, small)["usual"].isna().all()
        nothing = release_table(
            table(9, 9, 0, 0), OTHERS, small
        )  # that is told of no hidden function, either
        assert nothing["asked"].isna().any()
        assert nothing["usual"].isna().all()

    def test_every_column_of_the_others_says_so(self) -> None:
        """What is usual among the others is an equation for all of them, beside each row."""
        columns = {
            f"{name}.{column.name}": column
            for question in ANALYSES.values()
            for name, declared in question.result.declared.items()
            for column in declared.columns
        }
        for name in ("collisions.expected", "response_functions.usual_24h", "glue.introductions_expected"):
            assert columns[name].of_all, name
        for name, column in columns.items():
            if name.endswith(".q_value") and name.replace("q_", "p_") in columns:
                assert column.of_all or column.adjusts or (column.behind == "" and column.rule == "keep"), (
                    name
                )


def met(a: str, b: str, *, day: float, spoke: int) -> Iterator[Any]:
    for k in range(8):
        one, other, contact = f"{a}{k}", f"{b}{k}", f"c{a}{b}{k}@x.org".lower()
        yield day + 20 * k, one, contact
        yield day + 20 * k + 1, other, contact
        if k < spoke:
            yield day + 20 * k + 0.5, one, other


def test_collisions_of_few_do_not_follow_from_what_is_usual_for_the_others(read: Read) -> None:
    """The attacker tries every number of collisions of the pairs that are withheld."""
    names = ("HR", "IT", "PR", "Web")
    spoke = dict(zip(itertools.combinations(names, 2), (1, 6, 2, 0, 7, 8), strict=True))
    mails = [one for i, (pair, n) in enumerate(spoke.items()) for one in met(*pair, day=400 * i, spoke=n)]
    exact = collisions(read(mails, {f"{name}{i}": name for name in names for i in range(8)}))
    shown = release_result(exact, Policy(sizes=dict.fromkeys(names, 8)), whole=exact)
    hidden = np.flatnonzero(shown.table["collisions"].isna())
    assert len(hidden) >= 2

    def fitting(expected: Any) -> list[tuple[int, ...]]:
        k = exact.table["collisions"].to_numpy(float).copy()
        total, found = k[hidden].sum(), []
        for tried in itertools.product(range(9), repeat=len(hidden)):
            if sum(tried) == total:
                k[hidden] = tried
                usual = _against_usual(k / 8, np.full(len(k), 8.0))[0]
                found += [] if (abs(usual - expected) > 0.0006).any() else [tried]
        return found

    truth = tuple(exact.table["collisions"][hidden].tolist())
    assert fitting(exact.table["expected"].to_numpy(float).round(3)) == [truth]
    assert len(fitting(shown.table["expected"].to_numpy(float))) > 10
    assert shown.table[["p_value", "q_value", "ratio"]].isna().all(axis=None)
    assert shown.table["verdict"].notna().any()


def inside(strengths: dict[str, list[float]]) -> Network:
    """Functions of eight with ties inside as strong as said; all their people reach across."""
    names = list(strengths)
    people = [(f"{name}{i}", name) for name in names for i in range(8)]
    ties = [
        (f"{name}{2 * k}", f"{name}{2 * k + 1}", s) for name in names for k, s in enumerate(strengths[name])
    ]
    ties += [
        (f"{a}{i}", f"{b}{(i + 1) % 8}", 1.0 + i)
        for a, b in itertools.combinations(names, 2)
        for i in range(8)
    ]
    return Network.from_pandas(
        pd.DataFrame(ties, columns=["source", "target", "strength"]),
        pd.DataFrame(people, columns=["person_id", "function"]),
    )


def test_exchange_inside_of_few_does_not_follow_from_modularity() -> None:
    """The attacker knows what each function exchanges with others, and tries to part what is inside two."""
    few = {"HR": [9.0], "IT": [10, 10, 10], "PR": [30, 20, 10, 10], "Web": [9, 9, 9, 9]}
    exact = silos(inside(few), simulations=3)
    shown = release_result(exact, Policy(sizes=dict.fromkeys(few, 8)))
    hidden = shown.table.index[shown.table["internal"].isna()]
    assert len(hidden) == 2
    total = exact.table["internal"][hidden].sum()

    def fitting(modularity: float) -> list[float]:
        found = []
        for first in np.arange(total + 1):
            own = exact.table["internal"].to_numpy(float).copy()
            own[hidden] = first, total - first
            external = exact.table["external"].to_numpy(float)
            m = own.sum() + external.sum() / 2
            tried = (own / m - ((2 * own + external) / (2 * m)) ** 2).sum()
            if not abs(tried - modularity) > 0.0006:
                found.append(first)
        return found

    assert exact.modularity == pytest.approx(
        modularity_of_exchange(exact.table["internal"], exact.table["external"])
    )
    assert len(fitting(round(exact.modularity, 3))) < total / 4
    assert len(fitting(shown.modularity)) == total + 1
    many = silos(inside({**few, "HR": [9.0, 9, 9]}), simulations=3)
    told = release_result(many, Policy(sizes=dict.fromkeys(few, 8)))
    assert told.modularity == round(many.modularity, 3)


def modularity_of_exchange(internal: Any, external: Any) -> float:
    m = internal.sum() + external.sum() / 2
    return float((internal / m - ((2 * internal + external) / (2 * m)) ** 2).sum())


def company(outward: dict[str, int], *, contacts: int = 4) -> tuple[list[Any], dict[str, Any]]:
    """Of three functions of eight, so many who write to contacts of their own; inside all write to the next ones."""
    people: dict[str, Any] = {f"{name}{i}": name for name in ("HR", "IT", "PR") for i in range(8)}
    names = list(people)
    mails: list[Any] = [(0, a, b) for i, a in enumerate(names) for b in (names[i + 1 :] + names)[:5]]
    for number, who in enumerate([n for n in names if int(n[-1]) < outward.get(str(people[n]), 0)]):
        mails += [(0, f"c{number}x{k}@x.org", who) for k in range(contacts + number % 3)]
    return mails, people


SIZES = Policy(sizes={"HR": 8, "IT": 8, "PR": 8})


def outside(read: Read, **outward: int) -> HourglassResult:
    return hourglass(read(*company(outward, contacts=6)), replicates=20, simulations=200)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_contacts_of_one_person_are_not_the_total(read: Read, lang: Any) -> None:
    exact = outside(read, HR=1)
    shown = release_result(exact, SIZES)
    told = shown.table.set_index("function")["contacts"]
    assert np.isnan(told["HR"])
    assert (told[["IT", "PR"]] == 0).all()
    assert np.isnan(shown.contacts)
    assert str(exact.contacts) not in shown.headline(lang)
    assert "–" not in shown.headline(lang)


def test_a_waist_of_few_does_not_follow_from_how_likely_it_is(read: Read) -> None:
    shown = release_result(outside(read, HR=4), SIZES)
    assert np.isnan([shown.waist, shown.p_value, shown.waist_expected, shown.waist_low]).all()
    wide = release_result(outside(read, HR=8, IT=8, PR=8), SIZES)
    assert not np.isnan([wide.waist, wide.p_value, wide.waist_expected, wide.contacts]).any()


def test_what_is_exchanged_inside_does_not_follow_from_activity(read: Read) -> None:
    """The part of a function in all exchange is its exchange across and twice that inside."""
    few = {"HR": [9.0], "IT": [10, 10, 10], "PR": [30, 20, 10, 10]}
    both = {"silos": silos(inside(few), simulations=3), "hourglass": outside(read, HR=8, IT=8, PR=8)}
    shown = release_results(both, SIZES, merged={})
    hidden = shown["silos"].table.set_index("function")["internal"].isna()
    told = shown["hourglass"].table.set_index("function")["outside_expected"].isna()
    assert told[hidden[hidden].index].all()
    alone = release_results({"hourglass": both["hourglass"]}, SIZES, merged={})
    assert alone["hourglass"].table["outside_expected"].notna().all()
    page = release_results(
        {"hourglass": both["hourglass"]}, SIZES, merged={}, pairs={frozenset({"HR"}), frozenset({"IT", "PR"})}
    )
    assert page["hourglass"].table["outside_expected"].isna().tolist() == [True, False, False]


def test_an_adjusted_p_value_is_not_that_of_a_row_that_is_withheld() -> None:
    declared = Table(
        columns=(
            Column("function", "function"),
            Column("asked", "count", "sum", behind="who"),
            Column("p_value", "p", "derived", of=("asked",)),
            Column("q_value", "p", "derived", of=("asked",), adjusts="p_value"),
        ),
        groups=("function",),
    )
    rows = table(30, 2, 4, 20).assign(p_value=[0.01, 0.839, 0.2, 0.77])
    rows["q_value"] = benjamini_hochberg(rows["p_value"])
    assert rows["q_value"].tolist() == [0.04, 0.839, 0.4, 0.839]
    shown = release_table(rows, declared, POLICY)
    assert shown["p_value"].isna().tolist() == [False, True, True, False]
    assert shown["q_value"].isna().tolist() == [False, True, True, True]


class TestOrderAndDigits:
    SORTED = replace(
        OTHERS, columns=(*OTHERS.columns[:2], Column("usual", "share", of=("asked",))), by="usual"
    )

    def test_a_place_between_two_numbers_is_a_number(self) -> None:
        rows = table(9, 2, 9, 9).assign(usual=[0.9, 0.8, 0.7, 0.6])
        for order in ([0, 1, 2, 3], [3, 1, 0, 2], [1, 3, 2, 0]):
            mixed = rows.iloc[order].reset_index(drop=True)
            shown = release_table(mixed, self.SORTED, POLICY)
            untold = shown["usual"].isna()
            assert untold.sum() == 2
            assert not untold[:2].any()
            assert shown["function"][untold].tolist() == sorted(shown["function"][untold])

    def test_an_interval_without_width_supports_no_more_digits(self) -> None:
        share = Column("share", "share")
        assert rounded(0.04995512, share, low=0.04995512, high=0.04995512 + 1e-17) == 0.05
        assert rounded(0.04995512, share, low=0.049955119, high=0.049955121) == 0.049955
