"""Who is alike to the model: people of one function, site, unit, manager and level; and which pairs share what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph.network import Network

SHARED: Mapping[str, str] = {"site": "location", "unit": "unit", "manager": "manager_id"}
"""What two people may share, and the column of the people that has it."""
FACTORS = (*SHARED, "level")
INSIDE = ("function", "inside", "same")
"""The label of pairs within one function, in the model in which all functions are equally open."""
MOST_CELLS = 2500
"""Beyond, the managers are left out: the fit takes the cube of the number of cells."""
_MOSTLY = 0.5  # of the people must have a value, or it is as good as not known


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Cells of people whom the model can't tell apart but by their activity.

    Parameters
    ----------
    cell
        Cell of each person; -1 outside the model.
    home
        Function of each cell.
    names
        Of what pairs may share, as far as it is known here: ``site unit manager level``.
    marks
        (factors, cells, cells) which pairs of cells have the factor, 0 or 1.
    kinds
        For each factor, those among whom it is compared: (factors, cells, cells), pairs inside functions or across.
    labels
        For each factor what it is about, ``inside`` or ``across``, and which pairs it marks.
    """

    cell: IntArray
    home: IntArray
    names: tuple[str, ...]
    marks: BoolArray
    kinds: BoolArray
    labels: tuple[tuple[str, str, str], ...]

    @classmethod
    def by_function(cls, function: IntArray, n_functions: int) -> Alike:
        """Functions only."""
        home = np.arange(n_functions)
        nothing = np.zeros((0, n_functions, n_functions), dtype=bool)
        return cls(function, home, (), nothing, nothing, ())

    @classmethod
    def of(cls, network: Network, names: Collection[str] = FACTORS) -> Alike:
        """Functions, and of `names` whatever is known of most people and differs between them."""
        function = network.function_codes
        known = {name: codes for name, codes in known_of(network).items() if name in names}
        if len(_cells(function, known)[1]) > MOST_CELLS:
            known.pop("manager", None)
        if not known:
            return cls.by_function(function, len(network.functions))
        cell, rows = _cells(function, known)
        home = rows[:, 0]
        same = home[:, None] == home
        marks, kinds, labels = [], [], []
        for name, values in zip(known, rows[:, 1:].T, strict=True):
            for where, kind in (("inside", same), ("across", ~same)):
                for which, mark in _marks(name, values).items():
                    marks.append(mark & kind)
                    kinds.append(kind)
                    labels.append((name, where, which))
        return cls(cell, home, tuple(known), np.array(marks), np.array(kinds), tuple(labels))

    def with_inside(self) -> Alike:
        """With one factor more, the last: pairs within one function."""
        inside = self.home[:, None] == self.home
        marks, kinds = (
            np.concatenate([a, b[None]]) for a, b in ((self.marks, inside), (self.kinds, inside | True))
        )
        return replace(self, marks=marks, kinds=kinds, labels=(*self.labels, INSIDE))


def known_of(network: Network) -> dict[str, IntArray]:
    """Codes of each person's site, unit, manager and level, -1 where unknown; only what tells people apart."""
    people, inside = network.people, network.function_codes >= 0
    found = {}
    for name, column in {**SHARED, "level": "level"}.items():
        if column in people:
            values = people[column].where(people[column].astype("string").str.strip().fillna("") != "")
            codes = pd.factorize(values, sort=True)[0].astype(np.int64)
            if name == "level":
                level = pd.to_numeric(values, errors="coerce").to_numpy(np.float64)
                codes = np.where(np.isnan(level), -1, np.round(np.nan_to_num(level))).astype(np.int64)
            told = codes[inside & (codes >= 0)]
            if len(told) > _MOSTLY * inside.sum() and len(np.unique(told)) > 1:
                found[name] = codes
    return found


def _cells(function: IntArray, known: Mapping[str, IntArray]) -> tuple[IntArray, IntArray]:
    """Cell of each person, and the values of each cell."""
    values = np.column_stack([function, *known.values()])
    inside = function >= 0
    rows, number = np.unique(values[inside], axis=0, return_inverse=True)
    cell = np.full(len(function), -1)
    cell[inside] = number.reshape(-1)
    return cell, rows.astype(np.int64)


def _marks(name: str, values: IntArray) -> dict[str, BoolArray]:
    """The pairs that share a value; of levels, how far apart. Where it is not known, people's activity makes up."""
    told = (values[:, None] >= 0) & (values >= 0)
    apart = np.abs(values[:, None] - values)
    if name == "level":
        return {"one apart": told & (apart == 1), "more apart": told & (apart > 1)}
    return {"same": told & (apart == 0)}


def live_pairs(alike: Alike, pairs: IntArray, observed: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Pairs of cells that can exchange, and the factors that can be told.

    Where no pair with a factor exchanges, or none without it, the rate of these pairs is 0 and the factor is not
    to be estimated.

    Parameters
    ----------
    alike
        The cells.
    pairs
        (cells, cells) pairs of people.
    observed
        (cells, cells) strength.
    """
    alive, told = np.ones(observed.shape, dtype=bool), np.zeros(len(alike.marks), dtype=bool)
    for k, (mark, kind) in enumerate(zip(alike.marks, alike.kinds, strict=True)):
        sides = (mark, kind & ~mark)
        silent = [bool((pairs[side] > 0).any()) and observed[side].sum() == 0 for side in sides]
        for side, nothing in zip(sides, silent, strict=True):
            if nothing:
                alive &= ~side
        told[k] = not any(silent) and all((pairs[side] > 0).any() for side in sides)
    return alive, told
