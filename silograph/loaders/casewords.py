"""Words of cases: fields that say who has one, statuses that say that it is done, accounts of programs."""

from __future__ import annotations

import re
from functools import lru_cache

STATUS_FIELDS = {"incident state", "state", "status", "stage", "ticket status", "case status"}
# What changes where a case is handed over; everything else that changes hands nothing over.
TEAM_FIELDS = {
    "assignment group", "assigned group", "group", "group id", "team", "team id", "queue", "queue id", "support group",
    "resolver group", "assigned team", "owning team", "groupe d'affectation", "équipe", "gruppe",
    "groupe", "zuweisungsgruppe", "grupo",
}  # fmt: skip
PERSON_FIELDS = {
    "assigned to", "assignee", "assignee id", "assigned user", "owner", "owner id", "ownerid", "case owner",
    "ticket owner", "agent", "affecté à", "attribué à", "bearbeiter",
    "zugewiesene person", "zugewiesen an", "personne assignée", "responsable", "asignado a", "persona asignada",
    "assignedto", "system assignedto", "system assigned to",
}  # fmt: skip

# Accounts of software that write into cases in the place of a person.
SYSTEM_USERS = {
    "siebel",
    "servicenow",
    "system",
    "workflow",
    "automation",
    "scheduler",
    "batch",
    "integration",
}

_DONE = re.compile(r"\b(?:closed?|resolved?|completed|solved|done|cancell?ed)\b")
_NOT_DONE = re.compile(r"\b(?:not|un(?:re)?solved|partly|partially)\b")
_REOPENED = re.compile(r"\bre ?open(?:ed)?\b")
# The steps of any activity in XES: they say nothing about the case.
_LIFECYCLE = {
    "schedule", "assign", "reassign", "start", "suspend", "resume", "complete", "withdraw", "autoskip",
    "manualskip", "ate abort", "pi abort", "unknown",
}  # fmt: skip


@lru_cache(maxsize=4096)
def plain_field(name: str) -> str:
    """A header or key without its spelling: ``Assignment_Group`` and ``assignment group`` are one."""
    return re.sub(r"[_\s.\-]+", " ", name.replace("\ufeff", "")).strip(" \"'").lower()


def is_done(status: str | None, activity: str | None) -> bool | None:
    """Whether a case is closed after a row; None where the row does not say.

    A status that is not a closing one says that the case is open; an activity may be anything, so it says only
    that a case is closed.
    """
    state, act = plain_field(status or ""), plain_field(activity or "")
    if state in _LIFECYCLE or state.isdecimal():
        state = ""
    text = f"{state} | {act}"
    if _REOPENED.search(text):
        return False
    if _DONE.search(text):
        return not _NOT_DONE.search(text)
    return False if state else None
