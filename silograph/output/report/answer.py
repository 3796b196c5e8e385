"""The answer of the report: three sentences that a board member understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from silograph.output.report.context import Report


def answer(view: Report) -> list[str]:
    """Who should own and how sure that is, whom to involve, which functions are closed: what of it was asked.

    Where nothing of it was, the answers of the questions that were. Before them, what makes them all doubtful.
    """
    doubt = view.released.beware
    beware = [view.words("answer.beware", doubt=doubt.say(view.words))] if doubt else []
    first = [
        " ".join([say(view), *_beside(view, name)])
        for name, say in _FIRST.items()
        if name in view.released.asked
    ]
    others = [view.answer(result) for result in view.results.values()]
    return beware + (first or others or [view.words("answer.nothing")])


def _beside(view: Report, name: str) -> list[str]:
    """What of it lies above or below all public logs."""
    result = view[name]
    return [] if result is None else [one.say(view.words) for one in result.beside()]


def owner_sentence(view: Report) -> str:
    """The recommendation, in what share of weightings, and whether it holds under other assumptions."""
    words, found = view.words, view["owner"]
    if found is None:
        return words("answer.owner_missing")
    if found.first is None:
        return words("answer.owner_unnamed")
    varied = view.released.sensitivity
    if not found.stable and varied is not None:
        return words("answer.owner_unstable", n=varied.owner_changes, of=len(varied.others))
    first = {"function": view.name(found.first), "share": words.percent(found.acceptability)}
    key = "answer.owner" if found.recommended else "answer.no_owner"
    if not found.settled:
        key = "answer.owner_borderline"
    return words(key, **first, stability=stability(view))


def stability(view: Report) -> str:
    """That who comes first does so under all other assumptions tried; nothing where that was not asked."""
    found = view.released.sensitivity
    if found is None or found.others.empty or not found.stable:
        return ""
    return view.words("answer.owner_stays", n=len(found.others), of=len(found.others))


def ranked(view: Report) -> pd.DataFrame:
    """Assessed functions by lift."""
    table = view["glue"].table
    assessed: pd.DataFrame = table[table["lift"].notna()].sort_values("rank")
    return assessed


def glue_sentence(view: Report) -> str:
    """Whom to involve in every initiative, with the lift of the first."""
    words = view.words
    if view["glue"] is None or ranked(view).empty:
        return words("answer.glue_missing")
    if view["glue"].too_little:
        return view.answer(view["glue"])
    order = ranked(view)
    found = order.loc[order["verdict"] == "glue", "function"]
    owner = view["owner"]
    involve = list(owner.involve) if owner is not None and owner.involve else found.tolist()
    found = found[found.isin(involve)]  # who routes onward is glue by ties, and not to involve
    named = order[order["function"].isin(involve[:1])]
    first = order.iloc[0] if named.empty else named.iloc[0]
    values = {
        "first": view.name(first["function"]),
        "lift": first["lift"],
        "low": first["lift_low"],
        "high": first["lift_high"],
    }
    if found.empty:
        return words("answer.no_glue", **values)
    names = words.series([view.name(name) for name in involve])
    return words("answer.involve", names=names, share=words.percent(first["brokerage"], digits=1), **values)


def silos_sentence(view: Report) -> str:
    """Which functions are closed, or that none is."""
    words, silos = view.words, view["silos"]
    if silos is None:
        return words("answer.silos_missing")
    table = silos.table
    assessed = int(table["verdict"].isin(["silo", "open", "ordinary"]).sum())
    if not assessed:
        return words("answer.silos_missing")
    found = table[table["verdict"] == "silo"].sort_values("openness")
    if found.empty:
        return words(
            "answer.no_silos",
            finding=silos.finding,
            assessed=words.number(assessed),
            walls=silos.walls,
            low=silos.walls_low,
            high=silos.walls_high,
        )
    listed = [
        words(
            "said.silos.one",
            function=view.name(row["function"]),
            openness=row["openness"],
            low=row["openness_low"],
            high=row["openness_high"],
        )
        for _, row in found.iterrows()
    ]
    return words("answer.silos", n=len(found), assessed=assessed, list=words.series(listed))


_FIRST: Mapping[str, Callable[[Report], str]] = {
    "owner": owner_sentence,
    "glue": glue_sentence,
    "silos": silos_sentence,
}
