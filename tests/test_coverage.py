"""How much of a source became records, and what is said where it is too little."""

from __future__ import annotations

import gzip
import io
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.cli import main
from silograph.loaders import LOADERS
from silograph.loaders.files import Entry, Source
from silograph.loaders.mail import loader as mail
from silograph.loaders.reading import open_log
from silograph.log.batches import Batch, BatchBuilder, ReadOptions
from silograph.log.coverage import MOST, Coverage
from silograph.log.notes import Note
from silograph.log.store import Store

HEADER = "sent_at,sender,recipient\n"
ROW = "2024-01-02T10:00:00Z,p{0}@x.org,p{1}@x.org\n"
REFUSED = "most of it could not be read: "


def run(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


def table(path: Path, good: int, bad: int) -> Path:
    rows = [ROW.format(i, i + 1) for i in range(good)] + ["nothing\n"] * bad
    path.write_text(HEADER + "".join(rows))
    return path


def read(*batches: Batch) -> tuple[float, str]:
    coverage = Coverage()
    for batch in batches:
        coverage.see(batch)
    found = coverage.read()
    return found.unread, found.refusal


def batch(*, good: int = 0, bad: int = 0, sizes: tuple[int, ...] = (), read: int = 0, lost: int = 0) -> Batch:
    builder = BatchBuilder()
    for number in range(good):
        builder.message(f"m{number}", "ann@x.org", [("bob@x.org", "to")], sent_at=None)
    for _ in range(bad):
        builder.reject("a:line 1", "no sender")
    for size in sizes:
        builder.reject("a", "damaged", size=size)
    builder.progress(read)
    builder.lost(lost)
    return builder.take()


# --- the rule ---------------------------------------------------------------------------------------------------


def test_by_hand() -> None:
    assert read(batch(good=1, bad=1)) == (0.5, "")
    unread, why = read(batch(good=1, bad=2))
    assert unread == pytest.approx(2 / 3)
    assert why == REFUSED + "2 of 3 records rejected (most often: no sender)"
    # 400 of 1000 bytes in a damaged file; of the ten records of the rest, three rejected: 0.4 + 0.6 * 0.3
    assert read(batch(good=7, bad=3, sizes=(400,), read=1000))[0] == pytest.approx(0.58)
    assert read(batch(good=7, lost=400, read=1000)) == (pytest.approx(0.4), "")
    assert read(batch(good=7, lost=600, read=1000))[1] == REFUSED + "600 bytes of 1.0 kB became no record"
    assert read(batch(good=1, sizes=(0,) * 9, read=1000)) == (0.0, "")  # left out on purpose
    assert read(batch(sizes=(10,)))[0] == 1.0
    assert read(batch(), batch()) == (0.0, "")


@given(
    st.lists(
        st.builds(
            batch,
            good=st.integers(0, 4),
            bad=st.integers(0, 4),
            sizes=st.lists(st.integers(0, 300), max_size=3).map(tuple),
            read=st.integers(0, 1000),
            lost=st.integers(0, 300),
        ),
        max_size=4,
    )
)
def test_it_is_a_share_that_grows_with_what_is_lost(batches: list[Batch]) -> None:
    unread, why = read(*batches)
    assert 0 <= unread <= 1
    assert bool(why) == (unread > MOST)
    assert read(*batches, batch(bad=1))[0] >= unread - 1e-12
    assert read(*batches, batch(lost=50))[0] >= unread - 1e-12
    assert read(*batches, batch(good=1))[0] <= unread + 1e-12
    assert read(*batches[::-1])[0] == pytest.approx(unread)


def test_one_record_that_is_nearly_the_whole_file_is_questioned(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    for length, noted in ((70_000, True), (7, False)):
        path.write_text(f"sent_at,sender,recipient,body\n2024-01-02,ann@x.org,bob@x.org,{'x' * length}\n")
        log, _ = open_log(path)
        assert [note[:46] for note in log.provenance.notes] == [
            "one record is nearly the whole of it (70.1 kB)"
        ] * noted


# --- every loader is under it -----------------------------------------------------------------------------------


def toy(*, says: bool) -> types.SimpleNamespace:
    """Files of a letter a record, ``!`` one that cannot be used; a file of anything else is refused as a whole."""

    def recognises(source: Source) -> bool:
        return all(entry.name.endswith(".toy") for entry in source.entries)

    def read(source: Source, _options: ReadOptions) -> Iterator[Batch]:
        builder = BatchBuilder(channel="post")
        for entry in source.entries:
            letters = entry.head().decode()
            if says:
                builder.progress(entry.size)
            if letters.startswith("?"):
                builder.reject(entry.place, "not a toy")
                continue
            for number, letter in enumerate(letters):
                if letter == "!":
                    builder.reject(f"{entry.place}:letter {number}", "cannot be used")
                else:
                    builder.message(f"{entry.name}{number}", letter, [("z", "to")], sent_at=None)
        yield builder.take()

    return types.SimpleNamespace(READS="a toy", recognises=recognises, read=read)


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize(
    ("files", "refused"),
    [
        ({"a.toy": "abc!!"}, ""),
        ({"a.toy": "ab!!!"}, "3 of 5 records rejected (most often: cannot be used)"),
        ({"a.toy": "abcdef", "b.toy": "?" * 5}, ""),
        (
            {"a.toy": "abcdef", "b.toy": "?" * 7},
            "7 bytes of 13 bytes became no record (most often: not a toy)",
        ),
    ],
)
def test_a_toy_loader_is_under_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: dict[str, str], refused: str, says: bool
) -> None:
    monkeypatch.setitem(LOADERS, "toy", toy(says=says))  # type: ignore[arg-type]
    folder = tmp_path / "toys"
    folder.mkdir()
    for name, letters in files.items():
        (folder / name).write_text(letters)
    store = tmp_path / "s.duckdb"
    loaded = run("load", folder, "--store", store)
    assert (refused in loaded.stderr) == bool(refused or not loaded.stderr)
    done = run("analyze", store, "--only", "communities", "--out", tmp_path / "out")
    assert done.exit_code == 2 * bool(refused), done.output
    if refused:
        assert f"toys: {REFUSED}" in done.stderr
        assert refused in done.stderr


# --- what loaders say of themselves -----------------------------------------------------------------------------

MAIL = "From: p{0}@x.org\nTo: p{1}@x.org\nDate: Mon, 4 Mar 2024 01:00:00 +0000\nMessage-ID: <{0}@x>\n\nhi\n\n"
LINE = "From - Mon Mar  4 01:00:00 2024\n"


@pytest.mark.parametrize(
    ("content", "share"),
    [
        ("".join(LINE + MAIL.format(i, i + 1) for i in range(6)), 0.0),
        (
            "".join(LINE + (MAIL.format(i, i + 1) if i < 3 else "no header here\n" * 10) for i in range(9)),
            0.75,
        ),
        ("\n-----\n".join(MAIL.format(i, i + 1) for i in range(9)), 0.9),  # as one message
        (LINE + MAIL.format(1, 2) + "From bob Mon Mar  4 02:00:00 2024\nsaid he\n", 0.3),
    ],
)
def test_mailboxes(tmp_path: Path, content: str, share: float) -> None:
    path = tmp_path / "box"
    path.write_text(content)
    source = Store.in_memory()
    sg.load(source, [path])
    row = source.log()[0].provenance.sources.iloc[0]
    assert row["bytes_read"] == len(content)
    assert row["unread"] == pytest.approx(share, abs=0.12)
    assert bool(row["refusal"]) == (share > MOST)


@pytest.mark.parametrize(("cut", "refused"), [(0.9, False), (0.1, True)])
def test_a_damaged_end_counts_for_what_it_hides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cut: float, refused: bool
) -> None:
    """A file that cannot be read near its end has nearly all of its records."""
    content = "".join(LINE + MAIL.format(i, i + 1) for i in range(300)).encode()
    path = tmp_path / "box.mbox"
    path.write_bytes(content)
    source = Source(path)
    assert source.entries[0].size == len(content)
    monkeypatch.setattr(Entry, "open", lambda _: _Failing(content[: int(len(content) * cut)]))
    report = Store.in_memory().add(mail.read(source, ReadOptions()), name="box", loader="mail")
    assert 1 <= report.rejected <= 2  # the damage, and the message that it cuts
    assert bool(report.refusal) == refused


