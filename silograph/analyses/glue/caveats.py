"""When not to trust what was found: the caveats."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.glue.brokers import Carriers
from silograph.analyses.glue.lift import (
    CALLED,
)
from silograph.analyses.glue.measurement import Found, giant_of, teams_of
from silograph.analyses.glue.point_estimates import glue_criteria
from silograph.analyses.glue.without import first_of
from silograph.graph.network import Network
from silograph.language.words import Sentence

LEANS = 0.7
"""Rank correlation of lift with size, from which a caveat says so: sizes then explain half of the order."""
ERROR = 0.05
"""Error of `beyond_activity` from finitely many random networks, from which a caveat says so."""


def caveats_of(found: Found, table: pd.DataFrame) -> tuple[Sentence, ...]:
    """Of a network and the table of its functions."""
    network, options = found.network, found.options
    least = options["min_group"]
    sizes = table["function"].map(dict(zip(network.functions, network.group_sizes, strict=True)))
    small = int((sizes < least).sum())
    cut_off = tuple(table.loc[(sizes >= least) & (table["status"] != "assessed"), "function"])
    unreachable = float(table["unreachable"].max())
    unknown = float((network.function_codes < 0).mean())
    unanswered = 1 - float(network.answered.mean())
    population = int(network.function_sizes.sum())  # a person who changed function stands there once for each
    nodes = Sentence(f"note.glue.{'nodes' if teams_of(network) else 'people'}")
    giant, with_size = giant_of(network), _with_size(table)
    leaning = Sentence(f"note.glue.{'large' if with_size > 0 else 'small_ones'}")
    error = float(np.nanmax(np.nan_to_num(found.beyond.standard_error), initial=0.0))
    searched = {"n": len(found.sources), "of": population, "nodes": nodes}
    said = [
        (small > 0, "small", {"n": small, "least": least}),
        (len(cut_off) > 0, "cut_off", {"functions": cut_off}),
        (unreachable > 0.1, "unreachable", {"share": unreachable, "nodes": nodes}),
        (unknown > 0.2, "unknown", {"share": unknown}),
        (unanswered > 0.1, "unanswered", {"share": unanswered}),
        (len(options["aside"]) > 0, "aside", {"names": tuple(options["aside"])}),
        (giant is not None and not found.too_little, "giant", {"function": giant}),
        (abs(with_size) > LEANS, "size", {"larger": leaning}),
        (len(network.ties) == len(network.source), "one_way", {}),
        (len(found.sources) < population, "sampled", searched),
        (error > ERROR, "beyond_error", {"error": error}),
    ]
    return (
        *(Sentence(f"note.glue.{key}", **values) for holds, key, values in said if holds),
        *_other_reading(table, options["aside"]),
        *_other_distance(network, table, options),
    )


def _with_size(table: pd.DataFrame) -> float:
    """Rank correlation of lift with size; 0 of fewer than five functions, where it says nothing."""
    known = table[table["lift"].notna()]
    if len(known) < 5 or known["lift"].nunique() < 2 or known["people"].nunique() < 2:
        return 0.0
    return float(known["lift"].rank().corr(known["people"].rank()))


def _other_reading(table: pd.DataFrame, aside: Collection[str]) -> tuple[Sentence, ...]:
    """Say so if another function is first when everybody's number of contacts is taken into account."""
    compared = table[~table["function"].isin(list(aside))].set_index("function")
    here, beyond = first_of(table, aside), compared["beyond_activity"].astype(float)
    if here not in compared.index or compared["verdict"][here] not in CALLED or beyond.isna().all():
        return ()
    there = str(beyond.idxmax())
    if here == there:
        return ()
    return (Sentence("note.glue.readings", function=here, other=there, x=float(beyond[there])),)


def _other_distance(
    network: Network, table: pd.DataFrame, options: Mapping[str, Any]
) -> tuple[Sentence, ...]:
    """Say so if the other meaning of distance has another first; without a verdict there is none to depend."""
    weighted, aside = bool(options["weighted"]), options["aside"]
    here = first_of(table, aside)
    if table.set_index("function")["verdict"][here] not in CALLED:
        return ()
    lifts = glue_criteria(
        network, weighted=not weighted, seed=options["seed"], min_group=options["min_group"], aside=aside
    ).set_index("function")["lift"]
    other = lifts.drop(labels=list(aside), errors="ignore")
    if other.isna().all():
        return ()
    there = str(other.idxmax())
    if here == there:
        return ()
    by_number, by_strength = Sentence("note.glue.by_number"), Sentence("note.glue.by_strength")
    by, other_by = (by_strength, by_number) if weighted else (by_number, by_strength)
    return (Sentence("note.glue.distance", by=by, function=here, other_by=other_by, other=there),)


def carrier_caveats(parts: Carriers) -> Iterator[Sentence]:
    """Of who carries the brokerage."""
    if parts.unpaired:
        yield Sentence("note.glue.unpaired", n=len(parts.unpaired))
    if parts.largest_error > 0:
        yield Sentence("note.glue.carrier_error", error=parts.largest_error)
