"""The `table` analysis by hand, against a slow draw of seats, and where nobody or somebody is kept out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silograph.analyses.table.answer import TableResult, table
from silograph.errors import NotEnoughDataError, UsageError
from silograph.log.conversations import Conversations, build_conversations

mpl.use("Agg")
COLUMNS = (
    "function people on_topic in_initiative share_on_topic share_in_initiative low high expected share_expected ratio "
    "p_value q_value verdict"
)
START = datetime(2024, 1, 1, tzinfo=UTC)
PEOPLE: dict[str, Any] = {"ann": "PR", "art": "PR", "bob": "HR", "ben": "HR", "eve": "IT", "una": None}


def read(messages: list[dict[str, Any]], functions: dict[str, Any] = PEOPLE) -> Conversations:
    """Messages have ``sender``, and where wanted ``to cc subject thread space day automated``."""
    names, known = list(functions), sorted({name for name in functions.values() if name})
    function = [known.index(functions[n]) if functions[n] else -1 for n in names]
    threads = sorted({m["thread"] for m in messages if m.get("thread")})
    spaces = sorted({m["space"] for m in messages if m.get("space")})
    sent, reached = [], []
    for k, m in enumerate(messages):
        i = names.index(m["sender"])
        for role in ("to", "cc", "mention", "member"):
            ends = [names.index(one) for one in m.get(role, "").split()]
            reached += [(k, j, function[j], role) for j in ends if j != i]
        sent.append(
            {
                "sent_at": START + timedelta(days=m.get("day", k)),
                "sender": i,
                "function": function[i],
                "thread": threads.index(m["thread"]) if m.get("thread") else -1,
                "space": spaces.index(m["space"]) if m.get("space") else -1,
                "audience": m.get("audience", 1),
                "automated": m.get("automated", False),
                "subject": m.get("subject"),
            }
        )
    frame = pd.DataFrame(sent).assign(channel="email", kind="mail", parent=-1, source=1)
    return Conversations(
        messages=frame.assign(sent_at=pd.to_datetime(frame["sent_at"], utc=True)),
        interactions=pd.DataFrame(reached, columns=["message", "recipient", "function", "role"]).astype(
            {"message": int, "recipient": int, "function": int}
        ),
        cases=pd.DataFrame(columns=["thread", "opened_at", "ended_at", "closed", "source"]),
        functions=tuple(known),
        spaces=tuple(spaces),
        actors=pd.DataFrame(
            {
                "actor_id": names,
                "actor_kind": "person",
                "function": [functions[n] or "(unknown)" for n in names],
            }
        ),
        threads=tuple(threads),
    )


def web(sender: str, **more: Any) -> dict[str, Any]:
    return {"sender": sender, "subject": "Re: New WEBSITE", **more}


def board(sender: str, **more: Any) -> dict[str, Any]:
    return {"sender": sender, "subject": "Steering board", **more}


def counts(messages: list[dict[str, Any]], **options: Any) -> dict[str, tuple[int, int]]:
    """Activity on the topic and seats of each function."""
    options = {"topic": "website", "initiative": "^steering", "simulations": 10, "min_group": 1, **options}
    rows = table(read(messages), **options).tables()["table"]
    assert " ".join(rows.columns) == COLUMNS
    return {row.function: (row.on_topic, row.in_initiative) for row in rows.itertuples()}


class TestByHand:
    def test_threads_and_seats(self) -> None:
        messages = [
            web("ann", thread="t"), web("ann", thread="t"), web("art", thread="t"), web("bob", thread="u"),
            web("eve", automated=True), web("ann"), board("bob", to="eve", cc="art ben"), board("una"),
        ]  # fmt: skip
        # HR: ben is in copy only; PR: ann in two threads, art in one
        assert counts(messages) == {"HR": (1, 1), "IT": (0, 1), "PR": (3, 0)}

    def test_a_thread_is_about_its_subjects_as_a_whole(self) -> None:
        messages = [
            web("ann", thread="t"), {"sender": "bob", "thread": "t"}, {"sender": "eve"}, board("eve", thread="b"),
            {"sender": "art", "subject": "other", "thread": "b"},
        ]  # fmt: skip
        assert counts(messages) == {"HR": (1, 0), "IT": (0, 1), "PR": (1, 1)}

    def test_what_is_in_the_initiative_is_no_activity(self) -> None:
        messages = [web("ann", thread="b"), board("bob", thread="b"), web("eve")]
        assert counts(messages) == {"HR": (0, 1), "IT": (1, 0), "PR": (0, 1)}

    def test_spaces_and_days(self) -> None:
        messages = [
            {"sender": "ann", "space": "website", "day": 0.1}, {"sender": "ann", "space": "website", "day": 0.2},
            {"sender": "ann", "space": "website", "day": 1.1}, {"sender": "bob", "space": "lunch"},
            {"sender": "bob", "space": "steering", "mention": "eve", "member": "ben"},
        ]  # fmt: skip
        assert counts(messages) == {"HR": (0, 1), "IT": (0, 1), "PR": (2, 0)}

    def test_declared_members_and_broadcasts(self) -> None:
        messages = [web("ann"), web("bob"), board("eve", to="ann bob", audience=60)]
        assert counts(messages) == {"HR": (1, 0), "IT": (0, 1), "PR": (1, 0)}
        assert counts(messages, initiative=None, members=["art", "ben", "nobody"]) == {
            "HR": (1, 1), "IT": (0, 0), "PR": (1, 1),
        }  # fmt: skip

    def test_one_seat_falls_in_proportion_to_activity(self) -> None:
        messages = [web("ann") for _ in range(60)] + [web("bob") for _ in range(20)] + [board("bob")]
        rows = table(read(messages), topic="web", initiative="board", simulations=4000, min_group=1).table
        expected = rows.set_index("function")["expected"]
        assert expected["PR"] == pytest.approx(0.75, abs=0.03)
        assert expected["HR"] == pytest.approx(0.25, abs=0.03)
        assert rows["share_on_topic"].tolist() == [0.25, 0.0, 0.75]


def slow_expected(activity: list[list[int]], seats: int, times: int, seed: int) -> np.ndarray[Any, Any]:
    """Mean seats of each person: weights for threads, then one seat after the other by what is left."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(activity))
    for _ in range(times):
        weight = rng.exponential(size=10)
        rates = {p: sum(weight[t] for t in threads) for p, threads in enumerate(activity)}
        for _ in range(seats):
            people = list(rates)
            shares = np.array([rates[p] for p in people])
            chosen = people[rng.choice(len(people), p=shares / shares.sum())]
            total[chosen] += 1
            del rates[chosen]
    return total / times


