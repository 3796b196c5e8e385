"""Measures the public logs, for ``silograph/analyses/parts/public_logs/public_logs.csv`` and ``reference/public-logs.md``.

    SILOGRAPH_DATA=... python docs/public_logs.py    # measures anew (minutes), then writes table and page
    python docs/public_logs.py --page                # the page alone, from the table that ships

The logs are read by the recipes of ``cases.md``. Only these few figures ship, no data.
"""

# ruff: noqa: E501 - the page's own lines
from __future__ import annotations

import argparse
import csv
import math
import os
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import silograph as sg
from silograph.analyses.parts.public_logs import PublicLog
from silograph.analyses.parts.public_logs import comparison as shipped
from silograph.errors import NotEnoughDataError
from silograph.log.conversations import NONE, Conversations, build_conversations

HERE = Path(__file__).parent
TABLE = Path(shipped.__file__).with_name("public_logs.csv")
PAGE = HERE / "reference" / "public-logs.md"
DIGITS = 3


@dataclass(frozen=True)
class About:
    """A public log: what it is called, what was recorded, where it is from."""

    title: str
    kind: str
    source: str
    licence: str
    note: str


LOGS = {
    "enron": About(
        "Enron, an energy trader, 1998 to 2002", "mail",
        "Zhou et al. 2007; Perry & Wolfe 2011", "made public by the US energy regulator",
        "long departments; 154 managers and traders, so few people that departments of two stand far apart",
    ),
    "manufacturing": About(
        "A manufacturing company, 2010", "mail", "Michalski et al., Harvard Dataverse 6Z3CGX",
        "see the entry there", "functions are branches of the reporting lines, which are no departments",
    ),
    "eu-core": About(
        "A European research institution", "mail", "SNAP email-Eu-core; Yin et al. 2017; Leskovec et al. 2007",
        "none stated", "who wrote to whom at all: no times, no numbers of messages",
    ),
    "volvo": About(
        "Volvo IT, incidents, 2013", "tickets", "BPI Challenge 2013, 4TU.ResearchData",
        "see the entry there", "cases between ticket queues; functions are lines of the organisation",
    ),
    "mailing-list": About(
        "The linux-integrity list, 2021", "list", "lore.kernel.org", "public archive",
        "no organisation; one person is in most of it, so what rests on ties is left out",
    ),
    "slack": About(
        "Houston Data Vis, a group of volunteers, 2015 to 2016", "chat", "its Slack export", "MIT",
        "no functions, no threads",
    ),
}  # fmt: skip


def recipes() -> dict[str, str]:
    """The code that reads each log, from the page about them."""
    text = (HERE / "cases.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.S)
    tables = re.findall(r"^\| ([\w-]+) \| \|$", text, re.M)
    return dict(zip(tables, blocks, strict=True))


def read(name: str) -> tuple[Any, Any]:
    """Log and roster."""
    space: dict[str, Any] = {}
    exec(compile(recipes()[name], f"cases.md: {name}", "exec"), space)
    return space["log"], space["roster"]


def measured(name: str) -> PublicLog:
    """What a log shows; NaN where it cannot say."""
    log, roster = read(name)
    network, talk = sg.build_network(log, roster), build_conversations(log, roster)
    found = PublicLog(
        name=name,
        title=LOGS[name].title,
        kind=LOGS[name].kind,
        people=len(network),
        ties=len(network.ties),
        functions=len(network.functions),
    )
    values = {field.name: getattr(found, field.name) for field in fields(PublicLog)}
    asked: list[Callable[[], dict[str, float]]] = [lambda: {"replies_24h": replies_within_a_day(talk)}]
    asked += [lambda: copies(talk), lambda: {"stability": stability(talk)}]
    if not network.one_mailbox:
        asked += [lambda: walls(network), lambda: modularity(network), lambda: first_lift(network)]
    for one in asked:
        with suppress(NotEnoughDataError):
            values |= one()
    return PublicLog(**values)


def walls(network: sg.Network) -> dict[str, float]:
    """Walls between functions, with their interval."""
    found = sg.silos(network, simulations=2)
    return {name: getattr(found, name) for name in ("walls", "walls_low", "walls_high")}


def modularity(network: sg.Network) -> dict[str, float]:
    """At resolution 1, as *Dynamic Silos* computes it."""
    return {"modularity": sg.communities(network, resolutions=[1.0], simulations=3, runs=5).modularity}


def first_lift(network: sg.Network) -> dict[str, float]:
    """Of the function whose people carry most."""
    return {"lift": float(sg.glue(network, simulations=0).table["lift"].max())}


def copies(talk: Conversations) -> dict[str, float]:
    """Share of mail that is delivered in copy, where the log says so."""
    found = sg.copies(talk)
    return {"cc_share": found.cc_share} if found.with_copies else {}


def stability(talk: Conversations) -> float:
    """Agreement of the communities of a month with those of the month before, on average over months."""
    table = sg.trend(talk, replicates=10).table
    return float(table.loc[table["figure"] == "stability", "value"].mean())


def replies_within_a_day(talk: Conversations) -> float:
    """Of the replies to somebody else's message, the share that came within 24 hours of it."""
    messages = talk.messages
    replies = messages[
        (messages["parent"] != NONE) & (messages["kind"] != "reaction") & ~messages["automated"]
    ]
    parents = messages.loc[replies["parent"]]
    waited = replies["sent_at"].reset_index(drop=True) - parents["sent_at"].reset_index(drop=True)
    others = replies["sender"].to_numpy() != parents["sender"].to_numpy()
    hours = waited[others & waited.notna().to_numpy()].dt.total_seconds() / 3600
    return float(((hours >= 0) & (hours <= 24)).mean()) if len(hours) else math.nan


def write_table(logs: list[PublicLog]) -> None:
    """The table that ships."""
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in fields(PublicLog))
        writer.writerows([_cell(value) for value in asdict(log).values()] for log in logs)


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else f"{round(value, DIGITS):g}"


