"""In this folder `reciprocity` is a question like any other."""

from __future__ import annotations

import pytest

from silograph.analyses.parts import Question


@pytest.fixture(autouse=True)
def known(walked: Question) -> None:
    """Its one line stands in the table of analyses."""
