"""Lift: by hand, against slow and obvious ways to get it, and what it does not depend on."""

from __future__ import annotations

import itertools
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from silograph.analyses.glue.activity import CarriedBy, crossing_groups, people_variance, ratio_to_others
from silograph.analyses.glue.answer import glue
from silograph.analyses.glue.brokerage import person_paths, sources_of, whole_sets
from silograph.analyses.glue.caveats import _other_reading
from silograph.analyses.glue.lift import (
    LeftOut,
    Lift,
    Observed,
    dealt,
    p_dealt,
    p_groups,
    spreads,
    verdicts,
)
from silograph.analyses.glue.point_estimates import glue_criteria
from silograph.analyses.glue.ties import Ties
from silograph.analyses.parts.settings import Settings
from silograph.graph.network import Network
from silograph.graph.paths.brokerage import brokerage
from silograph.graph.paths.carried import carried
from silograph.run.coherence import contradictions
from silograph.run.run import analyze
from silograph.simulation import CompanySpec, MailRoom, simulate

SIZES = (6, 8, 10, 16)


def company(
    seed: int,
    *,
    sizes: tuple[int, ...] = SIZES,
    open_: float = 1.0,
    active: float = 1.0,
    sites: int = 1,
    degree: float = 10.0,
) -> Network:
    """Walls of six; the first function may exchange more across them, or be more active altogether."""
    rng = np.random.default_rng(seed)
    function = np.repeat(np.arange(len(sizes)), sizes)
    site = rng.integers(0, sites, len(function))
    activity = np.exp(rng.normal(0, 0.5, len(function))) * np.where(function == 0, active, 1.0)
    same = function[:, None] == function
    border = ~same & ((function[:, None] == 0) | (function == 0))
    rate = np.outer(activity, activity) * np.where(same, 6.0, np.where(border, open_, 1.0))
    rate *= np.where(site[:, None] == site, 1.0, 0.05)
    rate *= degree * len(function) / (rate.sum() - np.trace(rate))
    ends = np.argwhere(np.triu(rng.random(rate.shape) < 1 - np.exp(-rate), 1))
    people = pd.DataFrame(
        {"person_id": [f"p{i}" for i in range(len(function))], "function": [f"F{f}" for f in function]}
    )
    ones = np.ones(len(ends))
    return Network(people, ends[:, 0], ends[:, 1], strength=ones, messages=ones.astype(np.int64))


def observed_of(network: Network, *, limit: int = 5000) -> tuple[Ties, Observed, LeftOut]:
    ties = Ties.of(network, weighted=False)
    cross = person_paths(ties, limit=limit, seed=0).cross
    sources = sources_of(ties, 5000, seed=0)
    observed = Observed.of(ties, np.arange(len(network.functions)), cross=cross, sources=sources)
    some = sources_of(ties, limit, seed=1)
    return ties, observed, LeftOut.of(ties, observed, cross=cross, sources=some)


# --- by hand ---------------------------------------------------------------------------------------------------


def test_lift_by_hand() -> None:
    """4 people carry 0.3, 2 others 0.06, 8 others 0.4: 0.075 a head against 0.03 and 0.05, on average 0.04."""
    found = Lift.of(np.array([0.3, 0.06, 0.4]), np.array([4, 2, 8]), np.full(3, 0.001))
    np.testing.assert_allclose(found.value[0], 1.875)
    np.testing.assert_allclose(found.expected[0], 0.16)
    np.testing.assert_allclose(np.exp(found.log), found.value)


def test_half_a_chain_stands_for_nothing() -> None:
    """All passes through the first of two: half a chain (0.01) of three people is set against its 0.5 of two."""
    found = Lift.of(np.array([0.5, 0.0, np.nan]), np.array([2, 3, 9]), np.full(3, 0.01))
    np.testing.assert_allclose(found.log[0], np.log((0.5 / 2) / (0.01 / 3)))
    assert found.value[1] == 0
    np.testing.assert_allclose(found.log[1], np.log((0.01 / 3) / (0.5 / 2)))
    assert np.isnan([found.log[2], found.value[2], found.expected[2]]).all()


