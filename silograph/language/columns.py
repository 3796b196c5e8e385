"""Heads of columns and verdicts that tables of several questions have; those of one stand in its own words."""

TEXTS: dict[str, dict[str, str]] = {
    "meaning.function": {"en": "name", "fr": "nom"},
    "column.function": {"en": "function", "fr": "fonction"},
    "column.people": {"en": "people", "fr": "personnes"},
    "column.q_value": {"en": "q", "fr": "q"},
    "column.q_value.gloss": {
        "en": "p-value adjusted for looking at many functions; below 0.05 is beyond chance",
        "fr": "valeur p ajustée du fait que l’on regarde plusieurs fonctions ; sous 0,05, au-delà du hasard",
    },
    "column.verdict": {"en": "verdict", "fr": "verdict"},
    "column.p_first": {"en": "first in", "fr": "première dans"},
    "column.p_first.gloss": {
        "en": "share of resamples in which it ranks first",
        "fr": "part des rééchantillons où elle est au premier rang",
    },
    "column.largest_function": {"en": "largest function", "fr": "fonction la plus présente"},
    "column.purity": {"en": "purity", "fr": "pureté"},
    "column.purity.gloss": {
        "en": "share of its members who are of that function",
        "fr": "part de ses membres qui sont de cette fonction",
    },
    "column.function_a": {"en": "function a", "fr": "fonction a"},
    "column.function_b": {"en": "function b", "fr": "fonction b"},
    "column.p_value": {"en": "p", "fr": "p"},
    "column.contacts": {"en": "contacts", "fr": "contacts"},
    "column.expected": {"en": "expected", "fr": "attendus"},
    "column.ratio": {"en": "ratio", "fr": "rapport"},
    "column.within_24h": {"en": "within 24 hours", "fr": "en 24 heures"},
    "column.within_24h.gloss": {
        "en": "share of questions answered, with its 95% interval",
        "fr": "part des questions répondues, avec son intervalle à 95 %",
    },
    "column.median_hours": {"en": "median hours", "fr": "heures (médiane)"},
    "column.median_hours.gloss": {
        "en": "half of the questions are answered by then; – where half never are",
        "fr": "la moitié des questions ont alors leur réponse ; – si la moitié ne l’ont jamais",
    },
    "column.handoffs": {"en": "passed on", "fr": "transmises"},
    "column.handoffs.gloss": {
        "en": "times a question is passed on, on average",
        "fr": "nombre moyen de transmissions par question",
    },
    "verdict.open": {"en": "more open", "fr": "plus ouverte"},
    "verdict.ordinary": {"en": "ordinary", "fr": "ordinaire"},
    "verdict.not_assessable": {"en": "not assessed", "fr": "non évaluée"},
    "verdict.no_verdict": {"en": "no verdict", "fr": "pas de verdict"},
    "verdict.unsettled": {"en": "unsettled", "fr": "non tranché"},
    "verdict.between": {"en": "between", "fr": "entre les deux"},
    "verdict.no_difference": {"en": "no difference", "fr": "pas de différence"},
}
