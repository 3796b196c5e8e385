"""Every sentence the outputs say, in English and French, and how each language writes numbers and dates."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from string import Formatter
from typing import Any, Literal

from silograph.errors import UsageError
from silograph.language import columns, common, lacking, printed

Lang = Literal["en", "fr"]
People = Literal["pseudonyms", "names", "no_people"]
"""How people appear in what is shown: under pseudonyms, with their names and ids, or not at all."""
LANGUAGES: tuple[Lang, ...] = ("en", "fr")

_NARROW = "\u202f"  # narrow no-break space: French sets it before ; : ! ? % and between thousands
_MINUS = "\u2212"
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_VOWEL = "\0"  # stands before a filled-in vowel until "de" and "que" before it have become "d’" and "qu’"
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language.

    Parameters
    ----------
    name
        How a name (of a function) is written where one stands in a `Sentence`: a report hides some.

    Examples
    --------
    >>> words = Words("en")
    >>> words.count("people", 1), words.count("people", 1200)
    ('1 person', '1,200 people')
    >>> words.number(1234.5, digits=1), words.percent(0.256), words.interval(-0.5, 2, digits=1)
    ('1,234.5', '26%', '−0.5 to 2.0')
    """

    lang: Lang = "en"
    name: Callable[[str], str] = str

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise UsageError(f"no texts in {self.lang!r}", mend=f"use one of {', '.join(LANGUAGES)}")

    def __call__(self, key: str, **values: object) -> str:
        """The text `key` with its placeholders filled; what they may ask for is told in `shown`.

        A text in two forms, ``key.one`` and ``key.many``, takes the one that fits the number `n`. A number and the ends
        of its interval (`low`, `high`, or names that end so) have as many decimals as any of them needs, and "about"
        before them where all are tenths in per cent. French elides before what is filled in:

        >>> add_texts({"example.openness": {"en": "openness of {function}", "fr": "ouverture de {function}"}})
        >>> Words("fr")("example.openness", function="IT"), Words("fr")("example.openness", function="R&D")
        ('ouverture d’IT', 'ouverture de R&D')
        """
        if key not in TEXTS and f"{key}.many" in TEXTS:
            key = f"{key}.{self._form(values['n'])}"
        text = self._set(TEXTS[key][self.lang])
        text = _Filler(self).format(text, **self._with_ends(text, values))
        return re.sub(rf"\b([Dd]|[Qq]u)e {_VOWEL}", r"\1’", text).replace(_VOWEL, "")

    def meaning(self, table: str, column: str) -> str:
        """What a column of a table holds; nothing where nobody says it.

        Parameters
        ----------
        table, column
            Their names: ``column.TABLE.COLUMN``, or ``meaning.COLUMN`` for what means the same in every table.
        """
        keys = (f"column.{table}.{column}", f"meaning.{column}")
        return next((self(key) for key in keys if self.has(key)), "")

    def _with_ends(self, text: str, values: Mapping[str, object]) -> Mapping[str, object]:
        """Values with numbers written that belong to one interval: those written in the way of its lower end."""
        fields = dict(_fields(text))
        written: dict[str, object] = {}
        for how in {how for name, how in fields.items() if name.endswith("low")}:
            names = [name for name, one in fields.items() if one == how and _is_number(values[name])]
            texts = self.alike([self.shown(values[name], how) for name in names])
            if how == "%" and len({*texts}) > 1 and all(re.fullmatch(r"\D?\d*0\D*", one) for one in texts):
                texts[0] = f"{self('about')} {texts[0]}"
            written |= {name: _Written(one) for name, one in zip(names, texts, strict=True)}
        return {**values, **written}

    def alike(self, texts: Sequence[str]) -> list[str]:
        """Numbers of one kind without the decimals that are 0 in all of them: nobody knows more of them than that.

        Examples
        --------
        >>> Words().alike(["35.0", "23.0", "57.0"]), Words("fr").alike(["1,40", "0,60", "12,80"])
        (['35', '23', '57'], ['1,4', '0,6', '12,8'])
        """
        point = "," if self.lang == "fr" else "."
        pattern = re.compile(rf"(.*?\d){re.escape(point)}(\d+)(\D*)")
        found = [one for one in map(pattern.fullmatch, texts) if one]
        if not found or len(found) < len(texts):
            return [*texts]
        kept = max(len(one[2].rstrip("0")) for one in found)
        return [f"{one[1]}{point * bool(kept)}{one[2][:kept]}{one[3]}" for one in found]

    def has(self, key: str) -> bool:
        """Whether there is a text `key`."""
        return key in TEXTS

    def count(self, key: str, n: float) -> str:
        """The text of `n` things: ``key.one`` or ``key.many``. French counts zero as one."""
        return self(f"{key}.{self._form(n)}", n=self.number(n))

    def _form(self, n: Any) -> str:
        return "one" if (n < 2 if self.lang == "fr" else n == 1) else "many"

    def told(self, line: str) -> str:
        """A `Sentence` in this language; other lines stay as they are."""
        return line.say(self) if isinstance(line, Sentence) else line

    def shown(self, value: Any, how: str = "") -> str:
        """A value as it stands in a text: a `Sentence` in this language, a plain string as a name, or a number.

        Parameters
        ----------
        how
            Of numbers: ``.2`` two decimals, ``%`` or ``%.1`` a percentage, ``pt.1`` a share in percentage points,
            ``g`` three significant digits, ``p`` a p-value, and ``+`` before any of them for a sign. Of several things:
            ``;`` or ``,`` between them, "a, b and c" without.

        Examples
        --------
        >>> words = Words("fr")
        >>> words.shown(0.256, "%"), words.shown(0.0312, "+pt.1"), words.shown(("IT", "Achats"))
        ('26\u202f%', '+3,1', 'IT et Achats')
        """
        if isinstance(value, Sentence):
            return value.say(self)
        if isinstance(value, str):
            return self.name(value)
        if isinstance(value, tuple | list):
            items = [self.shown(item) for item in value]
            if not how:
                return self.series(items)
            return self._set(" ; " if how == ";" and self.lang == "fr" else f"{how} ").join(items)
        return self._quantity(value, how)

    def _quantity(self, value: float | None, how: str) -> str:
        sign, unit, decimals = _parsed(how)
        if value is None or not math.isfinite(value):
            return "–"
        if unit == "g":
            decimals = len(f"{float(f'{value:.3g}'):f}".rstrip("0").partition(".")[2])
        if unit == "p":
            return f"< {self.number(0.001, digits=3)}" if value < 0.001 else self.number(value, digits=3)
        text = self._decimal(value, decimals, times=100 if unit in {"%", "pt"} else 1)
        if sign and value > 0 and text.strip("0.,"):
            text = f"+{text}"
        return f"{text}{_NARROW if self.lang == 'fr' else ''}%" if unit == "%" else text

    def number(self, value: float | None, *, digits: int = 0) -> str:
        """A number with thousands parted, halves rounded up; a dash where there is none.

        Browsers write numbers so: a page and the sentences on it must not differ.

        Examples
        --------
        >>> Words().number(2.5), Words().number(0.125, digits=2), Words().percent(0.285)
        ('3', '0.13', '29%')
        """
        return self._decimal(value, digits)

    def _decimal(self, value: float | None, digits: int, *, times: int = 1) -> str:
        if value is None or not math.isfinite(value):
            return "–"
        text = f"{_EXACT.quantize(times * Decimal(repr(float(value))), Decimal(1).scaleb(-digits)):,}"
        if not text.strip("-0.,"):
            text = text.lstrip("-")  # no minus zero
        if self.lang == "fr":
            text = text.translate({ord(","): _NARROW, ord("."): ","})
        return text.replace("-", _MINUS)

    def percent(self, value: float | None, *, digits: int = 0) -> str:
        """A share as a percentage."""
        number = self._decimal(value, digits, times=100)
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


