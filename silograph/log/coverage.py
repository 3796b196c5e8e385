"""How much of a source became records: the one rule of what is too little to go on with.

Loaders say how many bytes they read, which records they rejected, and how many bytes a rejection stands for where it
is no record like the others (a damaged file, the rest of a file cut off). What adds up to most of a source is too much.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from silograph.log.batches import Batch

MOST = 0.5  # of a source: where more cannot be read, nothing is concluded from the rest unless asked for
_ONE_RECORD = 1 << 16  # bytes: a source so large that holds one record is questioned
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


class Read(NamedTuple):
    """How much of a source was read, and what is to be said of it.

    Parameters
    ----------
    bytes_read
        As its loader says.
    unread
        Share of it that became no record, from 0 to 1.
    refusal
        Why nothing should be concluded from the rest; empty where enough was read.
    doubt
        What else looks odd; empty where nothing does.
    """

    bytes_read: int
    unread: float
    refusal: str = ""
    doubt: str = ""


class Coverage:
    """Adds up how much of a source became records, batch by batch.

    Examples
    --------
    >>> from silograph.log.batches import BatchBuilder
    >>> builder, coverage = BatchBuilder(), Coverage()
    >>> for line in range(3):
    ...     builder.reject(f"log.csv:line {line}", "no sender")
    >>> builder.message("m1", "ann@x.org", [("bob@x.org", "to")], sent_at=None)
    >>> coverage.see(builder.take())
    >>> coverage.read().refusal
    'most of it could not be read: 3 of 4 records rejected (most often: no sender)'
    """

    def __init__(self) -> None:
        self._records = self._rejected = self._sized = 0
        self._bytes = self._lost = 0
        self._reasons: Counter[str] = Counter()

    def see(self, batch: Batch) -> None:
        """Take a batch into account."""
        self._records += batch.records
        self._bytes += batch.bytes_read
        self._lost += batch.bytes_lost
        self._rejected += len(batch.rejected)
        for one in batch.rejected:
            self._reasons[kind_of_reason(one.reason)] += 1
            if one.size is not None:
                self._sized += 1
                self._lost += one.size

    def read(self) -> Read:
        """What all batches say together."""
        of_bytes = min(self._lost / max(self._bytes, self._lost), 1.0) if self._lost else 0.0
        alike = self._records - self._sized  # a rejection with its bytes is no record like the others
        of_records = (self._rejected - self._sized) / alike if alike > 0 else 0.0
        unread = of_bytes + (1 - of_bytes) * of_records
        refusal = f"most of it could not be read: {self._what()}" if unread > MOST else ""
        single = self._records == 1 and not self._rejected and self._bytes > _ONE_RECORD
        doubt = f"one record is nearly the whole of it ({size_of(self._bytes)}): if it holds several, export it again"
        return Read(self._bytes, unread, refusal, doubt if single else "")

    def _what(self) -> str:
        """How much that is, in records and bytes, and the commonest reason."""
        parts = []
        if self._rejected:
            parts.append(f"{self._rejected:,} of {self._records:,} records rejected")
        if self._lost:
            parts.append(f"{size_of(self._lost)} of {size_of(max(self._bytes, self._lost))} became no record")
        often = ""
        if self._reasons:
            most = max(self._reasons.values())
            often = f" (most often: {min(one for one, n in self._reasons.items() if n == most)})"
        return f"{', '.join(parts)}{often}"


def kind_of_reason(reason: str) -> str:
    """A reason without quoted values and numbers: those that differ in them only are one.

    Examples
    --------
    >>> kind_of_reason("3 columns instead of 4"), kind_of_reason("unknown role 'x'")
    ('… columns instead of …', 'unknown role …')
    """
    return re.sub(r"'[^']*'|\d+", "…", reason)


def size_of(size: float) -> str:
    """Bytes for the reader.

    Examples
    --------
    >>> size_of(17), size_of(1234), size_of(5_200_000)
    ('17 bytes', '1.2 kB', '5.2 MB')
    """
    power = 0
    while size >= 1000 and power < len(_UNITS) - 1:
        size, power = size / 1000, power + 1
    return f"{size:.1f} {_UNITS[power]}" if power else f"{size:.0f} {_UNITS[0]}"
