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
    "topic.trend": {"en": "Over time", "fr": "Au fil du temps"},
}
