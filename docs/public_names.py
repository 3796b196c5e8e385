"""Write the imports that tell editors and type checkers what ``silograph`` has: ``python docs/public_names.py``."""

from __future__ import annotations

from pathlib import Path

import silograph

FILE = Path(silograph.__file__)
BEGIN = "if TYPE_CHECKING:  # for editors and type checkers; made by `python docs/public_names.py`\n"
END = "\n\ndef _public()"


def imports() -> str:
    """The block, sorted by module."""
    homes = sorted((module, name) for name, module in silograph._public().items())
    lines = [
        f"    from {module} import {name} as {name}\n" for module, name in homes
    ]  # "as": exported on purpose
    return "".join(lines)


def with_imports(text: str) -> str:
    """The text of the package with the block as it should be."""
    begin = text.index(BEGIN) + len(BEGIN)
    return text[:begin] + imports() + text[text.index(END, begin) :]


if __name__ == "__main__":
    FILE.write_text(with_imports(FILE.read_text(encoding="utf-8")), encoding="utf-8")
