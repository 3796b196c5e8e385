"""The numbers of ``summary.json``: what went in, and what the analyses say, in one object."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any

from silograph.analyses.parts.result import Result
from silograph.graph.network import participants
from silograph.language.words import Lang, Sentence
from silograph.log.messages import EXTERNAL, UNKNOWN, MessageLog
from silograph.log.people import Roster


def input_counts(log: MessageLog, roster: Roster, *, max_audience: int = 50) -> dict[str, Any]:
    """The ``input`` object: what is in a log, what was left out and why.

    Counting is the same everywhere: see `MessageLog.counts`. ``people`` are persons with at least one
    interaction, ``functions`` those people's, and ``unknown_function_share`` the share of them without one.
    """
    counts = log.counts(max_audience=max_audience)
    taking_part = participants(log, roster)
    people = taking_part[taking_part["actor_kind"] == "person"]
    known = people[~people["function"].isin([UNKNOWN, EXTERNAL])]
    n_people = int(people["actor_id"].nunique())
    unknown = n_people - int(known["actor_id"].nunique())
    return {
        "messages": counts["messages"],
        "interactions": counts["interactions"],
        "people": n_people,
        "functions": int(known["function"].nunique()),
        "channels": counts["channels"],
        "period": [moment.isoformat() for moment in log.period] if log.period else None,
        "rejected": log.provenance.total("rejected"),
        "duplicates": log.provenance.total("duplicates"),
        "automated": counts["automated"],
        "broadcasts": counts["broadcasts"],
        "system": log.provenance.total("system"),
        "other": log.provenance.total("other"),
        "self": counts["self"],
        "unknown_function_share": unknown / n_people if n_people else None,
    }


def ties_somebody(log: MessageLog) -> bool:
    """Whether any message of a log reaches somebody else."""
    (found,) = log.connection.execute(f"SELECT bool_or(recipient <> sender) FROM {log.relation}").fetchall()
    return bool(found[0])


def without_functions(log: MessageLog, roster: Roster) -> Sentence:
    """What to do where nobody in a log has a function."""
    if not roster.aliases:
        return Sentence("note.run.no_chart")
    recognised = log.provenance.identities["actor_id"].isin(set(roster.aliases.values())).sum()
    if not recognised:
        return Sentence("note.run.other_people")
    return Sentence("note.run.chart_without", n=int(recognised))


def summarise(
    results: Mapping[str, Any],
    *,
    counts: Mapping[str, Any],
    parameters: Mapping[str, Any],
    warnings: Sequence[str],
    version: str,
    lang: Lang = "en",
) -> dict[str, Any]:
    """The object of ``summary.json``; keys are always there, null where an analysis is missing."""
    silos, communities, silos2, relay, owner = (
        results.get(name) for name in ("silos", "communities", "silos2", "relay", "owner")
    )
    return {
        "silograph": version,
        "parameters": dict(parameters),
        "input": dict(counts),
        "organisation": {
            "walls": _number(silos and silos.walls),
            "walls_low": _number(silos and silos.walls_low),
            "walls_high": _number(silos and silos.walls_high),
            "modularity": _number(silos and silos.modularity),
            "modularity_z": _number(silos and silos.modularity_z),
            "communities": communities and communities.number,
            "supported_share": _number(communities and communities.supported_share),
            "ami": _number(communities and communities.agreement.get("ami")),
            "layer_verdict": silos2 and silos2.layer_verdict,
            "mailroom_syndrome": relay and relay.mailroom_syndrome,
        },
        **{name: _rows(results.get(name)) for name in ("silos", "silos2", "glue")},
        "mailrooms": list(relay.mailrooms) if relay else None,
        "owner": {
            "recommended": owner and owner.recommended,
            "arrangement": owner and owner.arrangement,
            "involve": list(owner.involve) if owner else None,
            "acceptability": _number(owner and owner.acceptability),
            "runner_up": owner and owner.runner_up,
            "reasons": owner.reasons(lang) if owner else None,
            "cautions": owner.cautions(lang) if owner else None,
        },
        "answers": {name: _answer(result, lang) for name, result in results.items()},
        "warnings": list(warnings),
    }


def _answer(result: Result, lang: Lang) -> dict[str, Any]:
    """The answer in a sentence, and the single figures that the result declares."""
    figures: dict[str, Any] = {}
    for figure in result.figures:
        value = getattr(result, figure.name)
        if isinstance(value, Mapping):
            figures[figure.name] = {key: _plain(key, value[key]) for key in figure.of if key in value}
        else:
            figures[figure.name] = _plain(figure.name, value)
    return {"answer": result.headline(lang), **figures}


def _number(value: Any) -> float | None:
    """A number JSON knows: NaN and infinity become null."""
    return None if value is None or not math.isfinite(value) else float(value)


def _rows(result: Result | None) -> list[dict[str, Any]] | None:
    """What a result lists of its findings; none at all is a finding, null the lack of one."""
    if result is None:
        return None
    return [
        {str(key): _plain(str(key), value) for key, value in row.items()}
        for row in result.found[[*result.listed_columns()]].to_dict("records")
    ]


def _plain(key: str, value: Any) -> str | int | float | None:
    """A table's value as JSON has it; counts and ranks are whole numbers."""
    if isinstance(value, str):
        return value
    if isinstance(value, Integral):
        return int(value)
    number = _number(value)
    return int(number) if number is not None and key.startswith("rank") else number
