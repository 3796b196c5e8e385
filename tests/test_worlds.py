"""Worlds of the invented company: each has the property that it claims, in what is sent and in the network."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from silograph import cli
from silograph.errors import UsageError
from silograph.graph.network import Network, TieRule, build_network
from silograph.simulation import WORLDS, Company, CompanySpec, MailRoom, Pace, simulate, write
from silograph.simulation.company import balance, person_model
from silograph.simulation.threads import Mark
from silograph.simulation.worlds import Crowd, moments, settled

BASE = CompanySpec(people=200, messages=4000, functions=9)
SEEDS = range(6)


def company(world: str, seed: int = 1, **options) -> Company:
    return simulate(replace(BASE, world=world, seed=seed, **options).null())


def people_only(network: Network) -> Network:
    return network.subset((network.people["actor_kind"] == "person").to_numpy())


def of_each(network: Network, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Values of a column at both ends of each tie."""
    values = network.people[column].to_numpy(object)
    return values[network.ties.source], values[network.ties.target]


def share_across(network: Network, column: str) -> tuple[float, float]:
    """Share of ties, and of their strength, between people who differ in a column."""
    one, other = of_each(network, column)
    return float((one != other).mean()), float(
        network.ties.strength[one != other].sum() / network.ties.strength.sum()
    )


def times_as_close(
    network: Network, chosen: np.ndarray, usual: np.ndarray, theta: np.ndarray | None = None
) -> float:
    """Exchange per unit of both ends' thetas (or own exchange), of chosen pairs against usual ones ((n, n) masks)."""
    n, ties = len(network), network.ties
    exchange = np.zeros((n, n))
    exchange[ties.source, ties.target] = ties.strength
    own = exchange.sum(axis=0) + exchange.sum(axis=1)
    own = own if theta is None else theta
    expected, pairs = np.outer(own, own), np.triu(np.ones((n, n), dtype=bool), 1)
    rate = [exchange[m & pairs].sum() / expected[m & pairs].sum() for m in (chosen, usual)]
    return float(rate[0] / rate[1])


def same(network: Network, column: str) -> np.ndarray:
    values = network.people[column].to_numpy(object)
    return np.asarray(values[:, None] == values)


def mean_over_seeds(measure, world: str, **options) -> float:
    return float(np.mean([measure(people_only(company(world, s, **options).to_network())) for s in SEEDS]))


# --- all worlds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("planted", [False, True])
def test_every_world_makes_a_company_and_says_which_it_is(world, planted):
    spec = replace(BASE, world=world, seed=3)
    made = simulate(spec if planted else spec.null())
    truth = json.loads(json.dumps(made.truth))
    assert truth["world"] == world
    assert truth["counts"]["messages"] == made.spec.messages
    assert (truth["glue"] is not None) == planted
    closed = 1 if world == "giant" else 0
    assert len(truth["silos"]) == planted + closed
    assert sum(truth["sizes"].values()) == made.spec.people
    assert len(made.to_network()) > 10


@pytest.mark.parametrize("world", WORLDS)
def test_a_seed_makes_the_same_company_again_and_another_seed_another(world):
    ties = [company(world, seed).to_network().to_pandas() for seed in (1, 1, 2)]
    pd.testing.assert_frame_equal(ties[0], ties[1])
    assert not ties[0].equals(ties[2])


@pytest.mark.parametrize("world", WORLDS)
def test_what_a_world_decides_is_decided_once(world):
    spec = settled(replace(BASE, world=world))
    assert settled(spec) == spec
    assert settled(spec.null()).null() == spec.null()


def test_names_on_the_command_line_are_those_of_the_worlds():
    assert tuple(WORLDS) == cli._WORLDS


def test_an_unknown_world_is_refused_in_one_line():
    with pytest.raises(UsageError, match="unknown world 'flat'") as caught:
        CompanySpec(world="flat")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"outwardness": 1.5}, "outwardness"),
        ({"sizes": (5, 0)}, "without people"),
        ({"busy": {0: 0.0}}, "busy"),
        ({"busy": {99: 2.0}}, "no function 99"),
        ({"glue_function": "Nobody"}, "no function 'Nobody'"),
        ({"world": "giant", "people": 60, "functions": 10}, "giant"),
    ],
)
def test_nonsense_is_refused(wrong, says):
    with pytest.raises(UsageError, match=says):
        simulate(CompanySpec(**{"messages": 2000, **wrong}))


