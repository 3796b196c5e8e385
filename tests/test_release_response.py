"""What leaves a run of how long questions wait: nothing rests on few people, and no sum gives it back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses.ownership.answer import OwnershipResult, compared
from silograph.analyses.ownership.replies import answer_times
from silograph.analyses.parts.result import Result
from silograph.analyses.response.answer import ResponseResult, response
from silograph.language.words import LANGUAGES, Words
from silograph.log.conversations import Conversations, build_conversations
from silograph.release.policy import Policy
from silograph.release.results import release_result, release_results
from silograph.simulation import CompanySpec, simulate

COUNTS = ("asked", "answered", "answered_elsewhere", "censored", "within_24h")
BEHIND = {
    "asked": "asked_people",
    "answered": "answered_people",
    "answered_elsewhere": "open_people",
    "censored": "open_people",
    "within_24h": "in_time_people",
}
DERIVED = ("median_hours", "naive_median_hours", "within_24h_low", "within_24h_high")
PAIR = ["function_a", "function_b", "clock"]


@cache
def company() -> Conversations:
    return build_conversations(
        *simulate(CompanySpec(people=240, messages=12_000, functions=7, seed=11)).log()
    )


@cache
def exact() -> ResponseResult:
    return response(company(), replicates=20)


def policy(**small: int) -> Policy:
    people = exact().functions.drop_duplicates("function").set_index("function")["people"]
    return Policy(sizes={**people.to_dict(), **small}, min_group=5)


def two_small() -> Policy:
    first, second = list(company().functions)[:2]
    return policy(**{first: 3, second: 4})


class TestEveryCellRestsOnEnoughPeople:
    @pytest.mark.parametrize("chosen", [policy, two_small])
    def test_of_those_who_asked_and_of_those_who_answered(self, chosen: object) -> None:
        shown = release_result(exact(), chosen())  # type: ignore[operator]
        for released, table, keys in (
            (shown.table, exact().table, PAIR),
            (shown.functions, exact().functions, ["function", "clock"]),
        ):
            both = released.merge(table, on=keys, suffixes=("", "_exact"), validate="1:1")
            assert len(both) == len(released) > 0
            for column, behind in BEHIND.items():
                told = both[column].notna()
                assert not both.loc[told, behind].between(1, 4).any(), column

    def test_people_are_counted_on_both_sides(self) -> None:
        table, functions = exact().table, exact().functions
        people = functions.drop_duplicates("function").set_index("function")["people"]
        for end in ("function_a", "function_b"):
            assert (table["asked_people"] <= table[end].map(people).fillna(np.inf)).all()
        assert (functions["asked_people"] <= functions["people"]).all()
        assert (table["asked_people"] <= table["asked"]).all()
        assert (table["answered_people"] <= table["asked"]).all()

    def test_what_is_worked_out_goes_with_what_it_comes_from(self) -> None:
        shown = release_result(exact(), policy())
        for table in (shown.table, shown.functions):
            hidden = table["within_24h"].isna() | table["asked"].isna() | table["answered"].isna()
            for column in DERIVED:
                assert table.loc[hidden, column].isna().all(), column

    def test_no_verdict_rests_on_few_who_asked(self) -> None:
        functions = exact().functions.assign(verdict="slower")
        functions.loc[0, "asked_people"] = 3
        found = ResponseResult(**{**vars(exact()), "functions": functions})
        told = release_result(found, policy()).functions
        assert told["verdict"].isna().tolist() == [True] + [False] * (len(told) - 1)


class TestTheDayTest:
    """An arrangement's cell by topic is a share of `response`, and its row the mean of them."""

    def released(self) -> tuple[OwnershipResult, dict[str, Result]]:
        people = policy().sizes
        times = answer_times(exact(), people=dict(people), outside=None, seed=0)
        asked: dict[str, Result] = {"response": exact(), "ownership": compared(times)}
        return asked["ownership"], release_results(asked, policy(), merged=asked)  # type: ignore[return-value]

    def test_no_share_of_few_follows_from_means_over_topics(self) -> None:
        """The attacker solves all equations: shares of pairs, of functions, and the means over what each asks."""
        found, shown = self.released()
        names = list(found.mix)
        cell = {
            pair: i for i, pair in enumerate((a, b) for a in names for b in names)
        }  # (a, a): its own answers
        known: list[Any] = []

        def tell(*of: tuple[str, str]) -> None:
            known.append(np.bincount([cell[one] for one in of], minlength=len(cell)))

        response = shown["response"]
        final = response.table.query("clock == 'final_answer' and function_a != function_b")
        final = final.dropna(subset=["within_24h"])
        for a, b in final[["function_a", "function_b"]].itertuples(index=False):
            tell((a, b))
        own = response.functions.query("clock == 'final_answer'").dropna(subset=["within_24h"])["function"]
        for name in own:
            tell((name, name))
            tell(*((a, name) for a in names if a != name))  # as good as: the weighted mean of these is known
        rows = shown["ownership"].table.dropna(subset=["within_24h"])
        for name in rows["function"].dropna():
            tell(*((name, b) for b in names))
        topics = shown["ownership"].topics.dropna(subset=["within_24h"])
        for asked, topic in topics.dropna(subset=["asked"])[["asked", "topic"]].itertuples(index=False):
            tell((asked, topic))
        _, size, right = np.linalg.svd(np.array(known, dtype=float), full_matrices=True)
        free = right[int((size > 1e-9).sum()) :]
        few = exact().table.query("clock == 'final_answer' and function_a != function_b")
        few = few[few["in_time_people"].between(1, 4)]
        assert len(few) > 3
        for a, b in few[["function_a", "function_b"]].itertuples(index=False):
            assert np.abs(free[:, cell[a, b]]).max() > 1e-6, (a, b)

    def test_means_over_who_asks_go_with_what_they_are_made_of(self) -> None:
        _, shown = self.released()
        pairs = shown["response"].table.query("clock == 'final_answer' and function_a != function_b")
        gone = pairs[pairs["within_24h"].isna()]
        topics = shown["ownership"].topics.set_index(["arrangement", "topic"])["within_24h"]
        for topic in gone["function_b"].unique():
            assert topics[["(function of its own)", "(everybody)"]].unstack()[topic].isna().all()  # noqa: PD010

    def test_most_of_it_is_told(self) -> None:
        _, shown = self.released()
        assert shown["ownership"].table["within_24h"].notna().mean() > 0.7


