"""Whole runs against those of an earlier commit, by processor time: ``python -m benchmarks runs``.

The earlier tree is taken out of the repository beside this one. Both run the same commands, each twice: the first run
ever of its kernels, with a cache of its own, then a warm one.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

EARLIER = "4ffd433"
ROOT = Path(__file__).resolve().parents[1]
BARS = {"demo, first run": 0.35, "demo, warm": 0.2, "1,000 people, warm": 0.25}


def seconds(tree: Path, cache: Path, *command: str) -> float:
    """Processor seconds, of user and system, of one run of the command line on the code of `tree`."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "NUMBA_CACHE_DIR": str(cache)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "silograph", *command],
        env=environment,
        check=True,
        cwd=tree,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def earlier(folder: Path) -> Path:
    """The tree of the earlier commit, in a folder."""
    folder.mkdir()
    archive = subprocess.run(["git", "archive", EARLIER], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def main() -> None:
    """Print processor seconds of both, and their ratio beside its bar."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trees = {"now": ROOT, "earlier": earlier(folder / "earlier")}
        company = folder / "company"
        seconds(ROOT, folder / "cache-now", "simulate", "--people", "1000", "--messages", "60000",
                "--out", str(company))  # fmt: skip
        sources = [str(company / name) for name in ("mail.mbox", "slack.zip", "tickets.xes.gz")]
        found: dict[str, dict[str, float]] = {what: {} for what in BARS}
        for which, tree in trees.items():
            cache = folder / f"fresh-{which}"
            demo = ("demo", "--out", str(folder / f"demo-{which}"))
            found["demo, first run"][which] = seconds(tree, cache, *demo)
            found["demo, warm"][which] = seconds(tree, cache, *demo)
            analyze = (
                "analyze",
                *sources,
                "--people",
                str(company / "people.csv"),
                "--out",
                str(folder / f"run-{which}"),
            )
            found["1,000 people, warm"][which] = seconds(tree, cache, *analyze)
        for what, bar in BARS.items():
            now, then = found[what]["now"], found[what]["earlier"]
            print(f"{what:<20}{now:8.1f} s{then:8.1f} s at {EARLIER}  ratio {now / then:.2f} (bar {bar})")


if __name__ == "__main__":
    main()
