"""How anything is written: whole or not at all, out of sight until it is, and never over what no run wrote.

Whatever a run writes grows in a working folder beside its place, which its owner alone can enter, and is moved
there when it is complete. A working folder is locked while the run lives; one whose run was killed is cleared by
the next run that writes beside it. This module stands low, for stores, simulations and pages alike are written.
"""

from __future__ import annotations

import atexit
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath

from silograph.errors import DataError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LISTING = ".silograph"  # what a run wrote into a folder, with a hash of each file
_WORKING = re.compile(r"\.silograph-[0-9a-f]{16}")
_LOCK, _NEW, _OLD, _GONE = "lock", "new", "old", "gone"
_MAGIC = b"silograph is writing:"
# File managers leave these wherever somebody looks; they are nobody's work, and stay.
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SEAL = re.compile(rb"<!-- written by silograph, sha256 ([0-9a-f]{64}) -->\n")
_SEAL_LENGTH = 103


# --- folders ----------------------------------------------------------------------------------------------------


@contextmanager
def replaced(folder: Path, *, private: bool = False) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when all went well; the old one stays otherwise.

    Parameters
    ----------
    private
        Whether only its owner may read what is in it. Otherwise it has the mode of the folder it replaces, or
        the one usual for new folders.

    Raises
    ------
    DataError
        Where `folder` holds anything that no run wrote or that was changed since, or another run is writing it.

    Examples
    --------
    >>> out = Path(tempfile.mkdtemp()) / "results"
    >>> for text in ("first", "second"):
    ...     with replaced(out) as new:
    ...         _ = (new / "answer.txt").write_text(text)
    >>> (out / "answer.txt").read_text()
    'second'
    """
    folder = folder.resolve()
    check_replaceable(folder)
    with _working(folder) as place:
        new = place / _NEW
        new.mkdir()
        yield new
        _list(new, private=private)
        _exchange(new, folder, place / _OLD, keep_mode=not private)


def check_replaceable(folder: Path) -> None:
    """Raise `DataError` where `replaced` would: before the work, not after it."""
    folder = folder.resolve()
    while folder.exists():
        looked_at = folder.stat()
        try:
            _check_ours(folder, called=folder)
        except (DataError, FileNotFoundError):
            if folder.exists() and os.path.samestat(looked_at, folder.stat()):
                raise
        else:  # otherwise another run has just replaced it: look again
            return


def _check_ours(folder: Path, *, called: Path) -> None:
    """Everything in a folder must be as a run left it; `called` is its name in messages."""
    if not folder.is_dir():
        raise DataError("is no folder", where=str(called), mend="name another --out folder")
    held = list(_inside(folder))
    written = _listed(folder)
    if written is None and not held:
        return
    files = {**(written or {}), LISTING: ""} if written is not None else {}
    folders = {up.as_posix() for name in files for up in PurePosixPath(name).parents}
    for name, path in held:
        kind = path.lstat().st_mode
        if not (stat.S_ISREG(kind) and name in files) and not (stat.S_ISDIR(kind) and name in folders):
            raise DataError(f"{name} in it is not silograph's", where=str(called), mend=_MEND)
        if stat.S_ISREG(kind) and name != LISTING and files[name] != _digest(path):
            raise DataError(
                f"{name} in it was changed after silograph had written it", where=str(called), mend=_MEND
            )


_MEND = "move it elsewhere, or name another --out folder"


def _inside(folder: Path, prefix: str = "") -> Iterator[tuple[str, Path]]:
    """Everything in a folder but what systems leave there: names from the folder on, files before folders."""
    for path in sorted(folder.iterdir(), key=lambda one: (one.is_dir(), one.name)):
        if path.name in _LEFT_BY_SYSTEMS and not path.is_symlink() and path.is_file():
            continue
        yield prefix + path.name, path
        if path.is_dir() and not path.is_symlink():
            yield from _inside(path, f"{prefix}{path.name}/")


def _listed(folder: Path) -> dict[str, str] | None:
    """The files that a run wrote into a folder, with their hashes; None where no run has said so."""
    listing = folder / LISTING
    try:
        if not stat.S_ISREG(listing.lstat().st_mode):
            return None
        files = json.loads(listing.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _list(folder: Path, *, private: bool) -> None:
    """Bring all of a new folder to the disk and list what is in it, by which the next run knows it again.

    Hashes of what is in the folder tell nothing more. Tables of people follow a key that is forgotten, so that
    the hash of one that was taken out confirms no guess.
    """
    files = {name: path for name, path in _inside(folder) if path.is_file()}
    listing = {"files": {name: _digest(path) for name, path in files.items() if name != LISTING}}
    (folder / LISTING).write_text(json.dumps(listing, indent=1) + "\n", encoding="utf-8", newline="\n")
    for path in [*files.values(), folder / LISTING]:
        if private:
            path.chmod(0o600)
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    for path in [folder, *(path for _, path in _inside(folder) if path.is_dir())]:
        if private:
            path.chmod(0o700)
        _fsync_folder(path)


def _exchange(new: Path, folder: Path, old: Path, *, keep_mode: bool) -> None:
    """Put a new folder in the place of `folder`, which is looked at again once nobody can add to it by name."""
    if folder.exists():
        mode = stat.S_IMODE(folder.stat().st_mode)
        folder.rename(old)
        try:
            _check_ours(old, called=folder)
            _keep_system_files(old, new)
            if keep_mode:
                new.chmod(mode)
            new.rename(folder)
        except BaseException:
            if not folder.exists():
                old.rename(folder)
            raise
        old.rename(old.with_name(_GONE))  # known to be a run's own: it may be removed
    else:
        new.rename(folder)
    _fsync_folder(folder.parent)


def _keep_system_files(old: Path, new: Path) -> None:
    for name in _LEFT_BY_SYSTEMS:
        for path in list(old.rglob(name)):
            place = new / path.relative_to(old)
            if place.parent.is_dir():
                shutil.copy2(path, place)


# --- single files -----------------------------------------------------------------------------------------------


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A path for a file that takes the name `path` when all went well; only its owner may read it.

    Raises
    ------
    DataError
        Where `path` exists, or somebody makes it meanwhile: nothing is overwritten.
    """
    check_free(path)
    with _working(path) as place:
        grown = place / path.name
        yield grown
        if beside := [one.name for one in place.iterdir() if one.name not in {_LOCK, path.name}]:
            raise DataError(
                f"cannot be written whole ({beside[0]} is left over)",
                where=str(path),
                mend="is the disk full?",
            )
        grown.chmod(0o600)
        _put(grown, path)


