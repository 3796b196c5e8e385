"""The workshop page in a real browser: what it sends, says, counts, draws and prints, and how it is worked with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.glue.answer import glue
from silograph.analyses.parts.settings import Settings
from silograph.analyses.whatif.answer import whatif
from silograph.graph.by_month import slice_network
from silograph.graph.network import Network, build_network
from silograph.graph.small import SMALL, merge_functions, small_functions
from silograph.language.words import Words
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.output.notebook import analysis_document as workshop_page
from silograph.output.notebook import network_document as network_page
from silograph.release.gate import release
from silograph.release.kinds import without_kinds
from silograph.release.picture import Picture
from silograph.run.run import Analysis, analyze
from silograph.simulation import CompanySpec, simulate

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "__proto__",
    "constructor",
    "\u202eevil\u202c",
    "\u05d9\u05d7\u05e1\u05d9 \u05e6\u05d9\u05d1\u05d5\u05e8",
    "\U0001f469\u200d\U0001f4bb R&D",
    "{{7*7}} ${7*7} <b>bold</b>",
    "Department of extraordinarily long and unbroken names, 60 let",
)
SIZES = {"laptop": (1280, 720), "projector": (1920, 1080), "phone": (390, 844)}


@dataclass
class Desk:
    """A page opened in the browser, and whatever it complained about or asked for."""

    page: Any
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def run(self, script: str, argument: Any = None) -> Any:
        """The value of an expression of JavaScript, with `it` as the argument."""
        return self.page.evaluate(f"(it) => ({script})", argument)

    def set(self, **state: Any) -> None:
        self.page.evaluate("(it) => workshop.set(it)", state)

    def settle(self) -> None:
        """Until the page has drawn what it was last told."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def clean(self) -> bool:
        return not self.said and all(one.startswith(("file:", "blob:", "data:")) for one in self.asked)


@pytest.fixture(scope="session")
def opened(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Desk]]:
    """Opens HTML in the browser, its network cut off."""
    folder, contexts = tmp_path_factory.mktemp("pages"), []

    def opening(html: str, *, size: str = "laptop", fragment: str = "", **options: Any) -> Desk:
        file = folder / f"{len(contexts)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_offline(True)
        desk = Desk(context.new_page())
        desk.page.on("request", lambda request: desk.asked.append(request.url))
        desk.page.on("console", lambda message: desk.said.append(message.text))
        desk.page.on("pageerror", lambda error: desk.said.append(str(error)))
        desk.page.on("dialog", lambda dialog: (desk.said.append(dialog.message), dialog.dismiss()))
        desk.page.goto(f"{file.as_uri()}{fragment}")
        return desk

    yield opening
    for context in contexts:
        context.close()


# ---- networks ----


def tangle(seed: int) -> Network:
    """Two islands with teams, people of no known function, and people who changed function."""
    rng = np.random.default_rng(seed)
    names = np.array(["HR", "IT", "Marketing", "R&D", "Sales"])
    n = 70
    ids = [
        f"p{i if i < 62 else i - 62}" for i in range(n)
    ]  # the last eight are second functions of the first
    function = names[rng.integers(0, 5, n)].astype(object)
    function[62:] = names[(np.searchsorted(names, function[:8].astype(str)) + 1) % 5]
    function[rng.choice(np.arange(10, 60), 6, replace=False)] = "(unknown)"
    people = pd.DataFrame({"person_id": ids, "function": function, "actor_kind": "person"})
    people.loc[rng.choice(np.arange(10, 60), 5, replace=False), "actor_kind"] = "team"
    island = np.arange(n) % 7 == 0
    pairs = {
        (min(a, b), max(a, b))
        for a, b in rng.integers(0, n, (130, 2)).tolist()
        if ids[a] != ids[b] and island[a] == island[b]
    }
    source, target = np.array(sorted(pairs)).T
    strength = rng.gamma(1.0, 2.0, len(source)) + 0.01
    tied = np.isin(np.arange(n), np.r_[source, target])
    network = Network(people, source, target, strength=strength, messages=np.ones(len(source), np.int64))
    return network.subset(tied)