def page() -> str:
    """The page, from the table that ships."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    logs = shipped.public_logs()
    yield "# Is that a lot? Public logs\n"
    yield (
        "Made by `docs/public_logs.py`, which reads the logs as [cases](../cases.md) does and measures them as silograph"
        " measures yours.\nAn empty cell: the log cannot say.\n"
    )
    yield "| log | kind | people | functions | walls (95 % interval) | " + " | ".join(_HEADS.values()) + " |"
    yield "|---" * (5 + len(_HEADS)) + "|"
    for log in logs:
        interval = f"{log.walls:.1f} ({log.walls_low:.1f} to {log.walls_high:.1f})"
        cells = [log.title, log.kind, f"{log.people:g}", f"{log.functions:g}"]
        cells += ["" if math.isnan(log.walls) else interval]
        cells += ["" if math.isnan(value := getattr(log, name)) else f"{value:.2f}" for name in _HEADS]
        yield "| " + " | ".join(cells) + " |"
    yield _READING
    yield "| log | from | licence | what to know |"
    yield "|---|---|---|---|"
    for about in LOGS.values():
        yield f"| {about.title} | {about.source} | {about.licence} | {about.note} |"
    yield _OWN


_HEADS = {
    "modularity": "modularity",
    "stability": "stability",
    "replies_24h": "replies in 24 h",
    "lift": "lift of the first",
    "cc_share": "in copy",
}
_READING = """
*Walls*: how many times likelier two people of one function exchange than two of different ones, given how active they are.
*Modularity*: at resolution 1, of the best grouping, as Zuzul et al. (*Dynamic Silos*) compute it. *Stability*: agreement (AMI, 1 = the
same) of the communities of a month with those of the month before, on average. *Replies in 24 h*: of the replies, not of the questions.
*Lift of the first*: what a person of the function that carries most carries, against a person elsewhere; the first of many is above 1
by chance too. *In copy*: share of mail delivered in copy.

**How it is used.** Only mail in organisations is compared with. Where a figure lies, with its interval, above (or below) all of them, the
sentence says so; the report shows figure and range. Fewer than two logs: no sentence. Walls above all of them mean that every function
keeps to itself, and then no answer says "none is closed". A log that is analysed is no reference for itself: it is recognised by its
numbers of people and ties, whatever it is called.

**How far to believe it.** Three organisations are no norm. Functions mean another thing in each, and finer functions make thicker walls.
"More than in all public logs" is a reason to look, not a verdict.

## Where they are from

Only the figures above ship with silograph, none of the data.
"""
_OWN = """
`gastech` of the VAST Challenge is invented and no reference.

```python
from silograph.analyses.parts.public_logs import references

print(references("walls"))
```"""


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", action="store_true", help="only the page, from the table that ships")
    if not parser.parse_args().page:
        if "SILOGRAPH_DATA" not in os.environ:
            parser.error("set SILOGRAPH_DATA to the folder of the public logs")
        warnings.simplefilter("ignore")
        if not TABLE.exists():
            write_table([])
        write_table([measured(name) for name in LOGS])
        shipped.public_logs.cache_clear()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
