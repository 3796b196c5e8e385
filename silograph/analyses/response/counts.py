"""What is counted of pairs and functions, and how many people each count rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from silograph.analyses.parts.people import different, smaller
from silograph.analyses.response.model import Estimates
from silograph.analyses.response.questions import DEADLINE, Pairs, Times
from silograph.arrays import BoolArray, FloatArray, IntArray
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


# --- people behind the counts ---------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Askers:
    """Who asked every question, who was asked and who answered, by one clock; a row per question.

    `cause` is 1 where the function asked answered, 2 where somebody else did, 0 where that is not known; `in_time`
    whether the answer came by the deadline; `team` says of every actor whether it is one.
    """

    asker: IntArray
    addressee: IntArray
    by: IntArray
    cause: IntArray
    in_time: BoolArray
    team: BoolArray

    @classmethod
    def of(cls, questions: pd.DataFrame, outcome: pd.DataFrame, sample: Times, team: BoolArray) -> Askers:
        """By one clock; questions that it could not watch are open."""
        cause = np.zeros(len(questions), dtype=np.int64)
        cause[sample.question] = sample.cause
        in_time = np.zeros(len(questions), dtype=bool)
        in_time[sample.question] = (sample.cause == 1) & (sample.hours <= DEADLINE)
        asker, addressee = (questions[name].to_numpy(np.int64) for name in ("asker", "addressee"))
        return cls(asker, addressee, outcome["by"].to_numpy(np.int64), cause, in_time, team)

    def behind_pairs(self, pairs: Pairs) -> pd.DataFrame:
        """People behind each count of each pair."""
        return self._behind(pairs.of_question, np.ones(len(self.cause), dtype=bool), len(pairs.asking))

    def behind_functions(self, pairs: Pairs) -> pd.DataFrame:
        """People behind each count of each answering function, over questions of the others."""
        answering = np.searchsorted(pairs.answerers, pairs.answering[pairs.of_question])
        return self._behind(answering, pairs.cross[pairs.of_question], len(pairs.answerers))

    def _behind(self, group: IntArray, counted: BoolArray, n: int) -> pd.DataFrame:
        def people(rows: BoolArray, *others: IntArray) -> IntArray:
            return self._people(group, counted & rows, n, *others)

        answered, elsewhere, open_ = (self.cause == cause for cause in (1, 2, 0))
        return pd.DataFrame(
            {
                "asked_people": people(answered | ~answered, self.addressee),
                "answered_people": smaller(people(answered, self.by), people(~answered, self.addressee)),
                "open_people": smaller(
                    people(elsewhere, self.by, self.addressee), people(open_, self.addressee)
                ),
                "in_time_people": smaller(
                    people(self.in_time, self.by), people(~self.in_time, self.addressee)
                ),
            }
        )

    def _people(self, group: IntArray, rows: BoolArray, n: int, *others: IntArray) -> IntArray:
        """Of those who asked and the others the fewest, per group; 0 where there is no such question."""
        counts = [different(group[rows], who[rows], self.team, n) for who in (self.asker, *others)]
        return np.asarray(np.min(counts, axis=0))
