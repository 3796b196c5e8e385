"""People dealt at random: closed forms against all deals, and against many."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.stats.dealing import LARGEST, dealt_sum_p


def every_deal(values: list[float], drawn: int, sum_: float) -> float:
    """Slow and obvious: look at all of them."""
    sums = [sum(some) for some in itertools.combinations(values, drawn)]
    return float(np.mean([one >= sum_ - 1e-9 for one in sums]))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=LARGEST), st.data())
def test_few_people_are_dealt_exactly(values: list[int], data: st.DataObject) -> None:
    drawn = data.draw(st.integers(1, len(values)))
    reached = float(sum(data.draw(st.permutations(values))[:drawn]))
    found = dealt_sum_p(np.array(values, dtype=float), drawn, reached)
    assert found == pytest.approx(every_deal([float(v) for v in values], drawn, reached), abs=1e-9)


def test_by_hand() -> None:
    """One of four values is 10, the others 1: two drawn reach 11 if the ten is among them, in half of the deals."""
    four = np.array([1.0, 10.0, 1.0, 1.0])
    assert dealt_sum_p(four, 2, 11.0) == pytest.approx(1 / 2)
    assert dealt_sum_p(four, 2, 2.0) == pytest.approx(1)
    assert dealt_sum_p(four, 4, 13.0) == pytest.approx(1)
    assert dealt_sum_p(four, 1, 10.5) == 0


@pytest.mark.parametrize("kind", ["even", "heavy", "one giant", "mostly nothing"])
@pytest.mark.parametrize(("people", "drawn"), [(60, 6), (200, 12), (300, 80)])
def test_many_people_against_many_deals(kind: str, people: int, drawn: int) -> None:
    """Tails of 10, 5 and 1 % within what 20,000 deals can tell, and a tenth."""
    rng = np.random.default_rng(people)
    values = {
        "even": rng.exponential(size=people),
        "heavy": rng.lognormal(0, 1.5, people),
        "one giant": np.append(rng.exponential(size=people - 1), 60.0),
        "mostly nothing": rng.exponential(size=people) * (rng.random(people) < 0.3),
    }[kind]
    sums = np.sort([rng.permutation(values)[:drawn].sum() for _ in range(20_000)])
    for tail in (0.1, 0.05, 0.01):
        reached = sums[int(len(sums) * (1 - tail))]
        share = (sums >= reached).mean()
        assert dealt_sum_p(values, drawn, reached) == pytest.approx(
            share, abs=0.1 * share + 3 * np.sqrt(share / len(sums))
        )


def test_more_is_rarer() -> None:
    values = np.random.default_rng(3).exponential(size=100)
    found = [dealt_sum_p(values, 10, x) for x in np.linspace(0, values.sum(), 80)]
    assert (np.diff(found) <= 1e-12).all()
    assert (found[0], found[-1]) == (pytest.approx(1), 0)
