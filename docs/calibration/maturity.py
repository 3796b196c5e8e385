"""How often `maturity` is wrong where the truth is known. Renews the tables of ``maturity.md`` next to this file.

Companies are drawn here, person by person: who takes part at all decides stage and verdicts, so that nothing else is
drawn. Usage::

    python docs/calibration/maturity.py [--companies 100] [--planted 60]
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from tables import renew, upper

from silograph.analyses.maturity.answer import MaturityResult, maturity
from silograph.log.conversations import NONE, Conversations
from silograph.log.people import Roster
from silograph.log.schema import CHANNELS, KINDS

PAGE = Path(__file__).with_suffix(".md")
FACING = ("F0", "F1", "F2")


@dataclass(frozen=True, kw_only=True)
class Truth:
    """Who takes part: the chance of each person to write at least one post."""

    others: float = 0.02
    facing: float = 0.02  # people of the three functions that face customers
    pilot: float = 0.02  # people of one function that does not
    spread: float = 0.0  # standard deviation of the functions' chances, in logits

    @property
    def stage(self) -> str:
        """The true stage, where no chance lies near the threshold of 0.1."""
        if self.others > 0.1:
            return "transversal"
        if self.facing > 0.1:
            return "customer_facing"
        return "pilot" if self.pilot > 0.1 else "none"


CASES = {
    "nobody, save 2 % strays": Truth(),
    "nobody, save 4 % strays, more in some functions": Truth(
        others=0.04, facing=0.04, pilot=0.04, spread=0.3
    ),
    "everybody alike, 25 %": Truth(others=0.25, facing=0.25, pilot=0.25),
    "everybody, 40 %, functions differ": Truth(others=0.4, facing=0.4, pilot=0.4, spread=0.5),
    "one function of many, 40 %": Truth(pilot=0.4),
    "those who face customers, 40 %": Truth(facing=0.4),
}
GRID = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8)
PLANTED = {
    "pilot": [Truth(pilot=x) for x in GRID],
    "customer_facing": [Truth(facing=x) for x in GRID],
    "transversal": [Truth(others=x, facing=x, pilot=x) for x in GRID],
}


def draw(truth: Truth, seed: int) -> tuple[Conversations, Roster, pd.Series]:
    """One company of 10 functions of 6 to 60 people: everybody who takes part writes one post."""
    rng = np.random.default_rng(seed)
    sizes = np.exp(rng.uniform(np.log(6), np.log(61), 10)).astype(int)
    chance = np.array([truth.facing] * 3 + [truth.pilot] + [truth.others] * 6)
    odds = chance / (1 - chance) * np.exp(truth.spread * rng.normal(size=10))
    chance = odds / (1 + odds)
    function = np.repeat(np.arange(10), sizes)
    names = tuple(f"F{code}" for code in range(10))
    writes = np.flatnonzero(rng.random(len(function)) < chance[function])
    writes = writes if len(writes) else np.array([0])
    ids = [f"p{i}" for i in range(len(function))]
    messages = pd.DataFrame(
        {
            "sent_at": pd.Timestamp("2024-01-01", tz="UTC")
            + pd.to_timedelta(np.arange(len(writes)), unit="h"),
            "time_quality": "exact",
            "channel": pd.Categorical(["post"] * len(writes), categories=CHANNELS),
            "kind": pd.Categorical(["post"] * len(writes), categories=KINDS),
            "sender": writes,
            "function": function[writes],
            "thread": np.arange(len(writes)),
            "parent": NONE,
            "space": 0,
            "audience": 0,
            "automated": False,
            "source": 0,
            "subject": None,
        }
    )
    nobody = pd.DataFrame({"message": [], "recipient": [], "function": [], "role": []}).astype(
        {"message": int, "recipient": int, "function": int}
    )
    actors = pd.DataFrame(
        {"actor_id": ids, "actor_kind": "person", "function": np.array(names)[function], "level": np.nan,
         "title": None, "manager_id": None}
    )  # fmt: skip
    roster = Roster.from_pandas(pd.DataFrame({"person_id": ids, "function": actors["function"]}))
    threads = tuple(map(str, range(len(writes))))
    talk = Conversations(
        messages, nobody, pd.DataFrame(), functions=names, spaces=("#all",), actors=actors, threads=threads
    )
    return talk, roster, pd.Series(chance, index=names)


def judge(truth: Truth, seed: int) -> tuple[MaturityResult, pd.Series]:
    """The result for one company, and the functions' true chances."""
    talk, roster, chance = draw(truth, seed)
    return maturity(talk, roster=roster, customer_facing=FACING, samples=1000, seed=seed), chance


def known(companies: int) -> tuple[str, str]:
    """Stages, verdicts and coverage where the truth is clear."""
    rows = [
        "| the truth | companies | its stage | other stage | upper 95 % bound | unclear |",
        "|---|---|---|---|---|---|",
    ]
    functions, wrong_functions, covered, wrong_all = 0, 0, [], 0
    for number, (what, truth) in enumerate(CASES.items()):
        stages: Counter[str] = Counter()
        for seed in range(companies):
            found, chance = judge(truth, 1000 * number + seed)
            stages[found.stage] += 1
            table = found.table.set_index("function")
            takes = chance > 0.1
            wrong = ((table["verdict"] == "takes_part") & ~takes) | ((table["verdict"] == "does_not") & takes)
            functions += len(table)
            wrong_functions += int(wrong.sum())
            covered += (
                table["participation_low"]
                .le(chance)
                .where(table["participation_high"].ge(chance), False)
                .tolist()
            )
        other = companies - stages[truth.stage] - stages["unclear"]
        wrong_all += other
        rows.append(
            f"| {what} | {companies} | {truth.stage}: {stages[truth.stage]} | {other} "
            f"| {upper(other, companies):.1%} | {stages['unclear']} |"
        )
    trials = companies * len(CASES)
    rows.append(f"| **all** | {trials} | | {wrong_all} | {upper(wrong_all, trials):.1%} | |")
    text = (
        f"Functions: {wrong_functions} of {functions:,} got a wrong verdict (`takes_part` below 10 %, `does_not` "
        f"above), upper bound {upper(wrong_functions, functions):.1%}. The interval of participation covers the "
        f"truth in {np.mean(covered):.1%} of them."
    )
    return "\n".join(rows), text


def curves(companies: int) -> str:
    """How often each stage is found, by how many of the people concerned take part."""
    rows = ["| planted | " + " | ".join(f"{x:.0%}" for x in GRID) + " |", "|---" * (len(GRID) + 1) + "|"]
    for number, (stage, truths) in enumerate(PLANTED.items()):
        cells = []
        for step, truth in enumerate(truths):
            seeds = range(
                100_000 * (number + 1) + 1000 * step, 100_000 * (number + 1) + 1000 * step + companies
            )
            cells.append(np.mean([judge(truth, seed)[0].stage == stage for seed in seeds]))
        rows.append(f"| {stage} | " + " | ".join(f"{cell:.0%}" for cell in cells) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=100)
    parser.add_argument("--planted", type=int, default=60)
    options = parser.parse_args()
    stages, functions = known(options.companies)
    renew(PAGE, {"stages": stages, "functions": functions, "detection": curves(options.planted)})
