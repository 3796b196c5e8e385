"""JSON of any size and any origin, a record at a time: no file is held as a whole, and no record beyond a limit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from silograph.loaders.files import UNREADABLE, Entry, why_unreadable
from silograph.log.batches import BatchBuilder

LARGEST_RECORD = 1 << 24  # characters
_PIECE = 1 << 16
_SPACE = " \t\r\n\ufeff"
_DECODER = json.JSONDecoder(parse_float=str)  # as floats, the ids and times of some products lose digits
_DAMAGED, _TOO_LARGE = "damaged JSON", "a record too large to read"


class Item(NamedTuple):
    """A record, or why there is none.

    Parameters
    ----------
    place
        File and number, or name, of the record.
    key
        Name of the list it stands in; empty in a list without a name.
    value
        The record.
    size
        Characters read since the last one.
    problem
        Why it cannot be read.
    """

    place: str
    key: str
    value: object
    size: int
    problem: str | None = None


class _DamagedError(ValueError):
    """What was read is no JSON, or nothing that this reads."""


def items(entry: Entry, place: str | None = None) -> Iterator[Item]:
    """What a JSON document holds: the items of its list or, where it is an object, of each list in it.

    Values in an object that are no lists are items too. What lies behind damage is lost; the last item says so.

    Parameters
    ----------
    entry
        The file.
    place
        How to name it, where its own name may not be shown.
    """
    place = entry.place if place is None else place
    try:
        with entry.open_text() as stream:
            reader = _Reader(stream, place)
            try:
                yield from reader.documents()
            except _DamagedError as error:
                yield Item(reader.place, reader.key, None, reader.size(), str(error))
    except UNREADABLE as error:
        yield Item(place, "", None, 0, why_unreadable(error))


def lines(entry: Entry, place: str | None = None) -> Iterator[Item]:
    """The values of a file with one per line.

    Parameters
    ----------
    entry, place
        As for `items`.
    """
    place = entry.place if place is None else place
    try:
        with entry.open_text() as stream:
            number = 0
            while line := stream.readline(LARGEST_RECORD):
                number += 1
                size, here = len(line), f"{place}:line {number}"
                if size == LARGEST_RECORD and not line.endswith("\n"):
                    while (rest := stream.readline(LARGEST_RECORD)) and not rest.endswith("\n"):
                        size += len(rest)
                    yield Item(here, "", None, size + len(rest), _TOO_LARGE)
                elif told := line.strip(_SPACE):
                    yield _decoded(told, here, size)
    except UNREADABLE as error:
        yield Item(place, "", None, 0, why_unreadable(error))


def _decoded(told: str, place: str, size: int) -> Item:
    try:
        return Item(place, "", _DECODER.decode(told), size)
    except (ValueError, RecursionError):
        return Item(place, "", None, size, _DAMAGED)


def is_lines(entry: Entry, *, wrappers: frozenset[str], own: str | None = None) -> bool:
    """Whether a file holds a record per line, not one document.

    Parameters
    ----------
    entry
        The file.
    wrappers
        Keys of an object that is no record but holds the list of them.
    own
        Key of every record, which may have one of those keys too.
    """
    head = entry.head().decode("utf-8", errors="replace").lstrip(_SPACE)
    first, ended, _ = head.partition("\n")
    if not first.startswith("{"):
        return False
    try:
        told = _DECODER.decode(first.strip(_SPACE))
    except (ValueError, RecursionError):
        if ended:
            return False  # an object that goes on in the next line
        start = first[:200]
        return f'"{own}"' in start or not any(f'"{name}"' in start for name in wrappers)
    return isinstance(told, dict) and (own in told or not wrappers & told.keys())


def watched(found: Iterator[Item], entry: Entry, builder: BatchBuilder) -> Iterator[Item]:
    """The items, while the builder is told how far reading is."""
    reported = 0
    for item in found:
        size = min(item.size, entry.size - reported)
        builder.progress(size)
        reported += size
        yield item
    builder.progress(entry.size - reported)


class _Reader:
    """A document in pieces, of which the values are decoded one at a time."""

    def __init__(self, stream: TextIO, place: str) -> None:
        self._stream, self._file, self.place = stream, place, place
        self._text, self._at = "", 0
        self.key = ""
        self._read = self._told = 0

    def size(self) -> int:
        """Characters used since the last call."""
        used = self._read - (len(self._text) - self._at)
        size, self._told = used - self._told, used
        return size

    def documents(self) -> Iterator[Item]:
        """The items of the document, and of others after it, where files were put together."""
        first = self._peek()
        while True:
            self.place, self.key = self._file, ""
            if first == "[":
                yield from self._list("")
            elif first == "{":
                yield from self._object()
            else:
                raise _DamagedError(_DAMAGED)
            if not (first := self._peek()):
                return

    def _object(self) -> Iterator[Item]:
        self._at += 1
        if self._peek() == "}":
            self._at += 1
            return
        while True:
            key = self._value() if self._peek() == '"' else None
            if not isinstance(key, str) or self._take() != ":":
                raise _DamagedError(_DAMAGED)
            self.place = self._file
            if self._peek() == "[":
                self.key = key
                yield from self._list(key)
            else:
                yield Item(self._file, key, self._value(), self.size())
            if self._ends("}"):
                return

    def _list(self, key: str) -> Iterator[Item]:
        self._at += 1
        number = 1
        while not (number == 1 and self._peek() == "]"):
            self.place = f"{self._file}:record {number}"
            yield Item(self.place, key, self._value(), self.size())
            number += 1
            if self._ends("]"):
                return
        self._at += 1

    def _ends(self, mark: str) -> bool:
        found = self._take()
        if found not in (mark, ","):
            raise _DamagedError(_DAMAGED)
        return found == mark

    def _value(self) -> object:
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                too_large = len(self._text) - self._at > LARGEST_RECORD
                if too_large or not self._more():
                    raise _DamagedError(_TOO_LARGE if too_large else _DAMAGED) from None
            except (ValueError, RecursionError):
                raise _DamagedError(f"{_DAMAGED}: nested beyond reason") from None
            else:
                if end < len(self._text) or not self._more():  # a number may go on in the next piece
                    self._at = end
                    return value
                continue

    def _peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _take(self) -> str:
        mark = self._peek()
        self._at += 1
        return mark

    def _more(self) -> bool:
        """Read on, twice as much each time a value is not at its end: so decoding it again costs no more than once."""
        piece = self._stream.read(max(_PIECE, len(self._text) - self._at))
        if not piece:
            return False
        self._text, self._at = self._text[self._at :] + piece, 0
        self._read += len(piece)
        return True
