"""One run, one story: rules find what contradicts, runs have nothing that does, and every page gives one number."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.analyses.parts.declare import Column, by_function
from silograph.analyses.parts.result import Result
from silograph.language.words import LANGUAGES, TEXTS, Sentence, Words
from silograph.output.page.story import tell
from silograph.output.report import report_page
from silograph.output.report.answer import answer
from silograph.output.report.context import Report
from silograph.release.gate import release
from silograph.run.coherence import RULES, contradictions, is_contradiction, told
from silograph.run.run import Analysis
from silograph.run.sensitivity import SensitivityResult
from silograph.simulation import CompanySpec, simulate

sys.path.insert(0, str(Path(__file__).parent))
from told import as_in_tables, at_odds, numbers

SETTINGS = sg.Settings(replicates=40, simulations=50)
WORLDS = (
    "plain",
    *(pytest.param(w, marks=pytest.mark.slow) for w in ("mailroom", "tiny", "reorganisation", "one_mailbox")),
)
DATA = ("mailing-list", "slack", "gastech")


@cache
def company(world: str) -> Analysis:
    spec = CompanySpec(people=80, messages=4000, functions=6, seed=1, world=world)
    return sg.analyze(*simulate(spec).log(), settings=SETTINGS)


@cache
def public(name: str, data: Path) -> Analysis:
    """A public log by the recipe of docs/cases.md."""
    page = (Path(__file__).parents[1] / "docs" / "cases.md").read_text(encoding="utf-8")
    recipes = dict(zip(DATA, re.findall(r"```python\n(.*?)```", page, re.S), strict=False))
    space: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SILOGRAPH_DATA", str(data))
        exec(compile(recipes[name], f"cases.md: {name}", "exec"), space)
    return sg.analyze(space["log"], space["roster"], settings=SETTINGS)


def nothing_contradicts(run: Analysis) -> None:
    assert not contradictions(told(run.results, run.sensitivity))
    released = release(run)
    assert not contradictions(told(released.results, released.sensitivity))
    assert not [line for line in released.summary["warnings"] if is_contradiction(line)]
    for lang in LANGUAGES:
        assert not at_odds(released, lang)
        assert not as_in_tables(released, lang)


@pytest.mark.parametrize("world", WORLDS)
def test_a_company_tells_one_story(world: str) -> None:
    nothing_contradicts(company(world))


@pytest.mark.data
@pytest.mark.parametrize("name", [*DATA[:2], pytest.param(DATA[2], marks=pytest.mark.slow)])
def test_a_public_log_tells_one_story(name: str, data_dir: Path) -> None:
    nothing_contradicts(public(name, data_dir))


def test_the_reader_finds_the_numbers_of_every_output() -> None:
    """Were a text reworded so that it is no longer read, this would notice."""
    released = release(company("plain"))
    for lang in LANGUAGES:
        found = numbers(released, lang)
        assert {one.where.partition(":")[0] for one in found} >= {"printed", "report", "page"}
        assert {"walls", "lift", "brokerage", "communities"} <= {one.figure for one in found}


# --- every rule finds what it is for ----------------------------------------------------------------------------------


def changed(result: Result, **columns: Any) -> Result:
    return replace(result, table=result.table.assign(**columns))


class Mistaken:
    """A result that says something else than it found."""

    def __init__(self, result: Result, **said: Any) -> None:
        self._result, self._said = result, said

    def __getattr__(self, name: str) -> Any:
        return self._said[name] if name in self._said else getattr(self._result, name)


Done = dict[str, Any]

# By rule, what is made wrong in the results of a run for it to find something.
WRONG: dict[str, Callable[[Done], Done]] = {
    "unstable_owner": lambda done: {
        "owner": decided(done["owner"]),
        "sensitivity": varying(done["sensitivity"]),
    },
    "unfit_owner": lambda done: {"glue": changed(done["glue"], status="not_assessable")},
    "candidates": lambda done: {"relay": changed(done["relay"], verdict="mailroom")},
    "linking": lambda done: {"glue": changed(done["glue"], verdict="ordinary")},
    "beside_mailrooms": lambda done: {
        "relay": replace(done["relay"], mailroom_syndrome=True),
        "glue": changed(done["glue"], verdict="glue"),
    },
    "table_names_glue": lambda done: {"table": replace(done["relay"], parameters={"glue": ["Nobody"]})},
    "people_of_a_function": lambda done: {"silos": with_more_people(done["silos"])},
    "unreadable_criterion": lambda done: {
        "owner": replace(done["owner"], criteria=done["owner"].criteria.assign(counts=True)),
        "glue": replace(done["glue"], caveats=(Sentence("note.glue.one_way"),)),
    },
    "measure_ranked": lambda done: {
        "glue": changed(done["glue"], lift=done["glue"].table["lift"].to_numpy()[::-1])
    },
    "quoted_rank": lambda done: {"glue": changed(done["glue"], rank=done["glue"].table["rank"] + 1)},
    "quoted_figure": lambda done: {
        "relay": changed(done["relay"], relay_share=done["relay"].table["relay_share"] + 0.1)
    },
    "rows_as_found": lambda done: {
        "sensitivity": replace(done["sensitivity"], closed={"as_analysed": ("Nobody",)})
    },
    "none_closed": lambda done: {"silos": Mistaken(done["silos"], finding=Sentence("said.silos.none"))},
    "glue_named": lambda done: {"glue": Mistaken(done["glue"], answer=lambda: Sentence("said.glue.none"))},
    "highest_named": lambda done: {
        "owner": replace(done["owner"], first=done["owner"].table["function"].iloc[-1])
    },
    "marked_as_said": lambda done: {
        "silos": Mistaken(changed(done["silos"], verdict="silo"), answer=lambda: Sentence("said.silos.none"))
    },
    "owner_said": lambda done: {"owner": Mistaken(done["owner"], recommended="Nobody")},
    "number_of_communities": lambda done: {
        "communities": replace(done["communities"], number=done["communities"].number - 1)
    },
}


def decided(owner: Any) -> Any:
    """As if the first were recommended, and how ties are counted were still to be tried."""
    gates = {gate: True for gate in owner.gates if gate != "stable"}
    return replace(owner, recommended=owner.first, arrangement="single_function", gates=gates)


def varying(found: SensitivityResult) -> SensitivityResult:
    """As if another function came first under every other assumption."""
    table = found.table.assign(status="computed", owner_changes=True)
    return replace(found, table=table, recommended=None)


def with_more_people(result: Result) -> Result:
    return changed(result, people=result.table["people"] + 1)


def falsified(rule: str) -> Done:
    run = company("plain")
    done = dict(told(run.results, run.sensitivity))
    return {**done, **WRONG[rule](done)}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_what_it_is_for(rule: str) -> None:
    found = list(RULES[rule](falsified(rule)))
    assert found
    for one in found:
        assert one.questions
        assert one.figures
        assert is_contradiction(one.sentence)
        for lang in LANGUAGES:
            said = one.sentence.say(Words(lang))
            assert TEXTS[f"incoherent.{one.rule}"][lang] in said.replace("\u202f", " ")
        assert not re.search(r"\d", one.sentence)  # no value leaves with it


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_needs_any_question(rule: str) -> None:
    assert not list(RULES[rule]({}))


def test_what_is_unstable_is_not_recommended() -> None:
    owner = decided(company("plain").results["owner"])
    assert owner.headline().startswith(owner.first)
    doubted = owner.unstable(2, 9)
    assert doubted.recommended is None
    assert doubted.arrangement is None
    assert doubted.gates["stable"] is False
    for lang in LANGUAGES:
        assert owner.first not in doubted.headline(lang).partition(";")[0]
    keys = [claim.sentence.key for claim in doubted.why]
    assert "because.unstable" in keys
    assert not {"because.acceptability", "because.pilot"} & {*keys}


def test_an_unstable_owner_is_named_nowhere_as_owner() -> None:
    run = company("plain")
    owner = decided(run.results["owner"])
    assert run.sensitivity is not None
    varied = varying(run.sensitivity)
    doubted = replace(run, results={**run.results, "owner": owner.unstable(2, 9)}, sensitivity=varied)
    released = release(doubted)
    assert not contradictions(told(released.results, released.sensitivity))
    assert released.summary["owner"]["recommended"] is None
    report = report_page(released)
    assert "No clear owner: who comes first is not stable" in report
    assert f"{owner.first} should own" not in report
    story = tell(released).to_dict()
    said = " ".join(text["en"] for step in story["steps"] for text in step["sentences"])
    assert "who comes first changes with the way ties are counted" in said


def test_a_contradiction_is_a_warning_of_the_run_and_of_what_is_released() -> None:
    run = company("plain")
    wrong = with_more_people(run.results["silos"])
    released = release(replace(run, results={**run.results, "silos": wrong}))
    lines = [line for line in released.summary["warnings"] if is_contradiction(line)]
    assert len(lines) == 1
    assert "two tables count their people differently" in lines[0]


@pytest.mark.parametrize(
    ("question", "figures"),
    [("owner", "owner.involve"), ("whatif", "whatif.worst"), ("hourglass", "hourglass.leads")],
)
def test_who_does_most_does_most_in_the_table(question: str, figures: str) -> None:
    """Whatever a headline calls the most is the highest of what is shown, and the rule notices where it is not."""
    run = company("plain")
    done: Done = dict(run.results)
    if question not in done:
        pytest.skip("not answered")
    assert not list(RULES["highest_named"](done))
    if question == "owner":
        lifts = done["glue"].table.sort_values("lift")
        wrong = replace(
            done["owner"], glue_found=False, involve=(lifts["function"].iloc[0],), involve_without=()
        )
    elif question == "whatif":
        last = done["whatif"].table.query("kind == 'remove'").sort_values("pairs_cut")["function"].iloc[0]
        said = Sentence("said.whatif.without", function=last, cut=1.0, pairs=2.0)
        table = done["whatif"].table
        table = table.assign(pairs_cut=np.where(table["function"] == last, 0, 9), pairs_before=10)
        wrong = Mistaken(done["whatif"], answer=lambda: said, table=table)
    else:
        last = done["hourglass"].table.sort_values("path_share")["function"].iloc[0]
        numbers = {
            "function": last,
            "share": 0.1,
            "low": 0.0,
            "high": 0.2,
            "waist": Sentence("said.hourglass.few"),
        }
        wrong = Mistaken(done["hourglass"], answer=lambda: Sentence("said.hourglass.found", **numbers))
    found = list(RULES["highest_named"]({**done, question: wrong}))
    assert figures in {one.figures[0] for one in found}


@pytest.mark.parametrize("world", ["plain", pytest.param("mailroom", marks=pytest.mark.slow)])
def test_the_first_sentence_of_the_report_names_whom_the_run_recommends(world: str) -> None:
    released = release(company(world))
    owner = released.results["owner"]
    for lang in LANGUAGES:
        first = answer(Report.of(released, Words(lang), questions=ANALYSES))[0].replace("\u202f", " ")
        if owner.recommended:
            assert owner.recommended in first
        else:
            assert TEXTS["said.owner.none"][lang].partition(";")[0].strip() in first
        assert owner.recommended == released.summary["owner"]["recommended"]
        assert list(owner.involve) == released.summary["owner"]["involve"]


# --- invented results -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Counted(Result):
    declared = {"counted": by_function(Column("people", "count", "sum"))}  # noqa: RUF012


def counted(people: Mapping[str, float]) -> Counted:
    return Counted(table=pd.DataFrame({"function": list(people), "people": list(people.values())}))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AlsoCounted(Counted):
    declared = {"also": by_function(Column("people", "count", "sum"))}  # noqa: RUF012


SIZES = st.dictionaries(
    st.sampled_from("ABCDE"), st.one_of(st.integers(1, 4), st.just(float("nan"))), min_size=1
)


@given(one=SIZES, other=SIZES)
def test_counts_of_people_are_compared_function_by_function(
    one: dict[str, float], other: dict[str, float]
) -> None:
    """Withheld counts, and functions in one table only, contradict nothing."""
    both = [name for name in one if name in other and np.isfinite([one[name], other[name]]).all()]
    odd = sorted(name for name in both if one[name] != other[name])
    found = list(
        RULES["people_of_a_function"]({"x": counted(one), "y": AlsoCounted(table=counted(other).table)})
    )
    assert [list(item.functions) for item in found] == ([odd] if odd else [])


@given(lifts=st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_ranks_must_fall_with_the_lift(lifts: list[int]) -> None:
    glue = counted(dict.fromkeys("ABCDEFGH"[: len(lifts)], 5))
    table = glue.table.assign(lift=lifts, rank=range(1, len(lifts) + 1))
    found = list(RULES["measure_ranked"]({"glue": replace(glue, table=table)}))
    assert bool(found) == (lifts != sorted(lifts, reverse=True))
