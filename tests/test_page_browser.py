"""The workshop page in a real browser: what it sends, says, counts, draws and prints, and how it is worked with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.glue import glue_criteria
from silograph.analyses.whatif import whatif
from silograph.messages import MessageLog
from silograph.network import Network, build_network
from silograph.page import network_page
from silograph.page.picture import Picture
from silograph.people import Roster
from silograph.simulation import CompanySpec, simulate
from silograph.slices import slice_network

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which(CHROMIUM), reason=f"no browser at {CHROMIUM}"),
]

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
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


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
    network = Network(people, source, target, strength, np.ones(len(source), np.int64))
    return network.subset(tied)


@pytest.fixture(scope="module")
def firm() -> tuple[MessageLog, Roster, Network]:
    """Four months of a company of 90 with a team each, three channels."""
    log, roster = simulate(CompanySpec(people=90, messages=3000, functions=6, months=4, seed=11)).log()
    return log, roster, build_network(log, roster)


@pytest.fixture(scope="module")
def firm_page(firm: tuple[MessageLog, Roster, Network]) -> str:
    log, roster, network = firm
    return network_page(network, slices=slice_network(log, roster, network))


def number_of(desk: Desk) -> dict[str, int]:
    """The page's number of each function."""
    return {name: i for i, name in enumerate(desk.run("workshop.model.functions.map((f) => f.name)")) if name}


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
    check_without(desk, network)
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


@pytest.mark.parametrize("min_group", [5, 9])
def test_months_and_channels_are_those_of_the_filtered_log(
    opened: Callable[..., Desk], firm: tuple[MessageLog, Roster, Network], min_group: int
) -> None:
    log, roster, network = firm
    slices = slice_network(log, roster, network)
    desk = opened(network_page(network, slices=slices, min_group=min_group))
    for i, month in enumerate(slices.months):
        span = {"since": f"{month}-01", "until": str((pd.Period(month) + 1).start_time.date())}
        part = build_network(log.filter(**span), roster)
        desk.set(months=[i, i])
        check_part(desk, part, min_group=min_group, exact=True)
        brokerage = glue_criteria(part, null_networks=0, min_group=min_group).set_index("function")[
            "brokerage"
        ]
        glue = dict(desk.run(EXCHANGE)["glue"])
        hidden = Picture(part, min_group=min_group).hidden
        wanted = {number_of(desk)[name]: value for name, value in brokerage.dropna().items()
                  if name in number_of(desk) and name not in hidden}  # fmt: skip
        assert glue == pytest.approx(wanted, rel=1e-3)
    desk.set(months=None)
    for i, channel in enumerate(slices.channels):
        desk.set(channels=[i])
        check_part(desk, build_network(log, roster, layer=channel), min_group=min_group, exact=True)
    desk.set(months=[1, 2], channels=[0, 2])
    part = slices.cut(months=[1, 2], channels=[0, 2])
    check_part(desk, part, min_group=min_group, exact=False)
    assert desk.run("workshop.filters.described()").endswith("added up in this page.")
    assert desk.clean()
