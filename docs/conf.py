"""How the documentation is built: ``make docs``, without any request to the network."""

from __future__ import annotations

import sys
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.ext.autosummary import AutoLink

from silograph import __version__

project = "silograph"
author = "the silograph authors"
copyright = "the silograph authors, MIT licence"  # noqa: A001 (the name Sphinx asks for)
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}  # the first is what autosummary writes
exclude_patterns = ["_build", "_templates", "**/results"]
templates_path = ["_templates"]

myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]

# What docstrings put between single backticks is linked where it is ours, and set in italics elsewhere.
default_role = "ours"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
autosummary_ignore_module_all = False
napoleon_google_docstring = False

# Only our own names have a page to link to: the build looks up nothing on the network.
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!silograph\.).*"),
    (r"py:obj", r"silograph\..*"),  # autolink has made sure that it exists; not everything has a page
    (
        r"py:class",
        r"silograph\.(analyses\.parts\.declare|charts\.intervals|language\.words|log\.schema|loaders\.files)\..*",
    ),
    (r"py:class", r"silograph\.simulation\.(company|exports|names|traffic)\..*"),  # how a company is drawn
]

html_theme = "furo"
html_title = f"silograph {version}"
html_static_path: list[str] = []
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}

# In docstrings these are attributes of a result, not the function or module of the same name.
ATTRIBUTES = {"table", "people"}


class Ours(AutoLink):
    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if self.text in ATTRIBUTES:
            return [nodes.emphasis(self.rawtext, self.text)], []
        return super().run()


def setup(app: Sphinx) -> None:
    app.add_role("ours", Ours())
    sys.path.insert(0, str(Path(__file__).parent))
    from notebook_pages import write_pages

    app.connect("builder-inited", lambda _: write_pages() and None)
