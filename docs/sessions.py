"""Runs the ``console`` blocks of pages and writes what the commands print: ``python docs/sessions.py [PAGE...]``.

A block is a session: lines that begin with ``$`` are commands, what follows is what they print. The blocks of a page
run one after the other in one empty folder. ``silograph`` runs in this process; so do the few other commands that a
reader would type (see `OTHERS`). A line of three dots stands for output that is left out.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import wrap

from click.testing import CliRunner

from silograph.cli import main

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs" / "tutorial.md")
WIDTH = 116
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOTS = "..."
STEP = re.compile(
    r"^silograph: .+ \.\.\. \(\d+ s\)\n", re.MULTILINE
)  # on a terminal they go when they are done


def _silograph(*arguments: str) -> str:
    result = CliRunner(catch_exceptions=False).invoke(main, list(arguments))
    return STEP.sub("", result.output)


def _make(target: str) -> str:
    if target != "demo":
        raise ValueError(f"make {target} is no command of a session")
    return "\n".join(printed("silograph demo --out demo-output"))


def _ls(folder: str) -> str:
    shown = (path for path in Path(folder).iterdir() if not path.name.startswith("."))
    names = sorted(path.name + "/" * path.is_dir() for path in shown)
    return "\n".join(wrap("  ".join(names), WIDTH, break_on_hyphens=False))


def _head(*arguments: str) -> str:
    lines, name = (int(arguments[0][1:]), arguments[1]) if len(arguments) > 1 else (10, arguments[0])
    return "\n".join(Path(name).read_text(encoding="utf-8").splitlines()[:lines])


OTHERS: Mapping[str, Callable[..., str]] = {"make": _make, "ls": _ls, "head": _head}


def printed(command: str) -> list[str]:
    """What a command prints; sentences in lines no longer than the page is wide."""
    program, *arguments = shlex.split(command)
    if program != "silograph":
        return OTHERS[program](*arguments).rstrip().splitlines()
    lines = []
    for line in _silograph(*arguments).rstrip().splitlines():
        is_table = "  " in line
        lines += (
            [line] if is_table else wrap(line, WIDTH, break_on_hyphens=False, break_long_words=False) or [""]
        )
    return lines


def sessions(block: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a block, each with what the page says it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        joined = part.replace("\\\n", "\0")
        command, _, output = joined.partition("\n")
        yield command.replace("\0", "\\\n"), output.splitlines()


def rewritten(text: str) -> str:
    """A page with its sessions as they come out now; dots, and what they stand for, stay."""

    def block(found: re.Match[str]) -> str:
        lines = []
        for command, before in sessions(found[1]):
            now = printed(command.replace("\\\n", " "))
            if DOTS in before:
                kept = before.index(DOTS), len(before) - before.index(DOTS) - 1
                now = [*now[: kept[0]], DOTS, *now[len(now) - kept[1] :]]
            lines += [f"$ {command}", *now]
        return "```console\n" + "".join(f"{line}\n" for line in lines) + "```"

    return BLOCK.sub(block, text)


def page(path: Path, folder: Path) -> str:
    """The page as it should be; its commands run in a folder."""
    with contextlib.chdir(folder):
        return rewritten(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if len(sys.argv) > 1 else PAGES:
        with tempfile.TemporaryDirectory() as empty:
            text = page(path.resolve(), Path(empty))
        path.write_text(text, encoding="utf-8")
