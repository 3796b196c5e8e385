"""Which column is the function, and what its cells say: lists of several, codes, names that look like one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from silograph.errors import UsageError
from silograph.loaders.headers import plain_name
from silograph.loaders.org_chart.cells import some, split_code, value_of
from silograph.loaders.org_chart.columns import ALIASES, column_name
from silograph.log.cleaning import names_of_columns
from silograph.log.people import name_key
from silograph.log.schema import UNKNOWN

# Functions for want of better: where another column is the function, they aren't spoken of.
_LAST_RESORT = frozenset(
    {"costcenter", "costcentre", "costcenterreference", "kostenstelle", "centredecouts", "centredecout",
     "employmenttype", "currentemploymenttype"}
)  # fmt: skip
_WELL_FILLED = 0.5  # of what the best filled column has: an emptier one is not taken first
_OFTEN = 3  # people: so many do not belong to the same several functions by chance; it is a name


# --- the column -----------------------------------------------------------------------------------------


def function_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Positions of the columns that could be the function, the one that is taken first."""
    plain = [column_name(name) for name in names]
    known = [i for alias in ALIASES["function"] for i, name in enumerate(plain) if name == alias]
    if len(known) < 2:
        return known
    filled = {i: sum(i < len(row) and value_of(row[i]) is not None for row in rows) for i in known}
    enough = _WELL_FILLED * max(filled.values())
    taken = next(i for i in known if filled[i] >= enough)
    others = [i for i in known if i != taken and plain[i] not in _LAST_RESORT and filled[i]]
    return [taken, *others]