@given(
    world=st.sampled_from(sorted(WORLDS)),
    seed=st.integers(0, 10_000),
    people=st.integers(110, 160),
    teams=st.integers(1, 2),
    balanced=st.booleans(),
    lang=st.sampled_from(["en", "fr"]),
    mailroom=st.sampled_from([MailRoom(), MailRoom(share=0.9, openness=6.0)]),
)
def test_worlds_go_with_everything_else(world, seed, people, teams, balanced, lang, mailroom):
    spec = CompanySpec(
        people=people, messages=1500, functions=8, seed=seed, world=world, teams=teams, balanced=balanced,
        lang=lang, mailroom=mailroom,
    )  # fmt: skip
    made = simulate(spec)
    sent = made.traffic
    assert made.truth["counts"]["messages"] == made.spec.messages
    later = sent.parent >= 0
    assert (sent.sent_at[later] > sent.sent_at[sent.parent[later]]).all()
    model = person_model(made.spec, made.plan, made.staff)
    assert np.isfinite(model.theta).all()
    assert (model.theta > 0).all()
    if balanced and made.spec.balanced and made.staff.placed.factors is not None:
        own = model.activity / model.activity.sum()
        free = person_model(made.spec, made.plan, replace(made.staff, placed=type(made.staff.placed)()))
        assert own.max() < 0.5
        assert len(free.rates) == 8 * teams


def test_exports_of_a_world_give_the_network_of_the_truth(tmp_path):
    import silograph.loaders.reading

    made = simulate(replace(BASE, world="teams_sites", seed=5))
    paths = write(made, tmp_path / "made")
    log, roster = silograph.loaders.reading.read(
        [paths["mail"], paths["slack"], paths["tickets"]], paths["people"]
    )
    read, own = build_network(log, roster).to_pandas(), made.to_network().to_pandas()
    order = ["source", "target"]
    pd.testing.assert_frame_equal(
        read.sort_values(order).reset_index(drop=True),
        own.sort_values(order).reset_index(drop=True),
        check_dtype=False,
    )
    table = pd.read_csv(paths["people"], dtype=str)
    assert set(table["location"]) == set(made.spec.vocabulary.sites)
    assert table.loc[table["actor_kind"] == "person", "team"].notna().all()
    assert roster.actors.loc[roster.actors["actor_kind"] == "person", "location"].notna().all()


def test_the_command_line_makes_a_world(tmp_path):
    out = tmp_path / "made"
    arguments = ["simulate", "--world", "sites", "--people", "100", "--functions", "6", "--messages", "1500"]
    result = CliRunner().invoke(cli.main, [*arguments, "--glue-openness", "1", "--out", str(out)])
    assert result.exit_code == 0, result.output
    truth = json.loads((out / "truth.json").read_text(encoding="utf-8"))
    assert (truth["world"], truth["glue"]) == ("sites", None)
    refused = CliRunner().invoke(cli.main, ["simulate", "--world", "flat", "--out", str(tmp_path / "no")])
    assert refused.exit_code == 2
    assert "sites" in CliRunner().invoke(cli.main, ["simulate", "--help"]).output


# --- options that worlds rest on ---------------------------------------------------------------------------------


def test_planted_functions_can_be_named_and_sizes_given():
    sizes = (12, 20, 30, 8, 1)
    spec = replace(BASE, sizes=sizes, glue_function=0, silo_function=1)
    made = simulate(spec)
    assert tuple(made.truth["sizes"].values()) == sizes
    names = list(made.truth["sizes"])
    assert (made.truth["glue"], made.truth["silos"]) == (names[0], [names[1]])


