"""Whoever has an output folder and wants to know about a small group or a single person: they find nothing.

The attacker knows the program, the list of functions and how many people each has, what each table counts, and (worse
than real) every total along which a table adds up. Cells that are shown are equations, rounded ones intervals; what is
withheld is an unknown whole number. `determined` asks an integer programme for the smallest and the largest value of
each unknown: one that cannot vary is known.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.stats import spearmanr

import silograph as sg
from silograph.analyses.glue.answer import function_brokerage
from silograph.analyses.parts.declare import Table
from silograph.graph.network import Network
from silograph.graph.small import SMALL
from silograph.release.gate import Released, release, release_network
from silograph.release.policy import Policy
from silograph.release.tables import _lines, _people
from silograph.run.run import Analysis
from silograph.simulation import Initiative, MailRoom, Outside

# --- the general attack: every table of a run as an integer programme ------------------------------------------------


class Unknown(NamedTuple):
    """A cell that was withheld, with the people behind it."""

    row: int
    behind: float


def determined(
    exact: pd.DataFrame, shown: pd.Series[Any], declared: Table, column: str, behind: str
) -> list[int]:
    """Rows of a column that adds up whose withheld whole number follows from the rest of the table."""
    values = exact[column].to_numpy(float)
    people = _people(exact, behind)
    hidden = np.flatnonzero(shown.isna().to_numpy() & ~np.isnan(values) & (people > 0))
    if not len(hidden):
        return []
    place = {row: i for i, row in enumerate(hidden.tolist())}
    rows, totals = [], []
    for line in _lines(exact, declared):
        unknown = [place[row] for row in line.tolist() if row in place]
        if unknown:
            coefficients = np.zeros(len(hidden))
            coefficients[unknown] = 1
            rows.append(coefficients)
            totals.append(values[[hidden[i] for i in unknown]].sum())
    equations = LinearConstraint(np.array(rows), np.array(totals) - 0.5, np.array(totals) + 0.5)
    found = []
    for i, row in enumerate(hidden.tolist()):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(hidden))
            cost[i] = sign
            solved = milp(
                cost, constraints=equations, bounds=Bounds(0, np.inf), integrality=np.ones(len(hidden))
            )
            ends.append(sign * solved.fun if solved.success else np.nan)
        if ends[0] == ends[1] and people[row] > 0:
            found.append(row)
    return found


def aligned(exact: pd.DataFrame, released: pd.DataFrame, keys: list[str], column: str) -> pd.Series[Any]:
    """A released column in the rows of the exact table; missing where its row or cell is not shown."""
    shown = released.drop_duplicates(keys).set_index(keys)[column]
    index = pd.MultiIndex.from_frame(exact[keys].astype(object)) if len(keys) > 1 else exact[keys[0]]
    return shown.reindex(index).reset_index(drop=True)


def counts(
    run: Analysis, released: Released
) -> Iterator[tuple[str, str, Table, pd.DataFrame, pd.Series[Any], str]]:
    """Every column of whole numbers that adds up, of every table of a run."""
    for name, result in run.results.items():
        for table, declared in type(result).declared.items():
            exact = getattr(result, declared.source).reset_index(drop=True)
            after = getattr(released.results[name], declared.source)
            keys = [
                column.name
                for column in declared.columns
                if column.unit in {"function", "word", "month", "number"} and column.name != "verdict"
                and column.name in exact and column.name in after and column.name not in declared.describes
            ]  # fmt: skip
            for column in declared.columns:
                if column.rule == "sum" and column.unit == "count" and column.name in after and keys:
                    behind = column.behind or declared.behind
                    yield (
                        name,
                        table,
                        declared,
                        exact,
                        aligned(exact, after, keys, column.name).rename(column.name),
                        behind,
                    )


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


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("people", ["pseudonyms", "no_people"])
def test_no_count_of_few_people_follows_from_the_tables(name: str, people: str) -> None:
    run = world(name)
    found = []
    for question, table, declared, exact, shown, behind in counts(run, release(run, people=people)):  # type: ignore[arg-type]
        few = _people(exact, behind) < run.settings.min_group
        rows = [row for row in determined(exact, shown, declared, str(shown.name), behind) if few[row]]
        visible = np.flatnonzero(few & (_people(exact, behind) > 0) & shown.notna().to_numpy())
        found += [(question, table, shown.name, row) for row in [*rows, *visible.tolist()]]
    assert not found


@pytest.mark.parametrize("name", WORLDS)
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
    run = world("two small functions")
    policy = Policy.of(run.network, min_group=5)
    small = sorted(policy.small)
    actors = run.roster.actors.copy()
    rows = actors.index[actors["function"].isin(small) & (actors["actor_kind"] == "person")]
    dealt = actors.loc[rows, "function"].to_numpy()[::-1]
    assert list(dealt) != list(actors.loc[rows, "function"])
    actors.loc[rows, "function"] = dealt
    other = sg.analyze(
        run.log, sg.Roster(actors, run.roster.aliases, run.roster.former_domains), settings=run.settings
    )
    key = b"k" * 32
    one, two = (release(either, key=key).summary["organisation"] for either in (run, other))
    for figure in ("walls", "modularity", "ami"):
        assert one[figure] == pytest.approx(two[figure], rel=1e-6), figure


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
