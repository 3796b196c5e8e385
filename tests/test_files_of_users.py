"""Attacks on files: nothing a run did not write is lost, nothing is left half done, nothing is open to others."""

from __future__ import annotations

import os
import resource
import secrets
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from silograph import writing
from silograph.cli import main
from silograph.errors import DataError, StoreError
from silograph.graph.network import build_network
from silograph.log.anonymise import pseudonymise, read_key
from silograph.log.messages import BatchBuilder
from silograph.log.store import Store
from silograph.simulation import CompanySpec, simulate, write
from silograph.writing import check_replaceable, new_file, replaced, write_page

SMALL = CompanySpec(people=40, messages=600, functions=3)
ONLY = ["--only", "communities"]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stderr


def refused(*arguments: object) -> str:
    """The one line that a command answers with."""
    code, line = run(*arguments)
    assert code == 2, line
    assert line.count("\n") == 1
    return line


def tree(folder: Path) -> dict[str, bytes | str]:
    """Every file of a folder with its content, links with where they lead; folders too."""
    return {
        path.relative_to(folder).as_posix(): (
            str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
        )
        for path in folder.rglob("*")
    }


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def results(folder: Path, text: str = "x,y\n1,2\n") -> Path:
    """A folder as a run leaves it."""
    with replaced(folder) as new:
        (new / "tables").mkdir()
        (new / "summary.json").write_text('{"silograph": "0.1.0"}')
        (new / "tables" / "silos.csv").write_text(text)
    return folder


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".silograph-*")]


# --- folders ----------------------------------------------------------------------------------------------------


def user_file(out: Path) -> str:
    (out / "tables" / "my analysis.xlsx").write_text("weeks of work")
    return "tables/my analysis.xlsx in it is not silograph's"


def file_named_like_ours(out: Path) -> str:
    (out / "tables" / "glue.csv").write_text("mine")
    return "tables/glue.csv in it is not silograph's"


def edited_table(out: Path) -> str:
    path = out / "tables" / "silos.csv"
    before = path.stat()
    path.write_text("x,y\n1,3\n")  # as long as it was
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return "tables/silos.csv in it was changed after silograph had written it"


def link_to_a_folder(out: Path) -> str:
    elsewhere = out.parent / "elsewhere"
    (out / "tables").rename(elsewhere)
    (out / "tables").symlink_to(elsewhere)
    return "tables in it is not silograph's"


def link_to_a_file(out: Path) -> str:
    (out.parent / "mine.csv").write_text("x,y\n1,2\n")
    (out / "tables" / "silos.csv").unlink()
    (out / "tables" / "silos.csv").symlink_to(out.parent / "mine.csv")
    return "tables/silos.csv in it is not silograph's"


def empty_folder(out: Path) -> str:
    (out / "photos").mkdir()
    return "photos in it is not silograph's"


def folder_in_a_folder(out: Path) -> str:
    (out / "tables" / "2024").mkdir()
    (out / "tables" / "2024" / "a.csv").write_text("mine")
    return "tables/2024 in it is not silograph's"


def folder_of_a_file_s_name(out: Path) -> str:
    (out / "summary.json").unlink()
    (out / "summary.json").mkdir()
    return "summary.json in it is not silograph's"


def named_pipe(out: Path) -> str:
    os.mkfifo(out / "tables" / "pipe")
    return "tables/pipe in it is not silograph's"


def no_listing(out: Path) -> str:
    (out / ".silograph").unlink()
    return "summary.json in it is not silograph's"


def listing_of_somebody_else(out: Path) -> str:
    (out / ".silograph").write_text("my settings")
    return ".silograph in it is not silograph's"


def listing_elsewhere(out: Path) -> str:
    (out / ".silograph").rename(out.parent / "listing")
    (out / ".silograph").symlink_to(out.parent / "listing")
    return "in it is not silograph's"


