"""Is that a lot? What public logs show, to compare with: a small table that ships, made by ``docs/public_logs.py``."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from silograph.graph.network import Network
from silograph.language.words import Sentence

MEASURES = ("walls", "modularity", "stability", "replies_24h", "lift", "cc_share")
FEWEST = 2
"""References: one log is an example, not a range."""
ALIKE = {"people": 0.02, "ties": 0.05}
"""Differences up to which counts are those of one log, read with other options. Too wide costs one reference only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicLog:
    """What one public log shows; NaN where it cannot say.

    Parameters
    ----------
    name, title
        Short, and for readers.
    kind
        What was recorded: ``mail`` in an organisation is what others are compared with; a ``list``, a ``chat`` of
        volunteers or ``tickets`` between queues is shown beside.
    people, ties, functions
        By which the log is recognised when it is analysed itself.
    walls, walls_low, walls_high, modularity, stability, replies_24h, lift, cc_share
        What was measured: walls between functions with their interval; modularity at resolution 1; agreement (AMI) of
        the communities of a month with those of the month before, on average; share of replies that come within 24
        hours; how much more a person of the first function carries than one elsewhere; share of mail in copy.
    """

    name: str
    title: str
    kind: str
    people: float
    ties: float
    functions: float
    walls: float = math.nan
    walls_low: float = math.nan
    walls_high: float = math.nan
    modularity: float = math.nan
    stability: float = math.nan
    replies_24h: float = math.nan
    lift: float = math.nan
    cc_share: float = math.nan


@cache
def public_logs() -> tuple[PublicLog, ...]:
    """The table that ships.

    Examples
    --------
    >>> [log.name for log in public_logs() if log.kind == "mail"]
    ['enron', 'manufacturing', 'eu-core']
    """
    words = {field.name for field in fields(PublicLog) if field.type == "str"}
    text = (files("silograph.analyses.parts.public_logs") / "public_logs.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        PublicLog(**{  # type: ignore[arg-type]  # by the names of the fields
            name: value if name in words else float(value) if value else math.nan for name, value in row.items()
        })
        for row in rows
    )  # fmt: skip


def recognised(network: Network, *, logs: Iterable[PublicLog] | None = None) -> str:
    """Which public log a network was made from, by its counts; empty where none.

    Examples
    --------
    >>> recognised(Network.from_edges([("ann", "bob")]))
    ''
    """
    here = {"people": len(network), "ties": len(network.ties)}
    for log in public_logs() if logs is None else logs:
        if all(
            abs(here[name] - getattr(log, name)) <= far * getattr(log, name) for name, far in ALIKE.items()
        ):
            return log.name
    return ""


def references(measure: str, *, without: str = "") -> tuple[float, ...]:
    """What the public logs of mail in organisations show of a measure, in order; empty where too few show it.

    Parameters
    ----------
    measure
        One of `MEASURES`.
    without
        The log that is being analysed.

    Examples
    --------
    >>> references("cc_share")
    ()
    >>> len(references("walls")) - len(references("walls", without="enron"))
    1
    """
    logs = (log for log in public_logs() if log.kind == "mail" and log.name != without)
    found = sorted(value for log in logs if not math.isnan(value := getattr(log, measure)))
    return tuple(found) if len(found) >= FEWEST else ()


def compared(
    measure: str, value: float, *, low: float | None = None, high: float | None = None, without: str = ""
) -> Sentence | None:
    """That a figure lies, with its interval, above or below all public logs; None where it does not, or is unknown.

    Parameters
    ----------
    value, low, high
        The figure and its interval; without one, the figure decides.

    Examples
    --------
    >>> compared("walls", 80.0, low=60.0, high=100.0)
    'Such walls are thicker than in all 3 public e-mail logs compared (3.6 to 26.3).'
    >>> compared("walls", 80.0, low=6.0, high=1000.0), compared("cc_share", 0.9)
    (None, None)
    """
    known = references(measure, without=without)
    low, high = value if low is None else low, value if high is None else high
    if not known or not all(map(math.isfinite, (value, low, high))):
        return None
    side = "more" if low > known[-1] else "less" if high < known[0] else ""
    if not side:
        return None
    return Sentence(f"public.{measure}.{side}", n=len(known), least=known[0], most=known[-1])
