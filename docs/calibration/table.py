"""How often `table` is wrong where the truth is known. Renews the tables of ``table.md`` next to this file.

Companies are drawn here, thread by thread; ``simulated`` uses the package's simulator. What was found for a company is
appended to ``results/table.jsonl``, so that a run can be interrupted and resumed. Usage::

    python docs/calibration/table.py [--companies 200] [--only null,stress,planted,simulated]
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from tables import Drawn, Row, at_most, renew_each

from silograph.analyses.table.answer import TableResult, table
from silograph.log.conversations import Conversations, build_conversations
from silograph.simulation import CompanySpec, simulate
from silograph.simulation.themes import Initiative

PAGE = Path(__file__).with_suffix(".md")
RESULTS = PAGE.parent / "results" / "table.jsonl"


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a company is drawn from.

    Parameters
    ----------
    threads, writers
        Threads on the topic, and people in each.
    interest
        Standard deviation of the logarithm of people's interest in the topic.
    seats, by_interest
        Seats at the table, and whether they go by interest (1), to everybody alike (0), or between.
    company
        Each seat is filled with this probability by somebody from the function of the seat before.
    kept_out
        The first function gets seats this many times less often than its interest would give (0: never).
    """

    functions: int = 8
    threads: int = 120
    writers: int = 3
    interest: float = 0.8
    seats: int = 30
    by_interest: float = 1.0
    company: float = 0.0
    kept_out: float = 1.0


NULLS = {
    "ordinary": Truth(),
    "few threads": Truth(threads=25),
    "few seats": Truth(seats=12),
    "many seats": Truth(seats=60),
    "very unequal interest": Truth(interest=1.5),
    "fourteen functions": Truth(functions=14, seats=45),
    "large threads": Truth(threads=40, writers=10),
}
STRESSES = {
    "seats by the square root of interest": Truth(by_interest=0.5),
    "seats regardless of interest": Truth(by_interest=0.0),
    "the same, very unequal interest": Truth(by_interest=0.0, interest=1.5),
    "every fourth seat brings a colleague": Truth(company=0.25),
    "every second seat brings a colleague": Truth(company=0.5),
}
SEATS = (12, 20, 30, 45, 60)
KEPT_OUT = (0.0, 0.1, 0.25, 0.5)


def draw(truth: Truth, seed: list[int]) -> Conversations:
    """One company: ten people per function, threads on the topic by interest, one thread at the table."""
    rng = np.random.default_rng(seed)
    n = 10 * truth.functions
    function = np.arange(n) // 10
    interest = np.exp(truth.interest * rng.normal(size=n))
    order = -np.log(rng.random((truth.threads, n))) / interest  # the smallest are a draw without return
    writer = np.argsort(order, axis=1)[:, : truth.writers].ravel()
    wants = interest**truth.by_interest * np.where(function == 0, truth.kept_out, 1.0)
    seated: list[int] = []
    for _ in range(truth.seats):
        free = wants.copy()
        free[seated] = 0.0
        if seated and rng.random() < truth.company:
            colleagues = np.where(function == function[seated[-1]], free, 0.0)
            free = colleagues if colleagues.sum() else free
        seated.append(int(rng.choice(n, p=free / free.sum())))
    sender = np.concatenate([writer, seated])
    thread = np.concatenate(
        [np.repeat(np.arange(truth.threads), truth.writers), np.full(truth.seats, truth.threads)]
    )
    messages = pd.DataFrame(
        {
            "sent_at": pd.to_datetime(np.arange(len(sender)), unit="h", utc=True),
            "channel": "email",
            "kind": "mail",
            "sender": sender,
            "function": function[sender],
            "thread": thread,
            "parent": -1,
            "space": -1,
            "audience": 1,
            "automated": False,
            "source": 1,
            "subject": np.where(thread == truth.threads, "Steering board", "New website"),
        }
    )
    return Conversations(
        messages=messages,
        interactions=pd.DataFrame({"message": [0], "recipient": [0], "function": [0], "role": ["cc"]}),
        cases=pd.DataFrame(columns=["thread", "opened_at", "ended_at", "closed", "source"]),
        functions=tuple(f"F{f:02d}" for f in range(truth.functions)),
        spaces=(),
        actors=pd.DataFrame(
            {"actor_id": [f"p{i}" for i in range(n)], "actor_kind": "person", "function": "(unknown)"}
        ),
        threads=tuple(f"t{t}" for t in range(truth.threads + 1)),
    )


def facts(result: TableResult, *, first: str = "F00") -> Row:
    """What is noted of a company."""
    verdict = result.table.set_index("function")["verdict"]
    p_value = result.table["p_value"].dropna()
    return {
        "judged": len(p_value),
        "absent": len(result.absent),
        "low_p": int((p_value < 0.05).sum()),
        "first": verdict[first],
        "others": len(set(result.absent) - {first}),
    }


def judge(truth: Truth, seed: list[int]) -> Row:
    """What is found in one company."""
    return facts(table(draw(truth, seed), topic="website", initiative="board", seed=seed[-1]))


DRAWN = Drawn(RESULTS, judge)


def line(kind: str, rows: pd.DataFrame) -> Row:
    """A line of a table of false alarms."""
    return {
        "companies": kind,
        "functions called absent": at_most(int(rows["absent"].sum()), int(rows["judged"].sum())),
        "organisations with any": at_most(int((rows["absent"] > 0).sum()), len(rows)),
        "p < 0.05": f"{rows['low_p'].sum() / rows['judged'].sum():.1%}",
    }


def null(companies: int) -> list[Row]:
    """Seats go by interest."""
    parts = DRAWN.by_kind("null", NULLS, companies=companies // 4, seed=100)
    return [*(line(*item) for item in parts.items()), line("all of these", pd.concat(parts.values()))]


def stress(companies: int) -> list[Row]:
    """Nobody is kept out, but seats do not go by interest alone."""
    parts = DRAWN.by_kind("stress", STRESSES, companies=companies // 4, seed=200)
    return [line(*item) for item in parts.items()]


def planted(companies: int) -> list[Row]:
    """One function of eight is kept out; it has an eighth of the interest on average."""
    rows = []
    for seats in SEATS:
        row: Row = {"seats": seats}
        for k, kept_out in enumerate(KEPT_OUT):
            truth = Truth(functions=8, seats=seats, kept_out=kept_out)
            seed = 300 + 10 * seats + k
            found = DRAWN.found("planted", f"{seats}", truth, companies=companies // 6, seed=seed)
            row[f"seats x {kept_out:g}"] = f"{(found['first'] == 'absent').mean():.0%}"
        rows.append(row)
    return rows


def simulated(companies: int) -> list[Row]:
    """The package's own companies: one function opens threads on the topic and never speaks in the space."""
    rows = []
    for threads in (10, 20, 40):
        found = []
        for r in range(companies // 20):
            spec = CompanySpec(people=120, messages=5000, functions=7, seed=r).null()
            company = simulate(replace(spec, initiative=Initiative(threads=threads)))
            planted = company.truth["initiative"]
            talk = build_conversations(*company.log())
            options = {
                "topic": re.escape(planted["topic"]),
                "initiative": re.escape(planted["space"].strip("#")),
            }
            found.append(facts(table(talk, **options), first=planted["absent"]))
        frame = pd.DataFrame(found)
        rows.append(
            {
                "threads in the space": threads,
                "absent function found": f"{(frame['first'] == 'absent').sum()}/{len(frame)}",
                "organisations with another one called": at_most(
                    int((frame["others"] > 0).sum()), len(frame)
                ),
            }
        )
    return rows


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
