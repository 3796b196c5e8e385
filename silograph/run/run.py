"""All analyses on one log: `analyze`, and what it gives."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from silograph._version import __version__
from silograph.analyses import ANALYSES, with_needs
from silograph.analyses import inputs as inputs_of
from silograph.analyses.glue.answer import GlueResult
from silograph.analyses.owner.answer import OwnerResult
from silograph.analyses.parts.options import meant, said
from silograph.analyses.parts.public_logs import recognised
from silograph.analyses.parts.question import Inputs
from silograph.analyses.parts.result import ONE_MAILBOX, Result, doubts_of
from silograph.analyses.parts.settings import Settings
from silograph.analyses.relay.answer import RelayResult
from silograph.charts.cells import present, progress
from silograph.charts.pages import maker
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network, build_network
from silograph.graph.small import SMALL, small_functions
from silograph.kernels import one_thread
from silograph.language.words import Lang, People, Persons, Sentence
from silograph.log.given import need_log
from silograph.log.messages import CHANNELS, MessageLog
from silograph.log.people import Roster
from silograph.log.suggestions import carry_a_known_name
from silograph.run.coherence import contradictions, told
from silograph.run.sensitivity import SensitivityResult, sensitivity
from silograph.run.summary import input_counts, summarise, ties_somebody, without_functions

_FIRST = ("owner", "silos", "glue")  # what most people ask


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A finished run.

    Parameters
    ----------
    log, roster, network
        What was analysed.
    results
        By name of the analysis.
    summary
        The object of ``summary.json``.
    people
        A row per node of the network: ``person_id function community`` and what was measured of people.
    settings
        The options that were in force.
    sensitivity
        What changes under other assumptions; None where there is no `owner` to ask it of, or the log is too large.
    merged
        Results of the questions whose figures of the whole hang on who is in which function too small to show, asked
        once more with these as one; empty where no function is. For `silograph.release` alone.
    """

    log: MessageLog
    roster: Roster
    network: Network
    results: Mapping[str, Result]
    summary: Mapping[str, Any]
    people: pd.DataFrame
    settings: Settings
    sensitivity: SensitivityResult | None = None
    merged: Mapping[str, Result] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        lines = [f"  {name}: {result.headline()}" for name, result in self.results.items()]
        return "\n".join([f"Analysis of {self.network!r}", *lines])

    def _repr_html_(self) -> str:
        first = [name for name in _FIRST if name in self.results]
        others = [name for name in self.results if name not in first]
        answers, further = (
            "".join(
                f"<dt><i>{html.escape(ANALYSES[name].asks)}</i></dt>"
                f"<dd>{html.escape(self.results[name].headline())}</dd>"
                for name in names
            )
            for names in (first, others)
        )
        if self.sensitivity is not None:
            answers += (
                "<dt><i>Does that hang on how ties are counted?</i></dt>"
                f"<dd>{html.escape(self.sensitivity.headline())}</dd>"
            )
        warnings = [line for line in self.summary["warnings"] if getattr(line, "key", "") != _NOT_ASKED]
        listed = "".join(f"<li>{html.escape(line)}</li>" for line in warnings)
        messages = f"{self.summary['input']['messages']:,} messages"
        return (
            f"<p><b>Analysis of {messages}: {html.escape(str(self.network))}</b></p><dl>{answers}</dl>"
            + _folded(f"More answers: {', '.join(others)}", f"<dl>{further}</dl>" if others else "")
            + _folded(f"Warnings: {len(warnings)}", f"<ul>{listed}</ul>" if warnings else "")
        )

    def show(
        self,
        *,
        people: People = "pseudonyms",
        lang: Lang | None = None,
        height: int = 720,
        to: str | Path | None = None,
    ) -> None:
        """Show the run as an interactive page, in the cell of a notebook or written to a file.

        Parameters
        ----------
        people
            How they appear: under pseudonyms, with their names, or not at all.
        lang
            Language of the page; that of the settings where None.
        height
            Of the page in the notebook, in pixels.
        to
            File to write the page to, instead of showing it.
        """
        page = maker("run")(self, people=people, lang=lang or self.settings.lang)
        present(page, name="network", height=height, to=to, private=people == "names")

    def write(self, folder: str | Path, *, people: People = "pseudonyms", lang: Lang | None = None) -> None:
        """Write what ``silograph analyze`` writes: report, page, summary and tables, fit to be handed on.

        Small functions are merged there, which tables in a notebook are not.

        Parameters
        ----------
        folder
            Made where it does not exist; an earlier run in it is replaced.
        people
            How they appear: under pseudonyms, with their names, or not at all.
        lang
            Language of the pages; that of the settings where None.

        Raises
        ------
        DataError
            Where the folder holds anything that no run wrote.
        """
        maker("folder")(self, folder, people=people, lang=lang or self.settings.lang)


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{title}</summary>{content}</details>" if content else ""


