"""Every decision at, just below and just above its limit; every p-value against one worked out by hand.

The functions that decide are called alone, with numbers and no log. Of a verdict that needs several things each is
missing once while the others hold.
"""

from __future__ import annotations

from itertools import pairwise, permutations
from statistics import mean, stdev
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import beta, binomtest, norm, t

from silograph.analyses.collisions import answer as collisions
from silograph.analyses.collisions import encounters, mailings
from silograph.analyses.communities import answer as communities
from silograph.analyses.communities.members import _owners
from silograph.analyses.communities.support import Comparison, Evidence
from silograph.analyses.copies import answer as copies
from silograph.analyses.glue import lift as lifts
from silograph.analyses.glue import measurement, point_estimates
from silograph.analyses.glue import ties as glue_ties
from silograph.analyses.hourglass import answer as hourglass
from silograph.analyses.maturity import participation, stages
from silograph.analyses.owner import reasons
from silograph.analyses.owner import scores as scores_of_owner
from silograph.analyses.owner import ties as ties_of_owner
from silograph.analyses.owner.acceptability import acceptability_of
from silograph.analyses.owner.criteria import Criterion
from silograph.analyses.owner.evidence import Evidence as OwnerEvidence
from silograph.analyses.owner.evidence import enough
from silograph.analyses.ownership import arrangements as arranged
from silograph.analyses.ownership import comparison as compared
from silograph.analyses.ownership import replies, times
from silograph.analyses.relay import answer as relay
from silograph.analyses.response import comparison as response
from silograph.analyses.response import questions
from silograph.analyses.response.questions import Times
from silograph.analyses.silos import openness as silos_openness
from silograph.analyses.silos.ei_index import permuted_inside
from silograph.analyses.silos2 import answer as silos2
from silograph.analyses.silos2 import channels, spaces
from silograph.analyses.table import answer as table
from silograph.analyses.trend import answer as trend
from silograph.analyses.whatif import answer as whatif
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network
from silograph.graph.partitions import modularity
from silograph.graph.walls_model.estimates import trimmed_weights
from silograph.graph.walls_model.model import ModelTies
from silograph.stats.intervals import wilson_interval

NAN = float("nan")


def less(value: float) -> float:
    """The next smaller number."""
    return float(np.nextafter(value, -np.inf))


def more(value: float) -> float:
    """The next larger number."""
    return float(np.nextafter(value, np.inf))


def one_row(holds: dict[str, Any], changed: dict[str, Any]) -> pd.DataFrame:
    """A table of one row in which everything holds, but for what is changed."""
    return pd.DataFrame([holds | changed])


def stand_in(**values: Any) -> Any:
    """Something with these attributes, and nothing else."""
    return SimpleNamespace(**values)


def beyond_two(x: float) -> float:
    """Upper tail of Student's t with 2 degrees of freedom, in closed form."""
    return float(0.5 - x / (2 * np.sqrt(2 + x**2)))


def beyond_one(x: float) -> float:
    """The same with 1 degree of freedom."""
    return float(0.5 - np.arctan(x) / np.pi)


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """As scipy has it."""
    interval = binomtest(hits, trials).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


class TestTable:
    ABSENT: ClassVar[dict[str, Any]] = {
        "people": 5,
        "on_topic": 9,
        "in_initiative": 1,
        "q_value": less(0.05),
        "ratio": less(0.5),
        "high": less(0.3),
        "share_expected": 0.3,
    }

    @pytest.mark.parametrize(
        ("changed", "verdict"),
        [
            ({}, "absent"),
            ({"q_value": 0.05}, "present"),
            ({"ratio": 0.5}, "present"),
            ({"high": 0.3}, "present"),
            ({"q_value": NAN}, "present"),
            ({"in_initiative": 0}, "absent"),
            ({"in_initiative": 0, "q_value": 0.05}, "not_assessable"),
            ({"on_topic": 0}, "silent"),
            ({"on_topic": 1}, "absent"),
            ({"on_topic": 0, "in_initiative": 0}, "silent"),
            ({"people": 4}, "not_assessable"),
            ({"people": 4, "on_topic": 0}, "not_assessable"),
        ],
    )
    def test_verdict(self, changed: dict[str, Any], verdict: str) -> None:
        rows = one_row(self.ABSENT, changed)
        assert table._verdicts(rows, min_group=5).tolist() == [verdict]

    def test_who_is_judged(self) -> None:
        judged = table._judged(np.array([4, 5, 5, 6]), np.array([3, 0, 1, 2]), min_group=5)
        assert judged.tolist() == [False, False, True, True]

    def test_chance_of_so_few(self) -> None:
        """Draws 0, 1, 2, 3: of as few as 1 there are two, and one more of both; of as few as 3 all."""
        drawn = np.array([[0, 0], [1, 1], [2, 2], [3, 3]])
        assert table._chance_of_so_few(np.array([1, 3]), drawn) == pytest.approx([3 / 5, 1.0])


class TestCollisions:
    COLLIDES: ClassVar[dict[str, Any]] = {
        "share": 0.6,
        "low": more(0.4),
        "expected": 0.4,
        "ratio": 1.25,
        "p_value": 0.001,
        "q_value": less(0.05),
    }

    @pytest.mark.parametrize(
        ("changed", "small", "verdict"),
        [
            ({}, False, "collides"),
            ({"q_value": 0.05}, False, "ordinary"),
            ({"low": 0.4}, False, "ordinary"),
            ({"ratio": less(1.25)}, False, "ordinary"),
            ({"p_value": NAN}, False, "no_verdict"),
            ({}, True, "not_assessable"),
            ({"p_value": NAN}, True, "not_assessable"),
        ],
    )
    def test_verdict(self, changed: dict[str, Any], small: bool, verdict: str) -> None:
        rows = one_row(self.COLLIDES, changed)
        assert collisions._verdicts(rows, np.array([small])).tolist() == [verdict]

    def test_five_others_are_usual_four_are_not(self) -> None:
        share, effective = np.full(6, 0.4), np.full(6, 20.0)
        usual, p_value = collisions._against_usual(share, effective)
        assert not np.isnan(usual).any()
        assert p_value == pytest.approx([0.5] * 6)
        usual, p_value = collisions._against_usual(share[:5], effective[:5])
        assert np.isnan(usual).all()
        assert np.isnan(p_value).all()

    def test_p_value_where_the_others_agree(self) -> None:
        """Five others alike: no spread between them, 1 / 5 of their variance for the mean; 4 degrees of freedom."""
        usual, p_value = collisions._against_usual(np.array([0.7, *[0.4] * 5]), np.full(6, 20.0))
        y, mean = (np.arcsin(np.sqrt((share * 20 + 0.375) / 20.75)) for share in (0.7, 0.4))
        z = (y - mean) / np.sqrt(1 / 82 * 6 / 5)
        assert usual[0] == pytest.approx((0.4 * 20 + 0.375) / 20.75)
        assert p_value[0] == pytest.approx(t.sf(z, 4), abs=1e-9)

    def test_p_value_where_the_others_differ(self) -> None:
        """Of five, weighed alike, the spread beyond chance makes up the sample variance s^2: of the mean s^2 / 5."""
        share = np.array([0.9, 0.1, 0.3, 0.4, 0.6, 0.8])
        y = np.arcsin(np.sqrt((share * 400 + 0.375) / 400.75))
        z = (y[0] - y[1:].mean()) / (y[1:].std(ddof=1) * np.sqrt(6 / 5))
        _, p_value = collisions._against_usual(share, np.full(6, 400.0))
        assert p_value[0] == pytest.approx(t.sf(z, 4), abs=1e-9)

    def test_random_effects_with_unequal_weights(self) -> None:
        """DerSimonian & Laird by hand: weights 1 and 3, mean 0.75, Q = 0.75; C = 4 - 10 / 4; (Q - 1) / C < 0."""
        assert collisions._random_effects(np.array([0.0, 1.0]), np.array([1.0, 1 / 3])) == pytest.approx(
            (0.75, 0.0, 0.25)
        )
        middle, between, error = collisions._random_effects(np.array([0.0, 2.0]), np.array([1.0, 1 / 3]))
        weights = np.array([1 / (1 + 4 / 3), 1 / (1 / 3 + 4 / 3)])
        assert between == pytest.approx((3 - 1) / (4 - 10 / 4))
        assert middle == pytest.approx(2 * weights[1] / weights.sum())
        assert error == pytest.approx(1 / weights.sum())

    @pytest.mark.parametrize(("hits", "trials"), [(0, 7), (3, 7), (7, 7), (1, 1)])
    def test_wilson(self, hits: int, trials: int) -> None:
        low, high = wilson_interval(np.array([hits / trials]), np.array([float(trials)]))
        assert (low[0], high[0]) == pytest.approx(wilson(hits, trials), abs=1e-12)

    @staticmethod
    def cells(contacts: int) -> pd.DataFrame:
        """Two functions that met once at each of so many contacts, half of them in collision."""
        return pd.DataFrame(
            {"a": 0, "b": 1, "contact": range(contacts), "meetings": 1, "collisions": np.arange(contacts) % 2}
        )

    @pytest.mark.parametrize(
        ("contacts", "sizes", "verdict"),
        [
            (5, (5, 5), "no_verdict"),
            (4, (5, 5), "not_assessable"),
            (5, (4, 5), "not_assessable"),
            (5, (5, 4), "not_assessable"),
        ],
    )
    def test_who_is_assessable(self, contacts: int, sizes: tuple[int, int], verdict: str) -> None:
        shown, _ = collisions._judge(self.cells(contacts), ("HR", "IT"), np.array(sizes), min_group=5)
        assert shown["verdict"].tolist() == [verdict]
        assert shown["meetings"].isna().tolist() == [contacts < 5]

    def test_few_contacts_are_not_tested(self) -> None:
        """Seven pairs alike, but one at four contacts only: that one gets no p-value, the others do."""
        parts = [self.cells(5 if k else 4).assign(b=k + 1) for k in range(7)]
        names = tuple("abcdefgh")
        shown, _ = collisions._judge(pd.concat(parts), names, np.full(8, 5), min_group=5)
        assert shown["p_value"].isna().tolist() == [True, *[False] * 6]
        assert shown["verdict"].tolist() == ["not_assessable", *["ordinary"] * 6]

    def test_small_functions_are_not_tested(self) -> None:
        parts = [self.cells(5).assign(b=k + 1) for k in range(7)]
        sizes = np.array([5, 4, *[5] * 6])
        shown, _ = collisions._judge(pd.concat(parts), tuple("abcdefgh"), sizes, min_group=5)
        assert shown["p_value"].isna().tolist() == [True, *[False] * 6]

    def test_design_effect(self) -> None:
        """Two contacts of four meetings, all and none in collision: (2^2 + 2^2) / (8 / 4) = 4; alike: never below 1."""
        cells = pd.DataFrame({"a": 0, "b": 1, "contact": [0, 1], "meetings": 4, "collisions": [4, 0]})
        pair = pd.DataFrame({"a": [0], "b": [1], "meetings": [8], "collisions": [4]})
        assert collisions._design_effect(cells, pair) == pytest.approx(4.0)
        assert collisions._design_effect(cells.assign(collisions=2), pair) == 1.0

    def test_organisation(self) -> None:
        """The same cells: effect 4, as if two of 8 meetings; one hidden pair is left out, or few contacts."""
        cells = pd.DataFrame({"a": 0, "b": 1, "contact": [0, 1], "meetings": 4, "collisions": [4, 0]})
        found = collisions._organisation(cells, cells[:0], min_group=0)
        assert (found["low"], found["high"]) == pytest.approx(wilson(1, 2), abs=1e-12)
        assert (found["meetings"], found["collisions"]) == (8, 4)
        without = collisions._organisation(cells[:0], cells[:0], min_group=0)
        assert (without["meetings"], without["collisions"]) == (0, 0)

    @pytest.mark.parametrize(("pairs", "contacts", "kept"), [(1, 9, 9), (2, 4, 9), (2, 5, 14)])
    def test_organisation_hides(self, pairs: int, contacts: int, kept: int) -> None:
        shown = self.cells(9)
        secret = pd.DataFrame({"a": 2, "contact": range(100, 100 + contacts), "meetings": 1, "collisions": 1})
        secret = secret.assign(b=3 + np.arange(contacts) % pairs)
        found = collisions._organisation(
            pd.concat([shown, secret]), secret[["a", "b"]].drop_duplicates(), min_group=5
        )
        assert found["meetings"] == kept

    def test_within_the_window(self) -> None:
        """The other function 10 seconds later: within 10, not within less."""
        cell, time, function = np.zeros(2, np.int64), np.array([0.0, 10.0]), np.array([0, 1])
        assert encounters._other_soon(cell, time, function, window=10.0).tolist() == [True, False]
        assert encounters._other_soon(cell, time, function, window=less(10.0)).tolist() == [False, False]

    def test_a_meeting_lasts_the_window(self) -> None:
        rows = pd.DataFrame({"cell": 0, "time": [0.0, 4.0, 10.0, 10.5, 11.0], "function": [0, 1, 0, 0, 0]})
        assert encounters.encounters_of(rows, window=10.0).tolist() == [0, 0, 0, -1, -1]

    def test_a_mailing(self) -> None:
        rows = pd.DataFrame({"message": [0, 0, 1, 1, 1, 2], "outbound": [True] * 5 + [False]})
        exchange = mailings.OutsideExchange(rows, 0)
        assert mailings.mailings(exchange, 3).tolist() == [False, True, False]

    def test_open_strictly_between(self) -> None:
        cases = pd.DataFrame({"contact": [1], "since": [10.0], "until": [20.0]})
        sent = pd.DataFrame({"contact": 1, "time": [10.0, more(10.0), less(20.0), 20.0]})
        assert mailings._is_open(cases, sent).tolist() == [False, True, True, False]


