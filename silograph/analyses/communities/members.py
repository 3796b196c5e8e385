"""Who sits in which community, and how communities and functions agree."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.network import Network
from silograph.graph.partitions import adjusted_mutual_information
from silograph.graph.small import people_behind

NO_COMMUNITY = -1  # a mark, no threshold


def agreement(network: Network, labels: IntArray, tied: IntArray) -> dict[str, float]:
    """How far communities are the functions, over people with ties whose function is known.

    People in no community count as one group, and as a group each; the lower value is given.
    """
    codes = network.function_codes[tied]
    known = codes >= 0
    codes, label = codes[known], labels[tied][known]
    scores = {"ami": np.nan, "ari": np.nan, "nmi": np.nan}
    if len(codes):
        ways = [_scores(codes, one) for one in (_as_one_group(label), _as_groups_each(label))]
        scores = {name: min(way[name] for way in ways) for name in scores}
    return {**scores, "people": float(len(codes))}


def _scores(codes: IntArray, label: IntArray) -> dict[str, float]:
    return {
        "ami": adjusted_mutual_information(codes, label, undivided=1.0),  # as the others say
        "ari": float(adjusted_rand_score(codes, label)),
        "nmi": float(normalized_mutual_info_score(codes, label)),
    }


def _as_one_group(label: IntArray) -> IntArray:
    return np.where(label == NO_COMMUNITY, label.max(initial=0) + 1, label)


def _as_groups_each(label: IntArray) -> IntArray:
    return np.where(label == NO_COMMUNITY, label.max(initial=0) + 1 + np.arange(len(label)), label)


def persons_in_and_out(network: Network, labels: IntArray, tied: IntArray) -> tuple[int, int, int]:
    """Persons in communities, in none though they have ties, and without ties."""
    person = _is_person(network)
    has = np.zeros(len(network), dtype=bool)
    has[tied] = True
    member = labels != NO_COMMUNITY
    return int((person & member).sum()), int((person & has & ~member).sum()), int((person & ~has).sum())


def _is_person(network: Network) -> BoolArray:
    """Who is one; teams where there is nobody else."""
    if "actor_kind" in network.people and not network.teams_only:
        return np.asarray(network.people["actor_kind"] != "team", dtype=bool)
    return np.ones(len(network), dtype=bool)


def overlap_table(network: Network, labels: IntArray) -> pd.DataFrame:
    """People of each known function in each community."""
    count = np.zeros((labels.max(initial=NO_COMMUNITY) + 1, len(network.functions)), np.int64)
    codes = network.function_codes
    known = (codes >= 0) & (labels != NO_COMMUNITY)
    np.add.at(count, (labels[known], codes[known]), 1)
    index = pd.RangeIndex(len(count), name="community")
    return pd.DataFrame(
        count, index=index, columns=pd.Index(network.functions, name="function", dtype=object)
    )


def _owners(overlap: pd.DataFrame) -> list[str | None]:
    """The function that has more than half of each community's known members."""
    return [
        str(overlap.columns[int(row.argmax())]) if row.sum() and 2 * row.max() > row.sum() else None
        for row in overlap.to_numpy()
        if row.size
    ] or [None] * len(overlap)


def people_table(
    network: Network, labels: IntArray, confidence: FloatArray, overlap: pd.DataFrame
) -> pd.DataFrame:
    """A row per node: who is where, and whose community that is."""
    owners = np.array([*_owners(overlap), None], dtype=object)  # -1 finds the last
    owner = owners[labels]
    function = network.people["function"].to_numpy(dtype=object)
    known = network.function_codes >= 0
    foreign = np.array([o is not None and o != f for o, f in zip(owner, function, strict=True)], dtype=bool)
    return pd.DataFrame(
        {
            "person_id": network.people["person_id"].to_numpy(),
            "function": function,
            "community": labels,
            "confidence": confidence,
            "function_of_community": owner,
            "elsewhere": known & foreign,
        }
    )


def community_table(
    network: Network, people: pd.DataFrame, overlap: pd.DataFrame, *, in_none: int
) -> pd.DataFrame:
    """A row per community."""
    groups = len(overlap)
    ties = network.ties
    labels = people["community"].to_numpy(np.int64)
    members = labels[labels != NO_COMMUNITY]
    from_, to = labels[ties.source], labels[ties.target]
    same = (from_ == to) & (from_ != NO_COMMUNITY)
    inside = np.bincount(from_[same], ties.strength[same], groups)
    ends, strength = np.r_[from_, to], np.r_[ties.strength, ties.strength]
    volume = np.bincount(ends[ends != NO_COMMUNITY], strength[ends != NO_COMMUNITY], groups)
    count = overlap.to_numpy()
    known = count.sum(axis=1)
    largest = count.max(axis=1, initial=0)
    names = [str(overlap.columns[int(row.argmax())]) if row.sum() else None for row in count]
    return pd.DataFrame(
        {
            "community": np.arange(groups),
            "people": np.bincount(members, minlength=groups),
            "largest_function": np.array(names, dtype=object),
            "purity": np.divide(largest, known, out=np.full(groups, np.nan), where=known > 0),
            "cohesion": 2 * inside / volume,
            "confidence": people[labels != NO_COMMUNITY].groupby("community")["confidence"].mean().to_numpy(),
            **_people_behind(network, labels, groups),
            "persons_in_none": np.full(groups, in_none),
        }
    )


def _people_behind(network: Network, labels: IntArray, groups: int) -> dict[str, IntArray]:
    """The persons on whom the figures of each community rest: all, those of the smallest part, of the smallest side."""
    person = _is_person(network)
    codes = network.function_codes
    count = np.zeros((groups, len(network.functions) + 1), np.int64)  # those of unknown function last
    counted = person & (labels != NO_COMMUNITY)
    np.add.at(count, (labels[counted], codes[counted]), 1)
    everywhere = np.bincount(codes[person & (codes >= 0)], minlength=len(network.functions))
    all_nodes = overlap_table(network, labels).to_numpy()
    if all_nodes.shape[1]:
        largest = all_nodes.argmax(axis=1)  # as the table names it, teams counted
        own = count[np.arange(groups), largest]
        parts = np.stack(
            [own, count[:, :-1].sum(axis=1) - own, count[:, -1], everywhere[largest] - own], axis=1
        )
    else:
        parts = count
    a, b = labels[network.ties.source], labels[network.ties.target]
    tie, member = np.arange(len(a)), (a != NO_COMMUNITY) | (b != NO_COMMUNITY)
    inside, across = np.flatnonzero((a == b) & member), np.flatnonzero(a != b)
    leaving, of = np.tile(tie[across], 2), np.concatenate([a[across], b[across]])
    sides = np.stack(
        [
            people_behind(network, inside, a[inside], cells=groups),
            people_behind(network, leaving[of != NO_COMMUNITY], of[of != NO_COMMUNITY], cells=groups),
        ],
        axis=1,
    )
    persons, members = count.sum(axis=1), np.bincount(labels[labels != NO_COMMUNITY], minlength=groups)
    return {
        "persons": np.where(persons > 0, persons, members),
        "smallest_part": _smallest(parts),
        "smallest_side": _smallest(sides),
    }


def _smallest(parts: IntArray) -> IntArray:
    """Per row the smallest part that has anybody; 0 where none has."""
    most = np.iinfo(np.int64).max
    least = np.where(parts > 0, parts, most).min(axis=1, initial=most)
    return np.where(least < most, least, 0)