def check_free(path: Path) -> None:
    """Raise `DataError` where a file exists, be it as a link to nothing."""
    if os.path.lexists(path):
        raise DataError("exists already", where=str(path), mend="name another file: nothing is overwritten")


def write_page(path: Path, page: str, *, private: bool = False, inputs: Iterable[Path] = ()) -> None:
    """Write an HTML page with a seal, by which the next run knows a page that nobody has changed.

    Parameters
    ----------
    private
        Whether only its owner may read it.
    inputs
        What the page was made from.

    Raises
    ------
    DataError
        Where `path` holds anything but such a page, or is one of the inputs.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp()) / "network.html"
    >>> write_page(path, "<p>first</p>")
    >>> write_page(path, "<p>second</p>")
    >>> path.read_text().startswith("<p>second</p>")
    True
    """
    check_page(path, inputs=inputs)
    content = page.encode("utf-8")
    with _working(path) as place:
        grown = place / path.name
        handle = os.open(grown, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content + _seal(content))
        earlier = path.exists()
        if not private:
            grown.chmod(stat.S_IMODE(path.stat().st_mode) if earlier else 0o666 & ~_umask())
        check_page(path, inputs=inputs)
        _put(grown, path, over=earlier)


def check_page(path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Raise `DataError` where `write_page` would: before the work, not after it."""
    for one in inputs:
        if one.exists() and path.exists() and one.samefile(path):
            raise DataError("is one of the inputs", where=str(path), mend="name another file to write")
    if path.is_symlink():
        raise DataError("is a link", where=str(path), mend="name the file itself, or another one")
    if not path.exists():
        return
    if not path.is_file():
        raise DataError("is no file", where=str(path), mend="name a file to write")
    if not _is_sealed(path):
        raise DataError(
            "exists already, and is no page as silograph wrote it",
            where=str(path),
            mend="move it elsewhere, or name another file",
        )


def _is_sealed(path: Path) -> bool:
    """Whether a file ends with the seal of what stands before it; all of a long file is read only where one ends it."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(size - _SEAL_LENGTH, 0))
        if not _SEAL.fullmatch(seal := stream.read()):
            return False
        stream.seek(0)
        return seal == _seal(stream.read(size - _SEAL_LENGTH))


def _seal(content: bytes) -> bytes:
    return f"<!-- written by silograph, sha256 {hashlib.sha256(content).hexdigest()} -->\n".encode()


def _put(grown: Path, path: Path, *, over: bool = False) -> None:
    """Give a complete file its name; where nothing was to be replaced, nothing that came meanwhile is."""
    with grown.open("rb+") as stream:
        os.fsync(stream.fileno())
    if over:
        grown.replace(path)
    else:
        try:
            path.hardlink_to(grown)
        except FileExistsError:
            check_free(path)
            raise
        except OSError:  # a disk without hard links
            check_free(path)
            grown.rename(path)
    _fsync_folder(path.parent)


# --- for the owner only -----------------------------------------------------------------------------------------


@contextmanager
def owner_only() -> Iterator[None]:
    """Files made here are for their owner only, whoever makes them (a database its log, say)."""
    with _UMASK_LOCK:
        before = os.umask(0o077)
        try:
            yield
        finally:
            os.umask(before)


_UMASK_LOCK = threading.RLock()  # the process has one umask for all its threads


def open_to_others(path: Path) -> bool:
    """Whether others than its owner may do anything with a file; no question on systems without such modes."""
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & 0o077)


