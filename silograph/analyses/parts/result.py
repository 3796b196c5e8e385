"""What every analysis returns: a frozen result that shows, tabulates and draws itself."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from silograph.analyses.parts import public_logs
from silograph.analyses.parts.declare import Column, Table
from silograph.charts.cells import figure_html, page_html, present, table_html
from silograph.charts.intervals import IntervalChart
from silograph.graph.network import Network
from silograph.language.words import Lang, Sentence, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


ONE_MAILBOX = "note.run.one_mailbox"


def doubts_of(network: Network) -> tuple[Sentence, ...]:
    """The doubts that change every answer from such a network: said first, and with each.

    Examples
    --------
    >>> star = Network.from_edges([("ann", one) for one in "bcdef"])
    >>> [doubt.key for doubt in doubts_of(star)], doubts_of(Network.from_edges([("ann", "bob")]))
    (['note.run.one_mailbox'], ())
    """
    return (Sentence(ONE_MAILBOX),) if network.one_mailbox else ()


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
    public
        The public log that this is about, if it is one: no reference for itself.
    """

    name: ClassVar[str] = "result"
    declared: ClassVar[Mapping[str, Table]] = {}
    """Its tables by the name under which they are written."""
    figures: ClassVar[tuple[Column, ...]] = ()
    """Single numbers: attributes that may leave a run, as columns do."""
    kept: ClassVar[tuple[str, ...]] = ()
    """Attributes that say nothing about anybody: verdicts and other words. What is declared nowhere stays in Python."""
    named: ClassVar[tuple[str, ...]] = ()
    """Attributes that name functions (one, several, or as keys): those too small to show are taken out."""
    compared: ClassVar[Mapping[str, str]] = {}
    """Figures that public logs have too, by attribute: which of their measures it is (`public_logs`)."""
    claims: ClassVar[tuple[str, ...]] = ()
    """Attributes with sentences said beside the answer (`Claim`): those that rest on few people are taken out."""
    untold: ClassVar[Mapping[str, str]] = {}
    """By attribute of `claims`, the text that stands for those taken out: that there are some, not which."""
    listed: ClassVar[tuple[str, ...]] = ()
    """Columns of `table` that `summary.json` lists of those `found`, each with the ends of its interval."""
    charts: ClassVar[tuple[IntervalChart, ...]] = ()
    """What `plot` and pages draw; the first one is drawn where nothing else is said."""

    table: pd.DataFrame
    parameters: Mapping[str, Any] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    public: str = ""

    @property
    def found(self) -> pd.DataFrame:
        """The rows of `table` that the answer is about."""
        return self.table

    @classmethod
    def listed_columns(cls) -> tuple[str, ...]:
        """`listed`, each before the ends of its interval where the table declares them."""
        table = {
            one.name: one
            for table in cls.declared.values()
            if table.source == "table"
            for one in table.columns
        }
        return tuple(
            each for name in cls.listed for each in (name, *(end for end in table[name].ends if end in table))
        )

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        raise NotImplementedError

    def headline(self, lang: Lang = "en", *, name: Callable[[str], str] = str) -> str:
        """The answer in one sentence, with its numbers, in a language.

        Parameters
        ----------
        lang
            ``en`` or ``fr``.
        name
            How functions are named; pages hide those too small to show.
        """
        words = Words(lang, name=name)
        return " ".join(one.say(words) for one in (self.answer(), *self.beside()))

    def beside(self) -> tuple[Sentence, ...]:
        """What lies above or below all public logs: said after the answer."""
        found = (
            public_logs.compared(
                measure,
                getattr(self, name),
                low=getattr(self, f"{name}_low", None),
                high=getattr(self, f"{name}_high", None),
                without=self.public,
            )
            for name, measure in self.compared.items()
        )
        return tuple(one for one in found if one is not None)

    def doubts(self, lang: Lang = "en", *, name: Callable[[str], str] = str) -> list[str]:
        """`caveats` in a language; those given as plain text stay as they are.

        Parameters
        ----------
        lang
            ``en`` or ``fr``.
        name
            How functions are named.
        """
        words = Words(lang, name=name)
        return [words.told(note) for note in self.caveats]

    def to_frame(self) -> pd.DataFrame:
        """A copy of `table`."""
        return self.table.copy()

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables this result writes to an output folder, by file name: the columns declared, as computed.

        What leaves a run is less: see `silograph.release`.
        """
        if not self.declared:
            return {self.name: self.table}
        written = {name: table for name, table in self.declared.items() if table.written}
        found = {name: (one.rows(getattr(self, one.source)), one.names) for name, one in written.items()}
        return {name: table[[one for one in names if one in table]] for name, (table, names) in found.items()}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the result with matplotlib (``pip install silograph[plot]``).

        Parameters
        ----------
        ax
            Where to draw; new axes where None.

        Returns
        -------
        Axes
            For titles, sizes and saving.
        """
        if not self.charts:
            raise NotImplementedError
        return self.charts[0].plot(self, ax=ax)

    def to_html(self, lang: Lang = "en") -> str:
        """The headline, the first rows of the table and the caveats as an HTML fragment.

        Parameters
        ----------
        lang
            Of headline and caveats.
        """
        return self._html(lang, figure="")

    def _html(self, lang: Lang, *, figure: str) -> str:
        notes = "".join(f"<li>{html.escape(doubt)}</li>" for doubt in self.doubts(lang))
        headline = f"<p><b>{html.escape(self.headline(lang))}</b></p>"
        return f"{headline}{figure}{table_html(self.table)}" + (f"<ul>{notes}</ul>" if notes else "")

    def show(self, *, lang: Lang = "en", height: int = 600, to: str | Path | None = None) -> None:
        """Show headline, plot, table and caveats, in the cell of a notebook or as a page of their own.

        Parameters
        ----------
        lang
            Of headline and caveats.
        height
            In the notebook, in pixels.
        to
            File to write the page to, instead of showing it.
        """
        body = self._html(lang, figure=figure_html(self.plot, describe=self.headline(lang)))
        present(
            page_html(body, title=self.name, lang=lang), name=self.name, height=height, to=to, private=True
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.headline()}>"
