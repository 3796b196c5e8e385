"""Small companies by hand, solved by whoever has an output folder (and the org chart): more than one answer fits."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any, ClassVar

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses.parts.declare import Column, Table
from silograph.language.words import People
from silograph.release.gate import Released, release
from silograph.release.policy import Policy
from silograph.release.tables import release_together

FUNCTIONS = ("HR", "IT", "Law", "Ops", "PR", "Web")
SIZE = 7


class Company:
    """People and messages written down one by one."""

    def __init__(self, *, seed: int = 1) -> None:
        self.rng = np.random.default_rng(seed)
        self.people = [
            {"person_id": f"{f.lower()}{i}@x.org", "function": f} for f in FUNCTIONS for i in range(SIZE)
        ]
        self.messages: list[dict[str, object]] = []

    def of(self, function: str) -> list[str]:
        return [str(one["person_id"]) for one in self.people if one["function"] == function]

    def say(self, sender: str, recipient: str, **more: object) -> None:
        day, minute = self.rng.integers(80), self.rng.integers(600)
        self.messages.append(
            {
                "message_id": f"m{len(self.messages)}",
                "sent_at": pd.Timestamp("2024-01-01T08:00Z")
                + pd.Timedelta(days=int(day), minutes=int(minute)),
                "sender": sender,
                "recipient": recipient,
                **more,
            }
        )

    def everybody(self, *, few: dict[tuple[str, str], int]) -> Company:
        """Many exchange within each function and between each two; of those in `few`, two people, so often."""
        for a, b in itertools.combinations_with_replacement(FUNCTIONS, 2):
            for _ in range(few.get((a, b), int(self.rng.integers(20, 50)))):
                one, other = (
                    (self.of(a)[0], self.of(b)[int(a == b)])
                    if (a, b) in few
                    else (self.of(a)[self.rng.integers(SIZE)], self.of(b)[self.rng.integers(SIZE)])
                )
                if one != other:
                    self.say(*((one, other) if self.rng.random() < 0.5 else (other, one)))
        return self

    def run(
        self, folder: Path, *only: str, people: People = "no_people", parameters: dict[str, Any] | None = None
    ) -> tuple[sg.Analysis, Released]:
        pd.DataFrame(self.people).to_csv(folder / "people.csv", index=False)
        pd.DataFrame(self.messages).to_csv(folder / "log.csv", index=False)
        log, roster = sg.read(folder / "log.csv", folder / "people.csv")
        settings = sg.Settings(only=only, replicates=20, simulations=20, seed=1)
        run = sg.analyze(log, roster, settings=settings, parameters=parameters)
        return run, release(run, people=people)


class TestTotalsOfTheSameActs:
    @pytest.fixture(scope="class")
    @classmethod
    def released(cls, tmp_path_factory: pytest.TempPathFactory) -> Released:
        return (
            Company()
            .everybody(few={("HR", "HR"): 3})
            .run(tmp_path_factory.mktemp("wi"), "silos", "whatif")[1]
        )

    def test_what_goes_with_a_function_is_withheld_where_its_exchange_is(self, released: Released) -> None:
        silos = released.tables["silos"].set_index("function")
        whatif = released.tables["whatif"].query("kind == 'remove'").set_index("function")
        assert pd.isna(silos.loc["HR", "internal"])
        for function in silos.index[silos[["internal", "external"]].isna().any(axis=1)]:
            told = whatif.loc[
                function, ["exchange_lost", "exchange_lost_share", "walls_after", "cross_share_after"]
            ]
            assert told.isna().all(), function

    def test_others_keep_theirs(self, released: Released) -> None:
        silos = released.tables["silos"].set_index("function")
        whatif = released.tables["whatif"].query("kind == 'remove'").set_index("function")
        whole = silos.index[silos[["internal", "external"]].notna().all(axis=1)]
        assert len(whole) >= 3
        assert whatif.loc[whole, ["exchange_lost", "cross_share_after"]].notna().all(axis=None)


@pytest.mark.parametrize("only", [("silos", "glue"), ("glue",)])
def test_evenness_goes_where_a_pair_of_its_function_is_withheld(
    tmp_path: Path, only: tuple[str, ...]
) -> None:
    """It is an equation of all that a function exchanges: from all of them a single answer fits in whole numbers."""
    few = {("Law", "Ops"): 5, ("HR", "Web"): 3}
    _, released = Company().everybody(few=few).run(tmp_path, *only)
    evenness = released.tables["glue"].set_index("function")["evenness"]
    assert evenness[["Law", "Ops", "HR", "Web"]].isna().all()
    if "exchange" in released.tables:
        pairs = released.tables["exchange"]
        gone = pairs[pairs["observed"].isna()]
        assert evenness[sorted({*gone["function_a"], *gone["function_b"]})].isna().all()


def test_evenness_is_told_where_all_pairs_are(tmp_path: Path) -> None:
    _, released = Company().everybody(few={}).run(tmp_path, "silos", "glue")
    assert released.tables["glue"]["evenness"].notna().all()


class TestFewCross:
    """Of HR, four people cross its border: one of them, and three of IT."""

    @pytest.fixture(scope="class")
    @classmethod
    def released(cls, tmp_path_factory: pytest.TempPathFactory) -> Released:
        company = Company(seed=3).everybody(few={})
        names = {*company.of("HR")}
        company.messages = [
            one for one in company.messages if (one["sender"] in names) == (one["recipient"] in names)
        ]
        for number in range(30):
            company.say("hr0@x.org", f"it{number % 3}@x.org")
            company.say(f"it{number % 3}@x.org", "hr0@x.org")
        return company.run(tmp_path_factory.mktemp("few"), "silos", "glue", "trend", "owner")[1]

    def test_nothing_of_its_openness_leaves(self, released: Released) -> None:
        row = released.tables["silos"].set_index("function").loc["HR"]
        names = ["openness", "openness_low", "openness_high", "p_value", "q_value", "verdict"]
        assert row[names].isna().all()
        assert pd.isna(released.tables["owner"].set_index("function").loc["HR", "openness_steps"])

    def test_nor_the_contacts_of_those_who_cross(self, released: Released) -> None:
        """The participation of everybody else is nothing: its mean is one person's."""
        glue = released.tables["glue"].set_index("function")[["coverage", "evenness", "participation"]]
        assert glue.loc["HR"].isna().all()
        assert glue.loc[["Law", "Ops", "PR", "Web"], ["coverage", "participation"]].notna().all(axis=None)

    def test_trend_does_not_tell_it_month_by_month(self, released: Released) -> None:
        rows = released.tables["trend"].query("figure == 'openness'").set_index("function")
        names = ["value", "low", "high", "change", "q_value", "mark"]
        assert rows.loc[["Law", "Web"], "value"].notna().any()
        assert rows.loc[["HR"], names].isna().all(axis=None)

    def test_others_keep_theirs(self, released: Released) -> None:
        rows = released.tables["silos"].set_index("function").loc[["Law", "Ops", "PR", "Web"]]
        assert rows[["openness", "p_value", "q_value", "verdict"]].notna().all(axis=None)


