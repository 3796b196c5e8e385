"""How often `table` is wrong where the truth is known. Renews the tables of ``table.md`` next to this file.

Companies are drawn here, thread by thread; ``simulated`` uses the package's simulator. What was found for a company is
appended to ``results/table.jsonl``, so that a run can be interrupted and resumed. Usage::

    python docs/calibration/table.py [--companies 200] [--only null,stress,planted,simulated]
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from collisions import markdown, share  # the page next to this one

from silograph.analyses.table import TableResult, table
from silograph.conversations import Conversations, build_conversations
from silograph.people import Roster
from silograph.simulation import CompanySpec, simulate
from silograph.simulation.themes import Initiative
from silograph.store import Store

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


def facts(result: TableResult, *, first: str = "F00") -> dict[str, Any]:
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


def run(section: str, kind: str, companies: int, truth: Truth, seed: int) -> pd.DataFrame:
    """Facts of so many companies; those noted already are not drawn again."""
    known = [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []
    key = {"section": section, "kind": kind, "truth": asdict(truth)}
    rows = [row for row in known if all(row[name] == value for name, value in key.items())]
    with RESULTS.open("a") as out:
        for r in range(len(rows), companies):
            result = table(draw(truth, [seed, r]), topic="website", initiative="board", seed=r)
            rows.append({**key, **facts(result)})
            out.write(json.dumps(rows[-1]) + "\n")
    return pd.DataFrame(rows[:companies])


def line(kind: str, rows: pd.DataFrame) -> dict[str, Any]:
    """A line of a table of false alarms."""
    return {
        "companies": kind,
        "functions called absent": share(int(rows["absent"].sum()), int(rows["judged"].sum())),
        "organisations with any": share(int((rows["absent"] > 0).sum()), len(rows)),
        "p < 0.05": f"{rows['low_p'].sum() / rows['judged'].sum():.1%}",
    }


def null(companies: int) -> list[dict[str, Any]]:
    """Seats go by interest."""
    parts = {
        kind: run("null", kind, companies // 4, truth, 100 + k)
        for k, (kind, truth) in enumerate(NULLS.items())
    }
    return [*(line(*item) for item in parts.items()), line("all of these", pd.concat(parts.values()))]


def stress(companies: int) -> list[dict[str, Any]]:
    """Nobody is kept out, but seats do not go by interest alone."""
    return [
        line(kind, run("stress", kind, companies // 4, truth, 200 + k))
        for k, (kind, truth) in enumerate(STRESSES.items())
    ]


def planted(companies: int) -> list[dict[str, Any]]:
    """One function of eight is kept out; it has an eighth of the interest on average."""
    rows = []
    for seats in SEATS:
        row: dict[str, Any] = {"seats": seats}
        for k, kept_out in enumerate(KEPT_OUT):
            truth = Truth(functions=8, seats=seats, kept_out=kept_out)
            found = run("planted", f"{seats}", companies // 6, truth, 300 + 10 * seats + k)
            row[f"seats x {kept_out:g}"] = f"{(found['first'] == 'absent').mean():.0%}"
        rows.append(row)
    return rows


def simulated(companies: int) -> list[dict[str, Any]]:
    """The package's own companies: one function opens threads on the topic and never speaks in the space."""
    rows = []
    for threads in (10, 20, 40):
        found = []
        for r in range(companies // 20):
            spec = CompanySpec(people=120, messages=5000, functions=7, seed=r).null()
            company = simulate(replace(spec, initiative=Initiative(threads=threads)))
            store = Store.in_memory()
            store.add([company.to_batch()], name="company", loader="mail")
            planted = company.truth["initiative"]
            talk = build_conversations(*store.log(Roster.from_pandas(company.people)))
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
                "organisations with another one called": share(int((frame["others"] > 0).sum()), len(frame)),
            }
        )
    return rows


def main() -> None:
    """Run the sections asked for; put their tables into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--only", default="null,stress,planted,simulated")
    arguments = parser.parse_args()
    RESULTS.parent.mkdir(exist_ok=True)
    sections = {"null": null, "stress": stress, "planted": planted, "simulated": simulated}
    for name in arguments.only.split(","):
        rows = sections[name](arguments.companies)
        print(markdown(rows), flush=True)
        part = re.compile(rf"(?s)(?<=<!-- {name} -->\n).*?(?=<!-- end -->)")
        PAGE.write_text(part.sub(lambda _, rows=rows: markdown(rows) + "\n", PAGE.read_text(), count=1))


if __name__ == "__main__":
    main()