def test_none_is_compared_with_a_function_aside() -> None:
    """The third carries 0.4 by 8: beside it 0.075 a head against 0.03; it is compared with both as before."""
    share, people, chain = np.array([0.3, 0.06, 0.4]), np.array([4, 2, 8]), np.full(3, 0.001)
    aside = np.array([False, False, True])
    found = Lift.of(share, people, chain, aside=aside)
    np.testing.assert_allclose(found.value, [2.5, 0.4, 0.05 / 0.0525])
    doubled = Lift.of(share * [1, 1, 2], people * [1, 1, 5], chain, aside=aside)
    np.testing.assert_allclose(doubled.value[:2], found.value[:2])


def test_whose_parts_are_dealt_beside_a_function_aside() -> None:
    """People aside are dealt over themselves only: for the others it is as if they were not there."""
    rng = np.random.default_rng(5)
    parts, codes, functions = rng.gamma(1.0, size=30), np.repeat([0, 1, 2], 10), np.array([0, 1, 2])
    aside = np.array([False, False, True])
    found = p_dealt(parts, codes, functions, aside=aside)
    np.testing.assert_allclose(found[:2], p_dealt(parts[:20], codes[:20], functions[:2]))
    np.testing.assert_allclose(found[2], p_dealt(parts, codes, functions)[2])


def test_between_how_many_pairs_beside_a_function_aside() -> None:
    """Of four: between the second and third the first carries 3 against 9 of the fourth, who stands aside."""
    through = np.zeros((4, 4, 4))
    through[0, 1, 2], through[3, 1, 2] = 3.0, 9.0
    functions, people, aside = np.arange(4), np.full(4, 5), np.array([False, False, False, True])
    assert spreads(through, functions, people)[0] == 0
    assert spreads(through, functions, people, aside=aside)[0] == pytest.approx(1 / 3)


def test_a_mail_room_hides_no_glue() -> None:
    """A mail room carries most of everything: a glue beside it stands out only where none is compared with the room."""
    spec = CompanySpec(
        people=200, messages=12_000, functions=8, seed=14, balanced=False, glue_openness=6.0,
        function_activity_spread=0.0, mailroom=MailRoom(share=0.8, openness=8.0),
    )  # fmt: skip
    company = simulate(spec)
    room, network = company.truth["mailroom"], company.to_network()
    assert company.truth["glue"] in glue(network, replicates=2, simulations=0, aside=[room]).glue
    run = analyze(*company.log(), settings=Settings(only=("glue", "relay"), replicates=20))
    assert run.results["glue"].parameters["aside"] == [room]
    found, relay = run.results["glue"], run.results["relay"]
    assert found.glue == (company.truth["glue"],)
    assert any(room in caveat for caveat in found.caveats)
    # both tell one story, of the glue that stands beside the mail room
    assert relay.mailrooms == (room,)
    assert relay.mailroom_syndrome is False
    assert "no other function links" not in relay.headline()
    assert not contradictions(run.results)
    # and whoever speaks of the first speaks of the glue, though more passes through the room
    assert found.table["function"].iloc[0] == room
    assert found.first == found.contenders[0] == company.truth["glue"]
    assert set(found.without["function"]) == {company.truth["glue"]}
    assert company.truth["glue"] in found.explain()[0]
    keys = ("note.glue.distance", "note.glue.readings")
    told = [dict(note.values) for note in found.caveats if note.key in keys]
    assert all(values["function"] == company.truth["glue"] for values in told)
    assert room not in {values["other"] for values in told}


def test_another_first_is_not_the_function_aside() -> None:
    """By strength and by number of contacts the mail room would be first: it is no other reading of who links most."""
    names, verdicts_ = ["Room", "HR", "IT"], ["ordinary", "glue", "ordinary"]
    table = pd.DataFrame({"function": names, "verdict": verdicts_, "beyond_activity": [3.0, 1.1, 1.2]})
    (said,) = _other_reading(table, ["Room"])
    assert dict(said.values) == {"function": "HR", "other": "IT", "x": 1.2}
    assert not _other_reading(table, [])  # without it the first has no verdict
    assert not _other_reading(table.assign(beyond_activity=[3.0, 1.3, 1.2]), ["Room"])


