"""Every text of the question `collisions`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.collisions": {
        "en": "Which functions serve the same outside contacts without talking to each other?",
        "fr": "Quelles fonctions servent les mêmes contacts extérieurs sans se parler ?",
    },
    "said.collisions.nothing": {
        "en": "No contact outside was written to by two functions within {days:g} days.",
        "fr": "Aucun contact extérieur n’a reçu de messages de deux fonctions en {days:g} jours.",
    },
    "said.collisions.start": {
        "en": "When two functions wrote to the same outside contact within {days:g} days, they had not "
        "exchanged anything about it in {share:%} of {meetings} cases (95% interval {low:%} to {high:%})",
        "fr": "Quand deux fonctions ont écrit au même contact extérieur en {days:g} jours, elles n’avaient "
        "rien échangé à ce sujet dans {share:%} de {meetings} cas (intervalle à 95 % : {low:%} à {high:%})",
    },
    "said.collisions.start_untold": {
        "en": "When two functions wrote to the same outside contact within {days:g} days, how often they had "
        "not exchanged anything about it rests on too few people to be told",
        "fr": "Quand deux fonctions ont écrit au même contact extérieur en {days:g} jours, dire combien de "
        "fois elles n’avaient rien échangé à ce sujet reposerait sur trop peu de personnes",
    },
    "said.collisions.pair_untold": {"en": "{a} and {b}", "fr": "{a} et {b}"},
    "said.collisions.too_few": {
        "en": "{start}; too few pairs of functions met there to say which is usual.",
        "fr": "{start} ; trop peu de paires de fonctions s’y sont croisées pour dire ce qui est habituel.",
    },
    "said.collisions.found": {
        "en": "{start}; more often than usual: {pairs:,}.",
        "fr": "{start} ; plus souvent que d’habitude : {pairs:,}.",
    },
    "said.collisions.pair": {
        "en": "{a} and {b} ({share:%}, 95% interval {low:%} to {high:%}, usual {usual:%})",
        "fr": "{a} et {b} ({share:%}, intervalle à 95 % : {low:%} à {high:%}, habituel {usual:%})",
    },
    "said.collisions.none.one": {
        "en": "{start}; the {n} pair of functions that can be judged, no more often than usual here.",
        "fr": "{start} ; {n} seule paire de fonctions peut être jugée, pas plus souvent qu’il n’est habituel "
        "ici.",
    },
    "said.collisions.none.many": {
        "en": "{start}; none of {n} pairs of functions more often than usual here.",
        "fr": "{start} ; aucune des {n} paires de fonctions plus souvent qu’il n’est habituel ici.",
    },
    "note.collisions.phone": {
        "en": "What was said by telephone or face to face is not seen: a collision here may have been "
        "agreed there.",
        "fr": "Ce qui s’est dit au téléphone ou de vive voix n’est pas vu : une collision ici a pu être "
        "convenue là.",
    },
    "note.collisions.untimed": {
        "en": "{n} messages to contacts have no time and are left out.",
        "fr": "{n} messages à des contacts n’ont pas d’heure et sont laissés de côté.",
    },
    "note.collisions.unknown": {
        "en": "{share:%} of the messages to contacts come from people of unknown function and are left out.",
        "fr": "{share:%} des messages à des contacts viennent de personnes de fonction inconnue et sont "
        "laissés de côté.",
    },
    "note.collisions.untimed_few": {
        "en": "Messages of a few people to contacts have no time and are left out.",
        "fr": "Des messages de quelques personnes à des contacts n’ont pas d’heure et sont laissés de côté.",
    },
    "note.collisions.unknown_few": {
        "en": "Many of the messages to contacts come from a few people of unknown function and are left out.",
        "fr": "Bien des messages à des contacts viennent de quelques personnes de fonction inconnue et sont "
        "laissés de côté.",
    },
    "note.collisions.not_assessed.one": {
        "en": "{n} of {of} pairs has too few contacts, or a function too small, to be judged.",
        "fr": "{n} paire sur {of} a trop peu de contacts, ou une fonction trop petite, pour être jugée.",
    },
    "note.collisions.not_assessed.many": {
        "en": "{n} of {of} pairs have too few contacts, or a function too small, to be judged.",
        "fr": "{n} paires sur {of} ont trop peu de contacts, ou une fonction trop petite, pour être jugées.",
    },
    "note.collisions.few_pairs": {
        "en": "With fewer than {n} other pairs nothing is usual, so no verdict.",
        "fr": "Avec moins de {n} autres paires, rien n’est habituel : pas de verdict.",
    },
    "further.collisions": {
        "en": "Which functions serve the same contacts without talking to each other?",
        "fr": "Quelles fonctions servent les mêmes contacts sans se parler ?",
    },
    "collisions.chart": {
        "en": "Meetings at a contact about which the two functions had exchanged nothing, in %",
        "fr": "Croisements chez un contact dont les deux fonctions ne s’étaient rien dit, en %",
    },
    "collisions.chart_read": {
        "en": "Bars are 95% intervals; the grey stroke is what is usual for the other pairs.",
        "fr": "Les barres sont des intervalles à 95 % ; le trait gris est ce qui est habituel pour les "
        "autres paires.",
    },
    "rows.collisions": {
        "en": "A row per pair of functions that met at a contact.",
        "fr": "Une ligne par paire de fonctions qui se sont croisées chez un contact.",
    },
    "column.collisions.function_a": {"en": "name of the one", "fr": "nom de l’une"},
    "column.collisions.function_b": {"en": "name of the other", "fr": "nom de l’autre"},
    "column.collisions.contacts": {
        "en": "outside contacts at which they met",
        "fr": "contacts extérieurs chez qui elles se sont croisées",
    },
    "column.collisions.meetings": {
        "en": "times both wrote to one contact within 7 days",
        "fr": "fois où les deux ont écrit à un contact en 7 jours",
    },
    "column.collisions.collisions": {
        "en": "meetings about which the two had not exchanged anything",
        "fr": "croisements au sujet desquels elles n’avaient rien échangé",
    },
    "column.collisions.share": {"en": "collisions / meetings", "fr": "collisions / croisements"},
    "column.collisions.low": {"en": "low end of its interval", "fr": "bas de son intervalle"},
    "column.collisions.high": {"en": "high end of its interval", "fr": "haut de son intervalle"},
    "column.collisions.expected": {
        "en": "usual for the other pairs",
        "fr": "habituel pour les autres paires",
    },
    "column.collisions.ratio": {"en": "share / expected", "fr": "part / part habituelle"},
    "column.collisions.p_value": {
        "en": "of a share as much above the usual by chance",
        "fr": "d’une part aussi au-dessus de l’habituel par hasard",
    },
    "column.collisions.q_value": {
        "en": "p-value adjusted for looking at many pairs",
        "fr": "valeur p ajustée du fait que l’on regarde plusieurs paires",
    },
    "column.collisions.verdict": {
        "en": "`collides`, `ordinary`, `not_assessable`, `no_verdict`",
        "fr": "`collides` (plus de collisions), `ordinary` (ordinaire), `not_assessable` (non évaluée), "
        "`no_verdict` (pas de verdict)",
    },
    "rows.campaigns": {
        "en": "A row per function that sent mailings (to 20 contacts or more).",
        "fr": "Une ligne par fonction qui a fait des envois groupés (à 20 contacts ou plus).",
    },
    "column.campaigns.mailings": {"en": "sent", "fr": "envois"},
    "column.campaigns.reached": {
        "en": "contacts, once per mailing",
        "fr": "contacts, une fois par envoi",
    },
    "column.campaigns.open": {
        "en": "of these, contacts with a question open at that time",
        "fr": "parmi eux, ceux dont une question était alors ouverte",
    },
    "column.campaigns.share": {"en": "open / reached", "fr": "questions ouvertes / contacts touchés"},
    "column.campaigns.low": {"en": "low end of its interval", "fr": "bas de son intervalle"},
    "column.campaigns.high": {"en": "high end of its interval", "fr": "haut de son intervalle"},
    "column.campaigns.expected": {
        "en": "the same if the mailing had gone out at any other time",
        "fr": "la même si l’envoi était parti à tout autre moment",
    },
    "column.campaigns.ratio": {
        "en": "share / expected; 1 = nobody looks before sending",
        "fr": "part / part attendue ; 1 = personne ne regarde avant d’envoyer",
    },
    "method.collisions": {
        "en": "Collisions. Pairs of functions are compared with the other pairs. Meetings at one contact "
        "resemble each other and count as fewer; the intervals of shares (Wilson) are those of that "
        "many.",
        "fr": "Collisions. Chaque paire de fonctions est comparée aux autres. Les rencontres chez un même "
        "contact se ressemblent et comptent pour moins ; les intervalles des parts (Wilson) sont ceux de "
        "ce nombre.",
    },
    "column.meetings": {"en": "meetings", "fr": "rencontres"},
    "column.collisions": {"en": "collisions", "fr": "collisions"},
    "column.share": {"en": "share", "fr": "part"},
    "verdict.collides": {"en": "collides more", "fr": "plus de collisions"},
    "topic.collisions": {"en": "Collisions", "fr": "Collisions"},
}
