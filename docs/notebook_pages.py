"""Pages of the documentation made of the notebooks, outputs and pictures included; every build begins with it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PAGES = Path(__file__).parent / "reference" / "generated" / "notebooks"
_FENCE = "`" * 4


def write_pages() -> list[str]:
    """Write a page of each notebook; gives their names."""
    PAGES.mkdir(parents=True, exist_ok=True)
    names = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        text = "\n\n".join(_page(notebook, path.stem))
        _replace(PAGES / f"{path.stem}.md", text.encode() + b"\n")
        names.append(path.stem)
    return names


def _page(notebook: Any, name: str) -> Iterator[str]:
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            yield re.sub(r"\]\((\w+)\.ipynb\)", r"](\1.md)", cell.source)
            continue
        yield f"{_FENCE}{{code-block}} python\n{cell.source}\n{_FENCE}"
        for place, output in enumerate(cell.outputs):
            yield _output(output, f"{name}-{number}-{place}.png")


def _output(output: Any, picture: str) -> str:
    """What a cell showed: a picture, HTML, or text."""
    if output.output_type == "stream":
        return f"{_FENCE}{{code-block}} text\n{output.text.rstrip()}\n{_FENCE}"
    data = output.data
    if "image/png" in data:
        _replace(PAGES / picture, base64.b64decode(data["image/png"]))
        return f"![A chart drawn by the cell above]({picture})"
    if "text/html" in data:
        return f'{_FENCE}{{raw}} html\n<div class="output">{data["text/html"]}</div>\n{_FENCE}'
    return f"{_FENCE}{{code-block}} text\n{data.get('text/plain', '').rstrip()}\n{_FENCE}"


def _replace(path: Path, content: bytes) -> None:
    """Write what has changed only, so that a second build has less to do."""
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


if __name__ == "__main__":
    print("\n".join(write_pages()))
