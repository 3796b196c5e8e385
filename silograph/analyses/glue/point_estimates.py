"""The point estimates alone: for hundreds of networks, for the parts of one, and for people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.glue.brokerage import person_paths, sources_of, whole_sets
from silograph.analyses.glue.lift import (
    CRITERIA,
    Observed,
)
from silograph.analyses.glue.person_measures import PERSON_MEASURES
from silograph.analyses.glue.ties import Ties, assessable
from silograph.errors import UsageError
from silograph.graph.network import Network
from silograph.graph.paths.betweenness import Betweenness
from silograph.graph.paths.brokerage import brokerage

EXACT_LIMIT = 2000  # sources searched for the figures as observed


def glue_criteria(
    network: Network,
    *,
    weighted: bool = False,
    seed: int = 0,
    min_group: int = 5,
    max_sources: int = 256,
    aside: Collection[str] = (),
) -> pd.DataFrame:
    """The point estimates of `glue` alone: no interval, quick enough to run on hundreds of simulated networks.

    Returns
    -------
    DataFrame
        A row per function, sorted: ``function`` and ``brokerage excess lift coverage evenness participation
        concentration`` as in `glue`; NaN for functions of fewer than `min_group` people.

    Raises
    ------
    NotEnoughDataError
        As `glue`.

    Examples
    --------
    >>> triangle = Network.from_edges([("a", "b"), ("b", "c")], {"a": "HR", "b": "IT", "c": "PR"})
    >>> glue_criteria(triangle, min_group=1)[["function", "brokerage"]].values.tolist()
    [['HR', 0.0], ['IT', 1.0], ['PR', 0.0]]
    """
    check_options({"replicates": 2, "simulations": 0, "min_group": min_group, "exact_limit": max_sources})
    ties = Ties.of(network, weighted=weighted)
    between = person_paths(ties, limit=max_sources, seed=seed)
    functions = assessable(network.group_sizes, min_group)
    sources = sources_of(ties, max_sources, seed=seed)
    names = np.array(network.functions, dtype=object)[functions]
    observed = Observed.of(
        ties, functions, cross=between.cross, sources=sources, aside=np.isin(names, list(aside))
    )
    values = {**observed.criteria, "lift": observed.lift.value}
    frame = pd.DataFrame(values, index=functions, columns=list(CRITERIA))
    frame = frame.reindex(range(len(network.functions)))
    frame.insert(0, "function", network.functions)
    return frame


def function_brokerage(network: Network, *, min_group: int = 5, seed: int = 0) -> dict[str, float]:
    """Brokerage alone, as `glue` has it, for the parts of a network: many of them, and nothing drawn at random.

    Returns
    -------
    dict
        The brokerage of each function of at least `min_group` people; NaN where no path joins two others.

    Raises
    ------
    NotEnoughDataError
        As `glue`.

    Examples
    --------
    >>> triangle = Network.from_edges([("a", "b"), ("b", "c")], {"a": "HR", "b": "IT", "c": "PR"})
    >>> function_brokerage(triangle, min_group=1)
    {'HR': 0.0, 'IT': 1.0, 'PR': 0.0}
    """
    ties = Ties.of(network, weighted=False)
    functions = assessable(network.group_sizes, min_group)
    sources = sources_of(ties, EXACT_LIMIT, seed=seed)
    share = brokerage(ties.graph(), ties.codes, whole_sets(ties.codes, functions), sources=sources).share
    return {network.functions[one]: float(value) for one, value in zip(functions, share, strict=True)}


def person_betweenness(network: Network, *, weighted: bool = False, seed: int = 0) -> Betweenness:
    """Betweenness of people alone, as the ``people`` of `glue` have it.

    Examples
    --------
    >>> path = Network.from_edges([("a", "b"), ("b", "c")], {"a": "HR", "b": "IT", "c": "PR"})
    >>> person_betweenness(path).cross.tolist()
    [0.0, 1.0, 0.0]
    """
    return person_paths(Ties.of(network, weighted=weighted), limit=EXACT_LIMIT, seed=seed)


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse what is out of range or unknown, in one line."""
    if options["min_group"] < 1 or options["exact_limit"] < 2:
        raise UsageError("min_group must be at least 1, and sources searched at least 2")
    if not 0 < options.get("of_company", 0.5) <= 1:
        raise UsageError(f"of_company must be above 0 and at most 1, not {options['of_company']}")
    if unknown := set(options.get("person_measures", ())) - set(PERSON_MEASURES):
        raise UsageError(
            f"unknown person measures {sorted(unknown)}", mend=f"known: {', '.join(PERSON_MEASURES)}"
        )
