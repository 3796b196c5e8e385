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

from silograph.analyses.glue.answer import glue
from silograph.analyses.owner.acceptability import acceptability_of
from silograph.analyses.owner.answer import OwnerResult, _answers_less, _arrangement, _links_enough, owner
from silograph.analyses.owner.criteria import Criterion, Findings, Links, _load
from silograph.analyses.owner.evidence import Evidence, deviates, enough, families_that_count
from silograph.analyses.owner.reasons import Involved, Told, _of_flips
from silograph.analyses.owner.rules import LEADING, MATTERS
from silograph.analyses.owner.scores import Scores, flips_of
from silograph.analyses.owner.ties import contacts_of, leaders_of, share_to
from silograph.analyses.owner.weights import FAMILIES, central_weights, draw_weights
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
    return owner(network, glue=linking, silos=found, audience=audience, seed=1)  # type: ignore[arg-type]


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


def test_ties_alone_are_thin_evidence() -> None:
    """However clearly a function links the others: whether it answers is not known, and nobody is named."""
    truth, result = simulate(PLANTED).truth, decided(planted=True)
    assert result.involve[0] == truth["glue"] == result.first
    assert list(result.weights) == ["links"]
    assert result.recommended is None
    assert result.arrangement is None
    assert not result.gates["families"]
    for lang, thin in (("en", "evidence is thin"), ("fr", "indices sont minces")):
        assert thin in result.headline(lang)  # type: ignore[arg-type]
        assert any(thin in reason for reason in result.reasons(lang))  # type: ignore[arg-type]
    assert result.table["acceptability"].sum() == pytest.approx(1)


@pytest.mark.parametrize("planted", [True, False])
def test_the_first_sentence_is_short_and_without_figures(planted: bool) -> None:
    for lang in ("en", "fr"):
        first = decided(planted).headline(lang).split(". ")[0]  # type: ignore[arg-type]
        assert len(first.split()) <= 20
        assert not any(letter.isdigit() for letter in first)


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
        assert all(any(digit in reason for digit in "0123456789") or "thin" in reason or "minces" in reason
                   for reason in reasons)  # fmt: skip
        assert not any("{" in reason for reason in reasons + result.cautions(lang))  # type: ignore[arg-type]


def test_a_first_that_may_route_onward_for_all_that_is_known_is_a_caution() -> None:
    without, measured = decided(True), whole()
    langs: dict[Lang, str] = {"en": "cannot be told", "fr": "ne permettent pas de dire"}
    for lang, said in langs.items():
        assert any(said in one and str(without.first) in one for one in without.cautions(lang))
        assert not any(said in one for one in measured.cautions(lang))


def test_external_audience_says_what_was_not_measured() -> None:
    cautions = decided(True, "external").cautions()
    assert any("contact with the outside and answering" in caution for caution in cautions)
    assert any("could not be told" in caution for caution in cautions)


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
    # A leads 3 to 1 on the first of two families and lies behind by 1 on the second. With weight w of the second the
    # lead is 2 (1 - w) - w, which ends at w = 2/3. C never overtakes A.
    table = flips_of(
        scores([[3, 0], [1, 1], [1, -1]], ["links", "answers"]),
        np.array([0.5, 0.5]),
        ["A", "B", "C"],
        first="A",
    )
    weight = table.set_index(["function", "family"])["weight"]
    assert weight["B", "answers"] == pytest.approx(2 / 3)
    assert weight.drop(("B", "answers")).isna().all()


@given(
    arrays(float, (4, 3), elements=st.floats(-3, 3)),
    arrays(float, 3, elements=st.floats(0.1, 1)),
    st.integers(0, 2),
)
def test_at_its_flip_a_rival_draws_level(values: FloatArray, weights: FloatArray, column: int) -> None:
    central = weights / weights.sum()
    worth = values
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
    assert set(result.criteria["family"]) == {"links", "answers", "outside", "practice", "standing"}
    counting = result.criteria[result.criteria["counts"]]
    leads = [
        name in LEADING.get(family, {name}) for family, name in counting[["family", "criterion"]].to_numpy()
    ]
    assert set(result.weights) == set(
        counting.loc[leads, "family"]
    )  # how many one can answer is no answer yet
    assert sum(result.weights.values()) == pytest.approx(1)
    assert {
        "answering_steps",
        "within_24h_steps",
        "load_steps",
        "contacts_steps",
        "presence_steps",
        "dialogue_steps",
        "leaders_steps",
    } <= set(result.table)
    assert result.table["acceptability"].sum() == pytest.approx(1)
    for lang, said in (("en", "within 24 hours"), ("fr", "dans les 24 heures")):
        assert any(said in reason for reason in result.reasons(lang))  # type: ignore[arg-type]


