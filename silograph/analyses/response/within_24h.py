"""The figures of pairs and functions: the share answered within 24 hours, the median, and the counts beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from silograph.analyses.response.model import Estimates
from silograph.analyses.response.questions import DEADLINE, Pairs, Times
from silograph.arrays import FloatArray, IntArray
from silograph.stats.intervals import percentile_interval


def pair_table(name: str, pairs: Pairs, sample: Times, found: Estimates, hours: FloatArray) -> pd.DataFrame:
    """A row per pair with a question, by the clock of this name."""
    asked = np.bincount(pairs.of_question, minlength=len(pairs.asking))
    pair = pairs.of_question[sample.question]
    table = pd.DataFrame({"function_a": pairs.asking, "function_b": pairs.answering, "clock": name})
    figures = _figures(sample, pair, asked, found.pair_curves, found.pair_replicates, hours)
    return pd.concat([table, figures.assign(borrowed=found.borrowed)], axis=1)


def function_table(
    name: str, pairs: Pairs, sample: Times, found: Estimates, hours: FloatArray
) -> pd.DataFrame:
    """A row per function that another one asked, by the clock of this name."""
    cross = pairs.cross[pairs.of_question]
    asked = np.bincount(pairs.answering[pairs.of_question[cross]])[pairs.answerers]
    pair = pairs.of_question[sample.question]
    rows = np.flatnonzero(pairs.cross[pair])
    answering = np.searchsorted(pairs.answerers, pairs.answering[pair[rows]])
    part = sample.take(rows)
    figures = _figures(part, answering, asked, found.function_curves, found.function_replicates, hours)
    return pd.concat([pd.DataFrame({"function": pairs.answerers, "clock": name}), figures], axis=1)


def _figures(
    sample: Times,
    group: IntArray,
    asked: IntArray,
    curves: FloatArray,
    replicates: FloatArray,
    hours: FloatArray,
) -> pd.DataFrame:
    """The columns that pairs and functions share, a row per group."""
    mine, elsewhere = (np.bincount(group[sample.cause == c], minlength=len(asked)) for c in (1, 2))
    answered = pd.Series(sample.hours[sample.cause == 1]).groupby(group[sample.cause == 1]).median()
    reached = curves >= 0.5
    low, high = percentile_interval(replicates)
    return pd.DataFrame(
        {
            "asked": asked,
            "answered": mine,
            "answered_elsewhere": elsewhere,
            "censored": asked - mine - elsewhere,
            "median_hours": np.where(reached.any(axis=1), hours[reached.argmax(axis=1)], np.inf),
            "naive_median_hours": answered.reindex(range(len(asked))).to_numpy(),
            "within_24h": curves[:, int(np.searchsorted(hours, DEADLINE))],
            "within_24h_low": low,
            "within_24h_high": high,
        }
    )
