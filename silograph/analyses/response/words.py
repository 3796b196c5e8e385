"""Every text of the question `response`: what it asks, answers and doubts, and what pages say of it."""

TEXTS: dict[str, dict[str, str]] = {
    "asks.response": {
        "en": "How long does a question wait for an answer from another function?",
        "fr": "Combien de temps une question attend-elle la réponse d’une autre fonction ?",
    },
    "said.response.nothing": {
        "en": "No function asked another one anything.",
        "fr": "Aucune fonction n’a posé de question à une autre.",
    },
    "said.response.start": {
        "en": "Of {asked} questions to another function, {share:%} (95% interval {low:%} to {high:%}) had "
        "a first reply from it within {hours:g} hours; {never} had none from it in the log",
        "fr": "Sur {asked} questions à une autre fonction, {share:%} (intervalle à 95 % : {low:%} à "
        "{high:%}) ont eu d’elle une première réponse en moins de {hours:g} heures ; {never} n’en ont eu "
        "aucune dans le relevé",
    },
    "said.response.asked": {
        "en": "Of {asked} questions to another function, {share:%} (95% interval {low:%} to {high:%}) had "
        "a first reply from it within {hours:g} hours",
        "fr": "Sur {asked} questions à une autre fonction, {share:%} (intervalle à 95 % : {low:%} à "
        "{high:%}) ont eu d’elle une première réponse en moins de {hours:g} heures",
    },
    "said.response.few": {
        "en": "Too few people are behind it to say how many questions to another function had a reply from it",
        "fr": "Trop peu de personnes sont en jeu pour dire combien de questions à une autre fonction ont eu "
        "d’elle une réponse",
    },
    "said.response.too_little": {
        "en": "Too little is known of any function to compare how soon it answers. {overall}.",
        "fr": "On en sait trop peu sur chaque fonction pour comparer les délais de réponse. {overall}.",
    },
    "said.response.none": {
        "en": "No function answers the others more slowly or faster than is usual here, beyond chance. {overall}.",
        "fr": "Aucune fonction ne répond plus lentement ou plus vite que d’ordinaire ici, au-delà du hasard. "
        "{overall}.",
    },
    "said.response.found": {
        "en": "{finding:,}. {told:;}. {overall}.",
        "fr": "{finding:,}. {told:;}. {overall}.",
    },
    "said.response.found_only": {"en": "{finding:,}. {overall}.", "fr": "{finding:,}. {overall}."},
    "said.response.are_slower.one": {
        "en": "{names} answers more slowly than the others",
        "fr": "{names} répond plus lentement que les autres",
    },
    "said.response.are_slower.many": {
        "en": "{names} answer more slowly than the others",
        "fr": "{names} répondent plus lentement que les autres",
    },
    "said.response.are_faster.one": {
        "en": "{names} answers faster than the others",
        "fr": "{names} répond plus vite que les autres",
    },
    "said.response.are_faster.many": {
        "en": "{names} answer faster than the others",
        "fr": "{names} répondent plus vite que les autres",
    },
    "said.response.one": {
        "en": "{function}: {share:%} within 24 hours (95% interval {low:%} to {high:%}; the others {usual:%})",
        "fr": "{function} : {share:%} en 24 heures (intervalle à 95 % : {low:%} à {high:%} ; les autres {usual:%})",
    },
    "note.response.news": {
        "en": "Whatever opens a thread counts as a question, also news that ask nothing: compare functions.",
        "fr": "Tout ce qui ouvre un fil compte comme une question, même une nouvelle qui ne demande rien : "
        "comparer les fonctions entre elles.",
    },
    "note.response.meetings": {
        "en": "An invitation to a meeting asks nothing, and accepting it is no reply: meetings count in no figure "
        "here.",
        "fr": "Une invitation à une réunion ne demande rien, et l’accepter n’est pas répondre : les réunions ne "
        "comptent "
        "dans aucun chiffre ici.",
    },
    "note.response.meeting": {"en": "meetings", "fr": "réunions"},
    "note.response.rarely": {
        "en": "Asked fewer than {least} times, so shown in the table and neither judged nor ranked: {functions:,}.",
        "fr": "Sollicitées moins de {least} fois, donc montrées dans la table sans être jugées ni classées : "
        "{functions:,}.",
    },
    "note.response.left_out": {"en": "Left out: {reasons:;}.", "fr": "Laissés de côté : {reasons:;}."},
    "note.response.counted": {"en": "{n} {reason}", "fr": "{n} {reason}"},
    "note.response.no_threads": {
        "en": "messages where the export does not say what answers what",
        "fr": "messages dont l’export ne dit pas à quoi ils répondent",
    },
    "note.response.automatic": {
        "en": "threads opened automatically or by a broadcast",
        "fr": "fils ouverts automatiquement ou par une diffusion",
    },
    "note.response.orphan": {
        "en": "threads whose opening is not in the log",
        "fr": "fils dont l’ouverture n’est pas dans le relevé",
    },
    "note.response.unknown_asker": {
        "en": "threads opened by somebody whose function is not known, or from outside",
        "fr": "fils ouverts par quelqu’un dont la fonction n’est pas connue, ou de l’extérieur",
    },
    "note.response.coarse": {
        "en": "threads with a time too coarse to time a reply",
        "fr": "fils dont l’heure est trop grossière pour mesurer une réponse",
    },
    "note.response.to_nobody": {
        "en": "threads addressed to no function",
        "fr": "fils adressés à aucune fonction",
    },
    "note.response.recent": {
        "en": "{n} of {of} questions are too near the end of the log to know their final answer.",
        "fr": "{n} questions sur {of} sont trop proches de la fin du relevé pour connaître leur dernière "
        "réponse.",
    },
    "note.response.unclosed": {
        "en": "{n} cases do not say whether they were closed: only handing back counts as an answer.",
        "fr": "{n} dossiers ne disent pas s’ils ont été clos : seul un renvoi compte comme réponse.",
    },
    "note.response.aside": {
        "en": "So different that the others are compared without: {functions:,}.",
        "fr": "Si différentes que les autres sont comparées sans elles : {functions:,}.",
    },
    "note.response.few": {
        "en": "Too few people or teams asked for a verdict: {functions:,}.",
        "fr": "Trop peu de personnes ou d’équipes sollicitées pour un verdict : {functions:,}.",
    },
    "further.response": {
        "en": "How long does a question to another function wait?",
        "fr": "Combien de temps attend une question posée à une autre fonction ?",
    },
    "response.chart": {
        "en": "Questions with a first reply from the function within 24 hours, in %",
        "fr": "Questions ayant reçu de la fonction une première réponse en 24 heures, en %",
    },
    "response.chart_read": {
        "en": "Bars are 95% intervals; the sentence above says which functions differ beyond chance.",
        "fr": "Les barres sont des intervalles à 95 % ; la phrase ci-dessus dit quelles fonctions "
        "diffèrent au-delà du hasard.",
    },
    "method.response": {
        "en": "Replies. The share answered by each hour allows for questions answered by others and for the "
        "end of the log; pairs with few questions borrow from the others. Intervals come from resampled "
        "threads.",
        "fr": "Réponses. La part des questions répondues à chaque heure tient compte de celles auxquelles "
        "d’autres répondent et de la fin du relevé ; les paires qui ont peu de questions empruntent aux "
        "autres. Les intervalles viennent du rééchantillonnage des fils.",
    },
    "column.clock": {"en": "clock", "fr": "délai"},
    "column.asked": {"en": "asked", "fr": "demandées"},
    "column.answered": {"en": "answered", "fr": "répondues"},
    "column.answered_elsewhere": {"en": "answered elsewhere", "fr": "répondues ailleurs"},
    "column.censored": {"en": "open at the end", "fr": "en suspens à la fin"},
    "column.naive_median_hours": {
        "en": "median hours of those answered",
        "fr": "heures (médiane) des répondues",
    },
    "column.borrowed": {"en": "borrowed", "fr": "emprunté"},
    "clock.first_reply": {"en": "first reply", "fr": "première réponse"},
    "clock.final_answer": {"en": "final answer", "fr": "réponse finale"},
    "topic.response": {"en": "Replies", "fr": "Réponses"},
    "rows.response": {
        "en": "A row per clock and ordered pair of functions with a question; a function’s questions to"
        " itself too.",
        "fr": "Une ligne par horloge et par paire ordonnée de fonctions avec une question ; aussi les "
        "questions d’une fonction à elle-même.",
    },
    "column.response.function_a": {"en": "who asked", "fr": "qui a demandé"},
    "column.response.function_b": {"en": "who was asked", "fr": "à qui on a demandé"},
    "column.response.clock": {
        "en": "first_reply: to the first reply that reaches who asked; final_answer: to the answer "
        "after which nothing more came for 14 days",
        "fr": "first_reply : jusqu’à la première réponse qui parvient à qui demandait ; final_answer : "
        "jusqu’à celle après laquelle plus rien ne vient pendant 14 jours",
    },
    "column.response.asked": {"en": "questions", "fr": "questions"},
    "column.response.answered": {
        "en": "of these, those answered by the function asked",
        "fr": "de celles-ci, celles auxquelles la fonction sollicitée a répondu",
    },
    "column.response.answered_elsewhere": {
        "en": "answered first by somebody else",
        "fr": "celles auxquelles quelqu’un d’autre a répondu d’abord",
    },
    "column.response.censored": {
        "en": "still open when the log ends; for final_answer also those of the last 14 days, which "
        "tell nothing yet",
        "fr": "encore ouvertes à la fin du relevé ; pour final_answer aussi celles des 14 derniers "
        "jours, qui ne disent encore rien",
    },
    "column.response.median_hours": {
        "en": "after which half of the questions are answered; infinite where fewer ever are",
        "fr": "au bout desquelles la moitié des questions ont leur réponse ; infini si moins l’ont jamais",
    },
    "column.response.naive_median_hours": {
        "en": "median of the answers that came, which forgets the others",
        "fr": "médiane des réponses venues, qui oublie les autres",
    },
    "column.response.within_24h": {
        "en": "questions answered within 24 hours",
        "fr": "questions répondues en 24 heures",
    },
    "column.response.borrowed": {
        "en": "how much of that rests on what the two functions do with others",
        "fr": "ce qui, là-dedans, repose sur ce que les deux fonctions font avec d’autres",
    },
    "rows.response_functions": {
        "en": "A row per clock and function that is asked, over questions of all other functions. How "
        "long does a question wait?",
        "fr": "Une ligne par horloge et par fonction sollicitée, sur les questions de toutes les "
        "autres. Combien de temps une question attend-elle ?",
    },
    "column.response_functions.function": {"en": "the one asked", "fr": "celle qui est sollicitée"},
    "column.response_functions.people": {
        "en": "persons; teams where it has teams only",
        "fr": "personnes ; équipes si elle n’a que des équipes",
    },
    "column.response_functions.clock": {"en": "as in response", "fr": "comme dans response"},
    "column.response_functions.asked": {
        "en": "questions of other functions",
        "fr": "questions des autres fonctions",
    },
    "column.response_functions.answered": {
        "en": "of these, those it answered",
        "fr": "de celles-ci, celles auxquelles elle a répondu",
    },
    "column.response_functions.answered_elsewhere": {
        "en": "answered first by somebody else",
        "fr": "celles auxquelles quelqu’un d’autre a répondu d’abord",
    },
    "column.response_functions.censored": {
        "en": "still open when the log ends, as in response",
        "fr": "encore ouvertes à la fin du relevé, comme dans response",
    },
    "column.response_functions.median_hours": {
        "en": "after which half of the questions are answered; infinite where fewer ever are",
        "fr": "au bout desquelles la moitié des questions ont leur réponse ; infini si moins l’ont jamais",
    },
    "column.response_functions.naive_median_hours": {
        "en": "median of the answers that came, which forgets the others",
        "fr": "médiane des réponses venues, qui oublie les autres",
    },
    "column.response_functions.within_24h": {
        "en": "questions answered within 24 hours; drawn to the rate of all as far as functions hardly differ",
        "fr": "questions répondues en 24 heures ; rapproché du taux de toutes si les fonctions diffèrent peu",
    },
    "column.response_functions.usual_24h": {
        "en": "the same of the other functions, in the same channels",
        "fr": "la même chose pour les autres fonctions, dans les mêmes canaux",
    },
    "column.response_functions.difference": {
        "en": "the share as counted, not drawn to that of all, less usual_24h",
        "fr": "la part telle que comptée, sans rapprochement, moins usual_24h",
    },
    "column.response_functions.p_value": {
        "en": "of a difference as large by chance",
        "fr": "d’un écart aussi grand par hasard",
    },
    "column.response_functions.q_value": {
        "en": "the same, adjusted for the number of functions",
        "fr": "la même chose, corrigée du nombre de fonctions",
    },
    "column.response_functions.verdict": {
        "en": "slower, faster, ordinary, not_assessable (too few people), no_verdict (too few people asked), "
        "rarely_asked (fewer than 20 questions)",
        "fr": "slower (plus lente), faster (plus rapide), ordinary (ordinaire), not_assessable (trop "
        "peu de personnes), no_verdict (trop peu de personnes sollicitées), rarely_asked (moins de 20 questions)",
    },
    "verdict.rarely_asked": {"en": "rarely asked", "fr": "rarement sollicitée"},
}
