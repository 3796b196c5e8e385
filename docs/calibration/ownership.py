"""How often `ownership` prefers an arrangement where all functions share one law, and how much it takes to be seen.

    python docs/calibration/ownership.py null --companies 200       # one law for all, no outside contacts
    python docs/calibration/ownership.py outside --companies 50     # the same, with outside contacts
    python docs/calibration/ownership.py simulated --companies 40   # invented companies with nothing planted
    python docs/calibration/ownership.py curve --companies 15       # one function whose questions are answered sooner
    python docs/calibration/ownership.py pace --companies 15        # one function that answers sooner
    python docs/calibration/ownership.py detours --companies 20     # the check on questions that passed two functions
    python docs/calibration/ownership.py report                     # writes ownership.md from what was run

Results are appended to ``results/ownership.jsonl`` beside this file as they come; a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import lognorm
from tables import Job, Row, at_most, read_rows, run

from silograph.analyses.ownership.answer import OwnershipResult, compared
from silograph.analyses.ownership.arrangements import EVERYBODY, Assumptions
from silograph.analyses.ownership.questions import in_halves, outside_questions
from silograph.analyses.ownership.replies import answer_times
from silograph.analyses.ownership.times import Handover
from silograph.analyses.response.answer import response
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import build_conversations
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.simulation import CompanySpec, simulate
from silograph.simulation.themes import Outside, Pace

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "ownership.jsonl"
REPLICATES = 100
SPEEDUPS = (1.5, 2.0, 3.0, 5.0, 8.0)
SPREAD = 1.3  # standard deviation of the logarithm of reply times


def company(
    seed: int,
    *,
    speedup: float = 1.0,
    pace: float = 1.0,
    with_outside: bool = False,
    people_differ: float = 0.3,
) -> tuple[MessageLog, Roster, dict[str, float]]:
    """Questions and answers, one by one; the first function is answered sooner, by itself too, or answers sooner.

    Who is asked has an own pace (log standard deviation `people_differ`); a share of the questions is never answered.
    Outside contacts are answered like colleagues. Returns the truth: the share of questions
    answered within 24 hours, by a pair of functions that is not the first's and by one that is.
    """
    rng = np.random.default_rng([seed, 24])
    functions, size = int(rng.integers(5, 10)), int(rng.integers(6, 20))
    questions = int(functions * rng.integers(60, 200))
    median, answered = float(rng.choice([8.0, 16.0, 30.0])), float(rng.uniform(0.6, 0.95))
    outside = int(rng.integers(60, 200)) if with_outside else 0
    slow = np.exp(people_differ * rng.normal(size=functions * size))
    weight = rng.dirichlet(np.full(functions, 3.0))  # functions are asked unequally often
    builder = BatchBuilder()
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(questions + outside):
        is_outside = number >= questions
        asker_function = -1 if is_outside else int(rng.integers(functions))
        chances = np.where(np.arange(functions) == asker_function, 0.0, weight)
        function = int(rng.choice(functions, p=chances / chances.sum()))
        person = function * size + int(rng.integers(size))
        asker = (
            f"c{rng.integers(40)}@out.example"
            if is_outside
            else f"p{asker_function * size + rng.integers(size)}@in.example"
        )
        asked_at = start + timedelta(hours=float(rng.uniform(0, 24 * 180)))
        sooner = speedup if asker_function == 0 or (is_outside and function == 0) else 1.0
        sooner *= pace if function == 0 else 1.0
        hours = median / sooner * slow[person] * np.exp(SPREAD * rng.normal())
        builder.message(
            f"q{number}", asker, [(f"p{person}@in.example", "to")], sent_at=asked_at, thread_id=f"q{number}"
        )
        if rng.random() < answered:
            builder.message(
                f"a{number}", f"p{person}@in.example", [(asker, "to")],
                sent_at=asked_at + timedelta(hours=hours), kind="reply", thread_id=f"q{number}", parent_id=f"q{number}",
            )  # fmt: skip
    people = pd.DataFrame({"person_id": [f"p{k}@in.example" for k in range(functions * size)]})
    people["email"] = people["person_id"]
    people["function"] = [f"F{k // size}" for k in range(functions * size)]
    contacts = pd.DataFrame({"person_id": [f"c{k}@out.example" for k in range(40)], "function": None})
    contacts = contacts.assign(email=contacts["person_id"], actor_kind="external")
    store = Store.in_memory()
    store.add([builder.take()], name="company", loader="mail")
    log, roster = store.log(Roster.from_pandas(pd.concat([people.assign(actor_kind="person"), contacts])))
    spread = float(np.hypot(SPREAD, people_differ))
    truth = {
        name: answered * float(lognorm(spread, scale=median / factor).cdf(24))
        for name, factor in (("others", 1.0), ("first", speedup))
    }
    return log, roster, truth


def judge(log: MessageLog, roster: Roster, *, seed: int, handover: Handover = "at_once") -> OwnershipResult:
    """The 24-hour test as a run makes it, with fewer replicates."""
    conversations = build_conversations(log, roster)
    people = roster.latest["function"].value_counts().to_dict()
    outside = outside_questions(conversations)
    times = answer_times(
        response(conversations, replicates=REPLICATES, seed=seed), people=people, outside=outside, seed=seed
    )
    halves = [
        answer_times(
            response(half, replicates=REPLICATES, seed=seed),
            people=people,
            outside=outside_questions(half),
            like=times,
            seed=seed,
        )
        for half in in_halves(conversations)
    ]
    owner = next(name for name, number in zip(times.functions, times.people, strict=True) if number >= 5)
    return compared(
        times,
        halves=(halves[0], halves[1]),
        outside=outside,
        current_owner=owner,
        assumptions=Assumptions(handover=handover),
    )


def measured(result: OwnershipResult, truth: dict[str, float] | None) -> Row:
    """What the tables count of one company."""
    kinds = result.table.set_index("arrangement")["kind"]
    pairs = result.comparisons
    found = (pairs["difference_low"] > 0) | (pairs["difference_high"] < 0)
    ahead = pairs["arrangement_a"].where(pairs["difference"] > 0, pairs["arrangement_b"])[found]
    single = set(kinds.index[kinds == "single_function"])
    rivals = pairs["arrangement_a"].isin(single) & pairs["arrangement_b"].isin(single)
    rival = pairs[found & rivals]
    better = set(rival["arrangement_a"].where(rival["difference"] > 0, rival["arrangement_b"]))
    worse = set(rival["arrangement_b"].where(rival["difference"] > 0, rival["arrangement_a"]))
    assessed = result.table[(result.table["kind"] == "single_function") & result.table["within_24h"].notna()]
    row: Row = {
        "arrangements": len(kinds),
        "better": sorted(set(kinds.loc[ahead])),
        "ahead": list(result.best),
        "ahead_of_functions": sorted(better - worse),
        "zero_outside_waiting": [
            bool(row.waiting_hours_low > 0 or row.waiting_hours_high < 0)
            for row in result.table.itertuples()
            if row.arrangement != result.current_owner and np.isfinite(row.waiting_hours_low)
        ],
    }
    if truth is not None:
        row["truth"] = truth
        row["covered"] = [
            bool(
                r.within_24h_low <= truth["first" if r.arrangement == "F0" else "others"] <= r.within_24h_high
            )
            for r in assessed.itertuples()
        ]
    return row


def jobs(name: str, companies: int) -> Iterator[Job]:
    """What names a company of a part of the page, and how to judge it."""

    def own(seed: int, speedup: float, *, with_outside: bool = False) -> Row:
        log, roster, truth = company(seed, speedup=speedup, with_outside=with_outside)
        return measured(judge(log, roster, seed=seed), truth)

    def simulated(seed: int) -> Row:
        rng = np.random.default_rng([seed, 7])
        spec = CompanySpec(
            people=int(rng.integers(60, 140)),
            messages=int(rng.integers(2500, 6000)),
            functions=int(rng.integers(5, 9)),
            pace=Pace(spread=0.0),
            seed=seed,
        )
        return measured(judge(*simulate(spec).log(), seed=seed), None)

    def detours(seed: int) -> Row:
        spec = CompanySpec(
            people=120, messages=6000, functions=6, seed=seed, silo_openness=1.0, glue_openness=1.0,
            pace=Pace(spread=0.0), outside=Outside(contacts=80, consults=0.5),
        )  # fmt: skip
        observed = judge(*simulate(spec).log(), seed=seed).observed.drop(columns="median_hours")
        return {"observed": observed.to_dict("records")}

    def paced(seed: int, pace: float) -> Row:
        log, roster, _ = company(seed, pace=pace, with_outside=True)
        return measured(judge(log, roster, seed=seed, handover="own_pace"), None)

    alike = {
        "null": lambda seed: own(3000 + seed, 1.0),
        "outside": lambda seed: own(3500 + seed, 1.0, with_outside=True),
        "simulated": lambda seed: simulated(3700 + seed),
        "detours": lambda seed: detours(3800 + seed),
    }
    curves = {
        "curve": lambda seed, speedup: own(4000 + seed, speedup, with_outside=True),
        "pace": lambda seed, pace: paced(4500 + seed, pace),
    }
    for seed in range(companies):
        if name in alike:
            yield {"label": name, "seed": seed}, partial(alike[name], seed)
        else:
            for factor in SPEEDUPS:
                yield {"label": f"{name} {factor}", "seed": seed}, partial(curves[name], seed, factor)


HEAD = """# How often `ownership` is wrong

