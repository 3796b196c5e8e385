"""The tables of people and of teams, as they may leave a run."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.communities.members import NO_COMMUNITY
from silograph.analyses.glue.point_estimates import person_betweenness
from silograph.arrays import IntArray
from silograph.errors import NotEnoughDataError
from silograph.graph.network import Network
from silograph.graph.small import SMALL, merge_functions
from silograph.language.words import People
from silograph.release.kinds import drawn, without_kinds
from silograph.release.picture import Picture
from silograph.release.policy import Policy
from silograph.release.pseudonyms import node_pseudonyms
from silograph.run.run import Analysis

_DIGITS = 4  # significant ones
# What tells the function of somebody whose function is not shown.
_SHARES = ("brokerage_share", "brokerage_share_error", "brokerage_share_rank")
_OF_FUNCTION = (*_SHARES, "elsewhere")


def released_nodes(
    analysis: Analysis, policy: Policy, *, people: People, key: bytes
) -> dict[str, pd.DataFrame]:
    """A row per person (``people``) and per team (``teams``, where there are any).

    Who changed function shows the one held last, measured over the whole time. Under pseudonyms, who is of a kind of
    few has rows as dots (see `silograph.release.kinds`), and paths are those of the network that is drawn. Functions
    and communities follow the gate whatever `people` says: with names, only ids and names are shown as given.

    Parameters
    ----------
    people
        ``pseudonyms`` or ``names``.
    key
        Makes the pseudonyms.
    """
    named = people == "names"
    whole = Picture(analysis.network, min_group=policy.min_group)
    network = whole.network if named else without_kinds(whole, None)[0]
    rows = np.arange(len(network)) if network is whole.network else drawn(whole).rows
    table = _measured(analysis, policy, network=network, rows=rows)
    own = analysis.people.iloc[rows]
    table["_order"], table["_who"] = node_pseudonyms(network, key=key), network.people["person_id"].to_numpy()
    if named:
        table.insert(1, "name", table["person_id"].map(analysis.roster.latest["name"]).to_numpy())
    latest = own["person_id"].map(analysis.roster.latest["function"]).to_numpy()
    last_first = (own["function"].to_numpy() != latest).argsort(kind="stable")
    table = table.iloc[last_first].drop_duplicates("_who").sort_values("_order", ignore_index=True)
    order = table.pop("_order")
    if not named:
        table["person_id"] = order
    table = table.drop(columns="_who")
    team = (table.pop("actor_kind") == "team").to_numpy()
    found = {"people": table[~team].reset_index(drop=True)}
    return found | ({"teams": table[team].reset_index(drop=True)} if team.any() else {})


def _measured(analysis: Analysis, policy: Policy, *, network: Network, rows: IntArray) -> pd.DataFrame:
    """What was measured of the nodes of a network, with functions and communities as they may be shown.

    `rows` are their places among all nodes.
    """
    kinds = network.people["actor_kind"].to_numpy()
    table = analysis.people.iloc[rows].reset_index(drop=True).assign(actor_kind=kinds)
    if network is not analysis.network:
        # Paths through who is not drawn, beside the ties of all others, would tell whose ties are missing.
        measured = {"betweenness": "person", "cross_function_betweenness": "cross"}
        table[table.columns.intersection([*measured, *_SHARES])] = np.nan
        with suppress(NotEnoughDataError):
            paths = person_betweenness(network)
            table = table.assign(
                **{name: getattr(paths, of) for name, of in measured.items() if name in table}
            )
    if policy.hidden and "cross_function_betweenness" in table:
        # Paths between hidden functions would tell which of their people belong together.
        merged = merge_functions(network, min_group=policy.min_group)
        table["cross_function_betweenness"] = np.nan
        with suppress(NotEnoughDataError):  # of two functions, none stands between the others
            asked = analysis.settings
            found = person_betweenness(merged, weighted=asked.weighted, seed=asked.seed)
            table["cross_function_betweenness"] = found.cross
        # So would shares of brokerage, everybody's: it runs between people of two other functions.
        table[table.columns.intersection([*_SHARES])] = np.nan
    hidden = table["function"].isin(policy.hidden)
    for column in table.columns.intersection([*_OF_FUNCTION]):
        table[column] = table[column].astype(object).where(~hidden, None).infer_objects()
    for column in table.columns.intersection(["function", "function_of_community"]):
        table[column] = table[column].where(~table[column].isin(policy.hidden), SMALL)
    if "community" in table and table["community"].notna().any():
        table["community"] = _large_communities(table, policy.min_group)
        # Else these would tell who of those in none is in a community that is not shown.
        in_none = table["community"] == NO_COMMUNITY
        for column, nothing in {"confidence": np.nan, "function_of_community": None}.items():
            if column in table:
                table[column] = table[column].where(~in_none, nothing)
        if "elsewhere" in table:
            table["elsewhere"] = table["elsewhere"].where(~in_none | table["elsewhere"].isna(), False)
    for column in table.select_dtypes("float").columns:
        table[column] = [_significant(value) for value in table[column]]
    return table


def _large_communities(table: pd.DataFrame, min_group: int) -> pd.Series[Any]:
    """Communities of enough people; -1 has as many, or nobody: else the smallest of the others are in it, too."""
    persons = table[table["actor_kind"] == "person"].groupby("community")["person_id"].nunique()
    persons = persons.drop(NO_COMMUNITY, errors="ignore").sort_values(kind="stable")
    in_none = int((table.loc[table["actor_kind"] == "person", "community"] == NO_COMMUNITY).sum())
    hidden = persons.index[persons < min_group].tolist()
    in_none += int(persons[hidden].sum())
    for label, size in persons.drop(hidden).items():
        if not 0 < in_none < min_group:
            break
        hidden.append(label)
        in_none += int(size)
    return table["community"].where(~table["community"].isin(hidden), NO_COMMUNITY)


def _significant(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else value
