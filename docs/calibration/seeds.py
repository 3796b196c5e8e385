"""Does a verdict hang on the seed? Runs with other seeds on the same logs, cell by cell. Makes ``seeds.md``.

    python docs/calibration/seeds.py --on demo,gastech --seeds 10 --results seeds.jsonl
    python docs/calibration/seeds.py --on companies --results seeds.jsonl       # 20 with a silo and a glue planted
    python docs/calibration/seeds.py --results seeds.jsonl --print              # tables of what is there
    python docs/calibration/seeds.py --results seeds.jsonl --report             # into seeds.md

A log is read once and analysed with each seed by the analyses that give verdicts; `sensitivity`, which is most of the
time of a run, has no verdict of its own. The search for communities, which by itself draws the same for every seed,
is given the seed too. Runs are noted one by one: what was interrupted goes on. ``--rule NAME`` keeps runs before and
after a change apart in one file. Public logs are read by the recipes of ``docs/cases.md``.
"""

from __future__ import annotations

import argparse
import copy
import math
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
from tables import Job, Row, markdown, read_rows, renew, run

from silograph.analyses import inputs, with_needs
from silograph.analyses.communities import answer as communities
from silograph.analyses.parts.question import Inputs
from silograph.analyses.parts.result import Result
from silograph.analyses.parts.settings import Settings
from silograph.demo import DEMO, SOURCES
from silograph.graph.network import build_network
from silograph.loaders.reading import read
from silograph.log.batches import ReadOptions
from silograph.run.coherence import contradictions
from silograph.run.run import ask
from silograph.simulation import CompanySpec, simulate
from silograph.simulation import write as write_exports

PAGE = Path(__file__).with_suffix(".md")
CASES = Path(__file__).parents[1] / "cases.md"
PUBLIC = ("mailing-list", "slack", "gastech", "enron", "manufacturing", "volvo", "eu-core")  # as in cases.md
COMPANIES = 20
ASKED = tuple(with_needs(["communities", "owner"]))


# --- logs --------------------------------------------------------------------------------------------------------


def names_of(asked: str) -> list[str]:
    """Names of logs: ``public`` and ``companies`` stand for all of them."""
    groups = {"public": list(PUBLIC), "companies": [f"company-{i}" for i in range(COMPANIES)]}
    known = ["demo", *PUBLIC, *groups["companies"]]
    found = [name for one in asked.split(",") for name in groups.get(one, [one])]
    if odd := set(found) - set(known):
        raise SystemExit(f"unknown logs: {', '.join(sorted(odd))}")
    return found


@cache
def looked_at(name: str) -> Inputs:
    """What analyses look at, read once."""
    settings = Settings()
    if name == "demo":
        log, roster, settings = _demo()
    elif name in PUBLIC:
        recipes = re.findall(r"```python\n(.*?)```", CASES.read_text(encoding="utf-8"), re.S)
        space: dict[str, Any] = {}
        exec(compile(recipes[PUBLIC.index(name)], f"cases.md: {name}", "exec"), space)
        log, roster = space["log"], space["roster"]
    else:
        log, roster = simulate(CompanySpec(seed=1000 + int(name.partition("-")[2]))).log()
    network = build_network(log, roster, tie_rule=settings.tie_rule)
    return inputs(log, roster, network, settings)


def _demo() -> tuple[Any, Any, Settings]:
    """As ``silograph demo`` reads it."""
    with tempfile.TemporaryDirectory() as folder:
        company = simulate(DEMO)
        paths = write_exports(company, Path(folder))
        sources = [Path(folder) / name for name in SOURCES]
        log, roster = read(sources, paths["people"], options=ReadOptions(subjects=True))
    planned = company.truth["initiative"]
    return log, roster, Settings(topic=planned["topic"], initiative=f"^{re.escape(planned['space'])}$")


def with_seed(on: Inputs, seed: int) -> Inputs:
    """The same with another seed; what was read stays."""
    again = copy.copy(on)
    vars(again)["settings"] = Settings(**{**vars(on.settings), "seed": seed})
    return again


# --- runs --------------------------------------------------------------------------------------------------------


def judged(name: str, seed: int) -> Row:
    """Every verdict of a run, and what the recommendation hangs on."""
    on = looked_at(name)
    started = time.process_time()
    communities.SEARCH = seed
    results: dict[str, Result] = {}
    again = with_seed(on, seed)
    lacking = [name for name in ASKED if ask(name, again, results)]
    return {
        "verdicts": {key: value for one in results.values() for key, value in cells_of(one)},
        "lacking": lacking,
        "owner": owner_figures(results.get("owner")),
        "contradictions": [found.rule for found in contradictions(results)],
        "seconds": round(time.process_time() - started, 1),
    }


