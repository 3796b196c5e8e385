"""The errors silograph raises on purpose; each is one clear line for the person who reads it.

::

    SilographError
    ├── DataError            what was read cannot be used
    │   ├── FormatError      no loader, or more than one, recognises a source
    │   ├── PartialError     most of a source could not be read
    │   └── StoreError       a store cannot be opened, is locked or was written by another version
    ├── UsageError           an option or argument makes no sense
    └── NotEnoughDataError   the question cannot be answered from what is there

A record that cannot be read is not an error: it is kept in ``MessageLog.rejected`` with its reason.
"""

from __future__ import annotations


class SilographError(Exception):
    """Base of all of them: catch this to catch everything silograph says on purpose.

    Parameters
    ----------
    what
        What is wrong, in one line.
    where
        The file, record, column or option it is about.
    mend
        What the reader can do about it.

    Examples
    --------
    >>> print(DataError("no column 'sender'", where="log.csv", mend="rename the column of senders"))
    log.csv: no column 'sender'; rename the column of senders
    """

    def __init__(self, what: str, *, where: str | None = None, mend: str | None = None) -> None:
        self.what, self.where, self.mend = what, where, mend
        line = f"{where}: {what}" if where else what
        super().__init__(f"{line}; {mend}" if mend else line)


class DataError(SilographError):
    """What was read cannot be used."""


class FormatError(DataError):
    """No loader, or more than one, recognises a source."""


class PartialError(DataError):
    """Most of a source could not be read: nothing should be concluded from the rest."""


class StoreError(DataError):
    """A store cannot be opened, is locked, or was written by another version."""


class UsageError(SilographError):
    """An option or argument makes no sense."""


class NotEnoughDataError(SilographError):
    """The question cannot be answered from what is there."""