@pytest.fixture(scope="module")
def firm() -> tuple[MessageLog, Roster, Network]:
    """Four months of a company of 90 with a team each, three channels."""
    log, roster = simulate(CompanySpec(people=90, messages=3000, functions=6, months=4, seed=11)).log()
    return log, roster, build_network(log, roster)


@pytest.fixture(scope="module")
def workshop() -> Analysis:
    """A run on a company whose functions and people have names that would like to be code."""
    company = simulate(CompanySpec(people=80, messages=2500, functions=len(HOSTILE), months=3, seed=4))
    log, roster = company.log()
    actors = roster.actors.copy()
    known = sorted(set(actors["function"]) - {"(unknown)"})
    assert len(known) == len(HOSTILE)
    actors["function"] = actors["function"].replace(dict(zip(known, HOSTILE, strict=True)))
    actors["name"] = [f"{HOSTILE[i % len(HOSTILE)]} {i}" for i in range(len(actors))]
    only = ("silos", "glue", "response", "ownership", "whatif")
    settings = Settings(only=only, replicates=50, simulations=50)
    return analyze(log, replace(roster, actors=actors), settings=settings)


@pytest.fixture(scope="module")
def workshop_html(workshop: Analysis) -> str:
    return workshop_page(workshop, people="names", title=HOSTILE[0])


@pytest.fixture(scope="module")
def firm_page(firm: tuple[MessageLog, Roster, Network]) -> str:
    log, roster, network = firm
    return network_page(network, slices=slice_network(log, roster, network))


def number_of(desk: Desk) -> dict[str, int]:
    """The page's number of each function."""
    return {name: i for i, name in enumerate(desk.run("workshop.model.functions.map((f) => f.name)")) if name}


# ---- silence, and names as text ----

ALL_STATES = """async () => {
  const pause = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const { functions, people } = workshop.model, seen = [];
  for (const [lang, theme] of [["fr", "dark"], ["en", "projector"], ["fr", "light"]]) {
    workshop.set({ lang, theme });
    for (const view of ["functions", "people"]) {
      workshop.set({ view, chosen: null });
      await pause();
      for (const f of functions.filter((one) => one.known)) {
        workshop.choose({ of: f });
        workshop.set({ hovered: f });
        await pause();
      }
      workshop.set({ hovered: null });
    }
    for (const person of people.slice(0, 6)) { workshop.choose({ person }); await pause(); }
    workshop.choose(null);
    workshop.set({ view: "functions", off: new Set([0, 1]) });
    await pause();
    workshop.set({ months: [0, 0], off: new Set() });
    await pause();
    workshop.set({ months: null, channels: [0] });
    await pause();
    workshop.set({ channels: null });
    workshop.compare.toggle();
    await pause();
    workshop.compare.toggle();
    for (const [name, screen] of Object.entries(workshop.screens)) if (screen.available) {
      workshop.set({ screen: name });
      await pause();
      if (!seen.includes(name)) seen.push(name);
    }
    workshop.set({ screen: null });
    for (let i = 0; i < workshop.tour.steps.length; i++) { workshop.tour.go(i); await pause(); }
    workshop.tour.end();
    workshop.export.asSvg(); workshop.export.asPng();
    const box = document.getElementById("search");
    for (const wanted of ["<", "a", "{{", "p0", "e"]) { box.value = wanted; box.dispatchEvent(new Event("input")); }
    document.body.click();
  }
  return seen;
}"""


