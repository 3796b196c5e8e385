"""A folder per question. `ANALYSES` is the table of them: adding a question is a folder and a line here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from silograph.analyses.collisions import answer as collisions
from silograph.analyses.communities import answer as communities
from silograph.analyses.copies import answer as copies
from silograph.analyses.glue import answer as glue
from silograph.analyses.hourglass import answer as hourglass
from silograph.analyses.maturity import answer as maturity
from silograph.analyses.owner import answer as owner
from silograph.analyses.ownership import answer as ownership
from silograph.analyses.parts.options import meant
from silograph.analyses.parts.question import Inputs, Question
from silograph.analyses.parts.settings import Settings
from silograph.analyses.relay import answer as relay
from silograph.analyses.response import answer as response
from silograph.analyses.silos import answer as silos
from silograph.analyses.silos2 import answer as silos2
from silograph.analyses.table import answer as table
from silograph.analyses.trend import answer as trend
from silograph.analyses.whatif import answer as whatif
from silograph.errors import UsageError
from silograph.graph.network import Network
from silograph.language.words import add_texts
from silograph.log.messages import MessageLog
from silograph.log.people import Roster

# In the order in which they are asked and told: those read stand before those that read them.
ANALYSES: Mapping[str, Question] = {
    "silos": silos.QUESTION,
    "communities": communities.QUESTION,
    "silos2": silos2.QUESTION,
    "glue": glue.QUESTION,
    "relay": relay.QUESTION,
    "response": response.QUESTION,
    "ownership": ownership.QUESTION,
    "hourglass": hourglass.QUESTION,
    "collisions": collisions.QUESTION,
    "table": table.QUESTION,
    "maturity": maturity.QUESTION,
    "copies": copies.QUESTION,
    "trend": trend.QUESTION,
    "whatif": whatif.QUESTION,
    "owner": owner.QUESTION,
}
Settings.questions = ANALYSES  # known to options from the start, so that a wrong name is said at once
for _name in ANALYSES:  # every text of a question stands in its room
    add_texts(import_module(f"{__name__}.{_name}.words").TEXTS)


def inputs(log: MessageLog, roster: Roster, network: Network, settings: Settings) -> Inputs:
    """What the questions of a run look at."""
    functions = {name: question.function for name, question in ANALYSES.items()}
    return Inputs(log, roster, network, settings, functions)


def with_needs(names: Iterable[str]) -> list[str]:
    """The analyses named and those they read, in the order of `ANALYSES`; all of them where none is named.

    Examples
    --------
    >>> with_needs(["relay"])
    ['glue', 'relay']
    """
    wanted = set(names) or set(ANALYSES)
    if odd := wanted - set(ANALYSES):
        raise UsageError(f"there is no analysis {min(odd)!r}", mend=meant(min(odd), ANALYSES))
    for name in reversed(list(ANALYSES)):  # those read stand before those that read them
        if name in wanted:
            wanted.update(ANALYSES[name].needs, ANALYSES[name].uses)
    return [name for name in ANALYSES if name in wanted]
