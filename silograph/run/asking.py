"""One question by itself: ``sg.NAME(log, roster)`` answers as a run would, ``sg.NAME(network)`` what ties tell."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, wraps
from inspect import Parameter
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from silograph.analyses import ANALYSES, inputs, with_needs
from silograph.analyses.parts.options import check, meant
from silograph.analyses.parts.question import OPTIONS, Question
from silograph.analyses.parts.result import Result
from silograph.analyses.parts.settings import Settings
from silograph.charts.cells import progress
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.igraph import AnyNetwork, as_network
from silograph.graph.network import build_network
from silograph.kernels import one_thread
from silograph.log.conversations import Conversations, need_messages
from silograph.log.given import need_log
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.run.run import answer, ask, lacking, settled

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


class Asked(Protocol[P, R_co]):
    """How every question is asked: of a log and who is who, or of a network (conversations) made of them before."""

    def __call__(  # noqa: D102
        self,
        log: MessageLog | AnyNetwork | Conversations,
        roster: Roster | None = None,
        *args: P.args,
        **options: P.kwargs,
    ) -> R_co: ...


def asked(function: Callable[Concatenate[Any, P], R_co]) -> Asked[P, R_co]:
    """The function of a question as everybody calls it.

    Parameters
    ----------
    function
        Of a question of `silograph.analyses.ANALYSES`. Given a log and a roster, what it reads of other questions is
        asked too, with the same options, unless it is given by name.
    """
    made: Asked[P, R_co] = _asked(function)
    return made


@cache
def _asked(function: Callable[..., Any]) -> Any:
    (question,) = (one for one in ANALYSES.values() if one.function is function)

    @one_thread
    def answered(log: Any, roster: Any = None, *more: Any, **options: Any) -> Any:
        if more:
            raise UsageError(
                f"{question.name} takes a log and a roster, or a network",
                mend=f"give the rest by name: sg.{question.name}(log, roster, {_options_of(question)[0]}=...)",
            )
        _check(question, options)
        if isinstance(log, MessageLog | Roster | tuple) or isinstance(roster, MessageLog):
            need_log(log, roster, call=f"sg.{question.name}(log, roster)")
            return _of_log(question, log, roster, options)
        return _of_part(question, log, roster, options)

    shown = wraps(function)(answered)
    shown.__doc__ = _documented(question)
    shown.__signature__ = _signature(question)  # type: ignore[attr-defined]
    return shown


_FIRST = ("network", "conversations", "on")
_GIVEN = """log
    The messages, with their `roster`{}.
{}roster
    Who is who, as `silograph.read` gives it with the log.
