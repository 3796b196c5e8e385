"""Event logs of cases: XES, tables of events, tables of changes.

A handoff is a change of team between consecutive rows of a case in time order, or of person in a case whose
rows name no team. Three styles are read: *state per event* (XES, CSV of events, ServiceNow metric_instance,
snapshots after every update), where the change is found by comparing rows; *delta* (a row says from whom to
whom); and ServiceNow's *audit*, a delta per field. Rows that hand nothing over are counted as ``other``.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, NamedTuple, TextIO, cast
from xml.parsers import expat

import numpy as np

from silograph.errors import FormatError
from silograph.loaders.casewords import (
    PERSON_FIELDS,
    STATUS_FIELDS,
    SYSTEM_USERS,
    TEAM_FIELDS,
    is_done,
    plain_field,
)
from silograph.loaders.dates import DateSurvey
from silograph.loaders.files import UNREADABLE, CsvRow, Entry, Source, csv_rows, why_unreadable
from silograph.loaders.headers import care_table, is_service_set, plain_name
from silograph.loaders.moments import moment_of
from silograph.log.batches import Batch, BatchBuilder, ReadOptions
from silograph.log.cleaning import tidy
from silograph.log.schema import TIME_QUALITIES

READS = (
    "Event log: XES (also .gz), CSV of events or of reassignments, ServiceNow sys_audit and metric_instance"
)

_CHUNK = 1 << 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SNIFFED_FILES = 50

# Names of attributes and columns as `plain_field` writes them; the first one present with a value counts.
_CASE = (
    "case:concept:name", "case concept name", "case id", "caseid", "case", "case number", "ticket id",
    "ticket number", "ticket", "incident id", "incident number", "incident", "request id", "number",
    "numéro", "numéro de dossier", "dossier",
)  # fmt: skip
_TIME = (
    "time:timestamp", "timestamp", "sys updated at", "sys updated on", "updated at", "updated", "event time",
    "event timestamp", "complete timestamp", "completetime", "end timestamp", "start timestamp", "changed at",
    "change time", "created on", "datetime", "date time", "time", "date",
    "mis à jour le", "mis à jour", "horodatage",
)  # fmt: skip
_TEAM = (
    "org:group", "assignment group", "assigned group", "support group", "resolver group", "group", "team",
    "queue", "workgroup", "assigned team", "groupe d'affectation", "équipe",
)  # fmt: skip
_PERSON = (
    "assigned to", "assignee", "org:resource", "resource", "user", "agent", "performer", "sys updated by",
    "updated by", "affecté à", "attribué à", "mis à jour par",
)  # fmt: skip
_FROM_TEAM = ("from team", "from group", "from queue", "previous team", "previous group", "old group", "from")
_TO_TEAM = ("to team", "to group", "to queue", "new team", "new group", "to")
_FIELD = (
    "field",
    "field name",
    "fieldname",
    "changed field",
    "field changed",
    "attribute",
    "attribute name",
    "property",
    "what",
    "field / event",
    "champ",
    "attribut",
    "feld",
    "campo",
)
_OLD = (
    "old value",
    "oldvalue",
    "old",
    "from string",
    "fromstring",
    "from value",
    "from",
    "previous value",
    "previous",
    "before",
    "original value",
    "ancienne valeur",
    "alter wert",
    "valor anterior",
    "von",
    "de",
    "removed",
)
_NEW = (
    "new value",
    "newvalue",
    "new",
    "to string",
    "tostring",
    "to value",
    "to",
    "value",
    "after",
    "nouvelle valeur",
    "neuer wert",
    "valor nuevo",
    "nach",
    "zu",
    "à",
    "added",
)
_FROM_PERSON = ("from person", "from user", "from resource", "from assignee", "previous assignee")
_TO_PERSON = ("to person", "to user", "to resource", "to assignee", "new assignee")
_ORDER = ("sys mod count", "update count")  # finer than the clock where times are cut to the minute
_STATUS = (
    "incident state", "state", "status", "ticket status", "case status", "incident status", "new status",
    "new state", "lifecycle:transition",
)  # fmt: skip
_ACTIVITY = ("concept:name", "activity", "activity name", "event", "action")
_MISSING = {
    "", "?", "-", "unknown", "missing", "empty", "none", "null", "(null)", "nan", "na", "n/a", "undefined",
}  # fmt: skip
_SAYS_XES = re.compile(
    rb"<(?:\w+:)?log[\s>].*?(?:xes\.version|xes-standard|"
    rb"<(?:\w+:)?(?:trace|extension|global|classifier|string|date|int|float|boolean|id)[\s>])",
    re.DOTALL,
)


def recognises(source: Source) -> bool:
    """Whether this is an event log, or a folder that holds one."""
    candidates = _candidates(source)[:_SNIFFED_FILES]
    return any(_is_xes(entry) or _table(entry) for entry in candidates) and not is_service_set(source.entries)


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The handoffs, case by case."""
    builder = BatchBuilder(channel="handoff")
    log = _Log(builder, options, source.name)
    states = _States()
    entries = _candidates(source)
    tables = {entry.name: None if _is_xes(entry) else _table(entry) for entry in entries}
    for entry in entries:
        if table := tables[entry.name]:
            log.survey(entry, table)
    changes = False
    for entry in entries:
        table = tables[entry.name]
        if _is_xes(entry):
            changes = True
            yield from _read_xes(entry, log)
        elif table is None:
            builder.reject(entry.place, "not an event log: no columns of case, time and team or person")
        elif table.is_delta:
            changes = True
            yield from _read_deltas(entry, table, log)
        else:
            yield from _read_states(entry, table, log, states)
    if not changes and states.is_list():
        raise FormatError(
            "one row per case: this is the list of cases as they are now",
            where=source.name,
            mend="export their history (ServiceNow: sys_audit or metric_instance; Jira: the changelog; elsewhere: the "
            "log of assignments)",
        )
    if log.dates.note:
        builder.note(log.dates.note)
    for case, rows in states.cases():
        log.case(case, rows)
        yield from builder.full()
    log.declare_actors()
    yield builder.take()


