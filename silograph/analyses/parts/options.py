"""One vocabulary for the options of all questions: what each may be, and the sentence where it is not."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

from silograph.errors import UsageError
from silograph.graph.network import TieRule

AT_LEAST: Mapping[str, int] = {"min_group": 1, "seed": 0, "replicates": 1, "simulations": 0}
"""Whole numbers that several questions take, and their smallest values."""


def check(options: Mapping[str, Any]) -> None:
    """Refuse options of the vocabulary that make no sense, each in one sentence.

    Parameters
    ----------
    options
        By name; others than those of the vocabulary are let pass, and so is None for a number.

    Raises
    ------
    UsageError
        What is wrong with the first of them.

    Examples
    --------
    >>> check({"seed": -1})
    Traceback (most recent call last):
    silograph.errors.UsageError: seed must be at least 0, not -1
    """
    for name, least in AT_LEAST.items():
        if options.get(name) is not None or name in ("seed", "min_group"):
            whole_number(options.get(name, least), name=name, least=least)
    rule = options.get("tie_rule")
    if rule is not None and not isinstance(rule, TieRule):
        raise UsageError(
            f"tie_rule must be a TieRule, not {said(rule)}", mend="write TieRule(min_messages=2)"
        )
    days = options.get("settle_days", 0)
    if isinstance(days, bool) or not isinstance(days, Real) or days < 0:
        raise UsageError(f"settle_days must not be negative, and a number, not {said(days)}")


def whole_number(value: Any, *, name: str, least: int) -> int:
    """A whole number of at least so much.

    Examples
    --------
    >>> whole_number(2.5, name="replicates", least=1)
    Traceback (most recent call last):
    silograph.errors.UsageError: replicates must be a whole number, not 2.5
    """
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise UsageError(f"{name} must be a whole number, not {said(value)}")
    if value < least:
        raise UsageError(f"{name} must be at least {least}, not {value}")
    return int(value)


def number_of(given: int | None, own: int, *, name: str, least: int = 1) -> int:
    """How many: as given, else as many as the question itself finds enough.

    Parameters
    ----------
    given
        None where the question's own number counts.
    own
        That number.
    name
        Of the option.
    least
        Fewer make no sense.

    Examples
    --------
    >>> number_of(None, 200, name="replicates"), number_of(20, 200, name="replicates")
    (200, 20)
    """
    return own if given is None else whole_number(given, name=name, least=least)


def one_of(value: Any, among: Collection[str], *, name: str) -> None:
    """Refuse a word that is none of those known.

    Examples
    --------
    >>> one_of("inside", ("external", "internal"), name="audience")
    Traceback (most recent call last):
    silograph.errors.UsageError: there is no audience 'inside'; it is one of external, internal
    """
    if not isinstance(value, str) or value not in among:
        raise UsageError(f"there is no {name} {value!r}", mend=f"it is one of {', '.join(among)}")


def meant(name: str, among: Collection[str]) -> str:
    """What may have been meant by a name that does not exist: the nearest, and all there are.

    Examples
    --------
    >>> meant("silo", ["silos", "glue"])
    'did you mean silos? There are silos, glue'
    """
    nearest = difflib.get_close_matches(str(name), list(among), n=1)
    listed = f"are {', '.join(among)}"
    return f"did you mean {nearest[0]}? There {listed}" if nearest else f"there {listed}"


def day_of(text: str, *, name: str) -> pd.Timestamp:
    """A day as it is written in an option.

    Examples
    --------
    >>> day_of("March", name="baseline")
    Traceback (most recent call last):
    silograph.errors.UsageError: baseline: 'March' is not a date; write it as 2024-01-31
    """
    try:
        return pd.Timestamp(date.fromisoformat(text))
    except (TypeError, ValueError) as error:
        raise UsageError(f"{text!r} is not a date", where=name, mend="write it as 2024-01-31") from error


def said(value: object) -> str:
    """A value as an error names it: short ones as they are, tables and other large things by their kind.

    Examples
    --------
    >>> import pandas as pd
    >>> said(2.5), said(pd.DataFrame())
    ('2.5', 'a DataFrame')
    """
    return repr(value) if isinstance(value, str | int | float | None) else f"a {type(value).__name__}"
