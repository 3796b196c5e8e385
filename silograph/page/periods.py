"""The page's months and channels: what it adds up itself, what is counted for it, and what changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from silograph.errors import NotEnoughDataError
from silograph.network import FloatArray
from silograph.page.picture import Picture, figures
from silograph.slices import Slices
from silograph.statistics import benjamini_hochberg

_MOST_CELLS = 400_000  # ties x months x channels that a page still opens quickly with
_REPLICATES = 400
_CLEAR = 0.05  # share of changes called clear that are none


def period_data(
    picture: Picture, slices: Slices, *, brokerage: Callable[..., dict[str, float]] | None, split: int | None
) -> dict[str, Any]:
    """Everything about time and channels that the page holds.

    Parameters
    ----------
    brokerage
        Gives each function's brokerage in a network; None where that would take too long.
    split
        The month with which "after" begins; the middle where None.
    """
    months, channels = len(slices.months), len(slices.channels)
    found: dict[str, Any] = {
        "months": list(slices.months),
        "channels": list(slices.channels),
        "undated": bool((slices.month == months).any()),
        "least": slices.network.tie_rule.min_messages,
        "singles": [
            {"month": i, **_single(picture, slices, months=[i], brokerage=brokerage)} for i in range(months)
        ]
        + [
            {"channel": i, **_single(picture, slices, channels=[i], brokerage=brokerage)}
            for i in range(channels)
        ],
    }
    if picture.mode == "full" and len(slices.tie) <= _MOST_CELLS:
        found["cells"] = _cells(picture, slices)
    else:
        found["margins"] = _margins(picture, slices)
    if months >= 2:
        found["compare"] = compare(picture, slices, split=months // 2 if split is None else split)
    return found


def _single(
    picture: Picture,
    slices: Slices,
    *,
    months: list[int] | None = None,
    channels: list[int] | None = None,
    brokerage: Callable[..., dict[str, float]] | None,
) -> dict[str, Any]:
    """The figures of one month or channel, as a run on that part of the log alone has them."""
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
                if name in number and name not in alone.hidden and np.isfinite(value)
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


def _margins(picture: Picture, slices: Slices) -> dict[str, list[Any]]:
    """Exchange between functions by month and by channel, without what would tell about few people."""
    return {
        "months": _parts(picture, slices, slices.month, slices.people_by_month),
        "channels": _parts(picture, slices, slices.channel, slices.people_by_channel),
    }


def _parts(
    picture: Picture, slices: Slices, part: npt.NDArray[np.int64], active: npt.NDArray[np.bool_]
) -> list[Any]:
    ties = slices.network.ties
    visible = shown_parts(picture, active)
    found = []
    for i in range(active.shape[1]):
        rows = part == i
        tie = slices.tie[rows]
        matrix = picture.exchange_of(ties.source[tie], ties.target[tie], slices.strength[rows])
        pairs = [
            [a, b, figures(matrix[a, b])]
            for a in picture.known
            for b in picture.known
            if a <= b and matrix[a, b] > 0 and visible[a, i] and visible[b, i]
        ]
        found.append({"pairs": pairs, "without": [a for a in picture.known if not visible[a, i]]})
    return found


def shown_parts(picture: Picture, active: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Groups x parts: whether a group's figures of that month or channel may be shown.

    Not where fewer than ``min_group`` of its people are active; and as the parts add up to a whole that is shown,
    never in all parts but one, and never where those left out have fewer than ``min_group`` people together.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.3 (secondary cell suppression).
    """
    visible = np.ones((len(picture.groups), active.shape[1]), dtype=bool)
    for group in picture.known:
        members = picture.group_of == group
        counts = np.array([picture.people_in(members & column)[group] for column in active.T])
        order = np.argsort(counts, kind="stable")
        hidden = [int(i) for i in order if 0 < counts[i] < picture.min_group]
        rest = [int(i) for i in order if counts[i] >= picture.min_group]
        while hidden and rest and not _covers(picture, members, active, hidden, group):
            hidden.append(rest.pop(0))
        visible[group, hidden] = False
    return visible


def _covers(
    picture: Picture,
    members: npt.NDArray[np.bool_],
    active: npt.NDArray[np.bool_],
    hidden: list[int],
    group: int,
) -> bool:
    together = members & active[:, hidden].any(axis=1)
    return len(hidden) > 1 and bool(picture.people_in(together)[group] >= picture.min_group)


def compare(picture: Picture, slices: Slices, *, split: int, seed: int = 0) -> dict[str, Any]:
    """How the share of all exchange that passes between two functions differs before and after a month.

    Shares, because a busier month is no reorganisation. A change is clear where resampling whole ties (all that two
    people exchanged, before and after together) would rarely give one as large (Benjamini-Hochberg, 5 %).

    Returns
    -------
    dict
        ``split`` and ``pairs``: groups a <= b, share before, share after, whether the change is clear.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 8 (resampling whole units).
    """
    ties, k, months = slices.network.ties, len(picture.groups), len(slices.months)
    group = picture.group_of
    low, high = (pick(group[ties.source], group[ties.target]) for pick in (np.minimum, np.maximum))
    active = slices.people_by_month
    halves = np.column_stack([active[:, :split].any(axis=1), active[:, split:].any(axis=1)])
    shown = [i for i in picture.known if shown_parts(picture, halves)[i].all()]
    known = np.isin(low, shown) & np.isin(high, shown)
    code = low * k + high
    when = [slices.month < split, (slices.month >= split) & (slices.month < months)]
    sums = [
        np.bincount(slices.tie[rows], weights=slices.strength[rows], minlength=len(ties)).astype(np.float64)
        * known
        for rows in when
    ]
    pairs = np.flatnonzero(np.bincount(code, weights=sums[0] + sums[1], minlength=k * k))
    shares = [_shares(code, one, np.ones(len(ties)), k)[pairs] for one in sums]
    rng = np.random.default_rng([seed, 0x424])
    draws = np.array(
        [_log_ratio(code, sums, rng.poisson(1.0, len(ties)), k)[pairs] for _ in range(_REPLICATES)]
    )
    observed = _log_ratio(code, sums, np.ones(len(ties)), k)[pairs]
    spread = np.where(np.isfinite(draws), draws, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.abs(observed) / np.nanstd(spread, axis=0, ddof=1)
    tested = np.isfinite(observed) & np.isfinite(z) & (np.isfinite(draws).mean(axis=0) > 0.95)
    p = np.where(tested, 2 * ndtr(-np.where(tested, z, 0.0)), np.nan)
    clear = benjamini_hochberg(p) < _CLEAR
    return {
        "split": split,
        "pairs": [
            [int(pair // k), int(pair % k), figures(before), figures(after), bool(yes)]
            for pair, before, after, yes in zip(pairs.tolist(), *shares, clear.tolist(), strict=True)
        ],
    }


def _shares(code: npt.NDArray[np.int64], sums: FloatArray, times: npt.NDArray[Any], k: int) -> FloatArray:
    total = np.bincount(code, weights=sums * times, minlength=k * k)
    return np.asarray(total / max(float(total.sum()), 1e-300), dtype=np.float64)


def _log_ratio(
    code: npt.NDArray[np.int64], sums: list[FloatArray], times: npt.NDArray[Any], k: int
) -> FloatArray:
    """Log of the share after over the share before, of each pair of groups."""
    with np.errstate(divide="ignore", invalid="ignore"):
        before, after = (np.log(_shares(code, one, times, k)) for one in sums)
        ratio: FloatArray = after - before
    return ratio