@pytest.mark.parametrize("balanced", [True, False])
def test_openness_makes_talk_only_where_the_company_is_not_balanced(balanced):
    """By hand: without walls, spread of activity or others planted, who is open talks more."""
    spec = CompanySpec(
        sizes=(12, 48, 60), walls=1.0, silo_openness=1.0, glue_openness=4.0, glue_function=0, activity_spread=0.0,
        function_activity_spread=0.0, balanced=balanced, messages=3000,
    )  # fmt: skip
    made = simulate(spec)
    activity = person_model(made.spec, made.plan, made.staff).activity
    glue, other = activity[0], activity[20]
    by_hand = (12 * 1 + 108 * 4) / (
        12 * 4 + 108 * 1
    )  # of one's own and of others, ends with themselves included
    assert glue / other == pytest.approx(1.0 if balanced else by_hand)


def test_busy_functions_are_busier():
    def share(made: Company) -> float:
        model = person_model(made.spec, made.plan, made.staff)
        return float(
            model.activity[made.staff.function[: made.staff.n_people] == 0].sum() / model.activity.sum()
        )

    usual, busy = (share(simulate(replace(BASE, busy=b).null())) for b in ({}, {0: 3.0}))
    assert busy / (1 - busy) == pytest.approx(3 * usual / (1 - usual), rel=1e-6)


def test_everybody_exchanges_as_much_as_in_the_plain_world():
    """Whatever a world does to pairs, a balanced company gives everybody the exchange of their activity."""
    for world in ("sites", "partners", "outwardness", "teams"):
        made = company(world)
        model = person_model(made.spec, made.plan, made.staff)
        plain = company("plain")
        usual = person_model(plain.spec, plain.plan, plain.staff)
        given_ = model.activity / model.activity.sum()
        assert given_ == pytest.approx(usual.activity / usual.activity.sum(), rel=1e-4), world


def test_pair_factors_by_hand():
    """Two functions of two people; the pairs of one site are tripled, and every pair's probability follows."""
    made = simulate(
        replace(BASE, world="lone_building", sizes=(2, 2, 2), balanced=False, activity_spread=0.0).null()
    )
    model = person_model(made.spec, made.plan, made.staff)
    site = made.staff.table["location"].to_numpy(object)[:6]
    function = made.staff.function[:6]
    for i in range(6):
        for j in range(6):
            walls = made.spec.walls if function[i] == function[j] else 1.0
            rate = 0.0 if i == j else walls * (0.15 if site[i] != site[j] else 1.0)
            assert model.rates[i, j] == pytest.approx(rate)


# --- each world by itself ----------------------------------------------------------------------------------------


def test_sites_have_the_same_functions_and_few_ties_across():
    shares = [share_across(people_only(company("sites", s).to_network()), "location") for s in SEEDS]
    ties, strength = np.mean(shares, axis=0)
    assert strength == pytest.approx(0.02, abs=0.005)
    assert 0.015 < ties < 0.04
    made = company("sites")
    counts = pd.crosstab(made.staff.table["function"][:200], made.staff.table["location"][:200])
    assert (counts.max(axis=1) - counts.min(axis=1) <= 1).all()


def test_buildings_have_different_functions():
    made = company("buildings")
    table = made.staff.table
    assert len(table[["function", "location"]].drop_duplicates()) == 9
    people = table["location"][:200].value_counts(normalize=True)
    assert len(people) == 2
    assert people.min() > 0.25
    assert mean_over_seeds(lambda n: share_across(n, "location")[1], "buildings") == pytest.approx(
        0.05, abs=0.015
    )


def test_the_lone_building_holds_one_function_that_is_as_open_as_others():
    made = company("lone_building")
    table, alone = made.staff.table[:200], made.truth["in_world"]["alone"]
    sites = table.groupby("function")["location"].unique()
    assert len(sites[alone]) == 1
    assert (table.loc[table["location"] == sites[alone][0], "function"] == alone).all()
    assert all(len(sites[f]) == 2 for f in sites.index if f != alone)
    assert set(made.truth["openness"].values()) == {1.0}

    def factor(made: Company) -> float:
        network, theta = people_only(made.to_network()), made.staff.theta[:200]
        row = {person: i for i, person in enumerate(made.staff.table["person_id"])}
        activity = theta[[row[person] for person in network.people["person_id"]]]
        across, apart = ~same(network, "function"), ~same(network, "location")
        return times_as_close(network, across & apart, across & ~apart, activity)

    found = [factor(company("lone_building", s)) for s in range(20)]  # few exchange: six seeds say little
    assert np.mean(found) == pytest.approx(0.15, rel=0.15)