def test_point_estimates_beside_a_function_aside() -> None:
    network = company(1)
    usual = glue(network, replicates=2, simulations=0, aside=["F3"]).table.set_index("function")["lift"]
    found = glue_criteria(network, aside=["F3"]).set_index("function")["lift"]
    np.testing.assert_allclose(found, usual[found.index])


def test_who_contends_by_hand() -> None:
    """In 40 draws IT is first in one, PR in none, HR in all others; beside them all a mail room aside."""
    found = glue(company(1, sizes=(5, 6, 7, 8)), replicates=2, simulations=0)
    drawn = np.tile([3.0, 2.0, 0.5, 1.0], (40, 1))
    drawn[7, 1:] = [0.0, 0.5, 1.0]
    drawn[:, 0] = 9.0
    other = replace(found, replicates={"lift": drawn}, parameters={**found.parameters, "aside": ["F0"]})
    assert other.contenders == ("F1", "F3")
    assert replace(other, parameters={**found.parameters, "aside": []}).contenders == ("F0",)


def test_a_verdict_needs_all_three() -> None:
    lift, q_value, spread = (
        np.array([1, 1, -1, 1]),
        np.array([0.01, 0.01, 0.01, 0.06]),
        np.array([1, 0.8, 1, 1]),
    )
    assert verdicts(lift, q_value, spread).tolist() == ["glue", "bridge", "ordinary", "ordinary"]


def test_ratio_to_others_by_hand() -> None:
    """Twice what activity gives, where the others have 0.3 of 0.4."""
    found = ratio_to_others(np.array([0.4, 0.1, 0.2, np.nan]), np.array([0.2, 0.2, 0.2, 0.2]))
    np.testing.assert_allclose(found[0], 2 / 0.75)
    assert np.isnan(found[3])


# --- against slow ways ---------------------------------------------------------------------------------------------


def slow_brokerage(network: Network, function: str) -> float:
    """Share of the shortest paths between people of two other functions, path by path."""
    graph, of = network.to_networkx(), network.people["function"]
    through, connected = 0.0, 0
    for s, t in itertools.combinations(range(len(network)), 2):
        if of[s] == of[t] or function in (of[s], of[t]) or not nx.has_path(graph, s, t):
            continue
        paths = list(nx.all_shortest_paths(graph, s, t))
        connected += 1
        through += np.mean([any(of[v] == function for v in path[1:-1]) for path in paths])
    return through / connected


def slow_lift(network: Network, function: str) -> float:
    size = network.people["function"].value_counts()
    per_head = {one: slow_brokerage(network, one) / size[one] for one in network.functions}
    own = per_head.pop(function)
    return float(own / np.mean(list(per_head.values())))


def test_lift_and_what_leaving_people_out_does_to_it() -> None:
    """The network is built anew without each group, and its lifts counted path by path."""
    network = company(1, sizes=(5, 6, 7, 8), degree=6.0)
    ties, observed, left_out = observed_of(network)
    for i, name in enumerate(network.functions):
        np.testing.assert_allclose(observed.lift.value[i], slow_lift(network, name))
    group = dealt(ties)
    for one in (0, 7, 20):
        rest = network.subset(group != one)
        for i, name in enumerate(network.functions):
            np.testing.assert_allclose(left_out.criteria["lift"][one, i], np.log(slow_lift(rest, name)))
        table = glue_criteria(rest, min_group=1)
        for name in ("brokerage", "excess", "coverage", "evenness", "participation"):
            np.testing.assert_allclose(left_out.criteria[name][one], table[name], err_msg=name)
    values = left_out.criteria["lift"]
    np.testing.assert_allclose(
        left_out.spread("lift"), np.sqrt((len(values) - 1) * values.var(axis=0)), rtol=1e-9
    )


def test_people_of_a_function_are_left_out_one_by_one() -> None:
    network = company(2, sizes=(12, 30, 39, 40))
    ties = Ties.of(network, weighted=False)
    group, codes = dealt(ties), network.function_codes
    assert np.bincount(group).max() - np.bincount(group).min() <= 1
    for code in range(4):
        assert np.bincount(group[codes == code]).max() == 1


