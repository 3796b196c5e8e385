"""Every number that a rule goes by has a name, or a line in the list, and a reason; the page shows them all."""

from __future__ import annotations

import ast
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "constants.py"))


def test_no_rule_goes_by_a_number_without_a_reason() -> None:
    assert script()["unlisted"]() == []


def test_the_page_is_made_from_the_code() -> None:
    shown = (DOCS / "reference" / "constants.md").read_text(encoding="utf-8")
    head = script()["_EFFECTS"]  # what follows it comes from calibration
    assert shown.split(head)[0] == script()["page"]().split(head)[0], "run python docs/constants.py"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("x > 0.3", [0.3]),
        ("0.25 <= x < 0.75", [0.25, 0.75]),
        ("x < -5", [-5]),
        ("x == 1 or x >= 2 or x != -1", []),
        ("x > 1e-12", []),
        ("x is True or x == LIMIT", []),
    ],
)
def test_what_counts_as_a_bare_number(
    line: str, found: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "analyses" / "room"
    room.mkdir(parents=True)
    (room / "answer.py").write_text(f"y = {line}\n", encoding="utf-8")
    space = script()["bare"].__globals__
    monkeypatch.setitem(space, "ROOT", tmp_path)
    monkeypatch.setitem(space, "PLACES", ("analyses",))
    assert [value for _, value, _ in script()["bare"]()] == found


def test_reasons_stand_behind_or_under(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "analyses" / "room"
    room.mkdir(parents=True)
    text = 'A = 0.5  # half\nB, C = 1, 2\n"""One, and\ntwo."""\nD = 3  # noqa: E501\nE = "text"\nF = True\nlower = 3\n'
    (room / "answer.py").write_text(text, encoding="utf-8")
    (room / "words.py").write_text("X = 9\n", encoding="utf-8")
    (room / "model.py").write_text("from silograph.analyses.room.answer import A\ny = A\n", encoding="utf-8")
    space = script()["constants"].__globals__
    monkeypatch.setitem(space, "ROOT", tmp_path)
    monkeypatch.setitem(space, "PLACES", ("analyses",))
    found = {one.name: (one.reason, one.used) for one in script()["constants"]()}
    assert found == {
        "A": ("half", ("analyses/room/model",)),
        "B, C": ("One, and two.", ()),
        "D": ("", ()),
    }
    assert script()["unlisted"]() == ["room: D = 3"]


def test_effects_by_hand() -> None:
    """Three companies: nothing planted and A by chance; A planted and sure; A planted and unsure."""
    kind = {"analysis": "silos", "wanted": ["A"], "deserved": ["A"], "planted": "silo4"}
    low = {
        "function": ["A", "B"],
        "openness_low": [0.2, 0.7],
        "openness_high": [0.5, 1.3],
        "q_value": [0.04, 0.9],
    }
    rows = [
        {**kind, "wanted": [], "deserved": [], "planted": "none", "statistics": low},
        {**kind, "statistics": low},
        {**kind, "statistics": {**low, "openness_high": [0.9, 1.3]}},
    ]
    table = script()["effects"](rows).set_index(["constant", "factor"])
    table = table[table["analysis"] == "silos"]
    assert table["companies"].tolist() == [3] * len(table)
    assert table.loc[("SIGNIFICANT", 0.5), ["false_alarms", "power"]].tolist() == [0, 0]
    assert table.loc[("SIGNIFICANT", 1.0), ["false_alarms", "power"]].tolist() == [pytest.approx(1 / 3), 0.5]
    assert table.loc[("CLOSED", 0.5), "power"] == 0
    assert table.loc[("CLOSED", 1.5), "power"] == 1  # 1.2 stops at 1


def test_rules_start_from_the_constants_in_force() -> None:
    inforce = {(one.room, one.name): one.value for one in script()["constants"]()}
    values = {
        (room, name): number
        for (room, names), text in inforce.items()
        for name, number in zip(names.split(", "), _numbers(text), strict=False)
    }
    for (room, name), (value, _) in script()["RULES"].items():
        home = room if (room, name) in values else "p_values"  # the level that all rooms share
        assert values[home, name] == value


def test_no_reason_is_given_for_what_is_no_longer_there() -> None:
    known = {(one.room, one.name) for one in script()["constants"]()}
    assert not set(script()["REASONS"]) - known
    bare = {(room, value) for room, value, _ in script()["bare"]()}
    assert not set(script()["LISTED"]) - bare


def _numbers(text: str) -> list[Any]:
    try:
        value = ast.literal_eval(text)
    except ValueError:
        return []
    return list(value) if isinstance(value, tuple) else [value]
