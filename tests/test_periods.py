"""Months and channels of the page: what changed, and that nothing left out can be worked out from what is shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.graph.by_month import Slices, slice_network
from silograph.graph.network import Network, build_network
from silograph.release.months import compare, period_data
from silograph.release.picture import Picture
from silograph.simulation import CompanySpec, simulate
from silograph.simulation.themes import Change

MIN_GROUP = 5


def sparse_company(seed: int, *, months: int = 4, undated: bool = False) -> Slices:
    """Functions of 5 to 9 people of whom few write in some months."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(MIN_GROUP, 10, int(rng.integers(2, 6)))
    function = np.repeat(np.arange(len(sizes)), sizes)
    n = len(function)
    people = pd.DataFrame({"person_id": [f"p{i}" for i in range(n)], "function": [f"F{f}" for f in function]})
    present = (
        rng.random((n, months + undated)) < rng.uniform(0.3, 1.0, (len(sizes), months + undated))[function]
    )
    rows = [
        (a, b, month, rng.integers(2), rng.gamma(1.0) + 0.1)
        for month in range(months + undated)
        for a, b in np.sort(rng.integers(0, n, (4 * n, 2)), axis=1).tolist()
        if a != b and present[a, month] and present[b, month]
    ]
    a, b, month, channel, strength = (np.array(column) for column in zip(*rows, strict=True))
    pair, tie = np.unique(a * n + b, return_inverse=True)
    network = Network(
        people, pair // n, pair % n, strength=np.bincount(tie, strength), messages=np.bincount(tie)
    )
    names = tuple(f"2024-{i + 1:02d}" for i in range(months))
    return Slices(
        network, names, ("email", "post"), tie, month, channel, strength, np.ones(len(tie), np.int64)
    )


def equations(data: dict, k: int, months: int, *, rest: bool) -> np.ndarray:
    """What the page says of exchange by pair and part, as linear equations of the cells (pairs x parts)."""
    pairs = list(combinations_with_replacement(range(k), 2))
    told: list[np.ndarray] = []

    def say(parts: int | slice, weights: list[float]) -> None:
        row = np.zeros((len(pairs), months + rest))
        row[:, parts] = np.array(weights)[:, None] if isinstance(parts, slice) else weights
        told.append(row.ravel())

    for pair in pairs:  # the whole exchange of each pair is on the page
        say(slice(None), [float(one == pair) for one in pairs])
    for month, record in enumerate(data["margins"]["months"]):
        for pair in pairs:
            if not {*pair} & {*record["without"]}:
                say(month, [float(one == pair) for one in pairs])
        cross = data["singles"][month]["cross"]
        if cross is not None:
            say(month, [(a != b) - cross for a, b in pairs])
    split, shares = data["compare"]["split"], {(a, b): of for a, b, *of, _ in data["compare"]["pairs"]}
    among = {i for pair in shares for i in pair}
    for side, half in enumerate([slice(0, split), slice(split, months)]):
        for pair in pairs:
            if {*pair} <= among:
                share = shares.get(pair, (0.0, 0.0))[side]
                say(half, [((one == pair) - share) * ({*one} <= among) for one in pairs])
    return np.array(told)


def determined(told: np.ndarray, wanted: np.ndarray) -> bool:
    """Whether a linear combination of the cells follows from the equations."""
    left = wanted - told.T @ np.linalg.lstsq(told.T, wanted, rcond=1e-9)[0]
    return bool(np.abs(left).max() < 1e-6)


@pytest.mark.parametrize("undated", [False, True], ids=["all dated", "some undated"])
@pytest.mark.parametrize("seed", range(12))
def test_what_few_people_exchange_cannot_be_worked_out(seed: int, undated: bool) -> None:
    slices = sparse_company(seed, undated=undated)
    picture = Picture(slices.network, show="no_people", min_group=MIN_GROUP)
    data, k, months = (
        period_data(picture, slices, brokerage=None, split=None),
        len(picture.known),
        len(slices.months),
    )
    told = equations(data, k, months, rest=undated)
    pairs = list(combinations_with_replacement(range(k), 2))
    parts = np.column_stack(
        [slices.people_by_month, active_undated(slices)] if undated else [slices.people_by_month]
    )
    attacked = 0
    for group in picture.known:
        for part, column in enumerate(parts.T):
            if not 0 < picture.people_in(column)[group] < MIN_GROUP:
                continue
            attacked += 1
            own = np.array([group in pair for pair in pairs])
            cells = np.zeros((len(pairs), parts.shape[1]))
            cells[own, part] = 1.0
            assert not determined(told, cells.ravel())  # all it exchanged in that month
            for pair in np.flatnonzero(own):
                cell = np.zeros_like(cells)
                cell[pair, part] = 1.0
                assert not determined(told, cell.ravel())  # with one other function
    assert attacked or seed


