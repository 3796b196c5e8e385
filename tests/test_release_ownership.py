"""What leaves a run of the 24-hour test: no arrangement with a small function, and no count that tells of one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from silograph.analyses.ownership.answer import OwnershipResult, compared
from silograph.analyses.ownership.questions import OutsideQuestions
from silograph.analyses.ownership.times import AnswerTimes
from silograph.graph.small import SMALL
from silograph.language.words import LANGUAGES, Words
from silograph.release.policy import Policy
from silograph.release.results import release_result

NAMES = ("HR", "IT", "PR", "R + D", "Web")
HOURS = np.linspace(0, 240, 241)


def times(
    *, people: tuple[int, ...] = (9, 9, 9, 9, 9), behind: int = 9, names: tuple[str, ...] = NAMES
) -> AnswerTimes:
    """Functions that answer at different paces, one of them called by a name with a plus."""
    n, rng = len(names), np.random.default_rng(0)
    own = 1 - np.exp(-HOURS / np.array([9.0, 20, 30, 40, 50][:n])[:, None])
    drawn = np.clip(own[:, 24] + rng.normal(0, 0.01, (50, n)), 0.01, 0.99)
    return AnswerTimes(
        functions=names,
        people=np.array(people),
        hours=HOURS,
        between=np.stack([own] * n),
        own=own,
        between_replicates=np.repeat(drawn[:, None], n, axis=1),
        own_replicates=drawn,
        own_from=("anyone",) * n,
        handled=np.full(n, 2.0),
        behind=np.full((n, n), behind),
    )


def found(here: AnswerTimes, **options: object) -> OwnershipResult:
    return compared(here, halves=(here, here), **options)  # type: ignore[arg-type]


def policy(here: AnswerTimes, **more: int) -> Policy:
    return Policy(sizes={**dict(zip(here.functions, here.people.tolist(), strict=True)), **more}, min_group=5)


class TestArrangements:
    def test_a_hub_goes_with_any_of_its_members(self) -> None:
        here = times()
        result = found(here)
        hub = result.table[result.table["kind"] == "hub"].iloc[0]
        small, other = hub["members"][0], next(name for name in NAMES if name not in hub["members"])
        shown = release_result(result, policy(here, **{small: 3, other: 4})).table
        assert not shown["members"].map(lambda names: small in names or other in names).any()
        assert hub["arrangement"] not in shown["arrangement"].tolist()
        assert {"(everybody)", "(function of its own)"} <= {*shown["arrangement"]}

    def test_names_are_not_parsed(self) -> None:
        here = times()
        table = found(here).table.set_index("arrangement")
        assert table.loc["R + D", "members"] == ("R + D",)
        assert release_result(found(here), policy(here)).table["arrangement"].isin(["R + D"]).any()

    def test_everybody_does_not_count_the_small(self) -> None:
        here = times(people=(9, 9, 9, 3, 4))
        shown = release_result(found(here), policy(here)).table.set_index("kind")
        assert shown.loc["everybody", ["people", "load", "over_capacity"]].isna().all()
        assert shown.loc["own_function", "people"] == 5
        assert "handled" not in shown
        assert release_result(found(times()), policy(times())).table["people"].notna().all()

    def test_shares_are_those_with_small_functions_as_one(self) -> None:
        here = times(people=(9, 9, 9, 3, 4))
        merged = times(people=(9, 9, 9, 7), names=("HR", "IT", "PR", SMALL))
        whole = found(merged)
        shown = release_result(found(here), policy(here), whole=whole)
        assert SMALL not in shown.table["arrangement"].tolist()
        assert not shown.table["members"].map(lambda names: SMALL in names).any()
        exact = whole.table.set_index("arrangement")["within_24h"]
        assert np.allclose(shown.table["within_24h"], exact[shown.table["arrangement"]], atol=0.006)
        assert shown.judged == whole.judged
        assert not shown.topics["topic"].isin([SMALL, "R + D", "Web"]).any()

    def test_the_best_is_not_denied_where_it_may_not_be_named(self) -> None:
        here = times(people=(3, 9, 9, 9, 4))
        result = found(here)
        table = result.table.assign(verdict="behind")
        shown = release_result(OwnershipResult(**{**vars(result), "table": table, "ahead": 1}), policy(here))
        for lang in LANGUAGES:
            assert shown.headline(lang) == Words(lang)("said.ownership.not_shown")


class TestWhatQuestionsAreAbout:
    def outside(self, contacts: int) -> OutsideQuestions:
        topics = ["HR"] * 20 + ["IT"] * 20 + ["PR"] * 10
        table = pd.DataFrame(
            {
                "asked_at": pd.Timestamp("2024-01-01", tz="UTC"),
                "contact": [*range(40), *(100 + k % contacts for k in range(10))],
                "front": topics,
                "topic": topics,
                "kind": "direct",
                "hours": 5.0,
                "watched": 500.0,
            }
        )
        return OutsideQuestions(table, weeks=10)

    def test_is_not_told_where_few_contacts_asked_about_a_function(self) -> None:
        here = times()
        for contacts, told in ((4, False), (5, True)):
            shown = release_result(found(here, outside=self.outside(contacts)), policy(here)).table
            assert shown["handoffs"].notna().all() == told
            assert shown["handoffs"].notna().any() == told


class TestFewAnswer:
    def test_how_soon_few_answer_is_not_told(self) -> None:
        """`response` withholds it; an arrangement of that function alone would tell the same."""
        here = times()
        assert here.behind is not None
        hub = found(here).table.query("kind == 'hub'").iloc[0]
        one = hub["members"][0]
        here.behind[NAMES.index(one), NAMES.index(one)] = 2
        table = release_result(found(here), policy(here)).table
        figures = table[["within_24h", "within_24h_low", "within_24h_high", "median_hours"]]
        with_it = table["members"].map(lambda names: one in names)
        assert with_it.sum() >= 2  # alone, and in a hub
        assert figures[with_it].isna().all(axis=None)
        assert figures[~with_it].notna().all(axis=None)

    def test_an_answer_without_the_best_says_so(self) -> None:
        here = times()
        assert here.behind is not None
        np.fill_diagonal(here.behind, 2)
        result = found(here)
        ahead = np.where(result.table["function"] == "HR", "ahead", "behind")
        table = result.table.assign(verdict=ahead)
        shown = release_result(OwnershipResult(**{**vars(result), "table": table, "ahead": 1}), policy(here))
        assert shown.best
        for lang in LANGUAGES:
            assert shown.headline(lang) == Words(lang)("said.ownership.not_shown")


class TestTopics:
    def test_few_behind_a_reply_are_not_shown_and_do_not_follow(self) -> None:
        here = times()
        assert here.behind is not None
        here.behind[0, 1] = 2
        shown = release_result(found(here), policy(here)).topics
        rows = shown[shown["arrangement"] == "HR"].set_index("topic")
        told = rows.drop(columns=["arrangement", "asked", "members"]).isna()
        assert told.loc["IT"].all()
        assert told["within_24h"].sum() >= 2  # alone it would follow from the share of all questions
        assert not shown.loc[shown["arrangement"] == "PR", "within_24h"].isna().any()

    def test_they_are_no_file_of_their_own(self) -> None:
        assert list(found(times()).tables()) == ["ownership"]

    def test_every_column_has_a_gloss(self) -> None:
        for lang in LANGUAGES:
            for name, table in OwnershipResult.declared.items():
                ends = {end for column in table.columns for end in column.ends}
                wanted = [f"column.{name}.{column}" for column in table.names if column not in ends]
                assert [key for key in [*wanted, f"rows.{name}"] if not Words(lang).has(key)] == []