class TestSilos:
    SILO: ClassVar[dict[str, Any]] = {
        "q_value": less(0.05),
        "openness": 0.6,
        "openness_low": 0.5,
        "openness_high": less(0.8),
    }
    OPEN: ClassVar[dict[str, Any]] = SILO | {
        "openness": 1.7,
        "openness_low": more(1.25),
        "openness_high": 2.0,
    }

    @pytest.mark.parametrize(
        ("row", "changed", "verdict"),
        [
            (SILO, {}, "silo"),
            (SILO, {"q_value": 0.05}, "ordinary"),
            (SILO, {"q_value": NAN}, "ordinary"),
            (SILO, {"openness_high": 0.8}, "ordinary"),
            (OPEN, {}, "open"),
            (OPEN, {"q_value": 0.05}, "ordinary"),
            (OPEN, {"openness_low": 1.25}, "ordinary"),
        ],
    )
    def test_verdict(self, row: dict[str, Any], changed: dict[str, Any], verdict: str) -> None:
        rows = pd.concat([one_row(row, changed)] * 5, ignore_index=True)
        assert self.verdicts(rows, [True] * 5) == [verdict] * 5

    def test_five_functions_give_verdicts(self) -> None:
        rows = pd.concat([one_row(self.SILO, {})] * 6, ignore_index=True)
        five, four = [True] * 5 + [False], [True] * 4 + [False] * 2
        assert self.verdicts(rows, five) == ["silo"] * 5 + ["not_assessable"]
        assert self.verdicts(rows, four) == ["no_verdict"] * 4 + ["not_assessable"] * 2
        assert self.verdicts(rows[:5], five[:5]) == ["silo"] * 5
        assert self.verdicts(rows[:4], [True] * 3 + [False]) == ["no_verdict"] * 4

    @staticmethod
    def verdicts(rows: pd.DataFrame, assessable: list[bool]) -> list[str]:
        ends = (np.log(rows[name].to_numpy(float)) for name in ("openness_low", "openness_high"))
        nothing = np.zeros(len(rows))
        interval = silos_openness.Interval(nothing, *ends, nothing)
        found: list[str] = silos_openness._verdicts(
            interval, rows["q_value"].to_numpy(float), np.array(assessable)
        ).tolist()
        return found

    def test_functions_too_small_have_no_p_value(self) -> None:
        sizes = np.array([4, 5, 6, 6, 6])
        code = np.repeat(np.arange(5), sizes)
        rate = np.where(code[:, None] == code, 0.8, 0.3)
        source, target = np.nonzero(np.triu(np.random.default_rng(0).random(rate.shape) < rate, 1))
        edges = zip(source.tolist(), target.tolist(), strict=True)
        network = Network.from_edges(edges, {i: f"F{c}" for i, c in enumerate(code)})
        found = silos_openness.assess(ModelTies.of(network), sizes, min_group=5)
        assert np.isnan(found.openness.p_value).tolist() == [True, False, False, False, False]

    @pytest.mark.parametrize(
        ("others", "left"), [(2, 2), (3, 1), (4, 2), (5, 3), (6, 2), (7, 3), (8, 4), (9, 5), (10, 4)]
    )
    def test_a_quarter_is_trimmed_at_either_end(self, others: int, left: int) -> None:
        """Rounded; somebody stays."""
        weights = trimmed_weights(np.arange(others + 1.0), np.ones(others + 1, dtype=bool))
        assert (weights > 0).sum(axis=1).tolist() == [left] * (others + 1)
        assert weights.sum(axis=1) == pytest.approx(1)
        assert (np.diag(weights) == 0).all()

    def test_who_is_no_standard(self) -> None:
        """What cannot be told, has no limit, or is too small."""
        everybody = np.ones(6, dtype=bool)
        without = trimmed_weights(np.array([0.0, np.inf, 1.0, np.nan, -9.0, 2.0]), everybody)
        assert without[1].tolist() == pytest.approx([1 / 2, 0, 1 / 2, 0, 0, 0])
        assert without[3].tolist() == [0] * 6
        small = trimmed_weights(np.zeros(5), np.array([True, True, False, False, False]))
        assert small[2].tolist() == pytest.approx([1 / 2, 1 / 2, 0, 0, 0])

    def test_no_tie_across_where_few_are_expected(self) -> None:
        """At 2.5 % the upper end is what is usual."""
        assert np.exp(-silos_openness.NO_EVENT) == pytest.approx(0.025)

    def test_permuted_labels(self) -> None:
        """Two ties of strengths 1 and 2 among people of 2, 2: by hand over the 3 ways to make pairs.

        Touching ties a-b, a-c are never both inside: inside are 1, 2 or 0. Apart, a-b and c-d are both or neither.
        """
        people = dict(zip("abcd", "xxyy", strict=True))
        for ends, inside in ((["ab", "ac"], [1, 2, 0]), (["ab", "cd"], [3, 0, 0])):
            ties = pd.DataFrame(
                {"source": [e[0] for e in ends], "target": [e[1] for e in ends], "strength": [1.0, 2.0]}
            )
            roster = pd.DataFrame({"person_id": list(people), "function": list(people.values())})
            network = Network.from_pandas(ties, roster)
            mean, spread = permuted_inside(ModelTies.of(network), network.function_sizes)
            assert (mean, spread) == pytest.approx((np.mean(inside), np.std(inside)))

    def test_permuted_labels_one_by_one(self) -> None:
        """Functions of 4, 2 and 1 people and three ties, against all orders of the labels."""
        labels = "xxxxyyz"
        ends, strength = [(0, 1), (1, 2), (4, 6)], np.array([1.0, 2.0, 5.0])
        ties = pd.DataFrame([(a, b, w) for (a, b), w in zip(ends, strength, strict=True)])
        roster = pd.DataFrame({"person_id": range(7), "function": list(labels)})
        network = Network.from_pandas(ties.set_axis(["source", "target", "strength"], axis=1), roster)
        inside = [
            sum(w for (a, b), w in zip(ends, strength, strict=True) if order[a] == order[b])
            for order in permutations(labels)
        ]
        mean, spread = permuted_inside(ModelTies.of(network), network.function_sizes)
        assert (mean, spread) == pytest.approx((np.mean(inside), np.std(inside)))


