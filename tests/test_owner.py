"""The recommendation: weights, acceptability, the gate, and companies whose answer is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from silograph.analyses.glue.answer import glue
from silograph.analyses.owner.answer import OwnerResult, _arrangement, owner
from silograph.analyses.owner.criteria import Findings, Links, _load
from silograph.analyses.owner.reasons import Involved, Told, _of_flips
from silograph.analyses.owner.scores import Scores, as_evidence, flips_of, standardised
from silograph.analyses.owner.ties import leaders_of, share_to
from silograph.analyses.owner.weights import FAMILIES, acceptability_of, central_weights, draw_weights
from silograph.analyses.parts.declare import Claim
from silograph.analyses.parts.settings import Settings
from silograph.analyses.silos.answer import silos
from silograph.arrays import FloatArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network
from silograph.language.words import Lang
from silograph.run.run import analyze
from silograph.simulation import CompanySpec, MailRoom, Outside, simulate

PLANTED = CompanySpec(people=160, messages=8000, functions=7, seed=1200)


@lru_cache
def decided(planted: bool, audience: str = "balanced") -> OwnerResult:
    network = simulate(PLANTED if planted else PLANTED.null()).to_network()
    found = silos(network)
    linking = glue(network, replicates=40, seed=1)
    return owner(linking, found, network, audience=audience, simulations=50, seed=1)  # type: ignore[arg-type]


# A mail room with more raw betweenness than the glue, contacts outside, and a company large enough to tell.
MAILROOM = CompanySpec(
    people=200,
    messages=12_000,
    functions=8,
    seed=1201,
    mailroom=MailRoom(share=0.8, openness=10.0),
    outside=Outside(contacts=150),
)


@lru_cache
def whole() -> OwnerResult:
    settings = Settings(only=("owner",), replicates=40, simulations=200, seed=1)
    result = analyze(*simulate(MAILROOM).log(), settings=settings).results["owner"]
    assert isinstance(result, OwnerResult)
    return result


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


def test_a_first_that_may_route_onward_for_all_that_is_known_is_a_caution() -> None:
    without, measured = decided(True), whole()
    langs: dict[Lang, str] = {"en": "cannot be told", "fr": "ne permettent pas de dire"}
    for lang, said in langs.items():
        assert any(said in one and str(without.recommended) in one for one in without.cautions(lang))
        assert not any(said in one for one in measured.cautions(lang))


def test_external_audience_says_what_was_not_measured() -> None:
    cautions = decided(True, "external").cautions()
    assert any("contact with the outside and answering" in caution for caution in cautions)


def scores(observed: list[list[float]], families: list[str]) -> Scores:
    values = np.array(observed)
    return Scores(families, {}, values, values[None], values[None])


def test_flips_follow_from_evidence_and_weights() -> None:
    result = decided(planted=True)
    value = result.evidence.set_index("function")
    first = result.table["function"].iloc[0]
    weights = pd.Series(dict(result.weights))
    assert (value @ weights).idxmax() == first
    for row in result.flips.dropna().itertuples():
        moved = weights * (1 - row.weight) / (1 - weights[row.family])
        moved[row.family] = row.weight
        assert (value.loc[row.function] - value.loc[first]) @ moved == pytest.approx(0, abs=1e-9)


def test_a_weight_of_all_is_said_as_such() -> None:
    """0.994 is 100 % "or more" once it is rounded up, which cannot be."""
    rows = [("B", "links", 0.481), ("B", "answers", 0.994), ("C", "outside", np.nan)]
    flips = pd.DataFrame(rows, columns=["function", "family", "weight"]).assign(family_people=np.inf)
    said = [str(claim.sentence) for claim in _of_flips(flips)]
    assert said[0] == "If links between functions weighed 49% or more, B would overtake the first."
    assert said[1].startswith("Only if nothing but ")
    assert len(said) == 2


def test_flips_by_hand() -> None:
    # As evidence, half squares: A leads 4.5 to 0.5 on the first of two families and lies behind by 0.5 on the second.
    # With weight w of the second the lead is 4 (1 - w) - 0.5 w, which ends at w = 8/9. C never overtakes A.
    table = flips_of(
        scores([[3, 0], [1, 1], [1, -1]], ["links", "answers"]),
        np.array([0.5, 0.5]),
        ["A", "B", "C"],
        first="A",
    )
    weight = table.set_index(["function", "family"])["weight"]
    assert weight["B", "answers"] == pytest.approx(8 / 9)
    assert weight.drop(("B", "answers")).isna().all()


@given(
    arrays(float, (4, 3), elements=st.floats(-3, 3)),
    arrays(float, 3, elements=st.floats(0.1, 1)),
    st.integers(0, 2),
)
def test_at_its_flip_a_rival_draws_level(values: FloatArray, weights: FloatArray, column: int) -> None:
    central = weights / weights.sum()
    worth = as_evidence(values)
    leader = int((worth @ central).argmax())
    names, families = list("ABCD"), ["links", "answers", "outside"]
    table = flips_of(scores(values.tolist(), families), central, names, first=names[leader])
    rows = table[(table["family"] == families[column]) & table["weight"].notna()]
    for function, weight in zip(rows["function"], rows["weight"], strict=True):
        moved = central * (1 - weight) / (1 - central[column])
        moved[column] = weight
        rival = names.index(function)
        assert (worth[rival] - worth[leader]) @ moved == pytest.approx(0, abs=1e-9)


def test_families_of_evidence_are_measured_and_explained() -> None:
    result = whole()
    assert set(result.weights) == {"links", "answers", "outside", "practice", "standing"}
    assert sum(result.weights.values()) == pytest.approx(1)
    assert {
        "answering_z",
        "within_24h_z",
        "load_z",
        "contacts_z",
        "presence_z",
        "dialogue_z",
        "leaders_z",
    } <= set(result.table)
    assert result.table["acceptability"].sum() == pytest.approx(1)
    for lang, said in (("en", "within 24 hours"), ("fr", "dans les 24 heures")):
        assert any(said in reason for reason in result.reasons(lang))  # type: ignore[arg-type]


def test_what_routes_onward_is_never_recommended() -> None:
    truth, result = simulate(MAILROOM).truth, whole()
    assert result.recommended == truth["glue"]
    assert truth["mailroom"] not in result.involve
    row = result.table.set_index("function").loc[truth["mailroom"]]
    assert result.table["function"].iloc[-1] == truth["mailroom"]
    assert row.drop(["people", "function"], errors="ignore").isna().all()
    assert row["people"] == truth["sizes"][truth["mailroom"]]
    assert truth["mailroom"] not in set(result.flips["function"]) | set(result.by_family.values())
    assert any("routes onward" in caution for caution in result.cautions())
    for lang, said in (("en", "are not counted"), ("fr", "ne sont pas comptés")):
        assert any(said in reason and truth["mailroom"] in reason for reason in result.reasons(lang))  # type: ignore[arg-type]


def room_and(across: list[tuple[str, str]]) -> Links:
    """Four functions of five who all write to everybody of a fifth, the room; and some ties across."""
    teams = {f"{team}{i}": team for team in ("hr", "it", "pr", "web", "room") for i in range(5)}
    inside = [(a, b) for a in teams for b in teams if a < b and teams[a] == teams[b]]
    room = [(a, b) for a in teams for b in teams if teams[a] == "room" != teams[b]]
    network = Network.from_edges([*inside, *room, *across], teams)
    return Links(
        network=network,
        glue=glue(network, replicates=10, null_networks=20, seed=3, without=()),
        silos=silos(network, rewirings=1),
    )


def test_links_without_what_routes_onward() -> None:
    links = room_and([(f"web{i}", f"{team}{i}") for team in ("hr", "it", "pr") for i in range(5)])
    left = links.without({"room"})
    brokerage = {one: each.glue.table.set_index("function")["brokerage"] for one, each in
                 (("whole", links), ("left", left))}  # fmt: skip
    # Through the room every two people are two steps apart. Of the pairs of people of two others, some two steps go
    # through web as well: hr1 - web1 - it1, beside five people of the room.
    assert brokerage["whole"]["web"] == pytest.approx(3 * 5 * (1 / 6) / (3 * 25 + 3 * 25))
    assert brokerage["left"]["web"] == 1.0
    assert left.candidates == ("hr", "it", "pr", "web")
    assert left.glue.glue == ("web",)
    assert left.silos.covariance.shape == (4, 4)
    alone = glue(links.network.subset((links.network.people["function"] != "room").to_numpy()),
                 replicates=10, null_networks=20, seed=3)  # fmt: skip
    pd.testing.assert_frame_equal(left.glue.table, alone.table)


def test_links_stay_where_the_others_meet_nowhere_else() -> None:
    links = room_and([])
    assert links.without({"room"}) is links


def test_own_judgement_is_shown_and_changes_nothing() -> None:
    network = simulate(PLANTED).to_network()
    found, linking = (
        silos(network),
        glue(network, replicates=40, seed=1),
    )
    name = network.functions[0]
    judged = owner(linking, found, network, suitability=[(name, "serves", 1.0), (name, "passion", 0.5)],
                   simulations=50, seed=1)  # fmt: skip
    plain = decided(planted=True)
    assert judged.table.set_index("function").loc[name, "suitability"] == 0.75
    assert any("your own judgement" in reason for reason in judged.reasons())
    pd.testing.assert_frame_equal(
        judged.table.drop(columns="suitability"), plain.table.drop(columns="suitability")
    )


def test_another_arrangement_where_it_is_clearly_better() -> None:
    table = pd.DataFrame({"arrangement": ["IT + HR", "IT"], "kind": ["hub", "single_function"]})
    better = pd.DataFrame(
        {
            "arrangement_a": ["IT + HR"],
            "arrangement_b": ["IT"],
            "difference_low": [0.1],
            "difference_high": [0.3],
        }
    )
    hub = SimpleNamespace(table=table, comparisons=better, best=("IT + HR",))
    unsure = SimpleNamespace(table=table, comparisons=better.assign(difference_low=-0.1), best=("IT + HR",))
    assert _arrangement("IT", hub) == "hub"  # type: ignore[arg-type]
    assert _arrangement("IT", unsure) == "single_function"  # type: ignore[arg-type]
    assert _arrangement("IT", None) == "single_function"
    assert _arrangement(None, hub) is None  # type: ignore[arg-type]


def test_arrangements_are_told_where_clearly_ahead() -> None:
    table = pd.DataFrame(
        {"arrangement": ["(everybody)", "IT + HR", "IT"], "kind": ["everybody", "hub", "single_function"]}
    ).assign(within_24h=0.5, within_24h_low=0.4, within_24h_high=0.6)
    pairs = pd.DataFrame(
        {
            "arrangement_a": ["(everybody)", "IT"],
            "arrangement_b": ["IT", "IT + HR"],
            "difference_low": [0.1, -0.2],
            "difference_high": [0.3, 0.1],
        }
    )
    ownership = SimpleNamespace(table=table, comparisons=pairs, best=("(everybody)", "IT + HR"))
    told = replace(_told(), table=pd.DataFrame({"function": ["IT"]}), ownership=ownership)  # type: ignore[arg-type]
    assert _keys(told._arrangements()) == ["owning", "everybody"]
    ownership.comparisons = pairs.assign(difference_high=[0.3, -0.1])
    assert _keys(told._arrangements()) == ["owning", "everybody", "arrangement"]


def test_nothing_is_said_with_unknown_numbers() -> None:
    whole = decided(planted=True)
    first = str(whole.table["function"].iloc[0])
    unknown = pd.DataFrame({"function": [first]}).assign(
        outside_share=np.nan, outside_low=np.nan, outside_high=np.nan, outside_expected=0.1
    )
    told = replace(_told(), findings=Findings(hourglass=SimpleNamespace(table=unknown)))  # type: ignore[arg-type]
    keys = _keys(told.reasons(1.0, whole.flips))
    assert "brokerage" in keys
    assert "outside" not in keys


def _keys(claims: Iterable[Claim]) -> list[str]:
    return [claim.sentence.key.removeprefix("because.") for claim in claims]


def _told() -> Told:
    """What is told of the planted company."""
    network = simulate(PLANTED).to_network()
    links = Links(
        network=network,
        glue=glue(network, replicates=10, null_networks=10, seed=1),
        silos=silos(network),
    )
    return Told(
        decided(planted=True).table,
        links,
        links,
        Involved.of(links, links, frozenset()),
        Findings(),
        ownership=None,
        recommended=decided(planted=True).recommended,
        barred=frozenset(),
    )


def test_load_by_hand() -> None:
    # HR: a and b get 4 and 0 messages, 2 on average; IT: c gets 1.
    ties = pd.DataFrame({"source": ["c", "a"], "target": ["a", "c"], "messages": [4, 1]})
    people = pd.DataFrame({"person_id": list("abc"), "function": ["HR", "HR", "IT"]})
    values, errors, people = _load(Network.from_pandas(ties, people), ["HR", "IT"])
    assert people == 1  # those who got any
    assert values == pytest.approx([-np.log(2), 0])
    assert errors == pytest.approx([np.std([4, 0], ddof=1) / 2 / np.sqrt(2), 0])


def test_weights_are_uniform_on_the_simplex() -> None:
    weights = draw_weights(["a", "b", "c"], "balanced", 20_000, np.random.default_rng(1))
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights.mean(axis=0), 1 / 3, atol=0.01)
    # On a uniform simplex of three, the share of draws in which the first weighs more than t is (1 - t) ** 2.
    assert (weights[:, 0] > 0.5).mean() == pytest.approx(0.25, abs=0.015)


def test_internal_audience_puts_links_first() -> None:
    weights = draw_weights(list(FAMILIES), "internal", 5000, np.random.default_rng(1))
    links = list(FAMILIES).index("links")
    assert (weights[:, links] == weights.max(axis=1)).all()
    # The larger of two weights uniform on the simplex is uniform on (1/2, 1): its mean is 3/4.
    assert central_weights(["links", "standing"], "internal")[0] == pytest.approx(0.75, abs=0.01)
    # The largest of five: the mean of 1/5, 1/4, ... 1/1, divided by five.
    largest = sum(1 / n for n in range(1, 6)) / 5
    assert central_weights(list(FAMILIES), "internal")[links] == pytest.approx(largest, abs=0.01)


def test_acceptability_equals_counting_on_a_grid() -> None:
    # Two families, three functions: A is best in links, B in standing, C in between; one replicate.
    scores = np.array([[[4.0, 0.0], [0.0, 2.0], [1.5, 1.5]]])
    grid = (np.arange(100_000) + 0.5) / 100_000
    values = np.stack([weight[0] * grid + weight[1] * (1 - grid) for weight in scores[0]])
    expected = np.bincount(values.argmax(axis=0), minlength=3) / len(grid)
    found = np.mean(
        [acceptability_of(scores, ["links", "standing"], "balanced", seed) for seed in range(400)], axis=0
    )
    assert np.allclose(found, expected, atol=0.02)
    # By hand: A beats C from weight 3/8 on, C beats B from 1/4 on.
    assert np.allclose(expected, [5 / 8, 1 / 4, 1 / 8], atol=1e-4)


def test_standardised_by_hand() -> None:
    # One candidate, five criteria; three null networks with means 1, deviations 0 and sqrt(2/3).
    null = np.array(
        [[[0.0, 0.0, 0.0, 1.0, -np.inf]], [[1.0, 1.0, 1.0, 1.0, 1.0]], [[2.0, 2.0, 2.0, 1.0, np.inf]]]
    )
    values = np.array([[1.0 + np.sqrt(2 / 3), np.nan, 400.0, 5.0, np.inf]])
    z = standardised(values, null)[0]
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
    leaders = leaders_of(network)
    assert leaders is not None
    assert leaders.tolist() == [False, True, False]
    assert share_to(leaders, network, ("HR", "IT")).tolist() == [2 / 3, 0.0]
    assert share_to(leaders, network, ("HR",), times=np.array([0, 1])).tolist() == [0.0]


def test_two_functions_are_not_enough() -> None:
    network = simulate(PLANTED).to_network()
    linking, found = glue(network, replicates=20), silos(network)
    few = linking.table["rank"] <= 2
    cut = linking.table.assign(rank=linking.table["rank"].where(few))
    object.__setattr__(linking, "table", cut)
    with pytest.raises(NotEnoughDataError, match="only 2 functions"):
        owner(linking, found, network)


def test_unknown_audience() -> None:
    network = simulate(PLANTED).to_network()
    with pytest.raises(UsageError, match="aliens"):
        owner(glue(network, replicates=20), silos(network), network,
              audience="aliens")  # type: ignore[arg-type]  # fmt: skip
