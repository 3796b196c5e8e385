"""Does `owner` find the glue, never the mail room, and nobody where nobody is special? Writes ``owner.md``.

    python docs/calibration/owner.py planted --companies 100     # a glue, and a mail room of more raw betweenness
    python docs/calibration/owner.py null --companies 200        # nothing planted
    python docs/calibration/owner.py room --companies 40         # a mail room, and no glue
    python docs/calibration/owner.py curve --companies 10        # the glue from faint to strong, and a mail room
    python docs/calibration/owner.py first --companies 40        # a glue from faint to strong: is p_first right?
    python docs/calibration/owner.py report

Results are appended to ``results/owner-*.jsonl`` beside this file as they come; a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count, pairwise
from pathlib import Path

import numpy as np
from tables import Job, Row, read_rows, run, share

from silograph.analyses.glue.answer import glue
from silograph.analyses.parts.settings import Settings
from silograph.run.run import analyze
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
        mailroom=MailRoom(share=0.8, openness=10.0),
    )
    return spec if planted else replace(spec.null(), outside=Outside(contacts=100))


def judge(spec: CompanySpec) -> Row:
    """One company through the analyses, as the command line runs them."""
    company = simulate(spec)
    settings = Settings(only=("owner",), replicates=60, simulations=100, seed=spec.seed)
    results = analyze(*company.log(), settings=settings).results
    owner, linking = results["owner"], results["glue"].table.set_index("function")
    truth = company.truth
    return {
        "glue": truth["glue"],
        "mailroom": truth.get("mailroom"),
        "recommended": owner.recommended,
        "first": owner.table["function"].iloc[0],
        "involve": list(owner.involve),
        "routing": list(results["relay"].routing) if "relay" in results else None,
        "found_mailrooms": list(results["relay"].mailrooms) if "relay" in results else None,
        "brokerage": linking["brokerage"].to_dict(),
        "p_first": linking["p_first"].dropna().to_dict(),
        "acceptability": owner.acceptability,
        "score": owner.score,
        "threshold": owner.threshold,
        "families": owner.parameters["families"],
    }


def masked(row: Row) -> bool:
    """Whether the mail room has more raw betweenness than the glue."""
    return bool(row["brokerage"][row["mailroom"]] > row["brokerage"][row["glue"]])


def jobs(what: str, companies: int) -> Iterator[Job]:
    """The companies of a part of the page; seeds of one part are nowhere else."""
    if what == "planted":
        for seed in count(20_000):
            if sum(map(masked, read_rows(results(what)))) >= companies:
                return
            yield _job(what, varied(seed))
    for number in range(companies):
        if what == "null":
            yield _job(what, varied(8000 + number, planted=False))
        elif what == "room":
            yield _job(what, varied(25_000 + number, glue=1.0))
        elif what == "curve":
            yield from (_job(f"{x:g}", varied(9000 + number, glue=x)) for x in STRENGTHS)
        elif what == "first":
            seed = 10_000 + number
            yield from (
                ({"label": f"{x:g}", "seed": seed}, partial(judge_first, seed, openness=x)) for x in HARD
            )


def _job(label: str, spec: CompanySpec) -> Job:
    return {"label": label, "seed": spec.seed}, partial(judge, spec)


def results(what: str) -> Path:
    """Where they are kept."""
    return HERE / "results" / f"owner-{what}.jsonl"


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
    if planted := read_rows(results("planted")):
        lines += ["", "## A glue, and a mail room of more raw betweenness", "", *_planted(planted)]
    if room := read_rows(results("room")):
        lines += ["", f"## A mail room and no glue: {len(room)} companies", "", *_nobody(room)]
    if null := read_rows(results("null")):
        lines += ["", f"## Nothing planted: {len(null)} companies", "", *_nobody(null)]
    if curve := read_rows(results("curve")):
        lines += [
            "", "## From faint to strong", "",
            "The mail room stays as it is; the glue crosses borders so many times as often as others do.", "",
            "| openness of the glue | glue recommended | another function | mail room |", "|---|---|---|---|",
            *(_strength(label, [row for row in curve if row["label"] == label])
              for label in sorted({row["label"] for row in curve}, key=float)),
        ]  # fmt: skip
    if first := read_rows(results("first")):
        lines += ["", f"## Reliability of `p_first`: {len(first)} companies", "", *_reliability(first)]
    return "\n".join(lines) + "\n"


def _planted(companies: list[Row]) -> list[str]:
    """The companies in which the mail room does have more raw betweenness; the others beside them."""
    asked = [row for row in companies if masked(row)]
    others = [row for row in companies if not masked(row)]

    def line(what: str, holds: Callable[[Row], bool]) -> str:
        columns = (share(sum(map(holds, part)), len(part)) for part in (asked, others))
        return f"| {what} | {' | '.join(columns)} |"

    return [
        "Both cross borders eight to ten times as often as others do, and the mail room, as large as the glue or",
        f"larger, passes on 80 % of what it is asked. Of {len(companies)} companies drawn, in {len(asked)} it has more",
        "raw betweenness than the glue; the others are the last column.",
        "",
        "| | mail room has more | it has less |",
        "|---|---|---|",
        line("the glue is recommended", lambda row: bool(row["recommended"] == row["glue"])),
        line("the mail room is recommended", lambda row: bool(row["recommended"] == row["mailroom"])),
        line("another function is recommended", _other),
        line("the mail room is known to route onward", lambda row: row["mailroom"] in row["routing"]),
        line("another function is said to", lambda row: bool(set(row["routing"]) - {row["mailroom"]})),
        line("the glue is to be involved", lambda row: row["glue"] in row["involve"]),
    ]


def _nobody(companies: list[Row]) -> list[str]:
    named = sum(row["recommended"] is not None for row in companies)
    return [
        "| | share |",
        "|---|---|",
        f"| no clear owner | {share(len(companies) - named, len(companies))} |",
    ]


def _other(row: Row) -> bool:
    return row["recommended"] not in (None, row["glue"], row["mailroom"])


def _strength(label: str, at: list[Row]) -> str:
    right = share(sum(row["recommended"] == row["glue"] for row in at), len(at))
    room = share(sum(row["recommended"] == row["mailroom"] for row in at), len(at))
    return f"| {label} | {right} | {share(sum(map(_other, at)), len(at))} | {room} |"


def _reliability(companies: list[Row]) -> list[str]:
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


def judge_first(seed: int, *, openness: float) -> Row:
    """Glue alone on one company without a mail room."""
    company = simulate(replace(varied(seed, glue=openness), mailroom=MailRoom(), outside=Outside()))
    table = glue(company.to_network(), replicates=100, simulations=60, seed=seed).table
    p_first = table.set_index("function")["p_first"].dropna()
    return {"glue": company.truth["glue"], "p_first": p_first.to_dict()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["planted", "null", "room", "curve", "first", "report"])
    parser.add_argument("--companies", type=int, default=20)
    given = parser.parse_args()
    if given.what == "report":
        (HERE / "owner.md").write_text(report(), encoding="utf-8")
        return
    for row in run(results(given.what), jobs(given.what, given.companies)):
        print(row["label"], row["seed"], row["glue"], row.get("recommended"), flush=True)


if __name__ == "__main__":
    main()
