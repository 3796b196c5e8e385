"""Files that are no tables, whatever they are called: what they are, and what to do about it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from silograph.errors import DataError
from silograph.loaders.files import Entry

_SIGNS: tuple[tuple[str, str, str], ...] = (
    (r"MIME-Version:.*(text/html|multipart/related)", "a web page", "open it and save as XLSX"),
    (r"<\?xml.*progid=\"Excel\.Sheet\"|<\?xml.*urn:schemas-microsoft-com:office:spreadsheet|<(\w+:)?Workbook\b",
     "an XML spreadsheet of 2003", "open it and save as XLSX"),
    (r"(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype html|html|head|meta|body|table|style|div)\b",
     "a web page", "open it and save as XLSX"),
    (r"<\?xml|<\w+[ >/]", "an XML file", "export the list of people as CSV or XLSX"),
    (r"%PDF-", "a PDF document", "export the list of people as CSV or XLSX"),
    (r"\{\\rtf", "a text document (RTF)", "export the list of people as CSV or XLSX"),
    (r"PAR1", "a Parquet file", "read it with pandas, and give the table"),
    (r"SQLite format 3", "a database", "export the list of people as CSV or XLSX"),
)  # fmt: skip
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLE_STREAMS = (("WordDocument", "a text document of Word"), ("PowerPoint Document", "slides of PowerPoint"))


def refuse_foreign(entry: Entry, head: bytes) -> None:
    """Raise `DataError` where the first bytes are those of a web page, a document or the like."""
    text = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1")
    text = text.removeprefix("ï»¿").lstrip("\ufeff\0 \r\n\t")
    for sign, what, mend in _SIGNS:
        if re.match(sign, text, flags=re.IGNORECASE | re.DOTALL):
            raise DataError(f"{what}{_named(entry)}", where=entry.place, mend=mend)


def refuse_locked(entry: Entry, content: bytes) -> None:
    """Raise `DataError` where an Office file is one behind a password, or is no workbook."""
    if _LOCKED in content:
        raise DataError(
            "a workbook behind a password", where=entry.place, mend="save it without one, or as CSV"
        )
    for stream, what in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            raise DataError(f"{what}{_named(entry)}", where=entry.place, mend="give the list as XLSX or CSV")


def _named(entry: Entry) -> str:
    """What the file's name claims, where it has an ending."""
    ending = PurePosixPath(entry.name).suffix
    return f" named {ending}" if ending else ""
