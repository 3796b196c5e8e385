"""Writes command-line.md from the commands themselves: ``python docs/command_line.py``."""

from __future__ import annotations

from pathlib import Path

import click

from silograph.cli import main


def page() -> str:
    lines = [
        "# Command line",
        "",
        "Made by `docs/command_line.py` from the commands themselves.",
        "",
        "A SOURCE is an export file, folder or zip (its format is recognised by content), or a store made by",
        "`silograph load`. Data go to stdout, progress and notes to stderr. Exit codes: 0 done, 1 a `--fail-on`",
        "condition holds or most of a source could not be read, 2 usage or data error (one line that says what, where",
        "and how to mend it), 3 a fault of silograph, 130, 143 interrupted ([batch jobs](batch.md)).",
    ]
    for name, command in main.commands.items():
        lines += ["", f"## silograph {name}", "", (command.help or "").strip(), ""]
        arguments = [
            p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
        ]
        lines += ["```", " ".join(["silograph", name, *arguments, "[OPTIONS]"]), "```"]
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        if options:
            lines += ["", "| option | meaning |", "|---|---|"]
        for option in options:
            default = f" Default: {option.default}." if option.show_default else ""
            words = ", ".join(f"`{text}`" for text in option.opts)
            lines.append(f"| {words} | {option.help}{default} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "command-line.md").write_text(page(), encoding="utf-8")
