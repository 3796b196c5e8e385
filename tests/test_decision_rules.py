"""Every decision at, just below and just above its limit; every p-value against one worked out by hand.

The functions that decide are called alone, with numbers and no log. Of a verdict that needs several things each is
missing once while the others hold.
"""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, gamma, norm, t

from silograph.analyses.collisions import answer as collisions
from silograph.analyses.glue import answer as glue
from silograph.analyses.silos import answer as silos
from silograph.analyses.table import answer as table
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network
from silograph.graph.walls_model import ModelTies

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
        mean, between, error = collisions._random_effects(np.array([0.0, 2.0]), np.array([1.0, 1 / 3]))
        weights = np.array([1 / (1 + 4 / 3), 1 / (1 / 3 + 4 / 3)])
        assert between == pytest.approx((3 - 1) / (4 - 10 / 4))
        assert mean == pytest.approx(2 * weights[1] / weights.sum())
        assert error == pytest.approx(1 / weights.sum())

    @pytest.mark.parametrize(("hits", "trials"), [(0, 7), (3, 7), (7, 7), (1, 1)])
    def test_wilson(self, hits: int, trials: int) -> None:
        low, high = collisions._wilson(np.array([hits / trials]), np.array([float(trials)]))
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
        assert collisions._other_soon(cell, time, function, window=10.0).tolist() == [True, False]
        assert collisions._other_soon(cell, time, function, window=less(10.0)).tolist() == [False, False]

    def test_a_meeting_lasts_the_window(self) -> None:
        rows = pd.DataFrame({"cell": 0, "time": [0.0, 4.0, 10.0, 10.5, 11.0], "function": [0, 1, 0, 0, 0]})
        assert collisions._meetings(rows, window=10.0).tolist() == [0, 0, 0, -1, -1]

    def test_a_mailing(self) -> None:
        rows = pd.DataFrame({"message": [0, 0, 1, 1, 1, 2], "outbound": [True] * 5 + [False]})
        exchange = collisions.OutsideExchange(rows, 0)
        assert collisions._mailings(exchange, 3).tolist() == [False, True, False]

    def test_open_strictly_between(self) -> None:
        cases = pd.DataFrame({"contact": [1], "since": [10.0], "until": [20.0]})
        sent = pd.DataFrame({"contact": 1, "time": [10.0, more(10.0), less(20.0), 20.0]})
        assert collisions._is_open(cases, sent).tolist() == [False, True, True, False]


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
        everyone = pd.Series([True] * 5)
        assert silos._verdicts(rows, everyone) == [verdict] * 5

    def test_five_functions_give_verdicts(self) -> None:
        rows = pd.concat([one_row(self.SILO, {})] * 6, ignore_index=True)
        five = pd.Series([True] * 5 + [False])
        assert silos._verdicts(rows, five) == ["silo"] * 5 + ["not_assessable"]
        four = pd.Series([True] * 4 + [False] * 2)
        assert silos._verdicts(rows, four) == ["no_verdict"] * 4 + ["not_assessable"] * 2
        assert silos._verdicts(rows[:5], five[:5]) == ["silo"] * 5
        assert silos._verdicts(rows[:4], pd.Series([True] * 3 + [False])) == ["no_verdict"] * 4

    def test_who_is_assessable(self) -> None:
        found = silos._assessable(np.array([4, 5, 6]), pd.Series([1.0, 1.0, NAN]), min_group=5)
        assert found.tolist() == [False, True, False]

    def test_joint_openness_contradicts(self) -> None:
        """At the limit it does; and whoever is ordinary is not contradicted."""
        closed, opened = np.log(0.8), np.log(1.25)
        verdict = pd.Series(["silo", "silo", "silo", "open", "open", "open", "ordinary"])
        jointly = np.array([less(closed), closed, NAN, more(opened), opened, -9.0, 0.0])
        assert silos._contradicted(verdict, jointly).tolist() == [
            False,
            True,
            False,
            False,
            True,
            True,
            False,
        ]

    @pytest.mark.parametrize(("functions", "most"), [(4, 0), (5, 1), (6, 2), (7, 3), (8, 3), (9, 4), (10, 4)])
    def test_how_many_are_set_aside(self, functions: int, most: int) -> None:
        """Fewer than half, and four stay."""
        assert silos._most_aside(functions) == most

    def test_four_functions_set_nobody_aside(self) -> None:
        assert silos._most_aside(3) < 1

    def test_clear_cases(self) -> None:
        """1 % over ten functions, two-sided: 0.0005 above."""
        assert norm.sf(silos._clear(10)) == pytest.approx(0.0005, abs=1e-12)

    def test_candidates_agree(self) -> None:
        z = np.array([-3.0, more(-3.0), 3.0, 3.0, -4.0])
        jointly = np.array([-1.0, -1.0, 1.0, -1.0, 0.5])
        assert silos._agreeing(z, jointly, limit=3.0).tolist() == [True, False, True, False, False]

    def test_differences_that_do_not_matter(self) -> None:
        low, high = np.log(0.8), np.log(1.25)
        at = np.array([less(low), low, 0.0, high, more(high), NAN])
        assert silos._too_near(at).tolist() == [False, True, True, True, False, False]

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
            mean, spread = silos.permuted_inside(ModelTies.of(network), network.function_sizes)
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
        mean, spread = silos.permuted_inside(ModelTies.of(network), network.function_sizes)
        assert (mean, spread) == pytest.approx((np.mean(inside), np.std(inside)))