def test_what_routes_onward_is_never_recommended() -> None:
    truth, result = simulate(MAILROOM).truth, whole()
    # The glue comes first, but not by so much that it is named: a person there carries 1.5 times as much as elsewhere
    # (0.8 to 3.0), which is not beyond chance, and others are within what matters in most weightings.
    assert result.first == truth["glue"]
    assert result.recommended is None
    assert [name for name, passed in result.gates.items() if not passed] == ["weightings"]
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
        glue=glue(network, replicates=10, simulations=20, seed=3, without=()),
        silos=silos(network, simulations=1),
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
                 replicates=10, simulations=20, seed=3)  # fmt: skip
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
    judged = owner(network, glue=linking, silos=found, suitability=[(name, "serves", 1.0), (name, "passion", 0.5)],
                   seed=1)  # fmt: skip
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
    keys = _keys(told.reasons(1.0, whole.flips, [*whole.weights]))
    assert "brokerage" in keys
    assert "outside" not in keys


def _keys(claims: Iterable[Claim]) -> list[str]:
    return [claim.sentence.key.removeprefix("because.") for claim in claims]


def _told() -> Told:
    """What is told of the planted company."""
    network = simulate(PLANTED).to_network()
    links = Links(
        network=network,
        glue=glue(network, replicates=10, simulations=10, seed=1),
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
        gates=decided(planted=True).gates,
    )


def test_load_by_hand() -> None:
    # HR: a and b get 4 and 0 messages, 2 on average; IT: c gets 1.
    ties = pd.DataFrame({"source": ["c", "a"], "target": ["a", "c"], "messages": [4, 1]})
    people = pd.DataFrame({"person_id": list("abc"), "function": ["HR", "HR", "IT"]})
    load = _load(Network.from_pandas(ties, people), ["HR", "IT"])
    assert load.people == 1  # those who got any
    assert load.units.tolist() == [2, 1]
    assert load.estimates == pytest.approx([-np.log(2), 0])
    assert load.errors == pytest.approx([np.std([4, 0], ddof=1) / 2 / np.sqrt(2), np.nan], nan_ok=True)


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
    # Two families, three functions: A is best in links, B in standing, C in between; one draw.
    scores = np.array([[[4.0, 0.0], [0.0, 2.0], [1.5, 1.5]]])
    expected = np.zeros(3)
    for weight in (np.arange(20_000) + 0.5) / 20_000:
        totals = [links * weight + standing * (1 - weight) for links, standing in scores[0]]
        tied = [total > max(totals) - 1 for total in totals]
        expected += np.array(tied) / sum(tied) / 20_000
    found = np.mean(
        [acceptability_of(scores, ["links", "standing"], "balanced", seed) for seed in range(2000)], axis=0
    )
    assert np.allclose(found, expected, atol=0.02)
    # By hand: A leads B by 1 from weight 1/2 on, and C (4 w against 1.5) from 5/8 on.
    assert np.allclose(expected[0], 3 / 8 + (5 / 8 - 1 / 2) / 2 + shared(1 / 8, 1 / 2), atol=0.01)


def shared(low: float, high: float) -> float:
    """What A has where it is tied: with C from weight 1/8 (4 w against 1.5), with B as well below 1/2."""
    grid = np.linspace(low, high, 4001)
    a, b, c = 4 * grid, 2 * (1 - grid), np.full_like(grid, 1.5)
    most = np.maximum(np.maximum(a, b), c)
    tied = np.array([one > most - 1 for one in (a, b, c)])
    return float((tied[0] / tied.sum(axis=0)).mean() * (high - low))


def test_less_than_what_matters_is_a_tie() -> None:
    scores = np.array([[[0.9, 0.9], [0.0, 0.0], [-2.0, -2.0]]])
    assert acceptability_of(scores, ["links", "standing"], "balanced", 0).tolist() == [0.5, 0.5, 0.0]
    assert acceptability_of(scores * 1.2, ["links", "standing"], "balanced", 0).tolist() == [1.0, 0.0, 0.0]
    assert acceptability_of(np.zeros((5, 4, 0)), [], "balanced", 0).tolist() == [0.25] * 4


def criterion(
    name: str, estimates: list[float], error: float | list[float] = 0.05, **options: object
) -> Criterion:
    values = np.array(estimates)
    family = next(family for family, names in FAMILIES.items() if name in names)
    errors = np.broadcast_to(np.asarray(error, dtype=float), values.shape)
    given = {"units": np.full(len(values), 50.0), **options}
    return Criterion(family, name, values, errors, **given)  # type: ignore[arg-type]


