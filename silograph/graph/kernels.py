"""How inner loops are compiled: once per machine, kept beside the file they stand in.

Numba takes a kernel for unchanged while its own file is. After editing one that kernels of other files call
(`paths/search.py`), delete ``__pycache__``, or the old one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compiled when first called; a division by zero is infinite or NaN, as in numpy."""
    return cast("F", njit(cache=True, error_model="numpy")(function))


def summing_kernel(function: F) -> F:
    """As `kernel`, but sums may be added up in any order; infinities and NaN keep their meaning."""
    return cast("F", njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})(function))
