"""Every text of the question `maturity`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.maturity": {
        "en": "How far has the social layer come: nobody, a pilot, those who face customers, everybody?",
        "fr": "Où en est la couche sociale : personne, un pilote, ceux qui voient les clients, tout le monde ?",
    },
    "said.maturity.share": {
        "en": "{share:%} of the people write posts (95% interval {low:%} to {high:%})",
        "fr": "{share:%} des personnes publient (intervalle à 95 % : {low:%} à {high:%})",
    },
    "said.maturity.few": {
        "en": "Too few people are behind it to say how many write posts",
        "fr": "Trop peu de personnes sont en jeu pour dire combien publient",
    },
    "said.maturity.clear": {
        "en": "{overall}; {part} of {assessed} functions clearly take part: stage {stage}.",
        "fr": "{overall} ; {part} fonctions sur {assessed} participent clairement : stade {stage}.",
    },
    "said.maturity.unclear": {
        "en": "{overall}; {part} of {assessed} functions clearly take part; the stage is unclear, most likely {stage}.",
        "fr": "{overall} ; {part} fonctions sur {assessed} participent clairement ; le stade n’est pas établi, "
        "le plus probable : {stage}.",
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
    "note.maturity.leads": {
        "en": "The person declared responsible is a leader (level {level}; 0 is the top).",
        "fr": "La personne déclarée responsable fait partie de la direction (niveau {level} ; 0 est le sommet).",
    },
    "note.maturity.below": {
        "en": "The person declared responsible stands at level {level} (0 is the top), below the leaders.",
        "fr": "La personne déclarée responsable est au niveau {level} (0 est le sommet), au-dessous de la direction.",
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
        "en": "Adoption. The share of people who write posts by function, with intervals that are exact for so "
        "many people; the stage follows from which functions clearly take part.",
        "fr": "Adoption. La part des personnes qui publient, par fonction, avec des intervalles exacts pour ce "
        "nombre de personnes ; le stade découle des fonctions qui participent clairement.",
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
    "rows.maturity": {
        "en": "A row per function. How far has the social layer come?",
        "fr": "Une ligne par fonction. Où en est la couche sociale ?",
    },
    "column.maturity.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.maturity.staff": {
        "en": "persons whose function it was last",
        "fr": "personnes dont c’était la dernière fonction",
    },
    "column.maturity.active": {
        "en": "people who wrote a post or a reply",
        "fr": "personnes qui ont écrit une publication ou une réponse",
    },
    "column.maturity.participation": {"en": "active / staff", "fr": "active / staff"},
    "column.maturity.probability": {
        "en": "probability that more than a tenth of its people take part, in tenths",
        "fr": "probabilité que plus d’un dixième de ses personnes participent, en dixièmes",
    },
    "column.maturity.posts": {"en": "posts and replies", "fr": "publications et réponses"},
    "column.maturity.posts_per_person": {
        "en": "posts and replies per person",
        "fr": "publications et réponses par personne",
    },
    "column.maturity.gini": {
        "en": "how concentrated posts are; 0 = everybody alike, 1 = one person writes all",
        "fr": "concentration des publications ; 0 = tous pareils, 1 = une seule personne écrit tout",
    },
    "column.maturity.dialogue_share": {
        "en": "replies among all it writes",
        "fr": "réponses parmi tout ce qu’elle écrit",
    },
    "column.maturity.replies_per_post": {
        "en": "replies per post that opens a thread",
        "fr": "réponses par publication qui ouvre un fil",
    },
    "column.maturity.answered": {
        "en": "its opening posts in whose thread somebody else wrote",
        "fr": "ses publications d’ouverture dans le fil desquelles quelqu’un d’autre a écrit",
    },
    "column.maturity.short_term_share": {
        "en": "interns, temps and the like among those who write, by title",
        "fr": "stagiaires, intérimaires et autres parmi ceux qui écrivent, d’après l’intitulé de poste",
    },
    "column.maturity.short_term_posts": {
        "en": "posts that are theirs",
        "fr": "publications qui sont les leurs",
    },
    "column.maturity.level": {
        "en": "mean level of its people; 0 is the top",
        "fr": "niveau moyen de ses personnes ; 0 est le sommet",
    },
    "column.maturity.level_active": {
        "en": "mean level of those who write",
        "fr": "niveau moyen de ceux qui écrivent",
    },
    "column.maturity.unanswered_mentions": {
        "en": "public mentions of its people that nobody of it answered",
        "fr": "mentions publiques de ses personnes auxquelles personne de la fonction n’a répondu",
    },
    "column.maturity.customer_facing": {
        "en": "whether it faces customers",
        "fr": "si elle est au contact des clients",
    },
    "column.maturity.verdict": {
        "en": "takes_part, does_not, unclear, not_assessable",
        "fr": "takes_part (participe), does_not (ne participe pas), unclear (non établi), "
        "not_assessable (non évaluable)",
    },
    "rows.maturity_months": {"en": "A row per function and month.", "fr": "Une ligne par fonction et mois."},
    "column.maturity_months.function": {"en": "name of the function", "fr": "nom de la fonction"},
    "column.maturity_months.month": {"en": "month, in UTC", "fr": "mois, en UTC"},
    "column.maturity_months.staff": {
        "en": "persons whose function it was last",
        "fr": "personnes dont c’était la dernière fonction",
    },
    "column.maturity_months.active": {
        "en": "people who wrote a post or a reply in that month",
        "fr": "personnes qui ont écrit une publication ou une réponse ce mois-là",
    },
    "column.maturity_months.participation": {"en": "active / staff", "fr": "active / staff"},
    "column.maturity_months.posts": {
        "en": "posts and replies of that month",
        "fr": "publications et réponses de ce mois",
    },
    "rows.maturity_levels": {
        "en": "A row per level of the hierarchy with enough people.",
        "fr": "Une ligne par niveau hiérarchique qui compte assez de personnes.",
    },
    "column.maturity_levels.level": {
        "en": "level in the hierarchy; 0 is the top",
        "fr": "niveau hiérarchique ; 0 est le sommet",
    },
    "column.maturity_levels.people": {"en": "persons, not teams", "fr": "personnes, sans les équipes"},
    "column.maturity_levels.active": {
        "en": "people who wrote a post or a reply",
        "fr": "personnes qui ont écrit une publication ou une réponse",
    },
    "column.maturity_levels.participation": {"en": "active / people", "fr": "actives / personnes"},
    "column.maturity_levels.posts_share": {
        "en": "of all posts, those of this level",
        "fr": "parmi toutes les publications, celles de ce niveau",
    },
    "column.staff": {"en": "people of the function", "fr": "personnes de la fonction"},
    "column.active": {"en": "people who write", "fr": "personnes qui écrivent"},
    "column.participation": {"en": "share who write", "fr": "part qui écrit"},
    "column.probability": {"en": "probability above a tenth", "fr": "probabilité de plus d’un dixième"},
    "column.posts": {"en": "posts", "fr": "publications"},
    "column.posts_per_person": {"en": "posts per person", "fr": "publications par personne"},
    "column.gini": {"en": "concentration (Gini)", "fr": "concentration (Gini)"},
    "column.dialogue_share": {"en": "share of replies", "fr": "part de réponses"},
    "column.replies_per_post": {"en": "replies per post", "fr": "réponses par publication"},
    "column.short_term_share": {
        "en": "short-term staff who write",
        "fr": "contrats courts parmi ceux qui écrivent",
    },
    "column.short_term_posts": {"en": "their posts", "fr": "leurs publications"},
    "column.level": {"en": "mean level", "fr": "niveau moyen"},
    "column.level_active": {"en": "mean level of those who write", "fr": "niveau moyen de ceux qui écrivent"},
    "column.unanswered_mentions": {"en": "mentions without an answer", "fr": "mentions sans réponse"},
    "column.customer_facing": {"en": "faces customers", "fr": "au contact des clients"},
}
