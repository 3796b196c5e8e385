"""Shared fixtures: where the real data lie, and skipping where they don't."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("silograph", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("silograph")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data sets; the test is skipped, saying so, where it is absent."""
    named = os.environ.get("SILOGRAPH_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"real data not found at {folder}; set SILOGRAPH_DATA")
    return folder
