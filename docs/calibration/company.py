"""False alarms and detection over whole invented companies: silos and glue; and the demo, with its owner.

    python docs/calibration/company.py null --companies 200      # nothing planted
    python docs/calibration/company.py curves --companies 20     # strengths from zero to strong
    python docs/calibration/company.py demo --companies 20       # the demo's settings
    python docs/calibration/company.py story --companies 100     # a silo, a glue that owns and a mail room
    python docs/calibration/company.py report                    # writes company.md from what was run

Results are appended to ``results/*.jsonl`` beside this file as they come; a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from tables import Job, Row, append, missing, read_rows, share
from worlds import quick

from silograph.analyses.glue.answer import glue
from silograph.analyses.parts.settings import Settings
from silograph.analyses.silos.answer import silos
from silograph.demo import DEMO
from silograph.run.run import analyze
from silograph.simulation import CompanySpec, MailRoom, Outside, simulate

HERE = Path(__file__).parent
QUICK = {"replicates": 60}
STORY = {300: 10, 120: 7}  # people: functions
CURVES = {
    "silo_openness": (0.85, 0.7, 0.55, 0.4, 0.25),
    "glue_openness": (1.5, 2.0, 3.0, 5.0, 8.0, 12.0),
}


def varied(seed: int, **planted: float) -> CompanySpec:
    """A company whose size, functions, walls and activity are drawn by its seed."""
    rng = np.random.default_rng([seed, 77])
    functions = int(rng.integers(6, 13))
    people = int(functions * rng.integers(14, 36))
    return CompanySpec(
        people=people,
        messages=int(people * rng.integers(30, 80)),
        functions=functions,
        walls=float(rng.choice([2.0, 4.0, 6.0, 9.0])),
        size_spread=float(rng.uniform(0.3, 0.9)),
        activity_spread=float(rng.uniform(0.4, 0.9)),
        function_activity_spread=float(rng.uniform(0.0, 0.5)),
        seed=seed,
        **planted,
    )


def judge(spec: CompanySpec) -> Row:
    """One company through the analyses, as the command line runs them."""
    company, seed = simulate(spec), spec.seed
    network, truth = company.to_network(), company.truth
    found = silos(network, simulations=1)
    linking = glue(network, seed=seed, replicates=QUICK["replicates"])
    table = found.table.set_index("function")
    return {
        "people": spec.people,
        "functions": spec.functions,
        "assessed": int(table["q_value"].notna().sum()),
        "silos": table.index[table["verdict"] == "silo"].tolist(),
        "open": table.index[table["verdict"] == "open"].tolist(),
        "glue": list(linking.glue),
        "ranked": int(linking.table["rank"].notna().sum()),
        "truth_silos": truth["silos"],
        "truth_glue": truth["glue"],
        "walls": [truth["walls"], found.walls_low, found.walls_high],
        "covered": {
            name: [value, table.loc[name, "openness_low"], table.loc[name, "openness_high"]]
            for name, value in truth["openness"].items()
            if name in table.index and table.loc[name, "q_value"] == table.loc[name, "q_value"]
        },
    }


def judge_demo(seed: int) -> Row:
    """One company of the demo through all analyses that its answer rests on, as the command line runs them."""
    company = simulate(replace(DEMO, seed=seed))
    analysis = analyze(*company.log(), settings=Settings(seed=seed, only=("silos", "owner")))
    summary, truth = analysis.summary, company.truth
    return {
        "silos": [row["function"] for row in summary["silos"] or []],
        "glue": list(analysis.results["glue"].glue),
        "owner": summary["owner"]["recommended"],
        "involve": summary["owner"]["involve"] or [],
        "mailrooms": summary["mailrooms"] or [],
        "truth_silos": truth["silos"],
        "truth_glue": truth["glue"],
        "truth_mailroom": truth.get("mailroom"),
    }


def judge_story(people: int, seed: int) -> Row:
    """A company as in the demo, with a mail room more open than the glue besides.

    Whom sensitivity would withdraw is counted as recommended, unless it is the wrong one.
    """
    room, outside = MailRoom(share=0.8, openness=8.0), Outside(contacts=people // 3)
    spec = replace(
        DEMO, people=people, messages=60 * people, functions=STORY[people], outside=outside, mailroom=room,
        seed=seed,
    )  # fmt: skip
    company = simulate(spec)
    settings = Settings(seed=seed, only=("silos", "owner"), replicates=QUICK["replicates"])
    results = quick(company, settings)
    if "owner" in results and results["owner"].recommended not in (None, company.truth["glue"]):
        results = analyze(*company.log(), settings=settings).results
    owner, truth = results.get("owner"), company.truth
    return {
        "silos": list(results["silos"].silos),
        "glue": list(results["glue"].glue),
        "mailrooms": list(results["relay"].mailrooms) if "relay" in results else [],
        "owner": owner.recommended if owner else None,
        "truth_silos": truth["silos"],
        "truth_glue": truth["glue"],
        "truth_mailroom": truth["mailroom"],
    }


def run(name: str, jobs: Iterable[Job], processes: int) -> None:
    """Judge what is not judged yet, as many at a time as there are processes."""
    path = results(name)
    with multiprocessing.Pool(processes) as pool:
        for row in pool.imap_unordered(_judged, list(missing(path, jobs))):
            append(path, row)
            print(row["label"], row["seed"], row["silos"], row["glue"], row.get("owner"), flush=True)


def _judged(job: Job) -> Row:
    name, work = job
    return {**name, **work()}


def results(name: str) -> Path:
    """Where they are kept."""
    return HERE / "results" / f"{name}.jsonl"


def report() -> str:
    lines = [
        "# Calibration on whole companies",
        "",
        "Made by `docs/calibration/company.py`; intervals are exact 95 % intervals (Clopper-Pearson). Companies are",
        "invented by `silograph.simulation` with 6 to 12 functions of 6 to more than 60 people, walls of 2 to 9, and",
        f"different activity. The owner's draws are {QUICK['replicates']} here.",
        "",
    ]
    null = read_rows(results("null"))
    if null:
        assessed, walls = sum(row["assessed"] for row in null), [row["walls"] for row in null]
        lines += [
            f"## Nothing planted: {len(null)} companies",
            "",
            "| false alarm | share |",
            "|---|---|",
            f"| a function is called `silo` | {share(total(null, 'silos'), assessed)} |",
            f"| a function is called `open` | {share(total(null, 'open'), assessed)} |",
            f"| a function is called `glue` | {share(total(null, 'glue'), sum(row['ranked'] for row in null))} |",
            f"| a company has a `silo` | {share(sum(bool(row['silos']) for row in null), len(null))} |",
            f"| a company has a `glue` | {share(sum(bool(row['glue']) for row in null), len(null))} |",
            "",
            "Functions differ in activity (log sd up to 0.5), and where people have more contacts they carry more:",
            "that is a glue by definition, and no false alarm of the test, measured in [worlds](worlds.md). How",
            "often an owner is named is in [owner](owner.md).",
            "",
            "| interval at nominal 95 % | covers the truth |",
            "|---|---|",
            f"| openness (1 planted) | {share(*covered(null))} |",
            f"| walls | {share(sum(low <= value <= high for value, low, high in walls), len(walls))} |",
            "",
        ]
    demo = read_rows(results("demo"))
    if demo:
        right = [row for row in demo if row["silos"] == row["truth_silos"]]
        first = [row for row in demo if row["involve"][:1] == [row["truth_glue"]]]
        called = [row for row in demo if row["truth_glue"] in row["glue"]]
        rooms = [row for row in demo if not row["mailrooms"]]
        owners = [row for row in demo if row["owner"] == row["truth_glue"]]
        lines += [
            f"## The demo's settings: {len(demo)} companies",
            "",
            "| recovered | share |",
            "|---|---|",
            f"| exactly the planted silo | {share(len(right), len(demo))} |",
            f"| the planted glue is the first to involve | {share(len(first), len(demo))} |",
            f"| the planted glue has the verdict `glue` | {share(len(called), len(demo))} |",
            f"| no function that routes onward, as none is planted | {share(len(rooms), len(demo))} |",
            f"| the planted owner | {share(len(owners), len(demo))} |",
            "",
        ]
    lines += story_lines(read_rows(results("story")))
    curves = read_rows(results("curves"))
    for what, strengths in CURVES.items():
        part = [row for row in curves if row["label"].startswith(what)]
        if part:
            lines += [
                f"## Detection curve: {what.replace('_', ' ')}",
                "",
                CURVE_HEAD[what],
                "|---" * CURVE_HEAD[what].count(" | ") + "|---|",
            ]
            for strength in strengths:
                at = [row for row in part if row["label"] == f"{what}={strength}"]
                if at:
                    lines.append(CURVE_ROW[what](strength, at))
            lines.append("")
    return "\n".join(lines)


def story_lines(rows: list[Row]) -> list[str]:
    lines = []
    for people, functions in STORY.items():
        at = [row for row in rows if row["label"] == f"story {people}"]
        if not at:
            continue
        n, room = len(at), [row["truth_mailroom"] for row in at]
        hits = {
            "exactly the planted silo": sum(row["silos"] == row["truth_silos"] for row in at),
            "exactly the planted glue has the verdict `glue`": sum(
                row["glue"] == [row["truth_glue"]] for row in at
            ),
            "the mail room, and no other, is seen to route onward": sum(
                row["mailrooms"] == [one] for row, one in zip(at, room, strict=True)
            ),
            "the planted owner is recommended": sum(row["owner"] == row["truth_glue"] for row in at),
            "nobody is recommended (`no_clear_owner`)": sum(row["owner"] is None for row in at),
            "another function is recommended": sum(
                row["owner"] not in (None, row["truth_glue"]) for row in at
            ),
            "the mail room is recommended": sum(
                row["owner"] == one for row, one in zip(at, room, strict=True)
            ),
        }
        lines += [
            f"## The story: a silo, a glue that owns and a mail room, {people} people in {functions} functions",
            "",
            f"| {n} companies | share |",
            "|---|---|",
            *(f"| {what} | {share(count, n)} |" for what, count in hits.items()),
            "",
        ]
    return lines


def total(companies: list[Row], what: str) -> int:
    return sum(len(row[what]) for row in companies)


def covered(companies: list[Row]) -> tuple[int, int]:
    intervals = [interval for row in companies for interval in row["covered"].values()]
    return sum(low <= value <= high for value, low, high in intervals), len(intervals)


CURVE_HEAD = {
    "silo_openness": "| openness of one function | called `silo` | its interval covers | another called `silo` |",
    "glue_openness": "| openness of the glue | verdict `glue` | another called `glue` |",
}


def _silo_row(strength: float, at: list[Row]) -> str:
    name = [(row["truth_silos"] or [None])[0] for row in at]
    hit = sum(planted in row["silos"] for planted, row in zip(name, at, strict=True))
    intervals = [
        row["covered"][planted] for planted, row in zip(name, at, strict=True) if planted in row["covered"]
    ]
    inside = sum(low <= value <= high for value, low, high in intervals)
    other = sum(bool(set(row["silos"]) - {planted}) for planted, row in zip(name, at, strict=True))
    return (
        f"| {strength} | {share(hit, len(at))} | {share(inside, len(intervals))} | {share(other, len(at))} |"
    )


def _glue_row(strength: float, at: list[Row]) -> str:
    hit = sum(row["truth_glue"] in row["glue"] for row in at)
    other = sum(bool(set(row["glue"]) - {row["truth_glue"]}) for row in at)
    return f"| {strength} | {share(hit, len(at))} | {share(other, len(at))} |"


CURVE_ROW = {"silo_openness": _silo_row, "glue_openness": _glue_row}


def _job(label: str, spec: CompanySpec) -> Job:
    return {"label": label, "seed": spec.seed}, partial(judge, spec)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["null", "curves", "demo", "story", "report"])
    parser.add_argument("--companies", type=int, default=20)
    parser.add_argument(
        "--first", type=int, default=1000, help="first seed; never one that a default was chosen on"
    )
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    seeds = range(args.first, args.first + args.companies)
    if args.what == "null":
        jobs = [_job("null", varied(s, silo_openness=1.0, glue_openness=1.0)) for s in seeds]
    elif args.what == "demo":
        jobs = [({"label": "demo", "seed": s}, partial(judge_demo, s)) for s in seeds]
    elif args.what == "story":
        jobs = [
            ({"label": f"story {n}", "seed": s}, partial(judge_story, n, s)) for s in seeds for n in STORY
        ]
    else:
        none = {"silo_openness": 1.0, "glue_openness": 1.0}
        jobs = [
            _job(f"{what}={strength}", varied(s, **{**none, what: strength}))
            for what, strengths in CURVES.items()
            for strength in strengths
            for s in seeds
        ]
    if args.what == "report":
        (HERE / "company.md").write_text(report(), encoding="utf-8")
    else:
        run(args.what, jobs, args.processes)


if __name__ == "__main__":
    main()
