"""silograph finds organisational silos, and the function that glues a company together.

>>> import silograph as sg
>>> company = sg.simulate(sg.CompanySpec(people=80, messages=3000, functions=6, seed=4))
>>> network = company.to_network()
>>> sg.silos(network).table.columns[:2].tolist()
['function', 'people']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from silograph._version import __version__ as __version__
from silograph.output.notebook import register_pages as _register_pages

_register_pages()  # networks and runs learn how to show themselves

# Where each public name lives. Modules are imported on first use, so that the command line answers at once.
_HOME = {
    "read": "silograph.loaders.reading",
    "load": "silograph.loaders.reading",
    "read_people_table": "silograph.loaders.reading",
    "read_viva": "silograph.loaders.viva",
    "load_roster": "silograph.loaders.reading",
    "MessageLog": "silograph.log.messages",
    "ReadOptions": "silograph.log.batches",
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
    "simulate": "silograph.simulation",
    "CompanySpec": "silograph.simulation",
    "Company": "silograph.simulation",
    "suitability_template": "silograph.analyses.owner.suitability",
    "read_suitability": "silograph.analyses.owner.suitability",
    "SilographError": "silograph.errors",
}

if TYPE_CHECKING:  # for editors and type checkers; made by `python docs/public_names.py`
    from silograph.analyses.collisions.answer import collisions as _collisions
    from silograph.analyses.communities.answer import communities as _communities
    from silograph.analyses.copies.answer import copies as _copies
    from silograph.analyses.glue.answer import glue as _glue
    from silograph.analyses.hourglass.answer import hourglass as _hourglass
    from silograph.analyses.maturity.answer import maturity as _maturity
    from silograph.analyses.owner.answer import owner as _owner
    from silograph.analyses.owner.suitability import read_suitability as read_suitability
    from silograph.analyses.owner.suitability import suitability_template as suitability_template
    from silograph.analyses.ownership.answer import ownership as _ownership
    from silograph.analyses.parts.settings import Settings as Settings
    from silograph.analyses.relay.answer import relay as _relay
    from silograph.analyses.response.answer import response as _response
    from silograph.analyses.silos.answer import silos as _silos
    from silograph.analyses.silos2.answer import silos2 as _silos2
    from silograph.analyses.table.answer import table as _table
    from silograph.analyses.trend.answer import trend as _trend
    from silograph.analyses.whatif.answer import whatif as _whatif
    from silograph.errors import SilographError as SilographError
    from silograph.graph.igraph import as_network as as_network
    from silograph.graph.igraph import to_igraph as to_igraph
    from silograph.graph.network import Network as Network
    from silograph.graph.network import TieRule as TieRule
    from silograph.graph.network import build_network as build_network
    from silograph.loaders.reading import load as load
    from silograph.loaders.reading import load_roster as load_roster
    from silograph.loaders.reading import read as read
    from silograph.loaders.reading import read_people_table as read_people_table
    from silograph.loaders.viva import read_viva as read_viva
    from silograph.log.batches import ReadOptions as ReadOptions
    from silograph.log.conversations import Conversations as Conversations
    from silograph.log.conversations import build_conversations as build_conversations
    from silograph.log.messages import MessageLog as MessageLog
    from silograph.log.people import Roster as Roster
    from silograph.log.store import Store as Store
    from silograph.run.asking import asked as _asked
    from silograph.run.run import Analysis as Analysis
    from silograph.run.run import analyze as analyze
    from silograph.simulation import Company as Company
    from silograph.simulation import CompanySpec as CompanySpec
    from silograph.simulation import simulate as simulate

    collisions = _asked(_collisions)
    communities = _asked(_communities)
    copies = _asked(_copies)
    glue = _asked(_glue)
    hourglass = _asked(_hourglass)
    maturity = _asked(_maturity)
    owner = _asked(_owner)
    ownership = _asked(_ownership)
    relay = _asked(_relay)
    response = _asked(_response)
    silos = _asked(_silos)
    silos2 = _asked(_silos2)
    table = _asked(_table)
    trend = _asked(_trend)
    whatif = _asked(_whatif)


def _public() -> dict[str, str]:
    """Every public name and the module it lives in; questions stand in the table of analyses."""
    from silograph.analyses import ANALYSES

    return _HOME | {name: question.function.__module__ for name, question in ANALYSES.items()}


def _question(name: str) -> Any:
    from silograph.analyses import ANALYSES
    from silograph.run.asking import asked

    return asked(ANALYSES[name].function)


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return sorted([*_public(), "__version__"])
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    if not name.startswith("_") and name in _public():
        return _question(name)
    raise AttributeError(f"module 'silograph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*_public(), "__version__"])
