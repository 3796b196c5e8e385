"""The `response` analysis by hand, against slow counting, on planted reply times and on nothing planted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter

import silograph as sg
from silograph.analyses.response.answer import ResponseResult, response
from silograph.errors import NotEnoughDataError, UsageError
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.stats.survival import aalen_johansen

mpl.use("Agg")
START = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday
PEOPLE = {"ann": "HR", "art": "HR", "pat": "PR", "pia": "PR", "sam": "Sales", "sue": "Sales"}
COLUMNS = (
    "function_a function_b clock asked answered answered_elsewhere censored median_hours naive_median_hours "
    "within_24h within_24h_low within_24h_high borrowed"
)


class Said(NamedTuple):
    """A message: hours since the start, sender, recipients as ``name:role``, thread, and what is special."""

    hours: float
    sender: str
    to: str
    thread: str | None = "t"
    parent: str | None = None
    kind: str = "mail"
    automated: bool = False
    audience: int | None = None
    quality: str = "exact"


def talk(
    said: Sequence[Said],
    *,
    channel: str = "email",
    until: float = 2000.0,
    cases: dict[str, tuple[float, bool | None]] | None = None,
    people: dict[str, str] | None = None,
) -> Conversations:
    """These messages, and one at the end of the log."""
    builder = BatchBuilder(channel=channel)
    kind = {"email": "mail", "post": "post", "handoff": "handoff"}[channel]
    for number, one in enumerate([*said, Said(until, "zoe", "", "end"), Said(until, "zoe", "", "end")]):
        builder.message(
            f"m{number}",
            one.sender,
            [tuple(part.split(":")) for part in one.to.split()],  # type: ignore[misc]
            sent_at=START + timedelta(hours=one.hours),
            time_quality=one.quality,
            kind=kind if one.kind == "mail" else one.kind,
            thread_id=one.thread,
            parent_id=one.parent,
            automated=one.automated,
            audience=one.audience,
        )
    for case, (ended, closed) in (cases or {}).items():
        builder.case(case, opened_at=START, ended_at=START + timedelta(hours=ended), closed=closed)
    store = Store.in_memory()
    store.add([builder.take()], name="test", loader="mail")
    frame = pd.DataFrame({"person_id": list(people or PEOPLE), "function": list((people or PEOPLE).values())})
    return build_conversations(*store.log(Roster.from_pandas(frame)))


def fate(result: ResponseResult, *, clock: str, pair: tuple[str, str] = ("HR", "PR")) -> tuple[str, float]:
    """What became of the only question of a pair, and after how many hours it was answered."""
    table = result.table.set_index(["function_a", "function_b", "clock"])
    row = table.loc[(*pair, clock)]
    assert row["asked"] == 1
    name = next(n for n in ("answered", "answered_elsewhere", "censored") if row[n] == 1)
    return name, float(row["naive_median_hours"])


ASKED = Said(0, "ann", "pat:to")
OPEN, ELSEWHERE = ("censored", None), ("answered_elsewhere", None)


class TestByHand:
    @pytest.mark.parametrize(
        ("said", "first", "final"),
        [
            ([ASKED, Said(3, "pat", "ann:to")], 3, 3),
            ([ASKED, Said(3, "pia", "ann:cc")], 3, 3),  # a colleague of the one asked
            ([ASKED, Said(3, "pat", "ann:to"), Said(50, "pat", "ann:to")], 3, 50),  # "I'll come back to you"
            (
                [ASKED, Said(3, "pat", "ann:to"), Said(400, "pat", "ann:to")],
                3,
                3,
            ),  # 16 days later: something new
            ([ASKED, Said(3, "pat", "sam:to"), Said(9, "sam", "pat:to")], OPEN, OPEN),  # nobody tells Ann
            ([ASKED, Said(3, "pat", "art:to")], OPEN, OPEN),
            ([ASKED, Said(3, "sam", "ann:to")], ELSEWHERE, ELSEWHERE),
            ([ASKED, Said(3, "art", "ann:to")], ELSEWHERE, ELSEWHERE),  # a colleague of the asker knew
            (
                [ASKED, Said(3, "sam", "ann:to"), Said(5, "pat", "ann:to")],
                ELSEWHERE,
                5,
            ),  # the last word is PR's
            ([ASKED, Said(3, "pat", "ann:to"), Said(5, "sam", "ann:to")], 3, 3),  # Sales adds something
            ([ASKED, Said(3, "sam", "ann:to"), Said(500, "pat", "ann:to")], ELSEWHERE, ELSEWHERE),
            ([ASKED, Said(3, "ann", "pat:to"), Said(9, "pat", "ann:to")], 9, 9),  # asking again is no answer
            ([ASKED, Said(3, "pat", "ann:to", automated=True)], OPEN, OPEN),
            ([ASKED, Said(3, "pat", "ann:to", audience=60)], OPEN, OPEN),
            ([ASKED, Said(1900, "pat", "ann:to")], 1900, OPEN),  # not long enough ago to be the last
        ],
    )
    def test_mail(self, said: list[Said], first: object, final: object) -> None:
        result = response(talk(said), replicates=5)
        for clock, expected in (("first_reply", first), ("final_answer", final)):
            found, hours = fate(result, clock=clock)
            assert found == (expected[0] if isinstance(expected, tuple) else "answered")
            assert np.isnan(hours) if isinstance(expected, tuple) else hours == pytest.approx(expected)

    def test_asked_of_two_functions_it_is_a_question_to_each(self) -> None:
        result = response(
            talk([Said(0, "ann", "pat:to pia:to sue:to"), Said(4, "sue", "ann:to")]), replicates=5
        )
        assert fate(result, clock="first_reply") == pytest.approx(("answered_elsewhere", np.nan), nan_ok=True)
        assert fate(result, clock="first_reply", pair=("HR", "Sales")) == ("answered", 4.0)

    def test_within_a_function(self) -> None:
        said = [Said(0, "ann", "art:to pat:to"), Said(2, "art", "ann:to")]
        result = response(talk(said), replicates=5)
        assert fate(result, clock="first_reply", pair=("HR", "HR")) == ("answered", 2.0)
        assert result.functions["function"].unique().tolist() == ["PR"]  # its own questions are in no average

    @pytest.mark.parametrize(
        ("opening", "reason"),
        [
            (ASKED._replace(automated=True), "threads opened automatically or by a broadcast"),
            (ASKED._replace(audience=51), "threads opened automatically or by a broadcast"),
            (ASKED._replace(parent="not in the log"), "threads whose opening is not in the log"),
            (
                ASKED._replace(sender="zoe"),
                "threads opened by somebody whose function is not known, or from outside",
            ),
            (ASKED._replace(quality="day"), "threads with a time too coarse to time a reply"),
            (ASKED._replace(to="pat:cc"), "threads addressed to no function"),
        ],
    )
    def test_what_is_no_question_is_counted(self, opening: Said, reason: str) -> None:
        said = [
            opening,
            Said(3, "pat", "ann:to"),
            Said(5, "ann", "sam:to", "u"),
            Said(6, "sam", "ann:to", "u"),
        ]
        result = response(talk(said), replicates=5)
        assert set(result.table["function_b"]) == {"Sales"}
        assert result.left_out[reason] == 1 + (reason.startswith("threads opened by")) * 1
        assert any(reason in caveat for caveat in result.caveats)

    def test_a_mail_outside_threads_is_a_question_nobody_answered(self) -> None:
        said = [ASKED, Said(3, "pat", "ann:to"), Said(5, "ann", "sam:to", None)]
        result = response(talk(said), replicates=5)
        assert fate(result, clock="first_reply", pair=("HR", "Sales"))[0] == "censored"

    def test_posts_ask_by_mention_and_any_reply_in_the_thread_reaches_the_author(self) -> None:
        said = [
            Said(0, "ann", "pat:mention sam:member", kind="post"),
            Said(1, "sue", "ann:reaction", kind="reaction"),
            Said(2, "pia", "", kind="reply", parent="m0"),
        ]
        result = response(talk(said, channel="post"), replicates=5)
        assert fate(result, clock="first_reply") == ("answered", 2.0)
        assert set(result.table["function_b"]) == {"PR"}  # members of a space are not asked


class TestCases:
    @pytest.mark.parametrize(
        ("steps", "closed", "first", "final"),
        [
            ("a p", True, 100, 100),  # resolved where it was sent
            ("a p a", True, 1, ELSEWHERE),  # handed back, and resolved by who had asked
            ("a p a2", True, 1, ELSEWHERE),  # to another team of the function that asked
            ("a p s", True, ELSEWHERE, ELSEWHERE),
            ("a p s p", True, 100, 100),
            ("a p", False, OPEN, OPEN),
            ("a p a", None, 1, 1),  # whether it was closed is not known: handing back counts
            ("a p", None, OPEN, OPEN),
        ],
    )
    def test_a_case_is_answered_by_handing_back_or_resolving(
        self, steps: str, closed: bool | None, first: object, final: object
    ) -> None:
        teams = {"a": "HR", "a2": "HR", "p": "PR", "s": "Sales"}
        path = steps.split()
        said = [
            Said(float(hour), giver, f"{taker}:assignee", "case")
            for hour, (giver, taker) in enumerate(pairwise(path))
        ]
        cases = {"case": (100.0, closed)}
        result = response(talk(said, channel="handoff", cases=cases, people=teams), replicates=5)
        for clock, expected in (("first_reply", first), ("final_answer", final)):
            found, hours = fate(result, clock=clock)
            assert found == (expected[0] if isinstance(expected, tuple) else "answered")
            assert np.isnan(hours) if isinstance(expected, tuple) else hours == pytest.approx(expected)
        if closed is None:
            assert any("do not say whether they were closed" in caveat for caveat in result.caveats)


class TestClock:
    @pytest.mark.parametrize(
        ("asked", "answered", "hours"),
        [
            (10, 12, 2),
            (17, 24 + 10, 2),  # an hour today, an hour tomorrow
            (4 * 24 + 17, 7 * 24 + 10, 2),  # Friday evening to Monday morning
            (20, 24 + 8, 0),
            (5 * 24 + 12, 6 * 24 + 12, 0),  # at the weekend
        ],
    )
    def test_working_hours(self, asked: float, answered: float, hours: float) -> None:
        said = [ASKED._replace(hours=asked), Said(answered, "pat", "ann:to")]
        result = response(talk(said), working_hours=(9, 18), replicates=5)
        assert fate(result, clock="first_reply")[1] == pytest.approx(hours)

    def test_of_a_zone(self) -> None:
        said = [ASKED._replace(hours=7), Said(9, "pat", "ann:to")]  # 8:00 to 10:00 in Paris
        result = response(talk(said), working_hours=(9, 18), timezone="Europe/Paris", replicates=5)
        assert fate(result, clock="first_reply")[1] == pytest.approx(1)


def company(
    seed: int = 0,
    *,
    days: float = 60,
    questions: int = 600,
    median: Sequence[float] = (8.0,) * 6,
    never: float = 0.4,
) -> list[Said]:
    """Questions among six functions of eight; each has its median time, and leaves a share unanswered for good."""
    rng = np.random.default_rng(seed)
    said = []
    for number in range(questions):
        a, b = rng.choice(len(median), 2, replace=False)
        ann, bob = f"f{a}p{rng.integers(8)}", f"f{b}p{rng.integers(8)}"
        at = rng.uniform(0, days * 24)
        said.append(Said(at, ann, f"{bob}:to", f"q{number}"))
        back = at + median[b] * np.exp(rng.normal())
        if rng.random() > never and back < days * 24:
            said.append(Said(back, bob, f"{ann}:to", f"q{number}"))
    return said


STAFF = {f"f{f}p{p}": f"F{f}" for f in range(6) for p in range(8)}


def of_company(**options: object) -> Conversations:
    days = float(options.get("days", 60))  # type: ignore[arg-type]
    return talk(company(**options), until=days * 24, people=STAFF)  # type: ignore[arg-type]


class TestNumbers:
    def test_unanswered_questions_are_not_forgotten(self) -> None:
        """40 % are never answered, the others after 8 hours at the median: half are answered after about 21."""
        result = response(of_company(questions=2500), replicates=20)
        rows = result.functions[result.functions["clock"] == "first_reply"]
        true_share = 0.6 * 0.864  # log-normal: 24 hours are 1.1 standard deviations above the median
        assert rows["within_24h"].mean() == pytest.approx(true_share, abs=0.03)
        assert rows["naive_median_hours"].mean() == pytest.approx(8, abs=1)
        assert rows["median_hours"].mean() == pytest.approx(21, rel=0.15)

    def test_a_short_log_does_not_make_answers_quick(self) -> None:
        result = response(of_company(questions=4000, days=4, median=(40.0,) * 6, never=0.0), replicates=5)
        rows = result.functions[result.functions["clock"] == "first_reply"]
        assert (rows["censored"] > 0.3 * rows["asked"]).all()
        assert rows["naive_median_hours"].mean() < 27
        assert rows["median_hours"].mean() == pytest.approx(40, rel=0.1)

    def test_functions_are_aalen_johansen_drawn_to_all(self) -> None:
        """Curves found thread by thread; what all count for, by the moments written out."""
        conversations = of_company(questions=1500, median=(30.0, 8.0, 8.0, 8.0, 8.0, 8.0))
        result = response(conversations, replicates=5)
        messages = conversations.messages
        end = messages["sent_at"].max()
        first = messages.drop_duplicates("thread").set_index("thread")
        reply = messages[messages.duplicated("thread")].set_index("thread")["sent_at"].reindex(first.index)
        hours = (reply.fillna(end) - first["sent_at"]) / pd.Timedelta(hours=1)
        asked_of = messages.drop_duplicates("thread").index.map(
            conversations.interactions.set_index("message")["function"]
        )
        everybody = float(aalen_johansen(hours, reply.notna().astype(int)).at(24))
        rows = result.functions[result.functions["clock"] == "first_reply"].set_index("function")
        found = {}
        for name in rows.index:
            mine = asked_of == conversations.functions.index(name)
            known = (reply.notna()[mine] | (hours[mine] >= 24)).sum()
            found[name] = (known, float(aalen_johansen(hours[mine], reply.notna()[mine].astype(int)).at(24)))
            assert rows.loc[name, "asked"] == mine.sum()
        n, rate = np.array(list(found.values())).T
        level = (n @ rate) / n.sum()
        rho = ((n * (rate - level) ** 2).sum() / (level * (1 - level)) - 5) / (
            n.sum() - (n**2).sum() / n.sum() - 5
        )
        worth = 1 / rho - 1
        assert result.worth["first_reply"] == pytest.approx(worth, rel=0.01)
        assert 1 < worth < 60
        expected = (n * rate + worth * everybody) / (n + worth)
        assert rows["within_24h"].to_numpy() == pytest.approx(expected, abs=1e-3)
        assert result.share == pytest.approx(everybody, abs=1e-3)

    def test_functions_that_are_alike_are_drawn_together(self) -> None:
        rows = response(of_company(questions=300), replicates=300).functions
        rows = rows[rows["clock"] == "first_reply"]
        raw = rows["answered"] / rows["asked"]
        assert rows["within_24h"].std() < raw.std()

    def test_few_askings_are_shown_and_never_first(self) -> None:
        said = company(questions=600)
        rare = [one for one in said if one.to.startswith("f0") or one.sender.startswith("f0")]
        keep = {one.thread for one in rare if one.to.startswith("f0")}
        few = sorted(
            keep - {one.thread for one in rare if one.sender.startswith("f0") and one.thread not in keep}
        )[:19]
        left = [one for one in said if one.thread not in keep or one.thread in few]
        result = response(talk(left, people=STAFF), replicates=5)
        rows = result.functions.set_index("function")
        assert set(rows.loc["F0", "verdict"]) == {"rarely_asked"}
        assert rows.loc["F0", "within_24h"].notna().all()
        assert "F0" not in {one.label for one in result.charts[0].rows(result)}
        assert any("fewer than 20 times" in caveat and "F0" in caveat for caveat in result.caveats)

    def test_sparse_pairs_borrow_and_dense_ones_do_not(self) -> None:
        few, many = (response(of_company(questions=n), replicates=20).table for n in (60, 3000))
        assert few["borrowed"].mean() > 0.8
        different = of_company(questions=3000, median=(1.0, 1.0, 1.0, 200.0, 200.0, 200.0))
        assert response(different, replicates=20).table["borrowed"].mean() < many["borrowed"].mean() + 0.5
        raw = few["answered"] / few["asked"]
        assert (
            few.loc[few["clock"] == "first_reply", "within_24h"].std()
            < raw[few["clock"] == "first_reply"].std()
        )

    def test_pairs_that_differ_borrow_little(self) -> None:
        """HR is answered at once by everybody, the others never: what others got says nothing about a pair."""
        rng = np.random.default_rng(0)
        said = []
        for number in range(900):
            a, b = rng.choice(6, 2, replace=False)
            at = rng.uniform(0, 1000)
            said.append(Said(at, f"f{a}p1", f"f{b}p1:to", f"q{number}"))
            if a == b - 1 or a == b + 5:
                said.append(Said(at + 1, f"f{b}p1", f"f{a}p1:to", f"q{number}"))
        table = response(talk(said, people=STAFF), replicates=20).table
        many = table["asked"] >= 20
        assert table.loc[many, "borrowed"].max() < 0.1
        # what fewer lack to twenty is borrowed whatever pairs are like: five mails are no rate
        assert (table.loc[~many, "borrowed"] >= 1 - table.loc[~many, "asked"] / 20 - 1e-9).all()

    def test_curves_and_within_say_what_the_table_says(self) -> None:
        result = response(of_company(), replicates=10)
        assert " ".join(result.tables()["response"].columns) == COLUMNS
        curves = result.curves
        assert list(curves.columns) == ["function_a", "function_b", "clock", "hours", "probability"]
        at_24 = curves[(curves["hours"] == 24) & (curves["clock"] == "final_answer")]
        final = result.table[result.table["clock"] == "final_answer"]
        assert at_24["probability"].tolist() == final["within_24h"].tolist()
        assert result.within(24)["probability"].tolist() == final["within_24h"].tolist()
        assert (result.within(0.0)["probability"] <= result.within(5)["probability"]).all()
        assert result.within(-1)["probability"].max() == 0
        assert len(result.within_by_function(24, clock="first_reply")) == 6
        assert (result.margins.groupby(["function", "clock"])["probability"].diff().dropna() >= 0).all()
        assert (
            curves.groupby(["function_a", "function_b", "clock"])["probability"].diff().dropna() >= 0
        ).all()
        for clock, replicates in result.pair_replicates.items():
            assert replicates.shape == (10, (result.table["clock"] == clock).sum())

    def test_the_same_seed_gives_the_same(self) -> None:
        conversations = of_company(questions=100)
        one, two, other = (response(conversations, replicates=10, seed=s) for s in (1, 1, 2))
        pd.testing.assert_frame_equal(one.table, two.table)
        assert (one.table["within_24h_low"] != other.table["within_24h_low"]).any()

    def test_one_clock_alone_says_what_it_says_beside_the_other(self) -> None:
        conversations = of_company(questions=100)
        both = response(conversations, replicates=10)
        one = response(conversations, replicates=10, clocks=("final_answer",))
        for name, table in one.tables().items():
            wanted = both.tables()[name]
            wanted = wanted[wanted["clock"] == "final_answer"].reset_index(drop=True)
            pd.testing.assert_frame_equal(table.reset_index(drop=True), wanted)
        assert (one.pair_replicates["final_answer"] == both.pair_replicates["final_answer"]).all()
        with pytest.raises(UsageError, match="clocks are first_reply and final_answer, not noon"):
            response(conversations, clocks=("noon",))

    @hypothesis_settings(max_examples=8)
    @given(st.integers(0, 10_000), st.integers(3, 40))
    def test_scraps_do_not_break_it(self, seed: int, questions: int) -> None:
        result = response(of_company(seed=seed, questions=questions, days=20), replicates=10, min_group=1)
        for table in result.tables().values():
            assert (table["asked"] == table[["answered", "answered_elsewhere", "censored"]].sum(axis=1)).all()
            assert table["within_24h"].between(0, 1).all()
            assert (table["within_24h_low"] <= table["within_24h_high"]).all()
        result.headline()
        result.to_html()


class TestVerdicts:
    def test_a_slow_function_is_told_and_the_others_are_not(self) -> None:
        result = response(of_company(questions=1500, median=(60.0, 8.0, 8.0, 8.0, 8.0, 8.0)), replicates=10)
        rows = result.functions[result.functions["clock"] == "first_reply"].set_index("function")
        assert rows["verdict"].tolist() == ["slower", *["ordinary"] * 5]
        # compared as counted; within_24h is that, drawn to the share of all
        drawn, n, worth = rows.loc["F0", "within_24h"], rows.loc["F0", "asked"], result.worth["first_reply"]
        counted = (drawn * (n + worth) - worth * result.share) / n
        assert rows.loc["F0", "difference"] == pytest.approx(counted - rows.loc["F0", "usual_24h"], abs=0.01)
        assert result.headline().startswith("F0 answers more slowly than the others. F0: ")

    def test_one_dominating_function_does_not_define_what_is_usual(self) -> None:
        """F0 is very slow and gets half of the questions: compared with it everybody else would look fast."""
        said, rng = [], np.random.default_rng(5)
        for number in range(1600):
            b = 0 if rng.random() < 0.5 else int(rng.integers(1, 6))
            a = int((b + rng.integers(1, 6)) % 6)
            ann, bob = f"f{a}p{rng.integers(8)}", f"f{b}p{rng.integers(8)}"
            at = rng.uniform(0, 1000)
            back = at + (200 if b == 0 else 12) * np.exp(rng.normal())
            said += [Said(at, ann, f"{bob}:to", f"q{number}"), Said(back, bob, f"{ann}:to", f"q{number}")]
        result = response(talk(said, people=STAFF), replicates=5)
        rows = result.functions[result.functions["clock"] == "first_reply"]
        assert rows["verdict"].tolist() == ["slower", *["ordinary"] * 5]
        assert result.set_aside["first_reply"] == ("F0",)
        assert any("compared without: F0" in caveat for caveat in result.caveats)

    def test_nothing_is_found_where_nothing_is(self) -> None:
        verdicts = [
            verdict
            for seed in range(6)
            for verdict in response(of_company(seed=seed, questions=300), replicates=1).functions["verdict"]
        ]
        assert len(verdicts) == 72
        assert sum(verdict != "ordinary" for verdict in verdicts) <= 2

    def test_one_slow_person_is_no_slow_function(self) -> None:
        """All questions to F0 go to two people: that is too few to say anything of the function."""
        said = company(questions=900)
        for i, one in enumerate(said):
            if one.to.startswith("f0"):
                said[i] = one._replace(to=f"f0p{i % 2}:to")
        rows = response(talk(said, people=STAFF), replicates=5).functions.set_index("function")
        assert set(rows.loc["F0", "verdict"]) == {"no_verdict"}

    def test_small_functions_are_not_assessable(self) -> None:
        result = response(of_company(), replicates=5, min_group=9)
        assert set(result.functions["verdict"]) == {"not_assessable"}
        assert result.headline().startswith("Too little is known")

    def test_channels_are_compared_one_by_one(self) -> None:
        """Cases wait longer than mails everywhere: a function that is asked by cases is not slow for that."""
        rng = np.random.default_rng(1)
        mail, cases = BatchBuilder(), BatchBuilder(channel="handoff")
        for number in range(1600):
            a, b = rng.choice(6, 2, replace=False)
            ann, bob = f"f{a}p{rng.integers(8)}", f"f{b}p{rng.integers(8)}"
            at, by_case = rng.uniform(0, 1000), rng.random() < (0.9 if b == 0 else 0.3)
            builder, role, wait = (cases, "assignee", 60) if by_case else (mail, "to", 4)
            kind = "handoff" if by_case else "mail"
            for when, who, whom in ((at, ann, bob), (at + wait * np.exp(rng.normal()), bob, ann)):
                moment = START + timedelta(hours=when)
                builder.message(
                    f"{number}{who}", who, [(whom, role)], sent_at=moment, kind=kind, thread_id=str(number)
                )
        store = Store.in_memory()
        for name, builder in (("mail", mail), ("cases", cases)):
            store.add([builder.take()], name=name, loader="mail")
        frame = pd.DataFrame({"person_id": list(STAFF), "function": list(STAFF.values())})
        conversations = build_conversations(*store.log(Roster.from_pandas(frame)))
        rows = (
            response(conversations, replicates=5)
            .functions.query("clock == 'first_reply'")
            .set_index("function")
        )
        assert rows.loc["F0", "within_24h"] < rows["within_24h"].drop("F0").min() - 0.2
        assert rows.loc["F0", "verdict"] == "ordinary"


class TestShape:
    def test_plot_html_frames(self) -> None:
        result = response(of_company(questions=200), replicates=5)
        assert result.plot().get_xscale() == "log"
        assert repr(result).startswith("<ResponseResult: No function answers ")
        assert set(result.tables()) == {"response", "response_functions"}
        assert result.parameters["settle_days"] == 14

    def test_what_is_missing_is_named(self) -> None:
        builder = BatchBuilder()
        builder.message("m", "ann", [("pat", "to")], sent_at=START)
        builder.message("n", "pat", [("ann", "to")], sent_at=START)
        store = Store.in_memory()
        store.add([builder.take()], name="test", loader="mail")
        with pytest.raises(NotEnoughDataError, match="threads are missing; export mail with its headers"):
            response(build_conversations(*store.log()))
        with pytest.raises(NotEnoughDataError, match="too coarse"):
            response(talk([ASKED._replace(quality="day"), Said(3, "pat", "ann:to")]))

    @pytest.mark.parametrize(
        "options",
        [{"working_hours": (18, 9)}, {"timezone": "Mars/Base"}, {"replicates": 0}, {"settle_days": -1}],
    )
    def test_options(self, options: dict[str, object]) -> None:
        with pytest.raises(UsageError):
            response(talk([ASKED]), **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def volvo(data_dir: Path) -> Conversations:
    """Incidents handed from one organisation line to another."""
    path = data_dir / "volvo" / "bpi_challenge_2013_incidents.xes.gz"
    return build_conversations(
        *sg.read(path, options=sg.ReadOptions(function_attribute="organization involved"))
    )


@pytest.mark.data
def test_incidents_of_volvo(volvo: Conversations) -> None:
    """Medians are about a day, not the week after which resolved incidents are closed formally."""
    result = response(volvo, replicates=5)
    rows = result.functions.query("clock == 'first_reply' and asked > 100")
    assert len(rows) == 3
    assert rows["median_hours"].between(12, 48).all()
    assert result.functions.query("clock == 'first_reply'")["asked"].sum() == 1748


def fates(on: Conversations) -> pd.DataFrame:
    """Case by case, what became of the first handoff to another function: ``function hours cause``."""
    messages = on.messages.assign(row=on.messages.index)
    to = on.interactions.drop_duplicates("message").set_index("message")
    kinds = on.actors["actor_kind"].to_numpy()
    cases = on.cases.drop_duplicates("thread", keep="last").set_index("thread")
    rows = []
    for thread, said in messages.groupby("thread"):
        opening, *later = said.to_dict("records")
        if opening["row"] not in to.index or kinds[opening["sender"]] in ("bot", "list", "external"):
            continue
        asking, answering = opening["function"], to.loc[opening["row"], "function"]
        if min(asking, answering) < 0 or asking == answering:
            continue
        told = [
            (one["sent_at"], one["function"], one["sender"])
            for one in later
            if one["row"] in to.index
            and to.loc[one["row"], "function"] == asking
            and one["function"] != asking
        ]
        if cases.loc[thread, "closed"]:
            holder = to.loc[said["row"].iloc[-1]]
            told.append((cases.loc[thread, "ended_at"], holder["function"], holder["recipient"]))
        told = [one for one in told if one[2] != opening["sender"]]
        end = on.observed_until[opening["source"]]
        at, by, _ = min(told, key=lambda one: (one[0], one[1] != answering), default=(end, None, None))
        cause = 0 if by is None or at > end else 1 if by == answering else 2
        hours = (min(at, end) - opening["sent_at"]) / pd.Timedelta(hours=1)
        if hours < 0:
            continue  # one case was resolved before it was handed on
        rows.append((on.functions[answering], hours, cause))
    return pd.DataFrame(rows, columns=["function", "hours", "cause"])


@pytest.mark.data
def test_incidents_of_volvo_as_lifelines(volvo: Conversations) -> None:
    """Reply times taken from the log one by one; their curves by lifelines, answers by others competing."""
    result = response(volvo, replicates=2)
    table = result.functions[result.functions["clock"] == "first_reply"].set_index("function")
    found, worth = fates(volvo), result.worth["first_reply"]
    assert (found["cause"] == 2).sum() > 100
    counts = pd.crosstab(found["function"], found["cause"])
    for cause, column in ((1, "answered"), (2, "answered_elsewhere")):
        assert counts[cause].to_dict() == table[column].to_dict()
    for function, own in found.groupby("function"):
        if (own["cause"] == 1).sum() < 20:
            continue
        apart = own["hours"] + np.random.default_rng(0).permutation(len(own)) * 1e-7  # lifelines shifts ties
        fitted = AalenJohansenFitter(calculate_variance=False).fit(apart, own["cause"], event_of_interest=1)
        theirs = fitted.cumulative_density_.iloc[:, 0]
        for hours in (1.0, 8.0, 24.0, 72.0, 240.0):
            ours = result.within_by_function(hours, clock="first_reply").set_index("function")["probability"]
            at = theirs[theirs.index <= hours + 1e-3].iloc[-1]
            assert ours[function] == pytest.approx(
                at, abs=worth / (len(own) + worth)
            )  # the rest is everybody's


@pytest.mark.data
def test_without_threads_it_says_so(data_dir: Path) -> None:
    log, roster = sg.read(data_dir / "slack" / "houstondatavis")
    with pytest.raises(NotEnoughDataError, match="threads are missing"):
        response(build_conversations(log, roster))
