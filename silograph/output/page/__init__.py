"""``network.html``: the network on one offline page, for a screen in front of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader
from pyvis.network import Network as Carrier

from silograph.analyses.glue.answer import function_brokerage
from silograph.graph.by_month import Slices, slice_network
from silograph.graph.network import Network
from silograph.graph.small import SMALL, few_without_function
from silograph.language.words import LANGUAGES, Lang, People, Words
from silograph.log.people import Roster
from silograph.output.page.assets import content_policy, library, script, style
from silograph.output.page.periods import Brokerage, period_data
from silograph.output.page.picture import MOST_PEOPLE, Mode, Picture, figures
from silograph.output.page.screens import guess_screen, owner_screen, replay_screen
from silograph.output.page.story import tell
from silograph.run.run import Analysis

__all__ = ["MOST_PEOPLE", "network_page", "workshop_page"]


def network_page(
    network: Network,
    *,
    roster: Roster | None = None,
    slices: Slices | None = None,
    show: People = "pseudonyms",
    lang: Lang = "en",
    min_group: int = 5,
    title: str | None = None,
    key: bytes | None = None,
) -> str:
    """The page as HTML text: functions, people, and what passes between them.

    The page is one file that asks for nothing else: no request leaves it. What it may not show is not in
    its bytes either.

    Parameters
    ----------
    network
        The ties to draw; positions are computed here, the page only draws.
    roster
        Where the names are, for ``show="names"``.
    slices
        The network by month and channel (`silograph.graph.by_month.slice_network`), for choosing among them.
    show
        How people appear: under pseudonyms, with their names, or not at all. In networks of more than 3,000
        people one function's people at a time.
    lang
        The language in which the page opens; it has both.
    min_group
        Functions with fewer people are shown merged (see `silograph.graph.small.hidden_functions`).
    title
        Heading; "Who talks to whom?" where None.
    key
        Secret for the pseudonyms; the same key gives the same pseudonyms in other outputs.

    Examples
    --------
    >>> functions = {i: "HR" if i < 6 else "IT" for i in range(12)}
    >>> network = Network.from_edges([(i, (i + 1) % 12) for i in range(12)], functions)
    >>> html = network_page(network, title="Ours")
    >>> html.startswith("<!DOCTYPE html>"), "P001" in html
    (True, True)
    """
    picture = Picture(network, show=show, min_group=min_group, key=key, roster=roster)
    time = (
        {}
        if slices is None
        else {"time": period_data(picture, slices, brokerage=_brokerage(network), split=None)}
    )
    return _html(picture, time, lang=lang, title=title)


def workshop_page(
    analysis: Analysis,
    *,
    show: People = "pseudonyms",
    lang: Lang = "en",
    title: str | None = None,
    key: bytes | None = None,
) -> str:
    """The page of a whole run: `network_page` with its answers, a guided tour, and the screens of a workshop.

    Parameters
    ----------
    show, lang, title, key
        As in `network_page`.
    """
    network, settings = analysis.network, analysis.settings
    picture = Picture(network, show=show, min_group=settings.min_group, key=key, roster=analysis.roster)
    slices = slice_network(analysis.log, analysis.roster, network)
    found = {
        "time": period_data(
            picture, slices, brokerage=_brokerage(network), split=_marked_month(analysis, slices)
        ),
        "without": _without(picture, analysis),
        "glue": _glue(picture, analysis),
        "story": tell(analysis).to_dict(),
        "guess": guess_screen(analysis),
        "owner": owner_screen(analysis),
        "replay": replay_screen(analysis),
    }
    return _html(picture, found, lang=lang, title=title)


def _html(picture: Picture, found: Mapping[str, Any], *, lang: Lang, title: str | None) -> str:
    carrier = Carrier()
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
        words=_texts(lang, teams_only=picture.network.teams_only),
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
        "texts": {lang: _texts(lang, teams_only=picture.network.teams_only) for lang in LANGUAGES},
        "title": {lang: title or Words(lang)("page.title") for lang in LANGUAGES},
        "period": _period(picture.network),
        "mode": mode,
        "pseudonyms": picture.show == "pseudonyms",
        "min_group": picture.min_group,
        "functions": picture.functions(),
        "merged": len(picture.hidden),
        "exchange": picture.pairs(),
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


def _period(network: Network) -> dict[str, str] | None:
    if network.period is None:
        return None
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        words = Words(lang)
        first, last = (words.date(moment) for moment in network.period)
        found[lang] = words("page.period", first=first, last=last)
    return found


def _brokerage(network: Network) -> Brokerage | None:
    """Brokerage by function of a part of this network; None where so many parts would take too long."""
    return function_brokerage if len(network) <= MOST_PEOPLE else None


def _marked_month(analysis: Analysis, slices: Slices) -> int | None:
    """The month from which most figures changed beyond noise, where `trend` found one."""
    trend = analysis.results.get("trend")
    changes = None if trend is None else getattr(trend, "changes", None)
    if changes is None or changes.empty:
        return None
    month = str(changes["window"].mode().iloc[0])[: len("2024-01")]
    return slices.months.index(month) if month in slices.months[1:] else None


def _number(picture: Picture) -> dict[str, int]:
    """The page's number of each function that has a name on it."""
    return {picture.groups[i]: i for i in picture.known if picture.groups[i] != SMALL}


def _without(picture: Picture, analysis: Analysis) -> list[dict[str, Any]]:
    """What each function's removal does, for those that have a name on the page."""
    found = analysis.results.get("whatif")
    if found is None:
        return []
    number = _number(picture)
    few = picture.show == "no_people" and few_without_function(picture.network, min_group=picture.min_group)
    rows = found.table[(found.table["kind"] == "remove") & found.table["function"].isin(number)]
    return [
        {
            "f": number[row["function"]],
            "lost": None if few else round(row["exchange_lost_share"], 6),
            "pairs": row["pairs_before"],
            "cut": row["pairs_cut"],
            "before": round(row["path_length_before"], 6) if row["pairs_before"] > row["pairs_cut"] else None,
            "after": round(row["path_length_after"], 6) if row["pairs_before"] > row["pairs_cut"] else None,
        }
        for row in rows.to_dict("records")
    ]


def _glue(picture: Picture, analysis: Analysis) -> list[dict[str, Any]]:
    """Rank, its interval, and brokerage of each function that could be ranked, from the first."""
    found = analysis.results.get("glue")
    if found is None:
        return []
    number = _number(picture)
    table = found.table[found.table["rank"].notna() & found.table["function"].isin(number)]
    return [
        {
            "f": number[row["function"]],
            "brokerage": figures(row["brokerage"]),
            "excess": figures(row["excess"]),
            "rank": int(row["rank"]),
            "low": int(row["rank_low"]),
            "high": int(row["rank_high"]),
            "first": figures(row["p_first"]),
        }
        for row in table.sort_values("rank").to_dict("records")
    ]