def test_page_is_silent_and_shows_names_as_text(opened: Callable[..., Desk], workshop_html: str) -> None:
    desk = opened(workshop_html)
    seen = desk.page.evaluate(ALL_STATES)
    assert {"table", "guess", "replay"} <= set(seen)
    assert not desk.said
    assert desk.asked == [desk.page.url]
    assert desk.run("document.querySelectorAll('img, iframe, b').length") == 0
    assert desk.run("document.querySelectorAll('body script:not([type])').length") == 2
    policy = desk.run("document.querySelector('[http-equiv=Content-Security-Policy]').content")
    assert policy.startswith("default-src 'none'")
    assert desk.page.title() == HOSTILE[0]
    names = {" ".join(name.split()) for name in HOSTILE}
    panel = {" ".join(one.split()) for one in desk.page.locator("#panel .ticks bdi").all_text_contents()}
    assert names == panel
    desk.set(screen="table")
    table = {" ".join(one.split()) for one in desk.page.locator("#screen tbody th").all_text_contents()}
    questions = desk.run("workshop.model.page.answers.map((one) => workshop.words.said(one.asks))")
    assert {*names, *(" ".join(one.split()) for one in questions)} == table


def test_nothing_that_gets_into_the_page_would_run(opened: Callable[..., Desk], firm_page: str) -> None:
    """Were a name ever not escaped: the policy stops what it brings along."""
    smuggled = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'><img src=https://example.com/a.png>"
    desk = opened(firm_page.replace("<main>", f"<main>{smuggled}"))
    desk.settle()
    assert desk.run("window.ran ?? null") is None
    assert (
        len(
            [one for one in desk.said if "Content Security Policy" in one or "Content-Security-Policy" in one]
        )
        >= 3
    )


def test_svg_has_names_as_text(opened: Callable[..., Desk], workshop_html: str) -> None:
    desk = opened(workshop_html)
    for view in ("functions", "people"):
        desk.set(view=view)
        found = desk.run("""(() => {
          const svg = new DOMParser().parseFromString(workshop.export.asSvg(), "image/svg+xml");
          return { tags: [...new Set([...svg.querySelectorAll("*")].map((one) => one.tagName))],
            texts: [...svg.querySelectorAll("text")].map((one) => one.textContent) };
        })()""")
        assert set(found["tags"]) <= {"svg", "rect", "path", "circle", "text"}
        assert "__proto__" in found["texts"]
        assert any(text.startswith("</script>") for text in found["texts"])
    assert desk.clean()


# ---- numbers ----

WITHOUT = """(off) => new Promise((done) => {
  const choice = workshop.choice(), lost = workshop.model.lostWithout(new Set(off), choice);
  workshop.paths.without(new Set(off), choice, (found) => done({ ...found, lost }));
})"""