def test_expected_seats_against_drawing_one_by_one() -> None:
    activity = [[0, 1, 2, 3, 4], [0, 1], [5], [6, 7, 8]]
    names = ["ann", "bob", "eve", "una"]
    functions = {"ann": "PR", "bob": "HR", "eve": "IT", "una": "Web"}
    messages = [web(n, thread=f"t{t}") for n, own in zip(names, activity, strict=True) for t in own]
    messages.append(board("ann", to="bob"))
    rows = table(
        read(messages, functions), topic="web", initiative="board", simulations=6000, min_group=1
    ).table
    expected = rows.set_index("function")["expected"][["PR", "HR", "IT", "Web"]]
    assert expected.to_numpy() == pytest.approx(slow_expected(activity, 2, 4000, 1), abs=0.03)
    assert expected.sum() == pytest.approx(2)


def company(
    seed: int, *, functions: int = 8, seats: int = 30, absent: bool = False, threads: int = 150
) -> Conversations:
    """Ten people per function, some more active than others; seats go by activity, none to F0 if it is absent."""
    rng = np.random.default_rng(seed)
    people = {f"p{i}": f"F{i // 10}" for i in range(10 * functions)}
    n = len(people)
    activity = np.exp(0.8 * rng.normal(size=n))
    messages = [
        web(f"p{i}", thread=f"t{t}")
        for t in range(threads)
        for i in rng.choice(n, 3, replace=False, p=activity / activity.sum())
    ]
    wants = activity * (np.arange(n) >= 10) if absent else activity
    seated = rng.choice(n, seats, replace=False, p=wants / wants.sum())
    messages += [board(f"p{i}", thread="board") for i in seated]
    return read(messages, people)


def ask(conversations: Conversations, **options: Any) -> TableResult:
    return table(conversations, topic="website", initiative="board", **options)


