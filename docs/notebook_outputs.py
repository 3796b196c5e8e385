"""Run the notebooks and keep what they show: ``python docs/notebook_outputs.py [NAME...]``.

Outputs are kept as they come out on any machine, so that running a notebook again can be compared with what it holds:
without progress bars, names of temporary folders, pseudonyms, and the interactive page, which is a megabyte.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
LARGEST = 200_000  # characters of HTML
TEXT = ("text/plain", "text/html")


def executed(path: Path) -> Any:
    """The notebook that a ``.py`` is the source of, with what its cells show."""
    written = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    notebook = jupytext.read(path)
    for cell, known in zip(notebook.cells, written.cells, strict=False):
        cell["id"] = known["id"]
    notebook.metadata = written.metadata
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()
    for number, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        cell.execution_count = number + 1
        cell.metadata.pop("execution", None)
        cell.outputs = list(_kept(cell.outputs, number + 1))
    return notebook


def _kept(outputs: list[Any], number: int) -> Iterator[Any]:
    """The outputs of a cell that are the same wherever it runs."""
    for one in outputs:
        if one.output_type == "stream":
            if one.name == "stdout":
                one.text = _anywhere(one.text)
                yield one
            continue
        if one.output_type == "error":
            raise RuntimeError(f"cell {number}: {one.ename}: {one.evalue}")
        data = {kind: _anywhere(text) if kind in TEXT else text for kind, text in one.data.items()}
        if len(data.get("text/html", "")) > LARGEST:
            del data["text/html"]
        one.data, one.metadata = data, {}
        if "execution_count" in one:
            one.execution_count = number
        yield one


def _anywhere(text: str) -> str:
    text = re.sub(r"/[\w/.-]*/tmp\w{8}\b|/tmp/tmp\w{8}\b", "/tmp/exports", text)
    text = re.sub(r"\bp[0-9a-f]{32}\b", "p0123456789abcdef...", text)  # pseudonyms have a new key every time
    return re.sub(r" at 0x[0-9a-f]+", "", text)


def told(notebook: Any) -> list[str]:
    """What a notebook says in words, cell by cell: what a second run is compared with. Pictures are not compared."""
    return [
        one.text if one.output_type == "stream" else one.data.get("text/html", one.data.get("text/plain", ""))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for one in cell.outputs
        if one.output_type == "stream" or "image/png" not in one.data
    ]


if __name__ == "__main__":
    for source in sorted(FOLDER.glob("*.py")):
        if not sys.argv[1:] or source.stem in sys.argv[1:]:
            nbformat.write(executed(source), source.with_suffix(".ipynb"))
            print(source.stem)
