"""How often `collisions` is wrong where the truth is known. Renews the tables of ``collisions.md`` next to this file.

Companies are drawn here, meeting by meeting; ``simulated`` uses the package's simulator. What was found for a company
is appended to ``results/collisions.jsonl``, so that a run can be interrupted and resumed. Usage::

    python docs/calibration/collisions.py [--companies 200] [--only null,planted,simulated]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm
from tables import Drawn, Row, at_most, renew_each

from silograph.analyses.collisions.answer import CollisionsResult, collisions
from silograph.log.conversations import Conversations, build_conversations
from silograph.simulation import CompanySpec, simulate
from silograph.simulation.themes import Outside

PAGE = Path(__file__).with_suffix(".md")
RESULTS = PAGE.parent / "results" / "collisions.jsonl"
_DAY = 86400


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a company is drawn from.

    Parameters
    ----------
    contacts
        Contacts served by two functions.
    share
        Usual share of collisions.
    spread, alike
        Standard deviations of its logit between pairs of functions, and between contacts of a pair.
    skew
        How unequally pairs share the contacts: standard deviation of the logarithm.
    planted
        Share of collisions of one pair, which then has `planted_contacts` contacts.
    """

    functions: int = 6
    contacts: int = 300
    share: float = 0.4
    spread: float = 0.0
    alike: float = 0.0
    skew: float = 0.7
    planted: float | None = None
    planted_contacts: int = 30


NULLS = {
    "all pairs alike": Truth(),
    "few contacts": Truth(contacts=120),
    "collisions rare": Truth(share=0.1),
    "collisions common": Truth(share=0.7),
    "meetings of a contact alike (logit sd 1.5)": Truth(alike=1.5),
    "pairs differ a little (logit sd 0.3)": Truth(spread=0.3),
    "pairs differ (logit sd 0.6)": Truth(spread=0.6),
    "ten functions": Truth(functions=10, contacts=700),
}
STRENGTHS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SIZES = (10, 20, 40, 80)


