"""What commands print besides answers."""

TEXTS: dict[str, dict[str, str]] = {
    "said.demo.company": {
        "en": "An invented company: {people} people in {functions} functions, {messages} messages.",
        "fr": "Une entreprise inventée : {people} personnes dans {functions} fonctions, {messages} messages.",
    },
    "said.demo.found": {"en": "found", "fr": "trouvé"},
    "said.demo.planted": {"en": "planted", "fr": "caché"},
    "said.demo.none": {"en": "none", "fr": "aucune"},
    "said.demo.silos": {"en": "closed functions", "fr": "fermées"},
    "said.demo.glue": {"en": "the glue", "fr": "le liant"},
    "said.demo.mailrooms": {"en": "routing onward", "fr": "transmettent"},
    "said.demo.table": {"en": "not at the table", "fr": "hors de la table"},
    "said.demo.owner": {"en": "the owner", "fr": "le porteur"},
    "said.demo.open": {
        "en": "Open {report} and {network} in a browser.",
        "fr": "Ouvrez {report} et {network} dans un navigateur.",
    },
    "said.note": {"en": "note: {said}", "fr": "note : {said}"},
    "said.wrote": {"en": "wrote {report} and {network}", "fr": "écrit : {report} et {network}"},
}
