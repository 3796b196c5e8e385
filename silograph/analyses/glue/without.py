"""What is left of a function's brokerage without those of its people who carry most of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.analyses.glue.brokerage import sources_of, whole_sets
from silograph.analyses.glue.brokers import most_important
from silograph.analyses.glue.lift import Lift
from silograph.analyses.glue.ties import Ties
from silograph.arrays import IntArray
from silograph.errors import UsageError
from silograph.graph.network import Network
from silograph.graph.paths.brokerage import Brokerage, avoided_sets, brokerage

REMOVED = (1, 3)
"""How many of those that carry most are taken away, one case each."""
SOURCES = 1024
"""Searched without somebody."""
MEASURED = ("brokerage", "expected", "excess", "lift", "rank", "unreachable", "standard_error")


def check_ranked(table: pd.DataFrame, names: Sequence[str]) -> None:
    """Refuse functions that have no rank."""
    ranked = table.loc[table["rank"].notna(), "function"].tolist()
    if odd := [name for name in names if name not in ranked]:
        raise UsageError(f"no function {odd[0]!r} with a rank", mend=f"ranked are {', '.join(ranked)}")


def first_of(table: pd.DataFrame, aside: Collection[str]) -> str:
    """Who comes first by rank, of those not aside; of all, where everybody is.

    Parameters
    ----------
    table
        Functions by rank.
    aside
        Functions that no other is compared with.

    Examples
    --------
    >>> table = pd.DataFrame({"function": ["Post room", "HR", "IT"]})
    >>> first_of(table, []), first_of(table, ["Post room"])
    ('Post room', 'HR')
    """
    left = table[~table["function"].isin(list(aside))]
    return str((table if left.empty else left)["function"].iloc[0])


class _Removal(NamedTuple):
    """Some people of a function taken away."""

    function: int
    gone: npt.NDArray[np.bool_]


def _removals(network: Network, people: pd.DataFrame, functions: Sequence[str]) -> Iterator[_Removal]:
    """Those that carry most of each function, as long as somebody of it stays."""
    codes = network.function_codes
    for name, number in product(functions, REMOVED):
        code = network.functions.index(name)
        gone = network.people["person_id"].isin(most_important(people, name, number)).to_numpy()
        own = codes == code
        if (gone & own).sum() == number and (own & ~gone).any():
            yield _Removal(code, gone)


def without(
    network: Network,
    ties: Ties,
    table: pd.DataFrame,
    people: pd.DataFrame,
    *,
    asked: Sequence[str],
    seed: int,
) -> pd.DataFrame:
    """`GlueResult.without`: paths find other ways, and nobody takes over the ties of those who are gone.

    Parameters
    ----------
    network, ties
        As observed.
    table, people
        What was measured of them.
    asked
        Functions.
    seed
        Of the sources searched in a large network.
    """
    chosen = list(asked)
    check_ranked(table, chosen)
    ranked = table[table["rank"].notna()].set_index("function")
    codes = np.flatnonzero(np.isin(network.functions, ranked.index)).astype(np.int64)
    rows = [{"function": name, "removed": 0, "share": 0.0, **_of(ranked, name)} for name in chosen]
    for removal in _removals(network, people, chosen):
        left = _left(ties.without(removal.gone), codes, seed=seed)
        own = np.flatnonzero(removal.gone & (ties.codes == removal.function))
        place = int(np.searchsorted(codes, removal.function))
        rows.append(
            {
                "function": network.functions[removal.function],
                "removed": len(own),
                "share": _share_through(ties, own, seed=seed),
                **_of(left, place),
            }
        )
    frame = pd.DataFrame(rows, columns=["function", "removed", "share", *MEASURED])
    order = np.lexsort((frame["removed"], frame["function"].map({name: i for i, name in enumerate(chosen)})))
    return frame.iloc[order].reset_index(drop=True)


def _of(measured: pd.DataFrame, row: str | int) -> dict[str, float]:
    return {one: float(measured[one].to_dict()[row]) for one in MEASURED}


def _left(ties: Ties, functions: IntArray, *, seed: int) -> pd.DataFrame:
    """What is measured of each ranked function after a removal; NaN where nothing can be."""
    found = _search(ties, functions, seed=seed)
    pairs = np.maximum(found.connected.sum(axis=0), 1.0)
    lift = Lift.of(found.share, ties.sizes[functions], np.asarray(1.0 / pairs))
    frame = pd.DataFrame({"brokerage": found.share, "expected": lift.expected})
    frame["excess"] = found.share - lift.expected
    frame["lift"] = lift.value
    frame["rank"] = frame["lift"].round(9).rank(method="min", ascending=False)
    frame["unreachable"] = found.unreachable
    frame["standard_error"] = found.standard_error
    return frame


def _search(ties: Ties, functions: IntArray, *, seed: int) -> Brokerage:
    sources = sources_of(ties, SOURCES, seed=seed)
    return brokerage(ties.graph(), ties.codes, whole_sets(ties.codes, functions), sources=sources)


def _share_through(ties: Ties, nodes: IntArray, *, seed: int) -> float:
    """Share of a function's brokerage that passes any of some of its people."""
    code = int(ties.codes[nodes[0]])
    own = np.flatnonzero(ties.codes == code)
    sets = avoided_sets([own, nodes], ties.codes, owners=np.array([code, code]))
    sources = sources_of(ties, SOURCES, seed=seed)
    whole, part = brokerage(ties.graph(), ties.codes, sets, sources=sources).through.sum(axis=0)
    return float(part / whole)
