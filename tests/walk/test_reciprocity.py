"""`reciprocity`: a case by hand, and what networkx counts."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg

FUNCTIONS = {"a": "HR", "b": "HR", "c": "HR", "d": "IT", "e": "IT", "f": "PR"}  # nobody knows that of x


def shares(ties: list[tuple[str, str]]) -> dict[str, float]:
    return dict(sg.reciprocity(sg.Network.from_edges(ties, FUNCTIONS)).table.set_index("function")["share"])


def test_by_hand() -> None:
    """HR has the pairs ad (both write), ae and bd; IT these and df; PR only df."""
    ties = [(one[0], one[1]) for one in ("ad", "da", "ae", "db", "fd", "ab", "ba", "ax", "xa")]
    assert shares(ties) == pytest.approx({"HR": 1 / 3, "IT": 1 / 4, "PR": 0})


@given(st.lists(st.tuples(st.sampled_from("abcdefx"), st.sampled_from("abcdefx"))))
def test_it_is_what_networkx_counts_whichever_way_ties_point(ties: list[tuple[str, str]]) -> None:
    ties = [("a", "d"), *ties]
    graph = nx.DiGraph(tie for tie in ties if len({*map(FUNCTIONS.get, tie), None}) == 3)
    assert {*shares(ties)} == {FUNCTIONS[one] for one in graph}
    for name, share in shares(ties).items():
        own = graph.edge_subgraph(tie for tie in graph.edges if name in map(FUNCTIONS.get, tie))
        assert share == pytest.approx(own.number_of_edges() / own.to_undirected().number_of_edges() - 1)
    assert shares([(b, a) for a, b in ties]) == shares(ties)
