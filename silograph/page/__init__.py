"""``network.html``: the network on one offline page, for a screen in front of people."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from typing import Any, Literal

import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from pyvis.network import Network as Carrier

from silograph.drawing import PALETTE, QUIET, darker
from silograph.layout import ASPECT, Layout, exchange_matrix, two_level_layout
from silograph.network import FloatArray, IntArray, Network
from silograph.people import Roster
from silograph.privacy import node_pseudonyms, small_functions
from silograph.texts import Lang, Words

Show = Literal["pseudonyms", "names", "no_people"]

MOST_PEOPLE = 1500  # beyond, functions only
_MOST_TIES = 4000  # drawn at rest; the others are drawn when chosen
_MOST_LINKS = 60
_BUBBLE = 0.62  # radius of a function's bubble in that of the disc its people would fill


def network_page(
    network: Network,
    *,
    roster: Roster | None = None,
    show: Show = "pseudonyms",
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
    show
        How people appear: under pseudonyms, with their names, or not at all. Networks of more than 1,500
        people show functions only.
    lang
        Language of the page.
    min_group
        Functions with fewer people are shown merged (see `silograph.privacy.hidden_functions`).
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
    words = Words(lang)
    picture = _Picture(network, words=words, show=show, min_group=min_group, key=key, roster=roster)
    carrier = Carrier()
    carrier.nodes = picture.function_nodes() + picture.person_nodes()
    links, ties = picture.links(), picture.ties()
    carrier.edges = links + ties[:_MOST_TIES]
    carrier.options = _options(len(carrier.edges))
    style, script, library = (_shipped(name) for name in ("page.css", "main.js", None))
    carrier.templateEnv = Environment(
        loader=PackageLoader("silograph"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    carrier.heading = title or words("page.title")
    carrier.templateEnv.globals.update(
        page=picture.description(ties[_MOST_TIES:]),
        words=words.under("page"),
        search=words("page.search_person" if picture.people_shown else "page.search_function"),
        period=_period(network, words),
        style=style,
        script=script,
        library=library,
        policy=content_policy(scripts=[library, script]),
    )
    carrier.path = "workshop/page.html"
    return str(carrier.generate_html("network.html"))


def content_policy(*, scripts: list[Markup]) -> str:
    """A content security policy under which nothing is fetched and only these scripts run.

    The hashes name the scripts: markup smuggled in by a name could not run anything, even were it not
    escaped.

    Examples
    --------
    >>> content_policy(scripts=[])
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    """
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts
    ]
    run = [f"script-src {' '.join(hashes)}"] if hashes else []
    rules = ["default-src 'none'", *run, "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'",
             "form-action 'none'"]  # fmt: skip
    return "; ".join(rules)


def _shipped(name: str | None) -> Markup:
    """Text of one of our templates, or of pyvis's vis-network where None; trusted, so not escaped."""
    if name is None:
        path = resources.files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js"
    else:
        path = resources.files("silograph") / "templates/workshop" / name
    # Browsers read any line end as \n, and hash what they read.
    return Markup(path.read_bytes().decode("utf-8").replace("\r\n", "\n"))  # noqa: S704


def _options(n_edges: int) -> dict[str, Any]:
    """vis-network's options: no physics, straight lines, nothing that moves by itself."""
    return {
        "autoResize": False,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "dragNodes": False,
            "hideEdgesOnDrag": n_edges > 1500,
            "hideEdgesOnZoom": n_edges > 1500,
            "selectConnectedEdges": False,
            "hoverConnectedEdges": False,
        },
        "nodes": {"shape": "dot", "chosen": False},
        "edges": {
            "smooth": False,
            "chosen": False,
            "selectionWidth": 0,
            "hoverWidth": 0,
            "color": {"color": "#57606a", "opacity": round(min(0.34, 12 / max(n_edges, 1) ** 0.5), 2)},
        },
    }


