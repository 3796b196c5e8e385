"""Counts, names of groups and channels, and notes that several questions have, wherever they stand."""

TEXTS: dict[str, dict[str, str]] = {
    "note.shared_addresses.one": {
        "en": "{n} outside address stands for a role or a machine (info@, no-reply@ ...); it is no contact "
        "here.",
        "fr": "{n} adresse extérieure désigne un rôle ou une machine (info@, no-reply@…) ; ce n’est pas un "
        "contact ici.",
    },
    "note.shared_addresses.many": {
        "en": "{n} outside addresses stand for a role or a machine (info@, no-reply@ ...); they are no "
        "contacts here.",
        "fr": "{n} adresses extérieures désignent un rôle ou une machine (info@, no-reply@…) ; ce ne sont "
        "pas des contacts ici.",
    },
    "chart_read": {"en": "Bars are 95% intervals.", "fr": "Les barres sont des intervalles à 95 %."},
    "about": {"en": "about", "fr": "environ"},
    "people.one": {"en": "{n} person", "fr": "{n} personne"},
    "people.many": {"en": "{n} people", "fr": "{n} personnes"},
    "functions.one": {"en": "{n} function", "fr": "{n} fonction"},
    "functions.many": {"en": "{n} functions", "fr": "{n} fonctions"},
    "group.small": {"en": "(small functions)", "fr": "(petites fonctions)"},
    "group.unknown": {"en": "(function unknown)", "fr": "(fonction inconnue)"},
    "channel.email": {"en": "e-mail", "fr": "courriel"},
    "channel.post": {"en": "posts", "fr": "publications"},
    "channel.handoff": {"en": "handoffs of cases", "fr": "transferts de dossiers"},
    "channel.meeting": {"en": "meetings", "fr": "réunions"},
    "note.run.one_mailbox": {
        "en": "one person wrote or received more than half of this log, as in the log of a single mailbox: it shows "
        "with whom that person exchanges more than who exchanges with whom",
        "fr": "une seule personne a écrit ou reçu plus de la moitié de ce journal, comme dans celui d’une boîte aux "
        "lettres : il montre avec qui elle échange plus que qui échange avec qui",
    },
}
