"""What every analysis returns: a frozen result that shows, tabulates and draws itself."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from silograph.texts import Lang, Sentence, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False)
class Result:
    """A finished analysis. Subclasses add what is theirs, `answer` and `plot`.

    Parameters
    ----------
    table
        The answer, a row per function (or person, community ...).
    parameters
        Every option that was in force, defaults included.
    caveats
        Sentences on when not to trust this result: English as they stand, and what `doubts` says in a language.
    """

    name: ClassVar[str] = "result"

    table: pd.DataFrame
    parameters: Mapping[str, Any] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        raise NotImplementedError

    def headline(self, lang: Lang = "en", *, name: Callable[[str], str] = str) -> str:
        """The answer in one sentence, with its numbers, in a language.

        Parameters
        ----------
        name
            How functions are named; pages hide those too small to show.
        """
        return self.answer().say(Words(lang, name=name))

    def doubts(self, lang: Lang = "en", *, name: Callable[[str], str] = str) -> list[str]:
        """`caveats` in a language; those given as plain text stay as they are."""
        words = Words(lang, name=name)
        return [note.say(words) if isinstance(note, Sentence) else note for note in self.caveats]

    def to_frame(self) -> pd.DataFrame:
        """A copy of `table`."""
        return self.table.copy()

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables this result writes to an output folder, by file name."""
        return {self.name: self.table}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the result with matplotlib (``pip install silograph[plot]``)."""
        raise NotImplementedError

    def to_html(self) -> str:
        """The headline, the first rows of the table and the caveats as an HTML fragment."""
        rows = self.table.head(12).to_html(index=False, border=0, float_format="{:.3g}".format, na_rep="–")
        notes = "".join(f"<li>{html.escape(caveat)}</li>" for caveat in self.caveats)
        return f"<p><b>{html.escape(self.headline())}</b></p>{rows}" + (f"<ul>{notes}</ul>" if notes else "")

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.headline()}>"
