"""The sections of the report that say what was found, each with its numbers and intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from silograph.charts.drawing import Interval, cluster_order, heatmap
from silograph.graph.small import SMALL
from silograph.output.report.answer import owner_sentence, ranked
from silograph.output.report.parts import Bullets, Figure, Heading, Part, Text
from silograph.output.report.view import Show, View
from silograph.release.merging import merge_pairs, merge_small

FURTHER = ("response", "hourglass", "collisions", "table", "copies", "trend")


def missing(view: View, name: str) -> Iterator[Part]:
    """That a section could not be computed, where so."""
    if view[name] is None:
        yield Text(view.words("report.missing"))


def silos(view: View) -> Iterator[Part]:
    """Walls, who exchanges with whom, and how open each function is."""
    yield from missing(view, "silos")
    if (found := view["silos"]) is None:
        return
    words = view.words
    interval = words.interval(found.walls_low, found.walls_high, digits=1)
    yield Text(words("silos.walls", walls=words.number(found.walls, digits=1), interval=interval))
    if math.isfinite(found.modularity_z):
        yield Text(words("silos.modularity", modularity=found.modularity, z=found.modularity_z))
    yield from _heat(view)
    yield Heading(words("silos.openness"))
    yield from _openness(view)
    table = merge_small(
        found.table,
        view.sizes,
        min_group=view.min_group,
        sums=["people"],
        derived=["internal", "external", "ei", "ei_expected"],
    )
    columns: dict[str, Show] = {
        "function": view.function,
        "people": view.number("people"),
        "internal": view.number("internal"),
        "external": view.number("external"),
        "ei": view.number("ei", digits=2),
        "ei_expected": view.number("ei_expected", digits=2),
        "openness": view.with_interval("openness", view.digits(2)),
        "q_value": view.q_value,
        "verdict": view.verdict,
    }
    yield view.grid(table.sort_values("openness", na_position="last"), columns, marked="silo")
    if view.teams:
        yield Text(words("silos.teams", n=len(view.teams)), note=True)
    yield from view.small_note()


def _openness(view: View) -> Iterator[Part]:
    table = view["silos"].table
    table = table[~table["function"].map(view.too_small) & table["openness_low"].notna()].sort_values(
        "openness"
    )
    rows = [
        Interval(
            view.name(row["function"]),
            row["openness"],
            row["openness_low"],
            row["openness_high"],
            marked=row["verdict"] in {"silo", "open"},
        )
        for _, row in table.iterrows()
    ]
    if rows:
        yield view.chart("silos", rows, digits=2, reference=1.0, logarithmic=True)


def _heat(view: View) -> Iterator[Part]:
    words = view.words
    pairs = merge_pairs(
        view["silos"].exchange, view.sizes, min_group=view.min_group, sums=["observed", "expected"]
    )
    names = sorted(set(pairs["function_a"]) | set(pairs["function_b"]))
    if len(names) < 2:
        return
    pairs["ratio"] = np.where(pairs["expected"] > 0, pairs["observed"] / pairs["expected"], np.nan)
    half = pairs.pivot_table(index="function_a", columns="function_b", values="ratio", dropna=False)
    half = half.reindex(index=names, columns=names)
    ratio = half.combine_first(half.T).loc[names, names].to_numpy(float)
    order = cluster_order(ratio)

    def show(value: float) -> str:
        """No exchange at all is told from very little."""
        return "0" if value == 0 else words.number(value, digits=1)

    chart = heatmap(
        ratio[np.ix_(order, order)],
        [view.name(names[i]) for i in order],
        describe=words("silos.heat_describe", n=len(names)),
        show=show,
        key=words("silos.heat_key"),
    )
    yield Heading(words("silos.heat"))
    yield Figure(chart, words("silos.heat_read"))
    columns: dict[str, Show] = {
        "function": lambda row: view.name(row["function_a"]),
        "other": lambda row: view.name(row["function_b"]),
        "observed": view.number("observed", digits=1),
        "expected": view.number("expected", digits=1),
        "ratio": view.number("ratio", digits=2),
    }
    yield view.grid(pairs, columns, folded=True)


def glue(view: View) -> Iterator[Part]:
    """Which function links the others, ranked with intervals."""
    yield from missing(view, "glue")
    if (found := view["glue"]) is None:
        return
    words = view.words
    yield Text(view.answer(found))
    yield Text(words("glue.lead"))
    rows = [
        Interval(
            view.name(row["function"]),
            100 * row["excess"],
            100 * row["excess_low"],
            100 * row["excess_high"],
            marked=row["verdict"] == "glue",
        )
        for _, row in ranked(view).iterrows()
    ]
    if rows:
        yield view.chart("glue", rows, digits=1, reference=0.0)
    columns: dict[str, Show] = {
        "function": view.function,
        "brokerage": lambda row: words.percent(row["brokerage"], digits=1),
        "excess": view.with_interval("excess", view.points),
        "rank": view.rank,
        "p_first": view.percent("p_first"),
        "coverage": view.percent("coverage"),
        "concentration": view.percent("concentration"),
        "q_value": view.q_value,
        "verdict": view.verdict,
    }
    table = found.table[~found.table["function"].map(view.too_small)]
    yield view.grid(table, columns, marked="glue")


def owner(view: View) -> Iterator[Part]:
    """Who should own, why, and when to be careful."""
    yield from missing(view, "owner")
    if (found := view["owner"]) is None:
        return
    words = view.words
    yield Text(owner_sentence(view))
    arrangement = view.recommendation.get("arrangement")
    if arrangement and words.has(f"arrangement.{arrangement}"):
        key = "owner.arrangement" if arrangement == "single_function" else "owner.arrangement.shared"
        function = view.name(view.recommendation.get("recommended"))
        yield Text(words(key, name=words(f"arrangement.{arrangement}"), function=function))
    yield Text(words("owner.lead"))
    table = found.table[~found.table["function"].map(view.too_small)]
    rows = [
        Interval(
            view.name(row["function"]),
            100 * row["acceptability"],
            marked=row["function"] == found.recommended,
        )
        for _, row in table[table["acceptability"].notna()].iterrows()
    ]
    yield view.chart("owner", rows, digits=0, reference=50.0)
    columns: dict[str, Show] = {
        "function": view.function,
        "acceptability": view.percent("acceptability"),
        "score": view.number("score", digits=1),
    }
    yield view.grid(table, columns)
    speaking_for, overtaking = _owner_notes(view, "reasons", apart="flip")
    cautions, _ = _owner_notes(view, "cautions")
    for key, sentences in {"reasons": speaking_for, "flips": overtaking, "cautions": cautions}.items():
        if sentences:
            yield Heading(words(f"owner.{key}"))
            yield Bullets(sentences)


def _owner_notes(view: View, key: str, *, apart: str = "") -> tuple[list[str], list[str]]:
    """Reasons or cautions, and those of one kind apart; without counts of functions whose counts are hidden."""
    sentences: Sequence[str] = getattr(view["owner"], key)(view.words.lang)
    notes: tuple[list[str], list[str]] = ([], [])
    for sentence, (kind, values) in zip(sentences, view["owner"].facts[key], strict=True):
        if not ("people" in values and values.get("function") in view.hidden):
            notes[kind == apart].append(sentence)
    return notes


def ownership(view: View) -> Iterator[Part]:
    """The 24-hour test."""
    if (found := view["ownership"]) is None:
        return
    yield Text(view.answer(found))
    yield Text(view.words("ownership.lead"))
    ends = ("within_24h", "within_24h_low", "within_24h_high")
    table = _arrangements(view, found.table)
    label = partial(_arrangement, view)
    yield from view.shares("ownership", table, ends, by="arrangement", label=label, marked="ahead")
    columns: dict[str, Show] = {
        "arrangement": lambda row: _arrangement(view, row["arrangement"]),
        "within_24h": view.with_interval("within_24h", view.words.percent),
        "median_hours": view.number("median_hours", digits=1),
        "handoffs": view.number("handoffs", digits=2),
        "load": view.number("load", digits=2),
        "verdict": view.verdict,
    }
    yield view.grid(table, columns, marked="ahead")


def _arrangements(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Those in which every function may be shown."""
    members = table["arrangement"].astype(str).str.split(" + ", regex=False)
    named = table["kind"].isin(["single_function", "hub"])
    seen = members.map(lambda names: all(not view.sizes or name in view.sizes for name in names))
    keep = members.map(view.hidden.isdisjoint) & (seen | ~named)
    shown: pd.DataFrame = table[keep & table["within_24h"].notna()]
    return shown


