"""``report.html``: the answer, its numbers, its doubts and its method, on one page that prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from silograph.analyses.parts.result import Result
from silograph.language.words import Lang, Words, add_texts
from silograph.output.report import doubts, evidence
from silograph.output.report import words as texts
from silograph.output.report.answer import answer
from silograph.output.report.parts import More, Part, Section
from silograph.output.report.view import View
from silograph.run.sensitivity import SensitivityResult

add_texts(texts.TEXTS)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

_SECTIONS: Mapping[str, Callable[[View], Iterator[Part]]] = {
    "silos": evidence.silos,
    "glue": evidence.glue,
    "owner": evidence.owner,
    "ownership": evidence.ownership,
    "silos2": evidence.silos2,
    "relay": evidence.relay,
    "maturity": evidence.maturity,
    "whatif": evidence.whatif,
    "communities": evidence.communities,
    "further": evidence.further,
    "input": doubts.data,
    "sensitivity": doubts.sensitivity,
    "doubts": doubts.notes,
    "method": doubts.method,
    "glossary": doubts.glossary,
}
DOCUMENTED: Mapping[str, str] = {
    "silos": "Which functions are silos?",
    "glue": "Which function is the glue?",
    "owner": "Who should own social media, and whom to involve?",
    "ownership": "Who would answer within 24 hours?",
    "silos2": "Does the social layer repeat the walls, build new ones, or open them?",
    "relay": "Which functions pass on what they are asked?",
    "maturity": "How far has the social layer come?",
    "whatif": "What if a function left, two were merged, or liaisons were added?",
    "communities": "Which groups do people really form?",
    "sensitivity": "The report",
}
"""The page of the documentation for each section, by its title."""


def report_page(
    summary: Mapping[str, Any],
    results: Mapping[str, Result],
    *,
    sensitivity: SensitivityResult | None = None,
    hidden: frozenset[str] = frozenset(),
    lang: Lang = "en",
    title: str | None = None,
) -> str:
    """The report as HTML text.

    One offline file without scripts. What is missing from `results` is said to be missing; functions with
    fewer people than ``summary["parameters"]["min_group"]`` are merged (`silograph.graph.small`).

    Parameters
    ----------
    summary
        The object of ``summary.json``.
    results
        Results by name.
    sensitivity
        What changes under other assumptions, where that was computed.
    hidden
        Further functions that must not be named.
    lang
        Language of the report.
    title
        Heading; "Which function should own social media?" where None.

    Returns
    -------
    str
        The page, to be written next to ``network.html``, to which it has a link.

    Examples
    --------
    >>> html = report_page({"input": {"messages": 12}}, {})
    >>> "No clear owner" in html, "could not be assessed" in html
    (False, True)
    """
    words = Words(lang)
    view = View(dict(summary), results, words, sensitivity, hidden)
    environment = Environment(
        loader=PackageLoader("silograph.output.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style = (resources.files("silograph") / "output/report/templates/report.css").read_text("utf-8")
    return environment.get_template("report.html").render(
        words=words,
        title=title or words("report.title"),
        made=_made(view),
        answer=answer(view),
        sections=_sections(view),
        policy=_POLICY,
        style=Markup(style),  # noqa: S704 - our own file
    )


def _made(view: View) -> str:
    words, counts = view.words, view.counts
    return words(
        "report.made" if counts.get("people") else "report.made_without_people",
        version=view.summary.get("silograph", ""),
        messages=words.number(counts.get("messages")),
        people=words.count("people", counts.get("people") or 0),
        period=view.period() or words("report.no_period"),
    )


def _sections(view: View) -> list[Section]:
    made = []
    for name, parts_of in _SECTIONS.items():
        parts = list(parts_of(view))
        if name in DOCUMENTED and name in {*view.results, "sensitivity"}:
            parts.append(More(DOCUMENTED[name]))
        if parts:
            made.append(Section(name, view.words(f"{name}.heading"), parts))
    return made
