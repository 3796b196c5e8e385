"""Headers of tables: the name of a column without the ways of writing it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import lru_cache

_MACHINE = re.compile(
    r"(?:.*[-_.+])?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?)(?:[-_.+=].*)?"
)


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
