"""The tour and the screens of the workshop page in a real browser: what they show, by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from silograph.analyses.owner.answer import OwnerResult
from silograph.analyses.parts.settings import Settings
from silograph.log.people import Roster
from silograph.output.notebook import analysis_document as workshop_page
from silograph.run.run import Analysis, analyze
from silograph.simulation import CompanySpec, MailRoom, simulate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# Names that no page may run, or be turned around by.
NAMES = (
    "</script><img src=x onerror=alert(1)>",
    "__proto__",
    "constructor",
    "\u202eevil\u202c",
    "יחסי ציבור",
    "Department of international corporate communication and more",
)
COMPANY = CompanySpec(
    people=110, messages=6000, functions=6, seed=4, mailroom=MailRoom(share=0.8, openness=6.0)
)
TOO_WIDE = """() => [...document.querySelectorAll("#tour *, #screen *")]
    .filter((one) => one.offsetParent && !one.closest(".spoken") && one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 80))"""
SCREENS = ("guess", "owner", "replay")


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    company = simulate(COMPANY)
    functions = sorted(set(company.people["function"]))
    people = company.people.assign(
        function=company.people["function"].map(dict(zip(functions, NAMES, strict=True)))
    )
    only = ("silos", "glue", "relay", "ownership", "whatif", "owner")
    settings = Settings(only=only, replicates=20, simulations=50, seed=1)
    return analyze(company.log()[0], Roster.from_pandas(people), settings=settings)


@pytest.fixture(scope="module")
def file(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "network.html"
    path.write_text(workshop_page(analysis), encoding="utf-8")
    return path


@pytest.fixture
def page(chromium: Browser, file: Path) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    opened.on(
        "request", lambda request: said.append(request.url) if "network.html" not in request.url else None
    )
    opened.goto(file.as_uri())
    opened.wait_for_selector("html[data-ready]")
    yield opened
    context.close()
    assert said == []


def data(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.locator("#data-page").text_content() or "")
    return found


def text(page: Page, selector: str) -> str:
    """What is read there, without the marks that hold names together."""
    return re.sub("[\u2066-\u2069]", "", page.locator(selector).inner_text())


def show(page: Page, screen: str) -> None:
    page.evaluate("name => workshop.set({ screen: name })", screen)


class TestTour:
    def test_keys_walk_through_it(self, page: Page) -> None:
        steps = data(page)["story"]["steps"]
        assert text(page, "#tour-start").endswith(f"{len(steps)} steps")
        for at, step in enumerate(steps):
            page.keyboard.press("ArrowRight" if at % 2 else "ArrowRight" if at == 0 else "PageDown")
            assert text(page, ".tour-count") == f"Step {at + 1} of {len(steps)}"
            assert page.locator("#tour-title").text_content() == step["title"]["en"]
            assert step["title"]["en"] in (page.locator("#said").text_content() or "")
        page.keyboard.press("ArrowRight")  # there is nothing beyond the last
        assert text(page, ".tour-count") == f"Step {len(steps)} of {len(steps)}"
        for key, number in (
            ("Home", 1),
            ("End", len(steps)),
            ("ArrowLeft", len(steps) - 1),
            ("PageUp", len(steps) - 2),
        ):
            page.keyboard.press(key)
            assert text(page, ".tour-count") == f"Step {number} of {len(steps)}"

    def test_buttons_keep_the_focus(self, page: Page) -> None:
        page.click("#tour-start")
        last = len(data(page)["story"]["steps"]) - 1
        for _ in range(last):
            assert page.evaluate("document.activeElement.id") == "tour-next"
            page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "tour-back"
        page.click("#tour-end")
        assert page.evaluate("document.activeElement.id") == "tour-start"
        assert page.evaluate("workshop.state.off.size + workshop.state.focus.length") == 0

    def test_steps_show_what_they_speak_of(self, page: Page) -> None:
        story, functions = data(page)["story"], [one["name"] for one in data(page)["functions"]]
        for at, step in enumerate(story["steps"]):
            page.evaluate("at => workshop.tour.go(at)", at)
            focus = page.evaluate("workshop.state.focus")
            assert [functions[i] for i in focus] == [one for one in step["focus"] if one != step["without"]]
            if step["screen"] in SCREENS:
                assert page.evaluate("workshop.state.screen") == step["screen"]
                assert page.locator("#screen").is_visible()
            if step["without"]:
                assert [functions[i] for i in page.evaluate("[...workshop.state.off]")] == [step["without"]]

    def test_a_field_keeps_its_arrows_and_escape_ends(self, page: Page) -> None:
        steps = [one["key"] for one in data(page)["story"]["steps"]]
        page.evaluate("at => workshop.tour.go(at)", steps.index("owner"))
        page.focus(".weight input")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("workshop.state.step") == steps.index("owner")
        page.keyboard.press("Escape")
        assert page.locator("#screen").is_hidden()
        page.keyboard.press("Escape")
        assert page.evaluate("workshop.state.step") is None

    def test_both_languages(self, page: Page) -> None:
        page.evaluate("workshop.tour.go(1)")
        page.click("#lang")
        step = data(page)["story"]["steps"][1]
        assert text(page, "#tour-title") == step["title"]["fr"]
        assert text(page, ".tour-count").startswith("Étape 2 sur")

    def test_nobody_is_named(self, page: Page, analysis: Analysis) -> None:
        told = json.dumps([data(page)[name] for name in ("story", *SCREENS)], ensure_ascii=False)
        assert not [one for one in analysis.network.people["person_id"] if one in told]


class TestGuess:
    def test_answer_stays_away_until_the_reveal(self, page: Page) -> None:
        answer = data(page)["story"]["answer"]["en"]
        assert page.locator("#answer").text_content() == answer
        show(page, "guess")
        assert page.locator("#answer").text_content() != answer
        page.click("#guess-reveal")
        assert page.locator("#answer").text_content() == answer
        assert page.evaluate("document.activeElement.id") == "guess-verdict"

    def test_answer_comes_back_with_the_map(self, page: Page) -> None:
        show(page, "guess")
        page.keyboard.press("Escape")
        assert page.locator("#answer").text_content() == data(page)["story"]["answer"]["en"]

    def test_votes_by_mouse_and_keyboard(self, page: Page) -> None:
        show(page, "guess")
        more = page.locator(".votes li button:last-of-type")
        more.nth(1).click()
        more.nth(1).focus()
        for key in ("+", "+", "-", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        page.locator(".votes li button:first-of-type").nth(0).click(force=True)  # never fewer than none
        counts = page.locator(".votes output").all_text_contents()
        assert counts[:3] == ["0", "2", "1"]
        assert text(page, "#guess-total") == "3 votes"
        page.click("#guess-reveal")
        names = data(page)["guess"]["functions"]
        assert f"Most votes: {names[1]} (2 of 3)" in text(page, "#guess-verdict")

    def test_ranking_is_the_measured_one(self, page: Page, analysis: Analysis) -> None:
        show(page, "guess")
        page.click("#guess-reveal")
        ranked = analysis.results["glue"].table.sort_values("rank")["function"].tolist()
        assert page.locator(".measured-list .name bdi").all_text_contents() == ranked
        found = page.locator(".measured-list .found .name bdi").all_text_contents()
        owner = analysis.results["owner"]
        assert isinstance(owner, OwnerResult)
        assert tuple(found) == owner.involve


class TestOwner:
    @staticmethod
    def ranking(page: Page) -> list[str]:
        return page.locator(".ranking .name bdi").all_text_contents()

    @staticmethod
    def weigh(page: Page, weights: list[float]) -> None:
        for family, weight in zip(data(page)["owner"]["families"], weights, strict=True):
            page.evaluate(
                """([id, value]) => { const one = document.getElementById(id); one.value = value;
                one.dispatchEvent(new Event("input")); }""",
                [f"owner-weight-{family['key']}", round(100 * weight)],
            )

    def test_central_weights_give_the_recommendation(self, page: Page, analysis: Analysis) -> None:
        show(page, "owner")
        owner = analysis.results["owner"]
        assert isinstance(owner, OwnerResult)
        value = owner.evidence.set_index("function")[list(owner.weights)] @ np.array(
            list(owner.weights.values())
        )
        shown = self.ranking(page)
        assert value[shown].tolist() == sorted(value[shown].tolist(), reverse=True)
        assert shown[0] == owner.table["function"].iloc[0]
        assert page.locator("[data-profile=balanced]").get_attribute("aria-pressed") == "true"

    def test_sliders_rank_live(self, page: Page, analysis: Analysis) -> None:
        show(page, "owner")
        given = data(page)["owner"]
        for column in range(len(given["families"])):
            weights = [1.0 if column == k else 0.0 for k in range(len(given["families"]))]
            self.weigh(page, weights)
            best = max(given["candidates"], key=lambda one: one["evidence"][column])
            assert self.ranking(page)[0] == best["function"]
            assert page.locator(".weight output").all_text_contents()[column] == "100%"

    def test_weights_told_make_others_first_and_less_do_not(self, page: Page) -> None:
        show(page, "owner")
        given = data(page)["owner"]
        evidence = np.array([one["evidence"] for one in given["candidates"]])
        central = np.array(page.evaluate("workshop.screens.owner.weights()"))
        flips = page.evaluate("workshop.screens.owner.flips()")
        grid = np.linspace(0, 1, 501)
        for row, found in enumerate(flips):
            singles = []  # the least raise of one family, tried step by step
            for column in range(len(central)):
                to = np.eye(len(central))[column]
                weights = np.outer(1 - grid, central) + np.outer(grid, to)
                first = (evidence @ weights.T).argmax(axis=0) == row
                singles += [float(np.abs(weights[first.argmax()] - central).sum())] if first.any() else []
            if found["flip"] is None:
                assert not singles
                continue
            at = evidence @ np.array(found["flip"]["at"][0])
            assert at[row] == pytest.approx(at.max(), abs=1e-6)
            if len(found["flip"]["of"]) == 1:
                assert found["flip"]["change"] == pytest.approx(min(singles), abs=0.006)
            else:
                assert not singles

    def test_who_routes_onward_is_no_candidate(self, page: Page) -> None:
        show(page, "owner")
        barred = data(page)["owner"]["barred"]
        assert len(barred) == 1
        assert barred[0]["function"] not in self.ranking(page)
        assert "routes onward" in page.locator("#screen").inner_text()

    def test_slider_by_keyboard(self, page: Page) -> None:
        show(page, "owner")
        page.focus(".weight input")
        page.keyboard.press("Home")
        assert page.locator(".weight output").first.text_content() == "0%"
        assert page.evaluate("document.activeElement.type") == "range"


class TestReplay:
    def test_counts_are_those_of_the_results(self, page: Page) -> None:
        show(page, "replay")
        given = data(page)["replay"]
        assert page.locator("#replay-lanes .name bdi").first.text_content() == given["first"]
        asked = page.locator("#replay-asked").evaluate("one => one.selectedIndex")
        topic = page.locator("#replay-topic").evaluate("one => one.selectedIndex")
        cell = given["rows"][asked]["cells"][topic]
        for _ in range(4):
            page.click("#replay-more")
        assert text(page, "#replay-hour") == "24 hours"
        assert (
            page.locator("#replay-lanes .count").first.inner_text()
            == f"{round(100 * cell['within'])} of 100 answered"
        )
        assert "late" not in (page.locator("#replay-clock").get_attribute("class") or "")
        page.click("#replay-more")
        assert "too late" in text(page, "#replay-late")
        assert text(page, "#replay-said").startswith("After 30 hours, too late:")

    def test_choosing_who_is_asked_and_what_it_is_about(self, page: Page) -> None:
        show(page, "replay")
        given = data(page)["replay"]
        name = given["topics"][0]
        same = [row["function"] for row in given["rows"]].index(name)
        page.select_option("#replay-asked", index=same)
        page.select_option("#replay-topic", index=0)
        shared = [row for row in given["rows"] if row["function"] is None]
        assert page.locator("#replay-lanes li").count() == 1 + len(shared)
        assert text(page, "#replay-hour") == "0 hours"
        assert page.locator("#replay-lanes .name bdi").first.text_content() == name

    def test_runs_and_stops(self, page: Page) -> None:
        from playwright.sync_api import expect

        show(page, "replay")
        page.click("#replay-play")
        expect(page.locator("#replay-time")).not_to_have_value("0")
        assert page.locator("#replay-play").get_attribute("aria-label") == "Stop the clock"
        page.click("#replay-play")
        stopped = page.locator("#replay-time").input_value()
        page.wait_for_timeout(200)
        assert page.locator("#replay-time").input_value() == stopped

    def test_reduced_motion_goes_in_steps(self, page: Page) -> None:
        from playwright.sync_api import expect

        page.emulate_media(reduced_motion="reduce")
        show(page, "replay")
        page.click("#replay-play")
        expect(page.locator("#replay-time")).to_have_value("6")
        page.keyboard.press("Escape")

    def test_clock_by_keyboard(self, page: Page) -> None:
        show(page, "replay")
        page.focus("#replay-time")
        page.keyboard.press("End")
        assert text(page, "#replay-hour") == "48 hours"


class TestAllScreens:
    @pytest.mark.parametrize(
        ("size", "lang"),
        [
            ((1280, 720), "fr"),
            ((390, 844), "fr"),
            pytest.param((1280, 720), "en", marks=pytest.mark.slow),
            pytest.param((1920, 1080), "en", marks=pytest.mark.slow),
            pytest.param((390, 844), "en", marks=pytest.mark.slow),
        ],
    )
    def test_nothing_is_wider_than_the_page(self, page: Page, size: tuple[int, int], lang: str) -> None:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate("lang => workshop.set({ lang })", lang)
        for step in range(len(data(page)["story"]["steps"])):
            page.evaluate("at => workshop.tour.go(at)", step)
            wide = page.evaluate(TOO_WIDE)
            assert wide == []

    def test_names_stay_text(self, page: Page) -> None:
        for screen in SCREENS:
            show(page, screen)
            assert page.locator("#screen img").count() == 0
        show(page, "guess")
        assert sorted(page.locator(".votes .name bdi").all_text_contents()) == sorted(NAMES)

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_finds_nothing(self, page: Page, theme: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        page.emulate_media(reduced_motion="reduce")
        page.evaluate("theme => workshop.set({ theme })", theme)
        for step in [None, *SCREENS, "revealed"]:
            if step is None:
                page.evaluate("workshop.tour.go(2)")
            elif step == "revealed":
                show(page, "guess")
                page.click("#guess-reveal")
            else:
                show(page, step)
            found = Axe().run(page)
            wrong = [
                (one["id"], [node["html"][:120] for node in one["nodes"]])
                for one in found.response["violations"]
            ]
            assert wrong == [], step
