"""How ids, texts and times are cleaned, and what may be said of a value that cannot be used.

`BatchBuilder` cleans whatever loaders hand over. Of a value that is refused only its kind is said, never the value
itself: a mis-mapped column may hold the texts of messages, and what is rejected is kept and shown.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_ID = 1000  # characters; addresses have at most 254, the longest ids of mail a few hundred

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WIDTHLESS = re.compile(r"[\u200b\ufeff]")
# Whatever `clean_id` may change or refuse, for a column of texts at once.
_ODD = (
    r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\x{a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]"
    r"|  |^ | $"
)


class UnusableError(ValueError):
    """An id that no message can have."""


def is_usable_time(at: datetime) -> bool:
    """Whether a message can be from this time: systems write the year 1 or 9999 where they know none.

    Examples
    --------
    >>> [is_usable_time(datetime(year, 1, 1, tzinfo=UTC)) for year in (1, 1969, 1970, 2099, 2100, 9999)]
    [False, False, True, True, False, False]
    """
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return 1969 <= at.year <= 2100 and EARLIEST <= at < LATEST


def clean_id(text: str) -> str:
    r"""An id with single spaces and without control characters; empty where nothing is left.

    Raises
    ------
    UnusableError
        It holds a NUL or half a character, or is longer than any id: what it was can only be guessed.

    Examples
    --------
    >>> clean_id(" V30\t 2nd\u00a0")
    'V30 2nd'
    """
    if text.isprintable() and " " not in text and len(text) <= LONGEST_ID:
        return text
    if "\0" in text:
        raise UnusableError("a NUL character in an id")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UnusableError("half a character (a lone surrogate) in an id")
    tidied = tidy(text)
    if len(tidied) > LONGEST_ID:
        raise UnusableError(f"an id longer than {LONGEST_ID} characters")
    return tidied


def tidy(text: str) -> str:
    """Single spaces, no control characters, halves of characters replaced: for names and subjects."""
    if text.isprintable():
        return " ".join(text.split()) if " " in text else text
    whole = _WIDTHLESS.sub("", _CONTROL.sub(" ", text)).encode("utf-16", "surrogatepass")
    return " ".join(whole.decode("utf-16", "replace").split())


def odd_ids(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Positions of the ids in a column that `clean_id` may change or refuse."""
    lengths = pc.utf8_length(column)
    odd = pc.or_(pc.greater(lengths, LONGEST_ID), pc.equal(lengths, 0))
    if any(_is_odd(chunk) for chunk in column.chunks):
        odd = pc.or_(odd, pc.match_substring_regex(column, _ODD))
    found: npt.NDArray[np.int64] = np.flatnonzero(pc.fill_null(odd, fill_value=False).to_numpy())
    return found


def _is_odd(chunk: pa.Array) -> bool:
    """Whether any byte of the texts is no printable ASCII: a quick look that most columns end with."""
    data = chunk.buffers()[2]
    if data is None:
        return False
    octets = np.frombuffer(data, np.uint8)
    return bool(((octets <= 0x20) | (octets >= 0x7F)).any())


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