def named_column(names: Sequence[str], asked: str, *, place: str) -> int:
    """Position of the column that the analyst names as the function.

    Raises
    ------
    UsageError
        There is none of that name, or there are several.
    """
    ways = (str.strip, lambda name: name.strip().casefold(), plain_name)
    for way in ways:
        found = [i for i, name in enumerate(names) if way(name) == way(asked) and way(name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{len(found)} columns are named {asked!r}", where=place, mend="name one of them otherwise"
            )
    raise UsageError(
        f"no column {asked!r}; found {names_of_columns([name for name in names if name.strip()])}",
        where=place,
        mend="name one of them with --function-column",
    )


# --- the cells ------------------------------------------------------------------------------------------


class Functions(NamedTuple):
    """What a column says about the function of each row.

    Parameters
    ----------
    names
        One for each row; `UNKNOWN` where the cell is empty.
    notes
        What the analyst should know of lists in cells.
    """

    names: list[str]
    notes: list[str]


_OUTSIDE_BRACKETS = r"(?![^(]*\))"
_LIST = re.compile(rf"\s*[;|\r\n]+\s*{_OUTSIDE_BRACKETS}")
_COMMA = re.compile(rf"\s*,\s*{_OUTSIDE_BRACKETS}")
_AND = re.compile(r"\s+(?:and|&|et|und|y|e|ou|or|oder)\s+", re.IGNORECASE)


def functions_of(texts: Sequence[str | None]) -> Functions:
    """The functions that the cells of a column name: the first of several, without codes where they tell nothing.

    Examples
    --------
    >>> functions_of(["HR, IT", "HR", "IT", "Sales (10)", None]).names
    ['HR', 'HR', 'IT', 'Sales', '(unknown)']
    """
    as_names = _names_with_commas(texts)
    firsts, several = [], []
    for text in texts:
        parts = [] if text is None else [text] if text in as_names else _parts(text)
        firsts.append(parts[0] if parts else None)
        if len(parts) > 1:
            several.append(text or "")
    notes = []
    if several:
        notes.append(
            f"rows with several functions in one cell: {len(several)} ({some(dict.fromkeys(several))}); "
            "the first of them counts"
        )
    if as_names:
        notes.append(f"taken as one function, not as a list: {some(sorted(as_names))}")
    plain = without_codes(firsts)
    tidied = [" ".join((text or "").strip("/").split()) or UNKNOWN for text in plain]
    return Functions(tidied, notes)


_BRACKETED = re.compile(r"(.*\S)\s*\(([^()]*\s[^()]*)\)")


def without_people(functions: Functions, people: Iterable[str]) -> Functions:
    """``Sales (Ann Lee)``, as Workday names its organisations, becomes Sales where Ann Lee is somebody of the file.

    Examples
    --------
    >>> without_people(Functions(["Sales (Ann Lee)", "Legal (North Sea)"], []), ["Ann Lee"]).names
    ['Sales', 'Legal (North Sea)']
    """
    known = {name_key(name) for name in people}

    def bare(name: str) -> str:
        found = _BRACKETED.fullmatch(name)
        return found[1] if found and name_key(found[2]) in known else name

    changed = {name for name in functions.names if bare(name) != name}
    if not changed:
        return functions
    note = f"functions with a person of the file in brackets: {len(changed)}; they are read without"
    return Functions([bare(name) for name in functions.names], [*functions.notes, note])


def _parts(text: str) -> list[str]:
    """The functions a cell lists."""
    quoted = re.fullmatch(r"\s*\[\s*[\"'](.*)[\"']\s*\]\s*", text, flags=re.DOTALL)
    if quoted:  # as programs write lists
        parts = re.split(r"[\"']\s*,\s*[\"']", quoted[1])
    else:
        parts = [piece for part in _LIST.split(text) for piece in _COMMA.split(part)]
    return [part.strip() for part in parts if value_of(part)]


def _names_with_commas(texts: Iterable[str | None]) -> set[str]:
    """Cells with commas that are one name: "Safety, Health and Environment" where nobody is in Health alone."""
    told = Counter(text for text in texts if text)
    alone = {text.casefold() for text in told if not _COMMA.search(text) and not _LIST.search(text)}
    lists = [text for text in told if _COMMA.search(text) and not _LIST.search(text) and text[0] != "["]
    held = Counter(part.casefold() for text in lists for part in set(_parts(text)))
    names = set()
    for text in lists:
        parts = [part.casefold() for part in _parts(text)]
        if len(parts) < 2:
            continue
        pieces = [piece for part in parts for piece in _AND.split(re.sub(r"^(and|et|und|&)\s+", "", part))]
        if _AND.search(f" {parts[-1]}") or len(pieces) > len(parts):
            is_name = not all(piece in alone for piece in pieces)
        else:
            is_name = told[text] >= _OFTEN and not any(part in alone or held[part] > 1 for part in parts)
        if is_name:
            names.add(text)
    return names


def without_codes(texts: Sequence[str | None]) -> list[str | None]:
    """``Sales (10023)`` becomes Sales, unless two codes share the name."""
    codes: dict[str, set[str | None]] = defaultdict(set)
    for text in texts:
        if text is not None:
            name, code = split_code(text)
            codes[name].add(code)
    return [
        text if text is None or len(codes[split_code(text)[0]]) > 1 else split_code(text)[0] for text in texts
    ]


# --- what is said of them -------------------------------------------------------------------------------


class Size(NamedTuple):
    """How many functions a column gives, and how many people are in small ones."""

    functions: int
    people: int
    small: int

    def told(self, min_group: int) -> str:
        """As words."""
        functions = f"{self.functions} function{'s' * (self.functions != 1)}"
        # in words: their number is the size of a small function, where there is one
        shares = {0.5: "most", 1 / 3: "over a third", 0.0: "some"}
        many = next((how for least, how in shares.items() if self.small > least * self.people), "none")
        return f"{functions}, with {many} of the people in ones of fewer than {min_group}"


def size_of(people: Iterable[tuple[str, str]], min_group: int) -> Size:
    """The size of what pairs of person and function say; who has none is not counted."""
    members: dict[str, set[str]] = defaultdict(set)
    for person, function in people:
        if function != UNKNOWN:
            members[function].add(person)
    everybody = set().union(*members.values())
    large = set().union(*(who for who in members.values() if len(who) >= min_group))
    return Size(len(members), len(everybody), len(everybody - large))


def note_on_choice(
    titles: Sequence[str], told: Sequence[Sequence[str]], people: Sequence[str], min_group: int
) -> str | None:
    """Which column is the function, and what the others would give; None where no other says any."""
    sizes = [size_of(zip(people, values, strict=True), min_group) for values in told]
    others = []
    for title, values, size in zip(titles[1:], told[1:], sizes[1:], strict=True):
        if size.functions == 0:
            continue
        relation = f", which {titles[0]!r} divides further," if _divides(told[0], values) else ""
        others.append(f"{title!r}{relation} would give {size.told(min_group)} (--function-column {title!r})")
    if not others:
        return None
    return f"the function is taken from {titles[0]!r}: {sizes[0].told(min_group)}; {'; '.join(others)}"


def _divides(fine: Sequence[str], coarse: Sequence[str]) -> bool:
    """Whether each function of one column lies within one of the other, and some of these hold several."""
    pairs = {pair for pair in zip(fine, coarse, strict=True) if UNKNOWN not in pair}
    return len(pairs) == len({one for one, _ in pairs}) > len({other for _, other in pairs})


def note_on_small(people: Iterable[tuple[str, str]], min_group: int) -> str | None:
    """What to know where over a third of the people are in functions too small to be shown."""
    size = size_of(people, min_group)
    if size.small * 3 <= size.people:
        return None
    return (  # how many would be the size of a small function, where there is one
        f"over a third of the people are in functions of fewer than {min_group}, which are too small to be shown; "
        "take a coarser column with --function-column, or merge functions in the file"
    )


# --- names that look like one ---------------------------------------------------------------------------

_FILLERS = frozenset(
    "and et und of the de des du la le les department dept departement abteilung team equipe".split()  # noqa: SIM905
)
_SHOWN = 5


def note_on_alike(names: Iterable[str]) -> str | None:
    """Functions whose names differ in case, signs, an abbreviation or a letter only."""
    groups = alike(names)
    if not groups:
        return None
    listed = "; ".join(", ".join(map(repr, group)) for group in groups[:_SHOWN])
    more = f" and {len(groups) - _SHOWN} more" if len(groups) > _SHOWN else ""
    return (
        f"functions that look like one and are kept apart: {listed}{more} (write them alike if they are one)"
    )


def alike(names: Iterable[str]) -> list[list[str]]:
    """Groups of names that look like one.

    Examples
    --------
    >>> alike(["HR", "hr", "Human Resources", "IT", "Marketing", "Marketting", "Team 1", "Team 2"])
    [['HR', 'Human Resources', 'hr'], ['Marketing', 'Marketting']]
    """
    known = sorted(set(names) - {UNKNOWN})
    keys: dict[tuple[str, object], list[str]] = defaultdict(list)
    for name in known:
        for key in _keys(name):
            keys[key].append(name)
    parent = {name: name for name in known}
    for (what, _), group in keys.items():
        for other in group[1:]:
            if what != "typo" or _is_typo(_words(group[0]), _words(other)):
                parent[_root(parent, other)] = _root(parent, group[0])
    for short, name in _abbreviations(known):
        parent[_root(parent, name)] = _root(parent, short)
    found: dict[str, list[str]] = defaultdict(list)
    for name in known:
        found[_root(parent, name)].append(name)
    return sorted(group for group in found.values() if len(group) > 1)


def _root(parent: Mapping[str, str], name: str) -> str:
    while parent[name] != name:
        name = parent[name]
    return name


def _words(name: str) -> list[str]:
    told = re.findall(r"\w+", re.sub(r"(?<=\b\w)\.(?=\w\b)|\b[ld]['’]", "", name))  # H.R. is one word
    plain = [plain_name(word) for word in told]
    return [word for word in plain if word and word not in _FILLERS] or plain


def _abbreviations(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Short names, each with the one name whose words begin with its letters."""
    long: dict[str, list[str]] = defaultdict(list)
    for name in names:
        words = _words(name)
        if len(words) > 1 and all(word.isalpha() and len(word) > 1 for word in words):
            long["".join(word[0] for word in words)].append(name)
    for name in names:
        meant = long.get("".join(_words(name)), [])
        if len({tuple(_words(one)) for one in meant}) == 1:
            yield from ((name, one) for one in meant)


def _keys(name: str) -> Iterable[tuple[str, object]]:
    """Under what a name is compared: its letters, its words in any order, words with a letter less."""
    words = _words(name)
    yield "letters", plain_name(name)
    yield "words", tuple(sorted(word.rstrip("s") if len(word) > 3 else word for word in words))
    for i, word in enumerate(words):
        if len(word) >= 5 and word.isalpha():
            for k in range(len(word)):
                yield "typo", (*words[:i], f"{word[:k]}{word[k + 1 :]}", *words[i + 1 :])
            yield "typo", tuple(words)


def _is_typo(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names differ in one letter of one long word, or in two that have changed places."""
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) != len(other) or len(pairs) != 1 or min(map(len, pairs[0])) < 5:
        return False
    a, b = pairs[0]
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[first:], b[first:]
    return (
        rest_a[1:] == rest_b[1:]
        or rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or (rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:])
    )
