"""How many people each count of `within_24h` rests on: who asked, who was asked and who answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from silograph.analyses.parts.people import different, smaller
from silograph.analyses.response.questions import DEADLINE, Pairs, Times
from silograph.arrays import BoolArray, IntArray


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
