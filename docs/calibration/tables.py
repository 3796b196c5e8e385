"""What the calibrations share: results that come company by company, shares with exact bounds, tables in pages."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import math
import re
import time
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

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


def renew(page: Path, sections: Mapping[str, str], *, measured: bool = True) -> None:
    """Put texts into a page, each between ``<!-- its name -->`` and ``<!-- end -->``, and note by which rules they are.

    Parameters
    ----------
    page, sections
        The page, and its texts by name.
    measured
        Whether all of each text is new; else it keeps the age that it has.
    """
    text = page.read_text(encoding="utf-8")
    for name, new in sections.items():
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not (mark and end):
            raise ValueError(f"{page.name} has no place for {name!r}")
        text = f"{before}{mark}{new}\n{end}{after}"
    if measured and page.stem in RULES:
        text = aged(text, page.stem, {**ages_in(text), **dict.fromkeys(sections, now(page.stem))})
    page.write_text(text, encoding="utf-8")


def renew_each(
    page: Path, sections: Mapping[str, Callable[[int], list[Row]]], only: str, *, count: int
) -> None:
    """Make the tables named in `only`, separated by commas, of so many companies; each is put into the page at once."""
    for name in only.split(","):
        table = markdown(sections[name](count))
        print(table, flush=True)
        renew(page, {name: table})


# --- by which rules ----------------------------------------------------------------------------------------------

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "silograph"
_WALLS = "graph/walls_model"
RULES: Mapping[str, tuple[str, ...]] = {
    **{
        one: (f"analyses/{one}",)
        for one in ("collisions", "copies", "hourglass", "maturity", "relay", "response", "table", "whatif")
    },
    "silos": ("analyses/silos", _WALLS),
    "silos2": ("analyses/silos2", "analyses/communities"),
    "ownership": ("analyses/ownership", "analyses/response"),
    "trend": ("analyses/trend", _WALLS),
    "owner": tuple(f"analyses/{one}" for one in ("owner", "glue", "silos", "relay", "response")),
    "worlds": tuple(f"analyses/{one}" for one in ("glue", "silos", "communities", "owner", "relay")),
    "company": ("analyses",),
    "seeds": ("analyses",),
}
"""Where the rules stand that a page measures, by its name."""
_SILENT = frozenset({"__init__.py", "words.py", "show.py"})  # texts and drawings decide nothing
_WHOLE = "page"


class Age(NamedTuple):
    """The day on which a table was made, and a digest of the rules by which."""

    day: str
    rules: str


def digest(files: Mapping[str, str]) -> str:
    """Of the code in files by name: comments, texts about it and blanks make no difference.

    Examples
    --------
    >>> digest({"a/rule.py": "LEAST = 3  # of five"}) == digest({"a/rule.py": "LEAST=3", "a/words.py": "X = 1"})
    True
    """
    found = hashlib.sha256()
    for name, text in sorted(files.items()):
        if name.endswith(".py") and name.rpartition("/")[2] not in _SILENT:
            found.update(f"{name} {_code(text)}\n".encode())
    return found.hexdigest()[:12]


def _code(text: str) -> str:
    """The same in every version of Python, as a tree of it would not be."""
    lines = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (
                int(node.end_lineno or node.lineno) - node.lineno + 1
            )
    return "".join("".join(lines).split())


@cache
def rules_now(page: str) -> str:
    """Digest of the rules of today."""
    paths = [path for room in RULES[page] for path in (SOURCE / room).rglob("*.py")]
    return digest(
        {f"silograph/{one.relative_to(SOURCE).as_posix()}": one.read_text(encoding="utf-8") for one in paths}
    )


def now(page: str) -> Age:
    """Of what is made just now."""
    return Age(time.strftime("%Y-%m-%d"), rules_now(page))


def sections_in(text: str) -> dict[str, list[str]]:
    """The lines with figures of each table that is renewed by name; of all of a page without such."""
    named = re.findall(
        r"^<!-- (?!age|end|measured)([\w ]+) -->\n(.*?)^<!-- end -->", text, re.MULTILINE | re.DOTALL
    )
    _, _, after = text.partition("<!-- age -->")
    whole = after.partition("<!-- end -->")[2] if after else text
    return {
        name: [line for line in table.splitlines() if re.search(r"\d", line)]
        for name, table in (named or [(_WHOLE, whole)])
    }


def ages_in(text: str) -> dict[str, Age]:
    """What a page notes of its tables."""
    noted = re.findall(r"^<!-- measured ([\w ]+): (\S+) (\w+) -->$", text, re.MULTILINE)
    return {name: Age(day, rules) for name, day, rules in noted}


def aged(text: str, page: str, ages: Mapping[str, Age]) -> str:
    """A page with what is noted of its tables below its title, and one line where some are older than the rules."""
    text = re.sub(r"<!-- age -->\n.*?<!-- end -->\n\n", "", text, count=1, flags=re.DOTALL)
    title, _, rest = text.partition("\n\n")
    noted = [f"<!-- measured {name}: {age.day} {age.rules} -->" for name, age in ages.items()]
    return "\n".join([f"{title}\n", "<!-- age -->", *older_of(page, ages), *noted, "<!-- end -->", "", rest])


def older_of(page: str, ages: Mapping[str, Age]) -> list[str]:
    """The line at the head of a page; none where all tables are by the rules of today."""
    old = {name: age for name, age in ages.items() if age.rules != rules_now(page)}
    if not old:
        return []
    days = sorted({age.day for age in old.values()})
    since = f"on {days[0]}" if len(days) == 1 else f"from {days[0]} to {days[-1]}"
    which = "These tables" if len(old) == len(ages) else f"Tables {', '.join(f'*{name}*' for name in old)}"
    rooms = ", ".join(f"`{one.rpartition('/')[2]}`" for one in RULES[page])
    measured = f"{which} were measured {since}."
    return [
        f"> {measured} The code of the rules ({rooms}) has changed since: by those of today they may differ.",
        "",
    ]


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
