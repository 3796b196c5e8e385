"""How many digits leave a run: what the unit supports, what an interval supports, and one less where one would tell."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from silograph.analyses.parts.declare import Column, Unit
from silograph.release.rounding import rounded

SHARE = Column("share", "share")


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("share", 1.235),
        ("hours", 1.2),
        ("steps", 1.235),
        ("p", 1.2346),
        ("z", 1.2),
        ("level", 1.2),
        ("rate", 1.23),
        ("mean", 1.2),
        ("factor", 1.23),
        ("strength", 1.2),
        ("", 1.235),
        ("word", 1.235),
        ("count", 1.23456),
        ("rank", 1.23456),
        ("number", 1.23456),
        ("yes", 1.23456),
    ],
)
def test_the_unit_decides_where_no_interval_does(unit: Unit, told: float) -> None:
    assert rounded(1.23456, Column("x", unit)) == told
    assert rounded(-1.23456, Column("x", unit)) == -told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.0, 0.2, 0.12),  # half of it is 0.1: two digits
        (0.0, 0.18, 0.123),  # 0.09
        (0.0, 200.0, 0.0),  # 100: no decimals, but never tens
        (0.123, 0.123 + 2e-9, 0.123457),  # three more than the unit has, and no more
        (0.2, 0.2, 0.123),  # no interval at all
        (0.2, 0.1, 0.123),
        (None, 0.2, 0.123),
        (0.0, np.nan, 0.123),
        (0.0, np.inf, 0.123),
    ],
)
def test_two_digits_of_half_the_interval(low: Any, high: Any, told: float) -> None:
    assert rounded(0.123456789, SHARE, low=low, high=high) == told


def test_a_digit_less_of_what_all_functions_share() -> None:
    joint = Column("share", "share", joint=True)
    assert rounded(0.16789, joint, coarse=True) == 0.17
    assert rounded(0.16789, joint) == 0.168
    assert rounded(0.16789, SHARE, coarse=True) == 0.168
    assert rounded(123.4, joint, low=0.0, high=200.0, coarse=True) == 123  # never tens


def test_what_hangs_on_one_person_is_told_in_tenths_whatever_its_interval() -> None:
    alone = Column("share", "share", "single_person")
    assert rounded(0.16789, alone, low=0.167, high=0.168) == 0.2
    assert rounded(0.16789, Column("share", "share", "single_person", joint=True), coarse=True) == 0


@pytest.mark.parametrize("value", [True, False, None, "0.123456", "word", (0.123456,), math.inf])
def test_what_is_no_number_stays(value: Any) -> None:
    assert rounded(value, SHARE) is value
