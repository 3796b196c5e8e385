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
    "said.table.one_untold": {
        "en": "{function} (less than half of the seats that its activity on the topic would give)",
        "fr": "{function} (moins de la moitié des sièges que lui donnerait son activité sur le sujet)",
    },
    "said.table.none_untold": {
        "en": "None of {judged} functions is missing at the table, given how active they are on the topic",
        "fr": "Aucune des {judged} fonctions ne manque à la table, compte tenu de leur activité sur le sujet",
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
    "note.table.unknown_few": {
        "en": "A few of the people on the topic or at the table have no known function.",
        "fr": "Quelques personnes actives sur le sujet ou à la table n’ont pas de fonction connue.",
    },
    "note.table.few": {
        "en": "The seats are few: hardly any absence can be told from chance.",
        "fr": "Les sièges sont peu nombreux : presque aucune absence ne peut être distinguée du hasard.",
    },
    "further.table": {
        "en": "Who works on the topic but is not at the table?",
        "fr": "Qui travaille sur le sujet sans être autour de la table ?",
    },
    "table.chart": {
        "en": "Seats at the table that each function has, in %",
        "fr": "Sièges à la table qu’occupe chaque fonction, en %",
    },
    "table.chart_read": {
        "en": "Bars are 95% intervals; the grey stroke is the part that its activity on the topic would give.",
        "fr": "Les barres sont des intervalles à 95 % ; le trait gris est la part que lui donnerait son "
        "activité sur le sujet.",
    },
    "rows.table": {
        "en": "A row per function. Active on the topic, but not at the table?",
        "fr": "Une ligne par fonction. Active sur le sujet, mais absente de la table ?",
    },
    "column.table.people": {
        "en": "persons; teams where it has teams only",
        "fr": "personnes ; équipes si elle n’a que des équipes",
    },
    "column.table.on_topic": {
        "en": "threads on the topic, added up over its people who wrote in them",
        "fr": "fils sur le sujet, additionnés sur ceux de ses membres qui y ont écrit",
    },
    "column.table.in_initiative": {
        "en": "its people who have a seat",
        "fr": "ceux de ses membres qui ont un siège",
    },
    "column.table.share_on_topic": {
        "en": "its part of the activity on the topic",
        "fr": "sa part de l’activité sur le sujet",
    },
    "column.table.share_in_initiative": {"en": "its part of the seats", "fr": "sa part des sièges"},
    "column.table.low": {
        "en": "low end of the interval of its part of the seats",
        "fr": "bas de l’intervalle de sa part des sièges",
    },
    "column.table.high": {
        "en": "high end of the interval of its part of the seats",
        "fr": "haut de l’intervalle de sa part des sièges",
    },
    "column.table.expected": {
        "en": "seats that its activity on the topic would give",
        "fr": "sièges que lui donnerait son activité sur le sujet",
    },
    "column.table.share_expected": {
        "en": "the same as a part of all seats",
        "fr": "la même en part des sièges",
    },
    "column.table.ratio": {"en": "seats / expected", "fr": "sièges / sièges attendus"},
    "column.table.p_value": {"en": "of so few seats by chance", "fr": "d’aussi peu de sièges par hasard"},
    "column.table.q_value": {
        "en": "p-value adjusted for looking at many functions",
        "fr": "valeur p ajustée du fait que l’on regarde plusieurs fonctions",
    },
    "column.table.verdict": {
        "en": "`absent`, `present`, `silent`, `not_assessable`",
        "fr": "`absent` (absente), `present` (présente), `silent` (silencieuse), `not_assessable` (non évaluée)",
    },
    "method.table": {
        "en": "At the table. Seats are dealt to the people active on the topic in proportion to their "
        "activity, and compared with those taken; the interval of a share of the seats is Wilson’s.",
        "fr": "Autour de la table. Les places sont tirées au sort entre les personnes actives sur le sujet, en "
        "proportion de leur activité, et comparées aux places prises ; l’intervalle d’une part des "
        "places est celui de Wilson.",
    },
    "column.on_topic": {"en": "threads on the topic", "fr": "fils sur le sujet"},
    "column.in_initiative": {"en": "seats", "fr": "places"},
    "column.share_on_topic": {"en": "share of the topic", "fr": "part du sujet"},
    "column.share_in_initiative": {"en": "share of the seats", "fr": "part des places"},
    "column.share_expected": {"en": "share expected", "fr": "part attendue"},
    "verdict.absent": {"en": "absent", "fr": "absente"},
    "verdict.present": {"en": "present", "fr": "présente"},
    "verdict.silent": {"en": "silent", "fr": "silencieuse"},
    "topic.table": {"en": "At the table", "fr": "Autour de la table"},
}
