"""Charts of results: small functions that write SVG, and the same charts with matplotlib."""

from __future__ import annotations

# Okabe & Ito (2008), distinguishable with any colour vision, then four of Tol's "muted" for larger firms.
PALETTE = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442",
    "#882255", "#44AA99", "#332288", "#999933", "#DDCC77",
)  # fmt: skip
QUIET = "#9AA0A6"  # merged and unknown groups


def darker(color: str) -> str:
    """A border of the same hue, dark enough to see beside white.

    Examples
    --------
    >>> darker("#F0E442")
    '#787221'
    """
    return "#" + "".join(f"{int(color[i : i + 2], 16) // 2:02x}" for i in (1, 3, 5))
