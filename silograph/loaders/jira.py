"""Jira: the history of issues and their comments, as the REST interface writes them.

Issues with ``expand=changelog``, pages of ``issue/KEY/changelog`` and of the bulk changelog. A list of issues as they
are now holds no history and is refused; see ``docs/sources/jira.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from silograph.errors import FormatError
from silograph.loaders.casewords import SYSTEM_USERS, TEAM_FIELDS, is_done, plain_field
from silograph.loaders.casework import Casework, Change, Ends, Remark, instant
from silograph.loaders.files import Source
from silograph.loaders.json_records import JsonRecord, json_head, record_of, records_of, text_of
from silograph.loaders.known import NOW
from silograph.log.batches import Batch, ReadOptions

READS = "Jira: issues with their changelog and comments (JSON of the REST interface)"

_ARRAYS = {"issues", "issueChangeLogs", "values"}
_SNIFFED_FILES = 50
_SAYS_CHANGELOG = re.compile(r'"changelog"\s*:\s*\{')
_OF_ISSUE = re.compile(r"/issue/([^/?]+)/changelog")
_MENTION = re.compile(r"\[~(?:accountid:)?([^\]\s]{1,200})\]")


def recognises(source: Source) -> bool:
    """Whether a file holds issues with their changelog, or pages of changelogs."""
    return any(_says(json_head(entry)) for entry in source.entries[:_SNIFFED_FILES])


def _says(text: str) -> bool:
    if '"issueChangeLogs"' in text:
        return True
    if _SAYS_CHANGELOG.search(text):
        return '"histories"' in text
    return '"fieldtype"' in text and '"values"' in text and bool(_OF_ISSUE.search(text))


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Handoffs and comments, issue by issue.

    Raises
    ------
    FormatError
        The issues have no changelog.
    """
    del options  # times have zones, and subjects are not read
    reader = _Reader()
    for entry in source.entries:
        for record in reader.work.records(entry, _ARRAYS):
            reader.take(record)
            yield from reader.work.builder.full()
    if reader.issues and not reader.changelogs:
        raise FormatError(NOW["jira"].what, where=source.name, mend=NOW["jira"].mend)
    reader.finish()
    yield from reader.work.emit()


