"""What the ties between functions say for an owner, as observed, resampled, and where no function is special."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from silograph.analyses.glue.answer import glue_criteria
from silograph.analyses.owner.criteria import Criterion, Links
from silograph.analyses.owner.weights import FAMILIES
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.network import Network
from silograph.graph.rewiring import null_networks
from silograph.graph.walls_model.estimates import estimate
from silograph.graph.walls_model.model import ModelTies
from silograph.stats.resampling import tie_multiplicities


@dataclass(frozen=True)
class TieCriteria:
    """Values of the criteria: ``observed`` functions x criteria, ``replicates`` with the bootstrap in front.

    `others` are the functions that a function can exchange with.
    """

    names: tuple[str, ...]
    candidates: tuple[str, ...]
    others: int
    observed: FloatArray
    replicates: FloatArray

    def columns(self, family: str) -> list[int]:
        """Positions of the criteria of a family that could be measured."""
        return [self.names.index(name) for name in FAMILIES[family] if name in self.names]

    @classmethod
    def of(cls, links: Links, candidates: tuple[str, ...]) -> TieCriteria:
        """The criteria as observed, and resampled."""
        network, glue, silos = links.network, links.glue, links.silos
        at = [network.functions.index(name) for name in candidates]
        count, seed = len(glue.replicates["lift"]), int(glue.parameters["seed"])
        table = glue.table.set_index("function").loc[list(candidates)]
        openness = silos.table.set_index("function")["openness"].loc[list(candidates)]
        observed = {
            "lift": _log(table["lift"].to_numpy(float)),
            **{name: table[name].to_numpy(float) for name in ("coverage", "evenness")},
            "openness": _log(openness.to_numpy(float)),
            "spread": 1 - table["concentration"].to_numpy(float),
        }
        replicates = {
            **{name: glue.replicates[name][:, at] for name in ("lift", "coverage", "evenness")},
            "openness": silos.log_openness_draws(count, seed=seed)[:, at],
            "spread": 1 - glue.replicates["concentration"][:, at],
        }
        names = tuple(name for family in FAMILIES.values() for name in family if name in observed)
        return cls(
            names,
            candidates,
            len(network.functions) - 1,
            np.column_stack([observed[name] for name in names]),
            np.stack([replicates[name] for name in names], axis=-1),
        )

    def in_null_networks(self, links: Links, *, count: int, seed: int) -> FloatArray:
        """The same criteria where functions differ only in size and activity: networks x candidates x criteria."""
        network, weighted = links.network, bool(links.glue.parameters["weighted"])
        at = [network.functions.index(name) for name in self.candidates]
        rows = []
        for drawn in islice(null_networks(network, seed=seed), count):
            table = glue_criteria(drawn, weighted=weighted, seed=seed, min_group=1)
            table = table.set_index("function").loc[list(self.candidates)]
            values = {
                "lift": _log(table["lift"].to_numpy(float)),
                **{name: table[name].to_numpy(float) for name in ("coverage", "evenness")},
                "openness": estimate(ModelTies.of(drawn)).log_openness[at],
                "spread": 1 - table["concentration"].to_numpy(float),
            }
            rows.append(np.column_stack([values[name] for name in self.names]))
        return np.array(rows)


def _log(openness: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.log(openness)


def leaders_reached(links: Links, candidates: Sequence[str]) -> list[Criterion]:
    """Share of each candidate's exchange across its border that is with leaders; empty where levels are unknown."""
    network, glue = links.network, links.glue
    leaders = leaders_of(network)
    if leaders is None:
        return []
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