class _Failing(io.BytesIO):
    """A file whose end cannot be read."""

    def read(self, size: int | None = -1) -> bytes:
        if data := super().read(size):
            return data
        raise EOFError


def test_xes_that_breaks_off(tmp_path: Path) -> None:
    events = "".join(
        f'<trace><string key="concept:name" value="{i}"/>'
        + "".join(
            f'<event><string key="org:group" value="{team}"/>'
            f'<date key="time:timestamp" value="2024-01-0{day}"/></event>'
            for day, team in ((1, "A"), (2, "B"))
        )
        + "</trace>\n"
        for i in range(50)
    )
    whole = f'<log xes.version="1.0">\n{events}</log>\n'
    for at, refused in ((0.8, False), (0.2, True)):
        path = tmp_path / f"{at}.xes"
        middle = int(len(whole) * at)
        path.write_text(whole[:middle] + "<<" + whole[middle:])
        (report,) = sg.load(Store.in_memory(), [path])
        assert (report.rejected, bool(report.refusal)) == (1, refused)


def test_copies_that_are_left_out_on_purpose_are_not_unread(tmp_path: Path) -> None:
    """The published Enron mail: computer-made copies may be most of a person's folders."""
    for number, folder in enumerate(["sent"] * 2 + ["all_documents"] * 9):
        path = tmp_path / "lay-k" / folder / f"{number}."
        path.parent.mkdir(parents=True, exist_ok=True)
        text = MAIL.format(number, number + 1).replace(
            f"<{number}@x>", f"<{number}.1075.JavaMail.evans@thyme>"
        )
        path.write_text(text)
    (report,) = sg.load(Store.in_memory(), [tmp_path / "lay-k"])
    assert (report.messages, report.rejected, report.refusal) == (2, 9, "")


