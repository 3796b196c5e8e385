"""The page where something is odd, missing, or too much: what it says then, and that it does not break."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.parts.settings import Settings
from silograph.graph.by_month import Slices, slice_network
from silograph.graph.network import Network, TieRule, build_network
from silograph.language.words import TEXTS, Words
from silograph.loaders.reading import load, read, read_people_table
from silograph.log.store import Store
from silograph.output.notebook import analysis_document as workshop_page
from silograph.output.notebook import network_document as network_page
from silograph.release import months as periods
from silograph.release.months import compare, period_data
from silograph.release.picture import Picture
from silograph.run.run import Analysis, analyze
from silograph.simulation import Change, CompanySpec, simulate, write

LONG = "Departmentofextraordinarilylongandunbrokennames" * 2


def rings(functions: list[str], *, people: int = 8, seed: int = 1) -> Network:
    """Everybody of a function tied in a ring, and some ties across."""
    rng, n = np.random.default_rng(seed), people * len(functions)
    inner = [(i, i // people * people + (i + 1) % people) for i in range(n)]
    across = [tuple(rng.choice(n, 2, replace=False).tolist()) for _ in range(6 * len(functions))]
    return Network.from_edges([*inner, *across], {i: functions[i // people] for i in range(n)})


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'id="data-page">(.*?)</script>', html, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def absent_at_first() -> Slices:
    """Four functions of eight; of the last two, three people each exchange in the first month and all in the second."""
    people = pd.DataFrame({"person_id": [f"p{i}" for i in range(32)], "function": np.repeat([*"ABCD"], 8)})
    rows = [(i, i // 8 * 8 + (i + 1) % 8, 2.0) for i in range(32)] + [(i, i + 8, 1.0) for i in range(24)]
    low, high, strength = (np.array(column) for column in zip(*rows, strict=True))
    source, target = np.minimum(low, high), np.maximum(low, high)
    order = np.argsort(source * 32 + target)
    source, target, strength = source[order], target[order], strength[order]
    early = (target < 16) | np.isin(source, [16, 17, 24, 25]) & (target == source + 1)
    tie = np.r_[np.flatnonzero(early), np.arange(len(source))]
    month = np.r_[np.zeros(early.sum(), np.int64), np.ones(len(source), np.int64)]
    passed = strength[tie]
    total = np.bincount(tie, passed).astype(np.float64)
    network = Network(people, source, target, strength=total, messages=np.bincount(tie))
    ones = np.ones(len(tie), np.int64)
    return Slices(network, ("2024-01", "2024-02"), ("email",), tie, month, 0 * ones, passed, ones)


# ---- what is in the file ----


def test_every_text_of_the_page_is_said() -> None:
    """By a script, or by the frame; keys that are put together have a beginning that is."""
    folder = resources.files("silograph") / "output/page/templates"
    source = "".join(one.read_text() for one in folder.iterdir() if one.name.endswith((".js", ".html")))
    asked = set(re.findall(r"""["'`.]([a-z_]+)["'`$\s]""", source))
    beginnings = tuple(re.findall(r"text\(`([a-z_]+_)\$\{", source))
    said_by_python = {"title", "period"}
    keys = {
        re.sub(r"\.(one|many)$", "", key.removeprefix("page.")) for key in TEXTS if key.startswith("page.")
    }
    silent = {key for key in keys - asked - said_by_python if not key.startswith(beginnings)}
    assert beginnings
    assert not silent


def test_functions_that_are_not_shown_have_no_size() -> None:
    """A disc grows with the people of a function: in a page without people it would tell how many there are."""
    edges = [(i, (i + 1) % 12) for i in range(12)]
    for functions in ({0: "HR", 1: "HR", 2: "IT"}, {0: "HR"}):
        page = data_of(network_page(Network.from_edges(edges, functions), people="no_people"))
        assert {(f["people"], f["disc"], f["r"], f["x"], f["y"]) for f in page["functions"]} == {
            (0, 0, 0, 0, 0)
        }


@pytest.fixture(scope="module")
def strict() -> Slices:
    """A network in which a single message is no tie."""
    log, roster = simulate(CompanySpec(people=70, messages=3000, functions=5, months=3, seed=8)).log()
    return slice_network(log, roster, build_network(log, roster, tie_rule=TieRule(min_messages=2)))


def test_too_few_messages_are_no_tie_in_either_half(strict: Slices) -> None:
    picture = Picture(strict.network)
    found = compare(picture, strict, split=1)
    shown = sorted({i for pair in found["pairs"] for i in pair[:2]})
    assert len(shown) > 2
    for side, months in enumerate([[0], [*range(1, len(strict.months))]]):
        alone = Picture(strict.cut(months=months), min_group=1)
        number = [alone.groups.index(picture.groups[i]) for i in shown]
        exchange = np.triu(alone.exchange[np.ix_(number, number)])
        exchange /= exchange.sum()
        for a, b, *shares, _ in found["pairs"]:
            wanted = exchange[shown.index(a), shown.index(b)]
            assert shares[side] == pytest.approx(wanted, rel=1e-3, abs=1e-6)


def test_months_need_ties_where_a_message_is_none(strict: Slices) -> None:
    with_ties, without = (
        data_of(network_page(strict.network, slices=strict, people=show))["time"]
        for show in ("pseudonyms", "no_people")
    )
    assert len(with_ties["months"]) == len(strict.months) > 2
    assert without == {"months": [], "channels": [], "singles": []}


def test_after_begins_where_half_has_passed() -> None:
    slices = absent_at_first()
    assert period_data(Picture(slices.network), slices, brokerage=None, split=None)["compare"]["split"] == 1
    late = replace(slices, months=("2024-01", "2024-02", "2024-03", "2024-04"), month=slices.month * 3)
    assert period_data(Picture(late.network), late, brokerage=None, split=None)["compare"]["split"] == 1
    late = replace(late, month=slices.month + 2)
    assert period_data(Picture(late.network), late, brokerage=None, split=None)["compare"]["split"] == 3


@pytest.fixture(scope="module")
def with_small_functions() -> Analysis:
    log, roster = simulate(CompanySpec(people=70, messages=300, functions=7, months=3, seed=1)).log()
    settings = Settings(only=("silos", "glue", "whatif"), replicates=20, simulations=20, min_group=8)
    return analyze(log, roster, settings=settings)


def test_tour_and_panel_count_the_same_pairs(with_small_functions: Analysis) -> None:
    """Pairs of small functions are in neither: the difference of both would give their sizes back."""
    page = data_of(workshop_page(with_small_functions, people="no_people"))
    assert page["merged"] >= 2
    step = next(step for step in page["story"]["steps"] if step["key"] == "without")
    number = next(i for i, f in enumerate(page["functions"]) if f["name"] == step["without"])
    row = next(row for row in page["without"] if row["f"] == number)
    told = " ".join(sentence["en"] for sentence in step["sentences"])
    if row["cut"] is None:  # what rests on few people is withheld in both
        assert f" of {row['pairs']:,.0f}" not in told
    else:
        assert f"{row['cut']:,.0f} of {row['pairs']:,.0f}" in told
    ways = [Words("en").number(row[key], digits=2) for key in ("before", "after")]
    assert f"from {ways[0]} to {ways[1]}" in told


# ---- in the browser ----


@pytest.fixture(scope="module")
def opened(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Opens HTML; whatever the pages complain about is an error in the end."""
    folder, said, pages = tmp_path_factory.mktemp("pages"), [], []

    def opening(html: str, *, fragment: str = "", size: tuple[int, int] = (1280, 720)) -> Any:
        file = Path(folder) / f"{abs(hash(html))}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
        pages.append(page)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{file.as_uri()}{fragment}")
        page.wait_for_selector("html[data-ready]")
        return page

    yield opening
    for page in pages:
        page.close()
    assert said == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "fragment",
    ["#person=length", "#person=__proto__", "#person=999", "#function=99", "#screen-constructor", "#compare"],
)
def test_odd_addresses_show_the_page(opened: Callable[..., Any], fragment: str) -> None:
    page = opened(network_page(rings(["HR", "IT"])), fragment=fragment)
    assert (
        page.evaluate("[workshop.state.chosen, workshop.state.screen, workshop.state.compare]") == [None] * 3
    )


@pytest.mark.browser
def test_what_one_side_leaves_out_is_in_neither_whole(opened: Callable[..., Any]) -> None:
    slices = absent_at_first()
    assert all(pair[1] < 2 for pair in compare(Picture(slices.network), slices, split=1)["pairs"])
    html = network_page(slices.network, slices=slices)
    told, worked_out = (opened(html), opened(html.replace('"split": 1', '"split": 9')))
    for page in (told, worked_out):  # the second page has to work it out
        page.evaluate("workshop.compare.at(1)")
    shares = [page.locator(".changes .value").all_inner_texts() for page in (told, worked_out)]
    assert len(shares[0]) == 3
    assert sorted(shares[0]) == sorted(shares[1])
    assert all(one.split(" → ")[0] == one.split(" → ")[1] for one in shares[1])


@pytest.mark.browser
def test_before_and_after_say_what_changed_in_the_whole(opened: Callable[..., Any], tmp_path: Path) -> None:
    """A company whose walls fell, out of a store: at the month in which they did, and at no other."""
    spec = CompanySpec(
        people=150, messages=12_000, functions=6, months=6, silo_openness=1.0, glue_openness=1.0
    )
    exports = write(simulate(replace(spec, seed=5, change=Change(walls=1.0))), tmp_path)
    with Store.open(tmp_path / "company.duckdb", create=True) as store:
        load(store, [exports["mail"], exports["slack"]])
        store.add_people(read_people_table(exports["people"]))
    analysis = analyze(*read(tmp_path / "company.duckdb"), settings=Settings(only=("trend",)))
    page = opened(workshop_page(analysis))
    page.evaluate("workshop.compare.toggle()")
    split = page.evaluate("workshop.state.compare.after[0]")
    assert "walls between functions are" in page.locator("#panel .trend").inner_text()
    page.evaluate("(split) => workshop.compare.at(split - 1)", split)
    assert page.locator("#panel .trend").count() == 0


@pytest.mark.browser
def test_nothing_to_compare_says_so(opened: Callable[..., Any]) -> None:
    """Of two functions only one has people enough on both sides: its share of itself is no comparison."""
    slices = absent_at_first()
    names = np.repeat(["A", "A", "C", "D"], 8)
    network = replace(slices.network, people=slices.network.people.assign(function=names))
    page = opened(network_page(network, slices=replace(slices, network=network)))
    page.evaluate("workshop.compare.at(1)")
    assert page.locator(".changes li").count() == 0
    assert "is left out" in page.locator("#panel").inner_text()


@pytest.mark.browser
def test_an_empty_month_says_so(opened: Callable[..., Any]) -> None:
    slices = absent_at_first()
    slices = replace(slices, months=("2024-01", "2024-02", "2024-03"), month=slices.month * 2)
    page = opened(network_page(slices.network, slices=slices))
    page.evaluate("workshop.set({ months: [1, 1] })")
    assert TEXTS["page.nobody"]["en"] in page.locator("#panel").inner_text()


@pytest.mark.browser
def test_a_month_without_its_ties_is_not_recomputed(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a page with too many ties and months for all of them, what needs ties of a month is not said."""
    monkeypatch.setattr(periods, "_MOST_CELLS", 10)
    log, roster = simulate(CompanySpec(people=70, messages=3000, functions=5, months=3, seed=8)).log()
    network = build_network(log, roster)
    page = opened(network_page(network, slices=slice_network(log, roster, network)))
    assert page.evaluate("workshop.model.hasCells") is False
    page.evaluate("workshop.set({ months: [0, 0], off: new Set([1]) })")
    page.wait_for_timeout(200)
    assert [page.locator(f"[data-fact={fact}]").inner_text() for fact in ("cut", "length")] == [
        TEXTS["page.not_recomputed"]["en"]
    ] * 2
    page.evaluate(
        "workshop.set({ off: new Set(), view: 'people', chosen: { person: workshop.model.people[0] } })"
    )
    for place in ("#panel", "#legend"):
        assert TEXTS["page.not_recomputed"]["en"] in page.locator(place).inner_text()


@pytest.mark.browser
def test_who_changed_function_is_met_once(opened: Callable[..., Any]) -> None:
    # five of them: of fewer, nobody would be drawn twice, for the org chart names them
    ids = [f"p{i}" for i in range(11)] + ["p10", "desk", "p6", "p7", "p8", "p9"]
    people = pd.DataFrame({"person_id": ids, "function": ["A"] * 5 + ["B"] * 6 + ["A", "B"] + ["A"] * 4})
    people["actor_kind"] = ["person"] * 12 + ["team"] + ["person"] * 4
    ends = np.array(
        [[0, 1], [0, 10], [0, 11], [0, 12], [1, 2], [2, 3], [3, 4], [5, 6], [6, 7], [7, 8], [8, 9]]
    )
    source, target = ends.T
    ones = np.ones(len(ends), np.int64)
    page = opened(network_page(Network(people, source, target, strength=ones.astype(float), messages=ones)))
    met = page.evaluate(
        """() => { const { people, tiesOf } = workshop.model;
        workshop.choose({ person: people.find((one) => tiesOf(one).length === 4) });
        return document.getElementById("panel").textContent; }"""
    )
    assert "Exchanges with 2 people + 1 team, of whom 2 in other functions." in met


BEYOND = """[...document.querySelectorAll("body *")]
    .filter((one) => one.offsetParent && !one.closest(".spoken, .scroll"))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (390, 844)], ids=["laptop", "zoomed", "phone"])
def test_thirty_functions_with_long_names_stay_within_the_page(
    opened: Callable[..., Any], size: tuple[int, int]
) -> None:
    html = network_page(rings([f"{LONG}{i}" for i in range(30)]), title=LONG)
    page = opened(html, size=size)
    states = [
        "{}",
        "{ chosen: { of: workshop.model.functions[0] } }",
        "{ off: new Set([0, 1]), chosen: null }",
        "{ view: 'people', chosen: { person: workshop.model.people[0] } }",
        "{ screen: 'table' }",
    ]
    for state in states:
        page.evaluate(f"workshop.set({state})")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], state
        assert page.evaluate(BEYOND) == [], state


@pytest.mark.browser
def test_what_a_screen_covers_takes_no_focus(opened: Callable[..., Any]) -> None:
    page = opened(network_page(rings(["HR", "IT", "Sales"])))
    page.locator("#screen-table").click()
    covered = "document.activeElement.closest('#panel, .left') !== null"
    for key in ["Tab"] * 8 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        assert not page.evaluate(covered)
    page.keyboard.press("Escape")
    page.locator("#panel input").first.focus()
    assert page.evaluate(covered)


@pytest.mark.browser
def test_player_gives_way(opened: Callable[..., Any]) -> None:
    log, roster = simulate(CompanySpec(people=40, messages=800, functions=4, months=4, seed=2)).log()
    network = build_network(log, roster)
    page = opened(network_page(network, slices=slice_network(log, roster, network)))
    page.locator("#play").click()
    assert page.evaluate("workshop.state.months") == [0, 0]
    page.evaluate("workshop.compare.toggle()")
    page.locator("#play", has_text="▶").wait_for()
    assert page.evaluate("workshop.state.months") is None


@pytest.mark.browser
def test_drawing_moves_by_keyboard(opened: Callable[..., Any]) -> None:
    page = opened(network_page(rings(["HR", "IT", "Sales"])))
    before = page.evaluate("workshop.map.sight()")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    after = page.evaluate("workshop.map.sight()")
    assert after["x"] > before["x"]
    assert after["y"] > before["y"]
