"""The page's months and channels: what it adds up itself, what is counted for it, and what changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import ndtr

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError
from silograph.graph.by_month import Slices
from silograph.graph.small import SMALL
from silograph.release.picture import Picture, figures
from silograph.release.withhold_months import shown_halves, told_parts
from silograph.stats.p_values import benjamini_hochberg

Brokerage = Callable[..., dict[str, float]]  # (network, *, min_group): brokerage by function

_MOST_CELLS = 400_000  # ties x months x channels that a page still opens quickly with
_CLEAR = 0.05  # share of changes called clear that are none


def period_data(
    picture: Picture,
    slices: Slices,
    *,
    brokerage: Brokerage | None,
    split: int | None,
    people: tuple[Picture, Slices] | None = None,
    by_person: bool = True,
) -> dict[str, Any]:
    """Everything about time and channels that the page holds.

    Parameters
    ----------
    brokerage
        Gives each function's brokerage in a network; None where that would take too long.
    split
        The month with which "after" begins; where None, that before which most nearly half has passed.
    people
        The people that are drawn, and what passes among them, where these are not all.
    by_person
        Whether months and channels are told of people, where there are any; else of functions only.
    """
    drawn = people or (picture, slices)
    months, channels = len(slices.months), len(slices.channels)
    full = by_person and picture.mode == "full" and len(slices.tie) <= _MOST_CELLS
    if not full and slices.network.tie_rule.min_messages > 1:
        # A tie may have enough messages in two months together and in neither: without ties, nothing to add up.
        return {"months": [], "channels": [], "singles": []}
    # Functions merged in the whole stay merged in every part: figures of parts with them apart would tell them apart.
    merged = replace(slices, network=picture.merged)
    if not full:
        slices = merged
    found: dict[str, Any] = {
        "months": list(slices.months),
        "channels": list(slices.channels),
        "undated": bool((slices.month == months).any()),
        "least": slices.network.tie_rule.min_messages,
        "singles": [
            {"month": i, **_single(picture, merged, months=[i], brokerage=brokerage)} for i in range(months)
        ]
        + [
            {"channel": i, **_single(picture, merged, channels=[i], brokerage=brokerage)}
            for i in range(channels)
        ],
    }
    halves = None
    after = None if months < 2 else _middle(slices) if split is None else split
    if full:
        found["cells"] = _cells(*drawn)
    else:
        told = told_parts(picture, slices, split=after)
        found["margins"] = {
            "months": _parts(picture, slices, slices.month, told.months),
            "channels": _parts(picture, slices, slices.channel, told.channels),
        }
        _withhold(found["singles"], found["margins"])
        halves = told.halves
    if after is not None:
        found["compare"] = compare(picture, slices, split=after, told=halves)
    return found


def _middle(slices: Slices) -> int:
    """The month before which most nearly half of the exchange has passed; never the first."""
    dated = slices.month < len(slices.months)
    weights = slices.strength[dated]
    passed = np.cumsum(np.bincount(slices.month[dated], weights=weights, minlength=len(slices.months)))
    return 1 + int(np.abs(passed[:-1] - passed[-1] / 2).argmin())


def _single(
    picture: Picture,
    slices: Slices,
    *,
    months: list[int] | None = None,
    channels: list[int] | None = None,
    brokerage: Brokerage | None,
) -> dict[str, Any]:
    """The figures of one month or channel, as a run on that part of the log alone has them.

    But for which ties carry paths: `Slices.cut` takes that from the whole log.
    """
    part = slices.cut(months=months, channels=channels)
    alone = Picture(part, show=picture.show, min_group=picture.min_group)
    glue: list[list[float]] = []
    if brokerage is not None:
        with suppress(NotEnoughDataError):
            shown = brokerage(part, min_group=picture.min_group)
            number = {name: i for i, name in enumerate(picture.groups)}
            glue = [
                [number[name], figures(value)]
                for name, value in shown.items()
                if name in number and name not in {SMALL, *alone.hidden} and np.isfinite(value)
            ]
    return {**alone.figures(), "glue": glue}


def _cells(picture: Picture, slices: Slices) -> dict[str, list[Any]]:
    """What passed on each tie, month and channel; ties as the page numbers them."""
    place = np.empty(len(slices.network.ties), dtype=np.int64)
    place[picture.ranked_ties] = np.arange(len(place))
    tie = place[slices.tie]
    order = np.argsort(tie, kind="stable")
    columns: dict[str, list[Any]] = {
        "tie": np.diff(tie[order], prepend=0).tolist(),  # steps: small numbers are few bytes
        "part": (slices.month * max(len(slices.channels), 1) + slices.channel)[order].tolist(),
        "s": [figures(value) for value in slices.strength[order].tolist()],
    }
    if slices.network.tie_rule.min_messages > 1:
        columns["m"] = slices.messages[order].tolist()
    return columns


def _withhold(singles: list[dict[str, Any]], margins: dict[str, list[Any]]) -> None:
    """Take out shares over all functions where some function's part in them is left out: they would give it back."""
    for one, part in zip(singles, [*margins["months"], *margins["channels"]], strict=True):
        if part["without"] or part["untold"]:
            one["cross"] = one["expected"] = None