"""
_OR = {
    "network": "; or, in the place of both, a network of ties (`Network`, or a graph of networkx or igraph)",
    "conversations": "; or, in the place of both, conversations made of them (`build_conversations`)",
    "on": "",
}


def _documented(question: Question) -> str:
    """The docstring of a question with what everybody gives in the place of what its room is given."""
    takes, text = _takes(question), inspect.getdoc(question.function) or ""
    text = _entry("roster").sub("", text, count=1)
    text = _entry(takes).sub(lambda found: _GIVEN.format(_OR[takes], found[1]), text, count=1)
    options = inspect.getdoc(Settings) or ""
    shared = "".join(found[0] for name in _shared(question) if (found := _entry(name).search(options)))
    return re.sub(r"\n\n(?=Returns\n-)", lambda _: f"\n{shared}\n", text, count=1)


def _entry(name: str) -> re.Pattern[str]:
    """Where a docstring says what a parameter is."""
    return re.compile(rf"^{name}\n((?:    .*\n)+)", re.MULTILINE)


def _signature(question: Question) -> inspect.Signature:
    """The same first arguments for all, then the options by name: its own, and those of what it reads."""
    signature = inspect.signature(question.function)
    own = [one for name, one in signature.parameters.items() if name not in (*_FIRST, "roster")]
    own = [
        one.replace(default=None) if one.name in ANALYSES and one.default is one.empty else one for one in own
    ]
    kinds = {name: one.type for name, one in Settings.__dataclass_fields__.items()}
    kinds["tie_rule"] = "TieRule | None"
    defaults = {name: getattr(Settings(), name) for name in _shared(question)} | {"tie_rule": None}
    return signature.replace(
        parameters=[
            Parameter("log", _ANYHOW, annotation="MessageLog | AnyNetwork | Conversations"),
            Parameter("roster", _ANYHOW, default=None, annotation="Roster | None"),
            *own,
            *(
                Parameter(name, _BY_NAME, default=defaults[name], annotation=kinds[name])
                for name in _shared(question)
            ),
        ]
    )


_ANYHOW, _BY_NAME = Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY


def _shared(question: Question) -> list[str]:
    """Options of a run that the questions it reads have, or the network, and it has not itself."""
    own = inspect.signature(question.function).parameters
    read = [inspect.signature(ANALYSES[name].function).parameters for name in with_needs([question.name])]
    return [
        name
        for name in OPTIONS
        if name not in own and (name == "tie_rule" or any(name in one for one in read))
    ]


def _options_of(question: Question) -> list[str]:
    return list(_signature(question).parameters)[2:]


def _check(question: Question, options: Mapping[str, Any]) -> None:
    """Refuse options that the question does not have, or that make no sense."""
    known = _options_of(question)
    if odd := [name for name in options if name not in known]:
        raise UsageError(f"{question.name} has no option {odd[0]!r}", mend=meant(odd[0], known))
    check(options)
    for name in options.keys() & ANALYSES.keys():
        wanted = ANALYSES[name].result
        if isinstance(options[name], Result) and not isinstance(options[name], wanted):
            raise UsageError(
                f"{name} must be what sg.{name} gives, not a {type(options[name]).__name__}",
                mend=f"write {name}=sg.{name}(...)",
            )


def _of_log(question: Question, log: MessageLog, roster: Roster, options: Mapping[str, Any]) -> Result:
    """As a run answers, with what it reads of other questions."""
    settings = Settings(**{name: value for name, value in options.items() if name in OPTIONS})
    results = {name: value for name, value in options.items() if isinstance(value, Result)}
    further = {name: value for name, value in options.items() if name not in (*OPTIONS, *results)}
    read = {*question.needs, *question.uses} - options.keys()
    before = (
        [name for name in with_needs([question.name]) if name not in options] if read else [question.name]
    )
    on = inputs(log, roster, build_network(log, roster, tie_rule=settings.tie_rule), settings)
    with progress(total=len(before), quiet=False) as bar:

        def begin(name: str) -> None:
            bar.set_description(name)
            bar.update()

        for name in before:
            if name != question.name:
                ask(name, on, results, begin=begin)
        if why := lacking(question.name, {**results, **further}):
            raise NotEnoughDataError(why)
        begin(question.name)
        answer(question.name, on, results, **further)
        with suppress(NotEnoughDataError):  # the answer stays as it is
            settled(on, results)
    return results[question.name]


def _of_part(question: Question, part: Any, roster: Any, options: Mapping[str, Any]) -> Result:
    """What can be told of a network or conversations alone; of other questions, those that read the same."""
    takes, told = _takes(question), dict(options)
    if takes == "on":
        need_log(part, roster, call=f"sg.{question.name}(log, roster)")
    if takes == "network":
        part = as_network(part)
    else:
        need_messages(part)
    if "roster" in inspect.signature(question.function).parameters:
        if not isinstance(roster, Roster):
            raise UsageError(
                f"{question.name} needs the roster, who is who",
                mend=f"write sg.{question.name}(conversations, roster)",
            )
        told["roster"] = roster
    for name in question.needs:
        needed = ANALYSES[name]
        if name not in told and _takes(needed) == takes:
            shared = {key: value for key, value in options.items() if key in _options_of(needed)}
            told[name] = asked(needed.function)(part, **shared)
    return question.function(part, **told)


def _takes(question: Question) -> str:
    """What a question looks at, by the name of its first parameter."""
    return next(iter(inspect.signature(question.function).parameters))
