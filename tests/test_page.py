"""The network page: what is in its bytes, that it asks for nothing, and that it draws."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.parts.settings import Settings
from silograph.errors import UsageError
from silograph.graph.by_month import slice_network
from silograph.graph.layout import exchange_matrix, two_level_layout
from silograph.graph.network import Network
from silograph.graph.small import SMALL, small_functions
from silograph.language.words import LANGUAGES, TEXTS, People, Words
from silograph.log.people import Roster
from silograph.log.schema import UNKNOWN
from silograph.output.notebook import analysis_document as workshop_page
from silograph.output.notebook import network_document as network_page
from silograph.output.page import MOST_PEOPLE
from silograph.release.gate import release
from silograph.release.picture import Picture
from silograph.run.run import Analysis, analyze
from silograph.simulation import CompanySpec, simulate

HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "__proto__",
    "constructor",
    "\u202eevil\u202c",
    "\u05d9\u05d7\u05e1\u05d9 \u05e6\u05d9\u05d1\u05d5\u05e8",
    "\U0001f469\u200d\U0001f4bb R&D",
    '"><script>alert(2)</script>',
    "{{ 7*7 }} ${alert(3)}",
)


class Reader(HTMLParser):
    """Collects elements, their attributes, and the text of data scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data: dict[str, str] = {}
        self._in: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in = dict(attrs).get("id") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self._in = None

    def handle_data(self, data: str) -> None:
        if self._in:
            self.data[self._in] = self.data.get(self._in, "") + data


