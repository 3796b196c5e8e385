"""Who is small, and what is shown of whom: one policy for everything that leaves a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from silograph.graph.network import Network
from silograph.graph.small import SMALL, hidden_functions
from silograph.language.words import Acts, Persons, Sentence


def names_nobody(_: str) -> bool:
    """That a text names nobody, whatever it is."""
    return False


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What may be shown of the functions of a run.

    Parameters
    ----------
    sizes
        People of each function of the network (its teams, where it has teams only): `Network.group_sizes`.
    people
        People of each function, where some have teams only; None where none has.
    min_group
        The smallest group that may be shown by itself.
    named_in
        Whether the name of a space names somebody.

    Examples
    --------
    >>> policy = Policy(sizes={"HR": 3, "IT": 9, "Legal": 6}, min_group=5)
    >>> sorted(policy.hidden), sorted(policy.small), policy.shows("Legal"), policy.shows("Nobody")
    (['HR', 'Legal'], ['HR'], False, False)
    """

    sizes: Mapping[str, int]
    people: Mapping[str, int] | None = None
    min_group: int = 5
    named_in: Callable[[str], bool] = names_nobody

    @classmethod
    def of(cls, network: Network, *, min_group: int, named_in: Callable[[str], bool] | None = None) -> Policy:
        """The policy for a network."""
        sizes, people = (
            dict(zip(network.functions, one.tolist(), strict=True))
            for one in (network.group_sizes, network.people_of_functions)
        )
        return cls(
            sizes=sizes,
            people=people,
            min_group=min_group,
            named_in=named_in or names_nobody,
        )

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Functions whose counts are only ever shown together: small ones, and those that cover them."""
        return hidden_functions(self.sizes, min_group=self.min_group, people=self.people)

    @cached_property
    def small(self) -> frozenset[str]:
        """Functions that are never named."""
        return frozenset(name for name, size in self.sizes.items() if size < self.min_group)

    @property
    def coarse(self) -> bool:
        """Whether figures leave with a digit less: see `silograph.release.rounding.rounded`."""
        return bool(self.hidden)

    def shows(self, name: str) -> bool:
        """Whether counts about a function are shown."""
        return name in self.sizes and name not in self.hidden

    def names(self, name: str) -> bool:
        """Whether a function is named: it is in the network, and not small."""
        return name in self.sizes and name not in self.small

    # --- what is said --------------------------------------------------------------------------------------------

    def said(self, line: str) -> str:
        """A sentence without the names of functions that are never named; other text stays as it is."""
        if not isinstance(line, Sentence):
            return line
        return Sentence(line.key, **{key: self._value(value) for key, value in line.values.items()})  # noqa: PD011

    def tells_few(self, line: str) -> bool:
        """Whether a sentence counts persons (`Persons`), or what they did (`Acts`), and these are some but few.

        Of several things that are listed, all have to; else those that do are left out of it (`said`).
        """
        values = line.values.values() if isinstance(line, Sentence) else ()  # noqa: PD011
        return any(self._few(value) for value in values)

    def _few(self, value: Any) -> bool:
        if isinstance(value, Sentence):
            return self.tells_few(value)
        if isinstance(value, tuple | list):
            return bool(value) and all(self._few(one) for one in value)
        people = value.people if isinstance(value, Acts) else value if isinstance(value, Persons) else 0
        return 0 < people < self.min_group

    def _value(self, value: Any) -> Any:
        if isinstance(value, Sentence):
            return self.said(value)
        if isinstance(value, str):
            return Sentence("group.small") if value in self.small or value == SMALL else value
        if isinstance(value, tuple | list):
            told = [self._value(one) for one in value if not self._few(one)]
            named = [one for one in told if one != Sentence("group.small")]
            return tuple(named or told[:1])
        return value

    def only_shown(self, names: Any) -> Any:
        """What names functions without those that are never named.

        One name, several, a mapping of numbers by name, or a mapping of other keys whose values are names.
        """
        if isinstance(names, str):
            return names if self.names(names) else None
        if isinstance(names, Mapping) and any(isinstance(one, str | tuple) for one in names.values()):
            return {key: self.only_shown(value) for key, value in names.items()}
        if isinstance(names, Mapping):
            return {name: value for name, value in names.items() if self.names(name)}
        if isinstance(names, tuple | list | set | frozenset):
            return type(names)(name for name in names if self.names(name))
        return names

    def without_small(self, value: Any) -> Any:
        """An option of a run in which functions that are never named read `SMALL`; others stay as they are."""
        if isinstance(value, str):
            return SMALL if value in self.small else value
        if isinstance(value, tuple | list):
            return type(value)(self.without_small(one) for one in value)
        return value

    def masked(self, names: pd.Series[Any]) -> pd.Series[Any]:
        """A column of names in which functions that are never named read `SMALL`."""
        known = names.astype(object)
        return known.where(known.isna() | known.map(lambda one: self.names(str(one))), SMALL)