def draw(truth: Truth, seed: list[int]) -> tuple[Conversations, float]:
    """One company and its true share of collisions: ten people per function, meetings at contacts, and noise."""
    rng = np.random.default_rng(seed)
    a, b = np.triu_indices(truth.functions, 1)
    weight = np.exp(truth.skew * rng.normal(size=len(a)))
    pair = rng.choice(len(a), truth.contacts, p=weight / weight.sum())
    base = logit(truth.share) + truth.spread * rng.normal(size=len(a))
    if truth.planted is not None:
        pair = np.concatenate([pair[pair != 0], np.zeros(truth.planted_contacts, dtype=np.int64)])
        base[0] = logit(truth.planted)
    collides = base[pair] + truth.alike * rng.normal(size=len(pair))
    contact = np.repeat(np.arange(len(pair)), 1 + rng.poisson(0.7, len(pair)))
    n = len(contact)
    people = 10 * truth.functions
    ends = [10 * side[pair[contact]] + rng.integers(0, 10, n) for side in (a, b)]
    # a contact's meetings lie a month apart, so that none is two
    day = 30.0 * (np.arange(n) - np.searchsorted(contact, contact)) + 500 * rng.random(len(pair))[contact]
    talk = rng.random(n) >= expit(collides[contact])
    noise = rng.integers(0, people, (6 * people, 2))
    noise = noise[noise[:, 0] // 10 == noise[:, 1] // 10]  # inside functions: no coordination by chance
    rows = [
        (day, ends[0], people + contact),
        (day + 6 * rng.random(n), ends[1], people + contact),
        ((day + rng.random(n))[talk], ends[0][talk], ends[1][talk]),
        (200 * rng.random(len(noise)), noise[:, 0], noise[:, 1]),
    ]
    company = conversations(*(np.concatenate(column) for column in zip(*rows, strict=True)), people=people)
    among_alike = norm.ppf((np.arange(200) + 0.5) / 200) * truth.alike
    expected = expit(base[:, None] + among_alike).mean(axis=1)
    return company, float(expected[pair[contact]].mean())


def conversations(
    day: np.ndarray[Any, Any], sender: np.ndarray[Any, Any], recipient: np.ndarray[Any, Any], *, people: int
) -> Conversations:
    """Mails to one recipient each; actors below `people` work in functions of ten, others are outside."""
    keep = sender != recipient
    day, sender, recipient = day[keep], sender[keep], recipient[keep]
    order = np.argsort(day, kind="stable")
    actors = int(max(sender.max(), recipient.max())) + 1
    function = np.where(np.arange(actors) < people, np.arange(actors) // 10, -2)
    n = len(order)
    messages = pd.DataFrame(
        {
            "sent_at": pd.to_datetime((day[order] * _DAY).round(), unit="s", utc=True),
            "channel": "email",
            "kind": "mail",
            "sender": sender[order],
            "function": function[sender[order]],
            "thread": -1,
            "parent": -1,
            "space": -1,
            "audience": 1,
            "automated": False,
            "source": 1,
            "subject": None,
        }
    )
    reached = {
        "message": np.arange(n),
        "recipient": recipient[order],
        "function": function[recipient[order]],
        "role": "to",
    }
    kind = np.where(np.arange(actors) < people, "person", "external")
    return Conversations(
        messages=messages,
        interactions=pd.DataFrame(reached),
        cases=pd.DataFrame(columns=["thread", "opened_at", "ended_at", "closed", "source"]),
        functions=tuple(f"F{f}" for f in range(people // 10)),
        spaces=(),
        actors=pd.DataFrame({"actor_id": [f"a{i}@x" for i in range(actors)], "actor_kind": kind}),
        threads=(),
    )


def facts(result: CollisionsResult, *, share: float) -> Row:
    """What is noted of a company; `share` is the true one of the organisation."""
    table = result.table
    judged = table[table["verdict"].isin(["collides", "ordinary"])]
    first = table[(table["function_a"] == "F0") & (table["function_b"] == "F1")]
    return {
        "judged": len(judged),
        "called": int((judged["verdict"] == "collides").sum()),
        "low_p": int((judged["p_value"] < 0.05).sum()),
        "covers": bool(result.low <= share <= result.high),
        "first": None if first.empty else first.iloc[0][["share", "low", "high", "verdict"]].to_dict(),
        "others": int(((judged["verdict"] == "collides") & ~judged.index.isin(first.index)).sum()),
    }


def judge(truth: Truth, seed: list[int]) -> Row:
    """What is found in one company."""
    company, share = draw(truth, seed)
    return facts(collisions(company), share=share)


DRAWN = Drawn(RESULTS, judge)


def null(companies: int) -> list[Row]:
    """Pairs called where all are alike, or differ at random."""
    found = DRAWN.by_kind("null", NULLS, companies=companies // 4, seed=100)
    return [
        *(_null_line(*item) for item in found.items()),
        _null_line("all of these", pd.concat(found.values())),
    ]


def _null_line(kind: str, rows: pd.DataFrame) -> Row:
    return {
        "null": kind,
        "pairs called": at_most(int(rows["called"].sum()), int(rows["judged"].sum())),
        "organisations with any": at_most(int((rows["called"] > 0).sum()), len(rows)),
        "p < 0.05": f"{rows['low_p'].sum() / rows['judged'].sum():.1%}",
        "interval of the organisation holds the truth": f"{rows['covers'].mean():.1%}",
    }


def planted(companies: int) -> list[Row]:
    """How often one pair that collides more is found; usual is 0.4."""
    table = []
    for size in SIZES:
        line: Row = {"contacts of the pair": size}
        for k, strength in enumerate(STRENGTHS):
            truth = Truth(planted=strength, planted_contacts=size, spread=0.2)
            seed = 200 + 10 * size + k
            rows = DRAWN.found("planted", f"{size}", truth, companies=companies // 8, seed=seed)
            first = rows["first"].dropna()
            found = np.mean([row["verdict"] == "collides" for row in first])
            covers = np.mean([row["low"] <= strength <= row["high"] for row in first])
            line[f"{strength:.0%}"] = f"{found:.0%} ({covers:.0%})"
        table.append(line)
    return table


def simulated(companies: int) -> list[Row]:
    """The package's own companies: the share of collisions, alike for all pairs."""
    table = []
    for collide in (0.05, 0.1, 0.2):
        shares, called, covers = [], 0, 0
        for r in range(companies // 10):
            spec = CompanySpec(people=100, messages=5000, functions=6, seed=r).null()
            outside = Outside(contacts=300, share=0.35, collisions=collide, coordinated=0.2)
            company = simulate(replace(spec, outside=outside))
            result = collisions(build_conversations(*company.log()))
            shares.append(result.share)
            called += int((result.table["verdict"] == "collides").any())
            truth = collide / (collide + 0.2)
            covers += result.low <= truth <= result.high
        table.append(
            {
                "planted share": f"{collide / (collide + 0.2):.0%}",
                "median share found": f"{np.median(shares):.0%}",
                "interval holds it": f"{covers}/{len(shares)}",
                "organisations with a pair called": at_most(called, len(shares)),
            }
        )
    return table


def main() -> None:
    """Run the sections asked for; put their tables into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--only", default="null,planted,simulated")
    arguments = parser.parse_args()
    sections = {"null": null, "planted": planted, "simulated": simulated}
    renew_each(PAGE, sections, arguments.only, count=arguments.companies)


if __name__ == "__main__":
    main()