def _candidates(source: Source) -> list[Entry]:
    suffixes = (".xes", ".xml", ".csv", ".tsv", ".txt")
    if source.path.is_file() and not source.is_zip:
        return list(source.entries)
    return [e for e in source.entries if e.name.lower().removesuffix(".gz").endswith(suffixes[:4])]


# --- what a handoff is ----------------------------------------------------------------------------------------


class _Row(NamedTuple):
    """One event of a case: when, who holds the case, and the team's or person's function."""

    time: datetime
    quality: str
    team: str | None
    person: str | None
    function: str | None = None
    order: int = -1  # number of the update, where the log counts them
    done: bool | None = None  # whether the case is then closed; None where the row does not say


class _Log:
    """Compares the rows of each case, and remembers who took part and as what."""

    def __init__(self, builder: BatchBuilder, options: ReadOptions, source_name: str) -> None:
        self.builder = builder
        self._source_name = source_name
        self.zone = options.timezone
        self.dates = DateSurvey(options.dates)
        self.attribute = options.function_attribute
        self.function_key = plain_field(options.function_attribute) if options.function_attribute else None
        self.attributes: dict[str, None] = {}
        self._kinds: dict[str, str] = {}
        self._times: dict[int, int] = {}
        self._functions: dict[str, Counter[str]] = {}
        self._names: Counter[str] = Counter()

    def survey(self, entry: Entry, table: _Table) -> None:
        """Take the dates of a table into account, before any of them is read."""
        for _, row in _rows(entry, table):
            self.dates.see(table.text(row, "time"))

    def moment(self, text: str | None) -> tuple[datetime, str] | None:
        """A time as all dates of the source are written, and its quality; None where the text is none."""
        dates = self.dates
        return moment_of(text, self.zone, order=dates.order or dates.usual, serials=dates.has_serials)

    def unique(self, case: str) -> str:
        """The case's id, told apart where a log uses it for several traces."""
        self._names[case] += 1
        return case if self._names[case] == 1 else f"{case}#{self._names[case]}"

    def case(self, case: str, rows: Sequence[_Row]) -> None:
        """Count every row of a case: a handoff where its holder changed, `other` where not.

        Rows without a team, in a case that has one, leave the case where it was.
        """
        by_team = any(row.team for row in rows)
        counted = all(row.order >= 0 for row in rows)
        in_order = sorted(rows, key=lambda row: (row.order if counted else 0, row.time))
        self.span(case, in_order)
        held_by: str | None = None
        for row in in_order:
            holder = row.team if by_team else row.person
            if holder is None:
                self.builder.other()
                continue
            self.meet(holder, is_team=by_team, function=row.function)
            if held_by is None or held_by == holder:
                self.builder.other()
            else:
                self.handoff(case, held_by, holder, at=(row.time, row.quality))
            held_by = holder

    def span(self, case: str, rows: Sequence[_Row]) -> None:
        """Say when a case began and ended; it is closed where the last row that says anything about it says so.

        A case that is resolved and closed formally a week later ended when it was resolved.
        """
        if rows:
            times = [row.time for row in rows]
            said = [row for row in rows if row.done is not None]
            done = list(itertools.takewhile(lambda row: row.done, reversed(said)))
            self.builder.case(
                case,
                opened_at=min(times),
                ended_at=done[-1].time if done else max(times),
                closed=bool(done) if said else None,
            )

    def meet(self, holder: str, *, is_team: bool, function: str | None = None) -> None:
        """Remember a team or person, and one statement of its function."""
        if holder not in self._kinds:
            person = "bot" if holder.casefold() in SYSTEM_USERS else "person"
            self._kinds[holder] = "team" if is_team else person
        if function and function != "0":  # how some logs write "no country", "no unit"
            self._functions.setdefault(holder, Counter())[function] += 1

    def handoff(self, case: str, giver: str, taker: str, *, at: tuple[datetime, str]) -> None:
        """Add a handoff.

        Its id says what happened, not in which row: exports of different months may hold the same case. The same
        handoff twice at one time (times to the minute) is numbered.
        """
        happened = f"{case}:{at[0].isoformat()}:{giver}>{taker}"
        key = hash(happened)
        self._times[key] = again = self._times.get(key, 0) + 1
        self.builder.message(
            happened if again == 1 else f"{happened}#{again}",
            giver,
            [(taker, "assignee")],
            sent_at=at[0],
            time_quality=at[1],
            kind="handoff",
            thread_id=case,
            automated="bot" in {self._kinds[giver], self._kinds[taker]},
            place=f"{self._source_name}:handoff at {at[0]:%Y-%m-%d %H:%M:%S}",
        )

    def declare_actors(self) -> None:
        """Say who took part; a function is the commonest one, which only the whole log tells."""
        for holder, kind in self._kinds.items():
            counts = self._functions.get(holder)
            function = min(counts, key=lambda name: (-counts[name], name)) if counts else None
            self.builder.actor(holder, name=holder, actor_kind=kind, function=function)
        if self.attribute and self._kinds and not self._functions:
            known = ", ".join(repr(name) for name in list(self.attributes)[:30])
            self.builder.reject(
                self._source_name, f"no attribute {self.attribute!r} for functions; it has {known}"
            )


