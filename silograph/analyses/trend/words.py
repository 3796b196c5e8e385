"""Every text of the question `trend`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.trend": {
        "en": "Is it getting better, or has anything changed?",
        "fr": "La situation s’améliore-t-elle, quelque chose a-t-il changé ?",
    },
    "said.trend.none": {
        "en": "No figure changed beyond noise over {windows}.",
        "fr": "Aucun chiffre n’a changé au-delà du bruit en {windows}.",
    },
    "said.trend.found.one": {
        "en": "{n} change beyond noise over {windows}: {changes:;}.",
        "fr": "{n} changement au-delà du bruit en {windows} : {changes:;}.",
    },
    "said.trend.found.many": {
        "en": "{n} changes beyond noise over {windows}: {changes:;}.",
        "fr": "{n} changements au-delà du bruit en {windows} : {changes:;}.",
    },
    "said.trend.more.one": {"en": "{n} further change", "fr": "{n} autre changement"},
    "said.trend.more.many": {"en": "{n} further changes", "fr": "{n} autres changements"},
    "said.trend.week.one": {"en": "{n} week", "fr": "{n} semaine"},
    "said.trend.week.many": {"en": "{n} weeks", "fr": "{n} semaines"},
    "said.trend.month.one": {"en": "{n} month", "fr": "{n} mois"},
    "said.trend.month.many": {"en": "{n} months", "fr": "{n} mois"},
    "said.trend.quarter.one": {"en": "{n} quarter", "fr": "{n} trimestre"},
    "said.trend.quarter.many": {"en": "{n} quarters", "fr": "{n} trimestres"},
    "said.trend.year.one": {"en": "{n} year", "fr": "{n} année"},
    "said.trend.year.many": {"en": "{n} years", "fr": "{n} années"},
    "said.trend.walls": {"en": "walls", "fr": "cloisons"},
    "said.trend.modularity": {"en": "modularity of functions", "fr": "modularité des fonctions"},
    "said.trend.cross_share": {
        "en": "share of exchange between functions",
        "fr": "part des échanges entre fonctions",
    },
    "said.trend.continuity": {
        "en": "exchange inside the functions people were in before",
        "fr": "échanges au sein des fonctions où les gens étaient auparavant",
    },
    "said.trend.openness": {"en": "openness of {function}", "fr": "ouverture de {function}"},
    "said.trend.up_factor": {
        "en": "{what} up from {window} by a factor of {change:.2} (q {q:p})",
        "fr": "{what} en hausse dès {window} d’un facteur {change:.2} (q {q:p})",
    },
    "said.trend.down_factor": {
        "en": "{what} down from {window} by a factor of {change:.2} (q {q:p})",
        "fr": "{what} en baisse dès {window} d’un facteur {change:.2} (q {q:p})",
    },
    "said.trend.up": {
        "en": "{what} up from {window} by {change:+.2} (q {q:p})",
        "fr": "{what} en hausse dès {window} de {change:+.2} (q {q:p})",
    },
    "said.trend.down": {
        "en": "{what} down from {window} by {change:+.2} (q {q:p})",
        "fr": "{what} en baisse dès {window} de {change:+.2} (q {q:p})",
    },
    "note.trend.marks": {
        "en": "A mark says that something differs beyond noise, not why; the first and last window may be "
        "incomplete.",
        "fr": "Une marque dit que quelque chose diffère au-delà du bruit, non pourquoi ; la première et la "
        "dernière période peuvent être incomplètes.",
    },
    "note.trend.busy": {
        "en": "Modularity, cross share and continuity also move when functions become busier; walls and "
        "openness do not.",
        "fr": "La modularité, la part des échanges entre fonctions et la continuité bougent aussi quand "
        "des fonctions deviennent plus actives ; les cloisons et l’ouverture, non.",
    },
    "note.trend.poor": {
        "en": "{poor} of {windows} have fewer than {least} ties and are left out.",
        "fr": "Trop peu de liens (moins de {least}) pour {poor} sur {windows} : ces périodes sont laissées "
        "de côté.",
    },
    "note.trend.untimed.one": {
        "en": "{n} message without a time is left out.",
        "fr": "{n} message sans heure est laissé de côté.",
    },
    "note.trend.untimed.many": {
        "en": "{n} messages without a time are left out.",
        "fr": "{n} messages sans heure sont laissés de côté.",
    },
    "further.trend": {"en": "Is it getting better?", "fr": "La situation s’améliore-t-elle ?"},
    "trend.chart": {
        "en": "Walls between functions by period (logarithmic scale)",
        "fr": "Cloisons entre fonctions par période (échelle logarithmique)",
    },
    "trend.chart_read": {
        "en": "Bars are 95% intervals; the sentence above says what changed beyond noise.",
        "fr": "Les barres sont des intervalles à 95 % ; la phrase ci-dessus dit ce qui a changé au-delà du "
        "bruit.",
    },
    "rows.trend": {
        "en": "A row per window and figure, and per function for `openness`; windows in which few people are active "
        "are left out.",
        "fr": "Une ligne par période et par chiffre, et par fonction pour `openness` ; les périodes où peu de "
        "personnes sont actives sont laissées de côté.",
    },
    "column.trend.window": {
        "en": "first day of the window, in UTC",
        "fr": "premier jour de la période, en UTC",
    },
    "column.trend.figure": {
        "en": "`messages`, `people`, `ami` (agreement of communities and functions), `stability` (of communities with "
        "those of the window before), `walls`, `modularity`, `cross_share`, `continuity`, `openness`",
        "fr": "`messages`, `people` (personnes), `ami` (accord des communautés et des fonctions), `stability` (des "
        "communautés avec celles de la période d’avant), `walls` (cloisons), `modularity` (modularité), `cross_share` "
        "(part des échanges entre fonctions), `continuity` (continuité), `openness` (ouverture)",
    },
    "column.trend.function": {"en": "of an openness", "fr": "celle dont c’est l’ouverture"},
    "column.trend.value": {
        "en": "of the window alone, with its 95 % interval",
        "fr": "de la seule période, avec son intervalle à 95 %",
    },
    "column.trend.change": {
        "en": "what the windows from here on have more than those before: a factor for walls and openness, else a "
        "difference",
        "fr": "ce que les périodes à partir d’ici ont de plus que celles d’avant : un facteur pour les cloisons et "
        "l’ouverture, sinon une différence",
    },
    "column.trend.q_value": {
        "en": "how often chance alone gives such a change, adjusted for all windows and figures (Holm)",
        "fr": "à quelle fréquence le seul hasard donne un tel changement, ajustée à toutes les périodes et à tous les "
        "chiffres (Holm)",
    },
    "column.trend.mark": {
        "en": "`up`, `down`, `none`, `too_little_data`, `not_tested`",
        "fr": "`up` (hausse), `down` (baisse), `none` (rien), `too_little_data` (trop peu de données), `not_tested` "
        "(non testé)",
    },
    "method.trend": {
        "en": "Over time. The same figures in each window, and the windows after a date against those before. "
        "Intervals say how much a figure hangs on single pairs of people: one pair is left out after the "
        "other or, for agreement and stability, whole ties are resampled.",
        "fr": "Au fil du temps. Les mêmes chiffres pour chaque période, et les périodes d’après une date face "
        "à celles d’avant. Les intervalles disent combien un chiffre tient à telle ou telle paire de "
        "personnes : les paires sont ôtées tour à tour ou, pour l’accord et la stabilité, des liens "
        "entiers sont rééchantillonnés.",
    },
    "column.window": {"en": "window", "fr": "période"},
    "column.figure": {"en": "figure", "fr": "chiffre"},
    "column.value": {"en": "value", "fr": "valeur"},
    "column.change": {"en": "change", "fr": "changement"},
    "column.mark": {"en": "mark", "fr": "marque"},
    "mark.up": {"en": "up", "fr": "hausse"},
    "mark.down": {"en": "down", "fr": "baisse"},
    "mark.none": {"en": "none", "fr": "rien"},
    "mark.too_little_data": {"en": "too little data", "fr": "trop peu de données"},
    "mark.not_tested": {"en": "not tested", "fr": "non testé"},
    "figure.messages": {"en": "messages", "fr": "messages"},
    "figure.people": {"en": "people", "fr": "personnes"},
    "figure.ami": {
        "en": "agreement of communities and functions",
        "fr": "accord des communautés et des fonctions",
    },
    "figure.stability": {"en": "stability of communities", "fr": "stabilité des communautés"},
    "figure.walls": {"en": "walls", "fr": "cloisons"},
    "figure.modularity": {"en": "modularity", "fr": "modularité"},
    "figure.cross_share": {"en": "exchange between functions", "fr": "échanges entre fonctions"},
    "figure.continuity": {"en": "continuity", "fr": "continuité"},
    "figure.openness": {"en": "openness", "fr": "ouverture"},
    "topic.trend": {"en": "Over time", "fr": "Au fil du temps"},
}
