"""Every constant of a rule, with its reason: writes ``reference/constants.md``.

    python docs/constants.py                               # the constants
    python docs/constants.py --results glue.jsonl ...      # and what half of it and half more do, from stored companies

A constant stands where its rule is, with its reason beside it (a comment, or the text after it). This script collects
them. What is compared with a bare number is in `LISTED`; what has no reason beside it yet, in `REASONS`. The results are
those of ``calibration/worlds.py``, which keeps with each company what its verdicts rest on.
"""

# ruff: noqa: E501 - the page's own lines
from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).parent
ROOT = HERE.parent / "silograph"
PAGE = HERE / "reference" / "constants.md"
PLACES = ("analyses", "graph/network.py", "run/sensitivity.py", "stats/p_values.py")
SILENT = {"words.py", "show.py"}  # texts and drawings decide nothing
COUNTING = frozenset({-2, -1, 0, 1, 2})
"""Numbers that count or mark rather than decide: none, one, a pair, no such row."""
TOLERANCE = 1e-6  # smaller ones are rounding

_TWENTIETH = "chance shows as much in one of twenty companies without the effect"
_TWO_OTHERS = "a function is compared with at least two others"
REASONS: Mapping[tuple[str, str], str] = {
    (
        "network",
        "ROLE_WEIGHTS",
    ): "a convention: who is only in copy, a member or reacts, is addressed half or a quarter as much; sensitivity varies it",
    (
        "owner",
        "MIN_ACCEPTABILITY",
    ): "who is first in fewer than half of the weightings has the majority of them against",
    ("owner", "GATE_LEVEL"): "a score that chance alone reaches in one of twenty companies is none",
    ("owner", "MIN_CANDIDATES"): _TWO_OTHERS,
    ("owner", "_FEW_PEOPLE"): "one who leaves is then a tenth of the function",
    ("ownership", "MIN_FUNCTIONS"): _TWO_OTHERS,
    ("ownership", "MANY_REPLICATES"): "fewer give intervals whose ends jump",
    ("ownership", "MUCH_BORROWED"): "a fifth of the answers guessed from others can change who is first",
    (
        "ownership",
        "QUESTIONS_PER_WEEK",
    ): "an assumption, printed with the result; shares hang on it only through overload",
    ("ownership", "LEVEL"): _TWENTIETH,
    ("ownership", "MAX_AUDIENCE"): "more recipients make a broadcast, as for ties",
    ("response", "MIN_FUNCTIONS, MIN_ADDRESSEES"): _TWO_OTHERS,
    ("response", "SHOWN_HOURS"): "a grid for curves; nothing is decided on it",
    ("response", "MOST_STEPS"): "of a curve that is drawn; nothing is decided on it",
    ("maturity", "_MEANS"): "a grid for integration",
    ("maturity", "_CONCENTRATIONS"): "a grid for integration",
    ("collisions", "_DAY"): "seconds of a day",
    ("whatif", "UNREACHABLE"): "the largest number of its type: a mark",
}
LISTED: Mapping[tuple[str, float], str] = {
    (
        "communities",
        3,
    ): "fewer rewired networks cannot show a spread; two groups are the least that can be told apart",
    ("communities", 30): "caveat: among so few people groups cannot be told from chance",
    ("communities", 50_000): "effort, no verdict: ties up to which the search runs more often",
    ("communities", 500_000): "effort, no verdict: ties above which the search runs less often",
    ("glue", 3): "a path between functions needs one to pass through: three functions",
    ("glue", 5): "rank correlation with size: five functions are the fewest of which .7 can be beyond chance",
    ("glue", 0.1): "caveat: a tenth of pairs unreachable, or of ties unanswered, can change the order",
    ("glue", 0.2): "caveat: a fifth of the people without a function can change the order",
    ("glue", 0.01): "explanation: one pair of a hundred cut off is worth a sentence",
    ("owner", 3): _TWO_OTHERS,
    ("owner", 0.2): "caution: a fifth of the people without a function can change the first",
    (
        "owner",
        0.5,
    ): "caution: more than half of it hangs on one person; levels are used where half of the people have one",
    ("ownership", 0.5): "the median: half of the replies",
    ("relay", 3): "passing on needs three functions",
    ("relay", 0.5): "mostly: more than half",
    ("response", 0.5): "the median: half of the replies",
    ("response", 24): "hours of a day",
    ("silos2", 3): "fewer groups make no mean to be compared with",
    ("table", 0.1): "caveat: a tenth of the seats of unknown function can change who is absent",
    ("table", 10): "caveat: fewer seats cannot show an absence",
    ("trend", 10): "people in both windows, below which agreement of communities jumps",
}


