"""ServiceNow: tables of its database, exported as JSON or with the tables that say who is who.

``sys_audit`` has what changed, ``sys_journal_field`` what was written, ``sys_user`` and ``sys_user_group`` who the ids
are. A ``sys_audit`` alone as CSV is an event log; a list of incidents holds no history and is refused. See
``docs/sources/servicenow.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from silograph.errors import FormatError
from silograph.loaders.casewords import SYSTEM_USERS, is_done
from silograph.loaders.casework import Casework, Change, Ends, Remark, instant
from silograph.loaders.files import UNREADABLE, Entry, Source, csv_rows, why_unreadable
from silograph.loaders.headers import csv_service_table, is_service_set, service_table
from silograph.loaders.json_records import JsonRecord, json_head, record_of, text_of
from silograph.loaders.known import NOW
from silograph.log.batches import Batch, ReadOptions

READS = "ServiceNow: sys_audit and sys_journal_field with sys_user and sys_user_group (JSON, or CSV together)"

_ARRAYS = {"records", "result"}
_SNIFFED_FILES = 50
_CHANGED = {"assignment_group", "assigned_to", "state", "incident_state"}
_DONE = {"6", "7", "8"}  # of incidents: resolved, closed, cancelled
_JOURNALS = {"comments", "work_notes"}


def recognises(source: Source) -> bool:
    """Whether it holds an audit or journal as JSON, or as CSV together with the tables of who is who."""
    entries = source.entries[:_SNIFFED_FILES]
    if any(_says(json_head(entry)) for entry in entries):
        return True
    return is_service_set(entries)


def _says(text: str) -> bool:
    if '"documentkey"' in text and '"fieldname"' in text:
        return True
    return '"element_id"' in text and '"element"' in text and '"sys_created_by"' in text


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Handoffs and comments, record by record of ServiceNow.

    Raises
    ------
    FormatError
        There is no history.
    """
    del options  # times are UTC, and subjects are not read
    reader = _Reader()
    for entry in source.entries:
        records = (
            _csv_records(reader.work, entry) if not json_head(entry) else reader.work.records(entry, _ARRAYS)
        )
        for record in records:
            reader.take(record)
            yield from reader.work.builder.full()
    if reader.listed and not reader.told:
        raise FormatError(NOW["servicenow"].what, where=source.name, mend=NOW["servicenow"].mend)
    yield from reader.work.emit()


def _csv_records(work: Casework, entry: Entry) -> Iterator[JsonRecord]:
    """The rows of a table whose columns are the names of fields."""
    if csv_service_table(entry) is None:
        work.builder.reject(entry.place, "no table of ServiceNow that is read, by its columns")
        work.builder.progress(entry.size)
        return
    header: list[str] = []
    line = 0
    try:
        with entry.open_text() as stream:
            rows = csv_rows(stream, ",")
            while True:
                try:
                    row = next(rows)
                except StopIteration:
                    break
                except csv.Error:
                    work.builder.reject(f"{entry.place}:after line {line}", "cannot be parsed as CSV")
                    continue
                line = row.line
                problems = list(row.problems)
                for at, reason in problems:
                    work.builder.reject(f"{entry.place}:line {at}", reason)
                if not header:
                    header = [name.strip('\ufeff "') for name in row.cells]
                elif row.cells and not problems:
                    value = dict(zip(header, row.cells, strict=False))
                    yield JsonRecord(f"{entry.place}:line {line}", "", value, 0)
    except UNREADABLE as error:
        work.builder.reject(entry.place, why_unreadable(error))
    work.builder.progress(entry.size)


@dataclass
class _Reader:
    work: Casework = field(default_factory=lambda: Casework("servicenow"))
    told: int = 0
    listed: int = 0

    def take(self, record: JsonRecord) -> None:
        """Take in a row, by what table it must be of."""
        row = {name: _plain(value) for name, value in record_of(record.value).items()}
        match service_table(row):
            case "audit":
                self.told += 1
                self._audit(row, record.place)
            case "journal":
                self.told += 1
                self._journal(row, record.place)
            case "user":
                self._user(row)
            case "group":
                self.work.same(self.work.account(row.get("sys_id")), row.get("name"))
            case "task":
                self.listed += 1
                self._task(row, record.place)
            case _:
                self.work.builder.reject(record.place, "no row of a table that is read")

    def _user(self, row: Mapping[str, str | None]) -> None:
        alias = self.work.account(row.get("user_name"))
        self.work.meet(alias, name=row.get("name"), email=row.get("email"), kind=_kind(row.get("user_name")))
        self.work.same(self.work.account(row.get("sys_id")), alias)

    def _task(self, row: Mapping[str, str | None], place: str) -> None:
        """A record as it is now: who opened it and when, for a history that is read beside it."""
        case, at = row.get("sys_id"), instant(row.get("opened_at"))
        opener = self.work.account(row.get("caller_id") or row.get("opened_by"))
        if case and at and opener:
            self.work.meet(opener)
            self.work.remark(case, Remark("opened", at, place, opener, opens=True))
        else:
            self.work.builder.other()

    def _audit(self, row: Mapping[str, str | None], place: str) -> None:
        case, at, name = row.get("documentkey"), instant(row.get("sys_created_on")), row.get("fieldname")
        if case is None:
            self.work.builder.reject(place, "no documentkey")
        elif at is None:
            self.work.builder.reject(place, "no usable time")
        elif name not in _CHANGED:
            self.work.builder.other()
        else:
            ends: Ends = self._holder(row.get("oldvalue"), name), self._holder(row.get("newvalue"), name)
            user = row.get("user") or row.get("sys_created_by") or ""
            own = row.get("sys_id") or f"{at.isoformat()}:{name}:{row.get('newvalue')}"
            self.work.change(
                case,
                Change(
                    own,
                    at,
                    place,
                    team=ends if name == "assignment_group" else None,
                    person=ends if name == "assigned_to" else None,
                    done=_done(row.get("newvalue")) if name.endswith("state") else None,
                    by_rule=user.casefold() in SYSTEM_USERS,
                ),
            )

    def _holder(self, value: str | None, name: str) -> str | None:
        """Ids are told apart by their table; a team that is written by its name keeps it."""
        if not value or not name.startswith("assign"):
            return None
        is_id = len(value) == 32 and value.isalnum()
        return value if name == "assignment_group" and not is_id else self.work.account(value)

    def _journal(self, row: Mapping[str, str | None], place: str) -> None:
        case, at, author = (
            row.get("element_id"),
            instant(row.get("sys_created_on")),
            row.get("sys_created_by"),
        )
        alias = self.work.account(author)
        if row.get("element") not in _JOURNALS:
            self.work.builder.other()
        elif case is None or alias is None:
            self.work.builder.reject(place, "no element_id" if case is None else "no author")
        elif at is None:
            self.work.builder.reject(place, "no usable time")
        else:
            self.work.meet(alias, kind=_kind(author))
            own = row.get("sys_id") or f"{at.isoformat()}:{author}"
            self.work.remark(case, Remark(f"comment:{own}", at, place, alias))


def _plain(value: object) -> str | None:
    """The value of a field, which may come with what is shown for it."""
    if isinstance(value, dict):
        value = value.get("value")
    return text_of(value)


def _kind(user: str | None) -> str | None:
    return "bot" if user and user.casefold() in SYSTEM_USERS else None


def _done(state: str | None) -> bool | None:
    if state is None:
        return None
    return state in _DONE if state.isdecimal() else is_done(state, None)
