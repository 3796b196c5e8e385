"""A result as it may leave a run: the same kind of result, holding only what its declaration lets out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from silograph.analyses.parts.result import Result
from silograph.release.policy import Policy
from silograph.release.rounding import rounded
from silograph.release.tables import release_table, untold_totals

Kind = TypeVar("Kind", bound=Result)


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
    declared = {field.name for field in fields(result)}
    shown: dict[str, Any] = {name: _blank(getattr(result, name)) for name in declared}
    shown["parameters"] = {name: policy.without_small(value) for name, value in result.parameters.items()}
    for name in result.kept:
        shown[name] = getattr(result, name)
    for name in result.named:
        shown[name] = policy.only_shown(getattr(result, name))
    shown["caveats"] = tuple(policy.said(line) for line in (whole or result).caveats)
    untold: set[str] = set()
    for name, table in result.declared.items():
        of = (
            whole if whole is not None and any(column.rule == "whole" for column in table.columns) else result
        )
        rest = getattr(of, table.rest) if table.rest else {}
        rows = getattr(of, table.source)
        shown[table.source] = release_table(rows, table, policy, rest=rest)
        untold |= {f"{name}.{column}" for column in untold_totals(rows, table, policy, rest=rest)}
    shown |= _figures(result, result if whole is None else whole, policy, untold)
    return replace(result, **{name: value for name, value in shown.items() if name in declared})


def _figures(result: Result, whole: Result, policy: Policy, untold: set[str]) -> dict[str, Any]:
    """Single figures; `untold` are columns whose total tells too much, and here the figures that do so."""
    found: dict[str, Any] = {}
    for figure in result.figures:
        of = whole if figure.rule == "whole" else result
        low, high = (getattr(of, end, None) for end in figure.ends)
        names = [name for name in (figure.name, *figure.ends) if hasattr(of, name)]
        few = bool(figure.behind) and 0 < getattr(of, figure.behind) < policy.min_group
        if figure.rule == "drop" or few or untold & {*figure.of}:
            untold.add(figure.name)
            found.update(dict.fromkeys(names, float("nan")))
        else:
            found.update({name: rounded(getattr(of, name), figure, low=low, high=high) for name in names})
    return found


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
