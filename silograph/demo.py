"""The whole job on an invented company: its exports are written, read back and analysed like anybody's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from silograph.output import replaced, write
from silograph.reading import read
from silograph.run import Analysis, analyze
from silograph.settings import Settings
from silograph.simulation import CompanySpec, simulate
from silograph.simulation import write as write_exports

SOURCES = ("mail.mbox", "slack.zip", "tickets.xes.gz")


def run_demo(
    out: Path,
    *,
    lang: Literal["en", "fr"] = "en",
    seed: int = 0,
    on_step: Callable[[str], None] = lambda _: None,
) -> list[str]:
    """Simulate, analyse and write to a folder; gives the lines that say what was found, beside what was planted."""
    with replaced(out, also=frozenset({"data"})) as new:
        on_step("inventing a company")
        paths = write_exports(simulate(CompanySpec(seed=seed, lang=lang)), new / "data")
        on_step("reading its exports")
        log, roster = read([new / "data" / name for name in SOURCES], paths["people"])
        analysis = analyze(log, roster, settings=Settings(seed=seed, lang=lang), on_step=on_step)
        truth = json.loads(paths["truth"].read_text(encoding="utf-8"))
        data = [str(out / "data" / name) for name in SOURCES]
        config = {"sources": data, "people": str(out / "data" / "people.csv"), "lang": lang, "seed": seed}
        write(analysis, new, lang=lang, config=config)
    return _compare(analysis, truth, out)


def _compare(analysis: Analysis, truth: dict[str, object], out: Path) -> list[str]:
    counts = analysis.summary["input"]
    found = [
        ("closed functions", [row["function"] for row in analysis.summary["silos"]], truth["silos"]),
        ("the glue", list(analysis.summary["owner"]["involve"]), [truth["glue"]]),
        ("the owner", [analysis.summary["owner"]["recommended"]], [truth["owner"]]),
    ]
    company = f"{counts['people']} people in {counts['functions']} functions, {counts['messages']:,} messages"
    return [
        f"An invented company: {company}.",
        "",
        *(result.headline() for result in analysis.results.values()),
        "",
        f"{'':<18}{'found':<32}planted",
        *(f"{what:<18}{_names(here):<32}{_names(there)}" for what, here, there in found),
        "",
        f"Open {out / 'report.html'} and {out / 'network.html'} in a browser.",
    ]


def _names(names: object) -> str:
    listed = [str(name) for name in names if name] if isinstance(names, Iterable) else []
    return ", ".join(listed) or "none"
