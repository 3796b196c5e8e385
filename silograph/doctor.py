"""Is everything there? Versions, cores, folders for caches, the browser, and the extras that are missing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from silograph._version import __version__

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
EXTRAS = {
    "plot": ("matplotlib", "charts in Python: .plot()"),
    "msg": ("olefile", "single messages of Outlook (.msg)"),
    "pst": ("pypff", "data files of Outlook (.pst)"),
}
"""Modules that extras bring, and what they are for."""
_ROOM = 1 << 30  # bytes in the folder for what does not fit into memory, below which it may not do


class Finding(NamedTuple):
    """One line of the doctor.

    Parameters
    ----------
    name
        What was looked at.
    told
        What it is like.
    mend
        What to do, where something is to be done.
    """

    name: str
    told: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.name:<12}{self.told}" + (f"; {self.mend}" if self.mend else "")


def examine() -> Iterator[Finding]:
    """Look at everything that a run hangs on.

    Examples
    --------
    >>> next(examine()).name
    'silograph'
    """
    yield Finding("silograph", f"{__version__} in {Path(__file__).parent}")
    yield Finding(
        "python", f"{platform.python_version()} ({sys.executable}) on {platform.platform(terse=True)}"
    )
    yield Finding("cores", f"{usable_cores()} of {os.cpu_count() or 1} may be used")
    yield from _packages()
    yield _cache()
    yield _temporary()
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    yield Finding(
        "browser", browser or "none found", "" if browser else "pages open in any browser; tests skip"
    )
    for extra, (module, purpose) in EXTRAS.items():
        there = find_spec(module) is not None
        mend = "" if there else f"pip install 'silograph[{extra}]'"
        yield Finding(f"[{extra}]", f"{purpose}: {'there' if there else 'missing'}", mend)


def usable_cores() -> int:
    """How many cores this process may use, which in containers are fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _packages() -> Iterator[Finding]:
    """The packages that silograph cannot do without."""
    needed = [one.split(";")[0] for one in requires("silograph") or () if "extra ==" not in one]
    found, missing = [], []
    for one in needed:
        name = one.split(">")[0].split("=")[0].split("<")[0].strip()
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Finding("packages", ", ".join(found))
    if missing:
        yield Finding("missing", ", ".join(missing), "pip install silograph again")


def _cache() -> Finding:
    """Where compiled kernels are kept: beside the package, or where numba may write."""
    folder = Path(os.environ.get("NUMBA_CACHE_DIR") or Path(__file__).parent)
    if os.access(folder, os.W_OK):
        return Finding("cache", f"kernels are kept in {folder}")
    return Finding(
        "cache",
        f"{folder} cannot be written",
        "set NUMBA_CACHE_DIR, or every run compiles anew (half a minute)",
    )


def _temporary() -> Finding:
    """Where what does not fit into memory goes."""
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    mend = "" if free >= _ROOM else "set TMPDIR to a folder with more room"
    return Finding("temporary", f"{folder}, {free / (1 << 30):.1f} GiB free", mend)