def test_people_of_one_unit_are_close_across_functions():
    def factor(network: Network) -> float:
        across, unit = ~same(network, "function"), same(network, "unit")
        return times_as_close(network, across & unit, across & ~unit)

    assert mean_over_seeds(factor, "units") == pytest.approx(5.0, rel=0.2)
    usual, units = (mean_over_seeds(lambda n: share_across(n, "function")[1], w) for w in ("plain", "units"))
    assert units == pytest.approx(usual, abs=0.03)


@pytest.mark.parametrize("world", ["teams", "teams_sites"])
def test_teams_are_tight_and_walls_as_ever(world):
    def factor(network: Network) -> float:
        inside, team = same(network, "function"), same(network, "team")
        near = same(network, "location") if world == "teams_sites" else inside
        assert not (team & ~(inside & near)).any()
        return times_as_close(network, team, inside & near & ~team)

    assert mean_over_seeds(factor, world) == pytest.approx(8.0, rel=0.25)
    sizes = company(world).staff.table["team"][:200].value_counts()
    assert 3 <= sizes.median() <= 8
    usual, teams = (mean_over_seeds(lambda n: share_across(n, "function")[1], w) for w in ("plain", "teams"))
    assert teams == pytest.approx(usual, abs=0.03)


def test_partner_functions_are_five_times_as_close():
    factors = []
    for seed in SEEDS:
        made = company("partners", seed)
        pairs = made.truth["in_world"]["partners"]
        assert len(pairs) == 4
        assert len({f for pair in pairs for f in pair}) == 8
        network = people_only(made.to_network())
        function = network.people["function"].to_numpy(object)
        partner = dict([*map(tuple, pairs), *((b, a) for a, b in pairs)])
        chosen = np.array([partner.get(f) for f in function], dtype=object)[:, None] == function
        factors.append(times_as_close(network, chosen, ~chosen & ~same(network, "function")))
    assert np.mean(factors) == pytest.approx(5.0, rel=0.2)


def test_pairs_of_functions_differ_in_how_close_they_are():
    """Over pairs of functions the log of exchange over the plain company's spreads by 0.4; in all there is as much."""
    spreads, totals = [], []
    for seed in SEEDS:
        made, plain = (company(w, seed, functions=5) for w in ("closeness", "plain"))
        assert len(made.truth["sizes"]) == 5
        found = []
        for one in (made, plain):
            network = people_only(one.to_network())
            code = network.function_codes
            ends = np.sort(np.column_stack([code[network.source], code[network.target]]), axis=1)
            found.append(np.bincount(ends[:, 0] * 5 + ends[:, 1], minlength=25).reshape(5, 5))
        inside = np.eye(5, dtype=bool)
        totals.append(found[0][~inside].sum() / found[1][~inside].sum())
        above = np.triu_indices(5, 1)
        spreads.append(np.log(found[0][above] / found[1][above]).var())
    assert np.sqrt(np.mean(spreads)) == pytest.approx(0.4, rel=0.35)
    assert np.mean(totals) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("spread", [0.0, 0.6, 1.0])
def test_people_differ_in_outwardness(spread):
    """What the model says: the factor of a pair across functions is the product of both ends'."""
    logs = []
    for seed in SEEDS:
        made = company("outwardness", seed, outwardness=spread)
        factors, function = made.staff.placed.factors, made.staff.function[:200]
        k = next(f for f in range(9) if (function == f).sum() > 5)
        outside, inside = np.flatnonzero(function != k), np.flatnonzero(function == k)
        assert (factors[np.ix_(inside, inside)] == 1).all()
        logs.append(np.log(factors[inside[0], outside]).std())
    assert np.mean(logs) == pytest.approx(spread, rel=0.1)


