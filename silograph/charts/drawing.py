"""Charts of results: small functions that write SVG for pages, and the same charts with matplotlib."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup, escape
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform

from silograph.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from silograph.arrays import FloatArray, IntArray

# Okabe & Ito (2008), distinguishable with any colour vision, then five of Tol's "muted" for larger firms.
PALETTE = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442",
    "#882255", "#44AA99", "#332288", "#999933", "#DDCC77",
)  # fmt: skip
QUIET = "#9AA0A6"  # merged and unknown groups
MARKED, PLAIN, FAINT = "#B3541E", "#4A5560", "#C4CAD0"
_MORE, _LESS = (33, 102, 172), (178, 88, 12)  # blue and orange: opposite in any colour vision
_FULL = 3.0  # colours are full at 8 times more or less
_STEPS = ("1/8", "1/4", "1/2", "1", "2", "4", "8")
_MOST_VALUES = 16  # functions up to which cells carry their value


@dataclass(frozen=True, slots=True)
class Interval:
    """One line of an interval chart: a value, both ends of its interval, what is usual (NaN where there is none)."""

    label: str
    value: float
    low: float = math.nan
    high: float = math.nan
    marked: bool = False
    usual: float = math.nan

    @property
    def ends(self) -> list[float]:
        """The finite ones of value, ends and what is usual."""
        return [x for x in (self.value, self.low, self.high, self.usual) if math.isfinite(x)]


def interval_chart(
    rows: Sequence[Interval],
    *,
    axis: str,
    describe: str,
    show: Callable[[float], str],
    reference: float | None = None,
    logarithmic: bool = False,
    with_ends: Callable[[float, float, float], str] | None = None,
) -> Markup:
    """A dot and its interval per row, with the numbers beside it, as SVG.

    Parameters
    ----------
    rows
        From top to bottom; `marked` ones are filled, in another colour and bold.
    axis
        What the axis measures, with its unit.
    describe
        The chart in a sentence, for who cannot see it.
    show
        How a number is written.
    reference
        Where a vertical line marks "nothing special".
    with_ends
        How a number and both ends of its interval are written; where None, the ends in brackets behind it.

    Examples
    --------
    >>> svg = interval_chart([Interval("R&D", 0.5, 0.3, 0.8)], axis="x", describe="d", show="{:.1f}".format)
    >>> svg.startswith("<svg"), "R&amp;D" in svg
    (True, True)
    """
    rows = [row for row in rows if row.ends and (not logarithmic or row.value > 0)]
    scale = _Scale.over(
        [x for row in rows for x in row.ends] + ([] if reference is None else [reference]), logarithmic
    )
    written = with_ends or (lambda value, low, high: f"{show(value)}  [{show(low)}; {show(high)}]")
    left, plot, right, step, top = 230, 400, 190, 27, 12
    height = top + step * len(rows)
    parts = [_tag("line", x1=left, x2=left + plot, y1=height + 2, y2=height + 2, stroke=FAINT)]
    for tick in scale.ticks:
        x = left + plot * scale.position(tick)
        parts += [
            _tag("line", x1=x, x2=x, y1=top, y2=height + 7, stroke="#E6E9EC"),
            _tag(
                "text",
                scale.label(tick, show),
                x=x,
                y=height + 22,
                text_anchor="middle",
                font_size=12,
                fill=PLAIN,
            ),
        ]
    if reference is not None:
        x = left + plot * scale.position(reference)
        parts.append(
            _tag("line", x1=x, x2=x, y1=top - 6, y2=height + 7, stroke=PLAIN, stroke_dasharray="4 3")
        )
    for i, row in enumerate(rows):
        bounded = math.isfinite(row.low) and math.isfinite(row.high)
        numbers = written(row.value, row.low, row.high) if bounded else show(row.value)
        parts += _interval_row(row, top + step * (i + 0.5), left, plot, scale, numbers)
    parts.append(
        _tag("text", axis, x=left + plot / 2, y=height + 42, text_anchor="middle", font_size=13, fill=PLAIN)
    )
    return _svg(parts, width=left + plot + right, height=height + 52, describe=describe)


def _interval_row(
    row: Interval,
    y: float,
    left: float,
    plot: float,
    scale: _Scale,
    numbers: str,
) -> list[Markup]:
    color = MARKED if row.marked else PLAIN
    weight = "bold" if row.marked else "normal"
    place: dict[str, str | float] = {"y": y + 5, "font_size": 14, "font_weight": weight}
    parts = [_tag("text", _shortened(row.label, 25), x=left - 12, text_anchor="end", **place)]
    if math.isfinite(row.low) and math.isfinite(row.high):
        low, high = (left + plot * scale.position(end) for end in (row.low, row.high))
        parts.append(_tag("line", x1=low, x2=high, y1=y, y2=y, stroke=color, stroke_width=3))
    if math.isfinite(row.usual):
        x = left + plot * scale.position(row.usual)
        parts.append(_tag("line", x1=x, x2=x, y1=y - 9, y2=y + 9, stroke=QUIET, stroke_width=2.5))
    x = left + plot * scale.position(row.value)
    parts.append(
        _tag("circle", cx=x, cy=y, r=6, fill=color if row.marked else "#fff", stroke=color, stroke_width=2.5)
    )
    parts.append(_tag("text", numbers, x=left + plot + 14, **place))
    return parts


@dataclass(frozen=True, slots=True)
class _Scale:
    """A linear or logarithmic axis with round ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool

    @classmethod
    def over(cls, values: Sequence[float], logarithmic: bool) -> _Scale:
        """The axis that holds all `values`."""
        known = [x for x in values if x > 0 or not logarithmic] or [1.0]
        low, high = min(known), max(known)
        if logarithmic:
            low, high = max(min(low, 0.8), 1 / 64), min(max(high, 1.25), 64)
            exponents = range(math.floor(math.log2(low)), math.ceil(math.log2(high)) + 1)
            every = max(1, math.ceil(len(exponents) / 8))
            return cls(
                low * 0.95, high * 1.05, _within([2.0**e for e in exponents][::every], low, high), True
            )
        room = (high - low or abs(high) or 1.0) * 0.04
        size = 10 ** math.floor(math.log10((high - low or abs(high) or 1.0) / 3))
        step = min((m * size for m in (1, 2, 5, 10)), key=lambda s: abs((high - low) / s - 5))
        ticks = [step * i for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
        return cls(low - room, high + room, tuple(ticks), False)

    def label(self, tick: float, show: Callable[[float], str]) -> str:
        """A tick's text; powers of two as fractions."""
        if not self.logarithmic:
            return show(tick)
        return f"{tick:g}" if tick >= 1 else f"1/{1 / tick:g}"

    def position(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1."""
        low, high, x = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            low, high, x = math.log(low), math.log(high), math.log(x)
        return (x - low) / (high - low)


def _within(ticks: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    return tuple(tick for tick in ticks if low * 0.95 <= tick <= high * 1.05)


def cluster_order(ratio: FloatArray) -> IntArray:
    """An order of rows in which those that exchange much with each other stand together.

    Reference: Bar-Joseph, Gifford & Jaakkola (2001), Bioinformatics 17 S1, S22-S29.

    Examples
    --------
    >>> ratio = np.array([[9, .1, 4, .1], [.1, 9, .1, 4], [4, .1, 9, .1], [.1, 4, .1, 9]])
    >>> cluster_order(ratio).tolist() in ([0, 2, 1, 3], [2, 0, 1, 3], [0, 2, 3, 1], [2, 0, 3, 1],
    ...     [1, 3, 0, 2], [3, 1, 0, 2], [1, 3, 2, 0], [3, 1, 2, 0])
    True
    """
    n = len(ratio)
    if n < 3:
        return np.arange(n)
    closeness = np.clip(_log2(ratio), -_FULL, _FULL)
    away = np.nan_to_num(_FULL - closeness, nan=_FULL) + 0.1
    np.fill_diagonal(away, 0.0)
    distance = squareform((away + away.T) / 2, checks=False)
    return np.asarray(
        leaves_list(optimal_leaf_ordering(linkage(distance, "average"), distance)), dtype=np.int64
    )


def heatmap(
    ratio: FloatArray, names: Sequence[str], *, describe: str, show: Callable[[float], str], key: str
) -> Markup:
    """Observed over expected exchange of each two functions as coloured squares, as SVG.

    Blue is more than expected, orange less, on a logarithmic scale that is full at 8 times. Up to sixteen
    functions every square carries its number; beyond, it is shown on pointing. The diagonal, a function's
    exchange within itself, is framed.

    Parameters
    ----------
    ratio
        Symmetric; NaN where nothing is expected. Order it with `cluster_order`.
    names
        Of rows and columns alike.
    show
        How a ratio is written.
    key
        What the colours mean.

    Examples
    --------
    >>> svg = heatmap(np.array([[2.0, 0.5], [0.5, 1.0]]), ["A", "B"], describe="d", show="{:g}".format, key="k")
    >>> svg.count("<rect") >= 4
    True
    """
    n, numbered = len(names), len(names) <= _MOST_VALUES
    cell, row = (52, 30) if numbered else (18, 18)
    left, top = 230, 150
    parts = []
    for j, name in enumerate(names):
        x, y = left + cell * (j + 0.5), top - 8
        parts.append(_tag("text", _shortened(name, 22), x=x, y=y, font_size=13 if numbered else 11,
                          transform=f"rotate(-45 {x} {y})"))  # fmt: skip
    for i, name in enumerate(names):
        y = top + row * i
        label: dict[str, str | float] = {
            "x": left - 8,
            "y": y + row / 2 + 4.5,
            "text_anchor": "end",
            "font_size": 14 if numbered else 11,
        }
        parts.append(_tag("text", _shortened(name, 28), **label))
        for j, other in enumerate(names):
            hint = f"{name} – {other}: {show(ratio[i, j])}"
            parts += _cell(ratio[i, j], left + cell * j, y, cell, row, show if numbered else None, hint)
        frame: dict[str, str | float] = {
            "x": left + cell * i + 1,
            "y": y + 1,
            "width": cell - 2,
            "height": row - 2,
        }
        parts.append(
            _tag("rect", fill="none", stroke=PLAIN, stroke_width=1.5, pointer_events="none", **frame)
        )
    parts += _color_key(left, top + row * n + 16, key)
    return _svg(parts, width=left + max(cell * n + 110, 480), height=top + row * n + 74, describe=describe)


def _cell(
    value: float,
    x: float,
    y: float,
    width: float,
    height: float,
    show: Callable[[float], str] | None,
    hint: str,
) -> list[Markup]:
    frame: dict[str, str | float] = {"x": x + 0.5, "y": y + 0.5, "width": width - 1, "height": height - 1}
    parts = [_tag("rect", _tag("title", hint), fill=ratio_color(value), **frame)]
    if show is not None:
        light = math.isfinite(value) and abs(_log2(value)) > 0.62 * _FULL
        text: dict[str, str | float] = {
            "x": x + width / 2,
            "y": y + height / 2 + 4.5,
            "text_anchor": "middle",
            "font_size": 13,
        }
        parts.append(
            _tag("text", show(value), fill="#fff" if light else "#1b1f24", pointer_events="none", **text)
        )
    return parts


def _color_key(left: float, y: float, key: str) -> list[Markup]:
    parts = []
    for i, exponent in enumerate(range(-3, 4)):
        x = left + 44 * i
        parts += [
            _tag("rect", x=x, y=y, width=44, height=12, fill=ratio_color(2.0**exponent)),
            _tag(
                "text",
                _STEPS[exponent + 3],
                x=x + 22,
                y=y + 26,
                text_anchor="middle",
                font_size=11,
                fill=PLAIN,
            ),
        ]
    return [*parts, _tag("text", key, x=left, y=y + 46, font_size=13, fill=PLAIN)]


def ratio_color(ratio: float) -> str:
    """Blue for more than expected, orange for less, white for as expected, grey for nothing known.

    Examples
    --------
    >>> ratio_color(1.0), ratio_color(8.0), ratio_color(0.0), ratio_color(float("nan"))
    ('#ffffff', '#2166ac', '#b2580c', '#e6e9ec')
    """
    if math.isnan(ratio):
        return "#e6e9ec"
    depth = float(np.clip(_log2(ratio) / _FULL, -1, 1))
    full = _MORE if depth > 0 else _LESS
    return "#" + "".join(f"{round(255 + (part - 255) * abs(depth)):02x}" for part in full)


def _log2(ratio: FloatArray | float) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log2(ratio))


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _tag(name: str, content: str | None = None, /, **attributes: str | float) -> Markup:
    """One SVG element; content and attributes are escaped unless they are markup already."""
    written = "".join(
        f' {key.replace("_", "-")}="{escape(_plain(value))}"' for key, value in attributes.items()
    )
    inner = "" if content is None else escape(content)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 - every part is escaped


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.6g}"


def _svg(parts: Sequence[Markup], *, width: float, height: float, describe: str) -> Markup:
    return _tag("svg", Markup("").join(parts), viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=describe,
                style=f"width:100%;max-width:{width:g}px;height:auto")  # fmt: skip


# --- the same with matplotlib, for Result.plot() ---------------------------------------------------------------


def pyplot() -> Any:
    """Matplotlib's pyplot, which is optional and slow to load.

    Raises
    ------
    UsageError
        It is not installed.
    """
    try:
        from matplotlib import pyplot as plt
    except ImportError as error:
        raise UsageError(
            "plots need matplotlib", mend="pip install 'silograph[plot]', or use to_html()"
        ) from error
    return plt


def plot_intervals(
    rows: Sequence[Interval],
    *,
    axis: str,
    reference: float | None = None,
    logarithmic: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """`interval_chart` with matplotlib."""
    rows = list(reversed([row for row in rows if row.ends and (not logarithmic or row.value > 0)]))
    ax = _axes(ax, width=7.0, height=1.2 + 0.32 * len(rows))
    height = np.arange(len(rows))
    colors = [MARKED if row.marked else PLAIN for row in rows]
    ax.hlines(height, [row.low for row in rows], [row.high for row in rows], color=colors, linewidth=2)
    ax.scatter([row.value for row in rows], height, color=colors, zorder=3)
    ax.scatter([row.usual for row in rows], height, color=QUIET, marker="|", s=80)
    if reference is not None:
        ax.axvline(reference, color=FAINT, linewidth=1, zorder=0)
    if logarithmic:
        logarithmic_axis(ax)
    ax.set_yticks(height, [row.label for row in rows])
    ax.set_xlabel(axis)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax


def apart(places: Sequence[float], *, least: float) -> list[float]:
    """Places for labels: as given, save that those too close to the one below move up.

    Examples
    --------
    >>> apart([0.5, 0.1, 0.51], least=0.1)
    [0.5, 0.1, 0.6]
    """
    moved, below = list(places), -math.inf
    for i in sorted(range(len(moved)), key=moved.__getitem__):
        moved[i] = below = max(moved[i], below + least)
    return moved


def logarithmic_axis(ax: Axes) -> None:
    """A logarithmic x axis whose numbers are written out: 0.5, 1, 2, and no powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    ax.set_xscale("log")
    low, high = ax.get_xlim()
    steps = (1.0, 2.0, 5.0) if high < 1000 * low else (1.0,)
    ax.xaxis.set_major_locator(LogLocator(subs=steps))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())


def _axes(ax: Axes | None, *, width: float, height: float) -> Axes:
    if ax is not None:
        return ax
    plt = pyplot()

    axes: Axes = plt.subplots(figsize=(width, height), layout="constrained")[1]
    return axes
