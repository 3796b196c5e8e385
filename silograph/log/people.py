"""Who is who: `Roster` (people, teams, their functions over time) and identity resolution."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from silograph.charts.cells import table_html
from silograph.errors import DataError
from silograph.log.schema import ACTOR_KINDS, EXTERNAL, UNKNOWN
from silograph.log.spelling import domain_of, name_key, normalise_alias, without_tag
from silograph.log.suggestions import people_of, suggest

__all__ = ["COLUMNS", "Resolution", "Roster", "name_key", "normalise_alias"]

COLUMNS = (
    "person_id", "function", "name", "title", "level", "manager_id", "location", "unit", "actor_kind",
    "valid_from", "valid_to",
)  # fmt: skip

# A private address says nothing about which company somebody works for.
_PUBLIC_DOMAINS = frozenset(
    """
    163.com aol.com bell.net free.fr gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com hotmail.fr icloud.com
    laposte.net live.com mac.com mail.ru me.com msn.com orange.fr outlook.com proton.me protonmail.com qq.com sfr.fr
    videotron.ca wanadoo.fr web.de yahoo.com yahoo.fr yandex.ru
    """.split()  # noqa: SIM905 - a list of thirty quoted words is harder to read
)


@dataclass(frozen=True)
class Resolution:
    """Which actor each alias is.

    Parameters
    ----------
    identities
        A row per alias: ``alias actor_id evidence`` (``alias``, ``e-mail``, ``plus-tag``, ``former domain``, or
        ``as written`` where nothing but its own spelling says who it is).
    roster
        The roster, extended by the actors it did not know.
    suggestions
        Aliases that may be a known person's: ``alias name person_id reason certainty``. For the analyst to
        confirm; never merged by themselves.
    """

    identities: pd.DataFrame
    roster: Roster
    suggestions: pd.DataFrame


@dataclass(frozen=True)
class Roster:
    """People, teams and other actors, and the function each has at a time.

    Parameters
    ----------
    actors
        A row per actor and period: the columns of `COLUMNS`. ``valid_from`` and ``valid_to`` bound the
        period (first included, second not); missing is open.
    aliases
        Normalised alias to ``person_id``.
    former_domains
        Mail domains that stand for another one: ``{"old.example": "new.example"}``.

    Examples
    --------
    >>> roster = Roster.from_pandas(pd.DataFrame({
    ...     "person_id": ["7", "8"], "function": ["HR", "IT"], "email": ["ann@x.org", "bob@x.org"],
    ...     "aliases": ["U07; a.lee@x.org", None]}))
    >>> roster.lookup("A.Lee@x.org"), roster.lookup("bob+list@x.org"), roster.lookup("eve@x.org")
    ('7', '8', None)
    """

    actors: pd.DataFrame
    aliases: Mapping[str, str] = field(default_factory=dict)
    former_domains: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_pandas(cls, people: pd.DataFrame, *, former_domains: Mapping[str, str] | None = None) -> Roster:
        """A roster from a people table.

        Parameters
        ----------
        people
            A row per person and period: ``person_id function``, and optionally the rest of `COLUMNS` and
            ``email aliases``.
        former_domains
            Mail domains that stand for another one: ``{"old.example": "new.example"}``.

        Raises
        ------
        DataError
            Where a column is missing, or an alias belongs to two people.
        """
        missing = {"person_id", "function"} - set(people.columns)
        if missing:
            raise DataError(f"people table has no column {sorted(missing)}", mend="rename or add it")
        table = people.copy()
        table["person_id"] = table["person_id"].astype(str)
        table["function"] = table["function"].astype(object).where(table["function"].notna(), UNKNOWN)
        table["actor_kind"] = table["actor_kind"].fillna("person") if "actor_kind" in table else "person"
        odd = set(table["actor_kind"]) - set(ACTOR_KINDS)
        if odd:
            raise DataError(f"unknown actor_kind {sorted(odd)}", mend=f"use one of {', '.join(ACTOR_KINDS)}")
        for column in ("valid_from", "valid_to"):
            if column in table:
                _times(table[column])
        _check_periods(table)
        actors = _add_levels(table.reindex(columns=list(COLUMNS)).reset_index(drop=True))
        return cls(actors, MappingProxyType(_alias_table(table))).with_former_domains(former_domains or {})

    def _repr_html_(self) -> str:
        rows = self.latest if len(self.actors) else self.actors
        people = rows[rows["actor_kind"] == "person"]["function"].value_counts()
        others = rows.loc[rows["actor_kind"] != "person", "actor_kind"].value_counts()
        table = pd.DataFrame({"function": people.index, "people": people.to_numpy()})
        also = "".join(f", {n:,} of kind {kind}" for kind, n in others.items())
        return f"<p><b>Roster of {people.sum():,} people{also}</b></p>{table_html(table)}"

    def __reduce__(self) -> tuple[Any, ...]:
        return Roster, (self.actors, dict(self.aliases), dict(self.former_domains))

    def head(self, n: int = 5) -> pd.DataFrame:
        """The first actors, a row per period.

        Parameters
        ----------
        n
            How many.
        """
        return self.actors.head(n)

    @classmethod
    def empty(cls) -> Roster:
        """A roster that knows nobody."""
        return cls(pd.DataFrame(columns=list(COLUMNS)))

    def with_former_domains(self, domains: Mapping[str, str]) -> Roster:
        """The same roster where further mail domains stand for others.

        Parameters
        ----------
        domains
            ``{"old.example": "new.example"}``; what the roster already says of a domain wins.

        Examples
        --------
        >>> roster = Roster.from_pandas(pd.DataFrame({"person_id": ["ann@new.org"], "function": ["HR"]}))
        >>> roster.with_former_domains({"old.org": "new.org"}).lookup("ann@old.org")
        'ann@new.org'
        """
        further = {normalise_alias(old): normalise_alias(new) for old, new in domains.items()}
        return replace(self, former_domains=MappingProxyType({**further, **self.former_domains}))

    def with_functions_as_one(self, functions: Collection[str], name: str) -> Roster:
        """The same roster where some functions are one.

        Parameters
        ----------
        functions
            Those that become one.
        name
            What it is called.

        Examples
        --------
        >>> roster = Roster.from_pandas(pd.DataFrame({"person_id": ["a", "b", "c"], "function": ["HR", "IT", "PR"]}))
        >>> roster.with_functions_as_one({"HR", "PR"}, "others").actors["function"].tolist()
        ['others', 'IT', 'others']
        """
        held = self.actors["function"]
        return replace(
            self, actors=self.actors.assign(function=held.where(~held.isin(list(functions)), name))
        )

    def __len__(self) -> int:
        return int(self.actors["person_id"].nunique())

    @cached_property
    def domains(self) -> frozenset[str]:
        """Mail domains of the organisation: those of its people's addresses, public providers left out."""
        people = set(self.actors.loc[self.actors["actor_kind"] != "external", "person_id"])
        own = {domain_of(alias) for alias, person in self.aliases.items() if person in people}
        own = {domain for domain in own if domain} - _PUBLIC_DOMAINS
        return frozenset(own | set(self.former_domains)) if own else frozenset()

    @cached_property
    def changes_over_time(self) -> bool:
        """Whether anybody's function depends on the time."""
        bounded = self.actors[["valid_from", "valid_to"]].notna().to_numpy().any()
        return bool(bounded or self.actors["person_id"].duplicated().any())

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Kind of each actor by id."""
        return dict(zip(self.actors["person_id"], self.actors["actor_kind"], strict=True))

    @cached_property
    def latest(self) -> pd.DataFrame:
        """The last row of each actor, indexed by ``person_id``."""
        ordered = self.actors.sort_values("valid_from", na_position="first", kind="stable")
        return ordered.drop_duplicates("person_id", keep="last").set_index("person_id")

    def lookup(self, alias: str) -> str | None:
        """The ``person_id`` an alias belongs to, or None.

        Parameters
        ----------
        alias
            An address or account id, however spelt.
        """
        found = self._match(normalise_alias(alias))
        return found[0] if found else None

    def _match(self, alias: str) -> tuple[str, str] | None:
        """(person_id, evidence) of a normalised alias."""
        if alias in self.aliases:
            return self.aliases[alias], "alias"
        tagless = without_tag(alias)
        if tagless in self.aliases:
            return self.aliases[tagless], "plus-tag"
        domain = domain_of(tagless)
        if domain in self.former_domains:
            moved = f"{tagless.rpartition('@')[0]}@{self.former_domains[domain]}"
            if moved in self.aliases:
                return self.aliases[moved], "former domain"
        return None

    def resolve(self, actors: pd.DataFrame) -> Resolution:
        """Say who each alias is.

        Parameters
        ----------
        actors
            What the exports know: ``alias name email actor_kind function``, a row per alias.

        Returns
        -------
        Resolution
            Who each alias is and how that is known, the roster with the actors it did not know, and suggestions.
        """
        found: list[tuple[str, str, str]] = []
        unknown: dict[str, dict[str, str | None]] = {}
        for row in actors.astype(object).where(actors.notna(), None).to_dict("records"):
            match = self._recognise(row["alias"], row["email"])
            actor_id, evidence = match or self._as_written(row)
            found.append((row["alias"], actor_id, evidence))
            if not match:
                known = unknown.setdefault(actor_id, {"name": None, "actor_kind": None, "function": None})
                for key, value in known.items():
                    known[key] = value or row[key]
        identities = pd.DataFrame(found, columns=["alias", "actor_id", "evidence"])
        extended = self._extended(unknown, actors, identities)
        suggestions = suggest(unknown, people_of(self.latest), self.aliases)
        return Resolution(identities, extended, suggestions)

    def _recognise(self, alias: str, email: str | None) -> tuple[str, str] | None:
        """(person_id, evidence) of an alias the roster knows, by itself or by the address stated with it."""
        if match := self._match(normalise_alias(alias)):
            return match
        if email and (match := self._match(normalise_alias(email))):
            return match[0], "e-mail"
        return None

    def _as_written(self, row: Mapping[Hashable, Any]) -> tuple[str, str]:
        """(actor_id, evidence) of an alias the roster does not know: its address, brought to its plain form.

        A person's plus-tag sorts their own mail (RFC 5233). What a source declares to be a list, team or bot
        keeps it: ``dev+help@x.org`` is not ``dev@x.org`` there.
        """
        alias = str(row["alias"])
        address = normalise_alias(row["email"] or alias)
        if "@" not in address:
            return alias.strip(), "as written"  # "V30 2nd" is how the analyst knows the team
        evidence = "as written"
        if row["actor_kind"] not in {"list", "team", "bot"} and (plain := without_tag(address)) != address:
            address, evidence = plain, "plus-tag"
        if (domain := domain_of(address)) in self.former_domains:
            address, evidence = f"{address.rpartition('@')[0]}@{self.former_domains[domain]}", "former domain"
        return address, evidence

    def _extended(
        self, unknown: Mapping[str, Mapping[str, str | None]], actors: pd.DataFrame, identities: pd.DataFrame
    ) -> Roster:
        rows = [
            {
                "person_id": actor_id,
                "function": known["function"] or (EXTERNAL if kind == "external" else UNKNOWN),
                "name": known["name"],
                "actor_kind": kind,
            }
            for actor_id, known in unknown.items()
            for kind in [known["actor_kind"] or self._kind_of(actor_id)]
        ]
        table = self.actors
        if rows:
            table = pd.DataFrame([*table.to_dict("records"), *rows], columns=list(COLUMNS))
        table = _with_functions_from_exports(table, actors, identities)
        return Roster(table, self.aliases, self.former_domains)

    def _kind_of(self, actor_id: str) -> str:
        domain = domain_of(actor_id)
        if domain and self.domains:
            return "person" if domain in self.domains else "external"
        return "person"

    def spells(self) -> pd.DataFrame:
        """The functions over time: ``person_id function valid_from valid_to`` (times in UTC, open where missing)."""
        table = self.actors[["person_id", "function", "valid_from", "valid_to"]].copy()
        for column in ("valid_from", "valid_to"):
            table[column] = (
                pd.to_datetime(table[column], utc=True).dt.tz_localize(None).astype("datetime64[us]")
            )
        return table


def _alias_table(table: pd.DataFrame) -> dict[str, str]:
    owners: dict[str, str] = {}
    told: dict[str, int] = {}
    for number, row in enumerate(table.to_dict("records"), start=1):
        person = row["person_id"]
        for alias in _aliases_of(row):
            owner = owners.setdefault(alias, person)
            first = told.setdefault(alias, number)
            if owner != person:
                raise DataError(
                    f"rows {first} and {number} are two people with one id, address or alias",
                    where="people table",
                    mend="leave it with one of them",
                )
    return owners


def _aliases_of(row: Mapping[Hashable, object]) -> Iterable[str]:
    given = [row["person_id"], row.get("email")]
    listed = row.get("aliases")
    if isinstance(listed, str):
        given.extend(listed.split(";"))
    for alias in given:
        if isinstance(alias, str) and (plain := normalise_alias(alias)):
            yield plain


def _add_levels(actors: pd.DataFrame) -> pd.DataFrame:
    """Fill missing levels from the manager chain: 0 is who has no manager (or is their own)."""
    manager = {
        str(person): (None if pd.isna(boss) or str(boss) == str(person) else str(boss))
        for person, boss in zip(actors["person_id"], actors["manager_id"], strict=True)
    }
    if not any(manager.values()):
        return actors
    derived = actors["person_id"].map(lambda person: _depth(person, manager))
    actors["level"] = pd.to_numeric(actors["level"], errors="coerce").fillna(derived)
    return actors


def _depth(person: str, manager: Mapping[str, str | None]) -> float:
    """Steps up to the top; missing where the chain runs in a circle."""
    seen = {person}
    depth = 0
    while (boss := manager.get(person)) is not None:
        if boss in seen:
            return np.nan
        seen.add(boss)
        person = boss
        depth += 1
    return float(depth)


def _with_functions_from_exports(
    table: pd.DataFrame, actors: pd.DataFrame, identities: pd.DataFrame
) -> pd.DataFrame:
    """Where the people file gives no function, take what an export says about the actor."""
    stated = identities.assign(function=actors["function"].to_numpy()).dropna(subset=["function"])
    if stated.empty:
        return table
    by_actor = stated.drop_duplicates("actor_id").set_index("actor_id")["function"]
    gap = (table["function"] == UNKNOWN) & table["person_id"].isin(by_actor.index)
    table = table.copy()
    table.loc[gap, "function"] = table.loc[gap, "person_id"].map(by_actor)
    return table


def _check_periods(table: pd.DataFrame) -> None:
    """Nobody has two functions at one time: it would count their messages twice."""
    places = pd.Series(range(1, len(table) + 1), index=table.index)
    several = table[table["person_id"].duplicated(keep=False)]
    for _, rows in several.groupby("person_id"):
        ordered = rows.assign(start=_bound(rows, "valid_from"), end=_bound(rows, "valid_to"))
        ordered = ordered.sort_values("start", na_position="first")
        end, start = ordered["end"].iloc[:-1].to_numpy(), ordered["start"].iloc[1:].to_numpy()
        if pd.isna(end).any() or pd.isna(start).any() or (end > start).any():
            listed = ", ".join(map(str, places[rows.index]))
            raise DataError(
                f"somebody has two rows for one time (rows {listed})",
                where="people table",
                mend="give the rows valid_from and valid_to that do not overlap, or keep one",
            )


def _bound(rows: pd.DataFrame, column: str) -> pd.Series[pd.Timestamp]:
    given = rows[column] if column in rows else pd.Series(pd.NaT, index=rows.index)
    return _times(given)


def _times(given: pd.Series[Any]) -> pd.Series[pd.Timestamp]:
    try:
        return pd.to_datetime(given, utc=True, format="ISO8601")
    except (ValueError, TypeError, OverflowError) as error:
        raise DataError(
            f"{given.name} holds a date that cannot be read",
            where="people table",
            mend="write it as 2024-01-31",
        ) from error
