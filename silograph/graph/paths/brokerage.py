"""Brokerage of sets of people: how much of what passes between others passes through a set (group betweenness)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from silograph.arrays import FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph.paths.adjacency import Adjacency, NodeArray
from silograph.graph.paths.search import Counts, Dag, count_paths, empty_dag, shortest_paths
from silograph.kernels import kernel


class AvoidedSets(NamedTuple):
    """Sets of nodes whose brokerage is wanted, and whose people are no endpoints for each.

    Parameters
    ----------
    start, of
        Sets that contain node v: ``of[start[v]:start[v + 1]]``.
    owner_start
        (groups + 1,) sets ``owner_start[f]`` to ``owner_start[f + 1]`` are judged on pairs outside group f, besides
        outside themselves; sets before ``owner_start[0]`` only outside themselves.
    members
        (sets, groups) people of each group in each set, its owner left out.
    """

    start: IntArray
    of: NodeArray
    owner_start: IntArray
    members: IntArray


def avoided_sets(
    sets: Sequence[IntArray], groups: IntArray, *, owners: IntArray | None = None
) -> AvoidedSets:
    """Pack sets of node numbers for `brokerage`.

    Parameters
    ----------
    sets
        Node numbers of each set.
    groups
        (n,) group of each node, -1 unknown.
    owners
        (sets,) non-decreasing: the group that each set belongs to or stands in for, whose people are no endpoints;
        -1 or None: nobody beyond the set itself.

    Examples
    --------
    >>> avoided_sets([np.array([0, 2])], np.array([0, 0, 1])).members.tolist()
    [[1, 1]]
    """
    n, n_groups = len(groups), int(groups.max(initial=-1)) + 1
    owner = np.full(len(sets), -1, dtype=np.int64) if owners is None else np.asarray(owners, dtype=np.int64)
    if (np.diff(owner) < 0).any():
        raise UsageError("owners of avoided sets must not decrease")
    which = np.repeat(np.arange(len(sets)), [len(members) for members in sets])
    node = np.concatenate([np.asarray(members, dtype=np.int64) for members in sets]) if len(sets) else which
    by_node = np.argsort(node, kind="stable")
    counted = (groups[node] >= 0) & (groups[node] != owner[which])
    members = np.zeros((len(sets), n_groups), dtype=np.int64)
    np.add.at(members, (which[counted], groups[node[counted]]), 1)
    return AvoidedSets(
        start=np.concatenate([[0], np.cumsum(np.bincount(node, minlength=n))]).astype(np.int64),
        of=which[by_node].astype(np.int32),
        owner_start=np.searchsorted(owner, np.arange(n_groups + 1)).astype(np.int64),
        members=members,
    )


@dataclass(frozen=True, slots=True)
class Brokerage:
    """What `brokerage` counted, a row per source and a column per set; the ratios are properties.

    Parameters
    ----------
    through
        (sources, sets) summed over targets: share of the shortest paths that pass through the set.
    connected, pairs
        (sources, sets) pairs counted, and pairs there would be if everybody could reach everybody.
    population
        Nodes that could have been sources.
    """

    through: FloatArray
    connected: FloatArray
    pairs: FloatArray
    population: int

    @property
    def share(self) -> FloatArray:
        """(sets,) brokerage: mean share of shortest paths through the set; NaN without a connected pair."""
        return ratio(self.through.sum(axis=0), self.connected.sum(axis=0))

    @property
    def unreachable(self) -> FloatArray:
        """(sets,) share of the pairs that no path connects; NaN without a pair."""
        return 1.0 - ratio(self.connected.sum(axis=0), self.pairs.sum(axis=0))

    @property
    def standard_error(self) -> FloatArray:
        """(sets,) standard error of `share` from sampling sources; 0 where all were searched.

        Linearised ratio estimator with finite-population correction (Cochran 1977, Sampling Techniques, 6.4).
        """
        used = max(len(self.through), 1)
        residual = self.through - np.nan_to_num(self.share) * self.connected
        left = max(1.0 - used / max(self.population, 1), 0.0)
        spread = np.sqrt((residual**2).sum(axis=0) * left * used / max(used - 1, 1))
        return ratio(spread, self.connected.sum(axis=0))


def ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """NaN where nothing is below the line."""
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))


def brokerage(
    graph: Adjacency, groups: IntArray, sets: AvoidedSets, *, sources: IntArray | None = None
) -> Brokerage:
    """Group betweenness of many sets at once, over pairs of people of two different groups.

    For each set: the mean, over connected pairs s, t of different known groups, both outside the set and outside its
    owner, of the share of shortest s-t paths that pass through the set. With sets that are the groups themselves
    (`group_sets`) this is the brokerage of each group between the others.

    Parameters
    ----------
    graph
        Ties; by hops, or by length where it has lengths.
    groups
        (n,) group of each node; -1 is unknown: never an endpoint, possibly between.
    sets
        From `avoided_sets` or `group_sets`.
    sources
        Nodes of known group to search from, a random sample without replacement; None searches from all: exact.

    Notes
    -----
    Group betweenness: Everett & Borgatti (1999), J. Math. Sociol. 23, 181-201.

    Examples
    --------
    On the path 0 - 1 - 2 the middle carries all that passes between the ends:

    >>> groups = np.array([0, 1, 2])
    >>> from silograph.graph.paths.adjacency import adjacency
    >>> path = adjacency(3, np.array([0, 1]), np.array([1, 2]))
    >>> brokerage(path, groups, group_sets(groups)).share.tolist()
    [0.0, 1.0, 0.0]
    """
    codes = groups.astype(np.int64)
    known = np.flatnonzero(codes >= 0)
    chosen = known if sources is None else np.asarray(sources, dtype=np.int64)
    if (codes[chosen] < 0).any():
        raise UsageError("sources of brokerage must be of known groups")
    shape = (len(chosen), len(sets.members))
    through, connected, pairs = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    if len(sets.members):
        _brokerage(graph, codes, chosen, sets, through, connected, pairs)
    return Brokerage(through, connected, pairs, len(known))


def group_sets(groups: IntArray) -> AvoidedSets:
    """Each group as an avoided set of its own."""
    codes = np.arange(int(groups.max(initial=-1)) + 1)
    return avoided_sets([np.flatnonzero(groups == code) for code in codes], groups, owners=codes)


@kernel
def _brokerage(
    graph: Adjacency, groups: IntArray, sources: IntArray, sets: AvoidedSets,
    through: FloatArray, connected: FloatArray, pairs: FloatArray,
) -> None:  # fmt: skip
    """Fills a row of the three results per source, from zeros."""
    n, n_sets, owner_start = len(graph.start) - 1, len(sets.members), sets.owner_start
    dag, counts = empty_dag(graph), Counts(np.empty((n, n_sets + 1)), np.empty(n, np.int64))
    people, owner, in_set = (
        np.zeros(len(owner_start), np.int64),
        np.full(n_sets, -1),
        sets.members.sum(axis=1),
    )
    for group in range(len(owner_start) - 1):
        owner[owner_start[group] : owner_start[group + 1]] = group
    for v in range(n):
        people[groups[v]] += 1
    people[-1] = 0  # the unknown, and what an owner of -1 takes away
    for row in range(len(sources)):
        s = sources[row]
        n_stages = shortest_paths(graph, s, dag)
        count_paths(dag, n_stages, sets.start, sets.of, counts)
        reached = dag.stages[n_stages, 0]
        avoiding = through[row]
        for i in range(reached):
            t = dag.order[i]
            if groups[t] >= 0 and groups[t] != groups[s]:
                _add_shares(avoiding, counts.paths[t], owner_start[groups[t]], owner_start[groups[t] + 1])
        missed, missed_in_set = _count_missed(s, reached, dag, groups, owner, sets)
        targets, missing = people.sum() - people[groups[s]], missed.sum()
        for g in range(n_sets):
            if owner[g] == groups[s]:
                avoiding[g] = 0.0
                continue
            pairs[row, g] = targets - people[owner[g]] - (in_set[g] - sets.members[g, groups[s]])
            connected[row, g] = pairs[row, g] - (missing - missed[owner[g]] - missed_in_set[g])
            through[row, g] = max(connected[row, g] - avoiding[g], 0.0)
        for k in range(sets.start[s], sets.start[s + 1]):
            through[row, sets.of[k]] = connected[row, sets.of[k]] = pairs[row, sets.of[k]] = 0.0


@kernel
def _add_shares(avoiding: FloatArray, paths: FloatArray, skip_from: int, skip_to: int) -> None:
    """Add the share of paths that avoid each set, but for the sets whose owner the target belongs to."""
    each = 1.0 / paths[len(avoiding)]
    for g in range(skip_from):
        avoiding[g] += paths[g] * each
    for g in range(skip_to, len(avoiding)):
        avoiding[g] += paths[g] * each


@kernel
def _count_missed(
    s: int, reached: int, dag: Dag, groups: IntArray, owner: IntArray, sets: AvoidedSets
) -> tuple[IntArray, IntArray]:
    """Targets out of reach: by group (a last place stays 0), and those in each set, its owner's people apart."""
    missed, in_set = np.zeros(len(sets.owner_start), np.int64), np.zeros(len(owner), np.int64)
    if reached == len(groups):
        return missed, in_set
    for t in range(len(groups)):
        if dag.distance[t] < 0.0 and groups[t] >= 0 and groups[t] != groups[s]:
            missed[groups[t]] += 1
            for k in range(sets.start[t], sets.start[t + 1]):
                if owner[sets.of[k]] != groups[t]:
                    in_set[sets.of[k]] += 1
    return missed, in_set
