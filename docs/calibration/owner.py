"""Does `owner` find the glue, never the mail room, and nobody where nobody is special? Writes ``owner.md``.

    python docs/calibration/owner.py planted --companies 100     # a glue, and a mail room of more raw betweenness
    python docs/calibration/owner.py null --companies 100        # nothing planted
    python docs/calibration/owner.py curve --companies 10        # the glue from faint to strong, and a mail room
    python docs/calibration/owner.py first --companies 60        # a glue from faint to strong: is p_first right?
    python docs/calibration/owner.py report

Results are appended to ``results/owner-*.jsonl`` beside this file as they come; a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import beta

from silograph.analyses.glue import glue
from silograph.run import analyze
from silograph.settings import Settings
from silograph.simulation import CompanySpec, MailRoom, Outside, simulate

HERE = Path(__file__).parent
STRENGTHS = (1.5, 2.0, 3.0, 5.0)
HARD = (1.2, 1.5, 2.0, 3.0, 5.0)
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


def varied(seed: int, *, glue: float = 8.0, planted: bool = True) -> CompanySpec:
    """A company whose size, functions and walls are drawn by its seed; contacts outside in any case."""
    rng = np.random.default_rng([seed, 78])
    functions = int(rng.integers(7, 12))
    people = int(functions * rng.integers(18, 30))
    spec = CompanySpec(
        people=people,
        messages=int(people * rng.integers(45, 70)),
        functions=functions,
        walls=float(rng.choice([6, 8, 10])),
        glue_openness=glue,
        seed=seed,
        outside=Outside(contacts=100),
        mailroom=MailRoom(share=0.8, openness=8.0),
    )
    return spec if planted else replace(spec.null(), outside=Outside(contacts=100))


def judge(label: str, seed: int, spec: CompanySpec) -> dict[str, Any]:
    """One company through the analyses, as the command line runs them."""
    company = simulate(spec)
    settings = Settings(only=("owner",), replicates=60, simulations=100, seed=seed)
    results = analyze(*company.log(), settings=settings).results
    owner, linking = results["owner"], results["glue"].table.set_index("function")
    truth = company.truth
    return {
        "label": label,
        "seed": seed,
        "glue": truth["glue"],
        "mailroom": truth.get("mailroom"),
        "recommended": owner.recommended,
        "first": owner.table["function"].iloc[0],
        "involve": list(owner.involve),
        "found_mailrooms": list(results["relay"].mailrooms) if "relay" in results else None,
        "brokerage": linking["brokerage"].to_dict(),
        "p_first": linking["p_first"].dropna().to_dict(),
        "acceptability": owner.acceptability,
        "score": owner.score,
        "threshold": owner.threshold,
        "families": owner.parameters["families"],
    }


def run(name: str, jobs: Iterable[tuple[str, int, CompanySpec]]) -> None:
    """Judge what is not judged yet."""
    path = HERE / "results" / f"owner-{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    done = {(row["label"], row["seed"]) for row in rows(name)}
    for label, seed, spec in jobs:
        if (label, seed) in done:
            continue
        row = judge_first(label, seed) if name == "first" else judge(label, seed, spec)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(label, seed, row["glue"], row["recommended"], round(row["acceptability"], 2), flush=True)


def rows(name: str) -> list[dict[str, Any]]:
    """What was judged so far."""
    path = HERE / "results" / f"owner-{name}.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def share(hits: int, of: int) -> str:
    """A share with its exact 95 % interval (Clopper-Pearson)."""
    low = beta.ppf(0.025, hits, of - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, of - hits) if hits < of else 1.0
    return f"{hits} of {of} = {hits / of:.0%} ({low:.0%} to {high:.0%})"


def report() -> str:
    """The page, from what was run."""
    lines = [
        "# Calibration of the owner",
        "",
        "Made by `docs/calibration/owner.py`; intervals are exact 95 % intervals (Clopper-Pearson). Companies of 7 to",
        "11 functions and 126 to 319 people with walls of 6 to 10 and 100 contacts outside, through all analyses that",
        "the recommendation rests on (60 bootstrap replicates, 100 rewired networks). Seeds were not used while the",
        "rule was made.",
    ]
    if planted := rows("planted"):
        lines += ["", f"## A glue and a mail room: {len(planted)} companies", "", *_planted(planted)]
    if null := rows("null"):
        named = sum(row["recommended"] is not None for row in null)
        lines += [
            "", f"## Nothing planted: {len(null)} companies", "",
            "| | share |", "|---|---|",
            f"| no clear owner | {share(len(null) - named, len(null))} |",
        ]  # fmt: skip
    if curve := rows("curve"):
        lines += [
            "", "## From faint to strong", "",
            "The mail room stays as it is; the glue crosses borders so many times as often as others do.", "",
            "| openness of the glue | glue recommended | another function | mail room |", "|---|---|---|---|",
            *(_strength(label, [row for row in curve if row["label"] == label])
              for label in sorted({row["label"] for row in curve}, key=float)),
        ]  # fmt: skip
    if first := rows("first"):
        lines += ["", f"## Reliability of `p_first`: {len(first)} companies", "", *_reliability(first)]
    return "\n".join(lines) + "\n"


def _planted(companies: list[dict[str, Any]]) -> list[str]:
    def is_right(one: dict[str, Any]) -> bool:
        return bool(one["recommended"] == one["glue"])

    louder = [one for one in companies if one["brokerage"][one["mailroom"]] > one["brokerage"][one["glue"]]]

    def row(what: str, hits: Callable[[dict[str, Any]], bool]) -> str:
        return f"| {what} | {share(sum(map(hits, companies)), len(companies))} |"

    return [
        "| | share |",
        "|---|---|",
        f"| the mail room has more raw betweenness than the glue | {share(len(louder), len(companies))} |",
        row("the glue is recommended", is_right),
        f"| the same where the mail room has more | {share(sum(map(is_right, louder)), len(louder))} |",
        row("the mail room is recommended", lambda one: one["recommended"] == one["mailroom"]),
        row("another function is recommended", _other),
        row(
            "the mail room is found, and nothing else",
            lambda one: one["found_mailrooms"] == [one["mailroom"]],
        ),
        row("the glue is to be involved", lambda one: one["glue"] in one["involve"]),
    ]


def _other(row: dict[str, Any]) -> bool:
    return row["recommended"] not in (None, row["glue"], row["mailroom"])


def _strength(label: str, at: list[dict[str, Any]]) -> str:
    right = share(sum(row["recommended"] == row["glue"] for row in at), len(at))
    room = share(sum(row["recommended"] == row["mailroom"] for row in at), len(at))
    return f"| {label} | {right} | {share(sum(map(_other, at)), len(at))} | {room} |"


def _reliability(companies: list[dict[str, Any]]) -> list[str]:
    """`p_first` of every function against how often the function is the planted glue."""
    p = np.array([value for row in companies for value in row["p_first"].values()])
    glue = np.array([name == row["glue"] for row in companies for name in row["p_first"]])
    lines = [
        "A glue of openness 1.2 to 5 and no mail room, so that the right answer is from hard to easy. `p_first` is the",
        "share of resamples in which a function is first by excess brokerage.",
        "",
        "| p_first | functions | mean p_first | is the planted glue |",
        "|---|---|---|---|",
    ]
    for low, high in pairwise(EDGES):
        inside = (p > low) & (p <= high) if low else p <= high
        if inside.any():
            hits = share(int(glue[inside].sum()), int(inside.sum()))
            lines.append(f"| {low:g} to {high:g} | {int(inside.sum())} | {p[inside].mean():.2f} | {hits} |")
    return lines


def judge_first(label: str, seed: int) -> dict[str, Any]:
    """Glue alone on one company without a mail room."""
    spec = replace(varied(seed, glue=float(label)), mailroom=MailRoom(), outside=Outside())
    company = simulate(spec)
    table = glue(company.to_network(), replicates=100, null_networks=60, seed=seed).table.set_index(
        "function"
    )
    return {
        "label": label,
        "seed": seed,
        "glue": company.truth["glue"],
        "recommended": None,
        "acceptability": 0.0,
        "p_first": table["p_first"].dropna().to_dict(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["planted", "null", "curve", "first", "report"])
    parser.add_argument("--companies", type=int, default=20)
    given = parser.parse_args()
    seeds = range(7000, 7000 + given.companies)
    if given.what == "planted":
        run("planted", [("planted", seed, varied(seed)) for seed in seeds])
    elif given.what == "null":
        run(
            "null",
            [("null", seed, varied(seed, planted=False)) for seed in range(8000, 8000 + given.companies)],
        )
    elif given.what == "curve":
        run(
            "curve",
            [(f"{x:g}", seed + 2000, varied(seed + 2000, glue=x)) for x in STRENGTHS for seed in seeds],
        )
    elif given.what == "first":
        seeds = range(10_000, 10_000 + given.companies)
        run("first", [(f"{x:g}", seed, varied(seed)) for x in HARD for seed in seeds])
    else:
        (HERE / "owner.md").write_text(report(), encoding="utf-8")


if __name__ == "__main__":
    main()
