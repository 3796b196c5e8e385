"""A single message of Outlook (.msg): a compound file whose streams are properties. Needs ``silograph[msg]``."""

from __future__ import annotations

import codecs
import io
import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from silograph.loaders.mail.outlook import CODEPAGES, WANTED, Item, Value, filetime

_LARGEST = 1 << 28  # bytes
_LONGEST = 1 << 24  # bytes of one property
_TOP, _INNER = 32, 8  # bytes before the fixed properties
_FIXED = "__properties_version1.0"
_RECIPIENT = "__recip_version1.0_#"
_INTEGER, _TIME, _NARROW, _WIDE = 0x0003, 0x0040, 0x001E, 0x001F
LIBRARY_MISSING = "an Outlook message (.msg): install silograph[msg] to read it, or save it as .eml"
DAMAGED = "a damaged Outlook message (.msg); save it again"


class UnreadableMessageError(ValueError):
    """Why a message cannot be read."""


def read_msg(stream: BinaryIO) -> Item:
    """The item of a file.

    Raises
    ------
    UnreadableMessageError
        It is damaged or too large, or the library is missing.
    """
    try:
        import olefile
    except ImportError:
        raise UnreadableMessageError(LIBRARY_MISSING) from None
    content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise UnreadableMessageError("an Outlook message of more than 256 MB; save it as .eml")
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            folders = sorted(path[0] for path in ole.listdir(streams=False, storages=True) if len(path) == 1)
            top = _properties(ole, [], _TOP, {})
            inner = [_properties(ole, [one], _INNER, top) for one in folders if one.startswith(_RECIPIENT)]
    except (
        OSError,
        ArithmeticError,
        LookupError,
        ValueError,
        TypeError,
        struct.error,
        RecursionError,
        AttributeError,
    ):
        raise UnreadableMessageError(DAMAGED) from None
    if not top:
        raise UnreadableMessageError(DAMAGED)
    return Item(top, inner)


def _properties(ole: Any, folder: Sequence[str], before: int, above: Mapping[int, Value]) -> dict[int, Value]:
    """The wanted properties of a storage; texts of old versions are in the code page that it or the message names."""
    found: dict[int, Value] = {}
    if ole.exists([*folder, _FIXED]):
        fixed = ole.openstream([*folder, _FIXED]).read(_LONGEST)[before:]
        for at in range(0, len(fixed) - 15, 16):
            kind, number = struct.unpack_from("<HH", fixed, at)
            if number in WANTED and kind == _INTEGER:
                found[number] = struct.unpack_from("<i", fixed, at + 8)[0]
            elif (
                number in WANTED
                and kind == _TIME
                and (moment := filetime(struct.unpack_from("<Q", fixed, at + 8)[0]))
            ):
                found[number] = moment
    narrow = _encoding({**above, **found})
    for number in sorted(WANTED):
        for kind, encoding in ((_NARROW, narrow), (_WIDE, "utf-16-le")):
            path = [*folder, f"__substg1.0_{number:04X}{kind:04X}"]
            if ole.exists(path):
                found[number] = ole.openstream(path).read(_LONGEST).decode(encoding, "replace")
    return found


def _encoding(properties: Mapping[int, Value]) -> str:
    for number in CODEPAGES:
        page = properties.get(number)
        if page == 65001:
            return "utf-8"
        try:
            return codecs.lookup(f"cp{page}").name
        except LookupError:
            continue
    return "cp1252"
