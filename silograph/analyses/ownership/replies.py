"""Answer times as `ownership` needs them, from the result of `response` and questions from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from silograph.analyses.ownership.questions import ENOUGH_QUESTIONS, OutsideQuestions
from silograph.analyses.ownership.times import DEADLINE, HOURS, NEARLY, AnswerTimes
from silograph.analyses.parts.people import smaller
from silograph.arrays import FloatArray, IntArray
from silograph.stats.survival import Groups, kaplan_meier

WORTH = 10  # questions for which the average of all functions counts in one function's answers to outside contacts


class ResponseTimes(Protocol):
    """What `answer_times` needs of the result of `response`."""

    @property
    def table(self) -> pd.DataFrame:
        """A row per clock and pair: ``function_a function_b clock asked borrowed``."""

    @property
    def functions(self) -> pd.DataFrame:
        """A row per clock and answering function: ``function clock answered``."""

    @property
    def hours(self) -> FloatArray:
        """Times of the curves, (k,)."""

    @property
    def pair_curves(self) -> Mapping[str, FloatArray]:
        """By clock: (rows of `table` of that clock, k)."""

    @property
    def unasked(self) -> pd.DataFrame:
        """Pairs that never asked: ``function_a function_b``."""

    @property
    def unasked_curves(self) -> Mapping[str, FloatArray]:
        """By clock: what is expected of them, (rows of `unasked`, k)."""

    @property
    def unasked_replicates(self) -> Mapping[str, FloatArray]:
        """By clock: shares answered within 24 hours, (B, rows of `unasked`)."""

    @property
    def function_curves(self) -> Mapping[str, FloatArray]:
        """By clock: (rows of `functions` of that clock, k)."""

    @property
    def pair_replicates(self) -> Mapping[str, FloatArray]:
        """By clock: shares answered within 24 hours, (B, rows of `table`)."""

    @property
    def function_replicates(self) -> Mapping[str, FloatArray]:
        """By clock: shares answered within 24 hours, (B, rows of `functions`)."""


def answer_times(
    response: ResponseTimes,
    *,
    people: Mapping[str, int],
    outside: OutsideQuestions | None = None,
    like: AnswerTimes | None = None,
    clock: str = "final_answer",
    min_group: int = 5,
    seed: int = 0,
) -> AnswerTimes:
    """Answer times as `ownership` needs them, from the result of `response`.

    Functions that never asked one another are taken to be answered as who asks and who answers let expect, those that
    are not in this log at all as the answering function answers the others. A function's own answers are those to
    outside contacts, where at least 30 such questions were answered directly; the organisation's average counts for
    ten, and alone where fewer than `min_group` contacts asked the function. Else they are those to the other functions.

    Parameters
    ----------
    response
        Its curves and replicates.
    people
        People of each function.
    outside
        Questions from outside contacts; they also give the length of the log, and with it the questions a week.
    like
        For a part of the period: the times of the whole. Functions that were asked in the whole and not in the part
        have the part's average.
    clock
        ``final_answer`` or ``first_reply``.
    min_group
        Contacts of a function with which its own answers to them count: a rate of two contacts is theirs.
    seed
        Makes the draws for outside contacts repeatable.

    Returns
    -------
    AnswerTimes
        How soon each function answers by itself, and each other one.
    """
    rng = np.random.default_rng([seed, 24])
    pairs = response.table[response.table["clock"] == clock]
    margins = response.functions[response.functions["clock"] == clock]
    names = like.functions if like else tuple(sorted({*pairs["function_a"], *pairs["function_b"]}))
    f, b = len(names), len(response.function_replicates[clock])
    place = pd.Index(names).get_indexer(pd.Index(margins["function"]))
    own, own_replicates = np.full((f, len(HOURS)), np.nan), np.full((b, f), np.nan)
    own[place] = _on_grid(response.function_curves[clock], response.hours)
    own_replicates[:, place] = response.function_replicates[clock]
    if like is not None and len(place):
        unseen = np.setdiff1d(np.flatnonzero(like.asked), place)
        own[unseen], own_replicates[:, unseen] = (
            own[place].mean(axis=0),
            own_replicates[:, place].mean(axis=1)[:, None],
        )
    between = np.repeat(own[None], f, axis=0)
    drawn = np.repeat(own_replicates[:, None], f, axis=1)
    for rows, curves, replicates in (
        (pairs, response.pair_curves, response.pair_replicates),
        (response.unasked, response.unasked_curves, response.unasked_replicates),
    ):
        asker, answerer = (
            pd.Index(names).get_indexer(pd.Index(rows[end])) for end in ("function_a", "function_b")
        )
        between[asker, answerer] = _on_grid(curves[clock], response.hours)
        drawn[:, asker, answerer] = replicates[clock]
    own_from = np.full(f, "anyone", dtype=object)
    direct = _outside_answers(outside, names, min_group=min_group, replicates=b, rng=rng)
    if direct is not None:
        own, own_replicates, number = direct
        own_from = np.where(number >= WORTH, "outside contacts", "outside contacts of all functions")
    handled = np.full(f, np.nan)
    answers = _per_function(margins.set_index("function")["answered"], names)
    sizes = np.array([people.get(name, 0) for name in names], dtype=np.int64)
    if outside is not None and outside.weeks > 0:
        handled[place] = margins["answered"] / np.maximum(sizes[place], 1) / outside.weeks
        replied = outside.table.loc[outside.table["hours"].notna(), "front"].value_counts()
        answers += _per_function(replied, names)
        handled += replied.reindex(list(names)).fillna(0.0).to_numpy() / np.maximum(sizes, 1) / outside.weeks
    return AnswerTimes(
        functions=names,
        people=sizes,
        hours=HOURS,
        between=between,
        own=own,
        between_replicates=drawn,
        own_replicates=own_replicates,
        own_from=tuple(own_from.tolist()),
        handled=handled,
        borrowed=float(np.average(pairs["borrowed"], weights=pairs["asked"])),
        behind=_people_behind(pairs, margins, names, outside, min_group=min_group),
        answers=answers,
    )


def _people_behind(
    pairs: pd.DataFrame,
    margins: pd.DataFrame,
    names: Sequence[str],
    outside: OutsideQuestions | None,
    *,
    min_group: int,
) -> IntArray | None:
    """Behind the times of each pair that asked; of others, behind those of who answers; (F, F)."""
    if "in_time_people" not in pairs:
        return None
    every = _per_function(margins.set_index("function")["in_time_people"], names)
    behind = np.repeat(every[None], len(names), axis=0)
    across = pairs[pairs["function_a"] != pairs["function_b"]]
    asker, answerer = (
        pd.Index(names).get_indexer(pd.Index(across[end])) for end in ("function_a", "function_b")
    )
    behind[asker, answerer] = across["in_time_people"]
    alone = None if outside is None else outside.table[outside.table["kind"] == "direct"]
    if alone is not None and len(alone) >= ENOUGH_QUESTIONS:
        contacts, everybody = _contacts(alone, names), alone["contact"].nunique()
        np.fill_diagonal(behind, np.where(contacts < min_group, everybody, smaller(every, contacts)))
    return behind


def _contacts(alone: pd.DataFrame, names: Sequence[str]) -> IntArray:
    """Contacts who asked each function."""
    return _per_function(alone.groupby("front")["contact"].nunique(), names)


def _per_function(counts: pd.Series[int], names: Sequence[str]) -> IntArray:
    """Counts by name in the order of names, 0 where there is none."""
    return np.array([int(counts.get(name, 0)) for name in names], dtype=np.int64)


def _on_grid(curves: FloatArray, hours: FloatArray) -> FloatArray:
    """Step functions (..., k) at `HOURS`."""
    start = np.zeros((*curves.shape[:-1], 1))
    steps = np.concatenate([start, curves], axis=-1)
    return np.asarray(steps[..., np.searchsorted(hours, HOURS, side="right")])


def _outside_answers(
    outside: OutsideQuestions | None,
    names: Sequence[str],
    *,
    min_group: int,
    replicates: int,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray, IntArray] | None:
    """Curves (F, H) and replicates (B, F) of functions' own answers to outside contacts, and their numbers (F,).

    The organisation's average counts for `WORTH` questions, so a function with fewer outside contacts than `min_group`
    has that, with the spread it implies. All functions rest on outside contacts or none does: otherwise those that
    have any would seem faster, or slower, because customers are not answered as colleagues are. Contacts are resampled
    whole.
    """
    if outside is None:
        return None
    alone = outside.table[(outside.table["kind"] == "direct") & outside.table["front"].isin(list(names))]
    if len(alone) < ENOUGH_QUESTIONS:
        return None
    hours = alone["hours"].fillna(alone["watched"]).to_numpy(float)
    answered = alone["hours"].notna().to_numpy()
    front = pd.Index(names).get_indexer(pd.Index(alone["front"]))
    contact, contacts = pd.factorize(alone["contact"])
    average = kaplan_meier(hours, answered).at(HOURS)
    number = np.where(_contacts(alone, names) < min_group, 0, np.bincount(front, minlength=len(names)))
    curves = np.zeros((len(names), len(HOURS)))
    weights = rng.exponential(size=(replicates, len(contacts)))
    cause, everybody = answered.astype(np.int64), np.zeros(len(alone), dtype=np.int64)
    pooled = (
        Groups(hours, cause, everybody, 1, DEADLINE)
        .incidences(weights, unit=contact)[:, 0]
        .clip(NEARLY, 1 - NEARLY)
    )
    yes, no = (rng.gamma(WORTH * share, size=(len(names), replicates)).T for share in (pooled, 1 - pooled))
    for k in np.flatnonzero(number):
        curves[k] = kaplan_meier(hours[front == k], answered[front == k]).at(HOURS)
    known = np.array([weights[:, contact[front == k]].sum(axis=1) for k in range(len(names))]).T * (
        number > 0
    )
    in_time = np.nan_to_num(
        Groups(hours, cause, front, len(names), DEADLINE).incidences(weights, unit=contact)
    )
    curves = (number[:, None] * curves + WORTH * average) / (number[:, None] + WORTH)
    return curves, (known * in_time + yes) / (known + yes + no), number
