"""Every text of the question `silos2`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.silos2": {
        "en": "Does the social layer repeat the walls between functions, build new ones, or open them?",
        "fr": "La couche sociale répète-t-elle les cloisons entre fonctions, "
        "en dresse-t-elle de nouvelles ou les ouvre-t-elle ?",
    },
    "said.silos2.whole": {"en": "{layer}; {judged}.", "fr": "{layer} ; {judged}."},
    "said.silos2.judged": {
        "en": "{silos} of {n} spaces and communities are silos (one function, and isolated), {bridges} mix "
        "functions more than is usual",
        "fr": "sur {n} espaces et communautés, silos (une seule fonction, et isolés) : {silos}, mêlant les "
        "fonctions plus que d’habitude : {bridges}",
    },
    "said.silos2.none_assessed": {
        "en": "no space or community can be assessed",
        "fr": "aucun espace ni communauté ne peut être évalué",
    },
    "said.silos2.too_few": {
        "en": "Too few posts between people of known functions to compare their walls with those of e-mail",
        "fr": "Trop peu de publications entre personnes de fonctions connues pour comparer leurs cloisons "
        "à celles du courriel",
    },
    "said.silos2.walls": {"en": "walls of {walls:.1}", "fr": "cloisons de {walls:.1}"},
    "said.silos2.walls_mail": {
        "en": "walls of {posts:.1}, against {mail:.1} in e-mail (ratio {ratio:.2}, 95% interval {low:.2} "
        "to {high:.2})",
        "fr": "cloisons de {posts:.1}, contre {mail:.1} dans le courriel (rapport {ratio:.2}, intervalle à "
        "95 % : {low:.2} à {high:.2})",
    },
    "said.silos2.repeats_walls": {
        "en": "Posts repeat the walls between functions: {walls}",
        "fr": "Les publications répètent les cloisons entre fonctions : {walls}",
    },
    "said.silos2.opens_walls": {
        "en": "Posts open the walls between functions: {walls}",
        "fr": "Les publications ouvrent les cloisons entre fonctions : {walls}",
    },
    "said.silos2.new_walls": {
        "en": "Posts build new walls: people of different functions exchange {circles:.1} times as often "
        "within circles of posters as across them (95% interval {low:.1} to {high:.1})",
        "fr": "Les publications créent de nouvelles cloisons : des personnes de fonctions différentes "
        "échangent {circles:.1} fois plus au sein des cercles de ceux qui publient que d’un cercle à "
        "l’autre (intervalle à 95 % : {low:.1} à {high:.1})",
    },
    "said.silos2.too_little_data": {
        "en": "The data do not settle what posts do to the walls between functions: {walls}",
        "fr": "Les données ne tranchent pas ce que les publications font aux cloisons entre fonctions : "
        "{walls}",
    },
    "said.silos2.nothing": {
        "en": "There are no walls between functions to repeat or to open: {walls}",
        "fr": "Il n’y a pas de cloisons entre fonctions à répéter ou à ouvrir : {walls}",
    },
    "note.silos2.no_functions": {
        "en": "No function is known: purity cannot be told, and no verdict given; give an org chart.",
        "fr": "Aucune fonction n’est connue : la pureté ne peut être dite, ni un verdict donné ; fournir "
        "un organigramme.",
    },
    "note.silos2.no_mail": {
        "en": "No e-mail: whether posts repeat or open the walls cannot be told.",
        "fr": "Pas de courriel : on ne peut dire si les publications répètent ou ouvrent les cloisons.",
    },
    "note.silos2.no_spaces": {
        "en": "No post names its space: only communities are looked at.",
        "fr": "Aucune publication ne nomme son espace : seules les communautés sont regardées.",
    },
    "note.silos2.not_given": {
        "en": "Communities of the posts were not given: only spaces are looked at.",
        "fr": "Les communautés des publications n’ont pas été fournies : seuls les espaces sont regardés.",
    },
    "note.silos2.no_communities": {
        "en": "The posts show no communities beyond chance.",
        "fr": "Les publications ne montrent pas de communautés au-delà du hasard.",
    },
    "note.silos2.small.one": {
        "en": "{n} space has too few people to be named or assessed.",
        "fr": "{n} espace compte trop peu de personnes pour être nommé ou évalué.",
    },
    "note.silos2.small.many": {
        "en": "{n} spaces have too few people to be named or assessed.",
        "fr": "{n} espaces comptent trop peu de personnes pour être nommés ou évalués.",
    },
    "method.silos2": {
        "en": "Silos 2.0. The same measure of walls in each channel over the same people and period, with "
        "intervals from resampled ties; spaces and communities are compared with random networks that "
        "keep everybody’s activity, with intervals over their members.",
        "fr": "Silos 2.0. La même mesure des cloisons dans chaque canal, sur les mêmes personnes et la même "
        "période, avec des intervalles par rééchantillonnage des liens ; espaces et communautés sont "
        "comparés à des réseaux aléatoires qui gardent l’activité de chacun, avec des intervalles "
        "d’après leurs membres.",
    },
    "silos2.heading": {
        "en": "Silos 2.0: what posts do to the walls",
        "fr": "Silos 2.0 : ce que les publications font aux cloisons",
    },
    "silos2.chart": {
        "en": "Walls by channel: how many times likelier exchange is inside a function (logarithmic scale)",
        "fr": "Cloisons par canal : combien de fois l’échange est plus probable au sein d’une fonction "
        "(échelle logarithmique)",
    },
    "silos2.chart_read": {
        "en": "Right of the dashed line: people keep to their own function. Posts are filled.",
        "fr": "À droite du trait : on reste entre soi. Les publications sont pleines.",
    },
    "silos2.none": {
        "en": "No space and no community stands out as a silo of its own or as a bridge between functions.",
        "fr": "Aucun espace ni communauté ne se détache comme silo à part ou comme pont entre fonctions.",
    },
    "topic.silos2": {"en": "Silos 2.0", "fr": "Silos 2.0"},
    "rows.silos2": {
        "en": "A row per space (channel, group) and per community of the posts; those of too few "
        "people are left out.",
        "fr": "Une ligne par espace (canal, groupe) et par communauté des publications ; celles de "
        "trop peu de personnes n’y sont pas.",
    },
    "column.silos2.name": {
        "en": "name of the space, or number of the community",
        "fr": "nom de l’espace, ou numéro de la communauté",
    },
    "column.silos2.kind": {"en": "space or community", "fr": "space (espace) ou community (communauté)"},
    "column.silos2.people": {
        "en": "people who wrote, answered or reacted there",
        "fr": "personnes qui y ont écrit, répondu ou réagi",
    },
    "column.silos2.largest_function": {
        "en": "the function most of them are of",
        "fr": "la fonction dont la plupart sont",
    },
    "column.silos2.purity": {
        "en": "people who are of it, among those of known function",
        "fr": "personnes qui en sont, parmi celles de fonction connue",
    },
    "column.silos2.purity_expected": {
        "en": "the same when functions are shuffled among the active people, in tenths",
        "fr": "la même si l’on mélange les fonctions des personnes actives, en dixièmes",
    },
    "column.silos2.entropy": {
        "en": "how mixed its people are, compared with all active people, in tenths; 0 = one function",
        "fr": "mélange de ses personnes, comparé à celui de toutes les personnes actives, en "
        "dixièmes ; 0 = une seule fonction",
    },
    "column.silos2.isolation": {
        "en": "1 - conductance / conductance expected: 0 as by chance, 1 nothing crosses its border",
        "fr": "1 - conductance / conductance attendue : 0 comme par hasard, 1 rien ne traverse sa frontière",
    },
    "column.silos2.isolation_z": {
        "en": "the same, in standard deviations of chance",
        "fr": "le même, en écarts-types du hasard",
    },
    "column.silos2.conductance": {
        "en": "its people’s exchange that crosses its border",
        "fr": "échanges de ses personnes qui traversent sa frontière",
    },
    "column.silos2.conductance_expected": {"en": "the same by chance", "fr": "les mêmes par hasard"},
    "column.silos2.share": {
        "en": "of all exchange of posts, that of its people",
        "fr": "parmi tous les échanges de publications, ceux de ses personnes",
    },
    "column.silos2.disjointness": {
        "en": "its people who are active nowhere else",
        "fr": "ses personnes qui ne sont actives nulle part ailleurs",
    },
    "column.silos2.bridges": {
        "en": "its people who are active elsewhere too",
        "fr": "ses personnes qui sont aussi actives ailleurs",
    },
    "column.silos2.mixing": {
        "en": "chance that two of its people are of different functions, in tenths",
        "fr": "probabilité que deux de ses personnes soient de fonctions différentes, en dixièmes",
    },
    "column.silos2.mixing_usual": {
        "en": "mean of that over the other spaces, in tenths",
        "fr": "moyenne de celle-ci sur les autres espaces, en dixièmes",
    },
    "column.silos2.trend": {
        "en": "change per month of the share of activity that stays inside; from three months on",
        "fr": "évolution par mois de la part d’activité qui reste à l’intérieur ; à partir de trois mois",
    },
    "column.silos2.p_value": {
        "en": "purity and isolation as large by chance, the larger of both",
        "fr": "pureté et isolement aussi grands par hasard, le plus grand des deux",
    },
    "column.silos2.q_value": {
        "en": "that, adjusted for looking at many",
        "fr": "celle-ci, ajustée du fait que l’on en regarde plusieurs",
    },
    "column.silos2.verdict": {
        "en": "silo2, bridge_space, ordinary, not_assessable",
        "fr": "silo2 (silo 2.0), bridge_space (relie des fonctions), ordinary (ordinaire), "
        "not_assessable (non évaluable)",
    },
    "rows.silos2_layers": {
        "en": "A row per channel, compared with the posts; those of too few people are left out. Functions too "
        "small to show count as one.",
        "fr": "Une ligne par canal, comparé aux publications ; ceux de trop peu de personnes n’y sont pas. Les "
        "fonctions trop petites pour être montrées comptent pour une seule.",
    },
    "column.silos2_layers.channel": {
        "en": "post, email, handoff",
        "fr": "post (publications), email (courriel), handoff (transferts)",
    },
    "column.silos2_layers.people": {
        "en": "who exchanges there, of known function",
        "fr": "qui y échange, de fonction connue",
    },
    "column.silos2_layers.ties": {
        "en": "pairs of people of known function who exchange",
        "fr": "paires de personnes de fonction connue qui échangent",
    },
    "column.silos2_layers.cross_share": {
        "en": "strength that crosses functions",
        "fr": "force des liens qui traverse les fonctions",
    },
    "column.silos2_layers.walls": {
        "en": "how many times likelier two people of one function exchange than two of different ones",
        "fr": "combien de fois deux personnes d’une même fonction échangent plus probablement que "
        "deux de fonctions différentes",
    },
    "column.silos2_layers.walls_posts": {
        "en": "walls of the posts, over the same time and (for e-mail) the same people",
        "fr": "cloisons des publications, sur la même période et (pour le courriel) les mêmes personnes",
    },
    "column.silos2_layers.ratio": {
        "en": "walls of posts over walls of this channel",
        "fr": "cloisons des publications rapportées à celles de ce canal",
    },
    "column.silos2_layers.circle_walls": {
        "en": "odds ratio: how much likelier people of different functions exchange inside circles "
        "of this channel than across them",
        "fr": "rapport de cotes : combien des personnes de fonctions différentes échangent plus "
        "probablement dans les cercles de ce canal que d’un cercle à l’autre",
    },
    "column.silos2_layers.ami_functions": {
        "en": "agreement of its communities with the functions; 0 = chance, 1 = the same",
        "fr": "accord de ses communautés avec les fonctions ; 0 = hasard, 1 = les mêmes",
    },
    "column.silos2_layers.ami_posts": {
        "en": "agreement of its communities with those of the posts",
        "fr": "accord de ses communautés avec celles des publications",
    },
    "rows.silos2_months": {
        "en": "A row per space or community, and month.",
        "fr": "Une ligne par espace ou communauté, et mois.",
    },
    "column.silos2_months.name": {
        "en": "name of the space, or number of the community",
        "fr": "nom de l’espace, ou numéro de la communauté",
    },
    "column.silos2_months.kind": {
        "en": "space or community",
        "fr": "space (espace) ou community (communauté)",
    },
    "column.silos2_months.month": {"en": "month, in UTC", "fr": "mois, en UTC"},
    "column.silos2_months.people": {
        "en": "its people who were active in that month",
        "fr": "ses personnes actives ce mois-là",
    },
    "column.silos2_months.messages": {
        "en": "messages of its people in that month",
        "fr": "messages de ses personnes ce mois-là",
    },
    "column.silos2_months.staying": {
        "en": "activity of its people that stays inside",
        "fr": "activité de ses personnes qui reste à l’intérieur",
    },
    "column.name": {"en": "space or community", "fr": "espace ou communauté"},
    "column.isolation": {"en": "isolation", "fr": "isolement"},
    "column.isolation.gloss": {
        "en": "how much of the exchange stays inside, against networks in which activity alone decides",
        "fr": "ce qui reste des échanges en son sein, face à des réseaux où seule l’activité décide",
    },
    "verdict.silo2": {"en": "silo 2.0", "fr": "silo 2.0"},
    "verdict.bridge_space": {"en": "bridges functions", "fr": "relie des fonctions"},
}
