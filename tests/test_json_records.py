"""JSON of any size and origin: every layout gives the same records, and what damage costs is counted in bytes."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silograph.loaders import json_records as reader
from silograph.loaders.files import Entry, Source
from silograph.loaders.json_records import DAMAGED, NESTED, json_items, json_records, reported
from silograph.log.batches import BatchBuilder
from silograph.log.coverage import Coverage

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
WEIRD = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def entry_of(folder: Path, content: str | bytes) -> Entry:
    path = folder / "a.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    [entry] = Source(path).entries
    return entry


def streamed(entry: Entry) -> list[tuple[str, object]]:
    return [(item.key, item.value) for item in json_items(entry)]


@WEIRD
@given(found=st.lists(values, max_size=6), piece=st.integers(1, 9), indent=st.sampled_from([None, 1]))
def test_a_list_in_pieces_is_the_list(
    tmp_path_factory: pytest.TempPathFactory, found: list[Any], piece: int, indent: int | None
) -> None:
    entry = entry_of(tmp_path_factory.mktemp("json"), json.dumps(found, indent=indent))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_PIECE", piece)
        assert streamed(entry) == [("", value) for value in found]


@WEIRD
@given(found=st.dictionaries(st.text(max_size=4), values, max_size=5), piece=st.integers(1, 9))
def test_an_object_in_pieces_is_the_items_of_its_lists(
    tmp_path_factory: pytest.TempPathFactory, found: dict[str, Any], piece: int
) -> None:
    entry = entry_of(tmp_path_factory.mktemp("json"), json.dumps(found))
    expected = [
        (key, one) for key, value in found.items() for one in (value if isinstance(value, list) else [value])
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_PIECE", piece)
        assert streamed(entry) == expected


@pytest.mark.parametrize(
    ("content", "read", "problem"),
    [
        ('[{"a": 1}, {"b": 2', 1, "damaged JSON"),
        ('[{"a": 1} {"b": 2}]', 1, "damaged JSON"),
        ('{"value": [1, 2, x]}', 2, "damaged JSON"),
        ("[" + "[" * 100_000, 0, "damaged JSON: nested beyond reason"),
        ("nothing", 0, "damaged JSON"),
        ('{"value": [1]}\n{"value": [2]}\n[3] x', 3, "damaged JSON"),
        ('[1, "' + "x" * 3000 + '", 2]', 1, "a record too large to read"),
    ],
)
def test_what_lies_before_the_damage_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, read: int, problem: str
) -> None:
    monkeypatch.setattr(reader, "_PIECE", 16)
    monkeypatch.setattr(reader, "LARGEST", 1000 if "x" * 3000 in content else 1 << 20)
    found = list(json_items(entry_of(tmp_path, content)))
    assert [item.problem for item in found] == [None] * read + [problem]
    assert found[-1].place.startswith("a.json")


def test_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST", 20)
    content = '\ufeff{"a": 1}\r\n\n{"a": 2\n"' + "x" * 50 + '"\n[3]'
    found = list(reader.json_lines(entry_of(tmp_path, content)))
    assert [(item.place, item.value, item.problem) for item in found] == [
        ("a.json:line 1", {"a": 1}, None),
        ("a.json:line 3", None, "damaged JSON"),
        ("a.json:line 4", None, "a record too large to read"),
        ("a.json:line 5", [3], None),
    ]


@pytest.mark.parametrize(
    ("content", "by_line"),
    [
        ('{"id": 1}\n{"id": 2}\n', True),
        ('{"value": [{"id": 1}]}', False),
        ('{\n "value": []}', False),
        ('[{"id": 1}]', False),
        ('{"id": "' + "x" * 70_000 + '"}\n', True),
        ('{"value": ["' + "x" * 70_000 + '"]}\n', False),
    ],
)
def test_lines_are_told_from_documents(tmp_path: Path, content: str, by_line: bool) -> None:
    assert reader.is_json_lines(entry_of(tmp_path, content), wrappers=frozenset({"value"})) == by_line


def found(path: Path, text: str, arrays: Sequence[str] = ("a",)) -> list[object]:
    path.write_text(text, encoding="utf-8")
    records = json_records(Entry(path.name, len(text), path=path), arrays)
    return [one.problem or one.value for one in records]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    records=st.lists(
        st.dictionaries(st.text(max_size=3), st.integers() | st.text() | st.none(), max_size=3), max_size=6
    ),
    indent=st.sampled_from([None, 1]),
    pad=st.integers(0, 200_000),
)
def test_every_layout_of_json_gives_the_same_records(
    tmp_path: Path, records: list[dict[str, object]], indent: int | None, pad: int
) -> None:
    records = [{key + "_": value for key, value in one.items()} for one in records]
    space = " " * pad  # records lie across the pieces in which a file is read
    path = tmp_path / "a.json"
    assert found(path, space + json.dumps(records, indent=indent)) == records
    assert found(path, json.dumps({"n": 1, "a": records, "z": {}}, indent=indent)) == records
    assert found(path, "\n".join(space + json.dumps(one) for one in records)) == records
    assert found(path, json.dumps([records, records], indent=indent)) == records * 2
    assert found(path, "".join(json.dumps([one]) for one in records)) == records


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"x": 1}\n{"x": "cut\n{"x": 3}', [{"x": 1}, DAMAGED, {"x": 3}]),
        ('{"x": \n{"x": 2}\n{"x": 3}', [DAMAGED, {"x": 3}]),  # a line that swallows the next one
        ('{"a": [{"x": 1}, {"x": 2', [{"x": 1}, DAMAGED]),
        ('[{"x": 1}, nonsense, {"x": 2}]', [{"x": 1}, DAMAGED]),
        ('[{"x": ' + "9" * 5000 + "}]", [DAMAGED]),
        ("[" * 100_000, [NESTED]),
        ('{"a": [1, ' + '{"b": ' * 50_000, [1, NESTED]),
        ("", []),
        ('{"a": []}', []),
        ('{"x": 12345', [DAMAGED]),
    ],
)
def test_damage_is_one_record_and_what_follows_on_lines_of_its_own_is_read(
    tmp_path: Path, text: str, expected: list[object]
) -> None:
    assert found(tmp_path / "a.json", text) == expected


# --- what damage costs ----------------------------------------------------------------------------------------


def lost(entry: Entry, arrays: Sequence[str] | None = ("a",)) -> tuple[int, int, int]:
    """How many records are read, how many places are damaged, and the bytes that became no record."""
    builder, coverage = BatchBuilder(), Coverage()
    found = json_items(entry) if arrays is None else json_records(entry, arrays)
    read = sum(1 for _ in reported(found, entry, builder))
    batch = builder.take()
    coverage.see(batch)
    assert batch.bytes_read == entry.size
    assert (coverage.read().refusal != "") == (batch.bytes_lost > entry.size / 2)
    return read, len(batch.rejected), batch.bytes_lost


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"a": [{"x": 1}, {"x": 2}]}', (2, 0, 0)),
        ('{"a": [{"x": 1}' + "!" * 15, (1, 1, 15)),
        ("[1" + "!" * 98, (1, 1, 98)),
        ('[{"x": 1}\n' + "!" * 89 + '\n{"x": 2}]', (2, 1, 91)),  # between the two, with line ends
        ("not JSON", (0, 1, 8)),
        (('{"a": ["é"' + "é" * 70).encode(), (1, 1, 140)),  # bytes, not characters
        (('{"a": ["e"' + "!" * 70).encode("utf-16"), (1, 1, 140)),
    ],
)
def test_what_is_lost_is_counted_in_bytes(
    tmp_path: Path, content: str | bytes, expected: tuple[int, int, int]
) -> None:
    read, damaged, size = lost(entry_of(tmp_path, content))
    assert (read, damaged) == expected[:2]
    assert size == pytest.approx(expected[2], rel=0.02)


@WEIRD
@given(count=st.integers(1, 8), broken=st.integers(0, 7), key=st.sampled_from(["", "a"]), whole=st.booleans())
def test_one_record_that_is_damaged_costs_no_other_on_a_line_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, count: int, broken: int, key: str, whole: bool
) -> None:
    """As ``mongoexport --jsonArray`` and many programs write a list."""
    lines = [json.dumps({"x": number, "b": [number]}) for number in range(count)]
    if broken < count:
        lines[broken] = lines[broken].replace("b", "\x01")
    listed = "[\n" + ",\n".join(lines) + "\n]"
    entry = entry_of(tmp_path_factory.mktemp("json"), f'{{"n": 1, "a": {listed}}}' if key else listed)
    found = list(json_records(entry, ["a"]) if whole else json_items(entry))
    read = [(one.key, one.value["x"]) for one in found if one.problem is None and one.key in {key}]
    assert read == [(key, number) for number in range(count) if number != broken]
    assert sum(one.problem is not None for one in found) == (broken < count)
    assert all(one.beside.get("n", 1) == 1 for one in found)


def test_pages_behind_a_damaged_one_are_pages(tmp_path: Path) -> None:
    content = '{"a": [{"x": 1}, {"x": \n{"n": 5, "a": [{"x": 2}]}\n{"a": [{"x": 3}], "m": 6}'
    content = content.replace('{"x": \n', '{"x": !\n')
    items = list(json_items(entry_of(tmp_path, content)))
    assert [(one.key, one.value) for one in items if not one.problem] == [
        ("a", {"x": 1}), ("n", 5), ("a", {"x": 2}), ("a", {"x": 3}), ("m", 6),
    ]  # fmt: skip
    records = list(json_records(entry_of(tmp_path, content), ["a"]))
    assert [one.value["x"] for one in records if not one.problem] == [1, 2, 3]


@pytest.mark.parametrize("line", ['{"x": !', '{"x": "', '{"x": {"x"', "{"])
def test_damage_takes_time_that_grows_with_the_file_alone(tmp_path: Path, line: str) -> None:
    """The decoder counts the lines before each damaged place: also those of a long record that is read already."""
    long = json.dumps({"x": "\n" * 4_000_000})
    entry = entry_of(tmp_path, long + f"\n{line}" * 20_000)
    started = time.process_time()
    read, _, size = lost(entry)
    # In seconds. With all lines counted again each time it is half a minute.
    assert time.process_time() - started < 5
    assert read == 1
    assert size == pytest.approx(entry.size - len(long), rel=0.01)


def test_a_file_cut_off_where_it_is_packed_is_lost_from_there_on(tmp_path: Path) -> None:
    def broken(entry: Entry) -> Any:
        yield reader.JsonRecord("a", "", {}, 30)
        yield reader.JsonRecord("a", "", None, 0, problem="cut off", is_part=True)

    builder = BatchBuilder()
    entry = entry_of(tmp_path, "x" * 100)
    assert len(list(reported(broken(entry), entry, builder))) == 1
    assert [one.size for one in builder.take().rejected] == [70]
