"""The network cut by month and channel: what a page or a comparison of periods adds up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.network import Network, sum_by_slice
from silograph.log.messages import MessageLog
from silograph.log.people import Roster


@dataclass(frozen=True)
class Slices:
    """The ties of a network, parted by month and channel.

    Parameters
    ----------
    network
        The whole.
    months
        Calendar months (UTC) from the first to the last with a message, as ``2024-01``.
    channels
        The channels that tie anybody.
    tie
        Position among ``network.ties``, a row per tie, month and channel in which something passed.
    month
        Position among `months`; `len(months)` for messages without a time.
    channel
        Position among `channels`.
    strength, messages
        What passed; over all rows of a tie it adds up to the network's.
    """

    network: Network
    months: tuple[str, ...]
    channels: tuple[str, ...]
    tie: IntArray
    month: IntArray
    channel: IntArray
    strength: FloatArray
    messages: IntArray

    def within(
        self, *, months: Sequence[int] | None = None, channels: Sequence[int] | None = None
    ) -> BoolArray:
        """Rows in any of these months and of these channels (positions); all of them where None."""
        rows = np.ones(len(self.tie), dtype=bool)
        if months is not None:
            rows &= np.isin(self.month, months)
        if channels is not None:
            rows &= np.isin(self.channel, channels)
        return rows

    def strengths(self, rows: BoolArray) -> FloatArray:
        """What passed on each tie of the network in some rows; 0 where too few messages make no tie."""
        total = np.bincount(self.tie[rows], weights=self.strength[rows], minlength=len(self.network.ties))
        enough = self._messages(rows) >= self.network.tie_rule.min_messages
        return np.where(enough, total, 0.0).astype(np.float64)

    def _messages(self, rows: BoolArray) -> IntArray:
        """The messages on each tie of the network in some rows."""
        size = len(self.network.ties)
        return np.bincount(self.tie[rows], weights=self.messages[rows], minlength=size).astype(np.int64)

    def cut(self, *, months: Sequence[int] | None = None, channels: Sequence[int] | None = None) -> Network:
        """The network of some months and channels: that of the filtered log, its ties undirected.

        Only whether a pair wrote in both directions (``TieRule(mutual=True)``, and which ties carry paths) is decided
        over the whole log: who asks in one month may be answered in the next.

        Examples
        --------
        >>> from silograph import CompanySpec, build_network, simulate
        >>> log, roster = simulate(CompanySpec(people=60, messages=900, functions=5, seed=3)).log()
        >>> slices = slice_network(log, roster, build_network(log, roster))
        >>> first = slices.cut(months=[0])
        >>> len(first.ties) < len(slices.network.ties)
        True
        """
        rows = self.within(months=months, channels=channels)
        strength, messages, ties = self.strengths(rows), self._messages(rows), self.network.ties
        kept = strength > 0
        part = replace(
            self.network,
            source=ties.source[kept],
            target=ties.target[kept],
            strength=strength[kept],
            messages=messages[kept],
            weighty=self.network.answered[kept],
            met=None,  # of undirected ties each counts once
        )
        present = np.zeros(len(self.network), dtype=bool)
        present[part.source] = present[part.target] = True
        return part.subset(present)

    def renumbered(self, order: IntArray) -> Slices:
        """The same slices of the network with its nodes in another order (see `Network.renumbered`).

        Parameters
        ----------
        order
            (n,) the present number of each new node.
        """
        network, ties, n = self.network.renumbered(order), self.network.ties, max(len(order), 1)
        number = np.empty(len(order), dtype=np.int64)
        number[order] = np.arange(len(order))
        ends = np.sort(np.column_stack([number[ties.source], number[ties.target]]), axis=1)
        place = np.searchsorted(network.ties.source * n + network.ties.target, ends[:, 0] * n + ends[:, 1])
        tie = place[self.tie]
        rows = np.lexsort([self.channel, self.month, tie])
        return replace(
            self,
            network=network,
            tie=tie[rows].astype(np.int64),
            month=self.month[rows],
            channel=self.channel[rows],
            strength=self.strength[rows],
            messages=self.messages[rows],
        )

    @cached_property
    def people_by_month(self) -> BoolArray:
        """Who exchanges anything in which month: nodes x months."""
        ties, dated = self.network.ties, self.month < len(self.months)
        active = np.zeros((len(self.network), len(self.months)), dtype=bool)
        for ends in (ties.source, ties.target):
            active[ends[self.tie[dated]], self.month[dated]] = True
        return active

    @cached_property
    def people_by_channel(self) -> BoolArray:
        """Who exchanges anything in which channel: nodes x channels."""
        ties = self.network.ties
        active = np.zeros((len(self.network), len(self.channels)), dtype=bool)
        for ends in (ties.source, ties.target):
            active[ends[self.tie], self.channel] = True
        return active


def slice_network(log: MessageLog, roster: Roster, network: Network) -> Slices:
    """Cut the network of a log by month and channel.

    Parameters
    ----------
    network
        What `build_network` makes of this log and roster.
    """
    rows = sum_by_slice(log, roster, tie_rule=network.tie_rule)
    first, last = rows["month"].min(), rows["month"].max()
    months = () if rows["month"].isna().all() else tuple(range(int(first), int(last) + 1))
    channels = tuple(sorted(rows["channel"].unique()))
    source, target = rows["source"].to_numpy(np.int64), rows["target"].to_numpy(np.int64)
    ties, n = network.ties, max(len(network), 1)
    pair = np.minimum(source, target) * n + np.maximum(source, target)
    tie = np.searchsorted(ties.source * n + ties.target, pair)
    month = (
        (rows["month"] - first).fillna(len(months)).to_numpy(np.int64)
        if months
        else np.zeros(len(rows), np.int64)
    )
    channel = np.searchsorted(np.array(channels, dtype=object), rows["channel"].to_numpy(object))
    # Both directions of a pair are one tie.
    size = (len(months) + 1) * max(len(channels), 1)
    cell, number = np.unique(tie * size + month * max(len(channels), 1) + channel, return_inverse=True)
    return Slices(
        network=network,
        months=tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months),
        channels=channels,
        tie=cell // size,
        month=cell % size // max(len(channels), 1),
        channel=cell % size % max(len(channels), 1),
        strength=np.bincount(number, weights=rows["strength"], minlength=len(cell)).astype(np.float64),
        messages=np.bincount(number, weights=rows["messages"], minlength=len(cell)).astype(np.int64),
    )
