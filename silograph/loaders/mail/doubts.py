"""What readers should know of mail that was read, and cannot see from its counts."""

from __future__ import annotations

from collections.abc import Iterator

from silograph.loaders.mail.mbox import further_headers
from silograph.log.notes import Note


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

    def said(self) -> Iterator[Note]:
        """One line for each doubt there is, and the first place."""
        if self._unused:
            lines = "1 line looks" if self._unused == 1 else f"{self._unused} lines look"
            yield Note(
                f"{lines} like the beginning of a message, but no header follows: read as text; if messages are "
                "missing, export it again",
                place=self._first_unused,
            )
        if self._alone:
            place, more = self._alone[0]
            files = "its file" if len(self._alone) == 1 else f"its file, in {len(self._alone)} files"
            yield Note(
                f"one message is nearly the whole of {files}, and at least {more} more headers stand in it, "
                "which are not read: if these are messages, export them as mbox or one file each",
                place=place,
            )
        if self.attached:
            yield Note(f"messages that carry others as attachments, which are not read: {self.attached}")
        if self.invitations:
            yield Note(
                f"invitations to meetings, read as mail (their calendar cannot be read): {self.invitations}"
            )
