"""The page's own files: template, styles and scripts, and the policy under which they run."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from markupsafe import Markup

# In this order they make one script: each part uses what stands before it.
SCRIPTS = (
    "model", "words", "paths", "state", "pens", "labels", "scene", "compare", "map", "filters", "opening",
    "panel", "export", "tour", "guess", "owner", "replay", "table", "main",
)  # fmt: skip
STYLES = ("page", "panel", "tour", "guess", "owner", "replay", "print")


def library() -> Markup:
    """vis-network, as it comes with pyvis."""
    return _text(resources.files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js")


def script() -> Markup:
    """Our own script, one strict function around all parts."""
    parts = Markup("\n").join(_shipped(f"{name}.js") for name in SCRIPTS)
    return Markup('"use strict";\n(() => {\n') + parts + Markup("})();\n")


def style() -> Markup:
    """All styles."""
    return Markup("\n").join(_shipped(f"{name}.css") for name in STYLES)


def content_policy(*, scripts: list[Markup]) -> str:
    """A content security policy under which nothing is fetched and only these scripts run.

    The hashes name the scripts: markup smuggled in by a name could not run anything, even were it not
    escaped.

    Examples
    --------
    >>> content_policy(scripts=[])
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    """
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts
    ]
    run = [f"script-src {' '.join(hashes)}"] if hashes else []
    rules = ["default-src 'none'", *run, "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'",
             "form-action 'none'"]  # fmt: skip
    return "; ".join(rules)


def _shipped(name: str) -> Markup:
    """One of our own files; trusted, so not escaped."""
    path = resources.files("silograph") / "output/page/templates" / name
    return _text(path)


def _text(path: resources.abc.Traversable) -> Markup:
    # Browsers read any line end as \n, and hash what they read.
    return Markup(path.read_bytes().decode("utf-8").replace("\r\n", "\n"))  # noqa: S704
