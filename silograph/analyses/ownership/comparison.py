"""What each arrangement achieves, and which are better than others beyond chance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binom

from silograph.analyses.ownership.arrangements import Arrangement, Assumptions
from silograph.analyses.ownership.questions import OutsideQuestions
from silograph.analyses.ownership.times import (
    CLOCK,
    DEADLINE,
    HORIZON,
    AnswerTimes,
    Handover,
    at_hour,
    median_hours,
)
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.stats.intervals import exact_interval, percentile_interval, wilson_interval
from silograph.stats.settling import REACH, SURE

LEVEL = 0.95
MATTERS = 0.1
"""Difference within 24 hours that would change what one does: one question in ten. Smaller ones are none."""
OFTEN_FIRST = 0.5
"""Share of redraws in which a function must be first among the functions to be called so."""
FEWEST = 3
"""Rows, the estimate and two redraws: fewer have no spread."""
MIN_ANSWERS = 20
"""Final answers that a function must have given to be called first: one of them is worth five points."""


class Scores(NamedTuple):
    """Per arrangement (row 0 the estimate, the others replicates) and per pair of arrangements."""

    within: FloatArray  # (1 + B, A)
    spared: (
        FloatArray  # hours of waiting per question less than with that compared with, (1 + B, A); or nothing
    )
    pairs: tuple[IntArray, IntArray]
    difference: FloatArray
    margin: FloatArray  # half width of the simultaneous interval
    ends: tuple[FloatArray, FloatArray] | None = None  # between which the margin is with however many redraws

    def comparisons(self, arrangements: Sequence[Arrangement]) -> pd.DataFrame:
        """A row per pair of arrangements."""
        names = np.array([arrangement.name for arrangement in arrangements], dtype=object)
        return pd.DataFrame(
            {
                "arrangement_a": names[self.pairs[0]],
                "arrangement_b": names[self.pairs[1]],
                "difference": self.difference,
                "difference_low": self.difference - self.margin,
                "difference_high": self.difference + self.margin,
            }
        )

    def better(self) -> BoolArray:
        """Whether the row's arrangement is better than the column's: beyond chance, and by what matters."""
        n = self.within.shape[1]
        better = np.zeros((n, n), dtype=bool)
        first, second = self.pairs
        least = np.maximum(self.margin, MATTERS)
        better[first, second] = self.difference > least
        better[second, first] = -self.difference > least
        return better

    def with_margin(self, end: int) -> Scores:
        """The same with one end of what the margin may be."""
        return self if self.ends is None else self._replace(margin=self.ends[end])

    def cautious(self) -> Scores:
        """The same where pairs of whom the redraws leave open whether one is better have an interval that says so."""
        if self.ends is None:
            return self
        lower, upper = (np.abs(self.difference) > np.maximum(end, MATTERS) for end in self.ends)
        return self._replace(margin=np.where(lower & ~upper, self.ends[1], self.margin))

    def first_among(self, rows: BoolArray) -> FloatArray:
        """Share of redraws in which each of some arrangements answers most of these; NaN of the others."""
        share = np.full(len(rows), np.nan)
        drawn = self.within[1:, rows]
        if len(drawn):
            most = drawn == drawn.max(axis=1, keepdims=True)
            share[rows] = (most / most.sum(axis=1, keepdims=True)).mean(axis=0)
        return share


def score(
    times: AnswerTimes,
    later: AnswerTimes | None,
    arrangements: Sequence[Arrangement],
    *,
    handover: Handover,
    against: int | None = None,
    replicates: bool = True,
) -> Scores:
    """What arrangements achieve; whatever involves a hub is measured on the later half only.

    Waiting is not looked at where there is no arrangement to compare it with (`against`).
    """
    weights = np.array([arrangement.weights for arrangement in arrangements])
    hub = np.array([arrangement.kind == "hub" for arrangement in arrangements])
    first, second = np.triu_indices(len(arrangements), 1)

    def achieved(period: AnswerTimes) -> tuple[FloatArray, FloatArray, FloatArray]:
        if against is None:
            in_time = period.in_time(handover=handover, replicates=replicates) @ weights.T
            return in_time, np.zeros_like(in_time), in_time[:, first] - in_time[:, second]
        in_time, waited = (x @ weights.T for x in period.outcomes(handover=handover, replicates=replicates))
        return in_time, waited[:, [against]] - waited, in_time[:, first] - in_time[:, second]

    within, spared, differences = achieved(times)
    if later is not None and hub.any():
        with_hub = achieved(later)
        rows = min(len(within), len(with_hub[0]))
        chosen = (hub, hub, hub[first] | hub[second])
        within, spared, differences = (
            np.where(which, half[:rows], mine[:rows])
            for which, mine, half in zip(chosen, (within, spared, differences), with_hub, strict=True)
        )
    margin, ends = _simultaneous(differences), _margin_ends(differences)
    return Scores(within, spared, (first, second), differences[0], margin, ends)


def _simultaneous(differences: FloatArray) -> FloatArray:
    """Half widths of intervals for all differences together: bootstrap of the largest studentised deviation."""
    if len(differences) < FEWEST:
        return np.full(differences.shape[1], np.inf)
    error, largest = _deviations(differences)
    return np.asarray(np.quantile(largest, LEVEL) * error)


def _margin_ends(differences: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Between which the half widths lie that however many redraws would give (99 %): their error, and the quantile's.

    Standard errors from so many redraws are themselves off by ``1 / sqrt(2 redraws)``; the quantile lies between two
    of the values drawn (David & Nagaraja 2003, Order Statistics, 7.1).
    """
    redraws = len(differences) - 1
    if len(differences) < FEWEST:
        return None
    error, largest = _deviations(differences)
    tail = (1 - SURE) / 2
    places = [int(binom.ppf(one, redraws, LEVEL)) for one in (tail, 1 - tail)]
    low, high = np.sort(largest)[np.clip(places, 0, redraws - 1)]
    reach = REACH / np.sqrt(2 * redraws)
    return low * error * max(1 - reach, 0.0), high * error * (1 + reach)


