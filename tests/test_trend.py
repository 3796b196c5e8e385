"""Trend: worked by hand, against slow oracles, steady and reorganised companies, and at the edges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silograph.analyses.trend.answer import (
    TrendResult,
    _ami,
    _compare,
    _deviation,
    _ledger,
    trend,
)
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network, TieRule
from silograph.graph.walls_model.estimates import estimate, log_walls
from silograph.graph.walls_model.model import ModelTies, fit
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.schema import CHANNELS, KINDS, ROLES
from silograph.simulation import Change, CompanySpec, simulate

mpl.use("Agg")
FAST: dict[str, Any] = {"replicates": 4}


def talk(table: pd.DataFrame, functions: dict[str, str], **columns: Any) -> Conversations:
    """Conversations from ``sent_at sender recipient``, a message a row."""
    names = tuple(sorted(functions))
    known = tuple(sorted(set(functions.values())))
    function = np.array([known.index(functions[name]) for name in names])
    table = table.sort_values("sent_at", ignore_index=True)
    number = {name: i for i, name in enumerate(names)}
    sender, recipient = table["sender"].map(number).to_numpy(), table["recipient"].map(number).to_numpy()
    messages = pd.DataFrame(
        {
            "sent_at": pd.to_datetime(table["sent_at"], utc=True),
            "time_quality": "exact",
            "channel": pd.Categorical(["email"] * len(table), categories=CHANNELS),
            "kind": pd.Categorical(["mail"] * len(table), categories=KINDS),
            "sender": sender,
            "function": function[sender],
            "thread": -1,
            "parent": -1,
            "space": -1,
            "audience": 1,
            "automated": False,
            "source": 0,
            "subject": None,
        }
    ).assign(**columns)
    interactions = pd.DataFrame(
        {
            "message": np.arange(len(table)),
            "recipient": recipient,
            "function": function[recipient],
            "role": pd.Categorical(["to"] * len(table), categories=ROLES),
        }
    )
    actors = pd.DataFrame(
        {"actor_id": names, "actor_kind": "person", "function": [functions[n] for n in names]}
    )
    cases = pd.DataFrame(columns=["thread", "opened_at", "ended_at", "closed", "source"])
    return Conversations(messages, interactions, cases, functions=known, spaces=(), actors=actors, threads=())


def company(
    seed: int,
    *,
    months: int = 6,
    at: int | None = None,
    walls: tuple[float, float] = (8.0, 8.0),
    moved: float = 0.0,
    volume: tuple[float, ...] = (),
    people: int = 80,
    functions: int = 5,
) -> Conversations:
    """Acquaintances that go on talking; from month `at` on other walls, and some people work elsewhere."""
    rng = np.random.default_rng(seed)
    chart = np.arange(people) % functions
    works = np.where(rng.random(people) < moved, rng.integers(0, functions, people), chart)
    activity = np.exp(0.6 * rng.normal(size=people))
    i, j = np.triu_indices(people, 1)
    fondness = rng.gamma(0.3, 1 / 0.3, len(i))
    rows = []
    for month in range(months):
        later = at is not None and month >= at
        group = works if later else chart
        rate = activity[i] * activity[j] * np.where(group[i] == group[j], walls[int(later)], 1.0)
        rate *= fondness * (volume[month] if volume else 1.0) * 5 * people / 3 / rate.sum()
        count = rng.poisson(rate) * rng.geometric(0.3, len(i))
        pair = np.repeat(np.arange(len(i)), count)
        day = pd.Timestamp("2024-01-01") + pd.DateOffset(months=month)
        when = day + pd.to_timedelta(rng.uniform(0, 27, len(pair)), unit="D")
        rows.append(pd.DataFrame({"sent_at": when, "sender": i[pair], "recipient": j[pair]}))
    table = pd.concat(rows, ignore_index=True)
    for end in ("sender", "recipient"):
        table[end] = table[end].map("p{:03d}".format)
    return talk(table, {f"p{n:03d}": f"F{chart[n]}" for n in range(people)})


def figure(result: TrendResult, name: str, function: str | None = None) -> pd.DataFrame:
    rows = result.table[result.table["figure"] == name]
    return rows if function is None else rows[rows["function"] == function]


class TestAgainstSlowOnes:
    def test_figures_of_each_month_are_those_of_its_own_network(self) -> None:
        on = company(1, months=3)
        result = trend(on, **FAST)
        names = on.actors["actor_id"].to_numpy()
        for number, start in enumerate(result.windows):
            month = on.messages["sent_at"].dt.month.to_numpy() == start.month
            rows = on.interactions[month[on.interactions["message"]]]
            ties = pd.DataFrame(
                {
                    "source": names[on.messages["sender"].to_numpy()[rows["message"]]],
                    "target": names[rows["recipient"]],
                }
            )
            network = Network.from_pandas(ties, on.actors.rename(columns={"actor_id": "person_id"}))
            here = result.table[result.table["window"] == start.date().isoformat()].set_index("figure")[
                "value"
            ]
            assert here["messages"] == month.sum()
            assert here["people"] == len({*ties["source"], *ties["target"]})
            found = estimate(ModelTies.of(network))
            assert here["walls"] == pytest.approx(np.exp(found.log_walls))
            value = figure(result, "openness", "F2")["value"].iloc[number]
            assert value == pytest.approx(np.exp(found.log_openness[2]), rel=1e-6)
            graph = network.to_networkx()
            groups = [{v for v in graph if graph.nodes[v]["function"] == f} for f in network.functions]
            assert here["modularity"] == pytest.approx(
                nx.community.modularity(graph, groups, weight="strength")
            )
            inside = sum(
                d["strength"] for u, v, d in graph.edges(data=True)
                if graph.nodes[u]["function"] == graph.nodes[v]["function"]
            )  # fmt: skip
            assert here["cross_share"] == pytest.approx(1 - inside / graph.size("strength"))
            if number:  # nobody changes function
                assert here["continuity"] == pytest.approx(here["modularity"])

    def test_deviation_of_changes_is_that_of_exchanging_pairs_for_real(self) -> None:
        """Both sides of each pair exchanged by the toss of a coin, and walls fitted anew."""
        ledger = _ledger(company(11, months=4), window="month", rule=TieRule())
        change, z = _compare(ledger, [0, 1], [2, 3])
        before, after = (ledger.column(block) / ledger.column(block).sum() for block in ([0, 1], [2, 3]))
        rows, rng, drawn = np.flatnonzero(before + after), np.random.default_rng(1), []
        ties = ledger.ties(rows)
        for _ in range(400):
            swap = rng.random(len(rows)) < 0.5  # nobody changes function: a row is a pair
            sides = np.where(swap, before[rows], after[rows]), np.where(swap, after[rows], before[rows])
            first, second = (log_walls(fit(replace(ties, strength=side), openness=False)) for side in sides)
            drawn.append(first - second)
        assert abs(change[0] / z[0]) == pytest.approx(np.std(drawn), rel=0.15)  # 400 draws: 3.5 %

    def test_pairs_that_share_a_person_go_together_for_openness(self) -> None:
        """Three pairs of one person, a term of 1 each: alone sqrt(3); together the sum, 3."""
        ledger = _ledger(company(1, months=1, people=10), window="month", rule=TieRule())
        star = replace(ledger, source=np.zeros(3, dtype=np.int64), target=np.array([1, 2, 3]))
        assert _deviation(star, np.arange(3), np.ones((5, 3))) == pytest.approx([3**0.5] * 4 + [3])

    def test_too_few_people_have_no_agreement(self) -> None:
        assert np.isnan(_ami(np.zeros(9, dtype=np.int64), np.zeros(9, dtype=np.int64)))


class TestChanges:
    @pytest.mark.parametrize("seed", range(8))
    def test_a_steady_company_has_no_mark(self, seed: int) -> None:
        volume = tuple(np.exp(0.4 * np.random.default_rng(seed).normal(size=6)))
        result = trend(company(seed, volume=volume), seed=seed, **FAST)
        assert result.changes.empty
        assert "No figure changed" in result.headline()

    @pytest.mark.parametrize("seed", range(3))
    def test_walls_that_fall_are_found_where_they_fell(self, seed: int) -> None:
        result = trend(company(seed, at=3, walls=(12.0, 2.0)), seed=seed, **FAST)
        marks = result.changes.set_index("figure")
        assert marks.loc["walls", "mark"] == "down"
        assert marks.loc["cross_share", "mark"] == "up"
        assert set(pd.to_datetime(marks["window"]).dt.month) <= {3, 4, 5}
        assert marks.loc["walls", "change"] < 0.5

    @pytest.mark.parametrize("seed", range(3))
    def test_people_who_work_elsewhere_are_found(self, seed: int) -> None:
        result = trend(company(seed, at=3, moved=0.6, walls=(12.0, 12.0)), seed=seed, **FAST)
        marks = result.changes
        assert {"walls", "continuity"} <= set(marks["figure"])
        assert set(pd.to_datetime(marks["window"]).dt.month) <= {3, 4, 5}

    def test_a_reorganisation_that_the_chart_follows(self) -> None:
        """Walls stay; people no longer exchange within the functions they were in."""
        spec = CompanySpec(people=150, messages=9000, functions=5, months=8, seed=4).null()
        company = simulate(replace(spec, change=Change(share=0.4)))
        marks = trend(build_conversations(*company.log()), **FAST).changes.set_index("figure")
        assert marks.loc["continuity", "mark"] == "down"
        assert "walls" not in marks.index
        planted = pd.Timestamp(company.truth["reorganisation"]).month
        assert abs(pd.Timestamp(marks.loc["continuity", "window"]).month - planted) <= 1

    def test_a_change_is_marked_once(self) -> None:
        result = trend(company(5, months=9, at=4, walls=(14.0, 2.0)), **FAST)
        assert (result.changes.groupby(["figure", "function"], dropna=False).size() == 1).all()

    def test_exchanging_what_is_the_same_changes_nothing(self) -> None:
        """Each month repeats the last one message by message."""
        one = company(3, months=1).messages
        on = company(3, months=1)
        names = on.actors["actor_id"].to_numpy()
        ends = {"sender": names[one["sender"]], "recipient": names[on.interactions["recipient"]]}
        rows = [pd.DataFrame({"sent_at": one["sent_at"] + pd.DateOffset(months=m), **ends}) for m in range(4)]
        functions = dict(zip(on.actors["actor_id"], on.actors["function"], strict=True))
        result = trend(talk(pd.concat(rows), functions), span=1, **FAST)
        walls = figure(result, "walls")
        assert walls["change"].dropna().tolist() == pytest.approx([1.0, 1.0, 1.0])
        assert result.changes.empty


class TestWindows:
    def test_a_quiet_month_is_left_out_and_said(self) -> None:
        result = trend(company(2, months=5, volume=(1, 1, 0.01, 1, 1)), **FAST)
        third = result.table[result.table["window"] == "2024-03-01"]
        assert set(third["mark"]) == {"not_tested", "too_little_data"}
        assert any("1 of 5 months" in caveat for caveat in result.caveats)

    def test_small_functions_have_no_openness(self) -> None:
        on = company(4, people=80)
        result = trend(on, min_group=17, **FAST)
        assert "openness" not in set(result.table["figure"])

    def test_automated_messages_broadcasts_and_untimed_ones_do_not_count(self) -> None:
        on = company(6, months=3)
        noisy = on.messages.copy()
        noisy.loc[noisy.index % 10 == 0, "automated"] = True
        noisy.loc[noisy.index % 10 == 1, "audience"] = 51
        noisy.loc[noisy.index % 10 == 2, "sent_at"] = pd.NaT
        result = trend(replace(on, messages=noisy), **FAST)
        assert figure(result, "messages")["value"].sum() == (noisy.index % 10 > 2).sum()
        assert any("without a time" in caveat for caveat in result.caveats)

    def test_shape(self) -> None:
        result = trend(company(7), **FAST)
        columns = [
            "window",
            "figure",
            "function",
            "value",
            "low",
            "high",
            "change",
            "q_value",
            "mark",
            "active",
            "compared",
        ]
        assert result.table.columns.tolist() == columns
        known = result.table.dropna(subset=["low", "high"])
        assert (known["low"] <= known["value"] + 1e-12).all()
        assert (known["value"] <= known["high"] + 1e-12).all()
        assert set(result.table["mark"]) <= {"up", "down", "none", "not_tested", "too_little_data"}
        result.plot()
        assert "<table" in result.to_html()
        again = trend(company(7), **FAST)
        pd.testing.assert_frame_equal(result.table, again.table)

    def test_nothing_to_go_by(self) -> None:
        with pytest.raises(NotEnoughDataError, match="only 2 month"):
            trend(company(1, months=2), **FAST)
        with pytest.raises(UsageError, match="no window 'day'"):
            trend(company(1), window="day")  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="span must be at least 1"):
            trend(company(1), span=0)
        on = company(1)
        timeless = on.messages.assign(sent_at=pd.NaT)
        timeless["sent_at"] = pd.to_datetime(timeless["sent_at"], utc=True)
        with pytest.raises(NotEnoughDataError, match="has a time"):
            trend(replace(on, messages=timeless))

    @given(st.integers(0, 50))
    @settings(max_examples=10)
    def test_scraps_do_not_break_it(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        n = int(rng.integers(50, 900))
        table = pd.DataFrame(
            {
                "sent_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.uniform(0, 150, n), unit="D"),
                "sender": rng.integers(0, 20, n).astype(str),
                "recipient": rng.integers(20, 45, n).astype(str),
            }
        )
        names = {*table["sender"], *table["recipient"]}
        on = talk(table, {name: f"F{int(name) % 3}" for name in names})
        try:
            result = trend(on, min_group=2, replicates=3)
        except NotEnoughDataError:
            return
        result.headline()
        assert result.table["q_value"].dropna().between(0, 1).all()
