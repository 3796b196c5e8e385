"""What the screens of the workshop page show: the guesses, who should own, and a question against the clock."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from silograph.analyses.owner.answer import OwnerResult
from silograph.analyses.owner.weights import PROFILES, central_weights
from silograph.analyses.ownership.answer import OwnershipResult
from silograph.analyses.ownership.times import CLOCK, DEADLINE
from silograph.analyses.relay.answer import RelayResult
from silograph.language.words import Sentence
from silograph.output.page.story import Text, Voice, front, linking
from silograph.release.gate import Released

MIN_FUNCTIONS = 2


def guess_screen(released: Released) -> dict[str, Any] | None:
    """What the audience's guesses are held against: the functions by how they link the others.

    Returns
    -------
    dict or None
        ``functions`` in alphabetical order, for voting; ``rows`` by rank: ``function rank low high share expected
        found onward``, ``low`` and ``high`` None where the rank has no interval, shares of the shortest paths between
        people of two other functions that pass through it, as measured and as its size alone lets expect;
        ``found`` whether it links beyond chance, ``onward`` whether it only routes onward. None where fewer than two
        functions with a rank may be named.
    """
    glue = released.results.get("glue")
    if glue is None:
        return None
    known = glue.table[["rank", "brokerage", "expected"]].notna().all(axis=1)
    table = glue.table[known].sort_values("rank")
    names, found = linking(released)
    onward = getattr(released.results.get("relay"), "routing", ())
    if len(table) < MIN_FUNCTIONS:
        return None
    rows = [
        {
            "function": row["function"],
            "rank": int(row["rank"]),
            "low": _place(row["rank_low"]),
            "high": _place(row["rank_high"]),
            "share": _short(row["brokerage"]),
            "expected": _short(row["expected"]),
            "found": found and row["function"] in names,
            "onward": row["function"] in onward,
        }
        for row in table.to_dict("records")
    ]
    return {"functions": sorted(table["function"], key=str.casefold), "rows": rows}


def owner_screen(released: Released) -> dict[str, Any] | None:
    """The evidence behind the recommendation, so that the page can weigh it anew.

    A function's score is the sum over families of weight times evidence; the weights add up to 1. Evidence is 0 for
    what is usual and counts in differences that matter (`silograph.analyses.owner.evidence`); it is in tenths,
    and shifted by as little as it takes that the weights of the run give the order of the run. To say what would make
    another function first, the page raises the weight of one family, then of two, at the cost of the others in
    proportion, and takes what changes the weights least in sum.

    Returns
    -------
    dict or None
        ``families`` (``key name gloss``); ``profiles`` (``key name weights``) with the weights an audience leads to;
        ``audience`` of this run; ``withheld``: which families rest on too few people, in words, else None;
        ``candidates`` (``function evidence acceptability suitability``) in the order of the
        recommendation; ``recommended`` and ``first`` (None where too small to be named), ``outcome`` in words,
        ``gates`` (``text passed``) and ``barred`` (``function text``). None without the analysis `owner`.
    """
    owner: OwnerResult | None = released.results.get("owner")  # type: ignore[assignment]
    if owner is None:
        return None
    voice = Voice()
    table = owner.table[owner.table["acceptability"].notna()]
    evidence = _as_ranked(owner).reindex(table["function"])
    families = [name for name in owner.weights if evidence[name].notna().all()]
    withheld = tuple(Sentence(f"story.family.{name}") for name in owner.weights if name not in families)
    candidates = [
        {
            "function": row["function"],
            "evidence": [_short(evidence.loc[row["function"], family]) for family in families],
            "acceptability": _short(row["acceptability"]),
            "suitability": _short(row["suitability"]),
        }
        for row in table.to_dict("records")
    ]
    if len(candidates) < MIN_FUNCTIONS or not families:
        return None
    profiles = {name: central_weights(families, name).tolist() for name in PROFILES}
    return {
        "families": [
            {"key": key, "name": _both(voice, f"story.family.{key}"), "gloss": _both(voice, f"story.gloss.{key}")}
            for key in families
        ],
        "profiles": [
            {"key": name, "name": _both(voice, f"story.profile.{name}"), "weights": [_short(one) for one in weights]}
            for name, weights in profiles.items()
        ],
        "audience": str(owner.parameters["audience"]),
        "withheld": voice.both(Sentence("story.owner.withheld", families=withheld)) if withheld else None,
        "candidates": candidates,
        "first": owner.first,
        "recommended": owner.recommended,
        "outcome": voice.both(_outcome(owner)),
        "gates": [{"text": voice.both(text), "passed": passed} for text, passed in gates(owner)],
        "barred": list(_barred(released, voice)),
    }  # fmt: skip


_NEXT = 1e-3  # between two whose figures are the same in tenths


def _as_ranked(owner: OwnerResult) -> pd.DataFrame:
    """The evidence, under central weights in the order of the run.

    In tenths, as it leaves a run, it may give another order. All that a function has is shifted by the few hundredths
    that its sum lacks. Where a family is withheld there is no order to keep.
    """
    evidence = owner.evidence.set_index("function")
    worth = owner.worth.set_index("function")
    if "place" not in worth or worth[["central", "place"]].isna().any(axis=None):
        return evidence
    now = evidence.to_numpy(float) @ list(owner.weights.values())
    return evidence.add(worth["central"] - _NEXT * worth["place"] - now, axis=0)


def gates(owner: OwnerResult) -> list[tuple[Sentence, bool]]:
    """What a recommendation needs, and whether the first candidate has it; all of it where one is recommended."""
    if owner.first is None:
        return []
    told: Mapping[str, Mapping[str, float]] = {
        "weightings": {"share": owner.acceptability},
        "chance": {"score": owner.score, "threshold": owner.threshold},
    }
    said = (
        (Sentence(f"story.gate.{name}", **told.get(name, {})), passed) for name, passed in owner.gates.items()
    )
    return [(text, passed) for text, passed in said if text.known]


def _outcome(owner: OwnerResult) -> Sentence:
    if owner.first is None:
        return Sentence("story.outcome.unnamed")
    if not owner.stable:
        return Sentence("story.outcome.unstable")
    if owner.recommended is None:
        return Sentence("story.outcome.no_clear_owner")
    return Sentence("story.outcome.recommended", function=owner.first)


def _barred(released: Released, voice: Voice) -> Iterator[dict[str, Any]]:
    """Functions that route onward, and so are no candidates."""
    relay: RelayResult | None = released.results.get("relay")  # type: ignore[assignment]
    if relay is None:
        return
    table = relay.table.set_index("function")
    for name in relay.routing:
        text = Sentence("story.barred", function=name, share=table.loc[name, "relay_share"])
        if not text.known:
            text = Sentence("story.barred.plain", function=name)
        yield {"function": name, "text": voice.both(text)}


def replay_screen(released: Released) -> dict[str, Any] | None:
    """A question comes in: who is asked, whom it is about, and how long the answer takes.

    Returns
    -------
    dict
        ``missing``: why there is nothing to show, in words, else None, and ``deadline`` and ``clock`` in hours,
        ``topics`` (functions a question can be about), ``first`` (whom
        to ask first, to begin with) and ``rows``: ``kind name function cells``, the single functions
        first, in alphabetical order, then hub teams, a function of its own, everybody. ``cells`` has an entry per
        topic: ``asked`` (the function that passes the question on; None where it is answered at once or by nobody of
        today), ``within low high`` (share answered within 24 hours), ``by`` (share answered by each hour of ``clock``)
        and ``median``, the hours after which half are answered, None where that never happens. A cell is None where
        nobody asks, or where too few people answer for it to be shown. None where that was not asked.
    """
    found: OwnershipResult | None = released.results.get("ownership")  # type: ignore[assignment]
    voice = Voice()
    if "ownership" not in released.asked:
        return None
    if found is None:
        return {"missing": _both(voice, "story.replay.missing")}
    told = found.topics[found.topics["within_24h"].notna()]
    topics = sorted(told["topic"].unique(), key=str.casefold)
    table = found.table[
        found.table["within_24h"].notna() & found.table["arrangement"].isin(told["arrangement"])
    ]
    rows = table.to_dict("records")
    rows.sort(key=lambda row: (_KINDS.index(row["kind"]), str(row["arrangement"]).casefold()))
    if len(topics) < MIN_FUNCTIONS or not rows or rows[0]["kind"] != "single_function":
        return {"missing": _both(voice, "story.replay.few")}
    cells = {name: part.set_index("topic") for name, part in told.groupby("arrangement")}
    return {
        "missing": None,
        "deadline": DEADLINE,
        "clock": list(CLOCK),
        "topics": topics,
        "first": front(released),
        "rows": [
            {
                "kind": row["kind"],
                "name": _arrangement(row, voice),
                "function": row["arrangement"] if row["kind"] == "single_function" else None,
                "cells": [_cell(cells[row["arrangement"]], topic) for topic in topics],
            }
            for row in rows
        ],
    }


_KINDS = ("single_function", "hub", "own_function", "everybody")


def _arrangement(row: Mapping[Hashable, Any], voice: Voice) -> Text | None:
    """What an arrangement is called; None for a function, which has its name."""
    if row["kind"] == "single_function":
        return None
    if row["kind"] == "hub":
        return voice.both(Sentence("story.replay.hub", names=row["arrangement"]))
    return _both(voice, f"story.replay.{row['kind']}")


def _cell(rows: pd.DataFrame, topic: str) -> dict[str, Any] | None:
    """What becomes of a question about a topic; None where that is not shown."""
    if topic not in rows.index:
        return None
    row = rows.loc[topic].to_dict()
    asked, within = row["asked"], row["within_24h"]
    passes_on = isinstance(asked, str) and asked != topic
    # `within` is rounded as its interval lets: the hours before and after must not say otherwise
    limits = {hour: min if hour < DEADLINE else max for hour in CLOCK}
    by = [within if hour == DEADLINE else limits[hour](row[f"by_{hour}h"], within) for hour in CLOCK]
    return {
        "asked": asked if passes_on else None,
        "within": _short(within),
        "low": _short(row["within_24h_low"]),
        "high": _short(row["within_24h_high"]),
        "by": [_short(share) for share in by],
        "median": _short(row["median_hours"]),
    }


def _place(rank: float) -> int | None:
    """A rank, or nothing where there is none."""
    return int(rank) if math.isfinite(rank) else None


def _both(voice: Voice, key: str) -> Text:
    return voice.both(Sentence(key))


def _short(value: Any) -> float | None:
    """Six significant figures, so that rounding for display is the only one; None where there is no number."""
    return float(f"{value:.6g}") if value is not None and math.isfinite(value) else None
