"""What loaders and the reader of people files say about how a file was read."""

from __future__ import annotations

import re
from collections.abc import Callable

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBERS = r"\d+(?:, \d+)*(?: \.\.\.)?"
_ROWS = re.compile(rf"(?::| in| at)? (?:rows?|lines?|entries|entry) {_NUMBERS}| \({_NUMBERS}\)")

# A whole number that counts: no part of a date or a name, nor the number of a source, nor the limit itself.
_COUNT = re.compile(r"(?<![\w.:/'<-])(?<!source )(?<!fewer than )\d+(?![\w:/'-]|[.]\d)")


class Note(str):
    """A line about how a file was read, which holds nothing of a person; where to look stands apart.

    Parameters
    ----------
    text
        What is said.
    place
        Where to look: file, line or record. A mailbox may have somebody's name, so that it stays with the analyst.
    source
        Number of the source it is about; 0 for the people file.

    Examples
    --------
    >>> note = Note("1 line looks like the beginning of a message", place="ann.mbox:message 2")
    >>> note, note.place
    ('1 line looks like the beginning of a message', 'ann.mbox:message 2')
    """

    __slots__ = ("place", "source")

    place: str
    source: int

    def __new__(cls, text: str, *, place: str = "", source: int = 0) -> Note:
        """The line."""
        self = super().__new__(cls, text)
        self.place, self.source = place, source
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (str(self),), {"place": self.place, "source": self.source}

    def full(self) -> str:
        """The line with its place: of a people file in front of it, else behind."""
        if not self.place:
            return str(self)
        return f"{self} (first: {self.place})" if self.source else f"{self.place}: {self}"

    def general(self, private: Callable[[str], bool], *, few: int = 0) -> Note:
        """The line as it may be handed on: without places, and without what it quotes where that is private.

        Parameters
        ----------
        private
            Whether a text may not be shown.
        few
            Counts below it are not told: what few people, or few rows of a people file, are like.

        Examples
        --------
        >>> Note("2 rows (3, 7) of 'HR' repeat 'Ann'").general(lambda text: "Ann" in text)
        "2 rows of 'HR' repeat …"
        >>> Note("people file: 2 levels of 30 are no numbers").general(lambda text: False, few=5)
        'people file: <5 levels of 30 are no numbers'
        """
        told = _ROWS.sub("", _QUOTED.sub(lambda found: "…" if private(found[0]) else found[0], self))
        return Note(_COUNT.sub(lambda found: f"<{few}" if 0 < int(found[0]) < few else found[0], told))
