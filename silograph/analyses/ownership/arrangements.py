"""Who could answer the public, and what is taken for granted: one function, a hub, a function of its own, everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from silograph.analyses.ownership.questions import ENOUGH_QUESTIONS, OutsideQuestions
from silograph.analyses.ownership.times import AnswerTimes, Handover, as_ways
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence

OWN_FUNCTION, EVERYBODY = "(function of its own)", "(everybody)"
UNNAMED = {OWN_FUNCTION: "own_function", EVERYBODY: "everybody"}
"""Arrangements that no function gives its name to, and the end of the key of what they are called."""
QUESTIONS_PER_WEEK = 20.0


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What the data do not say; every one is part of the result.

    Parameters
    ----------
    questions_per_week
        Questions from outside in a week. None: as many as are in the log, else 20.
    mix
        About which functions they are: ``uniform``, ``observed`` (the outside questions in the log), or shares by
        function. None: observed where there are at least 30, else uniform.
    staff
        People of a function of its own.
    triage_error
        Where everybody answers: the share of questions that first land with a function they are not about.
    handover
        ``at_once``: passing a question on, and the answer back, takes no time beyond the reply itself. ``own_pace``:
        it takes a function as long as answering one of its own.
    """

    questions_per_week: float | None = None
    mix: Literal["uniform", "observed"] | Mapping[str, float] | None = None
    staff: int = 5
    triage_error: float = 0.1
    handover: Handover = "at_once"

    def __post_init__(self) -> None:
        if self.questions_per_week is not None and not self.questions_per_week > 0:
            raise UsageError(f"questions per week must be above 0, not {self.questions_per_week}")
        if self.staff < 1:
            raise UsageError(f"a function of its own needs at least one person, not {self.staff}")
        if not 0 <= self.triage_error <= 1:
            raise UsageError(f"a triage error rate lies between 0 and 1, not {self.triage_error}")
        if self.handover not in ("at_once", "own_pace"):
            raise UsageError(f"handover is 'at_once' or 'own_pace', not {self.handover!r}")


def mix_of(
    functions: Sequence[str], asked: BoolArray, outside: OutsideQuestions | None, assumed: Assumptions
) -> tuple[FloatArray, str]:
    """Share of the questions about each function, and where it is from."""
    seen = 0 if outside is None else len(outside.table)
    mix: Any = assumed.mix or ("observed" if seen >= ENOUGH_QUESTIONS else "uniform")
    if mix == "uniform":
        return asked / asked.sum(), "uniform"
    if mix == "observed":
        if outside is None or seen == 0:
            raise NotEnoughDataError(Sentence("lacks.no_outside_question"), mend=Sentence("mend.uniform"))
        counts = outside.table["topic"].value_counts()
        source = "observed"
    else:
        if odd := set(mix) - set(functions):
            raise UsageError(f"{sorted(odd)[0]!r} is not a function", where="mix")
        counts, source = pd.Series(mix, dtype=float), "given"
    shares = counts.reindex(list(functions)).fillna(0.0).to_numpy(float) * asked
    if (shares < 0).any() or shares.sum() <= 0:
        raise UsageError("no question is about a function with reply times", where="mix")
    return shares / shares.sum(), source


def per_week_of(outside: OutsideQuestions | None, assumed: Assumptions) -> tuple[float, str]:
    """Questions from outside in a week, and where the number is from."""
    if assumed.questions_per_week is not None:
        return float(assumed.questions_per_week), "given"
    if outside is not None and len(outside.table) and outside.weeks > 0:
        return len(outside.table) / outside.weeks, "observed"
    return QUESTIONS_PER_WEEK, "assumed"


class Arrangement(NamedTuple):
    """Who meets the customer; `weights` are the shares of questions that take each of `AnswerTimes.ways`."""

    name: str
    kind: str
    function: str | None
    members: tuple[int, ...]
    people: float
    weights: FloatArray
    about: tuple[str, ...] = ()  # functions in its name
    collisions: float = 0.0  # share of questions with which two functions deal while none fronts all


def single(times: AnswerTimes, owner: int, mix: FloatArray) -> Arrangement:
    """Answers what is about itself, and asks for the rest."""
    direct = np.zeros(len(mix))
    direct[owner] = mix[owner]
    passed = np.zeros((len(mix), len(mix)))
    passed[owner] = mix - direct
    name = times.functions[owner]
    return Arrangement(
        name,
        "single_function",
        name,
        (owner,),
        float(times.people[owner]),
        as_ways(passed, direct),
        about=(name,),
    )


def hubs(
    times: AnswerTimes, candidates: IntArray, mix: FloatArray, *, sizes: Sequence[int], handover: Handover
) -> list[Arrangement]:
    """Hubs of the sizes asked for, chosen greedily on these times; who asks whom is chosen here as well."""
    in_time = times.in_time(handover=handover, replicates=False)[0]
    chosen: list[int] = []
    hubs = []
    for size in range(1, min(max(sizes, default=0), len(candidates) - 1) + 1):
        options = [_hub(times, (*chosen, int(k)), mix, in_time) for k in candidates if k not in chosen]
        best = max(options, key=lambda hub: float(hub.weights @ in_time))
        chosen = list(best.members)
        if size in sizes and size > 1:
            hubs.append(best)
    return hubs


def _hub(times: AnswerTimes, members: tuple[int, ...], mix: FloatArray, in_time: FloatArray) -> Arrangement:
    """Members answer what is about them; each other question is passed on by the member who is answered best."""
    f = len(mix)
    direct, passed = np.zeros(f), np.zeros((f, f))
    inside = list(members)
    direct[inside] = mix[inside]
    asker = np.array(inside)[in_time[: f * f].reshape(f, f)[inside].argmax(axis=0)]
    passed[asker, np.arange(f)] = mix - direct
    about = tuple(sorted(times.functions[k] for k in members))
    people = float(times.people[inside].sum())
    return Arrangement(" + ".join(about), "hub", None, members, people, as_ways(passed, direct), about=about)


def own_function(mix: FloatArray, assumed: Assumptions) -> Arrangement:
    """Asks for every answer; answered as the other functions are on average."""
    f = len(mix)
    passed = np.where(np.eye(f, dtype=bool), 0.0, mix / (f - 1))
    return Arrangement(
        OWN_FUNCTION, "own_function", None, (), float(assumed.staff), as_ways(passed, np.zeros(f))
    )


def everybody(times: AnswerTimes, mix: FloatArray, assumed: Assumptions) -> Arrangement:
    """Questions reach the function they are about; the misplaced ones any other, in proportion to its people."""
    f, error = len(mix), assumed.triage_error
    lands = np.where(np.eye(f, dtype=bool), 0.0, times.people[:, None].astype(float))
    weights = as_ways(error * mix * lands / lands.sum(axis=0), (1 - error) * mix)
    return Arrangement(
        EVERYBODY, "everybody", None, tuple(range(f)), float(times.people.sum()), weights, collisions=error
    )
