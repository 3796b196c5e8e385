"""Files that people have and nothing here reads: what each is, and what to do with it.

Told by content. Nothing of what a file says goes into these lines.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from silograph.loaders.files import Entry, sniff_encoding
from silograph.loaders.headers import plain_name, viva_query

_HEAD = 1 << 18
_LONGEST_HEADER = 1 << 16


class Known(NamedTuple):
    """What a file is, and what to do with it."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what}; {self.mend}" if self.mend else self.what


_JSON_LINES = (
    "write one record per line, with sender, recipient and sent_at (jq -c '.[]' FILE.json > FILE.jsonl)"
)
_ARCHIVE = "unpack it, and name the folder"
_BSON = Known("a file of a MongoDB dump (.bson)", "write it as lines of JSON: bsondump FILE.bson > FILE.json")
_AS_TABLE = "export the data as CSV or XLSX"

_MAGIC: tuple[tuple[bytes, Known], ...] = (
    (
        b"!BDN",
        Known(
            "an Outlook data file (.pst, .ost)",
            "read it with silograph[pst], or convert it with readpst -e (Debian package pst-utils) into .eml",
        ),
    ),
    (
        b"\xcf\xad\x12\xfe",
        Known("an Outlook Express mailbox (.dbx)", "import it into Thunderbird, and copy its mail folder"),
    ),
    (b"\x1a\x00\x00\x04\x00\x00", Known("a Notes database (.nsf)", "export its mail as .eml")),
    (b"\x78\x9f\x3e\x22", Known("a winmail.dat of Outlook", "export the mail itself as .eml")),
    (b"*mbx*", Known("a mailbox of UW IMAP (mbx)", "convert it to mbox with mailutil")),
    (b"BABYL OPTIONS:", Known("an Rmail file (Babyl)", "convert it to mbox")),
    (b"7z\xbc\xaf\x27\x1c", Known("a 7z archive", _ARCHIVE)),
    (b"Rar!", Known("a RAR archive", _ARCHIVE)),
    (b"MSCF", Known("a CAB archive", _ARCHIVE)),
    (b"\xfd7zXZ", Known("a file packed with xz", _ARCHIVE)),
    (b"BZh", Known("a file packed with bzip2", _ARCHIVE)),
    (b"\x28\xb5\x2f\xfd", Known("a file packed with zstd", _ARCHIVE)),
    (b"%PDF", Known("a PDF", _AS_TABLE)),
    (b"{\\rtf", Known("an RTF document", _AS_TABLE)),
    (b"\x89PNG", Known("a picture", _AS_TABLE)),
    (b"\xff\xd8\xff", Known("a picture", _AS_TABLE)),
    (b"GIF8", Known("a picture", _AS_TABLE)),
    (b"SQLite format 3\0", Known("a SQLite database", "export its tables as CSV")),
    (b"bplist", Known("a property list of macOS", _AS_TABLE)),
)
# Folders in files that are zips.
_DOCUMENTS = {
    "word": Known("a Word document", _AS_TABLE),
    "ppt": Known("a presentation", _AS_TABLE),
    "com.microsoft.__Messages": Known(
        "an archive of Outlook for Mac (.olm)", "drag its folders to the desktop: they become mbox files"
    ),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_MESSAGE = Known("an Outlook message (.msg)", "read it with silograph[msg], or save it as .eml")
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b",
    re.I | re.S,
)
_TABLES = frozenset({".xls", ".xlsx", ".csv", ".ods"})
_MAIL_IN_CELL = re.compile(
    r"(?:message-id|received|return-path|delivered-to|from|date|mime-version): \S", re.I
)


def known(entry: Entry) -> Known | None:
    """What a file is that nothing here reads; None where that is not known.

    Parameters
    ----------
    entry
        One file of a source.
    """
    head = entry.head(_HEAD)
    if entry.name.lower().endswith(".bson") and int.from_bytes(head[:4], "little") >= 5:
        return _BSON
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head.startswith(_OLE):
        return _ole(head, entry)
    if head[257:262] == b"ustar":
        return Known("a tar archive", _ARCHIVE)
    if head.startswith(_ZIP):
        return _zip_inside(head, entry)
    text = head.decode(sniff_encoding(head), errors="ignore").lstrip("\ufeff")
    return next(filter(None, (tell(text, entry) for tell in _TELLS)), None)


