"""By which rules the pages of this folder were measured: renews the lines at their heads.

    python docs/calibration/age.py                              # says which tables are older than the rules of today
    python docs/calibration/age.py --measured silos.md          # all tables of this page were made just now

``renew`` in ``tables.py`` notes by itself what it makes. A table of which nothing is noted yet is as old as git says:
since when no figure of it changed.
"""

from __future__ import annotations

import argparse
import subprocess
from functools import cache
from pathlib import Path

from tables import HERE, RULES, Age, aged, ages_in, digest, now, sections_in

ROOT = HERE.parent.parent


@cache
def git(*command: str) -> str:
    """What git says; nothing where it fails."""
    done = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if not done.returncode else ""


def as_git_says(page: Path, section: str) -> Age:
    """When, and by which rules, a table was measured that is in the last commit."""
    path = page.relative_to(ROOT).as_posix()
    commits = [line.split() for line in git("log", "--format=%h %cs", "--", path).splitlines()]
    tables = [sections_in(git("show", f"{commit}:{path}")).get(section) for commit, _ in commits]
    for (commit, day), new, old in zip(commits, tables, [*tables[1:], None], strict=True):
        if old is None or not set(old) <= set(new or ()):  # rows that are added make no old row new
            return Age(day, rules_at(commit, page.stem))
    return now(page.stem)


def rules_at(commit: str, page: str) -> str:
    """Digest of the rules as they were."""
    names = git("ls-tree", "-r", "--name-only", commit, *(f"silograph/{room}" for room in RULES[page]))
    return digest({name: git("show", f"{commit}:{name}") for name in names.splitlines()})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measured", default="", help="pages whose tables were all made just now")
    measured = parser.parse_args().measured.split(",")
    for page in (HERE / f"{stem}.md" for stem in RULES):
        text = page.read_text(encoding="utf-8")
        known = {} if page.name in measured else ages_in(text)
        ages = {
            name: now(page.stem) if page.name in measured else known.get(name) or as_git_says(page, name)
            for name in sections_in(text)
        }
        page.write_text(aged(text, page.stem, ages), encoding="utf-8")


if __name__ == "__main__":
    main()
