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
}
