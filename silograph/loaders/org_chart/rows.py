"""Rows on their way to people, and how a manager is found among them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from silograph.loaders.org_chart.cells import split_code
from silograph.loaders.org_chart.columns import COLUMNS
from silograph.log.people import name_key, normalise_alias


@dataclass
class Row:
    """One row on its way to a person and a period."""

    number: int
    person_id: str
    email: str | None
    name: str | None
    actor_kind: str
    manager_id: str | None
    function: str | None
    title: str | None
    location: str | None
    unit: str | None
    told_level: str | None
    told_from: str | None
    told_to: str | None
    further: list[str]
    level: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def addresses(self) -> list[str]:
        """Every alias, the address first."""
        return [*([self.email] if self.email else []), *self.further]

    @property
    def content(self) -> tuple[object, ...]:
        """What the row says, apart from addresses and time."""
        return (
            self.name, self.actor_kind, self.manager_id, self.function, self.title, self.location, self.unit,
            self.level,
        )  # fmt: skip

    def take_addresses(self, other: Row) -> None:
        """Add the addresses of another row of the same person."""
        addresses = dict.fromkeys([*self.addresses, *other.addresses])
        self.email = self.email or other.email
        self.further = [alias for alias in addresses if alias != self.email]

    def cells(self) -> dict[str, object]:
        """The row of the finished table."""
        cells = {column: getattr(self, column) for column in COLUMNS if column != "aliases"}
        return {**cells, "aliases": ";".join(self.further) or None}


class Index:
    """Finds people by what a manager column may hold."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._ids = {row.person_id for row in rows}
        self._aliases = {normalise_alias(alias): row.person_id for row in rows for alias in row.addresses}
        self._names: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.name:
                self._names[name_key(row.name)].add(row.person_id)

    def find(self, told: str) -> str | None:
        """The one person meant, or None."""
        if told in self._ids:
            return told
        if by_alias := self._aliases.get(normalise_alias(told)):
            return by_alias
        name, code = split_code(told)
        if code in self._ids:
            return code
        if dn := re.match(r"CN=((?:\\.|[^,\\])+)", told, flags=re.IGNORECASE):
            name = re.sub(r"\\(.)", r"\1", dn[1])
        found = self._names.get(name_key(name), set())
        return next(iter(found)) if len(found) == 1 else None