class TestLinks:
    """Cells of one result that are made of another's."""

    POLICY = Policy(sizes=dict.fromkeys("ABCD", 20))

    def shown(self, groups: list[object], gone: set[frozenset[str]]) -> list[bool]:
        column = "functions" if any(isinstance(one, tuple) for one in groups) else "function"
        table = pd.DataFrame({column: groups, "made": 1.0})
        declared = Table(columns=(Column("made", "factor", "derived", of=("pairs.sum",)),), groups=(column,))
        found = release_together({"t": table}, {"t": declared}, self.POLICY, others={"pairs.sum": gone})
        return found.tables["t"]["made"].notna().tolist()

    def test_a_row_about_one_function_hangs_on_all_its_pairs(self) -> None:
        assert self.shown(["A", "B", "C"], {frozenset("AC")}) == [False, True, False]

    def test_a_row_about_several_hangs_on_what_is_among_them(self) -> None:
        groups: list[object] = [("A",), ("A", "C"), ("A", "B", "C")]
        assert self.shown(groups, {frozenset("AC")}) == [True, False, False]
        assert self.shown(groups, {frozenset("A")}) == [False, False, False]

    def test_what_is_withheld_is_handed_on(self) -> None:
        table = pd.DataFrame({"function": ["A", "B", "C"], "n": [3, 9, 30], "people": [2, 6, 20]})
        declared = Table(
            columns=(Column("function", "function"), Column("n", "count", "sum")), groups=("function",)
        )
        found = release_together({"t": table}, {"t": declared}, self.POLICY)
        assert found.gone["t.n"] == {frozenset("A"), frozenset("B")}


