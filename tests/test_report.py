"""The report: says what the results say, in both languages, and nothing it may not say."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.analyses.communities.answer import communities
from silograph.analyses.glue.answer import glue
from silograph.analyses.owner.answer import owner
from silograph.analyses.parts.public_logs import public_logs
from silograph.analyses.parts.result import Result
from silograph.analyses.silos.answer import silos
from silograph.charts.drawing import (
    Interval,
    cluster_order,
    heatmap,
    interval_chart,
    plot_intervals,
)
from silograph.graph.network import Network
from silograph.language.words import LANGUAGES, TEXTS, Sentence, Words
from silograph.output.report import report_page
from silograph.release.gate import Released, release
from silograph.release.policy import Policy
from silograph.release.results import release_result
from silograph.run.run import Analysis
from silograph.simulation import CompanySpec, Initiative, Outside, simulate

HOSTILE = "</style><script>alert(1)</script>"
SIZES = {"Closed": 20, "Sales": 18, "IT": 16, "Legal & Co": 14, HOSTILE: 12, "Ports": 7, "Web": 3}


def firm() -> Network:
    """Six ordinary functions of which one closed, and one with three people."""
    rng = np.random.default_rng(5)
    of = np.repeat(list(SIZES), list(SIZES.values()))
    u, v = np.triu_indices(len(of), 1)
    same, closed = of[u] == of[v], (of[u] == "Closed") | (of[v] == "Closed")
    rate = np.where(same, 0.55, np.where(closed, 0.005, 0.13))
    tied = rng.random(len(u)) < rate
    ids = np.array([f"ann.lee{i}@corp.example" for i in range(len(of))])
    ties = pd.DataFrame(
        {"source": ids[u[tied]], "target": ids[v[tied]], "strength": 1.0 + rng.poisson(1, tied.sum())}
    )
    back = ties.rename(columns={"source": "target", "target": "source"})
    return Network.from_pandas(pd.concat([ties, back]), pd.DataFrame({"person_id": ids, "function": of}))


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    network = firm()
    found = {
        "silos": silos(network, simulations=10),
        "glue": glue(network, replicates=60),
        "communities": communities(network, runs=10, simulations=5),
    }
    return {**found, "owner": owner(network, glue=found["glue"], silos=found["silos"], samples=5)}


def summary(results: dict[str, Result], **changes: Any) -> dict[str, Any]:
    who = results.get("owner")
    return {
        "silograph": "0.0",
        "parameters": {"min_group": 5, "seed": 0},
        "input": {
            "messages": 21635, "interactions": 38388, "people": 90, "functions": 7, "channels": {"email": 21635},
            "period": ["1998-11-13T00:00:00+00:00", "2002-06-21T00:00:00+00:00"], "rejected": 4, "duplicates": 1,
            "automated": 0, "broadcasts": 44, "system": 0, "self": 0, "unknown_function_share": 0.019,
        },
        "owner": {
            "recommended": getattr(who, "recommended", None), "arrangement": getattr(who, "arrangement", None),
            "involve": list(getattr(who, "involve", ())), "acceptability": getattr(who, "acceptability", None),
        },
        "warnings": ["no post data: what passes there is not seen"],
        **changes,
    }  # fmt: skip


def page_about(
    results: dict[str, Result],
    *,
    lang: Any = "en",
    title: str | None = None,
    only: tuple[str, ...] = (),
    **changes: Any,
) -> str:
    """The report of results that were computed one by one, released as those of a run are."""
    policy = Policy.of(firm(), min_group=5)
    shown = {name: release_result(result, policy, whole=result) for name, result in results.items()}
    released = Released(
        results=shown,
        sensitivity=None,
        summary=summary(shown, **changes),
        nodes={},
        settings=sg.Settings(lang=lang, only=only),
        functions=tuple(name for name in SIZES if policy.names(name)),
        teams=0,
        teams_only=False,
        people="no_people",
        _draw=lambda: pytest.fail("a report draws no network"),
    )
    return report_page(released, lang=lang, title=title)


class Text(HTMLParser):
    """Visible text, tags and table rows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self._skip = 0
        self.feed(page)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skip += tag == "style"
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words.append(data)
            if self.rows and self.rows[-1]:
                self.rows[-1][-1] += data.strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_asks_for_nothing_and_runs_nothing(results: dict[str, Result], lang: str) -> None:
    page = page_about(results, lang=lang, title=HOSTILE)
    tags = Text(page).tags
    assert "script" not in [tag for tag, _ in tags]
    policy = next(a["content"] for _, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    for tag, attributes in tags:
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
        assert "src" not in attributes
        assert attributes.get("href", "#").startswith("#") or attributes["href"] == "network.html"
        assert not [name for name in attributes if name.startswith("on")]
    assert not re.findall(r"https?://|url\(|@import", page)
    linked = {a["href"] for t, a in tags if t == "a"} - {"network.html"}
    assert {href.removeprefix("#") for href in linked} <= {a.get("id") for _, a in tags}  # type: ignore[union-attr]


def test_no_person_is_in_the_report(results: dict[str, Result]) -> None:
    assert "ann.lee" not in page_about(results)


def test_answer_says_what_the_results_say(results: dict[str, Result]) -> None:
    page = Text(page_about(results)).text
    found: Any = results["silos"]
    row = found.table.set_index("function").loc["Closed"]
    assert row["verdict"] == "silo"  # the firm was built that way
    shown: Any = release_result(
        found, Policy.of(firm(), min_group=5), whole=found
    )  # rounded as it leaves a run
    openness = shown.table.set_index("function").loc["Closed", ["openness", "openness_low", "openness_high"]]
    value, low, high = (Words("en").number(number, digits=2) for number in openness)
    numbers = f"{value}, 95% interval {low} to {high}"
    assert float(value) == pytest.approx(row["openness"], abs=0.006)
    assert "1 function of 6 is more closed than the others here" in page
    assert f"is as open as they are: Closed (openness {numbers})." in page
    answer = page[page.index("The answer") : page.index("Silos:")]
    assert len(re.findall(r"No clear owner|should own social media:", answer)) == 1
    assert "21,635 messages" in page
    assert "13 November 1998 to 21 June 2002" in page


def test_tables_carry_the_numbers(results: dict[str, Result]) -> None:
    rows = {tuple(row[:1]): row for row in reversed(Text(page_about(results)).rows) if len(row) != 5}
    policy = Policy.of(firm(), min_group=5)
    table = release_result(results["silos"], policy, whole=results["silos"]).table.set_index("function")
    shown = rows[("Sales",)]
    assert shown[1] == "18"
    known = table.loc["Sales", ["openness", "openness_low", "openness_high"]]  # in tenths, and written so
    assert re.findall(r"\d\.\d+", shown[6]) == [f"{value:.1f}" for value in known]
    assert known.tolist() == [round(value, 1) for value in known]
    assert rows[("rejected records",)][1] == "4"
    assert rows[("without known function",)][1] == "1.9%"


def test_small_functions_are_merged_everywhere(results: dict[str, Result]) -> None:
    page = Text(page_about(results))
    assert any(row[:2] == ["(small functions)", "10"] for row in page.rows)  # Web 3, and Ports 7 to cover it
    cover = [row for row in page.rows if row[0] == "Ports"]
    assert {row[1] for row in cover} <= {"–"} | {row[1] for row in cover if row[1].endswith("%")}
    assert not [row for row in page.rows if row and row[0] == "Web"]
    assert "Web" not in page.text
    assert any(row[1] == "(small functions)" for row in page.rows if len(row) == 5)


def test_languages_say_the_same_numbers(results: dict[str, Result]) -> None:
    english, french = (Text(page_about(results, lang=lang)) for lang in LANGUAGES)
    assert "Quelle fonction doit porter" in french.text
    assert french.text.count("1 fonction sur 6") >= 1
    digits = [re.sub(r"\D", "", row[1]) for row in english.rows if len(row) > 5]
    assert digits == [re.sub(r"\D", "", row[1]) for row in french.rows if len(row) > 5]
    assert not re.search(
        r"(?<! )[;:!?](?=\s|$)", re.sub(r"[\u202f]", " ", french.text[: french.text.index("Doutes")])
    )


@pytest.mark.parametrize("missing", ["silos", "glue", "communities", "owner", "all"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_is_said(results: dict[str, Result], missing: str, lang: str) -> None:
    some = {} if missing == "all" else {name: one for name, one in results.items() if name != missing}
    page = Text(page_about(some, lang=lang)).text
    assert {"en": "This was not computed", "fr": "Ceci n’a pas été calculé"}[lang] in page


@pytest.mark.parametrize("only", ["silos", "glue", "communities"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_not_asked_is_not_spoken_of(results: dict[str, Result], only: str, lang: str) -> None:
    found = page_about({only: results[only]}, lang=lang, only=(only,))
    page, words = Text(found), Words(lang)  # type: ignore[arg-type]
    keys = [
        *(f"answer.{name}_missing" for name in ("owner", "glue", "silos")),
        "report.missing",
        "report.title",
    ]
    *told, missing, title = (" ".join(words(key).split()) for key in keys)
    assert not [line for line in (*told, missing, title) if line in page.text]
    compared = " ".join(words("public.heading").split()) in page.text  # what public logs have too
    assert compared == (only != "glue")  # of the glue only a lift that got the verdict
    assert (
        found.count("<section") == 2 + 4 + compared
    )  # the answer, the question; data, doubts, method, words
    alone = Text(page_about({}, lang=lang, only=(only,))).text  # asked, and without an answer
    assert missing in alone
    assert [line in alone for line in told] == [False, only == "glue", only == "silos"]


def test_none_stands_out_only_where_any_could_be_assessed(data_dir: Path) -> None:
    """A workspace without functions: "no space can be assessed" is not "none stands out"."""
    log, roster = sg.read(data_dir / "slack" / "houstondatavis")
    run = sg.analyze(log, roster, settings=sg.Settings(only=("silos2",)))
    page = Text(page_of(run, "en")).text
    assert "no space or community can be assessed" in page
    assert Words("en")("silos2.none") not in page


def test_recommendation_is_said(results: dict[str, Result]) -> None:
    """It is read from the result, as is all of the report."""
    said = {
        "recommended": "Sales", "first": "Sales", "arrangement": "single_function", "involve": ("Sales", "IT"),
        "acceptability": 0.871,
    }  # fmt: skip
    page = Text(page_about({**results, "owner": replace(results["owner"], **said)})).text
    assert (
        "Sales should own social media: of all ways to weigh the criteria, it comes first in 90%" in page
    )  # of 5 draws
    assert "one function owns it" in page


def test_heatmap_has_a_cell_per_pair_and_escapes() -> None:
    ratio = np.array([[4.0, 0.0, np.nan], [0.0, 1.0, 2.0], [np.nan, 2.0, 1.0]])
    svg = heatmap(ratio, ["A", HOSTILE, "C"], describe="d", show="{:g}".format, key="k")
    assert HOSTILE not in svg
    assert svg.count("<title>") == 9
    assert "#ffffff" in svg
    many = heatmap(np.ones((20, 20)), [str(i) for i in range(20)], describe="d", show="{:g}".format, key="k")
    assert many.count("<title>") == 400


def test_clusters_stand_together() -> None:
    group = np.array([0, 1, 0, 1, 2, 2, 0])
    ratio = np.where(group[:, None] == group[None], 4.0, 0.2)
    ordered = group[cluster_order(ratio)]
    assert (np.diff(ordered) != 0).sum() == 2
    empty = np.zeros((4, 4))
    assert sorted(cluster_order(empty).tolist()) == [0, 1, 2, 3]


@pytest.mark.parametrize("logarithmic", [False, True])
def test_interval_chart_places_values_in_order(logarithmic: bool) -> None:
    rows = [Interval("a", 0.5, 0.25, 1.0), Interval("b", 2.0), Interval("c", 4.0, 3.0, 9.0, marked=True)]
    svg = interval_chart(
        rows, axis="x", describe="d", show="{:.2f}".format, reference=1.0, logarithmic=logarithmic
    )
    places = [float(x) for x in re.findall(r'cx="([\d.]+)"', svg)]
    assert places == sorted(places)
    if logarithmic:
        assert places[1] - places[0] == pytest.approx(2 * (places[2] - places[1]), rel=1e-4)
    assert "0.50  [0.25; 1.00]" in svg
    assert interval_chart([], axis="x", describe="d", show=str).startswith("<svg")


def test_matplotlib_draws_the_same() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    ax = plot_intervals([Interval("a", 1.0, 0.5, 2.0)], axis="x", reference=1.0, logarithmic=True)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["a"]


@pytest.mark.browser
def test_report_opens_without_complaint(chromium: Any, results: dict[str, Result], tmp_path: Path) -> None:
    file, said = tmp_path / "report.html", []
    file.write_text(page_about(results), encoding="utf-8")
    page = chromium.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert page.locator("svg").count() == 4
    page.close()
    assert not said


# --- a whole run: what the report says is what the tables and the summary say ------------------------------------


@pytest.fixture(scope="module")
def run() -> Analysis:
    spec = CompanySpec(
        people=110,
        messages=6000,
        functions=6,
        seed=1,
        outside=Outside(contacts=60),
        initiative=Initiative(threads=15),
    )
    log, roster = simulate(spec).log()
    return sg.analyze(log, roster, settings=sg.Settings(replicates=40, simulations=50))


def page_of(run: Analysis, lang: str) -> str:
    return report_page(release(run), lang=lang)  # type: ignore[arg-type]


def written(value: float, words: Words) -> set[str]:
    """The ways in which a report may write a number: plainly, or as a percentage or points."""
    ways = [words.number(factor * value, digits=digits) for factor in (1, 100) for digits in range(4)]
    return {way.lstrip("\u2212") for way in [*ways, words.shown(value, "g")]}


def vars_of(sentence: Sentence) -> list[object]:
    return [*sentence.values.values()]  # noqa: PD011 - no frame


def numbers_in(value: object) -> list[float]:
    """Every number in nested values."""
    if isinstance(value, Sentence):
        return [number for part in vars_of(value) for number in numbers_in(part)]
    if isinstance(value, dict):
        return numbers_in(list(value.values()))
    if isinstance(value, list | tuple):
        return [number for item in value for number in numbers_in(item)]
    if isinstance(value, int | float | np.number) and not isinstance(value, bool) and np.isfinite(value):
        return [float(value)]
    return []


FIGURE = re.compile(r"(?<![\w#.,])\d[\d,.\u202f]*(?![\w])")


def figures(text: str) -> set[str]:
    """Every number as written; what parts numbers in a list or ends a sentence is no part of it."""
    return {found.strip(".,\u202f") for found in FIGURE.findall(text)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_is_one_of_the_tables_or_the_summary(run: Analysis, lang: str) -> None:
    words = Words(lang)  # type: ignore[arg-type]
    page = page_of(run, lang)
    # the numbers of a chart are in its text alternative; what is drawn repeats them beside ticks of the axis
    alternatives = " ".join(re.findall(r'<svg[^>]*aria-label="([^"]*)"', page))
    bare = re.sub(r"<(svg|style).*?</\1>", " ", page, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]+>", " ", bare))
    text = text[: text.rindex(words("method.heading"))] + unescape(alternatives)
    known = set()
    shown = release(run, people="no_people").tables
    for table in shown.values():
        for column in table.select_dtypes("number"):
            for value in {*table[column].dropna(), table[column].sum()}:
                known |= written(float(value), words)
    sources: list[object] = [dict(run.summary), run.sensitivity.answer() if run.sensitivity else None]
    for result in [*run.results.values(), run.sensitivity]:
        assert result is not None
        sources += [result.answer(), list(result.caveats)]
        sources += [getattr(result, "agreement", {})]
    made = run.results["communities"].parameters
    sources += [made["simulations"], made["consensus_runs"]]
    owned: Any = run.results["owner"]
    sources += [claim.sentence for claim in (*owned.why, *owned.beware)]
    sources += [[log.walls for log in public_logs()], [log.modularity for log in public_logs()]]
    for number in numbers_in(sources):
        known |= written(number, words)
    constants = figures(" ".join(re.sub(r"\{.*?\}", " ", text[lang]) for text in TEXTS.values()))
    periods = figures(
        f"{words.date(run.summary['input']['period'][0])} {words.date(run.summary['input']['period'][1])}"
    )
    communities = run.results["communities"]
    counts = {words.number(n) for n in range(len(communities.table) + 1)}
    teams = run.results["glue"].teams  # type: ignore[attr-defined]
    elsewhere = communities.people.query("person_id not in @teams")["elsewhere"].sum()  # type: ignore[attr-defined]
    counts |= {words.number(int(elsewhere)), words.number(len(teams))}
    counts |= {words.number(len(run.results["silos"].table)), run.summary["silograph"]}
    windows = figures(" ".join(str(day.date()) for day in run.results["trend"].windows))  # type: ignore[attr-defined]
    odd = figures(text) - known - constants - periods - counts - windows
    odd -= {part for warning in run.summary["warnings"] for part in figures(warning)}
    assert not odd


@pytest.mark.parametrize(
    ("section", "name", "columns"),
    [
        ("silos", "silos", ["openness", "openness_low", "openness_high"]),
        ("glue", "glue", ["lift", "lift_low", "lift_high"]),
    ],
)
def test_rows_are_those_of_the_tables(run: Analysis, section: str, name: str, columns: list[str]) -> None:
    page = page_of(run, "en")
    part = page[page.index(f'<section id="{section}">') :]
    rows = {row[0]: row for row in Text(part[: part.index("</section>")]).rows if len(row) > 5}
    digits = 2 if name == "silos" else 1
    for record in release(run).tables[name].dropna(subset=columns).to_dict("records"):
        cell = next(cell for cell in rows[str(record["function"])] if "[" in cell)
        found = [
            float(text.replace("\u2212", "-").replace("+", "")) for text in re.split(r"[\[\];]", cell)[:3]
        ]
        assert found == [pytest.approx(record[column], abs=0.51 * 10**-digits) for column in columns]


def test_queues_without_people_are_explained(run: Analysis) -> None:
    page = Text(page_of(run, "en")).text
    teams = run.results["glue"].teams  # type: ignore[attr-defined]
    assert f"Team queues ({len(teams)}) exchange as part of their functions" in page


def test_communities_have_the_numbers_of_their_table(run: Analysis) -> None:
    page = page_of(run, "en")
    part = page[page.index('<section id="communities">') :]
    shown = {row[0]: int(row[1]) for row in Text(part[: part.index("</section>")]).rows if row[1].isdigit()}
    table = release(run).tables["communities"].dropna(subset=["people"])  # one may cover a few in none
    assert shown == dict(zip(table["community"].astype(str), table["people"].astype(int), strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_claim_has_its_answer_in_the_language(run: Analysis, lang: str) -> None:
    text = Text(page_of(run, lang)).text
    for name in ("ownership", "silos2", "relay", "maturity", "whatif", "response", "copies", "trend"):
        assert " ".join(release(run).results[name].headline(lang).split()) in text  # type: ignore[arg-type]
    if lang == "fr":
        assert all(isinstance(line, Sentence) for line in run.summary["warnings"])
        assert all(isinstance(note, Sentence) for result in run.results.values() for note in result.caveats)
        english = [run.results[name].headline() for name in run.results]
        assert not [sentence for sentence in english if sentence in text]


def test_titles_are_those_of_the_documentation() -> None:
    docs = Path(__file__).parents[1] / "docs"
    titles = {path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ") for path in docs.rglob("*.md")}
    documented = {question.documented for question in ANALYSES.values() if question.section is not None}
    assert {*documented, "The report"} <= titles


@pytest.mark.parametrize("name", ANALYSES)
def test_each_question_says_where_its_intervals_come_from(name: str) -> None:
    result = ANALYSES[name].result
    columns = [column for table in result.declared.values() for column in table.columns]
    names = {column.name for column in columns}
    ends = [column.ends[0] for column in (*columns, *result.figures)]
    having = [end for end in ends if end in names or end in result.__dataclass_fields__]
    for lang, word in {"en": "interval", "fr": "intervalle"}.items():
        words = Words(lang)  # type: ignore[arg-type]
        assert not having or word in words(f"method.{name}").lower()
        assert word not in words("method.ties") + words("method.together").replace(
            f"sans {word}", ""
        ).replace(f"without an {word}", "")


def test_declared_tables_speak_the_language_of_the_report() -> None:
    """Heads and words of cells: no name of a column, no code of a verdict, in a French report."""
    columns = [
        (name, column)
        for name, question in ANALYSES.items()
        if question.section is None
        for column in question.result.declared[name].columns
        if column.rule != "drop" and not re.search("_?(low|high)$", column.name)
    ]
    assert not [(name, one.name) for name, one in columns if f"column.{one.name}" not in TEXTS]
    for name, column in columns:
        codes = (
            re.findall(r"`(\w+)`", TEXTS[f"column.{name}.{column.name}"]["en"])
            if column.unit == "word"
            else []
        )
        unsaid = [one for one in codes if not {f"verdict.{one}", f"{column.name}.{one}"} & {*TEXTS}]
        assert not unsaid, (name, column.name)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.browser
def test_axe_finds_nothing_and_it_prints(chromium: Any, run: Analysis, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for lang in LANGUAGES:
        path = tmp_path / f"{lang}.html"
        path.write_text(page_of(run, lang), encoding="utf-8")
        context = chromium.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)
        opened = context.new_page()
        opened.goto(path.as_uri())
        assert axe.run(opened).response["violations"] == []
        assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert [pages_of(opened.pdf(format=size)) for size in ("A4", "Letter")] == [1, 1]
        opened.get_by_label(Words(lang)("report.print_all")).check()
        assert pages_of(opened.pdf(format="A4")) > 5
        context.close()
