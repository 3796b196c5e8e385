"""In French, what is said of how sources were read: a store keeps these lines in English."""

from __future__ import annotations

import re
from collections.abc import Mapping

# English as it is said, with what varies in braces; numbers and names are taken over.
_LINES: tuple[tuple[str, str], ...] = (
    (
        (
            "1 line looks like the beginning of a message, but no header follows: read as text; if messages "
            "are missing, export it again"
        ),
        (
            "1 ligne ressemble au début d’un message, mais aucun en-tête ne suit : lue comme du texte ; "
            "s’il manque des messages, refaire l’export"
        ),
    ),
    (
        (
            "{n} lines look like the beginning of a message, but no header follows: read as text; if "
            "messages are missing, export it again"
        ),
        (
            "{n} lignes ressemblent au début d’un message, mais aucun en-tête ne suit : lues comme du texte "
            "; s’il manque des messages, refaire l’export"
        ),
    ),
    (
        (
            "one message is nearly the whole of its file, and at least {n} more headers stand in it, which "
            "are not read: if these are messages, export them as mbox or one file each"
        ),
        (
            "un message occupe presque tout son fichier et contient au moins {n} autres en-têtes, qui ne "
            "sont pas lus : si ce sont des messages, les exporter en mbox ou un par fichier"
        ),
    ),
    (
        (
            "one message is nearly the whole of its file, in {files} files, and at least {n} more headers "
            "stand in it, which are not read: if these are messages, export them as mbox or one file each"
        ),
        (
            "dans {files} fichiers, un message occupe presque tout le fichier ; le premier contient au "
            "moins {n} autres en-têtes, qui ne sont pas lus : si ce sont des messages, les exporter en mbox "
            "ou un par fichier"
        ),
    ),
    (
        "messages that carry others as attachments, which are not read: {n}",
        "messages qui en portent d’autres en pièce jointe, non lus : {n}",
    ),
    (
        "invitations to meetings, read as mail (their calendar cannot be read): {n}",
        "invitations à des réunions, lues comme du courriel (leur calendrier est illisible) : {n}",
    ),
    (
        "one record is nearly the whole of it ({size}): if it holds several, export it again",
        "un seul enregistrement en fait presque tout ({size}) : s’il en contient plusieurs, refaire l’export",
    ),
    (
        "{n} of {of} files left out (links, or names that lead out of the zip)",
        "{n} fichiers sur {of} écartés (liens, ou noms qui mènent hors du zip)",
    ),
    (
        "{n} series are known by what they have in common only, and not counted: export calendarView",
        "{n} séries ne sont connues que par leur modèle et ne sont pas comptées : exporter calendarView",
    ),
    (
        "{n} issues hold only a part of their history or comments: export all pages of them",
        (
            "{n} tickets n’ont qu’une partie de leur historique ou de leurs commentaires : en exporter "
            "toutes les pages"
        ),
    ),
    (
        "dates like 01/02/2024 are read as --dates {order} says",
        "les dates comme 01/02/2024 sont lues selon --dates {order}",
    ),
    (
        "dates like 01/02/2024 have the day first, as other rows tell",
        "dans les dates comme 01/02/2024, le jour vient d’abord, comme le montrent d’autres lignes",
    ),
    (
        "dates like 01/02/2024 have the month first, as other rows tell",
        "dans les dates comme 01/02/2024, le mois vient d’abord, comme le montrent d’autres lignes",
    ),
    (
        (
            "some dates have the day first and some the month: those that can be read in both ways are left "
            "out; say --dates dmy or --dates mdy"
        ),
        (
            "certaines dates commencent par le jour, d’autres par le mois : celles qui se lisent des deux "
            "façons sont écartées ; préciser --dates dmy ou --dates mdy"
        ),
    ),
    (
        (
            "nothing tells whether dates like 01/02/2024 have the day or the month first: the day is taken; "
            "say --dates mdy where it is the month"
        ),
        (
            "rien ne dit si les dates comme 01/02/2024 commencent par le jour ou par le mois : le jour est "
            "retenu ; préciser --dates mdy si c’est le mois"
        ),
    ),
    (
        (
            "nothing tells whether dates like 01/02/2024 have the day or the month first: they are left "
            "out; say --dates dmy or --dates mdy"
        ),
        (
            "rien ne dit si les dates comme 01/02/2024 commencent par le jour ou par le mois : elles sont "
            "écartées ; préciser --dates dmy ou --dates mdy"
        ),
    ),
)
FRENCH: Mapping[str, str] = dict(_LINES)
_ABOUT = re.compile(r"(?P<about>people file|source \d+ \([a-z]+\)(?: and \d+ more)?): ")


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.{1,40}?)", re.escape(template)))


_PATTERNS = [(_pattern(english), french) for english, french in FRENCH.items()]


def in_french(line: str) -> str | None:
    """A line about how a source was read, in French; None where it exists in English only.

    Examples
    --------
    >>> in_french("source 2 (mail): messages that carry others as attachments, which are not read: 3")
    'source 2 (mail) : messages qui en portent d’autres en pièce jointe, non lus : 3'
    >>> in_french("something else") is None
    True
    """
    about = _ABOUT.match(line)
    rest = line[about.end() :] if about else line
    for pattern, french in _PATTERNS:
        if found := pattern.fullmatch(rest):
            told = french.format(**found.groupdict())
            return f"{_named(about['about'])} : {told}" if about else told
    return None


def _named(about: str) -> str:
    if about == "people file":
        return "fichier du personnel"
    return re.sub(r" and (\d+) more$", r" et \1 de plus", about)