class TestKinds:
    """Whoever has the org chart knows the only one who changed function, and the only one who is not in it."""

    def company(self, *, movers: int, consultants: int) -> Company:
        company = Company(seed=7).everybody(few={})
        for one in company.people:
            one |= {"valid_from": "", "valid_to": ""}
        for one in company.people[:movers]:
            one["valid_to"] = "2024-02-15"
            company.people.append(
                {"person_id": one["person_id"], "function": "Law", "valid_from": "2024-02-15", "valid_to": ""}
            )
        for number in range(consultants):
            for other in (*company.of("IT"), *company.of("Law")[:2]):
                company.say(f"consultant{number}@x.org", other)
        company.say("it1@x.org", "consultant0@x.org")
        company.people += [
            {"person_id": f"consultant{number}@x.org", "function": "", "valid_from": "", "valid_to": ""}
            for number in range(consultants)
        ]
        return company

    def dots(self, released: Released) -> pd.DataFrame:
        picture = released.drawing.picture
        return pd.DataFrame(picture.person_nodes(picture.order)).reindex(columns=["tag", "f", "same"])

    def test_the_only_one_who_moved_is_two_dots_among_others(self, tmp_path: Path) -> None:
        _, released = self.company(movers=1, consultants=0).run(tmp_path, "silos", people="pseudonyms")
        dots = self.dots(released)
        assert dots["tag"].is_unique
        assert dots["same"].isna().all()
        assert len(dots) == SIZE * len(FUNCTIONS) + 1
        assert {*dots["tag"]} == {*released.tables["people"]["person_id"]}
        assert "cells" not in released.drawing.time  # one dot would end when the other begins

    def test_what_somebody_exchanged_before_is_no_difference(self, tmp_path: Path) -> None:
        """The attacker takes the ties of the dots from what functions exchange: what is left would be the mover's."""
        _, released = self.company(movers=1, consultants=0).run(tmp_path, "silos", people="pseudonyms")
        picture, ties = released.drawing.picture, released.drawing.picture.ties()
        f = {dot["id"]: picture.groups[dot["f"]] for dot in picture.person_nodes(picture.order)}
        ends = [(f[f"n{a}"], f[f"n{b}"]) for a, b in zip(ties["a"], ties["b"], strict=True)]
        drawn = pd.Series(ties["s"]).groupby([frozenset(one) for one in ends]).sum()
        told = released.tables["exchange"].dropna(subset=["observed"])
        assert len(told) == len(drawn)
        for a, b, observed in told[["function_a", "function_b", "observed"]].itertuples(index=False):
            assert drawn[frozenset((a, b))] == pytest.approx(observed, rel=1e-3)

    def test_paths_are_those_of_the_ties_that_are_drawn(self, tmp_path: Path) -> None:
        """Else whoever has the page finds the partners of who is not on it by the paths that lead through."""
        run, released = self.company(movers=1, consultants=1).run(tmp_path, "glue", people="pseudonyms")
        picture, ties = released.drawing.picture, released.drawing.picture.ties()
        tags = [
            dot["tag"]
            for dot in sorted(picture.person_nodes(picture.order), key=lambda dot: int(dot["id"][1:]))
        ]
        shown = nx.Graph(zip(ties["a"], ties["b"], strict=True))
        shown.add_nodes_from(range(len(tags)))
        table = released.tables["people"].set_index("person_id")
        through = nx.betweenness_centrality(shown, normalized=True)
        for number, tag in enumerate(tags):
            assert table.loc[tag, "betweenness"] == pytest.approx(through[number], rel=1e-3, abs=1e-9)
        assert table["brokerage_share"].isna().all()
        own = run.people.set_index("person_id")["betweenness"]
        assert sorted(own.round(6)) != sorted(table["betweenness"].round(6))

    def test_of_everybody_paths_are_as_measured(self, tmp_path: Path) -> None:
        company = Company(seed=7).everybody(few={})
        run, released = company.run(tmp_path, "glue", people="pseudonyms")
        table = released.tables["people"]
        assert sorted(table["betweenness"]) == pytest.approx(sorted(run.people["betweenness"]), rel=1e-3)
        assert table["brokerage_share"].notna().any()

    def test_several_who_moved_the_same_way_stay_linked(self, tmp_path: Path) -> None:
        _, released = self.company(movers=5, consultants=0).run(tmp_path, "silos", people="pseudonyms")
        dots = self.dots(released)
        assert dots["same"].notna().sum() == 10
        assert dots["tag"].duplicated().sum() == 5

    @pytest.mark.parametrize(("consultants", "seen"), [(1, 0), (4, 0), (5, 5)])
    def test_few_of_no_function_are_nowhere(self, tmp_path: Path, consultants: int, seen: int) -> None:
        company = self.company(movers=0, consultants=consultants)
        _, released = company.run(tmp_path, "silos", people="pseudonyms")
        table, picture = released.tables["people"], released.drawing.picture
        assert (table["function"] == "(unknown)").sum() == seen
        assert (self.dots(released)["f"] == picture.unknown).sum() == seen
        assert {*self.dots(released)["tag"]} == {*table["person_id"]}

    def test_figures_of_functions_are_those_of_the_tables(self, tmp_path: Path) -> None:
        _, released = self.company(movers=0, consultants=1).run(tmp_path, "silos", people="pseudonyms")
        picture, pairs = released.drawing.picture, released.tables["exchange"]
        told = {frozenset((picture.groups[a], picture.groups[b])): value for a, b, value in picture.pairs()}
        for a, b, observed in pairs[["function_a", "function_b", "observed"]].itertuples(index=False):
            assert a == b or told[frozenset((a, b))] == observed
        assert sum(released.drawing.time["cells"]["s"]) == sum(picture.ties()["s"])


