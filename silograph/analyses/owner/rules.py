"""The numbers on which a recommendation hangs, each with its reason: one place for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import NamedTuple

MIN_CANDIDATES = 3
"""With two functions one is always first, and there is no telling what is usual."""
UNITS = 20
"""Independent units (people, threads, contacts) behind a function's value: one of twenty is worth five points."""
RELIABLE = 0.5
"""Share of the variance between functions that is no noise: below, a coin tells as much as the order of functions."""
FAMILIES_NEEDED = 2
"""One kind of evidence is one way of looking: a second one must speak for the same function, or leave it first."""
CONDUCT = ("answers", "outside", "practice")
"""Families about what a function does, one of which must count: to be connected is not yet to answer."""
LEADING: Mapping[str, tuple[str, ...]] = {"answers": ("answering", "within_24h")}
"""Criteria without which a family does not count: that somebody has time says nothing of answering."""
UNKNOWN_STEPS = 10.0
"""A function whose standard error is ten differences that matter is not known, and must not blur all others."""
MIN_ACCEPTABILITY = 0.5
"""Share of the weightings in which a function must be first: more often than all others together."""
GATE_LEVEL = 0.95
"""Of organisations in which all functions are alike, one in twenty may have a function that goes as far."""
MOST_STEPS = 3.0
"""Beyond three differences that matter a criterion says no more: else one of them would outvote all others."""
DRAWS = 2000
"""Of the criteria within their errors: shares of draws are then known to about a point."""


class Matter(NamedTuple):
    """The smallest difference of interest of a criterion, on its own scale, and why."""

    least: float
    reason: str


MATTERS: Mapping[str, Matter] = {
    "lift": Matter(log(1.25), "a quarter more per head: what four people carry, five would"),
    "coverage": Matter(0.1, "one more of ten functions"),
    "evenness": Matter(0.1, "a tenth of the way from one partner to all alike"),
    "openness": Matter(log(1.25), "the same factor from which a function is called open"),
    "answering": Matter(0.1, "one more of ten questions answered instead of passed on"),
    "within_24h": Matter(0.1, "one more of ten questions answered within a day"),
    "load": Matter(log(1.5), "half as many messages again for each person"),
    "contacts": Matter(log(1.25), "a quarter more of the outside exchange than its activity gives"),
    "presence": Matter(0.1, "one more of ten messages written where all can read it"),
    "dialogue": Matter(0.1, "one more of ten posts that answers somebody"),
    "spread": Matter(0.1, "a tenth less of its role with one person"),
    "leaders": Matter(0.1, "one more of ten exchanges with the top levels"),
}
"""Functions closer than this are tied: a difference that would change nobody's mind is no reason."""
