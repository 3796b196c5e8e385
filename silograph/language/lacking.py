"""Why a question has no answer in some data, and what would mend that."""

TEXTS: dict[str, dict[str, str]] = {
    "lacks.no_posts": {
        "en": "no posts by people",
        "fr": "pas de publications écrites par des personnes",
    },
    "lacks.no_functions": {
        "en": "no functions known",
        "fr": "aucune fonction connue",
    },
    "lacks.no_functions_questions": {
        "en": "no functions known: questions are between functions",
        "fr": "aucune fonction connue : les questions se posent entre fonctions",
    },
    "lacks.not_answering": {
        "en": "nothing says which message answers which: threads are missing",
        "fr": "rien ne dit quel message répond à quel autre : les fils manquent",
    },
    "lacks.empty_initiative": {
        "en": "nobody wrote or was addressed in the initiative",
        "fr": "personne n’a écrit ni n’a été destinataire dans l’initiative",
    },
    "lacks.no_topic": {
        "en": "no topic is named",
        "fr": "aucun sujet n’est nommé",
    },
    "lacks.no_initiative": {
        "en": "no initiative is named",
        "fr": "aucune initiative n’est nommée",
    },
    "lacks.all_initiative": {
        "en": "every message on the topic belongs to the initiative",
        "fr": "tous les messages sur le sujet appartiennent à l’initiative",
    },
    "lacks.space_match": {
        "en": "no space matches --{option} “{pattern}”, and the log has no subjects",
        "fr": "aucun espace ne répond à --{option} « {pattern} », et le relevé n’a pas d’objets",
    },
    "lacks.match": {
        "en": "no subject and no space matches --{option} “{pattern}”",
        "fr": "ni objet ni espace ne répond à --{option} « {pattern} »",
    },
    "lacks.nobody_on_topic": {
        "en": "nobody inside wrote on the topic outside of the initiative",
        "fr": "personne en interne n’a écrit sur le sujet en dehors de l’initiative",
    },
    "lacks.no_mail": {
        "en": "no e-mail between people",
        "fr": "pas de courriel entre personnes",
    },
    "lacks.no_copies": {
        "en": "the e-mail says neither who was in copy (role cc) nor what belongs to one thread (thread_id)",
        "fr": "le courriel ne dit ni qui était en copie (rôle cc) ni ce qui appartient à un même fil "
        "(thread_id)",
    },
    "lacks.no_times": {
        "en": "no message between people has a time",
        "fr": "aucun message entre personnes n’a d’heure",
    },
    "lacks.nobody_placed": {
        "en": "nobody has a function",
        "fr": "personne n’a de fonction",
    },
    "lacks.no_known_tie": {
        "en": "no tie between two people of known function",
        "fr": "aucun lien entre deux personnes de fonction connue",
    },
    "lacks.no_path_between": {
        "en": "no tie joins two known functions: nothing stands between them",
        "fr": "aucun lien ne joint deux fonctions connues : rien ne se tient entre elles",
    },
    "lacks.no_ties": {
        "en": "no ties: nobody to group",
        "fr": "pas de liens : personne à regrouper",
    },
    "lacks.answered_ties": {
        "en": "no tie was answered, and none is of a message to a few: nobody to group",
        "fr": "aucun lien n’a eu de réponse ni ne vient d’un message à peu de gens : personne à regrouper",
    },
    "lacks.nobody_known": {
        "en": "nobody who exchanges anything has a known function",
        "fr": "personne parmi ceux qui échangent n’a de fonction connue",
    },
    "lacks.no_crossing": {
        "en": "nothing but automated messages and broadcasts passes between inside and outside",
        "fr": "rien ne passe entre l’intérieur et l’extérieur que des messages automatiques et des "
        "diffusions",
    },
    "lacks.contacts_untimed": {
        "en": "messages to outside contacts have no time",
        "fr": "les messages aux contacts extérieurs n’ont pas d’heure",
    },
    "lacks.no_sender": {
        "en": "nobody of known function wrote to an outside contact",
        "fr": "personne de fonction connue n’a écrit à un contact extérieur",
    },
    "lacks.no_outside_question": {
        "en": "no question from an outside contact is in the log",
        "fr": "aucune question d’un contact extérieur n’est dans le relevé",
    },
    "lacks.two_functions": {
        "en": "fewer than two functions have ties",
        "fr": "moins de deux fonctions ont des liens",
    },
    "lacks.no_contact": {
        "en": "no message to or from a contact outside",
        "fr": "aucun message à un contact extérieur, ni de lui",
    },
    "lacks.three_to_relay": {
        "en": "passing on takes three functions, and {n} are known",
        "fr": "transmettre suppose trois fonctions, et {n} sont connues",
    },
    "lacks.before_and_after": {
        "en": "no whole period with enough ties both before and from {day} on",
        "fr": "pas de période entière avec assez de liens à la fois avant le {day} et à partir de ce jour",
    },
    "lacks.windows": {
        "en": "only {windows} with {ties} ties between people of known function or more, {needed} are needed",
        "fr": "seulement {windows} avec au moins {ties} liens entre personnes de fonction connue, il en"
        " faut {needed}",
    },
    "lacks.nothing_between": {
        "en": "no path joins others that a function of {n} people could stand between",
        "fr": "aucun chemin n’en joint d’autres entre lesquelles une fonction de {n} personnes pourrait"
        " se tenir",
    },
    "lacks.three_for_glue": {
        "en": "glue stands between two other functions: it needs three, and {n} are known",
        "fr": "le liant se tient entre deux autres fonctions : il en faut trois, et {n} sont connues",
    },
    "lacks.large_enough": {
        "en": "no function has {n} people",
        "fr": "aucune fonction ne compte {n} personnes",
    },
    "lacks.candidates.one": {
        "en": "only {n} function can be assessed, at least {least} are needed to choose one",
        "fr": "fonctions qui peuvent être évaluées : {n} seulement, il en faut au moins {least} pour en"
        " choisir une",
    },
    "lacks.candidates.many": {
        "en": "only {n} functions can be assessed, at least {least} are needed to choose one",
        "fr": "fonctions qui peuvent être évaluées : {n} seulement, il en faut au moins {least} pour en"
        " choisir une",
    },
    "lacks.reply_times": {
        "en": "reply times are known for {n} functions ({large} of them with at least {least} people); "
        "at least {needed} are needed",
        "fr": "fonctions dont les délais de réponse sont connus : {n} ({large} d’entre elles avec au "
        "moins {least} personnes) ; il en faut au moins {needed}",
    },
    "lacks.answers": {
        "en": "no message in {channels} can be told to answer another",
        "fr": "aucun message n’est connu pour répondre à un autre ({channels})",
    },
    "lacks.the_log": {
        "en": "the log",
        "fr": "le relevé",
    },
    "mend.social_export": {
        "en": "add an export of a social network (Slack, Teams, Yammer)",
        "fr": "ajouter un export d’un réseau social (Slack, Teams, Yammer)",
    },
    "mend.org_chart": {
        "en": "give an org chart with --people",
        "fr": "fournir un organigramme avec --people",
    },
    "mend.people_file": {
        "en": "give a people file with functions",
        "fr": "fournir un fichier du personnel avec les fonctions",
    },
    "mend.functions": {
        "en": "give people's functions (--people)",
        "fr": "donner les fonctions des personnes (--people)",
    },
    "mend.more_functions": {
        "en": "give more people a function",
        "fr": "donner une fonction à davantage de personnes",
    },
    "mend.a_function": {
        "en": "give people a function",
        "fr": "donner une fonction aux personnes",
    },
    "mend.headers": {
        "en": "export mail with its headers (Message-ID, In-Reply-To, References), posts with their "
        "replies, or interactions with a thread_id",
        "fr": "exporter le courriel avec ses en-têtes (Message-ID, In-Reply-To, References), les "
        "publications avec leurs réponses, ou les interactions avec un thread_id",
    },
    "mend.timed_threads": {
        "en": "give more people a function, or exports with threads and times to the minute",
        "fr": "donner une fonction à davantage de personnes, ou des exports avec des fils et des heures"
        " à la minute",
    },
    "mend.name_topic": {
        "en": "name one with --topic PATTERN, and keep subjects with --subjects",
        "fr": "en nommer un avec --topic MOTIF, et garder les objets avec --subjects",
    },
    "mend.name_initiative": {
        "en": "name its spaces or subjects with --initiative PATTERN",
        "fr": "nommer ses espaces ou ses objets avec --initiative MOTIF",
    },
    "mend.check_initiative": {
        "en": "check --initiative, or name its members",
        "fr": "vérifier --initiative, ou nommer ses membres",
    },
    "mend.wider_than": {
        "en": "give --topic a wider pattern than --initiative",
        "fr": "donner à --topic un motif plus large qu’à --initiative",
    },
    "mend.wider": {
        "en": "give --topic a wider pattern",
        "fr": "donner à --topic un motif plus large",
    },
    "mend.pattern": {
        "en": "try another pattern; it is a regular expression",
        "fr": "essayer un autre motif ; c’est une expression régulière",
    },
    "mend.keep_subjects": {
        "en": "keep subjects with --subjects; --topic and --initiative look for patterns in them",
        "fr": "garder les objets avec --subjects ; --topic et --initiative y cherchent des motifs",
    },
    "mend.add_mail": {
        "en": "add an export of mail (mbox, Maildir, .eml files)",
        "fr": "ajouter un export de courriel (mbox, Maildir, fichiers .eml)",
    },
    "mend.to_and_cc": {
        "en": "export the To and Cc fields, or the headers Message-ID and References",
        "fr": "exporter les champs À et Cc, ou les en-têtes Message-ID et References",
    },
    "mend.baseline": {
        "en": "take shorter windows, a longer log, or another day",
        "fr": "prendre des périodes plus courtes, un relevé plus long, ou un autre jour",
    },
    "mend.longer": {
        "en": "take longer windows, a longer log, or give more people a function",
        "fr": "prendre des périodes plus longues, un relevé plus long, ou donner une fonction à "
        "davantage de personnes",
    },
    "mend.with_times": {
        "en": "give an export with times",
        "fr": "fournir un export avec des heures",
    },
    "mend.lower": {
        "en": "lower min_group",
        "fr": "abaisser min_group",
    },
    "mend.check_rule": {
        "en": "check the period, channels and tie rule",
        "fr": "vérifier la période, les canaux et la règle des liens",
    },
    "mend.functions_or_lower": {
        "en": "add people's functions, or lower --min-group",
        "fr": "ajouter les fonctions des personnes, ou abaisser --min-group",
    },
    "mend.outside_mail": {
        "en": "read mail that people exchanged with the outside",
        "fr": "lire le courriel échangé avec l’extérieur",
    },
    "mend.read_times": {
        "en": "read exports with times",
        "fr": "lire des exports avec des heures",
    },
    "mend.functions_and_mail": {
        "en": "give people's functions (--people), and mail that they sent to the outside",
        "fr": "donner les fonctions des personnes (--people), et le courriel qu’elles ont envoyé à "
        "l’extérieur",
    },
    "mend.threads_and_functions": {
        "en": "give mail or tickets with threads, and more people a function",
        "fr": "fournir du courriel ou des tickets avec des fils, et donner une fonction à davantage de "
        "personnes",
    },
    "mend.uniform": {
        "en": "use a uniform mix",
        "fr": "prendre une répartition uniforme",
    },
    "mend.domains": {
        "en": "read mail that includes the outside, and give people's e-mail addresses (--people), "
        "whose domains tell inside from outside",
        "fr": "lire du courriel qui comprend l’extérieur, et donner les adresses des personnes "
        "(--people), dont les domaines distinguent l’intérieur de l’extérieur",
    },
    "mend.belonging": {
        "en": "give messages that say what they belong to: In-Reply-To or References headers of e-mail,"
        " thread_id or parent_id in tables, cases of tickets",
        "fr": "fournir des messages qui disent à quoi ils appartiennent : en-têtes In-Reply-To ou "
        "References du courriel, thread_id ou parent_id des tables, dossiers des tickets",
    },
    "mend.part": {
        "en": "vary --channel, --since and --until, or analyse a part",
        "fr": "varier --channel, --since et --until, ou analyser une partie",
    },
}
