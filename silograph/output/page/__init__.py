"""``network.html``: the network on one offline page, for a screen in front of people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader

from silograph.language.words import LANGUAGES, Lang, Sentence, Words, add_texts
from silograph.output.page import words as texts
from silograph.output.page.assets import content_policy, library, script, style
from silograph.output.page.carrier import carrier_class
from silograph.output.page.screens import guess_screen, owner_screen, replay_screen
from silograph.output.page.story import Voice, isolated, tell
from silograph.release.gate import Drawing, Released
from silograph.release.picture import MOST_PEOPLE, Mode, Picture, figures

add_texts(texts.TEXTS)

__all__ = ["MOST_PEOPLE", "network_page", "workshop_page"]


def network_page(drawing: Drawing, *, lang: Lang = "en", title: str | None = None) -> str:
    """The page as HTML text: functions, people, and what passes between them.

    The page is one file that asks for nothing else: no request leaves it. What it may not show is not in
    its bytes either. In networks of more than 3,000 people it holds one function's people at a time.

    Parameters
    ----------
    drawing
        What may be drawn of a network: `silograph.release.gate.release_network`.
    lang
        The language in which the page opens; it has both.
    title
        Heading; "Who talks to whom?" where None.

    Examples
    --------
    >>> from silograph.graph.network import Network
    >>> from silograph.release.gate import release_network
    >>> functions = {i: "HR" if i < 6 else "IT" for i in range(12)}
    >>> network = Network.from_edges([(i, (i + 1) % 12) for i in range(12)], functions)
    >>> html = network_page(release_network(network), title="Ours")
    >>> html.startswith("<!DOCTYPE html>"), "P001" in html
    (True, True)
    """
    time = {"time": drawing.time} if drawing.time else {}
    return _html(drawing.picture, time, lang=lang, title=title)


def workshop_page(released: Released, *, lang: Lang = "en", title: str | None = None) -> str:
    """The page of a whole run: `network_page` with its answers, a guided tour, and the screens of a workshop.

    Parameters
    ----------
    released
        The run as it may be shown.
    lang, title
        As in `network_page`.
    """
    drawing = released.drawing
    found = {
        "time": drawing.time,
        "without": _without(drawing.picture, released),
        "glue": _glue(drawing.picture, released),
        "story": tell(released).to_dict(),
        "guess": guess_screen(released),
        "owner": owner_screen(released),
        "replay": replay_screen(released),
        "answers": list(_answers(released)),
    }
    return _html(drawing.picture, found, lang=lang, title=title)


def _html(picture: Picture, found: Mapping[str, Any], *, lang: Lang, title: str | None) -> str:
    carrier = carrier_class()()
    mode = picture.mode
    carrier.nodes = picture.function_nodes()
    if mode == "full":
        carrier.nodes += picture.person_nodes(picture.order)
    carrier.options = _OPTIONS
    carrier.templateEnv = Environment(
        loader=PackageLoader("silograph.output.page"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    words = Words(lang)
    carrier.heading = title or words("page.title")
    scripts = [library(), script()]
    carrier.templateEnv.globals.update(
        page={**_description(picture, mode, title=title), "lang": lang, **found},
        insides=picture.insides() if mode == "expand" else [],
        words=_texts(lang, teams_only=picture.teams_only),
        style=style(),
        scripts=scripts,
        policy=content_policy(scripts=scripts),
    )
    carrier.path = "page.html"
    return str(carrier.generate_html("network.html"))


# vis-network draws nothing itself and moves nothing: it turns, zooms, and says what is under the pointer.
_OPTIONS: Mapping[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
    },
    "nodes": {"shape": "custom", "chosen": False},
}


def _description(picture: Picture, mode: Mode, *, title: str | None) -> dict[str, Any]:
    """Everything about the network that is no node or link."""
    ties = picture.ties() if mode == "full" else {}
    return {
        "texts": {lang: _texts(lang, teams_only=picture.teams_only) for lang in LANGUAGES},
        "title": {lang: title or Words(lang)("page.title") for lang in LANGUAGES},
        "period": _period(picture),
        "mode": mode,
        "pseudonyms": picture.show == "pseudonyms",
        "min_group": picture.min_group,
        "functions": picture.functions(),
        "merged": len(picture.hidden),
        "exchange": picture.pairs(),
        "untold": picture.untold(),
        "ties": ties,
        "unit": figures(picture.unit),
        "whole": picture.figures(),
        "unknown": int(picture.sizes[picture.unknown]) if picture.showable else 0,
        "most_people": MOST_PEOPLE,
    }


def _texts(lang: Lang, *, teams_only: bool) -> dict[str, str]:
    """The words of the page; where all actors are teams, those that would speak of people speak of teams."""
    words = Words(lang)
    return words.under("page") | (words.under("teams") if teams_only else {})


def _period(picture: Picture) -> dict[str, str] | None:
    if picture.period is None:
        return None
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        words = Words(lang)
        first, last = (words.date(moment) for moment in picture.period)
        found[lang] = words("page.period", first=first, last=last)
    return found


def _answers(released: Released) -> Iterator[dict[str, Any]]:
    """Every question with its answer, in every language."""
    voice = Voice()
    for name, result in released.results.items():
        said = {lang: result.headline(lang, name=isolated) for lang in LANGUAGES}
        yield {"asks": voice.both(Sentence(f"asks.{name}")), "said": said}


def _number(picture: Picture) -> dict[str, int]:
    """The page's number of each function that has a name on it."""
    return {picture.groups[i]: i for i in picture.named}


def _without(picture: Picture, released: Released) -> list[dict[str, Any]]:
    """What each function's removal does, for those that have a name on the page."""
    found = released.results.get("whatif")
    if found is None:
        return []
    number = _number(picture)
    rows = found.table[(found.table["kind"] == "remove") & found.table["function"].isin(number)]
    rows = rows[rows["pairs_before"].notna()]
    return [
        {
            "f": number[row["function"]],
            "lost": _known(row["exchange_lost_share"]),
            "pairs": float(row["pairs_before"]),
            "cut": _known(row["pairs_cut"]),
            "before": _known(row["path_length_before"]) if row["pairs_before"] != row["pairs_cut"] else None,
            "after": _known(row["path_length_after"]) if row["pairs_before"] != row["pairs_cut"] else None,
        }
        for row in rows.to_dict("records")
    ]


def _glue(picture: Picture, released: Released) -> list[dict[str, Any]]:
    """Rank, its interval, and brokerage of each function that could be ranked, from the first."""
    found = released.results.get("glue")
    if found is None:
        return []
    number = _number(picture)
    told = ["rank", "rank_low", "rank_high", "brokerage"]
    table = found.table[found.table[told].notna().all(axis=1) & found.table["function"].isin(number)]
    return [
        {
            "f": number[row["function"]],
            "brokerage": figures(row["brokerage"]),
            "excess": _known(figures(row["excess"])),
            "rank": int(row["rank"]),
            "low": int(row["rank_low"]),
            "high": int(row["rank_high"]),
            "first": _known(figures(row["p_first"])),
        }
        for row in table.sort_values("rank").to_dict("records")
    ]


def _known(value: float) -> float | None:
    """A figure, or nothing where it is withheld."""
    return float(value) if math.isfinite(value) else None
