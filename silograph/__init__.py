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
    "read": "silograph.reading",
    "load": "silograph.reading",
    "read_people_table": "silograph.reading",
    "load_roster": "silograph.reading",
    "MessageLog": "silograph.messages",
    "ReadOptions": "silograph.messages",
    "Roster": "silograph.people",
    "Store": "silograph.store",
    "Network": "silograph.network",
    "TieRule": "silograph.network",
    "build_network": "silograph.network",
    "as_network": "silograph.engine",
    "to_igraph": "silograph.engine",
    "Conversations": "silograph.conversations",
    "build_conversations": "silograph.conversations",
    "analyze": "silograph.run",
    "Analysis": "silograph.run",
    "Settings": "silograph.settings",
    "silos": "silograph.analyses.silos",
    "silos2": "silograph.analyses.silos2",
    "communities": "silograph.analyses.communities",
    "copies": "silograph.analyses.copies",
    "maturity": "silograph.analyses.maturity",
    "glue": "silograph.analyses.glue",
    "relay": "silograph.analyses.relay",
    "response": "silograph.analyses.response",
    "hourglass": "silograph.analyses.hourglass",
    "collisions": "silograph.analyses.collisions",
    "table": "silograph.analyses.table",
    "whatif": "silograph.analyses.whatif",
    "trend": "silograph.analyses.trend",
    "owner": "silograph.analyses.owner",
    "ownership": "silograph.analyses.ownership",
    "simulate": "silograph.simulation",
    "CompanySpec": "silograph.simulation",
    "Company": "silograph.simulation",
    "suitability_template": "silograph.suitability",
    "read_suitability": "silograph.suitability",
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
    from silograph.analyses.collisions import collisions
    from silograph.analyses.communities import communities
    from silograph.analyses.copies import copies
    from silograph.analyses.glue import glue
    from silograph.analyses.hourglass import hourglass
    from silograph.analyses.maturity import maturity
    from silograph.analyses.owner import owner
    from silograph.analyses.ownership import ownership
    from silograph.analyses.relay import relay
    from silograph.analyses.response import response
    from silograph.analyses.silos import silos
    from silograph.analyses.silos2 import silos2
    from silograph.analyses.table import table
    from silograph.analyses.trend import trend
    from silograph.analyses.whatif import whatif
    from silograph.conversations import Conversations, build_conversations
    from silograph.engine import as_network, to_igraph
    from silograph.errors import SilographError
    from silograph.messages import MessageLog, ReadOptions
    from silograph.network import Network, TieRule, build_network
    from silograph.people import Roster
    from silograph.reading import load, load_roster, read, read_people_table
    from silograph.run import Analysis, analyze
    from silograph.settings import Settings
    from silograph.simulation import Company, CompanySpec, simulate
    from silograph.store import Store
    from silograph.suitability import read_suitability, suitability_template


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'silograph' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
