"""The `hourglass` analysis by hand, against networkx and enumeration, and where nothing or something is planted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.analyses.hourglass.answer import hourglass
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import TieRule
from silograph.log.conversations import Conversations, build_conversations

mpl.use("Agg")
COLUMNS = (
    "function people contacts outside_share outside_low outside_high outside_expected path_share low high "
    "waist_people"
)
PEOPLE: dict[str, Any] = {"ann": "PR", "art": "PR", "bob": "HR", "ben": "HR", "eve": "IT", "una": None}
Read = Callable[..., Conversations]
FAST = {"replicates": 20, "simulations": 50}


def by_function(conversations: Conversations, **options: Any) -> pd.DataFrame:
    result = hourglass(conversations, **{**FAST, "min_group": 1, **options})
    assert " ".join(result.tables()["hourglass"].columns) == COLUMNS
    return result.table.set_index("function")


# c - ann - bob - eve, and c - art alone
CHAIN = [(0, "c@x.org", "ann"), (0, "art", "c@x.org"), (0, "ann", "bob"), (0, "bob", "eve")]


class TestByHand:
    def test_a_chain(self, read: Read) -> None:
        table = by_function(read(CHAIN))
        assert table["path_share"].to_dict() == {
            "HR": 1 / 3,  # of ann, art and eve: only eve is behind bob
            "IT": 0.0,
            "PR": 1.0,  # bob and eve are both behind ann
        }
        assert table["outside_share"].to_dict() == {"HR": 0.0, "IT": 0.0, "PR": 1.0}
        assert table["people"].to_dict() == {"HR": 1, "IT": 1, "PR": 2}
        assert table["waist_people"].to_dict() == {"HR": 0, "IT": 0, "PR": 2}
        # 1 + exchange inside: ann 2, bob 3, eve 2, art 1
        assert table["outside_expected"].to_dict() == {"HR": 3 / 8, "IT": 2 / 8, "PR": 3 / 8}

    def test_two_shortest_paths_count_half(self, read: Read) -> None:
        mails = [(0, "c@x.org", "ann"), (0, "c@x.org", "bob"), (0, "ann", "eve"), (0, "eve", "bob")]
        table = by_function(read(mails))
        assert table["path_share"].to_dict() == {
            "HR": 1 / 4,  # half of the way to eve, not that to ann
            "IT": 0.0,
            "PR": 1 / 4,
        }

    def test_no_path_through_another_contact(self, read: Read) -> None:
        mails = [(0, "c@x.org", "ann"), (0, "d@x.org", "ann bob"), (0, "bob", "eve")]
        table = by_function(read(mails))
        # from c only ann can be reached; from d ann, bob and eve
        assert table["path_share"].to_dict() == {"HR": 1 / 3, "IT": 0.0, "PR": 0.0}

    def test_what_does_not_count(self, read: Read) -> None:
        crowd = "ann " + " ".join(f"c{i}@x.org" for i in range(30))
        more = [(1, "bob", crowd), (1, "eve", "c@x.org", None, True), (1, "eve", "info@x.org")]
        pd.testing.assert_frame_equal(
            by_function(read([*CHAIN, *more]), tie_rule=TieRule(max_audience=20)), by_function(read(CHAIN))
        )

    def test_unknown_functions_carry_but_are_no_target(self, read: Read) -> None:
        mails = [(0, "c@x.org", "una"), (0, "una", "bob")]
        result = hourglass(read(mails), min_group=1, **FAST)
        assert result.table.set_index("function")["outside_share"]["HR"] == 0
        assert result.people == 2
        assert any("unknown function" in caveat for caveat in result.caveats)

    def test_the_waist(self, read: Read) -> None:
        mails = [(0, "c@x.org", "ann")] * 6 + [(0, "d@x.org", "bob")] * 2 + [(0, "eve", "f@x.org")] * 2
        mails += [(0, "ann", "bob"), (0, "bob", "eve")]
        result = hourglass(read(mails), min_group=1, **FAST)
        assert (result.waist, result.contacts, result.people) == (2, 3, 3)  # 6 + 2 of 10
        assert result.path_waist == 3


def paths_one_by_one(mails: list[tuple[Any, ...]]) -> dict[str, float]:
    """Share of the shortest paths from contacts through each function, path by path."""
    inner, gates = nx.Graph(), {}
    for _, sender, recipients, *_ in mails:
        for one in recipients.split():
            ends = [name for name in (sender, one) if "@" not in name]
            if len(ends) == 2 and sender != one:
                inner.add_edge(*ends)
            elif len(ends) == 1:
                inner.add_node(ends[0])
                gates.setdefault(one if "@" in one else sender, set()).add(ends[0])
    shares: dict[str, list[float]] = {name: [] for name in sorted(set(PEOPLE.values()) - {None})}
    for near in gates.values():
        graph = inner.copy()
        graph.add_edges_from(("outside", gate) for gate in near)
        for target in inner:
            if PEOPLE[target] is None or not nx.has_path(graph, "outside", target):
                continue
            paths = [path[1:-1] for path in nx.all_shortest_paths(graph, "outside", target)]
            for name, found in shares.items():
                if PEOPLE[target] != name:
                    found.append(np.mean([any(PEOPLE[p] == name for p in path) for path in paths]))
    return {name: float(np.mean(found)) if found else float("nan") for name, found in shares.items()}


@st.composite
def mailboxes(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    names = [*PEOPLE, "c@x.org", "d@x.org", "e@x.org"]
    mails = [(0, *rng.choice(names, 2, replace=False).tolist()) for _ in range(rng.integers(1, 14))]
    return [mail for mail in mails if "@" not in mail[1] or "@" not in mail[2]]


@given(mailboxes())
def test_against_networkx_and_trying_all(read: Read, mails: list[tuple[Any, ...]]) -> None:
    try:
        result = hourglass(read(mails), min_group=1, **FAST)
    except NotEnoughDataError:
        return
    expected, table = paths_one_by_one(mails), result.table.set_index("function")
    # functions of nobody in the mails have no row in the network, yet one in the table
    assert table["path_share"].to_dict() == pytest.approx(expected, nan_ok=True)
    carried: dict[str, int] = {}
    for _, sender, recipient in mails:
        ends = [name for name in (sender, recipient) if "@" not in name]
        if len(ends) == 1:
            carried[ends[0]] = carried.get(ends[0], 0) + 1
    sizes = [
        k
        for k in range(1, len(carried) + 1)
        if any(
            sum(group) >= 0.8 * sum(carried.values()) - 1e-9 for group in combinations(carried.values(), k)
        )
    ]
    assert result.waist == sizes[0]
    assert table["waist_people"].sum() <= result.waist
    assert ((table["low"] <= table["high"]) | table["low"].isna()).all()


def company(
    seed: int, *, waist: float = 0.0, contacts: int = 150
) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """Six functions of ten, activity lognormal; a share of the contacts falls to three people of the first."""
    rng = np.random.default_rng(seed)
    functions = {f"p{i}": f"F{i // 10}" for i in range(60)}
    activity = np.exp(0.7 * rng.normal(size=60))
    activity /= activity.sum()
    mails: list[tuple[Any, ...]] = []
    for contact in range(contacts):
        gate = rng.integers(3) if rng.random() < waist else rng.choice(60, p=activity)
        mails += [(0, f"c{contact}@x.org", f"p{gate}")] * int(1 + rng.poisson(2))
    for _ in range(900):
        a, b = rng.choice(60, 2, replace=False, p=activity)
        mails.append((0, f"p{a}", f"p{b}"))
    return mails, functions


class TestVerdicts:
    def test_nothing_planted_nothing_found(self, read: Read) -> None:
        found = [hourglass(read(*company(seed)), replicates=20, simulations=200) for seed in range(10)]
        assert [result.verdict for result in found] == ["no_hourglass"] * 10
        assert sum(result.waist_low <= result.waist <= result.waist_high for result in found) >= 8
        assert "no hourglass beyond chance" in found[0].headline()

    def test_a_waist_is_found(self, read: Read) -> None:
        result = hourglass(read(*company(1, waist=0.85)), replicates=50, simulations=200)
        assert result.verdict == "hourglass"
        assert result.waist <= 4
        assert result.table["waist_people"][0] == 3
        assert result.table["path_share"].idxmax() == 0
        assert result.table["outside_low"][0] > result.table["outside_expected"][0]
        assert "lead through F0" in result.headline()

    def test_few_contacts(self, read: Read) -> None:
        result = hourglass(read(CHAIN), **FAST)
        assert result.verdict == "not_assessable"
        assert result.tables()["hourglass"].drop(columns=["function", "people"]).isna().all(axis=None)
        assert "Too few" in result.headline()
        result.plot()

    def test_counts_of_few_contacts_are_not_told(self, read: Read) -> None:
        mails = [(0, f"c{k}@x.org", "ann") for k in range(6)] + [
            (0, "c0@x.org", "bob"),
            (0, "ann", "bob ben eve"),
        ]
        mails += [(0, "art", "una")]
        assert hourglass(read(mails), **FAST).table["contacts"].isna().tolist() == [True, False, False]

    def test_a_sample_of_contacts(self, read: Read) -> None:
        whole, part = (hourglass(read(*company(2)), max_contacts=k, **FAST) for k in (2000, 75))
        assert part.table["path_share"].to_numpy() == pytest.approx(
            whole.table["path_share"].to_numpy(), abs=0.1
        )
        assert any("sample of 75" in caveat for caveat in part.caveats)


class TestShape:
    def test_plot_html_and_seeds(self, read: Read) -> None:
        first, second = (hourglass(read(*company(3)), seed=5, **FAST) for _ in range(2))
        pd.testing.assert_frame_equal(first.table, second.table)
        assert len(first.plot().get_yticklabels()) == 6
        assert "x.org" not in first.to_html()

    def test_what_is_missing_is_said(self, read: Read) -> None:
        with pytest.raises(NotEnoughDataError, match="no message to or from a contact outside"):
            hourglass(read([(0, "ann", "bob")]))
        with pytest.raises(NotEnoughDataError, match="automated messages and broadcasts"):
            hourglass(read([(0, "ann", "c@x.org", None, True)]))
        with pytest.raises(NotEnoughDataError, match="known function"):
            hourglass(read([(0, "una", "c@x.org")]))
        with pytest.raises(UsageError, match="simulations must be at least 1"):
            hourglass(read([(0, "ann", "c@x.org")]), simulations=0)


@pytest.mark.data
def test_gastech_has_too_few_contacts(data_dir: Path) -> None:
    import silograph as sg

    folder = data_dir / "gastech"
    log, roster = sg.read(folder / "email headers.csv", folder / "EmployeeRecords.xlsx")
    result = hourglass(build_conversations(log, roster))
    assert result.verdict == "not_assessable"
    assert result.contacts == 1