@dataclass
class _Reader:
    work: Casework = field(default_factory=lambda: Casework("jira"))
    issues: int = 0
    changelogs: int = 0
    _cut: int = 0
    _keys: dict[str, str] = field(default_factory=dict)
    _pending: list[tuple[str, Mapping[str, Any], str]] = field(default_factory=list)

    def take(self, record: JsonRecord) -> None:
        """Take in an issue, or what a page says of its history."""
        value = record_of(record.value)
        told = _OF_ISSUE.search(text_of(record.beside.get("self")) or "")
        if record.key == "values" and told:
            self.changelogs += 1
            self._pending.append((told[1], value, record.place))
        elif record.key == "issueChangeLogs" and (issue := text_of(value.get("issueId"))):
            self.changelogs += 1
            self._pending.extend(
                (issue, one, record.place) for one in records_of(value.get("changeHistories"))
            )
        elif issue := text_of(value.get("key")) or text_of(value.get("id")):
            self._issue(issue, value, record.place)
        else:
            self.work.builder.reject(record.place, "not an issue")

    def finish(self) -> None:
        """Give the histories of pages to their issues, whose keys are known by now."""
        for issue, history, place in self._pending:
            self._history(self._keys.get(issue, issue), history, place)
        if self._cut:
            self.work.builder.note(
                f"{self._cut} issues hold only a part of their history or comments: export all pages of them"
            )

    def _issue(self, key: str, issue: Mapping[str, Any], place: str) -> None:
        self.issues += 1
        fields, changelog = record_of(issue.get("fields")), record_of(issue.get("changelog"))
        self._keys[text_of(issue.get("id")) or key] = key
        self.work.case(key, space=text_of(record_of(fields.get("project")).get("key")))
        self._open(key, fields, place)
        comments = record_of(fields.get("comment"))
        for comment in records_of(comments.get("comments")):
            self._comment(key, comment, place)
        histories = records_of(changelog.get("histories"))
        self.changelogs += "histories" in changelog
        for history in histories:
            self._history(key, history, place)
        self._cut += _is_cut(changelog, len(histories)) or _is_cut(
            comments, len(records_of(comments.get("comments")))
        )

    def _open(self, key: str, fields: Mapping[str, Any], place: str) -> None:
        author = self._person(fields.get("reporter")) or self._person(fields.get("creator"))
        created = fields.get("created")
        at = instant(created)
        if author and at:
            self.work.remark(key, Remark("opened", at, place, author, opens=True))
        elif created and at is None:
            self.work.builder.reject(place, "no usable time")
        else:  # fields that were not asked for
            self.work.builder.other()

    def _comment(self, key: str, comment: Mapping[str, Any], place: str) -> None:
        author, at = self._person(comment.get("author")), instant(comment.get("created"))
        number = text_of(comment.get("id"))
        where = f"{place}, comment {number}" if number and number.isdecimal() else place
        if at is None:
            self.work.builder.reject(where, "no usable time")
        elif author is None:
            self.work.builder.reject(where, "no author")
        else:
            named = [self.work.account(name) for name in _mentions(comment.get("body"))]
            for alias in named:
                self.work.meet(alias)
            mentions = tuple(filter(None, named))
            own = f"comment:{number or at.isoformat()}"
            self.work.remark(key, Remark(own, at, where, author, mentions))

    def _history(self, key: str, history: Mapping[str, Any], place: str) -> None:
        at, number = instant(history.get("created")), text_of(history.get("id"))
        where = f"{place}, change {number}" if number and number.isdecimal() else place
        author = record_of(history.get("author"))
        self._person(author)
        if at is None:
            self.work.builder.reject(where, "no usable time")
            return
        team: Ends | None = None
        person: Ends | None = None
        done: bool | None = None
        for item in records_of(history.get("items")):
            name = plain_field(text_of(item.get("fieldId")) or text_of(item.get("field")) or "")
            shown = plain_field(text_of(item.get("field")) or "")
            if name == "assignee" or shown == "assignee":
                person = self._assignee(item, "from"), self._assignee(item, "to")
            elif shown in TEAM_FIELDS:
                team = _shown(item, "from"), _shown(item, "to")
            elif shown == "resolution":
                done = bool(text_of(item.get("to")))
            elif shown == "status" and done is None:
                done = is_done(text_of(item.get("toString")), None)
        self.work.change(
            key,
            Change(number or at.isoformat(), at, where, team, person, done, by_rule=_is_program(author)),
        )

    def _person(self, user: object) -> str | None:
        """The alias of a user; Cloud has account ids, a server keys and names."""
        said = record_of(user)
        own = text_of(said.get("accountId")) or text_of(said.get("key")) or text_of(said.get("name"))
        alias = self.work.account(own)
        kind = "external" if said.get("accountType") == "customer" else None
        self.work.meet(
            alias,
            name=text_of(said.get("displayName")),
            email=text_of(said.get("emailAddress")),
            kind="bot" if _is_program(said) else kind,
        )
        self.work.same(self.work.account(text_of(said.get("name"))), alias)
        return alias

    def _assignee(self, item: Mapping[str, Any], end: str) -> str | None:
        alias = self.work.account(text_of(item.get(end)))
        self.work.meet(alias, name=text_of(item.get(f"{end}String")))
        return alias


def _shown(item: Mapping[str, Any], end: str) -> str | None:
    return text_of(item.get(f"{end}String")) or text_of(item.get(end))


def _is_program(user: Mapping[str, Any]) -> bool:
    name = text_of(user.get("name")) or ""
    return user.get("accountType") == "app" or name.casefold() in SYSTEM_USERS


def _is_cut(page: Mapping[str, Any], held: int) -> bool:
    total = page.get("total")
    return isinstance(total, int) and total > held


def _mentions(body: object) -> Iterator[str]:
    """Whom a comment names: marks in a text, or the nodes of Atlassian's document format."""
    if isinstance(body, str):
        yield from _MENTION.findall(body)
    stack: list[Mapping[str, Any]] = [body] if isinstance(body, dict) else []
    while stack:
        node = stack.pop()
        if node.get("type") == "mention" and (name := text_of(record_of(node.get("attrs")).get("id"))):
            yield name
        stack.extend(records_of(node.get("content")))