def known_among(entries: Sequence[Entry]) -> Known | None:
    """What the files of a source are, where all of a few are of one such kind."""
    folders = {part for entry in entries if entry.archive for part in entry.name.split("/")[:-1]}
    if document := next((found for name, found in _DOCUMENTS.items() if name in folders), None):
        return document
    found = {known(entry) for entry in entries}
    return found.pop() if len(found) == 1 else None


def _ole(head: bytes, entry: Entry) -> Known | None:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in head

    if holds("__substg1.0_") or holds("__properties_version1.0") or entry.name.lower().endswith(".msg"):
        return _MESSAGE
    if holds("WordDocument"):
        return Known("a Word document", _AS_TABLE)
    if holds("PowerPoint Document"):
        return Known("a presentation", _AS_TABLE)
    return None  # an old Excel workbook may be an org chart


def _zip_inside(head: bytes, entry: Entry) -> Known | None:
    if b"word/" in head:
        return Known("a Word document", _AS_TABLE)
    if b"ppt/" in head:
        return Known("a presentation", _AS_TABLE)
    if b"xl/" in head or b"opendocument" in head:
        return None
    return Known("a zip inside a zip", "unzip the outer one, and name the folder") if entry.archive else None


# Text


def _web_page(text: str, entry: Entry) -> Known | None:
    suffix = PurePosixPath(entry.name).suffix.lower()
    if _WEB_PAGE.match(text):
        if suffix in _TABLES:
            return Known(f"a web page named {suffix}: open it and save as XLSX", "")
        return Known("a web page", "export the data itself, as CSV or XLSX")
    if "urn:schemas-microsoft-com:office:spreadsheet" in text[:2000]:
        return Known(f"an XML spreadsheet named {suffix}: open it and save as XLSX", "")
    return None


def _calendar(text: str, _: Entry) -> Known | None:
    start = text.lstrip()[:20].upper()
    if start.startswith("BEGIN:VCALENDAR"):
        return Known(
            "a calendar (.ics)",
            "name it on its own, or a folder of calendars only: meetings are read from it",
        )
    if start.startswith("BEGIN:VCARD"):
        return Known("address cards (.vcf)", "give the people as a table (CSV, XLSX) with --people")
    return None