def check_without(desk: Desk, network: Network, *, off: dict[str, int] | None = None) -> None:
    number = off or number_of(desk)
    table = whatif(network, remove=list(number), liaisons=0).table.set_index("function")
    for name, i in number.items():
        found, row = desk.page.evaluate(WITHOUT, [i]), table.loc[name]
        assert found["lost"] == pytest.approx(row["exchange_lost_share"], abs=2e-4)
        assert (found["pairs"], found["cut"]) == (row["pairs_before"], row["pairs_cut"])
        lengths = row["path_length_before"], row["path_length_after"]
        assert [found["before"], found["after"]] == pytest.approx(lengths, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_unticking_a_function_counts_as_whatif_does(opened: Callable[..., Desk], seed: int) -> None:
    network = tangle(seed)
    assert not Picture(network).hidden
    desk = opened(network_page(network))
    drawn, _ = without_kinds(Picture(network), None)
    ids = [one.people["person_id"].nunique() for one in (drawn, network)]
    assert ids[0] > ids[1]  # a few who changed function are two persons
    check_without(desk, drawn)
    assert desk.clean()


def test_unticking_works_on_months_and_with_small_functions_merged(
    opened: Callable[..., Desk], firm: tuple[MessageLog, Roster, Network], firm_page: str
) -> None:
    log, roster, network = firm
    desk = opened(firm_page)
    desk.run("workshop.set({ months: [1, 2] })")
    check_without(desk, slice_network(log, roster, network).cut(months=[1, 2]), off=number_of(desk))
    merged = Picture(network, min_group=12)
    assert merged.hidden
    desk = opened(network_page(network, min_group=12))
    check_without(desk, merged.merged, off=number_of(desk))


EXCHANGE = """(() => {
  const choice = workshop.choice(), { K } = workshop.model, { matrix, missing, few } = workshop.model.exchange(choice);
  const { people, cross, expected, counted } = workshop.model.figures(choice), { of } = workshop.model.present(choice);
  const glue = workshop.model.singleOf(choice)?.glue;
  return { matrix: [...matrix], K, missing: [...missing], few, people, cross, expected, counted, of, glue };
})()"""


def check_part(desk: Desk, part: Network, *, min_group: int, exact: bool) -> None:
    """What the page shows of its choice against a page made of these messages alone."""
    alone, number = Picture(part, min_group=min_group), number_of(desk)
    found = desk.run(EXCHANGE)
    assert found["counted"] == exact
    assert found["people"] == alone.figures()["people"]
    shown = [name for name in alone.groups if name in number and alone.groups.index(name) in alone.known]
    assert {name for name, i in number.items() if i not in found["missing"] and found["of"][i]} == set(shown)
    if exact:
        wanted = [alone.figures()["cross"], alone.figures()["expected"]]
        assert [found["cross"], found["expected"]] == pytest.approx(wanted, abs=1e-4)
    matrix = np.array(found["matrix"]).reshape(found["K"], -1)
    others = [i for i, name in enumerate(alone.groups[:-1]) if name not in shown]
    for a in shown:
        row = alone.exchange[alone.groups.index(a)]
        assert found["of"][number[a]] == alone.sizes[alone.groups.index(a)]
        for b in shown:
            assert matrix[number[a], number[b]] == pytest.approx(
                row[alone.groups.index(b)], rel=2e-3, abs=2e-3
            )
        few = (
            found["few"][number[a]]
            + matrix[number[a], [i for i in range(len(matrix)) if i not in number.values()]].sum()
        )
        assert few == pytest.approx(row[others].sum(), rel=2e-3, abs=2e-3)


def answered_in(network: Network, part: Network) -> Network:
    """A part whose ties carry paths where they do in the whole: who asks in one month may be answered in the next."""
    ties, ids, own = network.ties, network.people["person_id"].tolist(), part.people["person_id"].tolist()
    ends = zip(ties.source.tolist(), ties.target.tolist(), network.answered.tolist(), strict=True)
    answered = {frozenset((ids[a], ids[b])) for a, b, yes in ends if yes}
    pairs = zip(part.source.tolist(), part.target.tolist(), strict=True)
    return replace(part, weighty=np.array([frozenset((own[a], own[b])) in answered for a, b in pairs]))


@pytest.mark.parametrize("min_group", [5, 9])
def test_months_and_channels_are_those_of_the_filtered_log(
    opened: Callable[..., Desk], firm: tuple[MessageLog, Roster, Network], min_group: int
) -> None:
    log, roster, network = firm
    slices = slice_network(log, roster, network)
    desk = opened(network_page(network, slices=slices, min_group=min_group))
    # Functions merged in the whole are one in every part, too: parts would tell them apart otherwise.
    roster = roster.with_functions_as_one(small_functions(network, min_group=min_group), SMALL)
    for i, month in enumerate(slices.months):
        span = {"since": f"{month}-01", "until": str((pd.Period(month) + 1).start_time.date())}
        part = build_network(log.filter(**span), roster)
        desk.set(months=[i, i])
        check_part(desk, part, min_group=min_group, exact=True)
        found = glue(answered_in(network, part), replicates=2, simulations=2, min_group=min_group)
        brokerage = found.table.set_index("function")["brokerage"]
        shown = dict(desk.run(EXCHANGE)["glue"])
        hidden = Picture(part, min_group=min_group).hidden
        wanted = {number_of(desk)[name]: value for name, value in brokerage.dropna().items()
                  if name in number_of(desk) and name not in hidden}  # fmt: skip
        assert shown == pytest.approx(wanted, rel=1e-3)
    desk.set(months=None)
    for i, channel in enumerate(slices.channels):
        desk.set(channels=[i])
        check_part(desk, build_network(log, roster, layer=channel), min_group=min_group, exact=True)
    desk.set(months=[1, 2], channels=[0, 2])
    merged = replace(slices, network=merge_functions(network, min_group=min_group))
    part = merged.cut(months=[1, 2], channels=[0, 2])
    check_part(desk, part, min_group=min_group, exact=False)
    assert desk.run("workshop.filters.described()").endswith("added up in this page.")
    assert desk.clean()


def test_panel_says_what_whatif_found(
    opened: Callable[..., Desk], workshop: Analysis, workshop_html: str
) -> None:
    """What it found as it is released: lengths in thousandths, of which the page shows hundredths."""
    table = release(workshop).results["whatif"].table
    table = table[table["kind"] == "remove"].set_index("function")
    desk = opened(workshop_html)
    ranked, english = desk.run("workshop.model.page.glue.length"), Words("en")
    assert desk.page.locator("#panel .rows").last.locator("li").count() == ranked > 6  # none is left out
    for name, i in number_of(desk).items():
        desk.page.locator(f"#panel input[data-f='{i}']").uncheck()
        row = table.loc[name]
        said = {
            one.get_attribute("data-fact"): one.inner_text() for one in desk.page.locator("[data-fact]").all()
        }
        before, after = (english.number(row[f"path_length_{when}"], digits=2) for when in ("before", "after"))
        lost = row["exchange_lost_share"]
        assert said == {
            "lost": Words("en")("page.withheld") if pd.isna(lost) else english.percent(lost),
            "cut": f"{row['pairs_cut']:,.0f} of {row['pairs_before']:,.0f}",
            "length": f"{before} before, {after} after",
        }
        desk.page.locator(f"#panel input[data-f='{i}']").check()
    assert desk.page.locator("#without").is_hidden()


def test_where_there_are_too_many_people_one_function_is_opened(
    opened: Callable[..., Desk], firm: tuple[MessageLog, Roster, Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("silograph.release.picture.MOST_PEOPLE", 50)
    log, roster, network = firm
    desk = opened(network_page(network, slices=slice_network(log, roster, network)))
    page = desk.page
    for i in number_of(desk).values():
        desk.run("workshop.choose({ of: workshop.model.functions[it] })", i)
        page.locator("#open").click()
        assert desk.run("workshop.state.open.members.length") >= desk.run(
            "workshop.model.functions[it].people", i
        )
        desk.run("workshop.choose({ person: workshop.state.open.members[0] })")
        desk.run("workshop.set({ hovered: workshop.state.open.members[1] })")
        desk.settle()
        assert not desk.run(LABELS)["wrong"]
        assert page.locator("#panel h2").first.inner_text().strip().startswith(("P", "T"))
        desk.run("(workshop.export.asSvg(), workshop.opening.close())")
        assert desk.run("workshop.state.open") is None
        desk.set(months=[1, 1])
        assert page.locator("#panel").inner_text()
        desk.run("workshop.set({ months: null, off: new Set([it]) })", i)
        said = {one.get_attribute("data-fact"): one.inner_text() for one in page.locator("[data-fact]").all()}
        assert said["cut"] == said["length"] == "Not recomputed for this choice."
        desk.run("workshop.set({ off: new Set() })")
    desk.run("workshop.set({ months: [0, 1], channels: [0] })")
    assert desk.run("workshop.filters.described()").endswith("Not recomputed for this choice.")
    assert desk.clean()


# ---- labels ----

LABELS = """(() => {
  const { boxes } = workshop.scene, { width, height, taken } = workshop.map.size(), wrong = [];
  const shared = (a, b, x, w) => Math.min(a[x] + a[w], b[x] + b[w]) - Math.max(a[x], b[x]);
  const overlap = (a, b) => shared(a, b, "x", "w") > 0.01 && shared(a, b, "y", "h") > 0.01;
  boxes.forEach((box, i) => {
    if (box.x < 0 || box.y < 0 || box.x + box.w > width || box.y + box.h > height) wrong.push(["outside", box]);
    for (const other of [...boxes.slice(i + 1), ...taken]) if (overlap(box, other)) wrong.push(["overlap", box, other]);
  });
  return { wrong, labels: boxes.length };
})()"""
LONG = [
    "Customer relations and after-sales service",
    "Research and development of new products",
    "Donaudampfschifffahrtsgesellschaft",
]


def ringed(n_functions: int, people: int) -> Network:
    """Functions of some people each, everybody with colleagues and with somebody elsewhere."""
    rng = np.random.default_rng(n_functions)
    n = n_functions * people
    function = [
        f"{LONG[f % 3]} {f}" if f % 2 else f"Function {f}" for f in np.repeat(np.arange(n_functions), people)
    ]
    near = [(i, i // people * people + (i + 1) % people) for i in range(n)]
    far = rng.integers(0, n, (2 * n, 2)).tolist()
    pairs = sorted({(min(a, b), max(a, b)) for a, b in near + far if a != b})
    source, target = np.array(pairs).T
    table = pd.DataFrame(
        {"person_id": [f"p{i}" for i in range(n)], "function": function, "actor_kind": "person"}
    )
    return Network(
        table,
        source,
        target,
        strength=rng.gamma(1.0, 2.0, len(pairs)),
        messages=np.ones(len(pairs), np.int64),
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("functions", "people"), [(3, 20), (12, 10), (30, 6)])
def test_labels_keep_clear_of_each_other_and_of_the_edge(
    opened: Callable[..., Desk], size: str, functions: int, people: int
) -> None:
    desk = opened(network_page(ringed(functions, people)), size=size)
    for view in ("functions", "people"):
        for theme in ("light", "projector"):
            desk.set(view=view, theme=theme, chosen=None)
            for change in (
                "0",
                "workshop.set({ hovered: workshop.model.functions[1] })",
                "workshop.choose({ of: workshop.model.functions[2] })",
                "workshop.map.zoom(3)" if view == "people" else "workshop.map.zoom(1.6)",
                "workshop.map.pan(200, 80)",
                "workshop.state.view === 'people' && workshop.choose({ person: workshop.model.people[3] })",
                "(workshop.choose(null), workshop.set({ hovered: null }), workshop.map.fit())",
            ):
                desk.run(change)
                desk.settle()
                found = desk.run(LABELS)
                assert not found["wrong"], (view, theme, change)
                if change == "0":
                    assert found["labels"] >= min(functions, 6 if size == "phone" else 15)


# ---- for everybody ----


def picture_of(desk: Desk, state: dict[str, Any], script: str = "0") -> None:
    desk.set(**state)
    desk.run(script)
    desk.settle()


STATES: dict[str, tuple[dict[str, Any], str]] = {
    "functions": ({}, "0"),
    "people": ({"view": "people"}, "0"),
    "function": ({}, "workshop.choose({ of: workshop.model.functions[0] })"),
    "person": ({"view": "people"}, "workshop.choose({ person: workshop.model.people[0] })"),
    "without": ({}, "workshop.set({ off: new Set([1, 2]) })"),
    "month": ({"months": [0, 0]}, "0"),
    "compare": ({}, "workshop.compare.toggle()"),
    "search": (
        {},
        "document.getElementById('search').value = 'e', document.getElementById('search').oninput()",
    ),
    "save": ({}, "document.getElementById('save').open = true"),
    "table": ({"screen": "table"}, "0"),
    "guess": ({"screen": "guess"}, "0"),
    "replay": ({"screen": "replay"}, "0"),
    "tour": ({}, "workshop.tour.go(1)"),
}


@pytest.mark.parametrize(("theme", "size"), [("light", "laptop"), ("dark", "phone"), ("projector", "laptop")])
def test_axe_finds_nothing(opened: Callable[..., Desk], workshop_html: str, theme: str, size: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    desk = opened(workshop_html, size=size, bypass_csp=True)  # axe is put into the page as a script
    for name, (state, script) in STATES.items():
        picture_of(desk, {"theme": theme, "lang": "fr" if theme == "dark" else "en", **state}, script)
        found = axe.run(desk.page).response["violations"]
        assert not found, (
            name,
            [(one["id"], [node["html"][:90] for node in one["nodes"]][:4]) for one in found],
        )
        desk.run("""(document.getElementById('save').open = false, workshop.tour.end(), workshop.set({
          view: "functions", chosen: null, months: null, compare: null, screen: null, off: new Set() }),
          document.getElementById('search').value = "", document.getElementById('search').oninput())""")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_every_bubble_stands_out_from_the_paper(opened: Callable[..., Desk]) -> None:
    """WCAG 1.4.11: what is needed to see a thing has a contrast of 3 to 1; here its rim, or its filling."""
    desk = opened(network_page(ringed(30, 6)))
    for theme in ("light", "dark", "projector"):
        desk.set(theme=theme)
        colors = desk.run("workshop.scene.theme()")
        for f in desk.run(
            "workshop.model.functions.map((f) => ({ ...f, members: 0, rim: workshop.scene.rimOf(f) }))"
        ):
            assert max(contrast(f["rim"], colors["paper"]), contrast(f["color"], colors["paper"])) >= 3, (
                theme,
                f,
            )
        for name in ("accent", "more", "less", "soft"):
            assert contrast(colors[name], colors["paper"]) >= 4.5


def to(desk: Desk, selector: str, key: str = "Tab", most: int = 60) -> None:
    """Press a key until something has the focus, and can be seen to have it."""
    for _ in range(most):
        if desk.run("document.activeElement.matches(it)", selector):
            assert desk.run("document.activeElement.matches(':focus-visible')")
            return
        desk.page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached by {key}")


def test_choosing_and_unticking_with_the_keyboard(opened: Callable[..., Desk], firm_page: str) -> None:
    desk = opened(firm_page)
    page = desk.page
    to(desk, "#search")
    page.keyboard.type("sal")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert desk.run("workshop.state.chosen.of.name") == "Sales"
    page.keyboard.press("Escape")
    assert desk.run("workshop.state.chosen") is None
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("P010")
    page.keyboard.press("Enter")
    assert desk.run("workshop.state.chosen.person.tag") == "P010"
    assert desk.run("workshop.state.view") == "people"
    page.keyboard.press("Escape")
    to(desk, "[data-view=functions]", "Shift+Tab")
    page.keyboard.press("Enter")
    assert desk.run("workshop.state.view") == "functions"
    to(desk, "#panel input[type=checkbox]")
    page.keyboard.press("Space")
    assert desk.run("workshop.state.off.size") == 1
    assert desk.run("document.activeElement.matches('#panel input[type=checkbox]')")
    page.keyboard.press("Space")
    assert desk.clean()


def test_filtering_comparing_and_saving_with_the_keyboard(
    opened: Callable[..., Desk], firm_page: str
) -> None:
    desk = opened(firm_page)
    page = desk.page
    to(desk, "[data-channel=post]")
    page.keyboard.press("Enter")
    assert desk.run("workshop.state.channels") == [0, 1]
    assert desk.run("document.activeElement.dataset.channel") == "post"
    to(desk, "#play")
    page.keyboard.press("Enter")
    assert desk.run("workshop.state.months") == [0, 0]
    page.keyboard.press("Enter")
    to(desk, "#from")
    page.keyboard.press("ArrowRight")
    assert desk.run("workshop.state.months") == [1, 1]
    to(desk, ".reset")
    page.keyboard.press("Enter")
    assert desk.run("[workshop.state.months, workshop.state.channels]") == [None, None]
    to(desk, "#screen-compare", "Shift+Tab")
    page.keyboard.press("Enter")
    to(desk, "#split")
    page.keyboard.press("ArrowRight")
    assert desk.run("workshop.state.compare.after[0]") == 3
    page.keyboard.press("Escape")
    assert desk.run("workshop.state.compare") is None
    to(desk, "#screen-table", "Shift+Tab")
    page.keyboard.press("Enter")
    assert desk.run("document.activeElement.id") == "screen-title"
    page.keyboard.press("Escape")
    assert desk.run("document.activeElement.id") == "screen-table"
    to(desk, "#save summary")
    page.keyboard.press("Enter")
    to(desk, "#save-svg")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".svg")
    page.keyboard.press("Escape")
    assert desk.run("document.activeElement.matches('#save summary')")
    assert desk.clean()


def test_nothing_moves_by_itself_or_where_that_is_not_wanted(
    opened: Callable[..., Desk], firm_page: str
) -> None:
    desk = opened(firm_page, reduced_motion="reduce")
    moving = desk.run("""[...document.querySelectorAll('*')].map((one) => getComputedStyle(one))
      .filter((one) => one.transitionDuration !== '0s' || one.animationName !== 'none').length""")
    assert moving == 0
    before = desk.page.screenshot()
    desk.page.wait_for_timeout(700)
    assert desk.page.screenshot() == before


# ---- paper and files ----

PIXELS = """async () => {
  const size = workshop.map.size(), seen = document.querySelector("#canvas canvas");
  const canvas = (width, height) => Object.assign(document.createElement("canvas"), { width, height });
  const dots = (image) => {
    const made = canvas(size.width, size.height), ctx = made.getContext("2d");
    ctx.drawImage(image, 0, 0, size.width, size.height);
    return ctx.getImageData(0, 0, size.width, size.height).data;
  };
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(workshop.export.asSvg())}`;
  await image.decode();
  const wanted = dots(seen), off = {};
  for (const [name, one] of [["png", workshop.export.asPng(undefined, undefined, 1)], ["svg", image]]) {
    const found = dots(one);
    let far = 0, sum = 0;
    for (let i = 0; i < found.length; i += 4) {
      const away = [0, 1, 2].reduce((all, part) => all + Math.abs(found[i + part] - wanted[i + part]), 0);
      sum += away / 3;
      if (away > 96) far++;
    }
    off[name] = { far: (4 * far) / found.length, mean: (4 * sum) / found.length };
  }
  return off;
}"""


@pytest.mark.parametrize("state", ["functions", "people", "person", "without", "compare"])
def test_png_and_svg_are_what_is_seen(opened: Callable[..., Desk], workshop_html: str, state: str) -> None:
    desk = opened(workshop_html)
    picture_of(desk, *STATES[state])
    # a name that keeps clear of a button keeps clear of its place in the picture too
    if state == "functions":
        desk.run("(workshop.map.zoom(1.6), workshop.map.pan(-260, 60))")
        desk.settle()
    found = desk.page.evaluate(PIXELS)
    assert found["png"] == {"far": 0, "mean": 0}  # dot for dot
    assert found["svg"]["far"] < 0.003
    assert found["svg"]["mean"] < 1.0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_print_is_light_and_whole(opened: Callable[..., Desk], firm_page: str, paper: str) -> None:
    desk = opened(firm_page)
    desk.set(theme="dark")
    desk.run("dispatchEvent(new Event('beforeprint'))")
    assert desk.run("document.documentElement.dataset.theme") == "light"
    assert desk.run("document.querySelectorAll('#printed svg text').length") > 5
    desk.page.emulate_media(media="print")
    assert desk.page.locator(".tools").is_hidden()
    assert desk.page.locator("#canvas").is_hidden()
    assert desk.page.locator("#panel").is_visible()
    desk.page.emulate_media(media="screen")
    desk.run("dispatchEvent(new Event('afterprint'))")
    assert desk.run("document.documentElement.dataset.theme") == "dark"
    pdf = desk.page.pdf(format=paper, prefer_css_page_size=False, landscape=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 3
    assert desk.clean()