class TestVerdicts:
    def test_nobody_kept_out_nobody_missing(self) -> None:
        found = [ask(company(seed)) for seed in range(12)]
        assert [result.absent for result in found] == [()] * 12
        assert "None of 8 functions is missing from the 30 seats" in found[0].headline()

    def test_who_is_kept_out_is_missing(self) -> None:
        found = [ask(company(seed, functions=5, absent=True, seats=25)) for seed in range(8)]
        assert sum(result.absent == ("F0",) for result in found) >= 6
        assert all(set(result.absent) <= {"F0"} for result in found)
        first = next(result for result in found if result.absent)
        assert "F0 (0 of 25 seats" in first.headline()

    def test_silent_small_and_unclear(self) -> None:
        people = {**{f"a{i}": "Big" for i in range(9)}, **{f"b{i}": "Quiet" for i in range(9)}}
        people |= {"c0": "Small", **{f"d{i}": "Rare" for i in range(9)}}
        messages = [web(f"a{i}", thread=f"t{i}", to="b0 c0") for i in range(9)]
        messages += [web("c0", thread="x"), web("d0", thread="y", to="d1 d2 d3 d4")]
        messages += [{"sender": "b1", "to": "b2 b3 b4 b5"}, board("a0", to="a1 b1 c0")]
        verdict = ask(read(messages, people)).table.set_index("function")["verdict"]
        assert verdict.to_dict() == {
            "Big": "present", "Quiet": "silent", "Rare": "not_assessable", "Small": "not_assessable",
        }  # fmt: skip

    def test_the_glue(self) -> None:
        result = ask(company(1), glue=["F3", "F1"], simulations=50)
        assert list(result.glue_seats) == ["F3", "F1"]
        assert "F3, which links the others most, has" in result.headline()

    @settings(max_examples=15)
    @given(st.integers(0, 10_000))
    def test_numbers_hang_together(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        talk = company(seed, functions=int(rng.integers(2, 6)), seats=int(rng.integers(1, 20)), threads=20)
        result = ask(talk, simulations=100)
        rows = result.table
        assert rows["expected"].sum() == pytest.approx(result.seats)
        assert rows["in_initiative"].sum() == result.seats
        assert rows["share_on_topic"].sum() == pytest.approx(1)
        assert (
            (rows["low"] <= rows["share_in_initiative"]) & (rows["share_in_initiative"] <= rows["high"])
        ).all()
        assert rows["p_value"].dropna().between(1 / 101, 1).all()


class TestShape:
    def test_plot_html_and_seeds(self) -> None:
        first, second = (ask(company(2), seed=4, simulations=100) for _ in range(2))
        pd.testing.assert_frame_equal(first.table, second.table)
        assert len(first.plot().get_yticklabels()) == first.table["verdict"].isin(["absent", "present"]).sum()
        assert "p1" not in first.to_html()
        assert first.parameters["topic"] == "website"

    def test_what_is_missing_is_said(self) -> None:
        talk = read([web("ann"), board("bob")])
        with pytest.raises(NotEnoughDataError, match="--topic PATTERN, and keep subjects with --subjects"):
            table(talk)
        with pytest.raises(NotEnoughDataError, match="--initiative PATTERN"):
            table(talk, topic="web")
        with pytest.raises(NotEnoughDataError, match="no subject and no space matches --topic “cake”"):
            table(talk, topic="cake", initiative="board")
        with pytest.raises(
            NotEnoughDataError, match="the log has no subjects; keep subjects with --subjects"
        ):
            table(read([{"sender": "ann", "to": "bob"}]), topic="web", initiative="board")
        with pytest.raises(NotEnoughDataError, match="every message on the topic belongs to the initiative"):
            table(talk, topic="web", initiative="web")
        with pytest.raises(NotEnoughDataError, match="nobody wrote or was addressed in the initiative"):
            table(talk, topic="web", members=["nobody"])
        with pytest.raises(NotEnoughDataError, match="nobody inside wrote on the topic"):
            table(read([web("ann", automated=True), board("bob")]), topic="web", initiative="board")
        with pytest.raises(NotEnoughDataError, match="no functions known"):
            table(read([web("una")], {"una": None}), topic="web", initiative="board")
        with pytest.raises(UsageError, match="--topic: '\\(' is no regular expression"):
            table(talk, topic="(", initiative="board")
        with pytest.raises(UsageError, match="simulations must be at least 1"):
            ask(talk, simulations=0)


@pytest.mark.data
def test_gastech(data_dir: Path) -> None:
    """Subjects of an invented company: with six seats, absence cannot be told from chance."""
    import silograph as sg

    folder = data_dir / "gastech"
    options = sg.ReadOptions(subjects=True)
    log, roster = sg.read(folder / "email headers.csv", folder / "EmployeeRecords.xlsx", options=options)
    result = table(build_conversations(log, roster), topic="meeting|budget", initiative="virus")
    assert result.absent == ()
    assert result.table["in_initiative"].sum() == result.seats
    assert any("are few" in caveat for caveat in result.caveats) == (result.seats < 10)
