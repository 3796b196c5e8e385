"""Every text of the question `silos`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.silos": {
        "en": "Which functions are more closed than this organisation's usual?",
        "fr": "Quelles fonctions sont plus fermées que d’habitude dans cette organisation ?",
    },
    "said.silos.no_walls": {
        "en": "Walls cannot be computed: ties inside functions, or between them, are missing.",
        "fr": "Les cloisons ne peuvent pas être calculées : il manque des liens au sein des fonctions, ou "
        "entre elles.",
    },
    "said.silos.walls": {
        "en": "Two people of one function are {walls:.1} times as likely to exchange as two of different "
        "ones (95% interval {low:.1} to {high:.1}), given how active they are",
        "fr": "Deux personnes d’une même fonction ont {walls:.1} fois plus de chances d’échanger que deux "
        "de fonctions différentes (intervalle à 95 % : {low:.1} à {high:.1}), compte tenu de leur activité",
    },
    "said.silos.none_assessed": {
        "en": "{walls}; no function can be called a silo or open here.",
        "fr": "{walls} ; aucune fonction ne peut être dite silo ou ouverte ici.",
    },
    "said.silos.none": {
        "en": "{walls}; none of {assessed} functions is more closed than the others beyond chance.",
        "fr": "{walls} ; aucune des {assessed} fonctions n’est plus fermée que les autres au-delà du hasard.",
    },
    "said.silos.found.one": {
        "en": "{walls}; {n} of {assessed} functions is more closed than the others: {silos}.",
        "fr": "{walls} ; {n} fonction sur {assessed} est plus fermée que les autres : {silos}.",
    },
    "said.silos.found.many": {
        "en": "{walls}; {n} of {assessed} functions are more closed than the others: {silos}.",
        "fr": "{walls} ; {n} fonctions sur {assessed} sont plus fermées que les autres : {silos}.",
    },
    "said.silos.one": {
        "en": "{function} (openness {openness:.2}, 95% interval {low:.2} to {high:.2})",
        "fr": "{function} (ouverture {openness:.2}, intervalle à 95 % : {low:.2} à {high:.2})",
    },
    "note.silos.few_simulations": {
        "en": "{n} simulated networks cannot show a small p-value, so verdicts are rarely possible; ask "
        "for {least} or more.",
        "fr": "{n} réseaux simulés ne peuvent pas montrer une petite valeur p : un verdict est rarement "
        "possible ; en demander {least} ou plus.",
    },
    "note.silos.few_functions.one": {
        "en": "{n} function can be assessed; below {least} there is no usual to compare with, so no verdict.",
        "fr": "{n} fonction peut être évaluée ; en dessous de {least}, il n’y a pas d’habituel auquel "
        "comparer, donc pas de verdict.",
    },
    "note.silos.few_functions.many": {
        "en": "{n} functions can be assessed; below {least} there is no usual to compare with, so no "
        "verdict.",
        "fr": "{n} fonctions peuvent être évaluées ; en dessous de {least}, il n’y a pas d’habituel auquel "
        "comparer, donc pas de verdict.",
    },
    "note.silos.no_usual.one": {
        "en": "More functions differ clearly than the one that could be measured apart, so what is usual here is "
        "itself unusual: an ordinary function can look closed or open. Read the figures as a ranking.",
        "fr": "Plus de fonctions diffèrent nettement que la seule qui a pu être mesurée à part : l’habituel est "
        "ici inhabituel, et une fonction ordinaire peut paraître fermée ou ouverte. Lire les chiffres comme un "
        "classement.",
    },
    "note.silos.no_usual.many": {
        "en": "More functions differ clearly than the {n} that could be measured apart, so what is usual here is "
        "itself unusual: an ordinary function can look closed or open. Read the figures as a ranking.",
        "fr": "Plus de fonctions diffèrent nettement que les {n} qui ont pu être mesurées à part : l’habituel est "
        "ici inhabituel, et une fonction ordinaire peut paraître fermée ou ouverte. Lire les chiffres comme un "
        "classement.",
    },
    "note.silos.unknown": {
        "en": "{share:%} of the people have no known function; they and their ties are left out.",
        "fr": "{share:%} des personnes n’ont pas de fonction connue ; elles et leurs liens sont laissés de "
        "côté.",
    },
    "note.silos.small.one": {
        "en": "{n} of {of} functions is too small, or has too few ties, to be assessed.",
        "fr": "{n} fonction sur {of} est trop petite, ou a trop peu de liens, pour être évaluée.",
    },
    "note.silos.small.many": {
        "en": "{n} of {of} functions are too small, or have too few ties, to be assessed.",
        "fr": "{n} fonctions sur {of} sont trop petites, ou ont trop peu de liens, pour être évaluées.",
    },
    "note.silos.shaky": {
        "en": "So few ties that resamples lose all inside or all across: {functions:,}.",
        "fr": "Si peu de liens que les rééchantillons perdent tous ceux du dedans ou tous ceux du dehors : "
        "{functions:,}.",
    },
    "note.silos.size": {
        "en": "Openness goes with size here (rank correlation {correlation:+.2}): a large function looks "
        "open where people work in small teams; read verdicts on the largest and smallest functions with "
        "care.",
        "fr": "L’ouverture va de pair avec la taille ici (corrélation des rangs {correlation:+.2}) : une "
        "grande fonction paraît ouverte là où l’on travaille en petites équipes ; lire avec prudence les "
        "verdicts sur les plus grandes et les plus petites.",
    },
    "silos.heading": {
        "en": "Silos: which functions are closed",
        "fr": "Silos : quelles fonctions sont fermées",
    },
    "silos.walls": {
        "en": "Walls between functions: two people of one function are {walls} times as likely to exchange "
        "as two of different functions, given how active they are (95% interval {interval}).",
        "fr": "Cloisons entre fonctions : deux personnes d’une même fonction ont {walls} fois plus de "
        "chances d’échanger que deux de fonctions différentes, compte tenu de leur activité (intervalle à "
        "95 % : {interval}).",
    },
    "silos.modularity": {
        "en": "Modularity of the functions, a measure of how much exchange stays inside them: "
        "{modularity:.2}; this is {z:.1} standard deviations from networks rewired at random.",
        "fr": "Modularité des fonctions, qui mesure combien les échanges y restent enfermés : "
        "{modularity:.2} ; soit à {z:.1} écarts-types de réseaux recâblés au hasard.",
    },
    "silos.chart": {
        "en": "Openness of each function; 1 = as open as the others here (logarithmic scale)",
        "fr": "Ouverture de chaque fonction ; 1 = aussi ouverte que les autres ici (échelle logarithmique)",
    },
    "silos.chart_read": {
        "en": "Left of the dashed line: more closed than the others. Filled dots: beyond chance. The bar "
        "is the 95% interval: the values that resampled data would give.",
        "fr": "À gauche du trait : plus fermée que les autres. Points pleins : au-delà du hasard. La barre "
        "est l’intervalle à 95 % : les valeurs que donneraient des données rééchantillonnées.",
    },
    "silos.heat": {
        "en": "Who exchanges more, or less, than expected",
        "fr": "Qui échange plus, ou moins, qu’attendu",
    },
    "silos.heat_read": {
        "en": "Observed exchange divided by what people’s activity and the usual walls would give. 2 is "
        "twice as much, 0.5 half as much, 0 none at all (0.0 next to none). "
        "Functions that exchange more stand together; on the diagonal, "
        "exchange inside a function.",
        "fr": "Échanges observés divisés par ce que donneraient l’activité des personnes et les cloisons "
        "habituelles. 2 : le double ; 0,5 : la moitié ; 0 : aucun (0,0 : presque aucun). "
        "Les fonctions qui échangent davantage sont voisines "
        "; sur la diagonale, les échanges au sein d’une fonction.",
    },
    "silos.heat_key": {"en": "observed / expected exchange", "fr": "échanges observés / attendus"},
    "silos.heat_describe": {
        "en": "Squares coloured by observed over expected exchange between each two of {n} functions; the "
        "table that follows has the numbers.",
        "fr": "Carrés colorés selon le rapport des échanges observés aux échanges attendus entre {n} "
        "fonctions deux à deux ; le tableau qui suit donne les chiffres.",
    },
    "silos.openness": {"en": "How open each function is", "fr": "L’ouverture de chaque fonction"},
    "silos.teams": {
        "en": "Team queues ({n}) exchange as part of their functions; the column people does not count them.",
        "fr": "Les files d’équipe ({n}) échangent comme part de leurs fonctions ; la colonne personnes ne les "
        "compte pas.",
    },
    "method.silos": {
        "en": "Silos. A degree-corrected planted-partition model gives what each pair would exchange given "
        "how active both are; openness is the factor by which pairs across a function’s border depart from "
        "it. The E-I index is shown beside what random labels would give, never alone.",
        "fr": "Silos. Un modèle de partition corrigé des degrés donne ce que chaque paire échangerait vu "
        "l’activité des deux ; l’ouverture est le facteur dont s’en écartent les paires qui franchissent "
        "la frontière d’une fonction. L’indice E-I est montré à côté de ce que donneraient des étiquettes "
        "tirées au hasard, jamais seul.",
    },
    "rows.silos": {
        "en": "A row per function. Which functions are more closed than is usual here?",
        "fr": "Une ligne par fonction. Quelles fonctions sont plus fermées qu’il n’est habituel ici ?",
    },
    "column.silos.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.silos.people": {"en": "persons, not teams", "fr": "personnes, sans les équipes"},
    "column.silos.internal": {
        "en": "exchange inside the function; each tie once",
        "fr": "échanges au sein de la fonction ; chaque lien une fois",
    },
    "column.silos.external": {
        "en": "exchange across its border; each tie once",
        "fr": "échanges à travers sa frontière ; chaque lien une fois",
    },
    "column.silos.ei": {
        "en": "E-I index, (external - internal) / both, from -1 to 1. Never read it alone",
        "fr": "indice E-I, (dehors - dedans) / les deux, de -1 à 1. Ne jamais le lire seul",
    },
    "column.silos.ei_expected": {
        "en": "its mean when the labels of functions are shuffled among the people",
        "fr": "sa moyenne quand on mélange les fonctions entre les personnes",
    },
    "column.silos.openness": {
        "en": "how frequent ties across its border are, compared with those between the others; 1 = as usual",
        "fr": "fréquence des liens à travers sa frontière, comparée à celle des liens entre les autres ; 1 = comme "
        "d’habitude",
    },
    "column.silos.p_value": {
        "en": "how often chance alone gives an openness as far from 1",
        "fr": "à quelle fréquence le seul hasard donne une ouverture aussi éloignée de 1",
    },
    "column.silos.q_value": {
        "en": "the p-value adjusted for the number of functions tested (Benjamini-Hochberg)",
        "fr": "la valeur p ajustée au nombre de fonctions testées (Benjamini-Hochberg)",
    },
    "column.silos.verdict": {
        "en": "`silo`, `open`, `ordinary`, `not_assessable`, `no_verdict` (fewer than five functions)",
        "fr": "`silo`, `open` (ouverte), `ordinary` (ordinaire), `not_assessable` (non évaluable), `no_verdict` (moins "
        "de cinq fonctions)",
    },
    "rows.exchange": {
        "en": "A row per pair of functions, and per function with itself.",
        "fr": "Une ligne par paire de fonctions, et par fonction avec elle-même.",
    },
    "column.exchange.function_a": {"en": "name of one function", "fr": "nom de l’une des fonctions"},
    "column.exchange.function_b": {
        "en": "name of the other; the same again for exchange inside a function",
        "fr": "nom de l’autre ; le même pour les échanges au sein d’une fonction",
    },
    "column.exchange.observed": {"en": "exchange between the two", "fr": "échanges entre les deux"},
    "column.exchange.expected": {
        "en": "what people’s activity and the walls usual here would give",
        "fr": "ce que donneraient l’activité des personnes et les cloisons habituelles ici",
    },
    "column.exchange.ratio": {"en": "observed / expected", "fr": "observés / attendus"},
    "column.exchange.z": {
        "en": "observed less expected, in standard deviations of simulated networks",
        "fr": "observés moins attendus, en écarts-types de réseaux simulés",
    },
    "topic.silos": {"en": "Silos", "fr": "Silos"},
}
