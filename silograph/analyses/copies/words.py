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
    "said.copies.untold": {
        "en": "Copies rest on too few people to be counted here; {threads}.",
        "fr": "Les copies reposent sur trop peu de personnes pour être comptées ici ; {threads}.",
    },
    "said.copies.share": {
        "en": "{share:%} of all mail is delivered in copy (95% interval {low:%} to {high:%}); {threads}.",
        "fr": "{share:%} du courriel est remis en copie (intervalle à 95 % : {low:%} à {high:%}) ; {threads}.",
    },
    "said.copies.found_untold.one": {
        "en": "{n} thread reached {whom} or more, all along, and went back and forth {rounds} times or more, "
        "where a shared space would have needed a few posts",
        "fr": "{n} fil a touché au moins {whom}, de bout en bout, en au moins {rounds} allers-retours, là où "
        "un espace partagé n’aurait demandé que quelques publications",
    },
    "said.copies.found_untold.many": {
        "en": "{n} threads reached {whom} or more, all along, and went back and forth {rounds} times or "
        "more, where a shared space would have needed a few posts",
        "fr": "{n} fils ont touché au moins {whom}, de bout en bout, en au moins {rounds} allers-retours, là "
        "où un espace partagé n’aurait demandé que quelques publications",
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
    "copies.week.chart": {
        "en": "Copies received per person and week",
        "fr": "Copies reçues par personne et par semaine",
    },
    "rows.copies": {
        "en": "A row per function. How much mail goes in copy?",
        "fr": "Une ligne par fonction. Quelle part du courrier part en copie ?",
    },
    "column.copies.people": {
        "en": "persons; teams where it has teams only",
        "fr": "personnes ; équipes si elle n’a que des équipes",
    },
    "column.copies.sent": {"en": "mails that it sent", "fr": "courriels qu’elle a envoyés"},
    "column.copies.cc_share": {
        "en": "of what it sent (one mail to one person each), copies (Cc and Bcc)",
        "fr": "parmi ce qu’elle a envoyé (un courriel à une personne chaque fois), les copies (Cc et Cci)",
    },
    "column.copies.copies_per_week": {
        "en": "copies received, per person who mails and week",
        "fr": "copies reçues, par personne qui utilise le courriel et par semaine",
    },
    "column.copies.verdict": {
        "en": "`assessed`, `not_assessable`",
        "fr": "`assessed` (évaluée), `not_assessable` (non évaluée)",
    },
    "rows.copies_threads": {
        "en": "A row per mail thread that a shared space would serve better.",
        "fr": "Une ligne par fil de courriels qu’un espace partagé servirait mieux.",
    },
    "column.copies_threads.thread": {
        "en": "its place among the threads; no subject, no names",
        "fr": "sa place parmi les fils ; ni objet ni noms",
    },
    "column.copies_threads.messages": {"en": "mails in it", "fr": "ses courriels"},
    "column.copies_threads.people": {
        "en": "people who wrote or received it",
        "fr": "personnes qui y ont écrit ou l’ont reçu",
    },
    "column.copies_threads.functions": {"en": "their functions", "fr": "leurs fonctions"},
    "column.copies_threads.rounds": {
        "en": "times the turn passed from one sender to another",
        "fr": "fois où la parole est passée d’un expéditeur à un autre",
    },
    "column.copies_threads.senders": {"en": "people who wrote in it", "fr": "personnes qui y ont écrit"},
    "column.copies_threads.deliveries": {
        "en": "mails times recipients",
        "fr": "courriels fois destinataires",
    },
    "column.copies_threads.reach": {
        "en": "of the other people of the thread that a mail reached, on average",
        "fr": "des autres personnes du fil qu’un courriel a touchées, en moyenne",
    },
    "column.copies_threads.copies": {"en": "deliveries in copy", "fr": "remises en copie"},
    "column.copies_threads.on_list": {
        "en": "whether it passed through a mailing list",
        "fr": "s’il est passé par une liste de diffusion",
    },
    "column.copies_threads.should_be_post": {
        "en": "whether it meets the rule; here always true",
        "fr": "s’il remplit la règle ; ici toujours vrai",
    },
    "rows.copies_months": {
        "en": "A row per month, of the whole organisation.",
        "fr": "Une ligne par mois, pour toute l’organisation.",
    },
    "column.copies_months.month": {"en": "2024-01, in UTC", "fr": "2024-01, en UTC"},
    "column.copies_months.messages": {"en": "mails", "fr": "courriels"},
    "column.copies_months.deliveries": {
        "en": "mails times recipients",
        "fr": "courriels fois destinataires",
    },
    "column.copies_months.cc_share": {"en": "of these, copies", "fr": "parmi elles, les copies"},
    "column.copies_months.copies_per_week": {
        "en": "copies that people receive, per person and week",
        "fr": "copies reçues, par personne et par semaine",
    },
    "method.copies": {
        "en": "Copies. Copies among all deliveries, and per person and week. Mails of one sender resemble each "
        "other and count as fewer; intervals of shares are exact for that many, those of the mean per "
        "week come from resampled people.",
        "fr": "Copies. La part des copies parmi tous les envois, et leur nombre par personne et par semaine. "
        "Les courriels d’un même expéditeur se ressemblent et comptent pour moins ; les intervalles des "
        "parts sont exacts pour ce nombre, ceux de la moyenne par semaine viennent du rééchantillonnage "
        "des personnes.",
    },
    "column.sent": {"en": "mails sent", "fr": "courriels envoyés"},
    "column.cc_share": {"en": "share in copy", "fr": "part en copie"},
    "column.copies_per_week": {"en": "copies per week", "fr": "copies par semaine"},
    "verdict.assessed": {"en": "assessed", "fr": "évaluée"},
    "topic.copies": {"en": "Copies", "fr": "Copies"},
}