def test_dealt_parts_against_dealing() -> None:
    rng = np.random.default_rng(0)
    codes, parts = np.repeat([0, 1, 2, -1], [5, 20, 30, 4]), rng.lognormal(0, 1, 59)
    found = p_dealt(parts, codes, np.array([0, 1, 2]))
    known = codes >= 0
    values, of = np.sqrt(parts[known]), codes[known]
    for f in range(3):
        own = values[of == f].sum()
        sums = np.array([values[rng.permutation(of) == f].sum() for _ in range(4000)])
        assert found[f] == pytest.approx((sums >= own).mean(), abs=0.025)


def test_p_of_groups_is_that_of_a_t_test() -> None:
    """Of five numbers, whose mean is the lift and whose standard error the spread."""
    sample = np.array([0.1, 0.5, 0.3, 0.9, -0.2])
    error = sample.std(ddof=1) / np.sqrt(5)
    found = p_groups(np.array([sample.mean()]), np.array([error]), np.array([9]), groups=5)
    assert found[0] == pytest.approx(ttest_1samp(sample, 0, alternative="greater").pvalue)
    assert p_groups(np.array([1.0]), np.array([np.inf]), np.array([5]))[0] == pytest.approx(0.5)
    assert p_groups(np.array([1.0]), np.array([0.1]), np.array([1]))[0] == 1  # one person is no sample