OnStep = Callable[[str], None]
_NOT_ASKED = "note.run.not_asked"
# What is said before any answer.
BEWARE = frozenset({ONE_MAILBOX, "note.run.no_ties", "note.run.no_counted"})


@one_thread
def analyze(
    log: MessageLog,
    roster: Roster,
    *,
    settings: Settings | None = None,
    parameters: Mapping[str, Any] | None = None,
    on_step: OnStep | None = None,
) -> Analysis:
    """Run all analyses (or those of ``settings.only``) on a log.

    An analysis that the data cannot answer is left out, with a line in ``summary["warnings"]``.

    Parameters
    ----------
    log, roster
        As `silograph.read` gives them.
    settings
        Options of the run; the defaults where None.
    parameters
        What else to note in the summary: sources, period, time zone.
    on_step
        Called with the name of each analysis before it runs; without it, a notebook shows a progress bar.

    Returns
    -------
    Analysis
        `results` by name, the `summary`, and what was measured of `people`.

    Examples
    --------
    >>> import silograph as sg
    >>> log, roster = sg.simulate(sg.CompanySpec(people=60, messages=1500, functions=5, seed=1)).log()
    >>> analysis = sg.analyze(log, roster, settings=sg.Settings(only=("communities", "copies")))
    >>> list(analysis.results), analysis.summary["input"]["messages"]
    (['communities', 'copies'], 1500)
    """
    need_log(log, roster, call="sg.analyze(log, roster)")
    if not isinstance(settings, Settings | None):
        raise UsageError(f"settings must be Settings, not {said(settings)}", mend="write sg.Settings(seed=1)")
    settings = settings or Settings()
    network = build_network(log, roster, tie_rule=settings.tie_rule)
    inputs = inputs_of(log, roster, network, settings)
    _need_functions(settings, network)
    warnings: list[str] = [*_missing(log, roster, network)]
    if settings.working_hours:
        first, last = settings.working_hours
        warnings.append(Sentence("note.run.working_hours", first=first, last=last, zone=settings.timezone))
    if unknown := {function for function, _, _ in settings.suitability} - set(network.functions):
        warnings.append(Sentence("note.run.suitability", names=tuple(sorted(unknown))))
    asked = with_needs(settings.only)
    if left_out := tuple(name for name in ANALYSES if name not in asked):
        warnings.append(Sentence(_NOT_ASKED, topics=left_out))
    varied = None
    with progress(total=len(asked) + ("owner" in asked), quiet=on_step is not None) as bar:

        def begin(name: str) -> None:
            bar.set_description(name)
            bar.update()
            if on_step:
                on_step(name)

        results, lacking = answers(inputs, asked, on_step=begin)
        warnings += lacking
        if "owner" in results:
            begin("sensitivity")
            try:
                varied = settled(inputs, results)
            except NotEnoughDataError as error:
                warnings.append(_failed("sensitivity", error))
    warnings += [found.sentence for found in contradictions(told(results, varied))]
    summary = summarise(
        results,
        counts=input_counts(log, roster, max_audience=settings.tie_rule.max_audience),
        parameters={**(parameters or {}), **settings.to_dict()},
        warnings=warnings,
        version=__version__,
        lang=settings.lang,
    )
    people = _people(network, results)
    return Analysis(
        log=log,
        roster=roster,
        network=network,
        results=results,
        summary=summary,
        people=people,
        settings=settings,
        sensitivity=varied,
        merged=_with_small_as_one(inputs, results),
    )


