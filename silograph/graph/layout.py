"""Where functions and people stand on the page: functions first, then people inside their function's disc."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from silograph.arrays import FloatArray, IntArray
from silograph.graph.igraph import force_layout

SPACING = 26.0  # distance of neighbouring people, in page units
ASPECT = 16 / 9
_FILLED = 0.36  # share of the page that discs cover
_RIM = 0.8 * SPACING
_RING = 400  # seats given out together


@dataclass(frozen=True)
class Layout:
    """Positions in page units; the page's middle is (0, 0) and y grows downwards.

    Parameters
    ----------
    centres, radii
        The disc of each group.
    people
        A row (x, y) per person, inside the disc of their group.
    """

    centres: FloatArray
    radii: FloatArray
    people: FloatArray


def two_level_layout(
    groups: IntArray,
    source: IntArray,
    target: IntArray,
    strength: FloatArray,
) -> Layout:
    """Place groups by how much they exchange, and people within them by whom they exchange with.

    Groups that exchange more than their activity explains stand closer. Inside a disc everyone has a place
    of their own; who exchanges with other groups stands on the side of those partners.

    Parameters
    ----------
    groups
        The group of each person, from 0; every group has somebody.
    source, target, strength
        The undirected ties.

    References
    ----------
    Borg & Groenen (2005), Modern Multidimensional Scaling, chapters 8 and 12 (SMACOF).

    Examples
    --------
    >>> layout = two_level_layout(
    ...     np.array([0, 0, 1]), np.array([0, 1]), np.array([1, 2]), np.array([2.0, 1.0]))
    >>> layout.people.shape, layout.centres.shape
    ((3, 2), (2, 2))
    """
    sizes = np.bincount(groups)
    centres, radii = place_groups(exchange_matrix(groups, source, target, strength), sizes)
    seats = np.zeros((len(groups), 2))
    pull = _pull(groups, source, target, strength, centres)
    for group in range(len(sizes)):
        members = np.flatnonzero(groups == group)
        inside = (groups[source] == group) & (groups[target] == group)
        number = np.zeros(len(groups), dtype=np.int64)
        number[members] = np.arange(len(members))
        places = force_layout(
            len(members), number[source[inside]], number[target[inside]], strength[inside], seed=0
        )
        wish = (radii[group] - _RIM) * (0.6 * places + 0.6 * pull[members])
        seats[members] = centres[group] + _seated(wish)
    return Layout(centres, radii, seats)


def place_groups(exchange: FloatArray, sizes: IntArray) -> tuple[FloatArray, FloatArray]:
    """The centres and radii of the discs of groups, by how much they exchange.

    Parameters
    ----------
    exchange
        (k, k), symmetric: of each two groups; NaN where that is not known: these two stand as if it were what their
        activity explains.
    sizes
        (k,) people of each.

    Examples
    --------
    >>> centres, radii = place_groups(np.array([[0, 3, 1], [3, 0, np.nan], [1, np.nan, 0]]), np.array([4, 5, 9]))
    >>> centres.shape, radii.round().tolist()
    ((3, 2), [50.0, 54.0, 65.0])
    """
    radii = SPACING * np.sqrt(sizes / np.pi) + _RIM
    if not len(radii):
        return np.zeros((0, 2)), radii
    return _separate(_scaled(_by_exchange(exchange), radii), radii, gap=0.45 * float(radii.mean())), radii


def exchange_matrix(groups: IntArray, source: IntArray, target: IntArray, strength: FloatArray) -> FloatArray:
    """Summed strength between groups, symmetric; the diagonal holds each group's inner ties once.

    Examples
    --------
    >>> exchange_matrix(np.array([0, 0, 1]), np.array([0, 1]), np.array([1, 2]), np.array([2.0, 1.0])).tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    k = int(groups.max(initial=-1)) + 1
    a, b = groups[source], groups[target]
    total = np.bincount(a * k + b, weights=strength, minlength=k * k).reshape(k, k)
    symmetric = total + total.T
    np.fill_diagonal(symmetric, np.diag(total))
    return symmetric.astype(np.float64)


def _by_exchange(exchange: FloatArray) -> FloatArray:
    """Places in the plane whose distances follow exchange beyond what activity explains."""
    k = len(exchange)
    if k == 1:
        return np.zeros((1, 2))
    told = np.isfinite(exchange)
    outside = np.where(told, exchange, 0.0)
    np.fill_diagonal(outside, 0.0)
    activity = outside.sum(axis=0)
    expected = np.outer(activity, activity) / max(activity.sum(), 1e-12)
    ratio = np.where(told, outside / np.where(expected > 0, expected, np.inf), 1.0)
    wanted = 1 / np.sqrt(ratio + 0.15)
    np.fill_diagonal(wanted, 0.0)
    places = _classical_scaling(wanted)
    for _ in range(150):
        places = _smacof_step(places, wanted)
    places -= places.mean(axis=0)
    _, _, axes = np.linalg.svd(places, full_matrices=False)
    turned: FloatArray = places @ axes.T  # the longest direction lies along the page
    return turned


