"""Texts of the network page and of its guided tour."""

_MONTHS = (
    ("January", "janvier"), ("February", "février"), ("March", "mars"), ("April", "avril"), ("May", "mai"),
    ("June", "juin"), ("July", "juillet"), ("August", "août"), ("September", "septembre"), ("October", "octobre"),
    ("November", "novembre"), ("December", "décembre"),
)  # fmt: skip

TEXTS: dict[str, dict[str, str]] = {
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
    "page.channel_meeting": {"en": "Meetings", "fr": "Réunions"},
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
    "page.withheld": {
        "en": "Not shown: too few people stand behind it.",
        "fr": "Non montré : trop peu de personnes sont derrière.",
    },
    "page.too_few": {
        "en": "Fewer than {n} of its people are active in this choice: no figures.",
        "fr": "Moins de {n} de ses personnes sont actives dans ce choix : pas de chiffres.",
    },
    "page.few": {"en": "too few active", "fr": "trop peu d’actifs"},
    "page.few_together": {"en": "functions with few people active", "fr": "fonctions avec peu d’actifs"},
    "page.few_left_out": {
        "en": "Exchange behind which fewer than {n} people stand is left out, and what would give it back.",
        "fr": "Les échanges qui reposent sur moins de {n} personnes sont laissés de côté, de même que ceux qui "
        "permettraient de les retrouver.",
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
        " what a person there carries more than elsewhere, with the range of ranks the data allow.",
        "fr": "Part des plus courts chemins entre personnes d’autres fonctions qui passent par elle ; "
        "rang selon ce qu’une personne y porte de plus qu’ailleurs, avec les rangs que les données "
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
    "page.table_answers": {"en": "Every question and its answer", "fr": "Chaque question et sa réponse"},
    "page.table_question": {"en": "Question", "fr": "Question"},
    "page.table_answer": {"en": "Answer", "fr": "Réponse"},
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
        " what a person there carries more than elsewhere, with the range of ranks the data allow.",
        "fr": "Part des plus courts chemins entre équipes d’autres fonctions qui passent par elle ; "
        "rang selon ce qu’une personne y porte de plus qu’ailleurs, avec les rangs que les données "
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
    "story.answer.beware": {"en": "{answer} Beware: {doubt}.", "fr": "{answer} Attention : {doubt}."},
    "story.beware": {"en": "Beware: {doubt}.", "fr": "Attention : {doubt}."},
    "story.note": {
        "en": "“Likely 2 to 4”: in 95 of 100 redraws of the data the figure lies between 2 and 4.",
        "fr": "« Sans doute 2 à 4 » : dans 95 tirages sur 100 refaits à partir des données, le chiffre se "
        "situe entre 2 et 4.",
    },
    "story.often": {
        "en": "in {share:%} of cases",
        "fr": "dans {share:%} des cas",
    },
    "story.often.hardly": {
        "en": "in hardly any case",
        "fr": "dans presque aucun cas",
    },
    "story.often.nearly": {
        "en": "in practically every case",
        "fr": "dans presque tous les cas",
    },
    "story.answer": {"en": "{glue}; {silos}.", "fr": "{glue} ; {silos}."},
    "story.answer.alone": {"en": "{part}.", "fr": "{part}."},
    "story.answer.glue.one": {
        "en": "{names} links the others best",
        "fr": "{names} relie le mieux les autres",
    },
    "story.answer.glue.many": {
        "en": "{names} link the others best",
        "fr": "{names} relient le mieux les autres",
    },
    "story.answer.glue.most": {
        "en": "{n} functions link the others best, {name} the most",
        "fr": "{n} fonctions relient le mieux les autres, {name} le plus",
    },
    "story.answer.glue.none": {
        "en": "no function clearly links the others",
        "fr": "aucune fonction ne relie nettement les autres",
    },
    "story.answer.silos.one": {"en": "{names} is closed", "fr": "{names} est fermée"},
    "story.answer.silos.many": {"en": "{names} are closed", "fr": "{names} sont fermées"},
    "story.answer.silos.most": {
        "en": "{n} functions are closed, {name} the most",
        "fr": "{n} fonctions sont fermées, {name} le plus",
    },
    "story.answer.silos.none": {
        "en": "none is clearly more closed than the others",
        "fr": "aucune n’est nettement plus fermée que les autres",
    },
    "story.answer.silos.no_function": {
        "en": "no function is clearly more closed than the others",
        "fr": "aucune fonction n’est nettement plus fermée que les autres",
    },
    "story.answer.nothing": {
        "en": "these data are too few to say which function links the others or is closed.",
        "fr": "ces données sont trop peu nombreuses pour dire quelle fonction relie les autres ou est "
        "fermée.",
    },
    "story.answer.nothing.glue": {
        "en": "these data are too few to say which function links the others.",
        "fr": "ces données sont trop peu nombreuses pour dire quelle fonction relie les autres.",
    },
    "story.answer.nothing.silos": {
        "en": "these data are too few to say which function is closed.",
        "fr": "ces données sont trop peu nombreuses pour dire quelle fonction est fermée.",
    },
    "story.answer.none": {
        "en": "these data answer none of the questions asked.",
        "fr": "ces données ne répondent à aucune des questions posées.",
    },
    "story.answer.glue.untold": {
        "en": "which function links the others cannot be told from these data",
        "fr": "ces données ne permettent pas de dire quelle fonction relie les autres",
    },
    "story.answer.silos.untold": {
        "en": "which function is closed cannot be told from these data",
        "fr": "ces données ne permettent pas de dire quelle fonction est fermée",
    },
    "story.question.title": {
        "en": "Which function should own social media?",
        "fr": "À quelle fonction confier les médias sociaux ?",
    },
    "story.question.title_links": {
        "en": "Which function links the others?",
        "fr": "Quelle fonction relie les autres ?",
    },
    "story.question.turf": {
        "en": "Often habit decides, or whoever asks first. Here the messages are asked: who exchanges with "
        "whom, and who answers?",
        "fr": "Souvent l’habitude tranche, ou la première à demander. Ici on interroge les messages : qui "
        "échange avec qui, et qui répond ?",
    },
    "story.question.guess": {
        "en": "Before we look: which function, do you think, links the others best?",
        "fr": "Avant de regarder : selon vous, quelle fonction relie le mieux les autres ?",
    },
    "story.map.title": {"en": "The map", "fr": "La carte"},
    "story.map.bubble": {
        "en": "Each bubble is a function: the larger, the more people. Each line is exchange between two "
        "functions: the thicker, the more messages.",
        "fr": "Chaque bulle est une fonction : plus elle est grande, plus elle compte de personnes. Chaque "
        "trait est un échange entre deux fonctions : plus il est épais, plus il y a de messages.",
    },
    "story.map.bubble.teams": {
        "en": "Each bubble is a function: the larger, the more teams. Each line is exchange between two "
        "functions: the thicker, the more messages or handoffs.",
        "fr": "Chaque bulle est une fonction : plus elle est grande, plus elle compte d’équipes. Chaque "
        "trait est un échange entre deux fonctions : plus il est épais, plus il y a de messages ou de transferts.",
    },
    "story.map.near": {
        "en": "Functions stand close together when they exchange more than their activity alone would lead "
        "to expect.",
        "fr": "Deux fonctions sont proches quand elles échangent plus que leur seule activité ne le "
        "laisserait attendre.",
    },
    "story.map.size": {
        "en": "Here {people} people of {functions} functions exchange.",
        "fr": "Ici, {people} personnes de {functions} fonctions échangent.",
    },
    "story.silos.title.one": {"en": "{names} is closed", "fr": "{names} est fermée"},
    "story.silos.title.many": {"en": "{names} are closed", "fr": "{names} sont fermées"},
    "story.silos.title.most": {"en": "{n} functions are closed", "fr": "{n} fonctions sont fermées"},
    "story.silos.title.none": {
        "en": "No function is clearly more closed than the others",
        "fr": "Aucune fonction n’est nettement plus fermée que les autres",
    },
    "story.silos.walls": {
        "en": "Two people of one function exchange {walls:.1} times as much as two equally active people "
        "of different functions (likely {low:.1} to {high:.1}).",
        "fr": "Deux personnes d’une même fonction échangent {walls:.1} fois plus que deux personnes aussi "
        "actives de fonctions différentes (sans doute {low:.1} à {high:.1}).",
    },
    "story.silos.one": {
        "en": "{function}: {x:%} of the exchange across its border that is usual here for people as active "
        "(likely {low:%} to {high:%}).",
        "fr": "{function} : {x:%} des échanges au-delà de sa frontière qui sont habituels ici pour des "
        "personnes aussi actives (sans doute {low:%} à {high:%}).",
    },
    "story.silos.others": {
        "en": "Also clearly more closed than is usual here: {names}.",
        "fr": "Également nettement plus fermées qu’il n’est habituel ici : {names}.",
    },
    "story.posts.title.repeats_walls": {
        "en": "Posts follow the same walls",
        "fr": "Les publications suivent les mêmes cloisons",
    },
    "story.posts.title.new_walls": {
        "en": "Posts build walls of their own",
        "fr": "Les publications créent leurs propres cloisons",
    },
    "story.posts.title.opens_walls": {
        "en": "Posts open the walls",
        "fr": "Les publications ouvrent les cloisons",
    },
    "story.posts.walls": {
        "en": "On the internal network two people of one function exchange {posts:.1} times as much as two "
        "of different functions; in e-mail, {mail:.1} times.",
        "fr": "Sur le réseau interne, deux personnes d’une même fonction échangent {posts:.1} fois plus "
        "que deux de fonctions différentes ; par courriel, {mail:.1} fois.",
    },
    "story.posts.circles": {
        "en": "On the internal network people form circles: within a circle two people of different "
        "functions exchange {walls:.1} times as much as across circles.",
        "fr": "Sur le réseau interne se forment des cercles : au sein d’un cercle, deux personnes de "
        "fonctions différentes échangent {walls:.1} fois plus que d’un cercle à l’autre.",
    },
    "story.posts.repeats_walls": {
        "en": "The social network repeats the walls that were there before.",
        "fr": "Le réseau social répète les cloisons qui existaient déjà.",
    },
    "story.posts.new_walls": {
        "en": "The social network adds walls to those that were there before.",
        "fr": "Le réseau social ajoute des cloisons à celles qui existaient déjà.",
    },
    "story.posts.opens_walls": {
        "en": "The social network lowers the walls that were there before.",
        "fr": "Le réseau social abaisse les cloisons qui existaient déjà.",
    },
    "story.glue.title.one": {
        "en": "{names} links the others best",
        "fr": "{names} relie le mieux les autres",
    },
    "story.glue.title.many": {
        "en": "{names} link the others best",
        "fr": "{names} relient le mieux les autres",
    },
    "story.glue.title.none": {
        "en": "No function clearly links the others",
        "fr": "Aucune fonction ne relie nettement les autres",
    },
    "story.glue.paths": {
        "en": "A message that goes from hand to hand between people of two other functions, by the "
        "shortest way, passes through {function} in {share:%.1} of cases: {x:.1} times as much per head as "
        "through the others.",
        "fr": "Un message qui passe de main en main entre des personnes de deux autres fonctions, par le "
        "plus court chemin, traverse {function} dans {share:%.1} des cas : {x:.1} fois autant par tête que "
        "les autres.",
    },
    "story.glue.sure": {
        "en": "How sure? With other people in its place it would come first {often}; its rank is likely {low} to "
        "{high} of {of}.",
        "fr": "Est-ce sûr ? Avec d’autres personnes, elle arriverait première {often} ; son rang est "
        "sans doute de {low} à {high} sur {of}.",
    },
    "story.glue.sure_rank": {
        "en": "How sure? With other people in its place it would come first {often}; its rank, {low} of {of}, hardly "
        "changes.",
        "fr": "Est-ce sûr ? Avec d’autres personnes, elle arriverait première {often} ; son rang, "
        "{low} sur {of}, ne change guère.",
    },
    "story.glue.counted": {
        "en": "Ways that only pass through {names}, which passes on without answering, do not count as "
        "links.",
        "fr": "Les chemins qui ne font que traverser {names}, qui transmet sans répondre, ne comptent pas "
        "comme liens.",
    },
    "story.glue.none": {
        "en": "In none do people carry so much more than elsewhere that it could not be chance.",
        "fr": "Dans aucune les personnes ne portent tellement plus qu’ailleurs que le hasard soit exclu.",
    },
    "story.onward.title.one": {"en": "{names} routes onward", "fr": "{names} transmet plus loin"},
    "story.onward.title.many": {"en": "{names} route onward", "fr": "{names} transmettent plus loin"},
    "story.onward.one": {
        "en": "{function} passes on {share:%} of what it is asked without answering (likely {low:%} to "
        "{high:%}); for the other functions it is {usual:%}.",
        "fr": "{function} transmet sans répondre {share:%} de ce qu’on lui demande (sans doute {low:%} à "
        "{high:%}) ; pour les autres fonctions, c’est {usual:%}.",
    },
    "story.onward.so": {
        "en": "To stand on many paths is not yet to link: who owns social media should also answer. So it "
        "is no candidate here.",
        "fr": "Être sur beaucoup de chemins n’est pas encore relier : qui porte les médias sociaux doit "
        "aussi répondre. Elle n’est donc pas candidate ici.",
    },
    "story.onward.syndrome": {
        "en": "No function that answers links the others beyond chance: that is worth talking about first.",
        "fr": "Aucune fonction qui répond ne relie les autres au-delà du hasard : c’est par là qu’il faut "
        "commencer.",
    },
    "story.owner.title": {"en": "{function} comes first as owner", "fr": "{function} arrive première"},
    "story.owner.title.none": {"en": "No clear owner", "fr": "Pas de responsable évident"},
    "story.owner.first": {
        "en": "Over all ways of weighing the criteria, {function} comes first {often}.",
        "fr": "Quand on fait varier le poids des critères, {function} arrive première {often}.",
    },
    "story.owner.for": {
        "en": "What speaks most for it: {families}.",
        "fr": "Ce qui plaide le plus pour elle : {families}.",
    },
    "story.owner.none": {
        "en": "No function stands out enough to be recommended. Over all ways of weighing the criteria, "
        "{function} comes first {often}.",
        "fr": "Aucune fonction ne se détache assez pour être recommandée. Quand on fait varier le poids "
        "des critères, {function} arrive première {often}.",
    },
    "story.owner.withheld": {
        "en": "Not shown here, because too few people stand behind it: {families}. In the recommendation it "
        "counts, so the order may differ.",
        "fr": "Non montré ici, parce que trop peu de personnes sont derrière : {families}. Cela compte dans "
        "la recommandation, et l’ordre peut différer.",
    },
    "story.owner.unstable": {
        "en": "No function can be recommended: who comes first changes with the way ties are counted.",
        "fr": "Aucune fonction ne peut être recommandée : la première change avec la façon de compter les liens.",
    },
    "story.owner.unnamed": {
        "en": "No function that is large enough to be named is recommended.",
        "fr": "Aucune fonction assez grande pour être nommée n’est recommandée.",
    },
    "story.owner.doubt": {"en": "A doubt: {doubt}", "fr": "Un doute : {doubt}"},
    "story.owner.no_doubt": {
        "en": "The data raise no particular doubt; what they do not show is yours to judge.",
        "fr": "Les données ne soulèvent pas de doute particulier ; ce qu’elles ne montrent pas, c’est à "
        "vous d’en juger.",
    },
    "story.owner.involve": {
        "en": "To involve in every initiative: {names}.",
        "fr": "À associer à chaque projet : {names}.",
    },
    "story.clock.title": {
        "en": "A question from outside, and 24 hours",
        "fr": "Une question de l’extérieur, et 24 heures",
    },
    "story.clock.one": {
        "en": "If {function} took the questions, {share:%} would be answered within 24 hours (likely "
        "{low:%} to {high:%}).",
        "fr": "Si {function} recevait les questions, {share:%} auraient leur réponse en 24 heures (sans "
        "doute {low:%} à {high:%}).",
    },
    "story.clock.everybody": {
        "en": "If everybody answered what concerns them: {share:%} (likely {low:%} to {high:%}).",
        "fr": "Si chacun répondait à ce qui le concerne : {share:%} (sans doute {low:%} à {high:%}).",
    },
    "story.clock.assumed": {
        "en": "Assuming that reply times stay as they are, and that passing a question on takes no time.",
        "fr": "En supposant que les temps de réponse restent ce qu’ils sont, et que transmettre une "
        "question ne prend pas de temps.",
    },
    "story.absent.title.one": {"en": "{names} is not at the table", "fr": "{names} n’est pas à la table"},
    "story.absent.title.many": {
        "en": "{names} are not at the table",
        "fr": "{names} ne sont pas à la table",
    },
    "story.absent.one": {
        "en": "{function} is active on the topic, and has {taken} of the {seats} seats where it is "
        "decided; its activity would give {expected:.1}.",
        "fr": "{function} est active sur le sujet et a {taken} des {seats} places là où l’on décide ; son "
        "activité en donnerait {expected:.1}.",
    },
    "story.without.title": {"en": "Without {function}", "fr": "Sans {function}"},
    "story.without.lost": {
        "en": "{lost:%} of all exchange would be gone with {function}.",
        "fr": "{lost:%} de tous les échanges disparaîtraient avec {function}.",
    },
    "story.without.cut": {
        "en": "{cut} of {pairs} pairs of people of other functions would lose every connection.",
        "fr": "{cut} paires de personnes d’autres fonctions sur {pairs} perdraient toute connexion.",
    },
    "story.without.none_cut": {
        "en": "Nobody else would be cut off: the others still reach one another.",
        "fr": "Personne d’autre ne serait coupé : les autres se joignent encore.",
    },
    "story.without.longer": {
        "en": "The shortest ways between the others would grow from {before:.2} to {after:.2} steps on "
        "average. Nobody is assumed to take over.",
        "fr": "Les plus courts chemins entre les autres passeraient de {before:.2} à {after:.2} pas en "
        "moyenne. On suppose que personne ne prend le relais.",
    },
    "story.help.title": {"en": "What would help?", "fr": "Qu’est-ce qui aiderait ?"},
    "story.help.pairs.one": {
        "en": "The one new contact that helps most, one person on each side: {pairs}.",
        "fr": "Le nouveau contact qui aide le plus, une personne de chaque côté : {pairs}.",
    },
    "story.help.pairs.many": {
        "en": "The {n} new contacts that help most, one person on each side: {pairs}.",
        "fr": "Les {n} nouveaux contacts qui aident le plus, une personne de chaque côté : {pairs}.",
    },
    "story.help.pair": {
        "en": "{a} with {b}",
        "fr": "{a} avec {b}",
    },
    "story.help.pair_times": {
        "en": "{n} times {a} with {b}",
        "fr": "{n} fois {a} avec {b}",
    },
    "story.help.joined": {
        "en": "They would join {n} pairs of people who cannot reach each other today.",
        "fr": "Ils relieraient {n} paires de personnes qui ne peuvent pas se joindre aujourd’hui.",
    },
    "story.help.shorter": {
        "en": "Ways between people of different functions would be {by:.3} steps shorter on average (today "
        "{before:.2}, all functions counted).",
        "fr": "Les chemins entre personnes de fonctions différentes raccourciraient de {by:.3} pas en "
        "moyenne (aujourd’hui {before:.2}, toutes fonctions comprises).",
    },
    "story.help.little": {
        "en": "So few contacts change little in the whole: ways would be {by:.3} steps shorter on average "
        "(today {before:.2}, all functions counted).",
        "fr": "Si peu de contacts changent peu à l’ensemble : les chemins raccourciraient de {by:.3} pas "
        "en moyenne (aujourd’hui {before:.2}, toutes fonctions comprises).",
    },
    "story.changed.title": {"en": "What changed", "fr": "Ce qui a changé"},
    "story.changed.walls": {
        "en": "From {month} on, walls between functions are {factor:.2} times what they were.",
        "fr": "À partir de {month}, les cloisons entre fonctions sont {factor:.2} fois ce qu’elles étaient.",
    },
    "story.changed.openness": {
        "en": "From {month} on, {function} exchanges {factor:.2} times as much across its border, by the "
        "same measure.",
        "fr": "À partir de {month}, {function} échange {factor:.2} fois autant au-delà de sa frontière, à "
        "mesure égale.",
    },
    "story.changed.cross_share": {
        "en": "From {month} on, the share of exchange that crosses functions changes by {points:+pt.1} "
        "points.",
        "fr": "À partir de {month}, la part des échanges entre fonctions change de {points:+pt.1} points.",
    },
    "story.changed.modularity.up": {
        "en": "From {month} on, exchange follows the functions more closely.",
        "fr": "À partir de {month}, les échanges suivent davantage les fonctions.",
    },
    "story.changed.modularity.down": {
        "en": "From {month} on, exchange follows the functions less closely.",
        "fr": "À partir de {month}, les échanges suivent moins les fonctions.",
    },
    "story.changed.continuity": {
        "en": "From {month} on, people exchange less inside the functions they were in before: a reshuffle.",
        "fr": "À partir de {month}, on échange moins au sein des fonctions d’avant : une redistribution.",
    },
    "story.changed.so": {
        "en": "These changes are larger than chance makes them; the data do not say why they happened.",
        "fr": "Ces changements dépassent ce que fait le hasard ; les données ne disent pas pourquoi ils "
        "ont eu lieu.",
    },
    "story.end.title": {"en": "To take away", "fr": "À retenir"},
    "story.end.limits": {
        "en": "Messages show who exchanges. What is said in the corridor or on the telephone they do not "
        "show.",
        "fr": "Les messages montrent qui échange. Ce qui se dit dans le couloir ou au téléphone, ils ne le "
        "montrent pas.",
    },
    "story.family.links": {"en": "links with the other functions", "fr": "liens avec les autres fonctions"},
    "story.family.answers": {"en": "answers", "fr": "réponses"},
    "story.family.outside": {"en": "contact with the outside", "fr": "contact avec l’extérieur"},
    "story.family.practice": {"en": "practice with posts", "fr": "pratique des publications"},
    "story.family.standing": {"en": "standing inside", "fr": "assise interne"},
    "story.gloss.links": {
        "en": "connects other functions, exchanges with all of them, evenly, and is open itself",
        "fr": "relie d’autres fonctions, échange avec toutes, de façon équilibrée, et est elle-même ouverte",
    },
    "story.gloss.answers": {
        "en": "answers instead of passing on, replies within 24 hours, has fewer messages per person",
        "fr": "répond au lieu de transmettre, répond en 24 heures, reçoit moins de messages par personne",
    },
    "story.gloss.outside": {
        "en": "more of the exchange with outside contacts than its activity would give",
        "fr": "plus d’échanges avec l’extérieur que son activité n’en donnerait",
    },
    "story.gloss.practice": {
        "en": "its people write posts, and answer those of others",
        "fr": "ses membres publient, et répondent aux publications des autres",
    },
    "story.gloss.standing": {
        "en": "its links rest on several people, and reach the leaders",
        "fr": "ses liens reposent sur plusieurs personnes, et touchent la direction",
    },
    "story.profile.balanced": {
        "en": "colleagues and customers alike",
        "fr": "collègues et clients à égalité",
    },
    "story.profile.external": {"en": "customers and public first", "fr": "clients et public d’abord"},
    "story.profile.internal": {"en": "colleagues first", "fr": "collègues d’abord"},
    "story.outcome.unstable": {
        "en": "No function is recommended: who comes first changes with the way ties are counted. The bars still "
        "show who is ahead with which weights.",
        "fr": "Aucune fonction n’est recommandée : la première change avec la façon de compter les liens. Les barres "
        "montrent tout de même qui mène avec quelles pondérations.",
    },
    "story.outcome.recommended": {
        "en": "{function} is recommended: with many weightings it comes first, and more clearly than "
        "chance would have it.",
        "fr": "{function} est recommandée : elle arrive première avec beaucoup de pondérations, et plus "
        "nettement que le hasard ne le ferait.",
    },
    "story.outcome.no_clear_owner": {
        "en": "No function is recommended. The bars still show who is ahead with which weights.",
        "fr": "Aucune fonction n’est recommandée. Les barres montrent tout de même qui est en tête avec "
        "quels poids.",
    },
    "story.outcome.unnamed": {
        "en": "No function that is large enough to be named is recommended. The bars show those that may be "
        "named, with which weights.",
        "fr": "Aucune fonction assez grande pour être nommée n’est recommandée. Les barres montrent celles "
        "qui peuvent l’être, avec quels poids.",
    },
    "story.gate.families": {
        "en": "Two kinds of evidence tell functions apart, one of them about answering, the outside or posts",
        "fr": "Deux sortes d’indices distinguent les fonctions, dont une sur les réponses, l’extérieur ou le réseau "
        "interne",
    },
    "story.gate.stable": {
        "en": "Comes first however messages are counted",
        "fr": "Arrive première quelle que soit la façon de compter les messages",
    },
    "story.gate.settled": {
        "en": "So clearly that other random draws would not change it",
        "fr": "Assez nettement pour que d’autres tirages au sort n’y changent rien",
    },
    "story.gate.linking": {
        "en": "Does not link clearly less than the others; clearly more, if it is the largest",
        "fr": "Ne relie pas nettement moins que les autres ; nettement plus, si c’est la plus grande",
    },
    "story.gate.answers": {
        "en": "Does not answer less, nor pass on more, than is usual here",
        "fr": "Ne répond pas moins et ne transmet pas plus que d’ordinaire ici",
    },
    "story.gate.weightings": {
        "en": "First in at least half of the weightings ({share:%})",
        "fr": "Première dans au moins la moitié des pondérations ({share:%})",
    },
    "story.gate.chance": {
        "en": "Further ahead than chance: {score:.1} differences that matter, where chance alone reaches "
        "{threshold:.1} in 5 "
        "of 100 cases",
        "fr": "Plus en avance que le hasard : {score:.1} écarts qui comptent, alors que le seul hasard atteint "
        "{threshold:.1} dans 5 cas sur 100",
    },
    "story.barred.plain": {
        "en": "{function} routes onward what it is asked, and is no candidate.",
        "fr": "{function} transmet plus loin ce qu’on lui demande, et n’est pas candidate.",
    },
    "story.barred": {
        "en": "{function} routes onward {share:%} of what it is asked, and is no candidate.",
        "fr": "{function} transmet plus loin {share:%} de ce qu’on lui demande, et n’est pas candidate.",
    },
    "story.replay.missing": {
        "en": "Reply times are not known here: the data do not say which message answers which.",
        "fr": "Les temps de réponse ne sont pas connus ici : les données ne disent pas quel message répond "
        "à quel autre.",
    },
    "story.replay.few": {
        "en": "Reply times are known for too few functions that may be named.",
        "fr": "Les temps de réponse sont connus pour trop peu de fonctions que l’on puisse nommer.",
    },
    "story.replay.hub": {"en": "a hub team: {names}", "fr": "une équipe centrale : {names}"},
    "story.replay.own_function": {"en": "a function of its own", "fr": "une fonction à part entière"},
    "story.replay.everybody": {"en": "everybody", "fr": "tout le monde"},
    "page.tour_start.one": {"en": "Guided tour: {n} step", "fr": "Visite guidée : {n} étape"},
    "page.tour_start.many": {"en": "Guided tour: {n} steps", "fr": "Visite guidée : {n} étapes"},
    "page.tour_keys": {
        "en": "or the right arrow key",
        "fr": "ou la flèche vers la droite",
    },
    "page.tour_step": {
        "en": "Step {n} of {of}",
        "fr": "Étape {n} sur {of}",
    },
    "page.tour_back": {
        "en": "Previous step",
        "fr": "Étape précédente",
    },
    "page.tour_next": {
        "en": "Next step",
        "fr": "Étape suivante",
    },
    "page.tour_end": {
        "en": "End the tour",
        "fr": "Finir la visite",
    },
    "page.screen_guess": {
        "en": "Your guesses",
        "fr": "Vos pronostics",
    },
    "page.screen_owner": {
        "en": "Who should own it?",
        "fr": "Quel responsable ?",
    },
    "page.screen_replay": {
        "en": "24 hours",
        "fr": "24 heures",
    },
    "page.guess_question": {
        "en": "Which function links the others best?",
        "fr": "Quelle fonction relie le mieux les autres ?",
    },
    "page.guess_how": {
        "en": "Count raised hands with + and −, with the mouse or the keyboard; up and down move from "
        "function to function.",
        "fr": "Comptez les mains levées avec + et −, à la souris ou au clavier ; haut et bas passent d’une "
        "fonction à l’autre.",
    },
    "page.guess_more": {
        "en": "One vote more for {name}",
        "fr": "Une voix de plus pour {name}",
    },
    "page.guess_fewer": {
        "en": "One vote fewer for {name}",
        "fr": "Une voix de moins pour {name}",
    },
    "page.guess_total.one": {
        "en": "{n} vote",
        "fr": "{n} voix",
    },
    "page.guess_total.many": {
        "en": "{n} votes",
        "fr": "{n} voix",
    },
    "page.guess_votes.one": {
        "en": "{n} vote",
        "fr": "{n} voix",
    },
    "page.guess_votes.many": {
        "en": "{n} votes",
        "fr": "{n} voix",
    },
    "page.guess_reveal": {
        "en": "Show what the messages say",
        "fr": "Montrer ce que disent les messages",
    },
    "page.guess_reset": {
        "en": "Start again",
        "fr": "Recommencer",
    },
    "page.guess_again": {
        "en": "Back to the votes",
        "fr": "Retour aux voix",
    },
    "page.guess_most": {
        "en": "Most votes: {name} ({n} of {of}).",
        "fr": "Le plus de voix : {name} ({n} sur {of}).",
    },
    "page.guess_measured": {
        "en": "The messages say: {name}.",
        "fr": "Les messages disent : {name}.",
    },
    "page.guess_none": {
        "en": "The messages say: no function clearly links the others; {name} comes first, which may be "
        "chance.",
        "fr": "Les messages disent : aucune fonction ne relie nettement les autres ; {name} arrive en "
        "tête, ce qui peut être le hasard.",
    },
    "page.guess_means": {
        "en": "The ranking goes by how many times the bar is as long as the mark is far. Bar: of the shortest ways "
        "between people of two other functions, the share that passes through the function. Mark: what its "
        "size alone leads to expect. ★ more than chance.",
        "fr": "Le classement suit le rapport de la barre au repère. Barre : parmi les plus courts "
        "chemins entre des personnes de deux autres fonctions, la part qui traverse la fonction. Repère : "
        "ce que laisse attendre sa seule taille. ★ plus que le hasard.",
    },
    "page.guess_rank": {
        "en": "rank {n}",
        "fr": "rang {n}",
    },
    "page.guess_rank_range": {
        "en": "rank {n}, likely {low} to {high}",
        "fr": "rang {n}, sans doute {low} à {high}",
    },
    "page.guess_onward": {"en": "routes onward", "fr": "transmet plus loin"},
    "page.guess_share": {
        "en": "{share}, expected {expected}",
        "fr": "{share}, attendu {expected}",
    },
    "page.owner_weights": {
        "en": "What counts?",
        "fr": "Qu’est-ce qui compte ?",
    },
    "page.owner_weights_how": {
        "en": "Move the sliders: the weights always add up to 100%.",
        "fr": "Déplacez les curseurs : les poids font toujours 100 % en tout.",
    },
    "page.owner_profiles": {
        "en": "Social media are for",
        "fr": "Les médias sociaux s’adressent à",
    },
    "page.owner_now": {
        "en": "With these weights {name} comes first.",
        "fr": "Avec ces poids, {name} arrive première.",
    },
    "page.owner_score_means": {
        "en": "The number adds up what speaks for a function, times the weights: 0 is usual, and it grows "
        "the more unusual a function is. Bars left of the line speak against it.",
        "fr": "Le nombre additionne ce qui plaide pour une fonction, multiplié par les poids : 0 est "
        "habituel, et il croît à mesure que la fonction est inhabituelle. Une barre à gauche du trait "
        "plaide contre elle.",
    },
    "page.owner_first": {
        "en": "First with these weights.",
        "fr": "Première avec ces poids.",
    },
    "page.owner_flip": {
        "en": "Would come first if “{family}” weighed {low} or more (now {now}).",
        "fr": "Arriverait première si « {family} » pesait {low} ou plus (ici {now}).",
    },
    "page.owner_flip_alone": {
        "en": "Would come first only if nothing but “{family}” counted.",
        "fr": "N’arriverait première que si seul « {family} » comptait.",
    },
    "page.owner_flip_between": {
        "en": "Would come first if “{family}” weighed {low} to {high} (now {now}).",
        "fr": "Arriverait première si « {family} » pesait de {low} à {high} (ici {now}).",
    },
    "page.owner_flip_two": {
        "en": "Would come first if “{a}” weighed {x} and “{b}” {y}.",
        "fr": "Arriverait première si « {a} » pesait {x} et « {b} » {y}.",
    },
    "page.owner_behind": {
        "en": "Behind {name} on every criterion: no weights make it first.",
        "fr": "Derrière {name} sur tous les critères : aucun poids ne la met en tête.",
    },
    "page.owner_never": {
        "en": "Giving more weight to one or two criteria does not make it first.",
        "fr": "Donner plus de poids à un ou deux critères ne la met pas en tête.",
    },
    "page.owner_judged": {
        "en": "Your own judgement, which does not count here: {value} of 1.",
        "fr": "Votre propre jugement, qui ne compte pas ici : {value} sur 1.",
    },
    "page.owner_gates_of": {
        "en": "What a recommendation needs, and whether {name}, first in most weightings, has it",
        "fr": "Ce qu’il faut pour recommander, et si {name}, en tête dans le plus de pondérations, le remplit",
    },
    "page.owner_passed": {
        "en": "Met:",
        "fr": "Rempli :",
    },
    "page.owner_failed": {
        "en": "Not met:",
        "fr": "Non rempli :",
    },
    "page.replay_asked": {
        "en": "The question reaches",
        "fr": "La question arrive chez",
    },
    "page.replay_topic": {
        "en": "It is about",
        "fr": "Elle concerne",
    },
    "page.replay_story": {
        "en": "A customer asks {a} something that {b} knows. {a} asks {b}, and the customer waits.",
        "fr": "Un client pose à {a} une question dont {b} connaît la réponse. {a} interroge {b}, et le "
        "client attend.",
    },
    "page.replay_story_own": {
        "en": "A customer asks {a} something that {a} knows itself.",
        "fr": "Un client pose à {a} une question dont {a} connaît elle-même la réponse.",
    },
    "page.replay_passes": {
        "en": "{a} passes it on to {b}",
        "fr": "{a} la transmet à {b}",
    },
    "page.replay_answers": {
        "en": "{a} answers itself",
        "fr": "{a} répond elle-même",
    },
    "page.replay_hub_answers": {
        "en": "the function concerned is in the team, and answers",
        "fr": "la fonction concernée est dans l’équipe, et répond",
    },
    "page.replay_own_function": {
        "en": "passes every question on",
        "fr": "transmet toutes les questions",
    },
    "page.replay_everybody": {
        "en": "the question lands with the function concerned, save for errors",
        "fr": "la question arrive à la fonction concernée, sauf erreur",
    },
    "page.replay_half": {
        "en": "half are answered after: {hours}",
        "fr": "la moitié a sa réponse après : {hours}",
    },
    "page.replay_never": {
        "en": "never",
        "fr": "jamais",
    },
    "page.replay_under_hour": {
        "en": "less than an hour",
        "fr": "moins d’une heure",
    },
    "page.replay_hours.one": {
        "en": "{n} hour",
        "fr": "{n} heure",
    },
    "page.replay_hours.many": {
        "en": "{n} hours",
        "fr": "{n} heures",
    },
    "page.replay_so_far": {
        "en": "{n} of 100 answered",
        "fr": "{n} réponses sur 100",
    },
    "page.replay_within": {
        "en": "within 24 hours: {share} (likely {low} to {high})",
        "fr": "en 24 heures : {share} (sans doute {low} à {high})",
    },
    "page.replay_within_plain": {
        "en": "within 24 hours: {share}",
        "fr": "en 24 heures : {share}",
    },
    "page.replay_withheld": {
        "en": "{a} asked about {b}: not shown, because too few people answer, or because the figures of others "
        "would follow from it.",
        "fr": "{a} interrogée sur {b} : non montré, parce que trop peu de personnes répondent, ou parce que "
        "les chiffres d’autres s’en déduiraient.",
    },
    "page.replay_count": {
        "en": "{name}: {n} of 100 answered",
        "fr": "{name} : {n} réponses sur 100",
    },
    "page.replay_at": {
        "en": "After {hours}:",
        "fr": "Après {hours} :",
    },
    "page.replay_after": {
        "en": "After {hours}, too late:",
        "fr": "Après {hours}, trop tard :",
    },
    "page.replay_in_time": {
        "en": "within the 24 hours",
        "fr": "dans les 24 heures",
    },
    "page.replay_late": {
        "en": "too late: 24 hours are over",
        "fr": "trop tard : les 24 heures sont passées",
    },
    "page.replay_axis": {
        "en": "{n} h",
        "fr": "{n} h",
    },
    "page.replay_time": {
        "en": "Hours since the question",
        "fr": "Heures depuis la question",
    },
    "page.replay_play": {
        "en": "Start the clock",
        "fr": "Lancer l’horloge",
    },
    "page.replay_pause": {
        "en": "Stop the clock",
        "fr": "Arrêter l’horloge",
    },
    "page.replay_restart": {
        "en": "Back to the question",
        "fr": "Retour à la question",
    },
    "page.replay_less": {
        "en": "6 hours back",
        "fr": "6 heures en arrière",
    },
    "page.replay_more": {
        "en": "6 hours on",
        "fr": "6 heures en avant",
    },
    "page.replay_means": {
        "en": "Height: answered questions of 100. Dashed: 24 hours; shaded: too late. Reply times are "
        "those in the messages; passing a question on is taken to cost no time of its own. Between the "
        "points known the counts are drawn as straight lines.",
        "fr": "Hauteur : questions répondues sur 100. Pointillé : 24 heures ; ombré : trop tard. Les temps "
        "de réponse sont ceux des messages ; transmettre une question est supposé ne pas prendre de temps. "
        "Entre les points connus, le décompte suit des droites.",
    },
    **{
        f"story.month.{number}": {"en": f"{english} {{year}}", "fr": f"{french} {{year}}"}
        for number, (english, french) in enumerate(_MONTHS, start=1)
    },
}