def _need_functions(settings: Settings, network: Network) -> None:
    """Refuse names of functions that there are not, before anything is computed."""
    owner = settings.current_owner if "ownership" in with_needs(settings.only) else None
    if owner is not None and owner not in network.functions:
        raise UsageError(f"{owner!r} is not among {', '.join(network.functions)}", where="current owner")
    for name in (one for several in settings.merge for one in several):
        if name not in network.functions:
            raise UsageError(
                f"there is no function {name!r}", where="merge", mend=meant(name, network.functions)
            )


def answers(inputs: Inputs, asked: Sequence[str], *, on_step: OnStep) -> tuple[dict[str, Result], list[str]]:
    """Answers in turn, each with those before it, and why some are missing.

    Without `sensitivity`, which can only withdraw a recommendation, and without small functions as one: what
    calibrations need, at a fifth of the time.
    """
    results: dict[str, Result] = {}
    lacking = [ask(name, inputs, results, begin=on_step) for name in asked]
    return results, [line for line in lacking if line is not None]


def ask(name: str, on: Inputs, results: dict[str, Result], *, begin: OnStep = lambda _: None) -> str | None:
    """Ask one question: its result is added to those so far, which may change by it.

    Parameters
    ----------
    name
        Of the analysis.
    on
        What it may look at.
    results
        Of the questions asked before, those that it needs among them.
    begin
        Called with the name before it runs.

    Returns
    -------
    str or None
        Why there is no answer, if there is none.
    """
    if why := lacking(name, results):
        return why
    begin(name)
    try:
        answer(name, on, results)
    except NotEnoughDataError as error:
        return _failed(name, error)
    return None


def lacking(name: str, results: Collection[str]) -> Sentence | None:
    """What a question cannot do without and is not among the results, if anything.

    Parameters
    ----------
    name
        Of the analysis.
    results
        Names of the results so far.
    """
    missing = [need for need in ANALYSES[name].needs if need not in results]
    return Sentence("note.run.needs", topic=name, needed=tuple(missing)) if missing else None


def answer(name: str, on: Inputs, results: dict[str, Result], **options: Any) -> None:
    """Add the result of a question to those so far, which may change by it.

    Parameters
    ----------
    name, on, results
        As in `ask`.
    options
        Of the question, beside those of the run.

    Raises
    ------
    NotEnoughDataError
        The data cannot answer it.
    """
    results[name] = _doubted(ANALYSES[name].run(on, results, **options), on.network)
    results.update(_agreeing(on, results))


def settled(on: Inputs, results: dict[str, Result]) -> SensitivityResult | None:
    """What changes when ties are counted in another way; an owner on whom that hangs is not recommended any more.

    Parameters
    ----------
    on
        What was looked at.
    results
        Of a run; that of `owner` may change.

    Raises
    ------
    NotEnoughDataError
        It cannot be told.
    """
    if "owner" not in results:
        return None
    varied, results["owner"] = _agreed(sensitivity(on, results), results["owner"])
    return varied


def _agreed(varied: SensitivityResult, found: Any) -> tuple[SensitivityResult, Result]:
    """Both with one story: whom the run itself calls unstable is not recommended."""
    owner: OwnerResult = found.unstable(varied.owner_changes, len(varied.others))
    return replace(varied, recommended=owner.recommended), owner