def test_reliability_and_shrinkage_by_hand() -> None:
    # mean .2, variance (.04 + .01 + 0 + .09) / 3 = .14 / 3, of which .0025 is noise
    found = Evidence.of(criterion("within_24h", [0.0, 0.1, 0.2, 0.5]))
    rho = 1 - 0.0025 / (0.14 / 3)
    assert found.reliability == pytest.approx(rho)
    assert found.centre == pytest.approx(0.2)
    assert found.drawn_in == pytest.approx(np.full(4, rho))
    assert found.steps == pytest.approx(np.clip(np.array([-0.2, -0.1, 0.0, 0.3]) * rho / 0.1, -3, 3))
    assert found.range == pytest.approx(0.5 * np.sqrt(rho) / 0.1)
    assert found.why_not == ""


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (criterion("within_24h", [0.1, 0.2, 0.6], readable=False), "unreadable"),
        (criterion("within_24h", [0.1, 0.2, 0.6], units=np.array([50, 50, 19.0])), "few"),
        (criterion("within_24h", [0.1, 0.2, np.nan, 0.6], [0.05, 1.1, 0.05, 0.05]), "few"),
        (criterion("within_24h", [0.1, 0.2, 0.6], 0.3), "noise"),
        (criterion("within_24h", [0.40, 0.44, 0.49], 0.001), "alike"),  # known to a tenth of a point
        (criterion("within_24h", [0.1, 0.2, 0.6]), ""),
    ],
)
def test_what_does_not_count(one: Criterion, why: str) -> None:
    assert Evidence.of(one).why_not == why


def test_shrinkage_errs_least_and_the_range_is_that_of_the_truth() -> None:
    """Ten thousand functions that really differ by .1, seen with errors of .1: no other factor comes nearer."""
    rng = np.random.default_rng(2)
    truth = rng.normal(0.4, 0.1, 10_000)
    found = Evidence.of(criterion("within_24h", (truth + rng.normal(0, 0.1, 10_000)).tolist(), 0.1))
    assert found.reliability == pytest.approx(0.5, abs=0.03)
    away = found.criterion.estimates - found.centre
    errors = {f: float(((found.centre + f * away - truth) ** 2).mean()) for f in np.linspace(0, 1, 51)}
    assert min(errors, key=errors.__getitem__) == pytest.approx(float(found.drawn_in[0]), abs=0.03)
    kept = np.sqrt(found.drawn_in) * away
    assert kept.std() == pytest.approx(truth.std(), rel=0.03)


@given(
    arrays(float, 6, elements=st.floats(0, 1)),
    arrays(float, 6, elements=st.floats(0.001, 0.3)),
    st.floats(-1, 1),
    st.permutations(range(6)),
)
def test_what_holds_of_any_evidence(
    values: FloatArray, errors: FloatArray, shift: float, order: list[int]
) -> None:
    found = Evidence.of(criterion("within_24h", values.tolist(), errors.tolist()))
    assert 0 <= found.reliability <= 1
    assert (np.abs(found.steps) <= 3).all()
    assert ((found.drawn_in >= 0) & (found.drawn_in <= 1)).all()
    moved = Evidence.of(criterion("within_24h", (values + shift).tolist(), errors.tolist()))
    assert moved.reliability == pytest.approx(found.reliability, abs=1e-6)
    assert moved.steps == pytest.approx(found.steps, abs=1e-4)
    other = Evidence.of(criterion("within_24h", values[order].tolist(), errors[order].tolist()))
    assert other.steps == pytest.approx(found.steps[order], abs=1e-6)
    noisier = Evidence.of(criterion("within_24h", values.tolist(), (2 * errors).tolist()))
    assert noisier.reliability <= found.reliability + 1e-9


def test_families_that_carry_a_recommendation() -> None:
    apart = [0.1, 0.2, 0.6]
    links, load, within = (
        criterion("lift", [-1, 0, 1.0]),
        criterion("load", [0.0, 1.0, 2.0]),
        criterion("within_24h", apart),
    )

    def families(*ones: Criterion) -> list[str]:
        return families_that_count([Evidence.of(one) for one in ones])

    assert families(links, load) == ["links"]  # who has time is no answer
    assert families(links, load, within) == ["links", "answers"]
    assert enough(["links", "answers"])
    assert not enough(["links", "standing"])
    assert not enough(["answers"])
    assert not enough([])


