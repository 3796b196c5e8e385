"""What `table` lets out of a run: who has no seat, but not who the few are that have one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.table.answer import TableResult, table
from silograph.language.words import LANGUAGES
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.release.policy import Policy
from silograph.release.results import release_result

NAMES = ("HR", "IT", "PR", "Sales")
SIZE = 12
SEATED = ["in_initiative", "share_in_initiative", "low", "high", "ratio", "p_value", "q_value"]


def ask(
    seats: Mapping[str, int], *, writers: Mapping[str, int] | None = None, sizes: Mapping[str, int] | None = None,
    unknown: int = 0, threads: int = 4, **options: Any,
) -> tuple[TableResult, Policy]:  # fmt: skip
    """So many people of each function write on the topic, and so many have seats."""
    sizes = sizes or dict.fromkeys(NAMES, SIZE)
    people = {f"{name}{i}": name for name, size in sizes.items() for i in range(size)}
    names = [*people, *(f"una{i}" for i in range(unknown))]
    builder = BatchBuilder()
    at = datetime(2024, 1, 1, tzinfo=UTC)

    def write(sender: str, subject: str, thread: str) -> None:
        other = names[(names.index(sender) + 1) % len(names)]
        builder.message(
            f"{thread}{sender}", sender, [(other, "cc")], sent_at=at, thread_id=thread, subject=subject
        )

    for name in names:
        write(name, "lunch", f"lunch{name}")
        of, number = name.rstrip("0123456789"), int(name[len(name.rstrip("0123456789")) :])
        if number < (writers or {}).get(of, sizes.get(of, 0)):
            for k in range(threads):
                write(name, "website", f"w{k}{name}")
        if number < seats.get(of, 0):
            write(name, "board", "board")
    store = Store.in_memory()
    store.add([builder.take()], name="mail", loader="mail")
    roster = Roster.from_pandas(pd.DataFrame({"person_id": list(people), "function": list(people.values())}))
    talk = build_conversations(*store.log(roster))
    found = table(talk, topic="website", initiative="board", simulations=200, **options)
    return found, Policy(sizes=sizes)


def fills(total: float, seats: Any, sizes: Mapping[str, int]) -> list[tuple[int, ...]]:
    """All the ways to fill what is withheld: not nought, for that would be shown, and adding up to the total."""
    hidden = seats[seats.isna()].index
    rest = int(total - seats.sum())
    return [way for way in product(*(range(1, sizes[name] + 1) for name in hidden)) if sum(way) == rest]


def test_no_seat_is_told_and_few_are_not() -> None:
    exact, policy = ask({"HR": 7, "IT": 2, "PR": 6})
    shown = release_result(exact, policy)
    rows = shown.table.set_index("function")
    assert rows.loc["Sales", ["in_initiative", "share_in_initiative", "ratio"]].tolist() == [0, 0, 0]
    assert rows.loc["Sales", "verdict"] == "absent"
    assert rows.loc["IT", SEATED].isna().all()
    assert rows.loc["PR", SEATED].isna().all()  # the seats less those of the others would be IT's
    assert rows.loc["HR", "in_initiative"] == 7
    assert rows["expected"].notna().all()  # which hang on who writes
    assert shown.seats == exact.seats == 15
    ways = fills(shown.seats, rows["in_initiative"], policy.sizes)
    assert all(len({way[i] for way in ways}) > 1 for i in range(2))
    assert "Sales (0 of 15 seats" in shown.headline()


def test_the_verdict_stays_where_the_count_does_not() -> None:
    exact, policy = ask({"HR": 11, "IT": 1, "PR": 11}, threads=9)
    shown = release_result(exact, policy)
    assert shown.table.set_index("function").loc["IT", "verdict"] == "absent"
    assert "IT (less than half of the seats" in shown.headline()
    assert shown.absent == tuple(name for name in exact.absent)


@pytest.mark.parametrize(
    "seats", [{"HR": 3}, {"HR": 1, "IT": 1, "PR": 2}, {"HR": 1, "IT": 1, "PR": 1, "Sales": 1}]
)
def test_so_few_seats_that_nothing_is_told(seats: dict[str, int]) -> None:
    exact, policy = ask(seats)
    shown = release_result(exact, policy)
    assert np.isnan(shown.seats)
    assert shown.table[[*SEATED[1:], "expected", "share_expected"]].isna().all(axis=None)
    held = shown.table.set_index("function")["in_initiative"]
    assert held.dropna().eq(0).all()
    assert set(held.index[held.isna()]) == set(seats)
    for lang in LANGUAGES:
        assert "–" not in shown.headline(lang)
        assert str(exact.seats) not in shown.headline(lang).replace("4 fonctions", "").replace(
            "4 functions", ""
        )
    assert not any(str(exact.seats) in caveat for caveat in shown.caveats)


def test_one_seat_each_is_not_told_by_their_number() -> None:
    """Five functions with a seat each: five seats among five that have some."""
    sizes = dict.fromkeys((*NAMES, "Web"), SIZE)
    exact, policy = ask(dict.fromkeys(sizes, 1), sizes=sizes)
    shown = release_result(exact, policy)
    assert exact.seats == 5
    assert np.isnan(shown.seats)
    assert shown.table[[*SEATED, "expected"]].isna().all(axis=None)


def test_all_but_a_few_of_a_function() -> None:
    exact, policy = ask({"HR": 11, "IT": 6, "PR": 5})
    assert exact.table["in_initiative"].tolist() == [11, 6, 5, 0]
    shown = release_result(exact, policy).table.set_index("function")
    assert np.isnan(shown.loc["HR", "in_initiative"])  # one of HR has no seat


def test_few_writers() -> None:
    exact, policy = ask({"HR": 6, "IT": 5}, writers={"HR": 12, "IT": 9, "PR": 1, "Sales": 0})
    assert exact.table["writers"].tolist() == [12, 9, 1, 0]
    shown = release_result(exact, policy).table.set_index("function")
    told = ["on_topic", "share_on_topic", "expected", "share_expected"]
    assert shown.loc["PR", [*told, "verdict"]].isna().all()
    assert shown.loc["IT", told].isna().all()  # its cover
    assert shown.loc["Sales", ["on_topic", "verdict"]].tolist() == [0, "silent"]
    assert shown.loc["HR", "on_topic"] == 48


def test_few_of_no_known_function() -> None:
    exact, policy = ask(
        {"HR": 7, "IT": 6, "una": 2}, writers={"una": 2, **dict.fromkeys(NAMES, 8)}, unknown=2
    )
    unknown = exact.table[["writers_unknown", "in_pool_unknown", "in_initiative_unknown"]]
    assert (unknown == 2).all(axis=None)
    shown = release_result(exact, policy).table
    for column in ("on_topic", "in_initiative", "expected"):
        assert shown[column].isna().sum() == 1


def test_small_functions() -> None:
    sizes = {"HR": 12, "IT": 12, "PR": 6, "Web": 3}
    exact, policy = ask({"HR": 5, "IT": 7, "PR": 6, "Web": 2}, sizes=sizes, glue=["Web", "HR"])
    shown = release_result(exact, policy)
    assert shown.table["function"].tolist() == ["HR", "IT", "PR"]
    rows = shown.table.set_index("function")
    assert rows.loc["PR", ["people", *SEATED, "on_topic", "expected"]].isna().all()
    assert not shown.glue_seats
    assert "Web" not in f"{shown.headline()}{shown.parameters}{shown.caveats}"
    assert "links the others most" not in shown.headline()  # HR does not


def test_digits() -> None:
    exact, policy = ask({"HR": 7, "IT": 6, "PR": 5})
    shown = release_result(exact, policy).table
    for column, digits in (
        ("expected", 1),
        ("share_expected", 3),
        ("p_value", 4),
        ("ratio", 2),
        ("share_on_topic", 3),
    ):
        values = shown[column].dropna()
        assert len(values)
        assert (values.round(digits) == values).all()