def company(functions: list[str], people: int = 8, seed: int = 1) -> Network:
    """Everybody of a function tied in a ring, and some ties across."""
    rng = np.random.default_rng(seed)
    ids = [f"ann.lee{i}@corp.example" for i in range(people * len(functions))]
    of = [functions[i // people] for i in range(len(ids))]
    ring = [(i, i // people * people + (i + 1) % people) for i in range(len(ids))]
    across = [tuple(rng.choice(len(ids), 2, replace=False).tolist()) for _ in range(3 * len(functions))]
    ties = pd.DataFrame([(ids[a], ids[b], 1.0 + i % 5) for i, (a, b) in enumerate(ring + across)],
                        columns=["source", "target", "strength"])  # fmt: skip
    return Network.from_pandas(ties, pd.DataFrame({"person_id": ids, "function": of}))


def data_of(page: str, name: str):
    return json.loads(Reader(page).data[f"data-{name}"])


FIRM = ["HR", "IT", "Marketing", "Sales"]


def test_page_asks_for_nothing() -> None:
    page = network_page(company(FIRM))
    tags = Reader(page).tags
    policy = next(a["content"] for t, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    for tag, attributes in tags:
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert not {"src", "href", "action", "srcset"} & set(attributes), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")]
    own = page.replace(page[page.index("/**\n * vis-network") : page.rindex("<script>")], "")
    asks = re.findall(r"https?://[^\"]*|url\(|@import|fetch\(|XMLHttpRequest", own)
    assert set(asks) == {"http://www.w3.org/2000/svg"}  # the name of a format, not an address


@pytest.mark.parametrize("show", ["pseudonyms", "no_people"])
def test_nobody_is_in_the_bytes(show: str) -> None:
    network = company(FIRM)
    roster = Roster.from_pandas(network.people.assign(name="Ann Lee", title="Head of Everything"))
    page = network_page(network, roster=roster, people=show)  # type: ignore[arg-type]
    assert "ann.lee" not in page
    assert "Ann Lee" not in page
    assert "Head of" not in page
    assert ("P001" in data_of(page, "nodes").__repr__()) == (show == "pseudonyms")
    if show == "no_people":
        assert {node["kind"] for node in data_of(page, "nodes")} == {"function"}
        assert data_of(page, "page")["ties"] == {}


def test_names_are_shown_when_asked() -> None:
    network = company(FIRM)
    roster = Roster.from_pandas(network.people.assign(name=[f"Zoé {i}" for i in range(len(network))]))
    tags = {
        node.get("tag") for node in data_of(network_page(network, roster=roster, people="names"), "nodes")
    }
    assert {"Zoé 0", "Zoé 31"} <= tags


def test_hostile_names_stay_text() -> None:
    page = network_page(company(list(HOSTILE)), title=HOSTILE[0])
    tags = Reader(page).tags
    assert [tag for tag, _ in tags].count("script") == 5
    assert [a for t, a in tags if t == "img"] == [
        {"id": "printed", "alt": a["alt"]} for t, a in tags if t == "img"
    ]
    assert {f["name"] for f in data_of(page, "page")["functions"]} >= set(HOSTILE)
    assert all(re.fullmatch(r"[fn]\d+", node["id"]) for node in data_of(page, "nodes"))


def test_small_functions_are_merged_in_the_data() -> None:
    people = company([*FIRM, "Web"]).people
    tiny = people.assign(
        function=[f if i < 35 or f != "Web" else "HR" for i, f in enumerate(people["function"])]
    )
    page = network_page(replace(company([*FIRM, "Web"]), people=tiny))
    groups = {f["name"] or f["group"]: f["people"] for f in data_of(page, "page")["functions"]}
    assert "Web" not in page[page.index("data-page") : page.index("/**\n * vis-network")]
    assert groups["small"] == 3 + 8  # Web, and the next smallest to cover it
    assert min(n for name, n in groups.items() if name != "unknown") >= 5


@pytest.fixture(scope="module")
def run() -> Analysis:
    """A company with two functions too small to show."""
    log, roster = simulate(CompanySpec(people=70, messages=2000, functions=7, months=3, seed=5)).log()
    settings = Settings(only=("silos", "glue", "whatif", "trend"), replicates=20, simulations=20, min_group=8)
    analysis = analyze(log, roster, settings=settings)
    assert len(small_functions(analysis.network, min_group=8)) >= 2
    return analysis


@pytest.mark.parametrize("show", ["pseudonyms", "no_people"])
def test_a_whole_run_has_nobody_and_no_small_function_in_its_bytes(run: Analysis, show: People) -> None:
    page = workshop_page(run, people=show)
    data = page[page.index("<script type=") : page.index("/**\n * vis-network")]
    actors = run.roster.actors
    people = actors[actors["actor_kind"] == "person"]
    for column in ("person_id", "name"):
        assert not [one for one in people[column].dropna() if one in data]
    assert not [alias for alias in run.roster.aliases if alias in data]
    assert not [name for name in small_functions(run.network, min_group=8) if f'"{name}"' in data]
    tags = set(re.findall(r"\bP\d\d\d\b", data)) - {"P001"}  # the legend explains what P001 is
    assert bool(tags) == (show == "pseudonyms")
    if show == "no_people":
        found = data_of(page, "page")
        assert {node["kind"] for node in data_of(page, "nodes")} == {"function"}
        assert (found["ties"], "cells" in found["time"]) == ({}, False)
        assert "data-inside" not in data


def test_pairs_without_a_function_do_not_tell_sizes(run: Analysis) -> None:
    """Pairs between merged functions would be those of `whatif` less those between the functions shown."""
    found = data_of(workshop_page(run, people="no_people"), "page")
    picture = Picture(run.network, show="no_people", min_group=8)
    nodes = np.bincount(picture.group_of, minlength=len(picture.groups))
    for row in found["without"]:
        others = [int(nodes[i]) for i in picture.known if i != row["f"]]
        assert row["pairs"] <= sum(a * b for i, a in enumerate(others) for b in others[:i])


def test_what_is_lost_does_not_tell_of_few_people_without_function(run: Analysis) -> None:
    """What goes with a function, less its exchange with functions, would be with them.

    It was told wherever people are shown, under pseudonyms too, whose ties tell it; now it is withheld whatever is
    shown of people.
    """
    actors = run.roster.actors.copy()
    persons = actors.index[actors["person_id"].isin(run.network.people["person_id"])]
    actors.loc[persons[:2], "function"] = UNKNOWN
    roster = Roster(actors, run.roster.aliases, run.roster.former_domains)
    few = analyze(run.log, roster, settings=replace(run.settings, only=("whatif",)))
    assert (few.network.function_codes < 0).sum() == 2
    for show in ("no_people", "pseudonyms"):
        rows = data_of(workshop_page(few, people=show), "page")["without"]
        assert rows
        assert all(row["lost"] is None for row in rows)
        assert release(few, people=show).tables["whatif"]["exchange_lost_share"].isna().all()


def test_too_few_people_leave_no_number() -> None:
    for show in ("pseudonyms", "no_people", "names"):
        page = data_of(network_page(company(["HR"], people=3), people=show), "page")  # type: ignore[arg-type]
        assert [f["people"] for f in page["functions"]] == [0]
        assert (page["whole"], page["exchange"], page["ties"], page["unknown"]) == ({}, [], {}, 0)


def test_months_and_channels_without_people_are_those_of_the_whole(run: Analysis) -> None:
    slices = slice_network(run.log, run.roster, run.network)
    time = data_of(workshop_page(run, people="no_people"), "page")["time"]
    picture = Picture(run.network, show="no_people", min_group=8)
    assert any(record["pairs"] for record in time["margins"]["channels"])
    for part, records in (("month", time["margins"]["months"]), ("channel", time["margins"]["channels"])):
        for i, record in enumerate(records):
            cut = slices.cut(**{f"{part}s": [i]})
            exact = Picture(cut, min_group=1)
            codes = {name: exact.groups.index(name) for name in exact.groups}
            for a, b, value in record["pairs"]:  # in two figures: nothing follows from sums of them
                sides = [
                    [codes[name] for name in (picture.hidden if picture.groups[g] == SMALL else [picture.groups[g]])
                     if name in codes]
                    for g in (a, b)
                ]  # fmt: skip
                block = exact.exchange[np.ix_(*sides)]
                wanted = np.triu(block).sum() if a == b else block.sum()
                assert value == float(f"{wanted:.2g}")


def test_functions_of_teams_only_say_so() -> None:
    network = company(["HR", "Queues"])
    kinds = ["team" if function == "Queues" else "person" for function in network.people["function"]]
    network = replace(network, people=network.people.assign(actor_kind=kinds))
    functions = data_of(network_page(network), "page")["functions"]
    assert [f.get("teams", False) for f in functions if f["known"]] == [False, True]


def test_figures_of_the_page_are_right() -> None:
    edges = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (5, 6), (6, 7), (7, 8), (8, 9), (9, 5), (0, 5), (1, 6)]
    page = data_of(network_page(Network.from_edges(edges, {i: "AB"[i // 5] for i in range(10)})), "page")
    assert [f["inside"] for f in page["functions"][:2]] == [5, 5]
    assert page["exchange"] == [[0, 1, 2]]
    whole = {"people": 10, "teams": False, "functions": 2, "cross": 0.1667, "expected": 0.5}
    assert page["whole"] == whole


def test_people_without_function_are_no_function() -> None:
    edges = [(i, (i + 1) % 12) for i in range(12)]
    page = network_page(Network.from_edges(edges, dict.fromkeys(range(6), "A")))
    kinds = [node["id"] for node in data_of(page, "nodes") if node["kind"] == "function"]
    assert kinds == ["f0"]
    assert data_of(page, "page")["unknown"] == 6


@pytest.mark.parametrize("edges", [[], [(0, 1)], [(0, 1), (1, 2)]])
def test_too_few_people_show_nothing(edges: list[tuple[int, int]]) -> None:
    page = network_page(Network.from_edges(edges, {0: "A", 1: "B", 2: "B"}))
    assert data_of(page, "nodes") == []
    assert data_of(page, "page")["exchange"] == []
    assert "too few people" in page


def test_large_networks_open_one_function_at_a_time() -> None:
    n = MOST_PEOPLE + 20
    page = network_page(
        Network.from_edges([(i, (i + 1) % n) for i in range(n)], {i: "AB"[i // 9 % 2] for i in range(n)})
    )
    assert {node["kind"] for node in data_of(page, "nodes")} == {"function"}
    assert data_of(page, "page")["mode"] == "expand"
    inside = data_of(page, "inside-0")
    assert len(inside["nodes"]) == data_of(page, "page")["functions"][0]["people"]
    assert len(inside["ties"]["a"]) == inside["of"]
    assert {node["f"] for node in inside["nodes"]} == {0}


def test_who_is_who_is_not_in_the_order() -> None:
    network = company(FIRM)
    one, same, other = (
        [n["x"] for n in data_of(network_page(network, key=key), "nodes") if n["kind"] == "person"]
        for key in (b"a", b"a", b"b")
    )
    assert one == same != other


def test_layout_keeps_people_in_their_disc_and_discs_apart() -> None:
    network = company([f"F{i}" for i in range(9)], people=12)
    ties = network.ties
    layout = two_level_layout(network.function_codes, ties.source, ties.target, ties.strength)
    from_centre = np.hypot(*(layout.people - layout.centres[network.function_codes]).T)
    assert (from_centre < layout.radii[network.function_codes]).all()
    away = np.hypot(*(layout.centres[:, None] - layout.centres[None]).transpose(2, 0, 1))
    apart = away - layout.radii[:, None] - layout.radii[None]
    assert apart[~np.eye(9, dtype=bool)].min() > 0
    people = np.hypot(*(layout.people[:, None] - layout.people[None]).transpose(2, 0, 1))
    assert people[~np.eye(len(network), dtype=bool)].min() > 15  # no dot on another
    width, height = np.ptp(layout.centres, axis=0)
    assert 1 < width / height < 3


def test_functions_that_exchange_stand_closer() -> None:
    groups = np.repeat(np.arange(4), 6)
    pairs = [(0, 1, 20.0), (2, 3, 20.0), (0, 2, 1.0), (1, 3, 1.0), (0, 3, 1.0), (1, 2, 1.0)]
    source, target = (np.array([6 * pair[i] for pair in pairs]) for i in (0, 1))
    strength = np.array([pair[2] for pair in pairs])
    centres = two_level_layout(groups, source, target, strength).centres
    near = [np.hypot(*(centres[a] - centres[b])) for a, b in [(0, 1), (2, 3)]]
    far = [np.hypot(*(centres[a] - centres[b])) for a, b in [(0, 2), (1, 3), (0, 3), (1, 2)]]
    assert max(near) < min(far)


def test_exchange_matrix_against_a_loop() -> None:
    network = company(FIRM)
    ties, codes = network.ties, network.function_codes
    slow = np.zeros((4, 4))
    for u, v, s in zip(ties.source, ties.target, ties.strength, strict=True):
        a, b = codes[u], codes[v]
        slow[a, b] += s
        if a != b:
            slow[b, a] += s
    assert np.allclose(exchange_matrix(codes, ties.source, ties.target, ties.strength), slow)


def test_every_text_is_in_both_languages_with_the_same_placeholders() -> None:
    for key, text in TEXTS.items():
        assert set(text) == set(LANGUAGES), key
        fields = [{field for _, field, _, _ in Formatter().parse(words) if field} for words in text.values()]
        assert fields[0] == fields[1], key
        # What goes on after a semicolon begins with it, in French after a space.
        goes_on = all(words.strip().startswith(";") for words in text.values())
        assert goes_on or all(words.strip() == words and words for words in text.values()), key


def test_a_page_of_teams_does_not_speak_of_people() -> None:
    for key, text in TEXTS.items():
        if key.startswith("teams."):
            named = [
                {field for _, field, _, _ in Formatter().parse(words) if field} for words in text.values()
            ]
            instead = TEXTS[f"page.{key.removeprefix('teams.')}"]
            assert named[0] <= {field for _, field, _, _ in Formatter().parse(instead["en"]) if field}, key
    people = company(FIRM).people.assign(actor_kind="team")
    html = network_page(replace(company(FIRM), people=people))
    assert "Functions and their teams" in html
    assert "Functions and their people" not in html


def test_french_numbers_and_spaces() -> None:
    words = Words("fr")
    assert words.number(12345.678, digits=1) == "12\u202f345,7"
    assert words.percent(0.5) == "50\u202f%"
    assert words("page.title") == "Qui parle à qui\u202f?"
    assert words.count("people", 0) == "0 personne"
    assert words.date("2001-03-01T00:00:00") == "1er mars 2001"
    assert words.number(float("nan")) == "–"
    with pytest.raises(UsageError):
        Words("de")  # type: ignore[arg-type]


@pytest.mark.browser
def test_page_draws_without_complaint(chromium: Any, tmp_path: Path) -> None:
    file, said = tmp_path / "network.html", []
    file.write_text(network_page(company([*HOSTILE, *FIRM]), lang="fr", title=HOSTILE[0]), encoding="utf-8")
    for fragment, view in [("", "functions"), ("#person=3", "people")]:
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{file.as_uri()}{fragment}")
        page.wait_for_selector(f'html[data-ready="{view}"] canvas')
        assert "onerror=alert(1)&gt;" in page.content() or fragment
        page.close()
    assert not said
