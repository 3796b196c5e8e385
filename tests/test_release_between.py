"""What follows from several tables, or from what a table does not say: zeros, orders, shares of what crosses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.maturity.answer import MaturityResult, maturity
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.silos2.answer import Silos2Result, silos2
from silograph.analyses.whatif.answer import WhatifResult, whatif
from silograph.graph.network import Network
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.messages import BatchBuilder
from silograph.log.notes import Note
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.release.policy import Policy
from silograph.release.results import release_result
from silograph.release.rounding import rounded
from silograph.release.tables import release_table

START = datetime(2024, 1, 1, tzinfo=UTC)


def talk_of(people: pd.DataFrame, posts: list[tuple[str, str]]) -> tuple[Conversations, Roster]:
    """Who posted into which space, a message each."""
    builder = BatchBuilder(channel="post")
    for number, (who, space) in enumerate(posts):
        sent_at = START + timedelta(days=number % 80)
        builder.message(
            f"m{number}", who, [], sent_at=sent_at, kind="post", thread_id=f"m{number}", space=space
        )
    store = Store.in_memory()
    store.add([builder.take()], name="posts", loader="slack")
    log, roster = store.log(Roster.from_pandas(people))
    return build_conversations(log, roster), roster


# --- levels, and functions of which nobody does anything ----------------------------------------------------

SIZES = {"HR": 20, "IT": 24, "Law": 3, "PR": 22, "Tax": 4}


def firm(*, top_posts: bool, law_posts: int) -> MaturityResult:
    """HR0 alone is of level 0; of each other level and function many post, and many do not."""
    rows = [(name, i) for name, size in SIZES.items() for i in range(size)]
    level = [0 if (name, i) == ("HR", 0) else 1 + i % 2 for name, i in rows]
    people = pd.DataFrame(
        {
            "person_id": [f"{name}{i}" for name, i in rows],
            "function": [name for name, _ in rows],
            "level": level,
        }
    )
    posts = [
        (f"{name}{i}", "#all")
        for name, i in rows
        if (top_posts if (name, i) == ("HR", 0) else i < law_posts if name in ("Law", "Tax") else i % 4 < 2)
    ]
    talk, roster = talk_of(people, posts)
    return release_result(maturity(talk, roster=roster, samples=50), Policy(sizes=SIZES))


@pytest.mark.parametrize("top_posts", [False, True])
def test_whether_the_only_one_of_a_level_posts_is_no_difference(top_posts: bool) -> None:
    """The attacker takes what levels are told from everybody who posts."""
    shown = firm(top_posts=top_posts, law_posts=0)
    assert shown.levels["active"].isna().any()
    assert (
        shown.levels.loc[shown.levels["active"].isna(), ["participation", "posts_share"]]
        .isna()
        .all(axis=None)
    )


@pytest.mark.parametrize(("people", "told"), [(8, False), (40, True)])
def test_mean_levels_go_where_they_are_an_equation_for_levels_left_out(people: int, told: bool) -> None:
    """The attacker takes mean times people, added up, for the sum over levels, of which two numbers are unknown."""
    sizes = {"HR": people, "IT": people}
    rows = [(name, i) for name in sizes for i in range(people)]
    level = [0 if (name, i) == ("HR", 0) else 1 + i % 2 for name, i in rows]
    frame = pd.DataFrame(
        {
            "person_id": [f"{name}{i}" for name, i in rows],
            "function": [name for name, _ in rows],
            "level": level,
        }
    )
    talk, roster = talk_of(frame, [(f"{name}{i}", "#all") for name, i in rows])
    shown = release_result(maturity(talk, roster=roster, samples=50), Policy(sizes=sizes))
    assert shown.table["level"].notna().all() == told
    assert shown.table["level"].isna().all() != told
    sums = (shown.table["level"] * shown.table["staff"]).sum(min_count=2)
    of_one = np.arange(len(rows) + 1)  # how many are of level 1, where it is known how many are of level 2
    fitting = of_one[np.abs(of_one + 2 * level.count(2) - sums) <= 0.05 * len(rows)]
    assert len(fitting) != 1


@pytest.mark.parametrize("law_posts", [0, 1, 3])
def test_that_nobody_of_a_small_function_posts_does_not_follow(law_posts: int) -> None:
    """Where all others were told, what they leave of the total would be nothing: Law and Tax need no cover else."""
    shown = firm(top_posts=True, law_posts=law_posts).table.set_index("function")
    assert not {"Law", "Tax"} & {*shown.index}
    assert shown["staff"].notna().all()
    told = law_posts == 3  # six of two functions
    assert shown["active"].notna().all() == told
    assert shown["posts"].notna().all() == told


def test_what_nobody_of_a_large_function_does_is_told() -> None:
    columns = (Column("function", "function"), Column("n", "count", "sum", behind="who"))
    declared = Table(columns=columns, groups=("function",))
    table = pd.DataFrame({"function": ["A", "B"], "n": [0, 9], "who": [0, 9], "people": [9, 9]})
    shown = release_table(table, declared, Policy(sizes={"A": 9, "B": 9}))
    assert shown["n"].tolist() == [0, 9]


# --- spaces: what those do who are in several ---------------------------------------------------------------


def spaces(*, both: int) -> tuple[Silos2Result, Silos2Result]:
    """Twelve people in each of two spaces, `both` of them in both; and the same released."""
    people = pd.DataFrame(
        {"person_id": [f"p{i}" for i in range(24)], "function": [["HR", "IT"][i % 2] for i in range(24)]}
    )
    posts = [(f"p{i}", "#one" if i < 12 else "#two") for i in range(24) for _ in range(3)]
    posts += [(f"p{i}", "#two") for i in range(both) for _ in range(7)]
    talk, _ = talk_of(people, posts)
    found = silos2(talk, simulations=20, replicates=2)
    return found, release_result(found, Policy(sizes={"HR": 12, "IT": 12}))


ELSEWHERE = ["isolation", "isolation_low", "isolation_high", "isolation_z", "conductance", "trend"]


def test_what_one_person_does_in_both_spaces_is_not_told() -> None:
    """All that its people do elsewhere is that person's, and so is what the shares of both have beyond 1."""
    exact, shown = spaces(both=1)
    assert exact.table["share"].sum() > 1
    assert shown.table[[*ELSEWHERE, "share", "bridges", "disjointness"]].isna().all(axis=None)
    assert shown.table["conductance_expected"].notna().all()