class TestGlue:
    @pytest.mark.parametrize(
        ("lift", "q_value", "spread", "verdict"),
        [
            (more(0.0), less(0.05), 0.9, "glue"),
            (more(0.0), less(0.05), less(0.9), "bridge"),
            (more(0.0), 0.05, 1.0, "ordinary"),
            (0.0, less(0.05), 1.0, "ordinary"),
            (NAN, NAN, NAN, "ordinary"),
            (1.0, NAN, 1.0, "ordinary"),
            (1.0, 0.01, NAN, "glue"),
        ],
    )
    def test_verdict(self, lift: float, q_value: float, spread: float, verdict: str) -> None:
        given = (np.array([one]) for one in (lift, q_value, spread))
        assert lifts.verdicts(*given).tolist() == [verdict]

    def test_ranks(self) -> None:
        """Equals share the better rank and being first; of 40 draws one extreme is within 2.5 %."""
        draws = np.tile([3.0, 1.0, 2.0, NAN], (40, 1))
        draws[0] = [3.0, 3.0, 1.0, NAN]
        found = lifts.ranks(np.array([2.0, 1.0, 2.0, NAN]), draws)
        assert found["rank"][:3].tolist() == [1.0, 3.0, 1.0]
        assert np.isnan(found["rank"][3])
        assert found["p_first"][:3] == pytest.approx([39.5 / 40, 0.5 / 40, 0.0])
        assert found["rank_low"][:3].tolist() == [1.0, 1.0, 2.0]
        assert found["rank_high"][:3].tolist() == [1.0, 3.0, 3.0]

    @pytest.mark.parametrize(
        ("sizes", "most", "why"),
        [((3, 3, 3), 4, ""), ((3, 3, 1), 4, "few"), ((3, 3, 3), 5, "mailbox")],
    )
    def test_too_little_for_a_verdict(self, sizes: tuple[int, ...], most: int, why: str) -> None:
        """Three functions to compare; one person an end of more than half of eight ties."""
        people = {f"{f}{i}": f for f, n in zip("xyz", sizes, strict=True) for i in range(n)}
        hub, *others = people
        ties = [(hub, one) for one in others[:most]]
        ties += [(others[i], others[-1 - i]) for i in range(2)] + [
            (others[0], others[2]),
            (others[1], others[3]),
        ]
        ties = ties[:8]
        network = Network.from_edges(ties[: most + 8 - most], people)
        observed = stand_in(lift=stand_in(log=np.where(np.array(sizes) < 2, NAN, 0.0)))
        assert len(network.ties) == 8
        assert measurement._too_little(network, observed) == why

    def test_more_than_half_of_the_people(self) -> None:
        people = {f"{f}{i}": f for f, n in (("x", 3), ("y", 2), ("z", 1)) for i in range(n)}
        assert measurement.giant_of(Network.from_edges([("x0", "y0")], people)) is None
        assert measurement.giant_of(Network.from_edges([("x0", "y0")], {**people, "x3": "x"})) == "x"

    @pytest.mark.parametrize("options", [(0, 2), (1, 1)])
    def test_options_out_of_range(self, options: tuple[int, int]) -> None:
        names = ("min_group", "exact_limit")
        point_estimates.check_options(dict(zip(names, (1, 2), strict=True)))
        with pytest.raises(UsageError):
            point_estimates.check_options(dict(zip(names, options, strict=True)))

    def test_who_is_assessable(self) -> None:
        sizes = np.array([3, 2, 1])
        assert glue_ties.assessable(sizes, 2).tolist() == [0, 1]
        assert glue_ties.assessable(sizes, 3).tolist() == [0]
        with pytest.raises(NotEnoughDataError):
            glue_ties.assessable(sizes, 4)

    def test_three_functions_at_least(self) -> None:
        glue_ties.Ties.of(self.company(("x", 1), ("y", 1), ("z", 1)), weighted=False)
        with pytest.raises(NotEnoughDataError):
            glue_ties.Ties.of(self.company(("x", 1), ("y", 1)), weighted=False)

    def test_some_tie_joins_two_known_functions(self) -> None:
        """Not one inside a function, nor one with somebody of none."""
        people = {"a": "x", "b": "x", "c": "y", "d": "z", "e": None}
        inside, unknown = [("a", "b")], [("c", "e"), ("e", "d")]
        with pytest.raises(NotEnoughDataError):
            glue_ties.Ties.of(Network.from_edges(inside + unknown, people), weighted=False)
        joined = Network.from_edges([*inside, *unknown, ("b", "c")], people)
        sender, recipient, _ = glue_ties.Ties.of(joined, weighted=False).directed
        assert len(sender) == len(recipient) == 2
        assert min(sender.min(), recipient.min()) == 0

    @staticmethod
    def company(*functions: tuple[str, int]) -> Network:
        """A chain of people, function after function."""
        people = {f"{name}{k}": name for name, size in functions for k in range(size)}
        chain = list(people)
        return Network.from_edges(list(pairwise(chain)), people)


