"""What the calibrations share: results that come company by company, shares with exact bounds, tables in pages."""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pandas as pd

from silograph.stats.intervals import exact_interval

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = dict[str, Any]
Job = tuple[Row, Callable[[], Row]]
"""What names a company, and the work of judging it."""


# --- shares and tables -----------------------------------------------------------------------------------------


def upper(hits: int, of: int) -> float:
    """Exact one-sided 95 % upper bound of a share (Clopper-Pearson)."""
    return exact_interval(hits, of, level=0.9)[1]


def lower(hits: int, of: int) -> float:
    """Exact one-sided 95 % lower bound of a share (Clopper-Pearson)."""
    return exact_interval(hits, of, level=0.9)[0]


def share(hits: int, of: int) -> str:
    """A share with its exact 95 % interval (Clopper-Pearson).

    Examples
    --------
    >>> share(95, 100)
    '95 of 100 = 95.0% (88.7% to 98.4%)'
    """
    low, high = exact_interval(hits, of)
    return f"{hits} of {of:,} = {hits / of:.1%} ({low:.1%} to {high:.1%})" if of else "none run"


def at_most(hits: int, of: int) -> str:
    """A share with its exact one-sided 95 % upper bound.

    Examples
    --------
    >>> at_most(0, 100)
    '0 of 100 = 0.0% (at most 3.0%)'
    """
    return f"{hits} of {of:,} = {hits / of:.1%} (at most {upper(hits, of):.1%})" if of else "none run"


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which neither end of the range makes too wide.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(3, 40)]
    [0.026, 0.199]
    """
    if not of:
        return 0.0, 1.0
    z, p = 1.959964, hits / of
    middle, half = p + z**2 / (2 * of), z * math.sqrt(p * (1 - p) / of + z**2 / (4 * of**2))
    return max(0.0, (middle - half) / (1 + z**2 / of)), min(1.0, (middle + half) / (1 + z**2 / of))


def markdown(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as a table.

    Examples
    --------
    >>> print(markdown([{"walls": 3, "found": "81%"}]))
    | walls | found |
    |---|---|
    | 3 | 81% |
    """
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row.values())) + " |" for row in rows)])


def renew(page: Path, sections: Mapping[str, str]) -> None:
    """Put texts into a page, each between ``<!-- its name -->`` and ``<!-- end -->``."""
    text = page.read_text(encoding="utf-8")
    for name, new in sections.items():
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not (mark and end):
            raise ValueError(f"{page.name} has no place for {name!r}")
        text = f"{before}{mark}{new}\n{end}{after}"
    page.write_text(text, encoding="utf-8")


def renew_each(
    page: Path, sections: Mapping[str, Callable[[int], list[Row]]], only: str, *, count: int
) -> None:
    """Make the tables named in `only`, separated by commas, of so many companies; each is put into the page at once."""
    for name in only.split(","):
        table = markdown(sections[name](count))
        print(table, flush=True)
        renew(page, {name: table})


# --- results that come company by company ----------------------------------------------------------------------


def read_rows(path: Path) -> list[Row]:
    """What was judged so far: a line of JSON each; nothing where there is no file yet."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def missing(path: Path, jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs that have no row yet. Where several have one name, as many are done as there are rows with it."""
    jobs = iter(jobs)
    done: Counter[str] | None = None
    for name, work in jobs:
        if done is None:
            done = Counter(_named(row, name) for row in read_rows(path))
        if done[_text(name)]:
            done[_text(name)] -= 1
        else:
            yield name, work


def _text(name: Row) -> str:
    return json.dumps(name, sort_keys=True)


def _named(row: Row, like: Row) -> str:
    return _text({key: row[key] for key in like})


def append(path: Path, row: Row) -> None:
    """Add a row at once: an interrupted run loses one company."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def run(path: Path, jobs: Iterable[Job], *, seconds: float = math.inf) -> Iterator[Row]:
    """Do what is missing, as long as there is time, and give each new row when it is written."""
    started = time.monotonic()
    for name, work in missing(path, jobs):
        if time.monotonic() - started > seconds:
            print("time is over; run again to go on")
            return
        row = {**name, **work()}
        append(path, row)
        yield row


Truth = TypeVar("Truth", bound="DataclassInstance")


@dataclass(frozen=True)
class Drawn(Generic[Truth]):
    """Companies drawn from a truth and judged; what was found for each is kept in a file.

    Parameters
    ----------
    path
        Of the results.
    judge
        Draws a company from a truth and two seeds, and says what was found.
    """

    path: Path
    judge: Callable[[Truth, list[int]], Row]

    def found(self, section: str, kind: str, truth: Truth, *, companies: int, seed: int) -> pd.DataFrame:
        """A row for each of so many companies; those noted already are not drawn again."""
        name = {"section": section, "kind": kind, "truth": asdict(truth)}
        for _ in run(
            self.path, ((name, partial(self.judge, truth, [seed, number])) for number in range(companies))
        ):
            pass
        known = [row for row in read_rows(self.path) if _named(row, name) == _text(name)]
        return pd.DataFrame(known[:companies])

    def by_kind(
        self, section: str, truths: Mapping[str, Truth], *, companies: int, seed: int
    ) -> dict[str, pd.DataFrame]:
        """The same for several truths, each with seeds of its own."""
        return {
            kind: self.found(section, kind, truth, companies=companies, seed=seed + number)
            for number, (kind, truth) in enumerate(truths.items())
        }
