"""What readers should know of mail that was read, and cannot see from its counts."""

from __future__ import annotations

from collections.abc import Iterator

from silograph.loaders.mail.mbox import further_headers


class Doubts:
    """What readers should know of mail that was read, told at the end."""

    def __init__(self) -> None:
        self.invitations = self.attached = self._unused = 0
        self._first_unused = ""
        self._alone: list[tuple[str, int]] = []

    def unused(self, lines: int, place: str) -> None:
        """Lines like separators that were read as text."""
        self._unused += lines
        if lines and not self._first_unused:
            self._first_unused = place

    def alone(self, content: bytes, place: str) -> int:
        """How many others seem to stand in a message that is nearly the whole of its file."""
        if more := further_headers(content):
            self._alone.append((place, more))
        return more

    def said(self) -> Iterator[str]:
        """One line for each doubt there is."""
        if self._unused:
            lines = "1 line looks" if self._unused == 1 else f"{self._unused} lines look"
            yield (
                f"{lines} like the beginning of a message, but no header follows: read as text, the first in "
                f"{self._first_unused}; if messages are missing, export it again"
            )
        if self._alone:
            place, more = self._alone[0]
            files = "" if len(self._alone) == 1 else f" (and of {len(self._alone) - 1} more files)"
            yield (
                f"one message is nearly the whole of {place}{files}, and at least {more} more headers stand in it, "
                "which are not read: if these are messages, export them as mbox or one file each"
            )
        if self.attached:
            yield f"messages that carry others as attachments, which are not read: {self.attached}"
        if self.invitations:
            yield f"invitations to meetings, read as mail (their calendar cannot be read): {self.invitations}"
