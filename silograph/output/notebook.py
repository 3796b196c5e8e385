"""Networks and runs as pages and folders, for the methods by which they show themselves."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from silograph.graph.network import Network
from silograph.language.words import Lang
from silograph.output.folder import Show, write
from silograph.output.page import network_page, workshop_page
from silograph.run.run import Analysis
from silograph.writing import replaced


def network_document(network: Network, *, people: Show, lang: Lang, min_group: int) -> str:
    """The page of a network on its own."""
    return network_page(network, show=people, lang=lang, min_group=min_group)


def analysis_document(analysis: Analysis, *, people: Show, lang: Lang) -> str:
    """The page of a run."""
    return workshop_page(analysis, show=people, lang=lang)


def write_folder(analysis: Analysis, folder: str | Path, *, people: Show, lang: Lang) -> None:
    """The output folder of a run, in the place of an earlier one."""
    plain = {name: value for name, value in asdict(analysis.settings).items() if isinstance(value, str | int)}
    config = {**plain, "only": [*analysis.settings.only] or None, "lang": lang}
    with replaced(Path(folder), private=people == "names") as new:
        write(analysis, new, show=people, lang=lang, config=config)
