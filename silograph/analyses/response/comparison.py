"""Which functions are slower or faster than the others beyond chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as student

from silograph.analyses.response.questions import DEADLINE, Pairs, Times
from silograph.arrays import BoolArray, IntArray
from silograph.stats.p_values import SIGNIFICANT, benjamini_hochberg
from silograph.stats.survival import aalen_johansen, influence

MATTERS = 0.05  # a verdict needs an interval of the difference beyond it
CLEARLY = 0.01  # level at which a function is set aside when comparing the others
MIN_FUNCTIONS, MIN_ADDRESSEES = 3, 3
MIN_ASKED = 20
"""Questions below which a function is shown and neither judged nor ranked: one of them is worth five points."""


def judged(
    margin: pd.DataFrame, sample: Times, pairs: Pairs, *, min_group: int
) -> tuple[pd.DataFrame, list[int]]:
    """The table of functions with how each compares with the others, and the verdict; rows set aside."""
    pair = pairs.of_question[sample.question]
    rows = np.flatnonzero(pairs.cross[pair])
    part = sample.take(rows)
    owner = np.searchsorted(pairs.answerers, pairs.answering[pair[rows]])
    aside = _unusual(part, owner, (margin["people"] >= min_group).to_numpy())
    usual = ~np.isin(owner, aside)
    found = [_compare(part, owner == row, usual & (owner != row)) for row in range(len(margin))]
    columns = ["usual_24h", "difference", "difference_low", "difference_high", "p_value", "difference_error"]
    numbers = [(one.usual, one.difference, *one.interval, one.p_value, one.error) for one in found]
    table = margin.join(pd.DataFrame(numbers, columns=columns, index=margin.index))
    assessable = (table["people"] >= min_group) & table["difference"].notna()
    table.loc[~assessable | (table["asked"] < MIN_ASKED), "p_value"] = np.nan
    table["q_value"] = benjamini_hochberg(table["p_value"])
    return table.assign(verdict=_verdicts(table, assessable)), aside


def _verdicts(table: pd.DataFrame, assessable: pd.Series[bool]) -> pd.Series[str]:
    verdict = pd.Series("ordinary", index=table.index)
    significant = table["q_value"] < SIGNIFICANT
    verdict[significant & (table["difference_high"] < -MATTERS)] = "slower"
    verdict[significant & (table["difference_low"] > MATTERS)] = "faster"
    verdict[table["p_value"].isna()] = "no_verdict"
    verdict[table["asked"] < MIN_ASKED] = "rarely_asked"
    if (assessable & (table["asked"] >= MIN_ASKED)).sum() < MIN_FUNCTIONS:
        verdict[:] = "no_verdict"
    verdict[~assessable] = "not_assessable"
    return verdict


def _unusual(sample: Times, owner: IntArray, large: BoolArray) -> list[int]:
    """Functions so different from the rest that they must not define what is usual, the most different first.

    A very slow function that gets half of the questions is half of "the others" of everybody else, who would all
    look fast. As in forward selection of outliers, clear cases only (Bonferroni at `CLEARLY`), at most a third of the
    functions, and `MIN_FUNCTIONS` stay.
    """
    aside: list[int] = []
    most = _most_aside(int(large.sum()))
    while len(aside) < most:
        usual = ~np.isin(owner, aside)
        rest = [row for row in np.flatnonzero(large).tolist() if row not in aside]
        found = {row: _compare(sample, owner == row, usual & (owner != row)) for row in rest}
        apart = {row: abs(one.difference) / one.error for row, one in found.items() if one.error > 0}
        first = max(apart, key=lambda row: apart[row], default=-1)
        if first < 0 or not _clear(found[first].p_value, functions=len(rest)):
            break
        aside.append(first)
    return aside


def _most_aside(functions: int) -> int:
    """How many of so many functions may be set aside."""
    return min(functions // 3, functions - MIN_FUNCTIONS)


def _clear(p_value: float, *, functions: int) -> bool:
    """Whether the most different of so many functions clearly differs; not where its p-value is unknown."""
    return p_value < CLEARLY / functions


class _Comparison(NamedTuple):
    """Usual share, a function's difference from it with its standard error and degrees of freedom."""

    usual: float
    difference: float
    error: float
    freedom: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 %; NaN where too few people were asked."""
        reach = float(student.ppf(0.975, self.freedom)) * self.error
        return self.difference - reach, self.difference + reach

    @property
    def p_value(self) -> float:
        """Two-sided."""
        return 2 * float(student.sf(abs(self.difference) / self.error, self.freedom))


def _compare(sample: Times, mine: BoolArray, others: BoolArray) -> _Comparison:
    """A function against others by the deadline.

    Channel by channel, for a case waits differently from a mail. The unit of chance is the person or team asked, not
    the question: several questions to one slow colleague are one slow colleague.
    """
    channels = [c for c in np.unique(sample.channel[mine]) if (others & (sample.channel == c)).any()]
    here = mine & np.isin(sample.channel, channels)
    if not here.any():
        return _Comparison(np.nan, np.nan, np.nan, np.nan)
    usual = spread = 0.0
    for channel in channels:
        weight = float((sample.channel[here] == channel).mean())
        those = _share(sample, others & (sample.channel == channel))
        usual += weight * those.share
        spread += weight**2 * those.variance
    own = _share(sample, here)
    likely = (usual * own.known + 1) / (own.known + 2)  # also where none, or all, of few are answered
    error = float(np.sqrt(max(own.variance, likely * (1 - likely) / max(own.known, 1)) + spread))
    return _Comparison(
        usual, own.share - usual, error, own.units - 1 if own.units >= MIN_ADDRESSEES else np.nan
    )


class _Share(NamedTuple):
    """Answered by the deadline; its variance; number of people asked, unequal shares counted; known fates."""

    share: float
    variance: float
    units: float
    known: int


def _share(sample: Times, rows: BoolArray) -> _Share:
    hours, cause = sample.hours[rows], sample.cause[rows]
    _, unit = np.unique(sample.addressee[rows], return_inverse=True)
    questions = np.bincount(unit)
    moved = np.bincount(unit, influence(hours, cause, at=DEADLINE))
    n = len(questions)
    return _Share(
        share=float(aalen_johansen(hours, cause).at(DEADLINE)),
        variance=float((moved**2).sum()) * n / max(n - 1, 1),
        units=float(questions.sum() ** 2 / (questions**2).sum()),
        known=int(((cause > 0) | (hours >= DEADLINE)).sum()),
    )
