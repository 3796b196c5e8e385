"""A result as it may leave a run: the same kind of result, holding only what its declaration lets out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, replace
from graphlib import TopologicalSorter
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from silograph.analyses.parts.declare import Claim, Column, Rule, Table
from silograph.analyses.parts.result import Result
from silograph.language.words import About, Sentence
from silograph.release.policy import Policy
from silograph.release.rounding import SINGLE, rounded
from silograph.release.tables import Together, Withheld, in_order, release_together

Kind = TypeVar("Kind", bound=Result)


def release_results(
    results: Mapping[str, Result],
    policy: Policy,
    *,
    merged: Mapping[str, Result],
    pairs: AbstractSet[frozenset[str]] = frozenset(),
) -> dict[str, Result]:
    """The results of a run: what is withheld of one is withheld of others that count the same or are made of it.

    Parameters
    ----------
    results
        As computed, by name.
    policy
        Who is small.
    merged
        The same questions asked with small functions as one.
    pairs
        Pairs of functions whose exchange the page withholds, where no table says which are.
    """
    gone: dict[str, AbstractSet[frozenset[str]]] = {
        "exchange.observed": pairs,
        "silos.internal": {pair for pair in pairs if len(pair) == 1},
    }
    shown: dict[str, Result] = {}
    for name in _sources_first(results):
        shown[name], more = _released(results[name], policy, whole=merged.get(name), others=gone)
        gone |= more
    return {name: shown[name] for name in results}


def _sources_first(results: Mapping[str, Result]) -> list[str]:
    """The names of results, each after those whose tables its columns name."""
    tables = {table: name for name, result in results.items() for table in result.declared}
    after = {
        name: {
            tables[source]
            for source in (one.partition(".")[0] for one in _read(result))
            if source in tables and tables[source] != name
        }
        for name, result in results.items()
    }
    return list(TopologicalSorter(after).static_order())


def _read(result: Result) -> Iterator[str]:
    """What its columns and its sentences are made of, as ``TABLE.COLUMN``."""
    for table in result.declared.values():
        for column in table.columns:
            yield from column.of
    for name in result.claims:
        for claim in getattr(result, name):
            yield from claim.of


def release_result(result: Kind, policy: Policy, *, whole: Kind | None = None) -> Kind:
    """A result whose tables, figures and sentences may be shown; what it declares nowhere is empty.

    Parameters
    ----------
    result
        As computed.
    policy
        Who is small.
    whole
        The same question asked with small functions as one: figures of the whole are taken from it.
    """
    return _released(result, policy, whole=whole, others={})[0]


def _released(result: Kind, policy: Policy, *, whole: Kind | None, others: Withheld) -> tuple[Kind, Withheld]:
    """`release_result`, and what of its tables is withheld."""
    declared = {field.name for field in fields(result)}
    shown: dict[str, Any] = {name: _blank(getattr(result, name)) for name in declared}
    shown["parameters"] = {name: policy.without_small(value) for name, value in result.parameters.items()}
    shown["public"] = result.public
    for name in result.kept:
        shown[name] = getattr(result, name)
    for name in result.named:
        shown[name] = policy.only_shown(getattr(result, name))
    caveats = (result if whole is None else whole).caveats
    shown["caveats"] = tuple(policy.said(line) for line in caveats if not policy.tells_few(line))
    together = _together(result, policy, whole, others)
    for name in result.claims:
        claims: tuple[Claim, ...] = getattr(result, name)
        told = tuple(_claims(claims, policy, {**others, **together.gone}))
        untold = name in result.untold and len(told) < len(claims)
        shown[name] = (*told, Claim(Sentence(result.untold[name]))) if untold else told
    lost = whole is None and bool(policy.hidden)  # nothing says what the whole is with small functions as one
    gone = together.untold | {one.name for one in result.figures if lost and one.rule == "whole"}
    shown |= _figures(result, result if whole is None else whole, frozenset(gone), coarse=policy.coarse)
    for name, table in _without_names(together.tables, declared=result.declared, policy=policy).items():
        shown[result.declared[name].source] = _without_whole(table, result.declared[name]) if lost else table
    return replace(
        result, **{name: value for name, value in shown.items() if name in declared}
    ), together.gone


def _together(result: Result, policy: Policy, whole: Result | None, others: Withheld) -> Together:
    """Its tables as they may be shown, and the figures that may not be."""
    declared = result.declared
    own = {name: getattr(result, table.source) for name, table in declared.items()}
    merged = {} if whole is None else {name: getattr(whole, table.source) for name, table in declared.items()}
    of_whole = {
        name: table
        for name, table in merged.items()
        if any(column.rule == "whole" for column in declared[name].columns)
    }
    few = {
        one.name
        for one in result.figures
        if _few(one, whole or result if one.rule == "whole" else result, policy)
    }
    figures = [one for one in result.figures if not isinstance(getattr(result, one.name), Mapping)]
    return release_together(
        own | of_whole, declared, policy, whole=merged, figures=figures, few=few, others=others
    )


def _without_names(
    tables: Mapping[str, pd.DataFrame], *, declared: Mapping[str, Table], policy: Policy
) -> dict[str, pd.DataFrame]:
    """Tables in which spaces named after somebody have a number, the same in all of them."""
    columns = [
        (name, column.name)
        for name in tables
        for column in declared[name].columns
        if column.unit == "space" and column.name in tables[name]
    ]
    names = dict.fromkeys(one for name, column in columns for one in tables[name][column].dropna())
    hidden = [one for one in names if policy.named_in(str(one))]
    called = {one: f"(space {number})" for number, one in enumerate(hidden, start=1)}
    found = dict(tables)
    for name, column in columns if called else ():
        known = found[name][column]
        found[name] = found[name].assign(**{column: known.map(called).fillna(known)})
    return found


def _without_whole(table: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """A table without figures of the whole."""
    lost = {column for column in declared.columns if column.rule == "whole"}
    names = [name for column in lost for name in (column.name, *column.ends) if name in table]
    return in_order(table.assign(**dict.fromkeys(names, np.nan)), declared.by).reset_index(drop=True)


def _few(figure: Column, of: Result, policy: Policy) -> bool:
    """Whether a figure never leaves, or rests on few people."""
    few = bool(figure.behind) and 0 < getattr(of, figure.behind) < policy.min_group
    return few or figure.rule == "drop"


def _figures(result: Result, whole: Result, untold: frozenset[str], *, coarse: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for figure in result.figures:
        of = whole if figure.rule == "whole" else result
        low, high, units = (getattr(of, limit, None) for limit in (*figure.ends, figure.units or "-"))
        for name in (figure.name, *figure.ends):
            if hasattr(of, name):
                value = getattr(of, name)
                found[name] = (
                    _withheld(value)
                    if figure.name in untold
                    else _figure(value, figure, low, high, units=units, coarse=coarse)
                )
    return found


def _withheld(value: Any) -> Any:
    """Nothing, as far as that can be: a number is not one."""
    return float("nan") if isinstance(value, int) and not isinstance(value, bool) else _blank(value)


def _figure(value: Any, figure: Column, low: Any, high: Any, *, units: Any, coarse: bool) -> Any:
    if isinstance(value, Mapping):  # of each of several things, such as stages
        return {key: rounded(value[key], figure, coarse=coarse) for key in figure.of or value if key in value}
    return rounded(value, figure, low=low, high=high, units=units, coarse=coarse)


def _claims(claims: Iterable[Claim], policy: Policy, gone: Withheld) -> Iterator[Claim]:
    """Sentences that rest on enough people, without names that are not shown, in numbers as tables have them.

    What tables withhold, if only to cover others, no sentence gives back.
    """
    for claim in claims:
        if claim.rule == "drop" or 0 < claim.people < policy.min_group:
            continue
        if claim.rule == "whole" and policy.small:
            continue
        if any(frozenset({one}) in gone.get(source, ()) for source in claim.of for one in claim.about):
            continue
        sentence = policy.said(claim.sentence)
        if isinstance(sentence, Sentence):
            told = Sentence(sentence.key, **_told(sentence.values, claim.rule, coarse=policy.coarse))
            yield replace(claim, sentence=told)


def _told(values: Mapping[str, Any], rule: Rule, *, coarse: bool) -> dict[str, Any]:
    """What hangs on one person in tenths; by its interval what has one, so that no table says otherwise."""
    told = {name: value for name, value in values.items() if isinstance(value, float)}
    if rule == "single_person":
        return {**values, **{name: About(round(value, SINGLE)) for name, value in told.items()}}
    ends = next((pair for pair in _ENDS if set(pair) <= set(told)), None)
    about = next((name for name in _WITH_ENDS if name in told), None)
    low, high = (told[end] for end in ends) if ends else (None, None)
    for name, value in told.items():
        # a factor is worked out for all functions at once, as its column is
        column = Column(name, "factor", joint=1) if about == "x" else Column(name, "share")
        own = {"low": low, "high": high} if name in (about, *(ends or ())) else {}
        told[name] = rounded(value, column, **own, coarse=coarse)
    return {**values, **told}


_ENDS = (("low", "high"), ("share_low", "share_high"))
_WITH_ENDS = ("excess", "x", "share")  # what a sentence is about: the first of these in it


def _blank(value: Any) -> Any:
    """Nothing, of the same kind."""
    if isinstance(value, pd.DataFrame):
        return value.iloc[:0]
    if isinstance(value, np.ndarray):
        return value[:0]
    if isinstance(value, Mapping):
        return {}
    if isinstance(value, tuple | frozenset | set | list):
        return type(value)()
    return float("nan") if isinstance(value, float) else None