@pytest.mark.parametrize(("people", "told"), [(1, False), (5, True)])
def test_what_stays_of_a_month_rests_on_who_is_elsewhere(people: int, told: bool) -> None:
    table = pd.DataFrame(
        {
            "name": ["#a", "#b"] * 2,
            "kind": "space",
            "month": ["2024-01"] * 2 + ["2024-02"] * 2,
            "people": 12,
            "messages": 40,
            "staying": 0.9,
            "staying_people": [people, 9, 9, 9],
            "months_left_out": 0,
            "groups_left_out": 0,
        }
    )
    shown = release_table(table, Silos2Result.declared["silos2_months"], Policy(sizes={"HR": 30}))
    assert shown["staying"].notna().tolist() == [told, True, True, True]
    assert shown["messages"].notna().all()


def test_what_several_do_in_both_is() -> None:
    exact, shown = spaces(both=6)
    assert exact.table["conductance"].notna().all()
    assert shown.table[["conductance", "share", "bridges"]].notna().all(axis=None)


def test_people_withheld_do_not_follow_from_how_many_are_in_others() -> None:
    """Seven of a space, who are all in others, are the people of that space."""
    columns = [
        one for one in Silos2Result.declared["silos2"].columns if one.name in ("bridges", "disjointness")
    ]
    assert all("people" in one.of for one in columns)
    table = pd.DataFrame(
        {
            "name": ["#a", "#b", "#c"],
            "kind": "space",
            "people": [3, 7, 30],
            "share": [0.1, 0.2, 0.8],
            "disjointness": [0.0, 0.0, 0.5],
            "bridges": [3, 7, 15],
            "bridge_people": [3, 7, 15],
            "share_people": [3, 7, 15],
        }
    )
    shown = release_table(table, Silos2Result.declared["silos2"], Policy(sizes={"HR": 30})).set_index("name")
    assert shown.loc["#b", ["people", "bridges", "disjointness"]].isna().all()
    assert shown.loc["#c", ["people", "bridges", "disjointness"]].notna().all()


# --- who is cut off -----------------------------------------------------------------------------------------


def hanging(n: int) -> WhatifResult:
    """Of HR, `n` people have ties with IT only; released."""
    functions = {f"{name}{i}": name for name in ("HR", "IT", "PR") for i in range(9)}
    edges = [(a, b) for a, b in zip([*functions], [*functions][1:] + [*functions][:1], strict=True)]
    edges += [(f"HR{i}", f"PR{i}") for i in range(9)] + [(f"HR{i}", f"HR{(i + 3) % 9}") for i in range(9)]
    alone = {f"HR{i}" for i in range(n)}
    edges = [(a, b) for a, b in edges if not {a, b} & alone]
    edges += [(one, f"IT{number}") for number, one in enumerate(sorted(alone))]
    found = whatif(Network.from_edges(edges, functions), liaisons=1)
    return release_result(found, Policy(sizes=dict.fromkeys(("HR", "IT", "PR"), 9)))


@pytest.mark.parametrize(("n", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_pair_cut_is_not_told_where_few_people_are_cut_off(n: int, told: bool) -> None:
    """One who is cut off is so many pairs as there are people of other functions: their function follows."""
    shown = hanging(n)
    cut = shown.table.set_index("scenario").loc["remove IT", "pairs_cut"]
    assert bool(np.isfinite(cut)) == told
    if told:
        assert bool(cut) == bool(n)
    sentence = str(shown.answer())
    assert "nan" not in sentence
    if not told and shown.worst == "IT":
        assert "lose every path" not in sentence


# --- places, signs, notes -----------------------------------------------------------------------------------


def test_the_order_of_rows_says_no_more_than_what_they_are_sorted_by() -> None:
    columns = (Column("function", "function"), Column("score", "z"))
    declared = Table(columns=columns, groups=("function",), by="score")
    table = pd.DataFrame({"function": ["Z", "Y", "X", "W", "V"], "score": [0.64, 0.63, 0.12, 0.11, 0.09]})
    shown = release_table(table, declared, Policy(sizes=dict.fromkeys("VWXYZ", 9)))
    assert shown["function"].tolist() == ["Z", "Y", "V", "W", "X"]  # 0.6 0.6 0.1 0.1 0.1


def test_what_is_rounded_to_nothing_has_no_sign() -> None:
    assert str(rounded(-0.04, Column("x", "z"))) == "0.0"


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("people file: 1 row rejected, the first: no id", "people file: <5 row rejected, the first: no id"),
        ("source 2 (mail): 4 messages of 30 carry others", "source 2 (mail): <5 messages of 30 carry others"),
        ("every row is of 2024-03-01", "every row is of 2024-03-01"),
        ("functions of fewer than 4 people", "functions of fewer than 4 people"),
    ],
)
def test_a_note_does_not_count_few(note: str, told: str) -> None:
    assert str(Note(note).general(lambda _: False, few=5)) == told