class TestGlue:
    @pytest.mark.parametrize(
        ("q_value", "low", "verdict"),
        [
            (less(0.05), more(0.0), "glue"),
            (0.05, more(0.0), "ordinary"),
            (less(0.05), 0.0, "ordinary"),
            (NAN, 1.0, "ordinary"),
            (0.01, NAN, "ordinary"),
        ],
    )
    def test_verdict(self, q_value: float, low: float, verdict: str) -> None:
        assert glue._verdicts(np.array([q_value]), np.array([low])).tolist() == [verdict]

    def test_p_value_of_a_symmetric_sample(self) -> None:
        """0..4: mean 2, variance 10 / 4, no skewness: a normal tail."""
        null = np.arange(5.0)[:, None]
        z = 2.5 / np.sqrt(2.5)
        assert glue._p_values(np.array([4.5]), null)[0] == pytest.approx(norm.sf(z), abs=1e-9)

    def test_p_value_of_a_skewed_sample(self) -> None:
        """0, 0, 0, 4: mean 1, variance 4, skewness 6 / 3^1.5: a gamma of shape 4 / skewness^2, moved."""
        null = np.array([[0.0], [0.0], [0.0], [4.0]])
        skewness = 6 / 3**1.5
        shape = 4 / skewness**2
        expected = gamma.sf(shape + (3.0 - 1) / 2 * np.sqrt(shape), shape)
        assert glue._p_values(np.array([3.0]), null)[0] == pytest.approx(expected, abs=1e-9)

    def test_p_value_of_a_sample_skewed_to_the_left(self) -> None:
        """Its tail to the right would end: taken for a normal one."""
        null = np.array([[0.0], [4.0], [4.0], [4.0]])
        assert glue._p_values(np.array([4.5]), null)[0] == pytest.approx(norm.sf(1.5 / 2), abs=1e-9)

    def test_p_value_at_the_ends(self) -> None:
        null = np.arange(5.0)[:, None]
        assert glue._p_values(np.array([0.0]), null).tolist() == [1.0]
        assert glue._p_values(np.array([0.1]), null)[0] < 1.0
        constant = np.ones((4, 1))
        assert glue._p_values(np.array([1.0]), constant).tolist() == [1.0]
        assert glue._p_values(np.array([1.1]), constant).tolist() == [1 / 5]

    def test_p_value_needs_two_networks(self) -> None:
        null = np.array([[1.0, 1.0], [2.0, NAN]])
        p_value = glue._p_values(np.array([1.5, 1.5]), null)
        assert p_value[0] == pytest.approx(0.5)
        assert np.isnan(p_value[1])
        assert np.isnan(glue._p_values(np.array([NAN, 1.0]), null)).all()

    def test_ranks(self) -> None:
        """Equals share the better rank and being first; of 40 replicates one extreme is within 2.5 %."""
        draws = np.tile([3.0, 1.0, 2.0, NAN], (40, 1))
        draws[0] = [3.0, 3.0, 1.0, NAN]
        draws[1] = NAN
        found = glue._ranks(np.array([2.0, 1.0, 2.0, NAN]), draws)
        assert found["rank"][:3].tolist() == [1.0, 3.0, 1.0]
        assert np.isnan(found["rank"][3])
        assert found["p_first"][:3] == pytest.approx([38.5 / 39, 0.5 / 39, 0.0])
        assert found["rank_low"][:3].tolist() == [1.0, 1.0, 2.0]
        assert found["rank_high"][:3].tolist() == [1.0, 3.0, 3.0]

    def test_numerical_error(self) -> None:
        """Null networks 1, 2, 3: standard deviation sqrt(2 / 3), of their mean sqrt(2) / 3; with 0.5 of sampling."""
        observed = glue._Observed({}, np.array([[1.0], [2.0], [3.0]]), np.zeros(1), np.array([0.5]))
        assert observed.standard_error[0] == pytest.approx(np.hypot(0.5, np.sqrt(2) / 3))

    @pytest.mark.parametrize("options", [(1, 2, 1, 2), (2, 1, 1, 2), (2, 2, 0, 2), (2, 2, 1, 1)])
    def test_options_out_of_range(self, options: tuple[int, int, int, int]) -> None:
        glue._check_options(2, 2, 1, 2)
        with pytest.raises(UsageError):
            glue._check_options(*options)

    def test_who_is_assessable(self) -> None:
        ties = glue._Ties.of(self.company(("x", 3), ("y", 2), ("z", 1)), weighted=False)
        assert glue._assessable(ties, 2).tolist() == [0, 1]
        assert glue._assessable(ties, 3).tolist() == [0]
        with pytest.raises(NotEnoughDataError):
            glue._assessable(ties, 4)

    def test_three_functions_at_least(self) -> None:
        glue._Ties.of(self.company(("x", 1), ("y", 1), ("z", 1)), weighted=False)
        with pytest.raises(NotEnoughDataError):
            glue._Ties.of(self.company(("x", 1), ("y", 1)), weighted=False)

    def test_some_tie_joins_two_known_functions(self) -> None:
        """Not one inside a function, nor one with somebody of none."""
        people = {"a": "x", "b": "x", "c": "y", "d": "z", "e": None}
        inside, unknown = [("a", "b")], [("c", "e"), ("e", "d")]
        with pytest.raises(NotEnoughDataError):
            glue._Ties.of(Network.from_edges(inside + unknown, people), weighted=False)
        joined = Network.from_edges([*inside, *unknown, ("b", "c")], people)
        sender, recipient, _ = glue._Ties.of(joined, weighted=False).directed
        assert len(sender) == len(recipient) == 2
        assert min(sender.min(), recipient.min()) == 0

    @staticmethod
    def company(*functions: tuple[str, int]) -> Network:
        """A chain of people, function after function."""
        people = {f"{name}{k}": name for name, size in functions for k in range(size)}
        chain = list(people)
        return Network.from_edges(list(pairwise(chain)), people)
