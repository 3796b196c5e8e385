"""Texts of the network page."""

TEXTS: dict[str, dict[str, str]] = {
    # the network page
    "page.title": {"en": "Who talks to whom?", "fr": "Qui parle à qui ?"},
    "page.noscript": {
        "en": "This page draws with JavaScript, which is switched off here. The report has the same numbers.",
        "fr": "Cette page se dessine en JavaScript, qui est désactivé ici. Le rapport donne les mêmes chiffres.",
    },
    "page.nobody": {
        "en": "There are too few people here to show anything without pointing at somebody.",
        "fr": "Il y a ici trop peu de personnes pour montrer quoi que ce soit sans désigner quelqu’un.",
    },
    "page.search_function": {"en": "Find a function", "fr": "Chercher une fonction"},
    "page.search_person": {"en": "Find a function or a person", "fr": "Chercher fonction ou personne"},
    "page.no_hit": {"en": "Nothing by that name", "fr": "Rien à ce nom"},
    "page.view": {"en": "View", "fr": "Vue"},
    "page.functions": {"en": "Functions", "fr": "Fonctions"},
    "page.people": {"en": "People", "fr": "Personnes"},
    "page.fit": {"en": "Show all", "fr": "Tout voir"},
    "page.zoom_in": {"en": "Zoom in", "fr": "Agrandir"},
    "page.zoom_out": {"en": "Zoom out", "fr": "Réduire"},
    "page.back": {"en": "Back to the overview", "fr": "Retour à l’ensemble"},
    "page.canvas": {
        "en": "Drawing of the network. The list beside it says the same in words.",
        "fr": "Dessin du réseau. La liste à côté dit la même chose en mots.",
    },
    "page.n_people.one": {"en": "{n} person", "fr": "{n} personne"},
    "page.n_people.many": {"en": "{n} people", "fr": "{n} personnes"},
    "page.tile_people": {"en": "people who exchange", "fr": "personnes qui échangent"},
    "page.tile_nodes": {"en": "people and teams who exchange", "fr": "personnes et équipes qui échangent"},
    "page.tile_functions": {"en": "functions", "fr": "fonctions"},
    "page.tile_cross": {
        "en": "of exchange crosses from one function to another",
        "fr": "des échanges passent d’une fonction à une autre",
    },
    "page.tile_expected": {
        "en": "would cross if people wrote without regard to functions",
        "fr": "passeraient si chacun écrivait sans égard aux fonctions",
    },
    "page.list_functions": {
        "en": "Functions, largest first",
        "fr": "Fonctions, de la plus grande à la plus petite",
    },
    "page.hint": {
        "en": "Click a function, in the drawing or in the list, to see whom it exchanges with.",
        "fr": "Cliquez sur une fonction, dans le dessin ou la liste, pour voir avec qui elle échange.",
    },
    "page.hint_people": {
        "en": "Click a function or a person to see whom they exchange with.",
        "fr": "Cliquez sur une fonction ou une personne pour voir avec qui elle échange.",
    },
    "page.stays": {
        "en": "{inside} of the exchange of the people in {name} stays within the function; "
        "{outside} goes to other functions.",
        "fr": "{inside} des échanges des personnes de {name} restent dans la fonction ; "
        "{outside} vont à d’autres fonctions.",
    },
    "page.usual": {
        "en": "Across the whole organisation {share} goes to other functions. A large function keeps more to itself "
        "by its size alone; the report takes size into account.",
        "fr": "Dans l’ensemble de l’organisation, {share} vont à d’autres fonctions. Une grande fonction garde "
        "davantage pour elle du seul fait de sa taille ; le rapport en tient compte.",
    },
    "page.partners": {
        "en": "Where its exchange with other functions goes",
        "fr": "Où vont ses échanges avec les autres fonctions",
    },
    "page.no_partner": {
        "en": "It exchanges with no other function.",
        "fr": "Elle n’échange avec aucune autre fonction.",
    },
    "page.nothing_with": {"en": "No exchange with: {names}.", "fr": "Aucun échange avec : {names}."},
    "page.small_note": {
        "en": "Functions with fewer than {n} people are shown together, so that no figure points at somebody. "
        "Where needed, the next smallest function joins them.",
        "fr": "Les fonctions de moins de {n} personnes sont montrées ensemble, pour qu’aucun chiffre ne désigne "
        "quelqu’un. Au besoin, la fonction suivante par la taille les rejoint.",
    },
    "page.unknown_note.one": {
        "en": "{n} person without a known function is not in the figures about functions.",
        "fr": "{n} personne sans fonction connue n’est pas dans les chiffres sur les fonctions.",
    },
    "page.unknown_note.many": {
        "en": "{n} people without a known function are not in the figures about functions.",
        "fr": "{n} personnes sans fonction connue ne sont pas dans les chiffres sur les fonctions.",
    },
    "page.too_many": {
        "en": "With more than {n} people, this page shows functions only.",
        "fr": "Au-delà de {n} personnes, cette page ne montre que les fonctions.",
    },
    "page.person_in": {"en": "in {name}", "fr": "dans {name}"},
    "page.person_reach": {
        "en": "Exchanges with {people}, of whom {outside} in other functions.",
        "fr": "Échange avec {people}, dont {outside} dans d’autres fonctions.",
    },
    "page.person_where": {"en": "Where this exchange goes", "fr": "Où vont ces échanges"},
    "page.person_partners": {"en": "Strongest ties", "fr": "Liens les plus forts"},
    "page.own_function": {"en": "own function", "fr": "sa fonction"},
    "page.legend": {"en": "How to read this", "fr": "Comment lire ce dessin"},
    "page.legend_size": {"en": "larger bubble: more people", "fr": "plus grande bulle : plus de personnes"},
    "page.legend_width": {"en": "thicker line: more exchange", "fr": "trait plus épais : plus d’échanges"},
    "page.legend_near": {
        "en": "closer: more exchange than their activity explains",
        "fr": "plus proches : plus d’échanges que leur activité n’en explique",
    },
    "page.legend_dot": {
        "en": "one person; larger: exchanges with more people of other functions",
        "fr": "une personne ; plus grande : échange avec plus de personnes d’autres fonctions",
    },
    "page.legend_dot_anonymous": {
        "en": "P001 …: people under pseudonyms",
        "fr": "P001 … : des personnes sous pseudonyme",
    },
    "page.legend_side": {
        "en": "place in the disc: on the side of their partners elsewhere",
        "fr": "place dans le disque : du côté des partenaires d’ailleurs",
    },
    "page.legend_cross": {"en": "exchange between two functions", "fr": "échange entre deux fonctions"},
    "page.legend_strongest": {
        "en": "The {shown} strongest of {all} ties are drawn; a click shows all of one.",
        "fr": "Les {shown} liens les plus forts sur {all} sont dessinés ; un clic les montre tous pour un point.",
    },
    "page.exchange_means": {
        "en": "Exchange: messages, each shared among its recipients; copies and reactions count less.",
        "fr": "Échange : les messages, chacun réparti entre ses destinataires ; copies et réactions comptent moins.",
    },
    "page.period": {"en": "{first} to {last}", "fr": "du {first} au {last}"},
}
