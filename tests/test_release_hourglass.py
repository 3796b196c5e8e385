"""What `hourglass` lets out of a run: nothing that rests on few people, by itself or by subtraction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from silograph.analyses.hourglass.answer import HourglassResult, hourglass
from silograph.language.words import LANGUAGES, Words
from silograph.log.conversations import Conversations
from silograph.release.policy import Policy
from silograph.release.results import release_result

Read = Callable[..., Conversations]
FAST = {"replicates": 30, "simulations": 60}
SIZES = {"HR": 7, "IT": 8, "PR": 9, "Legal": 2, "Audit": 3}
POLICY = Policy(sizes=SIZES)


def company(
    outward: dict[str, int], *, contacts: int = 4, unknown: int = 0
) -> tuple[list[Any], dict[str, Any]]:
    """People of each function who write to contacts of their own, and inside all write to the next ones."""
    people: dict[str, Any] = {f"{name}{i}": name for name, size in SIZES.items() for i in range(size)}
    people |= {f"una{i}": None for i in range(unknown)}
    names = list(people)
    mails: list[Any] = [(0, a, b) for a, b in zip(names, names[1:] + names[:1], strict=True)]
    mails += [(0, a, b) for i, a in enumerate(names) for b in names[i + 5 : i + 9]]
    for number, who in enumerate([n for n in names if int(n[-1]) < outward.get(people[n] or "una", 0)]):
        mails += [(0, f"c{number}x{k}@x.org", who) for k in range(contacts + number % 3)]
    return mails, people


def released(read: Read, outward: dict[str, int], **options: Any) -> tuple[HourglassResult, HourglassResult]:
    exact = hourglass(read(*company(outward, **options)), **FAST)
    return exact, release_result(exact, POLICY)


def test_small_functions_are_not_in_it(read: Read) -> None:
    exact, shown = released(read, {"HR": 7, "IT": 8, "PR": 9, "Legal": 2, "Audit": 1})
    assert shown.table["function"].tolist() == ["HR", "IT", "PR"]
    # Legal and Audit are three people who exchange outside: the total less the others must not tell
    assert 1 - exact.table.set_index("function")["outside_share"][["HR", "IT", "PR"]].sum() > 0
    known = shown.table.set_index("function")["outside_share"]
    assert known.isna().tolist() == [True, False, False]


def test_few_who_look_outward(read: Read) -> None:
    """One person of PR knows contacts: what they carry must not follow."""
    exact, shown = released(read, {"HR": 7, "IT": 8, "PR": 1}, contacts=6)
    assert exact.table.set_index("function").loc["PR", "contacts"] >= 6
    rows = shown.table.set_index("function")
    hidden = rows[["contacts", "outside_share", "outside_low", "outside_high"]].isna()
    assert hidden.loc["PR"].all()
    assert hidden.loc["HR"].all()  # its cover: shares of all functions add up to 1
    assert not hidden.loc["IT"].any()


def test_few_of_no_known_function(read: Read) -> None:
    exact, shown = released(read, {"HR": 7, "IT": 8, "una": 2}, unknown=2)
    assert (exact.table["outward_unknown"] == 2).all()
    known = shown.table.set_index("function")["outside_share"]
    assert known.isna().to_dict() == {"HR": True, "IT": False, "PR": False}
    assert known["PR"] == 0
    exact, _ = released(read, {"HR": 7, "una": 3}, unknown=3)
    assert not any("%" in caveat for caveat in exact.caveats if "unknown function" in caveat)


def test_a_path_rests_on_who_hands_on(read: Read) -> None:
    _, shown = released(read, {"HR": 7})
    assert shown.table["path_share"].notna().any()
    people = {**{f"a{i}": "HR" for i in range(7)}, **{f"b{i}": "IT" for i in range(8)}}
    mails = [(0, f"c{k}@x.org", "a0") for k in range(9)] + [(0, "a0", f"b{i}") for i in range(8)]
    mails += [(0, f"a{i}", f"a{i + 1}") for i in range(6)]
    exact = hourglass(read(mails, people), **FAST)
    assert exact.table["path_share"].tolist() == [1.0, 0.0]
    assert exact.leads == "HR"
    shown = release_result(replace(exact, verdict="hourglass"), Policy(sizes={"HR": 7, "IT": 8}))
    assert "HR" not in shown.headline()
    assert "IT" not in shown.headline()  # which is not the first, though nothing else is shown
    assert shown.table[["path_share", "low", "high"]].isna().to_numpy().tolist() == [[True] * 3, [False] * 3]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_waist_of_few_is_not_counted(read: Read, lang: Any) -> None:
    exact, shown = released(read, {"HR": 3, "IT": 1}, contacts=12)
    assert exact.waist <= 4
    assert np.isnan(shown.waist)
    assert shown.table["waist_people"].dropna().eq(0).all()
    assert Words(lang)("said.hourglass.people", n=exact.people) in shown.headline(lang)
    assert ("handful" in shown.headline()) == ("handful" not in exact.headline())
    assert shown.verdict == exact.verdict


def test_a_wide_waist_is_counted(read: Read) -> None:
    exact, shown = released(read, {"HR": 7, "IT": 8, "PR": 9})
    assert shown.waist == exact.waist >= 5
    assert str(exact.waist) in shown.headline()
    cells = shown.table.set_index("function")["waist_people"].dropna()
    assert ((cells == 0) | (cells >= 5)).all()


def test_digits(read: Read) -> None:
    _, shown = released(read, {"HR": 7, "IT": 8, "PR": 9})
    for column in ("outside_share", "outside_expected", "path_share"):
        values = shown.table[column].dropna()
        assert (values.round(4) == values).all()
    assert shown.waist_expected == round(shown.waist_expected, 3)
