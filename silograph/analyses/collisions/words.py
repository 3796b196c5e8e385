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
    "topic.collisions": {"en": "Collisions", "fr": "Collisions"},
}
