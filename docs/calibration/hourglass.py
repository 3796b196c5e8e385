"""How often `hourglass` is wrong where the truth is known. Renews the tables of ``hourglass.md`` next to this file.

Companies are drawn here, contact by contact; ``simulated`` uses the package's simulator. What was found for a company
is appended to ``results/hourglass.jsonl``, so that a run can be interrupted and resumed. Usage::

    python docs/calibration/hourglass.py [--companies 200] [--only null,stress,planted,simulated]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from collisions import conversations  # the page next to this one
from tables import Drawn, Row, at_most, renew_each

from silograph.analyses.hourglass.answer import HourglassResult, hourglass
from silograph.log.conversations import Conversations, build_conversations
from silograph.simulation import CompanySpec, simulate
from silograph.simulation.themes import Outside

PAGE = Path(__file__).with_suffix(".md")
RESULTS = PAGE.parent / "results" / "hourglass.jsonl"
SETTINGS: dict[str, Any] = {"replicates": 100, "simulations": 200}


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a company is drawn from.

    Parameters
    ----------
    contacts, messages
        Contacts outside; messages inside per person.
    activity
        Standard deviation of the logarithm of people's activity, inside and outside alike.
    outward
        The same of what makes people write outside more than inside.
    burst
        Standard deviation of the logarithm of messages per contact.
    waist
        Share of the contacts that fall to three people of the first function.
    """

    functions: int = 8
    contacts: int = 250
    messages: int = 20
    activity: float = 0.7
    outward: float = 0.0
    burst: float = 1.0
    waist: float = 0.0


NULLS = {
    "ordinary": Truth(),
    "few contacts": Truth(contacts=40),
    "few messages inside": Truth(messages=5),
    "very unequal activity": Truth(activity=1.3),
    "a few contacts write most": Truth(burst=1.8),
    "many contacts": Truth(contacts=1000),
}
STRESSES = {
    "people differ in how much they look outward (log sd 0.3)": Truth(outward=0.3),
    "the same, log sd 0.6": Truth(outward=0.6),
    "the same, log sd 1": Truth(outward=1.0),
}
STRENGTHS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
CONTACTS = (40, 120, 400)


def draw(truth: Truth, seed: list[int]) -> Conversations:
    """One company: ten people per function, one or two people inside per contact."""
    rng = np.random.default_rng(seed)
    people = 10 * truth.functions
    activity = np.exp(truth.activity * rng.normal(size=people))
    outside = activity * np.exp(truth.outward * rng.normal(size=people))
    contact = np.repeat(np.arange(truth.contacts), 1 + (rng.random(truth.contacts) < 0.3))
    gate = rng.choice(people, len(contact), p=outside / outside.sum())
    narrow = (rng.random(truth.contacts) < truth.waist)[contact]
    gate[narrow] = rng.integers(0, 3, narrow.sum())
    number = np.ceil(np.exp(truth.burst * rng.normal(size=len(contact)))).astype(int)
    contact, gate = np.repeat(contact, number) + people, np.repeat(gate, number)
    inbound = rng.random(len(contact)) < 0.5
    inner = rng.choice(people, (truth.messages * people, 2), p=activity / activity.sum())
    sender = np.concatenate([np.where(inbound, contact, gate), inner[:, 0]])
    recipient = np.concatenate([np.where(inbound, gate, contact), inner[:, 1]])
    return conversations(100 * rng.random(len(sender)), sender, recipient, people=people)


def facts(result: HourglassResult) -> Row:
    """What is noted of a company."""
    first = result.table.iloc[0]
    return {
        "verdict": result.verdict,
        "p_value": result.p_value,
        "waist": result.waist,
        "ratio": result.waist / result.waist_expected,
        "first": bool(result.table["path_share"].idxmax() == 0),
        "waist_people": int(first["waist_people"]),
    }


def judge(truth: Truth, seed: list[int]) -> Row:
    """What is found in one company."""
    return facts(hourglass(draw(truth, seed), **SETTINGS))


DRAWN = Drawn(RESULTS, judge)


def line(kind: str, rows: pd.DataFrame) -> Row:
    """A line of a table of false alarms."""
    return {
        "companies": kind,
        "called hourglass": at_most(int((rows["verdict"] == "hourglass").sum()), len(rows)),
        "p < 0.05": f"{(rows['p_value'] < 0.05).mean():.1%}",
        "median waist / expected": f"{rows['ratio'].median():.2f}",
    }


def null(companies: int) -> list[Row]:
    """Contacts fall to people by their activity."""
    parts = DRAWN.by_kind("null", NULLS, companies=companies // 4, seed=100)
    return [*(line(*item) for item in parts.items()), line("all of these", pd.concat(parts.values()))]


def stress(companies: int) -> list[Row]:
    """Nobody stands between, but people differ in how much they look outward."""
    parts = DRAWN.by_kind("stress", STRESSES, companies=companies // 4, seed=200)
    return [line(*item) for item in parts.items()]


def planted(companies: int) -> list[Row]:
    """A share of the contacts falls to three people of one function."""
    table = []
    for contacts in CONTACTS:
        row: Row = {"contacts": contacts}
        for k, strength in enumerate(STRENGTHS):
            truth = Truth(contacts=contacts, waist=strength)
            seed = 300 + 10 * contacts + k
            rows = DRAWN.found("planted", str(contacts), truth, companies=companies // 8, seed=seed)
            row[f"{strength:.0%}"] = (
                f"{(rows['verdict'] == 'hourglass').mean():.0%} (first {rows['first'].mean():.0%})"
            )
        table.append(row)
    return table


def simulated(companies: int) -> list[Row]:
    """The package's own companies; `waist` 0 serves contacts by activity, 1 by one function."""
    table = []
    for waist in (0.0, 0.5, 1.0):
        found = []
        for r in range(companies // 10):
            spec = CompanySpec(people=100, messages=5000, functions=6, seed=r).null()
            company = simulate(replace(spec, outside=Outside(contacts=200, share=0.25, waist=waist)))
            found.append(facts(hourglass(build_conversations(*company.log()), **SETTINGS)))
        table.append(line(f"waist {waist:g}", pd.DataFrame(found)))
    return table


def main() -> None:
    """Run the sections asked for; put their tables into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--only", default="null,stress,planted,simulated")
    arguments = parser.parse_args()
    sections = {"null": null, "stress": stress, "planted": planted, "simulated": simulated}
    renew_each(PAGE, sections, arguments.only, count=arguments.companies)


if __name__ == "__main__":
    main()