def _arrangement(view: View, name: str) -> str:
    kinds = {"(function of its own)": "own_function", "(everybody)": "everybody"}
    if name in kinds:
        return view.words(f"said.ownership.{kinds[name]}")
    return " + ".join(view.name(one) for one in name.split(" + "))


def silos2(view: View) -> Iterator[Part]:
    """What posts do to the walls, and which spaces are closed or bridge functions."""
    if (found := view["silos2"]) is None:
        return
    words = view.words
    yield Text(view.answer(found))
    layers = found.layers[found.layers["walls"].notna()]
    rows = [
        Interval(
            words(f"channel.{row['channel']}"),
            row["walls"],
            row["walls_low"],
            row["walls_high"],
            marked=row["channel"] == "post",
        )
        for _, row in layers.iterrows()
        if row["walls"] > 0
    ]
    if rows:
        yield view.chart("silos2", rows, digits=1, reference=1.0, logarithmic=True)
    told = found.tables()["silos2"]
    told = told[told["verdict"].isin(["silo2", "bridge_space"]) & ~told["largest_function"].isin(view.hidden)]
    if told.empty:
        yield Text(words("silos2.none"))
        return
    columns: dict[str, Show] = {
        "name": _space_name,
        "people": view.number("people"),
        "largest_function": lambda row: view.name(row["largest_function"]),
        "purity": view.with_interval("purity", words.percent),
        "isolation": view.with_interval("isolation", view.digits(2)),
        "verdict": view.verdict,
    }
    yield view.grid(told, columns, marked="silo2")


