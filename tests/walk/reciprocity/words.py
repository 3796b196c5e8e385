"""Every text of the question `reciprocity`."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.reciprocity": {"en": "Do functions write back?", "fr": "Les fonctions se répondent-elles ?"},
    "said.reciprocity": {
        "en": "of the pairs of people who write across functions, both do in {low:%} ({least}) to {high:%} ({most})",
        "fr": "d’une fonction à l’autre, de {low:%} ({least}) à {high:%} ({most}) des paires s’écrivent l’un à l’autre",
    },
    "said.reciprocity.few": {"en": "too few people write across functions", "fr": "trop peu s’écrivent"},
    "note.reciprocity.once": {
        "en": "{share:%} of the pairs have a single message, which nobody may have had to answer",
        "fr": "{share:%} des paires n’ont qu’un message, qui n’appelait peut-être pas de réponse",
    },
    "rows.reciprocity": {"en": "A row per function.", "fr": "Une ligne par fonction."},
    "column.reciprocity.people": {"en": "who are in such a pair", "fr": "qui sont dans une telle paire"},
    "column.reciprocity.pairs": {"en": "with a tie across functions", "fr": "liées entre deux fonctions"},
    "column.reciprocity.share": {"en": "of these, where both write", "fr": "dont les deux s’écrivent"},
    "column.pairs": {"en": "pairs", "fr": "paires"},
    "reciprocity.chart": {"en": "Pairs in which both write, in %", "fr": "Paires où les deux écrivent, en %"},
}
