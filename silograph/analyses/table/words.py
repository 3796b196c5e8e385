"""Every text of the question `table`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.table": {
        "en": "Which functions are active on a topic but not at the table where it is decided?",
        "fr": "Quelles fonctions sont actives sur un sujet sans être à la table où il se décide ?",
    },
    "said.table.whole": {"en": "{said}.", "fr": "{said}."},
    "said.table.with_glue": {
        "en": "{said}; {function}, which links the others most, has {n} of the seats.",
        "fr": "{said} ; {function}, qui relie le plus les autres, occupe {n} des sièges.",
    },
    "said.table.without_glue": {
        "en": "{said}; {function}, which links the others most, has none of the seats.",
        "fr": "{said} ; {function}, qui relie le plus les autres, n’occupe aucun des sièges.",
    },
    "said.table.absent": {
        "en": "Active on the topic but not at the table: {functions:,}",
        "fr": "Actives sur le sujet mais absentes de la table : {functions:,}",
    },
    "said.table.one": {
        "en": "{function} ({taken} of {seats} seats, where its activity on the topic would give "
        "{expected:.1}; q {q:p})",
        "fr": "{function} ({taken} des {seats} sièges, là où son activité sur le sujet en donnerait "
        "{expected:.1} ; q {q:p})",
    },
    "said.table.none": {
        "en": "None of {judged} functions is missing from the {seats} seats at the table, given how active "
        "they are on the topic",
        "fr": "Aucune des {judged} fonctions ne manque parmi les {seats} sièges à la table, compte tenu de "
        "leur activité sur le sujet",
    },
    "note.table.seats": {
        "en": "Seats are what the log shows: who sits in meetings without a message is not seen.",
        "fr": "Les sièges sont ceux que montre le relevé : qui siège en réunion sans message n’est pas vu.",
    },
    "note.table.unknown": {
        "en": "{share:%} of the people on the topic or at the table have no known function.",
        "fr": "{share:%} des personnes actives sur le sujet ou à la table n’ont pas de fonction connue.",
    },
    "note.table.no_subjects": {
        "en": "The log has no subjects: only spaces were searched (--subjects keeps them).",
        "fr": "Le relevé n’a pas d’objets de messages : seuls les espaces ont été cherchés (--subjects les "
        "garde).",
    },
    "note.table.everybody": {
        "en": "Everybody active on the topic is at the table.",
        "fr": "Tous ceux qui sont actifs sur le sujet sont à la table.",
    },
    "note.table.few.one": {
        "en": "{n} seat is few: hardly any absence can be told from chance.",
        "fr": "{n} siège, c’est peu : presque aucune absence ne peut être distinguée du hasard.",
    },
    "note.table.few.many": {
        "en": "{n} seats are few: hardly any absence can be told from chance.",
        "fr": "{n} sièges, c’est peu : presque aucune absence ne peut être distinguée du hasard.",
    },
    "further.table": {
        "en": "Who works on the topic but is not at the table?",
        "fr": "Qui travaille sur le sujet sans être autour de la table ?",
    },
    "topic.table": {"en": "At the table", "fr": "Autour de la table"},
}
