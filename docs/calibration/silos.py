"""How often `silos` is wrong where the truth is known. Renews the tables of ``silos.md`` next to this file.

The networks are drawn pair by pair here, not with the package's own simulator. Usage::

    python docs/calibration/silos.py [--networks 40] [--only null,stress,few,planted,labels]
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tables import Row, at_most, renew_each

from silograph.analyses.silos.answer import silos
from silograph.analyses.silos.openness import MIN_FUNCTIONS
from silograph.graph.network import Network

PAGE = Path(__file__).with_suffix(".md")
SETTINGS: dict[str, Any] = {"simulations": 1}


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What an organisation is drawn from, every pair of people for itself."""

    functions: tuple[int, int] = (6, 15)
    walls: float = 6.0
    degree: float = 20.0
    smallest: int = 6
    largest: int = 60
    activity: str = "lognormal"
    ties: str = "heavy"
    openness: float = 1.0  # of the first function
    team: int = 0
    team_factor: float = 4.0
    outward_sd: float = 0.0
    pairs_sd: float = 0.0


NULLS = {
    "heavy-tailed messages per tie": Truth(),
    "overdispersed ties": Truth(ties="overdispersed"),
    "very unequal activity, thick walls": Truth(activity="pareto", walls=15.0, degree=12.0),
    "few ties": Truth(degree=6.0, walls=3.0),
    "no walls": Truth(walls=1.0),
    "functions of 6 to 150": Truth(largest=150),
    "functions of 6 to 12": Truth(largest=12, degree=10.0),
}
STRESSES = {
    "teams of eight inside functions, four times as close": Truth(team=8),
    "the same, twenty times as close, functions of 6 to 150": Truth(team=8, team_factor=20.0, largest=150),
    "people differ in how much they look outward (log sd 0.5)": Truth(outward_sd=0.5),
    "pairs of functions differ in how close they are (log sd 0.5)": Truth(pairs_sd=0.5),
    "teams, people and pairs together": Truth(team=8, outward_sd=0.5, pairs_sd=0.5),
}
FEW, CLOSENESS = (4, 5, 8, 12), (0.0, 0.2, 0.4)
ALIKE = {"30": {"smallest": 30, "largest": 30}, "6-60": {}}
PLANTED = (0.3, 0.6, 1.0, 1.6, 3.0)
SIZES = ((6, 12), (13, 30), (31, 60))


