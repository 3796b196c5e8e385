"""Every text of the question `maturity`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.maturity": {
        "en": "How far has the social layer come: nobody, a pilot, those who face customers, everybody?",
        "fr": "Où en est la couche sociale : personne, un pilote, ceux qui voient les clients, tout le monde ?",
    },
    "said.maturity.clear": {
        "en": "{share:%} of the people write posts (95% interval {low:%} to {high:%}); {part} of "
        "{assessed} functions clearly take part: stage {stage}.",
        "fr": "{share:%} des personnes publient (intervalle à 95 % : {low:%} à {high:%}) ; {part} "
        "fonctions sur {assessed} participent clairement : stade {stage}.",
    },
    "said.maturity.unclear": {
        "en": "{share:%} of the people write posts (95% interval {low:%} to {high:%}); {part} of "
        "{assessed} functions clearly take part; the stage is unclear, most likely {stage}.",
        "fr": "{share:%} des personnes publient (intervalle à 95 % : {low:%} à {high:%}) ; {part} "
        "fonctions sur {assessed} participent clairement ; le stade n’est pas établi, le plus probable : "
        "{stage}.",
    },
    "said.maturity.none": {"en": "none", "fr": "aucun"},
    "said.maturity.pilot": {"en": "pilot", "fr": "pilote"},
    "said.maturity.customer_facing": {"en": "customer facing", "fr": "au contact des clients"},
    "said.maturity.transversal": {"en": "transversal", "fr": "transversal"},
    "note.maturity.nobody_silent": {
        "en": "Nobody is known who appears in no message: with a people file of everybody, participation "
        "would be lower.",
        "fr": "Personne n’est connu qui n’apparaisse dans aucun message : avec un fichier de tout le "
        "personnel, la participation serait plus basse.",
    },
    "note.maturity.unknown": {
        "en": "{share:%} of the people have no known function; they count in the organisation's figures "
        "only.",
        "fr": "{share:%} des personnes n’ont pas de fonction connue ; elles ne comptent que dans les "
        "chiffres de l’organisation.",
    },
    "note.maturity.no_replies": {
        "en": "The export has no replies: dialogue and unanswered mentions cannot be told.",
        "fr": "L’export n’a pas de réponses : ni le dialogue ni les mentions sans réponse ne peuvent être "
        "dits.",
    },
    "note.maturity.by_names": {
        "en": "Which functions face customers is guessed from their names; in Python, "
        "sg.maturity(customer_facing=...) takes them as given.",
        "fr": "Les fonctions au contact des clients sont devinées d’après leurs noms ; en Python, "
        "sg.maturity(customer_facing=...) les prend telles qu’on les donne.",
    },
    "note.maturity.no_customer_facing": {
        "en": "No function is known to face customers, so the stage customer_facing cannot be found.",
        "fr": "Aucune fonction n’est connue comme étant au contact des clients : ce stade ne peut être "
        "trouvé.",
    },
    "note.maturity.no_titles": {
        "en": "No titles: short-term staff cannot be told.",
        "fr": "Pas d’intitulés de poste : le personnel temporaire ne peut être reconnu.",
    },
    "note.maturity.no_levels": {
        "en": "No levels: leaders cannot be told.",
        "fr": "Pas de niveaux hiérarchiques : les dirigeants ne peuvent être reconnus.",
    },
    "note.maturity.no_people": {
        "en": "No people file: everybody known wrote or received something.",
        "fr": "Pas de fichier du personnel : chaque personne connue a écrit ou reçu quelque chose.",
    },
    "method.maturity": {
        "en": "Adoption. The share of people who write posts by function, with exact intervals; the stage "
        "follows from which functions clearly take part.",
        "fr": "Adoption. La part des personnes qui publient, par fonction, avec des intervalles exacts ; "
        "le stade découle des fonctions qui participent clairement.",
    },
    "maturity.heading": {"en": "How far posts are adopted", "fr": "Où en est l’adoption des publications"},
    "maturity.chart": {
        "en": "People of each function who write posts, in %",
        "fr": "Personnes de chaque fonction qui publient, en %",
    },
    "maturity.chart_read": {
        "en": "Filled dots: the function clearly takes part.",
        "fr": "Points pleins : la fonction participe clairement.",
    },
    "topic.maturity": {"en": "Adoption", "fr": "Adoption"},
}
