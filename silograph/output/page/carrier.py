"""pyvis without what it brings for notebooks, which are shown otherwise here (`silograph.charts.cells`).

pyvis wants IPython for one class that only its own `show` uses. A package cannot be asked for without what it asks for,
so that IPython is installed with silograph; but it is not loaded, and a server may do without it
(``pip uninstall ipython``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from silograph.errors import UsageError


@contextmanager
def _standing_in() -> Iterator[None]:
    """An empty IPython, unless there is one in use."""
    if "IPython" in sys.modules:
        yield
        return
    ipython, display = ModuleType("IPython"), ModuleType("IPython.display")
    vars(display)["IFrame"] = None
    vars(ipython)["display"] = display
    sys.modules |= {"IPython": ipython, "IPython.display": display}
    try:
        yield
    finally:
        for name in ("IPython", "IPython.display"):
            del sys.modules[name]


def carrier_class() -> Any:
    """The class of pyvis that carries a network and vis-network.

    Raises
    ------
    UsageError
        pyvis cannot be loaded.

    Examples
    --------
    >>> carrier_class().__module__
    'pyvis.network'
    """
    try:
        with _standing_in():
            from pyvis.network import Network
    except ImportError as error:
        raise UsageError(f"pages need pyvis: {error}", mend="pip install pyvis jsonpickle") from error
    return Network
