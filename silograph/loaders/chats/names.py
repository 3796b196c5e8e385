"""Accounts that a text names with an @."""

from __future__ import annotations

import re
from collections.abc import Container

_NAMED = re.compile(r"(?<![\w@.])@([a-zA-Z0-9._-]{1,64})")


def named(told: object, known: Container[str]) -> list[str]:
    """The names of known accounts after an @, in lower case, each once; what follows no space is part of an address.

    Parameters
    ----------
    told
        A text, of which nothing else is read.
    known
        Names of accounts, in lower case.

    Examples
    --------
    >>> named("(@Ann) see @bob... or x@cy.org, @nobody", {"ann", "bob", "cy.org"})
    ['ann', 'bob']
    """
    found: dict[str, None] = {}
    for name in _NAMED.findall(told) if isinstance(told, str) else ():
        plain = name.lower()
        while plain and plain not in known and plain[-1] in "._-":  # which end the sentence, not the name
            plain = plain[:-1]
        if plain in known:
            found[plain] = None
    return list(found)
