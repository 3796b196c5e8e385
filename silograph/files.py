"""Sources as people hand them over: a file, a folder or a zip, read without unpacking."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TextIO, cast

from silograph.errors import DataError

_CHUNK = 1 << 20
HEAD_SIZE = 65536


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
    """

    name: str
    size: int
    path: Path | None = None
    archive: Path | None = None
    member: str = ""

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
            raw = cast("BinaryIO", _opened(self.archive, self.archive.stat().st_mtime_ns).open(self.member))
        if not raw.seekable():
            raw = cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", raw)))
        magic = raw.read(2)
        raw.seek(0)
        return cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if magic == b"\x1f\x8b" else raw

    def head(self, size: int = HEAD_SIZE) -> bytes:
        """The first bytes; empty where the file cannot be read."""
        try:
            with self.open() as stream:
                return stream.read(size)
        except (OSError, EOFError, zipfile.BadZipFile, RuntimeError):
            return b""

    def open_text(self) -> TextIO:
        """The content as text in the encoding its bytes suggest; undecodable bytes become U+FFFD."""
        return io.TextIOWrapper(
            self.open(), encoding=sniff_encoding(self.head()), errors="replace", newline=""
        )


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
            and self.path.suffix.lower() not in {".xlsx", ".xlsm", ".ods"}
            and zipfile.is_zipfile(self.path)
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its files, sorted by name; links in a zip and names that would leave it are left out."""
        return tuple(sorted(self._walk(), key=lambda entry: entry.name))

    def _walk(self) -> Iterator[Entry]:
        if self.is_zip:
            yield from self._walk_zip()
        elif self.path.is_dir():
            for path in self.path.rglob("*"):
                if path.is_file():
                    yield Entry(path.relative_to(self.path).as_posix(), path.stat().st_size, path=path)
        else:
            yield Entry(self.path.name, self.path.stat().st_size, path=self.path)

    def _walk_zip(self) -> Iterator[Entry]:
        try:
            archive = zipfile.ZipFile(self.path)
        except zipfile.BadZipFile as error:
            raise DataError("damaged zip", where=self.name, mend="export it again") from error
        with archive:
            for info in archive.infolist():
                parts = PurePosixPath(info.filename.replace("\\", "/")).parts
                is_link = stat.S_ISLNK(info.external_attr >> 16)
                if info.is_dir() or is_link or ".." in parts or info.filename.startswith("/"):
                    continue
                yield Entry("/".join(parts), info.file_size, archive=self.path, member=info.filename)

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
            with entry.open() as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        return digest.hexdigest()


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
