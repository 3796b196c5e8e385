"""What a command says while it works: on stderr as much as is wanted, in a log of JSON lines all of it."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TextIO

from silograph.errors import UsageError

PATIENCE = 2.0
"""Seconds after which somebody without a terminal is told which step is under way."""

Level = Literal["step", "note", "answer", "error", "fault", "end"]


def _stderr(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - this is where commands speak


@dataclass
class Journal:
    """One command's account of itself.

    Parameters
    ----------
    quiet
        Only errors are said.
    verbose
        Steps are said with their times from the first on, and a fault of silograph with where it happened.
    say
        Where lines go.

    Examples
    --------
    >>> journal = Journal(say=print)
    >>> journal.note("mail.mbox: 3 messages have no time")
    silograph: note: mail.mbox: 3 messages have no time
    >>> Journal(quiet=True, say=print).note("nobody reads this")
    """

    quiet: bool = False
    verbose: bool = False
    say: Callable[[str], None] = _stderr
    log: TextIO | None = None
    began: float = field(default_factory=time.monotonic)
    step_began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the command began."""
        return time.monotonic() - self.began

    def to_file(self, path: Path) -> None:
        """Write every line to a file too, after those that are in it; only its owner can read it.

        Raises
        ------
        UsageError
            It cannot be written.
        """
        try:
            number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise UsageError(f"cannot be written: {error.strerror}", where=f"--log {path}") from error
        self.log = os.fdopen(number, "a", encoding="utf-8", buffering=1)

    def step(self, name: str, *, shown: bool = False) -> None:
        """What is done from here on.

        Parameters
        ----------
        name
            Of the step.
        shown
            Whether a terminal shows it already.
        """
        self._write("step", name)
        if self.verbose or not (shown or self.quiet or self.seconds < PATIENCE):
            self.say(f"silograph: {name} ... ({self.seconds:.0f} s)")

    def note(self, line: str) -> None:
        """What the reader should know."""
        self._write("note", line)
        if not self.quiet:
            self.say(f"silograph: note: {line}")

    def answer(self, line: str) -> bool:
        """What the command found or wrote; whether it is to be printed."""
        self._write("answer", line)
        return not self.quiet

    def error(self, line: str, *, code: int) -> None:
        """Why the command ends, in one line."""
        told = " ".join(line.split())
        self._write("error", told, code=code)
        self.say(f"silograph: {told}")

    def fault(self, error: Exception) -> str:
        """An error that silograph should not make: where it happened, without any value of the data."""
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
        self._write("fault", type(error).__name__, where=where)
        if self.verbose:
            self.say("\n".join(f"silograph:   {one}" for one in where))
        return where[-1]

    def end(self, code: int) -> None:
        """The command is done; the log is closed."""
        self._write("end", "done" if code == 0 else "ended", code=code)
        if self.log is not None:
            self.log.close()
            self.log = None

    def _write(self, level: Level, line: str, **more: object) -> None:
        if self.log is None:
            return
        told = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "seconds": round(self.seconds, 3),
        }
        self.log.write(
            json.dumps({**told, "level": level, "message": line, **more}, ensure_ascii=False) + "\n"
        )