def _deviations(differences: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Standard errors, and of each redraw the largest deviation in these."""
    deviation = differences[1:] - differences[0]
    error = deviation.std(axis=0, ddof=1)
    return error, np.divide(np.abs(deviation), error, out=np.zeros_like(deviation), where=error > 0).max(
        axis=1
    )


def judged(table: pd.DataFrame, scores: Scores, onward: Collection[str]) -> tuple[pd.DataFrame, Scores, int]:
    """The table with verdicts, the scores behind them, and how many verdicts more redraws may change.

    Verdicts with the narrowest and the widest margins that are possible are compared; what is better with a wide one
    is with all narrower ones, so that there is no third verdict between. Where they differ, what the redraws leave open
    counts as no difference.

    Parameters
    ----------
    table
        Of `arrangement_table`.
    scores
        The same arrangements.
    onward
        Functions that pass on what they are asked.
    """
    table, redraws = table.assign(**_counted(scores)), len(scores.within) - 1
    if scores.ends is None:
        return table.assign(verdict=_verdicts(table, onward)), scores, 0
    ends = np.array([exact_interval(share * redraws, redraws, level=SURE) for share in table["p_first"]])
    lenient, strict = (
        _verdicts(table.assign(**_counted(scores.with_margin(end)), p_first=ends[:, 1 - end]), onward)
        for end in (0, 1)
    )
    unsure = int((lenient != strict).sum())
    if not unsure:
        return table.assign(verdict=_verdicts(table, onward)), scores, 0
    scores = scores.cautious()
    return table.assign(**_counted(scores), verdict=strict), scores, unsure


def _counted(scores: Scores) -> dict[str, IntArray]:
    """Than how many each arrangement is better, and how many are better than it."""
    better = scores.better()
    return {"better_than": better.sum(axis=1), "worse_than": better.sum(axis=0)}


def _verdicts(table: pd.DataFrame, onward: Collection[str]) -> npt.NDArray[np.str_]:
    """What is ahead of others; a function that is, and may not be called so, is ``unsettled``."""
    ahead, behind = table["better_than"] > 0, table["worse_than"] > 0
    rarely_first = table["p_first"] < OFTEN_FIRST
    doubted = rarely_first | (table["final_answers"] < MIN_ANSWERS) | table["function"].isin(list(onward))
    doubted &= table["kind"] == "single_function"
    choices = ["between", "unsettled", "ahead", "behind"]
    return np.select([ahead & behind, ahead & doubted, ahead, behind], choices, default="no_difference")


def leader(shares: FloatArray, members: Sequence[frozenset[str]]) -> int | None:
    """The arrangement that stands out: none other comes within what matters, save those that only add to it.

    Parameters
    ----------
    shares
        Answered in time.
    members
        Whose people answer; empty for people that no function has today.

    Examples
    --------
    A hub that adds IT to HR gains nothing that matters; IT alone would be as good as HR.

    >>> hr, it, both = frozenset({"HR"}), frozenset({"IT"}), frozenset({"HR", "IT"})
    >>> leader(np.array([0.6, 0.3, 0.62]), [hr, it, both]), leader(np.array([0.6, 0.55]), [hr, it])
    (0, None)
    """
    close = np.flatnonzero(shares > shares.max() - MATTERS)
    least = min(close.tolist(), key=lambda one: (len(members[one]) or np.inf, -shares[one]))
    if len(close) > 1 and not members[least]:
        return None
    return least if all(members[least] <= members[one] for one in close.tolist()) else None


def interval_of(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Percentile interval of what has its estimate in row 0; missing without replicates."""
    if len(values) < 2:
        nothing = np.full(values.shape[1], np.nan)
        return nothing, nothing
    return percentile_interval(values[1:])


def arrangement_table(
    times: AnswerTimes,
    arrangements: Sequence[Arrangement],
    scores: Scores,
    *,
    per_week: float,
    compared: bool,
) -> pd.DataFrame:
    """A row per arrangement, in the order given; `judged` says which are better."""
    f = len(times.functions)
    low, high = interval_of(scores.within)
    load = [per_week / arrangement.people for arrangement in arrangements]
    handled = [_handled(times, arrangement) for arrangement in arrangements]
    table = pd.DataFrame(
        {
            "arrangement": [arrangement.name for arrangement in arrangements],
            "kind": [arrangement.kind for arrangement in arrangements],
            "function": [arrangement.function for arrangement in arrangements],
            "people": [arrangement.people for arrangement in arrangements],
            "within_24h": scores.within[0],
            "within_24h_low": low,
            "within_24h_high": high,
            "median_hours": np.nan,
            "handoffs": [arrangement.weights[: f * f].sum() for arrangement in arrangements],
            "load": load,
            "handled": handled,
            "over_capacity": pd.array(np.greater(load, handled), dtype="boolean"),
            "collisions": [per_week * arrangement.collisions for arrangement in arrangements],
            "better_than": 0,
            "worse_than": 0,
            "p_first": scores.first_among(np.array([one.kind == "single_function" for one in arrangements])),
            "final_answers": [_answers(times, arrangement) for arrangement in arrangements],
        }
    )
    table.loc[table["handled"].isna(), "over_capacity"] = pd.NA
    if table["over_capacity"].fillna(value=True).all():
        table["over_capacity"] = pd.NA  # of everybody alike: that is said once, and tells nobody apart
        table["over_capacity"] = table["over_capacity"].astype("boolean")
    spared = np.full((3, len(table)), np.nan)
    if compared:
        spared = per_week * np.stack([scores.spared[0], *interval_of(scores.spared)])
    for name, values in zip(("", "_low", "_high"), spared, strict=True):
        table[f"waiting_hours{name}"] = values
    table["verdict"] = ""
    table["members"] = pd.Series([one.about for one in arrangements], dtype=object)
    table["answer_people"] = [_answer_people(times, one) for one in arrangements]
    counted = [times.functions if one.kind == "everybody" else () for one in arrangements]
    table["counts"] = pd.Series(counted, dtype=object)
    return table


def _answer_people(times: AnswerTimes, arrangement: Arrangement) -> float:
    """The fewest people behind how soon one of the functions answers by which an arrangement is called."""
    places = [times.functions.index(name) for name in arrangement.about]
    return min((times.people_behind(place, place) for place in places), default=np.inf)


def _answers(times: AnswerTimes, arrangement: Arrangement) -> float:
    """Final answers that the arrangement's people gave (a new team: everybody); the fewest of its functions."""
    members = list(arrangement.members) or list(range(len(times.people)))
    return np.nan if times.answers is None else float(times.answers[members].min())


def _handled(times: AnswerTimes, arrangement: Arrangement) -> float:
    """Questions per person and week that the arrangement's people (a new team: everybody) answer today."""
    members = list(arrangement.members) or list(range(len(times.people)))
    known = [k for k in members if not np.isnan(times.handled[k])]
    return float(np.average(times.handled[known], weights=times.people[known])) if known else np.nan


def with_small(table: pd.DataFrame, times: AnswerTimes, small: Sequence[int]) -> pd.DataFrame:
    """Best first; functions too small to be judged last, without figures."""
    table = table.sort_values("within_24h", ascending=False, kind="stable", ignore_index=True)
    table["rank"] = range(len(table))
    named = pd.DataFrame(
        {
            "arrangement": [times.functions[k] for k in small],
            "kind": "single_function",
            "function": [times.functions[k] for k in small],
            "people": [float(times.people[k]) for k in small],
            "verdict": "not_assessable",
            "members": [(times.functions[k],) for k in small],
            "counts": [() for _ in small],
        }
    )
    return (
        pd.concat([table, named], ignore_index=True)[table.columns.drop("rank")]
        if len(small)
        else table.drop(columns="rank")
    )


def curves_of(
    times: AnswerTimes, later: AnswerTimes | None, arrangements: Sequence[Arrangement], assumed: Assumptions
) -> tuple[pd.DataFrame, list[float]]:
    """Shares answered over time, and their medians."""
    frames, medians = [], []
    for arrangement in arrangements:
        period = later if later is not None and arrangement.kind == "hub" else times
        curve = arrangement.weights @ period.ways(handover=assumed.handover)
        medians.append(median_hours(curve, period.hours))
        frames.append(
            pd.DataFrame({"arrangement": arrangement.name, "hours": period.hours, "probability": curve})
        )
    return pd.concat(frames, ignore_index=True), medians


def topics_of(
    times: AnswerTimes, later: AnswerTimes | None, arrangements: Sequence[Arrangement], assumed: Assumptions
) -> pd.DataFrame:
    """What becomes of a question about each function, in each arrangement."""
    f, names = len(times.functions), times.functions
    about = np.append(np.tile(np.arange(f), f), np.arange(f))  # the topic of each way
    asked = np.append(np.repeat(np.arange(f), f), np.arange(f))
    measured = {
        hub: (period.ways(handover=assumed.handover), period.in_time(handover=assumed.handover))
        for hub, period in ((False, times), (True, later or times))
    }
    rows = []
    for arrangement in arrangements:
        ways, in_time = measured[arrangement.kind == "hub"]
        for topic in range(f):
            weights = np.where(about == topic, arrangement.weights, 0.0)
            if not weights.any():
                continue
            weights /= weights.sum()
            first = int(asked[weights.argmax()]) if arrangement.about else None
            within = (in_time @ weights)[:, None]
            (low,), (high,) = interval_of(within)
            curve = weights @ ways
            by = [float(at_hour(curve, times.hours, hour)) for hour in CLOCK]
            median = median_hours(curve, times.hours)
            found = (float(within[0, 0]), low, high, median, *by)
            by_whom = None if first is None else names[first]
            behind = times.people_behind(topic if first is None else first, topic)
            rows.append((arrangement.name, names[topic], by_whom, *found, arrangement.about, behind))
    columns = [
        "arrangement",
        "topic",
        "asked",
        "within_24h",
        "within_24h_low",
        "within_24h_high",
        "median_hours",
    ]
    return pd.DataFrame(
        rows, columns=[*columns, *(f"by_{hour}h" for hour in CLOCK), "members", "pair_people"]
    )


def observed_check(
    times: AnswerTimes, outside: OutsideQuestions | None, assumed: Assumptions
) -> pd.DataFrame:
    """Outside questions in the log against what the model says of the same ones."""
    columns = ["kind", "questions", "answered", "within_24h", "within_24h_low", "within_24h_high"]
    columns += ["median_hours", "predicted_within_24h", "predicted_own_pace"]
    if outside is None or outside.table.empty:
        return pd.DataFrame(columns=columns)
    f = len(times.functions)
    paces: tuple[Handover, Handover] = (assumed.handover, "own_pace")
    shares = [np.append(times.in_time(handover=pace, replicates=False)[0], np.nan) for pace in paces]
    rows = []
    for kind, group in outside.table.groupby("kind"):
        seen = group[group["watched"] >= DEADLINE]
        front, topic = (
            pd.Index(times.functions).get_indexer(pd.Index(seen[end])) for end in ("front", "topic")
        )
        way = np.where(front == topic, f * f + front, f * front + topic)
        way = np.where((front < 0) | (topic < 0), -1, way)
        in_time = int((seen["hours"] <= DEADLINE).sum())
        share_in_time = in_time / len(seen) if len(seen) else np.nan
        low, high = wilson_interval(share_in_time, len(seen))
        long_ago = group.loc[group["watched"] >= HORIZON, "hours"].fillna(np.inf)
        rows.append(
            (kind, len(seen), int(seen["hours"].notna().sum()), share_in_time,
             float(low), float(high), float(long_ago.median()) if len(long_ago) else np.nan,
             *(float(np.nanmean(share[way])) if (way >= 0).any() else np.nan for share in shares))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