def _agreeing(inputs: Inputs, results: Mapping[str, Result]) -> dict[str, Result]:
    """What changes of results by those beside them.

    Who routes onward is no glue, and nobody to be compared with; and whether nobody else links the others is what the
    glue says that is told, not one from before.
    """
    glue, relay = results.get("glue"), results.get("relay")
    if not (isinstance(glue, GlueResult) and isinstance(relay, RelayResult)):
        return {}
    told: Result = glue
    if not set(relay.routing) <= set(glue.parameters["aside"]):
        told = _doubted(ANALYSES["glue"].run(inputs, results), inputs.network)
    return {"glue": told, "relay": relay.with_glue(told.table)}


def _with_small_as_one(inputs: Inputs, results: Mapping[str, Result]) -> dict[str, Result]:
    """The questions about the whole, asked once more with the functions too small to show as one."""
    hidden = small_functions(inputs.network, min_group=inputs.settings.min_group)
    asked = [name for name in results if ANALYSES[name].whole]
    if not hidden or not asked:
        return {}
    roster = inputs.roster.with_functions_as_one(hidden, SMALL)
    network = build_network(inputs.log, roster, tie_rule=inputs.settings.tie_rule)
    if len(network.functions) < 2:  # of one function there is nothing to say
        return {}
    on, found = inputs_of(inputs.log, roster, network, inputs.settings), dict(results)
    for name in asked:
        with suppress(NotEnoughDataError):
            found[name] = _doubted(ANALYSES[name].run(on, found), network)
    again = {name: found[name] for name in asked if found[name] is not results[name]}
    agreed = _agreeing(on, found)
    return {name: agreed.get(name, result) for name, result in again.items()}


def _missing(log: MessageLog, roster: Roster, network: Network) -> list[str]:
    """What would make the answer better, and how the sources were read, said once for the whole run."""
    present = log.channels
    tied = ties_somebody(log)
    lines: list[str] = [] if tied else [Sentence("note.run.no_ties")]
    if tied and not len(network.source):
        lines = [Sentence("note.run.no_counted", n=network.tie_rule.max_audience)]
    lines += doubts_of(network)
    lines += [Sentence(f"note.run.no_{channel}") for channel in CHANNELS if channel not in present]
    for number, share in log.provenance.partial():
        lines.append(Sentence("note.run.partial", n=number, share=share))
    if rejected := log.provenance.total("rejected"):
        lines.append(Sentence("note.run.rejected", n=rejected, of=log.provenance.total("records")))
    if tied and not network.functions:  # else who has a function does not show
        lines.append(Sentence("note.run.no_functions", why=without_functions(log, roster)))
    if log.period is None:
        lines.append(Sentence("note.run.no_time"))
    if alike := carry_a_known_name(log.provenance.suggestions):
        lines.append(Sentence("note.run.suggestions", n=Persons(alike)))
    return [*lines, *log.provenance.noted(files=False)]


def _doubted(result: Result, network: Network) -> Result:
    """A result with the doubts that any answer from such a log has, and the public log that it is about, if any."""
    doubts = doubts_of(network)
    known = tuple(note for note in result.caveats if note not in doubts)
    return replace(result, caveats=(*doubts, *known), public=recognised(network))


def _failed(name: str, error: NotEnoughDataError) -> str:
    """Why there is no answer: in both languages where the error is."""
    parts = {"what": error.what, "mend": error.mend}
    if not all(isinstance(part, Sentence | None) for part in parts.values()):
        return f"{name}: {error}"
    why = Sentence("note.run.mend", **parts) if error.mend else error.what
    return Sentence("note.run.failed", topic=name, why=why)


def _people(network: Network, results: Mapping[str, Result]) -> pd.DataFrame:
    """What the analyses measured of people, beside each other."""
    table = network.people[["person_id", "function"]].copy()
    table["community"] = pd.NA
    for result in results.values():
        measured = getattr(result, "people", None)
        if isinstance(measured, pd.DataFrame) and len(measured) == len(table):
            for column in measured.columns.difference(["person_id", "function"], sort=False):
                table[column] = measured[column].to_numpy()
    return table