ATTACKS = [user_file, file_named_like_ours, edited_table, link_to_a_folder, link_to_a_file, empty_folder,
           folder_in_a_folder, folder_of_a_file_s_name, named_pipe, no_listing, listing_of_somebody_else,
           listing_elsewhere]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_folder_with_anything_of_the_user_s_stays(tmp_path: Path, attack: Callable[[Path], str]) -> None:
    out = results(tmp_path / "out")
    said = attack(out)
    before = tree(tmp_path)
    with pytest.raises(DataError, match=said) as refusal:
        results(out, "new")
    assert str(refusal.value).startswith(f"{out}: ")
    assert "\n" not in str(refusal.value)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("attack", ATTACKS)
def test_so_does_one_that_the_user_comes_to_during_the_run(
    tmp_path: Path, attack: Callable[[Path], str]
) -> None:
    out = results(tmp_path / "out")
    before: dict[str, bytes | str] = {}

    def attacked() -> None:
        with replaced(out) as new:
            (new / "a").write_text("new")
            attack(out)
            before.update(tree(tmp_path))

    with pytest.raises(DataError, match="silograph"):
        attacked()
    assert tree(tmp_path) == {
        name: held for name, held in before.items() if not name.startswith(".silograph-")
    }


def test_what_a_run_wrote_is_replaced(tmp_path: Path) -> None:
    out = results(tmp_path / "out")
    (out / "tables" / "silos.csv").unlink()  # what is gone was not added
    (out / "tables" / ".DS_Store").write_bytes(b"icons")  # a file manager's, of which nobody knows
    results(out, "new")
    assert (out / "tables" / "silos.csv").read_text() == "new"
    assert (out / "tables" / ".DS_Store").read_bytes() == b"icons"
    (tmp_path / "empty").mkdir()
    results(tmp_path / "empty")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "out"]


def test_a_file_or_a_link_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DataError, match="is no folder"):
        results(tmp_path / "file")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    with pytest.raises(DataError, match="letter in it is not silograph's"):
        results(tmp_path / "link")
    assert tree(tmp_path) == {
        "file": b"mine", "mine": "", "mine/letter": b"mine", "link": str(tmp_path / "mine")}  # fmt: skip


def interrupted(place: Path) -> None:
    with replaced(place) as new:
        (new / "a").write_text("ann@example.org")
        raise KeyboardInterrupt


def test_a_failed_run_leaves_nothing(tmp_path: Path) -> None:
    out = results(tmp_path / "out")
    before = tree(tmp_path)
    for place in (out, tmp_path / "new", tmp_path / "deep" / "er" / "new"):
        with pytest.raises(KeyboardInterrupt):
            interrupted(place)
        assert tree(tmp_path) == before


def test_two_runs_for_one_folder(tmp_path: Path) -> None:
    """The second is refused at once, and the first ends as if nothing had been."""
    out = results(tmp_path / "out")
    with replaced(out) as new:
        (new / "a").write_text("first")
        with pytest.raises(DataError, match="another run is writing it"):
            results(out, "second")
        results(tmp_path / "other")  # a run for another folder beside it, which clears away what is dead
        assert (new / "a").read_text() == "first"
    assert (out / "a").read_text() == "first"


def test_a_folder_that_another_run_replaces_meanwhile_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = results(tmp_path / "out")
    listed = writing._listed
    left = [1]

    def listed_before_it_was_replaced(folder: Path) -> dict[str, str] | None:
        found = listed(folder)
        if left:
            left.pop()
            results(out, "by another run")
        return found

    monkeypatch.setattr(writing, "_listed", listed_before_it_was_replaced)
    check_replaceable(out)


