"""All analyses on one log: `analyze`, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from silograph._version import __version__
from silograph.analyses import ANALYSES, Inputs, with_needs
from silograph.errors import NotEnoughDataError
from silograph.messages import CHANNELS, MessageLog
from silograph.network import Network, build_network
from silograph.people import Roster
from silograph.privacy import small_functions
from silograph.results import Result
from silograph.settings import Settings
from silograph.summary import input_counts, summarise, without_functions


@dataclass(frozen=True)
class Analysis:
    """A finished run.

    Parameters
    ----------
    results
        By name of the analysis.
    summary
        The object of ``summary.json``.
    people
        A row per node of the network: ``person_id function community`` and what was measured of people.
    """

    log: MessageLog
    roster: Roster
    network: Network
    results: Mapping[str, Result]
    summary: Mapping[str, Any]
    people: pd.DataFrame
    settings: Settings

    def __repr__(self) -> str:
        lines = [f"  {name}: {result.headline()}" for name, result in self.results.items()]
        return "\n".join([f"Analysis of {self.network!r}", *lines])


OnStep = Callable[[str], None]


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
    parameters
        What else to note in the summary: sources, period, time zone.
    on_step
        Called with the name of each analysis before it runs.
    """
    settings = settings or Settings()
    network = build_network(log, roster, tie_rule=settings.tie_rule)
    inputs = Inputs(log, roster, network, settings)
    results: dict[str, Result] = {}
    warnings: list[str] = _missing(log, roster, network)
    asked = with_needs(settings.only)
    warnings.extend(f"{name}: not asked for (--only)" for name in ANALYSES if name not in asked)
    for name in asked:
        if missing := [need for need in ANALYSES[name].needs if need not in results]:
            warnings.append(f"{name}: needs {' and '.join(missing)}, which the data cannot answer")
            continue
        if on_step:
            on_step(name)
        try:
            results[name] = ANALYSES[name].run(inputs, results)
        except NotEnoughDataError as error:
            warnings.append(f"{name}: {error}")
    summary = summarise(
        results,
        counts=input_counts(log, roster, max_audience=settings.tie_rule.max_audience),
        parameters={**(parameters or {}), **settings.to_dict()},
        warnings=warnings,
        version=__version__,
        hidden=small_functions(network, min_group=settings.min_group),
        lang=settings.lang,
    )
    return Analysis(log, roster, network, results, summary, _people(network, results), settings)


def _missing(log: MessageLog, roster: Roster, network: Network) -> list[str]:
    """What would make the answer better, said once for the whole run."""
    present = log.channels
    lines = [
        f"no {channel} data: what passes there is not seen" for channel in CHANNELS if channel not in present
    ]
    if rejected := log.provenance.total("rejected"):
        records = log.provenance.total("records")
        lines.append(f"{rejected:,} of {records:,} records could not be used (see info for which, and why)")
    if not network.functions:
        lines.append(f"no functions known: {without_functions(log, roster)}")
    if log.period is None:
        lines.append("no message has a time: nothing can be said about when")
    if not log.provenance.suggestions.empty:
        count = len(log.provenance.suggestions)
        lines.append(
            f"{count} addresses carry the name of a known person; confirm them as aliases (see info)"
        )
    return lines


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
