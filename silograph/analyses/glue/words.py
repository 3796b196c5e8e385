"""Every text of the question `glue`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.glue": {
        "en": "Which function links the others?",
        "fr": "Quelle fonction relie les autres ?",
    },
    "said.glue.found": {
        "en": "{function} connects the other functions most: {numbers}.",
        "fr": "{function} relie le plus les autres fonctions : {numbers}.",
    },
    "said.glue.none": {
        "en": "No function connects the others beyond chance; the highest is {function}: {numbers}.",
        "fr": "Aucune fonction ne relie les autres au-delà du hasard ; la première est {function} : "
        "{numbers}.",
    },
    "said.glue.numbers": {
        "en": "{brokerage:%.1} of the shortest paths between people of other functions pass through it, "
        "{expected:%.1} would by its size and activity (difference {excess:+pt.1} points, 95% interval "
        "{low:+pt.1} to {high:+pt.1}; first in {first:%} of resamples)",
        "fr": "{brokerage:%.1} des plus courts chemins entre personnes d’autres fonctions passent par "
        "elle, contre {expected:%.1} selon sa taille et son activité (écart {excess:+pt.1} points, "
        "intervalle à 95 % : {low:+pt.1} à {high:+pt.1} ; première dans {first:%} des rééchantillons)",
    },
    "note.glue.small.one": {
        "en": "{n} function has fewer than {least} people: not assessable.",
        "fr": "{n} fonction compte moins de {least} personnes : non évaluable.",
    },
    "note.glue.small.many": {
        "en": "{n} functions have fewer than {least} people: not assessable.",
        "fr": "{n} fonctions comptent moins de {least} personnes : non évaluables.",
    },
    "note.glue.cut_off": {
        "en": "Not assessable (no path joins the other functions): {functions:,}.",
        "fr": "Non évaluables (aucun chemin ne joint les autres fonctions) : {functions:,}.",
    },
    "note.glue.unreachable": {
        "en": "Up to {share:%} of the pairs of {nodes} are not connected; they are left out.",
        "fr": "Jusqu’à {share:%} des paires de {nodes} ne sont pas reliées ; elles sont laissées de côté.",
    },
    "note.glue.unknown": {
        "en": "{share:%} of the nodes have no known function and are nobody's brokers.",
        "fr": "{share:%} des nœuds n’ont pas de fonction connue : ils ne relient pour le compte d’aucune.",
    },
    "note.glue.one_way": {
        "en": "No tie goes both ways: coverage cannot be read.",
        "fr": "Aucun lien ne va dans les deux sens : la couverture ne peut être lue.",
    },
    "note.glue.sampled": {
        "en": "Paths were searched from {n} of {of} {nodes}; betweenness of people is an estimate (linear "
        "scaling, made for ranking).",
        "fr": "Les chemins ont été cherchés à partir de {n} points de départ ({of} {nodes}) ; "
        "l’intermédiarité des personnes est une estimation (pondération linéaire, faite pour classer).",
    },
    "note.glue.people": {"en": "people", "fr": "personnes"},
    "note.glue.nodes": {"en": "people and teams", "fr": "personnes et équipes"},
    "note.glue.distance": {
        "en": "With distance by {by} {function} ranks first, by {other_by} {other}: the answer depends on "
        "that choice.",
        "fr": "Si la distance se mesure par {by}, {function} est première ; par {other_by}, c’est {other} : "
        "la réponse dépend de ce choix.",
    },
    "note.glue.by_number": {"en": "number of ties", "fr": "le nombre de liens"},
    "note.glue.by_strength": {"en": "strength (1 / strength)", "fr": "la force des liens (1 / force)"},
    "note.glue.unpaired.one": {
        "en": "Too many functions to keep all pairs: those joined by a function are listed for the first "
        "in rank only, not for {n} other.",
        "fr": "Trop de fonctions pour garder toutes les paires : celles que joint une fonction ne sont "
        "données que pour les premières au classement, non pour {n} autre.",
    },
    "note.glue.unpaired.many": {
        "en": "Too many functions to keep all pairs: those joined by a function are listed for the first "
        "in rank only, not for {n} others.",
        "fr": "Trop de fonctions pour garder toutes les paires : celles que joint une fonction ne sont "
        "données que pour les premières au classement, non pour {n} autres.",
    },
    "note.glue.carrier_error": {
        "en": "Shares of brokerage by person come from a sample of paths: standard error up to {error:pt.1} "
        "points.",
        "fr": "Les parts de l’intermédiation par personne viennent d’un échantillon de chemins : erreur "
        "type jusqu’à {error:pt.1} points.",
    },
    "glue.heading": {
        "en": "Glue: which function links the others",
        "fr": "Liant : quelle fonction relie les autres",
    },
    "glue.lead": {
        "en": "Brokerage is the share of the shortest chains of contacts between people of two other "
        "functions that pass through a function. It grows with size and activity, so what counts is the "
        "excess: how much more passes than in random networks in which everybody keeps their number of "
        "ties and the walls between functions stay.",
        "fr": "L’intermédiation est la part des plus courtes chaînes de contacts entre personnes de deux "
        "autres fonctions qui passent par une fonction. Elle croît avec la taille et l’activité ; ce qui "
        "compte est donc l’excédent : ce qui passe en plus par rapport à des réseaux aléatoires où chacun "
        "garde son nombre de liens et où les cloisons entre fonctions demeurent.",
    },
    "glue.chart": {
        "en": "Excess brokerage, in percentage points",
        "fr": "Excédent d’intermédiation, en points de pourcentage",
    },
    "glue.chart_read": {
        "en": "Right of the dashed line: links others more than its size and activity lead to expect. "
        "Filled dots: beyond chance.",
        "fr": "À droite du trait : relie les autres plus que sa taille et son activité ne le laissent "
        "attendre. Points pleins : au-delà du hasard.",
    },
    "glue.explain.pairs": {
        "en": "Of the shortest chains between people of other functions that pass through {function}, "
        "{pairs}.",
        "fr": "Parmi les plus courtes chaînes entre personnes d’autres fonctions qui passent par "
        "{function}, {pairs}.",
    },
    "glue.explain.pair": {"en": "{share:%} join {a} and {b}", "fr": "{share:%} relient {a} et {b}"},
    "glue.explain.carrier": {
        "en": "{share:%} of these chains pass through {who}.",
        "fr": "{share:%} de ces chaînes passent par {who}.",
    },
    "glue.explain.carriers": {
        "en": "{share:%} of these chains pass through {who}, {next:%} through the next.",
        "fr": "{share:%} de ces chaînes passent par {who}, {next:%} par la suivante.",
    },
    "glue.explain.one_person": {"en": "one person of {function}", "fr": "une personne de {function}"},
    "glue.explain.one_team": {"en": "one team queue of {function}", "fr": "une file d’équipe de {function}"},
    "glue.explain.that_person": {"en": "that person", "fr": "cette personne"},
    "glue.explain.that_team": {"en": "that queue", "fr": "cette file"},
    "glue.explain.those": {"en": "the {n} who carry most", "fr": "les {n} qui en portent le plus"},
    "glue.explain.named": {"en": "{names} of {function}", "fr": "{names} de {function}"},
    "glue.explain.without": {
        "en": "Without {who}, were nobody to take over their ties, {after:%.1} of all shortest chains between "
        "people of other functions would pass through {function} (now {before:%.1}), other ways counted; "
        "{rank}.",
        "fr": "Sans {who}, et si personne ne reprenait ces liens, {after:%.1} de toutes les plus courtes "
        "chaînes entre personnes d’autres fonctions passeraient par {function} (aujourd’hui {before:%.1}), "
        "autres chemins compris ; {rank}.",
    },
    "glue.explain.rank_same": {
        "en": "its rank by excess would stay {after}",
        "fr": "son rang selon l’excédent resterait {after}",
    },
    "glue.explain.rank_falls": {
        "en": "its rank by excess would fall from {before} to {after}",
        "fr": "son rang selon l’excédent reculerait de {before} à {after}",
    },
    "glue.explain.rank_rises": {
        "en": "its rank by excess would rise from {before} to {after}",
        "fr": "son rang selon l’excédent avancerait de {before} à {after}",
    },
    "glue.explain.cut": {
        "en": "The share of pairs that no chain joins would go from {before:%} to {after:%}.",
        "fr": "La part des paires qu’aucune chaîne ne relie passerait de {before:%} à {after:%}.",
    },
    "glue.explain.nothing_left": {
        "en": "Without {who}, nothing would be left that could be measured.",
        "fr": "Sans {who}, il ne resterait rien de mesurable.",
    },
    "glue.explain.nothing": {
        "en": "No shortest chain between people of other functions passes through {function}.",
        "fr": "Aucune des plus courtes chaînes entre personnes d’autres fonctions ne passe par {function}.",
    },
    "method.glue": {
        "en": "Glue. Group betweenness of each function over pairs of people of two different other "
        "functions, minus its mean over random networks that keep everybody’s number of ties and the walls "
        "between functions.",
        "fr": "Liant. Centralité d’intermédiarité de chaque fonction prise comme groupe, sur les paires de "
        "personnes de deux autres fonctions, moins sa moyenne sur des réseaux aléatoires qui gardent le "
        "nombre de liens de chacun et les cloisons entre fonctions.",
    },
    "rows.glue": {
        "en": "A row per function, best rank first. Which function links the others?",
        "fr": "Une ligne par fonction, la première au classement d’abord. Quelle fonction relie les autres ?",
    },
    "column.glue.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.glue.people": {"en": "persons, not teams", "fr": "personnes, sans les équipes"},
    "column.glue.brokerage": {
        "en": "of the shortest paths between people of two different *other* functions, those that pass through it",
        "fr": "parmi les plus courts chemins entre personnes de deux *autres* fonctions, ceux qui passent par elle",
    },
    "column.glue.expected": {
        "en": "the same in random networks with everybody’s number of ties and the organisation’s walls",
        "fr": "la même part dans des réseaux aléatoires où restent le nombre de liens de chacun et les cloisons",
    },
    "column.glue.excess": {"en": "brokerage less expected", "fr": "intermédiation moins l’attendue"},
    "column.glue.brokerage_z": {
        "en": "excess, in standard deviations of the random networks",
        "fr": "l’excédent, en écarts-types des réseaux aléatoires",
    },
    "column.glue.p_value": {
        "en": "how often chance alone gives an excess as large",
        "fr": "à quelle fréquence le seul hasard donne un excédent aussi grand",
    },
    "column.glue.q_value": {
        "en": "the p-value adjusted for the number of functions tested (Benjamini-Hochberg)",
        "fr": "la valeur p ajustée au nombre de fonctions testées (Benjamini-Hochberg)",
    },
    "column.glue.verdict": {"en": "`glue`, `ordinary`", "fr": "`glue` (liant), `ordinary` (ordinaire)"},
    "column.glue.rank": {
        "en": "by excess, 1 = first; the range holds 95 % of resamples",
        "fr": "selon l’excédent, 1 = première ; l’étendue contient 95 % des rééchantillons",
    },
    "column.glue.p_first": {
        "en": "resamples in which it is first",
        "fr": "rééchantillons où elle est la première",
    },
    "column.glue.coverage": {
        "en": "other functions with which it has a real exchange both ways; small ones count as one",
        "fr": "autres fonctions avec lesquelles elle a un vrai échange dans les deux sens ; les petites comptent "
        "pour une",
    },
    "column.glue.evenness": {
        "en": "whether its outside exchange is spread (1) or goes to one function (0); small ones count as one",
        "fr": "si ses échanges au-dehors sont répartis (1) ou vont à une seule fonction (0) ; les petites comptent "
        "pour une",
    },
    "column.glue.participation": {
        "en": "whether its people’s own ties are spread over functions (0 to 1); small ones count as one",
        "fr": "si les liens de ses personnes se répartissent entre fonctions (0 à 1) ; les petites comptent pour une",
    },
    "column.glue.concentration": {
        "en": "its brokerage that hangs on its most important person, in tenths",
        "fr": "part de son intermédiation qui tient à sa personne la plus importante, en dixièmes",
    },
    "column.glue.unreachable": {
        "en": "pairs of people of other functions that no path connects, in tenths",
        "fr": "paires de personnes d’autres fonctions qu’aucun chemin ne relie, en dixièmes",
    },
    "column.glue.standard_error": {
        "en": "numerical error of `excess`: finitely many random networks, sampled sources",
        "fr": "erreur numérique de `excess` : nombre fini de réseaux aléatoires, points de départ échantillonnés",
    },
    "column.glue.status": {
        "en": "`assessed`, `not_assessable`",
        "fr": "`assessed` (évaluée), `not_assessable` (non évaluable)",
    },
    "rows.glue_pairs": {
        "en": "A row per ranked function and pair of functions that it joins.",
        "fr": "Une ligne par fonction classée et par paire de fonctions qu’elle relie.",
    },
    "column.glue_pairs.function": {"en": "the one in between", "fr": "celle qui est entre les deux"},
    "column.glue_pairs.function_a": {"en": "one of the two it joins", "fr": "l’une des deux qu’elle relie"},
    "column.glue_pairs.function_b": {"en": "the other one", "fr": "l’autre"},
    "column.glue_pairs.share": {
        "en": "of its brokerage, that between the two; adds up to 1 with what is not shown",
        "fr": "part de son intermédiation qui est entre les deux ; avec ce qui n’est pas montré, le total est 1",
    },
    "column.glue_pairs.standard_error": {
        "en": "from sampled sources; 0 up to 2,000 people",
        "fr": "due aux points de départ échantillonnés ; 0 jusqu’à 2 000 personnes",
    },
    "rows.glue_without": {
        "en": "The first function by rank: as it is, and without the one and the three people who carry most of its "
        "brokerage. Shares are in tenths, for they are those of single people.",
        "fr": "La première fonction au classement : telle quelle, puis sans la personne et les trois personnes qui "
        "portent le plus de son intermédiation. Les parts sont en dixièmes, car ce sont celles de personnes.",
    },
    "column.glue_without.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.glue_without.removed": {"en": "persons taken out: 0, 1, 3", "fr": "personnes retirées : 0, 1, 3"},
    "column.glue_without.share": {
        "en": "of its brokerage, what these carry now",
        "fr": "part de son intermédiation qu’elles portent aujourd’hui",
    },
    "column.glue_without.brokerage": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "column.glue_without.expected": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "column.glue_without.excess": {"en": "as in `glue`, without them", "fr": "comme dans `glue`, sans elles"},
    "column.glue_without.rank": {"en": "as in `glue`, without them", "fr": "comme dans `glue`, sans elles"},
    "column.glue_without.unreachable": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "column.glue_without.standard_error": {
        "en": "as in `glue`, without them",
        "fr": "comme dans `glue`, sans elles",
    },
    "topic.glue": {"en": "Glue", "fr": "Liant"},
}
