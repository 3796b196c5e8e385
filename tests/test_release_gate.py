"""What is said of a run as a whole: counts of what went in, and tables of people and teams."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses.communities.answer import NO_COMMUNITY
from silograph.analyses.glue import point_estimates
from silograph.graph.network import Network
from silograph.graph.small import SMALL, merge_functions
from silograph.release.gate import (
    _counts,
    _Few,
    _few,
    _month_of_change,
    _withheld_pairs,
    release,
    release_network,
)
from silograph.release.nodes import released_nodes
from silograph.release.policy import Policy

KEY = b"k" * 32
COUNTS = {
    "broadcasts": 9, "self": 0, "messages": 100, "interactions": 120, "unknown_function_share": 0.12345,
    "period": None,
}  # fmt: skip
NOBODY = _Few(frozenset(), frozenset())


def channels(counts: dict[str, int], *few: str) -> dict[str, int | None]:
    found = _counts(COUNTS | {"channels": counts}, few=NOBODY._replace(channels=frozenset(few)))
    assert (found["messages"] is None) == (found["interactions"] is None) == bool(few)
    told: dict[str, int | None] = found["channels"]
    return told


def test_what_passes_in_a_channel_of_few_does_not_follow_from_the_total() -> None:
    used = {"email": 60, "chat": 30, "post": 10}
    assert channels(used) == used
    assert channels(used, "post") == {"email": 60, "chat": None, "post": None}  # the least of the others
    assert channels(used, "post", "chat") == {"email": 60, "chat": None, "post": None}
    assert channels({"email": 60}, "email") == {"email": None}


def test_what_few_people_did_is_not_counted_however_often() -> None:
    counts = COUNTS | {"channels": {}, "period": ["2024-01-03T10:11:12+00:00", "2024-02-01T00:00:01+00:00"]}
    shown = _counts(counts, few=NOBODY._replace(kinds=frozenset({"broadcasts"})))
    assert (shown["broadcasts"], shown["self"], shown["messages"]) == (None, 0, 100)
    assert shown["unknown_function_share"] == 0.123
    assert shown["period"] == ["2024-01-03", "2024-02-01"]
    assert _counts(counts, few=NOBODY)["broadcasts"] == 9
    assert _counts(counts | {"unknown_function_share": None}, few=NOBODY)["unknown_function_share"] is None


def test_channels_of_few_pairs_that_tables_withhold_and_the_month_of_change() -> None:
    pairs = pd.DataFrame({"function_a": ["A", "A"], "function_b": ["B", "C"], "observed": [np.nan, 1.0]})
    found: Any = SimpleNamespace(exchange=pairs)
    assert _withheld_pairs(found) == {frozenset("AB")}
    assert _withheld_pairs(None) == frozenset()
    log: Any = SimpleNamespace(senders_by_channel=lambda: {
        "email": {"a", "b", "c"}, "post": {"a", "desk"}, "bots": {"desk"}, "chat": {"x", "a", "b"}
    })  # fmt: skip
    latest = pd.DataFrame({"actor_kind": ["person"] * 3 + ["team"]}, index=["a", "b", "c", "desk"])
    log.senders_by_kind = lambda max_audience: {
        "broadcasts": {"a"} if max_audience == 40 else {},
        "self": {"desk"},
    }
    network = SimpleNamespace(tie_rule=SimpleNamespace(max_audience=40))
    run: Any = SimpleNamespace(log=log, network=network, roster=SimpleNamespace(latest=latest))
    found = _few(run, 3)
    assert found.channels == {"post", "chat"}  # in one of them nobody writes, but a team
    assert found.kinds == {"broadcasts"}
    changes = pd.DataFrame({"window": ["2024-03-01", "2024-05-01", "2024-05-01"]})
    found = SimpleNamespace(changes=changes)
    assert _month_of_change(found) == "2024-05"
    found = SimpleNamespace(changes=changes.head(0))
    assert _month_of_change(found) is None
    assert _month_of_change(None) is None


def test_of_a_run() -> None:
    log, roster = sg.simulate(sg.CompanySpec(people=60, messages=1500, functions=5, seed=1)).log()
    run = sg.analyze(log, roster, settings=sg.Settings(only=("communities",)))
    sizes = dict(zip(run.network.functions, run.network.group_sizes.tolist(), strict=True))
    smallest = min(sizes.values())
    assert release(run, key=KEY).functions == run.network.functions
    one, same, other = (release(run, key=key).tables["people"] for key in (KEY, KEY, b"other"))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)
    assert other["person_id"].is_monotonic_increasing
    assert not release(run).tables["people"].equals(release(run).tables["people"])
    names = release(run, people="names").nodes["people"]
    assert set(names["person_id"]) <= set(roster.actors["person_id"])
    assert names["name"].notna().any()
    assert "name" not in one
    few = sg.analyze(log, roster, settings=sg.Settings(only=("communities",), min_group=smallest + 1))
    shown = release(few)
    assert (shown.teams, shown.teams_only) == (len(shown.nodes["teams"]), False)
    assert set(shown.functions) == {name for name, size in sizes.items() if size > smallest}
    agreement = shown.results["communities"].agreement  # type: ignore[attr-defined]
    assert np.isfinite([agreement[name] for name in ("ami", "ari", "nmi")]).all()  # of the merged network
    hidden = Policy.of(run.network, min_group=smallest + 1).hidden
    counted = shown.nodes["people"]["function"].value_counts()
    assert counted[SMALL] == sum(sizes[name] for name in hidden)
    assert not set(counted.index) & hidden


def nodes(
    people: pd.DataFrame, measured: pd.DataFrame, policy: Policy, *, named: bool = False
) -> dict[str, Any]:
    """The tables of people and teams of a run of which nothing else is known."""
    nobody = np.zeros(0, dtype=np.int64)
    network = Network(people, nobody, nobody, strength=np.zeros(0), messages=nobody)
    latest = people.drop_duplicates("person_id", keep="last").set_index("person_id")
    run: Any = SimpleNamespace(
        network=network,
        people=people[["person_id", "function"]].assign(**measured),
        roster=SimpleNamespace(latest=latest.assign(name=[f"N. {one}" for one in latest.index])),
        settings=sg.Settings(),
    )
    return released_nodes(run, policy, people="names" if named else "pseudonyms", key=KEY)


def test_people_and_teams_have_a_row_each_of_the_function_held_last() -> None:
    people = pd.DataFrame(
        {
            "person_id": ["zoe", "desk", "zoe", "ann", "bob", "eve"],
            "function": ["IT", "IT", "PR", "IT", "IT", "PR"],
            "actor_kind": ["person", "team", "person", "person", "person", "person"],
        }
    )
    measured = {
        "ties": [1.23456, 2.0, 123456.0, np.nan, 0.0, 1.0],
        "community": [0, 0, 1, 0, np.nan, NO_COMMUNITY],
    }
    policy = Policy(sizes={"IT": 9, "PR": 9}, min_group=2)
    found = nodes(people, pd.DataFrame(measured), policy, named=True)
    of = found["people"].set_index("person_id")
    assert of["function"].to_dict() == {"zoe": "PR", "ann": "IT", "bob": "IT", "eve": "PR"}
    assert of["name"].to_dict() == {one: f"N. {one}" for one in ("zoe", "ann", "bob", "eve")}
    assert of.loc["zoe", "ties"] == 123500  # four digits
    assert found["teams"]["person_id"].tolist() == ["desk"]
    # of community 1 there is one person, who makes two in none; and of community 0 two, the team not counted
    assert of["community"].drop("bob").to_dict() == {"zoe": NO_COMMUNITY, "ann": 0, "eve": NO_COMMUNITY}
    assert np.isnan(of.loc["bob", "community"])
    hidden = nodes(people, pd.DataFrame(measured), policy)
    assert set(hidden["people"]["person_id"]) == {f"P00{number}" for number in range(1, 6)}
    assert hidden["teams"]["person_id"].tolist() == ["T001"]
    measured["community"][-1] = np.nan  # one person in none would be told from the others: community 0 covers
    alone = nodes(people, pd.DataFrame(measured), policy)["people"]["community"]
    assert set(alone.dropna()) == {NO_COMMUNITY}
    assert "name" not in hidden["people"]
    assert set(nodes(people[~people["actor_kind"].eq("team")].reset_index(drop=True),
                     pd.DataFrame(measured).drop(index=1).reset_index(drop=True), policy)) == {"people"}  # fmt: skip


def test_nothing_tells_the_function_of_who_is_in_a_hidden_one() -> None:
    people = pd.DataFrame(
        {"person_id": [f"p{i}" for i in range(16)], "function": ["HR"] * 3 + ["PR"] * 4 + ["IT"] * 9}
    ).assign(actor_kind="person")
    of = pd.DataFrame(
        {"function_of_community": people["function"][::-1].to_numpy(), "elsewhere": 0.5, "ties": 2.0}
    )
    of = of.assign(brokerage_share=0.1, brokerage_share_rank=1, cross_function_betweenness=0.3, community=0)
    found = nodes(people, of, Policy(sizes={"HR": 3, "PR": 4, "IT": 9}))["people"]
    assert found["function"].value_counts().to_dict() == {"IT": 9, SMALL: 7}
    assert found["function_of_community"].value_counts().to_dict() == {"IT": 9, SMALL: 7}
    assert found.loc[found["function"] == SMALL, "elsewhere"].isna().all()
    assert (found.loc[found["function"] == "IT", "elsewhere"] == 0.5).all()
    assert (found["ties"] == 2).all()
    assert (
        found[["brokerage_share", "brokerage_share_rank", "cross_function_betweenness"]].isna().all(axis=None)
    )
    shown = nodes(people, of, Policy(sizes={"HR": 9, "PR": 9, "IT": 9}))["people"]
    assert shown.notna().all(axis=None)
    assert set(shown["function"]) == {"HR", "PR", "IT"}


def test_betweenness_is_searched_again_as_the_run_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where functions are hidden, paths are counted with them as one: by the run's distance, from the run's sample."""
    monkeypatch.setattr(point_estimates, "EXACT_LIMIT", 12)
    rng = np.random.default_rng(4)
    people = pd.DataFrame({"person_id": [f"p{i}" for i in range(30)], "actor_kind": "person"})
    people["function"] = ["HR"] * 3 + ["PR"] * 4 + ["IT"] * 11 + ["Law"] * 12
    ends = np.argwhere(np.triu(rng.random((30, 30)) < 0.2, 1))
    strength = rng.geometric(0.3, len(ends)).astype(float)
    network = Network(people, ends[:, 0], ends[:, 1], strength=strength, messages=strength.astype(np.int64))
    measured = people[["person_id", "function"]].assign(cross_function_betweenness=0.5)
    policy = Policy(sizes={"HR": 3, "PR": 4, "IT": 11, "Law": 12})
    merged = merge_functions(network, min_group=5)
    found = {}
    for asked in (sg.Settings(seed=1), sg.Settings(seed=2), sg.Settings(seed=1, weighted=True)):
        run: Any = SimpleNamespace(
            network=network,
            people=measured,
            roster=SimpleNamespace(latest=people.set_index("person_id").assign(name="N.")),
            settings=asked,
        )
        table = released_nodes(run, policy, people="names", key=KEY)["people"].set_index("person_id")
        shown = table.loc[people["person_id"], "cross_function_betweenness"].to_numpy()
        wanted = point_estimates.person_betweenness(merged, weighted=asked.weighted, seed=asked.seed).cross
        np.testing.assert_allclose(shown, wanted, rtol=1e-3)
        found[asked.seed, asked.weighted] = shown
    assert len({tuple(one) for one in found.values()}) == 3


def test_a_drawing_needs_no_months() -> None:
    network = Network.from_edges([(i, (i + 1) % 12) for i in range(12)], {i: "AB"[i // 6] for i in range(12)})
    drawing = release_network(network, key=KEY)
    assert drawing.time == {}
    assert (drawing.picture.min_group, drawing.picture.key) == (5, KEY)
    chosen = {"people": "no_people", "min_group": 4, "withheld": frozenset({frozenset("AB")})}
    picture = release_network(network, **chosen).picture  # type: ignore[arg-type]
    assert {"people": picture.show, "min_group": picture.min_group, "withheld": picture.withheld} == chosen
    again = release_network(network, key=KEY).picture.network.people["person_id"].tolist()
    assert drawing.picture.network.people["person_id"].tolist() == again
