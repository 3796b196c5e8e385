"""The guided tour and the screens of the workshop page: what they say, in both languages, and what they must not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.owner.answer import FAMILIES, OwnerResult
from silograph.analyses.parts.declare import Claim
from silograph.analyses.parts.settings import Settings
from silograph.analyses.trend.answer import TrendResult
from silograph.analyses.whatif.answer import WhatifResult
from silograph.language.words import LANGUAGES, Sentence
from silograph.output.page import screens as shown
from silograph.output.page import story as tour
from silograph.output.page import words as texts
from silograph.output.page.screens import gates
from silograph.output.page.story import Story, Voice, isolated, often
from silograph.release.gate import release
from silograph.release.policy import Policy
from silograph.run.run import Analysis, analyze
from silograph.simulation import CompanySpec, MailRoom, simulate

PLANTED = CompanySpec(
    people=110, messages=6000, functions=6, seed=4, mailroom=MailRoom(share=0.8, openness=6.0)
)
SPECS = {"planted": PLANTED, "null": CompanySpec(people=80, messages=3500, functions=6, seed=4).null()}
JARGON = re.compile(
    r"betweenness|brokerage|E-I|\bq\b|p-value|valeur p|modularit|z-score|bootstrap|intermédiarité|\bAMI\b|centralit",
    re.I,
)


def run(name: str = "planted") -> Analysis:
    return analysed(name)


@lru_cache
def analysed(name: str) -> Analysis:
    only = ("silos", "silos2", "glue", "relay", "ownership", "whatif", "owner")
    settings = Settings(only=only if name == "planted" else ("owner",), replicates=20, simulations=50, seed=1)
    return analyze(*simulate(SPECS[name]).log(), settings=settings)


def tell(analysis: Analysis) -> Story:
    return tour.tell(release(analysis))


def guess_screen(analysis: Analysis) -> Any:
    return shown.guess_screen(release(analysis))


def owner_screen(analysis: Analysis) -> Any:
    return shown.owner_screen(release(analysis))


def replay_screen(analysis: Analysis) -> Any:
    return shown.replay_screen(release(analysis))


def story(name: str = "planted") -> Story:
    return told(name)


@lru_cache
def told(name: str) -> Story:
    return tell(run(name))


def truth() -> dict[str, Any]:
    return simulate(PLANTED).truth


def step(found: Story, key: str) -> Any:
    return next(one for one in found.steps if one.key == key)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in strings(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in strings(one))


def screens(analysis: Analysis) -> list[Any]:
    return [guess_screen(analysis), owner_screen(analysis), replay_screen(analysis)]


class TestTexts:
    def test_both_languages_with_the_same_values(self) -> None:
        for key, text in texts.TEXTS.items():
            fields = [{name for _, name, _, _ in Formatter().parse(text[lang]) if name} for lang in LANGUAGES]
            assert fields[0] == fields[1], key
            assert not JARGON.search(" ".join(text.values())), key

    def test_words_for_shares(self) -> None:
        assert often(0.0) == "in hardly any case"
        assert often(0.994) == "in 99% of cases"
        assert often(1.0) == "in practically every case"

    def test_names_cannot_turn_the_words_around_them(self) -> None:
        assert isolated("R&D <b>") == "R&D <b>"
        assert isolated("\u202eevil\u2069x") == "\u2068\u202eevilx\u2069"
        assert isolated("\u05d9\u05d7")[0] == "\u2068"

    def test_capital_only_where_no_name_stands(self) -> None:
        both = Voice().both
        assert both(Sentence("story.silos.title.one", names=("e-commerce",)))["en"] == "e-commerce is closed"
        assert both(Sentence("story.silos.title.one", names=("R&D",)))["fr"].startswith("R&D")
        unnamed = Sentence("story.silos.title.one", names=(Sentence("story.replay.everybody"),))
        assert both(unnamed)["fr"].startswith("Tout le monde")


class TestStory:
    def test_answer_says_what_was_planted(self) -> None:
        planted, answer = truth(), story().answer["en"]
        assert answer.startswith(f"{planted['glue']} links the others best; ")
        assert planted["silos"][0] in answer
        assert step(story(), "glue").focus == (planted["glue"],)
        assert planted["silos"][0] in step(story(), "silos").focus
        assert step(story(), "without").without == planted["glue"]
        assert planted["owner"] in step(story(), "owner").title["fr"]

    def test_nothing_special_is_said_as_plainly(self) -> None:
        assert (
            story("null").answer["en"]
            == "No function clearly links the others; none is clearly more closed than the others."
        )
        assert story("null").answer["fr"].startswith("Aucune fonction ne relie nettement les autres")
        assert step(story("null"), "owner").title["en"] == "No clear owner"
        assert step(story("null"), "silos").focus == ()
        assert "onward" not in {one.key for one in story("null").steps}

    def test_who_routes_onward_has_a_step_and_is_no_link(self) -> None:
        mailroom = truth()["mailroom"]
        assert step(story(), "onward").focus == (mailroom,)
        assert mailroom not in step(story(), "glue").focus
        glue = run().results["glue"]
        assert mailroom not in (*glue.glue, *glue.bridges)
        assert not set(run().results["relay"].routing) & {*glue.glue, *glue.bridges}
        assert mailroom not in story().answer["en"]

    @pytest.mark.parametrize("name", list(SPECS))
    def test_steps_are_complete_short_and_in_both_languages(self, name: str) -> None:
        found, functions = story(name), set(run(name).network.functions)
        assert [one.key for one in found.steps][:2] == ["question", "map"]
        assert len({one.key for one in found.steps}) == len(found.steps)
        for one in found.steps:
            assert 1 <= len(one.sentences) <= 3, one.key
            assert set(one.focus) <= functions
            for text in (one.title, *one.sentences):
                assert set(text) == set(LANGUAGES)
                for said in text.values():
                    assert said
                    assert "{" not in said
                    assert "–" not in said, said  # a figure that is missing
                    assert "nan" not in said.lower().split()
                    assert not JARGON.search(said)
            assert all(text[lang][-1] in ".?" for text in one.sentences for lang in LANGUAGES)
        json.dumps(found.to_dict(), allow_nan=False)

    def test_french_typography(self) -> None:
        for said in strings([one.to_dict()["sentences"] for one in story().steps]):
            assert not re.search(r"(?<=\w) [;:?!%]", said) or said.isascii(), said

    def test_figures_are_those_of_the_results(self) -> None:
        results = run().results
        first = results["glue"].table.set_index("function", drop=False).loc[truth()["glue"]]
        said = step(story(), "glue").sentences[0]["en"]
        assert f"{first['brokerage']:.1%}" in said
        assert f"{first['lift']:.1f} times" in said
        removed = results["whatif"].table.set_index("scenario").loc[f"remove {first['function']}"]
        assert f"{removed['exchange_lost_share']:.0%}" in step(story(), "without").sentences[0]["en"]
        walls = f"{results['silos'].walls:.1f} times"
        assert walls in step(story(), "silos").sentences[0]["en"]

    def test_a_doubt_that_is_withheld_is_a_doubt(self) -> None:
        owner = run().results["owner"]
        assert isinstance(owner, OwnerResult)
        few = Claim(Sentence("because.unknown", share=0.3), 3)
        for beware, said in {
            (few,): "There is a doubt that rests on too few people to be shown here.",
            (): "The data raise no particular doubt; what they do not show is yours to judge.",
        }.items():
            doubtful = {**run().results, "owner": replace(owner, beware=beware)}
            told = step(tell(replace(run(), results=doubtful)), "owner")
            assert told.sentences[-1]["en"] == said

    def test_only_what_was_run_is_told(self) -> None:
        analysis = run()
        bare = tell(replace(analysis, results={}))
        assert [one.key for one in bare.steps] == ["map", "end"]
        assert bare.answer["en"].startswith("These data are too few")
        silos = tell(replace(analysis, results={"silos": analysis.results["silos"]}))
        assert [one.key for one in silos.steps] == ["map", "silos", "end"]

    def test_what_was_not_asked_is_not_spoken_of(self) -> None:
        analysis = run("null")
        silos = {"silos": analysis.results["silos"]}
        alone = tell(replace(analysis, results=silos, settings=Settings(only=("silos",))))
        assert alone.answer["en"] == "No function is clearly more closed than the others."
        glue = replace(run(), settings=Settings(only=("glue",)), results={"glue": run().results["glue"]})
        assert step(tell(glue), "question").title["fr"] == "Quelle fonction relie les autres\u202f?"
        whatif = {"whatif": run().results["whatif"]}
        other = replace(run(), results=whatif, settings=Settings(only=("copies",)))
        assert tell(other).answer["en"] == release(other).results["whatif"].headline()
        assert replay_screen(other) is None
        nothing = replace(other, results={})
        assert tell(nothing).answer["en"] == "These data answer none of the questions asked."

    def test_what_the_data_cannot_answer_is_said(self) -> None:
        analysis = run("null")
        silos = replace(analysis, results={"silos": analysis.results["silos"]})
        said = (
            "Which function links the others cannot be told from these data; "
            "no function is clearly more closed than the others."
        )
        assert tell(silos).answer["en"] == said
        glue = replace(analysis, results={"glue": analysis.results["glue"]})
        assert tell(glue).answer["en"].endswith("; which function is closed cannot be told from these data.")
        alone = tell(replace(analysis, results={}, settings=Settings(only=("silos",))))
        assert alone.answer["en"] == "These data are too few to say which function is closed."

    def test_the_answer_counts_all_who_link(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = tuple(run().results["glue"].table["function"][:4])
        monkeypatch.setattr("silograph.output.page.story._Teller.linking", (names, True))
        assert tell(run()).answer["en"].startswith(f"4 functions link the others best, {names[0]} the most; ")

    def test_pairs_that_come_several_times_are_counted(self) -> None:
        whatif = run().results["whatif"]
        assert isinstance(whatif, WhatifResult)
        added = whatif.table["kind"] == "liaison"
        first = whatif.liaisons[["function_a", "function_b"]].iloc[0]
        same = whatif.liaisons.assign(function_a=first.iloc[0], function_b=first.iloc[1])
        several = {**run().results, "whatif": replace(whatif, liaisons=same)}
        said = step(tell(replace(run(), results=several)), "help").sentences[0]["en"]
        assert said.endswith(f"each side: {added.sum()} times {first.iloc[0]} with {first.iloc[1]}.")

    def test_marked_changes(self) -> None:
        analysis = run()
        rows = [
            ("2024-03-01", "walls", np.nan, 1.5, "up"),
            ("2024-03-01", "openness", analysis.network.functions[0], 0.5, "down"),
            ("2024-03-01", "continuity", np.nan, -0.2, "down"),
        ]
        changes = pd.DataFrame(rows, columns=["window", "figure", "function", "change", "mark"])
        told = {"q_value": [0.01, 0.02, 0.03], "value": 1.0, "low": 0.9, "high": 1.1}
        table = changes.assign(**told, active=40)
        trend = TrendResult(table=table, windows=(), parameters={"window": "quarter"})
        found = step(tell(replace(analysis, results={"trend": trend})), "changed")
        assert found.screen == "compare"
        assert found.focus == (analysis.network.functions[0],)
        assert (
            found.sentences[0]["en"]
            == "From March 2024 on, walls between functions are 1.50 times what they were."
        )
        assert found.sentences[0]["fr"].startswith("À partir de mars 2024, les cloisons")
        assert len(found.sentences) == 3


class TestPrivacy:
    def test_small_functions_are_never_named(self) -> None:
        sizes = run().network.group_sizes
        settings = replace(run().settings, min_group=int(np.sort(sizes)[1]) + 1)
        analysis = replace(run(), settings=settings)
        hidden = Policy.of(analysis.network, min_group=settings.min_group).small
        assert hidden
        said = "\n".join(strings([tell(analysis).to_dict(), *screens(analysis)]))
        assert not [name for name in hidden if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)]

    @pytest.mark.parametrize("name", list(SPECS))
    def test_nobody_is_named(self, name: str) -> None:
        analysis = run(name)
        said = "\n".join(strings([story(name).to_dict(), *screens(analysis)]))
        people = analysis.roster.latest
        names = {*analysis.network.people["person_id"], *people["name"].dropna()} - set(
            analysis.network.functions
        )
        assert not [one for one in names if one in said]


class TestOwnerScreen:
    @staticmethod
    def scores(found: dict[str, Any], weights: Any) -> pd.Series[float]:
        return pd.Series(
            {one["function"]: float(np.dot(one["evidence"], weights)) for one in found["candidates"]}
        )

    @pytest.mark.parametrize("name", list(SPECS))
    def test_central_weights_reproduce_the_ranking(self, name: str) -> None:
        """Of the evidence that leaves a run, in tenths: exact to its last digit it told of single people."""
        owner, found = run(name).results["owner"], owner_screen(run(name))
        assert isinstance(owner, OwnerResult)
        if not owner.weights:  # nothing tells functions apart: there is nothing to weigh
            assert found is None
            return
        assert found is not None
        weights = next(one["weights"] for one in found["profiles"] if one["key"] == found["audience"])
        scores = self.scores(found, weights)
        expected = owner.evidence.set_index("function") @ np.array(list(owner.weights.values()))
        assert scores.to_dict() == pytest.approx(expected[scores.index].to_dict(), abs=0.06)
        order = expected[scores.index].sort_values(ascending=False).index
        assert scores.sort_values(ascending=False).index.tolist() == order.tolist()
        if owner.recommended:
            assert scores.idxmax() == owner.recommended == found["recommended"] == found["first"]

    def test_the_order_is_that_of_the_run_where_tenths_would_give_another(self) -> None:
        """1.04 + 1.04 is ahead of 1.06 + 0.96 by hundredths, and behind in tenths: 1.0 + 1.0 against 1.1 + 1.0."""
        exact = run("null").results["owner"]
        assert isinstance(exact, OwnerResult)
        names, families = exact.table["function"].tolist()[:2], list(FAMILIES)
        rows = [[1.04, 1.04], [1.06, 0.96]]
        rest, people = [0.0] * (len(families) - 2), {f"{family}_people": 30.0 for family in families}
        weights = dict(zip(families, [0.5, 0.5, *rest], strict=True))
        worth = pd.DataFrame([[*row, *rest] for row in rows], columns=families).assign(
            function=names, **people
        )
        worth = worth.assign(central=[1.04, 1.01], place=[1, 2])
        close = replace(exact, worth=worth, weights=weights, table=exact.table[:2])
        analysis = replace(run("null"), results={"owner": close})
        released = release(analysis).results["owner"]
        assert isinstance(released, OwnerResult)
        in_tenths = released.evidence.set_index("function") @ list(weights.values())
        assert in_tenths.idxmax() == names[1]
        found = owner_screen(analysis)
        scores = self.scores(found, list(weights.values()))
        assert scores.idxmax() == names[0]

    def test_flips_follow_from_the_same_figures(self) -> None:
        """With evidence in tenths a lead is off by a tenth at most."""
        owner, found = run().results["owner"], owner_screen(run())
        assert isinstance(owner, OwnerResult)
        assert found is not None
        keys = [one["key"] for one in found["families"]]
        central = dict(owner.weights)
        for row in owner.flips.dropna().itertuples():
            rest = (1 - row.weight) / (1 - central[row.family])
            weights = [row.weight if key == row.family else rest * central[key] for key in keys]
            scores = self.scores(found, weights)
            assert scores[row.function] == pytest.approx(scores[found["first"]], abs=0.1)

    @pytest.mark.parametrize("name", list(SPECS))
    def test_gates_decide(self, name: str) -> None:
        owner = run(name).results["owner"]
        assert isinstance(owner, OwnerResult)
        assert (owner.recommended is not None) == all(passed for _, passed in gates(owner))

    def test_shape(self) -> None:
        found = owner_screen(run())
        assert found is not None
        assert {one["key"] for one in found["families"]} <= set(FAMILIES)
        assert {one["key"] for one in found["profiles"]} == {"external", "internal", "balanced"}
        assert all(sum(one["weights"]) == pytest.approx(1, abs=1e-3) for one in found["profiles"])
        assert all(len(one["evidence"]) == len(found["families"]) for one in found["candidates"])
        json.dumps(found, allow_nan=False)

    def test_routing_onward_is_no_candidate(self) -> None:
        found, mailroom = owner_screen(run()), truth()["mailroom"]
        assert found is not None
        assert [one["function"] for one in found["barred"]] == [mailroom]
        assert mailroom not in {one["function"] for one in found["candidates"]}

    def test_nothing_without_the_analysis(self) -> None:
        assert owner_screen(replace(run(), results={})) is None


class TestGuessScreen:
    def test_rows_are_the_ranking(self) -> None:
        found, glue = guess_screen(run()), run().results["glue"].table
        assert found is not None
        assert [one["function"] for one in found["rows"]] == glue["function"].tolist()
        assert found["functions"] == sorted(glue["function"])
        assert [one["function"] for one in found["rows"] if one["found"]] == [truth()["glue"]]
        assert [one["function"] for one in found["rows"] if one["onward"]] == [truth()["mailroom"]]
        json.dumps(found, allow_nan=False)

    def test_nothing_without_the_analysis(self) -> None:
        assert guess_screen(replace(run(), results={})) is None


class TestReplayScreen:
    def test_cells_are_those_of_ownership(self) -> None:
        """A cell of few people is withheld, and those from which it would follow: such a one has nothing in it."""
        found, exact = replay_screen(run()), run().results["ownership"].topics
        topics = release(run()).results["ownership"].topics.set_index(["arrangement", "topic"])
        exact = exact.set_index(["arrangement", "topic"])
        assert found["missing"] is None
        assert found["first"] == truth()["owner"] == step(story(), "clock").focus[0]
        told = 0
        for row in (row for row in found["rows"] if row["kind"] == "single_function"):
            for topic, cell in zip(found["topics"], row["cells"], strict=True):
                expected = topics.loc[(row["function"], topic)]
                assert (cell is None) == np.isnan(expected["within_24h"])
                if cell is None:
                    continue
                told += 1
                assert cell["within"] == pytest.approx(expected["within_24h"], abs=1e-6)
                whole = exact.loc[(row["function"], topic), "within_24h"]
                assert cell["within"] == pytest.approx(whole, abs=5e-3)
                assert cell["low"] <= cell["within"] <= cell["high"]
                assert cell["asked"] == (None if topic == row["function"] else row["function"])
                assert cell["by"] == sorted(cell["by"])
                assert cell["by"][found["clock"].index(found["deadline"])] == cell["within"]
        assert told
        json.dumps(found, allow_nan=False)

    def test_arrangements(self) -> None:
        rows = replay_screen(run())["rows"]
        kinds = [one["kind"] for one in rows]
        table = release(run()).results["ownership"].table
        assert set(kinds) == set(
            table.loc[table["within_24h"].notna(), "kind"]
        )  # of the others nothing is shown
        assert kinds == sorted(kinds, key=["single_function", "hub", "own_function", "everybody"].index)
        for one in rows:
            assert (one["name"] is None) == (one["kind"] == "single_function")
            if one["kind"] == "everybody":
                assert all(cell["asked"] is None for cell in one["cells"] if cell)

    def test_says_why_there_is_nothing(self) -> None:
        missing = replay_screen(replace(run(), results={}))["missing"]
        assert missing["en"].startswith("Reply times are not known")
        assert set(missing) == set(LANGUAGES)