@given(st.integers(2, 6), st.integers(0, 10**6))
def test_spread_pair_by_pair(k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    through, people = rng.integers(0, 9, (k, k, k)).astype(float), rng.integers(1, 9, k)
    for f, a, b in itertools.product(range(k), repeat=3):
        if a >= b or f in (a, b):
            through[f, a, b] = 0
    found = spreads(through, np.arange(k), people)
    for f in range(k):
        more = []
        for a, b in itertools.combinations([g for g in range(k) if g != f], 2):
            left = [g for g in range(k) if g not in (f, a, b)]
            rest = sum(through[g, a, b] for g in left) / sum(people[g] for g in left) if left else 0
            more.append(through[f, a, b] / people[f] > rest + 1e-12)
        assert found[f] == pytest.approx(np.mean(more) if more else np.nan, nan_ok=True)


def test_fewer_sources_do_not_widen_the_interval() -> None:
    """Of a fifth of the sources the correction gives the spread that all of them give, on average."""
    corrected, plain = [], []
    for seed in range(6):
        network = company(seed, sizes=(10, 20, 30, 40), degree=8.0)
        whole = observed_of(network)[2].spread("lift")
        some = observed_of(network, limit=20)[2]
        corrected.append(some.spread("lift") / whole)
        plain.append(replace(some, numerical=np.zeros(4)).spread("lift") / whole)
    assert np.median(plain) > 1.1
    assert abs(np.median(corrected) - 1) < abs(np.median(plain) - 1)
    assert 0.8 < np.median(corrected) < 1.2


# --- what it does not depend on ------------------------------------------------------------------------------------


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_names_numbers_and_seed_change_no_verdict(seed: int) -> None:
    network, rng = company(seed % 3, open_=3.0), np.random.default_rng(seed)
    network = replace(network, strength=np.random.default_rng(5).exponential(size=len(network.source)))
    options = {"replicates": 2, "simulations": 2, "min_group": 3}
    usual = glue(network, **options).table
    moved = network.renumbered(rng.permutation(len(network)))
    moved = replace(
        moved, people=moved.people.assign(person_id=[f"x{i}" for i in rng.permutation(len(network))])
    )
    pd.testing.assert_frame_equal(glue(moved, **options).table, usual, rtol=1e-9)
    other = glue(network, **options, seed=seed + 1).table
    same = ["function", "lift", "lift_low", "lift_high", "p_value", "verdict", "rank"]
    pd.testing.assert_frame_equal(other[same], usual[same])


def test_people_keep_their_places() -> None:
    """Rows of people, and the ends of ties, are those of the network that was given."""
    network = company(3)
    moved = network.renumbered(np.random.default_rng(1).permutation(len(network)))
    for one in (network, moved):
        found = glue(one, replicates=2, simulations=0)
        assert found.people["person_id"].tolist() == one.people["person_id"].tolist()
        codes, names = one.function_codes, one.functions
        for row in found.ties.head(20).itertuples():
            assert names[codes[row.node]] == row.function
            assert names[codes[row.neighbour]] == row.neighbour_function


# --- answered ties -------------------------------------------------------------------------------------------------


def test_round_mails_make_no_chains() -> None:
    """One person of F1 writes to everybody, nobody answers: all of it is gone from paths, none of it from people."""
    network = company(4)
    others = np.flatnonzero(network.people["person_id"] != "p6")
    tied = set(network.ties.target[network.ties.source == 6]) | set(
        network.ties.source[network.ties.target == 6]
    )
    new = np.array([v for v in others if v not in tied])
    weighty = np.append(np.ones(len(network.source), dtype=bool), np.zeros(len(new), dtype=bool))
    mailed = replace(
        network,
        source=np.append(network.source, np.full(len(new), 6)),
        target=np.append(network.target, new),
        strength=np.append(network.strength, np.full(len(new), 0.03)),
        messages=np.append(network.messages, np.ones(len(new), np.int64)),
        weighty=weighty,
    )
    usual, found = (glue(one, replicates=2, simulations=0) for one in (network, mailed))
    left, right = (one.table.set_index("function")["lift"].sort_index() for one in (usual, found))
    np.testing.assert_allclose(left, right)
    assert found.people["betweenness"][6] > usual.people["betweenness"][6]
    assert any("nobody answered" in note for note in found.caveats)
    answered = replace(mailed, weighty=np.ones(len(weighty), dtype=bool))
    assert glue(answered, replicates=2, simulations=0).people["brokerage_share"][6] > 0.5


# --- too little ------------------------------------------------------------------------------------------------


def test_two_functions_are_too_few_to_compare() -> None:
    found = glue(company(5, sizes=(3, 4, 12, 20), open_=4.0), replicates=2, simulations=0)
    assert found.too_little == "few"
    assert "Too few functions" in found.headline()
    assert found.table["verdict"].eq("not_assessable").all()
    assert found.table["rank"].notna().sum() == 2
    assert found.table["p_first"].isna().all()


def test_a_log_of_one_mailbox() -> None:
    network = company(6, degree=3.0)
    new = np.array([v for v in range(1, len(network)) if v != 0])
    mailbox = Network.from_edges(
        [*zip(network.source.tolist(), network.target.tolist(), strict=True), *((0, int(v)) for v in new)]
        + [(0, int(v)) for v in new],
        dict(enumerate(network.people["function"])),
    )
    keep = (mailbox.source == 0) | (mailbox.target == 0) | (np.arange(len(mailbox.source)) % 2 == 0)
    mailbox = replace(
        mailbox,
        source=mailbox.source[keep],
        target=mailbox.target[keep],
        strength=mailbox.strength[keep],
        messages=mailbox.messages[keep],
    )
    found = glue(mailbox, replicates=2, simulations=0)
    assert found.too_little == "mailbox"
    assert not found.glue
    assert "one mailbox" in found.headline()


def test_one_function_that_is_most_of_the_company() -> None:
    found = glue(company(7, sizes=(8, 8, 8, 60)), replicates=2, simulations=2)
    assert found.giant == "F3"
    assert any("more than half of the people" in note for note in found.caveats)


def test_a_giant_does_not_decide_what_the_others_are_compared_with() -> None:
    """Where 400 people carry little per head each, functions of ten alike stay near 1 among themselves."""
    found = Lift.of(
        np.array([0.05, 0.05, 0.05, 0.05, 0.1]), np.array([10, 10, 10, 10, 400]), np.full(5, 1e-4)
    )
    np.testing.assert_allclose(found.value[:4], 0.005 / ((3 * 0.005 + 0.00025) / 4))


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=8), st.floats(0.1, 10), st.integers(0, 10**6))
def test_lift_has_no_scale(brokerage: list[float], times: float, seed: int) -> None:
    """Neither the scale of brokerage nor that of sizes matters, nor the order of functions."""
    share, rng = np.array(brokerage), np.random.default_rng(seed)
    people, order = rng.integers(1, 50, len(share)), rng.permutation(len(share))
    found = Lift.of(share, people, np.full(len(share), 1e-6)).log
    other = Lift.of(share[order] * times, people[order] * 3, np.full(len(share), 1e-6)).log
    np.testing.assert_allclose(other, found[order], atol=1e-9)


