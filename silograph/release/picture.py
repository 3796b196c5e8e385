"""What the page may show of a network, after the privacy rule: groups, positions, people, ties."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.charts.drawing import PALETTE, QUIET
from silograph.graph.layout import ASPECT, Layout, exchange_matrix, place_groups, two_level_layout
from silograph.graph.network import Network
from silograph.graph.small import SMALL, merge_functions, people_behind, small_functions
from silograph.language.words import People
from silograph.log.people import Roster
from silograph.release.pseudonyms import node_pseudonyms
from silograph.release.withhold import withheld

Mode = Literal["full", "expand", "functions"]

MOST_PEOPLE = 3000  # beyond, one function's people at a time
_MOST_INSIDE = 4000  # ties inside one function that are drawn when it is opened
_BUBBLE = 0.62  # radius of a function's bubble in that of the disc its people would fill


@dataclass(frozen=True)
class Picture:
    """A network as the page shows it; what may not be shown is not here either.

    Its nodes stand in an order that says nothing about who they are: `silograph.release.gate.release_network` sees
    to it.

    Parameters
    ----------
    show
        People under pseudonyms, with their names, or not at all.
    min_group
        Functions with fewer people are merged (see `silograph.graph.small.hidden_functions`).
    key
        Secret for the pseudonyms.
    withheld
        Pairs of functions whose exchange the tables of the run withhold: so does the page where it holds no people.
    whole
        The network as it is, where this one is that of `silograph.release.kinds.without_kinds`: figures of functions
        are taken from it.
    """

    network: Network
    show: People = "pseudonyms"
    min_group: int = 5
    key: bytes | None = field(default=None, repr=False)
    roster: Roster | None = field(default=None, repr=False)
    withheld: frozenset[frozenset[str]] = frozenset()
    whole: Picture | None = field(default=None, repr=False)

    @property
    def period(self) -> tuple[datetime, datetime] | None:
        """First and last time of the log, where known."""
        return self.network.period

    @property
    def teams_only(self) -> bool:
        """Whether all actors are teams."""
        return self.network.teams_only

    # ---- groups ----

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Functions that are merged."""
        if self.whole is not None:
            return self.whole.hidden
        return small_functions(self.network, min_group=self.min_group)

    @cached_property
    def groups(self) -> list[str]:
        """Names of the functions shown, then that of the merged ones, if any; who has no function comes last."""
        if self.whole is not None:
            return self.whole.groups
        names = [name for name in self.network.functions if name not in self.hidden]
        return [*names, *([SMALL] if self.hidden else []), ""]

    @property
    def unknown(self) -> int:
        """The number of the group of people whose function is not known."""
        return len(self.groups) - 1

    @cached_property
    def merged(self) -> Network:
        """The network with the merged functions as one."""
        return merge_functions(self.network, min_group=self.min_group)

    @cached_property
    def group_of(self) -> IntArray:
        """The group of each node of the network."""
        position = {name: i for i, name in enumerate(self.groups)}
        codes = [position[SMALL if name in self.hidden else name] for name in self.network.functions]
        return np.array([*codes, self.unknown], dtype=np.int64)[self.network.function_codes]

    @cached_property
    def sizes(self) -> IntArray:
        """People of each group; where it has teams only, its teams."""
        if self.whole is not None:
            return self.whole.sizes
        return self.people_in(np.ones(len(self.network), dtype=bool))

    def people_in(self, present: np.ndarray[Any, np.dtype[np.bool_]]) -> IntArray:
        """Per group, how many people there are among some nodes (its teams, where it has teams only)."""
        nodes = np.bincount(self.group_of[present], minlength=len(self.groups))
        counted = present & ~self.teams
        pairs = np.unique(np.column_stack([self.group_of[counted], self.persons[counted]]), axis=0)
        persons = np.bincount(pairs[:, 0].astype(np.int64), minlength=len(self.groups))
        return np.where(self._has_people, persons, nodes).astype(np.int64)

    @cached_property
    def teams(self) -> BoolArray:
        """Which nodes are teams."""
        people = self.network.people
        if "actor_kind" not in people:
            return np.zeros(len(people), dtype=bool)
        return (people["actor_kind"] == "team").to_numpy(bool)

    @cached_property
    def _has_people(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        return np.bincount(self.group_of[~self.teams], minlength=len(self.groups)) > 0

    @cached_property
    def persons(self) -> IntArray:
        """The number of the person behind each node: who changed function is one person and two nodes."""
        _, numbers = np.unique(self.network.people["person_id"].to_numpy(str), return_inverse=True)
        return numbers.astype(np.int64)

    # ---- what is shown at all ----

    @cached_property
    def showable(self) -> bool:
        """Whether there are enough people at all; names are shown on the analyst's own decision."""
        return len(self.network) >= self.min_group

    @cached_property
    def mode(self) -> Mode:
        """Whether the page holds everybody, one function's people at a time, or functions only."""
        if not self.showable or self.show == "no_people" or not len(self.network):
            return "functions"
        return "full" if len(self.network) <= MOST_PEOPLE else "expand"

    @cached_property
    def known(self) -> list[int]:
        """Groups of the function view: those with people and a known function."""
        n_known = int(self.sizes[: self.unknown].sum())
        enough = n_known >= self.min_group
        return [i for i in range(self.unknown) if self.sizes[i] and enough and self.showable]

    @property
    def named(self) -> list[int]:
        """Those of `known` that have a name."""
        return [i for i in self.known if self.groups[i] != SMALL]

    # ---- figures ----

    @cached_property
    def exchange(self) -> FloatArray:
        """Exchange between groups (see `silograph.graph.layout.exchange_matrix`)."""
        if self.whole is not None:
            return self.whole.exchange
        ties = self.network.ties
        return self.exchange_of(ties.source, ties.target, ties.strength)

    def exchange_of(self, source: IntArray, target: IntArray, strength: FloatArray) -> FloatArray:
        """Exchange between groups of some ties."""
        matrix = np.zeros((len(self.groups), len(self.groups)))
        if len(source):
            found = exchange_matrix(self.group_of, source, target, strength)
            matrix[: len(found), : len(found)] = found
        return matrix

    def people_of_cells(self, tie: IntArray) -> IntArray:
        """Distinct persons with one of some ties, by pair of groups."""
        ties, k = self.network.ties, len(self.groups)
        ends = np.sort(self.group_of[np.column_stack([ties.source[tie], ties.target[tie]])], axis=1)
        found = people_behind(self.network, tie, ends[:, 0] * k + ends[:, 1], cells=k * k).reshape(k, k)
        return np.maximum(found, found.T)

    @cached_property
    def tells(self) -> BoolArray:
        """Pairs of groups whose exchange may be told; all, where people and their ties are shown anyway.

        Not where few people stand behind it, nor where that would follow from the others of the same group.
        """
        k = len(self.groups)
        if self.mode != "functions":
            return np.ones((k, k), dtype=bool)
        people = self.people_of_cells(np.arange(len(self.network.ties)))
        # Who has no known function is in no figure of functions, and covers none.
        known = np.array(self.known, dtype=np.int64)
        a, b = (known[ends] for ends in np.triu_indices(len(known)))
        behind = people[a, b].astype(float)
        names = np.array(self.groups, dtype=object)
        elsewhere = [frozenset(pair) in self.withheld for pair in zip(names[a], names[b], strict=True)]
        unsafe = np.array(elsewhere, dtype=bool) | ((behind > 0) & (behind < self.min_group))
        lines = [np.flatnonzero(((a == one) | (b == one)) & (a != b)) for one in self.known]
        gone = withheld(
            behind,
            unsafe=unsafe,
            lines=[*lines, np.flatnonzero(a == b)],
            min_group=self.min_group,
            disjoint=False,
        )
        tells = np.ones((k, k), dtype=bool)
        tells[a[gone], b[gone]] = tells[b[gone], a[gone]] = False
        return tells

    def told(self, exchange: float) -> float:
        """Exchange as it is told: in two figures where no people are shown, or sums would give back what is not."""
        return figures(exchange) if self.mode != "functions" else float(f"{exchange:.2g}")

    @cached_property
    def cross(self) -> float:
        """Share of exchange that crosses a border, among people of known functions."""
        among = self.exchange[np.ix_(self.known, self.known)]
        between = (among.sum() - np.trace(among)) / 2
        total = between + np.trace(among)
        return float(between / total) if total else 0.0

    @cached_property
    def expected_cross(self) -> float:
        """The same, were partners chosen by activity alone."""
        among = self.exchange[np.ix_(self.known, self.known)]
        activity = among.sum(axis=1) + np.diag(among)
        return float(1 - ((activity / activity.sum()) ** 2).sum()) if activity.sum() else 0.0

    def figures(self) -> dict[str, Any]:
        """The figures of the overview; shares over all pairs of functions only where all are told."""
        if self.whole is not None:
            return self.whole.figures()
        if not self.showable:
            return {}
        told = not self.untold()
        return {
            "people": int(self.network.people["person_id"].nunique()),
            "teams": bool(self.teams.any()),
            "functions": len(self.network.functions),
            "cross": round(self.cross, 4) if told else None,
            "expected": round(self.expected_cross, 4) if told else None,
        }

    # ---- places ----

    @cached_property
    def layout(self) -> Layout:
        """Positions by group and node; groups that are not placed stand in the middle with no size.

        A place is a figure like any other, and many of them are an equation: they follow from what the page says in
        numbers, and from nothing else.
        """
        centres, radii = np.zeros((len(self.groups), 2)), np.zeros(len(self.groups))
        nowhere = np.zeros((len(self.network), 2))
        if not len(self.network):
            return Layout(centres, radii, nowhere)
        if self.mode == "functions":
            told = np.where(self.tells, self.exchange, np.nan)[np.ix_(self.known, self.known)]
            shown = np.array([self.told(value) for value in told.ravel()]).reshape(told.shape)
            centres[self.known], radii[self.known] = place_groups(shown, self.sizes[self.known])
            return Layout(centres, radii, nowhere)
        ties = self.network.ties
        strength = np.array([figures(value) for value in ties.strength.tolist()], dtype=np.float64)
        present, numbers = np.unique(self.group_of, return_inverse=True)
        found = two_level_layout(numbers, ties.source, ties.target, strength)
        centres[present], radii[present] = found.centres, found.radii
        return Layout(centres, radii, found.people)

    @cached_property
    def unit(self) -> float:
        """Page units in one screen pixel when the whole is seen on a 720-line screen."""
        spread = self.layout.centres
        height = np.ptp(spread[:, 1]) if len(spread) else 0.0
        width = np.ptp(spread[:, 0]) if len(spread) else 0.0
        across = max(height, width / ASPECT) + 2 * float(self.layout.radii.max(initial=1.0))
        return max(across, 300.0) / 560

    # ---- functions ----

    def functions(self) -> list[dict[str, Any]]:
        """Every group with its place; who has no known function is a number only where dots show it anyway."""
        plain = [PALETTE[i % len(PALETTE)] for i in range(len(self.groups))]
        inside = np.diag(self.exchange)
        # The size of a disc is a number of people: where neither figures nor dots are shown it has none.
        dots = self.people_in(np.ones(len(self.network), dtype=bool)) * (self.mode == "full")
        sizes = np.where(np.isin(np.arange(len(self.groups)), self.known), self.sizes, dots)
        seen = np.array([i in self.known or self.mode != "functions" for i in range(len(self.groups))])
        centres, radii = self.layout.centres * seen[:, None], self.layout.radii * seen
        return [
            {
                "name": name if name not in (SMALL, "") else None,
                "group": {SMALL: "small", "": "unknown"}.get(name),
                "known": i in self.known,
                "people": int(sizes[i]),
                **({} if self._has_people[i] else {"teams": True}),
                "inside": self.told(inside[i]) if i in self.known and self.tells[i, i] else 0,
                "x": short(centres[i, 0]),
                "y": short(centres[i, 1]),
                "disc": short(radii[i]),
                "r": short(_BUBBLE * radii[i]),
                "color": QUIET if name in (SMALL, "") else plain[i],
            }
            for i, name in enumerate(self.groups)
            if i != self.unknown or self.mode != "functions"
        ]

    def function_nodes(self) -> list[dict[str, Any]]:
        """The function view's nodes for vis-network."""
        return [
            {
                "id": f"f{i}",
                "kind": "function",
                "x": short(self.layout.centres[i, 0]),
                "y": short(self.layout.centres[i, 1]),
                "size": short(_BUBBLE * self.layout.radii[i]),
            }
            for i in self.known
        ]

    def pairs(self) -> list[tuple[int, int, float]]:
        """Exchange of each two functions, largest first."""
        found = [
            (a, b, self.told(self.exchange[a, b]))
            for a in self.known
            for b in self.known
            if a < b and self.exchange[a, b] > 0 and self.tells[a, b]
        ]
        return sorted(found, key=lambda pair: -pair[2])

    def untold(self) -> list[list[int]]:
        """Pairs of functions that exchange something of which nothing is told."""
        return [
            [a, b]
            for a in self.known
            for b in self.known
            if a <= b and self.exchange[a, b] > 0 and not self.tells[a, b]
        ]

    # ---- people ----

    @cached_property
    def tags(self) -> list[str]:
        """What each node is called."""
        if self.show != "names":
            return node_pseudonyms(self.network, key=self.key)
        known = {} if self.roster is None else self.roster.latest["name"].dropna().to_dict()
        return [str(known.get(one, one)) for one in self.network.people["person_id"]]

    @cached_property
    def order(self) -> IntArray:
        """Nodes in the order of their pseudonyms: the order of the ids in the input says nothing here."""
        return np.argsort(np.array(self.tags, dtype=object), kind="stable").astype(np.int64)

    @cached_property
    def number(self) -> IntArray:
        """The page's number of each node."""
        number = np.empty(len(self.network), dtype=np.int64)
        number[self.order] = np.arange(len(self.network))
        return number

    @cached_property
    def dots(self) -> FloatArray:
        """Radius of each node's dot: it grows with the number of partners in other groups."""
        ties, group = self.network.ties, self.group_of
        cross = group[ties.source] != group[ties.target]
        ends = np.concatenate([ties.source[cross], ties.target[cross]])
        reach = np.bincount(ends, minlength=len(self.network))
        return np.asarray(4.5 + 6.0 * np.sqrt(reach / max(int(reach.max(initial=0)), 1)), dtype=np.float64)

    def person_nodes(self, nodes: IntArray) -> list[dict[str, Any]]:
        """Nodes of the people view for vis-network, in the page's order."""
        of_one = np.bincount(self.persons)[self.persons] > 1  # one person, several nodes
        first = {int(self.persons[node]): int(self.number[node]) for node in self.order[::-1].tolist()}
        return [
            {
                "id": f"n{self.number[node]}",
                "kind": "person",
                "f": int(self.group_of[node]),
                "tag": self.tags[node],
                "x": short(self.layout.people[node, 0]),
                "y": short(self.layout.people[node, 1]),
                "size": short(self.dots[node]),
                **({"team": True} if self.teams[node] else {}),
                **({"same": first[int(self.persons[node])]} if of_one[node] else {}),
            }
            for node in nodes.tolist()
        ]

    @cached_property
    def ranked_ties(self) -> IntArray:
        """Ties from the strongest; equal ones by the numbers of their ends, which say nothing here."""
        return np.argsort(-self.network.ties.strength, kind="stable").astype(np.int64)

    def ties(self) -> dict[str, list[Any]]:
        """All ties as columns: both ends, what passed."""
        ties, ranked = self.network.ties, self.ranked_ties
        return {
            "a": self.number[ties.source[ranked]].tolist(),
            "b": self.number[ties.target[ranked]].tolist(),
            "s": [figures(value) for value in ties.strength[ranked].tolist()],
        }

    def insides(self) -> list[dict[str, Any]]:
        """Per group: its people, their strongest ties among each other, and how much they exchange with which group."""
        ties, group = self.network.ties, self.group_of
        ranked = self.ranked_ties
        here = group[ties.source[ranked]]
        inner = here == group[ties.target[ranked]]
        spread = self._exchange_of_people()
        found = []
        for i in range(len(self.groups)):
            members = self.order[group[self.order] == i]
            own = ranked[inner & (here == i)]
            drawn = own[:_MOST_INSIDE]
            found.append(
                {
                    "nodes": self.person_nodes(members),
                    "ties": {
                        "a": self.number[ties.source[drawn]].tolist(),
                        "b": self.number[ties.target[drawn]].tolist(),
                        "s": [figures(value) for value in ties.strength[drawn].tolist()],
                    },
                    "of": len(own),
                    "where": [spread.get(node, []) for node in members.tolist()],
                }
            )
        return found

    def _exchange_of_people(self) -> dict[int, list[float]]:
        """Per node: group, what passed, group, what passed ..., from the group with most."""
        ties, k = self.network.ties, len(self.groups)
        ends = np.concatenate([ties.source, ties.target])
        others = self.group_of[np.concatenate([ties.target, ties.source])]
        key, position = np.unique(ends * k + others, return_inverse=True)
        total = np.bincount(position, weights=np.tile(ties.strength, 2))
        spread: dict[int, list[float]] = {}
        for row in np.lexsort([-total, key // k]).tolist():
            spread.setdefault(int(key[row] // k), []).extend([int(key[row] % k), figures(total[row])])
        return spread


def short(value: float) -> float:
    """A place on the page: a tenth of a unit is enough."""
    return round(float(value), 1)


def figures(value: float) -> float:
    """Four significant figures: enough for a share, and no more bytes than that.

    Examples
    --------
    >>> figures(123456.0), figures(0.333333)
    (123500.0, 0.3333)
    """
    return float(f"{value:.4g}")