class TestNothingFollowsFromSums:
    @pytest.mark.parametrize("chosen", [policy, two_small])
    def test_pairs_and_margins(self, chosen: object) -> None:
        shown = release_result(exact(), chosen())  # type: ignore[operator]
        table = exact().table
        for column in COUNTS:
            lone = 0
            for row in shown.functions.dropna(subset=[column]).itertuples():
                of = (table["function_b"] == row.function) & (table["clock"] == row.clock)
                pairs = table[of & ~table["inside"]]
                known = shown.table.dropna(subset=[column])[PAIR]
                hidden = pairs.merge(known, on=PAIR, how="left", indicator=True)
                hidden = hidden[(hidden["_merge"] == "left_only") & (hidden[BEHIND[column]] > 0)]
                lone += len(hidden) == 1 or 0 < hidden[BEHIND[column]].sum() < 5
            assert not lone, column

    def test_both_clocks_withhold_the_same_questions(self) -> None:
        shown = release_result(exact(), two_small()).table.set_index(PAIR)["asked"].unstack("clock")  # noqa: PD010
        assert shown["first_reply"].isna().equals(shown["final_answer"].isna())

    def test_no_part_of_what_was_asked_is_left_over(self) -> None:
        shown = release_result(exact(), policy()).table
        three = shown[["answered", "answered_elsewhere", "censored"]].isna().sum(axis=1)
        assert not ((three == 1) & shown["asked"].notna()).any()

    def test_small_functions_are_not_there(self) -> None:
        shown = release_result(exact(), two_small())
        hidden = two_small().hidden
        assert (
            not {*shown.table["function_a"], *shown.table["function_b"], *shown.functions["function"]}
            & hidden
        )