def _parts(picture: Picture, slices: Slices, part: IntArray, told: BoolArray) -> list[Any]:
    """Exchange between functions part by part, without what would tell about few people.

    ``without`` are groups of which nothing is told, though there is something; ``untold`` are pairs of
    others that exchange something of which nothing is told.
    """
    ties, found = slices.network.ties, list[Any]()
    known = np.array(picture.known, dtype=np.int64)
    a, b = (known[ends] for ends in np.triu_indices(len(known)))
    for i in range(told.shape[2]):
        rows = part == i
        tie = slices.tie[rows]
        matrix = picture.exchange_of(ties.source[tie], ties.target[tie], slices.strength[rows])
        some, seen = matrix[a, b] > 0, told[a, b, i]
        without = [
            one
            for one in picture.known
            if (of := some & ((a == one) | (b == one))).any() and not (of & seen).any()
        ]
        apart = np.isin(a, without) | np.isin(b, without)
        found.append(
            {
                "pairs": [
                    [x, y, picture.told(matrix[x, y])]
                    for x, y in zip(a[some & seen].tolist(), b[some & seen].tolist(), strict=True)
                ],
                "without": without,
                "untold": np.column_stack([a, b])[some & ~seen & ~apart].tolist(),
            }
        )
    return found


def compare(picture: Picture, slices: Slices, *, split: int, told: BoolArray | None = None) -> dict[str, Any]:
    """How the share of all exchange that passes between two functions differs before and after a month.

    Shares, because a busier month is no reorganisation. Had nothing changed, what two people exchanged before and
    after might as well have been the other way round: so each tie's part in the change could as well have the
    opposite sign, and a change is clear where signs by chance would rarely add up to as much (Benjamini-Hochberg,
    5 %). Whoever is away or on a project takes all their ties along: what people's ties have in common beyond
    the change of their pair of functions adds to the noise.

    Parameters
    ----------
    split
        The month with which "after" begins.
    told
        Pairs of groups (k x k) whose halves may be told (`silograph.release.withhold_months.told_parts`), and of whose
        exchange shares are taken: else the others' would follow; where None, all of functions with enough people in
        both.

    Returns
    -------
    dict
        ``split`` and ``pairs``: groups a <= b, share before, share after, whether the change is clear.

    References
    ----------
    Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3 (tests of symmetry).
    """
    ties, k, months = slices.network.ties, len(picture.groups), len(slices.months)
    ends = picture.group_of[np.column_stack([ties.source, ties.target])]
    if told is None:
        visible = shown_halves(picture, slices, split=split)
        told = np.outer(visible, visible)
    shown = np.isin(ends, picture.known).all(axis=1) & told[ends[:, 0], ends[:, 1]]
    sums = [
        slices.strengths(rows) * shown
        for rows in (slices.month < split, (slices.month >= split) & (slices.month < months))
    ]
    rows = np.flatnonzero(sums[0] + sums[1])
    before, after = (side[rows] / max(float(side.sum()), 1e-300) for side in sums)
    pairs, cell = np.unique(ends[rows].min(axis=1) * k + ends[rows].max(axis=1), return_inverse=True)
    people = picture.persons[np.column_stack([ties.source[rows], ties.target[rows]])]
    clear = benjamini_hochberg(_chance(cell, (before, after), people)) < _CLEAR
    shares = [np.bincount(cell, weights=side, minlength=len(pairs)) for side in (before, after)]
    return {
        "split": split,
        "pairs": [
            [int(pair // k), int(pair % k), picture.told(first), picture.told(second), bool(yes)]
            for pair, first, second, yes in zip(pairs.tolist(), *shares, clear.tolist(), strict=True)
        ],
    }


def _chance(cell: IntArray, sides: tuple[FloatArray, FloatArray], people: IntArray) -> FloatArray:
    """Two-sided p-value of each cell's summed change, if chance gives each tie's part its sign.

    The variance is that over ties or, where larger, that over people around the change all of the cell share: were
    the common change itself counted as people's noise, a real one could hardly be told.
    """
    k, n, change = int(cell.max(initial=-1)) + 1, int(people.max(initial=0)) + 1, sides[1] - sides[0]
    total, whole = (np.bincount(cell, weights=one, minlength=k) for one in (change, sides[0] + sides[1]))
    own = change - (sides[0] + sides[1]) * (total / whole)[cell]
    of, place = np.unique(np.tile(cell, 2) * n + people.T.ravel(), return_inverse=True)
    by_person = np.bincount(place, weights=np.tile(own, 2), minlength=len(of)) ** 2
    by_tie, twice = (np.bincount(cell, weights=one**2, minlength=k) for one in (change, own))
    deviation = np.sqrt(np.maximum(by_tie, np.bincount(of // n, weights=by_person, minlength=k) - twice))
    z = np.abs(total) / np.where(deviation > 0, deviation, 1.0)  # no deviation: nothing changed
    return np.asarray(2 * ndtr(-z), dtype=np.float64)
