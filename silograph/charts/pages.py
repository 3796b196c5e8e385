"""How networks and runs become pages: `silograph.output` registers its makers here when the package is imported.

What shows itself stands below the pages that show it, and imports run downwards only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

Kind = Literal["network", "run", "folder"]
_MAKERS: dict[Kind, Callable[..., Any]] = {}


def register(kind: Kind, make: Callable[..., Any]) -> None:
    """Say how something becomes a page, or a folder of them."""
    _MAKERS[kind] = make


def maker(kind: Kind) -> Callable[..., Any]:
    """What makes a page of a network or a run, or the folder of a run."""
    return _MAKERS[kind]
