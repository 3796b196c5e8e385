"""Which known person an address or account that nobody knows may be: suggestions, with their reasons.

Nothing here merges anybody. Where name and address say the same it is `likely`; where one of them does, `possible`.
Where several people fit, all are named and the suggestion is `several`. Of two people of one name none is ever likely:
their name tells nobody from anybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from silograph.log.spelling import domain_of, folded, name_key, normalise_alias, without_tag

COLUMNS = ("alias", "name", "person_id", "reason", "certainty")

# Local parts of mailboxes that many companies have: the same one elsewhere says nothing.
_SHARED = frozenset(
    """
    abuse accounting accounts admin administration all assistance billing careers communication communications
    compta comptabilite contact contacts direction do-not-reply donotreply email event events facturation
    feedback finance hello help helpdesk hostmaster hr info information invoice invoices it jobs kontakt legal
    mail mailer-daemon mailing marketing media news newsletter no-reply noreply notification notifications
    office orders payroll personal postmaster press presse privacy purchasing reception recrutement reply
    reservation rh root sales secretariat security service services shop staff support team tech test vente
    ventes verkauf web webmaster welcome
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is harder to read
)
_MOST = 5  # people for one address
_LONG = 5  # letters: a shorter local part is that of many people in many companies
_KIN = 3  # addresses of a domain: fewer are alike by chance
_NAME, _BY_NAME, _LOCAL, _SPELT, _HANDLE = (
    "has the same name",
    "has an address that spells this name",
    "has an address with the same part before the @",
    "has a name that spells this address or account",
    "has an address that begins with this account",
)


class _Known(NamedTuple):
    """The people of the roster, by everything that may point to them.

    Parameters
    ----------
    names, locals, spelt
        People by name, by local part, and by what an address made of their name would be.
    domains
        The domains of each person's addresses.
    kin
        Unknown domains of which most addresses have the local part of somebody known.
    """

    names: Mapping[str, set[str]]
    locals: Mapping[str, set[str]]
    spelt: Mapping[str, set[str]]
    domains: Mapping[str, set[str]]
    kin: set[str]


class _Candidate(NamedTuple):
    person: str
    reasons: tuple[str, ...]