# --- what is said -----------------------------------------------------------------------------------------------


def test_info_load_and_analyze_say_it_and_only_accept_partial_goes_on(tmp_path: Path) -> None:
    path, store, out = table(tmp_path / "log.csv", 10, 30), tmp_path / "s.duckdb", tmp_path / "out"
    reason = f"log.csv: {REFUSED}30 of 40 records rejected (most often: … columns instead of …)"
    assert run("load", path, "--store", store).stderr.splitlines() == [f"silograph: note: {reason}"]
    for source in (path, store):
        shown = run("info", source).stdout
        assert shown.split("\n\n")[0].splitlines()[1:] == [f"  {reason}"]
        assert "log.csv (interactions)  40 records from" in shown
        assert "75.0% of it unread" in shown
        done = run("analyze", source, "--only", "communities", "--out", out)
        assert (done.exit_code, done.stdout) == (2, "")
        line = f"silograph: {reason}; see silograph info, or go on with --accept-partial"
        assert done.stderr.splitlines() == [line]
        assert not out.exists()
    done = run("analyze", store, "--only", "communities", "--out", out, "--accept-partial")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("75% of source 1 could not be read (see info)") == 1
    with pytest.warns(UserWarning, match=r"log\.csv: most of it could not be read"):
        sg.read(path)


