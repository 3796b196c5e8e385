"""People lists that are no tables: LDIF of a directory, and JSON of SCIM, Microsoft Graph or the like, as rows."""

from __future__ import annotations

import base64
import binascii
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from silograph.errors import DataError
from silograph.loaders.org_chart.columns import known_fields

_LDIF = re.compile(r"(?:version:\s*\d+\s+)?(?:#[^\n]*\n\s*)*dn::?\s", re.IGNORECASE)
_PERSONS = frozenset({"person", "organizationalperson", "inetorgperson", "user", "posixaccount"})
_GUID = 16  # bytes
_USERS = (
    "Resources",
    "value",
    "users",
    "employees",
    "data",
    "people",
    "items",
)  # where lists of people stand

Rows = list[tuple[int, list[str]]]


def as_rows(text: str, place: str) -> Rows | None:
    r"""Header and rows of a people list in LDIF or JSON; None where the text is neither.

    Parameters
    ----------
    text
        The whole file.
    place
        How to name it.

    Raises
    ------
    DataError
        Where it begins as such a file and cannot be read as one, or holds no people.

    Examples
    --------
    >>> as_rows("dn: cn=ann,dc=x\nmail: ann@x.org\nmail: a@x.org\ndepartment: HR\n", "x.ldif")
    [(1, ['dn', 'mail', 'department']), (1, ['cn=ann,dc=x', 'ann@x.org;a@x.org', 'HR'])]
    """
    start = text.lstrip("\ufeff \r\n\t")
    if _LDIF.match(start):
        people = list(_ldif(text))
    elif re.match(r"[\[{]\s*[\"{\[\]}]", start):
        people = [(number, _flat(one)) for number, one in _json(text, place)]
    else:
        return None
    if not people:
        raise DataError("holds no people", where=place, mend="export the users again, with their attributes")
    header = list(dict.fromkeys(key for _, person in people for key in person))
    return [(1, header), *((number, [person.get(key, "") for key in header]) for number, person in people)]


# --- LDIF -----------------------------------------------------------------------------------------------


def _ldif(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and attributes of each person: groups, computers and units are left out."""
    record: dict[str, list[str]] = {}
    began = 1
    for number, line in [*_lines(text), (0, "")]:
        if not line:
            kinds = {kind.lower() for kind in record.pop("objectClass", [])}
            if record and "computer" not in kinds and (not kinds or kinds & _PERSONS):
                yield began, {key: ";".join(dict.fromkeys(values)) for key, values in record.items()}
            record = {}
            continue
        name, _, value = line.partition(":")
        if line.startswith(("#", "-")) or name.strip().lower() in {"version", "changetype"}:
            continue
        if not record:
            began = number
        told = _value(value)
        key = "objectClass" if name.lower() == "objectclass" else name.split(";")[0]
        if told:
            record.setdefault(key, []).append(told)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, those that begin with a space joined to the one before."""
    number, held = 0, ""
    for i, line in enumerate(text.splitlines(), start=1):
        if line.startswith(" ") and held:
            held += line[1:]
            continue
        if number:
            yield number, held
        number, held = i, line.rstrip()
    if number:
        yield number, held


def _value(told: str) -> str:
    """What follows the colon: text, or after a second one base64; what a file elsewhere holds is not read."""
    if told.startswith("<"):
        return ""
    if not told.startswith(":"):
        return told.strip()
    try:
        data = base64.b64decode(told[1:].strip(), validate=True)
    except (binascii.Error, ValueError):
        return ""
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return str(uuid.UUID(bytes_le=data)) if len(data) == _GUID else ""


# --- JSON -----------------------------------------------------------------------------------------------


def _json(text: str, place: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Number and object of each person, of one list or one object a line."""
    try:
        parsed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        parsed = list(_json_lines(text))
        if not parsed:
            raise DataError("damaged or cut-off JSON", where=place, mend="export it again") from None
    if isinstance(parsed, dict):
        lists = [parsed[key] for key in _USERS if isinstance(parsed.get(key), list)]
        parsed = lists[0] if lists else [parsed] if known_fields(list(parsed)) > 1 else []
    return ((number, one) for number, one in enumerate(parsed, start=1) if isinstance(one, dict))


def _json_lines(text: str) -> Iterator[Any]:
    for line in filter(str.strip, text.splitlines()):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            return


def _flat(person: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a person as columns; what is nested is named as `ALIASES` has it."""
    found: dict[str, str] = {}
    for key, value in person.items():
        if key.startswith("urn:") and isinstance(value, dict):  # SCIM keeps the department in an extension
            found.update(_flat(value))
        elif key.lower() == "manager" and isinstance(value, dict):
            found.update({f"manager {name}": told for name, told in _manager(value).items()})
        elif key.lower() == "name" and isinstance(value, dict):
            found.update(
                _flat(
                    {"name": value.get("formatted"), **{k: v for k, v in value.items() if k != "formatted"}}
                )
            )
        elif told := _told(value):
            found["email" if key.lower() == "emails" else key] = told
    return found


def _manager(told: Mapping[str, Any]) -> dict[str, str]:
    names = {
        "id": ("value", "id"),
        "email": ("mail", "email", "userPrincipalName"),
        "name": ("displayName", "name"),
    }
    found = (
        (name, next((_told(told[key]) for key in keys if told.get(key)), "")) for name, keys in names.items()
    )
    return {name: value for name, value in found if value}


def _told(value: Any) -> str:
    """A value as a cell: lists joined, the primary one first."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value).strip()
    if isinstance(value, list):
        return ";".join(filter(None, map(_told, _primary_first(value))))
    return _told(value.get("value")) if isinstance(value, dict) else ""


def _primary_first(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=lambda one: not (isinstance(one, dict) and one.get("primary") is True))
