"""Headers of tables: the name of a column without the ways of writing it."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from silograph.loaders.files import UNREADABLE, Entry

_MACHINE = re.compile(
    r"(?:.*[-_.+])?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?)(?:[-_.+=].*)?"
)


@lru_cache(maxsize=4096)
def plain_name(header: str) -> str:
    """A column's name without case, accents, spaces, punctuation and ``[remarks]``."""
    letters = unicodedata.normalize("NFKD", re.sub(r"\[[^\]]*\]", "", header)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def trace_format(names: AbstractSet[str]) -> str | None:
    """Which log of a mail system has these columns, in plain names; None where they are of no such log.

    Examples
    --------
    >>> trace_format({"received", "senderaddress", "recipientaddress", "status"})
    'trace'
    >>> trace_format({"sentat", "sender", "recipient"}) is None
    True
    """
    if "recipientemailaddress" in names and names & {"senderfromaddress", "sendermailfromaddress"}:
        return "defender"
    if names >= {"eventid", "senderaddress", "recipientaddress"} and names & {
        "datetime",
        "datetimeutc",
        "fieldsdatetime",
    }:
        return "tracking"
    if names >= {"senderaddress", "recipientstatus"} and names & {"origintimestamputc", "origintimestamp"}:
        return "summary"
    if names >= {"received", "senderaddress", "recipientaddress"} and names & {"status", "messagetraceid"}:
        return "trace"
    return "workspace" if names >= {"sender", "recipientaddress", "eventtarget"} else None


@lru_cache(maxsize=1 << 16)
def is_machine(address: str) -> bool:
    """Whether the local part is one that no person writes from (no-reply, mailer-daemon, bounces ...)."""
    return _MACHINE.fullmatch(address.partition("@")[0]) is not None


def service_table(names: Iterable[str]) -> str | None:
    """Which table of ServiceNow has these fields: audit, journal, user, group or task; None where it is none of them.

    Examples
    --------
    >>> service_table(["tablename", "fieldname", "documentkey", "oldvalue", "newvalue", "sys_created_on"])
    'audit'
    >>> service_table(["sys_id", "name"]), service_table(["name", "email"])
    ('group', None)
    """
    held = {name.strip('\ufeff "') for name in names}
    if held >= {"documentkey", "fieldname"} and held & {"newvalue", "oldvalue"}:
        return "audit"
    if held >= {"element_id", "element", "sys_created_on"}:
        return "journal"
    if held >= {"sys_id", "user_name"}:
        return "user"
    if "sys_id" in held and held & {"number", "opened_at"}:
        return "task"
    return "group" if held >= {"sys_id", "name"} else None


# What a table of customer care must have, in plain names of columns; the first that fits is meant.
_CARE: tuple[tuple[str, frozenset[str]], ...] = (
    ("messages", frozenset({"id", "createdat", "contentthreadid", "creatorid", "authorid"})),
    (
        "segments",
        frozenset({"id", "createdat", "interventionid", "threadid", "userid", "userreplyinaverage"}),
    ),
    ("comments", frozenset({"id", "createdat", "interventionid", "threadid", "userid", "createdfrom"})),
    ("journal", frozenset({"id", "createdat", "contentthreadid", "interventionid", "name", "userid"})),
    ("interventions", frozenset({"id", "contentthreadid", "closedat", "identityid", "userid"})),
    ("identities", frozenset({"id", "community", "uuid"})),
    ("agents", frozenset({"id", "firstname", "lastname", "teams", "role"})),
)
CARE: Mapping[str, tuple[str, ...]] = {
    "case": ("caseid", "case", "conversationid", "threadid", "ticketid"),
    "time": ("time", "createdat", "sentat", "timestamp", "datetime", "date"),
    "author": ("author", "authorid"),
    "external": ("authorisexternal", "isexternal", "external", "inbound", "fromcustomer"),
}


def care_table(names: AbstractSet[str]) -> str | None:
    """Which table of customer care has these columns, in plain names: ``events`` for the shape that docs describe.

    Examples
    --------
    >>> care_table({"caseid", "time", "author", "authorisexternal", "team"})
    'events'
    >>> care_table({"caseid", "time", "team"}) is None
    True
    """
    for table, needed in _CARE:
        if needed <= names:
            return table
    return "events" if all(names & set(spellings) for spellings in CARE.values()) else None


def viva_query(names: AbstractSet[str]) -> str | None:
    """Between whom a network query of Viva Insights has ties, by its columns in plain names; None for other tables.

    Examples
    --------
    >>> viva_query({"primarycollaboratorpersonid", "secondarycollaboratorpersonid", "metricdate"})
    'people'
    >>> viva_query({"primarycollaboratororganization", "secondarycollaboratororganization", "metricdate"})
    'groups'
    """
    ends = [
        {name for name in names if name.startswith(end)}
        for end in ("primarycollaborator", "secondarycollaborator")
    ]
    if "metricdate" not in names or not all(ends):
        return None
    by_person = [any(name.endswith("personid") for name in end) for end in ends]
    return "people" if all(by_person) else "groups" if not any(by_person) else "mixed"


_SNIFFED_FILES = 50


def csv_service_table(entry: Entry) -> str | None:
    """Which table of ServiceNow a CSV file is, by its header; None for other files."""
    if b"," not in entry.head(1 << 12):
        return None
    try:
        with entry.open_text() as stream:
            return service_table(next(csv.reader([stream.readline(1 << 16)]), []))
    except (csv.Error, *UNREADABLE):
        return None


def is_service_set(entries: Sequence[Entry]) -> bool:
    """Whether these are tables of ServiceNow as CSV: a history, and who is who or what was written."""
    tables = {csv_service_table(entry) for entry in entries[:_SNIFFED_FILES]}
    return "journal" in tables or ("audit" in tables and bool(tables & {"user", "group"}))