class TestJoiners:
    """Whoever has the org chart knows who came in February: the only dot without ties in January."""

    def released(
        self, folder: Path, *, came: int = 0, left: int = 0, people: People = "pseudonyms"
    ) -> Released:
        company = Company(seed=7).everybody(few={})
        for number, one in enumerate(company.people):
            one |= {"valid_from": "2024-02-04" if number < came else ""}
            one |= {"valid_to": "2024-02-10" if SIZE <= number < SIZE + left else ""}
        return company.run(folder, "silos", people=people)[1]

    @pytest.mark.parametrize(("came", "left"), [(1, 0), (4, 0), (0, 1), (5, 2)])
    def test_nobody_has_months_where_few_came_or_left(self, tmp_path: Path, came: int, left: int) -> None:
        time = self.released(tmp_path, came=came, left=left).drawing.time
        assert "cells" not in time
        assert len(time["margins"]["months"]) == len(time["months"]) == 3

    @pytest.mark.parametrize(("came", "left"), [(0, 0), (5, 0), (5, 6)])
    def test_everybody_has_where_enough_did(self, tmp_path: Path, came: int, left: int) -> None:
        assert self.released(tmp_path, came=came, left=left).drawing.time["cells"]["s"]

    def test_with_names_there_is_nothing_to_hide(self, tmp_path: Path) -> None:
        assert self.released(tmp_path, came=1, people="names").drawing.time["cells"]["s"]


class TestWhatWentIn:
    """The object `input` of ``summary.json``: it counts acts, and a count of one person's acts is one person's."""

    def chatty(self, *, posts: int = 0, writers: int = 2, broadcasts: int = 0, notes: int = 0) -> Company:
        company = Company(seed=5).everybody(few={})
        for message in company.messages:
            message |= {"channel": "email", "space": "", "cc": ""}
        for i in range(posts):
            company.say(f"hr{i % writers}@x.org", "law3@x.org", channel="post", space="#general", cc="")
        for _ in range(notes):
            company.say("hr0@x.org", "hr0@x.org", channel="email", space="", cc="")
        for _ in range(broadcasts):
            company.say("hr0@x.org", "list0@else.org", channel="email", space="", cc="")
            message = company.messages[-1]
            company.messages += [{**message, "recipient": f"list{i}@else.org"} for i in range(1, 60)]
        return company

    def test_no_total_gives_back_what_passes_in_a_channel_of_few(self, tmp_path: Path) -> None:
        run, released = self.chatty(posts=7).run(tmp_path, "trend")
        told = released.summary["input"]
        assert told["channels"]["post"] is None
        assert told["messages"] is None
        assert told["interactions"] is None
        rows = run.log.to_pandas()
        posted = {f"{sent:%Y-%m}-01" for sent in rows.loc[rows["channel"] == "post", "sent_at"]}
        windows = released.tables["trend"].query("figure == 'messages'").set_index("window")["value"]
        assert posted
        assert not posted & {
            *windows.dropna().index
        }  # less the mails of the month they would be posts of two people

    def test_channels_of_many_are_told(self, tmp_path: Path) -> None:
        run, released = self.chatty(posts=60, writers=6).run(tmp_path, "trend")
        assert released.tables["trend"].query("figure == 'messages'")["value"].notna().all()
        told = released.summary["input"]
        assert told["channels"] == {"email": len(run.log.to_pandas()) - 60, "post": 60}
        assert told["messages"] == sum(told["channels"].values())

    def test_what_one_person_did_often_is_still_one_persons(self, tmp_path: Path) -> None:
        _, released = self.chatty(broadcasts=6, notes=9).run(tmp_path, "silos")
        assert released.summary["input"]["broadcasts"] is None
        assert released.summary["input"]["self"] is None

    def test_nothing_of_a_kind_is_told(self, tmp_path: Path) -> None:
        _, released = self.chatty().run(tmp_path, "silos")
        assert [released.summary["input"][name] for name in ("broadcasts", "automated", "self")] == [0, 0, 0]

    def test_the_first_and_the_last_message_have_a_day_and_no_second(self, tmp_path: Path) -> None:
        run, released = self.chatty().run(tmp_path, "silos")
        first, last = released.summary["input"]["period"]
        assert [len(first), len(last)] == [10, 10]
        assert run.log.period[0].isoformat().startswith(first)  # type: ignore[index]


