"""How often `trend` marks a change in steady companies, and how soon it finds a planted one.

    python docs/calibration/trend.py run      # everything, a few minutes per hundred companies
    python docs/calibration/trend.py report   # writes trend.md from what was run

Results are appended to ``results/trend.jsonl`` beside this file as they come; a run that was interrupted goes on. Most
companies are those of `silograph.simulate`; others are drawn here, with holidays, growth, acquaintances that end and
people who move without the chart saying so.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tables import Job, Row, at_most, lower, read_rows, run

from silograph.analyses.trend.answer import trend
from silograph.errors import NotEnoughDataError
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.schema import CHANNELS, KINDS, ROLES
from silograph.simulation import Change, CompanySpec, simulate

HERE = Path(__file__).parent
PAGE = Path(__file__).with_suffix(".md")
RESULTS = HERE / "results" / "trend.jsonl"


@dataclass(frozen=True, kw_only=True)
class Life:
    """A company over some months; by default nothing changes."""

    people: int = 200
    functions: int = 8
    messages: int = 12_000
    months: int = 12
    walls: float = 6.0
    growth: float = 0.0  # log volume gained over the period
    uneven: float = 0.3  # standard deviation of log volume by month
    holidays: bool = True  # everybody away for three weeks; one month with a third of the volume
    turnover: float = 0.3  # share of acquaintances that last a third of the period
    burst: float = 4.0  # mean messages per conversation
    copies: float = 0.5  # mean people in copy
    outward: float = 0.0  # by how much (log sd) a person's outside contact varies from month to month
    seasons: float = 0.0  # by how much (log sd) a function's activity varies from month to month
    moved: float = 0.0  # share of people who work with another function from `at` on
    official: bool = False  # whether the chart says so too
    walls_after: float | None = None
    silo_after: float = 1.0  # openness of the first function from `at` on
    at: int = 6


def live(life: Life, seed: int) -> Conversations:
    """The conversations of a company."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.full(life.functions, 8.0))
    chart = np.sort(rng.choice(life.functions, life.people, p=share))
    activity = np.exp(0.8 * rng.normal(size=life.people))
    works = chart.copy()
    movers = rng.random(life.people) < life.moved
    works[movers] = rng.integers(0, life.functions, movers.sum())
    volume = np.exp(life.uneven * rng.normal(size=life.months) + np.linspace(0, life.growth, life.months))
    if life.holidays:
        volume[rng.integers(life.months)] /= 3
    away = rng.uniform(0, 30.4 * life.months, life.people)
    pieces = []
    for phase in range(2 if life.at < life.months else 1):
        months = np.arange(life.months) >= life.at if phase else np.arange(life.months) < life.at
        group, walls = (works, life.walls_after or life.walls) if phase else (chart, life.walls)
        pieces.append(
            _talk(life, rng, activity, group, walls, np.where(months, volume, 0), volume.sum(), phase)
        )
    day, sender, recipient, size = (np.concatenate(column) for column in zip(*pieces, strict=True))
    present = (np.abs(day - away[sender] - 10) > 10) & (np.abs(day - away[recipient] - 10) > 10)
    if life.holidays:
        day, sender, recipient, size = day[present], sender[present], recipient[present], size[present]
    return _conversations(life, rng, (day, sender, recipient, size), chart, works)


