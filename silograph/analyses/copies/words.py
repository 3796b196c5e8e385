"""Every text of the question `copies`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.copies": {
        "en": "How much mail goes in copy, and which threads should be a post?",
        "fr": "Quelle part du courrier part en copie, et quels fils devraient être une publication ?",
    },
    "said.copies.no_cc": {
        "en": "The export does not say who was in copy; {threads}.",
        "fr": "L’export ne dit pas qui était en copie ; {threads}.",
    },
    "said.copies.load": {
        "en": "{share:%} of all mail is delivered in copy (95% interval {low:%} to {high:%}), {copies:.1} "
        "copies per person and week; {threads}.",
        "fr": "{share:%} du courriel est remis en copie (intervalle à 95 % : {low:%} à {high:%}), soit "
        "{copies:.1} copies par personne et par semaine ; {threads}.",
    },
    "said.copies.whom": {
        "en": "{people} people of {functions} functions",
        "fr": "{people} personnes d’au moins {functions} fonctions",
    },
    "said.copies.whom_anywhere": {"en": "{people} people", "fr": "{people} personnes"},
    "said.copies.found.one": {
        "en": "{n} thread reached {whom} or more, all along, and went back and forth {rounds} times or more: "
        "{deliveries} deliveries where a shared space would have needed {messages} posts",
        "fr": "{n} fil a touché au moins {whom}, de bout en bout, en au moins {rounds} allers-retours : "
        "{deliveries} remises là où un espace partagé n’aurait demandé que {messages} publications",
    },
    "said.copies.found.many": {
        "en": "{n} threads reached {whom} or more, all along, and went back and forth {rounds} times or more: "
        "{deliveries} deliveries where a shared space would have needed {messages} posts",
        "fr": "{n} fils ont touché au moins {whom}, de bout en bout, en au moins {rounds} allers-retours : "
        "{deliveries} remises là où un espace partagé n’aurait demandé que {messages} publications",
    },
    "said.copies.none": {
        "en": "no thread reached {whom} and went back and forth {rounds} times",
        "fr": "aucun fil n’a touché {whom} en {rounds} allers-retours",
    },
    "note.copies.no_cc": {
        "en": "The export has no Cc field: everybody counts as addressed, and copies cannot be told.",
        "fr": "L’export n’a pas de champ Cc : chacun compte comme destinataire, et les copies ne peuvent "
        "être reconnues.",
    },
    "note.copies.no_threads": {
        "en": "The mail names no threads (Message-ID and References are missing): threads cannot be judged.",
        "fr": "Le courriel ne nomme pas de fils (Message-ID et References manquent) : les fils ne peuvent "
        "être jugés.",
    },
    "note.copies.no_functions": {
        "en": "No function is known: threads are judged without them.",
        "fr": "Aucune fonction n’est connue : les fils sont jugés sans elles.",
    },
    "note.copies.on_list.one": {
        "en": "{n} more thread meets the rule but goes through a mailing list, which is a shared space.",
        "fr": "{n} fil de plus remplit la règle mais passe par une liste de diffusion, qui est un espace "
        "partagé.",
    },
    "note.copies.on_list.many": {
        "en": "{n} more threads meet the rule but go through a mailing list, which is a shared space.",
        "fr": "{n} fils de plus remplissent la règle mais passent par une liste de diffusion, qui est un "
        "espace partagé.",
    },
    "note.copies.untimed": {
        "en": "No mail has a time: copies per week cannot be told.",
        "fr": "Aucun courriel n’a d’heure : les copies par semaine ne peuvent être dites.",
    },
    "further.copies": {"en": "How heavy is the load of copies?", "fr": "Quel est le poids des copies ?"},
    "copies.chart": {
        "en": "Mail of each function that is delivered in copy, in %",
        "fr": "Courriel de chaque fonction remis en copie, en %",
    },
    "copies.chart_read": {"en": "Bars are 95% intervals.", "fr": "Les barres sont des intervalles à 95 %."},
    "topic.copies": {"en": "Copies", "fr": "Copies"},
}
