"""Records of JSON of any size and any origin, one at a time: documents, answers of an API, an object per line.

No file is held as a whole, no record beyond `LARGEST`, and the work grows with the bytes of a file, whatever they are.
What can be read behind damage is read; what cannot is counted, in bytes (`reported`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TextIO

from silograph.loaders.files import UNREADABLE, Entry, sniff_encoding, why_unreadable
from silograph.log.batches import BatchBuilder

LARGEST = 1 << 26  # characters of one record
_PIECE = 1 << 16
_HEAD = 1 << 18
_DONE = (
    1 << 12
)  # characters that are held no longer: where JSON is damaged, its decoder counts the lines in them
_LONGEST_WORD = 12  # characters: -Infinity, an escape
_SPACE = " \t\r\n\ufeff"
_DECODER = json.JSONDecoder(parse_float=str)  # as floats, the ids and times of some products lose digits
DAMAGED = "damaged JSON"
NESTED = f"{DAMAGED}: nested beyond reason"
TOO_LARGE = "a record too large to read"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class JsonRecord(NamedTuple):
    """A record, or why there is none.

    Parameters
    ----------
    place
        File and number of the record or line.
    key
        Key of the list it stands in; empty for a record of its own.
    value
        The record.
    size
        Bytes read since the one before; 0 where nobody knows how many.
    beside
        What stood before the list in the same object.
    problem
        Why it cannot be used.
    is_part
        Not a record has a problem but a part of a file, as large as `size`.
    """

    place: str
    key: str
    value: Any
    size: int
    beside: Mapping[str, Any] = _NOTHING
    problem: str | None = None
    is_part: bool = False


def json_records(entry: Entry, arrays: Collection[str], place: str | None = None) -> Iterator[JsonRecord]:
    r"""The records of a file of objects: those in lists of these keys, else each object at the top or in a list there.

    Parameters
    ----------
    entry
        The file.
    arrays
        Keys of the lists whose items are records, in objects at the top.
    place
        How to name the file, where its own name may not be shown.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "a.json"
    >>> _ = path.write_text('{"count": 1, "audits": [{"id": 7}]}\n{"id": 8}\n[{"id": 9}]')
    >>> found = json_records(Entry("a.json", 40, path=path), {"audits"})
    >>> [(one.key, one.value["id"]) for one in found]
    [('audits', 7), ('', 8), ('', 9)]
    """
    yield from _read(entry, arrays, place)


def json_items(entry: Entry, place: str | None = None) -> Iterator[JsonRecord]:
    """What documents hold: the items of a list or, where one is an object, of each list in it and all other values.

    Parameters
    ----------
    entry, place
        As for `json_records`.
    """
    yield from _read(entry, None, place)


def json_lines(entry: Entry, place: str | None = None) -> Iterator[JsonRecord]:
    """The values of a file with one per line.

    Parameters
    ----------
    entry, place
        As for `json_records`.
    """
    place = entry.place if place is None else place
    try:
        with entry.open_text() as stream:
            number = 0
            while line := stream.readline(LARGEST):
                number += 1
                size, here = len(line), f"{place}:line {number}"
                if size == LARGEST and not line.endswith("\n"):
                    while (rest := stream.readline(LARGEST)) and not rest.endswith("\n"):
                        size += len(rest)
                    yield JsonRecord(here, "", None, size + len(rest), problem=TOO_LARGE)
                elif told := line.strip(_SPACE):
                    yield _decoded(told, here, size)
    except UNREADABLE as error:
        yield JsonRecord(place, "", None, 0, problem=why_unreadable(error), is_part=True)


def is_json_lines(entry: Entry, *, wrappers: frozenset[str], own: str | None = None) -> bool:
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


def reported(found: Iterator[JsonRecord], entry: Entry, builder: BatchBuilder) -> Iterator[JsonRecord]:
    """The records that can be used, while the builder is told how far reading is, what is rejected and what is lost.

    Parameters
    ----------
    found
        All that is read of the file, in order.
    entry
        The file.
    builder
        Of its loader.
    """
    told = read = lost = 0
    for record in found:
        size = min(record.size, entry.size - told)
        builder.progress(size)
        told += size
        read += record.size
        if record.problem is None:
            yield record
        elif not record.is_part:
            builder.reject(record.place, record.problem)
        elif record.size:
            builder.reject(record.place, record.problem, size=0)
            lost += record.size
        else:  # of a packed file nobody knows how much is left
            builder.reject(record.place, record.problem, size=entry.size - told or entry.size)
    builder.progress(entry.size - told)
    if lost:
        builder.lost(entry.size * lost // read)


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


def _decoded(told: str, place: str, size: int) -> JsonRecord:
    try:
        return JsonRecord(place, "", _DECODER.decode(told), size)
    except RecursionError:
        return JsonRecord(place, "", None, size, problem=NESTED)
    except ValueError:
        return JsonRecord(place, "", None, size, problem=DAMAGED)


def _read(entry: Entry, arrays: Collection[str] | None, place: str | None) -> Iterator[JsonRecord]:
    place = entry.place if place is None else place
    try:
        with entry.open_text() as stream:
            yield from _Documents(_Text(stream), place, arrays).records()
    except UNREADABLE as error:
        yield JsonRecord(place, "", None, 0, problem=why_unreadable(error), is_part=True)


class _DamagedError(ValueError):
    """The text is no JSON from here on."""


class _Text:
    """A text that is read as far as it is needed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._later: list[
            tuple[str, int]
        ] = []  # what was read too early, the next last, each from a place on
        self._text, self.at = "", 0
        self._ended = False
        self._encoding = "utf-16-le" if "16" in (stream.encoding or "") else stream.encoding
        self._bytes = self._measured = 0  # bytes of the text before the second, a place like `at`

    def bytes_before(self) -> int:
        """Bytes before this place."""
        if self.at > self._measured:
            text = self._text[self._measured : self.at]
            self._bytes += len(text.encode(self._encoding, errors="replace"))
            self._measured = self.at
        return self._bytes

    def next(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self.at < len(self._text):
                if self._text[self.at] not in _SPACE:
                    return self._text[self.at]
                self.at += 1
            if self._ended:
                return ""
            self._more()

    def value(self) -> Any:
        """The value that stands here."""
        self.next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self.at)
            except (ValueError, RecursionError) as error:
                if problem := self._problem(error):
                    self.at += 1  # whoever looks on for something to read does not come back here
                    raise _DamagedError(problem) from None
                self._more()
                continue
            if end == len(self._text) and not self._ended and not isinstance(value, dict | list):
                self._more()  # a number may go on
                continue
            self.at = end
            self._put_back()
            return value

    def next_line(self) -> bool:
        """Go on at the next line that begins an object; false, at the end, where there is none."""
        self.at = max(self.at - 1, 0)
        if self.at > _DONE:
            self._drop()
        while (found := self._text.find("\n{", self.at)) < 0:
            self.at = len(self._text) if self._ended else max(len(self._text) - 1, self.at)
            if self._ended:
                return False
            self._more()
        self.at = found + 1
        return True

    def _problem(self, error: ValueError | RecursionError) -> str:
        """What is wrong; empty where it may only be that the rest has not been read."""
        if isinstance(error, RecursionError):
            return NESTED
        if not isinstance(error, json.JSONDecodeError):  # a number of thousands of digits
            return DAMAGED
        if len(self._text) - self.at > LARGEST:
            return TOO_LARGE
        is_cut = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _LONGEST_WORD
        return "" if is_cut and not self._ended else DAMAGED

    def _more(self) -> None:
        """Read as much again as is held, so that a long record is decoded a few times only."""
        size = max(_PIECE, len(self._text) - self.at)
        if self._later:
            text, start = self._later.pop()
            piece = text[start : start + size]
            if start + size < len(text):
                self._later.append((text, start + size))
        else:
            piece = self._stream.read(size)
            self._ended = not piece
        self._drop()
        self._text += piece

    def _drop(self, end: int | None = None) -> None:
        """Hold nothing of what was used, nor of what lies behind the end."""
        self.bytes_before()
        self._text, self._measured, self.at = self._text[self.at : end], self._measured - self.at, 0

    def _put_back(self) -> None:
        """Hold little of what was read too early, so that it can be moved at little cost."""
        if len(self._text) > 4 * _PIECE:
            kept = self.at + _PIECE
            if kept < len(self._text):
                self._later.append((self._text[kept:], 0))
                self._ended = False
            self._drop(kept)


