"""GitLab: notes of issues and merge requests, of which the system's own say who was assigned.

Notes and discussions of the REST interface, and ``issues.ndjson`` of a project export. A list of issues as they are now
holds no history and is refused; see ``docs/sources/gitlab.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from silograph.errors import FormatError
from silograph.loaders.casework import Assigned, Casework, Change, Remark, instant
from silograph.loaders.files import Source
from silograph.loaders.json_records import JsonRecord, json_head, record_of, records_of, text_of
from silograph.loaders.known import NOW
from silograph.log.batches import Batch, ReadOptions

READS = "GitLab: notes and discussions of issues and merge requests (JSON), issues.ndjson of a project export"

_SNIFFED_FILES = 50
_SAYS_NOTES = re.compile(r'"notes"\s*:\s*\[')
_NAME = re.compile(r"(?<![\w@/.`-])@([A-Za-z0-9_](?:[\w.-]{0,253}[\w-])?)(?![\w/])")
_PROGRAM = re.compile(
    r"(?:project|group)_\d+_bot\w*|(?:support|alert|security|ghost)-bot|gitlab-bot", re.IGNORECASE
)
_LONGEST_BODY = 1 << 18


def recognises(source: Source) -> bool:
    """Whether a file holds notes."""
    return any(_says(json_head(entry)) for entry in source.entries[:_SNIFFED_FILES])


def _says(text: str) -> bool:
    if '"noteable_type"' in text and '"system"' in text:
        return True
    return bool(_SAYS_NOTES.search(text)) and '"iid"' in text and '"system"' in text


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Handoffs and comments, issue by issue.

    Raises
    ------
    FormatError
        The issues have no notes.
    """
    reader = _Reader()
    for entry in source.entries:
        reader.project = options.hidden(entry.head(4096))[:12]
        for record in reader.work.records(entry, ()):
            reader.take(record)
            yield from reader.work.builder.full()
    if reader.listed and not reader.told:
        raise FormatError(NOW["gitlab"].what, where=source.name, mend=NOW["gitlab"].mend)
    for case, events in reader.assigned.items():
        reader.work.assignments(case, events)
    yield from reader.work.emit()


@dataclass
class _Reader:
    work: Casework = field(default_factory=lambda: Casework("gitlab"))
    assigned: dict[str, list[Assigned]] = field(default_factory=dict)
    told: int = 0
    listed: int = 0
    project: str = ""  # stands for the project where an export does not name it

    def take(self, record: JsonRecord) -> None:
        """Take in a note, a discussion, an issue with its notes, or a member of the project."""
        value = record_of(record.value)
        place = record.place
        if "noteable_type" in value:
            self._note(_case(value), value, place)
        elif "notes" in value and "iid" not in value:
            for note in records_of(value["notes"]):
                self._note(_case(note), note, place)
        elif number := text_of(value.get("iid")):
            self._issue(number, value, place)
        elif "user" in value:
            self._user(value["user"])
        else:
            self.work.builder.reject(place, "no note")

    def _issue(self, number: str, issue: Mapping[str, Any], place: str) -> None:
        project = text_of(issue.get("project_id"))
        mark = "!" if "source_branch" in issue else "#"
        case = f"gitlab:{project or self.project}{mark}{number}"
        self.listed += 1
        author = self._user(issue.get("author")) or self.work.account(_by_number(issue.get("author_id")))
        at = instant(issue.get("created_at"))
        if author and at:
            self.work.remark(case, Remark("opened", at, place, author, opens=True))
        elif at is None and "created_at" in issue:
            self.work.builder.reject(place, "no usable time")
        else:
            self.work.builder.other()
        self.told += "notes" in issue
        for count, note in enumerate(records_of(issue.get("notes")), start=1):
            self._note(case, note, f"{place}, note {count}")

    def _note(self, case: str | None, note: Mapping[str, Any], place: str) -> None:
        self.told += 1
        at, author = instant(note.get("created_at")), self._author(note)
        body = note.get("body", note.get("note"))
        body = body[:_LONGEST_BODY] if isinstance(body, str) else ""
        number = text_of(note.get("id"))
        if case is None:
            self.work.builder.reject(place, "no number of an issue (noteable_iid)")
        elif at is None:
            self.work.builder.reject(place, "no usable time")
        elif note.get("system") is True:
            own = number or f"{at.isoformat()}:{body[:100]}"
            self._happened(case, body, Assigned(own, at, place, by_rule=_is_program(note)), author)
        elif author is None:
            self.work.builder.reject(place, "no author")
        else:
            mentions = tuple(f"gitlab:{name.lower()}" for name in _NAME.findall(body))
            own = f"comment:{number or at.isoformat()}"
            self.work.remark(case, Remark(own, at, place, author, mentions))

    def _happened(self, case: str, body: str, said: Assigned, author: str | None) -> None:
        """What a note of the system says: ``assigned to @ann and unassigned @bob``."""
        text = body.strip().lower()
        joined, apart, left = text.partition("unassigned ")
        if text.startswith(("assigned to ", "unassigned ")) and _NAME.search(text):
            self.assigned.setdefault(case, []).append(
                said._replace(joined=self._named(joined), left=self._named(left) if apart else ())
            )
        elif text.startswith("requested review from ") and author and (asked := self._named(text)):
            self.work.remark(
                case, Remark(f"request:{said.id}", said.at, said.place, author, asked, asks=True, by_rule=said.by_rule)
            )  # fmt: skip
        else:
            first = text.partition(" ")[0]
            done = {"closed": True, "merged": True, "reopened": False}.get(first)
            self.work.change(case, Change(said.id, said.at, said.place, done=done))

    def _named(self, text: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(f"gitlab:{name}" for name in _NAME.findall(text)))
        for name in names:
            self.work.meet(name, kind="bot" if _PROGRAM.fullmatch(name.removeprefix("gitlab:")) else None)
        return names

    def _author(self, note: Mapping[str, Any]) -> str | None:
        """By name of account; exports have a number, and who it is in the list of members."""
        said = self._user(note.get("author"))
        if said is None and (number := _by_number(note.get("author_id"))):
            said = self.work.account(number)
            self.work.meet(said, name=text_of(record_of(note.get("author")).get("name")))
        return said

    def _user(self, user: object) -> str | None:
        said = record_of(user)
        login = text_of(said.get("username"))
        alias = self.work.account(login.lower() if login else None)
        email = text_of(said.get("public_email")) or text_of(said.get("email"))
        self.work.meet(
            alias, name=text_of(said.get("name")), email=email, kind="bot" if _is_bot(said) else None
        )
        self.work.same(self.work.account(_by_number(said.get("id"))), alias)
        return alias


def _by_number(value: object) -> str | None:
    number = text_of(value)
    return f"user:{number}" if number else None


def _is_program(note: Mapping[str, Any]) -> bool:
    return _is_bot(record_of(note.get("author")))


def _is_bot(user: Mapping[str, Any]) -> bool:
    return user.get("bot") is True or bool(_PROGRAM.fullmatch(text_of(user.get("username")) or ""))


def _case(note: Mapping[str, Any]) -> str | None:
    project, number = text_of(note.get("project_id")), text_of(note.get("noteable_iid"))
    mark = "!" if note.get("noteable_type") == "MergeRequest" else "#"
    return f"gitlab:{project or ''}{mark}{number}" if number else None
