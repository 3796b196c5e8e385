"""How thick the walls between functions are, with their interval; the model behind them is `graph.walls_model`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

from silograph.graph.walls_model.estimates import log_walls, walls_weights
from silograph.graph.walls_model.influences import influences
from silograph.graph.walls_model.model import Fit


class Walls(NamedTuple):
    """How many times likelier two people of one function exchange than two of different ones, with 95 % interval."""

    value: float
    low: float
    high: float


def walls_of(common: Fit) -> Walls:
    """Walls of a fit of the common model; people vary, as for openness."""
    log_value, weights = log_walls(common), walls_weights(common)
    if weights is None or not np.isfinite(log_value):
        return Walls(float(np.exp(log_value)), float("nan"), float("nan"))
    error = float(np.sqrt(influences(common, weights[None]).variance_over_people(common.ties.strength)[0]))
    reach = float(student.ppf(0.975, max(len(common.person) - 1, 1))) * error
    low, value, high = np.exp([log_value - reach, log_value, log_value + reach]).tolist()
    return Walls(value, low, high)