@dataclass(frozen=True, kw_only=True)
class Constant:
    """A constant of a rule: its room, name and value as written, its reason and who reads it."""

    room: str
    name: str
    value: str
    reason: str
    used: tuple[str, ...]


def sources() -> dict[Path, str]:
    """The modules that decide something."""
    paths = (
        path for place in PLACES for path in sorted((ROOT / place).rglob("*.py") or []) or [ROOT / place]
    )
    found = [path for path in paths if path.suffix == ".py" and path.name not in SILENT]
    return {path: path.read_text(encoding="utf-8") for path in found}


@cache
def parsed(text: str) -> ast.Module:
    """A module's text as a tree; each is asked for often."""
    return ast.parse(text)


@cache
def imports_of(text: str) -> frozenset[tuple[str, str]]:
    """Module and name of everything that a module imports by name."""
    lines = [one for one in ast.walk(parsed(text)) if isinstance(one, ast.ImportFrom)]
    return frozenset((line.module or "", alias.name) for line in lines for alias in line.names)


@cache
def read_in(text: str) -> frozenset[str]:
    """Names that a module reads."""
    return frozenset(
        one.id
        for one in ast.walk(parsed(text))
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)
    )


def room_of(path: Path) -> str:
    """The folder of a question, or the module."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "analyses" and len(parts) > 2 else path.stem


def numeric(node: ast.AST) -> bool:
    """Whether a number, no truth value, stands in it."""
    return any(
        isinstance(one, ast.Constant)
        and isinstance(one.value, int | float)
        and not isinstance(one.value, bool)
        for one in ast.walk(node)
    )


def constants() -> list[Constant]:
    """All of them, by room and place."""
    texts = sources()
    found = []
    for path, text in texts.items():
        body = parsed(text).body
        for node, after in zip(body, [*body[1:], None], strict=True):
            if (named := _named(node)) is None or (names := named[0]) is None or not numeric(named[1]):
                continue
            name = ", ".join(names)
            reason = _beside(text, node, after) or REASONS.get((room_of(path), name), "")
            value = ast.unparse(named[1])
            used = tuple(_readers(path, names, texts))
            found.append(Constant(room=room_of(path), name=name, value=value, reason=reason, used=used))
    return found


def _named(node: ast.stmt) -> tuple[list[str], ast.expr] | None:
    """The names in capitals that a statement gives, and their value."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        target, value = node.target, node.value
    else:
        return None
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    names = [one.id for one in parts if isinstance(one, ast.Name)]
    if not names or not all(name.lstrip("_").isupper() for name in names) or _table(value):
        return None
    return names, value


def _table(value: ast.expr) -> bool:
    """Whether it is made of declared tables or texts, whose numbers are places in a list."""
    return any(isinstance(one, ast.Slice | ast.Subscript) for one in ast.walk(value)) or (
        isinstance(value, ast.Call) and getattr(value.func, "id", "")[:1].isupper()
    )


def _beside(text: str, node: ast.stmt, after: ast.stmt | None) -> str:
    """The reason that stands behind a constant, or under it."""
    line = text.splitlines()[(node.end_lineno or node.lineno) - 1]
    if "#" in line and not (said := line.split("#", 1)[1].strip()).startswith(("noqa", "type:", "fmt:")):
        return said
    if (
        isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    ):
        return " ".join(after.value.value.split())
    return ""


