"""Names of columns: which header stands for which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from silograph.errors import DataError
from silograph.loaders.headers import plain_name

# Names of columns, compared without case, accents, spaces and punctuation; the first that occurs is used.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "sent_at": (
        "sentat", "senton", "sentdate", "datesent", "senttime", "sent", "datetime", "eventdate", "eventtime",
        "timestamp", "ts", "unixtime", "date", "time", "messagedate", "createdat", "created", "received",
        "dateenvoi", "datedenvoi", "envoyele", "datedumessage", "horodatage",
    ),
    "sender": (
        "sender", "senderid", "senderaddress", "senderemail", "from", "fromaddress", "fromemail", "fromid",
        "source", "src", "expediteur", "absender", "de", "von",
    ),
    "recipient": (
        "recipient", "recipients", "recipientid", "recipientaddress", "recipientemail", "receiver",
        "receiverid", "to", "toaddress", "toemail", "toid", "target", "dst", "destinataire", "destinataires",
        "empfanger", "an",
    ),
    "cc": ("cc", "ccrecipients"),
    "bcc": ("bcc", "bccrecipients"),
    "message_id": ("messageid", "msgid", "mid", "internetmessageid"),
    "channel": ("channel",),
    "kind": ("kind",),
    "role": ("role", "recipientrole"),
    "thread_id": ("threadid", "thread", "conversationid"),
    "parent_id": ("parentid", "inreplyto"),
    "space": ("space",),
    "audience": ("audience",),
    "automated": ("automated", "isautomated"),
    "subject": ("subject", "objet", "betreff"),
}  # fmt: skip
REQUIRED = ("sent_at", "sender", "recipient")
RECIPIENTS = ("recipient", "cc", "bcc")


def columns_of_fields(header: Sequence[str], place: str) -> dict[str, tuple[int, ...]]:
    """Positions of each known field; several columns of recipients, and a date beside a time, are joined."""
    names = [plain_name(name) for name in header]
    found: dict[str, tuple[int, ...]] = {}
    for field, aliases in ALIASES.items():
        alias = next((alias for alias in aliases if alias in names), None)
        if alias is None:
            continue
        positions = tuple(i for i, name in enumerate(names) if name == alias)
        if field == "sent_at" and alias == "date" and "time" in names:
            positions += tuple(i for i, name in enumerate(names) if name == "time")
        elif len(positions) > 1 and field not in RECIPIENTS:
            raise DataError(
                f"{len(positions)} columns are named {header[positions[0]]!r}",
                where=place,
                mend=f"keep one of them as {field}",
            )
        found[field] = positions
    return found