def _period(network: Network, words: Words) -> str | None:
    if network.period is None:
        return None
    first, last = (words.date(moment) for moment in network.period)
    return words("page.period", first=first, last=last)


@dataclass(frozen=True)
class _Picture:
    """What the page holds, after the privacy rule."""

    network: Network
    words: Words
    show: Show
    min_group: int
    key: bytes | None
    roster: Roster | None = field(repr=False)

    @cached_property
    def hidden(self) -> frozenset[str]:
        return small_functions(self.network, min_group=self.min_group)

    @cached_property
    def groups(self) -> list[str]:
        """Names of the functions shown, then the merged small ones, then the unknown."""
        names = [name for name in self.network.functions if name not in self.hidden]
        small = [self.words("group.small")] if self.hidden else []
        return [*names, *small, self.words("group.unknown")]

    @cached_property
    def group_of(self) -> IntArray:
        """The group of each node of the network."""
        position = {name: i for i, name in enumerate(self.groups)}
        small = len(self.groups) - 2  # where they are merged
        codes = [small if name in self.hidden else position[name] for name in self.network.functions]
        return np.array([*codes, self.unknown], dtype=np.int64)[self.network.function_codes]

    @property
    def unknown(self) -> int:
        """The number of the group of people whose function is not known."""
        return len(self.groups) - 1

    @cached_property
    def sizes(self) -> IntArray:
        return np.bincount(self.group_of, minlength=len(self.groups)).astype(np.int64)

    @cached_property
    def showable(self) -> bool:
        """Whether there are enough people at all; names are shown on the analyst's own decision."""
        return self.show == "names" or len(self.network) >= self.min_group

    @cached_property
    def people_shown(self) -> bool:
        return self.showable and self.show != "no_people" and 0 < len(self.network) <= MOST_PEOPLE

    @cached_property
    def known(self) -> list[int]:
        """Groups of the function view: those with people and a known function."""
        n_known = int(self.sizes[: self.unknown].sum())
        enough = self.show == "names" or n_known >= self.min_group
        return [i for i in range(self.unknown) if self.sizes[i] and enough and self.showable]

    @cached_property
    def colors(self) -> list[str]:
        plain = [PALETTE[i % len(PALETTE)] for i in range(len(self.groups))]
        merged = len(self.groups) - 2 if self.hidden else self.unknown
        return plain[:merged] + [QUIET] * (len(self.groups) - merged)

    @cached_property
    def layout(self) -> Layout:
        """Positions by group and node; groups without people stand in the middle with no size."""
        ties = self.network.ties
        present, numbers = np.unique(self.group_of, return_inverse=True)
        centres, radii = np.zeros((len(self.groups), 2)), np.zeros(len(self.groups))
        if not len(self.network):
            return Layout(centres, radii, np.zeros((0, 2)))
        found = two_level_layout(numbers, ties.source, ties.target, ties.strength, people=self.people_shown)
        centres[present], radii[present] = found.centres, found.radii
        return Layout(centres, radii, found.people)

    @cached_property
    def exchange(self) -> FloatArray:
        ties = self.network.ties
        matrix = np.zeros((len(self.groups), len(self.groups)))
        if len(ties):
            found = exchange_matrix(self.group_of, ties.source, ties.target, ties.strength)
            matrix[: len(found), : len(found)] = found
        return matrix

    @cached_property
    def unit(self) -> float:
        """Page units in one screen pixel when the whole is seen on a 720-line screen."""
        spread = self.layout.centres
        height = np.ptp(spread[:, 1]) if len(spread) else 0.0
        width = np.ptp(spread[:, 0]) if len(spread) else 0.0
        across = max(height, width / ASPECT) + 2 * float(self.layout.radii.max(initial=1.0))
        return max(across, 300.0) / 560

    # Nodes and edges of the carrier: plain values only, opaque ids.

    def function_nodes(self) -> list[dict[str, Any]]:
        return [
            {
                "id": f"f{i}",
                "kind": "function",
                "x": _short(self.layout.centres[i, 0]),
                "y": _short(self.layout.centres[i, 1]),
                "size": _short(_BUBBLE * self.layout.radii[i]),
                "borderWidth": 3 * self.unit,
                "color": {"background": self.colors[i], "border": darker(self.colors[i])},
            }
            for i in self.known
        ]

    @cached_property
    def order(self) -> IntArray:
        """Nodes in the order of their pseudonyms: the order of the ids in the input says nothing here."""
        return np.argsort(np.array(self.tags, dtype=object), kind="stable").astype(np.int64)

    @cached_property
    def tags(self) -> list[str]:
        """What each node is called."""
        if self.show != "names":
            return node_pseudonyms(self.network, key=self.key)
        known = {} if self.roster is None else self.roster.latest["name"].dropna().to_dict()
        return [str(known.get(one, one)) for one in self.network.people["person_id"]]

    @cached_property
    def reach(self) -> IntArray:
        """Per node, partners in other groups."""
        ties, group = self.network.ties, self.group_of
        cross = group[ties.source] != group[ties.target]
        ends = np.concatenate([ties.source[cross], ties.target[cross]])
        return np.bincount(ends, minlength=len(self.network)).astype(np.int64)

    def person_nodes(self) -> list[dict[str, Any]]:
        if not self.people_shown:
            return []
        size = 4.5 + 6.0 * np.sqrt(self.reach / max(int(self.reach.max(initial=0)), 1))
        places = self.layout.people
        return [
            {
                "id": f"n{number}",
                "kind": "person",
                "f": int(self.group_of[node]),
                "tag": self.tags[node],
                "x": _short(places[node, 0]),
                "y": _short(places[node, 1]),
                "size": _short(size[node]),
                "color": {
                    "background": self.colors[self.group_of[node]],
                    "border": darker(self.colors[self.group_of[node]]),
                },
            }
            for number, node in enumerate(self.order.tolist())
        ]

    def links(self) -> list[dict[str, Any]]:
        """Lines between functions: the strongest, and each function's strongest two."""
        pairs = self.pairs()
        taken = pairs[:_MOST_LINKS]
        for i in self.known:
            taken += [pair for pair in pairs if i in pair[:2]][:2]
        strongest = pairs[0][2] if pairs else 1.0
        return [
            {
                "from": f"f{a}",
                "to": f"f{b}",
                "kind": "exchange",
                "width": _short(max(self.unit, 20 * self.unit * value / strongest)),
                "color": {"color": "#57606a", "opacity": round(0.3 + 0.35 * value / strongest, 2)},
            }
            for a, b, value in sorted(set(taken), key=lambda pair: pair[2])
        ]

    def pairs(self) -> list[tuple[int, int, float]]:
        """Exchange of each two functions, largest first."""
        found = [
            (a, b, _figures(self.exchange[a, b]))
            for a in self.known
            for b in self.known
            if a < b and self.exchange[a, b] > 0
        ]
        return sorted(found, key=lambda pair: -pair[2])

    def ties(self) -> list[dict[str, Any]]:
        """Ties between people, strongest first, equal ones in no order."""
        if not self.people_shown:
            return []
        ties = self.network.ties
        number = np.empty(len(self.network), dtype=np.int64)
        number[self.order] = np.arange(len(self.network))
        shuffled = np.random.default_rng(0).permutation(len(ties))
        ranked = shuffled[np.argsort(-ties.strength[shuffled], kind="stable")]
        usual = self.usual_tie
        rows = []
        for tie in ranked.tolist():
            a, b, value = int(ties.source[tie]), int(ties.target[tie]), float(ties.strength[tie])
            row: dict[str, Any] = {
                "from": f"n{number[a]}",
                "to": f"n{number[b]}",
                "kind": "tie",
                "s": _figures(value),
                "width": _short(min(3.0, 0.6 + 0.8 * (value / usual) ** 0.5)),
            }
            if self.group_of[a] == self.group_of[b]:
                row["color"] = {"color": darker(self.colors[self.group_of[a]]), "opacity": 0.17}
            rows.append(row)
        return rows

    @cached_property
    def usual_tie(self) -> float:
        strength = self.network.ties.strength
        return _figures(float(np.median(strength))) if len(strength) else 1.0

    def description(self, rest: list[dict[str, Any]]) -> dict[str, Any]:
        """Everything else the page needs; `rest` are ties it does not draw at rest."""
        people, pairs = self.people_shown, self.pairs()
        inside = np.diag(self.exchange)
        functions = [
            {
                "name": name,
                "known": i in self.known,
                "people": int(self.sizes[i]),
                "inside": _figures(inside[i]) if i in self.known else 0,
                "x": _short(self.layout.centres[i, 0]),
                "y": _short(self.layout.centres[i, 1]),
                "disc": _short(self.layout.radii[i]),
                "r": _short(_BUBBLE * self.layout.radii[i]),
                "color": self.colors[i],
                "border": darker(self.colors[i]),
            }
            # Who has no known function is a number only where dots show it anyway.
            for i, name in enumerate(self.groups)
            if i != self.unknown or people
        ]
        return {
            "lang": self.words.lang,
            "words": self.words.under("page"),
            "view": "functions" if self.known else "people",
            "people": people,
            "pseudonyms": self.show == "pseudonyms",
            "functions": functions,
            "exchange": pairs,
            "strongest": pairs[0][2] if pairs else 1,
            "thin": _short(self.unit),
            "thick": _short(20 * self.unit),
            "usual_tie": self.usual_tie,
            "rest": [part for row in rest for part in (int(row["from"][1:]), int(row["to"][1:]), row["s"])],
            "cross": self.cross,
            "tiles": self.tiles(),
            "notes": self.notes(),
        }

    @cached_property
    def cross(self) -> float:
        """Share of exchange that crosses a border, among people of known functions."""
        among = self.exchange[np.ix_(self.known, self.known)]
        between = (among.sum() - np.trace(among)) / 2
        total = between + np.trace(among)
        return float(between / total) if total else 0.0

    @cached_property
    def expected_cross(self) -> float:
        """The same, were partners chosen by activity alone."""
        among = self.exchange[np.ix_(self.known, self.known)]
        activity = among.sum(axis=1) + np.diag(among)
        return float(1 - ((activity / activity.sum()) ** 2).sum()) if activity.sum() else 0.0

    def tiles(self) -> list[tuple[str, str]]:
        """Value and key of the text of each figure of the overview."""
        if not self.showable:
            return []
        words, people = self.words, self.network.people
        teams = "actor_kind" in people and bool((people["actor_kind"] == "team").any())
        tiles = [
            (words.number(people["person_id"].nunique()), "tile_nodes" if teams else "tile_people"),
            (words.number(len(self.network.functions)), "tile_functions"),
        ]
        if len(self.known) > 1:
            tiles += [
                (words.percent(self.cross), "tile_cross"),
                (words.percent(self.expected_cross), "tile_expected"),
            ]
        return tiles

    def notes(self) -> list[str]:
        words = self.words
        notes = [words("page.small_note", n=self.min_group)] if self.hidden else []
        if self.sizes[self.unknown] and self.showable:
            notes.append(words.count("page.unknown_note", int(self.sizes[self.unknown])))
        if len(self.network) > MOST_PEOPLE and self.show != "no_people":
            notes.append(words("page.too_many", n=words.number(MOST_PEOPLE)))
        return notes


def _short(value: float) -> float:
    return round(float(value), 1)


def _figures(value: float) -> float:
    """Four significant figures: enough for a share, and no more bytes than that."""
    return float(f"{value:.4g}")
