"""Tables in which functions too small to show stand together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from silograph.graph.small import SMALL, hidden_functions


def merge_small(
    table: pd.DataFrame,
    sizes: Mapping[str, int],
    *,
    min_group: int,
    sums: Sequence[str],
    derived: Sequence[str] = (),
) -> pd.DataFrame:
    """A table with a row per function as it may be shown.

    Functions of `hidden_functions` give their counts (the columns of `sums`) to one last row `SMALL`.
    Their own rows go, save those with `min_group` people or more, hidden only to cover a smaller one: they
    keep what cannot be subtracted from a total, and lose `sums` and `derived`.

    Parameters
    ----------
    table
        A row per function, in a column ``function``.
    sizes
        People of each function of the *whole* network, whatever rows the table has.
    sums
        Columns whose values add up over functions.
    derived
        Columns from which those could be worked out, though they do not add up.

    Examples
    --------
    >>> table = pd.DataFrame({"function": ["HR", "IT", "PR"], "people": [3, 9, 6], "openness": [0.5, 1, 1.2]})
    >>> merge_small(table, {"HR": 3, "IT": 9, "PR": 6}, min_group=5, sums=["people"])
                function  people  openness
    0                 IT     9.0       1.0
    1                 PR     NaN       1.2
    2  (small functions)     9.0       NaN
    """
    hidden = table["function"].isin(hidden_functions(sizes, min_group=min_group))
    if not hidden.any():
        return table.reset_index(drop=True)
    columns = [column for column in sums if column in table]
    lost = [*columns, *(column for column in derived if column in table)]
    too_small = table["function"].map(lambda name: sizes.get(name, 0) < min_group)
    shown = table[~too_small].copy()
    shown[lost] = shown[lost].astype(float).where(~hidden[~too_small], np.nan)
    merged = {"function": SMALL, **table.loc[hidden, columns].sum().astype(float).to_dict()}
    return pd.DataFrame([*shown.to_dict("records"), merged], columns=table.columns)


def merge_pairs(
    pairs: pd.DataFrame, sizes: Mapping[str, int], *, min_group: int, sums: Sequence[str]
) -> pd.DataFrame:
    """A table with a row per pair of functions (``function_a function_b``), small functions merged.

    Only the columns of `sums` remain; pairs are unordered.

    Examples
    --------
    >>> pairs = pd.DataFrame({"function_a": ["A", "A", "B"], "function_b": ["B", "C", "C"], "observed": [1, 2, 4]})
    >>> merge_pairs(pairs, {"A": 2, "B": 4, "C": 9}, min_group=5, sums=["observed"])
              function_a         function_b  observed
    0                  C  (small functions)         6
    1  (small functions)  (small functions)         1
    """
    hidden = hidden_functions(sizes, min_group=min_group)
    ends = pairs[["function_a", "function_b"]].astype(object)
    ends = ends.where(~ends.isin(hidden), SMALL)
    swap = [_last(a) > _last(b) for a, b in zip(ends["function_a"], ends["function_b"], strict=True)]
    first = ends["function_a"].where(~np.array(swap, dtype=bool), ends["function_b"])
    second = ends["function_b"].where(~np.array(swap, dtype=bool), ends["function_a"])
    merged = (
        pairs[list(sums)]
        .groupby([first.rename("function_a"), second.rename("function_b")])
        .sum()
        .reset_index()
    )
    order = merged[["function_a", "function_b"]].map(_last)
    return merged.loc[order.sort_values(["function_a", "function_b"]).index].reset_index(drop=True)


def _last(name: str) -> tuple[bool, str]:
    """Sort key: the merged functions come last."""
    return name == SMALL, name
