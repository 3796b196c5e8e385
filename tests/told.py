"""Reads a finished run: numbers with their names from sentences, report, page and summary, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from string import Formatter
from typing import Any, NamedTuple

from silograph.language.words import TEXTS, Lang, Words
from silograph.output.page.story import tell
from silograph.output.report import report_page
from silograph.release.gate import Released

# Texts that give the same figure, by what it is of: the placeholder with the subject, and the one with the number.
FIGURES: dict[str, dict[str, tuple[str, str]]] = {
    "walls": {
        **dict.fromkeys(
            ("said.silos.walls", "silos.walls", "answer.no_silos", "story.silos.walls"), ("", "walls")
        ),
    },
    "walls, lower end": {
        **dict.fromkeys(
            ("said.silos.walls", "silos.walls", "answer.no_silos", "story.silos.walls"), ("", "low")
        ),
    },
    "lift": {
        "said.glue.numbers": ("function", "x"),
        "answer.involve": ("first", "lift"),
        "story.glue.paths": ("function", "x"),
    },
    "brokerage": {"answer.involve": ("first", "share"), "story.glue.paths": ("function", "share")},
    "acceptability": {
        "said.owner.recommended": ("function", "share"),
        "answer.owner": ("function", "share"),
        "because.acceptability": ("function", "share"),
    },
    "within 24 hours as owner": {
        "because.owning": ("function", "share"),
        "story.clock.one": ("function", "share"),
    },
    "communities": {
        "said.communities.found.many": ("", "n"),
        "said.communities.all.many": ("", "n"),
        "said.communities.unsure.many": ("", "n"),
    },
}
_NUMBER = r"[-+]?\d[\d.,]*(?: \d{3})*"


class Told(NamedTuple):
    """A number that a run gives: what it is, of whom, where it stands, and how it is written."""

    figure: str
    subject: str
    where: str
    written: str


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def plain(text: str) -> str:
    """A text with ordinary spaces, without what sets names apart."""
    return " ".join(re.sub("[\u2068\u2069]", "", text).replace("\u202f", " ").replace("\xa0", " ").split())


def pages(released: Released, lang: Lang) -> dict[str, str]:
    """What a run says in a language, by where: printed sentences, report, page, and the strings of the summary."""
    visible = _Visible()
    visible.feed(report_page(released, lang=lang))
    story = [text[lang] for text in _texts(tell(released).to_dict())]
    printed = [result.headline(lang) for result in released.results.values()]
    said = {"printed": printed, "report": visible.words, "page": story}
    if lang == released.settings.lang:
        said["summary"] = [json.dumps(released.summary, ensure_ascii=False, default=str)]
    return {where: plain(" ".join(texts)) for where, texts in said.items()}


def _texts(found: Any) -> Iterator[dict[str, str]]:
    """Every text in both languages."""
    if isinstance(found, dict) and {"en", "fr"} <= set(found):
        yield found
    elif isinstance(found, dict):
        for one in found.values():
            yield from _texts(one)
    elif isinstance(found, list):
        for one in found:
            yield from _texts(one)


def pattern(key: str, lang: Lang, number: str) -> re.Pattern[str]:
    """What a text looks like with whatever values, the one named `number` being a number."""
    parts, seen = [], set[str]()
    for literal, name, how, _ in Formatter().parse(plain_template(TEXTS[key][lang])):
        parts.append(re.escape(literal).replace(r"\ ", " ?" if lang == "fr" else " "))
        if name:
            written = rf"{_NUMBER} ?%?" if how or name == number else ".{1,200}?"
            parts.append(f"(?:{written})" if name in seen else f"(?P<{name}>{written})")
            seen.add(name)
    return re.compile("".join(parts))


def plain_template(text: str) -> str:
    """A template with ordinary spaces."""
    return " ".join(text.split())


def numbers(released: Released, lang: Lang) -> list[Told]:
    """Every number of `FIGURES` that a run gives in a language."""
    found = []
    said = pages(released, lang)
    for figure, texts in FIGURES.items():
        for key, (subject, number) in texts.items():
            for where, text in said.items():
                found += [
                    Told(figure, match[subject] if subject else "", f"{where}: {key}", match[number])
                    for match in pattern(key, lang, number).finditer(text)
                ]
    return found


def at_odds(released: Released, lang: Lang) -> list[tuple[Told, Told]]:
    """Two numbers under one name of one subject that are written differently."""
    first: dict[tuple[str, str], Told] = {}
    odd = []
    for told in numbers(released, lang):
        usual = first.setdefault((told.figure, told.subject), told)
        if usual.written.strip(" .,") != told.written.strip(" .,"):
            odd.append((usual, told))
    return odd


def as_in_tables(released: Released, lang: Lang) -> list[str]:
    """Numbers of the text that are not the table's, written by the same rule."""
    words, odd = Words(lang), []
    glue = released.results.get("glue")
    lifts = {} if glue is None else dict(zip(glue.table["function"], glue.table["lift"], strict=True))
    for told in numbers(released, lang):
        if told.figure == "lift" and told.subject in lifts:
            table = plain(words.shown(float(lifts[told.subject]), ".1"))
            if table != told.written.strip(" .,"):
                odd.append(f"{told}: {table} in the table")
    return odd