def test_queues_do_not_count_as_people() -> None:
    """F1 has people and two queues, F2 queues only: heads are people, or queues where there is nobody else."""
    network = company(8)
    function = network.people["function"].to_numpy()
    team = (function == "F2") | np.isin(np.arange(len(network)), [6, 7])
    people = network.people.assign(actor_kind=np.where(team, "team", "person"))
    ties = Ties.of(replace(network, people=people), weighted=False)
    assert ties.sizes.tolist() == [6, 6, 10, 16]
    assert (dealt(ties) == -1).sum() == 2


# --- the second reading --------------------------------------------------------------------------------------------


def test_activity_explains_the_active_and_not_the_open() -> None:
    """On average: of a function that is merely busier little is left, of one that looks outwards most."""
    sizes = (10, 12, 15, 20, 25)
    left = {}
    for kind in ("active", "open_"):
        tables = [
            glue(company(seed, sizes=sizes, **{kind: 3.0}), replicates=2, simulations=10).table.set_index(
                "function"
            )
            for seed in range(6)
        ]
        lift, beyond = (
            np.exp(np.mean([np.log(t.loc["F0", name]) for t in tables]))
            for name in ("lift", "beyond_activity")
        )
        left[kind] = np.log(beyond) / np.log(lift)
    assert left["active"] < 0.35
    assert left["open_"] > left["active"] + 0.15


def carried_slowly(network: Network, functions: list[int]) -> np.ndarray:
    """Of the pairs of people of two functions other than one's own, the mean share of shortest paths through one."""
    graph, code = network.to_networkx(), network.function_codes
    found = np.zeros(len(network))
    for i in range(len(network)):
        if code[i] not in functions:
            continue
        shares = []
        for s, t in itertools.combinations(range(len(network)), 2):
            if len({code[i], code[s], code[t]}) == 3 and nx.has_path(graph, s, t):
                paths = list(nx.all_shortest_paths(graph, s, t))
                shares.append(np.mean([i in path for path in paths]))
        found[i] = np.mean(shares)
    return found


def test_what_passes_people_equals_a_slow_count() -> None:
    network = company(3, sizes=(3, 4, 5, 6), degree=4.0)
    ties, sources = Ties.of(network, weighted=False), np.arange(len(network))
    functions = np.array([0, 2, 3])
    share = brokerage(ties.graph(), ties.codes, whole_sets(ties.codes, functions), sources=sources).share
    nodes = carried(ties.graph(), ties.codes, sources=sources).nodes
    found = CarriedBy.of(ties, functions, share, nodes)
    np.testing.assert_allclose(found.people, carried_slowly(network, [0, 2, 3]), atol=1e-12)


@given(st.integers(0, 10_000), st.floats(0.1, 10))
def test_variance_over_people_is_that_of_the_linearised_ratio(seed: int, times: float) -> None:
    """What each person's weight moves the logarithm by, found by trying; no unit matters."""
    rng = np.random.default_rng(seed)
    codes = rng.permutation(np.repeat([0, 1, 2, -1], [2, 4, 5, 3]))
    own, expected = rng.lognormal(0, 1, (2, len(codes)))

    def ratio(weights: np.ndarray, group: np.ndarray) -> float:
        return float(np.log((weights * own)[group].sum() / (weights * expected)[group].sum()))

    wanted = []
    for f in range(3):
        total = 0.0
        for group in (codes == f, (codes >= 0) & (codes != f)):
            moves = [
                (ratio(1 + h, group) - ratio(1 - h, group)) / 2e-5 for h in 1e-5 * np.eye(len(codes))[group]
            ]
            total += group.sum() / (group.sum() - 1) * np.square(moves).sum()
        wanted.append(total)
    found = people_variance(times * own, expected, codes, np.arange(3))
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_interval_of_the_second_reading() -> None:
    """Where functions are alike, 1 lies in it as often as it should; an open one's lies above."""
    covered, wide = [], []
    for seed in range(12):
        sizes = (6, 8, 12, 16, 20)
        table = glue(company(seed, sizes=sizes, sites=1 + 2 * (seed % 2)), replicates=2, simulations=20).table
        inside = table[["beyond_activity_low", "beyond_activity", "beyond_activity_high"]].to_numpy()
        assert (np.diff(inside, axis=1) > 0).all()
        covered += ((inside[:, 0] < 1) & (inside[:, 2] > 1)).tolist()
        wide += np.log(inside[:, 2] / inside[:, 0]).tolist()
    assert np.mean(covered) > 0.85
    assert np.median(wide) < 1.5
    open_ = glue(company(1, sizes=(14, 12, 12, 16, 20), open_=4.0), replicates=2, simulations=20).table
    assert open_.set_index("function").loc["F0", "beyond_activity_low"] > 1


