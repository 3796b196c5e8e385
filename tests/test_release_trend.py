"""What `trend` lets out: no window of few people, and nothing that tells small functions apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import silograph as sg
from silograph.analyses.trend.answer import TrendResult, trend
from silograph.graph.small import SMALL
from silograph.language.words import Words
from silograph.log.conversations import Conversations, build_conversations
from silograph.release.gate import release
from silograph.release.policy import Policy
from silograph.release.results import release_result

Read = Callable[..., Conversations]
WINDOWS = [f"2024-0{month}-01" for month in range(1, 6)]
POLICY = Policy(sizes={"A": 20, "B": 9, "S": 3, "T": 2})


def found(
    active: list[int], *, functions: tuple[str, ...] = ("A", "B", "S", "T"), walls: float = 8.061234
) -> TrendResult:
    """Five windows, with so many people active in each."""
    rows = []
    for number, (window, people) in enumerate(zip(WINDOWS, active, strict=True)):
        nothing = (np.nan, np.nan, np.nan, np.nan, "not_tested")
        rows += [
            (window, "messages", None, 100.0 * people, *nothing, people),
            (window, "people", None, float(people), *nothing, people),
            (
                window,
                "walls",
                None,
                walls + number,
                7.1 + number,
                8.9 + number,
                1.5,
                0.01234567,
                "up",
                people,
            ),
        ]
        rows += [
            (window, "openness", name, 0.512345, 0.3, 0.8, np.nan, np.nan, "none", 9 if name in "AB" else 5)
            for name in functions
        ]
    columns = ["window", "figure", "function", "value", "low", "high", "change", "q_value", "mark", "active"]
    return TrendResult(
        table=pd.DataFrame(rows, columns=columns),
        windows=tuple(pd.Timestamp(window) for window in WINDOWS),
        parameters={"window": "month"},
    )


def test_a_window_of_few_people_goes_and_its_messages_do_not_follow_from_the_total():
    shown = release_result(found([30, 3, 40, 12, 50]), POLICY).table
    assert WINDOWS[1] not in set(shown.loc[shown["function"].isna(), "window"])
    messages = shown[shown["figure"] == "messages"].set_index("window")
    assert messages["value"].isna().sum() == 1
    assert np.isnan(messages.loc[WINDOWS[3], "value"])  # the smallest that covers it
    walls = shown[shown["figure"] == "walls"].set_index("window")
    assert walls.loc[WINDOWS[3], ["value", "low", "high", "change"]].isna().all()


def test_all_windows_stay_where_enough_people_are_active():
    shown = release_result(found([30, 5, 40, 12, 50]), POLICY).table
    assert (shown["figure"] == "messages").sum() == 5
    assert shown.loc[shown["figure"] != "openness", "value"].notna().all()


def test_openness_rests_on_those_who_cross(tmp_path: Path) -> None:
    """All of A write every month; across, two of its people write to one of B in the second month, else all do."""
    rng = np.random.default_rng(0)
    people = [(f"{name}{i}", name) for name in "ABCDE" for i in range(8)]
    messages = []
    for month in range(1, 5):
        for a, f in people:
            for b, g in people:
                few = month == 2 and "A" in (f, g) and f != g
                if (
                    a != b
                    and (not few or {a, b} in ({"A0", "B0"}, {"A1", "B0"}))
                    and rng.random() < 0.5 + few
                ):
                    messages.append(
                        (len(messages), f"2024-{month:02d}-{rng.integers(1, 28):02d}T09:00Z", a, b)
                    )
    names = ["message_id", "sent_at", "sender", "recipient"]
    pd.DataFrame(messages, columns=names).to_csv(tmp_path / "log.csv", index=False)
    pd.DataFrame(people, columns=["person_id", "function"]).to_csv(tmp_path / "people.csv", index=False)
    log, roster = sg.read(tmp_path / "log.csv", tmp_path / "people.csv")
    found = trend(build_conversations(log, roster), replicates=2)
    rows = found.table.query("figure == 'openness' and function == 'A'").set_index("window")
    assert rows["active"].tolist() == [8, 3, 8, 8]  # of A, or who cross, whichever are fewer
    assert rows["compared"].tolist() == [0, 40, 40, 40]
    shown = release_result(found, Policy(sizes=dict.fromkeys("ABCDE", 8))).table
    told = shown.query("figure == 'openness' and function == 'A'").set_index("window")
    assert told.loc["2024-02-01", ["value", "low", "high", "change", "q_value", "mark"]].isna().all()


def test_a_change_of_few_has_no_mark_even_where_nobody_crosses_now() -> None:
    result = found([30] * 5)
    openness = result.table["figure"] == "openness"
    table = result.table.assign(compared=np.where(openness, 3.0, np.nan), change=0.5)
    table.loc[openness, ["value", "active"]] = 0
    shown = release_result(
        replace(result, table=table), Policy(sizes={"A": 20, "B": 9, "S": 8, "T": 7})
    ).table
    names = ["change", "q_value", "mark"]
    assert shown.loc[shown["figure"] == "openness", names].isna().all(axis=None)
    assert shown.loc[shown["figure"] == "walls", "mark"].notna().all()


def test_small_functions_and_those_that_cover_them_are_told_from_the_merged_network_only():
    result, whole = found([30] * 5), found([30] * 5, functions=("A", "B", SMALL), walls=6.0)
    shown = release_result(result, POLICY, whole=whole)
    assert set(shown.table["function"].dropna()) == {"A", "B"}
    assert shown.table.loc[shown.table["figure"] == "walls", "value"].tolist()[0] == 6.0
    assert SMALL not in shown.headline()


def test_digits_are_those_that_the_interval_supports():
    trend = found([30] * 5)
    shown = release_result(trend, POLICY, whole=trend).table
    walls = shown[shown["figure"] == "walls"].iloc[0]
    assert walls["value"] == 8.06
    assert walls["q_value"] == 0.0123
    assert shown.loc[shown["figure"] == "openness", "value"].dropna().unique().tolist() == [0.51]


def test_the_answer_can_still_be_said():
    shown = release_result(found([30] * 5), POLICY)
    for lang in ("en", "fr"):
        assert "8" in shown.headline(lang) or "5" in shown.headline(lang)
    assert len(shown.windows) == 5


def test_every_column_has_its_meaning():
    for lang in ("en", "fr"):
        words = Words(lang)
        for name, table in TrendResult.declared.items():
            assert words.has(f"rows.{name}")
            ends = {end for column in table.columns for end in column.ends}
            for column in table.columns:
                assert column.name in ends or words.has(f"column.{name}.{column.name}")


def test_what_sums_up_exchange_inside_rests_on_the_fewest_who_exchange_inside_a_function(read: Read) -> None:
    """In March two of HR write to each other: beside the month's page, modularity would tell how often."""
    people: dict[str, Any] = {f"{name}{i}": name for name in ("HR", "IT", "Law") for i in range(8)}
    names, mails = list(people), list[Any]()
    for month in range(6):
        for i, a in enumerate(names):
            for b in (names[i + 1 :] + names)[:9]:
                quiet = month == 2 and people[a] == people[b] == "HR" and {a, b} != {"HR0", "HR1"}
                mails += [] if quiet else [(31 * month + 1 + i / 9, a, b)]
    exact = trend(read(mails, people), replicates=2)
    rows = exact.table.set_index(["figure", "window"]).sort_index()
    inside = rows.loc["modularity", "active"]
    assert inside.iloc[2] == 2
    assert (inside.drop(inside.index[2]) == 8).all()
    shown = release_result(exact, Policy(sizes={"HR": 8, "IT": 8, "Law": 8}), whole=exact).table
    told = shown.dropna(subset=["value"]).groupby("figure")["window"].unique()
    for figure in ("modularity", "cross_share"):
        assert inside.index[2] not in told[figure]
        assert len(told[figure]) >= 4
    assert len(told["walls"]) == len(told["messages"]) == len(inside)


