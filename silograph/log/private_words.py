"""Whether the name of a space names somebody: ``#farewell-oscar`` is no less a name than ``oscar@x.org``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.schema import ALIASES

_LEAST_ANYWHERE = 4  # letters of what is looked for anywhere in the name of a space
_LEAST_WORD = 2  # of what must be a word of it
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


@dataclass(frozen=True)
class PrivateWords:
    """What names people, and where it is looked for.

    Accents count for nothing. Ids, addresses, names and parts of names of four letters are found anywhere in the name
    of a space, shorter parts as words of it.

    Parameters
    ----------
    anywhere
        Letters and digits of ids, addresses and names.
    words
        Parts of names and of addresses.

    Examples
    --------
    >>> private = PrivateWords.of(ids=["lee.wong@x.org"], names=["José Lee"])
    >>> [private.named_in(space) for space in ("#adios-jose", "#for-lee", "#fleet", "#joseph-square", "#news")]
    [True, True, False, True, False]
    """

    anywhere: tuple[str, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, *, ids: Iterable[str], names: Iterable[str]) -> PrivateWords:
        """What names people of these ids (or addresses) and names."""
        ids, names = {one for one in ids if one}, {one for one in names if one}
        accounts = {one.partition("@")[0] for one in ids}
        parts = {part for name in names for part in _letters(name)}
        parts |= {part for one in accounts for part in _words(one)}
        whole = {"".join(_words(text)) for text in ids | accounts | names} | {
            part for name in names for part in _letters(name)
        }
        return cls(
            tuple(sorted(word for word in whole if len(word) >= _LEAST_ANYWHERE)),
            frozenset(part for part in parts if len(part) >= _LEAST_WORD and not part.isdigit()),
        )

    def named_in(self, space: str) -> bool:
        """Whether the name of a space names any of them."""
        words = _words(space)
        squeezed = "".join(words)
        if not self.words.isdisjoint({*words, *_letters(space)}):
            return True
        return any(word in squeezed for word in self.anywhere)


def private_words(log: MessageLog, roster: Roster, *, kinds: Collection[str] | None = None) -> PrivateWords:
    """What names the people of a log.

    Parameters
    ----------
    kinds
        Kinds of actors whose ids and names count; of all where None.
    """
    rows = log.connection.execute(f"SELECT alias, name, email FROM {ALIASES} ORDER BY alias_no").fetchall()
    kind = log.actors.set_index("actor_id")["actor_kind"]
    of_alias = log.provenance.identities["actor_id"].map(kind).tolist()
    if len(of_alias) != len(rows):  # of some it is not known
        of_alias = [None] * len(rows)
    told = [
        row for row, one in zip(rows, of_alias, strict=True) if kinds is None or one is None or one in kinds
    ]
    latest = roster.latest
    latest = latest if kinds is None else latest[latest["actor_kind"].isin(list(kinds))]
    people = {*latest.index.astype(str)}
    ids = {text for alias, _, email in told for text in (alias, email) if text} | people
    ids |= {str(alias) for alias, one in roster.aliases.items() if str(one) in people}
    return PrivateWords.of(
        ids=ids, names={row[1] for row in told if row[1]} | {*latest["name"].dropna().astype(str)}
    )


def _folded(text: str) -> str:
    """In lower case, without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(one for one in parts if not unicodedata.combining(one))


def _words(text: str) -> list[str]:
    """Letters and digits between anything else, and between what begins with a capital."""
    return re.findall(r"[^\W_]+", _folded(re.sub(r"(?<=[^\W\d_])(?=[A-Z][a-zà-ÿ])", " ", text)))


def _letters(text: str) -> list[str]:
    """Letters between anything else."""
    return [part for word in _words(text) for part in re.findall(r"[^\W\d_]+", word)]
