"""What outputs may show about small groups and single people: pseudonyms, merging, suppression."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from silograph.network import Network

SMALL = "(small functions)"  # the name under which functions too small to show stand together


def pseudonyms(
    ids: Iterable[Hashable], *, key: bytes | None = None, prefix: str = "P"
) -> dict[Hashable, str]:
    """A pseudonym like ``P001`` for every id; their order says nothing about the ids.

    Numbers follow the order of a keyed hash (HMAC-SHA-256) of the ids. Without the key nobody can tell,
    even with a list of all ids, who is who. The same ids and key give the same pseudonyms.

    Parameters
    ----------
    ids
        The ids; repeated ones count once.
    key
        Secret bytes; where None, a random key that is forgotten with the result.
    prefix
        What the pseudonyms begin with.

    Returns
    -------
    dict
        The pseudonym of each id.

    Examples
    --------
    >>> sorted(pseudonyms(["ann@x.org", "bob@x.org", "ann@x.org"]).values())
    ['P001', 'P002']
    >>> pseudonyms(["ann", "bob"], key=b"k") == pseudonyms(["bob", "ann"], key=b"k")
    True
    """
    secret = key if key is not None else secrets.token_bytes(32)
    order = sorted(set(ids), key=lambda one: hmac.digest(secret, str(one).encode(), hashlib.sha256))
    width, given = max(3, len(str(len(order)))), {str(one) for one in order}
    while any(f"{prefix}{number:0{width}d}" in given for number in range(1, len(order) + 1)):
        width += 1  # a pseudonym that is somebody's id would point at the wrong one
    return {one: f"{prefix}{number:0{width}d}" for number, one in enumerate(order, start=1)}


def node_pseudonyms(network: Network, *, key: bytes | None = None) -> list[str]:
    """The pseudonym of each node of a network: ``P001`` for people, ``T001`` for teams.

    Teams have pseudonyms too: shared mailboxes are often named after who reads them. Somebody who changed
    function has one pseudonym, whatever the number of nodes.

    Examples
    --------
    >>> network = Network.from_edges([("ann", "bob")])
    >>> sorted(node_pseudonyms(network))
    ['P001', 'P002']
    """
    people = network.people
    ids = people["person_id"]
    team = (
        (people["actor_kind"] == "team") if "actor_kind" in people else pd.Series(False, index=people.index)
    )
    secret = key if key is not None else secrets.token_bytes(32)
    names = pseudonyms(ids[~team], key=secret) | pseudonyms(ids[team], key=secret, prefix="T")
    return [names[one] for one in ids]


def hidden_functions(sizes: Mapping[str, int], *, min_group: int) -> frozenset[str]:
    """The functions whose counts are only ever shown together, as `SMALL`.

    Those with fewer than `min_group` people; where that is a single function, or all of them together still
    have fewer than `min_group` people, the next smallest join them, so that no subtraction from a total
    gives a small function's count back (complementary suppression). Equal sizes join in order of their
    names. Everything is hidden where even all functions together are too small.

    Parameters
    ----------
    sizes
        People of each function.
    min_group
        The smallest group that may be shown by itself.

    Returns
    -------
    frozenset
        Names of the functions to show together.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.3 (secondary cell suppression).

    Examples
    --------
    >>> sorted(hidden_functions({"HR": 3, "IT": 9, "Legal": 6}, min_group=5))
    ['HR', 'Legal']
    >>> sorted(hidden_functions({"HR": 3, "IT": 9, "Legal": 4}, min_group=5))
    ['HR', 'Legal']
    >>> sorted(hidden_functions({"HR": 7, "IT": 9}, min_group=5))
    []
    """
    order = sorted(sizes, key=lambda name: (sizes[name], name))
    count = sum(1 for name in order if sizes[name] < min_group)
    if not count:
        return frozenset()
    together = sum(sizes[name] for name in order[:count])
    while count < len(order) and (count < 2 or together < min_group):
        together += sizes[order[count]]
        count += 1
    return frozenset(order[:count])


def small_functions(network: Network, *, min_group: int) -> frozenset[str]:
    """`hidden_functions` of a network.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT", 3: "IT"})
    >>> sorted(small_functions(network, min_group=2))
    ['HR', 'IT']
    """
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    return hidden_functions(sizes, min_group=min_group)


def few_without_function(network: Network, *, min_group: int) -> bool:
    """Whether there are people without a known function, but fewer than `min_group`.

    What a function exchanges with everybody, less what it exchanges with functions, is then theirs.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT"})
    >>> few_without_function(network, min_group=2), few_without_function(network, min_group=1)
    (True, False)
    """
    return 0 < int((network.function_codes < 0).sum()) < min_group


def merge_functions(network: Network, *, min_group: int) -> Network:
    """The network with the functions of `small_functions` as one, named `SMALL`.

    For counts over all functions, such as pairs of people of two functions: with small functions apart, what they give
    with and without one large function would tell how small each is.

    Examples
    --------
    >>> network = Network.from_edges([(1, 2), (2, 3)], {1: "HR", 2: "IT", 3: "PR"})
    >>> merge_functions(network, min_group=2).functions
    ('(small functions)',)
    """
    functions = network.people["function"]
    hidden = small_functions(network, min_group=min_group)
    return replace(
        network, people=network.people.assign(function=functions.where(~functions.isin(hidden), SMALL))
    )


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
