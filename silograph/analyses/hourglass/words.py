"""Every text of the question `hourglass`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.hourglass": {
        "en": "Who stands between outside contacts and the functions inside, and how few are they?",
        "fr": "Qui se tient entre les contacts extérieurs et les fonctions internes, et combien sont-ils ?",
    },
    "said.hourglass.too_few": {
        "en": "Too few contacts outside, or people inside, to say who stands between.",
        "fr": "Trop peu de contacts à l’extérieur, ou de personnes à l’intérieur, pour dire qui se tient "
        "entre les deux.",
    },
    "said.hourglass.waist.one": {
        "en": "{n} of {inside} carries {carried:%} of the exchange with {contacts} contacts "
        "outside; if contacts fell to people by how active they are, it would take {expected} ({low} to "
        "{high})",
        "fr": "{n} des {inside} porte {carried:%} des échanges avec {contacts} contacts "
        "extérieurs ; si les contacts allaient à chacun selon son activité, il en faudrait {expected} "
        "({low} à {high})",
    },
    "said.hourglass.waist.many": {
        "en": "{n} of {inside} carry {carried:%} of the exchange with {contacts} contacts outside; "
        "if contacts fell to people by how active they are, it would take {expected} ({low} to {high})",
        "fr": "{n} des {inside} portent {carried:%} des échanges avec {contacts} contacts "
        "extérieurs ; si les contacts allaient à chacun selon son activité, il en faudrait {expected} "
        "({low} à {high})",
    },
    "said.hourglass.few": {
        "en": "A handful of {inside} carry {carried:%} of the exchange with {contacts} contacts outside",
        "fr": "Une poignée des {inside} porte {carried:%} des échanges avec {contacts} contacts extérieurs",
    },
    "said.hourglass.handful": {
        "en": "A handful of {inside} carry {carried:%} of the exchange with the contacts outside",
        "fr": "Une poignée des {inside} porte {carried:%} des échanges avec les contacts extérieurs",
    },
    "said.hourglass.untold": {
        "en": "{n} of {inside} carry {carried:%} of the exchange with the contacts outside; "
        "if contacts fell to people by how active they are, it would take {expected} ({low} to {high})",
        "fr": "{n} des {inside} portent {carried:%} des échanges avec les contacts "
        "extérieurs ; si les contacts allaient à chacun selon son activité, il en faudrait {expected} "
        "({low} à {high})",
    },
    "said.hourglass.people": {"en": "{n} active people", "fr": "{n} personnes actives"},
    "said.hourglass.with_teams": {
        "en": "{n} active people and teams",
        "fr": "{n} personnes et équipes actives",
    },
    "said.hourglass.none": {
        "en": "{waist}; no hourglass beyond chance.",
        "fr": "{waist} ; pas de sablier au-delà du hasard.",
    },
    "said.hourglass.found_untold": {
        "en": "{waist}: an hourglass.",
        "fr": "{waist} : c’est un sablier.",
    },
    "said.hourglass.found": {
        "en": "{waist}: an hourglass. Most paths from contacts to other functions, {share:%} (95% interval "
        "{low:%} to {high:%}), lead through {function}.",
        "fr": "{waist} : c’est un sablier. C’est par {function} que passent le plus de chemins des "
        "contacts aux autres fonctions : {share:%} (intervalle à 95 % : {low:%} à {high:%}).",
    },
    "note.hourglass.unknown": {
        "en": "{share:%} of the exchange with the outside is by people of unknown function.",
        "fr": "{share:%} des échanges avec l’extérieur sont le fait de personnes de fonction inconnue.",
    },
    "note.hourglass.quiet": {
        "en": "{share:%} of the ties to contacts belong to people without any exchange inside: where "
        "mailboxes are missing, the waist looks narrower than it is.",
        "fr": "{share:%} des liens avec les contacts sont ceux de personnes sans aucun échange interne : "
        "là où des boîtes manquent, la taille du sablier paraît plus fine qu’elle n’est.",
    },
    "note.hourglass.unknown_few": {
        "en": "Much of the exchange with the outside is by a few people of unknown function.",
        "fr": "Une bonne part des échanges avec l’extérieur est le fait de quelques personnes de fonction "
        "inconnue.",
    },
    "note.hourglass.quiet_few": {
        "en": "Many ties to contacts belong to a few people without any exchange inside: where mailboxes "
        "are missing, the waist looks narrower than it is.",
        "fr": "Bien des liens avec les contacts sont ceux de quelques personnes sans aucun échange interne : "
        "là où des boîtes manquent, la taille du sablier paraît plus fine qu’elle n’est.",
    },
    "note.hourglass.unreached": {
        "en": "{share:%} of the pairs of contact and person are not connected at all.",
        "fr": "{share:%} des paires contact-personne ne sont pas reliées du tout.",
    },
    "note.hourglass.sampled": {
        "en": "Paths are from a random sample of {n} contacts.",
        "fr": "Les chemins partent d’un échantillon aléatoire de {n} contacts.",
    },
    "further.hourglass": {
        "en": "Who stands between contacts outside and functions inside?",
        "fr": "Qui se tient entre les contacts extérieurs et les fonctions internes ?",
    },
    "hourglass.chart": {
        "en": "Paths from outside contacts to other functions that lead through each function, in %",
        "fr": "Chemins des contacts extérieurs aux autres fonctions qui passent par chaque fonction, en %",
    },
    "hourglass.chart_read": {
        "en": "Large functions carry more by their size alone.",
        "fr": "Une grande fonction en porte davantage par sa seule taille.",
    },
    "hourglass.outside.chart": {
        "en": "Exchange with the outside that each function carries, in %",
        "fr": "Échanges avec l’extérieur que porte chaque fonction, en %",
    },
    "hourglass.outside.chart_read": {
        "en": "The grey stroke is its part if it went by exchange inside: far right of it, a function faces "
        "outward; far left, it is shielded.",
        "fr": "Le trait gris est sa part si elle suivait les échanges internes : loin à droite, une fonction "
        "est tournée vers l’extérieur ; loin à gauche, elle en est abritée.",
    },
    "rows.hourglass": {
        "en": "A row per function. Who stands between the outside and the inside?",
        "fr": "Une ligne par fonction. Qui se tient entre l’extérieur et l’intérieur ?",
    },
    "column.hourglass.people": {
        "en": "persons; teams where it has teams only",
        "fr": "personnes ; équipes si elle n’a que des équipes",
    },
    "column.hourglass.contacts": {
        "en": "contacts outside that its people exchange with",
        "fr": "contacts extérieurs avec qui ses membres échangent",
    },
    "column.hourglass.outside_share": {
        "en": "of the exchange with the outside, that of its people",
        "fr": "des échanges avec l’extérieur, la part de ses membres",
    },
    "column.hourglass.outside_expected": {
        "en": "the same if it went by exchange inside",
        "fr": "la même si elle suivait les échanges internes",
    },
    "column.hourglass.path_share": {
        "en": "of the shortest paths from contacts to people of other functions, those through it",
        "fr": "des plus courts chemins des contacts aux membres d’autres fonctions, ceux qui passent par elle",
    },
    "column.hourglass.waist_people": {
        "en": "its people among the fewest who carry 80 % of the exchange with the outside",
        "fr": "ses membres parmi les moins nombreux à porter 80 % des échanges avec l’extérieur",
    },
    "method.hourglass": {
        "en": "Hourglass. The fewest people who carry 80% of the exchange with the outside, beside what it "
        "would be if that fell to people by their activity inside. Intervals of functions come from "
        "resampled contacts; that of the usual waist holds 95 of 100 random ones.",
        "fr": "Sablier. Le plus petit nombre de personnes qui portent 80 % des échanges avec l’extérieur, à "
        "côté de ce qu’il serait si ces échanges revenaient à chacun selon son activité interne. Les "
        "intervalles des fonctions viennent du rééchantillonnage des contacts ; celui du nombre habituel "
        "contient 95 tirages au hasard sur 100.",
    },
    "column.outside_share": {"en": "share of the outside", "fr": "part de l’extérieur"},
    "column.outside_expected": {"en": "share expected", "fr": "part attendue"},
    "column.path_share": {"en": "share of paths", "fr": "part des chemins"},
    "column.waist_people": {"en": "people at the waist", "fr": "personnes à la taille"},
    "topic.hourglass": {"en": "Hourglass", "fr": "Sablier"},
}
