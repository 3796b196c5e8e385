"""Everything that is measured of a network, and the table of functions made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from silograph.analyses.glue.activity import BeyondActivity, CarriedBy
from silograph.analyses.glue.brokerage import TOP_PEOPLE, person_paths, sources_of
from silograph.analyses.glue.brokers import Carriers, carriers
from silograph.analyses.glue.evenness import with_small_as_one
from silograph.analyses.glue.introductions import COLUMNS
from silograph.analyses.glue.lift import (
    OF_TIES,
    Judged,
    LeftOut,
    Observed,
    by_rank,
    p_dealt,
    ranking,
    ranks,
    spreads,
)
from silograph.analyses.glue.partners import Partners
from silograph.analyses.glue.reach import Reach
from silograph.analyses.glue.ties import Ties, assessable
from silograph.arrays import FloatArray, IntArray
from silograph.errors import NotEnoughDataError
from silograph.graph.network import Network
from silograph.graph.paths.adjacency import sample_sources
from silograph.graph.paths.betweenness import Betweenness
from silograph.graph.small import people_at_borders
from silograph.language.words import Sentence

TooLittle = Literal["", "few", "mailbox"]
"""Why there is no verdict: too few functions are large enough; the ties are those of one mailbox; or there is one."""
GROUP_SOURCES = 512
"""At most so many sources are searched without each group of people; what that adds to the spread is taken off."""
FEWEST = 3
"""Assessable functions: with fewer there is nobody to be compared with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """Everything measured of a network whose nodes stand in its own order."""

    network: Network
    options: Mapping[str, Any]
    ties: Ties
    between: Betweenness
    sources: IntArray
    observed: Observed
    left_out: LeftOut
    parts: Carriers
    carried_by: FloatArray
    beyond: BeyondActivity
    reach: Reach
    too_little: TooLittle

    @classmethod
    def of(cls, network: Network, options: Mapping[str, Any]) -> Found:
        """Of a network of which something can be said."""
        ties = Ties.of(network, weighted=options["weighted"])
        limit, seed = options["exact_limit"], options["seed"]
        between = person_paths(ties, limit=limit, seed=seed)
        sources = sources_of(ties, limit, seed=seed)
        functions = assessable(network.group_sizes, options["min_group"])
        aside = np.isin(np.array(network.functions, dtype=object)[functions], options["aside"])
        observed = Observed.of(ties, functions, cross=between.cross, sources=sources, aside=aside)
        share = observed.criteria["brokerage"]
        if np.isnan(share).all():
            raise NotEnoughDataError(Sentence("lacks.nothing_between", n=options["min_group"]))
        some = sample_sources(sources, GROUP_SOURCES, seed=seed)
        ranked = [network.functions[functions[i]] for i in by_rank(observed)]
        parts = carriers(network, ties.graph(), brokers=ranked, sources=sources)
        carried_by = CarriedBy.of(ties, functions, share, parts.share)
        return cls(
            network=network,
            options=options,
            ties=ties,
            between=between,
            sources=sources,
            observed=observed,
            left_out=LeftOut.of(ties, observed, cross=between.cross, sources=some),
            parts=parts,
            carried_by=carried_by.people,
            beyond=BeyondActivity.of(
                network, ties, carried_by, networks=options["simulations"], seed=seed, aside=aside
            ),
            reach=Reach.of(network, options["of_company"]),
            too_little=_too_little(network, observed),
        )

    def table(self, draws: FloatArray, *, columns: Sequence[str]) -> pd.DataFrame:
        """The assessed functions by rank, then the others by name."""
        network, observed = self.network, self.observed
        least = self.options["min_group"]
        merged = with_small_as_one(network, self.ties, observed.functions, min_group=least)
        frame = pd.DataFrame(
            {
                **{name: observed.criteria[name] for name in ("brokerage", "excess")},
                "expected": observed.lift.expected,
                "lift": observed.lift.value,
                **self._judged(),
                "beyond_activity": self.beyond.value,
                "beyond_activity_low": self.beyond.low,
                "beyond_activity_high": self.beyond.high,
                **ranks(ranking(observed), draws),
                **{name: observed.criteria[name] for name in (*OF_TIES, "concentration")},
                "unreachable": observed.measured.unreachable,
                "standard_error": observed.measured.standard_error,
                **merged,
            },
            index=observed.functions,
        )
        if self.too_little:
            frame["verdict"] = "not_assessable"
            frame[["p_value", "q_value", "p_first"]] = np.nan
        frame = frame.reindex(range(len(network.functions)))
        frame["crossing"] = people_at_borders(network)[1]
        frame["reaching"] = self.reach.by_function
        frame["reach_share"] = frame["reaching"] / max(self.reach.people, 1)
        frame[[*COLUMNS, "introducing"]] = np.nan
        frame["function"], frame["people"] = network.functions, network.people_of_functions
        known = frame["brokerage"].notna()
        frame["status"] = np.where(known, "assessed", "not_assessable")
        frame["verdict"] = frame["verdict"].where(known, "not_assessable")
        return (
            frame[[*columns, *merged, "crossing", "reaching", "introducing"]]
            .sort_values(["rank", "function"])
            .reset_index(drop=True)
        )

    def _judged(self) -> dict[str, Any]:
        """Columns of the table that say how sure it is."""
        observed, through = self.observed, self._through()
        spread = self._spread(through)
        counted = np.where(self.ties.counted, self.ties.codes, -1)
        dealt = p_dealt(self.carried_by, counted, observed.functions, aside=observed.aside)
        partners = Partners.of(
            through,
            functions=observed.functions,
            people=observed.people,
            sizes=self.ties.sizes,
            aside=observed.aside,
        )
        judged = Judged.of(
            observed, self.left_out, np.maximum(dealt, partners.p_value(observed.lift.log)), spread
        )
        return {
            "excess_low": judged.excess_low,
            "excess_high": judged.excess_high,
            "brokerage_z": judged.z,
            "lift_low": judged.low,
            "lift_high": judged.high,
            "p_value": judged.p_value,
            "q_value": judged.q_value,
            "spread": spread,
            "verdict": judged.verdict,
        }

    def _through(self) -> FloatArray:
        """Chains that lead through each function between two others a < b; NaN where there are too many functions."""
        observed, parts = self.observed, self.parts
        through = observed.measured.counts.through[:, :: 1 + TOP_PEOPLE].sum(axis=0)
        of_pairs = np.full((len(observed.functions), *parts.of_pairs.shape[1:]), np.nan)
        at = np.searchsorted(observed.functions, parts.paired)
        of_pairs[at] = np.nan_to_num(parts.of_pairs) * through[at][:, None, None]
        return of_pairs

    def _spread(self, through: FloatArray) -> FloatArray:
        """Between how many pairs each function carries more per head than those left; NaN with too many functions."""
        observed = self.observed
        if self.parts.unpaired:
            return np.full(len(observed.functions), np.nan)
        return spreads(through, observed.functions, observed.people, aside=observed.aside)


def _too_little(network: Network, observed: Observed) -> TooLittle:
    """Why no verdict can be given."""
    if np.isfinite(observed.lift.log).sum() < FEWEST:
        return "few"
    return "mailbox" if network.one_mailbox else ""


def giant_of(network: Network) -> str | None:
    """The function that has more than half of the people of known function."""
    sizes = network.group_sizes
    return network.functions[int(sizes.argmax())] if 2 * sizes.max() > sizes.sum() else None


def teams_of(network: Network) -> frozenset[str]:
    """Ids of the nodes that are teams."""
    if "actor_kind" not in network.people:
        return frozenset()
    return frozenset(network.people.loc[network.people["actor_kind"] == "team", "person_id"])
