"""What is withheld: few people behind a cell, beyond the rows, left over, or told by a total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.result import Result
from silograph.graph.small import SMALL
from silograph.release.policy import Policy
from silograph.release.results import release_result
from silograph.release.tables import release_table, release_tables, release_together
from silograph.release.withhold import told_by_total, withheld

FUNCTION = Column("function", "function")
POLICY = Policy(sizes=dict.fromkeys("ABCDE", 9))


SEATS = Table(
    columns=(FUNCTION, Column("seats", "count", "sum", behind="seats", left_out="others")),
    groups=("function",),
)


def seats(*held: int, others: int = 0) -> list[float]:
    """Seats of functions as they are released; those of others are held by people of no known function."""
    table = pd.DataFrame({"function": list("ABCDE"[: len(held)]), "seats": held, "others": others})
    return release_table(table, SEATS, POLICY)["seats"].tolist()


def test_few_are_withheld_and_covered() -> None:
    assert seats(9, 6, 0) == [9, 6, 0]
    assert np.isnan(seats(9, 2, 6, 0)).tolist() == [False, True, True, False]
    assert np.isnan(seats(9, 3, 2, 0)).tolist() == [False, True, True, False]
    assert np.isnan(seats(9, 2, 2, 0)).tolist() == [True, True, True, False]  # four are too few
    assert np.isnan(seats(9, 2, 2, 2)).tolist() == [False, True, True, True]


def test_one_cell_is_never_withheld_alone() -> None:
    behind, unsafe = np.array([9.0, 6.0, 7.0]), np.array([True, False, False])
    assert withheld(behind, unsafe=unsafe, lines=[np.arange(3)], min_group=5).tolist() == [True, True, False]


def test_a_total_that_follows_from_another_sum_does_not_cover_its_part() -> None:
    """Three cells: a total, its only part, and one more; the sum of all three is known."""
    behind, unsafe = np.array([3.0, 3.0, 9.0]), np.array([True, True, False])
    lines = [np.array([0, 1]), np.array([0, 1, 2])]
    told = {"behind": behind, "unsafe": unsafe, "lines": lines, "min_group": 5}
    assert withheld(**told, totals=[True, False]).all()
    assert withheld(**told).tolist() == [True, True, False]  # where the sum of the two is all that is known


def test_few_of_no_known_function_are_covered() -> None:
    assert np.isnan(seats(9, 6, 0, others=2)).tolist() == [False, True, False]
    assert np.isnan(seats(9, 6, 0, others=4)).tolist() == [False, True, False]
    assert seats(9, 6, 0, others=5) == [9, 6, 0]


def test_a_sum_of_nothing_covers_nobody() -> None:
    columns = (FUNCTION, Column("mails", "count", "sum", behind="writers"))
    table = pd.DataFrame({"function": list("ABC"), "mails": [9, 0, 40], "writers": [2, 7, 8]})
    shown = release_table(table, Table(columns=columns, groups=("function",)), POLICY)["mails"]
    assert shown.isna().tolist() == [True, False, True]  # whoever sees elsewhere that B wrote none gets A's
    shown = release_table(
        table.assign(writers=[9, 2, 8]), Table(columns=columns, groups=("function",)), POLICY
    )
    assert shown["mails"].tolist() == [9, 0, 40]
    unknown = table.assign(mails=pd.array([9, pd.NA, 40], dtype="Int64"), writers=9)
    shown = release_table(unknown, Table(columns=columns, groups=("function",)), POLICY)
    assert shown["mails"].isna().tolist() == [False, True, False]
    columns = (FUNCTION, Column("mails", "share", "sum", behind="writers"))
    shown = release_table(
        table.assign(writers=[9, 2, 8]), Table(columns=columns, groups=("function",)), POLICY
    )
    assert shown["mails"].isna().tolist() == [False, True, False]  # that none of the two did is theirs


def test_people_behind_several_cells_do_not_add_up() -> None:
    """Two and three are five people where they are others, and three at least where they may be the same."""
    behind, unsafe, line = (
        np.array([2.0, 3.0, 4.0, 30.0]),
        np.array([True, False, False, False]),
        np.arange(4),
    )
    assert withheld(behind, unsafe=unsafe, lines=[line], min_group=5).tolist() == [True, True, False, False]
    assert withheld(behind, unsafe=unsafe, lines=[line], min_group=5, disjoint=False).all()
    lines = [line, line + 4]
    found = withheld(
        np.tile(behind, 2), unsafe=np.tile(unsafe, 2), lines=lines, min_group=5, disjoint=[True, False]
    )
    assert found.tolist() == [True, True, False, False, True, True, True, True]
    table = pd.DataFrame({"function": list("ABCD"), "seats": [2, 3, 9, 30]})
    for overlapping, shown in ((False, [9, 30]), (True, [30])):
        declared = replace(SEATS, overlapping=overlapping)
        assert release_table(table, declared, POLICY)["seats"].dropna().tolist() == shown


def test_a_total_rests_on_all_where_the_same_people_are_behind_each() -> None:
    behind, line = np.array([2.0, 3.0, 0.0]), np.arange(3)

    def told(gone: list[bool], *, disjoint: bool) -> bool:
        return told_by_total(behind, gone=np.array(gone), line=line, min_group=5, disjoint=disjoint)

    assert not told([True, True, False], disjoint=True)  # five people
    assert not told([True, True, False], disjoint=False)  # nothing is shown beside it
    assert told([False, True, False], disjoint=True)
    assert told([False, True, False], disjoint=False)


def test_what_is_worth_more_covers_last() -> None:
    behind, unsafe, line = np.array([2.0, 6.0, 7.0]), np.array([True, False, False]), [np.arange(3)]
    assert withheld(behind, unsafe=unsafe, lines=line, min_group=5).tolist() == [True, True, False]
    worth = np.array([0.0, 2.0, 1.0])
    found = withheld(behind, unsafe=unsafe, lines=line, min_group=5, worth=worth)
    assert found.tolist() == [True, False, True]


def test_one_each_is_told_by_their_sum() -> None:
    assert np.isnan(seats(1, 1, 1, 1, 7)).all()  # else the four would share four seats
    table = pd.DataFrame({"function": list("ABCDE"), "seats": [1, 1, 1, 1, 1]})
    total = Column("seats", "count", of=("table.seats",))
    assert release_together({"table": table}, {"table": SEATS}, POLICY, figures=[total]).untold == {"seats"}


@given(held=st.lists(st.integers(0, 9), min_size=1, max_size=5), min_group=st.integers(2, 6))
def test_no_total_tells(held: list[int], min_group: int) -> None:
    """Whoever knows the total, the rule and what is shown finds at least two ways to fill what is withheld."""
    behind, line = np.array(held, dtype=float), np.arange(len(held))
    gone = withheld(behind, unsafe=(behind > 0) & (behind < min_group), lines=[line], min_group=min_group)
    assert gone[(behind > 0) & (behind < min_group)].all()
    assert not gone[behind == 0].any()
    told = told_by_total(behind, gone=gone, line=line, min_group=min_group, disjoint=True)
    if gone.any() and not told:
        assert gone.sum() >= 2
        assert behind[gone].sum() > gone.sum()


def test_what_is_worked_out_goes_with_it() -> None:
    columns = (
        FUNCTION,
        Column("seats", "count", "sum", behind="seats"),
        Column("share", "share", "derived", of=("seats", "all_seats")),
        Column("ratio", "factor", "derived", of=("share",)),
        Column("expected", "mean", "sum", behind="writers", of=("all_seats",)),
        Column("verdict", "word", behind="writers"),
    )
    declared = {"table": Table(columns=columns, groups=("function",))}
    total = Column("all_seats", "count", of=("table.seats",))
    table = pd.DataFrame({
        "function": list("ABC"), "seats": [3, 0, 0], "share": [1.0, 0.0, 0.0], "share_low": 0.1, "share_high": 0.9,
        "ratio": [2.0, 0.0, 0.0], "expected": [1.26, 1.0, 0.74], "writers": [9, 9, 2], "verdict": "present",
    })  # fmt: skip
    found = release_together({"table": table}, declared, POLICY, figures=[total])
    shown = found.tables["table"]
    assert found.untold == {"all_seats"}
    assert shown["seats"].tolist()[1:] == [0, 0]
    # 0 of how many has an interval that tells how many
    assert shown[["share", "ratio", "expected"]].isna().all(axis=None)
    assert shown["verdict"].isna().tolist() == [False, False, True]
    shown = table.assign(seats=[9, 6, 0], writers=9, people=2)  # whom nothing rests on
    shown = release_tables({"table": shown}, declared, POLICY)["table"]
    assert shown.iloc[2][["seats", "share", "ratio", "expected"]].tolist() == [0, 0, 0, 0.7]


def test_all_but_a_few_are_withheld() -> None:
    columns = (FUNCTION, Column("people", "count", "sum", among="size"))
    policy = Policy(sizes={"A": 9, "B": 9, "C": 7, "D": 9, "E": 9})
    table = pd.DataFrame({"function": list("ABCDE"), "people": [9, 8, 7, 9, 14]})
    shown = release_table(table, Table(columns=columns, groups=("function",)), policy)
    assert shown["people"].isna().tolist() == [False, True, True, False, False]


@dataclass(frozen=True, kw_only=True, eq=False)
class Toy(Result):
    """A result of a single table, whose total is a figure."""

    name: ClassVar[str] = "toy"
    declared: ClassVar[Mapping[str, Table]] = {
        "toy": Table(
            columns=(FUNCTION, Column("mails", "count", "sum", behind="writers", left_out="unknown")),
            groups=("function",),
            where={"kept": True},
        )
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("mails", "count", of=("toy.mails",)),
        Column("share", "share", of=("mails",), ends=("low", "high")),
        Column("writers", "count", behind="writers"),
    )

    mails: int
    share: float
    low: float
    high: float
    writers: int


def toy(writers: list[int], *, unknown: int = 0) -> Toy:
    rows = {
        "function": list("ABCDE"[: len(writers)]),
        "mails": [10 * n for n in writers],
        "writers": writers,
        "unknown": unknown,
    }
    return Toy(
        table=pd.DataFrame(rows).assign(kept=True),
        mails=10 * sum(writers),
        share=0.51234,
        low=0.4,
        high=0.6,
        writers=sum(writers),
        parameters={"glue": ["A", "X"], "days": 7},
    )


def test_a_total_is_shown_where_it_tells_nothing() -> None:
    shown = release_result(toy([9, 2, 6]), POLICY)
    assert shown.table["mails"].isna().tolist() == [False, True, True]
    assert (shown.mails, shown.share, shown.writers) == (170, 0.51, 17)
    shown = release_result(toy([3]), POLICY)
    assert np.isnan([shown.mails, shown.share, shown.low, shown.high, shown.writers]).all()
    shown = release_result(toy([9], unknown=1), POLICY)  # the total less A's is one person's
    assert shown.table["mails"].isna().all()
    assert shown.mails == 100 - 10


def test_all_but_a_few_of_those_in_another_column_are_withheld() -> None:
    columns = (FUNCTION, Column("copied", "count", "sum", behind="copied", among="writers"))
    table = pd.DataFrame({"function": list("ABC"), "copied": [9, 9, 12], "writers": [11, 14, 30]})
    shown = release_table(table, Table(columns=columns, groups=("function",)), POLICY)["copied"]
    assert shown.isna().tolist() == [True, True, False]  # two of A did not; B is its cover


def test_cover_stands_in_the_same_line() -> None:
    columns = (Column("month", "month"), FUNCTION, Column("mails", "count", "sum"))
    table = pd.DataFrame({"month": ["1", "1", "2", "2"], "function": list("ABAB"), "mails": 9})
    table["people"] = [2, 30, 6, 7]
    declared = Table(columns=columns, groups=("function",), lines=(("month",),))
    shown = release_table(table, declared, POLICY)["mails"]
    assert shown.isna().tolist() == [True, True, False, False]
    both = replace(declared, lines=(("month",), ("function",)))
    assert release_table(table, both, POLICY)["mails"].isna().all()


@pytest.mark.parametrize(
    ("writers", "overlapping", "told"),
    [([2, 4], False, 50), ([2, 2], False, None), ([2, 4], True, None), ([2, 6], True, 50)],
)
@pytest.mark.parametrize("behind", ["", "writers"])
def test_small_functions_as_one_rest_on_all_their_people(
    writers: list[int], overlapping: bool, told: float | None, behind: str
) -> None:
    columns = (FUNCTION, Column("mails", "count", "sum", behind=behind))
    table = pd.DataFrame({"function": list("ABXY"), "mails": [90, 90, 30, 20]})
    table[behind or "people"] = [9, 9, *writers]
    policy = Policy(sizes={"A": 9, "B": 9, "X": 4, "Y": 6})
    declared = Table(columns=columns, groups=("function",), merged=True, overlapping=overlapping)
    shown = release_table(table, declared, policy).set_index("function")["mails"]
    assert shown.dropna().get(SMALL) == told


def test_digits_of_a_table_follow_its_intervals() -> None:
    columns = (
        FUNCTION,
        Column("ratio", "factor", joint=True),
        Column("ratio_low", "factor"),
        Column("ratio_high", "factor"),
        Column("share", "share"),
    )
    table = pd.DataFrame({"function": list("AB"), "ratio": 1.23456, "share": 0.56789})
    table = table.assign(ratio_low=[0.6, 1.2], ratio_high=[1.8, 1.2666])
    declared = Table(columns=columns, groups=("function",))
    shown = release_table(table, declared, POLICY)
    assert shown["ratio"].tolist() == [1.23, 1.235]
    assert shown["ratio_high"].tolist() == [1.8, 1.267]
    assert shown["share"].tolist() == [0.568, 0.568]
    hidden = release_table(table, declared, Policy(sizes={"A": 9, "B": 9, "X": 2, "Y": 3}))
    assert hidden["ratio"].tolist() == [1.2, 1.23]
    assert hidden["ratio_high"].tolist() == [1.8, 1.27]
    assert hidden["share"].tolist() == [0.568, 0.568]


def test_rows_that_are_not_written_are_not_released() -> None:
    result = toy([9, 6])
    result.table.loc[1, "kept"] = False
    assert result.tables()["toy"]["function"].tolist() == ["A"]
    assert release_result(result, POLICY).table["function"].tolist() == ["A"]


def test_options_do_not_name_small_functions() -> None:
    policy = Policy(sizes={"A": 9, "X": 2, "B": 9})
    assert release_result(toy([9]), policy).parameters == {"glue": ["A", SMALL], "days": 7}


@pytest.mark.parametrize("value", ["X", ("X",), ["A", "X"], 3, None])
def test_options_keep_their_kind(value: object) -> None:
    assert isinstance(Policy(sizes={"A": 9, "X": 2}).without_small(value), type(value))


def test_rows_that_rest_on_few_are_left_out_where_the_table_says_so() -> None:
    columns = (FUNCTION, Column("mailings", "count", behind="senders"))
    table = pd.DataFrame({"function": list("AB"), "mailings": [3, 4], "senders": [1, 6], "people": [9, 2]})
    declared = Table(columns=columns, groups=("function",), behind="senders", only_many=True)
    assert release_table(table, declared, POLICY)["function"].tolist() == ["B"]
    every = Table(columns=columns, groups=("function",), behind="senders")
    assert len(release_table(table, every, POLICY)) == 2
