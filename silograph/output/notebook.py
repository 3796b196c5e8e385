"""Networks and runs as pages and folders, for the methods by which they show themselves.

Everything heavy is imported when it is needed: this module is imported with the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from silograph.charts.pages import register

if TYPE_CHECKING:
    from silograph.graph.by_month import Slices
    from silograph.graph.network import Network
    from silograph.language.words import Lang, People
    from silograph.log.people import Roster
    from silograph.run.run import Analysis


def network_document(
    network: Network,
    *,
    slices: Slices | None = None,
    roster: Roster | None = None,
    people: People = "pseudonyms",
    min_group: int = 5,
    key: bytes | None = None,
    lang: Lang = "en",
    title: str | None = None,
) -> str:
    """The page of a network on its own: see `silograph.release.gate.release_network` for the options."""
    from silograph.output.page import network_page
    from silograph.release.gate import release_network

    drawing = release_network(
        network, slices=slices, roster=roster, people=people, min_group=min_group, key=key
    )
    return network_page(drawing, lang=lang, title=title)


def analysis_document(
    analysis: Analysis,
    *,
    people: People = "pseudonyms",
    key: bytes | None = None,
    lang: Lang = "en",
    title: str | None = None,
) -> str:
    """The page of a run."""
    from silograph.output.page import workshop_page
    from silograph.release.gate import release

    return workshop_page(release(analysis, people=people, key=key), lang=lang, title=title)


def write_folder(analysis: Analysis, folder: str | Path, *, people: People, lang: Lang) -> None:
    """The output folder of a run, in the place of an earlier one."""
    from dataclasses import asdict

    from silograph.output.folder import write
    from silograph.release.gate import release
    from silograph.writing import replaced

    plain = {name: value for name, value in asdict(analysis.settings).items() if isinstance(value, str | int)}
    config = {**plain, "only": [*analysis.settings.only] or None, "lang": lang}
    with replaced(Path(folder), private=people == "names") as new:
        write(release(analysis, people=people), new, lang=lang, config=config)


def register_pages() -> None:
    """Let networks and runs show themselves as these pages."""
    register("network", network_document)
    register("run", analysis_document)
    register("folder", write_folder)
