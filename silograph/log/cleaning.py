"""What may be said of a value that cannot be used: its kind, never the value itself.

A mis-mapped column may hold the texts of messages, and what is rejected is kept and shown.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?\d[\d\W]*T?[\d\W]*Z?")  # dates and times too
_NUMERIC = re.compile(r"[0-9 /:.,+-]{1,32}")


def kind_of(value: str) -> str:
    """What sort of value a text is: how it is written where it is numbers only, else how long it is.

    Examples
    --------
    >>> kind_of("2024-13-02"), kind_of("call Ann about her leave")
    ('written like 9999-99-99', '24 characters, 5 words')
    """
    if _NUMERIC.fullmatch(value):
        return f"written like {re.sub('[0-9]', '9', value)}"
    words = len(value.split())
    return f"{len(value)} character{'s' * (len(value) != 1)}, {words} word{'s' * (words != 1)}"


def names_of_columns(header: list[str] | tuple[str, ...]) -> str:
    """The names in a header as text; where the first line holds values, not names, how many there are.

    Examples
    --------
    >>> names_of_columns(["when", "who"]), names_of_columns(["2024-01-02", "ann@x.org", "bob@x.org"])
    ("'when', 'who'", '3 values where the names of columns should be')
    """
    if any(_is_value(name) for name in header):
        return f"{len(header)} values where the names of columns should be"
    return ", ".join(repr(name[:40]) for name in header[:30])


def _is_value(name: str) -> bool:
    """Whether a cell of the first line is content: an address, a number, a date, a sentence."""
    bare = name.strip()
    return "@" in bare or bool(_NUMBER.fullmatch(bare)) or len(bare) > 60 or len(bare.split()) > 6