class _Filler(Formatter):
    """`str.format` that writes numbers as a language does."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._about = False

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, About) and not self._about:
            self._about = True  # once in a sentence
            [number] = self._words.alike([self._words.shown(value, format_spec)])
            value = _Written(f"{self._words('about')} {number}")
        text = str(value) if isinstance(value, _Written) else self._words.shown(value, format_spec)
        elides = self._words.lang == "fr" and not isinstance(value, int | float) and _begins_with_vowel(text)
        return f"{_VOWEL}{text}" if elides else text


class _Written(str):
    """A number as it stands in a text."""

    __slots__ = ()


class About(float):
    """A number that is given coarsely: a sentence says "about" before the first such.

    Examples
    --------
    >>> add_texts({"example.one": {"en": "{share:%} by one person", "fr": "part d’une personne : {share:%}"}})
    >>> Words()("example.one", share=About(0.8)), Words("fr")("example.one", share=About(0.8))
    ('about 80% by one person', 'part d’une personne\u202f: environ 80\u202f%')
    """

    __slots__ = ()


@cache
def _fields(text: str) -> tuple[tuple[str, str], ...]:
    """The placeholders of a text, and how each is written."""
    return tuple((name, how or "") for _, name, how, _ in Formatter().parse(text) if name)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _begins_with_vowel(text: str) -> bool:
    return unicodedata.normalize("NFD", text[:1]).lower()[:1] in {*"aeiou"}


def _parsed(how: str) -> tuple[str, str, int]:
    found = re.fullmatch(r"(\+?)(%|pt|g|p|)(?:\.(\d))?", how)
    if found is None:
        raise ValueError(f"no way to write a number: {how!r}")
    return found[1], found[2], int(found[3] or 0)


class Persons(int):
    """A number of persons in a sentence: one that counts few of them is not released."""

    __slots__ = ()


class Acts(int):
    """How often something was done in a sentence, and by how many persons: of few of them it is not released.

    Parameters
    ----------
    times
        How often.
    people
        By how many persons; 0 where no person did it.

    Examples
    --------
    >>> asked = Acts(12, people=1)
    >>> asked + 1, asked.people
    (13, 1)
    """

    people: int

    def __new__(cls, times: int, /, *, people: int) -> Acts:
        """The number."""
        self = super().__new__(cls, times)
        self.people = people
        return self


class Sentence(str):
    """A sentence as its text and values: reads as English, and can be said in any language.

    Parameters
    ----------
    key
        Of the text.
    values
        Numbers as they are, names as strings, other sentences, and tuples of these.

    Examples
    --------
    >>> many = Sentence("people", n=1200)
    >>> many
    '1,200 people'
    >>> many.say(Words("fr"))
    '1\u202f200 personnes'
    """

    __slots__ = ("key", "values")

    key: str
    values: Mapping[str, Any]

    def __new__(cls, key: str, /, **values: Any) -> Sentence:
        """The sentence `key`."""
        self = super().__new__(cls, Words()(key, **values))
        self.key, self.values = key, values
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.key,), dict(self.values)

    @property
    def known(self) -> bool:
        """Whether every value in it is known: nothing has to be said of what is withheld.

        Examples
        --------
        >>> Sentence("people", n=float("nan")).known, Sentence("people", n=3).known
        (False, True)
        """
        return _is_known(tuple(self.values.values()))

    def say(self, words: Words) -> str:
        """The sentence in the language of `words`."""
        return words(self.key, **self.values)


def _is_known(value: Any) -> bool:
    if isinstance(value, Sentence):
        return value.known
    if isinstance(value, tuple | list):
        return all(_is_known(one) for one in value)
    return isinstance(value, str) or (value is not None and math.isfinite(value))


Texts = Mapping[str, Mapping[str, str]]
"""Texts by key, each in every language."""

TEXTS: dict[str, Mapping[str, str]] = {}
"""Every text by its key; rooms add theirs with `add_texts` when they are imported."""


def add_texts(texts: Texts) -> None:
    """Make texts known under their keys; a key that another room has is an error, the same text again is none.

    Parameters
    ----------
    texts
        By key, the text in every language.

    Examples
    --------
    >>> add_texts({"example.greeting": {"en": "Hello, {name}", "fr": "Bonjour {name}"}})
    >>> str(Sentence("example.greeting", name="IT").say(Words("fr")))
    'Bonjour IT'
    """
    for key, text in texts.items():
        if TEXTS.get(key, text) != text:
            raise ValueError(f"two texts under one key: {key}")
        if missing := [lang for lang in LANGUAGES if lang not in text]:
            raise ValueError(f"the text {key} is missing in {', '.join(missing)}")
        TEXTS[key] = text


for _part in (common, columns, lacking, printed):
    add_texts(_part.TEXTS)
