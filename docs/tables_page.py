"""Writes reference/tables.md from what results declare: ``python docs/tables_page.py``."""

# ruff: noqa: E501 - the page's own lines
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from silograph.analyses import ANALYSES
from silograph.analyses.parts.declare import Column, Table
from silograph.language.words import Words
from silograph.run.sensitivity import SensitivityResult

PAGE = Path(__file__).parent / "reference" / "tables.md"
WORDS = Words("en")
UNITS: Mapping[str, str] = {
    "function": "", "space": "", "number": "number", "word": "word", "month": "month", "p": "0 to 1", "z": "standard deviations",
    "rank": "place", "rate": "per person and week", "yes": "true, false",
}  # fmt: skip
RELEASED: Mapping[str, str] = {
    "sum": "adds up: left out where few people stand behind it",
    "derived": "left out where what it is worked out from is",
    "whole": "small functions as one",
    "single_person": "hangs on one person: in tenths",
}
HEAD = """# Tables

Made by `docs/tables_page.py` from what the results declare. Every table that `silograph analyze` writes to `tables/`, and
every column in it. In Python: `result.table`, and the other tables of a result as it documents them ([Python](api.rst)); there
they are as computed, here as they may leave a run ([privacy](../privacy.md)).

Read first:

- **Formats.** `--format csv` (default), `parquet` or `json`. An empty cell (`null`) means that the data do not say, or that
  the figure is withheld. Text cells that a spreadsheet would take for a formula begin with `'`.
- **Shares** are numbers from 0 to 1. **Strength** is the sum of the weights of interactions
  ([data model](../data-model.md)); its unit is one message to one person.
- **`_low`, `_high`** (or `low`, `high`) are the ends of a 95 % interval; **`p_value`** is how often chance alone would show as
  much; **`q_value`** is the p-value adjusted for the number of rows that are tested (Benjamini-Hochberg; Holm in `trend`).
- **`verdict`** uses one word per finding; `not_assessable` means too few people, or too little data, to say anything.
- **Digits.** A number has the digits that its interval supports, or its unit where it has none.
- **Functions below `--min-group`** stand together as `(small functions)` or are left out. What leaves a run:
  *adds up* is left out where fewer people than that stand behind it, and with it as many other cells as it takes that no
  subtraction gives it back.
- A table is missing when its analysis was not asked for, or the data cannot answer it: `warnings` in
  [summary.json](summary.md) says which and why.
"""
NODES = """
## people

A row per person; not written with `--no-people`. Function and community follow the same rules as all other tables, with
`--names` too.

| column | unit | meaning | released |
|---|---|---|---|
| `person_id` | | pseudonym (`P012`); with `--names` the id as given | |
| `name` | | with `--names` only | |
| `function` | | held last; small ones as `(small functions)` | |
| `community` | number | as in `communities`; -1 without a tie, or in one too small to show | |
| `confidence` | share | how often single runs of the search put the person with the others of the community | |
| `function_of_community` | | the function that has more than half of the community | |
| `elsewhere` | true, false | whether that is another function than the person's own | not for small functions |
| `betweenness` | share | of the shortest paths between two others, those through the person | |
| `cross_function_betweenness` | share | the same, between two people of different functions | small functions as one |
| `brokerage_share` | share | of the brokerage of the person's function, that through the person; empty for everybody where any function is hidden, since paths between hidden functions would tell which of their people belong together | not where functions are hidden |
| `brokerage_share_error` | share | its standard error from sampled sources | not where functions are hidden |
| `brokerage_share_rank` | place | within the function | not where functions are hidden |

## teams

A row per team (ticket queue, shared mailbox) of an event log; not written with `--no-people`. Columns as in `people`.

| column | unit | meaning | released |
|---|---|---|---|
| `person_id` | | pseudonym (`T012`); with `--names` the name as given | |
| `name` | | with `--names` only | |
| `function`, `community`, `confidence`, `function_of_community`, `elsewhere`, `betweenness`, `cross_function_betweenness`, `brokerage_share`, `brokerage_share_error`, `brokerage_share_rank` | | as in `people` | |
"""


def page() -> str:
    sections = [
        section
        for question in ANALYSES.values()
        for section in _sections(
            question.result.declared, page=f"../questions/{question.name}.md", name=question.name
        )
    ]
    sections += _sections(SensitivityResult.declared, page="../report.md", name="report")
    return HEAD + "".join(sections) + NODES


def _sections(declared: Mapping[str, Table], *, page: str, name: str) -> Iterator[str]:
    for table, what in ((table, what) for table, what in declared.items() if what.written):
        lines = ["", f"## {table}", "", f"{WORDS(f'rows.{table}')} ([{name}]({page}))", ""]
        lines += ["| column | unit | meaning | released |", "|---|---|---|---|"]
        yield "\n".join([*lines, *_rows(table, what.columns)]) + "\n"


def _rows(table: str, columns: Iterable[Column]) -> Iterator[str]:
    shown = [column for column in columns if column.rule != "drop"]
    names = {column.name for column in shown}
    ends = {end for column in shown for end in column.ends if end in names}
    for column in shown:
        if column.name in ends:
            continue
        listed = ", ".join(
            f"`{name}`" for name in (column.name, *(end for end in column.ends if end in names))
        )
        unit = UNITS.get(column.unit, column.unit)
        meaning = WORDS.meaning(table, column.name)
        yield f"| {listed} | {unit} | {meaning} | {RELEASED.get(column.rule, '')} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
