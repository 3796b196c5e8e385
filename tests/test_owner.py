"""The recommendation: weights, acceptability, the gate, and companies whose answer is known."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from silograph.analyses.glue import glue
from silograph.analyses.owner import (
    FAMILIES,
    OwnerResult,
    _acceptability,
    _central_weights,
    _draw_weights,
    _leaders,
    _share_to,
    _standardised,
    owner,
)
from silograph.analyses.silos import silos
from silograph.errors import NotEnoughDataError, UsageError
from silograph.network import Network
from silograph.simulation import CompanySpec, simulate

PLANTED = CompanySpec(people=160, messages=8000, functions=7, seed=1200)


@lru_cache
def decided(planted: bool, audience: str = "balanced") -> OwnerResult:
    network = simulate(PLANTED if planted else PLANTED.null()).to_network()
    found = silos(network, replicates=40, simulations=200, seed=1)
    linking = glue(network, replicates=40, seed=1)
    return owner(linking, found, network, audience=audience, simulations=50, seed=1)  # type: ignore[arg-type]


def test_planted_owner_is_recommended_and_involved() -> None:
    truth, result = simulate(PLANTED).truth, decided(planted=True)
    assert result.recommended == truth["owner"]
    assert result.involve[0] == truth["glue"]
    assert result.arrangement == "single_function"
    assert result.acceptability >= 0.5
    assert result.score > result.threshold
    assert result.runner_up != result.recommended
    assert result.table["acceptability"].sum() == pytest.approx(1)
    assert truth["owner"] in result.headline()


def test_with_nothing_planted_there_is_no_clear_owner() -> None:
    result = decided(planted=False)
    assert result.recommended is None
    assert result.arrangement is None
    assert result.involve
    assert result.headline().startswith("No clear owner")


def test_reasons_are_sentences_in_both_languages() -> None:
    result = decided(planted=True)
    for lang, usual in (("en", "usual here"), ("fr", "habituel ici")):
        reasons = result.reasons(lang)  # type: ignore[arg-type]
        assert any(usual in reason for reason in reasons)
        assert all(any(digit in reason for digit in "0123456789") or "counted" in reason or "comptait" in reason
                   for reason in reasons)  # fmt: skip
        assert not any("{" in reason for reason in reasons + result.cautions(lang))  # type: ignore[arg-type]


def test_external_audience_says_what_was_not_measured() -> None:
    cautions = decided(True, "external").cautions()
    assert any("contact with the outside and answering" in caution for caution in cautions)


def test_weights_are_uniform_on_the_simplex() -> None:
    weights = _draw_weights(["a", "b", "c"], "balanced", 20_000, np.random.default_rng(1))
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights.mean(axis=0), 1 / 3, atol=0.01)
    # On a uniform simplex of three, the share of draws in which the first weighs more than t is (1 - t) ** 2.
    assert (weights[:, 0] > 0.5).mean() == pytest.approx(0.25, abs=0.015)


def test_internal_audience_puts_links_first() -> None:
    weights = _draw_weights(list(FAMILIES), "internal", 5000, np.random.default_rng(1))
    links = list(FAMILIES).index("links")
    assert (weights[:, links] == weights.max(axis=1)).all()
    # The larger of two weights uniform on the simplex is uniform on (1/2, 1): its mean is 3/4.
    assert _central_weights(list(FAMILIES), "internal")[links] == pytest.approx(0.75, abs=0.01)


def test_acceptability_equals_counting_on_a_grid() -> None:
    # Two families, three functions: A is best in links, B in standing, C in between; one replicate.
    scores = np.array([[[4.0, 0.0], [0.0, 2.0], [1.5, 1.5]]])
    grid = (np.arange(100_000) + 0.5) / 100_000
    values = np.stack([weight[0] * grid + weight[1] * (1 - grid) for weight in scores[0]])
    expected = np.bincount(values.argmax(axis=0), minlength=3) / len(grid)
    found = np.mean([_acceptability(scores, list(FAMILIES), "balanced", seed) for seed in range(400)], axis=0)
    assert np.allclose(found, expected, atol=0.02)
    # By hand: A beats C from weight 3/8 on, C beats B from 1/4 on.
    assert np.allclose(expected, [5 / 8, 1 / 4, 1 / 8], atol=1e-4)


def test_standardised_by_hand() -> None:
    # One candidate, five criteria; three null networks with means 1, deviations 0 and sqrt(2/3).
    null = np.array(
        [[[0.0, 0.0, 0.0, 1.0, -np.inf]], [[1.0, 1.0, 1.0, 1.0, 1.0]], [[2.0, 2.0, 2.0, 1.0, np.inf]]]
    )
    values = np.array([[1.0 + np.sqrt(2 / 3), np.nan, 400.0, 5.0, np.inf]])
    z = _standardised(values, null)[0]
    assert z[:4] == pytest.approx([1.0, 0.0, 10.0, 0.0])
    # Infinite: two of three below, one equal: the normal score of (2 + 1/2 + 1/2) / 4.
    assert z[4] == pytest.approx(norm.ppf(3 / 4))


def test_leaders_and_their_share_by_hand() -> None:
    # a (HR) and c (IT) are ordinary, b leads IT: HR's strength to others is 3, of which 2 reaches the leader.
    people = pd.DataFrame(
        {"person_id": list("abc"), "function": ["HR", "IT", "IT"], "level": [2.0, 0.0, 2.0]}
    )
    ties = pd.DataFrame({"source": ["a", "c"], "target": ["b", "a"], "strength": [2.0, 1.0]})
    network = Network.from_pandas(ties, people)
    leaders = _leaders(network)
    assert leaders is not None
    assert leaders.tolist() == [False, True, False]
    assert _share_to(leaders, network, ("HR", "IT")).tolist() == [2 / 3, 0.0]
    assert _share_to(leaders, network, ("HR",), times=np.array([0, 1])).tolist() == [0.0]


def test_two_functions_are_not_enough() -> None:
    network = simulate(PLANTED).to_network()
    linking, found = glue(network, replicates=20), silos(network, replicates=20, simulations=20)
    few = linking.table["rank"] <= 2
    cut = linking.table.assign(rank=linking.table["rank"].where(few))
    object.__setattr__(linking, "table", cut)
    with pytest.raises(NotEnoughDataError, match="only 2 functions"):
        owner(linking, found, network)


def test_unknown_audience() -> None:
    network = simulate(PLANTED).to_network()
    with pytest.raises(UsageError, match="aliens"):
        owner(glue(network, replicates=20), silos(network, replicates=20, simulations=20), network,
              audience="aliens")  # type: ignore[arg-type]  # fmt: skip
