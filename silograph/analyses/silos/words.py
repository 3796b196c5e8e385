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
        "en": "No function can be called a silo or open here",
        "fr": "Aucune fonction ne peut être dite silo ou ouverte ici",
    },
    "said.silos.everybody": {
        "en": "Every function keeps to itself, more than in any organisation known for comparison",
        "fr": "Chaque fonction reste entre soi, plus que dans toute organisation connue en comparaison",
    },
    "said.silos.none": {
        "en": "No function is more closed than the others beyond chance",
        "fr": "Aucune fonction n’est plus fermée que les autres au-delà du hasard",
    },
    "said.silos.slight": {
        "en": "Some functions differ from the others, but too little to matter",
        "fr": "Certaines fonctions diffèrent des autres, mais trop peu pour que cela compte",
    },
    "said.silos.unsure.one": {
        "en": "{names} is more closed than the others, but how much is too uncertain to call it a silo",
        "fr": "{names} est plus fermée que les autres, mais à quel point reste trop incertain pour parler de silo",
    },
    "said.silos.unsure.many": {
        "en": "{names} are more closed than the others, but how much is too uncertain to call them silos",
        "fr": "{names} sont plus fermées que les autres, mais à quel point reste trop incertain pour parler "
        "de silos",
    },
    "said.silos.found.one": {
        "en": "{names} is more closed than the other functions",
        "fr": "{names} est plus fermée que les autres fonctions",
    },
    "said.silos.found.many": {
        "en": "{names} are more closed than the other functions",
        "fr": "{names} sont plus fermées que les autres fonctions",
    },
    "said.silos.answer": {
        "en": "{finding}. {walls}.",
        "fr": "{finding}. {walls}.",
    },
    "said.silos.answer_found.one": {
        "en": "{finding}. That is {n} of {assessed} functions: {silos}. {walls}.",
        "fr": "{finding}. Soit {n} fonction sur {assessed} : {silos}. {walls}.",
    },
    "said.silos.answer_found.many": {
        "en": "{finding}. That is {n} of {assessed} functions: {silos}. {walls}.",
        "fr": "{finding}. Soit {n} fonctions sur {assessed} : {silos}. {walls}.",
    },
    "said.silos.one": {
        "en": "{function} (openness {openness:.2}, 95% interval {low:.2} to {high:.2})",
        "fr": "{function} (ouverture {openness:.2}, intervalle à 95 % : {low:.2} à {high:.2})",
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
    "note.silos.only_site.one": {
        "en": "{names} looks closed only because of its people’s {shared}: beside people in the same position it is "
        "as open as the others.",
        "fr": "{names} ne paraît fermée que par {shared} de ses membres : à situation égale, elle est aussi ouverte "
        "que les autres.",
    },
    "note.silos.only_site.many": {
        "en": "{names} look closed only because of their people’s {shared}: beside people in the same position they "
        "are as open as the others.",
        "fr": "{names} ne paraissent fermées que par {shared} de leurs membres : à situation égale, elles sont aussi "
        "ouvertes que les autres.",
    },
    "note.silos.site_or_function.one": {
        "en": "{names} sits apart from everybody else: nobody can say whether it is closed itself or only its "
        "people’s {shared}; it gets no verdict.",
        "fr": "{names} est séparée de toutes les autres : impossible de dire si c’est elle qui est fermée ou "
        "seulement {shared} de ses membres ; pas de verdict.",
    },
    "note.silos.site_or_function.many": {
        "en": "{names} sit apart from everybody else: nobody can say whether they are closed themselves or only their "
        "people’s {shared}; they get no verdict.",
        "fr": "{names} sont séparées de toutes les autres : impossible de dire si ce sont elles qui sont fermées ou "
        "seulement {shared} de leurs membres ; pas de verdict.",
    },
    "note.silos.despite_site.one": {
        "en": "{names} shows as closed only once its people’s {shared} is taken into account: they have every "
        "occasion to meet the others.",
        "fr": "{names} n’apparaît fermée qu’une fois pris en compte {shared} de ses membres, qui ont pourtant toute "
        "occasion de voir les autres.",
    },
    "note.silos.despite_site.many": {
        "en": "{names} show as closed only once their people’s {shared} is taken into account: they have every "
        "occasion to meet the others.",
        "fr": "{names} n’apparaissent fermées qu’une fois pris en compte {shared} de leurs membres, qui ont pourtant "
        "toute occasion de voir les autres.",
    },
    "silos.position.site": {"en": "site", "fr": "le site"},
    "silos.position.unit": {"en": "unit", "fr": "l’unité"},
    "silos.position.manager": {"en": "manager", "fr": "le responsable"},
    "silos.position.level": {"en": "level", "fr": "le niveau"},
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
        "en": "Walls between functions: two people of one function are {walls:.1} times as likely to exchange "
        "as two of different functions, given how active they are (95% interval {low:.1} to {high:.1}).",
        "fr": "Cloisons entre fonctions : deux personnes d’une même fonction ont {walls:.1} fois plus de "
        "chances d’échanger que deux de fonctions différentes, compte tenu de leur activité (intervalle à "
        "95 % : {low:.1} à {high:.1}).",
    },
    "silos.walls_same_site": {
        "en": "Among people on one site it is {walls:.1} times (95% interval {low:.1} to {high:.1}).",
        "fr": "Entre personnes d’un même site, c’est {walls:.1} fois (intervalle à 95 % : {low:.1} à {high:.1}).",
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
        "is the 95% interval: what other people in their place might have given.",
        "fr": "À gauche du trait : plus fermée que les autres. Points pleins : au-delà du hasard. La barre "
        "est l’intervalle à 95 % : ce que d’autres personnes à leur place auraient pu donner.",
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
    "column.openness_without_site": {"en": "functions alone", "fr": "fonctions seules"},
    "silos.without_note": {
        "en": "Openness takes into account what the people file says of pairs ({shared}); the column {column} "
        "does not.",
        "fr": "L’ouverture tient compte de ce que le fichier des personnes dit des paires ({shared}) ; la colonne "
        "{column}, non.",
    },
    "silos.shared.site": {"en": "same site", "fr": "même site"},
    "silos.shared.unit": {"en": "same unit", "fr": "même unité"},
    "silos.shared.manager": {"en": "same manager", "fr": "même responsable"},
    "silos.shared.level": {"en": "difference in level", "fr": "écart de niveau"},
    "silos.openness": {"en": "How open each function is", "fr": "L’ouverture de chaque fonction"},
    "silos.teams": {
        "en": "Team queues ({n}) exchange as part of their functions; the column people does not count them.",
        "fr": "Les files d’équipe ({n}) échangent comme part de leurs fonctions ; la colonne personnes ne les "
        "compte pas.",
    },
    "method.silos": {
        "en": "Silos. A degree-corrected planted-partition model gives what each pair would exchange given "
        "how active both are and, as far as known, whether they share a site, unit or manager; openness is the "
        "factor by which pairs across a function’s border depart from it, all functions at once. The interval is "
        "what openness would vary by if each person with all their ties were left out in turn, got by formula: "
        "people are counted, not ties; where some pairs of functions are closer than others it is wider. The E-I index "
        "is shown beside what random labels would give, never alone.",
        "fr": "Silos. Un modèle de partition corrigé des degrés donne ce que chaque paire échangerait vu "
        "l’activité des deux et, si c’est connu, leur site, leur unité ou leur responsable communs ; l’ouverture "
        "est le facteur dont s’en écartent les paires qui franchissent la frontière d’une fonction, toutes les "
        "fonctions ensemble. L’intervalle dit de combien l’ouverture varierait si l’on ôtait tour à tour chaque "
        "personne avec tous ses liens, ce qu’une formule donne : on compte des personnes, non des liens ; il est plus "
        "large là où certaines paires de fonctions sont plus proches que d’autres. L’indice E-I est montré à côté de "
        "ce que donneraient des étiquettes tirées au hasard, jamais seul.",
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
    "column.silos.openness_without_site": {
        "en": "openness where only functions count, not who shares a site, unit or manager",
        "fr": "ouverture si seules comptent les fonctions, et non qui partage un site, une unité ou un "
        "responsable",
    },
    "column.silos.verdict_without_site": {
        "en": "the verdict where only functions count",
        "fr": "le verdict si seules comptent les fonctions",
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
        "en": "observed less expected, in standard deviations that chance would give",
        "fr": "observés moins attendus, en écarts-types que donnerait le hasard",
    },
    "topic.silos": {"en": "Silos", "fr": "Silos"},
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
    "column.observed": {"en": "observed", "fr": "observés"},
    "verdict.silo": {"en": "silo: more closed", "fr": "silo : plus fermée"},
}
