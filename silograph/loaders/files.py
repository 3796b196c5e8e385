"""Sources as people hand them over: a file, a folder or a zip, read without unpacking."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, TextIO, cast

from silograph.errors import DataError
from silograph.log.notes import Note
from silograph.writing import LISTING

_CHUNK = 1 << 20
HEAD_SIZE = 65536
_DOCUMENTS = frozenset({".xlsx", ".xlsm", ".ods"})  # zips, but no folders
_ZIP_MAGIC = b"PK\x03\x04"
# Files that hold others as they are: one of these may be a zip, whose end then looks like that of the file.
_HOLDERS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"!BDN", b"%PDF")

# Whatever reading a damaged, cut-off or encrypted file may raise.
UNREADABLE = (OSError, EOFError, RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile)


def why_unreadable(error: Exception) -> str:
    """Why a file could not be read, and what to do about it, from what reading it raised (`UNREADABLE`).

    Examples
    --------
    >>> why_unreadable(RuntimeError("File 'a.mbox' is encrypted, password required for extraction"))
    'encrypted; unzip it with its password, and name the folder'
    """
    if isinstance(error, NotImplementedError):
        return "packed in a way that cannot be read; unzip it, and name the folder"
    if isinstance(error, RuntimeError):  # the only one that zipfile raises
        return "encrypted; unzip it with its password, and name the folder"
    if isinstance(error, PermissionError):
        return "may not be read; ask for permission to read it"
    return "damaged or cut off; export or copy it again"


class _Gunzipped(gzip.GzipFile):
    """The content of a gzip file; closing it closes the file too."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(fileobj=raw)
        self._packed = raw

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._packed.close()


