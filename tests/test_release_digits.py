"""Digits, played against: of what tells a distribution, more than one distribution fits."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.maturity.answer import MaturityResult
from silograph.analyses.maturity.participation import gini
from silograph.analyses.owner.answer import OwnerResult
from silograph.analyses.parts.declare import Column, Table
from silograph.release.policy import Policy
from silograph.release.rounding import rounded
from silograph.release.tables import release_table
from silograph.run.sensitivity import SensitivityResult

GINI = Column("gini", units="posts")


def distributions(posts: int, people: int, *, most: int | None = None) -> Iterator[tuple[int, ...]]:
    """Every way in which so many people may have written so many posts, each at least one."""
    if people == 1:
        if posts <= (posts if most is None else most):
            yield (posts,)
        return
    for first in range(math.ceil(posts / people), min(posts - people + 1, most or posts) + 1):
        yield from ((first, *rest) for rest in distributions(posts - first, people - 1, most=first))


@pytest.mark.parametrize(
    "true",
    [
        (46, 1, 1, 1, 1),
        (10, 10, 10, 10, 10),
        (30, 8, 6, 4, 2),
        pytest.param((200, 60, 30, 9, 1), marks=pytest.mark.slow),
    ],
)
def test_several_distributions_of_posts_over_five_people_fit_a_coefficient(true: tuple[int, ...]) -> None:
    posts = sum(true)
    told = rounded(gini(true), GINI, units=posts)
    fitting = [
        one for one in distributions(posts, len(true)) if rounded(gini(one), GINI, units=posts) == told
    ]
    assert true in fitting
    assert len(fitting) > 1
    assert len({one[0] for one in fitting}) > 1  # nor does it say how many whoever writes most wrote


def test_three_digits_would_tell() -> None:
    true = (5, 2, 1, 1, 1)
    fitting = [one for one in distributions(10, 5) if round(gini(one), 3) == round(gini(true), 3)]
    assert fitting == [true]
    assert math.isnan(rounded(gini(true), GINI, units=10))


def test_digits_grow_with_the_units() -> None:
    assert [rounded(0.43219, GINI, units=n) for n in (50, 4999, 5000, 10**6)] == [0.4, 0.4, 0.43, 0.432]
    assert math.isnan(rounded(0.43219, GINI, units=49))
    assert rounded(0.43219, Column("gini"), units=3) == 0.432


def test_units_of_each_row_limit_its_own_digits() -> None:
    table = pd.DataFrame({"function": ["A", "B"], "posts": [40, 400], "gini": [0.4321, 0.1234]})
    declared = Table(
        columns=(Column("function", "function"), Column("posts", "count"), GINI), groups=("function",)
    )
    shown = release_table(table, declared, Policy(sizes={"A": 9, "B": 9}))["gini"].tolist()
    assert np.array_equal(shown, [np.nan, 0.1], equal_nan=True)


def test_maturity_declares_its_posts() -> None:
    columns = {one.name: one for one in MaturityResult.declared["maturity"].columns}
    figures = {one.name: one for one in MaturityResult.figures}
    assert columns["gini"].units == figures["gini"].units == "posts"


def test_what_ties_say_of_all_functions_is_coarse_where_some_are_hidden() -> None:
    """Who has the ties of all dots tries every way to part the hidden ones: several have to fit what is told."""
    names = {one.name: one for one in OwnerResult.figures}
    assert rounded(0.8765, names["acceptability"], coarse=True) == 0.9
    assert rounded(0.8765, SensitivityResult.declared["sensitivity"].columns[3], coarse=True) == 0.9
    assert rounded(0.8765, names["acceptability"]) == 0.876
    assert {names[one].rule for one in ("score", "threshold")} == {"whole"}
