"""How inner loops are run: compiled once per machine, kept beside the file they stand in; small matrices on one core.

Numba takes a kernel for unchanged while its own file is. After editing one that kernels of other files call
(`paths/search.py`), delete ``__pycache__``, or the old one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import scipy.linalg  # noqa: F401  (a library must be loaded to be limited)
from numba import njit
from threadpoolctl import ThreadpoolController

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compiled when first called; a division by zero is infinite or NaN, as in numpy."""
    return cast("F", njit(cache=True, error_model="numpy")(function))


def summing_kernel(function: F) -> F:
    """As `kernel`, but sums may be added up in any order; infinities and NaN keep their meaning."""
    return cast("F", njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})(function))


_LIBRARIES = ThreadpoolController()


def one_thread(function: F) -> F:
    """Linear algebra inside runs on one core.

    The matrices of a model of functions have dozens of rows: sharing them out costs more than it saves, and on a
    busy machine threads that wait for each other burn twice the time.
    """
    return cast("F", _LIBRARIES.wrap(limits=1, user_api="blas")(function))
