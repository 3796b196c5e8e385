"""GitHub: events, timelines and comments of issues and pull requests, as the REST interface writes them.

In issue events the ``actor`` of "assigned" is the one who was assigned, so only the ``assignee`` is used. A list of
issues as they are now holds no history and is refused; see ``docs/sources/github.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from silograph.errors import FormatError
from silograph.loaders.casework import Assigned, Casework, Change, Remark, instant
from silograph.loaders.files import Entry, Source
from silograph.loaders.json_records import JsonRecord, json_head, record_of, text_of
from silograph.loaders.known import NOW
from silograph.log.batches import Batch, ReadOptions

READS = "GitHub: events, timelines and comments of issues and pull requests (JSON of the REST interface)"

_SNIFFED_FILES = 50
_SAYS_EVENT = re.compile(r'"event"\s*:\s*"')
_OF_ISSUE = re.compile(r"/([^/\s]+/[^/\s]+)/(?:issues|pulls?)/(\d{1,9})(?:[#/?]|$)")
_MENTION = re.compile(r"(?<![\w@/.`-])@([A-Za-z0-9][A-Za-z0-9-]{0,38})(?![\w/-])")
_LONGEST_BODY = 1 << 18


def recognises(source: Source) -> bool:
    """Whether a file holds events or comments of issues."""
    return any(_says(json_head(entry)) for entry in source.entries[:_SNIFFED_FILES])


def _says(text: str) -> bool:
    if "/repos/" not in text or '"created_at"' not in text:
        return False
    return bool(_SAYS_EVENT.search(text)) or ('"issue_url"' in text and '"body"' in text)


def read(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """Handoffs and comments, issue by issue.

    Raises
    ------
    FormatError
        The issues have no history.
    """
    reader = _Reader(options)
    for entry in source.entries:
        for record in reader.work.records(entry, ()):
            reader.take(record)
            yield from reader.work.builder.full()
        reader.end_of_file(entry)
    if reader.listed and not reader.told:
        raise FormatError(NOW["github"].what, where=source.name, mend=NOW["github"].mend)
    reader.finish()
    yield from reader.work.emit()


_Event = tuple[Mapping[str, Any], str]  # with its place


@dataclass
class _Reader:
    options: ReadOptions
    work: Casework = field(default_factory=lambda: Casework("github"))
    told: int = 0
    listed: int = 0
    _assigned: dict[str, list[Assigned]] = field(default_factory=dict)
    _of_file: list[_Event] = field(default_factory=list)
    _cases: set[str] = field(default_factory=set)
    _opened: dict[str, Remark] = field(default_factory=dict)

    def take(self, record: JsonRecord) -> None:
        """Take in an event, a comment or an issue."""
        value = record_of(record.value)
        case = _case(value)
        if (
            "event" not in value
            and text_of(value.get("number"))
            and ("title" in value or "assignees" in value)
        ):
            self.listed += 1
            if not self._open(value, record.place):
                self.work.builder.other()
        elif "event" not in value and "issue_url" not in value:
            self.work.builder.reject(record.place, "no event of an issue")
        elif case:
            self.told += 1
            self._cases.add(case)
            self._event(case, value, record.place)
        else:
            self.told += 1
            self._of_file.append((value, record.place))

    def end_of_file(self, entry: Entry) -> None:
        """A timeline names its issue only in some of its events, or nowhere: a file is one issue then."""
        [case] = self._cases if len(self._cases) == 1 else [f"github:{self.options.hidden(entry.name)}"]
        for value, place in self._of_file:
            self._event(case, value, place)
        self._of_file, self._cases = [], set()

    def finish(self) -> None:
        """What only all files together tell."""
        for case, remark in self._opened.items():
            self.work.remark(case, remark)
        for case, events in self._assigned.items():
            self.work.assignments(case, events)

    def _open(self, issue: Mapping[str, Any], place: str) -> bool:
        """Remember who opened an issue, which each of its events repeats; whether it is told here."""
        case, author, at = _case(issue), self._user(issue.get("user")), instant(issue.get("created_at"))
        if case and author and at:
            self._opened.setdefault(case, Remark("opened", at, place, author, opens=True))
            return True
        return False

    def _event(self, case: str, event: Mapping[str, Any], place: str) -> None:
        self.work.case(case, space=case.rpartition("#")[0].removeprefix("github:") or None)
        self._open(record_of(event.get("issue")), place)
        kind = text_of(event.get("event")) or "commented"
        at = instant(event.get("created_at")) or instant(event.get("submitted_at"))
        number = text_of(event.get("id")) or f"{at}:{kind}"
        by_rule = bool(event.get("performed_via_github_app")) or _is_program(event.get("assigner"))
        if at is None:
            if "created_at" in event:
                self.work.builder.reject(place, "no usable time")
            else:  # commits in a timeline
                self.work.builder.other()
        elif kind in {"assigned", "unassigned"}:
            self._assign(case, event, Assigned(number, at, place, by_rule=by_rule))
        elif kind in {"commented", "reviewed"}:
            self._comment(case, event, at, place)
        elif kind == "review_requested":
            self._ask(case, event, Remark(f"request:{number}", at, place, "", asks=True, by_rule=by_rule))
        else:
            done = {"closed": True, "merged": True, "reopened": False}.get(kind)
            self.work.change(case, Change(number, at, place, done=done))

    def _assign(self, case: str, event: Mapping[str, Any], said: Assigned) -> None:
        who = self._user(event.get("assignee"))
        if who is None:
            self.work.builder.other()
        elif event["event"] == "assigned":
            self._assigned.setdefault(case, []).append(said._replace(joined=(who,)))
        else:
            self._assigned.setdefault(case, []).append(said._replace(left=(who,)))

    def _comment(self, case: str, event: Mapping[str, Any], at: Any, place: str) -> None:
        author = self._user(event.get("user")) or self._user(event.get("actor"))
        if author is None:  # of a deleted account
            self.work.builder.reject(place, "no author")
            return
        body = event.get("body")
        found = _MENTION.findall(body[:_LONGEST_BODY]) if isinstance(body, str) else ()
        mentions = tuple(f"github:{name.lower()}" for name in found)
        by_app = bool(event.get("performed_via_github_app"))
        own = f"comment:{text_of(event.get('id')) or at.isoformat()}"
        self.work.remark(case, Remark(own, at, place, author, mentions, by_rule=by_app))

    def _ask(self, case: str, event: Mapping[str, Any], remark: Remark) -> None:
        asker = self._user(event.get("review_requester")) or self._user(event.get("actor"))
        asked = self._user(event.get("requested_reviewer"))
        if team := text_of(record_of(event.get("requested_team")).get("name")):
            asked = team
            self.work.meet(team, name=team, kind="team")
        if asker is None or asked is None:
            self.work.builder.other()
            return
        self.work.remark(
            case,
            Remark(remark.id, remark.at, remark.place, asker, (asked,), asks=True, by_rule=remark.by_rule),
        )

    def _user(self, user: object) -> str | None:
        said = record_of(user)
        login = text_of(said.get("login"))
        alias = self.work.account(login.lower() if login else None)
        email = text_of(said.get("email"))
        self.work.meet(
            alias, name=text_of(said.get("name")), email=email, kind="bot" if _is_program(said) else None
        )
        return alias


def _is_program(user: object) -> bool:
    said = record_of(user)
    return said.get("type") == "Bot" or (text_of(said.get("login")) or "").endswith("[bot]")


def _case(value: Mapping[str, Any]) -> str | None:
    """The issue a record is of, by the addresses that name it: ``github:owner/repo#12``."""
    issue = record_of(value.get("issue"))
    urls = [issue.get("url"), issue.get("html_url"), *(value.get(name) for name in ("issue_url", "html_url"))]
    if "event" not in value:
        urls.append(value.get("url"))
    for url in urls:
        if isinstance(url, str) and (found := _OF_ISSUE.search(url[:500])):
            return f"github:{found[1]}#{found[2]}"
    return None
