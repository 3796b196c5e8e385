"""What adds up within a row, over rows and from table to table is withheld together."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pandas as pd

from silograph.analyses.parts.declare import Column, Table
from silograph.graph.small import SMALL
from silograph.release.policy import Policy
from silograph.release.tables import release_table, release_tables

POLICY = Policy(sizes={"A": 20, "B": 20, "C": 20, "D": 20})
SPLIT = Table(
    columns=(
        Column("function", "function"),
        Column("asked", "count", "sum", behind="asked_people"),
        Column("answered", "count", "sum", behind="answered_people"),
        Column("open", "count", "sum", behind="open_people"),
        Column("share", "share", "derived", of=("answered",)),
    ),
    groups=("function",),
    overlapping=True,
    parts={"asked": ("answered", "open")},
)


def split(*, open_people: int) -> pd.DataFrame:
    """Of four functions, one with few people behind what is open."""
    return pd.DataFrame(
        {
            "function": ["A", "B", "C", "D"],
            "asked": [30, 40, 50, 60],
            "answered": [20, 30, 40, 50],
            "open": [10, 10, 10, 10],
            "share": [0.66, 0.75, 0.8, 0.83],
            "asked_people": [15, 16, 17, 18],
            "answered_people": [12, 13, 14, 15],
            "open_people": [open_people, 9, 10, 11],
        }
    )


class TestWithinARow:
    def test_nothing_is_withheld_where_enough_people_stand_behind_every_part(self) -> None:
        assert release_table(split(open_people=8), SPLIT, POLICY).notna().all(axis=None)

    def test_a_part_with_few_people_takes_another_of_its_row_with_it_and_another_row(self) -> None:
        shown = release_table(split(open_people=4), SPLIT, POLICY).set_index("function")
        assert pd.isna(shown.loc["A", "open"])
        row = shown.loc["A", ["asked", "answered", "open"]]
        assert row.isna().sum() >= 2  # one alone is the total less the others
        for column in ("asked", "answered", "open"):
            assert shown[column].isna().sum() != 1, column
        assert shown["share"].isna().equals(shown["answered"].isna())

    def test_the_total_of_a_row_covers_last(self) -> None:
        table = split(open_people=4).assign(answered_people=[17, 18, 19, 20])  # more than behind the total
        shown = release_table(table, SPLIT, POLICY).set_index("function")
        assert (
            shown["answered"].isna().tolist() == shown["open"].isna().tolist() == [True, True, False, False]
        )
        assert shown["asked"].notna().all()

    def test_the_limit_is_the_smallest_group(self) -> None:
        assert release_table(split(open_people=5), SPLIT, POLICY).notna().all(axis=None)


class TestBetweenTables:
    DECLARED: ClassVar = {
        "pairs": Table(
            columns=(
                Column("a", "function"),
                Column("b", "function"),
                Column("asked", "count", "sum", behind="people"),
            ),
            groups=("a", "b"),
            lines=(("b",),),
            totals={"functions": {"b": "function"}},
        ),
        "functions": Table(
            columns=(Column("function", "function"), Column("asked", "count", "sum", behind="few")),
            groups=("function",),
            overlapping=True,
        ),
    }

    def tables(self) -> dict[str, pd.DataFrame]:
        pairs = pd.DataFrame(
            [(a, b, 10, 8) for a in "ABC" for b in "ABC" if a != b], columns=["a", "b", "asked", "people"]
        )
        functions = pd.DataFrame({"function": ["A", "B", "C"], "asked": [20, 20, 20], "few": [3, 9, 12]})
        return {"pairs": pairs, "functions": functions}

    def test_a_margin_that_covers_another_does_not_follow_from_its_pairs(self) -> None:
        shown = release_tables(self.tables(), self.DECLARED, POLICY)
        withheld = shown["functions"].set_index("function")["asked"].isna()
        assert withheld.tolist() == [True, True, False]  # A is unsafe, B its cover
        for name in withheld.index[withheld]:
            assert shown["pairs"].loc[shown["pairs"]["b"] == name, "asked"].isna().any(), name

    def test_a_column_of_one_of_them_alone_is_linked_to_nothing(self) -> None:
        declared = self.DECLARED | {
            "pairs": replace(
                self.DECLARED["pairs"],
                columns=(*self.DECLARED["pairs"].columns, Column("open", "count", "sum", behind="people")),
            )
        }
        tables = self.tables()
        tables["pairs"]["open"] = 3
        tables["functions"].loc[3] = ["D", 20, 30]  # of which there are no pairs
        shown = release_tables(tables, declared, POLICY)
        assert shown["pairs"]["open"].notna().all()
        assert shown["functions"]["asked"].isna().tolist() == [True, True, False, False]

    def test_without_the_link_it_would(self) -> None:
        alone = {"pairs": self.DECLARED["pairs"]}
        assert release_tables(self.tables(), alone, POLICY)["pairs"]["asked"].notna().all()


class TestRowsAboutSeveralFunctions:
    DECLARED = Table(columns=(Column("name"), Column("people", "count")), groups=("members",))
    TABLE = pd.DataFrame(
        {"name": ["one", "both", "all"], "people": [20, 23, 99], "members": [("A",), ("A", "S"), ()]}
    )

    def test_a_row_with_a_small_one_is_left_out_and_the_others_keep_what_they_are_about(self) -> None:
        policy = Policy(sizes={"A": 20, "B": 20, "S": 3})
        shown = release_table(self.TABLE, self.DECLARED, policy)
        assert shown["name"].tolist() == ["one", "all"]
        assert shown["members"].tolist() == [("A",), ()]

    def test_a_row_described_by_a_small_one_loses_what_counts_it(self) -> None:
        policy = Policy(sizes={"A": 21, "B": 20, "S": 3})
        table = self.TABLE.assign(members=[("A",), ("B",), ()], counts=[("A",), ("B",), ("A", "B", "S")])
        declared = Table(
            columns=(Column("name"), Column("people", "count")),
            groups=("members",),
            describes=("counts",),
            made_of=("people",),
        )
        shown = release_table(table, declared, policy)
        assert shown["people"].isna().tolist() == [False, True, True]  # B covers S
        assert "counts" not in shown

    def test_what_describes_a_row_reads_as_small_where_it_is_not_shown(self) -> None:
        policy = Policy(sizes={"A": 21, "B": 20, "S": 3})
        table = pd.DataFrame({"name": ["one", "two", "three"], "largest": ["A", "S", None], "purity": 0.5})
        declared = Table(
            columns=(Column("name"), Column("largest", "function"), Column("purity", "share")),
            describes=("largest",),
            made_of=("purity",),
        )
        shown = release_table(table, declared, policy)
        assert shown["largest"].tolist()[:2] == ["A", SMALL]
        assert pd.isna(shown["largest"][2])
        assert shown["purity"].isna().tolist() == [False, True, False]
