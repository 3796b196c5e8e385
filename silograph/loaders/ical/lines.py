"""The properties of iCalendar that say who meets whom and when, read line by line.

Descriptions, attachments and places are passed over without being kept: a parser that builds every property of every
event would hold the texts of a whole company.

References
----------
RFC 5545 (iCalendar), RFC 5546 (methods), RFC 6868 (parameters).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from silograph.loaders.files import HEAD_SIZE, sniff_encoding

_LONGEST = 1 << 16  # bytes of a line, unfolded, that are kept: of attachments
_MOST = 20_000  # attendees of an event, dates left out

_NAME = re.compile(rb"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r'([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:]*))')
_CARET = re.compile(r"\^([n^'])")  # RFC 6868: what a parameter cannot hold
_MEANT = {"n": " ", "^": "^", "'": '"'}
_ONE = frozenset(
    (
        "UID",
        "DTSTART",
        "RRULE",
        "RECURRENCE-ID",
        "ORGANIZER",
        "STATUS",
        "SEQUENCE",
        "TRANSP",
        "CLASS",
        "SUMMARY",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    )
)
_MANY = frozenset(("ATTENDEE", "EXDATE", "RDATE"))
_OF_ZONES = frozenset(("TZID", "TZOFFSETTO", "DTSTART", "RRULE"))
_OF_CALENDARS = frozenset(("METHOD", "X-WR-TIMEZONE"))


class Property(NamedTuple):
    """One property: its value, and its parameters by their names in capitals."""

    value: str
    parameters: Mapping[str, str] = {}


@dataclass
class Component:
    """An event, or another entry of a calendar.

    Parameters
    ----------
    kind
        ``VEVENT``, ``VTODO`` ...
    one, many
        Its properties by name: those that occur once, and those that may occur often.
    parts
        Of a time zone: its rules.
    calendar
        What the calendar says of all of its entries: ``METHOD`` and ``X-WR-TIMEZONE``.
    whole
        Whether its end was found.
    """

    kind: str
    one: dict[str, Property] = field(default_factory=dict)
    many: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)
    calendar: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True

    def text(self, name: str) -> str:
        """The value of a property that occurs once; empty where it does not."""
        found = self.one.get(name)
        return found.value.strip() if found else ""


def components(stream: BinaryIO) -> Iterator[Component | int]:
    r"""The entries of calendars (and the time zones), and after each the bytes read since the one before.

    Parameters
    ----------
    stream
        A file, or the part of a mail, with any number of calendars.

    Examples
    --------
    >>> text = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:o\r\n ne\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    >>> [one.text("UID") for one in components(io.BytesIO(text)) if isinstance(one, Component)]
    ['one']
    """
    calendar: dict[str, str] = {}
    stack: list[Component] = []
    done = reported = 0
    for line, size in _unfolded(_as_utf8(stream)):
        done += size
        name = _NAME.match(line)
        if not name:
            continue
        called = name[0].decode().upper()
        if called == "BEGIN":
            kind = line.partition(b":")[2].strip().decode("ascii", "replace").upper()
            if kind == "VCALENDAR":
                yield from _cut(stack)
                calendar, stack = {}, []
            elif len(stack) < 5:
                stack.append(Component(kind, calendar=calendar))
        elif called == "END":
            kind = line.partition(b":")[2].strip().decode("ascii", "replace").upper()
            if stack and stack[-1].kind == kind:
                ended = stack.pop()
                if stack and stack[-1].kind == "VTIMEZONE":
                    stack[-1].parts.append(ended)
                elif not stack:
                    yield ended
                    yield done - reported
                    reported = done
        else:
            _keep(called, line, stack, calendar)
    yield from _cut(stack)
    yield done - reported


def _cut(stack: list[Component]) -> Iterator[Component]:
    """An entry whose end is missing."""
    if stack:
        stack[0].whole = False
        yield stack[0]


def _keep(called: str, line: bytes, stack: list[Component], calendar: dict[str, str]) -> None:
    if not stack:
        if called in _OF_CALENDARS:
            calendar[called] = parse(line).value.strip()
        return
    entry = stack[-1]
    if entry.kind == "VEVENT" and len(stack) == 1:  # an alarm has attendees, too
        if called in _ONE:
            entry.one.setdefault(called, parse(line))
        elif called in _MANY:
            found = entry.many.setdefault(called, [])
            if len(found) < _MOST:
                found.append(parse(line))
    elif stack[0].kind == "VTIMEZONE" and called in _OF_ZONES:
        entry.one.setdefault(called, parse(line))


def parse(line: bytes) -> Property:
    """A property from its line, unfolded.

    Examples
    --------
    >>> parse(b'ATTENDEE;CN="Lee: A";PARTSTAT=ACCEPTED:MAILTO:a@x.org')
    Property(value='MAILTO:a@x.org', parameters={'CN': 'Lee: A', 'PARTSTAT': 'ACCEPTED'})
    """
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode("cp1252", "replace")
    parameters = {}
    match = _NAME.match(line)
    at = match.end() if match else 0
    while text[at : at + 1] == ";":
        found = _PARAMETER.match(text, at + 1)
        if not found:
            break
        parameters[found[1].upper()] = _CARET.sub(lambda one: _MEANT[one[1]], found[2].strip('"'))
        at = found.end()
    value = text[at + 1 :] if text[at : at + 1] == ":" else text[at:].partition(":")[2]
    return Property(value, parameters)


def _unfolded(lines: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Lines with those that go on with a blank put together (folds cut even letters in two), and their bytes."""
    kept: list[bytes] = []
    length = size = 0
    for line in lines:
        goes_on = line[:1] in (b" ", b"\t")
        if not goes_on and kept:
            yield b"".join(kept), size
            kept, length, size = [], 0, 0
        bare = line.rstrip(b"\r\n")[goes_on:]
        size += len(line)
        kept.append(bare[: max(_LONGEST - length, 0)])
        length += len(bare)
    if kept:
        yield b"".join(kept), size


def _as_utf8(stream: BinaryIO) -> Iterator[bytes]:
    """Physical lines without a byte order mark; a line that has no end comes in pieces, as if it were folded."""
    head = stream.read(HEAD_SIZE)
    encoding = sniff_encoding(head)
    stream.seek(0)
    if encoding.startswith("utf-16"):
        for text in io.TextIOWrapper(stream, encoding=encoding, errors="replace"):
            yield text.encode()
        return
    ended, first = True, True
    while line := stream.readline(_LONGEST):
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        yield line if ended else b" " + line
        ended = line.endswith(b"\n")
