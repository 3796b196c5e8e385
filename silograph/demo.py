"""The whole job on an invented company: its exports are written, read back and analysed like anybody's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from silograph.analyses.parts.settings import Settings
from silograph.language.words import Lang, Words
from silograph.loaders.reading import read
from silograph.log.batches import ReadOptions
from silograph.output.folder import write
from silograph.release.gate import Released, release
from silograph.run.run import analyze
from silograph.simulation import CompanySpec, Initiative, Outside, simulate
from silograph.simulation import write as write_exports
from silograph.writing import replaced

# The glue is one as companies have it: its people talk more across borders than others do, not only with others.
DEMO = CompanySpec(
    balanced=False,
    glue_openness=3.0,
    outside=Outside(contacts=150, waist=0.6, collisions=0.15, campaigns=2),
    initiative=Initiative(threads=25),
)
SOURCES = ("mail.mbox", "slack.zip", "tickets.xes.gz")


def run_demo(
    out: Path,
    *,
    lang: Lang = "en",
    seed: int = 0,
    on_step: Callable[[str], None] = lambda _: None,
) -> list[str]:
    """Simulate, analyse and write to a folder; gives the lines that say what was found, beside what was planted."""
    with replaced(out) as new:
        on_step("inventing a company")
        company = simulate(replace(DEMO, seed=seed, lang=lang))
        paths = write_exports(company, new / "data")
        on_step("reading its exports")
        planned = company.truth["initiative"]
        asked = {"topic": planned["topic"], "initiative": f"^{re.escape(planned['space'])}$"}
        sources = [new / "data" / name for name in SOURCES]
        log, roster = read(sources, paths["people"], options=ReadOptions(subjects=True))
        analysis = analyze(log, roster, settings=Settings(seed=seed, lang=lang, **asked), on_step=on_step)
        truth = json.loads(paths["truth"].read_text(encoding="utf-8"))
        data = out.resolve() / "data"
        config = {
            "sources": [str(data / name) for name in SOURCES],
            "people": str(data / "people.csv"),
            "subjects": True,
            **asked,
            "lang": lang,
            "seed": seed,
        }
        released = release(analysis)
        write(released, new, lang=lang, config=config)
    return _compare(released, truth, out)


def _compare(released: Released, truth: dict[str, Any], out: Path) -> list[str]:
    counts, summary = released.summary["input"], released.summary
    absent = getattr(released.results.get("table"), "absent", ())
    words = Words(released.settings.lang)
    found = [
        ("silos", [row["function"] for row in summary["silos"] or []], truth["silos"]),
        ("glue", summary["owner"]["involve"] or [], [truth["glue"]]),
        ("mailrooms", summary["mailrooms"] or [], [truth.get("mailroom")]),
        ("table", absent, [truth["initiative"]["absent"]]),
        ("owner", [summary["owner"]["recommended"]], [truth["owner"]]),
    ]
    return [
        words("said.demo.company", **{key: counts[key] for key in ("people", "functions", "messages")}),
        "",
        *released.headlines(),
        "",
        f"{'':<18}{words('said.demo.found'):<32}{words('said.demo.planted')}",
        *(
            f"{words(f'said.demo.{what}'):<18}{_names(here, words):<32}{_names(there, words)}"
            for what, here, there in found
        ),
        "",
        words("said.demo.open", report=str(out / "report.html"), network=str(out / "network.html")),
    ]


def _names(names: object, words: Words) -> str:
    listed = [str(name) for name in names if name] if isinstance(names, Iterable) else []
    return ", ".join(listed) or words("said.demo.none")
