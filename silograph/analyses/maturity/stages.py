"""Verdicts on functions, the stage of the organisation, and which functions face customers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.arrays import FloatArray
from silograph.log.conversations import Conversations
from silograph.stats.intervals import effective_counts, exact_interval

STAGES = ("none", "pilot", "customer_facing", "transversal")
UNCLEAR = "unclear"
MOST = 2 / 3  # of the functions (or of those that face customers) must take part
SURE = 0.9  # probability above which a stage is stated
CLEARLY = 0.95  # the same for a single function
MORE_OUTSIDE = 1.5
"""Times the organisation's share of mail that goes outside, from which a function faces customers."""
CUSTOMER_FACING = re.compile(
    r"\b(?:sales?|customers?|clients?|clientèle|support|marketing|commercial\w*|ventes?|retail|stores?|boutiques?"
    r"|account management|vertrieb|kunden\w*)\b",
    re.IGNORECASE,
)


def facing_customers(
    talk: Conversations, functions: Sequence[str], given: Collection[str] | None
) -> tuple[tuple[str, ...], str | None]:
    """Which functions face customers, and how that is known."""
    if given is not None:
        return tuple(sorted(given)), "option"
    sent = talk.interactions.assign(outside=talk.is_kind("external")[talk.interactions["recipient"]])
    of = talk.messages.loc[sent["message"]].reset_index(drop=True)
    counts = ((of["channel"] == "email") & ~of["automated"] & talk.is_kind("person")[of["sender"]]).to_numpy()
    rows = pd.DataFrame(
        {"writer": of["sender"], "message": sent["message"].to_numpy(), "outside": sent["outside"].to_numpy()}
    )[counts]
    mails = rows.groupby(["message", "writer"])["outside"].any().reset_index()
    if mails["outside"].any():
        own = talk.actors["function"].to_numpy()[mails["writer"]]
        usual = mails["outside"].mean()
        found = []
        for function in functions:
            theirs = mails[own == function]
            low, _ = exact_interval(*effective_counts(theirs["outside"], theirs["writer"]))
            if _more_outside(theirs["outside"].mean(), low, usual):
                found.append(function)
        if found:
            return tuple(found), "contact"
    named = tuple(function for function in functions if CUSTOMER_FACING.search(function))
    return (named, "names") if named else ((), None)


def _more_outside(share: float, low: float, usual: float) -> bool:
    """Whether a function writes to the outside so much more than everybody that it faces customers."""
    return low > usual and share > MORE_OUTSIDE * usual


def verdicts_of(probability: FloatArray, assessable: npt.NDArray[np.bool_]) -> list[str]:
    """By the probability that a function takes part."""
    verdict = np.where(probability >= CLEARLY, "takes_part", UNCLEAR)
    verdict = np.where(probability <= 1 - CLEARLY, "does_not", verdict)
    return [str(one) for one in np.where(assessable, verdict, "not_assessable")]


def stages_of(takes: npt.NDArray[np.bool_], facing: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Probability of each stage from draws (draws, functions) of who takes part."""
    if not takes.shape[1]:
        return dict.fromkeys(STAGES, float("nan"))
    number, outside = takes.sum(axis=1), takes[:, facing].sum(axis=1)
    none, transversal = number == 0, number >= MOST * takes.shape[1]
    customer = (outside >= max(MOST * facing.sum(), 1)) & (2 * outside >= number) & ~transversal
    found = {"none": none, "customer_facing": customer, "transversal": transversal}
    shares = {stage: float(drawn.mean()) for stage, drawn in found.items()}
    shares["pilot"] = max(1 - sum(shares.values()), 0.0)
    return {stage: shares[stage] for stage in STAGES}


def stage_of(probability: Mapping[str, float]) -> str:
    """The likeliest stage, if it is likely enough."""
    stage = max(STAGES, key=lambda one: probability[one])
    return stage if probability[stage] >= SURE else UNCLEAR
