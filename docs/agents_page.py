"""Writes agents.md from what questions declare: ``python docs/agents_page.py``."""

# ruff: noqa: E501 - the page's own lines
from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.analyses.parts.question import Question
from silograph.language.words import Words

DOCS = Path(__file__).parent
PAGE = DOCS / "agents.md"
WORDS = Words("en")
OF_ALL = ("seed", "min_group", "replicates", "simulations", "tie_rule", "weighted")
HEAD = """# For analysts and AI agents

Made by `docs/agents_page.py` from what the questions declare: for each question what to call, which columns to read, and when
not to trust it. From data frames to an owner with a chart:

```python
import pandas as pd

import silograph as sg

company = sg.simulate(sg.CompanySpec(people=60, messages=2000, functions=5, seed=1))
messages = company.log()[0].to_pandas()[["sent_at", "sender", "recipient", "message_id", "thread_id"]]
people = company.people.rename(columns={"function": "Department"})  # as an HR system calls it

log, roster = sg.read(messages, people)  # tables of pandas, polars or pyarrow, or paths of exports
owner = sg.owner(log, roster, replicates=50)  # asks everything that it rests on
print(owner.headline())
print(owner.table[["function", "people", "acceptability"]])
owner.plot()
```

## Rules that hold for all of them

- **One way to ask.** `sg.NAME(log, roster, ...)`; options go by name. What a question reads of others is asked too, unless it is given:
  `sg.relay(log, roster, glue=found)`. Questions about ties take a `Network` or a graph of networkx or igraph in the place of both.
- **The same options everywhere**: `seed`, `min_group` (functions with fewer people are `not_assessable`), `replicates` and `simulations` (None: as many as the
  question needs), `tie_rule`. A mistake is a `sg.SilographError` whose text is one sentence: what, where, how to mend it.
- **Read `verdict` and the interval, not the figure alone.** `_low` and `_high` are the ends of the 95 % interval. `no verdict`, `no_clear_owner` and
  `ordinary` are answers. `result.headline()` is the answer in a sentence, `result.caveats` says when not to trust it: report both.
- **Never say that one thing causes another, and never judge a person.** Results in Python are exact and for the analyst; what may be handed on is what
  `analysis.write("folder")` writes ([privacy](privacy.md)).
- **On the command line**: read `summary.json` ([keys](reference/summary.md)) and `tables/` ([columns](reference/tables.md)), not what is printed; exit codes are in
  [batch jobs](batch.md).
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(section for question in ANALYSES.values() for section in _section(question))


def _section(question: Question) -> Iterator[str]:
    name = question.name
    yield f"\n## {name}\n\n*{question.asks.say(WORDS)}* ([page](questions/{name}.md))\n\n"
    call = f"sg.{name}(log, roster)"
    takes = next(iter(inspect.signature(question.function).parameters))
    if takes == "network":
        call += f"` or `sg.{name}(network)"
    reads = ", ".join(f"`{one}`" for one in (*question.needs, *question.uses))
    yield f"- **Call** `{call}`" + (f"; it reads {reads}.\n" if reads else ".\n")
    options = list(inspect.signature(getattr(sg, name)).parameters)[2:]
    own = [f"`{one}`" for one in options if one not in (*OF_ALL, *ANALYSES)]
    if own:
        yield f"- **Options of its own**: {', '.join(own)}.\n"
    for table, declared in ((one, told) for one, told in question.result.declared.items() if told.written):
        yield f"- **`result.{declared.source}`**: {_lowered(WORDS(f'rows.{table}'))} {_columns(table, question)}\n"
    figures = [one.name for one in question.result.figures]
    if figures:
        yield f"- **Single figures**: {', '.join(f'`result.{one}`' for one in figures)}.\n"
    yield f"- **Caveat**: {_caveat(name)}\n"


def _columns(table: str, question: Question) -> str:
    """The columns that may leave a run, without the ends of intervals."""
    columns = [one for one in question.result.declared[table].columns if one.rule != "drop"]
    ends = {end for one in columns for end in one.ends}
    shown = [one.name for one in columns if one.name not in ends]
    return "Columns: " + ", ".join(f"`{one}`" for one in shown) + "."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _caveat(name: str) -> str:
    """The first thing that the page about it says under "When not to trust it"."""
    text = (DOCS / "questions" / f"{name}.md").read_text(encoding="utf-8")
    part = text.split("## When not to trust it", 1)[1].split("\n## ", 1)[0].strip()
    first = re.split(r"\n\n|\n- ", part)[0].removeprefix("- ")
    links = re.sub(r"\]\((?!https?:|#|\.\./)", "](questions/", " ".join(first.split()))
    return links.replace("](../", "](")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