def relay(view: View) -> Iterator[Part]:
    """Who routes onward what it is asked."""
    if (found := view["relay"]) is None:
        return
    yield Text(view.answer(found))
    ends = ("relay_share", "relay_share_low", "relay_share_high")
    yield from view.shares("relay", view.shown(found.table), ends, marked="mailroom")


def maturity(view: View) -> Iterator[Part]:
    """How far posts are adopted."""
    if (found := view["maturity"]) is None:
        return
    yield Text(view.answer(found))
    table = view.shown(found.table)
    table = table[table["verdict"] != "not_assessable"]
    ends = ("participation", "participation_low", "participation_high")
    yield from view.shares("maturity", table, ends, marked="takes_part")


def whatif(view: View) -> Iterator[Part]:
    """What would hurt and what would help."""
    if (found := view["whatif"]) is None:
        return
    words = view.words
    yield Text(view.answer(found))
    yield Text(words("whatif.lead"), note=True)
    gone = found.table[found.table["kind"] == "remove"]
    gone = view.shown(gone, "function").sort_values("path_length_change", ascending=False)
    if gone.empty:
        return
    columns: dict[str, Show] = {
        "function": view.function,
        "pairs_cut": view.number("pairs_cut"),
        "pairs_before": view.number("pairs_before"),
        "path_length_change": view.number("path_length_change", digits=3),
        "exchange_lost_share": view.percent("exchange_lost_share"),
    }
    yield view.grid(gone, columns)


def communities(view: View) -> Iterator[Part]:
    """The groups people form, against the org chart."""
    yield from missing(view, "communities")
    if (found := view["communities"]) is None:
        return
    words = view.words
    numbers = {
        "modularity": words.number(found.modularity, digits=2),
        "expected": words.number(found.modularity_expected, digits=2),
    }
    if found.verdict == "none":
        yield Text(words("communities.none", **numbers))
        return
    yield Text(words("communities.found", n=len(found.table), **numbers))
    agreement = {name: words.number(found.agreement.get(name), digits=2) for name in ("ami", "ari", "nmi")}
    if math.isfinite(found.agreement.get("ami", math.nan)):
        yield Text(words("communities.agreement", **agreement))
    elsewhere = int(found.people.loc[~found.people["person_id"].isin(view.teams), "elsewhere"].sum())
    if elsewhere >= view.min_group:
        yield Text(words.count("communities.elsewhere", elsewhere))
    columns: dict[str, Show] = {
        "community": lambda row: words("communities.small") if row["function"] == SMALL else row["function"],
        "people": view.number("people"),
        "largest_function": lambda row: view.name(row["largest_function"]),
        "purity": view.percent("purity"),
        "cohesion": view.percent("cohesion"),
        "confidence": view.number("confidence", digits=2),
    }
    yield view.grid(_community_table(view, found), columns)
    if view.teams:
        yield Text(words("communities.teams", n=len(view.teams)), note=True)


def _community_table(view: View, found: Any) -> pd.DataFrame:
    """Communities under their numbers in the tables, those too small to show merged as small functions are."""
    table = found.table.copy()
    table["function"] = table["community"].astype(str).tolist()
    sizes = dict(zip(table["function"], table["people"].astype(int), strict=True))
    # How many of a function are in a community would give a hidden count away.
    hidden = table["largest_function"].isin(view.hidden)
    table["largest_function"] = table["largest_function"].astype(object).where(~hidden, SMALL)
    table["purity"] = table["purity"].where(~hidden)
    return merge_small(table, sizes, min_group=view.min_group, sums=["people"])


def further(view: View) -> Iterator[Part]:
    """The answer of each remaining analysis, with a chart where functions differ."""
    for name in FURTHER:
        if view[name] is None:
            continue
        yield Heading(view.words(f"further.{name}"))
        yield Text(view.answer(view[name]))
        yield from _further_chart(view, name)
        yield Text(view.words("further.tables", name=name), note=True)


def _further_chart(view: View, name: str) -> Iterator[Part]:
    if name == "response":
        table = view["response"].functions
        table = view.shown(table[table["clock"] == "first_reply"])
        yield from view.shares(name, table, ("within_24h", "within_24h_low", "within_24h_high"))
    elif name == "hourglass":
        yield from view.shares(name, view.shown(view[name].table), ("path_share", "low", "high"))
    elif name == "copies":
        yield from view.shares(
            name, view.shown(view[name].table), ("cc_share", "cc_share_low", "cc_share_high")
        )
    elif name == "trend":
        table = view[name].table
        walls = table[(table["figure"] == "walls") & table["value"].notna()]
        rows = [
            Interval(str(row["window"]), row["value"], row["low"], row["high"]) for _, row in walls.iterrows()
        ]
        if len(rows) > 1:
            yield view.chart(name, rows[-24:], digits=1, reference=1.0, logarithmic=True)


def _space_name(row: pd.Series) -> str:
    return str(row["name"])
