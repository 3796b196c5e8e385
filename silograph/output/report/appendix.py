"""What follows the answers: the data, other assumptions, what the run warns of, the method, the glossary."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from silograph.analyses.parts.public_logs import references
from silograph.analyses.parts.result import Result
from silograph.analyses.parts.section import Show
from silograph.charts.parts import Bullets, Column, Grid, Heading, Part, Row, Text
from silograph.output.report.context import Report

_INPUT = (
    "messages",
    "interactions",
    "people",
    "functions",
    "unknown_function_share",
    "channels",
    "period",
    "rejected",
    "duplicates",
    "automated",
    "broadcasts",
    "self",
    "system",
    "other",
)
_GLOSSARY = (
    "function",
    "tie",
    "silo",
    "glue",
    "silo2",
    "hourglass",
    "chance",
    "points",
    "deviation",
    "rewired",
    "interval",
)


def data(view: Report) -> Iterator[Part]:
    """What went in, and what could not be used."""
    words = view.words
    rows = [
        Row([words(f"input.{name}"), _counted(view, name), words(f"input.{name}.gloss")])
        for name in _INPUT
        if view.counts.get(name) is not None
    ]
    if view.teams:
        rows.insert(
            _INPUT.index("functions"),
            Row([words("input.teams"), words.number(view.teams), words("input.teams.gloss")]),
        )
    yield Text(words("input.lead"))
    yield Grid([Column("", numeric=False), Column(""), Column("", numeric=False)], rows)


def _counted(view: Report, name: str) -> str:
    words, value = view.words, view.counts[name]
    if name == "period":
        return view.period()
    if name == "unknown_function_share":
        return words.percent(value, digits=1)
    if name == "channels":
        return ", ".join(
            f"{words(f'channel.{c}') if words.has(f'channel.{c}') else c} {words.number(n)}"
            for c, n in value.items()
        )
    return words.number(value)


def public(view: Report) -> Iterator[Part]:
    """Is that a lot? What public logs show of the same measures; nothing where there is nothing to compare."""
    words = view.words
    rows = []
    for measure, result, value in _measured(view):
        known = references(measure, without=result.public)
        if known and math.isfinite(value):
            style = (
                ("percent", 0)
                if measure == "cc_share"
                else ("number", 1 if measure in ("walls", "lift") else 2)
            )
            shown = [getattr(words, style[0])(one, digits=style[1]) for one in (value, known[0], known[-1])]
            rows.append(Row([words(f"public.{measure}"), *shown, words.number(len(known))]))
    if rows:
        yield Text(words("public.lead"))
        heads = (Column(words(f"public.head.{name}")) for name in ("here", "least", "most", "logs"))
        yield Grid([Column(words("public.head.measure"), numeric=False), *heads], rows)


def _measured(view: Report) -> Iterator[tuple[str, Result, float]]:
    """What of this run public logs have too."""
    for result in view.results.values():
        for name, measure in result.compared.items():
            yield measure, result, float(getattr(result, name))
    if (links := view["glue"]) is not None and links.glue:
        yield "lift", links, float(links.table.set_index("function").loc[list(links.glue), "lift"].max())
    if (trend := view["trend"]) is not None:
        of_months = trend.table.loc[trend.table["figure"] == "stability", "value"]
        yield "stability", trend, float(of_months.mean())


def sensitivity(view: Report) -> Iterator[Part]:
    """Whether the answers hang on how ties are counted."""
    words, found = view.words, view.released.sensitivity
    if found is None:
        yield Text(words("report.missing"))
        return
    yield Text(view.answer(found))
    yield Text(words("sensitivity.lead"))
    first = found.table.iloc[0]
    columns: dict[str, Show] = {
        "assumption": lambda row: words(f"assumption.{row['assumption']}"),
        "first_owner": lambda row: _changed(view, row, "owner", first),
        "acceptability": view.percent("acceptability"),
        "first_glue": lambda row: _changed(view, row, "glue", first),
        "closed": lambda row: _closed(view, row),
    }
    changes = found.table[["owner_changes", "glue_changes", "silos_changes"]].eq(True).any(axis=1)
    table = found.table.assign(verdict=changes.map({True: "changes", False: ""}))
    yield view.grid(table, columns, marked="changes")
    for note in view.split(found.caveats)[0]:
        yield Text(note, note=True)


def _changed(view: Report, row: pd.Series, name: str, first: pd.Series) -> str:
    if row["status"] == "too_little_data":
        return view.words("sensitivity.too_little_data")
    if row["status"] == "same_ties":
        return view.words("sensitivity.same_ties")
    if row[name] == first[name]:
        return view.name(row[name])
    return view.words("sensitivity.instead", now=view.name(row[name]))


def _closed(view: Report, row: pd.Series) -> str:
    if row["status"] == "too_little_data":
        return "–"
    assert view.released.sensitivity is not None  # noqa: S101 - a row of it
    names = view.released.sensitivity.closed[row["assumption"]]
    listed = ", ".join(view.name(name) for name in names) or view.words("sensitivity.no_silo")
    return view.words("sensitivity.instead", now=listed) if row["silos_changes"] else listed


def notes(view: Report) -> Iterator[Part]:
    """When not to trust it: the caveats of every analysis, and the warnings of the run."""
    words = view.words
    yield Text(words("doubts.lead"))
    asked = view.released.asked
    absent = [_topic(view, name) for name in view.questions if name in asked and name not in view.results]
    left_out = [words("doubts.not_computed", topics=", ".join(absent))] if absent else []
    of_run, english = view.split(view.summary.get("warnings") or [], name=partial(_topic, view))
    yield Bullets([words("doubts.logs"), *left_out, *(_ended(line) for line in of_run)])
    rows = []
    for name, result in view.results.items():
        said, rest = view.split(result.caveats)
        if said:
            rows.append(Row([_topic(view, name), " ".join(_ended(note) for note in dict.fromkeys(said))]))
        english += rest
    if rows:
        yield Grid([Column("", numeric=False), Column("", numeric=False)], rows)
    if english:
        yield Text(words("doubts.english"))
        yield Bullets(list(dict.fromkeys(english)), lang="en")


def _topic(view: Report, name: str) -> str:
    """What an analysis or a channel is called in a report: by what it asks where nothing shorter is said."""
    keys = (f"topic.{name}", f"channel.{name}", f"asks.{name}")
    return next((view.words(key) for key in keys if view.words.has(key)), view.name(name))


def _ended(note: str) -> str:
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


def method(view: Report) -> Iterator[Part]:
    """How it was computed, with references and parameters."""
    words = view.words
    asked = [name for name in view.questions if name in view.results]
    told = [name for name in asked if words.has(f"method.{name}")]
    yield Bullets([words(f"method.{name}") for name in ("ties", *told, "together")])
    yield Heading(words("method.references"))
    cited = [line for name in asked or view.questions for line in view.questions[name].references]
    yield Bullets(cited, lang="en")
    if parameters := view.summary.get("parameters") or {}:
        yield Heading(words("method.parameters"))
        rows = [Row([str(key), _written(value)]) for key, value in parameters.items()]
        yield Grid([Column("", numeric=False), Column("", numeric=False)], rows)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def glossary(view: Report) -> Iterator[Part]:
    """The words used."""
    yield Bullets([view.words(f"glossary.{key}") for key in _GLOSSARY])
