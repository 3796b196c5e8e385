"""What a loader of chats makes of files, and stores as they are, for the tests of such loaders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from silograph.loaders import LOADERS
from silograph.loaders.files import Source
from silograph.log.batches import ReadOptions
from silograph.log.store import SourceReport, Store

Row = dict[str, Any]


class Loaded(NamedTuple):
    """Messages by id, with the aliases that the source has."""

    reports: list[SourceReport]
    messages: pd.DataFrame
    actors: dict[str, Row]
    public: dict[str, bool]
    rejected: list[tuple[str, str]]

    @property
    def report(self) -> SourceReport:
        [one] = self.reports
        return one

    def to(self, message_id: str, kind: str | None = None) -> dict[str, str]:
        """Recipients of a message and their roles."""
        found = self.row(message_id, kind)
        recipients: dict[str, str] = found["recipients"]
        return recipients

    def row(self, message_id: str, kind: str | None = None) -> Row:
        """A message that is no reaction, or the one reaction on it."""
        rows = self.messages[self.messages.message_id == message_id]
        rows = rows[rows.kind == kind] if kind else rows[rows.kind != "reaction"]
        [found] = rows.to_dict("records")
        return {str(name): value for name, value in found.items()}

    def posts(self) -> pd.DataFrame:
        return self.messages[self.messages.kind != "reaction"]


def load(name: str, *paths: Path) -> Loaded:
    """Read each path as a source into one store; only this loader may recognise it."""
    options = ReadOptions(key=b"of this test")
    store = Store.in_memory()
    reports = []
    for path in paths:
        assert [key for key, loader in LOADERS.items() if loader.recognises(Source(path))] == [name]
        reports.append(store.add(LOADERS[name].read(Source(path), options), name=path.name, loader=name))
    of = store._db.execute
    aliases = of("SELECT * FROM aliases").df().astype(object).set_index("alias_no")
    aliases = aliases.where(aliases.notna(), None)
    messages = of("SELECT * FROM messages ORDER BY message_no").df().astype(object)
    messages = messages.where(messages.notna(), None)
    recipients = of("SELECT * FROM recipients").df()
    reached: dict[int, dict[str, str]] = {number: {} for number in messages["message_no"]}
    for row in recipients.itertuples():
        reached[row.message_no][aliases["alias"][row.recipient]] = row.role
    messages["sender"] = messages["sender"].map(aliases["alias"])
    messages["recipients"] = messages["message_no"].map(reached)
    actors = {row["alias"]: row for row in aliases.to_dict("records")}
    public = dict(of("SELECT space, public FROM spaces").fetchall())
    rejected = [(place, reason) for place, reason in of("SELECT place, reason FROM rejected").fetchall()]
    return Loaded(reports, messages, actors, public, rejected)


def put(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def milliseconds(at: datetime) -> int:
    """Since 1970."""
    since = at.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000
