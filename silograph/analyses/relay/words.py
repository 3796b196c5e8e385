"""Every text of the question `relay`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.relay": {
        "en": "Which functions pass on what they are asked instead of answering it?",
        "fr": "Quelles fonctions transmettent ce qu’on leur demande au lieu d’y répondre ?",
    },
    "said.relay.overall": {
        "en": "Of {total} questions and cases between functions, {relayed} are passed on unanswered",
        "fr": "Sur {total} questions et dossiers entre fonctions, {relayed} sont transmis sans réponse",
    },
    "said.relay.overall_few": {
        "en": "Too few people are behind it to say how many questions and cases are passed on unanswered",
        "fr": "Trop peu de personnes sont en jeu pour dire combien de questions et dossiers sont transmis sans réponse",
    },
    "said.relay.none_assessed": {
        "en": "No function can be assessed on what it passes on. {overall}.",
        "fr": "Aucune fonction ne peut être évaluée sur ce qu’elle transmet. {overall}.",
    },
    "said.relay.none.one": {
        "en": "The only function that can be assessed does not stand out in passing on. {overall}.",
        "fr": "La seule fonction qui puisse être évaluée ne transmet pas nettement plus que les autres. {overall}.",
    },
    "said.relay.none.many": {
        "en": "No function that lies on many paths stands out in passing on what it is asked. {overall}; {n} functions "
        "could be assessed.",
        "fr": "Aucune fonction située sur beaucoup de chemins ne transmet nettement plus que les autres. {overall} ; "
        "{n} "
        "fonctions ont pu être évaluées.",
    },
    "said.relay.found.one": {
        "en": "{names} routes onward what it is asked instead of answering. {mailrooms}. {overall}.",
        "fr": "{names} transmet plus loin ce qu’on lui demande au lieu d’y répondre. {mailrooms}. {overall}.",
    },
    "said.relay.found.many": {
        "en": "{names} route onward what they are asked instead of answering. {mailrooms:;}. {overall}.",
        "fr": "{names} transmettent plus loin ce qu’on leur demande au lieu d’y répondre. {mailrooms:;}. {overall}.",
    },
    "said.relay.found_alone.one": {
        "en": "{names} routes onward what it is asked, and no other function links the others beyond chance. "
        "{mailrooms}. {overall}.",
        "fr": "{names} transmet plus loin ce qu’on lui demande, et aucune autre fonction ne relie les autres au-delà "
        "du "
        "hasard. {mailrooms}. {overall}.",
    },
    "said.relay.found_alone.many": {
        "en": "{names} route onward what they are asked, and no other function links the others beyond chance. "
        "{mailrooms:;}. {overall}.",
        "fr": "{names} transmettent plus loin ce qu’on leur demande, et aucune autre fonction ne relie les autres "
        "au-delà du hasard. {mailrooms:;}. {overall}.",
    },
    "said.relay.found_only.one": {
        "en": "{names} routes onward what it is asked instead of answering. {overall}.",
        "fr": "{names} transmet plus loin ce qu’on lui demande au lieu d’y répondre. {overall}.",
    },
    "said.relay.found_only.many": {
        "en": "{names} route onward what they are asked instead of answering. {overall}.",
        "fr": "{names} transmettent plus loin ce qu’on leur demande au lieu d’y répondre. {overall}.",
    },
    "said.relay.found_alone_only.one": {
        "en": "{names} routes onward what it is asked, and no other function links the others beyond chance. "
        "{overall}.",
        "fr": "{names} transmet plus loin ce qu’on lui demande, et aucune autre fonction ne relie les autres au-delà "
        "du "
        "hasard. {overall}.",
    },
    "said.relay.found_alone_only.many": {
        "en": "{names} route onward what they are asked, and no other function links the others beyond chance. "
        "{overall}.",
        "fr": "{names} transmettent plus loin ce qu’on leur demande, et aucune autre fonction ne relie les autres "
        "au-delà du hasard. {overall}.",
    },
    "said.relay.routes": {
        "en": "{function} passes on {share:%} of what it gets (95% interval {low:%} to {high:%})",
        "fr": "{function} transmet {share:%} de ce qu’elle reçoit (intervalle à 95 % : {low:%} à {high:%})",
    },
    "note.relay.no_threads": {
        "en": "Nothing is known of {channels}: no message there says what it answers. To have it counted, "
        "give messages that say what they belong to: In-Reply-To or References headers of e-mail, "
        "thread_id or parent_id in tables, cases of tickets.",
        "fr": "Rien n’est su de ce canal : {channels}. Aucun message n’y dit à quoi il répond. Pour le "
        "compter, fournir des messages qui disent à quoi ils appartiennent : en-têtes In-Reply-To ou "
        "References du courriel, thread_id ou parent_id des tables, dossiers des tickets.",
    },
    "note.relay.young.one": {
        "en": "{n} item came too close to the end of the record to know what becomes of it.",
        "fr": "{n} demande est trop proche de la fin du relevé pour savoir ce qu’elle devient.",
    },
    "note.relay.young.many": {
        "en": "{n} items came too close to the end of the record to know what becomes of them.",
        "fr": "{n} demandes sont trop proches de la fin du relevé pour savoir ce qu’elles deviennent.",
    },
    "note.relay.untimed.one": {
        "en": "{n} message without a time cannot be put in order and is left out.",
        "fr": "{n} message sans heure ne peut être mis en ordre et est laissé de côté.",
    },
    "note.relay.untimed.many": {
        "en": "{n} messages without a time cannot be put in order and are left out.",
        "fr": "{n} messages sans heure ne peuvent être mis en ordre et sont laissés de côté.",
    },
    "note.relay.meetings.one": {
        "en": "{n} meeting is left out: an invitation asks nothing, and accepting it answers nothing.",
        "fr": "{n} réunion est laissée de côté : une invitation ne demande rien, l’accepter ne répond à rien.",
    },
    "note.relay.meetings.many": {
        "en": "{n} meetings are left out: an invitation asks nothing, and accepting it answers nothing.",
        "fr": "{n} réunions sont laissées de côté : une invitation ne demande rien, l’accepter ne répond à rien.",
    },
    "note.relay.alone.one": {
        "en": "{n} message belongs to no thread; what becomes of it is not seen.",
        "fr": "{n} message n’appartient à aucun fil ; on ne voit pas ce qu’il devient.",
    },
    "note.relay.alone.many": {
        "en": "{n} messages belong to no thread; what becomes of them is not seen.",
        "fr": "{n} messages n’appartiennent à aucun fil ; on ne voit pas ce qu’ils deviennent.",
    },
    "note.relay.unsaid.one": {
        "en": "Of {n} case the export does not say whether it is done: it counts as resolved by the last "
        "to have it.",
        "fr": "De {n} dossier, l’export ne dit pas s’il est clos : il compte comme résolu par le dernier à "
        "l’avoir eu.",
    },
    "note.relay.unsaid.many": {
        "en": "Of {n} cases the export does not say whether they are done: they count as resolved by the "
        "last to have them.",
        "fr": "De {n} dossiers, l’export ne dit pas s’ils sont clos : ils comptent comme résolus par le "
        "dernier à les avoir eus.",
    },
    "note.relay.posts": {
        "en": "On the internal network only answers inside a thread are seen: what is ignored there is overstated.",
        "fr": "Sur le réseau interne, seules les réponses dans un fil sont vues : ce qui est ignoré y "
        "est surestimé.",
    },
    "note.relay.not_assessed.one": {
        "en": "{n} of {of} functions is too small, asked too little or without brokerage to be assessed.",
        "fr": "{n} fonction sur {of} est trop petite, trop peu sollicitée ou sans intermédiation pour être "
        "évaluée.",
    },
    "note.relay.not_assessed.many": {
        "en": "{n} of {of} functions are too small, asked too little or without brokerage to be assessed.",
        "fr": "{n} fonctions sur {of} sont trop petites, trop peu sollicitées ou sans intermédiation pour "
        "être évaluées.",
    },
    "note.relay.mostly_answers": {
        "en": "{function} routes onward more than the others do, but answers most of what it gets itself.",
        "fr": "{function} transmet plus loin davantage que les autres, mais répond elle-même à la plupart "
        "de ce qu’elle reçoit.",
    },
    "method.relay": {
        "en": "Routing onward. An item is passed on when the function’s first act on it reaches a third "
        "function new to the thread, and nobody of it writes back to who asked. Items of one thread "
        "resemble each other and count as fewer; intervals are exact for that many.",
        "fr": "Transmission. Une demande est transmise quand le premier acte de la fonction à son sujet "
        "atteint une troisième fonction nouvelle dans le fil, et que personne ne répond à qui demandait. "
        "Les demandes d’un même fil se ressemblent et comptent pour moins ; les intervalles sont exacts "
        "pour ce nombre.",
    },
    "relay.heading": {
        "en": "Who routes onward what it is asked",
        "fr": "Qui transmet plus loin ce qu’on lui demande",
    },
    "relay.chart": {
        "en": "Share of what others ask that is passed on without an answer, in %",
        "fr": "Part de ce que les autres demandent, transmise sans réponse, en %",
    },
    "relay.chart_read": {
        "en": "Filled dots: clearly more than the others, and on many paths between them.",
        "fr": "Points pleins : nettement plus que les autres, et sur beaucoup de chemins entre elles.",
    },
    "topic.relay": {"en": "Routing onward", "fr": "Transmission"},
    "rows.relay": {
        "en": "A row per function. Who passes on instead of answering?",
        "fr": "Une ligne par fonction. Qui transmet au lieu de répondre ?",
    },
    "column.relay.people": {
        "en": "persons; teams where it has teams only",
        "fr": "personnes ; équipes si elle n’a que des équipes",
    },
    "column.relay.items": {
        "en": "questions and cases it was given by other functions, older than 14 days",
        "fr": "questions et dossiers que d’autres fonctions lui ont donnés, vieux de plus de 14 jours",
    },
    "column.relay.relayed": {
        "en": "of these, those passed on to a third function, unanswered",
        "fr": "de ceux-ci, ceux transmis à une troisième fonction, sans réponse",
    },
    "column.relay.answered": {
        "en": "those after which somebody of it wrote back",
        "fr": "ceux auxquels quelqu’un d’elle a répondu",
    },
    "column.relay.resolved": {"en": "cases that ended there", "fr": "dossiers qui y ont pris fin"},
    "column.relay.ignored": {
        "en": "those after which nothing of it is on record",
        "fr": "ceux après lesquels le relevé n’a plus rien d’elle",
    },
    "column.relay.other": {
        "en": "discussed inside, or with people already there",
        "fr": "discutés en son sein, ou avec qui était déjà là",
    },
    "column.relay.relay_share": {
        "en": "relayed / (relayed + answered + resolved)",
        "fr": "relayed / (relayed + answered + resolved)",
    },
    "column.relay.relay_share_others": {
        "en": "the same of all other functions together",
        "fr": "la même chose pour toutes les autres fonctions ensemble",
    },
    "column.relay.p_value": {
        "en": "of a share as much above the others’ by chance",
        "fr": "d’une part aussi au-dessus de celle des autres par hasard",
    },
    "column.relay.q_value": {
        "en": "the same, adjusted for the number of functions",
        "fr": "la même chose, corrigée du nombre de fonctions",
    },
    "column.relay.brokerage": {
        "en": "as in glue; empty where functions are too small to show",
        "fr": "comme dans glue ; vide si des fonctions sont trop petites pour être montrées",
    },
    "column.relay.ping_pong": {
        "en": "cases that went from one of its teams to another team and straight back, or the reverse",
        "fr": "dossiers passés d’une de ses équipes à une autre et aussitôt revenus, ou l’inverse",
    },
    "column.relay.verdict": {
        "en": "mailroom (routes onward), ordinary, not_assessable",
        "fr": "mailroom (transmet plus loin), ordinary (ordinaire), not_assessable (non évaluable)",
    },
    "column.items": {"en": "given to it", "fr": "reçus"},
    "column.relayed": {"en": "passed on", "fr": "transmis"},
    "column.resolved": {"en": "resolved", "fr": "résolus"},
    "column.ignored": {"en": "left lying", "fr": "restés sans suite"},
    "column.relay_share": {"en": "share passed on", "fr": "part transmise"},
    "column.relay_share_others": {"en": "share the others pass on", "fr": "part que transmettent les autres"},
    "column.ping_pong": {"en": "back and forth", "fr": "allers-retours"},
    "column.other": {"en": "with", "fr": "avec"},
}
