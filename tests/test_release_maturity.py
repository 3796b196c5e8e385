"""What leaves a run of `maturity`: no single person's posts, level or title follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.maturity.answer import MaturityResult, maturity
from silograph.language.words import Words
from silograph.log.conversations import build_conversations
from silograph.log.messages import BatchBuilder
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.release.policy import Policy
from silograph.release.results import release_result

START = datetime(2024, 1, 1, tzinfo=UTC)
# Legal is small. HR has one intern among twelve who write; of PR two write; IT's level 0 is one person.
SIZES = {"HR": 20, "IT": 14, "Legal": 3, "PR": 9, "QA": 12}
WRITERS: Mapping[str, Sequence[int]] = {  # by function, who writes in each of three months (numbers within it)
    "HR": [12, 12, 1], "IT": [7, 6, 5], "Legal": [1, 0, 2], "PR": [2, 0, 2], "QA": [6, 5, 8],
}  # fmt: skip


@lru_cache
def found() -> MaturityResult:
    rows = [(name, i) for name, size in SIZES.items() for i in range(size)]
    people = pd.DataFrame(
        {
            "person_id": [f"{name}{i}" for name, i in rows],
            "function": [name for name, _ in rows],
            "level": [min(i, 3) if name == "IT" else i % 4 for name, i in rows],
        }
    )
    people["level"] = np.where(
        people["person_id"] == "IT0", 0, np.where(people["level"] == 0, 1, people["level"])
    )
    people["title"] = np.where(people["person_id"] == "HR3", "Intern", "Officer")
    builder = BatchBuilder(channel="post")
    number = 0
    for name, months in WRITERS.items():
        for month, count in enumerate(months):
            for i in range(count):
                number += 1
                sent_at = START + timedelta(days=31 * month + number % 20)
                parent = f"m{number - 1}" if number % 2 else None
                builder.message(f"m{number}", f"{name}{i}", [], sent_at=sent_at, kind="reply" if parent else "post",
                                thread_id=parent or f"m{number}", parent_id=parent, space="#all")  # fmt: skip
    store = Store.in_memory()
    store.add([builder.take()], name="posts", loader="slack")
    log, roster = store.log(Roster.from_pandas(people))
    return maturity(build_conversations(log, roster), roster=roster, samples=300)


@lru_cache
def released() -> MaturityResult:
    return release_result(found(), Policy(sizes=SIZES))


def hidden_in_lines(shown: pd.DataFrame, line: str, column: str) -> pd.DataFrame:
    """How many cells of each line of the months are withheld, and how many of these are of anybody."""
    known = found().by_month.merge(shown, on=["function", "month"], how="left", suffixes=("", "_shown"))
    gone = known[known[f"{column}_shown"].isna()]
    return gone.groupby(line).agg(cells=("active", "size"), of_somebody=("active", lambda a: (a > 0).sum()))


def test_no_month_shows_what_few_people_wrote() -> None:
    shown = released().by_month
    known = found().by_month.set_index(["function", "month"])["active"]
    assert "Legal" not in set(shown["function"])
    few = [known[row["function"], row["month"]] in range(1, 5) for _, row in shown.iterrows()]
    assert any(few)
    assert shown.loc[few, ["active", "participation", "posts"]].isna().all().all()


@pytest.mark.parametrize("line", ["month", "function"])
def test_no_month_follows_from_the_others(line: str) -> None:
    # a function's posts, less those of its other months; a month's posts, less those of the other functions
    gone = hidden_in_lines(released().by_month, line, "posts")
    others = WRITERS["Legal"] if line == "month" else [0] * 5
    assert len(gone)
    assert (gone["of_somebody"].to_numpy() + (np.array(others[: len(gone)]) > 0) >= 2).all()


def test_counts_of_few_people_go_and_so_do_the_shares_of_them() -> None:
    table = released().table.set_index("function")
    assert "Legal" not in table.index
    writing = [
        "active",
        "participation",
        "participation_low",
        "participation_high",
        "probability",
        "posts",
        "gini",
    ]
    assert table.loc["PR", writing].isna().all()  # two people write
    assert table.loc["PR", "verdict"] != "not_assessable"
    assert table["staff"].isna().sum() >= 1  # with Legal's three, those of another function
    counted = found().table.set_index("function")["active"]
    left = {name for name in table.index if np.isnan(table.loc[name, "active"])}
    assert len(left) >= 2  # the total less the others' is that of several
    assert sum(counted[name] for name in left) >= 5


def test_people_withheld_in_one_table_do_not_stand_in_another() -> None:
    gone = set(found().table["function"]) - set(released().table.dropna(subset=["staff"])["function"])
    assert {"Legal", "PR"} <= gone
    months = released().by_month
    assert months.loc[months["function"].isin(gone), ["staff", "participation"]].isna().all().all()
    assert months.loc[~months["function"].isin(gone), "staff"].notna().any()


def test_one_intern_among_twelve_is_not_told() -> None:
    row = found().table.set_index("function").loc["HR"]
    assert row["short_term_share"] == pytest.approx(1 / 12)
    assert np.isnan(released().table.set_index("function").loc["HR", "short_term_share"])
    assert released().table.set_index("function").loc["IT", "short_term_share"] == 0  # nobody is nobody


def test_few_who_do_not_write_are_not_told() -> None:
    # of QA's twelve, eight write: the others are four
    assert found().table.set_index("function").loc["QA", ["staff", "active"]].tolist() == [12, 8]
    row = released().table.set_index("function").loc["QA"]
    assert row[["active", "participation", "probability", "level_active"]].isna().all()
    for shown, those in (
        (released().table, "staff"),
        (released().levels, "people"),
        (released().by_month, "staff"),
    ):
        left = shown[those] - shown["active"]
        assert not left.between(1, 4).any()


def test_one_of_six_who_does_not_write_is_not_told() -> None:
    exact = company([2] * 6, [3] * 5 + [0])
    assert exact.table[["staff", "active"]].to_numpy().tolist() == [[6, 5]]
    shown = release_result(exact, Policy(sizes={"HR": 6}))
    assert shown.table[["active", "participation", "participation_low", "probability"]].isna().all(axis=None)
    assert shown.by_month[["active", "participation"]].isna().all(axis=None)
    assert np.isnan(shown.participation)


def test_a_level_left_out_does_not_come_back() -> None:
    levels = found().levels
    assert levels["level"].tolist() == [1, 2, 3]  # level 0 is one person
    shown = released().levels
    for column in ("people", "active", "posts_share"):
        assert shown[column].isna().any()
    # nor from what all leaders did, of whom he is one
    assert found().leaders_participation > 0
    assert np.isnan(released().leaders_participation)
    assert np.isnan(released().leaders_posts)


def test_digits_and_words() -> None:
    table = released().table
    assert np.allclose(table["probability"].dropna() * 10, (table["probability"].dropna() * 10).round())
    assert np.allclose(table["level"].dropna() * 10, (table["level"].dropna() * 10).round())
    assert all(round(chance, 1) == chance for chance in released().stage_probability.values())
    assert not {"writers", "participants"} & set(table)
    assert released().headline() == found().headline()
    assert np.isnan(released().responsible_level)
    words = Words("fr")
    for name, one in MaturityResult.declared.items():
        assert words(f"rows.{name}")
        ends = {end for column in one.columns for end in column.ends}
        assert all(words(f"column.{name}.{column}") for column in one.names if column not in ends)


def company(level_of: Sequence[int], posts_of: Sequence[int]) -> MaturityResult:
    """People of one function by level and number of posts."""
    ids = [f"p{i}" for i in range(len(level_of))]
    builder = BatchBuilder(channel="post")
    for who, posts in zip(ids, posts_of, strict=True):
        for number in range(posts):
            builder.message(f"{who}-{number}", who, [], sent_at=START, space="#all", kind="post")
    store = Store.in_memory()
    store.add([builder.take()], name="posts", loader="slack")
    people = pd.DataFrame({"person_id": ids, "function": "HR", "level": level_of})
    log, roster = store.log(Roster.from_pandas(people))
    return maturity(build_conversations(log, roster), roster=roster, samples=300)


def test_two_who_write_are_not_told_by_shares_of_all() -> None:
    exact = company([2] * 91, [17, 6, *[0] * 89])
    shown = release_result(exact, Policy(sizes={"HR": 91}))
    assert (round(exact.participation, 3), round(exact.gini, 3)) == (0.022, 0.983)
    told = [shown.participation, shown.participation_low, shown.participation_high, shown.gini]
    assert np.isnan(told).all()
    assert "2% of the people" in exact.headline()
    for lang in ("en", "fr"):
        assert Words(lang)("said.maturity.few") in shown.headline(lang)
        assert not {"nan", "–", "%"} & {*shown.headline(lang).split()}


def test_the_active_of_levels_that_are_left_out_do_not_come_back() -> None:
    # three of the top and two of level 4 have no row; four of these five write
    levels = [0] * 3 + [4] * 2 + [2] * 30 + [3] * 30
    exact = company(levels, [1] * 4 + [0] + [1] * 10 + [0] * 20 + [1] * 12 + [0] * 18)
    shown = release_result(exact, Policy(sizes={"HR": 65}))
    assert exact.levels["level"].tolist() == [2, 3]
    assert exact.levels[["in_no_row", "active_in_no_row", "writers_in_no_row"]].eq([5, 4, 4]).all(axis=None)
    assert shown.levels["people"].notna().all()
    for column in ("active", "participation", "posts_share"):
        assert shown.levels[column].isna().any(), column
    assert not {"active_in_no_row", "writers_in_no_row"} & set(shown.levels)


def test_leaders_rest_on_the_fewest_of_any_level() -> None:
    # two of level 3 write, whom level 1 covers: what leaders do less what level 0 does would tell level 1
    levels = [0] * 8 + [1] * 8 + [3] * 8
    exact = company(levels, [2] * 6 + [0] * 2 + [1] * 6 + [0] * 2 + [5] * 2 + [0] * 6)
    shown = release_result(exact, Policy(sizes={"HR": 24}))
    assert shown.levels["posts_share"].isna().sum() >= 2
    assert np.isnan([shown.leaders_participation, shown.leaders_posts]).all()
    many = company([0] * 8 + [3] * 16, [1] * 8 + [1] * 8 + [0] * 8)
    assert release_result(many, Policy(sizes={"HR": 24})).leaders_posts == 0.5


def test_the_only_one_who_is_silent_does_not_follow_from_the_share_of_all() -> None:
    # 40 people, of whom one writes nothing: 39 of 40 would say so
    for silent, told in ((0, True), (1, False), (4, False), (5, True)):
        exact = company([2] * 40, [1] * (40 - silent) + [0] * silent)
        shown = release_result(exact, Policy(sizes={"HR": 40}))
        assert np.isfinite(shown.participation) == told, silent
        assert ("%" in shown.headline()) == told
