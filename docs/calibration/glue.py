"""How often `glue` sees glue where there is none, and whether it finds the person who carries one.

    python docs/calibration/glue.py [--companies 100] [--only calibration,carriers]

Renews the tables of ``../questions/glue.md``. For the first, companies of 120 people are drawn pair by pair here, not
with the package's own simulator; the second has simulated ones, 40 per row.
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
PEOPLE, FUNCTIONS, DEGREE = 120, 6, 10


class Kind(NamedTuple):
    """What a row of the table is about."""

    name: str
    walls: float = 1.0
    weighted: bool = False
    openness: float = 1.0  # of a function of twelve


KINDS = (
    Kind("no walls, functions drawn at random"),
    Kind("the same, weighted distance", weighted=True),
    Kind("walls of 3", walls=3),
    Kind("walls of 8", walls=8),
    Kind("walls of 8, weighted distance", walls=8, weighted=True),
    Kind("walls of 8, a function of 12 three times as open", walls=8, openness=3),
)


def draw(rng: np.random.Generator, kind: Kind) -> Network:
    """Functions of 6 to 50, the first of twelve; activity lognormal (log sd 0.7); log-series messages per tie."""
    sizes = np.r_[
        12, 6 + rng.multinomial(PEOPLE - 12 - 6 * (FUNCTIONS - 1), rng.dirichlet(np.ones(FUNCTIONS - 1)))
    ]
    function = np.repeat(np.arange(FUNCTIONS), sizes)
    theta = rng.lognormal(0, 0.7, PEOPLE)
    one, other = np.triu_indices(PEOPLE, 1)
    same = function[one] == function[other]
    border = (function[one] == 0) != (function[other] == 0)
    rate = theta[one] * theta[other] * np.where(same, kind.walls, np.where(border, kind.openness, 1.0))
    tied = rng.random(len(rate)) < -np.expm1(-rate * PEOPLE * DEGREE / 2 / rate.sum())
    people = {number: f"F{code}" for number, code in enumerate(function)}
    network = Network.from_edges(zip(one[tied].tolist(), other[tied].tolist(), strict=True), people)
    strength = rng.logseries(0.7, len(network.source)).astype(float)
    return Network(
        people=network.people,
        source=network.source,
        target=network.target,
        strength=strength,
        messages=strength.astype(np.int64),
    )


def row(position: int, kind: Kind, companies: int) -> str:
    some_q = some_verdict = first = 0
    for number in range(companies):
        network = draw(np.random.default_rng([11, position, number]), kind)
        table = glue(
            network, weighted=kind.weighted, replicates=2, null_networks=0, without=(), seed=number
        ).table
        some_q += bool((table["q_value"] < 0.05).any())
        some_verdict += bool((table["verdict"] == "glue").any())
        first += table.sort_values("rank")["function"].iloc[0] == "F0"
    planted = f"; it is first in {share(first, companies)}" if kind.openness != 1 else ""
    line = f"| {kind.name} | {share(some_q, companies)} | {share(some_verdict, companies)}{planted} |"
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
        result = glue(company.to_network(), replicates=2, null_networks=0, seed=seed, without=(planted,))
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
        f"Share of {companies} companies per row, with its 95 % interval:",
        "",
        "| company | some q below 0.05 | some verdict `glue` |",
        "|---|---|---|",
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
