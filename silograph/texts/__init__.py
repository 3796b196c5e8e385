"""Every sentence the outputs say, in English and French, and how each language writes numbers and dates."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from silograph.errors import UsageError
from silograph.texts import common, owner, page, report

Lang = Literal["en", "fr"]
LANGUAGES: tuple[Lang, ...] = ("en", "fr")

_NARROW = "\u202f"  # narrow no-break space: French sets it before ; : ! ? % and between thousands
_MINUS = "\u2212"
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language.

    Examples
    --------
    >>> words = Words("en")
    >>> words.count("people", 1), words.count("people", 1200)
    ('1 person', '1,200 people')
    >>> words.number(1234.5, digits=1), words.percent(0.256), words.interval(-0.5, 2, digits=1)
    ('1,234.5', '26%', '−0.5 to 2.0')
    """

    lang: Lang = "en"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise UsageError(f"no texts in {self.lang!r}", mend=f"use one of {', '.join(LANGUAGES)}")

    def __call__(self, key: str, **values: object) -> str:
        """The text `key` with its placeholders filled."""
        return self._set(TEXTS[key][self.lang]).format(**values)

    def has(self, key: str) -> bool:
        """Whether there is a text `key`."""
        return key in TEXTS

    def count(self, key: str, n: float) -> str:
        """The text of `n` things: ``key.one`` or ``key.many``. French counts zero as one."""
        one = n < 2 if self.lang == "fr" else n == 1
        return self(f"{key}.{'one' if one else 'many'}", n=self.number(n))

    def number(self, value: float | None, *, digits: int = 0) -> str:
        """A number with thousands parted; a dash where there is none."""
        if value is None or not math.isfinite(value):
            return "–"
        text = f"{value:,.{digits}f}"
        if not text.strip("-0.,"):
            text = text.lstrip("-")  # no minus zero
        if self.lang == "fr":
            text = text.translate({ord(","): _NARROW, ord("."): ","})
        return text.replace("-", _MINUS)

    def percent(self, value: float | None, *, digits: int = 0) -> str:
        """A share as a percentage."""
        number = self.number(None if value is None else 100 * value, digits=digits)
        return number if number == "–" else f"{number}{_NARROW if self.lang == 'fr' else ''}%"

    def interval(self, low: float, high: float, *, digits: int = 2) -> str:
        """Both ends of an interval."""
        between = {"en": "to", "fr": "à"}[self.lang]
        return f"{self.number(low, digits=digits)} {between} {self.number(high, digits=digits)}"

    def date(self, moment: datetime | str) -> str:
        """A day."""
        day = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        first = "1er" if self.lang == "fr" and day.day == 1 else str(day.day)
        return f"{first} {_MONTHS[self.lang][day.month - 1]} {day.year}"

    def series(self, items: Sequence[str]) -> str:
        """Names one after another: ``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        last = {"en": "and", "fr": "et"}[self.lang]
        return f"{', '.join(items[:-1])} {last} {items[-1]}"

    def under(self, prefix: str) -> dict[str, str]:
        """All texts whose key begins with `prefix` and a dot, without it."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): self._set(text[self.lang])
            for key, text in TEXTS.items()
            if key.startswith(start)
        }

    def _set(self, text: str) -> str:
        """With the spaces that French typography wants."""
        if self.lang != "fr":
            return text
        return re.sub(r"« ", f"«{_NARROW}", re.sub(r" ([;:!?%»])", rf"{_NARROW}\1", text))


TEXTS: dict[str, dict[str, str]] = {
    key: text for part in (common, page, report, owner) for key, text in part.TEXTS.items()
}
