"""Write what names every question: ``python docs/public_names.py``.

The imports that tell editors and type checkers what ``silograph`` has, and the lists in ``reference/api.rst``.
"""

from __future__ import annotations

import re
from pathlib import Path

import silograph
from silograph.analyses import ANALYSES

PACKAGE = Path(silograph.__file__)
REFERENCE = Path(__file__).parent / "reference" / "api.rst"
BEGIN = "if TYPE_CHECKING:  # for editors and type checkers; made by `python docs/public_names.py`\n"
END = "\n\ndef _public()"


def imports() -> str:
    """The block, sorted by module."""
    homes = sorted((module, name) for name, module in silograph._public().items())
    lines = [  # "as": exported on purpose
        f"    from {module} import {name} as {'_' if name in ANALYSES else ''}{name}\n"
        for module, name in homes
    ]
    lines += ["    from silograph.run.asking import asked as _asked\n"]
    lines = sorted(lines, key=lambda line: line.split(" import ")[0])
    return "".join([*lines, "\n", *(f"    {name} = _asked(_{name})\n" for name in sorted(ANALYSES))])


def with_imports(text: str) -> str:
    """The text of the package with the block as it should be."""
    begin = text.index(BEGIN) + len(BEGIN)
    return text[:begin] + imports() + text[text.index(END, begin) :]


def with_questions(text: str) -> str:
    """The list of public things with every question and its result in it."""
    results = [f"{question.result.__module__}.{question.result.__name__}" for question in ANALYSES.values()]
    for part, names in {"questions": [f"silograph.{name}" for name in ANALYSES], "results": results}.items():
        listed = "".join(f"   {name}\n" for name in names)
        made = f".. the {part}: made by docs/public_names.py\n\n.. autosummary::\n   :toctree: generated\n\n{listed}\n"
        text = re.sub(rf"\.\. the {part}: made.*?(?=\.\. end of the {part})", made, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    PACKAGE.write_text(with_imports(PACKAGE.read_text(encoding="utf-8")), encoding="utf-8")
    REFERENCE.write_text(with_questions(REFERENCE.read_text(encoding="utf-8")), encoding="utf-8")
