"""Communities: hand cases, oracles, invariances, networks without groups, and the real departments."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)

from silograph.analyses.communities.answer import communities
from silograph.analyses.communities.description import description_length
from silograph.analyses.communities.search import co_membership, similarity
from silograph.analyses.communities.support import (
    Comparison,
    Evidence,
    _sums,
    attachment,
    p_values,
    side_of_limit,
)
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import UNKNOWN, Network

FAST = {"runs": 2, "simulations": 10}


def network_of(n, source, target, strength=None, functions=None):
    people = pd.DataFrame(
        {"person_id": np.arange(n), "function": functions if functions is not None else UNKNOWN}
    )
    strength = np.ones(len(source)) if strength is None else strength
    return Network(
        people,
        np.asarray(source),
        np.asarray(target),
        strength=strength,
        messages=np.ones(len(source), np.int64),
    )


def from_networkx(graph, labels=None):
    ends = np.array(graph.edges())
    return network_of(len(graph), ends[:, 0], ends[:, 1], functions=labels)


def planted(seed, *, groups=6, size=20, inside=0.45, outside=0.03):
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(groups), size)
    source, target = np.triu_indices(len(labels), 1)
    chance = np.where(labels[source] == labels[target], inside, outside)
    tied = rng.random(len(source)) < chance
    return source[tied], target[tied], labels


def two_cliques():
    ties = [*combinations("abcdef", 2), *combinations("uvwxyz", 2), ("a", "u")]
    function = dict.fromkeys("abcdef", "HR") | dict.fromkeys("vwxyz", "IT") | {"u": "HR"}
    return Network.from_edges(ties, function)


class TestTwoCliques:
    found = communities(two_cliques())

    def test_finds_them(self):
        assert self.found.verdict == "communities"
        groups = self.found.people.groupby("community")["person_id"].agg(lambda ids: "".join(sorted(ids)))
        assert sorted(groups) == ["abcdef", "uvwxyz"]
        assert (self.found.people["confidence"] > 0.9).all()

    def test_modularity_by_hand(self):
        # 30 of 31 ties inside; each side has half of the ends
        assert self.found.modularity == pytest.approx(30 / 31 - 1 / 2)

    def test_says_who_sits_elsewhere(self):
        people = self.found.people.set_index("person_id")
        assert people.index[people["elsewhere"]].tolist() == ["u"]
        assert people.loc["u", "function_of_community"] == "IT"

    def test_table_by_hand(self):
        assert self.found.table["purity"].tolist() == [1, pytest.approx(5 / 6)]
        assert self.found.table["cohesion"].tolist() == [pytest.approx(30 / 31)] * 2
        assert self.found.overlap.to_numpy().tolist() == [[6, 0], [1, 5]]

    def test_agreement_is_that_of_scikit_learn(self):
        people = self.found.people
        pair = people["function"], people["community"]
        assert self.found.agreement["ami"] == pytest.approx(adjusted_mutual_info_score(*pair))
        assert self.found.agreement["ari"] == pytest.approx(adjusted_rand_score(*pair))
        assert self.found.agreement["nmi"] == pytest.approx(normalized_mutual_info_score(*pair))

    def test_shows_itself(self):
        pytest.importorskip("matplotlib").use("Agg")
        assert "2 communities" in self.found.headline()
        assert "<table" in self.found.to_html()
        assert self.found.plot().get_ylabel() == "community"


def test_description_length_by_hand():
    """Two pairs, one tie each, and one tie across: every term written out."""
    ends = np.array([0, 2, 1]), np.array([1, 3, 2])
    labels = np.array([0, 0, 1, 1])
    ties = 3 * 1.25  # three ties, each counting for EVIDENCE
    one_pair, across = ties / 3, ties / 3
    who = np.log(3) + np.log(24 / (2 * 2)) + np.log(4)
    volume = ties  # of 2 * ties ends in all, on each side
    chance = 2 * volume**2 / (4 * ties)
    equally = 2 * one_pair * np.log(2 * one_pair / chance) + across * np.log(across / (ties - chance))
    # the other model is the same here (equal sides) and pays for more numbers
    found = description_length(4, *ends, np.ones(3), labels=labels)
    assert found == pytest.approx(who - equally)


def test_own_openness_matches_a_slow_optimiser():
    """The model with a closedness and an attraction per group, maximised numerically."""
    from scipy.optimize import minimize

    from silograph.analyses.communities.description import Counts, _attraction, _own_openness

    rng = np.random.default_rng(3)
    source, target, labels = planted(3, groups=4, size=8, inside=0.5, outside=0.15)
    weight = rng.uniform(0.5, 2, len(source))
    counts = Counts.of(len(labels), source, target, weight, labels)
    between = np.zeros((4, 4))
    np.add.at(between, (labels[source], labels[target]), weight)
    between = np.triu(between + between.T, 1)

    def minus_log_likelihood(x):
        inside, attraction = np.exp(x[:4]), np.exp(x[4:])
        cross = np.triu(np.outer(attraction, attraction), 1)
        same = (counts.inside * np.log(inside) - inside).sum()
        pairs = np.triu_indices(4, 1)
        return -(same + (between[pairs] * np.log(cross[pairs]) - cross[pairs]).sum())

    best = -minimize(minus_log_likelihood, np.ones(8), options={"gtol": 1e-8}).fun
    # people's shares of their group's ends, and the constants, against those of one community
    total, volume = weight.sum(), counts.volume
    inside_total = counts.inside.sum()
    shares = -(volume * np.log(volume)).sum() + (counts.inside * np.log(2)).sum()
    one = -2 * total * np.log(2 * total) + total * np.log(2) + total * np.log(total) - total
    assert inside_total < total
    assert _own_openness(counts, _attraction(counts)) == pytest.approx(best + shares - one, abs=1e-4)


@given(st.integers(0, 10**6))
def test_similarity_is_the_plain_cosine(seed):
    rng = np.random.default_rng(seed)
    source, target = np.triu_indices(12, 1)
    tied = rng.random(len(source)) < 0.4
    source, target = source[tied], target[tied]
    strength = rng.uniform(0.1, 3, len(source))
    matrix = np.zeros((12, 12))
    matrix[source, target] = matrix[target, source] = strength
    for person in range(12):
        own = matrix[person][matrix[person] > 0]
        matrix[person, person] = own.mean() if len(own) else 0
    cosine = [
        matrix[a] @ matrix[b] / np.sqrt((matrix[a] @ matrix[a]) * (matrix[b] @ matrix[b]))
        for a, b in zip(source, target, strict=True)
    ]
    np.testing.assert_allclose(similarity(12, source, target, strength), cosine)


def test_co_membership_counts_the_others():
    labels = np.array([0, 0, 0, 1])
    runs = [np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])]
    assert co_membership(labels, runs)[:3].tolist() == [0.75, 0.75, 0.5]
    assert np.isnan(co_membership(labels, runs)[3])


@pytest.mark.parametrize(("cliques", "size"), [(4, 8), (12, 6), (30, 5)])
def test_ring_of_cliques_is_cut_into_its_cliques(cliques, size):
    found = communities(
        from_networkx(nx.ring_of_cliques(cliques, size), np.arange(cliques * size) // size), **FAST
    )
    assert found.agreement["ami"] == pytest.approx(1)


def test_small_sparse_club_does_not_shatter():
    club = nx.karate_club_graph()
    found = communities(from_networkx(club, [club.nodes[v]["club"] for v in club]))
    assert found.verdict == "communities"
    assert 2 <= len(found.partition) <= 4
    assert found.table["people"].min() >= 3


@pytest.mark.parametrize("seed", range(3))
def test_two_large_communities_stay_two(seed):
    source, target, labels = planted(seed, groups=2, size=200, inside=0.06, outside=0.01)
    found = communities(network_of(400, source, target, functions=labels), **FAST)
    assert len(found.partition) == 2
    assert found.agreement["ami"] > 0.7


@pytest.mark.parametrize("seed", range(3))
def test_planted_groups_are_found(seed):
    source, target, labels = planted(seed)
    found = communities(network_of(120, source, target, functions=labels), **FAST)
    assert found.agreement["ami"] > 0.95


def test_strengths_alone_can_carry_the_groups():
    source, target = np.triu_indices(60, 1)
    labels = np.arange(60) // 15
    noise = np.random.default_rng(5).lognormal(0, 0.7, len(source))
    strength = noise * np.where(labels[source] == labels[target], 6, 1)
    found = communities(network_of(60, source, target, strength, labels), **FAST)
    assert found.agreement["ami"] > 0.95


@pytest.mark.parametrize("heavy", [False, True])
def test_random_networks_have_none(heavy):
    verdicts = []
    for seed in range(10):
        rng = np.random.default_rng([seed, heavy])
        active = rng.lognormal(0, 1.2 if heavy else 0, 150)
        rate = 8 * np.outer(active, active) / active.sum() / active.mean()
        source, target = np.triu_indices(150, 1)
        tied = rng.random(len(source)) < -np.expm1(-rate[source, target])
        strength = rng.lognormal(0, 1, tied.sum()) if seed % 2 else None
        found = communities(network_of(150, source[tied], target[tied], strength), seed=seed, **FAST)
        verdicts.append(found.verdict)
    assert verdicts.count("none") >= 9


def test_none_reports_no_community_and_keeps_the_candidate():
    rng = np.random.default_rng(1)
    source, target = np.triu_indices(80, 1)
    tied = rng.random(len(source)) < 0.1
    found = communities(network_of(80, source[tied], target[tied], functions=np.arange(80) % 4), **FAST)
    assert found.verdict == "none"
    assert (found.number, len(found.partition), found.supported_share) == (0, 0, 0)
    assert (found.people["community"] == -1).all()
    assert found.table.empty
    assert len(found.overlap) == 0
    assert len(found.candidate) > 1
    assert found.people["confidence"].isna().all()
    assert not found.people["elsewhere"].any()
    assert found.agreement["ami"] == pytest.approx(0, abs=1e-9)
    assert "Nobody is in a group" in found.headline()
    assert found.caveats


def test_complete_network_has_none():
    source, target = np.triu_indices(10, 1)
    assert communities(network_of(10, source, target), **FAST).verdict == "none"


def test_people_without_ties_have_no_community():
    source, target, _ = planted(0)
    found = communities(network_of(123, source, target), **FAST)
    assert found.partition.labels[120:].tolist() == [-1, -1, -1]
    assert found.people["confidence"].tail(3).isna().all()
    assert found.table["people"].sum() == 120
    alone = communities(network_of(120, source, target), **FAST)
    assert found.partition.labels[:120].tolist() == alone.partition.labels.tolist()
    assert any("3 of 123" in caveat for caveat in found.caveats)


def test_same_seed_same_answer_and_numbered_by_size():
    source, target, _ = planted(1, inside=0.3, outside=0.05)
    network = network_of(120, source, target)
    first, second = (communities(network, seed=4, **FAST) for _ in range(2))
    pd.testing.assert_frame_equal(first.people, second.people)
    assert first.p_value == second.p_value
    assert first.table["people"].is_monotonic_decreasing


@settings(max_examples=8)
@given(st.floats(1e-6, 1e6))
def test_a_common_factor_of_strengths_changes_nothing(factor):
    source, target, _ = planted(2, groups=3, size=10)
    strength = np.random.default_rng(2).lognormal(0, 1, len(source))
    options = {"runs": 1, "simulations": 3, "resolutions": [0.7, 1.2]}
    one = communities(network_of(30, source, target, strength), **options)
    other = communities(network_of(30, source, target, strength * factor), **options)
    assert one.partition.labels.tolist() == other.partition.labels.tolist()
    assert one.candidate.quality == pytest.approx(other.candidate.quality)


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.booleans())
def test_names_and_order_of_people_change_nothing(seed, weak):
    """Not even who is in a weak group: whatever is drawn follows an order that the ties decide."""
    inside, outside = (0.4, 0.15) if weak else (0.8, 0.02)
    source, target, labels = planted(7, groups=4, size=10, inside=inside, outside=outside)
    strength = np.random.default_rng(3).lognormal(0, 1, len(source))
    rng = np.random.default_rng(seed)
    place, shuffled = rng.permutation(40), rng.permutation(len(source))
    as_it_is = communities(network_of(40, source, target, strength, labels), **FAST)
    moved = communities(
        network_of(
            40,
            place[source][shuffled],
            place[target][shuffled],
            strength[shuffled],
            labels[np.argsort(place)],
        ),
        **FAST,
    )
    assert moved.partition.labels[place].tolist() == as_it_is.partition.labels.tolist()
    assert moved.candidate.labels[place].tolist() == as_it_is.candidate.labels.tolist()
    assert (moved.verdict, moved.p_value) == (as_it_is.verdict, as_it_is.p_value)
    assert moved.agreement["ami"] == pytest.approx(as_it_is.agreement["ami"])


def test_functions_change_no_group():
    """They are compared with, after the answer stands."""
    source, target, labels = planted(7, groups=4, size=10, inside=0.5, outside=0.1)
    known = communities(network_of(40, source, target, functions=labels), **FAST)
    unknown = communities(network_of(40, source, target), **FAST)
    assert known.partition.labels.tolist() == unknown.partition.labels.tolist()
    assert known.p_value == unknown.p_value


def test_round_mails_that_nobody_answers_make_no_group():
    """A clique of ten answers one another; one of them also writes to twenty others, who do not answer."""
    clique = np.array(list(combinations(range(10), 2)))
    noise = np.array([(a, b) for a in range(10, 60) for b in (a + 1, a + 7) if b < 60])
    round_mail = np.array([(0, b) for b in range(30, 50)])
    ends = np.concatenate([clique, clique[:, ::-1], noise, noise[:, ::-1], round_mail])
    strength = np.r_[np.ones(len(ends) - 20), np.full(20, 0.05)]
    people = pd.DataFrame({"person_id": np.arange(61), "function": UNKNOWN})
    network = Network(
        people,
        *ends.T,
        strength=strength,
        messages=np.ones(len(ends), np.int64),
        weighty=strength >= 0.1,
    )
    kept = np.arange(len(ends) - 20)
    without = replace(
        network,
        source=ends[kept, 0],
        target=ends[kept, 1],
        strength=strength[kept],
        messages=network.messages[kept],
        weighty=network.weighty[kept],
    )
    with_mails, plain = communities(network, **FAST), communities(without, **FAST)
    assert with_mails.partition.labels.tolist() == plain.partition.labels.tolist()
    assert with_mails.p_value == plain.p_value
    only = replace(
        network,
        source=round_mail[:, 0],
        target=round_mail[:, 1],
        strength=strength[-20:],
        messages=np.ones(20, np.int64),
        weighty=np.zeros(20, bool),
    )
    with pytest.raises(NotEnoughDataError, match="answered"):
        communities(only)


def test_log_of_one_mailbox_has_no_verdict():
    clique = np.array([*combinations(range(8), 2), *combinations(range(8, 16), 2)])
    star = np.array([(16, b) for b in range(17, 100)])
    ends = np.concatenate([clique, star])
    found = communities(network_of(100, *ends.T), **FAST)
    assert (found.verdict, found.too_little, found.number) == ("none", "mailbox", 0)
    assert "one mailbox" in found.headline()
    assert communities(network_of(100, *clique.T), **FAST).verdict == "communities"


class TestSettled:
    """A verdict needs a margin."""

    @staticmethod
    def compared(best, own):
        found = Comparison(None, (None,) * len(best))
        found.__dict__["_scores"] = (np.array([own]), [np.array([one]) for one in best])
        found.__dict__["people"] = np.zeros(0, bool)
        return found

    def test_standing_by_hand(self):
        # mean 2, standard deviation 1
        found = self.compared([1.0, 2.0, 3.0], own=4.0)
        assert found.standing.tolist() == [2.0]
        # Student's t with 2 degrees of freedom has a closed form: 1/2 - t / (2 sqrt(2 + t^2)), t = 2 / sqrt(4/3)
        t = 2 / np.sqrt(4 / 3)
        assert found.p_value == pytest.approx(0.5 - t / (2 * np.sqrt(2 + t**2)))

    def test_equal_draws(self):
        assert self.compared([0.0, 0.0, 0.0], own=1.0).standing.tolist() == [np.inf]
        assert self.compared([1.0, 1.0, 1.0], own=1.0).standing.tolist() == [-np.inf]

    @pytest.mark.parametrize("draws", [10, 40])
    def test_draws_seldom_settle_what_is_not_true(self, draws):
        """At the limit itself 1 in 100 draws is settled, on either side; far from it nearly all are."""
        rng = np.random.default_rng(5)
        best = rng.normal(size=(2000, draws))
        mean, spread = best.mean(axis=1), best.std(axis=1, ddof=1)

        def sides(truth):
            return np.array([side_of_limit(one, draws=draws) for one in (truth - mean) / spread])

        assert 0.005 < np.mean(sides(1.645) != 0) < 0.018
        assert np.mean(sides(-1.0) == -1) > 0.95
        assert np.mean(sides(8.0) == 1) > 0.95
        assert np.mean(sides(1.0) == 1) < 0.005


def test_unconnected_parts_are_never_one_community():
    source, target, _ = planted(0, groups=2, size=15, outside=0)
    found = communities(network_of(30, source, target), **FAST)
    assert set(found.partition.labels[:15]).isdisjoint(found.partition.labels[15:])


def test_unknown_functions_stay_out_of_the_agreement():
    source, target, labels = planted(0)
    functions = np.where(np.arange(120) % 3 == 0, UNKNOWN, labels.astype(str))
    found = communities(network_of(120, source, target, functions=functions), **FAST)
    assert found.agreement["people"] == 80
    assert not found.people.loc[found.people["function"] == UNKNOWN, "elsewhere"].any()
    nobody = communities(network_of(120, source, target), **FAST)
    assert np.isnan(nobody.agreement["ami"])
    assert nobody.table["largest_function"].isna().all()


def test_refuses_what_makes_no_sense():
    with pytest.raises(NotEnoughDataError, match="no ties"):
        communities(network_of(3, np.zeros(0, np.int64), np.zeros(0, np.int64)))
    pair = network_of(2, np.array([0]), np.array([1]))
    for options in ({"runs": 0}, {"simulations": 1}, {"resolutions": []}, {"resolutions": [-1.0]}):
        with pytest.raises(UsageError):
            communities(pair, **options)
    assert communities(pair).verdict == "none"


def noise_with_clique(seed, *, n=200, clique=12, degree=8):
    """Random ties, and a clique of the first few."""
    rng = np.random.default_rng([31, seed])
    source, target = np.triu_indices(n, 1)
    tied = rng.random(len(source)) < degree / (n - 1)
    tied |= (source < clique) & (target < clique)
    return source[tied], target[tied]


@pytest.mark.parametrize("seed", range(2))
def test_of_a_clique_in_noise_only_the_clique_is_a_community(seed):
    """A modularity test gives everybody a community here."""
    found = communities(network_of(200, *noise_with_clique(seed)), seed=seed)
    label = found.partition.labels
    assert found.verdict == "communities"
    assert len(set(label[:12])) == 1
    assert label[0] >= 0
    assert (label[12:] >= 0).mean() < 0.1
    assert found.supported_share == (label >= 0).mean() < 0.15


class TestNumbersOfOnePartition:
    """Table, agreement and headline are those of the supported people, by hand."""

    people = np.arange(200)
    found = communities(
        network_of(200, *noise_with_clique(0), functions=np.where(people < 9, "HR", "IT")), seed=0
    )
    label = found.partition.labels

    def test_table(self):
        assert self.found.number == len(self.found.table) == self.label.max() + 1
        assert self.found.table["people"].tolist() == np.bincount(self.label[self.label >= 0]).tolist()
        group = self.label[0]
        row = self.found.table.set_index("community").loc[group]
        assert row["purity"] == pytest.approx(
            max(9, (self.label == group).sum() - 9) / (self.label == group).sum()
        )
        source, target = noise_with_clique(0)
        ends = (self.label[source] == group).astype(int) + (self.label[target] == group)
        assert row["cohesion"] == pytest.approx(2 * (ends == 2).sum() / ends.sum())
        assert (self.found.table["persons_in_none"] == (self.label < 0).sum()).all()

    def test_agreement_takes_the_lower_of_two(self):
        codes = (self.people >= 9).astype(int)
        as_one = adjusted_mutual_info_score(codes, self.label)
        each = adjusted_mutual_info_score(codes, np.where(self.label < 0, 1000 + self.people, self.label))
        assert self.found.agreement["ami"] == pytest.approx(min(as_one, each))
        assert self.found.agreement["people"] == 200

    def test_nobody_in_none_is_elsewhere(self):
        people = self.found.people
        outside = people["community"] == -1
        assert not people.loc[outside, "elsewhere"].any()
        assert people.loc[outside, "confidence"].isna().all()
        assert people.loc[outside, "function_of_community"].isna().all()
        assert people.loc[~outside, "confidence"].between(0, 1).all()

    def test_headline(self):
        share = int(100 * (self.label >= 0).mean() + 0.5)
        assert f"{share}%" in self.found.headline()
        assert f"{share} %" in self.found.headline("fr").replace("\u202f", " ").replace("\xa0", " ")


def slow_attachment(n, source, target, strength, labels):
    """Every tie of every person, one by one."""
    matrix = np.zeros((n, n))
    matrix[source, target] = matrix[target, source] = strength
    found = []
    for i in range(n):
        others = [j for j in range(n) if j != i]
        ends = matrix[others].sum()
        share = sum(matrix[j].sum() for j in others if labels[j] == labels[i]) / ends if ends else 0
        expected = matrix[i].sum() * share
        variance = sum(matrix[i, j] ** 2 * share * (1 - share) for j in others)
        excess = sum(matrix[i, j] for j in others if labels[j] == labels[i]) - expected
        found.append(max(excess, 0) / np.sqrt(variance) if variance > 1e-18 else 0.0)
    return found


@given(st.integers(0, 10**6))
def test_attachment_is_that_of_a_slow_count(seed):
    rng = np.random.default_rng(seed)
    source, target = np.triu_indices(9, 1)
    tied = rng.random(len(source)) < 0.5
    tied[0] = True
    source, target = source[tied], target[tied]
    strength = rng.uniform(0.1, 3, len(source))
    labels = rng.integers(0, 3, 9)
    np.testing.assert_allclose(
        attachment(9, source, target, strength, labels=labels),
        slow_attachment(9, source, target, strength, labels),
        atol=1e-9,
    )


def evidence(rng, labels, *, shift=0.0):
    values = rng.random((2, len(labels))) + shift
    return Evidence(labels, *values)


@given(st.integers(0, 10**6), st.floats(0, 0.6))
def test_support_is_that_of_a_slow_count(seed, shift):
    """Each person's p-value by comparing with everybody of the rewired networks; Benjamini-Hochberg by its steps."""
    rng = np.random.default_rng(seed)
    labels = np.repeat([0, 1, 2], [6, 5, 4])
    observed = evidence(rng, labels, shift=shift)
    null = tuple(evidence(rng, rng.integers(0, 3, 15)) for _ in range(4))

    def p(value, name):
        everybody = [one for e in null for one in getattr(e, name)]
        return (1 + sum(one >= value for one in everybody)) / (1 + len(everybody))

    def stepwise(values, level):
        order = np.argsort(values)
        passing = [k for k, i in enumerate(order) if values[i] <= level * (k + 1) / len(values)]
        return {int(i) for i in order[: max(passing, default=-1) + 1]}

    by_confidence = [p(value, "confidence") for value in observed.confidence]
    by_chance = min(1, (1 + sum(one > 0.5 for one in by_confidence)) / 7.5)
    expected = stepwise(by_confidence, 0.1 / by_chance)
    for label in range(3):
        members = np.flatnonzero(labels == label)
        chosen = stepwise([p(observed.tied_in[i], "tied_in") for i in members], 0.1)
        expected |= {int(members[i]) for i in chosen}
    assert set(np.flatnonzero(Comparison(observed, null).people).tolist()) == expected


