"""Headers of tables: the name of a column without the ways of writing it."""

from __future__ import annotations

import re
import unicodedata


def plain_name(header: str) -> str:
    """A column's name without case, accents, spaces, punctuation and ``[remarks]``."""
    letters = unicodedata.normalize("NFKD", re.sub(r"\[[^\]]*\]", "", header)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