def test_sums_of_a_month_go_where_the_page_withholds_what_covers_few(tmp_path: Path) -> None:
    """In March two of HR write to each other: February's exchange inside HR, its cover, is an equation for March's."""
    names = [f"{name.lower()}{i}@x.org" for name in ("HR", "IT", "Law", "Ops") for i in range(9)]
    rows = []
    for month in range(1, 7):
        for i, a in enumerate(names):
            for step in range(1, 12):
                b = names[(i + step) % len(names)]
                quiet = month == 3 and a[:2] == b[:2] == "hr" and {a, b} != {"hr0@x.org", "hr1@x.org"}
                if not quiet:
                    rows.append((f"m{len(rows)}", f"2024-0{month}-{1 + (i + step) % 27:02}T09:00Z", a, b))
    columns = ["message_id", "sent_at", "sender", "recipient"]
    pd.DataFrame(rows, columns=columns).to_csv(tmp_path / "log.csv", index=False)
    people = [(one, one[: -len("0@x.org")].upper()) for one in names]
    pd.DataFrame(people, columns=["person_id", "function"]).to_csv(tmp_path / "people.csv", index=False)
    log, roster = sg.read(tmp_path / "log.csv", tmp_path / "people.csv")
    run = sg.analyze(log, roster, settings=sg.Settings(only=("trend",), replicates=5, simulations=5))
    released = release(run, people="no_people")
    page, table = released.drawing.time, released.tables["trend"]
    without = {
        month
        for month, part in zip(page["months"], page["margins"]["months"], strict=True)
        if any(a == b for a, b in part["untold"])
    }
    assert "2024-03" in without
    assert len(without) >= 2
    shown = table.dropna(subset=["value"])
    for figure in ("modularity", "cross_share"):
        assert without.isdisjoint(shown.loc[shown["figure"] == figure, "window"].str[:7])
    assert shown["figure"].eq("walls").sum() == 6