Companies of five to nine functions with some hundred to two thousand questions, from the log to the verdict as a run
makes it ({replicates} bootstrap replicates instead of 200). "At most" is the exact one-sided 95 % bound.
`python docs/calibration/ownership.py report` writes this page.

## Nothing to find

All functions answer by one law, though they are asked unequally often and people differ in pace (log sd 0.3). A false
alarm is an organisation in which *any* arrangement is called better than any other: single functions, hubs (counted
apart), a function of its own, everybody (counted apart). In `outside`, contacts are answered as colleagues are. The
interval is that of a single function's share within 24 hours; `waiting_hours` compares every arrangement with one
function; the truth is 0.
"""
CURVE = """
## One function that is answered sooner

By its colleagues; and it answers outside contacts sooner itself. The same companies at every strength; 60 to 200
questions by each function, half of the usual answers within 8 to 30 hours, 5 to 40 % of questions never answered.
An analyst calls clear what the truth sets apart by 20 points. Intervals are those of all single functions.
"""
PACE = """
## One function that answers sooner

Whoever asks. If passing on takes no time (`at_once`), it makes no owner better: all of them are answered sooner by it.
With `own_pace` it passes on sooner as well. Then everybody is ahead of all single functions, for nothing is passed on;
what counts here is the function against the other single functions. It is seldom found: own pace rests on a dozen or
two outside questions per function, and is drawn to the average of all by ten more.

