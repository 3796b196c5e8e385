"""Calendars for the tests, and what comes of them in a store."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from silograph.loaders.calendar import loader
from silograph.loaders.files import Source
from silograph.log.batches import ReadOptions
from silograph.log.store import SourceReport, Store

ANN, BOB, CAT, DAN = (f"{name}@x.org" for name in ("ann", "bob", "cat", "dan"))


def ics(*events: str, head: str = "", end: str = "\r\n") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.split("\n"), *events, "END:VCALENDAR", ""]
    return end.join("\n".join(line for line in lines if line or line == lines[-1]).split("\n")).encode()


def event(uid: str = "1", start: str = ":20240304T090000Z", *lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", *lines, "END:VEVENT"])


def invite(*guests: str, by: str = ANN) -> list[str]:
    return [f"ORGANIZER:mailto:{by}", *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{guest}" for guest in guests)]


class Loaded(NamedTuple):
    """What comes of calendars in a store."""

    rows: pd.DataFrame
    report: SourceReport
    store: Store

    @property
    def times(self) -> list[str]:
        return sorted({f"{at:%Y-%m-%dT%H:%M}" for at in self.rows["sent_at"]})

    def who(self) -> dict[str, str]:
        return dict(zip(self.rows["recipient"], self.rows["role"], strict=True))

    def rejected(self) -> list[str]:
        return self.store.log()[0].provenance.rejected["reason"].tolist()


def load(folder: Path, *calendars: bytes, name: str = "calendar.ics", **options: object) -> Loaded:
    for number, content in enumerate(calendars):
        (folder / f"{number}{name}").write_bytes(content)
    source, store = Source(folder), Store.in_memory()
    assert loader.recognises(source)
    report = store.add(loader.read(source, ReadOptions(key=b"k", **options)), name="c", loader="calendar")  # type: ignore[arg-type]
    return Loaded(store.log()[0].to_pandas(), report, store)