def _readers(home: Path, names: Sequence[str], texts: Mapping[Path, str]) -> Iterator[str]:
    """Modules that read any of the names of a module: itself, and those that import them."""
    module = ".".join(("silograph", *home.relative_to(ROOT).with_suffix("").parts))
    for path, text in texts.items():
        known = set(names) if path == home else {name for name in names if (module, name) in imports_of(text)}
        if known & read_in(text):
            yield path.relative_to(ROOT).with_suffix("").as_posix()


def bare() -> list[tuple[str, float, str]]:
    """Room, number and line of every comparison with a number that neither counts nor rounds."""
    found = []
    for path, text in sources().items():
        lines = text.splitlines()
        for node in ast.walk(parsed(text)):
            if not isinstance(node, ast.Compare):
                continue
            for one in (node.left, *node.comparators):
                value = _number(one)
                if value is not None and value not in COUNTING and abs(value) > TOLERANCE:
                    found.append((room_of(path), value, f"{path.name}: {lines[node.lineno - 1].strip()}"))
    return found


def _number(node: ast.expr) -> float | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _number(node.operand)
        return None if value is None else -value
    known = (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    )
    return node.value if known else None  # type: ignore[attr-defined, no-any-return]  # a constant


def unlisted() -> list[str]:
    """What has no reason anywhere."""
    named = [f"{one.room}: {one.name} = {one.value}" for one in constants() if not one.reason]
    return named + [
        f"{room}: {value} in {line}" for room, value, line in bare() if (room, value) not in LISTED
    ]


# --- what half of it and half more do ----------------------------------------------------------------------------

Statistics = Mapping[str, Sequence[Any]]
Calls = Callable[[pd.DataFrame, float], pd.Series]


def _glue(table: pd.DataFrame, *, level: float = 0.05, spread: float = 0.9) -> pd.Series:
    return (table["q_value"] < level) & (table["lift"] > 1) & (table["spread"] >= spread)


def _silo(table: pd.DataFrame, *, level: float = 0.05, closed: float = 0.8, open_: float = 1.25) -> pd.Series:
    beyond = (table["openness_high"] < closed) | (table["openness_low"] > open_)
    return (table["q_value"] < level) & beyond


RULES: Mapping[tuple[str, str], tuple[float, Calls]] = {
    ("glue", "SIGNIFICANT"): (0.05, lambda table, value: _glue(table, level=value)),
    ("glue", "SPREAD"): (0.9, lambda table, value: _glue(table, spread=min(value, 1.0))),
    ("silos", "SIGNIFICANT"): (0.05, lambda table, value: _silo(table, level=value)),
    ("silos", "CLOSED"): (0.8, lambda table, value: _silo(table, closed=min(value, 1.0))),
    ("silos", "OPEN"): (1.25, lambda table, value: _silo(table, open_=max(value, 1.0))),
}
"""The verdict anew, from what was stored of each function, with another value of one constant."""
FACTORS = (0.5, 1.0, 1.5)


