"""Where the files lie that real programs write: `cases` beside the real data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def case(name: str) -> Path:
    """The file of that name; the test is skipped, saying so, where it is absent."""
    named = os.environ.get("SILOGRAPH_DATA")
    shared = Path(named).parent if named else Path(__file__).parents[2] / "shared"
    path = shared / "cases" / name
    if not path.exists():
        pytest.skip(f"no case at {path}; set SILOGRAPH_DATA to the folder beside cases")
    return path
