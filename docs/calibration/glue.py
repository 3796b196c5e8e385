"""How often `glue` sees glue where there is none. Renews the table of ``../questions/glue.md``.

    python docs/calibration/glue.py [--companies 250]

Companies of 120 people are drawn pair by pair here, not with the package's own simulator.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import beta

from silograph.analyses.glue import glue
from silograph.network import Network

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


def share(hits: int, of: int) -> str:
    """A share with its exact 95 % interval (Clopper-Pearson)."""
    low = beta.ppf(0.025, hits, of - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, of - hits) if hits < of else 1.0
    return f"{hits / of:.1%} ({low:.1%} to {high:.1%})"


def row(position: int, kind: Kind, companies: int) -> str:
    some_q = some_verdict = first = 0
    for number in range(companies):
        network = draw(np.random.default_rng([11, position, number]), kind)
        table = glue(network, weighted=kind.weighted, replicates=60, null_networks=60, seed=number).table
        some_q += bool((table["q_value"] < 0.05).any())
        some_verdict += bool((table["verdict"] == "glue").any())
        first += table.sort_values("rank")["function"].iloc[0] == "F0"
    planted = f"; it is first in {share(first, companies)}" if kind.openness != 1 else ""
    line = f"| {kind.name} | {share(some_q, companies)} | {share(some_verdict, companies)}{planted} |"
    print(line, flush=True)
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=250)
    companies = parser.parse_args().companies
    lines = [
        f"Share of {companies} companies per row, with its 95 % interval:",
        "",
        "| company | some q below 0.05 | some verdict `glue` |",
        "|---|---|---|",
        *(row(position, kind, companies) for position, kind in enumerate(KINDS)),
    ]
    part = re.compile(r"(?s)(?<=<!-- calibration -->\n).*?(?=<!-- end -->)")
    PAGE.write_text(
        part.sub("\n".join(lines) + "\n", PAGE.read_text(encoding="utf-8"), count=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