def test_modes(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        out = results(tmp_path / "out")
        assert (mode(out), mode(out / "tables" / "silos.csv")) == (0o755, 0o644)
        out.chmod(0o750)
        assert mode(results(out)) == 0o750  # as its owner wanted it
        with replaced(out, private=True) as new:
            assert mode(new.parent) == 0o700
            (new / "tables").mkdir()
            (new / "tables" / "people.csv").write_text("names")
        assert (mode(out), mode(out / "tables"), mode(out / "tables" / "people.csv")) == (0o700, 0o700, 0o600)
    finally:
        os.umask(before)


# --- runs that are killed ---------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from silograph import writing
out = Path(sys.argv[1])
with writing.replaced(out) as new:
    (new / "people.csv").write_text("ann@example.org")
    if sys.argv[2] == "swap":
        there = Path.rename
        def rename(self, target):
            if self.name == "new":
                os.kill(os.getpid(), signal.SIGKILL)
            return there(self, target)
        Path.rename = rename
    else:
        print("ready", flush=True)
        signal.pause()
"""


def python(code: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, **options,  # type: ignore[call-overload]
    )  # fmt: skip


def test_what_a_killed_run_leaves_is_cleared_by_the_next(tmp_path: Path) -> None:
    out = results(tmp_path / "out")
    before = tree(tmp_path)
    process = python(KILLED, out, "pause")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    [left] = tmp_path.glob(".silograph-*")
    assert mode(left) == 0o700
    results(tmp_path / "other")
    assert (left / "new" / "people.csv").exists()  # it lives, and so does what it writes
    process.kill()
    process.wait()
    assert {name: tree(tmp_path)[name] for name in before} == before
    results(tmp_path / "third")  # another folder in the same place
    assert not left_over(tmp_path)
    assert {name: tree(tmp_path)[name] for name in before} == before


def test_a_run_killed_between_the_two_moves_has_lost_nothing(tmp_path: Path) -> None:
    out = results(tmp_path / "out")
    before = tree(out)
    assert python(KILLED, out, "swap").wait() == -signal.SIGKILL
    assert not out.exists()
    results(tmp_path / "other")
    assert tree(out) == before
    assert not left_over(tmp_path)


def test_a_dead_run_s_copy_of_somebody_s_file_is_not_cleared(tmp_path: Path) -> None:
    """Killed before it looked at the folder again, to which the user had added something; both are kept."""
    out = results(tmp_path / "out")
    (out / "mine").write_text("mine")
    with pytest.raises(DataError, match="mine in it is not"):
        results(out)
    assert python(KILLED, tmp_path / "x", "swap").wait() == -signal.SIGKILL
    out.rename(tmp_path / "kept")
    results(out)
    killed = python(KILLED, out, "swap")
    assert killed.wait() == -signal.SIGKILL
    [left] = tmp_path.glob(".silograph-*")
    (left / "old" / "mine").write_text("mine")
    with writing._working(tmp_path / "y"):  # the sweep gives the folder back
        pass
    assert (out / "mine").read_text() == "mine"


def test_only_folders_of_dead_runs_are_cleared(tmp_path: Path) -> None:
    mine = tmp_path / ".silograph-0123456789abcdef"
    mine.mkdir(mode=0o700)
    (mine / "diary").write_text("mine")
    other = tmp_path / ".silograph-fedcba9876543210"
    other.mkdir(mode=0o700)
    (other / "lock").write_text("a novel about a lock")
    (other / "key").write_text("mine")
    (tmp_path / ".silograph-aaaaaaaaaaaaaaaa").symlink_to(mine)
    before = tree(tmp_path)
    results(tmp_path / "out")
    assert {name: tree(tmp_path)[name] for name in before} == before


@pytest.mark.parametrize("lock", [None, "", "a novel about a lock"])
def test_a_folder_of_yours_with_the_name_of_a_working_folder_is_in_the_way(
    tmp_path: Path, lock: str | None
) -> None:
    with writing._working(tmp_path / "out") as place:
        pass
    place.mkdir(mode=0o700)
    (place / "notes.txt").write_text("mine")
    if lock is not None:
        (place / "lock").write_text(lock)
    before = tree(tmp_path)
    with pytest.raises(DataError, match="is in the way"):
        results(tmp_path / "out")
    assert tree(tmp_path) == before


def test_a_working_folder_that_others_can_enter_is_not_used(tmp_path: Path) -> None:
    """In a folder where everybody may write, somebody may have made it to read along."""
    with writing._working(tmp_path / "out") as place:
        pass
    place.mkdir()
    place.chmod(0o777)
    with pytest.raises(DataError, match="is in the way"):
        results(tmp_path / "out")
    place.rmdir()
    (tmp_path / "trap").mkdir()
    place.symlink_to(tmp_path / "trap")
    with pytest.raises(DataError, match="is in the way"):
        results(tmp_path / "out")
    assert not list((tmp_path / "trap").iterdir())


SPILL = """
import sys
from silograph.writing import scratch_folder
(scratch_folder() / "rows").write_text("ann@example.org")
print(scratch_folder(), flush=True)
if sys.argv[1] == "wait":
    sys.stdin.read()
"""


def test_what_does_not_fit_into_memory_is_private_and_does_not_stay(tmp_path: Path) -> None:
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    process = python(SPILL, "wait", env=place, stdin=subprocess.PIPE)
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert folder.parent == tmp_path
    assert mode(folder) == 0o700
    assert python(SPILL, "end", env=place).wait() == 0
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]  # its own is gone, the other's is not
    process.kill()
    process.wait()
    assert python(SPILL, "end", env=place).wait() == 0
    assert not list(tmp_path.iterdir())


HEARING = """
import signal, sys
from silograph.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the tests themselves are deaf to
for one in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(one, signal.SIG_DFL)
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_run_ended_from_outside_clears_away(tmp_path: Path, number: int, code: int) -> None:
    process = python(HEARING, "simulate", "--out", tmp_path / "x", "--messages", "300000")
    for _ in range(600):
        if left_over(tmp_path) or process.poll() is not None:
            break
        time.sleep(0.1)
    assert left_over(tmp_path)
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == code
    assert said.strip().count("\n") == 0
    assert not list(tmp_path.iterdir())


# --- single pages -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(simulate(SMALL), tmp_path_factory.mktemp("company") / "exports")


def test_a_page_replaces_nothing_but_a_page(tmp_path: Path, exports: dict[str, Path]) -> None:
    notes = tmp_path / "notes.html"
    notes.write_text("<p>mine</p>")
    assert "notes.html: exists already, and is no page" in refused("network", exports["mail"], "--out", notes)
    assert notes.read_text() == "<p>mine</p>"
    mail = tmp_path / "mail.mbox"
    mail.write_bytes(exports["mail"].read_bytes())
    assert "is one of the inputs" in refused("network", mail, "--out", mail)
    (tmp_path / "page").symlink_to(mail)
    assert "is one of the inputs" in refused("network", mail, "--out", tmp_path / "page")
    assert mail.read_bytes() == exports["mail"].read_bytes()
    assert "is no file" in refused("network", mail, "--out", tmp_path)
    page = tmp_path / "deep" / "network.html"
    assert run("network", mail, "--out", page)[0] == 0
    assert run("network", mail, "--out", page)[0] == 0
    page.write_text(
        page.read_text(encoding="utf-8").replace("</body>", "<p>our plan</p></body>"), encoding="utf-8"
    )
    assert "exists already, and is no page as silograph wrote it" in refused("network", mail, "--out", page)
    assert "our plan" in page.read_text(encoding="utf-8")
    assert not [*left_over(tmp_path), *left_over(page.parent)]


def test_pages_are_not_written_through_links(tmp_path: Path) -> None:
    for target in (tmp_path / "absent", tmp_path / "real.html"):
        link = tmp_path / f"link to {target.name}"
        link.symlink_to(target)
        if target.suffix:
            write_page(target, "<p>1</p>")
        with pytest.raises(DataError, match="is a link"):
            write_page(link, "<p>2</p>")
    assert not (tmp_path / "absent").exists()
    assert "1" in (tmp_path / "real.html").read_text()


def test_a_file_that_comes_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "store"

    def overtaken() -> None:
        with new_file(path) as grown:
            grown.write_text("new")
            path.write_text("mine")

    with pytest.raises(DataError, match="exists already"):
        overtaken()
    assert tree(tmp_path) == {"store": b"mine"}


def test_pages_of_notebooks(tmp_path: Path) -> None:
    network = build_network(*simulate(SMALL).log())
    (tmp_path / "mine.html").write_text("mine")
    with pytest.raises(DataError, match="exists already"):
        network.show(to=tmp_path / "mine.html")
    before = os.umask(0o022)
    try:
        for people, bits in (("pseudonyms", 0o644), ("names", 0o600)):
            network.show(to=tmp_path / f"{people}.html", people=people)  # type: ignore[arg-type]
            network.show(to=tmp_path / f"{people}.html", people=people)  # type: ignore[arg-type]
            assert mode(tmp_path / f"{people}.html") == bits
    finally:
        os.umask(before)


# --- the commands -----------------------------------------------------------------------------------------------


def test_analyze_keeps_what_is_in_its_folder(tmp_path: Path, exports: dict[str, Path]) -> None:
    out = tmp_path / "results"
    assert run("analyze", exports["mail"], "--out", out, *ONLY)[0] == 0
    assert run("analyze", exports["mail"], "--out", out, *ONLY, "--names")[0] == 0
    assert mode(out) == 0o700
    assert mode(out / "tables" / "people.csv") == 0o600
    (out / "tables" / "notes.csv").write_text("mine")
    line = refused("analyze", exports["mail"], "--out", out, *ONLY)
    assert f"{out}: tables/notes.csv in it is not silograph's; move it elsewhere" in line
    assert (out / "tables" / "notes.csv").read_text() == "mine"


def test_simulate_and_demo_keep_what_is_in_their_folder(tmp_path: Path) -> None:
    out = tmp_path / "company"
    write(simulate(SMALL), out)
    write(simulate(SMALL), out)
    (out / "people.csv").write_text("mine")
    for command in ("simulate", "demo"):
        assert "people.csv in it was changed" in refused(command, "--out", out)
    (out / "truth.json").write_text("the user's truth")
    with pytest.raises(DataError, match="was changed"):
        write(simulate(SMALL), out)
    assert (out / "people.csv").read_text() == "mine"


# --- full disks -------------------------------------------------------------------------------------------------

FULL = """
import resource, sys
from pathlib import Path
from silograph.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""


def full(limit: int, *arguments: object) -> str:
    """What a command says that may not write a file longer than `limit`: one line."""
    environment = {**os.environ, "NUMBA_DISABLE_CACHING": "1"}
    process = python(FULL, limit, *arguments, env=environment)
    _, said = process.communicate()
    assert process.returncode == 2, said
    lines = [line for line in said.splitlines() if " ... (" not in line]  # steps that took long
    assert len(lines) == 1, said
    return said


@pytest.mark.parametrize("command", ["network", "analyze", "simulate", "load", "pseudonymise"])
def test_a_full_disk(tmp_path: Path, exports: dict[str, Path], command: str) -> None:
    assert resource.RLIM_INFINITY in resource.getrlimit(resource.RLIMIT_FSIZE)
    store, out = tmp_path / "store.duckdb", tmp_path / "out"
    given: dict[str, list[object]] = {
        "network": ["network", exports["mail"], "--out", out],
        "analyze": ["analyze", exports["mail"], "--out", out, *ONLY],
        "simulate": ["simulate", "--out", out, "--people", 40, "--functions", 3],
        "load": ["load", exports["mail"], "--store", out],
        "pseudonymise": ["pseudonymise", store, "--out", out, "--key", tmp_path / "key"],
    }
    if command == "pseudonymise":
        assert run("load", exports["mail"], "--store", store)[0] == 0
        read_key(tmp_path / "key")
    again = command not in {"load", "pseudonymise"}  # an earlier output is replaced
    if again:
        assert run(*given[command])[0] == 0
    before = tree(tmp_path)
    assert "cannot be written" in full(20_000, *given[command])
    assert tree(tmp_path) == before
    assert run(*given[command])[0] == 0
    if command == "load":
        with Store.open(out) as kept:
            messages = len(kept.log()[0])
        assert "cannot be written" in full(20_000, "load", exports["slack"], "--store", out)
        assert not {mode(path) for path in tmp_path.iterdir()} - {0o600}  # DuckDB's log may stay beside it
        with Store.open(out) as kept:
            assert len(kept.log()[0]) == messages
        assert run("load", exports["slack"], "--store", out)[0] == 0
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


# --- stores and keys --------------------------------------------------------------------------------------------


def add(store: Store, name: str) -> None:
    builder = BatchBuilder()
    builder.message(name, "ann@example.org", [("bob@example.org", "to")], sent_at=None)
    store.add([builder.take()], name=name, loader="mail")


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_stores_are_for_their_owner(tmp_path: Path, usual_umask: None) -> None:
    path = tmp_path / "store"
    with Store.open(path, create=True) as store:
        assert mode(path) == 0o600
        add(store, "first")
        store.add_former_domains({"old.example": "new.example"})
        assert [mode(one) for one in tmp_path.iterdir()] == [0o600] * 2  # DuckDB's log is the second
    path.chmod(0o644)
    with pytest.warns(UserWarning, match="store could be read by others"):
        Store.open(path, create=True).close()
    assert mode(path) == 0o600


def test_a_killed_load_leaves_a_store_or_none(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from silograph.log import store\n"
        "store.Store._create = lambda self: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.Store.open(Path(sys.argv[1]), create=True)"
    )
    assert python(code, tmp_path / "store").wait() == -signal.SIGKILL
    assert not (tmp_path / "store").exists()
    with Store.open(tmp_path / "store", create=True) as store:
        add(store, "first")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_what_is_no_store_is_not_made_one(tmp_path: Path) -> None:
    import duckdb

    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("mine")
    with duckdb.connect(str(tmp_path / "other")) as other:
        other.execute("CREATE TABLE mine (x INTEGER)")
    (tmp_path / "link").symlink_to(tmp_path / "absent")
    before = tree(tmp_path)
    for name in ("empty", "text", "other", "link"):
        with pytest.raises(DataError):
            Store.open(tmp_path / name, create=True)
    assert tree(tmp_path) == before


WEAK = [b"", b"short", b"a" * 20, b"a" * 200, b"0123456789" * 9, b"abcdefghijklmnopqrstuvwxyz", b"passwordpassword1",
        b"0123456789abcdef0123456789abcdef", b"9f3a61c07be4d258" * 4, b"9f3a61c07be4d2580a7c35e18b46f2",
        bytes(range(32)), bytes.fromhex("9f3a61c07be4d2580a7c35e18b46f2")]  # fmt: skip


@pytest.mark.parametrize("key", WEAK, ids=range(len(WEAK)))
def test_weak_keys(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(key)
    path.chmod(0o600)
    with pytest.raises(DataError, match=r"holds no key.*have a key made"):
        read_key(path)
    with pytest.raises(DataError, match="holds no key"):
        pseudonymise(tmp_path / "store", tmp_path / "copy", key=key)


def test_strong_keys(tmp_path: Path) -> None:
    path = tmp_path / "key"
    for number in range(2000):
        key = [secrets.token_hex(16), secrets.token_urlsafe(16), secrets.token_hex(32)][number % 3].encode()
        path.write_bytes(key + b"\n")
        path.chmod(0o600)
        assert read_key(path) == (key, False)


@pytest.mark.parametrize("bits", [0o644, 0o640, 0o620, 0o604])
def test_a_key_that_others_can_read(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "key"
    read_key(path)
    path.chmod(bits)
    with pytest.raises(DataError, match="others can read; run chmod 600"):
        read_key(path)


def test_a_copy_is_for_its_owner(tmp_path: Path, usual_umask: None) -> None:
    with Store.open(tmp_path / "store", create=True) as store:
        add(store, "first")
    with pytest.warns(UserWarning, match="no people file"):
        pseudonymise(tmp_path / "store", tmp_path / "copy", key=secrets.token_bytes(32))
    assert mode(tmp_path / "copy") == 0o600
    (tmp_path / "link").symlink_to(tmp_path / "absent")
    with pytest.raises((DataError, StoreError), match="exists already"):
        pseudonymise(tmp_path / "store", tmp_path / "link", key=secrets.token_bytes(32))
    assert not (tmp_path / "absent").exists()


def test_checks_come_before_the_work(tmp_path: Path) -> None:
    check_replaceable(tmp_path / "absent")
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(DataError, match="mine in it"):
        check_replaceable(tmp_path)