def test_outwardness_shows_in_whom_people_write_to():
    def spread(made: Company) -> float:
        network = people_only(made.to_network())
        one, other = of_each(network, "function")
        ties, n = network.ties, len(network)
        ends = np.concatenate([ties.source, ties.target])
        weight = np.tile(ties.strength, 2)
        total = np.bincount(ends, weight, n)
        outward = np.bincount(ends, weight * np.tile(one != other, 2), n) / total
        return float(outward[total > 10].std())

    usual, outwardness = (
        np.mean([spread(company(w, s, outwardness=1.0)) for s in SEEDS]) for w in ("plain", "outwardness")
    )
    assert outwardness > usual + 0.05


def test_one_person_is_fifteen_times_as_active():
    ratios = []
    for seed in SEEDS:
        made = company("hyperactive", seed)
        sent, person = made.traffic, made.staff.placed.person
        assert made.truth["in_world"]["person"] == made.staff.table["person_id"].iloc[person]
        assert 6 <= made.plan.sizes[made.staff.function[person]] <= 10
        ordinary = sent.is_message & (sent.sender < 200) & ~sent.automated
        sends = np.bincount(sent.sender[ordinary], minlength=200)
        ratios.append(sends[person] / np.delete(sends, person).mean())
    assert np.mean(ratios) == pytest.approx(15.0, rel=0.2)


def test_round_mails_go_to_forty_and_nobody_answers():
    made = company("round_mails")
    sent = made.traffic
    rows = np.flatnonzero(sent.mark == Mark.ROUND)
    assert len(rows) == 2
    assert set(sent.sender[rows]) == {made.staff.placed.person}
    assert (sent.audience[rows] == 40).all()
    answers = np.isin(sent.parent, rows) & ~sent.automated
    assert not answers.any()
    sizes = made.plan.sizes
    assert sizes[made.staff.function[made.staff.placed.person]] == sizes.min()


def test_a_mailbox_is_one_persons():
    shares = []
    for seed in SEEDS:
        made = company("one_mailbox", seed)
        sent, person = made.traffic, made.staff.placed.person
        assert (sent.channel == 0).all()
        to = sent.row[sent.recipient == person]
        theirs = (sent.sender == person) | np.isin(np.arange(len(sent.sender)), to)
        shares.append(theirs.mean())
        ties = made.to_network().ties
        ids = made.to_network().people["person_id"]
        me = int(np.flatnonzero(ids == made.truth["in_world"]["person"])[0])
        assert ((ties.source == me) | (ties.target == me)).mean() < 1
    assert np.mean(shares) == pytest.approx(0.86, abs=0.04)


def test_tiny_functions_have_one_to_six_people():
    for seed in SEEDS:
        sizes = list(company("tiny", seed).truth["sizes"].values())
        assert len(sizes) == 9
        assert 1 <= min(sizes) <= max(sizes) <= 6


def test_a_giant_has_more_than_half_of_the_people_and_is_closed():
    made = company("giant")
    sizes = pd.Series(made.truth["sizes"])
    giant = sizes.idxmax()
    assert sizes[giant] > 100
    others = sizes.drop(giant)
    assert others.max() - others.min() <= 1
    assert made.truth["silos"] == [giant]
    assert made.truth["openness"][giant] == 0.3
    planted = simulate(replace(BASE, world="giant", seed=1))
    assert planted.truth["silos"][1] == giant
    assert planted.truth["silos"][0] != giant


def test_uneven_functions_go_up_to_eighty():
    made = [company("uneven", s, people=300, functions=10).plan.sizes for s in range(20)]
    sizes = np.concatenate(made)
    assert sizes.min() >= 6
    assert 60 < sizes.max() <= 80


def test_equal_people_have_equal_theta_or_equal_contacts():
    equal, contacts = company("equal"), company("equal_contacts")
    assert np.ptp(equal.staff.theta[:200]) == pytest.approx(0)
    model = person_model(contacts.spec, contacts.plan, contacts.staff)
    assert np.ptp(model.activity) / model.activity.mean() < 1e-6
    unequal = person_model(equal.spec, equal.plan, equal.staff).activity
    size = equal.plan.sizes[equal.staff.function[:200]]
    assert unequal[np.argmax(size)] > 1.3 * unequal[np.argmin(size)]


