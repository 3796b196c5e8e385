"""`maturity`: by hand, against other ways of counting, stages planted and not, and at the edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.special import betaln

import silograph as sg
from silograph.analyses.maturity.answer import SHORT_TERM, MaturityResult, maturity
from silograph.analyses.maturity.participation import Participation, gini
from silograph.analyses.maturity.stages import CUSTOMER_FACING
from silograph.errors import NotEnoughDataError, UsageError
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)
FAST: Mapping[str, Any] = {"samples": 500}
Post = tuple[str, str, str | None]  # id, who, id of the post that is answered


def posts_of(rows: Iterable[Post]) -> BatchBuilder:
    builder = BatchBuilder(channel="post")
    threads: dict[str, str] = {}
    for number, (post, who, parent) in enumerate(rows):
        threads[post] = threads[parent] if parent else post
        builder.message(post, who, [], sent_at=START + timedelta(days=number), kind="reply" if parent else "post",
                        thread_id=threads[post], parent_id=parent, space="#all")  # fmt: skip
    return builder


def judge(people: pd.DataFrame, *builders: BatchBuilder, **options: Any) -> MaturityResult:
    store = Store.in_memory()
    for number, builder in enumerate(builders):
        store.add([builder.take()], name=f"source {number}", loader="interactions")
    log, roster = store.log(Roster.from_pandas(people))
    return maturity(build_conversations(log, roster), roster=roster, **{**FAST, **options})


def staff(sizes: Mapping[str, int], **columns: Any) -> pd.DataFrame:
    function = [name for name, size in sizes.items() for _ in range(size)]
    return pd.DataFrame(
        {"person_id": [f"p{i}" for i in range(len(function))], "function": function, **columns}
    )


def taking_part(sizes: Mapping[str, int], active: Mapping[str, int], **options: Any) -> MaturityResult:
    """So many of each function write one post."""
    people = staff(sizes)
    first = {name: people.index[people["function"] == name][: active[name]] for name in sizes}
    return judge(people, posts_of((f"m{i}", f"p{i}", None) for who in first.values() for i in who), **options)


class TestByHand:
    # HR: p0 to p5; IT: p6 to p11. p0 opens two posts; p1 and p6 answer the first, p0 thanks p6.
    POSTS: tuple[Post, ...] = (
        ("a", "p0", None), ("b", "p0", None), ("c", "p1", "a"), ("d", "p6", "a"), ("e", "p0", "d"), ("f", "p6", None),
    )  # fmt: skip

    def test_participation_and_dialogue(self) -> None:
        found = judge(staff({"HR": 6, "IT": 6}), posts_of(self.POSTS))
        hr, it = (row for _, row in found.table.iterrows())
        assert hr[["staff", "active", "posts"]].tolist() == [6, 2, 4]
        assert it[["staff", "active", "posts"]].tolist() == [6, 1, 2]
        assert hr["participation"] == pytest.approx(2 / 6)
        assert hr["dialogue_share"] == pytest.approx(2 / 4)
        assert hr["replies_per_post"] == pytest.approx(2 / 2)
        assert hr["answered"] == pytest.approx(1 / 2)
        assert it["answered"] == 0
        # posts of HR: 3 1 0 0 0 0: mean absolute difference of the 36 pairs over twice the mean
        values = [3, 1, 0, 0, 0, 0]
        slow = sum(abs(a - b) for a in values for b in values) / (2 * 36 * np.mean(values))
        assert hr["gini"] == pytest.approx(slow)
        assert found.participation == pytest.approx(3 / 12)
        assert found.by_month["active"].tolist() == [2, 1]

    def test_leaders_short_term_staff_and_the_responsible(self) -> None:
        level = [0, 1, 1, 1, 1, 2, *[3] * 6]
        title = ["Chief", *["Head"] * 4, "Officer", *["Intern, sales"] * 5, "International officer"]
        people = staff({"HR": 6, "IT": 6}, level=level, title=title)
        rows: list[Post] = [
            ("a", "p0", None),
            ("b", "p1", None),
            *[(f"c{i}", f"p{6 + i}", None) for i in range(6)],
        ]
        found = judge(people, posts_of(rows), responsible="p6")
        assert found.leaders_participation == pytest.approx(2 / 5)
        assert found.leaders_posts == pytest.approx(2 / 8)
        assert found.short_term_posts == pytest.approx(5 / 8)
        assert found.responsible_level == 3
        it = found.table.set_index("function").loc["IT"]
        assert it["short_term_share"] == pytest.approx(5 / 6)
        assert it["short_term_posts"] == pytest.approx(5 / 6)
        assert found.levels["level"].tolist() == [3]  # the others have fewer than five people
        assert found.levels["posts_share"].tolist() == [6 / 8]

    def test_mentions(self) -> None:
        people = staff({"HR": 6, "IT": 6})
        builder = posts_of([("r", "p5", None), ("s", "p4", "r")])
        asks: list[tuple[str, str]] = [("x1", "p6"), ("x2", "p7"), ("x3", "p8"), ("x4", "p9")]
        for number, (post, whom) in enumerate(asks):
            sent_at = START + timedelta(days=10 + number)
            builder.message(
                post, "p0", [(whom, "mention")], sent_at=sent_at, thread_id=post, kind="post", space="#all"
            )
        # p6 in the thread; a colleague of p7 in the thread; p8 in the space within a day; p9 two days later
        later = [
            ("p6", "x1", 10.5),
            ("p11", "x2", 30.0),
            ("p8", None, 12.5),
            ("p9", None, 15.0),
            ("p0", None, 60.0),
        ]
        for who, thread, day in later:
            builder.message(f"{who} {day}", who, [], sent_at=START + timedelta(days=day), space="#all",
                            kind="reply" if thread else "post", thread_id=thread, parent_id=thread)  # fmt: skip
        # too late to tell: the record ends before a week is over
        builder.message(
            "y", "p0", [("p10", "mention")], sent_at=START + timedelta(days=58), space="#all", kind="post"
        )
        found = judge(people, builder)
        assert found.table.set_index("function")["unanswered_mentions"].iloc[1] == pytest.approx(1 / 4)

    def test_titles_and_names(self) -> None:
        short = [
            "Intern",
            "Stagiaire RH",
            "alternante",
            "IT contractor",
            "Temp",
            "Apprentie",
            "CDD",
            "Intérimaire",
        ]
        assert all(SHORT_TERM.search(title) for title in short)
        assert not any(
            SHORT_TERM.search(title) for title in ["Internal audit", "International sales", "Template editor"]
        )
        assert all(
            CUSTOMER_FACING.search(name)
            for name in ["Sales", "Customer service", "Service clients", "Marketing"]
        )
        assert not any(CUSTOMER_FACING.search(name) for name in ["Production", "Salesianum", "HR"])


class TestOtherWaysOfCounting:
    @given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
    def test_gini_is_the_mean_difference(self, values: list[int]) -> None:
        if not sum(values):
            assert np.isnan(gini(values))
            return
        difference = np.abs(np.subtract.outer(values, values)).mean()
        assert gini(values) == pytest.approx(difference / 2 / np.mean(values), abs=1e-12)
        assert -1e-12 <= gini(values) < 1

    def test_posterior_is_that_of_numerical_integration(self) -> None:
        active, people = np.array([1, 4, 0]), np.array([10, 12, 8])

        def density(log_spread: float, mean: float) -> float:
            a, b = mean * np.exp(log_spread), (1 - mean) * np.exp(log_spread)
            return float(np.exp((betaln(a + active, b + people - active) - betaln(a, b)).sum() + 15))

        def weighted(log_spread: float, mean: float) -> float:
            spread = np.exp(log_spread)
            return density(log_spread, mean) * float((mean * spread + active[1]) / (spread + people[1]))

        area = (0.005, 0.995, np.log(0.3), np.log(1000))
        exact = dblquad(weighted, *area)[0] / dblquad(density, *area)[0]
        drawn = Participation(active, people, draws=40_000, seed=1).drawn()
        assert drawn[:, 1].mean() == pytest.approx(exact, abs=0.01)

    @given(st.integers(0, 300))
    def test_any_posts(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        sizes = {f"F{i}": int(rng.integers(1, 9)) for i in range(int(rng.integers(1, 5)))}
        n = sum(sizes.values())
        rows: list[Post] = []
        for number in range(int(rng.integers(1, 30))):
            parent = f"m{rng.integers(number)}" if number and rng.random() < 0.5 else None
            rows.append((f"m{number}", f"p{rng.integers(n)}", parent))
        people = staff(sizes)
        found = judge(people, posts_of(rows), min_group=1)
        function = dict(zip(people["person_id"], people["function"], strict=True))
        for row in found.table.to_dict("records"):
            theirs = [post for post in rows if function[post[1]] == row["function"]]
            assert row["active"] == len({who for _, who, _ in theirs})
            assert row["posts"] == len(theirs)
            assert row["participation_low"] <= row["participation"] <= row["participation_high"]
        assert sum(found.stage_probability.values()) == pytest.approx(1)
        found.headline()


SIZES = {"HR": 20, "IT": 25, "Legal": 15, "Production": 30, "Sales": 20, "Customer service": 20}


class TestStages:
    def test_none(self) -> None:
        found = taking_part(SIZES, {**dict.fromkeys(SIZES, 0), "IT": 1})
        assert found.stage == "none"
        assert set(found.table["verdict"]) <= {"does_not", "unclear"}

    def test_pilot(self) -> None:
        found = taking_part(SIZES, {**dict.fromkeys(SIZES, 0), "IT": 15})
        assert found.stage == "pilot"
        assert found.table.set_index("function").loc["IT", "verdict"] == "takes_part"

    def test_customer_facing(self) -> None:
        active = {**dict.fromkeys(SIZES, 0), "Sales": 12, "Customer service": 14}
        found = taking_part(SIZES, active)
        assert (found.stage, found.customer_facing_by) == ("customer_facing", "names")
        assert any("guessed from their names" in caveat for caveat in found.caveats)
        assert taking_part(SIZES, active, customer_facing=["Legal", "HR"]).stage == "pilot"

    def test_transversal(self) -> None:
        assert taking_part(SIZES, {name: size // 2 for name, size in SIZES.items()}).stage == "transversal"

    def test_near_the_threshold_it_is_unclear(self) -> None:
        found = taking_part(SIZES, {name: size // 10 for name, size in SIZES.items()})
        assert found.stage == "unclear"
        assert "unclear" in found.headline()

    def test_contact_with_the_outside_tells_who_faces_customers(self) -> None:
        people = staff(SIZES)
        mail = BatchBuilder()
        for number, (who, function) in enumerate(zip(people["person_id"], people["function"], strict=True)):
            for turn in range(4):
                outside = turn < (4 if function == "Legal" else 1 if number % 10 == 0 else 0)
                whom = "x@out.org" if outside else "p0" if who != "p0" else "p1"
                mail.message(f"{who} {turn}", who, [(whom, "to")], sent_at=START)
        mail.actor("x@out.org", actor_kind="external")
        found = judge(people, posts_of([("a", "p0", None)]), mail)
        assert (found.customer_facing, found.customer_facing_by) == (("Legal",), "contact")


class TestEdges:
    def test_small_functions_have_no_figures(self) -> None:
        found = taking_part({"HR": 20, "IT": 4}, {"HR": 3, "IT": 4})
        row = found.table.set_index("function").loc["IT"]
        assert row["verdict"] == "not_assessable"
        assert row[["active", "participation", "posts", "gini"]].isna().all()
        assert set(found.by_month["function"]) == {"HR"}

    def test_bots_automated_posts_and_outside_do_not_count_wide_posts_do(self) -> None:
        builder = posts_of([("a", "p0", None)])
        builder.message("auto", "p1", [], sent_at=START, automated=True, kind="post")
        builder.message("bot", "robot", [], sent_at=START, kind="post")
        builder.message("wide", "p2", [("p3", "member")], sent_at=START, audience=4000, kind="post")
        builder.message("a", "p4", [("p0", "reaction")], sent_at=START, kind="reaction")
        builder.actor("robot", actor_kind="bot")
        assert judge(staff({"HR": 10}), builder).table["active"].tolist() == [2]

    def test_says_what_is_missing(self) -> None:
        mail = BatchBuilder()
        mail.message("m", "p0", [("p1", "to")], sent_at=START)
        with pytest.raises(NotEnoughDataError, match="no posts"):
            judge(staff({"HR": 6}), mail)
        with pytest.raises(NotEnoughDataError, match="no functions known"):
            judge(pd.DataFrame({"person_id": ["x"], "function": [None]}), posts_of([("a", "p0", None)]))
        with pytest.raises(UsageError, match="no function 'Sales'"):
            taking_part({"HR": 6}, {"HR": 1}, customer_facing=["Sales"])
        with pytest.raises(UsageError, match="nobody is 'eve'"):
            taking_part({"HR": 6}, {"HR": 1}, responsible="eve")
        caveats = " ".join(taking_part({"HR": 6}, {"HR": 6}).caveats)
        for word in ("no replies", "No titles", "No levels", "appears in no message"):
            assert word in caveats

    def test_repeatable_plot_html_tables(self) -> None:
        one, two = (taking_part(SIZES, dict.fromkeys(SIZES, 4), seed=3) for _ in range(2))
        assert one.stage_probability == two.stage_probability
        assert one.plot().get_xlabel() == "People of each function who write posts, in %"
        assert "participation" in one._repr_html_()
        assert set(one.tables()) == {"maturity", "maturity_months", "maturity_levels"}


@pytest.mark.data
def test_a_workspace_without_functions_says_so(data_dir: Path) -> None:
    log, roster = sg.read(data_dir / "slack" / "houstondatavis")
    with pytest.raises(NotEnoughDataError, match="no functions known"):
        maturity(build_conversations(log, roster), roster=roster)
