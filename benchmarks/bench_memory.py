"""Peak memory of the whole command line on one million interactions: load into a store, analyse, write everything."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

INTERACTIONS = 1_000_000
PEOPLE = 5_000
FUNCTIONS = 12


def write_inputs(folder: Path) -> tuple[Path, Path]:
    """An interactions.csv and a people.csv of a company with walls between its functions."""
    rng = np.random.default_rng(0)
    function = rng.integers(0, FUNCTIONS, PEOPLE)
    activity = rng.lognormal(0, 1, PEOPLE)
    pairs = INTERACTIONS // 8  # a tie carries eight messages on average
    sender = rng.choice(PEOPLE, pairs, p=activity / activity.sum())
    inside = rng.random(pairs) < 0.6
    order = np.argsort(function, kind="stable")
    starts = np.searchsorted(function[order], np.arange(FUNCTIONS + 1))
    own = order[rng.integers(starts[function[sender]], starts[function[sender] + 1])]
    recipient = np.where(inside, own, rng.integers(0, PEOPLE, pairs))
    tie = rng.integers(0, pairs, INTERACTIONS)
    seconds = rng.integers(0, 90 * 86_400, INTERACTIONS)
    log = pd.DataFrame(
        {
            "message_id": [f"m{number}" for number in range(INTERACTIONS)],
            "sent_at": (pd.Timestamp("2024-01-01") + pd.to_timedelta(seconds, unit="s")).strftime(
                "%Y-%m-%dT%H:%M:%SZ"
            ),
            "sender": [f"p{number}" for number in sender[tie]],
            "recipient": [f"p{number}" for number in recipient[tie]],
        }
    )
    log.to_csv(folder / "interactions.csv", index=False)
    names = [f"Function {number:02d}" for number in function]
    people = pd.DataFrame({"person_id": [f"p{number}" for number in range(PEOPLE)], "function": names})
    people.to_csv(folder / "people.csv", index=False)
    return folder / "interactions.csv", folder / "people.csv"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The parent's memory must not be counted: the log is written by a process of its own.
        subprocess.run([sys.executable, __file__, "write", name], check=True)
        log, people = folder / "interactions.csv", folder / "people.csv"
        store = folder / "store.duckdb"
        run = [sys.executable, "-m", "silograph"]
        _measure("load", [*run, "load", str(log), "--store", str(store), "--people", str(people)])
        _measure("analyze", [*run, "analyze", str(store), "--out", str(folder / "out")])


def _measure(what: str, command: list[str]) -> None:
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = after.ru_maxrss / 1024**2  # of the largest child so far, in GB
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{what:<8} {INTERACTIONS:,} interactions, {PEOPLE:,} people: peak {peak:.2f} GB so far (bar 2 GB), "
        f"{time.perf_counter() - start:.0f} s, {cpu:.0f} s processor time",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write_inputs(Path(sys.argv[2]))
    else:
        main()
