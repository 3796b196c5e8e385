"""The network by month and channel: every cut equals the network of the filtered log."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from silograph.graph.by_month import slice_network
from silograph.graph.network import Network, TieRule, build_network
from silograph.simulation import CompanySpec, simulate

LOG, ROSTER = simulate(CompanySpec(people=90, messages=3000, functions=6, seed=11)).log()


def edges(network: Network) -> pd.Series:
    """Strength of each undirected pair of people in their functions."""
    ids = (network.people["person_id"] + "|" + network.people["function"]).to_numpy()
    ties = network.ties
    frame = pd.DataFrame({"a": ids[ties.source], "b": ids[ties.target], "strength": ties.strength})
    ordered = frame[["a", "b"]].to_numpy()
    ordered.sort(axis=1)
    return frame["strength"].set_axis(pd.MultiIndex.from_arrays(ordered.T)).sort_index()


@pytest.mark.parametrize(
    "rule", [TieRule(), TieRule(min_messages=2, alpha=0.0)], ids=["usual", "two messages"]
)
def test_a_cut_is_the_network_of_the_filtered_log(rule: TieRule) -> None:
    slices = slice_network(LOG, ROSTER, build_network(LOG, ROSTER, tie_rule=rule))
    for number, month in enumerate(slices.months[:4]):
        until = str((pd.Period(month) + 1).start_time.date())
        wanted = build_network(LOG.filter(since=f"{month}-01", until=until), ROSTER, tie_rule=rule)
        pd.testing.assert_series_equal(edges(slices.cut(months=[number])), edges(wanted))
    for number, channel in enumerate(slices.channels):
        wanted = build_network(LOG, ROSTER, tie_rule=rule, layer=channel)
        pd.testing.assert_series_equal(edges(slices.cut(channels=[number])), edges(wanted))


def test_slices_add_up_to_the_whole() -> None:
    network = build_network(LOG, ROSTER)
    slices = slice_network(LOG, ROSTER, network)
    assert slices.channels == ("email", "handoff", "post")
    whole = np.bincount(slices.tie, weights=slices.strength, minlength=len(network.ties))
    assert np.allclose(whole, network.ties.strength)
    assert slices.messages.sum() == network.ties.messages.sum()
    pd.testing.assert_series_equal(edges(slices.cut()), edges(network))


def test_who_wrote_to_whom_is_settled_over_the_whole_log() -> None:
    """A month of the pairs that wrote to each other in any: the whole network's ties, and nobody else's."""
    network = build_network(LOG, ROSTER, tie_rule=TieRule(mutual=True))
    assert 0 < len(network.ties) < len(build_network(LOG, ROSTER).ties)
    slices = slice_network(LOG, ROSTER, network)
    whole = np.bincount(slices.tie, weights=slices.strength, minlength=len(network.ties))
    assert np.allclose(whole, network.ties.strength)
    parts = [edges(slices.cut(months=[number])) for number in range(len(slices.months))]
    together = pd.concat(parts).groupby(level=[0, 1]).sum()
    assert set(together.index) == set(edges(network).index)


def test_who_is_active_when() -> None:
    slices = slice_network(LOG, ROSTER, build_network(LOG, ROSTER))
    for number in range(2):
        cut = slices.cut(months=[number])
        assert slices.people_by_month[:, number].sum() == len(cut)
    assert slices.people_by_channel[:, 0].sum() == len(slices.cut(channels=[0]))