class _Documents:
    """The records of documents one after the other; behind damage, of what stands on lines of its own."""

    def __init__(self, text: _Text, place: str, arrays: Collection[str] | None) -> None:
        self._text, self._place, self._arrays = text, place, arrays
        self._number = self._told = 0
        self._list: tuple[str, Mapping[str, Any]] | None = None  # that is read, or was when damage came
        self._is_damaged = False

    def records(self) -> Iterator[JsonRecord]:
        """All of them."""
        while letter := self._text.next():
            try:
                if (
                    self._is_damaged and letter in ",]}"
                ):  # around and behind what stood in the damaged document
                    self._text.at += 1
                elif self._is_damaged and letter == "{" and self._list:
                    yield from self._rescued(*self._list)
                else:
                    yield from self._document(letter)
            except _DamagedError as error:
                self._is_damaged = True
                is_more = self._text.next_line()
                yield self._record("", None)._replace(problem=str(error), is_part=True)
                if not is_more:
                    return

    def _record(self, key: str, value: Any, beside: Mapping[str, Any] = _NOTHING) -> JsonRecord:
        self._number += 1
        before = self._text.bytes_before()
        size, self._told = before - self._told, before
        return JsonRecord(f"{self._place}:record {self._number}", key, value, size, beside)

    def _document(self, letter: str) -> Iterator[JsonRecord]:
        self._list = None
        if letter == "[":
            for value in self._items("", _NOTHING):
                # Pages that were put into one list are taken apart.
                inner = value if isinstance(value, list) and self._arrays is not None else [value]
                yield from (self._record("", one) for one in inner)
        elif letter == "{":
            yield from self._members()
        else:
            raise _DamagedError(DAMAGED)

    def _items(self, key: str, beside: Mapping[str, Any]) -> Iterator[Any]:
        self._list = key, beside
        self._text.at += 1
        while self._text.next() != "]":
            yield self._text.value()
            self._separate("]")
        self._text.at += 1
        self._list = None

    def _separate(self, end: str) -> None:
        """Go on behind a comma, if no end is there."""
        letter = self._text.next()
        if letter == ",":
            self._text.at += 1
        elif letter != end:
            raise _DamagedError(DAMAGED)

    def _members(self) -> Iterator[JsonRecord]:
        """The items of an object's lists; the object itself where it is one."""
        self._text.at += 1
        beside: dict[str, Any] = {}
        is_record = self._arrays is not None
        while (letter := self._text.next()) != "}":
            key = self._text.value() if letter == '"' else None
            if not isinstance(key, str) or self._text.next() != ":":
                raise _DamagedError(DAMAGED)
            self._text.at += 1
            if self._text.next() == "[" and (self._arrays is None or key in self._arrays):
                is_record = False
                for value in self._items(key, beside):
                    yield self._record(key, value, beside)
            elif self._arrays is None:
                yield self._record(key, self._text.value())
                self._number -= 1  # what is no item of a list does not count
            else:
                beside[key] = self._text.value()
            self._separate("}")
        self._text.at += 1
        if is_record:
            yield self._record("", beside)

    def _rescued(self, key: str, beside: Mapping[str, Any]) -> Iterator[JsonRecord]:
        """An object behind damage in a list: another item of it, unless it is a document of the same kind."""
        value = self._text.value()
        inner = value.get(key) if isinstance(value, dict) else None
        if not isinstance(inner, list):
            yield self._record(key, value, beside)
            return
        for name, told in value.items():
            if name == key:
                yield from (self._record(key, one, value) for one in inner)
            elif self._arrays is None:
                for one in told if isinstance(told, list) else [told]:
                    yield self._record(name, one)
