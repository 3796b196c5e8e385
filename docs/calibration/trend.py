"""How often `trend` marks a change in steady companies, and how soon it finds a planted one.

    python docs/calibration/trend.py run --kind steady --companies 200     # nothing changes but the volume
    python docs/calibration/trend.py run --kind reorganised --companies 20  # strengths from faint to plain
    python docs/calibration/trend.py report                                # writes trend.md from what was run

Results are appended to ``results/trend.jsonl`` beside this file as they come; a run that was interrupted goes on.
The companies are drawn here, not with the package's own simulator.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import beta

from silograph.analyses.trend import trend
from silograph.conversations import Conversations
from silograph.messages import CHANNELS, KINDS, ROLES

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
        pace = (
            rate
            * alive
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


KINDS_OF_RUN: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "steady": [("steady", {})],
    "outward": [("outward", {"outward": 0.3})],
    "official": [
        (f"moved officially {share:.0%}", {"moved": share, "official": True}) for share in (0.15, 0.3, 0.5)
    ],
    "reorganised": [(f"moved {share:.0%}", {"moved": share}) for share in (0.1, 0.2, 0.3, 0.5)],
    "walls": [(f"walls times {factor}", {"walls_after": factor}) for factor in (0.7, 0.5, 0.35, 0.2)],
    "silo": [(f"openness {x}", {"silo_after": x}) for x in (0.6, 0.4, 0.25, 0.1)],
}


def judge(label: str, seed: int, planted: dict[str, Any]) -> dict[str, Any]:
    """One company, as the command line runs it."""
    life = varied(seed, **planted)
    if life.walls_after is not None:
        life = replace(life, walls_after=max(life.walls * life.walls_after, 1.0))
    on = live(life, seed)
    began = time.process_time()
    found = trend(on, seed=seed)
    marks = found.changes
    order = [start.date().isoformat() for start in found.windows]
    inner = found.table[found.table["q_value"].notna()]
    return {
        "label": label,
        "seed": seed,
        "people": life.people,
        "messages": len(on.messages),
        "walls": life.walls,
        "at": life.at if planted and "outward" not in planted else None,
        "tests": len(inner),
        "marks": [[order.index(row.window), row.figure, row.function] for row in marks.itertuples()],
        "smallest_q": float(inner["q_value"].min()),
        "windows": len(found.table.loc[(found.table["figure"] == "walls") & found.table["value"].notna()]),
        "seconds": round(time.process_time() - began, 2),
    }


def rows() -> list[dict[str, Any]]:
    """What was run so far."""
    return [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []


def run(kind: str, companies: int) -> Iterator[dict[str, Any]]:
    """Companies of a kind that were not run yet."""
    done = {(row["label"], row["seed"]) for row in rows()}
    for label, planted in KINDS_OF_RUN[kind]:
        for seed in range(companies):
            if (label, seed) not in done:
                yield judge(label, seed, planted)


def share(hits: int, of: int) -> str:
    """A share with the exact (Clopper-Pearson) one-sided 95 % upper bound."""
    upper = 1.0 if hits == of else float(beta.ppf(0.95, hits + 1, of - hits))
    return f"{hits} of {of} = {hits / of:.1%} (at most {upper:.1%})"


def report() -> str:
    """The page, from what was run."""
    table = pd.DataFrame(rows())
    steady = table[table["label"] == "steady"]
    alarms = int((steady["marks"].str.len() > 0).sum())
    lines = []
    for label, part in table[table["at"].notna()].groupby("label", sort=False):
        near = sum(
            any(abs(window - at) <= 1 for window, _, _ in marks)
            for marks, at in zip(part["marks"], part["at"], strict=True)
        )
        astray = sum(
            any(abs(window - at) > 1 for window, _, _ in marks)
            for marks, at in zip(part["marks"], part["at"], strict=True)
        )
        lines.append(f"| {label} | {len(part)} | {near} of {len(part)} | {astray} of {len(part)} |")
    return f"""# Calibration: trend

Companies of 60 to 300 people over 6 to 12 months: lasting acquaintances, bursts of messages, some acquaintances that
come and go, months of uneven volume (one with a third), growth, everybody away for three weeks. Default options.

**Steady companies.** Any mark at all, in the whole table (all windows, figures and functions):
{share(alarms, len(steady))}. Of 200 planned, {len(steady)} were run so far; `run` goes on where it stopped.

**Planted changes** in the middle of the period. "Found": a mark in that window or the one next to it. "Moved": share of
people who work with another function from then on; the chart follows only where it says "officially".

| planted | companies | found within one window | marks elsewhere |
|---|---|---|---|
{chr(10).join(lines)}

Smaller companies and thinner walls are among them: with walls of 2, or 60 people, little can be found. Processor time
{table["seconds"].median():.1f} s per company (median).
"""


def main() -> None:
    """Run, or report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["run", "report"])
    parser.add_argument("--kind", choices=list(KINDS_OF_RUN), default="steady")
    parser.add_argument("--companies", type=int, default=200)
    arguments = parser.parse_args()
    if arguments.what == "run":
        RESULTS.parent.mkdir(exist_ok=True)
        for row in run(arguments.kind, arguments.companies):
            with RESULTS.open("a") as out:
                out.write(json.dumps(row) + "\n")
            print(row, flush=True)
    else:
        PAGE.write_text(report(), encoding="utf-8")


if __name__ == "__main__":
    main()
