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
        "fr": "sur {n} espaces et communautés, {silos} sont des silos (une seule fonction, et isolés), "
        "{bridges} mêlent les fonctions plus que d’habitude",
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
        "en": "Silos 2.0. The same measure of walls in each channel over the same people and period; "
        "spaces and communities are compared with random networks that keep everybody’s activity.",
        "fr": "Silos 2.0. La même mesure des cloisons dans chaque canal, sur les mêmes personnes et la "
        "même période ; espaces et communautés sont comparés à des réseaux aléatoires qui gardent "
        "l’activité de chacun.",
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
}
