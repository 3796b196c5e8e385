"""The answer of the report: three sentences that a board member understands."""

from __future__ import annotations

import pandas as pd

from silograph.output.report.context import Report


def answer(view: Report) -> list[str]:
    """Who should own and how sure that is, whom to involve, which functions are closed."""
    return [owner_sentence(view), glue_sentence(view), silos_sentence(view)]


def owner_sentence(view: Report) -> str:
    """The recommendation, in what share of weightings, and whether it holds under other assumptions."""
    words, said = view.words, view.recommendation
    if view["owner"] is None:
        return words("answer.owner_missing")
    table, share = view["owner"].table, said.get("acceptability")
    if said.get("recommended"):
        first = {"function": view.name(said["recommended"]), "share": words.percent(share)}
        return words("answer.owner", **first, stability=stability(view))
    if table.empty or share is None:
        return words("answer.no_owner")
    first = {"function": view.name(table["function"].iloc[0]), "share": words.percent(share)}
    return words("answer.no_owner_best", **first, stability=stability(view))


def stability(view: Report) -> str:
    """Whether who comes first does so under the other assumptions tried; nothing where that was not asked."""
    found = view.released.sensitivity
    if found is None or found.others.empty:
        return ""
    others = int((found.others["owner"] != view["owner"].table["function"].iloc[0]).sum())
    drawn = found.table["owner"].iloc[0] != view["owner"].table["function"].iloc[0]
    key = "draw" if drawn else "changes" if others else "stays"
    return view.words(f"answer.owner_{key}", n=others or len(found.others), of=len(found.others))


def ranked(view: Report) -> pd.DataFrame:
    """Assessed functions by excess brokerage."""
    table = view["glue"].table
    assessed: pd.DataFrame = table[table["excess"].notna()].sort_values("rank")
    return assessed


def glue_sentence(view: Report) -> str:
    """Whom to involve in every initiative, with the excess of the first."""
    words = view.words
    if view["glue"] is None or ranked(view).empty:
        return words("answer.glue_missing")
    order = ranked(view)
    found = order.loc[order["verdict"] == "glue", "function"]
    involve = view.recommendation.get("involve") or found.tolist()
    found = found[found.isin(involve)]  # who routes onward is glue by ties, and not to involve
    named = order[order["function"].isin(involve[:1])]
    first = order.iloc[0] if named.empty else named.iloc[0]
    values = {
        "first": view.name(first["function"]),
        "excess": words.number(100 * first["excess"], digits=1),
        "interval": words.interval(100 * first["excess_low"], 100 * first["excess_high"], digits=1),
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
            assessed=words.number(assessed),
            walls=words.number(silos.walls, digits=1),
            interval=words.interval(silos.walls_low, silos.walls_high, digits=1),
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
