"""silograph finds organisational silos, and the function that glues a company together.

>>> import silograph as sg
>>> company = sg.simulate(sg.CompanySpec(people=80, messages=3000, functions=6, seed=4))
>>> network = company.to_network()
>>> sg.silos(network, replicates=20, simulations=20).table.columns[:2].tolist()
['function', 'people']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from silograph._version import __version__

# Where each public name lives. Modules are imported on first use, so that the command line answers at once.
_HOME = {
    "read": "silograph.loaders.reading",
    "load": "silograph.loaders.reading",
    "read_people_table": "silograph.loaders.reading",
    "load_roster": "silograph.loaders.reading",
    "MessageLog": "silograph.log.messages",
    "ReadOptions": "silograph.log.messages",
    "Roster": "silograph.log.people",
    "Store": "silograph.log.store",
    "Network": "silograph.graph.network",
    "TieRule": "silograph.graph.network",
    "build_network": "silograph.graph.network",
    "as_network": "silograph.graph.igraph",
    "to_igraph": "silograph.graph.igraph",
    "Conversations": "silograph.log.conversations",
    "build_conversations": "silograph.log.conversations",
    "analyze": "silograph.run.run",
    "Analysis": "silograph.run.run",
    "Settings": "silograph.analyses.parts.settings",
    "silos": "silograph.analyses.silos.answer",
    "silos2": "silograph.analyses.silos2.answer",
    "communities": "silograph.analyses.communities.answer",
    "copies": "silograph.analyses.copies.answer",
    "maturity": "silograph.analyses.maturity.answer",
    "glue": "silograph.analyses.glue.answer",
    "relay": "silograph.analyses.relay.answer",
    "response": "silograph.analyses.response.answer",
    "hourglass": "silograph.analyses.hourglass.answer",
    "collisions": "silograph.analyses.collisions.answer",
    "table": "silograph.analyses.table.answer",
    "whatif": "silograph.analyses.whatif.answer",
    "trend": "silograph.analyses.trend.answer",
    "owner": "silograph.analyses.owner.answer",
    "ownership": "silograph.analyses.ownership.answer",
    "simulate": "silograph.simulation",
    "CompanySpec": "silograph.simulation",
    "Company": "silograph.simulation",
    "suitability_template": "silograph.analyses.owner.suitability",
    "read_suitability": "silograph.analyses.owner.suitability",
    "SilographError": "silograph.errors",
}
__all__ = [
    "Analysis",
    "Company",
    "CompanySpec",
    "Conversations",
    "MessageLog",
    "Network",
    "ReadOptions",
    "Roster",
    "Settings",
    "SilographError",
    "Store",
    "TieRule",
    "__version__",
    "analyze",
    "as_network",
    "build_conversations",
    "build_network",
    "collisions",
    "communities",
    "copies",
    "glue",
    "hourglass",
    "load",
    "load_roster",
    "maturity",
    "owner",
    "ownership",
    "read",
    "read_people_table",
    "read_suitability",
    "relay",
    "response",
    "silos",
    "silos2",
    "simulate",
    "suitability_template",
    "table",
    "to_igraph",
    "trend",
    "whatif",
]

if TYPE_CHECKING:
    from silograph.analyses.collisions.answer import collisions
    from silograph.analyses.communities.answer import communities
    from silograph.analyses.copies.answer import copies
    from silograph.analyses.glue.answer import glue
    from silograph.analyses.hourglass.answer import hourglass
    from silograph.analyses.maturity.answer import maturity
    from silograph.analyses.owner.answer import owner
    from silograph.analyses.owner.suitability import read_suitability, suitability_template
    from silograph.analyses.ownership.answer import ownership
    from silograph.analyses.parts.settings import Settings
    from silograph.analyses.relay.answer import relay
    from silograph.analyses.response.answer import response
    from silograph.analyses.silos.answer import silos
    from silograph.analyses.silos2.answer import silos2
    from silograph.analyses.table.answer import table
    from silograph.analyses.trend.answer import trend
    from silograph.analyses.whatif.answer import whatif
    from silograph.errors import SilographError
    from silograph.graph.igraph import as_network, to_igraph
    from silograph.graph.network import Network, TieRule, build_network
    from silograph.loaders.reading import load, load_roster, read, read_people_table
    from silograph.log.conversations import Conversations, build_conversations
    from silograph.log.messages import MessageLog, ReadOptions
    from silograph.log.people import Roster
    from silograph.log.store import Store
    from silograph.run.run import Analysis, analyze
    from silograph.simulation import Company, CompanySpec, simulate


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'silograph' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