def _talk(
    life: Life,
    rng: np.random.Generator,
    activity: np.ndarray,
    group: np.ndarray,
    walls: float,
    volume: np.ndarray,
    total: float,
    phase: int,
) -> tuple[np.ndarray, ...]:
    """Conversations between acquaintances: pairs are drawn once and go on talking."""
    keep = np.random.default_rng([int(activity.sum() * 1e6) % 2**32])  # the same pairs in both phases
    i, j = np.triu_indices(life.people, 1)
    fondness = keep.gamma(0.25, 1 / 0.25, len(i))
    began, forever = keep.random(len(i)), keep.random(len(i)) >= life.turnover
    rate = activity[i] * activity[j] * np.where(group[i] == group[j], walls, 1.0)
    if phase and life.silo_after != 1:
        rate = np.where((group[i] == 0) ^ (group[j] == 0), rate * life.silo_after, rate)
    rate = rate / rate.sum() * fondness
    conversations = life.messages / life.burst / (1 + life.copies / 4)
    parts = []
    for month in np.flatnonzero(volume):
        alive = forever | (np.abs(month / life.months - began) < 1 / 6)
        drift = np.exp(life.outward * rng.normal(size=life.people))
        season = np.exp(life.seasons * rng.normal(size=life.functions))[group]
        pace = (
            rate
            * alive
            * season[i]
            * season[j]
            / (1 - life.turnover * 0.7)
            * np.where(group[i] == group[j], 1.0, drift[i] * drift[j])
        )
        count = rng.poisson(pace * conversations * volume[month] / total)
        pair = np.repeat(np.arange(len(i)), count)
        swap = rng.random(len(pair)) < 0.5
        parts.append(
            (
                30.4 * (month + rng.random(len(pair))),
                np.where(swap, j[pair], i[pair]),
                np.where(swap, i[pair], j[pair]),
                rng.geometric(1 / life.burst, len(pair)),
            )
        )
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def _conversations(
    life: Life, rng: np.random.Generator, talk: tuple[np.ndarray, ...], chart: np.ndarray, works: np.ndarray
) -> Conversations:
    """Messages go back and forth within some days; a colleague of the sender may stand in copy."""
    day, first, second, size = talk
    of = np.repeat(np.arange(len(day)), size)
    place = np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size)
    at = day[of] + place * rng.exponential(0.4, len(of))
    turn = place % 2 == 0
    sender, recipient = np.where(turn, first[of], second[of]), np.where(turn, second[of], first[of])
    order = np.argsort(at, kind="stable")
    at, sender, recipient, of = at[order], sender[order], recipient[order], of[order]
    in_copy = rng.poisson(life.copies, len(day))[of]  # the same people are in copy of a whole conversation
    watcher = first[np.minimum(np.arange(len(day)) + 1, len(day) - 1)][of]  # somebody active
    copied = (in_copy > 0) & (watcher != sender) & (watcher != recipient) & (chart[watcher] == chart[sender])
    chart = np.stack([chart, works if life.official else chart])
    then = (at >= 30.4 * life.at).astype(int)
    messages = pd.DataFrame(
        {
            "sent_at": pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(at, unit="D"),
            "time_quality": "exact",
            "channel": pd.Categorical(["email"] * len(at), categories=CHANNELS),
            "kind": pd.Categorical(["mail"] * len(at), categories=KINDS),
            "sender": sender,
            "function": chart[then, sender],
            "thread": of,
            "parent": -1,
            "space": -1,
            "audience": 1 + copied,
            "automated": False,
            "source": 0,
            "subject": None,
        }
    )
    row = np.r_[np.arange(len(at)), np.flatnonzero(copied)]
    reached = np.r_[recipient, watcher[copied]]
    role = np.r_[np.full(len(at), "to", dtype=object), np.full(copied.sum(), "cc", dtype=object)]
    interactions = pd.DataFrame(
        {
            "message": row,
            "recipient": reached,
            "function": chart[then[row], reached],
            "role": pd.Categorical(role, categories=ROLES),
        }
    ).sort_values("message", ignore_index=True)
    people = pd.DataFrame({"actor_id": [f"p{i}" for i in range(life.people)], "actor_kind": "person"})
    return Conversations(
        messages=messages[
            messages["sent_at"] < pd.Timestamp("2024-01-01", tz="UTC") + pd.Timedelta(days=365)
        ],
        interactions=interactions[
            interactions["message"] < (messages["sent_at"] < pd.Timestamp("2024-12-31", tz="UTC")).sum()
        ],
        cases=pd.DataFrame(columns=["thread", "opened_at", "ended_at", "closed", "source"]),
        functions=tuple(f"F{f}" for f in range(life.functions)),
        spaces=(),
        actors=people.assign(function=[f"F{f}" for f in chart[1]]),
        threads=(),
    )


