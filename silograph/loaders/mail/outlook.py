"""Items of Outlook as the headers that any mail has: from a single message (.msg) or a data file (.pst, .ost).

Only the properties in `WANTED` are read, never a body. Where the item keeps the header with which it travelled, that is
taken; mail that never left Exchange has none, and its header is made of the sender and the table of recipients.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

Value = str | int | datetime

CLASS, SUBJECT, SUBMITTED, DELIVERED, FLAGS, HEADERS = 0x001A, 0x0037, 0x0039, 0x0E06, 0x0E07, 0x007D
MESSAGE_ID, REFERENCES, REPLY_TO = 0x1035, 0x1039, 0x1042
_SENDER = (0x5D01, 0x0C1F, 0x0C1A)  # SMTP address, address, name
_AUTHOR = (0x5D02, 0x0065, 0x0042)  # in whose name it was sent
_RECIPIENT = (0x39FE, 0x3003, 0x3001)
KIND = 0x0C15
_FIELDS = {1: "To", 2: "Cc", 3: "Bcc"}
CODEPAGES = (0x3FFD, 0x3FDE)
WANTED = frozenset(
    {CLASS, SUBJECT, SUBMITTED, DELIVERED, FLAGS, HEADERS, MESSAGE_ID, REFERENCES, REPLY_TO, KIND, *CODEPAGES,
     *_SENDER, *_AUTHOR, *_RECIPIENT}
)  # fmt: skip
_UNSENT = 8
_AUTOMATIC = ("ipm.note.rules.",)
_NO_MAIL = ("ipm.note.microsoft.conversation", "ipm.note.microsoft.missed", "ipm.note.mobile")
_HEADER_LINE = re.compile(r"[!-9;-~]+:")
_1601 = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """An item: its properties, and those of each recipient.

    Parameters
    ----------
    properties
        Values by the number of the property.
    recipients
        The same for each row of the table of recipients.
    """

    properties: Mapping[int, Value]
    recipients: Sequence[Mapping[int, Value]] = ()

    @property
    def is_mail(self) -> bool:
        """Whether it is a mail that was sent: no contact, appointment, report, conversation or draft."""
        kind = _text(self.properties, CLASS).lower()
        flags = self.properties.get(FLAGS, 0)
        is_draft = isinstance(flags, int) and bool(flags & _UNSENT)
        return kind.startswith("ipm.note") and not kind.startswith(_NO_MAIL) and not is_draft

    def header(self) -> bytes:
        """The header, with the empty line behind it."""
        if travelled := _travelled(_text(self.properties, HEADERS)):
            return travelled.encode("utf-8", "surrogateescape") + b"\n\n"
        lines = [*self._people(), *self._rest()]
        return "".join(f"{name}: {_line(value)}\n" for name, value in lines if value).encode(
            "utf-8", "replace"
        ) + b"\n"  # fmt: skip

    def _people(self) -> list[tuple[str, str]]:
        author, sender = _box(self.properties, _AUTHOR), _box(self.properties, _SENDER)
        lines = [("From", author or sender)]
        if author and sender and author != sender:
            lines.append(("Sender", sender))
        for kind, field in _FIELDS.items():
            boxes = [_box(one, _RECIPIENT) for one in self.recipients if _kind(one) == kind]
            lines.append((field, ", ".join(filter(None, boxes))))
        return lines

    def _rest(self) -> list[tuple[str, str]]:
        at = self.properties.get(SUBMITTED) or self.properties.get(DELIVERED)
        automatic = _text(self.properties, CLASS).lower().startswith(_AUTOMATIC)
        return [
            ("Date", format_datetime(at) if isinstance(at, datetime) else ""),
            ("Message-ID", _text(self.properties, MESSAGE_ID)),
            ("In-Reply-To", _text(self.properties, REPLY_TO)),
            ("References", _text(self.properties, REFERENCES)),
            ("Subject", _text(self.properties, SUBJECT)),
            ("Auto-Submitted", "auto-replied" if automatic else ""),
        ]


def filetime(ticks: int) -> datetime | None:
    """The time of Windows, which counts tenths of microseconds since 1601; None where no calendar has it.

    Examples
    --------
    >>> filetime(133_500_000_000_000_000).isoformat()
    '2024-01-17T21:20:00+00:00'
    """
    try:
        return _1601 + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None


def _kind(recipient: Mapping[int, Value]) -> int:
    kind = recipient.get(KIND, 1)
    return kind & 0xF if isinstance(kind, int) else 1


def _text(properties: Mapping[int, Value], number: int) -> str:
    value = properties.get(number)
    return value.strip("\0 \r\n\t") if isinstance(value, str) else ""


def _box(properties: Mapping[int, Value], numbers: tuple[int, int, int]) -> str:
    """Name and address; the address of Exchange's directory where there is no other."""
    smtp, address, name = (_text(properties, number) for number in numbers)
    address = smtp or address
    if not address and "@" in name:
        address = name
    if not address or re.search(r"[<>\r\n]", address):
        return ""
    quoted = re.sub(r'[\\"\r\n]', " ", name).strip()
    return f'"{quoted}" <{address}>' if quoted and quoted != address else f"<{address}>"


def _line(value: str) -> str:
    return " ".join(value.replace("\0", "").split())


def _travelled(header: str) -> str:
    """The header of the way, if it has who wrote; a line of Exchange that stands above it is left out."""
    lines = re.split(r"\r\n|\r|\n", header)
    while lines and not _HEADER_LINE.match(lines[0]):
        del lines[0]
    end = lines.index("") if "" in lines else len(lines)
    kept = lines[:end]
    return "\n".join(kept) if any(line[:5].lower() == "from:" for line in kept) else ""
