"""Every text of the question `whatif`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.whatif": {
        "en": "What would change without a function, or with a few more ties between functions?",
        "fr": "Qu’est-ce qui changerait sans une fonction, ou avec quelques liens de plus entre fonctions ?",
    },
    "said.whatif.whole": {"en": "{parts:;}.", "fr": "{parts:;}."},
    "said.whatif.compared.one": {
        "en": "{n} scenario compared with the network as observed.",
        "fr": "{n} scénario comparé au réseau tel qu’il est observé.",
    },
    "said.whatif.compared.many": {
        "en": "{n} scenarios compared with the network as observed.",
        "fr": "{n} scénarios comparés au réseau tel qu’il est observé.",
    },
    "said.whatif.without": {
        "en": "Without {function}, {cut} of {pairs} pairs of people of other functions lose every path, "
        "the most of all functions",
        "fr": "Sans {function}, {cut} des {pairs} paires de personnes d’autres fonctions perdent tout "
        "chemin, le plus de toutes les fonctions",
    },
    "said.whatif.without_longer": {
        "en": "Without {function}, {cut} of {pairs} pairs of people of other functions lose every path, "
        "the most of all functions, and the others' paths are {longer:.3} steps longer on average (now "
        "{before:.2})",
        "fr": "Sans {function}, {cut} des {pairs} paires de personnes d’autres fonctions perdent tout "
        "chemin, le plus de toutes les fonctions, et les chemins des autres s’allongent de {longer:.3} pas "
        "en moyenne (aujourd’hui {before:.2})",
    },
    "said.whatif.longer": {
        "en": "Without {function}, paths between people of other functions are {longer:.3} steps longer on average "
        "(now {before:.2})",
        "fr": "Sans {function}, les chemins entre personnes des autres fonctions s’allongent de {longer:.3} pas en "
        "moyenne (aujourd’hui {before:.2})",
    },
    "said.whatif.ties.one": {
        "en": "{n} more tie between functions, chosen best ({ends:,}), would {gains}",
        "fr": "{n} lien de plus entre fonctions, choisi au mieux ({ends:,}), pourrait {gains}",
    },
    "said.whatif.ties.many": {
        "en": "{n} more ties between functions, chosen best ({ends:,}), would {gains}",
        "fr": "{n} liens de plus entre fonctions, choisis au mieux ({ends:,}), pourraient {gains}",
    },
    "said.whatif.ends.one": {"en": "{a} and {b}", "fr": "{a} et {b}"},
    "said.whatif.ends.many": {"en": "{n} times {a} and {b}", "fr": "{n} fois {a} et {b}"},
    "said.whatif.join": {
        "en": "join {pairs} pairs that have no path",
        "fr": "relier {pairs} paires qui n’ont pas de chemin",
    },
    "said.whatif.shorten": {
        "en": "shorten paths by {steps:.3} steps on average",
        "fr": "raccourcir les chemins de {steps:.3} pas en moyenne",
    },
    "said.whatif.nobody_cut": {
        "en": "Without any single function, no two people of others would lose every path; at most, "
        "without {function}, paths between them are {longer:.3} steps longer on average (now {before:.2})",
        "fr": "Sans l’une quelconque des fonctions, aucune paire de personnes des autres ne perdrait tout "
        "chemin ; au plus, sans {function}, leurs chemins s’allongent de {longer:.3} pas en moyenne "
        "(aujourd’hui {before:.2})",
    },
    "said.whatif.nothing_gained.one": {
        "en": "{n} more tie between functions, chosen best, would change next to nothing",
        "fr": "{n} lien de plus entre fonctions, choisi au mieux, ne changerait presque rien",
    },
    "said.whatif.nothing_gained.many": {
        "en": "{n} more ties between functions, chosen best, would change next to nothing",
        "fr": "{n} liens de plus entre fonctions, choisis au mieux, ne changeraient presque rien",
    },
    "note.whatif.nobody": {
        "en": "Nobody takes over the ties of those who leave: this says what runs through a function "
        "today, no more.",
        "fr": "Personne ne reprend les liens de ceux qui partent : cela dit ce qui passe aujourd’hui par "
        "une fonction, rien de plus.",
    },
    "note.whatif.size": {
        "en": "A larger function cuts more: the glue says which connects more than its size explains.",
        "fr": "Une fonction plus grande coupe davantage : le liant dit laquelle relie plus que sa taille ne "
        "l’explique.",
    },
    "note.whatif.liaisons": {
        "en": "Liaisons: the best found of {n} new ties; the gain supposes that the two would go on "
        "exchanging, and that others would pass through them.",
        "fr": "Liaisons : les meilleures parmi {n} nouveaux liens ; le gain suppose que les deux "
        "continuent d’échanger, et que d’autres passent par elles.",
    },
    "note.whatif.small.one": {
        "en": "{n} small function is neither removed singly nor given liaisons.",
        "fr": "{n} petite fonction n’est ni retirée seule ni dotée de liaisons.",
    },
    "note.whatif.small.many": {
        "en": "{n} small functions are neither removed singly nor given liaisons.",
        "fr": "{n} petites fonctions ne sont ni retirées seules ni dotées de liaisons.",
    },
    "note.whatif.sampled": {
        "en": "Paths were searched from a random sample of people; *_error are standard errors.",
        "fr": "Les chemins ont été cherchés à partir d’un échantillon aléatoire de personnes ; *_error "
        "sont des erreurs types.",
    },
    "method.whatif": {
        "en": "What if. Shortest paths are counted again without a function, or with the best of the "
        "possible new ties between functions.",
        "fr": "Et si. Les plus courts chemins sont recomptés sans une fonction, ou avec les meilleurs des "
        "nouveaux liens possibles entre fonctions.",
    },
    "whatif.heading": {
        "en": "What would help, and what would hurt",
        "fr": "Ce qui aiderait, et ce qui nuirait",
    },
    "whatif.lead": {
        "en": "Worked out on the ties as they were observed: exact for them, so without an interval. "
        "It is assumed that nobody takes over the ties of those who leave.",
        "fr": "Calculé sur les liens tels qu’ils ont été observés : exact pour ceux-ci, donc sans "
        "intervalle. On suppose que personne ne reprend les liens de ceux qui partent.",
    },
    "topic.whatif": {"en": "What if", "fr": "Et si"},
    "rows.whatif": {
        "en": "A row per scenario. What would change if a function left, or a few people linked functions?",
        "fr": "Une ligne par scénario. Qu’est-ce qui changerait si une fonction partait, ou si "
        "quelques personnes reliaient des fonctions ?",
    },
    "column.whatif.scenario": {"en": "in words", "fr": "en toutes lettres"},
    "column.whatif.kind": {
        "en": "remove, merge, liaison",
        "fr": "remove (retirer), merge (fusionner), liaison",
    },
    "column.whatif.function": {
        "en": "the function it is about; of liaisons, one of the last tie added",
        "fr": "la fonction dont il s’agit ; pour les liaisons, l’une de celles du dernier lien ajouté",
    },
    "column.whatif.function_b": {
        "en": "the others it is about; of liaisons, the other one of the last tie added",
        "fr": "les autres dont il s’agit ; pour les liaisons, l’autre du dernier lien ajouté",
    },
    "column.whatif.people": {
        "en": "persons and teams of these functions",
        "fr": "personnes et équipes de ces fonctions",
    },
    "column.whatif.exchange_lost": {
        "en": "ties that end in a function removed; empty where few people have no function, whose "
        "exchange it would tell",
        "fr": "liens qui aboutissent à une fonction retirée ; vide si peu de personnes sont sans "
        "fonction : on en tirerait leurs échanges",
    },
    "column.whatif.exchange_lost_share": {
        "en": "the same, of all strength",
        "fr": "les mêmes, parmi toute la force des liens",
    },
    "column.whatif.pairs_before": {
        "en": "pairs of people of different functions that a path connects now",
        "fr": "paires de personnes de fonctions différentes qu’un chemin relie aujourd’hui",
    },
    "column.whatif.pairs_cut": {
        "en": "of these, pairs without a path then",
        "fr": "parmi elles, celles qui n’auraient plus de chemin",
    },
    "column.whatif.pairs_joined": {
        "en": "pairs that only then have a path",
        "fr": "paires qui n’auraient un chemin qu’alors",
    },
    "column.whatif.path_length_before": {
        "en": "mean steps over the pairs connected both before and after, now",
        "fr": "pas en moyenne entre les paires reliées avant comme après, aujourd’hui",
    },
    "column.whatif.path_length_after": {"en": "the same then", "fr": "les mêmes alors"},
    "column.whatif.path_length_change": {"en": "the difference of both", "fr": "la différence des deux"},
    "column.whatif.walls_before": {
        "en": "how many times likelier two people of one function exchange than two of different ones, now",
        "fr": "combien de fois deux personnes d’une même fonction échangent plus probablement que "
        "deux de fonctions différentes, aujourd’hui",
    },
    "column.whatif.walls_after": {"en": "the same then", "fr": "le même alors"},
    "column.whatif.cross_share_before": {
        "en": "strength that crosses functions, now",
        "fr": "force des liens qui traverse les fonctions, aujourd’hui",
    },
    "column.whatif.cross_share_after": {"en": "the same then", "fr": "la même alors"},
    "column.whatif.within_24h_before": {
        "en": "questions between functions answered within a day, now",
        "fr": "questions entre fonctions répondues en un jour, aujourd’hui",
    },
    "column.whatif.within_24h_after": {"en": "the same then", "fr": "les mêmes alors"},
    "column.whatif.pairs_error": {
        "en": "standard error of the pairs where paths are sampled; 0 up to 20,000 people",
        "fr": "erreur type des paires si les chemins sont échantillonnés ; 0 jusqu’à 20 000 personnes",
    },
    "column.whatif.path_length_error": {
        "en": "standard error of the change of paths; 0 up to 20,000 people",
        "fr": "erreur type de l’évolution des chemins ; 0 jusqu’à 20 000 personnes",
    },
    "whatif.chart": {
        "en": "Mean path length between functions (steps)",
        "fr": "Longueur moyenne des chemins entre fonctions (pas)",
    },
    "whatif.chart_read": {
        "en": "The faint stroke leads from paths as they are to those of the scenario.",
        "fr": "Le trait pâle mène des chemins d’aujourd’hui à ceux du scénario.",
    },
    "whatif.as_observed": {"en": "as observed", "fr": "tel qu’observé"},
    "whatif.in_scenario": {"en": "in the scenario", "fr": "dans le scénario"},
    "whatif.cut_off": {"en": "{pairs} pairs cut off", "fr": "{pairs} paires coupées"},
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
}
