"""The page without people, played against: what it draws and says of months gives no withheld number back."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, combinations_with_replacement
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.graph.by_month import Slices
from silograph.graph.network import Network
from silograph.release.gate import release_network
from silograph.release.months import period_data
from silograph.release.picture import Picture

MIN_GROUP = 5
FUNCTIONS = ("HR", "IT", "Law", "Ops", "PR", "Web")
FEW = {("Law", "Ops"): 5.0, ("HR", "Web"): 3.0}
SIZE = 7


def network(
    few: dict[tuple[str, str], float] = FEW, *, consultant: dict[str, float] | None = None
) -> Network:
    """Six functions of seven; two people exchange for each pair in `few`; one person may have no known function."""
    people = [(f"{name}{i}", name) for name in FUNCTIONS for i in range(SIZE)]
    number = {person: i for i, (person, _) in enumerate(people)}
    ties: dict[tuple[int, int], float] = {}
    for name in FUNCTIONS:
        ties |= {(number[f"{name}{i}"], number[f"{name}{i + 1}"]): 6.0 for i in range(SIZE - 1)}
    for place, (a, b) in enumerate(combinations(FUNCTIONS, 2)):
        some = dict.fromkeys(range(4), 1.0 + place) if (a, b) not in few else {0: few[a, b]}
        ties |= {(number[f"{a}{i}"], number[f"{b}{i}"]): what for i, what in some.items()}
    for name, what in (consultant or {}).items():
        ties[number[f"{name}1"], len(people)] = what
    people += [("consultant", None)] if consultant else []  # type: ignore[list-item]
    pairs = sorted(ties)
    return Network(
        pd.DataFrame(people, columns=["person_id", "function"]).assign(actor_kind="person"),
        *np.array(pairs).T,
        strength=np.array([ties[pair] for pair in pairs]),
        messages=np.array([1 for _ in pairs]),
    )


def drawn(of: Network) -> list[dict[str, object]]:
    return release_network(of, people="no_people", key=b"k" * 32).picture.functions()


class TestPlaces:
    def test_places_say_nothing_of_pairs_that_are_withheld(self) -> None:
        """Whoever lays out every candidate for what is withheld finds that all of them give the same places."""
        picture = release_network(network(), people="no_people", key=b"k" * 32).picture
        assert not picture.tells[picture.groups.index("Law"), picture.groups.index("Ops")]
        assert all(
            drawn(network({("Law", "Ops"): one, ("HR", "Web"): 9.0 - one})) == drawn(network())
            for one in (1.0, 8.0)
        )

    def test_places_follow_from_rounded_numbers(self) -> None:
        one = network()
        ties = np.where(one.strength == one.strength.max(), one.strength + 0.01, one.strength)
        assert drawn(replace(one, strength=ties)) == drawn(one)

    def test_places_follow_what_is_told(self) -> None:
        one = network({})
        codes = np.sort(one.function_codes[np.column_stack([one.source, one.target])], axis=1)
        more = (codes[:, 0] == 1) & (codes[:, 1] == 2)
        assert drawn(replace(one, strength=np.where(more, 9 * one.strength, one.strength))) != drawn(one)

    def test_one_person_of_unknown_function_moves_nobody(self) -> None:
        one, other = ({"HR": 5.0, "Law": 2.0}, {"HR": 1.0, "Ops": 60.0})
        assert drawn(network(consultant=one)) == drawn(network(consultant=other)) == drawn(network())


class TestTheWhole:
    def test_shares_of_the_whole_go_where_a_pair_does(self) -> None:
        """With all that is told, they are two equations for what is withheld."""
        picture = release_network(network(), people="no_people", key=b"k" * 32).picture
        assert picture.untold()
        assert (picture.figures()["cross"], picture.figures()["expected"]) == (None, None)

    def test_they_are_told_where_all_pairs_are(self) -> None:
        picture = release_network(network({}), people="no_people", key=b"k" * 32).picture
        assert not picture.untold()
        assert picture.figures()["cross"] == round(picture.cross, 4) > 0


MONTHS = 3


def months(few: dict[tuple[str, str, int], int], *, undated: tuple[str, str] | None = None) -> Slices:
    """Four functions of eight that all write each other every month; two people only, and how often, in `few`."""
    functions, size, rng = ("HR", "IT", "Law", "Ops"), 8, np.random.default_rng(3)
    rows: dict[tuple[int, int, int], float] = {}
    for month in range(MONTHS):
        for a, b in combinations_with_replacement(range(len(functions)), 2):
            only = few.get((functions[a], functions[b], month))
            many = rng.integers(3, 9, (20, 2)) if only is None else np.zeros((1, 2), dtype=np.int64)
            for one, (x, y) in enumerate(many % size):
                ends = (a * size + int(x), b * size + (int(y) + (a == b)) % size)
                if ends[0] != ends[1]:
                    rows[min(ends), max(ends), month] = float(only or 1 + one % 3)
    if undated:
        a, b = (functions.index(one) * size for one in undated)
        rows[a, b, MONTHS] = 3.0
    ties = sorted({row[:2] for row in rows})
    place = {tie: i for i, tie in enumerate(ties)}
    tie, month = (
        np.array(one) for one in zip(*((place[row[:2]], row[2]) for row in sorted(rows)), strict=True)
    )
    strength = np.array([rows[row] for row in sorted(rows)])
    people = pd.DataFrame(
        [(f"{name}{i}", name, "person") for name in functions for i in range(size)],
        columns=["person_id", "function", "actor_kind"],
    )
    network = Network(
        people,
        *np.array(ties).T,
        strength=np.bincount(tie, strength),
        messages=np.bincount(tie),
    )
    names = tuple(f"2024-{i + 1:02d}" for i in range(MONTHS))
    return Slices(network, names, ("email",), tie, month, np.zeros_like(tie), strength, np.ones_like(tie))


def unknowns(slices: Slices) -> tuple[Picture, dict[str, Any], list[tuple[int, int]], np.ndarray]:
    """What the page says as equations of all cells, pairs x months (and last what has no time)."""
    picture = Picture(slices.network, show="no_people", min_group=MIN_GROUP)
    data = period_data(picture, slices, brokerage=None, split=2)
    pairs = list(combinations_with_replacement(picture.known, 2))
    width = MONTHS + bool(data["undated"])
    told = []

    def say(weights: np.ndarray) -> None:
        told.append(weights.ravel())

    def cell(pair: tuple[int, int], columns: slice | int) -> np.ndarray:
        row = np.zeros((len(pairs), width))
        row[pairs.index(pair), columns] = 1.0
        return row

    for pair in pairs:
        if picture.tells[pair]:
            say(cell(pair, slice(None)))
    for month, record in enumerate(data["margins"]["months"]):
        known = {(a, b) for a, b, _ in record["pairs"]}
        silent = {
            pair for pair in pairs if not {*pair} & {*record["without"]} and [*pair] not in record["untold"]
        }
        for pair in silent | known:
            say(cell(pair, month))
        if (cross := data["singles"][month]["cross"]) is not None:
            say(sum(((a != b) - cross) * cell((a, b), month) for a, b in pairs))
        for group in picture.known:  # what each function exchanges in each month
            say(sum(cell(pair, month) for pair in pairs if group in pair and pair[0] != pair[1]))
    shown = [((a, b), shares) for a, b, *shares, _ in data["compare"]["pairs"]]
    for side, half in enumerate([slice(0, 2), slice(2, MONTHS)]):
        whole = sum(cell(pair, half) for pair, _ in shown)
        for pair, shares in shown:
            say(cell(pair, half) - shares[side] * whole)
    return picture, data, pairs, np.array(told)


def follows(told: np.ndarray, wanted: np.ndarray) -> bool:
    left = wanted - told.T @ np.linalg.lstsq(told.T, wanted, rcond=1e-9)[0]
    return bool(np.abs(left).max() < 1e-6)


@pytest.mark.parametrize(
    ("few", "undated"),
    [
        ({("HR", "IT", 2): 4}, None),
        ({("HR", "IT", 0): 4, ("HR", "IT", 1): 2}, None),
        ({("HR", "HR", 1): 4}, None),
        ({("HR", "IT", 1): 4, ("Law", "Ops", 2): 3}, None),
        ({}, ("HR", "Law")),
    ],
    ids=["a month", "a half", "inside", "two", "without a time"],
)
def test_no_pair_of_few_people_follows_from_months_halves_and_the_whole(
    few: dict[tuple[str, str, int], int], undated: tuple[str, str] | None
) -> None:
    slices = months(few, undated=undated)
    picture, _, pairs, told = unknowns(slices)
    wanted = [(picture.groups.index(a), picture.groups.index(b), month) for a, b, month in few]
    if undated:
        wanted.append((*(picture.groups.index(one) for one in undated), MONTHS))  # type: ignore[arg-type]
    for a, b, month in wanted:
        cell = np.zeros((len(pairs), told.shape[1] // len(pairs)))
        cell[pairs.index((a, b)), month] = 1.0
        assert not follows(told, cell.ravel()), (a, b, month)


def test_months_in_which_enough_people_write_are_told() -> None:
    _, data, pairs, _ = unknowns(months({}))
    for record, single in zip(data["margins"]["months"], data["singles"], strict=False):
        assert len(record["pairs"]) == len(pairs)
        assert (record["without"], record["untold"]) == ([], [])
        assert single["cross"] > 0


def test_the_share_that_crosses_goes_where_a_pair_does() -> None:
    _, data, *_ = unknowns(months({("HR", "IT", 2): 4}))
    assert data["margins"]["months"][2]["untold"]
    assert data["singles"][2]["cross"] is None
