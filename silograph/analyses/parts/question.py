"""A question silograph answers, and what it may look at."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial
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

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels of the log."""
        return self.log.channels

    @cached_property
    def layers(self) -> Mapping[str, Network]:
        """The network of each channel that has messages."""
        return {
            channel: build_network(self.log, self.roster, tie_rule=self.settings.tie_rule, layer=channel)
            for channel in self.log.channels
        }


def by_name(
    function: Callable[..., Any], on: Inputs, done: Mapping[str, Any], **options: Any
) -> dict[str, Any]:
    """What a question is told in a run, by the names of its parameters.

    Parameters
    ----------
    function
        Of the question. What is called as a part of `Inputs` (``network``, ``conversations`` ...) is that part, ``on``
        all of it, what is called as a question its result, and what is called as an option of a run that option.
    on, done
        The run, and the results so far.
    options
        What is told otherwise.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> run = SimpleNamespace(network="the network", settings=Settings(seed=7))
    >>> found = by_name(lambda network, *, seed, glue, least=3: None, run, {"glue": "its result"})
    >>> sorted(found.items())
    [('glue', 'its result'), ('network', 'the network'), ('seed', 7)]
    """
    asked = inspect.signature(function).parameters
    told = {name: getattr(on.settings, name) for name in OPTIONS if name in asked}
    told |= {name: result for name, result in done.items() if name in asked}
    told |= {name: getattr(on, name) for name in PARTS if name in asked}
    told |= {"on": on} if "on" in asked else {}
    return told | options


PARTS = ("network", "conversations", "roster", "channels")
OPTIONS = tuple(one.name for one in fields(Settings))


def _run_by_name(
    function: Callable[..., Result], on: Inputs, done: Mapping[str, Any], **options: Any
) -> Result:
    return function(**by_name(function, on, done, **options))


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
        Called with the inputs and the results so far, and with options of `function` by name. Left out, `function` is
        called with what its parameters are called after (`by_name`).
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
    run: Callable[..., Result] = field(default=None)  # type: ignore[assignment]  # never None once made
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
        if self.run is None:
            object.__setattr__(self, "run", partial(_run_by_name, self.function))

    @property
    def asks(self) -> Sentence:
        """The question in plain words."""
        return Sentence(f"asks.{self.name}")
