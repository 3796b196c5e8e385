"""A new source is a file and a line in `LOADERS`: everything else finds it there."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import silograph as sg
from silograph.cli import main
from silograph.errors import FormatError
from silograph.loaders import LOADERS, reading
from silograph.loaders.files import Source
from silograph.log.batches import Batch, BatchBuilder, ReadOptions
from silograph.log.store import Store

MAGIC = b"pigeon post\n"
POST = MAGIC + b"ann@x.org>bob@x.org 2024\nbob@x.org>ann@x.org 2024\nann@x.org>bob@x.org 0001\nnonsense\n"


def _recognises(source: Source) -> bool:
    return all(entry.head(len(MAGIC)) == MAGIC for entry in source.entries)


def _read(source: Source, _options: ReadOptions) -> Iterator[Batch]:
    builder = BatchBuilder(channel="post")
    builder.space("loft", public=True)
    for entry in source.entries:
        with entry.open_text() as stream:
            for number, line in enumerate(stream, start=1):
                place = f"{entry.place}:line {number}"
                pair, _, year = line.strip().partition(" ")
                sender, _, recipient = pair.partition(">")
                if number == 1:
                    builder.system()
                elif not recipient:
                    builder.reject(place, "no recipient")
                else:
                    at = datetime(int(year), 1, number, tzinfo=UTC)
                    builder.message(
                        f"{number}", sender, [(recipient, "to")], sent_at=at, kind="post", space="loft", place=place
                    )  # fmt: skip
                yield from builder.full()
    yield builder.take()


@pytest.fixture
def pigeons(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The toy loader registered, and a file for it."""
    module = types.SimpleNamespace(READS="pigeon post: toy", recognises=_recognises, read=_read)
    monkeypatch.setitem(LOADERS, "pigeons", module)  # type: ignore[arg-type]
    path = tmp_path / "loft.pigeons"
    path.write_bytes(POST)
    return path


def test_formats_lists_it(pigeons: Path) -> None:
    assert pigeons.exists()
    lines = CliRunner().invoke(main, ["formats"]).stdout.splitlines()
    assert [line.split(maxsplit=1) for line in lines if "pigeon" in line] == [["pigeons", "pigeon post: toy"]]


def test_it_is_recognised_by_content_and_by_name(pigeons: Path) -> None:
    assert reading.recognise(Source(pigeons))[0] == "pigeons"
    assert reading.recognise(Source(pigeons), name="pigeons")[0] == "pigeons"
    with pytest.raises(FormatError, match=r"formats are .*pigeons"):
        reading.recognise(Source(pigeons), name="doves")


def test_what_it_reads_is_cleaned_counted_and_stored(pigeons: Path, tmp_path: Path) -> None:
    log, roster = sg.read(pigeons)
    assert log.counts()["channels"] == {"post": 2}
    assert log.to_pandas()["space"].tolist() == ["loft"] * 2
    assert log.provenance.rejected[["place", "reason"]].to_numpy().tolist() == [
        ["loft.pigeons:line 4", "a date outside 1970-2099"],
        ["loft.pigeons:line 5", "no recipient"],
    ]
    assert (log.provenance.total("records"), log.provenance.total("system")) == (5, 1)
    assert len(roster) == 2
    store = tmp_path / "s.duckdb"
    for words in (["load", pigeons, "--store", store], ["info", store], ["info", pigeons, "--as", "pigeons"]):
        done = CliRunner().invoke(main, list(map(str, words)))
        assert done.exit_code == 0, done.output
    assert "(pigeons)" in done.stdout
    with Store.open(store) as opened:
        assert opened.log()[0].counts() == log.counts()


def test_a_folder_of_several_formats_finds_it_too(pigeons: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    pigeons.rename(folder / pigeons.name)
    (folder / "log.csv").write_text("sent_at,sender,recipient\n2024-01-02,ann@x.org,eve@x.org\n")
    log, _ = sg.read(folder)
    assert set(log.provenance.sources["format"]) == {"pigeons", "interactions"}
    assert log.counts()["messages"] == 3
