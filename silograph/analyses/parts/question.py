"""A question silograph answers, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from silograph.analyses.parts.result import Result
from silograph.analyses.parts.settings import Settings
from silograph.graph.network import Network, build_network
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.messages import MessageLog
from silograph.log.people import Roster

if TYPE_CHECKING:
    from silograph.analyses.parts.section import Writer
    from silograph.charts.parts import Part


@dataclass(frozen=True)
class Inputs:
    """What an analysis of a run may look at; what costs time is made when first asked for.

    Parameters
    ----------
    functions
        The function of every question, by name: one may ask another of a part of the log.
    """

    log: MessageLog
    roster: Roster
    network: Network
    settings: Settings
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict, repr=False)

    @cached_property
    def conversations(self) -> Conversations:
        """The log as threads and times, with the number of people that the network gives each function."""
        sizes = dict(zip(self.network.functions, self.network.group_sizes.tolist(), strict=True))
        return replace(build_conversations(self.log, self.roster), sizes=sizes)

    @cached_property
    def layers(self) -> Mapping[str, Network]:
        """The network of each channel that has messages."""
        return {
            channel: build_network(self.log, self.roster, tie_rule=self.settings.tie_rule, layer=channel)
            for channel in self.log.channels
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question silograph answers; `silograph.analyses.ANALYSES` is the table of them.

    Parameters
    ----------
    function
        The analysis itself, which is also ``silograph.NAME``.
    result
        What it gives; its name, tables, columns and charts are declared there.
    run
        Called with the inputs and the results so far.
    needs
        Analyses whose results it reads, and cannot do without.
    uses
        Analyses whose results it reads where there are any.
    whole
        Whether figures of the whole organisation hang on who is in which small function: they are computed a second
        time, with those as one, for what leaves a run.
    name
        Of the question, its function, its main table and its texts: that of the result where empty.
    section
        Writes its section of the report; where None, its answer and its charts.
    expected
        Whether the report says so where it was not answered.
    documented
        The title of the page of the documentation about it; without one it stands among the further questions of the
        report.
    references
        The literature its method follows.
    """

    function: Callable[..., Result]
    result: type[Result]
    run: Callable[[Inputs, Mapping[str, Any]], Result]
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    whole: bool = False
    name: str = ""
    section: Callable[[Writer], Iterator[Part]] | None = None
    expected: bool = False
    documented: str = ""
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.result.name)

    @property
    def asks(self) -> Sentence:
        """The question in plain words."""
        return Sentence(f"asks.{self.name}")
