"""What `collisions` lets out of a run: nothing that rests on few people of either function."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from silograph.analyses.collisions.answer import CollisionsResult, collisions
from silograph.graph.small import SMALL
from silograph.language.words import LANGUAGES
from silograph.log.conversations import Conversations
from silograph.release.policy import Policy
from silograph.release.results import release_result

Read = Callable[..., Conversations]
NAMES = ("HR", "IT", "PR", "Sales", "Web")
PEOPLE: dict[str, Any] = {f"{name}{i}": name for name in NAMES for i in range(8)} | {
    "tiny0": "Tiny",
    "tiny1": "Tiny",
}
POLICY = Policy(sizes=dict.fromkeys(NAMES, 8))
CELLS = ["contacts", "meetings", "collisions", "share", "low", "high", "ratio", "p_value", "q_value"]


def met(a: str, b: str, *, day: float, ends: tuple[int, int] = (8, 8), spoke: int = 4) -> list[Any]:
    """Eight meetings at contacts of their own, by so many people of both; of half of the meetings they spoke."""
    mails: list[Any] = []
    for k in range(8):
        one, other = f"{a}{k % ends[0]}", f"{b}{k % ends[1]}"
        contact = f"c{a}{b}{k}@x.org".lower()
        mails += [(day + 20 * k, one, contact), (day + 20 * k + 1, other, contact)]
        if k < spoke:
            mails.append((day + 20 * k + 0.5, one, other))
    return mails


def company(**special: dict[str, Any]) -> list[Any]:
    """Every two functions meet; `special` says how those of a pair such as ``HR_IT`` do."""
    mails: list[Any] = []
    for number, (a, b) in enumerate(combinations(NAMES, 2)):
        options = {"spoke": 8, **special.get(f"{a}_{b}", {})}
        mails += met(a, b, day=400 * number, **options)
    return mails


def rows_of(result: CollisionsResult) -> Any:
    return result.table.set_index(["function_a", "function_b"])


def test_people_of_both_functions_stand_behind(read: Read) -> None:
    exact = collisions(read(company(HR_IT={"ends": (1, 8)}, HR_PR={"spoke": 6}, IT_PR={"spoke": 0}), PEOPLE))
    rows = rows_of(exact)
    assert rows.loc[("HR", "IT"), ["met", "told_apart"]].tolist() == [1, 1]
    assert rows.loc[("HR", "PR"), ["met", "told_apart"]].tolist() == [8, 2]
    assert rows.loc[("IT", "PR"), ["met", "told_apart"]].tolist() == [8, 8]


def test_meetings_of_one_person_are_not_told(read: Read) -> None:
    exact = collisions(read(company(HR_IT={"ends": (1, 8), "spoke": 0}), PEOPLE))
    shown = release_result(exact, POLICY, whole=exact)
    rows = rows_of(shown)
    assert ("HR", "IT") not in rows.index
    cover = rows["meetings"].isna()
    assert cover.sum() == 1  # else all meetings less those of the other pairs were theirs
    assert shown.meetings == exact.meetings
    assert rows["verdict"].notna().all()  # a cover keeps what no subtraction gives


def test_a_pair_that_no_total_counts_covers_nothing(read: Read) -> None:
    more = met("HR", "Web", day=9000, ends=(8, 8))[:6]
    exact = collisions(read(met("HR", "IT", day=0, ends=(1, 8)) + met("PR", "Sales", day=0) + more, PEOPLE))
    assert exact.table["contacts"].isna().sum() == 1
    assert rows_of(exact)["met"].to_dict() == {("HR", "IT"): 1, ("HR", "Web"): 0, ("PR", "Sales"): 8}
    shown = release_result(exact, POLICY, whole=exact)
    assert rows_of(shown)["meetings"].isna().to_dict() == {("PR", "Sales"): True}


def test_few_collisions_are_not_told_by_a_share(read: Read) -> None:
    """Six of eight meetings were spoken of: two collisions are two people's."""
    exact = collisions(read(company(HR_PR={"spoke": 6}, IT_PR={"spoke": 2}, PR_Web={"spoke": 0}), PEOPLE))
    shown = rows_of(release_result(exact, POLICY, whole=exact))
    for pair in (("HR", "PR"), ("IT", "PR")):
        assert shown.loc[pair, "meetings"] == 8
        assert (
            shown.loc[pair, ["collisions", "share", "low", "high", "ratio", "p_value", "q_value"]]
            .isna()
            .all()
        )
    told = shown["share"].dropna()
    assert set(told) <= {0.0, 1.0}


def test_small_functions_are_in_the_total_only(read: Read) -> None:
    more = [
        mail for k, name in enumerate(NAMES) for mail in met("tiny", name, day=9000 + 400 * k, ends=(2, 8))
    ]
    policy = Policy(sizes={**POLICY.sizes, "Tiny": 2})
    assert policy.hidden == {"Tiny", "HR"}  # one small function alone would follow from the total
    merged = {name: SMALL if of in policy.hidden else of for name, of in PEOPLE.items()}
    whole = collisions(read(company() + more, merged))
    shown = release_result(collisions(read(company() + more, PEOPLE)), policy, whole=whole)
    assert not shown.table[["function_a", "function_b"]].isin(["Tiny", "HR", SMALL]).any(axis=None)
    assert shown.meetings == whole.meetings
    left = whole.table[(whole.table[["function_a", "function_b"]] == SMALL).any(axis=1)]
    assert shown.meetings - shown.table["meetings"].sum() == left["meetings"].sum()
    assert (left["met"] >= 5).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_all_is_few_nothing_is_told(read: Read, lang: Any) -> None:
    mails = met("HR", "IT", day=0, ends=(1, 1), spoke=0)
    exact = collisions(read(mails, PEOPLE), min_group=5)
    shown = release_result(exact, Policy(sizes=POLICY.sizes), whole=exact)
    assert np.isnan([shown.meetings, shown.collisions, shown.share, shown.low, shown.high]).all()
    assert shown.table.empty
    assert "–" not in shown.headline(lang)
    assert "8" not in shown.headline(lang)


def test_mailings_of_one_sender(read: Read) -> None:
    crowd = [f"k{i}@x.org" for i in range(30)]
    mails = [(10 + i, f"Sales{i}", " ".join(crowd)) for i in range(8)]
    mails += [(30, "PR0", " ".join(crowd)), (30, "PR0", " ".join(crowd[:25]))]
    mails += [(9, crowd[0], "Web0", "q")]  # open while all of Sales write
    mails += met("HR", "IT", day=50)
    exact = collisions(read(mails, PEOPLE))
    assert exact.campaigns.set_index("function")["senders"].to_dict() == {"PR": 1, "Sales": 8}
    shown = release_result(exact, POLICY, whole=exact).campaigns.set_index("function")
    assert shown.index.tolist() == ["Sales"]
    assert shown.loc["Sales", ["mailings", "reached", "open"]].tolist() == [8, 240, 8]


def test_digits(read: Read) -> None:
    exact = collisions(read(company(HR_IT={"spoke": 0}), PEOPLE))
    shown = release_result(exact, POLICY, whole=exact).table
    for column, digits in (("expected", 3), ("p_value", 4), ("ratio", 2), ("share", 4)):
        values = shown[column].dropna().astype(float)
        assert (values.round(digits) == values).all()
