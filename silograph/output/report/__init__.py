"""``report.html``: the answer, its numbers, its doubts and its method, on one page that prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import resources

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from silograph.analyses import ANALYSES
from silograph.charts.parts import Heading, More, Part, Section, Text
from silograph.language.words import Lang, Words, add_texts
from silograph.output.report import appendix
from silograph.output.report import words as texts
from silograph.output.report.answer import answer
from silograph.output.report.context import Report
from silograph.release.gate import Released

add_texts(texts.TEXTS)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

_ABOUT: Mapping[str, Callable[[Report], Iterator[Part]]] = {
    "input": appendix.data,
    "public": appendix.public,
    "sensitivity": appendix.sensitivity,
    "doubts": appendix.notes,
    "method": appendix.method,
    "glossary": appendix.glossary,
}
_DOCUMENTED = "The report"  # the page of the documentation about what is no question


def report_page(released: Released, *, lang: Lang = "en", title: str | None = None) -> str:
    """The report as HTML text.

    One offline file without scripts. What the data could not answer is said to be missing; what was not asked is not
    spoken of.

    Parameters
    ----------
    released
        The run as it may be shown.
    lang
        Language of the report.
    title
        Heading; where None "Which function should own social media?", or what else was asked.

    Returns
    -------
    str
        The page, to be written next to ``network.html``, to which it has a link.

    Examples
    --------
    >>> import silograph as sg
    >>> from silograph.release.gate import release
    >>> log, roster = sg.simulate(sg.CompanySpec(people=60, messages=1500, functions=5, seed=1)).log()
    >>> html = report_page(release(sg.analyze(log, roster, settings=sg.Settings(only=("communities",)))))
    >>> "No clear owner" in html, "could not be assessed" in html
    (False, False)
    """
    words = Words(lang)
    view = Report.of(released, words, questions=ANALYSES)
    environment = Environment(
        loader=PackageLoader("silograph.output.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style = (resources.files("silograph") / "output/report/templates/report.css").read_text("utf-8")
    return environment.get_template("report.html").render(
        words=words,
        title=title or words("report.title" if "owner" in released.asked else "report.title_other"),
        made=_made(view),
        answer=answer(view),
        sections=list(_sections(view)),
        policy=_POLICY,
        style=Markup(style),  # noqa: S704 - our own file
    )


def _made(view: Report) -> str:
    words, counts = view.words, view.counts
    untold = "messages" in counts and counts["messages"] is None
    made = "report.made_untold" if untold else "report.made"
    return words(
        made if counts.get("people") else "report.made_without_people",
        version=view.summary.get("silograph", ""),
        messages=words.number(counts.get("messages")),
        people=words.count("people", counts.get("people") or 0),
        period=view.period() or words("report.no_period"),
    )


def _sections(view: Report) -> Iterator[Section]:
    for name, question in view.questions.items():
        if not question.documented:
            continue
        if (result := view[name]) is not None:
            own = question.section(view) if question.section else view.answer_and_charts(result)
            parts = [*own, More(question.documented)]
        else:
            missing = question.expected and name in view.released.asked
            parts = [Text(view.words("report.missing"))] if missing else []
        if parts:
            yield _section(view, name, parts)
    if further := list(_further(view)):
        yield _section(view, "further", further)
    for name, about in _ABOUT.items():
        if name == "sensitivity" and view["owner"] is None:
            continue  # there is nobody of whom it could be asked
        more = [More(_DOCUMENTED)] if name == "sensitivity" else []
        if parts := [*about(view), *more]:
            yield _section(view, name, parts)


def _section(view: Report, name: str, parts: list[Part]) -> Section:
    return Section(name, view.words(f"{name}.heading"), parts)


def _further(view: Report) -> Iterator[Part]:
    """The answer of each question without a section of its own, and the charts it declares."""
    for name, result in view.results.items():
        question = view.questions[name]
        if question.documented:
            continue
        key = f"further.{name}"
        yield Heading(view.words(key) if view.words.has(key) else question.asks.say(view.words))
        yield from view.answer_and_charts(result)
        declared = result.declared.get(name)
        if declared and len(rows := getattr(result, declared.source)):
            yield view.declared_grid(name, declared, rows)
        yield Text(view.words("further.tables", name=name), note=True)
