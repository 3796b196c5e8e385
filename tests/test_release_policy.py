"""Who is small, who covers them, and what is left of a sentence, an option or a column once they are out of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.graph.network import Network
from silograph.graph.small import SMALL
from silograph.language.words import Persons, Sentence, Words, add_texts
from silograph.release.policy import Policy

add_texts({"example.about": {"en": "about {of}", "fr": "sur {of}"}})
POLICY = Policy(sizes={"HR": 2, "IT": 9, "PR": 5, "QA": 6, "Web": 2})
TOLD = Sentence("group.small")


def about(value: Any) -> Sentence:
    return Sentence("example.about", of=value)


def test_small_is_below_the_limit_and_hidden_is_what_covers_too() -> None:
    assert POLICY.small == {"HR", "Web"}
    assert POLICY.hidden == {"HR", "PR", "Web"}  # of four people it takes a fifth
    assert [POLICY.names(name) for name in ("HR", "PR", "IT", "?")] == [False, True, True, False]
    assert [POLICY.shows(name) for name in ("HR", "PR", "IT", "?")] == [False, False, True, False]
    assert POLICY.coarse
    assert not Policy(sizes={"IT": 9, "PR": 5}).coarse


def test_of_a_network_it_counts_people_where_there_are_any() -> None:
    people = pd.DataFrame(
        {
            "person_id": [f"n{i}" for i in range(23)],
            "function": ["HR"] * 3 + ["IT"] * 9 + ["PR"] * 5 + ["Desk"] * 6,
            "actor_kind": ["person"] * 17 + ["team"] * 6,
        }
    )
    nobody = np.zeros(0, dtype=np.int64)
    network = Network(people, nobody, nobody, strength=np.zeros(0), messages=nobody)
    policy = Policy.of(network, min_group=4)
    assert policy.sizes == {"HR": 3, "IT": 9, "PR": 5, "Desk": 6}
    assert policy.people == {"HR": 3, "IT": 9, "PR": 5, "Desk": 0}
    assert policy.hidden == {"HR", "PR"}
    assert Policy.of(network, min_group=3).hidden == set()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("HR", TOLD),
        ("IT", "IT"),
        ("PR", "PR"),  # covers the small ones, and is named all the same
        (SMALL, TOLD),
        (("HR", "IT", "Web", "PR"), ("IT", "PR")),
        (["HR", "IT"], ("IT",)),
        (("HR", "Web"), (TOLD,)),  # once, however many they are
        ((), ()),
        (3, 3),
        (0.5, 0.5),
        (None, None),
        (about(("HR", "IT")), about(("IT",))),
        ((about("HR"),), (about(TOLD),)),
    ],
)
def test_a_sentence_names_no_small_function(value: Any, told: Any) -> None:
    assert POLICY.said(about(value)) == about(told)
    assert POLICY.said(about(value)).values == {"of": told}  # noqa: PD011
    assert POLICY.said(about(value)).say(Words("fr")) == about(told).say(Words("fr"))


def test_other_text_stays() -> None:
    assert POLICY.said("HR") == "HR"
    assert not POLICY.tells_few("1 person")


def test_few_persons_are_found_inside_of_other_sentences() -> None:
    assert POLICY.tells_few(about(about(Persons(4))))
    assert not POLICY.tells_few(about(about(Persons(5))))
    assert not POLICY.tells_few(about(about(4)))  # of something else


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("HR", None),
        ("PR", "PR"),
        ("?", None),
        (["HR", "IT", "?"], ["IT"]),
        ({"HR", "IT"}, {"IT"}),
        (frozenset({"HR"}), frozenset()),
        ({"HR": 1, "PR": 2}, {"PR": 2}),
        ({}, {}),
        (7, 7),
    ],
)
def test_only_what_may_be_named_is_left(names: Any, shown: Any) -> None:
    assert POLICY.only_shown(names) == shown


@pytest.mark.parametrize(
    ("value", "told"),
    [("HR", SMALL), ("IT", "IT"), ("?", "?"), (("HR", ["Web", 3]), (SMALL, [SMALL, 3])), (None, None)],
)
def test_an_option_reads_as_small(value: Any, told: Any) -> None:
    assert POLICY.without_small(value) == told


def test_a_column_of_names() -> None:
    masked = POLICY.masked(pd.Series(["HR", "IT", None, "PR", "?"]))
    assert masked[[0, 1, 3, 4]].tolist() == [SMALL, "IT", "PR", SMALL]
    assert pd.isna(masked[2])
