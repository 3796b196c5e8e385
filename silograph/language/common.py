"""Counts, names of groups, channels, verdicts and heads of columns, wherever they stand."""

TEXTS: dict[str, dict[str, str]] = {
    "public.walls.more": {
        "en": "Such walls are thicker than in all {n} public e-mail logs compared ({least:.1} to {most:.1}).",
        "fr": "Ces murs sont plus épais que dans les {n} journaux de courriel publics comparés ({least:.1} à "
        "{most:.1}).",
    },
    "public.walls.less": {
        "en": "Such walls are thinner than in all {n} public e-mail logs compared ({least:.1} to {most:.1}).",
        "fr": "Ces murs sont plus minces que dans les {n} journaux de courriel publics comparés ({least:.1} à "
        "{most:.1}).",
    },
    "public.modularity.more": {
        "en": "Modularity at resolution 1 is higher than in all {n} public e-mail logs compared ({least:.2} to "
        "{most:.2}).",
        "fr": "La modularité à la résolution 1 est plus élevée que dans les {n} journaux de courriel publics "
        "comparés ({least:.2} à {most:.2}).",
    },
    "public.modularity.less": {
        "en": "Modularity at resolution 1 is lower than in all {n} public e-mail logs compared ({least:.2} to "
        "{most:.2}).",
        "fr": "La modularité à la résolution 1 est plus faible que dans les {n} journaux de courriel publics "
        "comparés ({least:.2} à {most:.2}).",
    },
    "public.cc_share.more": {
        "en": "That is more copying than in all {n} public e-mail logs compared ({least:%} to {most:%}).",
        "fr": "C’est plus de copies que dans les {n} journaux de courriel publics comparés ({least:%} à {most:%}).",
    },
    "public.cc_share.less": {
        "en": "That is less copying than in all {n} public e-mail logs compared ({least:%} to {most:%}).",
        "fr": "C’est moins de copies que dans les {n} journaux de courriel publics comparés ({least:%} à {most:%}).",
    },
    "public.walls": {"en": "walls between functions", "fr": "murs entre fonctions"},
    "public.modularity": {"en": "modularity at resolution 1", "fr": "modularité à la résolution 1"},
    "public.stability": {
        "en": "communities of a month that are those of the month before (AMI)",
        "fr": "communautés d’un mois qui sont celles du mois précédent (AMI)",
    },
    "public.lift": {
        "en": "what a person of the first function carries, against one elsewhere",
        "fr": "ce que porte une personne de la première fonction, par rapport à une autre",
    },
    "public.cc_share": {"en": "share of mail in copy", "fr": "part du courriel en copie"},
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
    "said.demo.company": {
        "en": "An invented company: {people} people in {functions} functions, {messages} messages.",
        "fr": "Une entreprise inventée : {people} personnes dans {functions} fonctions, {messages} messages.",
    },
    "said.demo.found": {"en": "found", "fr": "trouvé"},
    "said.demo.planted": {"en": "planted", "fr": "caché"},
    "said.demo.none": {"en": "none", "fr": "aucune"},
    "said.demo.silos": {"en": "closed functions", "fr": "fermées"},
    "said.demo.glue": {"en": "the glue", "fr": "le liant"},
    "said.demo.mailrooms": {"en": "routing onward", "fr": "transmettent"},
    "said.demo.table": {"en": "not at the table", "fr": "hors de la table"},
    "said.demo.owner": {"en": "the owner", "fr": "le porteur"},
    "said.demo.open": {
        "en": "Open {report} and {network} in a browser.",
        "fr": "Ouvrez {report} et {network} dans un navigateur.",
    },
    "said.note": {"en": "note: {said}", "fr": "note : {said}"},
    "said.wrote": {"en": "wrote {report} and {network}", "fr": "écrit : {report} et {network}"},
    "chart_read": {"en": "Bars are 95% intervals.", "fr": "Les barres sont des intervalles à 95 %."},
    "meaning.function": {"en": "name", "fr": "nom"},
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
    "column.function": {"en": "function", "fr": "fonction"},
    "column.people": {"en": "people", "fr": "personnes"},
    "column.internal": {"en": "inside", "fr": "dedans"},
    "column.internal.gloss": {
        "en": "exchange within the function (summed strength of ties)",
        "fr": "échanges au sein de la fonction (somme des forces des liens)",
    },
    "column.external": {"en": "outside", "fr": "dehors"},
    "column.external.gloss": {
        "en": "exchange with other functions",
        "fr": "échanges avec d’autres fonctions",
    },
    "column.ei": {"en": "E-I", "fr": "E-I"},
    "column.ei.gloss": {
        "en": "(outside − inside) / (outside + inside), from −1 all inside to 1 all outside; read it only "
        "against the next column",
        "fr": "(dehors − dedans) / (dehors + dedans), de −1 tout dedans à 1 tout dehors ; ne la lire que "
        "face à la colonne suivante",
    },
    "column.ei_expected": {"en": "E-I expected", "fr": "E-I attendu"},
    "column.ei_expected.gloss": {
        "en": "the same if people’s functions were shuffled",
        "fr": "le même si l’on mélangeait les fonctions des personnes",
    },
    "column.openness": {"en": "openness", "fr": "ouverture"},
    "column.openness.gloss": {
        "en": "exchange across the border relative to the other functions; 1 = as open, 0.5 = half; in "
        "brackets the 95% interval, the range that resampled data give: a wide one means little is known",
        "fr": "échanges à travers la frontière relativement aux autres fonctions ; 1 = aussi ouverte, 0,5 "
        "= moitié ; entre crochets l’intervalle à 95 %, l’étendue que donnent des données "
        "rééchantillonnées : large, il dit que l’on sait peu",
    },
    "column.q_value": {"en": "q", "fr": "q"},
    "column.q_value.gloss": {
        "en": "p-value adjusted for looking at many functions; below 0.05 is beyond chance",
        "fr": "valeur p ajustée du fait que l’on regarde plusieurs fonctions ; sous 0,05, au-delà du hasard",
    },
    "column.verdict": {"en": "verdict", "fr": "verdict"},
    "column.brokerage": {"en": "brokerage", "fr": "intermédiation"},
    "column.brokerage.gloss": {
        "en": "share of shortest chains between people of other functions that pass through it",
        "fr": "part des plus courtes chaînes entre personnes d’autres fonctions qui passent par elle",
    },
    "column.excess": {"en": "excess", "fr": "excédent"},
    "column.excess.gloss": {
        "en": "that share minus what its size alone gives, in percentage points, with its 95% interval",
        "fr": "cette part moins ce que donne sa seule taille, en points de pourcentage, avec son intervalle à 95 %",
    },
    "column.lift": {"en": "lift", "fr": "par tête"},
    "column.lift.gloss": {
        "en": "how many times as much of those chains a person there carries as a person elsewhere, with its 95% "
        "interval",
        "fr": "combien de fois plus de ces chaînes passent par une personne de la fonction que par une personne "
        "d’ailleurs, avec son intervalle à 95 %",
    },
    "column.beyond_activity": {"en": "beyond activity", "fr": "au-delà de l’activité"},
    "column.beyond_activity.gloss": {
        "en": "what is left of the lift once its people’s number of contacts is taken into account",
        "fr": "ce qu’il en reste une fois compté le nombre de contacts de ses personnes",
    },
    "column.rank": {"en": "rank", "fr": "rang"},
    "column.rank.gloss": {
        "en": "by lift, with its 95% interval",
        "fr": "par tête, avec son intervalle à 95 %",
    },
    "column.p_first": {"en": "first in", "fr": "première dans"},
    "column.p_first.gloss": {
        "en": "share of resamples in which it ranks first",
        "fr": "part des rééchantillons où elle est au premier rang",
    },
    "column.coverage": {"en": "coverage", "fr": "couverture"},
    "column.coverage.gloss": {
        "en": "share of the other functions with two-way exchange above noise",
        "fr": "part des autres fonctions avec échange dans les deux sens, au-delà du bruit",
    },
    "column.concentration": {"en": "concentration", "fr": "concentration"},
    "column.concentration.gloss": {
        "en": "share of its brokerage that hangs on one person",
        "fr": "part de son intermédiation qui tient à une seule personne",
    },
    "column.community": {"en": "community", "fr": "communauté"},
    "column.largest_function": {"en": "largest function", "fr": "fonction la plus présente"},
    "column.purity": {"en": "purity", "fr": "pureté"},
    "column.purity.gloss": {
        "en": "share of its members who are of that function",
        "fr": "part de ses membres qui sont de cette fonction",
    },
    "column.cohesion": {"en": "cohesion", "fr": "cohésion"},
    "column.cohesion.gloss": {
        "en": "share of its members’ exchange that stays inside",
        "fr": "part des échanges de ses membres qui restent en son sein",
    },
    "column.confidence": {"en": "confidence", "fr": "confiance"},
    "column.confidence.gloss": {
        "en": "how steadily repeated runs put its members together, 1 = always",
        "fr": "constance avec laquelle des exécutions répétées réunissent ses membres, 1 = toujours",
    },
    "column.acceptability": {"en": "acceptability", "fr": "acceptabilité"},
    "column.acceptability.gloss": {
        "en": "share of weightings in which it comes first",
        "fr": "part des pondérations où elle arrive première",
    },
    "column.score": {"en": "score", "fr": "note"},
    "column.score.gloss": {
        "en": "mean of the criteria under central weights, in standard deviations from an ordinary "
        "function of its size and activity",
        "fr": "moyenne des critères aux pondérations centrales, en écarts-types d’une fonction ordinaire "
        "de sa taille et de son activité",
    },
    "column.function_a": {"en": "function a", "fr": "fonction a"},
    "column.function_b": {"en": "function b", "fr": "fonction b"},
    "column.p_value": {"en": "p", "fr": "p"},
    "column.contacts": {"en": "contacts", "fr": "contacts"},
    "column.other": {"en": "with", "fr": "avec"},
    "column.observed": {"en": "observed", "fr": "observés"},
    "column.expected": {"en": "expected", "fr": "attendus"},
    "column.ratio": {"en": "ratio", "fr": "rapport"},
    "column.name": {"en": "space or community", "fr": "espace ou communauté"},
    "column.isolation": {"en": "isolation", "fr": "isolement"},
    "column.isolation.gloss": {
        "en": "how much of the exchange stays inside, against networks in which activity alone decides",
        "fr": "ce qui reste des échanges en son sein, face à des réseaux où seule l’activité décide",
    },
    "column.arrangement": {"en": "arrangement", "fr": "organisation"},
    "column.within_24h": {"en": "within 24 hours", "fr": "en 24 heures"},
    "column.within_24h.gloss": {
        "en": "share of questions answered, with its 95% interval",
        "fr": "part des questions répondues, avec son intervalle à 95 %",
    },
    "column.median_hours": {"en": "median hours", "fr": "heures (médiane)"},
    "column.median_hours.gloss": {
        "en": "half of the questions are answered by then; – where half never are",
        "fr": "la moitié des questions ont alors leur réponse ; – si la moitié ne l’ont jamais",
    },
    "column.handoffs": {"en": "passed on", "fr": "transmises"},
    "column.handoffs.gloss": {
        "en": "times a question is passed on, on average",
        "fr": "nombre moyen de transmissions par question",
    },
    "column.load": {"en": "load", "fr": "charge"},
    "column.load.gloss": {
        "en": "questions per person and week",
        "fr": "questions par personne et par semaine",
    },
    "column.pairs_cut": {"en": "pairs cut off", "fr": "paires coupées"},
    "column.pairs_cut.gloss": {
        "en": "pairs of people of other functions that no path joins any more",
        "fr": "paires de personnes d’autres fonctions que plus aucun chemin ne relie",
    },
    "column.pairs_before": {"en": "of", "fr": "sur"},
    "column.path_length_change": {"en": "longer paths", "fr": "chemins allongés"},
    "column.path_length_change.gloss": {
        "en": "steps more between the others, on average",
        "fr": "pas de plus entre les autres, en moyenne",
    },
    "column.exchange_lost_share": {"en": "exchange lost", "fr": "échanges perdus"},
    "column.exchange_lost_share.gloss": {
        "en": "share of all exchange in which the function takes part",
        "fr": "part de tous les échanges auxquels la fonction prend part",
    },
    "column.assumption": {"en": "assumption", "fr": "hypothèse"},
    "column.first_owner": {"en": "first as owner", "fr": "première comme porteur"},
    "column.first_glue": {"en": "links most", "fr": "relie le plus"},
    "column.closed": {"en": "closed functions", "fr": "fonctions fermées"},
    "verdict.silo": {"en": "silo: more closed", "fr": "silo : plus fermée"},
    "verdict.open": {"en": "more open", "fr": "plus ouverte"},
    "verdict.ordinary": {"en": "ordinary", "fr": "ordinaire"},
    "verdict.glue": {"en": "glue", "fr": "liant"},
    "verdict.mailroom": {"en": "routes onward", "fr": "transmet plus loin"},
    "verdict.bridge": {"en": "bridge", "fr": "passerelle"},
    "verdict.not_assessable": {"en": "not assessed", "fr": "non évaluée"},
    "verdict.rarely_asked": {"en": "rarely asked", "fr": "rarement sollicitée"},
    "verdict.no_verdict": {"en": "no verdict", "fr": "pas de verdict"},
    "verdict.silo2": {"en": "silo 2.0", "fr": "silo 2.0"},
    "verdict.bridge_space": {"en": "bridges functions", "fr": "relie des fonctions"},
    "verdict.ahead": {"en": "ahead", "fr": "devant"},
    "verdict.behind": {"en": "behind", "fr": "derrière"},
    "verdict.unsettled": {"en": "unsettled", "fr": "non tranché"},
    "verdict.between": {"en": "between", "fr": "entre les deux"},
    "verdict.no_difference": {"en": "no difference", "fr": "pas de différence"},
    "note.run.one_mailbox": {
        "en": "one person wrote or received more than half of this log, as in the log of a single mailbox: it shows "
        "with whom that person exchanges more than who exchanges with whom",
        "fr": "une seule personne a écrit ou reçu plus de la moitié de ce journal, comme dans celui d’une boîte aux "
        "lettres : il montre avec qui elle échange plus que qui échange avec qui",
    },
}
