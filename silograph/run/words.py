"""What is said of a whole run, and of other assumptions."""

TEXTS: dict[str, dict[str, str]] = {
    "said.sensitivity.whole": {"en": "{parts:;}.", "fr": "{parts:;}."},
    "said.sensitivity.stable.one": {
        "en": "{function} stays first among the candidates under the only other assumption that applies here",
        "fr": "{function} reste première des candidates sous la seule autre hypothèse qui s’applique ici",
    },
    "said.sensitivity.stable.many": {
        "en": "{function} stays first among the candidates under all {n} other assumptions that apply here",
        "fr": "{function} reste première des candidates sous les {n} autres hypothèses qui s’appliquent ici",
    },
    "said.sensitivity.unstable": {
        "en": "The winner is not stable: under {n} of {of} other assumptions that apply here "
        "another function than {function} comes first",
        "fr": "Le résultat n’est pas stable : sous {n} des {of} autres hypothèses qui s’appliquent ici, "
        "une autre fonction que {function} arrive première",
    },
    "said.sensitivity.none.one": {
        "en": "There is no winner that could be stable or not; {first}, which comes first among the "
        "candidates without standing out, does so under the only other assumption that applies here",
        "fr": "Il n’y a pas de gagnante qui puisse être stable ou non ; {first}, première des candidates "
        "sans se détacher, l’est sous la seule autre hypothèse qui s’applique ici",
    },
    "said.sensitivity.none.many": {
        "en": "There is no winner that could be stable or not; {first}, which comes first among the "
        "candidates without standing out, does so under all {n} other assumptions that apply here",
        "fr": "Il n’y a pas de gagnante qui puisse être stable ou non ; {first}, première des candidates "
        "sans se détacher, l’est sous les {n} autres hypothèses qui s’appliquent ici",
    },
    "said.sensitivity.glue": {
        "en": "the function that links the others most stays the same",
        "fr": "la fonction qui relie le plus les autres reste la même",
    },
    "said.sensitivity.glue_changes": {
        "en": "another function links the others most under {n} of {of} other assumptions",
        "fr": "une autre fonction relie le plus les autres sous {n} des {of} autres hypothèses",
    },
    "said.sensitivity.silos": {
        "en": "no verdict on closed functions changes",
        "fr": "aucun verdict sur les fonctions fermées ne change",
    },
    "said.sensitivity.silos_changes": {
        "en": "the closed functions differ under {n} of {of} other assumptions",
        "fr": "les fonctions fermées diffèrent sous {n} des {of} autres hypothèses",
    },
    "said.sensitivity.none_other.many": {
        "en": "There is no winner, and who comes first without standing out is not stable: another "
        "function than {first} under {n} of {of} other assumptions that apply here",
        "fr": "Il n’y a pas de gagnante, et la première, qui ne se détache pas, n’est pas stable : une "
        "autre fonction que {first} sous {n} des {of} autres hypothèses qui s’appliquent ici",
    },
    "said.sensitivity.none_other.one": {
        "en": "There is no winner, and who comes first without standing out is not stable: another "
        "function than {first} under {n} of {of} other assumptions that apply here",
        "fr": "Il n’y a pas de gagnante, et la première, qui ne se détache pas, n’est pas stable : une "
        "autre fonction que {first} sous {n} des {of} autres hypothèses qui s’appliquent ici",
    },
    "note.sensitivity.effort": {
        "en": "The first row is the run’s own; the others rest on {replicates} draws of the links. The owner changes "
        "where another function is first in at least half of the weightings, the glue where the usual one is clearly "
        "not first. Silos rest on no draws.",
        "fr": "La première ligne est celle de l’analyse ; les autres reposent sur {replicates} tirages des liens. Le "
        "porteur change si une autre fonction est première dans au moins la moitié des pondérations, le liant si "
        "l’habituel n’est clairement pas premier. Les silos ne reposent sur aucun tirage.",
    },
    "note.run.no_email": {
        "en": "no email data: what passes there is not seen",
        "fr": "pas de courriel dans les données : ce qui y passe n’est pas vu",
    },
    "note.run.no_post": {
        "en": "no post data: what passes there is not seen",
        "fr": "pas de publications dans les données : ce qui y passe n’est pas vu",
    },
    "note.run.no_handoff": {
        "en": "no handoff data: what passes there is not seen",
        "fr": "pas de transferts de dossiers dans les données : ce qui y passe n’est pas vu",
    },
    "note.run.no_meeting": {
        "en": "no meeting data: what passes there is not seen",
        "fr": "pas de réunions dans les données : ce qui y passe n’est pas vu",
    },
    "note.run.rejected": {
        "en": "{n} of {of} records could not be used (see info for which, and why)",
        "fr": "{n} enregistrements sur {of} n’ont pu être utilisés (silograph info dit lesquels et pourquoi)",
    },
    "note.run.partial": {
        "en": "{share:%} of source {n} could not be read (see info): what follows rests on the rest",
        "fr": "{share:%} de la source {n} n’ont pu être lus (voir silograph info) : la suite ne porte que sur le reste",
    },
    "note.run.merged": {
        "en": "Functions of fewer than {n} people, and those that cover them, stand as one in figures of the whole.",
        "fr": "Les fonctions de moins de {n} personnes, et celles qui les couvrent, comptent pour une seule dans tous "
        "les chiffres d’ensemble.",
    },
    "note.run.no_ties": {
        "en": "nothing ties people here: no message reaches another person; posts tie by mentions, replies and members "
        "of direct messages, mail by its recipients, tables by the column recipient",
        "fr": "rien ne relie les personnes ici : aucun message n’atteint une autre personne ; les publications relient "
        "par les mentions, les réponses et les membres des messages directs, le courriel par ses destinataires, les "
        "tableaux par la colonne recipient",
    },
    "note.run.no_counted": {
        "en": "nothing ties people here: every message that reaches somebody is automated, goes to more than {n} "
        "people, or is left out by the rule for ties",
        "fr": "rien ne relie les personnes ici : tout message qui atteint quelqu’un est automatique, va à plus de {n} "
        "personnes, ou est écarté par la règle des liens",
    },
    "note.run.no_functions": {"en": "no functions known: {why}", "fr": "aucune fonction connue : {why}"},
    "note.run.no_chart": {
        "en": "no org chart; give one with --people",
        "fr": "pas d’organigramme ; en fournir un avec --people",
    },
    "note.run.other_people": {
        "en": "nobody in the people file is in the messages; is it the right file, with the same ids or "
        "addresses?",
        "fr": "personne du fichier du personnel n’est dans les messages ; est-ce le bon fichier, avec les "
        "mêmes identifiants ou adresses ?",
    },
    "note.run.chart_without": {
        "en": "the people file gives none of the {n} people it shares with the messages a function",
        "fr": "le fichier du personnel ne donne de fonction à aucune des {n} personnes qu’il a en commun "
        "avec les messages",
    },
    "note.run.no_time": {
        "en": "no message has a time: nothing can be said about when",
        "fr": "aucun message n’a d’heure : rien ne peut être dit du moment",
    },
    "note.run.working_hours": {
        "en": "hours are working hours, weekdays from {first} to {last} ({zone}): 24 hours are 24 of them",
        "fr": "les heures sont des heures ouvrées, en semaine de {first} h à {last} h ({zone}) : 24 heures en sont 24",
    },
    "note.run.suggestions": {
        "en": "{n} addresses carry the name of a known person; confirm who they are (see silograph people)",
        "fr": "{n} adresses portent le nom d’une personne connue ; confirmer de qui il s’agit (voir "
        "silograph people)",
    },
    "note.run.suitability": {
        "en": "the suitability file judges what is no function here: {names}",
        "fr": "le fichier d’aptitude juge ce qui n’est pas une fonction ici : {names}",
    },
    "note.run.not_asked": {"en": "not asked for (--only): {topics}", "fr": "non demandé (--only) : {topics}"},
    "note.run.incoherent.plain": {
        "en": "two answers of this run contradict each other ({topics}): {what} ({figures}); trust neither, and "
        "please report it",
        "fr": "deux réponses de cette analyse se contredisent ({topics}) : {what} ({figures}) ; ne se fier à aucune, "
        "et le signaler",
    },
    "note.run.incoherent.about": {
        "en": "two answers of this run contradict each other ({topics}) on {functions}: {what} ({figures}); trust "
        "neither, and please report it",
        "fr": "deux réponses de cette analyse se contredisent ({topics}) au sujet de {functions} : {what} "
        "({figures}) ; ne se fier à aucune, et le signaler",
    },
    "incoherent.unstable_owner": {
        "en": "the answer names who comes first, which changes with the way ties are counted",
        "fr": "la réponse nomme la première, qui change avec la façon de compter les liens",
    },
    "incoherent.unfit_owner": {
        "en": "named to own or to be involved, though it routes onward or could not be assessed",
        "fr": "nommée comme porteur ou à associer, alors qu’elle transmet plus loin ou n’a pu être évaluée",
    },
    "incoherent.candidates": {
        "en": "a candidate although it routes onward, or none although it does not",
        "fr": "candidate bien qu’elle transmette plus loin, ou écartée sans le faire",
    },
    "incoherent.linking": {
        "en": "said to link the others beyond chance, and that no function does",
        "fr": "dite relier les autres au-delà du hasard, alors qu’aucune ne le ferait",
    },
    "incoherent.beside_mailrooms": {
        "en": "one answer says that a function links the others which routes nothing onward, the other that none does",
        "fr": "une réponse dit qu’une fonction qui ne transmet pas relie les autres, l’autre qu’aucune ne le fait",
    },
    "incoherent.highest_named": {
        "en": "said to do most, and in the measure that is shown another function does more",
        "fr": "dite en faire le plus, alors que dans la mesure montrée une autre en fait davantage",
    },
    "incoherent.marked_as_said": {
        "en": "marked in the chart, and not named in the answer above it",
        "fr": "mise en évidence dans le graphique, sans être nommée dans la réponse",
    },
    "incoherent.owner_said": {
        "en": "the answer names others than the result recommends or involves",
        "fr": "la réponse nomme d’autres fonctions que celles que le résultat recommande ou associe",
    },
    "incoherent.people_of_a_function": {
        "en": "two tables count their people differently",
        "fr": "deux tableaux en comptent autrement les personnes",
    },
    "incoherent.unreadable_criterion": {
        "en": "a criterion counts that cannot be read here",
        "fr": "un critère compte alors qu’il ne peut être lu ici",
    },
    "incoherent.measure_ranked": {
        "en": "the ranks are not those of the measure that is quoted",
        "fr": "les rangs ne sont pas ceux de la mesure citée",
    },
    "incoherent.quoted_rank": {
        "en": "the rank that is quoted is not that of the table",
        "fr": "le rang cité n’est pas celui du tableau",
    },
    "incoherent.quoted_figure": {
        "en": "a figure that is quoted is not that of the table",
        "fr": "un chiffre cité n’est pas celui du tableau",
    },
    "incoherent.rows_as_found": {
        "en": "the first row of the sensitivity table is not the run",
        "fr": "la première ligne du tableau de sensibilité n’est pas l’analyse",
    },
    "incoherent.none_closed": {
        "en": "said to be no more closed than the others, and to be so beyond chance",
        "fr": "dite pas plus fermée que les autres, et l’être au-delà du hasard",
    },
    "incoherent.glue_named": {
        "en": "the answer and the table differ on who links the others",
        "fr": "la réponse et le tableau ne nomment pas les mêmes fonctions comme reliant les autres",
    },
    "incoherent.number_of_communities": {
        "en": "the answer gives another number of groups than the table, or borders that are unsure",
        "fr": "la réponse donne un autre nombre de groupes que le tableau, ou des contours incertains",
    },
    "note.run.needs": {
        "en": "{topic}: needs {needed}, which the data cannot answer",
        "fr": "{topic} : suppose {needed}, que les données ne permettent pas",
    },
    "note.run.failed": {"en": "{topic}: {why}", "fr": "{topic} : {why}"},
    "note.run.mend": {"en": "{what}; {mend}", "fr": "{what} ; {mend}"},
    "sensitivity.heading": {
        "en": "What changes when assumptions change",
        "fr": "Ce qui change quand les hypothèses changent",
    },
    "sensitivity.lead": {
        "en": "One thing is changed at a time. Bold rows: the owner, the glue or the closed functions "
        "differ from the first row.",
        "fr": "Une seule chose change à la fois. Lignes en gras : le porteur, le liant ou les fonctions "
        "fermées diffèrent de la première ligne.",
    },
    "sensitivity.same_ties": {"en": "no change: the same ties", "fr": "aucun changement : mêmes liens"},
    "sensitivity.too_little_data": {"en": "too little data left", "fr": "trop peu de données"},
    "sensitivity.instead": {"en": "{now} (changes)", "fr": "{now} (change)"},
    "sensitivity.no_silo": {"en": "none", "fr": "aucune"},
    "assumption.as_analysed": {
        "en": "as in this report",
        "fr": "comme dans ce rapport",
    },
    "assumption.to_only": {"en": "copies count nothing", "fr": "les copies ne comptent pas"},
    "assumption.cc_as_to": {
        "en": "a copy counts as much as an address",
        "fr": "une copie compte autant qu’un envoi direct",
    },
    "assumption.alpha_0": {
        "en": "a message counts in full for each recipient",
        "fr": "un message compte en entier pour chaque destinataire",
    },
    "assumption.alpha_0.5": {
        "en": "half-way between sharing a message and counting it in full",
        "fr": "à mi-chemin entre répartir un message et le compter en entier",
    },
    "assumption.mutual_only": {
        "en": "only pairs that wrote to each other",
        "fr": "seules comptent les personnes qui se sont écrit l’une à l’autre",
    },
    "assumption.two_messages": {
        "en": "pairs with a single message are not tied",
        "fr": "un seul message ne fait pas un lien",
    },
    "assumption.limit_5": {
        "en": "above 5 recipients a message is a broadcast",
        "fr": "au-delà de 5 destinataires, un message est une diffusion",
    },
    "assumption.limit_20": {
        "en": "above 20 recipients a message is a broadcast",
        "fr": "au-delà de 20 destinataires, un message est une diffusion",
    },
    "assumption.limit_100": {
        "en": "above 100 recipients a message is a broadcast",
        "fr": "au-delà de 100 destinataires, un message est une diffusion",
    },
    "assumption.without_email": {"en": "without e-mail", "fr": "sans le courriel"},
    "assumption.without_post": {"en": "without posts", "fr": "sans les publications"},
    "assumption.without_handoff": {
        "en": "without handoffs of cases",
        "fr": "sans les transferts de dossiers",
    },
    "assumption.without_meeting": {"en": "without meetings", "fr": "sans les réunions"},
    "assumption.by_strength": {
        "en": "paths by the strength of ties, not their number",
        "fr": "chemins selon la force des liens, non leur nombre",
    },
    "assumption.by_steps": {
        "en": "paths by the number of ties, not their strength",
        "fr": "chemins selon le nombre de liens, non leur force",
    },
    "rows.sensitivity": {
        "en": "A row per assumption: does the answer hang on how ties are counted? The first row "
        "is the run as it was.",
        "fr": "Une ligne par hypothèse : la réponse tient-elle à la façon de compter les liens ? "
        "La première ligne est l’analyse telle quelle.",
    },
    "column.sensitivity.assumption": {"en": "what is assumed", "fr": "ce qui est supposé"},
    "column.sensitivity.status": {
        "en": "computed, same_ties (nothing to change in this log), too_little_data",
        "fr": "computed (calculé), same_ties (rien à changer dans ce journal), too_little_data "
        "(trop peu de données)",
    },
    "column.sensitivity.owner": {
        "en": "who comes first among the candidates, recommended or not",
        "fr": "qui arrive première parmi les candidates, recommandée ou non",
    },
    "column.sensitivity.acceptability": {
        "en": "weightings in which that one is first",
        "fr": "pondérations où celle-ci est première",
    },
    "column.sensitivity.owner_changes": {
        "en": "whether it is another one than in the first row",
        "fr": "si c’est une autre qu’à la première ligne",
    },
    "column.sensitivity.glue": {"en": "who links the others most", "fr": "qui relie le plus les autres"},
    "column.sensitivity.glue_changes": {
        "en": "whether it is another one than in the first row",
        "fr": "si c’est une autre qu’à la première ligne",
    },
    "column.sensitivity.silos": {
        "en": "closed functions, parted by semicolons",
        "fr": "fonctions fermées, séparées par des points-virgules",
    },
    "column.sensitivity.silos_changes": {
        "en": "whether they are others than in the first row",
        "fr": "si ce sont d’autres qu’à la première ligne",
    },
    "column.assumption": {"en": "assumption", "fr": "hypothèse"},
    "column.first_owner": {"en": "first as owner", "fr": "première comme porteur"},
    "column.first_glue": {"en": "links most", "fr": "relie le plus"},
    "column.closed": {"en": "closed functions", "fr": "fonctions fermées"},
}