def _value(text: str | None) -> str | None:
    """A name with single spaces; None for what stands for nothing."""
    name = tidy(text) if text else ""
    return None if name.casefold() in _MISSING else name


def _name_of_case(text: str | None) -> str | None:
    """An id with single spaces: ``NA`` is one too."""
    return tidy(text) or None if text else None


# --- XES ------------------------------------------------------------------------------------------------------


def _is_xes(entry: Entry) -> bool:
    head = entry.head().replace(b"\0", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and bool(_SAYS_XES.search(head))


_Event = tuple[int, dict[str, str]]  # line, attributes
_Trace = tuple[str | None, list[_Event]]


class _Refused(ValueError):  # noqa: N818 - never leaves this module
    """The file declares entities, which an attacker can make expand without end."""


class _XesParser:
    """Collects traces while expat reads; holds one trace and what was completed since the last look.

    Only attributes that stand directly in a trace or event are data: those of ``<global>`` are declarations,
    nested ones belong to another attribute.
    """

    def __init__(self) -> None:
        self._expat = expat.ParserCreate()
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.EntityDeclHandler = self._refuse
        self._path: list[str] = []
        self._name: str | None = None
        self._events: list[_Event] = []
        self._complete: list[_Trace] = []

    def feed(self, data: bytes, *, final: bool = False) -> None:
        self._expat.Parse(data, final)

    @property
    def position(self) -> int:
        """Bytes of what was fed that are read."""
        return self._expat.CurrentByteIndex

    def taken(self, *, unfinished: bool = False) -> list[_Trace]:
        """The traces completed since the last call, and on demand the one that was cut off."""
        if unfinished and self._events:
            self._close_trace()
        traces, self._complete = self._complete, []
        return traces

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        inside = self._path[-1] if self._path else ""
        if inside == "event":
            self._events[-1][1][attributes.get("key", "")] = attributes.get("value", "")
        elif inside == "trace" and tag == "event":
            self._events.append((self._expat.CurrentLineNumber, {}))
        elif inside == "trace" and attributes.get("key") == "concept:name":
            self._name = attributes.get("value")
        self._path.append(tag)

    def _end(self, _tag: str) -> None:
        if self._path.pop() == "trace" and self._path and self._path[-1] == "log":
            self._close_trace()

    def _close_trace(self) -> None:
        self._complete.append((self._name, self._events))
        self._name, self._events = None, []

    def _refuse(self, *_declaration: object) -> None:
        raise _Refused


def _read_xes(entry: Entry, log: _Log) -> Iterator[Batch]:
    parser, problem, trace_no = _XesParser(), "", 0
    with entry.open() as stream:
        position = 0
        while not problem:
            try:
                chunk = stream.read(_CHUNK)
                parser.feed(chunk, final=not chunk)
            except expat.ExpatError as error:
                problem = f"damaged XML: {error}"
            except _Refused:
                problem = "declares entities, which is refused for safety"
            except UNREADABLE as error:
                problem = f"cannot be read to its end: {why_unreadable(error)}"
            for name, events in parser.taken(unfinished=bool(problem)):
                trace_no += 1
                _add_trace(entry, log, log.unique(_name_of_case(name) or f"trace {trace_no}"), events)
                yield from log.builder.full()
            position, before = _position(stream), position
            log.builder.progress(position - before)
            if not problem and not chunk:
                problem = "" if trace_no else "no traces: object-centric logs are not read"
                break
    if problem:
        read = position if isinstance(stream, gzip.GzipFile) else parser.position
        log.builder.reject(entry.place, problem, size=max(entry.size - read, 0) if trace_no else entry.size)


def _position(stream: BinaryIO) -> int:
    """Bytes read of the file itself, compressed where it is."""
    return (cast("BinaryIO", stream.fileobj) if isinstance(stream, gzip.GzipFile) else stream).tell()


def _add_trace(entry: Entry, log: _Log, case: str, events: list[_Event]) -> None:
    rows = []
    for line, attributes in events:
        fields = {plain_field(key): value for key, value in attributes.items()}
        if len(log.attributes) < 200:
            log.attributes.update(dict.fromkeys(attributes))
        moment = log.moment(_first(fields, _TIME))
        team, person = _first(fields, _TEAM), _first(fields, _PERSON)
        if moment is None:
            log.builder.reject(f"{entry.place}:line {line}", "no usable time")
        elif not team and not person:
            log.builder.reject(f"{entry.place}:line {line}", "neither team nor person")
        else:
            function = _value(fields.get(log.function_key)) if log.function_key else None
            done = is_done(_first(fields, _STATUS), _first(fields, _ACTIVITY))
            rows.append(_Row(*moment, team, person, function, done=done))
    log.case(case, rows)


def _first(fields: Mapping[str, str], names: Sequence[str]) -> str | None:
    """The first of these fields that says something."""
    return next((value for name in names if name in fields and (value := _value(fields[name]))), None)


# --- tables ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a table has what: the number of the column, by its part in the log."""

    delimiter: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    above: int = 0  # lines above the header

    @property
    def is_delta(self) -> bool:
        """Whether a row says from whom to whom."""
        return bool(self.columns.keys() & {"from team", "from person", "old"})

    def get(self, row: Sequence[str], part: str) -> str | None:
        """What a row says in a part's column; None where nothing, or where there is no such column."""
        return _value(self.text(row, part))

    def text(self, row: Sequence[str], part: str) -> str:
        """The text of a part's cell, empty where there is none."""
        number = self.columns.get(part)
        return row[number].strip() if number is not None and number < len(row) else ""


_STATE = {
    "case": _CASE, "time": _TIME, "team": _TEAM, "person": _PERSON, "order": _ORDER, "status": _STATUS,
    "activity": _ACTIVITY,
}  # fmt: skip
_DELTA = {
    "case": _CASE, "time": _TIME,
    "from team": _FROM_TEAM, "to team": _TO_TEAM, "from person": _FROM_PERSON, "to person": _TO_PERSON,
    "status": _STATUS, "activity": _ACTIVITY,
}  # fmt: skip
_AUDIT = {
    "case": ("documentkey", "document key"), "field": ("fieldname", "field name"), "old": ("oldvalue", "old value"),
    "new": ("newvalue", "new value"), "time": ("sys created on", "created"),
}  # fmt: skip
# A row per thing that changed: unlike in deltas, what changed need not be who holds the case.
_CHANGES = {
    "case": (
        *_CASE, "issue key", "issue", "key", "work item id", "workitemid", "vorgang", "schlüssel", "vorgangsschlüssel",
        "clé", "clave", "parent id", "id", "object id",
    ),
    "field": _FIELD, "old": _OLD, "new": _NEW,
    "time": (
        *_TIME, "created", "created at", "created date", "createddate", "edit date", "changed date", "changeddate",
        "change date", "datum", "geändert", "geändert am", "erstellt", "modifié le", "date de modification", "fecha",
    ),
}  # fmt: skip
_METRIC = {
    "case": ("id",),
    "field": ("field",),
    "value": ("value",),
    "time": ("start",),
    "definition": ("definition",),
}


def _columns(header: Sequence[str]) -> Mapping[str, int] | None:
    """The columns of an event log, or None where the header is not one's."""
    names: dict[str, int] = {}
    for number, name in enumerate(header):
        names.setdefault(plain_field(name), number)
    if {"sender", "recipient"} <= names.keys() or care_table({plain_name(name) for name in header}):
        return None
    for style in (_AUDIT, _METRIC, _CHANGES, _DELTA, _STATE):
        found = {
            part: next((names[n] for n in spellings if n in names), -1) for part, spellings in style.items()
        }
        columns = {part: number for part, number in found.items() if number >= 0}
        if _is_complete(columns, style):
            return columns
    return None


def _is_complete(columns: Mapping[str, int], style: Mapping[str, Sequence[str]]) -> bool:
    if style is _STATE:
        return {"case", "time"} <= columns.keys() and bool(columns.keys() & {"team", "person"})
    if style is _DELTA:
        pairs = ({"from team", "to team"}, {"from person", "to person"})
        return {"case", "time"} <= columns.keys() and any(pair <= columns.keys() for pair in pairs)
    return len(columns) == len(style)


def _table(entry: Entry) -> _Table | None:
    """The layout of a table of events, or None where the file is no such table."""
    head = entry.head()
    if b"\n" not in head and b"\r" not in head:
        return None
    try:
        with entry.open_text() as stream:
            lines = [stream.readline(1 << 16) for _ in range(_LINES_ABOVE)]
    except UNREADABLE:
        return None
    for above, line in enumerate(lines):
        if table := _header(line, above):
            return table
    return None


_LINES_ABOVE = 20


def _header(line: str, above: int) -> _Table | None:
    """The layout that a line gives as a header, or None where it is none."""
    for delimiter in sorted(",;\t|", key=line.count, reverse=True):
        try:
            header = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        columns = _columns(header)
        if columns:
            return _Table(delimiter, tuple(header), columns, above)
    return None


def _rows(entry: Entry, table: _Table, log: _Log | None = None) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row; says the progress, and which rows cannot be used, to the log."""
    with entry.open_text() as stream:
        for _ in range(table.above):
            stream.readline()
        rows = csv_rows(stream, table.delimiter)
        position = line = 0
        while True:
            try:
                row = next(rows, None)
            except (csv.Error, *UNREADABLE) as error:
                damaged = isinstance(error, csv.Error)
                reason = f"damaged row: {error}" if damaged else why_unreadable(error)
                if log:
                    left = None if damaged else max(entry.size - _position(stream.buffer), 0)
                    log.builder.reject(f"{entry.place}:line {line + 1}", reason, size=left)
                if not damaged:
                    return
                continue
            if row is None:
                break
            line = row.line + table.above
            row = row._replace(line=line)
            if line > table.above + 1 and row.cells and not _is_refused(row, entry, log):
                yield line, row.cells
            if log and row.line % 1000 == 0:
                position = _say_progress(stream, position, log)
        if log:
            _say_progress(stream, position, log)


def _is_refused(row: CsvRow, entry: Entry, log: _Log | None) -> bool:
    """Whether a row cannot be used, which the log is told."""
    problems = list(row.problems)
    if log:
        for line, reason in problems:
            log.builder.reject(f"{entry.place}:line {line}", reason)
    return bool(problems)


def _say_progress(stream: TextIO, before: int, log: _Log) -> int:
    position = _position(stream.buffer)
    log.builder.progress(position - before)
    return position


def _usable(
    entry: Entry, table: _Table, log: _Log
) -> Iterator[tuple[int, str, tuple[datetime, str], list[str]]]:
    """Line, case, time and cells of each row that has a case and a time; the others are rejected."""
    for line, row in _rows(entry, table, log):
        case, moment = _name_of_case(table.text(row, "case")), log.moment(table.text(row, "time"))
        if case is None:
            log.builder.reject(f"{entry.place}:line {line}", "no case")
        elif moment is None:
            log.builder.reject(f"{entry.place}:line {line}", "no usable time")
        else:
            yield line, case, moment, row


def _read_deltas(entry: Entry, table: _Table, log: _Log) -> Iterator[Batch]:
    """Rows that say from whom to whom; persons count only where the table has no change of team."""
    by_team = _hands_over_teams(entry, table)
    spans: dict[str, list[_Row]] = {}  # of each case what `_widen` keeps
    for _line, case, moment, row in _usable(entry, table, log):
        _widen(spans.setdefault(case, []), _Row(*moment, None, None, done=_delta_done(table, row)))
        giver, taker = _ends(table, row, by_team=by_team)
        for holder in filter(None, (giver, taker)):
            log.meet(holder, is_team=by_team)
        if giver and taker and giver != taker:
            log.handoff(case, giver, taker, at=moment)
        else:  # a first assignment, or a change of something else
            log.builder.other()
        yield from log.builder.full()
    for case, rows in spans.items():
        log.span(case, rows)


def _widen(span: list[_Row], row: _Row) -> None:
    """Keep of a case what says when it began, when it ended and how: the ends, and where its state changes."""
    rows = sorted([*span, row], key=lambda one: one.time)
    said = [one for one in rows if one.done is not None]
    changes = said[:1] + [one for before, one in itertools.pairwise(said) if before.done != one.done]
    span[:] = sorted(dict.fromkeys([rows[0], *changes, rows[-1]]), key=lambda one: one.time)


def _delta_done(table: _Table, row: Sequence[str]) -> bool | None:
    """Whether a row of a change says that its case is closed."""
    if "old" not in table.columns:
        return is_done(table.get(row, "status"), table.get(row, "activity"))
    is_state = plain_field(table.get(row, "field") or "") in STATUS_FIELDS
    return is_done(table.get(row, "new"), None) if is_state else None


def _hands_over_teams(entry: Entry, table: _Table) -> bool:
    return any(all(_ends(table, row, by_team=True)) for _, row in _rows(entry, table))


def _ends(table: _Table, row: Sequence[str], *, by_team: bool) -> tuple[str | None, str | None]:
    """Giver and taker of a delta row, as teams or as persons."""
    if "old" not in table.columns:
        unit = "team" if by_team else "person"
        return table.get(row, f"from {unit}"), table.get(row, f"to {unit}")
    field = plain_field(table.get(row, "field") or "")
    if field not in (TEAM_FIELDS if by_team else PERSON_FIELDS):
        return None, None
    return table.get(row, "old"), table.get(row, "new")


def _read_states(entry: Entry, table: _Table, log: _Log, states: _States) -> Iterator[Batch]:
    """Put the rows of a table by, for cases need not stand together in it."""
    functions = None
    if log.function_key:
        log.attributes.update(dict.fromkeys(table.header))
        names = [plain_field(name) for name in table.header]
        functions = names.index(log.function_key) if log.function_key in names else None
    for line, case, moment, row in _usable(entry, table, log):
        if "definition" in table.columns:  # metric_instance: a value per field and stay
            field, value = plain_field(table.get(row, "field") or ""), table.get(row, "value")
            team, person = (value if field in names else None for names in (TEAM_FIELDS, PERSON_FIELDS))
        else:
            team, person = table.get(row, "team"), table.get(row, "person")
        if "definition" in table.columns and not team and not person:  # counted with its case
            done = is_done(value, None) if field in STATUS_FIELDS else None
            states.add(case, _Row(*moment, None, None, done=done))
        elif not team and not person:
            log.builder.reject(f"{entry.place}:line {line}", "neither team nor person")
        else:
            function = _value(row[functions]) if functions is not None and functions < len(row) else None
            done = is_done(table.get(row, "status"), table.get(row, "activity"))
            order = table.text(row, "order")
            counted = order.isdecimal() and len(order) < 10
            states.add(case, _Row(*moment, team, person, function, int(order) if counted else -1, done))
        yield from log.builder.full()


class _Names:
    """Texts as small numbers; 0 is None."""

    def __init__(self) -> None:
        self._number: dict[str | None, int] = {None: 0}
        self.texts: list[str | None] = [None]

    def number(self, text: str | None) -> int:
        number = self._number.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number


class _States:
    """Rows of all cases, 34 bytes each besides the distinct names: a few ten million rows fit in memory."""

    def __init__(self) -> None:
        self._names = _Names()
        self._case, self._team, self._person, self._function = (array("i") for _ in range(4))
        self._time, self._order = array("q"), array("q")
        self._quality, self._done = array("b"), array("b")

    def add(self, case: str, row: _Row) -> None:
        number = self._names.number
        self._case.append(number(case))
        self._team.append(number(row.team))
        self._person.append(number(row.person))
        self._function.append(number(row.function))
        self._time.append((row.time - _EPOCH) // _MICROSECOND)
        self._order.append(row.order)
        self._quality.append(TIME_QUALITIES.index(row.quality))
        self._done.append(-1 if row.done is None else row.done)

    def is_list(self) -> bool:
        """Whether there is one row per case, of several cases."""
        return len(self._case) > 1 and len(set(self._case)) == len(self._case)

    def cases(self) -> Iterator[tuple[str, list[_Row]]]:
        """The cases in order of first appearance, each with its rows as they came."""
        if not self._case:
            return
        numbers = np.asarray(self._case)
        order = np.argsort(numbers, kind="stable")
        borders = np.flatnonzero(np.diff(numbers[order])) + 1
        for rows in np.split(order, borders):
            yield str(self._names.texts[self._case[rows[0]]]), [self._row(int(row)) for row in rows]

    def _row(self, index: int) -> _Row:
        texts = self._names.texts
        return _Row(
            _EPOCH + self._time[index] * _MICROSECOND,
            TIME_QUALITIES[self._quality[index]],
            texts[self._team[index]],
            texts[self._person[index]],
            texts[self._function[index]],
            self._order[index],
            None if self._done[index] < 0 else bool(self._done[index]),
        )
