"""Files of mail as bytes: what kind a file is, where its header ends, and where in an mbox a message begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from silograph.loaders.files import UNREADABLE, why_unreadable

CHUNK = 1 << 18
KEPT = 1 << 22  # of one message: no header is longer
LOOKAHEAD = 1 << 12  # a separator and the header after it
_MANY_LINES = 8  # of a header: some of fewer may have lost their form
_BEHIND = 16  # an empty line before a separator, with whatever stands in it

# Programs and transfers that change line ends leave CR CR LF, too.
_BLANK_LINE = re.compile(rb"\n\r*\n")
_HEADER_LINE = re.compile(rb"(?:>From [^\n]*\n)?[!-9;-~]{1,78}[ \t]*:")
_CLOCK = re.compile(rb"\b\d{1,2}:\d\d\b")
_YEAR = re.compile(rb"\b(?:19|20)\d\d\b")
_DATE_LAST = re.compile(
    rb"(?:\b\d{1,2}:\d\d(?::\d\d)?\b[^\n]{0,12}\b(?:19|20)\d\d|\b(?:19|20)\d\d \d{1,2}:\d\d(?::\d\d)?)(?: [+-]\d{4})?$"
)
_PATCH = re.compile(rb"From [0-9a-f]{40} Mon Sep 17 00:00:00 2001")
_BYTE_COUNT = re.compile(rb"\d{1,10}[ \t]*\r*\n")
_MMDF = b"\x01\x01\x01\x01"
_MMDF_LINE = re.compile(rb"(?:(?<=\n)|\A)\x01{4}\r*(?:\n|\Z)")
_FROM = re.compile(rb"\nFrom[ \r\n]")
_HEADER_FOLLOWS = re.compile(rb"[ \t\r\n]*(?:>?From [^\n]*\n)?[!-9;-~]{1,78}[ \t]*:|[ \t\r\n]*\Z")
_EMPTY_BEFORE = re.compile(rb"\n[ \t\r]*\n\Z")


class Piece(NamedTuple):
    """One message in a file: where it starts, and its first bytes (all of it, up to `KEPT`).

    `unused` counts the lines in it that look like separators but were not taken for one, `unread` the bytes from the
    first of them on; `size` is all of it, where that is known.
    """

    offset: int
    content: bytes
    unused: int = 0
    unread: int = 0
    size: int = 0


class Stream:
    """The bytes of a file with lines that end in LF; where it is damaged it ends early and says so."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._ahead = b""
        self._returns: bool | None = None  # whether CR alone ends a line
        self._held = b""
        self.damage: str | None = None
        self.taken = 0  # bytes so far

    def peek(self, size: int) -> bytes:
        """The first bytes, which stay to be read."""
        self._ahead = self.read(size)
        return self._ahead

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end."""
        if ahead := self._ahead:
            self._ahead = b""
            return ahead
        try:
            data = self._raw.read(size)
        except UNREADABLE as error:
            self.damage = why_unreadable(error)
            data = b""
        self.taken += len(data)
        if self._returns is None:
            self._returns = _ends_lines_with_returns(data)
        return self._unreturned(data, size) if self._returns else data

    def _unreturned(self, data: bytes, size: int) -> bytes:
        if not data:
            held, self._held = self._held, b""
            return held.replace(b"\r", b"\n")
        data = self._held + data
        kept = data.rstrip(b"\r")  # what follows says whether these end one line or several
        self._held = data[len(kept) :]
        return unix_lines(kept) or self.read(size)


def _ends_lines_with_returns(head: bytes) -> bool | None:
    """Whether the first line ends in CR alone; None where no line ends."""
    first = re.search(rb"[\r\n]+", head)
    return None if first is None else b"\n" not in first[0]


def unix_lines(head: bytes) -> bytes:
    """Bytes whose first line ends in CR alone, with LF instead; others as they are."""
    return re.sub(rb"\r(?!\r*\n)", b"\n", head) if b"\r" in head and _ends_lines_with_returns(head) else head


# What a file is


def format_of(head: bytes) -> str | None:
    """What the first bytes of a file say it is: ``mbox``, ``mmdf``, ``emlx``, ``message``, or no mail."""
    head = unix_lines(head)
    start = skip_blank(head)
    if head.startswith(_MMDF, start):
        return "mmdf" if is_header(_MMDF_LINE.sub(b"\n", head[start:]).lstrip(b"\r\n")) else None
    if head.startswith(b"From", start) and _is_separator(head, start, after_empty_line=True):
        return "mbox"
    if count := _BYTE_COUNT.match(head, start):
        return "emlx" if is_header(head[count.end() :]) else None
    return "message" if is_header(head[start:]) else None


def skip_blank(head: bytes) -> int:
    """How many bytes of nothing a file begins with."""
    return len(head) - len(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t\0"))


_ORIGIN = {b"from", b"sender", b"x-from", b"received", b"return-path", b"message-id", b"x-gm-thrid"}
_REST = {b"to", b"cc", b"subject", b"date", b"received", b"message-id", b"mime-version", b"delivered-to"}


def is_header(head: bytes, *, least: float = 0.5) -> bool:
    """Whether text begins with the header of an e-mail: two of the usual fields, and more than `least` of it fields."""
    lines = [
        line
        for line in head[: header_end(head)].split(b"\n")
        if line[:1] not in {b" ", b"\t", b"", b"\r"} and not line.startswith((b"From ", b">From "))
    ]
    if not lines or not _HEADER_LINE.match(lines[0]):
        return False
    names = [
        line.partition(b":")[0].strip().lower().lstrip(b">") for line in lines if _HEADER_LINE.match(line)
    ]
    usual = _ORIGIN | _REST
    return (
        not _ORIGIN.isdisjoint(names)
        and not _REST.isdisjoint(names)
        and len(usual.intersection(names)) >= 2
        and len(names) > least * len(lines)
    )


def header_block(content: bytes) -> bytes:
    """The header of one message of an mbox, without the separator line."""
    start = content.find(b"\n") + 1
    return content[start : header_end(content, start)]


def header_end(content: bytes, start: int = 0) -> int:
    """Where the header ends: after its last line."""
    blank = _BLANK_LINE.search(content, start)
    return blank.start() + 1 if blank else len(content)


def has_end_of_header(content: bytes) -> bool:
    """Whether the empty line after the header is there."""
    return _BLANK_LINE.search(content) is not None


def is_mostly_text(block: bytes) -> bool:
    r"""Whether what stands where a header should is none: of many lines, hardly any is a field.

    Examples
    --------
    >>> is_mostly_text(b"From: ann\n" + b"and so on\n" * 9), is_mostly_text(b"From: ann\nTo: bob\n")
    (True, False)
    """
    lines = [line for line in block.split(b"\n") if line.strip() and line[:1] not in {b" ", b"\t"}]
    fields = sum(_HEADER_LINE.match(line) is not None for line in lines)
    return len(lines) >= _MANY_LINES and fields * 4 < len(lines)


def without_count(content: bytes) -> bytes:
    """The message in an Apple ``.emlx``, which begins with its number of bytes."""
    count, _, rest = content.partition(b"\n")
    return rest[: int(count)]


_OWN_ID = re.compile(rb"^message-id[ \t]*:", re.I | re.M)
_ATTACHED = re.compile(rb"^content-type:\s*(?:message/rfc822|text/rfc822-headers)", re.I | re.M)


def further_headers(content: bytes) -> int:
    """How many headers stand in a message that nothing explains, where they are too many to be quoted ones."""
    more = len(_OWN_ID.findall(content)) - 1 - len(_ATTACHED.findall(content))
    return more if more > 1 else 0


# mbox


def split_mbox(stream: BinaryIO | Stream) -> Iterator[Piece]:
    """The messages of an mbox, each from its separator line on; memory does not grow with the file.

    A separator is a line ``From ...`` with a header after it. Three signs speak for it: an empty line before it, a
    date at its end (or nothing but the word), and how much of a header follows. Where the empty line or the date is
    missing, the header must be a whole one. So neither prose nor a patch inside a body splits a message.
    """
    buffer = stream.read(CHUNK)
    start = searched = offset = skip_blank(buffer[:LOOKAHEAD])
    base = unused = unread = (
        0  # base: of the buffer in the file; unread: where in it the first unused line is
    )
    kept = b""  # the beginning of a message too long for the buffer
    ended = not buffer
    while True:
        limit = len(buffer) if ended else max(searched, len(buffer) - LOOKAHEAD)
        for line_end in _FROM.finditer(buffer, searched, limit):
            found = line_end.start() + 1
            follows = _EMPTY_BEFORE.search(buffer, max(found - _BEHIND, 0), found) is not None
            if _is_separator(buffer, found, after_empty_line=follows):
                end = base + found
                yield Piece(
                    offset, kept or buffer[start:found], unused, end - unread if unused else 0, end - offset
                )
                start, offset, kept, unused = found, base + found, b"", 0
            elif _looks_like_one(buffer, found):
                unread = unread if unused else base + found
                unused += 1
        if ended:
            break
        chunk = stream.read(CHUNK)
        ended = not chunk
        if not kept and limit - start > KEPT:
            kept = buffer[start : start + KEPT]
        searched = max(limit - 5, 0)  # "\nFrom" may lie across the limit
        drop = max(searched - _BEHIND, 0) if kept else start
        buffer = buffer[drop:] + chunk
        base, start, searched = base + drop, max(start - drop, 0), max(searched - drop, 0)
    if kept or start < len(buffer):
        end = base + len(buffer)
        yield Piece(offset, kept or buffer[start:], unused, end - unread if unused else 0, end - offset)


def _line(buffer: bytes, at: int) -> bytes:
    line_end = buffer.find(b"\n", at, at + LOOKAHEAD)
    return buffer[at : line_end if line_end >= 0 else min(len(buffer), at + LOOKAHEAD)]


def _is_separator(buffer: bytes, at: int, *, after_empty_line: bool) -> bool:
    line = _line(buffer, at)
    line_end = at + len(line)
    if _PATCH.match(line) or not _HEADER_FOLLOWS.match(buffer, line_end):
        return False
    tail = line[4:].strip()
    dated = _CLOCK.search(tail) and _YEAR.search(tail)
    if after_empty_line and (dated or tail in {b"", b"-"} or tail.startswith(b"- ") or _is_one(tail, b"@")):
        return True
    if after_empty_line and (_is_one(tail) or (b"@" in tail and _YEAR.search(tail))):
        return _whole_header_follows(buffer, line_end)
    complete = _DATE_LAST.search(tail) or tail in {b"", b"-"} or (dated and tail.startswith(b"- "))
    return bool(complete) and _whole_header_follows(buffer, line_end)


def _is_one(tail: bytes, sign: bytes = b"") -> bool:
    """Whether the line names one sender and nothing else."""
    return sign in tail and b" " not in tail and not tail.endswith((b":", b","))


def _whole_header_follows(buffer: bytes, line_end: int) -> bool:
    head = buffer[line_end + 1 : line_end + LOOKAHEAD]
    if not has_end_of_header(head) and line_end + LOOKAHEAD < len(buffer):
        head = head[: head.rfind(b"\n") + 1]
    return is_header(head, least=0.99)


def _looks_like_one(buffer: bytes, at: int) -> bool:
    """Whether a line that separates nothing has the form of a separator, its date at its end."""
    line = _line(buffer, at).rstrip()
    return _DATE_LAST.search(line) is not None and len(line) < 200 and not _PATCH.match(line)


# MMDF


def split_mmdf(stream: BinaryIO | Stream) -> Iterator[Piece]:
    """The messages of an MMDF mailbox, which stand between lines of four times control-A."""
    buffer, kept = b"", b""
    base = begin = 0  # of the buffer and of the message in the file
    while True:
        chunk = stream.read(CHUNK)
        buffer += chunk
        start = 0
        for line in _MMDF_LINE.finditer(buffer):
            if chunk and line.end() == len(buffer):
                break  # the line may go on
            content = kept or buffer[start : line.start()]
            if content.strip():
                yield Piece(begin, content)
            start, kept, begin = line.end(), b"", base + line.end()
        if not chunk:
            break
        if not kept and len(buffer) - start > KEPT:
            kept = buffer[start : start + KEPT]
        drop = max(len(buffer) - _BEHIND, start) if kept else start
        buffer, base = buffer[drop:], base + drop
    if kept or buffer[start:].strip():
        yield Piece(begin, kept or buffer[start:])
