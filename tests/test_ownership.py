"""The `ownership` analysis against hand values, a simulation of single questions, planted truth and nothing planted."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

from silograph.analyses.ownership.answer import compared
from silograph.analyses.ownership.arrangements import EVERYBODY, OWN_FUNCTION, Assumptions
from silograph.analyses.ownership.comparison import leader
from silograph.analyses.ownership.questions import OutsideQuestions, in_halves, outside_questions
from silograph.analyses.ownership.replies import answer_times
from silograph.analyses.ownership.times import HOURS, AnswerTimes
from silograph.errors import NotEnoughDataError, UsageError
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import NONE, Conversations, build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store

mpl.use("Agg")
Floats = npt.NDArray[np.float64]
NAMES = ("HR", "IT", "PR", "Sales", "Web")
COLUMNS = (
    "arrangement kind function people within_24h within_24h_low within_24h_high median_hours handoffs load handled "
    "over_capacity collisions better_than worse_than p_first final_answers waiting_hours waiting_hours_low "
    "waiting_hours_high verdict"
)
FINE = np.linspace(0, 240, 241)


def exponential(
    pairs: Floats, own: Floats, *, answered: float = 1.0, names: tuple[str, ...] = NAMES, people: int = 8
) -> AnswerTimes:
    """Exponential times with these means; the share `answered` ever is."""
    f = len(names)
    return AnswerTimes(
        functions=names,
        people=np.full(f, people),
        hours=FINE,
        between=answered * (1 - np.exp(-FINE / pairs[:, :, None])),
        own=answered * (1 - np.exp(-FINE / own[:, None])),
        between_replicates=np.empty((0, f, f)),
        own_replicates=np.empty((0, f)),
        own_from=("anyone",) * f,
        handled=np.full(f, 2.0),
    )


def sampled(
    rng: np.random.Generator, pairs: Floats, own: Floats, *, n: int = 25, replicates: int = 200
) -> AnswerTimes:
    """Answer times as estimated from `n` questions per pair, and n (F - 1) per function, with a Bayesian bootstrap."""
    f = len(own)
    means = np.concatenate([pairs.ravel(), own])
    number = np.r_[np.full(f * f, n), np.full(f, n * (f - 1))]
    curves, shares = np.empty((len(means), len(HOURS))), np.empty((replicates, len(means)))
    for k, (mean, size) in enumerate(zip(means, number, strict=True)):
        hours = np.sort(rng.exponential(mean, size))
        weights = rng.dirichlet(np.ones(size + 2), replicates)  # an answer and a silence more
        curves[k] = (np.searchsorted(hours, HOURS, side="right") + (HOURS >= 24)) / (size + 2)
        shares[:, k] = weights[:, :size] @ (hours <= 24) + weights[:, -1]
    return AnswerTimes(
        functions=tuple(f"F{k}" for k in range(f)),
        people=np.full(f, 10),
        hours=HOURS,
        between=np.maximum.accumulate(curves[: f * f].reshape(f, f, -1), axis=-1),
        own=np.maximum.accumulate(curves[f * f :], axis=-1),
        between_replicates=shares[:, : f * f].reshape(-1, f, f),
        own_replicates=shares[:, f * f :],
        own_from=("anyone",) * f,
        handled=np.full(f, 5.0),
    )


def replay(
    draw: Callable[[int, int], float],
    meets: Callable[[int], int],
    mix: Floats,
    *,
    questions: int,
    rng: np.random.Generator,
) -> list[float]:
    """Questions one by one, in a calendar of events; hours each customer waited.

    `meets(topic)` is the function that the question reaches; `draw(asker, answerer)` the time until a reply, infinite
    for none; asker = answerer for one's own topic.
    """
    calendar: list[tuple[float, int, str, int]] = []
    arrivals = np.cumsum(rng.exponential(0.5, questions))
    for number, moment in enumerate(arrivals):
        heapq.heappush(calendar, (float(moment), number, "customer asks", -1))
    waited = [np.inf] * questions
    while calendar:
        now, number, event, topic = heapq.heappop(calendar)
        if event == "customer asks":
            topic = int(rng.choice(len(mix), p=mix))
            owner = meets(topic)
            told = "customer is answered" if topic == owner else "owner is answered"
            delay = draw(owner, topic)
            if np.isfinite(delay):
                heapq.heappush(calendar, (now + delay, number, told, topic))
        elif event == "owner is answered":
            heapq.heappush(calendar, (now, number, "customer is answered", topic))
        else:
            waited[number] = now - float(arrivals[number])
    return waited


class TestByHand:
    """Three functions of eight; shares answered within 24 hours, and nothing after that."""

    OWN: ClassVar[Floats] = np.array([0.9, 0.66, 0.3])
    PAIRS: ClassVar[Floats] = np.array([[0, 0.5, 0.4], [0.8, 0, 0.1], [0.2, 0.7, 0]])

    def times(self, *, own: Floats = OWN, pairs: Floats = PAIRS) -> AnswerTimes:
        rise = np.array([0.0, 1.0, 1.0])
        return AnswerTimes(
            functions=("HR", "IT", "PR"),
            people=np.full(3, 8),
            hours=np.array([0.0, 24.0, 168.0]),
            between=pairs[:, :, None] * rise,
            own=own[:, None] * rise,
            between_replicates=np.empty((0, 3, 3)),
            own_replicates=np.empty((0, 3)),
            own_from=("anyone",) * 3,
            handled=np.array([1.0, 2.0, np.nan]),
        )

    def test_shares(self) -> None:
        result = compared(self.times(), assumptions=Assumptions(questions_per_week=10, staff=4))
        table = result.table.set_index("arrangement")
        assert " ".join(result.tables()["ownership"].columns) == COLUMNS
        expected = {
            "HR": (0.9 + 0.5 + 0.4) / 3,
            "IT": (0.8 + 0.66 + 0.1) / 3,
            "PR": (0.2 + 0.7 + 0.3) / 3,
            OWN_FUNCTION: ((0.8 + 0.2) / 2 + (0.5 + 0.7) / 2 + (0.4 + 0.1) / 2) / 3,
            EVERYBODY: 0.9 * (0.9 + 0.66 + 0.3) / 3 + 0.1 * (0.5 + 0.6 + 0.25) / 3,
        }
        assert table["within_24h"].to_dict() == pytest.approx(expected)
        assert result.table["within_24h"].is_monotonic_decreasing
        assert table["median_hours"].to_dict() == pytest.approx(
            {k: 24 * 0.5 / p if p >= 0.5 else np.inf for k, p in expected.items()}
        )
        assert table["handoffs"].tolist() == pytest.approx([0.1, 2 / 3, 2 / 3, 1, 2 / 3])
        assert table["load"].tolist() == pytest.approx([10 / 24, 10 / 8, 10 / 8, 10 / 4, 10 / 8])
        assert table["handled"][["HR", "IT", EVERYBODY]].tolist() == [1.0, 2.0, 1.5]
        assert table["over_capacity"][["HR", "IT", OWN_FUNCTION]].tolist() == [True, False, True]
        assert pd.isna(table["over_capacity"]["PR"])
        assert table["collisions"].to_dict() == {**dict.fromkeys(expected, 0.0), EVERYBODY: 1.0}
        assert table["waiting_hours"].isna().all()
        assert set(table["verdict"]) == {"no_difference"}  # there are no replicates to tell by

    def test_waiting_against_today(self) -> None:
        result = compared(
            self.times(), current_owner="HR", assumptions=Assumptions(questions_per_week=10, triage_error=0)
        )
        waiting = result.table.set_index("arrangement")["waiting_hours"]
        per_share = 24 / 2 + (168 - 24)  # hours below a curve that has risen to 1 after 24
        assert waiting["HR"] == 0
        assert waiting["IT"] == pytest.approx(10 * per_share * (0.52 - 0.6))
        assert waiting[EVERYBODY] == pytest.approx(10 * per_share * (0.62 - 0.6))

    def test_hub_is_chosen_on_one_half_and_scored_on_the_other(self) -> None:
        later = self.times(own=np.array([0.1, 0.2, 0.9]), pairs=self.PAIRS / 2)
        result = compared(self.times(), halves=(self.times(), later))
        hub = result.table[result.table["kind"] == "hub"]
        assert hub["arrangement"].tolist() == ["HR + IT"]  # all three would be everybody
        assert hub["within_24h"].item() == pytest.approx(
            (0.1 + 0.2 + 0.4 / 2) / 3
        )  # PR is asked by HR, not by IT
        assert hub["people"].item() == 16
        pairs = result.comparisons.set_index(["arrangement_a", "arrangement_b"])["difference"]
        assert pairs["HR", "HR + IT"] == pytest.approx(
            (0.1 + 0.25 + 0.2 - 0.1 - 0.2 - 0.2) / 3
        )  # both on the later
        assert pairs["HR", "IT"] == pytest.approx(0.6 - 0.52)

    def test_topics_add_up_to_the_arrangements(self) -> None:
        rng = np.random.default_rng(3)
        pairs, own = rng.uniform(5, 80, (5, 5)), rng.uniform(5, 80, 5)
        mix = {"HR": 0.4, "IT": 0.3, "Web": 0.3}
        result = compared(exponential(pairs, own), assumptions=Assumptions(mix=mix))
        shares = result.topics["within_24h"] * result.topics["topic"].map(mix)
        totals = shares.groupby(result.topics["arrangement"]).sum()
        expected = result.table.set_index("arrangement")["within_24h"]
        assert totals.to_dict() == pytest.approx(expected.to_dict())
        one = result.topics.set_index(["arrangement", "topic"]).loc[("PR", "IT")]
        assert one["asked"] == "PR"
        assert one["within_24h"] == pytest.approx(1 - np.exp(-24 / pairs[2, 1]), abs=0.01)
        assert one["median_hours"] == pytest.approx(np.log(2) * pairs[2, 1], abs=0.1)

    def test_mix(self) -> None:
        result = compared(self.times(), assumptions=Assumptions(mix={"IT": 3, "PR": 1}))
        assert result.mix == {"HR": 0.0, "IT": 0.75, "PR": 0.25}
        assert result.table.set_index("arrangement")["within_24h"]["HR"] == pytest.approx(
            0.75 * 0.5 + 0.25 * 0.4
        )

    def test_function_that_is_never_asked(self) -> None:
        times = self.times(own=np.array([0.9, 0.66, np.nan]))
        with pytest.raises(NotEnoughDataError, match="2 functions"):
            compared(times)


class TestAgainstSimulation:
    MIX = np.array([0.4, 0.1, 0.2, 0.1, 0.2])

    def laws(self, seed: int) -> tuple[np.random.Generator, Floats, Floats]:
        rng = np.random.default_rng(seed)
        return rng, rng.uniform(5, 90, (5, 5)), rng.uniform(5, 60, 5)

    @pytest.mark.parametrize(("handover", "owner"), [("at_once", 0), ("at_once", 3), ("own_pace", 1)])
    def test_single_owner(self, handover: Any, owner: int) -> None:
        rng, pairs, own = self.laws(owner)
        times = exponential(pairs, own, answered=0.8)
        mix = dict(zip(NAMES, self.MIX, strict=True))
        result = compared(times, assumptions=Assumptions(mix=mix, handover=handover))

        def wait(mean: float) -> float:
            return rng.exponential(mean) if rng.random() < 0.8 else np.inf

        def draw(asker: int, answerer: int) -> float:
            if asker == answerer:
                return wait(own[asker])
            return wait(pairs[asker, answerer]) + (wait(own[asker]) if handover == "own_pace" else 0.0)

        waited = np.array(replay(draw, lambda _: owner, self.MIX, questions=6000, rng=rng))
        row = result.table.set_index("arrangement").loc[NAMES[owner]]
        assert row["within_24h"] == pytest.approx((waited <= 24).mean(), abs=0.02)  # three standard errors
        assert row["median_hours"] == pytest.approx(np.median(waited), rel=0.1)
        assert row["handoffs"] == pytest.approx(1 - self.MIX[owner])

    def test_everybody(self) -> None:
        rng, pairs, own = self.laws(7)
        result = compared(
            exponential(pairs, own),
            assumptions=Assumptions(mix=dict(zip(NAMES, self.MIX, strict=True)), triage_error=0.3),
        )

        def lands(topic: int) -> int:
            return int(rng.choice(np.delete(np.arange(5), topic))) if rng.random() < 0.3 else topic

        def draw(asker: int, answerer: int) -> float:
            return rng.exponential(own[asker] if asker == answerer else pairs[asker, answerer])

        waited = np.array(replay(draw, lands, self.MIX, questions=6000, rng=rng))
        row = result.table.set_index("arrangement").loc[EVERYBODY]
        assert row["within_24h"] == pytest.approx((waited <= 24).mean(), abs=0.02)
        assert row["median_hours"] == pytest.approx(np.median(waited), rel=0.08)

    def test_hub(self) -> None:
        rng, pairs, own = self.laws(9)
        times = exponential(pairs, own)
        mix = dict(zip(NAMES, self.MIX, strict=True))
        result = compared(times, halves=(times, times), assumptions=Assumptions(mix=mix), hub_sizes=[2])
        row = result.table[result.table["kind"] == "hub"].iloc[0]
        members = [NAMES.index(name) for name in row["arrangement"].split(" + ")]

        def meets(topic: int) -> int:
            return topic if topic in members else min(members, key=lambda k: float(pairs[k, topic]))

        def draw(asker: int, answerer: int) -> float:
            return rng.exponential(own[asker] if asker == answerer else pairs[asker, answerer])

        waited = np.array(replay(draw, meets, self.MIX, questions=6000, rng=rng))
        assert row["within_24h"] == pytest.approx((waited <= 24).mean(), abs=0.02)

    def test_own_pace_is_the_sum_of_two_times(self) -> None:
        times = exponential(np.full((5, 5), 20.0), np.full(5, 20.0))
        passed_on = times.ways(handover="own_pace")[1]
        assert passed_on == pytest.approx(gamma(2, scale=20).cdf(FINE), abs=1e-3)


class TestVerdicts:
    def companies(self, seed: int, **planted: Any) -> tuple[AnswerTimes, tuple[AnswerTimes, AnswerTimes]]:
        rng = np.random.default_rng(seed)
        pairs, own = laws(**planted)
        parts = [sampled(rng, pairs, own, n=n) for n in (24, 24, 24)]
        return parts[0], (parts[1], parts[2])

    def test_one_law_for_all(self) -> None:
        results = [
            compared(whole, halves=halves) for whole, halves in (self.companies(seed) for seed in range(25))
        ]
        assert sum(bool(result.best) for result in results) <= 3  # calibration counts more companies
        hub = [r.table.loc[r.table["kind"] == "hub", "within_24h"].mean() for r in results]
        single = [r.table.loc[r.table["kind"] == "single_function", "within_24h"].mean() for r in results]
        gain = np.subtract(hub, single)
        assert abs(gain.mean()) < 3 * gain.std(ddof=1) / np.sqrt(len(gain))
        assert results[0].headline().startswith("No arrangement would answer clearly more")

    def test_differences_that_do_not_matter_are_none(self) -> None:
        """Known to a hundredth, and five points apart: nobody is ahead, and nobody is named."""
        times = surely(np.array([0.5, 0.45, 0.45, 0.45, 0.45, 0.45]))
        result = compared(times)
        assert not result.best
        assert set(result.table["verdict"]) == {"no_difference"}
        apart = compared(surely(np.array([0.8, 0.45, 0.45, 0.45, 0.45, 0.45])))
        assert apart.table.set_index("arrangement").loc["F0", "verdict"] == "ahead"
        assert apart.headline().startswith("F0 would answer clearly more questions within a day")

    def test_first_needs_half_of_the_redraws_twenty_answers_and_to_answer(self) -> None:
        shares = np.array([0.8, 0.45, 0.45, 0.45, 0.45, 0.45])
        for options, onward in (({"answers": np.array([19] + [99] * 5)}, ()), ({}, ("F0",))):
            result = compared(surely(shares, **options), onward=onward)
            assert result.table.set_index("arrangement").loc["F0", "verdict"] == "unsettled"
            assert not result.best
            assert "F0" not in result.headline().split(".")[0]
        twins = compared(surely(np.array([0.8, 0.8, 0.8, 0.3, 0.3, 0.3]))).table.set_index("arrangement")
        assert twins["p_first"].sum() == pytest.approx(1)
        assert (twins.loc[twins["p_first"] < 0.5, "verdict"] != "ahead").all()

    def test_over_capacity_everywhere_is_said_once(self) -> None:
        busy = replace(surely(np.full(6, 0.5)), handled=np.full(6, 0.01))
        result = compared(busy)
        assert result.table["over_capacity"].isna().all()
        assert sum("capacity" in caveat for caveat in result.caveats if "below capacity" not in caveat) == 1

    def test_the_first_sentence_is_short_and_without_figures(self) -> None:
        for shares in ([0.5] * 6, [0.8, *[0.45] * 5], [0.8, 0.8, 0.3, 0.3, 0.3, 0.3]):
            result = compared(surely(np.array(shares)))
            for lang in ("en", "fr"):
                first = result.headline(lang).split(". ")[0].replace("F0", "HR")  # type: ignore[arg-type]
                assert len(first.split()) <= 20
                assert not any(letter.isdigit() for letter in first)

    def test_hubs_would_win_by_being_chosen(self) -> None:
        gains = []
        for seed in range(12):
            whole, _ = self.companies(seed)
            table = compared(whole, halves=(whole, whole)).table
            kinds = table.groupby("kind")["within_24h"].mean()
            gains.append(kinds["hub"] - kinds["single_function"])
        assert np.mean(gains) > 4 * np.std(gains, ddof=1) / np.sqrt(12)

    def test_function_that_is_answered_sooner(self) -> None:
        whole, halves = self.companies(0, asks=3.0)
        result = compared(whole, halves=halves, current_owner="F1")
        table = result.table.set_index("arrangement")
        assert table.loc["F0", "verdict"] == "ahead"
        # a hub with F0 in it adds nothing that matters: F0 alone is named
        assert result.headline().startswith("F0 would answer clearly more questions within a day")
        assert "assuming 20 questions a week" in result.headline()
        assert 0 < table.loc["F0", "waiting_hours_low"] < table.loc["F0", "waiting_hours"]
        assert table.loc["F0", "waiting_hours"] < table.loc["F0", "waiting_hours_high"]
        assert (table.loc[["F1", "F2", "F3"], "verdict"] == "behind").all()

    def test_function_that_answers_twice_as_fast(self) -> None:
        """Whoever asks it gains as well, unless passing on takes time: then it is the best single owner."""
        whole, _ = self.companies(1, answers=2.0)
        slow = compared(whole, assumptions=Assumptions(handover="own_pace")).table
        slow = slow[slow["kind"] == "single_function"]
        assert slow["arrangement"].iloc[0] == "F0"
        quick = compared(whole).table.set_index("arrangement")
        assert quick.loc["F0", "verdict"] != "ahead" or quick.loc["F0", "better_than"] < len(slow)

    def test_small_functions_are_not_judged(self) -> None:
        whole, halves = self.companies(2, asks=4.0)
        small = replace(whole, people=np.r_[3, whole.people[1:]])
        table = compared(small, halves=halves).table.set_index("arrangement")
        assert table.loc["F0", "verdict"] == "not_assessable"
        assert np.isnan(table.loc["F0", "within_24h"])
        assert not any("F0" in str(name) for name in table.index[table["kind"] == "hub"])


def surely(shares: Floats, **options: Any) -> AnswerTimes:
    """Functions that are answered in these shares within 24 hours, by everybody, known to a hundredth."""
    f, rise = len(shares), np.array([0.0, 1.0, 1.0])
    drawn = np.clip(shares + np.random.default_rng(0).normal(0, 0.01, (200, f)), 0.01, 0.99)
    return AnswerTimes(
        functions=tuple(f"F{k}" for k in range(f)),
        people=np.full(f, 8),
        hours=np.array([0.0, 24.0, 168.0]),
        between=np.repeat(shares[:, None], f, axis=1)[:, :, None] * rise,
        own=shares[:, None] * rise,
        between_replicates=np.repeat(drawn[:, :, None], f, axis=2),
        own_replicates=drawn,
        own_from=("anyone",) * f,
        handled=np.full(f, 99.0),
        **options,
    )


def leader_slowly(shares: list[float], members: list[frozenset[str]]) -> int | None:
    """Written out: one arrangement such that everything as good as the best only adds people to it."""
    close = [k for k in range(len(shares)) if shares[k] > max(shares) - 0.1]
    inside = [k for k in close if all(members[k] <= members[one] for one in close)]
    inside = [k for k in inside if members[k] or len(close) == 1]
    return max(inside, key=lambda k: shares[k]) if inside else None


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.frozensets(st.sampled_from("ABC"), max_size=3)),
        min_size=1,
        max_size=7,
        unique_by=lambda one: one[1],
    )
)
def test_who_stands_out(rows: list[tuple[int, frozenset[str]]]) -> None:
    shares, members = [share / 40 for share, _ in rows], [names for _, names in rows]
    assert leader(np.array(shares), members) == leader_slowly(shares, members)


def laws(*, f: int = 6, asks: float = 1.0, answers: float = 1.0) -> tuple[Floats, Floats]:
    """Mean hours; the first function is answered so many times sooner, or answers so many times sooner."""
    pairs, own = np.full((f, f), 24.0), np.full(f, 24.0)
    pairs[0] /= asks
    own[0] /= asks * answers
    pairs[:, 0] /= answers
    return pairs, own


class TestProperties:
    @settings(max_examples=15)
    @given(st.integers(0, 10_000))
    def test_shares_and_order(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        f = int(rng.integers(3, 6))
        names = tuple(f"F{k}" for k in range(f))
        pairs, own = rng.uniform(1, 200, (f, f)), rng.uniform(1, 200, f)
        answered = float(rng.random())
        times = exponential(pairs, own, answered=answered, names=names)
        table = compared(times, halves=(times, times), current_owner="F0").table.set_index("arrangement")
        assert table["within_24h"].between(0, answered + 1e-9).all()
        assert table["handoffs"].between(0, 1 + 1e-9).all()
        assert table.loc["F0", "waiting_hours"] == 0
        sooner = exponential(pairs / 2, own / 2, answered=answered, names=names)
        faster = compared(sooner, halves=(sooner, sooner)).table.set_index("arrangement")
        single = list(names)
        assert (faster.loc[single, "within_24h"] >= table.loc[single, "within_24h"] - 1e-9).all()

    @settings(max_examples=15)
    @given(st.integers(0, 10_000))
    def test_names_do_not_matter(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        pairs, own, order = rng.uniform(1, 99, (5, 5)), rng.uniform(1, 99, 5), rng.permutation(5)
        first = exponential(pairs, own)
        second = exponential(pairs[np.ix_(order, order)], own[order], names=tuple(NAMES[k] for k in order))
        one, two = (compared(times, halves=(times, times)).table for times in (first, second))
        columns = ["within_24h", "median_hours", "handoffs", "load"]
        pd.testing.assert_frame_equal(
            one.set_index("arrangement")[columns].sort_index(),
            two.set_index("arrangement")[columns].sort_index(),
        )


@dataclass(frozen=True)
class Replies:
    """What `response` would say: HR asked IT four times, IT asked HR four times, PR asked HR four times."""

    borrowed: float = 0.5

    @property
    def table(self) -> pd.DataFrame:
        pairs = [("HR", "IT", 0.25), ("IT", "HR", 0.5), ("PR", "HR", 0.75)]
        rows = [(a, b, "final_answer", 4, 4 * p, self.borrowed) for a, b, p in pairs]
        return pd.DataFrame(
            rows, columns=["function_a", "function_b", "clock", "asked", "answered", "borrowed"]
        )

    @property
    def functions(self) -> pd.DataFrame:
        return pd.DataFrame({"function": ["HR", "IT"], "clock": "final_answer", "answered": [5, 1]})

    @property
    def unasked(self) -> pd.DataFrame:
        return pd.DataFrame({"function_a": ["PR"], "function_b": ["IT"]})

    hours: ClassVar[Floats] = np.array([2.0, 24.0, 100.0])
    unasked_curves: ClassVar[dict[str, Floats]] = {"final_answer": np.array([[0.2, 0.35, 0.6]])}
    unasked_replicates: ClassVar[dict[str, Floats]] = {"final_answer": np.full((300, 1), 0.3)}
    pair_curves: ClassVar[dict[str, Floats]] = {
        "final_answer": np.array([[0.1, 0.25, 0.5], [0.2, 0.5, 0.6], [0.3, 0.75, 0.8]])
    }
    function_curves: ClassVar[dict[str, Floats]] = {
        "final_answer": np.array([[0.25, 0.6, 0.7], [0.1, 0.25, 0.5]])
    }
    pair_replicates: ClassVar[dict[str, Floats]] = {"final_answer": np.tile([0.2, 0.4, 0.8], (300, 1))}
    function_replicates: ClassVar[dict[str, Floats]] = {"final_answer": np.tile([0.55, 0.3], (300, 1))}


class TestAnswerTimes:
    PEOPLE: ClassVar[dict[str, int]] = {"HR": 5, "IT": 10, "PR": 7}

    def test_curves_and_what_is_borrowed(self) -> None:
        times = answer_times(Replies(), people=self.PEOPLE)
        day = int(np.flatnonzero(times.hours == 24)[0])
        assert times.functions == ("HR", "IT", "PR")
        assert times.between[0, 1, day] == 0.25
        assert times.between[2, 1, day] == 0.35  # PR never asked IT: as `response` expects
        assert times.own[:2, day].tolist() == [0.6, 0.25]
        assert times.asked.tolist() == [True, True, False]
        assert times.between_replicates[:, 0, 1].tolist() == [0.2] * 300
        assert times.between_replicates[:, 2, 1].tolist() == [0.3] * 300
        assert np.isnan(times.handled).all()

    def test_replicates_of_curves_go_through_their_share(self) -> None:
        times = answer_times(Replies(), people=self.PEOPLE)
        in_time, waited = times.outcomes()
        assert in_time.shape == waited.shape == (301, 12)
        assert in_time[1:, 1] == pytest.approx(0.2)
        assert (waited[1:, 1] > waited[0, 1]).all()  # 0.2 instead of 0.25 in time
        assert times.in_time() == pytest.approx(in_time, abs=1e-12)
        own_pace = times.in_time(handover="own_pace", replicates=False)
        assert own_pace == pytest.approx(times.outcomes(handover="own_pace", replicates=False)[0])

    def test_outside_contacts_for_all_or_for_none(self) -> None:
        few = answer_times(Replies(), people=self.PEOPLE, outside=asked_outside(29))
        many = answer_times(Replies(), people=self.PEOPLE, outside=asked_outside(40))
        day = int(np.flatnonzero(many.hours == 24)[0])
        assert set(few.own_from) == {"anyone"}
        assert many.own_from == (
            "outside contacts", "outside contacts of all functions", "outside contacts of all functions"
        )  # fmt: skip
        assert many.own[:, day] == pytest.approx([0.5, 0.5, 0.5])
        spread = many.own_replicates.std(axis=0)
        assert spread[0] == pytest.approx(np.sqrt(0.25 / 50), rel=0.3)
        assert spread[1] == pytest.approx(np.sqrt(0.25 / 11), rel=0.3)
        assert many.handled[0] == pytest.approx((5 + 40) / 5 / 10)

    def test_a_rate_of_few_contacts_counts_for_nothing(self) -> None:
        """Four contacts of the second function had no answer; with a fifth they are a rate, drawn to the average."""
        from_many = asked_outside(40)
        names = answer_times(Replies(), people=self.PEOPLE).functions
        place = names.index(next(name for name in names if name != "HR"))
        for contacts, counts in ((4, False), (5, True)):
            more = pd.DataFrame(
                {
                    "contact": 100 + np.arange(contacts), "front": names[place], "topic": names[place],
                    "kind": "direct", "hours": np.nan, "watched": 1000.0,
                }
            )  # fmt: skip
            outside = OutsideQuestions(pd.concat([from_many.table, more], ignore_index=True), weeks=10)
            times = answer_times(Replies(), people=self.PEOPLE, outside=outside)
            day = int(np.flatnonzero(times.hours == 24)[0])
            average = 20 / (40 + contacts)
            expected = average * 10 / (10 + contacts) if counts else average
            assert times.own[place, day] == pytest.approx(expected)
            assert times.own_replicates[:, place].mean() == pytest.approx(expected, abs=0.1)

    def test_part_of_a_period(self) -> None:
        whole = replace(answer_times(Replies(), people=self.PEOPLE), own=np.ones((3, len(HOURS))))
        part = answer_times(Replies(), people=self.PEOPLE, like=whole)
        day = int(np.flatnonzero(part.hours == 24)[0])
        assert part.own[2, day] == pytest.approx((0.6 + 0.25) / 2)

    def test_shapes_and_hours(self) -> None:
        times = answer_times(Replies(), people=self.PEOPLE)
        with pytest.raises(UsageError, match="shapes"):
            replace(times, own=times.own[:2])
        with pytest.raises(UsageError, match="hours must rise"):
            replace(times, hours=times.hours[::-1])


def asked_outside(n: int) -> OutsideQuestions:
    """HR answers every other question of 20 contacts after 10 hours, the others after 30."""
    table = pd.DataFrame(
        {
            "contact": np.arange(n),
            "front": "HR",
            "topic": "HR",
            "kind": "direct",
            "hours": np.where(np.arange(n) % 2, 10.0, 30.0),
            "watched": 1000.0,
        }
    )
    return OutsideQuestions(table, weeks=10)


def conversations(messages: list[tuple[str, str, str, float, str, str | None]]) -> Conversations:
    """Mail as ``(id, sender, recipient, hour, thread, parent)``; h is HR, i IT, p PR, c outside."""
    builder = BatchBuilder()
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for number, sender, recipient, hour, thread, parent in messages:
        builder.message(
            number, sender, [(recipient, "to")], sent_at=start + timedelta(hours=hour), thread_id=thread,
            parent_id=parent, kind="reply" if parent else "mail",
        )  # fmt: skip
    people = pd.DataFrame(
        {
            "person_id": ["h1", "h2", "i1", "p1", "c1", "c2"],
            "function": ["HR", "HR", "IT", "PR", None, None],
            "actor_kind": ["person"] * 4 + ["external"] * 2,
        }
    )
    store = Store.in_memory()
    store.add([builder.take()], name="example", loader="mail")
    return build_conversations(*store.log(Roster.from_pandas(people)))


class TestOutsideQuestions:
    MAIL: ClassVar[list[tuple[str, str, str, float, str, str | None]]] = [
        ("a1", "c1", "h1", 0, "a", None),  # answered twice, directly
        ("a2", "h1", "c1", 5, "a", "a1"),
        ("a3", "h2", "c1", 7, "a", "a1"),
        ("b1", "c2", "p1", 10, "b", None),  # PR asks HR in the thread, then answers
        ("b2", "p1", "h1", 11, "b", "b1"),
        ("b3", "h1", "p1", 30, "b", "b2"),
        ("b4", "p1", "c2", 31, "b", "b3"),
        ("c1", "c2", "p1", 40, "c", None),  # IT answers instead of PR
        ("c2", "i1", "c2", 44, "c", "c1"),
        ("d1", "c1", "i1", 50, "d", None),  # never answered
        ("e1", "h1", "i1", 60, "e", None),  # no question from outside
        ("e2", "i1", "h1", 200, "e", "e1"),
    ]

    def test_by_hand(self) -> None:
        found = outside_questions(conversations(self.MAIL))
        table = found.table.sort_values("asked_at")
        assert table["front"].tolist() == ["HR", "PR", "PR", "IT"]
        assert table["topic"].tolist() == ["HR", "HR", "IT", "IT"]
        assert table["kind"].tolist() == ["direct", "detoured", "detoured", "direct"]
        assert table["hours"].tolist()[:3] == [7, 21, 4]
        assert np.isnan(table["hours"].iloc[3])
        assert table["watched"].tolist() == [200, 190, 160, 150]
        assert (found.weeks, found.left_out) == (1, 0)  # the one message a week later is a stray among twelve

    def test_halves_keep_threads_whole(self) -> None:
        first, second = in_halves(conversations(self.MAIL))
        assert len(first.messages) + len(second.messages) == len(self.MAIL)
        assert sorted(first.messages["thread"].unique()) != sorted(second.messages["thread"].unique())
        for part in (first, second):
            child = part.messages[part.messages["parent"] != NONE]
            parents = part.messages.loc[child["parent"]]
            assert child["thread"].tolist() == parents["thread"].tolist()
            assert part.interactions["message"].tolist() == list(range(len(part.messages)))
        assert len(outside_questions(first).table) + len(outside_questions(second).table) == 4

    def test_observed_against_the_model(self) -> None:
        times = exponential(np.full((5, 5), 24.0), np.full(5, 24.0))
        table = asked_outside(40).table
        detour = table.assign(topic="IT", kind="detoured", hours=np.nan)
        outside = OutsideQuestions(pd.concat([table, detour]), weeks=10)
        result = compared(times, outside=outside)
        observed = result.observed.set_index("kind")
        assert observed["questions"].to_dict() == {"detoured": 40, "direct": 40}
        assert observed["within_24h"].to_dict() == {"detoured": 0.0, "direct": 0.5}
        assert observed["median_hours"].to_dict() == {"detoured": np.inf, "direct": 20.0}
        assert observed["predicted_within_24h"].tolist() == pytest.approx([1 - np.exp(-1)] * 2)
        assert observed["predicted_own_pace"].to_dict() == pytest.approx(
            {"direct": 1 - np.exp(-1), "detoured": 1 - 2 * np.exp(-1)}, abs=0.01
        )  # two exponential times of mean 24 one after the other
        assert result.mix["IT"] == result.mix["HR"] == 0.5  # observed, from 80 questions
        assert result.questions_per_week == 8
        assert any("0% had their last answer" in caveat for caveat in result.caveats)


class TestShape:
    def test_plot_html_tables(self) -> None:
        result = compared(exponential(np.full((5, 5), 24.0), np.full(5, 24.0)))
        axes = result.plot()
        assert len(axes.get_yticklabels()) == 7
        assert "within_24h" in result._repr_html_()
        assert list(result.tables()) == ["ownership"]
        assert sum(result.mix.values()) == pytest.approx(1)
        assert result.parameters["mix"] == "uniform"
        ends = result.curves.groupby("arrangement")["probability"].max()
        assert ends.tolist() == pytest.approx([1 - np.exp(-10)] * 7)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"questions_per_week": 0}, "above 0"),
            ({"staff": 0}, "at least one person"),
            ({"triage_error": 1.5}, "between 0 and 1"),
            ({"handover": "later"}, "at_once"),
        ],
    )
    def test_assumptions_that_make_no_sense(self, options: dict[str, Any], message: str) -> None:
        with pytest.raises(UsageError, match=message):
            Assumptions(**options)

    def test_what_cannot_be_answered(self) -> None:
        times = exponential(np.full((5, 5), 24.0), np.full(5, 24.0))
        with pytest.raises(UsageError, match="'Legal' is not among HR"):
            compared(times, current_owner="Legal")
        with pytest.raises(UsageError, match="'Legal' is not a function"):
            compared(times, assumptions=Assumptions(mix={"Legal": 1.0}))
        with pytest.raises(NotEnoughDataError, match="no question from an outside contact"):
            compared(times, assumptions=Assumptions(mix="observed"))
        with pytest.raises(NotEnoughDataError, match="at least 9 people"):
            compared(times, min_group=9)


@pytest.mark.data
def test_volvo_says_that_tickets_are_slow_everywhere(data_dir: Path) -> None:
    import silograph as sg

    options = sg.ReadOptions(function_attribute="organization involved")
    log, roster = sg.read(data_dir / "volvo" / "bpi_challenge_2013_incidents.xes.gz", options=options)
    run = sg.analyze(log, roster, settings=sg.Settings(only=("ownership",), replicates=50))
    result = run.results["ownership"]
    judged = result.table[result.table["within_24h"].notna()]
    assert (judged["within_24h"] < 0.3).all()
    assert (judged["verdict"] == "no_difference").all()
    often = judged[judged["function"].isin(["Org line A2", "Org line C", "Other"])]  # ask more than 100 times
    assert (often["within_24h_high"] < 0.4).all()
    assert any("too few questions from outside contacts" in caveat for caveat in result.caveats)
