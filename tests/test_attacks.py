"""Whoever has an output folder and wants to know about a small group or a single person: they find nothing.

The attacker knows the program, the list of functions and how many people each has, what each table counts, and (worse
than real) every total along which a table adds up. Cells that are shown are equations, rounded ones intervals; what is
withheld is an unknown whole number. Shares that are one count of another are found in the exact tables, and those shown
are intervals, too. `Puzzle` asks an integer programme for the smallest and the largest value of each unknown: one that
cannot vary is known. That a hidden function did nothing is as much as how much it did.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from pandas.api.types import is_numeric_dtype
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.stats import spearmanr

import silograph as sg
from silograph.analyses.glue.point_estimates import function_brokerage
from silograph.analyses.parts.declare import Table
from silograph.analyses.parts.result import Result
from silograph.graph.network import Network
from silograph.graph.small import SMALL
from silograph.release.gate import release, release_network
from silograph.release.policy import Policy
from silograph.run.run import Analysis
from silograph.simulation import Initiative, MailRoom, Outside

# --- the general attack: every table of a run as an integer programme ------------------------------------------------


class Cell(NamedTuple):
    """One number of one table."""

    table: str
    column: str
    row: int


class Puzzle:
    """What an attacker knows of the whole numbers of one result: cells that are shown, sums of cells, and shares.

    `hidden` are functions of which no figure is shown by itself.
    """

    def __init__(self, result: Result, shown: Result, *, hidden: frozenset[str] = frozenset()) -> None:
        self.hidden = hidden
        self.declared = {name: table for name, table in type(result).declared.items() if table.written}
        self.exact = {
            name: getattr(result, table.source).reset_index(drop=True)
            for name, table in self.declared.items()
        }
        self.shown = {name: getattr(shown, table.source) for name, table in self.declared.items()}
        self.number: dict[Cell, int] = {}
        self.value: list[float] = []
        self.behind: list[float] = []
        self.known: list[bool] = []
        self.of_hidden: list[bool] = []
        self.rows: dict[str, list[int | None]] = {}
        self.sums: list[dict[int, float]] = []
        self.shares: list[tuple[dict[int, float], bool]] = []  # at most nothing, or (True) at least
        for name in self.declared:
            self._cells(name)
        for name, table in self.declared.items():
            self._lines(name, table)
            self._within_rows(name, table)
            self._between(name, table)
            self._ratios(name)

    def _cells(self, name: str) -> None:
        table, exact = self.declared[name], self.exact[name]
        told = [
            column.name
            for column in table.columns
            if column.name in exact
            and (column.unit == "number" or not is_numeric_dtype(exact[column.name].infer_objects()))
        ]
        keys = [
            key for key in dict.fromkeys([*table.groups, *told]) if key in exact and key in self.shown[name]
        ]
        keys = [key for key in keys if key not in ("verdict", *table.describes)]
        alone = table.groups[0] if len(table.groups) == 1 and table.groups[0] in exact else None
        of_hidden = exact[alone].isin(self.hidden) if alone else pd.Series(False, exact.index)
        self.rows[name] = self._where(name, keys)
        for column in table.columns:
            if column.rule not in ("sum", "derived") or column.unit != "count" or column.name not in exact:
                continue
            people = pd.to_numeric(exact.get(column.behind or table.behind, pd.Series(np.inf, exact.index)))
            for row in range(len(exact)):
                self.number[Cell(name, column.name, row)] = len(self.value)
                self.value.append(float(exact[column.name].astype(float).iloc[row]))
                self.behind.append(float(people.iloc[row]))
                self.known.append(
                    self._seen(name, column.name, row) is not None or bool(np.isnan(self.value[-1]))
                )
                self.of_hidden.append(bool(of_hidden.iloc[row]))

    def _where(self, name: str, keys: list[str]) -> list[int | None]:
        """The row of the shown table that each row of the exact one is, where that is one."""
        exact, shown = self.exact[name], self.shown[name].reset_index(drop=True)
        if not keys:
            return [row if row < len(shown) else None for row in range(len(exact))]
        once = ~exact.duplicated(keys, keep=False)
        after = shown.drop_duplicates(keys)
        of = dict(zip(after[keys].itertuples(index=False, name=None), after.index, strict=True))
        found = exact[keys].itertuples(index=False, name=None)
        return [of.get(key) if single else None for key, single in zip(found, once, strict=True)]

    def _seen(self, name: str, column: str, row: int) -> float | None:
        """What is shown in a cell."""
        at, shown = self.rows[name][row], self.shown[name]
        if at is None or column not in shown or pd.isna(shown[column].iloc[at]):
            return None
        return float(shown[column].iloc[at])

    def _ratios(self, name: str) -> None:
        """Shares that are one count of another, or what that leaves of 1: as shown they are intervals."""
        exact = self.exact[name]
        counts = list(dict.fromkeys(cell.column for cell in self.number if cell.table == name))
        shares = [
            one.name for one in self.declared[name].columns if one.unit == "share" and one.name in exact
        ]
        for share, of, whole in itertools.product(shares, counts, counts):
            ratio = exact[of].astype(float) / exact[whole].astype(float).replace(0, np.nan)
            value = exact[share].astype(float)
            for left in (False, True):
                apart = (value - (1 - ratio if left else ratio)).abs().dropna()
                if of != whole and len(apart) > 1 and np.ptp(value.dropna()) > 0 and (apart < 1e-9).all():
                    for row in range(len(exact)):
                        self._interval(name, row, (share, of, whole), left=left)

    def _interval(self, name: str, row: int, columns: tuple[str, str, str], *, left: bool) -> None:
        share, of, whole = columns
        seen = self._seen(name, share, row)
        ends = [self.number[Cell(name, one, row)] for one in (of, whole)]
        if seen is None or np.isnan([self.value[i] for i in ends]).any():
            return
        half = 0.5 * 10.0 ** -len(repr(seen).partition(".")[2]) + 1e-9
        told = 1 - seen if left else seen
        self.shares += [
            ({ends[0]: 1.0, ends[1]: -(told + half)}, False),
            ({ends[0]: 1.0, ends[1]: -(told - half)}, True),
        ]

    def _sum(self, cells: dict[Cell, float]) -> None:
        """A sum that is known: every total along which a table adds up, and what one cell is of others."""
        found = {self.number[cell]: sign for cell, sign in cells.items() if cell in self.number}
        if len(found) == len(cells) and not np.isnan([self.value[i] for i in found]).any():
            self.sums.append(found)

    def _adding(self, name: str) -> list[str]:
        return [one.name for one in self.declared[name].columns if one.rule == "sum" and one.unit == "count"]

    def _lines(self, name: str, table: Table) -> None:
        exact = self.exact[name]
        lines = [
            rows for keys in table.lines
            for rows in (exact.groupby(list(keys), dropna=False).indices.values() if keys else [range(len(exact))])
        ]  # fmt: skip
        if table.unordered:
            a, b = (exact[column].astype(str) for column in table.groups)
            lines += [np.flatnonzero((a == one) ^ (b == one)) for one in {*a, *b}]
        for column in self._adding(name):
            for rows in lines:
                self._sum({Cell(name, column, int(row)): 1.0 for row in rows})

    def _within_rows(self, name: str, table: Table) -> None:
        for total, parts in table.parts.items():
            for row in range(len(self.exact[name])):
                self._sum({Cell(name, total, row): -1.0} | {Cell(name, part, row): 1.0 for part in parts})

    def _between(self, name: str, table: Table) -> None:
        for other, keys in table.totals.items():
            if other not in self.exact:
                continue
            mine, its = self.exact[name], self.exact[other]
            for row in range(len(its)):
                same = np.ones(len(mine), dtype=bool)
                for own, theirs in keys.items():
                    same &= (mine[own] == its[theirs].iloc[row]).to_numpy()
                for column in self._adding(name):
                    cells = {Cell(name, column, int(one)): 1.0 for one in np.flatnonzero(same)}
                    total = Cell(other, column, row)
                    if (
                        total in self.number
                        and sum(self.value[self.number[one]] for one in cells)
                        == self.value[self.number[total]]
                    ):
                        self._sum(cells | {total: -1.0})

    def told(self, min_group: int) -> list[Cell]:
        """Cells that few people stand behind and that are shown, or whose whole number follows.

        So are those of hidden functions that did nothing, where others did something.
        """
        done = {i for one in self.sums if any(self.value[i] for i in one) for i in one}
        few = {
            cell: i for cell, i in self.number.items()
            if (0 < self.behind[i] < min_group and self.value[i] > 0)
            or (self.of_hidden[i] and self.value[i] == 0 and i in done)
        }  # fmt: skip
        seen = [cell for cell, i in few.items() if self.known[i] and not np.isnan(self.value[i])]
        return seen + [cell for cell, i in few.items() if not self.known[i] and self._determined(i)]

    def _determined(self, cell: int) -> bool:
        """Whether an integer programme leaves one value."""
        unknown = [i for i, known in enumerate(self.known) if not known]
        place = {i: n for n, i in enumerate(unknown)}
        totals = [sum(sign * self.value[i] for i, sign in one.items()) for one in self.sums]
        limits = [(one, total - 1e-6, total + 1e-6) for one, total in zip(self.sums, totals, strict=True)]
        limits += [(one, *((0.0, np.inf) if least else (-np.inf, 0.0))) for one, least in self.shares]
        limits = [one for one in limits if any(i in place for i in one[0])]
        matrix = np.zeros((len(limits), len(unknown)))
        low, high = (np.array([one[side] for one in limits], dtype=float) for side in (1, 2))
        for n, (one, _, _) in enumerate(limits):
            for i, sign in one.items():
                if i in place:
                    matrix[n, place[i]] = sign
                else:
                    low[n], high[n] = low[n] - sign * self.value[i], high[n] - sign * self.value[i]
        ends = []
        for sign in (1.0, -1.0):
            cost = np.zeros(len(unknown))
            cost[place[cell]] = sign
            solved = milp(
                cost,
                constraints=LinearConstraint(matrix, low, high) if limits else None,
                bounds=Bounds(0, 1e6),
                integrality=np.ones(len(unknown)),
                options={"time_limit": 5.0},
            )
            ends.append(
                round(sign * solved.fun)
                if solved.status in (0, 1) and solved.fun is not None
                else sign * np.inf
            )
        return bool(np.isfinite(ends).all() and ends[0] == ends[1])


WORLDS = {
    "two small functions": {"people": 90, "messages": 4000, "functions": 8, "seed": 3},
    "a mail room": {
        "people": 110,
        "messages": 5000,
        "functions": 9,
        "seed": 5,
        "mailroom": MailRoom(share=0.8, openness=6.0),
    },
    "sparse": {"people": 70, "messages": 500, "functions": 9, "seed": 7},
}
AS_PARAMETERS = [
    "two small functions",
    *(pytest.param(name, marks=pytest.mark.slow) for name in list(WORLDS)[1:]),
]


@lru_cache
def world(name: str) -> Analysis:
    spec = sg.CompanySpec(
        **WORLDS[name],
        outside=Outside(contacts=40),
        initiative=Initiative(threads=12),  # type: ignore[arg-type]
    )
    company = sg.simulate(spec)
    log, roster = company.log()
    actors = roster.actors.copy()
    sizes = actors[actors["actor_kind"] == "person"]["function"].value_counts()
    for function, keep in zip(sizes.index[-3:], (3, 4, 6), strict=True):  # as small as teams often are
        extra = actors.index[(actors["function"] == function) & (actors["actor_kind"] == "person")][keep:]
        actors.loc[extra, "function"] = sizes.index[0]
    settings = sg.Settings(
        replicates=20, simulations=20, seed=1, topic=company.truth["initiative"]["topic"],
        initiative=f"^{company.truth['initiative']['space']}$",
    )  # fmt: skip
    return sg.analyze(log, sg.Roster(actors, roster.aliases, roster.former_domains), settings=settings)


@pytest.mark.parametrize("name", AS_PARAMETERS)
def test_no_count_of_few_people_follows_from_the_tables(name: str) -> None:
    run = world(name)
    released = release(run)
    hidden = Policy.of(run.network, min_group=run.settings.min_group).hidden
    found = {
        question: Puzzle(result, released.results[question], hidden=hidden).told(run.settings.min_group)
        for question, result in run.results.items()
    }
    assert not {question: cells for question, cells in found.items() if cells}


def test_the_attacker_finds_what_is_not_withheld() -> None:
    run = world("two small functions")
    found = {name for name, result in run.results.items() if Puzzle(result, result).told(5)}
    assert {"maturity", "response", "relay"} <= found


@pytest.mark.parametrize("name", AS_PARAMETERS)
def test_no_table_tells_the_size_of_a_function_that_covers_a_small_one(name: str) -> None:
    run = world(name)
    hidden = Policy.of(run.network, min_group=run.settings.min_group).hidden
    for table, rows in release(run).tables.items():
        if {"function", "people"} <= set(rows):
            assert rows.loc[rows["function"].isin(hidden), "people"].isna().all(), table
        for column in {"function", "function_a", "function_b"} & set(rows):
            told = rows[rows[column].isin(hidden)].select_dtypes("number")
            assert "contacts" not in told or told["contacts"].isna().all()


@pytest.mark.parametrize("name", AS_PARAMETERS)
def test_no_small_function_is_named_anywhere(name: str) -> None:
    run = world(name)
    policy = Policy.of(run.network, min_group=run.settings.min_group)
    assert policy.small
    released = release(run)
    said = [*released.headlines(), *(str(line) for line in released.summary["warnings"])]
    said += [str(note) for result in released.results.values() for note in result.caveats]
    said += [str(cell) for table in released.tables.values() for cell in table.to_numpy(object).ravel()]
    said += [str(released.summary["owner"]), str(released.summary["glue"]), str(released.summary["silos"])]
    for function in policy.small:
        assert not [text for text in said if function in text], function


# --- groupings: who of the hidden people belong together? ---------------------------------------------------------


def groupings(members: list[int]) -> Iterator[list[list[int]]]:
    """Every way to part some people into groups."""
    if not members:
        yield []
        return
    first, rest = members[0], members[1:]
    for others in groupings(rest):
        yield [[first], *others]
        for i, group in enumerate(others):
            yield [*others[:i], [first, *group], *others[i + 1 :]]


def test_no_grouping_of_six_hidden_people_follows_from_figures_that_are_no_sums() -> None:
    run = world("two small functions")
    policy = Policy.of(run.network, min_group=5)
    people = run.network.people
    hidden = people.index[people["function"].isin(policy.small)].tolist()[:6]
    shown = release(run).results["glue"].table.set_index("function")["brokerage"]
    decimals = max(len(f"{value:.10f}".rstrip("0").partition(".")[2]) for value in shown.dropna())
    fitting = []
    for grouping in itertools.islice(groupings(hidden), 203):
        functions = people["function"].astype(object).copy()
        for number, group in enumerate(grouping):
            functions.loc[group] = f"group {number}"
        guess = Network(people.assign(function=functions), run.network.source, run.network.target,
                        strength=run.network.strength, messages=run.network.messages)  # fmt: skip
        found = pd.Series(function_brokerage(guess)).reindex(shown.index)
        if (found - shown).abs().max() <= 0.5 * 10.0**-decimals + 1e-9:
            fitting.append(grouping)
    together = {
        frozenset(pair) for group in fitting[:1] for part in group for pair in itertools.combinations(part, 2)
    }
    assert len(fitting) != 1, "one grouping fits"
    for pair in {frozenset(p) for p in itertools.combinations(hidden, 2)}:
        kept = {any(pair <= set(part) for part in grouping) for grouping in fitting}
        assert len(kept) != 1 or not fitting, (pair, together)


def test_figures_of_the_whole_do_not_hang_on_who_is_in_which_small_function() -> None:
    """The same company with its hidden people dealt otherwise over the small functions gives the same figures."""
    whole = world("two small functions")
    settings = replace(whole.settings, only=("silos", "communities"))
    run = sg.analyze(whole.log, whole.roster, settings=settings)
    policy = Policy.of(run.network, min_group=5)
    small = sorted(policy.small)
    actors = run.roster.actors.copy()
    rows = actors.index[actors["function"].isin(small) & (actors["actor_kind"] == "person")]
    dealt = actors.loc[rows, "function"].to_numpy()[::-1]
    assert list(dealt) != list(actors.loc[rows, "function"])
    actors.loc[rows, "function"] = dealt
    other = sg.analyze(
        run.log, sg.Roster(actors, run.roster.aliases, run.roster.former_domains), settings=settings
    )
    key = b"k" * 32
    one, two = (release(either, key=key).summary["organisation"] for either in (run, other))
    for figure in ("walls", "ami"):
        assert one[figure] == pytest.approx(two[figure], rel=1e-6), figure
    # here it is left out with what two functions exchange inside
    assert one["modularity"] is None
    assert two["modularity"] is None
    of_both = [either.merged["silos"].modularity for either in (run, other)]  # type: ignore[attr-defined]
    assert of_both[0] == pytest.approx(of_both[1], rel=1e-6)


# --- order is part of disclosure ----------------------------------------------------------------------------------


def firm(n: int = 60) -> Network:
    rng = np.random.default_rng(0)
    functions = {f"p{i:03d}@x.org": "ABCDEF"[i % 6] for i in range(n)}
    names = list(functions)
    edges = [(names[a], names[b]) for a, b in rng.integers(0, n, (4 * n, 2)).tolist() if a != b]
    return Network.from_edges(edges, functions)


def test_ties_say_nothing_about_the_order_of_ids() -> None:
    network = firm()
    ids = network.people["person_id"].to_numpy(str)
    rank = {name: i for i, name in enumerate(sorted(ids))}
    forward, numbers = [], []
    for seed in range(40):
        picture = release_network(network, key=bytes([seed]) * 32).picture
        ties = picture.ties()
        who = picture.network.people["person_id"].to_numpy(str)[picture.order]
        forward.append(
            np.mean([rank[who[a]] < rank[who[b]] for a, b in zip(ties["a"], ties["b"], strict=True)])
        )
        numbers.append(spearmanr([rank[name] for name in who], np.arange(len(who))).statistic)
    assert abs(np.mean(forward) - 0.5) < 4 * 0.5 / np.sqrt(40 * 10)
    assert abs(np.mean(numbers)) < 4 / np.sqrt(40 * len(ids))


def test_places_say_nothing_about_the_order_of_ids() -> None:
    """People of one function without ties among each other stand where chance put them."""
    names = [f"p{i:03d}@x.org" for i in range(40)]
    ring = [(names[i], names[(i + 1) % 40]) for i in range(40)]
    network = Network.from_edges(ring, dict.fromkeys(names[:20], "A") | dict.fromkeys(names[20:], "B"))
    found = []
    for seed in range(30):
        picture = release_network(network, key=bytes([seed]) * 32).picture
        who = picture.network.people["person_id"].to_numpy(str)
        inside = np.flatnonzero(picture.network.people["function"].to_numpy(str) == "A")
        order = np.argsort(who[inside])
        x = picture.layout.people[inside[order], 0]
        found.append(spearmanr(np.arange(len(x)), x).statistic)
    assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(len(found)) + 0.05


def test_two_runs_give_the_same_people_other_numbers() -> None:
    network = firm()
    one, two = (release_network(network).picture.tags for _ in range(2))
    assert one == two  # P001 ... in both
    first, second = (release_network(network).picture.network.people["person_id"].tolist() for _ in range(2))
    assert first != second


def test_hidden_members_are_marked_together() -> None:
    run = world("two small functions")
    policy = Policy.of(run.network, min_group=5)
    table = release(run).tables["people"]
    assert not set(table["function"]) & policy.hidden
    assert (table["function"] == SMALL).sum() >= 5
    assert table.loc[table["function"] == SMALL, "elsewhere"].isna().all()