def draw(rng: np.random.Generator, truth: Truth, *, first_size: int | None = None) -> Network:
    """One organisation."""
    count = rng.integers(truth.functions[0], truth.functions[1] + 1)
    sizes = np.exp(rng.uniform(np.log(truth.smallest), np.log(truth.largest + 1), count)).astype(int)
    sizes[0] = first_size or sizes[0]
    function = np.repeat(np.arange(count), sizes)
    n = len(function)
    same = function[:, None] == function
    pareto = truth.activity == "pareto"
    theta = np.minimum(rng.pareto(2.0, n) + 0.3, 15) if pareto else np.exp(0.9 * rng.normal(size=n))
    rate = theta[:, None] * theta * np.where(same, truth.walls, 1.0)
    if truth.team:
        teams = np.concatenate([np.arange(size) // truth.team for size in sizes])
        rate = np.where(same & (teams[:, None] == teams), truth.team_factor * rate, rate)
    outward = np.exp(truth.outward_sd * rng.normal(size=n))
    closeness = np.triu(np.exp(truth.pairs_sd * rng.normal(size=(count, count))), 1)
    closeness += closeness.T
    rate = np.where(same, rate, rate * outward[:, None] * outward * closeness[function[:, None], function])
    rate = np.where((function[:, None] == 0) ^ (function == 0), rate * truth.openness, rate)
    i, j = np.triu_indices(n, 1)
    rate = rate[i, j] * n * truth.degree / 2 / rate[i, j].sum()
    if truth.ties == "overdispersed":
        rate = rate * rng.gamma(0.3, 1 / 0.3, len(rate))
    contacts = rng.poisson(rate)
    pair = np.flatnonzero(contacts)
    strength = contacts[pair].astype(float)
    if truth.ties == "heavy":
        messages = np.ceil(np.exp(1.2 * rng.normal(size=contacts.sum())))
        strength = np.add.reduceat(messages, np.r_[0, np.cumsum(contacts[pair])[:-1]])
    return Network.from_pandas(
        pd.DataFrame({"source": i[pair], "target": j[pair], "strength": strength}),
        pd.DataFrame({"person_id": np.arange(n), "function": [f"F{code:02d}" for code in function]}),
    )


def false_calls(kinds: Mapping[str, Truth], networks: int, seed: int) -> list[Row]:
    """Functions called silo or open where none is."""
    rows = []
    for k, (kind, truth) in enumerate(kinds.items()):
        tables = [
            silos(draw(np.random.default_rng([seed + k, r]), truth), **SETTINGS).table
            for r in range(networks)
        ]
        table = pd.concat(tables)
        known = table[table["verdict"] != "not_assessable"]
        called = known["verdict"].isin(["silo", "open"])
        rows.append(
            {
                "null": kind,
                "functions called": at_most(int(called.sum()), len(known)),
                "organisations with any": at_most(
                    sum(t["verdict"].isin(["silo", "open"]).any() for t in tables), len(tables)
                ),
                "p < 0.05": f"{(known['p_value'] < 0.05).mean():.1%}",
                "p < 0.005": f"{(known['p_value'] < 0.005).mean():.2%}",
                "interval holds 1": f"{((known['openness_low'] <= 1) & (known['openness_high'] >= 1)).mean():.1%}",
            }
        )
    return rows


def few(networks: int, seed: int) -> list[Row]:
    """How often functions are called where only pairs of them differ, and how often one of thirty people is found."""
    rows = []
    for count, (people, sizes), sd in product(FEW, ALIKE.items(), CLOSENESS):
        null, found = [], 0
        for r in range(networks):
            truth, key = (
                Truth(functions=(count, count), pairs_sd=sd, **sizes),
                [seed, count, int(10 * sd), len(sizes), r],
            )
            null.append(silos(draw(np.random.default_rng([*key, 0]), truth), **SETTINGS).table)
            closed = draw(np.random.default_rng([*key, 1]), replace(truth, openness=0.3), first_size=30)
            found += silos(closed, **SETTINGS).table["verdict"].iloc[0] == "silo"
        known = pd.concat(null)
        rows.append(
            {
                "functions": count,
                "people": people,
                "pairs, log sd": sd,
                "p < 0.05": f"{(known['p_value'] < 0.05).mean():.1%} of {len(known)}",
                "p < 0.005": f"{(known['p_value'] < 0.005).mean():.2%}",
                "organisations with any called": at_most(
                    sum(one["verdict"].isin(["silo", "open"]).any() for one in null), networks
                ),
                "one 0.3 times as open: called silo": "no verdict"
                if count < MIN_FUNCTIONS
                else f"{found / networks:.0%}",
            }
        )
    return rows


def planted(networks: int, seed: int) -> list[Row]:
    """Coverage of the planted openness, and how often it is found."""
    rows = []
    for k, x in enumerate(PLANTED):
        for low, high in SIZES:
            first = []
            for r in range(networks):
                rng = np.random.default_rng([seed, k, low, r])
                network = draw(
                    rng, Truth(openness=x, functions=(6, 8)), first_size=int(rng.integers(low, high + 1))
                )
                first.append(silos(network, **SETTINGS).table.iloc[0])
            table = pd.DataFrame(first)
            inside = (table["openness_low"] <= x) & (table["openness_high"] >= x)
            rows.append(
                {
                    "planted openness": x,
                    "people": f"{low}-{high}",
                    "median estimate": f"{table['openness'].median():.2f}",
                    "interval holds it": f"{inside.mean():.1%} of {len(table)}",
                    "median width (log)": f"{np.log(table['openness_high'] / table['openness_low']).median():.2f}",
                    "called silo": f"{(table['verdict'] == 'silo').mean():.0%}",
                    "called open": f"{(table['verdict'] == 'open').mean():.0%}",
                }
            )
    return rows


def labels(networks: int, seed: int) -> list[Row]:
    """Walls and modularity where people's functions are shuffled: a clustered network, meaningless labels."""
    z, covered = [], 0
    for r in range(networks):
        rng = np.random.default_rng([seed, r])
        network = draw(rng, Truth())
        people = network.people.assign(function=rng.permutation(network.people["function"]))
        network = Network.from_pandas(network.to_pandas(), people)
        result = silos(network, simulations=50)
        z.append(result.modularity_z)
        covered += result.walls_low <= 1 <= result.walls_high
    row = {
        "organisations": networks,
        "modularity_z mean": f"{np.mean(z):.2f}",
        "modularity_z sd": f"{np.std(z, ddof=1):.2f}",
        "modularity_z beyond 2": at_most(int((np.abs(z) > 2).sum()), networks),
        "walls interval holds 1": f"{covered / networks:.1%}",
    }
    return [row]


def main() -> None:
    """Run the sections asked for; put their tables into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", type=int, default=40)
    parser.add_argument("--only", default="null,stress,few,planted,labels")
    arguments = parser.parse_args()
    sections = {
        "null": lambda networks: false_calls(NULLS, networks, 100),
        "stress": lambda networks: false_calls(STRESSES, networks, 200),
        "few": lambda networks: few(networks, 500),
        "planted": lambda networks: planted(networks, 300),
        "labels": lambda networks: labels(networks, 400),
    }
    renew_each(PAGE, sections, arguments.only, count=arguments.networks)


if __name__ == "__main__":
    main()