def test_thin_logs_have_few_messages_and_few_answers():
    def answered(made: Company) -> float:
        sent = made.traffic
        opening = np.flatnonzero((sent.channel == 0) & (sent.parent < 0) & sent.is_message & ~sent.automated)
        return float(np.isin(opening, sent.parent).mean())

    thin, usual = company("thin"), company("plain")
    assert thin.truth["counts"]["messages"] == 6 * 200
    assert answered(thin) < 0.35
    assert answered(usual) > 0.6


def test_logs_of_one_kind():
    tickets = company("tickets_only").to_network()
    assert tickets.teams_only
    made = company("contacts_only")
    sent = made.traffic
    assert (sent.thread < 0).all()
    assert (sent.parent < 0).all()
    assert (np.bincount(sent.row, minlength=len(sent.sender)) <= 1).all()
    log, roster = made.log()
    frame = log.to_pandas()
    assert frame["thread_id"].nunique() == frame["message_id"].nunique()
    assert frame["parent_id"].isna().all()
    assert len(build_network(log, roster)) == len(made.to_network())


def test_seasons_make_months_differ():
    made = company("seasons", messages=12_000)
    months = pd.Series(pd.to_datetime(made.traffic.sent_at, unit="us")).dt.to_period("M").value_counts()
    assert len(months) >= 12
    inner = months.sort_index().iloc[1:-1]
    assert inner.max() > 3.5 * inner.min()


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.integers(12, 30))
def test_moments_keep_order_and_stay_within_the_period(even, months):
    found = moments(np.sort(np.array(even)), months)
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= 1


def test_a_reorganisation_moves_a_quarter():
    made = company("reorganisation")
    assert len(made.truth["reorganised"]) == 50
    assert made.truth["reorganisation"] is not None


def test_trifles_are_trifling():
    for seed in SEEDS:
        made = company("trifles", seed)
        hours = np.array(list(made.truth["median_reply_working_hours"].values()))
        assert hours.min() >= 12
        assert hours.max() <= 15
        assert made.plan.sizes.max() < 3 * made.plan.sizes.min()
    planted = simulate(replace(BASE, world="trifles"))
    assert planted.truth["median_reply_working_hours"][planted.truth["glue"]] == 6.0


def test_trifling_paces_differ_by_less_than_matters():
    """Medians at both ends of the range, through the law of replies that the truth states."""
    pace = Pace(median_hours={0: 12.0, 1: 15.0})
    truth = simulate(replace(BASE, pace=pace, mailroom=MailRoom())).truth["response"]
    laws = list(truth.values())[:2]
    assert 0.03 < laws[0]["reply_within_24h"] - laws[1]["reply_within_24h"] < 0.07
    assert laws[0]["within_24h"] - laws[1]["within_24h"] < 0.05


def test_a_mail_room_passes_on_in_its_world():
    made = company("mailroom")
    assert made.truth["mailroom"] in made.truth["sizes"]
    assert made.truth["relayed"]["email"] > 20


def test_balance_is_exact_where_nobody_meets_themselves():
    rates = np.ones((4, 4)) - np.eye(4)
    activity = np.array([1.0, 2.0, 3.0, 2.0])
    theta = activity * balance(rates, activity)
    assert theta * (rates @ theta) == pytest.approx(activity)


def test_min_messages_still_holds_in_a_world():
    network = company("sites").to_network(tie_rule=TieRule(min_messages=3))
    assert network.ties.messages.min() >= 3


def test_ordinary_functions_are_those_where_nothing_is_planted():
    made = simulate(replace(BASE, world="giant", seed=1))
    crowd = Crowd(
        spec=made.spec, plan=made.plan, function=np.zeros(1, int), activity=np.ones(1), theta=np.ones(1),
        rates=np.zeros((1, 1)), rng=np.random.default_rng(0), desks=False,
    )  # fmt: skip
    planted = {made.plan.silo, made.plan.glue, made.plan.giant}
    assert set(crowd.ordinary.tolist()) == set(range(9)) - planted
