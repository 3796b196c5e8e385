"""What notebooks need of everything else: tables and pages inside a cell, and bars while one waits."""

from __future__ import annotations

import html
import io
import math
import sys
import warnings
from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from silograph.writing import write_page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from tqdm import tqdm

_ROWS = 20


def _shell() -> Any:
    """IPython's shell, if this runs in one; who runs in one has imported it."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def in_notebook() -> bool:
    """Whether output goes to a notebook's cell."""
    return hasattr(_shell(), "kernel")


def progress(items: Iterable[str] | None = None, *, quiet: bool, **options: Any) -> tqdm[Any]:
    """A progress bar (`tqdm.auto`) that shows only where somebody waits in front of it, and goes when done."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without ipywidgets a bar is text, which is well
        from tqdm.auto import tqdm
    interactive = _shell() is not None or hasattr(sys, "ps1")
    return tqdm(items, disable=quiet or not interactive, leave=False, **options)


def present(page: str, *, name: str, height: int, to: str | Path | None, private: bool = False) -> None:
    """Write an HTML page to a file, or else show it in the cell of a notebook.

    In the cell it is isolated from the notebook, and nothing is written anywhere. A file is replaced only where
    it is such a page, and unchanged.

    Parameters
    ----------
    name
        What to call the file, where there is no notebook to show the page in.
    private
        Whether only its owner may read the file: it names people.
    """
    if to is not None:
        write_page(Path(to), page, private=private)
    elif in_notebook():
        sys.modules["IPython"].display.display(_Frame(page, height))
    else:
        print(f'There is no notebook to show this in: .show(to="{name}.html") writes the page.')  # noqa: T201


class _Frame:
    """A page in a frame of its own, whose scripts cannot reach the notebook."""

    def __init__(self, page: str, height: int) -> None:
        self.page, self.height = page, height

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="allow-scripts allow-downloads allow-modals" '
            f'style="width:100%;height:{self.height}px;border:1px solid #c4cacd;background:#fff"></iframe>'
        )

    def __repr__(self) -> str:
        return "<a page: run the cell in a notebook to see it>"


_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; color: #1b1f24; max-width: 60rem; margin: 1rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 0.2rem 0.7rem 0.2rem 0; border-bottom: 1px solid #e6e9ec; white-space: nowrap; text-align: left; }
"""


def page_html(body: str, *, title: str, lang: str) -> str:
    """A page of its own around a fragment of HTML; it loads nothing and runs nothing."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def figure_html(plot: Callable[[], Axes], *, describe: str) -> str:
    """What a function draws with matplotlib, as SVG with a text alternative; nothing without matplotlib."""
    try:
        from matplotlib import pyplot as plt
    except ImportError:
        return ""
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": describe}), io.StringIO() as drawn:
        figure = cast("Figure", plot().figure)
        figure.savefig(drawn, format="svg", metadata={"Date": None})
        plt.close(figure)  # or the notebook shows it once more
        svg = drawn.getvalue()
    return f'<figure role="img" aria-label="{html.escape(describe)}">{svg[svg.index("<svg") :]}</figure>'


def table_html(table: pd.DataFrame) -> str:
    """The first rows of a table as HTML, with numbers as people read them and intervals beside their values.

    Columns without any value in these rows are left out.

    Examples
    --------
    >>> table = pd.DataFrame({"function": ["HR"], "x": [0.123456], "x_low": [0.1], "x_high": [0.2]})
    >>> text = table_html(table)
    >>> "<td>HR</td>" in text, "0.123 (0.1 to 0.2)" in text
    (True, True)
    """
    shown = table.head(_ROWS)
    rows = shown.to_dict("records")
    ends = {f"{column}{end}" for column in table for end in ("_low", "_high") if f"{column}_low" in table}
    columns = [column for column in shown if column not in ends and shown[column].notna().any()]
    head = "".join(f'<th style="text-align:left">{html.escape(str(column))}</th>' for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(_with_interval(row, column))}</td>' for column in columns)}</tr>"
        for row in rows
    )
    rest = f"<p>The first {_ROWS} of {len(table):,} rows.</p>" if len(table) > _ROWS else ""
    return f'<div style="overflow-x:auto"><table><tr>{head}</tr>{body}</table></div>{rest}'


def _with_interval(row: Mapping[Hashable, object], column: Hashable) -> str:
    """A cell, with the ends of its interval where the row has them."""
    text = plain(row[column])
    low, high = (plain(row.get(f"{column}_{end}")) for end in ("low", "high"))
    return text if _NOTHING in (text, low, high) else f"{text} ({low} to {high})"


_NOTHING = "–"


def plain(value: object) -> str:
    """A value as people read it: three significant figures, thousands apart, a dash for nothing.

    Examples
    --------
    >>> [plain(value) for value in (0.123456789, 12345.6, 7.0, 0.00002, float("nan"), ("a", "b"), True)]
    ['0.123', '12,346', '7', '<0.001', '–', 'a, b', 'yes']
    """
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(plain(one) for one in value)
    if pd.isna(value) is True:  # type: ignore[call-overload]
        return _NOTHING
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if pd.api.types.is_number(value):
        return _number(float(value))  # type: ignore[arg-type]
    return str(value)


def _number(value: float) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) < 0.001:
        return "<0.001" if value > 0 else ">-0.001"
    return f"{value:.3g}"
