"""The page without people, played against: what it draws and says of months gives no withheld number back."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from silograph.graph.network import Network
from silograph.release.gate import release_network

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