@lru_cache(maxsize=2)
def _opened(archive: Path, modified: int) -> zipfile.ZipFile:  # noqa: ARG001 - a rewritten zip is another zip
    """The zip, opened once: to read its directory again for each of 100,000 files would take hours."""
    return zipfile.ZipFile(archive)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a source, on disk or inside a zip.

    Parameters
    ----------
    name
        Path relative to the source, with forward slashes; the file's name where the source is one file.
    size
        Bytes, uncompressed where known.
    path
        Where it lies on disk; None inside a zip.
    archive
        The zip it lies in, if any.
    member
        Its name there.
    number
        Its number among the members of the zip, which may hold two of one name.
    modified
        When it, or the zip, was last written, in nanoseconds; 0 where that is not known.
    """

    name: str
    size: int
    path: Path | None = None
    archive: Path | None = None
    member: str = ""
    number: int = 0
    modified: int = 0

    @property
    def place(self) -> str:
        """How to name this file in a message to the reader."""
        return f"{self.archive.name}!{self.member}" if self.archive else self.name

    def open(self) -> BinaryIO:
        """The bytes, gunzipped where the content is gzip."""
        raw: BinaryIO
        if self.archive is None:
            raw = cast("Path", self.path).open("rb")
        else:
            archive = _opened(self.archive, self.archive.stat().st_mtime_ns)
            raw = cast("BinaryIO", archive.open(archive.infolist()[self.number]))
        try:
            if not raw.seekable():
                raw = cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", raw)))
            magic = raw.read(2)
            raw.seek(0)
        except BaseException:
            raw.close()
            raise
        return cast("BinaryIO", _Gunzipped(raw)) if magic == b"\x1f\x8b" else raw

    def unreadable(self) -> str | None:
        """Why not even the first bytes can be read; None where they can."""
        try:
            with self.open() as stream:
                stream.read(HEAD_SIZE)
        except UNREADABLE as error:
            return why_unreadable(error)
        return None

    def head(self, size: int = HEAD_SIZE) -> bytes:
        """The first bytes; empty where the file cannot be read."""
        if self.modified:
            kept = _kept_head(self)
            if size <= HEAD_SIZE or len(kept) < HEAD_SIZE:
                return kept[:size]
        return self._read(size)

    def _read(self, size: int) -> bytes:
        try:
            with self.open() as stream:
                return stream.read(size)
        except UNREADABLE:
            return b""

    def open_text(self) -> TextIO:
        """The content as text in the encoding its bytes suggest; undecodable bytes become U+FFFD."""
        return io.TextIOWrapper(
            self.open(), encoding=sniff_encoding(self.head()), errors="replace", newline=""
        )


@lru_cache(maxsize=128)
def _kept_head(entry: Entry) -> bytes:
    """The first bytes of a file: every loader looks at them to say whether it reads it."""
    return entry._read(HEAD_SIZE)


@dataclass(frozen=True)
class Source:
    """What the user named: one file, a folder or a zip, with the files in it.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("hello")
    >>> [entry.name for entry in Source(folder).entries]
    ['a.txt']
    """

    path: Path
    notes: list[Note] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.path.exists():
            raise DataError("no such file or folder", where=str(self.path))

    @property
    def name(self) -> str:
        """Last part of the path, as shown in outputs."""
        return self.path.name or str(self.path)

    @cached_property
    def is_zip(self) -> bool:
        """Whether the source is a zip (an XLSX workbook is one too, but a document, not a folder)."""
        return (
            self.path.is_file()
            and self.path.suffix.lower() not in _DOCUMENTS
            and not self._holds_others()
            and zipfile.is_zipfile(self.path)
        )

    def _holds_others(self) -> bool:
        with suppress(OSError), self.path.open("rb") as stream:
            return stream.read(8).startswith(_HOLDERS)
        return False

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its files, sorted by name.

        Members of a zip that are links, or whose names lead out of it, are left out, which `notes` say.

        Raises
        ------
        DataError
            Where it is a zip that is damaged, or that holds nothing but such members.
        """
        return tuple(sorted(self._walk(), key=lambda entry: entry.name))

    def _walk(self) -> Iterator[Entry]:
        if self.is_zip:
            yield from self._walk_zip()
        elif self.path.is_dir():
            for path in self.path.rglob("*"):
                name = path.relative_to(self.path)
                of_a_run = any(part.startswith(LISTING) for part in name.parts)
                if path.is_file() and not of_a_run:
                    yield _on_disk(name.as_posix(), path)
        else:
            entry = _on_disk(self.path.name, self.path)
            if self.path.suffix.lower() not in _DOCUMENTS and entry.head(4) == _ZIP_MAGIC:
                raise self._damaged_zip()  # whole ones have a directory at their end
            yield entry

    def _walk_zip(self) -> Iterator[Entry]:
        try:
            archive = zipfile.ZipFile(self.path)
        except zipfile.BadZipFile as error:
            raise self._damaged_zip() from error
        kept, left_out = 0, []
        modified = self.path.stat().st_mtime_ns
        with archive:
            for number, info in enumerate(archive.infolist()):
                name = member_name(info)
                parts = PurePosixPath(name.replace("\\", "/")).parts
                if info.is_dir():
                    continue
                is_link = stat.S_ISLNK(info.external_attr >> 16)
                if is_link or ".." in parts or name.startswith("/"):
                    left_out.append(name)
                    continue
                kept += 1
                name_in = "/".join(parts)
                yield Entry(name_in, info.file_size, None, self.path, name, number, modified)
        if left_out:
            self._say_left_out(left_out, kept)

    def _say_left_out(self, names: list[str], kept: int) -> None:
        what = (
            f"{len(names)} of {len(names) + kept} files left out (links, or names that lead out of the zip)"
        )
        if not kept:
            raise DataError(f"{what}: {names[0]}", where=self.name, mend="zip the files themselves again")
        self.notes.append(Note(what, place=names[0]))

    def _damaged_zip(self) -> DataError:
        return DataError("damaged or cut-off zip", where=self.name, mend="export or copy it again")

    def close(self) -> None:
        """Let go of the zip, if it is one; reading on opens it again."""
        if self.is_zip:
            _opened.cache_clear()  # files of it that are still being read keep it until they are closed

    @property
    def size(self) -> int:
        """Bytes of all its files, for progress."""
        return sum(entry.size for entry in self.entries)

    def fingerprint(self) -> str:
        """SHA-256 of names and contents: the same export has the same fingerprint wherever it lies."""
        digest = hashlib.sha256()
        single = self.path.is_file()
        for entry in self.entries:
            digest.update(f"\0{'' if single and not self.is_zip else entry.name}\0{entry.size}\0".encode())
            with suppress(*UNREADABLE), entry.open() as stream:  # the loader says what is wrong with it
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Held(Entry):
    """A file that is nowhere but in memory."""

    content: bytes = field(default=b"", repr=False)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.content)