def varied(seed: int, **planted: Any) -> Life:
    """A company whose size, volume, walls and rhythm are drawn by its seed."""
    rng = np.random.default_rng([seed, 5])
    people = int(rng.integers(60, 301))
    functions = int(rng.integers(4, 11)) if people >= 100 else int(rng.integers(3, 6))
    life = Life(
        people=people,
        functions=functions,
        messages=int(people * rng.integers(40, 80)),
        months=int(rng.integers(6, 13)),
        walls=float(rng.choice([2.0, 4.0, 8.0, 14.0])),
        growth=float(rng.choice([0.0, 0.0, 0.7, 1.4])),
        uneven=float(rng.uniform(0.1, 0.5)),
        turnover=float(rng.uniform(0.0, 0.6)),
        burst=float(rng.uniform(2.0, 7.0)),
        copies=float(rng.uniform(0.0, 1.0)),
    )
    return replace(life, at=life.months // 2, **planted)


def own(seed: int, **planted: Any) -> tuple[Conversations, dict[str, Any]]:
    """A varied company drawn here; its truth."""
    life = varied(seed, **planted)
    return live(life, seed), {"people": life.people, "walls": life.walls}


def own_large(seed: int, **planted: Any) -> tuple[Conversations, dict[str, Any]]:
    """A company of 300 drawn here, who send about 24,000 messages within a year."""
    life = Life(people=300, functions=10, messages=24_000, walls=8.0, **planted)
    return live(life, seed), {"people": life.people, "walls": life.walls, "at": life.at}


def simulated(seed: int) -> tuple[Conversations, dict[str, Any]]:
    """A varied company of the simulator with nothing planted."""
    rng = np.random.default_rng([seed, 77])
    people = int(rng.integers(80, 301))
    spec = CompanySpec(
        people=people,
        functions=int(rng.integers(5, 11)) if people >= 100 else 5,
        messages=int(people * rng.integers(40, 80)),
        walls=float(rng.choice([3.0, 5.0, 8.0, 14.0])),
        teams=int(rng.choice([1, 3])),
        persistence=float(rng.uniform(0.3, 0.8)),
        months=12,
        seed=seed,
    )
    return build_conversations(*simulate(spec.null()).log()), {"people": people, "walls": spec.walls}


def reorganised(
    seed: int, *, people: int = 300, share: float = 0.0, factor: float | None = None
) -> tuple[Conversations, dict[str, Any]]:
    """A company of the simulator, 80 messages per person and year (60 in smaller ones), reorganised half-way."""
    spec = CompanySpec(
        people=people, functions=people // 30, messages=people * (80 if people >= 300 else 60), months=12, seed=seed
    )  # fmt: skip
    change = Change(share=share, walls=None if factor is None else spec.walls * factor)
    company = simulate(replace(spec.null(), change=change))
    month = pd.Timestamp(company.truth["reorganisation"]).month - 1  # the year begins in January
    return build_conversations(*company.log()), {"people": people, "walls": spec.walls, "at": month}


Maker = Callable[[int], tuple[Conversations, dict[str, Any]]]
FACTORS = (0.5, 0.35, 0.6, 0.7, 0.85)
SHARES = (0.3, 0.2, 0.15, 0.1, 0.05)
STEADY = "steady, simulator"
STEADY_OWN = "steady, drawn here"
CLEAR = (0.5, 0.3)  # what an analyst would call clear: walls halve, or three in ten people move


def _plan() -> dict[str, tuple[Maker, int]]:
    """Label, how to make one, how many; seeds begin at 1000, development used those below."""
    plan: dict[str, tuple[Maker, int]] = {STEADY: (simulated, 200), STEADY_OWN: (own, 206)}
    plan["outside contact drifts"] = partial(own, outward=0.3), 60
    plan["functions have seasons"] = partial(own, seasons=0.4), 60
    for strengths, text, make, few, many in (
        (SHARES, "{:.0%} move, chart unchanged", lambda x: partial(own_large, moved=x), 15, 40),
        (FACTORS, "walls times {:g}", lambda x: partial(reorganised, factor=x), 10, 30),
        (SHARES, "{:.0%} move officially", lambda x: partial(reorganised, share=x), 10, 30),
    ):
        for x in strengths:
            plan[text.format(x)] = make(x), many if x in CLEAR else few
    plan["150 people, walls times 0.5"] = partial(reorganised, people=150, factor=0.5), 15
    plan["150 people, 30% move officially"] = partial(reorganised, people=150, share=0.3), 15
    return plan


def judge(seed: int, make: Maker) -> Row:
    """One company, as the command line runs it (intervals of communities apart, which no mark depends on)."""
    on, truth = make(seed)
    began = time.process_time()
    try:
        found = trend(on, seed=seed, replicates=2)
    except NotEnoughDataError:
        return {"refused": True}
    order = [start.date().isoformat() for start in found.windows]
    table = found.table.assign(covered=_covered(found.table, truth["walls"]))
    known = table[table["low"].notna()]
    hits = {name: known.loc[known["figure"] == name, "covered"].tolist() for name in ("walls", "openness")}
    return {
        **truth,
        "messages": len(on.messages),
        "tests": int(table["q_value"].notna().sum()),
        "marks": [[order.index(row.window), row.figure, row.function] for row in found.changes.itertuples()],
        "covered": {name: [int(sum(values)), len(values)] for name, values in hits.items()},
        "seconds": round(time.process_time() - began, 2),
    }


def _covered(table: pd.DataFrame, walls: float) -> pd.Series[bool]:
    """Whether intervals cover the truth of a steady company: its walls, and an openness of 1."""
    truth = table["figure"].map({"walls": walls, "openness": 1.0})
    return (table["low"] <= truth) & (truth <= table["high"])


def jobs() -> Iterator[Job]:
    """All companies planned."""
    for label, (make, companies) in _plan().items():
        for seed in range(1000, 1000 + companies):
            yield {"label": label, "seed": seed}, partial(judge, seed, make)


def steady_lines(table: pd.DataFrame) -> Iterator[str]:
    """A line per kind of company in which nothing changes."""
    for label, part in table[table["at"].isna()].groupby("label", sort=False):
        figures = pd.Series([figure for marks in part["marks"] for _, figure, _ in marks], dtype=object)
        counts = ", ".join(f"{name} {n}" for name, n in figures.value_counts().items()) or "none"
        yield f"| {label} | {at_most(int((part['marks'].str.len() > 0).sum()), len(part))} | {counts} |"


def detection_lines(table: pd.DataFrame) -> Iterator[str]:
    """A line per strength of a planted change."""
    for label in (label for label in _plan() if label in set(table.loc[table["at"].notna(), "label"])):
        part = table[table["label"] == label]
        marks = part[["seed", "at", "marks"]].explode("marks").dropna()
        marks["figure"] = marks["marks"].str[1]
        off = (marks["marks"].str[0].astype(float) - marks["at"]).abs()
        exact, near, elsewhere = (marks.loc[at, "seed"].nunique() for at in (off == 0, off <= 1, off > 1))
        n = len(part)
        closely = f"{near} = {near / n:.0%} (at least {lower(near, n):.0%})"
        counts = marks.drop_duplicates(["seed", "figure"])["figure"].value_counts()
        which = ", ".join(f"{name} {count}" for name, count in counts.items())
        yield f"| {label} | {n} | {exact} | {closely} | {elsewhere} | {which} |"


def coverage_lines(table: pd.DataFrame) -> Iterator[str]:
    """A line per kind of steady company and figure."""
    for label in (STEADY, STEADY_OWN):
        part = table[table["label"] == label]
        for figure in ("walls", "openness"):
            hits, of = np.sum([covered[figure] for covered in part["covered"]], axis=0).tolist()
            yield f"| {label} | {figure} | {of:,} | {hits / of:.1%} |"


def report() -> str:
    """The page, from what was run."""
    everything = pd.DataFrame(read_rows(RESULTS))
    table = everything[everything["tests"].notna()]
    planted = int(table["at"].notna().sum())
    planned = sum(
        companies for label, (_, companies) in _plan().items() if "move" in label or "walls" in label
    )
    new_line = "\n"
    return f"""# Calibration: trend

Default options, months as windows. Seeds were not looked at before; the rules were fixed on others.

- *Simulator*: `silograph.simulate`, 12 months, nothing planted: 80 to 300 people, 5 to 10 functions, 40 to 80 messages
  per person, walls of 3 to 14, with and without teams.
- *Drawn here*: 60 to 300 people over 6 to 12 months: lasting acquaintances, bursts, some acquaintances that come and
  go, months of uneven volume (one with a third), growth, everybody away for three weeks.

{len(everything) - len(table)} more companies have fewer than three windows with 60 ties: no answer, not counted.

## Nothing changes

Companies with any mark at all in the whole table (all windows, figures and functions), with the exact 95 % upper bound.

| companies | any mark | figures marked |
|---|---|---|
{new_line.join(steady_lines(table))}

The last two are drawn here too and meant to be hard. "Outside contact drifts": what each person exchanges with other
functions varies from month to month by 30 % (standard deviation of the logarithm). "Seasons": the activity of each
function varies from month to month by 40 %, at random. Then the mix of who is active is *not* steady: modularity,
cross share and continuity are figures of everything exchanged and move with it. Walls and openness allow for activity.

## Something changes

{planted} companies of {planned} planned were run; `run` goes on where it stopped. Half-way, in the seventh of twelve
months; walls of 8 before. 300 people, 24,000 messages, unless it says otherwise.
"Within one": any mark in the right window or next to it, with the 95 % lower bound. "Elsewhere": any mark farther off
(the same company may have both). Last column: companies in which a figure was marked.

| planted | companies | right window | within one | elsewhere | figures |
|---|---|---|---|---|---|
{new_line.join(detection_lines(table))}

## Intervals of single windows

Intervals of steady companies that cover the truth: the walls that were planted, and an openness of 1.

| companies | figure | intervals | cover |
|---|---|---|---|
{new_line.join(coverage_lines(table))}

Processor time of the analysis {table["seconds"].median():.1f} s per company (median, without communities resampled).
"""


def main() -> None:
    """Run, or report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["run", "report"])
    if parser.parse_args().what == "run":
        for row in run(RESULTS, jobs()):
            print(row["label"], row["seed"], row.get("marks", "refused"), flush=True)
    else:
        PAGE.write_text(report(), encoding="utf-8")


if __name__ == "__main__":
    main()
