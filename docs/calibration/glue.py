"""How often `glue` sees glue where there is none, and whether it finds the person who carries one.

    python docs/calibration/glue.py [--companies 100] [--only calibration,carriers]

Renews the tables of ``../questions/glue.md``. For the first, companies are drawn pair by pair here, not with the
package's own simulator; the second has simulated ones, 40 per row.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tables import renew, share

from silograph.analyses.glue.answer import glue
from silograph.graph.network import Network
from silograph.simulation import CompanySpec, simulate

PAGE = Path(__file__).parent.parent / "questions" / "glue.md"
SMALLEST, LARGEST, PLANTED = 6, 80, 12
WALLS, TEAM, TEAM_SIZE, SITES, ACROSS_SITES, OUTWARD = 8.0, 8.0, 6, 3, 0.02, 0.6


class Kind(NamedTuple):
    """What a row of the table is about: what is true of all, and of the first function."""

    name: str
    sites: bool = False
    teams: bool = False
    outward: bool = False
    openness: float = 1.0
    activity: float = 1.0

    @property
    def planted(self) -> bool:
        return self.openness != 1 or self.activity != 1


KINDS = (
    Kind("nothing but walls"),
    Kind("three sites with the same functions, 2 % of ties across", sites=True),
    Kind("tight teams", teams=True),
    Kind("people differ in outwardness", outward=True),
    Kind("F0 twice as open", openness=2),
    Kind("F0 three times as open", openness=3),
    Kind("the same, three sites", openness=3, sites=True),
    Kind("the same, tight teams", openness=3, teams=True),
    Kind("the same, people differ in outwardness", openness=3, outward=True),
    Kind("F0 three times as active", activity=3),
)


def draw(rng: np.random.Generator, kind: Kind) -> Network:
    """150 to 300 people, 8 to 10 functions, F0 of twelve; activity lognormal (log sd 0.6); 10 to 14 contacts each."""
    people, k, degree = int(rng.integers(150, 301)), int(rng.integers(8, 11)), rng.uniform(10, 14)
    weights = rng.lognormal(0, 0.7, k - 1)
    more = np.floor((people - PLANTED - SMALLEST * (k - 1)) * weights / weights.sum()).astype(int)
    sizes = np.r_[PLANTED, np.minimum(SMALLEST + more, LARGEST)]
    n, function = int(sizes.sum()), np.repeat(np.arange(k), sizes)
    theta, outward = rng.lognormal(0, 0.6, n), np.where(function == 0, kind.openness, 1.0)
    theta[function == 0] *= kind.activity
    if kind.outward:
        outward *= rng.lognormal(0, OUTWARD, n)
    one, other = np.triu_indices(n, 1)
    same = function[one] == function[other]
    rate = theta[one] * theta[other] * np.where(same, WALLS, outward[one] * outward[other])
    if kind.sites:
        site = np.concatenate([rng.permutation(size) % SITES for size in sizes])
        apart = site[one] != site[other]
        rate[apart] *= ACROSS_SITES / (1 - ACROSS_SITES) * rate[~apart].sum() / rate[apart].sum()
    if kind.teams:
        team = np.concatenate([rng.permutation(size) // TEAM_SIZE for size in sizes])
        rate[same & (team[one] == team[other])] *= TEAM
    tied = rng.random(len(rate)) < -np.expm1(-rate * n * degree / 2 / rate.sum())
    names = {number: f"F{code}" for number, code in enumerate(function)}
    return Network.from_edges(zip(one[tied].tolist(), other[tied].tolist(), strict=True), names)


def row(position: int, kind: Kind, companies: int) -> str:
    other = found = first = 0
    for number in range(companies):
        network = draw(np.random.default_rng([11, position, number]), kind)
        table = glue(network, replicates=2, simulations=0, without=(), seed=number).table
        called = set(table.loc[table["verdict"].isin(["glue", "bridge"]), "function"])
        other += bool(called - ({"F0"} if kind.planted else set()))
        found += kind.planted and "F0" in set(table.loc[table["verdict"] == "glue", "function"])
        first += table["function"].iloc[0] == "F0"
    planted = (share(found, companies), share(first, companies)) if kind.planted else ("–", "–")
    line = f"| {kind.name} | {share(other, companies)} | {planted[0]} | {planted[1]} |"
    print(line, flush=True)
    return line


def carried(companies: int, concentration: float) -> str:
    """Companies whose glue hangs on one person as far as `concentration`; without, on nobody in particular."""
    first = falls = 0
    shares, lost = [], []
    for seed in range(companies):
        company = simulate(
            CompanySpec(people=120, messages=6000, functions=7, seed=seed, glue_concentration=concentration)
        )
        planted = company.truth["glue"]
        result = glue(company.to_network(), replicates=2, simulations=0, seed=seed, without=(planted,))
        own = result.people[result.people["function"] == planted].nlargest(1, "brokerage_share").iloc[0]
        first += own["person_id"] == company.truth["glue_person"]
        shares.append(own["brokerage_share"])
        lost.append(result.table.set_index("function").loc[planted, "concentration"])
        ranks = result.without.set_index("removed")["rank"]
        falls += bool(ranks[1] > ranks[0])
    name = f"one person carries {concentration:.0%}" if concentration else "no such person"
    top = share(first, companies) if concentration else "–"
    line = f"| {name} | {top} | {spread(shares)} | {spread(lost)} | {share(falls, companies)} |"
    print(line, flush=True)
    return line


def spread(values: list[float]) -> str:
    """Median, smallest and largest."""
    return f"{np.median(values):.0%} ({min(values):.0%} to {max(values):.0%})"


def carriers() -> list[str]:
    return [
        "Simulated companies of 120 people in seven functions, 40 per row; medians with the smallest and the largest:",
        "",
        "| glue planted | the person carries most | largest share of a person | concentration | lower rank without |",
        "|---|---|---|---|---|",
        *(carried(40, concentration) for concentration in (0.0, 0.4, 0.8)),
    ]


def calibration(companies: int) -> list[str]:
    return [
        f"{companies} companies per row, each drawn anew for this table, with 95 % intervals:",
        "",
        "| company | a function called that is not F0, or none is planted | F0 found | F0 first by lift |",
        "|---|---|---|---|",
        *(row(position, kind, companies) for position, kind in enumerate(KINDS)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=100)
    parser.add_argument("--only", default="calibration,carriers")
    arguments = parser.parse_args()
    for name in arguments.only.split(","):
        lines = calibration(arguments.companies) if name == "calibration" else carriers()
        renew(PAGE, {name: "\n".join(lines)})


if __name__ == "__main__":
    main()
