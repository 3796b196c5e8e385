"""Texts of the network page."""

TEXTS: dict[str, dict[str, str]] = {
    # the network page
    "page.title": {"en": "Who talks to whom?", "fr": "Qui parle à qui ?"},
    "page.noscript": {
        "en": "This page draws with JavaScript, which is switched off here. The report has the same numbers.",
        "fr": "Cette page se dessine en JavaScript, qui est désactivé ici. Le rapport donne les mêmes "
        "chiffres.",
    },
    "page.nobody": {
        "en": "There are too few people here to show anything without pointing at somebody.",
        "fr": "Il y a ici trop peu de personnes pour montrer quoi que ce soit sans désigner quelqu’un.",
    },
    "page.search_function": {"en": "Find a function", "fr": "Chercher une fonction"},
    "page.search_person": {"en": "Find function or person", "fr": "Fonction ou personne"},
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
    "page.n_teams.one": {"en": "{n} team", "fr": "{n} équipe"},
    "page.n_teams.many": {"en": "{n} teams", "fr": "{n} équipes"},
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
    "page.stays": {
        "en": "{name}: {inside} of its people’s exchange stays within the function; {outside} goes to other "
        "functions.",
        "fr": "{name} : {inside} des échanges restent dans la fonction ; {outside} vont à d’autres fonctions.",
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
        "fr": "Les {shown} liens les plus forts sur {all} sont dessinés ; un clic les montre tous pour un"
        " point.",
    },
    "page.exchange_means": {
        "en": "Exchange: messages, each shared among its recipients; copies and reactions count less.",
        "fr": "Échange : les messages, chacun réparti entre ses destinataires ; copies et réactions "
        "comptent moins.",
    },
    "page.period": {"en": "{first} to {last}", "fr": "du {first} au {last}"},
    "page.search": {"en": "Find a function or a person", "fr": "Chercher une fonction ou une personne"},
    "page.hits": {"en": "Found", "fr": "Trouvé"},
    "page.screens": {"en": "Screens for the workshop", "fr": "Écrans pour l’atelier"},
    "page.save": {"en": "Save", "fr": "Enregistrer"},
    "page.save_png": {"en": "Picture (PNG)", "fr": "Image (PNG)"},
    "page.save_svg": {"en": "Drawing (SVG)", "fr": "Dessin (SVG)"},
    "page.print": {"en": "Print, or PDF", "fr": "Imprimer, ou PDF"},
    "page.theme": {"en": "Light, dark, projector", "fr": "Clair, sombre, projecteur"},
    "page.other_language": {"en": "Passer au français", "fr": "Switch to English"},
    "page.close": {"en": "Close", "fr": "Fermer"},
    "page.tour": {"en": "Guided tour", "fr": "Visite guidée"},
    "page.panel": {"en": "In words", "fr": "En mots"},
    "page.filters": {"en": "Which messages count", "fr": "Quels messages comptent"},
    "page.channels": {"en": "Channels", "fr": "Canaux"},
    "page.channel_email": {"en": "E-mail", "fr": "Courriel"},
    "page.channel_post": {"en": "Posts", "fr": "Publications"},
    "page.channel_handoff": {"en": "Handoffs of cases", "fr": "Transferts de dossiers"},
    "page.months": {"en": "Months", "fr": "Mois"},
    "page.months_span": {"en": "{first} to {last}", "fr": "{first} à {last}"},
    "page.from_month": {"en": "From month", "fr": "Du mois"},
    "page.to_month": {"en": "To month", "fr": "Au mois"},
    "page.play": {"en": "Play month by month", "fr": "Faire défiler mois par mois"},
    "page.pause": {"en": "Pause", "fr": "Pause"},
    "page.all_data": {"en": "All data", "fr": "Toutes les données"},
    "page.selection": {"en": "Shown: {what}. {how}", "fr": "Affiché : {what}. {how}"},
    "page.counted_apart": {
        "en": "These figures were counted on these messages alone.",
        "fr": "Ces chiffres ont été comptés sur ces seuls messages.",
    },
    "page.added_here": {
        "en": "These figures were added up in this page.",
        "fr": "Ces chiffres ont été additionnés dans cette page.",
    },
    "page.not_recomputed": {"en": "Not recomputed for this choice.", "fr": "Non recalculé pour ce choix."},
    "page.too_few": {
        "en": "Fewer than {n} of its people are active in this choice: no figures.",
        "fr": "Moins de {n} de ses personnes sont actives dans ce choix : pas de chiffres.",
    },
    "page.few": {"en": "too few active", "fr": "trop peu d’actifs"},
    "page.few_together": {"en": "functions with few people active", "fr": "fonctions avec peu d’actifs"},
    "page.few_left_out": {
        "en": "Exchange with functions of which fewer than {n} people are active is left out.",
        "fr": "Les échanges avec les fonctions dont moins de {n} personnes sont actives sont laissés de côté.",
    },
    "page.group_small": {"en": "(small functions)", "fr": "(petites fonctions)"},
    "page.group_unknown": {"en": "(function unknown)", "fr": "(fonction inconnue)"},
    "page.list_functions": {"en": "Functions and their people", "fr": "Les fonctions et leurs personnes"},
    "page.list_untick": {
        "en": "Untick one: what happens without it?",
        "fr": "Décochez-en une : que se passe-t-il sans elle ?",
    },
    "page.legend_silent": {
        "en": "hollow: no exchange in what is shown",
        "fr": "vide : pas d’échange dans ce qui est affiché",
    },
    "page.tick": {"en": "Count {name}", "fr": "Compter {name}"},
    "page.tick_all": {"en": "Tick all again", "fr": "Tout recocher"},
    "page.taken_out": {"en": "unticked", "fr": "décochée"},
    "page.without": {"en": "Without {names}", "fr": "Sans {names}"},
    "page.lost": {"en": "of all exchange is gone", "fr": "de tous les échanges disparaissent"},
    "page.cut": {
        "en": "pairs of people of other functions with no path left",
        "fr": "paires de personnes d’autres fonctions sans plus aucun chemin",
    },
    "page.cut_value": {"en": "{n} of {all}", "fr": "{n} sur {all}"},
    "page.longer": {
        "en": "steps from one person to another, on average",
        "fr": "étapes d’une personne à une autre, en moyenne",
    },
    "page.longer_value": {"en": "{before} before, {after} after", "fr": "{before} avant, {after} après"},
    "page.without_counted": {
        "en": "Counted on the network as observed: nobody takes over their ties.",
        "fr": "Compté sur le réseau observé : personne ne reprend ces liens.",
    },
    "page.without_here": {
        "en": "Worked out in this page on the network as observed: nobody takes over their ties.",
        "fr": "Calculé dans cette page sur le réseau observé : personne ne reprend ces liens.",
    },
    "page.without_here_small": {
        "en": "Worked out in this page on the network as observed; the small functions count as one here.",
        "fr": "Calculé dans cette page sur le réseau observé ; les petites fonctions y comptent pour une "
        "seule.",
    },
    "page.glue_title": {"en": "Who links the others", "fr": "Qui relie les autres"},
    "page.glue_means": {
        "en": "Share of the shortest paths between people of other functions that run through it; rank by"
        " what exceeds its size and activity, with the range of ranks the data allow.",
        "fr": "Part des plus courts chemins entre personnes d’autres fonctions qui passent par elle ; "
        "rang selon ce qui dépasse sa taille et son activité, avec les rangs que les données "
        "permettent.",
    },
    "page.glue_rank": {"en": "{share} · rank {rank}", "fr": "{share} · rang {rank}"},
    "page.glue_part": {
        "en": "Share of the shortest paths between people of other functions in this choice alone; size "
        "is not taken into account here.",
        "fr": "Part des plus courts chemins entre personnes d’autres fonctions dans ce seul choix ; la "
        "taille n’est pas prise en compte ici.",
    },
    "page.glue_whole": {
        "en": "Not recomputed for this choice: known for all data, single months and single channels.",
        "fr": "Non recalculé pour ce choix : connu pour toutes les données, un mois seul ou un canal seul.",
    },
    "page.usual": {
        "en": "Across the whole organisation {share} of exchange crosses from one function to another. A "
        "large function keeps more to itself by its size alone; the report takes size into account.",
        "fr": "Dans l’ensemble de l’organisation, {share} des échanges passent d’une fonction à une "
        "autre. Une grande fonction garde davantage pour elle du seul fait de sa taille ; le "
        "rapport en tient compte.",
    },
    "page.too_many": {
        "en": "With more than {n} people, one function is opened at a time.",
        "fr": "Au-delà de {n} personnes, une fonction est ouverte à la fois.",
    },
    "page.open_function": {"en": "Show its people", "fr": "Montrer ses personnes"},
    "page.close_function": {"en": "Back to functions", "fr": "Retour aux fonctions"},
    "page.screen_table": {"en": "As tables", "fr": "En tableaux"},
    "page.screen_compare": {"en": "Before and after", "fr": "Avant et après"},
    "page.table_function": {"en": "Function", "fr": "Fonction"},
    "page.table_functions": {
        "en": "Functions: people, and where their exchange goes",
        "fr": "Fonctions : personnes, et où vont leurs échanges",
    },
    "page.table_inside": {"en": "stays inside", "fr": "reste dans la fonction"},
    "page.table_outside": {"en": "goes to other functions", "fr": "va à d’autres fonctions"},
    "page.table_exchange": {
        "en": "Where each function’s exchange with others goes (rows add up to 100%)",
        "fr": "Où vont les échanges de chaque fonction avec les autres (chaque ligne fait 100 %)",
    },
    "page.inside_of": {"en": "inside {name}", "fr": "au sein de {name}"},
    "page.compare_title": {"en": "{before} against {after}", "fr": "{before} face à {after}"},
    "page.compare_means": {
        "en": "Share of all exchange that passes between two functions, before and after.",
        "fr": "Part de tous les échanges qui passe entre deux fonctions, avant et après.",
    },
    "page.compare_split": {"en": "After begins in", "fr": "L’après commence en"},
    "page.compare_none": {
        "en": "No pair of functions clearly changed: differences this large arise by chance.",
        "fr": "Entre fonctions, aucun changement net : de telles différences arrivent par hasard.",
    },
    "page.compare_unknown": {
        "en": "Largest differences. Whether they exceed chance was not worked out for this choice.",
        "fr": "Plus grandes différences. Si elles dépassent le hasard n’a pas été calculé pour ce choix.",
    },
    "page.legend_more": {
        "en": "solid, +: a larger share after",
        "fr": "trait plein, + : une part plus grande après",
    },
    "page.legend_less": {
        "en": "dashed, −: a smaller share after",
        "fr": "tirets, − : une part plus petite après",
    },
    "page.compare_clear.one": {
        "en": "{n} clear change: rarely that large by chance (at most 1 in 20 such marks is wrong).",
        "fr": "{n} changement net : rarement aussi grand par hasard (au plus 1 marque sur 20 se trompe).",
    },
    "page.compare_clear.many": {
        "en": "{n} clear changes: rarely that large by chance (at most 1 in 20 such marks is wrong).",
        "fr": "{n} changements nets : rarement aussi grands par hasard (au plus 1 marque sur 20 se trompe).",
    },
    # what stands instead where all actors are teams: ticket queues, shared mailboxes
    "teams.people": {"en": "Teams", "fr": "Équipes"},
    "teams.search_person": {"en": "Find function or team", "fr": "Fonction ou équipe"},
    "teams.tile_nodes": {"en": "teams who exchange", "fr": "équipes qui échangent"},
    "teams.tile_expected": {
        "en": "would cross if teams exchanged without regard to functions",
        "fr": "passeraient si les équipes échangeaient sans égard aux fonctions",
    },
    "teams.stays": {
        "en": "{name}: {inside} of its teams’ exchange stays within the function; {outside} goes to other "
        "functions.",
        "fr": "{name} : {inside} des échanges restent dans la fonction ; {outside} vont à d’autres fonctions.",
    },
    "teams.small_note": {
        "en": "Functions with fewer than {n} teams are shown together. Where needed, the next smallest function "
        "joins them.",
        "fr": "Les fonctions de moins de {n} équipes sont montrées ensemble. Au besoin, la fonction suivante par la "
        "taille les rejoint.",
    },
    "teams.unknown_note.one": {
        "en": "{n} team without a known function is not in the figures about functions.",
        "fr": "{n} équipe sans fonction connue n’est pas dans les chiffres sur les fonctions.",
    },
    "teams.unknown_note.many": {
        "en": "{n} teams without a known function are not in the figures about functions.",
        "fr": "{n} équipes sans fonction connue ne sont pas dans les chiffres sur les fonctions.",
    },
    "teams.legend_size": {"en": "larger bubble: more teams", "fr": "plus grande bulle : plus d’équipes"},
    "teams.legend_dot": {
        "en": "one team; larger: exchanges with more teams of other functions",
        "fr": "une équipe ; plus grande : échange avec plus d’équipes d’autres fonctions",
    },
    "teams.legend_dot_anonymous": {
        "en": "T001 …: teams under pseudonyms",
        "fr": "T001 … : des équipes sous pseudonyme",
    },
    "teams.list_functions": {"en": "Functions and their teams", "fr": "Les fonctions et leurs équipes"},
    "teams.cut": {
        "en": "pairs of teams of other functions with no path left",
        "fr": "paires d’équipes d’autres fonctions sans plus aucun chemin",
    },
    "teams.longer": {
        "en": "steps from one team to another, on average",
        "fr": "étapes d’une équipe à une autre, en moyenne",
    },
    "teams.glue_means": {
        "en": "Share of the shortest paths between teams of other functions that run through it; rank by"
        " what exceeds its size and activity, with the range of ranks the data allow.",
        "fr": "Part des plus courts chemins entre équipes d’autres fonctions qui passent par elle ; "
        "rang selon ce qui dépasse sa taille et son activité, avec les rangs que les données "
        "permettent.",
    },
    "teams.glue_part": {
        "en": "Share of the shortest paths between teams of other functions in this choice alone; size "
        "is not taken into account here.",
        "fr": "Part des plus courts chemins entre équipes d’autres fonctions dans ce seul choix ; la "
        "taille n’est pas prise en compte ici.",
    },
    "teams.open_function": {"en": "Show its teams", "fr": "Montrer ses équipes"},
    "teams.table_functions": {
        "en": "Functions: teams, and where their exchange goes",
        "fr": "Fonctions : équipes, et où vont leurs échanges",
    },
}