def test_a_store_of_several_sources_says_which(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    sizes = {"good": (20, 2), "bad": (1, 2), "worse": (2, 9)}
    paths = [table(tmp_path / f"{name}.csv", *size) for name, size in sizes.items()]
    assert run("load", *paths, "--store", store).exit_code == 0
    (line,) = run("analyze", store, "--out", tmp_path / "out").stderr.splitlines()
    assert line.startswith(f"silograph: bad.csv: {REFUSED}2 of 3 records")
    assert "(and 1 more sources)" in line


# --- notes ------------------------------------------------------------------------------------------------------

DATED = (
    HEADER
    + "".join(f"0{i}/02/2024,p{i}@x.org,p{i + 1}@x.org\n" for i in range(1, 9))
    + "13/02/2024,p1@x.org,p9@x.org\n"
)
SAID = "dates like 01/02/2024 have the day first, as other rows tell"


def test_notes_are_kept_with_the_source_and_told_once(tmp_path: Path) -> None:
    path, again, store = tmp_path / "jan.csv", tmp_path / "copy.csv", tmp_path / "s.duckdb"
    path.write_text(DATED)
    again.write_text(DATED + "14/02/2024,p1@x.org,p9@x.org\n")
    loaded = [run("load", path, "--store", store) for _ in range(2)]
    assert [one.stderr.count(SAID) for one in loaded] == [1, 0]
    assert run("info", store).stdout.count(f"  jan.csv: {SAID}") == 1
    assert run("info", store).stderr == ""
    done = run("analyze", store, "--only", "communities", "--out", tmp_path / "out")
    assert (done.stdout + done.stderr).count(SAID) == 1
    assert f"note: source 1 (interactions): {SAID}" in done.stdout
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count(SAID) == 1
    run("load", again, "--store", store)
    assert run("info", store).stdout.count(SAID) == 1
    assert f"jan.csv and 1 more: {SAID}" in run("info", store).stdout
    with pytest.warns(UserWarning, match="jan.csv and 1 more"):
        sg.read(store)


def test_doubts_about_a_mailbox_stay_with_it(tmp_path: Path) -> None:
    path, store = tmp_path / "ann.mbox", tmp_path / "s.duckdb"
    path.write_text(
        "".join(LINE + MAIL.format(i, i + 1) for i in range(6)) + "From bob Mon Mar  4 02:00:00 2024\nsaid\n"
    )
    run("load", path, "--store", store)
    told = "1 line looks like the beginning of a message, but no header follows: read as text"
    shown = run("info", store).stdout
    assert f"  ann.mbox: {told}" in shown
    assert "(first: ann.mbox:message 6 (byte " in shown
    done = run("analyze", store, "--only", "communities", "--out", tmp_path / "out")
    assert f"note: source 1 (mail): {told.replace('1', '<5', 1)}" in done.stdout
    assert "ann.mbox" not in done.stdout


def test_what_notes_quote_of_small_functions_and_people_does_not_leave(tmp_path: Path) -> None:
    """The analyst sees which functions look like one; a report names neither small ones nor somebody."""
    people = tmp_path / "people.csv"
    rows = [f"p{i},p{i}@x.org,Sales,{'Front' if i else 'Ann Quill'}" for i in range(8)]
    rows += [f"p{i},p{i}@x.org,{'Legal' if i % 2 else 'legal'},Back" for i in range(8, 12)]
    people.write_text("person_id,email,Department,Division\n" + "\n".join(rows) + "\n")
    log, store = tmp_path / "log.csv", tmp_path / "s.duckdb"
    log.write_text(HEADER + "".join(ROW.format(i, (i * 5 + 1) % 12) for i in range(12)))
    assert run("load", log, "--people", people, "--store", store).exit_code == 0
    shown = run("info", store).stdout
    assert "functions that look like one and are kept apart: 'Legal', 'legal'" in shown
    for sources in ([store], [log, "--people", people]):
        done = run("analyze", *sources, "--only", "communities", "--out", tmp_path / "out")
        assert done.exit_code == 0, done.output
        assert "note: people file: the function is taken from 'Department'" in done.stdout
        assert "note: people file: functions that look like one and are kept apart: …, …" in done.stdout
        assert "legal" not in done.stdout.lower()
        assert "people.csv" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("named as their own manager, and taken as having none: 2 rows (3, 7)",
         "named as their own manager, and taken as having none: 2 rows"),
        ("reporting lines run in a circle, so that levels are not known there: row 4",
         "reporting lines run in a circle, so that levels are not known there"),
        ("3 rows rejected, the first: row 12 says otherwise", "3 rows rejected, the first says otherwise"),
        ("2 rows repeat another one", "2 rows repeat another one"),
        ("sheet 'Ann' is read, and not 'B'", "sheet … is read, and not 'B'"),
    ],
)  # fmt: skip
def test_notes_that_leave_name_neither_rows_nor_people(note: str, told: str) -> None:
    assert Note(note, place="people.csv").general(lambda text: "Ann" in text) == told


def test_pseudonymised_copies_keep_notes_without_what_they_quote(tmp_path: Path) -> None:
    path, store, copy = tmp_path / "ann.csv", tmp_path / "s.duckdb", tmp_path / "copy.duckdb"
    path.write_text(DATED)
    run("load", path, "--store", store)
    done = run("pseudonymise", store, "--out", copy, "--key", tmp_path / "key")
    assert done.exit_code == 0, done.output
    assert f"  source 1: {SAID}" in run("info", copy).stdout


def test_gzip_counts_what_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress((HEADER + "".join(ROW.format(i, i + 1) for i in range(500))).encode()))
    (report,) = sg.load(Store.in_memory(), [path])
    assert (report.messages, report.refusal) == (500, "")