def effects(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Shares of companies with a false verdict and with what was planted found, for each constant and factor.

    Parameters
    ----------
    rows
        Of ``calibration/worlds.py``: ``analysis``, ``planted``, ``wanted``, ``deserved`` and ``statistics``, the columns
        of the table on which the verdicts rest.

    Examples
    --------
    >>> one = {"function": ["A", "B"], "q_value": [0.03, 0.5], "lift": [2.0, 1.0], "spread": [1.0, 1.0]}
    >>> row = {"analysis": "glue", "planted": "none", "wanted": [], "deserved": [], "statistics": one}
    >>> found = effects([row])
    >>> found.loc[found["constant"] == "SIGNIFICANT", "false_alarms"].tolist()
    [0.0, 1.0, 1.0]
    """
    kept = [row for row in rows if row.get("statistics")]
    made = []
    for (analysis, name), (value, calls) in RULES.items():
        for factor in FACTORS:
            told = [_told(row, calls, factor * value) for row in kept if row["analysis"] == analysis]
            wrong, found = [one for one, _ in told], [one for _, one in told if one is not None]
            made.append(
                {
                    "analysis": analysis, "constant": name, "factor": factor, "companies": len(told),
                    "false_alarms": sum(wrong) / len(wrong) if wrong else float("nan"),
                    "planted": len(found), "power": sum(found) / len(found) if found else float("nan"),
                }
            )  # fmt: skip
    return pd.DataFrame(made)


def _told(row: Mapping[str, Any], calls: Calls, value: float) -> tuple[bool, bool | None]:
    """Whether anything is called that does not deserve it, and whether what was planted is; None where nothing was."""
    table = pd.DataFrame(row["statistics"])
    called = set(table.loc[calls(table, value), "function"])
    wanted = set(row["wanted"])
    return bool(called - set(row["deserved"])), wanted <= called if wanted else None


# --- the page ----------------------------------------------------------------------------------------------------


def page(rows: Sequence[Mapping[str, Any]] = ()) -> str:
    """The page."""
    lines = [_HEAD, "| room | constant | value | read by | reason |", "|---|---|---|---|---|"]
    for one in constants():
        value = one.value if len(one.value) <= 60 else one.value[:57] + "..."
        used = ", ".join(f"`{path.removeprefix('analyses/')}`" for path in one.used)
        lines.append(f"| {one.room} | `{one.name}` | `{value}` | {used} | {_plain(one.reason)} |")
    lines += ["", _BARE, "", "| room | number | reason |", "|---|---|---|"]
    met = {(room, value) for room, value, _ in bare()}
    lines += [
        f"| {room} | {value:g} | {reason} |"
        for (room, value), reason in LISTED.items()
        if (room, value) in met
    ]
    lines += ["", _EFFECTS, "", *_effects(rows)]
    return "\n".join(lines) + "\n"


def _plain(reason: str) -> str:
    return reason.replace("|", "\\|").replace("<", "\\<")


def _effects(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    table = effects(rows)
    if not table["companies"].sum():
        yield "No companies are stored yet: `python docs/calibration/worlds.py --analysis glue,silos --results FILE.jsonl`, then"
        yield "`python docs/constants.py --results FILE.jsonl`."
        return
    yield "| analysis | constant | times | companies | false verdicts | planted | found |"
    yield "|---|---|---|---|---|---|---|"
    for row in table[table["companies"] > 0].itertuples():
        found = f"{row.power:.1%}" if row.planted else ""
        yield f"| {row.analysis} | `{row.constant}` | {row.factor:g} | {row.companies} | {row.false_alarms:.1%} | {row.planted} | {found} |"


_HEAD = """# Constants of the rules

Made by `docs/constants.py` from the code: every number that a rule goes by, where it is read, and why it is what it is. A test fails
where a room compares with a number that is not here, or has a constant without a reason.
"""
_BARE = """## Numbers without a name

Comparisons with a bare number, other than counting (none, one, two) and rounding."""
_EFFECTS = """## What half of it, and half more, do

Verdicts anew from what was stored of each invented company, one constant changed at a time; a constant that cannot go beyond 1
stops there. Companies of all worlds together ([worlds](../calibration/worlds.md)): false verdicts are companies in which a function is
called that does not deserve it."""


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--results", type=Path, nargs="*", default=[], help="files of calibration/worlds.py")
    given = parser.parse_args().results
    sys.path.insert(0, str(HERE / "calibration"))
    from tables import read_rows

    rows = [row for path in given for row in read_rows(path)]
    PAGE.write_text(page(rows), encoding="utf-8")
    for line in unlisted():
        print("without a reason:", line)


if __name__ == "__main__":
    main()