def test_no_interval_of_one_person_or_of_one_network() -> None:
    network = company(2, sizes=(1, 6, 8, 10))
    table = glue(network, replicates=2, simulations=5, min_group=1).table.set_index("function")
    assert np.isnan(table.loc["F0", ["beyond_activity_low", "beyond_activity_high"]].to_numpy(float)).all()
    assert table.drop(index="F0")["beyond_activity_low"].notna().all()
    alone = glue(network, replicates=2, simulations=1, min_group=1).table
    assert alone["beyond_activity_low"].isna().all()
    assert alone["beyond_activity"].notna().any()


def test_groups_that_cross_functions() -> None:
    sizes = (20, 20, 20, 20)
    apart, together = company(9, sizes=sizes, sites=3, degree=14.0), company(9, sizes=sizes, degree=14.0)
    found = crossing_groups(apart, Ties.of(apart, weighted=False), seed=0)
    assert len(set(found.tolist())) >= 3
    assert not crossing_groups(together, Ties.of(together, weighted=False), seed=0).any()


@pytest.mark.parametrize("column", ["location", "unit"])
def test_groups_that_the_people_file_knows(column: str) -> None:
    """Believed where they part the ties across functions, however few know theirs; else what the ties say counts."""
    sizes = (20, 20, 20, 20)
    apart = company(9, sizes=sizes, sites=3, degree=14.0)
    site = np.random.default_rng(9).integers(0, 3, 80)  # as `company` deals them
    known = replace(apart, people=apart.people.assign(**{column: [f"site {one}" for one in site]}))
    found = crossing_groups(known, Ties.of(known, weighted=False), seed=0)
    assert pd.crosstab(found, site).gt(0).to_numpy().sum() == 3
    mostly = known.people[column].where(np.arange(80) % 3 != 0)
    some = replace(apart, people=apart.people.assign(**{column: mostly}))
    assert (
        len(set(crossing_groups(some, Ties.of(some, weighted=False), seed=0).tolist())) == 4
    )  # unknown: one more
    said = replace(apart, people=apart.people.assign(**{column: ["a", "b"] * 40}))
    of_ties = crossing_groups(apart, Ties.of(apart, weighted=False), seed=0)
    assert crossing_groups(said, Ties.of(said, weighted=False), seed=0).tolist() == of_ties.tolist()


def test_who_has_no_site_makes_none() -> None:
    """Queues that exchange with each other and have no site: where sites mean nothing, they are not believed."""
    plain = company(9, sizes=(20, 20, 20, 20), degree=14.0)
    queue = np.arange(80) % 5 < 2
    both = queue[plain.source] == queue[plain.target]
    kept = np.random.default_rng(0).random(len(both)) < np.where(both, 1.0, 0.2)
    ties = {name: getattr(plain, name)[kept] for name in ("source", "target", "strength", "messages")}
    site = np.random.default_rng(1).choice(["a", "b"], 80)
    people = plain.people.assign(location=np.where(queue, "", site))
    said, unsaid = replace(plain, people=people, **ties), replace(plain, **ties)
    groups = [crossing_groups(one, Ties.of(one, weighted=False), seed=0).tolist() for one in (said, unsaid)]
    assert groups[0] == groups[1]


def test_of_sites_and_units_those_that_part_better() -> None:
    apart = company(9, sizes=(20, 20, 20, 20), sites=3, degree=14.0)
    site = np.random.default_rng(9).integers(0, 3, 80)
    both = apart.people.assign(unit=[f"u{one}" for one in site], location=[f"s{min(one, 1)}" for one in site])
    known = replace(apart, people=both)
    assert len(set(crossing_groups(known, Ties.of(known, weighted=False), seed=0).tolist())) == 3