class TestWhatIsSaid:
    def test_the_headline_is_that_of_the_whole(self) -> None:
        shown = release_result(exact(), two_small())
        assert shown.asked == exact().asked
        for lang in LANGUAGES:
            assert str(exact().asked // 1000) in shown.headline(lang)

    def test_totals_go_where_they_would_tell_what_few_asked(self) -> None:
        functions = exact().functions.assign(asked=0, answered=0)
        functions.loc[0, ["asked", "answered", "asked_people", "answered_people"]] = [7, 7, 2, 2]
        found = ResponseResult(**{**vars(exact()), "functions": functions, "table": exact().table.iloc[:0]})
        told = release_result(found, policy())
        assert np.isnan([told.asked, told.never, told.share, told.share_low, told.share_high]).all()
        assert told.functions[["usual_24h", "difference", "p_value", "q_value"]].isna().all(axis=None)
        functions.loc[:, "asked"] = exact().functions["asked"]
        functions.loc[:, "asked_people"] = 9
        less = release_result(found, policy())
        assert np.isnan(less.never)
        assert less.asked == exact().asked
        for lang in LANGUAGES:
            assert Words(lang)("said.response.few") in told.headline(lang)
            for one in (told, less):
                assert not {"nan", "–"} & {*one.headline(lang).split()}

    def test_a_slow_function_is_told_without_numbers_that_are_withheld(self) -> None:
        functions = exact().functions.copy()
        functions.loc[0, "verdict"] = "slower"
        functions.loc[0, "in_time_people"] = 2
        said = release_result(
            ResponseResult(**{**vars(exact()), "functions": functions}), policy()
        ).headline()
        assert said.startswith(f"{functions.loc[0, 'function']} answers more slowly than the others. Of")

    def test_curves_and_replicates_stay(self) -> None:
        shown = release_result(exact(), policy())
        assert not len(shown.hours)
        assert not shown.pair_curves
        assert shown.unasked.empty
        shown.plot()

    def test_digits(self) -> None:
        shown = release_result(exact(), policy()).functions["within_24h"].dropna()
        assert (shown.round(3) == shown).all()

    def test_every_column_has_a_gloss(self) -> None:
        for lang in LANGUAGES:
            for name, table in ResponseResult.declared.items():
                ends = {end for column in table.columns for end in column.ends}
                wanted = [f"column.{name}.{column}" for column in table.names if column not in ends]
                assert all(Words(lang).has(key) for key in [*wanted, f"rows.{name}"])


def test_a_function_with_few_who_are_asked_gives_no_figure() -> None:
    functions = exact().functions.copy()
    few = functions["function"] == functions.loc[0, "function"]
    functions.loc[few, [*set(BEHIND.values()), "people"]] = 3
    shown = release_result(ResponseResult(**{**vars(exact()), "functions": functions}), policy()).functions
    row = shown[shown["function"] == functions.loc[0, "function"]]
    assert row[["people", *COUNTS, *DERIVED, "difference", "p_value", "q_value"]].isna().all(axis=None)
    assert (
        shown["asked"].isna().groupby(shown["clock"]).sum() >= 2
    ).all()  # with another, or the total tells


def test_what_is_left_out_of_few_people_is_not_counted(tmp_path: Path) -> None:
    """Who has the org chart knows who is not in it: "12 threads opened by somebody of no known function" are theirs."""
    people = pd.DataFrame(
        [(f"{name}{i}", name) for name in ("HR", "IT") for i in range(6)], columns=["person_id", "function"]
    )
    for guests, told in ((["x"] * 12, False), ([f"x{i}" for i in range(5)] * 3, True)):
        asked = [(f"{guest}@a.org", f"HR{i % 6}") for i, guest in enumerate(guests)]
        asked += [(f"HR{i % 6}", f"IT{i // 6}") for i in range(36)]
        rows = []
        for i, (one, other) in enumerate(asked):
            sent = pd.Timestamp("2024-01-01", tz="UTC") + pd.Timedelta(hours=9 * i)
            rows.append((f"m{i}", f"t{i}", "", sent, one, other))
            rows.append((f"r{i}", f"t{i}", f"m{i}", sent + pd.Timedelta(hours=3), other, one))
        names = ["message_id", "thread_id", "parent_id", "sent_at", "sender", "recipient"]
        pd.DataFrame(rows, columns=names).to_csv(tmp_path / "log.csv", index=False)
        people.to_csv(tmp_path / "people.csv", index=False)
        exact = response(
            build_conversations(*sg.read(tmp_path / "log.csv", tmp_path / "people.csv")), replicates=20
        )
        shown = release_result(exact, Policy(sizes={"HR": 6, "IT": 6}))
        counted = f"{len(guests)} threads opened by somebody"
        assert counted in " ".join(exact.doubts())
        assert (counted in " ".join(shown.doubts())) == told
