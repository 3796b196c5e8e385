"""What the ties between functions say for an owner: criteria with errors, drawn together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from silograph.analyses.owner.criteria import Criterion, Links
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.network import Network
from silograph.stats.resampling import tie_multiplicities


def tie_criteria(links: Links, candidates: Sequence[str]) -> list[Criterion]:
    """Links and the spread of what they rest on, with the resamples of `glue` that all but openness share.

    Parameters
    ----------
    links
        Results of `glue` and `silos` on one network.
    candidates
        Names of the functions to compare.
    """
    network, glue, silos = links.network, links.glue, links.silos
    at = [network.functions.index(name) for name in candidates]
    table = glue.table.set_index("function").loc[list(candidates)]
    contacts = contacts_of(network)[at].astype(float)
    found = []
    for family, name in (
        ("links", "lift"),
        ("links", "coverage"),
        ("links", "evenness"),
        ("standing", "spread"),
    ):
        column = "concentration" if name == "spread" else name
        drawn, values = glue.replicates[column][:, at], table[column].to_numpy(float)
        if name == "lift":
            values = _log(values)
            drawn = np.where(np.isfinite(table["lift_low"].to_numpy(float)), drawn, np.nan)
        if name == "spread":
            drawn, values = 1 - drawn, 1 - values
        deviations = drawn - drawn.mean(axis=0)
        errors = drawn.std(axis=0, ddof=1)
        if name == "coverage":  # whole functions: never surer than half of one
            errors = np.maximum(errors, 0.5 / max(len(network.functions) - 1, 1))
        found.append(Criterion(family, name, values, errors, contacts, deviations=deviations))
    openness = _log(silos.table.set_index("function")["openness"].loc[list(candidates)].to_numpy(float))
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(np.diag(silos.covariance))[at]
    found.append(Criterion("links", "openness", openness, errors, contacts))
    return found


def contacts_of(network: Network) -> IntArray:
    """People of other functions with whom each function has a tie."""
    ties, codes = network.ties, network.function_codes
    ends = [(ties.source, ties.target), (ties.target, ties.source)]
    here = np.concatenate([codes[one] for one, _ in ends])
    there = np.concatenate([other for _, other in ends])
    across = (here >= 0) & (codes[there] != here)
    pairs = np.unique(here[across] * len(network) + there[across])
    return np.bincount(pairs // max(len(network), 1), minlength=len(network.functions)).astype(np.int64)


def _log(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.log(values)


def leaders_reached(links: Links, candidates: Sequence[str]) -> list[Criterion]:
    """Share of each candidate's exchange across its border that is with leaders; empty where levels are unknown."""
    network, glue = links.network, links.glue
    leaders = leaders_of(network)
    if leaders is None:
        return []
    at = [network.functions.index(name) for name in candidates]
    count, seed = int(glue.parameters["replicates"]), int(glue.parameters["seed"])
    draws = (tie_multiplicities(len(network.ties), replicate=b, seed=seed) for b in range(count))
    resampled = np.array([share_to(leaders, network, candidates, times=times) for times in draws])
    values = share_to(leaders, network, candidates)
    return [
        Criterion(
            "standing",
            "leaders",
            values,
            resampled.std(axis=0, ddof=1),
            contacts_of(network)[at].astype(float),
            people=float(leaders.sum()),
            common=True,
        )
    ]


def leaders_of(network: Network) -> BoolArray | None:
    """People of the top levels, as many levels as make up a twentieth; None where levels are mostly unknown."""
    if "level" not in network.people:
        return None
    level = pd.to_numeric(network.people["level"], errors="coerce").to_numpy(float)
    if np.isnan(level).mean() > 0.5:
        return None
    return np.asarray(level <= np.nanquantile(level, 0.05, method="inverted_cdf"))


def share_to(
    chosen: BoolArray,
    network: Network,
    functions: Sequence[str],
    *,
    times: IntArray | None = None,
) -> FloatArray:
    """Share of each function's strength to other functions that reaches the chosen people."""
    ties = network.ties
    strength = ties.strength if times is None else ties.strength * times
    codes, size = network.function_codes, len(network.functions)
    total, reached = np.zeros(size), np.zeros(size)
    for here, there in ((ties.source, ties.target), (ties.target, ties.source)):
        across = (codes[here] >= 0) & (codes[here] != codes[there])
        total += np.bincount(codes[here][across], weights=strength[across], minlength=size)
        across &= chosen[there]
        reached += np.bincount(codes[here][across], weights=strength[across], minlength=size)
    share = np.divide(reached, total, out=np.zeros(size), where=total > 0)
    return share[[network.functions.index(name) for name in functions]]
