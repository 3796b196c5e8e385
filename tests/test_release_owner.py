"""What leaves a run of `owner`, and of `sensitivity`: figures of few people are not said in sentences either."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pandas as pd

from silograph.analyses.maturity.answer import MaturityResult
from silograph.analyses.owner.answer import OwnerResult
from silograph.analyses.owner.criteria import Findings, _fewest_behind
from silograph.analyses.parts.declare import Claim
from silograph.analyses.silos.answer import SilosResult
from silograph.graph.network import Network
from silograph.language.words import LANGUAGES, Sentence, Words
from silograph.release.gate import _varied
from silograph.release.policy import Policy
from silograph.release.results import release_result
from silograph.release.tables import release_table
from silograph.run.sensitivity import SensitivityResult

POLICY = Policy(sizes={"HR": 3, "IT": 9, "PR": 6, "QA": 20, "R&D": 30})
SHOWN = Policy(sizes={"HR": 9, "IT": 9, "PR": 9, "QA": 20, "R&D": 30})
FAMILIES = ("links", "practice", "standing")


@lru_cache
def recommendation() -> OwnerResult:
    """Invented: PR writes little in posts, the top level is three people, and R&D hangs on one."""
    names = ["R&D", "QA", "IT", "PR"]
    scores = {
        f"{name}_steps": [2.34567, 1.0, 0.5, -1.0] for name in ("lift", "presence", "spread", "leaders")
    }
    table = pd.DataFrame(
        {
            "function": names, "people": [30, 20, 9, 6], "acceptability": [0.61234, 0.3, 0.05, 0.03],
            "score": [3.14159, 1.0, 0.0, -1.0], "suitability": np.nan, **scores,
            "presence_people": 2.0, "leaders_people": 3.0,
        }
    )  # fmt: skip
    worth = pd.DataFrame({"function": names, **{family: [1.23456, 0.0, 0.0, 0.0] for family in FAMILIES}})
    worth = worth.assign(central=[1.23456, 0.0, 0.0, 0.0], place=[1, 2, 3, 4])
    people = {"links": math.inf, "practice": 2.0, "standing": 3.0}
    flips = [(name, family, 0.61234, people[family]) for name in names[1:] for family in FAMILIES]
    share = {"function": "R&D", "share": 0.6234}
    one_person = Sentence("because.one_person", **share)
    practice = Sentence("because.practice", **share, share_low=0.4, share_high=0.8)
    return OwnerResult(
        table=table, recommended="R&D", arrangement="single_function", involve=("R&D",), glue_found=True,
        acceptability=0.61234, first="R&D", runner_up="QA", gates={"chance": True}, score=3.14159, threshold=2.71828,
        by_family=dict.fromkeys(FAMILIES, "R&D"),
        flips=pd.DataFrame(flips, columns=["function", "family", "weight", "family_people"]),
        weights=dict.fromkeys(FAMILIES, 1 / 3),
        worth=worth.assign(**{f"{family}_people": number for family, number in people.items()}),
        why=(Claim(Sentence("because.coverage", function="R&D", coverage=0.5)), Claim(practice, 2)),
        beware=(Claim(one_person, rule="single_person"), Claim(Sentence("because.closed", function="HR"))),
    )  # fmt: skip


def test_criteria_of_few_people_go_and_so_does_what_is_made_of_them() -> None:
    shown = release_result(recommendation(), POLICY)
    assert shown.table[["presence_steps", "leaders_steps"]].isna().all().all()
    assert shown.table["spread_steps"].tolist()[0] == 2.3
    assert shown.table["people"].isna().tolist() == [False, False, False, True]  # PR covers HR
    assert shown.flips["weight"].isna().all()  # each weighs links against another family
    assert list(shown.evidence) == ["function", *FAMILIES]
    assert shown.evidence[["links", "practice", "standing"]].isna().all().all()
    assert shown.worth[["central", "place"]].isna().all().all()  # their order would tell of what is withheld
    assert list(shown.tables()) == ["owner", "owner_flips"]


def test_that_a_caution_is_withheld_is_said_and_not_which() -> None:
    exact = recommendation()
    few = Claim(Sentence("because.unknown", share=0.3), 3)
    shown = release_result(replace(exact, beware=(few,)), POLICY)
    assert [claim.sentence for claim in shown.beware] == [Sentence("because.withheld")]
    assert shown.cautions("fr") == [
        "Il y a un doute qui repose sur trop peu de personnes pour être montré ici."
    ]
    assert Sentence("because.withheld") not in [
        claim.sentence for claim in release_result(exact, POLICY).beware
    ]


def test_reasons_and_cautions_are_said_where_many_people_are_behind() -> None:
    shown = release_result(recommendation(), POLICY)
    assert [claim.sentence.key for claim in shown.why] == ["because.coverage"]
    assert len(recommendation().reasons()) == 2
    assert "60%" in shown.cautions()[0]  # hangs on one person: in tenths
    assert "62%" in recommendation().cautions()[0]
    assert "HR" not in " ".join(shown.cautions() + shown.cautions("fr"))


def test_the_recommendation_leaves_as_it_is() -> None:
    shown = release_result(recommendation(), POLICY)
    for lang in LANGUAGES:
        assert "R&D" in shown.headline(lang)
        assert "60" in shown.headline(lang)  # whole tens of per cent: ties of hidden functions go into it
        assert release_result(recommendation(), SHOWN).headline(lang) == recommendation().headline(lang)
    assert np.isnan([shown.score, shown.threshold]).all()
    assert shown.table["score"].isna().all()
    assert (shown.recommended, shown.runner_up, shown.involve) == ("R&D", "QA", ("R&D",))
    assert shown.by_family == dict.fromkeys(FAMILIES, "R&D")
    small = replace(recommendation(), runner_up="HR", by_family={"links": "HR"})
    assert release_result(small, POLICY).runner_up is None
    assert release_result(small, POLICY).by_family == {"links": None}


def test_a_criterion_knows_the_fewest_people_behind_any_candidate() -> None:
    table = pd.DataFrame(
        {
            "function": ["IT", "QA", "R&D", "HR"], "participation": [0.3, 0.1, 0.5, 1.0],
            "people": [9, 20, 30, 3], "participants": [6, 2, 15, 1],
        }
    )  # fmt: skip
    kind = type("Kind", (), {"declared": MaturityResult.declared, "name": "maturity", "table": table})
    assert _fewest_behind(kind(), "participation", ["IT", "QA", "R&D"]) == 2
    assert _fewest_behind(kind(), "participation", ["IT", "R&D"]) == 6
    network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT", 3: "IT"})
    assert Findings().criteria(network, ["HR", "IT"]) == []


def test_sensitivity_names_no_small_function() -> None:
    rows = [
        ("as_analysed", "R&D", "QA", "IT"),
        ("to_only", "HR", "HR", "HR; IT"),
        ("limit_20", "R&D", "PR", ""),
    ]
    table = pd.DataFrame(rows, columns=["assumption", "owner", "glue", "silos"])
    table = table.assign(
        status="computed", acceptability=0.51234, owner_changes=False, glue_changes=False, silos_changes=True
    )
    result = SensitivityResult(
        table=table, recommended=None, leading="R&D", closed={"as_analysed": ("IT",), "to_only": ("HR", "IT")}
    )
    shown = release_result(result, POLICY)
    assert shown.table["owner"].tolist() == ["R&D", "(small functions)", "R&D"]
    assert shown.table["glue"].tolist() == ["QA", "(small functions)", "PR"]
    assert shown.table["silos"].tolist() == ["IT", "(small functions); IT", ""]
    assert shown.closed == {"as_analysed": ("IT",), "to_only": ("IT",)}
    assert shown.table["acceptability"].tolist() == [0.5] * 3
    assert shown.headline() == result.headline()


def test_sensitivity_tells_no_verdict_that_silos_withhold() -> None:
    """Few people cross the border of PR: that it is closed is in no table, under whatever assumption."""
    rows = [
        ("as_analysed", "PR; IT", False),
        ("to_only", "IT", True),
        ("limit_20", "PR", True),
        ("limit_5", None, None),
    ]
    table = pd.DataFrame(rows, columns=["assumption", "silos", "silos_changes"]).assign(
        owner="R&D", glue="QA"
    )
    closed = {name: tuple(names.split("; ")) if names else () for name, names, _ in rows}
    varied = SensitivityResult(table=table, recommended=None, leading="R&D", closed=closed)
    silos = SimpleNamespace(
        table=pd.DataFrame({"function": ["PR", "IT", "QA"], "verdict": [None, "silo", "ordinary"]})
    )
    shown = _varied(varied, {"silos": silos}, POLICY)  # type: ignore[dict-item]
    assert shown.table["silos"].tolist()[:3] == ["IT", "IT", ""]
    assert shown.table["silos_changes"].tolist()[:3] == [False, False, True]
    assert shown.table["silos"].isna().tolist() == [False, False, False, True]
    assert shown.closed == {"as_analysed": ("IT",), "to_only": ("IT",), "limit_20": (), "limit_5": ()}


def test_every_column_is_worded() -> None:
    words = Words("fr")
    for one in (OwnerResult, SensitivityResult):
        for name, table in one.declared.items():
            if table.written:
                assert words(f"rows.{name}")
                assert all(words(f"column.{name}.{column}") for column in table.names)


def test_reasons_say_what_the_tables_say() -> None:
    """Rounded by their interval; figures of the whole would tell of small functions beside those without them."""
    numbers = {"x": 6.7234, "low": 4.1419, "high": 18.3391}
    openness = Claim(Sentence("because.openness", function="R&D", **numbers))
    share = {"share": 0.28, "share_low": 0.2, "share_high": 0.3}
    owning = Claim(Sentence("because.owning", function="R&D", **share), rule="whole")
    found = replace(recommendation(), why=(openness, owning))
    [told] = release_result(found, POLICY).why
    assert dict(told.sentence.values) == {"function": "R&D", "x": 7, "low": 4, "high": 18}
    assert POLICY.small
    nobody_small = replace(POLICY, sizes={"R&D": 30, "QA": 20, "IT": 9, "PR": 6})
    told, _ = release_result(found, nobody_small).why
    assert dict(told.sentence.values) == {"function": "R&D", "x": 6.7, "low": 4.1, "high": 18.3}
    rows = {f"openness{end}": [numbers[one]] for end, one in (("", "x"), ("_low", "low"), ("_high", "high"))}
    table = pd.DataFrame({"function": ["R&D"], "people": 30, "crossing": 30, **rows})
    for policy, wanted in ((POLICY, [7, 4, 18]), (nobody_small, [6.7, 4.1, 18.3])):
        shown = release_table(table, SilosResult.declared["silos"], policy)
        assert shown[[*rows]].to_numpy().tolist() == [wanted]


def test_no_other_takes_the_place_of_a_first_that_is_not_named() -> None:
    found = replace(recommendation(), first="HR", recommended="HR", involve=("HR",))
    shown = release_result(found, POLICY)
    assert shown.first is shown.recommended is None
    assert shown.answer().key == "said.owner.unnamed"
    assert not any(name in shown.headline() for name in ("R&D", "QA", "HR"))