# Lists of tickets as they are now, by the loader that reads their history.
NOW: Mapping[str, Known] = {
    "jira": Known(
        "a list of Jira issues as they are now",
        "export their history: /rest/api/2/search?expand=changelog (docs, Sources, Jira)",
    ),
    "zendesk": Known(
        "a list of Zendesk tickets as they are now",
        "export their history: ticket audits, or incremental ticket events (docs, Sources, Zendesk)",
    ),
    "servicenow": Known(
        "a list of ServiceNow records as they are now",
        "export their history: the table sys_audit (docs, Sources, ServiceNow)",
    ),
    "github": Known(
        "a list of GitHub issues as they are now",
        "export their history: /repos/OWNER/REPO/issues/events (docs, Sources, GitHub)",
    ),
    "gitlab": Known(
        "a list of GitLab issues as they are now",
        "export their history, the notes: /projects/ID/issues/IID/notes, or the project (docs, Sources, GitLab)",
    ),
}
# What the beginning of a list of tickets holds, and what it does not: their history.
_LISTS: tuple[tuple[Sequence[str], str, str], ...] = (
    (('"fields"', '"key"', "/rest/api/"), r'"changelog"\s*:', "jira"),
    (('"requester_id"', '"assignee_id"', '"ticket_form_id"'), r'"events"', "zendesk"),
    (('"sys_id"', '"number"', '"sys_updated_on"'), r'"documentkey"', "servicenow"),
    (('"events_url"', '"comments_url"', "/repos/"), r'"event"\s*:', "github"),
    (('"iid"', '"project_id"', '"web_url"', '"author"'), r'"noteable_type"', "gitlab"),
)
_CASES = Known(
    "a list of cases as they are now",
    "export their history, which is an object of its own (CaseHistory of Salesforce, ticket audits of Zendesk, "
    "sys_audit of ServiceNow; docs, Sources, Event logs)",
)
_READ_TIES = (
    "its ties can be read in Python: sg.read_viva, sg.Network.from_pandas (docs, Sources, Viva Insights)"
)
_QUERIES: Mapping[str, Known] = {
    "people": Known("a person-to-person query of Viva Insights, which has ties and no messages", _READ_TIES),
    "groups": Known("a group-to-group query of Viva Insights, which has ties and no messages", _READ_TIES),
    "mixed": Known(
        "a person-to-group query of Viva Insights, which has no ties between people",
        "export a person-to-person query",
    ),
}
_NUMBERS = frozenset(
    {
        "casenumber",
        "ticketid",
        "ticketno",
        "ticketnumber",
        "ticketnummer",
        "ticketnr",
        "conversationid",
        "ticket",
    }
)
_IDS = frozenset(
    {"issueid", "incidentid", "requestid", "caseid", "number", "numero", "nummer"}
)  # of other things too
_STATES = frozenset({"status", "state", "issuestatus", "ticketstatus", "statut", "etat", "zustand", "estado"})
# Columns that only cases have, and columns that people have too.
_HOLDERS = frozenset(
    {
        "caseowner",
        "ticketowner",
        "assignee",
        "assignedto",
        "assignmentgroup",
        "assignedgroup",
        "affectea",
        "attribuea",
        "attribueatechnicien",
        "attribueagroupedetechniciens",
        "groupedaffectation",
        "bearbeiter",
        "zugewiesenan",
        "zugewiesenegruppe",
        "asignadoa",
    }
)
_OWNERS = _HOLDERS | {"owner", "agent", "group", "team", "queue", "besitzer", "grupo"}
_HISTORY = frozenset({"sender", "oldvalue", "fromstring"})


def _ties(text: str, _: Entry) -> Known | None:
    query = viva_query(_names(text) | {"metricdate"})  # whether or not it was split by day
    return _QUERIES[query] if query else None


def _names(text: str) -> set[str]:
    """The plain names in the first line of a table."""
    first = text.split("\n", 1)[0][:_LONGEST_HEADER]
    return {plain_name(name) for name in re.split(r"[,;\t]", first)}


def _list_of_cases(text: str, _: Entry) -> Known | None:
    return _cases_in_json(text) if text.startswith(("{", "[")) else _cases_in_table(_names(text))


def _cases_in_json(text: str) -> Known | None:
    for words, history, product in _LISTS:
        if all(word in text for word in words) and not re.search(history, text):
            return NOW[product]
    return None


def _cases_in_table(names: set[str]) -> Known | None:
    """Of a table with these columns, in plain names."""
    if names & _HISTORY:
        return None
    if "issuekey" in names and names & {"assignee", "status"}:
        return NOW["jira"]
    if "number" in names and "assignmentgroup" in names:
        return NOW["servicenow"]
    numbered = names & _NUMBERS or (names & _IDS and names & _STATES)
    owned = names & (_OWNERS if numbered else _HOLDERS)
    return _CASES if owned and (numbered or ("id" in names and names & _STATES)) else None


def _json(text: str, _: Entry) -> Known | None:
    start = text.lstrip()
    if re.match(r"\[\s*[\[{\]\"\d-]", start):
        if '"ts"' in text and '"type"' in text:
            return Known("one file of a Slack export", "name the folder or zip of the whole export")
        return Known("a JSON array", _JSON_LINES)
    if start.startswith("{") and re.search(r'^\s*\{\s*"(?:@odata[^"]*|value)"\s*:', text):
        return Known(
            "a page of Microsoft Graph (JSON)",
            "of such pages only messages of Teams are read; make a table of it: docs, Sources, What is not read",
        )
    if re.match(r"\{[ \t]*\r?\n", start):
        return Known("a JSON document", _JSON_LINES)
    return None


