"""What leaves a run of `silos2`: spaces of few people, and the few of another function in a space, do not follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from silograph.analyses.silos2.answer import Silos2Result, silos2
from silograph.language.words import LANGUAGES, Words
from silograph.log.conversations import build_conversations
from silograph.log.messages import BatchBuilder
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.release.policy import Policy
from silograph.release.results import release_result

START = datetime(2024, 1, 1, tzinfo=UTC)
SIZES = {"HR": 14, "IT": 12, "Legal": 6, "PR": 2}
POLICY = Policy(sizes=SIZES)
MEMBERS = {  # function and number of each space's people
    "#hr": [*(f"HR{i}" for i in range(11)), "IT0"],
    "#both": [*(f"HR{i}" for i in range(8)), *(f"IT{i}" for i in range(8))],
    "#it": [f"IT{i}" for i in range(12)],
    "#law": [*(f"Legal{i}" for i in range(6)), "HR12"],
    "#secret": ["HR1", "PR0", "PR1"],
}


@lru_cache
def found() -> Silos2Result:
    people = pd.DataFrame(
        [(f"{name}{i}", name) for name, size in SIZES.items() for i in range(size)],
        columns=["person_id", "function"],
    )
    builder = BatchBuilder(channel="post")
    number = 0
    for month in range(3):
        for space, members in MEMBERS.items():
            for who in members if month != 1 else members[:8]:
                number += 1
                sent_at = START + timedelta(days=31 * month + number % 20)
                builder.message(str(number), who, [], sent_at=sent_at, space=space)
    store = Store.in_memory()
    store.add([builder.take()], name="posts", loader="slack")
    log, roster = store.log(Roster.from_pandas(people))
    return silos2(build_conversations(log, roster), simulations=20, replicates=20)


@lru_cache
def released() -> Silos2Result:
    return release_result(found(), POLICY)


def spaces() -> pd.DataFrame:
    return released().table.set_index("name")


def test_a_small_space_has_no_row_and_its_share_no_remainder() -> None:
    assert set(spaces().index) == {"#hr", "#both", "#it", "#law"}
    assert "secret" not in str(released().tables()) + released().to_html()
    for column in ("people", "share"):
        assert spaces()[column].isna().sum() >= 1


def test_one_of_another_function_is_not_told() -> None:
    # 11 of 12 are of HR: purity, mixing and entropy would all say that one is not
    shown = spaces()
    told = ["purity", "purity_low", "purity_high", "entropy", "mixing", "mixing_usual", "p_value", "q_value"]
    assert found().table.set_index("name").loc["#hr", "purity"] == 11 / 12
    assert shown.loc["#hr", told].isna().all()
    assert shown.loc["#hr", "largest_function"] == "HR"
    assert shown.loc["#both", "purity"] == 0.5
    assert shown.loc["#it", "purity"] == 1.0  # nobody else is there
    # people who are active elsewhere too: all twelve of #hr but a few
    bridges = found().table.set_index("name").loc[shown.index]
    few = (bridges["bridges"].between(1, 4)) | ((bridges["people"] - bridges["bridges"]).between(1, 4))
    assert few.any()
    assert shown.loc[few, ["bridges", "disjointness"]].isna().all().all()


def test_the_function_of_a_space_is_not_named_where_it_only_covers() -> None:
    assert POLICY.hidden == {"PR", "Legal"}
    assert spaces().loc["#law", "largest_function"] == "(small functions)"
    assert np.isnan(spaces().loc["#law", "purity"])


def test_layers_and_the_verdict_are_those_of_merged_functions() -> None:
    layers = found().layers.assign(people=24, walls=3.14159, cross_share=0.123456)
    whole = replace(found(), layers=layers, layer_verdict="opens_walls")
    one = release_result(found(), POLICY, whole=whole)
    assert one.layers["walls"].tolist() == [3.14]
    assert one.layers["cross_share"].tolist() == [0.123]
    assert one.layer_verdict == "opens_walls"
    assert set(one.table["name"]) == set(spaces().index)


def test_a_channel_of_few_people_has_no_row() -> None:
    layers = (
        found()
        .layers.iloc[[0, 0, 0]]
        .assign(channel=["post", "email", "handoff"], people=[2, 5, 4], ties=[1, 6, 3], cross_share=0.5)
    )
    few = replace(found(), layers=layers, layer_verdict="too_little_data")
    shown = release_result(few, POLICY, whole=few)
    assert shown.layers[["channel", "people", "ties"]].to_numpy().tolist() == [["email", 5, 6]]
    for lang in LANGUAGES:
        assert shown.headline(lang).startswith(Words(lang)("said.silos2.too_few"))
        assert not {"nan", "–"} & {*shown.headline(lang).split()}
    alone = replace(few, layers=layers.iloc[:1])
    none = release_result(alone, POLICY, whole=alone)
    assert none.layers.empty
    assert none.headline() == shown.headline()
    assert none.to_html()


def test_months_of_few_people_do_not_follow() -> None:
    shown = released().by_month
    assert (shown["people"] >= 5).all()
    assert not {"months_left_out", "groups_left_out"} & set(shown)
    # #secret has three people every month: what all wrote, less what the others did, is not theirs alone
    assert shown.groupby("month")["messages"].apply(lambda cells: cells.isna().any()).all()


def test_digits_chart_and_words() -> None:
    shown = spaces()
    tenths = shown[["mixing", "mixing_usual", "entropy", "purity_expected"]].to_numpy(float)
    assert np.allclose(tenths, tenths.round(1), equal_nan=True)
    rows = Silos2Result.charts[0].rows(replace(found(), layers=found().layers.assign(walls=2.0)))
    assert [row.marked for row in rows] == [True]  # posts
    assert found().answer().say(Words("fr"))
    words = Words("fr")
    for name, one in Silos2Result.declared.items():
        assert words(f"rows.{name}")
        ends = {end for column in one.columns for end in column.ends}
        assert all(words(f"column.{name}.{column}") for column in one.names if column not in ends)
