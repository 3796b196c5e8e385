"""Records in JSON: a line each, an array, or an answer of a service that holds an array."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from silograph.loaders.files import Entry

_LARGEST = 1 << 28  # bytes: a document is read as one
_DEEPEST = 12

Record = Mapping[str, object]


class Found(NamedTuple):
    """One record, its names in small letters; or why there is none."""

    record: Record | None
    refused: str | None = None
    size: int = 0


def objects(entry: Entry) -> Iterator[Found]:
    """The records of a file.

    Parameters
    ----------
    entry
        A file of JSON.
    """
    with entry.open_text() as stream:
        first = stream.readline(_LARGEST + 1)
        if len(first) > _LARGEST:
            yield Found(None, "a JSON document too large to read; export JSON lines")
            return
        if (
            first.lstrip("\ufeff \t").startswith("{")
            and (one := _parsed(first)) is not None
            and not _listed(one)
        ):
            yield Found(one, size=len(first))
            for line in stream:
                if line.strip():
                    record = _parsed(line)
                    yield Found(record, None if record is not None else "no valid JSON", len(line))
            return
        rest = stream.read(_LARGEST + 1)
    if len(rest) > _LARGEST:
        yield Found(None, "a JSON document too large to read; export JSON lines")
        return
    yield from _of_document(first + rest)


def _of_document(text: str) -> Iterator[Found]:
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        yield Found(None, "no valid JSON")
        return
    rows = _listed(document) if isinstance(document, dict) else document
    for row in rows if isinstance(rows, list) else [document]:
        record = _small(row) if isinstance(row, dict) else None
        yield Found(record if isinstance(record, dict) else None, None if record else "not a record")


def _listed(document: Mapping[str, object]) -> list[object] | None:
    found = next((document[name] for name in document if name.lower() in {"value", "results"}), None)
    return found if isinstance(found, list) else None


def _parsed(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    small = _small(found)
    return small if isinstance(small, dict) else None


def _small(value: object, depth: int = 0) -> object:
    """The same with all names in small letters: PowerShell writes them with capitals."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(name).lower(): _small(inner, depth + 1) for name, inner in value.items()}
    return [_small(one, depth + 1) for one in value] if isinstance(value, list) else value


def inner(record: Record, name: str) -> Record:
    """An object within another; empty where there is none."""
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def rows(record: Record, name: str) -> list[Record]:
    """The objects of a list."""
    found = record.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def word(record: Record, name: str) -> str:
    """A text; empty where there is none."""
    found = record.get(name)
    return found.strip() if isinstance(found, str) else ""


def is_json(text: str) -> bool:
    """Whether a text looks like JSON."""
    return re.match(r"[\[{]", text) is not None
