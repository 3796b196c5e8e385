"""What leaves a run of who routes onward: no share rests on few, and no split of the items gives few back."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.glue.point_estimates import glue_criteria
from silograph.analyses.relay.answer import RelayResult, relay
from silograph.analyses.relay.items import OUTCOMES
from silograph.graph.network import Network
from silograph.graph.small import merge_functions
from silograph.language.words import LANGUAGES, Words
from silograph.log.conversations import build_conversations
from silograph.release.policy import Policy
from silograph.release.results import release_result
from silograph.simulation import CompanySpec, simulate

SPLITS = {  # what is told by each column, given the others
    "items_people": ("relayed", "answered", "resolved"),
    "relayed_people": ("relayed",),
    "answered_people": ("answered",),
    "ignored_people": ("ignored",),
}


@cache
def exact() -> RelayResult:
    on = build_conversations(*simulate(CompanySpec(people=300, messages=15_000, functions=7, seed=5)).log())
    brokerage = np.linspace(0.1, 0.9, len(on.functions))
    glue = pd.DataFrame({"function": on.functions, "brokerage": brokerage, "verdict": "ordinary"})
    return relay(on, glue=glue)


def policy(**small: int) -> Policy:
    people = exact().table.set_index("function")["people"].to_dict()
    return Policy(sizes={**people, **small}, min_group=5)


def changed(**columns: object) -> RelayResult:
    """The result with other values in the first row."""
    table = exact().table.copy()
    for name, value in columns.items():
        table.loc[0, name] = value
    return RelayResult(**{**vars(exact()), "table": table})


def shown(result: RelayResult) -> pd.DataFrame:
    return release_result(result, policy()).table


EVERYBODY = {"items_people": 9, "relayed_people": 9, "answered_people": 9, "ignored_people": 9}


class TestPeople:
    def test_no_more_than_there_are_and_none_behind_nothing(self) -> None:
        table = exact().table
        assert (table["items_people"] <= table["people"]).all()
        for column in SPLITS:
            assert (table[column] <= table["items"]).all()
        assert (table["relayed_people"] <= table["people"]).all()

    def test_a_share_needs_people_who_pass_on_and_people_who_do_not(self) -> None:
        table = shown(changed(relayed_people=4))
        assert (
            table.loc[0, ["relayed", "relay_share", "relay_share_low", "relay_share_high", "p_value"]]
            .isna()
            .all()
        )
        assert table.loc[0, ["ignored", "other"]].isna().all()  # or what is left of the items tells


class TestNothingIsLeftOver:
    @pytest.mark.parametrize("few", list(SPLITS))
    def test_of_a_row_whatever_part_is_of_few(self, few: str) -> None:
        row = shown(changed(**{**EVERYBODY, few: 2})).loc[0]
        parts = row[list(OUTCOMES)].isna()
        if few == "items_people":
            assert pd.isna(row["items"])
            assert parts[["ignored", "other"]].all()
        else:
            assert parts.sum() >= 2
        if not pd.isna(row["relay_share"]):  # then what was kept follows: both its parts, or none
            assert parts["answered"] == parts["resolved"]
            assert parts["ignored"] == parts["other"]

    def test_of_a_column_with_its_total(self) -> None:
        table = shown(changed(relayed_people=4))
        hidden = exact().table.loc[table["relayed"].isna().to_numpy(), "relayed_people"]
        assert (hidden > 0).sum() >= 2
        assert hidden.sum() >= 5

    def test_ends_of_a_share_of_none_do_not_tell_of_how_many(self) -> None:
        """At 0 of n the upper end is 1 - 0.025^(1/n): it goes where the items behind it are withheld."""
        nothing = changed(**{**EVERYBODY, "answered_people": 2, "relayed": 0, "relay_share": 0.0})
        row = shown(nothing).loc[0]
        assert row[["answered", "resolved"]].isna().all()
        assert row[["relay_share_low", "relay_share_high"]].isna().all()
        assert row["relay_share"] == 0
        told = shown(changed(**EVERYBODY)).loc[0, ["answered", "relay_share_low", "relay_share_high"]]
        assert told.notna().all()

    def test_of_the_company_as_it_is(self) -> None:
        table = shown(exact())
        merged = table.merge(exact().table, on="function", suffixes=("", "_exact"))
        for column, told in (
            ("items_people", "items"),
            ("relayed_people", "relayed"),
            ("answered_people", "resolved"),
        ):
            known = merged[merged[told].notna()]
            assert not known[column].between(1, 4).any(), column
        assert not merged.loc[merged["relay_share"].notna(), "relayed_people"].between(1, 4).any()

    def test_nothing_answered_beside_what_is_withheld_gives_it_away(self) -> None:
        table = exact().table.assign(resolved=0)
        table.loc[0, "answered_people"] = 2
        found = shown(RelayResult(**{**vars(exact()), "table": table}))
        assert found["answered"].isna().sum() >= 2
        assert found["answered"].isna().equals(found["resolved"].isna())
        assert found["ignored"].isna().equals(found["other"].isna())


class TestWhatIsSaid:
    def test_the_headline_keeps_its_totals(self) -> None:
        hidden = policy(**{str(exact().table["function"][0]): 3, str(exact().table["function"][1]): 4})
        released = release_result(exact(), hidden)
        assert (released.relayed, released.decided) == (exact().relayed, exact().decided)
        assert len(released.table) == len(exact().table) - 2

    def test_totals_go_where_they_would_tell_what_few_passed_on(self) -> None:
        table = exact().table.assign(relayed=0, relayed_people=7)
        table.loc[0, ["relayed", "relayed_people"]] = [9, 2]
        found = release_result(RelayResult(**{**vars(exact()), "table": table, "relayed": 9}), policy())
        assert found.table["relayed"].isna().tolist() == [True, *[False] * (len(table) - 1)]
        assert np.isnan([found.relayed, found.decided]).all()
        assert found.table[["relay_share_others", "p_value", "q_value"]].isna().all(axis=None)
        for lang in LANGUAGES:
            assert Words(lang)("said.relay.overall_few") in found.headline(lang)
            assert not {"nan", "–"} & {*found.headline(lang).split()}

    @pytest.mark.parametrize(("people", "told"), [(4, False), (5, True)])
    def test_handoffs_of_few_are_not_counted(self, people: int, told: bool) -> None:
        counts = {"handoffs": 9, "ping_pong_cases": 3, "handoff_people": people, "ping_pong_people": people}
        found = release_result(RelayResult(**{**vars(exact()), **counts}), policy())
        assert np.isfinite([found.handoffs, found.ping_pong_cases]).tolist() == [told, told]

    def test_a_mailroom_is_named_without_a_share_that_is_withheld(self) -> None:
        found = release_result(changed(verdict="mailroom", relayed_people=3), policy())
        name = exact().table["function"][0]
        assert found.mailrooms == (name,)
        for lang in LANGUAGES:
            routes = {"en": f"{name} routes onward what it is asked", "fr": f"{name} transmet plus loin"}
            assert found.headline(lang).startswith(routes[lang])
            assert not {"nan", "–"} & {*found.headline(lang).split()}
        found.plot()

    def test_digits_and_glosses(self) -> None:
        known = shown(changed(**EVERYBODY))["relay_share_others"].dropna()
        assert (known.round(3) == known).all()
        for lang in LANGUAGES:
            ends = {end for one in RelayResult.declared["relay"].columns for end in one.ends}
            names = [one for one in RelayResult.declared["relay"].names if one not in ends]
            assert all(Words(lang).meaning("relay", one) for one in names)

    def test_brokerage_is_not_told_with_small_functions_apart_beside_that_with_them_as_one(self) -> None:
        """The mean over pairs of others hangs on those between hidden functions: the one size times the other."""
        shown, gone = policy(), policy(Law=3)
        assert release_result(exact(), shown).table["brokerage"].notna().any()
        assert release_result(exact(), gone).table["brokerage"].isna().all()
        functions = {
            f"{name}{i}": name
            for name, n in {"A": 7, "B": 8, "F": 9, "X": 4, "Y": 5}.items()
            for i in range(n)
        }
        edges = [(one, other) for one in functions for other in functions if one < other]
        across = [
            pair for pair in edges if {pair[0][0], pair[1][0]} != {"A", "B"}
        ]  # A and B only through F, X, Y
        network = Network.from_edges(across, functions)
        apart, as_one = (
            glue_criteria(on).set_index("function")["brokerage"]
            for on in (network, merge_functions(network, min_group=5))
        )
        others = 7 * 8 + (7 + 8) * (4 + 5)
        assert others * (as_one["F"] / apart["F"] - 1) == pytest.approx(4 * 5)