def test_deviates_share_what_resamples_share() -> None:
    rng = np.random.default_rng(3)
    common = rng.normal(size=(60, 5))
    one = criterion("lift", [0.0] * 5, deviations=common - common.mean(axis=0))
    two = criterion("spread", [0.0] * 5, deviations=-(common - common.mean(axis=0)))
    alone = criterion("within_24h", [0.0] * 5)
    noise = deviates([Evidence.of(part) for part in (one, two, alone)], 20_000, rng=rng)
    assert all(part.std(axis=0) == pytest.approx(np.ones(5), abs=0.03) for part in noise)
    assert np.allclose(noise[0], -noise[1])
    assert np.corrcoef(noise[0][:, 0], noise[2][:, 0])[0, 1] == pytest.approx(0, abs=0.03)
    expected = np.corrcoef(common.T)
    assert np.corrcoef(noise[0].T) == pytest.approx(expected, abs=0.03)


def test_where_all_are_alike_hardly_anybody_is_named() -> None:
    """Criteria that are nothing but noise, in 400 organisations of eight functions: two families, first, and beyond."""
    rng, named = np.random.default_rng(4), 0
    for seed in range(400):
        found = []
        for family, names in FAMILIES.items():
            for name in names:
                error = 2 * MATTERS[name].least * rng.uniform(0.5, 1.5, 8)
                found.append(Evidence.of(criterion(name, rng.normal(0, error).tolist(), error.tolist())))
                assert found[-1].criterion.family == family
        scores = Scores.of(found, seed=seed, draws=100)
        central = central_weights(scores.families, "balanced")
        most = float(np.quantile((scores.null @ central).max(axis=1), 0.95))
        first = acceptability_of(scores.replicates, scores.families, "balanced", seed)
        named += (
            enough(scores.families) and first.max() >= 0.5 and float((scores.observed @ central).max()) > most
        )
    assert named <= 20 + 2 * np.sqrt(20)


def test_the_largest_must_clearly_link_more() -> None:
    table = pd.DataFrame(
        {"function": ["HR", "IT", "PR"], "lift_low": [0.9, 0.9, 1.1], "lift_high": [1.4, 0.99, 2.0]}
    )

    def links(sizes: dict[str, int]) -> Links:
        return SimpleNamespace(glue=SimpleNamespace(table=table, sizes=sizes))  # type: ignore[return-value]

    names, small = ("HR", "IT", "PR"), {"HR": 5, "IT": 9, "PR": 7}
    assert _links_enough(links(small), names, "HR")
    assert not _links_enough(links(small | {"HR": 20}), names, "HR")
    assert not _links_enough(links(small | {"HR": 20}), names, "IT")  # clearly less than the others
    assert _links_enough(links(small | {"PR": 20}), names, "PR")


def test_who_answers_less_is_not_recommended() -> None:
    clock = pd.DataFrame({"function": ["HR", "IT"], "clock": "first_reply", "difference_high": [-0.01, 0.02]})
    relay, names = SimpleNamespace(passing_on=("PR",)), ("HR", "IT", "PR", "QA")
    findings = Findings(relay=relay, response=SimpleNamespace(functions=clock))  # type: ignore[arg-type]
    unsure = [Evidence.of(criterion("within_24h", [0.3, 0.31, 0.3, 0.29], 0.1))]
    less = {name: _answers_less(findings, unsure, name, names) for name in names}
    assert less == {"HR": True, "IT": False, "PR": True, "QA": False}
    sure = [Evidence.of(criterion("within_24h", [0.1, 0.5, 0.6, 0.2], 0.01))]
    assert _answers_less(Findings(), sure, "QA", names)
    assert not _answers_less(Findings(), sure, "IT", names)


def test_whom_the_run_calls_unstable_is_not_recommended() -> None:
    named = replace(decided(planted=True), recommended="Finance", arrangement="single_function")
    kept, gone = named.unstable(0, 9), named.unstable(2, 9)
    assert (kept.recommended, kept.gates["stable"]) == ("Finance", True)
    assert (gone.recommended, gone.arrangement, gone.gates["stable"]) == (None, None, False)
    assert any("in 2 of 9 cases" in reason for reason in gone.reasons())
    assert not gone.headline().startswith("Finance")


def test_contacts_by_hand() -> None:
    # a and b of HR with c of IT, a with d of IT as well: two people elsewhere for HR, two for IT
    ties = [("a", "c"), ("b", "c"), ("a", "d"), ("a", "b")]
    network = Network.from_edges(ties, {"a": "HR", "b": "HR", "c": "IT", "d": "IT"})
    assert dict(zip(network.functions, contacts_of(network).tolist(), strict=True)) == {"HR": 2, "IT": 2}


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
        owner(network, glue=linking, silos=found)


def test_unknown_audience() -> None:
    network = simulate(PLANTED).to_network()
    with pytest.raises(UsageError, match="aliens"):
        owner(network, glue=glue(network, replicates=20), silos=silos(network),
              audience="aliens")  # type: ignore[arg-type]  # fmt: skip