class TestNamesOfSpaces:
    """A public channel may be called after somebody."""

    SPACES = ("#general", "#farewell-oscar-nethercott", "#help-jose", "#for-lee", "#fleet")
    NAMES = ("Oscar Nethercott", "José Ibáñez", "Mia Lee")

    def posts(self, folder: Path, people: People) -> Released:
        company = Company(seed=9).everybody(few={})
        everyone = [str(one["person_id"]) for one in company.people]
        for one in company.people:
            one["name"] = ""
        for one, name in zip(company.people, self.NAMES, strict=False):
            one["name"] = name
        for message in company.messages:
            message |= {"channel": "email", "space": ""}
        for space in self.SPACES:
            for sender in everyone[:30]:
                company.say(sender, everyone[31], channel="post", space=space)
        return company.run(folder, "silos2", people=people)[1]

    def test_only_names_of_nobody_are_told(self, tmp_path: Path) -> None:
        released = self.posts(tmp_path, "no_people")
        for table in ("silos2", "silos2_months"):
            rows = released.tables[table]
            names = {*rows.loc[rows["kind"] == "space", "name"]}
            assert names == {"#general", "#fleet", "(space 1)", "(space 2)", "(space 3)"}
        said = " ".join([*released.headlines(), str(released.summary)]).casefold()
        assert not [name for name in ("oscar", "jose", "for-lee") if name in said]

    def test_with_names_they_are_as_given(self, tmp_path: Path) -> None:
        rows = self.posts(tmp_path, "names").tables["silos2"]
        assert {*self.SPACES} <= {*rows["name"]}


class TestNamesOfFiles:
    """A mailbox is often called after whose it is."""

    GIVEN: ClassVar = {"sources": ["hr1.mbox"], "people": "staff-of-hr1.csv", "since": None}

    def released(self, folder: Path, people: People) -> Released:
        return Company().everybody(few={}).run(folder, "silos", people=people, parameters=self.GIVEN)[1]

    def test_sources_have_a_number_and_a_kind(self, tmp_path: Path) -> None:
        released = self.released(tmp_path, "no_people")
        told = released.summary["parameters"]
        assert len(told["sources"]) == 1
        assert re.fullmatch(r"source 1 \(.+\)", told["sources"][0])
        assert told["people"] is None
        assert "hr1." not in str(released.summary)

    def test_with_names_they_have_theirs(self, tmp_path: Path) -> None:
        told = self.released(tmp_path, "names").summary["parameters"]
        assert (told["sources"], told["people"]) == (self.GIVEN["sources"], self.GIVEN["people"])

    def test_what_repeats_a_run_has_no_path_that_names_somebody(self, tmp_path: Path) -> None:
        released = self.released(tmp_path, "pseudonyms")
        given = {"sources": ["/data/hr1.mbox", "/data/all.mbox"], "people": "/data/staff.csv", "lang": "fr"}
        assert released.options(given) == {"people": "/data/staff.csv", "lang": "fr"}
        assert self.released(tmp_path, "names").options(given) == given
