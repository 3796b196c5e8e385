"""Records of JSON files as a stream: an array, an answer of an API that holds arrays, or an object per line.

No more than one record is held at a time, and none that is larger than `LARGEST`: exports of trackers are documents
of gigabytes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TextIO

from silograph.loaders.files import UNREADABLE, Entry, sniff_encoding, why_unreadable

LARGEST = 1 << 26  # characters of one record
_CHUNK = 1 << 16
_HEAD = 1 << 18
_LONGEST_WORD = 12  # characters: -Infinity, an escape
_SPACE = " \r\n\t\ufeff"
DAMAGED = "damaged JSON; export it again"


class JsonRecord(NamedTuple):
    """A record, or why there is none.

    Parameters
    ----------
    place
        File and number of the record.
    array
        Key of the array it stands in; empty for a record of its own.
    value
        The record.
    beside
        What stood before the array in the same object.
    size
        Characters read since the record before.
    problem
        Why it cannot be used.
    """

    place: str
    array: str
    value: Any
    beside: Mapping[str, Any]
    size: int
    problem: str | None = None


class _DamagedError(ValueError):
    """The text is no JSON from here on."""


@dataclass
class _Text:
    """A text that is read as far as it is needed."""

    stream: TextIO
    buffer: str = ""
    at: int = 0
    ended: bool = False
    dropped: int = 0
    decoder: json.JSONDecoder = field(default_factory=json.JSONDecoder)

    def more(self) -> None:
        """Read as much again as is held, so that a long record is copied a few times only."""
        chunk = self.stream.read(max(_CHUNK, len(self.buffer) - self.at))
        self.ended = not chunk
        self.dropped += self.at
        self.buffer, self.at = self.buffer[self.at :] + chunk, 0

    def next(self) -> str:
        """The next letter that is no space; empty at the end."""
        while True:
            while self.at < len(self.buffer):
                if self.buffer[self.at] not in _SPACE:
                    return self.buffer[self.at]
                self.at += 1
            if self.ended:
                return ""
            self.more()

    def value(self) -> Any:
        """The value that stands here."""
        self.next()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.buffer, self.at)
            except RecursionError:
                raise _DamagedError from None
            except ValueError as error:
                if self.ended or len(self.buffer) - self.at > LARGEST or not self._may_go_on(error):
                    raise _DamagedError from None
                self.more()
                continue
            if end == len(self.buffer) and not self.ended and not isinstance(value, dict | list | str):
                self.more()  # a number may go on
                continue
            self.at = end
            return value

    def _may_go_on(self, error: ValueError) -> bool:
        """Whether what is wrong may only be that the rest has not been read."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated") or error.pos >= len(self.buffer) - _LONGEST_WORD

    def next_line(self) -> bool:
        """Go on at the next line that begins an object; false where there is none."""
        self.at = max(self.at - 1, 0)
        while (found := self.buffer.find("\n{", self.at)) < 0:
            if self.ended:
                return False
            self.at = max(len(self.buffer) - 1, self.at)
            self.more()
        self.at = found + 1
        return True

    @property
    def position(self) -> int:
        """Characters before this place."""
        return self.dropped + self.at


def json_records(entry: Entry, arrays: Collection[str]) -> Iterator[JsonRecord]:
    r"""The records of a file, however it is written; damage is a record with its problem.

    Parameters
    ----------
    entry
        The file.
    arrays
        Keys of the arrays whose items are records, in objects at the top.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "a.json"
    >>> _ = path.write_text('{"count": 1, "audits": [{"id": 7}]}\n{"id": 8}\n[{"id": 9}]')
    >>> found = json_records(Entry("a.json", 40, path=path), {"audits"})
    >>> [(one.array, one.value["id"]) for one in found]
    [('audits', 7), ('', 8), ('', 9)]
    """
    number = before = 0
    try:
        with entry.open_text() as stream:
            text = _Text(stream)
            while text.next():
                try:
                    for array, value, beside in _top(text, arrays):
                        number += 1
                        size, before = text.position - before, text.position
                        yield JsonRecord(f"{entry.place}:record {number}", array, value, beside, size)
                except _DamagedError:
                    number += 1
                    yield JsonRecord(f"{entry.place}:record {number}", "", None, {}, 0, DAMAGED)
                    if not text.next_line():
                        return
    except UNREADABLE as error:
        yield JsonRecord(entry.place, "", None, {}, 0, why_unreadable(error))


_Found = tuple[str, Any, Mapping[str, Any]]


def _top(text: _Text, arrays: Collection[str]) -> Iterator[_Found]:
    """The records in the next value at the top; pages that were put into one array are taken apart."""
    match text.next():
        case "[":
            for value in _items(text):
                yield from (("", one, {}) for one in (value if isinstance(value, list) else [value]))
        case "{":
            yield from _members(text, arrays)
        case _:
            raise _DamagedError


def _items(text: _Text) -> Iterator[Any]:
    text.at += 1
    while (letter := text.next()) != "]":
        if letter == ",":
            text.at += 1
        elif letter:
            yield text.value()
        else:
            raise _DamagedError
    text.at += 1


def _members(text: _Text, arrays: Collection[str]) -> Iterator[_Found]:
    """The items of an object's arrays; the object itself where it holds none of them."""
    text.at += 1
    beside: dict[str, Any] = {}
    is_record = True
    while (letter := text.next()) != "}":
        if letter == ",":
            text.at += 1
            continue
        if letter != '"':
            raise _DamagedError
        key = text.value()
        if text.next() != ":":
            raise _DamagedError
        text.at += 1
        if key in arrays and text.next() == "[":
            is_record = False
            for value in _items(text):
                yield key, value, beside
        else:
            beside[key] = text.value()
    text.at += 1
    if is_record:
        yield "", beside, {}


def json_head(entry: Entry) -> str:
    """The beginning of a JSON file as text; empty where it is none."""
    head = entry.head(_HEAD)
    text = head.decode(sniff_encoding(head), errors="replace").lstrip(_SPACE)
    return text if text.startswith(("{", "[")) else ""


def record_of(value: object) -> Mapping[str, Any]:
    """The object, empty where a value is none."""
    return value if isinstance(value, dict) else {}


def records_of(value: object) -> list[Mapping[str, Any]]:
    """The objects in a list, none where a value is none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_of(value: object) -> str | None:
    """A text or whole number as text; None where it says nothing.

    Examples
    --------
    >>> text_of(5031726587), text_of(" a "), text_of(True), text_of(" ")
    ('5031726587', 'a', None, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else None
    return value.strip() or None