def _directory(text: str, _: Entry) -> Known | None:
    if re.match(r"(?:\s*#[^\n]*\n)*\s*(?:version: ?1\s+)?dn::? ", text):
        return Known("a directory in LDIF", "give it with --people")
    return None


def _mails_in_cells(text: str, _: Entry) -> Known | None:
    first = text[:_HEAD].split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header, cells = next(rows), next(rows)
    except (csv.Error, StopIteration):
        return None
    for name, cell in zip(header, cells, strict=False):
        if "\n" in cell and _MAIL_IN_CELL.match(cell) and not _MAIL_IN_CELL.match(name):
            column = (
                f"column {name.strip()}"
                if name.strip().isidentifier() and len(name) < 40
                else "in one column"
            )
            return Known(
                f"a table with one message per row, {column}",
                "write each of them into a file of its own (.eml), and name the folder",
            )
    return None


_GRAPH = "give it to silograph in Python (sg.Network.from_pandas), or export the messages themselves, with their times"
_EDGES = Known("a list of ties, without times", _GRAPH)
_ENDS = (
    {"source", "target"}, {"src", "dst"}, {"from", "to"}, {"node1", "node2"}, {"person1", "person2"}, {"ego", "alter"},
)  # fmt: skip
_TIMES = {"sentat", "date", "time", "timestamp", "datetime", "sent", "createdat", "created", "when", "day"}


def _table(text: str, _: Entry) -> Known | None:
    """Tables that hold ties, but no messages; told by their header."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        header, *rows = itertools.islice(
            csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=delimiter), _ROWS
        )
    except (csv.Error, ValueError):
        return None
    names = {plain_name(name) for name in header}
    if any(ends <= names for ends in _ENDS) and not names & _TIMES:
        return _EDGES
    columns = [name.strip() for name in header[1:]]
    matrix = len(rows) > 1 and all(row and row[0].strip() in columns for row in rows)
    return Known("a matrix of ties, without times", _GRAPH) if matrix and len(columns) > 1 else None


_ROWS = 20
_READ_GRAPH = (
    "read it with networkx or igraph and give it to silograph in Python, or export the messages themselves"
)
_GRAPHS = (
    (r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<graphml\b", "GraphML"),
    (r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<gexf\b", "GEXF"),
    (r"(?:Creator \"[^\"]*\"\s*)?graph\s*\[", "GML"),
    (r"\*vertices\b", "Pajek"),
    (r"(?:strict\s+)?(?:di)?graph\b[^\n]*\{", "DOT"),
)


def _graph(text: str, _: Entry) -> Known | None:
    start = text[:4096].lstrip()
    for sign, name in _GRAPHS:
        if re.match(sign, start, re.I | re.S):
            return Known(f"a graph ({name}), without messages", _READ_GRAPH)
    lines = start.splitlines()[:_ROWS]
    words = [line.split() for line in lines if not line.startswith(("#", "%"))]
    if len(words) > 2 and {len(one) for one in words} in ({2}, {3}) and not re.search("[,;:=<]", start):
        return _EDGES
    return None


def _thin_archive(text: str, _: Entry) -> Known | None:
    header = set(re.split(r"[,;\t]", text.split("\n", 1)[0].strip().replace('"', "").lower()))
    if header >= {"topic_title", "is_pm", "reply_count"}:
        return Known(
            "one person's archive of Discourse",
            "ask an administrator for the posts: docs, Sources, Discourse",
        )
    if header >= {"authorid", "author", "date", "content", "reactions"}:
        return Known("a channel of Discord as CSV", "export it again as JSON, which says who answers whom")
    return None


_TELLS: tuple[Callable[[str, Entry], Known | None], ...] = (
    _web_page,
    _calendar,
    _ties,
    _list_of_cases,
    _json,
    _directory,
    _mails_in_cells,
    _table,
    _graph,
    _thin_archive,
)
