"""The conformance kit: what every loader does with good and with damaged exports.

A loader is under it as soon as it stands in `LOADERS` and has a sample in `tests/fixtures/samples.py`.
"""

from __future__ import annotations

import random
import runpy
import time
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from silograph.cli import main
from silograph.errors import DataError
from silograph.loaders import LOADERS, reading
from silograph.loaders.files import Source
from silograph.log.batches import Batch, ReadOptions
from silograph.log.cleaning import is_usable_time
from silograph.log.schema import MESSAGE_SCHEMA, RECIPIENT_SCHEMA
from silograph.log.store import SourceReport, Store

_MADE = runpy.run_path(str(Path(__file__).parent / "fixtures" / "samples.py"))
SAMPLES, PERSONAL = _MADE["SAMPLES"], _MADE["PERSONAL"]
OPTIONS = ReadOptions(key=b"of this test", subjects=True)
PATIENCE = 10  # seconds, of a machine that does other things too

every_loader = pytest.mark.parametrize("name", LOADERS)


def sample(name: str, **odd: object) -> Mapping[str, bytes]:
    files: Mapping[str, bytes] = SAMPLES[name](**odd)
    return files


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def zipped(path: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


def check(batches: list[Batch]) -> None:
    """What holds of whatever a loader hands over."""
    for batch in batches:
        own = [kind for kind in batch.messages["kind"].to_pylist() if kind != "reaction"]
        sent = len(batch.messages) if batch.row_records else len(own)
        assert batch.records == sent + batch.system + batch.other + len(batch.rejected)
        assert batch.messages.schema == MESSAGE_SCHEMA
        assert batch.recipients.schema == RECIPIENT_SCHEMA
        assert all(at is None or is_usable_time(at) for at in batch.messages["sent_at"].to_pylist())
        for column in ("message_id", "sender", "thread_id", "parent_id", "space"):
            texts = [text for text in batch.messages[column].to_pylist() if text is not None]
            assert all(text.strip() and "\0" not in text and len(text) <= 1000 for text in texts)
        for one in batch.rejected:
            assert one.place
            assert one.reason
            assert "\n" not in one.place + one.reason
            assert not [word for word in PERSONAL if word in f"{one.place} {one.reason}".lower()], one


def survive(path: Path, name: str) -> list[Batch]:
    """Read whatever lies there: counted and rejected, or refused in one line; never a crash, never a hang."""
    started = time.monotonic()
    source, refusal, batches = Source(path), "", []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            LOADERS[name].recognises(source)
            batches = list(LOADERS[name].read(source, OPTIONS))
    except DataError as error:
        refusal = str(error)
    check(batches)
    assert "\n" not in refusal
    assert not [word for word in PERSONAL if word in refusal.lower()]
    source.close()
    assert time.monotonic() - started < PATIENCE
    return batches


def counted(path: Path, name: str) -> SourceReport:
    """What comes of a source that can be read, in a store."""
    batches = survive(path, name)
    report = Store.in_memory().add(batches, name="sample", loader=name)
    left = report.messages + report.duplicates + report.system + report.other + report.rejected
    by_rows = any(batch.row_records for batch in batches)  # there, several records may be one message
    assert report.records == left or (by_rows and report.records > left)
    assert min(report.messages, report.duplicates, report.system, report.other) >= 0
    return report


def test_every_loader_has_a_sample_with_its_traps() -> None:
    assert set(SAMPLES) == set(LOADERS)
    for name in SAMPLES:
        content = b"".join(sample(name).values()).lower()
        assert all(word.encode() in content for word in PERSONAL), name
        assert len(sample(name)) > 1, name


@every_loader
def test_says_what_it_reads(name: str) -> None:
    assert LOADERS[name].READS.strip()
    assert "\n" not in LOADERS[name].READS


@every_loader
def test_a_good_sample_is_recognised_by_one_and_counted(tmp_path: Path, name: str) -> None:
    files = sample(name)
    folder, archive = put(tmp_path / "folder", files), zipped(tmp_path / "a.zip", files.items())
    for path in (folder, archive):
        assert [key for key, loader in LOADERS.items() if loader.recognises(Source(path))] == [name]
        assert reading.recognise(Source(path))[0] == name
    report = counted(folder, name)
    assert report.messages >= 3
    assert report.rejected == 0
    assert counted(archive, name) == report


@every_loader
def test_it_reads_the_same_again_and_says_all_its_bytes(tmp_path: Path, name: str) -> None:
    source = Source(put(tmp_path, sample(name)))
    first, second = (list(LOADERS[name].read(source, OPTIONS)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert one.messages.drop_columns("record").equals(other.messages.drop_columns("record"))
    assert 0 < sum(batch.bytes_read for batch in first) <= 2 * source.size


def tables(paths: Iterable[Path]) -> tuple[pd.DataFrame, dict[str, object]]:
    store = Store.in_memory()
    for path in paths:
        [name] = [key for key, loader in LOADERS.items() if loader.recognises(Source(path))]
        store.add(LOADERS[name].read(Source(path), OPTIONS), name="source", loader=name)
    log, _ = store.log()
    frame = log.to_pandas()
    kept = [column for column in frame if column != "source"]
    frame = frame[kept].sort_values(kept, ignore_index=True)
    return frame, {**log.counts(), "duplicates": log.provenance.total("duplicates")}


@every_loader
def test_the_order_of_files_and_sources_does_not_matter(tmp_path: Path, name: str) -> None:
    files = list(sample(name).items())
    forth = zipped(tmp_path / "forth.zip", files)
    back = zipped(tmp_path / "back.zip", files[::-1])
    other = put(tmp_path / "other", sample(name, person="eve"))
    expected, counts = tables([forth, other])
    for paths in ([back, other], [other, forth], [other, back]):
        found, counts_found = tables(paths)
        pd.testing.assert_frame_equal(found, expected)
        assert counts_found == counts


ODD_PERSONS = {
    "NUL": "ann\0quill",
    "half a surrogate": "ann\ud83dquill",
    "over-long": "quill" * 5000,
    "controls": "\x07ann\x1b quill\x7f",
    "spaces": "  ann \t quill\u00a0 ",
    "nothing": " \t ",
    "markup": "</script>\"'<&quill;",
}


@every_loader
@pytest.mark.parametrize("odd", ODD_PERSONS)
def test_odd_ids(tmp_path: Path, name: str, odd: str) -> None:
    whole = counted(put(tmp_path / "good", sample(name)), name)
    report = counted(put(tmp_path / "odd", sample(name, person=ODD_PERSONS[odd])), name)
    assert report.messages + report.rejected + report.other > 0
    if odd in {"controls", "spaces", "markup"} and name in {"slack", "eventlog"}:  # others write addresses
        assert report.messages == whole.messages


@every_loader
@pytest.mark.parametrize("year", [1, 1600, 1969, 2100, 2262, 2263, 9999])
def test_absurd_dates(tmp_path: Path, name: str, year: int) -> None:
    """The one record with it has no time or is rejected; the others stay."""
    whole = counted(put(tmp_path / "good", sample(name)), name)
    report = counted(put(tmp_path / "odd", sample(name, year=year)), name)
    assert report.records == whole.records
    assert report.messages >= whole.messages - 2


@every_loader
def test_truncated_at_many_places(tmp_path: Path, name: str) -> None:
    files = sample(name)
    number = 0
    for cut, content in files.items():
        for at in {0, 1, *range(2, len(content), max(len(content) // 5, 1)), len(content) - 1}:
            number += 1
            survive(put(tmp_path / str(number), {**files, cut: content[:at]}), name)
            survive(put(tmp_path / f"{number} alone", {cut: content[:at]}), name)


@every_loader
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), share=st.sampled_from([0.001, 0.01, 0.1, 1.0]))
def test_garbled_bytes(tmp_path_factory: pytest.TempPathFactory, name: str, seed: int, share: float) -> None:
    rng = random.Random(seed)
    files = {}
    for file, content in sample(name).items():
        garbled = bytearray(content)
        for _ in range(max(1, int(len(garbled) * share))):
            garbled[rng.randrange(len(garbled))] = rng.choice([0, 10, 34, 44, 255, rng.randrange(256)])
        files[file] = bytes(garbled)
    survive(put(tmp_path_factory.mktemp("garbled"), files), name)


def mostly_garbled(folder: Path, files: Mapping[str, bytes]) -> Path:
    """An export of which four fifths are nothing: each file once more, with its beginning and noise behind it."""
    rng = random.Random(1)
    put(folder / "a", files)
    return put(folder / "z", {name: garbled(content, rng) for name, content in files.items()}).parent


def garbled(content: bytes, rng: random.Random) -> bytes:
    """A file whose beginning is still that of its format, and then five times as much of nothing."""
    lines = content.split(b"\n")
    beginnings = [b"\n".join(lines[:2]), lines[0], content[: len(content) // 4]]
    kept = next(one for one in beginnings if len(one) <= 0.6 * len(content))
    letters = b"abcdefghijklmnopqrstuvwxyz    "
    noise = [bytes(rng.choice(letters) for _ in range(40)) for _ in range(len(content) // 8)]
    return b"\n".join([kept, *noise, b""])


@every_loader
def test_an_export_that_is_mostly_garbled_is_refused_unless_asked_for(tmp_path: Path, name: str) -> None:
    files = sample(name)
    whole, spoilt = put(tmp_path / "whole", files), mostly_garbled(tmp_path / "spoilt", files)
    out, words = tmp_path / "out", ["analyze", str(spoilt), "--as", name, "--only", "communities", "--out"]
    done = CliRunner().invoke(main, [*words, str(out)])
    assert (done.exit_code, done.stdout, out.exists()) == (2, "", False), done.output
    (line,) = done.stderr.splitlines()
    assert line.startswith("silograph: spoilt: most of it could not be read: ")
    assert "--accept-partial" in line
    assert not [word for word in PERSONAL if word in line.lower()]
    told = CliRunner().invoke(main, ["info", str(spoilt), "--as", name])
    assert told.exit_code == 0, told.output
    assert "most of it could not be read" in told.stdout.split("\n\n")[0]
    log, _ = sg.read(whole, loader=name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rest, _ = sg.read(spoilt, loader=name)
    assert rest.counts()["messages"] >= log.counts()["messages"]
    done = CliRunner().invoke(main, [*words, str(out), "--accept-partial"])
    assert done.exit_code == 0, done.output
    assert "of source 1 could not be read" in done.stdout


@every_loader
@pytest.mark.parametrize("other", LOADERS)
def test_it_claims_nothing_of_others(tmp_path: Path, name: str, other: str) -> None:
    if name != other:
        for number, (file, content) in enumerate(sample(other).items()):
            alone = put(tmp_path / str(number), {file: content})
            assert not LOADERS[name].recognises(Source(alone))


def test_exports_side_by_side_are_each_read_by_their_own(tmp_path: Path) -> None:
    """Many of these are JSON or CSV, and look alike."""
    for name in LOADERS:
        put(tmp_path / name, sample(name))
    found = {child.name: reading.recognise(child)[0] for child in reading.expand(Source(tmp_path))}
    assert found == {name: name for name in LOADERS}


@every_loader
@pytest.mark.parametrize(
    "content", [b"", b"\0" * 300, b"\xff\xfe", b"\n\n\n", b"{}", b"<log>", b"x" * 100_000]
)
def test_files_of_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    for file in sample(name):
        folder = put(tmp_path / file.replace("/", "-"), {file: content})
        if not content.strip(b"\0\n"):
            assert not LOADERS[name].recognises(Source(folder))
        survive(folder, name)