def test_a_rewired_network_is_compared_with_the_others():
    """Its score is that of the same comparison with itself as the observed one, but for the common unit."""
    rng = np.random.default_rng(3)
    null = tuple(evidence(rng, rng.integers(0, 3, 15)) for _ in range(5))
    scores = Comparison(evidence(rng, np.arange(15) % 3), null)._scores[1]
    sums = [
        _sums(
            one.labels,
            *(
                p_values(getattr(one, name), np.concatenate([getattr(e, name) for e in null if e is not one]))
                for name in ("confidence", "tied_in")
            ),
        )
        for one in null
    ]
    unit = np.maximum(np.mean([one.max(axis=1) for one in sums], axis=0), 1)[:, None]
    for score, one in zip(scores, sums, strict=True):
        np.testing.assert_allclose(score, (one / unit).max(axis=0))


@pytest.mark.data
@pytest.mark.parametrize("seed", range(2))
def test_departments_of_a_research_institution(data_dir, seed):
    """The departments are only compared with, never used: AMI of Leiden at resolution 1 is 0.55."""
    folder = data_dir / "eu-core"
    rows = pd.read_csv(folder / "email-Eu-core.txt", sep=" ", names=["source", "target"])
    names = ["person_id", "function"]
    department = pd.read_csv(folder / "email-Eu-core-department-labels.txt", sep=" ", names=names)
    who_with_whom = pd.DataFrame(np.sort(rows, axis=1), columns=rows.columns).drop_duplicates()
    whole = Network.from_pandas(who_with_whom, department.astype({"function": str}))
    part = np.zeros(len(whole), bool)
    part[list(max(nx.connected_components(whole.to_networkx()), key=len))] = True
    network = whole.subset(part)
    assert (len(network), len(network.ties)) == (986, 16064)
    found = communities(network, seed=seed, simulations=5)
    assert found.verdict == "communities"
    assert found.agreement["ami"] >= 0.68