def _umask() -> int:
    """What new files are kept from; it can only be read by setting it."""
    with _UMASK_LOCK:
        mask = os.umask(0o077)
        os.umask(mask)
    return mask


# --- working folders --------------------------------------------------------------------------------------------


@lru_cache
def scratch_folder() -> Path:
    """A folder for what does not fit into memory: private, outside the working folder, gone when the program ends.

    One that a killed program left is removed first.
    """
    parent = Path(tempfile.gettempdir())
    _sweep(parent)
    folder = parent / f".silograph-{secrets.token_hex(8)}"
    lock = _claim(folder, "")
    if lock is None:
        raise DataError("cannot be locked", where=str(folder), mend="set TMPDIR to another folder")
    atexit.register(_release, folder, lock)
    return folder


@contextmanager
def _working(target: Path) -> Iterator[Path]:
    """A locked private folder beside `target`, on the same disk, to prepare it in; gone afterwards."""
    parent = target.parent.resolve()
    made = _made_folders(parent)
    name = hashlib.sha256(target.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = parent / f".silograph-{name}"
    try:
        _sweep(parent)
        if (lock := _claim(folder, target.name)) is None:
            raise DataError(
                "another run is writing it", where=str(target), mend="wait for its end, or name another place"
            )
        try:
            yield folder
        finally:
            _release(folder, lock)
    except BaseException as error:
        for one in made:
            with suppress(OSError):  # somebody else has put something there
                one.rmdir()
        if full := is_full(error):
            raise DataError(
                f"cannot be written: {full}",
                where=str(target),
                mend="free some space; what was there before is as it was",
            ) from error
        raise


def is_full(error: BaseException) -> str:
    """What the system says where an error means that a disk has no room, or nothing; databases only quote it."""
    if isinstance(error, DataError):
        return ""
    said = (os.strerror(code) for code in _FULL)
    return next((words for words in said if words in str(error)), "")


def _made_folders(folder: Path) -> list[Path]:
    """Folders made so that this one exists, the innermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _claim(folder: Path, target: str) -> int | None:
    """Make a working folder, or take over one that a dead run left; its lock, or None where a run holds it."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if not _is_own_folder(folder) or not _may_be_working(folder):
            raise DataError("is in the way", where=str(folder), mend="remove it, if it may go")
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
        except FileNotFoundError:  # another run was about to remove the folder
            continue
        taken, current = _take(lock), _is_current(folder, lock)
        if taken and current:
            break
        os.close(lock)
        if current:
            return None
    if not _is_left_over(folder, lock):
        os.close(lock)
        raise DataError("is in the way", where=str(folder), mend="remove it, if it may go")
    try:
        _clear(folder)
        os.ftruncate(lock, 0)
        os.write(lock, _MAGIC + target.encode("utf-8", "surrogateescape"))
    except BaseException:
        os.close(lock)
        raise
    return lock


def _may_be_working(folder: Path) -> bool:
    """Whether there is a lock in it, or nothing: a folder of somebody else's has neither, whatever it is called."""
    with suppress(FileNotFoundError):  # another run was about to remove the folder
        return (folder / _LOCK).exists() or not any(folder.iterdir())
    return True


def _is_left_over(folder: Path, lock: int) -> bool:
    """Whether a run was writing in it, or was killed before it could say so."""
    said = os.read(lock, len(_MAGIC))
    os.lseek(lock, 0, os.SEEK_SET)
    return said == _MAGIC or len(list(folder.iterdir())) == 1


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def _is_own_folder(folder: Path) -> bool:
    """Whether it is a folder of this user's that nobody else can enter."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return True  # it was just removed: try again
    if os.name != "posix":
        return stat.S_ISDIR(found.st_mode)
    private = found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return stat.S_ISDIR(found.st_mode) and private


def _take(lock: int) -> bool:
    """Whether this process now holds a lock. Where a disk knows no locks, none can be taken over from the dead."""
    try:
        if sys.platform == "win32":
            os.lseek(lock, 1 << 30, os.SEEK_SET)  # others may still read what is in it
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
            os.lseek(lock, 0, os.SEEK_SET)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return os.fstat(lock).st_size == 0
    return True


def _is_current(folder: Path, lock: int) -> bool:
    """Whether an open lock is still the folder's own, which may have been removed and made again."""
    try:
        found = (folder / _LOCK).lstat()
    except OSError:
        return False
    return os.path.samestat(found, os.fstat(lock))


def _release(folder: Path, lock: int) -> None:
    """Remove a working folder that this process holds: the lock last, so that a killed removal is known again."""
    try:
        with suppress(OSError, DataError):
            _clear(folder)
            (folder / _LOCK).unlink()
            folder.rmdir()
    finally:
        os.close(lock)


def _clear(folder: Path) -> None:
    """Empty a working folder; an earlier output that a killed run had just moved aside goes back to its place."""
    old = folder / _OLD
    if old.exists():
        name = (folder / _LOCK).read_bytes().removeprefix(_MAGIC).decode("utf-8", "surrogateescape")
        target = folder.with_name(name)
        if os.path.lexists(target):
            _check_ours(old, called=old)
        else:
            old.rename(target)
    for path in folder.iterdir():
        if path.name == _LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _sweep(parent: Path) -> None:
    """Remove working folders whose runs are dead; whatever stands in the way of that stops nobody."""
    with suppress(OSError):
        for path in [Path(one.path) for one in os.scandir(parent) if _WORKING.fullmatch(one.name)]:
            with suppress(OSError, DataError):
                _remove_dead(path)


def _remove_dead(folder: Path) -> None:
    if not _is_own_folder(folder):
        return
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | _NO_LINK)
    except FileNotFoundError:
        folder.rmdir()  # made, and its run killed at once; one with something in it is not ours
        return
    dead = _take(lock) and _is_current(folder, lock)
    if dead and _is_left_over(folder, lock):
        _release(folder, lock)
    else:
        os.close(lock)


def _fsync_folder(folder: Path) -> None:
    """Names reach the disk with their folder, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
