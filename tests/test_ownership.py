"""The `ownership` analysis against hand values, a simulation of single questions, planted truth and nothing planted."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma

from silograph.analyses.ownership import (
    EVERYBODY,
    HOURS,
    OWN_FUNCTION,
    AnswerTimes,
    Assumptions,
    OutsideQuestions,
    ownership,
)
from silograph.errors import NotEnoughDataError, UsageError

mpl.use("Agg")
Floats = npt.NDArray[np.float64]
NAMES = ("HR", "IT", "PR", "Sales", "Web")
COLUMNS = (
    "arrangement kind function people within_24h within_24h_low within_24h_high median_hours handoffs load handled "
    "over_capacity collisions better_than worse_than waiting_hours waiting_hours_low waiting_hours_high verdict"
)
FINE = np.linspace(0, 240, 2401)


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
        curves[k] = (np.searchsorted(hours, HOURS, side="right") + (HOURS > 24)) / (size + 2)
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
    draw: Callable[[int, int], float], owner: int, mix: Floats, *, questions: int, rng: np.random.Generator
) -> list[float]:
    """Questions one by one through an owner, in a calendar of events; hours each customer waited.

    `draw(asker, answerer)` is the time until a reply, infinite for none; asker = answerer for one's own topic.
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
            told = "customer is answered" if topic == owner else "owner is answered"
            delay = draw(owner, topic)
            if np.isfinite(delay):
                heapq.heappush(calendar, (now + delay, number, told, topic))
        elif event == "owner is answered":
            heapq.heappush(calendar, (now, number, "customer is answered", topic))
        else:
            waited[number] = now - float(arrivals[number])
    return waited


class TestAgainstSimulation:
    @pytest.mark.parametrize("owner", [0, 3])
    def test_single_owner(self, owner: int) -> None:
        rng = np.random.default_rng(owner)
        pairs, own = rng.uniform(5, 90, (5, 5)), rng.uniform(5, 60, 5)
        mix = np.array([0.4, 0.1, 0.2, 0.1, 0.2])
        times = exponential(pairs, own, answered=0.8)
        result = ownership(times, assumptions=Assumptions(mix=dict(zip(NAMES, mix, strict=True))))

        def draw(asker: int, answerer: int) -> float:
            mean = own[asker] if asker == answerer else pairs[asker, answerer]
            return rng.exponential(mean) if rng.random() < 0.8 else np.inf

        waited = np.array(replay(draw, owner, mix, questions=8000, rng=rng))
        row = result.table.set_index("arrangement").loc[NAMES[owner]]
        assert row["within_24h"] == pytest.approx((waited <= 24).mean(), abs=0.02)  # four standard errors
        assert row["median_hours"] == pytest.approx(np.median(waited), rel=0.08)
        assert row["handoffs"] == pytest.approx(1 - mix[owner])


class TestShape:
    def test_columns(self) -> None:
        result = ownership(exponential(np.full((5, 5), 24.0), np.full(5, 24.0)))
        assert " ".join(result.table.columns) == COLUMNS
        assert set(result.table["arrangement"]) == {*NAMES, OWN_FUNCTION, EVERYBODY}