@pytest.mark.parametrize("seed", range(4))
def test_a_month_shows_the_pairs_of_enough_people_or_says_that_it_does_not(seed: int) -> None:
    slices = sparse_company(seed)
    picture = Picture(slices.network, show="no_people", min_group=MIN_GROUP)
    months = period_data(picture, slices, brokerage=None, split=None)["margins"]["months"]
    ties, group = slices.network.ties, picture.group_of
    for month, record in enumerate(months):
        behind: dict[tuple[int, int], set[int]] = {}
        for tie in slices.tie[slices.month == month].tolist():
            ends = int(ties.source[tie]), int(ties.target[tie])
            a, b = sorted(int(group[one]) for one in ends)
            behind.setdefault((a, b), set()).update(ends)
        wanted = {
            pair
            for pair, people in behind.items()
            if len(people) >= MIN_GROUP and picture.tells[pair] and not {*pair} & {*record["without"]}
        }
        shown, untold = {(a, b) for a, b, _ in record["pairs"]}, {(a, b) for a, b in record["untold"]}
        assert shown <= wanted  # what is left out covers what few people exchanged
        assert wanted - shown <= untold


def active_undated(slices: Slices) -> np.ndarray:
    ties, rows = slices.network.ties, slices.tie[slices.month == len(slices.months)]
    return np.isin(np.arange(len(slices.network)), np.r_[ties.source[rows], ties.target[rows]])


def company(seed: int, *, people: int = 80, messages: int = 3000, functions: int = 6, **plant: Any) -> Slices:
    spec = CompanySpec(people=people, messages=messages, functions=functions, months=4, seed=seed, **plant)
    log, roster = simulate(spec).log()
    return slice_network(log, roster, build_network(log, roster))


def clear_changes(slices: Slices) -> list[list]:
    found = compare(Picture(slices.network), slices, split=len(slices.months) // 2)
    return [pair for pair in found["pairs"] if pair[4]]


def test_steady_companies_change_no_more_than_chance_says() -> None:
    """150 of them of four sizes: 2 are marked; at 5 % more than 2 of 10 would be rarer than 1 in 80."""
    assert sum(bool(clear_changes(company(seed, people=60, messages=1500))) for seed in range(10)) <= 2


def test_walls_that_come_down_are_found() -> None:
    fallen = {"people": 200, "messages": 12_000, "functions": 8, "change": Change(walls=2.0, at=0.5)}
    for seed in range(2):
        found = clear_changes(company(seed, **fallen))
        assert len(found) >= 5
        inside = [after - before for a, b, before, after, _ in found if a == b]
        across = [after - before for a, b, before, after, _ in found if a != b]
        assert max(inside) < 0 < min(across)


def test_the_pair_that_changed_is_the_one_found() -> None:
    slices = company(7, people=120, messages=6000)
    group, ties = Picture(slices.network).group_of, slices.network.ties
    low, high = (pick(group[ties.source], group[ties.target]) for pick in (np.minimum, np.maximum))
    busiest = int(np.bincount((6 * low + high)[low != high]).argmax())
    rows = (slices.month >= 2) & (6 * low + high == busiest)[slices.tie]
    found = clear_changes(replace(slices, strength=np.where(rows, 4 * slices.strength, slices.strength)))
    grown = [pair[:2] for pair in found if pair[3] > pair[2]]
    assert grown == [[*divmod(busiest, 6)]]  # the shares of others can only fall


def test_shares_before_and_after_against_a_loop() -> None:
    slices = company(3)
    picture, ties = Picture(slices.network), slices.network.ties
    sums = np.zeros((2, len(picture.groups), len(picture.groups)))
    for tie, month, strength in zip(slices.tie, slices.month, slices.strength, strict=True):
        a, b = sorted(picture.group_of[[ties.source[tie], ties.target[tie]]])
        sums[int(month >= 1), a, b] += strength
    sums /= sums.sum(axis=(1, 2), keepdims=True)
    for a, b, before, after, _ in compare(picture, slices, split=1)["pairs"]:
        assert [before, after] == pytest.approx(sums[:, a, b].tolist(), rel=1e-3, abs=1e-6)
