"""All analyses on one log: `analyze`, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

import silograph
from silograph.analyses import ANALYSES, Inputs, with_needs
from silograph.errors import NotEnoughDataError
from silograph.messages import CHANNELS, MessageLog
from silograph.network import Network, TieRule, build_network
from silograph.people import Roster
from silograph.results import Result
from silograph.summary import input_counts, summarise

Audience = Literal["external", "internal", "balanced"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Options of a run.

    Parameters
    ----------
    only
        Names of analyses; all where empty. What these need is run too.
    audience
        Whom the social media are for: customers outside, colleagues inside, or both alike.
    min_group
        Functions with fewer people are not assessed and not shown singly.
    seed
        Makes every random step repeatable.
    replicates
        Bootstrap replicates of whole ties.
    simulations
        Networks simulated under "nothing special here".
    weighted
        Shortest paths by strength of ties instead of steps.
    lang
        Language of sentences in the summary.
    """

    only: tuple[str, ...] = ()
    audience: Audience = "balanced"
    min_group: int = 5
    seed: int = 0
    replicates: int = 200
    simulations: int = 200
    weighted: bool = False
    lang: Literal["en", "fr"] = "en"
    tie_rule: TieRule = field(default_factory=TieRule)


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
    warnings: list[str] = _missing(log, network)
    for name in with_needs(settings.only):
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
        parameters={**(parameters or {}), **_described(settings)},
        warnings=warnings,
        version=silograph.__version__,
        lang=settings.lang,
    )
    return Analysis(log, roster, network, results, summary, _people(network, results), settings)


def _described(settings: Settings) -> dict[str, Any]:
    plain = {key: getattr(settings, key) for key in Settings.__dataclass_fields__ if key != "tie_rule"}
    return {**plain, "only": list(settings.only), "tie_rule": settings.tie_rule.to_dict()}


def _missing(log: MessageLog, network: Network) -> list[str]:
    """What would make the answer better, said once for the whole run."""
    present = log.counts()["channels"]
    lines = [
        f"no {channel} data: what passes there is not seen" for channel in CHANNELS if channel not in present
    ]
    if not network.functions:
        lines.append("no functions known: give an org chart with --people")
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
