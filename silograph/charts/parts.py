"""What the template of the report lays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading of its own."""

    id: str
    heading: str
    parts: list[Part]


@dataclass(frozen=True)
class Text:
    """A paragraph; a `note` is smaller."""

    text: str
    note: bool = False
    kind: ClassVar[str] = "text"


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Bullets:
    """A list, in `lang` where that is not the report's."""

    items: list[str]
    lang: str | None = None
    kind: ClassVar[str] = "list"


@dataclass(frozen=True)
class Figure:
    """A chart and how to read it."""

    svg: Markup
    text: str = ""
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class Column:
    """Head of a column and what it means."""

    title: str
    gloss: str = ""
    numeric: bool = True


@dataclass(frozen=True)
class Row:
    """Cells as they are written."""

    cells: list[str]
    marked: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; `folded`, it opens on demand."""

    columns: list[Column]
    rows: list[Row]
    folded: bool = False
    kind: ClassVar[str] = "grid"

    @property
    def glosses(self) -> list[Column]:
        """The columns that need a word of explanation."""
        return [column for column in self.columns if column.gloss]


@dataclass(frozen=True)
class More:
    """Which page of the documentation tells more; its title is English."""

    title: str
    kind: ClassVar[str] = "more"


Part = Text | Heading | Bullets | Figure | Grid | More