def _classical_scaling(wanted: FloatArray) -> FloatArray:
    k = len(wanted)
    centring = np.eye(k) - 1 / k
    values, vectors = np.linalg.eigh(-0.5 * centring @ wanted**2 @ centring)
    spread: FloatArray = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 1e-3))
    # No two groups start on one spot: the steps that follow could not part them.
    angle = 2 * np.pi * np.arange(k) / k
    return spread + 0.01 * np.column_stack([np.cos(angle), np.sin(angle)])


def _smacof_step(places: FloatArray, wanted: FloatArray) -> FloatArray:
    """One Guttman transform: never increases the stress."""
    distance = _distances(places)
    b = -wanted / np.where(distance > 1e-9, distance, np.inf)
    np.fill_diagonal(b, 0.0)
    np.fill_diagonal(b, -b.sum(axis=1))
    step: FloatArray = b @ places / len(places)
    return step


def _distances(places: FloatArray) -> FloatArray:
    away = places[:, None, :] - places[None, :, :]
    distance: FloatArray = np.sqrt((away**2).sum(axis=2))
    return distance


def _half_page(radii: FloatArray) -> FloatArray:
    height = np.sqrt(np.pi * (radii**2).sum() / _FILLED / ASPECT)
    return np.array([ASPECT * height, height]) / 2


def _scaled(places: FloatArray, radii: FloatArray) -> FloatArray:
    """Stretched to fill a 16:9 page whose size fits the discs."""
    spread = np.ptp(places, axis=0)
    room = 2 * np.maximum(_half_page(radii) - radii.mean(), radii.mean() / 2)
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    stretched: FloatArray = (places - middle) * room / np.where(spread > 1e-9, spread, 1.0)
    return stretched


def _separate(centres: FloatArray, radii: FloatArray, *, gap: float) -> FloatArray:
    """Push overlapping discs apart, within a page that grows when it is too small."""
    places, half = centres.copy(), _half_page(radii)
    needed = radii[:, None] + radii[None, :] + gap
    for turn in range(2000):
        away = places[:, None, :] - places[None, :, :]
        distance = np.sqrt((away**2).sum(axis=2))
        overlap = np.clip(needed - distance, 0.0, None)
        np.fill_diagonal(overlap, 0.0)
        if overlap.max(initial=0.0) < 0.02 * gap:
            break
        push = (overlap / np.maximum(distance, 1e-9))[:, :, None] * away / 2
        places = places + 0.6 * push.sum(axis=1)
        room = np.maximum(half - radii[:, None], 0.0)
        places = np.clip(places, -room, room)
        if turn % 25 == 24:
            half = half * 1.03
    return np.asarray(places - (places.max(axis=0) + places.min(axis=0)) / 2, dtype=np.float64)


def _pull(
    groups: IntArray, source: IntArray, target: IntArray, strength: FloatArray, centres: FloatArray
) -> FloatArray:
    """Per person the direction of their partners in other groups; length 0 (all inside) to 1 (all outside)."""
    n = len(groups)
    pull, total = np.zeros((n, 2)), np.zeros(n)
    for ends, others in ((source, target), (target, source)):
        away = centres[groups[others]] - centres[groups[ends]]
        length = np.hypot(away[:, 0], away[:, 1])
        unit = away / np.where(length > 0, length, 1.0)[:, None]
        np.add.at(pull, ends, unit * strength[:, None])
        np.add.at(total, ends, strength)
    lengths = np.hypot(pull[:, 0], pull[:, 1])
    share = lengths / np.where(total > 0, total, 1.0)
    direction = pull / np.where(lengths > 0, lengths, 1.0)[:, None]
    return np.asarray(direction * np.sqrt(share)[:, None], dtype=np.float64)


def _seated(wish: FloatArray) -> FloatArray:
    """Evenly spread seats in a disc, given out so that everyone sits close to where they wish to be."""
    n = len(wish)
    number: npt.NDArray[np.float64] = np.arange(n, dtype=np.float64)
    radius = SPACING * np.sqrt((number + (0.5 if n > 1 else 0.0)) / np.pi)
    angle = number * np.pi * (3 - np.sqrt(5))  # the golden angle: a sunflower's seeds
    seats = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    seated = np.zeros_like(seats)
    # Seats come from the middle outwards; who wishes to be further out waits. A ring of seats at a time is given
    # out at the least total distance: all at once would take the cube of the number of people.
    waiting = np.argsort(np.hypot(wish[:, 0], wish[:, 1]), kind="stable")
    for first in range(0, n, _RING):
        people, free = waiting[first : first + _RING], seats[first : first + _RING]
        cost = ((wish[people][:, None, :] - free[None, :, :]) ** 2).sum(axis=2)
        person, seat = linear_sum_assignment(cost)
        seated[people[person]] = free[seat]
    return seated