class TestCommunities:
    @staticmethod
    def compared(own: float, best: list[float]) -> Comparison:
        """One community with a score, beside networks whose best communities have these."""
        nobody = Evidence(np.zeros(1, np.int64), np.zeros(1), np.zeros(1))
        found = Comparison(nobody, (nobody,) * len(best))
        found.__dict__["_scores"] = np.array([own]), [np.array([one]) for one in best]
        return found

    def test_verdict_by_distance(self) -> None:
        """Twenty draws of mean 1 and spread sqrt(20 / 19): what lies 1.645 spreads beyond is a community."""
        draws, spread = [0.0, 2.0] * 10, np.sqrt(20 / 19)
        limit = 1 + 1.645 * spread
        assert self.compared(limit + 1e-9, draws).communities.all()
        assert not self.compared(limit - 1e-9, draws).communities.any()

    def test_verdict_is_settled_away_from_the_limit(self) -> None:
        """Three spreads are beyond it for certain with twenty draws, and not with ten; at the limit it is open."""
        for standing, draws, sure in [
            (3.0, 20, True),
            (3.0, 10, False),
            (1.645, 120, False),
            (0.5, 10, True),
        ]:
            best = [0.0, 2.0] * (draws // 2)
            own = 1 + standing * float(np.std(best, ddof=1))
            assert self.compared(own, best).settled == sure, (standing, draws)

    def test_p_value_is_that_of_one_more_draw(self) -> None:
        """Of two draws 0 and 2, one more is t with one degree of freedom, mean 1 and spread sqrt(2) sqrt(3/2)."""
        at = 1 + np.sqrt(3) / np.tan(np.pi * 0.001)
        assert self.compared(at, [0.0, 2.0]).p_value == pytest.approx(0.001)

    def test_verdict_where_all_draws_are_equal(self) -> None:
        assert self.compared(1.0, [0.5] * 5).communities.all()
        assert not self.compared(0.5, [0.5] * 5).communities.any()
        assert not self.compared(-1.0, [-2.0] * 5).communities.any()

    def test_owner_has_more_than_half(self) -> None:
        overlap = pd.DataFrame([[2, 2], [3, 2], [2, 3], [0, 0], [1, 0]], columns=["HR", "IT"])
        assert _owners(overlap) == [None, "HR", "IT", None, "HR"]

    @pytest.mark.parametrize(
        ("ties", "runs", "simulations"),
        [(50_000, 4, 20), (50_001, 2, 10), (500_000, 2, 10), (500_001, 1, 5)],
    )
    def test_effort(self, ties: int, runs: int, simulations: int) -> None:
        effort = communities.Effort.for_ties(ties, runs=None, simulations=None)
        assert (effort.runs, effort.simulations) == (runs, simulations)

    def test_least_effort(self) -> None:
        communities.Effort.for_ties(9, runs=1, simulations=3)
        for runs, simulations in ((0, 3), (1, 2)):
            with pytest.raises(UsageError):
                communities.Effort.for_ties(9, runs=runs, simulations=simulations)


class TestSilos2:
    SILO: ClassVar[dict[str, Any]] = {
        "kind": "space",
        "known": 5,
        "p_pure": less(0.05),
        "p_isolated": less(0.05),
        "purity_low": more(0.5),
        "isolation_low": more(0.2),
        "p_mixed": 1.0,
        "mixing_low": 0.0,
        "mixing_usual": 0.0,
    }
    BRIDGE: ClassVar[dict[str, Any]] = SILO | {
        "p_pure": 1.0,
        "p_isolated": 1.0,
        "p_mixed": less(0.05),
        "mixing_low": 0.25 + 1e-12,
    }

    @pytest.mark.parametrize(
        ("row", "changed", "verdict"),
        [
            (SILO, {}, "silo2"),
            (SILO, {"kind": "community"}, "silo2"),
            (SILO, {"p_pure": 0.05}, "ordinary"),
            (SILO, {"p_isolated": 0.05}, "ordinary"),
            (SILO, {"p_pure": NAN}, "ordinary"),
            (SILO, {"p_isolated": NAN}, "ordinary"),
            (SILO, {"purity_low": 0.5}, "ordinary"),
            (SILO, {"isolation_low": 0.2}, "ordinary"),
            (SILO, {"known": 4}, "not_assessable"),
            (BRIDGE, {}, "bridge_space"),
            (BRIDGE, {"p_mixed": 0.05}, "ordinary"),
            (BRIDGE, {"mixing_low": 0.25}, "ordinary"),
            (BRIDGE, {"kind": "community"}, "ordinary"),
            (BRIDGE, {"known": 4}, "not_assessable"),
            (BRIDGE, {"mixing_usual": 0.1, "mixing_low": 1 - 0.75 * 0.9 + 1e-12}, "bridge_space"),
            (BRIDGE, {"mixing_usual": 0.1, "mixing_low": 1 - 0.75 * 0.9 - 1e-12}, "ordinary"),
            (BRIDGE, {"p_pure": 0.01, "p_isolated": 0.02}, "silo2"),
        ],
    )
    def test_verdict(self, row: dict[str, Any], changed: dict[str, Any], verdict: str) -> None:
        judged = silos2._judged(one_row(row, changed), min_group=5)
        assert judged["verdict"].tolist() == [verdict]

    @pytest.mark.parametrize("changed", [{"known": 4}, {"kind": "community"}])
    def test_only_assessable_spaces_are_tested_for_mixing(self, changed: dict[str, Any]) -> None:
        """One more test would double the adjusted p-value."""
        rows = pd.DataFrame([self.BRIDGE, self.BRIDGE | {"p_mixed": 1.0} | changed])
        assert silos2._judged(rows, min_group=5)["verdict"][0] == "bridge_space"

    def test_p_value_is_the_larger_of_two(self) -> None:
        rows = pd.DataFrame([self.SILO | {"p_pure": 0.01}, self.SILO | {"p_isolated": 0.02, "known": 4}])
        judged = silos2._judged(rows, min_group=5)
        assert judged["p_value"].tolist() == pytest.approx([less(0.05), NAN], nan_ok=True)
        assert judged["q_value"].tolist() == pytest.approx([less(0.05), NAN], nan_ok=True)

    REPEATS: ClassVar[dict[str, Any]] = {
        "walls_posts_low": more(1.25),
        "ratio_low": more(0.5),
        "ratio_high": 0.8,
    }
    OPENS: ClassVar[dict[str, Any]] = {"walls_low": more(1.25), "ratio_high": less(0.8), "walls_high": 3.0}
    POSTS: ClassVar[dict[str, Any]] = {"circle_walls_low": 2.0, "walls_high": 3.0}

    @pytest.mark.parametrize(
        ("mail", "posts", "verdict"),
        [
            (REPEATS, POSTS, "repeats_walls"),
            (REPEATS | {"walls_posts_low": 1.25}, POSTS, "too_little_data"),
            (REPEATS | {"ratio_low": 0.5}, POSTS, "too_little_data"),
            (REPEATS | {"ratio_high": less(0.8)}, POSTS, "too_little_data"),
            (REPEATS | {"ratio_low": 0.5}, POSTS | {"circle_walls_low": more(2.0)}, "new_walls"),
            (REPEATS, POSTS | {"circle_walls_low": more(2.0)}, "repeats_walls"),
            (OPENS, POSTS, "opens_walls"),
            (OPENS | {"walls_low": 1.25}, POSTS, "too_little_data"),
            (OPENS | {"ratio_high": 0.8}, POSTS, "too_little_data"),
            (OPENS, POSTS | {"circle_walls_low": more(2.0)}, "new_walls"),
            ({"walls_high": less(1.25 / 0.8)}, {"walls_high": less(1.25 / 0.8)}, None),
            ({"walls_high": 1.25 / 0.8}, {"walls_high": 1.0}, "too_little_data"),
            ({"walls_high": 1.0}, {"walls_high": 1.25 / 0.8}, "too_little_data"),
        ],
    )
    def test_layers(self, mail: dict[str, Any], posts: dict[str, Any], verdict: str | None) -> None:
        nothing = dict.fromkeys(channels.FIGURES, NAN)
        layers = pd.DataFrame([nothing | mail | {"channel": "email"}, nothing | posts | {"channel": "post"}])
        assert silos2._layer_verdict(layers) == verdict

    def test_isolation(self) -> None:
        """1, 2, 3 by chance: 2 and 1; a conductance of 0 is 2 below, one more draw at 2 degrees of freedom."""
        null = np.array([[1.0], [2.0], [3.0]])
        found = spaces._isolation(np.array([0.0]), np.array([0.0]), np.array([1.0]), null)
        assert found["isolation_z"][0] == pytest.approx(2.0)
        assert found["p_isolated"][0] == pytest.approx(beyond_two(2 / np.sqrt(4 / 3)), abs=1e-9)
        assert (found["isolation"][0], found["isolation_low"][0], found["isolation_high"][0]) == (
            1.0,
            0.5,
            1.0,
        )
        assert np.isnan(spaces._isolation(*[np.zeros(1)] * 3, np.ones((3, 1)))["isolation_z"][0])

    def test_conductance(self) -> None:
        """Members of equal volume: a mean with its standard error, at one degree of freedom fewer than members."""
        crossing, where = np.array([0.0, 1.0, 0.0, 0.5, 1.0]), np.array([0, 0, 1, 1, 1])
        found, low, high = spaces._ratio(crossing, np.ones(5), where, np.array([0.5, 0.5]))
        assert found.tolist() == [0.5, 0.5]
        assert low.tolist() == [0.0, 0.0]
        reach = high - found
        assert beyond_one(reach[0] / np.sqrt(0.5 / 2)) == pytest.approx(0.025, abs=1e-9)
        assert beyond_two(reach[1] / np.sqrt(0.25 / 3)) == pytest.approx(0.025, abs=1e-9)

    def test_conductance_of_the_larger_part(self) -> None:
        """0.2 of 0.8 leave: of the smaller side, 0.2, that is 0.8."""
        found, _, _ = spaces._ratio(np.array([0.2, 0.2]), np.ones(2), np.zeros(2, np.int64), np.array([0.8]))
        assert found[0] == pytest.approx(0.2 * 0.8 / 0.2)

    def test_upper_p(self) -> None:
        assert spaces._upper_p(2.0, np.array([1.0, 2.0, 3.0])) == pytest.approx(3 / 4)
        assert spaces._upper_p(2.1, np.array([1.0, 2.0, 3.0])) == pytest.approx(2 / 4)
        assert np.isnan(spaces._upper_p(NAN, np.ones(3)))

    @pytest.mark.parametrize("others", [4, 5])
    def test_mixing(self, others: int) -> None:
        """2 and 2: two in three pairs differ, variance 2 x 2/3 x 1/3 / 12; 3 and 1, as often as not, no spread."""
        counts = np.array([[2, 2], *[[3, 1]] * others, [4, 0]])
        found = spaces._mixing(counts, assessable=np.array([True] * (others + 1) + [False]))
        z = (2 / 3 - 1 / 2) / np.sqrt(4 / 9 / 12)
        freedom = 3  # four people; four others, or five
        assert found["mixing"][:2] == pytest.approx([2 / 3, 1 / 2])
        assert found["mixing_usual"][0] == pytest.approx(1 / 2)
        assert found["p_mixed"][0] == pytest.approx(t.sf(z, freedom), abs=1e-9)
        assert np.isnan(found["p_mixed"][-1])

    def test_mixing_with_fewer_others_than_people(self) -> None:
        """Six people, 3 and 3: 0.6, variance 2 x 0.6 x 0.4 / 30; four others: 3 degrees of freedom, not 5."""
        counts = np.array([[3, 3], *[[3, 1], [2, 2]] * 2])
        found = spaces._mixing(counts, assessable=np.ones(5, dtype=bool))
        spread = np.var([1 / 2, 2 / 3] * 2, ddof=1) / 4
        z = (0.6 - 7 / 12) / np.sqrt(0.48 / 30 + spread)
        assert found["p_mixed"][0] == pytest.approx(t.sf(z, 3), abs=1e-9)

    def test_mixing_of_members_who_differ(self) -> None:
        """3 and 1: three differ from 1 of 3, one from all; 4 x 2 x (3/36 + 1/4) / 4 + 1/2, over 12."""
        found = spaces._mixing(np.array([[3, 1]]), assessable=np.ones(1, dtype=bool))
        variance = (4 * 2 * (3 / 36 + 1 / 4) / 4 + 1 / 2) / 12
        reach = found["mixing"][0] - found["mixing_low"][0]
        assert reach == pytest.approx(t.isf(0.025, 3) * np.sqrt(variance), abs=1e-9)

    def test_five_groups_are_usual(self) -> None:
        counts = np.array([[2, 2]] * 5)
        assert not np.isnan(spaces._mixing(counts, assessable=np.ones(5, dtype=bool))["p_mixed"]).any()
        assert np.isnan(spaces._mixing(counts, assessable=np.array([True] * 4 + [False]))["p_mixed"]).all()

    def test_three_months_make_a_trend(self) -> None:
        months = pd.DataFrame(
            {
                "name": "a",
                "month": ["2024-01", "2024-02", "2024-03"],
                "messages": 4,
                "staying": [0.1, 0.2, 0.3],
            }
        )
        assert spaces._slopes(months) == pytest.approx({"a": 0.1})
        assert spaces._slopes(months[:2]) == {}
        assert spaces._slopes(months.assign(messages=[0, 4, 4])) == {}
        assert spaces._slopes(months.assign(messages=[1, 4, 4])) == pytest.approx({"a": 0.1})

    def test_odds_ratio(self) -> None:
        """3 of 4 against 1/4 by chance: 9; errors over ties (observed - share) / (share (1 - share))."""
        observed, expected = np.array([1.0, 1.0, 1.0, 0.0]), np.full(4, 0.25)
        ratio, low, high = channels._odds_ratio(np.ones(4), observed, expected)
        reach = np.exp(1.959964 * np.sqrt(3 * (0.25 / 0.1875) ** 2 + 4**2) / 4)
        assert (ratio, low, high) == pytest.approx((9.0, 9 / reach, 9 * reach))
        for observed, expected in ((np.ones(4), np.full(4, 0.5)), (np.array([1.0, 0, 0, 0]), np.zeros(4))):
            assert np.isnan(channels._odds_ratio(np.ones(4), observed, expected)).all()


class TestRelay:
    MAILROOM: ClassVar[dict[str, Any]] = {
        "function": "HR",
        "brokerage": 0.75,
        "q_value": less(0.05),
        "relay_share": 1 / 3,
    }
    BROKERAGE = pd.Series([0.0, 0.25, 0.5, 0.75, 1.0])

    @pytest.mark.parametrize(
        ("changed", "assessable", "verdict"),
        [
            ({}, True, "mailroom"),
            ({"brokerage": less(0.75)}, True, "ordinary"),
            ({"q_value": 0.05}, True, "ordinary"),
            ({"relay_share": less(1 / 3)}, True, "ordinary"),
            ({}, False, "not_assessable"),
        ],
    )
    def test_verdict(self, changed: dict[str, Any], assessable: bool, verdict: str) -> None:
        rows = one_row(self.MAILROOM, changed)
        assert relay._verdicts(rows, pd.Series([assessable]), self.BROKERAGE).tolist() == [verdict]

    def test_without_brokerage_no_mailroom(self) -> None:
        rows = one_row(self.MAILROOM, {})
        assert relay._verdicts(rows, pd.Series([True]), pd.Series([NAN])).tolist() == ["ordinary"]

    @pytest.mark.parametrize(
        ("changed", "assessable"),
        [({}, True), ({"active": 4}, False), ({"resolved": 2}, False), ({"brokerage": NAN}, False)],
    )
    def test_who_is_assessable(self, changed: dict[str, Any], assessable: bool) -> None:
        """Ten decided items: relayed, answered or resolved, not ignored."""
        row = {"active": 5, "relayed": 3, "answered": 4, "resolved": 3, "ignored": 9, "brokerage": 0.1}
        assert relay._assessable(one_row(row, changed), min_group=5).tolist() == [assessable]

    @pytest.mark.parametrize(
        ("verdicts", "glues", "syndrome"),
        [
            (["mailroom", "ordinary"], ["glue", "ordinary"], True),
            (["mailroom", "ordinary"], ["ordinary", "ordinary"], True),
            (["mailroom", "ordinary"], ["glue", "glue"], False),
            (["mailroom", "ordinary"], ["ordinary", "bridge"], False),
            (["mailroom", "ordinary"], ["bridge", "ordinary"], True),
            (["mailroom", "ordinary"], ["glue", "bridge"], False),
            (["ordinary", "ordinary"], ["ordinary", "ordinary"], False),
            (["not_assessable", "ordinary"], ["glue", "ordinary"], False),
            (["not_assessable", "not_assessable"], ["ordinary", "ordinary"], None),
        ],
    )
    def test_syndrome(self, verdicts: list[str], glues: list[str], syndrome: bool | None) -> None:
        rows = pd.DataFrame({"function": ["HR", "IT"], "verdict": verdicts})
        assert relay._syndrome(rows, pd.Series(glues, index=["HR", "IT"])) is syndrome

    def test_shares(self) -> None:
        """Threads of one item each: n / (n - 1) of n tell what one does: 2.25 of 3 against 0.8 of 4.

        What is not decided does not count. The p-value as the chance that one beta variable exceeds another.
        """
        outcomes = ["relayed"] * 3 + ["answered"] + ["relayed"] + ["resolved"] * 4 + ["ignored", "other"]
        items = pd.DataFrame({"outcome": outcomes, "function": [0] * 4 + [1] * 7, "thread": range(11)})
        found = relay._shares(items, 2)
        own, others = beta(2.25, 1.75), beta(1.8, 3.2)
        exceeds, _ = quad(lambda x: others.pdf(x) * own.cdf(x), 0, 1, epsabs=1e-11)
        assert found["relay_share"].tolist() == pytest.approx([0.75, 0.2])
        assert found["relay_share_others"].tolist() == pytest.approx([0.2, 0.75])
        assert found["p_value"][0] == pytest.approx(exceeds, abs=1e-8)


class TestHourglass:
    @pytest.mark.parametrize(
        ("waist", "p_value", "few", "verdict"),
        [
            (less(20.0), less(0.05), False, "hourglass"),
            (20.0, less(0.05), False, "no_hourglass"),
            (less(20.0), 0.05, False, "no_hourglass"),
            (1.0, 0.001, True, "not_assessable"),
        ],
    )
    def test_verdict(self, waist: float, p_value: float, few: bool, verdict: str) -> None:
        """Two thirds of 30 are 20."""
        assert hourglass._verdict(waist, 30.0, p_value, few=few) == verdict

    def test_chance_of_so_few(self) -> None:
        assert hourglass._chance_of_so_few(2, np.array([1, 2, 3])) == pytest.approx(3 / 4)
        assert hourglass._chance_of_so_few(0, np.array([1, 2, 3])) == pytest.approx(1 / 4)

    @pytest.mark.parametrize(
        ("carried", "fewest"),
        [
            ([8, 1, 1], [0]),
            ([1, 7, 1, 1], [1, 0]),
            ([4, 4, 1, 1], [0, 1]),
            ([79, 1, 20], [0, 2]),
            ([0.5, 0.0], [0]),
            ([0, 0], []),
            ([], []),
        ],
    )
    def test_four_fifths(self, carried: list[float], fewest: list[int]) -> None:
        assert hourglass._fewest(np.array(carried, dtype=float)).tolist() == fewest

    def test_few_contacts_are_not_counted(self) -> None:
        """One contact less than `min_group` is hidden; none is no secret."""
        contact = np.array([*range(5), *range(4)])
        sides = stand_in(
            contact=contact,
            gate=np.array([0] * 5 + [1] * 4),
            rows=np.ones(9),
            function=np.array([0, 1, 2]),
            activity=np.array([1.0, 0.0, 2.0]),
        )
        found = hourglass._exchange_columns(sides, 3, replicates=4, seed=0, min_group=5)
        assert pd.Series(found["contacts"]).isna().tolist() == [False, True, False]
        assert found["outside_expected"] == pytest.approx(np.array([2, 1, 3]) / 6)


class TestMaturity:
    @pytest.mark.parametrize(
        ("probability", "assessable", "verdict"),
        [
            (0.95, True, "takes_part"),
            (less(0.95), True, "unclear"),
            (1 - 0.95, True, "does_not"),
            (more(1 - 0.95), True, "unclear"),
            (1.0, False, "not_assessable"),
        ],
    )
    def test_verdict(self, probability: float, assessable: bool, verdict: str) -> None:
        assert stages.verdicts_of(np.array([probability]), np.array([assessable])) == [verdict]

    @pytest.mark.parametrize(
        ("probability", "stage"), [(0.9, "pilot"), (less(0.9), "unclear"), (NAN, "unclear")]
    )
    def test_stage(self, probability: float, stage: str) -> None:
        others = {"none": 0.05, "customer_facing": 0.05, "transversal": 0.0}
        assert stages.stage_of(others | {"pilot": probability}) == stage

    @pytest.mark.parametrize(
        ("share", "low", "faces"),
        [(more(0.375), more(0.25), True), (0.375, more(0.25), False), (more(0.375), 0.25, False)],
    )
    def test_more_outside(self, share: float, low: float, faces: bool) -> None:
        """Half as much again as a quarter."""
        assert stages._more_outside(share, low, 0.25) == faces

    @pytest.mark.parametrize(
        ("takes", "stage"),
        [
            ([0, 0, 0, 0, 0, 0], "none"),
            ([1, 1, 1, 1, 0, 0], "transversal"),
            ([0, 0, 1, 1, 1, 1], "transversal"),
            ([1, 1, 0, 0, 0, 0], "customer_facing"),
            ([1, 1, 1, 0, 0, 0], "customer_facing"),
            ([1, 1, 0, 1, 0, 0], "customer_facing"),
            ([1, 0, 0, 0, 0, 0], "pilot"),
            ([1, 0, 0, 1, 1, 0], "pilot"),
            ([0, 0, 0, 1, 1, 1], "pilot"),
        ],
    )
    def test_stages(self, takes: list[int], stage: str) -> None:
        """Six functions, the first three face customers: two of three of them, and half of those that take part."""
        facing = np.array([True] * 3 + [False] * 3)
        shares = stages.stages_of(np.array([takes], dtype=bool), facing)
        assert [name for name, share in shares.items() if share == 1.0] == [stage]

    def test_half_of_those_that_take_part(self) -> None:
        """Two of three that face customers, of four or five in all; nine functions are not two thirds by then."""
        facing = np.array([True] * 3 + [False] * 6)
        for others, stage in ((2, "customer_facing"), (3, "pilot")):
            takes = np.array([[True, True, False] + [True] * others + [False] * (6 - others)])
            assert stages.stages_of(takes, facing)[stage] == 1.0

    def test_nobody_faces_customers(self) -> None:
        takes = np.array([[True, False, False, False]])
        assert stages.stages_of(takes, np.zeros(4, dtype=bool))["pilot"] == 1.0
        assert stages.stages_of(~takes[:, :1], np.zeros(1, dtype=bool))["customer_facing"] == 0.0
        assert stages.stages_of(takes, takes[0])["customer_facing"] == 1.0
        assert all(
            np.isnan(share) for share in stages.stages_of(takes[:, :0], np.zeros(0, dtype=bool)).values()
        )

    def test_levels_of_few_are_hidden(self) -> None:
        staff = pd.DataFrame({"level": [1] * 4 + [2] * 5, "active": True, "posts": 1})
        shown = participation.levels_of(staff, min_group=5)
        assert shown["level"].tolist() == [2]
        assert shown["posts_share"].tolist() == pytest.approx([5 / 9])
        assert participation.levels_of(staff.assign(posts=0), min_group=5)["posts_share"].tolist() == [0.0]


class TestResponse:
    SLOWER: ClassVar[dict[str, Any]] = {
        "p_value": 0.01,
        "q_value": less(0.05),
        "difference_low": -0.3,
        "difference_high": less(-0.05),
        "asked": 20,
    }
    FASTER: ClassVar[dict[str, Any]] = SLOWER | {"difference_low": more(0.05), "difference_high": 0.3}

    @pytest.mark.parametrize(
        ("row", "changed", "verdict"),
        [
            (SLOWER, {}, "slower"),
            (SLOWER, {"q_value": 0.05}, "ordinary"),
            (SLOWER, {"difference_high": -0.05}, "ordinary"),
            (FASTER, {}, "faster"),
            (FASTER, {"q_value": 0.05}, "ordinary"),
            (FASTER, {"difference_low": 0.05}, "ordinary"),
            (FASTER, {"p_value": NAN}, "no_verdict"),
        ],
    )
    def test_verdict(self, row: dict[str, Any], changed: dict[str, Any], verdict: str) -> None:
        rows = pd.concat([one_row(row, changed)] * 3, ignore_index=True)
        assert response._verdicts(rows, pd.Series([True] * 3)).tolist() == [verdict] * 3

    def test_nineteen_questions_are_too_few(self) -> None:
        rows = pd.concat(
            [one_row(self.SLOWER, {})] * 3 + [one_row(self.SLOWER, {"asked": 19})], ignore_index=True
        )
        assert response._verdicts(rows, pd.Series([True] * 4)).tolist() == ["slower"] * 3 + ["rarely_asked"]
        assert response._verdicts(rows[1:], pd.Series([True] * 4)[1:]).tolist() == ["no_verdict"] * 3

    def test_three_functions_give_verdicts(self) -> None:
        rows = pd.concat([one_row(self.SLOWER, {})] * 4, ignore_index=True)
        three, two = pd.Series([True] * 3 + [False]), pd.Series([True] * 2 + [False] * 2)
        assert response._verdicts(rows, three).tolist() == ["slower"] * 3 + ["not_assessable"]
        assert response._verdicts(rows, two).tolist() == ["no_verdict"] * 2 + ["not_assessable"] * 2

    @pytest.mark.parametrize(("functions", "most"), [(3, 0), (4, 1), (5, 1), (6, 2), (8, 2), (9, 3)])
    def test_how_many_are_set_aside(self, functions: int, most: int) -> None:
        """A third at most, and three stay."""
        assert response._most_aside(functions) == most

    def test_clear_cases(self) -> None:
        assert response._clear(less(0.01 / 4), functions=4)
        assert not response._clear(0.01 / 4, functions=4)
        assert not response._clear(NAN, functions=4)

    def test_interval_and_p_value(self) -> None:
        """At 1 and 2 degrees of freedom in closed form."""
        for freedom, beyond in ((1.0, beyond_one), (2.0, beyond_two)):
            one = response._Comparison(0.5, -0.3, 0.1, freedom)
            assert one.p_value == pytest.approx(2 * beyond(3.0), abs=1e-9)
            low, high = one.interval
            assert (low + high) / 2 == pytest.approx(-0.3)
            assert beyond((high + 0.3) / 0.1) == pytest.approx(0.025, abs=1e-9)

    @staticmethod
    def sample(late: list[bool], addressee: list[int]) -> Any:
        hours = np.where(late, 48.0, 1.0)
        n, ones = len(hours), np.ones(len(hours), dtype=np.int64)
        return Times(hours, ones, np.arange(n), np.arange(n), np.array(addressee), 0 * ones)

    def test_compare(self) -> None:
        """2 of 3 against 2 of 4, a question each: variances 2/9 / 2 and 1/4 / 3; 3 people, 2 degrees of freedom."""
        sample = self.sample([False, False, True, False, False, True, True], list(range(7)))
        mine = np.arange(7) < 3
        one = response._compare(sample, mine, ~mine)
        assert (one.usual, one.difference, one.freedom) == pytest.approx((1 / 2, 1 / 6, 2.0))
        assert one.error == pytest.approx(np.sqrt(1 / 9 + 1 / 12))
        assert one.p_value == pytest.approx(2 * beyond_two(1 / 6 / np.sqrt(7 / 36)), abs=1e-9)

    def test_all_answered_in_time_is_not_certainty(self) -> None:
        """3 of 3 against 2 of 4: (0.5 x 3 + 1) / 5 is likely, its variance a third of a quarter."""
        sample = self.sample([False] * 3 + [False, False, True, True], list(range(7)))
        mine = np.arange(7) < 3
        assert response._compare(sample, mine, ~mine).error == pytest.approx(np.sqrt(1 / 12 + 1 / 12))

    @pytest.mark.parametrize(("asked", "freedom"), [([0, 1, 2], 2.0), ([0, 1, 1], NAN), ([0, 1, 2, 2], NAN)])
    def test_three_people_asked_alike(self, asked: list[int], freedom: float) -> None:
        """Two of 1 and one of 2 questions are 16 / 6 people: fewer than three."""
        sample = self.sample([False] * len(asked) + [False, True], [*asked, 8, 9])
        mine = np.arange(len(asked) + 2) < len(asked)
        assert response._compare(sample, mine, ~mine).freedom == pytest.approx(freedom, nan_ok=True)

    def test_share_by_the_deadline(self) -> None:
        """At 24 hours is in time, at 25 not; who waits since then is known, who waits less is not."""
        everyone = np.ones(4, dtype=bool)
        sample = self.sample([False] * 4, [0, 0, 1, 2])
        timed = sample._replace(hours=np.array([24.0, 25.0, 25.0, 25.0]))
        assert response._share(timed, everyone).share == pytest.approx(1 / 4)
        assert response._share(timed, everyone).units == pytest.approx(16 / 6)
        waiting = sample._replace(hours=np.array([1.0, 24.0, less(24.0), 25.0]), cause=np.array([1, 0, 0, 0]))
        assert response._share(waiting, everyone).known == 3

    def test_channel_by_channel(self) -> None:
        """Two of three asked where others answer 1 of 2, with variance 1/4; the third where they answer all."""
        sample = self.sample([False] * 3 + [False, True, False, False], list(range(7)))
        mine = np.arange(7) < 3
        one = response._compare(sample._replace(channel=np.array([0, 0, 1, 0, 0, 1, 1])), mine, ~mine)
        assert (one.usual, one.difference) == pytest.approx((2 / 3, 1 / 3))
        assert one.error == pytest.approx(np.sqrt(0.6 * 0.4 / 3 + (2 / 3) ** 2 / 4))

    def test_nothing_to_compare(self) -> None:
        sample = self.sample([False, True], [0, 1])._replace(channel=np.array([0, 1]))
        mine = np.array([True, False])
        assert np.isnan(response._compare(sample, mine, ~mine).difference)

    def test_earlier_answer_counts(self) -> None:
        """On a draw the own one; after the end of the observation none."""
        day = pd.Timestamp("2024-01-01", tz="UTC")
        hours = [pd.Timedelta(hours=h) for h in range(4)]
        own = pd.Series([day + hours[1], day + hours[2], pd.NaT, day + hours[3], day + hours[3], day])
        others = pd.Series([day + hours[1], day + hours[1], pd.NaT, pd.NaT, pd.NaT, day + hours[1]])
        until = pd.Series([day + hours[3]] * 4 + [day + hours[2]] * 2)
        columns = [part.astype("datetime64[us, UTC]") for part in (own, others, until)]
        mine, theirs = (
            pd.DataFrame({"at": at, "by": by}) for at, by in zip(columns[:2], (7, 8), strict=True)
        )
        found = questions._outcome(mine, theirs, until=columns[2])
        assert found["cause"].tolist() == [1, 2, 0, 1, 0, 1]
        assert found["at"].tolist() == [day + hours[h] for h in (1, 1, 3, 3, 2, 0)]
        assert found["by"].tolist() == [7, 8, -1, 7, -1, 7]

    @pytest.mark.parametrize("hours", [(-1, 5), (9, 9), (18, 9), (9, 25)])
    def test_working_hours(self, hours: tuple[int, int]) -> None:
        questions.Clock.of((0, 24), "UTC")
        questions.Clock.of(None, "UTC")
        with pytest.raises(UsageError):
            questions.Clock.of(hours, "UTC")


class TestOwnership:
    @pytest.mark.parametrize(
        ("better", "worse", "verdict"),
        [(1, 0, "ahead"), (0, 1, "behind"), (1, 1, "between"), (0, 0, "no_difference")],
    )
    def test_verdict(self, better: int, worse: int, verdict: str) -> None:
        rows = pd.DataFrame({**self.FIRST, "better_than": [better], "worse_than": [worse]})
        assert compared._verdicts(rows, ()).tolist() == [verdict]

    FIRST: ClassVar[dict[str, Any]] = {
        "better_than": 1,
        "worse_than": 0,
        "p_first": 0.5,
        "final_answers": 20,
        "function": "HR",
        "kind": "single_function",
    }

    @pytest.mark.parametrize(
        ("changed", "verdict"),
        [
            ({}, "ahead"),
            ({"p_first": less(0.5)}, "unsettled"),
            ({"final_answers": 19}, "unsettled"),
            ({"final_answers": NAN}, "ahead"),
            ({"function": "IT"}, "unsettled"),
            ({"kind": "hub", "p_first": 0.1, "final_answers": 1}, "ahead"),
        ],
    )
    def test_who_may_be_first(self, changed: dict[str, Any], verdict: str) -> None:
        assert compared._verdicts(one_row(self.FIRST, changed), ("IT",)).tolist() == [verdict]

    def test_better_beyond_the_margin(self) -> None:
        pairs = np.triu_indices(3, 1)
        difference, margin = np.array([more(0.1), 0.1, -more(0.1)]), np.full(3, 0.1)
        scores = compared.Scores(np.zeros((1, 3)), np.zeros((1, 3)), pairs, difference, margin)
        assert np.argwhere(scores.better()).tolist() == [[0, 1], [2, 1]]
        assert not scores._replace(difference=-margin).better().any()

    def test_simultaneous_margins(self) -> None:
        """Deviations -2, 0, 2 and 1, -1, 0: in standard errors 2 and 1 the largest are 1, 1, 1."""
        differences = np.array([[0.0, 5.0], [-2.0, 6.0], [0.0, 4.0], [2.0, 5.0]])
        assert compared._simultaneous(differences) == pytest.approx([2.0, 1.0])
        assert compared._simultaneous(differences / 10) == pytest.approx([0.2, 0.1])
        constant = np.column_stack([differences[:, 0], np.ones(4)])
        assert compared._simultaneous(constant) == pytest.approx([2.0, 0.0])
        assert not np.isinf(compared._simultaneous(differences[:3])).any()
        assert np.isinf(compared._simultaneous(differences[:2])).all()

    def test_interval_needs_replicates(self) -> None:
        low, high = compared.interval_of(np.array([[0.5], [0.4]]))
        assert (low[0], high[0]) == (0.4, 0.4)
        assert np.isnan(compared.interval_of(np.array([[0.5]]))).all()

    def test_half_are_answered(self) -> None:
        hours = np.array([0.0, 2.0, 4.0])
        assert times.median_hours(np.array([0.0, 0.5, 0.6]), hours) == 2.0
        assert times.median_hours(np.array([0.0, 0.4, 0.6]), hours) == pytest.approx(3.0)
        assert times.median_hours(np.array([0.0, 0.4, 0.5]), hours) == 4.0
        assert times.median_hours(np.array([0.0, 0.4, less(0.5)]), hours) == np.inf
        assert times.median_hours(np.array([0.5, 0.6, 0.7]), hours) == 0.0

    @pytest.mark.parametrize(("seen", "source"), [(30, "observed"), (29, "uniform")])
    def test_thirty_questions_tell_the_mix(self, seen: int, source: str) -> None:
        outside = stand_in(table=pd.DataFrame({"topic": ["HR"] * seen}), weeks=1.0)
        shares, found = arranged.mix_of(["HR", "IT"], np.ones(2, dtype=bool), outside, arranged.Assumptions())
        assert found == source
        assert shares.tolist() == ([1.0, 0.0] if source == "observed" else [0.5, 0.5])

    @pytest.mark.parametrize("given", [{"HR": 0.0}, {"HR": -1.0, "IT": 2.0}])
    def test_mix_of_nothing(self, given: dict[str, float]) -> None:
        with pytest.raises(UsageError):
            arranged.mix_of(["HR", "IT"], np.ones(2, dtype=bool), None, arranged.Assumptions(mix=given))

    def test_mix_that_is_given_or_observed(self) -> None:
        asked, given = np.ones(2, dtype=bool), arranged.Assumptions(mix={"HR": 0.25, "IT": 0.75})
        assert arranged.mix_of(["HR", "IT"], asked, None, given)[0].tolist() == [0.25, 0.75]
        observed = arranged.Assumptions(mix="observed")
        one = stand_in(table=pd.DataFrame({"topic": ["IT"]}))
        assert arranged.mix_of(["HR", "IT"], asked, one, observed)[0].tolist() == [0.0, 1.0]
        for outside in (None, stand_in(table=one.table[:0])):
            with pytest.raises(NotEnoughDataError):
                arranged.mix_of(["HR", "IT"], asked, outside, observed)

    def test_questions_per_week(self) -> None:
        outside = stand_in(table=pd.DataFrame({"topic": ["HR"] * 6}), weeks=2.0)
        assumed = arranged.Assumptions()
        assert arranged.per_week_of(outside, assumed) == (3.0, "observed")
        assert arranged.per_week_of(stand_in(table=outside.table, weeks=1.0), assumed) == (6.0, "observed")
        assert arranged.per_week_of(None, assumed) == (20.0, "assumed")
        assert arranged.per_week_of(stand_in(table=outside.table, weeks=0.0), assumed) == (20.0, "assumed")
        assert arranged.per_week_of(stand_in(table=outside.table[:0], weeks=2.0), assumed) == (
            20.0,
            "assumed",
        )

    @pytest.mark.parametrize(
        "odd",
        [{"questions_per_week": 0.0}, {"staff": 0}, {"triage_error": -1e-9}, {"triage_error": more(1.0)}],
    )
    def test_assumptions_out_of_range(self, odd: dict[str, Any]) -> None:
        arranged.Assumptions(questions_per_week=1e-9, staff=1, triage_error=0.0)
        arranged.Assumptions(triage_error=1.0)
        with pytest.raises(UsageError):
            arranged.Assumptions(**odd)

    @pytest.mark.parametrize(("number", "known"), [(30, True), (29, False)])
    def test_thirty_answers_to_contacts(self, number: int, known: bool) -> None:
        alone = pd.DataFrame(
            {"kind": "direct", "front": "HR", "hours": 1.0, "watched": 200.0, "contact": range(number)}
        )
        found = replies._outside_answers(
            stand_in(table=alone), ["HR", "IT"], min_group=5, replicates=2, rng=np.random.default_rng(0)
        )
        assert (found is not None) == known


class TestCopies:
    LEAST: ClassVar[dict[str, float]] = {"people": 5, "functions": 2, "rounds": 3, "reach": 0.5}

    def test_threads_that_meet_the_rule(self) -> None:
        """At the least of everything; below it in one thing at a time."""
        rows = [self.LEAST, *(self.LEAST | {name: less(least)} for name, least in self.LEAST.items())]
        assert copies._meets(pd.DataFrame(rows), self.LEAST).tolist() == [True, *[False] * 4]

    def test_interval_of_a_mean(self) -> None:
        assert np.isnan(copies._mean_interval(np.array([3.0]), replicates=9, seed=[0])).all()
        assert copies._mean_interval(np.array([3.0, 3.0]), replicates=9, seed=[0]) == (3.0, 3.0)
        assert copies._mean_interval(np.array([0.0, 2.0]), replicates=9, seed=[0]) == (1.0, 1.0)
        values = np.array([2.0, 3.0, 5.0, 9.0])
        drawn = values[np.random.default_rng([0]).integers(0, 4, (99, 4))].tolist()
        scores = [2 * (mean(one) - 4.75) / stdev(one) for one in drawn if stdev(one) > 0]
        low, high = np.quantile(scores, [0.025, 0.975]) * stdev(values.tolist()) / 2
        expected = (max(4.75 - high, 0.0), 4.75 - low)
        assert copies._mean_interval(values, replicates=99, seed=[0]) == pytest.approx(expected)


class TestTrend:
    def test_p_values(self) -> None:
        """Two-sided, but for continuity, which can only fall; a change of nothing has none."""
        z = np.array([[1.5, -1.5, 0.0, -1.5, 1.5], [1.5, 1.5, 1.5, 1.5, 1.5]])
        change = np.array([[0.1] * 5, [less(1e-9), 1e-9, -1e-9, 0.1, -less(1e-9)]])
        two, falls = 2 * norm.sf(1.5), norm.cdf([-1.5, 1.5])
        found = trend._p_values(change, z)
        assert found[0] == pytest.approx([two, two, 1.0, falls[0], two], abs=1e-9)
        assert found[1] == pytest.approx([1.0, two, two, falls[1], 1.0], abs=1e-9)

    def test_half_of_the_error_each(self) -> None:
        """Four figures of the organisation, Holm over them, twice; openness apart."""
        q = trend._adjusted(np.array([[0.001, 0.01, 0.5, NAN, 0.02, 0.03]]))
        assert q[0] == pytest.approx([0.006, 0.04, 1.0, NAN, 0.08, 0.08], nan_ok=True)

    @pytest.mark.parametrize(
        ("q", "change", "marked"),
        [
            (less(0.05), 0.1, True),
            (0.05, 0.1, False),
            (0.01, less(0.1), False),
            (0.01, -0.1, True),
            (NAN, 1.0, False),
        ],
    )
    def test_marks(self, q: float, change: float, marked: bool) -> None:
        one = [np.array([[value]]) for value in (q, 3.0, change)]
        assert trend._marks(*one, np.array([0.1]), 3).tolist() == [[marked]]

    def test_marks_keep_their_distance(self) -> None:
        """The surest first; then whatever is three windows or more away."""
        z = np.array([3.0, 2.0, 2.0, 9.0, 2.0, 2.0, 3.5, 0.0])[:, None]
        marks = trend._marks(np.zeros_like(z), z, np.ones_like(z), np.array([0.1]), 3)
        assert np.flatnonzero(marks[:, 0]).tolist() == [0, 3, 6]
        z[0], z[1] = 0.0, 3.0
        marks = trend._marks(np.zeros_like(z), z, np.ones_like(z), np.array([0.1]), 3)
        assert np.flatnonzero(marks[:, 0]).tolist() == [0, 3, 6]

    def test_nothing_is_marked_two_windows_after_a_surer_change(self) -> None:
        z = np.array([9.0, 1.0, 2.0])[:, None]
        marks = trend._marks(np.zeros_like(z), z, np.ones_like(z), np.array([0.1]), 3)
        assert np.flatnonzero(marks[:, 0]).tolist() == [0]

    def test_direction(self) -> None:
        assert (trend._direction(1e-9), trend._direction(-1e-9)) == ("up", "down")

    @pytest.mark.parametrize(
        ("window", "figure", "value", "why"),
        [
            (None, "ami", 0.5, "too_little_data"),
            (1, "ami", 0.5, "not_tested"),
            (1, "stability", NAN, "too_little_data"),
            (0, "stability", NAN, "not_tested"),
            (0, "continuity", NAN, "not_tested"),
            (0, "ami", NAN, "too_little_data"),
        ],
    )
    def test_untested(self, window: int | None, figure: str, value: float, why: str) -> None:
        assert trend._untested(window, figure, value) == why

    def test_interval(self) -> None:
        reach = 1.959964 * 0.1
        assert trend._interval("cross_share", 0.5, 0.1) == pytest.approx([0.5, 0.5 - reach, 0.5 + reach])
        assert trend._interval("cross_share", 0.1, 0.1) == pytest.approx([0.1, 0.0, 0.1 + reach])
        assert trend._interval("modularity", -0.4, 0.1) == pytest.approx([-0.4, -0.5, -0.4 + reach])
        assert trend._interval("modularity", 0.9, 0.1) == pytest.approx([0.9, 0.9 - reach, 1.0])
        walls = trend._interval("walls", np.log(3), 0.1)
        assert walls == pytest.approx([3.0, 3 / np.exp(reach), 3 * np.exp(reach)])

    @pytest.mark.parametrize(
        ("inside", "across", "enough"),
        [(59, 1, True), (1, 59, True), (58, 1, False), (60, 0, False), (0, 60, False)],
    )
    def test_sixty_ties_of_both_kinds(self, inside: int, across: int, enough: bool) -> None:
        n = inside + across
        ledger = stand_in(
            starts=["2024-01"],
            function=np.array([0, 0, 1]),
            source=np.zeros(n + 4, np.int64),
            target=np.array([1] * inside + [2] * across + [1, 2, 1, 2]),
            within=np.array([True] * n + [False] * 2 + [True] * 2),
            column=lambda _: np.array([1.0] * (n + 2) + [0.0] * 2),
        )
        assert trend._Ledger.enough(ledger) == ([0] if enough else [])

    def test_agreement_over_ten_people(self) -> None:
        """All agree over ten; nine are too few; one group divides nothing. -1 is nobody."""
        a = np.array([0] * 5 + [1] * 5 + [-1])
        assert trend._ami(a, a) == pytest.approx(1.0)
        assert np.isnan(trend._ami(a[1:], a[1:]))
        everybody = np.maximum(a, 0)
        assert trend._ami(a, everybody) == trend._ami(everybody, a) == pytest.approx(1.0)
        assert np.isnan(trend._ami(np.zeros(10, np.int64), np.zeros(10, np.int64)))

    def test_modularity(self) -> None:
        """One tie inside each of two groups, and one across: 2/3 - 2 x (1/2)^2; unknown with a group unknown."""
        a, b = np.array([0, 1, 0]), np.array([0, 1, 1])
        assert modularity(a, b, np.ones(3)) == pytest.approx(2 / 3 - 1 / 2)
        unknown = np.array([0, 1, -1])
        assert np.isnan(modularity(a, unknown, np.ones(3)))
        assert np.isnan(modularity(unknown, b, np.ones(3)))


class TestWhatif:
    def test_sampling_errors(self) -> None:
        """Batches differ by 1, 2, 3 pairs, variance 1; lengths by 0, 0, 6, less 1 a pair -1, -2, 3: 14 / 2."""
        sums = np.array([[1, 2, 0, 0], [2, 4, 0, 0], [3, 6, 6, 0]])
        pairs, length = whatif._errors(sums, sampled=0.5, scale=2.0)
        assert pairs == pytest.approx(np.sqrt(0.5 * 3 * 4))
        assert length == pytest.approx(np.sqrt(0.5 * 3 * 7) / 6)
        assert whatif._errors(sums, sampled=1.0, scale=1.0) == (0.0, 0.0)
        assert whatif._errors(sums[:1], sampled=1.0, scale=1.0) == (0.0, 0.0)
        assert np.isnan(whatif._errors(sums[:1], sampled=0.5, scale=1.0)).all()
        assert not np.isnan(whatif._errors(sums[:2], sampled=less(1.0), scale=1.0)).any()

    @pytest.mark.parametrize(
        ("joined", "change", "said"),
        [
            (0, -0.0005, ["said.whatif.shorten"]),
            (0, more(-0.0005), None),
            (1, 0.0, ["said.whatif.join"]),
            (1, -1.0, ["said.whatif.join", "said.whatif.shorten"]),
        ],
    )
    def test_what_ties_gain(self, joined: int, change: float, said: list[str] | None) -> None:
        rows = pd.DataFrame({"kind": ["liaison"], "pairs_joined": [joined], "path_length_change": [change]})
        liaisons = pd.DataFrame({"function_a": ["HR"], "function_b": ["IT"]})
        (sentence,) = whatif.WhatifResult._best_ties(stand_in(table=rows, liaisons=liaisons))
        if said is None:
            assert sentence.key == "said.whatif.nothing_gained"
        else:
            assert [gain.key for gain in sentence.values["gains"]] == said  # noqa: PD011


class TestOwner:
    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({}, ""),
            ({"units": 19.0}, "few"),
            ({"errors": more(1.0)}, "few"),
            ({"readable": False}, "unreadable"),
            ({"errors": np.sqrt(0.09 / 2 * 1.001)}, "noise"),
            ({"estimates": np.array([0.0, 0.03, 0.06]), "errors": 1e-6}, "alike"),
        ],
    )
    def test_what_counts(self, changed: dict[str, Any], why: str) -> None:
        """Three functions 30 points apart each: variance .09; half of it noise at most, and ten points apart."""
        given = {
            "estimates": np.array([0.1, 0.4, 0.7]),
            "errors": 0.05,
            "units": 20.0,
            "readable": True,
        } | changed
        one = Criterion(
            "answers",
            "within_24h",
            given["estimates"],
            np.full(3, given["errors"]),
            np.full(3, given["units"]),
            readable=given["readable"],
        )
        assert OwnerEvidence.of(one).why_not == why

    @pytest.mark.parametrize(
        ("families", "carry"),
        [
            (["links", "answers"], True),
            (["standing", "outside"], True),
            (["practice"], False),
            (["links", "standing"], False),
            ([], False),
        ],
    )
    def test_two_families_one_of_conduct(self, families: list[str], carry: bool) -> None:
        assert enough(families) is carry

    @pytest.mark.parametrize(("behind", "share"), [(0.999, 0.5), (1.001, 1.0)])
    def test_ties(self, behind: float, share: float) -> None:
        draws = np.array([[[0.0], [-behind]]])
        assert acceptability_of(draws, ["links"], "balanced", 0)[0] == share

    def test_leaders(self) -> None:
        """The top twentieth by whole levels; no leaders where most levels are unknown."""
        level = [1] * 2 + [2] * 38
        network = stand_in(people=pd.DataFrame({"level": level}))
        assert np.flatnonzero(ties_of_owner.leaders_of(network)).tolist() == [0, 1]
        half = stand_in(people=pd.DataFrame({"level": [1.0, NAN]}))
        assert ties_of_owner.leaders_of(half) is not None
        most = stand_in(people=pd.DataFrame({"level": [1.0] * 12 + [NAN] * 13}))
        assert ties_of_owner.leaders_of(most) is None

    def test_flips(self) -> None:
        """Steps 2, 0 and 0, 1: HR leads by half at equal weights, IT by 1 on the outside alone."""
        scores = stand_in(
            observed=np.array([[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), families=["links", "outside"], people={}
        )
        flips = scores_of_owner.flips_of(scores, np.array([0.5, 0.5]), ["HR", "IT", "PR"], first="HR")
        weight = flips.set_index(["function", "family"])["weight"]
        lead = 0.5 * 2.0 - 0.5 * 1.0
        assert weight["IT", "outside"] == pytest.approx(0.5 + 0.5 * lead / (lead + 1.0))
        assert weight.drop(("IT", "outside")).isna().all()

    @pytest.mark.parametrize(
        ("a", "b", "low", "high", "ahead"),
        [
            ("hub", "HR", more(0.0), 0.21, ["hub"]),
            ("hub", "HR", 0.0, 0.3, []),
            ("hub", "HR", 0.01, 0.18, []),  # less than ten points
            ("HR", "hub", -0.21, less(0.0), ["hub"]),
            ("HR", "hub", -0.2, 0.0, []),
            ("HR", "hub", 0.1, 0.2, []),
            ("hub", "IT", 0.1, 0.2, []),
            ("IT", "hub", -0.2, -0.1, []),
        ],
    )
    def test_clearly_ahead(self, a: str, b: str, low: float, high: float, ahead: list[str]) -> None:
        pairs = pd.DataFrame(
            {"arrangement_a": [a], "arrangement_b": [b], "difference_low": [low], "difference_high": [high]}
        )
        found = reasons.clearly_ahead(stand_in(comparisons=pairs, best=("hub", "HR")), "HR")
        assert found == ahead