def suggest(
    unknown: Mapping[str, Mapping[str, str | None]],
    people: Iterable[tuple[str, str | None]],
    aliases: Mapping[str, str],
) -> pd.DataFrame:
    """The known people that unknown actors may be.

    Parameters
    ----------
    unknown
        ``name`` and ``actor_kind`` of each actor that is not known, as far as exports say.
    people
        Id and name of everybody known.
    aliases
        Addresses and accounts of everybody known.

    Returns
    -------
    DataFrame
        `COLUMNS`, a row per actor and person.

    Examples
    --------
    >>> unknown = {"a.lee@home.example": {"name": "Ann Lee", "actor_kind": None}}
    >>> suggest(unknown, [("7", "Ann Lee")], {"a.lee@x.org": "7"})[["person_id", "certainty"]].values.tolist()
    [['7', 'likely']]
    """
    known = _index(people, aliases)
    known.kin.update(_kin(unknown, known.locals))
    found = {
        actor: candidates
        for actor, told in unknown.items()
        if (told["actor_kind"] or "person") in {"person", "external", "unknown"}
        and (candidates := _candidates(actor, told["name"], known))
    }
    claimed = _claims(found)
    rows = [
        (actor, unknown[actor]["name"], one.person, "; ".join(one.reasons), certainty)
        for actor, candidates in found.items()
        for certainty in [_certainty(actor, candidates, known, claimed)]
        for one in candidates[:_MOST]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _index(people: Iterable[tuple[str, str | None]], aliases: Mapping[str, str]) -> _Known:
    known = _Known(defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(set), set())
    for person, name in people:
        if name and (key := name_key(name)):
            known.names[key].add(person)
            for form in _spellings(name):
                known.spelt[form].add(person)
    for alias, person in aliases.items():
        if domain_of(alias):
            known.locals[_bare(alias)].add(person)
            known.domains[person].add(domain_of(alias))
    return known


def _kin(unknown: Iterable[str], locals_: Mapping[str, set[str]]) -> Iterator[str]:
    """Domains of which most unknown addresses have the local part of somebody known, as after a change of name."""
    same: dict[str, list[bool]] = defaultdict(list)
    for actor in unknown:
        if domain := domain_of(actor):
            same[domain].append(_bare(actor) in locals_)
    return (domain for domain, told in same.items() if sum(told) >= _KIN and sum(told) * 2 > len(told))


def _candidates(actor: str, name: str | None, known: _Known) -> list[_Candidate]:
    """Whom an actor may be: those for whom the most speaks, and everybody of the same name."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for who, reason in _signs(actor, name, known):
        for person in sorted(who):
            if reason not in reasons[person]:
                reasons[person].append(reason)
    most = max(map(len, reasons.values()), default=0)
    return [
        _Candidate(person, tuple(told))
        for person, told in sorted(reasons.items())
        if len(told) == most or _NAME in told
    ]


def _signs(actor: str, name: str | None, known: _Known) -> Iterator[tuple[set[str], str]]:
    """Everything that points to somebody: whom, and why."""
    address = domain_of(actor)
    bare = _bare(actor)
    if name and "@" not in name:
        yield known.names.get(name_key(name), set()), _NAME
        if not address:  # U07: the name is all there is
            for form in _spellings(name):
                yield known.locals.get(form, set()), _BY_NAME
    if not bare or bare in _SHARED or _local(actor) in _SHARED or not any(map(str.isalpha, bare)):
        return
    if not address:
        yield known.locals.get(bare, set()), _HANDLE
    elif len(bare) >= _LONG or _is_of_parts(actor) or address in known.kin:
        yield known.locals.get(bare, set()), _LOCAL
    yield known.spelt.get(bare, set()), _SPELT


def _claims(found: Mapping[str, list[_Candidate]]) -> Mapping[tuple[str, str], int]:
    """How many unknown addresses of a domain may be the same person: they are not all."""
    claims: dict[tuple[str, str], int] = defaultdict(int)
    for actor, candidates in found.items():
        for one in candidates:
            claims[one.person, domain_of(actor)] += 1
    return claims


def _certainty(
    actor: str, candidates: list[_Candidate], known: _Known, claimed: Mapping[tuple[str, str], int]
) -> str:
    if len(candidates) > 1:
        return "several"
    one = candidates[0]
    domain = domain_of(actor)
    of_that_name = max((len(who) for who in known.names.values() if one.person in who), default=1)
    alone = (
        of_that_name == 1
        and claimed[one.person, domain] == 1
        and not (domain and domain in known.domains.get(one.person, ()))  # they have an address there
    )
    both = _NAME in one.reasons and {_LOCAL, _SPELT, _HANDLE}.intersection(one.reasons)
    return "likely" if alone and both else "possible"


def carry_a_known_name(suggestions: pd.DataFrame) -> int:
    """How many of the actors have the name of somebody known.

    Parameters
    ----------
    suggestions
        As `suggest` makes them.
    """
    return int(suggestions.loc[suggestions["reason"].str.contains(_NAME, regex=False), "alias"].nunique())


# --- spellings ------------------------------------------------------------------------------------------


def _local(alias: str) -> str:
    """What stands before the @, without a plus-tag; the account itself where it is no address."""
    plain = without_tag(normalise_alias(alias))
    return plain.rpartition("@")[0] if "@" in plain else plain


def _bare(alias: str) -> str:
    """The letters and figures of a local part or account, without what joins them; empty for directory names."""
    local = _local(alias)
    return "" if local.startswith("/") or "=" in local else re.sub(r"[\W_]+", "", folded(local))


def _is_of_parts(alias: str) -> bool:
    return bool(re.search(r"\w[._-]\w", _local(alias)))


def _spellings(name: str) -> set[str]:
    """How an address may be made of a name: both names, or one of them and the first letter of the other."""
    last, comma, first = name.partition(",")
    parts = re.findall(r"[^\W\d_]+", folded(f"{first} {last}" if comma else name))
    if len(parts) < 2:
        return set()
    one, other = parts[0], parts[-1]
    whole = "".join(parts)
    forms = {one + other, other + one, whole, one[0] + other, other + one[0], one + other[0], other[0] + one}
    return {form for form in forms if len(form) >= 3}


def people_of(latest: pd.DataFrame) -> Iterator[tuple[str, str | None]]:
    """Id and name of everybody in the last rows of a roster who is a person."""
    told: Iterable[tuple[Hashable, Any, Any]] = latest[["name", "actor_kind"]].itertuples(name=None)
    for person, name, kind in told:
        if kind == "person":
            yield str(person), name if isinstance(name, str) else None
