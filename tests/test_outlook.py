"""Mail of Outlook: single messages (compound files, written here) and data files (a stand-in of libpff)."""

from __future__ import annotations

import io
import itertools
import random
import struct
import sys
import types
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silograph.cli import main
from silograph.loaders import LOADERS, mail
from silograph.loaders.files import Source
from silograph.loaders.mail import outlook
from silograph.log.batches import Batch, ReadOptions

AT = datetime(2024, 1, 5, 9, 30, tzinfo=UTC)
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[tuple[str, ...], bytes]) -> bytes:
    """A compound file of version 3 ([MS-CFB]): streams below 4,096 bytes lie in the small sectors of the root."""
    entries: list[list[Any]] = [["Root Entry", 5, [], b""]]  # name, kind, children, content
    places: dict[tuple[str, ...], int] = {(): 0}
    for path, content in streams.items():
        for depth in range(1, len(path) + 1):
            if path[:depth] not in places:
                places[path[:depth]] = len(entries)
                entries[places[path[: depth - 1]]][2].append(len(entries))
                entries.append([path[depth - 1], 2 if depth == len(path) else 1, [], b""])
        entries[places[path]][3] = content
    sectors: list[bytes] = []
    chains: dict[int, int] = {}

    def put(content: bytes) -> int:
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        first = len(sectors)
        for number, piece in enumerate(pieces):
            chains[len(sectors)] = len(sectors) + 1 if number + 1 < len(pieces) else END
            sectors.append(piece)
        return first if pieces else END

    small, table, starts = b"", [], {}
    for number, (_, kind, _, content) in enumerate(entries):
        if kind == 2 and len(content) >= 4096:
            starts[number] = put(content)
        elif kind == 2 and content:
            count = -(-len(content) // 64)
            starts[number] = len(table)
            table += [len(table) + one + 1 for one in range(count - 1)] + [END]
            small += content.ljust(64 * count, b"\0")
    entries[0][3], starts[0] = small, put(small)
    minifat = put(b"".join(struct.pack("<I", one) for one in table))
    right: dict[int, int] = {}
    for _, _, children, _ in entries:
        children.sort(key=lambda one: (len(entries[one][0]), entries[one][0].upper()))
        right |= dict(itertools.pairwise(children))
    directory = b""
    for number, (name, kind, children, content) in enumerate(entries):
        wide = name.encode("utf-16-le")
        child = children[0] if children else FREE
        directory += wide.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(wide) + 2, kind, 1, FREE, right.get(number, FREE), child
        )
        directory += bytes(36) + struct.pack("<IQ", starts.get(number, END), len(content))
    first_of_directory = put(directory)
    count = 1
    while len(sectors) + count > 128 * count:
        count += 1
    own = list(range(len(sectors), len(sectors) + count))
    fat = [chains[one] for one in range(len(sectors))] + [FAT] * count
    packed = b"".join(struct.pack("<I", one) for one in fat).ljust(512 * count, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, count, first_of_directory, 0, 4096, minifat if table else END,
                          -(-len(table) // 128), END, 0)  # fmt: skip
    header += b"".join(struct.pack("<I", one) for one in own).ljust(436, b"\xff")
    return header + b"".join(sectors) + packed


def ticks(at: datetime) -> int:
    return (at - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10


def storage(properties: Mapping[int, object], before: int, *, narrow: str | None = None) -> dict[str, bytes]:
    """The streams of a message or recipient."""
    fixed, streams = bytes(before), {}
    for number, value in properties.items():
        if isinstance(value, str):
            kind, data = (
                (0x1E, value.encode(narrow)) if narrow else (0x1F, value.encode("utf-16-le", "surrogatepass"))
            )
            streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
            fixed += struct.pack("<HHIQ", kind, number, 6, len(data))
        elif isinstance(value, datetime):
            fixed += struct.pack("<HHIQ", 0x40, number, 6, ticks(value))
        else:
            fixed += struct.pack("<HHIiI", 0x03, number, 6, value, 0)
    return {**streams, "__properties_version1.0": fixed}


def msg(
    properties: Mapping[int, object], *recipients: Mapping[int, object], narrow: str | None = None
) -> bytes:
    streams: dict[tuple[str, ...], bytes] = {("__nameid_version1.0", "__substg1.0_00020102"): b""}
    properties = {outlook.CLASS: "IPM.Note", 0x1000: "The secret body", **properties}
    for name, content in storage(properties, 32, narrow=narrow).items():
        streams[(name,)] = content
    for number, one in enumerate(recipients):
        for name, content in storage(one, 8, narrow=narrow).items():
            streams[(f"__recip_version1.0_#{number:08X}", name)] = content
    return compound(streams)


def person(kind: int, address: str, name: str = "", **more: object) -> dict[int, object]:
    return {0x0C15: kind, 0x3003: address, 0x3001: name or address}


SENT = {
    0x0C1A: "Lee, Ann", 0x0C1F: "/O=X/OU=EXCHANGE/CN=RECIPIENTS/CN=ANN", 0x5D01: "Ann@X.org", 0x0037: "quill",
    0x0039: AT, 0x1035: "<1@x.org>", 0x1042: "<0@x.org>",
}  # fmt: skip


def read(path: Path) -> Batch:
    source = Source(path)
    assert [key for key, loader in LOADERS.items() if loader.recognises(source)] == ["mail"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        [batch] = mail.read(source, ReadOptions(key=b"of this test", subjects=True))
    return batch


def rows(batch: Batch) -> list[tuple[str, str, str | None, str | None]]:
    joined = batch.messages.join(batch.recipients, "record").to_pylist()
    return sorted((one["message_id"], one["sender"], one["recipient"], one["role"]) for one in joined)


def test_a_message_without_a_travelled_header_names_its_recipients_in_a_table(tmp_path: Path) -> None:
    exchange = {
        0x0C15: 1,
        0x3003: "/o=X/ou=Exchange/cn=Recipients/cn=bob",
        0x39FE: "Bob@x.org",
        0x3001: "Bob; the one",
    }
    only_exchange = {0x0C15: 2, 0x3003: "/o=X/ou=Exchange/cn=Recipients/cn=eve", 0x3001: "Eve"}
    path = tmp_path / "a.msg"
    path.write_bytes(
        msg(SENT, exchange, only_exchange, person(3, "zoe@x.org", 'Zoé "Z"'), {0x0C15: 1, 0x3001: "Nobody"})
    )
    batch = read(path)
    assert rows(batch) == [
        ("1@x.org", "ann@x.org", "/o=x/ou=exchange/cn=recipients/cn=eve", "cc"),
        ("1@x.org", "ann@x.org", "bob@x.org", "to"),
        ("1@x.org", "ann@x.org", "zoe@x.org", "bcc"),
    ]
    [message] = batch.messages.to_pylist()
    assert (message["sent_at"], message["time_quality"], message["parent_id"]) == (AT, "exact", "0@x.org")
    assert message["subject"] == "quill"
    names = dict(zip(batch.actors["alias"].to_pylist(), batch.actors["name"].to_pylist(), strict=True))
    assert names["ann@x.org"] == "Lee, Ann"


def test_the_travelled_header_counts_where_there_is_one(tmp_path: Path) -> None:
    header = (
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b; Fri, 5 Jan 2024 10:00:00 +0000\r\n"
        "From: =?utf-8?q?Ann?= <ann@out.org>\r\nTo: bob@x.org,\r\n\tcy@x.org\r\n"
        "Date: Fri, 5 Jan 2024 10:00:00 +0100\r\nMessage-ID: <7@out.org>\r\nAuto-Submitted: auto-replied\r\n\r\n"
    )
    path = tmp_path / "a.msg"
    path.write_bytes(msg({**SENT, 0x007D: header}, person(1, "someone@else.org")))
    batch = read(path)
    assert [row[2] for row in rows(batch)] == ["bob@x.org", "cy@x.org"]
    assert batch.messages["automated"].to_pylist() == [True]
    assert batch.messages["sent_at"].to_pylist() == [datetime(2024, 1, 5, 9, tzinfo=UTC)]


def test_in_whose_name_it_was_sent(tmp_path: Path) -> None:
    boss = {0x0042: "Boss", 0x0065: "boss@x.org"}
    (tmp_path / "a.msg").write_bytes(msg({**SENT, **boss}, person(1, "bob@x.org")))
    assert rows(read(tmp_path / "a.msg"))[0][1] == "boss@x.org"


@pytest.mark.parametrize(
    "kind", ["IPM.Contact", "IPM.Appointment", "REPORT.IPM.Note.NDR", "IPM.Schedule.Meeting.Request"]
)
def test_other_things_than_mail_and_drafts_are_the_systems(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.msg").write_bytes(msg({**SENT, outlook.CLASS: kind}, person(1, "bob@x.org")))
    (tmp_path / "b.msg").write_bytes(msg({**SENT, outlook.FLAGS: 8}, person(1, "bob@x.org")))
    batch = read(tmp_path)
    assert (batch.records, batch.system, len(batch.messages)) == (2, 2, 0)


def test_texts_of_old_versions_are_in_a_code_page(tmp_path: Path) -> None:
    for page, encoding in ((1251, "cp1251"), (65001, "utf-8"), (None, "cp1252")):
        name = "Иван" if page else "Zoé"
        said = {**SENT, 0x0C1A: name} | ({0x3FFD: page} if page else {})
        (tmp_path / f"{encoding}.msg").write_bytes(msg(said, person(1, "bob@x.org", name), narrow=encoding))
        assert name in read(tmp_path / f"{encoding}.msg").actors["name"].to_pylist()


def test_a_large_message_and_an_embedded_one(tmp_path: Path) -> None:
    streams = {(name,): content for name, content in storage({**SENT, outlook.CLASS: "IPM.Note"}, 32).items()}
    streams |= {("__substg1.0_10130102",): bytes(200_000)}
    inner = storage({0x0C15: 1, 0x3003: "inner@x.org", 0x3001: "x"}, 8)
    for name, content in inner.items():  # recipients of a message that is attached are not its own
        streams[
            ("__attach_version1.0_#00000000", "__substg1.0_3701000D", "__recip_version1.0_#00000000", name)
        ] = content
    for name, content in storage(person(1, "bob@x.org"), 8).items():
        streams[("__recip_version1.0_#00000000", name)] = content
    (tmp_path / "a.msg").write_bytes(compound(streams))
    assert [row[2] for row in rows(read(tmp_path / "a.msg"))] == ["bob@x.org"]


def test_a_message_with_a_zip_in_it_is_no_zip(tmp_path: Path) -> None:
    """Outlook keeps the theme of a message as a zip; as the last stream of a file it looks like the file's own."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("theme/theme/theme1.xml", "<a/>" * 2000)
    path = tmp_path / "a.msg"
    path.write_bytes(msg(SENT, person(1, "bob@x.org")) + packed.getvalue())
    assert zipfile.is_zipfile(path)
    assert [row[2] for row in rows(read(path))] == ["bob@x.org"]


def test_the_same_mail_as_eml_is_a_duplicate(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(msg(SENT, person(1, "bob@x.org")))
    (tmp_path / "b.eml").write_text(
        "From: ann@x.org\nTo: bob@x.org\nMessage-ID: <1@x.org>\nDate: Fri, 5 Jan 2024 09:30:00 +0000\n\n"
    )
    first, second = rows(read(tmp_path))
    assert first == second


WORD = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("Cc",)), max_size=12)
LOCAL = st.from_regex(r"[a-z]{1,6}\.[a-z]{1,6}", fullmatch=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sender=LOCAL,
    to=st.lists(st.tuples(st.sampled_from([1, 2, 3]), LOCAL, WORD), max_size=8),
    seconds=st.integers(0, 10**9),
)
def test_random_messages_are_read_back(
    tmp_path: Path, sender: str, to: Sequence[tuple[int, str, str]], seconds: int
) -> None:
    at = datetime(1992, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    said = {0x0C1A: "A", 0x0C1F: f"{sender}@x.org", 0x0039: at, 0x1035: "<9@x.org>"}
    (tmp_path / "a.msg").write_bytes(
        msg(said, *(person(kind, f"{one}@x.org", name) for kind, one, name in to))
    )
    batch = read(tmp_path / "a.msg")
    best: dict[str, int] = {}
    for kind, one, _ in sorted(to):
        best.setdefault(f"{one}@x.org", kind)
    expected = [
        ("9@x.org", f"{sender}@x.org", one, ("to", "cc", "bcc")[kind - 1]) for one, kind in best.items()
    ]
    assert rows(batch) == (sorted(expected) or [("9@x.org", f"{sender}@x.org", None, None)])
    assert batch.messages["sent_at"].to_pylist() == [at]


def test_damaged_messages_are_rejected_in_one_line(tmp_path: Path) -> None:
    whole = msg(SENT, person(1, "bob@x.org"))
    rng = random.Random(1)
    for number in range(150):
        garbled = bytearray(whole[: rng.randrange(8, len(whole))] if number % 3 == 0 else whole)
        for _ in range(rng.choice([1, 10, 200])):
            garbled[rng.randrange(8, len(garbled))] = rng.choice([0, 255, rng.randrange(256)])
        path = tmp_path / "a.msg"
        path.write_bytes(bytes(garbled))
        batch = read(path)
        assert batch.records == 1
        assert all("\n" not in one.reason and "quill" not in one.reason for one in batch.rejected)


@pytest.mark.parametrize(
    ("file", "content", "extra"), [("a.msg", msg(SENT), "msg"), ("a.pst", b"!BDN1234", "pst")]
)
def test_without_the_library_the_reason_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: bytes, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, {"msg": "olefile", "pst": "pypff"}[extra], None)
    (tmp_path / file).write_bytes(content)
    [rejected] = read(tmp_path / file).rejected
    assert f"install silograph[{extra}] to read it, or" in rejected.reason
    assert f"silograph[{extra}]" in CliRunner().invoke(main, ["info", str(tmp_path / file)]).output


# --- data files: no library writes them, so the adapter is tried on a stand-in of libpff's interface -----------


class Entry:
    def __init__(self, number: int, value: object) -> None:
        self._number, self._value = number, value

    def get_entry_type(self) -> int:
        return self._number

    def get_value_type(self) -> int:
        return {str: 0x1F, int: 0x03, datetime: 0x40}[type(self._value)]

    def get_data_as_string(self) -> object:
        return self._value

    def get_data_as_integer(self) -> object:
        return self._value

    def get_data_as_datetime(self) -> datetime:
        assert isinstance(self._value, datetime)
        return self._value.replace(tzinfo=None)  # as libpff does


class Things:
    """Record sets of an item or a table."""

    def __init__(self, *sets: Mapping[int, object]) -> None:
        self._sets = sets

    def get_number_of_record_sets(self) -> int:
        return len(self._sets)

    def get_record_set(self, number: int) -> object:
        entries = [Entry(*one) for one in self._sets[number].items()]
        return types.SimpleNamespace(
            get_number_of_entries=lambda: len(entries), get_entry=entries.__getitem__
        )


class Message(Things):
    def __init__(self, properties: Mapping[int, object], *recipients: Mapping[int, object]) -> None:
        super().__init__(properties)
        self.recipients = Things(*recipients) if recipients else None


class Folder:
    name = None  # as that of a root folder is

    def __init__(self, *messages: object, folders: Sequence[object] = ()) -> None:
        self._messages, self._folders = messages, folders

    def get_number_of_sub_messages(self) -> int:
        return len(self._messages)

    def get_sub_message(self, number: int) -> object:
        if isinstance(self._messages[number], Exception):
            raise self._messages[number]
        return self._messages[number]

    def get_number_of_sub_folders(self) -> int:
        return len(self._folders)

    def get_sub_folder(self, number: int) -> object:
        return self._folders[number]


def stand_in(root: Folder, orphans: Sequence[object]) -> Any:
    class File:
        def open(self, _: str) -> None: ...
        def close(self) -> None: ...
        def get_root_folder(self) -> Folder:
            return root

        def get_number_of_orphan_items(self) -> int:
            return len(orphans)

        def get_orphan_item(self, number: int) -> object:
            return orphans[number]

    return types.SimpleNamespace(file=File)


def test_a_data_file_is_read_folder_by_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = {outlook.CLASS: "IPM.Note", 0x1000: "The secret body"}
    first = Message({**SENT, **note}, person(1, "bob@x.org"), person(2, "cy@x.org"))
    second = Message({**SENT, **note, 0x1035: "<2@x.org>"})
    deleted = Message({**SENT, **note, 0x1035: "<3@x.org>"}, person(1, "bob@x.org"))
    contact, bare = (
        Message({outlook.CLASS: "IPM.Contact"}),
        object(),
    )  # libpff gives things that are no messages too
    inbox = Folder(first, OSError("damaged"), contact, bare)
    root = Folder(folders=[Folder(second, folders=[inbox])])
    monkeypatch.setitem(sys.modules, "pypff", stand_in(root, [deleted]))
    (tmp_path / "a.pst").write_bytes(b"!BDN" + bytes(600))
    batch = read(tmp_path / "a.pst")
    assert rows(batch) == [
        ("1@x.org", "ann@x.org", "bob@x.org", "to"),
        ("1@x.org", "ann@x.org", "cy@x.org", "cc"),
        ("2@x.org", "ann@x.org", None, None),
        ("3@x.org", "ann@x.org", "bob@x.org", "to"),
    ]
    assert batch.messages["sent_at"].to_pylist() == [AT] * 3
    assert (batch.system, [one.reason for one in batch.rejected]) == (2, ["an item that cannot be read"])
    assert batch.bytes_read == 604


def test_the_library_itself_refuses_what_is_no_data_file(tmp_path: Path) -> None:
    pytest.importorskip("pypff")
    (tmp_path / "a.pst").write_bytes(b"!BDN" + bytes(600))
    [rejected] = read(tmp_path / "a.pst").rejected
    assert "repair it with Outlook's scanpst" in rejected.reason


def test_the_stand_in_has_only_what_the_library_has() -> None:
    """Every part of the interface that is used exists under that name in libpff."""
    pypff = pytest.importorskip("pypff")
    for kind, ours in (("file", stand_in(Folder(), []).file), ("folder", Folder), ("record_entry", Entry)):
        theirs = set(dir(getattr(pypff, kind)))
        assert {name for name in dir(ours) if not name.startswith("_")} - {"name"} <= theirs
    assert {"recipients", "get_number_of_record_sets", "get_record_set"} <= set(dir(pypff.message))
    assert {"get_number_of_record_sets", "get_record_set"} <= set(dir(pypff.recipients))
    assert {"get_number_of_entries", "get_entry"} <= set(dir(pypff.record_set))


def test_a_data_file_inside_a_zip_is_to_be_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.pst", b"!BDN" + bytes(600))
        archive.writestr("b.msg", msg(SENT, person(1, "bob@x.org")))
    batch = read(tmp_path / "a.zip")
    assert [row[2] for row in rows(batch)] == ["bob@x.org"]
    assert [one.reason for one in batch.rejected] == [
        "an Outlook data file inside a zip; unzip it, and name the folder"
    ]


def test_olefile_reads_what_is_written_here() -> None:
    olefile = pytest.importorskip("olefile")
    content = {("a",): b"x" * 5000, ("b", "c"): b"y" * 70, ("b", "d"): b"", ("e",): b"z" * 64}
    with olefile.OleFileIO(io.BytesIO(compound(content))) as ole:
        assert {path: ole.openstream(list(path)).read() for path in content} == content
