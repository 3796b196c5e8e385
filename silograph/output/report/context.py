"""The run that a report is about, and how the report writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from silograph.analyses.parts.question import Question
from silograph.analyses.parts.section import Writer
from silograph.language.words import Words
from silograph.release.gate import Released


@dataclass(frozen=True, kw_only=True)
class Report(Writer):
    """What all sections of the report read.

    Parameters
    ----------
    released
        The run as it may be shown.
    questions
        All that may be asked, in the order in which they are told.
    """

    released: Released = field(repr=False)
    questions: Mapping[str, Question] = field(repr=False)

    @classmethod
    def of(cls, released: Released, words: Words, *, questions: Mapping[str, Question]) -> Report:
        """The report of a run in a language."""
        return cls(
            results=released.results,
            words=words,
            min_group=released.settings.min_group,
            teams=released.teams,
            released=released,
            questions=questions,
        )

    @property
    def summary(self) -> Mapping[str, Any]:
        """The object of ``summary.json``."""
        return self.released.summary

    @property
    def counts(self) -> Mapping[str, Any]:
        """What went in."""
        return self.summary["input"]  # type: ignore[no-any-return]

    def period(self) -> str:
        """From the first to the last message."""
        period = self.counts.get("period")
        if not period:
            return ""
        first, last = (self.words.date(moment) for moment in period)
        return self.words("report.period", first=first, last=last)