def cells_of(result: Result) -> Iterator[tuple[str, str]]:
    """What a result says that is a verdict: cells of its tables by row, and whom or what it names."""
    for table in result.declared.values():
        rows: pd.DataFrame = getattr(result, table.source)
        if "verdict" not in table.names or "verdict" not in rows:
            continue
        keys = [
            key
            for key in ("clock", "arrangement", "function_a", "function_b", "function", "stage")
            if key in rows
        ]
        for row in rows.to_dict("records"):
            place = "/".join(str(row[key]) for key in keys if not pd.isna(row[key]))
            yield f"{result.name}/{place}", str(row["verdict"])
    for attribute in (
        "verdict",
        "number",
        "stage",
        "mailroom_syndrome",
        "recommended",
        "arrangement",
        "involve",
        "glue_found",
    ):
        if hasattr(result, attribute):
            value = getattr(result, attribute)
            yield f"{result.name}.{attribute}", ", ".join(value) if isinstance(value, tuple) else str(value)
    yield f"{result.name}: sentence", result.answer().key


def owner_figures(owner: Any) -> Row:
    """What stands behind a recommendation."""
    if owner is None:
        return {}
    counting = owner.criteria[owner.criteria["counts"]]
    return {
        "first": owner.first,
        "acceptability": round(owner.acceptability, 4),
        "score": round(owner.score, 4),
        "threshold": round(owner.threshold, 4),
        "gates": dict(owner.gates),
        "counting": counting["criterion"].tolist(),
        "reliability": dict(
            zip(owner.criteria["criterion"], owner.criteria["reliability"].round(4), strict=True)
        ),
        "range": dict(zip(owner.criteria["criterion"], owner.criteria["range"].round(4), strict=True)),
    }


def jobs(names: Sequence[str], seeds: int, rule: str) -> Iterator[Job]:
    """Log by log, so that each is read once."""
    for name in names:
        for seed in range(seeds):
            yield {"on": name, "seed": seed, "rule": rule}, partial(judged, name, seed)


# --- tables ------------------------------------------------------------------------------------------------------


def by_log(rows: Sequence[Row], rule: str) -> dict[str, list[Row]]:
    """Runs of each log, in the order of `names_of`."""
    found = {name: [row for row in rows if (row["on"], row["rule"]) == (name, rule)] for name in
             names_of("demo,public,companies")}  # fmt: skip
    return {name: runs for name, runs in found.items() if runs}


def flips(runs: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Cells that are not the same in all runs of a log, and how often they say what."""
    keys = dict.fromkeys(key for row in runs for key in row["verdicts"])
    found = {key: Counter(row["verdicts"].get(key, "(missing)") for row in runs) for key in keys}
    return {key: dict(values.most_common()) for key, values in found.items() if len(values) > 1}


def table_of(rows: Sequence[Row], rule: str) -> str:
    """A line per log: what was compared, and what changed."""
    lines = []
    for name, runs in by_log(rows, rule).items():
        changed = flips(runs)
        lines.append(
            {
                "log": name,
                "seeds": len(runs),
                "verdicts": len(runs[0]["verdicts"]),
                "that change": len(changed),
                "which": "; ".join(f"`{key}` {told(values)}" for key, values in changed.items()) or "–",
                "contradictions": sum(len(row["contradictions"]) for row in runs),
                "owner": told(Counter(str(row["verdicts"].get("owner.recommended", "–")) for row in runs)),
                "first in": span([row["owner"].get("acceptability") for row in runs]),
            }
        )
    return markdown(lines) if lines else "Nothing was run."


def told(values: Mapping[str, int]) -> str:
    """How often each was said; only what, where it is always the same."""
    if len(values) == 1:
        return next(iter(values))
    return ", ".join(f"{value} {n}" for value, n in values.items())


def span(shares: Sequence[float | None]) -> str:
    """From the lowest to the highest."""
    known = [share for share in shares if share is not None]
    return f"{min(known):.0%} to {max(known):.0%}" if known else "–"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--on", default="demo,public,companies", help="names of logs, separated by commas")
    parser.add_argument("--seeds", type=int, default=10, help="per log")
    parser.add_argument("--rule", default="", help="a name for what is tried")
    parser.add_argument("--results", type=Path, required=True, help="file of results, a line per run")
    parser.add_argument(
        "--seconds", type=float, default=math.inf, help="stop after so many; run again to go on"
    )
    parser.add_argument("--print", action="store_true", help="only print the table of what was run")
    parser.add_argument("--report", action="store_true", help="only put it into seeds.md")
    given = parser.parse_args()
    if given.print:
        print(table_of(read_rows(given.results), given.rule))
    elif given.report:
        renew(PAGE, {given.rule or "before": table_of(read_rows(given.results), given.rule)})
    else:
        work = jobs(names_of(given.on), given.seeds, given.rule)
        for row in run(given.results, work, seconds=given.seconds):
            print(row["on"], row["seed"], f"{row['seconds']} s", *row["contradictions"], flush=True)


if __name__ == "__main__":
    main()