class InMemory(Source):
    """What was never a file, such as a table of pandas: read by the code that reads files, and written nowhere.

    Parameters
    ----------
    name
        How it is called in what is said of it.
    content
        As a file would hold it.

    Examples
    --------
    >>> InMemory("my table", b"a,b").entries[0].head()
    b'a,b'
    """

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(Path(os.devnull))
        object.__setattr__(self, "held", _Held(name, len(content), content=content))

    held: Entry

    @property
    def name(self) -> str:
        """As given."""
        return self.held.name

    def _walk(self) -> Iterator[Entry]:
        yield self.held


def _on_disk(name: str, path: Path) -> Entry:
    told = path.stat()
    return Entry(name, told.st_size, path=path, modified=told.st_mtime_ns)


_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member of a zip: UTF-8 where it can be, whether or not the zip says so.

    Many programs write names in UTF-8 without the flag for it; `zipfile` then takes them for the character set of
    the first PC. Info-ZIP keeps the true name in an extra field.
    """
    if info.flag_bits & _UTF8_FLAG or info.filename.isascii():
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # it was decoded by another rule
        return info.filename
    for name in (_unicode_path(info.extra, raw), raw):
        with suppress(UnicodeDecodeError):
            return (name or b"\xff").decode()
    return info.filename


def _unicode_path(extra: bytes, raw: bytes) -> bytes | None:
    """The name in the extra field of Info-ZIP, where it belongs to the name as it stands in the directory."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return field[5:]
    return None


@lru_cache(maxsize=128)
def sniff_encoding(head: bytes) -> str:
    r"""Encoding of a text file from its first bytes: BOM, then BOM-less UTF-16, then UTF-8, then cp1252.

    Examples
    --------
    >>> sniff_encoding("\ufeffid".encode()), sniff_encoding(b"caf\xe9"), sniff_encoding(b"i\x00d\x00")
    ('utf-8-sig', 'cp1252', 'utf-16-le')
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:4096]
    if len(sample) >= 4 and sample[1::2].count(0) > 0.4 * len(sample) / 2:
        return "utf-16-le"
    try:  # a long head may end inside a character
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD_SIZE)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class CsvRow(NamedTuple):
    """A row of a CSV file: the line it begins on, its cells, and what is wrong with it.

    Parameters
    ----------
    swallowed
        Lines after the first that a quotation mark left open has made part of this row.
    nul
        Whether it holds NUL characters.
    """

    line: int
    cells: list[str]
    swallowed: int = 0
    nul: bool = False

    @property
    def problems(self) -> Iterator[tuple[int, str]]:
        """Line and reason of each record that cannot be used."""
        if self.swallowed:
            yield self.line, left_open(self.swallowed)
            for line in range(self.line + 1, self.line + 1 + self.swallowed):
                yield line, swallowed_by(self.line)
        elif self.nul:
            yield self.line, "a NUL character"


def left_open(swallowed: int) -> str:
    """Why a record is rejected whose quotation mark is never closed."""
    lines = "1 line" if swallowed == 1 else f"{swallowed} lines"
    return f"a quotation mark left open runs this record together with the {lines} after it"


def swallowed_by(line: int) -> str:
    """Why a record is rejected that lies inside another one."""
    return f"swallowed by the quotation mark left open at line {line}"


def csv_rows(stream: TextIO, delimiter: str) -> Iterator[CsvRow]:
    r"""The rows of a CSV file; a row whose quotation mark is never closed says how many lines it swallowed.

    Raises
    ------
    csv.Error
        At a row that cannot be parsed; the next row follows.

    Examples
    --------
    >>> rows = csv_rows(io.StringIO('a,b\n1,"x\n2,y\n'), ",")
    >>> [(row.line, row.cells, row.swallowed) for row in rows]
    [(1, ['a', 'b'], 0), (2, ['1', 'x\n2,y\n'], 1)]
    """
    return _CsvRows(stream, delimiter)


class _CsvRows(Iterator[CsvRow]):
    """An iterator, not a generator, because it goes on after an error."""

    def __init__(self, stream: TextIO, delimiter: str) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), 1 << 30))
        self._quotes, self._nul = 0, False
        self._reader = csv.reader(map(self._seen, stream), delimiter=delimiter)

    def _seen(self, line: str) -> str:
        self._quotes += line.count('"')
        self._nul |= "\0" in line
        return line

    def __next__(self) -> CsvRow:
        first = self._reader.line_num + 1
        self._quotes, self._nul = 0, False
        cells = next(self._reader)
        # Quotation marks come in pairs, save where the file ends before the second one.
        swallowed = self._reader.line_num - first if self._quotes % 2 else 0
        return CsvRow(first, cells, swallowed, self._nul)
