"""What the mail loader makes of a file, for the tests of mail."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from silograph.loaders.files import Source
from silograph.loaders.mail import loader as mail
from silograph.log.batches import ReadOptions, Rejected
from silograph.log.notes import Note


class Loaded(NamedTuple):
    messages: pd.DataFrame
    recipients: dict[str, list[tuple[str, str]]]
    actors: dict[str, dict[str, str | None]]
    rejected: list[Rejected]
    records: int
    system: int
    bytes_read: int
    bytes_lost: int
    notes: list[Note]


def load(path: Path, options: ReadOptions | None = None) -> Loaded:
    batches = list(mail.read(Source(path), options or ReadOptions()))
    messages = pa.concat_tables([batch.messages for batch in batches]).to_pandas().astype(object)
    messages = messages.where(messages.notna(), None)
    rows = pa.concat_tables([batch.recipients for batch in batches]).to_pylist()
    ids = dict(zip(messages["record"], messages["message_id"], strict=True))
    recipients: dict[str, list[tuple[str, str]]] = {name: [] for name in messages["message_id"]}
    for row in rows:
        recipients[ids[row["record"]]].append((row["recipient"], row["role"]))
    actors = {row.pop("alias"): row for batch in batches for row in batch.actors.to_pylist()}
    rejected = [one for batch in batches for one in batch.rejected]
    records, system, done, lost = (
        sum(getattr(batch, name) for batch in batches)
        for name in ("records", "system", "bytes_read", "bytes_lost")
    )
    assert records == len(messages) + system + len(rejected)
    notes = [note for batch in batches for note in batch.notes]
    return Loaded(messages, recipients, actors, rejected, records, system, done, lost, notes)


def load_bytes(folder: Path, content: bytes, name: str = "one.eml", **options: object) -> Loaded:
    path = folder / name
    path.write_bytes(content)
    return load(path, ReadOptions(**options))
