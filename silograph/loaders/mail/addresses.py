"""Addresses as headers of e-mail hold them: lists, groups, names, encoded words, and the names of directories.

References
----------
RFC 5322 (addresses), RFC 2047 (encoded words).
"""

from __future__ import annotations

import binascii
import html
import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from silograph.log.people import normalise_alias

_LONGEST_CACHED = 256


class Mailbox(NamedTuple):
    """One address as it is looked up later, and the name written beside it."""

    address: str
    name: str | None = None


def sniffed(value: str) -> str:
    """Undeclared 8-bit text is UTF-8 where it can be, else cp1252."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return value


# Encoded words

_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*")


def decode_words(text: str) -> str:
    """Text with its RFC 2047 encoded words decoded; what cannot be decoded stays as it is.

    Examples
    --------
    >>> decode_words("=?utf-8?q?J=C3=BCrgen?= =?utf-8?b?IEzDqWU=?= (HR)")
    'Jürgen Lée (HR)'
    """
    if "=?" not in text:
        return text
    return _WORDS.sub(_decode_run, text)


def _decode_run(run: re.Match[str]) -> str:
    words = [(charset.partition("*")[0].lower(), how, data) for charset, how, data in _WORD.findall(run[0])]
    try:  # a character may be cut between two words: join the bytes first
        return "".join(
            _decode_bytes(b"".join(_word_bytes(how, data) for _, how, data in group), charset)
            for charset, group in groupby(words, key=itemgetter(0))
        )
    except (ValueError, LookupError):  # binascii.Error is a ValueError
        return run[0]


def _word_bytes(how: str, data: str) -> bytes:
    raw = data.encode("ascii", "ignore")
    return binascii.a2b_base64(raw + b"==") if how in "bB" else binascii.a2b_qp(raw, header=True)


def _decode_bytes(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except LookupError:  # "unknown-8bit", "x-unknown": undeclared after all
        return sniffed(data.decode("utf-8", "surrogateescape"))


# Addresses. A list is cut at commas and semicolons outside of quotes, comments and angle brackets; only
# then are names decoded, for a decoded name may hold a comma. Possessive quantifiers keep this linear.

_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_COMMENT = r"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)"
_ANGLE = r"<[^<>]*+>"
_NOT_PLAIN = re.compile(r'["(;:\\]|<[^<>,]*+,')
_PART = re.compile(rf'(?:[^,;"(<]++|{_QUOTED}|{_COMMENT}|{_ANGLE}|["(<])++', re.S)
_TOKEN = re.compile(rf'{_QUOTED}|{_COMMENT}|{_ANGLE}|[^"(<]++|["(<]', re.S)
_GROUP = re.compile(rf'(?:[^"<(@:]++|{_QUOTED})*+:', re.S)
# How archives hide addresses from harvesters.
_HIDDEN_AT = re.compile(r"(\S+) at (\S*\.\S+|\S+(?: dot \S+)+)", re.I)
_MASKED_AT = re.compile(r"(?<=\S)\s*[\[({]\s*at\s*[\])}]\s*(?=[\w-]+(?:\.|\s*[\[({]))", re.I)
_ENTITY = re.compile(r"&(?:lt|gt|quot|#\d+|#x[0-9a-f]+);", re.I)
_MASKED_DOT = re.compile(r"\s*[\[({]\s*dot\s*[\])}]\s*", re.I)
_SPACED_AT = re.compile(r"(?<!\s)\s++@\s*+|@\s++")
_LOCAL_USER = re.compile(r"(?!(?:undisclosed|unlisted|suppressed)[-_.]?recipient)[\w.+-]+", re.I)

# Names of directories are no addresses of RFC 5322: spaces, brackets and commas inside belong to them.
_BEGINS = r"(?:(?:ex|x500):)?/(?:o|c|ou|cn|dc)="
_X500 = rf"{_BEGINS}[^<>\";,]*(?:,(?!\s*{_BEGINS})[^<>\";,@]*(?=/(?:ou|cn)=)[^<>\";,]*)*"
_NOTES = r"\bcn=[^/@<>\";=]+(?:/(?:ou\d?|o|c)=[^/@<>\",;]+)+(?:@[^<>\",;@]+)*"
_LDAP_PART = r"(?:[^,;<>\"=\\]|\\.)+"
_LDAP = rf"\b(?:cn|uid)={_LDAP_PART}(?:,\s*(?:ou|o|c|dc|l|st|cn)={_LDAP_PART})+"
_OTHER = r"[^/@<>\",;:()=]"  # what names in the short form are made of
_SHORT_NOTES = rf"(?:(?<=[,;])|^)\s*+{_OTHER}*(?!\s){_OTHER}(?:/(?!\s){_OTHER}+)+(?:@[^<>\",;@]+)*(?=[,;]|$)"
_DIRECTORY = re.compile(
    rf"{_QUOTED}|{_ANGLE}|(?P<long>{_X500}|{_NOTES}|{_LDAP})|(?P<short>{_SHORT_NOTES})", re.I
)
_REMARK = re.compile(r"(.*=[^/=]*?)\s+\(([^()/]*)\)\s*", re.S)

JUNK = " \t'\"“”‘’«»`,\\"


def parse_addresses(text: str) -> list[Mailbox]:
    r"""The mailboxes of an address list, in order.

    Groups are replaced by their members, ``;`` separates like ``,``, and text without an address is
    nobody: a surname before a comma is joined to the name that follows, a list's "undisclosed
    recipients" is empty. A single word (``root``) counts as a local user where it is all there is.

    Examples
    --------
    >>> [box.address for box in parse_addresses('Team: "Lee, Ann" <ann@x.org>, b@x.org;')]
    ['ann@x.org', 'b@x.org']
    >>> parse_addresses("Smith, John <j@x.org>"), parse_addresses("undisclosed-recipients:;")
    ([Mailbox(address='j@x.org', name='Smith, John')], [])
    """
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "/" in text or "CN=" in text or "cn=" in text:
        text = _DIRECTORY.sub(_in_brackets, text)
    found: list[Mailbox] = []
    words = ""  # a part without an address: perhaps the surname of the next
    parts = _PART.findall(text) if _NOT_PLAIN.search(text) else text.split(",")
    for part in parts:
        boxes, rest = _cached_part(part) if len(part) <= _LONGEST_CACHED else _read_part(part)
        if boxes and words and boxes[0].name:
            found.append(Mailbox(boxes[0].address, f"{words}, {boxes[0].name}"))
            boxes = boxes[1:]
        found.extend(boxes)
        words = rest
    return found or _local_user(parts)


def _in_brackets(found: re.Match[str]) -> str:
    """The name of a directory as ``<name>``, so that nothing inside it is taken for a list or a comment."""
    name = found["long"] or found["short"]
    if name is None or (found["short"] and not _is_notes(name)):
        return found[0]
    remark = _REMARK.fullmatch(name)
    return f" {remark[2]} <{remark[1]}>" if remark else f" <{name.strip()}>"


def _is_notes(name: str) -> bool:
    """Whether ``Ann Lee/HR/Ex@EX`` is meant, not ``Ann Lee/HR ann@x.org`` and no ``HR / IT``."""
    before, at, domain = name.partition("@")
    if not at:
        return name.count("/") > 1 and " /" not in name and "/ " not in name
    return "/" in before.split(" ")[-1] or "." not in domain


def _is_directory(alias: str) -> bool:
    """Whether an alias, in small letters, is the name of a directory."""
    return alias.startswith(("/o=", "/c=", "/ou=", "/cn=", "/dc=", "cn=")) or (
        alias.count("/") > 1 and ":" not in alias
    )


def _local_user(parts: list[str]) -> list[Mailbox]:
    """The user of a list that is one word only."""
    words = [_read_part(part)[1] for part in parts if part.strip()]
    return [Mailbox(normalise_alias(words[0]))] if len(words) == 1 and _LOCAL_USER.fullmatch(words[0]) else []


def _read_part(part: str) -> tuple[tuple[Mailbox, ...], str]:
    """The mailboxes in one part of a list, or the words it consists of."""
    if "@" not in part:
        if "=?" in part:
            part = decode_words(part)  # against the rules, but some encode the address with the name
        if _MASKED_AT.search(part):
            part = _MASKED_DOT.sub(".", _MASKED_AT.sub("@", part))
    if group := _GROUP.match(part):
        part = part[group.end() :]
    boxes: list[Mailbox] = []
    words, comment = "", ""
    for token in _TOKEN.findall(part):
        if token[0] == "<" and token[-1] == ">":
            boxes += _bracketed(token[1:-1], words)
            words = ""
        elif token[0] == "(" and len(token) > 1:
            comment = token[1:-1]
        else:
            words += token
    if not boxes:
        boxes, words = _unbracketed(words, comment)
    elif boxes[-1].name is None and comment:
        boxes[-1] = _mailbox(boxes[-1].address, comment) or boxes[-1]
    return tuple(boxes), "" if boxes else _clean_name(words)


_cached_part = lru_cache(maxsize=1 << 16)(_read_part)


def _bracketed(address: str, name: str) -> list[Mailbox]:
    """``Name <address>``; also the old ``<@relay:address>`` and the wrong ``<one@x, two@x>``."""
    if address.lstrip().startswith("@"):
        address = address.partition(":")[2]
    address = _revealed(address)
    several = address.count("@") > 1 and "/" not in address
    pieces = re.split("[,;]", address) if several else [address]
    boxes = [_mailbox(piece, name) for piece in pieces] if address.strip() else [_mailbox(name, "")]
    return [box for box in boxes if box]


def _unbracketed(words: str, comment: str) -> tuple[list[Mailbox], str]:
    """``address (Name)``, several addresses with only spaces between, or no address at all."""
    words = _SPACED_AT.sub("@", _revealed(words))
    if words.lstrip().startswith('"') and '"@' in words:
        addresses, others = [words], ""
    else:
        pieces = words.split()
        addresses = [piece for piece in pieces if "@" in piece.strip("@")]
        others = " ".join(piece for piece in pieces if "@" not in piece.strip("@"))
    name = comment or others if len(addresses) == 1 else ""
    boxes = [_mailbox(address, name) for address in addresses]
    return [box for box in boxes if box], others


def _revealed(words: str) -> str:
    """``ann at ex.org`` and ``ann at ex dot org`` as an address; other words as they are."""
    hidden = _HIDDEN_AT.fullmatch(words.strip())
    return f"{hidden[1]}@{re.sub(' dot ', '.', hidden[2], flags=re.I)}" if hidden else words


def _mailbox(address: str, name: str) -> Mailbox | None:
    """The mailbox, or None where the text is no address (``<>``, ``<undisclosed recipients:>``)."""
    bare = address.replace('"', "").strip(JUNK + "<>")
    if "[" not in bare:
        bare = bare.rstrip("]")  # "[mailto:ann@x.org]"
    alias = normalise_alias(bare)
    local, at, domain = alias.rpartition("@")
    usable = (local and domain) if at else _is_directory(alias) or _LOCAL_USER.fullmatch(alias)
    if not usable:
        return None
    shown = _clean_name(name)
    return Mailbox(alias, None if shown.lower() in {"", alias, bare.lower()} else shown)


def _clean_name(text: str) -> str:
    """A name without quotes and escapes, encoded words decoded."""
    text = re.sub(r"\\(.)", r"\1", text.replace('\\"', "'").replace('"', "")) if '"' in text else text
    return " ".join(decode_words(text).split()).strip(JUNK + "<>")
