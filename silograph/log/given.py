"""A log and who is who, as everything takes them: the messages first, then the roster."""

from __future__ import annotations

from silograph.errors import UsageError
from silograph.log.messages import MessageLog
from silograph.log.people import Roster


def need_log(log: object, roster: object, *, call: str) -> None:
    """Refuse what is no log with its roster, in one sentence.

    Parameters
    ----------
    log, roster
        What was given as such.
    call
        How the call is written.

    Raises
    ------
    UsageError
        They stand in the wrong order, one is missing, or one is something else.

    Examples
    --------
    >>> need_log(Roster.empty(), None, call="sg.analyze(log, roster)")
    Traceback (most recent call last):
    silograph.errors.UsageError: the log comes first, then the roster; write sg.analyze(log, roster)
    """
    if isinstance(log, Roster):
        raise UsageError("the log comes first, then the roster", mend=f"write {call}")
    if isinstance(log, tuple):
        raise UsageError(
            "the log and its roster are two arguments", mend=f"write log, roster = sg.read(...), then {call}"
        )
    if not isinstance(log, MessageLog):
        raise UsageError(
            f"a {type(log).__name__} is no log", mend=f"make one with log, roster = sg.read(...), then {call}"
        )
    if roster is None:
        raise UsageError("the log needs its roster, who is who", mend=f"write {call}")
    if not isinstance(roster, Roster):
        raise UsageError(
            f"a {type(roster).__name__} is no roster",
            mend="sg.read gives one with the log, sg.load_roster makes one of a people file or table",
        )
