"""Data files of Outlook (.pst, .ost), folder by folder. Needs ``silograph[pst]`` (libpff, under the LGPL)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from silograph.loaders.mail.outlook import WANTED, Item, Value

LIBRARY_MISSING = (
    "an Outlook data file (.pst, .ost): install silograph[pst] to read it, or convert it with readpst -e (Debian "
    "package pst-utils) into a folder of .eml"
)
_DEEPEST = 100


class UnreadableFileError(ValueError):
    """Why a data file cannot be read."""


def read_pst(path: Path) -> Iterator[Item | None]:
    """The items of a data file, those that were deleted too; None for one that cannot be read.

    Raises
    ------
    UnreadableFileError
        The file is damaged, or the library is missing.
    """
    try:
        import pypff
    except ImportError:
        raise UnreadableFileError(LIBRARY_MISSING) from None
    file = pypff.file()
    try:
        file.open(str(path))
    except (OSError, RuntimeError, MemoryError):
        raise UnreadableFileError("a damaged Outlook data file; repair it with Outlook's scanpst") from None
    try:
        yield from _items(file)
    finally:
        file.close()


def _items(file: Any) -> Iterator[Item | None]:
    folders = [(_said(file, "get_root_folder"), 0)]
    while folders:
        folder, depth = folders.pop()
        for number in range(_said(folder, "get_number_of_sub_messages") or 0):
            yield _item(_said(folder, "get_sub_message", number))
        if depth < _DEEPEST:
            inner = range(_said(folder, "get_number_of_sub_folders") or 0)
            folders.extend((_said(folder, "get_sub_folder", number), depth + 1) for number in inner)
    for number in range(_said(file, "get_number_of_orphan_items") or 0):
        yield _item(_said(file, "get_orphan_item", number))


def _said(thing: Any, name: str, *arguments: int) -> Any:
    """What the library says of a thing; None where the file is damaged there, or the thing has no such part."""
    try:
        value = getattr(thing, name)
        return value(*arguments) if callable(value) else value
    except (OSError, RuntimeError, MemoryError, ValueError, TypeError, AttributeError):
        return None


def _item(item: Any) -> Item | None:
    if item is None:
        return None
    properties = _of_sets(item)
    table = _said(item, "recipients")  # None where nobody is named, and for other things than messages
    rows = range(_said(table, "get_number_of_record_sets") or 0)
    return Item(properties, [_of_set(_said(table, "get_record_set", number)) for number in rows])


def _of_sets(item: Any) -> dict[int, Value]:
    found: dict[int, Value] = {}
    for number in range(_said(item, "get_number_of_record_sets") or 0):
        found |= _of_set(_said(item, "get_record_set", number))
    return found


def _of_set(record_set: Any) -> dict[int, Value]:
    found: dict[int, Value] = {}
    for number in range(_said(record_set, "get_number_of_entries") or 0):
        entry = _said(record_set, "get_entry", number)
        kind = _said(entry, "get_entry_type")
        if kind in WANTED and (value := _value(entry)) is not None:
            found[kind] = value
    return found


def _value(entry: Any) -> Value | None:
    match _said(entry, "get_value_type"):
        case 0x001E | 0x001F:  # a text
            text = _said(entry, "get_data_as_string")
            return text if isinstance(text, str) else None
        case 0x0003:  # a whole number
            number = _said(entry, "get_data_as_integer")
            return number if isinstance(number, int) else None
        case 0x0040:  # a time, of which libpff does not say that it is UTC
            at = _said(entry, "get_data_as_datetime")
            return at.replace(tzinfo=UTC) if isinstance(at, datetime) else None
        case _:
            return None
