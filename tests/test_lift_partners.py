"""Would a lift be there with other functions to link: by hand, and whatever functions are called."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from silograph.analyses.glue.partners import BORROWED, FEWEST_PARTNERS, Partners
from silograph.arrays import FloatArray
from silograph.stats.p_values import benjamini_hochberg


def partners(chains: FloatArray, sizes: list[int]) -> Partners:
    every = np.arange(len(sizes))
    people = np.array(sizes)
    aside = np.zeros(len(sizes), dtype=bool)
    return Partners.of(chains, functions=every, people=people, sizes=people, aside=aside)


def upper(k: int, value: float = 0.0) -> FloatArray:
    """Chains that lead through each function: as many between any two others."""
    chains = np.zeros((k, k, k))
    for f, a, b in itertools.product(range(k), repeat=3):
        if a < b and f not in (a, b):
            chains[f, a, b] = value
    return chains


def test_a_function_that_joins_all_alike_hangs_on_no_partner() -> None:
    chains = upper(6, 10.0)
    chains[0] *= 3
    found = partners(chains, [10] * 6)
    assert found.spread == pytest.approx(np.zeros(6), abs=1e-9)
    assert found.p_value(np.log([3.0, 0.5, 0.5, 0.5, 0.5, 0.5])).tolist() == [0, 1, 1, 1, 1, 1]


def test_by_hand_four_functions() -> None:
    """F0 joins 1-2, 1-3 and 2-3 with 4, 4 and 1 chains, the others join all alike; everybody has ten people."""
    chains = upper(4, 2.0)
    chains[0, 2, 3], chains[0, 1, 2], chains[0, 1, 3] = 1.0, 4.0, 4.0
    found = partners(chains, [10] * 4)
    # F0 has 9 of 300 pairs; without F1 1 of 100, without F2 or F3 4 of 100. The others have 6 of 300, or 2 of 100, and
    # whoever is left out as an end keeps 6 of 300: the same
    whole, left = np.log(9 / 6), np.log([1 / 2, 4 / 2, 4 / 2])
    weight = 2 / 3  # of an end: two of three pairs
    moved = (whole - left) * (1 - weight)
    variance = 3 / 2 * ((moved - moved.mean()) ** 2).sum()
    scale, own = 3 * weight**2, 2.0
    # of the others, F0's chains alone differ, among those that they are compared with
    others = []
    for f, (first, second) in {1: (2, 3), 2: (1, 3), 3: (1, 2)}.items():
        of = {0: 9 / 300, 1: 6 / 300, 2: 6 / 300, 3: 6 / 300}
        log = np.log(of[f] / np.mean([of[g] for g in of if g != f]))
        without = []
        for end in (0, first, second):
            now = dict.fromkeys(of, 0.02)
            now[0] = {0: 9 / 300, 1: 1 / 100, 2: 4 / 100, 3: 4 / 100}[end]
            without.append(np.log(now[f] / np.mean([now[g] for g in now if g != f])))
        one = (log - np.array(without)) * (1 - weight)
        others.append(3 / 2 * ((one - one.mean()) ** 2).sum())
    usual = (variance + sum(others)) / (4 * scale)
    expected = (own * variance + BORROWED * usual * scale) / (own + BORROWED)
    assert found.spread[0] == pytest.approx(np.sqrt(expected))
    assert found.degrees == pytest.approx(np.full(4, own + BORROWED))
    p_value = found.p_value(np.full(4, whole))[0]
    assert p_value == pytest.approx(t.sf(whole / np.sqrt(expected), own + BORROWED))


def test_with_two_others_nobody_is_asked() -> None:
    assert FEWEST_PARTNERS == 3
    found = partners(upper(3, 5.0), [10] * 3)
    assert np.isnan(found.spread).all()
    assert found.p_value(np.zeros(3)).tolist() == [0, 0, 0]


@given(st.integers(4, 6), st.integers(0, 10**6), st.floats(0.5, 20))
def test_scale_and_names_of_functions_change_nothing(k: int, seed: int, times: float) -> None:
    rng = np.random.default_rng(seed)
    chains, sizes = upper(k, 1.0) * rng.integers(1, 50, (k, k, k)), rng.integers(1, 30, k)
    found = partners(chains, sizes.tolist())
    again = partners(chains * times, sizes.tolist())
    np.testing.assert_allclose(again.spread, found.spread, rtol=1e-6, atol=1e-9)
    new = rng.permutation(k)
    moved = np.zeros_like(chains)
    for f, a, b in itertools.product(range(k), repeat=3):
        if a < b:
            moved[new[f], min(new[a], new[b]), max(new[a], new[b])] = chains[f, a, b]
    renamed = partners(moved, sizes[np.argsort(new)].tolist())
    np.testing.assert_allclose(renamed.spread[new], found.spread, rtol=1e-6, atol=1e-9)


def test_what_comes_from_one_close_partner_is_no_lift() -> None:
    """F0 carries three times as much as the others, nearly all of it to or from F1; then as much, to all alike."""
    chains = upper(6, 10.0)
    chains[0, 1, 2:] = 70.0
    sizes = [20] * 6
    lift = np.log(np.array([(4 * 70 + 6 * 10) / 100, *[0.6] * 5]))
    assert benjamini_hochberg(partners(chains, sizes).p_value(lift))[0] > 0.05
    even = upper(6, 10.0)
    even[0] *= 3.4
    assert benjamini_hochberg(partners(even, sizes).p_value(lift))[0] < 0.001
