"""Few people behind any figure, people who are in no row, names anywhere, and sentences beside the answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.parts.declare import Claim, Column, Table, people_behind
from silograph.analyses.parts.result import Result
from silograph.language.words import Sentence, add_texts
from silograph.release.policy import Policy
from silograph.release.results import release_result, release_results
from silograph.release.tables import release_table, release_tables

POLICY = Policy(sizes={"HR": 3, "IT": 9, "PR": 6, "QA": 20, "R&D": 30})
add_texts({"example.half": {"en": "{function}: {share:.2}", "fr": "{function} : {share:.2}"}})


def test_people_in_no_row_do_not_follow_from_the_rows() -> None:
    table = pd.DataFrame({"level": [1, 2, 3], "people": [9, 20, 30], "active": [6, 12, 20], "others": 2})
    columns = (Column("level", "level"), Column("people", "count", "sum"))
    declared = Table(columns=columns, left_out=("others",))
    assert release_table(table, declared, POLICY)["people"].isna().tolist() == [True, False, False]
    many = release_table(table.assign(others=7), declared, POLICY)
    nobody = release_table(table.assign(others=0), declared, POLICY)
    assert not many.isna().any().any()
    assert not nobody.isna().any().any()


def test_a_share_goes_where_few_people_are_on_either_side() -> None:
    table = pd.DataFrame(
        {"function": ["IT", "QA", "R&D"], "people": 9, "share": 0.5, "share_low": 0.4, "side": [4, 0, 5]}
    )
    columns = (Column("function", "function"), Column("share", "share", "single_person", behind="side"))
    found = release_table(table, Table(columns=columns, groups=("function",)), POLICY)
    assert found["share"].isna().tolist() == [True, False, False]
    assert people_behind(_of(table, columns), "share").tolist() == [4, math.inf, 5]


def test_names_are_taken_out_wherever_they_stand() -> None:
    table = pd.DataFrame({"owner": ["HR", "IT"], "closed": ["HR; IT; HR", ""]})
    columns = (Column("owner", "function"), Column("closed", "functions"))
    found = release_table(table, Table(columns=columns, lines=()), POLICY)
    assert found["owner"].tolist() == ["(small functions)", "IT"]
    assert found["closed"].tolist() == ["(small functions); IT", ""]
    assert POLICY.only_shown({"first": "HR", "last": "IT"}) == {"first": None, "last": "IT"}
    assert POLICY.only_shown({"first": ("HR", "IT"), "last": ()}) == {"first": ("IT",), "last": ()}
    assert POLICY.only_shown({"HR": 0.5, "IT": 0.1}) == {"IT": 0.1}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class _Found(Result):
    name: ClassVar[str] = "found"
    figures: ClassVar[tuple[Column, ...]] = (
        Column("share", "share", behind="writers"),
        Column("chances", "share", "single_person"),
    )
    claims: ClassVar[tuple[str, ...]] = ("said",)

    share: float = 0.12345
    writers: int = 12
    chances: Mapping[str, float]
    said: tuple[Claim, ...] = ()


def _of(table: pd.DataFrame, columns: tuple[Column, ...] = (), **values: Any) -> Result:
    kind = type("Kind", (_Found,), {"declared": {"found": Table(columns=columns)}})
    found: Result = kind(table=table, chances={"a": 0.51234, "b": np.nan}, **values)
    return found


def test_figures_rest_on_people_and_mappings_are_rounded() -> None:
    many, few = (release_result(_of(pd.DataFrame(), writers=writers), POLICY) for writers in (5, 4))
    assert many.share == 0.123  # type: ignore[attr-defined]
    assert math.isnan(few.share)  # type: ignore[attr-defined]
    assert many.chances["a"] == 0.5  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class _Whole(Result):
    name: ClassVar[str] = "whole"
    declared: ClassVar[Mapping[str, Table]] = {
        "whole": Table(
            columns=(Column("level", "level"), Column("expected", "share", "whole"), Column("seen", "share"))
        )
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("walls", "factor", "whole", ends=("low", "high")),
        Column("meetings", "count", "whole", behind="met"),
        Column("seen", "share"),
        Column("stages", "share", of=("first", "second")),
        Column("secret", "share", "drop"),
    )

    walls: float
    low: float = 1.0
    high: float = 9.0
    meetings: int = 12
    met: int = 9
    seen: float = 0.51234
    secret: float = 0.5
    stages: Mapping[str, float]


def test_figures_of_the_whole_are_those_with_small_functions_as_one() -> None:
    def result(walls: float, **values: Any) -> Any:
        rows = pd.DataFrame({"level": [1], "expected": walls / 10, "expected_low": 0.1, "seen": 0.7})
        stages = {"first": 0.12345, "second": 0.6, "third": 0.3}
        return _Whole(table=rows, walls=walls, stages=stages, **values)

    exact, merged = result(7.12345, met=3), result(6.12345, low=2.0, seen=0.9)
    shown = release_result(exact, POLICY, whole=merged)
    assert (shown.walls, shown.low, shown.high, shown.meetings) == (6.1, 2, 9, 12)
    assert (shown.seen, shown.stages) == (0.512, {"first": 0.123, "second": 0.6})
    assert math.isnan(shown.secret)
    assert shown.table[["expected", "seen"]].to_numpy().tolist() == [[0.612, 0.7]]
    alone = release_result(result(7.12345), POLICY)  # nobody says what it would be
    assert np.isnan([alone.walls, alone.low, alone.high, alone.meetings]).all()
    assert alone.seen == 0.512
    assert alone.table["expected"].isna().all()
    assert alone.table["seen"].tolist() == [0.7]
    open_to_all = release_result(result(7.12345), Policy(sizes={"IT": 9}))
    assert (open_to_all.walls, open_to_all.meetings) == (7.1, 12)
    few = release_result(result(7.12345, met=4), Policy(sizes={"IT": 9}))
    assert math.isnan(few.meetings)


def test_claims_rest_on_people() -> None:
    said = Sentence("example.half", function="HR", share=0.62345)
    claims = (
        Claim(said),
        Claim(said, 4),
        Claim(said, 5),
        Claim(said, rule="single_person"),
        Claim(said, rule="drop"),
    )
    released = release_result(_of(pd.DataFrame(), said=claims), POLICY)
    told = [claim.sentence for claim in released.said]  # type: ignore[attr-defined]
    assert told == ["(small functions): 0.62", "(small functions): 0.62", "(small functions): about 0.6"]


def test_no_sentence_gives_back_what_a_table_withholds() -> None:
    """Of seven in PR one is silent: "86 % of PR" would say so, and so would a share that only covers another."""
    columns = (
        Column("function", "function"),
        Column("active", "count", "sum", behind="active", among="size"),
        Column("participation", "share", "derived", of=("active",)),
    )
    table = pd.DataFrame(
        {"function": ["IT", "PR", "QA"], "active": [9, 6, 10], "participation": [1.0, 6 / 7, 0.5]}
    )
    kind = type(
        "Maturity", (_Found,), {"declared": {"maturity": Table(columns=columns, groups=("function",))}}
    )
    found = kind(table=table, chances={})
    said = [
        Claim(
            Sentence("example.half", function=name, share=share),
            9,
            of=("maturity.participation",),
            about=(name,),
        )
        for name, share in zip(table["function"], table["participation"], strict=True)
    ]
    owner = _of(pd.DataFrame(), said=tuple(said))
    policy = Policy(sizes={"IT": 9, "PR": 7, "QA": 20})
    released = release_results({"owner": owner, "maturity": found}, policy, merged={})
    gone = released["maturity"].table.set_index("function")["participation"].isna()
    assert gone["PR"]
    told = [dict(claim.sentence.values)["function"] for claim in released["owner"].said]  # type: ignore[attr-defined]
    assert told == [name for name in table["function"] if not gone[name]]
    assert told


@pytest.mark.parametrize(
    ("given", "told", "of_merged"),
    [
        # two digits of half the interval; with functions hidden one less of a factor, as in tables
        ({"x": 0.6789, "low": 0.512, "high": 0.897}, (0.68, 0.51, 0.9), (0.7, 0.5, 0.9)),
        ({"share": 0.6789, "low": 0.6512, "high": 0.6997}, (0.679, 0.651, 0.7), (0.679, 0.651, 0.7)),
        ({"excess": 0.1239, "share_low": 0.02, "share_high": 0.24}, (0.12, 0.02, 0.24), (0.12, 0.02, 0.24)),
        ({"x": 1.2345, "usual": 0.9876}, (1.23, 0.99), (1.2, 1.0)),
        ({"share": 0.12345, "usual": 0.98765}, (0.123, 0.988), (0.123, 0.988)),
        ({"share": 0.12345, "n": 3, "function": "IT"}, (0.123, 3, "IT"), (0.123, 3, "IT")),
        # what a sentence is about comes first: its share beside that has no interval
        ({"excess": 0.1239, "share": 0.6789, "low": 0.02, "high": 0.24}, (0.12, 0.679, 0.02, 0.24), None),
    ],
)
def test_a_sentence_has_the_digits_of_the_tables(given: Any, told: Any, of_merged: Any) -> None:
    key = "_".join(["example.digits", *given])
    add_texts({key: dict.fromkeys(("en", "fr"), " ".join(f"{{{name}}}" for name in given))})
    result = _of(pd.DataFrame(), said=(Claim(Sentence(key, **given)),))
    for policy, wanted in ((Policy(sizes={"IT": 9}), told), (POLICY, of_merged or told)):
        [claim] = release_result(result, policy).said  # type: ignore[attr-defined]
        assert tuple(claim.sentence.values.values()) == wanted  # noqa: PD011


def test_what_is_not_written_may_leave_all_the_same() -> None:
    columns = (Column("function", "function"),)
    kind = type(
        "Kind",
        (_Found,),
        {"declared": {"found": Table(columns=columns, groups=("function",), written=False)}},
    )
    result = kind(table=pd.DataFrame({"function": ["HR", "IT"]}), chances={})
    assert result.tables() == {}
    assert release_result(result, POLICY).table["function"].tolist() == ["IT"]


def test_only_people_cover_people() -> None:
    sizes, people = {"HR": 3, "IT": 9, "PR": 12, "Queues": 6}, {"HR": 3, "IT": 9, "PR": 12, "Queues": 0}
    assert Policy(sizes=sizes).hidden == {"HR", "Queues"}
    assert Policy(sizes=sizes, people=people).hidden == {"HR", "IT"}
    # a single small queue is covered by whatever is next
    assert Policy(sizes={"IT": 9, "Queue": 2}, people={"IT": 9, "Queue": 0}).hidden == {"IT", "Queue"}
    both = Policy(sizes={**sizes, "Desk": 1}, people={**people, "Desk": 0})
    assert both.hidden == {"HR", "IT", "Desk"}


def test_what_one_table_withholds_of_a_function_no_other_tells() -> None:
    function = Column("function", "function")
    sizes = Table(
        columns=(function, Column("people", "count", "sum")), groups=("function",), left_out=("others",)
    )
    months = Table(
        columns=(function, Column("people", "count", "derived", of=("sizes.people",))),
        groups=("function",),
        source="months",
    )
    table = pd.DataFrame({"function": ["IT", "QA", "R&D"], "people": [9, 20, 30], "others": 2})
    rows = pd.DataFrame({"function": ["IT", "QA", "IT"], "people": [9, 20, 9]})
    found = release_tables({"sizes": table, "months": rows}, {"sizes": sizes, "months": months}, POLICY)
    assert found["sizes"]["people"].isna().tolist() == [True, False, False]
    assert found["months"]["people"].isna().tolist() == [True, False, True]
