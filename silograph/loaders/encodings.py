"""Which encoding a text file is in where it does not say so: that in which its letters make words.

UTF-8 says of itself what it is. Of the encodings of one byte a letter, any file can be read in any: Windows-1252, the
encoding of DOS (cp850) and that of old Macs put other letters in the same places. The right one is told by what stands
in the words: letters of one language, in the case of their neighbours, no signs of punctuation or drawing.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from silograph.loaders.files import sniff_encoding

# In the order in which they are taken where nothing tells: the most common first.
_CANDIDATES = ("cp1252", "cp850", "mac_roman", "cp1250", "iso8859_2", "cp852", "cp1254", "cp1251", "cp1253")
# The letters beside A to Z that each language writes often, and those in its names and loan words.
_LETTERS = (
    ("éèêàçîôûùâëïœ", "äöüÿæñáíóß"),  # French
    ("äöüß", "éèáàôçñëïê"),  # German
    ("éëïèö", "üäçêáó"),  # Dutch
    ("áéíóúñ", "üçàèòï"),  # Spanish, Catalan
    ("ãçáâàéêíóôõú", "ü"),  # Portuguese
    ("àèéìòù", "íîóú"),  # Italian
    ("åäöæøéáíóúðþý", "üë"),  # the north
    ("ąćęłńóśźż", "éöüáč"),  # Polish
    ("áčďéěíňóřšťúůýž", "äĺľôŕöüł"),  # Czech, Slovak
    ("áéíóöőúüű", "äč"),  # Hungarian
    ("ăâîșțşţ", "áéöüő"),  # Romanian
    ("čćđšž", "éöüá"),  # Croatian, Slovene
    ("çğıöşüi̇", "âî"),  # Turkish
    ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ", ""),  # Russian, Ukrainian, Bulgarian
    ("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋ", ""),  # Greek
)
_RARE = 0.5  # what a letter counts that a language writes in names only
_SIGN = 0.9  # what a sign counts that may stand beside words: less than a letter, which it may be in another reading
_APART = frozenset("’‘“”„«»–—…•·°€£§©®™ºª№\u00a0¿¡´")  # signs that stand in texts of every language
_MOST = 1 << 20  # bytes of a file whose letters tell the rest
_CLOSE = 0.02  # readings whose letters fit alike, save for two in a hundred or for one, cannot be told apart
_LETTER = 1
# What letters become when UTF-8 was read as Windows-1252 and saved.
_READ_WRONGLY = re.compile(r"Ã[\u00a0-\u00bf]|â€[™œ“¦]")


class Decoded(NamedTuple):
    """A text, and what may be wrong with how it was read.

    Parameters
    ----------
    text
        The content, without a byte order mark.
    doubt
        One line; empty where there is none.
    """

    text: str
    doubt: str = ""


def decode(data: bytes) -> Decoded:
    r"""The text of a file whose encoding nobody states.

    Parameters
    ----------
    data
        All of it.

    Examples
    --------
    >>> [decode("Zoë Müller, Qualité".encode(name)).text for name in ("utf-8", "cp1252", "cp850", "mac_roman")]
    ['Zoë Müller, Qualité', 'Zoë Müller, Qualité', 'Zoë Müller, Qualité', 'Zoë Müller, Qualité']
    >>> decode("Łódź, Zażółć".encode("cp1250")).text
    'Łódź, Zażółć'
    """
    encoding = sniff_encoding(data)
    if encoding.startswith("utf-16"):
        return Decoded(data.decode(encoding, errors="replace").lstrip("\ufeff"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_bytes(data)
    if _READ_WRONGLY.search(text):
        return Decoded(
            text, "letters were spoilt before the file was saved (Ã© for é): export it again as UTF-8"
        )
    return Decoded(text)


def _decode_bytes(data: bytes) -> Decoded:
    if _is_mostly_utf8(data):
        text = data.decode("utf-8-sig", errors="replace")
        return Decoded(text, "some letters are not UTF-8, though the others are, and are left out")
    sample = data[:_MOST]
    read = {name: told for name in _CANDIDATES if (told := _strictly(sample, name)) is not None}
    fits = {name: _fit(told) for name, told in read.items()}
    if not fits:
        return Decoded(
            data.decode("cp1252", errors="replace"), "in no encoding that is known: save it as CSV UTF-8"
        )
    best = max(fits, key=lambda name: fits[name])  # of equals the first
    text = data.decode(best, errors="replace")
    letters = sum(not one.isascii() for one in read[best])
    close = max(_CLOSE, _LETTER / letters)
    rivals = [name for name, fit in fits.items() if fit > fits[best] - close and read[name] != read[best]]
    if fits[best] < 0.5 or rivals:
        or_ = f", and could be {rivals[0]}" if rivals else ""
        return Decoded(
            text, f"the encoding is doubtful: read as {best}{or_}; if names look wrong, save it as CSV UTF-8"
        )
    return Decoded(text)


def _strictly(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether letters beyond ASCII are nearly all UTF-8: single ones that aren't were pasted in."""
    whole = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]{1,3}", data))
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    return whole > 9 * broken


def _fit(text: str) -> float:
    """How far what is beyond ASCII stands where it may: letters of one language, in the case of their word."""
    if re.search(r"[\x80-\x9f]", text):
        return 0.0  # control characters, which no text has
    letters: Counter[str] = Counter()
    signs, total = 0.0, 0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        sign = found[0]
        before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
        total += 1
        if sign.isalpha() and sign not in "ªº":
            letters[sign.lower()] += _in_case(sign, before, after) and _of_script(sign, before, after)
        elif sign in _APART and not _inside(sign, before, after):
            signs += 1.0 if sign == "’" else _SIGN
    known = max(_known(letters, *language) for language in _LETTERS)
    return (known + signs) / max(total, 1)


def _known(letters: Counter[str], common: str, rare: str) -> float:
    return sum(count * ((letter in common) + _RARE * (letter in rare)) for letter, count in letters.items())


def _in_case(sign: str, before: str, after: str) -> bool:
    """Whether a letter's case is that of its word: capitals stand first, or among capitals."""
    if sign.isupper():
        return not before.islower() and not (before.isupper() and after.islower())
    return not (before.isupper() and after.isupper())


def _of_script(sign: str, before: str, after: str) -> bool:
    """Whether a Greek or Cyrillic letter has no Latin one beside it."""
    return sign < "Ͱ" or not any(one.isascii() and one.isalpha() for one in (before, after))


def _inside(sign: str, before: str, after: str) -> bool:
    """Whether a sign stands where only a letter can."""
    if sign == "’":
        return not before.isalpha()  # l’équipe
    if sign in "·\u00a0–—…":
        return False
    return (before.isalpha() and sign not in "”»…™®°") or (after.isalpha() and sign not in "“‘«„•§¿¡")
