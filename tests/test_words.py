"""How sentences write numbers: with as many digits as are known, and "about" where they are coarse."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph.output.report  # noqa: F401 - its texts
from silograph.analyses.parts.declare import Claim
from silograph.analyses.parts.section import Writer
from silograph.language.words import About, Sentence, Words, add_texts
from silograph.release.policy import Policy
from silograph.release.results import _claims

add_texts(
    {
        "test.walls": {
            "en": "{walls:.1} times ({low:.1} to {high:.1}), {share:%.1}",
            "fr": "{walls:.1} fois ({low:.1} à {high:.1}), {share:%.1}",
        },
        "test.share": {
            "en": "{share:%} (95% interval {low:%} to {high:%})",
            "fr": "une part de {share:%} ({low:%} à {high:%})",
        },
        "test.one_person": {"en": "{share:%} and {other:%}", "fr": "plus de {share:%} et {other:%}"},
    }
)
FRENCH = Words("fr")


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_no_decimals_that_nobody_knows() -> None:
    """35.0 (23.0 to 57.0) is what rounding to whole numbers left: the zeros were never measured."""
    coarse = Sentence("test.walls", walls=35.0, low=23.0, high=57.0, share=0.5)
    assert coarse == "35 times (23 to 57), 50.0%"
    assert plain(coarse.say(FRENCH)) == "35 fois (23 à 57), 50,0 %"
    assert Sentence("test.walls", walls=14.0, low=10.2, high=20.7, share=0.5).startswith(
        "14.0 times (10.2 to"
    )
    assert Sentence("test.walls", walls=1200.0, low=1100.0, high=1300.0, share=0.5).startswith("1,200 times")


@pytest.mark.parametrize("missing", [float("nan"), None])
def test_an_unknown_end_stays_unknown(missing: float | None) -> None:
    said = Sentence("test.walls", walls=2.0, low=missing, high=3.0, share=0.5)
    assert said == "2 times (– to 3), 50.0%"


def test_a_table_writes_numbers_so_too() -> None:
    page = Writer(results={}, words=FRENCH)
    show = page.with_interval("x", page.digits(2))
    assert plain(show(pd.Series({"x": 4.1, "x_low": 1.0, "x_high": 15.0}))) == "4,1 [1,0 ; 15,0]"
    assert (
        plain(show(pd.Series({"x": 4.1, "x_low": float("nan"), "x_high": 15.0}))) == "4,1 (sans intervalle)"
    )
    assert show(pd.Series({"x": float("nan"), "x_low": 1.0, "x_high": 15.0})) == "–"


def test_tenths_in_per_cent_are_said_to_be_about() -> None:
    coarse = Sentence("test.share", share=0.3, low=0.1, high=0.9)
    assert coarse == "about 30% (95% interval 10% to 90%)"
    assert plain(coarse.say(FRENCH)) == "une part d’environ 30 % (10 % à 90 %)"
    assert Sentence("test.share", share=0.31, low=0.1, high=0.9).startswith("31% (")
    assert Sentence("test.share", share=0.0, low=0.0, high=0.0).startswith("0% (")


def test_about_is_said_once_of_what_hangs_on_one_person() -> None:
    claim = Claim(Sentence("test.one_person", share=0.8124, other=0.4901), rule="single_person")
    [told] = _claims([claim], Policy(sizes={"HR": 9}), {})
    assert told.sentence == "about 80% and 50%"
    assert plain(told.sentence.say(FRENCH)) == "plus d’environ 80 % et 50 %"  # type: ignore[attr-defined]
    assert isinstance(told.sentence.values["share"], About)  # type: ignore[attr-defined]  # noqa: PD011


@given(
    numbers=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=3),
    digits=st.integers(0, 3),
    lang=st.sampled_from(["en", "fr"]),
)
def test_numbers_written_alike_are_the_same_numbers(numbers: list[int], digits: int, lang: str) -> None:
    """Only zeros go, from all or none; what is left is the number that was written."""
    words = Words(lang)  # type: ignore[arg-type]
    before = [words.number(number / 1000, digits=digits) for number in numbers]
    after = words.alike(before)
    point = "," if lang == "fr" else "."

    def read(text: str) -> float:
        bare = re.sub(r"[\u202f,]" if lang == "en" else r"\u202f", "", text)
        return float(bare.replace("\u2212", "-").replace(",", "."))

    assert [read(text) for text in after] == [read(text) for text in before]
    decimals = {len(text.partition(point)[2]) for text in after}
    assert len(decimals) == 1
    assert decimals == {0} or any(not text.endswith("0") for text in after)
