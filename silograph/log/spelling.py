"""The one spelling under which addresses, account ids and names are compared."""

from __future__ import annotations

import re
import unicodedata

_IMCEA = re.compile(r"^imcea(?:ex|notes|smtp)-(?P<name>[^@]+)@", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:mailto|smtp|x500|ex):")
_GUEST = re.compile(r"^(?P<user>.+)_(?P<domain>[^_@]+)#ext#@", re.IGNORECASE)
_HEX = re.compile(r"\+([0-9a-f]{2})", re.IGNORECASE)


def normalise_alias(text: str) -> str:
    """An address or account id in the one spelling under which it is looked up.

    Case, spaces of every kind, quotes, angle brackets and ``mailto:`` do not matter; addresses of Exchange
    (IMCEAEX) and of guests (``#EXT#``) become what they stand for. Names of directories keep the spaces between
    words. Dots are kept, and so are plus-tags, which are told apart from addresses of their own only when people
    are resolved (`Roster.resolve`).

    Examples
    --------
    >>> normalise_alias(" <mailto:Ann.Lee@X.org> ")
    'ann.lee@x.org'
    >>> normalise_alias("IMCEAEX-_O=ORG_OU=EXCHANGE+20GROUP_CN=RECIPIENTS_CN=ann@x.org")
    '/o=org/ou=exchange group/cn=recipients/cn=ann'
    >>> normalise_alias("CN=Ann Lee/OU=HR/O=Ex@EX"), normalise_alias("IMCEANOTES-Ann+20Lee_HR_Ex+40EX@x.org")
    ('cn=ann lee/ou=hr/o=ex@ex', 'ann lee/hr/ex@ex')
    >>> normalise_alias("ann_partner.com#EXT#@x.onmicrosoft.com")
    'ann@partner.com'
    """
    alias = unicodedata.normalize("NFKC", text).strip().strip("<>'\"").strip().lower()
    alias = _SCHEME.sub("", alias)
    if exchange := _IMCEA.match(alias):
        decoded = _HEX.sub(lambda found: chr(int(found[1], 16)), exchange["name"].replace("_", "/"))
        return decoded.lower()
    if guest := _GUEST.match(alias):
        return f"{guest['user']}@{guest['domain']}"
    if "/" in alias.partition("@")[0]:  # the name of a directory, in which spaces tell words apart
        return re.sub(r" ?@ ?", "@", " ".join(alias.split()))
    return "".join(alias.split()) if "@" in alias else " ".join(alias.split())


def domain_of(alias: str) -> str:
    """What follows the @ of an address; empty where the alias is none.

    Examples
    --------
    >>> domain_of("ann@x.org"), domain_of("U07")
    ('x.org', '')
    """
    return alias.rpartition("@")[2] if "@" in alias else ""


def without_tag(alias: str) -> str:
    """The address without its plus-tag: ``ann+news@x.org`` reaches ann@x.org.

    Examples
    --------
    >>> without_tag("ann+news@x.org")
    'ann@x.org'
    """
    local, at, domain = alias.rpartition("@")
    return f"{local.split('+')[0]}{at}{domain}" if at and not local.startswith("+") else alias


def name_key(name: str) -> str:
    """A name without accents, case, order of the parts and punctuation, for suggestions only.

    Examples
    --------
    >>> name_key("Lée, Ann-Kathrin") == name_key("Ann Kathrin LEE"), name_key("三 張")
    (True, '三 張')
    """
    return " ".join(sorted(re.findall(r"\w+", folded(name))))


def folded(text: str) -> str:
    """A text in small letters, without accents.

    Examples
    --------
    >>> folded("Zoé MÜLLER")
    'zoe muller'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
