"""Files, folders and zips as sources: what is left out, damaged or encrypted is said."""

from __future__ import annotations

import gzip
import io
import stat
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest

from silograph.errors import DataError
from silograph.loaders.files import UNREADABLE, Source, csv_rows, why_unreadable


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def encrypted(path: Path) -> Path:
    """A zip whose one member says that it is encrypted."""
    content = bytearray(zipped(path, {"a.mbox": b"From a\n" * 20}).read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    return path


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    [entry] = Source(encrypted(tmp_path / "mail.zip")).entries
    assert entry.place == "mail.zip!a.mbox"
    assert entry.unreadable() == "encrypted; unzip it with its password, and name the folder"


def test_a_damaged_member_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "mail.zip", {"a.mbox": bytes(range(256)) * 40})
    content = bytearray(path.read_bytes())
    content[60:80] = b"\xff" * 20
    path.write_bytes(content)
    [entry] = Source(path).entries
    assert entry.unreadable() == "damaged or cut off; export or copy it again"
    assert entry.head() == b""


def test_a_zip_cut_off_is_no_table(tmp_path: Path) -> None:
    path = zipped(tmp_path / "mail.zip", {"a.mbox": bytes(range(256)) * 400})
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataError, match=r"^mail.zip: damaged or cut-off zip; export or copy it again$"):
        Source(path).entries  # noqa: B018 - reading it is the test


def test_names_that_lead_out_of_the_zip_are_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "odd.zip", {"../evil": b"x", "/abs": b"x", "good": b"x", "b/../../c": b"x"})
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    source = Source(path)
    assert [entry.name for entry in source.entries] == ["good"]
    assert len(source.entries) == 1
    (note,) = source.notes  # said once
    assert note.startswith("4 of 5 files left out")
    assert note.place == "../evil"


def test_a_zip_of_nothing_but_such_names(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"odd.zip: 1 of 1 files left out"):
        Source(zipped(tmp_path / "odd.zip", {"../evil": b"x"})).entries  # noqa: B018


def unflagged(path: Path, members: list[tuple[bytes, bytes]], extra: bytes = b"") -> Path:
    """A zip whose names are these bytes, without saying in which character set they are."""
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")  # of two members of one name
        for name, content in members:
            info = zipfile.ZipInfo("x" * len(name))
            info.extra = extra
            archive.writestr(info, content)
    whole = path.read_bytes()
    for name, _ in members:
        whole = whole.replace(b"x" * len(name), name, 1)  # local headers come first, in this order
    head, tail = whole[: whole.index(b"PK\x01\x02")], whole[whole.index(b"PK\x01\x02") :]
    for name, _ in members:
        tail = tail.replace(b"x" * len(name), name, 1)
    path.write_bytes(head + tail)
    return path


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("café-rh/a.json".encode(), "café-rh/a.json"),
        ("幹部/a.json".encode(), "幹部/a.json"),
        ("Ünterlagen\\ä.eml".encode(), "Ünterlagen/ä.eml"),
        ("café".encode("cp437"), "café"),  # what the flag's absence means, where it is not UTF-8
        (b"plain", "plain"),
    ],
)
def test_names_in_a_zip_without_the_flag_are_utf8_where_they_can_be(
    tmp_path: Path, raw: bytes, expected: str
) -> None:
    [entry] = Source(unflagged(tmp_path / "a.zip", [(raw, b"hello")])).entries
    assert entry.name == expected
    assert entry.place == f"a.zip!{expected.replace('/', chr(92)) if chr(92).encode() in raw else expected}"
    with entry.open() as stream:
        assert stream.read() == b"hello"


def test_the_name_that_info_zip_keeps_beside(tmp_path: Path) -> None:
    raw, name = "Qualit\x82".encode("latin-1"), "Qualité".encode()
    field = b"\x01" + zlib.crc32(raw).to_bytes(4, "little") + name
    extra = b"up" + len(field).to_bytes(2, "little") + field
    [entry] = Source(unflagged(tmp_path / "a.zip", [(raw, b"hello")], extra)).entries
    assert entry.name == "Qualité"


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    members = [(b"a.txt", b"first"), (b"b.txt", b"other"), (b"a.txt", b"second")]
    source = Source(unflagged(tmp_path / "a.zip", members))
    contents = []
    for entry in source.entries:
        with entry.open() as stream:
            contents.append((entry.name, stream.read()))
    assert contents == [("a.txt", b"first"), ("a.txt", b"second"), ("b.txt", b"other")]
    assert source.size == len(b"firstothersecond")


def test_a_gzip_closes_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"hello"))
    [entry] = Source(path).entries
    with entry.open() as stream:
        packed = stream.fileobj  # type: ignore[attr-defined]
        assert stream.read() == b"hello"
    assert packed.closed


def test_every_error_of_reading_has_a_reason() -> None:
    for error in UNREADABLE:
        what, _, mend = why_unreadable(error("x")).partition("; ")
        assert what
        assert mend


def test_rows_of_a_csv_file() -> None:
    text = 'a,b\n1,"two\nlines"\n\n2,5" pipe\n3,n\0l\n4,"open\n5,x\n6,x\n'
    rows = list(csv_rows(io.StringIO(text, newline=""), ","))
    assert [(row.line, len(row.cells), row.swallowed, row.nul) for row in rows] == [
        (1, 2, 0, False),
        (2, 2, 0, False),
        (4, 0, 0, False),
        (5, 2, 0, False),
        (6, 2, 0, True),
        (7, 2, 2, False),
    ]
    assert [line for row in rows for line, _ in row.problems] == [6, 7, 8, 9]