| times sooner | companies | ahead among single functions | another single function is |
|---|---|---|---|
"""
DETOURS = """
## Questions that passed two functions

`observed` in companies of `simulate` (120 people, 80 outside contacts, a colleague asked in half of the cases):
share of questions with their last answer within 24 hours, and what the model says. A detour there takes a reply time of
who serves to ask the colleague, the colleague's, and one of who serves to pass the answer on; the colleague always
answers, and in three cases of ten there is a second round. So `at_once` is too kind to detours there by construction.
`own_pace` has one of the two steps, and too many questions that colleagues never answer: it comes near for the sum of
two reasons. The default stays `at_once`, which favours no arrangement; `observed` and a caveat show both.

| kind | companies | questions | observed | `at_once` | `own_pace` |
|---|---|---|---|---|---|
"""


def holds(part: pd.DataFrame) -> str:
    """How many of the intervals of single functions hold the truth."""
    held = [one for many in part["covered"].dropna() for one in many]
    return f"{np.mean(held):.1%} of {len(held)}" if held else "not known"


def null_table(found: pd.DataFrame) -> Iterator[str]:
    """Rows about companies with nothing to find, and all of them together."""
    nulls = found[found["label"].isin(["null", "outside", "simulated"])]
    for label, part in [*nulls.groupby("label"), ("all", nulls)]:
        waiting = np.concatenate([np.asarray(c, dtype=bool) for c in part["zero_outside_waiting"]])
        hub, everybody = (sum(kind in kinds for kinds in part["better"]) for kind in ("hub", "everybody"))
        yield (
            f"| {label}, {len(part)} | {at_most(int((part['better'].map(len) > 0).sum()), len(part))} | {hub} "
            f"| {everybody} | {holds(part)} | {waiting.mean():.1%} of {len(waiting)} |"
        )


def curve_tables(found: pd.DataFrame) -> Iterator[str]:
    """Rows by how many times sooner, then by how many points more within 24 hours in truth."""
    runs = found[found["label"].str.startswith("curve")]
    mine = runs["ahead"].map(lambda names: "F0" in names)
    wrong = runs["ahead"].map(
        lambda names: any(name not in ("F0", EVERYBODY) and "+" not in name for name in names)
    )
    apart = runs["truth"].map(lambda truth: 100 * (truth["first"] - truth["others"]))
    points = pd.cut(
        apart,
        [0, 10, 15, 20, 30, 100],
        labels=["below 10", "10 to 15", "15 to 20", "20 to 30", "30 and more"],
    )
    for head, by in (("times sooner", runs["label"].str.split().str[1]), ("points more in truth", points)):
        yield f"\n| {head} | companies | it is `ahead` | another function is | intervals hold the truth |"
        yield "|---|---|---|---|---|"
        for value, part in runs.groupby(by, observed=True):
            yield (
                f"| {value} | {len(part)} | {mine[part.index].mean():.0%} | {wrong[part.index].mean():.0%} "
                f"| {holds(part)} |"
            )


def pace_table(found: pd.DataFrame) -> Iterator[str]:
    """Rows by how many times sooner the function answers."""
    for label, part in found[found["label"].str.startswith("pace")].groupby("label"):
        first = part["ahead_of_functions"].map(lambda names: "F0" in names)
        other = part["ahead_of_functions"].map(lambda names: bool(set(names) - {"F0"}))
        yield f"| {label.split()[1]} | {len(part)} | {first.mean():.0%} | {other.mean():.0%} |"


def detour_table(found: pd.DataFrame) -> Iterator[str]:
    """Rows by kind of question."""
    runs = found[found["label"] == "detours"]
    rows = pd.DataFrame([row for many in runs["observed"] for row in many])
    columns = ["within_24h", "predicted_within_24h", "predicted_own_pace"]
    for kind, part in rows.groupby("kind"):
        shares = [f"{np.average(part[column], weights=part['questions']):.0%}" for column in columns]
        yield f"| {kind} | {len(runs)} | {part['questions'].sum():,} | {' | '.join(shares)} |"


def report() -> str:
    """The page, from what was run."""
    found = pd.DataFrame(read_rows(RESULTS))
    lines = [
        HEAD.format(replicates=REPLICATES),
        "| companies | false alarms | a hub | everybody | interval holds the truth | waiting excludes 0 |",
        "|---|---|---|---|---|---|",
        *null_table(found),
        CURVE.rstrip(),
        *curve_tables(found),
        PACE.rstrip(),
        *pace_table(found),
        DETOURS.rstrip(),
        *detour_table(found),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what", choices=["null", "outside", "simulated", "curve", "pace", "detours", "report"]
    )
    parser.add_argument("--companies", type=int, default=20)
    asked = parser.parse_args()
    if asked.what == "report":
        Path(__file__).with_suffix(".md").write_text(report(), encoding="utf-8")
    else:
        for row in run(RESULTS, jobs(asked.what, asked.companies)):
            print(row["label"], row["seed"], row.get("better"), row.get("ahead"), flush=True)
