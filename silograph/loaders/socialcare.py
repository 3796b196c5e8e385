"""Customer care on social networks: customers outside, agents inside, and who among them had the case.

Exports of RingCX and Engage Digital (RingCentral), and one documented shape for every other product. The outer half of
the hourglass; see ``docs/sources/socialcare.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from silograph.loaders.casework import Casework, Change, Remark
from silograph.loaders.dates import DateSurvey
from silograph.loaders.files import UNREADABLE, Entry, Source, csv_rows, why_unreadable
from silograph.loaders.headers import CARE, care_table, plain_name
from silograph.loaders.json_records import json_head, json_records, record_of, text_of
from silograph.loaders.moments import moment_of
from silograph.log.batches import Batch, ReadOptions

READS = "customer care: cases with customers and agents (CSV, JSON), exports of RingCX and Engage Digital"

_SNIFFED_FILES = 50
_HISTORY = {"messages", "segments", "events"}
_YES = {"true", "1", "yes", "y", "vrai", "oui", "ja", "wahr", "inbound", "in", "t"}
_NO = {"false", "0", "no", "n", "faux", "non", "nein", "falsch", "outbound", "out", "f", ""}
_DONE = {"intervention.closed": True, "intervention.canceled": True, "intervention.reopened": False}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    **CARE,
    "id": ("id", "messageid"),
    "agent": ("agent", "agentid", "agentemail"),
    "team": ("team", "group", "queue", "department"),
    "holder": ("assignedto", "assignee"),
    "answers": ("inreplyto", "inreplytoid"),
    "network": ("network", "source", "sourcename", "platform"),
    "internal": ("internal", "isinternal", "note"),
}

_Row = Mapping[str, str]


class _Read(NamedTuple):
    """A row of a table, by the plain names of its columns."""

    place: str
    table: str
    row: _Row
    problem: str | None = None


class _Said(NamedTuple):
    """What somebody wrote in a case."""

    at: datetime
    quality: str
    id: str
    place: str
    author: str
    is_outside: bool
    answers: str | None = None
    internal: bool = False
    automated: bool = False


class _Held(NamedTuple):
    """Who has a case from a time on."""

    at: datetime
    quality: str
    id: str
    place: str
    team: str | None
    person: str | None


def recognises(source: Source) -> bool:
    """Whether a file is a history of cases of customer care."""
    return any(_table(entry)[0] in _HISTORY for entry in source.entries[:_SNIFFED_FILES])


def _table(entry: Entry) -> tuple[str | None, str]:
    """Which table a file is, and what separates its cells (nothing: it is JSON)."""
    if json_head(entry):
        first = next(json_records(entry, ()), None)
        row = record_of(first.value) if first and not first.problem else {}
        return care_table({plain_name(name) for name in row}), ""
    head = entry.head()
    if not any(mark in head for mark in (b",", b";", b"\t")):
        return None, ""
    try:
        with entry.open_text() as stream:
            line = stream.readline(1 << 16)
    except UNREADABLE:
        return None, ""
    for delimiter in sorted(",;\t", key=line.count, reverse=True):
        try:
            header = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        if found := care_table({plain_name(name) for name in header}):
            return found, delimiter
    return None, ""


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """What customers and agents wrote, and who had the case, case by case."""
    reader = _Reader(options)
    for entry in source.entries:
        for one in _rows(entry):
            reader.see(one)
    for entry in source.entries:
        for one in _rows(entry, reader.work):
            reader.take(one)
            yield from reader.work.builder.full()
    if note := reader.dates.note:
        reader.work.builder.note(note)
    reader.finish()
    yield from reader.work.emit()


def _rows(entry: Entry, work: Casework | None = None) -> Iterator[_Read]:
    """The rows of a file; where they are counted, `work` is told what cannot be read and how far reading is."""
    table, delimiter = _table(entry)
    if table is not None and not delimiter:
        for record in work.records(entry, ()) if work else json_records(entry, ()):
            row = {plain_name(name): _text(value) for name, value in record_of(record.value).items()}
            found = care_table(row.keys())
            problem = record.problem or (None if found else "no case, time, author and author_is_external")
            yield _Read(record.place, found or "", row, problem)
        return
    if delimiter:
        yield from _csv_rows(entry, table or "", delimiter)
    elif entry.size:
        yield _Read(entry.place, "", {}, "no table of customer care that is read, by its columns")
    if work:
        work.builder.progress(entry.size)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return text_of(value) or ""


def _csv_rows(entry: Entry, table: str, delimiter: str) -> Iterator[_Read]:
    names: list[str] = []
    line = 0
    try:
        with entry.open_text() as stream:
            rows = csv_rows(stream, delimiter)
            while True:
                try:
                    row = next(rows)
                except StopIteration:
                    return
                except csv.Error:
                    yield _Read(f"{entry.place}:after line {line}", table, {}, "cannot be parsed as CSV")
                    continue
                line = row.line
                problems = list(row.problems)
                yield from (_Read(f"{entry.place}:line {at}", table, {}, why) for at, why in problems)
                if not names:
                    names = [plain_name(name) for name in row.cells]
                elif any(row.cells) and not problems:
                    wide = any(cell.strip() for cell in row.cells[len(names) :])
                    told = zip(names, (cell.strip() for cell in row.cells), strict=False)
                    problem = f"{len(row.cells)} columns instead of {len(names)}" if wide else None
                    whole = {**dict.fromkeys(names, ""), **dict(told)}
                    yield _Read(f"{entry.place}:line {line}", table, whole, problem)
    except UNREADABLE as error:
        yield _Read(entry.place, table, {}, why_unreadable(error))


@dataclass
class _Reader:
    options: ReadOptions
    work: Casework = field(default_factory=lambda: Casework("engage"))
    dates: DateSurvey = field(init=False)
    _said: dict[str, dict[str, list[_Said]]] = field(default_factory=dict)  # by case and id
    _held: dict[str, dict[str, _Held]] = field(default_factory=dict)
    _own: set[str] = field(default_factory=set)  # accounts on networks that are the company's

    def __post_init__(self) -> None:
        self.dates = DateSurvey(self.options.dates)

    def see(self, read: _Read) -> None:
        """Take the dates and the company's own accounts into account, before anything is read."""
        row = read.row
        for name in ("createdat", "closedat") if read.table != "events" else _FIELDS["time"]:
            self.dates.see(row.get(name, ""))
        if read.table == "identities" and row.get("puppet", "").lower() in _YES:
            self._own.add(row.get("id", ""))

    def take(self, read: _Read) -> None:
        """Take in a row."""
        if read.problem:
            self.work.builder.reject(read.place, read.problem)
            return
        readers: Mapping[str, Callable[[_Row, str], None]] = {
            "events": self._event,
            "messages": self._message,
            "segments": self._segment,
            "comments": self._comment,
            "journal": self._journal,
            "interventions": self._intervention,
            "identities": self._identity,
            "agents": self._agent,
        }
        readers[read.table](read.row, read.place)

    # --- the documented shape

    def _event(self, row: _Row, place: str) -> None:
        said = {name: next((row[one] for one in many if row.get(one)), "") for name, many in _FIELDS.items()}
        moment, outside = self._moment(said["time"]), said["external"].lower()
        writer = said["agent"] or said["author"]
        if not said["case"]:
            self.work.builder.reject(place, "no case")
        elif moment is None:
            self.work.builder.reject(place, "no usable time")
        elif outside not in _YES | _NO:
            self.work.builder.reject(place, "author_is_external is neither true nor false")
        elif not writer and not said["holder"] and not said["team"]:
            self.work.builder.reject(place, "no author")
        else:
            is_outside, is_note = outside in _YES, said["internal"].lower() in _YES
            author = self._outside(said) if is_outside else writer
            own = said["id"] or self.options.hidden(said["case"], said["time"], writer)
            self.work.case(said["case"], space=said["network"] or None)
            if author:
                self.work.meet(author, kind="external" if is_outside else "person")
                self._say(
                    said["case"],
                    _Said(*moment, own, place, author, is_outside, said["answers"] or None, is_note),
                )
            if said["holder"] or said["team"]:
                self.work.meet(said["holder"] or None, kind="person")
                self._hold(
                    said["case"],
                    _Held(*moment, f"held:{own}", place, said["team"] or None, said["holder"] or None),
                )

    @staticmethod
    def _outside(said: Mapping[str, str]) -> str:
        """A customer: the same name on two networks may be two people."""
        name, network = said["author"], said["network"]
        return f"{network}:{name}" if name and network and "@" not in name else name

    # --- RingCX and Engage Digital

    def _message(self, row: _Row, place: str) -> None:
        moment, agent, identity = self._moment(row["createdat"]), row["creatorid"], row["authorid"]
        case = self.work.account(row["contentthreadid"])
        author = self.work.account(agent or identity)
        if case is None or moment is None or author is None or not row["id"]:
            lacks = "no usable time" if moment is None else "no author" if case else "no content_thread_id"
            self.work.builder.reject(place, lacks)
            return
        is_outside = not agent and identity not in self._own
        self.work.meet(
            author,
            name=row.get("creatorname" if agent else "authorname"),
            kind="person" if agent else "external" if is_outside else "team",
        )
        self.work.case(case, space=row.get("sourcename") or None)
        automated = row.get("autosubmitted", "").lower() in _YES
        self._say(
            case,
            _Said(
                *moment,
                row["id"],
                place,
                author,
                is_outside,
                row.get("inreplytoid") or None,
                automated=automated,
            ),
        )

    def _segment(self, row: _Row, place: str) -> None:
        self._with_agent(row, place, lambda case, moment, agent: self._hold(
            case, _Held(*moment, f"segment:{row['id']}", place, None, agent)
        ))  # fmt: skip

    def _comment(self, row: _Row, place: str) -> None:
        self._with_agent(row, place, lambda case, moment, agent: self._say(
            case, _Said(*moment, f"comment:{row['id']}", place, agent, is_outside=False, internal=True)
        ))  # fmt: skip

    def _with_agent(
        self, row: _Row, place: str, then: Callable[[str, tuple[datetime, str], str], None]
    ) -> None:
        case, agent = self.work.account(row["threadid"]), self.work.account(row["userid"])
        moment = self._moment(row["createdat"])
        if case is None or agent is None or moment is None:
            self.work.builder.reject(place, "no usable time" if moment is None else "no thread or agent")
            return
        self.work.meet(agent, name=row.get("username"), kind="person")
        then(case, moment, agent)

    def _journal(self, row: _Row, place: str) -> None:
        """Who is said there pressed the button; who got the case stands in the segments."""
        self._done(row, place, when=row["createdat"], done=_DONE.get(row["name"]), own=f"journal:{row['id']}")

    def _intervention(self, row: _Row, place: str) -> None:
        done = True if row["closedat"] else None
        self._done(row, place, when=row["closedat"], done=done, own=f"closed:{row['id']}")

    def _done(self, row: _Row, place: str, *, when: str, done: bool | None, own: str) -> None:
        moment, case = self._moment(when), self.work.account(row["contentthreadid"])
        if done is None or case is None:
            self.work.builder.other()
        elif moment is None:
            self.work.builder.reject(place, "no usable time")
        else:
            self.work.change(case, Change(own, moment[0], place, done=done, quality=moment[1]))

    def _identity(self, row: _Row, _: str) -> None:
        names = [row.get("firstname", ""), row.get("lastname", "")]
        name = " ".join(filter(None, names)) or row.get("screenname")
        is_own = row["id"] in self._own
        email = row.get("email")
        self.work.meet(
            self.work.account(row["id"]), name=name, email=email, kind="team" if is_own else "external"
        )

    def _agent(self, row: _Row, _: str) -> None:
        name = " ".join(filter(None, (row["firstname"], row["lastname"])))
        self.work.meet(self.work.account(row["id"]), name=name, email=row.get("email"), kind="person")

    # --- all of a case

    def _moment(self, text: str) -> tuple[datetime, str] | None:
        dates = self.dates
        return moment_of(
            text, self.options.timezone, order=dates.order or dates.usual, serials=dates.has_serials
        )

    def _say(self, case: str, said: _Said) -> None:
        self._said.setdefault(case, {}).setdefault(said.id, []).append(said)

    def _hold(self, case: str, held: _Held) -> None:
        self._held.setdefault(case, {}).setdefault(held.id, held)

    def finish(self) -> None:
        """Say whom each message reaches and when a case changed hands, now that all of each case is known."""
        for case, by_id in self._held.items():
            self._pass_on(case, sorted(by_id.values(), key=attrgetter("at")))
        for case, said in self._said.items():
            self._speak(case, sorted(said.values(), key=lambda same: same[0].at))

    def _pass_on(self, case: str, held: list[_Held]) -> None:
        """Rows say who has the case: it changes hands where they say somebody else."""
        before: tuple[str | None, str | None] = (None, None)
        for one in held:
            now = (one.team or before[0], one.person or before[1])
            if now == before:
                continue
            self.work.change(
                case,
                Change(
                    one.id,
                    one.at,
                    one.place,
                    team=(before[0], now[0]) if now[0] != before[0] else None,
                    person=(before[1], now[1]) if now[1] != before[1] else None,
                    quality=one.quality,
                ),
            )
            before = now

    def _speak(self, case: str, messages: list[list[_Said]]) -> None:
        held = sorted(self._held.get(case, {}).values(), key=attrgetter("at"))
        by_id = {same[0].id: same[0] for same in messages}
        customer = next((same[0].author for same in messages if same[0].is_outside), None)
        agents: dict[str, None] = {}  # who wrote inside; the last one at the end
        for number, same in enumerate(messages):
            said = same[0]
            holder = next((one.person or one.team for one in reversed(held) if one.at <= said.at), None)
            reached = _reached(said, by_id.get(said.answers or ""), customer, list(agents), holder)
            for again in same:
                self.work.remark(
                    case,
                    Remark(
                        said.id,
                        said.at,
                        again.place,
                        said.author,
                        opens=not number and said.is_outside,
                        by_rule=said.automated,
                        to=reached,
                        quality=said.quality,
                    ),
                )
            if not said.is_outside and not said.automated:
                agents.pop(said.author, None)
                agents[said.author] = None


def _reached(
    said: _Said, answered: _Said | None, customer: str | None, agents: list[str], holder: str | None
) -> tuple[tuple[str, str], ...]:
    """Whom a message reaches: across the border of the company, or colleagues where it is a note among them."""
    if said.internal:
        roles = dict.fromkeys(agents, "member") | ({holder: "to"} if holder else {})
    elif answered and answered.is_outside != said.is_outside:
        roles = {answered.author: "reply"}
    elif said.is_outside:
        roles = {agents[-1]: "reply"} if agents else {holder: "to"} if holder else {}
    else:
        roles = {customer: "reply"} if customer else {}
    roles.pop(said.author, None)
    return tuple(roles.items())
